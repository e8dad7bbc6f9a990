/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * output.c - what the pipeline writes to and the state around it: targets, unordered access views,
 * stream output, blend, depth stencil and rasterizer state, viewports, scissors, predication.
 */
#include "entry.h"

/* ---- output merger ---- */

/* The interface hands over the whole binding each time. UAVs: count -1 keeps the hidden counter, any
 * other value sets it, so a call that gives one is never redundant. */
struct om {
    struct pvu_view *rtv[PVU_RTVS], *dsv, *uav[PVU_UAVS];
    uint32_t n_rtv, uav_first, n_uav;
    const UINT *counts;
};

static bool om_equal(const struct pvu_bound *b, const struct om *o)
{
    if (b->n_rtv != o->n_rtv || b->dsv != o->dsv || b->n_uav != o->n_uav) return false;
    if (memcmp(b->rtv, o->rtv, o->n_rtv * sizeof o->rtv[0])) return false;
    if (!o->n_uav) return true;
    if (b->uav_first != o->uav_first || memcmp(b->om_uav, o->uav, o->n_uav * sizeof o->uav[0])) return false;
    for (uint32_t i = 0; o->counts && i < o->n_uav; i++)
        if (o->counts[i] != ~0u) return false;
    return true;
}

static void send_targets(struct pvu_context *c, const UINT *counts)
{
    struct pvu_bound *b = &c->bound;
    uint32_t n = b->n_rtv + b->n_uav;
    if (n + 1 > PVU_LIST_MARGIN) pvu_room(c, n + 1);
    struct pvgpu_cmd_set_targets *k = PVU_CMD_TAIL(c, set_targets, SET_TARGETS, n * sizeof(struct pvgpu_om_view));
    struct pvgpu_om_view *out = (void *)(k + 1);
    k->n_rtv = b->n_rtv;
    k->dsv = b->dsv ? b->dsv->id : 0;
    k->uav_first = b->uav_first;
    k->n = n;
    for (uint32_t i = 0; i < b->n_rtv; i++) {
        *out++ = (struct pvgpu_om_view){ .view = b->rtv[i] ? b->rtv[i]->id : 0 };
        if (b->rtv[i]) pvu_use(c, b->rtv[i]->resource, true);
    }
    for (uint32_t i = 0; i < b->n_uav; i++) {
        *out++ = (struct pvgpu_om_view){ .view = b->om_uav[i] ? b->om_uav[i]->id : 0, .initial_count = counts ? counts[i] : ~0u };
        if (b->om_uav[i]) pvu_use(c, b->om_uav[i]->resource, true);
    }
    if (b->dsv) pvu_use(c, b->dsv->resource, true);
}

static void set_targets(struct pvu_context *c, const struct om *o)
{
    struct pvu_bound *b = &c->bound;
    if (om_equal(b, o)) return;
    memcpy(b->rtv, o->rtv, sizeof b->rtv);
    b->n_rtv = o->n_rtv;
    b->dsv = o->dsv;
    memcpy(b->om_uav, o->uav, o->n_uav * sizeof o->uav[0]);
    b->uav_first = o->uav_first;
    b->n_uav = o->n_uav;
    send_targets(c, o->counts);
}

static void take_rtvs(struct om *o, const D3D10DDI_HRENDERTARGETVIEW *rtv, UINT n)
{
    memset(o->rtv, 0, sizeof o->rtv);
    o->n_rtv = n < PVU_RTVS ? n : PVU_RTVS;
    for (uint32_t i = 0; i < o->n_rtv; i++) o->rtv[i] = rtv ? rtv[i].pDrvPrivate : NULL;
    o->uav_first = o->n_uav = 0;
    o->counts = NULL;
}

void APIENTRY pvu_set_render_targets_10(D3D10DDI_HDEVICE h, const D3D10DDI_HRENDERTARGETVIEW *rtv, UINT n, UINT clear,
                                        D3D10DDI_HDEPTHSTENCILVIEW dsv)
{
    struct om o;
    (void)clear;
    take_rtvs(&o, rtv, n);
    o.dsv = dsv.pDrvPrivate;
    set_targets(pvu_context(h), &o);
}

