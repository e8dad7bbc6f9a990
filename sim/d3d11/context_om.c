/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * context_om.c - output merger, rasterizer, stream output.
 */
#include "cmdlist.h"
#include "context_methods.h"

void rt_ctx_emit_targets(struct rt_context *c, UINT clear_rtvs, const UINT *counts)
{
    const struct rt_ctx_state *s = &c->state;
    struct rt_ddi_targets t;
    UINT i;

    if (c->list || !rt_ctx_enter(c))
        return;
    t.n_rtvs = s->n_rtvs;
    t.clear_rtvs = clear_rtvs;
    for (i = 0; i < s->n_rtvs; i++) {
        t.rtvs[i].pDrvPrivate = rt_h_view(c, s->rtvs[i]);
        if (s->rtvs[i])
            rt_ctx_wrote(c, s->rtvs[i]->resource);
    }
    t.dsv.pDrvPrivate = rt_h_view(c, s->dsv);
    if (s->dsv)
        rt_ctx_wrote(c, s->dsv->resource);
    /* One slot space: views first, then unordered access. */
    t.uav_start = s->n_uavs ? s->uav_start : s->n_rtvs;
    t.n_uavs = s->n_uavs;
    t.range_start = t.uav_start;
    t.range_size = t.n_uavs;
    for (i = 0; i < s->n_uavs; i++) {
        struct rt_view *v = s->uavs[s->uav_start + i];

        t.uavs[i].pDrvPrivate = rt_h_view(c, v);
        t.counts[i] = counts ? counts[i] : ~0u;
        if (v)
            rt_ctx_wrote(c, v->resource);
    }
    rt_ddi_set_targets(c->umd, &t);
    rt_ctx_leave(c);
}

static void record_targets(struct rt_context *c, const struct rt_targets *t)
{
    struct rt_child *objects[1 + RT_RTVS + RT_UAVS];
    UINT u[] = {t->keep_rtvs, t->keep_uavs, t->n_rtvs, t->uav_start, t->n_uavs}, i;

    objects[0] = RT_OBJ(t->dsv);
    for (i = 0; i < t->n_rtvs; i++)
        objects[1 + i] = RT_OBJ(t->rtvs[i]);
    for (i = 0; i < t->n_uavs; i++)
        objects[1 + t->n_rtvs + i] = RT_OBJ(t->uavs[i]);
    rt_record(c, RT_OP_TARGETS, u, 5, objects, 1 + t->n_rtvs + t->n_uavs, t->counts, t->n_uavs * sizeof(UINT));
}

static void unbind_for(struct rt_context *c, struct rt_view *v, enum rt_output_place place)
{
    if (!v)
        return;
    rt_hazard_unbind_inputs(c, v);
    rt_hazard_unbind_outputs(c, v->resource, v, place);
}

void rt_ctx_set_targets(struct rt_context *c, const struct rt_targets *t)
{
    struct rt_ctx_state *s = &c->state;
    struct rt_view *none = NULL;
    UINT old_rtvs = s->n_rtvs, clear = 0, i;

    if (!t->keep_rtvs) {
        for (i = 0; i < t->n_rtvs; i++)
            unbind_for(c, t->rtvs[i], RT_OUT_RTV);
        unbind_for(c, t->dsv, RT_OUT_RTV);
        for (i = 0; i < RT_RTVS; i++)
            RT_HOLD(s->rtvs[i], i < t->n_rtvs ? t->rtvs[i] : NULL);
        RT_HOLD(s->dsv, t->dsv);
        s->n_rtvs = t->n_rtvs;
        clear = old_rtvs > s->n_rtvs ? old_rtvs - s->n_rtvs : 0;
    }
    if (!t->keep_uavs) {
        for (i = 0; i < t->n_uavs; i++)
            unbind_for(c, t->uavs[i], RT_OUT_OM_UAV);
        for (i = 0; i < RT_UAVS; i++) {
            bool in = i >= t->uav_start && i < t->uav_start + t->n_uavs;

            RT_HOLD(s->uavs[i], in ? t->uavs[i - t->uav_start] : NULL);
        }
        s->uav_start = t->uav_start;
        s->n_uavs = t->n_uavs;
    } else if (!t->keep_rtvs) {
        /* A render target takes the slot of an unordered access view that was kept. */
        for (i = 0; i < s->n_rtvs; i++)
            RT_HOLD(s->uavs[i], none);
        while (s->n_uavs && s->uav_start < s->n_rtvs) {
            s->uav_start++;
            s->n_uavs--;
        }
    }
    if (c->list)
        record_targets(c, t);
    else
        rt_ctx_emit_targets(c, clear, t->keep_uavs ? NULL : t->counts);
}

