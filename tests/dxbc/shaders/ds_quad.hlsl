// SPDX-License-Identifier: MIT OR Apache-2.0
// Reads the factors too, so that they are declared as system values.
struct Point { float4 position : POSITION; };
struct Factors { float edges[4] : SV_TessFactor; float inside[2] : SV_InsideTessFactor; };
struct Out { float4 position : SV_Position; float4 color : COLOR; };
[domain("quad")]
Out main(Factors f, float2 at : SV_DomainLocation, const OutputPatch<Point, 4> p)
{
    Out o;
    o.position = lerp(lerp(p[0].position, p[1].position, at.x), lerp(p[3].position, p[2].position, at.x), at.y);
    o.color = float4(at, (f.edges[1] + f.inside[1]) / 16, 1);
    return o;
}
