/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * view_desc.c - view descriptions: defaults, ranges, and which are refused. Sources: sdk-api d3d11
 * CreateShaderResourceView, CreateRenderTargetView, CreateDepthStencilView, CreateUnorderedAccessView
 * and the description structures' pages.
 */
#include "view.h"

#define REST (~0u)

/* What all kinds reduce to: a range of a resource under a format. */
struct range {
    UINT mip, mips, slice, slices;
};

static bool is_array(const struct rt_resource *r)
{
    return r->desc.array > 1;
}

/* Resolves "the rest" and checks bounds. limit: slices of the resource (array, or depth of the level). */
static bool fit(UINT first, UINT *count, UINT limit)
{
    if (first >= limit)
        return false;
    if (*count == REST)
        *count = limit - first;
    return *count && *count <= limit - first;
}

static bool fit_range(const struct rt_resource *r, struct range *g)
{
    return fit(g->mip, &g->mips, r->desc.mips) && fit(g->slice, &g->slices, r->desc.array);
}

/* Format of a view of a texture, DXGI_FORMAT_UNKNOWN standing for the resource's. NULL: not allowed. */
static const struct rt_format *texture_format(const struct rt_resource *r, DXGI_FORMAT asked)
{
    const struct rt_format *f = asked == DXGI_FORMAT_UNKNOWN ? r->format : rt_format_find(asked);

    /* A back buffer may be cast within its bit layout although it is typed (D3D11_FORMAT_SUPPORT_BACK_BUFFER_CAST). */
    if (f && r->chain && !(f->caps & RT_FMT_TYPELESS) && f->family == r->format->family)
        return f;
    return f && rt_format_view_ok(r->format, f) ? f : NULL;
}

/* PlaneSlice of a view: of what has one plane 0, otherwise the one that the format shows. */
static bool plane_ok(const struct rt_resource *r, DXGI_FORMAT format, UINT slice)
{
    const int plane = rt_format_plane_of(r->format, rt_format_find(format));

    return slice == (UINT)(plane < 0 ? 0 : plane);
}

static void cover(struct rt_view *v, DXGI_FORMAT format, const struct range *g)
{
    v->format = format;
    v->mip = g->mip;
    v->n_mips = g->mips;
    v->slice = g->slice;
    v->n_slices = g->slices;
    v->planes = v->write_planes = rt_format_planes(format);
}

static void cover_all(struct rt_view *v, DXGI_FORMAT format)
{
    struct range g = {0, 1, 0, 1};

    cover(v, format, &g);
}

/* Elements of a buffer view. kind 0: typed or structured, raw: 32-bit words. Gives the element size or 0. */
static UINT element_size(struct rt_resource *r, DXGI_FORMAT *format, bool raw, uint32_t need)
{
    const struct rt_format *f;

    if (raw) {
        if (!(r->desc.misc & D3D11_RESOURCE_MISC_BUFFER_ALLOW_RAW_VIEWS) || *format != DXGI_FORMAT_R32_TYPELESS)
            return 0;
        return 4;
    }
    if (r->desc.misc & D3D11_RESOURCE_MISC_BUFFER_STRUCTURED)
        return *format == DXGI_FORMAT_UNKNOWN ? r->desc.stride : 0;
    f = rt_format_find(*format);
    if (!f || !(rt_device_format_support(r->child.device, *format) & need))
        return 0;
    return f->block_size;
}

static bool elements_ok(const struct rt_resource *r, UINT size, UINT first, UINT count)
{
    uint64_t end = ((uint64_t)first + count) * size;

    return size && count && end <= r->desc.width;
}

/* ---- shader resource views ---- */

