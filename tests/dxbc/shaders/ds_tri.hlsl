// SPDX-License-Identifier: MIT OR Apache-2.0
struct Point { float4 position : POSITION; float3 color : COLOR; };
struct Factors { float edges[3] : SV_TessFactor; float inside : SV_InsideTessFactor; float3 tint : TINT; };
struct Out { float4 position : SV_Position; float4 color : COLOR; };
[domain("tri")]
Out main(Factors f, float3 at : SV_DomainLocation, const OutputPatch<Point, 3> p)
{
    Out o;
    o.position = p[0].position * at.x + p[1].position * at.y + p[2].position * at.z;
    o.color = float4(p[0].color * at.x + p[1].color * at.y + p[2].color * at.z + f.tint, 1);
    return o;
}
