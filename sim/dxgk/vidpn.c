/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * vidpn.c - VidPNs and their topologies as the driver sees them, with the ownership that the pages describe: what is
 * acquired is released as often, what is created is assigned or released once (contract.md A.4).
 */
#include "vidpn.h"

#define PAGE(name) "d3dkmddi/nc-d3dkmddi-dxgkddi_" name

static struct dxgk_vidpn *check(const void *h)
{
    struct dxgk_vidpn *v = (struct dxgk_vidpn *)(uintptr_t)h;
    if (v && v->magic == VIDPN_MAGIC) return v;
    nt_violation("display/vidpn-objects-and-interfaces", "%p is not a VidPN", h);
    return NULL;
}

static struct dxgk_vidpn *check_topology(const void *h)
{
    struct topology *t = (struct topology *)(uintptr_t)h;
    if (t && t->magic == TOPOLOGY_MAGIC) return CONTAINING_RECORD(t, struct dxgk_vidpn, topology);
    nt_violation("display/vidpn-objects-and-interfaces", "%p is not a topology", h);
    return NULL;
}

static int child_index(struct dxgk_adapter *a, UINT target)
{
    ULONG i;
    for (i = 0; i < a->n_children; i++)
        if (a->children[i].d.ChildDeviceType == TypeVideoOutput && a->children[i].d.ChildUid == target) return (int)i;
    return -1;
}

/* ---- mode sets of a VidPN ---- */

static struct mode_set **slot(struct dxgk_vidpn *v, enum set_kind kind, UINT id)
{
    int child;
    if (kind == SET_SOURCE) return id < v->a->n_sources ? &v->source_sets[id] : NULL;
    child = child_index(v->a, id);
    return child >= 0 ? &v->target_sets[child] : NULL;
}

static NTSTATUS acquire(const void *h, enum set_kind kind, UINT id, void **out)
{
    struct dxgk_vidpn *v = check(h);
    struct mode_set **s;

    *out = NULL;
    if (!v) return STATUS_GRAPHICS_INVALID_VIDPN;
    s = slot(v, kind, id);
    if (!s)
        return kind == SET_SOURCE ? STATUS_GRAPHICS_INVALID_VIDEO_PRESENT_SOURCE : STATUS_GRAPHICS_INVALID_VIDEO_PRESENT_TARGET;
    if (!*s) { /* nothing was assigned: an empty set */
        *s = mode_set_create(v, kind, id);
        if (!*s) return STATUS_NO_MEMORY;
        (*s)->assigned = true;
    }
    (*s)->taken++;
    v->outstanding++;
    *out = *s;
    return STATUS_SUCCESS;
}

static NTSTATUS release(const void *h, enum set_kind kind, const void *set)
{
    struct dxgk_vidpn *v = check(h);
    struct mode_set *s = mode_set_check(set, kind);

    if (!v) return STATUS_GRAPHICS_INVALID_VIDPN;
    if (!s) return kind == SET_SOURCE ? STATUS_GRAPHICS_INVALID_VIDPN_SOURCEMODESET : STATUS_GRAPHICS_INVALID_VIDPN_TARGETMODESET;
    if (s->vidpn != v) return STATUS_GRAPHICS_RESOURCES_NOT_RELATED;
    if (s->taken <= 0) {
        nt_violation(PAGE("vidpn_releasesourcemodeset"), "a mode set was released more often than it was acquired");
        return STATUS_SUCCESS;
    }
    v->outstanding--;
    if (--s->taken == 0 && !s->assigned) {
        struct mode_set **at;
        for (at = &v->held; *at && *at != s; at = &(*at)->next_held) {}
        if (*at) *at = s->next_held;
        mode_set_free(s);
    }
    return STATUS_SUCCESS;
}

