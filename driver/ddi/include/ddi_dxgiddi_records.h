/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * ddi_dxgiddi_records.h - records of the DXGI part of user-mode display drivers.
 * Written by generate.py; change that, not this.
 */
#ifndef DDI_DXGIDDI_RECORDS_H
#define DDI_DXGIDDI_RECORDS_H

struct DXGI_DDI_PRESENT_FLAGS {
    union {
        struct {
            UINT Blt : 1;
            UINT Flip : 1;
            UINT PreferRight : 1;
            UINT TemporaryMono : 1;
            UINT AllowTearing : 1;
            UINT AllowFlexibleRefresh : 1;
            UINT Reserved : 26;
        };
        UINT Value;
    };
};

struct DXGI_DDI_ARG_PRESENT {
    DXGI_DDI_HDEVICE hDevice;
    DXGI_DDI_HRESOURCE hSurfaceToPresent;
    UINT SrcSubResourceIndex;
    DXGI_DDI_HRESOURCE hDstResource;
    UINT DstSubResourceIndex;
    void *pDXGIContext;
    DXGI_DDI_PRESENT_FLAGS Flags;
    DXGI_DDI_FLIP_INTERVAL_TYPE FlipInterval;
};

struct DXGI_DDI_ARG_ROTATE_RESOURCE_IDENTITIES {
    DXGI_DDI_HDEVICE hDevice;
    const DXGI_DDI_HRESOURCE *pResources;
    UINT Resources;
};

struct DXGI_DDI_ARG_GET_GAMMA_CONTROL_CAPS {
    DXGI_DDI_HDEVICE hDevice;
    DXGI_GAMMA_CONTROL_CAPABILITIES *pGammaCapabilities;
};

struct DXGI_DDI_ARG_SET_GAMMA_CONTROL {
    DXGI_DDI_HDEVICE hDevice;
    DXGI_GAMMA_CONTROL GammaControl;
};

struct DXGI_DDI_ARG_SETDISPLAYMODE {
    DXGI_DDI_HDEVICE hDevice;
    DXGI_DDI_HRESOURCE hResource;
    UINT SubResourceIndex;
};

struct DXGI_DDI_ARG_SETRESOURCEPRIORITY {
    DXGI_DDI_HDEVICE hDevice;
    DXGI_DDI_HRESOURCE hResource;
    UINT Priority;
};

struct DXGI_DDI_ARG_QUERYRESOURCERESIDENCY {
    DXGI_DDI_HDEVICE hDevice;
    const DXGI_DDI_HRESOURCE *pResources;
    DXGI_DDI_RESIDENCY *pStatus;
    SIZE_T Resources;
};

struct DXGI_DDI_RATIONAL {
    UINT Numerator;
    UINT Denominator;
};

struct DXGI_DDI_MODE_DESC {
    UINT Width;
    UINT Height;
    DXGI_FORMAT Format;
    DXGI_DDI_RATIONAL RefreshRate;
    DXGI_DDI_MODE_SCANLINE_ORDER ScanlineOrdering;
    DXGI_DDI_MODE_ROTATION Rotation;
    DXGI_DDI_MODE_SCALING Scaling;
};

struct DXGI_DDI_PRIMARY_DESC {
    UINT Flags;
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
    DXGI_DDI_MODE_DESC ModeDesc;
    UINT DriverFlags;
};

struct DXGI_DDI_ARG_BLT_FLAGS {
    union {
        struct {
            UINT Resolve : 1;
            UINT Convert : 1;
            UINT Stretch : 1;
            UINT Present : 1;
            UINT Reserved : 28;
        };
        UINT Value;
    };
};

struct DXGI_DDI_ARG_BLT {
    DXGI_DDI_HDEVICE hDevice;
    DXGI_DDI_HRESOURCE hDstResource;
    UINT DstSubresource;
    UINT DstLeft;
    UINT DstTop;
    UINT DstRight;
    UINT DstBottom;
    DXGI_DDI_HRESOURCE hSrcResource;
    UINT SrcSubresource;
    DXGI_DDI_ARG_BLT_FLAGS Flags;
    DXGI_DDI_MODE_ROTATION Rotate;
};

struct DXGI_DDI_ARG_RESOLVESHAREDRESOURCE {
    DXGI_DDI_HDEVICE hDevice;
    DXGI_DDI_HRESOURCE hResource;
};

struct DXGI_DDI_ARG_BLT1 {
    DXGI_DDI_HDEVICE hDevice;
    DXGI_DDI_HRESOURCE hDstResource;
    UINT DstSubresource;
    UINT DstLeft;
    UINT DstTop;
    UINT DstRight;
    UINT DstBottom;
    DXGI_DDI_HRESOURCE hSrcResource;
    UINT SrcSubresource;
    UINT SrcLeft;
    UINT SrcTop;
    UINT SrcRight;
    UINT SrcBottom;
    DXGI_DDI_ARG_BLT_FLAGS Flags;
    DXGI_DDI_MODE_ROTATION Rotate;
};

