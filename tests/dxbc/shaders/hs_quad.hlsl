// SPDX-License-Identifier: MIT OR Apache-2.0
// Factors from a dynamic loop; the control points pass through (no control point phase).
struct Point { float4 position : POSITION; };
struct Factors { float edges[4] : SV_TessFactor; float inside[2] : SV_InsideTessFactor; };
cbuffer C { float4 scale; };
Factors constants(InputPatch<Point, 4> p)
{
    Factors f;
    for (int i = 0; i < 4; i++) f.edges[i] = length(p[i].position.xyz - p[(i + 1) & 3].position.xyz) * scale.x;
    f.inside[0] = max(f.edges[0], f.edges[2]);
    f.inside[1] = max(f.edges[1], f.edges[3]);
    return f;
}
[domain("quad")] [partitioning("integer")] [outputtopology("triangle_ccw")] [outputcontrolpoints(4)]
[patchconstantfunc("constants")]
Point main(InputPatch<Point, 4> p, uint i : SV_OutputControlPointID) { return p[i]; }
