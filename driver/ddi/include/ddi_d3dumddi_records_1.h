/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * ddi_d3dumddi_records_1.h - records of user-mode display drivers: callbacks and Direct3D 9.
 * Written by generate.py; change that, not this.
 */
#ifndef DDI_D3DUMDDI_RECORDS_1_H
#define DDI_D3DUMDDI_RECORDS_1_H

struct _D3DDDIARG_SETDISPLAYMODE {
    HANDLE hResource;
    UINT SubResourceIndex;
};

struct _D3DDDIARG_PRESENT {
    HANDLE hSrcResource;
    UINT SrcSubResourceIndex;
    HANDLE hDstResource;
    UINT DstSubResourceIndex;
    D3DDDI_PRESENTFLAGS Flags;
    D3DDDI_FLIPINTERVAL_TYPE FlipInterval;
};

struct _D3DDDIBOX {
    UINT Left;
    UINT Top;
    UINT Right;
    UINT Bottom;
    UINT Front;
    UINT Back;
};

struct _D3DDDIRANGE {
    UINT Offset;
    UINT Size;
};

struct _D3DDDIARG_RENDERSTATE {
    D3DDDIRENDERSTATETYPE State;
    UINT Value;
};

struct _D3DDDIARG_WINFO {
    FLOAT WNear;
    FLOAT WFar;
};

struct _D3DDDIARG_VALIDATETEXTURESTAGESTATE {
    UINT NumPasses;
};

struct _D3DDDIARG_TEXTURESTAGESTATE {
    UINT Stage;
    D3DDDITEXTURESTAGESTATETYPE State;
    UINT Value;
};

struct _D3DDDIARG_SETPIXELSHADERCONST {
    UINT Register;
    UINT Count;
};

struct _D3DDDIARG_SETSTREAMSOURCEUM {
    UINT Stream;
    UINT Stride;
};

struct _D3DDDIARG_SETINDICES {
    HANDLE hIndexBuffer;
    UINT Stride;
};

struct _D3DDDIARG_DRAWPRIMITIVE {
    D3DPRIMITIVETYPE PrimitiveType;
    UINT VStart;
    UINT PrimitiveCount;
};

struct _D3DDDIARG_DRAWINDEXEDPRIMITIVE {
    D3DPRIMITIVETYPE PrimitiveType;
    INT BaseVertexIndex;
    UINT MinIndex;
    UINT NumVertices;
    UINT StartIndex;
    UINT PrimitiveCount;
};

struct _D3DDDIARG_DRAWRECTPATCH {
    UINT Handle;
};

struct _D3DDDIARG_DRAWTRIPATCH {
    UINT Handle;
};

struct _D3DDDIARG_DRAWPRIMITIVE2 {
    D3DPRIMITIVETYPE PrimitiveType;
    UINT FirstVertexOffset;
    UINT PrimitiveCount;
};

struct _D3DDDIARG_DRAWINDEXEDPRIMITIVE2 {
    D3DPRIMITIVETYPE PrimitiveType;
    INT BaseVertexOffset;
    UINT MinIndex;
    UINT NumVertices;
    UINT StartIndexOffset;
    UINT PrimitiveCount;
};

struct _D3DDDIARG_VOLUMEBLT {
    HANDLE hDstResource;
    HANDLE hSrcResource;
    UINT DstX;
    UINT DstY;
    UINT DstZ;
    D3DDDIBOX SrcBox;
};

struct _D3DDDIARG_BUFFERBLT {
    HANDLE hDstResource;
    HANDLE hSrcResource;
    UINT Offset;
    D3DDDIRANGE SrcRange;
};

struct _D3DDDIARG_TEXBLT {
    HANDLE hDstResource;
    HANDLE hSrcResource;
    UINT CubeMapFace;
    POINT DstPoint;
    RECT SrcRect;
};

struct _D3DDDIARG_STATESET {
    UINT Operation;
    D3DSTATEBLOCKTYPE StateBlockType;
    HANDLE hStateSet;
};

struct _D3DDDIARG_SETPRIORITY {
    HANDLE hResource;
    UINT Priority;
};

struct _D3DDDIARG_CLEAR {
    UINT Flags;
    UINT FillColor;
    FLOAT FillDepth;
    UINT FillStencil;
};

struct _D3DDDIARG_UPDATEPALETTE {
    UINT PaletteHandle;
    UINT StartIndex;
    UINT NumEntries;
};

