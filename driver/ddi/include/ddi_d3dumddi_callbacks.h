/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * ddi_d3dumddi_callbacks.h - callbacks: records of user-mode display drivers: callbacks and Direct3D 9.
 * Written by generate.py; change that, not this.
 */
#ifndef DDI_D3DUMDDI_CALLBACKS_H
#define DDI_D3DUMDDI_CALLBACKS_H

struct _D3DDDICB_QUERYADAPTERINFO {
    void *pPrivateDriverData;
    UINT PrivateDriverDataSize;
};

struct _D3DDDICB_GETMULTISAMPLEMETHODLIST {
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
    UINT Width;
    UINT Height;
    D3DDDIFORMAT Format;
    D3DDDI_MULTISAMPLINGMETHOD *pMethodList;
    UINT MethodCount;
};

struct _D3DDDICB_ALLOCATE {
    const void *pPrivateDriverData;
    UINT PrivateDriverDataSize;
    HANDLE hResource;
    D3DKMT_HANDLE hKMResource;
    UINT NumAllocations;
    union {
        D3DDDI_ALLOCATIONINFO *pAllocationInfo;
        D3DDDI_ALLOCATIONINFO2 *pAllocationInfo2;
    };
};

struct _D3DDDICB_DEALLOCATE {
    HANDLE hResource;
    UINT NumAllocations;
    const D3DKMT_HANDLE *HandleList;
};

struct _D3DDDICB_SETPRIORITY {
    HANDLE hResource;
    UINT NumAllocations;
    const D3DKMT_HANDLE *HandleList;
    const UINT *pPriorities;
};

struct _D3DDDICB_QUERYRESIDENCY {
    HANDLE hResource;
    UINT NumAllocations;
    const D3DKMT_HANDLE *HandleList;
    D3DDDI_RESIDENCYSTATUS *pResidencyStatus;
};

struct _D3DDDICB_LOCK {
    D3DKMT_HANDLE hAllocation;
    UINT PrivateDriverData;
    UINT NumPages;
    const UINT *pPages;
    void *pData;
    D3DDDICB_LOCKFLAGS Flags;
    D3DGPU_VIRTUAL_ADDRESS GpuVirtualAddress;
};

struct _D3DDDICB_UNLOCK {
    UINT NumAllocations;
    const D3DKMT_HANDLE *phAllocations;
};

struct _D3DDDICB_SETDISPLAYMODE {
    D3DKMT_HANDLE hPrimaryAllocation;
    UINT PrivateDriverFormatAttribute;
};

struct _D3DDDICB_SETDISPLAYPRIVATEDRIVERFORMAT {
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
    UINT PrivateDriverFormatAttribute;
};

struct _D3DDDICB_PRESENT {
    D3DKMT_HANDLE hSrcAllocation;
    D3DKMT_HANDLE hDstAllocation;
    HANDLE hContext;
    UINT BroadcastContextCount;
    HANDLE BroadcastContext[64];
};

struct _D3DDDICB_RENDERFLAGS {
    union {
        struct {
            UINT ResizeCommandBuffer : 1;
            UINT ResizeAllocationList : 1;
            UINT ResizePatchLocationList : 1;
            UINT NullRendering : 1;
            UINT Reserved : 28;
        };
        UINT Value;
    };
};

struct _D3DDDICB_RENDER {
    UINT CommandLength;
    UINT CommandOffset;
    UINT NumAllocations;
    UINT NumPatchLocations;
    void *pNewCommandBuffer;
    UINT NewCommandBufferSize;
    D3DDDI_ALLOCATIONLIST *pNewAllocationList;
    UINT NewAllocationListSize;
    D3DDDI_PATCHLOCATIONLIST *pNewPatchLocationList;
    UINT NewPatchLocationListSize;
    D3DDDICB_RENDERFLAGS Flags;
    HANDLE hContext;
    UINT BroadcastContextCount;
    HANDLE BroadcastContext[64];
    ULONG QueuedBufferCount;
    D3DGPU_VIRTUAL_ADDRESS NewCommandBuffer;
    void *pPrivateDriverData;
    UINT PrivateDriverDataSize;
    D3DDDI_MARKERLOGTYPE MarkerLogType;
    UINT RenderCBSequence;
    UINT FirstAPISequenceNumberHigh;
    UINT CompletedAPISequenceNumberLow0Size;
    UINT CompletedAPISequenceNumberLow1Size;
    UINT BegunAPISequenceNumberLow0Size;
    UINT BegunAPISequenceNumberLow1Size;
    const UINT *pCompletedAPISequenceNumberLow0;
    const UINT *pCompletedAPISequenceNumberLow1;
    const UINT *pBegunAPISequenceNumberLow0;
    const UINT *pBegunAPISequenceNumberLow1;
};

