/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * context.h - ID3D11DeviceContext, immediate and deferred.
 *
 * Every method has two halves. The outer one (context_*.c, ctx_X) checks arguments as documented. The
 * inner one (rt_ctx_x) keeps the state that getters and state refresh callbacks show and then either
 * calls the driver or, on a deferred context that is emulated, appends itself to a command list. Executing
 * such a list calls the inner halves on the immediate context.
 *
 * A driver that takes command lists has a table, a device handle and object handles of its own for each deferred
 * context (deferred.h): inner halves call through c->umd, and name objects by rt_h_x.
 */
#ifndef RT_CONTEXT_H
#define RT_CONTEXT_H

#include "device.h"
#include "objects.h"
#include "view.h"

#define RT_CBS 14
#define RT_SRVS 128
#define RT_SAMPLERS 16
#define RT_VBS 32
#define RT_UAVS 64
#define RT_RTVS 8
#define RT_SO_TARGETS 4
#define RT_VIEWPORTS 16
#define RT_INSTANCES 256

struct rt_cmdlist;
struct rt_deferred;

struct rt_constant_binding {
    struct rt_resource *buffer;
    UINT first, count; /* in constants of 16 bytes */
};

struct rt_stage_state {
    struct rt_shader *shader;
    struct rt_instance_set *instances; /* NULL: none (linkage.h) */
    struct rt_constant_binding cbs[RT_CBS];
    struct rt_view *srvs[RT_SRVS];
    struct rt_state *samplers[RT_SAMPLERS];
    UINT n_cbs, n_srvs, n_samplers; /* high-water marks */
};

struct rt_vertex_binding {
    struct rt_resource *buffer;
    UINT stride, offset;
};

struct rt_ctx_state {
    struct rt_stage_state stages[RT_STAGES];
    struct rt_layout *layout;
    struct rt_vertex_binding vbs[RT_VBS];
    UINT n_vbs;
    struct rt_resource *index_buffer;
    DXGI_FORMAT index_format;
    UINT index_offset;
    D3D11_PRIMITIVE_TOPOLOGY topology;
    struct rt_view *rtvs[RT_RTVS];
    UINT n_rtvs; /* as last set, NULLs counted */
    struct rt_view *dsv;
    struct rt_view *uavs[RT_UAVS]; /* of the output merger; slot 0 is slot 0 */
    UINT uav_start, n_uavs;
    struct rt_view *cs_uavs[RT_UAVS];
    UINT n_cs_uavs;
    struct rt_state *blend, *depth_stencil, *rasterizer;
    float blend_factor[4];
    UINT sample_mask, stencil_ref;
    D3D11_VIEWPORT viewports[RT_VIEWPORTS];
    D3D11_RECT scissors[RT_VIEWPORTS];
    UINT n_viewports, n_scissors;
    struct rt_resource *so[RT_SO_TARGETS];
    UINT n_so;
    struct rt_query *predicate;
    BOOL predicate_value;
};

struct rt_context {
    struct rt_child child; /* ID3D11DeviceContext4 */
    struct rt_iface annotation, multithread;
    struct rt_iface video; /* ID3D11VideoContext of the immediate context; no table without the driver's */
    D3D11_DEVICE_CONTEXT_TYPE type;
    UINT flags;
    bool closing;
    bool d3d10; /* a context state made for Direct3D 10 is active */
    struct rt_ctx_state state;
    struct rt_umd *umd; /* how it calls the driver */
    struct rt_deferred *deferred; /* a deferred context of the driver's */
    struct rt_cmdlist *list; /* an emulated deferred context: what is recorded */
    struct rt_deferred_map *maps; /* its open maps */
    struct rt_context_state_object *swapped; /* last SwapDeviceContextState object, held */
    LONG event_depth;
    struct rt_child **buried; /* held; immediate context only */
    UINT n_buried, max_buried;
};

static inline struct rt_context *rt_context_from(void *iface)
{
    return iface;
}

/* Which version's methods act on the immediate context (context.c). */
void rt_context_emulate(struct rt_context *c, bool d3d10);

HRESULT rt_context_create(struct rt_device *device, D3D11_DEVICE_CONTEXT_TYPE type, UINT flags, struct rt_context **out);

/* An object that a binding let go is given up once the driver does not know it as bound either: what is bound is not
 * destroyed (d3d10umddi pfnDestroyResource and siblings). rt_ctx_leave ends a driver call that bound something. */
