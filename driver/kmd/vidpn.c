/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * vidpn.c - which source shows on which target, and in which modes. Any source may feed any targets; a path
 * neither scales nor rotates, so a source has the size of its targets. Rules of ownership: what is acquired is
 * released, what is created is assigned or released, on every way out (traps.md D3).
 */
#include "kmd.h"
#include "ddi.h"

/* One path and what is pinned on it. Sizes are 0 where nothing is pinned. */
struct path {
    uint32_t source, target;
    uint32_t source_width, source_height, target_width, target_height, refresh_mhz;
    bool source_pinned, target_pinned, identity;
};

struct view {
    const DXGK_VIDPN_INTERFACE *vi;
    D3DKMDT_HVIDPN vidpn;
    D3DKMDT_HVIDPNTOPOLOGY topology;
    const DXGK_VIDPNTOPOLOGY_INTERFACE *ti;
    struct path paths[PVGPU_MAX_SCANOUTS]; /* a target is in one path at most */
    uint32_t n;
    bool possible; /* false: more paths, other targets, or modes that we cannot show */
};

PVK_PAGED static uint32_t mhz(const D3DDDI_RATIONAL *r)
{
    uint64_t v = r->Denominator ? (uint64_t)r->Numerator * 1000 / r->Denominator : 0;
    return v < 1000000 ? (uint32_t)v : 1000000; /* the most that mode_set takes on the host */
}

PVK_PAGED static NTSTATUS pinned_source(struct view *v, struct path *p)
{
    const DXGK_VIDPNSOURCEMODESET_INTERFACE *si;
    const D3DKMDT_VIDPN_SOURCE_MODE *m = NULL;
    D3DKMDT_HVIDPNSOURCEMODESET set;
    NTSTATUS status = v->vi->pfnAcquireSourceModeSet(v->vidpn, p->source, &set, &si);

    if (!NT_SUCCESS(status)) return status;
    status = si->pfnAcquirePinnedModeInfo(set, &m);
    if (NT_SUCCESS(status) && m) {
        const D3DKMDT_GRAPHICS_RENDERING_FORMAT *f = &m->Format.Graphics;
        p->source_pinned = true;
        p->source_width = f->PrimSurfSize.cx;
        p->source_height = f->PrimSurfSize.cy;
        if (m->Type != D3DKMDT_RMT_GRAPHICS || !pvk_format_from_d3d(f->PixelFormat) || !p->source_width || !p->source_height)
            v->possible = false;
        si->pfnReleaseModeInfo(set, m);
    }
    v->vi->pfnReleaseSourceModeSet(v->vidpn, set);
    return NT_SUCCESS(status) ? STATUS_SUCCESS : status;
}

PVK_PAGED static NTSTATUS pinned_target(struct view *v, struct path *p)
{
    const DXGK_VIDPNTARGETMODESET_INTERFACE *ti;
    const D3DKMDT_VIDPN_TARGET_MODE *m = NULL;
    D3DKMDT_HVIDPNTARGETMODESET set;
    NTSTATUS status = v->vi->pfnAcquireTargetModeSet(v->vidpn, p->target, &set, &ti);

    if (!NT_SUCCESS(status)) return status;
    status = ti->pfnAcquirePinnedModeInfo(set, &m);
    if (NT_SUCCESS(status) && m) {
        p->target_pinned = true;
        p->target_width = m->VideoSignalInfo.ActiveSize.cx;
        p->target_height = m->VideoSignalInfo.ActiveSize.cy;
        p->refresh_mhz = mhz(&m->VideoSignalInfo.VSyncFreq);
        if (!p->target_width || !p->target_height) v->possible = false;
        ti->pfnReleaseModeInfo(set, m);
    }
    v->vi->pfnReleaseTargetModeSet(v->vidpn, set);
    return NT_SUCCESS(status) ? STATUS_SUCCESS : status;
}

/* Unpinned, not specified and identity are all fine. */
PVK_PAGED static bool transforms(const D3DKMDT_VIDPN_PRESENT_PATH_TRANSFORMATION *t)
{
    return t->Scaling == D3DKMDT_VPPS_CENTERED || t->Scaling == D3DKMDT_VPPS_STRETCHED ||
           t->Scaling == D3DKMDT_VPPS_ASPECTRATIOCENTEREDMAX || t->Scaling == D3DKMDT_VPPS_CUSTOM ||
           t->Rotation == D3DKMDT_VPPR_ROTATE90 || t->Rotation == D3DKMDT_VPPR_ROTATE180 || t->Rotation == D3DKMDT_VPPR_ROTATE270;
}

