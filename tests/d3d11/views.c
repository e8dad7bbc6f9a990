/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Views of every kind: dimensions, mips, slices, cubes, casts within a family, what GetDesc says, default views.
 */
#include "conf.h"
#include "pvgpu_formats.h"
#include "shaders/cube_ps.h"
#include "shaders/cubes_ps.h"
#include "shaders/load1_float_ps.h"
#include "shaders/load1a_float_ps.h"
#include "shaders/load2_float_ps.h"
#include "shaders/load2_uint_ps.h"
#include "shaders/load2a_float_ps.h"
#include "shaders/load3_float_ps.h"
#include "shaders/loadms_float_ps.h"
#include "shaders/loadmsa_float_ps.h"

static const float zero[4];
static uint8_t bytes[48][4096];
static D3D11_SUBRESOURCE_DATA init[48];

static const D3D11_SUBRESOURCE_DATA *fill(DXGI_FORMAT f, UINT width, UINT height, UINT mips, UINT n)
{
    for (UINT i = 0; i < n; i++) {
        UINT w = width >> i % mips, h = height >> i % mips;
        conf_pattern(bytes[i], sizeof bytes[i], 70 + i);
        init[i] = (D3D11_SUBRESOURCE_DATA){ bytes[i], conf_row_size(f, w ? w : 1), conf_row_size(f, w ? w : 1) * (h ? h : 1) };
    }
    return init;
}

/* Draws what a view gives at mip and slice on 8x8 floats, with the pixel shader that is set. */
static void look(struct conf *c, ID3D11ShaderResourceView *v, int32_t m, int32_t slice, int32_t z, const char *label)
{
    struct conf_target t = conf_target(c, DXGI_FORMAT_R32G32B32A32_FLOAT, 8, 8, zero);
    const int32_t at[4] = { m, slice, z, z };
    conf_constants(c, CONF_PS, 0, at, sizeof at);
    conf_set_srv(c, CONF_PS, 0, v);
    conf_quad(c, 0.5f);
    conf_set_srv(c, CONF_PS, 0, NULL);
    conf_resource(c, t.texture, "%s", label);
}

static void describe(struct conf *c, ID3D11ShaderResourceView *v, const char *label)
{
    D3D11_SHADER_RESOURCE_VIEW_DESC d;
    ID3D11ShaderResourceView_GetDesc(v, &d);
    conf_num(c, d.Format, "%s format", label);
    conf_num(c, d.ViewDimension, "%s dimension", label);
    if (d.ViewDimension == D3D11_SRV_DIMENSION_BUFFER) return;
    conf_num(c, d.Texture2DArray.MostDetailedMip, "%s first mip", label);
    if (d.ViewDimension != D3D11_SRV_DIMENSION_TEXTURE2DMS) conf_num(c, d.Texture2DArray.MipLevels, "%s mips", label);
}

static void textures1d(struct conf *c)
{
    D3D11_TEXTURE1D_DESC d = { 8, 3, 1, DXGI_FORMAT_R8G8B8A8_UNORM, D3D11_USAGE_DEFAULT, D3D11_BIND_SHADER_RESOURCE, 0, 0 };
    D3D11_SHADER_RESOURCE_VIEW_DESC v = { .Format = d.Format, .ViewDimension = D3D11_SRV_DIMENSION_TEXTURE1DARRAY };
    ID3D11Texture1D *one = conf_texture1d(c, &d, fill(d.Format, 8, 1, 3, 3)), *many;
    ID3D11ShaderResourceView *s = conf_srv(c, one, NULL);
    describe(c, s, "one");
    CONF_SHADER(c, CONF_PS, load1_float_ps);
    look(c, s, 1, 0, 0, "one, mip 1");
    d.ArraySize = 4;
    many = conf_texture1d(c, &d, fill(d.Format, 8, 1, 3, 12));
    v.Texture1DArray.MostDetailedMip = 1;
    v.Texture1DArray.MipLevels = ~0u;
    v.Texture1DArray.FirstArraySlice = 1;
    v.Texture1DArray.ArraySize = 2;
    s = conf_srv(c, many, &v);
    describe(c, s, "many");
    CONF_SHADER(c, CONF_PS, load1a_float_ps);
    look(c, s, 0, 0, 0, "many");
    describe(c, conf_srv(c, many, NULL), "all");
}

