/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * display.c - scanouts: modes, flips, frames on their way from the renderer to the presenters,
 * vertical blanks, pointers. Execute thread.
 *
 * A frame is handed over as soon as the host's GPU has finished it, and PVGPU_EVENT_PRESENTED follows
 * at once. PVGPU_EVENT_FLIP follows at once for an immediate flip, otherwise just before the next
 * vertical blank's event, which is what paces a guest. A late tick tells one blank, the newest, so
 * that blanks never come in bursts; its count says how many there were.
 */
#include <inttypes.h>
#include <string.h>
#include "core.h"
#include "os.h"
#include "present/present.h"

#define NS_MHZ 1000000000000ull /* nanoseconds times millihertz */

void pvb_display_init(struct pvb_vm *vm) { memset(vm->scanouts, 0, sizeof vm->scanouts); }

#define SETTLE_NS 1000000000ull

/* ---- vertical blanks ---- */

static uint64_t blank_ns(const struct pvb_scanout *s, uint64_t n)
{
    /* n fits 41 bits after a century at 1000 Hz; the product is split so that it cannot overflow. */
    return s->phase_ns + n / s->refresh_mhz * NS_MHZ + n % s->refresh_mhz * NS_MHZ / s->refresh_mhz;
}

/* Number of the last blank at or before now. */
static uint64_t blank_count(const struct pvb_scanout *s, uint64_t now_ns)
{
    uint64_t t = now_ns > s->phase_ns ? now_ns - s->phase_ns : 0, n;
    n = t / NS_MHZ * s->refresh_mhz + t % NS_MHZ * s->refresh_mhz / NS_MHZ;
    while (blank_ns(s, n + 1) <= now_ns) n++; /* both directions round down */
    return n;
}

static bool blanks(const struct pvb_scanout *s) { return s->width && s->refresh_mhz; }

static void flips_tell(struct pvb_vm *vm, uint32_t scanout)
{
    struct pvb_scanout *s = &vm->scanouts[scanout];
    for (uint32_t i = 0; i < s->n_flips; i++) pvb_event(vm, PVGPU_EVENT_FLIP, scanout, s->flips[i], 0);
    s->n_flips = 0;
}

/* The user gave a window another size: what the guest makes of it is its own business. */
static void wishes_tell(struct pvb_vm *vm)
{
    struct pvb_wish wish;
    for (uint32_t i = 0; vm->sink && i < PVGPU_MAX_SCANOUTS; i++) {
        const struct pvb_scanout *s = &vm->scanouts[i];
        if (!pvb_sink_wish(vm->sink, i, &wish) || !s->width) continue;
        PVB_TRACE(DISPLAY, 1, "scanout %" PRIu32 ": the window is %" PRIu32 "x%" PRIu32 " now", i, wish.width, wish.height);
        pvb_event(vm, PVGPU_EVENT_MODE, i, (uint64_t)wish.width << 32 | wish.height,
                  wish.refresh_mhz ? wish.refresh_mhz : s->refresh_mhz);
    }
}

void pvb_display_tick(struct pvb_vm *vm, uint64_t now_ns)
{
    wishes_tell(vm);
    for (uint32_t i = 0; i < PVGPU_MAX_SCANOUTS; i++) {
        struct pvb_scanout *s = &vm->scanouts[i];
        uint64_t n;
        if (!blanks(s) || (!s->vblank && !s->n_flips)) continue;
        n = blank_count(s, now_ns);
        if (n <= s->ticks) continue;
        s->ticks = n;
        flips_tell(vm, i);
        if (!s->vblank) continue;
        PVB_TRACE(DISPLAY, 2, "scanout %" PRIu32 ": blank %" PRIu64 ", %" PRIu64 " ns late", i, n, now_ns - blank_ns(s, n));
        pvb_event(vm, PVGPU_EVENT_VBLANK, i, s->blanks_before + n, blank_ns(s, n));
    }
}

uint64_t pvb_display_next_ns(const struct pvb_vm *vm)
{
    uint64_t next = UINT64_MAX;
    for (uint32_t i = 0; i < PVGPU_MAX_SCANOUTS; i++) {
        const struct pvb_scanout *s = &vm->scanouts[i];
        if (!blanks(s) || (!s->vblank && !s->n_flips)) continue;
        if (blank_ns(s, s->ticks + 1) < next) next = blank_ns(s, s->ticks + 1);
    }
    return next;
}

/* The next tick is a future one, after a time without interest in ticks. */
static void blanks_resume(struct pvb_scanout *s)
{
    if (blanks(s) && !s->vblank && !s->n_flips) s->ticks = blank_count(s, pvb_now_ns());
}

static enum pvgpu_verdict vblank_control(void *arg, const struct pvgpu_cmd_vblank_control *c, const void *tail)
{
    struct pvb_vm *vm = arg;
    blanks_resume(&vm->scanouts[c->scanout]);
    vm->scanouts[c->scanout].vblank = c->enable != 0;
    return PVGPU_OK;
}

/* ---- frames ---- */

