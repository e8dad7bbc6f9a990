/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * context.c - context objects: life, interfaces, command lists, annotation, the method table.
 */
#include "context.h"

#include <stdlib.h>

#include "cmdlist.h"
#include "context_methods.h"
#include "deferred.h"

RT_CHILD_METHODS(ctx, ID3D11DeviceContext4)

static D3D11_DEVICE_CONTEXT_TYPE STDMETHODCALLTYPE ctx_GetType(ID3D11DeviceContext4 *iface)
{
    return rt_context_from(iface)->type;
}

static UINT STDMETHODCALLTYPE ctx_GetContextFlags(ID3D11DeviceContext4 *iface)
{
    return rt_context_from(iface)->flags;
}

static HRESULT STDMETHODCALLTYPE ctx_FinishCommandList(ID3D11DeviceContext4 *iface, BOOL restore, ID3D11CommandList **out)
{
    struct rt_context *c = rt_context_from(iface);

    if (out)
        *out = NULL;
    if (c->type == D3D11_DEVICE_CONTEXT_IMMEDIATE)
        return DXGI_ERROR_INVALID_CALL;
    rt_ctx_unmap_all(c);
    return c->deferred ? rt_deferred_finish(c, restore, out) : rt_cmdlist_finish(c, restore, out);
}

static void STDMETHODCALLTYPE ctx_ExecuteCommandList(ID3D11DeviceContext4 *iface, ID3D11CommandList *list, BOOL restore)
{
    struct rt_context *c = rt_context_from(iface);

    if (list)
        rt_cmdlist_execute(c, (struct rt_cmdlist *)list, restore);
}

static BOOL STDMETHODCALLTYPE ctx_IsAnnotationEnabled(ID3D11DeviceContext4 *iface)
{
    return FALSE; /* no tool listens */
}

static void STDMETHODCALLTYPE ctx_SetMarkerInt(ID3D11DeviceContext4 *iface, const WCHAR *label, INT data)
{
}

static void STDMETHODCALLTYPE ctx_BeginEventInt(ID3D11DeviceContext4 *iface, const WCHAR *label, INT data)
{
}

static void STDMETHODCALLTYPE ctx_EndEvent(ID3D11DeviceContext4 *iface)
{
}

static void STDMETHODCALLTYPE ctx_SetHardwareProtectionState(ID3D11DeviceContext4 *iface, BOOL enable)
{
}

static void STDMETHODCALLTYPE ctx_GetHardwareProtectionState(ID3D11DeviceContext4 *iface, BOOL *enable)
{
    if (enable)
        *enable = FALSE;
}

/* Fences are kernel objects of WDDM 2 drivers; CreateFence refuses, so none can come here. */
static HRESULT STDMETHODCALLTYPE ctx_Signal(ID3D11DeviceContext4 *iface, ID3D11Fence *fence, UINT64 value)
{
    return E_INVALIDARG;
}

static HRESULT STDMETHODCALLTYPE ctx_Wait(ID3D11DeviceContext4 *iface, ID3D11Fence *fence, UINT64 value)
{
    return E_INVALIDARG;
}

#define STAGE_SLOTS(X) \
    .X##SetShader = ctx_##X##SetShader, .X##GetShader = ctx_##X##GetShader, \
    .X##SetConstantBuffers = ctx_##X##SetConstantBuffers, .X##GetConstantBuffers = ctx_##X##GetConstantBuffers, \
    .X##SetConstantBuffers1 = ctx_##X##SetConstantBuffers1, .X##GetConstantBuffers1 = ctx_##X##GetConstantBuffers1, \
    .X##SetShaderResources = ctx_##X##SetShaderResources, .X##GetShaderResources = ctx_##X##GetShaderResources, \
    .X##SetSamplers = ctx_##X##SetSamplers, .X##GetSamplers = ctx_##X##GetSamplers
#define SLOT(name) .name = ctx_##name

