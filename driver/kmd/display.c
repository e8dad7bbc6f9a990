/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * display.c - what the screens show. A flip is three things: Windows' call (at DIRQL, so it only leaves a wish),
 * the command (sent by the DPC), and the host's answer FLIP. Only the answer changes the address that vertical
 * syncs report: Windows must hear what is really shown (traps.md S17).
 *
 * A cookie on the wire is source << 32 | number; numbers start at 1, 0 means "not a flip of ours".
 */
#include "kmd.h"
#include "ddi.h"

#define VSYNC_MS 16

/* ---- flips ---- */

/* Remembers where the picture of a flip lies, any IRQL. A slot is reused after PVK_FLIP_SLOTS flips, and
 * Windows keeps one outstanding. */
static uint64_t new_cookie(struct pvk_adapter *a, uint32_t source, uint64_t address)
{
    struct pvk_source *s = &a->sources[source];
    struct pvk_flip *f;
    uint64_t n;

    do n = (uint32_t)__atomic_add_fetch(&s->cookies, 1, __ATOMIC_SEQ_CST); while (!n);
    f = &s->flips[n % PVK_FLIP_SLOTS];
    pvgpu_store64(&f->cookie, 0);
    f->address = address;
    pvgpu_store64(&f->cookie, (uint64_t)source << 32 | n);
    return (uint64_t)source << 32 | n;
}

static uint32_t fill_scanout_sets(struct pvk_adapter *a, uint32_t source, uint32_t id, uint64_t cookie, uint32_t flags,
                                  uint64_t guest_time, struct pvgpu_cmd_scanout_set *out)
{
    uint32_t n = 0;
    for (uint32_t t = 0; t < a->n_scanouts; t++) {
        struct pvgpu_cmd_scanout_set *c = &out[n];
        if (!a->targets[t].active || a->targets[t].source != source) continue;
        RtlZeroMemory(c, sizeof *c);
        PVGPU_CMD_INIT(c, SCANOUT_SET);
        c->scanout = t;
        c->resource = a->sources[source].visible && !a->targets[t].dark ? id : 0;
        c->flags = flags;
        c->cookie = cookie;
        c->guest_time = guest_time;
        n++;
    }
    return n;
}

uint32_t pvk_display_flip(struct pvk_adapter *a, uint32_t source, uint32_t id, uint64_t address, uint32_t flags,
                          uint64_t guest_time, struct pvgpu_cmd_scanout_set *out)
{
    struct pvk_source *s;

    if (source >= a->n_scanouts) return 0;
    s = &a->sources[source];
    s->shown_id = id;
    pvgpu_store64(&s->shown_address, address);
    return fill_scanout_sets(a, source, id, new_cookie(a, source, address), flags, guest_time, out);
}

void pvk_display_flip_event(struct pvk_adapter *a, uint64_t cookie)
{
    uint32_t source = (uint32_t)(cookie >> 32);
    struct pvk_source *s;
    struct pvk_flip *f;

    if (!(uint32_t)cookie || source >= a->n_scanouts) return;
    s = &a->sources[source];
    f = &s->flips[(uint32_t)cookie % PVK_FLIP_SLOTS];
    if (pvgpu_load64(&f->cookie) == cookie && f->address) pvgpu_store64(&s->bound, f->address);
}

/* Sends what SetVidPnSourceAddress wanted last; in between flips are not shown, as on a real screen. */
static void send_wish(struct pvk_adapter *a, uint32_t source)
{
    struct pvgpu_cmd_scanout_set c[PVGPU_MAX_SCANOUTS];
    struct pvk_source *s = &a->sources[source];
    uint64_t want = pvgpu_load64(&s->want), time;
    struct pvk_flip *f = &s->wishes[(uint32_t)want % PVK_FLIP_SLOTS];
    uint32_t id, flags, n;

    if (want == s->sent || !want) return;
    s->sent = want;
    id = (uint32_t)(f->cookie >> 32);
    flags = (uint32_t)f->cookie;
    time = s->want_time;
    n = pvk_display_flip(a, source, id, f->address, flags, time, c);
    if (n && !NT_SUCCESS(pvk_kernel_send(a, c, n * (uint32_t)sizeof c[0], NULL))) {
        s->sent = 0; /* no memory: the next DPC tries again */
        InterlockedExchange(&a->dpc_scan, 1);
    }
    /* Nothing shows this source (no path yet): it counts as shown, or Windows would wait for ever. */
    if (!n && f->address) pvgpu_store64(&s->bound, f->address);
}