void APIENTRY pvu_set_render_targets_11(D3D10DDI_HDEVICE h, const D3D10DDI_HRENDERTARGETVIEW *rtv, UINT n, UINT clear,
                                        D3D10DDI_HDEPTHSTENCILVIEW dsv, const D3D11DDI_HUNORDEREDACCESSVIEW *uav,
                                        const UINT *counts, UINT uav_start, UINT n_uav, UINT range_start, UINT range_size)
{
    struct om o;
    (void)clear, (void)range_start, (void)range_size; /* hints (nc-d3d10umddi-pfnd3d11ddi_setrendertargets.md) */
    take_rtvs(&o, rtv, n);
    o.dsv = dsv.pDrvPrivate;
    if (uav && uav_start < PVU_UAVS) {
        o.uav_first = uav_start;
        o.n_uav = n_uav < PVU_UAVS - uav_start ? n_uav : PVU_UAVS - uav_start;
        o.counts = counts;
        for (uint32_t i = 0; i < o.n_uav; i++) o.uav[i] = uav[i].pDrvPrivate;
    }
    set_targets(pvu_context(h), &o);
}

static void send_cs_uavs(struct pvu_context *c, uint32_t first, uint32_t n, const UINT *counts)
{
    struct pvu_bound *b = &c->bound;
    if (n > PVU_LIST_MARGIN) pvu_room(c, n);
    struct pvgpu_cmd_set_cs_uavs *k = PVU_CMD_TAIL(c, set_cs_uavs, SET_CS_UAVS, n * sizeof(struct pvgpu_om_view));
    struct pvgpu_om_view *out = (void *)(k + 1);
    k->first = first;
    k->n = n;
    for (uint32_t i = 0; i < n; i++) {
        struct pvu_view *v = b->cs_uav[first + i];
        out[i] = (struct pvgpu_om_view){ .view = v ? v->id : 0, .initial_count = counts ? counts[i] : ~0u };
        if (v) pvu_use(c, v->resource, true);
    }
}

void APIENTRY pvu_cs_set_unordered_access_views(D3D10DDI_HDEVICE h, UINT first, UINT n, const D3D11DDI_HUNORDEREDACCESSVIEW *uav,
                                                const UINT *counts)
{
    struct pvu_context *c = pvu_context(h);
    struct pvu_bound *b = &c->bound;
    bool same = true;
    if (first >= PVU_UAVS || n > PVU_UAVS - first) return;
    for (uint32_t i = 0; i < n; i++) {
        struct pvu_view *v = uav ? uav[i].pDrvPrivate : NULL;
        if (b->cs_uav[first + i] != v || (v && counts && counts[i] != ~0u)) same = false;
        b->cs_uav[first + i] = v;
    }
    if (same) return;
    if (first + n > b->n_cs_uav) b->n_cs_uav = first + n;
    while (b->n_cs_uav && !b->cs_uav[b->n_cs_uav - 1]) b->n_cs_uav--;
    send_cs_uavs(c, first, n, counts);
}

/* ---- stream output ---- */

void APIENTRY pvu_so_set_targets(D3D10DDI_HDEVICE h, UINT n, UINT clear, const D3D10DDI_HRESOURCE *targets, const UINT *offsets)
{
    struct pvu_context *c = pvu_context(h);
    struct pvu_bound *b = &c->bound;
    (void)clear;
    if (n > PVU_SO) n = PVU_SO;
    if (!targets) n = 0;
    if (n == 0 && b->n_so == 0) return; /* otherwise always sent: an offset restarts the buffer */
    struct pvgpu_cmd_set_so_targets *k = PVU_CMD_TAIL(c, set_so_targets, SET_SO_TARGETS, n * sizeof(struct pvgpu_so_target));
    struct pvgpu_so_target *out = (void *)(k + 1);
    k->n = n;
    k->pad = 0;
    memset(b->so, 0, sizeof b->so);
    b->n_so = n;
    for (uint32_t i = 0; i < n; i++) {
        struct pvu_resource *r = targets[i].pDrvPrivate;
        b->so[i] = r;
        out[i] = (struct pvgpu_so_target){ .resource = r ? r->id : 0, .offset = offsets ? offsets[i] : ~0u };
        if (r) pvu_use(c, r, true);
    }
}

