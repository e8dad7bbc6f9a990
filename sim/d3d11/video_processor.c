/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * video_processor.c - ID3D11VideoProcessorEnumerator, ID3D11VideoProcessor.
 */
#include "video.h"

#include <stdlib.h>

#include "device.h"
#include "objects.h"

/* The driver's interface copies these from the program's. */
_Static_assert(sizeof(D3D11_VIDEO_PROCESSOR_CAPS) == sizeof(D3D11_1DDI_VIDEO_PROCESSOR_CAPS) &&
        sizeof(D3D11_VIDEO_PROCESSOR_CONTENT_DESC) == sizeof(D3D11_1DDI_VIDEO_PROCESSOR_CONTENT_DESC),
    "the same members");

/* ---- ID3D11VideoProcessorEnumerator ---- */

RT_CHILD_METHODS(ve, ID3D11VideoProcessorEnumerator)

static struct rt_video_enum *enum_from(ID3D11VideoProcessorEnumerator *iface)
{
    return (struct rt_video_enum *)iface;
}

static HRESULT STDMETHODCALLTYPE ve_GetVideoProcessorContentDesc(ID3D11VideoProcessorEnumerator *iface,
    D3D11_VIDEO_PROCESSOR_CONTENT_DESC *desc)
{
    if (!desc)
        return E_INVALIDARG;
    *desc = enum_from(iface)->desc;
    return S_OK;
}

