/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * local.c - context-local handles (using-context-local-ddi-handles.md): a deferred context's own object for each object
 * of the device that it uses. Creation is "opening": no description comes, only the immediate context's handle in the place
 * of the runtime's, and the local handle of what a view depends on. What the immediate context's object says of itself
 * is copied, so that the other entries need not know which of the two they have.
 */
#include "entry.h"
#include "os.h"
#include "record.h"

/* After the list is made nothing is bound any more, and looking would cost more than the rest of closing. */
static bool closed(D3D10DDI_HDEVICE h)
{
    return ((struct pvu_context *)h.pDrvPrivate)->recorder->closed;
}

/* ---- states and shaders: an id ---- */

static void local_state(void *local, const void *home)
{
    ((struct pvu_state *)local)->id = ((const struct pvu_state *)home)->id;
}

static void local_shader(void *local, void *home)
{
    struct pvu_shader *s = local, *of = home;
    *s = (struct pvu_shader){ .id = of->id, .stage = of->stage, .home = of };
}

static void close_state(D3D10DDI_HDEVICE h, const void *local)
{
    if (!closed(h)) pvu_bound_forget_state(h.pDrvPrivate, local);
}

#define OPEN(name, ARGS, HANDLE, RT, local) \
    void APIENTRY pvu_local_##name(D3D10DDI_HDEVICE h, const ARGS *a, HANDLE o, RT rt) \
    { \
        (void)h, (void)a; \
        local(o.pDrvPrivate, rt.handle); \
    }
OPEN(element_layout, D3D10DDIARG_CREATEELEMENTLAYOUT, D3D10DDI_HELEMENTLAYOUT, D3D10DDI_HRTELEMENTLAYOUT, local_state)
OPEN(blend_state_10_1, D3D10_1_DDI_BLEND_DESC, D3D10DDI_HBLENDSTATE, D3D10DDI_HRTBLENDSTATE, local_state)
OPEN(blend_state_11_1, D3D11_1_DDI_BLEND_DESC, D3D10DDI_HBLENDSTATE, D3D10DDI_HRTBLENDSTATE, local_state)
OPEN(depth_stencil_state, D3D10_DDI_DEPTH_STENCIL_DESC, D3D10DDI_HDEPTHSTENCILSTATE, D3D10DDI_HRTDEPTHSTENCILSTATE, local_state)
OPEN(rasterizer_state_10, D3D10_DDI_RASTERIZER_DESC, D3D10DDI_HRASTERIZERSTATE, D3D10DDI_HRTRASTERIZERSTATE, local_state)
OPEN(rasterizer_state_11_1, D3D11_1_DDI_RASTERIZER_DESC, D3D10DDI_HRASTERIZERSTATE, D3D10DDI_HRTRASTERIZERSTATE, local_state)
OPEN(sampler, D3D10_DDI_SAMPLER_DESC, D3D10DDI_HSAMPLER, D3D10DDI_HRTSAMPLER, local_state)

#define CLOSE(name, HANDLE) \
    void APIENTRY pvu_close_##name(D3D10DDI_HDEVICE h, HANDLE o) \
    { \
        close_state(h, o.pDrvPrivate); \
    }
CLOSE(element_layout, D3D10DDI_HELEMENTLAYOUT)
CLOSE(blend_state, D3D10DDI_HBLENDSTATE)
CLOSE(depth_stencil_state, D3D10DDI_HDEPTHSTENCILSTATE)
CLOSE(rasterizer_state, D3D10DDI_HRASTERIZERSTATE)
CLOSE(sampler, D3D10DDI_HSAMPLER)
CLOSE(shader, D3D10DDI_HSHADER)
CLOSE(query, D3D10DDI_HQUERY)

#define OPEN_SHADER(name, SIGNATURES) \
    void APIENTRY pvu_local_##name(D3D10DDI_HDEVICE h, const UINT *code, D3D10DDI_HSHADER o, D3D10DDI_HRTSHADER rt, \
                                   const SIGNATURES *s) \
    { \
        (void)h, (void)code, (void)s; \
        local_shader(o.pDrvPrivate, rt.handle); \
    }