static const ID3D11DeviceContext4Vtbl context_vtbl = {
    RT_CHILD_SLOTS(ctx),
    STAGE_SLOTS(VS), STAGE_SLOTS(HS), STAGE_SLOTS(DS), STAGE_SLOTS(GS), STAGE_SLOTS(PS), STAGE_SLOTS(CS),
    SLOT(DrawIndexed), SLOT(Draw), SLOT(Map), SLOT(Unmap), SLOT(IASetInputLayout), SLOT(IASetVertexBuffers), SLOT(IASetIndexBuffer),
    SLOT(DrawIndexedInstanced), SLOT(DrawInstanced), SLOT(IASetPrimitiveTopology), SLOT(Begin), SLOT(End), SLOT(GetData),
    SLOT(SetPredication), SLOT(OMSetRenderTargets), SLOT(OMSetRenderTargetsAndUnorderedAccessViews), SLOT(OMSetBlendState),
    SLOT(OMSetDepthStencilState), SLOT(SOSetTargets), SLOT(DrawAuto), SLOT(DrawIndexedInstancedIndirect),
    SLOT(DrawInstancedIndirect), SLOT(Dispatch), SLOT(DispatchIndirect), SLOT(RSSetState), SLOT(RSSetViewports),
    SLOT(RSSetScissorRects), SLOT(CopySubresourceRegion), SLOT(CopyResource), SLOT(UpdateSubresource), SLOT(CopyStructureCount),
    SLOT(ClearRenderTargetView), SLOT(ClearUnorderedAccessViewUint), SLOT(ClearUnorderedAccessViewFloat),
    SLOT(ClearDepthStencilView), SLOT(GenerateMips), SLOT(SetResourceMinLOD), SLOT(GetResourceMinLOD), SLOT(ResolveSubresource),
    SLOT(ExecuteCommandList), SLOT(CSSetUnorderedAccessViews), SLOT(IAGetInputLayout), SLOT(IAGetVertexBuffers),
    SLOT(IAGetIndexBuffer), SLOT(IAGetPrimitiveTopology), SLOT(GetPredication), SLOT(OMGetRenderTargets),
    SLOT(OMGetRenderTargetsAndUnorderedAccessViews), SLOT(OMGetBlendState), SLOT(OMGetDepthStencilState), SLOT(SOGetTargets),
    SLOT(RSGetState), SLOT(RSGetViewports), SLOT(RSGetScissorRects), SLOT(CSGetUnorderedAccessViews), SLOT(ClearState), SLOT(Flush),
    SLOT(GetType), SLOT(GetContextFlags), SLOT(FinishCommandList), SLOT(CopySubresourceRegion1), SLOT(UpdateSubresource1),
    SLOT(DiscardResource), SLOT(DiscardView), SLOT(SwapDeviceContextState), SLOT(ClearView), SLOT(DiscardView1),
    SLOT(UpdateTileMappings), SLOT(CopyTileMappings), SLOT(CopyTiles), SLOT(UpdateTiles), SLOT(ResizeTilePool),
    SLOT(TiledResourceBarrier), SLOT(IsAnnotationEnabled), SLOT(SetMarkerInt), SLOT(BeginEventInt), SLOT(EndEvent), SLOT(Flush1),
    SLOT(SetHardwareProtectionState), SLOT(GetHardwareProtectionState), SLOT(Signal), SLOT(Wait),
};

static ID3D11DeviceContext4Vtbl disabled_vtbl; /* filled under the global lock, once */

void rt_context_emulate(struct rt_context *c, bool d3d10)
{
    rt_global_enter();
    if (!disabled_vtbl.QueryInterface) {
        disabled_vtbl = context_vtbl;
        rt_ctx_disable(&disabled_vtbl);
    }
    rt_global_leave();
    c->d3d10 = d3d10;
    c->child.object.vtbl = d3d10 ? &disabled_vtbl : &context_vtbl;
}

/* ---- ID3DUserDefinedAnnotation ---- */

RT_IFACE_UNKNOWN_METHODS(note, ID3DUserDefinedAnnotation)

static struct rt_context *note_context(ID3DUserDefinedAnnotation *iface)
{
    return (struct rt_context *)((struct rt_iface *)iface)->owner;
}

/* The depth is told as documented even when nobody listens: -1 then (nf-d3d11_1-...-beginevent). */
static INT STDMETHODCALLTYPE note_BeginEvent(ID3DUserDefinedAnnotation *iface, LPCWSTR name)
{
    note_context(iface)->event_depth++;
    return -1;
}

static INT STDMETHODCALLTYPE note_EndEvent(ID3DUserDefinedAnnotation *iface)
{
    struct rt_context *c = note_context(iface);

    if (c->event_depth)
        c->event_depth--;
    return -1;
}

static void STDMETHODCALLTYPE note_SetMarker(ID3DUserDefinedAnnotation *iface, LPCWSTR name)
{
}

static BOOL STDMETHODCALLTYPE note_GetStatus(ID3DUserDefinedAnnotation *iface)
{
    return FALSE;
}

static const ID3DUserDefinedAnnotationVtbl annotation_vtbl = {
    .QueryInterface = note_QueryInterface, .AddRef = note_AddRef, .Release = note_Release, .BeginEvent = note_BeginEvent,
    .EndEvent = note_EndEvent, .SetMarker = note_SetMarker, .GetStatus = note_GetStatus,
};

/* ---- ID3D11Multithread of the immediate context ---- */

RT_IFACE_UNKNOWN_METHODS(mt, ID3D11Multithread)

static struct rt_device *mt_device(ID3D11Multithread *iface)
{
    return ((struct rt_child *)((struct rt_iface *)iface)->owner)->device;
}

static void STDMETHODCALLTYPE mt_Enter(ID3D11Multithread *iface)
{
    rt_device_enter_multithread(mt_device(iface));
}