static HRESULT srv_default(struct rt_resource *r, D3D11_SHADER_RESOURCE_VIEW_DESC1 *d)
{
    memset(d, 0, sizeof(*d));
    d->Format = r->desc.format;
    switch (r->desc.dimension) {
    case D3D11_RESOURCE_DIMENSION_BUFFER:
        if (!(r->desc.misc & D3D11_RESOURCE_MISC_BUFFER_STRUCTURED))
            return E_INVALIDARG;
        d->ViewDimension = D3D11_SRV_DIMENSION_BUFFER;
        d->Format = DXGI_FORMAT_UNKNOWN;
        d->Buffer.NumElements = r->desc.width / r->desc.stride;
        return S_OK;
    case D3D11_RESOURCE_DIMENSION_TEXTURE1D:
        d->ViewDimension = is_array(r) ? D3D11_SRV_DIMENSION_TEXTURE1DARRAY : D3D11_SRV_DIMENSION_TEXTURE1D;
        d->Texture1DArray.MipLevels = REST;
        if (is_array(r))
            d->Texture1DArray.ArraySize = REST;
        return S_OK;
    case D3D11_RESOURCE_DIMENSION_TEXTURE2D:
        if (r->desc.misc & D3D11_RESOURCE_MISC_TEXTURECUBE) {
            const bool cubes = r->desc.array >= 12; /* what is left of a second cube does not count */

            d->ViewDimension = cubes ? D3D11_SRV_DIMENSION_TEXTURECUBEARRAY : D3D11_SRV_DIMENSION_TEXTURECUBE;
            d->TextureCubeArray.MipLevels = REST;
            if (cubes)
                d->TextureCubeArray.NumCubes = REST;
        } else if (r->desc.samples > 1) {
            d->ViewDimension = is_array(r) ? D3D11_SRV_DIMENSION_TEXTURE2DMSARRAY : D3D11_SRV_DIMENSION_TEXTURE2DMS;
            if (is_array(r))
                d->Texture2DMSArray.ArraySize = REST;
        } else {
            d->ViewDimension = is_array(r) ? D3D11_SRV_DIMENSION_TEXTURE2DARRAY : D3D11_SRV_DIMENSION_TEXTURE2D;
            d->Texture2DArray.MipLevels = REST;
            if (is_array(r))
                d->Texture2DArray.ArraySize = REST;
        }
        return S_OK;
    case D3D11_RESOURCE_DIMENSION_TEXTURE3D:
        d->ViewDimension = D3D11_SRV_DIMENSION_TEXTURE3D;
        d->Texture3D.MipLevels = REST;
        return S_OK;
    default:
        return E_INVALIDARG;
    }
}

static bool srv_buffer(struct rt_resource *r, D3D11_SHADER_RESOURCE_VIEW_DESC1 *d)
{
    bool raw = d->ViewDimension == D3D11_SRV_DIMENSION_BUFFEREX && (d->BufferEx.Flags & D3D11_BUFFEREX_SRV_FLAG_RAW);

    if (d->ViewDimension == D3D11_SRV_DIMENSION_BUFFEREX && (d->BufferEx.Flags & ~D3D11_BUFFEREX_SRV_FLAG_RAW))
        return false;
    return elements_ok(r, element_size(r, &d->Format, raw, D3D11_FORMAT_SUPPORT_BUFFER), d->BufferEx.FirstElement,
        d->BufferEx.NumElements);
}

