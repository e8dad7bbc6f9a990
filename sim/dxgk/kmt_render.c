/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * kmt_render.c - D3DKMTRender and D3DKMTPresent: from what user mode wrote to a DMA buffer of the driver's
 * (contract.md A.8).
 */
#include "dxgk_internal.h"

/* ---- Render ---- */

static void check_patches(const struct dxgk_packet *p)
{
    static const char page[] = "display/splitting-a-dma-buffer";
    uint32_t i, split = 0;

    for (i = 0; i < p->n_patches; i++) {
        const D3DDDI_PATCHLOCATIONLIST *l = &p->patches[i];
        if (l->AllocationIndex >= p->n_list)
            nt_violation(page, "patch location %u names allocation %u of %u", i, l->AllocationIndex, p->n_list);
        if (l->PatchOffset > p->used) nt_violation(page, "patch location %u lies at %u of %u bytes", i, l->PatchOffset, p->used);
        if (l->SplitOffset < split) nt_violation(page, "patch location %u splits at %u, before %u", i, l->SplitOffset, split);
        split = l->SplitOffset;
    }
}

/* Takes over what the driver left in its pointers; false when it went astray. */
static bool take_output(struct dxgk_packet *p, const char *page, const void *dma, const void *private_data,
                        const D3DDDI_PATCHLOCATIONLIST *patches)
{
    const DXGK_CONTEXTINFO *info = &p->context->info;
    const uint8_t *end = dma, *private_end = private_data;

    if (end < p->dma || end > p->dma + info->DmaBufferSize) {
        nt_violation(page, "pDmaBuffer left the DMA buffer");
        return false;
    }
    if (patches < p->patches || patches > p->patches + info->PatchLocationListSize) {
        nt_violation(page, "pPatchLocationListOut left its list");
        return false;
    }
    p->used = (uint32_t)(end - p->dma);
    p->n_patches = (uint32_t)(patches - p->patches);
    p->private_used = private_end >= p->private_data && private_end <= p->private_data + info->DmaBufferPrivateDataSize
                          ? (uint32_t)(private_end - p->private_data) : info->DmaBufferPrivateDataSize;
    if (!p->private_used) p->private_used = info->DmaBufferPrivateDataSize;
    dxgk_guard_check(p->dma + info->DmaBufferSize, page, "the DMA buffer");
    dxgk_guard_check(p->private_data + info->DmaBufferPrivateDataSize, page, "the DMA buffer's private data");
    check_patches(p);
    return true;
}

static void give_back(struct dxgk_adapter *a, struct dxgk_packet *p)
{
    pthread_mutex_lock(&a->sched.lock);
    dxgk_packet_give(p);
    pthread_mutex_unlock(&a->sched.lock);
}

/* Names an allocation in row i of the packet's list; o NULL leaves it empty. */
static void name_row(struct dxgk_adapter *a, struct dxgk_packet *p, uint32_t i, struct dxgk_open *o, bool write)
{
    memset(&p->list[i], 0, sizeof p->list[i]);
    p->opens[i] = o;
    if (!o) return;
    p->list[i].hDeviceSpecificAllocation = o->h_specific;
    p->list[i].WriteOperation = write;
    p->list[i].SegmentId = dxgk_place_guess(a, o->al, &p->list[i].PhysicalAddress); /* Patch gets what is true */
}

/* The packet now counts as a user of what it names. Under sched.lock. */
static void hold_rows(struct dxgk_packet *p)
{
    uint32_t i;
    for (i = 0; i < p->n_list; i++)
        if (p->opens[i]) __atomic_add_fetch(&p->opens[i]->al->busy, 1, __ATOMIC_RELAXED);
}

