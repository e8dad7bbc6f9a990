/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * interrupt.c - the device's interrupt: InterruptRoutine at the device's level with one lock that
 * SynchronizeExecution shares, NotifyInterrupt, the DPC, NotifyDpc.
 */
#include "dxgk_internal.h"

KIRQL dxgk_irq_enter(struct dxgk_adapter *a)
{
    KIRQL old = nt_irql_enter(NT_DEVICE_LEVEL);
    pthread_mutex_lock(&a->irq.lock);
    return old;
}

void dxgk_irq_leave(struct dxgk_adapter *a, KIRQL old)
{
    pthread_mutex_unlock(&a->irq.lock);
    nt_irql_leave(old);
}

bool dxgk_interrupt(void *adapter, uint32_t message)
{
    struct dxgk_adapter *a = adapter;
    KIRQL old = dxgk_irq_enter(a);
    BOOLEAN ours = FALSE;

    if (a->irq.connected) {
        a->irq.in_routine = true;
        a->irq.message = message;
        a->irq.notified = a->irq.dpc_queued = a->irq.crtc_seen = false;
        dxgk_ddi_begin(a, DXGK_DDI_InterruptRoutine, (const void *)a->ddi.DxgkDdiInterruptRoutine);
        ours = a->ddi.DxgkDdiInterruptRoutine(a->context, message);
        (void)dxgk_ddi_end(a, DXGK_DDI_InterruptRoutine, STATUS_SUCCESS);
        a->irq.in_routine = false;
        if (a->irq.notified && !a->irq.dpc_queued)
            nt_violation("d3dkmddi/nc-d3dkmddi-dxgkcb_notify_interrupt", "InterruptRoutine notified and queued no DPC");
        if (a->irq.notified && !ours)
            nt_violation("dispmprt/nc-dispmprt-dxgkddi_interrupt_routine",
                         "InterruptRoutine notified and said the interrupt was not its own");
        if (ours) dxgk_count(a, interrupts);
        else dxgk_count(a, unclaimed);
    }
    dxgk_irq_leave(a, old);
    return ours;
}

/* ---- the DPC ---- */

static void NTAPI dpc_routine(PKDPC dpc, PVOID context, PVOID a1, PVOID a2)
{
    struct dxgk_adapter *a = context;
    bool pending;
    KIRQL old;

    pthread_mutex_lock(&a->dpc_lock);
    if (a->irq.connected) {
        old = dxgk_irq_enter(a);
        pending = a->irq.pending;
        dxgk_irq_leave(a, old);
        a->in_dpc = true;
        a->notified_dpc = false;
        dxgk_count(a, dpcs);
        DXGK_CALL_VOID(a, DpcRoutine, a->context);
        a->in_dpc = false;
        if (pending && !a->notified_dpc)
            nt_violation("d3dkmddi/nc-d3dkmddi-dxgkcb_notify_dpc",
                         "DpcRoutine did not call DxgkCbNotifyDpc for what was notified");
    }
    pthread_mutex_unlock(&a->dpc_lock);
}

static BOOLEAN DDI_CALL queue_dpc(HANDLE device)
{
    struct dxgk_adapter *a = dxgk_adapter_of(device, "DxgkCbQueueDpc");
    if (!a) return FALSE;
    if (KeGetCurrentIrql() == NT_DEVICE_LEVEL) a->irq.dpc_queued = true; /* with the lock */
    return KeInsertQueueDpc(&a->dpc, NULL, NULL);
}

static void DDI_CALL notify_dpc(IN_CONST_HANDLE device)
{
    struct dxgk_adapter *a = dxgk_adapter_of(device, "DxgkCbNotifyDpc");
    struct dxgk_irq s;
    KIRQL old;

    if (!a) return;
    if (KeGetCurrentIrql() != DISPATCH_LEVEL || !a->in_dpc || dxgk_ddi_current() != DXGK_DDI_DpcRoutine)
        nt_violation("d3dkmddi/nc-d3dkmddi-dxgkcb_notify_dpc", "DxgkCbNotifyDpc outside DpcRoutine, IRQL %u", KeGetCurrentIrql());
    a->notified_dpc = true;
    old = dxgk_irq_enter(a);
    s = a->irq;
    a->irq.pending = a->irq.completed_new = a->irq.preempted_new = false;
    a->irq.vsync_new = 0;
    dxgk_irq_leave(a, old);
    if (s.completed_new) dxgk_sched_completed(a, s.completed);
    if (s.preempted_new) dxgk_sched_preempted(a, s.preempted, s.preempted_last);
    if (s.vsync_new) dxgk_display_vsync(a, s.vsync_new, s.vsync_address);
}

