/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * What the API answers to descriptions that make no sense, and what it unbinds by itself. Values are those of
 * Microsoft's pages; native Direct3D is not asked, because DXVK checks less.
 */
#include "conf.h"
#include "shaders/plain_ps.h"
#include "shaders/quad_vs.h"


#define INVALID ((uint32_t)E_INVALIDARG)

/* ID3D11Device::CreateBuffer and D3D11_BUFFER_DESC. */
static void buffers(struct conf *c)
{
    static const uint8_t data[4096];
    static const D3D11_SUBRESOURCE_DATA init = { data, 0, 0 };
    static const struct { const char *label; D3D11_BUFFER_DESC d; bool with_data; uint32_t want; } rows[] = {
        { "no bytes", { 0, D3D11_USAGE_DEFAULT, D3D11_BIND_VERTEX_BUFFER, 0, 0, 0 }, false, INVALID },
        { "immutable without data", { 64, D3D11_USAGE_IMMUTABLE, D3D11_BIND_VERTEX_BUFFER, 0, 0, 0 }, false, INVALID },
        { "a usage that does not exist", { 64, (D3D11_USAGE)4, D3D11_BIND_VERTEX_BUFFER, 0, 0, 0 }, false, INVALID },
        { "constants of 20 bytes", { 20, D3D11_USAGE_DEFAULT, D3D11_BIND_CONSTANT_BUFFER, 0, 0, 0 }, false, INVALID },
        { "constants and vertices", { 64, D3D11_USAGE_DEFAULT, D3D11_BIND_CONSTANT_BUFFER | D3D11_BIND_VERTEX_BUFFER, 0, 0, 0 }, false, INVALID },
        { "a target of a depth", { 64, D3D11_USAGE_DEFAULT, D3D11_BIND_DEPTH_STENCIL, 0, 0, 0 }, false, INVALID },
        { "staging that is bound", { 64, D3D11_USAGE_STAGING, D3D11_BIND_VERTEX_BUFFER, D3D11_CPU_ACCESS_READ, 0, 0 }, false, INVALID },
        { "staging without access", { 64, D3D11_USAGE_STAGING, 0, 0, 0, 0 }, false, INVALID },
        { "dynamic without access", { 64, D3D11_USAGE_DYNAMIC, D3D11_BIND_VERTEX_BUFFER, 0, 0, 0 }, false, INVALID },
        { "dynamic to read", { 64, D3D11_USAGE_DYNAMIC, D3D11_BIND_VERTEX_BUFFER, D3D11_CPU_ACCESS_READ, 0, 0 }, false, INVALID },
        { "dynamic and unordered", { 64, D3D11_USAGE_DYNAMIC, D3D11_BIND_UNORDERED_ACCESS, D3D11_CPU_ACCESS_WRITE, 0, 0 }, false, INVALID },
        { "immutable with access", { 64, D3D11_USAGE_IMMUTABLE, D3D11_BIND_VERTEX_BUFFER, D3D11_CPU_ACCESS_WRITE, 0, 0 }, true, INVALID },
        { "structures of 0 bytes", { 64, D3D11_USAGE_DEFAULT, D3D11_BIND_SHADER_RESOURCE, 0, D3D11_RESOURCE_MISC_BUFFER_STRUCTURED, 0 }, false, INVALID },
        { "structures of 6 bytes", { 60, D3D11_USAGE_DEFAULT, D3D11_BIND_SHADER_RESOURCE, 0, D3D11_RESOURCE_MISC_BUFFER_STRUCTURED, 6 }, false, INVALID },
        { "half a structure", { 72, D3D11_USAGE_DEFAULT, D3D11_BIND_SHADER_RESOURCE, 0, D3D11_RESOURCE_MISC_BUFFER_STRUCTURED, 16 }, false, INVALID },
        { "structures of 4096 bytes", { 4096, D3D11_USAGE_DEFAULT, D3D11_BIND_SHADER_RESOURCE, 0,
          D3D11_RESOURCE_MISC_BUFFER_STRUCTURED, 4096 }, false, INVALID },
        { "raw and structured", { 64, D3D11_USAGE_DEFAULT, D3D11_BIND_SHADER_RESOURCE, 0,
          D3D11_RESOURCE_MISC_BUFFER_STRUCTURED | D3D11_RESOURCE_MISC_BUFFER_ALLOW_RAW_VIEWS, 16 }, false, INVALID },
        { "mips of a buffer", { 64, D3D11_USAGE_DEFAULT, D3D11_BIND_SHADER_RESOURCE, 0, D3D11_RESOURCE_MISC_GENERATE_MIPS, 0 }, false, INVALID },
        { "good ones", { 64, D3D11_USAGE_DEFAULT, D3D11_BIND_VERTEX_BUFFER | D3D11_BIND_INDEX_BUFFER, 0, 0, 0 }, true, S_OK },
    };
    D3D11_BUFFER_DESC good = rows[N_OF(rows) - 1].d;
    for (UINT i = 0; i < N_OF(rows); i++) {
        ID3D11Buffer *b = NULL;
        HRESULT hr = ID3D11Device_CreateBuffer(c->device, &rows[i].d, rows[i].with_data ? &init : NULL, &b);
        conf_must(c, (uint32_t)hr, rows[i].want, "%s", rows[i].label);
        if (SUCCEEDED(hr)) conf_own(c, b);
        else conf_must(c, b == NULL, 1, "%s: nothing is given", rows[i].label);
    }
    conf_must(c, (uint32_t)ID3D11Device_CreateBuffer(c->device, &good, NULL, NULL), S_FALSE, "only asking");
}

