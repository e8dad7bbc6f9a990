/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * bind.c - shaders and what they read: shader resources, samplers, constant buffers; element layout,
 * vertex and index buffers. What is bound already is not sent again; of an array only the span that
 * changes. Any array or handle may be NULL: that unbinds (U24).
 */
#include "entry.h"

/* ---- shaders ---- */

static void set_shader(struct pvu_context *c, uint32_t stage, struct pvu_shader *sh, uint32_t id)
{
    struct pvu_stage *s = &c->bound.stage[stage];
    if (s->shader == sh && s->shader_id == id) return;
    s->shader = sh;
    s->shader_id = id;
    struct pvgpu_cmd_set_shader *k = PVU_CMD(c, set_shader, SET_SHADER);
    k->stage = stage;
    k->shader = id;
}

/* ---- shader resources ---- */

static void set_srvs(struct pvu_context *c, uint32_t stage, uint32_t first, uint32_t n, const D3D10DDI_HSHADERRESOURCEVIEW *views)
{
    struct pvu_stage *s = &c->bound.stage[stage];
    if (first >= PVU_SRVS || n > PVU_SRVS - first) return;
    while (n && s->srv[first] == (views ? views->pDrvPrivate : NULL)) first++, n--, views = views ? views + 1 : NULL;
    while (n && s->srv[first + n - 1] == (views ? views[n - 1].pDrvPrivate : NULL)) n--;
    if (!n) return;
    if (n > PVU_LIST_MARGIN) pvu_room(c, n);
    struct pvgpu_cmd_set_srvs *k = PVU_CMD_TAIL(c, set_srvs, SET_SRVS, n * 4);
    uint32_t *id = (uint32_t *)(void *)(k + 1);
    k->stage = stage;
    k->first = first;
    k->n = n;
    k->pad = 0;
    for (uint32_t i = 0; i < n; i++) {
        struct pvu_view *v = views ? views[i].pDrvPrivate : NULL;
        s->srv[first + i] = v;
        id[i] = v ? v->id : 0;
        if (v) pvu_use(c, v->resource, false);
    }
    if (first + n > s->n_srv) s->n_srv = first + n;
    while (s->n_srv && !s->srv[s->n_srv - 1]) s->n_srv--;
}

/* ---- samplers ---- */

static void set_samplers(struct pvu_context *c, uint32_t stage, uint32_t first, uint32_t n, const D3D10DDI_HSAMPLER *samplers)
{
    struct pvu_stage *s = &c->bound.stage[stage];
    if (first >= PVU_SAMPLERS || n > PVU_SAMPLERS - first) return;
    while (n && s->sampler[first] == (samplers ? samplers->pDrvPrivate : NULL))
        first++, n--, samplers = samplers ? samplers + 1 : NULL;
    while (n && s->sampler[first + n - 1] == (samplers ? samplers[n - 1].pDrvPrivate : NULL)) n--;
    if (!n) return;
    struct pvgpu_cmd_set_samplers *k = PVU_CMD_TAIL(c, set_samplers, SET_SAMPLERS, n * 4);
    uint32_t *id = (uint32_t *)(void *)(k + 1);
    k->stage = stage;
    k->first = first;
    k->n = n;
    k->pad = 0;
    for (uint32_t i = 0; i < n; i++) {
        struct pvu_state *p = samplers ? samplers[i].pDrvPrivate : NULL;
        s->sampler[first + i] = p;
        id[i] = p ? p->id : 0;
    }
}

/* ---- constant buffers ---- */

/* nc-d3d10umddi-pfnd3d11_1ddi_setconstantbuffers.md: both arrays or none; none means whole buffers. */
static inline struct pvu_constant_buffer cb_of(const D3D10DDI_HRESOURCE *b, const UINT *first, const UINT *count, uint32_t i)
{
    struct pvu_constant_buffer cb = { .resource = b ? b[i].pDrvPrivate : NULL };
    if (cb.resource && first && count) cb.first = first[i], cb.count = count[i];
    return cb;
}

static inline bool cb_equal(const struct pvu_constant_buffer *a, struct pvu_constant_buffer b)
{
    return a->resource == b.resource && a->first == b.first && a->count == b.count;
}

