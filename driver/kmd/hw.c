/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * hw.c - the device's BARs: finding and mapping them, registers, start and stop of the host's side
 * (the sequence of pvgpu_regs.h, every wait bounded).
 */
#include "kmd.h"

uint32_t pvk_reg_read(struct pvk_adapter *a, uint32_t offset)
{
    if (pvk_get(&a->gone)) return PVK_GONE;
    return READ_REGISTER_ULONG(a->regs + offset / 4);
}

void pvk_reg_write(struct pvk_adapter *a, uint32_t offset, uint32_t value)
{
    if (pvk_get(&a->gone)) return;
    WRITE_REGISTER_ULONG(a->regs + offset / 4, value);
}

void pvk_hw_gone(struct pvk_adapter *a)
{
    if (InterlockedExchange(&a->gone, 1)) return;
    pvk_crumb(a, PVK_CRUMB_GONE, 0);
    pvk_host_lost(a, "the device was taken out");
    /* Everything is over (ring.c): what was sent is reported, what waited is dropped. */
    InterlockedExchange(&a->dpc_scan, 1);
    a->dxgk.DxgkCbQueueDpc(a->dxgk.DeviceHandle);
}

struct bar { uint64_t address, size; };

/* Memory of a translated descriptor; 0 for other kinds. Large ones have their length shifted right
 * (ns-wdm-_cm_partial_resource_descriptor; traps.md L27). */
static uint64_t memory_length(const CM_PARTIAL_RESOURCE_DESCRIPTOR *d)
{
    if (d->Type == CmResourceTypeMemory) return d->u.Memory.Length;
    if (d->Type != CmResourceTypeMemoryLarge) return 0;
    if (d->Flags & CM_RESOURCE_MEMORY_LARGE_40) return (uint64_t)d->u.Memory40.Length40 << 8;
    if (d->Flags & CM_RESOURCE_MEMORY_LARGE_48) return (uint64_t)d->u.Memory48.Length48 << 16;
    if (d->Flags & CM_RESOURCE_MEMORY_LARGE_64) return (uint64_t)d->u.Memory64.Length64 << 32;
    return 0;
}

/* The list's order is not the BARs': BAR2 is the largest range; BAR0 has PVGPU_REGS_SIZE bytes, and so may the
 * MSI-X BAR, so that the caller tries the candidates in turn. */
#define CANDIDATES 4u

struct found { struct bar regs[CANDIDATES], shmem; uint32_t n_regs, n_messages; };

PVK_PAGED static bool find_bars(const CM_RESOURCE_LIST *list, struct found *f)
{
    const CM_PARTIAL_RESOURCE_DESCRIPTOR *d;

    RtlZeroMemory(f, sizeof *f);
    if (!list || !list->Count) return false;
    /* Declared with one element, which compilers believe of an array within an array. */
    d = (const void *)((const char *)list + offsetof(CM_RESOURCE_LIST, List[0].PartialResourceList.PartialDescriptors));
    for (ULONG i = 0; i < list->List[0].PartialResourceList.Count; i++, d++) {
        struct bar here = { (uint64_t)d->u.Memory.Start.QuadPart, memory_length(d) };
        if (d->Type == CmResourceTypeInterrupt && (d->Flags & CM_RESOURCE_INTERRUPT_MESSAGE)) f->n_messages++;
        if (here.size == PVGPU_REGS_SIZE && f->n_regs < CANDIDATES) f->regs[f->n_regs++] = here;
        else if (here.size > f->shmem.size) f->shmem = here;
    }
    return f->n_regs && f->shmem.size >= PVGPU_SHMEM_MIN;
}

PVK_PAGED static void *map(struct pvk_adapter *a, uint64_t address, uint64_t length, MEMORY_CACHING_TYPE cache)
{
    PHYSICAL_ADDRESS pa;
    void *va = NULL;

    pa.QuadPart = (LONGLONG)address;
    if (length > 0xffffffffull) return NULL;
    if (!NT_SUCCESS(a->dxgk.DxgkCbMapMemory(a->dxgk.DeviceHandle, pa, (ULONG)length, FALSE, FALSE, cache, &va))) return NULL;
    return va;
}