PVK_PAGED static NTSTATUS look_at_path(struct pvk_adapter *a, struct view *v, const D3DKMDT_VIDPN_PRESENT_PATH *info)
{
    struct path *p = &v->paths[v->n];
    NTSTATUS status;

    if (v->n >= PVGPU_MAX_SCANOUTS || info->VidPnTargetId >= a->n_scanouts || info->VidPnSourceId >= a->n_scanouts) {
        v->possible = false;
        return STATUS_SUCCESS;
    }
    v->n++;
    p->source = info->VidPnSourceId;
    p->target = info->VidPnTargetId;
    p->identity = !transforms(&info->ContentTransformation);
    if (!p->identity) v->possible = false;
    status = pinned_source(v, p);
    return NT_SUCCESS(status) ? pinned_target(v, p) : status;
}

PVK_PAGED static bool mode_listed(struct pvk_adapter *a, uint32_t width, uint32_t height)
{
    struct pvk_mode m;
    for (uint32_t i = 0; pvk_mode_at(a, i, &m); i++)
        if (m.width == width && m.height == height) return true;
    return false;
}

/* Pinned sizes along a path and among the paths of one source must agree, and be ours. */
PVK_PAGED static void judge(struct pvk_adapter *a, struct view *v)
{
    for (uint32_t i = 0; i < v->n; i++) {
        struct path *p = &v->paths[i];
        if (p->source_pinned && !mode_listed(a, p->source_width, p->source_height)) v->possible = false;
        if (p->target_pinned && !mode_listed(a, p->target_width, p->target_height)) v->possible = false;
        for (uint32_t j = 0; j < v->n; j++) {
            struct path *q = &v->paths[j];
            if (q->source != p->source) continue;
            if (p->source_pinned && q->target_pinned && (p->source_width != q->target_width ||
                                                         p->source_height != q->target_height))
                v->possible = false;
            if (p->target_pinned && q->target_pinned && (p->target_width != q->target_width ||
                                                         p->target_height != q->target_height))
                v->possible = false;
        }
    }
}

PVK_PAGED static NTSTATUS look(struct pvk_adapter *a, D3DKMDT_HVIDPN vidpn, struct view *v)
{
    const D3DKMDT_VIDPN_PRESENT_PATH *info = NULL, *next;
    NTSTATUS status;

    RtlZeroMemory(v, sizeof *v);
    v->vidpn = vidpn;
    v->possible = true;
    status = a->dxgk.DxgkCbQueryVidPnInterface(vidpn, DXGK_VIDPN_INTERFACE_VERSION_V1, &v->vi);
    if (!NT_SUCCESS(status)) return status;
    status = v->vi->pfnGetTopology(vidpn, &v->topology, &v->ti);
    if (!NT_SUCCESS(status)) return status;
    /* "Empty" and "no more" are successes (traps.md D3). */
    status = v->ti->pfnAcquireFirstPathInfo(v->topology, &info);
    while (status == STATUS_SUCCESS && info) {
        status = look_at_path(a, v, info);
        if (!NT_SUCCESS(status)) {
            v->ti->pfnReleasePathInfo(v->topology, info);
            return status;
        }
        next = NULL;
        status = v->ti->pfnAcquireNextPathInfo(v->topology, info, &next);
        v->ti->pfnReleasePathInfo(v->topology, info);
        info = next;
    }
    if (!NT_SUCCESS(status)) return status;
    judge(a, v);
    return STATUS_SUCCESS;
}

PVK_PAGED NTSTATUS DDI_CALL PvkDdiIsSupportedVidPn(IN_CONST_HANDLE hAdapter, INOUT_PDXGKARG_ISSUPPORTEDVIDPN pIsSupportedVidPn)
{
    struct pvk_adapter *a = hAdapter;
    struct view v;
    NTSTATUS status;

    PAGED_CODE();
    pIsSupportedVidPn->IsVidPnSupported = FALSE;
    if (!pIsSupportedVidPn->hDesiredVidPn) {
        pIsSupportedVidPn->IsVidPnSupported = TRUE;
        return STATUS_SUCCESS;
    }
    status = look(a, pIsSupportedVidPn->hDesiredVidPn, &v);
    if (!NT_SUCCESS(status)) return status == STATUS_NO_MEMORY ? status : STATUS_GRAPHICS_INVALID_VIDPN_TOPOLOGY;
    pIsSupportedVidPn->IsVidPnSupported = v.possible;
    return STATUS_SUCCESS;
}