struct _DXGI_DDI_ARG_OFFERRESOURCES {
    DXGI_DDI_HDEVICE hDevice;
    const DXGI_DDI_HRESOURCE *pResources;
    UINT Resources;
    D3DDDI_OFFER_PRIORITY Priority;
};

struct _DXGI_DDI_ARG_RECLAIMRESOURCES {
    DXGI_DDI_HDEVICE hDevice;
    const DXGI_DDI_HRESOURCE *pResources;
    BOOL *pDiscarded;
    UINT Resources;
};

struct DXGI_DDI_MULTIPLANE_OVERLAY_CAPS {
    UINT MaxPlanes;
    UINT NumCapabilityGroups;
};

struct DXGI_DDI_MULTIPLANE_OVERLAY_GROUP_CAPS {
    UINT NumPlanes;
    float MaxStretchFactor;
    float MaxShrinkFactor;
    UINT OverlayCaps;
    UINT StereoCaps;
};

struct DXGI_DDI_MULTIPLANE_OVERLAY_ATTRIBUTES {
    UINT Flags;
    RECT SrcRect;
    RECT DstRect;
    RECT ClipRect;
    DXGI_DDI_MODE_ROTATION Rotation;
    DXGI_DDI_MULTIPLANE_OVERLAY_BLEND Blend;
    UINT DirtyRectCount;
    RECT *pDirtyRects;
    DXGI_DDI_MULTIPLANE_OVERLAY_VIDEO_FRAME_FORMAT VideoFrameFormat;
    UINT YCbCrFlags;
    DXGI_DDI_MULTIPLANE_OVERLAY_STEREO_FORMAT StereoFormat;
    BOOL StereoLeftViewFrame0;
    BOOL StereoBaseViewFrame0;
    DXGI_DDI_MULTIPLANE_OVERLAY_STEREO_FLIP_MODE StereoFlipMode;
    DXGI_DDI_MULTIPLANE_OVERLAY_STRETCH_QUALITY StretchQuality;
};

struct _DXGI_DDI_ARG_GETMULTIPLANEOVERLAYCAPS {
    DXGI_DDI_HDEVICE hDevice;
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
    DXGI_DDI_MULTIPLANE_OVERLAY_CAPS MultiplaneOverlayCaps;
};

struct _DXGI_DDI_ARG_GETMULTIPLANEOVERLAYGROUPCAPS {
    DXGI_DDI_HDEVICE hDevice;
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
    UINT GroupIndex;
    DXGI_DDI_MULTIPLANE_OVERLAY_GROUP_CAPS MultiplaneOverlayGroupCaps;
};

struct DXGI_DDI_CHECK_MULTIPLANEOVERLAYSUPPORT_PLANE_INFO {
    DXGI_DDI_HRESOURCE hResource;
    UINT SubResourceIndex;
    DXGI_DDI_MULTIPLANE_OVERLAY_ATTRIBUTES PlaneAttributes;
};

struct _DXGI_DDI_ARG_CHECKMULTIPLANEOVERLAYSUPPORT {
    DXGI_DDI_HDEVICE hDevice;
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
    UINT NumPlaneInfo;
    DXGI_DDI_CHECK_MULTIPLANE_OVERLAY_SUPPORT_PLANE_INFO *pPlaneInfo;
    BOOL Supported;
};

struct _DXGI_DDI_PRESENT_MULTIPLANE_OVERLAY {
    UINT LayerIndex;
    BOOL Enabled;
    DXGI_DDI_HRESOURCE hResource;
    UINT SubResourceIndex;
    DXGI_DDI_MULTIPLANE_OVERLAY_ATTRIBUTES PlaneAttributes;
};

struct _DXGI_DDI_ARG_PRESENTMULTIPLANEOVERLAY {
    DXGI_DDI_HDEVICE hDevice;
    void *pDXGIContext;
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
    DXGI_DDI_PRESENT_FLAGS Flags;
    DXGI_DDI_FLIP_INTERVAL_TYPE FlipInterval;
    UINT PresentPlaneCount;
    DXGI_DDI_PRESENT_MULTIPLANE_OVERLAY *pPresentPlanes;
    UINT Reserved;
};

struct _DXGI_DDI_ARG_CHECKPRESENTDURATIONSUPPORT {
    DXGI_DDI_HDEVICE hDevice;
    D3DDDI_VIDEO_PRESENT_SOURCE_ID VidPnSourceId;
    UINT DesiredPresentDuration;
    UINT ClosestSmallerDuration;
    UINT ClosestLargerDuration;
};