static void STDMETHODCALLTYPE mt_Leave(ID3D11Multithread *iface)
{
    rt_device_leave_multithread(mt_device(iface));
}

static BOOL STDMETHODCALLTYPE mt_SetMultithreadProtected(ID3D11Multithread *iface, BOOL protect)
{
    return rt_device_protect(mt_device(iface), protect);
}

static BOOL STDMETHODCALLTYPE mt_GetMultithreadProtected(ID3D11Multithread *iface)
{
    return mt_device(iface)->multithread_protected;
}

static const ID3D11MultithreadVtbl multithread_vtbl = {
    .QueryInterface = mt_QueryInterface, .AddRef = mt_AddRef, .Release = mt_Release, .Enter = mt_Enter, .Leave = mt_Leave,
    .SetMultithreadProtected = mt_SetMultithreadProtected, .GetMultithreadProtected = mt_GetMultithreadProtected,
};

/* ---- life ---- */

static const struct rt_iface_entry context_ifaces[] = {
    {&IID_ID3D11Multithread, offsetof(struct rt_context, multithread)},
    {&IID_ID3D11VideoContext, offsetof(struct rt_context, video)},
    {&IID_ID3D11DeviceContext, 0}, {&IID_ID3D11DeviceContext1, 0}, {&IID_ID3D11DeviceContext2, 0}, {&IID_ID3D11DeviceContext3, 0},
    {&IID_ID3D11DeviceContext4, 0}, {&IID_ID3D11DeviceChild, 0}, {&IID_IUnknown, 0},
    {&IID_ID3DUserDefinedAnnotation, offsetof(struct rt_context, annotation)},
    {NULL, 0},
};

void rt_ctx_bury(struct rt_context *c, struct rt_child *child)
{
    if (c->n_buried == c->max_buried && c->type == D3D11_DEVICE_CONTEXT_IMMEDIATE) {
        UINT max = c->max_buried ? 2 * c->max_buried : 64;
        struct rt_child **buried = realloc(c->buried, max * sizeof(*buried));

        if (buried) {
            c->buried = buried;
            c->max_buried = max;
        }
    }
    if (c->type != D3D11_DEVICE_CONTEXT_IMMEDIATE || c->n_buried == c->max_buried || rt_removed(c->child.device))
        rt_child_unhold(child);
    else
        c->buried[c->n_buried++] = child;
}

void rt_ctx_unbury(struct rt_context *c)
{
    while (c->n_buried)
        rt_child_unhold(c->buried[--c->n_buried]);
}

static void destroy_context(struct rt_object *object)
{
    struct rt_context *c = (struct rt_context *)object;

    c->closing = true;
    rt_ctx_forget_maps(c);
    rt_ctx_forget_swapped(c);
    if (c->deferred)
        rt_deferred_destroy(c);
    rt_ctx_state_release(&c->state);
    rt_ctx_unbury(c);
    free(c->buried);
    if (c->list)
        rt_child_unhold(&c->list->child);
    rt_object_fini(object);
    free(c);
}

static const struct rt_class context_class = {"ID3D11DeviceContext", context_ifaces, rt_child_add_ref, destroy_context};
/* Its list is the immediate one's but for ID3D11Multithread, which locks the device's one pipeline, and ID3D11VideoContext, of whose
 * entries no deferred context has any (d3d10umddi: the video table is the device's). */
static const struct rt_class deferred_class = {"ID3D11DeviceContext", &context_ifaces[2], rt_child_add_ref, destroy_context};

HRESULT rt_context_create(struct rt_device *device, D3D11_DEVICE_CONTEXT_TYPE type, UINT flags, struct rt_context **out)
{
    struct rt_context *c = calloc(1, sizeof(*c));

    if (!c)
        return E_OUTOFMEMORY;
    c->type = type;
    c->flags = flags;
    c->umd = &device->umd;
    c->annotation = (struct rt_iface){&annotation_vtbl, &c->child.object};
    c->video = (struct rt_iface){NULL, &c->child.object};
    c->multithread = (struct rt_iface){&multithread_vtbl, &c->child.object};
    rt_ctx_state_defaults(&c->state);
    /* The device keeps its immediate context; a deferred one belongs to the program. */
    if (type == D3D11_DEVICE_CONTEXT_IMMEDIATE) {
        rt_child_init_held(&c->child, &context_vtbl, &context_class, device);
    } else {
        HRESULT hr = S_OK;

        if (device->driver_lists)
            hr = rt_deferred_create(device, c);
        else if (!(c->list = rt_cmdlist_create(device)))
            hr = E_OUTOFMEMORY;
        if (FAILED(hr)) {
            free(c);
            return hr;
        }
        rt_child_init(&c->child, &context_vtbl, &deferred_class, device);
    }
    *out = c;
    return S_OK;
}
