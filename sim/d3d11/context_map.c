/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * context_map.c - Map and Unmap. Which driver entry takes which map: d3d10umddi pfnResourceMap's page and
 * display/direct3d-rendering-performance-improvements (default buffers).
 */
#include "cmdlist.h"
#include "context_methods.h"
#include "deferred.h"

#include <stdlib.h>

/* One mapped subresource of a deferred context. Its contents stay, so that a later NO_OVERWRITE of the same
 * list sees them. */
struct rt_deferred_map {
    struct rt_deferred_map *next;
    struct rt_resource *resource; /* held */
    UINT sub;
    D3D11_MAP type;
    bool open;
    size_t size;
    uint8_t *data;
};

enum route { ROUTE_IA, ROUTE_CONSTANT, ROUTE_DYNAMIC, ROUTE_STAGING, ROUTE_DEFAULT };

static enum route route_of(const struct rt_resource *r, D3D11_MAP type)
{
    const UINT ia = D3D11_BIND_VERTEX_BUFFER | D3D11_BIND_INDEX_BUFFER;

    switch (r->desc.usage) {
    case D3D11_USAGE_STAGING:
        return ROUTE_STAGING;
    case D3D11_USAGE_DYNAMIC:
        if (r->desc.dimension != D3D11_RESOURCE_DIMENSION_BUFFER)
            return ROUTE_DYNAMIC;
        if (r->desc.bind == D3D11_BIND_CONSTANT_BUFFER)
            return ROUTE_CONSTANT;
        /* The discard of other buffers has an entry of its own, the no-overwrite has not. */
        return !(r->desc.bind & ~ia) || type == D3D11_MAP_WRITE_NO_OVERWRITE ? ROUTE_IA : ROUTE_DYNAMIC;
    default:
        return ROUTE_DEFAULT;
    }
}

/* nf-d3d11-id3d11devicecontext-map, ne-d3d11-d3d11_map */
static bool map_ok(const struct rt_context *c, const struct rt_resource *r, D3D11_MAP type, UINT flags)
{
    const UINT need_read = D3D11_CPU_ACCESS_READ, need_write = D3D11_CPU_ACCESS_WRITE;
    const bool buffer = r->desc.dimension == D3D11_RESOURCE_DIMENSION_BUFFER;
    const UINT ia = D3D11_BIND_VERTEX_BUFFER | D3D11_BIND_INDEX_BUFFER;

    if (flags & ~D3D11_MAP_FLAG_DO_NOT_WAIT)
        return false;
    switch (type) {
    case D3D11_MAP_READ:
        return (r->desc.cpu & need_read) && r->desc.usage != D3D11_USAGE_DYNAMIC;
    case D3D11_MAP_WRITE:
        return (r->desc.cpu & need_write) && r->desc.usage != D3D11_USAGE_DYNAMIC;
    case D3D11_MAP_READ_WRITE:
        return (r->desc.cpu & need_read) && (r->desc.cpu & need_write) && r->desc.usage != D3D11_USAGE_DYNAMIC;
    case D3D11_MAP_WRITE_DISCARD:
        return r->desc.usage == D3D11_USAGE_DYNAMIC && !flags;
    case D3D11_MAP_WRITE_NO_OVERWRITE:
        if (r->desc.usage != D3D11_USAGE_DYNAMIC || !buffer || flags)
            return false;
        return !(r->desc.bind & ~ia) || c->child.device->umd.level >= RT_DDI_11_1;
    default:
        return false;
    }
}

