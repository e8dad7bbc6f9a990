/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * entry.h - prototypes of every function that stands in a table, taken from slots.def: a function
 * whose definition differs from the type of its slot does not compile.
 */
#ifndef PVU_ENTRY_H
#define PVU_ENTRY_H

#include "cmdbuf.h"

#define PVU_TABLE_100 D3D10DDI_DEVICEFUNCS
#define PVU_TABLE_101 D3D10_1DDI_DEVICEFUNCS
#define PVU_TABLE_110 D3D11DDI_DEVICEFUNCS
#define PVU_TABLE_111 D3D11_1DDI_DEVICEFUNCS
#define PVU_TABLE_130 D3DWDDM1_3DDI_DEVICEFUNCS

/* A function with one form up to 11.0 and another from 11.1 on. */
#define PVU_FN_11_1(name) name##_10

#define SLOT(member, function) extern __typeof__(*((const PVU_TABLE_100 *)0)->pfn##member) function;
#define PVU_LEVEL 100
#include "slots.def"
#undef PVU_LEVEL
#undef SLOT
#define SLOT(member, function) extern __typeof__(*((const PVU_TABLE_101 *)0)->pfn##member) function;
#define PVU_LEVEL 101
#include "slots.def"
#undef PVU_LEVEL
#undef SLOT
#define SLOT(member, function) extern __typeof__(*((const PVU_TABLE_110 *)0)->pfn##member) function;
#define PVU_LEVEL 110
#include "slots.def"
#undef PVU_LEVEL
#undef SLOT
#undef PVU_FN_11_1
#define PVU_FN_11_1(name) name##_11_1
#define SLOT(member, function) extern __typeof__(*((const PVU_TABLE_111 *)0)->pfn##member) function;
#define PVU_LEVEL 111
#include "slots.def"
#undef PVU_LEVEL
#undef SLOT
#define SLOT(member, function) extern __typeof__(*((const PVU_TABLE_130 *)0)->pfn##member) function;
#define PVU_LEVEL 130
#include "slots.def"
#undef PVU_LEVEL
#undef SLOT
#undef PVU_FN_11_1

/* The table of a deferred context has some of its own. */
#define NONE(member)
#define SLOT(member, function) extern __typeof__(*((const PVU_TABLE_110 *)0)->pfn##member) function;
#define PVU_LEVEL 110
#include "deferred.def"
#undef PVU_LEVEL
#undef SLOT
#define SLOT(member, function) extern __typeof__(*((const PVU_TABLE_130 *)0)->pfn##member) function;
#define PVU_LEVEL 130
#include "deferred.def"
#undef PVU_LEVEL
#undef SLOT
#undef NONE

/* The video table. */
#define SLOT(member, function) extern __typeof__(*((const D3D11_1DDI_VIDEODEVICEFUNCS *)0)->pfn##member) function;
#define NONE(member, function) SLOT(member, function)
#define HOST(member, function) SLOT(member, function)
#include "video.def"
#undef SLOT
#undef NONE
#undef HOST

/* deferred.c */
void pvu_destroy_deferred_context(struct pvu_context *c);

/* tables.c */
void pvu_tables_fill_deferred(enum pvu_level level, const D3D11DDIARG_CREATEDEFERREDCONTEXT *args);
void pvu_tables_fill(enum pvu_level level, UINT iface, D3D10DDIARG_CREATEDEVICE *args);
/* Level of an interface number; PVU_LEVEL_COUNT when it is not one that we offer. */
enum pvu_level pvu_level_of(UINT iface);

/* device.c */
SIZE_T APIENTRY pvu_calc_device_size(D3D10DDI_HADAPTER adapter, const D3D10DDIARG_CALCPRIVATEDEVICESIZE *args);
HRESULT APIENTRY pvu_create_device(D3D10DDI_HADAPTER adapter, D3D10DDIARG_CREATEDEVICE *args);

