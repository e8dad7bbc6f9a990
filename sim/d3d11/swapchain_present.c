/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * swapchain_present.c - buffers, presents, full screen, statistics.
 */
#include "swapchain.h"

#include <stdlib.h>

#include "context.h"
#include "present.h"

/* ---- buffers ---- */

static UINT bind_flags(DXGI_USAGE usage)
{
    UINT bind = 0;

    bind |= usage & DXGI_USAGE_RENDER_TARGET_OUTPUT ? D3D11_BIND_RENDER_TARGET : 0;
    bind |= usage & DXGI_USAGE_SHADER_INPUT ? D3D11_BIND_SHADER_RESOURCE : 0;
    bind |= usage & DXGI_USAGE_UNORDERED_ACCESS ? D3D11_BIND_UNORDERED_ACCESS : 0;
    return bind;
}

/* A mode of the output for the buffers' size, which must be one of its list to be scanned out. */
static bool find_mode(struct rt_swapchain *s, DXGI_DDI_PRIMARY_DESC *primary)
{
    DXGI_MODE_DESC want = {
        .Width = s->desc.Width, .Height = s->desc.Height, .Format = s->desc.Format, .RefreshRate = s->fullscreen_desc.RefreshRate,
    }, found;

    if (!s->target || FAILED(IDXGIOutput_FindClosestMatchingMode((IDXGIOutput *)s->target, &want, &found, NULL)) ||
        found.Width != s->desc.Width || found.Height != s->desc.Height)
        return false;
    primary->VidPnSourceId = s->source;
    primary->ModeDesc = (DXGI_DDI_MODE_DESC){
        .Width = found.Width, .Height = found.Height, .Format = found.Format,
        .RefreshRate = {found.RefreshRate.Numerator, found.RefreshRate.Denominator},
        .ScanlineOrdering = DXGI_DDI_MODE_SCANLINE_ORDER_PROGRESSIVE, .Rotation = DXGI_DDI_MODE_ROTATION_IDENTITY,
        .Scaling = DXGI_DDI_MODE_SCALING_UNSPECIFIED,
    };
    return true;
}

static HRESULT create_buffer(struct rt_swapchain *s, DXGI_DDI_PRIMARY_DESC *primary, struct rt_resource **out)
{
    struct rt_resource_desc d = {
        .dimension = D3D11_RESOURCE_DIMENSION_TEXTURE2D, .format = s->desc.Format, .usage = D3D11_USAGE_DEFAULT,
        .bind = bind_flags(s->desc.BufferUsage), .width = s->desc.Width, .height = s->desc.Height, .depth = 1, .array = 1,
        .mips = 1, .samples = s->desc.SampleDesc.Count, .quality = s->desc.SampleDesc.Quality,
    };
    struct rt_resource_extra extra = {
        .primary = primary, .ddi_bind = D3D10_DDI_BIND_PRESENT, .held = true,
        .ddi_misc = s->desc.SwapEffect == DXGI_SWAP_EFFECT_DISCARD || s->desc.SwapEffect == DXGI_SWAP_EFFECT_FLIP_DISCARD ?
            D3D10_DDI_RESOURCE_MISC_DISCARD_ON_PRESENT : 0,
    };
    HRESULT hr = rt_resource_create(s->device, &d, NULL, &extra, out);

    if (SUCCEEDED(hr)) {
        (*out)->chain = &s->object;
        (*out)->chain_gdi = s->desc.Flags & DXGI_SWAP_CHAIN_FLAG_GDI_COMPATIBLE;
    }
    return hr;
}

HRESULT rt_chain_create_buffers(struct rt_swapchain *s)
{
    DXGI_DDI_PRIMARY_DESC primary = {.Flags = DXGI_DDI_PRIMARY_OPTIONAL};
    /* Multisampled buffers are resolved by the present's blt and never scanned out. */
    bool flippable = s->fullscreen && s->desc.SampleDesc.Count == 1 && find_mode(s, &primary);
    HRESULT hr = S_OK;
    UINT i;

    s->primaries = flippable;
    s->mode_set = false;
    for (i = 0; i < s->desc.BufferCount && SUCCEEDED(hr); i++) {
        primary.DriverFlags = 0;
        hr = create_buffer(s, s->primaries ? &primary : NULL, &s->buffers[i]);
        if (FAILED(hr))
            break;
        s->buffers[i]->chain_index = i;
        s->n_buffers = i + 1;
        /* The driver may opt out; then the buffers are copied from (dxgiddi DXGI_DDI_PRIMARY_DESC). */
        if (primary.DriverFlags & DXGI_DDI_PRIMARY_DRIVER_FLAG_NO_SCANOUT)
            s->primaries = false;
    }
    if (FAILED(hr))
        rt_chain_destroy_buffers(s);
    return hr;
}

void rt_chain_destroy_buffers(struct rt_swapchain *s)
{
    UINT i;

    for (i = 0; i < s->n_buffers; i++) {
        s->buffers[i]->chain = NULL;
        rt_child_unhold(&s->buffers[i]->child);
        s->buffers[i] = NULL;
    }
    s->n_buffers = 0;
}

