/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * render.c - a user-mode command buffer becomes a DMA buffer: copied whole, never interpreted here (the host
 * checks every command of a context). The driver adds where the buffer's heap objects lie: from the
 * allocation list at Render when Windows knows it already, from Patch when it decides or moves.
 */
#include "kmd.h"
#include "ddi.h"

/* Largest buffer that fits a packet together with its header. */
#define COMMANDS_MAX (PVGPU_PACKET_MAX - (uint32_t)sizeof(struct pvgpu_packet))

/* The fixed part of a recycled private data block (traps.md S9); places count from n_places. */
void pvk_dma_begin(struct pvk_dma_private *d, uint32_t kind, struct pvk_device *device, void *va)
{
    RtlZeroMemory(d, PVK_PRIVATE_FIXED);
    d->kind = kind;
    d->device = device;
    d->context = device ? device->context : 0;
    d->va = va;
}

/* The object behind an element of an allocation list, NULL for none or a foreign one. */
static struct pvk_alloc *listed(const DXGK_ALLOCATIONLIST *list, UINT size, UINT index)
{
    const struct pvk_open *o = index < size ? list[index].hDeviceSpecificAllocation : NULL;
    return o ? o->alloc : NULL;
}

static void place_from(struct pvk_place *p, const struct pvk_alloc *al, const DXGK_ALLOCATIONLIST *e)
{
    p->id = al && al->desc.kind == PVK_ALLOC_HEAP ? al->id : 0;
    p->segment = e->SegmentId;
    p->address = e->SegmentId ? (uint64_t)e->PhysicalAddress.QuadPart : 0;
}

uint32_t pvk_dma_reference(struct pvk_dma_private *d, const DXGK_ALLOCATIONLIST *list, UINT index,
                           D3DDDI_PATCHLOCATIONLIST *out)
{
    uint32_t at = d->n_places++;
    const struct pvk_open *o = list[index].hDeviceSpecificAllocation;

    place_from(&d->places[at], o ? o->alloc : NULL, &list[index]);
    RtlZeroMemory(out, sizeof *out);
    out->AllocationIndex = index;
    out->SlotId = at;
    d->end_place = d->n_places;
    return at;
}

/* The patch list, element by element from user memory. All references hold from the buffer's start
 * (SplitOffset 0): a buffer of ours is one packet and is not split. */
PVK_PAGED static NTSTATUS copy_patches(struct pvk_dma_private *d, const DXGKARG_RENDER *r, UINT *n_out)
{
    D3DDDI_PATCHLOCATIONLIST in[16];
    UINT n = r->PatchLocationListInSize;
    NTSTATUS status;

    if (n > PVK_MAX_PLACES || n > r->PatchLocationListOutSize) return STATUS_INVALID_PARAMETER;
    for (UINT i = 0; i < n; i++) {
        UINT index, at = i % 16, chunk = n - i < 16 ? n - i : 16;
        if (!at) {
            status = pvk_copy_from_user(in, r->pPatchLocationListIn + i, chunk * sizeof in[0]);
            if (!NT_SUCCESS(status)) return status;
        }
        index = in[at].AllocationIndex;
        if (index >= r->AllocationListSize || in[at].PatchOffset > r->CommandLength) return STATUS_INVALID_PARAMETER;
        if (!listed(r->pAllocationList, r->AllocationListSize, index)) return STATUS_INVALID_HANDLE;
        pvk_dma_reference(d, r->pAllocationList, index, &r->pPatchLocationListOut[i]);
    }
    *n_out = n;
    return STATUS_SUCCESS;
}

PVK_PAGED NTSTATUS DDI_CALL PvkDdiRender(IN_CONST_HANDLE hContext, INOUT_PDXGKARG_RENDER pRender)
{
    const struct pvk_context *c = hContext;
    DXGKARG_RENDER *r = pRender;
    struct pvk_dma_private *d = r->pDmaBufferPrivateData;
    NTSTATUS status;
    UINT n_patches = 0;

    PAGED_CODE();
    if (!c || !d || r->DmaBufferPrivateDataSize < sizeof *d) return STATUS_INVALID_PARAMETER;
    pvk_dma_begin(d, PVK_DMA_EMPTY, c->device, r->pDmaBuffer);
    if (pvk_device_is_lost(c->device)) return STATUS_GRAPHICS_GPU_EXCEPTION_ON_DEVICE;
    if (r->CommandLength % PVGPU_RING_ALIGN || r->CommandLength > COMMANDS_MAX)
        return STATUS_INVALID_USER_BUFFER;
    /* One command buffer is one DMA buffer: there is no second pass (using-the-guaranteed-contract-dma-buffer-model). */
    if (r->CommandLength > r->DmaSize) return STATUS_INVALID_USER_BUFFER;
    status = pvk_copy_from_user(r->pDmaBuffer, r->pCommand, r->CommandLength);
    if (NT_SUCCESS(status)) status = copy_patches(d, r, &n_patches);
    if (!NT_SUCCESS(status)) {
        pvk_dma_begin(d, PVK_DMA_EMPTY, c->device, r->pDmaBuffer);
        return status;
    }
    d->kind = PVK_DMA_COMMANDS;
    r->pDmaBuffer = (uint8_t *)r->pDmaBuffer + r->CommandLength;
    r->pDmaBufferPrivateData = d + 1;
    r->pPatchLocationListOut += n_patches;
    return STATUS_SUCCESS;
}

/* Not reached: SupportKernelModeCommandBuffer is off (docs/decisions/005). The entry is there because a missing
 * one is called all the same by some versions (traps.md L16). */
PVK_PAGED NTSTATUS DDI_CALL PvkDdiRenderKm(IN_CONST_HANDLE hContext, INOUT_PDXGKARG_RENDER pRenderKmArgs)
{
    const struct pvk_context *c = hContext;

    PAGED_CODE();
    if (!c || !pRenderKmArgs) return STATUS_INVALID_PARAMETER;
    pvk_name_once(c->device->adapter, 0, "DxgkDdiRenderKm is refused: GDI acceleration was not offered\n");
    return STATUS_ILLEGAL_INSTRUCTION;
}

/* Only the heap objects' places change; the commands hold no addresses. May be repeated with others. */
PVK_PAGED NTSTATUS DDI_CALL PvkDdiPatch(IN_CONST_HANDLE hAdapter, IN_CONST_PDXGKARG_PATCH pPatch)
{
    const DXGKARG_PATCH *p = pPatch;
    struct pvk_dma_private *d = p->pDmaBufferPrivateData;
    UINT end;

    PAGED_CODE();
    if (p->Flags.Paging || !d || p->DmaBufferPrivateDataSize < sizeof *d || !p->pPatchLocationList) return STATUS_SUCCESS;
    d->va = p->pDmaBuffer;
    end = p->PatchLocationListSubmissionStart + p->PatchLocationListSubmissionLength;
    if (end > d->n_places) end = d->n_places;
    d->first_place = p->PatchLocationListSubmissionStart < end ? p->PatchLocationListSubmissionStart : end;
    d->end_place = end;
    for (UINT i = d->first_place; i < end; i++) {
        UINT index = p->pPatchLocationList[i].AllocationIndex;
        if (index < p->AllocationListSize)
            place_from(&d->places[i], listed(p->pAllocationList, p->AllocationListSize, index), &p->pAllocationList[index]);
    }
    return STATUS_SUCCESS;
}
