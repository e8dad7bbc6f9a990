/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * check.c - what the host's formats can do, in the interface's own bits (U8), and counters: none.
 */
#include "video.h"

/* D3D11_FORMAT_SUPPORT and D3D11_FORMAT_SUPPORT2 bits (ID3D11Device::CheckFormatSupport). */
enum {
    API_BUFFER = 0x1, API_VERTEX_BUFFER = 0x2, API_SHADER_SAMPLE = 0x200, API_RENDER_TARGET = 0x4000, API_BLENDABLE = 0x8000,
    API_DEPTH_STENCIL = 0x10000, API_MS_RENDER_TARGET = 0x200000, API_MS_LOAD = 0x400000, API_GATHER = 0x800000,
    API_TYPED_UAV = 0x2000000, API_DECODER = 0x8000000,
    API2_LOGIC_OP = 0x100, API2_TILED = 0x200,
};

/* The formats for which the page of CheckFormatSupport allows the answer NOT_SUPPORTED. */
static bool may_be_missing(uint32_t format)
{
    switch (format) {
    case 89: /* R10G10B10_XR_BIAS_A2_UNORM */
    case 100: /* AYUV */
    case 101: /* Y410 */
    case 102: /* Y416 */
    case 104: /* P010 */
    case 105: /* P016 */
    case 108: /* Y210 */
    case 109: /* Y216 */
    case 110: /* NV11 */
    case 111: /* AI44 */
    case 112: /* IA44 */
    case 113: /* P8 */
    case 114: /* A8P8 */
        return true;
    default:
        return false;
    }
}

/* U7: the runtime compares this bit with the quality levels, and wants four samples behind it. */
static bool multisampled(const struct pvgpu_format_caps *f)
{
    return (f->support & API_RENDER_TARGET) && (f->support & API_MS_RENDER_TARGET) && (f->samples & 4u);
}

static UINT support(const struct pvgpu_format_caps *f)
{
    UINT out = 0;
    if (f->support & API_SHADER_SAMPLE) out |= D3D10_DDI_FORMAT_SUPPORT_SHADER_SAMPLE;
    if (f->support & API_RENDER_TARGET) {
        out |= D3D10_DDI_FORMAT_SUPPORT_RENDERTARGET;
        if (f->support & API_BLENDABLE) out |= D3D10_DDI_FORMAT_SUPPORT_BLENDABLE; /* never without the other */
        if (multisampled(f)) out |= D3D10_DDI_FORMAT_SUPPORT_MULTISAMPLE_RENDERTARGET;
    }
    if (f->support & API_MS_LOAD) out |= D3D10_DDI_FORMAT_SUPPORT_MULTISAMPLE_LOAD;
    return out;
}

static UINT support_11_1(const struct pvgpu_format_caps *f, UINT video)
{
    UINT out = 0;
    if (f->support & API_VERTEX_BUFFER) out |= D3D11_1DDI_FORMAT_SUPPORT_VERTEX_BUFFER;
    if (f->support & API_TYPED_UAV) out |= D3D11_1DDI_FORMAT_SUPPORT_UAV_WRITES;
    if (f->support & API_BUFFER) out |= D3D11_1DDI_FORMAT_SUPPORT_BUFFER;
    if (f->support2 & API2_LOGIC_OP) out |= D3D11_1DDI_FORMAT_SUPPORT_OUTPUT_MERGER_LOGIC_OP;
    if (f->support & API_GATHER) out |= D3D11_1DDI_FORMAT_SUPPORT_SHADER_GATHER;
    if (video & D3D11_1DDI_VIDEO_PROCESSOR_FORMAT_SUPPORT_OUTPUT) out |= D3D11_1DDI_FORMAT_SUPPORT_VIDEO_PROCESSOR_OUTPUT;
    if (video & D3D11_1DDI_VIDEO_PROCESSOR_FORMAT_SUPPORT_INPUT) out |= D3D11_1DDI_FORMAT_SUPPORT_VIDEO_PROCESSOR_INPUT;
    return out;
}

