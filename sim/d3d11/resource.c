/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * resource.c - making and ending resources.
 */
#include "resource.h"

#include <stdlib.h>

#include "context.h"
#include "d3d10_faces.h"
#include "deferred.h"
#include "tiles.h"
#include "resource_vtbl.h"

#define MAX_MIPS 15

void rt_resource_extent(const struct rt_resource *r, UINT sub, UINT *width, UINT *height, UINT *depth)
{
    UINT level = sub % r->desc.mips;

    if (r->desc.dimension == D3D11_RESOURCE_DIMENSION_BUFFER) {
        *width = r->desc.width;
        *height = *depth = 1;
        return;
    }
    *width = rt_mip(r->desc.width, level);
    *height = rt_mip(r->desc.height, level);
    *depth = r->desc.dimension == D3D11_RESOURCE_DIMENSION_TEXTURE3D ? rt_mip(r->desc.depth, level) : 1;
}

size_t rt_resource_sub_size(const struct rt_resource *r, UINT sub, UINT *row, UINT *slice)
{
    UINT width, height, depth;

    rt_resource_extent(r, sub, &width, &height, &depth);
    if (!r->format) {
        *row = *slice = width;
        return width;
    }
    *row = rt_format_row_size(r->format, width);
    *slice = *row * rt_format_rows(r->format, height);
    return (size_t)*slice * depth;
}

static void destroy_resource(struct rt_object *object)
{
    struct rt_resource *r = (struct rt_resource *)object;
    struct rt_device *device = r->child.device;

    if (r->drv)
        RT_DESTROY(device, pfnDestroyResource, D3D10DDI_HRESOURCE, r->drv);
    rt_share_fini(r);
    if (r->gdi)
        rt_gdi_destroy(r->gdi);
    rt_object_fini(object);
    free(r->mapped);
    free(r);
}

static const struct rt_iface_entry buffer_ifaces[] = {
    {&IID_ID3D11Buffer, 0}, {&IID_ID3D11Resource, 0}, {&IID_ID3D11DeviceChild, 0}, {&IID_IUnknown, 0},
    RT_D3D10(IID_ID3D10Buffer), RT_D3D10(IID_ID3D10Resource), RT_D3D10_CHILD,
    {&IID_IDXGIResource1, offsetof(struct rt_resource, dxgi_resource)},
    {&IID_IDXGIResource, offsetof(struct rt_resource, dxgi_resource)},
    {&IID_IDXGIDeviceSubObject, offsetof(struct rt_resource, dxgi_resource)},
    {&IID_IDXGIObject, offsetof(struct rt_resource, dxgi_resource)},
    {&IID_IDXGIKeyedMutex, offsetof(struct rt_resource, keyed_mutex)},
    {NULL, 0},
};

#define TEXTURE_IFACES \
    {&IID_ID3D11Resource, 0}, {&IID_ID3D11DeviceChild, 0}, {&IID_IUnknown, 0}, \
    RT_D3D10(IID_ID3D10Resource), RT_D3D10_CHILD, \
    {&IID_IDXGIResource1, offsetof(struct rt_resource, dxgi_resource)}, \
    {&IID_IDXGIResource, offsetof(struct rt_resource, dxgi_resource)}
#define SURFACE_IFACES \
    {&IID_IDXGISurface2, offsetof(struct rt_resource, surface)}, {&IID_IDXGISurface1, offsetof(struct rt_resource, surface)}, \
    {&IID_IDXGISurface, offsetof(struct rt_resource, surface)}
#define DXGI_BASE(member) \
    {&IID_IDXGIKeyedMutex, offsetof(struct rt_resource, keyed_mutex)}, \
    {&IID_IDXGIDeviceSubObject, offsetof(struct rt_resource, member)}, {&IID_IDXGIObject, offsetof(struct rt_resource, member)}

