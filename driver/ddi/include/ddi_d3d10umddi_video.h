/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * ddi_d3d10umddi_video.h - video: records of the Direct3D 10 and 11 driver interface.
 * Written by generate.py; change that, not this.
 */
#ifndef DDI_D3D10UMDDI_VIDEO_H
#define DDI_D3D10UMDDI_VIDEO_H

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

struct D3D11_1DDI_AUTHENTICATED_QUERY_OUTPUT_ID_COUNT_OUTPUT {
    D3D11_1DDI_AUTHENTICATED_QUERY_OUTPUT Output;
    HANDLE DeviceHandle;
    HANDLE CryptoSessionHandle;
    UINT OutputIDCount;
};

struct D3D11_1DDI_AUTHENTICATED_QUERY_OUTPUT_ID_INPUT {
    D3D11_1DDI_AUTHENTICATED_QUERY_INPUT Input;
    HANDLE DeviceHandle;
    HANDLE CryptoSessionHandle;
    UINT OutputIDIndex;
};

struct D3D11_1DDI_AUTHENTICATED_QUERY_OUTPUT_ID_OUTPUT {
    D3D11_1DDI_AUTHENTICATED_QUERY_OUTPUT Output;
    HANDLE DeviceHandle;
    HANDLE CryptoSessionHandle;
    UINT OutputIDIndex;
    UINT64 OutputID;
};

struct D3D11_1DDI_AUTHENTICATED_QUERY_ACESSIBILITY_OUTPUT {
    D3D11_1DDI_AUTHENTICATED_QUERY_OUTPUT Output;
    D3D11_1DDI_BUS_TYPE BusType;
    BOOL AccessibleInContiguousBlocks;
    BOOL AccessibleInNonContiguousBlocks;
};

struct D3D11_1DDI_AUTHENTICATED_QUERY_ACCESSIBILITY_ENCRYPTION_GUID_COUNT_OUTPUT {
    D3D11_1DDI_AUTHENTICATED_QUERY_OUTPUT Output;
    UINT EncryptionGuidCount;
};

struct D3D11_1DDI_AUTHENTICATED_QUERY_ACCESSIBILITY_ENCRYPTION_GUID_INPUT {
    D3D11_1DDI_AUTHENTICATED_QUERY_INPUT Input;
    UINT EncryptionGuidIndex;
};

struct D3D11_1DDI_AUTHENTICATED_QUERY_ACCESSIBILITY_ENCRYPTION_GUID_OUTPUT {
    D3D11_1DDI_AUTHENTICATED_QUERY_OUTPUT Output;
    UINT EncryptionGuidIndex;
    GUID EncryptionGuid;
};

struct D3D11_1DDI_AUTHENTICATED_QUERY_CURRENT_ACCESSIBILITY_ENCRYPTION_OUTPUT {
    D3D11_1DDI_AUTHENTICATED_QUERY_OUTPUT Output;
    GUID EncryptionGuid;
};

struct D3D11_1DDI_AUTHENTICATED_CONFIGURE_INPUT {
    D3D11_1DDI_OMAC omac;
    GUID ConfigureType;
    HANDLE hChannel;
    UINT SequenceNumber;
};

struct D3D11_1DDI_AUTHENTICATED_CONFIGURE_OUTPUT {
    D3D11_1DDI_OMAC omac;
    GUID ConfigureType;
    HANDLE hChannel;
    UINT SequenceNumber;
    HRESULT ReturnCode;
};

struct D3D11_1DDI_AUTHENTICATED_CONFIGURE_INITIALIZE {
    D3D11_1DDI_AUTHENTICATED_CONFIGURE_INPUT Parameters;
    UINT StartSequenceQuery;
    UINT StartSequenceConfigure;
};

struct D3D11_1DDI_AUTHENTICATED_CONFIGURE_PROTECTION {
    D3D11_1DDI_AUTHENTICATED_CONFIGURE_INPUT Parameters;
    D3D11_1DDI_AUTHENTICATED_PROTECTION_FLAGS Protections;
};

struct D3D11_1DDI_AUTHENTICATED_CONFIGURE_CRYPTO_SESSION {
    D3D11_1DDI_AUTHENTICATED_CONFIGURE_INPUT Parameters;
    HANDLE DecodeHandle;
    HANDLE CryptoSessionHandle;
    HANDLE DeviceHandle;
};

struct D3D11_1DDI_AUTHENTICATED_CONFIGURE_SHARED_RESOURCE {
    D3D11_1DDI_AUTHENTICATED_CONFIGURE_INPUT Parameters;
    D3D11_1DDI_AUTHENTICATED_PROCESS_IDENTIFIER_TYPE ProcessType;
    HANDLE ProcessHandle;
    BOOL AllowAccess;
};

struct D3D11_1DDI_AUTHENTICATED_CONFIGURE_ACCESSIBLE_ENCRYPTION {
    D3D11_1DDI_AUTHENTICATED_CONFIGURE_INPUT Parameters;
    GUID EncryptionGuid;
};

struct _D3D11_1DDI_GETCAPTUREHANDLEDATA {
    D3D10DDI_HRESOURCE hResource;
    UINT ArrayIndex;
    D3DKMT_HANDLE hAllocation;
    UINT DataOffset;
    UINT DataSize;
};

struct D3D11_1DDI_VIDEO_INPUT {
    BOOL Relocate;
    D3D11_1DDI_VIDEODEVICEFUNCS *p11VideoDeviceFuncs;
};

struct D3D11_1DDI_VIDEO_OUTPUT {
    UINT8 Reserved;
};

#endif
