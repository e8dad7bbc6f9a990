/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * video_decoder.c - ID3D11VideoDecoder, its buffers and its frames. Content keys and initialization vectors go to the driver as they
 * are: sessions that they would belong to are never made.
 */
#include "video.h"

#include <stdlib.h>

#include "context.h"
#include "device.h"
#include "objects.h"

_Static_assert(sizeof(D3D11_VIDEO_DECODER_DESC) == sizeof(D3D11_1DDI_VIDEO_DECODER_DESC), "the same members");
_Static_assert(sizeof(D3D11_VIDEO_DECODER_CONFIG) == sizeof(D3D11_1DDI_VIDEO_DECODER_CONFIG), "the same members");

static D3D11_1DDI_VIDEO_DECODER_DESC ddi_desc(const D3D11_VIDEO_DECODER_DESC *d)
{
    return (D3D11_1DDI_VIDEO_DECODER_DESC){
        .Guid = d->Guid, .SampleWidth = d->SampleWidth, .SampleHeight = d->SampleHeight, .OutputFormat = d->OutputFormat,
    };
}

/* ---- configurations ---- */

HRESULT rt_decoder_config_count(struct rt_device *device, const D3D11_VIDEO_DECODER_DESC *desc, UINT *count)
{
    const D3D11_1DDI_VIDEO_DECODER_DESC d = ddi_desc(desc);

    if (!rt_enter(device))
        return DXGI_ERROR_DEVICE_REMOVED;
    device->umd.video->pfnGetVideoDecoderConfigCount(device->umd.h, &d, count);
    rt_leave(device);
    return S_OK;
}

/* "The Microsoft Direct3D runtime verifies that the pDecodeDesc and Index parameter data is valid" (pfnGetVideoDecoderConfig). */
HRESULT rt_decoder_config(struct rt_device *device, const D3D11_VIDEO_DECODER_DESC *desc, UINT index, D3D11_VIDEO_DECODER_CONFIG *config)
{
    const D3D11_1DDI_VIDEO_DECODER_DESC d = ddi_desc(desc);
    D3D11_1DDI_VIDEO_DECODER_CONFIG ddi = {0};
    UINT count = 0;
    HRESULT hr = rt_decoder_config_count(device, desc, &count);

    if (FAILED(hr))
        return hr;
    if (index >= count)
        return E_INVALIDARG;
    if (!rt_enter(device))
        return DXGI_ERROR_DEVICE_REMOVED;
    device->umd.video->pfnGetVideoDecoderConfig(device->umd.h, &d, index, &ddi);
    rt_leave(device);
    memcpy(config, &ddi, sizeof(ddi));
    return S_OK;
}

/* ---- the object ---- */

RT_CHILD_METHODS(vdec, ID3D11VideoDecoder)

static struct rt_video_decoder *from(ID3D11VideoDecoder *iface)
{
    return (struct rt_video_decoder *)iface;
}

