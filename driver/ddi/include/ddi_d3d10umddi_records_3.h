/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * ddi_d3d10umddi_records_3.h - records of the Direct3D 10 and 11 user-mode display driver interface.
 * Written by generate.py; change that, not this.
 */
#ifndef DDI_D3D10UMDDI_RECORDS_3_H
#define DDI_D3D10UMDDI_RECORDS_3_H

struct D3D11_1_DDI_RENDER_TARGET_BLEND_DESC {
    BOOL BlendEnable;
    BOOL LogicOpEnable;
    D3D10_DDI_BLEND SrcBlend;
    D3D10_DDI_BLEND DestBlend;
    D3D10_DDI_BLEND_OP BlendOp;
    D3D10_DDI_BLEND SrcBlendAlpha;
    D3D10_DDI_BLEND DestBlendAlpha;
    D3D10_DDI_BLEND_OP BlendOpAlpha;
    D3D11_1_DDI_LOGIC_OP LogicOp;
    UINT8 RenderTargetWriteMask;
};

struct D3D11_1_DDI_BLEND_DESC {
    BOOL AlphaToCoverageEnable;
    BOOL IndependentBlendEnable;
    D3D11_1_DDI_RENDER_TARGET_BLEND_DESC RenderTarget[8];
};

struct D3D11_1_DDI_RASTERIZER_DESC {
    D3D10_DDI_FILL_MODE FillMode;
    D3D10_DDI_CULL_MODE CullMode;
    BOOL FrontCounterClockwise;
    INT DepthBias;
    FLOAT DepthBiasClamp;
    FLOAT SlopeScaledDepthBias;
    BOOL DepthClipEnable;
    BOOL ScissorEnable;
    BOOL MultisampleEnable;
    BOOL AntialiasedLineEnable;
    UINT ForcedSampleCount;
};

struct D3D11_1DDIARG_SIGNATURE_ENTRY {
    D3D10_SB_NAME SystemValue;
    UINT Register;
    BYTE Mask;
    D3D10_SB_REGISTER_COMPONENT_TYPE RegisterComponentType;
    D3D11_SB_OPERAND_MIN_PRECISION MinPrecision;
};

struct D3D11_1DDIARG_SIGNATURE_ENTRY2 {
    D3D10_SB_NAME SystemValue;
    UINT Register;
    BYTE Mask;
    BYTE Stream;
    D3D10_SB_REGISTER_COMPONENT_TYPE RegisterComponentType;
    D3D11_SB_OPERAND_MIN_PRECISION MinPrecision;
};

struct D3D11_1DDIARG_STAGE_IO_SIGNATURES {
    union {
        D3D11_1DDIARG_SIGNATURE_ENTRY *pInputSignatureDeprecated;
        D3D11_1DDIARG_SIGNATURE_ENTRY2 *pInputSignature;
    };
    UINT NumInputSignatureEntries;
    union {
        D3D11_1DDIARG_SIGNATURE_ENTRY *pOutputSignatureDeprecated;
        D3D11_1DDIARG_SIGNATURE_ENTRY2 *pOutputSignature;
    };
    UINT NumOutputSignatureEntries;
};

struct D3D11_1DDIARG_TESSELLATION_IO_SIGNATURES {
    union {
        D3D11_1DDIARG_SIGNATURE_ENTRY *pInputSignatureDeprecated;
        D3D11_1DDIARG_SIGNATURE_ENTRY2 *pInputSignature;
    };
    UINT NumInputSignatureEntries;
    union {
        D3D11_1DDIARG_SIGNATURE_ENTRY *pOutputSignatureDeprecated;
        D3D11_1DDIARG_SIGNATURE_ENTRY2 *pOutputSignature;
    };
    UINT NumOutputSignatureEntries;
    union {
        D3D11_1DDIARG_SIGNATURE_ENTRY *pPatchConstantSignatureDeprecated;
        D3D11_1DDIARG_SIGNATURE_ENTRY2 *pPatchConstantSignature;
    };
    UINT NumPatchConstantSignatureEntries;
};