/* ---- states ---- */

static void send_blend(struct pvu_context *c)
{
    const struct pvu_bound *b = &c->bound;
    struct pvgpu_cmd_set_blend *k = PVU_CMD(c, set_blend, SET_BLEND);
    k->state = b->blend ? b->blend->id : 0;
    k->sample_mask = b->sample_mask;
    k->r = b->factor[0], k->g = b->factor[1], k->b = b->factor[2], k->a = b->factor[3];
}

static void send_depth_stencil(struct pvu_context *c)
{
    struct pvgpu_cmd_set_depth_stencil *k = PVU_CMD(c, set_depth_stencil, SET_DEPTH_STENCIL);
    k->state = c->bound.depth_stencil ? c->bound.depth_stencil->id : 0;
    k->reference = c->bound.reference;
}

static void send_rasterizer(struct pvu_context *c)
{
    struct pvgpu_cmd_set_rasterizer *k = PVU_CMD(c, set_rasterizer, SET_RASTERIZER);
    k->state = c->bound.rasterizer ? c->bound.rasterizer->id : 0;
    k->pad = 0;
}

static void send_viewports(struct pvu_context *c)
{
    const struct pvu_bound *b = &c->bound;
    uint32_t bytes = b->n_viewport * (uint32_t)sizeof b->viewport[0];
    struct pvgpu_cmd_set_viewports *k = PVU_CMD_TAIL(c, set_viewports, SET_VIEWPORTS, bytes);
    k->n = b->n_viewport;
    k->pad = 0;
    memcpy(k + 1, b->viewport, bytes);
}

static void send_predication(struct pvu_context *c)
{
    struct pvgpu_cmd_set_predication *k = PVU_CMD(c, set_predication, SET_PREDICATION);
    k->query = c->bound.predicate ? c->bound.predicate->id : 0;
    k->value = c->bound.predicate_value;
}

void APIENTRY pvu_set_blend_state(D3D10DDI_HDEVICE h, D3D10DDI_HBLENDSTATE state, const FLOAT factor[4], UINT mask)
{
    static const FLOAT ones[4] = { 1, 1, 1, 1 };
    struct pvu_context *c = pvu_context(h);
    struct pvu_bound *b = &c->bound;
    struct pvu_state *s = state.pDrvPrivate;
    if (!factor) factor = ones;
    if (b->blend == s && b->sample_mask == mask && memcmp(b->factor, factor, sizeof b->factor) == 0) return;
    b->blend = s;
    b->sample_mask = mask;
    memcpy(b->factor, factor, sizeof b->factor);
    send_blend(c);
}

void APIENTRY pvu_set_depth_stencil_state(D3D10DDI_HDEVICE h, D3D10DDI_HDEPTHSTENCILSTATE state, UINT reference)
{
    struct pvu_context *c = pvu_context(h);
    struct pvu_bound *b = &c->bound;
    struct pvu_state *s = state.pDrvPrivate;
    if (b->depth_stencil == s && b->reference == reference) return;
    b->depth_stencil = s;
    b->reference = reference;
    send_depth_stencil(c);
}

void APIENTRY pvu_set_rasterizer_state(D3D10DDI_HDEVICE h, D3D10DDI_HRASTERIZERSTATE state)
{
    struct pvu_context *c = pvu_context(h);
    struct pvu_state *s = state.pDrvPrivate;
    if (c->bound.rasterizer == s) return;
    c->bound.rasterizer = s;
    send_rasterizer(c);
}

PVGPU_STATIC_ASSERT(sizeof(struct pvgpu_viewport) == sizeof(D3D10_DDI_VIEWPORT), "viewports are copied as they are");
PVGPU_STATIC_ASSERT(sizeof(struct pvgpu_rect) == sizeof(D3D10_DDI_RECT), "rectangles are copied as they are");

/* The first pixel whose centre does not lie before the edge. Edges are within D3D10_VIEWPORT_BOUNDS_MIN and MAX. */
static float whole_edge(float edge)
{
    float limit = edge - 0.5f;
    if (!(limit > -65536 && limit < 65536)) return edge;
    int32_t first = (int32_t)limit;
    return (float)(first < limit ? first + 1 : first);
}

