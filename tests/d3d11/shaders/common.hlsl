// SPDX-License-Identifier: MIT OR Apache-2.0
// Shaders that every area uses.

cbuffer quad : register(b0) { float quad_z; };
struct quad_out { float4 position : SV_Position; float2 uv : TEXCOORD; };

quad_out quad_vs(uint id : SV_VertexID)
{
    quad_out o;
    o.uv = float2(id & 1, id >> 1);
    o.position = float4(o.uv.x * 2 - 1, 1 - o.uv.y * 2, quad_z, 1);
    return o;
}

cbuffer plain : register(b0) { float4 color; };
float4 plain_ps() : SV_Target { return color; }
float4 uv_ps(quad_out i) : SV_Target { return float4(i.uv, i.position.z, 1); }
