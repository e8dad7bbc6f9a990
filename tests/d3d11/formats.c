/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Every DXGI format: what is said of it, where it can be created, and that its bytes survive every way of moving them.
 */
#include "conf.h"
#include "pvgpu_formats.h"
#include "shaders/load2_float_ps.h"
#include "shaders/load2_sint_ps.h"
#include "shaders/load2_uint_ps.h"
#include "shaders/loadbuf_float_ps.h"
#include "shaders/loadbuf_sint_ps.h"
#include "shaders/loadbuf_uint_ps.h"
#include "shaders/plain_ps.h"
#include "shaders/uint_ps.h"

#define N_FORMATS 116u /* 0..DXGI_FORMAT_B4G4R4A4_UNORM */

static const char *name_of(uint32_t i) { return i < N_FORMATS ? conf_format_name((DXGI_FORMAT)i) : NULL; }

/* The device's word, without what DXVK and Wine's Direct3D promise beyond Microsoft's table of formats (win32 docs, "Format
 * support for Direct3D feature level 11.1 hardware"), so that both sides try the same things. */
static UINT support(struct conf *c, DXGI_FORMAT f)
{
    UINT bits = 0;
    ID3D11Device_CheckFormatSupport(c->device, f, &bits);
    if (f < N_FORMATS && (pvgpu_format_rows[f].kind == PVGPU_FORMAT_VIDEO || pvgpu_format_is_planar(f))) /* views: planar.c */
        return bits & (D3D11_FORMAT_SUPPORT_TEXTURE2D | D3D11_FORMAT_SUPPORT_CPU_LOCKABLE);
    if (c->level < D3D_FEATURE_LEVEL_11_0 && f >= DXGI_FORMAT_BC6H_TYPELESS && f <= DXGI_FORMAT_BC7_UNORM_SRGB) return 0;
    if (conf_format_compressed(f)) return bits & ~(UINT)(D3D11_FORMAT_SUPPORT_BUFFER | D3D11_FORMAT_SUPPORT_TEXTURE1D);
    switch (f) {
    case DXGI_FORMAT_A8_UNORM:
        return bits & ~(UINT)D3D11_FORMAT_SUPPORT_BUFFER;
    case DXGI_FORMAT_R32_TYPELESS: case DXGI_FORMAT_R16_TYPELESS:
        return bits & ~(UINT)D3D11_FORMAT_SUPPORT_DEPTH_STENCIL;
    case DXGI_FORMAT_R32_FLOAT_X8X24_TYPELESS: case DXGI_FORMAT_X32_TYPELESS_G8X24_UINT:
    case DXGI_FORMAT_R24_UNORM_X8_TYPELESS: case DXGI_FORMAT_X24_TYPELESS_G8_UINT:
    case DXGI_FORMAT_R32G8X24_TYPELESS: case DXGI_FORMAT_R24G8_TYPELESS:
        return bits & ~(UINT)(D3D11_FORMAT_SUPPORT_DEPTH_STENCIL | D3D11_FORMAT_SUPPORT_TEXTURE3D | D3D11_FORMAT_SUPPORT_BUFFER);
    case DXGI_FORMAT_D32_FLOAT_S8X24_UINT: case DXGI_FORMAT_D24_UNORM_S8_UINT: case DXGI_FORMAT_D32_FLOAT: case DXGI_FORMAT_D16_UNORM:
        return bits & ~(UINT)(D3D11_FORMAT_SUPPORT_SHADER_LOAD | D3D11_FORMAT_SUPPORT_SHADER_SAMPLE | D3D11_FORMAT_SUPPORT_TEXTURE3D |
                              D3D11_FORMAT_SUPPORT_BUFFER);
    case DXGI_FORMAT_R8G8B8A8_UNORM_SRGB: case DXGI_FORMAT_B8G8R8A8_UNORM_SRGB: case DXGI_FORMAT_B8G8R8X8_UNORM_SRGB:
    case DXGI_FORMAT_R9G9B9E5_SHAREDEXP: case DXGI_FORMAT_B8G8R8X8_UNORM:
        return bits & ~(UINT)(D3D11_FORMAT_SUPPORT_TYPED_UNORDERED_ACCESS_VIEW |
                              (f == DXGI_FORMAT_B8G8R8X8_UNORM ? 0 : D3D11_FORMAT_SUPPORT_BUFFER));
    default:
        return bits;
    }
}