/* ---- filling mode sets ---- */

/* D3D9-style applications ask for both orders of the colours (traps.md D1). */
static const D3DDDIFORMAT source_formats[] = { D3DDDIFMT_A8R8G8B8, D3DDDIFMT_A8B8G8R8 };

PVK_PAGED static void fill_signal(D3DKMDT_VIDEO_SIGNAL_INFO *s, const struct pvk_mode *m)
{
    RtlZeroMemory(s, sizeof *s);
    s->VideoStandard = D3DKMDT_VSS_OTHER;
    s->TotalSize.cx = m->h_total;
    s->TotalSize.cy = m->v_total;
    s->ActiveSize.cx = m->width;
    s->ActiveSize.cy = m->height;
    s->VSyncFreq.Numerator = m->pixel_rate;
    s->VSyncFreq.Denominator = m->h_total * m->v_total;
    s->HSyncFreq.Numerator = m->pixel_rate;
    s->HSyncFreq.Denominator = m->h_total;
    s->PixelRate = m->pixel_rate;
    s->AdditionalSignalInfo.ScanLineOrdering = D3DDDI_VSSLO_PROGRESSIVE;
}

PVK_PAGED static NTSTATUS add_source_mode(const DXGK_VIDPNSOURCEMODESET_INTERFACE *si, D3DKMDT_HVIDPNSOURCEMODESET set,
                                          const struct pvk_mode *mode, D3DDDIFORMAT format)
{
    D3DKMDT_VIDPN_SOURCE_MODE *m = NULL;
    D3DKMDT_GRAPHICS_RENDERING_FORMAT *f;
    NTSTATUS status = si->pfnCreateNewModeInfo(set, &m);

    if (!NT_SUCCESS(status)) return status;
    m->Type = D3DKMDT_RMT_GRAPHICS;
    f = &m->Format.Graphics;
    f->PrimSurfSize.cx = f->VisibleRegionSize.cx = mode->width;
    f->PrimSurfSize.cy = f->VisibleRegionSize.cy = mode->height;
    f->Stride = mode->width * 4u;
    f->PixelFormat = format;
    f->ColorBasis = D3DKMDT_CB_SRGB;
    f->PixelValueAccessMode = D3DKMDT_PVAM_DIRECT;
    status = si->pfnAddMode(set, m);
    if (NT_SUCCESS(status)) return status;
    si->pfnReleaseModeInfo(set, m);
    return status == STATUS_GRAPHICS_MODE_ALREADY_IN_MODESET ? STATUS_SUCCESS : status;
}

PVK_PAGED static NTSTATUS add_target_mode(const DXGK_VIDPNTARGETMODESET_INTERFACE *ti, D3DKMDT_HVIDPNTARGETMODESET set,
                                          const struct pvk_mode *mode, bool first)
{
    D3DKMDT_VIDPN_TARGET_MODE *m = NULL;
    NTSTATUS status = ti->pfnCreateNewModeInfo(set, &m);

    if (!NT_SUCCESS(status)) return status;
    fill_signal(&m->VideoSignalInfo, mode);
    m->Preference = first ? D3DKMDT_MP_PREFERRED : D3DKMDT_MP_NOTPREFERRED;
    status = ti->pfnAddMode(set, m);
    if (NT_SUCCESS(status)) return status;
    ti->pfnReleaseModeInfo(set, m);
    return status == STATUS_GRAPHICS_MODE_ALREADY_IN_MODESET ? STATUS_SUCCESS : status;
}

/* The size that a source's other pins leave; false: any. */
PVK_PAGED static bool size_of_source(const struct view *v, uint32_t source, uint32_t *width, uint32_t *height)
{
    for (uint32_t i = 0; i < v->n; i++) {
        const struct path *p = &v->paths[i];
        if (p->source != source || (!p->source_pinned && !p->target_pinned)) continue;
        *width = p->source_pinned ? p->source_width : p->target_width;
        *height = p->source_pinned ? p->source_height : p->target_height;
        return true;
    }
    return false;
}

