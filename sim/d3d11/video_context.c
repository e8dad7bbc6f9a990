/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * video_context.c - ID3D11VideoContext of the immediate context: the blit, and methods of objects that do not exist here.
 */
#include "video.h"

#include <stdlib.h>

#include "context.h"
#include "device.h"

RT_IFACE_UNKNOWN_METHODS(vc, ID3D11VideoContext)

static struct rt_object *owner(ID3D11VideoContext *iface)
{
    return ((struct rt_iface *)iface)->owner;
}

static void STDMETHODCALLTYPE vc_GetDevice(ID3D11VideoContext *iface, ID3D11Device **device)
{
    rt_child_get_device(owner(iface), device);
}

static HRESULT STDMETHODCALLTYPE vc_GetPrivateData(ID3D11VideoContext *iface, REFGUID guid, UINT *size, void *data)
{
    return rt_object_get_private(owner(iface), guid, size, data);
}

static HRESULT STDMETHODCALLTYPE vc_SetPrivateData(ID3D11VideoContext *iface, REFGUID guid, UINT size, const void *data)
{
    return rt_object_set_private(owner(iface), guid, size, data);
}

static HRESULT STDMETHODCALLTYPE vc_SetPrivateDataInterface(ID3D11VideoContext *iface, REFGUID guid, const IUnknown *data)
{
    return rt_object_set_private_interface(owner(iface), guid, data);
}

/* ---- the blit ---- */

static bool input_ok(const struct rt_video_processor *p, ID3D11VideoProcessorInputView *iface)
{
    const struct rt_video_view *v = (struct rt_video_view *)iface;

    return v && v->kind == RT_VIDEO_INPUT && v->child.device == p->child.device;
}

/* "The number of elements in the array is equal to PastFrames"; as many of the right side, for the separate stereo format only. */
static bool frames_ok(const struct rt_video_processor *p, UINT n, ID3D11VideoProcessorInputView **left, ID3D11VideoProcessorInputView **right,
    bool separate)
{
    UINT i;

    if (!n)
        return true;
    if (!left || !right != !separate)
        return false;
    for (i = 0; i < n; i++) {
        if (!input_ok(p, left[i]) || (separate && !input_ok(p, right[i])))
            return false;
    }
    return true;
}

/* ns-d3d11-d3d11_video_processor_stream; no more reference frames than the processor's rate conversion takes. */
static bool stream_ok(const struct rt_video_processor *p, const struct rt_video_stream *s, const D3D11_VIDEO_PROCESSOR_STREAM *a,
    const D3D11_VIDEO_PROCESSOR_RATE_CONVERSION_CAPS *caps)
{
    const bool separate = s->stereo_on && s->stereo_format == D3D11_VIDEO_PROCESSOR_STEREO_FORMAT_SEPARATE;

    if (!a->Enable)
        return true;
    if (!input_ok(p, a->pInputSurface) || a->PastFrames > caps->PastFrames || a->FutureFrames > caps->FutureFrames)
        return false;
    if (!frames_ok(p, a->PastFrames, a->ppPastSurfaces, a->ppPastSurfacesRight, separate) ||
        !frames_ok(p, a->FutureFrames, a->ppFutureSurfaces, a->ppFutureSurfacesRight, separate))
        return false;
    return separate ? input_ok(p, a->pInputSurfaceRight) : !a->pInputSurfaceRight;
}

/* nf-d3d11-id3d11videocontext-videoprocessorblt. That the stereo format cannot be MONO without stereo output, as it says too,
 * would refuse every stream of a new processor: MONO is the value that a stream begins with. */
