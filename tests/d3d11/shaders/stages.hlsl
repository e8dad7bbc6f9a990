// SPDX-License-Identifier: MIT OR Apache-2.0
// All six stages, tessellation, stream output, unordered access in every stage.

struct vertex { float4 position : POSITION; float4 color : COLOR; };
struct pixel { float4 position : SV_Position; float4 color : COLOR; };
cbuffer c : register(b0) { float4 factors; float4 tint; };

vertex pass_vs(vertex v) { return v; }
pixel draw_vs(vertex v) { pixel o; o.position = v.position; o.color = v.color * tint; return o; }
float4 color_ps(pixel p) : SV_Target { return p.color; }

struct tri_factors { float edge[3] : SV_TessFactor; float inside : SV_InsideTessFactor; };
tri_factors tri_constants(InputPatch<vertex, 3> p)
{
    tri_factors f;
    f.edge[0] = factors.x; f.edge[1] = factors.y; f.edge[2] = factors.z; f.inside = factors.w;
    return f;
}
#ifndef PARTITION
#define PARTITION "integer"
#endif
#ifndef OUTPUT
#define OUTPUT "triangle_cw"
#endif
[domain("tri")] [partitioning(PARTITION)] [outputtopology(OUTPUT)] [outputcontrolpoints(3)] [patchconstantfunc("tri_constants")]
vertex tri_hs(InputPatch<vertex, 3> p, uint i : SV_OutputControlPointID) { return p[i]; }
[domain("tri")] pixel tri_ds(tri_factors f, float3 w : SV_DomainLocation, const OutputPatch<vertex, 3> p)
{
    pixel o;
    o.position = p[0].position * w.x + p[1].position * w.y + p[2].position * w.z;
    o.color = float4(w, 1);
    return o;
}

struct quad_factors { float edge[4] : SV_TessFactor; float inside[2] : SV_InsideTessFactor; };
quad_factors quad_constants(InputPatch<vertex, 4> p, uint id : SV_PrimitiveID)
{
    quad_factors f;
    f.edge[0] = factors.x; f.edge[1] = factors.y; f.edge[2] = factors.x; f.edge[3] = factors.y;
    f.inside[0] = factors.z; f.inside[1] = factors.w;
    return f;
}
[domain("quad")] [partitioning("fractional_odd")] [outputtopology("triangle_ccw")] [outputcontrolpoints(4)]
[patchconstantfunc("quad_constants")]
vertex quad_hs(InputPatch<vertex, 4> p, uint i : SV_OutputControlPointID) { vertex v = p[i]; v.color.a = 1; return v; }
[domain("quad")] pixel quad_ds(quad_factors f, float2 w : SV_DomainLocation, const OutputPatch<vertex, 4> p)
{
    pixel o;
    o.position = lerp(lerp(p[0].position, p[1].position, w.x), lerp(p[2].position, p[3].position, w.x), w.y);
    o.color = float4(w, 0.5, 1);
    return o;
}

struct line_factors { float edge[2] : SV_TessFactor; };
line_factors line_constants(InputPatch<vertex, 2> p) { line_factors f; f.edge[0] = factors.x; f.edge[1] = factors.y; return f; }
[domain("isoline")] [partitioning("integer")] [outputtopology("line")] [outputcontrolpoints(2)] [patchconstantfunc("line_constants")]
vertex line_hs(InputPatch<vertex, 2> p, uint i : SV_OutputControlPointID) { return p[i]; }
[domain("isoline")] pixel line_ds(line_factors f, float2 w : SV_DomainLocation, const OutputPatch<vertex, 2> p)
{
    pixel o;
    o.position = lerp(p[0].position, p[1].position, w.x) + float4(0, w.y, 0, 0);
    o.color = float4(w, 0.25, 1);
    return o;
}

