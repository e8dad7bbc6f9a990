/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * ddi_d3dkmthk_records_2.h - records of kernel graphics services for a runtime (D3DKMT).
 * Written by generate.py; change that, not this.
 */
#ifndef DDI_D3DKMTHK_RECORDS_2_H
#define DDI_D3DKMTHK_RECORDS_2_H

struct _D3DKMT_CPDRIVERNAME {
    DDI_WCHAR ContentProtectionFileName[260];
};

struct _D3DKMT_QUERYADAPTERINFO {
    D3DKMT_HANDLE hAdapter;
    KMTQUERYADAPTERINFOTYPE Type;
    void *pPrivateDriverData;
    UINT PrivateDriverDataSize;
};

struct _D3DKMT_OPENADAPTERFROMHDC {
    HDC hDc;
    D3DKMT_HANDLE hAdapter;
    LUID AdapterLuid;
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
};

struct _D3DKMT_OPENADAPTERFROMGDIDISPLAYNAME {
    DDI_WCHAR DeviceName[32];
    D3DKMT_HANDLE hAdapter;
    LUID AdapterLuid;
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
};

struct _D3DKMT_OPENADAPTERFROMDEVICENAME {
    const DDI_WCHAR *pDeviceName;
    D3DKMT_HANDLE hAdapter;
    LUID AdapterLuid;
};

struct _D3DKMT_ADAPTERINFO {
    D3DKMT_HANDLE hAdapter;
    LUID AdapterLuid;
    ULONG NumOfSources;
    BOOL bPresentMoveRegionsPreferred;
};

struct _D3DKMT_ENUMADAPTERS {
    ULONG NumAdapters;
    D3DKMT_ADAPTERINFO Adapters[16];
};

struct _D3DKMT_ENUMADAPTERS2 {
    ULONG NumAdapters;
    D3DKMT_ADAPTERINFO *pAdapters;
};

struct _D3DKMT_OPENADAPTERFROMLUID {
    LUID AdapterLuid;
    D3DKMT_HANDLE hAdapter;
};

struct _D3DKMT_QUERYREMOTEVIDPNSOURCEFROMGDIDISPLAYNAME {
    DDI_WCHAR DeviceName[32];
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
};

struct _D3DKMT_CLOSEADAPTER {
    D3DKMT_HANDLE hAdapter;
};

struct _D3DKMT_GETSHAREDPRIMARYHANDLE {
    D3DKMT_HANDLE hAdapter;
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
    D3DKMT_HANDLE hSharedPrimary;
};

struct _D3DKMT_SHAREDPRIMARYLOCKNOTIFICATION {
    LUID AdapterLuid;
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
    RECTL LockRect;
};

struct _D3DKMT_SHAREDPRIMARYUNLOCKNOTIFICATION {
    LUID AdapterLuid;
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
};

struct _D3DKMT_DOD_SET_DIRTYRECT_MODE {
    BOOL bForceFullScreenDirty;
};

struct _D3DKMT_VIDPNSOURCEOWNER_FLAGS {
    union {
        struct {
            UINT AllowOutputDuplication : 1;
            UINT DisableDWMVirtualMode : 1;
            UINT UseNtHandles : 1;
            UINT Reserved : 29;
        };
        UINT Value;
    };
};

struct _D3DKMT_SETVIDPNSOURCEOWNER {
    D3DKMT_HANDLE hDevice;
    const D3DKMT_VIDPNSOURCEOWNER_TYPE *pType;
    const D3DDDI_VIDEO_PRESENT_SOURCE_ID *pVidPnSourceId;
    UINT VidPnSourceCount;
};

struct _D3DKMT_SETVIDPNSOURCEOWNER1 {
    D3DKMT_SETVIDPNSOURCEOWNER Version0;
    D3DKMT_VIDPNSOURCEOWNER_FLAGS Flags;
};

struct _D3DKMT_CHECKVIDPNEXCLUSIVEOWNERSHIP {
    D3DKMT_HANDLE hAdapter;
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
};

