/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * alloc.c - allocations. Each is one VM-wide object on the host: a resource in host memory, or a span of the
 * BAR2 heap. The private data comes from user mode: it is copied, the copy is checked and used.
 */
#include "kmd.h"
#include "ddi.h"
#include "pvgpu_formats.h"

/* Openings of one allocation by one device. The host counts them in 16 bits and would stop at an overflow. */
#define OPENS_MAX 256u
#define PRIORITY 0x78000000u /* D3DDDI_ALLOCATIONPRIORITY_NORMAL */

bool pvk_alloc_is_surface(const struct pvk_alloc *al)
{
    return al->desc.kind == PVK_ALLOC_HEAP && al->desc.dimension == PVGPU_DIM_TEX2D;
}

/* ---- checking what user mode says ---- */

PVK_PAGED static bool texture_ok(const struct pvk_alloc_private *p)
{
    const uint32_t most = 16384;
    uint32_t side = p->width > p->height ? p->width : p->height, mips = 1;

    if (!p->format || p->width > most || p->height > most || p->depth > 2048 || p->array > 2048) return false;
    if (p->dimension == PVGPU_DIM_TEX3D && p->depth > side) side = p->depth;
    while (side >> mips) mips++;
    if (p->mips > mips) return false;
    if (p->dimension != PVGPU_DIM_TEX3D && p->depth != 1) return false;
    if (p->dimension == PVGPU_DIM_TEX3D && p->array != 1) return false;
    if (p->dimension == PVGPU_DIM_TEX1D && p->height != 1) return false;
    if (p->dimension == PVGPU_DIM_CUBE && (p->array % 6 || p->width != p->height)) return false;
    if (p->samples > 32 || (p->samples & (p->samples - 1)) || (p->samples > 1 && p->mips != 1)) return false;
    return true;
}

static void make_create(const struct pvk_alloc_private *p, uint32_t id, struct pvgpu_cmd_resource_create *c)
{
    RtlZeroMemory(c, sizeof *c);
    PVGPU_CMD_INIT(c, RESOURCE_CREATE);
    c->id = id;
    c->dimension = p->dimension;
    c->format = p->format;
    c->usage = p->usage;
    c->bind = p->bind;
    c->misc = p->misc;
    c->width = p->width;
    c->height = p->height;
    c->depth = p->depth;
    c->array = p->array;
    c->mips = p->mips;
    c->samples = p->samples;
    c->quality = p->quality;
    c->stride = p->stride;
}

PVK_PAGED static NTSTATUS check_resource(struct pvk_adapter *a, const struct pvk_alloc_private *p)
{
    struct pvgpu_cmd_resource_create c;
    int index;

    /* A kernel command that breaks its row's rules would cost the whole device, so it is checked here
     * by the same code as on the host. */
    make_create(p, 1, &c);
    if (pvgpu_check(&c, sizeof c, &index) != PVGPU_OK || p->dimension == PVGPU_DIM_NONE) return STATUS_INVALID_PARAMETER;
    if (p->dimension == PVGPU_DIM_BUFFER) {
        if (p->height != 1 || p->depth != 1 || p->array != 1 || p->mips != 1 || p->samples != 1 || p->width > 1u << 31)
            return STATUS_INVALID_PARAMETER;
    } else if (!texture_ok(p)) {
        return STATUS_INVALID_PARAMETER;
    }
    if ((p->flags & PVK_DESC_PRIMARY) && (p->dimension != PVGPU_DIM_TEX2D || p->samples != 1 || p->vidpn_source >= a->n_scanouts))
        return STATUS_INVALID_PARAMETER;
    return p->bytes && p->bytes <= a->host_segment_size ? STATUS_SUCCESS : STATUS_INVALID_PARAMETER;
}