[maxvertexcount(3)] void pass_gs(triangle pixel p[3], inout TriangleStream<pixel> s)
{ for (int i = 0; i < 3; i++) s.Append(p[i]); }
[maxvertexcount(8)] void grow_gs(point pixel p[1], uint id : SV_PrimitiveID, inout TriangleStream<pixel> s)
{
    for (int k = 0; k < 2; k++) {
        for (int i = 0; i < 4; i++) {
            pixel o = p[0];
            o.position.xy += float2(i & 1, i >> 1) * 0.25 + k * 0.3;
            o.color.a = id / 4.0;
            s.Append(o);
        }
        s.RestartStrip();
    }
}
struct layered { float4 position : SV_Position; float4 color : COLOR; uint slice : SV_RenderTargetArrayIndex; uint view : SV_ViewportArrayIndex; };
[maxvertexcount(9)] void layers_gs(triangle pixel p[3], inout TriangleStream<layered> s)
{
    for (uint k = 0; k < 3; k++) {
        for (int i = 0; i < 3; i++) {
            layered o;
            o.position = p[i].position; o.color = p[i].color * (k + 1) / 3.0; o.slice = k; o.view = k;
            s.Append(o);
        }
        s.RestartStrip();
    }
}
float4 layers_ps(layered p) : SV_Target { return p.color; }
struct small { float4 position : SV_Position; };
[instance(4)] [maxvertexcount(3)] void instance_gs(triangle pixel p[3], uint k : SV_GSInstanceID, inout TriangleStream<pixel> s)
{
    for (int i = 0; i < 3; i++) {
        pixel o = p[i];
        o.position.xy = o.position.xy * 0.5 + float2(k & 1, k >> 1) - 0.5;
        s.Append(o);
    }
}

// Two streams: even primitives to 0, odd ones to 1 with more.
struct stream0 { float4 position : POSITION; };
struct stream1 { float4 color : COLOR; uint id : ID; };
[maxvertexcount(2)] void streams_gs(point vertex p[1], uint id : SV_PrimitiveID, inout PointStream<stream0> a, inout PointStream<stream1> b)
{
    stream0 x; x.position = p[0].position;
    stream1 y; y.color = p[0].color; y.id = id;
    if (id & 1) b.Append(y); else a.Append(x);
}

// Unordered access in every stage.
RWByteAddressBuffer log_uav : register(u1);
RWTexture2D<uint> picture : register(u2);
pixel uav_vs(vertex v, uint id : SV_VertexID)
{
    pixel o;
    o.position = v.position; o.color = v.color;
    log_uav.Store(id * 4, asuint(v.position.x));
    return o;
}
float4 uav_ps(pixel p) : SV_Target
{
    uint old;
    log_uav.InterlockedAdd(64, 1, old);
    picture[uint2(p.position.xy)] = (uint)p.position.x * 100 + (uint)p.position.y;
    return p.color;
}
[maxvertexcount(3)] void uav_gs(triangle pixel p[3], uint id : SV_PrimitiveID, inout TriangleStream<pixel> s)
{
    log_uav.Store(128 + id * 4, id + 1);
    for (int i = 0; i < 3; i++) s.Append(p[i]);
}
[domain("tri")] [partitioning("integer")] [outputtopology("triangle_cw")] [outputcontrolpoints(3)] [patchconstantfunc("tri_constants")]
vertex uav_hs(InputPatch<vertex, 3> p, uint i : SV_OutputControlPointID)
{
    log_uav.Store(192 + i * 4, i + 7);
    return p[i];
}
[domain("tri")] pixel uav_ds(tri_factors f, float3 w : SV_DomainLocation, const OutputPatch<vertex, 3> p)
{
    uint old;
    pixel o;
    log_uav.InterlockedOr(256, 1u << (uint)(w.x * 4), old);
    o.position = p[0].position * w.x + p[1].position * w.y + p[2].position * w.z;
    o.color = float4(w, 1);
    return o;
}

// Constants, textures and samplers in every stage: each adds its own.
cbuffer stage : register(b3) { float4 mine; };
Texture2D stage_t : register(t5);
SamplerState stage_s : register(s6);
float4 stage_value() { return mine + stage_t.SampleLevel(stage_s, float2(0.5, 0.5), 0); }
vertex all_vs(vertex v) { v.color += stage_value(); return v; }
[domain("tri")] [partitioning("integer")] [outputtopology("triangle_cw")] [outputcontrolpoints(3)] [patchconstantfunc("tri_constants")]
vertex all_hs(InputPatch<vertex, 3> p, uint i : SV_OutputControlPointID) { vertex v = p[i]; v.color += stage_value(); return v; }
[domain("tri")] pixel all_ds(tri_factors f, float3 w : SV_DomainLocation, const OutputPatch<vertex, 3> p)
{
    pixel o;
    o.position = p[0].position * w.x + p[1].position * w.y + p[2].position * w.z;
    o.color = p[0].color + stage_value();
    return o;
}
[maxvertexcount(3)] void all_gs(triangle pixel p[3], inout TriangleStream<pixel> s)
{
    for (int i = 0; i < 3; i++) { pixel o = p[i]; o.color += stage_value(); s.Append(o); }
}
float4 all_ps(pixel p) : SV_Target { return p.color + stage_value(); }