static void call_map(struct rt_umd *umd, D3D10DDI_HRESOURCE h, const struct rt_resource *r, UINT sub, D3D11_MAP type, UINT flags,
    D3D10DDI_MAPPED_SUBRESOURCE *out)
{
    const D3D10_DDI_MAP ddi = (D3D10_DDI_MAP)type; /* equal values */

    switch (route_of(r, type)) {
    case ROUTE_IA:
        if (type == D3D11_MAP_WRITE_DISCARD)
            umd->f->pfnDynamicIABufferMapDiscard(umd->h, h, sub, ddi, flags, out);
        else
            umd->f->pfnDynamicIABufferMapNoOverwrite(umd->h, h, sub, ddi, flags, out);
        break;
    case ROUTE_CONSTANT:
        if (type == D3D11_MAP_WRITE_DISCARD)
            umd->f->pfnDynamicConstantBufferMapDiscard(umd->h, h, sub, ddi, flags, out);
        else
            umd->f->pfnDynamicConstantBufferMapNoOverwrite(umd->h, h, sub, ddi, flags, out);
        break;
    case ROUTE_DYNAMIC:
        umd->f->pfnDynamicResourceMapDiscard(umd->h, h, sub, ddi, flags, out);
        break;
    case ROUTE_STAGING:
        umd->f->pfnStagingResourceMap(umd->h, h, sub, ddi, flags, out);
        break;
    case ROUTE_DEFAULT:
        umd->f->pfnResourceMap(umd->h, h, sub, ddi, flags, out);
        break;
    }
}

/* What the driver gave out, to the program. */
static HRESULT take_map(struct rt_device *device, const D3D10DDI_MAPPED_SUBRESOURCE *mapped, D3D11_MAPPED_SUBRESOURCE *out)
{
    if (!mapped->pData || !mapped->RowPitch || !mapped->DepthPitch) {
        rt_log("Driver maps with pointer %p, pitches %u and %u", mapped->pData, mapped->RowPitch, mapped->DepthPitch);
        rt_device_remove(device, DXGI_ERROR_DRIVER_INTERNAL_ERROR);
        return DXGI_ERROR_DEVICE_REMOVED;
    }
    out->pData = mapped->pData;
    out->RowPitch = mapped->RowPitch;
    out->DepthPitch = mapped->DepthPitch;
    return S_OK;
}

static HRESULT map_immediate(struct rt_context *c, struct rt_resource *r, UINT sub, D3D11_MAP type, UINT flags,
    D3D11_MAPPED_SUBRESOURCE *out)
{
    struct rt_device *device = c->child.device;
    bool poll = flags & D3D11_MAP_FLAG_DO_NOT_WAIT;
    D3D10DDI_MAPPED_SUBRESOURCE mapped = {0};
    struct rt_call call;
    HRESULT hr;

    if (r->mapped[sub])
        return E_INVALIDARG;
    if (!rt_call_begin(&call, device, poll ? RT_ERR_MAP_POLL : RT_ERR_MAP))
        return DXGI_ERROR_DEVICE_REMOVED;
    if (poll && r->desc.usage == D3D11_USAGE_STAGING && rt_env("PVGPU_SIM_CHECK"))
        device->umd.f->pfnResourceIsStagingBusy(device->umd.h, (D3D10DDI_HRESOURCE){r->drv});
    call_map(&device->umd, (D3D10DDI_HRESOURCE){r->drv}, r, sub, type, poll ? D3D10_DDI_MAP_FLAG_DONOTWAIT : 0, &mapped);
    hr = rt_call_end(&call);
    if (SUCCEEDED(hr))
        hr = take_map(device, &mapped, out);
    if (SUCCEEDED(hr))
        r->mapped[sub] = (uint8_t)(1 + type);
    return hr;
}

static struct rt_deferred_map *find_map(struct rt_context *c, const struct rt_resource *r, UINT sub)
{
    struct rt_deferred_map *m;

    for (m = c->maps; m && (m->resource != r || m->sub != sub); m = m->next)
        ;
    return m;
}

static HRESULT map_deferred(struct rt_context *c, struct rt_resource *r, UINT sub, D3D11_MAP type, D3D11_MAPPED_SUBRESOURCE *out)
{
    struct rt_deferred_map *m = find_map(c, r, sub);
    UINT row, slice;

    if (type != D3D11_MAP_WRITE_DISCARD && type != D3D11_MAP_WRITE_NO_OVERWRITE)
        return E_INVALIDARG;
    if (type == D3D11_MAP_WRITE_NO_OVERWRITE && !m)
        return D3D11_ERROR_DEFERRED_CONTEXT_MAP_WITHOUT_INITIAL_DISCARD;
    if (m && m->open)
        return E_INVALIDARG;
    if (!m) {
        size_t size = rt_resource_sub_size(r, sub, &row, &slice);

        m = calloc(1, sizeof(*m));
        if (!m)
            return E_OUTOFMEMORY;
        m->data = calloc(1, size);
        if (!m->data) {
            free(m);
            return E_OUTOFMEMORY;
        }
        m->size = size;
        m->sub = sub;
        m->resource = r;
        rt_child_hold(&r->child);
        m->next = c->maps;
        c->maps = m;
    }
    rt_resource_sub_size(r, sub, &row, &slice);
    m->open = true;
    m->type = type;
    out->pData = m->data;
    out->RowPitch = row;
    out->DepthPitch = slice;
    return S_OK;
}

