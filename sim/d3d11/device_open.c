/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * device_open.c - OpenSharedResource and its later forms: another device's resource, through the kernel's global handle or an
 * NT handle (d3dkmthk D3DKMTQueryResourceInfo, D3DKMTOpenResource and ...FromNtHandle; d3d10umddi pfnOpenResource).
 */
#include "device_methods.h"

#include <stdlib.h>

#include "deferred.h"
#include "resource.h"

struct blobs {
    D3DKMT_QUERYRESOURCEINFO info;
    D3DDDI_OPENALLOCATIONINFO2 *allocations;
    void *resource_private, *total_private;
    struct rt_shared_desc shared; /* what the creator's runtime stored */
    D3DKMT_HANDLE resource, mutex, sync;
};

static HRESULT make_room(struct blobs *b)
{
    if (b->info.PrivateRuntimeDataSize != sizeof(b->shared) || !b->info.NumAllocations)
        return E_INVALIDARG;
    b->allocations = calloc(b->info.NumAllocations, sizeof(*b->allocations));
    b->resource_private = malloc(b->info.ResourcePrivateDriverDataSize + 1u);
    b->total_private = malloc(b->info.TotalPrivateDriverDataSize + 1u);
    return b->allocations && b->resource_private && b->total_private ? S_OK : E_OUTOFMEMORY;
}

static HRESULT open_global(struct rt_device *device, D3DKMT_HANDLE global, struct blobs *b)
{
    D3DKMT_OPENRESOURCE open = {.hDevice = device->umd.kmt_device, .hGlobalShare = global};
    D3DKMT_OPENKEYEDMUTEX2 mutex = {0};
    NTSTATUS status;
    HRESULT hr;

    b->info = (D3DKMT_QUERYRESOURCEINFO){
        .hDevice = device->umd.kmt_device, .hGlobalShare = global, .pPrivateRuntimeData = &b->shared,
        .PrivateRuntimeDataSize = sizeof(b->shared),
    };
    if (D3DKMTQueryResourceInfo(&b->info) < 0)
        return E_INVALIDARG;
    hr = make_room(b);
    if (FAILED(hr))
        return hr;
    open.NumAllocations = b->info.NumAllocations;
    open.pOpenAllocationInfo2 = b->allocations;
    open.pPrivateRuntimeData = &b->shared;
    open.PrivateRuntimeDataSize = sizeof(b->shared);
    open.pResourcePrivateDriverData = b->resource_private;
    open.ResourcePrivateDriverDataSize = b->info.ResourcePrivateDriverDataSize;
    open.pTotalPrivateDriverDataBuffer = b->total_private;
    open.TotalPrivateDriverDataBufferSize = b->info.TotalPrivateDriverDataSize;
    status = D3DKMTOpenResource2(&open);
    if (status < 0)
        return rt_hresult_from_status(status);
    b->resource = open.hResource;
    if (!b->shared.global_mutex)
        return S_OK;
    mutex.hSharedHandle = b->shared.global_mutex;
    status = D3DKMTOpenKeyedMutex2(&mutex);
    b->mutex = status < 0 ? 0 : mutex.hKeyedMutex;
    return status < 0 ? rt_hresult_from_status(status) : S_OK;
}

