/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Samplers: every filter, address mode, comparison, border, level of detail; and the sampling instructions.
 */
#include "conf.h"
#include "shaders/bias_ps.h"
#include "shaders/compare_ps.h"
#include "shaders/gather_ps.h"
#include "shaders/gathercmp_ps.h"
#include "shaders/grad_ps.h"
#include "shaders/info_ps.h"
#include "shaders/level_ps.h"
#include "shaders/lod_ps.h"
#include "shaders/offset_ps.h"
#include "shaders/sample1_ps.h"
#include "shaders/sample2_ps.h"
#include "shaders/sample3_ps.h"

static const float zero[4];

static const D3D11_SAMPLER_DESC plain = { D3D11_FILTER_MIN_MAG_MIP_LINEAR, D3D11_TEXTURE_ADDRESS_CLAMP, D3D11_TEXTURE_ADDRESS_CLAMP,
    D3D11_TEXTURE_ADDRESS_CLAMP, 0, 1, D3D11_COMPARISON_NEVER, { 0, 0, 0, 0 }, 0, D3D11_FLOAT32_MAX };

static void set_sampler(struct conf *c, const D3D11_SAMPLER_DESC *d)
{
    ID3D11SamplerState *s = NULL;
    conf_need(c, ID3D11Device_CreateSamplerState(c->device, d, &s), "CreateSamplerState");
    conf_own(c, s);
    ID3D11DeviceContext_PSSetSamplers(c->ctx, 0, 1, &s);
}

/* A texture of 8x8 with mips, all texels different. */
static ID3D11ShaderResourceView *texture(struct conf *c, DXGI_FORMAT format)
{
    static uint8_t data[4][256];
    D3D11_SUBRESOURCE_DATA init[4];
    D3D11_TEXTURE2D_DESC d = { 8, 8, 4, 1, format, { 1, 0 }, D3D11_USAGE_DEFAULT, D3D11_BIND_SHADER_RESOURCE, 0, 0 };
    for (UINT i = 0; i < 4; i++) {
        conf_pattern(data[i], sizeof data[i], i + 40);
        if (format == DXGI_FORMAT_R32_FLOAT)
            for (UINT k = 0; k < 64; k++) {
                float z = (float)(k * 37 % 64) / 64;
                memcpy(data[i] + 4 * k, &z, 4);
            }
        init[i] = (D3D11_SUBRESOURCE_DATA){ data[i], (8u >> i) * 4, 0 };
    }
    return conf_srv(c, conf_texture2d(c, &d, init), NULL);
}

static struct conf_target begin(struct conf *c, float sx, float sy, float ox, float oy, const float extra[4])
{
    struct conf_target t = conf_target(c, DXGI_FORMAT_R32G32B32A32_FLOAT, 8, 8, zero);
    float constants[8] = { sx, sy, ox, oy, extra[0], extra[1], extra[2], extra[3] };
    conf_constants(c, CONF_PS, 1, constants, sizeof constants);
    return t;
}

static void filters(struct conf *c)
{
    static const UINT list[] = { 0, 1, 4, 5, 0x10, 0x11, 0x14, 0x15, 0x55 };
    ID3D11ShaderResourceView *v = texture(c, DXGI_FORMAT_R8G8B8A8_UNORM);
    CONF_SHADER(c, CONF_PS, sample2_ps);
    for (UINT i = 0; i < N_OF(list); i++)
        for (UINT k = 0; k < 3; k++) { /* magnified, between two mips, minified */
            static const float scales[] = { 0.3f, 1.7f, 5.1f };
            D3D11_SAMPLER_DESC d = plain;
            struct conf_target t = begin(c, scales[k], scales[k], 0.13f, 0.07f, zero);
            d.Filter = (D3D11_FILTER)list[i];
            d.MaxAnisotropy = list[i] == 0x55 ? 8 : 1;
            d.AddressU = d.AddressV = D3D11_TEXTURE_ADDRESS_WRAP;
            set_sampler(c, &d);
            conf_set_srv(c, CONF_PS, 0, v);
            conf_quad(c, 0.5f);
            conf_resource(c, t.texture, "filter 0x%x scale %u", list[i], k);
        }
}

