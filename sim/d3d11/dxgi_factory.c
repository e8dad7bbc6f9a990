/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * dxgi_factory.c - IDXGIFactory7 and the exported CreateDXGIFactory functions.
 */
#include "dxgi_objects.h"

#include <stdlib.h>

static struct rt_dxgi_factory *from(IDXGIFactory7 *iface)
{
    return (struct rt_dxgi_factory *)iface;
}

RT_DXGI_METHODS(factory, IDXGIFactory7)

/* A factory has no parent (nf-dxgi-idxgiobject-getparent). */
static HRESULT STDMETHODCALLTYPE factory_GetParent(IDXGIFactory7 *iface, REFIID iid, void **out)
{
    if (!out)
        return E_POINTER;
    *out = NULL;
    return E_NOINTERFACE;
}

static HRESULT enum_adapter(IDXGIFactory7 *iface, UINT index, REFIID iid, void **out)
{
    struct rt_dxgi_adapter *adapter;
    HRESULT hr;

    if (!out)
        return DXGI_ERROR_INVALID_CALL;
    *out = NULL;
    hr = rt_adapter_create(from(iface), index, &adapter);
    if (FAILED(hr))
        return hr;
    hr = rt_object_query(&adapter->object, iid, out);
    rt_object_release(&adapter->object);
    return hr;
}

static HRESULT STDMETHODCALLTYPE factory_EnumAdapters(IDXGIFactory7 *iface, UINT index, IDXGIAdapter **out)
{
    return enum_adapter(iface, index, &IID_IDXGIAdapter, (void **)out);
}

static HRESULT STDMETHODCALLTYPE factory_EnumAdapters1(IDXGIFactory7 *iface, UINT index, IDXGIAdapter1 **out)
{
    return enum_adapter(iface, index, &IID_IDXGIAdapter1, (void **)out);
}

static HRESULT STDMETHODCALLTYPE factory_EnumAdapterByGpuPreference(IDXGIFactory7 *iface, UINT index, DXGI_GPU_PREFERENCE preference,
    REFIID iid, void **out)
{
    return enum_adapter(iface, index, iid, out);
}

static HRESULT STDMETHODCALLTYPE factory_EnumAdapterByLuid(IDXGIFactory7 *iface, LUID luid, REFIID iid, void **out)
{
    struct rt_dxgi_adapter *adapter;
    HRESULT hr;
    UINT i;

    if (!out)
        return DXGI_ERROR_INVALID_CALL;
    *out = NULL;
    for (i = 0; SUCCEEDED(hr = rt_adapter_create(from(iface), i, &adapter)); i++) {
        bool same = adapter->luid.LowPart == luid.LowPart && adapter->luid.HighPart == luid.HighPart;

        hr = same ? rt_object_query(&adapter->object, iid, out) : S_OK;
        rt_object_release(&adapter->object);
        if (same)
            return hr;
    }
    return hr == DXGI_ERROR_NOT_FOUND ? E_INVALIDARG : hr;
}

static HRESULT STDMETHODCALLTYPE factory_EnumWarpAdapter(IDXGIFactory7 *iface, REFIID iid, void **out)
{
    if (out)
        *out = NULL;
    return DXGI_ERROR_NOT_FOUND; /* there is no software adapter here */
}

static HRESULT STDMETHODCALLTYPE factory_CreateSoftwareAdapter(IDXGIFactory7 *iface, HMODULE module, IDXGIAdapter **out)
{
    if (out)
        *out = NULL;
    return DXGI_ERROR_UNSUPPORTED;
}

