// SPDX-License-Identifier: MIT OR Apache-2.0
//
// pixel.hlsl - one expression a pixel shader: what only a pixel shader may do, and every way to look at a texture.

Texture1D<float4> t1 : register(t0);
Texture1DArray<float4> t1a : register(t1);
Texture2D<float4> t2 : register(t2);
Texture2DArray<float4> t2a : register(t3);
Texture3D<float4> t3 : register(t4);
TextureCube<float4> tc : register(t5);
TextureCubeArray<float4> tca : register(t6);
Texture2DMS<float4> tm : register(t7);
Texture2DMSArray<float4, 4> tma : register(t8);
Texture2D<float> td : register(t9);
Texture2D<uint4> tu : register(t10);
Buffer<int4> tb : register(t11);
SamplerState s : register(s0);
SamplerComparisonState sc : register(s1);
cbuffer constants : register(b0) { float4 many[8]; int4 ints; }

struct attributes
{
    float4 position : SV_Position;
    float4 a : A;
    nointerpolation uint4 n : N;
    noperspective float2 p : P;
    centroid float4 c : C;
};

float4 main(attributes v) : SV_Target
{
    float4 a = v.a, c = v.c;
    uint4 n = v.n;
    uint status = 0, x = 0, y = 0, z = 0, l = 0;
    float fx = 0, fy = 0, fz = 0;
    float4 r = R;
#ifdef STATUS
    r += CheckAccessFullyMapped(status) ? 1.0 : 0.0;
#endif
    return r;
}
