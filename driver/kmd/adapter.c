/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * adapter.c - the adapter's life: add, start, stop, remove, power. A StartDevice that fails is followed by
 * RemoveDevice and never by StopDevice (traps.md L22), so it takes back what it did.
 */
#include "kmd.h"
#include "ddi.h"

PVK_PAGED NTSTATUS DDI_CALL PvkDdiAddDevice(IN_CONST_PDEVICE_OBJECT PhysicalDeviceObject, OUT_PPVOID MiniportDeviceContext)
{
    struct pvk_adapter *a;

    PAGED_CODE();
    if (!PhysicalDeviceObject || !MiniportDeviceContext) return STATUS_INVALID_PARAMETER;
    *MiniportDeviceContext = NULL;
    a = pvk_alloc_pool(sizeof *a);
    if (!a) return STATUS_NO_MEMORY;
    a->pdo = PhysicalDeviceObject;
    ExInitializeFastMutex(&a->objects);
    InitializeListHead(&a->allocs);
    InitializeListHead(&a->devices);
    InitializeListHead(&a->queue.pending);
    KeInitializeSpinLock(&a->queue.lock);
    KeInitializeSpinLock(&a->table_lock);
    KeInitializeEvent(&a->consumed, NotificationEvent, FALSE);
    pvk_ask_init(a);
    pvk_display_init(a);
    *MiniportDeviceContext = a;
    return STATUS_SUCCESS;
}

/* Everything that start made, in any state of completion. */
PVK_PAGED static void undo_start(struct pvk_adapter *a)
{
    a->started = false;
    pvk_crumb(a, PVK_CRUMB_STOP, 0);
    pvk_display_timer(a, false);
    pvk_host_stop(a, PVK_STOP_MS);
    pvk_interrupts_off(a); /* they run until StopDevice ends (traps.md L23) */
    pvk_queue_fini(&a->queue);
    pvk_ids_fini(&a->resource_ids);
    pvk_ids_fini(&a->context_ids);
    pvk_free_pool(a->contexts);
    a->contexts = NULL;
    pvk_hw_close(a);
}

/* Sizes that queries report; they must not change while the adapter runs (traps.md L11). */
PVK_PAGED static void choose_segments(struct pvk_adapter *a, const DXGK_DEVICE_INFO *info)
{
    const uint64_t least = 256ull << 20, most = 64ull << 30;
    uint64_t ram = (uint64_t)info->SystemMemorySize.QuadPart, aperture = a->caps.shared_memory, host = a->caps.video_memory;

    if (ram && aperture > ram / 2) aperture = ram / 2;
    if (aperture < least) aperture = least;
    if (host < least) host = least;
    a->aperture_size = (aperture < most ? aperture : most) & ~(uint64_t)(PVGPU_PAGE - 1);
    a->host_limit = a->caps.video_memory + a->caps.shared_memory; /* docs/backend.md, "What each fault gets" */
    a->host_segment_size = (host < 4 * most ? host : 4 * most) & ~(uint64_t)(PVGPU_PAGE - 1);
}

PVK_PAGED static NTSTATUS start(struct pvk_adapter *a)
{
    DXGK_DEVICE_INFO info;
    uint32_t contexts;
    NTSTATUS status;

    RtlZeroMemory(&info, sizeof info);
    status = a->dxgk.DxgkCbGetDeviceInformation(a->dxgk.DeviceHandle, &info);
    if (NT_SUCCESS(status)) status = pvk_queue_init(&a->queue, a->required_entries);
    if (NT_SUCCESS(status)) status = pvk_hw_open(a, &info);
    if (NT_SUCCESS(status)) status = pvk_ids_init(&a->resource_ids, PVGPU_MAX_RESOURCES);
    if (!NT_SUCCESS(status)) return status;
    /* The host's limit of contexts is known only when it runs; the ids are for all that the ABI allows. */
    status = pvk_ids_init(&a->context_ids, PVGPU_MAX_CONTEXTS - 1);
    if (!NT_SUCCESS(status)) return status;
    a->contexts = pvk_alloc_pool(PVGPU_MAX_CONTEXTS * sizeof a->contexts[0]);
    if (!a->contexts) return STATUS_NO_MEMORY;
    a->own_context = pvk_id_take(&a->context_ids, 0);
    a->own_heap = pvk_id_take(&a->resource_ids, 0);
    a->post_resource = pvk_id_take(&a->resource_ids, 0);
    if (!a->own_context || !a->own_heap || !a->post_resource) return STATUS_NO_MEMORY;
    InterlockedExchange(&a->powered, 1);
    status = pvk_host_start(a, PVK_START_MS);
    if (!NT_SUCCESS(status)) return status;
    contexts = a->caps.max_contexts;
    if (contexts && contexts < a->context_ids.limit) a->context_ids.limit = contexts;
    choose_segments(a, &info);
    return STATUS_SUCCESS;
}

