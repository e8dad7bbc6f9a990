/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * caps.c - what the host can do, in the protocol's words. Nothing is claimed that the host lacks, or
 * that no command carries (video encoders, formats of three planes).
 */
#include "renderer.h"

#define VENDOR_MESA 0x10005u /* VK_VENDOR_ID_MESA: software rasterizers */

/* WCHAR is UTF-16 on Windows and UTF-32 on Linux. */
void pvb_d11_adapter_name(const DXGI_ADAPTER_DESC1 *desc, char *text, size_t n)
{
    size_t at = 0, limit = sizeof desc->Description / sizeof desc->Description[0];

    for (size_t i = 0; i < limit && desc->Description[i]; i++) {
        uint32_t c = (uint32_t)desc->Description[i];
        char bytes[4];
        size_t len = 0;
        if (c - 0xd800u < 0x400u && i + 1 < limit && (uint32_t)desc->Description[i + 1] - 0xdc00u < 0x400u)
            c = 0x10000u + ((c - 0xd800u) << 10) + ((uint32_t)desc->Description[++i] - 0xdc00u);
        if (c < 0x80) bytes[len++] = (char)c;
        else if (c < 0x800) { bytes[len++] = (char)(0xc0 | c >> 6); bytes[len++] = (char)(0x80 | (c & 0x3f)); }
        else {
            if (c < 0x10000) bytes[len++] = (char)(0xe0 | c >> 12);
            else { bytes[len++] = (char)(0xf0 | (c >> 18 & 7)); bytes[len++] = (char)(0x80 | (c >> 12 & 0x3f)); }
            bytes[len++] = (char)(0x80 | (c >> 6 & 0x3f));
            bytes[len++] = (char)(0x80 | (c & 0x3f));
        }
        if (at + len + 1 > n) break;
        for (size_t k = 0; k < len; k++) text[at++] = bytes[k];
    }
    if (n) text[at] = 0;
}

static bool feature(struct pvb_renderer *r, D3D11_FEATURE what, void *data, UINT size)
{
    return SUCCEEDED(ID3D11Device_CheckFeatureSupport(r->device, what, data, size));
}

/* The interfaces are kept only where they are of use: ctx2 says that there are tiles. */
static uint32_t tiled(struct pvb_renderer *r, D3D11_TILED_RESOURCES_TIER tier)
{
    if (tier < D3D11_TILED_RESOURCES_TIER_1) return 0;
    if (FAILED(ID3D11Device_QueryInterface(r->device, &IID_ID3D11Device2, (void **)&r->device2))) return 0;
    if (FAILED(ID3D11DeviceContext_QueryInterface(r->ctx, &IID_ID3D11DeviceContext2, (void **)&r->ctx2))) {
        pvb_d11_release(r->device2);
        r->device2 = NULL;
        return 0;
    }
    return PVGPU_OPT_TILED_1 | (tier >= D3D11_TILED_RESOURCES_TIER_2 ? PVGPU_OPT_TILED_2 : 0);
}

