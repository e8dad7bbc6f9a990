/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * kt_callbacks.c - D3DDDI_DEVICECALLBACKS and DXGI_DDI_BASE_CALLBACKS: the driver's way to the kernel.
 * Each is one D3DKMT call. hRTDevice and hRTAdapter are both the struct rt_umd. (d3dumddi pages of the
 * pfn...Cb functions)
 */
#include "ddi.h"

#include "device.h"
#include "present.h"
#include "resource.h"

HRESULT rt_hresult_from_status(NTSTATUS status)
{
    if (status >= 0)
        return S_OK;
    switch ((uint32_t)status) {
    case (uint32_t)STATUS_NO_MEMORY:
    case (uint32_t)STATUS_INSUFFICIENT_RESOURCES:
        return E_OUTOFMEMORY;
    case (uint32_t)STATUS_GRAPHICS_NO_VIDEO_MEMORY:
        return D3DDDIERR_OUTOFVIDEOMEMORY;
    case (uint32_t)STATUS_INVALID_PARAMETER:
        return E_INVALIDARG;
    case (uint32_t)STATUS_INVALID_HANDLE:
        return D3DDDIERR_INVALIDHANDLE;
    case (uint32_t)STATUS_DEVICE_REMOVED:
    case (uint32_t)STATUS_GRAPHICS_GPU_EXCEPTION_ON_DEVICE:
        return D3DDDIERR_DEVICEREMOVED;
    case (uint32_t)STATUS_GRAPHICS_ALLOCATION_BUSY:
        return D3DDDIERR_WASSTILLDRAWING;
    case (uint32_t)STATUS_GRAPHICS_CANT_EVICT_PINNED_ALLOCATION:
        return D3DDDIERR_CANTEVICTPINNEDALLOCATION;
    case (uint32_t)STATUS_GRAPHICS_CANT_RENDER_LOCKED_ALLOCATION:
        return D3DDDIERR_CANTRENDERLOCKEDALLOCATION;
    case (uint32_t)STATUS_INVALID_USER_BUFFER:
        return D3DDDIERR_INVALIDUSERBUFFER;
    case (uint32_t)STATUS_ILLEGAL_INSTRUCTION:
        return D3DDDIERR_INVALIDINSTRUCTION;
    case 0xc0000096u: /* STATUS_PRIVILEGED_INSTRUCTION */
        return D3DDDIERR_PRIVILEGEDINSTRUCTION;
    case (uint32_t)STATUS_GRAPHICS_PRESENT_OCCLUDED:
        return DXGI_STATUS_OCCLUDED;
    case (uint32_t)STATUS_GRAPHICS_PRESENT_MODE_CHANGED:
        return DXGI_STATUS_MODE_CHANGED;
    case (uint32_t)STATUS_NOT_SUPPORTED:
        return D3DDDIERR_NOTAVAILABLE;
    default:
        return E_FAIL;
    }
}

static D3DKMT_HANDLE kmt_handle(HANDLE handle)
{
    return (D3DKMT_HANDLE)(uintptr_t)handle;
}

static HRESULT DDI_CALL allocate_cb(HANDLE device, D3DDDICB_ALLOCATE *arg)
{
    struct rt_umd *umd = device;
    struct rt_resource *resource = arg->hResource;
    D3DKMT_CREATEALLOCATION create = {
        .hDevice = umd->kmt_device,
        .hResource = resource ? resource->kmt_resource : 0,
        .pPrivateDriverData = arg->pPrivateDriverData,
        .PrivateDriverDataSize = arg->PrivateDriverDataSize,
        .NumAllocations = arg->NumAllocations,
        .pAllocationInfo2 = arg->pAllocationInfo2,
        .hPrivateRuntimeResourceHandle = arg->hResource,
    };
    struct rt_shared_desc shared;
    NTSTATUS status;

    /* A shared resource carries its description, which the opener's runtime needs. */
    if (resource) {
        create.Flags.CreateResource = !resource->kmt_resource;
        create.Flags.CreateShared = resource->shared;
        create.Flags.NtSecuritySharing = resource->share.nt;
        if (resource->shared) {
            memset(&shared, 0, sizeof(shared));
            shared.desc = resource->desc;
            shared.global_mutex = resource->share.global_mutex;
            create.pPrivateRuntimeData = &shared;
            create.PrivateRuntimeDataSize = sizeof(shared);
        }
    }
    status = D3DKMTCreateAllocation2(&create);
    if (status < 0)
        return rt_hresult_from_status(status);
    if (resource) {
        resource->kmt_resource = create.hResource;
        if (resource->shared)
            resource->kmt_global = create.hGlobalShare;
        arg->hKMResource = create.hResource;
    }
    return S_OK;
}