struct DXGI_DDI_ARG_PRESENTSURFACE {
    DXGI_DDI_HRESOURCE hSurface;
    UINT SubResourceIndex;
};

struct DXGI_DDI_ARG_PRESENT1 {
    DXGI_DDI_HDEVICE hDevice;
    const DXGI_DDI_ARG_PRESENTSURFACE *phSurfacesToPresent;
    UINT SurfacesToPresent;
    DXGI_DDI_HRESOURCE hDstResource;
    UINT DstSubResourceIndex;
    void *pDXGIContext;
    DXGI_DDI_PRESENT_FLAGS Flags;
    DXGI_DDI_FLIP_INTERVAL_TYPE FlipInterval;
    UINT Reserved;
    const RECT *pDirtyRects;
    UINT DirtyRects;
};

struct DXGI_DDI_BASE_FUNCTIONS {
    HRESULT (DDI_CALL *pfnPresent)(DXGI_DDI_ARG_PRESENT *);
    HRESULT (DDI_CALL *pfnGetGammaCaps)(DXGI_DDI_ARG_GET_GAMMA_CONTROL_CAPS *);
    HRESULT (DDI_CALL *pfnSetDisplayMode)(DXGI_DDI_ARG_SETDISPLAYMODE *);
    HRESULT (DDI_CALL *pfnSetResourcePriority)(DXGI_DDI_ARG_SETRESOURCEPRIORITY *);
    HRESULT (DDI_CALL *pfnQueryResourceResidency)(DXGI_DDI_ARG_QUERYRESOURCERESIDENCY *);
    HRESULT (DDI_CALL *pfnRotateResourceIdentities)(DXGI_DDI_ARG_ROTATE_RESOURCE_IDENTITIES *);
    HRESULT (DDI_CALL *pfnBlt)(DXGI_DDI_ARG_BLT *);
};

struct DXGI1_1_DDI_BASE_FUNCTIONS {
    HRESULT (DDI_CALL *pfnPresent)(DXGI_DDI_ARG_PRESENT *);
    HRESULT (DDI_CALL *pfnGetGammaCaps)(DXGI_DDI_ARG_GET_GAMMA_CONTROL_CAPS *);
    HRESULT (DDI_CALL *pfnSetDisplayMode)(DXGI_DDI_ARG_SETDISPLAYMODE *);
    HRESULT (DDI_CALL *pfnSetResourcePriority)(DXGI_DDI_ARG_SETRESOURCEPRIORITY *);
    HRESULT (DDI_CALL *pfnQueryResourceResidency)(DXGI_DDI_ARG_QUERYRESOURCERESIDENCY *);
    HRESULT (DDI_CALL *pfnRotateResourceIdentities)(DXGI_DDI_ARG_ROTATE_RESOURCE_IDENTITIES *);
    HRESULT (DDI_CALL *pfnBlt)(DXGI_DDI_ARG_BLT *);
    HRESULT (DDI_CALL *pfnResolveSharedResource)(DXGI_DDI_ARG_RESOLVESHAREDRESOURCE *);
};

struct DXGI1_2_DDI_BASE_FUNCTIONS {
    HRESULT (DDI_CALL *pfnPresent)(DXGI_DDI_ARG_PRESENT *);
    HRESULT (DDI_CALL *pfnGetGammaCaps)(DXGI_DDI_ARG_GET_GAMMA_CONTROL_CAPS *);
    HRESULT (DDI_CALL *pfnSetDisplayMode)(DXGI_DDI_ARG_SETDISPLAYMODE *);
    HRESULT (DDI_CALL *pfnSetResourcePriority)(DXGI_DDI_ARG_SETRESOURCEPRIORITY *);
    HRESULT (DDI_CALL *pfnQueryResourceResidency)(DXGI_DDI_ARG_QUERYRESOURCERESIDENCY *);
    HRESULT (DDI_CALL *pfnRotateResourceIdentities)(DXGI_DDI_ARG_ROTATE_RESOURCE_IDENTITIES *);
    HRESULT (DDI_CALL *pfnBlt)(DXGI_DDI_ARG_BLT *);
    HRESULT (DDI_CALL *pfnResolveSharedResource)(DXGI_DDI_ARG_RESOLVESHAREDRESOURCE *);
    HRESULT (DDI_CALL *pfnBlt1)(DXGI_DDI_ARG_BLT1 *);
    HRESULT (DDI_CALL *pfnOfferResources)(DXGI_DDI_ARG_OFFERRESOURCES *);
    HRESULT (DDI_CALL *pfnReclaimResources)(DXGI_DDI_ARG_RECLAIMRESOURCES *);
    HRESULT (DDI_CALL *pfnGetMultiplaneOverlayCaps)(DXGI_DDI_ARG_GETMULTIPLANEOVERLAYCAPS *);
    HRESULT (DDI_CALL *pfnGetMultiplaneOverlayFilterRange)(void *);
    HRESULT (DDI_CALL *pfnCheckMultiplaneOverlaySupport)(DXGI_DDI_ARG_CHECKMULTIPLANEOVERLAYSUPPORT *);
    HRESULT (DDI_CALL *pfnPresentMultiplaneOverlay)(DXGI_DDI_ARG_PRESENTMULTIPLANEOVERLAY *);
};

