/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * standard.c - the allocations that Windows makes itself (shared primary, shadow, staging, GDI surfaces), in
 * the same private data as the user-mode driver's, so that one code checks both and any opener can read it.
 * Surfaces that the CPU locks lie in the BAR2 heap, the others in host memory.
 */
#include "kmd.h"
#include "ddi.h"

/* DXGI_FORMAT numbers. Several D3D formats have one DXGI format; the first row is the answer backwards. */
static const struct { uint32_t dxgi; D3DDDIFORMAT d3d; uint32_t bytes; } formats[] = {
    { 87, D3DDDIFMT_A8R8G8B8, 4 },       { 88, D3DDDIFMT_X8R8G8B8, 4 },      { 28, D3DDDIFMT_A8B8G8R8, 4 },
    { 28, D3DDDIFMT_X8B8G8R8, 4 },       { 65, D3DDDIFMT_A8, 1 },            { 24, D3DDDIFMT_A2B10G10R10, 4 },
    { 10, D3DDDIFMT_A16B16G16R16F, 8 },  { 85, D3DDDIFMT_R5G6B5, 2 },        { 86, D3DDDIFMT_A1R5G5B5, 2 },
    { 91, D3DDDIFMT_A8R8G8B8, 4 },       { 93, D3DDDIFMT_X8R8G8B8, 4 },      { 29, D3DDDIFMT_A8B8G8R8, 4 },
    { 27, D3DDDIFMT_A8B8G8R8, 4 },       { 90, D3DDDIFMT_A8R8G8B8, 4 },      { 92, D3DDDIFMT_X8R8G8B8, 4 },
};

D3DDDIFORMAT pvk_format_to_d3d(uint32_t dxgi)
{
    for (unsigned i = 0; i < sizeof formats / sizeof formats[0]; i++)
        if (formats[i].dxgi == dxgi) return formats[i].d3d;
    return D3DDDIFMT_UNKNOWN;
}

uint32_t pvk_format_from_d3d(D3DDDIFORMAT format)
{
    for (unsigned i = 0; i < sizeof formats / sizeof formats[0]; i++)
        if (formats[i].d3d == format) return formats[i].dxgi;
    return 0;
}

PVK_PAGED static uint32_t format_bytes(uint32_t dxgi)
{
    for (unsigned i = 0; i < sizeof formats / sizeof formats[0]; i++)
        if (formats[i].dxgi == dxgi) return formats[i].bytes;
    return 0;
}

PVK_PAGED static bool surface(struct pvk_alloc_private *p, uint32_t kind, uint32_t width, uint32_t height, D3DDDIFORMAT format)
{
    uint32_t dxgi = pvk_format_from_d3d(format), bytes = format_bytes(dxgi);

    RtlZeroMemory(p, sizeof *p);
    if (!bytes || !width || width > 16384 || !height || height > 16384) return false;
    p->version = PVK_PRIVATE_VERSION;
    p->size = sizeof *p;
    p->kind = kind;
    p->dimension = PVGPU_DIM_TEX2D;
    p->format = dxgi;
    p->width = width;
    p->height = height;
    p->depth = p->array = p->mips = p->samples = 1;
    p->bind = PVGPU_BIND_SHADER | PVGPU_BIND_TARGET;
    if (kind == PVK_ALLOC_HEAP) p->stride = (width * bytes + 63) & ~63u; /* the row pitch */
    p->bytes = (uint64_t)(kind == PVK_ALLOC_HEAP ? p->stride : width * bytes) * height;
    return true;
}

/* Kinds that the CPU draws into. Without SupportKernelModeCommandBuffer Windows makes no surface that must
 * lie in a cache-coherent aperture. */
PVK_PAGED static uint32_t gdi_kind(D3DKMDT_GDISURFACETYPE type)
{
    switch (type) {
    case D3DKMDT_GDISURFACE_TEXTURE: case D3DKMDT_GDISURFACE_STAGING: case D3DKMDT_GDISURFACE_LOOKUPTABLE:
    case D3DKMDT_GDISURFACE_TEXTURE_CROSSADAPTER:
        return PVK_ALLOC_RESOURCE;
    case D3DKMDT_GDISURFACE_STAGING_CPUVISIBLE: case D3DKMDT_GDISURFACE_TEXTURE_CPUVISIBLE:
    case D3DKMDT_GDISURFACE_TEXTURE_CPUVISIBLE_CROSSADAPTER:
        return PVK_ALLOC_HEAP;
    case D3DKMDT_GDISURFACE_INVALID: case D3DKMDT_GDISURFACE_EXISTINGSYSMEM: /* the host sees no system memory */
        break;
    }
    return 0;
}