/* Range of a texture view; the description's "rest" values are resolved in place. */
static bool srv_range(struct rt_resource *r, D3D11_SHADER_RESOURCE_VIEW_DESC1 *d, struct range *g)
{
    const D3D11_RESOURCE_DIMENSION dim = r->desc.dimension;
    const bool ms = r->desc.samples > 1, cube = r->desc.misc & D3D11_RESOURCE_MISC_TEXTURECUBE;

    *g = (struct range){0, 1, 0, 1};
    switch (d->ViewDimension) {
    case D3D11_SRV_DIMENSION_TEXTURE1D:
        *g = (struct range){d->Texture1D.MostDetailedMip, d->Texture1D.MipLevels, 0, 1};
        if (dim != D3D11_RESOURCE_DIMENSION_TEXTURE1D || !fit_range(r, g))
            return false;
        d->Texture1D.MipLevels = g->mips;
        return true;
    case D3D11_SRV_DIMENSION_TEXTURE1DARRAY:
        *g = (struct range){d->Texture1DArray.MostDetailedMip, d->Texture1DArray.MipLevels, d->Texture1DArray.FirstArraySlice,
            d->Texture1DArray.ArraySize};
        if (dim != D3D11_RESOURCE_DIMENSION_TEXTURE1D || !fit_range(r, g))
            return false;
        d->Texture1DArray.MipLevels = g->mips;
        d->Texture1DArray.ArraySize = g->slices;
        return true;
    case D3D11_SRV_DIMENSION_TEXTURE2D:
        *g = (struct range){d->Texture2D.MostDetailedMip, d->Texture2D.MipLevels, 0, 1};
        if (dim != D3D11_RESOURCE_DIMENSION_TEXTURE2D || ms || !plane_ok(r, d->Format, d->Texture2D.PlaneSlice) || !fit_range(r, g))
            return false;
        d->Texture2D.MipLevels = g->mips;
        return true;
    case D3D11_SRV_DIMENSION_TEXTURE2DARRAY:
        *g = (struct range){d->Texture2DArray.MostDetailedMip, d->Texture2DArray.MipLevels, d->Texture2DArray.FirstArraySlice,
            d->Texture2DArray.ArraySize};
        if (dim != D3D11_RESOURCE_DIMENSION_TEXTURE2D || ms || !plane_ok(r, d->Format, d->Texture2DArray.PlaneSlice) || !fit_range(r, g))
            return false;
        d->Texture2DArray.MipLevels = g->mips;
        d->Texture2DArray.ArraySize = g->slices;
        return true;
    case D3D11_SRV_DIMENSION_TEXTURE2DMS:
        return dim == D3D11_RESOURCE_DIMENSION_TEXTURE2D; /* one sample is a count, too */
    case D3D11_SRV_DIMENSION_TEXTURE2DMSARRAY:
        *g = (struct range){0, 1, d->Texture2DMSArray.FirstArraySlice, d->Texture2DMSArray.ArraySize};
        if (dim != D3D11_RESOURCE_DIMENSION_TEXTURE2D || !fit_range(r, g))
            return false;
        d->Texture2DMSArray.ArraySize = g->slices;
        return true;
    case D3D11_SRV_DIMENSION_TEXTURE3D:
        *g = (struct range){d->Texture3D.MostDetailedMip, d->Texture3D.MipLevels, 0, 1};
        if (dim != D3D11_RESOURCE_DIMENSION_TEXTURE3D || !fit_range(r, g))
            return false;
        d->Texture3D.MipLevels = g->mips;
        return true;
    case D3D11_SRV_DIMENSION_TEXTURECUBE:
        *g = (struct range){d->TextureCube.MostDetailedMip, d->TextureCube.MipLevels, 0, 6};
        if (dim != D3D11_RESOURCE_DIMENSION_TEXTURE2D || !cube || !fit_range(r, g))
            return false;
        d->TextureCube.MipLevels = g->mips;
        return true;
    case D3D11_SRV_DIMENSION_TEXTURECUBEARRAY:
        if (dim != D3D11_RESOURCE_DIMENSION_TEXTURE2D || !cube || r->child.device->feature_level < D3D_FEATURE_LEVEL_10_1)
            return false;
        if (d->TextureCubeArray.First2DArrayFace >= r->desc.array)
            return false;
        if (d->TextureCubeArray.NumCubes == REST)
            d->TextureCubeArray.NumCubes = (r->desc.array - d->TextureCubeArray.First2DArrayFace) / 6;
        if (d->TextureCubeArray.NumCubes > r->desc.array / 6)
            return false;
        *g = (struct range){d->TextureCubeArray.MostDetailedMip, d->TextureCubeArray.MipLevels,
            d->TextureCubeArray.First2DArrayFace, d->TextureCubeArray.NumCubes * 6};
        if (!fit_range(r, g))
            return false;
        d->TextureCubeArray.MipLevels = g->mips;
        return true;
    default:
        return false;
    }
}

