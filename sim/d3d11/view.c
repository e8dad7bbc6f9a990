/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * view.c - ID3D11ShaderResourceView1, RenderTargetView1, DepthStencilView, UnorderedAccessView1.
 */
#include "view.h"

#include <stdlib.h>

#include "d3d10_faces.h"
#include "deferred.h"
#include "objects.h"

static struct rt_view *from(void *iface)
{
    return iface;
}

#define VIEW_METHODS(name, type) \
    RT_CHILD_METHODS(name, type) \
    static void STDMETHODCALLTYPE name##_GetResource(type *iface, ID3D11Resource **out) \
    { \
        struct rt_resource *r = from(iface)->resource; \
        rt_child_add_ref(&r->child.object); \
        *out = (ID3D11Resource *)r; \
    }
#define VIEW_SLOTS(name) RT_CHILD_SLOTS(name), .GetResource = name##_GetResource

VIEW_METHODS(srv, ID3D11ShaderResourceView1)
VIEW_METHODS(rtv, ID3D11RenderTargetView1)
VIEW_METHODS(dsv, ID3D11DepthStencilView)
VIEW_METHODS(uav, ID3D11UnorderedAccessView1)

/* The later descriptions append the plane; the union in between has the same members at the same place. */
static void STDMETHODCALLTYPE srv_GetDesc(ID3D11ShaderResourceView1 *iface, D3D11_SHADER_RESOURCE_VIEW_DESC *desc)
{
    memset(desc, 0, sizeof(*desc));
    memcpy(desc, &from(iface)->desc.srv, sizeof(*desc));
}

static void STDMETHODCALLTYPE srv_GetDesc1(ID3D11ShaderResourceView1 *iface, D3D11_SHADER_RESOURCE_VIEW_DESC1 *desc)
{
    *desc = from(iface)->desc.srv;
}

static void STDMETHODCALLTYPE rtv_GetDesc(ID3D11RenderTargetView1 *iface, D3D11_RENDER_TARGET_VIEW_DESC *desc)
{
    memcpy(desc, &from(iface)->desc.rtv, sizeof(*desc));
}

static void STDMETHODCALLTYPE rtv_GetDesc1(ID3D11RenderTargetView1 *iface, D3D11_RENDER_TARGET_VIEW_DESC1 *desc)
{
    *desc = from(iface)->desc.rtv;
}

static void STDMETHODCALLTYPE dsv_GetDesc(ID3D11DepthStencilView *iface, D3D11_DEPTH_STENCIL_VIEW_DESC *desc)
{
    *desc = from(iface)->desc.dsv;
}

static void STDMETHODCALLTYPE uav_GetDesc(ID3D11UnorderedAccessView1 *iface, D3D11_UNORDERED_ACCESS_VIEW_DESC *desc)
{
    memcpy(desc, &from(iface)->desc.uav, sizeof(*desc));
}

static void STDMETHODCALLTYPE uav_GetDesc1(ID3D11UnorderedAccessView1 *iface, D3D11_UNORDERED_ACCESS_VIEW_DESC1 *desc)
{
    *desc = from(iface)->desc.uav;
}

static const ID3D11ShaderResourceView1Vtbl srv_vtbl = {VIEW_SLOTS(srv), .GetDesc = srv_GetDesc, .GetDesc1 = srv_GetDesc1};
static const ID3D11RenderTargetView1Vtbl rtv_vtbl = {VIEW_SLOTS(rtv), .GetDesc = rtv_GetDesc, .GetDesc1 = rtv_GetDesc1};
static const ID3D11DepthStencilViewVtbl dsv_vtbl = {VIEW_SLOTS(dsv), .GetDesc = dsv_GetDesc};
static const ID3D11UnorderedAccessView1Vtbl uav_vtbl = {VIEW_SLOTS(uav), .GetDesc = uav_GetDesc, .GetDesc1 = uav_GetDesc1};

