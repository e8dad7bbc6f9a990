/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * context_state.c - the state as a whole: defaults, clearing, replaying to the driver, device context
 * state objects.
 */
#include "cmdlist.h"
#include "context_methods.h"
#include "d3d10_device.h"

#include <stdlib.h>

void rt_ctx_state_defaults(struct rt_ctx_state *state)
{
    unsigned i;

    memset(state, 0, sizeof(*state));
    state->sample_mask = D3D11_DEFAULT_SAMPLE_MASK;
    for (i = 0; i < 4; i++)
        state->blend_factor[i] = 1.0f;
}

static void drop(void *object)
{
    if (object)
        rt_child_unhold(object);
}

void rt_ctx_state_release(struct rt_ctx_state *s)
{
    int stage;
    unsigned i;

    for (stage = 0; stage < RT_STAGES; stage++) {
        struct rt_stage_state *t = &s->stages[stage];

        drop(t->shader);
        drop(t->instances);
        for (i = 0; i < RT_CBS; i++)
            drop(t->cbs[i].buffer);
        for (i = 0; i < RT_SRVS; i++)
            drop(t->srvs[i]);
        for (i = 0; i < RT_SAMPLERS; i++)
            drop(t->samplers[i]);
    }
    drop(s->layout);
    for (i = 0; i < RT_VBS; i++)
        drop(s->vbs[i].buffer);
    drop(s->index_buffer);
    for (i = 0; i < RT_RTVS; i++)
        drop(s->rtvs[i]);
    drop(s->dsv);
    for (i = 0; i < RT_UAVS; i++) {
        drop(s->uavs[i]);
        drop(s->cs_uavs[i]);
    }
    drop(s->blend);
    drop(s->depth_stencil);
    drop(s->rasterizer);
    for (i = 0; i < RT_SO_TARGETS; i++)
        drop(s->so[i]);
    drop(s->predicate);
    rt_ctx_state_defaults(s);
}

/* Shader stages that the device's feature level and the driver's interface have. */
static bool has_stage(const struct rt_device *device, int stage)
{
    return device->umd.level >= RT_DDI_11_0 || stage == RT_VS || stage == RT_GS || stage == RT_PS;
}

static void emit_stage(struct rt_context *c, int stage)
{
    rt_ctx_emit_cbs(c, stage, 0, RT_CBS);
    rt_ctx_emit_srvs(c, stage, 0, RT_SRVS);
    rt_ctx_emit_samplers(c, stage, 0, RT_SAMPLERS);
    if (rt_ctx_enter(c)) {
        rt_ctx_tell_shader(c, stage);
        rt_ctx_leave(c);
    }
}

/* One of many calls: the driver hears nothing more once it has said that the device is gone. */
#define TELL(slot, ...) \
    do { \
        if (!rt_removed(device)) \
            umd->f->slot(umd->h, __VA_ARGS__); \
    } while (0)

/* Outputs go first, so that nothing is an input and an output in between. */
void rt_ctx_emit_all(struct rt_context *c)
{
    struct rt_device *device = c->child.device;
    struct rt_umd *umd = c->umd;
    const struct rt_ctx_state *s = &c->state;
    D3D10DDI_HRESOURCE so[RT_SO_TARGETS];
    static const UINT keep[RT_SO_TARGETS] = {~0u, ~0u, ~0u, ~0u};
    int stage;
    unsigned i;

    if (c->list)
        return;
    rt_ctx_emit_targets(c, RT_RTVS - s->n_rtvs, NULL);
    rt_ctx_emit_cs_uavs(c, 0, D3D11_PS_CS_UAV_REGISTER_COUNT, NULL);
    for (stage = 0; stage < RT_STAGES; stage++)
        if (has_stage(device, stage))
            emit_stage(c, stage);
    rt_ctx_emit_vbs(c, 0, device->feature_level >= D3D_FEATURE_LEVEL_11_0 ? RT_VBS : 16);
    if (!rt_ctx_enter(c))
        return;
    for (i = 0; i < RT_SO_TARGETS; i++)
        so[i] = rt_h_resource(c, s->so[i]);
    TELL(pfnSoSetTargets, s->n_so, RT_SO_TARGETS - s->n_so, so, keep);
    TELL(pfnIaSetInputLayout, (D3D10DDI_HELEMENTLAYOUT){rt_h_layout(c, s->layout)});
    TELL(pfnIaSetIndexBuffer, rt_h_resource(c, s->index_buffer),
        s->index_format == DXGI_FORMAT_R32_UINT ? DXGI_FORMAT_R32_UINT : DXGI_FORMAT_R16_UINT, s->index_offset);
    TELL(pfnIaSetTopology, (D3D10_DDI_PRIMITIVE_TOPOLOGY)s->topology);
    TELL(pfnSetBlendState, (D3D10DDI_HBLENDSTATE){rt_h_state(c, s->blend)}, s->blend_factor, s->sample_mask);
    TELL(pfnSetDepthStencilState, (D3D10DDI_HDEPTHSTENCILSTATE){rt_h_state(c, s->depth_stencil)},
        s->stencil_ref);
    TELL(pfnSetRasterizerState, (D3D10DDI_HRASTERIZERSTATE){rt_h_state(c, s->rasterizer)});
    TELL(pfnSetViewports, s->n_viewports, RT_VIEWPORTS - s->n_viewports, (const D3D10_DDI_VIEWPORT *)s->viewports);
    TELL(pfnSetScissorRects, s->n_scissors, RT_VIEWPORTS - s->n_scissors, (const D3D10_DDI_RECT *)s->scissors);
    TELL(pfnSetPredication, (D3D10DDI_HQUERY){rt_h_query(c, s->predicate)}, s->predicate_value);
    rt_ctx_leave(c);
}

