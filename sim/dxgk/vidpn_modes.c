/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * vidpn_modes.c - sets of source modes, target modes and monitor modes: three interfaces over one object.
 */
#include "vidpn.h"

static const char ownership[] = "d3dkmddi/nc-d3dkmddi-dxgkddi_vidpnsourcemodeset_createnewmodeinfo";

static LONG *outstanding(struct mode_set *s)
{
    static LONG of_monitors;
    return s->vidpn ? &s->vidpn->outstanding : &of_monitors;
}

struct mode_set *mode_set_create(struct dxgk_vidpn *v, enum set_kind kind, UINT owner)
{
    struct mode_set *s = calloc(1, sizeof *s);
    if (!s) return NULL;
    s->magic = SET_MAGIC;
    s->kind = kind;
    s->vidpn = v;
    s->owner = owner;
    s->next_id = 1;
    InitializeListHead(&s->modes);
    return s;
}

void mode_set_free(struct mode_set *s)
{
    if (!s) return;
    while (!IsListEmpty(&s->modes)) free(CONTAINING_RECORD(RemoveHeadList(&s->modes), struct mode_node, link));
    s->magic = 0;
    free(s);
}

struct mode_set *mode_set_check(const void *h, enum set_kind kind)
{
    struct mode_set *s = (struct mode_set *)(uintptr_t)h;
    if (s && s->magic == SET_MAGIC && s->kind == kind) return s;
    nt_violation("d3dkmddi/nc-d3dkmddi-dxgkddi_vidpn_acquiresourcemodeset", "%p is not a mode set of this kind", h);
    return NULL;
}

static NTSTATUS invalid(enum set_kind kind)
{
    return kind == SET_SOURCE ? STATUS_GRAPHICS_INVALID_VIDPN_SOURCEMODESET
         : kind == SET_TARGET ? STATUS_GRAPHICS_INVALID_VIDPN_TARGETMODESET : STATUS_GRAPHICS_INVALID_MONITOR_SOURCEMODESET;
}

/* A node by the address that the driver has of it. */
static struct mode_node *node_of(struct mode_set *s, const void *mode)
{
    struct mode_node *n = CONTAINING_RECORD((void *)(uintptr_t)mode, struct mode_node, m);
    if (mode && n->set == s) return n;
    nt_violation(ownership, "mode %p does not belong to set %p", mode, (void *)s);
    return NULL;
}

static NTSTATUS get_count(const void *h, enum set_kind kind, SIZE_T *out)
{
    struct mode_set *s = mode_set_check(h, kind);
    if (!s) return invalid(kind);
    *out = s->n;
    return STATUS_SUCCESS;
}

static NTSTATUS take(struct mode_set *s, LIST_ENTRY *e, NTSTATUS at_end, const void **out)
{
    struct mode_node *n;
    *out = NULL;
    if (e == &s->modes) return at_end;
    n = CONTAINING_RECORD(e, struct mode_node, link);
    n->taken++;
    ++*outstanding(s);
    *out = &n->m;
    return STATUS_SUCCESS;
}

static NTSTATUS first(const void *h, enum set_kind kind, const void **out)
{
    struct mode_set *s = mode_set_check(h, kind);
    return s ? take(s, s->modes.Flink, STATUS_GRAPHICS_DATASET_IS_EMPTY, out) : invalid(kind);
}

static NTSTATUS next(const void *h, enum set_kind kind, const void *mode, const void **out)
{
    struct mode_set *s = mode_set_check(h, kind);
    struct mode_node *n = s ? node_of(s, mode) : NULL;
    return n ? take(s, n->link.Flink, STATUS_GRAPHICS_NO_MORE_ELEMENTS_IN_DATASET, out) : invalid(kind);
}

static NTSTATUS pinned(const void *h, enum set_kind kind, const void **out)
{
    struct mode_set *s = mode_set_check(h, kind);
    *out = NULL;
    if (!s) return invalid(kind);
    return s->pinned ? take(s, &s->pinned->link, STATUS_GRAPHICS_MODE_NOT_PINNED, out) : STATUS_GRAPHICS_MODE_NOT_PINNED;
}