void rt_ctx_set_blend(struct rt_context *c, struct rt_state *state, const float factor[4], UINT mask)
{
    RT_HOLD(c->state.blend, state);
    memcpy(c->state.blend_factor, factor, sizeof(c->state.blend_factor));
    c->state.sample_mask = mask;
    if (c->list) {
        struct rt_child *object = RT_OBJ(state);

        rt_record(c, RT_OP_BLEND, &mask, 1, &object, 1, factor, 4 * sizeof(float));
        return;
    }
    if (!rt_ctx_enter(c))
        return;
    c->umd->f->pfnSetBlendState(c->umd->h, (D3D10DDI_HBLENDSTATE){rt_h_state(c, state)}, factor, mask);
    rt_ctx_leave(c);
}

void rt_ctx_set_depth_stencil(struct rt_context *c, struct rt_state *state, UINT ref)
{
    RT_HOLD(c->state.depth_stencil, state);
    c->state.stencil_ref = ref;
    if (c->list) {
        struct rt_child *object = RT_OBJ(state);

        rt_record(c, RT_OP_DEPTH_STENCIL, &ref, 1, &object, 1, NULL, 0);
        return;
    }
    if (!rt_ctx_enter(c))
        return;
    c->umd->f->pfnSetDepthStencilState(c->umd->h, (D3D10DDI_HDEPTHSTENCILSTATE){rt_h_state(c, state)}, ref);
    rt_ctx_leave(c);
}

void rt_ctx_set_rasterizer(struct rt_context *c, struct rt_state *state)
{
    RT_HOLD(c->state.rasterizer, state);
    if (c->list) {
        struct rt_child *object = RT_OBJ(state);

        rt_record(c, RT_OP_RASTERIZER, NULL, 0, &object, 1, NULL, 0);
        return;
    }
    if (!rt_ctx_enter(c))
        return;
    c->umd->f->pfnSetRasterizerState(c->umd->h, (D3D10DDI_HRASTERIZERSTATE){rt_h_state(c, state)});
    rt_ctx_leave(c);
}

void rt_ctx_set_viewports(struct rt_context *c, UINT n, const D3D11_VIEWPORT *viewports)
{
    D3D10_DDI_VIEWPORT ddi[RT_VIEWPORTS];
    UINT old = c->state.n_viewports;

    memset(c->state.viewports, 0, sizeof(c->state.viewports));
    if (n)
        memcpy(c->state.viewports, viewports, n * sizeof(*viewports));
    c->state.n_viewports = n;
    if (c->list) {
        rt_record(c, RT_OP_VIEWPORTS, &n, 1, NULL, 0, viewports, n * sizeof(*viewports));
        return;
    }
    if (!rt_ctx_enter(c))
        return;
    if (n)
        memcpy(ddi, viewports, n * sizeof(*ddi)); /* the same six floats */
    c->umd->f->pfnSetViewports(c->umd->h, n, old > n ? old - n : 0, ddi);
    rt_ctx_leave(c);
}

void rt_ctx_set_scissors(struct rt_context *c, UINT n, const D3D11_RECT *rects)
{
    UINT old = c->state.n_scissors;

    memset(c->state.scissors, 0, sizeof(c->state.scissors));
    if (n)
        memcpy(c->state.scissors, rects, n * sizeof(*rects));
    c->state.n_scissors = n;
    if (c->list) {
        rt_record(c, RT_OP_SCISSORS, &n, 1, NULL, 0, rects, n * sizeof(*rects));
        return;
    }
    if (!rt_ctx_enter(c))
        return;
    c->umd->f->pfnSetScissorRects(c->umd->h, n, old > n ? old - n : 0, (const D3D10_DDI_RECT *)c->state.scissors);
    rt_ctx_leave(c);
}