static void textures2d(struct conf *c)
{
    D3D11_TEXTURE2D_DESC d = { 8, 8, 3, 4, DXGI_FORMAT_R8G8B8A8_UNORM, { 1, 0 }, D3D11_USAGE_DEFAULT, D3D11_BIND_SHADER_RESOURCE, 0, 0 };
    ID3D11Texture2D *t = conf_texture2d(c, &d, fill(d.Format, 8, 8, 3, 12));
    D3D11_SHADER_RESOURCE_VIEW_DESC v = { .Format = d.Format, .ViewDimension = D3D11_SRV_DIMENSION_TEXTURE2DARRAY };
    ID3D11ShaderResourceView *s;
    CONF_SHADER(c, CONF_PS, load2a_float_ps);
    for (UINT m = 0; m < 3; m++)
        for (UINT slice = 0; slice < 4; slice += 3) {
            v.Texture2DArray.MostDetailedMip = m;
            v.Texture2DArray.MipLevels = 3 - m;
            v.Texture2DArray.FirstArraySlice = slice ? 2 : 0;
            v.Texture2DArray.ArraySize = 2;
            s = conf_srv(c, t, &v);
            describe(c, s, "array");
            look(c, s, m == 0 ? 1 : 0, 1, 0, "array");
        }
    v.ViewDimension = D3D11_SRV_DIMENSION_TEXTURE2D; /* the first slice of an array */
    v.Texture2D.MostDetailedMip = 1;
    v.Texture2D.MipLevels = ~0u;
    s = conf_srv(c, t, &v);
    describe(c, s, "first slice");
    CONF_SHADER(c, CONF_PS, load2_float_ps);
    look(c, s, 0, 0, 0, "first slice");
    look(c, s, 2, 0, 0, "beyond the last mip");
    describe(c, conf_srv(c, t, NULL), "all");
}

static void textures3d(struct conf *c)
{
    D3D11_TEXTURE3D_DESC d = { 8, 8, 4, 2, DXGI_FORMAT_R8G8B8A8_UNORM, D3D11_USAGE_DEFAULT,
                               D3D11_BIND_SHADER_RESOURCE | D3D11_BIND_RENDER_TARGET, 0, 0 };
    ID3D11Texture3D *t = conf_texture3d(c, &d, fill(d.Format, 8, 8, 2, 2));
    D3D11_RENDER_TARGET_VIEW_DESC r = { .Format = d.Format, .ViewDimension = D3D11_RTV_DIMENSION_TEXTURE3D };
    static const float color[4] = { 0.2f, 0.4f, 0.6f, 0.8f };
    ID3D11ShaderResourceView *s = conf_srv(c, t, NULL);
    describe(c, s, "volume");
    CONF_SHADER(c, CONF_PS, load3_float_ps);
    look(c, s, 0, 3, 0, "volume, slice 3");
    look(c, s, 1, 1, 0, "volume, mip 1");
    r.Texture3D.MipSlice = 0;
    r.Texture3D.FirstWSlice = 1;
    r.Texture3D.WSize = 2;
    ID3D11DeviceContext_ClearRenderTargetView(c->ctx, conf_rtv(c, t, &r), color);
    r.Texture3D.MipSlice = 1;
    r.Texture3D.FirstWSlice = 1;
    r.Texture3D.WSize = ~0u;
    ID3D11DeviceContext_ClearRenderTargetView(c->ctx, conf_rtv(c, t, &r), color);
    conf_resource(c, t, "slices cleared");
}

static void cubes(struct conf *c)
{
    D3D11_TEXTURE2D_DESC d = { 4, 4, 2, 12, DXGI_FORMAT_R8G8B8A8_UNORM, { 1, 0 }, D3D11_USAGE_DEFAULT, D3D11_BIND_SHADER_RESOURCE, 0,
                               D3D11_RESOURCE_MISC_TEXTURECUBE };
    ID3D11Texture2D *t = conf_texture2d(c, &d, fill(d.Format, 4, 4, 2, 24));
    D3D11_SHADER_RESOURCE_VIEW_DESC v = { .Format = d.Format, .ViewDimension = D3D11_SRV_DIMENSION_TEXTURECUBE };
    D3D11_SAMPLER_DESC sd = { D3D11_FILTER_MIN_MAG_MIP_LINEAR, D3D11_TEXTURE_ADDRESS_CLAMP, D3D11_TEXTURE_ADDRESS_CLAMP,
        D3D11_TEXTURE_ADDRESS_CLAMP, 0, 1, D3D11_COMPARISON_NEVER, { 0 }, 0, D3D11_FLOAT32_MAX };
    ID3D11SamplerState *s;
    conf_need(c, ID3D11Device_CreateSamplerState(c->device, &sd, &s), "CreateSamplerState");
    conf_own(c, s);
    ID3D11DeviceContext_PSSetSamplers(c->ctx, 0, 1, &s);
    v.TextureCube.MostDetailedMip = 0;
    v.TextureCube.MipLevels = 2;
    CONF_SHADER(c, CONF_PS, cube_ps);
    for (int32_t face = 0; face < 6; face++) look(c, conf_srv(c, t, &v), face & 1, face, 0, "cube");
    v.ViewDimension = D3D11_SRV_DIMENSION_TEXTURECUBEARRAY;
    v.TextureCubeArray.First2DArrayFace = 3; /* any face may be the first */
    v.TextureCubeArray.NumCubes = 1;
    CONF_SHADER(c, CONF_PS, cubes_ps);
    for (int32_t face = 0; face < 6; face += 2) look(c, conf_srv(c, t, &v), 0, face, 0, "cube from face 3");
    v.TextureCubeArray.First2DArrayFace = 0;
    v.TextureCubeArray.NumCubes = 2;
    for (int32_t face = 1; face < 6; face += 2) look(c, conf_srv(c, t, &v), 0, face, 1, "second cube");
}