struct DXGI1_3_DDI_BASE_FUNCTIONS {
    HRESULT (DDI_CALL *pfnPresent)(DXGI_DDI_ARG_PRESENT *);
    HRESULT (DDI_CALL *pfnGetGammaCaps)(DXGI_DDI_ARG_GET_GAMMA_CONTROL_CAPS *);
    HRESULT (DDI_CALL *pfnSetDisplayMode)(DXGI_DDI_ARG_SETDISPLAYMODE *);
    HRESULT (DDI_CALL *pfnSetResourcePriority)(DXGI_DDI_ARG_SETRESOURCEPRIORITY *);
    HRESULT (DDI_CALL *pfnQueryResourceResidency)(DXGI_DDI_ARG_QUERYRESOURCERESIDENCY *);
    HRESULT (DDI_CALL *pfnRotateResourceIdentities)(DXGI_DDI_ARG_ROTATE_RESOURCE_IDENTITIES *);
    HRESULT (DDI_CALL *pfnBlt)(DXGI_DDI_ARG_BLT *);
    HRESULT (DDI_CALL *pfnResolveSharedResource)(DXGI_DDI_ARG_RESOLVESHAREDRESOURCE *);
    HRESULT (DDI_CALL *pfnBlt1)(DXGI_DDI_ARG_BLT1 *);
    HRESULT (DDI_CALL *pfnOfferResources)(DXGI_DDI_ARG_OFFERRESOURCES *);
    HRESULT (DDI_CALL *pfnReclaimResources)(DXGI_DDI_ARG_RECLAIMRESOURCES *);
    HRESULT (DDI_CALL *pfnGetMultiplaneOverlayCaps)(DXGI_DDI_ARG_GETMULTIPLANEOVERLAYCAPS *);
    HRESULT (DDI_CALL *pfnGetMultiplaneOverlayGroupCaps)(DXGI_DDI_ARG_GETMULTIPLANEOVERLAYGROUPCAPS *);
    HRESULT (DDI_CALL *pfnReserved1)(void *);
    HRESULT (DDI_CALL *pfnPresentMultiplaneOverlay)(DXGI_DDI_ARG_PRESENTMULTIPLANEOVERLAY *);
    HRESULT (DDI_CALL *pfnReserved2)(void *);
    HRESULT (DDI_CALL *pfnPresent1)(DXGI_DDI_ARG_PRESENT1 *);
    HRESULT (DDI_CALL *pfnCheckPresentDurationSupport)(DXGI_DDI_ARG_CHECKPRESENTDURATIONSUPPORT *);
};

struct DXGIDDICB_PRESENT {
    D3DKMT_HANDLE hSrcAllocation;
    D3DKMT_HANDLE hDstAllocation;
    void *pDXGIContext;
    HANDLE hContext;
    UINT BroadcastContextCount;
    HANDLE BroadcastContext[64];
};

struct DXGIDDI_MULTIPLANE_OVERLAY_ALLOCATION_INFO {
    D3DKMT_HANDLE PresentAllocation;
    UINT SubResourceIndex;
};

struct DXGIDDICB_PRESENT_MULTIPLANE_OVERLAY {
    void *pDXGIContext;
    HANDLE hContext;
    UINT BroadcastContextCount;
    HANDLE BroadcastContext[64];
    DWORD AllocationInfoCount;
    DXGIDDI_MULTIPLANE_OVERLAY_ALLOCATION_INFO AllocationInfo[16];
};

struct DXGI_DDI_BASE_CALLBACKS {
    PFNDDXGIDDI_PRESENTCB pfnPresentCb;
    PFNDDXGIDDI_PRESENT_MULTIPLANE_OVERLAYCB pfnPresentMultiplaneOverlayCb;
};

struct DXGI_DDI_BASE_ARGS {
    DXGI_DDI_BASE_CALLBACKS *pDXGIBaseCallbacks;
    union {
        DXGI1_3_DDI_BASE_FUNCTIONS *pDXGIDDIBaseFunctions4;
        DXGI1_2_DDI_BASE_FUNCTIONS *pDXGIDDIBaseFunctions3;
        DXGI1_1_DDI_BASE_FUNCTIONS *pDXGIDDIBaseFunctions2;
        DXGI_DDI_BASE_FUNCTIONS *pDXGIDDIBaseFunctions;
    };
};

#endif
