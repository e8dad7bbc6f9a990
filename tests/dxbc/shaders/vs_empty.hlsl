// SPDX-License-Identifier: MIT OR Apache-2.0
// No vertex buffer: a full-screen triangle, with an indexed constant table.
static const float2 corners[3] = { float2(-1, -1), float2(-1, 3), float2(3, -1) };
float4 main(uint id : SV_VertexID) : SV_Position { return float4(corners[id], 0.5, 1); }
