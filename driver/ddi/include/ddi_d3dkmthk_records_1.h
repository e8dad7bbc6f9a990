/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * ddi_d3dkmthk_records_1.h - records of the kernel graphics services that a user-mode runtime calls (D3DKMT).
 * Written by generate.py; change that, not this.
 */
#ifndef DDI_D3DKMTHK_RECORDS_1_H
#define DDI_D3DKMTHK_RECORDS_1_H

struct _D3DKMT_CREATEDEVICEFLAGS {
    UINT LegacyMode : 1;
    UINT RequestVSync : 1;
    UINT DisableGpuTimeout : 1;
    UINT Reserved : 29;
};

struct _D3DKMT_CREATEDEVICE {
    union {
        D3DKMT_HANDLE hAdapter;
        void *pAdapter;
    };
    D3DKMT_CREATEDEVICEFLAGS Flags;
    D3DKMT_HANDLE hDevice;
    void *pCommandBuffer;
    UINT CommandBufferSize;
    D3DDDI_ALLOCATIONLIST *pAllocationList;
    UINT AllocationListSize;
    D3DDDI_PATCHLOCATIONLIST *pPatchLocationList;
    UINT PatchLocationListSize;
};

struct _D3DKMT_DESTROYDEVICE {
    D3DKMT_HANDLE hDevice;
};

struct _D3DKMT_CREATECONTEXT {
    D3DKMT_HANDLE hDevice;
    UINT NodeOrdinal;
    UINT EngineAffinity;
    D3DDDI_CREATECONTEXTFLAGS Flags;
    void *pPrivateDriverData;
    UINT PrivateDriverDataSize;
    D3DKMT_CLIENTHINT ClientHint;
    D3DKMT_HANDLE hContext;
    void *pCommandBuffer;
    UINT CommandBufferSize;
    D3DDDI_ALLOCATIONLIST *pAllocationList;
    UINT AllocationListSize;
    D3DDDI_PATCHLOCATIONLIST *pPatchLocationList;
    UINT PatchLocationListSize;
    D3DGPU_VIRTUAL_ADDRESS CommandBuffer;
};

struct _D3DKMT_DESTROYCONTEXT {
    D3DKMT_HANDLE hContext;
};

struct _D3DKMT_CREATESYNCHRONIZATIONOBJECT {
    D3DKMT_HANDLE hDevice;
    D3DDDI_SYNCHRONIZATIONOBJECTINFO Info;
    D3DKMT_HANDLE hSyncObject;
};

struct _D3DKMT_CREATESYNCHRONIZATIONOBJECT2 {
    D3DKMT_HANDLE hDevice;
    D3DDDI_SYNCHRONIZATIONOBJECTINFO2 Info;
    D3DKMT_HANDLE hSyncObject;
};

struct _D3DKMT_DESTROYSYNCHRONIZATIONOBJECT {
    D3DKMT_HANDLE hSyncObject;
};

struct _D3DKMT_OPENSYNCHRONIZATIONOBJECT {
    D3DKMT_HANDLE hSharedHandle;
    D3DKMT_HANDLE hSyncObject;
    UINT64 Reserved[8];
};

struct _D3DKMT_WAITFORSYNCHRONIZATIONOBJECT {
    D3DKMT_HANDLE hContext;
    UINT ObjectCount;
    D3DKMT_HANDLE ObjectHandleArray[32];
};

struct _D3DKMT_WAITFORSYNCHRONIZATIONOBJECT2 {
    D3DKMT_HANDLE hContext;
    UINT ObjectCount;
    D3DKMT_HANDLE ObjectHandleArray[32];
    union {
        struct {
            UINT64 FenceValue;
        } Fence;
        UINT64 Reserved[8];
    };
};

struct _D3DKMT_SIGNALSYNCHRONIZATIONOBJECT {
    D3DKMT_HANDLE hContext;
    UINT ObjectCount;
    D3DKMT_HANDLE ObjectHandleArray[32];
    D3DDDICB_SIGNALFLAGS Flags;
};

