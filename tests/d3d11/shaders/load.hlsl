// SPDX-License-Identifier: MIT OR Apache-2.0
// Reads a resource of every kind, texel for texel, and writes what the shader got as 32-bit numbers.

cbuffer where : register(b0) { int4 at; }; // x: mip, y: slice or depth or sample, z: count, w: cube

#ifdef KIND_UINT
#define T uint4
#elif defined(KIND_SINT)
#define T int4
#else
#define T float4
#endif

Texture1D<T> t1 : register(t0);
Texture1DArray<T> t1a : register(t0);
Texture2D<T> t2 : register(t0);
Texture2DArray<T> t2a : register(t0);
Texture3D<T> t3 : register(t0);
Texture2DMS<T> ms : register(t0);
Texture2DMSArray<T> msa : register(t0);
Buffer<T> buf : register(t0);

T load1_ps(float4 p : SV_Position) : SV_Target { return t1.Load(int2(p.x, at.x)); }
T load1a_ps(float4 p : SV_Position) : SV_Target { return t1a.Load(int3(p.x, p.y, at.x)); }
T load2_ps(float4 p : SV_Position) : SV_Target { return t2.Load(int3(p.xy, at.x)); }
T load2a_ps(float4 p : SV_Position) : SV_Target { return t2a.Load(int4(p.xy, at.y, at.x)); }
T load3_ps(float4 p : SV_Position) : SV_Target { return t3.Load(int4(p.xy, at.y, at.x)); }
T loadms_ps(float4 p : SV_Position) : SV_Target { return ms.Load(int2(p.xy), at.y); }
T loadmsa_ps(float4 p : SV_Position) : SV_Target { return msa.Load(int3(p.xy, at.z), at.y); }
T loadbuf_ps(float4 p : SV_Position) : SV_Target { return buf.Load((int)p.x + 8 * (int)p.y); }

struct quad_out { float4 position : SV_Position; float2 uv : TEXCOORD; };
TextureCube<T> cube : register(t0);
TextureCubeArray<T> cubes : register(t0);
SamplerState s0 : register(s0);

float3 direction(float2 uv)
{
    float2 p = uv * 2 - 1;
    if (at.y == 0) return float3(1, -p.y, -p.x);
    if (at.y == 1) return float3(-1, -p.y, p.x);
    if (at.y == 2) return float3(p.x, 1, p.y);
    if (at.y == 3) return float3(p.x, -1, -p.y);
    if (at.y == 4) return float3(p.x, -p.y, 1);
    return float3(-p.x, -p.y, -1);
}
#ifndef KIND_UINT
#ifndef KIND_SINT
float4 cube_ps(quad_out i) : SV_Target { return cube.SampleLevel(s0, direction(i.uv), at.x); }
float4 cubes_ps(quad_out i) : SV_Target { return cubes.SampleLevel(s0, float4(direction(i.uv), at.w), at.x); }
#endif
#endif
