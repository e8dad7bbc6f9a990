/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * d3d10_create.c - what ID3D10Device1 makes: objects of the Direct3D 11 device, whose Direct3D 10 face is given out. Most
 * descriptions are those of Direct3D 11 with less in them.
 */
#include "d3d10_device.h"

#include "context.h"

static ID3D11Device *eleven(ID3D10Device1 *iface)
{
    return (ID3D11Device *)rt_d3d10_device(iface);
}

static void *child_of(void *face)
{
    return face ? ((struct rt_iface *)face)->owner : NULL;
}

/* The face of what was just made; its reference goes with it. out NULL: only a check was asked for. made is looked at here and
 * not by the caller, whose arguments are evaluated in any order. */
static HRESULT give(HRESULT hr, void *made, void *out)
{
    struct rt_child *child = made ? *(struct rt_child **)made : NULL;

    if (out)
        *(void **)out = SUCCEEDED(hr) && child ? &child->d3d10 : NULL;
    return hr;
}

#define MADE(type) type *made = NULL, **to = out ? &made : NULL

HRESULT STDMETHODCALLTYPE rt_d3d10_GetDeviceRemovedReason(ID3D10Device1 *iface)
{
    return ID3D11Device_GetDeviceRemovedReason(eleven(iface));
}

HRESULT STDMETHODCALLTYPE rt_d3d10_SetExceptionMode(ID3D10Device1 *iface, UINT mode)
{
    return ID3D11Device_SetExceptionMode(eleven(iface), mode);
}

UINT STDMETHODCALLTYPE rt_d3d10_GetExceptionMode(ID3D10Device1 *iface)
{
    return ID3D11Device_GetExceptionMode(eleven(iface));
}

UINT STDMETHODCALLTYPE rt_d3d10_GetCreationFlags(ID3D10Device1 *iface)
{
    return ID3D11Device_GetCreationFlags(eleven(iface));
}

D3D10_FEATURE_LEVEL1 STDMETHODCALLTYPE rt_d3d10_GetFeatureLevel(ID3D10Device1 *iface)
{
    return rt_d3d10_device(iface)->feature_level >= D3D_FEATURE_LEVEL_10_1 ? D3D10_FEATURE_LEVEL_10_1 : D3D10_FEATURE_LEVEL_10_0;
}

/* ---- resources ---- */

/* The flags up to texture cubes are the same; later ones moved. */
static UINT misc_flags(UINT misc)
{
    return (misc & (D3D10_RESOURCE_MISC_GENERATE_MIPS | D3D10_RESOURCE_MISC_SHARED | D3D10_RESOURCE_MISC_TEXTURECUBE)) |
        (misc & D3D10_RESOURCE_MISC_SHARED_KEYEDMUTEX ? D3D11_RESOURCE_MISC_SHARED_KEYEDMUTEX : 0) |
        (misc & D3D10_RESOURCE_MISC_GDI_COMPATIBLE ? D3D11_RESOURCE_MISC_GDI_COMPATIBLE : 0);
}

_Static_assert(sizeof(D3D10_SUBRESOURCE_DATA) == sizeof(D3D11_SUBRESOURCE_DATA), "the same members");

HRESULT STDMETHODCALLTYPE rt_d3d10_CreateBuffer(ID3D10Device1 *iface, const D3D10_BUFFER_DESC *desc, const D3D10_SUBRESOURCE_DATA *data,
    ID3D10Buffer **out)
{
    D3D11_BUFFER_DESC d;
    MADE(ID3D11Buffer);

    if (!desc)
        return E_INVALIDARG;
    d = (D3D11_BUFFER_DESC){desc->ByteWidth, (D3D11_USAGE)desc->Usage, desc->BindFlags, desc->CPUAccessFlags, misc_flags(desc->MiscFlags), 0};
    return give(ID3D11Device_CreateBuffer(eleven(iface), &d, (const D3D11_SUBRESOURCE_DATA *)data, to), &made, out);
}

HRESULT STDMETHODCALLTYPE rt_d3d10_CreateTexture1D(ID3D10Device1 *iface, const D3D10_TEXTURE1D_DESC *desc,
    const D3D10_SUBRESOURCE_DATA *data, ID3D10Texture1D **out)
{
    D3D11_TEXTURE1D_DESC d;
    MADE(ID3D11Texture1D);

    if (!desc)
        return E_INVALIDARG;
    d = (D3D11_TEXTURE1D_DESC){desc->Width, desc->MipLevels, desc->ArraySize, desc->Format, (D3D11_USAGE)desc->Usage, desc->BindFlags,
        desc->CPUAccessFlags, misc_flags(desc->MiscFlags)};
    return give(ID3D11Device_CreateTexture1D(eleven(iface), &d, (const D3D11_SUBRESOURCE_DATA *)data, to), &made, out);
}