static HRESULT open_nt(struct rt_device *device, HANDLE handle, struct blobs *b)
{
    D3DKMT_QUERYRESOURCEINFOFROMNTHANDLE query = {
        .hDevice = device->umd.kmt_device, .hNtHandle = handle, .pPrivateRuntimeData = &b->shared,
        .PrivateRuntimeDataSize = sizeof(b->shared),
    };
    D3DKMT_OPENRESOURCEFROMNTHANDLE open = {.hDevice = device->umd.kmt_device, .hNtHandle = handle};
    NTSTATUS status;
    HRESULT hr;

    if (D3DKMTQueryResourceInfoFromNtHandle(&query) < 0)
        return E_INVALIDARG;
    b->info = (D3DKMT_QUERYRESOURCEINFO){
        .PrivateRuntimeDataSize = query.PrivateRuntimeDataSize, .TotalPrivateDriverDataSize = query.TotalPrivateDriverDataSize,
        .ResourcePrivateDriverDataSize = query.ResourcePrivateDriverDataSize, .NumAllocations = query.NumAllocations,
    };
    hr = make_room(b);
    if (FAILED(hr))
        return hr;
    open.NumAllocations = query.NumAllocations;
    open.pOpenAllocationInfo2 = b->allocations;
    open.pPrivateRuntimeData = &b->shared;
    open.PrivateRuntimeDataSize = sizeof(b->shared);
    open.pResourcePrivateDriverData = b->resource_private;
    open.ResourcePrivateDriverDataSize = query.ResourcePrivateDriverDataSize;
    open.pTotalPrivateDriverDataBuffer = b->total_private;
    open.TotalPrivateDriverDataBufferSize = query.TotalPrivateDriverDataSize;
    status = D3DKMTOpenResourceFromNtHandle(&open);
    if (status < 0)
        return rt_hresult_from_status(status);
    b->resource = open.hResource;
    b->mutex = open.hKeyedMutex;
    b->sync = open.hSyncObject;
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

/* What the kernel opened, before a resource of ours has it. */
static void close_kernel(struct rt_device *device, const struct blobs *b)
{
    struct rt_resource closing = {.share = {.mutex = b->mutex, .sync = b->sync}};

    if (b->resource) {
        D3DKMT_DESTROYALLOCATION destroy = {.hDevice = device->umd.kmt_device, .hResource = b->resource};

        D3DKMTDestroyAllocation(&destroy);
    }
    rt_share_fini(&closing);
}

HRESULT rt_device_open_shared(struct rt_device *device, HANDLE handle, bool nt, REFIID iid, void **out)
{
    struct blobs b = {0};
    struct rt_resource *r = NULL;
    HRESULT hr;

    if (!out)
        return E_INVALIDARG;
    *out = NULL;
    if (rt_removed(device))
        return DXGI_ERROR_DEVICE_REMOVED;
    if (!handle)
        return E_INVALIDARG;
    hr = nt ? open_nt(device, handle, &b) : open_global(device, (D3DKMT_HANDLE)(uintptr_t)handle, &b);
    if (SUCCEEDED(hr))
        hr = rt_resource_alloc(device, &b.shared.desc, &r);
    if (SUCCEEDED(hr)) {
        r->kmt_resource = b.resource;
        r->kmt_global = nt ? 0 : (D3DKMT_HANDLE)(uintptr_t)handle;
        r->share.opened = true;
        r->share.mutex = b.mutex;
        r->share.global_mutex = b.shared.global_mutex;
        r->share.sync = b.sync;
        hr = open_driver(device, &b, r);
        if (SUCCEEDED(hr))
            hr = rt_object_query(&r->child.object, iid, out);
        rt_child_release(&r->child.object);
    } else {
        close_kernel(device, &b);
    }
    free(b.allocations);
    free(b.resource_private);
    free(b.total_private);
    return hr;
}

/* nf-d3d11_1-id3d11device1-opensharedresourcebyname: the handle that the name leads to is this call's own. */
HRESULT rt_device_open_shared_by_name(struct rt_device *device, const WCHAR *name, DWORD access, REFIID iid, void **out)
{
    struct rt_nt_name nt_name;
    D3DKMT_OPENNTHANDLEFROMNAME open = {.dwDesiredAccess = access};
    HRESULT hr;

    if (!out)
        return E_INVALIDARG;
    *out = NULL;
    if (!name || !rt_nt_name(&nt_name, name))
        return E_INVALIDARG;
    open.pObjAttrib = rt_nt_name_attributes(&nt_name);
    if (D3DKMTOpenNtHandleFromName(&open) < 0)
        return E_INVALIDARG;
    hr = rt_device_open_shared(device, open.hNtHandle, true, iid, out);
    rt_close_handle(open.hNtHandle);
    return hr;
}
