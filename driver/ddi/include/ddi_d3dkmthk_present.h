/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * ddi_d3dkmthk_present.h - present: records of kernel graphics services for a runtime (D3DKMT).
 * Written by generate.py; change that, not this.
 */
#ifndef DDI_D3DKMTHK_PRESENT_H
#define DDI_D3DKMTHK_PRESENT_H

struct _D3DKMT_PRESENTFLAGS {
    union {
        struct {
            UINT Blt : 1;
            UINT ColorFill : 1;
            UINT Flip : 1;
            UINT FlipDoNotFlip : 1;
            UINT FlipDoNotWait : 1;
            UINT FlipRestart : 1;
            UINT DstRectValid : 1;
            UINT SrcRectValid : 1;
            UINT RestrictVidPnSource : 1;
            UINT SrcColorKey : 1;
            UINT DstColorKey : 1;
            UINT LinearToSrgb : 1;
            UINT PresentCountValid : 1;
            UINT Rotate : 1;
            UINT PresentToBitmap : 1;
            UINT RedirectedFlip : 1;
            UINT RedirectedBlt : 1;
            UINT FlipStereo : 1;
            UINT FlipStereoTemporaryMono : 1;
            UINT FlipStereoPreferRight : 1;
            UINT BltStereoUseRight : 1;
            UINT PresentHistoryTokenOnly : 1;
            UINT PresentRegionsValid : 1;
            UINT PresentDDA : 1;
            UINT ProtectedContentBlankedOut : 1;
            UINT RemoteSession : 1;
            UINT CrossAdapter : 1;
            UINT DurationValid : 1;
            UINT PresentIndirect : 1;
            UINT PresentHMD : 1;
            UINT Reserved : 2;
        };
        UINT Value;
    };
};

struct _D3DKMT_FLIPMODEL_PRESENTHISTORYTOKENFLAGS {
    union {
        struct {
            UINT Video : 1;
            UINT RestrictedContent : 1;
            UINT ClipToView : 1;
            UINT StereoPreferRight : 1;
            UINT TemporaryMono : 1;
            UINT FlipRestart : 1;
            UINT HDRMetaDataChanged : 1;
            UINT AlphaMode : 2;
            UINT SignalLimitOnTokenCompletion : 1;
            UINT YCbCrFlags : 3;
            UINT IndependentFlip : 1;
            D3DKMT_FLIPMODEL_INDEPENDENT_FLIP_STAGE IndependentFlipStage : 2;
            UINT IndependentFlipReleaseCount : 2;
            UINT IndependentFlipForceNotifyDwm : 1;
            UINT UseCustomDuration : 1;
            UINT IndependentFlipRequestDwmConfirm : 1;
            UINT IndependentFlipCandidate : 1;
            UINT IndependentFlipCheckNeeded : 1;
            UINT IndependentFlipTrueImmediate : 1;
            UINT IndependentFlipRequestDwmExit : 1;
            UINT CompSurfaceNotifiedEarly : 1;
            UINT Reserved : 6;
        };
        UINT Value;
    };
};

struct _D3DKMT_COMPOSITION_PRESENTHISTORYTOKEN {
    ULONG64 hPrivateData;
};

struct _D3DKMT_DIRTYREGIONS {
    UINT NumRects;
    RECT Rects[16];
};

struct _D3DKMT_GDIMODEL_PRESENTHISTORYTOKEN {
    ULONG64 hLogicalSurface;
    ULONG64 hPhysicalSurface;
    RECT ScrollRect;
    POINT ScrollOffset;
    D3DKMT_DIRTYREGIONS DirtyRegions;
};

struct _D3DKMT_GDIMODEL_SYSMEM_PRESENTHISTORYTOKEN {
    ULONG64 hlsurf;
    DWORD dwDirtyFlags;
    UINT64 uiCookie;
};

struct _D3DKMT_FENCE_PRESENTHISTORYTOKEN {
    UINT64 Key;
};