struct D3D11_1DDI_DEVICEFUNCS {
    PFND3D11_1DDI_RESOURCEUPDATESUBRESOURCEUP pfnDefaultConstantBufferUpdateSubresourceUP;
    PFND3D11_1DDI_SETCONSTANTBUFFERS pfnVsSetConstantBuffers;
    PFND3D10DDI_SETSHADERRESOURCES pfnPsSetShaderResources;
    PFND3D10DDI_SETSHADER pfnPsSetShader;
    PFND3D10DDI_SETSAMPLERS pfnPsSetSamplers;
    PFND3D10DDI_SETSHADER pfnVsSetShader;
    PFND3D10DDI_DRAWINDEXED pfnDrawIndexed;
    PFND3D10DDI_DRAW pfnDraw;
    PFND3D10DDI_RESOURCEMAP pfnDynamicIABufferMapNoOverwrite;
    PFND3D10DDI_RESOURCEUNMAP pfnDynamicIABufferUnmap;
    PFND3D10DDI_RESOURCEMAP pfnDynamicConstantBufferMapDiscard;
    PFND3D10DDI_RESOURCEMAP pfnDynamicIABufferMapDiscard;
    PFND3D10DDI_RESOURCEUNMAP pfnDynamicConstantBufferUnmap;
    PFND3D11_1DDI_SETCONSTANTBUFFERS pfnPsSetConstantBuffers;
    PFND3D10DDI_SETINPUTLAYOUT pfnIaSetInputLayout;
    PFND3D10DDI_IA_SETVERTEXBUFFERS pfnIaSetVertexBuffers;
    PFND3D10DDI_IA_SETINDEXBUFFER pfnIaSetIndexBuffer;
    PFND3D10DDI_DRAWINDEXEDINSTANCED pfnDrawIndexedInstanced;
    PFND3D10DDI_DRAWINSTANCED pfnDrawInstanced;
    PFND3D10DDI_RESOURCEMAP pfnDynamicResourceMapDiscard;
    PFND3D10DDI_RESOURCEUNMAP pfnDynamicResourceUnmap;
    PFND3D11_1DDI_SETCONSTANTBUFFERS pfnGsSetConstantBuffers;
    PFND3D10DDI_SETSHADER pfnGsSetShader;
    PFND3D10DDI_IA_SETTOPOLOGY pfnIaSetTopology;
    PFND3D10DDI_RESOURCEMAP pfnStagingResourceMap;
    PFND3D10DDI_RESOURCEUNMAP pfnStagingResourceUnmap;
    PFND3D10DDI_SETSHADERRESOURCES pfnVsSetShaderResources;
    PFND3D10DDI_SETSAMPLERS pfnVsSetSamplers;
    PFND3D10DDI_SETSHADERRESOURCES pfnGsSetShaderResources;
    PFND3D10DDI_SETSAMPLERS pfnGsSetSamplers;
    PFND3D11DDI_SETRENDERTARGETS pfnSetRenderTargets;
    PFND3D10DDI_SHADERRESOURCEVIEWREADAFTERWRITEHAZARD pfnShaderResourceViewReadAfterWriteHazard;
    PFND3D10DDI_RESOURCEREADAFTERWRITEHAZARD pfnResourceReadAfterWriteHazard;
    PFND3D10DDI_SETBLENDSTATE pfnSetBlendState;
    PFND3D10DDI_SETDEPTHSTENCILSTATE pfnSetDepthStencilState;
    PFND3D10DDI_SETRASTERIZERSTATE pfnSetRasterizerState;
    PFND3D10DDI_QUERYEND pfnQueryEnd;
    PFND3D10DDI_QUERYBEGIN pfnQueryBegin;
    PFND3D11_1DDI_RESOURCECOPYREGION pfnResourceCopyRegion;
    PFND3D11_1DDI_RESOURCEUPDATESUBRESOURCEUP pfnResourceUpdateSubresourceUP;
    PFND3D10DDI_SO_SETTARGETS pfnSoSetTargets;
    PFND3D10DDI_DRAWAUTO pfnDrawAuto;
    PFND3D10DDI_SETVIEWPORTS pfnSetViewports;
    PFND3D10DDI_SETSCISSORRECTS pfnSetScissorRects;
    PFND3D10DDI_CLEARRENDERTARGETVIEW pfnClearRenderTargetView;
    PFND3D10DDI_CLEARDEPTHSTENCILVIEW pfnClearDepthStencilView;
    PFND3D10DDI_SETPREDICATION pfnSetPredication;
    PFND3D10DDI_QUERYGETDATA pfnQueryGetData;
    PFND3D11_1DDI_FLUSH pfnFlush;
    PFND3D10DDI_GENMIPS pfnGenMips;
    PFND3D10DDI_RESOURCECOPY pfnResourceCopy;
    PFND3D10DDI_RESOURCERESOLVESUBRESOURCE pfnResourceResolveSubresource;
    PFND3D10DDI_RESOURCEMAP pfnResourceMap;
    PFND3D10DDI_RESOURCEUNMAP pfnResourceUnmap;
    PFND3D10DDI_RESOURCEISSTAGINGBUSY pfnResourceIsStagingBusy;
    PFND3D11_1DDI_RELOCATEDEVICEFUNCS pfnRelocateDeviceFuncs;
    PFND3D11DDI_CALCPRIVATERESOURCESIZE pfnCalcPrivateResourceSize;
    PFND3D10DDI_CALCPRIVATEOPENEDRESOURCESIZE pfnCalcPrivateOpenedResourceSize;
    PFND3D11DDI_CREATERESOURCE pfnCreateResource;
    PFND3D10DDI_OPENRESOURCE pfnOpenResource;
    PFND3D10DDI_DESTROYRESOURCE pfnDestroyResource;
    PFND3D11DDI_CALCPRIVATESHADERRESOURCEVIEWSIZE pfnCalcPrivateShaderResourceViewSize;
    PFND3D11DDI_CREATESHADERRESOURCEVIEW pfnCreateShaderResourceView;
    PFND3D10DDI_DESTROYSHADERRESOURCEVIEW pfnDestroyShaderResourceView;
    PFND3D10DDI_CALCPRIVATERENDERTARGETVIEWSIZE pfnCalcPrivateRenderTargetViewSize;
    PFND3D10DDI_CREATERENDERTARGETVIEW pfnCreateRenderTargetView;
    PFND3D10DDI_DESTROYRENDERTARGETVIEW pfnDestroyRenderTargetView;
    PFND3D11DDI_CALCPRIVATEDEPTHSTENCILVIEWSIZE pfnCalcPrivateDepthStencilViewSize;
    PFND3D11DDI_CREATEDEPTHSTENCILVIEW pfnCreateDepthStencilView;
    PFND3D10DDI_DESTROYDEPTHSTENCILVIEW pfnDestroyDepthStencilView;
    PFND3D10DDI_CALCPRIVATEELEMENTLAYOUTSIZE pfnCalcPrivateElementLayoutSize;
    PFND3D10DDI_CREATEELEMENTLAYOUT pfnCreateElementLayout;
    PFND3D10DDI_DESTROYELEMENTLAYOUT pfnDestroyElementLayout;
    PFND3D11_1DDI_CALCPRIVATEBLENDSTATESIZE pfnCalcPrivateBlendStateSize;
    PFND3D11_1DDI_CREATEBLENDSTATE pfnCreateBlendState;
    PFND3D10DDI_DESTROYBLENDSTATE pfnDestroyBlendState;
    PFND3D10DDI_CALCPRIVATEDEPTHSTENCILSTATESIZE pfnCalcPrivateDepthStencilStateSize;
    PFND3D10DDI_CREATEDEPTHSTENCILSTATE pfnCreateDepthStencilState;
    PFND3D10DDI_DESTROYDEPTHSTENCILSTATE pfnDestroyDepthStencilState;
    PFND3D11_1DDI_CALCPRIVATERASTERIZERSTATESIZE pfnCalcPrivateRasterizerStateSize;
    PFND3D11_1DDI_CREATERASTERIZERSTATE pfnCreateRasterizerState;
    PFND3D10DDI_DESTROYRASTERIZERSTATE pfnDestroyRasterizerState;
    PFND3D11_1DDI_CALCPRIVATESHADERSIZE pfnCalcPrivateShaderSize;
    PFND3D11_1DDI_CREATEVERTEXSHADER pfnCreateVertexShader;
    PFND3D11_1DDI_CREATEGEOMETRYSHADER pfnCreateGeometryShader;
    PFND3D11_1DDI_CREATEPIXELSHADER pfnCreatePixelShader;
    PFND3D11_1DDI_CALCPRIVATEGEOMETRYSHADERWITHSTREAMOUTPUT pfnCalcPrivateGeometryShaderWithStreamOutput;
    PFND3D11_1DDI_CREATEGEOMETRYSHADERWITHSTREAMOUTPUT pfnCreateGeometryShaderWithStreamOutput;
    PFND3D10DDI_DESTROYSHADER pfnDestroyShader;
    PFND3D10DDI_CALCPRIVATESAMPLERSIZE pfnCalcPrivateSamplerSize;
    PFND3D10DDI_CREATESAMPLER pfnCreateSampler;
    PFND3D10DDI_DESTROYSAMPLER pfnDestroySampler;
    PFND3D10DDI_CALCPRIVATEQUERYSIZE pfnCalcPrivateQuerySize;
    PFND3D10DDI_CREATEQUERY pfnCreateQuery;
    PFND3D10DDI_DESTROYQUERY pfnDestroyQuery;
    PFND3D10DDI_CHECKFORMATSUPPORT pfnCheckFormatSupport;
    PFND3D10DDI_CHECKMULTISAMPLEQUALITYLEVELS pfnCheckMultisampleQualityLevels;
    PFND3D10DDI_CHECKCOUNTERINFO pfnCheckCounterInfo;
    PFND3D10DDI_CHECKCOUNTER pfnCheckCounter;
    PFND3D10DDI_DESTROYDEVICE pfnDestroyDevice;
    PFND3D10DDI_SETTEXTFILTERSIZE pfnSetTextFilterSize;
    PFND3D10DDI_RESOURCECOPY pfnResourceConvert;
    PFND3D11_1DDI_RESOURCECOPYREGION pfnResourceConvertRegion;
    PFND3D11DDI_DRAWINDEXEDINSTANCEDINDIRECT pfnDrawIndexedInstancedIndirect;
    PFND3D11DDI_DRAWINSTANCEDINDIRECT pfnDrawInstancedIndirect;
    PFND3D11DDI_COMMANDLISTEXECUTE pfnCommandListExecute;
    PFND3D10DDI_SETSHADERRESOURCES pfnHsSetShaderResources;
    PFND3D10DDI_SETSHADER pfnHsSetShader;
    PFND3D10DDI_SETSAMPLERS pfnHsSetSamplers;
    PFND3D11_1DDI_SETCONSTANTBUFFERS pfnHsSetConstantBuffers;
    PFND3D10DDI_SETSHADERRESOURCES pfnDsSetShaderResources;
    PFND3D10DDI_SETSHADER pfnDsSetShader;
    PFND3D10DDI_SETSAMPLERS pfnDsSetSamplers;
    PFND3D11_1DDI_SETCONSTANTBUFFERS pfnDsSetConstantBuffers;
    PFND3D11_1DDI_CREATEHULLSHADER pfnCreateHullShader;
    PFND3D11_1DDI_CREATEDOMAINSHADER pfnCreateDomainShader;
    PFND3D11DDI_CHECKDEFERREDCONTEXTHANDLESIZES pfnCheckDeferredContextHandleSizes;
    PFND3D11DDI_CALCDEFERREDCONTEXTHANDLESIZE pfnCalcDeferredContextHandleSize;
    PFND3D11DDI_CALCPRIVATEDEFERREDCONTEXTSIZE pfnCalcPrivateDeferredContextSize;
    PFND3D11DDI_CREATEDEFERREDCONTEXT pfnCreateDeferredContext;
    PFND3D11DDI_ABANDONCOMMANDLIST pfnAbandonCommandList;
    PFND3D11DDI_CALCPRIVATECOMMANDLISTSIZE pfnCalcPrivateCommandListSize;
    PFND3D11DDI_CREATECOMMANDLIST pfnCreateCommandList;
    PFND3D11DDI_DESTROYCOMMANDLIST pfnDestroyCommandList;
    PFND3D11_1DDI_CALCPRIVATETESSELLATIONSHADERSIZE pfnCalcPrivateTessellationShaderSize;
    PFND3D11DDI_SETSHADER_WITH_IFACES pfnPsSetShaderWithIfaces;
    PFND3D11DDI_SETSHADER_WITH_IFACES pfnVsSetShaderWithIfaces;
    PFND3D11DDI_SETSHADER_WITH_IFACES pfnGsSetShaderWithIfaces;
    PFND3D11DDI_SETSHADER_WITH_IFACES pfnHsSetShaderWithIfaces;
    PFND3D11DDI_SETSHADER_WITH_IFACES pfnDsSetShaderWithIfaces;
    PFND3D11DDI_SETSHADER_WITH_IFACES pfnCsSetShaderWithIfaces;
    PFND3D11DDI_CREATECOMPUTESHADER pfnCreateComputeShader;
    PFND3D10DDI_SETSHADER pfnCsSetShader;
    PFND3D10DDI_SETSHADERRESOURCES pfnCsSetShaderResources;
    PFND3D10DDI_SETSAMPLERS pfnCsSetSamplers;
    PFND3D11_1DDI_SETCONSTANTBUFFERS pfnCsSetConstantBuffers;
    PFND3D11DDI_CALCPRIVATEUNORDEREDACCESSVIEWSIZE pfnCalcPrivateUnorderedAccessViewSize;
    PFND3D11DDI_CREATEUNORDEREDACCESSVIEW pfnCreateUnorderedAccessView;
    PFND3D11DDI_DESTROYUNORDEREDACCESSVIEW pfnDestroyUnorderedAccessView;
    PFND3D11DDI_CLEARUNORDEREDACCESSVIEWUINT pfnClearUnorderedAccessViewUint;
    PFND3D11DDI_CLEARUNORDEREDACCESSVIEWFLOAT pfnClearUnorderedAccessViewFloat;
    PFND3D11DDI_SETUNORDEREDACCESSVIEWS pfnCsSetUnorderedAccessViews;
    PFND3D11DDI_DISPATCH pfnDispatch;
    PFND3D11DDI_DISPATCHINDIRECT pfnDispatchIndirect;
    PFND3D11DDI_SETRESOURCEMINLOD pfnSetResourceMinLOD;
    PFND3D11DDI_COPYSTRUCTURECOUNT pfnCopyStructureCount;
    PFND3D11DDI_RECYCLECOMMANDLIST pfnRecycleCommandList;
    PFND3D11DDI_RECYCLECREATECOMMANDLIST pfnRecycleCreateCommandList;
    PFND3D11DDI_RECYCLECREATEDEFERREDCONTEXT pfnRecycleCreateDeferredContext;
    PFND3D11DDI_DESTROYCOMMANDLIST pfnRecycleDestroyCommandList;
    PFND3D11_1DDI_DISCARD pfnDiscard;
    PFND3D11_1DDI_ASSIGNDEBUGBINARY pfnAssignDebugBinary;
    PFND3D10DDI_RESOURCEMAP pfnDynamicConstantBufferMapNoOverwrite;
    PFND3D11_1DDI_CHECKDIRECTFLIPSUPPORT pfnCheckDirectFlipSupport;
    PFND3D11_1DDI_CLEARVIEW pfnClearView;
};

