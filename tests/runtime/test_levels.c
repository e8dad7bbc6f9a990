/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * What a device's feature level takes away although the driver has it: formats (win32 docs, "Format support for Direct3D feature level
 * 10.0 hardware" and the pages of 10.1, 11.0 and 11.1), forced samples (Direct3D 11.3 functional specification, 3.5.6), blend functions
 * (win32 docs, "Output-merger stage", "Direct3D 10.1 Features"). What is refused reaches no driver.
 */
#include "device.h"
#include "shaders/items4_cs.h"

#define N_OF(a) (sizeof(a) / sizeof *(a))
/* CHECK_EQ that says of which row it is. */
#define CHECK_AT(a, b, ...) \
    do { \
        const uint64_t x_ = (uint64_t)(a), y_ = (uint64_t)(b); \
        if (x_ != y_) printf("# " __VA_ARGS__), printf("\n"); \
        CHECK_EQ(x_, y_); \
    } while (0)

static ID3D11Device1 *device1;

static bool begin_at(D3D_FEATURE_LEVEL level)
{
    fake_reset();
    if (FAILED(D3D11CreateDevice(NULL, D3D_DRIVER_TYPE_HARDWARE, NULL, 0, &level, 1, D3D11_SDK_VERSION, &device, NULL, &context))) return false;
    return SUCCEEDED(ID3D11Device_QueryInterface(device, &IID_ID3D11Device1, (void **)&device1));
}

static void end_level(void)
{
    ID3D11Device1_Release(device1);
    end();
}

static const D3D_FEATURE_LEVEL levels[] = {D3D_FEATURE_LEVEL_10_0, D3D_FEATURE_LEVEL_10_1, D3D_FEATURE_LEVEL_11_0, D3D_FEATURE_LEVEL_11_1};

#define S(bit) D3D11_FORMAT_SUPPORT_##bit

TEST(bits_of_formats)
{
    static const struct { DXGI_FORMAT format; UINT bit; bool on[4]; } rows[] = {
        {DXGI_FORMAT_BC7_UNORM, S(TEXTURE2D), {false, false, true, true}},
        {DXGI_FORMAT_BC6H_TYPELESS, S(TEXTURE3D), {false, false, true, true}},
        {DXGI_FORMAT_BC5_UNORM, S(TEXTURE2D), {true, true, true, true}},
        {DXGI_FORMAT_BC1_TYPELESS, S(SHADER_LOAD), {false, false, false, false}},
        {DXGI_FORMAT_R8G8B8A8_UNORM, S(TYPED_UNORDERED_ACCESS_VIEW), {false, false, true, true}},
        {DXGI_FORMAT_R8G8B8A8_UNORM, S(SHADER_GATHER), {false, false, true, true}},
        {DXGI_FORMAT_R16_SNORM, S(SHADER_GATHER), {false, true, true, true}},
        {DXGI_FORMAT_R24_UNORM_X8_TYPELESS, S(SHADER_GATHER), {false, true, true, true}},
        {DXGI_FORMAT_R24_UNORM_X8_TYPELESS, S(SHADER_GATHER_COMPARISON), {false, false, true, true}},
        {DXGI_FORMAT_R24_UNORM_X8_TYPELESS, S(SHADER_SAMPLE_COMPARISON), {true, true, true, true}},
        {DXGI_FORMAT_R24_UNORM_X8_TYPELESS, S(MULTISAMPLE_LOAD), {false, true, true, true}},
        {DXGI_FORMAT_R8_UINT, S(SHADER_GATHER), {false, false, false, false}},
        {DXGI_FORMAT_R8G8_SNORM, S(BLENDABLE), {false, true, true, true}},
        {DXGI_FORMAT_R8G8_UNORM, S(BLENDABLE), {true, true, true, true}},
        {DXGI_FORMAT_D32_FLOAT, S(SHADER_SAMPLE), {false, false, false, false}},
        {DXGI_FORMAT_A8_UNORM, S(BUFFER), {false, false, false, false}},
    };
    size_t i, l;

    for (l = 0; l < N_OF(levels); l++) {
        CHECK(begin_at(levels[l]));
        for (i = 0; i < N_OF(rows); i++) {
            UINT bits = 0;
            HRESULT hr = ID3D11Device_CheckFormatSupport(device, rows[i].format, &bits);

            CHECK_AT(!!(bits & rows[i].bit), rows[i].on[l], "format %u, bit 0x%x, level %zu", rows[i].format, rows[i].bit, l);
            CHECK_EQ(hr, bits ? S_OK : E_FAIL);
        }
        end_level();
    }
}