struct _D3DKMT_BLTMODEL_PRESENTHISTORYTOKEN {
    ULONG64 hLogicalSurface;
    ULONG64 hPhysicalSurface;
    ULONG64 EventId;
    D3DKMT_DIRTYREGIONS DirtyRegions;
};

struct _D3DKMT_SCATTERBLT {
    ULONG64 hLogicalSurfaceDestination;
    LONG64 hDestinationCompSurfDWM;
    UINT64 DestinationCompositionBindingId;
    RECT SourceRect;
    POINT DestinationOffset;
};

struct _D3DKMT_SCATTERBLTS {
    UINT NumBlts;
    D3DKMT_SCATTERBLT Blts[12];
};

struct _D3DKMT_FLIPMODEL_PRESENTHISTORYTOKEN {
    UINT64 FenceValue;
    ULONG64 hLogicalSurface;
    UINT_PTR dxgContext;
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
    UINT SwapChainIndex;
    UINT64 PresentLimitSemaphoreId;
    D3DDDI_FLIPINTERVAL_TYPE FlipInterval;
    D3DKMT_FLIPMODEL_PRESENTHISTORYTOKENFLAGS Flags;
    LONG64 hCompSurf;
    LUID compSurfLuid;
    UINT64 confirmationCookie;
    UINT64 CompositionSyncKey;
    UINT RemainingTokens;
    RECT ScrollRect;
    POINT ScrollOffset;
    UINT PresentCount;
    FLOAT RevealColor[4];
    D3DDDI_ROTATION Rotation;
    union {
        D3DKMT_SCATTERBLTS ScatterBlts;
        HANDLE hSyncObject;
    };
    D3DKMT_HANDLE Reserved;
    RECT SourceRect;
    UINT DestWidth;
    UINT DestHeight;
    RECT TargetRect;
    FLOAT Transform[6];
    UINT CustomDuration;
    D3DDDI_FLIPINTERVAL_TYPE CustomDurationFlipInterval;
    UINT PlaneIndex;
    D3DKMT_DIRTYREGIONS DirtyRegions;
};

struct _D3DKMT_PRESENTHISTORYTOKEN {
    D3DKMT_PRESENT_MODEL Model;
    UINT TokenSize;
    UINT64 CompositionBindingId;
    union {
        D3DKMT_FLIPMODEL_PRESENTHISTORYTOKEN Flip;
        D3DKMT_BLTMODEL_PRESENTHISTORYTOKEN Blt;
        D3DKMT_VISTABLTMODEL_PRESENTHISTORYTOKEN VistaBlt;
        D3DKMT_GDIMODEL_PRESENTHISTORYTOKEN Gdi;
        D3DKMT_FENCE_PRESENTHISTORYTOKEN Fence;
        D3DKMT_GDIMODEL_SYSMEM_PRESENTHISTORYTOKEN GdiSysMem;
        D3DKMT_COMPOSITION_PRESENTHISTORYTOKEN Composition;
    } Token;
};

struct _D3DKMT_PRESENT_RGNS {
    UINT DirtyRectCount;
    const RECT *pDirtyRects;
    UINT MoveRectCount;
    const D3DKMT_MOVE_RECT *pMoveRects;
};

struct _D3DKMT_PRESENT {
    union {
        D3DKMT_HANDLE hDevice;
        D3DKMT_HANDLE hContext;
    };
    HWND hWindow;
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
    D3DKMT_HANDLE hSource;
    D3DKMT_HANDLE hDestination;
    UINT Color;
    RECT DstRect;
    RECT SrcRect;
    UINT SubRectCnt;
    const RECT *pSrcSubRects;
    UINT PresentCount;
    D3DDDI_FLIPINTERVAL_TYPE FlipInterval;
    D3DKMT_PRESENTFLAGS Flags;
    ULONG BroadcastContextCount;
    D3DKMT_HANDLE BroadcastContext[64];
    HANDLE PresentLimitSemaphore;
    D3DKMT_PRESENTHISTORYTOKEN PresentHistoryToken;
    D3DKMT_PRESENT_RGNS *pPresentRegions;
    union {
        D3DKMT_HANDLE hAdapter;
        D3DKMT_HANDLE hIndirectContext;
    };
    UINT Duration;
};