struct D3D11_1DDIARG_CREATEVIDEODECODEROUTPUTVIEW {
    D3D10DDI_HRESOURCE hDrvResource;
    GUID DecodeProfile;
    UINT MipSlice;
    UINT FirstArraySlice;
    UINT ArraySize;
};

struct D3D11_1DDIARG_CREATEVIDEOPROCESSORINPUTVIEW {
    D3D10DDI_HRESOURCE hDrvResource;
    D3D11_1DDI_HVIDEOPROCESSORENUM hDrvVideoProcessorEnum;
    UINT FourCC;
    UINT MipSlice;
    UINT FirstArraySlice;
    UINT ArraySize;
};

struct D3D11_1DDIARG_CREATEVIDEOPROCESSOROUTPUTVIEW {
    D3D10DDI_HRESOURCE hDrvResource;
    D3D11_1DDI_HVIDEOPROCESSORENUM hDrvVideoProcessorEnum;
    UINT MipSlice;
    UINT FirstArraySlice;
    UINT ArraySize;
};

struct D3D11_1DDI_VIDEO_DECODER_DESC {
    GUID Guid;
    UINT SampleWidth;
    UINT SampleHeight;
    DXGI_FORMAT OutputFormat;
};

struct D3D11_1DDI_VIDEO_DECODER_CONFIG {
    GUID guidConfigBitstreamEncryption;
    GUID guidConfigMBcontrolEncryption;
    GUID guidConfigResidDiffEncryption;
    UINT ConfigBitstreamRaw;
    UINT ConfigMBcontrolRasterOrder;
    UINT ConfigResidDiffHost;
    UINT ConfigSpatialResid8;
    UINT ConfigResid8Subtraction;
    UINT ConfigSpatialHost8or9Clipping;
    UINT ConfigSpatialResidInterleaved;
    UINT ConfigIntraResidUnsigned;
    UINT ConfigResidDiffAccelerator;
    UINT ConfigHostInverseScan;
    UINT ConfigSpecificIDCT;
    UINT Config4GroupedCoefs;
    USHORT ConfigMinRenderTargetBuffCount;
    USHORT ConfigDecoderSpecific;
};

