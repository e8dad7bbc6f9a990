// SPDX-License-Identifier: MIT OR Apache-2.0
// Input assembly: each vertex becomes one point whose pixel holds what the vertex shader saw.

cbuffer grid : register(b0) { float4 size; }; // width, height in pixels

#ifdef KIND_UINT
#define T uint4
#elif defined(KIND_SINT)
#define T int4
#else
#define T float4
#endif
struct point_out { float4 position : SV_Position; nointerpolation T value : VALUE; };

float4 cell(uint x, uint y) { return float4((x + 0.5) / size.x * 2 - 1, 1 - (y + 0.5) / size.y * 2, 0.5, 1); }

point_out attribute_vs(T value : VALUE, uint v : SV_VertexID, uint i : SV_InstanceID)
{
    point_out o;
    o.position = cell(v, i);
    o.value = value;
    return o;
}
T attribute_ps(point_out i) : SV_Target { return i.value; }

#ifdef KIND_UINT
struct many { uint4 a[16] : A; };
point_out many_vs(uint4 a0 : A0, uint4 a1 : A1, uint4 a5 : A5, uint4 a15 : B, uint v : SV_VertexID, uint i : SV_InstanceID)
{
    point_out o;
    o.position = cell(v, i);
    o.value = a0 + a1 * 16 + a5 * 256 + a15 * 4096;
    return o;
}
// What a draw gives: vertex, instance, attribute of the vertex and of the instance.
point_out ids_vs(uint a : A, uint b : B, uint v : SV_VertexID, uint i : SV_InstanceID)
{
    point_out o;
    o.position = cell(a & 15, b & 15);
    o.value = uint4(v, i, a, b);
    return o;
}

// Topologies: the vertices of a primitive as the geometry shader gets them, streamed out.
struct id_out { uint id : ID; };
struct prim_out { uint4 a : A; uint4 b : B; };
id_out id_vs(uint v : SV_VertexID) { id_out o; o.id = v; return o; }
prim_out prim(uint p, uint n, uint v0, uint v1, uint v2, uint v3, uint v4, uint v5)
{
    prim_out o;
    o.a = uint4(p, n, v0, v1);
    o.b = uint4(v2, v3, v4, v5);
    return o;
}
[maxvertexcount(1)] void point_gs(point id_out i[1], uint p : SV_PrimitiveID, inout PointStream<prim_out> s)
{ s.Append(prim(p, 1, i[0].id, 99, 99, 99, 99, 99)); }
[maxvertexcount(1)] void line_gs(line id_out i[2], uint p : SV_PrimitiveID, inout PointStream<prim_out> s)
{ s.Append(prim(p, 2, i[0].id, i[1].id, 99, 99, 99, 99)); }
[maxvertexcount(1)] void triangle_gs(triangle id_out i[3], uint p : SV_PrimitiveID, inout PointStream<prim_out> s)
{ s.Append(prim(p, 3, i[0].id, i[1].id, i[2].id, 99, 99, 99)); }
[maxvertexcount(1)] void lineadj_gs(lineadj id_out i[4], uint p : SV_PrimitiveID, inout PointStream<prim_out> s)
{ s.Append(prim(p, 4, i[0].id, i[1].id, i[2].id, i[3].id, 99, 99)); }
[maxvertexcount(1)] void triangleadj_gs(triangleadj id_out i[6], uint p : SV_PrimitiveID, inout PointStream<prim_out> s)
{ s.Append(prim(p, 6, i[0].id, i[1].id, i[2].id, i[3].id, i[4].id, i[5].id)); }
#endif
