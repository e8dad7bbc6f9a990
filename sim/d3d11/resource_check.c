/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * resource_check.c - which descriptions CreateBuffer and CreateTextureND refuse. Sources: sdk-api
 * d3d11 D3D11_BUFFER_DESC, D3D11_TEXTURE2D_DESC, D3D11_USAGE, D3D11_CPU_ACCESS_FLAG,
 * D3D11_RESOURCE_MISC_FLAG, D3D11_BIND_FLAG; win32 docs "Resource limits (Direct3D 11)".
 */
#include "resource.h"

#include "resource_vtbl.h"
#include "tiles.h"

#define BIND_OUTPUT (D3D11_BIND_RENDER_TARGET | D3D11_BIND_DEPTH_STENCIL | D3D11_BIND_STREAM_OUTPUT | D3D11_BIND_UNORDERED_ACCESS)
#define BIND_KNOWN (BIND_OUTPUT | D3D11_BIND_VERTEX_BUFFER | D3D11_BIND_INDEX_BUFFER | D3D11_BIND_CONSTANT_BUFFER | \
    D3D11_BIND_SHADER_RESOURCE | D3D11_BIND_DECODER)
#define MISC_BUFFER_ONLY (D3D11_RESOURCE_MISC_DRAWINDIRECT_ARGS | D3D11_RESOURCE_MISC_BUFFER_ALLOW_RAW_VIEWS | \
    D3D11_RESOURCE_MISC_BUFFER_STRUCTURED)
#define MISC_TEXTURE_ONLY (D3D11_RESOURCE_MISC_GENERATE_MIPS | D3D11_RESOURCE_MISC_TEXTURECUBE | D3D11_RESOURCE_MISC_GDI_COMPATIBLE)
#define CPU_BOTH (D3D11_CPU_ACCESS_READ | D3D11_CPU_ACCESS_WRITE)

bool rt_format_encodes_srgb(const struct rt_format *f)
{
    return f->format == DXGI_FORMAT_R8G8B8A8_UNORM_SRGB || f->format == DXGI_FORMAT_B8G8R8A8_UNORM_SRGB ||
        f->format == DXGI_FORMAT_B8G8R8X8_UNORM_SRGB;
}

static bool map_default_ok(struct rt_device *device, const struct rt_resource_desc *d)
{
    return d->dimension == D3D11_RESOURCE_DIMENSION_BUFFER && device->umd.level >= RT_DDI_1_3 &&
        device->feature_level >= D3D_FEATURE_LEVEL_11_0 && d->bind && !(d->bind & ~(D3D11_BIND_SHADER_RESOURCE | D3D11_BIND_UNORDERED_ACCESS)) &&
        !(d->misc & ~(D3D11_RESOURCE_MISC_BUFFER_ALLOW_RAW_VIEWS | D3D11_RESOURCE_MISC_BUFFER_STRUCTURED));
}

static bool usage_ok(struct rt_device *device, const struct rt_resource_desc *d, bool has_data)
{
    if (d->cpu & ~CPU_BOTH)
        return false;
    switch (d->usage) {
    case D3D11_USAGE_DEFAULT:
        return d->cpu == 0 || map_default_ok(device, d);
    case D3D11_USAGE_IMMUTABLE:
        return d->cpu == 0 && has_data && d->bind && !(d->bind & BIND_OUTPUT) && !(d->misc & D3D11_RESOURCE_MISC_GENERATE_MIPS);
    case D3D11_USAGE_DYNAMIC:
        return d->cpu == D3D11_CPU_ACCESS_WRITE && d->bind && !(d->bind & BIND_OUTPUT);
    case D3D11_USAGE_STAGING:
        return d->cpu && !d->bind && !(d->misc & (D3D11_RESOURCE_MISC_GENERATE_MIPS | D3D11_RESOURCE_MISC_TEXTURECUBE |
            MISC_BUFFER_ONLY | D3D11_RESOURCE_MISC_SHARED | D3D11_RESOURCE_MISC_SHARED_KEYEDMUTEX));
    default:
        return false;
    }
}

/* SHARED and SHARED_KEYEDMUTEX exclude each other, NT handles (from Direct3D 11.1 on) are a way of either, and what GDI draws on
 * has no keyed mutex (D3D11_RESOURCE_MISC_FLAG). Protected content would need a driver that knows it. */