static void destroy_view(struct rt_object *object)
{
    struct rt_view *v = (struct rt_view *)object;
    struct rt_device *device = v->child.device;

    if (v->drv) {
        switch (v->kind) {
        case RT_VIEW_SRV:
            RT_DESTROY(device, pfnDestroyShaderResourceView, D3D10DDI_HSHADERRESOURCEVIEW, v->drv);
            break;
        case RT_VIEW_RTV:
            RT_DESTROY(device, pfnDestroyRenderTargetView, D3D10DDI_HRENDERTARGETVIEW, v->drv);
            break;
        case RT_VIEW_DSV:
            RT_DESTROY(device, pfnDestroyDepthStencilView, D3D10DDI_HDEPTHSTENCILVIEW, v->drv);
            break;
        case RT_VIEW_UAV:
            RT_DESTROY(device, pfnDestroyUnorderedAccessView, D3D11DDI_HUNORDEREDACCESSVIEW, v->drv);
            break;
        }
    }
    if (v->resource)
        rt_child_unhold(&v->resource->child);
    rt_object_fini(object);
    free(v);
}

#define RT_D3D10_VIEW RT_D3D10(IID_ID3D10View), RT_D3D10_CHILD
#define VIEW_IFACES {&IID_ID3D11View, 0}, {&IID_ID3D11DeviceChild, 0}, {&IID_IUnknown, 0}, {NULL, 0}
static const struct rt_iface_entry srv_ifaces[] = {
    {&IID_ID3D11ShaderResourceView, 0}, {&IID_ID3D11ShaderResourceView1, 0}, RT_D3D10(IID_ID3D10ShaderResourceView),
    RT_D3D10(IID_ID3D10ShaderResourceView1), RT_D3D10_VIEW, VIEW_IFACES,
};
static const struct rt_iface_entry rtv_ifaces[] = {
    {&IID_ID3D11RenderTargetView, 0}, {&IID_ID3D11RenderTargetView1, 0}, RT_D3D10(IID_ID3D10RenderTargetView), RT_D3D10_VIEW,
    VIEW_IFACES,
};
static const struct rt_iface_entry dsv_ifaces[] = {
    {&IID_ID3D11DepthStencilView, 0}, RT_D3D10(IID_ID3D10DepthStencilView), RT_D3D10_VIEW, VIEW_IFACES,
};
static const struct rt_iface_entry uav_ifaces[] = {
    {&IID_ID3D11UnorderedAccessView, 0}, {&IID_ID3D11UnorderedAccessView1, 0}, VIEW_IFACES,
};

static const struct rt_class classes[] = {
    [RT_VIEW_SRV] = {"ID3D11ShaderResourceView", srv_ifaces, rt_child_add_ref, destroy_view, &rt_d3d10_srv_vtbl},
    [RT_VIEW_RTV] = {"ID3D11RenderTargetView", rtv_ifaces, rt_child_add_ref, destroy_view, &rt_d3d10_rtv_vtbl},
    [RT_VIEW_DSV] = {"ID3D11DepthStencilView", dsv_ifaces, rt_child_add_ref, destroy_view, &rt_d3d10_dsv_vtbl},
    [RT_VIEW_UAV] = {"ID3D11UnorderedAccessView", uav_ifaces, rt_child_add_ref, destroy_view},
};
static const void *const vtbls[] = {
    [RT_VIEW_SRV] = &srv_vtbl, [RT_VIEW_RTV] = &rtv_vtbl, [RT_VIEW_DSV] = &dsv_vtbl, [RT_VIEW_UAV] = &uav_vtbl,
};

bool rt_view_overlaps(const struct rt_view *a, unsigned planes_a, const struct rt_view *b, unsigned planes_b)
{
    if (a->resource != b->resource || !(planes_a & planes_b))
        return false;
    return a->mip < b->mip + b->n_mips && b->mip < a->mip + a->n_mips && a->slice < b->slice + b->n_slices &&
        b->slice < a->slice + a->n_slices;
}

/* ---- driver arguments ---- */

static D3D10DDI_HRESOURCE handle(const struct rt_view *v)
{
    return (D3D10DDI_HRESOURCE){v->resource->drv};
}