/* A heap object is bytes; with a dimension it is also a 2-D surface that presents may name. */
PVK_PAGED static NTSTATUS check_heap(struct pvk_adapter *a, const struct pvk_alloc_private *p)
{
    uint64_t row;

    if (!p->bytes || p->bytes > a->region_size[PVGPU_REGION_HEAP] - PVK_OWN_BYTES) return STATUS_INVALID_PARAMETER;
    if (p->flags & PVK_DESC_PRIMARY) return STATUS_INVALID_PARAMETER;
    if (p->dimension == PVGPU_DIM_NONE) return STATUS_SUCCESS;
    if (p->dimension != PVGPU_DIM_TEX2D || !pvk_format_to_d3d(p->format) || !p->width || p->width > 16384 || !p->height ||
        p->height > 16384 || p->stride % 4 || p->stride > 1u << 17)
        return STATUS_INVALID_PARAMETER;
    row = pvgpu_format_row_bytes(p->format, p->width);
    return p->stride >= row && (uint64_t)p->stride * p->height <= p->bytes ? STATUS_SUCCESS : STATUS_INVALID_PARAMETER;
}

PVK_PAGED static NTSTATUS check_private(struct pvk_adapter *a, const void *data, uint32_t size, struct pvk_alloc_private *p)
{
    if (!data || size != sizeof *p) return STATUS_GRAPHICS_DRIVER_MISMATCH;
    RtlCopyMemory(p, data, sizeof *p);
    if (p->version != PVK_PRIVATE_VERSION || p->size != sizeof *p) return STATUS_GRAPHICS_DRIVER_MISMATCH;
    if (p->flags & ~PVK_DESC_ALL) return STATUS_INVALID_PARAMETER;
    if (p->kind == PVK_ALLOC_RESOURCE) return check_resource(a, p);
    return p->kind == PVK_ALLOC_HEAP ? check_heap(a, p) : STATUS_INVALID_PARAMETER;
}

/* ---- the host's memory ----
 * What goes beyond it would be an error object on the host, which no program hears of: here it is a creation that fails. The
 * description says what a resource takes there; the size that user mode gives is for Windows' memory manager alone. */

PVK_PAGED static uint64_t host_bytes(const struct pvk_alloc_private *p)
{
    if (p->kind != PVK_ALLOC_RESOURCE) return 0;
    return pvgpu_resource_bytes(p->dimension, p->misc, p->format, p->width, p->height, p->depth, p->array, p->mips, p->samples);
}

PVK_PAGED static bool host_take(struct pvk_adapter *a, uint64_t bytes)
{
    bool enough;

    ExAcquireFastMutex(&a->objects);
    enough = !a->host_limit || (bytes <= a->host_limit && a->host_bytes <= a->host_limit - bytes);
    if (enough) a->host_bytes += bytes;
    ExReleaseFastMutex(&a->objects);
    return enough;
}

PVK_PAGED static void host_give(struct pvk_adapter *a, uint64_t bytes)
{
    ExAcquireFastMutex(&a->objects);
    a->host_bytes -= bytes;
    ExReleaseFastMutex(&a->objects);
}

/* ---- the host's side ---- */

NTSTATUS pvk_alloc_announce(struct pvk_adapter *a, struct pvk_alloc *al, uint64_t *own)
{
    struct pvgpu_cmd_resource_create r;
    struct pvgpu_cmd_heap_create h = { .id = al->id, .size = al->size };
    struct pvgpu_cmd_context_open open = { .context = a->own_context };
    NTSTATUS status;

    if (al->desc.kind == PVK_ALLOC_RESOURCE) {
        make_create(&al->desc, al->id, &r);
        return pvk_kernel_send(a, &r, sizeof r, own);
    }
    PVGPU_CMD_INIT(&h, HEAP_CREATE);
    status = pvk_kernel_send(a, &h, sizeof h, own);
    if (!NT_SUCCESS(status) || !al->mirror) return status;
    make_create(&al->desc, al->mirror, &r);
    r.stride = 0;
    open.id = al->mirror;
    PVGPU_CMD_INIT(&open, CONTEXT_OPEN);
    status = pvk_kernel_send(a, &r, sizeof r, own);
    return NT_SUCCESS(status) ? pvk_kernel_send(a, &open, sizeof open, own) : status;
}