struct D3D11_1DDI_VIDEO_DECODER_BUFFER_INFO {
    D3D11_1DDI_VIDEO_DECODER_BUFFER_TYPE Type;
    UINT Size;
    UINT Usage;
};

struct D3D11_1DDIARG_CREATEVIDEODECODER {
    D3D11_1DDI_VIDEO_DECODER_DESC Desc;
    D3D11_1DDI_VIDEO_DECODER_CONFIG Config;
};

struct D3D11_1DDIARG_VIDEODECODEREXTENSION {
    UINT Function;
    void *pPrivateInputData;
    UINT PrivateInputDataSize;
    void *pPrivateOutputData;
    UINT PrivateOutputDataSize;
    UINT ResourceCount;
    D3D10DDI_HRESOURCE *pResourceList;
};

struct D3D11_1DDIARG_VIDEODECODERBEGINFRAME {
    D3D11_1DDI_HVIDEODECODEROUTPUTVIEW hOutputView;
    const void *pContentKey;
    UINT ContentKeySize;
};

struct D3D11_1DDI_ENCRYPTED_BLOCK_INFO {
    UINT NumEncryptedBytesAtBeginning;
    UINT NumBytesInSkipPattern;
    UINT NumBytesInEncryptPattern;
};

struct D3D11_1DDI_VIDEO_DECODERR_BUFFER_DESC {
    D3D10DDI_HRESOURCE hResource;
    D3D11_1DDI_VIDEO_DECODER_BUFFER_TYPE BufferType;
    UINT BufferIndex;
    UINT DataOffset;
    UINT DataSize;
    UINT FirstMBaddress;
    UINT NumMBsInBuffer;
    UINT Width;
    UINT Height;
    UINT Stride;
    UINT ReservedBits;
    void *pIV;
    UINT IVSize;
    BOOL PartialEncryption;
    D3D11_1DDI_ENCRYPTED_BLOCK_INFO EncryptedBlockInfo;
};