/* ID3D11Device::CreateTexture2D, D3D11_TEXTURE2D_DESC and D3D11_RESOURCE_MISC_FLAG. */
static void textures(struct conf *c)
{
#define D(w, h, m, a, f, n, u, b, cpu, misc) { w, h, m, a, DXGI_FORMAT_##f, { n, 0 }, D3D11_USAGE_##u, b, cpu, misc }
#define SRV D3D11_BIND_SHADER_RESOURCE
#define RTV D3D11_BIND_RENDER_TARGET
#define DSV D3D11_BIND_DEPTH_STENCIL
    static const struct { const char *label; D3D11_TEXTURE2D_DESC d; } rows[] = {
        { "no width", D(0, 8, 1, 1, R8G8B8A8_UNORM, 1, DEFAULT, SRV, 0, 0) },
        { "too wide", D(16385, 8, 1, 1, R8G8B8A8_UNORM, 1, DEFAULT, SRV, 0, 0) },
        { "no slices", D(8, 8, 1, 0, R8G8B8A8_UNORM, 1, DEFAULT, SRV, 0, 0) },
        { "2049 slices", D(8, 8, 1, 2049, R8G8B8A8_UNORM, 1, DEFAULT, SRV, 0, 0) },
        { "too many mips", D(8, 8, 5, 1, R8G8B8A8_UNORM, 1, DEFAULT, SRV, 0, 0) },
        { "no samples", D(8, 8, 1, 1, R8G8B8A8_UNORM, 0, DEFAULT, SRV, 0, 0) },
        { "mips of samples", D(8, 8, 2, 1, R8G8B8A8_UNORM, 4, DEFAULT, RTV, 0, 0) },
        { "a format that does not exist", D(8, 8, 1, 1, UNKNOWN, 1, DEFAULT, SRV, 0, 0) },
        { "depth as a target", D(8, 8, 1, 1, D32_FLOAT, 1, DEFAULT, RTV, 0, 0) },
        { "colour as depth", D(8, 8, 1, 1, R8G8B8A8_UNORM, 1, DEFAULT, DSV, 0, 0) },
        { "blocks as a target", D(8, 8, 1, 1, BC1_UNORM, 1, DEFAULT, RTV, 0, 0) },
        { "half a block", D(6, 8, 1, 1, BC1_UNORM, 1, DEFAULT, SRV, 0, 0) },
        { "target and depth", D(8, 8, 1, 1, R32_TYPELESS, 1, DEFAULT, RTV | DSV, 0, 0) },
        { "a cube of five", D(8, 8, 1, 5, R8G8B8A8_UNORM, 1, DEFAULT, SRV, 0, D3D11_RESOURCE_MISC_TEXTURECUBE) },
        { "a cube that is not square", D(8, 4, 1, 6, R8G8B8A8_UNORM, 1, DEFAULT, SRV, 0, D3D11_RESOURCE_MISC_TEXTURECUBE) },
        { "mips to be made without a target", D(8, 8, 0, 1, R8G8B8A8_UNORM, 1, DEFAULT, SRV, 0, D3D11_RESOURCE_MISC_GENERATE_MIPS) },
        { "dynamic with mips", D(8, 8, 2, 1, R8G8B8A8_UNORM, 1, DYNAMIC, SRV, D3D11_CPU_ACCESS_WRITE, 0) },
        { "dynamic target", D(8, 8, 1, 1, R8G8B8A8_UNORM, 1, DYNAMIC, RTV, D3D11_CPU_ACCESS_WRITE, 0) },
        { "staging with a bind flag", D(8, 8, 1, 1, R8G8B8A8_UNORM, 1, STAGING, SRV, D3D11_CPU_ACCESS_READ, 0) },
        { "immutable without data", D(8, 8, 1, 1, R8G8B8A8_UNORM, 1, IMMUTABLE, SRV, 0, 0) },
        { "vertices", D(8, 8, 1, 1, R8G8B8A8_UNORM, 1, DEFAULT, D3D11_BIND_VERTEX_BUFFER, 0, 0) },
        { "arguments of draws", D(8, 8, 1, 1, R8G8B8A8_UNORM, 1, DEFAULT, SRV, 0, D3D11_RESOURCE_MISC_DRAWINDIRECT_ARGS) },
    };
    D3D11_TEXTURE2D_DESC good = D(12, 7, 0, 1, R8G8B8A8_UNORM, 1, DEFAULT, SRV, 0, 0), got;
    ID3D11Texture2D *t;
    for (UINT i = 0; i < N_OF(rows); i++) {
        ID3D11Texture2D *b = NULL;
        HRESULT hr = ID3D11Device_CreateTexture2D(c->device, &rows[i].d, NULL, &b);
        conf_must(c, (uint32_t)hr, INVALID, "%s", rows[i].label);
        if (SUCCEEDED(hr)) conf_own(c, b);
    }
    t = conf_texture2d(c, &good, NULL);
    ID3D11Texture2D_GetDesc(t, &got);
    conf_must(c, got.MipLevels, 4, "as many mips as there can be");
    conf_must(c, (uint32_t)ID3D11Device_CreateTexture2D(c->device, &good, NULL, NULL), S_FALSE, "only asking");
#undef D
}

