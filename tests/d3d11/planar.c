/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Planar video formats (NV12, P010, P016): data in and out of both planes, views of each, what cannot be made. The second plane
 * follows the first in memory, with half the rows (DXGI_FORMAT's page). And AYUV, all of which is seen through R8G8B8A8.
 */
#include <stdlib.h>
#include "conf.h"
#include "pvgpu_formats.h"
#include "shaders/load2_float_ps.h"
#include "shaders/load2_uint_ps.h"
#include "shaders/plain_ps.h"
#include "shaders/uint_ps.h"

enum { W = 20, H = 12 };

static UINT texel(const struct conf *c) { return pvgpu_format_rows[c->arg].block_bytes; }
static size_t bytes_of(const struct conf *c, UINT w, UINT h) { return (size_t)w * texel(c) * (h + h / 2); }

static void need(struct conf *c, UINT bits)
{
    UINT have = 0;
    ID3D11Device_CheckFormatSupport(c->device, (DXGI_FORMAT)c->arg, &have);
    bits |= D3D11_FORMAT_SUPPORT_TEXTURE2D;
    if ((have & bits) != bits) conf_skip(c, "the format cannot do that");
}

/* What a picture of w by h texels holds, both planes. */
static uint8_t *picture(struct conf *c, UINT w, UINT h, UINT seed)
{
    uint8_t *p = malloc(bytes_of(c, w, h));
    if (!p) conf_skip(c, "no memory");
    conf_pattern(p, bytes_of(c, w, h), seed);
    return p;
}

static D3D11_TEXTURE2D_DESC desc(const struct conf *c, UINT w, UINT h, UINT bind)
{
    return (D3D11_TEXTURE2D_DESC){ w, h, 1, 1, (DXGI_FORMAT)c->arg, { 1, 0 }, D3D11_USAGE_DEFAULT, bind, 0, 0 };
}

static ID3D11Texture2D *texture(struct conf *c, UINT w, UINT h, UINT bind, UINT seed)
{
    D3D11_TEXTURE2D_DESC d = desc(c, w, h, bind);
    uint8_t *p = picture(c, w, h, seed);
    D3D11_SUBRESOURCE_DATA data = { p, w * texel(c), 0 };
    ID3D11Texture2D *t = NULL;
    HRESULT hr = ID3D11Device_CreateTexture2D(c->device, &d, &data, &t);

    free(p);
    conf_need(c, hr, "planar texture");
    return conf_own(c, t);
}

static ID3D11Texture2D *staging(struct conf *c, UINT w, UINT h, UINT slices)
{
    D3D11_TEXTURE2D_DESC d = desc(c, w, h, 0);
    d.ArraySize = slices;
    d.Usage = D3D11_USAGE_STAGING;
    d.CPUAccessFlags = D3D11_CPU_ACCESS_READ | D3D11_CPU_ACCESS_WRITE;
    return conf_texture2d(c, &d, NULL);
}

static void fill_staging(struct conf *c, ID3D11Texture2D *s, UINT w, UINT h, UINT seed)
{
    uint8_t *p = picture(c, w, h, seed);
    D3D11_MAPPED_SUBRESOURCE m;
    HRESULT hr = ID3D11DeviceContext_Map(c->now, (ID3D11Resource *)s, 0, D3D11_MAP_WRITE, 0, &m);

    for (UINT y = 0; SUCCEEDED(hr) && y < h + h / 2; y++)
        memcpy((uint8_t *)m.pData + (size_t)y * m.RowPitch, p + (size_t)y * w * texel(c), w * texel(c));
    if (SUCCEEDED(hr)) ID3D11DeviceContext_Unmap(c->now, (ID3D11Resource *)s, 0);
    free(p);
    conf_need(c, hr, "map for writing");
}

static DXGI_FORMAT view_format(const struct conf *c, bool chroma, bool integer)
{
    if (texel(c) == 1)
        return chroma ? integer ? DXGI_FORMAT_R8G8_UINT : DXGI_FORMAT_R8G8_UNORM : integer ? DXGI_FORMAT_R8_UINT : DXGI_FORMAT_R8_UNORM;
    return chroma ? integer ? DXGI_FORMAT_R16G16_UINT : DXGI_FORMAT_R16G16_UNORM
                  : integer ? DXGI_FORMAT_R16_UINT : DXGI_FORMAT_R16_UNORM;
}

/* ---- views ---- */

static void drawn(struct conf *c, ID3D11Texture2D *t, UINT slice, UINT slices, bool chroma, bool integer, const char *label)
{
    static const float zero[4];
    struct conf_target to = conf_target(c, integer ? DXGI_FORMAT_R32G32B32A32_UINT : DXGI_FORMAT_R32G32B32A32_FLOAT,
                                        chroma ? W / 2 : W, chroma ? H / 2 : H, zero);
    D3D11_SHADER_RESOURCE_VIEW_DESC d = { .Format = view_format(c, chroma, integer), .ViewDimension = D3D11_SRV_DIMENSION_TEXTURE2D };

    d.Texture2D.MipLevels = 1;
    if (slices > 1) {
        d.ViewDimension = D3D11_SRV_DIMENSION_TEXTURE2DARRAY;
        d.Texture2DArray.MipLevels = 1;
        d.Texture2DArray.FirstArraySlice = slice;
        d.Texture2DArray.ArraySize = 1;
    }
    if (integer) CONF_SHADER(c, CONF_PS, load2_uint_ps);
    else CONF_SHADER(c, CONF_PS, load2_float_ps);
    conf_set_srv(c, CONF_PS, 0, conf_srv(c, t, &d));
    conf_quad(c, 0);
    conf_resource(c, to.texture, "%s", label);
}

static void views(struct conf *c)
{
    ID3D11Texture2D *t;
    need(c, D3D11_FORMAT_SUPPORT_SHADER_LOAD);
    t = texture(c, W, H, D3D11_BIND_SHADER_RESOURCE, 1);
    conf_planes(c, t, "initial data");
    drawn(c, t, 0, 1, false, true, "first plane, integers");
    drawn(c, t, 0, 1, true, true, "second plane, integers");
    drawn(c, t, 0, 1, false, false, "first plane, normalized");
    drawn(c, t, 0, 1, true, false, "second plane, normalized");
}

/* Draws into a view of w by h texels, but for a border of two. */
static void draw_inside(struct conf *c, ID3D11RenderTargetView *v, bool integer, float w, float h)
{
    ID3D11DeviceContext_OMSetRenderTargets(c->ctx, 1, &v, NULL);
    conf_viewport(c, 2, 2, w - 4, h - 4, 0, 1);
    if (integer) CONF_SHADER(c, CONF_PS, uint_ps);
    else CONF_SHADER(c, CONF_PS, plain_ps);
    conf_quad(c, 0);
    ID3D11DeviceContext_OMSetRenderTargets(c->ctx, 0, NULL, NULL);
}

static void targets(struct conf *c)
{
    static const float half[4] = { 0.5f, 0.25f, 0, 0 }, big[4] = { 100, 200, 0, 0 };
    ID3D11Texture2D *t;

    need(c, D3D11_FORMAT_SUPPORT_RENDER_TARGET);
    t = texture(c, W, H, D3D11_BIND_SHADER_RESOURCE | D3D11_BIND_RENDER_TARGET, 2);
    for (UINT i = 0; i < 4; i++) {
        const bool chroma = i & 1, integer = i & 2;
        D3D11_RENDER_TARGET_VIEW_DESC d = { .Format = view_format(c, chroma, integer), .ViewDimension = D3D11_RTV_DIMENSION_TEXTURE2D };
        ID3D11RenderTargetView *v = conf_rtv(c, t, &d);

        ID3D11DeviceContext_ClearRenderTargetView(c->ctx, v, integer ? big : half);
        conf_planes(c, t, "cleared");
        draw_inside(c, v, integer, chroma ? W / 2 : W, chroma ? H / 2 : H);
        conf_planes(c, t, "drawn to");
    }
}

static void arrays(struct conf *c)
{
    D3D11_TEXTURE2D_DESC d = desc(c, W, H, D3D11_BIND_SHADER_RESOURCE);
    ID3D11Texture2D *t, *one;
    D3D11_BOX part = { 4, 2, 0, 12, 8, 1 };

    need(c, D3D11_FORMAT_SUPPORT_SHADER_LOAD);
    d.ArraySize = 3;
    t = conf_texture2d(c, &d, NULL);
    for (UINT i = 0; i < 3; i++) {
        uint8_t *p = picture(c, W, H, 10 + i);
        ID3D11DeviceContext_UpdateSubresource(c->ctx, (ID3D11Resource *)t, i, NULL, p, W * texel(c), 0);
        free(p);
    }
    one = texture(c, W, H, D3D11_BIND_SHADER_RESOURCE, 20);
    ID3D11DeviceContext_CopySubresourceRegion(c->ctx, (ID3D11Resource *)t, 1, 6, 4, 0, (ID3D11Resource *)one, 0, &part);
    conf_planes(c, t, "slices");
    drawn(c, t, 2, 3, false, true, "the last one's first plane");
    drawn(c, t, 1, 3, true, true, "the middle one's second plane");
}

/* ---- data ---- */

static void updates(struct conf *c)
{
    static const D3D11_BOX boxes[] = { { 4, 2, 0, 12, 8, 1 }, { 0, 0, 0, W, 2, 1 }, { W - 2, H - 2, 0, W, H, 1 } };
    ID3D11Texture2D *t;
    uint8_t *p;

    need(c, 0);
    t = texture(c, W, H, D3D11_BIND_SHADER_RESOURCE, 3);
    for (UINT i = 0; i < N_OF(boxes); i++) {
        const UINT w = boxes[i].right - boxes[i].left, h = boxes[i].bottom - boxes[i].top;
        p = picture(c, w, h, 30 + i);
        ID3D11DeviceContext_UpdateSubresource(c->ctx, (ID3D11Resource *)t, 0, &boxes[i], p, w * texel(c), 0);
        free(p);
        conf_planes(c, t, "a box");
    }
    p = picture(c, W + 4, H, 40);
    ID3D11DeviceContext_UpdateSubresource(c->ctx, (ID3D11Resource *)t, 0, NULL, p, (W + 4) * texel(c), 0);
    free(p);
    conf_planes(c, t, "rows with a gap");
}

/* How many rows of both planes of t, w x h, are not picture(seed)'s. */
static UINT rows_that_differ(struct conf *c, ID3D11Texture2D *t, UINT w, UINT h, uint32_t seed)
{
    ID3D11Texture2D *s = staging(c, w, h, 1);
    uint8_t *p = picture(c, w, h, seed);
    D3D11_MAPPED_SUBRESOURCE m;
    HRESULT hr;
    UINT n = 0;

    conf_play(c);
    ID3D11DeviceContext_CopyResource(c->now, (ID3D11Resource *)s, (ID3D11Resource *)t);
    hr = ID3D11DeviceContext_Map(c->now, (ID3D11Resource *)s, 0, D3D11_MAP_READ, 0, &m);
    for (UINT y = 0; SUCCEEDED(hr) && y < h + h / 2; y++)
        n += memcmp(p + (size_t)y * w * texel(c), (const uint8_t *)m.pData + (size_t)y * m.RowPitch, w * texel(c)) != 0;
    if (SUCCEEDED(hr)) ID3D11DeviceContext_Unmap(c->now, (ID3D11Resource *)s, 0);
    free(p);
    conf_need(c, hr, "map for reading");
    return n;
}

/* More than goes with one command, and not in whole bands. */
static void large(struct conf *c)
{
    const UINT w = 2050, h = 2046;

    need(c, 0);
    conf_num(c, rows_that_differ(c, texture(c, w, h, D3D11_BIND_SHADER_RESOURCE, 4), w, h, 4), "rows that are not what was written");
}

static void dynamic(struct conf *c)
{
    D3D11_TEXTURE2D_DESC d = desc(c, W, H, D3D11_BIND_SHADER_RESOURCE);
    ID3D11Texture2D *t;

    need(c, D3D11_FORMAT_SUPPORT_SHADER_LOAD);
    d.Usage = D3D11_USAGE_DYNAMIC;
    d.CPUAccessFlags = D3D11_CPU_ACCESS_WRITE;
    t = conf_texture2d(c, &d, NULL);
    for (UINT i = 0; i < 2; i++) {
        uint8_t *p = picture(c, W, H, 50 + i);
        D3D11_MAPPED_SUBRESOURCE m;
        HRESULT hr = ID3D11DeviceContext_Map(c->ctx, (ID3D11Resource *)t, 0, D3D11_MAP_WRITE_DISCARD, 0, &m);

        for (UINT y = 0; SUCCEEDED(hr) && y < H + H / 2; y++)
            memcpy((uint8_t *)m.pData + (size_t)y * m.RowPitch, p + (size_t)y * W * texel(c), W * texel(c));
        if (SUCCEEDED(hr)) ID3D11DeviceContext_Unmap(c->ctx, (ID3D11Resource *)t, 0);
        free(p);
        conf_need(c, hr, "map to discard");
        drawn(c, t, 0, 1, i, true, i ? "second plane" : "first plane");
    }
}

static void copies(struct conf *c)
{
    static const D3D11_BOX part = { 4, 2, 0, 12, 8, 1 }, right = { 10, 0, 0, W, H, 1 };
    ID3D11Texture2D *a, *b, *up, *down;

    need(c, 0);
    a = texture(c, W, H, D3D11_BIND_SHADER_RESOURCE, 5);
    b = texture(c, W, H, D3D11_BIND_SHADER_RESOURCE, 6);
    up = staging(c, W, H, 1);
    down = staging(c, W, H, 1);
    fill_staging(c, up, W, H, 7);
    fill_staging(c, down, W, H, 8);
    ID3D11DeviceContext_CopySubresourceRegion(c->ctx, (ID3D11Resource *)b, 0, 2, 4, 0, (ID3D11Resource *)a, 0, &part);
    conf_planes(c, b, "part to part");
    ID3D11DeviceContext_CopySubresourceRegion(c->ctx, (ID3D11Resource *)b, 0, 8, 0, 0, (ID3D11Resource *)up, 0, &part);
    conf_planes(c, b, "part from staging");
    ID3D11DeviceContext_CopySubresourceRegion(c->ctx, (ID3D11Resource *)b, 0, 0, 0, 0, (ID3D11Resource *)up, 0, &right);
    conf_planes(c, b, "all rows from staging");
    ID3D11DeviceContext_CopySubresourceRegion(c->now, (ID3D11Resource *)down, 0, 2, 4, 0, (ID3D11Resource *)a, 0, &part);
    conf_staging_planes(c, down, 0, "part to staging");
    ID3D11DeviceContext_CopyResource(c->ctx, (ID3D11Resource *)a, (ID3D11Resource *)up);
    conf_planes(c, a, "all of it from staging");
}

static void between_staging(struct conf *c)
{
    static const D3D11_BOX part = { 4, 2, 0, 12, 8, 1 };
    ID3D11Texture2D *a, *b;

    need(c, 0);
    a = staging(c, W, H, 1);
    b = staging(c, W, H, 1);
    fill_staging(c, a, W, H, 9);
    fill_staging(c, b, W, H, 10);
    ID3D11DeviceContext_CopySubresourceRegion(c->now, (ID3D11Resource *)b, 0, 2, 4, 0, (ID3D11Resource *)a, 0, &part);
    conf_staging_planes(c, b, 0, "part of one to the other");
}

/* ---- what cannot be done ---- */

static void codes(struct conf *c)
{
    D3D11_TEXTURE2D_DESC d;
    D3D11_TEXTURE3D_DESC d3 = { W, H, 2, 1, (DXGI_FORMAT)c->arg, D3D11_USAGE_DEFAULT, D3D11_BIND_SHADER_RESOURCE, 0, 0 };
    D3D11_SHADER_RESOURCE_VIEW_DESC v = { .Format = DXGI_FORMAT_R8G8B8A8_UNORM, .ViewDimension = D3D11_SRV_DIMENSION_TEXTURE2D };
    ID3D11Texture2D *t;
    void *made = NULL;

    need(c, 0);
#define REFUSED(call, label) conf_must(c, (uint32_t)(call), (uint32_t)E_INVALIDARG, label)
#define TRY(change, label) d = desc(c, W, H, D3D11_BIND_SHADER_RESOURCE); change; \
    REFUSED(ID3D11Device_CreateTexture2D(c->device, &d, NULL, (ID3D11Texture2D **)&made), label)
    TRY(d.Width++, "an odd width");
    TRY(d.Height++, "an odd height");
    TRY(d.MipLevels = 2, "mips");
    TRY(d.SampleDesc.Count = 4, "samples");
    TRY(d.BindFlags = D3D11_BIND_DEPTH_STENCIL, "depth");
    TRY((d.Width = d.Height = 12, d.ArraySize = 6, d.MiscFlags = D3D11_RESOURCE_MISC_TEXTURECUBE), "a cube");
#undef TRY
    REFUSED(ID3D11Device_CreateTexture3D(c->device, &d3, NULL, (ID3D11Texture3D **)&made), "three dimensions");
    t = texture(c, W, H, D3D11_BIND_SHADER_RESOURCE, 1);
    v.Texture2D.MipLevels = 1;
    REFUSED(ID3D11Device_CreateShaderResourceView(c->device, (ID3D11Resource *)t, &v, (ID3D11ShaderResourceView **)&made), "a view of four");
    v.Format = (DXGI_FORMAT)c->arg;
    REFUSED(ID3D11Device_CreateShaderResourceView(c->device, (ID3D11Resource *)t, &v, (ID3D11ShaderResourceView **)&made),
            "a view of both planes");
    v.Format = texel(c) == 1 ? DXGI_FORMAT_R16_UNORM : DXGI_FORMAT_R8_UNORM;
    REFUSED(ID3D11Device_CreateShaderResourceView(c->device, (ID3D11Resource *)t, &v, (ID3D11ShaderResourceView **)&made),
            "a view of another size");
#undef REFUSED
}

/* UpdateSubresource and CopySubresourceRegion with odd edges do nothing. */
static void odd(struct conf *c)
{
    static const D3D11_BOX boxes[] = { { 1, 2, 0, 5, 6, 1 }, { 2, 1, 0, 6, 5, 1 }, { 2, 2, 0, 5, 6, 1 }, { 2, 2, 0, 6, 5, 1 } };
    static const D3D11_BOX even = { 2, 2, 0, 6, 6, 1 };
    ID3D11Texture2D *t, *s;
    uint8_t *p;

    need(c, 0);
    t = texture(c, W, H, D3D11_BIND_SHADER_RESOURCE, 11);
    s = texture(c, W, H, D3D11_BIND_SHADER_RESOURCE, 12);
    p = picture(c, W, H, 13);
    for (UINT i = 0; i < N_OF(boxes); i++) {
        ID3D11DeviceContext_UpdateSubresource(c->ctx, (ID3D11Resource *)t, 0, &boxes[i], p, W * texel(c), 0);
        ID3D11DeviceContext_CopySubresourceRegion(c->ctx, (ID3D11Resource *)t, 0, 0, 0, 0, (ID3D11Resource *)s, 0, &boxes[i]);
    }
    ID3D11DeviceContext_CopySubresourceRegion(c->ctx, (ID3D11Resource *)t, 0, 1, 0, 0, (ID3D11Resource *)s, 0, &even);
    ID3D11DeviceContext_CopySubresourceRegion(c->ctx, (ID3D11Resource *)t, 0, 0, 3, 0, (ID3D11Resource *)s, 0, &even);
    free(p);
    conf_must(c, rows_that_differ(c, t, W, H, 11), 0, "rows that changed");
}

/* Direct3D 11.3's descriptions name the plane. */
static void plane_slices(struct conf *c)
{
    ID3D11Device3 *device = NULL;
    ID3D11ShaderResourceView1 *v = NULL;
    ID3D11Texture2D *t;

    need(c, D3D11_FORMAT_SUPPORT_SHADER_LOAD);
    conf_need(c, ID3D11Device_QueryInterface(c->device, &IID_ID3D11Device3, (void **)&device), "ID3D11Device3");
    conf_own(c, device);
    t = texture(c, W, H, D3D11_BIND_SHADER_RESOURCE, 1);
    for (UINT i = 0; i < 4; i++) {
        D3D11_SHADER_RESOURCE_VIEW_DESC1 d = { .Format = view_format(c, i & 1, false), .ViewDimension = D3D11_SRV_DIMENSION_TEXTURE2D }, got;
        d.Texture2D.MipLevels = 1;
        d.Texture2D.PlaneSlice = i >> 1;
        conf_hr(c, ID3D11Device3_CreateShaderResourceView1(device, (ID3D11Resource *)t, &d, &v), "plane %u by the name of %u", i & 1, i >> 1);
        if (!v) continue;
        ID3D11ShaderResourceView1_GetDesc1(v, &got);
        conf_num(c, got.Texture2D.PlaneSlice, "plane");
        ID3D11ShaderResourceView1_Release(v);
        v = NULL;
    }
}

static void packed(struct conf *c)
{
    static const DXGI_FORMAT formats[] = { DXGI_FORMAT_R8G8B8A8_UNORM, DXGI_FORMAT_R8G8B8A8_UINT };
    static const DXGI_FORMAT wrong[] = { DXGI_FORMAT_AYUV, DXGI_FORMAT_UNKNOWN, DXGI_FORMAT_B8G8R8A8_UNORM, DXGI_FORMAT_R8G8B8A8_SNORM,
                                         DXGI_FORMAT_R8G8_UNORM };
    static const float zero[4], colors[2][4] = { { 0.5f, 0.25f, 1, 0 }, { 100, 200, 3, 4 } };
    ID3D11ShaderResourceView *made = NULL;
    ID3D11Texture2D *t;

    need(c, D3D11_FORMAT_SUPPORT_SHADER_LOAD | D3D11_FORMAT_SUPPORT_RENDER_TARGET);
    t = texture(c, W, H, D3D11_BIND_SHADER_RESOURCE | D3D11_BIND_RENDER_TARGET, 21);
    conf_resource(c, t, "initial data");
    for (UINT i = 0; i < N_OF(formats); i++) {
        const D3D11_SHADER_RESOURCE_VIEW_DESC d = { .Format = formats[i], .ViewDimension = D3D11_SRV_DIMENSION_TEXTURE2D,
                                                    .Texture2D.MipLevels = 1 };
        const D3D11_RENDER_TARGET_VIEW_DESC r = { .Format = formats[i], .ViewDimension = D3D11_RTV_DIMENSION_TEXTURE2D };
        ID3D11RenderTargetView *v = conf_rtv(c, t, &r);
        struct conf_target to = conf_target(c, i ? DXGI_FORMAT_R32G32B32A32_UINT : DXGI_FORMAT_R32G32B32A32_FLOAT, W, H, zero);

        if (i) CONF_SHADER(c, CONF_PS, load2_uint_ps);
        else CONF_SHADER(c, CONF_PS, load2_float_ps);
        conf_set_srv(c, CONF_PS, 0, conf_srv(c, t, &d));
        conf_quad(c, 0);
        conf_resource(c, to.texture, "loaded");
        conf_set_srv(c, CONF_PS, 0, NULL);
        ID3D11DeviceContext_ClearRenderTargetView(c->ctx, v, colors[i]);
        draw_inside(c, v, i, W, H);
        conf_resource(c, t, "cleared and drawn to");
    }
    for (UINT i = 0; i < N_OF(wrong); i++) {
        const D3D11_SHADER_RESOURCE_VIEW_DESC d = { .Format = wrong[i], .ViewDimension = D3D11_SRV_DIMENSION_TEXTURE2D,
                                                    .Texture2D.MipLevels = 1 };
        conf_must(c, (uint32_t)ID3D11Device_CreateShaderResourceView(c->device, (ID3D11Resource *)t, &d, &made), (uint32_t)E_INVALIDARG,
                  "a view of another format");
    }
}

#define ROWS(n) { "NV12 " #n, n, DXGI_FORMAT_NV12 }, { "P010 " #n, n, DXGI_FORMAT_P010 }, { "P016 " #n, n, DXGI_FORMAT_P016 }
static const struct conf_case cases[] = {
    ROWS(views), ROWS(targets), ROWS(arrays), ROWS(updates), ROWS(large), ROWS(dynamic), ROWS(copies), ROWS(between_staging),
    ROWS(codes), ROWS(odd), ROWS(plane_slices), { "AYUV views", packed, DXGI_FORMAT_AYUV },
};
const struct conf_area area_planar = { "planar", cases, N_OF(cases), 0, NULL, NULL };