/* ---- caps: CheckFormatSupport, its second word, sample counts ---- */

static void caps(struct conf *c)
{
    static const struct { UINT bit; const char *name; } bits[] = {
#define B(n) { D3D11_FORMAT_SUPPORT_##n, #n }
        B(BUFFER), B(IA_VERTEX_BUFFER), B(IA_INDEX_BUFFER), B(SO_BUFFER), B(TEXTURE1D), B(TEXTURE2D), B(TEXTURE3D), B(TEXTURECUBE),
        B(SHADER_LOAD), B(SHADER_SAMPLE), B(SHADER_SAMPLE_COMPARISON), B(SHADER_SAMPLE_MONO_TEXT), B(MIP), B(MIP_AUTOGEN),
        B(RENDER_TARGET), B(BLENDABLE), B(DEPTH_STENCIL), B(CPU_LOCKABLE), B(MULTISAMPLE_RESOLVE), B(DISPLAY),
        B(CAST_WITHIN_BIT_LAYOUT), B(MULTISAMPLE_RENDERTARGET), B(MULTISAMPLE_LOAD), B(SHADER_GATHER), B(BACK_BUFFER_CAST),
        B(TYPED_UNORDERED_ACCESS_VIEW), B(SHADER_GATHER_COMPARISON), B(DECODER_OUTPUT), B(VIDEO_PROCESSOR_OUTPUT),
        B(VIDEO_PROCESSOR_INPUT), B(VIDEO_ENCODER),
#undef B
    };
    DXGI_FORMAT f = (DXGI_FORMAT)c->arg;
    static const struct { UINT bit; const char *name; } bits2[] = {
#define B(n) { D3D11_FORMAT_SUPPORT2_##n, #n }
        B(UAV_ATOMIC_ADD), B(UAV_ATOMIC_BITWISE_OPS), B(UAV_ATOMIC_COMPARE_STORE_OR_COMPARE_EXCHANGE), B(UAV_ATOMIC_EXCHANGE),
        B(UAV_ATOMIC_SIGNED_MIN_OR_MAX), B(UAV_ATOMIC_UNSIGNED_MIN_OR_MAX), B(UAV_TYPED_LOAD), B(UAV_TYPED_STORE),
        B(OUTPUT_MERGER_LOGIC_OP), B(TILED), B(SHAREABLE),
#undef B
    };
    D3D11_FEATURE_DATA_FORMAT_SUPPORT one = { f, 0 };
    D3D11_FEATURE_DATA_FORMAT_SUPPORT2 two = { f, 0 };
    D3D11_FEATURE_DATA_D3D11_OPTIONS o = { 0 };
    UINT word = 0;
    HRESULT hr = ID3D11Device_CheckFormatSupport(c->device, f, &word);

    conf_num(c, c->level, "feature level"); /* whose page run.py asks */
    (void)ID3D11Device_CheckFeatureSupport(c->device, D3D11_FEATURE_D3D11_OPTIONS, &o, sizeof o);
    conf_note(c, "logic operations: %d", o.OutputMergerLogicOp); /* for rows of differences.tsv */
    conf_must(c, SUCCEEDED(hr) ? word != 0 : word == 0, 1, "code agrees with bits");
    for (UINT i = 0; i < N_OF(bits); i++) conf_num(c, !!(word & bits[i].bit), "%s", bits[i].name);
    hr = ID3D11Device_CheckFeatureSupport(c->device, D3D11_FEATURE_FORMAT_SUPPORT, &one, sizeof one);
    conf_must(c, SUCCEEDED(hr) ? one.OutFormatSupport : 0, word, "the same through CheckFeatureSupport");
    hr = ID3D11Device_CheckFeatureSupport(c->device, D3D11_FEATURE_FORMAT_SUPPORT2, &two, sizeof two);
    for (UINT i = 0; i < N_OF(bits2); i++) conf_num(c, SUCCEEDED(hr) && two.OutFormatSupport2 & bits2[i].bit, "%s", bits2[i].name);
    for (UINT n = word ? 1 : 2; n <= 32; n *= 2) {
        UINT levels = 77;
        hr = ID3D11Device_CheckMultisampleQualityLevels(c->device, f, n, &levels);
        conf_num(c, SUCCEEDED(hr) && levels, "%u samples", n);
    }
}