static void multisampled(struct conf *c)
{
    D3D11_TEXTURE2D_DESC d = { 4, 4, 1, 3, DXGI_FORMAT_R8G8B8A8_UNORM, { 4, 0 }, D3D11_USAGE_DEFAULT,
                               D3D11_BIND_SHADER_RESOURCE | D3D11_BIND_RENDER_TARGET, 0, 0 };
    ID3D11Texture2D *t = conf_texture2d(c, &d, NULL);
    D3D11_RENDER_TARGET_VIEW_DESC r = { .Format = d.Format, .ViewDimension = D3D11_RTV_DIMENSION_TEXTURE2DMSARRAY };
    D3D11_SHADER_RESOURCE_VIEW_DESC v = { .Format = d.Format, .ViewDimension = D3D11_SRV_DIMENSION_TEXTURE2DMSARRAY };
    for (UINT i = 0; i < 3; i++) {
        const float color[4] = { 0.1f + 0.2f * (float)i, 0.5f, 0.25f, 1 };
        r.Texture2DMSArray.FirstArraySlice = i;
        r.Texture2DMSArray.ArraySize = 1;
        ID3D11DeviceContext_ClearRenderTargetView(c->ctx, conf_rtv(c, t, &r), color);
    }
    v.Texture2DMSArray.FirstArraySlice = 1;
    v.Texture2DMSArray.ArraySize = 2;
    CONF_SHADER(c, CONF_PS, loadmsa_float_ps);
    look(c, conf_srv(c, t, &v), 0, 2, 0, "slice 1");
    look(c, conf_srv(c, t, &v), 0, 3, 1, "slice 2");
    v.ViewDimension = D3D11_SRV_DIMENSION_TEXTURE2DMS;
    CONF_SHADER(c, CONF_PS, loadms_float_ps);
    look(c, conf_srv(c, t, &v), 0, 1, 0, "first slice");
}

/* Every member of every typeless family: written through one view, read through the others. */
static const char *family_name(uint32_t i)
{
    return i < 100 && conf_format_name((DXGI_FORMAT)i) && pvgpu_format_rows[i].kind == PVGPU_FORMAT_TYPELESS &&
           pvgpu_format_rows[i].family == i && !conf_format_compressed((DXGI_FORMAT)i) && i != DXGI_FORMAT_R32G8X24_TYPELESS &&
           i != DXGI_FORMAT_R24G8_TYPELESS ? conf_format_name((DXGI_FORMAT)i) : NULL;
}

