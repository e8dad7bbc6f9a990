/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * kmt_device.c - D3DKMT calls for devices and contexts.
 */
#include "dxgk_internal.h"

#include <sys/mman.h>

/* ---- devices ---- */

NTSTATUS dxgk_device_create(struct dxgk_adapter *a, uint32_t process, enum dxgk_owner owner, struct dxgk_device **out)
{
    struct dxgk_device *d = calloc(1, sizeof *d);
    DXGK_DEVICEINFO info = { 0 };
    DXGKARG_CREATEDEVICE args = { 0 };
    NTSTATUS status;

    if (!d || !dxgk_handle_create(&d->o, DXGK_DEVICE, process)) {
        free(d);
        return STATUS_NO_MEMORY;
    }
    d->adapter = a;
    d->system = owner != DXGK_OWNER_PROGRAM;
    d->queued_limit = DXGK_PRESENT_LIMIT;
    InitializeListHead(&d->contexts);
    InitializeListHead(&d->opens);
    InitializeListHead(&d->resources);
    InitializeListHead(&d->dying_opens);
    InitializeListHead(&d->dying_resources);
    args.hDevice = (HANDLE)d; /* what the driver gives back in callbacks */
    if (owner == DXGK_OWNER_PROGRAM) args.pInfo = &info;
    else if (owner == DXGK_OWNER_SYSTEM) args.Flags.SystemDevice = 1;
    else args.Flags.GdiDevice = 1;
    status = DXGK_CALL(a, CreateDevice, a->context, &args);
    if (NT_SUCCESS(status) && (!args.hDevice || args.hDevice == (HANDLE)d))
        nt_violation("d3dkmddi/ns-d3dkmddi-_dxgkarg_createdevice", "the driver returned no handle of its own");
    if (!NT_SUCCESS(status)) {
        dxgk_handle_destroy(d->o.handle);
        free(d);
        return status;
    }
    d->h_driver = args.hDevice;
    *out = d;
    return STATUS_SUCCESS;
}

static bool nobody_waits(void *arg) { return __atomic_load_n(&((struct dxgk_device *)arg)->busy, __ATOMIC_ACQUIRE) == 0; }

void dxgk_device_destroy(struct dxgk_client *c, struct dxgk_device *d)
{
    struct dxgk_adapter *a = d->adapter;
    uint32_t i;

    dxgk_handle_destroy(d->o.handle);
    /* Calls that wait come back first. */
    if (!d->system) {
        dxgk_device_end(d);
        dxgk_client_pause(c);
        dxgk_sched_wait(a, nobody_waits, d, 0);
        dxgk_client_resume(c);
    }
    dxgk_display_release(c, d);
    while (!IsListEmpty(&d->contexts)) dxgk_context_destroy(c, CONTAINING_RECORD(d->contexts.Flink, struct dxgk_context, link));
    dxgk_reap(c, d, true);
    for (i = 0; i < DXGK_MAX_SOURCES; i++)
        if (d->primary[i]) dxgk_close(d->primary[i]);
    while (!IsListEmpty(&d->resources))
        dxgk_open_resource_destroy(CONTAINING_RECORD(d->resources.Flink, struct dxgk_open_resource, link));
    while (!IsListEmpty(&d->opens)) dxgk_close(CONTAINING_RECORD(d->opens.Flink, struct dxgk_open, link));
    (void)DXGK_CALL(a, DestroyDevice, d->h_driver);
    free(d);
}

/* ---- contexts ---- */

static void *user_memory(size_t size)
{
    void *p = nt_user_pages((size + 2 * PAGE_SIZE - 1) & ~(size_t)(PAGE_SIZE - 1), 0);
    if (!p) return NULL;
    /* Whoever writes past the end is stopped at once. */
    mprotect((char *)p + ((size + PAGE_SIZE - 1) & ~(size_t)(PAGE_SIZE - 1)), PAGE_SIZE, PROT_NONE);
    return p;
}

static void user_free(void *p, size_t size)
{
    if (p) munmap(p, (size + 2 * PAGE_SIZE - 1) & ~(size_t)(PAGE_SIZE - 1));
}

