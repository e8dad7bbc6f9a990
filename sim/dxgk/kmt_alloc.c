/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * kmt_alloc.c - D3DKMT calls for allocations and resources. What user mode says is copied once and only the
 * copy is looked at.
 */
#include "dxgk_internal.h"

#define MAX_ALLOCATIONS 4096u

/* ---- create ---- */

/* D3DDDI_ALLOCATIONINFO and ...INFO2 as one. */
struct row {
    void *user_blob;
    UINT blob_size;
    D3DDDI_VIDEO_PRESENT_SOURCE_ID source;
    bool primary, stereo;
    const void *sysmem;
};

static NTSTATUS read_row(const D3DKMT_CREATEALLOCATION *args, bool second, UINT i, struct row *r)
{
    D3DDDI_ALLOCATIONINFO2 two = { 0 };
    D3DDDI_ALLOCATIONINFO one;

    if (second) {
        if (!NT_SUCCESS(nt_copy_from_user(&two, args->pAllocationInfo2 + i, sizeof two))) return STATUS_INVALID_PARAMETER;
    } else {
        if (!NT_SUCCESS(nt_copy_from_user(&one, args->pAllocationInfo + i, sizeof one))) return STATUS_INVALID_PARAMETER;
        two.pSystemMem = one.pSystemMem;
        two.pPrivateDriverData = one.pPrivateDriverData;
        two.PrivateDriverDataSize = one.PrivateDriverDataSize;
        two.VidPnSourceId = one.VidPnSourceId;
        two.Flags.Value = one.Flags.Value;
    }
    *r = (struct row){ two.pPrivateDriverData, two.PrivateDriverDataSize, two.VidPnSourceId, two.Flags.Primary, two.Flags.Stereo,
                       two.pSystemMem };
    return STATUS_SUCCESS;
}

static void write_row(const D3DKMT_CREATEALLOCATION *args, bool second, UINT i, const struct row *r, const struct dxgk_open *o)
{
    D3DKMT_HANDLE h = o->o.handle;

    if (second) (void)nt_copy_to_user(&args->pAllocationInfo2[i].hAllocation, &h, sizeof h);
    else (void)nt_copy_to_user(&args->pAllocationInfo[i].hAllocation, &h, sizeof h);
    if (o->al->blob_size) (void)nt_copy_to_user(r->user_blob, o->al->blob, o->al->blob_size);
}

static struct dxgk_open_resource *new_resource(struct dxgk_device *d, const D3DKMT_CREATEALLOCATION *args, const void *blob)
{
    struct dxgk_open_resource *o = calloc(1, sizeof *o);
    struct dxgk_resource *r = calloc(1, sizeof *r);

    if (!o || !r || !dxgk_handle_create(&o->o, DXGK_OPEN_RESOURCE, d->o.process)) goto fail;
    o->device = d;
    o->resource = r;
    r->adapter = d->adapter;
    r->references = 1;
    if (args->PrivateDriverDataSize) {
        if (!(r->blob = malloc(args->PrivateDriverDataSize))) goto fail;
        memcpy(r->blob, blob, args->PrivateDriverDataSize);
        r->blob_size = args->PrivateDriverDataSize;
    }
    if (!NT_SUCCESS(dxgk_copy_in(&r->runtime, args->pPrivateRuntimeData, args->PrivateRuntimeDataSize))) goto fail;
    r->runtime_size = args->PrivateRuntimeDataSize;
    r->nt = args->Flags.CreateShared && args->Flags.NtSecuritySharing;
    if (args->Flags.CreateShared && !r->nt) {
        if (!(r->share = calloc(1, sizeof *r->share)) || !dxgk_handle_create(&r->share->o, DXGK_SHARE, 0)) goto fail;
    }
    InsertTailList(&d->resources, &o->link);
    return o;
fail:
    if (o) dxgk_handle_destroy(o->o.handle);
    if (r) {
        free(r->share);
        free(r->runtime);
        free(r->blob);
    }
    free(r);
    free(o);
    return NULL;
}

