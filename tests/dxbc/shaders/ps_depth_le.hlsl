// SPDX-License-Identifier: MIT OR Apache-2.0
struct Out { float depth : SV_DepthLessEqual; float4 color : SV_Target; };
Out main(noperspective centroid float4 position : SV_Position, uint layer : SV_RenderTargetArrayIndex, uint viewport : SV_ViewportArrayIndex)
{
    Out o;
    o.color = float4(layer, viewport, 0, 1);
    o.depth = position.z - 0.25;
    return o;
}