static void free_user(struct dxgk_context *x)
{
    unsigned i;
    for (i = 0; i < 2; i++) {
        user_free(x->user[i].commands, x->info.DmaBufferSize);
        user_free(x->user[i].list, x->info.AllocationListSize * sizeof(D3DDDI_ALLOCATIONLIST));
        user_free(x->user[i].patches, x->info.PatchLocationListSize * sizeof(D3DDDI_PATCHLOCATIONLIST));
    }
}

static bool make_user(struct dxgk_context *x)
{
    unsigned i;
    for (i = 0; i < 2; i++) {
        x->user[i].commands = user_memory(x->info.DmaBufferSize);
        x->user[i].list = user_memory(x->info.AllocationListSize * sizeof(D3DDDI_ALLOCATIONLIST));
        x->user[i].patches = user_memory(x->info.PatchLocationListSize * sizeof(D3DDDI_PATCHLOCATIONLIST));
        if (!x->user[i].commands || !x->user[i].list || !x->user[i].patches) return false;
    }
    return true;
}

static void check_context_info(const struct dxgk_adapter *a, const DXGK_CONTEXTINFO *i)
{
    static const char page[] = "d3dkmddi/ns-d3dkmddi-_dxgk_contextinfo";
    uint32_t k;

    if (!i->DmaBufferSize || i->DmaBufferSize > 64u << 20) nt_violation(page, "DmaBufferSize %u", i->DmaBufferSize);
    if (!i->AllocationListSize || i->AllocationListSize > 65536)
        nt_violation(page, "AllocationListSize %u", i->AllocationListSize);
    if (!i->PatchLocationListSize || i->PatchLocationListSize > 1u << 20)
        nt_violation(page, "PatchLocationListSize %u", i->PatchLocationListSize);
    if (i->Reserved) nt_violation(page, "Reserved is 0x%x", i->Reserved);
    for (k = 0; k < 32; k++)
        if (i->DmaBufferSegmentSet >> k & 1 && (k >= a->n_segments || !a->segments[k].d.Flags.Aperture))
            nt_violation(page, "DmaBufferSegmentSet 0x%x names what is no aperture", i->DmaBufferSegmentSet);
}

NTSTATUS dxgk_context_create(struct dxgk_device *d, D3DKMT_CREATECONTEXT *args, enum dxgk_owner owner, struct dxgk_context **out)
{
    struct dxgk_adapter *a = d->adapter;
    struct dxgk_context *x = calloc(1, sizeof *x);
    DXGKARG_CREATECONTEXT k = { 0 };
    NTSTATUS status;

    if (!x || !dxgk_handle_create(&x->o, DXGK_CONTEXT, d->o.process)) {
        free(x);
        return STATUS_NO_MEMORY;
    }
    x->device = d;
    InitializeListHead(&x->queue);
    InitializeListHead(&x->free);
    k.hContext = (HANDLE)x;
    k.NodeOrdinal = args->NodeOrdinal;
    k.EngineAffinity = args->EngineAffinity ? args->EngineAffinity : 1;
    k.Flags.SystemContext = owner == DXGK_OWNER_SYSTEM;
    k.Flags.GdiContext = owner == DXGK_OWNER_GDI;
    k.pPrivateDriverData = args->pPrivateDriverData;
    k.PrivateDriverDataSize = args->PrivateDriverDataSize;
    memset(&k.ContextInfo, 0, sizeof k.ContextInfo);
    status = DXGK_CALL(a, CreateContext, d->h_driver, &k);
    if (!NT_SUCCESS(status)) {
        dxgk_handle_destroy(x->o.handle);
        free(x);
        return status;
    }
    if (!k.hContext || k.hContext == (HANDLE)x)
        nt_violation("d3dkmddi/ns-d3dkmddi-_dxgkarg_createcontext", "the driver returned no handle of its own");
    x->h_driver = k.hContext;
    x->info = k.ContextInfo;
    check_context_info(a, &x->info);
    if (owner == DXGK_OWNER_GDI && x->info.AllocationListSize != DXGK_ALLOCATION_LIST_SIZE_GDICONTEXT)
        nt_violation("d3dkmddi/ns-d3dkmddi-_dxgk_contextinfo", "AllocationListSize %u of a GDI context, which must be %u",
                     x->info.AllocationListSize, DXGK_ALLOCATION_LIST_SIZE_GDICONTEXT);
    pthread_mutex_lock(&a->sched.lock); /* waits look at the list */
    InsertTailList(&d->contexts, &x->link);
    pthread_mutex_unlock(&a->sched.lock);
    if (owner == DXGK_OWNER_PROGRAM && !make_user(x)) {
        struct dxgk_client c = { .a = a };
        dxgk_context_destroy(&c, x);
        return STATUS_NO_MEMORY;
    }
    *out = x;
    return STATUS_SUCCESS;
}

