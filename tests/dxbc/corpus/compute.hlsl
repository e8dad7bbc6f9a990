// SPDX-License-Identifier: MIT OR Apache-2.0
//
// compute.hlsl - one expression a shader: R is the result, of operands that the compiler cannot know. The rows of
// shaders.list are the corpus.

struct data { float4 f, g, h; uint4 u, v, w; int4 i, j, k; };

StructuredBuffer<data> input : register(t0);
RWStructuredBuffer<uint4> output : register(u0);
RWStructuredBuffer<uint> counted : register(u1);
AppendStructuredBuffer<uint4> appended : register(u2);
ConsumeStructuredBuffer<uint4> consumed : register(u3);
RWByteAddressBuffer raw : register(u4);
RWBuffer<uint> typed : register(u5);
RWTexture2D<float> image : register(u6);
RWTexture3D<uint> volume : register(u7);
ByteAddressBuffer bytes : register(t1);
Buffer<float4> floats : register(t2);
Texture2D<float4> picture : register(t3);
Texture2DArray<int4> layers : register(t4);
Texture2DMS<float4> samples : register(t5);
TextureCube<float4> cube : register(t6);
Texture1D<uint4> line1 : register(t7);
SamplerState filtering : register(s0);
SamplerComparisonState comparing : register(s1);
cbuffer constants : register(b0) { float4 many[16]; }
groupshared uint shared_words[64];
RWBuffer<int> signed_typed : register(u8);
groupshared int shared_ints[64];
groupshared float4 shared_vectors[16];

#ifndef GROUP
#define GROUP 1
#endif
#ifndef BEFORE
#define BEFORE
#endif

[numthreads(GROUP, 1, 1)]
void main(uint id : SV_GroupIndex, uint3 at : SV_DispatchThreadID)
{
    data d = input[id];
    float4 f = d.f, g = d.g, h = d.h;
    uint4 u = d.u, v = d.v, w = d.w;
    int4 i = d.i, j = d.j, k = d.k;
    uint x = 0, y = 0, z = 0, l = 0;
    BEFORE
    output[at.x] = R;
}
