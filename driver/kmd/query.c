/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * query.c - QueryAdapterInfo: what Windows may expect. Answers are the same at every call. A buffer is as large
 * as the caller's headers say, not as ours (traps.md L10): zeroed whole, then what fits of our answer.
 */
#include "kmd.h"
#include "ddi.h"

#define PAGING_BUFFER_SIZE (64u << 10)

/* The set that a full WDDM 1.3 driver must report (wddm-v1-2-driver-enforcement, ns-d3dkmddi-_dxgk_drivercaps),
 * but for SupportKernelModeCommandBuffer: docs/decisions/005. */
PVK_PAGED static void driver_caps(const struct pvk_adapter *a, DXGK_DRIVERCAPS *c)
{
    RtlZeroMemory(c, sizeof *c);
    c->HighestAcceptableAddress.QuadPart = -1;
    c->MaxAllocationListSlotId = PVK_MAX_PLACES - 1;
    c->ApertureSegmentCommitLimit = (SIZE_T)a->aperture_size;
    c->InterruptMessageNumber = PVGPU_MSIX_RING;
    if (a->features & PVGPU_FEATURE_CURSOR) {
        c->MaxPointerWidth = PVK_CURSOR_MAX;
        c->MaxPointerHeight = PVK_CURSOR_MAX;
        c->PointerCaps.Color = 1;
        c->PointerCaps.MaskedColor = 1;
        c->PointerCaps.Monochrome = 1;
    }
    c->PresentationCaps.NoScreenToScreenBlt = 1; /* present_blt has no source that is its destination */
    c->MaxQueuedFlipOnVSync = 1;     /* with FlipOnVSyncMmIo: else no flip is ever confirmed (traps.md S14) */
    c->FlipCaps.FlipOnVSyncMmIo = 1;
    c->FlipCaps.FlipIndependent = 1; /* WDDM 1.3 must (ns-d3dkmddi-_dxgk_flipcaps) */
    c->SchedulingCaps.MultiEngineAware = 1;
    c->SchedulingCaps.PreemptionAware = 1;
    c->MemoryManagementCaps.SectionBackedPrimary = 1;
    c->MemoryManagementCaps.PagingNode = PVK_NODE;
    c->GpuEngineTopology.NbAsymetricProcessingNodes = 1;
    c->WDDMVersion = DXGKDDI_WDDMv1_3;
    c->PreemptionCaps.GraphicsPreemptionGranularity = D3DKMDT_GRAPHICS_PREEMPTION_DMA_BUFFER_BOUNDARY;
    c->PreemptionCaps.ComputePreemptionGranularity = D3DKMDT_COMPUTE_PREEMPTION_DMA_BUFFER_BOUNDARY;
    c->SupportNonVGA = TRUE;
    c->SupportSmoothRotation = TRUE;
    c->SupportPerEngineTDR = TRUE;
    c->SupportDirectFlip = TRUE;
    c->SupportSurpriseRemovalInHibernation = TRUE; /* else NotifySurpriseRemoval is never called */
}

PVK_PAGED static NTSTATUS query_caps(const struct pvk_adapter *a, const DXGKARG_QUERYADAPTERINFO *q)
{
    DXGK_DRIVERCAPS caps;

    driver_caps(a, &caps);
    RtlZeroMemory(q->pOutputData, q->OutputDataSize);
    RtlCopyMemory(q->pOutputData, &caps, q->OutputDataSize < sizeof caps ? q->OutputDataSize : sizeof caps);
    return STATUS_SUCCESS;
}

/* In segment sets bit 0 is the first of these; ids count from 1 (ns-d3dkmddi-_dxgk_allocationinfo). */
PVK_PAGED static void segments(const struct pvk_adapter *a, DXGK_SEGMENTDESCRIPTOR3 s[PVK_SEG_COUNT])
{
    uint64_t heap = (a->region_size[PVGPU_REGION_HEAP] - PVK_OWN_BYTES) & ~(uint64_t)(PVGPU_PAGE - 1);

    RtlZeroMemory(s, PVK_SEG_COUNT * sizeof s[0]);
    s[0].Flags.CpuVisible = 1;
    s[0].BaseAddress.QuadPart = (LONGLONG)PVK_BASE_HEAP;
    s[0].CpuTranslatedAddress.QuadPart = (LONGLONG)(a->bar2_address + a->heap_offset + PVK_OWN_BYTES);
    s[0].Size = s[0].CommitLimit = (SIZE_T)heap;

    s[1].Flags.DirectFlip = 1;
    s[1].BaseAddress.QuadPart = (LONGLONG)PVK_BASE_HOST;
    s[1].Size = s[1].CommitLimit = (SIZE_T)a->host_segment_size;

    s[2].Flags.Aperture = 1;
    s[2].Flags.CacheCoherent = 1;
    s[2].Flags.DirectFlip = 1;
    s[2].BaseAddress.QuadPart = (LONGLONG)PVK_BASE_APERTURE;
    s[2].Size = s[2].CommitLimit = (SIZE_T)a->aperture_size;
}