void dxgk_context_destroy(struct dxgk_client *c, struct dxgk_context *x)
{
    struct dxgk_device *d = x->device;

    dxgk_handle_destroy(x->o.handle);
    dxgk_client_pause(c);
    dxgk_context_drain(x);
    dxgk_client_resume(c);
    (void)DXGK_CALL(d->adapter, DestroyContext, x->h_driver);
    pthread_mutex_lock(&d->adapter->sched.lock);
    RemoveEntryList(&x->link);
    dxgk_context_free_packets(x);
    pthread_mutex_unlock(&d->adapter->sched.lock);
    free_user(x);
    free(x);
}

void dxgk_process_close_all(uint32_t process)
{
    struct dxgk_client c = dxgk_client_of(process);
    struct dxgk_object *o;

    if (!c.a) return;
    dxgk_client_resume(&c);
    while ((o = dxgk_handle_of(process, DXGK_DEVICE)) != NULL) dxgk_device_destroy(&c, (struct dxgk_device *)o);
    dxgk_keyed_close_all(&c, process);
    dxgk_sync_close_all(process);
    dxgk_share_reap(false);
    dxgk_client_leave(&c);
}

/* ---- entry points ---- */

NTSTATUS DDI_KMT_CALL D3DKMTCreateDevice(D3DKMT_CREATEDEVICE *args)
{
    struct dxgk_client c;
    struct dxgk_device *d;
    NTSTATUS status;

    if (!args) return STATUS_INVALID_PARAMETER;
    status = dxgk_client_enter(&c);
    if (!NT_SUCCESS(status)) return status;
    if (!dxgk_handle_get(args->hAdapter, DXGK_ADAPTER, c.id)) status = STATUS_INVALID_PARAMETER;
    if (NT_SUCCESS(status)) status = dxgk_device_create(c.a, c.id, DXGK_OWNER_PROGRAM, &d);
    if (NT_SUCCESS(status)) {
        args->hDevice = d->o.handle;
        /* Multi-engine drivers get their buffers with a context. */
        args->pCommandBuffer = NULL;
        args->CommandBufferSize = args->AllocationListSize = args->PatchLocationListSize = 0;
        args->pAllocationList = NULL;
        args->pPatchLocationList = NULL;
    }
    dxgk_client_leave(&c);
    return status;
}

NTSTATUS DDI_KMT_CALL D3DKMTDestroyDevice(const D3DKMT_DESTROYDEVICE *args)
{
    struct dxgk_client c;
    struct dxgk_device *d;
    NTSTATUS status;

    if (!args) return STATUS_INVALID_PARAMETER;
    status = dxgk_client_enter(&c);
    if (!NT_SUCCESS(status)) return status;
    d = dxgk_client_device(&c, args->hDevice);
    if (d) dxgk_device_destroy(&c, d);
    dxgk_client_leave(&c);
    return d ? STATUS_SUCCESS : STATUS_INVALID_PARAMETER;
}