/* Whether the OS freed the set although the assignment failed (nc-d3dkmddi-dxgkddi_vidpn_assignsourcemodeset). */
PVK_PAGED static bool still_ours(NTSTATUS status)
{
    return status == STATUS_GRAPHICS_INVALID_VIDPN || status == STATUS_GRAPHICS_INVALID_VIDEO_PRESENT_SOURCE ||
           status == STATUS_GRAPHICS_INVALID_VIDEO_PRESENT_TARGET || status == STATUS_GRAPHICS_INVALID_VIDPN_SOURCEMODESET ||
           status == STATUS_GRAPHICS_INVALID_VIDPN_TARGETMODESET;
}

PVK_PAGED static NTSTATUS new_source_set(struct pvk_adapter *a, struct view *v, uint32_t source)
{
    const DXGK_VIDPNSOURCEMODESET_INTERFACE *si;
    D3DKMDT_HVIDPNSOURCEMODESET set;
    uint32_t width = 0, height = 0, n = 0;
    bool fixed = size_of_source(v, source, &width, &height);
    struct pvk_mode m;
    NTSTATUS status = v->vi->pfnCreateNewSourceModeSet(v->vidpn, source, &set, &si);

    for (uint32_t i = 0; NT_SUCCESS(status) && pvk_mode_at(a, i, &m); i++) {
        /* Source modes know no rates: one of each size. Faster modes of a size come later in the list. */
        if (fixed ? m.width != width || m.height != height || n : i && m.refresh_mhz > 61000) continue;
        n++;
        for (unsigned f = 0; NT_SUCCESS(status) && f < sizeof source_formats / sizeof source_formats[0]; f++)
            status = add_source_mode(si, set, &m, source_formats[f]);
        if (!NT_SUCCESS(status)) {
            v->vi->pfnReleaseSourceModeSet(v->vidpn, set);
            return status;
        }
    }
    if (!NT_SUCCESS(status)) return status;
    status = v->vi->pfnAssignSourceModeSet(v->vidpn, source, set);
    if (!NT_SUCCESS(status) && still_ours(status)) v->vi->pfnReleaseSourceModeSet(v->vidpn, set);
    return status;
}

/* The monitor's own list needs no look: every mode of ours is in it (PvkDdiRecommendMonitorModes). */
PVK_PAGED static NTSTATUS new_target_set(struct pvk_adapter *a, struct view *v, uint32_t source, uint32_t target)
{
    const DXGK_VIDPNTARGETMODESET_INTERFACE *ti;
    D3DKMDT_HVIDPNTARGETMODESET set;
    uint32_t width = 0, height = 0;
    bool fixed = size_of_source(v, source, &width, &height);
    struct pvk_mode m;
    NTSTATUS status = v->vi->pfnCreateNewTargetModeSet(v->vidpn, target, &set, &ti);

    for (uint32_t i = 0; NT_SUCCESS(status) && pvk_mode_at(a, i, &m); i++) {
        if (fixed && (m.width != width || m.height != height)) continue;
        status = add_target_mode(ti, set, &m, i == 0);
        if (!NT_SUCCESS(status)) {
            v->vi->pfnReleaseTargetModeSet(v->vidpn, set);
            return status;
        }
    }
    if (!NT_SUCCESS(status)) return status;
    status = v->vi->pfnAssignTargetModeSet(v->vidpn, target, set);
    if (!NT_SUCCESS(status) && still_ours(status)) v->vi->pfnReleaseTargetModeSet(v->vidpn, set);
    return status;
}