static void states(struct conf *c)
{
    D3D11_SAMPLER_DESC s = { D3D11_FILTER_MIN_MAG_MIP_LINEAR, D3D11_TEXTURE_ADDRESS_CLAMP, D3D11_TEXTURE_ADDRESS_CLAMP,
        D3D11_TEXTURE_ADDRESS_CLAMP, 0, 1, D3D11_COMPARISON_NEVER, { 0 }, 0, D3D11_FLOAT32_MAX }, s0 = s;
    D3D11_RASTERIZER_DESC r = { .FillMode = D3D11_FILL_SOLID, .CullMode = D3D11_CULL_BACK, .DepthClipEnable = TRUE }, r0 = r;
    D3D11_BLEND_DESC b = { .RenderTarget[0] = { TRUE, D3D11_BLEND_ONE, D3D11_BLEND_ZERO, D3D11_BLEND_OP_ADD, D3D11_BLEND_ONE,
        D3D11_BLEND_ZERO, D3D11_BLEND_OP_ADD, 15 } }, b0 = b;
    D3D11_DEPTH_STENCIL_DESC d = { TRUE, D3D11_DEPTH_WRITE_MASK_ALL, D3D11_COMPARISON_LESS, TRUE, 0xff, 0xff,
        { D3D11_STENCIL_OP_KEEP, D3D11_STENCIL_OP_KEEP, D3D11_STENCIL_OP_KEEP, D3D11_COMPARISON_ALWAYS },
        { D3D11_STENCIL_OP_KEEP, D3D11_STENCIL_OP_KEEP, D3D11_STENCIL_OP_KEEP, D3D11_COMPARISON_ALWAYS } }, d0 = d;
    ID3D11SamplerState *ss = NULL;
    ID3D11RasterizerState *rs = NULL;
    ID3D11BlendState *bs = NULL;
    ID3D11DepthStencilState *ds = NULL;
#define TRY(call, label) conf_must(c, (uint32_t)(call), INVALID, label)
    s.Filter = (D3D11_FILTER)0x7f; TRY(ID3D11Device_CreateSamplerState(c->device, &s, &ss), "a filter that does not exist"); s = s0;
    s.AddressV = (D3D11_TEXTURE_ADDRESS_MODE)0; TRY(ID3D11Device_CreateSamplerState(c->device, &s, &ss), "an address mode of 0"); s = s0;
    s.MaxAnisotropy = 17; s.Filter = D3D11_FILTER_ANISOTROPIC;
    TRY(ID3D11Device_CreateSamplerState(c->device, &s, &ss), "anisotropy of 17"); s = s0;
    s.ComparisonFunc = (D3D11_COMPARISON_FUNC)9; s.Filter = D3D11_FILTER_COMPARISON_MIN_MAG_MIP_POINT;
    TRY(ID3D11Device_CreateSamplerState(c->device, &s, &ss), "a comparison that does not exist"); s = s0;
    r.FillMode = (D3D11_FILL_MODE)1; TRY(ID3D11Device_CreateRasterizerState(c->device, &r, &rs), "a fill mode of 1"); r = r0;
    r.CullMode = (D3D11_CULL_MODE)0; TRY(ID3D11Device_CreateRasterizerState(c->device, &r, &rs), "a cull mode of 0"); r = r0;
    b.RenderTarget[0].SrcBlend = (D3D11_BLEND)0; TRY(ID3D11Device_CreateBlendState(c->device, &b, &bs), "a factor of 0"); b = b0;
    b.RenderTarget[0].SrcBlendAlpha = D3D11_BLEND_SRC_COLOR;
    TRY(ID3D11Device_CreateBlendState(c->device, &b, &bs), "a colour as factor of alpha"); b = b0;
    b.RenderTarget[0].BlendOp = (D3D11_BLEND_OP)6; TRY(ID3D11Device_CreateBlendState(c->device, &b, &bs), "an operation of 6"); b = b0;
    d.DepthFunc = (D3D11_COMPARISON_FUNC)0; TRY(ID3D11Device_CreateDepthStencilState(c->device, &d, &ds), "a depth function of 0"); d = d0;
    d.FrontFace.StencilPassOp = (D3D11_STENCIL_OP)9;
    TRY(ID3D11Device_CreateDepthStencilState(c->device, &d, &ds), "a stencil operation of 9");
    d = d0;
#undef TRY
}

