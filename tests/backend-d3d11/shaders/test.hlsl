// SPDX-License-Identifier: MIT OR Apache-2.0
//
// test.hlsl - the guest's shaders in the tests of the renderer; regenerate.sh makes the headers.

cbuffer constants : register(b0)
{
    float4 tint;
};

Texture2D<float4> picture : register(t0);
SamplerState filtering : register(s0);
RWBuffer<uint> output : register(u0);

struct textured
{
    float4 position : SV_Position;
    float2 at : TEXCOORD;
};

textured quad_vs(float2 position : POSITION, float2 at : TEXCOORD)
{
    textured v;
    v.position = float4(position, 0.5, 1.0);
    v.at = at;
    return v;
}

float4 textured_ps(textured v) : SV_Target
{
    return picture.Sample(filtering, v.at) * tint;
}

struct colored
{
    float4 position : SV_Position;
    float4 color : COLOR;
};

colored colored_vs(float2 position : POSITION, float4 color : COLOR)
{
    colored v;
    v.position = float4(position, 0.5, 1.0);
    v.color = color;
    return v;
}

float4 colored_ps(colored v) : SV_Target
{
    return v.color;
}

[numthreads(8, 1, 1)]
void counting_cs(uint3 id : SV_DispatchThreadID)
{
    output[id.x] = id.x * 3 + 1;
}