static NTSTATUS create(const void *h, enum set_kind kind, UINT id, void **out)
{
    struct dxgk_vidpn *v = check(h);
    struct mode_set *s;

    *out = NULL;
    if (!v) return STATUS_GRAPHICS_INVALID_VIDPN;
    if (!slot(v, kind, id))
        return kind == SET_SOURCE ? STATUS_GRAPHICS_INVALID_VIDEO_PRESENT_SOURCE : STATUS_GRAPHICS_INVALID_VIDEO_PRESENT_TARGET;
    if (!(s = mode_set_create(v, kind, id))) return STATUS_NO_MEMORY;
    s->taken = 1;
    v->outstanding++;
    *out = s;
    return STATUS_SUCCESS;
}

static bool contains_pinned(const struct mode_set *fresh, const struct mode_set *old, enum set_kind kind)
{
    const LIST_ENTRY *e;
    for (e = fresh->modes.Flink; e != &fresh->modes; e = e->Flink) {
        const struct mode_node *n = CONTAINING_RECORD((LIST_ENTRY *)(uintptr_t)e, struct mode_node, link);
        if (kind == SET_SOURCE ? memcmp(&n->m.source.Format.Graphics, &old->pinned->m.source.Format.Graphics,
                                        sizeof n->m.source.Format.Graphics) == 0
                               : memcmp(&n->m.target.VideoSignalInfo, &old->pinned->m.target.VideoSignalInfo,
                                        sizeof n->m.target.VideoSignalInfo) == 0)
            return true;
    }
    return false;
}

static NTSTATUS assign(const void *h, enum set_kind kind, UINT id, const void *set)
{
    struct dxgk_vidpn *v = check(h);
    struct mode_set **at, *s;
    NTSTATUS status = STATUS_SUCCESS;

    /* Wrong arguments leave the set with the caller. */
    if (!v) return STATUS_GRAPHICS_INVALID_VIDPN;
    at = slot(v, kind, id);
    if (!at)
        return kind == SET_SOURCE ? STATUS_GRAPHICS_INVALID_VIDEO_PRESENT_SOURCE : STATUS_GRAPHICS_INVALID_VIDEO_PRESENT_TARGET;
    s = mode_set_check(set, kind);
    if (!s || s->vidpn != v || s->assigned)
        return kind == SET_SOURCE ? STATUS_GRAPHICS_INVALID_VIDPN_SOURCEMODESET : STATUS_GRAPHICS_INVALID_VIDPN_TARGETMODESET;
    /* From here on the set is ours, whatever comes of it. */
    v->outstanding -= s->taken;
    s->taken = 0;
    if (!s->n) status = STATUS_GRAPHICS_EMPTY_ADAPTER_MONITOR_MODE_SUPPORT_INTERSECTION;
    else if (s->owner != id) status = STATUS_GRAPHICS_RESOURCES_NOT_RELATED;
    else if (*at && (*at)->pinned && !contains_pinned(s, *at, kind)) status = STATUS_GRAPHICS_PINNED_MODE_MUST_REMAIN_IN_SET;
    if (!NT_SUCCESS(status)) {
        nt_violation(PAGE("vidpn_assignsourcemodeset"),
                     "the set for %s %u is empty, of another one, or misses the pinned mode (0x%08x)",
                     kind == SET_SOURCE ? "source" : "target", id, (unsigned)status);
        mode_set_free(s);
        return status;
    }
    if (*at && (*at)->taken) {
        (*at)->assigned = false; /* goes when its last holder lets go, or with the VidPN */
        (*at)->next_held = v->held;
        v->held = *at;
    } else {
        mode_set_free(*at);
    }
    *at = s;
    s->assigned = true;
    return STATUS_SUCCESS;
}

#define SETS(Side, prefix, KIND, Set, Id, Interface, table) \
    static NTSTATUS DDI_CALL prefix##_acquire(const D3DKMDT_HVIDPN h, Id id, Set *set, const Interface **i) \
    { *i = &table; return acquire(h, KIND, id, (void **)set); } \
    static NTSTATUS DDI_CALL prefix##_release(const D3DKMDT_HVIDPN h, const Set set) { return release(h, KIND, set); } \
    static NTSTATUS DDI_CALL prefix##_create(const D3DKMDT_HVIDPN h, Id id, Set *set, const Interface **i) \
    { *i = &table; return create(h, KIND, id, (void **)set); } \
    static NTSTATUS DDI_CALL prefix##_assign(D3DKMDT_HVIDPN h, Id id, const Set set) { return assign(h, KIND, id, set); }

