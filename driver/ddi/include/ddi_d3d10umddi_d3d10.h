/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * ddi_d3d10umddi_d3d10.h - d3d10: records of the Direct3D 10 and 11 driver interface.
 * Written by generate.py; change that, not this.
 */
#ifndef DDI_D3D10UMDDI_D3D10_H
#define DDI_D3D10UMDDI_D3D10_H

struct D3D10DDI_MIPINFO {
    UINT TexelWidth;
    UINT TexelHeight;
    UINT TexelDepth;
    UINT PhysicalWidth;
    UINT PhysicalHeight;
    UINT PhysicalDepth;
};

struct D3D10_DDIARG_SUBRESOURCE_UP {
    void *pSysMem;
    UINT SysMemPitch;
    UINT SysMemSlicePitch;
};

struct D3D10DDIARG_CREATERESOURCE {
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
};

struct D3D10DDIARG_OPENRESOURCE {
    UINT NumAllocations;
    union {
        D3DDDI_OPENALLOCATIONINFO *pOpenAllocationInfo;
        D3DDDI_OPENALLOCATIONINFO2 *pOpenAllocationInfo2;
    };
    D3D10DDI_HKMRESOURCE hKMResource;
    void *pPrivateDriverData;
    UINT PrivateDriverDataSize;
};

struct D3D10DDI_MAPPED_SUBRESOURCE {
    void *pData;
    UINT RowPitch;
    UINT DepthPitch;
};

struct D3D10DDIARG_BUFFER_SHADERRESOURCEVIEW {
    union {
        UINT FirstElement;
        UINT ElementOffset;
    };
    union {
        UINT NumElements;
        UINT ElementWidth;
    };
};

struct D3D10DDIARG_TEX1D_SHADERRESOURCEVIEW {
    UINT MostDetailedMip;
    UINT FirstArraySlice;
    UINT MipLevels;
    UINT ArraySize;
};

struct D3D10DDIARG_TEX2D_SHADERRESOURCEVIEW {
    UINT MostDetailedMip;
    UINT FirstArraySlice;
    UINT MipLevels;
    UINT ArraySize;
};

struct D3D10DDIARG_TEX3D_SHADERRESOURCEVIEW {
    UINT MostDetailedMip;
    UINT MipLevels;
};

struct D3D10DDIARG_TEXCUBE_SHADERRESOURCEVIEW {
    UINT MostDetailedMip;
    UINT MipLevels;
};

struct D3D10DDIARG_CREATESHADERRESOURCEVIEW {
    D3D10DDI_HRESOURCE hDrvResource;
    DXGI_FORMAT Format;
    D3D10DDIRESOURCE_TYPE ResourceDimension;
    union {
        D3D10DDIARG_BUFFER_SHADERRESOURCEVIEW Buffer;
        D3D10DDIARG_TEX1D_SHADERRESOURCEVIEW Tex1D;
        D3D10DDIARG_TEX2D_SHADERRESOURCEVIEW Tex2D;
        D3D10DDIARG_TEX3D_SHADERRESOURCEVIEW Tex3D;
        D3D10DDIARG_TEXCUBE_SHADERRESOURCEVIEW TexCube;
    };
};

struct D3D10DDIARG_BUFFER_RENDERTARGETVIEW {
    union {
        UINT FirstElement;
        UINT ElementOffset;
    };
    union {
        UINT NumElements;
        UINT ElementWidth;
    };
};

struct D3D10DDIARG_TEX1D_RENDERTARGETVIEW {
    UINT MipSlice;
    UINT FirstArraySlice;
    UINT ArraySize;
};

struct D3D10DDIARG_TEX2D_RENDERTARGETVIEW {
    UINT MipSlice;
    UINT FirstArraySlice;
    UINT ArraySize;
};

struct D3D10DDIARG_TEX3D_RENDERTARGETVIEW {
    UINT MipSlice;
    UINT FirstW;
    UINT WSize;
};