/* ---- NotifyInterrupt ---- */

static int child_of_target(struct dxgk_adapter *a, D3DDDI_VIDEO_PRESENT_TARGET_ID target)
{
    ULONG i;
    for (i = 0; i < a->n_children; i++)
        if (a->children[i].d.ChildDeviceType == TypeVideoOutput && a->children[i].d.ChildUid == target) return (int)i;
    return -1;
}

static void notify_completed(struct dxgk_adapter *a, const DXGKARGCB_NOTIFY_INTERRUPT_DATA *n)
{
    static const char page[] = "d3dkmddi/ne-d3dkmddi-_dxgk_interrupt_type";
    uint32_t fence = n->DmaCompleted.SubmissionFenceId;

    dxgk_count(a, dma_completed);
    if (n->DmaCompleted.NodeOrdinal != 0 || n->DmaCompleted.EngineOrdinal != 0)
        nt_violation(page, "DMA_COMPLETED names node %u, engine %u; there is only 0", n->DmaCompleted.NodeOrdinal,
                     n->DmaCompleted.EngineOrdinal);
    if (a->irq.crtc_seen)
        nt_violation("d3dkmddi/nc-d3dkmddi-dxgkcb_notify_interrupt", "a DMA interrupt was notified after a CRTC one");
    if (!dxgk_fence_reached(a->irq.submitted, fence)) {
        nt_violation(page, "DMA_COMPLETED names fence %u, which was not submitted (the last is %u)", fence, a->irq.submitted);
        return;
    }
    if (!dxgk_fence_reached(fence, a->irq.completed)) {
        nt_violation(page, "DMA_COMPLETED goes back from %u to %u", a->irq.completed, fence);
        return;
    }
    a->irq.completed = fence;
    a->irq.completed_new = a->irq.pending = true;
}

static void notify_preempted(struct dxgk_adapter *a, const DXGKARGCB_NOTIFY_INTERRUPT_DATA *n)
{
    static const char page[] = "d3dkmddi/nc-d3dkmddi-dxgkddi_preemptcommand";

    if (n->DmaPreempted.PreemptionFenceId != a->sched.preempt_asked)
        nt_violation(page, "DMA_PREEMPTED answers %u, asked was %u", n->DmaPreempted.PreemptionFenceId, a->sched.preempt_asked);
    if (!dxgk_fence_reached(a->irq.submitted, n->DmaPreempted.LastCompletedFenceId) ||
        !dxgk_fence_reached(n->DmaPreempted.LastCompletedFenceId, a->irq.completed))
        nt_violation(page, "DMA_PREEMPTED says that %u was completed last; known are %u completed and %u submitted",
                     n->DmaPreempted.LastCompletedFenceId, a->irq.completed, a->irq.submitted);
    a->irq.preempted = n->DmaPreempted.PreemptionFenceId;
    a->irq.preempted_last = n->DmaPreempted.LastCompletedFenceId;
    a->irq.completed = n->DmaPreempted.LastCompletedFenceId;
    a->irq.preempted_new = a->irq.pending = true;
}

static void notify_vsync(struct dxgk_adapter *a, const DXGKARGCB_NOTIFY_INTERRUPT_DATA *n)
{
    int child = child_of_target(a, n->CrtcVsync.VidPnTargetId);

    dxgk_count(a, vsyncs);
    a->irq.crtc_seen = true;
    if (child < 0) {
        nt_violation("d3dkmddi/ns-d3dkmddi-_dxgkargcb_notify_interrupt_data", "CRTC_VSYNC names target %u, which does not exist",
                     n->CrtcVsync.VidPnTargetId);
        return;
    }
    if (n->CrtcVsync.PhysicalAddress.QuadPart == 0)
        nt_violation("d3dkmddi/ns-d3dkmddi-_dxgkargcb_notify_interrupt_data", "CRTC_VSYNC with address NULL");
    a->irq.vsync_new |= 1u << child;
    a->irq.vsync_address[child] = n->CrtcVsync.PhysicalAddress;
    a->irq.pending = true;
}