TEST(second_word_of_formats)
{
    static const struct { DXGI_FORMAT format; UINT bit; bool on[4]; } rows[] = {
        {DXGI_FORMAT_R8_UINT, D3D11_FORMAT_SUPPORT2_OUTPUT_MERGER_LOGIC_OP, {true, true, true, true}}, /* optional on each: the driver's */
        {DXGI_FORMAT_R8_UNORM, D3D11_FORMAT_SUPPORT2_OUTPUT_MERGER_LOGIC_OP, {false, false, false, false}},
        {DXGI_FORMAT_X24_TYPELESS_G8_UINT, D3D11_FORMAT_SUPPORT2_OUTPUT_MERGER_LOGIC_OP, {false, false, false, false}},
        {DXGI_FORMAT_R32_UINT, D3D11_FORMAT_SUPPORT2_UAV_ATOMIC_ADD, {false, false, true, true}},
        {DXGI_FORMAT_R32_UINT, D3D11_FORMAT_SUPPORT2_UAV_TYPED_LOAD, {false, false, true, true}},
        {DXGI_FORMAT_R8_UNORM, D3D11_FORMAT_SUPPORT2_UAV_TYPED_STORE, {false, false, true, true}},
        {DXGI_FORMAT_R8_UNORM, D3D11_FORMAT_SUPPORT2_TILED, {false, false, true, true}},
        {DXGI_FORMAT_R32G32B32_FLOAT, D3D11_FORMAT_SUPPORT2_TILED, {false, false, false, false}},
    };
    size_t i, l;

    for (l = 0; l < N_OF(levels); l++) {
        CHECK(begin_at(levels[l]));
        for (i = 0; i < N_OF(rows); i++) {
            D3D11_FEATURE_DATA_FORMAT_SUPPORT2 d = {rows[i].format, 0xffffffffu};

            CHECK_EQ(ID3D11Device_CheckFeatureSupport(device, D3D11_FEATURE_FORMAT_SUPPORT2, &d, sizeof d), S_OK);
            CHECK_AT(!!(d.OutFormatSupport2 & rows[i].bit), rows[i].on[l], "format %u, level %zu", rows[i].format, l);
        }
        end_level();
    }
}

TEST(creations_of_formats)
{
    size_t l;

    for (l = 0; l < N_OF(levels); l++) {
        const bool eleven = levels[l] >= D3D_FEATURE_LEVEL_11_0;
        D3D11_TEXTURE2D_DESC d = {8, 8, 1, 1, DXGI_FORMAT_BC7_UNORM, {1, 0}, D3D11_USAGE_DEFAULT, D3D11_BIND_SHADER_RESOURCE, 0, 0};
        ID3D11Texture2D *t = NULL;

        CHECK(begin_at(levels[l]));
        CHECK_EQ(ID3D11Device_CreateTexture2D(device, &d, NULL, &t), eleven ? S_OK : E_INVALIDARG);
        if (t) ID3D11Texture2D_Release(t);
        d.Format = DXGI_FORMAT_BC6H_TYPELESS, t = NULL;
        CHECK_EQ(ID3D11Device_CreateTexture2D(device, &d, NULL, &t), eleven ? S_OK : E_INVALIDARG);
        if (t) ID3D11Texture2D_Release(t);
        d.Format = DXGI_FORMAT_R8G8B8A8_UNORM, d.BindFlags = D3D11_BIND_UNORDERED_ACCESS, t = NULL;
        CHECK_EQ(ID3D11Device_CreateTexture2D(device, &d, NULL, &t), eleven ? S_OK : E_INVALIDARG);
        if (t) ID3D11Texture2D_Release(t);
        CHECK_EQ(fake.created[FAKE_RESOURCE], eleven ? 3 : 0);
        end_level();
    }
}

