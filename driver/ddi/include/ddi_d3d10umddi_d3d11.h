/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * ddi_d3d10umddi_d3d11.h - d3d11: records of the Direct3D 10 and 11 driver interface.
 * Written by generate.py; change that, not this.
 */
#ifndef DDI_D3D10UMDDI_D3D11_H
#define DDI_D3D10UMDDI_D3D11_H

struct D3D11DDIARG_CREATEDEPTHSTENCILVIEW {
    D3D10DDI_HRESOURCE hDrvResource;
    DXGI_FORMAT Format;
    D3D10DDIRESOURCE_TYPE ResourceDimension;
    UINT Flags;
    union {
        D3D10DDIARG_TEX1D_DEPTHSTENCILVIEW Tex1D;
        D3D10DDIARG_TEX2D_DEPTHSTENCILVIEW Tex2D;
        D3D10DDIARG_TEXCUBE_DEPTHSTENCILVIEW TexCube;
    };
};

struct D3D11_DDI_QUERY_DATA_PIPELINE_STATISTICS {
    UINT64 IAVertices;
    UINT64 IAPrimitives;
    UINT64 VSInvocations;
    UINT64 GSInvocations;
    UINT64 GSPrimitives;
    UINT64 CInvocations;
    UINT64 CPrimitives;
    UINT64 PSInvocations;
    UINT64 HSInvocations;
    UINT64 DSInvocations;
    UINT64 CSInvocations;
};

struct D3D11DDIARG_STREAM_OUTPUT_DECLARATION_ENTRY {
    UINT Stream;
    UINT OutputSlot;
    UINT RegisterIndex;
    BYTE RegisterMask;
};

struct D3D11DDIARG_CREATEGEOMETRYSHADERWITHSTREAMOUTPUT {
    const UINT *pShaderCode;
    const D3D11DDIARG_STREAM_OUTPUT_DECLARATION_ENTRY *pOutputStreamDecl;
    UINT NumEntries;
    const UINT *BufferStridesInBytes;
    UINT NumStrides;
    UINT RasterizedStream;
};

struct D3D11DDIARG_TESSELLATION_IO_SIGNATURES {
    D3D10DDIARG_SIGNATURE_ENTRY *pInputSignature;
    UINT NumInputSignatureEntries;
    D3D10DDIARG_SIGNATURE_ENTRY *pOutputSignature;
    UINT NumOutputSignatureEntries;
    D3D10DDIARG_SIGNATURE_ENTRY *pPatchConstantSignature;
    UINT NumPatchConstantSignatureEntries;
};

struct D3D11DDIARG_CREATEDEFERREDCONTEXT {
    union {
        struct D3D11DDI_DEVICEFUNCS *p11ContextFuncs;
        struct D3D11_1DDI_DEVICEFUNCS *p11_1ContextFuncs;
        struct D3DWDDM1_3DDI_DEVICEFUNCS *pWDDM1_3ContextFuncs;
    };
    D3D10DDI_HDEVICE hDrvContext;
    D3D10DDI_HRTCORELAYER hRTCoreLayer;
    union {
        const struct D3D11DDI_CORELAYER_DEVICECALLBACKS *p11UMCallbacks;
    };
    UINT Flags;
};

struct D3D11DDIARG_CALCPRIVATEDEFERREDCONTEXTSIZE {
    UINT Flags;
};

struct D3D11DDIARG_CREATECOMMANDLIST {
    D3D10DDI_HDEVICE hDeferredContext;
};

struct D3D11DDIARG_POINTERDATA {
    UINT uCBOffset : 12;
    UINT uCBID : 4;
    UINT uBaseSamp : 4;
    UINT uBaseTex : 7;
    UINT uReserved : 5;
};

struct D3D11DDIARG_CREATERESOURCE {
    const D3D10DDI_MIPINFO *pMipInfoList;
    const D3D10_DDIARG_SUBRESOURCE_UP *pInitialDataUP;
    D3D10DDIRESOURCE_TYPE ResourceDimension;
    UINT Usage;
    UINT BindFlags;
    UINT MapFlags;
    UINT MiscFlags;
    DXGI_FORMAT Format;
    DXGI_SAMPLE_DESC SampleDesc;
    UINT MipLevels;
    UINT ArraySize;
    DXGI_DDI_PRIMARY_DESC *pPrimaryDesc;
    UINT ByteStride;
    D3D11_1DDI_VIDEO_DECODER_BUFFER_TYPE DecoderBufferType;
};