static HRESULT list_failed(struct rt_context *c)
{
    return rt_removed(c->child.device) ? DXGI_ERROR_DEVICE_REMOVED : E_OUTOFMEMORY;
}

/* A list of the driver's: the first map of a subresource is a DISCARD (display/mapping-on-deferred-contexts). */
static HRESULT map_in_list(struct rt_context *c, struct rt_resource *r, UINT sub, D3D11_MAP type, D3D11_MAPPED_SUBRESOURCE *out)
{
    D3D10DDI_MAPPED_SUBRESOURCE mapped = {0};
    D3D10DDI_HRESOURCE h;
    uint8_t *state;
    HRESULT hr;

    if (type != D3D11_MAP_WRITE_DISCARD && type != D3D11_MAP_WRITE_NO_OVERWRITE)
        return E_INVALIDARG;
    if (!rt_ctx_enter(c))
        return list_failed(c);
    h = rt_h_resource(c, r);
    state = rt_deferred_maps(c, r);
    if (!h.pDrvPrivate || !state)
        return list_failed(c);
    if (type == D3D11_MAP_WRITE_NO_OVERWRITE && !state[sub])
        return D3D11_ERROR_DEFERRED_CONTEXT_MAP_WITHOUT_INITIAL_DISCARD;
    if (state[sub] & RT_LOCAL_MAP_OPEN)
        return E_INVALIDARG;
    call_map(c->umd, h, r, sub, type, 0, &mapped);
    if (!rt_ctx_good(c))
        return list_failed(c);
    hr = take_map(c->child.device, &mapped, out);
    if (SUCCEEDED(hr))
        state[sub] = (uint8_t)(RT_LOCAL_MAP_OPEN | RT_LOCAL_MAPPED | (type == D3D11_MAP_WRITE_NO_OVERWRITE ? RT_LOCAL_MAP_APPENDS : 0));
    return hr;
}

HRESULT rt_ctx_map(struct rt_context *c, struct rt_resource *r, UINT sub, D3D11_MAP type, UINT flags, D3D11_MAPPED_SUBRESOURCE *out)
{
    if (c->deferred)
        return map_in_list(c, r, sub, type, out);
    if (c->list && rt_removed(c->child.device))
        return DXGI_ERROR_DEVICE_REMOVED;
    return c->list ? map_deferred(c, r, sub, type, out) : map_immediate(c, r, sub, type, flags, out);
}

static void call_unmap(struct rt_umd *umd, D3D10DDI_HRESOURCE h, const struct rt_resource *r, UINT sub, D3D11_MAP type)
{
    switch (route_of(r, type)) {
    case ROUTE_IA:
        umd->f->pfnDynamicIABufferUnmap(umd->h, h, sub);
        break;
    case ROUTE_CONSTANT:
        umd->f->pfnDynamicConstantBufferUnmap(umd->h, h, sub);
        break;
    case ROUTE_DYNAMIC:
        umd->f->pfnDynamicResourceUnmap(umd->h, h, sub);
        break;
    case ROUTE_STAGING:
        umd->f->pfnStagingResourceUnmap(umd->h, h, sub);
        break;
    case ROUTE_DEFAULT:
        umd->f->pfnResourceUnmap(umd->h, h, sub);
        break;
    }
}

