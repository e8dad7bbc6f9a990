/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * dxgi_swapchain.c - IDXGISwapChain4.
 */
#include "swapchain.h"

#include <stdlib.h>

static struct rt_swapchain *from(IDXGISwapChain4 *iface)
{
    return (struct rt_swapchain *)iface;
}

RT_DXGI_METHODS(chain, IDXGISwapChain4)

static HRESULT STDMETHODCALLTYPE chain_GetParent(IDXGISwapChain4 *iface, REFIID iid, void **out)
{
    return rt_object_query(&from(iface)->factory->object, iid, out);
}

static HRESULT STDMETHODCALLTYPE chain_GetDevice(IDXGISwapChain4 *iface, REFIID iid, void **out)
{
    return rt_object_query(&from(iface)->device->object, iid, out);
}

static HRESULT STDMETHODCALLTYPE chain_Present(IDXGISwapChain4 *iface, UINT interval, UINT flags)
{
    return rt_chain_present(from(iface), interval, flags, NULL);
}

static HRESULT STDMETHODCALLTYPE chain_Present1(IDXGISwapChain4 *iface, UINT interval, UINT flags, const DXGI_PRESENT_PARAMETERS *p)
{
    /* Dirty and scroll rectangles only save work (nf-dxgi1_2-idxgiswapchain1-present1). */
    if (p && p->DirtyRectsCount && !p->pDirtyRects)
        return DXGI_ERROR_INVALID_CALL;
    return rt_chain_present(from(iface), interval, flags, p);
}

static HRESULT STDMETHODCALLTYPE chain_GetBuffer(IDXGISwapChain4 *iface, UINT index, REFIID iid, void **out)
{
    struct rt_swapchain *s = from(iface);

    if (!out)
        return DXGI_ERROR_INVALID_CALL;
    *out = NULL;
    if (index >= s->n_buffers)
        return DXGI_ERROR_INVALID_CALL;
    return rt_object_query(&s->buffers[index]->child.object, iid, out);
}

static HRESULT STDMETHODCALLTYPE chain_SetFullscreenState(IDXGISwapChain4 *iface, BOOL fullscreen, IDXGIOutput *target)
{
    struct rt_swapchain *s = from(iface);

    if (!fullscreen) {
        if (target)
            return DXGI_ERROR_INVALID_CALL;
        rt_chain_leave_fullscreen(s);
        return S_OK;
    }
    return rt_chain_enter_fullscreen(s, (struct rt_dxgi_output *)target);
}

