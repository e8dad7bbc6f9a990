/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * context_draw.c - draws, dispatches, clears, discards, mip generation.
 */
#include "cmdlist.h"
#include "context_methods.h"
#include "video.h"

static void call_draw(struct rt_umd *umd, enum rt_draw_kind kind, const UINT a[5], D3D10DDI_HRESOURCE buffer)
{
    switch (kind) {
    case RT_DRAW:
        umd->f->pfnDraw(umd->h, a[0], a[1]);
        break;
    case RT_DRAW_INDEXED:
        umd->f->pfnDrawIndexed(umd->h, a[0], a[1], (INT)a[2]);
        break;
    case RT_DRAW_INSTANCED:
        umd->f->pfnDrawInstanced(umd->h, a[0], a[1], a[2], a[3]);
        break;
    case RT_DRAW_INDEXED_INSTANCED:
        umd->f->pfnDrawIndexedInstanced(umd->h, a[0], a[1], a[2], (INT)a[3], a[4]);
        break;
    case RT_DRAW_AUTO:
        umd->f->pfnDrawAuto(umd->h);
        break;
    case RT_DRAW_INDIRECT:
        umd->f->pfnDrawInstancedIndirect(umd->h, buffer, a[0]);
        break;
    case RT_DRAW_INDEXED_INDIRECT:
        umd->f->pfnDrawIndexedInstancedIndirect(umd->h, buffer, a[0]);
        break;
    case RT_DISPATCH:
        umd->f->pfnDispatch(umd->h, a[0], a[1], a[2]);
        break;
    case RT_DISPATCH_INDIRECT:
        umd->f->pfnDispatchIndirect(umd->h, buffer, a[0]);
        break;
    }
}

void rt_ctx_draw(struct rt_context *c, enum rt_draw_kind kind, const UINT args[5], struct rt_resource *buffer)
{
    D3D10DDI_HRESOURCE handle;

    if (c->list) {
        struct rt_child *object = RT_OBJ(buffer);
        UINT u[6] = {kind, args[0], args[1], args[2], args[3], args[4]};

        rt_record(c, RT_OP_DRAW, u, 6, &object, 1, NULL, 0);
        return;
    }
    if (!rt_ctx_enter(c))
        return;
    rt_ctx_reads(c, buffer);
    handle = rt_h_resource(c, buffer);
    if (rt_ctx_good(c))
        call_draw(c->umd, kind, args, handle);
    rt_ctx_leave(c);
}

void rt_ctx_clear_rtv(struct rt_context *c, struct rt_view *view, const float color[4])
{
    D3D10DDI_HRENDERTARGETVIEW handle;
    float copy[4];

    if (c->list) {
        struct rt_child *object = RT_OBJ(view);
        UINT u[4];

        memcpy(u, color, sizeof(u));
        rt_record(c, RT_OP_CLEAR_RTV, u, 4, &object, 1, NULL, 0);
        return;
    }
    if (!rt_ctx_enter(c))
        return;
    memcpy(copy, color, sizeof(copy)); /* the entry's parameter is not const */
    rt_ctx_wrote(c, view->resource);
    handle.pDrvPrivate = rt_h_view(c, view);
    if (rt_ctx_good(c))
        c->umd->f->pfnClearRenderTargetView(c->umd->h, handle, copy);
    rt_ctx_leave(c);
}

void rt_ctx_clear_dsv(struct rt_context *c, struct rt_view *view, UINT flags, float depth, UINT8 stencil)
{
    D3D10DDI_HDEPTHSTENCILVIEW handle;

    if (c->list) {
        struct rt_child *object = RT_OBJ(view);
        UINT u[3] = {flags, stencil};

        memcpy(&u[2], &depth, sizeof(depth));
        rt_record(c, RT_OP_CLEAR_DSV, u, 3, &object, 1, NULL, 0);
        return;
    }
    if (!rt_ctx_enter(c))
        return;
    rt_ctx_wrote(c, view->resource);
    handle.pDrvPrivate = rt_h_view(c, view);
    if (rt_ctx_good(c))
        c->umd->f->pfnClearDepthStencilView(c->umd->h, handle, flags, depth, stencil);
    rt_ctx_leave(c);
}

void rt_ctx_clear_uav(struct rt_context *c, struct rt_view *view, bool is_float, const UINT values[4])
{
    D3D11DDI_HUNORDEREDACCESSVIEW handle;
    float floats[4];

    if (c->list) {
        struct rt_child *object = RT_OBJ(view);
        UINT u[5] = {is_float, values[0], values[1], values[2], values[3]};

        rt_record(c, RT_OP_CLEAR_UAV, u, 5, &object, 1, NULL, 0);
        return;
    }
    if (!rt_ctx_enter(c))
        return;
    rt_ctx_wrote(c, view->resource);
    handle.pDrvPrivate = rt_h_view(c, view);
    memcpy(floats, values, sizeof(floats));
    if (!rt_ctx_good(c))
        ;
    else if (is_float)
        c->umd->f->pfnClearUnorderedAccessViewFloat(c->umd->h, handle, floats);
    else
        c->umd->f->pfnClearUnorderedAccessViewUint(c->umd->h, handle, values);
    rt_ctx_leave(c);
}