struct _D3DDDICB_ESCAPE {
    HANDLE hDevice;
    D3DDDI_ESCAPEFLAGS Flags;
    void *pPrivateDriverData;
    UINT PrivateDriverDataSize;
    HANDLE hContext;
};

struct _D3DDDICB_CREATECONTEXT {
    UINT NodeOrdinal;
    UINT EngineAffinity;
    D3DDDI_CREATECONTEXTFLAGS Flags;
    void *pPrivateDriverData;
    UINT PrivateDriverDataSize;
    HANDLE hContext;
    void *pCommandBuffer;
    UINT CommandBufferSize;
    D3DDDI_ALLOCATIONLIST *pAllocationList;
    UINT AllocationListSize;
    D3DDDI_PATCHLOCATIONLIST *pPatchLocationList;
    UINT PatchLocationListSize;
    D3DGPU_VIRTUAL_ADDRESS CommandBuffer;
};

struct _D3DDDICB_DESTROYCONTEXT {
    HANDLE hContext;
};

struct _D3DDDICB_CREATESYNCHRONIZATIONOBJECT {
    D3DDDI_SYNCHRONIZATIONOBJECTINFO Info;
    D3DKMT_HANDLE hSyncObject;
};

struct _D3DDDICB_DESTROYSYNCHRONIZATIONOBJECT {
    D3DKMT_HANDLE hSyncObject;
};

struct _D3DDDICB_WAITFORSYNCHRONIZATIONOBJECT {
    HANDLE hContext;
    UINT ObjectCount;
    D3DKMT_HANDLE ObjectHandleArray[32];
};

struct _D3DDDICB_SIGNALSYNCHRONIZATIONOBJECT {
    HANDLE hContext;
    UINT ObjectCount;
    D3DKMT_HANDLE ObjectHandleArray[32];
    D3DDDICB_SIGNALFLAGS Flags;
};

struct _D3DDDICB_OFFERALLOCATIONS {
    const HANDLE *pResources;
    const D3DKMT_HANDLE *HandleList;
    UINT NumAllocations;
    D3DDDI_OFFER_PRIORITY Priority;
};

struct _D3DDDICB_RECLAIMALLOCATIONS {
    const HANDLE *pResources;
    const D3DKMT_HANDLE *HandleList;
    BOOL *pDiscarded;
    UINT NumAllocations;
};

struct _D3DDDICB_RECLAIMALLOCATIONS2 {
    D3DKMT_HANDLE PagingQueue;
    UINT NumAllocations;
    const HANDLE *pResources;
    const D3DKMT_HANDLE *HandleList;
    BOOL *pDiscarded;
    UINT64 PagingFenceValue;
};

struct _D3D12DDICB_OFFERALLOCATIONS {
    UINT NumAllocations;
    const D3DKMT_HANDLE *HandleList;
    D3DDDI_OFFER_PRIORITY Priority;
};

struct _D3D12DDICB_RECLAIMALLOCATIONS2 {
    UINT NumAllocations;
    const D3DKMT_HANDLE *HandleList;
    BOOL *pDiscarded;
    UINT64 PagingFenceValue;
};

struct _D3DDDICB_CREATESYNCHRONIZATIONOBJECT2 {
    D3DDDI_SYNCHRONIZATIONOBJECTINFO2 Info;
    D3DKMT_HANDLE hSyncObject;
};

struct _D3DDDICB_WAITFORSYNCHRONIZATIONOBJECT2 {
    HANDLE hContext;
    UINT ObjectCount;
    D3DKMT_HANDLE ObjectHandleArray[32];
    UINT64 FenceValue;
};

struct _D3DDDICB_SIGNALSYNCHRONIZATIONOBJECT2 {
    HANDLE hContext;
    UINT ObjectCount;
    D3DKMT_HANDLE ObjectHandleArray[32];
    D3DDDICB_SIGNALFLAGS Flags;
    ULONG BroadcastContextCount;
    HANDLE BroadcastContext[64];
    union {
        UINT64 FenceValue;
        HANDLE CpuEventHandle;
    };
};

