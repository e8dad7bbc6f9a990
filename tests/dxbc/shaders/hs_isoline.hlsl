// SPDX-License-Identifier: MIT OR Apache-2.0
// Sixteen points in, two out.
struct Point { float4 position : SV_Position; uint kind : KIND; };
struct Control { float3 position : POSITION; };
struct Factors { float edges[2] : SV_TessFactor; uint kind : KIND; };
Factors constants(InputPatch<Point, 16> p, OutputPatch<Control, 2> q)
{
    Factors f;
    f.edges[0] = 3 + q[1].position.x;
    f.edges[1] = 8;
    f.kind = p[3].kind;
    return f;
}
[domain("isoline")] [partitioning("pow2")] [outputtopology("line")] [outputcontrolpoints(2)] [patchconstantfunc("constants")]
Control main(InputPatch<Point, 16> p, uint i : SV_OutputControlPointID, uint id : SV_PrimitiveID)
{
    Control o;
    o.position = p[i * 8].position.xyz + id;
    return o;
}