PVK_PAGED uint32_t pvk_alloc_mirror(struct pvk_adapter *a, struct pvk_alloc *al)
{
    struct pvgpu_cmd_resource_create r;
    struct pvgpu_cmd_context_open open = { .context = a->own_context };
    uint32_t id;

    ExAcquireFastMutex(&a->objects);
    id = al->mirror;
    if (!id && (id = pvk_id_take(&a->resource_ids, pvk_consumed(a))) != 0) {
        make_create(&al->desc, id, &r);
        r.stride = 0;
        open.id = id;
        PVGPU_CMD_INIT(&open, CONTEXT_OPEN);
        pvk_kernel_send_sure(a, &r, sizeof r, NULL);
        pvk_kernel_send_sure(a, &open, sizeof open, NULL);
        al->mirror = id;
    }
    ExReleaseFastMutex(&a->objects);
    return id;
}

PVK_PAGED static uint64_t drop_id(struct pvk_adapter *a, uint32_t id)
{
    struct pvgpu_cmd_resource_destroy c = { .id = id };
    uint64_t own;

    PVGPU_CMD_INIT(&c, RESOURCE_DESTROY);
    pvk_kernel_send_sure(a, &c, sizeof c, &own);
    pvk_id_give(&a->resource_ids, id, own);
    return own;
}

/* Returns the own fence after which the host touches nothing of it. */
PVK_PAGED static uint64_t destroy_one(struct pvk_adapter *a, struct pvk_alloc *al)
{
    struct pvk_id *e = pvk_id_entry(&a->resource_ids, al->id);
    bool placed = e && e->place != PVK_NO_PLACE;
    uint64_t own;

    ExAcquireFastMutex(&a->objects);
    RemoveEntryList(&al->link);
    NT_ASSERT(IsListEmpty(&al->opens));
    ExReleaseFastMutex(&a->objects);
    pvk_display_forget(a, al->id);
    if (al->mirror) drop_id(a, al->mirror);
    own = drop_id(a, al->id);
    host_give(a, host_bytes(&al->desc)); /* whoever takes it comes behind the destruction in the ring */
    pvk_free_pool(al);
    return placed ? own : 0;
}

/* ---- CreateAllocation, DestroyAllocation ---- */

PVK_PAGED static void describe_memory(const struct pvk_alloc *al, DXGK_ALLOCATIONINFO *info)
{
    bool primary = al->desc.flags & PVK_DESC_PRIMARY;
    uint32_t segment = al->desc.kind == PVK_ALLOC_HEAP ? PVK_SEG_HEAP : primary ? PVK_SEG_APERTURE : PVK_SEG_HOST;

    info->hAllocation = (HANDLE)al;
    info->Alignment = PVGPU_PAGE;
    info->Size = (SIZE_T)al->size;
    info->PitchAlignedSize = 0;
    info->HintedBank.Value = 0;
    info->PreferredSegment.Value = 0;
    info->PreferredSegment.SegmentId0 = segment;
    info->SupportedReadSegmentSet = PVK_SEG_BIT(segment);
    /* All write segments of a primary must be CPU accessible (ns-d3dukmdt-_d3dddi_allocationinfo): an aperture
     * is, host memory is not. Its picture lives on the host either way. */
    info->SupportedWriteSegmentSet = PVK_SEG_BIT(segment);
    info->EvictionSegmentSet = 0; /* straight to system memory */
    info->MaximumRenamingListLength = 0;
    info->Flags.Value = 0;
    info->Flags.CpuVisible = al->desc.kind == PVK_ALLOC_HEAP;
    info->pAllocationUsageHint = NULL;
    info->AllocationPriority = PRIORITY;
}