static NTSTATUS create(struct dxgk_client *c, struct dxgk_device *d, D3DKMT_CREATEALLOCATION *args, bool second)
{
    struct dxgk_creation k = { .d = d, .n = args->NumAllocations };
    struct dxgk_open_resource *o = NULL;
    struct row *rows = calloc(k.n ? k.n : 1, sizeof *rows);
    void **blobs = calloc(k.n ? k.n : 1, sizeof *blobs), *blob = NULL;
    bool fresh = false;
    NTSTATUS status;
    UINT i;

    k.info = calloc(k.n ? k.n : 1, sizeof *k.info);
    k.opens = calloc(k.n ? k.n : 1, sizeof *k.opens);
    status = rows && blobs && k.info && k.opens ? STATUS_SUCCESS : STATUS_NO_MEMORY;
    if (NT_SUCCESS(status)) status = dxgk_copy_in(&blob, args->pPrivateDriverData, args->PrivateDriverDataSize);
    for (i = 0; NT_SUCCESS(status) && i < k.n; i++) {
        status = read_row(args, second, i, &rows[i]);
        if (!NT_SUCCESS(status)) break;
        if (rows[i].sysmem || rows[i].stereo) status = STATUS_NOT_SUPPORTED; /* no existing memory, no stereo */
        if (rows[i].primary && rows[i].source >= c->a->n_sources) status = STATUS_INVALID_PARAMETER;
        if (i && rows[i].primary != rows[0].primary) status = STATUS_INVALID_PARAMETER;
        if (NT_SUCCESS(status)) status = dxgk_copy_in(&blobs[i], rows[i].user_blob, rows[i].blob_size);
        k.info[i].pPrivateDriverData = blobs[i];
        k.info[i].PrivateDriverDataSize = rows[i].blob_size;
        k.primary = rows[i].primary;
        k.source = rows[i].source;
    }
    if (NT_SUCCESS(status) && args->Flags.CreateResource) {
        o = new_resource(d, args, blob);
        fresh = true;
        if (!o) status = STATUS_NO_MEMORY;
    } else if (NT_SUCCESS(status) && args->hResource) {
        o = dxgk_handle_get(args->hResource, DXGK_OPEN_RESOURCE, c->id);
        if (!o || o->device != d || o->resource->share || o->resource->nt) status = STATUS_INVALID_PARAMETER;
    }
    if (NT_SUCCESS(status)) {
        struct dxgk_open **opens = o ? realloc(o->opens, (o->n + k.n + 1) * sizeof *opens) : NULL;
        if (o && !opens) status = STATUS_NO_MEMORY;
        if (opens) o->opens = opens;
    }
    k.r = o ? o->resource : NULL;
    k.blob = blob;
    k.blob_size = args->PrivateDriverDataSize;
    if (NT_SUCCESS(status)) status = dxgk_create_allocations(&k);
    if (NT_SUCCESS(status)) {
        for (i = 0; i < k.n; i++) {
            if (o) {
                k.opens[i]->in = o;
                o->opens[o->n++] = k.opens[i];
            }
            write_row(args, second, i, &rows[i], k.opens[i]);
        }
        args->hResource = o ? o->o.handle : 0;
        if (o && o->resource->share) __atomic_store_n(&o->resource->share->resource, o->resource, __ATOMIC_RELEASE);
        args->hGlobalShare = o && o->resource->share ? o->resource->share->o.handle : 0;
    } else if (fresh && o) {
        RemoveEntryList(&o->link);
        dxgk_handle_destroy(o->o.handle);
        if (o->resource->share) dxgk_handle_destroy(o->resource->share->o.handle);
        free(o->resource->share);
        free(o->resource->runtime);
        free(o->resource->blob);
        free(o->resource->allocations);
        free(o->resource);
        free(o->opens);
        free(o);
    }
    for (i = 0; blobs && i < k.n; i++) free(blobs[i]);
    free(blob);
    free(blobs);
    free(rows);
    free(k.info);
    free(k.opens);
    return status;
}