struct _D3DDDIARG_SETPALETTE {
    UINT PaletteHandle;
    UINT PaletteFlags;
    HANDLE hResource;
};

struct _D3DDDIARG_SETVERTEXSHADERCONST {
    UINT Register;
    UINT Count;
};

struct _D3DDDIARG_MULTIPLYTRANSFORM {
    D3DTRANSFORMSTATETYPE TransformType;
    D3DMATRIX Matrix;
};

struct _D3DDDIARG_SETTRANSFORM {
    D3DTRANSFORMSTATETYPE TransformType;
    D3DMATRIX Matrix;
};

struct _D3DDDIARG_VIEWPORTINFO {
    UINT X;
    UINT Y;
    UINT Width;
    UINT Height;
};

struct _D3DDDIARG_ZRANGE {
    FLOAT MinZ;
    FLOAT MaxZ;
};

struct _D3DDDIARG_SETMATERIAL {
    D3DCOLORVALUE Diffuse;
    D3DCOLORVALUE Ambient;
    D3DCOLORVALUE Specular;
    D3DCOLORVALUE Emissive;
    FLOAT Power;
};

struct _D3DDDIARG_SETLIGHT {
    UINT Index;
    D3DDDI_SETLIGHT_TYPE DataType;
};

struct _D3DDDI_LIGHT {
    D3DLIGHTTYPE Type;
    D3DCOLORVALUE Diffuse;
    D3DCOLORVALUE Specular;
    D3DCOLORVALUE Ambient;
    D3DVECTOR Position;
    D3DVECTOR Direction;
    FLOAT Range;
    FLOAT Falloff;
    FLOAT Attenuation0;
    FLOAT Attenuation1;
    FLOAT Attenuation2;
    FLOAT Theta;
    FLOAT Phi;
};

struct _D3DDDIARG_CREATELIGHT {
    UINT Index;
};

struct _D3DDDIARG_DESTROYLIGHT {
    UINT Index;
};

struct _D3DDDIARG_SETCLIPPLANE {
    UINT Index;
    FLOAT Plane[4];
};

struct _D3DDDI_LOCKFLAGS {
    union {
        struct {
            UINT ReadOnly : 1;
            UINT WriteOnly : 1;
            UINT NoOverwrite : 1;
            UINT Discard : 1;
            UINT RangeValid : 1;
            UINT AreaValid : 1;
            UINT BoxValid : 1;
            UINT NotifyOnly : 1;
            UINT MightDrawFromLocked : 1;
            UINT DoNotWait : 1;
            UINT Reserved : 22;
        };
        UINT Value;
    };
};

struct _D3DDDIARG_LOCK {
    HANDLE hResource;
    UINT SubResourceIndex;
    union {
        D3DDDIRANGE Range;
        RECT Area;
        D3DDDIBOX Box;
    };
    void *pSurfData;
    UINT Pitch;
    UINT SlicePitch;
    D3DDDI_LOCKFLAGS Flags;
};

struct _D3DDDI_UNLOCKFLAGS {
    union {
        struct {
            UINT NotifyOnly : 1;
            UINT Reserved : 31;
        };
        UINT Value;
    };
};

struct _D3DDDIARG_UNLOCK {
    HANDLE hResource;
    UINT SubResourceIndex;
    D3DDDI_UNLOCKFLAGS Flags;
};

struct _D3DDDI_OPENRESOURCEFLAGS {
    union {
        struct {
            UINT Fullscreen : 1;
            UINT AlphaOverride : 1;
            UINT Reserved : 30;
        };
        UINT Value;
    };
};

struct _D3DDDI_LOCKASYNCFLAGS {
    union {
        struct {
            UINT NoOverwrite : 1;
            UINT Discard : 1;
            UINT RangeValid : 1;
            UINT AreaValid : 1;
            UINT BoxValid : 1;
            UINT NoExistingReferences : 1;
            UINT NotifyOnly : 1;
            UINT Reserved : 25;
        };
        UINT Value;
    };
};

struct _D3DDDIARG_LOCKASYNC {
    HANDLE hResource;
    UINT SubResourceIndex;
    D3DDDI_LOCKASYNCFLAGS Flags;
    union {
        D3DDDIRANGE Range;
        RECT Area;
        D3DDDIBOX Box;
    };
    HANDLE hCookie;
    void *pSurfData;
    UINT Pitch;
    UINT SlicePitch;
    D3DGPU_VIRTUAL_ADDRESS GpuVirtualAddress;
};

