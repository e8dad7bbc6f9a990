/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * context_stage.c - what all shader stages have: shader, constant buffers, views, samplers; and the
 * compute stage's unordered access views.
 */
#include "cmdlist.h"
#include "context_methods.h"
#include "linkage.h"

/* ---- telling the driver ---- */

void rt_ctx_emit_cbs(struct rt_context *c, enum rt_stage stage, UINT start, UINT n)
{
    const struct rt_constant_binding *cbs = &c->state.stages[stage].cbs[start];
    D3D10DDI_HRESOURCE buffers[RT_CBS];
    UINT first[RT_CBS], count[RT_CBS], i;
    bool windows = false;

    if (c->list || !rt_ctx_enter(c))
        return;
    for (i = 0; i < n; i++) {
        rt_ctx_reads(c, cbs[i].buffer);
        buffers[i] = rt_h_resource(c, cbs[i].buffer);
        first[i] = cbs[i].first;
        count[i] = cbs[i].count;
        if (cbs[i].buffer && (first[i] || count[i] != D3D11_REQ_CONSTANT_BUFFER_ELEMENT_COUNT))
            windows = true;
    }
    /* Both arrays or none (d3d10umddi pfnSetConstantBuffers(D3D11_1)). */
    rt_ddi_set_cbs(c->umd, stage, start, n, buffers, windows ? first : NULL, windows ? count : NULL);
    rt_ctx_leave(c);
}

void rt_ctx_emit_srvs(struct rt_context *c, enum rt_stage stage, UINT start, UINT n)
{
    struct rt_view *const *views = &c->state.stages[stage].srvs[start];
    D3D10DDI_HSHADERRESOURCEVIEW handles[RT_SRVS];
    struct rt_umd *umd = c->umd;
    UINT i;

    if (c->list || !rt_ctx_enter(c))
        return;
    for (i = 0; i < n; i++) {
        handles[i].pDrvPrivate = rt_h_view(c, views[i]);
        if (handles[i].pDrvPrivate && rt_ctx_take_written(c, views[i]->resource))
            umd->f->pfnShaderResourceViewReadAfterWriteHazard(umd->h, handles[i], rt_h_resource(c, views[i]->resource));
    }
    rt_ddi_set_srvs(umd, stage, start, n, handles);
    rt_ctx_leave(c);
}

void rt_ctx_emit_samplers(struct rt_context *c, enum rt_stage stage, UINT start, UINT n)
{
    D3D10DDI_HSAMPLER handles[RT_SAMPLERS];
    UINT i;

    if (c->list || !rt_ctx_enter(c))
        return;
    for (i = 0; i < n; i++) {
        handles[i].pDrvPrivate = rt_h_state(c, c->state.stages[stage].samplers[start + i]);
    }
    rt_ddi_set_samplers(c->umd, stage, start, n, handles);
    rt_ctx_leave(c);
}

void rt_ctx_emit_cs_uavs(struct rt_context *c, UINT start, UINT n, const UINT *counts)
{
    D3D11DDI_HUNORDEREDACCESSVIEW handles[RT_UAVS];
    UINT keep[RT_UAVS], i;

    if (c->list || c->umd->level < RT_DDI_11_0 || !rt_ctx_enter(c))
        return;
    for (i = 0; i < n; i++) {
        struct rt_view *v = c->state.cs_uavs[start + i];

        handles[i].pDrvPrivate = rt_h_view(c, v);
        keep[i] = ~0u;
        if (v)
            rt_ctx_wrote(c, v->resource);
    }
    c->umd->f->pfnCsSetUnorderedAccessViews(c->umd->h, start, n, handles, counts ? counts : keep);
    rt_ctx_leave(c);
}

/* ---- inner halves ---- */

