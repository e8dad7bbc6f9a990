// SPDX-License-Identifier: MIT OR Apache-2.0
cbuffer Constants : register(b0) { float4 transform; float4 tint; };
Texture2D image : register(t0);
SamplerState point_sampler : register(s0);

struct Pixel { float4 position : SV_Position; float2 uv : TEXCOORD; };

Pixel vs_main(float2 at : POSITION)
{
    Pixel p;
    p.position = float4(at * transform.xy + transform.zw, 0, 1);
    p.uv = at;
    return p;
}

float4 ps_main(Pixel p) : SV_Target { return image.Sample(point_sampler, p.uv) * tint; }
