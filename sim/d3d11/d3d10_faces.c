/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * d3d10_faces.c - objects of a Direct3D 11 device seen as those of Direct3D 10.1. Descriptions are translated; what an object does
 * goes to the immediate context. GetDevice gives the device's own Direct3D 10 face (d3d10_device.c), which there is only after a
 * context state was made (sdk-api nf-d3d11_1-id3d11device1-createdevicecontextstate); else NULL.
 */
#include "d3d10_faces.h"

#include "context.h"
#include "objects.h"
#include "view.h"

static struct rt_child *child_of(void *iface)
{
    return (struct rt_child *)((struct rt_iface *)iface)->owner;
}

static void get_device(void *iface, ID3D10Device **out)
{
    struct rt_device *device = child_of(iface)->device;

    *out = NULL;
    if (device->d3d10.vtbl)
        rt_object_query(&device->object, &IID_ID3D10Device, (void **)out);
}

#define METHODS(name, type) \
    RT_IFACE_DXGI_METHODS(name, type) \
    static void STDMETHODCALLTYPE name##_GetDevice(type *iface, ID3D10Device **out) \
    { \
        get_device(iface, out); \
    }
#define SLOTS(name) \
    .QueryInterface = name##_QueryInterface, .AddRef = name##_AddRef, .Release = name##_Release, .GetDevice = name##_GetDevice, \
    .GetPrivateData = name##_GetPrivateData, .SetPrivateData = name##_SetPrivateData, \
    .SetPrivateDataInterface = name##_SetPrivateDataInterface

METHODS(child, ID3D10DeviceChild)
const ID3D10DeviceChildVtbl rt_d3d10_child_vtbl = {SLOTS(child)};

/* ---- resources ---- */

static struct rt_resource *resource_of(void *iface)
{
    return (struct rt_resource *)child_of(iface);
}

/* The enumerators up to texture cubes are the same; later ones moved. */
static UINT misc_flags(UINT misc)
{
    return (misc & (D3D10_RESOURCE_MISC_GENERATE_MIPS | D3D10_RESOURCE_MISC_SHARED | D3D10_RESOURCE_MISC_TEXTURECUBE)) |
        (misc & D3D11_RESOURCE_MISC_SHARED_KEYEDMUTEX ? D3D10_RESOURCE_MISC_SHARED_KEYEDMUTEX : 0) |
        (misc & D3D11_RESOURCE_MISC_GDI_COMPATIBLE ? D3D10_RESOURCE_MISC_GDI_COMPATIBLE : 0);
}

static HRESULT map(void *iface, UINT sub, D3D10_MAP type, UINT flags, D3D11_MAPPED_SUBRESOURCE *mapped)
{
    struct rt_resource *r = resource_of(iface);

    return ID3D11DeviceContext_Map((ID3D11DeviceContext *)r->child.device->immediate, (ID3D11Resource *)r, sub, (D3D11_MAP)type,
        flags, mapped);
}

static void unmap(void *iface, UINT sub)
{
    struct rt_resource *r = resource_of(iface);

    ID3D11DeviceContext_Unmap((ID3D11DeviceContext *)r->child.device->immediate, (ID3D11Resource *)r, sub);
}

#define RESOURCE_METHODS(name, type) \
    METHODS(name, type) \
    static void STDMETHODCALLTYPE name##_GetType(type *iface, D3D10_RESOURCE_DIMENSION *dimension) \
    { \
        *dimension = (D3D10_RESOURCE_DIMENSION)resource_of(iface)->desc.dimension; \
    } \
    static void STDMETHODCALLTYPE name##_SetEvictionPriority(type *iface, UINT priority) \
    { \
        resource_of(iface)->priority = priority; \
    } \
    static UINT STDMETHODCALLTYPE name##_GetEvictionPriority(type *iface) \
    { \
        return resource_of(iface)->priority; \
    }