/* "Direct3D 10 does not support fractional viewports", and neither do the feature levels 10_1 or below (ns-d3d11-d3d11_viewport),
 * where the bounds are integers. On a host that ends what is drawn at the edges' floors, as level 11 wants it, a viewport from -0.4
 * to 639.6 would lose the last column, which level 10 draws (wine: dlls/d3d11/tests/d3d11.c, test_negative_viewports). How edges
 * become integers no page says: here a whole viewport has the pixels whose centres lie in the fractional one. */
static void make_whole(D3D10_DDI_VIEWPORT *v)
{
    float right = whole_edge(v->TopLeftX + v->Width), bottom = whole_edge(v->TopLeftY + v->Height);
    v->TopLeftX = whole_edge(v->TopLeftX);
    v->TopLeftY = whole_edge(v->TopLeftY);
    v->Width = right - v->TopLeftX;
    v->Height = bottom - v->TopLeftY;
}

/* "Any viewports that are not defined in a call to SetViewports are set to NULL", which is off
 * (nc-d3d10umddi-pfnd3d10ddi_setviewports.md): an empty one draws nothing. How many were set before is known here. */
void APIENTRY pvu_set_viewports(D3D10DDI_HDEVICE h, UINT n, UINT clear, const D3D10_DDI_VIEWPORT *v)
{
    struct pvu_context *c = pvu_context(h);
    struct pvu_bound *b = &c->bound;
    D3D10_DDI_VIEWPORT all[PVU_VIEWPORTS];
    (void)clear;
    if (n > PVU_VIEWPORTS || !v) n = v ? PVU_VIEWPORTS : 0;
    memset(all, 0, sizeof all);
    if (n) memcpy(all, v, n * sizeof all[0]);
    for (UINT i = 0; c->device->whole_viewports && i < n; i++) make_whole(&all[i]);
    if (n < b->n_viewport) n = b->n_viewport;
    if (b->n_viewport == n && memcmp(b->viewport, all, n * sizeof all[0]) == 0) return;
    b->n_viewport = n;
    memcpy(b->viewport, all, n * sizeof all[0]);
    send_viewports(c);
}

void APIENTRY pvu_set_scissor_rects(D3D10DDI_HDEVICE h, UINT n, UINT clear, const D3D10_DDI_RECT *r)
{
    struct pvu_context *c = pvu_context(h);
    struct pvu_bound *b = &c->bound;
    (void)clear;
    if (n > PVU_VIEWPORTS || !r) n = r ? PVU_VIEWPORTS : 0;
    if (b->n_scissor == n && memcmp(b->scissor, r, n * sizeof b->scissor[0]) == 0) return;
    b->n_scissor = n;
    memcpy(b->scissor, r, n * sizeof b->scissor[0]);
    struct pvgpu_cmd_set_scissors *k = PVU_CMD_TAIL(c, set_scissors, SET_SCISSORS, n * sizeof b->scissor[0]);
    k->n = n;
    k->pad = 0;
    memcpy(k + 1, b->scissor, n * sizeof b->scissor[0]);
}

void APIENTRY pvu_set_predication(D3D10DDI_HDEVICE h, D3D10DDI_HQUERY query, BOOL value)
{
    struct pvu_context *c = pvu_context(h);
    struct pvu_query *q = query.pDrvPrivate;
    bool v = value != 0;
    if (c->bound.predicate == q && c->bound.predicate_value == v) return;
    c->bound.predicate = q;
    c->bound.predicate_value = v;
    send_predication(c);
}

/* ---- what is bound, as a whole ---- */

void pvu_bound_reset(struct pvu_bound *b)
{
    memset(b, 0, sizeof *b);
    for (unsigned i = 0; i < 4; i++) b->factor[i] = 1.0f; /* Direct3D's defaults, as a new host context has them */
    b->sample_mask = ~0u;
}

static bool list(struct pvu_context *c, struct pvu_resource *r, bool write)
{
    if (!r) return true;
    if (r->ref.stamp != c->stamp && c->n_list + PVU_LIST_MARGIN + 1 >= c->list_size) return false;
    pvu_use(c, r, write);
    return true;
}