static const struct rt_iface_entry texture1d_ifaces[] = {
    {&IID_ID3D11Texture1D, 0}, RT_D3D10(IID_ID3D10Texture1D), TEXTURE_IFACES, DXGI_BASE(dxgi_resource), {NULL, 0},
};
static const struct rt_iface_entry surface1d_ifaces[] = {
    {&IID_ID3D11Texture1D, 0}, RT_D3D10(IID_ID3D10Texture1D), TEXTURE_IFACES, SURFACE_IFACES, DXGI_BASE(dxgi_resource), {NULL, 0},
};
static const struct rt_iface_entry texture2d_ifaces[] = {
    {&IID_ID3D11Texture2D, 0}, RT_D3D10(IID_ID3D10Texture2D), {&IID_ID3D11Texture2D1, 0}, TEXTURE_IFACES, DXGI_BASE(dxgi_resource), {NULL, 0},
};
static const struct rt_iface_entry surface2d_ifaces[] = {
    {&IID_ID3D11Texture2D, 0}, RT_D3D10(IID_ID3D10Texture2D), {&IID_ID3D11Texture2D1, 0}, TEXTURE_IFACES, SURFACE_IFACES, DXGI_BASE(dxgi_resource), {NULL, 0},
};
static const struct rt_iface_entry texture3d_ifaces[] = {
    {&IID_ID3D11Texture3D, 0}, RT_D3D10(IID_ID3D10Texture3D), {&IID_ID3D11Texture3D1, 0}, TEXTURE_IFACES, DXGI_BASE(dxgi_resource), {NULL, 0},
};

static const struct rt_class buffer_class = {
    "ID3D11Buffer", buffer_ifaces, rt_child_add_ref, destroy_resource, &rt_d3d10_buffer_vtbl,
};
static const struct rt_class texture1d_class = {
    "ID3D11Texture1D", texture1d_ifaces, rt_child_add_ref, destroy_resource, &rt_d3d10_texture1d_vtbl,
};
static const struct rt_class surface1d_class = {
    "ID3D11Texture1D", surface1d_ifaces, rt_child_add_ref, destroy_resource, &rt_d3d10_texture1d_vtbl,
};
static const struct rt_class texture2d_class = {
    "ID3D11Texture2D", texture2d_ifaces, rt_child_add_ref, destroy_resource, &rt_d3d10_texture2d_vtbl,
};
static const struct rt_class surface2d_class = {
    "ID3D11Texture2D", surface2d_ifaces, rt_child_add_ref, destroy_resource, &rt_d3d10_texture2d_vtbl,
};
static const struct rt_class texture3d_class = {
    "ID3D11Texture3D", texture3d_ifaces, rt_child_add_ref, destroy_resource, &rt_d3d10_texture3d_vtbl,
};

/* Only textures of one subresource are surfaces (dxgi-graphics-surface: "one mip, one element"). */
static const struct rt_class *class_of(const struct rt_resource_desc *d, const void **vtbl)
{
    bool surface = d->mips == 1 && d->array == 1;

    switch (d->dimension) {
    case D3D11_RESOURCE_DIMENSION_TEXTURE1D:
        *vtbl = &rt_texture1d_vtbl;
        return surface ? &surface1d_class : &texture1d_class;
    case D3D11_RESOURCE_DIMENSION_TEXTURE2D:
        *vtbl = &rt_texture2d_vtbl;
        return surface ? &surface2d_class : &texture2d_class;
    case D3D11_RESOURCE_DIMENSION_TEXTURE3D:
        *vtbl = &rt_texture3d_vtbl;
        return &texture3d_class;
    default:
        *vtbl = &rt_buffer_vtbl;
        return &buffer_class;
    }
}

static UINT ddi_map_flags(UINT cpu)
{
    return (cpu & D3D11_CPU_ACCESS_READ ? D3D10_DDI_MAP_READ : 0) | (cpu & D3D11_CPU_ACCESS_WRITE ? D3D10_DDI_MAP_WRITE : 0);
}