/* video.c */
HRESULT APIENTRY pvu_retrieve_sub_object(D3D10DDI_HDEVICE h, UINT32 id, SIZE_T in_size, void *in, SIZE_T out_size, void *out);

/* unsupported.c */
enum pvu_none {
    PVU_NONE_ASSIGN_DEBUG_BINARY, PVU_NONE_SET_MARKER_MODE, PVU_NONE_SET_TEXT_FILTER_SIZE, PVU_NONE_RETRIEVE_SUB_OBJECT,
    PVU_NONE_DXGI_OVERLAY, PVU_NONE_SO_STREAMS, PVU_NONE_VIDEO_RECT, PVU_NONE_VIDEO_VIEW_RECORDED,
#define SLOT(member, function)
#define NONE(member, function) PVU_NONE_##member,
#define HOST(member, function) PVU_NONE_##member,
#include "video.def"
#undef SLOT
#undef NONE
#undef HOST
    PVU_NONE_COUNT
};
void pvu_none(struct pvu_device *d, enum pvu_none which); /* counts a call, and names the first */
void pvu_unsupported_report(struct pvu_device *d);
void pvu_none_so_streams(struct pvu_device *d); /* a declaration has streams that the host does not take */

/* dxgi.c; the types are those of the slots of DXGI1_3_DDI_BASE_FUNCTIONS */
HRESULT APIENTRY pvu_dxgi_present(DXGI_DDI_ARG_PRESENT *a);
HRESULT APIENTRY pvu_dxgi_get_gamma_caps(DXGI_DDI_ARG_GET_GAMMA_CONTROL_CAPS *a);
HRESULT APIENTRY pvu_dxgi_set_display_mode(DXGI_DDI_ARG_SETDISPLAYMODE *a);
HRESULT APIENTRY pvu_dxgi_set_resource_priority(DXGI_DDI_ARG_SETRESOURCEPRIORITY *a);
HRESULT APIENTRY pvu_dxgi_query_resource_residency(DXGI_DDI_ARG_QUERYRESOURCERESIDENCY *a);
HRESULT APIENTRY pvu_dxgi_rotate_resource_identities(DXGI_DDI_ARG_ROTATE_RESOURCE_IDENTITIES *a);
HRESULT APIENTRY pvu_dxgi_blt(DXGI_DDI_ARG_BLT *a);
HRESULT APIENTRY pvu_dxgi_resolve_shared_resource(DXGI_DDI_ARG_RESOLVESHAREDRESOURCE *a);
HRESULT APIENTRY pvu_dxgi_blt1(DXGI_DDI_ARG_BLT1 *a);
HRESULT APIENTRY pvu_dxgi_offer_resources(DXGI_DDI_ARG_OFFERRESOURCES *a);
HRESULT APIENTRY pvu_dxgi_reclaim_resources(DXGI_DDI_ARG_RECLAIMRESOURCES *a);
HRESULT APIENTRY pvu_dxgi_get_overlay_caps(DXGI_DDI_ARG_GETMULTIPLANEOVERLAYCAPS *a);
HRESULT APIENTRY pvu_dxgi_get_overlay_group_caps(DXGI_DDI_ARG_GETMULTIPLANEOVERLAYGROUPCAPS *a);
HRESULT APIENTRY pvu_dxgi_overlay_filter_range(void *a);
HRESULT APIENTRY pvu_dxgi_check_overlay_support(DXGI_DDI_ARG_CHECKMULTIPLANEOVERLAYSUPPORT *a);
HRESULT APIENTRY pvu_dxgi_present_overlay(DXGI_DDI_ARG_PRESENTMULTIPLANEOVERLAY *a);
HRESULT APIENTRY pvu_dxgi_reserved1(void *a);
HRESULT APIENTRY pvu_dxgi_reserved2(void *a);
HRESULT APIENTRY pvu_dxgi_present1(DXGI_DDI_ARG_PRESENT1 *a);
HRESULT APIENTRY pvu_dxgi_check_present_duration(DXGI_DDI_ARG_CHECKPRESENTDURATIONSUPPORT *a);

#endif
