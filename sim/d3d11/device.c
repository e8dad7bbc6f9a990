/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * device.c - life of a device, driver calls and their errors, removal, format answers.
 */
#include "device.h"

#include <stdlib.h>

#include "context.h"
#include "deferred.h"
#include "dxgi_objects.h"
#include "video.h"

static _Thread_local struct rt_call *current_call;

/* ---- private memory ---- */

#define GUARD_SIZE 64
#define GUARD_BYTE 0xfd
#define FILL_BYTE 0xcc

static int check_memory = -1; /* PVGPU_SIM_CHECK; read once, the same for every thread */

void *rt_private_alloc(size_t size)
{
    size_t *block;

    if (check_memory < 0)
        check_memory = rt_env("PVGPU_SIM_CHECK") != NULL;
    if (size > SIZE_MAX - GUARD_SIZE - 16)
        return NULL;
    block = malloc(16 + size + GUARD_SIZE);
    if (!block)
        return NULL;
    block[0] = size;
    if (check_memory) {
        memset((char *)block + 16, FILL_BYTE, size);
        memset((char *)block + 16 + size, GUARD_BYTE, GUARD_SIZE);
    }
    return (char *)block + 16;
}

void rt_private_free(void *memory)
{
    unsigned char *bytes = memory, *guard;
    size_t size, i;

    if (!memory)
        return;
    if (check_memory > 0) {
        memcpy(&size, bytes - 16, sizeof(size));
        guard = bytes + size;
        for (i = 0; i < GUARD_SIZE; i++) {
            if (guard[i] != GUARD_BYTE) {
                rt_log("Driver wrote %u bytes behind a private object of %u bytes", (unsigned)i + 1, (unsigned)size);
                abort();
            }
        }
        memset(bytes, FILL_BYTE, size);
    }
    free(bytes - 16);
}

/* ---- driver calls ---- */

bool rt_call_begin(struct rt_call *call, struct rt_device *device, enum rt_errors allowed)
{
    if (!rt_enter(device))
        return false;
    *call = (struct rt_call){.device = device, .allowed = allowed, .outer = current_call};
    current_call = call;
    return true;
}

void rt_call_destroy_begin(struct rt_call *call, struct rt_device *device)
{
    if (device->lock_needed)
        rt_lock_enter(device->lock);
    *call = (struct rt_call){.device = device, .allowed = RT_ERR_REMOVED, .outer = current_call};
    current_call = call;
}

HRESULT rt_call_end(struct rt_call *call)
{
    current_call = call->outer;
    rt_leave(call->device);
    return call->hr;
}

static bool error_allowed(enum rt_errors allowed, HRESULT hr)
{
    bool removed = hr == D3DDDIERR_DEVICEREMOVED;

    switch (allowed) {
    case RT_ERR_NONE:
        return false;
    case RT_ERR_REMOVED:
    case RT_ERR_MAP:
        return removed;
    case RT_ERR_MEMORY:
        return removed || hr == E_OUTOFMEMORY;
    case RT_ERR_RESOURCE:
        return removed || hr == E_OUTOFMEMORY || hr == DXGI_DDI_ERR_UNSUPPORTED;
    case RT_ERR_COUNTER:
        return removed || hr == E_OUTOFMEMORY || hr == DXGI_DDI_ERR_NONEXCLUSIVE;
    case RT_ERR_MAP_POLL:
    case RT_ERR_GET_DATA:
        return removed || hr == DXGI_DDI_ERR_WASSTILLDRAWING;
    case RT_ERR_TILES:
        return removed || hr == E_OUTOFMEMORY || hr == E_INVALIDARG;
    case RT_ERR_CHECK:
        return hr == E_FAIL || hr == E_INVALIDARG || hr == DXGI_DDI_ERR_UNSUPPORTED;
    }
    return false;
}

static const char *error_name(enum rt_errors allowed)
{
    static const char *const names[] = {
        [RT_ERR_NONE] = "NoErrors", [RT_ERR_REMOVED] = "AllowDeviceRemoved", [RT_ERR_MEMORY] = "AllowOutOfMemory",
        [RT_ERR_RESOURCE] = "CreateResource", [RT_ERR_COUNTER] = "AllowCounterCreation", [RT_ERR_MAP] = "AllowMapErrors",
        [RT_ERR_MAP_POLL] = "AllowMapErrors+DONOTWAIT", [RT_ERR_GET_DATA] = "AllowGetData", [RT_ERR_CHECK] = "Check",
        [RT_ERR_TILES] = "AllowTiles",
    };

    return names[allowed];
}

