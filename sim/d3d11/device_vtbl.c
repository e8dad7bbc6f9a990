/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * device_vtbl.c - ID3D11Device5 and ID3D11Multithread. A creation without an out pointer only checks and
 * answers S_FALSE (sdk-api CreateBuffer and siblings).
 */
#include "device.h"

#include <stdlib.h>

#include "context_methods.h"
#include "d3d10_faces.h"
#include "device_methods.h"
#include "linkage.h"
#include "objects.h"
#include "tiles.h"
#include "view.h"

static struct rt_device *from(ID3D11Device5 *iface)
{
    return rt_device_from(iface);
}

static HRESULT STDMETHODCALLTYPE device_QueryInterface(ID3D11Device5 *iface, REFIID iid, void **out)
{
    return rt_object_query(&from(iface)->object, iid, out);
}

static ULONG STDMETHODCALLTYPE device_AddRef(ID3D11Device5 *iface)
{
    return rt_object_add_ref(&from(iface)->object);
}

static ULONG STDMETHODCALLTYPE device_Release(ID3D11Device5 *iface)
{
    return rt_object_release(&from(iface)->object);
}

/* A device that is gone makes nothing, whatever the description says: what it would be checked against is gone too. Without an
 * out pointer nothing is made. */
static bool gone(ID3D11Device5 *iface, void *out)
{
    return out && rt_removed(from(iface));
}

/* ---- resources ---- */

static HRESULT create_resource(ID3D11Device5 *iface, struct rt_resource_desc *d, const D3D11_SUBRESOURCE_DATA *data, void **out)
{
    struct rt_resource *r;
    HRESULT hr;

    if (!out) {
        hr = rt_resource_check(from(iface), d, data);
        return SUCCEEDED(hr) ? S_FALSE : hr;
    }
    *out = NULL;
    if (gone(iface, out))
        return DXGI_ERROR_DEVICE_REMOVED;
    hr = rt_resource_create(from(iface), d, data, NULL, &r);
    if (SUCCEEDED(hr))
        *out = r;
    return hr;
}

static HRESULT STDMETHODCALLTYPE device_CreateBuffer(ID3D11Device5 *iface, const D3D11_BUFFER_DESC *desc,
    const D3D11_SUBRESOURCE_DATA *data, ID3D11Buffer **out)
{
    struct rt_resource_desc d;

    if (!desc)
        return E_INVALIDARG;
    d = (struct rt_resource_desc){
        .dimension = D3D11_RESOURCE_DIMENSION_BUFFER, .usage = desc->Usage, .bind = desc->BindFlags, .cpu = desc->CPUAccessFlags,
        .misc = desc->MiscFlags, .width = desc->ByteWidth, .height = 1, .depth = 1, .array = 1, .mips = 1, .samples = 1,
        .stride = desc->StructureByteStride,
    };
    return create_resource(iface, &d, data, (void **)out);
}

static HRESULT STDMETHODCALLTYPE device_CreateTexture1D(ID3D11Device5 *iface, const D3D11_TEXTURE1D_DESC *desc,
    const D3D11_SUBRESOURCE_DATA *data, ID3D11Texture1D **out)
{
    struct rt_resource_desc d;

    if (!desc)
        return E_INVALIDARG;
    d = (struct rt_resource_desc){
        .dimension = D3D11_RESOURCE_DIMENSION_TEXTURE1D, .format = desc->Format, .usage = desc->Usage, .bind = desc->BindFlags,
        .cpu = desc->CPUAccessFlags, .misc = desc->MiscFlags, .width = desc->Width, .height = 1, .depth = 1,
        .array = desc->ArraySize, .mips = desc->MipLevels, .samples = 1,
    };
    return create_resource(iface, &d, data, (void **)out);
}

static HRESULT STDMETHODCALLTYPE device_CreateTexture2D1(ID3D11Device5 *iface, const D3D11_TEXTURE2D_DESC1 *desc,
    const D3D11_SUBRESOURCE_DATA *data, ID3D11Texture2D1 **out)
{
    struct rt_resource_desc d;

    if (!desc)
        return E_INVALIDARG;
    d = (struct rt_resource_desc){
        .dimension = D3D11_RESOURCE_DIMENSION_TEXTURE2D, .format = desc->Format, .usage = desc->Usage, .bind = desc->BindFlags,
        .cpu = desc->CPUAccessFlags, .misc = desc->MiscFlags, .width = desc->Width, .height = desc->Height, .depth = 1,
        .array = desc->ArraySize, .mips = desc->MipLevels, .samples = desc->SampleDesc.Count, .quality = desc->SampleDesc.Quality,
        .layout = desc->TextureLayout,
    };
    return create_resource(iface, &d, data, (void **)out);
}

