/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * unsupported.c - the slots behind capabilities that the driver does not report: command lists, tiled
 * resources, debug binaries, markers, the text filter of 10, video. A runtime that honours the
 * capabilities never calls them. Each call is counted and its first one named; where the entry's page
 * names an error for "not supported" that is reported, and nothing pretends to have worked.
 */
#include "entry.h"

enum {
    NONE_COMMAND_LIST_EXECUTE, NONE_CALC_DEFERRED_CONTEXT_HANDLE_SIZE, NONE_CALC_DEFERRED_CONTEXT_SIZE,
    NONE_CREATE_DEFERRED_CONTEXT, NONE_ABANDON_COMMAND_LIST, NONE_CALC_COMMAND_LIST_SIZE, NONE_CREATE_COMMAND_LIST,
    NONE_DESTROY_COMMAND_LIST, NONE_RECYCLE_COMMAND_LIST, NONE_RECYCLE_CREATE_COMMAND_LIST,
    NONE_RECYCLE_CREATE_DEFERRED_CONTEXT, NONE_RECYCLE_DESTROY_COMMAND_LIST, NONE_ASSIGN_DEBUG_BINARY,
    NONE_UPDATE_TILE_MAPPINGS, NONE_COPY_TILE_MAPPINGS, NONE_COPY_TILES, NONE_UPDATE_TILES, NONE_TILED_RESOURCE_BARRIER,
    NONE_GET_MIP_PACKING, NONE_RESIZE_TILE_POOL, NONE_SET_MARKER_MODE, NONE_SET_TEXT_FILTER_SIZE, NONE_RETRIEVE_SUB_OBJECT,
    NONE_DXGI_OVERLAY, NONE_COUNT
};

