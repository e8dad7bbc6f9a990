/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * resource.c - resources: one allocation each. Buffers and textures lie in host memory
 * (PVK_ALLOC_RESOURCE); staging resources exist in heap memory only, laid out by layout.c, and
 * copies from and to them become reads and updates.
 */
#include "entry.h"
#include "os.h"

static const uint32_t misc_kept = PVGPU_MISC_GENERATE_MIPS | PVGPU_MISC_INDIRECT | PVGPU_MISC_RAW | PVGPU_MISC_STRUCTURED |
                                  PVGPU_MISC_CLAMP; /* the same numbers in D3D10_DDI_RESOURCE_MISC_FLAG */

static uint32_t bind_of(UINT flags)
{
    uint32_t bind = flags & 0x7fu; /* vertex buffer to depth stencil: the same numbers */
    if (flags & D3D11_DDI_BIND_UNORDERED_ACCESS) bind |= PVGPU_BIND_UNORDERED;
    if (flags & D3D11_DDI_BIND_DECODER) bind |= PVGPU_BIND_DECODER;
    if (flags & D3D10_DDI_BIND_PRESENT) bind |= PVGPU_BIND_SHADER; /* what DXGI's Blt reads (blit.c) */
    return bind;
}

static void describe(struct pvu_resource *r, const D3D11DDIARG_CREATERESOURCE *a)
{
    const D3D10DDI_MIPINFO *m = &a->pMipInfoList[0];
    r->dimension = (uint32_t)a->ResourceDimension;
    r->usage = a->Usage;
    r->format = (uint32_t)a->Format;
    r->bind = bind_of(a->BindFlags);
    r->misc = a->MiscFlags & misc_kept;
    if (a->MiscFlags & D3DWDDM1_3DDI_RESOURCE_MISC_TILED) r->misc |= PVGPU_MISC_TILED;
    if (a->MiscFlags & D3DWDDM1_3DDI_RESOURCE_MISC_TILE_POOL) r->misc |= PVGPU_MISC_TILE_POOL;
    r->width = m->TexelWidth;
    r->height = m->TexelHeight ? m->TexelHeight : 1;
    r->depth = m->TexelDepth ? m->TexelDepth : 1;
    r->array = a->ArraySize ? a->ArraySize : 1;
    r->mips = a->MipLevels ? a->MipLevels : 1;
    r->samples = a->SampleDesc.Count ? a->SampleDesc.Count : 1;
    r->quality = a->SampleDesc.Quality;
    r->stride = (r->misc & PVGPU_MISC_STRUCTURED) ? a->ByteStride : 0;
    r->primary = a->pPrimaryDesc != NULL;
    r->shared = (a->MiscFlags & D3D10_DDI_RESOURCE_MISC_SHARED) != 0;
    r->presentable = (a->BindFlags & D3D10_DDI_BIND_PRESENT) != 0;
    if (r->dimension == PVGPU_DIM_BUFFER) r->height = r->depth = r->array = r->mips = r->samples = 1;
    if (r->dimension == PVGPU_DIM_CUBE) {
        r->misc |= PVGPU_MISC_CUBE;
        if (r->array % 6) r->array *= 6; /* ns-d3d10umddi-d3d11ddiarg_createresource.md: ArraySize counts faces */
    }
}

/* Also of what another process wrote (pvu_open_resource), so every field that sizes are made of counts. */
static bool describable(const struct pvu_resource *r)
{
    enum { MIPS_MAX = 15, ARRAY_MAX = 6 * 2048, SIDE_MAX = 16384 };
    if (r->dimension < PVGPU_DIM_BUFFER || r->dimension >= PVGPU_DIM_COUNT || r->usage > D3D10_DDI_USAGE_STAGING) return false;
    if (!r->width || !r->height || !r->depth || !r->array || !r->mips || !r->samples) return false;
    if (r->mips > MIPS_MAX || r->array > ARRAY_MAX || r->samples > 32) return false;
    if (r->dimension != PVGPU_DIM_BUFFER && (r->width > SIDE_MAX || r->height > SIDE_MAX || r->depth > SIDE_MAX)) return false;
    if (r->dimension == PVGPU_DIM_BUFFER) return true;
    return pvgpu_format_has_textures(r->format);
}

/* The interface takes the dimensions of a format for granted (nc-d3d10umddi-pfnd3d10ddi_checkformatsupport.md has no bits for them),
 * which hosts do not: an NVIDIA GPU's Vulkan driver has no textures of R32G32B32 but of one slice and one mip. A format of which the
 * host says nothing is tried. */
