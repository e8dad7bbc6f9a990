/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * display.c - what is on the screens: the boot trace (contract.md D.1, 1), mode changes, flips, vertical blanks.
 */
#include "vidpn.h"

static struct dxgk_child *child_of(struct dxgk_adapter *a, uint32_t source)
{
    return &a->children[a->sources[source].target_index];
}

/* ---- building a VidPN ---- */

static bool supported(struct dxgk_adapter *a, D3DKMDT_HVIDPN h, struct dxgk_vidpn *v)
{
    DXGKARG_ISSUPPORTEDVIDPN s = { .hDesiredVidPn = h, .IsVidPnSupported = (BOOLEAN)DXGK_POISON };
    NTSTATUS status;

    if (v) dxgk_vidpn_begin(v, false);
    status = DXGK_CALL(a, IsSupportedVidPn, a->context, &s);
    if (v) dxgk_vidpn_end(v, "IsSupportedVidPn");
    if (s.IsVidPnSupported != TRUE && s.IsVidPnSupported != FALSE)
        nt_violation("d3dkmddi/nc-d3dkmddi-dxgkddi_issupportedvidpn", "IsVidPnSupported was not written");
    return NT_SUCCESS(status) && s.IsVidPnSupported == TRUE;
}

static NTSTATUS enumerate(struct dxgk_adapter *a, struct dxgk_vidpn *v, D3DKMDT_ENUMCOFUNCMODALITY_PIVOT_TYPE pivot,
                          uint32_t source)
{
    DXGKARG_ENUMVIDPNCOFUNCMODALITY e = { .hConstrainingVidPn = dxgk_vidpn_handle(v), .EnumPivotType = pivot };
    NTSTATUS status;

    e.EnumPivot.VidPnSourceId = pivot == D3DKMDT_EPT_NOPIVOT ? D3DDDI_ID_UNINITIALIZED : source;
    e.EnumPivot.VidPnTargetId = D3DDDI_ID_UNINITIALIZED;
    dxgk_vidpn_begin(v, false);
    status = DXGK_CALL(a, EnumVidPnCofuncModality, a->context, &e);
    dxgk_vidpn_end(v, "EnumVidPnCofuncModality");
    if (NT_SUCCESS(status)) dxgk_vidpn_check_complete(v, "EnumVidPnCofuncModality");
    return status;
}

static void recommend_monitor_modes(struct dxgk_adapter *a, struct dxgk_child *c)
{
    DXGKARG_RECOMMENDMONITORMODES r = { .VideoPresentTargetId = c->d.ChildUid,
                                        .pMonitorSourceModeSetInterface = &monitor_mode_interface };
    struct mode_set *s = mode_set_create(NULL, SET_MONITOR, c->d.ChildUid);
    LIST_ENTRY *e;
    uint32_t i;

    if (!s) return;
    for (i = 0; i < c->n_modes; i++) mode_set_add_signal(s, &c->modes[i], i == 0);
    r.hMonitorSourceModeSet = (D3DKMDT_HMONITORSOURCEMODESET)(void *)s;
    (void)DXGK_CALL(a, RecommendMonitorModes, a->context, &r);
    for (e = s->modes.Flink, i = 0; e != &s->modes; e = e->Flink, i++) {
        const D3DKMDT_VIDEO_SIGNAL_INFO *info = &CONTAINING_RECORD(e, struct mode_node, link)->m.monitor.VideoSignalInfo;
        if (i < c->n_modes || c->n_modes == sizeof c->modes / sizeof c->modes[0] || !info->VSyncFreq.Denominator) continue;
        c->modes[c->n_modes++] = (struct dxgk_mode){ info->ActiveSize.cx, info->ActiveSize.cy,
            (uint32_t)((uint64_t)info->VSyncFreq.Numerator * 1000u / info->VSyncFreq.Denominator) };
    }
    mode_set_free(s);
}

/* All active paths; the modes of the sources but `changing` pinned as they are. NULL: the driver will not have it. */
static struct dxgk_vidpn *build(struct dxgk_adapter *a, uint32_t changing, const struct dxgk_mode *mode, D3DDDIFORMAT format)
{
    struct dxgk_vidpn *v = dxgk_vidpn_create(a);
    uint32_t s;
    bool ok = v != NULL;