static uint32_t options(struct pvb_renderer *r)
{
    D3D11_FEATURE_DATA_DOUBLES doubles = { 0 };
    D3D11_FEATURE_DATA_SHADER_MIN_PRECISION_SUPPORT precision = { 0 };
    D3D11_FEATURE_DATA_D3D11_OPTIONS o = { 0 };
    D3D11_FEATURE_DATA_D3D11_OPTIONS1 one = { 0 };
    uint32_t out = 0;

    if (feature(r, D3D11_FEATURE_DOUBLES, &doubles, sizeof doubles) && doubles.DoublePrecisionFloatShaderOps)
        out |= PVGPU_OPT_DOUBLES;
    if (feature(r, D3D11_FEATURE_SHADER_MIN_PRECISION_SUPPORT, &precision, sizeof precision)) {
        if (precision.PixelShaderMinPrecision & D3D11_SHADER_MIN_PRECISION_16_BIT) out |= PVGPU_OPT_MIN16_PS;
        if (precision.AllOtherShaderStagesMinPrecision & D3D11_SHADER_MIN_PRECISION_16_BIT) out |= PVGPU_OPT_MIN16_OTHER;
    }
    if (feature(r, D3D11_FEATURE_D3D11_OPTIONS, &o, sizeof o)) {
        if (o.ExtendedDoublesShaderInstructions) out |= PVGPU_OPT_DOUBLES_EXT;
        if (o.OutputMergerLogicOp) out |= PVGPU_OPT_LOGIC_OP;
        if (o.ConstantBufferOffsetting) out |= PVGPU_OPT_CB_OFFSET;
        if (o.ConstantBufferPartialUpdate) out |= PVGPU_OPT_CB_PARTIAL;
        if (o.MapNoOverwriteOnDynamicConstantBuffer) out |= PVGPU_OPT_CB_NOOVERWRITE;
        if (o.MapNoOverwriteOnDynamicBufferSRV) out |= PVGPU_OPT_SRV_NOOVERWRITE;
        if (o.ClearView) out |= PVGPU_OPT_CLEAR_VIEW;
        if (o.CopyWithOverlap) out |= PVGPU_OPT_COPY_OVERLAP;
        if (o.UAVOnlyRenderingForcedSampleCount) out |= PVGPU_OPT_FORCED_SAMPLES;
        if (o.SAD4ShaderInstructions) out |= PVGPU_OPT_SAD4;
        if (o.MultisampleRTVWithForcedSampleCountOne) out |= PVGPU_OPT_FORCED_ONE;
    }
    if (feature(r, D3D11_FEATURE_D3D11_OPTIONS1, &one, sizeof one)) {
        if (one.MinMaxFiltering) out |= PVGPU_OPT_MIN_MAX_FILTER;
        if (one.ClearViewAlsoSupportsDepthOnlyFormats) out |= PVGPU_OPT_CLEAR_VIEW_DEPTH;
        out |= tiled(r, one.TiledResourcesTier);
    }
    if (r->level >= D3D_FEATURE_LEVEL_11_1) out |= PVGPU_OPT_UAV_ALL_STAGES;
    /* As Direct3D 11 wants it (DirectX-Specs, Direct3D11_3_FunctionalSpec 15.7, "Scissor Test"); DXVK draws all that is covered. */
    if (r->host.floors_viewports || pvb_d11_os_flag("PVGPU_D3D11_VIEWPORTS")) out |= PVGPU_OPT_FLOORED_VIEWPORTS;
    if (r->level >= D3D_FEATURE_LEVEL_11_0 && pvb_d11_stream_several(r)) out |= PVGPU_OPT_SO_STREAMS;
    return out;
}

static bool has_views(uint32_t texture)
{
    for (uint32_t view = 0; view < PVGPU_FORMAT_LIMIT; view++)
        if (pvgpu_format_plane(texture, view) >= 0) return true;
    return false;
}

static bool has_texture(struct pvb_renderer *r, uint32_t number, UINT slices, UINT mips)
{
    const UINT bind = pvgpu_format_rows[number].kind == PVGPU_FORMAT_DEPTH ? D3D11_BIND_DEPTH_STENCIL : D3D11_BIND_SHADER_RESOURCE;
    D3D11_TEXTURE2D_DESC d = { 16, 16, mips, slices, (DXGI_FORMAT)number, { 1, 0 }, D3D11_USAGE_DEFAULT, bind, 0, 0 };
    ID3D11Texture2D *texture = NULL;

    if (FAILED(ID3D11Device_CreateTexture2D(r->device, &d, NULL, &texture))) return false;
    pvb_d11_release(texture);
    return true;
}

/* DXVK (2.6) claims two dimensions of formats whose textures a driver keeps in the order of their lines alone, which have one slice
 * and one mip (R32G32B32 on NVIDIA's). Such formats have no other dimension. What is left of the bits. */