PVK_PAGED static void unmap(struct pvk_adapter *a, void *va)
{
    if (va) a->dxgk.DxgkCbUnmapMemory(a->dxgk.DeviceHandle, va);
}

PVK_PAGED static NTSTATUS map_regions(struct pvk_adapter *a)
{
    struct pvgpu_control_page page;
    uint8_t *control = map(a, a->bar2_address, PVGPU_PAGE, MmCached);

    if (!control) return STATUS_INSUFFICIENT_RESOURCES;
    RtlCopyMemory(&page, control, sizeof page);
    unmap(a, control);
    if (page.magic != PVGPU_CONTROL_MAGIC || page.abi_version >> 16 != PVGPU_ABI_MAJOR ||
        page.n_regions < PVGPU_REGION_COUNT || page.shmem_size != a->bar2_size) {
        pvk_error("control page does not fit: magic 0x%llx, ABI 0x%x, %u regions\n", (unsigned long long)page.magic,
                  page.abi_version, page.n_regions);
        return STATUS_REVISION_MISMATCH;
    }
    RtlCopyMemory(a->adapter_name, page.adapter_name, sizeof a->adapter_name);
    a->adapter_name[sizeof a->adapter_name - 1] = 0;
    for (unsigned i = 0; i < PVGPU_REGION_COUNT; i++) {
        const struct pvgpu_region *r = &page.regions[i];
        if ((r->offset | r->size) % PVGPU_PAGE || !r->size || r->offset > a->bar2_size || r->size > a->bar2_size - r->offset) {
            pvk_error("region %u lies outside of the shared memory\n", i);
            return STATUS_REVISION_MISMATCH;
        }
        a->region_size[i] = r->size;
        if (i == PVGPU_REGION_HEAP) {
            a->heap_offset = r->offset;
            continue;
        }
        a->region[i] = map(a, a->bar2_address + r->offset, r->size, MmCached);
        if (!a->region[i]) return STATUS_INSUFFICIENT_RESOURCES;
    }
    if (a->region_size[PVGPU_REGION_HEAP] <= 2 * PVK_OWN_BYTES ||
        a->region_size[PVGPU_REGION_CAPS] < sizeof(struct pvgpu_caps) ||
        a->region_size[PVGPU_REGION_STATS] < sizeof(struct pvgpu_stats))
        return STATUS_REVISION_MISMATCH;
    /* The same cache type that the memory manager uses for CPU-visible segments (traps.md M9, M10). */
    for (unsigned i = 0; i < PVK_HEAP_CHUNKS && i * PVK_HEAP_CHUNK < a->region_size[PVGPU_REGION_HEAP]; i++) {
        uint64_t at = i * PVK_HEAP_CHUNK, left = a->region_size[PVGPU_REGION_HEAP] - at;
        a->heap_chunk[i] = map(a, a->bar2_address + a->heap_offset + at, left < PVK_HEAP_CHUNK ? left : PVK_HEAP_CHUNK,
                               MmWriteCombined);
        if (!a->heap_chunk[i]) return STATUS_INSUFFICIENT_RESOURCES;
    }
    a->fences = (struct pvgpu_fence_page *)(void *)a->region[PVGPU_REGION_FENCE];
    return STATUS_SUCCESS;
}

uint8_t *pvk_heap_at(struct pvk_adapter *a, uint64_t offset, uint64_t *contiguous)
{
    uint64_t size = a->region_size[PVGPU_REGION_HEAP], end;
    if (offset >= size) return NULL;
    end = (offset / PVK_HEAP_CHUNK + 1) * PVK_HEAP_CHUNK;
    *contiguous = (end < size ? end : size) - offset;
    return a->heap_chunk[offset / PVK_HEAP_CHUNK] + offset % PVK_HEAP_CHUNK;
}