void rt_ctx_set_so(struct rt_context *c, UINT n, struct rt_resource *const *buffers, const UINT *offsets)
{
    D3D10DDI_HRESOURCE handles[RT_SO_TARGETS];
    UINT ddi_offsets[RT_SO_TARGETS], old = c->state.n_so, i;

    for (i = 0; i < n; i++) {
        if (buffers[i] && buffers[i] != c->state.so[i]) {
            rt_hazard_unbind_buffer_inputs(c, buffers[i]);
            rt_hazard_unbind_outputs(c, buffers[i], NULL, RT_OUT_SO);
        }
    }
    for (i = 0; i < RT_SO_TARGETS; i++) {
        struct rt_resource *r = i < n ? buffers[i] : NULL;

        RT_HOLD(c->state.so[i], r);
        ddi_offsets[i] = i < n && offsets ? offsets[i] : 0;
    }
    c->state.n_so = n;
    if (c->list) {
        struct rt_child *objects[RT_SO_TARGETS];

        for (i = 0; i < n; i++)
            objects[i] = RT_OBJ(buffers[i]);
        rt_record(c, RT_OP_SO, &n, 1, objects, n, ddi_offsets, n * sizeof(UINT));
        return;
    }
    if (!rt_ctx_enter(c))
        return;
    for (i = 0; i < RT_SO_TARGETS; i++) {
        handles[i] = rt_h_resource(c, c->state.so[i]);
        if (c->state.so[i])
            rt_ctx_wrote(c, c->state.so[i]);
    }
    c->umd->f->pfnSoSetTargets(c->umd->h, n, old > n ? old - n : 0, handles, ddi_offsets);
    rt_ctx_leave(c);
}

/* ---- methods ---- */

static UINT uav_slots(const struct rt_context *c)
{
    return c->child.device->feature_level >= D3D_FEATURE_LEVEL_11_1 ? D3D11_1_UAV_SLOT_COUNT : D3D11_PS_CS_UAV_REGISTER_COUNT;
}

/* nf-d3d11-...-omsetrendertargets: one kind of resource, one size, one sample count; no subresource twice. */
static bool targets_agree(const struct rt_targets *t)
{
    const struct rt_view *first = NULL;
    UINT i, j;

    for (i = 0; i < t->n_rtvs; i++) {
        const struct rt_view *v = t->rtvs[i];

        if (!v)
            continue;
        if (!first)
            first = v;
        if (v->resource->desc.dimension != first->resource->desc.dimension || v->resource->desc.samples != first->resource->desc.samples ||
            v->n_slices != first->n_slices)
            return false;
        for (j = 0; j < i; j++)
            if (t->rtvs[j] && v->resource->desc.dimension != D3D11_RESOURCE_DIMENSION_TEXTURE3D &&
                v->resource->desc.dimension != D3D11_RESOURCE_DIMENSION_BUFFER && rt_view_overlaps(v, 3, t->rtvs[j], 3))
                return false;
    }
    if (first && t->dsv && t->dsv->resource->desc.samples != first->resource->desc.samples)
        return false;
    return true;
}

static void set_rtvs(struct rt_targets *t, UINT n, ID3D11RenderTargetView *const *rtvs, ID3D11DepthStencilView *dsv)
{
    UINT i;

    t->n_rtvs = n;
    for (i = 0; i < n; i++)
        t->rtvs[i] = rtvs ? rt_view_from(rtvs[i]) : NULL;
    t->dsv = rt_view_from(dsv);
}

void STDMETHODCALLTYPE ctx_OMSetRenderTargets(ID3D11DeviceContext4 *iface, UINT n, ID3D11RenderTargetView *const *rtvs,
    ID3D11DepthStencilView *dsv)
{
    struct rt_targets t;

    if (n > RT_RTVS)
        return;
    t.keep_rtvs = t.keep_uavs = false;
    t.uav_start = n;
    t.n_uavs = 0;
    set_rtvs(&t, n, rtvs, dsv);
    if (targets_agree(&t))
        rt_ctx_set_targets(rt_context_from(iface), &t);
}