struct D3D11_1DDI_AES_CTR_IV {
    UINT64 IV;
    UINT64 Count;
};

struct D3D11_1DDI_VIDEO_PROCESSOR_CONTENT_DESC {
    D3D11_1DDI_VIDEO_FRAME_FORMAT InputFrameFormat;
    DXGI_RATIONAL InputFrameRate;
    UINT InputWidth;
    UINT InputHeight;
    DXGI_RATIONAL OutputFrameRate;
    UINT OutputWidth;
    UINT OutputHeight;
    D3D11_1DDI_VIDEO_USAGE Usage;
};

struct D3D11_1DDIARG_CREATEVIDEOPROCESSORENUM {
    D3D11_1DDI_VIDEO_PROCESSOR_CONTENT_DESC Desc;
};

struct D3D11_1DDI_VIDEO_PROCESSOR_CAPS {
    UINT DeviceCaps;
    UINT FeatureCaps;
    UINT FilterCaps;
    UINT InputFormatCaps;
    UINT AutoStreamCaps;
    UINT StereoCaps;
    UINT RateConversionCapsCount;
    UINT MaxInputStreams;
    UINT MaxStreamStates;
};

struct D3D11_1DDI_VIDEO_PROCESSOR_RATE_CONVERSION_CAPS {
    UINT PastFrames;
    UINT FutureFrames;
    UINT ConversionCaps;
    UINT ITelecineCaps;
    UINT CustomRateCount;
};