static bool host_has(const struct pvu_device *d, const struct pvu_resource *r)
{
    /* D3D11_FORMAT_SUPPORT_TEXTURE1D to TEXTURECUBE */
    static const uint32_t bits[PVGPU_DIM_COUNT] = { [PVGPU_DIM_TEX1D] = 0x10, [PVGPU_DIM_TEX2D] = 0x20, [PVGPU_DIM_TEX3D] = 0x40,
                                                    [PVGPU_DIM_CUBE] = 0x80 };
    const struct pvgpu_caps *caps = &d->adapter->info.caps;
    const struct pvgpu_format_row *row = &pvgpu_format_rows[r->format];
    const uint32_t n = caps->n_formats < PVGPU_FORMAT_LIMIT ? caps->n_formats : PVGPU_FORMAT_LIMIT;
    uint32_t support = r->format < n ? caps->formats[r->format].support : 0;
    uint32_t flags = r->format < n ? caps->formats[r->format].flags : 0;

    if (r->dimension == PVGPU_DIM_BUFFER) return true;
    for (uint32_t i = 1; row->kind == PVGPU_FORMAT_TYPELESS && i < n; i++) /* what one of the family can be */
        if (pvgpu_format_rows[i].family == row->family) support |= caps->formats[i].support;
    if ((flags & PVGPU_FORMAT_SINGLE) && (r->dimension != PVGPU_DIM_TEX2D || r->array > 1 || r->mips > 1)) return false;
    return !support || (support & bits[r->dimension]);
}

static enum pvu_status create_host(struct pvu_device *d, struct pvu_resource *r, const D3D11DDIARG_CREATERESOURCE *a)
{
    struct pvk_alloc_private p = { .version = PVK_PRIVATE_VERSION, .size = sizeof p, .kind = PVK_ALLOC_RESOURCE };
    D3DDDI_ALLOCATIONINFO2 info; /* both forms: see pvu.h */
    D3DDDICB_ALLOCATE k;
    memset(&info, 0, sizeof info);
    memset(&k, 0, sizeof k);
    p.bytes = pvu_resource_bytes(r);
    p.dimension = r->dimension, p.format = r->format, p.usage = r->usage, p.bind = r->bind, p.misc = r->misc;
    p.width = r->width, p.height = r->height, p.depth = r->depth, p.array = r->array, p.mips = r->mips;
    p.samples = r->samples, p.quality = r->quality, p.stride = r->stride;
    if (r->shared) p.flags |= PVK_DESC_SHARED;
    if (r->primary) { /* M24: this is the only truth for "a primary", and both must say it */
        const DXGI_DDI_MODE_DESC *mode = &a->pPrimaryDesc->ModeDesc;
        p.flags |= PVK_DESC_PRIMARY;
        p.vidpn_source = a->pPrimaryDesc->VidPnSourceId;
        if (mode->RefreshRate.Denominator)
            p.refresh_mhz = (uint32_t)((uint64_t)mode->RefreshRate.Numerator * 1000u / mode->RefreshRate.Denominator);
        info.Flags.Primary = 1;
        info.VidPnSourceId = a->pPrimaryDesc->VidPnSourceId;
    }
    info.pPrivateDriverData = &p;
    info.PrivateDriverDataSize = sizeof p;
    k.hResource = r->rt;
    k.NumAllocations = 1;
    k.pAllocationInfo2 = &info;
    if (!pvu_release_prepare(&r->ref)) return PVU_NO_MEMORY;
    enum pvu_status s = pvu_status_of(d->kernel->pfnAllocateCb(d->rt.handle, &k));
    if (s != PVU_OK) {
        pvu_release(d, &r->ref, NULL);
        return s;
    }
    r->ref.allocation = info.hAllocation;
    r->id = p.id;
    if (!r->id) pvu_log("the kernel driver gave a resource no id");
    return PVU_OK;
}

static enum pvu_status fill(struct pvu_context *c, struct pvu_resource *r, const D3D10_DDIARG_SUBRESOURCE_UP *data)
{
    for (uint32_t sub = 0; sub < r->array * r->mips; sub++) {
        enum pvu_status s = pvu_update(c, r, sub, NULL, data[sub].pSysMem, data[sub].SysMemPitch, data[sub].SysMemSlicePitch, 0);
        if (s != PVU_OK) return s;
    }
    return PVU_OK;
}