PVK_PAGED static NTSTATUS create_one(struct pvk_adapter *a, DXGK_ALLOCATIONINFO *info, struct pvk_alloc **out)
{
    struct pvk_alloc *al;
    uint64_t bytes;
    NTSTATUS status;

    al = pvk_alloc_pool(sizeof *al);
    if (!al) return STATUS_NO_MEMORY;
    status = check_private(a, info->pPrivateDriverData, info->PrivateDriverDataSize, &al->desc);
    if (!NT_SUCCESS(status)) {
        pvk_free_pool(al);
        return status;
    }
    bytes = host_bytes(&al->desc);
    if (!host_take(a, bytes)) {
        pvk_free_pool(al);
        return STATUS_NO_MEMORY;
    }
    InitializeListHead(&al->opens);
    al->adapter = a;
    al->size = (al->desc.bytes + PVGPU_PAGE - 1) & ~(uint64_t)(PVGPU_PAGE - 1);
    if (pvk_alloc_is_surface(al)) al->pitch = al->desc.stride;
    if (pvk_alloc_is_surface(al)) { /* what a mirror of it must be */
        al->desc.depth = al->desc.array = al->desc.mips = al->desc.samples = 1;
        al->desc.usage = PVGPU_USAGE_DEFAULT;
        al->desc.bind = PVGPU_BIND_SHADER | PVGPU_BIND_TARGET;
        al->desc.misc = al->desc.quality = 0;
    }
    al->id = pvk_id_take(&a->resource_ids, pvk_consumed(a));
    status = al->id ? pvk_alloc_announce(a, al, NULL) : STATUS_NO_MEMORY;
    if (!NT_SUCCESS(status)) {
        if (al->id) pvk_id_give(&a->resource_ids, al->id, 0);
        host_give(a, bytes);
        pvk_free_pool(al);
        return STATUS_NO_MEMORY;
    }
    ExAcquireFastMutex(&a->objects);
    InsertTailList(&a->allocs, &al->link);
    ExReleaseFastMutex(&a->objects);
    if (al->desc.kind == PVK_ALLOC_RESOURCE && !pvk_ask_made(a, al, bytes)) {
        destroy_one(a, al);
        return STATUS_NO_MEMORY;
    }
    describe_memory(al, info);
    *out = al;
    return STATUS_SUCCESS;
}

PVK_PAGED NTSTATUS DDI_CALL PvkDdiCreateAllocation(IN_CONST_HANDLE hAdapter, INOUT_PDXGKARG_CREATEALLOCATION pCreateAllocation)
{
    struct pvk_adapter *a = hAdapter;
    DXGKARG_CREATEALLOCATION *p = pCreateAllocation;
    struct pvk_resource *resource = NULL;
    NTSTATUS status = STATUS_SUCCESS;
    UINT i;

    PAGED_CODE();
    if (p->Flags.Resource) {
        resource = p->hResource ? p->hResource : pvk_alloc_pool(sizeof *resource);
        if (!resource) return STATUS_NO_MEMORY;
    }
    for (i = 0; i < p->NumAllocations; i++) {
        struct pvk_alloc *al = NULL;
        status = create_one(a, &p->pAllocationInfo[i], &al);
        if (!NT_SUCCESS(status)) break;
        al->resource = resource;
    }
    if (!NT_SUCCESS(status)) { /* all or none (traps.md M11) */
        while (i--) {
            destroy_one(a, p->pAllocationInfo[i].hAllocation);
            p->pAllocationInfo[i].hAllocation = NULL;
        }
        if (resource && resource != p->hResource) pvk_free_pool(resource);
        return status;
    }
    if (resource) {
        __atomic_fetch_add(&resource->n_allocs, (LONG)p->NumAllocations, __ATOMIC_SEQ_CST);
        p->hResource = resource;
    }
    return STATUS_SUCCESS;
}

