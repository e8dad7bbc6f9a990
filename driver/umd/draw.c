/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * draw.c - draws, dispatches, clears, mips.
 */
#include "entry.h"

enum { RECTS_MAX = 512 }; /* in one command; more become several */

void APIENTRY pvu_draw(D3D10DDI_HDEVICE h, UINT vertices, UINT first)
{
    struct pvu_context *c = pvu_context(h);
    pvu_before_draw(c);
    struct pvgpu_cmd_draw *k = PVU_CMD(c, draw, DRAW);
    k->vertices = vertices;
    k->first = first;
}

void APIENTRY pvu_draw_indexed(D3D10DDI_HDEVICE h, UINT indices, UINT first, INT base)
{
    struct pvu_context *c = pvu_context(h);
    pvu_before_draw(c);
    struct pvgpu_cmd_draw_indexed *k = PVU_CMD(c, draw_indexed, DRAW_INDEXED);
    k->indices = indices;
    k->first = first;
    k->base_vertex = base;
    k->pad = 0;
}

void APIENTRY pvu_draw_instanced(D3D10DDI_HDEVICE h, UINT vertices, UINT instances, UINT first, UINT first_instance)
{
    struct pvu_context *c = pvu_context(h);
    pvu_before_draw(c);
    struct pvgpu_cmd_draw_instanced *k = PVU_CMD(c, draw_instanced, DRAW_INSTANCED);
    k->vertices = vertices;
    k->instances = instances;
    k->first = first;
    k->first_instance = first_instance;
}

void APIENTRY pvu_draw_indexed_instanced(D3D10DDI_HDEVICE h, UINT indices, UINT instances, UINT first, INT base,
                                         UINT first_instance)
{
    struct pvu_context *c = pvu_context(h);
    pvu_before_draw(c);
    struct pvgpu_cmd_draw_indexed_instanced *k = PVU_CMD(c, draw_indexed_instanced, DRAW_INDEXED_INSTANCED);
    k->indices = indices;
    k->instances = instances;
    k->first = first;
    k->base_vertex = base;
    k->first_instance = first_instance;
    k->pad = 0;
}

void APIENTRY pvu_draw_auto(D3D10DDI_HDEVICE h)
{
    struct pvu_context *c = pvu_context(h);
    pvu_before_draw(c);
    struct pvgpu_cmd_draw_auto *k = PVU_CMD(c, draw_auto, DRAW_AUTO);
    k->pad0 = k->pad1 = 0;
}

static void draw_indirect(D3D10DDI_HDEVICE h, struct pvu_resource *r, uint32_t offset, uint32_t indexed)
{
    struct pvu_context *c = pvu_context(h);
    pvu_before_draw(c);
    struct pvgpu_cmd_draw_indirect *k = PVU_CMD(c, draw_indirect, DRAW_INDIRECT);
    k->resource = r->id;
    k->offset = offset;
    k->indexed = indexed;
    k->pad = 0;
    pvu_use(c, r, false);
}

void APIENTRY pvu_draw_instanced_indirect(D3D10DDI_HDEVICE h, D3D10DDI_HRESOURCE r, UINT offset)
{
    draw_indirect(h, r.pDrvPrivate, offset, 0);
}

void APIENTRY pvu_draw_indexed_instanced_indirect(D3D10DDI_HDEVICE h, D3D10DDI_HRESOURCE r, UINT offset)
{
    draw_indirect(h, r.pDrvPrivate, offset, 1);
}

void APIENTRY pvu_dispatch(D3D10DDI_HDEVICE h, UINT x, UINT y, UINT z)
{
    struct pvu_context *c = pvu_context(h);
    pvu_before_draw(c);
    struct pvgpu_cmd_dispatch *k = PVU_CMD(c, dispatch, DISPATCH);
    k->x = x, k->y = y, k->z = z;
    k->pad = 0;
}

void APIENTRY pvu_dispatch_indirect(D3D10DDI_HDEVICE h, D3D10DDI_HRESOURCE hr, UINT offset)
{
    struct pvu_context *c = pvu_context(h);
    struct pvu_resource *r = hr.pDrvPrivate;
    pvu_before_draw(c);
    struct pvgpu_cmd_dispatch_indirect *k = PVU_CMD(c, dispatch_indirect, DISPATCH_INDIRECT);
    k->resource = r->id;
    k->offset = offset;
    pvu_use(c, r, false);
}

/* ---- clears ---- */