/* What the device says of itself through CheckFeatureSupport. */
static void features(struct conf *c)
{
    D3D11_FEATURE_DATA_THREADING t = { 0 };
    D3D11_FEATURE_DATA_DOUBLES d = { 0 };
    D3D11_FEATURE_DATA_D3D10_X_HARDWARE_OPTIONS x = { 0 };
    D3D11_FEATURE_DATA_D3D11_OPTIONS o = { 0 };
    D3D11_FEATURE_DATA_D3D11_OPTIONS1 o1 = { 0 };
    D3D11_FEATURE_DATA_SHADER_MIN_PRECISION_SUPPORT m = { 0 };
    D3D11_FEATURE_DATA_ARCHITECTURE_INFO a = { 0 };
#define ASK(n, v) conf_must(c, (uint32_t)ID3D11Device_CheckFeatureSupport(c->device, D3D11_FEATURE_##n, &(v), sizeof(v)), S_OK, "%s", #n)
#define SAY(v, f) conf_num(c, (uint64_t)(v).f, "%s", #f)
    conf_num(c, c->level, "feature level");
    ASK(THREADING, t);
    SAY(t, DriverConcurrentCreates);
    conf_note(c, "DriverCommandLists %d", t.DriverCommandLists); /* a driver's choice that no program sees otherwise */
    ASK(DOUBLES, d);
    SAY(d, DoublePrecisionFloatShaderOps);
    ASK(D3D10_X_HARDWARE_OPTIONS, x);
    SAY(x, ComputeShaders_Plus_RawAndStructuredBuffers_Via_Shader_4_x);
    ASK(D3D11_OPTIONS, o);
    SAY(o, OutputMergerLogicOp); SAY(o, UAVOnlyRenderingForcedSampleCount); SAY(o, DiscardAPIsSeenByDriver);
    SAY(o, FlagsForUpdateAndCopySeenByDriver); SAY(o, ClearView); SAY(o, CopyWithOverlap); SAY(o, ConstantBufferPartialUpdate);
    SAY(o, ConstantBufferOffsetting); SAY(o, MapNoOverwriteOnDynamicConstantBuffer); SAY(o, MapNoOverwriteOnDynamicBufferSRV);
    SAY(o, MultisampleRTVWithForcedSampleCountOne); SAY(o, SAD4ShaderInstructions); SAY(o, ExtendedDoublesShaderInstructions);
    SAY(o, ExtendedResourceSharing);
    ASK(D3D11_OPTIONS1, o1);
    SAY(o1, TiledResourcesTier); SAY(o1, MinMaxFiltering); SAY(o1, ClearViewAlsoSupportsDepthOnlyFormats); SAY(o1, MapOnDefaultBuffers);
    ASK(SHADER_MIN_PRECISION_SUPPORT, m);
    SAY(m, PixelShaderMinPrecision); SAY(m, AllOtherShaderStagesMinPrecision);
    ASK(ARCHITECTURE_INFO, a);
    SAY(a, TileBasedDeferredRenderer);
#undef ASK
#undef SAY
}

static const struct conf_case caps_cases[] = { { "features", features, 0 } };
const struct conf_area area_caps = { "caps", caps_cases, N_OF(caps_cases), N_FORMATS, name_of, caps };

/* ---- formats: creation and movement ---- */

