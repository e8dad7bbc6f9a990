// SPDX-License-Identifier: MIT OR Apache-2.0
//
// stages.hlsl - inputs, outputs and system values of every stage, minimum precision, stream output, views in all stages.

cbuffer constants : register(b0) { float4x4 transform; float4 many[8]; }
StructuredBuffer<float4> structured : register(t0);

struct plain { float4 position : SV_Position; float4 a : A; float2 b : B; uint c : C; };

plain vs_ids(float3 p : POSITION, float2 b : B, uint v : SV_VertexID, uint i : SV_InstanceID)
{
    plain o;
    o.position = mul(transform, float4(p, 1));
    o.a = many[v & 7];
    o.b = b;
    o.c = i;
    return o;
}

struct distances { float4 position : SV_Position; float4 clip : SV_ClipDistance; float2 cull : SV_CullDistance; };
distances vs_distances(float4 p : POSITION, int4 q : Q)
{
    distances o;
    o.position = p;
    o.clip = p * (float4)q;
    o.cull = p.xy;
    return o;
}

struct layered { float4 position : SV_Position; float4 a : A; uint layer : SV_RenderTargetArrayIndex; uint port : SV_ViewportArrayIndex; };
[maxvertexcount(6)]
void gs_layers(triangle plain from[3], uint id : SV_PrimitiveID, inout TriangleStream<layered> stream)
{
    for (uint l = 0; l < 2; l++) {
        for (int i = 0; i < 3; i++) {
            layered o;
            o.position = from[i].position;
            o.a = from[i].a;
            o.layer = id + l;
            o.port = l;
            stream.Append(o);
        }
        stream.RestartStrip();
    }
}

[instance(4)]
[maxvertexcount(2)]
void gs_instances(line plain from[2], uint id : SV_GSInstanceID, inout LineStream<plain> stream)
{
    plain o = from[0];
    o.c = id;
    stream.Append(o);
    o.position = from[1].position;
    stream.Append(o);
}

[maxvertexcount(4)]
void gs_two_streams(point plain from[1], inout PointStream<plain> first, inout PointStream<distances> second)
{
    distances d;
    first.Append(from[0]);
    first.RestartStrip();
    d.position = from[0].position;
    d.clip = from[0].a;
    d.cull = from[0].b;
    second.Append(d);
    second.RestartStrip();
}

[maxvertexcount(3)]
void gs_adjacent(triangleadj plain from[6], inout TriangleStream<plain> stream)
{
    stream.Append(from[0]);
    stream.Append(from[2]);
    stream.Append(from[4]);
}

struct targets { float4 a : SV_Target0; uint4 b : SV_Target1; int2 c : SV_Target3; float d : SV_Depth; };
targets ps_targets(plain v, bool front : SV_IsFrontFace, uint id : SV_PrimitiveID)
{
    targets o;
    o.a = front ? v.a : many[id & 7];
    o.b = v.c >> 1;
    o.c = (int2)v.b;
    o.d = v.a.x;
    return o;
}

struct coverage { float4 a : SV_Target; uint mask : SV_Coverage; };
coverage ps_coverage(plain v, uint sample : SV_SampleIndex, uint mask : SV_Coverage)
{
    coverage o;
    o.a = v.a * sample;
    o.mask = mask & 5;
    return o;
}

[earlydepthstencil]
float4 ps_early(plain v) : SV_Target { return v.a; }

float4 ps_dual(plain v, out float4 second : SV_Target1) : SV_Target0
{
    second = v.a.wzyx;
    return v.a;
}

struct small { float4 position : SV_Position; min16float4 a : A; min16int b : B; min16uint c : C; min10float d : D; };
small vs_small(min16float4 a : A, float4 p : POSITION)
{
    small o;
    o.position = p;
    o.a = a * (min16float)2.0;
    o.b = (min16int)a.x;
    o.c = (min16uint)a.y;
    o.d = (min10float)a.z;
    return o;
}
float4 ps_small(small v) : SV_Target { return v.a * v.d + (float)v.b + (float)v.c; }

RWByteAddressBuffer everywhere : register(u7);
float4 vs_writes(float4 p : POSITION, uint id : SV_VertexID) : SV_Position
{
    everywhere.InterlockedAdd(id * 4, 1);
    return p + structured[id];
}

RWTexture2D<uint> ordered : register(u1);
float4 ps_writes(plain v) : SV_Target
{
    uint before;
    InterlockedMax(ordered[(uint2)v.position.xy], v.c, before);
    return before;
}

struct quad_factors { float edge[4] : SV_TessFactor; float inside[2] : SV_InsideTessFactor; float4 extra : EXTRA; };
quad_factors factors(InputPatch<plain, 4> p, uint id : SV_PrimitiveID)
{
    quad_factors f;
    for (int i = 0; i < 4; i++) f.edge[i] = p[i].a.x + id;
    f.inside[0] = many[0].x;
    f.inside[1] = many[1].y;
    f.extra = p[1].a;
    return f;
}

[domain("quad")]
[partitioning("fractional_odd")]
[outputtopology("triangle_ccw")]
[outputcontrolpoints(4)]
[patchconstantfunc("factors")]
[maxtessfactor(16)]
plain hs_quads(InputPatch<plain, 4> p, uint i : SV_OutputControlPointID, uint id : SV_PrimitiveID)
{
    plain o = p[i];
    o.c = id;
    return o;
}

[domain("quad")]
plain ds_quads(quad_factors f, float2 at : SV_DomainLocation, const OutputPatch<plain, 4> p, uint id : SV_PrimitiveID)
{
    plain o;
    o.position = lerp(lerp(p[0].position, p[1].position, at.x), lerp(p[3].position, p[2].position, at.x), at.y);
    o.a = f.extra * f.edge[1] + f.inside[0];
    o.b = at;
    o.c = id;
    return o;
}

struct line_factors { float edge[2] : SV_TessFactor; };
line_factors lines(InputPatch<plain, 2> p) { line_factors f; f.edge[0] = 1; f.edge[1] = p[1].a.x; return f; }
[domain("isoline")]
[partitioning("pow2")]
[outputtopology("line")]
[outputcontrolpoints(2)]
[patchconstantfunc("lines")]
plain hs_lines(InputPatch<plain, 2> p, uint i : SV_OutputControlPointID) { return p[i]; }

float4 ddx4(plain v) : SV_Target { return ddx(v.a); }
float4 ddy4(plain v) : SV_Target { return ddy(v.a); }