/* ---- full screen ---- */

static HRESULT own_source(struct rt_swapchain *s, bool take)
{
    const D3DKMT_VIDPNSOURCEOWNER_TYPE type = D3DKMT_VIDPNSOURCEOWNER_EXCLUSIVE;
    const D3DDDI_VIDEO_PRESENT_SOURCE_ID source = s->source;
    D3DKMT_SETVIDPNSOURCEOWNER owner = {.hDevice = s->device->umd.kmt_device};

    if (take) {
        owner.pType = &type;
        owner.pVidPnSourceId = &source;
        owner.VidPnSourceCount = 1;
    }
    return rt_hresult_from_status(D3DKMTSetVidPnSourceOwner(&owner));
}

HRESULT rt_chain_enter_fullscreen(struct rt_swapchain *s, struct rt_dxgi_output *target)
{
    struct rt_dxgi_output *output = target;
    HRESULT hr = S_OK;

    if (s->fullscreen)
        return S_OK;
    if (output)
        rt_object_add_ref(&output->object);
    else
        hr = rt_output_create(s->device->adapter, 0, &output);
    if (FAILED(hr))
        return hr;
    s->source = output->source;
    if (FAILED(own_source(s, true))) {
        rt_object_release(&output->object);
        return DXGI_ERROR_NOT_CURRENTLY_AVAILABLE;
    }
    s->target = output;
    s->fullscreen = true;
    return S_OK;
}

void rt_chain_leave_fullscreen(struct rt_swapchain *s)
{
    if (!s->fullscreen)
        return;
    own_source(s, false);
    rt_object_release(&s->target->object);
    s->target = NULL;
    s->fullscreen = false;
    s->mode_set = false;
}

/* ---- presents ---- */

/* Where on the desktop a frame goes: the window's client area, the picture's own size where there is no
 * window system, all of it in full screen. False: nothing of it would be seen. */
static bool target_rect(struct rt_swapchain *s, RECT *rect, RECT *clip)
{
    int32_t left = 0, top = 0;
    uint32_t width = 0, height = 0;
    D3DKMT_DISPLAYMODE mode;

    if (!rt_output_mode(s->device->adapter, s->source, &mode))
        return false;
    if (s->fullscreen) {
        width = mode.Width;
        height = mode.Height;
    } else if (!rt_window_rect(s->window, &left, &top, &width, &height)) {
        width = s->desc.Width;
        height = s->desc.Height;
    }
    *rect = (RECT){left, top, left + (LONG)width, top + (LONG)height};
    *clip = *rect;
    if (clip->left < 0)
        clip->left = 0;
    if (clip->top < 0)
        clip->top = 0;
    if (clip->right > (LONG)mode.Width)
        clip->right = (LONG)mode.Width;
    if (clip->bottom > (LONG)mode.Height)
        clip->bottom = (LONG)mode.Height;
    return clip->left < clip->right && clip->top < clip->bottom;
}

static void wait_vblank(struct rt_swapchain *s)
{
    D3DKMT_WAITFORVERTICALBLANKEVENT wait = {
        .hAdapter = s->device->umd.kmt_adapter, .hDevice = s->device->umd.kmt_device, .VidPnSourceId = s->source,
    };

    D3DKMTWaitForVerticalBlankEvent(&wait);
}

static HRESULT present_blt(struct rt_swapchain *s, UINT interval, UINT flags)
{
    struct rt_present p = {.umd = &s->device->umd};
    RECT rect, clip;
    UINT i;

    if (!target_rect(s, &rect, &clip))
        return DXGI_STATUS_OCCLUDED;
    p.kmt.hWindow = s->window;
    p.kmt.VidPnSourceId = s->source;
    p.kmt.DstRect = rect;
    p.kmt.SrcRect = (RECT){0, 0, (LONG)s->source_width, (LONG)s->source_height};
    p.kmt.SubRectCnt = 1;
    p.kmt.pSrcSubRects = &clip;
    p.kmt.PresentCount = s->present_count + 1;
    p.kmt.Flags.Blt = 1;
    p.kmt.Flags.DstRectValid = 1;
    p.kmt.Flags.SrcRectValid = 1;
    p.kmt.Flags.PresentCountValid = 1;
    p.kmt.Flags.FlipDoNotWait = (flags & DXGI_PRESENT_DO_NOT_WAIT) != 0;
    for (i = 0; i < interval; i++)
        wait_vblank(s);
    return rt_present_run(&p, s->buffers[0], false, 0);
}

static HRESULT present_flip(struct rt_swapchain *s, UINT interval, UINT flags)
{
    struct rt_present p = {.umd = &s->device->umd};

    if (!s->mode_set) {
        HRESULT hr = rt_present_set_mode(&s->device->umd, s->buffers[0]);

        if (FAILED(hr))
            return hr;
        s->mode_set = true;
    }
    p.kmt.hWindow = s->window;
    p.kmt.VidPnSourceId = s->source;
    p.kmt.PresentCount = s->present_count + 1;
    p.kmt.FlipInterval = (D3DDDI_FLIPINTERVAL_TYPE)interval;
    p.kmt.Flags.Flip = 1;
    p.kmt.Flags.PresentCountValid = 1;
    p.kmt.Flags.FlipDoNotWait = (flags & DXGI_PRESENT_DO_NOT_WAIT) != 0;
    p.kmt.Flags.FlipRestart = (flags & DXGI_PRESENT_RESTART) != 0;
    return rt_present_run(&p, s->buffers[0], true, interval);
}