SETS(Source, source, SET_SOURCE, D3DKMDT_HVIDPNSOURCEMODESET, const D3DDDI_VIDEO_PRESENT_SOURCE_ID,
     DXGK_VIDPNSOURCEMODESET_INTERFACE, source_mode_interface)
SETS(Target, target, SET_TARGET, D3DKMDT_HVIDPNTARGETMODESET, const D3DDDI_VIDEO_PRESENT_TARGET_ID,
     DXGK_VIDPNTARGETMODESET_INTERFACE, target_mode_interface)

static NTSTATUS DDI_CALL assign_multisampling(D3DKMDT_HVIDPN h, const D3DDDI_VIDEO_PRESENT_SOURCE_ID id, const SIZE_T n,
                                              const D3DDDI_MULTISAMPLINGMETHOD *methods)
{
    struct dxgk_vidpn *v = check(h);
    if (!v) return STATUS_GRAPHICS_INVALID_VIDPN;
    return id < v->a->n_sources ? STATUS_SUCCESS : STATUS_GRAPHICS_INVALID_VIDEO_PRESENT_SOURCE;
}

/* ---- topology ---- */

static NTSTATUS DDI_CALL num_paths(const D3DKMDT_HVIDPNTOPOLOGY h, SIZE_T *n)
{
    struct dxgk_vidpn *v = check_topology(h);
    if (!v) return STATUS_GRAPHICS_INVALID_VIDPN_TOPOLOGY;
    *n = dxgk_vidpn_paths(v);
    return STATUS_SUCCESS;
}

static NTSTATUS DDI_CALL num_from_source(const D3DKMDT_HVIDPNTOPOLOGY h, const D3DDDI_VIDEO_PRESENT_SOURCE_ID source, SIZE_T *n)
{
    struct dxgk_vidpn *v = check_topology(h);
    LIST_ENTRY *e;
    if (!v) return STATUS_GRAPHICS_INVALID_VIDPN_TOPOLOGY;
    if (source >= v->a->n_sources) return STATUS_GRAPHICS_INVALID_VIDEO_PRESENT_SOURCE;
    *n = 0;
    for (e = v->paths.Flink; e != &v->paths; e = e->Flink)
        *n += CONTAINING_RECORD(e, struct path, link)->info.VidPnSourceId == source;
    return STATUS_SUCCESS;
}

static NTSTATUS DDI_CALL enum_targets(const D3DKMDT_HVIDPNTOPOLOGY h, const D3DDDI_VIDEO_PRESENT_SOURCE_ID source,
                                      const D3DKMDT_VIDPN_PRESENT_PATH_INDEX index, D3DDDI_VIDEO_PRESENT_TARGET_ID *target)
{
    struct dxgk_vidpn *v = check_topology(h);
    LIST_ENTRY *e;
    SIZE_T i = 0;
    if (!v) return STATUS_GRAPHICS_INVALID_VIDPN_TOPOLOGY;
    for (e = v->paths.Flink; e != &v->paths; e = e->Flink) {
        struct path *p = CONTAINING_RECORD(e, struct path, link);
        if (p->info.VidPnSourceId != source || i++ != index) continue;
        *target = p->info.VidPnTargetId;
        return STATUS_SUCCESS;
    }
    return STATUS_INVALID_PARAMETER;
}

static struct path *find_path(struct dxgk_vidpn *v, UINT source, UINT target)
{
    LIST_ENTRY *e;
    for (e = v->paths.Flink; e != &v->paths; e = e->Flink) {
        struct path *p = CONTAINING_RECORD(e, struct path, link);
        if ((source == D3DDDI_ID_ALL || p->info.VidPnSourceId == source) && p->info.VidPnTargetId == target) return p;
    }
    return NULL;
}

