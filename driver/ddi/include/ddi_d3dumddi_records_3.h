/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * ddi_d3dumddi_records_3.h - records of callbacks and arguments of user-mode display drivers, the Direct3D 9 interface.
 * Written by generate.py; change that, not this.
 */
#ifndef DDI_D3DUMDDI_RECORDS_3_H
#define DDI_D3DUMDDI_RECORDS_3_H

struct _D3DDDIARG_DXVAHD_VIDEOPROCESSBLTHD {
    HANDLE hVideoProcessor;
    DXVAHDDDI_SURFACE OutputSurface;
    UINT OutputFrame;
    UINT StreamCount;
    const DXVAHDDDI_STREAM_DATA *pStreams;
};

struct _D3DDDIARG_CREATEAUTHENICATEDCHANNEL {
    DDIAUTHENTICATEDCHANNELTYPE ChannelType;
    HANDLE hChannel;
};

struct _D3DDDIARG_AUTHENTICATEDCHANNELKEYEXCHANGE {
    HANDLE hChannel;
    UINT DataSize;
    void *pData;
};

struct _D3DDDIARG_QUERYAUTHENICATEDCHANNEL {
    UINT InputSize;
    const void *pInputData;
    UINT OutputSize;
    void *pOutputData;
};

struct _D3DDDIARG_CONFIGUREAUTHENICATEDCHANNEL {
    UINT InputSize;
    const void *pInputData;
    void *pOutputData;
};

struct _D3DDDIARG_DESTROYAUTHENICATEDCHANNEL {
    HANDLE hChannel;
};

struct _D3DDDIARG_CREATECRYPTOSESSION {
    GUID CryptoType;
    GUID DecodeProfile;
    HANDLE hCryptoSession;
};

struct _D3DDDIARG_CRYPTOSESSIONKEYEXCHANGE {
    HANDLE hCryptoSession;
    UINT DataSize;
    void *pData;
};

struct _D3DDDIARG_DESTROYCRYPTOSESSION {
    HANDLE hCryptoSession;
};

struct _D3DDDIARG_ENCRYPTIONBLT {
    HANDLE hCryptoSession;
    HANDLE hSrcResource;
    UINT SrcSubResourceIndex;
    HANDLE hDstResource;
    UINT DstSubResourceIndex;
    UINT DstResourceSize;
    void *pIV;
};

