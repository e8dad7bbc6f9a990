/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * present.c - presents and mode sets through the driver's DXGI table (dxgiddi pages of PresentDXGI,
 * Present1DXGI, SetDisplayModeDXGI and pfnPresentCb).
 */
#include "present.h"

#include "device.h"
#include "resource.h"

/* The present and the mode set that run on this thread: both callbacks are legal only inside them. */
static _Thread_local struct rt_present *running;
static _Thread_local bool mode_running, mode_noted;

static DXGI_DDI_HDEVICE dxgi_device(const struct rt_umd *umd)
{
    return (DXGI_DDI_HDEVICE)umd->h.pDrvPrivate;
}

static DXGI_DDI_HRESOURCE dxgi_resource(const struct rt_resource *r)
{
    return (DXGI_DDI_HRESOURCE)r->drv;
}

HRESULT rt_present_callback(struct rt_umd *umd, DXGIDDICB_PRESENT *arg)
{
    struct rt_present *p = arg->pDXGIContext;
    UINT i;

    if (!p || p != running || p->umd != umd || p->called) {
        rt_log("Driver calls pfnPresentCb outside of Present, twice, or with another context");
        return E_INVALIDARG;
    }
    p->called = true;
    p->kmt.hContext = (D3DKMT_HANDLE)(uintptr_t)arg->hContext;
    p->kmt.hSource = arg->hSrcAllocation;
    p->kmt.hDestination = arg->hDstAllocation;
    p->kmt.BroadcastContextCount = arg->BroadcastContextCount;
    for (i = 0; i < arg->BroadcastContextCount && i < RT_COUNT(p->kmt.BroadcastContext); i++)
        p->kmt.BroadcastContext[i] = (D3DKMT_HANDLE)(uintptr_t)arg->BroadcastContext[i];
    p->status = D3DKMTPresent(&p->kmt);
    return rt_hresult_from_status(p->status);
}

HRESULT rt_present_run(struct rt_present *p, struct rt_resource *source, bool flip, UINT interval)
{
    struct rt_umd *umd = p->umd;
    struct rt_device *device = umd->device;
    struct rt_call call;
    HRESULT hr;

    if (!rt_call_begin(&call, device, RT_ERR_REMOVED))
        return DXGI_ERROR_DEVICE_REMOVED;
    p->called = false;
    p->status = 0;
    running = p;
    if (umd->level >= RT_DDI_1_3) {
        DXGI_DDI_ARG_PRESENTSURFACE surface = {dxgi_resource(source), 0};
        DXGI_DDI_ARG_PRESENT1 arg = {
            .hDevice = dxgi_device(umd), .phSurfacesToPresent = &surface, .SurfacesToPresent = 1, .pDXGIContext = p,
            .Flags.Blt = !flip, .Flags.Flip = flip, .FlipInterval = (DXGI_DDI_FLIP_INTERVAL_TYPE)interval,
        };

        hr = umd->dxgi->pfnPresent1(&arg);
    } else {
        DXGI_DDI_ARG_PRESENT arg = {
            .hDevice = dxgi_device(umd), .hSurfaceToPresent = dxgi_resource(source), .pDXGIContext = p,
            .Flags.Blt = !flip, .Flags.Flip = flip, .FlipInterval = (DXGI_DDI_FLIP_INTERVAL_TYPE)interval,
        };

        hr = umd->dxgi->pfnPresent(&arg);
    }
    running = NULL;
    hr = rt_call_end_dxgi(&call, hr);
    if (SUCCEEDED(hr) && !p->called) {
        rt_log("Driver's Present does not call pfnPresentCb");
        return DXGI_ERROR_DRIVER_INTERNAL_ERROR;
    }
    if (hr == D3DDDIERR_WASSTILLDRAWING || hr == DXGI_DDI_ERR_WASSTILLDRAWING)
        return DXGI_ERROR_WAS_STILL_DRAWING;
    return hr;
}

HRESULT rt_present_note_mode(struct rt_umd *umd, HRESULT hr)
{
    if (!mode_running) {
        rt_log("Driver calls pfnSetDisplayModeCb outside of SetDisplayMode");
        return E_INVALIDARG;
    }
    mode_noted = true;
    return hr;
}

HRESULT rt_present_set_mode(struct rt_umd *umd, struct rt_resource *primary)
{
    DXGI_DDI_ARG_SETDISPLAYMODE arg = {.hDevice = dxgi_device(umd), .hResource = dxgi_resource(primary)};
    struct rt_call call;
    HRESULT hr;

    if (!rt_call_begin(&call, umd->device, RT_ERR_REMOVED))
        return DXGI_ERROR_DEVICE_REMOVED;
    mode_running = true;
    mode_noted = false;
    hr = umd->dxgi->pfnSetDisplayMode(&arg);
    mode_running = false;
    hr = rt_call_end_dxgi(&call, hr);
    if (SUCCEEDED(hr) && !mode_noted) {
        rt_log("Driver's SetDisplayMode does not call pfnSetDisplayModeCb");
        return DXGI_ERROR_DRIVER_INTERNAL_ERROR;
    }
    return hr;
}