static HRESULT DDI_CALL deallocate_cb(HANDLE device, const D3DDDICB_DEALLOCATE *arg)
{
    struct rt_umd *umd = device;
    struct rt_resource *resource = arg->hResource;
    D3DKMT_DESTROYALLOCATION destroy = {
        .hDevice = umd->kmt_device,
        .hResource = resource ? resource->kmt_resource : 0,
        .phAllocationList = resource ? NULL : arg->HandleList,
        .AllocationCount = resource ? 0 : arg->NumAllocations,
    };
    NTSTATUS status = D3DKMTDestroyAllocation(&destroy);

    if (status >= 0 && resource)
        resource->kmt_resource = 0;
    return rt_hresult_from_status(status);
}

static HRESULT DDI_CALL set_priority_cb(HANDLE device, D3DDDICB_SETPRIORITY *arg)
{
    struct rt_umd *umd = device;
    struct rt_resource *resource = arg->hResource;
    D3DKMT_SETALLOCATIONPRIORITY set = {
        .hDevice = umd->kmt_device,
        .hResource = resource ? resource->kmt_resource : 0,
        .phAllocationList = resource ? NULL : arg->HandleList,
        .AllocationCount = resource ? 0 : arg->NumAllocations,
        .pPriorities = arg->pPriorities,
    };

    return rt_hresult_from_status(D3DKMTSetAllocationPriority(&set));
}

static HRESULT DDI_CALL query_residency_cb(HANDLE device, const D3DDDICB_QUERYRESIDENCY *arg)
{
    struct rt_umd *umd = device;
    struct rt_resource *resource = arg->hResource;
    D3DKMT_QUERYALLOCATIONRESIDENCY query = {
        .hDevice = umd->kmt_device,
        .hResource = resource ? resource->kmt_resource : 0,
        .phAllocationList = resource ? NULL : arg->HandleList,
        .AllocationCount = resource ? 0 : arg->NumAllocations,
        .pResidencyStatus = (D3DKMT_ALLOCATIONRESIDENCYSTATUS *)arg->pResidencyStatus,
    };

    return rt_hresult_from_status(D3DKMTQueryAllocationResidency(&query));
}

static HRESULT DDI_CALL set_display_mode_cb(HANDLE device, D3DDDICB_SETDISPLAYMODE *arg)
{
    struct rt_umd *umd = device;
    D3DKMT_SETDISPLAYMODE set = {
        .hDevice = umd->kmt_device,
        .hPrimaryAllocation = arg->hPrimaryAllocation,
        .ScanLineOrdering = D3DDDI_VSSLO_PROGRESSIVE,
        .DisplayOrientation = D3DDDI_ROTATION_IDENTITY,
        .PrivateDriverFormatAttribute = arg->PrivateDriverFormatAttribute,
    };

    return rt_present_note_mode(umd, rt_hresult_from_status(D3DKMTSetDisplayMode(&set)));
}

/* Direct3D 9's present callback; Direct3D 10 and later use the DXGI one. */
static HRESULT DDI_CALL present9_cb(HANDLE device, D3DDDICB_PRESENT *arg)
{
    return D3DDDIERR_INVALIDCALL;
}