static HRESULT api_error(HRESULT hr)
{
    if (hr == DXGI_DDI_ERR_WASSTILLDRAWING)
        return DXGI_ERROR_WAS_STILL_DRAWING;
    if (hr == DXGI_DDI_ERR_UNSUPPORTED)
        return DXGI_ERROR_UNSUPPORTED;
    if (hr == DXGI_DDI_ERR_NONEXCLUSIVE)
        return DXGI_ERROR_NONEXCLUSIVE;
    return hr;
}

/* What the kernel says about a device that is gone. */
static HRESULT removal_reason(struct rt_device *device)
{
    D3DKMT_GETDEVICESTATE state = {.hDevice = device->umd.kmt_device, .StateType = D3DKMT_DEVICESTATE_EXECUTION};

    if (D3DKMTGetDeviceState(&state) < 0)
        return DXGI_ERROR_DEVICE_REMOVED;
    switch (state.ExecutionState) {
    case D3DKMT_DEVICEEXECUTION_HUNG:
    case D3DKMT_DEVICEEXECUTION_ERROR_DMAFAULT:
        return DXGI_ERROR_DEVICE_HUNG;
    case D3DKMT_DEVICEEXECUTION_RESET:
        return DXGI_ERROR_DEVICE_RESET;
    case D3DKMT_DEVICEEXECUTION_ACTIVE:
    case D3DKMT_DEVICEEXECUTION_STOPPED:
    case D3DKMT_DEVICEEXECUTION_ERROR_OUTOFMEMORY:
        break;
    }
    return DXGI_ERROR_DEVICE_REMOVED;
}

void rt_device_remove(struct rt_device *device, HRESULT reason)
{
    int alive = S_OK;

    atomic_compare_exchange_strong(&device->removed, &alive, (int)reason);
}

void rt_device_lost(struct rt_device *device)
{
    rt_device_remove(device, removal_reason(device));
}

HRESULT rt_call_end_dxgi(struct rt_call *call, HRESULT returned)
{
    struct rt_device *device = call->device;

    if (FAILED(rt_call_end(call)))
        return DXGI_ERROR_DEVICE_REMOVED;
    if (returned != D3DDDIERR_DEVICEREMOVED)
        return returned;
    rt_device_lost(device);
    return DXGI_ERROR_DEVICE_REMOVED;
}

/* display/handling-errors: a code outside the entry's category is critical and removes the device. */
void rt_device_set_error(struct rt_device *device, HRESULT hr)
{
    struct rt_call *call = current_call;
    enum rt_errors allowed = call && call->device == device ? call->allowed : RT_ERR_REMOVED;

    if (!error_allowed(allowed, hr)) {
        rt_log("Driver reports 0x%08x where %s is allowed: critical", (unsigned)hr, error_name(allowed));
        if (rt_env("PVGPU_SIM_CHECK"))
            abort();
        rt_device_remove(device, DXGI_ERROR_DRIVER_INTERNAL_ERROR);
        hr = DXGI_ERROR_DEVICE_REMOVED;
    } else if (hr == D3DDDIERR_DEVICEREMOVED) {
        rt_device_lost(device);
        hr = DXGI_ERROR_DEVICE_REMOVED;
    }
    if (call && call->device == device && SUCCEEDED(call->hr))
        call->hr = api_error(hr);
}

/* ---- life ---- */

static UINT pipeline_of(D3D_FEATURE_LEVEL level)
{
    switch (level) {
    case D3D_FEATURE_LEVEL_10_0:
        return D3D11DDI_3DPIPELINELEVEL_10_0;
    case D3D_FEATURE_LEVEL_10_1:
        return D3D11DDI_3DPIPELINELEVEL_10_1;
    case D3D_FEATURE_LEVEL_11_0:
        return D3D11DDI_3DPIPELINELEVEL_11_0;
    case D3D_FEATURE_LEVEL_11_1:
        return D3D11_1DDI_3DPIPELINELEVEL_11_1;
    case D3D_FEATURE_LEVEL_9_1:
        return D3D11_1DDI_3DPIPELINELEVEL_9_1;
    case D3D_FEATURE_LEVEL_9_2:
        return D3D11_1DDI_3DPIPELINELEVEL_9_2;
    case D3D_FEATURE_LEVEL_9_3:
        return D3D11_1DDI_3DPIPELINELEVEL_9_3;
    default:
        return 31;
    }
}

static HRESULT choose_feature_level(struct rt_device *device, const D3D_FEATURE_LEVEL *levels, UINT n)
{
    UINT i;

    for (i = 0; i < n; i++) {
        UINT pipeline = pipeline_of(levels[i]);

        if (pipeline < 31 && (device->umd.caps.pipelines >> pipeline & 1)) {
            device->feature_level = levels[i];
            return S_OK;
        }
    }
    return DXGI_ERROR_UNSUPPORTED;
}

/* Asks the driver about every format once and applies the rules by which Windows refuses a driver.
 * Multisample rules: display docs of the 10.1 and 11.0 pipelines, U/pfnd3d10ddi_checkformatsupport. */