static bool sharing_ok(const struct rt_device *device, const struct rt_resource_desc *d)
{
    const UINT shared = d->misc & RT_MISC_SHARING;

    if (d->misc & (D3D11_RESOURCE_MISC_RESTRICTED_CONTENT | D3D11_RESOURCE_MISC_RESTRICT_SHARED_RESOURCE |
            D3D11_RESOURCE_MISC_RESTRICT_SHARED_RESOURCE_DRIVER | D3D11_RESOURCE_MISC_GUARDED | D3D11_RESOURCE_MISC_HW_PROTECTED))
        return false;
    if (shared == RT_MISC_SHARING)
        return false;
    if ((d->misc & D3D11_RESOURCE_MISC_SHARED_NTHANDLE) && (!shared || device->umd.level < RT_DDI_11_1))
        return false;
    if ((d->misc & D3D11_RESOURCE_MISC_GDI_COMPATIBLE) &&
            (d->misc & (D3D11_RESOURCE_MISC_SHARED_KEYEDMUTEX | D3D11_RESOURCE_MISC_RESOURCE_CLAMP)))
        return false;
    return !shared || (d->usage == D3D11_USAGE_DEFAULT && !d->cpu && device->feature_level >= D3D_FEATURE_LEVEL_10_0);
}

/* ne-d3d11-d3d11_bind_flag, D3D11_BIND_DECODER: two-dimensional textures, from Direct3D 11.1 on; the driver interface's page of it
 * (ne-d3d10umddi-d3d10_ddi_resource_bind_flag): not with render targets. */
static bool decoded_ok(struct rt_device *device, const struct rt_resource_desc *d)
{
    return d->dimension == D3D11_RESOURCE_DIMENSION_TEXTURE2D && d->usage == D3D11_USAGE_DEFAULT && d->samples == 1 &&
        !(d->bind & D3D11_BIND_RENDER_TARGET) && device->umd.video &&
        (rt_device_format_support(device, d->format) & D3D11_FORMAT_SUPPORT_DECODER_OUTPUT);
}

static HRESULT check_buffer(struct rt_device *device, struct rt_resource_desc *d)
{
    const UINT misc = d->misc;

    if (!d->width || (misc & MISC_TEXTURE_ONLY) || (d->bind & D3D11_BIND_DEPTH_STENCIL))
        return E_INVALIDARG;
    if (!rt_device_computes(device) && ((d->bind & D3D11_BIND_UNORDERED_ACCESS) ||
            (misc & (D3D11_RESOURCE_MISC_BUFFER_ALLOW_RAW_VIEWS | D3D11_RESOURCE_MISC_BUFFER_STRUCTURED))))
        return E_INVALIDARG;
    if (d->bind & D3D11_BIND_CONSTANT_BUFFER) {
        if (d->bind != D3D11_BIND_CONSTANT_BUFFER || d->width % 16)
            return E_INVALIDARG;
        /* Larger ones may be made from 11.1 on; the window bound is what is limited. */
        if (device->umd.level < RT_DDI_11_1 && d->width > D3D11_REQ_CONSTANT_BUFFER_ELEMENT_COUNT * 16)
            return E_INVALIDARG;
        if (misc & MISC_BUFFER_ONLY)
            return E_INVALIDARG;
    }
    if (misc & D3D11_RESOURCE_MISC_BUFFER_STRUCTURED) {
        if (misc & (D3D11_RESOURCE_MISC_BUFFER_ALLOW_RAW_VIEWS | D3D11_RESOURCE_MISC_DRAWINDIRECT_ARGS))
            return E_INVALIDARG;
        if (d->bind & ~(D3D11_BIND_SHADER_RESOURCE | D3D11_BIND_UNORDERED_ACCESS))
            return E_INVALIDARG;
        if (!d->stride || d->stride % 4 || d->stride > D3D11_REQ_MULTI_ELEMENT_STRUCTURE_SIZE_IN_BYTES || d->width % d->stride)
            return E_INVALIDARG;
    } else {
        d->stride = 0;
    }
    if ((misc & D3D11_RESOURCE_MISC_BUFFER_ALLOW_RAW_VIEWS) && !(d->bind & (D3D11_BIND_SHADER_RESOURCE | D3D11_BIND_UNORDERED_ACCESS)))
        return E_INVALIDARG;
    if ((d->bind & D3D11_BIND_UNORDERED_ACCESS) && device->feature_level < D3D_FEATURE_LEVEL_11_0 &&
        !(misc & (D3D11_RESOURCE_MISC_BUFFER_STRUCTURED | D3D11_RESOURCE_MISC_BUFFER_ALLOW_RAW_VIEWS)))
        return E_INVALIDARG;
    return S_OK;
}

static UINT max_mips(const struct rt_resource_desc *d)
{
    UINT largest = d->width, n = 1;

    if (d->dimension != D3D11_RESOURCE_DIMENSION_TEXTURE1D && d->height > largest)
        largest = d->height;
    if (d->dimension == D3D11_RESOURCE_DIMENSION_TEXTURE3D && d->depth > largest)
        largest = d->depth;
    while (largest >>= 1)
        n++;
    return n;
}