/* The driver interface has no cube flag: a cube is a dimension. Its other bits have the API's values. */
static UINT ddi_misc_flags(UINT misc)
{
    UINT out = 0;

    out |= misc & D3D11_RESOURCE_MISC_GENERATE_MIPS ? D3D10_DDI_RESOURCE_AUTO_GEN_MIP_MAP : 0;
    out |= misc & RT_MISC_SHARING ? D3D10_DDI_RESOURCE_MISC_SHARED : 0;
    out |= misc & D3D11_RESOURCE_MISC_DRAWINDIRECT_ARGS ? D3D11_DDI_RESOURCE_MISC_DRAWINDIRECT_ARGS : 0;
    out |= misc & D3D11_RESOURCE_MISC_BUFFER_ALLOW_RAW_VIEWS ? D3D11_DDI_RESOURCE_MISC_BUFFER_ALLOW_RAW_VIEWS : 0;
    out |= misc & D3D11_RESOURCE_MISC_BUFFER_STRUCTURED ? D3D11_DDI_RESOURCE_MISC_BUFFER_STRUCTURED : 0;
    out |= misc & D3D11_RESOURCE_MISC_TILED ? D3DWDDM1_3DDI_RESOURCE_MISC_TILED : 0;
    out |= misc & D3D11_RESOURCE_MISC_TILE_POOL ? D3DWDDM1_3DDI_RESOURCE_MISC_TILE_POOL : 0;
    out |= misc & D3D11_RESOURCE_MISC_RESOURCE_CLAMP ? D3D11_DDI_RESOURCE_MISC_RESOURCE_CLAMP : 0;
    return out;
}

static UINT ddi_bind_flags(UINT bind)
{
    return (bind & D3D10_DDI_BIND_PIPELINE_MASK) | (bind & D3D11_BIND_UNORDERED_ACCESS ? D3D11_DDI_BIND_UNORDERED_ACCESS : 0) |
        (bind & D3D11_BIND_DECODER ? D3D11_DDI_BIND_DECODER : 0);
}

/* A typed sRGB texture gets no view for unordered access. */
static UINT driver_bind(const struct rt_resource *r)
{
    return r->format && rt_format_encodes_srgb(r->format) ? r->desc.bind & ~(UINT)D3D11_BIND_UNORDERED_ACCESS : r->desc.bind;
}

static D3D10DDIRESOURCE_TYPE ddi_dimension(const struct rt_resource_desc *d)
{
    switch (d->dimension) {
    case D3D11_RESOURCE_DIMENSION_TEXTURE1D:
        return D3D10DDIRESOURCE_TEXTURE1D;
    case D3D11_RESOURCE_DIMENSION_TEXTURE2D:
        return d->misc & D3D11_RESOURCE_MISC_TEXTURECUBE ? D3D10DDIRESOURCE_TEXTURECUBE : D3D10DDIRESOURCE_TEXTURE2D;
    case D3D11_RESOURCE_DIMENSION_TEXTURE3D:
        return D3D10DDIRESOURCE_TEXTURE3D;
    default:
        return D3D10DDIRESOURCE_BUFFER;
    }
}

/* Texel and physical (whole blocks) size of every level: ns-d3d10umddi-d3d10ddi_mipinfo. */
static void fill_mips(const struct rt_resource *r, D3D10DDI_MIPINFO mips[MAX_MIPS])
{
    UINT i;

    for (i = 0; i < r->desc.mips; i++) {
        UINT bw = r->format ? r->format->block_w : 1, bh = r->format ? r->format->block_h : 1;

        rt_resource_extent(r, i, &mips[i].TexelWidth, &mips[i].TexelHeight, &mips[i].TexelDepth);
        mips[i].PhysicalWidth = (mips[i].TexelWidth + bw - 1) / bw * bw;
        mips[i].PhysicalHeight = (mips[i].TexelHeight + bh - 1) / bh * bh;
        mips[i].PhysicalDepth = mips[i].TexelDepth;
    }
}