static HRESULT STDMETHODCALLTYPE device_CreateTexture2D(ID3D11Device5 *iface, const D3D11_TEXTURE2D_DESC *desc,
    const D3D11_SUBRESOURCE_DATA *data, ID3D11Texture2D **out)
{
    D3D11_TEXTURE2D_DESC1 desc1 = {0};

    if (!desc)
        return E_INVALIDARG;
    memcpy(&desc1, desc, sizeof(*desc));
    return device_CreateTexture2D1(iface, &desc1, data, (ID3D11Texture2D1 **)out);
}

static HRESULT STDMETHODCALLTYPE device_CreateTexture3D1(ID3D11Device5 *iface, const D3D11_TEXTURE3D_DESC1 *desc,
    const D3D11_SUBRESOURCE_DATA *data, ID3D11Texture3D1 **out)
{
    struct rt_resource_desc d;

    if (!desc)
        return E_INVALIDARG;
    d = (struct rt_resource_desc){
        .dimension = D3D11_RESOURCE_DIMENSION_TEXTURE3D, .format = desc->Format, .usage = desc->Usage, .bind = desc->BindFlags,
        .cpu = desc->CPUAccessFlags, .misc = desc->MiscFlags, .width = desc->Width, .height = desc->Height, .depth = desc->Depth,
        .array = 1, .mips = desc->MipLevels, .samples = 1, .layout = desc->TextureLayout,
    };
    return create_resource(iface, &d, data, (void **)out);
}

static HRESULT STDMETHODCALLTYPE device_CreateTexture3D(ID3D11Device5 *iface, const D3D11_TEXTURE3D_DESC *desc,
    const D3D11_SUBRESOURCE_DATA *data, ID3D11Texture3D **out)
{
    D3D11_TEXTURE3D_DESC1 desc1 = {0};

    if (!desc)
        return E_INVALIDARG;
    memcpy(&desc1, desc, sizeof(*desc));
    return device_CreateTexture3D1(iface, &desc1, data, (ID3D11Texture3D1 **)out);
}

/* ---- views. The older descriptions lack the plane, in whose place may be anything. ---- */

/* The descriptions of Direct3D 11.0 to 11.2 name no plane: the format says which. */
static UINT plane_of(ID3D11Resource *iface, DXGI_FORMAT format)
{
    const struct rt_resource *r = iface ? rt_resource_from(iface) : NULL;
    const struct rt_format *f = rt_format_find(format);

    return r && r->format && f && rt_format_plane_of(r->format, f) > 0;
}

static HRESULT STDMETHODCALLTYPE device_CreateShaderResourceView1(ID3D11Device5 *iface, ID3D11Resource *resource,
    const D3D11_SHADER_RESOURCE_VIEW_DESC1 *desc, ID3D11ShaderResourceView1 **out)
{
    if (out)
        *out = NULL;
    if (gone(iface, out))
        return DXGI_ERROR_DEVICE_REMOVED;
    if (!resource)
        return E_INVALIDARG;
    return rt_view_create_srv(from(iface), rt_resource_from(resource), desc, (struct rt_view **)out);
}

static HRESULT STDMETHODCALLTYPE device_CreateShaderResourceView(ID3D11Device5 *iface, ID3D11Resource *resource,
    const D3D11_SHADER_RESOURCE_VIEW_DESC *desc, ID3D11ShaderResourceView **out)
{
    D3D11_SHADER_RESOURCE_VIEW_DESC1 d = {0};

    if (desc) {
        memcpy(&d, desc, sizeof(*desc));
        if (d.ViewDimension == D3D11_SRV_DIMENSION_TEXTURE2D)
            d.Texture2D.PlaneSlice = plane_of(resource, d.Format);
        else if (d.ViewDimension == D3D11_SRV_DIMENSION_TEXTURE2DARRAY)
            d.Texture2DArray.PlaneSlice = plane_of(resource, d.Format);
    }
    return device_CreateShaderResourceView1(iface, resource, desc ? &d : NULL, (ID3D11ShaderResourceView1 **)out);
}

static HRESULT STDMETHODCALLTYPE device_CreateRenderTargetView1(ID3D11Device5 *iface, ID3D11Resource *resource,
    const D3D11_RENDER_TARGET_VIEW_DESC1 *desc, ID3D11RenderTargetView1 **out)
{
    if (out)
        *out = NULL;
    if (gone(iface, out))
        return DXGI_ERROR_DEVICE_REMOVED;
    if (!resource)
        return E_INVALIDARG;
    return rt_view_create_rtv(from(iface), rt_resource_from(resource), desc, (struct rt_view **)out);
}

