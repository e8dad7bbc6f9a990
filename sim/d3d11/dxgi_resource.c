/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * dxgi_resource.c - IDXGIResource1 and IDXGIKeyedMutex of buffers and textures, and the kernel objects behind sharing.
 */
#include "dxgi_objects.h"

#include "context.h"
#include "resource.h"

/* d3dkmthk SHARED_ALLOCATION_: GENERIC_READ is DXGI_SHARED_RESOURCE_READ */
#define SHARE_ACCESS (GENERIC_RIGHTS | 1u)
#define GENERIC_RIGHTS 0xf0000000u
#define WAIT_FOR_EVER 0xffffffffu /* INFINITE */

RT_IFACE_DXGI_METHODS(res, IDXGIResource1)

static struct rt_resource *res_of(void *iface)
{
    return (struct rt_resource *)((struct rt_iface *)iface)->owner;
}

static HRESULT STDMETHODCALLTYPE res_GetParent(IDXGIResource1 *iface, REFIID iid, void **out)
{
    struct rt_resource *r = res_of(iface);

    return rt_object_query(r->chain ? r->chain : &r->child.device->object, iid, out);
}

static HRESULT STDMETHODCALLTYPE res_GetDevice(IDXGIResource1 *iface, REFIID iid, void **out)
{
    return rt_object_query(&res_of(iface)->child.device->object, iid, out);
}