static UINT of_textures(struct pvb_renderer *r, uint32_t number, UINT support, uint32_t *flags)
{
    enum { BUFFERS = D3D11_FORMAT_SUPPORT_BUFFER | D3D11_FORMAT_SUPPORT_IA_VERTEX_BUFFER | D3D11_FORMAT_SUPPORT_IA_INDEX_BUFFER
                   | D3D11_FORMAT_SUPPORT_SO_BUFFER | D3D11_FORMAT_SUPPORT_SHADER_LOAD
                   | D3D11_FORMAT_SUPPORT_TYPED_UNORDERED_ACCESS_VIEW };

    if (!(support & D3D11_FORMAT_SUPPORT_TEXTURE2D) || (support & D3D11_FORMAT_SUPPORT_TEXTURE1D)) return support;
    if (pvgpu_format_is_video(number) || has_texture(r, number, 2, 2)) return support;
    if (!has_texture(r, number, 1, 1)) return support & BUFFERS;
    *flags |= PVGPU_FORMAT_SINGLE;
    return support;
}

void pvb_d11_format_caps(struct pvb_renderer *r, uint32_t number, struct pvgpu_format_caps *f)
{
    enum { VIDEO = D3D11_FORMAT_SUPPORT_DECODER_OUTPUT | D3D11_FORMAT_SUPPORT_VIDEO_PROCESSOR_OUTPUT
                 | D3D11_FORMAT_SUPPORT_VIDEO_PROCESSOR_INPUT | D3D11_FORMAT_SUPPORT_VIDEO_ENCODER,
           /* "Format support for Direct3D 11.1 feature level hardware", DXGI_FORMAT_NV12 and AYUV */
           VIEWED = D3D11_FORMAT_SUPPORT_TEXTURE2D | D3D11_FORMAT_SUPPORT_SHADER_LOAD | D3D11_FORMAT_SUPPORT_SHADER_SAMPLE
                  | D3D11_FORMAT_SUPPORT_SHADER_GATHER | D3D11_FORMAT_SUPPORT_RENDER_TARGET | D3D11_FORMAT_SUPPORT_BLENDABLE
                  | D3D11_FORMAT_SUPPORT_TYPED_UNORDERED_ACCESS_VIEW | D3D11_FORMAT_SUPPORT_CPU_LOCKABLE,
           VIEWLESS = D3D11_FORMAT_SUPPORT_TEXTURE2D | D3D11_FORMAT_SUPPORT_CPU_LOCKABLE };
    D3D11_FEATURE_DATA_FORMAT_SUPPORT2 two = { (DXGI_FORMAT)number, 0 };
    const uint8_t kind = pvgpu_format_rows[number].kind;
    UINT support = 0, quality;

    if (FAILED(ID3D11Device_CheckFormatSupport(r->device, (DXGI_FORMAT)number, &support))) return;
    support = of_textures(r, number, support, &f->flags);
    f->support = support & ~(UINT)VIDEO;
    /* DXVK (2.6) claims other dimensions and mips too; Wine's Direct3D (10) views of textures that it cannot make. */
    if (pvgpu_format_is_video(number))
        f->support = support & D3D11_FORMAT_SUPPORT_TEXTURE2D ? support & (UINT)(has_views(number) ? VIEWED : VIEWLESS) : 0;
    f->support |= pvb_d11_video_format(r, number, support);
    if (!f->support) return;
    /* "Format support for Direct3D 11.1 feature level hardware": no integer is blended. Wine's Direct3D (10) says they are. */
    if (kind == PVGPU_FORMAT_UINT || kind == PVGPU_FORMAT_SINT) f->support &= ~(UINT)D3D11_FORMAT_SUPPORT_BLENDABLE;
    if (feature(r, D3D11_FEATURE_FORMAT_SUPPORT2, &two, sizeof two))
        f->support2 = two.OutFormatSupport2
                    & (D3D11_FORMAT_SUPPORT2_UAV_ATOMIC_ADD | D3D11_FORMAT_SUPPORT2_UAV_ATOMIC_BITWISE_OPS
                     | D3D11_FORMAT_SUPPORT2_UAV_ATOMIC_COMPARE_STORE_OR_COMPARE_EXCHANGE
                     | D3D11_FORMAT_SUPPORT2_UAV_ATOMIC_EXCHANGE | D3D11_FORMAT_SUPPORT2_UAV_ATOMIC_SIGNED_MIN_OR_MAX
                     | D3D11_FORMAT_SUPPORT2_UAV_ATOMIC_UNSIGNED_MIN_OR_MAX | D3D11_FORMAT_SUPPORT2_UAV_TYPED_LOAD
                     | D3D11_FORMAT_SUPPORT2_UAV_TYPED_STORE | D3D11_FORMAT_SUPPORT2_OUTPUT_MERGER_LOGIC_OP
                     | (r->ctx2 ? D3D11_FORMAT_SUPPORT2_TILED : 0));
    if (support & (D3D11_FORMAT_SUPPORT_TEXTURE1D | D3D11_FORMAT_SUPPORT_TEXTURE2D | D3D11_FORMAT_SUPPORT_TEXTURE3D
                   | D3D11_FORMAT_SUPPORT_RENDER_TARGET | D3D11_FORMAT_SUPPORT_DEPTH_STENCIL))
        f->samples = 1;
    for (unsigned log2 = 1; log2 <= 4 && !pvgpu_format_is_video(number); log2++) {
        quality = 0;
        if (SUCCEEDED(ID3D11Device_CheckMultisampleQualityLevels(r->device, (DXGI_FORMAT)number, 1u << log2, &quality))
            && quality)
            f->samples |= 1u << log2;
    }
    /* Wine's Direct3D (10) answers with levels, and leaves the bits out. */
    if (f->samples & ~1u && f->support & D3D11_FORMAT_SUPPORT_RENDER_TARGET)
        f->support |= D3D11_FORMAT_SUPPORT_MULTISAMPLE_RENDERTARGET | D3D11_FORMAT_SUPPORT_MULTISAMPLE_RESOLVE;
    if (f->samples & ~1u && support & D3D11_FORMAT_SUPPORT_SHADER_SAMPLE && kind != PVGPU_FORMAT_DEPTH)
        f->support |= D3D11_FORMAT_SUPPORT_MULTISAMPLE_LOAD;
}