static HRESULT STDMETHODCALLTYPE device_CreateRenderTargetView(ID3D11Device5 *iface, ID3D11Resource *resource,
    const D3D11_RENDER_TARGET_VIEW_DESC *desc, ID3D11RenderTargetView **out)
{
    D3D11_RENDER_TARGET_VIEW_DESC1 d = {0};

    if (desc) {
        memcpy(&d, desc, sizeof(*desc));
        if (d.ViewDimension == D3D11_RTV_DIMENSION_TEXTURE2D)
            d.Texture2D.PlaneSlice = plane_of(resource, d.Format);
        else if (d.ViewDimension == D3D11_RTV_DIMENSION_TEXTURE2DARRAY)
            d.Texture2DArray.PlaneSlice = plane_of(resource, d.Format);
    }
    return device_CreateRenderTargetView1(iface, resource, desc ? &d : NULL, (ID3D11RenderTargetView1 **)out);
}

static HRESULT STDMETHODCALLTYPE device_CreateUnorderedAccessView1(ID3D11Device5 *iface, ID3D11Resource *resource,
    const D3D11_UNORDERED_ACCESS_VIEW_DESC1 *desc, ID3D11UnorderedAccessView1 **out)
{
    if (out)
        *out = NULL;
    if (gone(iface, out))
        return DXGI_ERROR_DEVICE_REMOVED;
    if (!resource)
        return E_INVALIDARG;
    return rt_view_create_uav(from(iface), rt_resource_from(resource), desc, (struct rt_view **)out);
}

static HRESULT STDMETHODCALLTYPE device_CreateUnorderedAccessView(ID3D11Device5 *iface, ID3D11Resource *resource,
    const D3D11_UNORDERED_ACCESS_VIEW_DESC *desc, ID3D11UnorderedAccessView **out)
{
    D3D11_UNORDERED_ACCESS_VIEW_DESC1 d = {0};

    if (desc) {
        memcpy(&d, desc, sizeof(*desc));
        if (d.ViewDimension == D3D11_UAV_DIMENSION_TEXTURE2D)
            d.Texture2D.PlaneSlice = plane_of(resource, d.Format);
        else if (d.ViewDimension == D3D11_UAV_DIMENSION_TEXTURE2DARRAY)
            d.Texture2DArray.PlaneSlice = plane_of(resource, d.Format);
    }
    return device_CreateUnorderedAccessView1(iface, resource, desc ? &d : NULL, (ID3D11UnorderedAccessView1 **)out);
}

static HRESULT STDMETHODCALLTYPE device_CreateDepthStencilView(ID3D11Device5 *iface, ID3D11Resource *resource,
    const D3D11_DEPTH_STENCIL_VIEW_DESC *desc, ID3D11DepthStencilView **out)
{
    if (out)
        *out = NULL;
    if (gone(iface, out))
        return DXGI_ERROR_DEVICE_REMOVED;
    if (!resource)
        return E_INVALIDARG;
    return rt_view_create_dsv(from(iface), rt_resource_from(resource), desc, (struct rt_view **)out);
}

/* ---- shaders ---- */

static HRESULT STDMETHODCALLTYPE device_CreateInputLayout(ID3D11Device5 *iface, const D3D11_INPUT_ELEMENT_DESC *elements, UINT n,
    const void *bytecode, SIZE_T size, ID3D11InputLayout **out)
{
    if (out)
        *out = NULL;
    if (gone(iface, out))
        return DXGI_ERROR_DEVICE_REMOVED;
    return rt_layout_create(from(iface), elements, n, bytecode, size, out != NULL, (struct rt_layout **)out);
}

#define CREATE_SHADER(name, stage) \
    static HRESULT STDMETHODCALLTYPE device_Create##name(ID3D11Device5 *iface, const void *bytecode, SIZE_T size, \
        ID3D11ClassLinkage *linkage, ID3D11##name **out) \
    { \
        if (out) \
            *out = NULL; \
        if (gone(iface, out)) \
            return DXGI_ERROR_DEVICE_REMOVED; \
        if ((stage == RT_HS || stage == RT_DS) && from(iface)->feature_level < D3D_FEATURE_LEVEL_11_0) \
            return E_INVALIDARG; \
        return rt_shader_create(from(iface), stage, bytecode, size, linkage, NULL, false, out != NULL, (struct rt_shader **)out); \
    }

CREATE_SHADER(VertexShader, RT_VS)
CREATE_SHADER(HullShader, RT_HS)
CREATE_SHADER(DomainShader, RT_DS)
CREATE_SHADER(GeometryShader, RT_GS)
CREATE_SHADER(PixelShader, RT_PS)
CREATE_SHADER(ComputeShader, RT_CS)