/* The driver's type and handle of a view of any kind. Video views have no handles of deferred contexts: those are made through the
 * context's own creations (using-context-local-ddi-handles), and the video table is the device's. */
static void *any_view(struct rt_context *c, struct rt_child *view, D3D11DDI_HANDLETYPE *type)
{
    const struct rt_video_view *video = (struct rt_video_view *)view;

    if (!rt_video_is_view(view)) {
        *type = rt_view_handle_type((struct rt_view *)view);
        return rt_h_view(c, (struct rt_view *)view);
    }
    *type = video->kind == RT_VIDEO_INPUT ? D3D11_1DDI_HT_VIDEOPROCESSORINPUTVIEW :
        video->kind == RT_VIDEO_OUTPUT ? D3D11_1DDI_HT_VIDEOPROCESSOROUTPUTVIEW : D3D11_1DDI_HT_VIDEODECODEROUTPUTVIEW;
    return c->deferred ? NULL : video->drv;
}

static struct rt_resource *resource_of(struct rt_child *view)
{
    return rt_video_is_view(view) ? ((struct rt_video_view *)view)->resource : ((struct rt_view *)view)->resource;
}

void rt_ctx_clear_view(struct rt_context *c, struct rt_child *view, const float color[4], const D3D11_RECT *rects, UINT n)
{
    D3D11DDI_HANDLETYPE type;
    void *handle;

    if (c->list) {
        UINT u[5] = {n};

        memcpy(&u[1], color, 4 * sizeof(float));
        rt_record(c, RT_OP_CLEAR_VIEW, u, 5, &view, 1, rects, n * sizeof(*rects));
        return;
    }
    if (c->umd->level < RT_DDI_11_1 || (c->deferred && rt_video_is_view(view)) || !rt_ctx_enter(c))
        return;
    rt_ctx_wrote(c, resource_of(view));
    handle = any_view(c, view, &type);
    if (rt_ctx_good(c))
        c->umd->f->pfnClearView(c->umd->h, type, handle, color, (const D3D10_DDI_RECT *)rects, n);
    rt_ctx_leave(c);
}

void rt_ctx_discard(struct rt_context *c, struct rt_resource *resource, struct rt_child *view, const D3D11_RECT *rects, UINT n)
{
    D3D11DDI_HANDLETYPE type = D3D10DDI_HT_RESOURCE;
    void *handle;

    if (c->list) {
        struct rt_child *objects[2] = {RT_OBJ(resource), view};

        rt_record(c, RT_OP_DISCARD, &n, 1, objects, 2, rects, n * sizeof(*rects));
        return;
    }
    /* A hint: older drivers have no entry for it. */
    if (c->umd->level < RT_DDI_11_1 || (view && c->deferred && rt_video_is_view(view)) || !rt_ctx_enter(c))
        return;
    handle = resource ? rt_h_resource(c, resource).pDrvPrivate : any_view(c, view, &type);
    if (rt_ctx_good(c))
        c->umd->f->pfnDiscard(c->umd->h, type, handle, (const D3D10_DDI_RECT *)rects, n);
    rt_ctx_leave(c);
}

void rt_ctx_generate_mips(struct rt_context *c, struct rt_view *view)
{
    D3D10DDI_HSHADERRESOURCEVIEW handle;

    if (c->list) {
        struct rt_child *object = RT_OBJ(view);

        rt_record(c, RT_OP_GENERATE_MIPS, NULL, 0, &object, 1, NULL, 0);
        return;
    }
    if (!rt_ctx_enter(c))
        return;
    handle.pDrvPrivate = rt_h_view(c, view);
    if (rt_ctx_good(c))
        c->umd->f->pfnGenMips(c->umd->h, handle);
    rt_ctx_leave(c);
}

/* ---- methods ---- */

void STDMETHODCALLTYPE ctx_Draw(ID3D11DeviceContext4 *iface, UINT count, UINT start)
{
    UINT a[5] = {count, start};

    rt_ctx_draw(rt_context_from(iface), RT_DRAW, a, NULL);
}

void STDMETHODCALLTYPE ctx_DrawIndexed(ID3D11DeviceContext4 *iface, UINT count, UINT start, INT base)
{
    UINT a[5] = {count, start, (UINT)base};

    rt_ctx_draw(rt_context_from(iface), RT_DRAW_INDEXED, a, NULL);
}