struct D3D11_1DDI_VIDEO_CONTENT_PROTECTION_CAPS {
    UINT Caps;
    UINT KeyExchangeTypeCount;
    UINT BlockAlignmentSize;
    ULONGLONG ProtectedMemorySize;
};

struct D3D11_1DDI_VIDEO_PROCESSOR_CUSTOM_RATE {
    DXGI_RATIONAL CustomRate;
    UINT OutputFrames;
    BOOL InputInterlaced;
    UINT InputFramesOrFields;
};

struct D3D11_1DDI_VIDEO_PROCESSOR_FILTER_RANGE {
    int Minimum;
    int Maximum;
    int Default;
    float Multiplier;
};

struct D3D11_1DDIARG_CREATEVIDEOPROCESSOR {
    D3D11_1DDI_HVIDEOPROCESSORENUM hVideoProcessorEnum;
    UINT RateConversionCapsIndex;
};

struct D3D11_1DDI_VIDEO_COLOR_RGBA {
    float R;
    float G;
    float B;
    float A;
};

struct D3D11_1DDI_VIDEO_COLOR_YCbCrA {
    float Y;
    float Cb;
    float Cr;
    float A;
};

struct D3D11_1DDI_VIDEO_COLOR {
    union {
        D3D11_1DDI_VIDEO_COLOR_YCbCrA YCbCr;
        D3D11_1DDI_VIDEO_COLOR_RGBA RGBA;
    };
};

