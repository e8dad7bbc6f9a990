/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * blit.c - the kernel driver's blits and fills. Pictures of the same bits and size are copied; all else
 * is drawn: one triangle, scissored to each rectangle (shaders/blit.hlsl).
 *
 * Colours: UNORM pictures hold sRGB values as they are shown; FLOAT pictures and views that decode on
 * read (UNORM_SRGB) are linear. Where one side is linear and the other is not, the shader converts.
 */
#include <stdlib.h>
#include "renderer.h"
#include "shaders/blit_ps.h"
#include "shaders/blit_vs.h"

struct constants { float source[4], limits[4], color[4], mode[4]; };

struct box { int64_t left, top, right, bottom; };

static struct box cut(struct box a, struct box b)
{
    struct box o = { a.left > b.left ? a.left : b.left, a.top > b.top ? a.top : b.top,
                     a.right < b.right ? a.right : b.right, a.bottom < b.bottom ? a.bottom : b.bottom };
    return o;
}

static bool empty(struct box b) { return b.left >= b.right || b.top >= b.bottom; }

static struct box box_of(const struct pvgpu_rect *r) { return (struct box){ r->left, r->top, r->right, r->bottom }; }

bool pvb_d11_blit_init(struct pvb_renderer *r)
{
    struct pvb_d11_blit *b = &r->blit;
    ID3D11Device *d = r->device;
    D3D11_BUFFER_DESC constants = { sizeof(struct constants), D3D11_USAGE_DYNAMIC, D3D11_BIND_CONSTANT_BUFFER,
                                    D3D11_CPU_ACCESS_WRITE };
    D3D11_SAMPLER_DESC sampler = { D3D11_FILTER_MIN_MAG_MIP_POINT, D3D11_TEXTURE_ADDRESS_CLAMP, D3D11_TEXTURE_ADDRESS_CLAMP,
                                   D3D11_TEXTURE_ADDRESS_CLAMP, 0, 1, D3D11_COMPARISON_NEVER, { 0 }, 0, D3D11_FLOAT32_MAX };
    D3D11_RASTERIZER_DESC raster = { D3D11_FILL_SOLID, D3D11_CULL_NONE, FALSE, 0, 0, 0, TRUE, TRUE, FALSE, FALSE };

    if (FAILED(ID3D11Device_CreateVertexShader(d, blit_vs, sizeof blit_vs, NULL, &b->vs))
        || FAILED(ID3D11Device_CreatePixelShader(d, blit_ps, sizeof blit_ps, NULL, &b->ps))
        || FAILED(ID3D11Device_CreateBuffer(d, &constants, NULL, &b->constants))
        || FAILED(ID3D11Device_CreateSamplerState(d, &sampler, &b->point))) return false;
    sampler.Filter = D3D11_FILTER_MIN_MAG_LINEAR_MIP_POINT;
    if (FAILED(ID3D11Device_CreateSamplerState(d, &sampler, &b->linear))
        || FAILED(ID3D11Device_CreateRasterizerState(d, &raster, &b->rasterizer))) return false;
    /* The kernel's state is in force; these stay in it. */
    ID3D11DeviceContext_IASetPrimitiveTopology(r->ctx, D3D11_PRIMITIVE_TOPOLOGY_TRIANGLELIST);
    ID3D11DeviceContext_VSSetShader(r->ctx, b->vs, NULL, 0);
    ID3D11DeviceContext_PSSetShader(r->ctx, b->ps, NULL, 0);
    ID3D11DeviceContext_PSSetConstantBuffers(r->ctx, 0, 1, &b->constants);
    ID3D11DeviceContext_VSSetConstantBuffers(r->ctx, 0, 1, &b->constants);
    ID3D11DeviceContext_RSSetState(r->ctx, b->rasterizer);
    return true;
}

