/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * device_open.c - OpenSharedResource: another device's resource, through the kernel's global handle
 * (d3dkmthk D3DKMTQueryResourceInfo, D3DKMTOpenResource; d3d10umddi pfnOpenResource).
 */
#include "device_methods.h"

#include <stdlib.h>

#include "deferred.h"
#include "resource.h"

struct blobs {
    D3DKMT_QUERYRESOURCEINFO info;
    D3DDDI_OPENALLOCATIONINFO2 *allocations;
    void *resource_private, *total_private;
    struct rt_resource_desc desc; /* what the creator's runtime stored */
    D3DKMT_HANDLE resource;
};

static HRESULT open_kernel(struct rt_device *device, D3DKMT_HANDLE global, struct blobs *b)
{
    D3DKMT_OPENRESOURCE open = {.hDevice = device->umd.kmt_device, .hGlobalShare = global};
    NTSTATUS status;

    b->info = (D3DKMT_QUERYRESOURCEINFO){
        .hDevice = device->umd.kmt_device, .hGlobalShare = global, .pPrivateRuntimeData = &b->desc,
        .PrivateRuntimeDataSize = sizeof(b->desc),
    };
    status = D3DKMTQueryResourceInfo(&b->info);
    if (status < 0)
        return E_INVALIDARG;
    if (b->info.PrivateRuntimeDataSize != sizeof(b->desc) || !b->info.NumAllocations)
        return E_INVALIDARG;
    b->allocations = calloc(b->info.NumAllocations, sizeof(*b->allocations));
    b->resource_private = malloc(b->info.ResourcePrivateDriverDataSize + 1u);
    b->total_private = malloc(b->info.TotalPrivateDriverDataSize + 1u);
    if (!b->allocations || !b->resource_private || !b->total_private)
        return E_OUTOFMEMORY;
    open.NumAllocations = b->info.NumAllocations;
    open.pOpenAllocationInfo2 = b->allocations;
    open.pPrivateRuntimeData = &b->desc;
    open.PrivateRuntimeDataSize = sizeof(b->desc);
    open.pResourcePrivateDriverData = b->resource_private;
    open.ResourcePrivateDriverDataSize = b->info.ResourcePrivateDriverDataSize;
    open.pTotalPrivateDriverDataBuffer = b->total_private;
    open.TotalPrivateDriverDataBufferSize = b->info.TotalPrivateDriverDataSize;
    status = D3DKMTOpenResource2(&open);
    if (status < 0)
        return rt_hresult_from_status(status);
    b->resource = open.hResource;
    return S_OK;
}

static HRESULT open_driver(struct rt_device *device, struct blobs *b, struct rt_resource *r)
{
    struct rt_umd *umd = &device->umd;
    D3D10DDIARG_OPENRESOURCE arg = {
        .NumAllocations = b->info.NumAllocations, .pOpenAllocationInfo2 = b->allocations, .hKMResource = {b->resource},
        .pPrivateDriverData = b->resource_private, .PrivateDriverDataSize = b->info.ResourcePrivateDriverDataSize,
    };
    struct rt_call call;
    HRESULT hr;

    if (!rt_call_begin(&call, device, RT_ERR_MEMORY))
        return DXGI_ERROR_DEVICE_REMOVED;
    r->drv = rt_private_alloc(umd->f->pfnCalcPrivateOpenedResourceSize(umd->h, &arg));
    if (r->drv)
        umd->f->pfnOpenResource(umd->h, &arg, (D3D10DDI_HRESOURCE){r->drv}, (D3D10DDI_HRTRESOURCE){r});
    hr = rt_call_end(&call);
    if (!r->drv)
        return E_OUTOFMEMORY;
    if (FAILED(hr)) {
        rt_private_free(r->drv);
        r->drv = NULL;
        return hr;
    }
    rt_local_size(&r->child, D3D10DDI_HT_RESOURCE, r->drv);
    return hr;
}

HRESULT rt_device_open_shared(struct rt_device *device, HANDLE handle, REFIID iid, void **out)
{
    struct blobs b = {0};
    struct rt_resource *r = NULL;
    HRESULT hr;

    if (!out)
        return E_INVALIDARG;
    *out = NULL;
    if (!handle)
        return E_INVALIDARG;
    if (rt_removed(device))
        return DXGI_ERROR_DEVICE_REMOVED;
    hr = open_kernel(device, (D3DKMT_HANDLE)(uintptr_t)handle, &b);
    if (SUCCEEDED(hr))
        hr = rt_resource_alloc(device, &b.desc, &r);
    if (SUCCEEDED(hr)) {
        r->kmt_resource = b.resource;
        r->kmt_global = (D3DKMT_HANDLE)(uintptr_t)handle;
        hr = open_driver(device, &b, r);
        if (SUCCEEDED(hr))
            hr = rt_object_query(&r->child.object, iid, out);
        rt_child_release(&r->child.object);
    }
    if (FAILED(hr) && b.resource && !r) {
        D3DKMT_DESTROYALLOCATION destroy = {.hDevice = device->umd.kmt_device, .hResource = b.resource};

        D3DKMTDestroyAllocation(&destroy);
    }
    free(b.allocations);
    free(b.resource_private);
    free(b.total_private);
    return hr;
}