static NTSTATUS create_allocation(D3DKMT_CREATEALLOCATION *args, bool second)
{
    struct dxgk_client c;
    struct dxgk_device *d;
    NTSTATUS status;

    if (!args) return STATUS_INVALID_PARAMETER;
    status = dxgk_client_enter(&c);
    if (!NT_SUCCESS(status)) return status;
    d = dxgk_client_device(&c, args->hDevice);
    if (!d || args->NumAllocations > MAX_ALLOCATIONS || (!args->NumAllocations && !args->Flags.CreateResource)) {
        status = STATUS_INVALID_PARAMETER;
    } else if (args->Flags.CreateShared && !args->Flags.CreateResource) {
        status = STATUS_INVALID_PARAMETER; /* only resources can be shared */
    } else if (args->Flags.NtSecuritySharing && !args->Flags.CreateShared) {
        status = STATUS_INVALID_PARAMETER; /* ns-d3dkmthk-_d3dkmt_createallocationflags: a way of sharing */
    } else if (args->Flags.ExistingSysMem || args->Flags.CreateProtected || args->Flags.CrossAdapter ||
               args->Flags.OpenCrossAdapter || args->Flags.PartialSharedCreation || args->Flags.WriteWatch) {
        status = STATUS_NOT_SUPPORTED;
    } else {
        status = dxgk_device_status(d);
        if (NT_SUCCESS(status)) {
            dxgk_share_reap(false);
            dxgk_reap(&c, d, false);
            status = create(&c, d, args, second);
        }
    }
    dxgk_client_leave(&c);
    return status;
}

NTSTATUS DDI_KMT_CALL D3DKMTCreateAllocation(D3DKMT_CREATEALLOCATION *args) { return create_allocation(args, false); }
NTSTATUS DDI_KMT_CALL D3DKMTCreateAllocation2(D3DKMT_CREATEALLOCATION *args) { return create_allocation(args, true); }

/* ---- destroy ---- */

static void resource_dies(struct dxgk_device *d, struct dxgk_open_resource *r)
{
    uint32_t i;
    for (i = 0; i < r->n; i++) dxgk_handle_destroy(r->opens[i]->o.handle);
    dxgk_handle_destroy(r->o.handle);
    RemoveEntryList(&r->link);
    InsertTailList(&d->dying_resources, &r->link);
}

NTSTATUS DDI_KMT_CALL D3DKMTDestroyAllocation(const D3DKMT_DESTROYALLOCATION *args)
{
    struct dxgk_client c;
    struct dxgk_device *d;
    struct dxgk_open_resource *r;
    struct dxgk_open *o;
    D3DKMT_HANDLE h;
    NTSTATUS status;
    UINT i;

    if (!args) return STATUS_INVALID_PARAMETER;
    status = dxgk_client_enter(&c);
    if (!NT_SUCCESS(status)) return status;
    d = dxgk_client_device(&c, args->hDevice);
    if (!d || (!args->hResource && (!args->AllocationCount || args->AllocationCount > MAX_ALLOCATIONS)))
        status = STATUS_INVALID_PARAMETER;
    if (NT_SUCCESS(status) && args->hResource) {
        r = dxgk_handle_get(args->hResource, DXGK_OPEN_RESOURCE, c.id);
        if (!r || r->device != d) status = STATUS_INVALID_PARAMETER;
        else resource_dies(d, r);
    } else if (NT_SUCCESS(status)) {
        for (i = 0; i < args->AllocationCount && NT_SUCCESS(status); i++) {
            status = nt_copy_from_user(&h, args->phAllocationList + i, sizeof h);
            o = NT_SUCCESS(status) ? dxgk_handle_get(h, DXGK_OPEN_ALLOCATION, c.id) : NULL;
            /* Allocations of a resource go with it (all openings of a resource at once: K/closeallocation). */
            if (!o || o->device != d || o->in) {
                status = STATUS_INVALID_PARAMETER;
                break;
            }
            dxgk_handle_destroy(o->o.handle);
            RemoveEntryList(&o->link);
            InsertTailList(&d->dying_opens, &o->link);
        }
    }
    dxgk_share_reap(false);
    if (d) dxgk_reap(&c, d, false);
    dxgk_client_leave(&c);
    return status;
}

/* ---- sharing ---- */

static bool hold_resource(const void *object)
{
    struct dxgk_resource *r = __atomic_load_n(&((const struct dxgk_share *)object)->resource, __ATOMIC_ACQUIRE);
    return r && dxgk_reference_alive(&r->references);
}

/* With a reference. */
static struct dxgk_resource *shared(struct dxgk_client *c, D3DKMT_HANDLE h)
{
    struct dxgk_share *s = dxgk_handle_hold(h, DXGK_SHARE, c->id, hold_resource);
    return s ? s->resource : NULL;
}