struct D3DKMT_MULTIPLANE_OVERLAY_ATTRIBUTES {
    UINT Flags;
    RECT SrcRect;
    RECT DstRect;
    RECT ClipRect;
    D3DDDI_ROTATION Rotation;
    D3DKMT_MULTIPLANE_OVERLAY_BLEND Blend;
    UINT DirtyRectCount;
    RECT *pDirtyRects;
    D3DKMT_MULTIPLANE_OVERLAY_VIDEO_FRAME_FORMAT VideoFrameFormat;
    UINT YCbCrFlags;
    D3DKMT_MULTIPLANE_OVERLAY_STEREO_FORMAT StereoFormat;
    BOOL StereoLeftViewFrame0;
    BOOL StereoBaseViewFrame0;
    DXGKMT_MULTIPLANE_OVERLAY_STEREO_FLIP_MODE StereoFlipMode;
    DXGKMT_MULTIPLANE_OVERLAY_STRETCH_QUALITY StretchQuality;
};

struct D3DKMT_CHECK_MULTIPLANE_OVERLAY_PLANE {
    D3DKMT_HANDLE hResource;
    LUID CompSurfaceLuid;
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
    D3DKMT_MULTIPLANE_OVERLAY_ATTRIBUTES PlaneAttributes;
};

struct D3DKMT_CHECK_MULTIPLANE_OVERLAY_SUPPORT_RETURN_INFO {
    union {
        struct {
            UINT FailingPlane : 4;
            UINT TryAgain : 1;
            UINT Reserved : 27;
        };
        UINT Value;
    };
};

struct _D3DKMT_CHECKMULTIPLANEOVERLAYSUPPORT {
    D3DKMT_HANDLE hDevice;
    UINT PlaneCount;
    D3DKMT_CHECK_MULTIPLANE_OVERLAY_PLANE *pOverlayPlanes;
    BOOL Supported;
    D3DKMT_CHECK_MULTIPLANE_OVERLAY_SUPPORT_RETURN_INFO ReturnInfo;
};

struct _D3DKMT_MULTIPLANE_OVERLAY_ATTRIBUTES2 {
    UINT Flags;
    RECT SrcRect;
    RECT DstRect;
    RECT ClipRect;
    D3DDDI_ROTATION Rotation;
    D3DKMT_MULTIPLANE_OVERLAY_BLEND Blend;
    UINT DirtyRectCount;
    RECT *pDirtyRects;
    D3DKMT_MULTIPLANE_OVERLAY_VIDEO_FRAME_FORMAT VideoFrameFormat;
    D3DDDI_COLOR_SPACE_TYPE ColorSpace;
    D3DKMT_MULTIPLANE_OVERLAY_STEREO_FORMAT StereoFormat;
    BOOL StereoLeftViewFrame0;
    BOOL StereoBaseViewFrame0;
    DXGKMT_MULTIPLANE_OVERLAY_STEREO_FLIP_MODE StereoFlipMode;
    DXGKMT_MULTIPLANE_OVERLAY_STRETCH_QUALITY StretchQuality;
    UINT Reserved1;
};

struct _D3DKMT_CHECK_MULTIPLANE_OVERLAY_PLANE2 {
    UINT LayerIndex;
    D3DKMT_HANDLE hResource;
    LUID CompSurfaceLuid;
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
    D3DKMT_MULTIPLANE_OVERLAY_ATTRIBUTES2 PlaneAttributes;
};

struct _D3DKMT_CHECKMULTIPLANEOVERLAYSUPPORT2 {
    D3DKMT_HANDLE hAdapter;
    D3DKMT_HANDLE hDevice;
    UINT PlaneCount;
    D3DKMT_CHECK_MULTIPLANE_OVERLAY_PLANE2 *pOverlayPlanes;
    BOOL Supported;
    D3DKMT_CHECK_MULTIPLANE_OVERLAY_SUPPORT_RETURN_INFO ReturnInfo;
};