void pvu_resource_fini(struct pvu_device *d, struct pvu_resource *r)
{
    if (r->decoder_buffer) {
        pvu_os_free(r->mirror);
        return;
    }
    pvu_map_finish(d, r);
    if (pvu_is_staging(r)) {
        pvu_heap_destroy(d, &r->heap);
        return;
    }
    if (r->misc & PVGPU_MISC_TILED) pvu_heap_destroy(d, &r->heap);
    /* Primaries go inside this call (changes-from-direct3d-10.md, "Primary Exceptions"), and so do those that are
     * released by the runtime's handle, which is gone after it. */
    if ((r->primary || r->rt) && pvu_owns(d) && r->ref.stamp == d->context.stamp) (void)pvu_flush(&d->context);
    pvu_release(d, &r->ref, r->rt);
}

/* What a decoder reads from (ns-d3d10umddi-d3d11ddiarg_createresource.md, DecoderBufferType): memory on our side, which is copied when
 * it is submitted. */
static enum pvu_status create_decoder_buffer(struct pvu_resource *r, const D3D11DDIARG_CREATERESOURCE *a)
{
    if (!r->width || r->width > PVGPU_DECODER_BYTES || a->DecoderBufferType < D3D11_1DDI_VIDEO_DECODER_BUFFER_PICTURE_PARAMETERS ||
        a->DecoderBufferType > D3D11_1DDI_VIDEO_DECODER_BUFFER_FILM_GRAIN)
        return PVU_NO_MEMORY;
    r->mirror = pvu_os_alloc(r->width);
    if (!r->mirror) return PVU_NO_MEMORY;
    memset(r->mirror, 0, r->width);
    r->decoder_buffer = (uint32_t)a->DecoderBufferType;
    return PVU_OK;
}

enum pvu_status pvu_resource_init(struct pvu_context *c, const D3D11DDIARG_CREATERESOURCE *a, struct pvu_resource *r, HANDLE rt)
{
    struct pvu_device *d = c->device;
    enum pvu_status s = PVU_NO_MEMORY;
    memset(r, 0, sizeof *r);
    describe(r, a);
    if (!d->adapter->info.caps.decoders.n_profiles) r->bind &= ~(uint32_t)PVGPU_BIND_DECODER; /* nobody decodes into it */
    else if ((a->BindFlags & D3D11_DDI_BIND_DECODER) && r->dimension == PVGPU_DIM_BUFFER) return create_decoder_buffer(r, a);
    /* A shared allocation must belong to the runtime's resource, so that others can open it; all others belong to
     * the device (ns-d3dumddi-_d3dddicb_allocate.md): they may be released late and may change places by rotation. */
    r->rt = r->shared ? rt : NULL;
    pvu_map_begin(r, pvu_map_private(a));
    if (!describable(r)) pvu_log("resource of dimension %u and format %u cannot be described", r->dimension, r->format);
    else if (d->removed) s = PVU_REMOVED;
    else if (pvu_is_staging(r)) s = pvu_heap_create(d, &r->heap, pvu_layout_size(r));
    else if (!host_has(d, r)) pvu_log("the host has no texture of format %s in this dimension", pvgpu_format_name(r->format));
    else s = create_host(d, r, a);
    if (s == PVU_OK && pvu_is_staging(r)) memset(r->heap.cpu, 0, r->heap.size); /* U35: programs expect zeros */
    if (s == PVU_OK && (r->misc & PVGPU_MISC_TILED)) {
        s = pvu_tiling_ask(c, r);
        if (s == PVU_OK && pvu_recording_failed(c)) s = PVU_NO_MEMORY;
        if (s != PVU_OK) pvu_resource_fini(d, r);
    }
    if (s == PVU_OK && a->pInitialDataUP) {
        s = fill(c, r, a->pInitialDataUP);
        if (s == PVU_OK && pvu_recording_failed(c)) s = PVU_NO_MEMORY;
        if (s != PVU_OK) pvu_resource_fini(d, r);
        pvu_map_changed(r);
    }
    return s;
}

/* After an error the runtime never calls DestroyResource (nc-d3d10umddi-pfnd3d11ddi_createresource.md). */
static void create(D3D10DDI_HDEVICE h, const D3D11DDIARG_CREATERESOURCE *a, struct pvu_resource *r, D3D10DDI_HRTRESOURCE rt)
{
    PVU_CREATION(c, h, true);
    if (!c) return;
    enum pvu_status s = pvu_resource_init(c, a, r, rt.handle);
    pvu_fail(&c->device->context, s, a->pPrimaryDesc ? PVU_ENTRY_RESOURCE : PVU_ENTRY_CREATE);
}