static void family(struct conf *c)
{
    static const float color[4] = { 0.25f, 0.5f, 0.75f, 0.375f };
    for (UINT w = 1; w < 100; w++) {
        UINT bits = 0;
        ID3D11Texture2D *t;
        D3D11_RENDER_TARGET_VIEW_DESC r = { .Format = (DXGI_FORMAT)w, .ViewDimension = D3D11_RTV_DIMENSION_TEXTURE2D };
        if (w == c->arg || !conf_format_name((DXGI_FORMAT)w) || pvgpu_format_rows[w].family != c->arg) continue;
        ID3D11Device_CheckFormatSupport(c->device, (DXGI_FORMAT)w, &bits);
        if (!(bits & D3D11_FORMAT_SUPPORT_RENDER_TARGET)) continue;
        t = conf_plain2d(c, (DXGI_FORMAT)c->arg, 8, 8, D3D11_BIND_RENDER_TARGET | D3D11_BIND_SHADER_RESOURCE, NULL);
        ID3D11DeviceContext_ClearRenderTargetView(c->ctx, conf_rtv(c, t, &r), color);
        conf_resource(c, t, "written as %s", conf_format_name((DXGI_FORMAT)w));
        for (UINT i = 1; i < 100; i++) {
            D3D11_SHADER_RESOURCE_VIEW_DESC v = { .Format = (DXGI_FORMAT)i, .ViewDimension = D3D11_SRV_DIMENSION_TEXTURE2D };
            char label[96];
            uint8_t kind = pvgpu_format_rows[i].kind;
            if (!conf_format_name((DXGI_FORMAT)i) || pvgpu_format_rows[i].family != c->arg || kind == PVGPU_FORMAT_TYPELESS ||
                kind == PVGPU_FORMAT_DEPTH || kind == PVGPU_FORMAT_UINT || kind == PVGPU_FORMAT_SINT) continue;
            v.Texture2D.MipLevels = 1;
            snprintf(label, sizeof label, "%s as %s", conf_format_name((DXGI_FORMAT)w), conf_format_name((DXGI_FORMAT)i));
            CONF_SHADER(c, CONF_PS, load2_float_ps);
            look(c, conf_srv(c, t, &v), 0, 0, 0, label);
        }
    }
    conf_num(c, c->arg, "family");
}

static void depth_views(struct conf *c)
{
    static const struct { DXGI_FORMAT texture, depth, red, green; } rows[] = {
        { DXGI_FORMAT_R24G8_TYPELESS, DXGI_FORMAT_D24_UNORM_S8_UINT, DXGI_FORMAT_R24_UNORM_X8_TYPELESS, DXGI_FORMAT_X24_TYPELESS_G8_UINT },
        { DXGI_FORMAT_R32G8X24_TYPELESS, DXGI_FORMAT_D32_FLOAT_S8X24_UINT, DXGI_FORMAT_R32_FLOAT_X8X24_TYPELESS,
          DXGI_FORMAT_X32_TYPELESS_G8X24_UINT },
        { DXGI_FORMAT_R32_TYPELESS, DXGI_FORMAT_D32_FLOAT, DXGI_FORMAT_R32_FLOAT, DXGI_FORMAT_UNKNOWN },
        { DXGI_FORMAT_R16_TYPELESS, DXGI_FORMAT_D16_UNORM, DXGI_FORMAT_R16_UNORM, DXGI_FORMAT_UNKNOWN } };
    for (UINT i = 0; i < N_OF(rows); i++) {
        D3D11_TEXTURE2D_DESC d = { 8, 8, 2, 3, rows[i].texture, { 1, 0 }, D3D11_USAGE_DEFAULT,
                                   D3D11_BIND_DEPTH_STENCIL | D3D11_BIND_SHADER_RESOURCE, 0, 0 };
        ID3D11Texture2D *t = conf_texture2d(c, &d, NULL);
        D3D11_DEPTH_STENCIL_VIEW_DESC v = { .Format = rows[i].depth, .ViewDimension = D3D11_DSV_DIMENSION_TEXTURE2DARRAY };
        D3D11_SHADER_RESOURCE_VIEW_DESC s = { .Format = rows[i].red, .ViewDimension = D3D11_SRV_DIMENSION_TEXTURE2DARRAY };
        for (UINT m = 0; m < 2; m++)
            for (UINT slice = 0; slice < 3; slice++) {
                v.Texture2DArray.MipSlice = m;
                v.Texture2DArray.FirstArraySlice = slice;
                v.Texture2DArray.ArraySize = 1;
                ID3D11DeviceContext_ClearDepthStencilView(c->ctx, conf_dsv(c, t, &v), D3D11_CLEAR_DEPTH | D3D11_CLEAR_STENCIL,
                                                          0.125f * (float)(1 + m + 2 * slice), (UINT8)(0x30 + slice));
            }
        s.Texture2DArray.MipLevels = 2;
        s.Texture2DArray.ArraySize = 3;
        CONF_SHADER(c, CONF_PS, load2a_float_ps);
        look(c, conf_srv(c, t, &s), 0, 1, 0, "slice 1");
        look(c, conf_srv(c, t, &s), 1, 2, 0, "slice 2, mip 1");
        if (rows[i].green != DXGI_FORMAT_UNKNOWN) {
            struct conf_target out = conf_target(c, DXGI_FORMAT_R32G32B32A32_UINT, 8, 8, zero);
            const int32_t at[4] = { 0 };
            s.Format = rows[i].green;
            s.ViewDimension = D3D11_SRV_DIMENSION_TEXTURE2D;
            s.Texture2D.MipLevels = 1;
            CONF_SHADER(c, CONF_PS, load2_uint_ps);
            conf_constants(c, CONF_PS, 0, at, sizeof at);
            conf_set_srv(c, CONF_PS, 0, conf_srv(c, t, &s));
            conf_quad(c, 0.5f);
            conf_set_srv(c, CONF_PS, 0, NULL);
            conf_resource(c, out.texture, "stencil");
        }
        conf_resource(c, t, "all");
    }
}