static HRESULT STDMETHODCALLTYPE factory_MakeWindowAssociation(IDXGIFactory7 *iface, HWND window, UINT flags)
{
    if (flags & ~DXGI_MWA_VALID || (!window && flags))
        return DXGI_ERROR_INVALID_CALL;
    from(iface)->window = window;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE factory_GetWindowAssociation(IDXGIFactory7 *iface, HWND *window)
{
    if (!window)
        return DXGI_ERROR_INVALID_CALL;
    *window = from(iface)->window;
    return S_OK;
}

static HRESULT create_chain(IDXGIFactory7 *iface, IUnknown *unknown, HWND window, const DXGI_SWAP_CHAIN_DESC1 *desc,
    const DXGI_SWAP_CHAIN_FULLSCREEN_DESC *fullscreen, IDXGIOutput *target, IDXGISwapChain1 **out)
{
    struct rt_swapchain_params params = {.factory = from(iface), .window = window, .target = (struct rt_dxgi_output *)target};
    HRESULT hr;

    if (!out)
        return DXGI_ERROR_INVALID_CALL;
    *out = NULL;
    if (!unknown || !desc || !window)
        return DXGI_ERROR_INVALID_CALL;
    params.device = rt_device_from_unknown(unknown);
    if (!params.device)
        return DXGI_ERROR_INVALID_CALL;
    params.desc = *desc;
    params.fullscreen.Windowed = TRUE;
    if (fullscreen)
        params.fullscreen = *fullscreen;
    hr = rt_swapchain_create(&params, out);
    rt_object_release(&params.device->object);
    return hr;
}

static HRESULT STDMETHODCALLTYPE factory_CreateSwapChainForHwnd(IDXGIFactory7 *iface, IUnknown *device, HWND window,
    const DXGI_SWAP_CHAIN_DESC1 *desc, const DXGI_SWAP_CHAIN_FULLSCREEN_DESC *fullscreen, IDXGIOutput *target, IDXGISwapChain1 **out)
{
    return create_chain(iface, device, window, desc, fullscreen, target, out);
}

static HRESULT STDMETHODCALLTYPE factory_CreateSwapChain(IDXGIFactory7 *iface, IUnknown *device, DXGI_SWAP_CHAIN_DESC *desc,
    IDXGISwapChain **out)
{
    DXGI_SWAP_CHAIN_FULLSCREEN_DESC fullscreen;
    DXGI_SWAP_CHAIN_DESC1 d;

    if (!desc || !out)
        return DXGI_ERROR_INVALID_CALL;
    d = (DXGI_SWAP_CHAIN_DESC1){
        .Width = desc->BufferDesc.Width, .Height = desc->BufferDesc.Height, .Format = desc->BufferDesc.Format,
        .SampleDesc = desc->SampleDesc, .BufferUsage = desc->BufferUsage, .BufferCount = desc->BufferCount,
        .Scaling = DXGI_SCALING_STRETCH, .SwapEffect = desc->SwapEffect, .AlphaMode = DXGI_ALPHA_MODE_IGNORE, .Flags = desc->Flags,
    };
    fullscreen = (DXGI_SWAP_CHAIN_FULLSCREEN_DESC){
        .RefreshRate = desc->BufferDesc.RefreshRate, .ScanlineOrdering = desc->BufferDesc.ScanlineOrdering,
        .Scaling = desc->BufferDesc.Scaling, .Windowed = desc->Windowed,
    };
    return create_chain(iface, device, desc->OutputWindow, &d, &fullscreen, NULL, (IDXGISwapChain1 **)out);
}

static HRESULT STDMETHODCALLTYPE factory_CreateSwapChainForCoreWindow(IDXGIFactory7 *iface, IUnknown *device, IUnknown *window,
    const DXGI_SWAP_CHAIN_DESC1 *desc, IDXGIOutput *target, IDXGISwapChain1 **out)
{
    if (out)
        *out = NULL;
    return DXGI_ERROR_UNSUPPORTED; /* there are no core windows here */
}

static HRESULT STDMETHODCALLTYPE factory_CreateSwapChainForComposition(IDXGIFactory7 *iface, IUnknown *device,
    const DXGI_SWAP_CHAIN_DESC1 *desc, IDXGIOutput *target, IDXGISwapChain1 **out)
{
    if (out)
        *out = NULL;
    return DXGI_ERROR_UNSUPPORTED; /* nor a compositor */
}

static BOOL STDMETHODCALLTYPE factory_IsCurrent(IDXGIFactory7 *iface)
{
    return TRUE;
}

static BOOL STDMETHODCALLTYPE factory_IsWindowedStereoEnabled(IDXGIFactory7 *iface)
{
    return FALSE;
}

static HRESULT STDMETHODCALLTYPE factory_GetSharedResourceAdapterLuid(IDXGIFactory7 *iface, HANDLE resource, LUID *luid)
{
    struct rt_dxgi_adapter *adapter;
    HRESULT hr;

    if (!luid)
        return DXGI_ERROR_INVALID_CALL;
    hr = rt_adapter_create(from(iface), 0, &adapter);
    if (FAILED(hr))
        return hr;
    *luid = adapter->luid;
    rt_object_release(&adapter->object);
    return S_OK;
}

/* Notifications: stereo, occlusion and adapter changes are not signalled here. */
static HRESULT STDMETHODCALLTYPE factory_RegisterStereoStatusWindow(IDXGIFactory7 *iface, HWND window, UINT message, DWORD *cookie)
{
    return DXGI_ERROR_UNSUPPORTED;
}

static HRESULT STDMETHODCALLTYPE factory_RegisterStereoStatusEvent(IDXGIFactory7 *iface, HANDLE event, DWORD *cookie)
{
    return DXGI_ERROR_UNSUPPORTED;
}

static void STDMETHODCALLTYPE factory_UnregisterStereoStatus(IDXGIFactory7 *iface, DWORD cookie)
{
}

static HRESULT STDMETHODCALLTYPE factory_RegisterOcclusionStatusWindow(IDXGIFactory7 *iface, HWND window, UINT message, DWORD *cookie)
{
    return DXGI_ERROR_UNSUPPORTED;
}

static HRESULT STDMETHODCALLTYPE factory_RegisterOcclusionStatusEvent(IDXGIFactory7 *iface, HANDLE event, DWORD *cookie)
{
    return DXGI_ERROR_UNSUPPORTED;
}

static void STDMETHODCALLTYPE factory_UnregisterOcclusionStatus(IDXGIFactory7 *iface, DWORD cookie)
{
}

static HRESULT STDMETHODCALLTYPE factory_RegisterAdaptersChangedEvent(IDXGIFactory7 *iface, HANDLE event, DWORD *cookie)
{
    return DXGI_ERROR_UNSUPPORTED;
}

static HRESULT STDMETHODCALLTYPE factory_UnregisterAdaptersChangedEvent(IDXGIFactory7 *iface, DWORD cookie)
{
    return DXGI_ERROR_UNSUPPORTED;
}

static UINT STDMETHODCALLTYPE factory_GetCreationFlags(IDXGIFactory7 *iface)
{
    return from(iface)->flags;
}

static HRESULT STDMETHODCALLTYPE factory_CheckFeatureSupport(IDXGIFactory7 *iface, DXGI_FEATURE feature, void *data, UINT size)
{
    BOOL tearing = FALSE; /* a flip without waiting is not told from one that tears */

    if (feature != DXGI_FEATURE_PRESENT_ALLOW_TEARING || !data || size != sizeof(tearing))
        return DXGI_ERROR_INVALID_CALL;
    memcpy(data, &tearing, sizeof(tearing));
    return S_OK;
}

#define SLOT(name) .name = factory_##name

static const IDXGIFactory7Vtbl factory_vtbl = {
    RT_DXGI_SLOTS(factory), SLOT(EnumAdapters), SLOT(MakeWindowAssociation), SLOT(GetWindowAssociation), SLOT(CreateSwapChain),
    SLOT(CreateSoftwareAdapter), SLOT(EnumAdapters1), SLOT(IsCurrent), SLOT(IsWindowedStereoEnabled), SLOT(CreateSwapChainForHwnd),
    SLOT(CreateSwapChainForCoreWindow), SLOT(GetSharedResourceAdapterLuid), SLOT(RegisterStereoStatusWindow),
    SLOT(RegisterStereoStatusEvent), SLOT(UnregisterStereoStatus), SLOT(RegisterOcclusionStatusWindow),
    SLOT(RegisterOcclusionStatusEvent), SLOT(UnregisterOcclusionStatus), SLOT(CreateSwapChainForComposition),
    SLOT(GetCreationFlags), SLOT(EnumAdapterByLuid), SLOT(EnumWarpAdapter), SLOT(CheckFeatureSupport),
    SLOT(EnumAdapterByGpuPreference), SLOT(RegisterAdaptersChangedEvent), SLOT(UnregisterAdaptersChangedEvent),
};

static const struct rt_iface_entry factory_ifaces[] = {
    {&IID_IDXGIFactory, 0}, {&IID_IDXGIFactory1, 0}, {&IID_IDXGIFactory2, 0}, {&IID_IDXGIFactory3, 0}, {&IID_IDXGIFactory4, 0},
    {&IID_IDXGIFactory5, 0}, {&IID_IDXGIFactory6, 0}, {&IID_IDXGIFactory7, 0}, {&IID_IDXGIObject, 0}, {&IID_IUnknown, 0}, {NULL, 0},
};

static void destroy_factory(struct rt_object *object)
{
    rt_object_fini(object);
    free(object);
}

static const struct rt_class factory_class = {"IDXGIFactory", factory_ifaces, rt_object_add_ref, destroy_factory};

HRESULT rt_factory_create(UINT flags, REFIID iid, void **out)
{
    struct rt_dxgi_factory *factory;
    HRESULT hr;

    if (!out)
        return DXGI_ERROR_INVALID_CALL;
    *out = NULL;
    factory = calloc(1, sizeof(*factory));
    if (!factory)
        return E_OUTOFMEMORY;
    rt_object_init(&factory->object, &factory_vtbl, &factory_class);
    factory->flags = flags;
    hr = rt_object_query(&factory->object, iid, out);
    rt_object_release(&factory->object);
    return hr;
}

HRESULT WINAPI CreateDXGIFactory(REFIID iid, void **out)
{
    return rt_factory_create(0, iid, out);
}

HRESULT WINAPI CreateDXGIFactory1(REFIID iid, void **out)
{
    return rt_factory_create(0, iid, out);
}

HRESULT WINAPI CreateDXGIFactory2(UINT flags, REFIID iid, void **out)
{
    if (flags & ~DXGI_CREATE_FACTORY_DEBUG)
        return E_INVALIDARG;
    return rt_factory_create(flags, iid, out);
}