static NTSTATUS DDI_CALL source_of_target(const D3DKMDT_HVIDPNTOPOLOGY h, const D3DDDI_VIDEO_PRESENT_TARGET_ID target,
                                          D3DDDI_VIDEO_PRESENT_SOURCE_ID *source)
{
    struct dxgk_vidpn *v = check_topology(h);
    struct path *p;
    if (!v) return STATUS_GRAPHICS_INVALID_VIDPN_TOPOLOGY;
    p = find_path(v, D3DDDI_ID_ALL, target);
    if (!p) return STATUS_GRAPHICS_TARGET_NOT_IN_TOPOLOGY;
    *source = p->info.VidPnSourceId;
    return STATUS_SUCCESS;
}

static NTSTATUS give(struct dxgk_vidpn *v, LIST_ENTRY *e, NTSTATUS at_end, const D3DKMDT_VIDPN_PRESENT_PATH **out)
{
    struct path *p;
    *out = NULL;
    if (e == &v->paths) return at_end;
    p = CONTAINING_RECORD(e, struct path, link);
    p->taken++;
    v->outstanding++;
    *out = &p->info;
    return STATUS_SUCCESS;
}

static struct path *path_of(struct dxgk_vidpn *v, const D3DKMDT_VIDPN_PRESENT_PATH *info)
{
    struct path *p = CONTAINING_RECORD((D3DKMDT_VIDPN_PRESENT_PATH *)(uintptr_t)info, struct path, info);
    if (info && p->vidpn == v) return p;
    nt_violation(PAGE("vidpntopology_releasepathinfo"), "path %p does not belong to this topology", (const void *)info);
    return NULL;
}

static NTSTATUS DDI_CALL acquire_path(const D3DKMDT_HVIDPNTOPOLOGY h, const D3DDDI_VIDEO_PRESENT_SOURCE_ID source,
                                      const D3DDDI_VIDEO_PRESENT_TARGET_ID target, const D3DKMDT_VIDPN_PRESENT_PATH **out)
{
    struct dxgk_vidpn *v = check_topology(h);
    struct path *p;
    *out = NULL;
    if (!v) return STATUS_GRAPHICS_INVALID_VIDPN_TOPOLOGY;
    p = find_path(v, source, target);
    return p ? give(v, &p->link, STATUS_SUCCESS, out) : STATUS_GRAPHICS_PATH_NOT_IN_TOPOLOGY;
}

static NTSTATUS DDI_CALL first_path(const D3DKMDT_HVIDPNTOPOLOGY h, const D3DKMDT_VIDPN_PRESENT_PATH **out)
{
    struct dxgk_vidpn *v = check_topology(h);
    return v ? give(v, v->paths.Flink, STATUS_GRAPHICS_DATASET_IS_EMPTY, out) : STATUS_GRAPHICS_INVALID_VIDPN_TOPOLOGY;
}

static NTSTATUS DDI_CALL next_path(const D3DKMDT_HVIDPNTOPOLOGY h, const D3DKMDT_VIDPN_PRESENT_PATH *const at,
                                   const D3DKMDT_VIDPN_PRESENT_PATH **out)
{
    struct dxgk_vidpn *v = check_topology(h);
    struct path *p = v ? path_of(v, at) : NULL;
    *out = NULL;
    return p ? give(v, p->link.Flink, STATUS_GRAPHICS_NO_MORE_ELEMENTS_IN_DATASET, out) : STATUS_GRAPHICS_INVALID_VIDPN_TOPOLOGY;
}

static NTSTATUS DDI_CALL update_path(const D3DKMDT_HVIDPNTOPOLOGY h, const D3DKMDT_VIDPN_PRESENT_PATH *const info)
{
    struct dxgk_vidpn *v = check_topology(h);
    struct path *p;
    if (!v) return STATUS_GRAPHICS_INVALID_VIDPN_TOPOLOGY;
    p = find_path(v, info->VidPnSourceId, info->VidPnTargetId);
    if (!p) return STATUS_GRAPHICS_PATH_NOT_IN_TOPOLOGY;
    p->info.ContentTransformation.ScalingSupport = info->ContentTransformation.ScalingSupport;
    p->info.ContentTransformation.RotationSupport = info->ContentTransformation.RotationSupport;
    p->info.CopyProtection.CopyProtectionSupport = info->CopyProtection.CopyProtectionSupport;
    return STATUS_SUCCESS;
}