void pvk_display_flush(struct pvk_adapter *a)
{
    KIRQL irql;
    KeAcquireSpinLock(&a->display_lock, &irql);
    for (uint32_t i = 0; i < a->n_scanouts; i++) send_wish(a, i);
    KeReleaseSpinLock(&a->display_lock, irql);
}

/* What the host shows: scanout_set takes one-sample 2-D textures only, and stops at anything else. */
static bool can_show(const struct pvk_alloc *al)
{
    return al && al->desc.kind == PVK_ALLOC_RESOURCE && al->desc.dimension == PVGPU_DIM_TEX2D && al->desc.samples == 1;
}

/* At DIRQL for flips, PASSIVE_LEVEL for mode changes; no lock, nothing pageable. */
NTSTATUS DDI_CALL PvkDdiSetVidPnSourceAddress(IN_CONST_HANDLE hAdapter,
                                              IN_CONST_PDXGKARG_SETVIDPNSOURCEADDRESS pSetVidPnSourceAddress)
{
    struct pvk_adapter *a = hAdapter;
    const DXGKARG_SETVIDPNSOURCEADDRESS *p = pSetVidPnSourceAddress;
    const struct pvk_alloc *al = p->hAllocation;
    struct pvk_source *s;
    struct pvk_flip *f;
    uint64_t n;

    if (p->VidPnSourceId >= a->n_scanouts) return STATUS_INVALID_PARAMETER;
    s = &a->sources[p->VidPnSourceId];
    /* A picture that cannot be scanned out: only a direct flip may be refused (nc-d3dkmddi-dxgkddi_setvidpnsourceaddress). */
    if (al && !can_show(al) && p->Flags.SharedPrimaryTransition) return STATUS_INVALID_PARAMETER;
    n = pvgpu_load64(&s->want) + 1;
    f = &s->wishes[(uint32_t)n % PVK_FLIP_SLOTS];
    /* Here "cookie" keeps resource and flags. Without an allocation the picture stays what it is. */
    f->cookie = (uint64_t)(can_show(al) ? al->id : s->shown_id) << 32 |
                (p->Flags.FlipImmediate ? PVGPU_PRESENT_IMMEDIATE : 0);
    f->address = (uint64_t)p->PrimaryAddress.QuadPart;
    s->want_time = pvk_now_100ns() * 100;
    pvgpu_store64(&s->want, n);
    a->dxgk.DxgkCbQueueDpc(a->dxgk.DeviceHandle);
    return STATUS_SUCCESS;
}

/* Black while invisible; flips go on and vertical syncs report them (ns-d3dkmddi-_dxgkarg_setvidpnsourcevisibility). */
PVK_PAGED NTSTATUS DDI_CALL PvkDdiSetVidPnSourceVisibility(IN_CONST_HANDLE hAdapter,
                                                           IN_CONST_PDXGKARG_SETVIDPNSOURCEVISIBILITY pSetVidPnSourceVisibility)
{
    struct pvk_adapter *a = hAdapter;
    const DXGKARG_SETVIDPNSOURCEVISIBILITY *p = pSetVidPnSourceVisibility;

    PAGED_CODE();
    for (uint32_t i = 0; i < a->n_scanouts; i++) {
        if (p->VidPnSourceId != i && p->VidPnSourceId != D3DDDI_ID_ALL) continue;
        if (a->sources[i].visible == (p->Visible != 0)) continue;
        a->sources[i].visible = p->Visible != 0;
        pvk_display_show(a, i);
    }
    return p->VidPnSourceId < a->n_scanouts || p->VidPnSourceId == D3DDDI_ID_ALL ? STATUS_SUCCESS : STATUS_INVALID_PARAMETER;
}

