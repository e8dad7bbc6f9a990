/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * tables.c - the function tables of every level. Exactly the table of the negotiated interface is
 * written: a larger one would overrun the runtime's memory (U1, ns-d3d10umddi-d3d10ddiarg_createdevice.md).
 */
#include "entry.h"

#define SLOT(member, function) .pfn##member = function,
#define PVU_FN_11_1(name) name##_10
static const D3D10DDI_DEVICEFUNCS table_10_0 = {
#define PVU_LEVEL 100
#include "slots.def"
#undef PVU_LEVEL
};
static const D3D10_1DDI_DEVICEFUNCS table_10_1 = {
#define PVU_LEVEL 101
#include "slots.def"
#undef PVU_LEVEL
};
static const D3D11DDI_DEVICEFUNCS table_11_0 = {
#define PVU_LEVEL 110
#include "slots.def"
#undef PVU_LEVEL
};
#undef PVU_FN_11_1
#define PVU_FN_11_1(name) name##_11_1
static const D3D11_1DDI_DEVICEFUNCS table_11_1 = {
#define PVU_LEVEL 111
#include "slots.def"
#undef PVU_LEVEL
};
static const D3DWDDM1_3DDI_DEVICEFUNCS table_1_3 = {
#define PVU_LEVEL 130
#include "slots.def"
#undef PVU_LEVEL
};

#define DXGI_1_0 \
    .pfnPresent = pvu_dxgi_present, .pfnGetGammaCaps = pvu_dxgi_get_gamma_caps, \
    .pfnSetDisplayMode = pvu_dxgi_set_display_mode, .pfnSetResourcePriority = pvu_dxgi_set_resource_priority, \
    .pfnQueryResourceResidency = pvu_dxgi_query_resource_residency, \
    .pfnRotateResourceIdentities = pvu_dxgi_rotate_resource_identities, .pfnBlt = pvu_dxgi_blt
#define DXGI_1_1 DXGI_1_0, .pfnResolveSharedResource = pvu_dxgi_resolve_shared_resource
#define DXGI_1_2 DXGI_1_1, .pfnBlt1 = pvu_dxgi_blt1, .pfnOfferResources = pvu_dxgi_offer_resources, \
    .pfnReclaimResources = pvu_dxgi_reclaim_resources, .pfnGetMultiplaneOverlayCaps = pvu_dxgi_get_overlay_caps, \
    .pfnPresentMultiplaneOverlay = pvu_dxgi_present_overlay

static const DXGI_DDI_BASE_FUNCTIONS dxgi_1_0 = { DXGI_1_0 };
static const DXGI1_1_DDI_BASE_FUNCTIONS dxgi_1_1 = { DXGI_1_1 };
static const DXGI1_2_DDI_BASE_FUNCTIONS dxgi_1_2 = {
    DXGI_1_2,
    .pfnGetMultiplaneOverlayFilterRange = pvu_dxgi_overlay_filter_range,
    .pfnCheckMultiplaneOverlaySupport = pvu_dxgi_check_overlay_support,
};
static const DXGI1_3_DDI_BASE_FUNCTIONS dxgi_1_3 = {
    DXGI_1_2,
    .pfnGetMultiplaneOverlayGroupCaps = pvu_dxgi_get_overlay_group_caps,
    .pfnReserved1 = pvu_dxgi_reserved1,
    .pfnReserved2 = pvu_dxgi_reserved2,
    .pfnPresent1 = pvu_dxgi_present1,
    .pfnCheckPresentDurationSupport = pvu_dxgi_check_present_duration,
};

/* ---- deferred contexts: the same, but for what deferred.def says ---- */

#undef SLOT
#define SLOT(member, function) f->pfn##member = function;
#define NONE(member) f->pfn##member = NULL;

static void fill_deferred_11_0(D3D11DDI_DEVICEFUNCS *f)
{
    *f = table_11_0;
#define PVU_LEVEL 110
#include "deferred.def"
#undef PVU_LEVEL
}

static void fill_deferred_11_1(D3D11_1DDI_DEVICEFUNCS *f)
{
    *f = table_11_1;
#define PVU_LEVEL 111
#include "deferred.def"
#undef PVU_LEVEL
}

static void fill_deferred_1_3(D3DWDDM1_3DDI_DEVICEFUNCS *f)
{
    *f = table_1_3;
#define PVU_LEVEL 130
#include "deferred.def"
#undef PVU_LEVEL
}

void pvu_tables_fill_deferred(enum pvu_level level, const D3D11DDIARG_CREATEDEFERREDCONTEXT *args)
{
    if (level == PVU_LEVEL_11_0) fill_deferred_11_0(args->p11ContextFuncs);
    else if (level == PVU_LEVEL_11_1) fill_deferred_11_1(args->p11_1ContextFuncs);
    else if (level == PVU_LEVEL_1_3) fill_deferred_1_3(args->pWDDM1_3ContextFuncs);
}

enum pvu_level pvu_level_of(UINT iface)
{
    switch (iface) {
    case D3D10_0_DDI_INTERFACE_VERSION:
    case D3D10_0_x_DDI_INTERFACE_VERSION:
    case D3D10_0_7_DDI_INTERFACE_VERSION:
        return PVU_LEVEL_10_0;
    case D3D10_1_DDI_INTERFACE_VERSION:
    case D3D10_1_x_DDI_INTERFACE_VERSION:
    case D3D10_1_7_DDI_INTERFACE_VERSION:
        return PVU_LEVEL_10_1;
    case D3D11_0_DDI_INTERFACE_VERSION:
    case D3D11_0_7_DDI_INTERFACE_VERSION:
        return PVU_LEVEL_11_0;
    case D3D11_1_DDI_INTERFACE_VERSION:
        return PVU_LEVEL_11_1;
    case D3DWDDM1_3_DDI_INTERFACE_VERSION:
        return PVU_LEVEL_1_3;
    default:
        return PVU_LEVEL_COUNT;
    }
}

void pvu_tables_fill(enum pvu_level level, UINT iface, D3D10DDIARG_CREATEDEVICE *args)
{
    DXGI_DDI_BASE_ARGS *dxgi = &args->DXGIBaseDDI;
    switch (level) {
    case PVU_LEVEL_10_0: *args->pDeviceFuncs = table_10_0; break;
    case PVU_LEVEL_10_1: *args->p10_1DeviceFuncs = table_10_1; break;
    case PVU_LEVEL_11_0: *args->p11DeviceFuncs = table_11_0; break;
    case PVU_LEVEL_11_1: *args->p11_1DeviceFuncs = table_11_1; break;
    case PVU_LEVEL_1_3: *args->pWDDM1_3DeviceFuncs = table_1_3; break;
    case PVU_LEVEL_COUNT: return;
    }
    /* The DXGI table follows the Windows version behind the interface (ns-dxgiddi-dxgi_ddi_base_args.md). */
    if (level == PVU_LEVEL_1_3) *dxgi->pDXGIDDIBaseFunctions4 = dxgi_1_3;
    else if (level == PVU_LEVEL_11_1) *dxgi->pDXGIDDIBaseFunctions3 = dxgi_1_2;
    else if (level == PVU_LEVEL_11_0 || iface == D3D10_0_7_DDI_INTERFACE_VERSION || iface == D3D10_1_7_DDI_INTERFACE_VERSION)
        *dxgi->pDXGIDDIBaseFunctions2 = dxgi_1_1;
    else *dxgi->pDXGIDDIBaseFunctions = dxgi_1_0;
}