PVK_PAGED static bool describe(DXGKARG_GETSTANDARDALLOCATIONDRIVERDATA *g, struct pvk_alloc_private *p, UINT **pitch)
{
    D3DKMDT_SHAREDPRIMARYSURFACEDATA *primary = g->pCreateSharedPrimarySurfaceData;
    D3DKMDT_SHADOWSURFACEDATA *shadow = g->pCreateShadowSurfaceData;
    D3DKMDT_STAGINGSURFACEDATA *staging = g->pCreateStagingSurfaceData;
    D3DKMDT_GDISURFACEDATA *gdi = g->pCreateGdiSurfaceData;
    uint32_t kind;

    *pitch = NULL;
    switch (g->StandardAllocationType) {
    case D3DKMDT_STANDARDALLOCATION_SHAREDPRIMARYSURFACE:
        if (!surface(p, PVK_ALLOC_RESOURCE, primary->Width, primary->Height, primary->Format)) return false;
        p->flags = PVK_DESC_PRIMARY | PVK_DESC_SHARED;
        p->vidpn_source = primary->VidPnSourceId;
        if (primary->RefreshRate.Denominator)
            p->refresh_mhz = (uint32_t)((uint64_t)primary->RefreshRate.Numerator * 1000 / primary->RefreshRate.Denominator);
        return true;
    case D3DKMDT_STANDARDALLOCATION_SHADOWSURFACE:
        *pitch = &shadow->Pitch;
        return surface(p, PVK_ALLOC_HEAP, shadow->Width, shadow->Height, shadow->Format);
    case D3DKMDT_STANDARDALLOCATION_STAGINGSURFACE:
        *pitch = &staging->Pitch;
        return surface(p, PVK_ALLOC_HEAP, staging->Width, staging->Height, D3DDDIFMT_X8R8G8B8);
    case D3DKMDT_STANDARDALLOCATION_GDISURFACE:
        kind = gdi_kind(gdi->Type);
        if (!kind || !surface(p, kind, gdi->Width, gdi->Height, gdi->Format)) return false;
        if (kind == PVK_ALLOC_HEAP || gdi->Type == D3DKMDT_GDISURFACE_TEXTURE_CROSSADAPTER) *pitch = &gdi->Pitch;
        if (gdi->Type == D3DKMDT_GDISURFACE_TEXTURE || gdi->Type == D3DKMDT_GDISURFACE_TEXTURE_CROSSADAPTER)
            p->flags = PVK_DESC_SHARED;
        return true;
    }
    return false;
}

/* Called twice: without buffers it says their sizes and touches nothing else
 * (ns-d3dkmddi-_dxgkarg_getstandardallocationdriverdata). */
PVK_PAGED NTSTATUS DDI_CALL PvkDdiGetStandardAllocationDriverData(IN_CONST_HANDLE hAdapter,
    INOUT_PDXGKARG_GETSTANDARDALLOCATIONDRIVERDATA pGetStandardAllocationDriverData)
{
    DXGKARG_GETSTANDARDALLOCATIONDRIVERDATA *g = pGetStandardAllocationDriverData;
    struct pvk_alloc_private p;
    UINT *pitch;

    PAGED_CODE();
    if (!g->pAllocationPrivateDriverData) {
        g->AllocationPrivateDriverDataSize = sizeof p;
        g->ResourcePrivateDriverDataSize = 0;
        return STATUS_SUCCESS;
    }
    if (g->AllocationPrivateDriverDataSize < sizeof p || !describe(g, &p, &pitch)) return STATUS_NO_MEMORY;
    RtlCopyMemory(g->pAllocationPrivateDriverData, &p, sizeof p);
    if (pitch) *pitch = p.stride ? p.stride : p.width * format_bytes(p.format);
    return STATUS_SUCCESS;
}

PVK_PAGED NTSTATUS DDI_CALL PvkDdiAcquireSwizzlingRange(IN_CONST_HANDLE hAdapter,
                                                        INOUT_PDXGKARG_ACQUIRESWIZZLINGRANGE pAcquireSwizzlingRange)
{
    PAGED_CODE();
    return STATUS_GRAPHICS_UNSWIZZLING_APERTURE_UNSUPPORTED; /* no range: trying again is of no use */
}

PVK_PAGED NTSTATUS DDI_CALL PvkDdiReleaseSwizzlingRange(IN_CONST_HANDLE hAdapter,
                                                        IN_CONST_PDXGKARG_RELEASESWIZZLINGRANGE pReleaseSwizzlingRange)
{
    PAGED_CODE();
    return STATUS_SUCCESS;
}
