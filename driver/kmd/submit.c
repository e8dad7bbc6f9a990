/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * submit.c - handing DMA buffers to the host. DISPATCH_LEVEL, nothing pageable, always success: anything else
 * is a bugcheck 0x119 (nc-d3dkmddi-dxgkddi_submitcommand). What cannot go out now waits (ring.c).
 */
#include "kmd.h"
#include "ddi.h"

/* Stands for buffers that carry nothing of ours: paging, context switches. */
static struct pvk_dma_private nothing;

/* Takes an item that was set aside for this; there are as many as Windows may have queued. */
static struct pvk_item *take_item(struct pvk_queue *q)
{
    struct pvk_item *item;

    if (IsListEmpty(&q->free_items)) {
        item = pvk_alloc_pool(sizeof *item);
        if (item) item->pooled = true;
        return item;
    }
    item = CONTAINING_RECORD(RemoveHeadList(&q->free_items), struct pvk_item, link);
    RtlZeroMemory(item, sizeof *item);
    return item;
}

NTSTATUS DDI_CALL PvkDdiSubmitCommand(IN_CONST_HANDLE hAdapter, IN_CONST_PDXGKARG_SUBMITCOMMAND pSubmitCommand)
{
    struct pvk_adapter *a = hAdapter;
    const DXGKARG_SUBMITCOMMAND *s = pSubmitCommand;
    struct pvk_dma_private *d = s->pDmaBufferPrivateData;
    struct pvk_queue *q = &a->queue;
    struct pvk_item *item;
    KIRQL irql;

    /* Paging buffers are done when they are built (paging.c), and a switch to the null context has nothing
     * to carry out: both only mark a place in the stream. */
    bool paging = s->Flags.Paging || s->Flags.ContextSwitch || !d || s->DmaBufferPrivateDataSize < sizeof *d;

    KeAcquireSpinLock(&q->lock, &irql);
    PVK_COUNT(a->n_submissions);
    item = take_item(q);
    if (!item) { /* more queued than Windows announced, and no memory: the fence is kept by the next one */
        KeReleaseSpinLock(&q->lock, irql);
        PVK_COUNT(a->n_dropped);
        return STATUS_SUCCESS;
    }
    item->dma = paging ? &nothing : d;
    item->skip = paging || s->Flags.NullRendering;
    item->start = s->DmaBufferSubmissionStartOffset;
    item->end = s->DmaBufferSubmissionEndOffset;
    if (item->end < item->start) item->end = item->start;
    item->first_place = item->dma->first_place;
    item->end_place = item->dma->end_place;
    item->fence = s->SubmissionFenceId;
    item->source = s->Flags.Flip || s->Flags.FlipWithNoWait ? s->VidPnSourceId : 0;
    item->own = ++q->own;
    q->last_submitted = s->SubmissionFenceId;
    pvk_crumb(a, PVK_CRUMB_SUBMIT, s->SubmissionFenceId);
    pvk_queue_put(a, item);
    KeReleaseSpinLock(&q->lock, irql);
    return STATUS_SUCCESS;
}

/* What is in the ring runs to its end; what waits is taken back. Windows submits it again under new ids
 * (paging: the same ids), and learns of the preemption when the host has consumed what was sent. */
NTSTATUS DDI_CALL PvkDdiPreemptCommand(IN_CONST_HANDLE hAdapter, IN_CONST_PDXGKARG_PREEMPTCOMMAND pPreemptCommand)
{
    struct pvk_adapter *a = hAdapter;
    struct pvk_queue *q = &a->queue;
    PLIST_ENTRY i, next;
    bool pushed;
    KIRQL irql;

    pvk_crumb(a, PVK_CRUMB_PREEMPT, pPreemptCommand->PreemptionFenceId);
    KeAcquireSpinLock(&q->lock, &irql);
    for (i = q->pending.Flink; i != &q->pending; i = next) {
        struct pvk_item *item = CONTAINING_RECORD(i, struct pvk_item, link);
        next = i->Flink;
        if (!item->dma) continue; /* kernel commands are never taken back */
        RemoveEntryList(&item->link);
        if (item->pooled) pvk_free_pool(item);
        else InsertTailList(&q->free_items, &item->link);
    }
    /* Its place is behind the last entry; entries are reached in order, so its own fence can be that of any
     * sent before: 0 is reached at once. */
    pushed = pvk_entry_push(a, PVK_ENTRY_PREEMPT, 0, 0, pPreemptCommand->PreemptionFenceId);
    KeReleaseSpinLock(&q->lock, irql);
    /* Room for preemptions was set aside (pvk_queue_init); without it Windows resets the engine. */
    if (!pushed) PVK_COUNT(a->n_dropped);
    pvk_scan_now(a);
    return STATUS_SUCCESS;
}

/* Reports what is done before it returns (nc-d3dkmddi-dxgkddi_querycurrentfence). */
PVK_PAGED NTSTATUS DDI_CALL PvkDdiQueryCurrentFence(IN_CONST_HANDLE hAdapter, INOUT_PDXGKARG_QUERYCURRENTFENCE pCurrentFence)
{
    struct pvk_adapter *a = hAdapter;

    PAGED_CODE();
    if (pCurrentFence->NodeOrdinal != PVK_NODE || pCurrentFence->EngineOrdinal) return STATUS_INVALID_PARAMETER;
    pvk_scan_now(a);
    pCurrentFence->CurrentFence = pvgpu_load32(&a->queue.last_completed);
    return STATUS_SUCCESS;
}
