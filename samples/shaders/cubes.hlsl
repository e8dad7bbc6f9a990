// SPDX-License-Identifier: MIT OR Apache-2.0
cbuffer Frame : register(b0) { row_major float4x4 view_projection; float3 light; float time; };
cbuffer Cube : register(b1) { row_major float4x4 world; float4 tint; };

Texture2D surface : register(t0);
SamplerState smooth : register(s0);

struct Vertex { float3 position : POSITION; float3 normal : NORMAL; float2 uv : TEXCOORD; };
struct Pixel { float4 position : SV_Position; float3 normal : NORMAL; float2 uv : TEXCOORD; float3 at : WORLD; };

Pixel vs_main(Vertex v)
{
    Pixel p;
    float4 at = mul(float4(v.position, 1), world);
    p.position = mul(at, view_projection);
    p.at = at.xyz;
    p.normal = mul(v.normal, (float3x3)world);
    p.uv = v.uv;
    return p;
}

float4 ps_main(Pixel p) : SV_Target
{
    float3 n = normalize(p.normal);
    float diffuse = saturate(dot(n, -light));
    float3 half_way = normalize(-light - normalize(p.at));
    float shine = pow(saturate(dot(n, half_way)), 32);
    float3 color = surface.Sample(smooth, p.uv).rgb * tint.rgb;
    return float4(color * (0.18 + 0.82 * diffuse) + 0.45 * shine, 1);
}

// The background: slow waves of colour, one texel a thread.
RWTexture2D<float4> sky : register(u0);

[numthreads(8, 8, 1)]
void cs_background(uint3 id : SV_DispatchThreadID)
{
    float2 size;
    sky.GetDimensions(size.x, size.y);
    if (id.x >= (uint)size.x || id.y >= (uint)size.y) return;
    float2 p = (float2(id.xy) + 0.5) / size - 0.5;
    p.x *= size.x / size.y;
    float wave = sin(6 * p.x + time) + sin(9 * p.y - 1.3 * time) + sin(7 * length(p) - 2 * time);
    float3 low = float3(0.03, 0.05, 0.16), high = float3(0.20, 0.10, 0.34);
    float3 color = lerp(low, high, 0.5 + wave / 6) + 0.10 * float3(0.1, 0.5, 0.9) * (0.5 - p.y);
    sky[id.xy] = float4(color, 1);
}

struct Screen { float4 position : SV_Position; float2 uv : TEXCOORD; };

Screen vs_screen(uint id : SV_VertexID)
{
    Screen s;
    s.uv = float2((id << 1) & 2, id & 2);
    s.position = float4(s.uv * float2(2, -2) + float2(-1, 1), 0, 1);
    return s;
}

float4 ps_screen(Screen s) : SV_Target { return surface.SampleLevel(smooth, s.uv, 0); }