PVK_PAGED static NTSTATUS query_segments(const struct pvk_adapter *a, const DXGKARG_QUERYADAPTERINFO *q)
{
    DXGK_QUERYSEGMENTOUT3 *out = q->pOutputData;

    if (q->OutputDataSize < sizeof *out || !a->host_segment_size) return STATUS_INVALID_PARAMETER;
    /* Twice: first only the number is wanted (initializing-use-of-memory-segments). */
    if (!out->pSegmentDescriptor) {
        out->NbSegment = PVK_SEG_COUNT;
        return STATUS_SUCCESS;
    }
    segments(a, out->pSegmentDescriptor);
    out->NbSegment = PVK_SEG_COUNT;
    out->PagingBufferSegmentId = 0; /* system memory; an aperture was fatal for others (traps.md M2) */
    out->PagingBufferSize = PAGING_BUFFER_SIZE;
    out->PagingBufferPrivateDataSize = 0;
    return STATUS_SUCCESS;
}

PVK_PAGED static NTSTATUS query_private(const struct pvk_adapter *a, const DXGKARG_QUERYADAPTERINFO *q)
{
    struct pvk_adapter_private *out = q->pOutputData;

    if (q->OutputDataSize < sizeof *out) return STATUS_INVALID_PARAMETER;
    if (!a->started) return STATUS_INVALID_PARAMETER;
    RtlZeroMemory(q->pOutputData, q->OutputDataSize);
    out->version = PVK_PRIVATE_VERSION;
    out->size = sizeof *out;
    out->features = a->features;
    out->caps = a->caps;
    /* A VM's identity may include what its card is called: the device's name goes before the host's. */
    if (a->adapter_name[0]) {
        RtlZeroMemory(out->caps.name, sizeof out->caps.name);
        RtlCopyMemory(out->caps.name, a->adapter_name, sizeof a->adapter_name);
    }
    return STATUS_SUCCESS;
}

PVK_PAGED NTSTATUS DDI_CALL PvkDdiQueryAdapterInfo(IN_CONST_HANDLE hAdapter, IN_CONST_PDXGKARG_QUERYADAPTERINFO pQueryAdapterInfo)
{
    struct pvk_adapter *a = hAdapter;
    const DXGKARG_QUERYADAPTERINFO *q = pQueryAdapterInfo;

    PAGED_CODE();
    if (!a || !q || !q->pOutputData) return STATUS_INVALID_PARAMETER;
    switch ((unsigned)q->Type) {
    case DXGKQAITYPE_UMDRIVERPRIVATE: return query_private(a, q);
    case DXGKQAITYPE_DRIVERCAPS:      return query_caps(a, q);
    case DXGKQAITYPE_QUERYSEGMENT3:   return query_segments(a, q);
    default: /* newer systems ask more; not answering is fine (traps.md L11), with a documented code */
        return STATUS_INVALID_PARAMETER;
    }
}

PVK_PAGED NTSTATUS DDI_CALL PvkDdiGetNodeMetadata(IN_CONST_HANDLE hAdapter, UINT NodeOrdinalAndAdapterIndex,
                                                  OUT_PDXGKARG_GETNODEMETADATA pGetNodeMetadata)
{
    PAGED_CODE();
    if (!pGetNodeMetadata || (NodeOrdinalAndAdapterIndex & 0xffff) != PVK_NODE) return STATUS_INVALID_PARAMETER;
    /* All of it: dxgkrnl appends to the name (traps.md L19). */
    RtlZeroMemory(pGetNodeMetadata, sizeof *pGetNodeMetadata);
    pGetNodeMetadata->EngineType = DXGK_ENGINE_TYPE_3D;
    return STATUS_SUCCESS;
}
