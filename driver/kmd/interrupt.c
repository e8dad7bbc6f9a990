/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * interrupt.c - what the device tells us. The scan (fences, then events, then vertical syncs) runs at the
 * interrupt's level only: in the interrupt routine of message 0, or inside DxgkCbSynchronizeExecution. It
 * hands the rest to the DPC as bits. Nothing here is pageable, allocates, or takes a lock at DIRQL.
 */
#include "kmd.h"
#include "ddi.h"

void pvk_host_lost(struct pvk_adapter *a, const char *why)
{
    if (InterlockedExchange(&a->host_lost, 1)) return;
    pvk_crumb(a, PVK_CRUMB_HOST_LOST, 0);
    __atomic_store_n(&a->lost_why, why, __ATOMIC_RELEASE);
    InterlockedExchange(&a->device_event, 1);
    a->dxgk.DxgkCbQueueDpc(a->dxgk.DeviceHandle);
}

/* ---- fences ---- */

static struct pvgpu_progress_slot *own_slot(struct pvk_adapter *a)
{
    return (struct pvgpu_progress_slot *)(void *)(a->heap_chunk[0] + PVK_OWN_SLOT);
}

/* True when the host has reached the entry; otherwise it was asked to wake us there. */
static bool reached(struct pvk_adapter *a, const struct pvk_entry *e)
{
    if (pvk_get(&a->gone)) return true; /* nobody will, and nobody is to wait (reset.c) */
    /* A lost host answers nothing, preemptions included: that is how Windows finds out. */
    if (pvk_get(&a->host_lost)) return false;
    if (pvk_consumed(a) < e->own) {
        pvgpu_store64(&a->fences->wake_at, e->own);
        pvgpu_fence();
        if (pvk_consumed(a) < e->own) return false;
    }
    if (e->readback && pvgpu_load64(&own_slot(a)->value) < e->readback) {
        pvgpu_store64(&own_slot(a)->wake_at, e->readback);
        pvgpu_fence();
        if (pvgpu_load64(&own_slot(a)->value) < e->readback) return false;
    }
    return true;
}

/* Each fence is reported by itself, in order: Windows was seen to stop presenting when ids were left out
 * (traps.md S2, S3), although ne-d3dkmddi-_dxgk_interrupt_type lets the latest stand for all. */
static void report(struct pvk_adapter *a, const struct pvk_entry *e)
{
    struct pvk_queue *q = &a->queue;
    DXGKARGCB_NOTIFY_INTERRUPT_DATA n;

    if (e->kind == PVK_ENTRY_WAIT) {
        InterlockedExchange(&a->signal_consumed, 1);
        return;
    }
    RtlZeroMemory(&n, sizeof n);
    if (e->kind == PVK_ENTRY_DMA) {
        pvgpu_store32(&q->last_completed, e->fence);
        n.InterruptType = DXGK_INTERRUPT_DMA_COMPLETED;
        n.DmaCompleted.SubmissionFenceId = e->fence;
        n.DmaCompleted.NodeOrdinal = PVK_NODE;
    } else {
        n.InterruptType = DXGK_INTERRUPT_DMA_PREEMPTED;
        n.DmaPreempted.PreemptionFenceId = e->fence;
        n.DmaPreempted.LastCompletedFenceId = q->last_completed;
        n.DmaPreempted.NodeOrdinal = PVK_NODE;
    }
    a->dxgk.DxgkCbNotifyInterrupt(a->dxgk.DeviceHandle, &n);
}

static bool retire(struct pvk_adapter *a)
{
    struct pvk_queue *q = &a->queue;
    bool any = false;

    for (uint32_t tail = q->tail; tail != pvgpu_load32(&q->head); tail++) {
        struct pvk_entry e = q->entries[tail & (q->n_entries - 1)];
        if (!reached(a, &e)) break;
        report(a, &e);
        pvgpu_store32(&q->tail, tail + 1);
        pvgpu_fence(); /* pairs with pvk_entry_push */
        any = true;
    }
    return any;
}

/* ---- events ---- */

static void set_bit(uint64_t *bits, uint32_t i)
{
    if (i < PVGPU_MAX_CONTEXTS) __atomic_fetch_or(&bits[i / 64], 1ull << (i % 64), __ATOMIC_SEQ_CST);
}

static void latency(struct pvk_adapter *a, uint64_t guest_time)
{
    uint64_t now = pvk_now_100ns() * 100;
    PVK_COUNT(a->n_presented);
    if (!guest_time || guest_time > now) return;
    a->latencies[a->latency_at % PVK_LATENCIES] = now - guest_time;
    a->latency_at++;
}