static NTSTATUS read_list(struct dxgk_client *c, struct dxgk_packet *p, const D3DDDI_ALLOCATIONLIST *user, UINT n)
{
    struct dxgk_device *d = p->context->device;
    D3DDDI_ALLOCATIONLIST row;
    UINT i;

    for (i = 0; i < n; i++) {
        struct dxgk_open *o = NULL;
        row = user[i]; /* our own memory, which the program may change meanwhile: one read */
        if (row.hAllocation) {
            o = dxgk_handle_get(row.hAllocation, DXGK_OPEN_ALLOCATION, c->id);
            if (!o || o->device != d) return STATUS_INVALID_HANDLE;
            if (dxgk_locked_in_memory(c->a, o->al)) return STATUS_GRAPHICS_CANT_RENDER_LOCKED_ALLOCATION;
            if (o->al->offered) return STATUS_INVALID_PARAMETER; /* reclaim first (C/offerallocationscb) */
        }
        name_row(c->a, p, i, o, row.WriteOperation);
    }
    p->n_list = n;
    pthread_mutex_lock(&c->a->sched.lock);
    hold_rows(p);
    pthread_mutex_unlock(&c->a->sched.lock);
    return STATUS_SUCCESS;
}

static NTSTATUS render(struct dxgk_client *c, struct dxgk_context *x, D3DKMT_RENDER *args)
{
    static const char page[] = "d3dkmddi/nc-d3dkmddi-dxgkddi_render";
    unsigned now = x->current;
    struct dxgk_packet *p;
    NTSTATUS status;

    if (args->CommandOffset > x->info.DmaBufferSize || args->CommandLength > x->info.DmaBufferSize - args->CommandOffset ||
        args->AllocationCount > x->info.AllocationListSize || args->PatchLocationCount > x->info.PatchLocationListSize ||
        args->BroadcastContextCount || args->PrivateDriverDataSize)
        return STATUS_INVALID_PARAMETER;
    p = dxgk_client_packet(c, x);
    if (!p) return STATUS_DEVICE_REMOVED;
    p->kind = DXGK_PACKET_RENDER;
    p->null_rendering = args->Flags.NullRendering;
    status = read_list(c, p, x->user[now].list, args->AllocationCount);
    if (NT_SUCCESS(status)) {
        DXGKARG_RENDER r = {
            .pCommand = x->user[now].commands + args->CommandOffset,
            .CommandLength = args->CommandLength,
            .pDmaBuffer = p->dma,
            .DmaSize = x->info.DmaBufferSize,
            .pDmaBufferPrivateData = x->info.DmaBufferPrivateDataSize ? p->private_data : NULL,
            .DmaBufferPrivateDataSize = x->info.DmaBufferPrivateDataSize,
            .pAllocationList = p->list,
            .AllocationListSize = p->n_list,
            .pPatchLocationListIn = x->user[now].patches,
            .PatchLocationListInSize = args->PatchLocationCount,
            .pPatchLocationListOut = p->patches,
            .PatchLocationListOutSize = x->info.PatchLocationListSize,
            .DmaBufferPhysicalAddress = p->dma_address,
        };
        status = DXGK_CALL(c->a, Render, x->h_driver, &r);
        if (NT_SUCCESS(status) && !take_output(p, page, r.pDmaBuffer, r.pDmaBufferPrivateData, r.pPatchLocationListOut))
            status = STATUS_INVALID_PARAMETER;
    }
    if (!NT_SUCCESS(status)) {
        if (status == STATUS_GRAPHICS_GPU_EXCEPTION_ON_DEVICE) dxgk_device_lose(x->device, D3DKMT_DEVICEEXECUTION_HUNG);
        give_back(c->a, p);
        return status;
    }
    dxgk_count(c->a, renders);
    dxgk_packet_queue(p);
    return STATUS_SUCCESS;
}

NTSTATUS DDI_KMT_CALL D3DKMTRender(D3DKMT_RENDER *args)
{
    struct dxgk_client c;
    struct dxgk_context *x;
    NTSTATUS status;

    if (!args) return STATUS_INVALID_PARAMETER;
    status = dxgk_client_enter(&c);
    if (!NT_SUCCESS(status)) return status;
    x = dxgk_handle_get(args->hContext, DXGK_CONTEXT, c.id);
    if (!x || x->device->system) {
        status = STATUS_INVALID_PARAMETER;
    } else {
        status = dxgk_device_status(x->device);
        if (NT_SUCCESS(status)) {
            dxgk_reap(&c, x->device, false);
            status = render(&c, x, args);
        }
        /* The other set next, whether or not this call succeeded (d3dumddi pfnRenderCb). */
        x->current ^= 1;
        args->pNewCommandBuffer = x->user[x->current].commands;
        args->NewCommandBufferSize = x->info.DmaBufferSize;
        args->pNewAllocationList = x->user[x->current].list;
        args->NewAllocationListSize = x->info.AllocationListSize;
        args->pNewPatchLocationList = x->user[x->current].patches;
        args->NewPatchLocationListSize = x->info.PatchLocationListSize;
        args->QueuedBufferCount = __atomic_load_n(&x->in_flight, __ATOMIC_RELAXED);
    }
    dxgk_client_leave(&c);
    return status;
}

