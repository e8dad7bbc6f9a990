/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * reset.c - timeout detection and recovery. A lost host completes nothing, so Windows preempts, finds the
 * engine unresponsive and resets the adapter; the restart runs the start sequence again and tells the host
 * everything anew. Devices of before are lost: their Render says so (timeout-detection-and-recovery).
 */
#include "kmd.h"
#include "ddi.h"

void pvk_crumb(struct pvk_adapter *a, enum pvk_crumb_kind kind, uint32_t value)
{
    uint32_t at = __atomic_fetch_add(&a->crumb_at, 1, __ATOMIC_RELAXED);
    struct pvk_crumb *c = &a->crumbs[at & (PVK_CRUMBS - 1)];

    pvgpu_store64(&c->time, pvk_now_100ns());
    pvgpu_store32(&c->kind, kind);
    pvgpu_store32(&c->value, value);
}

PVK_PAGED NTSTATUS DDI_CALL PvkDdiQueryEngineStatus(IN_CONST_HANDLE hAdapter, INOUT_PDXGKARG_QUERYENGINESTATUS pQueryEngineStatus)
{
    struct pvk_adapter *a = hAdapter;

    PAGED_CODE();
    if (pQueryEngineStatus->NodeOrdinal != PVK_NODE) return STATUS_INVALID_PARAMETER;
    pQueryEngineStatus->EngineStatus.Value = 0;
    pQueryEngineStatus->EngineStatus.Responsive = !pvk_get(&a->host_lost) && pvk_get(&a->queue.running);
    return STATUS_SUCCESS;
}

PVK_PAGED NTSTATUS DDI_CALL PvkDdiQueryDependentEngineGroup(IN_CONST_HANDLE hAdapter,
    INOUT_DXGKARG_QUERYDEPENDENTENGINEGROUP pQueryDependentEngineGroup)
{
    PAGED_CODE();
    if (pQueryDependentEngineGroup->NodeOrdinal != PVK_NODE) return STATUS_INVALID_PARAMETER;
    pQueryDependentEngineGroup->DependentNodeOrdinalMask = 1ull << PVK_NODE; /* itself included */
    return STATUS_SUCCESS;
}

/* The last number of our own that was given out. */
PVK_RESIDENT static uint64_t last_given(struct pvk_queue *q)
{
    uint64_t own;
    KIRQL irql;
    KeAcquireSpinLock(&q->lock, &irql);
    own = q->own;
    KeReleaseSpinLock(&q->lock, irql);
    return own;
}

/* The engine cannot be stopped in the middle. If it gets through what it has in a moment it was only slow,
 * and nothing was aborted; otherwise the failure makes Windows reset the adapter (tdr-changes-in-windows-8). */
PVK_PAGED NTSTATUS DDI_CALL PvkDdiResetEngine(IN_CONST_HANDLE hAdapter, INOUT_PDXGKARG_RESETENGINE pResetEngine)
{
    struct pvk_adapter *a = hAdapter;
    struct pvk_queue *q = &a->queue;
    uint64_t own;

    PAGED_CODE();
    pvk_crumb(a, PVK_CRUMB_RESET_ENGINE, pvgpu_load32(&q->last_completed));
    pResetEngine->LastAbortedFenceId = pvgpu_load32(&q->last_completed);
    if (pResetEngine->NodeOrdinal != PVK_NODE || pvk_get(&a->host_lost) || !pvk_get(&q->running)) return STATUS_UNSUCCESSFUL;
    own = last_given(q);
    pvk_queue_flush(a);
    /* The last number given out need not have been sent (a preempted buffer): a mark behind it is. */
    pvk_kernel_send_sure(a, NULL, 0, &own);
    if (!pvk_wait_consumed(a, own, PVK_DRAIN_MS)) return STATUS_UNSUCCESSFUL;
    pvk_scan_now(a);
    if (pvgpu_load32(&q->last_completed) != q->last_submitted) return STATUS_UNSUCCESSFUL;
    pResetEngine->LastAbortedFenceId = pvgpu_load32(&q->last_completed);
    return STATUS_SUCCESS;
}

PVK_PAGED NTSTATUS DDI_CALL PvkDdiResetFromTimeout(IN_CONST_HANDLE hAdapter)
{
    struct pvk_adapter *a = hAdapter;

    PAGED_CODE();
    pvk_crumb(a, PVK_CRUMB_RESET, pvgpu_load32(&a->queue.last_submitted));
    /* From here on the host touches no memory of the guest; and every fence counts as passed (traps.md S5). */
    pvk_host_stop(a, PVK_STOP_MS);
    return STATUS_SUCCESS;
}

PVK_PAGED NTSTATUS DDI_CALL PvkDdiRestartFromTimeout(IN_CONST_HANDLE hAdapter)
{
    struct pvk_adapter *a = hAdapter;

    PAGED_CODE();
    pvk_crumb(a, PVK_CRUMB_RESTART, a->generation);
    a->generation++;
    pvk_host_start_or_absent(a);
    for (uint32_t i = 1; i <= a->context_ids.limit; i++) pvk_device_signal(a, i, false);
    return STATUS_SUCCESS;
}

/* For the crash dump: what the host did last. pBuffer is the report's, BufferSize bytes. Any IRQL for some
 * reasons, so only copies (nc-d3dkmddi-dxgkddi_collectdbginfo). */
NTSTATUS DDI_CALL PvkDdiCollectDbgInfo(IN_CONST_HANDLE hAdapter, IN_CONST_PDXGKARG_COLLECTDBGINFO pCollectDbgInfo)
{
    struct pvk_adapter *a = hAdapter;
    const DXGKARG_COLLECTDBGINFO *p = pCollectDbgInfo;
    struct {
        char tag[8];
        uint64_t own, consumed;
        uint32_t last_submitted, last_completed;
        uint32_t host_lost, reason;
        uint64_t submissions, doorbells, interrupts, dropped;
        struct pvgpu_stats host;
        uint32_t n_crumbs, first_crumb; /* ever; place of the oldest that is kept */
        struct pvk_crumb crumbs[PVK_CRUMBS];
    } out;

    RtlZeroMemory(&out, sizeof out);
    RtlCopyMemory(out.tag, "PVGPUv1", 8);
    out.own = a->queue.own;
    out.consumed = pvk_consumed(a);
    out.last_submitted = a->queue.last_submitted;
    out.last_completed = pvgpu_load32(&a->queue.last_completed);
    out.host_lost = (uint32_t)pvk_get(&a->host_lost);
    out.reason = p->Reason;
    out.submissions = PVK_COUNTED(a->n_submissions);
    out.doorbells = PVK_COUNTED(a->n_doorbells);
    out.interrupts = PVK_COUNTED(a->n_interrupts);
    out.dropped = PVK_COUNTED(a->n_dropped);
    if (a->region[PVGPU_REGION_STATS]) RtlCopyMemory(&out.host, a->region[PVGPU_REGION_STATS], sizeof out.host);
    out.n_crumbs = __atomic_load_n(&a->crumb_at, __ATOMIC_RELAXED);
    out.first_crumb = out.n_crumbs > PVK_CRUMBS ? out.n_crumbs & (PVK_CRUMBS - 1) : 0;
    RtlCopyMemory(out.crumbs, a->crumbs, sizeof out.crumbs);
    if (p->pBuffer) RtlCopyMemory(p->pBuffer, &out, p->BufferSize < sizeof out ? p->BufferSize : sizeof out);
    return STATUS_SUCCESS;
}
