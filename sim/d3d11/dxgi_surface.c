/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * dxgi_surface.c - IDXGISurface2 of textures that are one subresource.
 */
#include "dxgi_objects.h"

#include "context_methods.h"
#include "resource.h"

static struct rt_resource *surface_of(void *iface)
{
    return (struct rt_resource *)((struct rt_iface *)iface)->owner;
}

RT_IFACE_DXGI_METHODS(surf, IDXGISurface2)

static HRESULT STDMETHODCALLTYPE surf_GetParent(IDXGISurface2 *iface, REFIID iid, void **out)
{
    struct rt_resource *r = surface_of(iface);

    return rt_object_query(r->chain ? r->chain : &r->child.device->object, iid, out);
}

static HRESULT STDMETHODCALLTYPE surf_GetDevice(IDXGISurface2 *iface, REFIID iid, void **out)
{
    return rt_object_query(&surface_of(iface)->child.device->object, iid, out);
}

static HRESULT STDMETHODCALLTYPE surf_GetDesc(IDXGISurface2 *iface, DXGI_SURFACE_DESC *desc)
{
    const struct rt_resource_desc *d = &surface_of(iface)->desc;

    if (!desc)
        return E_INVALIDARG;
    *desc = (DXGI_SURFACE_DESC){d->width, d->height, d->format, {d->samples, d->quality}};
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE surf_Map(IDXGISurface2 *iface, DXGI_MAPPED_RECT *rect, UINT flags)
{
    struct rt_resource *r = surface_of(iface);
    D3D11_MAPPED_SUBRESOURCE mapped;
    D3D11_MAP type;
    HRESULT hr;

    if (!rect || (flags & ~(DXGI_MAP_READ | DXGI_MAP_WRITE | DXGI_MAP_DISCARD)))
        return E_INVALIDARG;
    if (flags & DXGI_MAP_DISCARD)
        type = D3D11_MAP_WRITE_DISCARD;
    else if ((flags & (DXGI_MAP_READ | DXGI_MAP_WRITE)) == (DXGI_MAP_READ | DXGI_MAP_WRITE))
        type = D3D11_MAP_READ_WRITE;
    else
        type = flags & DXGI_MAP_READ ? D3D11_MAP_READ : D3D11_MAP_WRITE;
    hr = ID3D11DeviceContext_Map((ID3D11DeviceContext *)r->child.device->immediate, (ID3D11Resource *)r, 0, type, 0, &mapped);
    rect->pBits = mapped.pData;
    rect->Pitch = (INT)mapped.RowPitch;
    return hr;
}

static HRESULT STDMETHODCALLTYPE surf_Unmap(IDXGISurface2 *iface)
{
    struct rt_resource *r = surface_of(iface);

    ID3D11DeviceContext_Unmap((ID3D11DeviceContext *)r->child.device->immediate, (ID3D11Resource *)r, 0);
    return S_OK;
}

/* ---- GDI ----
 *
 * A device context draws into memory (os.h), which takes what the surface holds and gives back what was drawn on it. */

static bool gdi_compatible(const struct rt_resource *r)
{
    return (r->desc.misc & D3D11_RESOURCE_MISC_GDI_COMPATIBLE) || (r->chain && r->chain_gdi);
}

static HRESULT read_back(struct rt_resource *r, uint8_t *memory, size_t pitch)
{
    struct rt_context *c = r->child.device->immediate;
    struct rt_resource_desc d = r->desc;
    struct rt_resource_extra extra = {.held = true};
    struct rt_resource *staging;
    D3D11_MAPPED_SUBRESOURCE mapped;
    HRESULT hr;
    UINT y;

    d.usage = D3D11_USAGE_STAGING;
    d.cpu = D3D11_CPU_ACCESS_READ;
    d.bind = d.misc = 0;
    hr = rt_resource_create(r->child.device, &d, NULL, &extra, &staging);
    if (FAILED(hr))
        return hr;
    rt_ctx_copy_resource(c, staging, r, false);
    hr = ctx_Map((ID3D11DeviceContext4 *)c, (ID3D11Resource *)staging, 0, D3D11_MAP_READ, 0, &mapped);
    if (SUCCEEDED(hr)) {
        for (y = 0; y < d.height; y++)
            memcpy(memory + y * pitch, (const uint8_t *)mapped.pData + (size_t)y * mapped.RowPitch, pitch);
        ctx_Unmap((ID3D11DeviceContext4 *)c, (ID3D11Resource *)staging, 0);
    }
    rt_child_unhold(&staging->child);
    return hr;
}

/* nf-dxgi-idxgisurface1-getdc: of a surface made for it, one at a time; it is no render target afterwards. */
static HRESULT STDMETHODCALLTYPE surf_GetDC(IDXGISurface2 *iface, BOOL discard, HDC *dc)
{
    struct rt_resource *r = surface_of(iface);
    struct rt_gdi *gdi;
    HRESULT hr = S_OK;

    if (!dc)
        return E_INVALIDARG;
    *dc = NULL;
    if (!gdi_compatible(r) || r->gdi)
        return DXGI_ERROR_INVALID_CALL;
    if (rt_removed(r->child.device))
        return DXGI_ERROR_DEVICE_REMOVED;
    gdi = rt_gdi_create(r->desc.width, r->desc.height);
    if (!gdi)
        return DXGI_ERROR_UNSUPPORTED;
    rt_hazard_unbind_targets_of(r->child.device->immediate, r);
    rt_resource_resolve(r);
    if (!discard)
        hr = read_back(r, rt_gdi_memory(gdi), (size_t)r->desc.width * 4);
    if (FAILED(hr)) {
        rt_gdi_destroy(gdi);
        return hr;
    }
    r->gdi = gdi;
    *dc = (HDC)rt_gdi_dc(gdi);
    return S_OK;
}

/* nf-dxgi-idxgisurface1-releasedc: what is dirty comes back; no rectangle is all of it, an empty one nothing. */
static HRESULT STDMETHODCALLTYPE surf_ReleaseDC(IDXGISurface2 *iface, RECT *dirty)
{
    struct rt_resource *r = surface_of(iface);
    const UINT pitch = r->desc.width * 4;
    D3D11_BOX box = {0, 0, 0, r->desc.width, r->desc.height, 1};

    if (!r->gdi)
        return DXGI_ERROR_INVALID_CALL;
    if (dirty) {
        box.left = dirty->left > 0 ? (UINT)dirty->left : 0;
        box.top = dirty->top > 0 ? (UINT)dirty->top : 0;
        box.right = dirty->right < (LONG)r->desc.width ? (UINT)(dirty->right > 0 ? dirty->right : 0) : r->desc.width;
        box.bottom = dirty->bottom < (LONG)r->desc.height ? (UINT)(dirty->bottom > 0 ? dirty->bottom : 0) : r->desc.height;
    }
    rt_gdi_flush(r->gdi);
    if (box.left < box.right && box.top < box.bottom)
        rt_ctx_update(r->child.device->immediate, r, 0, &box,
            (const uint8_t *)rt_gdi_memory(r->gdi) + (size_t)box.top * pitch + (size_t)box.left * 4, pitch, pitch * r->desc.height, 0);
    rt_gdi_destroy(r->gdi);
    r->gdi = NULL;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE surf_GetResource(IDXGISurface2 *iface, REFIID iid, void **out, UINT *index)
{
    if (index)
        *index = 0;
    return rt_object_query(((struct rt_iface *)iface)->owner, iid, out);
}

const IDXGISurface2Vtbl rt_dxgi_surface_vtbl = {
    RT_DXGI_SLOTS(surf), .GetDevice = surf_GetDevice, .GetDesc = surf_GetDesc, .Map = surf_Map, .Unmap = surf_Unmap,
    .GetDC = surf_GetDC, .ReleaseDC = surf_ReleaseDC, .GetResource = surf_GetResource,
};
