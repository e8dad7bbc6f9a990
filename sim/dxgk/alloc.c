/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * alloc.c - allocations and resources: made by the driver, opened on devices, shared, given back.
 * All at PASSIVE_LEVEL, level 0, in a D3DKMT call or at start and stop.
 */
#include "dxgk_internal.h"

/* ---- what the driver says of an allocation ---- */

static uint32_t segment_bits(const struct dxgk_adapter *a) { return (1u << a->n_segments) - 1u; }

static uint32_t preferred_set(DXGK_SEGMENTPREFERENCE p)
{
    uint32_t set = 0;
    if (p.SegmentId0) set |= 1u << (p.SegmentId0 - 1);
    if (p.SegmentId1) set |= 1u << (p.SegmentId1 - 1);
    if (p.SegmentId2) set |= 1u << (p.SegmentId2 - 1);
    if (p.SegmentId3) set |= 1u << (p.SegmentId3 - 1);
    if (p.SegmentId4) set |= 1u << (p.SegmentId4 - 1);
    return set;
}

static uint32_t aperture_bits(const struct dxgk_adapter *a, bool cpu)
{
    uint32_t set = 0, i;
    for (i = 0; i < a->n_segments; i++)
        if (a->segments[i].d.Flags.Aperture || (cpu && a->segments[i].d.Flags.CpuVisible)) set |= 1u << i;
    return set;
}

static void check_info(struct dxgk_adapter *a, const DXGK_ALLOCATIONINFO *i, bool primary)
{
    static const char page[] = "d3dkmddi/ns-d3dkmddi-_dxgk_allocationinfo";
    static const char flags_page[] = "d3dkmddi/ns-d3dkmddi-_dxgk_allocationinfoflags";
    const DXGK_ALLOCATIONINFOFLAGS *f = &i->Flags;
    uint32_t sets = i->SupportedReadSegmentSet | i->SupportedWriteSegmentSet;

    if (!i->hAllocation) nt_violation(page, "an allocation without hAllocation");
    if (!i->Size) nt_violation(page, "an allocation of 0 bytes");
    if (sets & ~segment_bits(a)) nt_violation(page, "segment sets 0x%x name segments that are not there", sets);
    if (!sets) nt_violation(page, "no segment is supported");
    if (preferred_set(i->PreferredSegment) & ~sets) nt_violation(page, "PreferredSegment is outside the supported sets");
    if (i->EvictionSegmentSet & ~aperture_bits(a, false))
        nt_violation(page, "EvictionSegmentSet 0x%x names no apertures", i->EvictionSegmentSet);
    if (!i->AllocationPriority) nt_violation(page, "AllocationPriority is 0");
    if (i->PitchAlignedSize && i->PitchAlignedSize < i->Size) nt_violation(page, "PitchAlignedSize is below Size");
    if (i->Alignment & (i->Alignment - 1)) nt_violation(page, "Alignment 0x%x is no power of two", i->Alignment);
    if ((f->Cached || f->PermanentSysMem) && !f->CpuVisible)
        nt_violation(flags_page, "Cached or PermanentSysMem without CpuVisible");
    if (f->Protected && (f->PermanentSysMem || f->ExistingSysMem || f->ExistingKernelSysMem))
        nt_violation(flags_page, "Protected with system memory");
    if (f->UseAlternateVA && !primary) nt_violation(flags_page, "UseAlternateVA on what is no primary");
    if (f->Reserved || f->Value >> 19) nt_violation(flags_page, "flags 0x%x beyond WDDM 1.3 (traps.md M8)", f->Value);
    if (f->Overlay || f->Capture) nt_violation(flags_page, "overlays and capture buffers are not offered here");
    if (f->CpuVisible && !(sets & aperture_bits(a, true)))
        nt_violation(flags_page, "CpuVisible, and no supported segment can be reached by the CPU (traps.md M7)");
    if (primary && (f->PermanentSysMem || f->Cached || f->Protected || f->ExistingSysMem || f->ExistingKernelSysMem))
        nt_violation("d3dukmdt/ns-d3dukmdt-_d3dddi_allocationinfo", "a primary with flags 0x%x", f->Value);
    if (primary && (i->SupportedWriteSegmentSet & ~aperture_bits(a, true)))
        nt_violation("d3dukmdt/ns-d3dukmdt-_d3dddi_allocationinfo", "a primary that may lie where the CPU cannot reach it");
}

static struct dxgk_allocation *allocation_make(struct dxgk_adapter *a, const DXGK_ALLOCATIONINFO *i)
{
    struct dxgk_allocation *al = calloc(1, sizeof *al);

