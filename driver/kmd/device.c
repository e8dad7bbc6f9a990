/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * device.c - devices and contexts. One protocol context stands behind each device; all WDDM contexts of the
 * device share it.
 */
#include "kmd.h"
#include "ddi.h"

#define DMA_SIZE        (256u << 10)
#define ALLOCATION_LIST 4096u
#define PATCH_LIST      PVK_MAX_PLACES

bool pvk_device_is_lost(const struct pvk_device *d)
{
    if (d->system) return false; /* Windows' own devices go on after a reset */
    return d->lost || pvk_get(&d->adapter->absent) || pvk_get(&d->adapter->gone) || d->generation != d->adapter->generation;
}

void pvk_device_signal(struct pvk_adapter *a, uint32_t context, bool error)
{
    struct pvk_device *d;
    KIRQL irql;

    if (context == a->own_context) {
        if (error)
            pvk_error("the driver's own context was refused: code %u, opcode 0x%x\n", (uint32_t)(a->error_detail >> 32),
                      (uint32_t)a->error_detail);
        return;
    }
    KeAcquireSpinLock(&a->table_lock, &irql);
    d = a->contexts && context <= a->context_ids.limit ? a->contexts[context] : NULL;
    if (d && error && !InterlockedExchange(&d->lost, 1)) {
        pvk_crumb(a, PVK_CRUMB_CONTEXT_LOST, context);
        pvk_error("context %u is lost: code %u, opcode 0x%x\n", context, (uint32_t)(a->error_detail >> 32),
                  (uint32_t)a->error_detail);
    }
    if (d && d->event) KeSetEvent(d->event, 0, FALSE);
    KeReleaseSpinLock(&a->table_lock, irql);
}

PVK_RESIDENT static void table_set(struct pvk_adapter *a, uint32_t context, struct pvk_device *d)
{
    KIRQL irql;
    KeAcquireSpinLock(&a->table_lock, &irql);
    a->contexts[context] = d;
    KeReleaseSpinLock(&a->table_lock, irql);
}

/* Takes a device out of the table; returns its event, which is the caller's now. */
PVK_RESIDENT static PKEVENT table_drop(struct pvk_adapter *a, struct pvk_device *d)
{
    PKEVENT event;
    KIRQL irql;
    KeAcquireSpinLock(&a->table_lock, &irql);
    a->contexts[d->context] = NULL;
    event = d->event;
    d->event = NULL;
    KeReleaseSpinLock(&a->table_lock, irql);
    return event;
}

PVK_PAGED NTSTATUS DDI_CALL PvkDdiCreateDevice(IN_CONST_HANDLE hAdapter, INOUT_PDXGKARG_CREATEDEVICE pCreateDevice)
{
    struct pvk_adapter *a = hAdapter;
    struct pvgpu_cmd_context_create c = { 0 };
    struct pvk_device *d;
    NTSTATUS status;

    PAGED_CODE();
    d = pvk_alloc_pool(sizeof *d);
    if (!d) return STATUS_NO_MEMORY;
    InitializeListHead(&d->opens);
    d->adapter = a;
    d->dxgk_device = pCreateDevice->hDevice;
    d->system = pCreateDevice->Flags.SystemDevice || pCreateDevice->Flags.GdiDevice;
    d->generation = a->generation;
    d->context = pvk_id_take(&a->context_ids, pvk_consumed(a));
    c.id = d->context;
    PVGPU_CMD_INIT(&c, CONTEXT_CREATE);
    status = d->context ? pvk_kernel_send(a, &c, sizeof c, NULL) : STATUS_NO_MEMORY;
    if (!NT_SUCCESS(status)) {
        if (d->context) pvk_id_give(&a->context_ids, d->context, 0);
        pvk_free_pool(d);
        return STATUS_NO_MEMORY;
    }
    table_set(a, d->context, d);
    ExAcquireFastMutex(&a->objects);
    InsertTailList(&a->devices, &d->link);
    ExReleaseFastMutex(&a->objects);
    /* Flags (in) and pInfo (out) share their place. With contexts the sizes of CreateContext count; the
     * same are said here, in memory that lives as long as the device. */
    d->info.DmaBufferSize = DMA_SIZE;
    d->info.DmaBufferPrivateDataSize = sizeof(struct pvk_dma_private);
    d->info.AllocationListSize = ALLOCATION_LIST;
    d->info.PatchLocationListSize = PATCH_LIST;
    pCreateDevice->pInfo = &d->info;
    pCreateDevice->hDevice = d;
    return STATUS_SUCCESS;
}

PVK_PAGED NTSTATUS DDI_CALL PvkDdiDestroyDevice(IN_CONST_HANDLE hDevice)
{
    struct pvk_device *d = hDevice;
    struct pvk_adapter *a = d->adapter;
    struct pvgpu_cmd_context_destroy c = { .id = d->context };
    PKEVENT event;
    uint64_t own;

    PAGED_CODE();
    PVGPU_CMD_INIT(&c, CONTEXT_DESTROY);
    pvk_kernel_send_sure(a, &c, sizeof c, &own);
    event = table_drop(a, d);
    if (event) ObfDereferenceObject(event);
    ExAcquireFastMutex(&a->objects);
    RemoveEntryList(&d->link);
    NT_ASSERT(IsListEmpty(&d->opens));
    ExReleaseFastMutex(&a->objects);
    pvk_id_give(&a->context_ids, d->context, own);
    pvk_free_pool(d);
    return STATUS_SUCCESS;
}

PVK_PAGED NTSTATUS DDI_CALL PvkDdiCreateContext(IN_CONST_HANDLE hDevice, INOUT_PDXGKARG_CREATECONTEXT pCreateContext)
{
    struct pvk_device *d = hDevice;
    DXGK_CONTEXTINFO *info = &pCreateContext->ContextInfo;
    struct pvk_context *c;

    PAGED_CODE();
    if (pCreateContext->NodeOrdinal != PVK_NODE) return STATUS_INVALID_PARAMETER;
    c = pvk_alloc_pool(sizeof *c);
    if (!c) return STATUS_NO_MEMORY;
    c->device = d;
    c->gdi = pCreateContext->Flags.GdiContext;
    c->system = pCreateContext->Flags.SystemContext;
    RtlZeroMemory(info, sizeof *info);
    info->DmaBufferSize = DMA_SIZE;
    info->DmaBufferSegmentSet = 0; /* contiguous system memory; the host never reads it, we copy it into the ring */
    info->DmaBufferPrivateDataSize = sizeof(struct pvk_dma_private);
    info->AllocationListSize = c->gdi ? DXGK_ALLOCATION_LIST_SIZE_GDICONTEXT : ALLOCATION_LIST;
    info->PatchLocationListSize = PATCH_LIST;
    pCreateContext->hContext = c;
    return STATUS_SUCCESS;
}

PVK_PAGED NTSTATUS DDI_CALL PvkDdiDestroyContext(IN_CONST_HANDLE hContext)
{
    PAGED_CODE();
    pvk_free_pool(hContext);
    return STATUS_SUCCESS;
}