/* nf-dxgi-idxgiresource-getsharedhandle: not of what is shared through NT handles. What is not shared has none. */
static HRESULT STDMETHODCALLTYPE res_GetSharedHandle(IDXGIResource1 *iface, HANDLE *handle)
{
    struct rt_resource *r = res_of(iface);

    if (!handle || r->share.nt)
        return E_INVALIDARG;
    *handle = (HANDLE)(uintptr_t)r->kmt_global;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE res_GetUsage(IDXGIResource1 *iface, DXGI_USAGE *usage)
{
    const struct rt_resource *r = res_of(iface);

    if (!usage)
        return E_INVALIDARG;
    *usage = 0;
    *usage |= r->desc.bind & D3D11_BIND_RENDER_TARGET ? DXGI_USAGE_RENDER_TARGET_OUTPUT : 0;
    *usage |= r->desc.bind & D3D11_BIND_SHADER_RESOURCE ? DXGI_USAGE_SHADER_INPUT : 0;
    *usage |= r->desc.bind & D3D11_BIND_UNORDERED_ACCESS ? DXGI_USAGE_UNORDERED_ACCESS : 0;
    *usage |= r->chain ? DXGI_USAGE_BACK_BUFFER : 0;
    *usage |= r->chain_index ? DXGI_USAGE_READ_ONLY : 0; /* nf-dxgi-idxgiswapchain-getbuffer */
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE res_SetEvictionPriority(IDXGIResource1 *iface, UINT priority)
{
    res_of(iface)->priority = priority;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE res_GetEvictionPriority(IDXGIResource1 *iface, UINT *priority)
{
    if (!priority)
        return E_INVALIDARG;
    *priority = res_of(iface)->priority;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE res_CreateSubresourceSurface(IDXGIResource1 *iface, UINT index, IDXGISurface2 **out)
{
    struct rt_resource *r = res_of(iface);

    if (!out)
        return E_INVALIDARG;
    *out = NULL;
    /* Surfaces of one slice of an array need an object of their own; a single subresource is its own surface. */
    if (!r->format || r->n_subresources != 1 || index)
        return E_INVALIDARG;
    return rt_object_query(&r->child.object, &IID_IDXGISurface2, (void **)out);
}

bool rt_nt_name(struct rt_nt_name *out, const wchar_t *name)
{
    size_t n;

    memset(out, 0, sizeof(*out));
    out->o.size = sizeof(out->o);
    if (!name)
        return true;
    for (n = 0; name[n]; n++) {
        if (n == sizeof(out->text) / sizeof(*out->text))
            return false;
        out->text[n] = (uint16_t)name[n];
    }
    out->u.size = out->u.capacity = (uint16_t)(n * sizeof(*out->text));
    out->u.text = out->text;
    out->o.name = &out->u;
    return true;
}

/* nf-dxgi1_2-idxgiresource1-createsharedhandle: "You can call CreateSharedHandle only once for a shared resource". */
static HRESULT STDMETHODCALLTYPE res_CreateSharedHandle(IDXGIResource1 *iface, const SECURITY_ATTRIBUTES *attributes, DWORD access,
    const WCHAR *name, HANDLE *handle)
{
    struct rt_resource *r = res_of(iface);
    D3DKMT_HANDLE objects[3] = {r->kmt_resource, r->share.mutex, r->share.sync};
    struct rt_nt_name nt_name;
    HANDLE made = NULL;
    NTSTATUS status;

    if (!handle)
        return E_INVALIDARG;
    *handle = NULL;
    if (!r->share.nt || r->share.opened || (access & ~SHARE_ACCESS) || !rt_nt_name(&nt_name, name))
        return E_INVALIDARG;
    if (r->share.handed_out)
        return DXGI_ERROR_INVALID_CALL;
    status = D3DKMTShareObjects(r->share.mutex ? 3 : 1, objects, rt_nt_name_attributes(&nt_name), access, &made);
    if (status == STATUS_OBJECT_NAME_COLLISION)
        return DXGI_ERROR_NAME_ALREADY_EXISTS;
    if (status < 0)
        return rt_hresult_from_status(status);
    r->share.handed_out = true;
    *handle = made;
    return S_OK;
}

const IDXGIResource1Vtbl rt_dxgi_resource_vtbl = {
    RT_DXGI_SLOTS(res), .GetDevice = res_GetDevice, .GetSharedHandle = res_GetSharedHandle, .GetUsage = res_GetUsage,
    .SetEvictionPriority = res_SetEvictionPriority, .GetEvictionPriority = res_GetEvictionPriority,
    .CreateSubresourceSurface = res_CreateSubresourceSurface, .CreateSharedHandle = res_CreateSharedHandle,
};

void rt_resource_resolve(struct rt_resource *r)
{
    struct rt_umd *umd = &r->child.device->umd;
    DXGI_DDI_ARG_RESOLVESHAREDRESOURCE arg = {
        .hDevice = (DXGI_DDI_HDEVICE)umd->h.pDrvPrivate, .hResource = (DXGI_DDI_HRESOURCE)r->drv,
    };
    struct rt_call call;

    if (umd->level < RT_DDI_11_0 || !rt_call_begin(&call, r->child.device, RT_ERR_REMOVED))
        return;
    (void)rt_call_end_dxgi(&call, umd->dxgi->pfnResolveSharedResource(&arg));
}

/* ---- keyed mutex ---- */

RT_IFACE_DXGI_METHODS(keyed, IDXGIKeyedMutex)

static HRESULT STDMETHODCALLTYPE keyed_GetParent(IDXGIKeyedMutex *iface, REFIID iid, void **out)
{
    return rt_object_query(&res_of(iface)->child.device->object, iid, out);
}

static HRESULT STDMETHODCALLTYPE keyed_GetDevice(IDXGIKeyedMutex *iface, REFIID iid, void **out)
{
    return rt_object_query(&res_of(iface)->child.device->object, iid, out);
}

/* "A keyed mutex does not support recursive calls to the AcquireSync method." Besides S_OK it answers WAIT_TIMEOUT and
 * WAIT_ABANDONED, which have the values of the kernel's codes. */
static HRESULT STDMETHODCALLTYPE keyed_AcquireSync(IDXGIKeyedMutex *iface, UINT64 key, DWORD milliseconds)
{
    struct rt_resource *r = res_of(iface);
    LARGE_INTEGER timeout = {.QuadPart = -10000 * (int64_t)milliseconds}; /* 100 ns, relative */
    D3DKMT_ACQUIREKEYEDMUTEX acquire = {.hKeyedMutex = r->share.mutex, .Key = key};
    NTSTATUS status;

    if (rt_removed(r->child.device))
        return DXGI_ERROR_DEVICE_REMOVED;
    if (r->share.acquired)
        return DXGI_ERROR_INVALID_CALL;
    if (milliseconds != WAIT_FOR_EVER)
        acquire.pTimeout = &timeout;
    status = D3DKMTAcquireKeyedMutex(&acquire);
    if (status < 0)
        return rt_hresult_from_status(status);
    if (status != STATUS_SUCCESS)
        return (HRESULT)status;
    r->share.acquired = true;
    r->share.fence = acquire.FenceValue;
    return S_OK;
}

/* The driver hands over what it has for the resource before the next owner may come
 * (ns-dxgiddi-dxgi1_1_ddi_base_functions pfnResolveSharedResource). */
static HRESULT STDMETHODCALLTYPE keyed_ReleaseSync(IDXGIKeyedMutex *iface, UINT64 key)
{
    struct rt_resource *r = res_of(iface);
    struct rt_device *device = r->child.device;
    D3DKMT_RELEASEKEYEDMUTEX release = {.hKeyedMutex = r->share.mutex, .Key = key, .FenceValue = r->share.fence + 1};
    NTSTATUS status;

    if (!r->share.acquired)
        return DXGI_ERROR_INVALID_CALL;
    rt_resource_resolve(r);
    rt_ctx_flush(device->immediate, 0);
    r->share.acquired = false;
    status = D3DKMTReleaseKeyedMutex(&release);
    return status < 0 ? rt_hresult_from_status(status) : S_OK;
}

static const IDXGIKeyedMutexVtbl keyed_mutex_vtbl = {
    RT_DXGI_SLOTS(keyed), .GetDevice = keyed_GetDevice, .AcquireSync = keyed_AcquireSync, .ReleaseSync = keyed_ReleaseSync,
};

/* ---- kernel objects ---- */

void rt_share_init(struct rt_resource *r)
{
    r->share.nt = r->desc.misc & D3D11_RESOURCE_MISC_SHARED_NTHANDLE;
    if (r->desc.misc & D3D11_RESOURCE_MISC_SHARED_KEYEDMUTEX)
        r->keyed_mutex = (struct rt_iface){&keyed_mutex_vtbl, &r->child.object};
}

/* NT handles share a keyed mutex together with a synchronisation object (nf-d3dkmthk-d3dkmtshareobjects). The first key is 0
 * (nf-dxgi-idxgikeyedmutex-acquiresync). */
HRESULT rt_share_create(struct rt_resource *r)
{
    D3DKMT_CREATEKEYEDMUTEX2 mutex = {.Flags.NtSecuritySharing = r->share.nt};
    D3DKMT_CREATESYNCHRONIZATIONOBJECT2 sync = {
        .hDevice = r->child.device->umd.kmt_device, .Info.Type = D3DDDI_FENCE, .Info.Flags = {.Shared = 1, .NtSecuritySharing = 1},
    };
    NTSTATUS status;

    if (!r->keyed_mutex.vtbl)
        return S_OK;
    status = D3DKMTCreateKeyedMutex2(&mutex);
    if (status < 0)
        return rt_hresult_from_status(status);
    r->share.mutex = mutex.hKeyedMutex;
    r->share.global_mutex = mutex.hSharedHandle;
    if (!r->share.nt)
        return S_OK;
    status = D3DKMTCreateSynchronizationObject2(&sync);
    if (status < 0)
        return rt_hresult_from_status(status);
    r->share.sync = sync.hSyncObject;
    return S_OK;
}

void rt_share_fini(struct rt_resource *r)
{
    if (r->share.mutex) {
        D3DKMT_DESTROYKEYEDMUTEX mutex = {.hKeyedMutex = r->share.mutex};

        D3DKMTDestroyKeyedMutex(&mutex);
    }
    if (r->share.sync) {
        D3DKMT_DESTROYSYNCHRONIZATIONOBJECT sync = {.hSyncObject = r->share.sync};

        D3DKMTDestroySynchronizationObject(&sync);
    }
}
