/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * ddi_d3dumddi_records_2.h - records of user-mode display drivers: callbacks and Direct3D 9.
 * Written by generate.py; change that, not this.
 */
#ifndef DDI_D3DUMDDI_RECORDS_2_H
#define DDI_D3DUMDDI_RECORDS_2_H

struct _D3DDDIARG_GETQUERYDATA {
    HANDLE hQuery;
    void *pData;
};

struct _D3DDDIARG_SETRENDERTARGET {
    UINT RenderTargetIndex;
    HANDLE hRenderTarget;
    UINT SubResourceIndex;
};

struct _D3DDDIARG_SETDEPTHSTENCIL {
    HANDLE hZBuffer;
};

struct _D3DDDIARG_GENERATEMIPSUBLEVELS {
    HANDLE hResource;
    D3DDDITEXTUREFILTERTYPE Filter;
};

struct _D3DDDIVERTEXELEMENT {
    USHORT Stream;
    USHORT Offset;
    UCHAR Type;
    UCHAR Method;
    UCHAR Usage;
    UCHAR UsageIndex;
};

struct _D3DDDIRECTPATCH_INFO {
    UINT StartVertexOffsetWidth;
    UINT StartVertexOffsetHeight;
    UINT Width;
    UINT Height;
    UINT Stride;
    D3DDDIBASISTYPE Basis;
    D3DDDIDEGREETYPE Degree;
};

struct _D3DDDITRIPATCH_INFO {
    UINT StartVertexOffset;
    UINT NumVertices;
    D3DDDIBASISTYPE Basis;
    D3DDDIDEGREETYPE Degree;
};

struct _D3DDDIARG_CREATEPIXELSHADER {
    UINT CodeSize;
    HANDLE ShaderHandle;
};

struct _D3DDDIARG_CREATEEXTENSIONDEVICE {
    const GUID *pGuid;
    DXVADDI_PRIVATEDATA *pPrivate;
    HANDLE hExtension;
};

struct _D3DDDIARG_EXTENSIONEXECUTE {
    HANDLE hExtension;
    UINT Function;
    DXVADDI_PRIVATEDATA *pPrivateInput;
    DXVADDI_PRIVATEDATA *pPrivateOutput;
    UINT NumBuffers;
    DXVADDI_PRIVATEBUFFER *pBuffers;
};

struct _D3DDDIARG_QUERYRESOURCERESIDENCY {
    const HANDLE *pHandleList;
    UINT NumResources;
};

struct _D3DDDIARG_GETCAPTUREALLOCATIONHANDLE {
    HANDLE hResource;
    D3DKMT_HANDLE hAllocation;
};

struct _D3DDDIARG_CAPTURETOSYSMEM {
    HANDLE hSrcResource;
    RECT SrcRect;
    HANDLE hDstResource;
    UINT DstSubResourceIndex;
    RECT DstRect;
};

struct _D3DDDIARG_DECRYPTIONBLT {
    HANDLE hCryptoSession;
    HANDLE hSrcResource;
    UINT SrcSubResourceIndex;
    HANDLE hDstResource;
    UINT DstSubResourceIndex;
    UINT SrcResourceSize;
    D3DDDIENCRYPTED_BLOCK_INFO *pEncryptedBlockInfo;
    void *pContentKey;
    void *pIV;
};

struct _D3DDDIARG_GETPITCH {
    HANDLE hCryptoSession;
    HANDLE hResource;
    UINT SubResourceIndex;
    UINT Pitch;
};

struct _D3DDDIARG_RESOLVESHAREDRESOURCE {
    HANDLE hResource;
};

struct _D3DDDIARG_DISCARD {
    HANDLE hResource;
    UINT FirstSubResource;
    UINT NumSubResources;
    const RECT *pRects;
    UINT NumRects;
};

struct _D3DDDIARG_VOLUMEBLT1 {
    HANDLE hDstResource;
    HANDLE hSrcResource;
    UINT DstX;
    UINT DstY;
    UINT DstZ;
    D3DDDIBOX SrcBox;
    UINT CopyFlags;
};

struct _D3DDDIARG_BUFFERBLT1 {
    HANDLE hDstResource;
    HANDLE hSrcResource;
    UINT Offset;
    D3DDDIRANGE SrcRange;
    UINT CopyFlags;
};

struct _D3DDDIARG_TEXBLT1 {
    HANDLE hDstResource;
    HANDLE hSrcResource;
    UINT CubeMapFace;
    POINT DstPoint;
    RECT SrcRect;
    UINT CopyFlags;
};