static void temp_fini(struct pvb_d11_temp *t)
{
    pvb_d11_release(t->srv);
    pvb_d11_release(t->rtv);
    pvb_d11_release(t->texture);
    *t = (struct pvb_d11_temp){ 0 };
}

void pvb_d11_blit_fini(struct pvb_renderer *r)
{
    struct pvb_d11_blit *b = &r->blit;

    for (uint32_t i = 0; i < PVB_D11_TEMPS; i++) temp_fini(&b->temps[i]);
    pvb_d11_release(b->vs);
    pvb_d11_release(b->ps);
    pvb_d11_release(b->constants);
    pvb_d11_release(b->point);
    pvb_d11_release(b->linear);
    pvb_d11_release(b->rasterizer);
}

/* One blit uses two at most, so the least recently used of four is never in its hands. */
static struct pvb_d11_temp *temp_get(struct pvb_renderer *r, uint32_t width, uint32_t height, uint32_t format)
{
    struct pvb_d11_temp *t = &r->blit.temps[0];
    D3D11_TEXTURE2D_DESC d = { width, height, 1, 1, (DXGI_FORMAT)format, { 1, 0 }, D3D11_USAGE_DEFAULT,
                               D3D11_BIND_RENDER_TARGET | D3D11_BIND_SHADER_RESOURCE };

    for (uint32_t i = 0; i < PVB_D11_TEMPS; i++) {
        struct pvb_d11_temp *k = &r->blit.temps[i];
        if (k->texture && k->width == width && k->height == height && k->format == format
            && k->last_use != r->blit.temp_uses) {
            k->last_use = ++r->blit.temp_uses;
            return k;
        }
        if (k->last_use < t->last_use) t = k;
    }
    temp_fini(t);
    if (FAILED(ID3D11Device_CreateTexture2D(r->device, &d, NULL, &t->texture))
        || FAILED(ID3D11Device_CreateRenderTargetView(r->device, (ID3D11Resource *)t->texture, NULL, &t->rtv))
        || FAILED(ID3D11Device_CreateShaderResourceView(r->device, (ID3D11Resource *)t->texture, NULL, &t->srv))) {
        temp_fini(t);
        return NULL;
    }
    t->width = width;
    t->height = height;
    t->format = format;
    t->last_use = ++r->blit.temp_uses;
    return t;
}

/* ---- one side of a blit ---- */

struct side {
    struct pvb_d11_resource *res;
    uint32_t subresource, width, height;
    DXGI_FORMAT format; /* of views */
    bool linear;
    ID3D11ShaderResourceView *srv;
    ID3D11RenderTargetView *rtv;
    struct pvb_d11_temp *temp; /* drawn to or read instead of res */
    void *own;                 /* a view made for this blit */
};

/* False: not a picture that can be drawn to or read as colours. */
static bool side_init(struct side *s, struct pvb_d11_resource *res, uint32_t subresource)
{
    const struct pvb_resource_info *i = &res->info;
    uint32_t depth, kind;

    *s = (struct side){ .res = res, .subresource = subresource };
    if (i->dimension != PVGPU_DIM_TEX2D && i->dimension != PVGPU_DIM_CUBE) return false;
    if (subresource >= i->mips * i->array || res->info.bind & PVGPU_BIND_DEPTH) return false;
    pvb_d11_mip_size(i, subresource, &s->width, &s->height, &depth);
    s->format = res->host_format;
    if (pvgpu_format_rows[s->format].kind == PVGPU_FORMAT_TYPELESS) {
        s->format = pvb_d11_typed_format(s->format, PVGPU_FORMAT_UNORM);
        if (!s->format) s->format = pvb_d11_typed_format(res->host_format, PVGPU_FORMAT_FLOAT);
    }
    kind = pvgpu_format_rows[s->format].kind;
    s->linear = kind == PVGPU_FORMAT_FLOAT || kind == PVGPU_FORMAT_SRGB;
    return kind == PVGPU_FORMAT_UNORM || kind == PVGPU_FORMAT_SNORM || s->linear;
}