/* The current state as the first records of a list, through the inner halves. */
void rt_ctx_record_all(struct rt_context *c)
{
    struct rt_ctx_state s = c->state; /* holds stay with the context while they are set again */
    struct rt_targets t = {.n_rtvs = s.n_rtvs, .dsv = s.dsv, .uav_start = s.uav_start, .n_uavs = s.n_uavs};
    static const UINT keep[RT_SO_TARGETS] = {~0u, ~0u, ~0u, ~0u};
    int stage;
    unsigned i;

    memcpy(t.rtvs, s.rtvs, sizeof(t.rtvs));
    for (i = 0; i < s.n_uavs; i++) {
        t.uavs[i] = s.uavs[s.uav_start + i];
        t.counts[i] = ~0u;
    }
    rt_ctx_set_targets(c, &t);
    if (s.n_cs_uavs)
        rt_ctx_set_cs_uavs(c, 0, s.n_cs_uavs, s.cs_uavs, NULL);
    for (stage = 0; stage < RT_STAGES; stage++) {
        if (s.stages[stage].shader)
            rt_ctx_set_shader(c, stage, s.stages[stage].shader, s.stages[stage].instances);
        if (s.stages[stage].n_cbs)
            rt_ctx_set_cbs(c, stage, 0, s.stages[stage].n_cbs, s.stages[stage].cbs);
        if (s.stages[stage].n_srvs)
            rt_ctx_set_srvs(c, stage, 0, s.stages[stage].n_srvs, s.stages[stage].srvs);
        if (s.stages[stage].n_samplers)
            rt_ctx_set_samplers(c, stage, 0, s.stages[stage].n_samplers, s.stages[stage].samplers);
    }
    rt_ctx_set_layout(c, s.layout);
    if (s.n_vbs)
        rt_ctx_set_vbs(c, 0, s.n_vbs, s.vbs);
    rt_ctx_set_ib(c, s.index_buffer, s.index_format, s.index_offset);
    rt_ctx_set_topology(c, s.topology);
    rt_ctx_set_blend(c, s.blend, s.blend_factor, s.sample_mask);
    rt_ctx_set_depth_stencil(c, s.depth_stencil, s.stencil_ref);
    rt_ctx_set_rasterizer(c, s.rasterizer);
    rt_ctx_set_viewports(c, s.n_viewports, s.viewports);
    rt_ctx_set_scissors(c, s.n_scissors, s.scissors);
    rt_ctx_set_so(c, s.n_so, s.so, keep);
    rt_ctx_set_predication(c, s.predicate, s.predicate_value);
}

void rt_ctx_clear_state(struct rt_context *c)
{
    struct rt_ctx_state old = c->state;

    memset(&c->state, 0, sizeof(c->state));
    rt_ctx_state_defaults(&c->state);
    if (c->list)
        rt_record(c, RT_OP_CLEAR_STATE, NULL, 0, NULL, 0, NULL, 0);
    else
        rt_ctx_emit_all(c);
    rt_ctx_state_release(&old);
}

void STDMETHODCALLTYPE ctx_ClearState(ID3D11DeviceContext4 *iface)
{
    rt_ctx_clear_state(rt_context_from(iface));
}

/* ---- ID3DDeviceContextState ---- */

struct rt_context_state_object {
    struct rt_child child;
    struct rt_ctx_state state;
    GUID emulated;
    D3D_FEATURE_LEVEL level;
};

RT_CHILD_METHODS(cstate, ID3DDeviceContextState)
static const ID3DDeviceContextStateVtbl cstate_vtbl = {RT_CHILD_SLOTS(cstate)};