HRESULT STDMETHODCALLTYPE rt_d3d10_CreateTexture2D(ID3D10Device1 *iface, const D3D10_TEXTURE2D_DESC *desc,
    const D3D10_SUBRESOURCE_DATA *data, ID3D10Texture2D **out)
{
    D3D11_TEXTURE2D_DESC d;
    MADE(ID3D11Texture2D);

    if (!desc)
        return E_INVALIDARG;
    d = (D3D11_TEXTURE2D_DESC){desc->Width, desc->Height, desc->MipLevels, desc->ArraySize, desc->Format, desc->SampleDesc,
        (D3D11_USAGE)desc->Usage, desc->BindFlags, desc->CPUAccessFlags, misc_flags(desc->MiscFlags)};
    return give(ID3D11Device_CreateTexture2D(eleven(iface), &d, (const D3D11_SUBRESOURCE_DATA *)data, to), &made, out);
}

HRESULT STDMETHODCALLTYPE rt_d3d10_CreateTexture3D(ID3D10Device1 *iface, const D3D10_TEXTURE3D_DESC *desc,
    const D3D10_SUBRESOURCE_DATA *data, ID3D10Texture3D **out)
{
    D3D11_TEXTURE3D_DESC d;
    MADE(ID3D11Texture3D);

    if (!desc)
        return E_INVALIDARG;
    d = (D3D11_TEXTURE3D_DESC){desc->Width, desc->Height, desc->Depth, desc->MipLevels, desc->Format, (D3D11_USAGE)desc->Usage,
        desc->BindFlags, desc->CPUAccessFlags, misc_flags(desc->MiscFlags)};
    return give(ID3D11Device_CreateTexture3D(eleven(iface), &d, (const D3D11_SUBRESOURCE_DATA *)data, to), &made, out);
}

/* The interface asked for may be one of either version. */
HRESULT STDMETHODCALLTYPE rt_d3d10_OpenSharedResource(ID3D10Device1 *iface, HANDLE handle, REFIID iid, void **out)
{
    return ID3D11Device_OpenSharedResource(eleven(iface), handle, iid, out);
}

/* ---- views: format, dimension, then a union of the same members, to which Direct3D 11 appended its own ---- */

static HRESULT create_srv(ID3D10Device1 *iface, ID3D10Resource *resource, const void *desc, size_t size, void *out)
{
    D3D11_SHADER_RESOURCE_VIEW_DESC d = {0};
    MADE(ID3D11ShaderResourceView);

    if (desc)
        memcpy(&d, desc, size);
    return give(ID3D11Device_CreateShaderResourceView(eleven(iface), child_of(resource), desc ? &d : NULL, to), &made, out);
}

HRESULT STDMETHODCALLTYPE rt_d3d10_CreateShaderResourceView(ID3D10Device1 *iface, ID3D10Resource *resource,
    const D3D10_SHADER_RESOURCE_VIEW_DESC *desc, ID3D10ShaderResourceView **out)
{
    return create_srv(iface, resource, desc, sizeof(*desc), out);
}

HRESULT STDMETHODCALLTYPE rt_d3d10_CreateShaderResourceView1(ID3D10Device1 *iface, ID3D10Resource *resource,
    const D3D10_SHADER_RESOURCE_VIEW_DESC1 *desc, ID3D10ShaderResourceView1 **out)
{
    return create_srv(iface, resource, desc, sizeof(*desc), out);
}

HRESULT STDMETHODCALLTYPE rt_d3d10_CreateRenderTargetView(ID3D10Device1 *iface, ID3D10Resource *resource,
    const D3D10_RENDER_TARGET_VIEW_DESC *desc, ID3D10RenderTargetView **out)
{
    D3D11_RENDER_TARGET_VIEW_DESC d = {0};
    MADE(ID3D11RenderTargetView);

    if (desc)
        memcpy(&d, desc, sizeof(*desc));
    return give(ID3D11Device_CreateRenderTargetView(eleven(iface), child_of(resource), desc ? &d : NULL, to), &made, out);
}

