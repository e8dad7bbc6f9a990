// SPDX-License-Identifier: MIT OR Apache-2.0
struct Point { float4 position : POSITION; float3 color : COLOR; };
struct Factors { float edges[3] : SV_TessFactor; float inside : SV_InsideTessFactor; float3 tint : TINT; };
Factors constants(InputPatch<Point, 3> p, uint id : SV_PrimitiveID)
{
    Factors f;
    [unroll] for (int i = 0; i < 3; i++) f.edges[i] = 2 + p[i].color.x + id;
    f.inside = (f.edges[0] + f.edges[1]) * 0.5;
    f.tint = p[0].color * 0.25;
    return f;
}
[domain("tri")] [partitioning("fractional_odd")] [outputtopology("triangle_cw")] [outputcontrolpoints(3)]
[patchconstantfunc("constants")] [maxtessfactor(16)]
Point main(InputPatch<Point, 3> p, uint i : SV_OutputControlPointID)
{
    Point o;
    o.position = p[i].position;
    o.color = p[i].color * 0.5;
    return o;
}