static UINT total_blobs(const struct dxgk_resource *r)
{
    UINT total = 0;
    uint32_t i;
    for (i = 0; i < r->n; i++) total += r->allocations[i]->blob_size;
    return total;
}

NTSTATUS dxgk_resource_query(struct dxgk_client *c, const struct dxgk_resource *r, D3DKMT_QUERYRESOURCEINFO *args)
{
    NTSTATUS status = STATUS_SUCCESS;

    if (!dxgk_client_device(c, args->hDevice)) return STATUS_INVALID_PARAMETER;
    if (args->pPrivateRuntimeData && args->PrivateRuntimeDataSize < r->runtime_size) status = STATUS_BUFFER_TOO_SMALL;
    else if (args->pPrivateRuntimeData) status = nt_copy_to_user(args->pPrivateRuntimeData, r->runtime, r->runtime_size);
    args->PrivateRuntimeDataSize = r->runtime_size;
    args->TotalPrivateDriverDataSize = total_blobs(r);
    args->ResourcePrivateDriverDataSize = r->blob_size;
    args->NumAllocations = r->n;
    return status;
}

NTSTATUS DDI_KMT_CALL D3DKMTQueryResourceInfo(D3DKMT_QUERYRESOURCEINFO *args)
{
    struct dxgk_client c;
    struct dxgk_resource *r;
    NTSTATUS status;

    if (!args) return STATUS_INVALID_PARAMETER;
    status = dxgk_client_enter(&c);
    if (!NT_SUCCESS(status)) return status;
    r = shared(&c, args->hGlobalShare);
    status = r ? dxgk_resource_query(&c, r, args) : STATUS_INVALID_PARAMETER;
    if (r) dxgk_resource_release(r);
    dxgk_client_leave(&c);
    return status;
}

static NTSTATUS fill_opened(const D3DKMT_OPENRESOURCE *args, const struct dxgk_open_resource *o, bool second)
{
    uint8_t *at = args->pTotalPrivateDriverDataBuffer;
    NTSTATUS status = STATUS_SUCCESS;
    uint32_t i;

    for (i = 0; i < o->n && NT_SUCCESS(status); i++) {
        const struct dxgk_allocation *al = o->opens[i]->al;
        D3DDDI_OPENALLOCATIONINFO2 two = { 0 };
        D3DDDI_OPENALLOCATIONINFO one = { o->opens[i]->o.handle, at, al->blob_size };

        two.hAllocation = one.hAllocation;
        two.pPrivateDriverData = at;
        two.PrivateDriverDataSize = al->blob_size;
        status = second ? nt_copy_to_user(args->pOpenAllocationInfo2 + i, &two, sizeof two)
                        : nt_copy_to_user(args->pOpenAllocationInfo + i, &one, sizeof one);
        if (NT_SUCCESS(status) && al->blob_size) status = nt_copy_to_user(at, al->blob, al->blob_size);
        at += al->blob_size;
    }
    return status;
}

NTSTATUS dxgk_resource_open(struct dxgk_client *c, struct dxgk_resource *r, D3DKMT_OPENRESOURCE *args, bool second)
{
    struct dxgk_device *d = dxgk_client_device(c, args->hDevice);
    struct dxgk_open_resource *o = NULL;
    NTSTATUS status = STATUS_SUCCESS;

    if (!d || args->NumAllocations < r->n || !args->pOpenAllocationInfo) status = STATUS_INVALID_PARAMETER;
    if (NT_SUCCESS(status)) status = dxgk_device_status(d);
    if (NT_SUCCESS(status) && (args->TotalPrivateDriverDataBufferSize < total_blobs(r) ||
                               args->ResourcePrivateDriverDataSize < r->blob_size ||
                               (args->pPrivateRuntimeData && args->PrivateRuntimeDataSize < r->runtime_size)))
        status = STATUS_BUFFER_TOO_SMALL;
    if (NT_SUCCESS(status) && r->blob_size) status = nt_copy_to_user(args->pResourcePrivateDriverData, r->blob, r->blob_size);
    if (NT_SUCCESS(status) && r->runtime_size && args->pPrivateRuntimeData)
        status = nt_copy_to_user(args->pPrivateRuntimeData, r->runtime, r->runtime_size);
    if (NT_SUCCESS(status)) status = dxgk_open_resource(d, r, &o);
    if (NT_SUCCESS(status)) {
        status = fill_opened(args, o, second);
        args->TotalPrivateDriverDataBufferSize = total_blobs(r);
        args->ResourcePrivateDriverDataSize = r->blob_size;
        args->PrivateRuntimeDataSize = r->runtime_size;
        args->NumAllocations = o->n;
        args->hResource = o->o.handle;
        if (!NT_SUCCESS(status)) dxgk_open_resource_destroy(o);
    }
    return status;
}