struct _D3DKMT_MULTIPLANE_OVERLAY2 {
    UINT LayerIndex;
    BOOL Enabled;
    D3DKMT_HANDLE hAllocation;
    D3DKMT_MULTIPLANE_OVERLAY_ATTRIBUTES2 PlaneAttributes;
};

struct _D3DKMT_PRESENT_MULTIPLANE_OVERLAY2 {
    D3DKMT_HANDLE hAdapter;
    union {
        D3DKMT_HANDLE hDevice;
        D3DKMT_HANDLE hContext;
    };
    ULONG BroadcastContextCount;
    D3DKMT_HANDLE BroadcastContext[64];
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
    UINT PresentCount;
    D3DDDI_FLIPINTERVAL_TYPE FlipInterval;
    D3DKMT_PRESENTFLAGS Flags;
    UINT PresentPlaneCount;
    D3DKMT_MULTIPLANE_OVERLAY2 *pPresentPlanes;
    UINT Duration;
};

struct D3DKMT_MULTIPLANE_OVERLAY {
    UINT LayerIndex;
    BOOL Enabled;
    D3DKMT_HANDLE hAllocation;
    D3DKMT_MULTIPLANE_OVERLAY_ATTRIBUTES PlaneAttributes;
};

struct D3DKMT_PRESENT_MULTIPLANE_OVERLAY {
    union {
        D3DKMT_HANDLE hDevice;
        D3DKMT_HANDLE hContext;
    };
    ULONG BroadcastContextCount;
    D3DKMT_HANDLE BroadcastContext[64];
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
    UINT PresentCount;
    D3DDDI_FLIPINTERVAL_TYPE FlipInterval;
    D3DKMT_PRESENTFLAGS Flags;
    UINT PresentPlaneCount;
    D3DKMT_MULTIPLANE_OVERLAY *pPresentPlanes;
    UINT Duration;
};

struct _D3DKMT_OUTPUTDUPLPRESENTFLAGS {
    union {
        struct {
            UINT ProtectedContentBlankedOut : 1;
            UINT RemoteSession : 1;
            UINT FullScreenPresent : 1;
            UINT PresentIndirect : 1;
            UINT Reserved : 28;
        };
        UINT Value;
    };
};

struct _D3DKMT_OUTPUTDUPLPRESENT {
    D3DKMT_HANDLE hContext;
    D3DKMT_HANDLE hSource;
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
    ULONG BroadcastContextCount;
    D3DKMT_HANDLE BroadcastContext[64];
    D3DKMT_PRESENT_RGNS PresentRegions;
    D3DKMT_OUTPUTDUPLPRESENTFLAGS Flags;
    D3DKMT_HANDLE hIndirectContext;
};

struct _D3DKMT_FLIPINFOFLAGS {
    UINT FlipInterval : 1;
    UINT Reserved : 31;
};

struct _D3DKMT_FLIPQUEUEINFO {
    UINT MaxHardwareFlipQueueLength;
    UINT MaxSoftwareFlipQueueLength;
    D3DKMT_FLIPINFOFLAGS FlipFlags;
};

struct _D3DKMT_OUTPUTDUPLCONTEXTSCOUNT {
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
    UINT OutputDuplicationCount;
};

struct _D3DKMT_DIRECTFLIP_SUPPORT {
    BOOL Supported;
};

struct _D3DKMT_MULTIPLANEOVERLAY_SUPPORT {
    BOOL Supported;
};

struct _D3DKMT_PINDIRECTFLIPRESOURCES {
    D3DKMT_HANDLE hDevice;
    UINT ResourceCount;
    D3DKMT_HANDLE *pResourceList;
};

struct _D3DKMT_UNPINDIRECTFLIPRESOURCES {
    D3DKMT_HANDLE hDevice;
    UINT ResourceCount;
    D3DKMT_HANDLE *pResourceList;
};

struct _D3DKMT_HISTORY_BUFFER_STATUS {
    BOOLEAN Enabled;
    UINT Reserved;
};