/* Formats that the runtime does not know are none. */
static HRESULT STDMETHODCALLTYPE ve_CheckVideoProcessorFormat(ID3D11VideoProcessorEnumerator *iface, DXGI_FORMAT format, UINT *flags)
{
    struct rt_video_enum *e = enum_from(iface);
    struct rt_device *device = e->child.device;
    UINT bits = 0xcccccccc;

    if (!flags)
        return E_INVALIDARG;
    *flags = 0;
    if (!rt_format_find(format))
        return E_INVALIDARG;
    if (!rt_enter(device))
        return DXGI_ERROR_DEVICE_REMOVED;
    device->umd.video->pfnCheckVideoProcessorFormat(device->umd.h, (D3D11_1DDI_HVIDEOPROCESSORENUM){e->drv}, format, &bits);
    rt_leave(device);
    if (bits & ~(UINT)(D3D11_VIDEO_PROCESSOR_FORMAT_SUPPORT_INPUT | D3D11_VIDEO_PROCESSOR_FORMAT_SUPPORT_OUTPUT))
        rt_log("Driver answers CheckVideoProcessorFormat with 0x%x", bits);
    *flags = bits & (D3D11_VIDEO_PROCESSOR_FORMAT_SUPPORT_INPUT | D3D11_VIDEO_PROCESSOR_FORMAT_SUPPORT_OUTPUT);
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE ve_GetVideoProcessorCaps(ID3D11VideoProcessorEnumerator *iface, D3D11_VIDEO_PROCESSOR_CAPS *caps)
{
    if (!caps)
        return E_INVALIDARG;
    *caps = enum_from(iface)->caps;
    return S_OK;
}

HRESULT rt_video_rate_caps(struct rt_video_enum *e, UINT index, D3D11_VIDEO_PROCESSOR_RATE_CONVERSION_CAPS *out)
{
    struct rt_device *device = e->child.device;
    D3D11_1DDI_VIDEO_PROCESSOR_RATE_CONVERSION_CAPS ddi = {0};

    if (index >= e->caps.RateConversionCapsCount || !out)
        return E_INVALIDARG;
    if (!rt_enter(device))
        return DXGI_ERROR_DEVICE_REMOVED;
    device->umd.video->pfnGetVideoProcessorRateConversionCaps(device->umd.h, (D3D11_1DDI_HVIDEOPROCESSORENUM){e->drv}, index, &ddi);
    rt_leave(device);
    *out = (D3D11_VIDEO_PROCESSOR_RATE_CONVERSION_CAPS){
        .PastFrames = ddi.PastFrames, .FutureFrames = ddi.FutureFrames, .ProcessorCaps = ddi.ConversionCaps,
        .ITelecineCaps = ddi.ITelecineCaps, .CustomRateCount = ddi.CustomRateCount,
    };
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE ve_GetVideoProcessorRateConversionCaps(ID3D11VideoProcessorEnumerator *iface, UINT index,
    D3D11_VIDEO_PROCESSOR_RATE_CONVERSION_CAPS *caps)
{
    return rt_video_rate_caps(enum_from(iface), index, caps);
}

static HRESULT STDMETHODCALLTYPE ve_GetVideoProcessorCustomRate(ID3D11VideoProcessorEnumerator *iface, UINT type, UINT index,
    D3D11_VIDEO_PROCESSOR_CUSTOM_RATE *rate)
{
    struct rt_video_enum *e = enum_from(iface);
    struct rt_device *device = e->child.device;
    D3D11_VIDEO_PROCESSOR_RATE_CONVERSION_CAPS caps;
    D3D11_1DDI_VIDEO_PROCESSOR_CUSTOM_RATE ddi = {0};
    HRESULT hr = rate ? rt_video_rate_caps(e, type, &caps) : E_INVALIDARG;

    if (SUCCEEDED(hr) && index >= caps.CustomRateCount)
        hr = E_INVALIDARG;
    if (FAILED(hr))
        return hr;
    if (!rt_enter(device))
        return DXGI_ERROR_DEVICE_REMOVED;
    /* The rate's index before the conversion's (d3d10umddi pfnGetVideoProcessorCustomRate). */
    device->umd.video->pfnGetVideoProcessorCustomRate(device->umd.h, (D3D11_1DDI_HVIDEOPROCESSORENUM){e->drv}, index, type, &ddi);
    rt_leave(device);
    *rate = (D3D11_VIDEO_PROCESSOR_CUSTOM_RATE){
        .CustomRate = ddi.CustomRate, .OutputFrames = ddi.OutputFrames, .InputInterlaced = ddi.InputInterlaced,
        .InputFramesOrFields = ddi.InputFramesOrFields,
    };
    return S_OK;
}

/* nf-d3d11-id3d11videoprocessorenumerator-getvideoprocessorfilterrange: of filters that FilterCaps has. */
static HRESULT STDMETHODCALLTYPE ve_GetVideoProcessorFilterRange(ID3D11VideoProcessorEnumerator *iface,
    D3D11_VIDEO_PROCESSOR_FILTER filter, D3D11_VIDEO_PROCESSOR_FILTER_RANGE *range)
{
    struct rt_video_enum *e = enum_from(iface);
    struct rt_device *device = e->child.device;
    D3D11_1DDI_VIDEO_PROCESSOR_FILTER_RANGE ddi = {0};

    if (!range || (unsigned)filter > D3D11_VIDEO_PROCESSOR_FILTER_STEREO_ADJUSTMENT || !(e->caps.FilterCaps & 1u << filter))
        return E_INVALIDARG;
    if (!rt_enter(device))
        return DXGI_ERROR_DEVICE_REMOVED;
    device->umd.video->pfnGetVideoProcessorFilterRange(device->umd.h, (D3D11_1DDI_HVIDEOPROCESSORENUM){e->drv},
        (D3D11_1DDI_VIDEO_PROCESSOR_FILTER)filter, &ddi);
    rt_leave(device);
    *range = (D3D11_VIDEO_PROCESSOR_FILTER_RANGE){
        .Minimum = ddi.Minimum, .Maximum = ddi.Maximum, .Default = ddi.Default, .Multiplier = ddi.Multiplier,
    };
    return S_OK;
}

static const ID3D11VideoProcessorEnumeratorVtbl enum_vtbl = {
    RT_CHILD_SLOTS(ve), .GetVideoProcessorContentDesc = ve_GetVideoProcessorContentDesc,
    .CheckVideoProcessorFormat = ve_CheckVideoProcessorFormat, .GetVideoProcessorCaps = ve_GetVideoProcessorCaps,
    .GetVideoProcessorRateConversionCaps = ve_GetVideoProcessorRateConversionCaps,
    .GetVideoProcessorCustomRate = ve_GetVideoProcessorCustomRate, .GetVideoProcessorFilterRange = ve_GetVideoProcessorFilterRange,
};

static void destroy_enum(struct rt_object *object)
{
    struct rt_video_enum *e = (struct rt_video_enum *)object;

    if (e->drv)
        RT_DESTROY_VIDEO(e->child.device, pfnDestroyVideoProcessorEnum, D3D11_1DDI_HVIDEOPROCESSORENUM, e->drv);
    rt_object_fini(object);
    free(e);
}

static const struct rt_iface_entry enum_ifaces[] = {
    {&IID_ID3D11VideoProcessorEnumerator, 0}, {&IID_ID3D11DeviceChild, 0}, {&IID_IUnknown, 0}, {NULL, 0},
};
static const struct rt_class enum_class = {"ID3D11VideoProcessorEnumerator", enum_ifaces, rt_child_add_ref, destroy_enum};

/* ns-d3d11-d3d11_video_processor_content_desc: sizes in pixels, enumerations. */
static bool content_ok(const D3D11_VIDEO_PROCESSOR_CONTENT_DESC *d)
{
    return (unsigned)d->InputFrameFormat <= D3D11_VIDEO_FRAME_FORMAT_INTERLACED_BOTTOM_FIELD_FIRST && d->InputWidth && d->InputHeight &&
        d->OutputWidth && d->OutputHeight && (unsigned)d->Usage <= D3D11_VIDEO_USAGE_OPTIMAL_QUALITY;
}

static D3D11_1DDIARG_CREATEVIDEOPROCESSORENUM enum_arg(const D3D11_VIDEO_PROCESSOR_CONTENT_DESC *d)
{
    return (D3D11_1DDIARG_CREATEVIDEOPROCESSORENUM){.Desc = {
        .InputFrameFormat = (D3D11_1DDI_VIDEO_FRAME_FORMAT)d->InputFrameFormat, .InputFrameRate = d->InputFrameRate,
        .InputWidth = d->InputWidth, .InputHeight = d->InputHeight, .OutputFrameRate = d->OutputFrameRate,
        .OutputWidth = d->OutputWidth, .OutputHeight = d->OutputHeight, .Usage = (D3D11_1DDI_VIDEO_USAGE)d->Usage,
    }};
}

HRESULT rt_video_enum_create(struct rt_device *device, const D3D11_VIDEO_PROCESSOR_CONTENT_DESC *desc, struct rt_video_enum **out)
{
    struct rt_umd *umd = &device->umd;
    D3D11_1DDIARG_CREATEVIDEOPROCESSORENUM arg;
    D3D11_1DDI_VIDEO_PROCESSOR_CAPS caps = {0};
    struct rt_video_enum *e;
    struct rt_call call;
    HRESULT hr;

    if (!content_ok(desc))
        return E_INVALIDARG;
    if (rt_removed(device))
        return DXGI_ERROR_DEVICE_REMOVED;
    e = calloc(1, sizeof(*e));
    if (!e)
        return E_OUTOFMEMORY;
    e->desc = *desc;
    arg = enum_arg(desc);
    rt_child_init(&e->child, &enum_vtbl, &enum_class, device);
    if (!rt_call_begin(&call, device, RT_ERR_NONE)) {
        rt_child_release(&e->child.object);
        return DXGI_ERROR_DEVICE_REMOVED;
    }
    hr = E_OUTOFMEMORY;
    e->drv = rt_private_alloc(umd->video->pfnCalcPrivateVideoProcessorEnumSize(umd->h, &arg));
    if (e->drv)
        hr = umd->video->pfnCreateVideoProcessorEnum(umd->h, &arg, (D3D11_1DDI_HVIDEOPROCESSORENUM){e->drv},
            (D3D11_1DDI_HRTVIDEOPROCESSORENUM){e});
    if (SUCCEEDED(hr))
        umd->video->pfnGetVideoProcessorCaps(umd->h, (D3D11_1DDI_HVIDEOPROCESSORENUM){e->drv}, &caps);
    rt_call_end(&call);
    hr = rt_video_result(device, "CreateVideoProcessorEnum", hr, 0);
    if (FAILED(hr)) {
        rt_private_free(e->drv);
        e->drv = NULL;
        rt_child_release(&e->child.object);
        return hr;
    }
    memcpy(&e->caps, &caps, sizeof(caps));
    *out = e;
    return S_OK;
}

/* ---- ID3D11VideoProcessor ---- */

RT_CHILD_METHODS(vp, ID3D11VideoProcessor)

static void STDMETHODCALLTYPE vp_GetContentDesc(ID3D11VideoProcessor *iface, D3D11_VIDEO_PROCESSOR_CONTENT_DESC *desc)
{
    if (desc)
        *desc = ((struct rt_video_processor *)iface)->content->desc;
}

static void STDMETHODCALLTYPE vp_GetRateConversionCaps(ID3D11VideoProcessor *iface, D3D11_VIDEO_PROCESSOR_RATE_CONVERSION_CAPS *caps)
{
    struct rt_video_processor *p = (struct rt_video_processor *)iface;

    (void)rt_video_rate_caps(p->content, p->rate_conversion, caps);
}

static const ID3D11VideoProcessorVtbl processor_vtbl = {
    RT_CHILD_SLOTS(vp), .GetContentDesc = vp_GetContentDesc, .GetRateConversionCaps = vp_GetRateConversionCaps,
};

static void destroy_processor(struct rt_object *object)
{
    struct rt_video_processor *p = (struct rt_video_processor *)object;

    if (p->drv)
        RT_DESTROY_VIDEO(p->child.device, pfnDestroyVideoProcessor, D3D11_1DDI_HVIDEOPROCESSOR, p->drv);
    rt_child_unhold(&p->content->child);
    rt_object_fini(object);
    free(p);
}

static const struct rt_iface_entry processor_ifaces[] = {
    {&IID_ID3D11VideoProcessor, 0}, {&IID_ID3D11DeviceChild, 0}, {&IID_IUnknown, 0}, {NULL, 0},
};
static const struct rt_class processor_class = {"ID3D11VideoProcessor", processor_ifaces, rt_child_add_ref, destroy_processor};

/* Defaults: nothing is enabled, but automatic processing (nf-d3d11-id3d11videocontext-videoprocessorsetstreamautoprocessingmode). */
HRESULT rt_video_processor_create(struct rt_device *device, struct rt_video_enum *e, UINT rate_conversion,
    struct rt_video_processor **out)
{
    struct rt_umd *umd = &device->umd;
    D3D11_1DDIARG_CREATEVIDEOPROCESSOR arg = {{e->drv}, rate_conversion};
    struct rt_video_processor *p;
    struct rt_call call;
    HRESULT hr;
    UINT i;

    if (rate_conversion >= e->caps.RateConversionCapsCount)
        return E_INVALIDARG;
    if (rt_removed(device))
        return DXGI_ERROR_DEVICE_REMOVED;
    p = calloc(1, sizeof(*p) + e->caps.MaxStreamStates * sizeof(p->streams[0]));
    if (!p)
        return E_OUTOFMEMORY;
    p->content = e;
    rt_child_hold(&e->child);
    p->rate_conversion = rate_conversion;
    p->n_streams = e->caps.MaxStreamStates;
    for (i = 0; i < p->n_streams; i++) {
        p->streams[i].automatic = TRUE;
        p->streams[i].alpha = 1;
        p->streams[i].source_aspect = p->streams[i].dest_aspect = (DXGI_RATIONAL){1, 1};
    }
    rt_child_init(&p->child, &processor_vtbl, &processor_class, device);
    if (!rt_call_begin(&call, device, RT_ERR_NONE)) {
        rt_child_release(&p->child.object);
        return DXGI_ERROR_DEVICE_REMOVED;
    }
    hr = E_OUTOFMEMORY;
    p->drv = rt_private_alloc(umd->video->pfnCalcPrivateVideoProcessorSize(umd->h, &arg));
    if (p->drv)
        hr = umd->video->pfnCreateVideoProcessor(umd->h, &arg, (D3D11_1DDI_HVIDEOPROCESSOR){p->drv},
            (D3D11_1DDI_HRTVIDEOPROCESSOR){p});
    rt_call_end(&call);
    hr = rt_video_result(device, "CreateVideoProcessor", hr, RT_VIDEO_REMOVED);
    if (FAILED(hr)) {
        rt_private_free(p->drv);
        p->drv = NULL;
        rt_child_release(&p->child.object);
        return hr;
    }
    *out = p;
    return S_OK;
}
