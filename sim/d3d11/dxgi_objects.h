/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * dxgi_objects.h - factory, adapter, output, swap chain.
 */
#ifndef RT_DXGI_OBJECTS_H
#define RT_DXGI_OBJECTS_H

#include "device.h"
#include "resource.h"

struct rt_dxgi_factory {
    struct rt_object object; /* IDXGIFactory7 */
    UINT flags;
    HWND window; /* MakeWindowAssociation */
};

struct rt_dxgi_adapter {
    struct rt_object object; /* IDXGIAdapter4 */
    struct rt_dxgi_factory *factory; /* referenced */
    LUID luid;
    UINT n_sources;
    DXGI_ADAPTER_DESC3 desc;
};

struct rt_dxgi_output {
    struct rt_object object; /* IDXGIOutput6 */
    struct rt_dxgi_adapter *adapter; /* referenced */
    UINT source;
};

HRESULT rt_factory_create(UINT flags, REFIID iid, void **out);
/* Adapter number index of the system, made for the factory. DXGI_ERROR_NOT_FOUND past the end. */
HRESULT rt_adapter_create(struct rt_dxgi_factory *factory, UINT index, struct rt_dxgi_adapter **out);
HRESULT rt_output_create(struct rt_dxgi_adapter *adapter, UINT source, struct rt_dxgi_output **out);
/* NULL when the interface is not one of this runtime. */
struct rt_dxgi_adapter *rt_adapter_from(IUnknown *unknown);
struct rt_device *rt_device_from_unknown(IUnknown *unknown);

/* A kernel handle of the adapter for one call or a few; 0: the adapter is gone. */
D3DKMT_HANDLE rt_adapter_open(const struct rt_dxgi_adapter *adapter);
void rt_adapter_close(D3DKMT_HANDLE handle);

/* Mode that a source shows now; false when it shows none. */
bool rt_output_mode(const struct rt_dxgi_adapter *adapter, UINT source, D3DKMT_DISPLAYMODE *mode);
DXGI_FORMAT rt_format_from_display(D3DDDIFORMAT format);

struct rt_swapchain_params {
    struct rt_dxgi_factory *factory;
    struct rt_device *device;
    HWND window;
    DXGI_SWAP_CHAIN_DESC1 desc;
    DXGI_SWAP_CHAIN_FULLSCREEN_DESC fullscreen;
    struct rt_dxgi_output *target; /* may be NULL */
};

HRESULT rt_swapchain_create(const struct rt_swapchain_params *params, IDXGISwapChain1 **out);

#endif