struct _D3DDDIARG_OFFERRESOURCES {
    const HANDLE *pResources;
    UINT Resources;
    D3DDDI_OFFER_PRIORITY Priority;
};

struct _D3DDDIARG_RECLAIMRESOURCES {
    HANDLE *pResources;
    BOOL *pDiscarded;
    UINT Resources;
};

struct _D3DDDIARG_CHECKDIRECTFLIPSUPPORT {
    HANDLE hAppSwapchainResource;
    HANDLE hDWMSwapchainResource;
    UINT CheckDirectFlipFlags;
    BOOL Supported;
};

struct _D3DDDIARG_GETCAPS {
    D3DDDICAPS_TYPE Type;
    void *pInfo;
    void *pData;
    UINT DataSize;
};

struct _DDRAW_CAPS {
    UINT Caps;
    UINT Caps2;
    UINT CKeyCaps;
    UINT FxCaps;
    UINT MaxVideoPorts;
};

struct _DDRAW_MODE_SPECIFIC_CAPS {
    UINT Head;
    UINT Caps;
    UINT CKeyCaps;
    UINT FxCaps;
    UINT MaxVisibleOverlays;
    UINT MinOverlayStretch;
    UINT MaxOverlayStretch;
};

struct _FORMATOP {
    D3DDDIFORMAT Format;
    UINT Operations;
    UINT FlipMsTypes;
    UINT BltMsTypes;
    UINT PrivateFormatBitCount;
};

struct _DDIMULTISAMPLEQUALITYLEVELSDATA {
    D3DDDIFORMAT Format;
    BOOL Flip;
    D3DDDIMULTISAMPLE_TYPE MsType;
    UINT QualityLevels;
};

struct _DDIGAMMACAPS {
    UINT GammaCaps;
};

struct _DDICONTENTPROTECTIONCAPS {
    GUID CryptoType;
    GUID DecodeProfile;
};

struct D3DDDICAPS_ARCHITECTURE_INFO {
    BOOL TileBasedDeferredRenderer;
};

struct D3DDDICAPS_SHADER_MIN_PRECISION_SUPPORT {
    UINT VertexShaderMinPrecision;
    UINT PixelShaderMinPrecision;
};

struct D3DDDICAPS_SIMPLE_INSTANCING_SUPPORT {
    BOOL SimpleInstancingSupported;
};

struct D3DDDIARG_COUNTER_INFO {
    D3DDDIQUERYTYPE LastDeviceDependentCounter;
    UINT NumSimultaneousCounters;
};

struct D3DDDIARG_COPYFLAGS {
    union {
        struct {
            UINT NoOverwrite : 1;
            UINT Discard : 1;
            UINT Reserved1 : 22;
            UINT BoxValid : 1;
            UINT Reserved2 : 7;
        };
        UINT Value;
    };
};

struct D3DDDIARG_UPDATESUBRESOURCEUP {
    HANDLE hResource;
    UINT SubResourceIndex;
    D3DDDIBOX DstBox;
    const void *pSysMemUP;
    UINT RowPitch;
    UINT DepthPitch;
    D3DDDIARG_COPYFLAGS Flags;
};

struct D3DDDIARG_CHECKPRESENTDURATIONSUPPORT {
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
    UINT DesiredPresentDuration;
    UINT ClosestSmallerDuration;
    UINT ClosestLargerDuration;
};

struct D3DDDIARG_PRESENTSURFACE {
    HANDLE hResource;
    UINT SubResourceIndex;
};

struct _D3DDDIARG_PRESENT1 {
    const D3DDDIARG_PRESENTSURFACE *phSrcResources;
    UINT SrcResources;
    HANDLE hDstResource;
    UINT DstSubResourceIndex;
    D3DDDI_PRESENTFLAGS Flags;
    D3DDDI_FLIPINTERVAL_TYPE FlipInterval;
    UINT Reserved;
    const RECT *pDirtyRects;
    UINT DirtyRects;
};

struct _D3DDDIDEVINFO_VCACHE {
    UINT Pattern;
    UINT OptMethod;
    UINT CacheSize;
    UINT MagicNumber;
};

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

struct _D3DDDI_EXECUTIONSTATEESCAPE {
    D3DDDI_DEVICEEXECUTION_STATE State;
};

struct _D3DDDI_FRAMELATENCYESCAPE {
    UINT RequestedLatency;
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

#endif