static void set_cbs(struct pvu_context *c, uint32_t stage, uint32_t start, uint32_t n, const D3D10DDI_HRESOURCE *buffers,
                    const UINT *first, const UINT *count)
{
    struct pvu_stage *s = &c->bound.stage[stage];
    uint32_t from = 0, to = n;
    if (start >= PVU_CBS || n > PVU_CBS - start) return;
    while (from < to && cb_equal(&s->cb[start + from], cb_of(buffers, first, count, from))) from++;
    while (to > from && cb_equal(&s->cb[start + to - 1], cb_of(buffers, first, count, to - 1))) to--;
    if (from == to) return;
    struct pvgpu_cmd_set_constant_buffers *k =
        PVU_CMD_TAIL(c, set_constant_buffers, SET_CONSTANT_BUFFERS, (to - from) * sizeof(struct pvgpu_constant_buffer));
    struct pvgpu_constant_buffer *out = (void *)(k + 1);
    k->stage = stage;
    k->first = start + from;
    k->n = to - from;
    k->pad = 0;
    for (uint32_t i = from; i < to; i++, out++) {
        struct pvu_constant_buffer b = cb_of(buffers, first, count, i);
        s->cb[start + i] = b;
        out->resource = b.resource ? b.resource->id : 0;
        out->first = b.first;
        out->count = b.count;
        out->pad = 0;
        if (b.resource) pvu_use(c, b.resource, false);
    }
    if (start + to > s->n_cb) s->n_cb = start + to;
    while (s->n_cb && !s->cb[s->n_cb - 1].resource) s->n_cb--;
}

void pvu_send_cb0(struct pvu_context *c, uint32_t stage, struct pvu_resource *r, uint32_t first, uint32_t count)
{
    struct pvgpu_cmd_set_constant_buffers *k =
        PVU_CMD_TAIL(c, set_constant_buffers, SET_CONSTANT_BUFFERS, sizeof(struct pvgpu_constant_buffer));
    k->stage = stage;
    k->first = 0;
    k->n = 1;
    k->pad = 0;
    *(struct pvgpu_constant_buffer *)(void *)(k + 1) =
        (struct pvgpu_constant_buffer){ .resource = r ? r->id : 0, .first = first, .count = count };
    if (r) pvu_use(c, r, false);
}

void pvu_send_srv0(struct pvu_context *c, uint32_t id)
{
    struct pvgpu_cmd_set_srvs *k = PVU_CMD_TAIL(c, set_srvs, SET_SRVS, 4);
    k->stage = PVGPU_STAGE_PS;
    k->first = 0;
    k->n = 1;
    k->pad = 0;
    *(uint32_t *)(void *)(k + 1) = id;
}

/* ---- the slots of each stage ---- */

#define STAGE(name, STAGE_) \
    void APIENTRY pvu_##name##_set_shader(D3D10DDI_HDEVICE h, D3D10DDI_HSHADER sh) \
    { \
        struct pvu_shader *s = sh.pDrvPrivate; \
        set_shader(pvu_context(h), STAGE_, s, s ? s->id : 0); \
    } \
    void APIENTRY pvu_##name##_set_shader_with_ifaces(D3D10DDI_HDEVICE h, D3D10DDI_HSHADER sh, UINT n, const UINT *ifaces, \
                                                      const D3D11DDIARG_POINTERDATA *data) \
    { \
        struct pvu_context *c = pvu_context(h); \
        uint32_t id = pvu_shader_linked(c, sh.pDrvPrivate, n, ifaces, data); \
        set_shader(c, STAGE_, sh.pDrvPrivate, id); \
    } \
    void APIENTRY pvu_##name##_set_shader_resources(D3D10DDI_HDEVICE h, UINT first, UINT n, \
                                                    const D3D10DDI_HSHADERRESOURCEVIEW *v) \
    { \
        set_srvs(pvu_context(h), STAGE_, first, n, v); \
    } \
    void APIENTRY pvu_##name##_set_samplers(D3D10DDI_HDEVICE h, UINT first, UINT n, const D3D10DDI_HSAMPLER *s) \
    { \
        set_samplers(pvu_context(h), STAGE_, first, n, s); \
    } \
    void APIENTRY pvu_##name##_set_constant_buffers_10(D3D10DDI_HDEVICE h, UINT first, UINT n, const D3D10DDI_HRESOURCE *b) \
    { \
        set_cbs(pvu_context(h), STAGE_, first, n, b, NULL, NULL); \
    } \
    void APIENTRY pvu_##name##_set_constant_buffers_11_1(D3D10DDI_HDEVICE h, UINT first, UINT n, const D3D10DDI_HRESOURCE *b, \
                                                         const UINT *from, const UINT *count) \
    { \
        set_cbs(pvu_context(h), STAGE_, first, n, b, from, count); \
    }
STAGE(vs, PVGPU_STAGE_VS)
STAGE(hs, PVGPU_STAGE_HS)
STAGE(ds, PVGPU_STAGE_DS)
STAGE(gs, PVGPU_STAGE_GS)
STAGE(ps, PVGPU_STAGE_PS)
STAGE(cs, PVGPU_STAGE_CS)

/* ---- input assembler ---- */

void APIENTRY pvu_ia_set_input_layout(D3D10DDI_HDEVICE h, D3D10DDI_HELEMENTLAYOUT layout)
{
    struct pvu_context *c = pvu_context(h);
    struct pvu_state *s = layout.pDrvPrivate;
    if (c->bound.layout == s) return;
    c->bound.layout = s;
    struct pvgpu_cmd_set_input_layout *k = PVU_CMD(c, set_input_layout, SET_INPUT_LAYOUT);
    k->layout = s ? s->id : 0;
    k->pad = 0;
}