static NTSTATUS open_resource(D3DKMT_OPENRESOURCE *args, bool second)
{
    struct dxgk_client c;
    struct dxgk_resource *r;
    NTSTATUS status;

    if (!args) return STATUS_INVALID_PARAMETER;
    status = dxgk_client_enter(&c);
    if (!NT_SUCCESS(status)) return status;
    r = shared(&c, args->hGlobalShare);
    status = r ? dxgk_resource_open(&c, r, args, second) : STATUS_INVALID_PARAMETER;
    if (r) dxgk_resource_release(r);
    dxgk_client_leave(&c);
    return status;
}

NTSTATUS DDI_KMT_CALL D3DKMTOpenResource(D3DKMT_OPENRESOURCE *args) { return open_resource(args, false); }
NTSTATUS DDI_KMT_CALL D3DKMTOpenResource2(D3DKMT_OPENRESOURCE *args) { return open_resource(args, true); }

/* ---- lists of allocations ---- */

/* Calls fn for each allocation that a resource or a list names; stops at the first error. */
static NTSTATUS each(struct dxgk_client *c, struct dxgk_device *d, D3DKMT_HANDLE resource, const D3DKMT_HANDLE *list, UINT n,
                     NTSTATUS (*fn)(struct dxgk_open *o, UINT i, void *arg), void *arg)
{
    struct dxgk_open_resource *r;
    struct dxgk_open *o;
    D3DKMT_HANDLE h;
    NTSTATUS status = STATUS_SUCCESS;
    UINT i;

    if (!d || n > MAX_ALLOCATIONS) return STATUS_INVALID_PARAMETER;
    if (resource) {
        r = dxgk_handle_get(resource, DXGK_OPEN_RESOURCE, c->id);
        if (!r || r->device != d) return STATUS_INVALID_PARAMETER;
        for (i = 0; i < r->n && NT_SUCCESS(status); i++) status = fn(r->opens[i], i, arg);
        return status;
    }
    for (i = 0; i < n && NT_SUCCESS(status); i++) {
        status = nt_copy_from_user(&h, list + i, sizeof h);
        o = NT_SUCCESS(status) ? dxgk_handle_get(h, DXGK_OPEN_ALLOCATION, c->id) : NULL;
        status = o && o->device == d ? fn(o, i, arg) : STATUS_INVALID_PARAMETER;
    }
    return status;
}

static NTSTATUS set_priority(struct dxgk_open *o, UINT i, void *arg)
{
    const UINT *priorities = arg;
    UINT p;
    NTSTATUS status = nt_copy_from_user(&p, priorities + i, sizeof p);
    if (!NT_SUCCESS(status)) return status;
    if (!p) return STATUS_INVALID_PARAMETER;
    o->al->priority = p;
    return STATUS_SUCCESS;
}

NTSTATUS DDI_KMT_CALL D3DKMTSetAllocationPriority(const D3DKMT_SETALLOCATIONPRIORITY *args)
{
    struct dxgk_client c;
    NTSTATUS status = args ? dxgk_client_enter(&c) : STATUS_INVALID_PARAMETER;
    if (!NT_SUCCESS(status)) return status;
    status = each(&c, dxgk_client_device(&c, args->hDevice), args->hResource, args->phAllocationList, args->AllocationCount,
                  set_priority, (void *)(uintptr_t)args->pPriorities);
    dxgk_client_leave(&c);
    return status;
}