void rt_ctx_tell_shader(struct rt_context *c, enum rt_stage stage)
{
    struct rt_shader *shader = c->state.stages[stage].shader;
    UINT tables[RT_MAX_SLOTS];
    D3D11DDIARG_POINTERDATA data[RT_MAX_SLOTS];

    if (!shader || !shader->interfaces)
        rt_ddi_set_shader(c->umd, stage, rt_h_shader(c, shader));
    else if (rt_instances_link(shader->interfaces, c->state.stages[stage].instances, tables, data))
        rt_ddi_set_shader_instances(c->umd, stage, rt_h_shader(c, shader), shader->interfaces->n_slots, tables, data);
    else /* disabled */
        rt_ddi_set_shader(c->umd, stage, NULL);
}

void rt_ctx_set_shader(struct rt_context *c, enum rt_stage stage, struct rt_shader *shader, struct rt_instance_set *instances)
{
    RT_HOLD(c->state.stages[stage].shader, shader);
    RT_HOLD(c->state.stages[stage].instances, instances);
    if (c->list) {
        struct rt_child *objects[] = {RT_OBJ(shader), RT_OBJ(instances)};
        UINT u = stage;

        rt_record(c, RT_OP_SHADER, &u, 1, objects, 2, NULL, 0);
        return;
    }
    if (!rt_ctx_enter(c))
        return;
    rt_ctx_tell_shader(c, stage);
    rt_ctx_leave(c);
}

static void set_shader(struct rt_context *c, enum rt_stage stage, void *shader, ID3D11ClassInstance *const *instances, UINT n)
{
    struct rt_instance_set *set = rt_instances_create(c->child.device, instances, n);

    rt_ctx_set_shader(c, stage, shader, set);
    if (set)
        rt_child_unhold(&set->child);
}

void rt_ctx_set_cbs(struct rt_context *c, enum rt_stage stage, UINT start, UINT n, const struct rt_constant_binding *cbs)
{
    struct rt_stage_state *s = &c->state.stages[stage];
    UINT i;

    for (i = 0; i < n; i++) {
        struct rt_constant_binding *slot = &s->cbs[start + i];

        RT_HOLD(slot->buffer, cbs[i].buffer);
        slot->first = cbs[i].first;
        slot->count = cbs[i].count;
    }
    if (start + n > s->n_cbs)
        s->n_cbs = start + n;
    if (c->list) {
        struct rt_child *objects[RT_CBS];
        UINT u[] = {stage, start, n}, windows[2 * RT_CBS];

        for (i = 0; i < n; i++) {
            objects[i] = RT_OBJ(cbs[i].buffer);
            windows[2 * i] = cbs[i].first;
            windows[2 * i + 1] = cbs[i].count;
        }
        rt_record(c, RT_OP_CBS, u, 3, objects, n, windows, n * 2 * sizeof(UINT));
        return;
    }
    rt_ctx_emit_cbs(c, stage, start, n);
}

void rt_ctx_set_srvs(struct rt_context *c, enum rt_stage stage, UINT start, UINT n, struct rt_view *const *views)
{
    struct rt_stage_state *s = &c->state.stages[stage];
    UINT i;

    for (i = 0; i < n; i++) {
        struct rt_view *v = views[i];

        /* A view of what is being written is not bound (nf-d3d11-...-vssetshaderresources). */
        if (v && rt_hazard_view_is_output(c, v))
            v = NULL;
        RT_HOLD(s->srvs[start + i], v);
    }
    if (start + n > s->n_srvs)
        s->n_srvs = start + n;
    if (c->list) {
        struct rt_child *objects[RT_SRVS];
        UINT u[] = {stage, start, n};

        for (i = 0; i < n; i++)
            objects[i] = RT_OBJ(views[i]);
        rt_record(c, RT_OP_SRVS, u, 3, objects, n, NULL, 0);
        return;
    }
    rt_ctx_emit_srvs(c, stage, start, n);
}