PVK_PAGED NTSTATUS DDI_CALL PvkDdiDestroyAllocation(IN_CONST_HANDLE hAdapter,
                                                    IN_CONST_PDXGKARG_DESTROYALLOCATION pDestroyAllocation)
{
    struct pvk_adapter *a = hAdapter;
    const DXGKARG_DESTROYALLOCATION *p = pDestroyAllocation;
    uint64_t own = 0;

    PAGED_CODE();
    for (UINT i = 0; i < p->NumAllocations; i++) {
        uint64_t o = destroy_one(a, p->pAllocationList[i]);
        if (o) own = o;
    }
    /* Windows gives the heap's bytes to others as soon as we return: the host must have let go. */
    if (own && !pvk_wait_consumed(a, own, PVK_DRAIN_MS) && !pvk_get(&a->host_lost))
        pvk_error("the host did not drop a heap object in time\n");
    if (p->Flags.DestroyResource && p->hResource) pvk_free_pool(p->hResource);
    return STATUS_SUCCESS;
}

/* ---- OpenAllocation, CloseAllocation ---- */

PVK_PAGED static void send_open(struct pvk_adapter *a, const struct pvk_open *o, bool open)
{
    struct pvgpu_cmd_context_open c = { .context = o->device->context, .id = o->alloc->id };
    struct pvgpu_cmd_context_close d = { .context = o->device->context, .id = o->alloc->id };

    PVGPU_CMD_INIT(&c, CONTEXT_OPEN);
    PVGPU_CMD_INIT(&d, CONTEXT_CLOSE);
    if (open) pvk_kernel_send_sure(a, &c, sizeof c, NULL);
    else pvk_kernel_send_sure(a, &d, sizeof d, NULL);
}

PVK_PAGED static void close_one(struct pvk_adapter *a, struct pvk_open *o)
{
    ExAcquireFastMutex(&a->objects);
    RemoveEntryList(&o->device_link);
    if (o->alloc) RemoveEntryList(&o->alloc_link);
    ExReleaseFastMutex(&a->objects);
    if (o->alloc) send_open(a, o, false);
    pvk_free_pool(o);
}

/* Enters an opening into the lists, unless the device has too many of this allocation. */
PVK_PAGED static bool enter_open(struct pvk_adapter *a, struct pvk_open *o)
{
    uint32_t n = 0;
    PLIST_ENTRY i;

    ExAcquireFastMutex(&a->objects);
    for (i = o->alloc ? o->alloc->opens.Flink : NULL; i && i != &o->alloc->opens; i = i->Flink)
        n += CONTAINING_RECORD(i, struct pvk_open, alloc_link)->device == o->device;
    if (n < OPENS_MAX) {
        InsertTailList(&o->device->opens, &o->device_link);
        if (o->alloc) InsertTailList(&o->alloc->opens, &o->alloc_link);
    }
    ExReleaseFastMutex(&a->objects);
    return n < OPENS_MAX;
}

PVK_PAGED static NTSTATUS open_one(struct pvk_device *d, DXGK_OPENALLOCATIONINFO *info, bool create)
{
    struct pvk_adapter *a = d->adapter;
    DXGKARGCB_GETHANDLEDATA get;
    struct pvk_open *o;

    o = pvk_alloc_pool(sizeof *o);
    if (!o) return STATUS_NO_MEMORY;
    RtlZeroMemory(&get, sizeof get);
    get.hObject = info->hAllocation;
    get.Type = DXGK_HANDLE_ALLOCATION;
    o->alloc = a->dxgk.DxgkCbGetHandleData(&get);
    /* NULL: a handle that is not ours to open (nc-d3dkmddi-dxgkcb_gethandledata). But the memory manager opens
     * allocations of its own, without private data, which must succeed (traps.md M14). */
    if (!o->alloc && info->PrivateDriverDataSize) {
        pvk_free_pool(o);
        return STATUS_INVALID_PARAMETER;
    }
    o->device = d;
    if (!enter_open(a, o)) {
        pvk_free_pool(o);
        return STATUS_NO_MEMORY;
    }
    if (o->alloc) send_open(a, o, true);
    /* The only moment when the blob may be written (ns-d3dkmddi-_dxgk_openallocationinfo). */
    if (create && o->alloc && info->pPrivateDriverData && info->PrivateDriverDataSize == sizeof(struct pvk_alloc_private)) {
        struct pvk_alloc_private *p = info->pPrivateDriverData;
        p->id = o->alloc->id;
    }
    info->hDeviceSpecificAllocation = o;
    return STATUS_SUCCESS;
}