static NTSTATUS DDI_CALL release_path(const D3DKMDT_HVIDPNTOPOLOGY h, const D3DKMDT_VIDPN_PRESENT_PATH *const info)
{
    struct dxgk_vidpn *v = check_topology(h);
    struct path *p = v ? path_of(v, info) : NULL;
    if (!p) return STATUS_GRAPHICS_INVALID_VIDPN_TOPOLOGY;
    v->outstanding--;
    if (!p->added) {
        RemoveEntryList(&p->link);
        free(p);
    } else if (--p->taken < 0)
        nt_violation(PAGE("vidpntopology_releasepathinfo"), "a path was released more often than it was acquired");
    return STATUS_SUCCESS;
}

static NTSTATUS DDI_CALL create_path(const D3DKMDT_HVIDPNTOPOLOGY h, D3DKMDT_VIDPN_PRESENT_PATH **out)
{
    struct dxgk_vidpn *v = check_topology(h);
    struct path *p;
    *out = NULL;
    if (!v) return STATUS_GRAPHICS_INVALID_VIDPN_TOPOLOGY;
    if (!(p = calloc(1, sizeof *p))) return STATUS_NO_MEMORY;
    p->vidpn = v;
    InsertTailList(&v->loose, &p->link);
    v->outstanding++;
    *out = &p->info;
    return STATUS_SUCCESS;
}

static NTSTATUS insert_path(struct dxgk_vidpn *v, struct path *p)
{
    LIST_ENTRY *e;
    if (p->info.VidPnSourceId >= v->a->n_sources) return STATUS_GRAPHICS_INVALID_VIDEO_PRESENT_SOURCE;
    if (child_index(v->a, p->info.VidPnTargetId) < 0) return STATUS_GRAPHICS_INVALID_VIDEO_PRESENT_TARGET;
    if (find_path(v, D3DDDI_ID_ALL, p->info.VidPnTargetId)) return STATUS_GRAPHICS_PATH_ALREADY_IN_TOPOLOGY; /* a target once */
    for (e = v->paths.Flink; e != &v->paths; e = e->Flink)
        if (CONTAINING_RECORD(e, struct path, link)->info.ImportanceOrdinal == p->info.ImportanceOrdinal)
            nt_violation("d3dkmdt/ns-d3dkmdt-_d3dkmdt_vidpn_present_path", "two paths of importance %d",
                         p->info.ImportanceOrdinal);
    RemoveEntryList(&p->link); /* from the loose ones */
    InsertTailList(&v->paths, &p->link);
    p->added = true;
    return STATUS_SUCCESS;
}

static NTSTATUS DDI_CALL add_path(D3DKMDT_HVIDPNTOPOLOGY h, D3DKMDT_VIDPN_PRESENT_PATH *info)
{
    struct dxgk_vidpn *v = check_topology(h);
    struct path *p = v ? path_of(v, info) : NULL;
    NTSTATUS status;
    if (!p || p->added) return STATUS_GRAPHICS_INVALID_VIDPN_TOPOLOGY;
    if (!v->topology_mutable) return STATUS_ACCESS_DENIED;
    status = insert_path(v, p);
    if (NT_SUCCESS(status)) v->outstanding--;
    return status;
}

static NTSTATUS DDI_CALL remove_path(const D3DKMDT_HVIDPNTOPOLOGY h, const D3DDDI_VIDEO_PRESENT_SOURCE_ID source,
                                     const D3DDDI_VIDEO_PRESENT_TARGET_ID target)
{
    struct dxgk_vidpn *v = check_topology(h);
    struct path *p;
    if (!v) return STATUS_GRAPHICS_INVALID_VIDPN_TOPOLOGY;
    if (!v->topology_mutable) return STATUS_ACCESS_DENIED;
    p = find_path(v, source, target);
    if (!p) return STATUS_GRAPHICS_PATH_NOT_IN_TOPOLOGY;
    if (p->taken) nt_violation(PAGE("vidpntopology_removepath"), "a path is removed while it is acquired");
    RemoveEntryList(&p->link);
    free(p);
    return STATUS_SUCCESS;
}