static const char *const names[] = {
    [NONE_COMMAND_LIST_EXECUTE] = "CommandListExecute",
    [NONE_CALC_DEFERRED_CONTEXT_HANDLE_SIZE] = "CalcDeferredContextHandleSize",
    [NONE_CALC_DEFERRED_CONTEXT_SIZE] = "CalcPrivateDeferredContextSize",
    [NONE_CREATE_DEFERRED_CONTEXT] = "CreateDeferredContext",
    [NONE_ABANDON_COMMAND_LIST] = "AbandonCommandList",
    [NONE_CALC_COMMAND_LIST_SIZE] = "CalcPrivateCommandListSize",
    [NONE_CREATE_COMMAND_LIST] = "CreateCommandList",
    [NONE_DESTROY_COMMAND_LIST] = "DestroyCommandList",
    [NONE_RECYCLE_COMMAND_LIST] = "RecycleCommandList",
    [NONE_RECYCLE_CREATE_COMMAND_LIST] = "RecycleCreateCommandList",
    [NONE_RECYCLE_CREATE_DEFERRED_CONTEXT] = "RecycleCreateDeferredContext",
    [NONE_RECYCLE_DESTROY_COMMAND_LIST] = "RecycleDestroyCommandList",
    [NONE_ASSIGN_DEBUG_BINARY] = "AssignDebugBinary",
    [NONE_UPDATE_TILE_MAPPINGS] = "UpdateTileMappings",
    [NONE_COPY_TILE_MAPPINGS] = "CopyTileMappings",
    [NONE_COPY_TILES] = "CopyTiles",
    [NONE_UPDATE_TILES] = "UpdateTiles",
    [NONE_TILED_RESOURCE_BARRIER] = "TiledResourceBarrier",
    [NONE_GET_MIP_PACKING] = "GetMipPacking",
    [NONE_RESIZE_TILE_POOL] = "ResizeTilePool",
    [NONE_SET_MARKER_MODE] = "SetMarkerMode",
    [NONE_SET_TEXT_FILTER_SIZE] = "SetTextFilterSize",
    [NONE_RETRIEVE_SUB_OBJECT] = "RetrieveSubObject",
    [NONE_DXGI_OVERLAY] = "PresentMultiplaneOverlay",
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

#define REFUSE_SIZE ((SIZE_T)-1) /* direct3d-version-10-runtime-and-driver-handles.md: the program sees E_OUTOFMEMORY */

/* ---- command lists: D3D11DDI_THREADING_CAPS says no ---- */

void APIENTRY pvu_none_command_list_execute(D3D10DDI_HDEVICE h, D3D11DDI_HCOMMANDLIST l)
{
    (void)l;
    pvu_fail(count(pvu_device(h), NONE_COMMAND_LIST_EXECUTE), PVU_NO_MEMORY, PVU_ENTRY_CREATE);
}

void APIENTRY pvu_check_deferred_context_handle_sizes(D3D10DDI_HDEVICE h, UINT *n, D3D11DDI_HANDLESIZE *sizes)
{
    (void)h, (void)sizes;
    *n = 0; /* no handle of ours has a deferred form */
}

SIZE_T APIENTRY pvu_none_calc_deferred_context_handle_size(D3D10DDI_HDEVICE h, D3D11DDI_HANDLETYPE type, void *object)
{
    (void)type, (void)object;
    count(pvu_device(h), NONE_CALC_DEFERRED_CONTEXT_HANDLE_SIZE);
    return REFUSE_SIZE;
}

SIZE_T APIENTRY pvu_none_calc_deferred_context_size(D3D10DDI_HDEVICE h, const D3D11DDIARG_CALCPRIVATEDEFERREDCONTEXTSIZE *a)
{
    (void)a;
    count(pvu_device(h), NONE_CALC_DEFERRED_CONTEXT_SIZE);
    return REFUSE_SIZE;
}

void APIENTRY pvu_none_create_deferred_context(D3D10DDI_HDEVICE h, const D3D11DDIARG_CREATEDEFERREDCONTEXT *a)
{
    (void)a;
    pvu_fail(count(pvu_device(h), NONE_CREATE_DEFERRED_CONTEXT), PVU_NO_MEMORY, PVU_ENTRY_CREATE);
}

void APIENTRY pvu_none_abandon_command_list(D3D10DDI_HDEVICE h)
{
    count(pvu_device(h), NONE_ABANDON_COMMAND_LIST);
}

SIZE_T APIENTRY pvu_none_calc_command_list_size(D3D10DDI_HDEVICE h, const D3D11DDIARG_CREATECOMMANDLIST *a)
{
    (void)a;
    count(pvu_device(h), NONE_CALC_COMMAND_LIST_SIZE);
    return REFUSE_SIZE;
}

void APIENTRY pvu_none_create_command_list(D3D10DDI_HDEVICE h, const D3D11DDIARG_CREATECOMMANDLIST *a, D3D11DDI_HCOMMANDLIST l,
                                           D3D11DDI_HRTCOMMANDLIST rt)
{
    (void)a, (void)l, (void)rt;
    pvu_fail(count(pvu_device(h), NONE_CREATE_COMMAND_LIST), PVU_NO_MEMORY, PVU_ENTRY_CREATE);
}

void APIENTRY pvu_none_destroy_command_list(D3D10DDI_HDEVICE h, D3D11DDI_HCOMMANDLIST l)
{
    (void)l;
    count(pvu_device(h), NONE_DESTROY_COMMAND_LIST);
}

void APIENTRY pvu_none_recycle_command_list(D3D10DDI_HDEVICE h, D3D11DDI_HCOMMANDLIST l)
{
    (void)l;
    count(pvu_device(h), NONE_RECYCLE_COMMAND_LIST);
}

HRESULT APIENTRY pvu_none_recycle_create_command_list(D3D10DDI_HDEVICE h, const D3D11DDIARG_CREATECOMMANDLIST *a,
                                                      D3D11DDI_HCOMMANDLIST l, D3D11DDI_HRTCOMMANDLIST rt)
{
    (void)a, (void)l, (void)rt;
    count(pvu_device(h), NONE_RECYCLE_CREATE_COMMAND_LIST);
    return pvu_result(PVU_NO_MEMORY);
}

HRESULT APIENTRY pvu_none_recycle_create_deferred_context(D3D10DDI_HDEVICE h, const D3D11DDIARG_CREATEDEFERREDCONTEXT *a)
{
    (void)a;
    count(pvu_device(h), NONE_RECYCLE_CREATE_DEFERRED_CONTEXT);
    return pvu_result(PVU_NO_MEMORY);
}

void APIENTRY pvu_none_recycle_destroy_command_list(D3D10DDI_HDEVICE h, D3D11DDI_HCOMMANDLIST l)
{
    (void)l;
    count(pvu_device(h), NONE_RECYCLE_DESTROY_COMMAND_LIST);
}

/* ---- 11.1: AssignDebugBinarySupport is FALSE ---- */

void APIENTRY pvu_none_assign_debug_binary(D3D10DDI_HDEVICE h, D3D10DDI_HSHADER sh, UINT size, const void *binary)
{
    (void)sh, (void)size, (void)binary;
    count(pvu_device(h), NONE_ASSIGN_DEBUG_BINARY);
}

/* ---- 1.3: tiled resources, TiledResourcesSupportFlags is 0; their pages name E_INVALIDARG ---- */

void APIENTRY pvu_none_update_tile_mappings(D3D10DDI_HDEVICE h, D3D10DDI_HRESOURCE r, UINT n,
                                            const D3DWDDM1_3DDI_TILED_RESOURCE_COORDINATE *at,
                                            const D3DWDDM1_3DDI_TILE_REGION_SIZE *size, D3D10DDI_HRESOURCE pool, UINT ranges,
                                            const UINT *range_flags, const UINT *offsets, const UINT *counts, UINT flags)
{
    (void)r, (void)n, (void)at, (void)size, (void)pool, (void)ranges, (void)range_flags, (void)offsets, (void)counts, (void)flags;
    pvu_fail_invalid(count(pvu_device(h), NONE_UPDATE_TILE_MAPPINGS));
}

void APIENTRY pvu_none_copy_tile_mappings(D3D10DDI_HDEVICE h, D3D10DDI_HRESOURCE dst,
                                          const D3DWDDM1_3DDI_TILED_RESOURCE_COORDINATE *to, D3D10DDI_HRESOURCE src,
                                          const D3DWDDM1_3DDI_TILED_RESOURCE_COORDINATE *from,
                                          const D3DWDDM1_3DDI_TILE_REGION_SIZE *size, UINT flags)
{
    (void)dst, (void)to, (void)src, (void)from, (void)size, (void)flags;
    pvu_fail_invalid(count(pvu_device(h), NONE_COPY_TILE_MAPPINGS));
}

void APIENTRY pvu_none_copy_tiles(D3D10DDI_HDEVICE h, D3D10DDI_HRESOURCE r, const D3DWDDM1_3DDI_TILED_RESOURCE_COORDINATE *at,
                                  const D3DWDDM1_3DDI_TILE_REGION_SIZE *size, D3D10DDI_HRESOURCE buffer, UINT64 offset,
                                      UINT flags)
{
    (void)r, (void)at, (void)size, (void)buffer, (void)offset, (void)flags;
    count(pvu_device(h), NONE_COPY_TILES);
}

void APIENTRY pvu_none_update_tiles(D3D10DDI_HDEVICE h, D3D10DDI_HRESOURCE r, const D3DWDDM1_3DDI_TILED_RESOURCE_COORDINATE *at,
                                    const D3DWDDM1_3DDI_TILE_REGION_SIZE *size, const void *data, UINT flags)
{
    (void)r, (void)at, (void)size, (void)data, (void)flags;
    count(pvu_device(h), NONE_UPDATE_TILES);
}

void APIENTRY pvu_none_tiled_resource_barrier(D3D10DDI_HDEVICE h, D3D11DDI_HANDLETYPE before_type, void *before,
                                              D3D11DDI_HANDLETYPE after_type, void *after)
{
    (void)before_type, (void)before, (void)after_type, (void)after;
    count(pvu_device(h), NONE_TILED_RESOURCE_BARRIER);
}

void APIENTRY pvu_none_get_mip_packing(D3D10DDI_HDEVICE h, D3D10DDI_HRESOURCE r, UINT *mips, UINT *tiles)
{
    (void)r;
    *mips = *tiles = 0;
    pvu_fail_invalid(count(pvu_device(h), NONE_GET_MIP_PACKING));
}

void APIENTRY pvu_none_resize_tile_pool(D3D10DDI_HDEVICE h, D3D10DDI_HRESOURCE r, UINT64 size)
{
    (void)r, (void)size;
    pvu_fail(count(pvu_device(h), NONE_RESIZE_TILE_POOL), PVU_NO_MEMORY, PVU_ENTRY_CREATE);
}

/* ---- the rest ---- */

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