/* ---- Present ---- */


static bool present_room(void *arg)
{
    struct dxgk_device *d = arg;
    return d->presents < (LONG)d->queued_limit || dxgk_device_over(d);
}

/* Waits while this device has as many presents queued as it may. */
static NTSTATUS throttle(struct dxgk_client *c, struct dxgk_device *d, bool may_wait)
{
    bool room;

    pthread_mutex_lock(&c->a->sched.lock);
    room = present_room(d);
    pthread_mutex_unlock(&c->a->sched.lock);
    if (!room && !may_wait) return STATUS_GRAPHICS_ALLOCATION_BUSY; /* user mode sees WASSTILLDRAWING */
    if (!room) {
        __atomic_add_fetch(&d->busy, 1, __ATOMIC_ACQ_REL);
        dxgk_client_pause(c);
        dxgk_sched_wait(c->a, present_room, d, 0);
        dxgk_client_resume(c);
        __atomic_sub_fetch(&d->busy, 1, __ATOMIC_ACQ_REL);
        dxgk_sched_wake(c->a);
    }
    return dxgk_device_status(d);
}

static struct dxgk_open *named(struct dxgk_client *c, struct dxgk_device *d, D3DKMT_HANDLE h)
{
    struct dxgk_open *o = h ? dxgk_handle_get(h, DXGK_OPEN_ALLOCATION, c->id) : NULL;
    return o && o->device == d ? o : NULL;
}

/* The shared primary of a source as this device sees it; opened when first needed. */
static struct dxgk_open *shared_primary(struct dxgk_client *c, struct dxgk_device *d, uint32_t source)
{
    struct dxgk_source *s = &c->a->sources[source];

    if (!s->shared) return NULL;
    if (d->primary[source] && d->primary[source]->al != s->shared->al) { /* the mode changed since */
        dxgk_close(d->primary[source]);
        d->primary[source] = NULL;
    }
    if (!d->primary[source] && !NT_SUCCESS(dxgk_open_for(d, s->shared->al, &d->primary[source]))) return NULL;
    return d->primary[source];
}

static RECT whole(const struct dxgk_mode *m) { return (RECT){ 0, 0, (LONG)m->width, (LONG)m->height }; }

static NTSTATUS describe(struct dxgk_adapter *a, struct dxgk_open *o, struct dxgk_mode *m)
{
    DXGKARG_DESCRIBEALLOCATION d = { .hAllocation = o->al->h_driver };
    NTSTATUS status = DXGK_CALL(a, DescribeAllocation, a->context, &d);

    if (!NT_SUCCESS(status))
        nt_violation("d3dkmddi/nc-d3dkmddi-dxgkddi_describeallocation", "failed (0x%08x) for the source of a present",
                     (unsigned)status);
    m->width = d.Width;
    m->height = d.Height;
    return status;
}

/* One or more DMA buffers for a blt or a fill: the driver says when it needs another. */
static NTSTATUS blt(struct dxgk_client *c, struct dxgk_context *x, const D3DKMT_PRESENT *args, struct dxgk_open *source,
                    struct dxgk_open *destination, const RECT *rects, UINT n_rects)
{
    static const char page[] = "d3dkmddi/nc-d3dkmddi-dxgkddi_present";
    struct dxgk_device *d = x->device;
    struct dxgk_mode from = { 0 }, to = { 0 };
    DXGKARG_PRESENT p = { 0 };
    NTSTATUS status = STATUS_SUCCESS;
    UINT pass = 0;

