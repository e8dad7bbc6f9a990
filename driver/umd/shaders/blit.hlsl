// SPDX-License-Identifier: MIT OR Apache-2.0
//
// blit.hlsl - one rectangle of a texture to the whole viewport (blit.c).

cbuffer blit : register(b0)
{
    float4 corners[2]; // texture coordinates at top left, top right; bottom left, bottom right
    float4 bounds;     // coordinates between which samples stay, so that nothing outside the rectangle is filtered in
    uint curve;        // 0: as it is, 1: linear to sRGB, 2: sRGB to linear
};

Texture2D<float4> source : register(t0);
SamplerState linear_clamp : register(s0);

void vs(uint id : SV_VertexID, out float4 position : SV_Position, out float2 at : TEXCOORD)
{
    float2 c = float2(id & 1, id >> 1);
    position = float4(c.x * 2 - 1, 1 - c.y * 2, 0, 1);
    float4 row = corners[id >> 1];
    at = (id & 1) ? row.zw : row.xy;
}

float4 ps(float4 position : SV_Position, float2 at : TEXCOORD) : SV_Target
{
    float4 t = source.Sample(linear_clamp, clamp(at, bounds.xy, bounds.zw));
    float3 v = saturate(t.rgb);
    if (curve == 1) t.rgb = v <= 0.0031308 ? v * 12.92 : 1.055 * pow(v, 1 / 2.4) - 0.055;
    if (curve == 2) t.rgb = v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
    return t;
}