    for (s = 0; ok && s < a->n_sources; s++)
        if (a->sources[s].active) ok = NT_SUCCESS(dxgk_vidpn_add_path(v, s, child_of(a, s)->d.ChildUid));
    ok = ok && supported(a, dxgk_vidpn_handle(v), v) && NT_SUCCESS(enumerate(a, v, D3DKMDT_EPT_NOPIVOT, 0));
    for (s = 0; ok && s < a->n_sources; s++) {
        const struct dxgk_source *k = &a->sources[s];
        if (!k->active) continue;
        ok = s == changing ? dxgk_vidpn_pin(v, s, child_of(a, s)->d.ChildUid, mode, format)
                           : dxgk_vidpn_pin(v, s, child_of(a, s)->d.ChildUid, &k->mode, k->format);
        /* With one pin more the driver narrows the rest. */
        if (ok && s + 1 < a->n_sources) ok = NT_SUCCESS(enumerate(a, v, D3DKMDT_EPT_NOPIVOT, 0));
    }
    if (ok && supported(a, dxgk_vidpn_handle(v), v)) return v;
    dxgk_vidpn_destroy(v);
    return NULL;
}

/* ---- mode changes; level 2 ---- */

static NTSTATUS commit(struct dxgk_adapter *a, struct dxgk_vidpn *v, uint32_t source, struct dxgk_allocation *primary)
{
    DXGKARG_COMMITVIDPN c = {
        .hFunctionalVidPn = dxgk_vidpn_handle(v), .AffectedVidPnSourceId = source,
        .MonitorConnectivityChecks = D3DKMDT_MCC_ENFORCE, .hPrimaryAllocation = primary ? primary->h_driver : NULL,
    };
    NTSTATUS status;

    dxgk_vidpn_begin(v, false);
    status = DXGK_CALL(a, CommitVidPn, a->context, &c);
    dxgk_vidpn_end(v, "CommitVidPn");
    return status;
}

static void set_visibility(struct dxgk_adapter *a, uint32_t source, bool visible)
{
    DXGKARG_SETVIDPNSOURCEVISIBILITY s = { .VidPnSourceId = source, .Visible = visible };
    (void)DXGK_CALL(a, SetVidPnSourceVisibility, a->context, &s);
    a->sources[source].visible = visible;
}

static void fill_address(struct dxgk_adapter *a, DXGKARG_SETVIDPNSOURCEADDRESS *s, uint32_t source, struct dxgk_allocation *al)
{
    memset(s, 0, sizeof *s);
    s->VidPnSourceId = source;
    s->PrimarySegment = al->segment;
    s->PrimaryAddress = dxgk_address(a, al);
    s->hAllocation = al->h_driver;
}

/* Scan-out goes to al at PASSIVE_LEVEL. With class_lock. */
static NTSTATUS show(struct dxgk_adapter *a, uint32_t source, struct dxgk_allocation *al)
{
    struct dxgk_source *s = &a->sources[source];
    DXGKARG_SETVIDPNSOURCEADDRESS args;
    NTSTATUS status = dxgk_make_resident(a, al);

    if (!NT_SUCCESS(status)) return status;
    fill_address(a, &args, source, al);
    args.Flags.ModeChange = 1;
    status = DXGK_CALL(a, SetVidPnSourceAddress, a->context, &args);
    if (!NT_SUCCESS(status)) return status;
    if (s->shown && s->shown != al && !s->shown->system) s->shown->pinned = false;
    s->shown = al;
    s->address = args.PrimaryAddress;
    al->pinned = true;
    return STATUS_SUCCESS;
}

/* The committed path may be updated with what it has; one that is not committed may not (K/updateactivevidpnpresentpath). */
static void update_path(struct dxgk_adapter *a, struct dxgk_vidpn *v)
{
    DXGKARG_UPDATEACTIVEVIDPNPRESENTPATH u;
    NTSTATUS status;

    if (IsListEmpty(&v->paths)) return;
    memset(&u, 0, sizeof u);
    u.VidPnPresentPathInfo = CONTAINING_RECORD(v->paths.Flink, struct path, link)->info;
    u.VidPnPresentPathInfo.GammaRamp.Type = D3DDDI_GAMMARAMP_DEFAULT;
    status = DXGK_CALL(a, UpdateActiveVidPnPresentPath, a->context, &u);
    if (!NT_SUCCESS(status))
        nt_violation("d3dkmddi/nc-d3dkmddi-dxgkddi_updateactivevidpnpresentpath", "0x%08x for the path that was just committed",
                     (unsigned)status);
    u.VidPnPresentPathInfo.VidPnTargetId = 0x7777;
    status = DXGK_CALL(a, UpdateActiveVidPnPresentPath, a->context, &u);
    if (status != STATUS_GRAPHICS_PATH_NOT_IN_TOPOLOGY)
        nt_violation("d3dkmddi/nc-d3dkmddi-dxgkddi_updateactivevidpnpresentpath", "0x%08x for a path that is not there",
                     (unsigned)status);
}

