/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "fake_vidpn.h"

#include <stdlib.h>
#include <string.h>

static int live;

static bool fails(struct vidpn *v) { return ++v->calls == v->fail_at; }

static struct vidpn_set *new_set(struct vidpn *v)
{
    struct vidpn_set *s = calloc(1, sizeof *s);
    s->pinned = -1;
    s->owner = v;
    live++;
    return s;
}

static void free_set(struct vidpn_set *s)
{
    if (!s) return;
    free(s);
    live--;
}

int vidpn_live(void) { return live; }
void vidpn_init(struct vidpn *v) { memset(v, 0, sizeof *v); }
D3DKMDT_HVIDPN vidpn_handle(struct vidpn *v) { return (D3DKMDT_HVIDPN)(void *)v; }
static struct vidpn *of(D3DKMDT_HVIDPN h) { return (struct vidpn *)(void *)h; }

void vidpn_fini(struct vidpn *v)
{
    for (int i = 0; i < 8; i++) {
        free_set(v->source[i]);
        free_set(v->target[i]);
    }
}

int vidpn_leaks(const struct vidpn *v) { return v->infos + v->sets; }

void vidpn_path(struct vidpn *v, UINT source, UINT target)
{
    D3DKMDT_VIDPN_PRESENT_PATH *p = &v->paths[v->n_paths++];
    p->VidPnSourceId = source;
    p->VidPnTargetId = target;
    p->ContentTransformation.Scaling = D3DKMDT_VPPS_UNPINNED;
    p->ContentTransformation.Rotation = D3DKMDT_VPPR_UNPINNED;
    memset(&p->ContentTransformation.ScalingSupport, 0xff, sizeof p->ContentTransformation.ScalingSupport);
    if (!v->source[source]) v->source[source] = new_set(v);
    if (!v->target[target]) v->target[target] = new_set(v);
}

void vidpn_pin_source(struct vidpn *v, UINT source, UINT width, UINT height, D3DDDIFORMAT format)
{
    struct vidpn_set *s = v->source[source];
    D3DKMDT_VIDPN_SOURCE_MODE *m = &s->modes[0].s;
    memset(m, 0, sizeof *m);
    s->n = 1;
    s->pinned = 0;
    m->Type = D3DKMDT_RMT_GRAPHICS;
    m->Format.Graphics.PrimSurfSize.cx = width;
    m->Format.Graphics.PrimSurfSize.cy = height;
    m->Format.Graphics.PixelFormat = format;
}

void vidpn_pin_target(struct vidpn *v, UINT target, UINT width, UINT height)
{
    struct vidpn_set *s = v->target[target];
    D3DKMDT_VIDPN_TARGET_MODE *m = &s->modes[0].t;
    memset(m, 0, sizeof *m);
    s->n = 1;
    s->pinned = 0;
    m->VideoSignalInfo.ActiveSize.cx = width;
    m->VideoSignalInfo.ActiveSize.cy = height;
    m->VideoSignalInfo.VSyncFreq.Numerator = 60;
    m->VideoSignalInfo.VSyncFreq.Denominator = 1;
}

int vidpn_source_modes(const struct vidpn *v, UINT source) { return v->source[source]->n; }
int vidpn_target_modes(const struct vidpn *v, UINT target) { return v->target[target]->n; }

bool vidpn_has_source(const struct vidpn *v, UINT source, UINT width, UINT height, D3DDDIFORMAT format)
{
    for (int i = 0; i < v->source[source]->n; i++) {
        const D3DKMDT_GRAPHICS_RENDERING_FORMAT *g = &v->source[source]->modes[i].s.Format.Graphics;
        if (g->PrimSurfSize.cx == width && g->PrimSurfSize.cy == height && g->PixelFormat == format &&
            g->Stride >= width * 4) return true;
    }
    return false;
}

bool vidpn_paths_identity_only(const struct vidpn *v)
{
    for (int i = 0; i < v->n_paths; i++) {
        const D3DKMDT_VIDPN_PRESENT_PATH_TRANSFORMATION *t = &v->paths[i].ContentTransformation;
        if (!t->ScalingSupport.Identity || t->ScalingSupport.Stretched || !t->RotationSupport.Identity ||
            t->RotationSupport.Rotate90)
            return false;
    }
    return true;
}

int vidpn_bad_timings(const struct vidpn *v)
{
    int bad = 0;
    for (int t = 0; t < 8; t++) {
        for (int i = 0; v->target[t] && i < v->target[t]->n; i++) {
            const D3DKMDT_VIDEO_SIGNAL_INFO *s = &v->target[t]->modes[i].t.VideoSignalInfo;
            uint64_t total = (uint64_t)s->TotalSize.cx * s->TotalSize.cy;
            if (!s->VSyncFreq.Denominator || !s->HSyncFreq.Denominator || !total ||
                s->PixelRate != total * s->VSyncFreq.Numerator / s->VSyncFreq.Denominator ||
                s->PixelRate != (uint64_t)s->TotalSize.cx * s->HSyncFreq.Numerator / s->HSyncFreq.Denominator ||
                s->TotalSize.cx <= s->ActiveSize.cx || s->TotalSize.cy <= s->ActiveSize.cy)
                bad++;
        }
    }
    return bad;
}