void rt_ctx_set_samplers(struct rt_context *c, enum rt_stage stage, UINT start, UINT n, struct rt_state *const *samplers)
{
    struct rt_stage_state *s = &c->state.stages[stage];
    UINT i;

    for (i = 0; i < n; i++)
        RT_HOLD(s->samplers[start + i], samplers[i]);
    if (start + n > s->n_samplers)
        s->n_samplers = start + n;
    if (c->list) {
        struct rt_child *objects[RT_SAMPLERS];
        UINT u[] = {stage, start, n};

        for (i = 0; i < n; i++)
            objects[i] = RT_OBJ(samplers[i]);
        rt_record(c, RT_OP_SAMPLERS, u, 3, objects, n, NULL, 0);
        return;
    }
    rt_ctx_emit_samplers(c, stage, start, n);
}

void rt_ctx_set_cs_uavs(struct rt_context *c, UINT start, UINT n, struct rt_view *const *views, const UINT *counts)
{
    struct rt_view *none = NULL;
    UINT i, j;

    for (i = 0; i < n; i++) {
        if (!views[i])
            continue;
        rt_hazard_unbind_inputs(c, views[i]);
        rt_hazard_unbind_outputs(c, views[i]->resource, views[i], RT_OUT_CS_UAV);
        /* The same subresource in another slot of this stage goes too. */
        for (j = 0; j < c->state.n_cs_uavs; j++) {
            if ((j < start || j >= start + n) && c->state.cs_uavs[j] && rt_view_overlaps(c->state.cs_uavs[j], 3, views[i], 3)) {
                RT_HOLD(c->state.cs_uavs[j], none);
                rt_ctx_emit_cs_uavs(c, j, 1, NULL);
            }
        }
    }
    for (i = 0; i < n; i++)
        RT_HOLD(c->state.cs_uavs[start + i], views[i]);
    if (start + n > c->state.n_cs_uavs)
        c->state.n_cs_uavs = start + n;
    if (c->list) {
        struct rt_child *objects[RT_UAVS];
        UINT u[] = {start, n, counts != NULL};

        for (i = 0; i < n; i++)
            objects[i] = RT_OBJ(views[i]);
        rt_record(c, RT_OP_CS_UAVS, u, 3, objects, n, counts, counts ? n * sizeof(UINT) : 0);
        return;
    }
    rt_ctx_emit_cs_uavs(c, start, n, counts);
}

/* ---- methods: setters ---- */

/* NULL arrays unbind (driver side: traps U24; a program's NULL array is a crash on Windows, here it unbinds). */
static void set_cbs(struct rt_context *c, enum rt_stage stage, UINT start, UINT n, ID3D11Buffer *const *buffers, const UINT *first,
    const UINT *count)
{
    struct rt_constant_binding cbs[RT_CBS];
    UINT i;

    if (start > RT_CBS || n > RT_CBS - start || !n)
        return;
    if (!first != !count) /* one without the other: the call is dropped */
        return;
    for (i = 0; i < n; i++) {
        struct rt_resource *r = buffers ? rt_resource_from(buffers[i]) : NULL;

        if (r && !(r->desc.bind & D3D11_BIND_CONSTANT_BUFFER))
            r = NULL;
        cbs[i] = (struct rt_constant_binding){r, 0, D3D11_REQ_CONSTANT_BUFFER_ELEMENT_COUNT};
        if (first && r) {
            /* nf-d3d11_1-...-vssetconstantbuffers1: multiples of 16 constants, at most 4096; else the call is dropped. */
            if (first[i] % 16 || count[i] % 16 || count[i] > D3D11_REQ_CONSTANT_BUFFER_ELEMENT_COUNT)
                return;
            cbs[i].first = first[i];
            cbs[i].count = count[i];
        }
    }
    rt_ctx_set_cbs(c, stage, start, n, cbs);
}

static void set_srvs(struct rt_context *c, enum rt_stage stage, UINT start, UINT n, ID3D11ShaderResourceView *const *views)
{
    struct rt_view *list[RT_SRVS];
    UINT i;

    if (start > RT_SRVS || n > RT_SRVS - start || !n)
        return;
    for (i = 0; i < n; i++)
        list[i] = views ? rt_view_from(views[i]) : NULL;
    rt_ctx_set_srvs(c, stage, start, n, list);
}