void STDMETHODCALLTYPE ctx_DrawInstanced(ID3D11DeviceContext4 *iface, UINT count, UINT instances, UINT start, UINT start_instance)
{
    UINT a[5] = {count, instances, start, start_instance};

    rt_ctx_draw(rt_context_from(iface), RT_DRAW_INSTANCED, a, NULL);
}

void STDMETHODCALLTYPE ctx_DrawIndexedInstanced(ID3D11DeviceContext4 *iface, UINT count, UINT instances, UINT start, INT base,
    UINT start_instance)
{
    UINT a[5] = {count, instances, start, (UINT)base, start_instance};

    rt_ctx_draw(rt_context_from(iface), RT_DRAW_INDEXED_INSTANCED, a, NULL);
}

void STDMETHODCALLTYPE ctx_DrawAuto(ID3D11DeviceContext4 *iface)
{
    static const UINT a[5];

    rt_ctx_draw(rt_context_from(iface), RT_DRAW_AUTO, a, NULL);
}

/* Arguments lie in a buffer made for them, at a multiple of 4, wholly inside. */
static void indirect(ID3D11DeviceContext4 *iface, enum rt_draw_kind kind, ID3D11Buffer *buffer, UINT offset, UINT size)
{
    struct rt_context *c = rt_context_from(iface);
    struct rt_resource *r = rt_resource_from(buffer);
    UINT a[5] = {offset};

    if (!r || c->child.device->feature_level < D3D_FEATURE_LEVEL_11_0 || !(r->desc.misc & D3D11_RESOURCE_MISC_DRAWINDIRECT_ARGS) ||
        offset % 4 || size > r->desc.width || offset > r->desc.width - size)
        return;
    rt_ctx_draw(c, kind, a, r);
}

void STDMETHODCALLTYPE ctx_DrawIndexedInstancedIndirect(ID3D11DeviceContext4 *iface, ID3D11Buffer *buffer, UINT offset)
{
    indirect(iface, RT_DRAW_INDEXED_INDIRECT, buffer, offset, 20);
}

void STDMETHODCALLTYPE ctx_DrawInstancedIndirect(ID3D11DeviceContext4 *iface, ID3D11Buffer *buffer, UINT offset)
{
    indirect(iface, RT_DRAW_INDIRECT, buffer, offset, 16);
}

void STDMETHODCALLTYPE ctx_Dispatch(ID3D11DeviceContext4 *iface, UINT x, UINT y, UINT z)
{
    struct rt_context *c = rt_context_from(iface);
    UINT a[5] = {x, y, z};

    /* Below 11_0 groups have two dimensions (win32 docs, "Compute shaders on downlevel hardware"). */
    if (!rt_device_computes(c->child.device) || (z > 1 && c->child.device->feature_level < D3D_FEATURE_LEVEL_11_0))
        return;
    if (x > D3D11_CS_DISPATCH_MAX_THREAD_GROUPS_PER_DIMENSION ||
        y > D3D11_CS_DISPATCH_MAX_THREAD_GROUPS_PER_DIMENSION || z > D3D11_CS_DISPATCH_MAX_THREAD_GROUPS_PER_DIMENSION)
        return;
    rt_ctx_draw(c, RT_DISPATCH, a, NULL);
}

void STDMETHODCALLTYPE ctx_DispatchIndirect(ID3D11DeviceContext4 *iface, ID3D11Buffer *buffer, UINT offset)
{
    indirect(iface, RT_DISPATCH_INDIRECT, buffer, offset, 12);
}

void STDMETHODCALLTYPE ctx_ClearRenderTargetView(ID3D11DeviceContext4 *iface, ID3D11RenderTargetView *view, const FLOAT color[4])
{
    if (view && color)
        rt_ctx_clear_rtv(rt_context_from(iface), rt_view_from(view), color);
}

void STDMETHODCALLTYPE ctx_ClearDepthStencilView(ID3D11DeviceContext4 *iface, ID3D11DepthStencilView *view, UINT flags, FLOAT depth,
    UINT8 stencil)
{
    flags &= D3D11_CLEAR_DEPTH | D3D11_CLEAR_STENCIL;
    if (!view || !flags)
        return;
    /* The driver may rely on the range. */
    if (!(depth >= 0.0f))
        depth = 0.0f;
    if (depth > 1.0f)
        depth = 1.0f;
    rt_ctx_clear_dsv(rt_context_from(iface), rt_view_from(view), flags, depth, stencil);
}

void STDMETHODCALLTYPE ctx_ClearUnorderedAccessViewUint(ID3D11DeviceContext4 *iface, ID3D11UnorderedAccessView *view,
    const UINT values[4])
{
    if (view && values)
        rt_ctx_clear_uav(rt_context_from(iface), rt_view_from(view), false, values);
}

