/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * format_support.c - CheckFormatSupport: what Direct3D defines of a format (format.h), what its driver says of it, and what the
 * device's feature level has. Sources: win32 docs, "Format support for Direct3D feature level 10.0 hardware" and the pages of
 * levels 10.1, 11.0 and 11.1; nc-d3d10umddi-pfnd3d10ddi_checkformatsupport. A bit that the level's page does not have is not
 * told, and so the format is refused where that bit is asked for, whatever the driver says.
 */
#include "device.h"

/* One component of the value alone is gathered on level 10_1: formats that have no other. */
static bool one_component(const struct rt_format *f)
{
    switch ((unsigned)f->family) {
    case DXGI_FORMAT_R32_TYPELESS:
    case DXGI_FORMAT_R16_TYPELESS:
    case DXGI_FORMAT_R8_TYPELESS:
    case DXGI_FORMAT_R24G8_TYPELESS:
    case DXGI_FORMAT_R32G8X24_TYPELESS:
        return true;
    default:
        return f->caps & (RT_FMT_VIDEO | RT_FMT_PLANAR); /* the pages of their level have these, too */
    }
}

/* The bits of D3D11_FORMAT_SUPPORT that are left on a feature level. */
static uint32_t at_level(const struct rt_format *f, D3D_FEATURE_LEVEL level, uint32_t bits)
{
    if (level >= D3D_FEATURE_LEVEL_11_0)
        return bits;
    if (f->family == DXGI_FORMAT_BC6H_TYPELESS || f->family == DXGI_FORMAT_BC7_TYPELESS)
        return 0;
    bits &= ~(uint32_t)(D3D11_FORMAT_SUPPORT_TYPED_UNORDERED_ACCESS_VIEW | D3D11_FORMAT_SUPPORT_SHADER_GATHER_COMPARISON);
    if (level < D3D_FEATURE_LEVEL_10_1 || !one_component(f))
        bits &= ~(uint32_t)D3D11_FORMAT_SUPPORT_SHADER_GATHER;
    if (level < D3D_FEATURE_LEVEL_10_1 && f->component == RT_COMP_SNORM)
        bits &= ~(uint32_t)D3D11_FORMAT_SUPPORT_BLENDABLE;
    /* Depth buffers with samples are read from 10.1 on. */
    if (level < D3D_FEATURE_LEVEL_10_1 && (f->family == DXGI_FORMAT_R24G8_TYPELESS || f->family == DXGI_FORMAT_R32G8X24_TYPELESS))
        bits &= ~(uint32_t)D3D11_FORMAT_SUPPORT_MULTISAMPLE_LOAD;
    return bits;
}

uint32_t rt_device_ddi_format(struct rt_device *device, DXGI_FORMAT format)
{
    return (unsigned)format < RT_MAX_FORMAT ? device->ddi_format[format] : 0;
}

/* Formats that a view of a typeless family can have lend it their ability as a render target. */
static uint32_t family_bits(struct rt_device *device, const struct rt_format *f)
{
    uint32_t bits = device->ddi_format[f->format];
    unsigned i;

    if (!(f->caps & RT_FMT_TYPELESS))
        return bits;
    for (i = 1; i < RT_MAX_FORMAT; i++) {
        const struct rt_format *other = rt_format_find(i);

        if (other && other->family == f->family)
            bits |= device->ddi_format[i];
    }
    return bits;
}