struct _D3DKMT_SETSYNCREFRESHCOUNTWAITTARGET {
    D3DKMT_HANDLE hAdapter;
    D3DKMT_HANDLE hDevice;
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
    UINT TargetSyncRefreshCount;
};

struct _D3DKMT_SETGAMMARAMP {
    D3DKMT_HANDLE hDevice;
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
    D3DDDI_GAMMARAMP_TYPE Type;
    union {
        D3DDDI_GAMMA_RAMP_RGB256x3x16 *pGammaRampRgb256x3x16;
        D3DDDI_GAMMA_RAMP_DXGI_1 *pGammaRampDXGI1;
    };
    UINT Size;
};

struct _D3DKMT_ADJUSTFULLSCREENGAMMA {
    D3DKMT_HANDLE hAdapter;
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
    D3DDDI_DXGI_RGB Scale;
    D3DDDI_DXGI_RGB Offset;
};

struct _D3DKMT_SETVIDPNSOURCEHWPROTECTION {
    D3DKMT_HANDLE hAdapter;
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
    BOOL HwProtected;
};

struct _D3DKMT_SETHWPROTECTIONTEARDOWNRECOVERY {
    D3DKMT_HANDLE hAdapter;
    BOOL Recovered;
};

struct _D3DKMT_DEVICERESET_STATE {
    union {
        struct {
            UINT DesktopSwitched : 1;
            UINT Reserved : 31;
        };
        UINT Value;
    };
};

struct _D3DKMT_GETDEVICESTATE {
    D3DKMT_HANDLE hDevice;
    D3DKMT_DEVICESTATE_TYPE StateType;
    union {
        D3DKMT_DEVICEEXECUTION_STATE ExecutionState;
        D3DKMT_DEVICEPRESENT_STATE PresentState;
        D3DKMT_DEVICERESET_STATE ResetState;
        D3DKMT_DEVICEPRESENT_STATE_DWM PresentStateDWM;
    };
};

struct _D3DKMT_CREATEDCFROMMEMORY {
    void *pMemory;
    D3DDDIFORMAT Format;
    UINT Width;
    UINT Height;
    UINT Pitch;
    HDC hDeviceDc;
    PALETTEENTRY *pColorTable;
    HDC hDc;
    HANDLE hBitmap;
};

struct _D3DKMT_DESTROYDCFROMMEMORY {
    HDC hDc;
    HANDLE hBitmap;
};

struct _D3DKMT_SETCONTEXTSCHEDULINGPRIORITY {
    D3DKMT_HANDLE hContext;
    INT Priority;
};

struct _D3DKMT_SETCONTEXTINPROCESSSCHEDULINGPRIORITY {
    D3DKMT_HANDLE hContext;
    INT Priority;
};

struct _D3DKMT_CHANGESURFACEPOINTER {
    HDC hDC;
    HANDLE hBitmap;
    LPVOID pSurfacePointer;
    UINT Width;
    UINT Height;
    UINT Pitch;
};

struct _D3DKMT_GETCONTEXTSCHEDULINGPRIORITY {
    D3DKMT_HANDLE hContext;
    INT Priority;
};

struct _D3DKMT_GETCONTEXTINPROCESSSCHEDULINGPRIORITY {
    D3DKMT_HANDLE hContext;
    INT Priority;
};

struct _D3DKMT_SETQUEUEDLIMIT {
    D3DKMT_HANDLE hDevice;
    D3DKMT_QUEUEDLIMIT_TYPE Type;
    union {
        UINT QueuedPresentLimit;
        struct {
            D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
            UINT QueuedPendingFlipLimit;
        };
    };
};

struct DDI_MS_BITS _D3DKMT_POLLDISPLAYCHILDREN {
    D3DKMT_HANDLE hAdapter;
    UINT NonDestructiveOnly : 1;
    UINT SynchronousPolling : 1;
    UINT DisableModeReset : 1;
    UINT PollAllAdapters : 1;
    UINT PollInterruptible : 1;
    UINT Reserved : 27;
};

struct _D3DKMT_INVALIDATEACTIVEVIDPN {
    D3DKMT_HANDLE hAdapter;
    void *pPrivateDriverData;
    UINT PrivateDriverDataSize;
};

