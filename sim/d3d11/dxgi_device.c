/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * dxgi_device.c - IDXGIDevice4 of a Direct3D device, IDXGIResource1 and IDXGISurface2 of its resources.
 */
#include "dxgi_objects.h"

#include <stdlib.h>

#include "context.h"

/* ---- device ---- */

RT_IFACE_DXGI_METHODS(dev, IDXGIDevice4)

static struct rt_device *device_of(IDXGIDevice4 *iface)
{
    return (struct rt_device *)((struct rt_iface *)iface)->owner;
}

static HRESULT STDMETHODCALLTYPE dev_GetParent(IDXGIDevice4 *iface, REFIID iid, void **out)
{
    return rt_object_query(&device_of(iface)->adapter->object, iid, out);
}

static HRESULT STDMETHODCALLTYPE dev_GetAdapter(IDXGIDevice4 *iface, IDXGIAdapter **out)
{
    if (!out)
        return E_INVALIDARG;
    rt_object_add_ref(&device_of(iface)->adapter->object);
    *out = (IDXGIAdapter *)device_of(iface)->adapter;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE dev_CreateSurface(IDXGIDevice4 *iface, const DXGI_SURFACE_DESC *desc, UINT n, DXGI_USAGE usage,
    const DXGI_SHARED_RESOURCE *shared, IDXGISurface **out)
{
    struct rt_resource_desc d;
    HRESULT hr;
    UINT i;

    if (!desc || !out || shared)
        return DXGI_ERROR_INVALID_CALL;
    memset(out, 0, n * sizeof(*out));
    d = (struct rt_resource_desc){
        .dimension = D3D11_RESOURCE_DIMENSION_TEXTURE2D, .format = desc->Format, .usage = D3D11_USAGE_DEFAULT,
        .bind = (usage & DXGI_USAGE_RENDER_TARGET_OUTPUT ? D3D11_BIND_RENDER_TARGET : 0) |
            (usage & DXGI_USAGE_SHADER_INPUT ? D3D11_BIND_SHADER_RESOURCE : 0),
        .width = desc->Width, .height = desc->Height, .depth = 1, .array = 1, .mips = 1, .samples = desc->SampleDesc.Count,
        .quality = desc->SampleDesc.Quality,
    };
    for (i = 0; i < n; i++) {
        struct rt_resource *r;

        hr = rt_resource_create(device_of(iface), &d, NULL, NULL, &r);
        if (FAILED(hr)) {
            while (i--)
                IDXGISurface_Release(out[i]);
            return hr;
        }
        out[i] = (IDXGISurface *)&r->surface;
    }
    return S_OK;
}

/* The driver's handle of something that a program hands in as IUnknown or IDXGIResource. */
static struct rt_resource *resource_of(IUnknown *unknown)
{
    ID3D11Resource *resource;

    if (!unknown || FAILED(unknown->lpVtbl->QueryInterface(unknown, &IID_ID3D11Resource, (void **)&resource)))
        return NULL;
    ID3D11Resource_Release(resource);
    return (struct rt_resource *)resource;
}

static HRESULT STDMETHODCALLTYPE dev_QueryResourceResidency(IDXGIDevice4 *iface, IUnknown *const *resources, DXGI_RESIDENCY *residency,
    UINT n)
{
    struct rt_device *device = device_of(iface);
    UINT i;

    if (!resources || !residency)
        return E_INVALIDARG;
    for (i = 0; i < n; i++) {
        struct rt_resource *r = resource_of(resources[i]);
        DXGI_DDI_RESIDENCY status = DXGI_DDI_RESIDENCY_FULLY_RESIDENT;
        DXGI_DDI_HRESOURCE handle;
        DXGI_DDI_ARG_QUERYRESOURCERESIDENCY arg = {
            .hDevice = (DXGI_DDI_HDEVICE)device->umd.h.pDrvPrivate, .pResources = &handle, .pStatus = &status, .Resources = 1,
        };
        struct rt_call call;
        HRESULT hr;

        if (!r)
            return E_INVALIDARG;
        handle = (DXGI_DDI_HRESOURCE)r->drv;
        if (!rt_call_begin(&call, device, RT_ERR_REMOVED))
            return DXGI_ERROR_DEVICE_REMOVED;
        hr = rt_call_end_dxgi(&call, device->umd.dxgi->pfnQueryResourceResidency(&arg));
        if (FAILED(hr))
            return hr;
        residency[i] = (DXGI_RESIDENCY)status;
    }
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE dev_SetGPUThreadPriority(IDXGIDevice4 *iface, INT priority)
{
    return priority < -7 || priority > 7 ? E_INVALIDARG : S_OK; /* one GPU thread: priorities change nothing */
}

static HRESULT STDMETHODCALLTYPE dev_GetGPUThreadPriority(IDXGIDevice4 *iface, INT *priority)
{
    if (!priority)
        return E_POINTER;
    *priority = 0;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE dev_SetMaximumFrameLatency(IDXGIDevice4 *iface, UINT latency)
{
    struct rt_device *device = device_of(iface);
    D3DKMT_SETQUEUEDLIMIT set = {.hDevice = device->umd.kmt_device, .Type = D3DKMT_SET_QUEUEDLIMIT_PRESENT};

    if (latency > 16)
        return DXGI_ERROR_INVALID_CALL;
    device->max_latency = latency ? latency : 3;
    set.QueuedPresentLimit = device->max_latency;
    D3DKMTSetQueuedLimit(&set);
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE dev_GetMaximumFrameLatency(IDXGIDevice4 *iface, UINT *latency)
{
    if (!latency)
        return DXGI_ERROR_INVALID_CALL;
    *latency = device_of(iface)->max_latency;
    return S_OK;
}

static HRESULT offer(struct rt_device *device, UINT n, IDXGIResource *const *resources, DXGI_OFFER_RESOURCE_PRIORITY priority)
{
    UINT i;

    if (priority < DXGI_OFFER_RESOURCE_PRIORITY_LOW || priority > DXGI_OFFER_RESOURCE_PRIORITY_HIGH)
        return E_INVALIDARG;
    if (device->umd.level < RT_DDI_11_1)
        return DXGI_ERROR_UNSUPPORTED;
    for (i = 0; i < n; i++) {
        struct rt_resource *r = resource_of((IUnknown *)resources[i]);
        DXGI_DDI_HRESOURCE handle;
        DXGI_DDI_ARG_OFFERRESOURCES arg = {
            .hDevice = (DXGI_DDI_HDEVICE)device->umd.h.pDrvPrivate, .pResources = &handle, .Resources = 1,
            .Priority = (D3DDDI_OFFER_PRIORITY)priority,
        };
        struct rt_call call;
        HRESULT hr;

        if (!r)
            return E_INVALIDARG;
        handle = (DXGI_DDI_HRESOURCE)r->drv;
        if (!rt_call_begin(&call, device, RT_ERR_REMOVED))
            return DXGI_ERROR_DEVICE_REMOVED;
        hr = rt_call_end_dxgi(&call, device->umd.dxgi->pfnOfferResources(&arg));
        if (FAILED(hr))
            return hr;
    }
    return S_OK;
}

static HRESULT reclaim(struct rt_device *device, UINT n, IDXGIResource *const *resources, BOOL *discarded)
{
    UINT i;

    if (device->umd.level < RT_DDI_11_1)
        return DXGI_ERROR_UNSUPPORTED;
    for (i = 0; i < n; i++) {
        struct rt_resource *r = resource_of((IUnknown *)resources[i]);
        DXGI_DDI_HRESOURCE handle;
        BOOL lost = FALSE;
        DXGI_DDI_ARG_RECLAIMRESOURCES arg = {
            .hDevice = (DXGI_DDI_HDEVICE)device->umd.h.pDrvPrivate, .pResources = &handle, .pDiscarded = &lost, .Resources = 1,
        };
        struct rt_call call;
        HRESULT hr;

        if (!r)
            return E_INVALIDARG;
        handle = (DXGI_DDI_HRESOURCE)r->drv;
        if (!rt_call_begin(&call, device, RT_ERR_REMOVED))
            return DXGI_ERROR_DEVICE_REMOVED;
        hr = rt_call_end_dxgi(&call, device->umd.dxgi->pfnReclaimResources(&arg));
        if (FAILED(hr))
            return hr;
        if (discarded)
            discarded[i] = lost;
    }
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE dev_OfferResources(IDXGIDevice4 *iface, UINT n, IDXGIResource *const *resources,
    DXGI_OFFER_RESOURCE_PRIORITY priority)
{
    return offer(device_of(iface), n, resources, priority);
}

static HRESULT STDMETHODCALLTYPE dev_OfferResources1(IDXGIDevice4 *iface, UINT n, IDXGIResource *const *resources,
    DXGI_OFFER_RESOURCE_PRIORITY priority, UINT flags)
{
    return flags ? E_INVALIDARG : offer(device_of(iface), n, resources, priority);
}

static HRESULT STDMETHODCALLTYPE dev_ReclaimResources(IDXGIDevice4 *iface, UINT n, IDXGIResource *const *resources, BOOL *discarded)
{
    return reclaim(device_of(iface), n, resources, discarded);
}

static HRESULT STDMETHODCALLTYPE dev_ReclaimResources1(IDXGIDevice4 *iface, UINT n, IDXGIResource *const *resources,
    DXGI_RECLAIM_RESOURCE_RESULTS *results)
{
    UINT i;

    for (i = 0; i < n; i++) {
        BOOL lost = FALSE;
        HRESULT hr = reclaim(device_of(iface), 1, &resources[i], &lost);

        if (FAILED(hr))
            return hr;
        if (results)
            results[i] = lost ? DXGI_RECLAIM_RESOURCE_RESULT_DISCARDED : DXGI_RECLAIM_RESOURCE_RESULT_OK;
    }
    return S_OK;
}

/* The event would have to be signalled by the kernel when the GPU gets there. */
static HRESULT STDMETHODCALLTYPE dev_EnqueueSetEvent(IDXGIDevice4 *iface, HANDLE event)
{
    return event ? DXGI_ERROR_UNSUPPORTED : E_INVALIDARG;
}

static void STDMETHODCALLTYPE dev_Trim(IDXGIDevice4 *iface)
{
    struct rt_device *device = device_of(iface);

    if (device->umd.level >= RT_DDI_1_3)
        rt_ctx_flush(device->immediate, D3DWDDM1_3DDI_TRIM_MEMORY);
}

#define SLOT(name) .name = dev_##name

const IDXGIDevice4Vtbl rt_dxgi_device_vtbl = {
    RT_DXGI_SLOTS(dev), SLOT(GetAdapter), SLOT(CreateSurface), SLOT(QueryResourceResidency), SLOT(SetGPUThreadPriority),
    SLOT(GetGPUThreadPriority), SLOT(SetMaximumFrameLatency), SLOT(GetMaximumFrameLatency), SLOT(OfferResources),
    SLOT(ReclaimResources), SLOT(EnqueueSetEvent), SLOT(Trim), SLOT(OfferResources1), SLOT(ReclaimResources1),
};
#undef SLOT

struct rt_device *rt_device_from_unknown(IUnknown *unknown)
{
    ID3D11Device *device;

    if (FAILED(unknown->lpVtbl->QueryInterface(unknown, &IID_ID3D11Device, (void **)&device)))
        return NULL;
    return rt_device_from(device);
}