static void create(struct conf *c, DXGI_FORMAT f, UINT bits)
{
    UINT size = 8;
    D3D11_TEXTURE1D_DESC d1 = { size, 1, 2, f, D3D11_USAGE_DEFAULT, D3D11_BIND_SHADER_RESOURCE, 0, 0 };
    D3D11_TEXTURE2D_DESC d2 = { size, size, 1, 2, f, { 1, 0 }, D3D11_USAGE_DEFAULT, D3D11_BIND_SHADER_RESOURCE, 0, 0 };
    D3D11_TEXTURE3D_DESC d3 = { size, size, 2, 1, f, D3D11_USAGE_DEFAULT, D3D11_BIND_SHADER_RESOURCE, 0 };
    void *t = NULL;
    HRESULT hr;

    if (bits & D3D11_FORMAT_SUPPORT_TEXTURE1D) {
        hr = ID3D11Device_CreateTexture1D(c->device, &d1, NULL, (ID3D11Texture1D **)&t);
        conf_hr(c, hr, "CreateTexture1D");
        if (SUCCEEDED(hr)) conf_own(c, t);
    }
    if (bits & D3D11_FORMAT_SUPPORT_TEXTURE2D) {
        hr = ID3D11Device_CreateTexture2D(c->device, &d2, NULL, (ID3D11Texture2D **)&t);
        conf_hr(c, hr, "CreateTexture2D");
        if (SUCCEEDED(hr)) conf_own(c, t);
    }
    if (bits & D3D11_FORMAT_SUPPORT_TEXTURECUBE) {
        d2.ArraySize = 6;
        d2.MiscFlags = D3D11_RESOURCE_MISC_TEXTURECUBE;
        hr = ID3D11Device_CreateTexture2D(c->device, &d2, NULL, (ID3D11Texture2D **)&t);
        conf_hr(c, hr, "CreateTexture2D (cube)");
        if (SUCCEEDED(hr)) conf_own(c, t);
    }
    if (bits & D3D11_FORMAT_SUPPORT_TEXTURE3D) {
        hr = ID3D11Device_CreateTexture3D(c->device, &d3, NULL, (ID3D11Texture3D **)&t);
        conf_hr(c, hr, "CreateTexture3D");
        if (SUCCEEDED(hr)) conf_own(c, t);
    }
    for (UINT usage = D3D11_USAGE_IMMUTABLE; (bits & D3D11_FORMAT_SUPPORT_TEXTURE2D) && usage <= D3D11_USAGE_STAGING; usage++) {
        static uint8_t zero[8 * 8 * 16];
        D3D11_SUBRESOURCE_DATA init = { zero, conf_row_size(f, size), 0 };
        D3D11_TEXTURE2D_DESC d = { size, size, 1, 1, f, { 1, 0 }, (D3D11_USAGE)usage,
                                   usage == D3D11_USAGE_STAGING ? 0 : D3D11_BIND_SHADER_RESOURCE,
                                   usage == D3D11_USAGE_STAGING ? D3D11_CPU_ACCESS_READ :
                                   usage == D3D11_USAGE_DYNAMIC ? D3D11_CPU_ACCESS_WRITE : 0, 0 };
        if (!conf_format_block(f)) break;
        hr = ID3D11Device_CreateTexture2D(c->device, &d, &init, (ID3D11Texture2D **)&t);
        conf_hr(c, hr, "CreateTexture2D with usage %u", usage);
        if (SUCCEEDED(hr)) conf_own(c, t);
    }
}