struct _OUTPUTDUPL_CONTEXT_DEBUG_INFO {
    OUTPUTDUPL_CONTEXT_DEBUG_STATUS Status;
    HANDLE ProcessID;
    UINT32 AccumulatedPresents;
    LARGE_INTEGER LastPresentTime;
    LARGE_INTEGER LastMouseTime;
    CHAR ProcessName[16];
};

struct _D3DKMT_OUTPUTDUPL_SNAPSHOT {
    UINT Size;
    UINT SessionProcessCount;
    UINT SessionActiveConnectionsCount;
    UINT NumVidPnSources;
    UINT NumOutputDuplContexts;
    OUTPUTDUPL_CONTEXT_DEBUG_INFO OutputDuplDebugInfos[0];
};

struct _D3DKMT_GETPRESENTHISTORY {
    D3DKMT_HANDLE hAdapter;
    UINT ProvidedSize;
    UINT WrittenSize;
    D3DKMT_PRESENTHISTORYTOKEN *pTokens;
    UINT NumTokens;
};

struct _D3DKMT_CREATEOVERLAY {
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
    D3DKMT_HANDLE hDevice;
    D3DDDI_KERNELOVERLAYINFO OverlayInfo;
    D3DKMT_HANDLE hOverlay;
};

struct _D3DKMT_UPDATEOVERLAY {
    D3DKMT_HANDLE hDevice;
    D3DKMT_HANDLE hOverlay;
    D3DDDI_KERNELOVERLAYINFO OverlayInfo;
};

struct _D3DKMT_FLIPOVERLAY {
    D3DKMT_HANDLE hDevice;
    D3DKMT_HANDLE hOverlay;
    D3DKMT_HANDLE hSource;
    void *pPrivateDriverData;
    UINT PrivateDriverDataSize;
};

struct _D3DKMT_GETOVERLAYSTATE {
    D3DKMT_HANDLE hDevice;
    D3DKMT_HANDLE hOverlay;
    BOOLEAN OverlayEnabled;
};

struct _D3DKMT_DESTROYOVERLAY {
    D3DKMT_HANDLE hDevice;
    D3DKMT_HANDLE hOverlay;
};

struct _D3DKMT_WAITFORVERTICALBLANKEVENT {
    D3DKMT_HANDLE hAdapter;
    D3DKMT_HANDLE hDevice;
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
};

struct _D3DKMT_WAITFORVERTICALBLANKEVENT2 {
    D3DKMT_HANDLE hAdapter;
    D3DKMT_HANDLE hDevice;
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
    UINT NumObjects;
    HANDLE ObjectHandleArray[8];
};

struct _D3DKMT_GETVERTICALBLANKEVENT {
    D3DKMT_HANDLE hAdapter;
    D3DKMT_HANDLE hDevice;
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
    HANDLE *phEvent;
};

struct _D3DKMT_PRESENT_STATS {
    UINT PresentCount;
    UINT PresentRefreshCount;
    UINT SyncRefreshCount;
    LARGE_INTEGER SyncQPCTime;
    LARGE_INTEGER SyncGPUTime;
};

struct _D3DKMT_DEVICEPRESENT_STATE {
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
    D3DKMT_PRESENT_STATS PresentStats;
};

struct _D3DKMT_PRESENT_STATS_DWM {
    UINT PresentCount;
    UINT PresentRefreshCount;
    LARGE_INTEGER PresentQPCTime;
    UINT SyncRefreshCount;
    LARGE_INTEGER SyncQPCTime;
    UINT CustomPresentDuration;
};

struct _D3DKMT_DEVICEPRESENT_STATE_DWM {
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
    D3DKMT_PRESENT_STATS_DWM PresentStatsDWM;
};

struct _D3DKMT_GETSCANLINE {
    D3DKMT_HANDLE hAdapter;
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
    BOOLEAN InVerticalBlank;
    UINT ScanLine;
};

struct _D3DKMT_UNORDEREDPRESENTSWAPCHAIN {
    HANDLE hNtSwapChain;
    BOOL bProducer;
    UINT PresentBufferIdx;
    UINT MetaDataSize;
    PVOID pMetaData;
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

#endif
