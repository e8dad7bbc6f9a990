// SPDX-License-Identifier: MIT OR Apache-2.0
// Interfaces with classes of every kind: without data, with constants, with a texture and a sampler; an array of interfaces that is
// indexed statically and by a register, calls out of called bodies, early returns, results through arguments. PLAIN=n is the same
// with classes in the place of the interfaces, as the n-th row of stages.c chooses instances. All numbers are exact in float.
#if defined(PLAIN)
#define INTERFACE(name)
float4 color_of(uint i, float2 at);
#else
#define INTERFACE(name) : name
interface Color { float4 color(float2 at); };
interface Bend { void bend(inout float2 at, out float gain); };
interface Mix { float4 combine(float4 a, float4 b, float2 at); };
Color colors[3];
Bend bender;
Mix mixer;
#define color_of(i, at) colors[i].color(at)
#endif

cbuffer Data : register(b1) { float4 padding[3]; uint pick; float3 more; }

class Flat INTERFACE(Color)
{
    float4 value;
    float4 color(float2 at) { return value; }
};
class Stripes INTERFACE(Color)
{
    float4 first, second;
    uint width;
    float4 color(float2 at)
    {
#if defined(PLAIN) // early returns in patch constant functions are too much for the compiler where there is no interface
        float4 c;
        [branch] if (at.y < 8) c = first * at.x / 64;
        else c = ((uint)at.x / width) & 1 ? first : second;
        return c;
#else
        [branch] if (at.y < 8) return first * at.x / 64;
        return ((uint)at.x / width) & 1 ? first : second;
#endif
    }
};
class Picture INTERFACE(Color)
{
    float4 tint;
#if !defined(PLAIN)
    Texture2D picture;
    SamplerState smp;
    float4 color(float2 at) { return picture.SampleLevel(smp, at / 64, 0) * tint; }
#endif
};
class Straight INTERFACE(Bend)
{
    void bend(inout float2 at, out float gain) { gain = 1; }
};
class Wave INTERFACE(Bend)
{
    float height;
    void bend(inout float2 at, out float gain)
    {
        [loop] for (uint i = 0; i < 4; i++) {
            at.y += height * i;
            if (at.y > 24) { gain = 0.5; return; }
        }
        gain = 0.75;
    }
};
class Sum INTERFACE(Mix)
{
    float4 combine(float4 a, float4 b, float2 at) { return a + b; }
};
class Again INTERFACE(Mix)
{
    float weight;
    float4 combine(float4 a, float4 b, float2 at)
    {
        float4 third = color_of(2, at.yx);
        [branch] if (pick == 1) return a + third * weight;
        return b - third * weight;
    }
};
cbuffer Objects : register(b2)
{
    Flat flat0, flat1[2];
    Stripes stripes;
    Picture pictures[2];
    Wave wave;
    Again again;
}
Straight straight;
Sum sum;

#if defined(PLAIN)
cbuffer Other : register(b3) { float4 padding3[5]; Flat moved; }
Texture2D picture0 : register(t0), picture1 : register(t1);
SamplerState smp : register(s0);
float4 picture_of(uint i, float2 at)
{
    [branch] if (i == 0) return picture0.SampleLevel(smp, at / 64, 0) * pictures[0].tint;
    return picture1.SampleLevel(smp, at / 64, 0) * pictures[1].tint;
}
float4 color_of(uint i, float2 at)
{
    float4 c;
#if PLAIN == 1
    [branch] if (i == 0) c = flat1[1].color(at);
    else [branch] if (i == 1) c = picture_of(0, at);
    else c = stripes.color(at);
#elif PLAIN == 2
    [branch] if (i == 0) c = stripes.color(at);
    else [branch] if (i == 1) c = flat0.color(at);
    else c = moved.color(at);
#else
    [branch] if (i == 0) c = picture_of(1, at);
    else [branch] if (i == 1) c = stripes.color(at);
    else c = picture_of(0, at);
#endif
    return c;
}
#if PLAIN == 2
#define bender straight
#define mixer sum
#else
#define bender wave
#define mixer again
#endif
#endif

