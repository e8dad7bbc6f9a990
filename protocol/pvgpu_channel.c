/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "pvgpu_channel.h"
#include "pvgpu_regs.h"

uint32_t pvgpu_message_check(const struct pvgpu_message *m)
{
    struct pvgpu_region want[PVGPU_REGION_COUNT];
    int i;

    if (m->magic != PVGPU_CHANNEL_MAGIC || m->type == 0 || m->type >= PVGPU_MSG_COUNT) return PVGPU_ERROR_PROTOCOL;
    if (m->vm_name[sizeof m->vm_name - 1]) return PVGPU_ERROR_PROTOCOL;
    if (m->type != PVGPU_MSG_HELLO) return PVGPU_ERROR_NONE;
    if (m->abi_version >> 16 != PVGPU_ABI_MAJOR) return PVGPU_ERROR_VERSION;
    if (pvgpu_layout(m->shmem_size, want)) return PVGPU_ERROR_REFUSED;
    for (i = 0; i < PVGPU_REGION_COUNT; i++)
        if (m->regions[i].offset != want[i].offset || m->regions[i].size != want[i].size) return PVGPU_ERROR_PROTOCOL;
    return PVGPU_ERROR_NONE;
}
