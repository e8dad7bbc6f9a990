// SPDX-License-Identifier: MIT OR Apache-2.0
float4 main(float4 position : SV_Position) : SV_Target { return float4(frac(position.xy / 16), position.z, 1); }
