/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * paging.c - where allocations lie: placing, evicting, and the paging buffers that the driver builds for
 * it (contract.md A.10). Everything here is under sched.class_lock, at PASSIVE_LEVEL.
 *
 * A memory segment without CPU access holds its content elsewhere (host video memory): coming and going is
 * still a TRANSFER, of which the driver makes what it needs. Pages behind an aperture are ours.
 */
#include "dxgk_internal.h"

#include <sys/mman.h>

#define PAGES(size) (((uint64_t)(size) + PAGE_SIZE - 1) / PAGE_SIZE)

NTSTATUS dxgk_paging_init(struct dxgk_adapter *a)
{
    unsigned i;
    for (i = 0; i < 2; i++) {
        a->paging[i].dma = aligned_alloc(PAGE_SIZE, (a->paging_size + DXGK_GUARD_SIZE + PAGE_SIZE - 1) & ~(PAGE_SIZE - 1));
        a->paging[i].private_data = calloc(1, a->paging_private_size + DXGK_GUARD_SIZE);
        if (!a->paging[i].dma || !a->paging[i].private_data) return STATUS_NO_MEMORY;
    }
    return STATUS_SUCCESS;
}

void dxgk_paging_fini(struct dxgk_adapter *a)
{
    unsigned i;
    for (i = 0; i < 2; i++) {
        free(a->paging[i].dma);
        free(a->paging[i].private_data);
    }
}

/* ---- one paging operation ---- */

/* Sets AllocationIsIdle; false when the operation has no such flag, or it is set. */
static bool mark_idle(DXGKARG_BUILDPAGINGBUFFER *b)
{
    if (b->Operation == DXGK_OPERATION_TRANSFER && !b->Transfer.Flags.AllocationIsIdle) {
        b->Transfer.Flags.AllocationIsIdle = 1;
        return true;
    }
    if (b->Operation == DXGK_OPERATION_DISCARD_CONTENT && !b->DiscardContent.Flags.AllocationIsIdle) {
        b->DiscardContent.Flags.AllocationIsIdle = 1;
        return true;
    }
    return false;
}

/* Builds and submits until the driver says that the operation is complete; waits when told so. */
static NTSTATUS page(struct dxgk_adapter *a, DXGKARG_BUILDPAGINGBUFFER *b, bool wait)
{
    NTSTATUS status;
    uint32_t fence = 0;

    b->MultipassOffset = 0;
    do {
        uint8_t *dma, *data;
        a->paging_current ^= 1;
        dma = a->paging[a->paging_current].dma;
        data = a->paging[a->paging_current].private_data;
        /* The hardware may still read what this buffer held two operations ago. */
        dxgk_sched_wait_fence(a, (uint32_t)a->paging[a->paging_current].fence);
        memset(dma, DXGK_POISON, a->paging_size);
        dxgk_guard_set(dma + a->paging_size);
        dxgk_guard_set(data + a->paging_private_size);
        b->pDmaBuffer = dma;
        b->DmaSize = a->paging_size;
        b->pDmaBufferPrivateData = a->paging_private_size ? data : NULL;
        b->DmaBufferPrivateDataSize = a->paging_private_size;
        b->hSystemContext = a->system_context ? a->system_context->h_driver : NULL;
        dxgk_count(a, paging_operations);
        status = DXGK_CALL(a, BuildPagingBuffer, a->context, b);
        dxgk_guard_check(dma + a->paging_size, "d3dkmddi/nc-d3dkmddi-dxgkddi_buildpagingbuffer", "the paging buffer");
        dxgk_guard_check(data + a->paging_private_size, "d3dkmddi/nc-d3dkmddi-dxgkddi_buildpagingbuffer",
                         "the paging buffer's private data");
        if (status == STATUS_GRAPHICS_ALLOCATION_BUSY) {
            if (!mark_idle(b)) {
                nt_violation("d3dkmddi/nc-d3dkmddi-dxgkddi_buildpagingbuffer", "ALLOCATION_BUSY for an idle allocation");
                return STATUS_UNSUCCESSFUL;
            }
            dxgk_sched_wait_fence(a, a->sched.last_submitted);
            continue;
        }
        if ((uint8_t *)b->pDmaBuffer < dma || (uint8_t *)b->pDmaBuffer > dma + a->paging_size) {
            nt_violation("d3dkmddi/ns-d3dkmddi-_dxgkarg_buildpagingbuffer", "pDmaBuffer left the paging buffer");
            return STATUS_UNSUCCESSFUL;
        }
        if ((uint8_t *)b->pDmaBuffer != dma) {
            DXGKARG_PATCH patch = { 0 };
            patch.hContext = a->system_context ? a->system_context->h_driver : NULL;
            patch.DmaBufferPhysicalAddress.QuadPart = (LONGLONG)((uintptr_t)dma & 0x0000ffffffffffffull);
            patch.DmaBufferSegmentId = 0;
            patch.pDmaBuffer = dma;
            patch.DmaBufferSize = a->paging_size;
            patch.DmaBufferSubmissionEndOffset = (UINT)((uint8_t *)b->pDmaBuffer - dma);
            patch.pDmaBufferPrivateData = a->paging_private_size ? data : NULL;
            patch.DmaBufferPrivateDataSize = a->paging_private_size;
            patch.DmaBufferPrivateDataSubmissionEndOffset =
                a->paging_private_size ? (UINT)((uint8_t *)b->pDmaBufferPrivateData - data) : 0;
            patch.Flags.Paging = 1;
            fence = dxgk_submit_paging(a, &patch);
            a->paging[a->paging_current].fence = fence;
        }
    } while (status == STATUS_GRAPHICS_INSUFFICIENT_DMA_BUFFER || status == STATUS_GRAPHICS_ALLOCATION_BUSY);
    if (wait && fence) dxgk_sched_wait_fence(a, fence);
    return status;
}