uint32_t rt_device_format_support(struct rt_device *device, DXGI_FORMAT format)
{
    const struct rt_format *f = rt_format_find(format);
    uint32_t ddi, out = 0, caps;
    bool integer; /* neither filtered nor averaged */

    if (!f)
        return 0;
    caps = f->caps;
    integer = rt_format_is_integer(f);
    ddi = family_bits(device, f);
    if (!ddi && !(caps & RT_FMT_TYPELESS) && !(caps & RT_FMT_DEPTH))
        return 0;
    out |= caps & RT_FMT_BUFFER ? D3D11_FORMAT_SUPPORT_BUFFER : 0;
    /* nc-d3d10umddi-pfnd3d10ddi_checkformatsupport.md: from 11.1 on drivers tell. */
    if (caps & RT_FMT_VERTEX && (device->umd.level < RT_DDI_11_1 || ddi & D3D11_1DDI_FORMAT_SUPPORT_VERTEX_BUFFER))
        out |= D3D11_FORMAT_SUPPORT_IA_VERTEX_BUFFER;
    out |= caps & RT_FMT_INDEX ? D3D11_FORMAT_SUPPORT_IA_INDEX_BUFFER : 0;
    out |= caps & RT_FMT_SO ? D3D11_FORMAT_SUPPORT_SO_BUFFER : 0;
    out |= caps & RT_FMT_TEX1D ? D3D11_FORMAT_SUPPORT_TEXTURE1D : 0;
    out |= caps & RT_FMT_TEX2D ? D3D11_FORMAT_SUPPORT_TEXTURE2D : 0;
    out |= caps & RT_FMT_TEX3D ? D3D11_FORMAT_SUPPORT_TEXTURE3D : 0;
    out |= caps & RT_FMT_CUBE ? D3D11_FORMAT_SUPPORT_TEXTURECUBE : 0;
    out |= caps & RT_FMT_LOAD ? D3D11_FORMAT_SUPPORT_SHADER_LOAD : 0;
    out |= caps & RT_FMT_MIP ? D3D11_FORMAT_SUPPORT_MIP : 0;
    out |= caps & RT_FMT_DEPTH ? D3D11_FORMAT_SUPPORT_DEPTH_STENCIL : 0;
    out |= caps & RT_FMT_LOCK ? D3D11_FORMAT_SUPPORT_CPU_LOCKABLE : 0;
    out |= caps & RT_FMT_DISPLAY ? D3D11_FORMAT_SUPPORT_DISPLAY : 0;
    out |= caps & RT_FMT_DISPLAY && format != DXGI_FORMAT_R16G16B16A16_FLOAT ? D3D11_FORMAT_SUPPORT_BACK_BUFFER_CAST : 0;
    out |= caps & RT_FMT_CAST ? D3D11_FORMAT_SUPPORT_CAST_WITHIN_BIT_LAYOUT : 0;
    if (rt_device_typed_uav(f, ddi))
        out |= D3D11_FORMAT_SUPPORT_TYPED_UNORDERED_ACCESS_VIEW;
    if (caps & RT_FMT_TYPELESS)
        return at_level(f, device->feature_level, out);
    if ((ddi & D3D10_DDI_FORMAT_SUPPORT_SHADER_SAMPLE) && !(caps & RT_FMT_DEPTH)) { /* depth is read by its other formats */
        out |= integer ? 0 : D3D11_FORMAT_SUPPORT_SHADER_SAMPLE | D3D11_FORMAT_SUPPORT_SHADER_GATHER;
        if (caps & RT_FMT_COMPARE)
            out |= D3D11_FORMAT_SUPPORT_SHADER_SAMPLE_COMPARISON | D3D11_FORMAT_SUPPORT_SHADER_GATHER_COMPARISON;
    }
    if ((ddi & D3D10_DDI_FORMAT_SUPPORT_RENDERTARGET) && !(caps & RT_FMT_DEPTH)) {
        out |= D3D11_FORMAT_SUPPORT_RENDER_TARGET;
        if ((ddi & D3D10_DDI_FORMAT_SUPPORT_SHADER_SAMPLE) && (caps & RT_FMT_MIP) && !integer)
            out |= D3D11_FORMAT_SUPPORT_MIP_AUTOGEN;
    }
    out |= ddi & D3D10_DDI_FORMAT_SUPPORT_BLENDABLE ? D3D11_FORMAT_SUPPORT_BLENDABLE : 0;
    if (ddi & D3D10_DDI_FORMAT_SUPPORT_MULTISAMPLE_RENDERTARGET) {
        out |= D3D11_FORMAT_SUPPORT_MULTISAMPLE_RENDERTARGET;
        out |= caps & RT_FMT_RESOLVE ? D3D11_FORMAT_SUPPORT_MULTISAMPLE_RESOLVE : 0;
    }
    if (ddi & D3D10_DDI_FORMAT_SUPPORT_MULTISAMPLE_LOAD && !(caps & RT_FMT_DEPTH))
        out |= D3D11_FORMAT_SUPPORT_MULTISAMPLE_LOAD;
    if (device->umd.video) {
        out |= ddi & D3D11_1DDI_FORMAT_SUPPORT_VIDEO_PROCESSOR_OUTPUT ? D3D11_FORMAT_SUPPORT_VIDEO_PROCESSOR_OUTPUT : 0;
        out |= ddi & D3D11_1DDI_FORMAT_SUPPORT_VIDEO_PROCESSOR_INPUT ? D3D11_FORMAT_SUPPORT_VIDEO_PROCESSOR_INPUT : 0;
        out |= ddi & D3D11_1DDI_FORMAT_SUPPORT_DECODER_OUTPUT ? D3D11_FORMAT_SUPPORT_DECODER_OUTPUT : 0;
    }
    return at_level(f, device->feature_level, out);
}

