// SPDX-License-Identifier: MIT OR Apache-2.0
// Integers, bit fields, half floats.
ByteAddressBuffer source : register(t0);
RWByteAddressBuffer result : register(u0);
[numthreads(64, 1, 1)]
void main(uint3 id : SV_DispatchThreadID)
{
    uint a = source.Load(id.x * 8), b = source.Load(id.x * 8 + 4);
    uint h = f32tof16((float)a) ^ asuint(f16tof32(b));
    int s = (int)a / max((int)b, 3) + (int)a % 7;
    uint u = a / (b | 1) + a % (b | 5);
    uint field = (a >> 3 & 31) | (b << 7 & 0x3f80) | ((int)a << 5 >> 21);
    precise float f = (float)a * 0.1 + (float)b;
    uint m = min(a, b) * max(a, 17u) + abs(s);
    result.Store4(id.x * 16, uint4(h, u ^ s, field, asuint(rcp(f) + rsqrt(f) + round(f) + frac(f)) ^ m));
}
