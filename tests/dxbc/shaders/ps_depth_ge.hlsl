// SPDX-License-Identifier: MIT OR Apache-2.0
struct Out { float4 color : SV_Target; float depth : SV_DepthGreaterEqual; };
Out main(noperspective centroid float4 position : SV_Position, float4 color : COLOR, uint primitive : SV_PrimitiveID)
{
    Out o;
    o.color = color + (primitive & 1);
    o.depth = position.z + 0.25;
    return o;
}