TEST(forced_sample_counts)
{
    /* Which counts a level takes: bit n for n samples. */
    static const UINT taken[] = {0x3, 0x3, 0x113, 0x10113};
    D3D11_RASTERIZER_DESC1 d = {.FillMode = D3D11_FILL_SOLID, .CullMode = D3D11_CULL_NONE};
    size_t l;

    for (l = 0; l < N_OF(levels); l++) {
        D3D11_FEATURE_DATA_D3D11_OPTIONS o;
        UINT count;

        CHECK(begin_at(levels[l]));
        CHECK_EQ(ID3D11Device_CheckFeatureSupport(device, D3D11_FEATURE_D3D11_OPTIONS, &o, sizeof o), S_OK);
        CHECK_EQ(o.UAVOnlyRenderingForcedSampleCount, levels[l] >= D3D_FEATURE_LEVEL_11_0);
        CHECK(o.MultisampleRTVWithForcedSampleCountOne && o.MapNoOverwriteOnDynamicBufferSRV);
        CHECK_EQ(o.ExtendedDoublesShaderInstructions, levels[l] >= D3D_FEATURE_LEVEL_11_0);
        for (count = 0; count <= 17; count++) {
            const bool good = taken[l] >> count & 1;
            const int before = fake.created[FAKE_RASTERIZER];
            ID3D11RasterizerState1 *s = NULL;

            d.ForcedSampleCount = count, d.MultisampleEnable = FALSE;
            CHECK_AT(ID3D11Device1_CreateRasterizerState1(device1, &d, &s), good ? S_OK : E_INVALIDARG, "%u at %zu", count, l);
            CHECK_EQ(fake.created[FAKE_RASTERIZER] - before, good);
            if (s) ID3D11RasterizerState1_Release(s);
        }
        d.ForcedSampleCount = 1, d.MultisampleEnable = TRUE;
        {
            ID3D11RasterizerState1 *s = NULL;

            CHECK_EQ(ID3D11Device1_CreateRasterizerState1(device1, &d, &s), levels[l] == D3D_FEATURE_LEVEL_11_1 ? S_OK : E_INVALIDARG);
            if (s) ID3D11RasterizerState1_Release(s);
        }
        end_level();
    }
}

TEST(blend_functions_of_targets)
{
    static const D3D11_RENDER_TARGET_BLEND_DESC add = {TRUE, D3D11_BLEND_ONE, D3D11_BLEND_ONE, D3D11_BLEND_OP_ADD, D3D11_BLEND_ONE,
        D3D11_BLEND_ONE, D3D11_BLEND_OP_ADD, 15};
    size_t l, field;

    for (l = 0; l < N_OF(levels); l++) {
        const bool own = levels[l] >= D3D_FEATURE_LEVEL_10_1;
        D3D11_BLEND_DESC d = {.IndependentBlendEnable = TRUE};
        ID3D11BlendState *s = NULL;

        CHECK(begin_at(levels[l]));
        d.RenderTarget[1] = d.RenderTarget[6] = add; /* the others do not blend */
        d.RenderTarget[6].RenderTargetWriteMask = 3;
        CHECK_EQ(ID3D11Device_CreateBlendState(device, &d, &s), S_OK);
        ID3D11BlendState_Release(s);
        for (field = 0; field < 6; field++) {
            D3D11_RENDER_TARGET_BLEND_DESC *t = &d.RenderTarget[6];
            const int before = fake.created[FAKE_BLEND];

            *t = add;
            if (field == 0) t->SrcBlend = D3D11_BLEND_ZERO;
            if (field == 1) t->DestBlend = D3D11_BLEND_ZERO;
            if (field == 2) t->BlendOp = D3D11_BLEND_OP_MAX;
            if (field == 3) t->SrcBlendAlpha = D3D11_BLEND_ZERO;
            if (field == 4) t->DestBlendAlpha = D3D11_BLEND_ZERO;
            if (field == 5) t->BlendOpAlpha = D3D11_BLEND_OP_MAX;
            s = NULL;
            CHECK_AT(ID3D11Device_CreateBlendState(device, &d, &s), own ? S_OK : E_INVALIDARG, "field %zu at %zu", field, l);
            CHECK_EQ(fake.created[FAKE_BLEND] - before, own);
            if (s) ID3D11BlendState_Release(s);
        }
        d.IndependentBlendEnable = FALSE; /* the sixth does not count then */
        s = NULL;
        CHECK_EQ(ID3D11Device_CreateBlendState(device, &d, &s), S_OK);
        ID3D11BlendState_Release(s);
        end_level();
    }
}

