/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * ddi_d3dumddi_video_1.h - video: records of user-mode display drivers: callbacks and Direct3D 9.
 * Written by generate.py; change that, not this.
 */
#ifndef DDI_D3DUMDDI_VIDEO_1_H
#define DDI_D3DUMDDI_VIDEO_1_H

struct _D3DDDIARG_COMPOSERECTS {
    HANDLE hSrcResource;
    UINT SrcSubResourceIndex;
    HANDLE hDstResource;
    UINT DstSubResourceIndex;
    HANDLE hSrcRectDescsVB;
    UINT NumRects;
    HANDLE hDstRectDescsVB;
    D3DDDI_COMPOSERECTSOP Operation;
    INT XOffset;
    INT YOffset;
};

struct _DXVADDI_EXTENDEDFORMAT {
    union {
        struct {
            UINT SampleFormat : 8;
            UINT VideoChromaSubsampling : 4;
            UINT NominalRange : 3;
            UINT VideoTransferMatrix : 3;
            UINT VideoLighting : 4;
            UINT VideoPrimaries : 5;
            UINT VideoTransferFunction : 5;
        };
        UINT Value;
    };
};

struct _DXVADDI_FREQUENCY {
    UINT Numerator;
    UINT Denominator;
};

struct _DXVADDI_VIDEODESC {
    UINT SampleWidth;
    UINT SampleHeight;
    DXVADDI_EXTENDEDFORMAT SampleFormat;
    D3DDDIFORMAT Format;
    DXVADDI_FREQUENCY InputSampleFreq;
    DXVADDI_FREQUENCY OutputFrameFreq;
    UINT UABProtectionLevel;
    UINT Reserved;
};