struct D3D10DDIARG_TEXCUBE_RENDERTARGETVIEW {
    UINT MipSlice;
    UINT FirstArraySlice;
    UINT ArraySize;
};

struct D3D10DDIARG_CREATERENDERTARGETVIEW {
    D3D10DDI_HRESOURCE hDrvResource;
    DXGI_FORMAT Format;
    D3D10DDIRESOURCE_TYPE ResourceDimension;
    union {
        D3D10DDIARG_BUFFER_RENDERTARGETVIEW Buffer;
        D3D10DDIARG_TEX1D_RENDERTARGETVIEW Tex1D;
        D3D10DDIARG_TEX2D_RENDERTARGETVIEW Tex2D;
        D3D10DDIARG_TEX3D_RENDERTARGETVIEW Tex3D;
        D3D10DDIARG_TEXCUBE_RENDERTARGETVIEW TexCube;
    };
};

struct D3D10DDIARG_TEX1D_DEPTHSTENCILVIEW {
    UINT MipSlice;
    UINT FirstArraySlice;
    UINT ArraySize;
};

struct D3D10DDIARG_TEX2D_DEPTHSTENCILVIEW {
    UINT MipSlice;
    UINT FirstArraySlice;
    UINT ArraySize;
};

struct D3D10DDIARG_TEXCUBE_DEPTHSTENCILVIEW {
    UINT MipSlice;
    UINT FirstArraySlice;
    UINT ArraySize;
};

struct D3D10DDIARG_CREATEDEPTHSTENCILVIEW {
    D3D10DDI_HRESOURCE hDrvResource;
    DXGI_FORMAT Format;
    D3D10DDIRESOURCE_TYPE ResourceDimension;
    union {
        D3D10DDIARG_TEX1D_DEPTHSTENCILVIEW Tex1D;
        D3D10DDIARG_TEX2D_DEPTHSTENCILVIEW Tex2D;
        D3D10DDIARG_TEXCUBE_DEPTHSTENCILVIEW TexCube;
    };
};

struct D3D10DDIARG_INPUT_ELEMENT_DESC {
    UINT InputSlot;
    UINT AlignedByteOffset;
    DXGI_FORMAT Format;
    D3D10_DDI_INPUT_CLASSIFICATION InputSlotClass;
    UINT InstanceDataStepRate;
    UINT InputRegister;
};

struct D3D10DDIARG_CREATEELEMENTLAYOUT {
    const D3D10DDIARG_INPUT_ELEMENT_DESC *pVertexElements;
    UINT NumElements;
};

struct D3D10DDIARG_STREAM_OUTPUT_DECLARATION_ENTRY {
    UINT OutputSlot;
    UINT RegisterIndex;
    BYTE RegisterMask;
};

struct D3D10DDIARG_CREATEGEOMETRYSHADERWITHSTREAMOUTPUT {
    const UINT *pShaderCode;
    const D3D10DDIARG_STREAM_OUTPUT_DECLARATION_ENTRY *pOutputStreamDecl;
    UINT NumEntries;
    UINT StreamOutputStrideInBytes;
};

struct D3D10DDIARG_SIGNATURE_ENTRY {
    D3D10_SB_NAME SystemValue;
    UINT Register;
    BYTE Mask;
};

struct D3D10DDIARG_STAGE_IO_SIGNATURES {
    D3D10DDIARG_SIGNATURE_ENTRY *pInputSignature;
    UINT NumInputSignatureEntries;
    D3D10DDIARG_SIGNATURE_ENTRY *pOutputSignature;
    UINT NumOutputSignatureEntries;
};

struct D3D10_DDI_SAMPLER_DESC {
    D3D10_DDI_FILTER Filter;
    D3D10_DDI_TEXTURE_ADDRESS_MODE AddressU;
    D3D10_DDI_TEXTURE_ADDRESS_MODE AddressV;
    D3D10_DDI_TEXTURE_ADDRESS_MODE AddressW;
    FLOAT MipLODBias;
    UINT MaxAnisotropy;
    D3D10_DDI_COMPARISON_FUNC ComparisonFunc;
    FLOAT BorderColor[4];
    FLOAT MinLOD;
    FLOAT MaxLOD;
};

