// SPDX-License-Identifier: MIT OR Apache-2.0
// Shader model 4: the older code part.
Texture2D picture; SamplerState s;
float4 main(float4 position : SV_Position, float4 color : COLOR) : SV_Target { return picture.Sample(s, color.xy) + color; }