static bool extent_ok(struct rt_device *device, const struct rt_resource_desc *d)
{
    const bool eleven = device->feature_level >= D3D_FEATURE_LEVEL_11_0;
    const UINT size = eleven ? 16384 : 8192, array = eleven ? 2048 : 512;

    if (!d->width || !d->height || !d->depth || !d->array)
        return false;
    if (d->dimension == D3D11_RESOURCE_DIMENSION_TEXTURE3D)
        return d->width <= 2048 && d->height <= 2048 && d->depth <= 2048;
    return d->width <= size && d->height <= size && d->array <= array;
}

/* The bits of D3D11_FORMAT_SUPPORT that a texture's bind flags ask for. */
static bool format_ok(struct rt_device *device, const struct rt_resource_desc *d, const struct rt_format *f)
{
    const uint32_t support = rt_device_format_support(device, d->format);
    static const uint32_t dimension_bit[] = {
        [D3D11_RESOURCE_DIMENSION_TEXTURE1D] = D3D11_FORMAT_SUPPORT_TEXTURE1D,
        [D3D11_RESOURCE_DIMENSION_TEXTURE2D] = D3D11_FORMAT_SUPPORT_TEXTURE2D,
        [D3D11_RESOURCE_DIMENSION_TEXTURE3D] = D3D11_FORMAT_SUPPORT_TEXTURE3D,
    };
    const bool typeless = f->caps & RT_FMT_TYPELESS;

    if (!(support & dimension_bit[d->dimension]))
        return false;
    if ((d->misc & D3D11_RESOURCE_MISC_TEXTURECUBE) && !(support & D3D11_FORMAT_SUPPORT_TEXTURECUBE))
        return false;
    if (typeless) {
        if ((d->bind & D3D11_BIND_DEPTH_STENCIL) && rt_format_depth_of(d->format) == DXGI_FORMAT_UNKNOWN)
            return false;
        /* Two planes: no format of the family is one for unordered access. */
        if ((d->bind & D3D11_BIND_UNORDERED_ACCESS) && (d->format == DXGI_FORMAT_R24G8_TYPELESS ||
                d->format == DXGI_FORMAT_R32G8X24_TYPELESS))
            return false;
        return !((d->bind & (D3D11_BIND_RENDER_TARGET | D3D11_BIND_UNORDERED_ACCESS)) && (f->caps & RT_FMT_BLOCK));
    }
    /* Depth formats are read through the other formats of their families, which a typed resource has not. */
    if ((d->bind & D3D11_BIND_SHADER_RESOURCE) && (f->caps & RT_FMT_DEPTH))
        return false;
    if ((d->bind & D3D11_BIND_SHADER_RESOURCE) && !(support & (D3D11_FORMAT_SUPPORT_SHADER_LOAD | D3D11_FORMAT_SUPPORT_SHADER_SAMPLE)))
        return false;
    /* What only a video processor writes to is bound as a target, too (CreateVideoProcessorOutputView's page). */
    if ((d->bind & D3D11_BIND_RENDER_TARGET) && !(support & (D3D11_FORMAT_SUPPORT_RENDER_TARGET | D3D11_FORMAT_SUPPORT_VIDEO_PROCESSOR_OUTPUT)))
        return false;
    if ((d->bind & D3D11_BIND_DEPTH_STENCIL) && !(support & D3D11_FORMAT_SUPPORT_DEPTH_STENCIL))
        return false;
    /* What encodes sRGB may be made for views that it cannot have (resource.c does not tell the driver). */
    if ((d->bind & D3D11_BIND_UNORDERED_ACCESS) && !(support & D3D11_FORMAT_SUPPORT_TYPED_UNORDERED_ACCESS_VIEW) &&
            !rt_format_encodes_srgb(f))
        return false;
    /* GenerateMips of a format that it cannot average does nothing; the flag asks for the two bindings only. */
    return true;
}

static bool samples_ok(struct rt_device *device, const struct rt_resource_desc *d, bool has_data)
{
    if (!d->samples)
        return false;
    if (d->samples == 1)
        return d->quality == 0;
    if (d->dimension != D3D11_RESOURCE_DIMENSION_TEXTURE2D || d->mips != 1 || has_data || d->usage != D3D11_USAGE_DEFAULT ||
        (d->misc & (D3D11_RESOURCE_MISC_GENERATE_MIPS | D3D11_RESOURCE_MISC_TEXTURECUBE)) || (d->bind & D3D11_BIND_UNORDERED_ACCESS))
        return false;
    if (d->quality == D3D11_STANDARD_MULTISAMPLE_PATTERN || d->quality == D3D11_CENTER_MULTISAMPLE_PATTERN)
        return rt_device_quality_levels(device, d->format, d->samples, 0) != 0;
    return d->quality < rt_device_quality_levels(device, d->format, d->samples, 0);
}