static void addresses(struct conf *c)
{
    ID3D11ShaderResourceView *v = texture(c, DXGI_FORMAT_R8G8B8A8_UNORM);
    static const float borders[][4] = { { 0, 0, 0, 0 }, { 0, 0, 0, 1 }, { 1, 1, 1, 1 }, { 0.3f, 0.6f, 0.9f, 0.2f } };
    CONF_SHADER(c, CONF_PS, sample2_ps);
    for (UINT u = D3D11_TEXTURE_ADDRESS_WRAP; u <= D3D11_TEXTURE_ADDRESS_MIRROR_ONCE; u++)
        for (UINT w = D3D11_TEXTURE_ADDRESS_WRAP; w <= D3D11_TEXTURE_ADDRESS_MIRROR_ONCE; w += 2) {
            D3D11_SAMPLER_DESC d = plain;
            struct conf_target t = begin(c, 3.2f, 3.2f, -1.1f, -1.3f, zero);
            d.Filter = D3D11_FILTER_MIN_MAG_MIP_POINT;
            d.AddressU = (D3D11_TEXTURE_ADDRESS_MODE)u;
            d.AddressV = (D3D11_TEXTURE_ADDRESS_MODE)w;
            memcpy(d.BorderColor, borders[(u + w) % 4], sizeof d.BorderColor);
            set_sampler(c, &d);
            conf_set_srv(c, CONF_PS, 0, v);
            conf_quad(c, 0.5f);
            conf_resource(c, t.texture, "address %u %u", u, w);
        }
    for (UINT i = 0; i < 4; i++) {
        D3D11_SAMPLER_DESC d = plain;
        struct conf_target t = begin(c, 2, 2, -0.5f, -0.5f, zero);
        d.AddressU = d.AddressV = D3D11_TEXTURE_ADDRESS_BORDER;
        memcpy(d.BorderColor, borders[i], sizeof d.BorderColor);
        set_sampler(c, &d);
        conf_set_srv(c, CONF_PS, 0, v);
        conf_quad(c, 0.5f);
        conf_resource(c, t.texture, "border %u", i);
    }
}

static void comparisons(struct conf *c)
{
    ID3D11ShaderResourceView *v = texture(c, DXGI_FORMAT_R32_FLOAT);
    const float extra[4] = { 0.5f, 0, 0, 0 };
    for (UINT f = D3D11_COMPARISON_NEVER; f <= D3D11_COMPARISON_ALWAYS; f++)
        for (UINT k = 0; k < 2; k++) {
            D3D11_SAMPLER_DESC d = plain;
            struct conf_target t = begin(c, 1, 1, 0, 0, extra);
            d.Filter = k ? D3D11_FILTER_COMPARISON_MIN_MAG_LINEAR_MIP_POINT : D3D11_FILTER_COMPARISON_MIN_MAG_MIP_POINT;
            d.ComparisonFunc = (D3D11_COMPARISON_FUNC)f;
            set_sampler(c, &d);
            if (k) CONF_SHADER(c, CONF_PS, gathercmp_ps);
            else CONF_SHADER(c, CONF_PS, compare_ps);
            conf_set_srv(c, CONF_PS, 0, v);
            conf_quad(c, 0.5f);
            conf_resource(c, t.texture, "comparison %u %s", f, k ? "gathered" : "sampled");
        }
}

static void details(struct conf *c)
{
    static const struct { float bias, min, max; } rows[] = { { 0, 0, D3D11_FLOAT32_MAX }, { 1, 0, D3D11_FLOAT32_MAX },
        { -1.5f, 0, D3D11_FLOAT32_MAX }, { 0, 1.5f, D3D11_FLOAT32_MAX }, { 0, 0, 0.5f }, { 0, 2, 2 }, { 0.75f, 0.25f, 2.5f } };
    ID3D11ShaderResourceView *v = texture(c, DXGI_FORMAT_R8G8B8A8_UNORM);
    for (UINT i = 0; i < N_OF(rows); i++)
        for (UINT k = 0; k < 5; k++) {
            static const float extras[][4] = { { 0 }, { 1.3f }, { 0.8f }, { 0.4f, 0.1f, 0.05f, 0.3f }, { 0 } };
            D3D11_SAMPLER_DESC d = plain;
            struct conf_target t = begin(c, 2.2f, 1.9f, 0.1f, 0.2f, extras[k]);
            d.AddressU = d.AddressV = D3D11_TEXTURE_ADDRESS_MIRROR;
            d.MipLODBias = rows[i].bias;
            d.MinLOD = rows[i].min;
            d.MaxLOD = rows[i].max;
            set_sampler(c, &d);
            if (k == 0) CONF_SHADER(c, CONF_PS, sample2_ps);
            else if (k == 1) CONF_SHADER(c, CONF_PS, level_ps);
            else if (k == 2) CONF_SHADER(c, CONF_PS, bias_ps);
            else if (k == 3) CONF_SHADER(c, CONF_PS, grad_ps);
            else CONF_SHADER(c, CONF_PS, lod_ps);
            conf_set_srv(c, CONF_PS, 0, v);
            conf_quad(c, 0.5f);
            conf_resource(c, t.texture, "row %u instruction %u", i, k);
        }
}