static D3D11DDIARG_CREATESHADERRESOURCEVIEW srv_arg(const struct rt_view *v)
{
    const D3D11_SHADER_RESOURCE_VIEW_DESC1 *d = &v->desc.srv;
    D3D11DDIARG_CREATESHADERRESOURCEVIEW arg = {.hDrvResource = handle(v), .Format = d->Format};

    switch (d->ViewDimension) {
    case D3D11_SRV_DIMENSION_BUFFER:
        arg.ResourceDimension = D3D10DDIRESOURCE_BUFFER;
        arg.Buffer.FirstElement = d->Buffer.FirstElement;
        arg.Buffer.NumElements = d->Buffer.NumElements;
        /* Structured views have no texel format; level 11 tells them by the extended form. */
        if (v->resource->desc.misc & D3D11_RESOURCE_MISC_BUFFER_STRUCTURED) {
            arg.ResourceDimension = D3D11DDIRESOURCE_BUFFEREX;
            arg.BufferEx.FirstElement = d->Buffer.FirstElement;
            arg.BufferEx.NumElements = d->Buffer.NumElements;
            arg.BufferEx.Flags = 0;
        }
        break;
    case D3D11_SRV_DIMENSION_BUFFEREX:
        arg.ResourceDimension = D3D11DDIRESOURCE_BUFFEREX;
        arg.BufferEx.FirstElement = d->BufferEx.FirstElement;
        arg.BufferEx.NumElements = d->BufferEx.NumElements;
        arg.BufferEx.Flags = d->BufferEx.Flags & D3D11_BUFFEREX_SRV_FLAG_RAW ? D3D11_DDI_BUFFEREX_SRV_FLAG_RAW : 0;
        break;
    case D3D11_SRV_DIMENSION_TEXTURE1D:
    case D3D11_SRV_DIMENSION_TEXTURE1DARRAY:
        arg.ResourceDimension = D3D10DDIRESOURCE_TEXTURE1D;
        arg.Tex1D = (D3D10DDIARG_TEX1D_SHADERRESOURCEVIEW){v->mip, v->slice, v->n_mips, v->n_slices};
        break;
    case D3D11_SRV_DIMENSION_TEXTURE3D:
        arg.ResourceDimension = D3D10DDIRESOURCE_TEXTURE3D;
        arg.Tex3D = (D3D10DDIARG_TEX3D_SHADERRESOURCEVIEW){v->mip, v->n_mips};
        break;
    case D3D11_SRV_DIMENSION_TEXTURECUBE:
    case D3D11_SRV_DIMENSION_TEXTURECUBEARRAY:
        arg.ResourceDimension = D3D10DDIRESOURCE_TEXTURECUBE;
        arg.TexCube = (D3D10_1DDIARG_TEXCUBE_SHADERRESOURCEVIEW){v->mip, v->n_mips, v->slice, v->n_slices / 6};
        break;
    default:
        arg.ResourceDimension = D3D10DDIRESOURCE_TEXTURE2D;
        arg.Tex2D = (D3D10DDIARG_TEX2D_SHADERRESOURCEVIEW){v->mip, v->slice, v->n_mips, v->n_slices};
        break;
    }
    return arg;
}

static D3D10DDIARG_CREATERENDERTARGETVIEW rtv_arg(const struct rt_view *v)
{
    const D3D11_RENDER_TARGET_VIEW_DESC1 *d = &v->desc.rtv;
    D3D10DDIARG_CREATERENDERTARGETVIEW arg = {.hDrvResource = handle(v), .Format = d->Format};

    switch (d->ViewDimension) {
    case D3D11_RTV_DIMENSION_BUFFER:
        arg.ResourceDimension = D3D10DDIRESOURCE_BUFFER;
        arg.Buffer.FirstElement = d->Buffer.FirstElement;
        arg.Buffer.NumElements = d->Buffer.NumElements;
        break;
    case D3D11_RTV_DIMENSION_TEXTURE1D:
    case D3D11_RTV_DIMENSION_TEXTURE1DARRAY:
        arg.ResourceDimension = D3D10DDIRESOURCE_TEXTURE1D;
        arg.Tex1D = (D3D10DDIARG_TEX1D_RENDERTARGETVIEW){v->mip, v->slice, v->n_slices};
        break;
    case D3D11_RTV_DIMENSION_TEXTURE3D:
        arg.ResourceDimension = D3D10DDIRESOURCE_TEXTURE3D;
        arg.Tex3D = (D3D10DDIARG_TEX3D_RENDERTARGETVIEW){v->mip, d->Texture3D.FirstWSlice, d->Texture3D.WSize};
        break;
    default:
        if (v->resource->desc.misc & D3D11_RESOURCE_MISC_TEXTURECUBE) {
            arg.ResourceDimension = D3D10DDIRESOURCE_TEXTURECUBE;
            arg.TexCube = (D3D10DDIARG_TEXCUBE_RENDERTARGETVIEW){v->mip, v->slice, v->n_slices};
        } else {
            arg.ResourceDimension = D3D10DDIRESOURCE_TEXTURE2D;
            arg.Tex2D = (D3D10DDIARG_TEX2D_RENDERTARGETVIEW){v->mip, v->slice, v->n_slices};
        }
        break;
    }
    return arg;
}