static void move(struct conf *c)
{
    DXGI_FORMAT f = (DXGI_FORMAT)c->arg;
    UINT bits = support(c, f), size = 8, block = conf_format_compressed(f) ? 4 : 1, pitch;
    D3D11_TEXTURE2D_DESC d = { size, size, 2, 2, f, { 1, 0 }, D3D11_USAGE_DEFAULT,
                               bits & D3D11_FORMAT_SUPPORT_DEPTH_STENCIL ? D3D11_BIND_DEPTH_STENCIL : D3D11_BIND_SHADER_RESOURCE, 0, 0 };
    D3D11_SUBRESOURCE_DATA init[4];
    uint8_t data[4][8 * 8 * 16], part[8 * 8 * 16];
    ID3D11Texture2D *a, *b;

    if (!(bits & D3D11_FORMAT_SUPPORT_TEXTURE2D)) conf_skip(c, "no textures of this format");
    conf_note(c, "TEXTURE3D: %d", !!(bits & D3D11_FORMAT_SUPPORT_TEXTURE3D));
    conf_note(c, "CPU_LOCKABLE: %d", !!(bits & D3D11_FORMAT_SUPPORT_CPU_LOCKABLE)); /* for rows of differences.tsv */
    create(c, f, bits);
    if (!conf_format_block(f)) return;   /* planes are for the video device */
    if (conf_row_size(f, 2) == conf_row_size(f, 1) && block == 1) block = 2;   /* two texels share their chroma */
    if (!(bits & D3D11_FORMAT_SUPPORT_MIP)) d.MipLevels = 1;
    for (UINT i = 0; i < 4; i++) {
        conf_pattern(data[i], sizeof data[i], i + c->arg);
        init[i] = (D3D11_SUBRESOURCE_DATA){ data[i], conf_row_size(f, i % d.MipLevels ? size / 2 : size), 0 };
    }
    if (bits & D3D11_FORMAT_SUPPORT_DEPTH_STENCIL)   /* depth is kept as numbers: bytes that are 0..1 */
        for (UINT i = 0; i < 4; i++)
            for (UINT k = 0; k < sizeof data[i] / 4; k++) {
                float z = (float)(k % 64) / 64;
                uint32_t d24 = (k % 64) << 18 | k << 24;
                if (f == DXGI_FORMAT_D32_FLOAT) memcpy(data[i] + 4 * k, &z, 4);
                else if (f == DXGI_FORMAT_D24_UNORM_S8_UINT) memcpy(data[i] + 4 * k, &d24, 4);
                else if (f == DXGI_FORMAT_D32_FLOAT_S8X24_UINT) {
                    uint32_t s = k & 255;
                    memcpy(data[i] + 4 * k, k & 1 ? (void *)&s : (void *)&z, 4);
                }
            }
    a = conf_texture2d(c, &d, init);
    b = conf_texture2d(c, &d, NULL);
    conf_resource(c, a, "initial");
    ID3D11DeviceContext_CopyResource(c->ctx, (ID3D11Resource *)b, (ID3D11Resource *)a);
    conf_resource(c, b, "copy");
    if (bits & D3D11_FORMAT_SUPPORT_DEPTH_STENCIL) return; /* regions and updates are for colours */

    pitch = conf_row_size(f, 4);
    conf_pattern(part, sizeof part, 99);
    D3D11_BOX box = { block, block * (block != 2), 0, block + 4 / block * block, block * (block != 2) + 4, 1 };
    if (block == 4) box = (D3D11_BOX){ 4, 4, 0, 8, 8, 1 };
    ID3D11DeviceContext_UpdateSubresource(c->ctx, (ID3D11Resource *)b, 0, &box, part, pitch, 0);
    ID3D11DeviceContext_UpdateSubresource(c->ctx, (ID3D11Resource *)b, d.MipLevels, NULL, part, conf_row_size(f, size), 0);
    conf_resource(c, b, "updated");
    box = (D3D11_BOX){ 0, 0, 0, 4, 4, 1 };
    ID3D11DeviceContext_CopySubresourceRegion(c->ctx, (ID3D11Resource *)b, 0, 4, 4, 0, (ID3D11Resource *)a, d.MipLevels, &box);
    conf_subresource(c, b, 0, "region");
}
const struct conf_area area_formats = { "formats", NULL, 0, N_FORMATS, name_of, move };

/* ---- loads: what a shader reads, of textures and typed buffers, and through every cast ---- */