struct _D3DDDI_UNLOCKASYNCFLAGS {
    union {
        struct {
            UINT NotifyOnly : 1;
            UINT Reserved : 31;
        };
        UINT Value;
    };
};

struct _D3DDDIARG_UNLOCKASYNC {
    HANDLE hResource;
    UINT SubResourceIndex;
    D3DDDI_UNLOCKASYNCFLAGS Flags;
};

struct _D3DDDIARG_RENAME {
    HANDLE hResource;
    UINT SubResourceIndex;
    HANDLE hCookie;
    D3DGPU_VIRTUAL_ADDRESS GpuVirtualAddress;
};

struct _D3DDDIARG_OPENRESOURCE {
    UINT NumAllocations;
    union {
        D3DDDI_OPENALLOCATIONINFO *pOpenAllocationInfo;
        D3DDDI_OPENALLOCATIONINFO2 *pOpenAllocationInfo2;
    };
    D3DKMT_HANDLE hKMResource;
    void *pPrivateDriverData;
    UINT PrivateDriverDataSize;
    HANDLE hResource;
    D3DDDI_ROTATION Rotation;
    D3DDDI_OPENRESOURCEFLAGS Flags;
};

struct _D3DDDIARG_CREATEVERTEXSHADERDECL {
    UINT NumVertexElements;
    HANDLE ShaderHandle;
};

struct _D3DDDIARG_CREATEVERTEXSHADERFUNC {
    UINT Size;
    HANDLE ShaderHandle;
};

struct _D3DDDIARG_SETSTREAMSOURCE {
    UINT Stream;
    HANDLE hVertexBuffer;
    UINT Offset;
    UINT Stride;
};

struct _D3DDDIARG_SETSTREAMSOURCEFREQ {
    UINT Stream;
    UINT Divider;
};

struct _D3DDDIARG_SETCONVOLUTIONKERNELMONO {
    UINT Width;
    UINT Height;
    FLOAT *pKernelRow;
    FLOAT *pKernelCol;
};

struct _D3DDDI_BLTFLAGS {
    union {
        struct {
            UINT Point : 1;
            UINT Linear : 1;
            UINT SrcColorKey : 1;
            UINT DstColorKey : 1;
            UINT MirrorLeftRight : 1;
            UINT MirrorUpDown : 1;
            UINT LinearToSrgb : 1;
            UINT Rotate : 1;
            UINT BeginPresentToDwm : 1;
            UINT ContinuePresentToDwm : 1;
            UINT EndPresentToDwm : 1;
            UINT Discard : 1;
            UINT NoOverwrite : 1;
            UINT Tileable : 1;
            UINT Reserved : 18;
        };
        UINT Value;
    };
};

struct _D3DDDIARG_BLT {
    HANDLE hSrcResource;
    UINT SrcSubResourceIndex;
    RECT SrcRect;
    HANDLE hDstResource;
    UINT DstSubResourceIndex;
    RECT DstRect;
    UINT ColorKey;
    D3DDDI_BLTFLAGS Flags;
};

struct _D3DDDI_COLORFILLFLAGS {
    union {
        struct {
            UINT PresentToDwm : 1;
            UINT Reserved : 31;
        };
        UINT Value;
    };
};

struct _D3DDDIARG_COLORFILL {
    HANDLE hResource;
    UINT SubResourceIndex;
    RECT DstRect;
    D3DCOLOR Color;
    D3DDDI_COLORFILLFLAGS Flags;
};

struct _D3DDDIARG_DEPTHFILL {
    HANDLE hResource;
    UINT SubResourceIndex;
    RECT DstRect;
    UINT Depth;
};

struct _D3DDDIARG_CREATEQUERY {
    D3DDDIQUERYTYPE QueryType;
    HANDLE hQuery;
};

struct _D3DDDI_ISSUEQUERYFLAGS {
    union {
        struct {
            UINT Begin : 1;
            UINT End : 1;
            UINT Reserved : 30;
        };
        UINT Value;
    };
};

struct _D3DDDIARG_ISSUEQUERY {
    HANDLE hQuery;
    D3DDDI_ISSUEQUERYFLAGS Flags;
};

#endif