PVK_PAGED NTSTATUS DDI_CALL PvkDdiOpenAllocation(IN_CONST_HANDLE hDevice, IN_CONST_PDXGKARG_OPENALLOCATION pOpenAllocation)
{
    struct pvk_device *d = hDevice;
    DXGKARG_OPENALLOCATION *p = (DXGKARG_OPENALLOCATION *)pOpenAllocation; /* const by typedef, with outputs */
    NTSTATUS status = STATUS_SUCCESS;
    UINT i;

    PAGED_CODE();
    for (i = 0; i < p->NumAllocations; i++) {
        status = open_one(d, &p->pOpenAllocation[i], p->Flags.Create);
        if (!NT_SUCCESS(status)) break;
    }
    if (!NT_SUCCESS(status)) {
        while (i--) {
            close_one(d->adapter, p->pOpenAllocation[i].hDeviceSpecificAllocation);
            p->pOpenAllocation[i].hDeviceSpecificAllocation = NULL;
        }
        return status;
    }
    if (d->system && p->NumAllocations) {
        const struct pvk_open *o = p->pOpenAllocation[0].hDeviceSpecificAllocation;
        if (p->SubresourceIndex >= (o->alloc && o->alloc->desc.mips ? o->alloc->desc.mips * o->alloc->desc.array : 1)) {
            for (i = 0; i < p->NumAllocations; i++) close_one(d->adapter, p->pOpenAllocation[i].hDeviceSpecificAllocation);
            return STATUS_INVALID_PARAMETER;
        }
        p->SubresourceOffset = 0;
        p->Pitch = o->alloc ? o->alloc->pitch : 0;
    }
    return STATUS_SUCCESS;
}

PVK_PAGED NTSTATUS DDI_CALL PvkDdiCloseAllocation(IN_CONST_HANDLE hDevice, IN_CONST_PDXGKARG_CLOSEALLOCATION pCloseAllocation)
{
    struct pvk_device *d = hDevice;

    PAGED_CODE();
    for (UINT i = 0; i < pCloseAllocation->NumAllocations; i++)
        if (pCloseAllocation->pOpenHandleList[i]) close_one(d->adapter, pCloseAllocation->pOpenHandleList[i]);
    return STATUS_SUCCESS;
}

PVK_PAGED NTSTATUS DDI_CALL PvkDdiDescribeAllocation(IN_CONST_HANDLE hAdapter,
                                                     INOUT_PDXGKARG_DESCRIBEALLOCATION pDescribeAllocation)
{
    DXGKARG_DESCRIBEALLOCATION *p = pDescribeAllocation;
    const struct pvk_alloc *al = p->hAllocation;

    PAGED_CODE();
    if (!al) return STATUS_INVALID_PARAMETER;
    p->Width = al->desc.width;
    p->Height = al->desc.height;
    p->Format = pvk_format_to_d3d(al->desc.format);
    p->MultisampleMethod.NumSamples = al->desc.samples > 1 ? al->desc.samples : 1;
    p->MultisampleMethod.NumQualityLevels = al->desc.samples > 1 ? al->desc.quality + 1 : 0;
    p->RefreshRate.Numerator = al->desc.refresh_mhz;
    p->RefreshRate.Denominator = al->desc.refresh_mhz ? 1000 : 0;
    p->PrivateDriverFormatAttribute = 0;
    p->Flags.Value = 0;
    p->Rotation = D3DDDI_ROTATION_IDENTITY;
    return STATUS_SUCCESS;
}
