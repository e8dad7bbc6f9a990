// SPDX-License-Identifier: MIT OR Apache-2.0
// Points to quads, on a layer and in a viewport of their own, in two instances.
struct In { float4 position : SV_Position; float4 color : COLOR; };
struct Out { float4 position : SV_Position; float4 color : COLOR; uint layer : SV_RenderTargetArrayIndex;
             uint viewport : SV_ViewportArrayIndex; uint id : SV_PrimitiveID; };
[instance(2)] [maxvertexcount(4)]
void main(point In p[1], uint id : SV_PrimitiveID, uint instance : SV_GSInstanceID, inout TriangleStream<Out> strip)
{
    for (uint i = 0; i < 4; i++) {
        Out o;
        o.position = p[0].position + float4((i & 1) * 0.25, (i >> 1) * 0.25, 0, 0) + instance * 0.5;
        o.color = p[0].color;
        o.layer = 0;
        o.viewport = 0;
        o.id = id;
        strip.Append(o);
    }
    strip.RestartStrip();
}