static void shaders(struct conf *c)
{
    uint8_t broken[sizeof plain_ps];
    ID3D11PixelShader *p = NULL;
    ID3D11VertexShader *v = NULL;
#define TRY(call, label) conf_must(c, (uint32_t)(call), INVALID, label)
    TRY(ID3D11Device_CreateVertexShader(c->device, plain_ps, sizeof plain_ps, NULL, &v), "a pixel shader as vertex shader");
    TRY(ID3D11Device_CreatePixelShader(c->device, quad_vs, sizeof quad_vs, NULL, &p), "a vertex shader as pixel shader");
    TRY(ID3D11Device_CreatePixelShader(c->device, plain_ps, 16, NULL, &p), "16 bytes of a shader");
    memcpy(broken, plain_ps, sizeof broken);
    broken[0] ^= 1;
    TRY(ID3D11Device_CreatePixelShader(c->device, broken, sizeof broken, NULL, &p), "another name of the container");
    memcpy(broken, plain_ps, sizeof broken);
    broken[sizeof broken - 5] ^= 0x10;
    TRY(ID3D11Device_CreatePixelShader(c->device, broken, sizeof broken, NULL, &p), "a checksum that is wrong");
    conf_must(c, (uint32_t)ID3D11Device_CreatePixelShader(c->device, plain_ps, sizeof plain_ps, NULL, NULL), S_FALSE, "only asking");
#undef TRY
}

/* A resource that becomes an output leaves the inputs, and one that is an output cannot become an input
 * (ID3D11DeviceContext::OMSetRenderTargets and PSSetShaderResources, remarks). */