struct D3D11_1DDI_VIDEO_PROCESSOR_COLOR_SPACE {
    UINT Usage : 1;
    UINT RGB_Range : 1;
    UINT YCbCr_Matrix : 1;
    UINT YCbCr_xvYCC : 1;
    UINT Nominal_Range : 2;
    UINT Reserved : 26;
};

struct D3D11_1DDI_VIDEO_PROCESSOR_STREAM {
    BOOL Enable;
    UINT OutputIndex;
    UINT InputFrameOrField;
    UINT PastFrames;
    UINT FutureFrames;
    D3D11_1DDI_HVIDEOPROCESSORINPUTVIEW *pPastSurfaces;
    D3D11_1DDI_HVIDEOPROCESSORINPUTVIEW hInputSurface;
    D3D11_1DDI_HVIDEOPROCESSORINPUTVIEW *pFutureSurfaces;
    D3D11_1DDI_HVIDEOPROCESSORINPUTVIEW *pPastSurfacesRight;
    D3D11_1DDI_HVIDEOPROCESSORINPUTVIEW hInputSurfaceRight;
    D3D11_1DDI_HVIDEOPROCESSORINPUTVIEW *pFutureSurfacesRight;
};

struct D3D11_1DDIARG_CREATECRYPTOSESSION {
    GUID CryptoType;
    GUID DecodeProfile;
    GUID KeyExchangeType;
};

struct D3D11_1DDI_CERTIFICATE_INFO {
    D3D11_1DDI_CERTIFICATE_TYPE CertificateType;
    union {
        D3D11_1DDI_AUTHENTICATED_CHANNEL_TYPE ChannelType;
        GUID CryptoSessionType;
    };
};