static bool list_all(struct pvu_context *c)
{
    struct pvu_bound *b = &c->bound;
    bool ok = true;
    for (uint32_t i = 0; i < b->n_rtv; i++)
        if (b->rtv[i]) ok &= list(c, b->rtv[i]->resource, true);
    if (b->dsv) ok &= list(c, b->dsv->resource, true);
    for (uint32_t i = 0; i < b->n_uav; i++)
        if (b->om_uav[i]) ok &= list(c, b->om_uav[i]->resource, true);
    for (uint32_t i = 0; i < b->n_cs_uav; i++)
        if (b->cs_uav[i]) ok &= list(c, b->cs_uav[i]->resource, true);
    for (uint32_t i = 0; i < b->n_so; i++) ok &= list(c, b->so[i], true);
    for (uint32_t i = 0; i < b->n_vb; i++) ok &= list(c, b->vb[i].resource, false);
    ok &= list(c, b->ib, false);
    for (unsigned s = 0; s < PVGPU_STAGE_COUNT; s++) {
        struct pvu_stage *st = &b->stage[s];
        for (uint32_t i = 0; i < st->n_cb; i++) ok &= list(c, st->cb[i].resource, false);
        for (uint32_t i = 0; i < st->n_srv; i++)
            if (st->srv[i]) ok &= list(c, st->srv[i]->resource, false);
    }
    return ok;
}

void pvu_bound_relist(struct pvu_context *c)
{
    pvu_amortize(c);
    c->relist = false;
    if (list_all(c)) return;
    /* No room: submit and begin with an empty list. If even that is too small, the resources beyond it
     * are not listed; they lie in host memory, which no list moves. A larger one is asked for. */
    pvu_room(c, c->list_size);
    c->relist = false;
    if (!list_all(c)) pvu_log("%u allocations are too few for what is bound", c->list_size);
}

static bool among(const struct pvu_view *v, struct pvu_resource *const *rotated, uint32_t n)
{
    for (uint32_t i = 0; v && i < n; i++)
        if (v->resource == rotated[i]) return true;
    return false;
}

/* The views of these resources were made again under their old ids: binds them again. */
void pvu_bound_resend(struct pvu_context *c, struct pvu_resource *const *rotated, uint32_t n)
{
    struct pvu_bound *b = &c->bound;
    bool targets = among(b->dsv, rotated, n);
    for (uint32_t i = 0; i < b->n_rtv; i++) targets |= among(b->rtv[i], rotated, n);
    for (uint32_t i = 0; i < b->n_uav; i++) targets |= among(b->om_uav[i], rotated, n);
    if (targets) send_targets(c, NULL);
    for (uint32_t i = 0; i < b->n_cs_uav; i++)
        if (among(b->cs_uav[i], rotated, n)) send_cs_uavs(c, i, 1, NULL);
    for (uint32_t stage = 0; stage < PVGPU_STAGE_COUNT; stage++) {
        for (uint32_t i = 0; i < b->stage[stage].n_srv; i++) {
            D3D10DDI_HSHADERRESOURCEVIEW v = { .pDrvPrivate = b->stage[stage].srv[i] };
            if (!among(v.pDrvPrivate, rotated, n)) continue;
            struct pvgpu_cmd_set_srvs *k = PVU_CMD_TAIL(c, set_srvs, SET_SRVS, 4);
            k->stage = stage;
            k->first = i;
            k->n = 1;
            k->pad = 0;
            *(uint32_t *)(void *)(k + 1) = b->stage[stage].srv[i]->id;
            pvu_use(c, b->stage[stage].srv[i]->resource, false);
        }
    }
}