struct D3D11DDIARG_BUFFEREX_SHADERRESOURCEVIEW {
    union {
        UINT FirstElement;
        UINT ElementOffset;
    };
    union {
        UINT NumElements;
        UINT ElementWidth;
    };
    UINT Flags;
};

struct D3D11DDIARG_CREATESHADERRESOURCEVIEW {
    D3D10DDI_HRESOURCE hDrvResource;
    DXGI_FORMAT Format;
    D3D10DDIRESOURCE_TYPE ResourceDimension;
    union {
        D3D10DDIARG_BUFFER_SHADERRESOURCEVIEW Buffer;
        D3D10DDIARG_TEX1D_SHADERRESOURCEVIEW Tex1D;
        D3D10DDIARG_TEX2D_SHADERRESOURCEVIEW Tex2D;
        D3D10DDIARG_TEX3D_SHADERRESOURCEVIEW Tex3D;
        D3D10_1DDIARG_TEXCUBE_SHADERRESOURCEVIEW TexCube;
        D3D11DDIARG_BUFFEREX_SHADERRESOURCEVIEW BufferEx;
    };
};

struct D3D11DDIARG_BUFFER_RENDERTARGETVIEW {
    union {
        UINT FirstElement;
        UINT ElementOffset;
    };
    union {
        UINT NumElements;
        UINT ElementWidth;
    };
};

struct D3D11DDIARG_BUFFER_UNORDEREDACCESSVIEW {
    UINT FirstElement;
    UINT NumElements;
    UINT Flags;
};

struct D3D11DDIARG_TEX1D_UNORDEREDACCESSVIEW {
    UINT MipSlice;
    UINT FirstArraySlice;
    UINT ArraySize;
};

struct D3D11DDIARG_TEX2D_UNORDEREDACCESSVIEW {
    UINT MipSlice;
    UINT FirstArraySlice;
    UINT ArraySize;
};

struct D3D11DDIARG_TEX3D_UNORDEREDACCESSVIEW {
    UINT MipSlice;
    UINT FirstW;
    UINT WSize;
};

struct D3D11DDIARG_CREATEUNORDEREDACCESSVIEW {
    D3D10DDI_HRESOURCE hDrvResource;
    DXGI_FORMAT Format;
    D3D10DDIRESOURCE_TYPE ResourceDimension;
    union {
        D3D11DDIARG_BUFFER_UNORDEREDACCESSVIEW Buffer;
        D3D11DDIARG_TEX1D_UNORDEREDACCESSVIEW Tex1D;
        D3D11DDIARG_TEX2D_UNORDEREDACCESSVIEW Tex2D;
        D3D11DDIARG_TEX3D_UNORDEREDACCESSVIEW Tex3D;
    };
};

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

struct D3D11_1DDI_AES_CTR_IV {
    UINT64 IV;
    UINT64 Count;
};

struct D3DWDDM1_3DDI_TILED_RESOURCE_COORDINATE {
    UINT X;
    UINT Y;
    UINT Z;
    UINT Subresource;
};

struct D3DWDDM1_3DDI_TILE_REGION_SIZE {
    UINT NumTiles;
    BOOL bUseBox;
    UINT Width;
    UINT16 Height;
    UINT16 Depth;
};

struct D3D11DDI_THREADING_CAPS {
    UINT Caps;
};

struct D3D11DDI_SHADER_CAPS {
    UINT Caps;
};

struct D3D11DDI_3DPIPELINESUPPORT_CAPS {
    UINT Caps;
};

struct D3D11_1DDI_D3D11_OPTIONS_DATA {
    BOOL OutputMergerLogicOp;
    BOOL AssignDebugBinarySupport;
};

struct D3D11_1DDI_ARCHITECTURE_INFO_DATA {
    BOOL TileBasedDeferredRenderer;
};

struct D3D11_DDI_SHADER_MIN_PRECISION_SUPPORT_DATA {
    UINT PixelShaderMinPrecision;
    UINT AllOtherStagesMinPrecision;
};

struct D3DWDDM1_3DDI_D3D11_OPTIONS_DATA1 {
    UINT TiledResourcesSupportFlags;
};

#endif