/* The boot display, if it was on this device: what it showed is black now, and nothing is kept of it. No picture
 * of the firmware is fine, too (traps.md L21). */
PVK_PAGED static void acquire_post(struct pvk_adapter *a)
{
    DXGK_DISPLAY_INFORMATION post;

    if (!a->dxgk.DxgkCbAcquirePostDisplayOwnership) return;
    RtlZeroMemory(&post, sizeof post);
    (void)a->dxgk.DxgkCbAcquirePostDisplayOwnership(a->dxgk.DeviceHandle, &post);
}

PVK_PAGED NTSTATUS DDI_CALL PvkDdiStartDevice(IN_CONST_PVOID MiniportDeviceContext, IN_PDXGK_START_INFO DxgkStartInfo,
                                              IN_PDXGKRNL_INTERFACE DxgkInterface,
                                              OUT_PULONG NumberOfVideoPresentSources, OUT_PULONG NumberOfChildren)
{
    struct pvk_adapter *a = MiniportDeviceContext;
    NTSTATUS status;

    PAGED_CODE();
    if (!a || !DxgkStartInfo || !DxgkInterface || !NumberOfVideoPresentSources || !NumberOfChildren)
        return STATUS_INVALID_PARAMETER;
    *NumberOfVideoPresentSources = 0;
    *NumberOfChildren = 0;
    /* The port driver's table may be shorter or longer than ours (traps.md L10). */
    RtlZeroMemory(&a->dxgk, sizeof a->dxgk);
    RtlCopyMemory(&a->dxgk, DxgkInterface, DxgkInterface->Size < sizeof a->dxgk ? DxgkInterface->Size : sizeof a->dxgk);
    a->required_entries = DxgkStartInfo->RequiredDmaQueueEntry;
    InterlockedExchange(&a->gone, 0);
    if (a->required_entries > 65536) return STATUS_INVALID_PARAMETER;
    status = start(a);
    if (!NT_SUCCESS(status)) {
        undo_start(a);
        return status;
    }
    acquire_post(a);
    a->started = true;
    pvk_crumb(a, PVK_CRUMB_START, a->epoch);
    *NumberOfVideoPresentSources = a->n_scanouts;
    *NumberOfChildren = a->n_scanouts;
    pvk_info("started: %s, %u scanouts, heap %llu MiB\n", a->caps.name, a->n_scanouts,
             (unsigned long long)(a->region_size[PVGPU_REGION_HEAP] >> 20));
    return STATUS_SUCCESS;
}

PVK_PAGED NTSTATUS DDI_CALL PvkDdiStopDevice(IN_CONST_PVOID MiniportDeviceContext)
{
    struct pvk_adapter *a = MiniportDeviceContext;

    PAGED_CODE();
    if (!a) return STATUS_INVALID_PARAMETER;
    if (a->started) undo_start(a);
    return STATUS_SUCCESS;
}

PVK_PAGED NTSTATUS DDI_CALL PvkDdiRemoveDevice(IN_CONST_PVOID MiniportDeviceContext)
{
    struct pvk_adapter *a = MiniportDeviceContext;

    PAGED_CODE();
    if (!a) return STATUS_INVALID_PARAMETER;
    NT_ASSERT(!a->regs && !pvk_get(&a->vsync_timer_on));
    pvk_free_pool(a);
    return STATUS_SUCCESS;
}

PVK_PAGED void DDI_CALL PvkDdiUnload(void)
{
    PAGED_CODE(); /* all state hangs off adapters */
}