static HRESULT STDMETHODCALLTYPE vdec_GetCreationParameters(ID3D11VideoDecoder *iface, D3D11_VIDEO_DECODER_DESC *desc,
    D3D11_VIDEO_DECODER_CONFIG *config)
{
    if (!desc || !config)
        return E_INVALIDARG;
    *desc = from(iface)->desc;
    *config = from(iface)->config;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE vdec_GetDriverHandle(ID3D11VideoDecoder *iface, HANDLE *handle)
{
    struct rt_device *device = from(iface)->child.device;
    HRESULT hr;

    if (!handle)
        return E_INVALIDARG;
    *handle = NULL;
    if (!rt_enter(device))
        return DXGI_ERROR_DEVICE_REMOVED;
    hr = device->umd.video->pfnVideoDecoderGetHandle(device->umd.h, (D3D11_1DDI_HDECODE){from(iface)->drv}, handle);
    rt_leave(device);
    return rt_video_result(device, "VideoDecoderGetHandle", hr, RT_VIDEO_REMOVED);
}

static const ID3D11VideoDecoderVtbl decoder_vtbl = {
    RT_CHILD_SLOTS(vdec), .GetCreationParameters = vdec_GetCreationParameters, .GetDriverHandle = vdec_GetDriverHandle,
};

static void destroy_decoder(struct rt_object *object)
{
    struct rt_video_decoder *v = (struct rt_video_decoder *)object;
    UINT i;

    if (v->drv)
        RT_DESTROY_VIDEO(v->child.device, pfnDestroyVideoDecoder, D3D11_1DDI_HDECODE, v->drv);
    for (i = 0; i < v->n_buffers; i++)
        rt_child_unhold(&v->buffers[i].resource->child);
    if (v->target)
        rt_child_unhold(&v->target->child);
    rt_object_fini(object);
    free(v);
}

static const struct rt_iface_entry decoder_ifaces[] = {
    {&IID_ID3D11VideoDecoder, 0}, {&IID_ID3D11DeviceChild, 0}, {&IID_IUnknown, 0}, {NULL, 0},
};
static const struct rt_class decoder_class = {"ID3D11VideoDecoder", decoder_ifaces, rt_child_add_ref, destroy_decoder};

static HRESULT create_buffer(struct rt_video_decoder *v, const D3D11_1DDI_VIDEO_DECODER_BUFFER_INFO *info)
{
    const struct rt_resource_desc d = {
        .dimension = D3D11_RESOURCE_DIMENSION_BUFFER, .usage = D3D11_USAGE_DYNAMIC, .bind = D3D11_BIND_DECODER,
        .cpu = D3D11_CPU_ACCESS_WRITE, .width = info->Size, .height = 1, .depth = 1, .array = 1, .mips = 1, .samples = 1,
    };
    const struct rt_resource_extra extra = {.held = true, .decoder_buffer = info->Type};
    struct rt_decoder_buffer *b = &v->buffers[v->n_buffers];
    HRESULT hr;

    b->type = (D3D11_VIDEO_DECODER_BUFFER_TYPE)(info->Type - 1); /* the driver interface counts from 1 */
    hr = rt_resource_create(v->child.device, &d, NULL, &extra, &b->resource);
    if (SUCCEEDED(hr))
        v->n_buffers++;
    return hr;
}

/* "This method allocates the necessary decoder buffers" (nf-d3d11-id3d11videodevice-createvideodecoder). That they are dynamic buffers
 * is ours: no page says what the runtime asks for besides D3D11_DDI_BIND_DECODER and the type. */
static HRESULT create_buffers(struct rt_video_decoder *v)
{
    struct rt_device *device = v->child.device;
    const D3D11_1DDI_VIDEO_DECODER_DESC d = ddi_desc(&v->desc);
    HRESULT hr = S_OK;
    UINT i, count = 0;

    if (!rt_enter(device))
        return DXGI_ERROR_DEVICE_REMOVED;
    device->umd.video->pfnGetVideoDecoderBufferTypeCount(device->umd.h, &d, &count);
    rt_leave(device);
    for (i = 0; i < count && SUCCEEDED(hr); i++) {
        D3D11_1DDI_VIDEO_DECODER_BUFFER_INFO info = {0};

        if (!rt_enter(device))
            return DXGI_ERROR_DEVICE_REMOVED;
        device->umd.video->pfnGetVideoDecoderBufferInfo(device->umd.h, &d, i, &info);
        rt_leave(device);
        if (info.Type < D3D11_1DDI_VIDEO_DECODER_BUFFER_PICTURE_PARAMETERS || info.Type > D3D11_1DDI_VIDEO_DECODER_BUFFER_FILM_GRAIN ||
            v->n_buffers == RT_DECODER_TYPES || !info.Size) {
            rt_log("Driver has a decoder buffer of type %d with %u bytes", (int)info.Type, info.Size);
            rt_device_remove(device, DXGI_ERROR_DRIVER_INTERNAL_ERROR);
            return DXGI_ERROR_DEVICE_REMOVED;
        }
        hr = create_buffer(v, &info);
    }
    return hr;
}

HRESULT rt_decoder_create(struct rt_device *device, const D3D11_VIDEO_DECODER_DESC *desc, const D3D11_VIDEO_DECODER_CONFIG *config,
    struct rt_video_decoder **out)
{
    struct rt_umd *umd = &device->umd;
    D3D11_1DDIARG_CREATEVIDEODECODER arg = {.Desc = ddi_desc(desc)};
    struct rt_video_decoder *v;
    struct rt_call call;
    HRESULT hr;

    memcpy(&arg.Config, config, sizeof(arg.Config));
    if (rt_removed(device))
        return DXGI_ERROR_DEVICE_REMOVED;
    v = calloc(1, sizeof(*v));
    if (!v)
        return E_OUTOFMEMORY;
    v->desc = *desc;
    v->config = *config;
    rt_child_init(&v->child, &decoder_vtbl, &decoder_class, device);
    if (!rt_call_begin(&call, device, RT_ERR_NONE)) {
        rt_child_release(&v->child.object);
        return DXGI_ERROR_DEVICE_REMOVED;
    }
    hr = E_OUTOFMEMORY;
    v->drv = rt_private_alloc(umd->video->pfnCalcPrivateVideoDecoderSize(umd->h, &arg));
    if (v->drv)
        hr = umd->video->pfnCreateVideoDecoder(umd->h, &arg, (D3D11_1DDI_HDECODE){v->drv}, (D3D11_1DDI_HRTDECODE){v});
    rt_call_end(&call);
    hr = rt_video_result(device, "CreateVideoDecoder", hr, RT_VIDEO_REMOVED);
    if (FAILED(hr)) {
        rt_private_free(v->drv);
        v->drv = NULL;
    } else {
        hr = create_buffers(v);
    }
    if (FAILED(hr)) {
        rt_child_release(&v->child.object);
        return hr;
    }
    *out = v;
    return S_OK;
}

/* ---- buffers ---- */

/* NULL: the decoder is none of this device's, or has no such buffer. */
static struct rt_resource *buffer_of(ID3D11VideoContext *iface, ID3D11VideoDecoder *decoder, D3D11_VIDEO_DECODER_BUFFER_TYPE type)
{
    struct rt_video_decoder *v = from(decoder);
    UINT i;

    if (!v || v->child.device != rt_video_device(iface))
        return NULL;
    for (i = 0; i < v->n_buffers; i++) {
        if (v->buffers[i].type == type)
            return v->buffers[i].resource;
    }
    return NULL;
}

static struct rt_context *context_of(ID3D11VideoContext *iface)
{
    return (struct rt_context *)((struct rt_iface *)iface)->owner;
}

HRESULT STDMETHODCALLTYPE rt_decoder_GetDecoderBuffer(ID3D11VideoContext *iface, ID3D11VideoDecoder *decoder,
    D3D11_VIDEO_DECODER_BUFFER_TYPE type, UINT *size, void **buffer)
{
    struct rt_resource *r = buffer_of(iface, decoder, type);
    D3D11_MAPPED_SUBRESOURCE mapped = {0};
    HRESULT hr;

    if (size)
        *size = 0;
    if (buffer)
        *buffer = NULL;
    if (!r || !size || !buffer)
        return E_INVALIDARG;
    hr = rt_ctx_map(context_of(iface), r, 0, D3D11_MAP_WRITE_DISCARD, 0, &mapped);
    if (FAILED(hr))
        return hr;
    *size = r->desc.width;
    *buffer = mapped.pData;
    return S_OK;
}

HRESULT STDMETHODCALLTYPE rt_decoder_ReleaseDecoderBuffer(ID3D11VideoContext *iface, ID3D11VideoDecoder *decoder,
    D3D11_VIDEO_DECODER_BUFFER_TYPE type)
{
    struct rt_resource *r = buffer_of(iface, decoder, type);

    if (!r || !r->mapped[0])
        return E_INVALIDARG;
    rt_ctx_unmap(context_of(iface), r, 0);
    return S_OK;
}

/* ---- frames ---- */

/* d3d10umddi pfnVideoDecoderBeginFrame: "calls cannot be nested". */
HRESULT STDMETHODCALLTYPE rt_decoder_DecoderBeginFrame(ID3D11VideoContext *iface, ID3D11VideoDecoder *decoder,
    ID3D11VideoDecoderOutputView *view, UINT key_size, const void *key)
{
    struct rt_device *device = rt_video_device(iface);
    struct rt_video_decoder *v = from(decoder);
    struct rt_video_view *target = (struct rt_video_view *)view;
    D3D11_1DDIARG_VIDEODECODERBEGINFRAME arg;
    struct rt_call call;
    HRESULT hr;

    if (!v || !target || v->child.device != device || target->child.device != device || v->target || !key != !key_size)
        return E_INVALIDARG;
    arg = (D3D11_1DDIARG_VIDEODECODERBEGINFRAME){{target->drv}, key, key_size};
    if (!rt_call_begin(&call, device, RT_ERR_NONE))
        return DXGI_ERROR_DEVICE_REMOVED;
    hr = device->umd.video->pfnVideoDecoderBeginFrame(device->umd.h, (D3D11_1DDI_HDECODE){v->drv}, &arg);
    rt_call_end(&call);
    hr = rt_video_result(device, "VideoDecoderBeginFrame", hr, 0);
    if (SUCCEEDED(hr)) {
        v->target = target;
        rt_child_hold(&target->child);
    }
    return hr;
}

HRESULT STDMETHODCALLTYPE rt_decoder_DecoderEndFrame(ID3D11VideoContext *iface, ID3D11VideoDecoder *decoder)
{
    struct rt_device *device = rt_video_device(iface);
    struct rt_video_decoder *v = from(decoder);
    struct rt_call call;

    if (!v || v->child.device != device || !v->target)
        return E_INVALIDARG;
    if (!rt_call_begin(&call, device, RT_ERR_NONE))
        return DXGI_ERROR_DEVICE_REMOVED;
    device->umd.video->pfnVideoDecoderEndFrame(device->umd.h, (D3D11_1DDI_HDECODE){v->drv});
    rt_ctx_wrote(context_of(iface), v->target->resource);
    rt_call_end(&call);
    rt_child_unhold(&v->target->child);
    v->target = NULL;
    return S_OK;
}

/* ns-d3d11-d3d11_video_decoder_buffer_desc: what must be zero; the buffer was released (nf-...-getdecoderbuffer: "When you are done
 * using the buffer, call ReleaseDecoderBuffer"). */
static bool submission_ok(const struct rt_resource *r, const D3D11_VIDEO_DECODER_BUFFER_DESC *b)
{
    return r && !r->mapped[0] && !b->DataOffset && b->DataSize <= r->desc.width && !b->Width && !b->Height && !b->Stride &&
        !b->ReservedBits && !b->pIV == !b->IVSize;
}

HRESULT STDMETHODCALLTYPE rt_decoder_SubmitDecoderBuffers(ID3D11VideoContext *iface, ID3D11VideoDecoder *decoder, UINT n,
    const D3D11_VIDEO_DECODER_BUFFER_DESC *buffers)
{
    struct rt_device *device = rt_video_device(iface);
    struct rt_video_decoder *v = from(decoder);
    D3D11_1DDI_VIDEO_DECODER_BUFFER_DESC ddi[RT_DECODER_TYPES];
    struct rt_call call;
    HRESULT hr;
    UINT i;

    if (!v || v->child.device != device || !v->target || !n || n > RT_DECODER_TYPES || !buffers)
        return E_INVALIDARG;
    for (i = 0; i < n; i++) {
        const D3D11_VIDEO_DECODER_BUFFER_DESC *b = &buffers[i];
        struct rt_resource *r = buffer_of(iface, decoder, b->BufferType);

        if (!submission_ok(r, b))
            return E_INVALIDARG;
        ddi[i] = (D3D11_1DDI_VIDEO_DECODER_BUFFER_DESC){
            .hResource = {r->drv}, .BufferType = (D3D11_1DDI_VIDEO_DECODER_BUFFER_TYPE)(b->BufferType + 1), .BufferIndex = b->BufferIndex,
            .DataSize = b->DataSize, .FirstMBaddress = b->FirstMBaddress, .NumMBsInBuffer = b->NumMBsInBuffer, .pIV = b->pIV,
            .IVSize = b->IVSize, .PartialEncryption = b->PartialEncryption,
            .EncryptedBlockInfo = {b->EncryptedBlockInfo.NumEncryptedBytesAtBeginning, b->EncryptedBlockInfo.NumBytesInSkipPattern,
                b->EncryptedBlockInfo.NumBytesInEncryptPattern},
        };
    }
    if (!rt_call_begin(&call, device, RT_ERR_NONE))
        return DXGI_ERROR_DEVICE_REMOVED;
    hr = device->umd.video->pfnVideoDecoderSubmitBuffers(device->umd.h, (D3D11_1DDI_HDECODE){v->drv}, n, ddi);
    rt_call_end(&call);
    return rt_video_result(device, "VideoDecoderSubmitBuffers", hr, 0);
}

/* Resources that the extension names are the driver's to know of. */
HRESULT STDMETHODCALLTYPE rt_decoder_DecoderExtension(ID3D11VideoContext *iface, ID3D11VideoDecoder *decoder,
    const D3D11_VIDEO_DECODER_EXTENSION *e)
{
    struct rt_device *device = rt_video_device(iface);
    struct rt_video_decoder *v = from(decoder);
    D3D11_1DDIARG_VIDEODECODEREXTENSION arg;
    D3D10DDI_HRESOURCE *list;
    struct rt_call call;
    HRESULT hr;
    UINT i;

    if (!v || !e || v->child.device != device || (e->ResourceCount && !e->ppResourceList))
        return E_INVALIDARG;
    list = calloc((size_t)e->ResourceCount + 1, sizeof(*list));
    if (!list)
        return E_OUTOFMEMORY;
    for (i = 0; i < e->ResourceCount; i++)
        list[i].pDrvPrivate = rt_resource_drv(rt_resource_from(e->ppResourceList[i]));
    arg = (D3D11_1DDIARG_VIDEODECODEREXTENSION){e->Function, e->pPrivateInputData, e->PrivateInputDataSize, e->pPrivateOutputData,
        e->PrivateOutputDataSize, e->ResourceCount, list};
    hr = DXGI_ERROR_DEVICE_REMOVED;
    if (rt_call_begin(&call, device, RT_ERR_NONE)) {
        hr = device->umd.video->pfnVideoDecoderExtension(device->umd.h, (D3D11_1DDI_HDECODE){v->drv}, &arg);
        rt_call_end(&call);
        hr = rt_video_result(device, "VideoDecoderExtension", hr, RT_VIDEO_REMOVED | RT_VIDEO_INVALID);
    }
    free(list);
    return hr;
}
