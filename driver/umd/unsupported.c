/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * unsupported.c - the slots behind capabilities that the driver does not report: debug binaries, markers, the
 * text filter of 10, video. A runtime that honours the
 * capabilities never calls them. Each call is counted and its first one named; where the entry's page
 * names an error for "not supported" that is reported, and nothing pretends to have worked.
 */
#include "entry.h"

enum {
    NONE_ASSIGN_DEBUG_BINARY,
    NONE_SET_MARKER_MODE, NONE_SET_TEXT_FILTER_SIZE, NONE_RETRIEVE_SUB_OBJECT,
    NONE_DXGI_OVERLAY, NONE_CLASS_INSTANCES, NONE_SO_STREAMS, NONE_COUNT
};

static const char *const names[] = {
    [NONE_ASSIGN_DEBUG_BINARY] = "AssignDebugBinary",
    [NONE_SET_MARKER_MODE] = "SetMarkerMode",
    [NONE_SET_TEXT_FILTER_SIZE] = "SetTextFilterSize",
    [NONE_RETRIEVE_SUB_OBJECT] = "RetrieveSubObject",
    [NONE_DXGI_OVERLAY] = "PresentMultiplaneOverlay",
    [NONE_CLASS_INSTANCES] = "class instances",
    [NONE_SO_STREAMS] = "stream output of several streams on this host",
};
PVGPU_STATIC_ASSERT((unsigned)NONE_COUNT <= PVU_UNSUPPORTED_MAX, "a counter for each");

static struct pvu_device *count(struct pvu_device *d, unsigned which)
{
    if (d->unsupported[which]++ == 0) pvu_log("%s is not supported", names[which]);
    return d;
}

void pvu_unsupported_report(struct pvu_device *d)
{
    for (unsigned i = 0; i < NONE_COUNT; i++)
        if (d->unsupported[i]) pvu_log("%s: %llu calls", names[i], (unsigned long long)d->unsupported[i]);
}

/* ---- 11.1: AssignDebugBinarySupport is FALSE ---- */

void APIENTRY pvu_none_assign_debug_binary(D3D10DDI_HDEVICE h, D3D10DDI_HSHADER sh, UINT size, const void *binary)
{
    (void)sh, (void)size, (void)binary;
    count(pvu_device(h), NONE_ASSIGN_DEBUG_BINARY);
}

/* ---- the rest ---- */

/* Dynamic linkage: the commands carry no instances, so a shader that has interfaces cannot run as it was asked to.
 * handling-errors.md lets these entries say that memory is short, and nothing else. */
void pvu_none_class_instances(struct pvu_context *c)
{
    count(c->device, NONE_CLASS_INSTANCES);
    pvu_fail(c, PVU_NO_MEMORY, PVU_ENTRY_CREATE);
}

/* There is no capability for it below the feature level, and nc-d3d10umddi-pfnd3d11ddi_creategeometryshaderwithstreamoutput
 * lets the driver say that memory is short, and nothing else. */
void pvu_none_so_streams(struct pvu_device *d)
{
    count(d, NONE_SO_STREAMS);
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
    if (type != D3DWDDM1_3DDI_MARKER_TYPE_NONE) count(pvu_device(h), NONE_SET_MARKER_MODE);
}

/* The one-bit text filter of 10 has no counterpart in Direct3D 11; its initial size is 1 x 1. */
void APIENTRY pvu_set_text_filter_size(D3D10DDI_HDEVICE h, UINT width, UINT height)
{
    if (width != 1 || height != 1) count(pvu_device(h), NONE_SET_TEXT_FILTER_SIZE);
}

/* Sub-objects are the video device of 11.1 (nc-d3d10umddi-pfnd3d10ddi_retrievesubobject.md). */
HRESULT APIENTRY pvu_retrieve_sub_object(D3D10DDI_HDEVICE h, UINT32 id, SIZE_T in_size, void *in, SIZE_T out_size, void *out)
{
    (void)id, (void)in_size, (void)in, (void)out_size, (void)out;
    count(pvu_device(h), NONE_RETRIEVE_SUB_OBJECT);
    return pvu_result(PVU_UNSUPPORTED);
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
    count(((struct pvu_context *)a->hDevice)->device, NONE_DXGI_OVERLAY);
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
