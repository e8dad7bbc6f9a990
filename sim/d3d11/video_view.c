/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * video_view.c - ID3D11VideoProcessorInputView, ID3D11VideoProcessorOutputView, ID3D11VideoDecoderOutputView.
 */
#include "video.h"

#include <stdlib.h>

#include "device.h"
#include "objects.h"

#define VIEW_METHODS(name, type) \
    RT_CHILD_METHODS(name, type) \
    static void STDMETHODCALLTYPE name##_GetResource(type *iface, ID3D11Resource **out) \
    { \
        struct rt_resource *r = ((struct rt_video_view *)iface)->resource; \
        rt_child_add_ref(&r->child.object); \
        *out = (ID3D11Resource *)r; \
    }

VIEW_METHODS(vi, ID3D11VideoProcessorInputView)
VIEW_METHODS(vo, ID3D11VideoProcessorOutputView)
VIEW_METHODS(vdo, ID3D11VideoDecoderOutputView)

static void STDMETHODCALLTYPE vi_GetDesc(ID3D11VideoProcessorInputView *iface, D3D11_VIDEO_PROCESSOR_INPUT_VIEW_DESC *desc)
{
    *desc = ((struct rt_video_view *)iface)->desc.input;
}

static void STDMETHODCALLTYPE vo_GetDesc(ID3D11VideoProcessorOutputView *iface, D3D11_VIDEO_PROCESSOR_OUTPUT_VIEW_DESC *desc)
{
    *desc = ((struct rt_video_view *)iface)->desc.output;
}

static void STDMETHODCALLTYPE vdo_GetDesc(ID3D11VideoDecoderOutputView *iface, D3D11_VIDEO_DECODER_OUTPUT_VIEW_DESC *desc)
{
    *desc = ((struct rt_video_view *)iface)->desc.decoded;
}

static const ID3D11VideoProcessorInputViewVtbl input_vtbl = {
    RT_CHILD_SLOTS(vi), .GetResource = vi_GetResource, .GetDesc = vi_GetDesc,
};
static const ID3D11VideoProcessorOutputViewVtbl output_vtbl = {
    RT_CHILD_SLOTS(vo), .GetResource = vo_GetResource, .GetDesc = vo_GetDesc,
};
static const ID3D11VideoDecoderOutputViewVtbl decoded_vtbl = {
    RT_CHILD_SLOTS(vdo), .GetResource = vdo_GetResource, .GetDesc = vdo_GetDesc,
};

static void destroy_view(struct rt_object *object)
{
    struct rt_video_view *v = (struct rt_video_view *)object;
    struct rt_device *device = v->child.device;

    if (v->drv) {
        switch (v->kind) {
        case RT_VIDEO_INPUT:
            RT_DESTROY_VIDEO(device, pfnDestroyVideoProcessorInputView, D3D11_1DDI_HVIDEOPROCESSORINPUTVIEW, v->drv);
            break;
        case RT_VIDEO_OUTPUT:
            RT_DESTROY_VIDEO(device, pfnDestroyVideoProcessorOutputView, D3D11_1DDI_HVIDEOPROCESSOROUTPUTVIEW, v->drv);
            break;
        case RT_VIDEO_DECODED:
            RT_DESTROY_VIDEO(device, pfnDestroyVideoDecoderOutputView, D3D11_1DDI_HVIDEODECODEROUTPUTVIEW, v->drv);
            break;
        }
    }
    rt_child_unhold(&v->resource->child);
    if (v->content)
        rt_child_unhold(&v->content->child);
    rt_object_fini(object);
    free(v);
}

#define VIEW_IFACES {&IID_ID3D11View, 0}, {&IID_ID3D11DeviceChild, 0}, {&IID_IUnknown, 0}, {NULL, 0}
static const struct rt_iface_entry input_ifaces[] = {{&IID_ID3D11VideoProcessorInputView, 0}, VIEW_IFACES};
static const struct rt_iface_entry output_ifaces[] = {{&IID_ID3D11VideoProcessorOutputView, 0}, VIEW_IFACES};
static const struct rt_iface_entry decoded_ifaces[] = {{&IID_ID3D11VideoDecoderOutputView, 0}, VIEW_IFACES};
static const struct rt_class input_class = {"ID3D11VideoProcessorInputView", input_ifaces, rt_child_add_ref, destroy_view};
static const struct rt_class output_class = {"ID3D11VideoProcessorOutputView", output_ifaces, rt_child_add_ref, destroy_view};
static const struct rt_class decoded_class = {"ID3D11VideoDecoderOutputView", decoded_ifaces, rt_child_add_ref, destroy_view};

