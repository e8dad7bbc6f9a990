/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * host.c - starting the host's side and telling it again everything that it should know: after a start,
 * a power-up and a reset it knows nothing. The driver's own lists are the truth, the host's objects a copy.
 */
#include "kmd.h"

/* What stands behind presents that need a context: no guest process can name it. */
PVK_PAGED static NTSTATUS announce_own(struct pvk_adapter *a)
{
    struct pvgpu_cmd_context_create context = { .id = a->own_context };
    struct pvgpu_cmd_heap_create heap = { .id = a->own_heap, .size = PVK_OWN_BYTES };
    struct pvgpu_cmd_heap_place place = { .id = a->own_heap, .placed = 1, .offset = 0 };
    struct pvgpu_cmd_context_open open = { .context = a->own_context, .id = a->own_heap };
    NTSTATUS status;

    PVGPU_CMD_INIT(&context, CONTEXT_CREATE);
    PVGPU_CMD_INIT(&heap, HEAP_CREATE);
    PVGPU_CMD_INIT(&place, HEAP_PLACE);
    PVGPU_CMD_INIT(&open, CONTEXT_OPEN);
    status = pvk_kernel_send(a, &context, sizeof context, NULL);
    if (NT_SUCCESS(status)) status = pvk_kernel_send(a, &heap, sizeof heap, NULL);
    if (NT_SUCCESS(status)) status = pvk_kernel_send(a, &place, sizeof place, NULL);
    if (NT_SUCCESS(status)) status = pvk_kernel_send(a, &open, sizeof open, NULL);
    return status;
}

/* Thousands of objects do not fit the ring at once: wait for it now and then. */
PVK_PAGED static NTSTATUS throttle(struct pvk_adapter *a, NTSTATUS status, uint64_t own, unsigned *n)
{
    if (NT_SUCCESS(status) && ++*n % 1024 == 0 && !pvk_wait_consumed(a, own, PVK_DRAIN_MS)) return STATUS_DEVICE_NOT_READY;
    return status;
}

PVK_PAGED static NTSTATUS announce_objects(struct pvk_adapter *a)
{
    NTSTATUS status = STATUS_SUCCESS;
    PLIST_ENTRY i, j;
    uint64_t own = 0;
    unsigned n = 0;

    for (i = a->devices.Flink; i != &a->devices && NT_SUCCESS(status); i = i->Flink) {
        struct pvk_device *d = CONTAINING_RECORD(i, struct pvk_device, link);
        struct pvgpu_cmd_context_create c = { .id = d->context };
        PVGPU_CMD_INIT(&c, CONTEXT_CREATE);
        status = pvk_kernel_send(a, &c, sizeof c, &own);
        status = throttle(a, status, own, &n);
    }
    for (i = a->allocs.Flink; i != &a->allocs && NT_SUCCESS(status); i = i->Flink) {
        struct pvk_alloc *al = CONTAINING_RECORD(i, struct pvk_alloc, link);
        struct pvk_id *e = pvk_id_entry(&a->resource_ids, al->id);
        if (e) e->place = PVK_NO_PLACE;
        status = pvk_alloc_announce(a, al, &own);
        status = throttle(a, status, own, &n);
        for (j = al->opens.Flink; j != &al->opens && NT_SUCCESS(status); j = j->Flink) {
            struct pvk_open *o = CONTAINING_RECORD(j, struct pvk_open, alloc_link);
            struct pvgpu_cmd_context_open c = { .context = o->device->context, .id = al->id };
            PVGPU_CMD_INIT(&c, CONTEXT_OPEN);
            status = pvk_kernel_send(a, &c, sizeof c, &own);
            status = throttle(a, status, own, &n);
        }
    }
    return status;
}

/* Callers are at synchronisation level 3, where nobody else walks the lists
 * (threading-and-synchronization-third-level). */
PVK_PAGED static NTSTATUS rebuild(struct pvk_adapter *a)
{
    NTSTATUS status = announce_own(a);
    if (NT_SUCCESS(status)) status = announce_objects(a);
    if (NT_SUCCESS(status)) pvk_display_restore(a);
    return status;
}

PVK_PAGED NTSTATUS pvk_host_start(struct pvk_adapter *a, unsigned limit_ms)
{
    NTSTATUS status = pvk_hw_enable(a, limit_ms);

    if (!NT_SUCCESS(status)) return status;
    a->post_width = 0; /* it knows no picture of a bugcheck */
    /* The slot is ours, not cleared by the device. */
    RtlZeroMemory(a->heap_chunk[0] + PVK_OWN_SLOT, sizeof(struct pvgpu_progress_slot));
    pvk_ask_forget(a);
    InterlockedExchange(&a->host_lost, 0);
    InterlockedExchange(&a->absent, 0);
    InterlockedExchange(&a->device_event, 0);
    pvk_queue_attach(a);
    status = rebuild(a);
    if (NT_SUCCESS(status)) pvk_scan_now(a); /* arms the event ring */
    else pvk_host_stop(a, PVK_STOP_MS);
    return status;
}

/* A host process that is not there must not stop the guest: six timeouts in a minute would be a bugcheck
 * (timeout-detection-and-recovery). Until one comes, everything submitted is over at once, Render fails for
 * all but Windows' own devices, and the picture stands still. */
PVK_PAGED void pvk_host_start_or_absent(struct pvk_adapter *a)
{
    if (NT_SUCCESS(pvk_host_start(a, PVK_START_MS))) return;
    pvk_error("%s\n", pvk_get(&a->gone) ? "the device is gone" : "no host process; waiting for one");
    InterlockedExchange(&a->host_lost, 0);
    InterlockedExchange(&a->absent, 1);
    pvk_reg_write(a, PVGPU_REG_IRQ_MASK, PVGPU_IRQ_ALL);
    pvk_display_timer(a, true);
}

PVK_PAGED void pvk_host_stop(struct pvk_adapter *a, unsigned limit_ms)
{
    if (!a->queue.entries) return;
    pvk_queue_forget(a);
    pvk_hw_disable(a, limit_ms);
}

/* The device and the host process live on through D3 unless the machine is reset, and neither can be asked to save
 * itself: so they are left as they are, and only made silent. */
PVK_PAGED void pvk_host_sleep(struct pvk_adapter *a)
{
    pvk_display_timer(a, false);
    pvk_reg_write(a, PVGPU_REG_IRQ_MASK, 0);
}

PVK_PAGED void pvk_host_wake(struct pvk_adapter *a)
{
    pvk_reg_write(a, PVGPU_REG_IRQ_STATUS, PVGPU_IRQ_ALL);
    pvk_reg_write(a, PVGPU_REG_IRQ_MASK, PVGPU_IRQ_ALL); /* before the look: what changes after it is heard */
    if (pvk_get(&a->queue.running) && !pvk_get(&a->host_lost) && pvk_hw_still_runs(a)) {
        pvk_display_restore(a);
        pvk_scan_now(a); /* what came in the meantime raised nothing */
        return;
    }
    /* What the host held is gone: devices of before are lost. */
    pvk_host_stop(a, PVK_STOP_MS);
    a->generation++;
    pvk_host_start_or_absent(a);
    for (uint32_t i = 1; i <= a->context_ids.limit; i++) pvk_device_signal(a, i, false);
}