HRESULT rt_view_desc_srv(struct rt_resource *r, const D3D11_SHADER_RESOURCE_VIEW_DESC1 *desc, struct rt_view *v)
{
    D3D11_SHADER_RESOURCE_VIEW_DESC1 *d = &v->desc.srv;
    const struct rt_format *f;
    struct range g;

    if (!(r->desc.bind & D3D11_BIND_SHADER_RESOURCE))
        return E_INVALIDARG;
    if (desc)
        *d = *desc;
    else if (FAILED(srv_default(r, d)))
        return E_INVALIDARG;
    if (d->ViewDimension == D3D11_SRV_DIMENSION_BUFFER || d->ViewDimension == D3D11_SRV_DIMENSION_BUFFEREX) {
        if (r->desc.dimension != D3D11_RESOURCE_DIMENSION_BUFFER || !srv_buffer(r, d))
            return E_INVALIDARG;
        cover_all(v, d->Format);
        return S_OK;
    }
    if (r->desc.dimension == D3D11_RESOURCE_DIMENSION_BUFFER || !(f = texture_format(r, d->Format)))
        return E_INVALIDARG;
    if (f->caps & RT_FMT_DEPTH)
        return E_INVALIDARG;
    d->Format = f->format;
    if (!srv_range(r, d, &g))
        return E_INVALIDARG;
    cover(v, f->format, &g);
    return S_OK;
}

/* ---- render target views ---- */

static void rtv_default(struct rt_resource *r, D3D11_RENDER_TARGET_VIEW_DESC1 *d)
{
    const bool ms = r->desc.samples > 1, array = is_array(r);

    memset(d, 0, sizeof(*d));
    d->Format = r->desc.format;
    switch (r->desc.dimension) {
    case D3D11_RESOURCE_DIMENSION_TEXTURE1D:
        d->ViewDimension = array ? D3D11_RTV_DIMENSION_TEXTURE1DARRAY : D3D11_RTV_DIMENSION_TEXTURE1D;
        if (array)
            d->Texture1DArray.ArraySize = REST;
        break;
    case D3D11_RESOURCE_DIMENSION_TEXTURE2D:
        if (ms)
            d->ViewDimension = array ? D3D11_RTV_DIMENSION_TEXTURE2DMSARRAY : D3D11_RTV_DIMENSION_TEXTURE2DMS;
        else
            d->ViewDimension = array ? D3D11_RTV_DIMENSION_TEXTURE2DARRAY : D3D11_RTV_DIMENSION_TEXTURE2D;
        if (ms && array)
            d->Texture2DMSArray.ArraySize = REST;
        else if (array)
            d->Texture2DArray.ArraySize = REST;
        break;
    case D3D11_RESOURCE_DIMENSION_TEXTURE3D:
        d->ViewDimension = D3D11_RTV_DIMENSION_TEXTURE3D;
        d->Texture3D.WSize = REST;
        break;
    default:
        d->ViewDimension = D3D11_RTV_DIMENSION_UNKNOWN;
        break;
    }
}