struct _D3DDDIENCRYPTED_BLOCK_INFO {
    UINT NumEncryptedBytesAtBeginning;
    UINT NumBytesInSkipPattern;
    UINT NumBytesInEncryptPattern;
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

struct _D3DDDIARG_STARTSESSIONKEYREFRESH {
    HANDLE hCryptoSession;
    void *pRandomNumber;
    UINT RandomNumberSize;
};

struct _D3DDDIARG_FINISHSESSIONKEYREFRESH {
    HANDLE hCryptoSession;
};

struct _GETENCRYPTIONBLTKEY {
    HANDLE hCryptoSession;
    void *pReadBackKey;
    UINT KeySize;
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

struct _DXVADDI_DECODEINPUT {
    const GUID *pGuid;
    DXVADDI_VIDEODESC VideoDesc;
};

struct _DXVADDI_DECODEBUFFERINFO {
    D3DDDIFORMAT CompressedBufferType;
    UINT CreationWidth;
    UINT CreationHeight;
    D3DDDI_POOL CreationPool;
};

struct _DXVADDI_VIDEOPROCESSORCAPS {
    D3DDDI_POOL InputPool;
    UINT NumForwardRefSamples;
    UINT NumBackwardRefSamples;
    D3DDDIFORMAT OutputFormat;
    UINT DeinterlaceTechnology;
    UINT ProcAmpControlCaps;
    UINT VideoProcessorOperations;
    UINT NoiseFilterTechnology;
    UINT DetailFilterTechnology;
};

struct _DXVADDI_VIDEOPROCESSORINPUT {
    const GUID *pVideoProcGuid;
    DXVADDI_VIDEODESC VideoDesc;
    D3DDDIFORMAT RenderTargetFormat;
};

struct _DXVADDI_QUERYPROCAMPINPUT {
    const GUID *pVideoProcGuid;
    DXVADDI_VIDEODESC VideoDesc;
    D3DDDIFORMAT RenderTargetFormat;
    UINT ProcAmpCap;
};

struct _DXVADDI_VALUERANGE {
    DXVADDI_FIXED32 MinValue;
    DXVADDI_FIXED32 MaxValue;
    DXVADDI_FIXED32 DefaultValue;
    DXVADDI_FIXED32 StepSize;
};

struct _DXVADDI_QUERYFILTERPROPERTYRANGEINPUT {
    const GUID *pVideoProcGuid;
    DXVADDI_VIDEODESC VideoDesc;
    D3DDDIFORMAT RenderTargetFormat;
    UINT FilterSetting;
};

struct _DXVADDI_QUERYEXTENSIONCAPSINPUT {
    const GUID *pGuid;
    UINT CapType;
    DXVADDI_PRIVATEDATA *pPrivate;
};

struct _DDIGAMMACAPS {
    UINT GammaCaps;
};

struct _DDICHECKOVERLAYSUPPORTINPUT {
    UINT OverlayWidth;
    UINT OverlayHeight;
    D3DDDIFORMAT OverlayFormat;
    UINT DisplayWidth;
    UINT DisplayHeight;
    UINT DisplayRefreshRate;
    D3DDDIFORMAT DisplayFormat;
    D3DDDI_SCANLINEORDERING DisplayScanLineOrdering;
    D3DDDI_ROTATION DisplayRotation;
};

struct _DXVAHDDDI_CONTENT_DESC {
    DXVAHDDDI_FRAME_FORMAT InputFrameFormat;
    DXVAHDDDI_RATIONAL InputFrameRate;
    UINT InputWidth;
    UINT InputHeight;
    DXVAHDDDI_RATIONAL OutputFrameRate;
    UINT OutputWidth;
    UINT OutputHeight;
};

struct _DXVAHDDDI_DEVICE_DESC {
    DXVAHDDDI_CONTENT_DESC *pContentDesc;
    DXVAHDDDI_DEVICE_USAGE Usage;
};

struct _DXVAHDDDI_VPDEVCAPS {
    UINT Reserved;
    UINT DeviceCaps;
    UINT FeatureCaps;
    UINT FilterCaps;
    UINT InputFormatCaps;
    D3DDDI_POOL InputPool;
    UINT OutputFormatCount;
    UINT InputFormatCount;
    UINT VideoProcessorCount;
    UINT MaxInputStreams;
    UINT MaxStreamStates;
};

struct _DXVAHDDDI_VPCAPS {
    GUID VPGuid;
    UINT PastFrames;
    UINT FutureFrames;
    UINT ProcessorCaps;
    UINT ITelecineCaps;
    UINT CustomRateCount;
};

struct _DXVAHDDDI_CUSTOM_RATE_DATA {
    DXVAHDDDI_RATIONAL CustomRate;
    UINT OutputFrames;
    BOOL InputInterlaced;
    UINT InputFramesOrFields;
};

struct _DXVAHDDDI_FILTER_RANGE_DATA {
    INT Minimum;
    INT Maximum;
    INT Default;
    FLOAT Multiplier;
};

struct _DDICONTENTPROTECTIONCAPS {
    GUID CryptoType;
    GUID DecodeProfile;
};

struct _DDICERTIFICATEINFO {
    D3DDDI_CERTIFICATETYPE CertificateType;
    DDIAUTHENTICATEDCHANNELTYPE ChannelType;
    GUID CryptoSessionType;
};

struct D3DDDICAPS_ARCHITECTURE_INFO {
    BOOL TileBasedDeferredRenderer;
};

struct D3DDDICAPS_SHADER_MIN_PRECISION_SUPPORT {
    UINT VertexShaderMinPrecision;
    UINT PixelShaderMinPrecision;
};

struct D3DDDI_MULTIPLANE_OVERLAY_CAPS {
    UINT MaxPlanes;
    UINT NumCapabilityGroups;
};

struct D3DDDI_MULTIPLANE_OVERLAY_GROUP_CAPS_INPUT {
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
    UINT GroupIndex;
};

struct D3DDDI_MULTIPLANE_OVERLAY_GROUP_CAPS {
    UINT NumPlanes;
    float MaxStretchFactor;
    float MaxShrinkFactor;
    UINT OverlayCaps;
};

struct D3DDDICAPS_SIMPLE_INSTANCING_SUPPORT {
    BOOL SimpleInstancingSupported;
};

struct _D3DDDI_MULTIPLANE_OVERLAY_ATTRIBUTES {
    UINT Flags;
    RECT SrcRect;
    RECT DstRect;
    RECT ClipRect;
    D3DDDI_ROTATION Rotation;
    D3DDDI_MULTIPLANE_OVERLAY_BLEND Blend;
    UINT DirtyRectCount;
    RECT *pDirtyRects;
    D3DDDI_MULTIPLANE_OVERLAY_VIDEO_FRAME_FORMAT VideoFrameFormat;
    UINT YCbCrFlags;
    D3DDDI_MULTIPLANE_OVERLAY_STRETCH_QUALITY StretchQuality;
};

struct D3DDDI_CHECK_MULTIPLANE_OVERLAY_SUPPORT_PLANE_INFO {
    HANDLE hResource;
    UINT SubResourceIndex;
    D3DDDI_MULTIPLANE_OVERLAY_ATTRIBUTES PlaneAttributes;
};

struct _D3DDDIARG_CHECKMULTIPLANEOVERLAYSUPPORT {
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
    UINT NumPlanes;
    D3DDDI_CHECK_MULTIPLANE_OVERLAY_SUPPORT_PLANE_INFO *pPlanes;
    BOOL Supported;
};

struct _D3DDDI_PRESENT_MULTIPLANE_OVERLAY {
    UINT LayerIndex;
    BOOL Enabled;
    HANDLE hResource;
    UINT SubResourceIndex;
    D3DDDI_MULTIPLANE_OVERLAY_ATTRIBUTES PlaneAttributes;
};

struct D3DDDIARG_PRESENTMULTIPLANEOVERLAY {
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
    D3DDDI_PRESENTFLAGS Flags;
    D3DDDI_FLIPINTERVAL_TYPE FlipInterval;
    UINT PresentPlaneCount;
    D3DDDI_PRESENT_MULTIPLANE_OVERLAY *pPresentPlanes;
    UINT Reserved;
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

#endif
