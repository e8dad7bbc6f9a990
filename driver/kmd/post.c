/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * post.c - handing the screen over outside of Direct3D, and the display entries of features that this driver
 * does not offer. Between drivers and at a bugcheck the device has no frame buffer that the CPU could draw
 * into: the picture is the host's. Both are answered as for a target without a display of its own.
 */
#include "kmd.h"
#include "ddi.h"

NTSTATUS DDI_CALL PvkDdiStopDeviceAndReleasePostDisplayOwnership(PVOID MiniportDeviceContext,
    D3DDDI_VIDEO_PRESENT_TARGET_ID TargetId, PDXGK_DISPLAY_INFORMATION DisplayInfo)
{
    return STATUS_NOT_SUPPORTED; /* StopDevice follows (nc-dispmprt-dxgkddi_stop_device_and_release_post_display_ownership) */
}

/* Any IRQL. */
NTSTATUS DDI_CALL PvkDdiSystemDisplayEnable(PVOID MiniportDeviceContext, D3DDDI_VIDEO_PRESENT_TARGET_ID TargetId,
                                            PDXGKARG_SYSTEM_DISPLAY_ENABLE_FLAGS Flags, UINT *Width, UINT *Height,
                                            D3DDDIFORMAT *ColorFormat)
{
    return STATUS_NOT_SUPPORTED;
}

void DDI_CALL PvkDdiSystemDisplayWrite(PVOID MiniportDeviceContext, PVOID Source, UINT SourceWidth, UINT SourceHeight,
                                       UINT SourceStride, UINT PositionX, UINT PositionY)
{
    /* only after a SystemDisplayEnable that succeeded */
}

PVK_PAGED NTSTATUS DDI_CALL PvkDdiSetPalette(IN_CONST_HANDLE hAdapter, IN_CONST_PDXGKARG_SETPALETTE pSetPalette)
{
    PAGED_CODE();
    return STATUS_INVALID_PARAMETER; /* no palettized mode is offered */
}

PVK_PAGED NTSTATUS DDI_CALL PvkDdiStopCapture(IN_CONST_HANDLE hAdapter, IN_CONST_PDXGKARG_STOPCAPTURE pStopCapture)
{
    PAGED_CODE();
    return STATUS_SUCCESS;
}

/* MaxOverlays is 0. */
PVK_PAGED NTSTATUS DDI_CALL PvkDdiCreateOverlay(IN_CONST_HANDLE hAdapter, INOUT_PDXGKARG_CREATEOVERLAY pCreateOverlay)
{
    PAGED_CODE();
    return STATUS_INVALID_PARAMETER;
}

PVK_PAGED NTSTATUS DDI_CALL PvkDdiUpdateOverlay(IN_CONST_HANDLE hOverlay, IN_CONST_PDXGKARG_UPDATEOVERLAY pUpdateOverlay)
{
    PAGED_CODE();
    return STATUS_INVALID_PARAMETER;
}

PVK_PAGED NTSTATUS DDI_CALL PvkDdiFlipOverlay(IN_CONST_HANDLE hOverlay, IN_CONST_PDXGKARG_FLIPOVERLAY pFlipOverlay)
{
    PAGED_CODE();
    return STATUS_INVALID_PARAMETER;
}

PVK_PAGED NTSTATUS DDI_CALL PvkDdiDestroyOverlay(IN_CONST_HANDLE hOverlay)
{
    PAGED_CODE();
    return STATUS_SUCCESS;
}

PVK_PAGED NTSTATUS DDI_CALL PvkDdiSetDisplayPrivateDriverFormat(IN_CONST_HANDLE hAdapter,
    IN_CONST_PDXGKARG_SETDISPLAYPRIVATEDRIVERFORMAT pSetDisplayPrivateDriverFormat)
{
    PAGED_CODE();
    return STATUS_INVALID_PARAMETER; /* PrivateDriverFormatAttribute is always 0 */
}
