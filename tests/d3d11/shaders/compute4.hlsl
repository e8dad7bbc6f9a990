// SPDX-License-Identifier: MIT OR Apache-2.0
// Compute shaders of model 4: one view to write to, two dimensions of threads, each thread writes its own place of shared memory.

struct item { uint a; float b; uint2 d; };
StructuredBuffer<item> items : register(t0);
ByteAddressBuffer raw : register(t1);
RWByteAddressBuffer out_raw : register(u0);
RWStructuredBuffer<item> out_items : register(u0);

groupshared uint own[64];
[numthreads(8, 8, 1)] void raw4_cs(uint3 i : SV_DispatchThreadID, uint k : SV_GroupIndex, uint3 g : SV_GroupID)
{
    own[k] = raw.Load(k * 4) + items[k % 8].a * (g.x + 2 * g.y);
    GroupMemoryBarrierWithGroupSync();
    out_raw.Store(((g.y * 2 + g.x) * 64 + k) * 4, own[63 - k] ^ (i.x | i.y << 8));
}
[numthreads(8, 1, 1)] void items4_cs(uint3 i : SV_DispatchThreadID)
{
    item x = items[7 - i.x];
    x.a += raw.Load(i.x * 4);
    x.b *= 2;
    out_items[i.x] = x;
}