static NTSTATUS preferred(const void *h, const void **out)
{
    struct mode_set *s = mode_set_check(h, SET_MONITOR);
    LIST_ENTRY *e;
    *out = NULL;
    if (!s) return invalid(SET_MONITOR);
    for (e = s->modes.Flink; e != &s->modes; e = e->Flink)
        if (CONTAINING_RECORD(e, struct mode_node, link)->m.monitor.Preference == D3DKMDT_MP_PREFERRED)
            return take(s, e, STATUS_SUCCESS, out);
    return STATUS_GRAPHICS_NO_PREFERRED_MODE;
}

static NTSTATUS release(const void *h, enum set_kind kind, const void *mode)
{
    struct mode_set *s = mode_set_check(h, kind);
    struct mode_node *n = s ? node_of(s, mode) : NULL;
    if (!n) return invalid(kind);
    --*outstanding(s);
    if (!n->added) {
        n->set = NULL;
        free(n);
    } else if (--n->taken < 0) {
        nt_violation(ownership, "a mode was released more often than it was acquired");
    }
    return STATUS_SUCCESS;
}

static NTSTATUS create(const void *h, enum set_kind kind, void **out)
{
    struct mode_set *s = mode_set_check(h, kind);
    struct mode_node *n;

    *out = NULL;
    if (!s) return invalid(kind);
    if (s->assigned) nt_violation("display/vidpn-objects-and-interfaces", "an assigned mode set is to be replaced, not edited");
    if (!(n = calloc(1, sizeof *n))) return STATUS_NO_MEMORY;
    n->set = s;
    n->id = s->next_id++;
    switch (kind) {
    case SET_SOURCE:
        n->m.source.Id = n->id;
        break;
    case SET_TARGET:
        n->m.target.Id = n->id;
        break;
    case SET_MONITOR:
        n->m.monitor.Id = n->id;
        break;
    }
    ++*outstanding(s);
    *out = &n->m;
    return STATUS_SUCCESS;
}

static UINT id_of(const struct mode_node *n)
{
    switch (n->set->kind) {
    case SET_SOURCE: return n->m.source.Id;
    case SET_TARGET: return n->m.target.Id;
    case SET_MONITOR: return n->m.monitor.Id;
    }
    return 0;
}

/* The bytes that make two modes the same: all but the id, and the preference. */
static bool same(const struct mode_node *a, const struct mode_node *b)
{
    switch (a->set->kind) {
    case SET_SOURCE:
        return a->m.source.Type == b->m.source.Type &&
               memcmp(&a->m.source.Format.Graphics, &b->m.source.Format.Graphics, sizeof a->m.source.Format.Graphics) == 0;
    case SET_TARGET:
        return memcmp(&a->m.target.VideoSignalInfo, &b->m.target.VideoSignalInfo, sizeof a->m.target.VideoSignalInfo) == 0;
    case SET_MONITOR:
        return memcmp(&a->m.monitor.VideoSignalInfo, &b->m.monitor.VideoSignalInfo, sizeof a->m.monitor.VideoSignalInfo) == 0;
    }
    return false;
}

static NTSTATUS judge_signal(const D3DKMDT_VIDEO_SIGNAL_INFO *i)
{
    static const char page[] = "d3dkmdt/ns-d3dkmdt-_d3dkmdt_video_signal_info";
    if (!i->ActiveSize.cx || !i->ActiveSize.cy) return STATUS_GRAPHICS_INVALID_ACTIVE_REGION;
    if (i->TotalSize.cx != D3DKMDT_DIMENSION_NOTSPECIFIED &&
        (i->TotalSize.cx < i->ActiveSize.cx || i->TotalSize.cy < i->ActiveSize.cy))
        return STATUS_GRAPHICS_INVALID_TOTAL_REGION;
    if (!i->VSyncFreq.Denominator || !i->VSyncFreq.Numerator) return STATUS_GRAPHICS_INVALID_FREQUENCY;
    if (i->AdditionalSignalInfo.VSyncFreqDivider) nt_violation(page, "VSyncFreqDivider %u on no Miracast target",
                                                               i->AdditionalSignalInfo.VSyncFreqDivider);
    if (i->VideoStandard == D3DKMDT_VSS_UNINITIALIZED) nt_violation(page, "VideoStandard is not set");
    return STATUS_SUCCESS;
}