void APIENTRY pvu_check_format_support(D3D10DDI_HDEVICE h, DXGI_FORMAT format, UINT *out)
{
    struct pvu_device *d = pvu_device(h);
    const struct pvgpu_caps *caps = &d->adapter->info.caps;
    uint32_t f = (uint32_t)format;
    if (!out) {
        pvu_fail_invalid(d); /* nc-d3d10umddi-pfnd3d10ddi_checkformatsupport.md names these two */
        return;
    }
    *out = 0;
    if (f != 0 && !pvgpu_format_known(f) && !may_be_missing(f)) {
        if (f >= PVGPU_FORMAT_LIMIT) pvu_fail_unknown_format(d);
        return;
    }
    if (f < caps->n_formats && f < PVGPU_FORMAT_LIMIT) {
        *out = support(&caps->formats[f]);
        if (d->level >= PVU_LEVEL_11_1) *out |= support_11_1(&caps->formats[f], pvu_video_format(d, f));
        if (d->level >= PVU_LEVEL_11_1 && caps->decoders.n_profiles && (caps->formats[f].support & API_DECODER))
            *out |= D3D11_1DDI_FORMAT_SUPPORT_DECODER_OUTPUT;
        /* The runtime counts in standard tiles. Of compressed formats Mesa's software renderer makes others (it counts a tile's
         * blocks as texels), so those are not offered. */
        if (d->level >= PVU_LEVEL_1_3 && (caps->options & PVGPU_OPT_TILED_1) && (caps->formats[f].support2 & API2_TILED) &&
            pvgpu_format_rows[f].block_width == 1)
            *out |= D3DWDDM1_3DDI_FORMAT_SUPPORT_TILED;
    }
    /* 0 for format 89 would make the runtime refuse the device. */
    if (*out == 0 && d->level >= PVU_LEVEL_11_1 && may_be_missing(f)) *out = D3D10_DDI_FORMAT_SUPPORT_NOT_SUPPORTED;
}

/* nc-d3d10umddi-pfnd3d10ddi_checkmultisamplequalitylevels.md: 1 for one sample, 0 for what is not supported. */
static void quality_levels(D3D10DDI_HDEVICE h, uint32_t format, uint32_t samples, UINT *out)
{
    struct pvu_device *d = pvu_device(h);
    const struct pvgpu_caps *caps = &d->adapter->info.caps;
    if (!out) {
        pvu_fail_invalid(d);
        return;
    }
    *out = 0;
    if (samples == 1) {
        *out = 1;
        return;
    }
    if (samples == 0 || samples > 32 || (samples & (samples - 1))) return;
    if (format >= caps->n_formats || format >= PVGPU_FORMAT_LIMIT) return;
    const struct pvgpu_format_caps *f = &caps->formats[format];
    /* Only what can be a target itself, or whose family can; not the formats that only views of a depth buffer have. */
    bool target = multisampled(f) || (f->support & API_DEPTH_STENCIL) || pvgpu_format_rows[format].kind == PVGPU_FORMAT_TYPELESS;
    if (target && (f->samples & (1u << __builtin_ctz(samples)))) *out = 1;
}

void APIENTRY pvu_check_multisample_quality_levels_10(D3D10DDI_HDEVICE h, DXGI_FORMAT format, UINT samples, UINT *out)
{
    quality_levels(h, (uint32_t)format, samples, out);
}

void APIENTRY pvu_check_multisample_quality_levels_1_3(D3D10DDI_HDEVICE h, DXGI_FORMAT format, UINT samples, UINT flags,
                                                       UINT *out)
{
    if (flags & D3DWDDM1_3DDI_CHECK_MULTISAMPLE_QUALITY_LEVELS_TILED_RESOURCE) { /* the host tells of none with samples */
        if (out) *out = samples == 1;
        return;
    }
    quality_levels(h, (uint32_t)format, samples, out);
}

void APIENTRY pvu_check_counter_info(D3D10DDI_HDEVICE h, D3D10DDI_COUNTER_INFO *out)
{
    (void)h;
    memset(out, 0, sizeof *out);
}

void APIENTRY pvu_check_counter(D3D10DDI_HDEVICE h, D3D10DDI_QUERY query, D3D10DDI_COUNTER_TYPE *type, UINT *active, LPSTR name,
                                UINT *name_size, LPSTR units, UINT *units_size, LPSTR description, UINT *description_size)
{
    (void)type, (void)active, (void)name, (void)name_size, (void)units, (void)units_size, (void)description,
        (void)description_size;
    pvu_fail_counter(pvu_device(h), query < D3D10DDI_COUNTER_DEVICE_DEPENDENT_0);
}

/* Scan-out goes through the host's presenter, which takes one kind of surface: no direct flip. */
void APIENTRY pvu_check_direct_flip_support(D3D10DDI_HDEVICE h, D3D10DDI_HRESOURCE a, D3D10DDI_HRESOURCE b, UINT flags, BOOL *out)
{
    (void)h, (void)a, (void)b, (void)flags;
    *out = FALSE;
}
