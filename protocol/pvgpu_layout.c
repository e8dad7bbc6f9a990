/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "pvgpu_abi.h"

int pvgpu_layout(uint64_t shmem_size, struct pvgpu_region r[PVGPU_REGION_COUNT])
{
    /* Each ring region is one page of header and data; the data is what is left, a power of two. */
    uint64_t sizes[PVGPU_REGION_HEAP], at = PVGPU_PAGE, data;
    int i;

    if (shmem_size < PVGPU_SHMEM_MIN || shmem_size > PVGPU_SHMEM_MAX || (shmem_size & (shmem_size - 1))) return -1;
    data = shmem_size / 32; /* 2 MiB of 64 MiB */
    if (data > 16u << 20) data = 16u << 20;
    sizes[PVGPU_REGION_SUBMIT] = PVGPU_PAGE + data;
    sizes[PVGPU_REGION_EVENT] = PVGPU_PAGE + (64u << 10);
    sizes[PVGPU_REGION_FENCE] = PVGPU_PAGE;
    sizes[PVGPU_REGION_CAPS] = 2 * PVGPU_PAGE;
    sizes[PVGPU_REGION_STATS] = PVGPU_PAGE;
    for (i = 0; i < PVGPU_REGION_HEAP; i++) {
        r[i].offset = at;
        r[i].size = sizes[i];
        at += sizes[i];
    }
    at = (at + 0xffff) & ~0xffffull; /* the heap starts at a multiple of 64 KiB */
    r[PVGPU_REGION_HEAP].offset = at;
    r[PVGPU_REGION_HEAP].size = shmem_size - at;
    return 0;
}

PVGPU_STATIC_ASSERT(sizeof(struct pvgpu_caps) <= 2 * PVGPU_PAGE, "caps fit their region");
PVGPU_STATIC_ASSERT(sizeof(struct pvgpu_stats) <= PVGPU_PAGE, "stats fit their region");