void rt_ctx_bury(struct rt_context *c, struct rt_child *child);
void rt_ctx_unbury(struct rt_context *c);

/* deferred.c: a deferred context's handle of an object, opened at its first use in a list. NULL: no memory. */
void *rt_local_handle(struct rt_context *c, D3D11DDI_HANDLETYPE type, struct rt_child *object);
/* Whether the driver may be called for a list: the device is there, and the list was not given up. */
bool rt_deferred_recording(const struct rt_context *c);
bool rt_deferred_take_written(struct rt_context *c, struct rt_resource *r);
void rt_deferred_wrote(struct rt_context *c, struct rt_resource *r);

static inline bool rt_ctx_enter(struct rt_context *c)
{
    return c->deferred ? rt_deferred_recording(c) : rt_enter(c->child.device);
}

/* False: a handle could not be opened, and with it the list was given up. Asked between naming objects and a call that needs
 * them; a binding is merely not made. */
static inline bool rt_ctx_good(const struct rt_context *c)
{
    return !c->deferred || rt_deferred_recording(c);
}

static inline void rt_ctx_leave(struct rt_context *c)
{
    if (c->deferred)
        return;
    rt_leave(c->child.device);
    if (c->n_buried)
        rt_ctx_unbury(c);
}

/* ---- the driver's handles of objects in this context; NULL stays NULL ---- */

static inline D3D10DDI_HRESOURCE rt_h_resource(struct rt_context *c, struct rt_resource *r)
{
    return (D3D10DDI_HRESOURCE){r && c->deferred ? rt_local_handle(c, D3D10DDI_HT_RESOURCE, &r->child) : rt_resource_drv(r)};
}

static inline void *rt_h_view(struct rt_context *c, struct rt_view *v)
{
    return v && c->deferred ? rt_local_handle(c, rt_view_handle_type(v), &v->child) : rt_view_drv(v);
}

static inline D3D11DDI_HANDLETYPE rt_state_handle_type(const struct rt_state *s)
{
    static const D3D11DDI_HANDLETYPE types[RT_STATE_KINDS] = {
        [RT_STATE_BLEND] = D3D10DDI_HT_BLENDSTATE, [RT_STATE_DEPTH_STENCIL] = D3D10DDI_HT_DEPTHSTENCILSTATE,
        [RT_STATE_RASTERIZER] = D3D10DDI_HT_RASTERIZERSTATE, [RT_STATE_SAMPLER] = D3D10DDI_HT_SAMPLERSTATE,
    };

    return types[s->kind];
}

#define RT_HANDLE_OF(name, type, handle_type) \
    static inline void *rt_h_##name(struct rt_context *c, type *object) \
    { \
        if (!object) \
            return NULL; \
        return c->deferred ? rt_local_handle(c, handle_type, &object->child) : object->drv; \
    }
RT_HANDLE_OF(state, struct rt_state, rt_state_handle_type(object))
RT_HANDLE_OF(shader, struct rt_shader, D3D10DDI_HT_SHADER)
RT_HANDLE_OF(layout, struct rt_layout, D3D10DDI_HT_ELEMENTLAYOUT)
RT_HANDLE_OF(query, struct rt_query, D3D10DDI_HT_QUERY)
#undef RT_HANDLE_OF

/* The GPU writes a resource; its next use as an input is announced (d3d10umddi pfnResourceReadAfterWriteHazard). */
static inline void rt_ctx_wrote(struct rt_context *c, struct rt_resource *r)
{
    if (c->deferred)
        rt_deferred_wrote(c, r);
    else
        r->gpu_written = true;
}

static inline bool rt_ctx_take_written(struct rt_context *c, struct rt_resource *r)
{
    bool written = c->deferred ? rt_deferred_take_written(c, r) : r->gpu_written;

    if (written && !c->deferred)
        r->gpu_written = false;
    return written;
}

/* NULL: nothing is read. */
static inline void rt_ctx_reads(struct rt_context *c, struct rt_resource *r)
{
    if (r && rt_ctx_take_written(c, r))
        c->umd->f->pfnResourceReadAfterWriteHazard(c->umd->h, rt_h_resource(c, r));
}