static void unmap_in_list(struct rt_context *c, struct rt_resource *r, UINT sub)
{
    uint8_t *state = rt_deferred_maps(c, r);
    D3D11_MAP type;

    if (!state || !(state[sub] & RT_LOCAL_MAP_OPEN))
        return;
    type = state[sub] & RT_LOCAL_MAP_APPENDS ? D3D11_MAP_WRITE_NO_OVERWRITE : D3D11_MAP_WRITE_DISCARD;
    state[sub] = RT_LOCAL_MAPPED;
    if (rt_ctx_enter(c))
        call_unmap(c->umd, rt_h_resource(c, r), r, sub, type);
}

static void unmap_deferred(struct rt_context *c, struct rt_resource *r, UINT sub)
{
    struct rt_deferred_map *m = find_map(c, r, sub);
    struct rt_child *object = &r->child;
    UINT u[2];

    if (!m || !m->open)
        return;
    m->open = false;
    u[0] = sub;
    u[1] = m->type;
    rt_record(c, RT_OP_MAP_WRITE, u, 2, &object, 1, m->data, m->size);
}

void rt_ctx_unmap_all(struct rt_context *c)
{
    struct rt_deferred_map *m;

    if (c->deferred)
        rt_deferred_unmap_all(c);
    for (m = c->maps; m; m = m->next)
        unmap_deferred(c, m->resource, m->sub);
    rt_ctx_forget_maps(c);
}

void rt_ctx_forget_maps(struct rt_context *c)
{
    while (c->maps) {
        struct rt_deferred_map *m = c->maps;

        c->maps = m->next;
        rt_child_unhold(&m->resource->child);
        free(m->data);
        free(m);
    }
}

void rt_ctx_unmap(struct rt_context *c, struct rt_resource *r, UINT sub)
{
    struct rt_device *device = c->child.device;
    D3D11_MAP type;

    if (c->deferred) {
        unmap_in_list(c, r, sub);
        return;
    }
    if (c->list) {
        unmap_deferred(c, r, sub);
        return;
    }
    if (!r->mapped[sub])
        return;
    type = (D3D11_MAP)(r->mapped[sub] - 1);
    r->mapped[sub] = 0;
    if (!rt_enter(device)) /* after removal no Unmap follows (d3d10umddi pfnResourceMap) */
        return;
    call_unmap(&device->umd, (D3D10DDI_HRESOURCE){r->drv}, r, sub, type);
    rt_leave(device);
}

void rt_ctx_map_write(struct rt_context *c, struct rt_resource *r, UINT sub, D3D11_MAP type, const void *data, size_t size)
{
    D3D11_MAPPED_SUBRESOURCE mapped;
    UINT width, height, depth, row, slice, rows, y, z;

    if (FAILED(rt_ctx_map(c, r, sub, type, 0, &mapped)))
        return;
    if (!r->format) {
        memcpy(mapped.pData, data, size);
    } else {
        rt_resource_extent(r, sub, &width, &height, &depth);
        rt_resource_sub_size(r, sub, &row, &slice);
        rows = rt_format_rows(r->format, height);
        for (z = 0; z < depth; z++)
            for (y = 0; y < rows; y++)
                memcpy((uint8_t *)mapped.pData + (size_t)z * mapped.DepthPitch + (size_t)y * mapped.RowPitch,
                    (const uint8_t *)data + (size_t)z * slice + (size_t)y * row, row);
    }
    rt_ctx_unmap(c, r, sub);
}

HRESULT STDMETHODCALLTYPE ctx_Map(ID3D11DeviceContext4 *iface, ID3D11Resource *resource, UINT sub, D3D11_MAP type, UINT flags,
    D3D11_MAPPED_SUBRESOURCE *out)
{
    struct rt_context *c = rt_context_from(iface);
    struct rt_resource *r = rt_resource_from(resource);

    if (!r || !out)
        return E_INVALIDARG;
    out->pData = NULL; /* the pitches of a map that fails keep what they had */
    if (sub >= r->n_subresources || !map_ok(c, r, type, flags))
        return E_INVALIDARG;
    return rt_ctx_map(c, r, sub, type, flags, out);
}

void STDMETHODCALLTYPE ctx_Unmap(ID3D11DeviceContext4 *iface, ID3D11Resource *resource, UINT sub)
{
    struct rt_resource *r = rt_resource_from(resource);

    if (r && sub < r->n_subresources)
        rt_ctx_unmap(rt_context_from(iface), r, sub);
}