static bool blit_ok(struct rt_video_processor *p, const struct rt_video_view *out, UINT n, const D3D11_VIDEO_PROCESSOR_STREAM *streams)
{
    D3D11_VIDEO_PROCESSOR_RATE_CONVERSION_CAPS caps;
    UINT i, enabled = 0, stereo = 0;

    if (n > p->n_streams || (n && !streams) || out->child.device != p->child.device || out->kind != RT_VIDEO_OUTPUT)
        return false;
    if (FAILED(rt_video_rate_caps(p->content, p->rate_conversion, &caps)))
        return false;
    for (i = 0; i < n; i++) {
        if (!stream_ok(p, &p->streams[i], &streams[i], &caps))
            return false;
        enabled += streams[i].Enable != 0;
        stereo += streams[i].Enable && p->streams[i].stereo_on;
    }
    if (enabled > p->content->caps.MaxInputStreams)
        return false;
    return p->stereo ? out->n_slices == 2 && stereo : out->n_slices == 1;
}

static D3D11_1DDI_HVIDEOPROCESSORINPUTVIEW input_handle(ID3D11VideoProcessorInputView *iface)
{
    struct rt_video_view *v = (struct rt_video_view *)iface;

    return (D3D11_1DDI_HVIDEOPROCESSORINPUTVIEW){v ? v->drv : NULL};
}

/* Reference frames were looked at; handles of all of one stream stand one after the other in *frames. */
static D3D11_1DDI_HVIDEOPROCESSORINPUTVIEW *frames_of(ID3D11VideoProcessorInputView **from, UINT n, D3D11_1DDI_HVIDEOPROCESSORINPUTVIEW **frames)
{
    D3D11_1DDI_HVIDEOPROCESSORINPUTVIEW *first = *frames;
    UINT i;

    if (!from || !n)
        return NULL;
    for (i = 0; i < n; i++)
        first[i] = input_handle(from[i]);
    *frames += n;
    return first;
}

static void fill(D3D11_1DDI_VIDEO_PROCESSOR_STREAM *to, const D3D11_VIDEO_PROCESSOR_STREAM *from, D3D11_1DDI_HVIDEOPROCESSORINPUTVIEW **frames)
{
    *to = (D3D11_1DDI_VIDEO_PROCESSOR_STREAM){
        .Enable = from->Enable != 0, .OutputIndex = from->OutputIndex, .InputFrameOrField = from->InputFrameOrField,
    };
    if (!from->Enable)
        return;
    to->PastFrames = from->PastFrames;
    to->FutureFrames = from->FutureFrames;
    to->hInputSurface = input_handle(from->pInputSurface);
    to->hInputSurfaceRight = input_handle(from->pInputSurfaceRight);
    to->pPastSurfaces = frames_of(from->ppPastSurfaces, from->PastFrames, frames);
    to->pFutureSurfaces = frames_of(from->ppFutureSurfaces, from->FutureFrames, frames);
    to->pPastSurfacesRight = frames_of(from->ppPastSurfacesRight, from->PastFrames, frames);
    to->pFutureSurfacesRight = frames_of(from->ppFutureSurfacesRight, from->FutureFrames, frames);
}

static void reads(struct rt_context *c, UINT n, ID3D11VideoProcessorInputView **frames)
{
    UINT i;

    for (i = 0; i < n; i++)
        rt_ctx_reads(c, ((struct rt_video_view *)frames[i])->resource);
}