static void instructions(struct conf *c)
{
    ID3D11ShaderResourceView *v = texture(c, DXGI_FORMAT_R8G8B8A8_UNORM);
    for (UINT k = 0; k < 3; k++) {
        struct conf_target t = begin(c, 1.5f, 1.5f, -0.25f, -0.25f, zero);
        D3D11_SAMPLER_DESC d = plain;
        d.AddressU = D3D11_TEXTURE_ADDRESS_WRAP;
        set_sampler(c, &d);
        if (k == 0) CONF_SHADER(c, CONF_PS, gather_ps);
        else if (k == 1) CONF_SHADER(c, CONF_PS, offset_ps);
        else CONF_SHADER(c, CONF_PS, info_ps);
        conf_set_srv(c, CONF_PS, 0, v);
        conf_quad(c, 0.5f);
        conf_resource(c, t.texture, "instruction %u", k);
    }
    { /* no view, and no sampler: a view of nothing reads zero, no sampler is the default one */
        struct conf_target t = begin(c, 1, 1, 0, 0, zero);
        ID3D11SamplerState *none = NULL;
        CONF_SHADER(c, CONF_PS, sample2_ps);
        ID3D11DeviceContext_PSSetSamplers(c->ctx, 0, 1, &none);
        conf_set_srv(c, CONF_PS, 0, NULL);
        conf_quad(c, 0.5f);
        conf_resource(c, t.texture, "no view");
        conf_set_srv(c, CONF_PS, 0, v);
        conf_quad(c, 0.5f);
        conf_resource(c, t.texture, "no sampler");
    }
}

static void dimensions(struct conf *c)
{
    uint8_t data[8 * 8 * 8 * 4];
    D3D11_TEXTURE1D_DESC d1 = { 8, 1, 1, DXGI_FORMAT_R8G8B8A8_UNORM, D3D11_USAGE_DEFAULT, D3D11_BIND_SHADER_RESOURCE, 0, 0 };
    D3D11_TEXTURE3D_DESC d3 = { 8, 8, 8, 1, DXGI_FORMAT_R8G8B8A8_UNORM, D3D11_USAGE_DEFAULT, D3D11_BIND_SHADER_RESOURCE, 0, 0 };
    D3D11_SUBRESOURCE_DATA init = { data, 32, 256 };
    ID3D11ShaderResourceView *v1, *v3;

    conf_pattern(data, sizeof data, 3);
    v1 = conf_srv(c, conf_texture1d(c, &d1, &init), NULL);
    v3 = conf_srv(c, conf_texture3d(c, &d3, &init), NULL);
    for (UINT w = D3D11_TEXTURE_ADDRESS_WRAP; w <= D3D11_TEXTURE_ADDRESS_MIRROR_ONCE; w++)
        for (UINT k = 0; k < 2; k++) {
            const float extra[4] = { 0, -0.3f + 0.25f * (float)w, 0, 0 };
            struct conf_target t = begin(c, 1.6f, 1.2f, -0.2f, 0, extra);
            D3D11_SAMPLER_DESC d = plain;
            d.AddressU = d.AddressW = (D3D11_TEXTURE_ADDRESS_MODE)w;
            d.BorderColor[0] = d.BorderColor[1] = d.BorderColor[2] = d.BorderColor[3] = 1;
            set_sampler(c, &d);
            if (k) CONF_SHADER(c, CONF_PS, sample3_ps);
            else CONF_SHADER(c, CONF_PS, sample1_ps);
            conf_set_srv(c, CONF_PS, k ? 2 : 1, k ? v3 : v1);
            conf_quad(c, 0.5f);
            conf_resource(c, t.texture, "%s address %u", k ? "volume" : "line", w);
        }
}

static void min_lod(struct conf *c)
{
    D3D11_TEXTURE2D_DESC d = { 8, 8, 4, 1, DXGI_FORMAT_R8G8B8A8_UNORM, { 1, 0 }, D3D11_USAGE_DEFAULT, D3D11_BIND_SHADER_RESOURCE, 0,
                               D3D11_RESOURCE_MISC_RESOURCE_CLAMP };
    uint8_t data[4][256];
    D3D11_SUBRESOURCE_DATA init[4];
    ID3D11Texture2D *texture_2d;
    ID3D11ShaderResourceView *v;

    for (UINT i = 0; i < 4; i++) {
        conf_pattern(data[i], sizeof data[i], i + 60);
        init[i] = (D3D11_SUBRESOURCE_DATA){ data[i], (8u >> i) * 4, 0 };
    }
    texture_2d = conf_texture2d(c, &d, init);
    v = conf_srv(c, texture_2d, NULL);
    CONF_SHADER(c, CONF_PS, sample2_ps);
    for (UINT i = 0; i < 3; i++) {
        struct conf_target t = begin(c, 1, 1, 0, 0, zero);
        set_sampler(c, &plain);
        ID3D11DeviceContext_SetResourceMinLOD(c->ctx, (ID3D11Resource *)texture_2d, (float)i * 1.25f);
        conf_must(c, (uint64_t)(100 * ID3D11DeviceContext_GetResourceMinLOD(c->ctx, (ID3D11Resource *)texture_2d)), 125 * i, "clamp %u", i);
        conf_set_srv(c, CONF_PS, 0, v);
        conf_quad(c, 0.5f);
        conf_resource(c, t.texture, "clamped %u", i);
    }
}

static const struct conf_case cases[] = {
    { "filters", filters, 0 }, { "address modes and borders", addresses, 0 }, { "comparisons", comparisons, 0 },
    { "levels of detail", details, 0 }, { "gather, offset, dimensions, nothing bound", instructions, 0 },
    { "lines and volumes", dimensions, 0 }, { "minimum level of a resource", min_lod, 0 },
};
const struct conf_area area_samplers = { "samplers", cases, N_OF(cases), 0, NULL, NULL };
