/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * core_callbacks.c - D3D10DDI_ and D3D11DDI_CORELAYER_DEVICECALLBACKS: errors, and state refresh: the driver
 * asks to be told what is bound (display/using-the-state-refresh-callback-functions). Count -1 means the
 * runtime's high-water mark.
 */
#include "context.h"
#include "deferred.h"

static struct rt_context *context_of(D3D10DDI_HRTCORELAYER h)
{
    const struct rt_core *core = h.handle;
    struct rt_context *c = core->context ? core->context : core->device->immediate;

    return c && !c->closing && !core->device->closing ? c : NULL;
}

static void DDI_CALL set_error_cb(D3D10DDI_HRTCORELAYER h, HRESULT hr)
{
    const struct rt_core *core = h.handle;

    if (core->context)
        rt_deferred_set_error(core->context, hr);
    else
        rt_device_set_error(core->device, hr);
}

static UINT span(UINT count, UINT base, UINT high, UINT limit)
{
    if (base >= limit)
        return 0;
    if (count == ~0u)
        return high > base ? high - base : 0;
    return count < limit - base ? count : limit - base;
}

#define STAGE_CALLBACKS(name, stage) \
    static void DDI_CALL name##_cb_cb(D3D10DDI_HRTCORELAYER h, UINT count, UINT base) \
    { \
        struct rt_context *c = context_of(h); \
        UINT n = c ? span(count, base, c->state.stages[stage].n_cbs, RT_CBS) : 0; \
        if (n) \
            rt_ctx_emit_cbs(c, stage, base, n); \
    } \
    static void DDI_CALL name##_srv_cb(D3D10DDI_HRTCORELAYER h, UINT count, UINT base) \
    { \
        struct rt_context *c = context_of(h); \
        UINT n = c ? span(count, base, c->state.stages[stage].n_srvs, RT_SRVS) : 0; \
        if (n) \
            rt_ctx_emit_srvs(c, stage, base, n); \
    } \
    static void DDI_CALL name##_sampler_cb(D3D10DDI_HRTCORELAYER h, UINT count, UINT base) \
    { \
        struct rt_context *c = context_of(h); \
        UINT n = c ? span(count, base, c->state.stages[stage].n_samplers, RT_SAMPLERS) : 0; \
        if (n) \
            rt_ctx_emit_samplers(c, stage, base, n); \
    } \
    static void DDI_CALL name##_shader_cb(D3D10DDI_HRTCORELAYER h) \
    { \
        struct rt_context *c = context_of(h); \
        if (c) \
            rt_ctx_tell_shader(c, stage); \
    }

STAGE_CALLBACKS(vs, RT_VS)
STAGE_CALLBACKS(ps, RT_PS)
STAGE_CALLBACKS(gs, RT_GS)
STAGE_CALLBACKS(hs, RT_HS)
STAGE_CALLBACKS(ds, RT_DS)
STAGE_CALLBACKS(cs, RT_CS)

static void DDI_CALL layout_cb(D3D10DDI_HRTCORELAYER h)
{
    struct rt_context *c = context_of(h);

    if (c)
        c->umd->f->pfnIaSetInputLayout(c->umd->h,
            (D3D10DDI_HELEMENTLAYOUT){rt_h_layout(c, c->state.layout)});
}

static void DDI_CALL vertex_buffers_cb(D3D10DDI_HRTCORELAYER h, UINT count, UINT base)
{
    struct rt_context *c = context_of(h);
    UINT n = c ? span(count, base, c->state.n_vbs, RT_VBS) : 0;

    if (n)
        rt_ctx_emit_vbs(c, base, n);
}

static void DDI_CALL index_buffer_cb(D3D10DDI_HRTCORELAYER h)
{
    struct rt_context *c = context_of(h);
    struct rt_umd *umd;

    if (!c)
        return;
    umd = c->umd;
    umd->f->pfnIaSetIndexBuffer(umd->h, rt_h_resource(c, c->state.index_buffer),
        c->state.index_format == DXGI_FORMAT_R32_UINT ? DXGI_FORMAT_R32_UINT : DXGI_FORMAT_R16_UINT, c->state.index_offset);
}

static void DDI_CALL topology_cb(D3D10DDI_HRTCORELAYER h)
{
    struct rt_context *c = context_of(h);

    if (c)
        c->umd->f->pfnIaSetTopology(c->umd->h, (D3D10_DDI_PRIMITIVE_TOPOLOGY)c->state.topology);
}

static void DDI_CALL targets_cb(D3D10DDI_HRTCORELAYER h)
{
    struct rt_context *c = context_of(h);

    if (c)
        rt_ctx_emit_targets(c, RT_RTVS - c->state.n_rtvs, NULL);
}

static void DDI_CALL blend_cb(D3D10DDI_HRTCORELAYER h)
{
    struct rt_context *c = context_of(h);

    if (c)
        c->umd->f->pfnSetBlendState(c->umd->h,
            (D3D10DDI_HBLENDSTATE){rt_h_state(c, c->state.blend)}, c->state.blend_factor, c->state.sample_mask);
}

static void DDI_CALL depth_cb(D3D10DDI_HRTCORELAYER h)
{
    struct rt_context *c = context_of(h);

    if (c)
        c->umd->f->pfnSetDepthStencilState(c->umd->h,
            (D3D10DDI_HDEPTHSTENCILSTATE){rt_h_state(c, c->state.depth_stencil)}, c->state.stencil_ref);
}

