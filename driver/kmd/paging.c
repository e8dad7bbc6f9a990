/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * paging.c - moving allocations. Bytes of the BAR2 heap are copied by the CPU, here and now: an allocation
 * that the GPU may use is refused as busy once, so that Windows drains it and calls again
 * (nc-d3dkmddi-dxgkddi_buildpagingbuffer). Host memory moves no bytes at all: its contents stay on the host.
 * What goes into the paging buffer is a record for a post-mortem; executing it only marks its place.
 */
#include "kmd.h"
#include "ddi.h"

/* Bytes copied in one call; then Windows is asked to come again. */
#define COPY_MAX (64u << 20)

struct record { uint32_t operation, segment; uint64_t address, size, id; };

/* After this the host uses no place for the object until the next heap_place. */
PVK_PAGED static void take_place(struct pvk_adapter *a, struct pvk_alloc *al)
{
    struct pvk_id *e = pvk_id_entry(&a->resource_ids, al->id);
    struct pvgpu_cmd_heap_place c = { .id = al->id };
    uint64_t own;

    if (al->desc.kind != PVK_ALLOC_HEAP || !e || e->place == PVK_NO_PLACE) return;
    e->place = PVK_NO_PLACE;
    PVGPU_CMD_INIT(&c, HEAP_PLACE);
    pvk_kernel_send_sure(a, &c, sizeof c, &own);
    if (!pvk_wait_consumed(a, own, PVK_DRAIN_MS) && !pvk_get(&a->host_lost) && pvk_get(&a->queue.running))
        pvk_error("the host did not let go of a heap object in time\n");
}

struct side { bool heap; uint64_t offset; PMDL mdl; SIZE_T page; };

/* One end of a transfer. False: no bytes of ours there. */
PVK_PAGED static bool side_of(UINT segment, LARGE_INTEGER address, MDL *mdl, UINT offset, UINT mdl_offset, struct side *s)
{
    RtlZeroMemory(s, sizeof *s);
    if (segment == PVK_SEG_HEAP) {
        s->heap = true;
        s->offset = (uint64_t)address.QuadPart - PVK_BASE_HEAP + PVK_OWN_BYTES + offset;
        return true;
    }
    s->mdl = mdl;
    s->page = mdl_offset; /* TransferOffset counts on the segment's side only (ns-d3dkmddi-_dxgkarg_buildpagingbuffer) */
    return segment == 0 && mdl;
}

PVK_PAGED static NTSTATUS copy_piece(struct pvk_adapter *a, const struct side *to, const struct side *from, uint64_t done,
                                     uint64_t n)
{
    struct pvk_mapping m = { 0 };
    const struct side *system = to->heap ? from : to;
    uint64_t at = (to->heap ? to->offset : from->offset) + done, other = from->offset + done, run, other_run;
    uint8_t *heap, *memory;
    NTSTATUS status;

    if (system->heap) { /* within the heap: downwards first when they overlap is never asked for */
        uint8_t *src = pvk_heap_at(a, other, &other_run), *dst = pvk_heap_at(a, at, &run);
        if (!src || !dst || other_run < n || run < n) return STATUS_INVALID_PARAMETER;
        RtlMoveMemory(dst, src, n);
        return STATUS_SUCCESS;
    }
    heap = pvk_heap_at(a, at, &run);
    if (!heap || run < n) return STATUS_INVALID_PARAMETER;
    status = pvk_mdl_map(system->mdl, system->page + (SIZE_T)(done >> PAGE_SHIFT),
                         (SIZE_T)((n + PAGE_SIZE - 1) >> PAGE_SHIFT), &m);
    if (!NT_SUCCESS(status)) return status;
    memory = m.va;
    if (to->heap) RtlCopyMemory(heap, memory, n);
    else RtlCopyMemory(memory, heap, n);
    pvk_mdl_unmap(&m);
    return STATUS_SUCCESS;
}

/* In steps that lie in one mapping. *done counts bytes and is what MultipassOffset keeps, in pages. */
PVK_PAGED static NTSTATUS copy_some(struct pvk_adapter *a, const struct side *to, const struct side *from, uint64_t size,
                                    UINT *pages)
{
    uint64_t done = (uint64_t)*pages << PAGE_SHIFT, end = size - done > COPY_MAX ? done + COPY_MAX : size;

    while (done < end) {
        uint64_t n = end - done > (1u << 20) ? 1u << 20 : end - done, run;
        NTSTATUS status;
        if (to->heap && pvk_heap_at(a, to->offset + done, &run) && n > run) n = run;
        if (from->heap && pvk_heap_at(a, from->offset + done, &run) && n > run) n = run;
        status = copy_piece(a, to, from, done, n);
        if (status == STATUS_INSUFFICIENT_RESOURCES) { /* no address space just now: come again */
            pvk_sleep_us(1000);
            break;
        }
        if (!NT_SUCCESS(status)) {
            /* Only for want of space may this DDI fail; an address outside of the segment is Windows' error. */
            PVK_COUNT(a->n_dropped);
            pvk_error("a paging transfer lies outside of its segment or MDL\n");
            done = size;
            break;
        }
        done += n;
    }
    *pages = (UINT)(done >> PAGE_SHIFT);
    if (done >= size) return STATUS_SUCCESS;
    return STATUS_GRAPHICS_INSUFFICIENT_DMA_BUFFER;
}

