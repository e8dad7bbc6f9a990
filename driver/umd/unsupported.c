/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * unsupported.c - the slots behind capabilities that the driver does not report: debug binaries, markers, the
 * text filter of 10; those of the video table are in unsupported_video.c. A runtime that honours the
 * capabilities never calls them. Each call is counted and its first one named; where the entry's page
 * names an error for "not supported" that is reported, and nothing pretends to have worked.
 */
#include "entry.h"

static const char *const names[] = {
    [PVU_NONE_ASSIGN_DEBUG_BINARY] = "AssignDebugBinary",
    [PVU_NONE_SET_MARKER_MODE] = "SetMarkerMode",
    [PVU_NONE_SET_TEXT_FILTER_SIZE] = "SetTextFilterSize",
    [PVU_NONE_RETRIEVE_SUB_OBJECT] = "RetrieveSubObject of a later interface",
    [PVU_NONE_DXGI_OVERLAY] = "PresentMultiplaneOverlay",
    [PVU_NONE_SO_STREAMS] = "stream output of several streams on this host",
    [PVU_NONE_VIDEO_RECT] = "a video destination beyond every surface",
    [PVU_NONE_VIDEO_VIEW_RECORDED] = "ClearView of a video view in a deferred context",
#define SLOT(member, function)
#define NONE(member, function) [PVU_NONE_##member] = #member,
#define HOST(member, function) [PVU_NONE_##member] = #member,
#include "video.def"
#undef SLOT
#undef NONE
#undef HOST
};
PVGPU_STATIC_ASSERT((unsigned)PVU_NONE_COUNT <= PVU_UNSUPPORTED_MAX, "a counter for each");

void pvu_none(struct pvu_device *d, enum pvu_none which)
{
    if (d->unsupported[which]++ == 0) pvu_log("%s is not supported", names[which]);
}

void pvu_unsupported_report(struct pvu_device *d)
{
    for (unsigned i = 0; i < PVU_NONE_COUNT; i++)
        if (d->unsupported[i]) pvu_log("%s: %llu calls", names[i], (unsigned long long)d->unsupported[i]);
}

/* ---- 11.1: AssignDebugBinarySupport is FALSE ---- */

void APIENTRY pvu_none_assign_debug_binary(D3D10DDI_HDEVICE h, D3D10DDI_HSHADER sh, UINT size, const void *binary)
{
    (void)sh, (void)size, (void)binary;
    pvu_none(pvu_device(h), PVU_NONE_ASSIGN_DEBUG_BINARY);
}

/* ---- the rest ---- */

/* There is no capability for it below the feature level, and nc-d3d10umddi-pfnd3d11ddi_creategeometryshaderwithstreamoutput
 * lets the driver say that memory is short, and nothing else. */
void pvu_none_so_streams(struct pvu_device *d)
{
    pvu_none(d, PVU_NONE_SO_STREAMS);
    pvu_fail(&d->context, PVU_UNSUPPORTED, PVU_ENTRY_CREATE);
}

/* Marker caps say NONE, so a mode other than NONE is not asked for; with NONE there is nothing to mark. */
void APIENTRY pvu_set_marker(D3D10DDI_HDEVICE h)
{
    (void)h;
}

void APIENTRY pvu_set_marker_mode(D3D10DDI_HDEVICE h, D3DWDDM1_3DDI_MARKER_TYPE type, UINT flags)
{
    (void)flags;
    if (type != D3DWDDM1_3DDI_MARKER_TYPE_NONE) pvu_none(pvu_device(h), PVU_NONE_SET_MARKER_MODE);
}

/* The one-bit text filter of 10 has no counterpart in Direct3D 11; its initial size is 1 x 1. */
void APIENTRY pvu_set_text_filter_size(D3D10DDI_HDEVICE h, UINT width, UINT height)
{
    if (width != 1 || height != 1) pvu_none(pvu_device(h), PVU_NONE_SET_TEXT_FILTER_SIZE);
}

/* Overlays: MaxPlanes is 0 and every plane is refused, so none is presented. */
HRESULT APIENTRY pvu_dxgi_get_overlay_caps(DXGI_DDI_ARG_GETMULTIPLANEOVERLAYCAPS *a)
{
    memset(&a->MultiplaneOverlayCaps, 0, sizeof a->MultiplaneOverlayCaps);
    return pvu_result(PVU_OK);
}

HRESULT APIENTRY pvu_dxgi_get_overlay_group_caps(DXGI_DDI_ARG_GETMULTIPLANEOVERLAYGROUPCAPS *a)
{
    memset(&a->MultiplaneOverlayGroupCaps, 0, sizeof a->MultiplaneOverlayGroupCaps);
    return pvu_result(PVU_OK);
}

HRESULT APIENTRY pvu_dxgi_check_overlay_support(DXGI_DDI_ARG_CHECKMULTIPLANEOVERLAYSUPPORT *a)
{
    a->Supported = FALSE;
    return pvu_result(PVU_OK);
}

HRESULT APIENTRY pvu_dxgi_present_overlay(DXGI_DDI_ARG_PRESENTMULTIPLANEOVERLAY *a)
{
    pvu_none(((struct pvu_context *)a->hDevice)->device, PVU_NONE_DXGI_OVERLAY);
    return pvu_result(PVU_UNSUPPORTED);
}

HRESULT APIENTRY pvu_dxgi_overlay_filter_range(void *a)
{
    (void)a;
    pvu_log("GetMultiplaneOverlayFilterRange is not supported");
    return pvu_result(PVU_UNSUPPORTED);
}

HRESULT APIENTRY pvu_dxgi_reserved1(void *a)
{
    (void)a;
    pvu_log("a reserved DXGI slot was called");
    return pvu_result(PVU_UNSUPPORTED);
}

HRESULT APIENTRY pvu_dxgi_reserved2(void *a)
{
    return pvu_dxgi_reserved1(a);
}