    if (!al) return NULL;
    al->adapter = a;
    al->h_driver = i->hAllocation;
    al->size = (i->Size + PAGE_SIZE - 1) & ~(uint64_t)(PAGE_SIZE - 1);
    al->align = i->Alignment > PAGE_SIZE ? i->Alignment : PAGE_SIZE;
    al->flags = i->Flags;
    al->preferred = i->PreferredSegment;
    al->read_set = i->SupportedReadSegmentSet;
    al->write_set = i->SupportedWriteSegmentSet;
    al->eviction_set = i->EvictionSegmentSet;
    al->priority = i->AllocationPriority;
    al->blob_size = i->PrivateDriverDataSize;
    if (al->blob_size) {
        al->blob = malloc(al->blob_size);
        if (!al->blob) {
            free(al);
            return NULL;
        }
        memcpy(al->blob, i->pPrivateDriverData, al->blob_size);
    }
    pthread_mutex_lock(&a->sched.class_lock);
    InsertTailList(&a->allocations, &al->link);
    pthread_mutex_unlock(&a->sched.class_lock);
    return al;
}

static void driver_destroy(struct dxgk_adapter *a, const HANDLE *handles, UINT n, HANDLE resource, bool destroy_resource)
{
    DXGKARG_DESTROYALLOCATION d = { .NumAllocations = n, .pAllocationList = handles, .hResource = resource };
    d.Flags.DestroyResource = destroy_resource;
    (void)DXGK_CALL(a, DestroyAllocation, a->context, &d);
}

/* Takes it from where it lies and forgets it; the driver's object is already gone or goes with its resource. */
static void allocation_forget(struct dxgk_allocation *al)
{
    struct dxgk_adapter *a = al->adapter;

    pthread_mutex_lock(&a->sched.class_lock);
    RemoveEntryList(&al->link);
    dxgk_discard_place(a, al, false);
    pthread_mutex_unlock(&a->sched.class_lock);
    free(al->blob);
    free(al);
}

/* What the driver must still hear of an allocation before it destroys it: that an aperture lets go. No more paging then. */
static void allocation_prepare_destroy(struct dxgk_allocation *al)
{
    struct dxgk_adapter *a = al->adapter;

    pthread_mutex_lock(&a->sched.class_lock);
    dxgk_display_forget(a, al);
    if (al->segment && a->segments[al->segment - 1].d.Flags.Aperture) dxgk_discard_place(a, al, true);
    RemoveEntryList(&al->link);
    InitializeListHead(&al->link);
    pthread_mutex_unlock(&a->sched.class_lock);
}

void dxgk_allocation_destroy(struct dxgk_allocation *al)
{
    allocation_prepare_destroy(al);
    driver_destroy(al->adapter, &al->h_driver, 1, NULL, false);
    allocation_forget(al);
}

/* ---- resources ---- */

void dxgk_resource_release(struct dxgk_resource *r)
{
    HANDLE *handles;
    uint32_t i;

    if (__atomic_sub_fetch(&r->references, 1, __ATOMIC_ACQ_REL)) return;
    if (r->share) {
        dxgk_handle_destroy(r->share->o.handle);
        free(r->share);
    }
    handles = calloc(r->n ? r->n : 1, sizeof *handles);
    for (i = 0; i < r->n; i++) {
        allocation_prepare_destroy(r->allocations[i]);
        if (handles) handles[i] = r->allocations[i]->h_driver;
    }
    if (handles) driver_destroy(r->adapter, handles, r->n, r->h_driver, true);
    for (i = 0; i < r->n; i++) allocation_forget(r->allocations[i]);
    free(handles);
    free(r->allocations);
    free(r->blob);
    free(r->runtime);
    free(r);
}

/* ---- opening ---- */

/* Opens allocations on a device, all or none. create: the first opening, in which the driver may write its data. */
static NTSTATUS open_all(struct dxgk_device *d, struct dxgk_allocation **al, uint32_t n, struct dxgk_resource *r, bool create,
                         struct dxgk_open **out)
{
    static const char page[] = "d3dkmddi/nc-d3dkmddi-dxgkddi_openallocationinfo";
    struct dxgk_adapter *a = d->adapter;
    DXGKARG_OPENALLOCATION args = { .NumAllocations = n };
    DXGK_OPENALLOCATIONINFO *info = calloc(n, sizeof *info);
    uint8_t **before = calloc(n, sizeof *before);
    NTSTATUS status = info && before ? STATUS_SUCCESS : STATUS_NO_MEMORY;
    uint32_t i, made = 0;