static const DXGK_VIDPNTOPOLOGY_INTERFACE topology_interface = {
    .pfnGetNumPaths = num_paths, .pfnGetNumPathsFromSource = num_from_source, .pfnEnumPathTargetsFromSource = enum_targets,
    .pfnGetPathSourceFromTarget = source_of_target, .pfnAcquirePathInfo = acquire_path, .pfnAcquireFirstPathInfo = first_path,
    .pfnAcquireNextPathInfo = next_path, .pfnUpdatePathSupportInfo = update_path, .pfnReleasePathInfo = release_path,
    .pfnCreateNewPathInfo = create_path, .pfnAddPath = add_path, .pfnRemovePath = remove_path,
};

static NTSTATUS DDI_CALL get_topology(const D3DKMDT_HVIDPN h, D3DKMDT_HVIDPNTOPOLOGY *out, const DXGK_VIDPNTOPOLOGY_INTERFACE **i)
{
    struct dxgk_vidpn *v = check(h);
    if (!v) return STATUS_GRAPHICS_INVALID_VIDPN;
    *out = (D3DKMDT_HVIDPNTOPOLOGY)(void *)&v->topology;
    *i = &topology_interface;
    return STATUS_SUCCESS;
}

static const DXGK_VIDPN_INTERFACE interface = {
    .Version = DXGK_VIDPN_INTERFACE_VERSION_V1, .pfnGetTopology = get_topology,
    .pfnAcquireSourceModeSet = source_acquire, .pfnReleaseSourceModeSet = source_release,
    .pfnCreateNewSourceModeSet = source_create, .pfnAssignSourceModeSet = source_assign,
    .pfnAssignMultisamplingMethodSet = assign_multisampling,
    .pfnAcquireTargetModeSet = target_acquire, .pfnReleaseTargetModeSet = target_release,
    .pfnCreateNewTargetModeSet = target_create, .pfnAssignTargetModeSet = target_assign,
};

NTSTATUS dxgk_vidpn_interface(const D3DKMDT_HVIDPN h, DXGK_VIDPN_INTERFACE_VERSION version, const DXGK_VIDPN_INTERFACE **out)
{
    *out = NULL;
    if (!check(h)) return STATUS_GRAPHICS_INVALID_VIDPN;
    if (version != DXGK_VIDPN_INTERFACE_VERSION_V1) return STATUS_NOT_SUPPORTED;
    *out = &interface;
    return STATUS_SUCCESS;
}

/* ---- the port driver's side ---- */

struct dxgk_vidpn *dxgk_vidpn_create(struct dxgk_adapter *a)
{
    struct dxgk_vidpn *v = calloc(1, sizeof *v);
    if (!v) return NULL;
    v->magic = VIDPN_MAGIC;
    v->topology.magic = TOPOLOGY_MAGIC;
    v->a = a;
    InitializeListHead(&v->paths);
    InitializeListHead(&v->loose);
    return v;
}

void dxgk_vidpn_destroy(struct dxgk_vidpn *v)
{
    unsigned i;
    if (!v) return;
    while (!IsListEmpty(&v->paths)) free(CONTAINING_RECORD(RemoveHeadList(&v->paths), struct path, link));
    while (!IsListEmpty(&v->loose)) free(CONTAINING_RECORD(RemoveHeadList(&v->loose), struct path, link));
    while (v->held) {
        struct mode_set *next = v->held->next_held;
        mode_set_free(v->held);
        v->held = next;
    }
    for (i = 0; i < DXGK_MAX_SOURCES; i++) mode_set_free(v->source_sets[i]);
    for (i = 0; i < DXGK_MAX_CHILDREN; i++) mode_set_free(v->target_sets[i]);
    v->magic = v->topology.magic = 0;
    free(v);
}

