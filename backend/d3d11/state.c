/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * state.c - state objects, and every set_ command but those of shaders. Setting looks pointers up
 * and calls the host: no allocation, no reference of our own (the host's context holds one).
 */
#include "renderer.h"

PVGPU_STATIC_ASSERT(sizeof(struct pvgpu_viewport) == sizeof(D3D11_VIEWPORT), "viewport is D3D11_VIEWPORT");
PVGPU_STATIC_ASSERT(sizeof(struct pvgpu_rect) == sizeof(D3D11_RECT), "rect is D3D11_RECT");

static enum pvgpu_verdict define(void *core, uint32_t id, enum pvgpu_object_kind kind, HRESULT hr, void *state)
{
    struct pvb_d11_context *cx = pvb_d11_context_of(core);

    if (FAILED(hr)) {
        if (pvb_d11_first(cx->r, PVB_D11_EV_STATE))
            pvb_log(1, "state object refused: kind %d: 0x%08x", (int)kind, (unsigned)hr);
        state = NULL;
    }
    pvb_define(core, id, kind, state);
    return PVGPU_OK;
}

/* ---- objects ---- */

enum pvgpu_verdict pvb_d11_cmd_create_blend(void *core, const struct pvgpu_cmd_create_blend *c, const void *tail)
{
    struct pvb_d11_context *cx = pvb_d11_context_of(core);
    const struct pvgpu_blend_target *t = tail;
    D3D11_BLEND_DESC1 d = { (BOOL)c->alpha_to_coverage, (BOOL)c->independent };
    ID3D11BlendState1 *state = NULL;
    HRESULT hr;

    if (!c->n_targets) return PVGPU_E_RULE;
    for (uint32_t i = 0; i < 8; i++) {
        const struct pvgpu_blend_target *s = &t[i < c->n_targets ? i : 0];
        D3D11_RENDER_TARGET_BLEND_DESC1 *o = &d.RenderTarget[i];
        o->BlendEnable = s->enable;
        o->LogicOpEnable = s->logic_enable;
        o->SrcBlend = (D3D11_BLEND)s->src;
        o->DestBlend = (D3D11_BLEND)s->dst;
        o->BlendOp = (D3D11_BLEND_OP)s->op;
        o->SrcBlendAlpha = (D3D11_BLEND)s->src_alpha;
        o->DestBlendAlpha = (D3D11_BLEND)s->dst_alpha;
        o->BlendOpAlpha = (D3D11_BLEND_OP)s->op_alpha;
        o->LogicOp = (D3D11_LOGIC_OP)s->logic_op;
        o->RenderTargetWriteMask = s->write_mask;
    }
    hr = ID3D11Device1_CreateBlendState1(cx->r->device1, &d, &state);
    return define(core, c->id, PVGPU_OBJ_BLEND, hr, state);
}

enum pvgpu_verdict pvb_d11_cmd_create_depth_stencil(void *core, const struct pvgpu_cmd_create_depth_stencil *c, const void *tail)
{
    struct pvb_d11_context *cx = pvb_d11_context_of(core);
    D3D11_DEPTH_STENCIL_DESC d = {
        (BOOL)c->depth_enable, c->depth_write ? D3D11_DEPTH_WRITE_MASK_ALL : D3D11_DEPTH_WRITE_MASK_ZERO,
        (D3D11_COMPARISON_FUNC)c->depth_func, (BOOL)c->stencil_enable, (UINT8)c->stencil_read_mask, (UINT8)c->stencil_write_mask,
        { (D3D11_STENCIL_OP)c->front_fail, (D3D11_STENCIL_OP)c->front_depth_fail, (D3D11_STENCIL_OP)c->front_pass,
          (D3D11_COMPARISON_FUNC)c->front_func },
        { (D3D11_STENCIL_OP)c->back_fail, (D3D11_STENCIL_OP)c->back_depth_fail, (D3D11_STENCIL_OP)c->back_pass,
          (D3D11_COMPARISON_FUNC)c->back_func },
    };
    ID3D11DepthStencilState *state = NULL;
    HRESULT hr;

    hr = ID3D11Device_CreateDepthStencilState(cx->r->device, &d, &state);
    return define(core, c->id, PVGPU_OBJ_DEPTH_STENCIL, hr, state);
}

enum pvgpu_verdict pvb_d11_cmd_create_rasterizer(void *core, const struct pvgpu_cmd_create_rasterizer *c, const void *tail)
{
    struct pvb_d11_context *cx = pvb_d11_context_of(core);
    D3D11_RASTERIZER_DESC1 d = {
        (D3D11_FILL_MODE)c->fill, (D3D11_CULL_MODE)c->cull, (BOOL)c->front_ccw, c->depth_bias, c->depth_bias_clamp, c->slope_bias,
        (BOOL)c->depth_clip, (BOOL)c->scissor, (BOOL)c->multisample, (BOOL)c->line_aa, c->forced_samples,
    };
    ID3D11RasterizerState1 *state = NULL;
    HRESULT hr;

    hr = ID3D11Device1_CreateRasterizerState1(cx->r->device1, &d, &state);
    return define(core, c->id, PVGPU_OBJ_RASTERIZER, hr, state);
}

enum pvgpu_verdict pvb_d11_cmd_create_sampler(void *core, const struct pvgpu_cmd_create_sampler *c, const void *tail)
{
    struct pvb_d11_context *cx = pvb_d11_context_of(core);
    D3D11_SAMPLER_DESC d = {
        (D3D11_FILTER)c->filter, (D3D11_TEXTURE_ADDRESS_MODE)c->address_u, (D3D11_TEXTURE_ADDRESS_MODE)c->address_v,
        (D3D11_TEXTURE_ADDRESS_MODE)c->address_w, c->lod_bias, c->anisotropy, (D3D11_COMPARISON_FUNC)c->func,
        { c->border_r, c->border_g, c->border_b, c->border_a }, c->min_lod, c->max_lod,
    };
    ID3D11SamplerState *state = NULL;
    HRESULT hr;

    hr = ID3D11Device_CreateSamplerState(cx->r->device, &d, &state);
    return define(core, c->id, PVGPU_OBJ_SAMPLER, hr, state);
}

/* ---- input assembler, rasterizer, output merger ---- */

enum pvgpu_verdict pvb_d11_cmd_set_topology(void *core, const struct pvgpu_cmd_set_topology *c, const void *tail)
{
    ID3D11DeviceContext_IASetPrimitiveTopology(pvb_d11_context_of(core)->ctx, (D3D11_PRIMITIVE_TOPOLOGY)c->topology);
    return PVGPU_OK;
}

enum pvgpu_verdict pvb_d11_cmd_set_vertex_buffers(void *core, const struct pvgpu_cmd_set_vertex_buffers *c, const void *tail)
{
    const struct pvgpu_vertex_buffer *v = tail;
    ID3D11Buffer *buffers[32];
    UINT strides[32], offsets[32];

    if (c->first + c->n > 32) return PVGPU_E_RANGE;
    for (uint32_t i = 0; i < c->n; i++) {
        buffers[i] = pvb_d11_buffer(core, v[i].resource);
        strides[i] = v[i].stride;
        offsets[i] = v[i].offset;
    }
    ID3D11DeviceContext_IASetVertexBuffers(pvb_d11_context_of(core)->ctx, c->first, c->n, buffers, strides, offsets);
    return PVGPU_OK;
}

enum pvgpu_verdict pvb_d11_cmd_set_index_buffer(void *core, const struct pvgpu_cmd_set_index_buffer *c, const void *tail)
{
    struct pvb_d11_context *cx = pvb_d11_context_of(core);
    ID3D11Buffer *buffer = pvb_d11_buffer(core, c->resource);

    ID3D11DeviceContext_IASetIndexBuffer(cx->ctx, buffer, (DXGI_FORMAT)c->format, c->offset);
    cx->indices = buffer != NULL;
    return PVGPU_OK;
}

enum pvgpu_verdict pvb_d11_cmd_set_viewports(void *core, const struct pvgpu_cmd_set_viewports *c, const void *tail)
{
    struct pvb_d11_context *cx = pvb_d11_context_of(core);
    const D3D11_VIEWPORT *v = tail;
    uint32_t n = c->n;

    /* "Any viewports not defined by the call are disabled" (nf-d3d11-id3d11devicecontext-rssetviewports), for which a guest
     * may give empty ones. Wine's Direct3D (10.0) draws nothing through a geometry shader while there are two or more. */
    if (cx->r->host.disables_viewports)
        while (n > 1 && (!v[n - 1].Width || !v[n - 1].Height)) n--;
    ID3D11DeviceContext_RSSetViewports(cx->ctx, n, n ? v : NULL);
    return PVGPU_OK;
}

enum pvgpu_verdict pvb_d11_cmd_set_scissors(void *core, const struct pvgpu_cmd_set_scissors *c, const void *tail)
{
    ID3D11DeviceContext_RSSetScissorRects(pvb_d11_context_of(core)->ctx, c->n, c->n ? tail : NULL);
    return PVGPU_OK;
}

enum pvgpu_verdict pvb_d11_cmd_set_blend(void *core, const struct pvgpu_cmd_set_blend *c, const void *tail)
{
    struct pvb_d11_context *cx = pvb_d11_context_of(core);
    const FLOAT factor[4] = { c->r, c->g, c->b, c->a };
    ID3D11BlendState *state = pvb_object(core, c->state);

    if (cx->r->blend_stays) pvb_d11_blend_bound(cx, state);
    ID3D11DeviceContext_OMSetBlendState(cx->ctx, state, factor, c->sample_mask);
    return PVGPU_OK;
}

enum pvgpu_verdict pvb_d11_cmd_set_depth_stencil(void *core, const struct pvgpu_cmd_set_depth_stencil *c, const void *tail)
{
    ID3D11DeviceContext_OMSetDepthStencilState(pvb_d11_context_of(core)->ctx, pvb_object(core, c->state), c->reference);
    return PVGPU_OK;
}

enum pvgpu_verdict pvb_d11_cmd_set_rasterizer(void *core, const struct pvgpu_cmd_set_rasterizer *c, const void *tail)
{
    ID3D11DeviceContext_RSSetState(pvb_d11_context_of(core)->ctx, pvb_object(core, c->state));
    return PVGPU_OK;
}

/* A pixel shader's outputs are raw registers on Windows' drivers, and typed on the host's: what the targets hold decides. */
static void target_types(struct pvb_d11_context *cx, ID3D11RenderTargetView *const *rtv, uint32_t n)
{
    uint8_t types[8] = { 0 };
    D3D11_RENDER_TARGET_VIEW_DESC d;

    for (uint32_t i = 0; i < n; i++) {
        if (!rtv[i]) continue;
        ID3D11RenderTargetView_GetDesc(rtv[i], &d);
        types[i] = (uint8_t)pvb_dxbc_format_type(d.Format);
    }
    if (!memcmp(types, cx->target_types, sizeof types)) return;
    memcpy(cx->target_types, types, sizeof types);
    cx->dirty = true;
}

enum pvgpu_verdict pvb_d11_cmd_set_targets(void *core, const struct pvgpu_cmd_set_targets *c, const void *tail)
{
    ID3D11DeviceContext *ctx = pvb_d11_context_of(core)->ctx;
    const struct pvgpu_om_view *v = tail;
    ID3D11RenderTargetView *rtv[8];
    ID3D11UnorderedAccessView *uav[64];
    UINT counts[64];
    uint32_t n_uav;

    if (c->n_rtv > c->n) return PVGPU_E_RULE;
    n_uav = c->n - c->n_rtv;
    if (n_uav && (c->uav_first < c->n_rtv || c->uav_first + n_uav > 64)) return PVGPU_E_RANGE;
    for (uint32_t i = 0; i < c->n_rtv; i++) rtv[i] = pvb_object(core, v[i].view);
    target_types(pvb_d11_context_of(core), rtv, c->n_rtv);
    if (!n_uav) {
        ID3D11DeviceContext_OMSetRenderTargets(ctx, c->n_rtv, rtv, pvb_object(core, c->dsv));
        return PVGPU_OK;
    }
    for (uint32_t i = 0; i < n_uav; i++) {
        uav[i] = pvb_object(core, v[c->n_rtv + i].view);
        counts[i] = v[c->n_rtv + i].initial_count;
    }
    ID3D11DeviceContext_OMSetRenderTargetsAndUnorderedAccessViews(ctx, c->n_rtv, rtv, pvb_object(core, c->dsv), c->uav_first,
                                                                  n_uav, uav, counts);
    return PVGPU_OK;
}

/* ---- shader resources ---- */

enum pvgpu_verdict pvb_d11_cmd_set_constant_buffers(void *core, const struct pvgpu_cmd_set_constant_buffers *c, const void *tail)
{
    struct pvb_d11_context *cx = pvb_d11_context_of(core);
    ID3D11DeviceContext1 *ctx = cx->r->ctx1;
    const struct pvgpu_constant_buffer *v = tail;
    ID3D11Buffer *buffers[14];
    UINT first[14], count[14];
    bool ranges = false;

    if (c->first + c->n > 14) return PVGPU_E_RANGE;
    for (uint32_t i = 0; i < c->n; i++) {
        buffers[i] = pvb_d11_buffer(core, v[i].resource);
        first[i] = v[i].first;
        count[i] = v[i].count ? v[i].count : D3D11_REQ_CONSTANT_BUFFER_ELEMENT_COUNT;
        ranges |= v[i].count != 0;
    }
    switch ((enum pvgpu_stage)c->stage) {
#define STAGE(S) \
    case PVGPU_STAGE_##S: \
        if (ranges) ID3D11DeviceContext1_##S##SetConstantBuffers1(ctx, c->first, c->n, buffers, first, count); \
        else ID3D11DeviceContext1_##S##SetConstantBuffers(ctx, c->first, c->n, buffers); \
        break;
    STAGE(VS) STAGE(HS) STAGE(DS) STAGE(GS) STAGE(PS) STAGE(CS)
#undef STAGE
    case PVGPU_STAGE_COUNT: return PVGPU_E_FIELD;
    }
    return PVGPU_OK;
}

enum pvgpu_verdict pvb_d11_cmd_set_srvs(void *core, const struct pvgpu_cmd_set_srvs *c, const void *tail)
{
    struct pvb_d11_context *cx = pvb_d11_context_of(core);
    ID3D11DeviceContext *ctx = cx->ctx;
    const uint32_t *ids = tail;
    ID3D11ShaderResourceView *views[128];
    uint8_t dimensions[128];

    if (c->first + c->n > 128 || c->stage >= PVGPU_STAGE_COUNT) return PVGPU_E_RANGE;
    for (uint32_t i = 0; i < c->n; i++) views[i] = pvb_object(core, ids[i]);
    if (cx->declared) {
        for (uint32_t i = 0; i < c->n; i++) dimensions[i] = (uint8_t)pvb_view_dimension(core, ids[i]);
        pvb_d11_declared_views(cx, c->stage, c->first, c->n, views, dimensions);
    }
    switch ((enum pvgpu_stage)c->stage) {
#define STAGE(S) case PVGPU_STAGE_##S: ID3D11DeviceContext_##S##SetShaderResources(ctx, c->first, c->n, views); break;
    STAGE(VS) STAGE(HS) STAGE(DS) STAGE(GS) STAGE(PS) STAGE(CS)
#undef STAGE
    case PVGPU_STAGE_COUNT: return PVGPU_E_FIELD;
    }
    return PVGPU_OK;
}

enum pvgpu_verdict pvb_d11_cmd_set_samplers(void *core, const struct pvgpu_cmd_set_samplers *c, const void *tail)
{
    ID3D11DeviceContext *ctx = pvb_d11_context_of(core)->ctx;
    const uint32_t *ids = tail;
    ID3D11SamplerState *samplers[16];

    if (c->first + c->n > 16) return PVGPU_E_RANGE;
    for (uint32_t i = 0; i < c->n; i++) samplers[i] = pvb_object(core, ids[i]);
    switch ((enum pvgpu_stage)c->stage) {
#define STAGE(S) case PVGPU_STAGE_##S: ID3D11DeviceContext_##S##SetSamplers(ctx, c->first, c->n, samplers); break;
    STAGE(VS) STAGE(HS) STAGE(DS) STAGE(GS) STAGE(PS) STAGE(CS)
#undef STAGE
    case PVGPU_STAGE_COUNT: return PVGPU_E_FIELD;
    }
    return PVGPU_OK;
}

enum pvgpu_verdict pvb_d11_cmd_set_cs_uavs(void *core, const struct pvgpu_cmd_set_cs_uavs *c, const void *tail)
{
    const struct pvgpu_om_view *v = tail;
    ID3D11UnorderedAccessView *uav[64];
    UINT counts[64];

    if (c->first + c->n > 64) return PVGPU_E_RANGE;
    for (uint32_t i = 0; i < c->n; i++) {
        uav[i] = pvb_object(core, v[i].view);
        counts[i] = v[i].initial_count;
    }
    ID3D11DeviceContext_CSSetUnorderedAccessViews(pvb_d11_context_of(core)->ctx, c->first, c->n, uav, counts);
    return PVGPU_OK;
}

enum pvgpu_verdict pvb_d11_cmd_set_so_targets(void *core, const struct pvgpu_cmd_set_so_targets *c, const void *tail)
{
    const struct pvgpu_so_target *t = tail;
    ID3D11Buffer *buffers[4];
    UINT offsets[4];

    for (uint32_t i = 0; i < c->n; i++) {
        buffers[i] = pvb_d11_buffer(core, t[i].resource);
        offsets[i] = t[i].offset;
    }
    ID3D11DeviceContext_SOSetTargets(pvb_d11_context_of(core)->ctx, c->n, buffers, offsets);
    return PVGPU_OK;
}

enum pvgpu_verdict pvb_d11_cmd_clear_state(void *core, const struct pvgpu_cmd_clear_state *c, const void *tail)
{
    struct pvb_d11_context *cx = pvb_d11_context_of(core);
    ID3D11DeviceContext_ClearState(cx->ctx);
    pvb_d11_context_reset(cx);
    return PVGPU_OK;
}

enum pvgpu_verdict pvb_d11_cmd_set_min_lod(void *core, const struct pvgpu_cmd_set_min_lod *c, const void *tail)
{
    struct pvb_d11_resource *res = pvb_resource(core, c->resource);
    ID3D11DeviceContext_SetResourceMinLOD(pvb_d11_context_of(core)->ctx, res->any, c->lod);
    return PVGPU_OK;
}