NTSTATUS dxgk_display_set_mode(struct dxgk_adapter *a, uint32_t source, const struct dxgk_mode *mode, D3DDDIFORMAT format,
                               struct dxgk_allocation *primary)
{
    struct dxgk_vidpn *v = build(a, source, mode, format);
    NTSTATUS status;

    if (!v) return STATUS_GRAPHICS_INVALID_VIDPN_TOPOLOGY;
    if (a->sources[source].visible) set_visibility(a, source, false);
    status = commit(a, v, source, primary);
    if (!NT_SUCCESS(status)) {
        dxgk_vidpn_destroy(v);
        if (a->sources[source].shown) set_visibility(a, source, true);
        return status;
    }
    dxgk_vidpn_destroy(a->active);
    a->active = v;
    a->sources[source].mode = *mode;
    a->sources[source].format = format;
    update_path(a, v);
    pthread_mutex_lock(&a->sched.class_lock);
    status = show(a, source, primary);
    pthread_mutex_unlock(&a->sched.class_lock);
    if (NT_SUCCESS(status)) set_visibility(a, source, true);
    return status;
}

static NTSTATUS new_shared_primary(struct dxgk_adapter *a, uint32_t source, const struct dxgk_mode *mode, struct dxgk_open **out)
{
    D3DKMDT_SHAREDPRIMARYSURFACEDATA data = {
        .Width = mode->width, .Height = mode->height, .Format = D3DDDIFMT_A8R8G8B8,
        .RefreshRate = { mode->refresh_mhz, 1000 }, .VidPnSourceId = source,
    };
    return dxgk_create_standard_primary(a, &data, out);
}

static void control_vsync(struct dxgk_adapter *a, bool on)
{
    if (a->vsync_on == on) return;
    if (NT_SUCCESS(DXGK_CALL(a, ControlInterrupt, a->context, DXGK_INTERRUPT_CRTC_VSYNC, on))) a->vsync_on = on;
}

/* ---- boot and stop ---- */

static bool recommended(struct dxgk_adapter *a)
{
    struct dxgk_vidpn *v = dxgk_vidpn_create(a);
    D3DDDI_VIDEO_PRESENT_TARGET_ID order[DXGK_MAX_CHILDREN];
    DXGKARG_RECOMMENDFUNCTIONALVIDPN r = { .pVidPnTargetPrioritizationVector = order, .RequestReason = DXGK_RFVR_USERMODE };
    ULONG i;
    NTSTATUS status;

    if (!v) return false;
    for (i = 0; i < a->n_children; i++)
        if (a->children[i].connected) order[r.NumberOfVidPnTargets++] = a->children[i].d.ChildUid;
    r.hRecommendedFunctionalVidPn = dxgk_vidpn_handle(v);
    dxgk_vidpn_begin(v, true);
    status = DXGK_CALL(a, RecommendFunctionalVidPn, a->context, &r);
    dxgk_vidpn_end(v, "RecommendFunctionalVidPn");
    if (NT_SUCCESS(status) && !dxgk_vidpn_paths(v))
        nt_violation("d3dkmddi/nc-d3dkmddi-dxgkddi_recommendfunctionalvidpn", "succeeded with an empty VidPN");
    if (NT_SUCCESS(status) && !supported(a, dxgk_vidpn_handle(v), v))
        nt_violation("d3dkmddi/nc-d3dkmddi-dxgkddi_recommendfunctionalvidpn", "the driver does not support what it recommends");
    dxgk_vidpn_destroy(v);
    return NT_SUCCESS(status);
}