static bool rtv_range(struct rt_resource *r, D3D11_RENDER_TARGET_VIEW_DESC1 *d, struct range *g)
{
    const D3D11_RESOURCE_DIMENSION dim = r->desc.dimension;
    const bool ms = r->desc.samples > 1;

    *g = (struct range){0, 1, 0, 1};
    switch (d->ViewDimension) {
    case D3D11_RTV_DIMENSION_TEXTURE1D:
        g->mip = d->Texture1D.MipSlice;
        return dim == D3D11_RESOURCE_DIMENSION_TEXTURE1D && fit_range(r, g);
    case D3D11_RTV_DIMENSION_TEXTURE1DARRAY:
        *g = (struct range){d->Texture1DArray.MipSlice, 1, d->Texture1DArray.FirstArraySlice, d->Texture1DArray.ArraySize};
        if (dim != D3D11_RESOURCE_DIMENSION_TEXTURE1D || !fit_range(r, g))
            return false;
        d->Texture1DArray.ArraySize = g->slices;
        return true;
    case D3D11_RTV_DIMENSION_TEXTURE2D:
        g->mip = d->Texture2D.MipSlice;
        return dim == D3D11_RESOURCE_DIMENSION_TEXTURE2D && !ms && plane_ok(r, d->Format, d->Texture2D.PlaneSlice) && fit_range(r, g);
    case D3D11_RTV_DIMENSION_TEXTURE2DARRAY:
        *g = (struct range){d->Texture2DArray.MipSlice, 1, d->Texture2DArray.FirstArraySlice, d->Texture2DArray.ArraySize};
        if (dim != D3D11_RESOURCE_DIMENSION_TEXTURE2D || ms || !plane_ok(r, d->Format, d->Texture2DArray.PlaneSlice) || !fit_range(r, g))
            return false;
        d->Texture2DArray.ArraySize = g->slices;
        return true;
    case D3D11_RTV_DIMENSION_TEXTURE2DMS:
        return dim == D3D11_RESOURCE_DIMENSION_TEXTURE2D; /* one sample is a count, too */
    case D3D11_RTV_DIMENSION_TEXTURE2DMSARRAY:
        *g = (struct range){0, 1, d->Texture2DMSArray.FirstArraySlice, d->Texture2DMSArray.ArraySize};
        if (dim != D3D11_RESOURCE_DIMENSION_TEXTURE2D || !fit_range(r, g))
            return false;
        d->Texture2DMSArray.ArraySize = g->slices;
        return true;
    case D3D11_RTV_DIMENSION_TEXTURE3D:
        g->mip = d->Texture3D.MipSlice;
        return dim == D3D11_RESOURCE_DIMENSION_TEXTURE3D && fit_range(r, g) &&
            fit(d->Texture3D.FirstWSlice, &d->Texture3D.WSize, rt_mip(r->desc.depth, g->mip));
    default:
        return false;
    }
}

HRESULT rt_view_desc_rtv(struct rt_resource *r, const D3D11_RENDER_TARGET_VIEW_DESC1 *desc, struct rt_view *v)
{
    D3D11_RENDER_TARGET_VIEW_DESC1 *d = &v->desc.rtv;
    const struct rt_format *f;
    struct range g;

    if (!(r->desc.bind & D3D11_BIND_RENDER_TARGET))
        return E_INVALIDARG;
    if (desc)
        *d = *desc;
    else
        rtv_default(r, d);
    if (d->ViewDimension == D3D11_RTV_DIMENSION_BUFFER) {
        f = rt_format_find(d->Format);
        if (r->desc.dimension != D3D11_RESOURCE_DIMENSION_BUFFER || !f ||
            !(rt_device_format_support(r->child.device, d->Format) & D3D11_FORMAT_SUPPORT_RENDER_TARGET) ||
            !elements_ok(r, f->block_size, d->Buffer.FirstElement, d->Buffer.NumElements))
            return E_INVALIDARG;
        cover_all(v, d->Format);
        return S_OK;
    }
    if (r->desc.dimension == D3D11_RESOURCE_DIMENSION_BUFFER || !(f = texture_format(r, d->Format)))
        return E_INVALIDARG;
    if (!(rt_device_format_support(r->child.device, f->format) & D3D11_FORMAT_SUPPORT_RENDER_TARGET))
        return E_INVALIDARG;
    d->Format = f->format;
    if (!rtv_range(r, d, &g))
        return E_INVALIDARG;
    cover(v, f->format, &g);
    return S_OK;
}

/* ---- depth stencil views ---- */