PVK_PAGED static void read_edid(struct pvk_adapter *a)
{
    uint32_t size = pvk_reg_read(a, PVGPU_REG_EDID_SIZE);
    a->edid_size = size <= PVGPU_EDID_MAX && size % 128 == 0 ? size : 0;
    for (uint32_t i = 0; i < a->edid_size; i += 4) {
        uint32_t word = pvk_reg_read(a, PVGPU_EDID_OFFSET + i);
        RtlCopyMemory(a->edid + i, &word, 4);
    }
}

/* Maps the range that says that it is ours. */
PVK_PAGED static NTSTATUS map_registers(struct pvk_adapter *a, const struct found *f)
{
    for (uint32_t i = 0; i < f->n_regs; i++) {
        a->regs = map(a, f->regs[i].address, f->regs[i].size, MmNonCached);
        if (!a->regs) return STATUS_INSUFFICIENT_RESOURCES;
        if (pvk_reg_read(a, PVGPU_REG_ID) == 0x55475650u) break;
        unmap(a, (void *)a->regs);
        a->regs = NULL;
    }
    if (!a->regs) {
        pvk_error("not a pvgpu device\n");
        return STATUS_DEVICE_CONFIGURATION_ERROR;
    }
    if (pvk_reg_read(a, PVGPU_REG_ABI) >> 16 == PVGPU_ABI_MAJOR) return STATUS_SUCCESS;
    pvk_error("the device speaks ABI 0x%x, this driver %u\n", pvk_reg_read(a, PVGPU_REG_ABI), PVGPU_ABI_MAJOR);
    return STATUS_REVISION_MISMATCH;
}

PVK_PAGED NTSTATUS pvk_hw_open(struct pvk_adapter *a, const DXGK_DEVICE_INFO *info)
{
    struct found f;
    NTSTATUS status;

    if (!find_bars(info->TranslatedResourceList, &f)) {
        pvk_error("the device's memory ranges are not in the resource list\n");
        return STATUS_DEVICE_CONFIGURATION_ERROR;
    }
    a->n_messages = f.n_messages;
    a->bar2_address = f.shmem.address;
    a->bar2_size = f.shmem.size;
    status = map_registers(a, &f);
    if (!NT_SUCCESS(status)) return status;
    if ((pvk_reg_read(a, PVGPU_REG_SHMEM_LO) | (uint64_t)pvk_reg_read(a, PVGPU_REG_SHMEM_HI) << 32) != f.shmem.size)
        return STATUS_DEVICE_CONFIGURATION_ERROR;
    a->n_scanouts = pvk_reg_read(a, PVGPU_REG_N_SCANOUTS);
    if (a->n_scanouts < 1 || a->n_scanouts > PVGPU_MAX_SCANOUTS) return STATUS_DEVICE_CONFIGURATION_ERROR;
    status = map_regions(a);
    if (!NT_SUCCESS(status)) return status;
    read_edid(a);
    InterlockedExchange(&a->ready, 1);
    return STATUS_SUCCESS;
}

PVK_PAGED void pvk_hw_close(struct pvk_adapter *a)
{
    pvk_interrupts_off(a);
    for (unsigned i = 0; i < PVK_HEAP_CHUNKS; i++) {
        unmap(a, a->heap_chunk[i]);
        a->heap_chunk[i] = NULL;
    }
    for (unsigned i = 0; i < PVGPU_REGION_COUNT; i++) {
        unmap(a, a->region[i]);
        a->region[i] = NULL;
    }
    unmap(a, (void *)a->regs);
    a->regs = NULL;
    a->fences = NULL;
}