/* Here Direct3D 11 put its flags in between. */
HRESULT STDMETHODCALLTYPE rt_d3d10_CreateDepthStencilView(ID3D10Device1 *iface, ID3D10Resource *resource,
    const D3D10_DEPTH_STENCIL_VIEW_DESC *desc, ID3D10DepthStencilView **out)
{
    D3D11_DEPTH_STENCIL_VIEW_DESC d = {0};
    MADE(ID3D11DepthStencilView);

    if (desc) {
        d.Format = desc->Format;
        d.ViewDimension = (D3D11_DSV_DIMENSION)desc->ViewDimension;
        memcpy(&d.Texture1D, &desc->Texture1D, sizeof(*desc) - offsetof(D3D10_DEPTH_STENCIL_VIEW_DESC, Texture1D));
    }
    return give(ID3D11Device_CreateDepthStencilView(eleven(iface), child_of(resource), desc ? &d : NULL, to), &made, out);
}

/* ---- shaders ---- */

_Static_assert(sizeof(D3D10_INPUT_ELEMENT_DESC) == sizeof(D3D11_INPUT_ELEMENT_DESC), "the same members");

HRESULT STDMETHODCALLTYPE rt_d3d10_CreateInputLayout(ID3D10Device1 *iface, const D3D10_INPUT_ELEMENT_DESC *elements, UINT n,
    const void *bytecode, SIZE_T size, ID3D10InputLayout **out)
{
    MADE(ID3D11InputLayout);

    return give(ID3D11Device_CreateInputLayout(eleven(iface), (const D3D11_INPUT_ELEMENT_DESC *)elements, n, bytecode, size, to), &made, out);
}