struct _D3DKMT_CHECKOCCLUSION {
    HWND hWindow;
};

struct _D3DKMT_WAITFORIDLE {
    D3DKMT_HANDLE hDevice;
};

struct _D3DKMT_CHECKMONITORPOWERSTATE {
    D3DKMT_HANDLE hAdapter;
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
};

struct _D3DKMT_SETDISPLAYPRIVATEDRIVERFORMAT {
    D3DKMT_HANDLE hDevice;
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
    UINT PrivateDriverFormatAttribute;
};

struct _D3DKMT_CREATEKEYEDMUTEX {
    UINT64 InitialValue;
    D3DKMT_HANDLE hSharedHandle;
    D3DKMT_HANDLE hKeyedMutex;
};

struct _D3DKMT_OPENKEYEDMUTEX {
    D3DKMT_HANDLE hSharedHandle;
    D3DKMT_HANDLE hKeyedMutex;
};

struct _D3DKMT_DESTROYKEYEDMUTEX {
    D3DKMT_HANDLE hKeyedMutex;
};

struct _D3DKMT_ACQUIREKEYEDMUTEX {
    D3DKMT_HANDLE hKeyedMutex;
    UINT64 Key;
    PLARGE_INTEGER pTimeout;
    UINT64 FenceValue;
};

struct _D3DKMT_RELEASEKEYEDMUTEX {
    D3DKMT_HANDLE hKeyedMutex;
    UINT64 Key;
    UINT64 FenceValue;
};

struct _D3DKMT_CREATEKEYEDMUTEX2_FLAGS {
    union {
        struct {
            UINT NtSecuritySharing : 1;
            UINT Reserved : 31;
        };
        UINT Value;
    };
};

struct _D3DKMT_CREATEKEYEDMUTEX2 {
    UINT64 InitialValue;
    D3DKMT_HANDLE hSharedHandle;
    D3DKMT_HANDLE hKeyedMutex;
    void *pPrivateRuntimeData;
    UINT PrivateRuntimeDataSize;
    D3DKMT_CREATEKEYEDMUTEX2_FLAGS Flags;
};

struct _D3DKMT_OPENKEYEDMUTEX2 {
    D3DKMT_HANDLE hSharedHandle;
    D3DKMT_HANDLE hKeyedMutex;
    void *pPrivateRuntimeData;
    UINT PrivateRuntimeDataSize;
};

struct _D3DKMT_ACQUIREKEYEDMUTEX2 {
    D3DKMT_HANDLE hKeyedMutex;
    UINT64 Key;
    PLARGE_INTEGER pTimeout;
    UINT64 FenceValue;
    void *pPrivateRuntimeData;
    UINT PrivateRuntimeDataSize;
};

struct _D3DKMT_RELEASEKEYEDMUTEX2 {
    D3DKMT_HANDLE hKeyedMutex;
    UINT64 Key;
    UINT64 FenceValue;
    void *pPrivateRuntimeData;
    UINT PrivateRuntimeDataSize;
};

struct _D3DKMT_CREATESWAPCHAIN {
    BOOL bProducer;
    D3DKMT_HANDLE hDevice;
    POBJECT_ATTRIBUTES pObjectAttributes;
    ACCESS_MASK DesiredAccess;
    UINT SurfaceCount;
    HANDLE *pNtSurfaceHandles;
    BOOL bFailAcquireIfSurfaceBusy;
    HANDLE BufferAvailableEvent;
    HANDLE hNtSwapChain;
};

struct _D3DKMT_OPENSWAPCHAIN {
    HANDLE hNtSwapChain;
    POBJECT_ATTRIBUTES pObjectAttributes;
    BOOL bProducer;
    D3DKMT_HANDLE hDevice;
    BOOL bFailAcquireIfSurfaceBusy;
    ACCESS_MASK DesiredAccess;
    ACCESS_MASK DesiredAccessTextures;
    HANDLE BufferAvailableEvent;
    UINT SurfaceCount;
    HANDLE *pNtSurfaceHandles;
};