PVK_RESIDENT void pvk_display_show(struct pvk_adapter *a, uint32_t source)
{
    struct pvgpu_cmd_scanout_set c[PVGPU_MAX_SCANOUTS];
    struct pvk_source *s = &a->sources[source];
    uint32_t n;
    KIRQL irql;

    KeAcquireSpinLock(&a->display_lock, &irql);
    n = pvk_display_flip(a, source, s->shown_id, s->shown_address, 0, 0, c);
    if (n) pvk_kernel_send(a, c, n * (uint32_t)sizeof c[0], NULL);
    KeReleaseSpinLock(&a->display_lock, irql);
}

/* ---- vertical syncs ---- */

static void notify_vsync(struct pvk_adapter *a, uint32_t target)
{
    const struct pvk_target *t = &a->targets[target];
    DXGKARGCB_NOTIFY_INTERRUPT_DATA n;

    a->vblank_time[target] = pvk_now_100ns();
    if (!t->active || !pvk_get(&a->vsync_enabled) || !pvgpu_load64(&a->sources[t->source].bound)) return;
    RtlZeroMemory(&n, sizeof n);
    n.InterruptType = DXGK_INTERRUPT_CRTC_VSYNC;
    n.CrtcVsync.VidPnTargetId = target;
    n.CrtcVsync.PhysicalAddress.QuadPart = (LONGLONG)pvgpu_load64(&a->sources[t->source].bound);
    a->dxgk.DxgkCbNotifyInterrupt(a->dxgk.DeviceHandle, &n);
}

void pvk_display_vblank_event(struct pvk_adapter *a, uint32_t scanout)
{
    if (!pvk_get(&a->vsync_timer_on)) notify_vsync(a, scanout);
}

static BOOLEAN DDI_CALL timer_vsync(PVOID context)
{
    struct pvk_adapter *a = context;
    for (uint32_t t = 0; t < a->n_scanouts; t++) {
        uint32_t s = a->targets[t].source;
        /* Without a host a flip is over when its time comes, or Windows would wait for ever. */
        if ((pvk_get(&a->host_lost) || pvk_get(&a->absent)) && a->targets[t].active && pvgpu_load64(&a->sources[s].shown_address))
            pvgpu_store64(&a->sources[s].bound, pvgpu_load64(&a->sources[s].shown_address));
        notify_vsync(a, t);
    }
    a->dxgk.DxgkCbQueueDpc(a->dxgk.DeviceHandle);
    return TRUE;
}

/* While the host sends no vertical blanks: it cannot, or it is lost. Periodic, so that nothing can starve it
 * (traps.md S19). */
static void NTAPI timer_dpc(PKDPC dpc, PVOID context, PVOID argument1, PVOID argument2)
{
    struct pvk_adapter *a = context;
    BOOLEAN done;
    if (pvk_get(&a->vsync_timer_on)) (void)a->dxgk.DxgkCbSynchronizeExecution(a->dxgk.DeviceHandle, timer_vsync, a, 0, &done);
}

void pvk_display_timer(struct pvk_adapter *a, bool on)
{
    LARGE_INTEGER due;

    if (on == pvk_get(&a->vsync_timer_on)) return;
    InterlockedExchange(&a->vsync_timer_on, on);
    if (on) {
        due.QuadPart = -VSYNC_MS * 10000;
        KeSetTimerEx(&a->vsync_timer, due, VSYNC_MS, &a->vsync_dpc);
        return;
    }
    KeCancelTimer(&a->vsync_timer);
    KeFlushQueuedDpcs(); /* PASSIVE_LEVEL: the DPC may be running (traps.md L24) */
}

PVK_PAGED static void send_vblank_control(struct pvk_adapter *a, uint32_t scanout, bool enable)
{
    struct pvgpu_cmd_vblank_control c = { .scanout = scanout, .enable = enable };
    PVGPU_CMD_INIT(&c, VBLANK_CONTROL);
    pvk_kernel_send_sure(a, &c, sizeof c, NULL);
}