float4 shade(float2 at)
{
    float gain;
    bender.bend(at, gain);
    float4 a = color_of(pick, at), b = color_of(1, at + 1);
    return mixer.combine(a, b, at) * gain;
}

float4 linkage_ps(float4 position : SV_Position) : SV_Target
{
    return shade(position.xy);
}

struct point_out { float4 position : SV_Position, color : COLOR; };
point_out linkage_vs(uint id : SV_VertexID)
{
    point_out o;
    float2 at = float2(id & 7, id >> 3);
    o.position = float4((at + 0.5) / 4 - 1, 0, 1);
    o.color = shade(at * 4);
    return o;
}

RWTexture2D<float4> result : register(u0);
[numthreads(8, 8, 1)] void linkage_cs(uint3 id : SV_DispatchThreadID)
{
    result[id.xy] = shade(id.xy * 4);
}

// ---- tessellation and geometry: what comes out is drawn as it is ----

struct corner { float4 position : POSITION, color : COLOR; };
struct pixel { float4 position : SV_Position, color : COLOR; };
struct factors { float edge[4] : SV_TessFactor; float inside[2] : SV_InsideTessFactor; float4 tint : TINT; };

// Control points and patch constants, which the compiler makes phases of.
factors linkage_constants(InputPatch<corner, 4> p, uint id : SV_PrimitiveID)
{
    factors f;
    float gain;
    [unroll] for (uint i = 0; i < 4; i++) {
        float2 at = float2(i * 4, id * 8);
        bender.bend(at, gain);
        f.edge[i] = 1 + (uint)(gain * 4 + color_of(i == 2 ? 1 : pick, at).y * 2);
    }
    f.inside[0] = 2;
    f.inside[1] = 1 + (uint)(saturate(color_of(2, float2(4, 12)).x) * 4);
    f.tint = shade(float2(12, id * 16));
    return f;
}
[domain("quad")] [partitioning("integer")] [outputtopology("triangle_cw")] [outputcontrolpoints(4)]
[patchconstantfunc("linkage_constants")]
corner linkage_hs(InputPatch<corner, 4> p, uint i : SV_OutputControlPointID, uint id : SV_PrimitiveID)
{
    corner o;
    o.position = p[i].position;
    o.color = shade(float2(i * 8, 4 + id * 8));
    return o;
}
[domain("quad")] pixel linked_ds(factors f, float2 w : SV_DomainLocation, const OutputPatch<corner, 4> p)
{
    pixel o;
    o.position = lerp(lerp(p[0].position, p[1].position, w.x), lerp(p[2].position, p[3].position, w.x), w.y);
    o.color = lerp(lerp(p[0].color, p[1].color, w.x), lerp(p[2].color, p[3].color, w.x), w.y) + f.tint / 4;
    return o;
}

// Eighths of a patch; quad_hs of stages.hlsl has no tint.
struct quad_factors { float edge[4] : SV_TessFactor; float inside[2] : SV_InsideTessFactor; };
[domain("quad")] pixel linkage_ds(quad_factors f, float2 w : SV_DomainLocation, const OutputPatch<corner, 4> p, uint id : SV_PrimitiveID)
{
    pixel o;
    float4 tint = shade(floor(w * 8 + 0.5) * 4);
    o.position = lerp(lerp(p[0].position, p[1].position, w.x), lerp(p[2].position, p[3].position, w.x), w.y);
    o.color = tint + p[0].color / 4;
    return o;
}

// Each point becomes a strip of four vertices; calls stand between the emissions of a loop.
[maxvertexcount(8)] void linkage_gs(point corner p[1], uint id : SV_PrimitiveID, inout TriangleStream<pixel> s)
{
    [loop] for (uint k = 0; k < 8; k++) {
        pixel o;
        o.position = p[0].position;
        o.position.xy += float2(k & 1, k >> 1 & 1) / 4 + (k >> 2) * 0.375;
        o.color = shade(float2(id * 8 + (k & 1) * 4, k * 4));
        s.Append(o);
        if (k == 3) s.RestartStrip();
    }
}