static NTSTATUS judge(const struct mode_node *n)
{
    const D3DKMDT_GRAPHICS_RENDERING_FORMAT *g = &n->m.source.Format.Graphics;
    switch (n->set->kind) {
    case SET_SOURCE:
        if (n->m.source.Type != D3DKMDT_RMT_GRAPHICS) return STATUS_GRAPHICS_INVALID_VIDEO_PRESENT_SOURCE_MODE;
        if (!g->PrimSurfSize.cx || !g->PrimSurfSize.cy || !g->Stride || g->PixelFormat == D3DDDIFMT_UNKNOWN ||
            g->ColorBasis == D3DKMDT_CB_UNINITIALIZED || g->PixelValueAccessMode == D3DKMDT_PVAM_UNINITIALIZED)
            nt_violation("d3dkmdt/ns-d3dkmdt-_d3dkmdt_graphics_rendering_format", "a source mode is not filled");
        return STATUS_SUCCESS;
    case SET_TARGET:
        if (n->m.target.Preference == D3DKMDT_MP_UNINITIALIZED)
            nt_violation("d3dkmdt/ns-d3dkmdt-_d3dkmdt_vidpn_target_mode", "Preference is not set");
        return judge_signal(&n->m.target.VideoSignalInfo);
    case SET_MONITOR:
        return judge_signal(&n->m.monitor.VideoSignalInfo);
    }
    return STATUS_SUCCESS;
}

static NTSTATUS add(const void *h, enum set_kind kind, const void *mode)
{
    struct mode_set *s = mode_set_check(h, kind);
    struct mode_node *n = s ? node_of(s, mode) : NULL;
    LIST_ENTRY *e;
    NTSTATUS status;

    if (!n || n->added) return invalid(kind);
    if (s->assigned) nt_violation("display/vidpn-objects-and-interfaces", "an assigned mode set is to be replaced, not edited");
    if (id_of(n) != n->id) nt_violation(ownership, "the Id of a mode was changed");
    if (!NT_SUCCESS(status = judge(n))) return status;
    for (e = s->modes.Flink; e != &s->modes; e = e->Flink)
        if (same(CONTAINING_RECORD(e, struct mode_node, link), n)) return STATUS_GRAPHICS_MODE_ALREADY_IN_MODESET;
    InsertTailList(&s->modes, &n->link);
    n->added = true;
    s->n++;
    --*outstanding(s);
    return STATUS_SUCCESS;
}

static NTSTATUS pin(const void *h, enum set_kind kind, UINT id)
{
    struct mode_set *s = mode_set_check(h, kind);
    LIST_ENTRY *e;

    if (!s) return invalid(kind);
    for (e = s->modes.Flink; e != &s->modes; e = e->Flink) {
        struct mode_node *n = CONTAINING_RECORD(e, struct mode_node, link);
        if (n->id != id) continue;
        s->pinned = n;
        return STATUS_SUCCESS;
    }
    return kind == SET_SOURCE ? STATUS_GRAPHICS_INVALID_VIDEO_PRESENT_SOURCE_MODE
                              : STATUS_GRAPHICS_INVALID_VIDEO_PRESENT_TARGET_MODE;
}

bool mode_set_add_signal(struct mode_set *s, const struct dxgk_mode *m, bool first_choice)
{
    struct mode_node *n = calloc(1, sizeof *n);
    if (!n) return false;
    n->set = s;
    n->id = s->next_id++;
    n->added = true;
    if (s->kind == SET_TARGET) {
        n->m.target.Id = n->id;
        dxgk_signal_info(m, &n->m.target.VideoSignalInfo);
        n->m.target.Preference = first_choice ? D3DKMDT_MP_PREFERRED : D3DKMDT_MP_NOTPREFERRED;
    } else {
        n->m.monitor.Id = n->id;
        dxgk_signal_info(m, &n->m.monitor.VideoSignalInfo);
        n->m.monitor.ColorBasis = D3DKMDT_CB_SRGB;
        n->m.monitor.Origin = D3DKMDT_MCO_MONITORDESCRIPTOR;
        n->m.monitor.Preference = first_choice ? D3DKMDT_MP_PREFERRED : D3DKMDT_MP_NOTPREFERRED;
    }
    InsertTailList(&s->modes, &n->link);
    s->n++;
    return true;
}