static void hazards(struct conf *c)
{
    conf_level(c, D3D_FEATURE_LEVEL_11_0);
    ID3D11Texture2D *t = conf_plain2d(c, DXGI_FORMAT_R8G8B8A8_UNORM, 8, 8, D3D11_BIND_RENDER_TARGET | D3D11_BIND_SHADER_RESOURCE |
                                      D3D11_BIND_UNORDERED_ACCESS, NULL);
    ID3D11RenderTargetView *r = conf_rtv(c, t, NULL), *got_r = NULL;
    ID3D11ShaderResourceView *s = conf_srv(c, t, NULL), *got = NULL;
    ID3D11UnorderedAccessView *u = conf_uav(c, t, NULL), *got_u = NULL;
    ID3D11Buffer *b = conf_buffer(c, 64, D3D11_USAGE_DEFAULT, D3D11_BIND_VERTEX_BUFFER | D3D11_BIND_STREAM_OUTPUT, NULL), *got_b = NULL;
    const UINT stride = 16, zero_offset = 0;
    UINT n;

#define GONE(what, label) do { conf_must(c, (what) == NULL, 1, label); if (what) IUnknown_Release((IUnknown *)(what)); (what) = NULL; } while (0)
#define THERE(what, label) do { conf_must(c, (what) != NULL, 1, label); if (what) IUnknown_Release((IUnknown *)(what)); (what) = NULL; } while (0)
    conf_set_srv(c, CONF_PS, 3, s);
    conf_set_srv(c, CONF_GS, 3, s);
    ID3D11DeviceContext_OMSetRenderTargets(c->ctx, 1, &r, NULL);
    ID3D11DeviceContext_PSGetShaderResources(c->ctx, 3, 1, &got);
    GONE(got, "a texture of the pixel shader that becomes a target");
    ID3D11DeviceContext_GSGetShaderResources(c->ctx, 3, 1, &got);
    GONE(got, "a texture of the geometry shader that becomes a target");
    conf_set_srv(c, CONF_PS, 0, s);
    ID3D11DeviceContext_PSGetShaderResources(c->ctx, 0, 1, &got);
    GONE(got, "a target that would become a texture");
    ID3D11DeviceContext_OMGetRenderTargets(c->ctx, 1, &got_r, NULL);
    THERE(got_r, "the target stays");
    ID3D11DeviceContext_OMSetRenderTargets(c->ctx, 0, NULL, NULL);
    conf_set_srv(c, CONF_CS, 0, s);
    n = ~0u;
    ID3D11DeviceContext_CSSetUnorderedAccessViews(c->ctx, 0, 1, &u, &n);
    ID3D11DeviceContext_CSGetShaderResources(c->ctx, 0, 1, &got);
    GONE(got, "a texture that becomes unordered");
    ID3D11DeviceContext_CSGetUnorderedAccessViews(c->ctx, 0, 1, &got_u);
    THERE(got_u, "the unordered view is set");
    ID3D11DeviceContext_IASetVertexBuffers(c->ctx, 0, 1, &b, &stride, &zero_offset);
    ID3D11DeviceContext_SOSetTargets(c->ctx, 1, &b, &zero_offset);
    ID3D11DeviceContext_IAGetVertexBuffers(c->ctx, 0, 1, &got_b, NULL, NULL);
    GONE(got_b, "vertices that become a stream");
#undef GONE
#undef THERE
}

static void codes(struct conf *c)
{
    D3D11_FEATURE_DATA_THREADING t;
    UINT n = 0, bits = 7;
    ID3D11Device *none = NULL;
    conf_must(c, (uint32_t)ID3D11Device_CheckFeatureSupport(c->device, D3D11_FEATURE_THREADING, &t, sizeof t + 1), INVALID, "a size that is wrong");
    conf_must(c, (uint32_t)ID3D11Device_CheckFeatureSupport(c->device, (D3D11_FEATURE)1000, &t, sizeof t), INVALID, "a feature that does not exist");
    conf_must(c, (uint32_t)ID3D11Device_CheckFormatSupport(c->device, (DXGI_FORMAT)1000, &bits), (uint32_t)E_FAIL, "a format that does not exist");
    conf_must(c, bits, 0, "nothing of it");
    conf_must(c, (uint32_t)ID3D11Device_CheckMultisampleQualityLevels(c->device, DXGI_FORMAT_R8G8B8A8_UNORM, 0, &n), (uint32_t)E_FAIL, "no samples");
    conf_must(c, (uint32_t)ID3D11Device_SetExceptionMode(c->device, 0), S_OK, "no exceptions");
    conf_must(c, ID3D11Device_GetExceptionMode(c->device), 0, "exceptions");
    conf_must(c, ID3D11Device_GetCreationFlags(c->device), 0, "flags");
    conf_must(c, ID3D11Device_GetFeatureLevel(c->device), c->asked, "level");
    conf_must(c, (uint32_t)D3D11CreateDevice(NULL, D3D_DRIVER_TYPE_HARDWARE, NULL, 0, NULL, 0, 6, &none, NULL, NULL), INVALID, "another SDK");
    conf_must(c, (uint32_t)D3D11CreateDevice(NULL, D3D_DRIVER_TYPE_UNKNOWN, NULL, 0, NULL, 0, D3D11_SDK_VERSION, &none, NULL, NULL), INVALID,
              "a driver type of nothing");
}