static HRESULT STDMETHODCALLTYPE vc_VideoProcessorBlt(ID3D11VideoContext *iface, ID3D11VideoProcessor *processor,
    ID3D11VideoProcessorOutputView *view, UINT frame, UINT n, const D3D11_VIDEO_PROCESSOR_STREAM *streams)
{
    struct rt_context *c = (struct rt_context *)owner(iface);
    struct rt_device *device = c->child.device;
    struct rt_video_processor *p = (struct rt_video_processor *)processor;
    struct rt_video_view *out = (struct rt_video_view *)view;
    D3D11_1DDI_HVIDEOPROCESSORINPUTVIEW *frames, *next;
    D3D11_1DDI_VIDEO_PROCESSOR_STREAM *ddi;
    struct rt_call call;
    size_t n_frames = 0;
    HRESULT hr;
    UINT i;

    if (!p || !out || p->child.device != device || !blit_ok(p, out, n, streams))
        return E_INVALIDARG;
    for (i = 0; i < n; i++)
        n_frames += 2 * ((size_t)streams[i].PastFrames + streams[i].FutureFrames) * (streams[i].Enable != 0);
    ddi = malloc((n + 1) * sizeof(*ddi) + n_frames * sizeof(*frames));
    if (!ddi)
        return E_OUTOFMEMORY;
    next = frames = (void *)(ddi + n + 1);
    for (i = 0; i < n; i++)
        fill(&ddi[i], &streams[i], &next);
    if (!rt_call_begin(&call, device, RT_ERR_NONE)) {
        free(ddi);
        return DXGI_ERROR_DEVICE_REMOVED;
    }
    for (i = 0; i < n; i++) {
        if (!ddi[i].Enable)
            continue;
        rt_ctx_reads(c, ((struct rt_video_view *)streams[i].pInputSurface)->resource);
        reads(c, streams[i].PastFrames, streams[i].ppPastSurfaces);
        reads(c, streams[i].FutureFrames, streams[i].ppFutureSurfaces);
    }
    hr = device->umd.video->pfnVideoProcessorBlt(device->umd.h, (D3D11_1DDI_HVIDEOPROCESSOR){p->drv},
        (D3D11_1DDI_HVIDEOPROCESSOROUTPUTVIEW){out->drv}, frame, n, ddi);
    rt_ctx_wrote(c, out->resource);
    rt_call_end(&call);
    free(ddi);
    return rt_video_result(device, "VideoProcessorBlt", hr, 0);
}

/* ---- driver-specific state; the runtime validates nothing (d3d10umddi pfnVideoProcessorGetStreamExtension) ---- */

static HRESULT extension(ID3D11VideoContext *iface, struct rt_video_processor *p, bool get, bool of_stream, UINT stream, const GUID *guid,
    UINT size, void *data)
{
    struct rt_device *device = rt_video_device(iface);
    struct rt_umd *umd = &device->umd;
    D3D11_1DDI_HVIDEOPROCESSOR h;
    HRESULT hr;

    if (!p || !guid || (of_stream && stream >= p->n_streams))
        return E_INVALIDARG;
    if (!rt_enter(device))
        return DXGI_ERROR_DEVICE_REMOVED;
    h.pDrvPrivate = p->drv;
    if (of_stream)
        hr = (get ? umd->video->pfnVideoProcessorGetStreamExtension : umd->video->pfnVideoProcessorSetStreamExtension)(umd->h, h, stream,
            guid, size, data);
    else
        hr = (get ? umd->video->pfnVideoProcessorGetOutputExtension : umd->video->pfnVideoProcessorSetOutputExtension)(umd->h, h, guid,
            size, data);
    rt_leave(device);
    return rt_video_result(device, "VideoProcessorExtension", hr, RT_VIDEO_REMOVED | RT_VIDEO_FAIL | RT_VIDEO_INVALID);
}

static HRESULT STDMETHODCALLTYPE vc_VideoProcessorSetOutputExtension(ID3D11VideoContext *iface, ID3D11VideoProcessor *p, const GUID *guid,
    UINT size, void *data)
{
    return extension(iface, (struct rt_video_processor *)p, false, false, 0, guid, size, data);
}

static HRESULT STDMETHODCALLTYPE vc_VideoProcessorGetOutputExtension(ID3D11VideoContext *iface, ID3D11VideoProcessor *p, const GUID *guid,
    UINT size, void *data)
{
    return extension(iface, (struct rt_video_processor *)p, true, false, 0, guid, size, data);
}

static HRESULT STDMETHODCALLTYPE vc_VideoProcessorSetStreamExtension(ID3D11VideoContext *iface, ID3D11VideoProcessor *p, UINT stream,
    const GUID *guid, UINT size, void *data)
{
    return extension(iface, (struct rt_video_processor *)p, false, true, stream, guid, size, data);
}

