/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * rules_state.c - rules of bindings: slot ranges, and the handles in their tails. Limits are those of
 * Direct3D 11 ("Resource Limits", d3d11.h constants).
 */
#include "rules.h"

#define SLOTS(first, n, limit) do { if ((first) + (n) > (limit)) return PVGPU_E_RANGE; } while (0) /* both capped by the table */

/* Handles of a tail, 0 unbinds. */
static enum pvgpu_verdict handles(struct pvb_vm *vm, const uint32_t *h, uint32_t n, uint32_t step, enum pvgpu_object_kind kind)
{
    enum pvgpu_verdict v = PVGPU_OK;
    for (uint32_t i = 0; i < n && !v; i++)
        if (h[i * step]) v = pvb_need(vm, h[i * step], kind);
    return v;
}

/* A buffer handle of a tail, bound as bind. */
static enum pvgpu_verdict buffer_handle(struct pvb_vm *vm, uint32_t id, uint32_t bind)
{
    enum pvgpu_verdict v = id ? pvb_need(vm, id, PVGPU_OBJ_RESOURCE) : PVGPU_OK;
    return v || !id || pvb_resource_entry(vm, id)->error ? v : rule_buffer(vm, id, bind, 0);
}

RULE(set_vertex_buffers)
{
    const struct pvgpu_vertex_buffer *t = tail;
    SLOTS(c->first, c->n, 32);
    for (uint32_t i = 0; i < c->n; i++) {
        enum pvgpu_verdict v = buffer_handle(arg, t[i].resource, PVGPU_BIND_VERTEX);
        if (v) return v;
        if (t[i].pad) return PVGPU_E_FIELD;
        if (t[i].stride > 2048) return PVGPU_E_RANGE;
    }
    return PVGPU_OK;
}

RULE(set_index_buffer)
{
    if (c->format && c->format != 42 && c->format != 57) return PVGPU_E_FIELD; /* R32_UINT, R16_UINT */
    if (!c->resource || ((struct pvb_vm *)arg)->skip) return PVGPU_OK;
    return c->format ? rule_buffer(arg, c->resource, PVGPU_BIND_INDEX, 0) : PVGPU_E_RULE;
}

/* Comparisons are written so that a NaN fails them. */
RULE(set_viewports)
{
    const struct pvgpu_viewport *t = tail;
    for (uint32_t i = 0; i < c->n; i++) {
        if (!(t[i].x >= -32768.0f && t[i].x <= 32767.0f && t[i].y >= -32768.0f && t[i].y <= 32767.0f)) return PVGPU_E_RANGE;
        if (!(t[i].w >= 0.0f && t[i].w <= 65536.0f && t[i].h >= 0.0f && t[i].h <= 65536.0f)) return PVGPU_E_RANGE;
        if (!(t[i].min_z >= 0.0f && t[i].min_z <= 1.0f && t[i].max_z >= 0.0f && t[i].max_z <= 1.0f)) return PVGPU_E_RANGE;
    }
    return PVGPU_OK;
}

RULE(set_targets)
{
    const struct pvgpu_om_view *t = tail;
    uint32_t uavs;
    enum pvgpu_verdict v;
    if (c->n_rtv > c->n) return PVGPU_E_RULE;
    uavs = c->n - c->n_rtv;
    if (uavs && c->uav_first < c->n_rtv) return PVGPU_E_RULE; /* render targets and UAVs share the slots */
    SLOTS(c->uav_first, uavs, 64);
    v = handles(arg, &t[0].view, c->n_rtv, 2, PVGPU_OBJ_RTV);
    return v || !uavs ? v : handles(arg, &t[c->n_rtv].view, uavs, 2, PVGPU_OBJ_UAV);
}

RULE(set_shader)
{
    struct pvb_vm *vm = arg;
    if (!c->shader || vm->skip) return PVGPU_OK;
    return pvb_object_entry(vm->current, c->shader)->type == c->stage ? PVGPU_OK : PVGPU_E_RULE;
}

RULE(set_constant_buffers)
{
    const struct pvgpu_constant_buffer *t = tail;
    SLOTS(c->first, c->n, 14);
    for (uint32_t i = 0; i < c->n; i++) {
        enum pvgpu_verdict v = buffer_handle(arg, t[i].resource, PVGPU_BIND_CONSTANT);
        if (v) return v;
        if (t[i].pad) return PVGPU_E_FIELD;
        /* VSSetConstantBuffers1: multiples of 16 constants, at most 4096 of them. */
        if (t[i].first % 16 || t[i].count % 16 || (t[i].first && !t[i].count)) return PVGPU_E_RULE;
        if (t[i].count > 4096 || t[i].first > 1u << 27) return PVGPU_E_RANGE;
    }
    return PVGPU_OK;
}

RULE(set_srvs)
{
    SLOTS(c->first, c->n, 128);
    return handles(arg, tail, c->n, 1, PVGPU_OBJ_SRV);
}

RULE(set_samplers)
{
    SLOTS(c->first, c->n, 16);
    return handles(arg, tail, c->n, 1, PVGPU_OBJ_SAMPLER);
}

RULE(set_cs_uavs)
{
    const struct pvgpu_om_view *t = tail;
    SLOTS(c->first, c->n, 64);
    return handles(arg, &t[0].view, c->n, 2, PVGPU_OBJ_UAV);
}

RULE(set_so_targets)
{
    const struct pvgpu_so_target *t = tail;
    for (uint32_t i = 0; i < c->n; i++) {
        enum pvgpu_verdict v = buffer_handle(arg, t[i].resource, PVGPU_BIND_STREAM);
        if (v) return v;
        if (!t[i].resource || t[i].offset == UINT32_MAX || pvb_resource_entry(arg, t[i].resource)->error) continue;
        if (t[i].offset % 4) return PVGPU_E_RULE;
        v = rule_buffer_range(rule_info(arg, t[i].resource), t[i].offset, 0);
        if (v) return v;
    }
    return PVGPU_OK;
}

RULE(set_predication)
{
    struct pvb_vm *vm = arg;
    uint32_t type;
    if (!c->query || vm->skip) return PVGPU_OK;
    type = pvb_object_entry(vm->current, c->query)->type;
    /* D3D11_QUERY_OCCLUSION_PREDICATE, and the stream output overflow predicates. */
    return type == 5 || (type >= 7 && type % 2) ? PVGPU_OK : PVGPU_E_RULE;
}

RULE(set_min_lod)
{
    struct pvb_vm *vm = arg;
    if (!(c->lod >= 0.0f)) return PVGPU_E_RANGE;
    return vm->skip || rule_is_texture(rule_info(vm, c->resource)) ? PVGPU_OK : PVGPU_E_RULE;
}

const struct pvgpu_ops pvb_state_rules = {
    .set_vertex_buffers = set_vertex_buffers, .set_index_buffer = set_index_buffer, .set_viewports = set_viewports,
    .set_targets = set_targets, .set_shader = set_shader, .set_constant_buffers = set_constant_buffers, .set_srvs = set_srvs,
    .set_samplers = set_samplers, .set_cs_uavs = set_cs_uavs, .set_so_targets = set_so_targets,
    .set_predication = set_predication, .set_min_lod = set_min_lod,
};