static void DDI_CALL notify_interrupt(IN_CONST_HANDLE device, IN_CONST_PDXGKARGCB_NOTIFY_INTERRUPT_DATA n)
{
    static const char page[] = "d3dkmddi/nc-d3dkmddi-dxgkcb_notify_interrupt";
    struct dxgk_adapter *a = dxgk_adapter_of(device, "DxgkCbNotifyInterrupt");

    if (!a) return;
    if (KeGetCurrentIrql() != NT_DEVICE_LEVEL) {
        nt_violation(page, "DxgkCbNotifyInterrupt at IRQL %u", KeGetCurrentIrql());
        return;
    }
    if (__atomic_load_n(&a->asleep, __ATOMIC_ACQUIRE))
        nt_violation("dispmprt/nc-dispmprt-dxgkddi_set_power_state", "notified an interrupt while the device is in D3");
    if (a->irq.in_routine && a->bus->n_messages && a->irq.message != a->caps.InterruptMessageNumber && a->started)
        nt_violation(page, "notified from message %u, DXGK_DRIVERCAPS.InterruptMessageNumber is %u", a->irq.message,
                     a->caps.InterruptMessageNumber);
    a->irq.notified = true;
    switch (n->InterruptType) {
    case DXGK_INTERRUPT_DMA_COMPLETED:
        notify_completed(a, n);
        break;
    case DXGK_INTERRUPT_DMA_PREEMPTED:
        notify_preempted(a, n);
        break;
    case DXGK_INTERRUPT_CRTC_VSYNC:
        notify_vsync(a, n);
        break;
    default: /* DMA_FAULTED is reserved (ne-d3dkmddi-_dxgk_interrupt_type); the others need caps that we refuse */
        nt_violation("d3dkmddi/ne-d3dkmddi-_dxgk_interrupt_type", "interrupt type %d is not to be notified", n->InterruptType);
        break;
    }
}

/* ---- SynchronizeExecution ---- */

static NTSTATUS DDI_CALL synchronize_execution(HANDLE device, PKSYNCHRONIZE_ROUTINE routine, PVOID context, ULONG message,
                                               PBOOLEAN result)
{
    static const char page[] = "dispmprt/nc-dispmprt-dxgkcb_synchronize_execution";
    struct dxgk_adapter *a = dxgk_adapter_of(device, "DxgkCbSynchronizeExecution");
    NTSTATUS status = STATUS_UNSUCCESSFUL;
    KIRQL old;

    if (!a) return STATUS_INVALID_PARAMETER;
    if (KeGetCurrentIrql() > DISPATCH_LEVEL) {
        nt_violation(page, "DxgkCbSynchronizeExecution at IRQL %u", KeGetCurrentIrql());
        return STATUS_INVALID_PARAMETER;
    }
    if (message >= (a->bus->n_messages ? a->bus->n_messages : 1)) {
        nt_violation(page, "DxgkCbSynchronizeExecution names message %u of %u", message, a->bus->n_messages);
        return STATUS_INVALID_PARAMETER;
    }
    old = dxgk_irq_enter(a);
    if (a->irq.connected) {
        a->irq.notified = a->irq.dpc_queued = a->irq.crtc_seen = false;
        *result = routine(context);
        if (a->irq.notified && !a->irq.dpc_queued)
            nt_violation("d3dkmddi/nc-d3dkmddi-dxgkcb_notify_interrupt", "a synchronised routine notified and queued no DPC");
        status = STATUS_SUCCESS;
    }
    dxgk_irq_leave(a, old);
    return status;
}

NTSTATUS dxgk_interrupts_connect(struct dxgk_adapter *a)
{
    KIRQL old;

    KeInitializeDpc(&a->dpc, dpc_routine, a);
    a->dxgk.DxgkCbQueueDpc = queue_dpc;
    a->dxgk.DxgkCbNotifyInterrupt = notify_interrupt;
    a->dxgk.DxgkCbNotifyDpc = notify_dpc;
    a->dxgk.DxgkCbSynchronizeExecution = synchronize_execution;
    old = dxgk_irq_enter(a);
    a->irq.connected = true;
    dxgk_irq_leave(a, old);
    return a->bus->ops->interrupts_enable(a->bus, dxgk_interrupt, a) ? STATUS_INSUFFICIENT_RESOURCES : STATUS_SUCCESS;
}

void dxgk_interrupts_disconnect(struct dxgk_adapter *a)
{
    KIRQL old;

    a->bus->ops->interrupts_disable(a->bus);
    old = dxgk_irq_enter(a);
    a->irq.connected = false;
    dxgk_irq_leave(a, old);
    KeRemoveQueueDpc(&a->dpc);
    KeFlushQueuedDpcs();
}