static bool side_source(struct pvb_renderer *r, struct side *s)
{
    D3D11_SHADER_RESOURCE_VIEW_DESC d = { s->format, D3D11_SRV_DIMENSION_TEXTURE2D, { .Texture2D = { s->subresource, 1 } } };
    const struct pvb_resource_info *i = &s->res->info;

    if (s->subresource == 0 && s->res->blit_srv) { s->srv = s->res->blit_srv; return true; }
    if (s->res->host_bind & D3D11_BIND_SHADER_RESOURCE && i->samples == 1 && i->array == 1
        && SUCCEEDED(ID3D11Device_CreateShaderResourceView(r->device, s->res->any, &d, &s->srv))) {
        if (s->subresource == 0) s->res->blit_srv = s->srv;
        else s->own = s->srv;
        return true;
    }
    s->temp = temp_get(r, s->width, s->height, s->format);
    if (!s->temp) return false;
    if (i->samples > 1)
        ID3D11DeviceContext_ResolveSubresource(r->ctx, (ID3D11Resource *)s->temp->texture, 0, s->res->any, s->subresource,
                                               s->format);
    else
        ID3D11DeviceContext_CopySubresourceRegion(r->ctx, (ID3D11Resource *)s->temp->texture, 0, 0, 0, 0, s->res->any,
                                                  s->subresource, NULL);
    s->srv = s->temp->srv;
    return true;
}

static bool side_target(struct pvb_renderer *r, struct side *s)
{
    const struct pvb_resource_info *i = &s->res->info;
    D3D11_RENDER_TARGET_VIEW_DESC d = { s->format, D3D11_RTV_DIMENSION_TEXTURE2D, { .Texture2D = { s->subresource } } };

    if (i->samples > 1) return false;
    if (s->subresource == 0 && s->res->blit_rtv) { s->rtv = s->res->blit_rtv; return true; }
    if (s->res->host_bind & D3D11_BIND_RENDER_TARGET) {
        if (i->array > 1) {
            d.ViewDimension = D3D11_RTV_DIMENSION_TEXTURE2DARRAY;
            d.Texture2DArray = (D3D11_TEX2D_ARRAY_RTV){ s->subresource % i->mips, s->subresource / i->mips, 1 };
        }
        if (SUCCEEDED(ID3D11Device_CreateRenderTargetView(r->device, s->res->any, &d, &s->rtv))) {
            if (s->subresource == 0) s->res->blit_rtv = s->rtv;
            else s->own = s->rtv;
            return true;
        }
    }
    s->temp = temp_get(r, s->width, s->height, s->format);
    if (!s->temp) return false;
    s->rtv = s->temp->rtv;
    return true;
}

static void side_fini(struct side *s)
{
    pvb_d11_release(s->own);
}

/* ---- drawing ---- */