NTSTATUS dxgk_display_boot(struct dxgk_adapter *a)
{
    struct dxgk_vidpn *empty = dxgk_vidpn_create(a);
    NTSTATUS status = STATUS_SUCCESS;
    uint32_t source = 0, i;

    if (!empty) return STATUS_NO_MEMORY;
    if (!supported(a, NULL, NULL) || !supported(a, dxgk_vidpn_handle(empty), empty))
        nt_violation("d3dkmddi/nc-d3dkmddi-dxgkddi_issupportedvidpn", "no VidPN, or an empty one, is not supported");
    dxgk_vidpn_destroy(empty);
    if (NT_SUCCESS(DXGK_CALL(a, ControlInterrupt, a->context, DXGK_INTERRUPT_DMA_COMPLETED, TRUE)))
        nt_violation("d3dkmddi/nc-d3dkmddi-dxgkddi_controlinterrupt", "accepts a type other than CRTC_VSYNC");
    /* What the driver recommends is looked at; the desktop extends over all monitors either way. */
    (void)recommended(a);
    for (i = 0; i < a->n_children && source < a->n_sources; i++) {
        if (!a->children[i].connected || a->children[i].d.ChildDeviceType != TypeVideoOutput) continue;
        recommend_monitor_modes(a, &a->children[i]);
        a->sources[source].target_index = i;
        a->sources[source++].active = true;
    }
    for (i = 0; i < source && NT_SUCCESS(status); i++) {
        const struct dxgk_mode *mode = &child_of(a, i)->modes[0];
        uint32_t k;
        for (k = i; k < source; k++) { /* sources that have no mode yet are pinned at their preferred ones */
            a->sources[k].mode = child_of(a, k)->modes[0];
            a->sources[k].format = D3DDDIFMT_A8R8G8B8;
        }
        status = new_shared_primary(a, i, mode, &a->sources[i].shared);
        if (NT_SUCCESS(status)) status = dxgk_display_set_mode(a, i, mode, D3DDDIFMT_A8R8G8B8, a->sources[i].shared->al);
    }
    if (NT_SUCCESS(status)) control_vsync(a, true);
    return status;
}

void dxgk_display_stop(struct dxgk_adapter *a)
{
    struct dxgk_vidpn *none;
    uint32_t s;

    pthread_rwlock_wrlock(&a->level);
    if (!a->gone) control_vsync(a, false);
    for (s = 0; !a->gone && s < a->n_sources; s++)
        if (a->sources[s].visible) set_visibility(a, s, false);
    none = a->gone ? NULL : dxgk_vidpn_create(a);
    if (none) { /* nothing is shown any more */
        (void)commit(a, none, D3DDDI_ID_ALL, NULL);
        dxgk_vidpn_destroy(none);
    }
    pthread_rwlock_unlock(&a->level);
    for (s = 0; s < a->n_sources; s++) {
        a->sources[s].shown = NULL;
        a->sources[s].active = false;
        if (a->sources[s].shared) dxgk_destroy_standard(a->sources[s].shared);
        a->sources[s].shared = NULL;
    }
    dxgk_vidpn_destroy(a->active);
    a->active = NULL;
}

NTSTATUS dxgk_display_after_reset(struct dxgk_adapter *a)
{
    NTSTATUS status = STATUS_SUCCESS;
    uint32_t s;

    for (s = 0; s < a->n_sources && NT_SUCCESS(status); s++) {
        if (!a->sources[s].active || !a->sources[s].shown) continue;
        set_visibility(a, s, false);
        status = show(a, s, a->sources[s].shown);
        if (NT_SUCCESS(status)) set_visibility(a, s, true);
    }
    return status;
}

NTSTATUS dxgk_display_wake(struct dxgk_adapter *a)
{
    uint32_t s;

    for (s = 0; s < a->n_sources; s++)
        if (a->sources[s].active) set_visibility(a, s, false);
    if (a->active) (void)commit(a, a->active, D3DDDI_ID_ALL, NULL);
    return dxgk_display_after_reset(a);
}

void dxgk_display_forget(struct dxgk_adapter *a, struct dxgk_allocation *al)
{
    uint32_t s;
    for (s = 0; s < a->n_sources; s++) {
        if (a->sources[s].shown != al) continue;
        if (a->sources[s].shared && a->sources[s].shared->al != al) (void)show(a, s, a->sources[s].shared->al);
        else a->sources[s].shown = NULL;
    }
}

uint32_t dxgk_display_modes(struct dxgk_adapter *a, uint32_t source, struct dxgk_mode *modes, uint32_t max)
{
    struct dxgk_vidpn *v = dxgk_vidpn_create(a);
    uint32_t n = 0;

    if (v && a->sources[source].active && NT_SUCCESS(dxgk_vidpn_add_path(v, source, child_of(a, source)->d.ChildUid)) &&
        NT_SUCCESS(enumerate(a, v, D3DKMDT_EPT_NOPIVOT, 0)))
        n = dxgk_vidpn_modes(v, source, child_of(a, source)->d.ChildUid, modes, max);
    dxgk_vidpn_destroy(v);
    return n;
}