void STDMETHODCALLTYPE ctx_OMSetRenderTargetsAndUnorderedAccessViews(ID3D11DeviceContext4 *iface, UINT n,
    ID3D11RenderTargetView *const *rtvs, ID3D11DepthStencilView *dsv, UINT uav_start, UINT n_uavs,
    ID3D11UnorderedAccessView *const *uavs, const UINT *counts)
{
    struct rt_context *c = rt_context_from(iface);
    struct rt_targets t = {0};
    UINT i, j;

    t.keep_rtvs = n == D3D11_KEEP_RENDER_TARGETS_AND_DEPTH_STENCIL;
    t.keep_uavs = n_uavs == D3D11_KEEP_UNORDERED_ACCESS_VIEWS;
    if (!t.keep_rtvs) {
        if (n > RT_RTVS)
            return;
        set_rtvs(&t, n, rtvs, dsv);
        if (!targets_agree(&t))
            return;
    }
    if (!t.keep_uavs) {
        /* Pixel shaders below 11_0 have none (win32 docs, "Compute shaders on downlevel hardware"). */
        if (n_uavs && c->child.device->feature_level < D3D_FEATURE_LEVEL_11_0)
            return;
        if (uav_start > uav_slots(c) || n_uavs > uav_slots(c) - uav_start || (!t.keep_rtvs && n_uavs && uav_start < n))
            return;
        if (t.keep_rtvs && n_uavs && uav_start < c->state.n_rtvs)
            return;
        t.uav_start = uav_start;
        t.n_uavs = n_uavs;
        for (i = 0; i < n_uavs; i++) {
            t.uavs[i] = uavs ? rt_view_from(uavs[i]) : NULL;
            t.counts[i] = counts ? counts[i] : ~0u;
            /* The same subresource twice, or also as a render target, drops the call. */
            for (j = 0; t.uavs[i] && j < i; j++)
                if (t.uavs[j] && rt_view_overlaps(t.uavs[i], 3, t.uavs[j], 3) &&
                    t.uavs[i]->resource->desc.dimension != D3D11_RESOURCE_DIMENSION_BUFFER)
                    return;
            for (j = 0; t.uavs[i] && j < t.n_rtvs; j++)
                if (t.rtvs[j] && rt_view_overlaps(t.uavs[i], 3, t.rtvs[j], 3))
                    return;
        }
    }
    rt_ctx_set_targets(c, &t);
}

void STDMETHODCALLTYPE ctx_OMGetRenderTargets(ID3D11DeviceContext4 *iface, UINT n, ID3D11RenderTargetView **rtvs,
    ID3D11DepthStencilView **dsv)
{
    struct rt_context *c = rt_context_from(iface);
    UINT i;

    for (i = 0; i < n && rtvs; i++) {
        struct rt_view *v = i < RT_RTVS ? c->state.rtvs[i] : NULL;

        RT_GIVE(&rtvs[i], ID3D11RenderTargetView, v);
    }
    if (dsv)
        RT_GIVE(dsv, ID3D11DepthStencilView, c->state.dsv);
}

void STDMETHODCALLTYPE ctx_OMGetRenderTargetsAndUnorderedAccessViews(ID3D11DeviceContext4 *iface, UINT n,
    ID3D11RenderTargetView **rtvs, ID3D11DepthStencilView **dsv, UINT uav_start, UINT n_uavs, ID3D11UnorderedAccessView **uavs)
{
    struct rt_context *c = rt_context_from(iface);
    UINT i;

    ctx_OMGetRenderTargets(iface, n, rtvs, dsv);
    for (i = 0; i < n_uavs && uavs; i++) {
        struct rt_view *v = uav_start + i < RT_UAVS ? c->state.uavs[uav_start + i] : NULL;

        RT_GIVE(&uavs[i], ID3D11UnorderedAccessView, v);
    }
}

void STDMETHODCALLTYPE ctx_OMSetBlendState(ID3D11DeviceContext4 *iface, ID3D11BlendState *state, const FLOAT factor[4], UINT mask)
{
    static const float ones[4] = {1.0f, 1.0f, 1.0f, 1.0f};

    rt_ctx_set_blend(rt_context_from(iface), (struct rt_state *)state, factor ? factor : ones, mask);
}

void STDMETHODCALLTYPE ctx_OMGetBlendState(ID3D11DeviceContext4 *iface, ID3D11BlendState **state, FLOAT factor[4], UINT *mask)
{
    struct rt_context *c = rt_context_from(iface);

    if (state)
        RT_GIVE(state, ID3D11BlendState, c->state.blend);
    if (factor)
        memcpy(factor, c->state.blend_factor, sizeof(c->state.blend_factor));
    if (mask)
        *mask = c->state.sample_mask;
}

void STDMETHODCALLTYPE ctx_OMSetDepthStencilState(ID3D11DeviceContext4 *iface, ID3D11DepthStencilState *state, UINT ref)
{
    rt_ctx_set_depth_stencil(rt_context_from(iface), (struct rt_state *)state, ref);
}

void STDMETHODCALLTYPE ctx_OMGetDepthStencilState(ID3D11DeviceContext4 *iface, ID3D11DepthStencilState **state, UINT *ref)
{
    struct rt_context *c = rt_context_from(iface);

    if (state)
        RT_GIVE(state, ID3D11DepthStencilState, c->state.depth_stencil);
    if (ref)
        *ref = c->state.stencil_ref;
}