static HRESULT STDMETHODCALLTYPE vc_VideoProcessorGetStreamExtension(ID3D11VideoContext *iface, ID3D11VideoProcessor *p, UINT stream,
    const GUID *guid, UINT size, void *data)
{
    return extension(iface, (struct rt_video_processor *)p, true, true, stream, guid, size, data);
}

/* ---- crypto sessions, channels: none was ever made, so no argument is one ---- */

static HRESULT STDMETHODCALLTYPE vc_NegotiateCryptoSessionKeyExchange(ID3D11VideoContext *iface, ID3D11CryptoSession *session, UINT size,
    void *data)
{
    return E_INVALIDARG;
}

static void STDMETHODCALLTYPE vc_EncryptionBlt(ID3D11VideoContext *iface, ID3D11CryptoSession *session, ID3D11Texture2D *from,
    ID3D11Texture2D *to, UINT iv_size, void *iv)
{
}

static void STDMETHODCALLTYPE vc_DecryptionBlt(ID3D11VideoContext *iface, ID3D11CryptoSession *session, ID3D11Texture2D *from,
    ID3D11Texture2D *to, D3D11_ENCRYPTED_BLOCK_INFO *blocks, UINT key_size, const void *key, UINT iv_size, void *iv)
{
}

static void STDMETHODCALLTYPE vc_StartSessionKeyRefresh(ID3D11VideoContext *iface, ID3D11CryptoSession *session, UINT size, void *random)
{
}

static void STDMETHODCALLTYPE vc_FinishSessionKeyRefresh(ID3D11VideoContext *iface, ID3D11CryptoSession *session)
{
}

static HRESULT STDMETHODCALLTYPE vc_GetEncryptionBltKey(ID3D11VideoContext *iface, ID3D11CryptoSession *session, UINT size, void *key)
{
    return E_INVALIDARG;
}

static HRESULT STDMETHODCALLTYPE vc_NegotiateAuthenticatedChannelKeyExchange(ID3D11VideoContext *iface,
    ID3D11AuthenticatedChannel *channel, UINT size, void *data)
{
    return E_INVALIDARG;
}

static HRESULT STDMETHODCALLTYPE vc_QueryAuthenticatedChannel(ID3D11VideoContext *iface, ID3D11AuthenticatedChannel *channel,
    UINT in_size, const void *in, UINT out_size, void *out)
{
    return E_INVALIDARG;
}

static HRESULT STDMETHODCALLTYPE vc_ConfigureAuthenticatedChannel(ID3D11VideoContext *iface, ID3D11AuthenticatedChannel *channel,
    UINT in_size, const void *in, D3D11_AUTHENTICATED_CONFIGURE_OUTPUT *out)
{
    return E_INVALIDARG;
}

#define SLOT(name) .name = vc_##name
#define STATE(name) .VideoProcessor##name = rt_video_##name,
#define DECODER(name) .name = rt_decoder_##name,

const ID3D11VideoContextVtbl rt_video_context_vtbl = {
    RT_VIDEO_STATE(STATE) RT_VIDEO_GETTERS(STATE) RT_DECODER_SLOTS(DECODER)
    SLOT(QueryInterface), SLOT(AddRef), SLOT(Release), SLOT(GetDevice), SLOT(GetPrivateData), SLOT(SetPrivateData),
    SLOT(SetPrivateDataInterface), SLOT(VideoProcessorSetOutputExtension), SLOT(VideoProcessorGetOutputExtension),
    SLOT(VideoProcessorSetStreamExtension), SLOT(VideoProcessorGetStreamExtension), SLOT(VideoProcessorBlt),
    SLOT(NegotiateCryptoSessionKeyExchange), SLOT(EncryptionBlt), SLOT(DecryptionBlt), SLOT(StartSessionKeyRefresh),
    SLOT(FinishSessionKeyRefresh), SLOT(GetEncryptionBltKey), SLOT(NegotiateAuthenticatedChannelKeyExchange),
    SLOT(QueryAuthenticatedChannel), SLOT(ConfigureAuthenticatedChannel),
};
