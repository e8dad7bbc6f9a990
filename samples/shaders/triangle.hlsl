// SPDX-License-Identifier: MIT OR Apache-2.0
struct Vertex { float2 position : POSITION; float3 color : COLOR; };
struct Pixel { float4 position : SV_Position; float3 color : COLOR; };

Pixel vs_main(Vertex v)
{
    Pixel p;
    p.position = float4(v.position, 0, 1);
    p.color = v.color;
    return p;
}

float4 ps_main(Pixel p) : SV_Target { return float4(p.color, 1); }