/* ---- flips ---- */

void dxgk_display_flip(struct dxgk_adapter *a, struct dxgk_packet *p)
{
    struct dxgk_source *s = &a->sources[p->source];
    struct dxgk_allocation *al = p->opens[DXGK_PRESENT_SOURCE_INDEX]->al;
    bool immediate = p->interval == D3DDDI_FLIPINTERVAL_IMMEDIATE;
    bool over = immediate;
    DXGKARG_SETVIDPNSOURCEADDRESS args;
    NTSTATUS status;
    KIRQL old;

    if (!s->active) {
        dxgk_packet_drop(a, p);
        return;
    }
    fill_address(a, &args, p->source, al);
    args.ContextCount = 1;
    args.Context[0] = p->context->h_driver;
    args.Flags.FlipImmediate = immediate;
    args.Flags.FlipOnNextVSync = !immediate;
    pthread_mutex_lock(&a->sched.lock);
    s->address = args.PrimaryAddress;
    s->flip_pending = !immediate;
    if (!immediate) s->flip = p; /* over when a vertical blank reports the address */
    pthread_mutex_unlock(&a->sched.lock);
    old = dxgk_irq_enter(a);
    status = DXGK_CALL(a, SetVidPnSourceAddress, a->context, &args);
    dxgk_irq_leave(a, old);
    if (s->shown && s->shown != al && !s->shown->system) s->shown->pinned = false;
    s->shown = al;
    al->pinned = true;
    if (!NT_SUCCESS(status) && !immediate) {
        pthread_mutex_lock(&a->sched.lock);
        over = s->flip == p; /* a blank may have seen it all the same */
        if (over) {
            s->flip_pending = false;
            s->flip = NULL;
        }
        pthread_mutex_unlock(&a->sched.lock);
    }
    if (over) dxgk_packet_drop(a, p);
}

/* Under sched.lock. */
static void flip_done(struct dxgk_source *s)
{
    struct dxgk_packet *p = s->flip;
    s->flip_pending = false;
    s->flip = NULL;
    if (!p) return;
    __atomic_sub_fetch(&p->context->in_flight, 1, __ATOMIC_RELAXED);
    dxgk_packet_give(p);
}

void dxgk_display_abort_flips(struct dxgk_adapter *a)
{
    uint32_t s;
    for (s = 0; s < a->n_sources; s++) flip_done(&a->sources[s]);
}

/* ---- a monitor that goes and comes ---- */

/* Without its path the source shows nothing: flips that wait for a blank are over. Level 2. */
static NTSTATUS take_path(struct dxgk_adapter *a, uint32_t source)
{
    struct dxgk_source *k = &a->sources[source];
    struct dxgk_vidpn *v;
    uint32_t s, left = 0;
    NTSTATUS status;

    k->active = false;
    for (s = 0; s < a->n_sources; s++) left += a->sources[s].active;
    v = left ? build(a, a->n_sources, NULL, D3DDDIFMT_UNKNOWN) : dxgk_vidpn_create(a);
    if (k->visible) set_visibility(a, source, false);
    status = v ? commit(a, v, source, NULL) : STATUS_NO_MEMORY;
    if (!NT_SUCCESS(status)) {
        dxgk_vidpn_destroy(v);
        k->active = true;
        set_visibility(a, source, true);
        return status;
    }
    dxgk_vidpn_destroy(a->active);
    a->active = v;
    pthread_mutex_lock(&a->sched.lock);
    flip_done(k);
    pthread_mutex_unlock(&a->sched.lock);
    dxgk_sched_wake(a);
    return status;
}

int dxgk_test_monitor(uint32_t source, bool on)
{
    struct dxgk_adapter *a = dxgk_adapter();
    struct dxgk_source *k;
    NTSTATUS status;

    if (!a || source >= a->n_sources || a->sources[source].active == on || !a->sources[source].shared) return -1;
    k = &a->sources[source];
    pthread_rwlock_wrlock(&a->level);
    k->active = on;
    if (on) status = dxgk_display_set_mode(a, source, &k->mode, k->format, k->shared->al);
    else status = take_path(a, source);
    if (on && !NT_SUCCESS(status)) k->active = false;
    pthread_rwlock_unlock(&a->level);
    dxgk_sched_pump(a);
    return NT_SUCCESS(status) ? 0 : -1;
}

