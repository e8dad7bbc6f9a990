// SPDX-License-Identifier: MIT OR Apache-2.0
// What vs_inputs.hlsl puts out: two interpolants share a register.
float4 main(float4 position : SV_Position, float2 a : TEXCOORD0, float2 b : TEXCOORD1, nointerpolation uint4 bits : BITS) : SV_Target
{
    return float4(a, b) + (bits & 255) / 255.0;
}