/* Identity is all we can; pinned transformations and the pivot's stay as they are. */
PVK_PAGED static NTSTATUS path_support(struct view *v, const struct path *p, const DXGKARG_ENUMVIDPNCOFUNCMODALITY *e)
{
    const D3DKMDT_VIDPN_PRESENT_PATH *info = NULL;
    D3DKMDT_VIDPN_PRESENT_PATH *mine;
    bool pivot = e->EnumPivot.VidPnSourceId == p->source && e->EnumPivot.VidPnTargetId == p->target;
    NTSTATUS status = v->ti->pfnAcquirePathInfo(v->topology, p->source, p->target, &info);

    if (!NT_SUCCESS(status)) return status;
    mine = pvk_alloc_pool(sizeof *mine); /* 360 bytes: not on the stack */
    if (mine) {
        bool change = false;
        *mine = *info;
        if (mine->ContentTransformation.Scaling == D3DKMDT_VPPS_UNPINNED && !(pivot && e->EnumPivotType == D3DKMDT_EPT_SCALING)) {
            RtlZeroMemory(&mine->ContentTransformation.ScalingSupport, sizeof mine->ContentTransformation.ScalingSupport);
            mine->ContentTransformation.ScalingSupport.Identity = 1;
            change = true;
        }
        if (mine->ContentTransformation.Rotation == D3DKMDT_VPPR_UNPINNED &&
            !(pivot && e->EnumPivotType == D3DKMDT_EPT_ROTATION)) {
            RtlZeroMemory(&mine->ContentTransformation.RotationSupport, sizeof mine->ContentTransformation.RotationSupport);
            mine->ContentTransformation.RotationSupport.Identity = 1;
            change = true;
        }
        if (change) status = v->ti->pfnUpdatePathSupportInfo(v->topology, mine);
        pvk_free_pool(mine);
    } else {
        status = STATUS_NO_MEMORY;
    }
    v->ti->pfnReleasePathInfo(v->topology, info);
    return status;
}

PVK_PAGED NTSTATUS DDI_CALL PvkDdiEnumVidPnCofuncModality(IN_CONST_HANDLE hAdapter,
                                                          IN_CONST_PDXGKARG_ENUMVIDPNCOFUNCMODALITY_CONST pEnumCofuncModality)
{
    struct pvk_adapter *a = hAdapter;
    const DXGKARG_ENUMVIDPNCOFUNCMODALITY *e = pEnumCofuncModality;
    uint32_t sources_done = 0;
    struct view v;
    NTSTATUS status;

    PAGED_CODE();
    status = look(a, e->hConstrainingVidPn, &v);
    if (NT_SUCCESS(status) && !v.possible) status = STATUS_GRAPHICS_INVALID_VIDPN_TOPOLOGY;
    for (uint32_t i = 0; NT_SUCCESS(status) && i < v.n; i++) {
        const struct path *p = &v.paths[i];
        bool pivot_source = e->EnumPivotType == D3DKMDT_EPT_VIDPNSOURCE && e->EnumPivot.VidPnSourceId == p->source;
        bool pivot_target = e->EnumPivotType == D3DKMDT_EPT_VIDPNTARGET && e->EnumPivot.VidPnTargetId == p->target;
        if (!p->source_pinned && !pivot_source && !(sources_done & 1u << p->source)) {
            sources_done |= 1u << p->source;
            status = new_source_set(a, &v, p->source);
        }
        if (NT_SUCCESS(status) && !p->target_pinned && !pivot_target) status = new_target_set(a, &v, p->source, p->target);
        if (NT_SUCCESS(status)) status = path_support(&v, p, e);
    }
    return NT_SUCCESS(status) ? STATUS_SUCCESS : status;
}

PVK_PAGED NTSTATUS DDI_CALL PvkDdiRecommendMonitorModes(IN_CONST_HANDLE hAdapter,
                                                        IN_CONST_PDXGKARG_RECOMMENDMONITORMODES_CONST pRecommendMonitorModes)
{
    struct pvk_adapter *a = hAdapter;
    const DXGKARG_RECOMMENDMONITORMODES *r = pRecommendMonitorModes;
    const DXGK_MONITORSOURCEMODESET_INTERFACE *mi = r->pMonitorSourceModeSetInterface;
    struct pvk_mode mode;

    PAGED_CODE();
    for (uint32_t i = 0; pvk_mode_at(a, i, &mode); i++) {
        D3DKMDT_MONITOR_SOURCE_MODE *m = NULL;
        NTSTATUS status = mi->pfnCreateNewModeInfo(r->hMonitorSourceModeSet, &m);
        if (!NT_SUCCESS(status)) return status;
        fill_signal(&m->VideoSignalInfo, &mode);
        m->ColorBasis = D3DKMDT_CB_SRGB;
        m->ColorCoeffDynamicRanges.FirstChannel = 8;
        m->ColorCoeffDynamicRanges.SecondChannel = 8;
        m->ColorCoeffDynamicRanges.ThirdChannel = 8;
        m->ColorCoeffDynamicRanges.FourthChannel = 0;
        m->Origin = D3DKMDT_MCO_DRIVER;
        m->Preference = i == 0 && !a->edid_size ? D3DKMDT_MP_PREFERRED : D3DKMDT_MP_NOTPREFERRED;
        status = mi->pfnAddMode(r->hMonitorSourceModeSet, m);
        if (NT_SUCCESS(status)) continue;
        mi->pfnReleaseModeInfo(r->hMonitorSourceModeSet, m);
        /* The EDID brought it already. */
        if (status != STATUS_GRAPHICS_MODE_ALREADY_IN_MODESET) return status;
    }
    return STATUS_SUCCESS;
}