static const struct rt_iface_entry cstate_ifaces[] = {
    {&IID_ID3DDeviceContextState, 0}, {&IID_ID3D11DeviceChild, 0}, {&IID_IUnknown, 0}, {NULL, 0},
};

static void destroy_cstate(struct rt_object *object)
{
    struct rt_context_state_object *o = (struct rt_context_state_object *)object;

    rt_ctx_state_release(&o->state);
    rt_object_fini(object);
    free(o);
}

static const struct rt_class cstate_class = {"ID3DDeviceContextState", cstate_ifaces, rt_child_add_ref, destroy_cstate};

static struct rt_context_state_object *create_cstate(struct rt_device *device)
{
    struct rt_context_state_object *o = calloc(1, sizeof(*o));

    if (!o)
        return NULL;
    rt_child_init(&o->child, &cstate_vtbl, &cstate_class, device);
    rt_ctx_state_defaults(&o->state);
    o->level = device->feature_level;
    o->emulated = IID_ID3D11Device1;
    return o;
}

static bool is_d3d10(const GUID *emulated)
{
    return rt_guid_equal(emulated, &IID_ID3D10Device) || rt_guid_equal(emulated, &IID_ID3D10Device1);
}

/* nf-d3d11_1-id3d11device1-createdevicecontextstate. The device has its Direct3D 10 face from the first state on, whichever
 * interface that was made for. */
HRESULT rt_context_state_create(struct rt_device *device, UINT flags, const D3D_FEATURE_LEVEL *levels, UINT n, REFIID emulated,
    D3D_FEATURE_LEVEL *chosen, ID3DDeviceContextState **out)
{
    static const GUID *const known[] = {&IID_ID3D11Device, &IID_ID3D11Device1, &IID_ID3D11Device2, &IID_ID3D11Device3,
        &IID_ID3D11Device4, &IID_ID3D11Device5};
    struct rt_context_state_object *o;
    D3D_FEATURE_LEVEL level = 0;
    bool found = is_d3d10(emulated);
    UINT i;

    if (chosen)
        *chosen = 0;
    if (out)
        *out = NULL;
    if (!n || !levels || (flags & ~D3D11_1_CREATE_DEVICE_CONTEXT_STATE_SINGLETHREADED))
        return E_INVALIDARG;
    if (!(device->flags & D3D11_CREATE_DEVICE_SINGLETHREADED) != !(flags & D3D11_1_CREATE_DEVICE_CONTEXT_STATE_SINGLETHREADED))
        return E_INVALIDARG;
    for (i = 0; i < RT_COUNT(known); i++)
        found |= rt_guid_equal(known[i], emulated);
    if (!found)
        return E_INVALIDARG;
    for (i = 0; i < n && !level; i++)
        if (levels[i] <= device->feature_level && !(is_d3d10(emulated) && levels[i] > D3D_FEATURE_LEVEL_10_1))
            level = levels[i];
    if (!level)
        return E_INVALIDARG;
    if (chosen)
        *chosen = level;
    if (!out)
        return S_FALSE;
    o = create_cstate(device);
    if (!o)
        return E_OUTOFMEMORY;
    o->level = level;
    o->emulated = *emulated;
    device->d3d10.vtbl = &rt_d3d10_device_vtbl;
    *out = (ID3DDeviceContextState *)o;
    return S_OK;
}

void STDMETHODCALLTYPE ctx_SwapDeviceContextState(ID3D11DeviceContext4 *iface, ID3DDeviceContextState *state,
    ID3DDeviceContextState **previous)
{
    struct rt_context *c = rt_context_from(iface);
    struct rt_context_state_object *next = (struct rt_context_state_object *)state, *old = c->swapped;

    if (previous)
        *previous = NULL;
    if (c->type != D3D11_DEVICE_CONTEXT_IMMEDIATE || !next) /* documented for the immediate context */
        return;
    if (old != next) {
        if (!old) {
            old = create_cstate(c->child.device);
            if (!old)
                return;
        } else {
            rt_child_add_ref(&old->child.object);
            rt_child_unhold(&old->child);
        }
        /* The old object takes the state that was in force, the new one's comes into force. */
        rt_ctx_state_release(&old->state);
        old->state = c->state;
        c->state = next->state;
        rt_ctx_state_defaults(&next->state);
        rt_child_hold(&next->child);
        c->swapped = next;
        rt_context_emulate(c, is_d3d10(&next->emulated));
        rt_ctx_emit_all(c);
    } else {
        rt_child_add_ref(&old->child.object);
    }
    if (previous)
        *previous = (ID3DDeviceContextState *)old;
    else
        rt_child_release(&old->child.object);
}

void rt_ctx_forget_swapped(struct rt_context *c)
{
    if (c->swapped)
        rt_child_unhold(&c->swapped->child);
    c->swapped = NULL;
}