/* By rt_video_view_kind. */
static const struct {
    const void *vtbl;
    const struct rt_class *cls;
} kinds[] = {{&input_vtbl, &input_class}, {&output_vtbl, &output_class}, {&decoded_vtbl, &decoded_class}};

bool rt_video_is_view(const void *iface)
{
    const struct rt_class *cls = ((const struct rt_object *)iface)->cls;

    return cls == &input_class || cls == &output_class || cls == &decoded_class;
}

static HRESULT create_input(struct rt_video_view *v, struct rt_umd *umd)
{
    const D3D11_1DDIARG_CREATEVIDEOPROCESSORINPUTVIEW arg = {
        .hDrvResource = {v->resource->drv}, .hDrvVideoProcessorEnum = {v->content->drv}, .FourCC = v->desc.input.FourCC, .MipSlice = v->mip,
        .FirstArraySlice = v->slice, .ArraySize = v->n_slices,
    };

    v->drv = rt_private_alloc(umd->video->pfnCalcPrivateVideoProcessorInputViewSize(umd->h, &arg));
    return !v->drv ? E_OUTOFMEMORY : umd->video->pfnCreateVideoProcessorInputView(umd->h, &arg,
        (D3D11_1DDI_HVIDEOPROCESSORINPUTVIEW){v->drv}, (D3D11_1DDI_HRTVIDEOPROCESSORINPUTVIEW){v});
}

static HRESULT create_output(struct rt_video_view *v, struct rt_umd *umd)
{
    const D3D11_1DDIARG_CREATEVIDEOPROCESSOROUTPUTVIEW arg = {
        .hDrvResource = {v->resource->drv}, .hDrvVideoProcessorEnum = {v->content->drv}, .MipSlice = v->mip, .FirstArraySlice = v->slice,
        .ArraySize = v->n_slices,
    };

    v->drv = rt_private_alloc(umd->video->pfnCalcPrivateVideoProcessorOutputViewSize(umd->h, &arg));
    return !v->drv ? E_OUTOFMEMORY : umd->video->pfnCreateVideoProcessorOutputView(umd->h, &arg,
        (D3D11_1DDI_HVIDEOPROCESSOROUTPUTVIEW){v->drv}, (D3D11_1DDI_HRTVIDEOPROCESSOROUTPUTVIEW){v});
}

static HRESULT create_decoded(struct rt_video_view *v, struct rt_umd *umd)
{
    const D3D11_1DDIARG_CREATEVIDEODECODEROUTPUTVIEW arg = {
        .hDrvResource = {v->resource->drv}, .DecodeProfile = v->desc.decoded.DecodeProfile, .MipSlice = v->mip, .FirstArraySlice = v->slice,
        .ArraySize = v->n_slices,
    };

    v->drv = rt_private_alloc(umd->video->pfnCalcPrivateVideoDecoderOutputViewSize(umd->h, &arg));
    return !v->drv ? E_OUTOFMEMORY : umd->video->pfnCreateVideoDecoderOutputView(umd->h, &arg,
        (D3D11_1DDI_HVIDEODECODEROUTPUTVIEW){v->drv}, (D3D11_1DDI_HRTVIDEODECODEROUTPUTVIEW){v});
}

/* As the entry's page allows it: those of the decoder's view have no word for what is not supported. */
static HRESULT call_driver(struct rt_video_view *v)
{
    struct rt_device *device = v->child.device;
    const unsigned processor = RT_VIDEO_REMOVED | RT_VIDEO_UNSUPPORTED;

    switch (v->kind) {
    case RT_VIDEO_INPUT:
        return rt_video_result(device, "CreateVideoProcessorInputView", create_input(v, &device->umd), processor);
    case RT_VIDEO_OUTPUT:
        return rt_video_result(device, "CreateVideoProcessorOutputView", create_output(v, &device->umd), processor);
    case RT_VIDEO_DECODED:
        return rt_video_result(device, "CreateVideoDecoderOutputView", create_decoded(v, &device->umd), RT_VIDEO_REMOVED);
    }
    return E_FAIL;
}

/* What all pages want of the texture, then the driver's word. out NULL asks whether the view is supported, which only the
 * driver knows: the view is made and given up. */
static HRESULT finish(struct rt_device *device, struct rt_resource *r, struct rt_video_enum *e, const struct rt_video_view *checked,
    struct rt_video_view **out)
{
    struct rt_video_view *v;
    struct rt_call call;
    HRESULT hr;