static D3D11DDIARG_CREATEDEPTHSTENCILVIEW dsv_arg(const struct rt_view *v)
{
    const D3D11_DEPTH_STENCIL_VIEW_DESC *d = &v->desc.dsv;
    D3D11DDIARG_CREATEDEPTHSTENCILVIEW arg = {.hDrvResource = handle(v), .Format = d->Format, .Flags = d->Flags};

    if (v->resource->desc.dimension == D3D11_RESOURCE_DIMENSION_TEXTURE1D) {
        arg.ResourceDimension = D3D10DDIRESOURCE_TEXTURE1D;
        arg.Tex1D = (D3D10DDIARG_TEX1D_DEPTHSTENCILVIEW){v->mip, v->slice, v->n_slices};
    } else if (v->resource->desc.misc & D3D11_RESOURCE_MISC_TEXTURECUBE) {
        arg.ResourceDimension = D3D10DDIRESOURCE_TEXTURECUBE;
        arg.TexCube = (D3D10DDIARG_TEXCUBE_DEPTHSTENCILVIEW){v->mip, v->slice, v->n_slices};
    } else {
        arg.ResourceDimension = D3D10DDIRESOURCE_TEXTURE2D;
        arg.Tex2D = (D3D10DDIARG_TEX2D_DEPTHSTENCILVIEW){v->mip, v->slice, v->n_slices};
    }
    return arg;
}

static D3D11DDIARG_CREATEUNORDEREDACCESSVIEW uav_arg(const struct rt_view *v)
{
    const D3D11_UNORDERED_ACCESS_VIEW_DESC1 *d = &v->desc.uav;
    D3D11DDIARG_CREATEUNORDEREDACCESSVIEW arg = {.hDrvResource = handle(v), .Format = d->Format};

    switch (d->ViewDimension) {
    case D3D11_UAV_DIMENSION_BUFFER:
        arg.ResourceDimension = D3D10DDIRESOURCE_BUFFER;
        arg.Buffer = (D3D11DDIARG_BUFFER_UNORDEREDACCESSVIEW){d->Buffer.FirstElement, d->Buffer.NumElements, d->Buffer.Flags};
        break;
    case D3D11_UAV_DIMENSION_TEXTURE1D:
    case D3D11_UAV_DIMENSION_TEXTURE1DARRAY:
        arg.ResourceDimension = D3D10DDIRESOURCE_TEXTURE1D;
        arg.Tex1D = (D3D11DDIARG_TEX1D_UNORDEREDACCESSVIEW){v->mip, v->slice, v->n_slices};
        break;
    case D3D11_UAV_DIMENSION_TEXTURE3D:
        arg.ResourceDimension = D3D10DDIRESOURCE_TEXTURE3D;
        arg.Tex3D = (D3D11DDIARG_TEX3D_UNORDEREDACCESSVIEW){v->mip, d->Texture3D.FirstWSlice, d->Texture3D.WSize};
        break;
    default:
        arg.ResourceDimension = D3D10DDIRESOURCE_TEXTURE2D;
        arg.Tex2D = (D3D11DDIARG_TEX2D_UNORDEREDACCESSVIEW){v->mip, v->slice, v->n_slices};
        break;
    }
    return arg;
}