static HRESULT STDMETHODCALLTYPE device_CreateGeometryShaderWithStreamOutput(ID3D11Device5 *iface, const void *bytecode, SIZE_T size,
    const D3D11_SO_DECLARATION_ENTRY *entries, UINT n_entries, const UINT *strides, UINT n_strides, UINT rasterized,
    ID3D11ClassLinkage *linkage, ID3D11GeometryShader **out)
{
    struct rt_so_declaration so = {entries, n_entries, strides, n_strides, rasterized};

    if (out)
        *out = NULL;
    if (gone(iface, out))
        return DXGI_ERROR_DEVICE_REMOVED;
    return rt_shader_create(from(iface), RT_GS, bytecode, size, linkage, &so, true, out != NULL, (struct rt_shader **)out);
}

static HRESULT STDMETHODCALLTYPE device_CreateClassLinkage(ID3D11Device5 *iface, ID3D11ClassLinkage **out)
{
    if (gone(iface, out))
        return DXGI_ERROR_DEVICE_REMOVED;
    if (from(iface)->feature_level < D3D_FEATURE_LEVEL_11_0)
        return E_INVALIDARG;
    return out ? rt_linkage_create(from(iface), out) : S_FALSE;
}

/* ---- states ---- */

static HRESULT STDMETHODCALLTYPE device_CreateBlendState1(ID3D11Device5 *iface, const D3D11_BLEND_DESC1 *desc, ID3D11BlendState1 **out)
{
    if (out)
        *out = NULL;
    if (gone(iface, out))
        return DXGI_ERROR_DEVICE_REMOVED;
    return rt_state_create_blend(from(iface), desc, (struct rt_state **)out);
}

static HRESULT STDMETHODCALLTYPE device_CreateBlendState(ID3D11Device5 *iface, const D3D11_BLEND_DESC *desc, ID3D11BlendState **out)
{
    D3D11_BLEND_DESC1 d;
    unsigned i;

    if (!desc)
        return E_INVALIDARG;
    memset(&d, 0, sizeof(d));
    d.AlphaToCoverageEnable = desc->AlphaToCoverageEnable;
    d.IndependentBlendEnable = desc->IndependentBlendEnable;
    for (i = 0; i < 8; i++) {
        const D3D11_RENDER_TARGET_BLEND_DESC *t = &desc->RenderTarget[i];

        d.RenderTarget[i] = (D3D11_RENDER_TARGET_BLEND_DESC1){
            .BlendEnable = t->BlendEnable, .SrcBlend = t->SrcBlend, .DestBlend = t->DestBlend, .BlendOp = t->BlendOp,
            .SrcBlendAlpha = t->SrcBlendAlpha, .DestBlendAlpha = t->DestBlendAlpha, .BlendOpAlpha = t->BlendOpAlpha,
            .LogicOp = D3D11_LOGIC_OP_NOOP, .RenderTargetWriteMask = t->RenderTargetWriteMask,
        };
    }
    return device_CreateBlendState1(iface, &d, (ID3D11BlendState1 **)out);
}

static HRESULT STDMETHODCALLTYPE device_CreateDepthStencilState(ID3D11Device5 *iface, const D3D11_DEPTH_STENCIL_DESC *desc,
    ID3D11DepthStencilState **out)
{
    if (out)
        *out = NULL;
    if (gone(iface, out))
        return DXGI_ERROR_DEVICE_REMOVED;
    return rt_state_create_depth_stencil(from(iface), desc, (struct rt_state **)out);
}

static HRESULT STDMETHODCALLTYPE device_CreateRasterizerState2(ID3D11Device5 *iface, const D3D11_RASTERIZER_DESC2 *desc,
    ID3D11RasterizerState2 **out)
{
    if (out)
        *out = NULL;
    if (gone(iface, out))
        return DXGI_ERROR_DEVICE_REMOVED;
    return rt_state_create_rasterizer(from(iface), desc, (struct rt_state **)out);
}

static HRESULT STDMETHODCALLTYPE device_CreateRasterizerState1(ID3D11Device5 *iface, const D3D11_RASTERIZER_DESC1 *desc,
    ID3D11RasterizerState1 **out)
{
    D3D11_RASTERIZER_DESC2 d = {0};

    if (desc)
        memcpy(&d, desc, sizeof(*desc));
    return device_CreateRasterizerState2(iface, desc ? &d : NULL, (ID3D11RasterizerState2 **)out);
}

static HRESULT STDMETHODCALLTYPE device_CreateRasterizerState(ID3D11Device5 *iface, const D3D11_RASTERIZER_DESC *desc,
    ID3D11RasterizerState **out)
{
    D3D11_RASTERIZER_DESC2 d = {0};

    if (desc)
        memcpy(&d, desc, sizeof(*desc));
    return device_CreateRasterizerState2(iface, desc ? &d : NULL, (ID3D11RasterizerState2 **)out);
}