static void load_shader(struct conf *c, DXGI_FORMAT f, bool buffer)
{
    switch (pvgpu_format_rows[f].kind) {
    case PVGPU_FORMAT_UINT: if (buffer) CONF_SHADER(c, CONF_PS, loadbuf_uint_ps); else CONF_SHADER(c, CONF_PS, load2_uint_ps); break;
    case PVGPU_FORMAT_SINT: if (buffer) CONF_SHADER(c, CONF_PS, loadbuf_sint_ps); else CONF_SHADER(c, CONF_PS, load2_sint_ps); break;
    default: if (buffer) CONF_SHADER(c, CONF_PS, loadbuf_float_ps); else CONF_SHADER(c, CONF_PS, load2_float_ps); break;
    }
}

static DXGI_FORMAT wide_format(DXGI_FORMAT f)
{
    switch (pvgpu_format_rows[f].kind) {
    case PVGPU_FORMAT_UINT: return DXGI_FORMAT_R32G32B32A32_UINT;
    case PVGPU_FORMAT_SINT: return DXGI_FORMAT_R32G32B32A32_SINT;
    default: return DXGI_FORMAT_R32G32B32A32_FLOAT;
    }
}

/* Draws what the view gives on an 8x8 target of 32-bit numbers. */
static void draw_loads(struct conf *c, DXGI_FORMAT f, ID3D11ShaderResourceView *v, bool buffer, const char *label)
{
    static const float zero[4];
    struct conf_target t = conf_target(c, wide_format(f), 8, 8, zero);
    int32_t at[4] = { 0 };

    load_shader(c, f, buffer);
    conf_constants(c, CONF_PS, 0, at, sizeof at);
    conf_set_srv(c, CONF_PS, 0, v);
    conf_quad(c, 0.5f);
    conf_resource(c, t.texture, "%s", label);
    conf_set_srv(c, CONF_PS, 0, NULL);
}

/* Halves and floats without infinities and NaNs, whose payload a shader need not keep. */
static void tame(DXGI_FORMAT f, uint8_t *data, size_t size)
{
    if (pvgpu_format_rows[f].kind != PVGPU_FORMAT_FLOAT) return;
    if (f == DXGI_FORMAT_R32_FLOAT || f == DXGI_FORMAT_R32G32_FLOAT || f == DXGI_FORMAT_R32G32B32_FLOAT ||
        f == DXGI_FORMAT_R32G32B32A32_FLOAT || f == DXGI_FORMAT_R32_FLOAT_X8X24_TYPELESS)
        for (size_t i = 3; i < size; i += 4) data[i] = (uint8_t)(0x30 | (data[i] & 0x8f));
    else if (f == DXGI_FORMAT_R16_FLOAT || f == DXGI_FORMAT_R16G16_FLOAT || f == DXGI_FORMAT_R16G16B16A16_FLOAT)
        for (size_t i = 1; i < size; i += 2) data[i] &= 0xb7;
    else if (f == DXGI_FORMAT_R11G11B10_FLOAT)
        for (size_t i = 0; i + 3 < size; i += 4) {
            uint32_t v;
            memcpy(&v, data + i, 4);
            v &= ~(1u << 10 | 1u << 21 | 1u << 31);
            memcpy(data + i, &v, 4);
        }
}