#define CREATE_SHADER(name) \
    HRESULT STDMETHODCALLTYPE rt_d3d10_Create##name(ID3D10Device1 *iface, const void *bytecode, SIZE_T size, ID3D10##name **out) \
    { \
        MADE(ID3D11##name); \
        return give(ID3D11Device_Create##name(eleven(iface), bytecode, size, NULL, to), &made, out); \
    }

CREATE_SHADER(VertexShader)
CREATE_SHADER(GeometryShader)
CREATE_SHADER(PixelShader)

/* One stride, of buffer 0; there is one stream, and it is rasterized. */
HRESULT STDMETHODCALLTYPE rt_d3d10_CreateGeometryShaderWithStreamOutput(ID3D10Device1 *iface, const void *bytecode, SIZE_T size,
    const D3D10_SO_DECLARATION_ENTRY *entries, UINT n, UINT stride, ID3D10GeometryShader **out)
{
    D3D11_SO_DECLARATION_ENTRY e[D3D11_SO_STREAM_COUNT * D3D11_SO_OUTPUT_COMPONENT_COUNT];
    MADE(ID3D11GeometryShader);
    UINT i;

    if (n > RT_COUNT(e) || (n && !entries))
        return give(E_INVALIDARG, NULL, out);
    for (i = 0; i < n; i++)
        e[i] = (D3D11_SO_DECLARATION_ENTRY){0, entries[i].SemanticName, entries[i].SemanticIndex, entries[i].StartComponent,
            entries[i].ComponentCount, entries[i].OutputSlot};
    return give(ID3D11Device_CreateGeometryShaderWithStreamOutput(eleven(iface), bytecode, size, n ? e : NULL, n, stride ? &stride : NULL,
        stride ? 1 : 0, 0, NULL, to), &made, out);
}

/* ---- states ---- */

/* One way of blending, switched on target by target. */
HRESULT STDMETHODCALLTYPE rt_d3d10_CreateBlendState(ID3D10Device1 *iface, const D3D10_BLEND_DESC *desc, ID3D10BlendState **out)
{
    D3D11_BLEND_DESC d = {0};
    MADE(ID3D11BlendState);
    unsigned i;

    if (!desc)
        return E_INVALIDARG;
    d.AlphaToCoverageEnable = desc->AlphaToCoverageEnable;
    d.IndependentBlendEnable = TRUE;
    for (i = 0; i < RT_COUNT(d.RenderTarget); i++)
        d.RenderTarget[i] = (D3D11_RENDER_TARGET_BLEND_DESC){desc->BlendEnable[i], (D3D11_BLEND)desc->SrcBlend, (D3D11_BLEND)desc->DestBlend,
            (D3D11_BLEND_OP)desc->BlendOp, (D3D11_BLEND)desc->SrcBlendAlpha, (D3D11_BLEND)desc->DestBlendAlpha,
            (D3D11_BLEND_OP)desc->BlendOpAlpha, desc->RenderTargetWriteMask[i]};
    return give(ID3D11Device_CreateBlendState(eleven(iface), &d, to), &made, out);
}

HRESULT STDMETHODCALLTYPE rt_d3d10_CreateBlendState1(ID3D10Device1 *iface, const D3D10_BLEND_DESC1 *desc, ID3D10BlendState1 **out)
{
    D3D11_BLEND_DESC d = {0};
    MADE(ID3D11BlendState);
    unsigned i;

    if (!desc)
        return E_INVALIDARG;
    d.AlphaToCoverageEnable = desc->AlphaToCoverageEnable;
    d.IndependentBlendEnable = desc->IndependentBlendEnable;
    for (i = 0; i < RT_COUNT(d.RenderTarget); i++) {
        const D3D10_RENDER_TARGET_BLEND_DESC1 *t = &desc->RenderTarget[i];

        d.RenderTarget[i] = (D3D11_RENDER_TARGET_BLEND_DESC){t->BlendEnable, (D3D11_BLEND)t->SrcBlend, (D3D11_BLEND)t->DestBlend,
            (D3D11_BLEND_OP)t->BlendOp, (D3D11_BLEND)t->SrcBlendAlpha, (D3D11_BLEND)t->DestBlendAlpha, (D3D11_BLEND_OP)t->BlendOpAlpha,
            t->RenderTargetWriteMask};
    }
    return give(ID3D11Device_CreateBlendState(eleven(iface), &d, to), &made, out);
}

/* The same members in both versions (d3d10_faces.c asserts it). */
#define CREATE_STATE(name, desc_type, desc11_type) \
    HRESULT STDMETHODCALLTYPE rt_d3d10_Create##name(ID3D10Device1 *iface, const desc_type *desc, ID3D10##name **out) \
    { \
        MADE(ID3D11##name); \
        return give(ID3D11Device_Create##name(eleven(iface), (const desc11_type *)desc, to), &made, out); \
    }

CREATE_STATE(DepthStencilState, D3D10_DEPTH_STENCIL_DESC, D3D11_DEPTH_STENCIL_DESC)
CREATE_STATE(RasterizerState, D3D10_RASTERIZER_DESC, D3D11_RASTERIZER_DESC)
CREATE_STATE(SamplerState, D3D10_SAMPLER_DESC, D3D11_SAMPLER_DESC)

/* ---- queries ---- */

_Static_assert(sizeof(D3D10_QUERY_DESC) == sizeof(D3D11_QUERY_DESC), "the same members");

HRESULT STDMETHODCALLTYPE rt_d3d10_CreateQuery(ID3D10Device1 *iface, const D3D10_QUERY_DESC *desc, ID3D10Query **out)
{
    MADE(ID3D11Query);

    return give(ID3D11Device_CreateQuery(eleven(iface), (const D3D11_QUERY_DESC *)desc, to), &made, out);
}

HRESULT STDMETHODCALLTYPE rt_d3d10_CreatePredicate(ID3D10Device1 *iface, const D3D10_QUERY_DESC *desc, ID3D10Predicate **out)
{
    MADE(ID3D11Predicate);

    return give(ID3D11Device_CreatePredicate(eleven(iface), (const D3D11_QUERY_DESC *)desc, to), &made, out);
}

/* The driver has no counters. */
HRESULT STDMETHODCALLTYPE rt_d3d10_CreateCounter(ID3D10Device1 *iface, const D3D10_COUNTER_DESC *desc, ID3D10Counter **out)
{
    return give(desc ? DXGI_ERROR_UNSUPPORTED : E_INVALIDARG, NULL, out);
}

void STDMETHODCALLTYPE rt_d3d10_CheckCounterInfo(ID3D10Device1 *iface, D3D10_COUNTER_INFO *info)
{
    if (info)
        memset(info, 0, sizeof(*info));
}

HRESULT STDMETHODCALLTYPE rt_d3d10_CheckCounter(ID3D10Device1 *iface, const D3D10_COUNTER_DESC *desc, D3D10_COUNTER_TYPE *type, UINT *active,
    char *name, UINT *name_size, char *units, UINT *units_size, char *description, UINT *description_size)
{
    return desc ? DXGI_ERROR_UNSUPPORTED : E_INVALIDARG;
}

/* ---- formats: the bits that Direct3D 10 knows ---- */

HRESULT STDMETHODCALLTYPE rt_d3d10_CheckFormatSupport(ID3D10Device1 *iface, DXGI_FORMAT format, UINT *support)
{
    const UINT known = 2 * D3D10_FORMAT_SUPPORT_SHADER_GATHER - 1;
    HRESULT hr = ID3D11Device_CheckFormatSupport(eleven(iface), format, support);

    if (support)
        *support &= known;
    return hr;
}

HRESULT STDMETHODCALLTYPE rt_d3d10_CheckMultisampleQualityLevels(ID3D10Device1 *iface, DXGI_FORMAT format, UINT samples, UINT *levels)
{
    return ID3D11Device_CheckMultisampleQualityLevels(eleven(iface), format, samples, levels);
}