uint32_t rt_device_format_support2(struct rt_device *device, DXGI_FORMAT format)
{
    const struct rt_format *f = rt_format_find(format);
    const uint32_t ddi = rt_device_ddi_format(device, format);
    uint32_t out = 0;

    if (!f)
        return 0;
    /* Optional on every level; of unsigned integers alone. */
    if ((ddi & D3D11_1DDI_FORMAT_SUPPORT_OUTPUT_MERGER_LOGIC_OP) && (f->caps & RT_FMT_UAV || f->family == DXGI_FORMAT_R32G32B32_TYPELESS) &&
        f->component == RT_COMP_UINT)
        out |= D3D11_FORMAT_SUPPORT2_OUTPUT_MERGER_LOGIC_OP;
    if (device->feature_level < D3D_FEATURE_LEVEL_11_0)
        return out;
    if (rt_device_typed_uav(f, ddi))
        out |= D3D11_FORMAT_SUPPORT2_UAV_TYPED_STORE;
    /* Loads are promised for the three 32-bit formats of one component (win32 docs, typed UAV loads). */
    if (f->family == DXGI_FORMAT_R32_TYPELESS && (f->caps & RT_FMT_UAV))
        out |= D3D11_FORMAT_SUPPORT2_UAV_TYPED_LOAD;
    if (f->caps & RT_FMT_ATOMIC) {
        out |= D3D11_FORMAT_SUPPORT2_UAV_ATOMIC_ADD | D3D11_FORMAT_SUPPORT2_UAV_ATOMIC_BITWISE_OPS |
            D3D11_FORMAT_SUPPORT2_UAV_ATOMIC_COMPARE_STORE_OR_COMPARE_EXCHANGE | D3D11_FORMAT_SUPPORT2_UAV_ATOMIC_EXCHANGE;
        out |= f->component == RT_COMP_SINT ? D3D11_FORMAT_SUPPORT2_UAV_ATOMIC_SIGNED_MIN_OR_MAX :
            D3D11_FORMAT_SUPPORT2_UAV_ATOMIC_UNSIGNED_MIN_OR_MAX;
    }
    /* Three components have no standard shape of tiles; the pages have no tiles of video formats either. */
    if ((ddi & D3DWDDM1_3DDI_FORMAT_SUPPORT_TILED) && f->family != DXGI_FORMAT_R32G32B32_TYPELESS &&
        !(f->caps & (RT_FMT_VIDEO | RT_FMT_PLANAR)))
        out |= D3D11_FORMAT_SUPPORT2_TILED;
    return out;
}

UINT rt_device_quality_levels(struct rt_device *device, DXGI_FORMAT format, UINT samples, UINT flags)
{
    struct rt_call call;
    UINT levels;

    if (samples == 1)
        return 1;
    if (!rt_call_begin(&call, device, RT_ERR_CHECK))
        return 0;
    levels = rt_ddi_quality_levels(&device->umd, format, samples, flags);
    return FAILED(rt_call_end(&call)) ? 0 : levels;
}