/* Only float and normalised formats can be cleared with floats (nf-...-clearunorderedaccessviewfloat). */
void STDMETHODCALLTYPE ctx_ClearUnorderedAccessViewFloat(ID3D11DeviceContext4 *iface, ID3D11UnorderedAccessView *view,
    const FLOAT values[4])
{
    struct rt_view *v = rt_view_from(view);
    const struct rt_format *f = v ? rt_format_find(v->format) : NULL;
    UINT words[4];

    if (!v || !values || !f || (f->component != RT_COMP_FLOAT && f->component != RT_COMP_UNORM && f->component != RT_COMP_SNORM))
        return;
    memcpy(words, values, sizeof(words));
    rt_ctx_clear_uav(rt_context_from(iface), v, true, words);
}

/* A view that ClearView and DiscardView take: render target, depth stencil or unordered access. */
static struct rt_view *output_view(ID3D11View *view)
{
    void *v;
    static const GUID *const kinds[] = {&IID_ID3D11RenderTargetView, &IID_ID3D11DepthStencilView, &IID_ID3D11UnorderedAccessView};
    unsigned i;

    for (i = 0; view && i < RT_COUNT(kinds); i++) {
        if (SUCCEEDED(ID3D11View_QueryInterface(view, kinds[i], &v))) {
            ID3D11View_Release(view);
            return (struct rt_view *)view;
        }
    }
    return NULL;
}

/* d3d10umddi pfnClearView: "RECTs must be aligned so they do not straddle subsampled blocks, otherwise the runtime will drop the
 * call". What lies beyond the view is not looked at. */
static bool whole_blocks(const struct rt_video_view *v, const D3D11_RECT *rects, UINT n)
{
    const struct rt_format *f = rt_format_find(v->resource->desc.format);
    const bool planar = f && (f->caps & RT_FMT_PLANAR);
    const LONG w = (LONG)rt_mip(v->resource->desc.width, v->mip), h = (LONG)rt_mip(v->resource->desc.height, v->mip);
    const LONG x = planar ? 2 : f ? f->block_w : 1, y = planar ? 2 : 1;
    UINT i;

    for (i = 0; i < n; i++) {
        const D3D11_RECT r = rects[i];
        const LONG across[2] = {r.left, r.right}, down[2] = {r.top, r.bottom};
        unsigned k;

        for (k = 0; k < 2; k++) {
            if ((across[k] > 0 && across[k] < w && across[k] % x) || (down[k] > 0 && down[k] < h && down[k] % y))
                return false;
        }
    }
    return true;
}

void STDMETHODCALLTYPE ctx_ClearView(ID3D11DeviceContext4 *iface, ID3D11View *view, const FLOAT color[4], const D3D11_RECT *rects, UINT n)
{
    const bool video = view && rt_video_is_view(view);
    struct rt_view *v = video ? NULL : output_view(view);

    if (!color || (n && !rects) || (!video && (!v || v->kind == RT_VIEW_DSV)))
        return;
    if (v && v->resource->desc.dimension == D3D11_RESOURCE_DIMENSION_TEXTURE3D && n)
        return;
    if (video && !whole_blocks((struct rt_video_view *)view, rects, n))
        return;
    rt_ctx_clear_view(rt_context_from(iface), (struct rt_child *)view, color, n ? rects : NULL, n);
}

void STDMETHODCALLTYPE ctx_DiscardResource(ID3D11DeviceContext4 *iface, ID3D11Resource *resource)
{
    struct rt_resource *r = rt_resource_from(resource);

    /* Default and dynamic resources only (nf-d3d11_1-...-discardresource). */
    if (r && (r->desc.usage == D3D11_USAGE_DEFAULT || r->desc.usage == D3D11_USAGE_DYNAMIC))
        rt_ctx_discard(rt_context_from(iface), r, NULL, NULL, 0);
}

void STDMETHODCALLTYPE ctx_DiscardView1(ID3D11DeviceContext4 *iface, ID3D11View *view, const D3D11_RECT *rects, UINT n)
{
    if (view && (!n || rects))
        rt_ctx_discard(rt_context_from(iface), NULL, (struct rt_child *)view, n ? rects : NULL, n);
}

void STDMETHODCALLTYPE ctx_DiscardView(ID3D11DeviceContext4 *iface, ID3D11View *view)
{
    ctx_DiscardView1(iface, view, NULL, 0);
}

void STDMETHODCALLTYPE ctx_GenerateMips(ID3D11DeviceContext4 *iface, ID3D11ShaderResourceView *view)
{
    struct rt_view *v = rt_view_from(view);

    if (v && (v->resource->desc.misc & D3D11_RESOURCE_MISC_GENERATE_MIPS) &&
        (rt_device_format_support(v->child.device, v->format) & D3D11_FORMAT_SUPPORT_MIP_AUTOGEN))
        rt_ctx_generate_mips(rt_context_from(iface), v);
}