struct _DXVADDI_CONFIGPICTUREDECODE {
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

struct _DXVADDI_PRIVATEDATA {
    void *pData;
    UINT DataSize;
};

struct _D3DDDIARG_CREATEDECODEDEVICE {
    const GUID *pGuid;
    DXVADDI_VIDEODESC VideoDesc;
    DXVADDI_CONFIGPICTUREDECODE *pConfig;
    HANDLE hDecode;
};

struct _D3DDDIARG_SETDECODERENDERTARGET {
    HANDLE hDecode;
    HANDLE hRenderTarget;
    UINT SubResourceIndex;
};

struct DDI_ALIGN_16 _DXVADDI_PVP_BLOCK128 {
    BYTE Data[16];
};

struct DDI_ALIGN_16 _DXVADDI_PVP_SETKEY {
    DXVADDI_PVP_KEY128 ContentKey;
};

struct _D3DDDIARG_DECODEBEGINFRAME {
    HANDLE hDecode;
    DXVADDI_PVP_SETKEY *pPVPSetKey;
};

struct _D3DDDIARG_DECODEENDFRAME {
    HANDLE hDecode;
    HANDLE *pHandleComplete;
};

struct DDI_ALIGN_16 _DXVADDI_PVP_HW_IV {
    ULONGLONG IV;
    ULONGLONG Count;
};

struct _DXVADDI_DECODEBUFFERDESC {
    HANDLE hBuffer;
    D3DDDIFORMAT CompressedBufferType;
    UINT BufferIndex;
    UINT DataOffset;
    UINT DataSize;
    UINT FirstMBaddress;
    UINT NumMBsInBuffer;
    UINT Width;
    UINT Height;
    UINT Stride;
    UINT ReservedBits;
    DXVADDI_PVP_HW_IV *pCipherCounter;
};

struct _D3DDDIARG_DECODEEXECUTE {
    HANDLE hDecode;
    UINT NumCompBuffers;
    DXVADDI_DECODEBUFFERDESC *pCompressedBuffers;
};

struct _DXVADDI_PRIVATEBUFFER {
    HANDLE hResource;
    UINT SubResourceIndex;
    UINT DataOffset;
    UINT DataSize;
};

struct _D3DDDIARG_DECODEEXTENSIONEXECUTE {
    HANDLE hDecode;
    UINT Function;
    DXVADDI_PRIVATEDATA *pPrivateInput;
    DXVADDI_PRIVATEDATA *pPrivateOutput;
    UINT NumBuffers;
    DXVADDI_PRIVATEBUFFER *pBuffers;
};

struct _D3DDDIARG_CREATEVIDEOPROCESSDEVICE {
    const GUID *pVideoProcGuid;
    DXVADDI_VIDEODESC VideoDesc;
    D3DDDIFORMAT RenderTargetFormat;
    UINT MaxSubStreams;
    HANDLE hVideoProcess;
};

struct _D3DDDIARG_SETVIDEOPROCESSRENDERTARGET {
    HANDLE hVideoProcess;
    HANDLE hRenderTarget;
    UINT SubResourceIndex;
};

struct _D3DDDIARG_VIDEOPROCESSENDFRAME {
    HANDLE hVideoProcess;
    HANDLE *pHandleComplete;
};

struct _DXVADDI_AYUVSAMPLE8 {
    UCHAR Cr;
    UCHAR Cb;
    UCHAR Y;
    UCHAR Alpha;
};

struct _DXVADDI_AYUVSAMPLE16 {
    USHORT Cr;
    USHORT Cb;
    USHORT Y;
    USHORT Alpha;
};

struct _DXVADDI_FIXED32 {
    union {
        struct {
            USHORT Fraction;
            SHORT Value;
        };
        LONG ll;
    };
};

struct _DXVADDI_PROCAMPVALUES {
    DXVADDI_FIXED32 Brightness;
    DXVADDI_FIXED32 Contrast;
    DXVADDI_FIXED32 Hue;
    DXVADDI_FIXED32 Saturation;
};

struct _DXVADDI_VIDEOSAMPLEFLAGS {
    union {
        struct {
            UINT PaletteChanged : 1;
            UINT SrcRectChanged : 1;
            UINT DstRectChanged : 1;
            UINT ColorDataChanged : 1;
            UINT PlanarAlphaChanged : 1;
            UINT Reserved : 11;
            UINT SampleData : 16;
        };
        UINT Value;
    };
};

struct _DXVADDI_VIDEOSAMPLE {
    REFERENCE_TIME Start;
    REFERENCE_TIME End;
    DXVADDI_EXTENDEDFORMAT SampleFormat;
    DXVADDI_VIDEOSAMPLEFLAGS SampleFlags;
    HANDLE SrcResource;
    UINT SrcSubResourceIndex;
    RECT SrcRect;
    RECT DstRect;
    DXVADDI_AYUVSAMPLE8 Pal[16];
    DXVADDI_FIXED32 PlanarAlpha;
};

struct _DXVADDI_FILTERVALUES {
    DXVADDI_FIXED32 Level;
    DXVADDI_FIXED32 Threshold;
    DXVADDI_FIXED32 Radius;
};

struct _DXVADDI_VIDEOPROCESSBLTFLAGS {
    union {
        struct {
            UINT BackgroundChanged : 1;
            UINT TargetRectChanged : 1;
            UINT ColorDataChanged : 1;
            UINT AlphaChanged : 1;
            UINT Reserved : 12;
            UINT DestData : 16;
        };
        UINT Value;
    };
};

struct _D3DDDIARG_VIDEOPROCESSBLT {
    REFERENCE_TIME TargetFrame;
    HANDLE hVideoProcess;
    RECT TargetRect;
    SIZE ConstrictionSize;
    UINT StreamingFlags;
    DXVADDI_AYUVSAMPLE16 BackgroundColor;
    DXVADDI_EXTENDEDFORMAT DestFormat;
    DXVADDI_VIDEOPROCESSBLTFLAGS DestFlags;
    DXVADDI_PROCAMPVALUES ProcAmpValues;
    DXVADDI_FIXED32 Alpha;
    DXVADDI_FILTERVALUES NoiseFilterLuma;
    DXVADDI_FILTERVALUES NoiseFilterChroma;
    DXVADDI_FILTERVALUES DetailFilterLuma;
    DXVADDI_FILTERVALUES DetailFilterChroma;
    DXVADDI_VIDEOSAMPLE *pSrcSurfaces;
    UINT NumSrcSurfaces;
};

struct _D3DDDI_OVERLAYINFOFLAGS {
    union {
        struct {
            UINT DstColorKey : 1;
            UINT DstColorKeyRange : 1;
            UINT SrcColorKey : 1;
            UINT SrcColorKeyRange : 1;
            UINT Bob : 1;
            UINT Interleaved : 1;
            UINT MirrorLeftRight : 1;
            UINT MirrorUpDown : 1;
            UINT Deinterlace : 1;
            UINT LimitedRGB : 1;
            UINT YCbCrBT709 : 1;
            UINT YCbCrxvYCC : 1;
            UINT Reserved : 20;
        };
        UINT Value;
    };
};

struct _D3DDDI_OVERLAYINFO {
    HANDLE hResource;
    UINT SubResourceIndex;
    RECT DstRect;
    RECT SrcRect;
    UINT DstColorKeyLow;
    UINT DstColorKeyHigh;
    UINT SrcColorKeyLow;
    UINT SrcColorKeyHigh;
    D3DDDI_OVERLAYINFOFLAGS Flags;
};

struct _D3DDDIARG_CREATEOVERLAY {
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
    D3DDDI_OVERLAYINFO OverlayInfo;
    HANDLE hOverlay;
};

struct _D3DDDIARG_UPDATEOVERLAY {
    HANDLE hOverlay;
    D3DDDI_OVERLAYINFO OverlayInfo;
};

struct _D3DDDI_FLIPOVERLAYFLAGS {
    union {
        struct {
            UINT Even : 1;
            UINT Odd : 1;
            UINT Reserved : 30;
        };
        UINT Value;
    };
};

struct _D3DDDIARG_FLIPOVERLAY {
    HANDLE hOverlay;
    HANDLE hSource;
    UINT SourceIndex;
    D3DDDI_FLIPOVERLAYFLAGS Flags;
};

struct _D3DDDI_OVERLAYCOLORCONTROLSFLAGS {
    union {
        struct {
            UINT Brightness : 1;
            UINT Contrast : 1;
            UINT Hue : 1;
            UINT Saturation : 1;
            UINT Sharpness : 1;
            UINT Gamma : 1;
            UINT ColorEnable : 1;
            UINT Reserved : 25;
        };
        UINT Value;
    };
};

struct _D3DDDI_OVERLAYCOLORCONTROLS {
    INT BrightnessSetting;
    INT ContrastSetting;
    INT HueSetting;
    INT SaturationSetting;
    INT SharpnessSetting;
    INT GammaSetting;
    INT ColorEnableSetting;
    D3DDDI_OVERLAYCOLORCONTROLSFLAGS Flags;
};

struct _D3DDDIARG_GETOVERLAYCOLORCONTROLS {
    HANDLE hOverlay;
    HANDLE hResource;
    D3DDDI_OVERLAYCOLORCONTROLS ColorControls;
};

struct _D3DDDIARG_SETOVERLAYCOLORCONTROLS {
    HANDLE hOverlay;
    HANDLE hResource;
    D3DDDI_OVERLAYCOLORCONTROLS ColorControls;
};

struct _D3DDDIARG_DESTROYOVERLAY {
    HANDLE hOverlay;
};

struct _DXVAHDDDI_RATIONAL {
    UINT Numerator;
    UINT Denominator;
};

struct _DXVAHDDDI_COLOR_RGBA {
    FLOAT R;
    FLOAT G;
    FLOAT B;
    FLOAT A;
};

struct _DXVAHDDDI_COLOR_YCbCrA {
    FLOAT Y;
    FLOAT Cb;
    FLOAT Cr;
    FLOAT A;
};

union _DXVAHDDDI_COLOR {
    DXVAHDDDI_COLOR_RGBA RGB;
    DXVAHDDDI_COLOR_YCbCrA YCbCr;
};

struct _DXVAHDDDI_BLT_STATE_TARGET_RECT_DATA {
    BOOL Enable;
    RECT TargetRect;
};

struct _DXVAHDDDI_BLT_STATE_BACKGROUND_COLOR_DATA {
    BOOL YCbCr;
    DXVAHDDDI_COLOR BackgroundColor;
};

struct _DXVAHDDDI_BLT_STATE_OUTPUT_COLOR_SPACE_DATA {
    union {
        struct {
            UINT Usage : 1;
            UINT RGB_Range : 1;
            UINT YCbCr_Matrix : 1;
            UINT YCbCr_xvYCC : 1;
            UINT Nominal_Range : 2;
            UINT Reserved : 26;
        };
        UINT Value;
    };
};

struct _DXVAHDDDI_BLT_STATE_ALPHA_FILL_DATA {
    DXVAHDDDI_ALPHA_FILL_MODE Mode;
    UINT StreamNumber;
};

struct _DXVAHDDDI_BLT_STATE_CONSTRICTION_DATA {
    BOOL Enable;
    SIZE Size;
};

struct _DXVAHDDDI_BLT_STATE_PRIVATE_DATA {
    GUID Guid;
    UINT DataSize;
    void *pData;
};

struct _DXVAHDDDI_STREAM_STATE_FRAME_FORMAT_DATA {
    DXVAHDDDI_FRAME_FORMAT FrameFormat;
};

struct _DXVAHDDDI_STREAM_STATE_INPUT_COLOR_SPACE_DATA {
    union {
        struct {
            UINT Type : 1;
            UINT RGB_Range : 1;
            UINT YCbCr_Matrix : 1;
            UINT YCbCr_xvYCC : 1;
            UINT Nominal_Range : 2;
            UINT Reserved : 26;
        };
        UINT Value;
    };
};

#endif