static HRESULT STDMETHODCALLTYPE chain_GetFullscreenState(IDXGISwapChain4 *iface, BOOL *fullscreen, IDXGIOutput **target)
{
    struct rt_swapchain *s = from(iface);

    if (fullscreen)
        *fullscreen = s->fullscreen;
    if (target) {
        *target = (IDXGIOutput *)s->target;
        if (s->target)
            rt_object_add_ref(&s->target->object);
    }
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE chain_GetDesc(IDXGISwapChain4 *iface, DXGI_SWAP_CHAIN_DESC *desc)
{
    struct rt_swapchain *s = from(iface);

    if (!desc)
        return E_INVALIDARG;
    *desc = (DXGI_SWAP_CHAIN_DESC){
        .BufferDesc = {
            .Width = s->desc.Width, .Height = s->desc.Height, .RefreshRate = s->fullscreen_desc.RefreshRate,
            .Format = s->desc.Format, .ScanlineOrdering = s->fullscreen_desc.ScanlineOrdering, .Scaling = s->fullscreen_desc.Scaling,
        },
        .SampleDesc = s->desc.SampleDesc, .BufferUsage = s->desc.BufferUsage, .BufferCount = s->desc.BufferCount,
        .OutputWindow = s->window, .Windowed = !s->fullscreen, .SwapEffect = s->desc.SwapEffect, .Flags = s->desc.Flags,
    };
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE chain_GetDesc1(IDXGISwapChain4 *iface, DXGI_SWAP_CHAIN_DESC1 *desc)
{
    if (!desc)
        return E_INVALIDARG;
    *desc = from(iface)->desc;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE chain_GetFullscreenDesc(IDXGISwapChain4 *iface, DXGI_SWAP_CHAIN_FULLSCREEN_DESC *desc)
{
    if (!desc)
        return E_INVALIDARG;
    *desc = from(iface)->fullscreen_desc;
    desc->Windowed = !from(iface)->fullscreen;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE chain_GetHwnd(IDXGISwapChain4 *iface, HWND *window)
{
    if (!window)
        return DXGI_ERROR_INVALID_CALL;
    *window = from(iface)->window;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE chain_GetCoreWindow(IDXGISwapChain4 *iface, REFIID iid, void **out)
{
    if (out)
        *out = NULL;
    return DXGI_ERROR_INVALID_CALL;
}

static void default_size(struct rt_swapchain *s)
{
    int32_t left, top;
    uint32_t width, height;
    D3DKMT_DISPLAYMODE mode;

    if (s->desc.Width && s->desc.Height)
        return;
    if (!rt_window_rect(s->window, &left, &top, &width, &height) || !width || !height) {
        width = height = 8;
        if (rt_output_mode(s->device->adapter, s->source, &mode)) {
            width = mode.Width;
            height = mode.Height;
        }
    }
    if (!s->desc.Width)
        s->desc.Width = width;
    if (!s->desc.Height)
        s->desc.Height = height;
}

/* Every reference to a buffer must be gone, bindings too (nf-dxgi-idxgiswapchain-resizebuffers). */
static bool buffers_free(const struct rt_swapchain *s)
{
    UINT i;

    for (i = 0; i < s->n_buffers; i++)
        if (atomic_load(&s->buffers[i]->child.holds) != 1)
            return false;
    return true;
}

/* Formats that can be shown (D3D11_FORMAT_SUPPORT_DISPLAY of the hardware format tables). */
static bool display_format(DXGI_FORMAT format)
{
    switch ((unsigned)format) {
    case DXGI_FORMAT_B8G8R8A8_UNORM:
    case DXGI_FORMAT_R8G8B8A8_UNORM:
    case DXGI_FORMAT_R10G10B10A2_UNORM:
    case DXGI_FORMAT_R16G16B16A16_FLOAT:
    case DXGI_FORMAT_B8G8R8A8_UNORM_SRGB:
    case DXGI_FORMAT_R8G8B8A8_UNORM_SRGB:
        return true;
    default:
        return false;
    }
}

static bool desc_ok(const struct rt_swapchain_params *p)
{
    const DXGI_SWAP_CHAIN_DESC1 *d = &p->desc;
    bool flip = d->SwapEffect == DXGI_SWAP_EFFECT_FLIP_SEQUENTIAL || d->SwapEffect == DXGI_SWAP_EFFECT_FLIP_DISCARD;

    if (d->SwapEffect != DXGI_SWAP_EFFECT_DISCARD && d->SwapEffect != DXGI_SWAP_EFFECT_SEQUENTIAL && !flip)
        return false;
    if (!d->BufferCount || d->BufferCount > RT_MAX_BUFFERS || (flip && d->BufferCount < 2))
        return false;
    if (flip && d->SampleDesc.Count != 1)
        return false;
    /* Flip-model buffers are linear; views of them may be sRGB. */
    if (d->Stereo || (flip && (d->Format == DXGI_FORMAT_B8G8R8A8_UNORM_SRGB || d->Format == DXGI_FORMAT_R8G8B8A8_UNORM_SRGB)))
        return false;
    if (d->Flags & (DXGI_SWAP_CHAIN_FLAG_RESTRICTED_CONTENT | DXGI_SWAP_CHAIN_FLAG_FRAME_LATENCY_WAITABLE_OBJECT |
            DXGI_SWAP_CHAIN_FLAG_FOREGROUND_LAYER | DXGI_SWAP_CHAIN_FLAG_YUV_VIDEO | DXGI_SWAP_CHAIN_FLAG_ALLOW_TEARING))
        return false;
    return true;
}

static HRESULT STDMETHODCALLTYPE chain_ResizeBuffers(IDXGISwapChain4 *iface, UINT count, UINT width, UINT height, DXGI_FORMAT format,
    UINT flags)
{
    struct rt_swapchain *s = from(iface);
    struct rt_swapchain_params check;
    DXGI_SWAP_CHAIN_DESC1 old = s->desc;
    HRESULT hr;

    if (!buffers_free(s))
        return DXGI_ERROR_INVALID_CALL;
    s->desc.BufferCount = count ? count : old.BufferCount;
    s->desc.Width = width;
    s->desc.Height = height;
    s->desc.Format = format ? format : old.Format;
    s->desc.Flags = flags;
    check.desc = s->desc;
    if (!desc_ok(&check) || !display_format(s->desc.Format)) {
        s->desc = old;
        return DXGI_ERROR_INVALID_CALL;
    }
    default_size(s);
    rt_chain_destroy_buffers(s);
    hr = rt_chain_create_buffers(s);
    if (FAILED(hr))
        return hr;
    s->source_width = s->desc.Width;
    s->source_height = s->desc.Height;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE chain_ResizeBuffers1(IDXGISwapChain4 *iface, UINT count, UINT width, UINT height,
    DXGI_FORMAT format, UINT flags, const UINT *nodes, IUnknown *const *queues)
{
    return chain_ResizeBuffers(iface, count, width, height, format, flags);
}

static HRESULT STDMETHODCALLTYPE chain_ResizeTarget(IDXGISwapChain4 *iface, const DXGI_MODE_DESC *mode)
{
    struct rt_swapchain *s = from(iface);

    if (!mode)
        return DXGI_ERROR_INVALID_CALL;
    /* The new mode takes effect with the buffers that fit it (ResizeBuffers follows). */
    s->fullscreen_desc.RefreshRate = mode->RefreshRate;
    s->fullscreen_desc.ScanlineOrdering = mode->ScanlineOrdering;
    s->fullscreen_desc.Scaling = mode->Scaling;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE chain_GetContainingOutput(IDXGISwapChain4 *iface, IDXGIOutput **out)
{
    struct rt_swapchain *s = from(iface);

    if (!out)
        return DXGI_ERROR_INVALID_CALL;
    *out = NULL;
    if (s->target) {
        rt_object_add_ref(&s->target->object);
        *out = (IDXGIOutput *)s->target;
        return S_OK;
    }
    return IDXGIAdapter_EnumOutputs((IDXGIAdapter *)s->device->adapter, 0, out);
}

static HRESULT STDMETHODCALLTYPE chain_GetFrameStatistics(IDXGISwapChain4 *iface, DXGI_FRAME_STATISTICS *stats)
{
    return stats ? rt_chain_statistics(from(iface), stats) : E_INVALIDARG;
}

static HRESULT STDMETHODCALLTYPE chain_GetLastPresentCount(IDXGISwapChain4 *iface, UINT *count)
{
    if (!count)
        return E_INVALIDARG;
    *count = from(iface)->present_count;
    return S_OK;
}

static BOOL STDMETHODCALLTYPE chain_IsTemporaryMonoSupported(IDXGISwapChain4 *iface)
{
    return FALSE;
}

static HRESULT STDMETHODCALLTYPE chain_GetRestrictToOutput(IDXGISwapChain4 *iface, IDXGIOutput **out)
{
    if (!out)
        return E_INVALIDARG;
    *out = NULL;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE chain_SetBackgroundColor(IDXGISwapChain4 *iface, const DXGI_RGBA *color)
{
    if (!color)
        return E_INVALIDARG;
    from(iface)->background = *color;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE chain_GetBackgroundColor(IDXGISwapChain4 *iface, DXGI_RGBA *color)
{
    if (!color)
        return E_INVALIDARG;
    *color = from(iface)->background;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE chain_SetRotation(IDXGISwapChain4 *iface, DXGI_MODE_ROTATION rotation)
{
    if (!rt_chain_is_flip_model(from(iface)) || rotation != DXGI_MODE_ROTATION_IDENTITY)
        return DXGI_ERROR_INVALID_CALL;
    from(iface)->rotation = rotation;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE chain_GetRotation(IDXGISwapChain4 *iface, DXGI_MODE_ROTATION *rotation)
{
    if (!rotation || !rt_chain_is_flip_model(from(iface)))
        return DXGI_ERROR_INVALID_CALL;
    *rotation = from(iface)->rotation;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE chain_SetSourceSize(IDXGISwapChain4 *iface, UINT width, UINT height)
{
    struct rt_swapchain *s = from(iface);

    if (!width || !height || width > s->desc.Width || height > s->desc.Height)
        return E_INVALIDARG;
    s->source_width = width;
    s->source_height = height;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE chain_GetSourceSize(IDXGISwapChain4 *iface, UINT *width, UINT *height)
{
    if (!width || !height)
        return E_INVALIDARG;
    *width = from(iface)->source_width;
    *height = from(iface)->source_height;
    return S_OK;
}

/* Only with a waitable object, whose flag is refused at creation (nf-dxgi1_3-...-setmaximumframelatency). */
static HRESULT STDMETHODCALLTYPE chain_SetMaximumFrameLatency(IDXGISwapChain4 *iface, UINT latency)
{
    return DXGI_ERROR_INVALID_CALL;
}

static HRESULT STDMETHODCALLTYPE chain_GetMaximumFrameLatency(IDXGISwapChain4 *iface, UINT *latency)
{
    return DXGI_ERROR_INVALID_CALL;
}

static HANDLE STDMETHODCALLTYPE chain_GetFrameLatencyWaitableObject(IDXGISwapChain4 *iface)
{
    return NULL;
}

static HRESULT STDMETHODCALLTYPE chain_SetMatrixTransform(IDXGISwapChain4 *iface, const DXGI_MATRIX_3X2_F *matrix)
{
    return DXGI_ERROR_INVALID_CALL; /* composition chains only */
}

static HRESULT STDMETHODCALLTYPE chain_GetMatrixTransform(IDXGISwapChain4 *iface, DXGI_MATRIX_3X2_F *matrix)
{
    return DXGI_ERROR_INVALID_CALL;
}

static UINT STDMETHODCALLTYPE chain_GetCurrentBackBufferIndex(IDXGISwapChain4 *iface)
{
    return 0; /* Direct3D 11 draws to buffer 0, whose identity rotates */
}

static HRESULT STDMETHODCALLTYPE chain_CheckColorSpaceSupport(IDXGISwapChain4 *iface, DXGI_COLOR_SPACE_TYPE space, UINT *support)
{
    if (!support)
        return E_INVALIDARG;
    *support = space == DXGI_COLOR_SPACE_RGB_FULL_G22_NONE_P709 ? DXGI_SWAP_CHAIN_COLOR_SPACE_SUPPORT_FLAG_PRESENT : 0;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE chain_SetColorSpace1(IDXGISwapChain4 *iface, DXGI_COLOR_SPACE_TYPE space)
{
    if (space != DXGI_COLOR_SPACE_RGB_FULL_G22_NONE_P709)
        return DXGI_ERROR_INVALID_CALL;
    from(iface)->color_space = space;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE chain_SetHDRMetaData(IDXGISwapChain4 *iface, DXGI_HDR_METADATA_TYPE type, UINT size, void *data)
{
    return type == DXGI_HDR_METADATA_TYPE_NONE ? S_OK : DXGI_ERROR_UNSUPPORTED;
}

#define SLOT(name) .name = chain_##name

static const IDXGISwapChain4Vtbl chain_vtbl = {
    RT_DXGI_SLOTS(chain), SLOT(GetDevice), SLOT(Present), SLOT(GetBuffer), SLOT(SetFullscreenState), SLOT(GetFullscreenState),
    SLOT(GetDesc), SLOT(ResizeBuffers), SLOT(ResizeTarget), SLOT(GetContainingOutput), SLOT(GetFrameStatistics),
    SLOT(GetLastPresentCount), SLOT(GetDesc1), SLOT(GetFullscreenDesc), SLOT(GetHwnd), SLOT(GetCoreWindow), SLOT(Present1),
    SLOT(IsTemporaryMonoSupported), SLOT(GetRestrictToOutput), SLOT(SetBackgroundColor), SLOT(GetBackgroundColor),
    SLOT(SetRotation), SLOT(GetRotation), SLOT(SetSourceSize), SLOT(GetSourceSize), SLOT(SetMaximumFrameLatency),
    SLOT(GetMaximumFrameLatency), SLOT(GetFrameLatencyWaitableObject), SLOT(SetMatrixTransform), SLOT(GetMatrixTransform),
    SLOT(GetCurrentBackBufferIndex), SLOT(CheckColorSpaceSupport), SLOT(SetColorSpace1), SLOT(ResizeBuffers1), SLOT(SetHDRMetaData),
};

static const struct rt_iface_entry chain_ifaces[] = {
    {&IID_IDXGISwapChain, 0}, {&IID_IDXGISwapChain1, 0}, {&IID_IDXGISwapChain2, 0}, {&IID_IDXGISwapChain3, 0},
    {&IID_IDXGISwapChain4, 0}, {&IID_IDXGIDeviceSubObject, 0}, {&IID_IDXGIObject, 0}, {&IID_IUnknown, 0}, {NULL, 0},
};

static void destroy_chain(struct rt_object *object)
{
    struct rt_swapchain *s = (struct rt_swapchain *)object;

    rt_chain_leave_fullscreen(s);
    rt_chain_destroy_buffers(s);
    rt_object_fini(object);
    rt_object_release(&s->device->object);
    rt_object_release(&s->factory->object);
    free(s);
}

static const struct rt_class chain_class = {"IDXGISwapChain", chain_ifaces, rt_object_add_ref, destroy_chain};

HRESULT rt_swapchain_create(const struct rt_swapchain_params *params, IDXGISwapChain1 **out)
{
    struct rt_swapchain *s;
    HRESULT hr = S_OK;

    if (!desc_ok(params))
        return DXGI_ERROR_INVALID_CALL;
    if (!display_format(params->desc.Format))
        return E_INVALIDARG; /* no buffer can be made for the output */
    s = calloc(1, sizeof(*s));
    if (!s)
        return E_OUTOFMEMORY;
    rt_object_init(&s->object, &chain_vtbl, &chain_class);
    s->factory = params->factory;
    s->device = params->device;
    rt_object_add_ref(&s->factory->object);
    rt_object_add_ref(&s->device->object);
    s->window = params->window;
    s->desc = params->desc;
    s->fullscreen_desc = params->fullscreen;
    s->rotation = DXGI_MODE_ROTATION_IDENTITY;
    default_size(s);
    s->source_width = s->desc.Width;
    s->source_height = s->desc.Height;
    if (!params->fullscreen.Windowed)
        rt_chain_enter_fullscreen(s, params->target); /* stays windowed when that cannot be had now */
    hr = rt_chain_create_buffers(s);
    if (FAILED(hr)) {
        rt_object_release(&s->object);
        return hr == E_INVALIDARG ? DXGI_ERROR_INVALID_CALL : hr;
    }
    *out = (IDXGISwapChain1 *)s;
    return S_OK;
}