static void event(struct pvk_adapter *a, const struct pvgpu_event *e, uint32_t *vblanks)
{
    switch ((enum pvgpu_event_type)e->type) {
    case PVGPU_EVENT_VBLANK:
        if (e->subject < a->n_scanouts) *vblanks |= 1u << e->subject;
        return;
    case PVGPU_EVENT_FLIP:
        pvk_display_flip_event(a, e->a);
        return;
    case PVGPU_EVENT_CONTEXT_ERROR:
        a->error_detail = e->a;
        set_bit(a->errors, e->subject);
        return;
    case PVGPU_EVENT_PROGRESS:
        set_bit(a->progress, e->subject);
        return;
    case PVGPU_EVENT_DEVICE:
        if (e->subject == PVGPU_DEVICE_LOST) pvk_host_lost(a, "the host's Direct3D device was removed");
        return;
    case PVGPU_EVENT_PRESENTED:
        latency(a, e->b);
        return;
    case PVGPU_EVENT_MODE:
        pvk_mode_wish(a, e->subject, e->a, e->b);
        return;
    }
    PVK_COUNT(a->n_unclaimed);
}

/* True when the ring was left with something in it. */
static bool read_events(struct pvk_adapter *a, uint32_t *vblanks)
{
    /* A host that writes without end must not keep us at DIRQL: the DPC comes back for the rest. */
    for (unsigned i = 0; i < 1024; i++) {
        struct pvgpu_event e;
        uint32_t avail;
        enum pvgpu_ring_status s = pvgpu_ring_avail(&a->events, &avail);
        if (s == PVGPU_RING_WAIT && !pvgpu_ring_want_data(&a->events)) return false;
        if (s == PVGPU_RING_BROKEN || (s == PVGPU_RING_OK && avail < sizeof e)) {
            pvk_host_lost(a, "the event ring's indices are impossible");
            return false;
        }
        if (s == PVGPU_RING_WAIT) continue;
        pvgpu_ring_get(&a->events, 0, &e, sizeof e);
        event(a, &e, vblanks);
        if (pvgpu_ring_consume(&a->events, sizeof e)) pvk_reg_write(a, PVGPU_REG_DOORBELL, 1);
    }
    return true;
}

static void scan(struct pvk_adapter *a)
{
    uint32_t vblanks = 0;

    if (!pvk_get(&a->queue.running) && !pvk_get(&a->absent)) return;
    retire(a);
    if (pvk_get(&a->queue.running) && !pvk_get(&a->host_lost) && read_events(a, &vblanks)) InterlockedExchange(&a->dpc_scan, 1);
    /* A readback that ended is told by an event; and within one interrupt DMA notices come before those
     * of the display (nc-d3dkmddi-dxgkcb_notify_interrupt). */
    retire(a);
    for (uint32_t i = 0; i < a->n_scanouts; i++)
        if (vblanks & 1u << i) pvk_display_vblank_event(a, i);
}

static BOOLEAN DDI_CALL scan_synchronized(PVOID context)
{
    struct pvk_adapter *a = context;
    scan(a);
    /* What was notified counts only when a DPC follows (nc-d3dkmddi-dxgkcb_notify_interrupt; traps.md S6, S7). */
    a->dxgk.DxgkCbQueueDpc(a->dxgk.DeviceHandle);
    return TRUE;
}

void pvk_scan_now(struct pvk_adapter *a)
{
    BOOLEAN done = FALSE;
    /* Can fail while stopping: the next interrupt or DPC finds the same state (traps.md S8). */
    if (!NT_SUCCESS(a->dxgk.DxgkCbSynchronizeExecution(a->dxgk.DeviceHandle, scan_synchronized, a, 0, &done)))
        InterlockedExchange(&a->dpc_scan, 1);
}

void pvk_at_dirql(struct pvk_adapter *a, PKSYNCHRONIZE_ROUTINE fn, void *context)
{
    BOOLEAN value = FALSE;
    /* Fails while the interrupt is not connected (nc-dispmprt-dxgkcb_synchronize_execution): then nobody else is
     * at its level either. */
    if (!a->dxgk.DxgkCbSynchronizeExecution ||
        !NT_SUCCESS(a->dxgk.DxgkCbSynchronizeExecution(a->dxgk.DeviceHandle, fn, context, 0, &value)))
        fn(context);
}

static BOOLEAN DDI_CALL nothing(PVOID context) { return TRUE; }

PVK_PAGED void pvk_interrupts_off(struct pvk_adapter *a)
{
    BOOLEAN value;

    if (!InterlockedExchange(&a->ready, 0)) return;
    /* Each message has a level of its own. */
    for (uint32_t i = 0; i == 0 || i < a->n_messages; i++)
        (void)a->dxgk.DxgkCbSynchronizeExecution(a->dxgk.DeviceHandle, nothing, NULL, i, &value);
    KeFlushQueuedDpcs();
}