/* D3D11_RESOURCE_MISC_GDI_COMPATIBLE */
static bool gdi_ok(const struct rt_resource_desc *d)
{
    return d->dimension == D3D11_RESOURCE_DIMENSION_TEXTURE2D && (d->bind & D3D11_BIND_RENDER_TARGET) && d->mips == 1 &&
        d->samples == 1 && d->usage == D3D11_USAGE_DEFAULT && (d->format == DXGI_FORMAT_B8G8R8A8_UNORM ||
        d->format == DXGI_FORMAT_B8G8R8A8_TYPELESS || d->format == DXGI_FORMAT_B8G8R8A8_UNORM_SRGB);
}

/* "Format support for Direct3D 11.1 feature level hardware", DXGI_FORMAT_NV12: no mips and no cubes; DXGI_FORMAT's page: even sizes. */
static bool planar_ok(const struct rt_resource_desc *d)
{
    return d->mips == 1 && !(d->misc & (D3D11_RESOURCE_MISC_TEXTURECUBE | D3D11_RESOURCE_MISC_GENERATE_MIPS)) && d->width % 2 == 0 &&
        d->height % 2 == 0;
}

static HRESULT check_texture(struct rt_device *device, struct rt_resource_desc *d, bool has_data)
{
    const struct rt_format *f = rt_format_find(d->format);
    const UINT generate = D3D11_BIND_RENDER_TARGET | D3D11_BIND_SHADER_RESOURCE;

    if (!f || (d->misc & MISC_BUFFER_ONLY) || !extent_ok(device, d))
        return E_INVALIDARG;
    if (d->bind & (D3D11_BIND_VERTEX_BUFFER | D3D11_BIND_INDEX_BUFFER | D3D11_BIND_CONSTANT_BUFFER | D3D11_BIND_STREAM_OUTPUT))
        return E_INVALIDARG;
    if ((d->bind & D3D11_BIND_DEPTH_STENCIL) && ((d->bind & (D3D11_BIND_RENDER_TARGET | D3D11_BIND_UNORDERED_ACCESS)) ||
            d->dimension == D3D11_RESOURCE_DIMENSION_TEXTURE3D))
        return E_INVALIDARG;
    if (d->mips > max_mips(d))
        return E_INVALIDARG;
    if (!d->mips)
        d->mips = d->samples > 1 ? 1 : max_mips(d);
    if ((d->misc & D3D11_RESOURCE_MISC_TEXTURECUBE) && (d->dimension != D3D11_RESOURCE_DIMENSION_TEXTURE2D ||
            d->width != d->height || d->array < 6 || (device->feature_level < D3D_FEATURE_LEVEL_10_1 && d->array != 6)))
        return E_INVALIDARG; /* what is more than whole cubes is reached by other views */
    if ((d->misc & D3D11_RESOURCE_MISC_GENERATE_MIPS) && (d->bind & generate) != generate)
        return E_INVALIDARG;
    if ((d->misc & D3D11_RESOURCE_MISC_GDI_COMPATIBLE) && !gdi_ok(d))
        return E_INVALIDARG;
    if ((d->width % f->block_w) || (d->height % f->block_h) || (f->caps & RT_FMT_PLANAR && !planar_ok(d)))
        return E_INVALIDARG;
    if (d->usage == D3D11_USAGE_DYNAMIC && (d->mips > 1 || d->array > 1) && !(d->bind & D3D11_BIND_SHADER_RESOURCE))
        return E_INVALIDARG;
    if (d->usage == D3D11_USAGE_DYNAMIC && d->mips > 1)
        return E_INVALIDARG;
    if (!format_ok(device, d, f) || !samples_ok(device, d, has_data))
        return E_INVALIDARG;
    return S_OK;
}

HRESULT rt_resource_check(struct rt_device *device, struct rt_resource_desc *desc, const D3D11_SUBRESOURCE_DATA *data)
{
    if ((desc->bind & ~BIND_KNOWN) || !usage_ok(device, desc, data != NULL) || !sharing_ok(device, desc))
        return E_INVALIDARG;
    if ((desc->bind & D3D11_BIND_DECODER) && !decoded_ok(device, desc))
        return E_INVALIDARG;
    if (desc->layout != D3D11_TEXTURE_LAYOUT_UNDEFINED || !rt_tiled_ok(device, desc, data != NULL))
        return E_INVALIDARG;
    if (desc->dimension == D3D11_RESOURCE_DIMENSION_BUFFER) {
        HRESULT hr = check_buffer(device, desc);

        return SUCCEEDED(hr) && data && !data->pSysMem ? E_INVALIDARG : hr;
    }
    return check_texture(device, desc, data != NULL);
}