/* ---- recommending ---- */

PVK_PAGED static NTSTATUS add_path(const struct view *v, uint32_t source, uint32_t target)
{
    D3DKMDT_VIDPN_PRESENT_PATH *p = NULL;
    NTSTATUS status = v->ti->pfnCreateNewPathInfo(v->topology, &p);

    if (!NT_SUCCESS(status)) return status;
    p->VidPnSourceId = source;
    p->VidPnTargetId = target;
    p->ImportanceOrdinal = (D3DKMDT_VIDPN_PRESENT_PATH_IMPORTANCE)(D3DKMDT_VPPI_PRIMARY + source);
    p->ContentTransformation.Scaling = D3DKMDT_VPPS_IDENTITY;
    p->ContentTransformation.ScalingSupport.Identity = 1;
    p->ContentTransformation.Rotation = D3DKMDT_VPPR_IDENTITY;
    p->ContentTransformation.RotationSupport.Identity = 1;
    p->VidPnTargetColorBasis = D3DKMDT_CB_SRGB;
    p->VidPnTargetColorCoeffDynamicRanges.FirstChannel = 8;
    p->VidPnTargetColorCoeffDynamicRanges.SecondChannel = 8;
    p->VidPnTargetColorCoeffDynamicRanges.ThirdChannel = 8;
    p->Content = D3DKMDT_VPPC_GRAPHICS;
    p->CopyProtection.CopyProtectionType = D3DKMDT_VPPMT_NOPROTECTION;
    p->GammaRamp.Type = D3DDDI_GAMMARAMP_DEFAULT;
    status = v->ti->pfnAddPath(v->topology, p);
    if (!NT_SUCCESS(status)) v->ti->pfnReleasePathInfo(v->topology, p);
    return status;
}

/* Sets of one mode each, pinned before they are assigned: after that a set may not change (vidpn-objects-and-interfaces). */
PVK_PAGED static NTSTATUS pin_path(const struct view *v, uint32_t source, uint32_t target, const struct pvk_mode *mode)
{
    const DXGK_VIDPNSOURCEMODESET_INTERFACE *si;
    const DXGK_VIDPNTARGETMODESET_INTERFACE *ti;
    const D3DKMDT_VIDPN_SOURCE_MODE *s = NULL;
    const D3DKMDT_VIDPN_TARGET_MODE *t = NULL;
    D3DKMDT_HVIDPNSOURCEMODESET sources;
    D3DKMDT_HVIDPNTARGETMODESET targets;
    NTSTATUS status = v->vi->pfnCreateNewSourceModeSet(v->vidpn, source, &sources, &si);

    if (!NT_SUCCESS(status)) return status;
    status = add_source_mode(si, sources, mode, source_formats[0]);
    if (NT_SUCCESS(status)) status = si->pfnAcquireFirstModeInfo(sources, &s);
    if (NT_SUCCESS(status) && s) {
        status = si->pfnPinMode(sources, s->Id);
        si->pfnReleaseModeInfo(sources, s);
    }
    if (!NT_SUCCESS(status)) {
        v->vi->pfnReleaseSourceModeSet(v->vidpn, sources);
        return status;
    }
    status = v->vi->pfnAssignSourceModeSet(v->vidpn, source, sources);
    if (!NT_SUCCESS(status) && still_ours(status)) v->vi->pfnReleaseSourceModeSet(v->vidpn, sources);
    if (NT_SUCCESS(status)) status = v->vi->pfnCreateNewTargetModeSet(v->vidpn, target, &targets, &ti);
    if (!NT_SUCCESS(status)) return status;
    status = add_target_mode(ti, targets, mode, true);
    if (NT_SUCCESS(status)) status = ti->pfnAcquireFirstModeInfo(targets, &t);
    if (NT_SUCCESS(status) && t) {
        status = ti->pfnPinMode(targets, t->Id);
        ti->pfnReleaseModeInfo(targets, t);
    }
    if (!NT_SUCCESS(status)) {
        v->vi->pfnReleaseTargetModeSet(v->vidpn, targets);
        return status;
    }
    status = v->vi->pfnAssignTargetModeSet(v->vidpn, target, targets);
    if (!NT_SUCCESS(status) && still_ours(status)) v->vi->pfnReleaseTargetModeSet(v->vidpn, targets);
    return status;
}