static HRESULT check_formats(struct rt_device *device)
{
    struct rt_umd *umd = &device->umd;
    unsigned format;

    for (format = 1; format < RT_MAX_FORMAT; format++) {
        const struct rt_format *f = rt_format_find(format);
        bool in_depth_family;
        struct rt_call call;
        UINT bits = 0xcccccccc, samples;
        HRESULT hr;

        if (!f)
            continue;
        in_depth_family = (f->caps & RT_FMT_DEPTH) || f->family == DXGI_FORMAT_R32G8X24_TYPELESS ||
            f->family == DXGI_FORMAT_R24G8_TYPELESS;
        if (!rt_call_begin(&call, device, RT_ERR_CHECK))
            return DXGI_ERROR_DEVICE_REMOVED;
        umd->f->pfnCheckFormatSupport(umd->h, format, &bits);
        hr = rt_call_end(&call);
        if (FAILED(hr))
            bits = 0;
        if (bits == 0xcccccccc) {
            rt_log("Driver gives no answer to CheckFormatSupport of %s", f->name);
            return DXGI_ERROR_DRIVER_INTERNAL_ERROR;
        }
        if ((bits & D3D10_DDI_FORMAT_SUPPORT_NOT_SUPPORTED) && bits != D3D10_DDI_FORMAT_SUPPORT_NOT_SUPPORTED) {
            rt_log("Driver mixes NOT_SUPPORTED with other bits for %s (0x%x)", f->name, bits);
            return DXGI_ERROR_DRIVER_INTERNAL_ERROR;
        }
        /* The answer NOT_SUPPORTED came with Windows 8. */
        if (format == DXGI_FORMAT_R10G10B10_XR_BIAS_A2_UNORM && !bits && umd->level >= RT_DDI_11_1) {
            rt_log("Driver must answer NOT_SUPPORTED for %s", f->name);
            return DXGI_ERROR_DRIVER_INTERNAL_ERROR;
        }
        if ((bits & D3D10_DDI_FORMAT_SUPPORT_BLENDABLE) && !(bits & D3D10_DDI_FORMAT_SUPPORT_RENDERTARGET)) {
            rt_log("Driver says %s is blendable but no render target", f->name);
            return DXGI_ERROR_DRIVER_INTERNAL_ERROR;
        }
        device->ddi_format[format] = bits & D3D10_DDI_FORMAT_SUPPORT_NOT_SUPPORTED ? 0 : bits;
        for (samples = 2; samples <= 8; samples *= 2) {
            UINT levels;
            bool claimed = bits & D3D10_DDI_FORMAT_SUPPORT_MULTISAMPLE_RENDERTARGET;

            if (!rt_call_begin(&call, device, RT_ERR_CHECK))
                return DXGI_ERROR_DEVICE_REMOVED;
            levels = rt_ddi_quality_levels(umd, format, samples, 0);
            rt_call_end(&call);
            if (samples == 4 && claimed && !levels && device->feature_level >= D3D_FEATURE_LEVEL_10_1) {
                rt_log("MSAA quality reported to be 0 for %s with 4 samples", f->name);
                return DXGI_ERROR_DRIVER_INTERNAL_ERROR;
            }
            /* Typeless and depth families answer for the depth buffers made of them, which are no render targets. */
            if (levels && !claimed && !(f->caps & RT_FMT_TYPELESS) && !in_depth_family) {
                rt_log("Driver gives %u quality levels for %s without MULTISAMPLE_RENDERTARGET", levels, f->name);
                return DXGI_ERROR_DRIVER_INTERNAL_ERROR;
            }
            /* A driver's bit is about render targets; the page of format support has depth buffers with samples, too. */
            if (samples == 4 && levels && f->caps & RT_FMT_DEPTH)
                device->ddi_format[format] |= D3D10_DDI_FORMAT_SUPPORT_MULTISAMPLE_RENDERTARGET;
        }
    }
    return S_OK;
}

static HRESULT check_counters(struct rt_device *device)
{
    D3D10DDI_COUNTER_INFO info;
    struct rt_call call;

    memset(&info, 0xcc, sizeof(info));
    if (!rt_call_begin(&call, device, RT_ERR_NONE))
        return DXGI_ERROR_DEVICE_REMOVED;
    device->umd.f->pfnCheckCounterInfo(device->umd.h, &info);
    rt_call_end(&call);
    if (info.NumSimultaneousCounters == 0xcccccccc) {
        rt_log("Driver gives no answer to CheckCounterInfo");
        return DXGI_ERROR_DRIVER_INTERNAL_ERROR;
    }
    return S_OK;
}