static void flip_done(struct pvb_vm *vm, uint32_t scanout, uint64_t cookie, bool immediate)
{
    struct pvb_scanout *s = &vm->scanouts[scanout];
    if (immediate || !blanks(s)) {
        flips_tell(vm, scanout); /* in order */
        pvb_event(vm, PVGPU_EVENT_FLIP, scanout, cookie, 0);
        return;
    }
    blanks_resume(s);
    if (s->n_flips == sizeof s->flips / sizeof s->flips[0]) {
        pvb_event(vm, PVGPU_EVENT_FLIP, scanout, s->flips[0], 0);
        memmove(&s->flips[0], &s->flips[1], sizeof s->flips - sizeof s->flips[0]);
        s->n_flips--;
    }
    s->flips[s->n_flips++] = cookie;
}

void pvb_display_give_back(struct pvb_vm *vm)
{
    struct pvb_frame f;
    while (vm->sink && pvb_sink_returned(vm->sink, &f)) vm->ops->frame_done(vm->renderer, &f);
}

void pvb_display_settle(struct pvb_vm *vm)
{
    if (!vm->sink) return;
    pvb_sink_settle(vm->sink);
    pvb_display_give_back(vm);
}

void pvb_display_frame(void *arg, const struct pvb_frame *f)
{
    struct pvb_vm *vm = arg;
    struct pvb_scanout *s = &vm->scanouts[f->scanout];
    uint64_t now;
    bool immediate;

    if (!s->in_flight) { /* started before the last reset */
        vm->ops->frame_done(vm->renderer, f);
        return;
    }
    immediate = s->immediate[0];
    s->in_flight--;
    memmove(&s->immediate[0], &s->immediate[1], sizeof s->immediate - sizeof s->immediate[0]);
    if (vm->sink) {
        pvb_sink_frame(vm->sink, f, vm->stop);
        pvb_display_give_back(vm);
    } else {
        vm->ops->frame_done(vm->renderer, f);
    }
    now = pvb_now_ns();
    vm->stats.frames++;
    pvb_histogram_add(&vm->latency, now - f->consumed_ns);
    vm->stats.present_p50_ns = pvb_histogram_percentile(&vm->latency, 50);
    vm->stats.present_p99_ns = pvb_histogram_percentile(&vm->latency, 99);
    PVB_TRACE(DISPLAY, 1, "scanout %" PRIu32 ": frame %" PRIu64 " %" PRIu32 "x%" PRIu32 " handed over after %" PRIu64 " ns",
              f->scanout, f->number, f->width, f->height, now - f->consumed_ns);
    flip_done(vm, f->scanout, f->cookie, immediate);
    pvb_event(vm, PVGPU_EVENT_PRESENTED, f->scanout, f->cookie, f->guest_time);
    if (vm->frame_limit && vm->stats.frames >= vm->frame_limit) vm->frames_done = true;
}

bool pvb_display_pending(const struct pvb_vm *vm)
{
    for (uint32_t i = 0; i < PVGPU_MAX_SCANOUTS; i++)
        if (vm->scanouts[i].in_flight) return true;
    return false;
}

/* Waits until another frame may be started. */
static enum pvgpu_verdict frame_room(struct pvb_vm *vm, const struct pvb_scanout *s)
{
    while (s->in_flight == PVB_FRAMES_IN_FLIGHT) {
        vm->ops->flush(vm->renderer);
        if (vm->ops->poll(vm->renderer, pvb_display_frame, vm) < 0) return PVGPU_E_LOST;
        if (vm->stop && pvb_flag_get(vm->stop)) return PVGPU_OK;
        if (s->in_flight == PVB_FRAMES_IN_FLIGHT) vm->ops->wait(vm->renderer, 1000000);
    }
    return PVGPU_OK;
}

static enum pvgpu_verdict frame_begin(struct pvb_vm *vm, uint32_t scanout, uint64_t cookie, uint64_t guest_time, uint32_t flags)
{
    struct pvb_scanout *s = &vm->scanouts[scanout];
    const struct pvb_resource_entry *e = s->resource ? pvb_resource_entry(vm, s->resource) : NULL;
    struct pvb_frame f = {
        .scanout = scanout, .width = e ? e->info.width : s->width, .height = e ? e->info.height : s->height,
        .cookie = cookie, .guest_time = guest_time, .consumed_ns = vm->consumed_ns,
        .blank = !e,
    };
    enum pvgpu_verdict v;

    vm->stats.presents++;
    if (!f.width || !f.height) { /* black on a scanout that is off: there is no picture */
        flip_done(vm, scanout, cookie, true);
        pvb_event(vm, PVGPU_EVENT_PRESENTED, scanout, cookie, guest_time);
        return PVGPU_OK;
    }
    v = frame_room(vm, s);
    if (v || s->in_flight == PVB_FRAMES_IN_FLIGHT) return v;
    f.number = ++s->frames;
    s->immediate[s->in_flight++] = (flags & PVGPU_PRESENT_IMMEDIATE) != 0;
    pvb_vm_switch(vm, NULL);
    vm->ops->frame_start(vm->renderer, e ? e->host : NULL, &f);
    return PVGPU_OK;
}