/* Waits until (STATUS & mask) == want. stop_on_error: an ERROR ends the wait. */
PVK_PAGED static bool wait_status(struct pvk_adapter *a, uint32_t mask, uint32_t want, bool stop_on_error, uint64_t until)
{
    for (;;) {
        uint32_t status = pvk_reg_read(a, PVGPU_REG_STATUS);
        if (status == PVK_GONE) {
            pvk_hw_gone(a);
            return false;
        }
        if ((status & mask) == want) return true;
        if (stop_on_error && pvk_reg_read(a, PVGPU_REG_ERROR)) return false;
        if (pvk_now_100ns() >= until) return false;
        pvk_sleep_us(200);
    }
}

PVK_PAGED NTSTATUS pvk_hw_enable(struct pvk_adapter *a, unsigned limit_ms)
{
    uint64_t until = pvk_now_100ns() + limit_ms * 10000ull;

    /* An error holds until ENABLE is cleared, and a driver before us may have left it on. */
    pvk_reg_write(a, PVGPU_REG_CONTROL, 0);
    if (!wait_status(a, PVGPU_STATUS_READY | PVGPU_STATUS_RUNNING, PVGPU_STATUS_READY, false, until)) {
        pvk_error("no host process is ready: status 0x%x, error %u\n", pvk_reg_read(a, PVGPU_REG_STATUS),
                  pvk_reg_read(a, PVGPU_REG_ERROR));
        return STATUS_DEVICE_NOT_READY;
    }
    a->features = (pvk_reg_read(a, PVGPU_REG_FEATURES_LO) | (uint64_t)pvk_reg_read(a, PVGPU_REG_FEATURES_HI) << 32) &
                  PVGPU_FEATURES_KNOWN;
    pvk_reg_write(a, PVGPU_REG_ACCEPT_LO, (uint32_t)a->features);
    pvk_reg_write(a, PVGPU_REG_ACCEPT_HI, (uint32_t)(a->features >> 32));
    pvk_reg_write(a, PVGPU_REG_IRQ_STATUS, PVGPU_IRQ_ALL);
    pvk_reg_write(a, PVGPU_REG_IRQ_MASK, PVGPU_IRQ_ALL);
    a->epoch = pvk_reg_read(a, PVGPU_REG_EPOCH);
    pvk_reg_write(a, PVGPU_REG_CONTROL, PVGPU_CONTROL_ENABLE);
    if (!wait_status(a, PVGPU_STATUS_RUNNING, PVGPU_STATUS_RUNNING, true, until)) {
        pvk_error("the host process did not start: error %u\n", pvk_reg_read(a, PVGPU_REG_ERROR));
        pvk_reg_write(a, PVGPU_REG_CONTROL, 0);
        return STATUS_DEVICE_NOT_READY;
    }
    /* Copied once: what the copy says is what every query answers. */
    RtlCopyMemory(&a->caps, a->region[PVGPU_REGION_CAPS], sizeof a->caps);
    a->caps.name[sizeof a->caps.name - 1] = 0;
    if (a->caps.n_formats > PVGPU_FORMAT_LIMIT) a->caps.n_formats = PVGPU_FORMAT_LIMIT;
    return STATUS_SUCCESS;
}

PVK_PAGED void pvk_hw_disable(struct pvk_adapter *a, unsigned limit_ms)
{
    if (!a->regs) return;
    pvk_reg_write(a, PVGPU_REG_IRQ_MASK, 0);
    pvk_reg_write(a, PVGPU_REG_CONTROL, 0);
    if (!wait_status(a, PVGPU_STATUS_RUNNING, 0, false, pvk_now_100ns() + limit_ms * 10000ull) && !pvk_get(&a->gone))
        pvk_error("the host process did not stop in %u ms\n", limit_ms);
}

PVK_PAGED bool pvk_hw_still_runs(struct pvk_adapter *a)
{
    uint32_t status = pvk_reg_read(a, PVGPU_REG_STATUS);

    if (status == PVK_GONE) {
        pvk_hw_gone(a);
        return false;
    }
    return (status & PVGPU_STATUS_RUNNING) && !pvk_reg_read(a, PVGPU_REG_ERROR) && pvk_reg_read(a, PVGPU_REG_EPOCH) == a->epoch;
}