static void load(struct conf *c)
{
    DXGI_FORMAT f = (DXGI_FORMAT)c->arg;
    UINT bits = support(c, f);
    uint8_t data[8 * 8 * 16];
    D3D11_SHADER_RESOURCE_VIEW_DESC d = { .Format = f };
    bool any = false;

    conf_pattern(data, sizeof data, c->arg);
    tame(f, data, sizeof data);
    if ((bits & D3D11_FORMAT_SUPPORT_TEXTURE2D) && (bits & (D3D11_FORMAT_SUPPORT_SHADER_LOAD | D3D11_FORMAT_SUPPORT_SHADER_SAMPLE)) &&
        conf_format_block(f) && pvgpu_format_rows[f].kind != PVGPU_FORMAT_TYPELESS) {
        DXGI_FORMAT family = (DXGI_FORMAT)pvgpu_format_rows[f].family;
        ID3D11Texture2D *t;
        any = true;
        if (!(bits & D3D11_FORMAT_SUPPORT_DEPTH_STENCIL)) { /* Wine's Direct3D (10.0) calls no format lockable */
            t = conf_plain2d(c, f, 8, 8, D3D11_BIND_SHADER_RESOURCE, data);
            draw_loads(c, f, conf_srv(c, t, NULL), false, "texture");
        }
        if (family != f && conf_format_block(family)) {
            t = conf_plain2d(c, family, 8, 8, D3D11_BIND_SHADER_RESOURCE, data);
            d.ViewDimension = D3D11_SRV_DIMENSION_TEXTURE2D;
            d.Texture2D.MipLevels = 1;
            draw_loads(c, f, conf_srv(c, t, &d), false, "typeless texture");
        }
    }
    if (bits & D3D11_FORMAT_SUPPORT_BUFFER && conf_format_block(f) && pvgpu_format_rows[f].kind != PVGPU_FORMAT_TYPELESS) {
        UINT element = conf_format_block(f);
        ID3D11Buffer *b = conf_buffer(c, element * 64, D3D11_USAGE_DEFAULT, D3D11_BIND_SHADER_RESOURCE, data);
        any = true;
        d.ViewDimension = D3D11_SRV_DIMENSION_BUFFER;
        d.Buffer.FirstElement = 3;
        d.Buffer.NumElements = 57; /* what lies behind reads zero */
        draw_loads(c, f, conf_srv(c, b, &d), true, "buffer");
    }
    if (!any) conf_skip(c, "no shader reads this format");
}
const struct conf_area area_loads = { "loads", NULL, 0, N_FORMATS, name_of, load };

/* ---- targets: clears and draws to every format that can be drawn to, unordered clears, depth ---- */

static void color_target(struct conf *c, DXGI_FORMAT f, UINT bits)
{
    static const float clear[4] = { 0.3f, 0.6f, 0.9f, 0.2f }, whole[4] = { 7, 50, 90, 2 };
    float color[8] = { 0.7f, 0.15f, 0.45f, 0.5f };
    uint8_t kind = pvgpu_format_rows[f].kind;
    bool integers = kind == PVGPU_FORMAT_UINT || kind == PVGPU_FORMAT_SINT;
    struct conf_target t = conf_target(c, f, 8, 8, integers ? whole : clear);

    conf_resource(c, t.texture, "cleared");
    if (integers) {
        uint32_t numbers[4] = { 5, 60, 100, 3 };
        CONF_SHADER(c, CONF_PS, uint_ps);
        conf_constants(c, CONF_PS, 0, numbers, sizeof numbers);
    } else {
        CONF_SHADER(c, CONF_PS, plain_ps);
        conf_constants(c, CONF_PS, 0, color, sizeof color);
    }
    conf_viewport(c, 0, 2, 8, 3, 0, 1);
    if (kind == PVGPU_FORMAT_SINT) return; /* the shader's output type would be another */
    conf_quad(c, 0.5f);
    conf_resource(c, t.texture, "drawn");
    if (bits & D3D11_FORMAT_SUPPORT_BLENDABLE) {
        D3D11_BLEND_DESC b = { .RenderTarget[0] = { TRUE, D3D11_BLEND_SRC_ALPHA, D3D11_BLEND_INV_SRC_ALPHA, D3D11_BLEND_OP_ADD,
                                                    D3D11_BLEND_ONE, D3D11_BLEND_ONE, D3D11_BLEND_OP_ADD, D3D11_COLOR_WRITE_ENABLE_ALL } };
        ID3D11BlendState *s;
        conf_need(c, ID3D11Device_CreateBlendState(c->device, &b, &s), "CreateBlendState");
        conf_own(c, s);
        ID3D11DeviceContext_OMSetBlendState(c->ctx, s, NULL, ~0u);
        conf_viewport(c, 4, 0, 4, 8, 0, 1);
        ID3D11DeviceContext_Draw(c->ctx, 4, 0);
        conf_resource(c, t.texture, "blended");
    }
}