struct _D3DKMT_ADDSURFACETOSWAPCHAIN {
    HANDLE hNtSwapChain;
    BOOL bProducer;
    HANDLE hNtSurfaceHandle;
    UINT BufferIdx;
};

struct _D3DKMT_REMOVESURFACEFROMSWAPCHAIN {
    HANDLE hNtSwapChain;
    BOOL bProducer;
    HANDLE hNtSurfaceHandle;
    UINT BufferIdx;
};

struct _D3DKMT_ABANDONSWAPCHAIN {
    HANDLE hNtSwapChain;
};

struct _D3DKMT_RELEASESWAPCHAIN {
    HANDLE hNtSwapChain;
    BOOL bProducer;
    UINT MetaDataSize;
    PVOID pMetaData;
};

struct _D3DKMT_ACQUIRESWAPCHAIN {
    HANDLE hNtSwapChain;
    BOOL bReleaseBeforeAcquire;
    BOOL bProducer;
    D3DKMT_RELEASESWAPCHAIN ReleaseInfo;
    UINT AcquiredBufferIdx;
    UINT AcquireMetadataSize;
};

struct _D3DKMT_GETSETSWAPCHAINMETADATA {
    HANDLE hNtSwapChain;
    BOOL bSetMetaData;
    BOOL bProducer;
    BOOL bGlobalMetaData;
    UINT BufferSize;
    PVOID pBuffer;
    UINT DataCopied;
};

struct _D3DKMT_SETDODINDIRECTSWAPCHAIN {
    D3DKMT_HANDLE hDodAdapter;
    D3DKMT_HANDLE hDevice;
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
    HANDLE hNtSwapChain;
    BOOL bTerminateOutput;
};

struct _D3DKMT_CONFIGURESHAREDRESOURCE {
    D3DKMT_HANDLE hDevice;
    D3DKMT_HANDLE hResource;
    BOOLEAN IsDwm;
    HANDLE hProcess;
    BOOLEAN AllowAccess;
};

struct _D3DKMT_CHECKSHAREDRESOURCEACCESS {
    D3DKMT_HANDLE hResource;
    UINT ClientPid;
};

struct _D3DKMT_OFFERALLOCATIONS {
    D3DKMT_HANDLE hDevice;
    D3DKMT_HANDLE *pResources;
    const D3DKMT_HANDLE *HandleList;
    UINT NumAllocations;
    D3DKMT_OFFER_PRIORITY Priority;
};

struct _D3DKMT_RECLAIMALLOCATIONS {
    D3DKMT_HANDLE hDevice;
    D3DKMT_HANDLE *pResources;
    const D3DKMT_HANDLE *HandleList;
    BOOL *pDiscarded;
    UINT NumAllocations;
};

struct _D3DKMT_RECLAIMALLOCATIONS2 {
    D3DKMT_HANDLE hPagingQueue;
    UINT NumAllocations;
    D3DKMT_HANDLE *pResources;
    const D3DKMT_HANDLE *HandleList;
    BOOL *pDiscarded;
    UINT64 PagingFenceValue;
};

struct _D3DKMT_GETSHAREDRESOURCEADAPTERLUID {
    D3DKMT_HANDLE hGlobalShare;
    HANDLE hNtHandle;
    LUID AdapterLuid;
};

struct _D3DKMT_HYBRID_LIST {
    D3DKMT_HYBRID_QUERY_STATE State;
};

struct _DXGK_GRAPHICSPOWER_REGISTER_INPUT_V_1_1 {
    ULONG Version;
    PVOID PrivateHandle;
    PDXGK_POWER_NOTIFICATION PowerNotificationCb;
    PDXGK_REMOVAL_NOTIFICATION RemovalNotificationCb;
    PDXGK_FSTATE_NOTIFICATION FStateNotificationCb;
};

struct _DXGK_GRAPHICSPOWER_REGISTER_OUTPUT {
    PVOID DeviceHandle;
    DEVICE_POWER_STATE InitialGrfxPowerState;
    PDXGK_SET_SHARED_POWER_COMPONENT_STATE SetSharedPowerComponentStateCb;
    PDXGK_GRAPHICSPOWER_UNREGISTER UnregisterCb;
};

#endif