#define RESOURCE_SLOTS(name) \
    SLOTS(name), .GetType = name##_GetType, .SetEvictionPriority = name##_SetEvictionPriority, \
    .GetEvictionPriority = name##_GetEvictionPriority, .Map = name##_Map, .Unmap = name##_Unmap, .GetDesc = name##_GetDesc

RESOURCE_METHODS(buffer, ID3D10Buffer)
RESOURCE_METHODS(texture1d, ID3D10Texture1D)
RESOURCE_METHODS(texture2d, ID3D10Texture2D)
RESOURCE_METHODS(texture3d, ID3D10Texture3D)

static HRESULT STDMETHODCALLTYPE buffer_Map(ID3D10Buffer *iface, D3D10_MAP type, UINT flags, void **data)
{
    D3D11_MAPPED_SUBRESOURCE mapped = {0};
    HRESULT hr = map(iface, 0, type, flags, &mapped);

    *data = mapped.pData;
    return hr;
}

static void STDMETHODCALLTYPE buffer_Unmap(ID3D10Buffer *iface)
{
    unmap(iface, 0);
}

static void STDMETHODCALLTYPE buffer_GetDesc(ID3D10Buffer *iface, D3D10_BUFFER_DESC *desc)
{
    const struct rt_resource_desc *d = &resource_of(iface)->desc;

    *desc = (D3D10_BUFFER_DESC){
        .ByteWidth = d->width, .Usage = (D3D10_USAGE)d->usage, .BindFlags = d->bind, .CPUAccessFlags = d->cpu,
        .MiscFlags = misc_flags(d->misc),
    };
}

static HRESULT STDMETHODCALLTYPE texture1d_Map(ID3D10Texture1D *iface, UINT sub, D3D10_MAP type, UINT flags, void **data)
{
    D3D11_MAPPED_SUBRESOURCE mapped = {0};
    HRESULT hr = map(iface, sub, type, flags, &mapped);

    *data = mapped.pData;
    return hr;
}

static void STDMETHODCALLTYPE texture1d_Unmap(ID3D10Texture1D *iface, UINT sub)
{
    unmap(iface, sub);
}

static void STDMETHODCALLTYPE texture1d_GetDesc(ID3D10Texture1D *iface, D3D10_TEXTURE1D_DESC *desc)
{
    const struct rt_resource_desc *d = &resource_of(iface)->desc;

    *desc = (D3D10_TEXTURE1D_DESC){
        .Width = d->width, .MipLevels = d->mips, .ArraySize = d->array, .Format = d->format, .Usage = (D3D10_USAGE)d->usage,
        .BindFlags = d->bind, .CPUAccessFlags = d->cpu, .MiscFlags = misc_flags(d->misc),
    };
}

static HRESULT STDMETHODCALLTYPE texture2d_Map(ID3D10Texture2D *iface, UINT sub, D3D10_MAP type, UINT flags,
    D3D10_MAPPED_TEXTURE2D *out)
{
    D3D11_MAPPED_SUBRESOURCE mapped = {0};
    HRESULT hr = map(iface, sub, type, flags, &mapped);

    out->pData = mapped.pData;
    out->RowPitch = mapped.RowPitch;
    return hr;
}

static void STDMETHODCALLTYPE texture2d_Unmap(ID3D10Texture2D *iface, UINT sub)
{
    unmap(iface, sub);
}

static void STDMETHODCALLTYPE texture2d_GetDesc(ID3D10Texture2D *iface, D3D10_TEXTURE2D_DESC *desc)
{
    const struct rt_resource_desc *d = &resource_of(iface)->desc;

    *desc = (D3D10_TEXTURE2D_DESC){
        .Width = d->width, .Height = d->height, .MipLevels = d->mips, .ArraySize = d->array, .Format = d->format,
        .SampleDesc = {d->samples, d->quality}, .Usage = (D3D10_USAGE)d->usage, .BindFlags = d->bind, .CPUAccessFlags = d->cpu,
        .MiscFlags = misc_flags(d->misc),
    };
}