static HRESULT create_driver_resource(struct rt_resource *r, const D3D11_SUBRESOURCE_DATA *data, const struct rt_resource_extra *extra)
{
    struct rt_device *device = r->child.device;
    const struct rt_resource_desc *d = &r->desc;
    D3D10DDI_MIPINFO mips[MAX_MIPS];
    D3D10_DDIARG_SUBRESOURCE_UP *initial = NULL;
    D3D11DDIARG_CREATERESOURCE arg = {
        .pMipInfoList = mips,
        .ResourceDimension = ddi_dimension(d),
        .Usage = (UINT)d->usage,
        .BindFlags = ddi_bind_flags(driver_bind(r)) | (extra ? extra->ddi_bind : 0),
        .MapFlags = ddi_map_flags(d->cpu),
        .MiscFlags = ddi_misc_flags(d->misc) | (extra ? extra->ddi_misc : 0),
        .Format = d->format,
        .SampleDesc = {d->samples, d->quality},
        .MipLevels = d->mips,
        .ArraySize = d->array,
        .pPrimaryDesc = extra ? extra->primary : NULL,
        .ByteStride = d->stride,
        .DecoderBufferType = extra ? extra->decoder_buffer : D3D11_1DDI_VIDEO_DECODER_BUFFER_UNKNOWN,
    };
    struct rt_call call;
    HRESULT hr;
    SIZE_T size;
    UINT i;

    fill_mips(r, mips);
    if (data) {
        initial = calloc(r->n_subresources, sizeof(*initial));
        if (!initial)
            return E_OUTOFMEMORY;
        for (i = 0; i < r->n_subresources; i++) {
            if (!data[i].pSysMem) {
                free(initial);
                return E_INVALIDARG;
            }
            initial[i].pSysMem = (void *)data[i].pSysMem;
            initial[i].SysMemPitch = data[i].SysMemPitch;
            initial[i].SysMemSlicePitch = data[i].SysMemSlicePitch;
        }
        arg.pInitialDataUP = initial;
    }
    if (!rt_call_begin(&call, device, RT_ERR_RESOURCE)) {
        free(initial);
        return DXGI_ERROR_DEVICE_REMOVED;
    }
    size = rt_ddi_calc_resource(&device->umd, &arg);
    r->drv = rt_private_alloc(size);
    if (r->drv)
        rt_ddi_create_resource(&device->umd, &arg, r->drv, r);
    hr = rt_call_end(&call);
    free(initial);
    if (!r->drv)
        return E_OUTOFMEMORY;
    if (FAILED(hr)) {
        rt_private_free(r->drv);
        r->drv = NULL;
        return hr;
    }
    rt_local_size(&r->child, D3D10DDI_HT_RESOURCE, r->drv);
    return rt_tiled_created(r);
}

static HRESULT alloc_resource(struct rt_device *device, const struct rt_resource_desc *d, bool held, struct rt_resource **out)
{
    const void *vtbl;
    const struct rt_class *cls = class_of(d, &vtbl);
    struct rt_resource *r = calloc(1, sizeof(*r));

    if (!r)
        return E_OUTOFMEMORY;
    r->desc = *d;
    r->n_subresources = d->mips * d->array;
    r->mapped = calloc(r->n_subresources, 1);
    if (!r->mapped) {
        free(r);
        return E_OUTOFMEMORY;
    }
    r->format = d->dimension == D3D11_RESOURCE_DIMENSION_BUFFER ? NULL : rt_format_find(d->format);
    r->priority = DXGI_RESOURCE_PRIORITY_NORMAL;
    r->shared = d->misc & RT_MISC_SHARING;
    r->dxgi_resource = (struct rt_iface){&rt_dxgi_resource_vtbl, &r->child.object};
    r->surface = (struct rt_iface){&rt_dxgi_surface_vtbl, &r->child.object};
    rt_share_init(r);
    if (held)
        rt_child_init_held(&r->child, vtbl, cls, device);
    else
        rt_child_init(&r->child, vtbl, cls, device);
    *out = r;
    return S_OK;
}

HRESULT rt_resource_alloc(struct rt_device *device, const struct rt_resource_desc *desc, struct rt_resource **out)
{
    return alloc_resource(device, desc, false, out);
}

HRESULT rt_resource_create(struct rt_device *device, const struct rt_resource_desc *desc, const D3D11_SUBRESOURCE_DATA *data,
    const struct rt_resource_extra *extra, struct rt_resource **out)
{
    struct rt_resource_desc d = *desc;
    const bool held = extra && extra->held;
    struct rt_resource *r;
    HRESULT hr = extra && extra->decoder_buffer ? S_OK : rt_resource_check(device, &d, data);

    if (FAILED(hr))
        return hr;
    if (rt_removed(device))
        return DXGI_ERROR_DEVICE_REMOVED;
    hr = alloc_resource(device, &d, held, &r);
    if (FAILED(hr))
        return hr;
    hr = rt_share_create(r);
    if (SUCCEEDED(hr))
        hr = create_driver_resource(r, data, extra);
    if (FAILED(hr)) {
        if (held)
            rt_child_unhold(&r->child);
        else
            rt_child_release(&r->child.object);
        return hr;
    }
    *out = r;
    return S_OK;
}