NTSTATUS DDI_KMT_CALL D3DKMTCreateContext(D3DKMT_CREATECONTEXT *args)
{
    struct dxgk_client c;
    struct dxgk_device *d;
    struct dxgk_context *x;
    void *blob = NULL, *user_blob;
    NTSTATUS status;

    if (!args) return STATUS_INVALID_PARAMETER;
    status = dxgk_client_enter(&c);
    if (!NT_SUCCESS(status)) return status;
    d = dxgk_client_device(&c, args->hDevice);
    if (!d || args->NodeOrdinal != 0 || args->EngineAffinity > 1 || args->PrivateDriverDataSize > 1u << 20)
        status = STATUS_INVALID_PARAMETER;
    if (NT_SUCCESS(status)) status = dxgk_device_status(d);
    if (NT_SUCCESS(status)) status = dxgk_copy_in(&blob, args->pPrivateDriverData, args->PrivateDriverDataSize);
    if (NT_SUCCESS(status)) {
        user_blob = args->pPrivateDriverData;
        args->pPrivateDriverData = blob;
        status = dxgk_context_create(d, args, DXGK_OWNER_PROGRAM, &x);
        args->pPrivateDriverData = user_blob;
        if (NT_SUCCESS(status) && blob) (void)nt_copy_to_user(user_blob, blob, args->PrivateDriverDataSize);
    }
    if (NT_SUCCESS(status)) {
        args->hContext = x->o.handle;
        args->pCommandBuffer = x->user[0].commands;
        args->CommandBufferSize = x->info.DmaBufferSize;
        args->pAllocationList = x->user[0].list;
        args->AllocationListSize = x->info.AllocationListSize;
        args->pPatchLocationList = x->user[0].patches;
        args->PatchLocationListSize = x->info.PatchLocationListSize;
    }
    free(blob);
    dxgk_client_leave(&c);
    return status;
}

NTSTATUS DDI_KMT_CALL D3DKMTDestroyContext(const D3DKMT_DESTROYCONTEXT *args)
{
    struct dxgk_client c;
    struct dxgk_context *x;
    NTSTATUS status;

    if (!args) return STATUS_INVALID_PARAMETER;
    status = dxgk_client_enter(&c);
    if (!NT_SUCCESS(status)) return status;
    x = dxgk_handle_get(args->hContext, DXGK_CONTEXT, c.id);
    if (x) dxgk_context_destroy(&c, x);
    dxgk_client_leave(&c);
    return x ? STATUS_SUCCESS : STATUS_INVALID_PARAMETER;
}

/* Among the contexts of all processes; -7 to 7 (d3dkmthk: D3DKMTSetContextSchedulingPriority). */
NTSTATUS DDI_KMT_CALL D3DKMTSetContextSchedulingPriority(const D3DKMT_SETCONTEXTSCHEDULINGPRIORITY *args)
{
    struct dxgk_client c;
    struct dxgk_context *x;
    NTSTATUS status = args ? dxgk_client_enter(&c) : STATUS_INVALID_PARAMETER;

    if (!NT_SUCCESS(status)) return status;
    x = dxgk_handle_get(args->hContext, DXGK_CONTEXT, c.id);
    if (!x || args->Priority < -7 || args->Priority > 7) {
        status = STATUS_INVALID_PARAMETER;
    } else {
        pthread_mutex_lock(&c.a->sched.lock);
        x->priority = args->Priority;
        pthread_mutex_unlock(&c.a->sched.lock);
    }
    dxgk_client_leave(&c);
    return status;
}

NTSTATUS DDI_KMT_CALL D3DKMTGetContextSchedulingPriority(D3DKMT_GETCONTEXTSCHEDULINGPRIORITY *args)
{
    struct dxgk_client c;
    struct dxgk_context *x;
    NTSTATUS status = args ? dxgk_client_enter(&c) : STATUS_INVALID_PARAMETER;

    if (!NT_SUCCESS(status)) return status;
    x = dxgk_handle_get(args->hContext, DXGK_CONTEXT, c.id);
    if (x) args->Priority = x->priority;
    else status = STATUS_INVALID_PARAMETER;
    dxgk_client_leave(&c);
    return status;
}