static HRESULT STDMETHODCALLTYPE device_CreateSamplerState(ID3D11Device5 *iface, const D3D11_SAMPLER_DESC *desc,
    ID3D11SamplerState **out)
{
    if (out)
        *out = NULL;
    if (gone(iface, out))
        return DXGI_ERROR_DEVICE_REMOVED;
    return rt_state_create_sampler(from(iface), desc, (struct rt_state **)out);
}

/* ---- queries ---- */

static HRESULT STDMETHODCALLTYPE device_CreateQuery1(ID3D11Device5 *iface, const D3D11_QUERY_DESC1 *desc, ID3D11Query1 **out)
{
    if (out)
        *out = NULL;
    if (gone(iface, out))
        return DXGI_ERROR_DEVICE_REMOVED;
    return rt_query_create(from(iface), desc, false, out != NULL, (struct rt_query **)out);
}

static HRESULT STDMETHODCALLTYPE device_CreateQuery(ID3D11Device5 *iface, const D3D11_QUERY_DESC *desc, ID3D11Query **out)
{
    D3D11_QUERY_DESC1 d = {0};

    if (!desc)
        return E_INVALIDARG;
    d.Query = desc->Query;
    d.MiscFlags = desc->MiscFlags;
    return device_CreateQuery1(iface, &d, (ID3D11Query1 **)out);
}

static HRESULT STDMETHODCALLTYPE device_CreatePredicate(ID3D11Device5 *iface, const D3D11_QUERY_DESC *desc, ID3D11Predicate **out)
{
    D3D11_QUERY_DESC1 d = {0};

    if (!desc)
        return E_INVALIDARG;
    if (out)
        *out = NULL;
    if (gone(iface, out))
        return DXGI_ERROR_DEVICE_REMOVED;
    d.Query = desc->Query;
    d.MiscFlags = desc->MiscFlags;
    return rt_query_create(from(iface), &d, true, out != NULL, (struct rt_query **)out);
}

/* The driver tells that it has no counters (CheckCounterInfo), so every one is unsupported. */
static HRESULT STDMETHODCALLTYPE device_CreateCounter(ID3D11Device5 *iface, const D3D11_COUNTER_DESC *desc, ID3D11Counter **out)
{
    if (out)
        *out = NULL;
    if (gone(iface, out))
        return DXGI_ERROR_DEVICE_REMOVED;
    return desc ? DXGI_ERROR_UNSUPPORTED : E_INVALIDARG;
}

/* ---- contexts ---- */

static HRESULT create_deferred(struct rt_device *device, UINT flags, void **out)
{
    struct rt_context *c;
    HRESULT hr;

    if (out)
        *out = NULL;
    if (out && rt_removed(device))
        return DXGI_ERROR_DEVICE_REMOVED;
    /* nf-d3d11-id3d11device-createdeferredcontext */
    if (device->flags & D3D11_CREATE_DEVICE_SINGLETHREADED)
        return DXGI_ERROR_INVALID_CALL;
    if (flags)
        return E_INVALIDARG;
    if (!out)
        return S_FALSE;
    hr = rt_context_create(device, D3D11_DEVICE_CONTEXT_DEFERRED, flags, &c);
    if (SUCCEEDED(hr))
        *out = c;
    return hr;
}

#define DEFERRED_CONTEXT(n, type) \
    static HRESULT STDMETHODCALLTYPE device_CreateDeferredContext##n(ID3D11Device5 *iface, UINT flags, type **out) \
    { \
        return create_deferred(from(iface), flags, (void **)out); \
    } \
    static void STDMETHODCALLTYPE device_GetImmediateContext##n(ID3D11Device5 *iface, type **out) \
    { \
        rt_child_add_ref(&from(iface)->immediate->child.object); \
        *out = (type *)from(iface)->immediate; \
    }

DEFERRED_CONTEXT(, ID3D11DeviceContext)
DEFERRED_CONTEXT(1, ID3D11DeviceContext1)
DEFERRED_CONTEXT(2, ID3D11DeviceContext2)
DEFERRED_CONTEXT(3, ID3D11DeviceContext3)

static HRESULT STDMETHODCALLTYPE device_CreateDeviceContextState(ID3D11Device5 *iface, UINT flags, const D3D_FEATURE_LEVEL *levels,
    UINT n, UINT sdk, REFIID emulated, D3D_FEATURE_LEVEL *chosen, ID3DDeviceContextState **out)
{
    return rt_context_state_create(from(iface), flags, levels, n, emulated, chosen, out);
}

/* ---- the rest ---- */