/* ---- mode sets: source and target differ in the mode's type only ---- */

#define SET(prefix, HSET, MODE, member)                                                                                         \
static struct vidpn_set *prefix##_of(HSET h) { return (struct vidpn_set *)(void *)h; }                                          \
static NTSTATUS DDI_CALL prefix##_num(HSET h, SIZE_T *n) { *n = (SIZE_T)prefix##_of(h)->n; return STATUS_SUCCESS; }             \
static NTSTATUS DDI_CALL prefix##_first(HSET h, const MODE **m)                                                                 \
{                                                                                                                               \
    struct vidpn_set *s = prefix##_of(h);                                                                                       \
    *m = NULL;                                                                                                                  \
    if (fails(s->owner)) return STATUS_NO_MEMORY;                                                                               \
    if (!s->n) return STATUS_GRAPHICS_DATASET_IS_EMPTY;                                                                         \
    s->owner->infos++;                                                                                                          \
    *m = &s->modes[0].member;                                                                                                   \
    return STATUS_SUCCESS;                                                                                                      \
}                                                                                                                               \
static NTSTATUS DDI_CALL prefix##_pinned(HSET h, const MODE **m)                                                                \
{                                                                                                                               \
    struct vidpn_set *s = prefix##_of(h);                                                                                       \
    *m = NULL;                                                                                                                  \
    if (fails(s->owner)) return STATUS_NO_MEMORY;                                                                               \
    if (s->pinned < 0) return STATUS_GRAPHICS_MODE_NOT_PINNED;                                                                  \
    s->owner->infos++;                                                                                                          \
    *m = &s->modes[s->pinned].member;                                                                                           \
    return STATUS_SUCCESS;                                                                                                      \
}                                                                                                                               \
static NTSTATUS DDI_CALL prefix##_release(HSET h, const MODE *m) { prefix##_of(h)->owner->infos--; return STATUS_SUCCESS; }     \
static NTSTATUS DDI_CALL prefix##_create(HSET h, MODE **m)                                                                      \
{                                                                                                                               \
    struct vidpn_set *s = prefix##_of(h);                                                                                       \
    *m = NULL;                                                                                                                  \
    if (fails(s->owner) || s->n == VIDPN_MODES) return STATUS_NO_MEMORY;                                                        \
    s->owner->infos++;                                                                                                          \
    *m = &s->modes[s->n].member;                                                                                                \
    memset(*m, 0, sizeof **m);                                                                                                  \
    (*m)->Id = (UINT)s->n;                                                                                                      \
    return STATUS_SUCCESS;                                                                                                      \
}                                                                                                                               \
static NTSTATUS DDI_CALL prefix##_add(HSET h, MODE *m)                                                                          \
{                                                                                                                               \
    struct vidpn_set *s = prefix##_of(h);                                                                                       \
    if (fails(s->owner)) return STATUS_NO_MEMORY;                                                                               \
    s->owner->infos--;                                                                                                          \
    s->n++;                                                                                                                     \
    return STATUS_SUCCESS;                                                                                                      \
}                                                                                                                               \
static NTSTATUS DDI_CALL prefix##_pin(HSET h, UINT id)                                                                          \
{                                                                                                                               \
    struct vidpn_set *s = prefix##_of(h);                                                                                       \
    if (fails(s->owner)) return STATUS_NO_MEMORY;                                                                               \
    if (id >= (UINT)s->n) return STATUS_GRAPHICS_INVALID_VIDEO_PRESENT_SOURCE_MODE;                                             \
    s->pinned = (int)id;                                                                                                        \
    return STATUS_SUCCESS;                                                                                                      \
}

SET(src, D3DKMDT_HVIDPNSOURCEMODESET, D3DKMDT_VIDPN_SOURCE_MODE, s)
SET(tgt, D3DKMDT_HVIDPNTARGETMODESET, D3DKMDT_VIDPN_TARGET_MODE, t)