void pvb_d11_caps(struct pvb_renderer *r, IDXGIAdapter1 *adapter, struct pvgpu_caps *caps, bool no_decoding)
{
    DXGI_ADAPTER_DESC1 desc;

    if (SUCCEEDED(IDXGIAdapter1_GetDesc1(adapter, &desc))) {
        pvb_d11_adapter_name(&desc, caps->name, sizeof caps->name);
        caps->vendor = desc.VendorId;
        caps->device = desc.DeviceId;
        caps->subsys = desc.SubSysId;
        caps->revision = desc.Revision;
        r->early_queries = desc.VendorId == VENDOR_MESA || pvb_d11_os_flag("PVGPU_D3D11_QUERY_EVENTS");
        caps->video_memory = (uint64_t)desc.DedicatedVideoMemory + desc.DedicatedSystemMemory;
        caps->shared_memory = desc.SharedSystemMemory;
        /* A host GPU without memory of its own: what it shares is all there is. */
        if (!caps->video_memory) caps->video_memory = caps->shared_memory;
    }
    caps->feature_level = (uint32_t)r->level;
    r->options = options(r);
    if (pvb_d11_video_init(r, &caps->video)) r->options |= PVGPU_OPT_VIDEO;
    caps->options = r->options;
    for (uint32_t i = 1; i < PVGPU_FORMAT_LIMIT; i++)
        if (pvgpu_format_has_textures(i)) pvb_d11_format_caps(r, i, &caps->formats[i]);
    pvb_d11_decoder_init(r, caps, no_decoding);
    caps->n_formats = PVGPU_FORMAT_LIMIT;
}

/* IDXGIAdapter3::QueryVideoMemoryInfo: what the system lets this process have of each kind of memory, and what it has. */
uint64_t pvb_d11_room(struct pvb_renderer *r)
{
    static const DXGI_MEMORY_SEGMENT_GROUP groups[] = { DXGI_MEMORY_SEGMENT_GROUP_LOCAL, DXGI_MEMORY_SEGMENT_GROUP_NON_LOCAL };
    uint64_t room = 0;

    if (!r->adapter3) return UINT64_MAX;
    for (int i = 0; i < 2; i++) {
        DXGI_QUERY_VIDEO_MEMORY_INFO info;
        if (FAILED(IDXGIAdapter3_QueryVideoMemoryInfo(r->adapter3, 0, groups[i], &info))) return UINT64_MAX;
        if (info.CurrentUsage < info.Budget) room += info.Budget - info.CurrentUsage;
    }
    return room;
}