struct _D3DKMT_SIGNALSYNCHRONIZATIONOBJECT2 {
    D3DKMT_HANDLE hContext;
    UINT ObjectCount;
    D3DKMT_HANDLE ObjectHandleArray[32];
    D3DDDICB_SIGNALFLAGS Flags;
    ULONG BroadcastContextCount;
    D3DKMT_HANDLE BroadcastContext[64];
    union {
        struct {
            UINT64 FenceValue;
        } Fence;
        HANDLE CpuEventHandle;
        UINT64 Reserved[8];
    };
};

struct _D3DKMT_LOCK {
    D3DKMT_HANDLE hDevice;
    D3DKMT_HANDLE hAllocation;
    UINT PrivateDriverData;
    UINT NumPages;
    const UINT *pPages;
    void *pData;
    D3DDDICB_LOCKFLAGS Flags;
    D3DGPU_VIRTUAL_ADDRESS GpuVirtualAddress;
};

struct _D3DKMT_UNLOCK {
    D3DKMT_HANDLE hDevice;
    UINT NumAllocations;
    const D3DKMT_HANDLE *phAllocations;
};

struct _D3DKMDT_DISPLAYMODE_FLAGS {
    UINT ValidatedAgainstMonitorCaps : 1;
    UINT RoundedFakeMode : 1;
    UINT : 0;
    D3DKMDT_MODE_PRUNING_REASON ModePruningReason : 4;
    UINT Stereo : 1;
    UINT AdvancedScanCapable : 1;
    UINT Reserved : 26;
};

struct _D3DKMT_DISPLAYMODE {
    UINT Width;
    UINT Height;
    D3DDDIFORMAT Format;
    UINT IntegerRefreshRate;
    D3DDDI_RATIONAL RefreshRate;
    D3DDDI_VIDEO_SIGNAL_SCANLINE_ORDERING ScanLineOrdering;
    D3DDDI_ROTATION DisplayOrientation;
    UINT DisplayFixedOutput;
    D3DKMDT_DISPLAYMODE_FLAGS Flags;
};

struct _D3DKMT_GETDISPLAYMODELIST {
    D3DKMT_HANDLE hAdapter;
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
    D3DKMT_DISPLAYMODE *pModeList;
    UINT ModeCount;
};

struct _D3DKMT_DISPLAYMODELIST {
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
    UINT ModeCount;
    D3DKMT_DISPLAYMODE pModeList[0];
};

struct DDI_MS_BITS _D3DKMT_SETDISPLAYMODE_FLAGS {
    BOOLEAN PreserveVidPn : 1;
    UINT Reserved : 31;
};

struct _D3DKMT_SETDISPLAYMODE {
    D3DKMT_HANDLE hDevice;
    D3DKMT_HANDLE hPrimaryAllocation;
    D3DDDI_VIDEO_SIGNAL_SCANLINE_ORDERING ScanLineOrdering;
    D3DDDI_ROTATION DisplayOrientation;
    UINT PrivateDriverFormatAttribute;
    D3DKMT_SETDISPLAYMODE_FLAGS Flags;
};

struct _D3DKMT_MULTISAMPLEMETHOD {
    UINT NumSamples;
    UINT NumQualityLevels;
    UINT Reserved;
};

struct _D3DKMT_GETMULTISAMPLEMETHODLIST {
    D3DKMT_HANDLE hAdapter;
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
    UINT Width;
    UINT Height;
    D3DDDIFORMAT Format;
    D3DKMT_MULTISAMPLEMETHOD *pMethodList;
    UINT MethodCount;
};

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

struct _D3DKMT_DIRTYREGIONS {
    UINT NumRects;
    RECT Rects[16];
};

struct _D3DKMT_COMPOSITION_PRESENTHISTORYTOKEN {
    ULONG64 hPrivateData;
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

struct _D3DKMT_RENDERFLAGS {
    UINT ResizeCommandBuffer : 1;
    UINT ResizeAllocationList : 1;
    UINT ResizePatchLocationList : 1;
    UINT NullRendering : 1;
    UINT PresentRedirected : 1;
    UINT RenderKm : 1;
    UINT RenderKmReadback : 1;
    UINT Reserved : 25;
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

#endif