static HRESULT rotate(struct rt_swapchain *s)
{
    struct rt_umd *umd = &s->device->umd;
    DXGI_DDI_HRESOURCE handles[RT_MAX_BUFFERS];
    DXGI_DDI_ARG_ROTATE_RESOURCE_IDENTITIES arg = {
        .hDevice = (DXGI_DDI_HDEVICE)umd->h.pDrvPrivate, .pResources = handles, .Resources = s->n_buffers,
    };
    struct rt_call call;
    D3DKMT_HANDLE first = s->buffers[0]->kmt_resource;
    HRESULT hr;
    UINT i;

    if (s->n_buffers < 2)
        return S_OK;
    for (i = 0; i < s->n_buffers; i++)
        handles[i] = (DXGI_DDI_HRESOURCE)s->buffers[i]->drv;
    if (!rt_call_begin(&call, s->device, RT_ERR_REMOVED))
        return DXGI_ERROR_DEVICE_REMOVED;
    hr = rt_call_end_dxgi(&call, umd->dxgi->pfnRotateResourceIdentities(&arg));
    /* The kernel's resources move with the identities. */
    if (SUCCEEDED(hr)) {
        for (i = 0; i + 1 < s->n_buffers; i++)
            s->buffers[i]->kmt_resource = s->buffers[i + 1]->kmt_resource;
        s->buffers[s->n_buffers - 1]->kmt_resource = first;
    }
    return hr;
}

HRESULT rt_chain_present(struct rt_swapchain *s, UINT interval, UINT flags, const DXGI_PRESENT_PARAMETERS *parameters)
{
    const UINT known = DXGI_PRESENT_TEST | DXGI_PRESENT_DO_NOT_SEQUENCE | DXGI_PRESENT_RESTART | DXGI_PRESENT_DO_NOT_WAIT |
        DXGI_PRESENT_USE_DURATION | DXGI_PRESENT_STEREO_PREFER_RIGHT | DXGI_PRESENT_STEREO_TEMPORARY_MONO | DXGI_PRESENT_RESTRICT_TO_OUTPUT;
    bool flip = s->fullscreen && s->primaries;
    HRESULT hr;

    if (interval > 4 || (flags & ~known) || (flags & (DXGI_PRESENT_STEREO_PREFER_RIGHT | DXGI_PRESENT_STEREO_TEMPORARY_MONO)))
        return DXGI_ERROR_INVALID_CALL;
    if (rt_removed(s->device))
        return DXGI_ERROR_DEVICE_REMOVED;
    if (flags & DXGI_PRESENT_TEST) {
        RECT rect, clip;

        return target_rect(s, &rect, &clip) ? S_OK : DXGI_STATUS_OCCLUDED;
    }
    if (rt_chain_is_flip_model(s))
        rt_hazard_unbind_targets_of(s->device->immediate, s->buffers[0]);
    hr = flip ? present_flip(s, interval, flags) : present_blt(s, interval, flags);
    if (hr != S_OK)
        return hr;
    s->present_count++;
    if ((flip || rt_chain_rotates(s)) && !(flags & DXGI_PRESENT_DO_NOT_SEQUENCE)) {
        hr = rotate(s);
        if (FAILED(hr))
            return hr == DXGI_ERROR_DEVICE_REMOVED ? hr : DXGI_ERROR_DRIVER_INTERNAL_ERROR;
    }
    return S_OK;
}

HRESULT rt_chain_statistics(struct rt_swapchain *s, DXGI_FRAME_STATISTICS *stats)
{
    D3DKMT_GETDEVICESTATE state = {.hDevice = s->device->umd.kmt_device, .StateType = D3DKMT_DEVICESTATE_PRESENT};

    memset(stats, 0, sizeof(*stats));
    /* Copied frames have no statistics (nf-dxgi-idxgiswapchain-getframestatistics: full screen or flip model). */
    if (!s->fullscreen && !rt_chain_is_flip_model(s))
        return DXGI_ERROR_FRAME_STATISTICS_DISJOINT;
    state.PresentState.VidPnSourceId = s->source;
    if (D3DKMTGetDeviceState(&state) < 0)
        return DXGI_ERROR_FRAME_STATISTICS_DISJOINT;
    stats->PresentCount = state.PresentState.PresentStats.PresentCount;
    stats->PresentRefreshCount = state.PresentState.PresentStats.PresentRefreshCount;
    stats->SyncRefreshCount = state.PresentState.PresentStats.SyncRefreshCount;
    stats->SyncQPCTime = state.PresentState.PresentStats.SyncQPCTime;
    stats->SyncGPUTime = state.PresentState.PresentStats.SyncGPUTime;
    return S_OK;
}
