/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * device_create.c - D3D11CreateDevice and D3D11CreateDeviceAndSwapChain (sdk-api nf-d3d11-d3d11createdevice).
 */
#include "context.h"
#include "device.h"
#include "dxgi_objects.h"

static const D3D_FEATURE_LEVEL default_levels[] = {
    D3D_FEATURE_LEVEL_11_0, D3D_FEATURE_LEVEL_10_1, D3D_FEATURE_LEVEL_10_0, D3D_FEATURE_LEVEL_9_3, D3D_FEATURE_LEVEL_9_2,
    D3D_FEATURE_LEVEL_9_1,
};

static HRESULT check(IDXGIAdapter *adapter, D3D_DRIVER_TYPE type, HMODULE software, UINT flags)
{
    const UINT known = D3D11_CREATE_DEVICE_SINGLETHREADED | D3D11_CREATE_DEVICE_DEBUG | D3D11_CREATE_DEVICE_SWITCH_TO_REF |
        D3D11_CREATE_DEVICE_PREVENT_INTERNAL_THREADING_OPTIMIZATIONS | D3D11_CREATE_DEVICE_BGRA_SUPPORT |
        D3D11_CREATE_DEVICE_DEBUGGABLE | D3D11_CREATE_DEVICE_PREVENT_ALTERING_LAYER_SETTINGS_FROM_REGISTRY |
        D3D11_CREATE_DEVICE_DISABLE_GPU_TIMEOUT | D3D11_CREATE_DEVICE_VIDEO_SUPPORT;

    if (flags & ~known)
        return E_INVALIDARG;
    /* The debug layer is a component of Windows that is not here. */
    if (flags & D3D11_CREATE_DEVICE_DEBUG)
        return DXGI_ERROR_SDK_COMPONENT_MISSING;
    if (flags & D3D11_CREATE_DEVICE_SWITCH_TO_REF)
        return DXGI_ERROR_UNSUPPORTED;
    if (software || type == D3D_DRIVER_TYPE_SOFTWARE)
        return E_INVALIDARG;
    if (adapter)
        return type == D3D_DRIVER_TYPE_UNKNOWN ? S_OK : E_INVALIDARG;
    switch (type) {
    case D3D_DRIVER_TYPE_HARDWARE:
        return S_OK;
    case D3D_DRIVER_TYPE_WARP:
    case D3D_DRIVER_TYPE_REFERENCE:
    case D3D_DRIVER_TYPE_NULL:
        return DXGI_ERROR_UNSUPPORTED;
    default:
        return E_INVALIDARG;
    }
}

static HRESULT find_adapter(IDXGIAdapter *given, struct rt_dxgi_adapter **out)
{
    struct rt_dxgi_factory *factory;
    HRESULT hr;

    if (given) {
        *out = rt_adapter_from((IUnknown *)given);
        if (!*out)
            return E_INVALIDARG;
        rt_object_add_ref(&(*out)->object);
        return S_OK;
    }
    hr = rt_factory_create(0, &IID_IDXGIFactory, (void **)&factory);
    if (FAILED(hr))
        return hr;
    hr = rt_adapter_create(factory, 0, out);
    rt_object_release(&factory->object);
    return hr == DXGI_ERROR_NOT_FOUND ? DXGI_ERROR_UNSUPPORTED : hr;
}

HRESULT WINAPI D3D11CreateDevice(IDXGIAdapter *adapter, D3D_DRIVER_TYPE type, HMODULE software, UINT flags,
    const D3D_FEATURE_LEVEL *levels, UINT n_levels, UINT sdk, ID3D11Device **device, D3D_FEATURE_LEVEL *level,
    ID3D11DeviceContext **context)
{
    struct rt_device_params params = {.flags = flags, .levels = levels, .n_levels = n_levels};
    struct rt_dxgi_adapter *found;
    struct rt_device *d;
    HRESULT hr;

    if (device)
        *device = NULL;
    if (level)
        *level = 0;
    if (context)
        *context = NULL;
    if (sdk != D3D11_SDK_VERSION || (levels && !n_levels) || (!levels && n_levels))
        return E_INVALIDARG;
    hr = check(adapter, type, software, flags);
    if (FAILED(hr))
        return hr;
    if (!levels) {
        params.levels = default_levels;
        params.n_levels = RT_COUNT(default_levels);
    }
    hr = find_adapter(adapter, &found);
    if (FAILED(hr))
        return hr;
    params.adapter = found;
    hr = rt_device_create(&params, &d);
    rt_object_release(&found->object);
    if (FAILED(hr))
        return hr;
    if (level)
        *level = d->feature_level;
    if (context)
        ID3D11Device_GetImmediateContext((ID3D11Device *)d, context);
    if (device)
        *device = (ID3D11Device *)d;
    else
        rt_object_release(&d->object);
    return device || context ? S_OK : S_FALSE;
}

HRESULT WINAPI D3D11CreateDeviceAndSwapChain(IDXGIAdapter *adapter, D3D_DRIVER_TYPE type, HMODULE software, UINT flags,
    const D3D_FEATURE_LEVEL *levels, UINT n_levels, UINT sdk, const DXGI_SWAP_CHAIN_DESC *desc, IDXGISwapChain **chain,
    ID3D11Device **device, D3D_FEATURE_LEVEL *level, ID3D11DeviceContext **context)
{
    DXGI_SWAP_CHAIN_DESC d;
    ID3D11Device *made;
    HRESULT hr;

    if (chain)
        *chain = NULL;
    if (device)
        *device = NULL;
    if (context)
        *context = NULL;
    hr = D3D11CreateDevice(adapter, type, software, flags, levels, n_levels, sdk, &made, level, NULL);
    if (FAILED(hr))
        return hr;
    if (chain && desc) {
        struct rt_dxgi_factory *factory = rt_device_from(made)->adapter->factory;

        d = *desc;
        hr = IDXGIFactory_CreateSwapChain((IDXGIFactory *)factory, (IUnknown *)made, &d, chain);
        if (FAILED(hr)) {
            ID3D11Device_Release(made);
            if (level)
                *level = 0;
            return hr;
        }
    }
    if (context)
        ID3D11Device_GetImmediateContext(made, context);
    if (device)
        *device = made;
    else
        ID3D11Device_Release(made);
    return device || context || chain ? S_OK : S_FALSE;
}
