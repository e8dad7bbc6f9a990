// SPDX-License-Identifier: MIT OR Apache-2.0
// Pixel shaders that make states visible.

struct quad_out { float4 position : SV_Position; float2 uv : TEXCOORD; };
cbuffer c : register(b0) { float4 color; float4 second; };

struct two { float4 a : SV_Target0; float4 b : SV_Target1; };
two dual_ps() { two o; o.a = color; o.b = second; return o; }

struct eight { float4 t[8] : SV_Target; };
eight mrt_ps() { eight o; [unroll] for (int i = 0; i < 8; i++) o.t[i] = color + second * i; return o; }

float4 alpha_ps(quad_out i) : SV_Target { return float4(color.rgb, i.uv.x); }
uint4 uint_ps() : SV_Target { return asuint(color); }

struct depth_out { float4 c : SV_Target; float z : SV_Depth; };
depth_out depth_ps(quad_out i) { depth_out o; o.c = color; o.z = i.uv.x; return o; }
struct centroid_in { linear noperspective centroid float4 position : SV_Position; float2 uv : TEXCOORD; };
struct greater_out { float4 c : SV_Target; float z : SV_DepthGreaterEqual; };
greater_out greater_ps(centroid_in i) { greater_out o; o.c = color; o.z = max(i.position.z, i.uv.x); return o; }
struct less_out { float4 c : SV_Target; float z : SV_DepthLessEqual; };
less_out less_ps(centroid_in i) { less_out o; o.c = color; o.z = min(i.position.z, i.uv.x); return o; }

struct mask_out { float4 c : SV_Target; uint m : SV_Coverage; };
mask_out mask_ps() { mask_out o; o.c = color; o.m = asuint(second.x); return o; }
uint4 coverage_ps(quad_out i, uint m : SV_Coverage) : SV_Target { return uint4(m, 0, 0, 1); }
RWByteAddressBuffer covered : register(u0); // a word a pixel, eight in a row
void coverage_uav_ps(quad_out i, float4 at : SV_Position, uint m : SV_Coverage)
{
    covered.InterlockedOr(((uint)at.y * 8 + (uint)at.x) * 4, m);
}
float4 sample_ps(quad_out i, uint s : SV_SampleIndex) : SV_Target { return float4(s / 8.0, color.gba); }
float4 facing_ps(quad_out i, bool front : SV_IsFrontFace) : SV_Target { return front ? color : second; }
float4 discard_ps(quad_out i) : SV_Target { if (i.uv.x < second.x) discard; return color; }
float4 primitive_ps(quad_out i, uint p : SV_PrimitiveID) : SV_Target { return float4(p / 16.0, 0, 0, 1); }

// Triangles with a slope, from a vertex buffer of positions.
float4 position_vs(float4 p : POSITION) : SV_Position { return p; }
struct clip_out { float4 position : SV_Position; float4 clip : SV_ClipDistance; float2 cull : SV_CullDistance; };
clip_out clip_vs(float4 p : POSITION)
{
    clip_out o;
    o.position = p;
    o.clip = float4(p.x + 0.5, 0.5 - p.x, p.y + 0.75, 1);
    o.cull = float2(1, 1);
    return o;
}

// Samplers.
cbuffer sampling : register(b1) { float4 scale; float4 extra; }; // uv * scale.xy + scale.zw
Texture2D t0 : register(t0);
Texture2D<float> d0 : register(t0);
Texture1D t1 : register(t1);
Texture3D t3 : register(t2);
SamplerState s0 : register(s0);
SamplerComparisonState cmp : register(s0);

float4 sample2_ps(quad_out i) : SV_Target { return t0.Sample(s0, i.uv * scale.xy + scale.zw); }
float4 level_ps(quad_out i) : SV_Target { return t0.SampleLevel(s0, i.uv * scale.xy + scale.zw, extra.x); }
float4 bias_ps(quad_out i) : SV_Target { return t0.SampleBias(s0, i.uv * scale.xy + scale.zw, extra.x); }
float4 grad_ps(quad_out i) : SV_Target { return t0.SampleGrad(s0, i.uv * scale.xy + scale.zw, extra.xy, extra.zw); }
float4 gather_ps(quad_out i) : SV_Target { return t0.GatherGreen(s0, i.uv * scale.xy + scale.zw, int2(1, -1)); }
float4 offset_ps(quad_out i) : SV_Target { return t0.SampleLevel(s0, i.uv * scale.xy + scale.zw, 0, int2(-3, 2)); }
float4 compare_ps(quad_out i) : SV_Target { return d0.SampleCmpLevelZero(cmp, i.uv * scale.xy + scale.zw, extra.x); }
float4 gathercmp_ps(quad_out i) : SV_Target { return d0.GatherCmp(cmp, i.uv * scale.xy + scale.zw, extra.x); }
float4 lod_ps(quad_out i) : SV_Target
{
    float2 uv = i.uv * scale.xy + scale.zw;
    return float4(t0.CalculateLevelOfDetail(s0, uv), t0.CalculateLevelOfDetailUnclamped(s0, uv), 0, 1);
}
float4 sample1_ps(quad_out i) : SV_Target { return t1.Sample(s0, i.uv.x * scale.x + scale.z); }
float4 sample3_ps(quad_out i) : SV_Target { return t3.SampleLevel(s0, float3(i.uv * scale.xy + scale.zw, extra.y), extra.x); }
float4 info_ps(quad_out i) : SV_Target
{
    uint w, h, n;
    t0.GetDimensions(0, w, h, n);
    return float4(w, h, n, 0);
}