/* What has no effect: calls that Direct3D drops leave everything as it was, and the device too. */
static void dropped(struct conf *c)
{
    static const float color[4] = { 0.2f, 0.4f, 0.8f, 1 };
    struct conf_target t = conf_target(c, DXGI_FORMAT_R8G8B8A8_UNORM, 4, 4, color);
    uint32_t texels[16];
    ID3D11Texture2D *other = conf_plain2d(c, DXGI_FORMAT_R16G16B16A16_UINT, 4, 4, D3D11_BIND_SHADER_RESOURCE, NULL);
    const D3D11_BOX outside = { 2, 2, 0, 9, 9, 1 };

    memset(texels, 0xff, sizeof texels);
    ID3D11DeviceContext_CopyResource(c->ctx, (ID3D11Resource *)t.texture, (ID3D11Resource *)other);
    ID3D11DeviceContext_CopySubresourceRegion(c->ctx, (ID3D11Resource *)t.texture, 7, 0, 0, 0, (ID3D11Resource *)t.texture, 0, NULL);
    ID3D11DeviceContext_CopySubresourceRegion(c->ctx, (ID3D11Resource *)t.texture, 0, 3, 3, 0, (ID3D11Resource *)t.texture, 0, &outside);
    ID3D11DeviceContext_UpdateSubresource(c->ctx, (ID3D11Resource *)t.texture, 5, NULL, texels, 16, 0);
    ID3D11DeviceContext_ResolveSubresource(c->ctx, (ID3D11Resource *)t.texture, 0, (ID3D11Resource *)other, 0, DXGI_FORMAT_R8G8B8A8_UNORM);
    ID3D11DeviceContext_Draw(c->ctx, 4, 0);       /* no shader */
    ID3D11DeviceContext_Dispatch(c->ctx, 1, 1, 1);
    for (UINT y = 0; y < 4; y += 3)
        for (UINT x = 0; x < 4; x += 3) conf_must(c, conf_pixel(c, t.texture, x, y), 0xffcc6633, "texel %u %u", x, y);
    conf_must(c, (uint32_t)ID3D11Device_GetDeviceRemovedReason(c->device), S_OK, "the device");
}

/* Indices that nobody gives are all 0 (DirectX-Specs, Direct3D11_3_FunctionalSpec, "If a Vertex Buffer or Index Buffer is read by the
 * Input Assembler, but the slot being read has no Buffer bound"): triangles without area. */
static void no_indices(struct conf *c)
{
    static const float color[4] = { 0.2f, 0.4f, 0.8f, 1 };
    struct conf_target t = conf_target(c, DXGI_FORMAT_R8G8B8A8_UNORM, 4, 4, color);
    const UINT arguments[5] = { 4, 1, 0, 0, 0 };
    D3D11_BUFFER_DESC d = { sizeof arguments, D3D11_USAGE_DEFAULT, 0, 0, D3D11_RESOURCE_MISC_DRAWINDIRECT_ARGS, 0 };
    D3D11_SUBRESOURCE_DATA data = { arguments, 0, 0 };
    ID3D11Buffer *b = NULL;

    conf_quad_setup(c, 0.5f);
    CONF_SHADER(c, CONF_PS, plain_ps); /* of no constants: zeroes */
    ID3D11DeviceContext_DrawIndexed(c->ctx, 4, 0, 0);
    ID3D11DeviceContext_DrawIndexedInstanced(c->ctx, 4, 2, 0, 0, 0);
    if (c->level >= D3D_FEATURE_LEVEL_11_0) {
        conf_need(c, ID3D11Device_CreateBuffer(c->device, &d, &data, &b), "CreateBuffer");
        conf_own(c, b);
        ID3D11DeviceContext_DrawIndexedInstancedIndirect(c->ctx, b, 0);
    }
    for (UINT y = 0; y < 4; y += 3)
        for (UINT x = 0; x < 4; x += 3) conf_must(c, conf_pixel(c, t.texture, x, y), 0xffcc6633, "texel %u %u", x, y);
    conf_must(c, (uint32_t)ID3D11Device_GetDeviceRemovedReason(c->device), S_OK, "the device");
}

static const struct conf_case cases[] = {
    { "buffers", buffers, 0 }, { "textures", textures, 0 }, { "states", states, 0 }, { "shaders", shaders, 0 }, { "hazards", hazards, 0 },
    { "codes", codes, 0 }, { "calls without effect", dropped, 0 }, { "indexed draws without indices", no_indices, 0 },
};
const struct conf_area area_errors = { "errors", cases, N_OF(cases), 0, NULL, NULL };