static HRESULT DDI_CALL render_cb(HANDLE device, D3DDDICB_RENDER *arg)
{
    D3DKMT_RENDER render = {
        .hContext = kmt_handle(arg->hContext),
        .CommandOffset = arg->CommandOffset,
        .CommandLength = arg->CommandLength,
        .AllocationCount = arg->NumAllocations,
        .PatchLocationCount = arg->NumPatchLocations,
        .NewCommandBufferSize = arg->NewCommandBufferSize,
        .NewAllocationListSize = arg->NewAllocationListSize,
        .NewPatchLocationListSize = arg->NewPatchLocationListSize,
        .Flags.ResizeCommandBuffer = arg->Flags.ResizeCommandBuffer,
        .Flags.ResizeAllocationList = arg->Flags.ResizeAllocationList,
        .Flags.ResizePatchLocationList = arg->Flags.ResizePatchLocationList,
        .Flags.NullRendering = arg->Flags.NullRendering,
        .BroadcastContextCount = arg->BroadcastContextCount,
        .pPrivateDriverData = arg->pPrivateDriverData,
        .PrivateDriverDataSize = arg->PrivateDriverDataSize,
    };
    NTSTATUS status;
    UINT i;

    for (i = 0; i < arg->BroadcastContextCount && i < RT_COUNT(render.BroadcastContext); i++)
        render.BroadcastContext[i] = kmt_handle(arg->BroadcastContext[i]);
    status = D3DKMTRender(&render);
    /* The new buffers count whether or not the call succeeded (d3dumddi pfnRenderCb). */
    if (render.pNewCommandBuffer) {
        arg->pNewCommandBuffer = render.pNewCommandBuffer;
        arg->NewCommandBufferSize = render.NewCommandBufferSize;
    }
    if (render.pNewAllocationList) {
        arg->pNewAllocationList = render.pNewAllocationList;
        arg->NewAllocationListSize = render.NewAllocationListSize;
    }
    if (render.pNewPatchLocationList) {
        arg->pNewPatchLocationList = render.pNewPatchLocationList;
        arg->NewPatchLocationListSize = render.NewPatchLocationListSize;
    }
    arg->QueuedBufferCount = render.QueuedBufferCount;
    return rt_hresult_from_status(status);
}

static HRESULT DDI_CALL lock_cb(HANDLE device, D3DDDICB_LOCK *arg)
{
    struct rt_umd *umd = device;
    D3DKMT_LOCK lock = {
        .hDevice = umd->kmt_device,
        .hAllocation = arg->hAllocation,
        .PrivateDriverData = arg->PrivateDriverData,
        .NumPages = arg->NumPages,
        .pPages = arg->pPages,
        .Flags = arg->Flags,
    };
    NTSTATUS status = D3DKMTLock(&lock);

    if (status >= 0) {
        arg->pData = lock.pData;
        arg->hAllocation = lock.hAllocation; /* another instance after a discard */
        arg->GpuVirtualAddress = lock.GpuVirtualAddress;
    }
    return rt_hresult_from_status(status);
}

static HRESULT DDI_CALL unlock_cb(HANDLE device, const D3DDDICB_UNLOCK *arg)
{
    struct rt_umd *umd = device;
    D3DKMT_UNLOCK unlock = {
        .hDevice = umd->kmt_device, .NumAllocations = arg->NumAllocations, .phAllocations = arg->phAllocations,
    };

    return rt_hresult_from_status(D3DKMTUnlock(&unlock));
}

static HRESULT DDI_CALL escape_cb(HANDLE adapter, const D3DDDICB_ESCAPE *arg)
{
    struct rt_umd *umd = adapter;
    D3DKMT_ESCAPE escape = {
        .hAdapter = umd->kmt_adapter,
        .hDevice = arg->hDevice ? umd->kmt_device : 0,
        .Type = D3DKMT_ESCAPE_DRIVERPRIVATE,
        .Flags = arg->Flags,
        .pPrivateDriverData = arg->pPrivateDriverData,
        .PrivateDriverDataSize = arg->PrivateDriverDataSize,
        .hContext = kmt_handle(arg->hContext),
    };

    return rt_hresult_from_status(D3DKMTEscape(&escape));
}

