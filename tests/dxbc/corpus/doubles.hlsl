// SPDX-License-Identifier: MIT OR Apache-2.0
//
// doubles.hlsl - one expression of doubles a shader.

struct data { double a, b, c; uint u; int i; float f; };

StructuredBuffer<data> input : register(t0);
RWStructuredBuffer<double> output : register(u0);
RWStructuredBuffer<uint> words : register(u1);

[numthreads(1, 1, 1)]
void main(uint id : SV_GroupIndex)
{
    data d = input[id];
    double a = d.a, b = d.b, c = d.c;
    R
}
