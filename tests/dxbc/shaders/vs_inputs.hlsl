// SPDX-License-Identifier: MIT OR Apache-2.0
// Vertex inputs of every component type, system values, two interpolants in one register.
struct Out { float4 position : SV_Position; float2 a : TEXCOORD0; float2 b : TEXCOORD1; nointerpolation uint4 bits : BITS; };
cbuffer Frame : register(b0) { float4x4 transform; float4 weights[8]; };
Out main(float4 position : POSITION, float2 uv : TEXCOORD, uint4 indices : BLENDINDICES, int2 offset : OFFSET,
         float4 color : COLOR, uint vertex : SV_VertexID, uint instance : SV_InstanceID)
{
    Out o;
    float4 p = mul(position, transform) + weights[indices.x & 7];
    o.position = p + float4((float2)offset, 0, 0);
    o.a = uv + color.xy;
    o.b = uv * color.zw;
    o.bits = uint4(indices.yz, vertex, instance) ^ (indices.w << 3);
    return o;
}