static HRESULT DDI_CALL create_context_cb(HANDLE device, D3DDDICB_CREATECONTEXT *arg)
{
    struct rt_umd *umd = device;
    D3DKMT_CREATECONTEXT create = {
        .hDevice = umd->kmt_device,
        .NodeOrdinal = arg->NodeOrdinal,
        .EngineAffinity = arg->EngineAffinity,
        .Flags = arg->Flags,
        .pPrivateDriverData = arg->pPrivateDriverData,
        .PrivateDriverDataSize = arg->PrivateDriverDataSize,
        .ClientHint = D3DKMT_CLIENTHINT_DX10,
    };
    NTSTATUS status = D3DKMTCreateContext(&create);

    if (status < 0)
        return rt_hresult_from_status(status);
    arg->hContext = (HANDLE)(uintptr_t)create.hContext;
    arg->pCommandBuffer = create.pCommandBuffer;
    arg->CommandBufferSize = create.CommandBufferSize;
    arg->pAllocationList = create.pAllocationList;
    arg->AllocationListSize = create.AllocationListSize;
    arg->pPatchLocationList = create.pPatchLocationList;
    arg->PatchLocationListSize = create.PatchLocationListSize;
    return S_OK;
}

static HRESULT DDI_CALL destroy_context_cb(HANDLE device, const D3DDDICB_DESTROYCONTEXT *arg)
{
    D3DKMT_DESTROYCONTEXT destroy = {.hContext = kmt_handle(arg->hContext)};

    return rt_hresult_from_status(D3DKMTDestroyContext(&destroy));
}

static HRESULT DDI_CALL create_sync2_cb(HANDLE device, D3DDDICB_CREATESYNCHRONIZATIONOBJECT2 *arg)
{
    struct rt_umd *umd = device;
    D3DKMT_CREATESYNCHRONIZATIONOBJECT2 create = {.hDevice = umd->kmt_device, .Info = arg->Info};
    NTSTATUS status = D3DKMTCreateSynchronizationObject2(&create);

    if (status >= 0) {
        arg->Info = create.Info;
        arg->hSyncObject = create.hSyncObject;
    }
    return rt_hresult_from_status(status);
}

static HRESULT DDI_CALL create_sync_cb(HANDLE device, D3DDDICB_CREATESYNCHRONIZATIONOBJECT *arg)
{
    struct rt_umd *umd = device;
    D3DKMT_CREATESYNCHRONIZATIONOBJECT create = {.hDevice = umd->kmt_device, .Info = arg->Info};
    NTSTATUS status = D3DKMTCreateSynchronizationObject(&create);

    if (status >= 0)
        arg->hSyncObject = create.hSyncObject;
    return rt_hresult_from_status(status);
}

static HRESULT DDI_CALL destroy_sync_cb(HANDLE device, const D3DDDICB_DESTROYSYNCHRONIZATIONOBJECT *arg)
{
    D3DKMT_DESTROYSYNCHRONIZATIONOBJECT destroy = {.hSyncObject = arg->hSyncObject};

    return rt_hresult_from_status(D3DKMTDestroySynchronizationObject(&destroy));
}

static HRESULT DDI_CALL wait_sync_cb(HANDLE device, const D3DDDICB_WAITFORSYNCHRONIZATIONOBJECT *arg)
{
    D3DKMT_WAITFORSYNCHRONIZATIONOBJECT wait = {.hContext = kmt_handle(arg->hContext), .ObjectCount = arg->ObjectCount};

    memcpy(wait.ObjectHandleArray, arg->ObjectHandleArray, sizeof(wait.ObjectHandleArray));
    return rt_hresult_from_status(D3DKMTWaitForSynchronizationObject(&wait));
}

static HRESULT DDI_CALL signal_sync_cb(HANDLE device, const D3DDDICB_SIGNALSYNCHRONIZATIONOBJECT *arg)
{
    D3DKMT_SIGNALSYNCHRONIZATIONOBJECT signal = {
        .hContext = kmt_handle(arg->hContext), .ObjectCount = arg->ObjectCount, .Flags = arg->Flags,
    };

    memcpy(signal.ObjectHandleArray, arg->ObjectHandleArray, sizeof(signal.ObjectHandleArray));
    return rt_hresult_from_status(D3DKMTSignalSynchronizationObject(&signal));
}

