// SPDX-License-Identifier: MIT OR Apache-2.0
// Buffers of every kind, counters, dispatches.

cbuffer c : register(b0) { uint4 n; };
struct item { uint a; float b; uint2 d; };
StructuredBuffer<item> items : register(t0);
ByteAddressBuffer raw : register(t1);
Buffer<float4> typed : register(t2);
Buffer<uint> typed_uint : register(t2);
RWStructuredBuffer<item> out_items : register(u0);
RWByteAddressBuffer out_raw : register(u1);
RWBuffer<float> out_typed : register(u2);
RWBuffer<uint> out_uint : register(u2);
AppendStructuredBuffer<uint> appended : register(u3);
ConsumeStructuredBuffer<uint> consumed : register(u4);
RWStructuredBuffer<uint> counted : register(u3);

[numthreads(8, 1, 1)] void structured_cs(uint3 i : SV_DispatchThreadID)
{
    item x = items[i.x];
    x.a = x.a * 3 + 1;
    x.b = x.b * 0.5;
    x.d = x.d.yx + raw.Load(i.x * 4);
    out_items[i.x] = x;
    out_raw.Store2(i.x * 8, uint2(x.a, raw.Load((7 - i.x % 8) * 4)));
    out_typed[i.x] = typed[i.x % 4].y;
}
[numthreads(8, 1, 1)] void typed_cs(uint3 i : SV_DispatchThreadID) { out_uint[i.x] = typed_uint[i.x] + n.x; }
[numthreads(8, 1, 1)] void append_cs(uint3 i : SV_DispatchThreadID) { if (i.x & 1) appended.Append(7); }
[numthreads(8, 1, 1)] void consume_cs(uint3 i : SV_DispatchThreadID) { uint v = consumed.Consume(); appended.Append(v * 0 + 5); }
[numthreads(8, 1, 1)] void counter_cs(uint3 i : SV_DispatchThreadID)
{
    if (i.x < n.x) counted[counted.IncrementCounter()] = 11;
}
[numthreads(8, 1, 1)] void countdown_cs(uint3 i : SV_DispatchThreadID)
{
    if (i.x < n.x) counted[counted.DecrementCounter()] = 13;
}

[numthreads(2, 2, 2)] void groups_cs(uint3 g : SV_GroupID, uint3 t : SV_GroupThreadID, uint k : SV_GroupIndex)
{
    uint at = ((g.z * n.y + g.y) * n.x + g.x) * 8 + k;
    out_raw.Store4(at * 16, uint4(g.x | g.y << 8 | g.z << 16, t.x | t.y << 8 | t.z << 16, k, at));
}

groupshared uint shared_sum[64];
[numthreads(64, 1, 1)] void shared_cs(uint3 i : SV_DispatchThreadID, uint k : SV_GroupIndex, uint3 g : SV_GroupID)
{
    shared_sum[k] = raw.Load(i.x * 4);
    GroupMemoryBarrierWithGroupSync();
    for (uint s = 32; s > 0; s >>= 1) {
        if (k < s) shared_sum[k] += shared_sum[k + s];
        GroupMemoryBarrierWithGroupSync();
    }
    if (k == 0) out_raw.Store(g.x * 4, shared_sum[0]);
}
[numthreads(8, 1, 1)] void atomics_cs(uint3 i : SV_DispatchThreadID)
{
    uint old;
    out_raw.InterlockedAdd(0, i.x, old);
    out_raw.InterlockedOr(4, 1u << (i.x & 31), old);
    out_raw.InterlockedMax(8, i.x * 3, old);
    out_raw.InterlockedMin(12, 1000 - i.x, old);
    out_raw.InterlockedXor(16, i.x * 0x01010101, old);
    out_raw.InterlockedAnd(20, ~(1u << (i.x & 31)), old);
    out_raw.InterlockedCompareExchange(24, 0, 77, old);
}

RWTexture1D<uint> image1 : register(u0);
RWTexture2D<uint> image2 : register(u0);
RWTexture2DArray<uint> image2a : register(u0);
RWTexture3D<uint> image3 : register(u0);
[numthreads(4, 1, 1)] void image1_cs(uint3 i : SV_DispatchThreadID) { image1[i.x] = i.x + n.x; }
[numthreads(4, 4, 1)] void image2_cs(uint3 i : SV_DispatchThreadID) { image2[i.xy] += i.x + i.y * 16 + n.x; }
[numthreads(4, 4, 1)] void image2a_cs(uint3 i : SV_DispatchThreadID) { image2a[i] = i.x + i.y * 16 + i.z * 256 + n.x; }
[numthreads(4, 4, 1)] void image3_cs(uint3 i : SV_DispatchThreadID) { image3[i] = i.x + i.y * 16 + i.z * 256 + n.x; }

Texture2DMS<float4> ms : register(t3);
[numthreads(8, 8, 1)] void samples_cs(uint3 i : SV_DispatchThreadID)
{
    for (uint s = 0; s < n.x; s++)
        out_raw.Store4((((i.y * n.y + i.x) * n.x) + s) * 16, asuint(ms.Load(i.xy, s)));
}
[numthreads(1, 1, 1)] void double_cs(uint3 i : SV_DispatchThreadID)
{
    double a = asdouble(raw.Load(0), raw.Load(4)), b = asdouble(raw.Load(8), raw.Load(12)), r = a * b + a;
    uint lo, hi;
    asuint(r, lo, hi);
    out_raw.Store2(0, uint2(lo, hi));
}