/* ---- the three interfaces ---- */

#define SHARED(prefix, KIND, Set, Mode) \
    static NTSTATUS DDI_CALL prefix##_count(Set h, SIZE_T *n) { return get_count(h, KIND, n); } \
    static NTSTATUS DDI_CALL prefix##_first(Set h, const Mode **m) { return first(h, KIND, (const void **)m); } \
    static NTSTATUS DDI_CALL prefix##_next(Set h, const Mode *at, const Mode **m) \
    { return next(h, KIND, at, (const void **)m); } \
    static NTSTATUS DDI_CALL prefix##_release(Set h, const Mode *m) { return release(h, KIND, m); } \
    static NTSTATUS DDI_CALL prefix##_create(Set h, Mode **m) { return create(h, KIND, (void **)m); } \
    static NTSTATUS DDI_CALL prefix##_add(Set h, Mode *m) { return add(h, KIND, m); }

#define PINNING(prefix, KIND, Set, Mode, Id) \
    static NTSTATUS DDI_CALL prefix##_pinned(Set h, const Mode **m) { return pinned(h, KIND, (const void **)m); } \
    static NTSTATUS DDI_CALL prefix##_pin(Set h, Id id) { return pin(h, KIND, id); }

SHARED(source, SET_SOURCE, const D3DKMDT_HVIDPNSOURCEMODESET, D3DKMDT_VIDPN_SOURCE_MODE)
PINNING(source, SET_SOURCE, const D3DKMDT_HVIDPNSOURCEMODESET, D3DKMDT_VIDPN_SOURCE_MODE,
        const D3DKMDT_VIDEO_PRESENT_SOURCE_MODE_ID)
SHARED(target, SET_TARGET, const D3DKMDT_HVIDPNTARGETMODESET, D3DKMDT_VIDPN_TARGET_MODE)
PINNING(target, SET_TARGET, const D3DKMDT_HVIDPNTARGETMODESET, D3DKMDT_VIDPN_TARGET_MODE,
        const D3DKMDT_VIDEO_PRESENT_TARGET_MODE_ID)
SHARED(monitor, SET_MONITOR, const D3DKMDT_HMONITORSOURCEMODESET, D3DKMDT_MONITOR_SOURCE_MODE)

static NTSTATUS DDI_CALL monitor_preferred(const D3DKMDT_HMONITORSOURCEMODESET h, const D3DKMDT_MONITOR_SOURCE_MODE **m)
{
    return preferred(h, (const void **)m);
}

const DXGK_VIDPNSOURCEMODESET_INTERFACE source_mode_interface = {
    .pfnGetNumModes = source_count, .pfnAcquireFirstModeInfo = source_first, .pfnAcquireNextModeInfo = source_next,
    .pfnAcquirePinnedModeInfo = source_pinned, .pfnReleaseModeInfo = source_release, .pfnCreateNewModeInfo = source_create,
    .pfnAddMode = source_add, .pfnPinMode = source_pin,
};

const DXGK_VIDPNTARGETMODESET_INTERFACE target_mode_interface = {
    .pfnGetNumModes = target_count, .pfnAcquireFirstModeInfo = target_first, .pfnAcquireNextModeInfo = target_next,
    .pfnAcquirePinnedModeInfo = target_pinned, .pfnReleaseModeInfo = target_release, .pfnCreateNewModeInfo = target_create,
    .pfnAddMode = target_add, .pfnPinMode = target_pin,
};

const DXGK_MONITORSOURCEMODESET_INTERFACE monitor_mode_interface = {
    .pfnGetNumModes = monitor_count, .pfnAcquirePreferredModeInfo = monitor_preferred, .pfnAcquireFirstModeInfo = monitor_first,
    .pfnAcquireNextModeInfo = monitor_next, .pfnCreateNewModeInfo = monitor_create, .pfnAddMode = monitor_add,
    .pfnReleaseModeInfo = monitor_release,
};