OPEN_SHADER(shader_10, D3D10DDIARG_STAGE_IO_SIGNATURES)
OPEN_SHADER(shader_11_1, D3D11_1DDIARG_STAGE_IO_SIGNATURES)
OPEN_SHADER(tessellation_shader_11, D3D11DDIARG_TESSELLATION_IO_SIGNATURES)
OPEN_SHADER(tessellation_shader_11_1, D3D11_1DDIARG_TESSELLATION_IO_SIGNATURES)

#define OPEN_SO(name, SIGNATURES) \
    void APIENTRY pvu_local_##name(D3D10DDI_HDEVICE h, const D3D11DDIARG_CREATEGEOMETRYSHADERWITHSTREAMOUTPUT *a, \
                                   D3D10DDI_HSHADER o, D3D10DDI_HRTSHADER rt, const SIGNATURES *s) \
    { \
        (void)h, (void)a, (void)s; \
        local_shader(o.pDrvPrivate, rt.handle); \
    }
OPEN_SO(gs_so_11, D3D10DDIARG_STAGE_IO_SIGNATURES)
OPEN_SO(gs_so_11_1, D3D11_1DDIARG_STAGE_IO_SIGNATURES)

void APIENTRY pvu_local_compute_shader(D3D10DDI_HDEVICE h, const UINT *code, D3D10DDI_HSHADER o, D3D10DDI_HRTSHADER rt)
{
    (void)h, (void)code;
    local_shader(o.pDrvPrivate, rt.handle);
}

void APIENTRY pvu_local_query(D3D10DDI_HDEVICE h, const D3D10DDIARG_CREATEQUERY *a, D3D10DDI_HQUERY o, D3D10DDI_HRTQUERY rt)
{
    struct pvu_query *q = o.pDrvPrivate, *home = rt.handle;
    (void)h, (void)a;
    *q = (struct pvu_query){ .id = home->id, .type = home->type, .data_size = home->data_size, .slot = home->slot, .home = home };
}

/* ---- resources ---- */

void APIENTRY pvu_local_resource(D3D10DDI_HDEVICE h, const D3D11DDIARG_CREATERESOURCE *a, D3D10DDI_HRESOURCE o,
                                 D3D10DDI_HRTRESOURCE rt)
{
    struct pvu_resource *r = o.pDrvPrivate, *home = rt.handle;
    (void)h, (void)a;
    memset(r, 0, sizeof *r);
    r->ref.home = &home->ref;
    r->id = home->id;
    r->dimension = home->dimension, r->usage = home->usage, r->format = home->format;
    r->bind = home->bind, r->misc = home->misc, r->width = home->width, r->height = home->height, r->depth = home->depth;
    r->array = home->array, r->mips = home->mips, r->samples = home->samples, r->quality = home->quality;
    r->stride = home->stride;
    r->heap.id = home->heap.id;
    r->heap.size = home->heap.size;
    r->heap.ref.home = &home->heap.ref;
}

void APIENTRY pvu_close_resource(D3D10DDI_HDEVICE h, D3D10DDI_HRESOURCE o)
{
    struct pvu_resource *r = o.pDrvPrivate;
    if (!closed(h)) pvu_bound_forget_resource(h.pDrvPrivate, r);
    pvu_os_free(r->mirror);
    r->mirror = NULL;
}

/* ---- views ---- */

static void local_view(struct pvu_view *v, const struct pvu_view *home, D3D10DDI_HRESOURCE resource)
{
    v->id = home->id;
    v->kind = home->kind;
    v->resource = resource.pDrvPrivate;
    if (v->kind == PVU_VIEW_UAV) v->create.uav.format = home->create.uav.format; /* clears are cut to it */
}

static void close_view(D3D10DDI_HDEVICE h, struct pvu_view *v)
{
    if (!closed(h)) pvu_bound_forget_view(h.pDrvPrivate, v);
}

#define VIEW(name, ARGS, HANDLE, RT) \
    void APIENTRY pvu_local_##name(D3D10DDI_HDEVICE h, const ARGS *a, HANDLE o, RT rt) \
    { \
        (void)h; \
        local_view(o.pDrvPrivate, rt.handle, a->hDrvResource); \
    } \
    void APIENTRY pvu_close_##name(D3D10DDI_HDEVICE h, HANDLE o) \
    { \
        close_view(h, o.pDrvPrivate); \
    }