PVK_PAGED static NTSTATUS topology_of(struct pvk_adapter *a, D3DKMDT_HVIDPN vidpn, struct view *v)
{
    NTSTATUS status;

    RtlZeroMemory(v, sizeof *v);
    v->vidpn = vidpn;
    status = a->dxgk.DxgkCbQueryVidPnInterface(vidpn, DXGK_VIDPN_INTERFACE_VERSION_V1, &v->vi);
    return NT_SUCCESS(status) ? v->vi->pfnGetTopology(vidpn, &v->topology, &v->ti) : status;
}

/* Each screen of the wanted order gets a source of its own, at the preferred mode. */
PVK_PAGED NTSTATUS DDI_CALL PvkDdiRecommendFunctionalVidPn(IN_CONST_HANDLE hAdapter,
    IN_CONST_PDXGKARG_RECOMMENDFUNCTIONALVIDPN_CONST pRecommendFunctionalVidPn)
{
    struct pvk_adapter *a = hAdapter;
    const DXGKARG_RECOMMENDFUNCTIONALVIDPN *r = pRecommendFunctionalVidPn;
    struct pvk_mode mode;
    uint32_t n = 0;
    struct view v;
    NTSTATUS status;

    PAGED_CODE();
    if (!pvk_mode_at(a, 0, &mode)) return STATUS_GRAPHICS_NO_RECOMMENDED_FUNCTIONAL_VIDPN;
    status = topology_of(a, r->hRecommendedFunctionalVidPn, &v);
    for (ULONG i = 0; NT_SUCCESS(status) && i < r->NumberOfVidPnTargets && n < a->n_scanouts; i++) {
        D3DDDI_VIDEO_PRESENT_TARGET_ID target = r->pVidPnTargetPrioritizationVector[i];
        if (target >= a->n_scanouts) continue;
        status = add_path(&v, n, target);
        if (NT_SUCCESS(status)) status = pin_path(&v, n++, target, &mode);
    }
    if (NT_SUCCESS(status)) return n ? STATUS_SUCCESS : STATUS_GRAPHICS_NO_RECOMMENDED_FUNCTIONAL_VIDPN;
    return status == STATUS_NO_MEMORY ? status : STATUS_GRAPHICS_NO_RECOMMENDED_FUNCTIONAL_VIDPN;
}

PVK_PAGED NTSTATUS DDI_CALL PvkDdiRecommendVidPnTopology(IN_CONST_HANDLE hAdapter,
                                                         IN_CONST_PDXGKARG_RECOMMENDVIDPNTOPOLOGY_CONST pRecommendVidPnTopology)
{
    PAGED_CODE();
    return STATUS_GRAPHICS_NO_RECOMMENDED_VIDPN_TOPOLOGY;
}

/* ---- setting ---- */

struct targets { struct pvk_adapter *a; const struct pvk_target *next; };

/* Vertical syncs read the paths at the interrupt's level. */
static BOOLEAN DDI_CALL set_targets(PVOID context)
{
    struct targets *t = context;
    RtlCopyMemory(t->a->targets, t->next, sizeof t->a->targets);
    return TRUE;
}

