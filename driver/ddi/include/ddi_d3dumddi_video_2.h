/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * ddi_d3dumddi_video_2.h - video: records of user-mode display drivers: callbacks and Direct3D 9.
 * Written by generate.py; change that, not this.
 */
#ifndef DDI_D3DUMDDI_VIDEO_2_H
#define DDI_D3DUMDDI_VIDEO_2_H

struct _DXVAHDDDI_STREAM_STATE_OUTPUT_RATE_DATA {
    BOOL RepeatFrame;
    DXVAHDDDI_OUTPUT_RATE OutputRate;
    DXVAHDDDI_RATIONAL CustomRate;
};

struct _DXVAHDDDI_STREAM_STATE_SOURCE_RECT_DATA {
    BOOL Enable;
    RECT SourceRect;
};

struct _DXVAHDDDI_STREAM_STATE_DESTINATION_RECT_DATA {
    BOOL Enable;
    RECT DestinationRect;
};

struct _DXVAHDDDI_STREAM_STATE_ALPHA_DATA {
    BOOL Enable;
    FLOAT Alpha;
};

struct _DXVAHDDDI_STREAM_STATE_PALETTE_DATA {
    UINT Count;
    D3DCOLOR *pEntries;
};

struct _DXVAHDDDI_STREAM_STATE_LUMA_KEY_DATA {
    BOOL Enable;
    FLOAT Lower;
    FLOAT Upper;
};

struct _DXVAHDDDI_STREAM_STATE_ASPECT_RATIO_DATA {
    BOOL Enable;
    DXVAHDDDI_RATIONAL SourceAspectRatio;
    DXVAHDDDI_RATIONAL DestinationAspectRatio;
};

struct _DXVAHDDDI_STREAM_STATE_FILTER_DATA {
    BOOL Enable;
    INT Level;
};

struct _DXVAHDDDI_STREAM_STATE_ROTATION_DATA {
    BOOL Enable;
    DXVAHDDDI_ROTATION Rotation;
};

struct _DXVAHDDDI_STREAM_STATE_PRIVATE_DATA {
    GUID Guid;
    UINT DataSize;
    void *pData;
};

struct _DXVAHDDDI_SURFACE {
    HANDLE hResource;
    UINT SubResourceIndex;
};

struct _DXVAHDDDI_STREAM_DATA {
    BOOL Enable;
    UINT OutputIndex;
    UINT InputFrameOrField;
    UINT PastFrames;
    UINT FutureFrames;
    DXVAHDDDI_SURFACE *pPastSurfaces;
    DXVAHDDDI_SURFACE InputSurface;
    DXVAHDDDI_SURFACE *pFutureSurfaces;
};

struct _DXVAHDDDI_STREAM_STATE_PRIVATE_IVTC_DATA {
    BOOL Enable;
    UINT ITelecineFlags;
    UINT Frames;
    UINT InputField;
};

struct _D3DDDIARG_DXVAHD_CREATEVIDEOPROCESSOR {
    const GUID *pVPGuid;
    HANDLE hVideoProcessor;
};

struct _D3DDDIARG_DXVAHD_SETVIDEOPROCESSBLTSTATE {
    HANDLE hVideoProcessor;
    DXVAHDDDI_BLT_STATE State;
    UINT DataSize;
    const void *pData;
};

struct _D3DDDIARG_DXVAHD_GETVIDEOPROCESSBLTSTATEPRIVATE {
    HANDLE hVideoProcessor;
    DXVAHDDDI_BLT_STATE_PRIVATE_DATA *pData;
};

struct _D3DDDIARG_DXVAHD_SETVIDEOPROCESSSTREAMSTATE {
    HANDLE hVideoProcessor;
    UINT StreamNumber;
    DXVAHDDDI_STREAM_STATE State;
    UINT DataSize;
    const void *pData;
};

struct _D3DDDIARG_DXVAHD_GETVIDEOPROCESSSTREAMSTATEPRIVATE {
    HANDLE hVideoProcessor;
    UINT StreamNumber;
    DXVAHDDDI_STREAM_STATE_PRIVATE_DATA *pData;
};

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

struct _DDICERTIFICATEINFO {
    D3DDDI_CERTIFICATETYPE CertificateType;
    DDIAUTHENTICATEDCHANNELTYPE ChannelType;
    GUID CryptoSessionType;
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

struct _D3DDDI_PRESENTFLAGS {
    union {
        struct {
            UINT Blt : 1;
            UINT ColorFill : 1;
            UINT Flip : 1;
            UINT AllowTearing : 1;
            UINT AllowFlexibleRefresh : 1;
            UINT Reserved : 27;
        };
        UINT Value;
    };
};

struct D3DDDIARG_PRESENTMULTIPLANEOVERLAY {
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
    D3DDDI_PRESENTFLAGS Flags;
    D3DDDI_FLIPINTERVAL_TYPE FlipInterval;
    UINT PresentPlaneCount;
    D3DDDI_PRESENT_MULTIPLANE_OVERLAY *pPresentPlanes;
    UINT Reserved;
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

#endif