    if (r->desc.dimension != D3D11_RESOURCE_DIMENSION_TEXTURE2D || r->desc.usage != D3D11_USAGE_DEFAULT || r->desc.samples > 1 ||
        checked->mip >= r->desc.mips || !checked->n_slices || checked->slice >= r->desc.array ||
        checked->n_slices > r->desc.array - checked->slice)
        return E_INVALIDARG;
    if (rt_removed(device))
        return DXGI_ERROR_DEVICE_REMOVED;
    v = malloc(sizeof(*v));
    if (!v)
        return E_OUTOFMEMORY;
    *v = *checked;
    v->drv = NULL;
    v->resource = r;
    rt_child_hold(&r->child);
    v->content = e;
    if (e)
        rt_child_hold(&e->child);
    rt_child_init(&v->child, kinds[v->kind].vtbl, kinds[v->kind].cls, device);
    if (!rt_call_begin(&call, device, RT_ERR_NONE)) {
        rt_child_release(&v->child.object);
        return DXGI_ERROR_DEVICE_REMOVED;
    }
    hr = call_driver(v);
    rt_call_end(&call);
    if (FAILED(hr)) {
        rt_private_free(v->drv);
        v->drv = NULL;
    }
    if (FAILED(hr) || !out) {
        rt_child_release(&v->child.object);
        return hr;
    }
    *out = v;
    return S_OK;
}

/* nf-d3d11-id3d11videodevice-createvideoprocessorinputview: bind flags are none, or have one of those that a video engine or a
 * pipeline writes with. FourCC is 0 below feature level 10. */
HRESULT rt_video_input_create(struct rt_device *device, struct rt_resource *r, struct rt_video_enum *e,
    const D3D11_VIDEO_PROCESSOR_INPUT_VIEW_DESC *desc, struct rt_video_view **out)
{
    const UINT written = D3D11_BIND_DECODER | D3D11_BIND_VIDEO_ENCODER | D3D11_BIND_RENDER_TARGET | D3D11_BIND_UNORDERED_ACCESS;
    const struct rt_video_view v = {
        .desc.input = *desc, .mip = desc->Texture2D.MipSlice, .slice = desc->Texture2D.ArraySlice, .n_slices = 1,
    };

    if (desc->ViewDimension != D3D11_VPIV_DIMENSION_TEXTURE2D || (r->desc.bind && !(r->desc.bind & written)))
        return E_INVALIDARG;
    if (desc->FourCC && device->feature_level < D3D_FEATURE_LEVEL_10_0)
        return E_INVALIDARG;
    return finish(device, r, e, &v, out);
}

/* nf-d3d11-id3d11videodevice-createvideoprocessoroutputview: render targets, with few other bind flags. Back buffers behind the
 * first one are only read from (nf-dxgi-idxgiswapchain-getbuffer). */
HRESULT rt_video_output_create(struct rt_device *device, struct rt_resource *r, struct rt_video_enum *e,
    const D3D11_VIDEO_PROCESSOR_OUTPUT_VIEW_DESC *desc, struct rt_video_view **out)
{
    const UINT others = D3D11_BIND_VIDEO_ENCODER | D3D11_BIND_SHADER_RESOURCE;
    struct rt_video_view v = {.kind = RT_VIDEO_OUTPUT, .desc.output = *desc, .mip = desc->Texture2D.MipSlice, .n_slices = 1};

    switch (desc->ViewDimension) {
    case D3D11_VPOV_DIMENSION_TEXTURE2D:
        break;
    case D3D11_VPOV_DIMENSION_TEXTURE2DARRAY:
        v.mip = desc->Texture2DArray.MipSlice;
        v.slice = desc->Texture2DArray.FirstArraySlice;
        v.n_slices = desc->Texture2DArray.ArraySize;
        break;
    default:
        return E_INVALIDARG;
    }
    if ((r->desc.bind & ~others) != D3D11_BIND_RENDER_TARGET || r->chain_index)
        return E_INVALIDARG;
    return finish(device, r, e, &v, out);
}

/* "The resource must be created with the D3D11_BIND_DECODER flag." */
HRESULT rt_video_decoded_create(struct rt_device *device, struct rt_resource *r, const D3D11_VIDEO_DECODER_OUTPUT_VIEW_DESC *desc,
    struct rt_video_view **out)
{
    const struct rt_video_view v = {.kind = RT_VIDEO_DECODED, .desc.decoded = *desc, .slice = desc->Texture2D.ArraySlice, .n_slices = 1};

    if (desc->ViewDimension != D3D11_VDOV_DIMENSION_TEXTURE2D || !(r->desc.bind & D3D11_BIND_DECODER))
        return E_INVALIDARG;
    return finish(device, r, NULL, &v, out);
}