struct D3D10_DDIARG_CREATE_SAMPLER {
    const D3D10_DDI_SAMPLER_DESC *pSamplerDesc;
};

struct D3D10_DDI_QUERY_DATA_TIMESTAMP_DISJOINT {
    UINT64 Frequency;
    BOOL Disjoint;
};

struct D3D10_DDI_QUERY_DATA_PIPELINE_STATISTICS {
    UINT64 IAVertices;
    UINT64 IAPrimitives;
    UINT64 VSInvocations;
    UINT64 GSInvocations;
    UINT64 GSPrimitives;
    UINT64 CInvocations;
    UINT64 CPrimitives;
    UINT64 PSInvocations;
};

struct D3D10_DDI_QUERY_DATA_SO_STATISTICS {
    UINT64 NumPrimitivesWritten;
    UINT64 PrimitivesStorageNeeded;
};

struct D3D10DDI_COUNTER_INFO {
    D3D10DDI_QUERY LastDeviceDependentCounter;
    UINT NumSimultaneousCounters;
    UINT8 NumDetectableParallelUnits;
};

struct D3D10DDIARG_CREATEQUERY {
    D3D10DDI_QUERY Query;
    UINT MiscFlags;
};

struct D3D10DDI_VERTEX_CACHE_DESC {
    UINT Pattern;
    UINT OptMethod;
    UINT CacheSize;
    UINT MagicNumber;
};

struct D3D10_DDI_VIEWPORT {
    FLOAT TopLeftX;
    FLOAT TopLeftY;
    FLOAT Width;
    FLOAT Height;
    FLOAT MinDepth;
    FLOAT MaxDepth;
};

struct D3D10_DDI_BOX {
    LONG left;
    LONG top;
    LONG front;
    LONG right;
    LONG bottom;
    LONG back;
};

struct D3D10_DDI_DEPTH_STENCILOP_DESC {
    D3D10_DDI_STENCIL_OP StencilFailOp;
    D3D10_DDI_STENCIL_OP StencilDepthFailOp;
    D3D10_DDI_STENCIL_OP StencilPassOp;
    D3D10_DDI_COMPARISON_FUNC StencilFunc;
};

struct D3D10_DDI_DEPTH_STENCIL_DESC {
    BOOL DepthEnable;
    D3D10_DDI_DEPTH_WRITE_MASK DepthWriteMask;
    D3D10_DDI_COMPARISON_FUNC DepthFunc;
    BOOL StencilEnable;
    BOOL FrontEnable;
    BOOL BackEnable;
    UINT8 StencilReadMask;
    UINT8 StencilWriteMask;
    D3D10_DDI_DEPTH_STENCILOP_DESC FrontFace;
    D3D10_DDI_DEPTH_STENCILOP_DESC BackFace;
};

struct D3D10_DDI_RASTERIZER_DESC {
    D3D10_DDI_FILL_MODE FillMode;
    D3D10_DDI_CULL_MODE CullMode;
    BOOL FrontCounterClockwise;
    INT32 DepthBias;
    FLOAT DepthBiasClamp;
    FLOAT SlopeScaledDepthBias;
    BOOL DepthClipEnable;
    BOOL ScissorEnable;
    BOOL MultisampleEnable;
    BOOL AntialiasedLineEnable;
};

struct D3D10_DDI_BLEND_DESC {
    BOOL AlphaToCoverageEnable;
    BOOL BlendEnable[8];
    D3D10_DDI_BLEND SrcBlend;
    D3D10_DDI_BLEND DestBlend;
    D3D10_DDI_BLEND_OP BlendOp;
    D3D10_DDI_BLEND SrcBlendAlpha;
    D3D10_DDI_BLEND DestBlendAlpha;
    D3D10_DDI_BLEND_OP BlendOpAlpha;
    UINT8 RenderTargetWriteMask[8];
};

