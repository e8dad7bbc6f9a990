// SPDX-License-Identifier: MIT OR Apache-2.0
//
// blit.hlsl - one triangle over the viewport, which is the destination rectangle. scripts/compile-shaders
// makes blit_vs.h and blit_ps.h from it.

cbuffer blit : register(b0)
{
    float4 source;  // left, top, width, height of the source rectangle, in texture coordinates
    float4 limits;  // centres of its first and last texels
    float4 color;   // of a fill
    float4 mode;    // x: 1 fills; y: 1 encodes linear to sRGB, -1 decodes
};

Texture2D<float4> picture : register(t0);
SamplerState filtering : register(s0);

struct vertex
{
    float4 position : SV_Position;
    float2 at : TEXCOORD;
};

vertex vs_main(uint id : SV_VertexID)
{
    vertex v;
    float2 at = float2((id & 1) * 2.0, (id >> 1) * 2.0);
    v.at = at;
    v.position = float4(at.x * 2.0 - 1.0, 1.0 - at.y * 2.0, 0.0, 1.0);
    return v;
}

float4 ps_main(vertex v) : SV_Target
{
    float2 at = clamp(source.xy + v.at * source.zw, limits.xy, limits.zw);
    float4 c = picture.SampleLevel(filtering, at, 0.0);
    c = mode.x > 0.5 ? color : c;
    float3 encoded = c.rgb <= 0.0031308 ? c.rgb * 12.92 : 1.055 * pow(max(c.rgb, 0.0031308), 1.0 / 2.4) - 0.055;
    float3 decoded = c.rgb <= 0.04045 ? c.rgb / 12.92 : pow((max(c.rgb, 0.04045) + 0.055) / 1.055, 2.4);
    float3 rgb = mode.y > 0.5 ? encoded : c.rgb;
    rgb = mode.y < -0.5 ? decoded : rgb;
    return float4(rgb, c.a);
}