static HRESULT STDMETHODCALLTYPE texture3d_Map(ID3D10Texture3D *iface, UINT sub, D3D10_MAP type, UINT flags,
    D3D10_MAPPED_TEXTURE3D *out)
{
    D3D11_MAPPED_SUBRESOURCE mapped = {0};
    HRESULT hr = map(iface, sub, type, flags, &mapped);

    *out = (D3D10_MAPPED_TEXTURE3D){.pData = mapped.pData, .RowPitch = mapped.RowPitch, .DepthPitch = mapped.DepthPitch};
    return hr;
}

static void STDMETHODCALLTYPE texture3d_Unmap(ID3D10Texture3D *iface, UINT sub)
{
    unmap(iface, sub);
}

static void STDMETHODCALLTYPE texture3d_GetDesc(ID3D10Texture3D *iface, D3D10_TEXTURE3D_DESC *desc)
{
    const struct rt_resource_desc *d = &resource_of(iface)->desc;

    *desc = (D3D10_TEXTURE3D_DESC){
        .Width = d->width, .Height = d->height, .Depth = d->depth, .MipLevels = d->mips, .Format = d->format,
        .Usage = (D3D10_USAGE)d->usage, .BindFlags = d->bind, .CPUAccessFlags = d->cpu, .MiscFlags = misc_flags(d->misc),
    };
}

const ID3D10BufferVtbl rt_d3d10_buffer_vtbl = {RESOURCE_SLOTS(buffer)};
const ID3D10Texture1DVtbl rt_d3d10_texture1d_vtbl = {RESOURCE_SLOTS(texture1d)};
const ID3D10Texture2DVtbl rt_d3d10_texture2d_vtbl = {RESOURCE_SLOTS(texture2d)};
const ID3D10Texture3DVtbl rt_d3d10_texture3d_vtbl = {RESOURCE_SLOTS(texture3d)};

/* ---- views ---- */

static struct rt_view *view_of(void *iface)
{
    return (struct rt_view *)child_of(iface);
}

#define VIEW_METHODS(name, type) \
    METHODS(name, type) \
    static void STDMETHODCALLTYPE name##_GetResource(type *iface, ID3D10Resource **out) \
    { \
        struct rt_resource *r = view_of(iface)->resource; \
        rt_child_add_ref(&r->child.object); \
        *out = (ID3D10Resource *)&r->child.d3d10; \
    }
#define VIEW_SLOTS(name) SLOTS(name), .GetResource = name##_GetResource, .GetDesc = name##_GetDesc

VIEW_METHODS(srv, ID3D10ShaderResourceView1)
VIEW_METHODS(rtv, ID3D10RenderTargetView)
VIEW_METHODS(dsv, ID3D10DepthStencilView)

/* Format, dimension, then a union of the same members: Direct3D 11 appended its own. */
static void STDMETHODCALLTYPE srv_GetDesc(ID3D10ShaderResourceView1 *iface, D3D10_SHADER_RESOURCE_VIEW_DESC *desc)
{
    memcpy(desc, &view_of(iface)->desc.srv, sizeof(*desc));
}

static void STDMETHODCALLTYPE srv_GetDesc1(ID3D10ShaderResourceView1 *iface, D3D10_SHADER_RESOURCE_VIEW_DESC1 *desc)
{
    memcpy(desc, &view_of(iface)->desc.srv, sizeof(*desc));
}

static void STDMETHODCALLTYPE rtv_GetDesc(ID3D10RenderTargetView *iface, D3D10_RENDER_TARGET_VIEW_DESC *desc)
{
    memcpy(desc, &view_of(iface)->desc.rtv, sizeof(*desc));
}

/* Here Direct3D 11 put its flags in between. */
static void STDMETHODCALLTYPE dsv_GetDesc(ID3D10DepthStencilView *iface, D3D10_DEPTH_STENCIL_VIEW_DESC *desc)
{
    const D3D11_DEPTH_STENCIL_VIEW_DESC *d = &view_of(iface)->desc.dsv;

    desc->Format = d->Format;
    desc->ViewDimension = (D3D10_DSV_DIMENSION)d->ViewDimension;
    memcpy(&desc->Texture1D, &d->Texture1D, sizeof(*desc) - offsetof(D3D10_DEPTH_STENCIL_VIEW_DESC, Texture1D));
}

