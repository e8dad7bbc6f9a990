// SPDX-License-Identifier: MIT OR Apache-2.0
struct Control { float3 position : POSITION; };
struct Factors { float edges[2] : SV_TessFactor; uint kind : KIND; };
struct Out { nointerpolation uint kind : KIND; float4 position : SV_Position; };
[domain("isoline")]
Out main(Factors f, float2 at : SV_DomainLocation, const OutputPatch<Control, 2> p, uint id : SV_PrimitiveID)
{
    Out o;
    o.position = float4(lerp(p[0].position, p[1].position, at.x), 1);
    o.position.y += at.y;
    o.kind = f.kind + id;
    return o;
}
