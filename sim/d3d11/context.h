/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * context.h - ID3D11DeviceContext, immediate and deferred.
 *
 * Every method has two halves. The outer one (context_*.c, ctx_X) checks arguments as documented. The
 * inner one (rt_ctx_x) keeps the state that getters and state refresh callbacks show and then either
 * calls the driver (immediate) or appends itself to a command list (deferred). Executing a list calls
 * the inner halves on the immediate context.
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

struct rt_constant_binding {
    struct rt_resource *buffer;
    UINT first, count; /* in constants of 16 bytes */
};

struct rt_stage_state {
    struct rt_shader *shader;
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
    D3D11_DEVICE_CONTEXT_TYPE type;
    UINT flags;
    bool closing;
    struct rt_ctx_state state;
    struct rt_cmdlist *list; /* deferred: what is recorded */
    struct rt_deferred_map *maps; /* deferred: open maps */
    struct rt_context_state_object *swapped; /* last SwapDeviceContextState object, held */
    LONG event_depth;
    struct rt_child **buried; /* held; immediate context only */
    UINT n_buried, max_buried;
};

static inline struct rt_context *rt_context_from(void *iface)
{
    return iface;
}

HRESULT rt_context_create(struct rt_device *device, D3D11_DEVICE_CONTEXT_TYPE type, UINT flags, struct rt_context **out);

/* An object that a binding let go is given up once the driver does not know it as bound either: what is bound is not
 * destroyed (d3d10umddi pfnDestroyResource and siblings). rt_ctx_leave ends a driver call that bound something. */
void rt_ctx_bury(struct rt_context *c, struct rt_child *child);
void rt_ctx_unbury(struct rt_context *c);

static inline void rt_ctx_leave(struct rt_context *c)
{
    rt_leave(c->child.device);
    if (c->n_buried)
        rt_ctx_unbury(c);
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
void rt_ctx_set_shader(struct rt_context *c, enum rt_stage stage, struct rt_shader *shader);
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
void rt_ctx_clear_view(struct rt_context *c, struct rt_view *view, const float color[4], const D3D11_RECT *rects, UINT n);
void rt_ctx_discard(struct rt_context *c, struct rt_resource *resource, struct rt_view *view, const D3D11_RECT *rects, UINT n);
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