const ID3D10ShaderResourceView1Vtbl rt_d3d10_srv_vtbl = {VIEW_SLOTS(srv), .GetDesc1 = srv_GetDesc1};
const ID3D10RenderTargetViewVtbl rt_d3d10_rtv_vtbl = {VIEW_SLOTS(rtv)};
const ID3D10DepthStencilViewVtbl rt_d3d10_dsv_vtbl = {VIEW_SLOTS(dsv)};

/* ---- states ---- */

static struct rt_state *state_of(void *iface)
{
    return (struct rt_state *)child_of(iface);
}

METHODS(blend, ID3D10BlendState1)
METHODS(depth, ID3D10DepthStencilState)
METHODS(raster, ID3D10RasterizerState)
METHODS(sampler, ID3D10SamplerState)

static void STDMETHODCALLTYPE blend_GetDesc(ID3D10BlendState1 *iface, D3D10_BLEND_DESC *desc)
{
    const D3D11_BLEND_DESC1 *d = &state_of(iface)->desc.blend;
    const D3D11_RENDER_TARGET_BLEND_DESC1 *t = &d->RenderTarget[0];
    unsigned i;

    desc->AlphaToCoverageEnable = d->AlphaToCoverageEnable;
    desc->SrcBlend = (D3D10_BLEND)t->SrcBlend;
    desc->DestBlend = (D3D10_BLEND)t->DestBlend;
    desc->BlendOp = (D3D10_BLEND_OP)t->BlendOp;
    desc->SrcBlendAlpha = (D3D10_BLEND)t->SrcBlendAlpha;
    desc->DestBlendAlpha = (D3D10_BLEND)t->DestBlendAlpha;
    desc->BlendOpAlpha = (D3D10_BLEND_OP)t->BlendOpAlpha;
    for (i = 0; i < D3D10_SIMULTANEOUS_RENDER_TARGET_COUNT; i++) {
        desc->BlendEnable[i] = d->RenderTarget[i].BlendEnable;
        desc->RenderTargetWriteMask[i] = d->RenderTarget[i].RenderTargetWriteMask;
    }
}

static void STDMETHODCALLTYPE blend_GetDesc1(ID3D10BlendState1 *iface, D3D10_BLEND_DESC1 *desc)
{
    const D3D11_BLEND_DESC1 *d = &state_of(iface)->desc.blend;
    unsigned i;

    desc->AlphaToCoverageEnable = d->AlphaToCoverageEnable;
    desc->IndependentBlendEnable = d->IndependentBlendEnable;
    for (i = 0; i < D3D10_SIMULTANEOUS_RENDER_TARGET_COUNT; i++) {
        const D3D11_RENDER_TARGET_BLEND_DESC1 *t = &d->RenderTarget[i];

        desc->RenderTarget[i] = (D3D10_RENDER_TARGET_BLEND_DESC1){
            t->BlendEnable, (D3D10_BLEND)t->SrcBlend, (D3D10_BLEND)t->DestBlend, (D3D10_BLEND_OP)t->BlendOp,
            (D3D10_BLEND)t->SrcBlendAlpha, (D3D10_BLEND)t->DestBlendAlpha, (D3D10_BLEND_OP)t->BlendOpAlpha, t->RenderTargetWriteMask};
    }
}

_Static_assert(sizeof(D3D10_DEPTH_STENCIL_DESC) == sizeof(D3D11_DEPTH_STENCIL_DESC), "the same members");
_Static_assert(sizeof(D3D10_RASTERIZER_DESC) == sizeof(D3D11_RASTERIZER_DESC), "the same members");
_Static_assert(sizeof(D3D10_SAMPLER_DESC) == sizeof(D3D11_SAMPLER_DESC), "the same members");