/* ---- pages ---- */

static bool have_pages(struct dxgk_allocation *al)
{
    if (al->sysmem) return true;
    /* Reserved only: what nobody touches costs nothing. */
    void *p = nt_user_pages(PAGES(al->size) * PAGE_SIZE, MAP_NORESERVE);
    if (!p) return false;
    al->mdl = IoAllocateMdl(p, (ULONG)(PAGES(al->size) * PAGE_SIZE), FALSE, FALSE, NULL);
    if (!al->mdl) {
        munmap(p, PAGES(al->size) * PAGE_SIZE);
        return false;
    }
    MmBuildMdlForNonPagedPool(al->mdl);
    al->sysmem = p;
    return true;
}

static void drop_pages(struct dxgk_allocation *al)
{
    if (!al->sysmem) return;
    IoFreeMdl(al->mdl);
    munmap(al->sysmem, PAGES(al->size) * PAGE_SIZE);
    al->sysmem = NULL;
    al->mdl = NULL;
    al->content = false;
}

PHYSICAL_ADDRESS dxgk_address(struct dxgk_adapter *a, const struct dxgk_allocation *al)
{
    PHYSICAL_ADDRESS p = { .QuadPart = 0 };
    if (al->segment) p.QuadPart = a->segments[al->segment - 1].d.BaseAddress.QuadPart + (LONGLONG)al->offset;
    return p;
}

uint32_t dxgk_place_guess(struct dxgk_adapter *a, const struct dxgk_allocation *al, PHYSICAL_ADDRESS *address)
{
    uint32_t id = __atomic_load_n(&al->segment, __ATOMIC_ACQUIRE);

    address->QuadPart = 0;
    if (id)
        address->QuadPart = a->segments[id - 1].d.BaseAddress.QuadPart +
                            (LONGLONG)__atomic_load_n(&al->offset, __ATOMIC_RELAXED);
    return id;
}

/* Those who guess look without a lock. */
static void set_place(struct dxgk_allocation *al, uint32_t id, uint64_t offset)
{
    __atomic_store_n(&al->offset, offset, __ATOMIC_RELAXED);
    __atomic_store_n(&al->segment, id, __ATOMIC_RELEASE);
}

void *dxgk_cpu_address(struct dxgk_adapter *a, struct dxgk_allocation *al)
{
    struct dxgk_segment *s = al->segment ? &a->segments[al->segment - 1] : NULL;
    if (!s) return al->sysmem;
    if (s->d.Flags.Aperture) return al->sysmem;
    return s->cpu ? s->cpu + al->offset : NULL;
}

/* ---- operations ---- */

static NTSTATUS map_aperture(struct dxgk_adapter *a, struct dxgk_allocation *al)
{
    DXGKARG_BUILDPAGINGBUFFER b = { .Operation = DXGK_OPERATION_MAP_APERTURE_SEGMENT };

    if (!have_pages(al)) return STATUS_NO_MEMORY;
    b.MapApertureSegment.hAllocation = al->h_driver;
    b.MapApertureSegment.SegmentId = al->segment;
    b.MapApertureSegment.OffsetInPages = al->offset / PAGE_SIZE;
    b.MapApertureSegment.NumberOfPages = PAGES(al->size);
    b.MapApertureSegment.pMdl = al->mdl;
    b.MapApertureSegment.Flags.CacheCoherent = a->segments[al->segment - 1].d.Flags.CacheCoherent && al->flags.Cached;
    return page(a, &b, false);
}

