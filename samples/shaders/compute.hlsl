// SPDX-License-Identifier: MIT OR Apache-2.0
struct Item { uint key; float value; };
StructuredBuffer<Item> input : register(t0);
RWStructuredBuffer<Item> output : register(u0);
cbuffer Parameters : register(b0) { uint count; uint step; float scale; float offset; };

groupshared float shared_sum[64];

// Every item is scaled; the first of a group also gets the sum of its group's values.
[numthreads(64, 1, 1)]
void cs_main(uint3 id : SV_DispatchThreadID, uint local : SV_GroupIndex)
{
    Item item = { 0, 0 };
    if (id.x < count) item = input[id.x];
    shared_sum[local] = item.value;
    GroupMemoryBarrierWithGroupSync();
    for (uint half = 32; half; half >>= 1) {
        if (local < half) shared_sum[local] += shared_sum[local + half];
        GroupMemoryBarrierWithGroupSync();
    }
    if (id.x >= count) return;
    item.key = item.key * step + 1;
    item.value = local == 0 ? shared_sum[0] : item.value * scale + offset;
    output[id.x] = item;
}