static void STDMETHODCALLTYPE depth_GetDesc(ID3D10DepthStencilState *iface, D3D10_DEPTH_STENCIL_DESC *desc)
{
    memcpy(desc, &state_of(iface)->desc.depth_stencil, sizeof(*desc));
}

static void STDMETHODCALLTYPE raster_GetDesc(ID3D10RasterizerState *iface, D3D10_RASTERIZER_DESC *desc)
{
    memcpy(desc, &state_of(iface)->desc.rasterizer, sizeof(*desc));
}

static void STDMETHODCALLTYPE sampler_GetDesc(ID3D10SamplerState *iface, D3D10_SAMPLER_DESC *desc)
{
    memcpy(desc, &state_of(iface)->desc.sampler, sizeof(*desc));
}

const ID3D10BlendState1Vtbl rt_d3d10_blend_vtbl = {SLOTS(blend), .GetDesc = blend_GetDesc, .GetDesc1 = blend_GetDesc1};
const ID3D10DepthStencilStateVtbl rt_d3d10_depth_stencil_vtbl = {SLOTS(depth), .GetDesc = depth_GetDesc};
const ID3D10RasterizerStateVtbl rt_d3d10_rasterizer_vtbl = {SLOTS(raster), .GetDesc = raster_GetDesc};
const ID3D10SamplerStateVtbl rt_d3d10_sampler_vtbl = {SLOTS(sampler), .GetDesc = sampler_GetDesc};

/* ---- queries and predicates ---- */

METHODS(query, ID3D10Query)

static ID3D11DeviceContext *context_of(void *iface)
{
    return (ID3D11DeviceContext *)child_of(iface)->device->immediate;
}

static void STDMETHODCALLTYPE query_Begin(ID3D10Query *iface)
{
    ID3D11DeviceContext_Begin(context_of(iface), (ID3D11Asynchronous *)child_of(iface));
}

static void STDMETHODCALLTYPE query_End(ID3D10Query *iface)
{
    ID3D11DeviceContext_End(context_of(iface), (ID3D11Asynchronous *)child_of(iface));
}

static HRESULT STDMETHODCALLTYPE query_GetData(ID3D10Query *iface, void *data, UINT size, UINT flags)
{
    const struct rt_query *q = (struct rt_query *)child_of(iface);
    D3D11_QUERY_DATA_PIPELINE_STATISTICS all;
    HRESULT hr;

    /* Direct3D 11 counts three more things behind those of Direct3D 10. */
    if (q->desc.Query != D3D11_QUERY_PIPELINE_STATISTICS || !data)
        return ID3D11DeviceContext_GetData(context_of(iface), (ID3D11Asynchronous *)q, data, size, flags);
    if (size != sizeof(D3D10_QUERY_DATA_PIPELINE_STATISTICS))
        return E_INVALIDARG;
    hr = ID3D11DeviceContext_GetData(context_of(iface), (ID3D11Asynchronous *)q, &all, sizeof(all), flags);
    if (hr == S_OK)
        memcpy(data, &all, size);
    return hr;
}

static UINT STDMETHODCALLTYPE query_GetDataSize(ID3D10Query *iface)
{
    const D3D11_QUERY query = ((struct rt_query *)child_of(iface))->desc.Query;

    return query == D3D11_QUERY_PIPELINE_STATISTICS ? sizeof(D3D10_QUERY_DATA_PIPELINE_STATISTICS) : rt_query_data_size(query);
}

static void STDMETHODCALLTYPE query_GetDesc(ID3D10Query *iface, D3D10_QUERY_DESC *desc)
{
    const struct rt_query *q = (struct rt_query *)child_of(iface);

    desc->Query = (D3D10_QUERY)q->desc.Query;
    desc->MiscFlags = q->desc.MiscFlags;
}

const ID3D10QueryVtbl rt_d3d10_query_vtbl = {
    SLOTS(query), .Begin = query_Begin, .End = query_End, .GetData = query_GetData, .GetDataSize = query_GetDataSize,
    .GetDesc = query_GetDesc,
};