struct D3D11_1DDIARG_CREATEAUTHENTICATEDCHANNEL {
    D3D11_1DDI_AUTHENTICATED_CHANNEL_TYPE ChannelType;
    HANDLE hChannel;
};

struct D3D11_1DDI_AUTHENTICATED_QUERY_INPUT {
    GUID QueryType;
    HANDLE hChannel;
    UINT SequenceNumber;
};

#pragma pack(push, 1)
struct D3D11_1DDI_OMAC {
    BYTE Omac[16];
};
#pragma pack(pop)

struct D3D11_1DDI_AUTHENTICATED_QUERY_OUTPUT {
    D3D11_1DDI_OMAC omac;
    GUID QueryType;
    HANDLE hChannel;
    UINT SequenceNumber;
    HRESULT ReturnCode;
};

struct D3D11_1DDI_AUTHENTICATED_PROTECTION_FLAGS {
    union {
        struct {
            UINT ProtectionEnabled : 1;
            UINT OverlayOrFullscreenRequired : 1;
            UINT Reserved : 30;
        };
        UINT Value;
    };
};

struct D3D11_1DDI_AUTHENTICATED_QUERY_PROTECTION_OUTPUT {
    D3D11_1DDI_AUTHENTICATED_QUERY_OUTPUT Output;
    D3D11_1DDI_AUTHENTICATED_PROTECTION_FLAGS ProtectionFlags;
};

struct D3D11_1DDI_AUTHENTICATED_QUERY_CHANNEL_TYPE_OUTPUT {
    D3D11_1DDI_AUTHENTICATED_QUERY_OUTPUT Output;
    D3D11_1DDI_AUTHENTICATED_CHANNEL_TYPE ChannelType;
};

struct D3D11_1DDI_AUTHENTICATED_QUERY_DEVICE_HANDLE_OUTPUT {
    D3D11_1DDI_AUTHENTICATED_QUERY_OUTPUT Output;
    HANDLE DeviceHandle;
};

struct D3D11_1DDI_AUTHENTICATED_QUERY_CRYPTO_SESSION_INPUT {
    D3D11_1DDI_AUTHENTICATED_QUERY_INPUT Input;
    HANDLE DecodeHandle;
};

struct D3D11_1DDI_AUTHENTICATED_QUERY_CRYPTO_SESSION_OUTPUT {
    D3D11_1DDI_AUTHENTICATED_QUERY_OUTPUT Output;
    HANDLE DecodeHandle;
    HANDLE CryptoSessionHandle;
    HANDLE DeviceHandle;
};

struct D3D11_1DDI_AUTHENTICATED_QUERY_RESTRICTED_SHARED_RESOURCE_PROCESS_COUNT_OUTPUT {
    D3D11_1DDI_AUTHENTICATED_QUERY_OUTPUT Output;
    UINT RestrictedSharedResourceProcessCount;
};

struct D3D11_1DDI_AUTHENTICATED_QUERY_RESTRICTED_SHARED_RESOURCE_PROCESS_INPUT {
    D3D11_1DDI_AUTHENTICATED_QUERY_INPUT Input;
    UINT ProcessIndex;
};

struct D3D11_1DDI_AUTHENTICATED_QUERY_RESTRICTED_SHARED_RESOURCE_PROCESS_OUTPUT {
    D3D11_1DDI_AUTHENTICATED_QUERY_OUTPUT Output;
    UINT ProcessIndex;
    D3D11_1DDI_AUTHENTICATED_PROCESS_IDENTIFIER_TYPE ProcessIdentifier;
    HANDLE ProcessHandle;
};

struct D3D11_1DDI_AUTHENTICATED_QUERY_UNRESTRICTED_PROTECTED_SHARED_RESOURCE_COUNT_OUTPUT {
    D3D11_1DDI_AUTHENTICATED_QUERY_OUTPUT Output;
    UINT UnrestrictedProtectedSharedResourceCount;
};

struct D3D11_1DDI_AUTHENTICATED_QUERY_OUTPUT_ID_COUNT_INPUT {
    D3D11_1DDI_AUTHENTICATED_QUERY_INPUT Input;
    HANDLE DeviceHandle;
    HANDLE CryptoSessionHandle;
};

#endif