static void call_driver(struct rt_view *v)
{
    struct rt_umd *umd = &v->child.device->umd;

    switch (v->kind) {
    case RT_VIEW_SRV: {
        D3D11DDIARG_CREATESHADERRESOURCEVIEW arg = srv_arg(v);

        v->drv = rt_private_alloc(rt_ddi_calc_srv(umd, &arg));
        if (v->drv)
            rt_ddi_create_srv(umd, &arg, v->drv, v);
        break;
    }
    case RT_VIEW_RTV: {
        D3D10DDIARG_CREATERENDERTARGETVIEW arg = rtv_arg(v);

        v->drv = rt_private_alloc(umd->f->pfnCalcPrivateRenderTargetViewSize(umd->h, &arg));
        if (v->drv)
            umd->f->pfnCreateRenderTargetView(umd->h, &arg, (D3D10DDI_HRENDERTARGETVIEW){v->drv}, (D3D10DDI_HRTRENDERTARGETVIEW){v});
        break;
    }
    case RT_VIEW_DSV: {
        D3D11DDIARG_CREATEDEPTHSTENCILVIEW arg = dsv_arg(v);

        v->drv = rt_private_alloc(rt_ddi_calc_dsv(umd, &arg));
        if (v->drv)
            rt_ddi_create_dsv(umd, &arg, v->drv, v);
        break;
    }
    case RT_VIEW_UAV: {
        D3D11DDIARG_CREATEUNORDEREDACCESSVIEW arg = uav_arg(v);

        v->drv = rt_private_alloc(umd->f->pfnCalcPrivateUnorderedAccessViewSize(umd->h, &arg));
        if (v->drv)
            umd->f->pfnCreateUnorderedAccessView(umd->h, &arg, (D3D11DDI_HUNORDEREDACCESSVIEW){v->drv},
                (D3D11DDI_HRTUNORDEREDACCESSVIEW){v});
        break;
    }
    }
}

/* v holds a checked description; it is copied into a new object. out NULL: only the check was asked for. */
static HRESULT finish(struct rt_device *device, struct rt_resource *resource, const struct rt_view *checked, struct rt_view **out)
{
    struct rt_call call;
    struct rt_view *v;
    HRESULT hr;

    if (!out)
        return S_FALSE;
    if (rt_removed(device))
        return DXGI_ERROR_DEVICE_REMOVED;
    v = malloc(sizeof(*v));
    if (!v)
        return E_OUTOFMEMORY;
    *v = *checked;
    v->drv = NULL;
    v->resource = resource;
    rt_child_hold(&resource->child);
    rt_child_init(&v->child, vtbls[v->kind], &classes[v->kind], device);
    if (!rt_call_begin(&call, device, RT_ERR_MEMORY)) {
        rt_child_release(&v->child.object);
        return DXGI_ERROR_DEVICE_REMOVED;
    }
    call_driver(v);
    hr = rt_call_end(&call);
    if (!v->drv)
        hr = E_OUTOFMEMORY;
    if (FAILED(hr)) {
        rt_private_free(v->drv);
        v->drv = NULL;
        rt_child_release(&v->child.object);
        return hr;
    }
    rt_local_size(&v->child, rt_view_handle_type(v), v->drv);
    *out = v;
    return S_OK;
}

/* Back buffers behind the first one are only read from (nf-dxgi-idxgiswapchain-getbuffer). */
static bool read_only(const struct rt_resource *resource)
{
    return resource->chain_index != 0;
}

HRESULT rt_view_create_srv(struct rt_device *device, struct rt_resource *resource, const D3D11_SHADER_RESOURCE_VIEW_DESC1 *desc,
    struct rt_view **out)
{
    struct rt_view v = {.kind = RT_VIEW_SRV};
    HRESULT hr = rt_view_desc_srv(resource, desc, &v);

    return FAILED(hr) ? hr : finish(device, resource, &v, out);
}

HRESULT rt_view_create_rtv(struct rt_device *device, struct rt_resource *resource, const D3D11_RENDER_TARGET_VIEW_DESC1 *desc,
    struct rt_view **out)
{
    struct rt_view v = {.kind = RT_VIEW_RTV};
    HRESULT hr = read_only(resource) ? E_INVALIDARG : rt_view_desc_rtv(resource, desc, &v);

    return FAILED(hr) ? hr : finish(device, resource, &v, out);
}

HRESULT rt_view_create_dsv(struct rt_device *device, struct rt_resource *resource, const D3D11_DEPTH_STENCIL_VIEW_DESC *desc,
    struct rt_view **out)
{
    struct rt_view v = {.kind = RT_VIEW_DSV};
    HRESULT hr = rt_view_desc_dsv(resource, desc, &v);

    return FAILED(hr) ? hr : finish(device, resource, &v, out);
}

HRESULT rt_view_create_uav(struct rt_device *device, struct rt_resource *resource, const D3D11_UNORDERED_ACCESS_VIEW_DESC1 *desc,
    struct rt_view **out)
{
    struct rt_view v = {.kind = RT_VIEW_UAV};
    HRESULT hr = read_only(resource) ? E_INVALIDARG : rt_view_desc_uav(resource, desc, &v);

    return FAILED(hr) ? hr : finish(device, resource, &v, out);
}