VIEW(srv, D3D11DDIARG_CREATESHADERRESOURCEVIEW, D3D10DDI_HSHADERRESOURCEVIEW, D3D10DDI_HRTSHADERRESOURCEVIEW)
VIEW(rtv, D3D10DDIARG_CREATERENDERTARGETVIEW, D3D10DDI_HRENDERTARGETVIEW, D3D10DDI_HRTRENDERTARGETVIEW)
VIEW(dsv, D3D11DDIARG_CREATEDEPTHSTENCILVIEW, D3D10DDI_HDEPTHSTENCILVIEW, D3D10DDI_HRTDEPTHSTENCILVIEW)
VIEW(uav, D3D11DDIARG_CREATEUNORDEREDACCESSVIEW, D3D11DDI_HUNORDEREDACCESSVIEW, D3D11DDI_HRTUNORDEREDACCESSVIEW)

/* ---- maps (mapping-on-deferred-contexts.md) ----
 *
 * The first map of a resource in a list is a DISCARD. Small buffers are written in a copy of ours and travel inside a
 * command at each unmap. Anything larger is written where the list's execution will read it, so that a later NO_OVERWRITE
 * just goes on writing there: it may touch nothing that a draw of the list uses already. */

static enum pvu_status discard(struct pvu_context *c, struct pvu_resource *r, uint32_t sub, const struct pvu_layout *l)
{
    struct pvu_box b = { 0, 0, 0, l->width, l->height, l->depth };
    struct pvu_span span;
    enum pvu_status s = pvu_upload(c, (uint64_t)l->depth_pitch * l->depth, 64, &span);
    if (s != PVU_OK) return s;
    if (r->dimension == PVGPU_DIM_BUFFER) pvu_update_buffer_span(c, r, &span, 0, r->width, PVGPU_UPDATE_DISCARD);
    else pvu_update_texture_span(c, r, sub, &b, &span, l->row_pitch, pvu_slice_pitch(r, l, 0), PVGPU_UPDATE_DISCARD);
    r->map_span = span;
    r->map_subresource = sub;
    r->map_way = PVU_MAP_SPAN;
    return PVU_OK;
}

static enum pvu_status map(struct pvu_context *c, struct pvu_resource *r, uint32_t sub, D3D10_DDI_MAP type, uint8_t **p,
                           const struct pvu_layout *l)
{
    enum pvu_status s = PVU_OK;
    if (type != D3D10_DDI_MAP_WRITE_DISCARD && type != D3D10_DDI_MAP_WRITE_NOOVERWRITE) return PVU_UNSUPPORTED;
    if (r->dimension == PVGPU_DIM_BUFFER && r->width <= PVU_INLINE_MAX) {
        if (!r->mirror) r->mirror = pvu_os_alloc(r->width);
        if (!r->mirror) return PVU_NO_MEMORY;
        r->map_way = PVU_MAP_WHOLE;
        *p = r->mirror;
        return PVU_OK;
    }
    if (type == D3D10_DDI_MAP_WRITE_DISCARD || r->map_way != PVU_MAP_SPAN || r->map_subresource != sub) s = discard(c, r, sub, l);
    if (s == PVU_OK) *p = r->map_span.cpu;
    return s;
}

void APIENTRY pvu_local_map(D3D10DDI_HDEVICE h, D3D10DDI_HRESOURCE hr, UINT sub, D3D10_DDI_MAP type, UINT flags,
                            D3D10DDI_MAPPED_SUBRESOURCE *out)
{
    struct pvu_context *c = pvu_context(h);
    struct pvu_resource *r = hr.pDrvPrivate;
    struct pvu_layout l;
    uint8_t *p = NULL;
    (void)flags;
    pvu_layout_of(r, sub, &l);
    enum pvu_status s = map(c, r, sub, type, &p, &l);
    *out = (D3D10DDI_MAPPED_SUBRESOURCE){ .pData = p, .RowPitch = p ? l.row_pitch : 0, .DepthPitch = p ? l.depth_pitch : 0 };
    pvu_fail(c, s, PVU_ENTRY_CREATE); /* using-context-local-ddi-handles.md: out of memory may be said here */
}

void APIENTRY pvu_local_unmap(D3D10DDI_HDEVICE h, D3D10DDI_HRESOURCE hr, UINT sub)
{
    struct pvu_resource *r = hr.pDrvPrivate;
    (void)sub;
    if (r->map_way == PVU_MAP_WHOLE) pvu_update_inline(pvu_context(h), r, 0, r->width, r->mirror, PVGPU_UPDATE_DISCARD);
}