    if (source && !NT_SUCCESS(status = describe(c->a, source, &from))) return STATUS_INVALID_PARAMETER;
    if (!NT_SUCCESS(status = describe(c->a, destination, &to))) return STATUS_INVALID_PARAMETER;
    p.Flags.Blt = source != NULL;
    p.Flags.ColorFill = source == NULL;
    p.Flags.LinearToSrgb = args->Flags.LinearToSrgb;
    p.Flags.Rotate = args->Flags.Rotate;
    p.Color = args->Color;
    p.DstRect = args->Flags.DstRectValid ? args->DstRect : whole(&to);
    p.SrcRect = args->Flags.SrcRectValid ? args->SrcRect : source ? whole(&from) : (RECT){ 0 };
    p.SubRectCnt = n_rects;
    p.pDstSubRects = rects;
    do {
        struct dxgk_packet *k = dxgk_client_packet(c, x);
        if (!k) return STATUS_DEVICE_REMOVED;
        k->kind = DXGK_PACKET_RENDER;
        name_row(c->a, k, 0, NULL, false); /* element 0 is always NULL */
        name_row(c->a, k, DXGK_PRESENT_SOURCE_INDEX, source, false);
        name_row(c->a, k, DXGK_PRESENT_DESTINATION_INDEX, destination, true);
        k->n_list = DXGK_PRESENT_MAX_INDEX + 1;
        pthread_mutex_lock(&c->a->sched.lock);
        hold_rows(k);
        k->kind = DXGK_PACKET_PRESENT;
        d->presents++;
        pthread_mutex_unlock(&c->a->sched.lock);
        p.pDmaBuffer = k->dma;
        p.DmaSize = x->info.DmaBufferSize;
        p.pDmaBufferPrivateData = x->info.DmaBufferPrivateDataSize ? k->private_data : NULL;
        p.DmaBufferPrivateDataSize = x->info.DmaBufferPrivateDataSize;
        p.pAllocationList = k->list;
        p.pPatchLocationListOut = k->patches;
        p.PatchLocationListOutSize = x->info.PatchLocationListSize;
        p.DmaBufferPhysicalAddress = k->dma_address;
        status = DXGK_CALL(c->a, Present, x->h_driver, &p);
        if ((NT_SUCCESS(status) || status == STATUS_GRAPHICS_INSUFFICIENT_DMA_BUFFER) &&
            take_output(k, page, p.pDmaBuffer, p.pDmaBufferPrivateData, p.pPatchLocationListOut)) {
            dxgk_packet_queue(k);
        } else {
            give_back(c->a, k);
            if (NT_SUCCESS(status)) status = STATUS_INVALID_PARAMETER;
        }
        if (++pass > 4096) nt_violation(page, "the driver asked for its 4096th DMA buffer for one present");
    } while (status == STATUS_GRAPHICS_INSUFFICIENT_DMA_BUFFER && pass <= 4096);
    if (status == STATUS_GRAPHICS_GPU_EXCEPTION_ON_DEVICE) dxgk_device_lose(d, D3DKMT_DEVICEEXECUTION_HUNG);
    return status;
}

/* A flip shows a primary: validated by Present without a buffer, carried out by SetVidPnSourceAddress. */
static NTSTATUS flip(struct dxgk_client *c, struct dxgk_context *x, const D3DKMT_PRESENT *args, struct dxgk_open *source)
{
    struct dxgk_device *d = x->device;
    DXGKARG_PRESENT p = { 0 };
    struct dxgk_packet *k;
    NTSTATUS status;

    if (!source->al->primary || source->al->source != args->VidPnSourceId) return STATUS_INVALID_PARAMETER;
    if (args->FlipInterval != D3DDDI_FLIPINTERVAL_IMMEDIATE) {
        dxgk_display_want_vsync(c, args->VidPnSourceId);
        if (!NT_SUCCESS(status = dxgk_device_status(d))) return status;
    }
    k = dxgk_client_packet(c, x);
    if (!k) return STATUS_DEVICE_REMOVED;
    k->kind = DXGK_PACKET_RENDER;
    name_row(c->a, k, 0, NULL, false);
    name_row(c->a, k, DXGK_PRESENT_SOURCE_INDEX, source, false);
    name_row(c->a, k, DXGK_PRESENT_DESTINATION_INDEX, NULL, false);
    k->n_list = DXGK_PRESENT_MAX_INDEX + 1;
    k->source = args->VidPnSourceId;
    k->interval = args->FlipInterval;
    pthread_mutex_lock(&c->a->sched.lock);
    hold_rows(k);
    k->kind = DXGK_PACKET_FLIP;
    d->presents++;
    pthread_mutex_unlock(&c->a->sched.lock);
    p.Flags.Flip = 1;
    p.pAllocationList = k->list;
    p.FlipInterval = args->FlipInterval;
    status = DXGK_CALL(c->a, Present, x->h_driver, &p);
    if (!NT_SUCCESS(status)) {
        give_back(c->a, k);
        return status;
    }
    dxgk_count(c->a, flips);
    dxgk_packet_queue(k);
    return STATUS_SUCCESS;
}