static NTSTATUS residency(struct dxgk_open *o, UINT i, void *arg)
{
    D3DKMT_ALLOCATIONRESIDENCYSTATUS s = D3DKMT_ALLOCATIONRESIDENCYSTATUS_RESIDENTINGPUMEMORY;
    struct dxgk_adapter *a = o->al->adapter;
    /* What was never used has no place yet and needs none from the disk: it counts as resident. */
    pthread_mutex_lock(&a->sched.class_lock);
    if (o->al->content || (o->al->segment && a->segments[o->al->segment - 1].d.Flags.Aperture))
        s = D3DKMT_ALLOCATIONRESIDENCYSTATUS_RESIDENTINSHAREDMEMORY;
    pthread_mutex_unlock(&a->sched.class_lock);
    return nt_copy_to_user((D3DKMT_ALLOCATIONRESIDENCYSTATUS *)arg + i, &s, sizeof s);
}

NTSTATUS DDI_KMT_CALL D3DKMTQueryAllocationResidency(const D3DKMT_QUERYALLOCATIONRESIDENCY *args)
{
    struct dxgk_client c;
    NTSTATUS status = args ? dxgk_client_enter(&c) : STATUS_INVALID_PARAMETER;
    if (!NT_SUCCESS(status)) return status;
    status = each(&c, dxgk_client_device(&c, args->hDevice), args->hResource, args->phAllocationList, args->AllocationCount,
                  residency, args->pResidencyStatus);
    dxgk_client_leave(&c);
    return status;
}

static NTSTATUS offer(struct dxgk_open *o, UINT i, void *arg)
{
    struct dxgk_adapter *a = o->al->adapter;
    bool may;

    pthread_mutex_lock(&a->sched.class_lock);
    may = !o->al->pinned && !__atomic_load_n(&o->al->locks, __ATOMIC_ACQUIRE);
    if (may) o->al->offered = true;
    pthread_mutex_unlock(&a->sched.class_lock);
    return may ? STATUS_SUCCESS : STATUS_INVALID_PARAMETER; /* shown or locked: C/offerallocationscb */
}

NTSTATUS DDI_KMT_CALL D3DKMTOfferAllocations(const D3DKMT_OFFERALLOCATIONS *args)
{
    struct dxgk_client c;
    struct dxgk_device *d;
    NTSTATUS status = args ? dxgk_client_enter(&c) : STATUS_INVALID_PARAMETER;
    UINT i;

    if (!NT_SUCCESS(status)) return status;
    d = dxgk_client_device(&c, args->hDevice);
    if (args->pResources) {
        for (i = 0; i < args->NumAllocations && NT_SUCCESS(status); i++)
            status = each(&c, d, args->pResources[i], NULL, 0, offer, NULL);
    } else {
        status = each(&c, d, 0, args->HandleList, args->NumAllocations, offer, NULL);
    }
    dxgk_client_leave(&c);
    return status;
}

static NTSTATUS reclaim(struct dxgk_open *o, UINT i, void *arg)
{
    struct dxgk_adapter *a = o->al->adapter;
    BOOL *discarded = arg;
    bool was;

    pthread_mutex_lock(&a->sched.class_lock);
    was = o->al->offered;
    o->al->offered = false;
    if (was) *discarded |= !o->al->segment && !o->al->content;
    pthread_mutex_unlock(&a->sched.class_lock);
    return was ? STATUS_SUCCESS : STATUS_INVALID_PARAMETER;
}

NTSTATUS DDI_KMT_CALL D3DKMTReclaimAllocations(const D3DKMT_RECLAIMALLOCATIONS *args)
{
    struct dxgk_client c;
    struct dxgk_device *d;
    NTSTATUS status = args ? dxgk_client_enter(&c) : STATUS_INVALID_PARAMETER;
    BOOL lost;
    UINT i;

    if (!NT_SUCCESS(status)) return status;
    d = dxgk_client_device(&c, args->hDevice);
    for (i = 0; i < args->NumAllocations && NT_SUCCESS(status); i++) {
        lost = FALSE;
        status = args->pResources ? each(&c, d, args->pResources[i], NULL, 0, reclaim, &lost)
                                  : each(&c, d, 0, args->HandleList + i, 1, reclaim, &lost);
        if (NT_SUCCESS(status) && args->pDiscarded) status = nt_copy_to_user(&args->pDiscarded[i], &lost, sizeof lost);
    }
    dxgk_client_leave(&c);
    return status;
}