static HRESULT DDI_CALL wait_sync2_cb(HANDLE device, const D3DDDICB_WAITFORSYNCHRONIZATIONOBJECT2 *arg)
{
    D3DKMT_WAITFORSYNCHRONIZATIONOBJECT2 wait = {
        .hContext = kmt_handle(arg->hContext), .ObjectCount = arg->ObjectCount, .Fence.FenceValue = arg->FenceValue,
    };

    memcpy(wait.ObjectHandleArray, arg->ObjectHandleArray, sizeof(wait.ObjectHandleArray));
    return rt_hresult_from_status(D3DKMTWaitForSynchronizationObject2(&wait));
}

static HRESULT DDI_CALL signal_sync2_cb(HANDLE device, const D3DDDICB_SIGNALSYNCHRONIZATIONOBJECT2 *arg)
{
    D3DKMT_SIGNALSYNCHRONIZATIONOBJECT2 signal = {
        .hContext = kmt_handle(arg->hContext),
        .ObjectCount = arg->ObjectCount,
        .Flags = arg->Flags,
        .BroadcastContextCount = arg->BroadcastContextCount,
        .Fence.FenceValue = arg->FenceValue,
    };
    UINT i;

    memcpy(signal.ObjectHandleArray, arg->ObjectHandleArray, sizeof(signal.ObjectHandleArray));
    for (i = 0; i < arg->BroadcastContextCount && i < RT_COUNT(signal.BroadcastContext); i++)
        signal.BroadcastContext[i] = kmt_handle(arg->BroadcastContext[i]);
    return rt_hresult_from_status(D3DKMTSignalSynchronizationObject2(&signal));
}

static HRESULT DDI_CALL set_async_cb(HANDLE device, BOOL enable)
{
    return S_OK; /* callbacks are legal on any thread here */
}

static HRESULT DDI_CALL set_private_format_cb(HANDLE device, const D3DDDICB_SETDISPLAYPRIVATEDRIVERFORMAT *arg)
{
    return D3DDDIERR_NOTAVAILABLE;
}

/* pResources names resources through the runtime's handles; the kernel wants its own. */
static HRESULT DDI_CALL offer_cb(HANDLE device, const D3DDDICB_OFFERALLOCATIONS *arg)
{
    struct rt_umd *umd = device;
    D3DKMT_HANDLE resources[64];
    D3DKMT_OFFERALLOCATIONS offer = {
        .hDevice = umd->kmt_device, .HandleList = arg->HandleList, .NumAllocations = arg->NumAllocations,
        .Priority = (D3DKMT_OFFER_PRIORITY)arg->Priority,
    };
    UINT i;

    if (arg->pResources) {
        if (arg->NumAllocations > RT_COUNT(resources))
            return E_INVALIDARG;
        for (i = 0; i < arg->NumAllocations; i++)
            resources[i] = ((struct rt_resource *)arg->pResources[i])->kmt_resource;
        offer.pResources = resources;
    }
    return rt_hresult_from_status(D3DKMTOfferAllocations(&offer));
}

static HRESULT DDI_CALL reclaim_cb(HANDLE device, const D3DDDICB_RECLAIMALLOCATIONS *arg)
{
    struct rt_umd *umd = device;
    D3DKMT_HANDLE resources[64];
    D3DKMT_RECLAIMALLOCATIONS reclaim = {
        .hDevice = umd->kmt_device, .HandleList = arg->HandleList, .NumAllocations = arg->NumAllocations,
        .pDiscarded = arg->pDiscarded,
    };
    UINT i;

    if (arg->pResources) {
        if (arg->NumAllocations > RT_COUNT(resources))
            return E_INVALIDARG;
        for (i = 0; i < arg->NumAllocations; i++)
            resources[i] = ((struct rt_resource *)arg->pResources[i])->kmt_resource;
        reclaim.pResources = resources;
    }
    return rt_hresult_from_status(D3DKMTReclaimAllocations(&reclaim));
}