/* ---- vertical blanks ---- */

void dxgk_display_vsync(struct dxgk_adapter *a, uint32_t targets, const PHYSICAL_ADDRESS *addresses)
{
    bool wanted = false, work = false;
    uint32_t s;

    pthread_mutex_lock(&a->sched.lock);
    for (s = 0; s < a->n_sources; s++) {
        struct dxgk_source *k = &a->sources[s];
        if (!k->active || !(targets >> k->target_index & 1)) continue;
        k->vblanks++;
        k->last_vsync_ns = dxgk_now_ns();
        if (k->flip_pending && addresses[k->target_index].QuadPart == k->address.QuadPart) {
            flip_done(k);
            work = true;
        }
        if (k->flip_pending || k->vblanks < k->wanted_until) wanted = true;
    }
    a->vsync_idle = a->caps.SchedulingCaps.VSyncPowerSaveAware && !wanted;
    if (a->sched.waiters) pthread_cond_broadcast(&a->sched.progress);
    if ((work || a->vsync_idle) && !a->sched.kick) {
        a->sched.kick = true;
        pthread_cond_signal(&a->sched.work);
    }
    pthread_mutex_unlock(&a->sched.lock);
}

void dxgk_display_idle(struct dxgk_adapter *a)
{
    bool idle;

    pthread_mutex_lock(&a->sched.lock);
    idle = a->vsync_idle && a->vsync_on;
    a->vsync_idle = false;
    pthread_mutex_unlock(&a->sched.lock);
    if (!idle) return;
    pthread_rwlock_wrlock(&a->level);
    if (a->active) control_vsync(a, false);
    pthread_rwlock_unlock(&a->level);
}

void dxgk_display_want_vsync(struct dxgk_client *c, uint32_t source)
{
    struct dxgk_adapter *a = c->a;
    bool on;

    pthread_mutex_lock(&a->sched.lock);
    a->sources[source].wanted_until = a->sources[source].vblanks + DXGK_VSYNC_IDLE;
    a->vsync_idle = false;
    on = a->vsync_on;
    pthread_mutex_unlock(&a->sched.lock);
    if (on) return;
    pthread_rwlock_unlock(&a->level);
    pthread_rwlock_wrlock(&a->level);
    if (a->active) control_vsync(a, true);
    pthread_rwlock_unlock(&a->level);
    pthread_rwlock_rdlock(&a->level);
}

NTSTATUS dxgk_display_stats(struct dxgk_device *d, uint32_t source, D3DKMT_PRESENT_STATS *stats)
{
    struct dxgk_adapter *a = d->adapter;

    if (source >= a->n_sources) return STATUS_INVALID_PARAMETER;
    pthread_mutex_lock(&a->sched.lock);
    stats->PresentCount = d->present_count;
    stats->PresentRefreshCount = stats->SyncRefreshCount = (UINT)a->sources[source].vblanks;
    stats->SyncQPCTime.QuadPart = (LONGLONG)(a->sources[source].last_vsync_ns / 100u);
    stats->SyncGPUTime.QuadPart = 0;
    pthread_mutex_unlock(&a->sched.lock);
    return STATUS_SUCCESS;
}

void dxgk_display_release(struct dxgk_client *c, struct dxgk_device *d)
{
    struct dxgk_adapter *a = c->a;
    uint32_t s;

    for (s = 0; s < a->n_sources; s++) {
        struct dxgk_source *k = &a->sources[s];
        if (k->owner != d) continue;
        k->owner = NULL;
        dxgk_display_restore_shared(c, s);
    }
}

void dxgk_display_restore_shared(struct dxgk_client *c, uint32_t source)
{
    struct dxgk_adapter *a = c->a;
    struct dxgk_source *k = &a->sources[source];
    const struct dxgk_mode *mode = &child_of(a, source)->modes[0];

    if (!k->active || !k->shared || k->shown == k->shared->al) return;
    if (c->process) {
        pthread_rwlock_unlock(&a->level);
        pthread_rwlock_wrlock(&a->level);
    }
    (void)dxgk_display_set_mode(a, source, mode, D3DDDIFMT_A8R8G8B8, k->shared->al);
    if (c->process) {
        pthread_rwlock_unlock(&a->level);
        pthread_rwlock_rdlock(&a->level);
    }
}