D3DKMDT_HVIDPN dxgk_vidpn_handle(struct dxgk_vidpn *v) { return (D3DKMDT_HVIDPN)(void *)v; }

void dxgk_vidpn_begin(struct dxgk_vidpn *v, bool topology_mutable) { v->topology_mutable = topology_mutable; }

void dxgk_vidpn_end(struct dxgk_vidpn *v, const char *call)
{
    v->topology_mutable = false;
    if (!v->outstanding) return;
    nt_violation("display/vidpn-objects-and-interfaces", "%s left %d VidPN objects acquired or created (contract.md A.4)", call,
                 v->outstanding);
    v->outstanding = 0;
}

uint32_t dxgk_vidpn_paths(struct dxgk_vidpn *v)
{
    uint32_t n = 0;
    LIST_ENTRY *e;
    for (e = v->paths.Flink; e != &v->paths; e = e->Flink) n++;
    return n;
}

NTSTATUS dxgk_vidpn_add_path(struct dxgk_vidpn *v, uint32_t source, uint32_t target)
{
    struct path *p = calloc(1, sizeof *p);
    NTSTATUS status;

    if (!p) return STATUS_NO_MEMORY;
    p->vidpn = v;
    p->info.VidPnSourceId = source;
    p->info.VidPnTargetId = target;
    p->info.ImportanceOrdinal = (D3DKMDT_VIDPN_PRESENT_PATH_IMPORTANCE)(D3DKMDT_VPPI_PRIMARY + dxgk_vidpn_paths(v));
    p->info.ContentTransformation.Scaling = D3DKMDT_VPPS_UNPINNED;
    p->info.ContentTransformation.Rotation = D3DKMDT_VPPR_UNPINNED;
    p->info.VidPnTargetColorBasis = D3DKMDT_CB_SRGB;
    p->info.Content = D3DKMDT_VPPC_GRAPHICS;
    p->info.CopyProtection.CopyProtectionType = D3DKMDT_VPPMT_NOPROTECTION;
    p->info.GammaRamp.Type = D3DDDI_GAMMARAMP_DEFAULT;
    InsertTailList(&v->loose, &p->link);
    status = insert_path(v, p);
    if (!NT_SUCCESS(status)) {
        RemoveEntryList(&p->link);
        free(p);
    }
    return status;
}

static uint32_t mhz(const D3DDDI_RATIONAL *r)
{
    return r->Denominator ? (uint32_t)(((uint64_t)r->Numerator * 1000u + r->Denominator / 2) / r->Denominator) : 0;
}

static struct mode_set *target_set(struct dxgk_vidpn *v, uint32_t target)
{
    int child = child_index(v->a, target);
    return child >= 0 ? v->target_sets[child] : NULL;
}

static struct mode_node *source_node(struct dxgk_vidpn *v, uint32_t source, uint32_t width, uint32_t height, D3DDDIFORMAT format)
{
    struct mode_set *s = v->source_sets[source];
    LIST_ENTRY *e;
    for (e = s ? s->modes.Flink : NULL; e && e != &s->modes; e = e->Flink) {
        struct mode_node *n = CONTAINING_RECORD(e, struct mode_node, link);
        const D3DKMDT_GRAPHICS_RENDERING_FORMAT *g = &n->m.source.Format.Graphics;
        if (g->PrimSurfSize.cx == width && g->PrimSurfSize.cy == height && g->PixelFormat == format) return n;
    }
    return NULL;
}