static HRESULT STDMETHODCALLTYPE device_CheckMultisampleQualityLevels1(ID3D11Device5 *iface, DXGI_FORMAT format, UINT samples,
    UINT flags, UINT *levels)
{
    if (!levels)
        return E_INVALIDARG;
    *levels = 0;
    if (!rt_format_find(format) || (flags & ~D3D11_CHECK_MULTISAMPLE_QUALITY_LEVELS_TILED_RESOURCE))
        return E_INVALIDARG;
    if (!samples || samples > D3D11_MAX_MULTISAMPLE_SAMPLE_COUNT)
        return E_FAIL;
    *levels = rt_device_quality_levels(from(iface), format, samples, flags);
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE device_CheckMultisampleQualityLevels(ID3D11Device5 *iface, DXGI_FORMAT format, UINT samples,
    UINT *levels)
{
    return device_CheckMultisampleQualityLevels1(iface, format, samples, 0, levels);
}

static HRESULT STDMETHODCALLTYPE device_CheckFormatSupport(ID3D11Device5 *iface, DXGI_FORMAT format, UINT *support)
{
    if (!support)
        return E_INVALIDARG;
    *support = rt_device_format_support(from(iface), format);
    return *support ? S_OK : E_FAIL;
}

static void STDMETHODCALLTYPE device_CheckCounterInfo(ID3D11Device5 *iface, D3D11_COUNTER_INFO *info)
{
    struct rt_device *device = from(iface);
    D3D10DDI_COUNTER_INFO ddi = {0};
    struct rt_call call;

    if (rt_call_begin(&call, device, RT_ERR_NONE)) {
        device->umd.f->pfnCheckCounterInfo(device->umd.h, &ddi);
        rt_call_end(&call);
    }
    info->LastDeviceDependentCounter = (D3D11_COUNTER)ddi.LastDeviceDependentCounter;
    info->NumSimultaneousCounters = ddi.NumSimultaneousCounters;
    info->NumDetectableParallelUnits = ddi.NumDetectableParallelUnits;
}

static HRESULT STDMETHODCALLTYPE device_CheckCounter(ID3D11Device5 *iface, const D3D11_COUNTER_DESC *desc, D3D11_COUNTER_TYPE *type,
    UINT *active, LPSTR name, UINT *name_size, LPSTR units, UINT *units_size, LPSTR text, UINT *text_size)
{
    return desc && !desc->MiscFlags ? DXGI_ERROR_UNSUPPORTED : E_INVALIDARG;
}

static HRESULT STDMETHODCALLTYPE device_GetPrivateData(ID3D11Device5 *iface, REFGUID guid, UINT *size, void *data)
{
    return rt_object_get_private(&from(iface)->object, guid, size, data);
}

static HRESULT STDMETHODCALLTYPE device_SetPrivateData(ID3D11Device5 *iface, REFGUID guid, UINT size, const void *data)
{
    return rt_object_set_private(&from(iface)->object, guid, size, data);
}

static HRESULT STDMETHODCALLTYPE device_SetPrivateDataInterface(ID3D11Device5 *iface, REFGUID guid, const IUnknown *data)
{
    return rt_object_set_private_interface(&from(iface)->object, guid, data);
}

static D3D_FEATURE_LEVEL STDMETHODCALLTYPE device_GetFeatureLevel(ID3D11Device5 *iface)
{
    return from(iface)->feature_level;
}

static UINT STDMETHODCALLTYPE device_GetCreationFlags(ID3D11Device5 *iface)
{
    return from(iface)->flags;
}

static HRESULT STDMETHODCALLTYPE device_GetDeviceRemovedReason(ID3D11Device5 *iface)
{
    return rt_removed(from(iface));
}

static HRESULT STDMETHODCALLTYPE device_SetExceptionMode(ID3D11Device5 *iface, UINT mode)
{
    if (mode & ~D3D11_RAISE_FLAG_DRIVER_INTERNAL_ERROR)
        return E_INVALIDARG;
    from(iface)->exception_mode = mode;
    return S_OK;
}

static UINT STDMETHODCALLTYPE device_GetExceptionMode(ID3D11Device5 *iface)
{
    return from(iface)->exception_mode;
}

static void STDMETHODCALLTYPE device_GetResourceTiling(ID3D11Device5 *iface, ID3D11Resource *resource, UINT *tiles,
    D3D11_PACKED_MIP_DESC *mips, D3D11_TILE_SHAPE *shape, UINT *n_subresources, UINT first, D3D11_SUBRESOURCE_TILING *tiling)
{
    struct rt_tiling t;
    UINT n = n_subresources ? *n_subresources : 0, all, i;

    rt_tiling_of(rt_resource_from(resource), &t); /* all zero when it is not tiled */
    all = t.mips * t.array;
    if (tiles)
        *tiles = t.per_slice * t.array;
    if (mips)
        *mips = (D3D11_PACKED_MIP_DESC){(UINT8)t.standard_mips, (UINT8)(t.mips - t.standard_mips), t.packed_tiles, t.packed_first};
    if (shape)
        *shape = t.standard_mips ? t.shape : (D3D11_TILE_SHAPE){0};
    if (n_subresources)
        *n_subresources = first < all && n > all - first ? all - first : first < all ? n : 0;
    for (i = 0; tiling && n_subresources && i < *n_subresources; i++) {
        const UINT mip = (first + i) % t.mips, slice = (first + i) / t.mips;

        if (mip < t.standard_mips)
            tiling[i] = (D3D11_SUBRESOURCE_TILING){t.mip[mip].width, (UINT16)t.mip[mip].height, (UINT16)t.mip[mip].depth,
                slice * t.per_slice + t.mip[mip].first};
        else
            tiling[i] = (D3D11_SUBRESOURCE_TILING){0, 0, 0, D3D11_PACKED_TILE};
    }
}

/* Only default textures created with CPU access can be written so, which needs unified-memory caps that a
 * WDDM 1.3 driver cannot report (D3D11_FEATURE_DATA_D3D11_OPTIONS2); there is no such resource. */
static void STDMETHODCALLTYPE device_WriteToSubresource(ID3D11Device5 *iface, ID3D11Resource *resource, UINT sub,
    const D3D11_BOX *box, const void *data, UINT row, UINT depth)
{
}

static void STDMETHODCALLTYPE device_ReadFromSubresource(ID3D11Device5 *iface, void *data, UINT row, UINT depth,
    ID3D11Resource *resource, UINT sub, const D3D11_BOX *box)
{
}

static HRESULT STDMETHODCALLTYPE device_RegisterDeviceRemovedEvent(ID3D11Device5 *iface, HANDLE event, DWORD *cookie)
{
    return event && cookie ? DXGI_ERROR_UNSUPPORTED : E_INVALIDARG;
}

static void STDMETHODCALLTYPE device_UnregisterDeviceRemoved(ID3D11Device5 *iface, DWORD cookie)
{
}

/* Fences need the monitored fences of WDDM 2. */
static HRESULT STDMETHODCALLTYPE device_OpenSharedFence(ID3D11Device5 *iface, HANDLE handle, REFIID iid, void **fence)
{
    if (fence)
        *fence = NULL;
    return DXGI_ERROR_UNSUPPORTED;
}

static HRESULT STDMETHODCALLTYPE device_CreateFence(ID3D11Device5 *iface, UINT64 value, D3D11_FENCE_FLAG flags, REFIID iid, void **fence)
{
    if (fence)
        *fence = NULL;
    return DXGI_ERROR_UNSUPPORTED;
}

static HRESULT STDMETHODCALLTYPE device_CheckFeatureSupport(ID3D11Device5 *iface, D3D11_FEATURE feature, void *data, UINT size)
{
    return rt_device_feature(from(iface), feature, data, size);
}

static HRESULT STDMETHODCALLTYPE device_OpenSharedResource(ID3D11Device5 *iface, HANDLE handle, REFIID iid, void **out)
{
    return rt_device_open_shared(from(iface), handle, false, iid, out);
}

static HRESULT STDMETHODCALLTYPE device_OpenSharedResource1(ID3D11Device5 *iface, HANDLE handle, REFIID iid, void **out)
{
    return rt_device_open_shared(from(iface), handle, true, iid, out);
}

static HRESULT STDMETHODCALLTYPE device_OpenSharedResourceByName(ID3D11Device5 *iface, LPCWSTR name, DWORD access, REFIID iid, void **out)
{
    return rt_device_open_shared_by_name(from(iface), name, access, iid, out);
}

#define SLOT(name) .name = device_##name

const ID3D11Device5Vtbl rt_device_vtbl = {
    SLOT(QueryInterface), SLOT(AddRef), SLOT(Release), SLOT(CreateBuffer), SLOT(CreateTexture1D), SLOT(CreateTexture2D),
    SLOT(CreateTexture3D), SLOT(CreateShaderResourceView), SLOT(CreateUnorderedAccessView), SLOT(CreateRenderTargetView),
    SLOT(CreateDepthStencilView), SLOT(CreateInputLayout), SLOT(CreateVertexShader), SLOT(CreateGeometryShader),
    SLOT(CreateGeometryShaderWithStreamOutput), SLOT(CreatePixelShader), SLOT(CreateHullShader), SLOT(CreateDomainShader),
    SLOT(CreateComputeShader), SLOT(CreateClassLinkage), SLOT(CreateBlendState), SLOT(CreateDepthStencilState),
    SLOT(CreateRasterizerState), SLOT(CreateSamplerState), SLOT(CreateQuery), SLOT(CreatePredicate), SLOT(CreateCounter),
    SLOT(CreateDeferredContext), SLOT(OpenSharedResource), SLOT(CheckFormatSupport), SLOT(CheckMultisampleQualityLevels),
    SLOT(CheckCounterInfo), SLOT(CheckCounter), SLOT(CheckFeatureSupport), SLOT(GetPrivateData), SLOT(SetPrivateData),
    SLOT(SetPrivateDataInterface), SLOT(GetFeatureLevel), SLOT(GetCreationFlags), SLOT(GetDeviceRemovedReason),
    SLOT(GetImmediateContext), SLOT(SetExceptionMode), SLOT(GetExceptionMode), SLOT(GetImmediateContext1),
    SLOT(CreateDeferredContext1), SLOT(CreateBlendState1), SLOT(CreateRasterizerState1), SLOT(CreateDeviceContextState),
    SLOT(OpenSharedResource1), SLOT(OpenSharedResourceByName), SLOT(GetImmediateContext2), SLOT(CreateDeferredContext2),
    SLOT(GetResourceTiling), SLOT(CheckMultisampleQualityLevels1), SLOT(CreateTexture2D1), SLOT(CreateTexture3D1),
    SLOT(CreateRasterizerState2), SLOT(CreateShaderResourceView1), SLOT(CreateUnorderedAccessView1), SLOT(CreateRenderTargetView1),
    SLOT(CreateQuery1), SLOT(GetImmediateContext3), SLOT(CreateDeferredContext3), SLOT(WriteToSubresource),
    SLOT(ReadFromSubresource), SLOT(RegisterDeviceRemovedEvent), SLOT(UnregisterDeviceRemoved), SLOT(OpenSharedFence),
    SLOT(CreateFence),
};

static const struct rt_iface_entry device_ifaces[] = {
    {&IID_ID3D11Device, 0}, {&IID_ID3D11Device1, 0}, {&IID_ID3D11Device2, 0}, {&IID_ID3D11Device3, 0}, {&IID_ID3D11Device4, 0},
    {&IID_ID3D11Device5, 0}, {&IID_IUnknown, 0}, {&IID_ID3D11Multithread, offsetof(struct rt_device, multithread)},
    {&IID_ID3D11VideoDevice, offsetof(struct rt_device, video)},
    {&IID_IDXGIDevice, offsetof(struct rt_device, dxgi)}, {&IID_IDXGIDevice1, offsetof(struct rt_device, dxgi)},
    {&IID_IDXGIDevice2, offsetof(struct rt_device, dxgi)}, {&IID_IDXGIDevice3, offsetof(struct rt_device, dxgi)},
    {&IID_IDXGIDevice4, offsetof(struct rt_device, dxgi)}, {&IID_IDXGIObject, offsetof(struct rt_device, dxgi)},
    {&IID_ID3D10Device, offsetof(struct rt_device, d3d10)}, {&IID_ID3D10Device1, offsetof(struct rt_device, d3d10)}, {NULL, 0},
};

const struct rt_class rt_device_class = {"ID3D11Device", device_ifaces, rt_object_add_ref, rt_device_destroy};

/* ---- ID3D11Multithread ---- */

RT_IFACE_UNKNOWN_METHODS(mt, ID3D11Multithread)

static struct rt_device *mt_device(ID3D11Multithread *iface)
{
    return (struct rt_device *)((struct rt_iface *)iface)->owner;
}

void rt_device_enter_multithread(struct rt_device *device)
{
    if (device->multithread_protected)
        rt_lock_enter(device->lock);
}

void rt_device_leave_multithread(struct rt_device *device)
{
    if (device->multithread_protected)
        rt_lock_leave(device->lock);
}

BOOL rt_device_protect(struct rt_device *device, BOOL protect)
{
    BOOL old = device->multithread_protected;
    bool free_threaded = device->umd.caps.threading & D3D11DDICAPS_FREETHREADED;

    device->multithread_protected = protect != 0;
    device->lock_needed = protect || (!free_threaded && !(device->flags & D3D11_CREATE_DEVICE_SINGLETHREADED));
    return old;
}

static void STDMETHODCALLTYPE mt_Enter(ID3D11Multithread *iface)
{
    rt_device_enter_multithread(mt_device(iface));
}

static void STDMETHODCALLTYPE mt_Leave(ID3D11Multithread *iface)
{
    rt_device_leave_multithread(mt_device(iface));
}

static BOOL STDMETHODCALLTYPE mt_SetMultithreadProtected(ID3D11Multithread *iface, BOOL protect)
{
    return rt_device_protect(mt_device(iface), protect);
}

static BOOL STDMETHODCALLTYPE mt_GetMultithreadProtected(ID3D11Multithread *iface)
{
    return mt_device(iface)->multithread_protected;
}

const ID3D11MultithreadVtbl rt_device_multithread_vtbl = {
    .QueryInterface = mt_QueryInterface, .AddRef = mt_AddRef, .Release = mt_Release, .Enter = mt_Enter, .Leave = mt_Leave,
    .SetMultithreadProtected = mt_SetMultithreadProtected, .GetMultithreadProtected = mt_GetMultithreadProtected,
};