static void set_samplers(struct rt_context *c, enum rt_stage stage, UINT start, UINT n, ID3D11SamplerState *const *samplers)
{
    struct rt_state *list[RT_SAMPLERS];
    UINT i;

    if (start > RT_SAMPLERS || n > RT_SAMPLERS - start || !n)
        return;
    for (i = 0; i < n; i++)
        list[i] = samplers ? (struct rt_state *)samplers[i] : NULL;
    rt_ctx_set_samplers(c, stage, start, n, list);
}

/* ---- methods: getters ---- */

static void get_cbs(struct rt_context *c, enum rt_stage stage, UINT start, UINT n, ID3D11Buffer **buffers, UINT *first, UINT *count)
{
    UINT i;

    for (i = 0; i < n; i++) {
        const struct rt_constant_binding none = {.count = D3D11_REQ_CONSTANT_BUFFER_ELEMENT_COUNT};
        const struct rt_constant_binding *b = start + i < RT_CBS ? &c->state.stages[stage].cbs[start + i] : &none;

        if (buffers)
            RT_GIVE(&buffers[i], ID3D11Buffer, b->buffer);
        if (first)
            first[i] = b->first;
        if (count) /* a slot that never had a buffer tells the whole range */
            count[i] = b->buffer ? b->count : D3D11_REQ_CONSTANT_BUFFER_ELEMENT_COUNT;
    }
}

static void get_srvs(struct rt_context *c, enum rt_stage stage, UINT start, UINT n, ID3D11ShaderResourceView **views)
{
    UINT i;

    for (i = 0; i < n && views; i++) {
        struct rt_view *v = start + i < RT_SRVS ? c->state.stages[stage].srvs[start + i] : NULL;

        RT_GIVE(&views[i], ID3D11ShaderResourceView, v);
    }
}

static void get_samplers(struct rt_context *c, enum rt_stage stage, UINT start, UINT n, ID3D11SamplerState **samplers)
{
    UINT i;

    for (i = 0; i < n && samplers; i++) {
        struct rt_state *s = start + i < RT_SAMPLERS ? c->state.stages[stage].samplers[start + i] : NULL;

        RT_GIVE(&samplers[i], ID3D11SamplerState, s);
    }
}