struct D3D10_1DDIARG_TEXCUBE_SHADERRESOURCEVIEW {
    UINT MostDetailedMip;
    UINT MipLevels;
    UINT First2DArrayFace;
    UINT NumCubes;
};

struct D3D10_1DDIARG_CREATESHADERRESOURCEVIEW {
    D3D10DDI_HRESOURCE hDrvResource;
    DXGI_FORMAT Format;
    D3D10DDIRESOURCE_TYPE ResourceDimension;
    union {
        D3D10DDIARG_BUFFER_SHADERRESOURCEVIEW Buffer;
        D3D10DDIARG_TEX1D_SHADERRESOURCEVIEW Tex1D;
        D3D10DDIARG_TEX2D_SHADERRESOURCEVIEW Tex2D;
        D3D10DDIARG_TEX3D_SHADERRESOURCEVIEW Tex3D;
        D3D10_1DDIARG_TEXCUBE_SHADERRESOURCEVIEW TexCube;
    };
};

struct D3D10_DDI_RENDER_TARGET_BLEND_DESC1 {
    BOOL BlendEnable;
    D3D10_DDI_BLEND SrcBlend;
    D3D10_DDI_BLEND DestBlend;
    D3D10_DDI_BLEND_OP BlendOp;
    D3D10_DDI_BLEND SrcBlendAlpha;
    D3D10_DDI_BLEND DestBlendAlpha;
    D3D10_DDI_BLEND_OP BlendOpAlpha;
    UINT8 RenderTargetWriteMask;
};

struct D3D10_1_DDI_BLEND_DESC {
    BOOL AlphaToCoverageEnable;
    BOOL IndependentBlendEnable;
    D3D10_DDI_RENDER_TARGET_BLEND_DESC1 RenderTarget[8];
};

struct D3D10DDIARG_CREATEDEVICE {
    D3D10DDI_HRTDEVICE hRTDevice;
    UINT Interface;
    UINT Version;
    const D3DDDI_DEVICECALLBACKS *pKTCallbacks;
    union {
        D3D10DDI_DEVICEFUNCS *pDeviceFuncs;
        D3D10_1DDI_DEVICEFUNCS *p10_1DeviceFuncs;
        D3D11DDI_DEVICEFUNCS *p11DeviceFuncs;
        D3D11_1DDI_DEVICEFUNCS *p11_1DeviceFuncs;
        D3DWDDM1_3DDI_DEVICEFUNCS *pWDDM1_3DeviceFuncs;
    };
    D3D10DDI_HDEVICE hDrvDevice;
    DXGI_DDI_BASE_ARGS DXGIBaseDDI;
    D3D10DDI_HRTCORELAYER hRTCoreLayer;
    union {
        const D3D10DDI_CORELAYER_DEVICECALLBACKS *pUMCallbacks;
        const D3D11DDI_CORELAYER_DEVICECALLBACKS *p11UMCallbacks;
    };
    UINT Flags;
    PFND3D10DDI_RETRIEVESUBOBJECT *ppfnRetrieveSubObject;
};

struct D3D10DDIARG_CALCPRIVATEDEVICESIZE {
    UINT Interface;
    UINT Version;
    UINT Flags;
};

struct D3D10_2DDIARG_GETCAPS {
    D3D10_2DDICAPS_TYPE Type;
    void *pInfo;
    void *pData;
    UINT DataSize;
};

struct D3D10DDIARG_OPENADAPTER {
    D3D10DDI_HRTADAPTER hRTAdapter;
    D3D10DDI_HADAPTER hAdapter;
    UINT Interface;
    UINT Version;
    const D3DDDI_ADAPTERCALLBACKS *pAdapterCallbacks;
    union {
        D3D10DDI_ADAPTERFUNCS *pAdapterFuncs;
        D3D10_2DDI_ADAPTERFUNCS *pAdapterFuncs_2;
    };
};

#endif