PVK_PAGED NTSTATUS DDI_CALL PvkDdiCommitVidPn(IN_CONST_HANDLE hAdapter, IN_CONST_PDXGKARG_COMMITVIDPN_CONST pCommitVidPn)
{
    struct pvk_adapter *a = hAdapter;
    const DXGKARG_COMMITVIDPN *c = pCommitVidPn;
    struct pvk_target next[PVGPU_MAX_SCANOUTS], before[PVGPU_MAX_SCANOUTS];
    struct targets set;
    bool all = c->AffectedVidPnSourceId == D3DDDI_ID_ALL;
    uint32_t feeds = 0;
    struct view v;
    NTSTATUS status;

    PAGED_CODE();
    if (!all && c->AffectedVidPnSourceId >= a->n_scanouts) return STATUS_GRAPHICS_INVALID_VIDPN_TOPOLOGY;
    status = look(a, c->hFunctionalVidPn, &v);
    if (!NT_SUCCESS(status)) return status;
    if (!v.possible) return STATUS_GRAPHICS_INVALID_VIDPN_TOPOLOGY;
    /* The whole next state first: all or nothing (ns-d3dkmddi-_dxgkarg_commitvidpn). */
    RtlCopyMemory(next, a->targets, sizeof next);
    for (uint32_t t = 0; t < a->n_scanouts; t++)
        if (all || next[t].source == c->AffectedVidPnSourceId) next[t].active = false;
    for (uint32_t i = 0; i < v.n; i++) {
        const struct path *p = &v.paths[i];
        if (!all && p->source != c->AffectedVidPnSourceId) continue;
        if (!p->source_pinned || !p->target_pinned) continue; /* no mode: dark (traps.md D5) */
        next[p->target].active = true;
        /* The monitor is off and stays off; presents go on (ns-d3dkmddi-_dxgkarg_commitvidpn_flags). Blanks go on, too:
         * Windows asks for them separately, and a flip without one would wait for ever. */
        next[p->target].dark = c->Flags.PathPoweredOff;
        next[p->target].source = p->source;
        next[p->target].width = p->source_width;
        next[p->target].height = p->source_height;
        next[p->target].refresh_mhz = p->refresh_mhz;
    }
    RtlCopyMemory(before, a->targets, sizeof before);
    set.a = a;
    set.next = next;
    pvk_at_dirql(a, set_targets, &set);
    for (uint32_t t = 0; t < a->n_scanouts; t++) {
        const struct pvk_target *old = &before[t];
        bool same = old->active == next[t].active && old->width == next[t].width && old->height == next[t].height &&
                    old->refresh_mhz == next[t].refresh_mhz;
        bool shows = next[t].active && (!same || old->source != next[t].source || old->dark != next[t].dark);
        if (next[t].active) feeds |= 1u << next[t].source;
        if (!same) pvk_display_set_mode(a, t);
        /* A mode begins black; what the source shows comes back, or waits for the first flip. */
        if (shows && a->sources[next[t].source].shown_id) pvk_display_show(a, next[t].source);
    }
    for (uint32_t s = 0; s < a->n_scanouts; s++)
        if (!(feeds & 1u << s)) a->sources[s].visible = false;
    return STATUS_SUCCESS;
}

PVK_PAGED NTSTATUS DDI_CALL PvkDdiUpdateActiveVidPnPresentPath(IN_CONST_HANDLE hAdapter,
    IN_CONST_PDXGKARG_UPDATEACTIVEVIDPNPRESENTPATH_CONST pUpdateActiveVidPnPresentPath)
{
    struct pvk_adapter *a = hAdapter;
    const D3DKMDT_VIDPN_PRESENT_PATH *p = &pUpdateActiveVidPnPresentPath->VidPnPresentPathInfo;

    PAGED_CODE();
    if (p->VidPnTargetId >= a->n_scanouts || !a->targets[p->VidPnTargetId].active ||
        a->targets[p->VidPnTargetId].source != p->VidPnSourceId)
        return STATUS_GRAPHICS_PATH_NOT_IN_TOPOLOGY;
    if (transforms(&p->ContentTransformation)) return STATUS_GRAPHICS_PATH_CONTENT_GEOMETRY_TRANSFORMATION_NOT_SUPPORTED;
    if (p->GammaRamp.Type != D3DDDI_GAMMARAMP_UNINITIALIZED && p->GammaRamp.Type != D3DDDI_GAMMARAMP_DEFAULT)
        return STATUS_GRAPHICS_GAMMA_RAMP_NOT_SUPPORTED;
    return STATUS_SUCCESS;
}

PVK_PAGED NTSTATUS DDI_CALL PvkDdiQueryVidPnHWCapability(IN_CONST_HANDLE hAdapter,
                                                         INOUT_PDXGKARG_QUERYVIDPNHWCAPABILITY pVidPnHWCaps)
{
    PAGED_CODE();
    RtlZeroMemory(&pVidPnHWCaps->VidPnHWCaps, sizeof pVidPnHWCaps->VidPnHWCaps);
    return STATUS_SUCCESS;
}