/* Descriptions that ID3D11Device::Create...View refuses. */
static void refused(struct conf *c)
{
    D3D11_TEXTURE2D_DESC d = { 8, 8, 2, 2, DXGI_FORMAT_R8G8B8A8_UNORM, { 1, 0 }, D3D11_USAGE_DEFAULT,
                               D3D11_BIND_SHADER_RESOURCE | D3D11_BIND_RENDER_TARGET, 0, 0 };
    ID3D11Texture2D *t = conf_texture2d(c, &d, NULL);
    D3D11_SHADER_RESOURCE_VIEW_DESC s = { .Format = d.Format, .ViewDimension = D3D11_SRV_DIMENSION_TEXTURE2D };
    ID3D11ShaderResourceView *v = NULL;
    ID3D11DepthStencilView *dv = NULL;
    ID3D11UnorderedAccessView *u = NULL;
    ID3D11Texture2D *typeless = conf_plain2d(c, DXGI_FORMAT_R8G8B8A8_TYPELESS, 8, 8, D3D11_BIND_SHADER_RESOURCE, NULL);
#define TRY(call, label) do { HRESULT hr = (call); conf_must(c, (uint32_t)hr, (uint32_t)E_INVALIDARG, label); } while (0)
    s.Texture2D.MipLevels = 3;
    TRY(ID3D11Device_CreateShaderResourceView(c->device, (ID3D11Resource *)t, &s, &v), "more mips than there are");
    s.Texture2D.MipLevels = 1;
    s.Texture2D.MostDetailedMip = 2;
    TRY(ID3D11Device_CreateShaderResourceView(c->device, (ID3D11Resource *)t, &s, &v), "a mip that does not exist");
    s.Texture2D.MostDetailedMip = 0;
    s.Format = DXGI_FORMAT_R16G16_FLOAT;
    TRY(ID3D11Device_CreateShaderResourceView(c->device, (ID3D11Resource *)t, &s, &v), "a format of another family");
    s.Format = DXGI_FORMAT_R8G8B8A8_UINT;
    TRY(ID3D11Device_CreateShaderResourceView(c->device, (ID3D11Resource *)t, &s, &v), "another member for a typed texture");
    s.Format = d.Format;
    s.ViewDimension = D3D11_SRV_DIMENSION_TEXTURE3D;
    TRY(ID3D11Device_CreateShaderResourceView(c->device, (ID3D11Resource *)t, &s, &v), "another dimension");
    s.ViewDimension = D3D11_SRV_DIMENSION_UNKNOWN;
    TRY(ID3D11Device_CreateShaderResourceView(c->device, (ID3D11Resource *)t, &s, &v), "no dimension");
    s.ViewDimension = D3D11_SRV_DIMENSION_TEXTURE2DARRAY;
    s.Texture2DArray = (D3D11_TEX2D_ARRAY_SRV){ 0, 1, 2, 1 };
    TRY(ID3D11Device_CreateShaderResourceView(c->device, (ID3D11Resource *)t, &s, &v), "a slice that does not exist");
    s.ViewDimension = D3D11_SRV_DIMENSION_TEXTURECUBE;
    TRY(ID3D11Device_CreateShaderResourceView(c->device, (ID3D11Resource *)t, &s, &v), "a cube of what is none");
    TRY(ID3D11Device_CreateShaderResourceView(c->device, (ID3D11Resource *)typeless, NULL, &v), "the default view of a typeless texture");
    TRY(ID3D11Device_CreateDepthStencilView(c->device, (ID3D11Resource *)t, NULL, &dv), "a depth view of a colour texture");
    TRY(ID3D11Device_CreateUnorderedAccessView(c->device, (ID3D11Resource *)t, NULL, &u), "an unordered view without the bind flag");
#undef TRY
}

static const struct conf_case cases[] = {
    { "1D", textures1d, 0 }, { "2D", textures2d, 0 }, { "3D", textures3d, 0 }, { "cubes", cubes, 0 }, { "multisampled", multisampled, 0 },
    { "depth and stencil", depth_views, 0 }, { "refused descriptions", refused, 0 },
};
const struct conf_area area_views = { "views", cases, N_OF(cases), 100, family_name, family };