void pvu_bound_resend_draw(struct pvu_context *c)
{
    struct pvu_bound *b = &c->bound;
    struct pvu_stage *ps = &b->stage[PVGPU_STAGE_PS];
    for (uint32_t stage = PVGPU_STAGE_VS; stage <= PVGPU_STAGE_PS; stage++) {
        struct pvu_constant_buffer cb = b->stage[stage].cb[0];
        struct pvgpu_cmd_set_shader *k = PVU_CMD(c, set_shader, SET_SHADER);
        k->stage = stage;
        k->shader = b->stage[stage].shader_id;
        if (stage == PVGPU_STAGE_VS || stage == PVGPU_STAGE_PS)
            pvu_send_cb0(c, stage, cb.resource, cb.first, cb.count);
    }
    pvu_send_srv0(c, ps->srv[0] ? ps->srv[0]->id : 0);
    if (ps->srv[0]) pvu_use(c, ps->srv[0]->resource, false);
    struct pvgpu_cmd_set_samplers *sampler = PVU_CMD_TAIL(c, set_samplers, SET_SAMPLERS, 4);
    sampler->stage = PVGPU_STAGE_PS;
    sampler->first = 0;
    sampler->n = 1;
    sampler->pad = 0;
    *(uint32_t *)(void *)(sampler + 1) = ps->sampler[0] ? ps->sampler[0]->id : 0;
    struct pvgpu_cmd_set_input_layout *layout = PVU_CMD(c, set_input_layout, SET_INPUT_LAYOUT);
    layout->layout = b->layout ? b->layout->id : 0;
    layout->pad = 0;
    struct pvgpu_cmd_set_topology *topology = PVU_CMD(c, set_topology, SET_TOPOLOGY);
    topology->topology = b->topology;
    topology->pad = 0;
    send_blend(c);
    send_depth_stencil(c);
    send_rasterizer(c);
    send_viewports(c);
    send_predication(c);
    send_targets(c, NULL);
}

/* The runtime unbinds before it destroys; these keep the driver's memory sound if it ever does not.
 * Nothing is sent: on the host bound objects live on until something else is bound. */
void pvu_bound_forget_view(struct pvu_context *c, struct pvu_view *v)
{
    struct pvu_bound *b = &c->bound;
    for (uint32_t i = 0; i < b->n_rtv; i++)
        if (b->rtv[i] == v) b->rtv[i] = NULL;
    if (b->dsv == v) b->dsv = NULL;
    for (uint32_t i = 0; i < b->n_uav; i++)
        if (b->om_uav[i] == v) b->om_uav[i] = NULL;
    for (uint32_t i = 0; i < b->n_cs_uav; i++)
        if (b->cs_uav[i] == v) b->cs_uav[i] = NULL;
    for (unsigned s = 0; s < PVGPU_STAGE_COUNT; s++)
        for (uint32_t i = 0; i < b->stage[s].n_srv; i++)
            if (b->stage[s].srv[i] == v) b->stage[s].srv[i] = NULL;
}

void pvu_bound_forget_resource(struct pvu_context *c, struct pvu_resource *r)
{
    struct pvu_bound *b = &c->bound;
    for (uint32_t i = 0; i < b->n_vb; i++)
        if (b->vb[i].resource == r) b->vb[i].resource = NULL;
    if (b->ib == r) b->ib = NULL;
    for (uint32_t i = 0; i < b->n_so; i++)
        if (b->so[i] == r) b->so[i] = NULL;
    for (unsigned s = 0; s < PVGPU_STAGE_COUNT; s++)
        for (uint32_t i = 0; i < b->stage[s].n_cb; i++)
            if (b->stage[s].cb[i].resource == r) b->stage[s].cb[i].resource = NULL;
}

void pvu_bound_forget_state(struct pvu_context *c, const void *state)
{
    struct pvu_bound *b = &c->bound;
    if (b->layout == state) b->layout = NULL;
    if (b->blend == state) b->blend = NULL;
    if (b->depth_stencil == state) b->depth_stencil = NULL;
    if (b->rasterizer == state) b->rasterizer = NULL;
    if (b->predicate == state) b->predicate = NULL;
    for (unsigned s = 0; s < PVGPU_STAGE_COUNT; s++) {
        if (b->stage[s].shader == state) b->stage[s].shader = NULL, b->stage[s].shader_id = 0;
        for (unsigned i = 0; i < PVU_SAMPLERS; i++)
            if (b->stage[s].sampler[i] == state) b->stage[s].sampler[i] = NULL;
    }
}