struct D3DDDICB_LOGUMDMARKER {
    HANDLE hContext;
    UINT64 APISequenceNumber;
    INT Index;
    INT StringIndex;
    const DDI_WCHAR *Info;
};

struct _D3DDDI_DEVICECALLBACKS {
    PFND3DDDI_ALLOCATECB pfnAllocateCb;
    PFND3DDDI_DEALLOCATECB pfnDeallocateCb;
    PFND3DDDI_SETPRIORITYCB pfnSetPriorityCb;
    PFND3DDDI_QUERYRESIDENCYCB pfnQueryResidencyCb;
    PFND3DDDI_SETDISPLAYMODECB pfnSetDisplayModeCb;
    PFND3DDDI_PRESENTCB pfnPresentCb;
    PFND3DDDI_RENDERCB pfnRenderCb;
    PFND3DDDI_LOCKCB pfnLockCb;
    PFND3DDDI_UNLOCKCB pfnUnlockCb;
    PFND3DDDI_ESCAPECB pfnEscapeCb;
    PFND3DDDI_CREATEOVERLAYCB pfnCreateOverlayCb;
    PFND3DDDI_UPDATEOVERLAYCB pfnUpdateOverlayCb;
    PFND3DDDI_FLIPOVERLAYCB pfnFlipOverlayCb;
    PFND3DDDI_DESTROYOVERLAYCB pfnDestroyOverlayCb;
    PFND3DDDI_CREATECONTEXTCB pfnCreateContextCb;
    PFND3DDDI_DESTROYCONTEXTCB pfnDestroyContextCb;
    PFND3DDDI_CREATESYNCHRONIZATIONOBJECTCB pfnCreateSynchronizationObjectCb;
    PFND3DDDI_DESTROYSYNCHRONIZATIONOBJECTCB pfnDestroySynchronizationObjectCb;
    PFND3DDDI_WAITFORSYNCHRONIZATIONOBJECTCB pfnWaitForSynchronizationObjectCb;
    PFND3DDDI_SIGNALSYNCHRONIZATIONOBJECTCB pfnSignalSynchronizationObjectCb;
    PFND3DDDI_SETASYNCCALLBACKSCB pfnSetAsyncCallbacksCb;
    PFND3DDDI_SETDISPLAYPRIVATEDRIVERFORMATCB pfnSetDisplayPrivateDriverFormatCb;
    PFND3DDDI_OFFERALLOCATIONSCB pfnOfferAllocationsCb;
    PFND3DDDI_RECLAIMALLOCATIONSCB pfnReclaimAllocationsCb;
    PFND3DDDI_CREATESYNCHRONIZATIONOBJECT2CB pfnCreateSynchronizationObject2Cb;
    PFND3DDDI_WAITFORSYNCHRONIZATIONOBJECT2CB pfnWaitForSynchronizationObject2Cb;
    PFND3DDDI_SIGNALSYNCHRONIZATIONOBJECT2CB pfnSignalSynchronizationObject2Cb;
    PFND3DDDI_PRESENTMULTIPLANEOVERLAYCB pfnPresentMultiPlaneOverlayCb;
    PFND3DDDI_LOGUMDMARKERCB pfnLogUMDMarkerCb;
};

struct _D3DDDI_ADAPTERCALLBACKS {
    PFND3DDDI_QUERYADAPTERINFOCB pfnQueryAdapterInfoCb;
    PFND3DDDI_GETMULTISAMPLEMETHODLISTCB pfnGetMultisampleMethodListCb;
};

struct _D3DDDI_ADAPTERFUNCS {
    PFND3DDDI_GETCAPS pfnGetCaps;
    PFND3DDDI_CREATEDEVICE pfnCreateDevice;
    PFND3DDDI_CLOSEADAPTER pfnCloseAdapter;
};

struct _D3DDDIARG_OPENADAPTER {
    HANDLE hAdapter;
    UINT Interface;
    UINT Version;
    const D3DDDI_ADAPTERCALLBACKS *pAdapterCallbacks;
    D3DDDI_ADAPTERFUNCS *pAdapterFuncs;
    UINT DriverVersion;
};

#endif