/* win32 docs, "Compute shaders on downlevel hardware": optional on 10_0 and 10_1. */
TEST(compute_is_the_drivers_word)
{
    static const D3D_FEATURE_LEVEL ten = D3D_FEATURE_LEVEL_10_1;
    static const D3D11_BUFFER_DESC buffers[] = {
        {64, D3D11_USAGE_DEFAULT, D3D11_BIND_UNORDERED_ACCESS, 0, D3D11_RESOURCE_MISC_BUFFER_ALLOW_RAW_VIEWS, 0},
        {64, D3D11_USAGE_DEFAULT, D3D11_BIND_SHADER_RESOURCE, 0, D3D11_RESOURCE_MISC_BUFFER_ALLOW_RAW_VIEWS, 0},
        {64, D3D11_USAGE_DEFAULT, D3D11_BIND_SHADER_RESOURCE, 0, D3D11_RESOURCE_MISC_BUFFER_STRUCTURED, 16},
    };
    int offered;
    size_t i;

    for (offered = 0; offered < 2; offered++) {
        D3D11_FEATURE_DATA_D3D10_X_HARDWARE_OPTIONS o;
        ID3D11ComputeShader *cs = NULL;

        fake_reset();
        fake.pipelines = 3;
        if (!offered) fake.shader_caps = 0;
        CHECK_EQ(D3D11CreateDevice(NULL, D3D_DRIVER_TYPE_HARDWARE, NULL, 0, &ten, 1, D3D11_SDK_VERSION, &device, NULL, &context), S_OK);
        CHECK_EQ(ID3D11Device_CheckFeatureSupport(device, D3D11_FEATURE_D3D10_X_HARDWARE_OPTIONS, &o, sizeof o), S_OK);
        CHECK_EQ(o.ComputeShaders_Plus_RawAndStructuredBuffers_Via_Shader_4_x, offered);
        for (i = 0; i < N_OF(buffers); i++) {
            ID3D11Buffer *b = NULL;

            CHECK_AT(ID3D11Device_CreateBuffer(device, &buffers[i], NULL, &b), offered ? S_OK : E_INVALIDARG, "buffer %zu", i);
            if (b) ID3D11Buffer_Release(b);
        }
        CHECK_EQ(ID3D11Device_CreateComputeShader(device, items4_cs, sizeof items4_cs, NULL, &cs), offered ? S_OK : E_INVALIDARG);
        CHECK_EQ(fake.created[FAKE_RESOURCE] + fake.created[FAKE_SHADER], offered ? 4 : 0);
        if (cs) ID3D11ComputeShader_Release(cs);
        end();
    }
}

TAP_MAIN(RUN(bits_of_formats); RUN(second_word_of_formats); RUN(creations_of_formats); RUN(forced_sample_counts);
    RUN(blend_functions_of_targets); RUN(compute_is_the_drivers_word))