static void DDI_CALL rasterizer_cb(D3D10DDI_HRTCORELAYER h)
{
    struct rt_context *c = context_of(h);

    if (c)
        c->umd->f->pfnSetRasterizerState(c->umd->h,
            (D3D10DDI_HRASTERIZERSTATE){rt_h_state(c, c->state.rasterizer)});
}

static void DDI_CALL so_cb(D3D10DDI_HRTCORELAYER h)
{
    static const UINT keep[RT_SO_TARGETS] = {~0u, ~0u, ~0u, ~0u};
    struct rt_context *c = context_of(h);
    D3D10DDI_HRESOURCE handles[RT_SO_TARGETS];
    UINT i;

    if (!c)
        return;
    for (i = 0; i < RT_SO_TARGETS; i++)
        handles[i] = rt_h_resource(c, c->state.so[i]);
    c->umd->f->pfnSoSetTargets(c->umd->h, c->state.n_so, RT_SO_TARGETS - c->state.n_so, handles, keep);
}

static void DDI_CALL viewports_cb(D3D10DDI_HRTCORELAYER h)
{
    struct rt_context *c = context_of(h);

    if (c)
        c->umd->f->pfnSetViewports(c->umd->h, c->state.n_viewports, RT_VIEWPORTS - c->state.n_viewports,
            (const D3D10_DDI_VIEWPORT *)c->state.viewports);
}

static void DDI_CALL scissors_cb(D3D10DDI_HRTCORELAYER h)
{
    struct rt_context *c = context_of(h);

    if (c)
        c->umd->f->pfnSetScissorRects(c->umd->h, c->state.n_scissors, RT_VIEWPORTS - c->state.n_scissors,
            (const D3D10_DDI_RECT *)c->state.scissors);
}

static void DDI_CALL cs_uav_cb(D3D10DDI_HRTCORELAYER h, UINT count, UINT base)
{
    struct rt_context *c = context_of(h);
    UINT n = c ? span(count, base, c->state.n_cs_uavs, RT_UAVS) : 0;

    if (n)
        rt_ctx_emit_cs_uavs(c, base, n, NULL);
}

/* The driver must end staging resources at once; this runtime never defers their end. */
static void DDI_CALL no_deferred_staging_cb(D3D10DDI_HRTCORELAYER h)
{
}

static void DDI_CALL text_filter_cb(D3D10DDI_HRTCORELAYER h)
{
    struct rt_context *c = context_of(h);

    if (c)
        c->umd->f->pfnSetTextFilterSize(c->umd->h, 0, 0);
}

static void DDI_CALL amortized_cb(D3D10DDI_HRTCORELAYER h)
{
}

void rt_core_fill(struct rt_umd *umd)
{
    D3D11DDI_CORELAYER_DEVICECALLBACKS callbacks = {
        .pfnSetErrorCb = set_error_cb,
        .pfnStateVsConstBufCb = vs_cb_cb,
        .pfnStatePsSrvCb = ps_srv_cb,
        .pfnStatePsShaderCb = ps_shader_cb,
        .pfnStatePsSamplerCb = ps_sampler_cb,
        .pfnStateVsShaderCb = vs_shader_cb,
        .pfnStatePsConstBufCb = ps_cb_cb,
        .pfnStateIaInputLayoutCb = layout_cb,
        .pfnStateIaVertexBufCb = vertex_buffers_cb,
        .pfnStateIaIndexBufCb = index_buffer_cb,
        .pfnStateGsConstBufCb = gs_cb_cb,
        .pfnStateGsShaderCb = gs_shader_cb,
        .pfnStateIaPrimitiveTopologyCb = topology_cb,
        .pfnStateVsSrvCb = vs_srv_cb,
        .pfnStateVsSamplerCb = vs_sampler_cb,
        .pfnStateGsSrvCb = gs_srv_cb,
        .pfnStateGsSamplerCb = gs_sampler_cb,
        .pfnStateOmRenderTargetsCb = targets_cb,
        .pfnStateOmBlendStateCb = blend_cb,
        .pfnStateOmDepthStateCb = depth_cb,
        .pfnStateRsRastStateCb = rasterizer_cb,
        .pfnStateSoTargetsCb = so_cb,
        .pfnStateRsViewportsCb = viewports_cb,
        .pfnStateRsScissorCb = scissors_cb,
        .pfnDisableDeferredStagingResourceDestruction = no_deferred_staging_cb,
        .pfnStateTextFilterSizeCb = text_filter_cb,
        .pfnStateHsSrvCb = hs_srv_cb,
        .pfnStateHsShaderCb = hs_shader_cb,
        .pfnStateHsSamplerCb = hs_sampler_cb,
        .pfnStateHsConstBufCb = hs_cb_cb,
        .pfnStateDsSrvCb = ds_srv_cb,
        .pfnStateDsShaderCb = ds_shader_cb,
        .pfnStateDsSamplerCb = ds_sampler_cb,
        .pfnStateDsConstBufCb = ds_cb_cb,
        .pfnPerformAmortizedProcessingCb = amortized_cb,
        .pfnStateCsSrvCb = cs_srv_cb,
        .pfnStateCsUavCb = cs_uav_cb,
        .pfnStateCsShaderCb = cs_shader_cb,
        .pfnStateCsSamplerCb = cs_sampler_cb,
        .pfnStateCsConstBufCb = cs_cb_cb,
    };

    memcpy(umd->um, &callbacks, sizeof(callbacks)); /* the older table is its beginning */
}