static const DXGK_VIDPNSOURCEMODESET_INTERFACE src_interface = {
    .pfnGetNumModes = src_num, .pfnAcquireFirstModeInfo = src_first, .pfnAcquirePinnedModeInfo = src_pinned,
    .pfnReleaseModeInfo = src_release, .pfnCreateNewModeInfo = src_create, .pfnAddMode = src_add,
    .pfnPinMode = src_pin,
};
static const DXGK_VIDPNTARGETMODESET_INTERFACE tgt_interface = {
    .pfnGetNumModes = tgt_num, .pfnAcquireFirstModeInfo = tgt_first, .pfnAcquirePinnedModeInfo = tgt_pinned,
    .pfnReleaseModeInfo = tgt_release, .pfnCreateNewModeInfo = tgt_create, .pfnAddMode = tgt_add,
    .pfnPinMode = tgt_pin,
};

/* ---- the VidPn ---- */

#define SETS(name, HSET, IFACE, array, interface)                                                                               \
static NTSTATUS DDI_CALL acquire_##name(IN_CONST_D3DKMDT_HVIDPN h, UINT id, HSET *set, const IFACE **i)                         \
{                                                                                                                               \
    struct vidpn *v = of(h);                                                                                                    \
    if (fails(v)) return STATUS_NO_MEMORY;                                                                                      \
    if (id >= 8 || !v->array[id]) return STATUS_GRAPHICS_INVALID_VIDPN;                                                         \
    v->sets++;                                                                                                                  \
    *set = (HSET)(void *)v->array[id];                                                                                          \
    *i = &interface;                                                                                                            \
    return STATUS_SUCCESS;                                                                                                      \
}                                                                                                                               \
static NTSTATUS DDI_CALL release_##name(IN_CONST_D3DKMDT_HVIDPN h, HSET set)                                                    \
{                                                                                                                               \
    struct vidpn *v = of(h);                                                                                                    \
    bool assigned = false;                                                                                                      \
    for (int k = 0; k < 8; k++) assigned |= v->array[k] == (void *)set;                                                         \
    v->sets--;                                                                                                                  \
    if (!assigned) free_set((void *)set);                                                                                       \
    return STATUS_SUCCESS;                                                                                                      \
}                                                                                                                               \
static NTSTATUS DDI_CALL create_##name(IN_CONST_D3DKMDT_HVIDPN h, UINT id, HSET *set, const IFACE **i)                          \
{                                                                                                                               \
    struct vidpn *v = of(h);                                                                                                    \
    if (fails(v)) return STATUS_NO_MEMORY;                                                                                      \
    v->sets++;                                                                                                                  \
    *set = (HSET)(void *)new_set(v);                                                                                            \
    *i = &interface;                                                                                                            \
    return STATUS_SUCCESS;                                                                                                      \
}                                                                                                                               \
static NTSTATUS DDI_CALL assign_##name(D3DKMDT_HVIDPN h, UINT id, HSET set)                                                     \
{                                                                                                                               \
    struct vidpn *v = of(h);                                                                                                    \
    if (fails(v)) return STATUS_GRAPHICS_INVALID_VIDPN; /* the caller keeps it */                                               \
    v->sets--;                                                                                                                  \
    if (!((struct vidpn_set *)(void *)set)->n) { /* freed by us */                                                              \
        free_set((void *)set);                                                                                                  \
        return STATUS_GRAPHICS_EMPTY_ADAPTER_MONITOR_MODE_SUPPORT_INTERSECTION;                                                 \
    }                                                                                                                           \
    free_set(v->array[id]);                                                                                                     \
    v->array[id] = (void *)set;                                                                                                 \
    return STATUS_SUCCESS;                                                                                                      \
}

SETS(src, D3DKMDT_HVIDPNSOURCEMODESET, DXGK_VIDPNSOURCEMODESET_INTERFACE, source, src_interface)
SETS(tgt, D3DKMDT_HVIDPNTARGETMODESET, DXGK_VIDPNTARGETMODESET_INTERFACE, target, tgt_interface)

static struct vidpn *topology_of(D3DKMDT_HVIDPNTOPOLOGY h) { return (struct vidpn *)(void *)h; }

static NTSTATUS path_out(struct vidpn *v, int i, const D3DKMDT_VIDPN_PRESENT_PATH **p, NTSTATUS end)
{
    *p = NULL;
    if (fails(v)) return STATUS_NO_MEMORY;
    if (i >= v->n_paths) return end;
    v->infos++;
    *p = &v->paths[i];
    return STATUS_SUCCESS;
}

static NTSTATUS DDI_CALL path_first(D3DKMDT_HVIDPNTOPOLOGY h, const D3DKMDT_VIDPN_PRESENT_PATH **p)
{
    return path_out(topology_of(h), 0, p, STATUS_GRAPHICS_DATASET_IS_EMPTY);
}

static NTSTATUS DDI_CALL path_next(D3DKMDT_HVIDPNTOPOLOGY h, const D3DKMDT_VIDPN_PRESENT_PATH *const was,
                          const D3DKMDT_VIDPN_PRESENT_PATH **p)
{
    return path_out(topology_of(h), (int)(was - topology_of(h)->paths) + 1, p, STATUS_GRAPHICS_NO_MORE_ELEMENTS_IN_DATASET);
}