static NTSTATUS present(struct dxgk_client *c, struct dxgk_context *x, D3DKMT_PRESENT *args)
{
    struct dxgk_device *d = x->device;
    struct dxgk_open *source = named(c, d, args->hSource), *destination = named(c, d, args->hDestination);
    RECT *rects = NULL;
    NTSTATUS status;

    if (args->VidPnSourceId >= c->a->n_sources || (args->hSource && !source) || (args->hDestination && !destination))
        return STATUS_INVALID_PARAMETER;
    if (args->Flags.Blt + args->Flags.ColorFill + args->Flags.Flip != 1) return STATUS_INVALID_PARAMETER;
    if (args->Flags.SrcColorKey || args->Flags.DstColorKey || args->Flags.FlipStereo || args->Flags.PresentToBitmap ||
        args->Flags.RedirectedFlip || args->Flags.RedirectedBlt || args->Flags.PresentHistoryTokenOnly ||
        args->BroadcastContextCount)
        return STATUS_NOT_SUPPORTED;
    status = throttle(c, d, !args->Flags.FlipDoNotWait);
    if (!NT_SUCCESS(status)) return status;
    if (!c->a->sources[args->VidPnSourceId].active) return STATUS_GRAPHICS_PRESENT_OCCLUDED;
    d->present_count = args->Flags.PresentCountValid ? args->PresentCount : d->present_count + 1;
    if (args->Flags.Flip) {
        if (!source) return STATUS_INVALID_PARAMETER;
        return args->Flags.FlipDoNotFlip ? STATUS_SUCCESS : flip(c, x, args, source);
    }
    if (args->Flags.Blt && !source) return STATUS_INVALID_PARAMETER;
    if (c->a->sources[args->VidPnSourceId].owner && c->a->sources[args->VidPnSourceId].owner != d && !destination)
        return STATUS_GRAPHICS_PRESENT_OCCLUDED; /* another device shows itself full screen */
    if (!destination) destination = shared_primary(c, d, args->VidPnSourceId);
    if (!destination) return STATUS_NO_MEMORY;
    if (args->SubRectCnt > 1024) return STATUS_INVALID_PARAMETER;
    status = dxgk_copy_in((void **)&rects, args->pSrcSubRects, args->SubRectCnt * (UINT)sizeof *rects);
    if (NT_SUCCESS(status)) status = blt(c, x, args, args->Flags.Blt ? source : NULL, destination, rects, args->SubRectCnt);
    free(rects);
    if (NT_SUCCESS(status)) dxgk_count(c->a, presents);
    return status;
}

NTSTATUS DDI_KMT_CALL D3DKMTPresent(D3DKMT_PRESENT *args)
{
    struct dxgk_client c;
    struct dxgk_context *x;
    NTSTATUS status;

    if (!args) return STATUS_INVALID_PARAMETER;
    status = dxgk_client_enter(&c);
    if (!NT_SUCCESS(status)) return status;
    x = dxgk_handle_get(args->hContext, DXGK_CONTEXT, c.id);
    if (!x || x->device->system) status = STATUS_INVALID_PARAMETER;
    if (NT_SUCCESS(status)) status = dxgk_device_status(x->device);
    if (NT_SUCCESS(status)) status = present(&c, x, args);
    dxgk_client_leave(&c);
    return status;
}