bool dxgk_vidpn_pin(struct dxgk_vidpn *v, uint32_t source, uint32_t target, const struct dxgk_mode *m, D3DDDIFORMAT format)
{
    struct mode_node *n = source_node(v, source, m->width, m->height, format), *best = NULL;
    struct mode_set *t = target_set(v, target);
    struct path *p = find_path(v, source, target);
    uint32_t least = UINT32_MAX;
    LIST_ENTRY *e;

    if (!n || !t || !p) return false;
    for (e = t->modes.Flink; e != &t->modes; e = e->Flink) { /* the nearest rate of this size */
        struct mode_node *k = CONTAINING_RECORD(e, struct mode_node, link);
        const D3DKMDT_VIDEO_SIGNAL_INFO *i = &k->m.target.VideoSignalInfo;
        uint32_t rate = mhz(&i->VSyncFreq), distance = rate > m->refresh_mhz ? rate - m->refresh_mhz : m->refresh_mhz - rate;
        if (i->ActiveSize.cx != m->width || i->ActiveSize.cy != m->height || distance >= least) continue;
        least = distance;
        best = k;
    }
    if (!best) return false;
    v->source_sets[source]->pinned = n;
    t->pinned = best;
    p->info.ContentTransformation.Scaling = D3DKMDT_VPPS_IDENTITY;
    p->info.ContentTransformation.Rotation = D3DKMDT_VPPR_IDENTITY;
    return true;
}

bool dxgk_vidpn_pinned(struct dxgk_vidpn *v, uint32_t source, uint32_t *target, struct dxgk_mode *m, D3DDDIFORMAT *format)
{
    struct mode_set *s = source < DXGK_MAX_SOURCES ? v->source_sets[source] : NULL, *t;
    LIST_ENTRY *e;

    for (e = v->paths.Flink; e != &v->paths; e = e->Flink) {
        struct path *p = CONTAINING_RECORD(e, struct path, link);
        if (p->info.VidPnSourceId != source) continue;
        t = target_set(v, p->info.VidPnTargetId);
        if (!s || !s->pinned || !t || !t->pinned) return false;
        *target = p->info.VidPnTargetId;
        m->width = s->pinned->m.source.Format.Graphics.PrimSurfSize.cx;
        m->height = s->pinned->m.source.Format.Graphics.PrimSurfSize.cy;
        m->refresh_mhz = mhz(&t->pinned->m.target.VideoSignalInfo.VSyncFreq);
        *format = s->pinned->m.source.Format.Graphics.PixelFormat;
        return true;
    }
    return false;
}

uint32_t dxgk_vidpn_modes(struct dxgk_vidpn *v, uint32_t source, uint32_t target, struct dxgk_mode *modes, uint32_t max)
{
    struct mode_set *t = target_set(v, target);
    uint32_t n = 0, i;
    LIST_ENTRY *e;

    for (e = t ? t->modes.Flink : NULL; e && e != &t->modes && n < max; e = e->Flink) {
        const D3DKMDT_VIDEO_SIGNAL_INFO *info = &CONTAINING_RECORD(e, struct mode_node, link)->m.target.VideoSignalInfo;
        struct dxgk_mode m = { info->ActiveSize.cx, info->ActiveSize.cy, mhz(&info->VSyncFreq) };
        if (!source_node(v, source, m.width, m.height, D3DDDIFMT_A8R8G8B8)) continue;
        for (i = 0; i < n && memcmp(&modes[i], &m, sizeof m) != 0; i++) {}
        if (i == n) modes[n++] = m;
    }
    return n;
}

void dxgk_vidpn_check_complete(struct dxgk_vidpn *v, const char *call)
{
    LIST_ENTRY *e;
    for (e = v->paths.Flink; e != &v->paths; e = e->Flink) {
        struct path *p = CONTAINING_RECORD(e, struct path, link);
        struct mode_set *s = v->source_sets[p->info.VidPnSourceId], *t = target_set(v, p->info.VidPnTargetId);
        if (!s || !s->n || !t || !t->n)
            nt_violation("display/enumerating-cofunctional-vidpn-source-and-target-modes",
                         "%s left source %u or target %u without modes",
                         call, p->info.VidPnSourceId, p->info.VidPnTargetId);
        if (p->info.ContentTransformation.Scaling == D3DKMDT_VPPS_UNPINNED &&
            !p->info.ContentTransformation.ScalingSupport.Identity && !p->info.ContentTransformation.ScalingSupport.Centered &&
            !p->info.ContentTransformation.ScalingSupport.Stretched)
            nt_violation("d3dkmddi/nc-d3dkmddi-dxgkddi_vidpntopology_updatepathsupportinfo",
                         "%s left a path without any scaling", call);
    }
}