static void depth_target(struct conf *c, DXGI_FORMAT f)
{
    ID3D11Texture2D *t = conf_plain2d(c, f, 8, 8, D3D11_BIND_DEPTH_STENCIL, NULL);
    ID3D11DepthStencilView *v = conf_dsv(c, t, NULL);
    ID3D11DepthStencilState *s;
    D3D11_DEPTH_STENCIL_DESC d = { TRUE, D3D11_DEPTH_WRITE_MASK_ALL, D3D11_COMPARISON_LESS, TRUE, 0xff, 0xff,
                                   { D3D11_STENCIL_OP_KEEP, D3D11_STENCIL_OP_INCR, D3D11_STENCIL_OP_REPLACE, D3D11_COMPARISON_ALWAYS },
                                   { D3D11_STENCIL_OP_KEEP, D3D11_STENCIL_OP_INCR, D3D11_STENCIL_OP_REPLACE, D3D11_COMPARISON_ALWAYS } };

    ID3D11DeviceContext_ClearDepthStencilView(c->ctx, v, D3D11_CLEAR_DEPTH | D3D11_CLEAR_STENCIL, 0.75f, 0x21);
    conf_resource(c, t, "cleared");
    conf_need(c, ID3D11Device_CreateDepthStencilState(c->device, &d, &s), "CreateDepthStencilState");
    conf_own(c, s);
    ID3D11DeviceContext_OMSetRenderTargets(c->ctx, 0, NULL, v);
    ID3D11DeviceContext_OMSetDepthStencilState(c->ctx, s, 0x42);
    conf_viewport(c, 0, 2, 8, 3, 0, 1);
    conf_quad(c, 0.25f);
    conf_viewport(c, 4, 0, 4, 8, 0, 1);
    conf_quad(c, 0.8125f);
    conf_resource(c, t, "drawn");
}

static void uav_clears(struct conf *c, DXGI_FORMAT f)
{
    static const UINT numbers[4] = { 0x12345678, 0x9abcdef0, 3, 0x80000001 };
    static const float values[4] = { 0.25f, 0.5f, 1.0f, 0.125f };
    ID3D11Texture2D *t = conf_plain2d(c, f, 8, 8, D3D11_BIND_UNORDERED_ACCESS, NULL);
    ID3D11UnorderedAccessView *v = conf_uav(c, t, NULL);
    uint8_t kind = pvgpu_format_rows[f].kind;

    ID3D11DeviceContext_ClearUnorderedAccessViewUint(c->ctx, v, numbers);
    conf_resource(c, t, "unordered, numbers");
    if (kind == PVGPU_FORMAT_UINT || kind == PVGPU_FORMAT_SINT) return; /* floats are for the others */
    ID3D11DeviceContext_ClearUnorderedAccessViewFloat(c->ctx, v, values);
    conf_resource(c, t, "unordered, values");
}

static void target(struct conf *c)
{
    DXGI_FORMAT f = (DXGI_FORMAT)c->arg;
    UINT bits = support(c, f);

    if (!conf_format_block(f) || pvgpu_format_rows[f].kind == PVGPU_FORMAT_TYPELESS ||
        !(bits & (D3D11_FORMAT_SUPPORT_RENDER_TARGET | D3D11_FORMAT_SUPPORT_DEPTH_STENCIL |
                  D3D11_FORMAT_SUPPORT_TYPED_UNORDERED_ACCESS_VIEW)))
        conf_skip(c, "nothing draws to this format");
    if (bits & D3D11_FORMAT_SUPPORT_RENDER_TARGET) color_target(c, f, bits);
    if (bits & D3D11_FORMAT_SUPPORT_DEPTH_STENCIL) depth_target(c, f);
    if (bits & D3D11_FORMAT_SUPPORT_TYPED_UNORDERED_ACCESS_VIEW && bits & D3D11_FORMAT_SUPPORT_TEXTURE2D &&
        c->level >= D3D_FEATURE_LEVEL_11_0) /* DXVK has these views on every level */
        uav_clears(c, f);
}
const struct conf_area area_targets = { "targets", NULL, 0, N_FORMATS, name_of, target };