/* The ten methods that every stage has. */
#define STAGE_METHODS(X, stage, shader_type) \
    void STDMETHODCALLTYPE ctx_##X##SetShader(ID3D11DeviceContext4 *iface, shader_type *shader, ID3D11ClassInstance *const *instances, \
        UINT n) \
    { \
        set_shader(rt_context_from(iface), stage, shader, instances, n); \
    } \
    void STDMETHODCALLTYPE ctx_##X##GetShader(ID3D11DeviceContext4 *iface, shader_type **shader, ID3D11ClassInstance **instances, \
        UINT *n) \
    { \
        const struct rt_stage_state *s = &rt_context_from(iface)->state.stages[stage]; \
        if (shader) \
            RT_GIVE(shader, shader_type, s->shader); \
        rt_instances_get(s->instances, instances, n); \
    } \
    void STDMETHODCALLTYPE ctx_##X##SetConstantBuffers(ID3D11DeviceContext4 *iface, UINT start, UINT n, ID3D11Buffer *const *buffers) \
    { \
        set_cbs(rt_context_from(iface), stage, start, n, buffers, NULL, NULL); \
    } \
    void STDMETHODCALLTYPE ctx_##X##SetConstantBuffers1(ID3D11DeviceContext4 *iface, UINT start, UINT n, ID3D11Buffer *const *buffers, \
        const UINT *first, const UINT *count) \
    { \
        set_cbs(rt_context_from(iface), stage, start, n, buffers, first, count); \
    } \
    void STDMETHODCALLTYPE ctx_##X##GetConstantBuffers(ID3D11DeviceContext4 *iface, UINT start, UINT n, ID3D11Buffer **buffers) \
    { \
        get_cbs(rt_context_from(iface), stage, start, n, buffers, NULL, NULL); \
    } \
    void STDMETHODCALLTYPE ctx_##X##GetConstantBuffers1(ID3D11DeviceContext4 *iface, UINT start, UINT n, ID3D11Buffer **buffers, \
        UINT *first, UINT *count) \
    { \
        get_cbs(rt_context_from(iface), stage, start, n, buffers, first, count); \
    } \
    void STDMETHODCALLTYPE ctx_##X##SetShaderResources(ID3D11DeviceContext4 *iface, UINT start, UINT n, \
        ID3D11ShaderResourceView *const *views) \
    { \
        set_srvs(rt_context_from(iface), stage, start, n, views); \
    } \
    void STDMETHODCALLTYPE ctx_##X##GetShaderResources(ID3D11DeviceContext4 *iface, UINT start, UINT n, ID3D11ShaderResourceView **views) \
    { \
        get_srvs(rt_context_from(iface), stage, start, n, views); \
    } \
    void STDMETHODCALLTYPE ctx_##X##SetSamplers(ID3D11DeviceContext4 *iface, UINT start, UINT n, ID3D11SamplerState *const *samplers) \
    { \
        set_samplers(rt_context_from(iface), stage, start, n, samplers); \
    } \
    void STDMETHODCALLTYPE ctx_##X##GetSamplers(ID3D11DeviceContext4 *iface, UINT start, UINT n, ID3D11SamplerState **samplers) \
    { \
        get_samplers(rt_context_from(iface), stage, start, n, samplers); \
    }

STAGE_METHODS(VS, RT_VS, ID3D11VertexShader)
STAGE_METHODS(HS, RT_HS, ID3D11HullShader)
STAGE_METHODS(DS, RT_DS, ID3D11DomainShader)
STAGE_METHODS(GS, RT_GS, ID3D11GeometryShader)
STAGE_METHODS(PS, RT_PS, ID3D11PixelShader)
STAGE_METHODS(CS, RT_CS, ID3D11ComputeShader)

/* Below 11_0 one view at a time (win32 docs, "Compute shaders on downlevel hardware"). */
static UINT uav_slots(const struct rt_context *c)
{
    if (c->child.device->feature_level < D3D_FEATURE_LEVEL_11_0)
        return rt_device_computes(c->child.device) ? D3D11_CS_4_X_UAV_REGISTER_COUNT : 0;
    return c->child.device->feature_level >= D3D_FEATURE_LEVEL_11_1 ? D3D11_1_UAV_SLOT_COUNT : D3D11_PS_CS_UAV_REGISTER_COUNT;
}

void STDMETHODCALLTYPE ctx_CSSetUnorderedAccessViews(ID3D11DeviceContext4 *iface, UINT start, UINT n,
    ID3D11UnorderedAccessView *const *views, const UINT *counts)
{
    struct rt_context *c = rt_context_from(iface);
    struct rt_view *list[RT_UAVS];
    UINT i;

    if (start > uav_slots(c) || n > uav_slots(c) - start || !n)
        return;
    for (i = 0; i < n; i++)
        list[i] = views ? rt_view_from(views[i]) : NULL;
    rt_ctx_set_cs_uavs(c, start, n, list, counts);
}

void STDMETHODCALLTYPE ctx_CSGetUnorderedAccessViews(ID3D11DeviceContext4 *iface, UINT start, UINT n, ID3D11UnorderedAccessView **views)
{
    struct rt_context *c = rt_context_from(iface);
    UINT i;

    for (i = 0; i < n && views; i++) {
        struct rt_view *v = start + i < RT_UAVS ? c->state.cs_uavs[start + i] : NULL;

        RT_GIVE(&views[i], ID3D11UnorderedAccessView, v);
    }
}