/* Any IRQL, as the last call before a bugcheck or shutdown: the screen goes back to the firmware's mode,
 * which the device does by itself when its driver's side is off (nc-dispmprt-dxgkddi_reset_device). */
void DDI_CALL PvkDdiResetDevice(IN_CONST_PVOID MiniportDeviceContext)
{
    struct pvk_adapter *a = MiniportDeviceContext;
    if (a && a->regs) pvk_reg_write(a, PVGPU_REG_CONTROL, 0);
}

PVK_PAGED NTSTATUS DDI_CALL PvkDdiSetPowerState(IN_CONST_PVOID MiniportDeviceContext, IN_ULONG DeviceUid,
                                                IN_DEVICE_POWER_STATE DevicePowerState, IN_POWER_ACTION ActionType)
{
    struct pvk_adapter *a = MiniportDeviceContext;

    PAGED_CODE();
    /* Must not fail; a child may be one that is gone already (nc-dispmprt-dxgkddi_set_power_state). Monitors
     * have no power state of their own here. */
    if (!a || !a->started || DeviceUid != DISPLAY_ADAPTER_HW_ID) return STATUS_SUCCESS;
    if (DevicePowerState == PowerDeviceD0) {
        if (pvk_get(&a->powered)) return STATUS_SUCCESS;
        InterlockedExchange(&a->powered, 1);
        pvk_crumb(a, PVK_CRUMB_POWER, 0);
        acquire_post(a); /* from 1.2 on, at each return to D0 */
        pvk_host_wake(a);
    } else if (DevicePowerState == PowerDeviceD3 && pvk_get(&a->powered)) {
        InterlockedExchange(&a->powered, 0);
        pvk_crumb(a, PVK_CRUMB_POWER, 3);
        pvk_host_sleep(a);
    }
    return STATUS_SUCCESS;
}

/* The function is not there any more: from now on no register is touched, work in flight is lost, and what Windows
 * asks next only frees our own things. Level 0: it may come in the middle of any other call
 * (nc-dispmprt-dxgkddi_notify_surprise_removal). */
PVK_PAGED NTSTATUS DDI_CALL PvkDdiNotifySurpriseRemoval(PVOID MiniportDeviceContext, DXGK_SURPRISE_REMOVAL_TYPE RemovalType)
{
    struct pvk_adapter *a = MiniportDeviceContext;

    PAGED_CODE();
    if (!a) return STATUS_INVALID_PARAMETER;
    pvk_hw_gone(a);
    KeSetEvent(&a->consumed, 0, FALSE); /* who waits for the host need not */
    return STATUS_SUCCESS;
}

PVK_PAGED NTSTATUS DDI_CALL PvkDdiDispatchIoRequest(IN_CONST_PVOID MiniportDeviceContext, IN_ULONG VidPnSourceId,
                                                    IN_PVIDEO_REQUEST_PACKET VideoRequestPacket)
{
    PAGED_CODE();
    if (!MiniportDeviceContext || !VideoRequestPacket) return STATUS_INVALID_PARAMETER;
    return STATUS_NOT_SUPPORTED; /* no video request is defined for us */
}

PVK_PAGED NTSTATUS DDI_CALL PvkDdiNotifyAcpiEvent(IN_CONST_PVOID MiniportDeviceContext, IN_DXGK_EVENT_TYPE EventType,
                                                  IN_ULONG Event, IN_PVOID Argument, OUT_PULONG AcpiFlags)
{
    PAGED_CODE();
    if (AcpiFlags) *AcpiFlags = 0;
    return STATUS_SUCCESS;
}

PVK_PAGED NTSTATUS DDI_CALL PvkDdiQueryInterface(IN_CONST_PVOID MiniportDeviceContext, IN_PQUERY_INTERFACE QueryInterface)
{
    PAGED_CODE();
    return STATUS_NOT_SUPPORTED; /* the only result that lets others answer (nc-dispmprt-dxgkddi_query_interface) */
}

PVK_PAGED void DDI_CALL PvkDdiControlEtwLogging(IN_BOOLEAN Enable, IN_ULONG Flags, IN_UCHAR Level)
{
    PAGED_CODE(); /* no events of our own */
}