/* Replaces a held pointer of the context c's state. */
#define RT_HOLD(slot, value) \
    do { \
        __typeof__(value) new_ = (value); \
        __typeof__(slot) old_ = (slot); \
        if (new_) \
            rt_child_hold(&new_->child); \
        (slot) = new_; \
        if (old_) \
            rt_ctx_bury(c, &old_->child); \
    } while (0)

/* Sets an out pointer to a bound object with a reference, or NULL. */
#define RT_GIVE(out, type, bound) \
    do { \
        if ((bound)) \
            rt_child_add_ref(&(bound)->child.object); \
        *(out) = (type *)(bound); \
    } while (0)

/* ---- inner halves ---- */

/* context_stage.c */
void rt_ctx_set_shader(struct rt_context *c, enum rt_stage stage, struct rt_shader *shader, struct rt_instance_set *instances);
/* The bound shader as the driver is to have it; within a driver call. */
void rt_ctx_tell_shader(struct rt_context *c, enum rt_stage stage);
void rt_ctx_set_cbs(struct rt_context *c, enum rt_stage stage, UINT start, UINT n, const struct rt_constant_binding *cbs);
void rt_ctx_set_srvs(struct rt_context *c, enum rt_stage stage, UINT start, UINT n, struct rt_view *const *views);
void rt_ctx_set_samplers(struct rt_context *c, enum rt_stage stage, UINT start, UINT n, struct rt_state *const *samplers);
void rt_ctx_set_cs_uavs(struct rt_context *c, UINT start, UINT n, struct rt_view *const *views, const UINT *counts);
/* rt_ctx_emit_X tell the driver about slots as they are; nothing happens on a deferred context. */
void rt_ctx_emit_cbs(struct rt_context *c, enum rt_stage stage, UINT start, UINT n);
void rt_ctx_emit_srvs(struct rt_context *c, enum rt_stage stage, UINT start, UINT n);
void rt_ctx_emit_samplers(struct rt_context *c, enum rt_stage stage, UINT start, UINT n);
void rt_ctx_emit_cs_uavs(struct rt_context *c, UINT start, UINT n, const UINT *counts);

/* context_ia.c */
void rt_ctx_set_layout(struct rt_context *c, struct rt_layout *layout);
void rt_ctx_set_vbs(struct rt_context *c, UINT start, UINT n, const struct rt_vertex_binding *vbs);
void rt_ctx_set_ib(struct rt_context *c, struct rt_resource *buffer, DXGI_FORMAT format, UINT offset);
void rt_ctx_set_topology(struct rt_context *c, D3D11_PRIMITIVE_TOPOLOGY topology);
void rt_ctx_emit_vbs(struct rt_context *c, UINT start, UINT n);

/* context_om.c */
struct rt_targets {
    bool keep_rtvs, keep_uavs;
    UINT n_rtvs;
    struct rt_view *rtvs[RT_RTVS];
    struct rt_view *dsv;
    UINT uav_start, n_uavs;
    struct rt_view *uavs[RT_UAVS];
    UINT counts[RT_UAVS];
};
void rt_ctx_set_targets(struct rt_context *c, const struct rt_targets *t);
void rt_ctx_set_blend(struct rt_context *c, struct rt_state *state, const float factor[4], UINT mask);
void rt_ctx_set_depth_stencil(struct rt_context *c, struct rt_state *state, UINT ref);
void rt_ctx_set_rasterizer(struct rt_context *c, struct rt_state *state);
void rt_ctx_set_viewports(struct rt_context *c, UINT n, const D3D11_VIEWPORT *viewports);
void rt_ctx_set_scissors(struct rt_context *c, UINT n, const D3D11_RECT *rects);
void rt_ctx_set_so(struct rt_context *c, UINT n, struct rt_resource *const *buffers, const UINT *offsets);
void rt_ctx_emit_targets(struct rt_context *c, UINT clear_rtvs, const UINT *counts);

/* context_hazard.c: a subresource is bound for reading or for writing, never both (sdk-api
 * OMSetRenderTargets, VSSetShaderResources, SOSetTargets). Graphics and compute count alike. */