void APIENTRY pvu_clear_render_target_view(D3D10DDI_HDEVICE h, D3D10DDI_HRENDERTARGETVIEW hv, FLOAT color[4])
{
    struct pvu_context *c = pvu_context(h);
    struct pvu_view *v = hv.pDrvPrivate;
    struct pvgpu_cmd_clear_rtv *k = PVU_CMD(c, clear_rtv, CLEAR_RTV);
    k->view = v->id;
    k->r = color[0], k->g = color[1], k->b = color[2], k->a = color[3];
    k->pad = 0;
    pvu_use(c, v->resource, true);
}

void APIENTRY pvu_clear_depth_stencil_view(D3D10DDI_HDEVICE h, D3D10DDI_HDEPTHSTENCILVIEW hv, UINT flags, FLOAT depth,
                                           UINT8 stencil)
{
    struct pvu_context *c = pvu_context(h);
    struct pvu_view *v = hv.pDrvPrivate;
    struct pvgpu_cmd_clear_dsv *k = PVU_CMD(c, clear_dsv, CLEAR_DSV);
    k->view = v->id;
    k->flags = flags & PVGPU_CLEAR_ALL; /* D3D10_DDI_CLEAR_FLAG: the same numbers */
    k->depth = depth;
    k->stencil = stencil;
    pvu_use(c, v->resource, true);
}

static void clear_uav(D3D10DDI_HDEVICE h, struct pvu_view *v, uint32_t is_float, const uint32_t *words)
{
    struct pvu_context *c = pvu_context(h);
    struct pvgpu_cmd_clear_uav *k = PVU_CMD(c, clear_uav, CLEAR_UAV);
    k->view = v->id;
    k->is_float = is_float;
    k->x = words[0], k->y = words[1], k->z = words[2], k->w = words[3];
    pvu_use(c, v->resource, true);
}

/* Bits of component i of an integer format with components below 32 bits; 0 of any other. */
static unsigned integer_bits(uint32_t format, unsigned i)
{
    const uint32_t kind = pvgpu_format_rows[format].kind;
    if (kind != PVGPU_FORMAT_UINT && kind != PVGPU_FORMAT_SINT) return 0;
    switch (pvgpu_format_rows[format].family) {
    case DXGI_FORMAT_R16G16B16A16_TYPELESS: case DXGI_FORMAT_R16G16_TYPELESS: case DXGI_FORMAT_R16_TYPELESS: return 16;
    case DXGI_FORMAT_R8G8B8A8_TYPELESS: case DXGI_FORMAT_R8G8_TYPELESS: case DXGI_FORMAT_R8_TYPELESS: return 8;
    case DXGI_FORMAT_R10G10B10A2_TYPELESS: return i == 3 ? 2 : 10;
    default: return 0;
    }
}

/* "Copying the lower ni bits from each array element i to the corresponding channel, where ni is the number of bits in the ith
 * channel" (nf-d3d11-id3d11devicecontext-clearunorderedaccessviewuint): hosts that clamp get what fits. */
void APIENTRY pvu_clear_uav_uint(D3D10DDI_HDEVICE h, D3D11DDI_HUNORDEREDACCESSVIEW v, const UINT words[4])
{
    const struct pvu_view *view = v.pDrvPrivate;
    const uint32_t format = view->create.uav.format;
    uint32_t w[4];
    for (unsigned i = 0; i < 4; i++) {
        const unsigned bits = pvgpu_format_known(format) ? integer_bits(format, i) : 0;
        w[i] = words[i];
        if (!bits) continue;
        w[i] &= (1u << bits) - 1;
        if (pvgpu_format_rows[format].kind == PVGPU_FORMAT_SINT && w[i] >> (bits - 1)) w[i] |= ~0u << bits;
    }
    clear_uav(h, v.pDrvPrivate, 0, w);
}

void APIENTRY pvu_clear_uav_float(D3D10DDI_HDEVICE h, D3D11DDI_HUNORDEREDACCESSVIEW v, const FLOAT f[4])
{
    uint32_t words[4];
    memcpy(words, f, sizeof words);
    clear_uav(h, v.pDrvPrivate, 1, words);
}

static bool is_view(D3D11DDI_HANDLETYPE type)
{
    return type == D3D10DDI_HT_RENDERTARGETVIEW || type == D3D10DDI_HT_DEPTHSTENCILVIEW ||
           type == D3D11DDI_HT_UNORDEREDACCESSVIEW || type == D3D10DDI_HT_SHADERRESOURCEVIEW;
}

static bool is_video_view(D3D11DDI_HANDLETYPE type)
{
    return type == D3D11_1DDI_HT_VIDEOPROCESSORINPUTVIEW || type == D3D11_1DDI_HT_VIDEOPROCESSOROUTPUTVIEW ||
           type == D3D11_1DDI_HT_VIDEODECODEROUTPUTVIEW;
}

