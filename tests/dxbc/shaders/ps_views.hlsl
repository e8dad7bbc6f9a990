// SPDX-License-Identifier: MIT OR Apache-2.0
// Unordered access from a pixel shader, evaluation at samples, early depth test.
RWTexture2D<float4> image : register(u1);
RWStructuredBuffer<uint4> list : register(u2);
RWByteAddressBuffer raw : register(u3);
[earlydepthstencil]
float4 main(float4 position : SV_Position, float4 c : COLOR) : SV_Target
{
    float4 e = EvaluateAttributeAtSample(c, 1) + EvaluateAttributeSnapped(c, int2(2, -3)) + EvaluateAttributeCentroid(c);
    image[(uint2)position.xy] = e;
    uint n = list.IncrementCounter();
    list[n & 63] = (uint4)position;
    uint old;
    raw.InterlockedAdd(4, n, old);
    raw.Store2(8, uint2(old, n));
    return e + old;
}