static NTSTATUS DDI_CALL path_acquire(D3DKMDT_HVIDPNTOPOLOGY h, UINT source, UINT target, const D3DKMDT_VIDPN_PRESENT_PATH **p)
{
    struct vidpn *v = topology_of(h);
    int i;
    for (i = 0; i < v->n_paths && (v->paths[i].VidPnSourceId != source || v->paths[i].VidPnTargetId != target); i++) {}
    return path_out(v, i, p, STATUS_GRAPHICS_PATH_NOT_IN_TOPOLOGY);
}

static NTSTATUS DDI_CALL path_release(D3DKMDT_HVIDPNTOPOLOGY h, const D3DKMDT_VIDPN_PRESENT_PATH *const p)
{
    topology_of(h)->infos--;
    return STATUS_SUCCESS;
}

static NTSTATUS DDI_CALL path_update(D3DKMDT_HVIDPNTOPOLOGY h, const D3DKMDT_VIDPN_PRESENT_PATH *p)
{
    struct vidpn *v = topology_of(h);
    if (fails(v)) return STATUS_NO_MEMORY;
    for (int i = 0; i < v->n_paths; i++)
        if (v->paths[i].VidPnSourceId == p->VidPnSourceId && v->paths[i].VidPnTargetId == p->VidPnTargetId)
            v->paths[i].ContentTransformation = p->ContentTransformation;
    return STATUS_SUCCESS;
}

static NTSTATUS DDI_CALL path_create(D3DKMDT_HVIDPNTOPOLOGY h, D3DKMDT_VIDPN_PRESENT_PATH **p)
{
    struct vidpn *v = topology_of(h);
    *p = NULL;
    if (fails(v) || v->n_paths == 4) return STATUS_NO_MEMORY;
    v->infos++;
    *p = &v->paths[v->n_paths];
    memset(*p, 0, sizeof **p);
    return STATUS_SUCCESS;
}

static NTSTATUS DDI_CALL path_add(D3DKMDT_HVIDPNTOPOLOGY h, D3DKMDT_VIDPN_PRESENT_PATH *p)
{
    struct vidpn *v = topology_of(h);
    if (fails(v)) return STATUS_NO_MEMORY;
    if (p->VidPnSourceId >= 8 || p->VidPnTargetId >= 8) return STATUS_GRAPHICS_INVALID_VIDEO_PRESENT_TARGET;
    v->infos--;
    v->n_paths++;
    if (!v->source[p->VidPnSourceId]) v->source[p->VidPnSourceId] = new_set(v);
    if (!v->target[p->VidPnTargetId]) v->target[p->VidPnTargetId] = new_set(v);
    return STATUS_SUCCESS;
}

static const DXGK_VIDPNTOPOLOGY_INTERFACE topology_interface = {
    .pfnCreateNewPathInfo = path_create, .pfnAddPath = path_add,
    .pfnAcquirePathInfo = path_acquire, .pfnAcquireFirstPathInfo = path_first, .pfnAcquireNextPathInfo = path_next,
    .pfnUpdatePathSupportInfo = path_update, .pfnReleasePathInfo = path_release,
};

static NTSTATUS DDI_CALL topology(IN_CONST_D3DKMDT_HVIDPN h, D3DKMDT_HVIDPNTOPOLOGY *out, const DXGK_VIDPNTOPOLOGY_INTERFACE **i)
{
    if (fails(of(h))) return STATUS_NO_MEMORY;
    *out = (D3DKMDT_HVIDPNTOPOLOGY)(void *)of(h);
    *i = &topology_interface;
    return STATUS_SUCCESS;
}

static const DXGK_VIDPN_INTERFACE vidpn_interface = {
    .Version = DXGK_VIDPN_INTERFACE_VERSION_V1, .pfnGetTopology = topology,
    .pfnAcquireSourceModeSet = acquire_src, .pfnReleaseSourceModeSet = release_src,
    .pfnCreateNewSourceModeSet = create_src, .pfnAssignSourceModeSet = assign_src,
    .pfnAcquireTargetModeSet = acquire_tgt, .pfnReleaseTargetModeSet = release_tgt,
    .pfnCreateNewTargetModeSet = create_tgt, .pfnAssignTargetModeSet = assign_tgt,
};

NTSTATUS DDI_CALL vidpn_query_interface(IN_CONST_D3DKMDT_HVIDPN h, IN_CONST_DXGK_VIDPN_INTERFACE_VERSION version,
                               DEREF_OUT_CONST_PPDXGK_VIDPN_INTERFACE out)
{
    if (fails(of(h))) return STATUS_NO_MEMORY;
    *out = &vidpn_interface;
    return STATUS_SUCCESS;
}