void APIENTRY pvu_ia_set_vertex_buffers(D3D10DDI_HDEVICE h, UINT start, UINT n, const D3D10DDI_HRESOURCE *buffers,
                                        const UINT *strides, const UINT *offsets)
{
    struct pvu_context *c = pvu_context(h);
    struct pvu_bound *b = &c->bound;
    struct pvu_vertex_buffer vb[PVU_VBS];
    uint32_t from = 0, to = n;
    if (start >= PVU_VBS || n > PVU_VBS - start) return;
    for (uint32_t i = 0; i < n; i++)
        vb[i] = (struct pvu_vertex_buffer){ .resource = buffers ? buffers[i].pDrvPrivate : NULL,
                                            .stride = strides ? strides[i] : 0,
                                            .offset = offsets ? offsets[i] : 0 };
    while (from < to && memcmp(&b->vb[start + from], &vb[from], sizeof vb[0]) == 0) from++;
    while (to > from && memcmp(&b->vb[start + to - 1], &vb[to - 1], sizeof vb[0]) == 0) to--;
    if (from == to) return;
    if (to - from > PVU_LIST_MARGIN) pvu_room(c, to - from);
    struct pvgpu_cmd_set_vertex_buffers *k =
        PVU_CMD_TAIL(c, set_vertex_buffers, SET_VERTEX_BUFFERS, (to - from) * sizeof(struct pvgpu_vertex_buffer));
    struct pvgpu_vertex_buffer *out = (void *)(k + 1);
    k->first = start + from;
    k->n = to - from;
    for (uint32_t i = from; i < to; i++, out++) {
        b->vb[start + i] = vb[i];
        *out = (struct pvgpu_vertex_buffer){ .resource = vb[i].resource ? vb[i].resource->id : 0, .stride = vb[i].stride,
                                             .offset = vb[i].offset };
        if (vb[i].resource) pvu_use(c, vb[i].resource, false);
    }
    if (start + to > b->n_vb) b->n_vb = start + to;
    while (b->n_vb && !b->vb[b->n_vb - 1].resource) b->n_vb--;
}
PVGPU_STATIC_ASSERT(sizeof(struct pvu_vertex_buffer) == sizeof(void *) + 8, "vertex buffers are compared as bytes");

void APIENTRY pvu_ia_set_index_buffer(D3D10DDI_HDEVICE h, D3D10DDI_HRESOURCE buffer, DXGI_FORMAT format, UINT offset)
{
    struct pvu_context *c = pvu_context(h);
    struct pvu_bound *b = &c->bound;
    struct pvu_resource *r = buffer.pDrvPrivate;
    uint32_t f = r ? (uint32_t)format : 0;
    if (b->ib == r && b->ib_format == f && b->ib_offset == offset) return;
    b->ib = r;
    b->ib_format = f;
    b->ib_offset = offset;
    struct pvgpu_cmd_set_index_buffer *k = PVU_CMD(c, set_index_buffer, SET_INDEX_BUFFER);
    k->resource = r ? r->id : 0;
    k->format = f;
    k->offset = offset;
    k->pad = 0;
    if (r) pvu_use(c, r, false);
}

void APIENTRY pvu_ia_set_topology(D3D10DDI_HDEVICE h, D3D10_DDI_PRIMITIVE_TOPOLOGY topology)
{
    struct pvu_context *c = pvu_context(h);
    if (c->bound.topology == (uint32_t)topology) return;
    c->bound.topology = (uint32_t)topology;
    struct pvgpu_cmd_set_topology *k = PVU_CMD(c, set_topology, SET_TOPOLOGY);
    k->topology = (uint32_t)topology;
    k->pad = 0;
}

/* The host orders reads after writes by itself: one device, one command stream. */
void APIENTRY pvu_srv_hazard(D3D10DDI_HDEVICE h, D3D10DDI_HSHADERRESOURCEVIEW v, D3D10DDI_HRESOURCE r)
{
    (void)h, (void)v, (void)r;
}

void APIENTRY pvu_resource_hazard(D3D10DDI_HDEVICE h, D3D10DDI_HRESOURCE r)
{
    (void)h, (void)r;
}

void APIENTRY pvu_set_resource_min_lod(D3D10DDI_HDEVICE h, D3D10DDI_HRESOURCE hr, FLOAT lod)
{
    struct pvu_context *c = pvu_context(h);
    struct pvu_resource *r = hr.pDrvPrivate;
    if (pvu_is_staging(r)) return;
    struct pvgpu_cmd_set_min_lod *k = PVU_CMD(c, set_min_lod, SET_MIN_LOD);
    k->resource = r->id;
    k->lod = lod;
    pvu_use(c, r, false);
}
