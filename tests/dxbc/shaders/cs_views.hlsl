// SPDX-License-Identifier: MIT OR Apache-2.0
// Every kind of unordered access view, shared memory and barrier.
struct Item { float4 a; uint b; };
RWTexture1D<uint> u0; RWTexture2D<float4> u1; RWTexture3D<int> u2; RWTexture2DArray<unorm float4> u3; RWBuffer<uint> u4;
RWStructuredBuffer<Item> u5; AppendStructuredBuffer<uint> u6; ConsumeStructuredBuffer<uint> u7;
globallycoherent RWByteAddressBuffer raw : register(u8);
groupshared float4 shared_values[64];
groupshared uint shared_count;
[numthreads(8, 4, 2)]
void main(uint3 group : SV_GroupID, uint3 local : SV_GroupThreadID, uint3 id : SV_DispatchThreadID, uint flat : SV_GroupIndex)
{
    shared_values[flat] = float4(id, 1);
    if (flat == 0) shared_count = 0;
    GroupMemoryBarrierWithGroupSync();
    uint old;
    InterlockedAdd(shared_count, flat, old);
    GroupMemoryBarrierWithGroupSync();
    u0[id.x] = old;
    InterlockedMax(u0[1], id.y);
    u1[id.xy] = shared_values[flat ^ 1];
    InterlockedMin(u2[id], (int)id.x - 4);
    u3[id] = 0.5;
    InterlockedCompareExchange(u4[2], 3, id.z, old);
    Item item = u5[flat];
    item.b += countbits(old) + firstbithigh(id.x) + reversebits(local.y);
    u5[flat] = item;
    u6.Append(u7.Consume() + group.x);
    raw.InterlockedOr(0, flat);
    AllMemoryBarrier();
    DeviceMemoryBarrierWithGroupSync();
    raw.Store3(16 * flat, raw.Load3(4) + shared_count);
}