static HRESULT DDI_CALL log_marker_cb(HANDLE device, const D3DDDICB_LOGUMDMARKER *arg)
{
    return S_OK; /* markers go to ETW, which is not here */
}

/* Overlays belong to Direct3D 9; the driver's caps deny them. */
static HRESULT DDI_CALL create_overlay_cb(HANDLE device, D3DDDICB_CREATEOVERLAY *arg)
{
    return D3DDDIERR_UNSUPPORTEDOVERLAY;
}

static HRESULT DDI_CALL update_overlay_cb(HANDLE device, const D3DDDICB_UPDATEOVERLAY *arg)
{
    return D3DDDIERR_UNSUPPORTEDOVERLAY;
}

static HRESULT DDI_CALL flip_overlay_cb(HANDLE device, const D3DDDICB_FLIPOVERLAY *arg)
{
    return D3DDDIERR_UNSUPPORTEDOVERLAY;
}

static HRESULT DDI_CALL destroy_overlay_cb(HANDLE device, const D3DDDICB_DESTROYOVERLAY *arg)
{
    return D3DDDIERR_UNSUPPORTEDOVERLAY;
}

static HRESULT DDI_CALL present_planes_cb(HANDLE device, const D3DDDICB_PRESENTMULTIPLANEOVERLAY *arg)
{
    return D3DDDIERR_UNSUPPORTEDOVERLAY;
}

static HRESULT DDI_CALL present_planes_dxgi_cb(HANDLE device, const DXGIDDICB_PRESENT_MULTIPLANE_OVERLAY *arg)
{
    return D3DDDIERR_UNSUPPORTEDOVERLAY;
}

static HRESULT DDI_CALL present_cb(HANDLE device, DXGIDDICB_PRESENT *arg)
{
    return rt_present_callback(device, arg);
}

void rt_kt_fill(struct rt_umd *umd)
{
    *umd->kt = (D3DDDI_DEVICECALLBACKS){
        .pfnAllocateCb = allocate_cb,
        .pfnDeallocateCb = deallocate_cb,
        .pfnSetPriorityCb = set_priority_cb,
        .pfnQueryResidencyCb = query_residency_cb,
        .pfnSetDisplayModeCb = set_display_mode_cb,
        .pfnPresentCb = present9_cb,
        .pfnRenderCb = render_cb,
        .pfnLockCb = lock_cb,
        .pfnUnlockCb = unlock_cb,
        .pfnEscapeCb = escape_cb,
        .pfnCreateOverlayCb = create_overlay_cb,
        .pfnUpdateOverlayCb = update_overlay_cb,
        .pfnFlipOverlayCb = flip_overlay_cb,
        .pfnDestroyOverlayCb = destroy_overlay_cb,
        .pfnCreateContextCb = create_context_cb,
        .pfnDestroyContextCb = destroy_context_cb,
        .pfnCreateSynchronizationObjectCb = create_sync_cb,
        .pfnDestroySynchronizationObjectCb = destroy_sync_cb,
        .pfnWaitForSynchronizationObjectCb = wait_sync_cb,
        .pfnSignalSynchronizationObjectCb = signal_sync_cb,
        .pfnSetAsyncCallbacksCb = set_async_cb,
        .pfnSetDisplayPrivateDriverFormatCb = set_private_format_cb,
        .pfnOfferAllocationsCb = offer_cb,
        .pfnReclaimAllocationsCb = reclaim_cb,
        .pfnCreateSynchronizationObject2Cb = create_sync2_cb,
        .pfnWaitForSynchronizationObject2Cb = wait_sync2_cb,
        .pfnSignalSynchronizationObject2Cb = signal_sync2_cb,
        .pfnPresentMultiPlaneOverlayCb = present_planes_cb,
        .pfnLogUMDMarkerCb = log_marker_cb,
    };
    *umd->dxgi_callbacks = (DXGI_DDI_BASE_CALLBACKS){
        .pfnPresentCb = present_cb,
        .pfnPresentMultiplaneOverlayCb = present_planes_dxgi_cb,
    };
}