void pvb_display_forget(struct pvb_vm *vm, uint32_t resource)
{
    for (uint32_t i = 0; i < PVGPU_MAX_SCANOUTS; i++)
        if (vm->scanouts[i].resource == resource) vm->scanouts[i].resource = 0;
}

/* Frames that were started belong to the old mode: they are handed over before it ends. */
static enum pvgpu_verdict frames_settle(struct pvb_vm *vm, const struct pvb_scanout *s)
{
    uint64_t end = pvb_now_ns() + SETTLE_NS;
    vm->ops->flush(vm->renderer);
    while (s->in_flight && pvb_now_ns() < end) {
        if (vm->ops->poll(vm->renderer, pvb_display_frame, vm) < 0) return PVGPU_E_LOST;
        if (s->in_flight) vm->ops->wait(vm->renderer, 1000000);
    }
    return PVGPU_OK;
}

static enum pvgpu_verdict mode_set(void *arg, const struct pvgpu_cmd_mode_set *c, const void *tail)
{
    struct pvb_vm *vm = arg;
    struct pvb_scanout *s = &vm->scanouts[c->scanout];
    enum pvgpu_verdict v = frames_settle(vm, s);
    if (v) return v;
    flips_tell(vm, c->scanout);
    s->width = c->width;
    s->height = c->height;
    s->refresh_mhz = c->refresh_mhz;
    s->resource = 0;
    s->phase_ns = pvb_now_ns();
    s->blanks_before += s->ticks;
    s->ticks = 0;
    PVB_TRACE(DISPLAY, 1, "scanout %" PRIu32 ": mode %" PRIu32 "x%" PRIu32 " at %" PRIu32 " mHz", c->scanout, c->width, c->height,
              c->refresh_mhz);
    if (vm->sink) pvb_sink_mode(vm->sink, c->scanout, c->width, c->height);
    return PVGPU_OK;
}

static enum pvgpu_verdict scanout_set(void *arg, const struct pvgpu_cmd_scanout_set *c, const void *tail)
{
    struct pvb_vm *vm = arg;
    /* An error object shows black: the guest waits for the flip all the same. */
    if (vm->skip) pvb_skipped(vm, PVGPU_IX_SCANOUT_SET);
    vm->scanouts[c->scanout].resource = vm->skip ? 0 : c->resource;
    return frame_begin(vm, c->scanout, c->cookie, c->guest_time, c->flags);
}

static enum pvgpu_verdict present_blt(void *arg, const struct pvgpu_cmd_present_blt *c, const void *tail)
{
    struct pvb_vm *vm = arg;
    enum pvgpu_verdict v = PVGPU_OK;
    if (vm->skip) {
        pvb_skipped(vm, PVGPU_IX_PRESENT_BLT);
    } else if (!vm->nothing) {
        pvb_vm_switch(vm, NULL);
        vm->ops->present_blt(vm->renderer, pvb_resource_entry(vm, c->dst)->host, pvb_resource_entry(vm, c->src)->host, c, tail);
    }
    for (uint32_t i = 0; !v && i < PVGPU_MAX_SCANOUTS; i++)
        if (vm->scanouts[i].resource == c->dst) v = frame_begin(vm, i, c->cookie, c->guest_time, c->flags);
    return v;
}

static enum pvgpu_verdict color_fill(void *arg, const struct pvgpu_cmd_color_fill *c, const void *tail)
{
    struct pvb_vm *vm = arg;
    if (vm->skip) {
        pvb_skipped(vm, PVGPU_IX_COLOR_FILL);
        return PVGPU_OK;
    }
    if (vm->nothing) return PVGPU_OK;
    pvb_vm_switch(vm, NULL);
    vm->ops->color_fill(vm->renderer, pvb_resource_entry(vm, c->dst)->host, c, tail);
    return PVGPU_OK;
}

/* ---- pointers ---- */

static enum pvgpu_verdict cursor_shape(void *arg, const struct pvgpu_cmd_cursor_shape *c, const void *tail)
{
    struct pvb_vm *vm = arg;
    const struct pvb_resource_entry *e = pvb_resource_entry(vm, c->heap);
    if (vm->sink)
        pvb_sink_cursor_shape(vm->sink, c->scanout, &(struct pvb_cursor_shape){
            .width = c->width, .height = c->height, .hot_x = c->hot_x, .hot_y = c->hot_y, .masked = c->masked != 0,
            .pitch = c->pitch, .pixels = vm->heap + e->heap.offset + c->offset });
    return PVGPU_OK;
}

static enum pvgpu_verdict cursor_move(void *arg, const struct pvgpu_cmd_cursor_move *c, const void *tail)
{
    struct pvb_vm *vm = arg;
    if (vm->sink) pvb_sink_cursor_move(vm->sink, c->scanout, c->x, c->y, c->visible != 0);
    return PVGPU_OK;
}

const struct pvgpu_ops pvb_display_handlers = {
    .mode_set = mode_set, .scanout_set = scanout_set, .present_blt = present_blt, .color_fill = color_fill,
    .vblank_control = vblank_control, .cursor_shape = cursor_shape, .cursor_move = cursor_move,
};
