/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * ddi_d3dumddi_records_4.h - records of callbacks and arguments of user-mode display drivers, the Direct3D 9 interface.
 * Written by generate.py; change that, not this.
 */
#ifndef DDI_D3DUMDDI_RECORDS_4_H
#define DDI_D3DUMDDI_RECORDS_4_H

struct _D3DDDI_DEVICEFUNCS {
    PFND3DDDI_SETRENDERSTATE pfnSetRenderState;
    PFND3DDDI_UPDATEWINFO pfnUpdateWInfo;
    PFND3DDDI_VALIDATEDEVICE pfnValidateDevice;
    PFND3DDDI_SETTEXTURESTAGESTATE pfnSetTextureStageState;
    PFND3DDDI_SETTEXTURE pfnSetTexture;
    PFND3DDDI_SETPIXELSHADER pfnSetPixelShader;
    PFND3DDDI_SETPIXELSHADERCONST pfnSetPixelShaderConst;
    PFND3DDDI_SETSTREAMSOURCEUM pfnSetStreamSourceUm;
    PFND3DDDI_SETINDICES pfnSetIndices;
    PFND3DDDI_SETINDICESUM pfnSetIndicesUm;
    PFND3DDDI_DRAWPRIMITIVE pfnDrawPrimitive;
    PFND3DDDI_DRAWINDEXEDPRIMITIVE pfnDrawIndexedPrimitive;
    PFND3DDDI_DRAWRECTPATCH pfnDrawRectPatch;
    PFND3DDDI_DRAWTRIPATCH pfnDrawTriPatch;
    PFND3DDDI_DRAWPRIMITIVE2 pfnDrawPrimitive2;
    PFND3DDDI_DRAWINDEXEDPRIMITIVE2 pfnDrawIndexedPrimitive2;
    PFND3DDDI_VOLBLT pfnVolBlt;
    PFND3DDDI_BUFBLT pfnBufBlt;
    PFND3DDDI_TEXBLT pfnTexBlt;
    PFND3DDDI_STATESET pfnStateSet;
    PFND3DDDI_SETPRIORITY pfnSetPriority;
    PFND3DDDI_CLEAR pfnClear;
    PFND3DDDI_UPDATEPALETTE pfnUpdatePalette;
    PFND3DDDI_SETPALETTE pfnSetPalette;
    PFND3DDDI_SETVERTEXSHADERCONST pfnSetVertexShaderConst;
    PFND3DDDI_MULTIPLYTRANSFORM pfnMultiplyTransform;
    PFND3DDDI_SETTRANSFORM pfnSetTransform;
    PFND3DDDI_SETVIEWPORT pfnSetViewport;
    PFND3DDDI_SETZRANGE pfnSetZRange;
    PFND3DDDI_SETMATERIAL pfnSetMaterial;
    PFND3DDDI_SETLIGHT pfnSetLight;
    PFND3DDDI_CREATELIGHT pfnCreateLight;
    PFND3DDDI_DESTROYLIGHT pfnDestroyLight;
    PFND3DDDI_SETCLIPPLANE pfnSetClipPlane;
    PFND3DDDI_GETINFO pfnGetInfo;
    PFND3DDDI_LOCK pfnLock;
    PFND3DDDI_UNLOCK pfnUnlock;
    PFND3DDDI_CREATERESOURCE pfnCreateResource;
    PFND3DDDI_DESTROYRESOURCE pfnDestroyResource;
    PFND3DDDI_SETDISPLAYMODE pfnSetDisplayMode;
    PFND3DDDI_PRESENT pfnPresent;
    PFND3DDDI_FLUSH pfnFlush;
    PFND3DDDI_CREATEVERTEXSHADERFUNC pfnCreateVertexShaderFunc;
    PFND3DDDI_DELETEVERTEXSHADERFUNC pfnDeleteVertexShaderFunc;
    PFND3DDDI_SETVERTEXSHADERFUNC pfnSetVertexShaderFunc;
    PFND3DDDI_CREATEVERTEXSHADERDECL pfnCreateVertexShaderDecl;
    PFND3DDDI_DELETEVERTEXSHADERDECL pfnDeleteVertexShaderDecl;
    PFND3DDDI_SETVERTEXSHADERDECL pfnSetVertexShaderDecl;
    PFND3DDDI_SETVERTEXSHADERCONSTI pfnSetVertexShaderConstI;
    PFND3DDDI_SETVERTEXSHADERCONSTB pfnSetVertexShaderConstB;
    PFND3DDDI_SETSCISSORRECT pfnSetScissorRect;
    PFND3DDDI_SETSTREAMSOURCE pfnSetStreamSource;
    PFND3DDDI_SETSTREAMSOURCEFREQ pfnSetStreamSourceFreq;
    PFND3DDDI_SETCONVOLUTIONKERNELMONO pfnSetConvolutionKernelMono;
    PFND3DDDI_COMPOSERECTS pfnComposeRects;
    PFND3DDDI_BLT pfnBlt;
    PFND3DDDI_COLORFILL pfnColorFill;
    PFND3DDDI_DEPTHFILL pfnDepthFill;
    PFND3DDDI_CREATEQUERY pfnCreateQuery;
    PFND3DDDI_DESTROYQUERY pfnDestroyQuery;
    PFND3DDDI_ISSUEQUERY pfnIssueQuery;
    PFND3DDDI_GETQUERYDATA pfnGetQueryData;
    PFND3DDDI_SETRENDERTARGET pfnSetRenderTarget;
    PFND3DDDI_SETDEPTHSTENCIL pfnSetDepthStencil;
    PFND3DDDI_GENERATEMIPSUBLEVELS pfnGenerateMipSubLevels;
    PFND3DDDI_SETPIXELSHADERCONSTI pfnSetPixelShaderConstI;
    PFND3DDDI_SETPIXELSHADERCONSTB pfnSetPixelShaderConstB;
    PFND3DDDI_CREATEPIXELSHADER pfnCreatePixelShader;
    PFND3DDDI_DELETEPIXELSHADER pfnDeletePixelShader;
    PFND3DDDI_CREATEDECODEDEVICE pfnCreateDecodeDevice;
    PFND3DDDI_DESTROYDECODEDEVICE pfnDestroyDecodeDevice;
    PFND3DDDI_SETDECODERENDERTARGET pfnSetDecodeRenderTarget;
    PFND3DDDI_DECODEBEGINFRAME pfnDecodeBeginFrame;
    PFND3DDDI_DECODEENDFRAME pfnDecodeEndFrame;
    PFND3DDDI_DECODEEXECUTE pfnDecodeExecute;
    PFND3DDDI_DECODEEXTENSIONEXECUTE pfnDecodeExtensionExecute;
    PFND3DDDI_CREATEVIDEOPROCESSDEVICE pfnCreateVideoProcessDevice;
    PFND3DDDI_DESTROYVIDEOPROCESSDEVICE pfnDestroyVideoProcessDevice;
    PFND3DDDI_VIDEOPROCESSBEGINFRAME pfnVideoProcessBeginFrame;
    PFND3DDDI_VIDEOPROCESSENDFRAME pfnVideoProcessEndFrame;
    PFND3DDDI_SETVIDEOPROCESSRENDERTARGET pfnSetVideoProcessRenderTarget;
    PFND3DDDI_VIDEOPROCESSBLT pfnVideoProcessBlt;
    PFND3DDDI_CREATEEXTENSIONDEVICE pfnCreateExtensionDevice;
    PFND3DDDI_DESTROYEXTENSIONDEVICE pfnDestroyExtensionDevice;
    PFND3DDDI_EXTENSIONEXECUTE pfnExtensionExecute;
    PFND3DDDI_CREATEOVERLAY pfnCreateOverlay;
    PFND3DDDI_UPDATEOVERLAY pfnUpdateOverlay;
    PFND3DDDI_FLIPOVERLAY pfnFlipOverlay;
    PFND3DDDI_GETOVERLAYCOLORCONTROLS pfnGetOverlayColorControls;
    PFND3DDDI_SETOVERLAYCOLORCONTROLS pfnSetOverlayColorControls;
    PFND3DDDI_DESTROYOVERLAY pfnDestroyOverlay;
    PFND3DDDI_DESTROYDEVICE pfnDestroyDevice;
    PFND3DDDI_QUERYRESOURCERESIDENCY pfnQueryResourceResidency;
    PFND3DDDI_OPENRESOURCE pfnOpenResource;
    PFND3DDDI_GETCAPTUREALLOCATIONHANDLE pfnGetCaptureAllocationHandle;
    PFND3DDDI_CAPTURETOSYSMEM pfnCaptureToSysMem;
    PFND3DDDI_LOCKASYNC pfnLockAsync;
    PFND3DDDI_UNLOCKASYNC pfnUnlockAsync;
    PFND3DDDI_RENAME pfnRename;
    PFND3DDDI_DXVAHD_CREATEVIDEOPROCESSOR pfnCreateVideoProcessor;
    PFND3DDDI_DXVAHD_SETVIDEOPROCESSBLTSTATE pfnSetVideoProcessBltState;
    PFND3DDDI_DXVAHD_GETVIDEOPROCESSBLTSTATEPRIVATE pfnGetVideoProcessBltStatePrivate;
    PFND3DDDI_DXVAHD_SETVIDEOPROCESSSTREAMSTATE pfnSetVideoProcessStreamState;
    PFND3DDDI_DXVAHD_GETVIDEOPROCESSSTREAMSTATEPRIVATE pfnGetVideoProcessStreamStatePrivate;
    PFND3DDDI_DXVAHD_VIDEOPROCESSBLTHD pfnVideoProcessBltHD;
    PFND3DDDI_DXVAHD_DESTROYVIDEOPROCESSOR pfnDestroyVideoProcessor;
    PFND3DDDI_CREATEAUTHENTICATEDCHANNEL pfnCreateAuthenticatedChannel;
    PFND3DDDI_AUTHENTICATEDCHANNELKEYEXCHANGE pfnAuthenticatedChannelKeyExchange;
    PFND3DDDI_QUERYAUTHENTICATEDCHANNEL pfnQueryAuthenticatedChannel;
    PFND3DDDI_CONFIGUREAUTHENICATEDCHANNEL pfnConfigureAuthenticatedChannel;
    PFND3DDDI_DESTROYAUTHENTICATEDCHANNEL pfnDestroyAuthenticatedChannel;
    PFND3DDDI_CREATECRYPTOSESSION pfnCreateCryptoSession;
    PFND3DDDI_CRYPTOSESSIONKEYEXCHANGE pfnCryptoSessionKeyExchange;
    PFND3DDDI_DESTROYCRYPTOSESSION pfnDestroyCryptoSession;
    PFND3DDDI_ENCRYPTIONBLT pfnEncryptionBlt;
    PFND3DDDI_GETPITCH pfnGetPitch;
    PFND3DDDI_STARTSESSIONKEYREFRESH pfnStartSessionKeyRefresh;
    PFND3DDDI_FINISHSESSIONKEYREFRESH pfnFinishSessionKeyRefresh;
    PFND3DDDI_GETENCRYPTIONBLTKEY pfnGetEncryptionBltKey;
    PFND3DDDI_DECRYPTIONBLT pfnDecryptionBlt;
    PFND3DDDI_RESOLVESHAREDRESOURCE pfnResolveSharedResource;
    PFND3DDDI_VOLBLT1 pfnVolBlt1;
    PFND3DDDI_BUFBLT1 pfnBufBlt1;
    PFND3DDDI_TEXBLT1 pfnTexBlt1;
    PFND3DDDI_DISCARD pfnDiscard;
    PFND3DDDI_OFFERRESOURCES pfnOfferResources;
    PFND3DDDI_RECLAIMRESOURCES pfnReclaimResources;
    PFND3DDDI_CHECKDIRECTFLIPSUPPORT pfnCheckDirectFlipSupport;
    PFND3DDDI_CREATERESOURCE2 pfnCreateResource2;
    PFND3DDDI_CHECKMULTIPLANEOVERLAYSUPPORT pfnCheckMultiPlaneOverlaySupport;
    PFND3DDDI_PRESENTMULTIPLANEOVERLAY pfnPresentMultiPlaneOverlay;
    void *pfnReserved1;
    PFND3DDDI_FLUSH1 pfnFlush1;
    PFND3DDDI_CHECKCOUNTERINFO pfnCheckCounterInfo;
    PFND3DDDI_CHECKCOUNTER pfnCheckCounter;
    PFND3DDDI_UPDATESUBRESOURCEUP pfnUpdateSubresourceUP;
    PFND3DDDI_PRESENT1 pfnPresent1;
    PFND3DDDI_CHECKPRESENTDURATIONSUPPORT pfnCheckPresentDurationSupport;
    PFND3DDDI_SETMARKER pfnSetMarker;
    PFND3DDDI_SETMARKERMODE pfnSetMarkerMode;
};

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