    for (; NT_SUCCESS(status) && made < n; made++) {
        struct dxgk_open *o = calloc(1, sizeof *o);
        out[made] = o;
        if (!o || !dxgk_handle_create(&o->o, DXGK_OPEN_ALLOCATION, d->o.process)) {
            free(o);
            out[made] = NULL;
            status = STATUS_NO_MEMORY;
            break;
        }
        o->device = d;
        o->al = al[made];
        info[made].hAllocation = o->o.handle;
        info[made].pPrivateDriverData = al[made]->blob;
        info[made].PrivateDriverDataSize = al[made]->blob_size;
        if (!create && al[made]->blob_size && (before[made] = malloc(al[made]->blob_size)) != NULL)
            memcpy(before[made], al[made]->blob, al[made]->blob_size);
    }
    if (NT_SUCCESS(status)) {
        args.pOpenAllocation = info;
        if (r) {
            args.pPrivateDriverData = r->blob;
            args.PrivateDriverSize = r->blob_size;
        }
        args.Flags.Create = create;
        status = DXGK_CALL(a, OpenAllocation, d->h_driver, &args);
    }
    for (i = 0; i < made; i++) {
        if (NT_SUCCESS(status) && !info[i].hDeviceSpecificAllocation) nt_violation(page, "an opened allocation without handle");
        if (before[i] && memcmp(before[i], al[i]->blob, al[i]->blob_size) != 0)
            nt_violation(page, "private data changed in an opening that is not the first");
        free(before[i]);
        if (NT_SUCCESS(status)) {
            out[i]->h_specific = info[i].hDeviceSpecificAllocation;
            InsertTailList(&d->opens, &out[i]->link);
            __atomic_add_fetch(&al[i]->opens, 1, __ATOMIC_RELAXED);
        } else {
            dxgk_handle_destroy(out[i]->o.handle);
            free(out[i]);
            out[i] = NULL; /* callers keep the place */
        }
    }
    free(info);
    free(before);
    return status;
}

static void close_all(struct dxgk_device *d, struct dxgk_open **o, uint32_t n)
{
    DXGKARG_CLOSEALLOCATION args = { .NumAllocations = n };
    HANDLE *handles = calloc(n ? n : 1, sizeof *handles);
    uint32_t i;

    for (i = 0; handles && i < n; i++) handles[i] = o[i]->h_specific;
    args.pOpenHandleList = handles;
    if (handles) (void)DXGK_CALL(d->adapter, CloseAllocation, d->h_driver, &args);
    for (i = 0; i < n; i++) {
        if (o[i]->locks) __atomic_sub_fetch(&o[i]->al->locks, o[i]->locks, __ATOMIC_RELAXED);
        RemoveEntryList(&o[i]->link);
        dxgk_handle_destroy(o[i]->o.handle);
        __atomic_sub_fetch(&o[i]->al->opens, 1, __ATOMIC_RELAXED);
        free(o[i]);
    }
    free(handles);
}

NTSTATUS dxgk_open_for(struct dxgk_device *d, struct dxgk_allocation *al, struct dxgk_open **out)
{
    return open_all(d, &al, 1, NULL, false, out);
}

void dxgk_close(struct dxgk_open *o)
{
    struct dxgk_allocation *al = o->al;
    close_all(o->device, &o, 1);
    /* An allocation outside a resource has one opening that makes it live; the port driver's own do not. */
    if (!al->resource && !al->opens) dxgk_allocation_destroy(al);
}

NTSTATUS dxgk_open_resource(struct dxgk_device *d, struct dxgk_resource *r, struct dxgk_open_resource **out)
{
    struct dxgk_open_resource *o = calloc(1, sizeof *o);
    NTSTATUS status;

    if (!o || !(o->opens = calloc(r->n ? r->n : 1, sizeof *o->opens)) ||
        !dxgk_handle_create(&o->o, DXGK_OPEN_RESOURCE, d->o.process)) {
        if (o) free(o->opens);
        free(o);
        return STATUS_NO_MEMORY;
    }
    o->device = d;
    o->resource = r;
    status = r->n ? open_all(d, r->allocations, r->n, r, false, o->opens) : STATUS_SUCCESS;
    if (!NT_SUCCESS(status)) {
        dxgk_handle_destroy(o->o.handle);
        free(o->opens);
        free(o);
        return status;
    }
    o->n = r->n;
    for (uint32_t i = 0; i < o->n; i++) o->opens[i]->in = o;
    __atomic_add_fetch(&r->references, 1, __ATOMIC_RELAXED);
    InsertTailList(&d->resources, &o->link);
    *out = o;
    return STATUS_SUCCESS;
}

void dxgk_open_resource_destroy(struct dxgk_open_resource *r)
{
    close_all(r->device, r->opens, r->n);
    RemoveEntryList(&r->link);
    dxgk_handle_destroy(r->o.handle);
    dxgk_resource_release(r->resource);
    free(r->opens);
    free(r);
}