static void draw(struct pvb_renderer *r, struct side *dst, struct box dst_rect, const struct pvgpu_rect *rects, uint32_t n,
                 ID3D11ShaderResourceView *srv, ID3D11SamplerState *sampler, const struct constants *k)
{
    const D3D11_VIEWPORT viewport = { (float)dst_rect.left, (float)dst_rect.top, (float)(dst_rect.right - dst_rect.left),
                                      (float)(dst_rect.bottom - dst_rect.top), 0, 1 };
    const struct box all = cut(dst_rect, (struct box){ 0, 0, dst->width, dst->height });
    D3D11_MAPPED_SUBRESOURCE map;

    if (FAILED(ID3D11DeviceContext_Map(r->ctx, (ID3D11Resource *)r->blit.constants, 0, D3D11_MAP_WRITE_DISCARD, 0, &map))) return;
    memcpy(map.pData, k, sizeof *k);
    ID3D11DeviceContext_Unmap(r->ctx, (ID3D11Resource *)r->blit.constants, 0);
    ID3D11DeviceContext_OMSetRenderTargets(r->ctx, 1, &dst->rtv, NULL);
    ID3D11DeviceContext_RSSetViewports(r->ctx, 1, &viewport);
    ID3D11DeviceContext_PSSetShaderResources(r->ctx, 0, 1, &srv);
    ID3D11DeviceContext_PSSetSamplers(r->ctx, 0, 1, &sampler);
    for (uint32_t i = 0; i < (n ? n : 1); i++) {
        const struct box b = n ? cut(all, box_of(&rects[i])) : all;
        const D3D11_RECT scissor = { (LONG)b.left, (LONG)b.top, (LONG)b.right, (LONG)b.bottom };
        const D3D11_BOX copy = { (UINT)b.left, (UINT)b.top, 0, (UINT)b.right, (UINT)b.bottom, 1 };
        if (empty(b)) continue;
        ID3D11DeviceContext_RSSetScissorRects(r->ctx, 1, &scissor);
        ID3D11DeviceContext_Draw(r->ctx, 3, 0);
        if (dst->temp)
            ID3D11DeviceContext_CopySubresourceRegion(r->ctx, dst->res->any, dst->subresource, copy.left, copy.top, 0,
                                                      (ID3D11Resource *)dst->temp->texture, 0, &copy);
    }
    /* No reference to the guest's textures stays behind. */
    srv = NULL;
    ID3D11DeviceContext_PSSetShaderResources(r->ctx, 0, 1, &srv);
    ID3D11DeviceContext_OMSetRenderTargets(r->ctx, 0, NULL, NULL);
}

static bool same_bits(const struct side *a, const struct side *b)
{
    uint32_t fa = a->res->host_format, fb = b->res->host_format;
    return fa == fb || (pvgpu_format_rows[fa].family == pvgpu_format_rows[fb].family && a->format == b->format);
}

/* Same size, same bits, another subresource: no drawing. */
static void copy_rects(struct pvb_renderer *r, struct side *dst, struct side *src, struct box d, struct box s,
                       const struct pvgpu_rect *rects, uint32_t n)
{
    /* What both textures have, in the destination's coordinates. */
    const struct box has = { d.left - s.left, d.top - s.top, d.left - s.left + src->width, d.top - s.top + src->height };
    const struct box all = cut(cut(d, has), (struct box){ 0, 0, dst->width, dst->height });

    pvb_d11_kernel_copy(r);
    for (uint32_t i = 0; i < (n ? n : 1); i++) {
        const struct box b = n ? cut(all, box_of(&rects[i])) : all;
        const D3D11_BOX from = { (UINT)(b.left - d.left + s.left), (UINT)(b.top - d.top + s.top), 0,
                                 (UINT)(b.right - d.left + s.left), (UINT)(b.bottom - d.top + s.top), 1 };
        if (empty(b)) continue;
        ID3D11DeviceContext_CopySubresourceRegion(r->ctx, dst->res->any, dst->subresource, (UINT)b.left, (UINT)b.top, 0,
                                                  src->res->any, src->subresource, &from);
    }
}

static void refused(struct pvb_renderer *r, const char *what)
{
    if (pvb_d11_first(r, PVB_D11_EV_BLIT)) pvb_log(1, "%s", what);
}

/* Viewports reach to 32767 (D3D11_VIEWPORT_BOUNDS_MAX). */
static bool drawable(struct box b)
{
    return b.left >= -32768 && b.top >= -32768 && b.right <= 32767 && b.bottom <= 32767;
}