static bool is_edge(LONG at, uint32_t size, uint32_t step) { return at <= 0 || (uint64_t)at >= size || !((uint32_t)at % step); }

/* Rectangles of a video view "must be aligned so they do not straddle subsampled blocks, otherwise the runtime will drop the
 * call" (the page of ClearView), and the host ends a context that sends such ones. */
static bool straddles(const struct pvu_view *v, const D3D10_DDI_RECT *r, UINT n)
{
    const struct pvu_resource *t = v->resource;
    const uint32_t mip = v->kind == PVU_VIEW_VIDEO_INPUT ? v->create.video_input.mip
                       : v->kind == PVU_VIEW_VIDEO_OUTPUT ? v->create.video_output.mip : 0; /* a decoder's have none */
    const uint32_t w = pvu_mip(t->width, mip), h = pvu_mip(t->height, mip);
    const uint32_t x = pvgpu_format_shared_width(t->format), y = pvgpu_format_shared_height(t->format);
    for (UINT i = 0; i < n; i++)
        if (!is_edge(r[i].left, w, x) || !is_edge(r[i].right, w, x) || !is_edge(r[i].top, h, y) || !is_edge(r[i].bottom, h, y)) return true;
    return false;
}

/* nc-d3d10umddi-pfnd3d11_1ddi_clearview.md; U26: with rectangles only these. */
void APIENTRY pvu_clear_view(D3D10DDI_HDEVICE h, D3D11DDI_HANDLETYPE type, void *view, const FLOAT color[4],
                             const D3D10_DDI_RECT *rects, UINT n)
{
    struct pvu_context *c = pvu_context(h);
    struct pvu_view *v = view;
    if (!is_view(type) && !is_video_view(type)) {
        pvu_log("ClearView of handle type %d", (int)type);
        return;
    }
    if (!rects) n = 0;
    if (is_video_view(type)) {
        /* using-context-local-ddi-handles.md has deferred contexts create their handles, and the video table is the device's. */
        if (c->recorder) {
            pvu_none(c->device, PVU_NONE_VIDEO_VIEW_RECORDED);
            return;
        }
        if (straddles(v, rects, n)) return;
        pvu_map_changed(v->resource);
    }
    do {
        uint32_t m = n < RECTS_MAX ? n : RECTS_MAX;
        struct pvgpu_cmd_clear_view *k = PVU_CMD_TAIL(c, clear_view, CLEAR_VIEW, m * sizeof(struct pvgpu_rect));
        k->view = v->id;
        k->r = color[0], k->g = color[1], k->b = color[2], k->a = color[3];
        k->n_rects = m;
        if (m) memcpy(k + 1, rects, m * sizeof(struct pvgpu_rect));
        pvu_use(c, v->resource, true);
        rects += m;
        n -= m;
    } while (n);
}

void APIENTRY pvu_discard(D3D10DDI_HDEVICE h, D3D11DDI_HANDLETYPE type, void *object, const D3D10_DDI_RECT *rects, UINT n)
{
    struct pvu_context *c = pvu_context(h);
    struct pvu_resource *r = type == D3D10DDI_HT_RESOURCE ? object : NULL;
    struct pvu_view *v = is_view(type) || (is_video_view(type) && !c->recorder) ? object : NULL;
    if (!rects || r) n = 0;
    if ((!r && !v) || (r && pvu_is_staging(r))) return; /* a hint: nothing is lost without it */
    do {
        uint32_t m = n < RECTS_MAX ? n : RECTS_MAX;
        struct pvgpu_cmd_discard *k = PVU_CMD_TAIL(c, discard, DISCARD, m * sizeof(struct pvgpu_rect));
        k->view = v ? v->id : 0;
        k->resource = r ? r->id : 0;
        k->n_rects = m;
        k->pad = 0;
        if (m) memcpy(k + 1, rects, m * sizeof(struct pvgpu_rect));
        pvu_use(c, r ? r : v->resource, true);
        if (r) pvu_map_changed(r);
        rects += m;
        n -= m;
    } while (n);
}

void APIENTRY pvu_gen_mips(D3D10DDI_HDEVICE h, D3D10DDI_HSHADERRESOURCEVIEW hv)
{
    struct pvu_context *c = pvu_context(h);
    struct pvu_view *v = hv.pDrvPrivate;
    struct pvgpu_cmd_generate_mips *k = PVU_CMD(c, generate_mips, GENERATE_MIPS);
    k->view = v->id;
    k->pad = 0;
    pvu_use(c, v->resource, true);
}