static bool dsv_range(struct rt_resource *r, D3D11_DEPTH_STENCIL_VIEW_DESC *d, struct range *g)
{
    const D3D11_RESOURCE_DIMENSION dim = r->desc.dimension;
    const bool ms = r->desc.samples > 1;

    *g = (struct range){0, 1, 0, 1};
    switch (d->ViewDimension) {
    case D3D11_DSV_DIMENSION_TEXTURE1D:
        g->mip = d->Texture1D.MipSlice;
        return dim == D3D11_RESOURCE_DIMENSION_TEXTURE1D && fit_range(r, g);
    case D3D11_DSV_DIMENSION_TEXTURE1DARRAY:
        *g = (struct range){d->Texture1DArray.MipSlice, 1, d->Texture1DArray.FirstArraySlice, d->Texture1DArray.ArraySize};
        if (dim != D3D11_RESOURCE_DIMENSION_TEXTURE1D || !fit_range(r, g))
            return false;
        d->Texture1DArray.ArraySize = g->slices;
        return true;
    case D3D11_DSV_DIMENSION_TEXTURE2D:
        g->mip = d->Texture2D.MipSlice;
        return dim == D3D11_RESOURCE_DIMENSION_TEXTURE2D && !ms && fit_range(r, g);
    case D3D11_DSV_DIMENSION_TEXTURE2DARRAY:
        *g = (struct range){d->Texture2DArray.MipSlice, 1, d->Texture2DArray.FirstArraySlice, d->Texture2DArray.ArraySize};
        if (dim != D3D11_RESOURCE_DIMENSION_TEXTURE2D || ms || !fit_range(r, g))
            return false;
        d->Texture2DArray.ArraySize = g->slices;
        return true;
    case D3D11_DSV_DIMENSION_TEXTURE2DMS:
        return dim == D3D11_RESOURCE_DIMENSION_TEXTURE2D; /* one sample is a count, too */
    case D3D11_DSV_DIMENSION_TEXTURE2DMSARRAY:
        *g = (struct range){0, 1, d->Texture2DMSArray.FirstArraySlice, d->Texture2DMSArray.ArraySize};
        if (dim != D3D11_RESOURCE_DIMENSION_TEXTURE2D || !fit_range(r, g))
            return false;
        d->Texture2DMSArray.ArraySize = g->slices;
        return true;
    default:
        return false;
    }
}

static void dsv_default(struct rt_resource *r, D3D11_DEPTH_STENCIL_VIEW_DESC *d)
{
    const bool ms = r->desc.samples > 1, array = is_array(r);

    memset(d, 0, sizeof(*d));
    d->Format = r->desc.format;
    if (r->desc.dimension == D3D11_RESOURCE_DIMENSION_TEXTURE1D) {
        d->ViewDimension = array ? D3D11_DSV_DIMENSION_TEXTURE1DARRAY : D3D11_DSV_DIMENSION_TEXTURE1D;
        if (array)
            d->Texture1DArray.ArraySize = REST;
    } else if (r->desc.dimension == D3D11_RESOURCE_DIMENSION_TEXTURE2D && ms) {
        d->ViewDimension = array ? D3D11_DSV_DIMENSION_TEXTURE2DMSARRAY : D3D11_DSV_DIMENSION_TEXTURE2DMS;
        if (array)
            d->Texture2DMSArray.ArraySize = REST;
    } else if (r->desc.dimension == D3D11_RESOURCE_DIMENSION_TEXTURE2D) {
        d->ViewDimension = array ? D3D11_DSV_DIMENSION_TEXTURE2DARRAY : D3D11_DSV_DIMENSION_TEXTURE2D;
        if (array)
            d->Texture2DArray.ArraySize = REST;
    }
}

HRESULT rt_view_desc_dsv(struct rt_resource *r, const D3D11_DEPTH_STENCIL_VIEW_DESC *desc, struct rt_view *v)
{
    D3D11_DEPTH_STENCIL_VIEW_DESC *d = &v->desc.dsv;
    const struct rt_format *f;
    struct range g;

    if (!(r->desc.bind & D3D11_BIND_DEPTH_STENCIL))
        return E_INVALIDARG;
    if (desc)
        *d = *desc;
    else
        dsv_default(r, d);
    if (d->Flags & ~(D3D11_DSV_READ_ONLY_DEPTH | D3D11_DSV_READ_ONLY_STENCIL))
        return E_INVALIDARG;
    if (d->Flags && r->child.device->feature_level < D3D_FEATURE_LEVEL_11_0)
        return E_INVALIDARG;
    f = texture_format(r, d->Format);
    if (!f || !(f->caps & RT_FMT_DEPTH))
        return E_INVALIDARG;
    if ((d->Flags & D3D11_DSV_READ_ONLY_STENCIL) && !(rt_format_planes(f->format) & 2))
        return E_INVALIDARG;
    d->Format = f->format;
    if (!dsv_range(r, d, &g))
        return E_INVALIDARG;
    cover(v, f->format, &g);
    if (d->Flags & D3D11_DSV_READ_ONLY_DEPTH)
        v->write_planes &= ~1u;
    if (d->Flags & D3D11_DSV_READ_ONLY_STENCIL)
        v->write_planes &= ~2u;
    return S_OK;
}