static D3D11DDIARG_CREATERESOURCE widen(const D3D10DDIARG_CREATERESOURCE *a)
{
    return (D3D11DDIARG_CREATERESOURCE){
        .pMipInfoList = a->pMipInfoList, .pInitialDataUP = a->pInitialDataUP, .ResourceDimension = a->ResourceDimension,
        .Usage = a->Usage, .BindFlags = a->BindFlags, .MapFlags = a->MapFlags, .MiscFlags = a->MiscFlags, .Format = a->Format,
        .SampleDesc = a->SampleDesc, .MipLevels = a->MipLevels, .ArraySize = a->ArraySize, .pPrimaryDesc = a->pPrimaryDesc,
    };
}

SIZE_T APIENTRY pvu_calc_resource_size_11(D3D10DDI_HDEVICE h, const D3D11DDIARG_CREATERESOURCE *a)
{
    (void)h;
    return sizeof(struct pvu_resource) + pvu_map_private(a);
}

SIZE_T APIENTRY pvu_calc_resource_size_10(D3D10DDI_HDEVICE h, const D3D10DDIARG_CREATERESOURCE *a)
{
    D3D11DDIARG_CREATERESOURCE b = widen(a);
    return pvu_calc_resource_size_11(h, &b);
}

void APIENTRY pvu_create_resource_10(D3D10DDI_HDEVICE h, const D3D10DDIARG_CREATERESOURCE *a, D3D10DDI_HRESOURCE r,
                                     D3D10DDI_HRTRESOURCE rt)
{
    D3D11DDIARG_CREATERESOURCE b = widen(a);
    create(h, &b, r.pDrvPrivate, rt);
}

void APIENTRY pvu_create_resource_11(D3D10DDI_HDEVICE h, const D3D11DDIARG_CREATERESOURCE *a, D3D10DDI_HRESOURCE r,
                                     D3D10DDI_HRTRESOURCE rt)
{
    create(h, a, r.pDrvPrivate, rt);
}

SIZE_T APIENTRY pvu_calc_opened_resource_size(D3D10DDI_HDEVICE h, const D3D10DDIARG_OPENRESOURCE *a)
{
    (void)h, (void)a;
    return sizeof(struct pvu_resource);
}

/* A resource of another device: what its creator wrote into the allocation's private data, id included. */
void APIENTRY pvu_open_resource(D3D10DDI_HDEVICE h, const D3D10DDIARG_OPENRESOURCE *a, D3D10DDI_HRESOURCE hr,
                                D3D10DDI_HRTRESOURCE rt)
{
    struct pvu_device *d = pvu_device(h);
    struct pvu_resource *r = hr.pDrvPrivate;
    struct pvk_alloc_private p;
    memset(r, 0, sizeof *r);
    if (a->NumAllocations < 1 || a->pOpenAllocationInfo[0].PrivateDriverDataSize < sizeof p) {
        pvu_log("opened resource has no description");
        pvu_fail(&d->context, PVU_NO_MEMORY, PVU_ENTRY_CREATE);
        return;
    }
    memcpy(&p, a->pOpenAllocationInfo[0].pPrivateDriverData, sizeof p);
    if (p.version != PVK_PRIVATE_VERSION || p.kind != PVK_ALLOC_RESOURCE || p.id == 0) {
        pvu_log("opened resource has a description of version %u and kind %u", p.version, p.kind);
        pvu_fail(&d->context, PVU_NO_MEMORY, PVU_ENTRY_CREATE);
        return;
    }
    r->rt = rt.handle;
    r->ref.allocation = a->pOpenAllocationInfo[0].hAllocation;
    r->id = p.id;
    r->opened = r->shared = true;
    r->dimension = p.dimension, r->format = p.format, r->usage = p.usage, r->bind = p.bind, r->misc = p.misc;
    r->width = p.width, r->height = p.height, r->depth = p.depth, r->array = p.array, r->mips = p.mips;
    r->samples = p.samples, r->quality = p.quality, r->stride = p.stride;
    if (!describable(r) || pvu_is_staging(r)) {
        pvu_log("opened resource has a description that makes no sense");
        pvu_fail(&d->context, PVU_NO_MEMORY, PVU_ENTRY_CREATE);
        return;
    }
    if (!pvu_release_prepare(&r->ref)) pvu_fail(&d->context, PVU_NO_MEMORY, PVU_ENTRY_CREATE);
}

void APIENTRY pvu_destroy_resource(D3D10DDI_HDEVICE h, D3D10DDI_HRESOURCE r)
{
    struct pvu_device *d = pvu_device(h);
    PVU_CREATION(c, h, false);
    if (pvu_owns(d)) pvu_bound_forget_resource(&d->context, r.pDrvPrivate);
    pvu_resource_fini(d, r.pDrvPrivate);
}
