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
        [branch] if (at.y < 8) return first * at.x / 64;
        return ((uint)at.x / width) & 1 ? first : second;
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
#if PLAIN == 1
    [branch] if (i == 0) return flat1[1].color(at);
    [branch] if (i == 1) return picture_of(0, at);
    return stripes.color(at);
#elif PLAIN == 2
    [branch] if (i == 0) return stripes.color(at);
    [branch] if (i == 1) return flat0.color(at);
    return moved.color(at);
#else
    [branch] if (i == 0) return picture_of(1, at);
    [branch] if (i == 1) return stripes.color(at);
    return picture_of(0, at);
#endif
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