static UINT ddi_flags(const struct rt_device *device)
{
    UINT pipeline = pipeline_of(device->feature_level), flags = 0;

    if (device->flags & D3D11_CREATE_DEVICE_PREVENT_INTERNAL_THREADING_OPTIMIZATIONS)
        flags |= D3D10DDI_CREATEDEVICE_FLAG_DISABLE_EXTRA_THREAD_CREATION;
    if (device->umd.level >= RT_DDI_11_0) {
        /* Bits 1..3, which FULL_MASK shows to go on in bits 6 and 7. */
        flags |= pipeline << D3D11DDI_CREATEDEVICE_FLAG_3DPIPELINESUPPORT_SHIFT & D3D11DDI_CREATEDEVICE_FLAG_3DPIPELINESUPPORT_MASK;
        if (device->flags & D3D11_CREATE_DEVICE_SINGLETHREADED)
            flags |= D3D11DDI_CREATEDEVICE_FLAG_SINGLETHREADED;
    }
    return flags;
}

static HRESULT init_device(struct rt_device *device, const struct rt_device_params *params)
{
    D3DKMT_OPENADAPTERFROMLUID open = {.AdapterLuid = params->adapter->luid};
    bool free_threaded;
    HRESULT hr;

    device->lock = rt_lock_create();
    if (!device->lock)
        return E_OUTOFMEMORY;
    if (D3DKMTOpenAdapterFromLuid(&open) < 0)
        return DXGI_ERROR_DEVICE_REMOVED;
    device->umd.own_adapter = true;
    device->umd.kmt_adapter = open.hAdapter;
    hr = rt_umd_open(&device->umd, device, open.hAdapter);
    if (FAILED(hr))
        return hr;
    /* ne-d3d11-d3d11_create_device_flag: a driver of an earlier interface has video below feature level 10 alone. */
    if (device->flags & D3D11_CREATE_DEVICE_VIDEO_SUPPORT && device->umd.level < RT_DDI_11_1)
        return DXGI_ERROR_UNSUPPORTED;
    hr = choose_feature_level(device, params->levels, params->n_levels);
    if (FAILED(hr))
        return hr;
    free_threaded = device->umd.caps.threading & D3D11DDICAPS_FREETHREADED;
    device->lock_needed = !free_threaded && !(device->flags & D3D11_CREATE_DEVICE_SINGLETHREADED);
    hr = rt_umd_create_device(&device->umd, ddi_flags(device));
    if (SUCCEEDED(hr))
        hr = check_formats(device);
    if (SUCCEEDED(hr))
        hr = check_counters(device);
    if (SUCCEEDED(hr))
        hr = rt_device_take_lists(device);
    if (SUCCEEDED(hr))
        hr = rt_context_create(device, D3D11_DEVICE_CONTEXT_IMMEDIATE, 0, &device->immediate);
    if (SUCCEEDED(hr) && device->umd.video) {
        device->video.vtbl = &rt_video_device_vtbl;
        device->immediate->video.vtbl = &rt_video_context_vtbl;
    }
    return hr;
}

HRESULT rt_device_create(const struct rt_device_params *params, struct rt_device **out)
{
    struct rt_device *device = calloc(1, sizeof(*device));
    HRESULT hr;

    if (!device)
        return E_OUTOFMEMORY;
    rt_object_init(&device->object, &rt_device_vtbl, &rt_device_class);
    device->multithread = (struct rt_iface){&rt_device_multithread_vtbl, &device->object};
    device->dxgi = (struct rt_iface){&rt_dxgi_device_vtbl, &device->object};
    device->d3d10 = (struct rt_iface){NULL, &device->object};
    device->adapter = params->adapter;
    rt_object_add_ref(&params->adapter->object);
    device->flags = params->flags;
    device->max_latency = 3;
    device->video = (struct rt_iface){NULL, &device->object};
    hr = init_device(device, params);
    if (FAILED(hr)) {
        rt_object_release(&device->object);
        return hr;
    }
    *out = device;
    return S_OK;
}

void rt_device_destroy(struct rt_object *object)
{
    struct rt_device *device = (struct rt_device *)object;
    D3DKMT_HANDLE adapter = device->umd.own_adapter ? device->umd.kmt_adapter : 0;

    device->closing = true;
    /* Unbinding ends every object that only its binding kept alive. */
    if (device->immediate) {
        device->immediate->closing = true;
        rt_ctx_state_release(&device->immediate->state);
        rt_child_unhold(&device->immediate->child);
    }
    rt_umd_close(&device->umd);
    if (adapter) {
        D3DKMT_CLOSEADAPTER close = {.hAdapter = adapter};

        D3DKMTCloseAdapter(&close);
    }
    free(device->local_sizes);
    rt_object_fini(object);
    rt_lock_destroy(device->lock);
    rt_object_release(&device->adapter->object);
    free(device);
}