struct _D3DDDI_EXECUTIONSTATEESCAPE {
    D3DDDI_DEVICEEXECUTION_STATE State;
};

struct _D3DDDI_FRAMELATENCYESCAPE {
    UINT RequestedLatency;
};

struct _D3DDDICB_CREATEOVERLAY {
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
    D3DDDI_KERNELOVERLAYINFO OverlayInfo;
    D3DKMT_HANDLE hKernelOverlay;
};

struct _D3DDDICB_UPDATEOVERLAY {
    D3DKMT_HANDLE hKernelOverlay;
    D3DDDI_KERNELOVERLAYINFO OverlayInfo;
};

struct _D3DDDICB_FLIPOVERLAY {
    D3DKMT_HANDLE hKernelOverlay;
    D3DKMT_HANDLE hSource;
    void *pPrivateDriverData;
    UINT PrivateDriverDataSize;
};

struct _D3DDDICB_DESTROYOVERLAY {
    D3DKMT_HANDLE hKernelOverlay;
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

struct D3DDDI_MULTIPLANE_OVERLAY_ALLOCATION_INFO {
    D3DKMT_HANDLE PresentAllocation;
    UINT SubResourceIndex;
};

struct D3DDDICB_PRESENTMULTIPLANEOVERLAY {
    HANDLE hContext;
    UINT BroadcastContextCount;
    HANDLE BroadcastContext[64];
    UINT AllocationInfoCount;
    D3DDDI_MULTIPLANE_ALLOCATION_INFO AllocationInfo[16];
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

struct _D3DDDI_CREATEDEVICEFLAGS {
    union {
        struct {
            UINT AllowMultithreading : 1;
            UINT AllowFlipBatching : 1;
            UINT Reserved : 30;
        };
        UINT Value;
    };
};

struct _D3DDDIARG_CREATEDEVICE {
    HANDLE hDevice;
    UINT Interface;
    UINT Version;
    const D3DDDI_DEVICECALLBACKS *pCallbacks;
    void *pCommandBuffer;
    UINT CommandBufferSize;
    D3DDDI_ALLOCATIONLIST *pAllocationList;
    UINT AllocationListSize;
    D3DDDI_PATCHLOCATIONLIST *pPatchLocationList;
    UINT PatchLocationListSize;
    D3DDDI_DEVICEFUNCS *pDeviceFuncs;
    D3DDDI_CREATEDEVICEFLAGS Flags;
    D3DGPU_VIRTUAL_ADDRESS CommandBuffer;
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