/* ---- what is dying ---- */

static bool open_idle(const struct dxgk_open *o) { return __atomic_load_n(&o->al->busy, __ATOMIC_ACQUIRE) == 0; }

static bool resource_idle(const struct dxgk_open_resource *r)
{
    uint32_t i;
    for (i = 0; i < r->n && open_idle(r->opens[i]); i++) {}
    return i == r->n;
}

static bool all_idle(void *arg)
{
    struct dxgk_device *d = arg;
    LIST_ENTRY *e;

    for (e = d->dying_opens.Flink; e != &d->dying_opens; e = e->Flink)
        if (!open_idle(CONTAINING_RECORD(e, struct dxgk_open, link))) return false;
    for (e = d->dying_resources.Flink; e != &d->dying_resources; e = e->Flink)
        if (!resource_idle(CONTAINING_RECORD(e, struct dxgk_open_resource, link))) return false;
    return true;
}

void dxgk_reap(struct dxgk_client *c, struct dxgk_device *d, bool all)
{
    LIST_ENTRY *e, *next;

    if (IsListEmpty(&d->dying_opens) && IsListEmpty(&d->dying_resources)) return;
    if (all) {
        __atomic_add_fetch(&d->busy, 1, __ATOMIC_RELAXED);
        dxgk_client_pause(c);
        dxgk_sched_wait(d->adapter, all_idle, d, 0);
        dxgk_client_resume(c);
        __atomic_sub_fetch(&d->busy, 1, __ATOMIC_RELAXED);
    }
    for (e = d->dying_resources.Flink; e != &d->dying_resources; e = next) {
        struct dxgk_open_resource *r = CONTAINING_RECORD(e, struct dxgk_open_resource, link);
        next = e->Flink;
        if (resource_idle(r)) dxgk_open_resource_destroy(r);
    }
    for (e = d->dying_opens.Flink; e != &d->dying_opens; e = next) {
        struct dxgk_open *o = CONTAINING_RECORD(e, struct dxgk_open, link);
        next = e->Flink;
        if (open_idle(o)) dxgk_close(o);
    }
}

/* ---- creating ---- */

/* Driver's CreateAllocation, our records, the first opening. All or nothing. */
NTSTATUS dxgk_create_allocations(struct dxgk_creation *k)
{
    struct dxgk_adapter *a = k->d->adapter;
    DXGKARG_CREATEALLOCATION args = {
        .pPrivateDriverData = k->blob, .PrivateDriverDataSize = k->blob_size, .NumAllocations = k->n, .pAllocationInfo = k->info,
    };
    struct dxgk_allocation **al = calloc(k->n ? k->n : 1, sizeof *al);
    NTSTATUS status;
    UINT i, made;

    if (!al) return STATUS_NO_MEMORY;
    if (k->r && k->n) { /* room first: nothing below may fail for want of it */
        struct dxgk_allocation **more = realloc(k->r->allocations, (k->r->n + k->n) * sizeof *more);
        if (!more) {
            free(al);
            return STATUS_NO_MEMORY;
        }
        k->r->allocations = more;
    }
    args.Flags.Resource = k->r != NULL;
    args.hResource = k->r ? k->r->h_driver : NULL;
    status = DXGK_CALL(a, CreateAllocation, a->context, &args);
    if (!NT_SUCCESS(status)) {
        free(al);
        return status;
    }
    if (k->r) k->r->h_driver = args.hResource;
    for (made = 0; made < k->n; made++) {
        check_info(a, &k->info[made], k->primary);
        al[made] = allocation_make(a, &k->info[made]);
        if (!al[made]) break;
        al[made]->resource = k->r;
        al[made]->primary = k->primary;
        al[made]->source = k->source;
    }
    status = made == k->n ? STATUS_SUCCESS : STATUS_NO_MEMORY;
    if (NT_SUCCESS(status) && k->n) status = open_all(k->d, al, k->n, k->r, true, k->opens);
    if (!NT_SUCCESS(status)) {
        HANDLE *handles = calloc(k->n ? k->n : 1, sizeof *handles);
        for (i = 0; handles && i < k->n; i++) handles[i] = k->info[i].hAllocation;
        if (handles) driver_destroy(a, handles, k->n, args.hResource, k->r && !k->r->n);
        free(handles);
        while (made) allocation_forget(al[--made]);
        free(al);
        return status;
    }
    if (k->r && k->n) {
        memcpy(k->r->allocations + k->r->n, al, k->n * sizeof *al);
        k->r->n += k->n;
    }
    free(al);
    return status;
}