PVK_PAGED NTSTATUS DDI_CALL PvkDdiControlInterrupt(IN_CONST_HANDLE hAdapter, IN_CONST_DXGK_INTERRUPT_TYPE InterruptType,
                                                   IN_BOOLEAN EnableInterrupt)
{
    struct pvk_adapter *a = hAdapter;

    PAGED_CODE();
    if (InterruptType != DXGK_INTERRUPT_CRTC_VSYNC) return STATUS_NOT_IMPLEMENTED; /* nc-d3dkmddi-dxgkddi_controlinterrupt */
    InterlockedExchange(&a->vsync_enabled, EnableInterrupt != 0);
    if (!(a->features & PVGPU_FEATURE_VBLANK)) {
        pvk_display_timer(a, EnableInterrupt != 0 && pvk_get(&a->powered));
        return STATUS_SUCCESS;
    }
    for (uint32_t t = 0; t < a->n_scanouts; t++)
        if (a->targets[t].active) send_vblank_control(a, t, EnableInterrupt != 0);
    return STATUS_SUCCESS;
}

/* Between two blanks, by the clock: the host's screen has no beam to ask. */
PVK_PAGED NTSTATUS DDI_CALL PvkDdiGetScanLine(IN_CONST_HANDLE hAdapter, INOUT_PDXGKARG_GETSCANLINE pGetScanLine)
{
    struct pvk_adapter *a = hAdapter;
    const struct pvk_target *t;
    uint64_t period, since, line, total;

    PAGED_CODE();
    if (pGetScanLine->VidPnTargetId >= a->n_scanouts) return STATUS_INVALID_PARAMETER;
    t = &a->targets[pGetScanLine->VidPnTargetId];
    pGetScanLine->InVerticalBlank = TRUE;
    pGetScanLine->ScanLine = 0;
    if (!t->active || !t->refresh_mhz || !t->height) return STATUS_SUCCESS;
    period = 10000000000ull / t->refresh_mhz;
    since = (pvk_now_100ns() - a->vblank_time[pGetScanLine->VidPnTargetId]) % period;
    total = t->height + t->height / 20 + 1; /* the blank is about a twentieth */
    line = since * total / period;
    pGetScanLine->InVerticalBlank = line >= t->height;
    pGetScanLine->ScanLine = pGetScanLine->InVerticalBlank ? 0 : (UINT)line;
    return STATUS_SUCCESS;
}

/* ---- modes ---- */

PVK_PAGED void pvk_display_set_mode(struct pvk_adapter *a, uint32_t target)
{
    const struct pvk_target *t = &a->targets[target];
    struct pvgpu_cmd_mode_set c = { .scanout = target };

    PVGPU_CMD_INIT(&c, MODE_SET);
    if (t->active) {
        c.width = t->width;
        c.height = t->height;
        c.refresh_mhz = t->refresh_mhz;
    }
    pvk_kernel_send_sure(a, &c, sizeof c, NULL);
    if (a->features & PVGPU_FEATURE_VBLANK) send_vblank_control(a, target, t->active && pvk_get(&a->vsync_enabled));
}

PVK_PAGED void pvk_display_restore(struct pvk_adapter *a)
{
    for (uint32_t t = 0; t < a->n_scanouts; t++)
        if (a->targets[t].active) pvk_display_set_mode(a, t);
    for (uint32_t s = 0; s < a->n_scanouts; s++)
        if (a->sources[s].shown_address) pvk_display_show(a, s);
    pvk_pointer_restore(a);
    pvk_display_timer(a, pvk_get(&a->powered) && pvk_get(&a->vsync_enabled) && !(a->features & PVGPU_FEATURE_VBLANK));
}

PVK_PAGED void pvk_display_forget(struct pvk_adapter *a, uint32_t id)
{
    /* A flip to it that the DPC has not sent yet must not reach the host after its end. */
    pvk_display_flush(a);
    for (uint32_t i = 0; i < a->n_scanouts; i++) {
        if (a->sources[i].shown_id != id) continue;
        /* A picture that is shown may go at any time (traps.md M25): black, under the old address. */
        a->sources[i].shown_id = 0;
        pvk_display_show(a, i);
    }
}

PVK_PAGED void pvk_display_init(struct pvk_adapter *a)
{
    KeInitializeSpinLock(&a->display_lock);
    KeInitializeTimer(&a->vsync_timer);
    KeInitializeDpc(&a->vsync_dpc, timer_dpc, a);
}