static NTSTATUS unmap_aperture(struct dxgk_adapter *a, struct dxgk_allocation *al)
{
    DXGKARG_BUILDPAGINGBUFFER b = { .Operation = DXGK_OPERATION_UNMAP_APERTURE_SEGMENT };

    b.UnmapApertureSegment.hAllocation = al->h_driver;
    b.UnmapApertureSegment.SegmentId = al->segment;
    b.UnmapApertureSegment.OffsetInPages = al->offset / PAGE_SIZE;
    b.UnmapApertureSegment.NumberOfPages = PAGES(al->size);
    b.UnmapApertureSegment.DummyPage.QuadPart = 0x1000;
    return page(a, &b, true);
}

static NTSTATUS transfer(struct dxgk_adapter *a, struct dxgk_allocation *al, bool out)
{
    DXGKARG_BUILDPAGINGBUFFER b = { .Operation = DXGK_OPERATION_TRANSFER };

    if (!have_pages(al)) return STATUS_NO_MEMORY;
    b.Transfer.hAllocation = al->h_driver;
    b.Transfer.TransferSize = (SIZE_T)(PAGES(al->size) * PAGE_SIZE);
    if (out) {
        b.Transfer.Source.SegmentId = al->segment;
        b.Transfer.Source.SegmentAddress.QuadPart = dxgk_address(a, al).QuadPart;
        b.Transfer.Destination.pMdl = al->mdl;
    } else {
        b.Transfer.Source.pMdl = al->mdl;
        b.Transfer.Destination.SegmentId = al->segment;
        b.Transfer.Destination.SegmentAddress.QuadPart = dxgk_address(a, al).QuadPart;
    }
    b.Transfer.Flags.TransferStart = b.Transfer.Flags.TransferEnd = 1;
    return page(a, &b, true);
}

/* ---- placing ---- */

static bool place_in(struct dxgk_adapter *a, struct dxgk_allocation *al, uint32_t id, bool from_end)
{
    uint64_t offset;

    if (!id || id > a->n_segments || !((al->read_set | al->write_set) & 1u << (id - 1))) return false;
    if (!dxgk_segment_take(&a->segments[id - 1], PAGES(al->size) * PAGE_SIZE, al->align, from_end, &offset)) return false;
    set_place(al, id, offset);
    return true;
}

static bool find_place(struct dxgk_adapter *a, struct dxgk_allocation *al)
{
    uint32_t id;
    bool from_end = al->flags.FromEndOfSegment;

    if (place_in(a, al, al->preferred.SegmentId0, al->preferred.Direction0 || from_end)) return true;
    if (place_in(a, al, al->preferred.SegmentId1, al->preferred.Direction1 || from_end)) return true;
    if (place_in(a, al, al->preferred.SegmentId2, al->preferred.Direction2 || from_end)) return true;
    if (place_in(a, al, al->preferred.SegmentId3, al->preferred.Direction3 || from_end)) return true;
    if (place_in(a, al, al->preferred.SegmentId4, al->preferred.Direction4 || from_end)) return true;
    for (id = 1; id <= a->n_segments; id++)
        if (place_in(a, al, id, from_end)) return true;
    return false;
}

bool dxgk_may_evict(const struct dxgk_allocation *al)
{
    return al->segment && !al->pinned && !__atomic_load_n(&al->locks, __ATOMIC_ACQUIRE) &&
           __atomic_load_n(&al->busy, __ATOMIC_RELAXED) == 0;
}

/* Makes room for al: the allocation that was placed longest ago goes first. False: nothing left to evict. */
static bool make_room(struct dxgk_adapter *a, struct dxgk_allocation *al)
{
    uint32_t sets = al->read_set | al->write_set;
    LIST_ENTRY *e;

    for (e = a->allocations.Flink; e != &a->allocations; e = e->Flink) {
        struct dxgk_allocation *other = CONTAINING_RECORD(e, struct dxgk_allocation, link);
        if (other == al || !dxgk_may_evict(other) || !(sets & 1u << (other->segment - 1))) continue;
        if (!NT_SUCCESS(dxgk_evict(a, other))) continue;
        RemoveEntryList(&other->link);
        InsertTailList(&a->allocations, &other->link);
        return true;
    }
    return false;
}