PVK_PAGED static NTSTATUS transfer(struct pvk_adapter *a, DXGKARG_BUILDPAGINGBUFFER *p, struct record *r)
{
    struct pvk_alloc *al = p->Transfer.hAllocation;
    struct side from, to;
    NTSTATUS status = STATUS_SUCCESS;
    bool leaves = p->Transfer.Source.SegmentId == PVK_SEG_HEAP;

    bool have_from = side_of(p->Transfer.Source.SegmentId, p->Transfer.Source.SegmentAddress, p->Transfer.Source.pMdl,
                             p->Transfer.TransferOffset, p->Transfer.MdlOffset, &from);
    bool have_to = side_of(p->Transfer.Destination.SegmentId, p->Transfer.Destination.SegmentAddress,
                           p->Transfer.Destination.pMdl, p->Transfer.TransferOffset, p->Transfer.MdlOffset, &to);

    r->id = al ? al->id : 0;
    r->size = p->Transfer.TransferSize;
    r->segment = p->Transfer.Source.SegmentId << 16 | p->Transfer.Destination.SegmentId;
    if (leaves && al && !p->Transfer.Flags.AllocationIsIdle) return STATUS_GRAPHICS_ALLOCATION_BUSY;
    if (leaves && al) take_place(a, al);
    if (have_from && have_to && (from.heap || to.heap) && p->Transfer.TransferSize)
        status = copy_some(a, &to, &from, p->Transfer.TransferSize, &p->MultipassOffset);
    return status;
}

PVK_PAGED static NTSTATUS discard(struct pvk_adapter *a, DXGKARG_BUILDPAGINGBUFFER *p, struct record *r)
{
    struct pvk_alloc *al = p->DiscardContent.hAllocation;

    r->id = al ? al->id : 0;
    r->segment = p->DiscardContent.SegmentId;
    if (!al || al->desc.kind != PVK_ALLOC_HEAP) return STATUS_SUCCESS;
    /* The bytes go to somebody else next, so the host must not be reading them (traps.md M21). */
    if (!p->DiscardContent.Flags.AllocationIsIdle) return STATUS_GRAPHICS_ALLOCATION_BUSY;
    take_place(a, al);
    return STATUS_SUCCESS;
}

/* The allocation is idle. Host memory is zero-filled when its object is made. */
PVK_PAGED static void fill(struct pvk_adapter *a, DXGKARG_BUILDPAGINGBUFFER *p, struct record *r)
{
    uint64_t at = (uint64_t)p->Fill.Destination.SegmentAddress.QuadPart - PVK_BASE_HEAP + PVK_OWN_BYTES, left = p->Fill.FillSize;
    uint32_t pattern = p->Fill.FillPattern;

    r->segment = p->Fill.Destination.SegmentId;
    r->size = left;
    if (p->Fill.Destination.SegmentId != PVK_SEG_HEAP) {
        if (pattern) pvk_name_once(a, 1, "a paging fill of host memory with a pattern other than 0 has no effect\n");
        return;
    }
    while (left) {
        uint64_t run, n;
        uint8_t *va = pvk_heap_at(a, at, &run);
        if (!va) return;
        n = run < left ? run : left;
        if (pattern == (pattern & 0xff) * 0x01010101u) RtlFillMemory(va, n, (int)(pattern & 0xff));
        else for (uint64_t i = 0; i + 4 <= n; i += 4) RtlCopyMemory(va + i, &pattern, 4);
        at += n;
        left -= n;
    }
}

PVK_PAGED NTSTATUS DDI_CALL PvkDdiBuildPagingBuffer(IN_CONST_HANDLE hAdapter, IN_PDXGKARG_BUILDPAGINGBUFFER pBuildPagingBuffer)
{
    struct pvk_adapter *a = hAdapter;
    DXGKARG_BUILDPAGINGBUFFER *p = pBuildPagingBuffer;
    struct record r = { .operation = (uint32_t)p->Operation };
    NTSTATUS status = STATUS_SUCCESS;

    PAGED_CODE();
    pvk_crumb(a, PVK_CRUMB_PAGING, (uint32_t)p->Operation);
    if (p->DmaSize < sizeof r || !p->pDmaBuffer) return STATUS_GRAPHICS_INSUFFICIENT_DMA_BUFFER;
    switch (p->Operation) {
    case DXGK_OPERATION_TRANSFER:
        status = transfer(a, p, &r);
        break;
    case DXGK_OPERATION_DISCARD_CONTENT:
        status = discard(a, p, &r);
        break;
    case DXGK_OPERATION_FILL:
        fill(a, p, &r);
        break;
    case DXGK_OPERATION_MAP_APERTURE_SEGMENT:
        /* Nobody looks through the aperture: what lies "in" it are pictures that the host holds. */
        r.segment = p->MapApertureSegment.SegmentId;
        r.address = p->MapApertureSegment.OffsetInPages;
        r.size = p->MapApertureSegment.NumberOfPages;
        break;
    case DXGK_OPERATION_UNMAP_APERTURE_SEGMENT:
        r.segment = p->UnmapApertureSegment.SegmentId;
        r.address = p->UnmapApertureSegment.OffsetInPages;
        r.size = p->UnmapApertureSegment.NumberOfPages;
        break;
    case DXGK_OPERATION_READ_PHYSICAL:
    case DXGK_OPERATION_WRITE_PHYSICAL: /* for coherency only, and all of this is coherent */
    case DXGK_OPERATION_INIT_CONTEXT_RESOURCE: /* the driver makes no context allocations */
    case DXGK_OPERATION_SPECIAL_LOCK_TRANSFER: /* never: UseAlternateVA is not supported */
        break;
    default:
        pvk_name_once(a, 2, "paging operation %u is not known and has no effect\n", (uint32_t)p->Operation);
        break;
    }
    if (status == STATUS_GRAPHICS_ALLOCATION_BUSY) return status;
    RtlCopyMemory(p->pDmaBuffer, &r, sizeof r);
    p->pDmaBuffer = (uint8_t *)p->pDmaBuffer + sizeof r;
    return status;
}
