/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * context_hazard.c - resources bound for reading and writing at once.
 */
#include "context.h"

#define BIND_OUTPUT (D3D11_BIND_RENDER_TARGET | D3D11_BIND_DEPTH_STENCIL | D3D11_BIND_STREAM_OUTPUT | D3D11_BIND_UNORDERED_ACCESS)

static bool writes(const struct rt_view *out, const struct rt_view *in)
{
    return out && rt_view_overlaps(out, out->write_planes, in, in->planes);
}

bool rt_hazard_view_is_output(const struct rt_context *c, const struct rt_view *srv)
{
    const struct rt_ctx_state *s = &c->state;
    UINT i;

    if (!(srv->resource->desc.bind & BIND_OUTPUT))
        return false;
    for (i = 0; i < s->n_rtvs; i++)
        if (writes(s->rtvs[i], srv))
            return true;
    if (writes(s->dsv, srv))
        return true;
    for (i = 0; i < s->n_uavs; i++)
        if (writes(s->uavs[s->uav_start + i], srv))
            return true;
    for (i = 0; i < s->n_cs_uavs; i++)
        if (writes(s->cs_uavs[i], srv))
            return true;
    for (i = 0; i < s->n_so; i++)
        if (s->so[i] == srv->resource)
            return true;
    return false;
}

bool rt_hazard_buffer_is_output(const struct rt_context *c, const struct rt_resource *buffer)
{
    const struct rt_ctx_state *s = &c->state;
    UINT i;

    if (!(buffer->desc.bind & BIND_OUTPUT))
        return false;
    for (i = 0; i < s->n_so; i++)
        if (s->so[i] == buffer)
            return true;
    for (i = 0; i < s->n_rtvs; i++)
        if (s->rtvs[i] && s->rtvs[i]->resource == buffer)
            return true;
    for (i = 0; i < s->n_uavs; i++)
        if (s->uavs[s->uav_start + i] && s->uavs[s->uav_start + i]->resource == buffer)
            return true;
    for (i = 0; i < s->n_cs_uavs; i++)
        if (s->cs_uavs[i] && s->cs_uavs[i]->resource == buffer)
            return true;
    return false;
}

static void unbind_srv(struct rt_context *c, enum rt_stage stage, UINT slot)
{
    struct rt_view *none = NULL;

    RT_HOLD(c->state.stages[stage].srvs[slot], none);
    rt_ctx_emit_srvs(c, stage, slot, 1);
}

void rt_hazard_unbind_inputs(struct rt_context *c, const struct rt_view *output)
{
    int stage;

    if (!output)
        return;
    if (output->resource->desc.bind & D3D11_BIND_SHADER_RESOURCE) {
        for (stage = 0; stage < RT_STAGES; stage++) {
            struct rt_stage_state *s = &c->state.stages[stage];
            UINT i;

            for (i = 0; i < s->n_srvs; i++)
                if (s->srvs[i] && writes(output, s->srvs[i]))
                    unbind_srv(c, stage, i);
        }
    }
    if (output->resource->desc.dimension == D3D11_RESOURCE_DIMENSION_BUFFER)
        rt_hazard_unbind_buffer_inputs(c, output->resource);
}

void rt_hazard_unbind_buffer_inputs(struct rt_context *c, const struct rt_resource *buffer)
{
    struct rt_ctx_state *s = &c->state;
    struct rt_resource *none = NULL;
    int stage;
    UINT i;

    if (buffer->desc.bind & D3D11_BIND_VERTEX_BUFFER) {
        for (i = 0; i < s->n_vbs; i++) {
            if (s->vbs[i].buffer == buffer) {
                RT_HOLD(s->vbs[i].buffer, none);
                rt_ctx_emit_vbs(c, i, 1);
            }
        }
    }
    if (s->index_buffer == buffer)
        rt_ctx_set_ib(c, NULL, DXGI_FORMAT_UNKNOWN, 0);
    if (!(buffer->desc.bind & D3D11_BIND_SHADER_RESOURCE))
        return;
    for (stage = 0; stage < RT_STAGES; stage++) {
        for (i = 0; i < s->stages[stage].n_srvs; i++)
            if (s->stages[stage].srvs[i] && s->stages[stage].srvs[i]->resource == buffer)
                unbind_srv(c, stage, i);
    }
}

static bool conflicts(const struct rt_view *bound, const struct rt_resource *resource, const struct rt_view *view)
{
    if (!bound || bound->resource != resource)
        return false;
    return !view || rt_view_overlaps(bound, 3, view, 3);
}

void rt_hazard_unbind_outputs(struct rt_context *c, const struct rt_resource *resource, const struct rt_view *view,
    enum rt_output_place place)
{
    struct rt_ctx_state *s = &c->state;
    struct rt_view *none = NULL;
    struct rt_resource *no_buffer = NULL;
    bool om = false, so = false;
    UINT i;

    if (place != RT_OUT_CS_UAV) {
        for (i = 0; i < s->n_cs_uavs; i++) {
            if (conflicts(s->cs_uavs[i], resource, view)) {
                RT_HOLD(s->cs_uavs[i], none);
                rt_ctx_emit_cs_uavs(c, i, 1, NULL);
            }
        }
    }
    if (place == RT_OUT_CS_UAV || place == RT_OUT_SO) {
        for (i = 0; i < s->n_rtvs; i++) {
            if (conflicts(s->rtvs[i], resource, view)) {
                RT_HOLD(s->rtvs[i], none);
                om = true;
            }
        }
        for (i = 0; i < s->n_uavs; i++) {
            if (conflicts(s->uavs[s->uav_start + i], resource, view)) {
                RT_HOLD(s->uavs[s->uav_start + i], none);
                om = true;
            }
        }
        if (conflicts(s->dsv, resource, view)) {
            RT_HOLD(s->dsv, none);
            om = true;
        }
    }
    if (place != RT_OUT_SO) {
        for (i = 0; i < s->n_so; i++) {
            if (s->so[i] == resource) {
                RT_HOLD(s->so[i], no_buffer);
                so = true;
            }
        }
    }
    if (om)
        rt_ctx_emit_targets(c, 0, NULL);
    if (so) {
        struct rt_resource *buffers[RT_SO_TARGETS];
        const UINT keep[RT_SO_TARGETS] = {~0u, ~0u, ~0u, ~0u};

        memcpy(buffers, s->so, sizeof(buffers));
        rt_ctx_set_so(c, s->n_so, buffers, keep);
    }
}

void rt_hazard_unbind_targets_of(struct rt_context *c, const struct rt_resource *resource)
{
    struct rt_ctx_state *s = &c->state;
    struct rt_view *none = NULL;
    bool changed = false;
    UINT i;

    for (i = 0; i < s->n_rtvs; i++) {
        if (s->rtvs[i] && s->rtvs[i]->resource == resource) {
            RT_HOLD(s->rtvs[i], none);
            changed = true;
        }
    }
    if (changed)
        rt_ctx_emit_targets(c, 0, NULL);
}