NTSTATUS dxgk_make_resident(struct dxgk_adapter *a, struct dxgk_allocation *al)
{
    bool waited = false;
    NTSTATUS status = STATUS_SUCCESS;

    if (al->segment) return STATUS_SUCCESS;
    while (!find_place(a, al)) {
        if (make_room(a, al)) continue;
        if (waited) return STATUS_GRAPHICS_NO_VIDEO_MEMORY;
        dxgk_sched_wait_fence(a, a->sched.last_submitted); /* what is busy now may go then */
        waited = true;
    }
    if (a->segments[al->segment - 1].d.Flags.Aperture) {
        status = map_aperture(a, al);
    } else if (al->content) {
        status = transfer(a, al, false);
        if (NT_SUCCESS(status)) drop_pages(al);
    }
    if (NT_SUCCESS(status)) return STATUS_SUCCESS;
    dxgk_segment_give(&a->segments[al->segment - 1], al->offset, PAGES(al->size) * PAGE_SIZE);
    set_place(al, 0, 0);
    return status;
}

NTSTATUS dxgk_evict(struct dxgk_adapter *a, struct dxgk_allocation *al)
{
    struct dxgk_segment *s = &a->segments[al->segment - 1];
    NTSTATUS status;

    if (al->offered && !s->d.Flags.Aperture) {
        dxgk_discard_place(a, al, true);
        return STATUS_SUCCESS;
    }
    status = s->d.Flags.Aperture ? unmap_aperture(a, al) : transfer(a, al, true);
    if (!NT_SUCCESS(status)) return status;
    al->content = true;
    dxgk_segment_give(s, al->offset, PAGES(al->size) * PAGE_SIZE);
    set_place(al, 0, 0);
    dxgk_count(a, evictions);
    return STATUS_SUCCESS;
}

void dxgk_discard_place(struct dxgk_adapter *a, struct dxgk_allocation *al, bool tell_driver)
{
    DXGKARG_BUILDPAGINGBUFFER b = { .Operation = DXGK_OPERATION_DISCARD_CONTENT };

    if (al->segment && a->segments[al->segment - 1].d.Flags.Aperture) {
        if (tell_driver) (void)unmap_aperture(a, al);
    } else if (al->segment && tell_driver) {
        b.DiscardContent.hAllocation = al->h_driver;
        b.DiscardContent.SegmentId = al->segment;
        b.DiscardContent.SegmentAddress = dxgk_address(a, al);
        b.DiscardContent.Flags.AllocationIsIdle = 1;
        (void)page(a, &b, false);
    }
    if (al->segment) dxgk_segment_give(&a->segments[al->segment - 1], al->offset, PAGES(al->size) * PAGE_SIZE);
    set_place(al, 0, 0);
    drop_pages(al);
}

/* What the heap held is overwritten before the power goes: only what was paged out may be found again (traps.md M18). */
static void scribble(struct dxgk_adapter *a, struct dxgk_allocation *al)
{
    struct dxgk_segment *s = &a->segments[al->segment - 1];
    if (!s->d.Flags.Aperture && s->cpu) memset(s->cpu + al->offset, 0xdb, al->size);
}

void dxgk_paging_sleep(struct dxgk_adapter *a)
{
    LIST_ENTRY *e;

    for (e = a->allocations.Flink; e != &a->allocations; e = e->Flink) {
        struct dxgk_allocation *al = CONTAINING_RECORD(e, struct dxgk_allocation, link);
        bool aperture = al->segment && a->segments[al->segment - 1].d.Flags.Aperture;
        if (!al->segment) continue;
        if (!al->pinned && !al->locks) {
            struct dxgk_range was = { al->offset, al->segment };
            if (NT_SUCCESS(dxgk_evict(a, al)) && !aperture && a->segments[was.size - 1].cpu)
                memset(a->segments[was.size - 1].cpu + was.offset, 0xdb, al->size);
            continue;
        }
        if (!NT_SUCCESS(aperture ? unmap_aperture(a, al) : transfer(a, al, true))) continue;
        al->slept = true;
        scribble(a, al);
    }
}

void dxgk_paging_wake(struct dxgk_adapter *a)
{
    LIST_ENTRY *e;

    for (e = a->allocations.Flink; e != &a->allocations; e = e->Flink) {
        struct dxgk_allocation *al = CONTAINING_RECORD(e, struct dxgk_allocation, link);
        if (!al->slept) continue;
        al->slept = false;
        if (a->segments[al->segment - 1].d.Flags.Aperture) {
            (void)map_aperture(a, al);
        } else {
            (void)transfer(a, al, false);
            drop_pages(al);
        }
    }
}