/* ---- unordered access views ---- */

static HRESULT uav_default(struct rt_resource *r, D3D11_UNORDERED_ACCESS_VIEW_DESC1 *d)
{
    const bool array = is_array(r);

    memset(d, 0, sizeof(*d));
    d->Format = r->desc.format;
    switch (r->desc.dimension) {
    case D3D11_RESOURCE_DIMENSION_BUFFER:
        if (!(r->desc.misc & D3D11_RESOURCE_MISC_BUFFER_STRUCTURED))
            return E_INVALIDARG;
        d->Format = DXGI_FORMAT_UNKNOWN;
        d->ViewDimension = D3D11_UAV_DIMENSION_BUFFER;
        d->Buffer.NumElements = r->desc.width / r->desc.stride;
        return S_OK;
    case D3D11_RESOURCE_DIMENSION_TEXTURE1D:
        d->ViewDimension = array ? D3D11_UAV_DIMENSION_TEXTURE1DARRAY : D3D11_UAV_DIMENSION_TEXTURE1D;
        if (array)
            d->Texture1DArray.ArraySize = REST;
        return S_OK;
    case D3D11_RESOURCE_DIMENSION_TEXTURE2D:
        d->ViewDimension = array ? D3D11_UAV_DIMENSION_TEXTURE2DARRAY : D3D11_UAV_DIMENSION_TEXTURE2D;
        if (array)
            d->Texture2DArray.ArraySize = REST;
        return S_OK;
    case D3D11_RESOURCE_DIMENSION_TEXTURE3D:
        d->ViewDimension = D3D11_UAV_DIMENSION_TEXTURE3D;
        d->Texture3D.WSize = REST;
        return S_OK;
    default:
        return E_INVALIDARG;
    }
}

static bool uav_range(struct rt_resource *r, D3D11_UNORDERED_ACCESS_VIEW_DESC1 *d, struct range *g)
{
    const D3D11_RESOURCE_DIMENSION dim = r->desc.dimension;

    *g = (struct range){0, 1, 0, 1};
    switch (d->ViewDimension) {
    case D3D11_UAV_DIMENSION_TEXTURE1D:
        g->mip = d->Texture1D.MipSlice;
        return dim == D3D11_RESOURCE_DIMENSION_TEXTURE1D && fit_range(r, g);
    case D3D11_UAV_DIMENSION_TEXTURE1DARRAY:
        *g = (struct range){d->Texture1DArray.MipSlice, 1, d->Texture1DArray.FirstArraySlice, d->Texture1DArray.ArraySize};
        if (dim != D3D11_RESOURCE_DIMENSION_TEXTURE1D || !fit_range(r, g))
            return false;
        d->Texture1DArray.ArraySize = g->slices;
        return true;
    case D3D11_UAV_DIMENSION_TEXTURE2D:
        g->mip = d->Texture2D.MipSlice;
        return dim == D3D11_RESOURCE_DIMENSION_TEXTURE2D && plane_ok(r, d->Format, d->Texture2D.PlaneSlice) && fit_range(r, g);
    case D3D11_UAV_DIMENSION_TEXTURE2DARRAY:
        *g = (struct range){d->Texture2DArray.MipSlice, 1, d->Texture2DArray.FirstArraySlice, d->Texture2DArray.ArraySize};
        if (dim != D3D11_RESOURCE_DIMENSION_TEXTURE2D || !plane_ok(r, d->Format, d->Texture2DArray.PlaneSlice) || !fit_range(r, g))
            return false;
        d->Texture2DArray.ArraySize = g->slices;
        return true;
    case D3D11_UAV_DIMENSION_TEXTURE3D:
        g->mip = d->Texture3D.MipSlice;
        return dim == D3D11_RESOURCE_DIMENSION_TEXTURE3D && fit_range(r, g) &&
            fit(d->Texture3D.FirstWSlice, &d->Texture3D.WSize, rt_mip(r->desc.depth, g->mip));
    default:
        return false;
    }
}