void STDMETHODCALLTYPE ctx_RSSetState(ID3D11DeviceContext4 *iface, ID3D11RasterizerState *state)
{
    rt_ctx_set_rasterizer(rt_context_from(iface), (struct rt_state *)state);
}

void STDMETHODCALLTYPE ctx_RSGetState(ID3D11DeviceContext4 *iface, ID3D11RasterizerState **state)
{
    RT_GIVE(state, ID3D11RasterizerState, rt_context_from(iface)->state.rasterizer);
}

static bool viewport_ok(const D3D11_VIEWPORT *v)
{
    const float low = D3D11_VIEWPORT_BOUNDS_MIN, high = D3D11_VIEWPORT_BOUNDS_MAX;

    /* Comparisons are false for NaN. */
    return v->TopLeftX >= low && v->TopLeftX <= high && v->TopLeftY >= low && v->TopLeftY <= high && v->Width >= 0.0f &&
        v->Height >= 0.0f && v->TopLeftX + v->Width <= high && v->TopLeftY + v->Height <= high && v->MinDepth >= 0.0f &&
        v->MinDepth <= 1.0f && v->MaxDepth >= 0.0f && v->MaxDepth <= 1.0f;
}

void STDMETHODCALLTYPE ctx_RSSetViewports(ID3D11DeviceContext4 *iface, UINT n, const D3D11_VIEWPORT *viewports)
{
    UINT i;

    if (n > RT_VIEWPORTS || (n && !viewports))
        return;
    for (i = 0; i < n; i++)
        if (!viewport_ok(&viewports[i]))
            return;
    rt_ctx_set_viewports(rt_context_from(iface), n, viewports);
}

/* With NULL the number set is told; otherwise as many as there is room for, the rest zero. */
void STDMETHODCALLTYPE ctx_RSGetViewports(ID3D11DeviceContext4 *iface, UINT *n, D3D11_VIEWPORT *viewports)
{
    const struct rt_ctx_state *s = &rt_context_from(iface)->state;
    UINT i;

    if (viewports) {
        for (i = 0; i < *n; i++) {
            if (i < s->n_viewports)
                viewports[i] = s->viewports[i];
            else
                memset(&viewports[i], 0, sizeof(viewports[i]));
        }
        if (*n < s->n_viewports)
            return;
    }
    *n = s->n_viewports;
}

void STDMETHODCALLTYPE ctx_RSSetScissorRects(ID3D11DeviceContext4 *iface, UINT n, const D3D11_RECT *rects)
{
    UINT i;

    if (n > RT_VIEWPORTS || (n && !rects))
        return;
    for (i = 0; i < n; i++)
        if (rects[i].left > rects[i].right || rects[i].top > rects[i].bottom)
            return;
    rt_ctx_set_scissors(rt_context_from(iface), n, rects);
}

void STDMETHODCALLTYPE ctx_RSGetScissorRects(ID3D11DeviceContext4 *iface, UINT *n, D3D11_RECT *rects)
{
    const struct rt_ctx_state *s = &rt_context_from(iface)->state;
    UINT i;

    if (rects) {
        for (i = 0; i < *n; i++) {
            if (i < s->n_scissors)
                rects[i] = s->scissors[i];
            else
                memset(&rects[i], 0, sizeof(rects[i]));
        }
        if (*n < s->n_scissors)
            return;
    }
    *n = s->n_scissors;
}

void STDMETHODCALLTYPE ctx_SOSetTargets(ID3D11DeviceContext4 *iface, UINT n, ID3D11Buffer *const *buffers, const UINT *offsets)
{
    struct rt_resource *list[RT_SO_TARGETS];
    UINT i;

    if (n > RT_SO_TARGETS)
        return;
    for (i = 0; i < n; i++) {
        list[i] = buffers ? rt_resource_from(buffers[i]) : NULL;
        if (list[i] && !(list[i]->desc.bind & D3D11_BIND_STREAM_OUTPUT))
            list[i] = NULL;
    }
    rt_ctx_set_so(rt_context_from(iface), n, list, offsets);
}

void STDMETHODCALLTYPE ctx_SOGetTargets(ID3D11DeviceContext4 *iface, UINT n, ID3D11Buffer **buffers)
{
    struct rt_context *c = rt_context_from(iface);
    UINT i;

    for (i = 0; i < n && buffers; i++) {
        struct rt_resource *r = i < RT_SO_TARGETS ? c->state.so[i] : NULL;

        RT_GIVE(&buffers[i], ID3D11Buffer, r);
    }
}
