/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * ddi_d3dkmthk_records_4.h - records of the kernel graphics services that a user-mode runtime calls (D3DKMT).
 * Written by generate.py; change that, not this.
 */
#ifndef DDI_D3DKMTHK_RECORDS_4_H
#define DDI_D3DKMTHK_RECORDS_4_H

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

struct _D3DKMT_UNORDEREDPRESENTSWAPCHAIN {
    HANDLE hNtSwapChain;
    BOOL bProducer;
    UINT PresentBufferIdx;
    UINT MetaDataSize;
    PVOID pMetaData;
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

struct _D3DKMT_OUTPUTDUPLCREATIONFLAGS {
    union {
        struct {
            UINT CompositionUiCaptureOnly : 1;
            UINT Reserved : 31;
        };
        UINT Value;
    };
};

struct _D3DKMT_OUTPUTDUPL_KEYEDMUTEX {
    HANDLE hSharedSurfaceNt;
};

struct _D3DKMT_CREATE_OUTPUTDUPL {
    D3DKMT_HANDLE hAdapter;
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
    UINT KeyedMutexCount;
    UINT RequiredKeyedMutexCount;
    D3DKMT_OUTPUTDUPL_KEYEDMUTEX KeyedMutexs[3];
    D3DKMT_OUTPUTDUPLCREATIONFLAGS Flags;
};

struct _D3DKMT_DESTROY_OUTPUTDUPL {
    D3DKMT_HANDLE hAdapter;
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
    BOOL bDestroyAllContexts;
};

struct _D3DKMT_OUTPUTDUPL_POINTER_POSITION {
    POINT Position;
    BOOL Visible;
};

struct _D3DKMT_OUTPUTDUPL_FRAMEINFO {
    LARGE_INTEGER LastPresentTime;
    LARGE_INTEGER LastMouseUpdateTime;
    UINT AccumulatedFrames;
    BOOL RectsCoalesced;
    BOOL ProtectedContentMaskedOut;
    D3DKMT_OUTPUTDUPL_POINTER_POSITION PointerPosition;
    UINT TotalMetadataBufferSize;
    UINT PointerShapeBufferSize;
};

struct _D3DKMT_OUTPUTDUPL_GET_FRAMEINFO {
    D3DKMT_HANDLE hAdapter;
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
    D3DKMT_OUTPUTDUPL_FRAMEINFO FrameInfo;
};

struct _D3DKMT_OUTPUTDUPL_METADATA {
    D3DKMT_HANDLE hAdapter;
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
    D3DKMT_OUTPUTDUPL_METADATATYPE Type;
    UINT BufferSizeSupplied;
    PVOID pBuffer;
    UINT BufferSizeRequired;
};

struct _D3DKMT_OUTDUPL_POINTER_SHAPE_INFO {
    D3DKMT_OUTDUPL_POINTER_SHAPE_TYPE Type;
    UINT Width;
    UINT Height;
    UINT Pitch;
    POINT HotSpot;
};

struct _D3DKMT_OUTPUTDUPL_GET_POINTER_SHAPE_DATA {
    D3DKMT_HANDLE hAdapter;
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
    UINT BufferSizeSupplied;
    PVOID pShapeBuffer;
    UINT BufferSizeRequired;
    D3DKMT_OUTDUPL_POINTER_SHAPE_INFO ShapeInfo;
};

struct _D3DKMT_OUTPUTDUPL_RELEASE_FRAME {
    D3DKMT_HANDLE hAdapter;
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
    UINT NextKeyMutexIdx;
};

struct _D3DKMT_GETSHAREDRESOURCEADAPTERLUID {
    D3DKMT_HANDLE hGlobalShare;
    HANDLE hNtHandle;
    LUID AdapterLuid;
};

struct _D3DKMT_HYBRID_LIST {
    D3DKMT_HYBRID_QUERY_STATE State;
};

typedef struct {
    DXGK_MIRACAST_CHUNK_INFO ChunkInfo;
    UINT PrivateDriverDataSize;
    BYTE PrivateDriverData[1];
} D3DKMT_MIRACAST_CHUNK_DATA;

struct _D3DKMT_MIRACAST_DISPLAY_DEVICE_STATUS {
    D3DKMT_MIRACAST_DISPLAY_DEVICE_STATE State;
};

struct _D3DKMT_MIRACAST_DISPLAY_DEVICE_CAPS {
    BOOLEAN HdcpSupported;
    ULONG DefaultControlPort;
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