static bool uav_buffer(struct rt_resource *r, D3D11_UNORDERED_ACCESS_VIEW_DESC1 *d)
{
    const UINT counters = D3D11_BUFFER_UAV_FLAG_APPEND | D3D11_BUFFER_UAV_FLAG_COUNTER;
    const UINT flags = d->Buffer.Flags;

    if (flags & ~(D3D11_BUFFER_UAV_FLAG_RAW | counters))
        return false;
    /* Counters belong to structured buffers, raw views to the others; append and counter exclude each other. */
    if ((flags & counters) && (!(r->desc.misc & D3D11_RESOURCE_MISC_BUFFER_STRUCTURED) || (flags & counters) == counters))
        return false;
    /* Words begin at 256 bytes on levels below 11_0 (win32 docs, "Compute shaders on downlevel hardware"). */
    if ((flags & D3D11_BUFFER_UAV_FLAG_RAW) && r->child.device->feature_level < D3D_FEATURE_LEVEL_11_0 &&
            d->Buffer.FirstElement % (D3D11_CS_4_X_RAW_UAV_BYTE_ALIGNMENT / 4))
        return false;
    return elements_ok(r, element_size(r, &d->Format, flags & D3D11_BUFFER_UAV_FLAG_RAW,
        D3D11_FORMAT_SUPPORT_TYPED_UNORDERED_ACCESS_VIEW), d->Buffer.FirstElement, d->Buffer.NumElements);
}

HRESULT rt_view_desc_uav(struct rt_resource *r, const D3D11_UNORDERED_ACCESS_VIEW_DESC1 *desc, struct rt_view *v)
{
    D3D11_UNORDERED_ACCESS_VIEW_DESC1 *d = &v->desc.uav;
    const struct rt_format *f;
    struct range g;

    if (!(r->desc.bind & D3D11_BIND_UNORDERED_ACCESS))
        return E_INVALIDARG;
    if (desc)
        *d = *desc;
    else if (FAILED(uav_default(r, d)))
        return E_INVALIDARG;
    if (d->ViewDimension == D3D11_UAV_DIMENSION_BUFFER) {
        if (r->desc.dimension != D3D11_RESOURCE_DIMENSION_BUFFER || !uav_buffer(r, d))
            return E_INVALIDARG;
        cover_all(v, d->Format);
        return S_OK;
    }
    if (r->desc.dimension == D3D11_RESOURCE_DIMENSION_BUFFER)
        return E_INVALIDARG;
    f = d->Format == DXGI_FORMAT_UNKNOWN ? r->format : rt_format_find(d->Format);
    /* R32_UINT, _SINT and _FLOAT may look at any 32-bit family that CreateUnorderedAccessView's page lists. */
    if (f && !rt_format_view_ok(r->format, f) && !((r->format->caps & RT_FMT_TYPELESS) && f->family == DXGI_FORMAT_R32_TYPELESS &&
            r->format->block_size == 4 && (r->format->family == DXGI_FORMAT_R10G10B10A2_TYPELESS ||
            r->format->family == DXGI_FORMAT_R8G8B8A8_TYPELESS || r->format->family == DXGI_FORMAT_B8G8R8A8_TYPELESS ||
            r->format->family == DXGI_FORMAT_B8G8R8X8_TYPELESS || r->format->family == DXGI_FORMAT_R16G16_TYPELESS)))
        return E_INVALIDARG;
    if (!f || !(rt_device_format_support(r->child.device, f->format) & D3D11_FORMAT_SUPPORT_TYPED_UNORDERED_ACCESS_VIEW) ||
        (f->caps & RT_FMT_TYPELESS))
        return E_INVALIDARG;
    d->Format = f->format;
    if (!uav_range(r, d, &g))
        return E_INVALIDARG;
    cover(v, f->format, &g);
    return S_OK;
}