void pvb_d11_present_blt(struct pvb_renderer *r, void *dst, void *src, const struct pvgpu_cmd_present_blt *c,
                         const struct pvgpu_rect *rects)
{
    struct side d, s;
    const struct box to = { c->dst_left, c->dst_top, c->dst_right, c->dst_bottom };
    const struct box from = { c->src_left, c->src_top, c->src_right, c->src_bottom };
    bool same_size = to.right - to.left == from.right - from.left && to.bottom - to.top == from.bottom - from.top;

    if (!side_init(&d, dst, c->dst_subresource) || !side_init(&s, src, c->src_subresource)) {
        refused(r, "a blit between these formats is not supported");
        return;
    }
    if (empty(to) || empty(from)) return;
    if (same_size && same_bits(&d, &s) && s.res->info.samples == 1 && d.res->info.samples == 1
        && (dst != src || c->dst_subresource != c->src_subresource)) {
        copy_rects(r, &d, &s, to, from, rects, c->n_rects);
        return;
    }
    if (!drawable(to)) { refused(r, "a blit's rectangle is too large"); return; }
    pvb_d11_state_force(r, NULL);
    if (dst == src) { /* a texture cannot be read and drawn to at once */
        s.temp = temp_get(r, s.width, s.height, s.format);
        if (s.temp) {
            ID3D11DeviceContext_CopySubresourceRegion(r->ctx, (ID3D11Resource *)s.temp->texture, 0, 0, 0, 0, s.res->any,
                                                      s.subresource, NULL);
            s.srv = s.temp->srv;
        }
    } else {
        side_source(r, &s);
    }
    if (s.srv && side_target(r, &d)) {
        struct constants k = {
            { (float)from.left / s.width, (float)from.top / s.height, (float)(from.right - from.left) / s.width,
              (float)(from.bottom - from.top) / s.height },
            { ((float)from.left + 0.5f) / s.width, ((float)from.top + 0.5f) / s.height, ((float)from.right - 0.5f) / s.width,
              ((float)from.bottom - 0.5f) / s.height },
            { 0 }, { 0, s.linear == d.linear ? 0 : s.linear ? 1 : -1 },
        };
        draw(r, &d, to, rects, c->n_rects, s.srv, same_size ? r->blit.point : r->blit.linear, &k);
    } else {
        refused(r, "a blit is not possible on this host");
    }
    side_fini(&s);
    side_fini(&d);
}

void pvb_d11_color_fill(struct pvb_renderer *r, void *dst, const struct pvgpu_cmd_color_fill *c, const struct pvgpu_rect *rects)
{
    struct side d;
    struct constants k = {
        .color = { (float)(c->color >> 16 & 255) / 255, (float)(c->color >> 8 & 255) / 255, (float)(c->color & 255) / 255,
                   (float)(c->color >> 24) / 255 },
        .mode = { 1 },
    };

    if (!side_init(&d, dst, c->subresource)) { refused(r, "a fill of this format is not supported"); return; }
    if (d.linear) k.mode[1] = -1;
    if (!c->n_rects) return;
    pvb_d11_state_force(r, NULL);
    if (side_target(r, &d)) draw(r, &d, (struct box){ 0, 0, d.width, d.height }, rects, c->n_rects, NULL, r->blit.point, &k);
    else refused(r, "a fill is not possible on this host");
    side_fini(&d);
}

ID3D11Texture2D *pvb_d11_blit_to_bgra(struct pvb_renderer *r, struct pvb_d11_resource *src)
{
    struct side s, d = { 0 };
    struct pvb_d11_temp *t;

    if (!side_init(&s, src, 0)) { refused(r, "a scanout of this format is not supported"); return NULL; }
    pvb_d11_state_force(r, NULL);
    t = temp_get(r, s.width, s.height, DXGI_FORMAT_B8G8R8A8_UNORM);
    if (!t || !side_source(r, &s)) { refused(r, "a scanout could not be converted"); return NULL; }
    d.width = s.width;
    d.height = s.height;
    d.rtv = t->rtv;
    draw(r, &d, (struct box){ 0, 0, s.width, s.height }, NULL, 0, s.srv, r->blit.point,
         &(struct constants){ { 0, 0, 1, 1 }, { 0, 0, 1, 1 }, { 0 }, { 0, s.linear ? 1 : 0 } });
    side_fini(&s);
    return t->texture;
}
