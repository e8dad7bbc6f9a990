/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * draw.c - draws, dispatches and clears.
 */
#include "renderer.h"

static inline ID3D11DeviceContext *ready(void *core)
{
    struct pvb_d11_context *cx = pvb_d11_context_of(core);
    if (cx->dirty) pvb_d11_shaders_resolve(cx);
    return cx->ctx;
}

/* NULL: nothing is to be drawn. Without a vertex shader nothing has a position; Wine's Direct3D (10.0) is not to be asked, since it
 * takes a shader that is not there for its own fixed functions and falls. So it does over an index buffer that is not there,
 * where every index would be 0: there such draws are left out. */
static inline ID3D11DeviceContext *drawable(void *core, bool indexed)
{
    struct pvb_d11_context *cx = pvb_d11_context_of(core);
    ID3D11DeviceContext *ctx = ready(core);
    return cx->vs_bound && (!indexed || cx->indices || !cx->r->host.needs_indices) ? ctx : NULL;
}

enum pvgpu_verdict pvb_d11_cmd_draw(void *core, const struct pvgpu_cmd_draw *c, const void *tail)
{
    ID3D11DeviceContext *ctx = drawable(core, false);

    if (ctx) ID3D11DeviceContext_Draw(ctx, c->vertices, c->first);
    return PVGPU_OK;
}

enum pvgpu_verdict pvb_d11_cmd_draw_indexed(void *core, const struct pvgpu_cmd_draw_indexed *c, const void *tail)
{
    ID3D11DeviceContext *ctx = drawable(core, true);

    if (ctx) ID3D11DeviceContext_DrawIndexed(ctx, c->indices, c->first, c->base_vertex);
    return PVGPU_OK;
}

enum pvgpu_verdict pvb_d11_cmd_draw_instanced(void *core, const struct pvgpu_cmd_draw_instanced *c, const void *tail)
{
    ID3D11DeviceContext *ctx = drawable(core, false);

    if (ctx) ID3D11DeviceContext_DrawInstanced(ctx, c->vertices, c->instances, c->first, c->first_instance);
    return PVGPU_OK;
}

enum pvgpu_verdict pvb_d11_cmd_draw_indexed_instanced(void *core, const struct pvgpu_cmd_draw_indexed_instanced *c,
                                                      const void *tail)
{
    ID3D11DeviceContext *ctx = drawable(core, true);

    if (ctx) ID3D11DeviceContext_DrawIndexedInstanced(ctx, c->indices, c->instances, c->first, c->base_vertex, c->first_instance);
    return PVGPU_OK;
}

enum pvgpu_verdict pvb_d11_cmd_draw_auto(void *core, const struct pvgpu_cmd_draw_auto *c, const void *tail)
{
    ID3D11DeviceContext *ctx = drawable(core, false);

    if (ctx) ID3D11DeviceContext_DrawAuto(ctx);
    return PVGPU_OK;
}

enum pvgpu_verdict pvb_d11_cmd_draw_indirect(void *core, const struct pvgpu_cmd_draw_indirect *c, const void *tail)
{
    ID3D11Buffer *arguments = pvb_d11_buffer(core, c->resource);
    ID3D11DeviceContext *ctx;

    if (!arguments) return PVGPU_E_RULE;
    ctx = drawable(core, c->indexed);
    if (ctx && c->indexed) ID3D11DeviceContext_DrawIndexedInstancedIndirect(ctx, arguments, c->offset);
    else if (ctx) ID3D11DeviceContext_DrawInstancedIndirect(ctx, arguments, c->offset);
    return PVGPU_OK;
}

enum pvgpu_verdict pvb_d11_cmd_dispatch(void *core, const struct pvgpu_cmd_dispatch *c, const void *tail)
{
    ID3D11DeviceContext_Dispatch(ready(core), c->x, c->y, c->z);
    return PVGPU_OK;
}

enum pvgpu_verdict pvb_d11_cmd_dispatch_indirect(void *core, const struct pvgpu_cmd_dispatch_indirect *c, const void *tail)
{
    ID3D11Buffer *arguments = pvb_d11_buffer(core, c->resource);

    if (!arguments) return PVGPU_E_RULE;
    ID3D11DeviceContext_DispatchIndirect(ready(core), arguments, c->offset);
    return PVGPU_OK;
}