bool rt_hazard_view_is_output(const struct rt_context *c, const struct rt_view *srv);
bool rt_hazard_buffer_is_output(const struct rt_context *c, const struct rt_resource *buffer);
/* Takes inputs away that a new output conflicts with, and tells the driver. */
void rt_hazard_unbind_inputs(struct rt_context *c, const struct rt_view *output);
void rt_hazard_unbind_buffer_inputs(struct rt_context *c, const struct rt_resource *buffer);
/* Takes outputs away that a new output elsewhere conflicts with. */
enum rt_output_place { RT_OUT_RTV, RT_OUT_OM_UAV, RT_OUT_CS_UAV, RT_OUT_SO };
void rt_hazard_unbind_outputs(struct rt_context *c, const struct rt_resource *resource, const struct rt_view *view,
    enum rt_output_place place);
/* Takes every render target that shows a resource away (present of a flip-model buffer). */
void rt_hazard_unbind_targets_of(struct rt_context *c, const struct rt_resource *resource);

/* context_draw.c */
enum rt_draw_kind {
    RT_DRAW, RT_DRAW_INDEXED, RT_DRAW_INSTANCED, RT_DRAW_INDEXED_INSTANCED, RT_DRAW_AUTO, RT_DRAW_INDIRECT,
    RT_DRAW_INDEXED_INDIRECT, RT_DISPATCH, RT_DISPATCH_INDIRECT,
};
void rt_ctx_draw(struct rt_context *c, enum rt_draw_kind kind, const UINT args[5], struct rt_resource *buffer);
void rt_ctx_clear_rtv(struct rt_context *c, struct rt_view *view, const float color[4]);
void rt_ctx_clear_dsv(struct rt_context *c, struct rt_view *view, UINT flags, float depth, UINT8 stencil);
void rt_ctx_clear_uav(struct rt_context *c, struct rt_view *view, bool is_float, const UINT values[4]);
void rt_ctx_clear_view(struct rt_context *c, struct rt_child *view, const float color[4], const D3D11_RECT *rects, UINT n);
void rt_ctx_discard(struct rt_context *c, struct rt_resource *resource, struct rt_child *view, const D3D11_RECT *rects, UINT n);
void rt_ctx_generate_mips(struct rt_context *c, struct rt_view *view);

/* context_copy.c */
void rt_ctx_copy_resource(struct rt_context *c, struct rt_resource *dst, struct rt_resource *src, bool convert);
void rt_ctx_copy_region(struct rt_context *c, struct rt_resource *dst, UINT dst_sub, UINT x, UINT y, UINT z,
    struct rt_resource *src, UINT src_sub, const D3D11_BOX *box, UINT flags, bool convert);
void rt_ctx_resolve(struct rt_context *c, struct rt_resource *dst, UINT dst_sub, struct rt_resource *src, UINT src_sub,
    DXGI_FORMAT format);
void rt_ctx_update(struct rt_context *c, struct rt_resource *dst, UINT sub, const D3D11_BOX *box, const void *data, UINT row,
    UINT depth, UINT flags);
void rt_ctx_copy_structure_count(struct rt_context *c, struct rt_resource *dst, UINT offset, struct rt_view *uav);
void rt_ctx_set_min_lod(struct rt_context *c, struct rt_resource *resource, float lod);

/* context_query.c */
void rt_ctx_begin(struct rt_context *c, struct rt_query *query);
void rt_ctx_end(struct rt_context *c, struct rt_query *query);
void rt_ctx_set_predication(struct rt_context *c, struct rt_query *query, BOOL value);

/* context_map.c */
HRESULT rt_ctx_map(struct rt_context *c, struct rt_resource *r, UINT sub, D3D11_MAP type, UINT flags, D3D11_MAPPED_SUBRESOURCE *out);
void rt_ctx_unmap(struct rt_context *c, struct rt_resource *r, UINT sub);
/* Contents of a deferred map, at execution. */
void rt_ctx_map_write(struct rt_context *c, struct rt_resource *r, UINT sub, D3D11_MAP type, const void *data, size_t size);

/* context_state.c */
void rt_ctx_clear_state(struct rt_context *c);
/* Moves the whole state out of the context and leaves defaults, or puts it back. */
void rt_ctx_state_defaults(struct rt_ctx_state *state);
void rt_ctx_state_release(struct rt_ctx_state *state);
/* Tells the driver the whole state, or writes it to the head of a deferred context's new list. */
void rt_ctx_emit_all(struct rt_context *c);
void rt_ctx_record_all(struct rt_context *c);

bool rt_ctx_flush(struct rt_context *c, UINT flags);

#endif