BOOLEAN DDI_CALL PvkDdiInterruptRoutine(IN_CONST_PVOID MiniportDeviceContext, IN_ULONG MessageNumber)
{
    struct pvk_adapter *a = MiniportDeviceContext;
    uint32_t bits;

    /* Runs in the middle of StartDevice and until StopDevice ends (traps.md L23). */
    if (!pvk_get(&a->ready)) return FALSE;
    if (!a->n_messages) {
        bits = pvk_reg_read(a, PVGPU_REG_IRQ_STATUS);
        if (bits == PVK_GONE || !(bits &= PVGPU_IRQ_ALL)) return FALSE;
        pvk_reg_write(a, PVGPU_REG_IRQ_STATUS, bits);
    } else {
        if (MessageNumber >= PVGPU_MSIX_COUNT) return FALSE;
        bits = MessageNumber == PVGPU_MSIX_RING ? PVGPU_IRQ_RING : PVGPU_IRQ_DEVICE;
        /* Windows may grant one message only, which then stands for both: the register knows. */
        if (a->n_messages < PVGPU_MSIX_COUNT) bits = PVGPU_IRQ_RING | (pvk_reg_read(a, PVGPU_REG_IRQ_STATUS) & PVGPU_IRQ_DEVICE);
        /* The device keeps this bit with message interrupts, too. */
        if (bits & PVGPU_IRQ_DEVICE) pvk_reg_write(a, PVGPU_REG_IRQ_STATUS, PVGPU_IRQ_DEVICE);
    }
    PVK_COUNT(a->n_interrupts);
    if (bits & PVGPU_IRQ_DEVICE) InterlockedExchange(&a->device_event, 1);
    if (bits & PVGPU_IRQ_RING) scan(a);
    a->dxgk.DxgkCbQueueDpc(a->dxgk.DeviceHandle);
    return TRUE;
}

/* ---- DPC ---- */

static void check_device(struct pvk_adapter *a)
{
    const char *why = __atomic_exchange_n(&a->lost_why, NULL, __ATOMIC_ACQ_REL);
    uint32_t status, error;

    if (why) pvk_error("host lost: %s\n", why);
    if (!pvk_get(&a->powered)) return; /* asleep: waking up looks by itself (host.c) */
    status = pvk_reg_read(a, PVGPU_REG_STATUS);
    if (status == PVK_GONE) pvk_hw_gone(a);
    else if (pvk_get(&a->absent) && (status & PVGPU_STATUS_READY)) {
        /* A host process came. Work that is submitted from now on hangs until Windows resets the adapter. */
        InterlockedExchange(&a->host_lost, 1);
        InterlockedExchange(&a->absent, 0);
        return;
    }
    if (!why && pvk_get(&a->queue.running) && !pvk_get(&a->host_lost)) {
        error = pvk_reg_read(a, PVGPU_REG_ERROR);
        if ((status & PVGPU_STATUS_RUNNING) && !error && pvk_reg_read(a, PVGPU_REG_EPOCH) == a->epoch) return;
        pvk_error("host lost: status 0x%x, error %u\n", status, error);
        InterlockedExchange(&a->host_lost, 1);
    }
    if (!pvk_get(&a->host_lost)) return;
    /* Nothing completes from now on, which is how Windows notices: it preempts, waits, and resets the
     * adapter (timeout-detection-and-recovery). Callers that wait for the host need not. */
    KeSetEvent(&a->consumed, 0, FALSE);
    pvk_display_timer(a, true);
    for (uint32_t i = 1; i <= a->context_ids.limit; i++) set_bit(a->progress, i);
}

static void context_events(struct pvk_adapter *a)
{
    for (uint32_t w = 0; w < PVGPU_MAX_CONTEXTS / 64; w++) {
        uint64_t errors = __atomic_exchange_n(&a->errors[w], 0, __ATOMIC_SEQ_CST);
        uint64_t bits = __atomic_exchange_n(&a->progress[w], 0, __ATOMIC_SEQ_CST) | errors;
        for (uint32_t i = 0; bits; i++, bits >>= 1) {
            if (!(bits & 1)) continue;
            pvk_device_signal(a, w * 64 + i, errors >> i & 1);
        }
    }
}

void DDI_CALL PvkDdiDpcRoutine(IN_CONST_PVOID MiniportDeviceContext)
{
    struct pvk_adapter *a = MiniportDeviceContext;

    if (!pvk_get(&a->ready)) { /* before the start's end or after the stop's beginning */
        a->dxgk.DxgkCbNotifyDpc(a->dxgk.DeviceHandle);
        return;
    }
    if (InterlockedExchange(&a->dpc_scan, 0)) pvk_scan_now(a);
    /* Always: fences that were notified outside of an interrupt are seen only then (traps.md S6). */
    a->dxgk.DxgkCbNotifyDpc(a->dxgk.DeviceHandle);
    if (InterlockedExchange(&a->device_event, 0)) check_device(a);
    pvk_display_flush(a);
    if (!IsListEmpty(&a->queue.pending)) pvk_queue_flush(a);
    if (InterlockedExchange(&a->signal_consumed, 0)) KeSetEvent(&a->consumed, 0, FALSE);
    context_events(a);
    pvk_mode_wishes(a);
}