/* ---- clears ---- */

enum pvgpu_verdict pvb_d11_cmd_clear_rtv(void *core, const struct pvgpu_cmd_clear_rtv *c, const void *tail)
{
    const FLOAT color[4] = { c->r, c->g, c->b, c->a };
    ID3D11DeviceContext_ClearRenderTargetView(pvb_d11_context_of(core)->ctx, pvb_object(core, c->view), color);
    return PVGPU_OK;
}

enum pvgpu_verdict pvb_d11_cmd_clear_dsv(void *core, const struct pvgpu_cmd_clear_dsv *c, const void *tail)
{
    /* PVGPU_CLEAR_ bits are D3D11_CLEAR_FLAG's. */
    ID3D11DeviceContext_ClearDepthStencilView(pvb_d11_context_of(core)->ctx, pvb_object(core, c->view), c->flags, c->depth,
                                              (UINT8)c->stencil);
    return PVGPU_OK;
}

enum pvgpu_verdict pvb_d11_cmd_clear_uav(void *core, const struct pvgpu_cmd_clear_uav *c, const void *tail)
{
    const UINT words[4] = { c->x, c->y, c->z, c->w };
    FLOAT floats[4];

    if (c->is_float) {
        memcpy(floats, words, sizeof floats);
        ID3D11DeviceContext_ClearUnorderedAccessViewFloat(pvb_d11_context_of(core)->ctx, pvb_object(core, c->view), floats);
    } else {
        ID3D11DeviceContext_ClearUnorderedAccessViewUint(pvb_d11_context_of(core)->ctx, pvb_object(core, c->view), words);
    }
    return PVGPU_OK;
}

/* Of a video processor; NULL: a view of another kind. */
static struct pvb_d11_video_view *video_view(void *core, uint32_t id)
{
    const enum pvgpu_object_kind kind = pvb_object_kind(core, id);
    return kind == PVGPU_OBJ_VIDEO_INPUT || kind == PVGPU_OBJ_VIDEO_OUTPUT ? pvb_object(core, id) : NULL;
}

enum pvgpu_verdict pvb_d11_cmd_clear_view(void *core, const struct pvgpu_cmd_clear_view *c, const void *tail)
{
    const FLOAT color[4] = { c->r, c->g, c->b, c->a };
    struct pvb_renderer *r = pvb_d11_context_of(core)->r;
    struct pvb_d11_video_view *video = video_view(core, c->view);
    const enum pvgpu_object_kind kind = pvb_object_kind(core, c->view);

    if (video) pvb_d11_video_clear(r, video, color, c->n_rects ? tail : NULL, c->n_rects);
    else if (!r->clears_views && (kind == PVGPU_OBJ_RTV || kind == PVGPU_OBJ_UAV))
        pvb_d11_clear_view(r, pvb_object(core, c->view), kind == PVGPU_OBJ_UAV, color, tail, c->n_rects);
    else ID3D11DeviceContext1_ClearView(r->ctx1, pvb_object(core, c->view), color, c->n_rects ? tail : NULL, c->n_rects);
    return PVGPU_OK;
}

enum pvgpu_verdict pvb_d11_cmd_discard(void *core, const struct pvgpu_cmd_discard *c, const void *tail)
{
    ID3D11DeviceContext1 *ctx = pvb_d11_context_of(core)->r->ctx1;
    struct pvb_d11_video_view *video;
    ID3D11View *view;

    if (c->resource) {
        struct pvb_d11_resource *res = pvb_resource(core, c->resource);
        ID3D11DeviceContext1_DiscardResource(ctx, res->any);
        return PVGPU_OK;
    }
    video = video_view(core, c->view);
    view = video ? pvb_d11_video_view_host(video) : pvb_object(core, c->view);
    if (c->n_rects) ID3D11DeviceContext1_DiscardView1(ctx, view, tail, c->n_rects);
    else ID3D11DeviceContext1_DiscardView(ctx, view);
    return PVGPU_OK;
}

enum pvgpu_verdict pvb_d11_cmd_generate_mips(void *core, const struct pvgpu_cmd_generate_mips *c, const void *tail)
{
    ID3D11DeviceContext_GenerateMips(pvb_d11_context_of(core)->ctx, pvb_object(core, c->view));
    return PVGPU_OK;
}