NTSTATUS DDI_KMT_CALL D3DKMTGetDeviceState(D3DKMT_GETDEVICESTATE *args)
{
    struct dxgk_client c;
    struct dxgk_device *d;
    NTSTATUS status;

    if (!args) return STATUS_INVALID_PARAMETER;
    status = dxgk_client_enter(&c);
    if (!NT_SUCCESS(status)) return status;
    d = dxgk_client_device(&c, args->hDevice);
    if (!d) {
        status = STATUS_INVALID_PARAMETER;
    } else {
        switch (args->StateType) {
        case D3DKMT_DEVICESTATE_EXECUTION:
            args->ExecutionState = (D3DKMT_DEVICEEXECUTION_STATE)__atomic_load_n(&d->lost, __ATOMIC_RELAXED);
            if (!args->ExecutionState) args->ExecutionState = D3DKMT_DEVICEEXECUTION_ACTIVE;
            break;
        case D3DKMT_DEVICESTATE_RESET:
            args->ResetState.Value = 0;
            break;
        case D3DKMT_DEVICESTATE_PRESENT:
            status = dxgk_display_stats(d, args->PresentState.VidPnSourceId, &args->PresentState.PresentStats);
            break;
        default:
            status = STATUS_NOT_SUPPORTED; /* the desktop's compositor keeps the other one */
            break;
        }
    }
    dxgk_client_leave(&c);
    return status;
}

static bool device_idle(void *arg)
{
    struct dxgk_device *d = arg;
    LIST_ENTRY *e;

    if (dxgk_device_over(d)) return true;
    for (e = d->contexts.Flink; e != &d->contexts; e = e->Flink) {
        struct dxgk_context *x = CONTAINING_RECORD(e, struct dxgk_context, link);
        if (x->in_flight || !IsListEmpty(&x->queue)) return false;
    }
    return true;
}

NTSTATUS DDI_KMT_CALL D3DKMTWaitForIdle(const D3DKMT_WAITFORIDLE *args)
{
    struct dxgk_client c;
    struct dxgk_device *d;
    NTSTATUS status;

    if (!args) return STATUS_INVALID_PARAMETER;
    status = dxgk_client_enter(&c);
    if (!NT_SUCCESS(status)) return status;
    d = dxgk_client_device(&c, args->hDevice);
    if (!d) status = STATUS_INVALID_PARAMETER;
    if (d) {
        __atomic_add_fetch(&d->busy, 1, __ATOMIC_ACQ_REL);
        dxgk_client_pause(&c);
        dxgk_sched_wait(c.a, device_idle, d, 0);
        dxgk_client_resume(&c);
        status = dxgk_device_status(d);
        __atomic_sub_fetch(&d->busy, 1, __ATOMIC_ACQ_REL);
        dxgk_sched_wake(c.a);
    }
    dxgk_client_leave(&c);
    return status;
}

struct take { struct dxgk_context *x; struct dxgk_packet *p; };

static bool take(void *arg)
{
    struct take *t = arg;
    t->p = dxgk_packet_take(t->x);
    return t->p || dxgk_device_over(t->x->device);
}

struct dxgk_packet *dxgk_client_packet(struct dxgk_client *c, struct dxgk_context *x)
{
    struct dxgk_device *d = x->device;
    struct take t = { x, NULL };

    pthread_mutex_lock(&c->a->sched.lock);
    t.p = dxgk_packet_take(x);
    pthread_mutex_unlock(&c->a->sched.lock);
    if (t.p) return t.p;
    __atomic_add_fetch(&d->busy, 1, __ATOMIC_ACQ_REL);
    dxgk_client_pause(c);
    dxgk_sched_wait(c->a, take, &t, 0);
    dxgk_client_resume(c);
    __atomic_sub_fetch(&d->busy, 1, __ATOMIC_ACQ_REL);
    dxgk_sched_wake(c->a);
    return t.p;
}

NTSTATUS dxgk_copy_in(void **out, const void *user, UINT size)
{
    *out = NULL;
    if (!size) return STATUS_SUCCESS;
    if (!user || size > 16u << 20) return STATUS_INVALID_PARAMETER;
    *out = malloc(size);
    if (!*out) return STATUS_NO_MEMORY;
    if (NT_SUCCESS(nt_copy_from_user(*out, user, size))) return STATUS_SUCCESS;
    free(*out);
    *out = NULL;
    return STATUS_INVALID_PARAMETER;
}
