/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "../os.h"
#include "../util.h"
#include "present.h"

#define LOSSLESS_WAIT_NS 1000000000ull

enum { SINKS_MAX = 4, RETURNS = 4 * PVGPU_MAX_SCANOUTS };

struct buffer {
    uint8_t *pixels;
    size_t size;
};

struct cursor {
    struct pvb_cursor_shape shape; /* pixels: the sink's copy */
    int32_t x, y;
    bool visible;
};

/* The size of a scanout's window as the control thread has seen it. */
struct window {
    uint32_t mode_width, mode_height; /* the picture's, when it was looked at */
    uint32_t width, height;           /* the window's, unchanged since since_ns */
    uint64_t since_ns;
    uint32_t settled_width, settled_height; /* what it was when it last kept still; 0: not yet in this mode */
};

struct scanout {
    /* Guarded by the sink's mutex. */
    struct pvb_frame ready; /* the newest, when it is fresh */
    bool fresh, reading;    /* it was not taken yet; the control thread copies one that was taken */
    bool kept;              /* ready's pixels are in keep: they need not go back */
    struct buffer keep;
    bool mode_changed, cursor_changed;
    bool fresh_first;      /* fresh is older than the change of mode */
    uint32_t width, height;
    struct cursor cursor;
    uint8_t *cursor_pixels;
    struct pvb_wish wish;  /* width 0: none */
    /* Control thread. */
    struct buffer picture;
    struct pvb_frame frame; /* in picture */
    struct cursor shown;    /* as drawn into it */
    bool drawn;
    uint8_t *shown_pixels, *under;
    struct window window;
};

struct pvb_sink {
    struct pvb_mutex mutex;
    struct pvb_cond taken;
    void (*wake)(void *arg);
    void *wake_arg;
    struct scanout scanouts[PVGPU_MAX_SCANOUTS];
    struct { const struct pvb_presenter_ops *ops; struct pvb_presenter *p; } presenters[SINKS_MAX];
    size_t n;
    bool lossless;
    /* What the renderer may have back: at most two a scanout come between two calls of pvb_sink_returned. */
    struct pvb_frame returns[RETURNS];
    unsigned n_returns;
    bool wished; /* a flag: some scanout has a wish */
};

/* ---- execute thread ---- */

static bool buffer_fit(struct buffer *b, uint32_t width, uint32_t height)
{
    size_t size = (size_t)width * height * 4;
    if (size <= b->size) return true;
    free(b->pixels);
    b->pixels = calloc(1, size);
    b->size = b->pixels ? size : 0;
    return b->pixels != NULL;
}

/* With the lock. Until the newest picture was taken. */
static void wait_taken(struct pvb_sink *s, struct scanout *o, const bool *stop)
{
    for (uint64_t end = pvb_now_ns() + LOSSLESS_WAIT_NS; o->fresh && !(stop && pvb_flag_get(stop)) && pvb_now_ns() < end;)
        pvb_cond_wait(&s->taken, &s->mutex, 10000000);
}

/* Copies a picture into b; false: out of memory. */
static bool picture_copy(struct buffer *b, const struct pvb_frame *f)
{
    uint32_t pitch = f->width * 4;
    if (!buffer_fit(b, f->width, f->height)) {
        pvb_log(1, "out of memory: a frame of %ux%u is not shown", f->width, f->height);
        return false;
    }
    for (uint32_t y = 0; y < f->height; y++)
        memcpy(b->pixels + (size_t)pitch * y, (const uint8_t *)f->pixels + (size_t)f->pitch * y, pitch);
    return true;
}

/* With the lock. */
static void give_back(struct pvb_sink *s, const struct pvb_frame *f)
{
    s->returns[s->n_returns] = *f;
    __atomic_store_n(&s->n_returns, s->n_returns + 1, __ATOMIC_RELEASE);
}

void pvb_sink_frame(struct pvb_sink *s, const struct pvb_frame *f, const bool *stop)
{
    struct scanout *o = &s->scanouts[f->scanout];

    pvb_mutex_lock(&s->mutex);
    /* Nobody misses a picture that another replaces, but for a presenter that keeps every one; what comes before
     * black is the last picture of a mode, which somebody may want to keep. */
    if (s->lossless || (f->blank && !o->ready.blank)) wait_taken(s, o, stop);
    if (o->fresh && !o->kept) give_back(s, &o->ready);
    o->ready = *f;
    o->fresh = true;
    o->kept = o->fresh_first = false;
    pvb_mutex_unlock(&s->mutex);
    s->wake(s->wake_arg);
}

bool pvb_sink_returned(struct pvb_sink *s, struct pvb_frame *f)
{
    bool any;
    if (!__atomic_load_n(&s->n_returns, __ATOMIC_ACQUIRE)) return false;
    pvb_mutex_lock(&s->mutex);
    any = s->n_returns > 0;
    if (any) {
        *f = s->returns[s->n_returns - 1];
        __atomic_store_n(&s->n_returns, s->n_returns - 1, __ATOMIC_RELEASE);
    }
    pvb_mutex_unlock(&s->mutex);
    return any;
}

void pvb_sink_settle(struct pvb_sink *s)
{
    pvb_mutex_lock(&s->mutex);
    for (uint32_t i = 0; i < PVGPU_MAX_SCANOUTS; i++) {
        struct scanout *o = &s->scanouts[i];
        while (o->reading) pvb_cond_wait(&s->taken, &s->mutex, 10000000);
        if (!o->fresh || o->kept) continue;
        give_back(s, &o->ready);
        o->kept = o->fresh = picture_copy(&o->keep, &o->ready);
        o->ready.pixels = o->keep.pixels;
        o->ready.pitch = o->ready.width * 4;
    }
    pvb_mutex_unlock(&s->mutex);
}

void pvb_sink_mode(struct pvb_sink *s, uint32_t scanout, uint32_t width, uint32_t height)
{
    struct scanout *o = &s->scanouts[scanout];
    pvb_mutex_lock(&s->mutex);
    if (s->lossless) wait_taken(s, o, NULL);
    o->width = width;
    o->height = height;
    o->mode_changed = true;
    o->fresh_first = o->fresh;
    pvb_mutex_unlock(&s->mutex);
    s->wake(s->wake_arg);
}

void pvb_sink_cursor_shape(struct pvb_sink *s, uint32_t scanout, const struct pvb_cursor_shape *shape)
{
    struct scanout *o = &s->scanouts[scanout];
    pvb_mutex_lock(&s->mutex);
    o->cursor.shape = *shape;
    o->cursor.shape.pixels = o->cursor_pixels;
    o->cursor.shape.pitch = shape->width * 4;
    for (uint32_t y = 0; y < shape->height; y++)
        memcpy(o->cursor_pixels + (size_t)shape->width * 4 * y, shape->pixels + (size_t)shape->pitch * y, shape->width * 4u);
    o->cursor_changed = true;
    pvb_mutex_unlock(&s->mutex);
    s->wake(s->wake_arg);
}

void pvb_sink_cursor_move(struct pvb_sink *s, uint32_t scanout, int32_t x, int32_t y, bool visible)
{
    struct scanout *o = &s->scanouts[scanout];
    pvb_mutex_lock(&s->mutex);
    o->cursor.x = x;
    o->cursor.y = y;
    o->cursor.visible = visible;
    o->cursor_changed = true;
    pvb_mutex_unlock(&s->mutex);
    s->wake(s->wake_arg);
}

bool pvb_sink_wish(struct pvb_sink *s, uint32_t scanout, struct pvb_wish *wish)
{
    struct scanout *o = &s->scanouts[scanout];
    bool more = false;
    if (!pvb_flag_get(&s->wished)) return false;
    pvb_mutex_lock(&s->mutex);
    *wish = o->wish;
    o->wish.width = 0;
    for (uint32_t i = 0; i < PVGPU_MAX_SCANOUTS; i++) more |= s->scanouts[i].wish.width != 0;
    pvb_flag_set(&s->wished, more);
    pvb_mutex_unlock(&s->mutex);
    return wish->width != 0;
}

/* ---- control thread ---- */

static int32_t cursor_left(const struct cursor *c) { return (int32_t)((uint32_t)c->x - c->shape.hot_x); }
static int32_t cursor_top(const struct cursor *c) { return (int32_t)((uint32_t)c->y - c->shape.hot_y); }

static void undraw(struct scanout *o)
{
    struct pvb_frame *f = &o->frame;
    if (o->drawn)
        pvb_cursor_under(o->picture.pixels, f->pitch, f->width, f->height, &o->shown.shape, cursor_left(&o->shown),
                         cursor_top(&o->shown), o->under, false);
    o->drawn = false;
}

static void draw(struct scanout *o)
{
    struct pvb_frame *f = &o->frame;
    if (!o->shown.visible || !o->shown.shape.width) return;
    pvb_cursor_under(o->picture.pixels, f->pitch, f->width, f->height, &o->shown.shape, cursor_left(&o->shown),
                     cursor_top(&o->shown), o->under, true);
    pvb_cursor_blend(o->picture.pixels, f->pitch, f->width, f->height, &o->shown.shape, cursor_left(&o->shown),
                     cursor_top(&o->shown));
    o->drawn = true;
}

/* The picture of a mode in which nothing was presented yet. */
static void blacken(struct scanout *o, uint32_t scanout, uint32_t width, uint32_t height)
{
    struct buffer *b = &o->picture;
    if (!buffer_fit(b, width, height)) width = height = 0;
    o->frame = (struct pvb_frame){ .scanout = scanout, .width = width, .height = height, .pitch = width * 4,
                                   .pixels = b->pixels };
    if (b->pixels) memset(b->pixels, 0, (size_t)width * height * 4);
}

/* Takes what is new of a scanout; false: nothing is. */
static bool take(struct pvb_sink *s, uint32_t index)
{
    struct scanout *o = &s->scanouts[index];
    struct pvb_frame frame;
    bool fresh, mode, cursor, kept;
    uint32_t width, height;

    pvb_mutex_lock(&s->mutex);
    fresh = o->reading = o->fresh;
    frame = o->ready;
    kept = o->kept;
    mode = o->mode_changed && !o->fresh_first;
    width = o->width;
    height = o->height;
    cursor = o->cursor_changed;
    if (fresh || mode || cursor) undraw(o);
    if (cursor) {
        o->shown = o->cursor;
        o->shown.shape.pixels = o->shown_pixels;
        memcpy(o->shown_pixels, o->cursor_pixels, (size_t)o->shown.shape.pitch * o->shown.shape.height);
    }
    o->mode_changed &= !mode;
    o->fresh = o->fresh_first = o->cursor_changed = false;
    pvb_mutex_unlock(&s->mutex);
    if (mode && !fresh) blacken(o, index, width, height);
    if (!fresh) return mode || (cursor && o->frame.width);

    if (picture_copy(&o->picture, &frame)) {
        o->frame = frame;
        o->frame.pixels = o->picture.pixels;
        o->frame.pitch = frame.width * 4;
    } else {
        o->frame = (struct pvb_frame){ .scanout = index }; /* off, as far as anybody can see */
    }
    pvb_mutex_lock(&s->mutex);
    o->reading = false;
    if (!kept) give_back(s, &frame);
    pvb_cond_signal(&s->taken);
    pvb_mutex_unlock(&s->mutex);
    return true;
}

/* A new mode is followed by the size that the window system gives the window; what differs from that later is the
 * user's doing. */
static void window_watch(struct pvb_sink *s, struct scanout *o, uint32_t index, size_t k, uint64_t now)
{
    const struct pvb_frame *f = &o->frame;
    struct window *w = &o->window;
    struct pvb_wish seen = { 0 };

    if (!f->width || !s->presenters[k].ops->size(s->presenters[k].p, index, &seen.width, &seen.height, &seen.refresh_mhz)) {
        *w = (struct window){ 0 };
        return;
    }
    if (w->mode_width != f->width || w->mode_height != f->height) *w = (struct window){ f->width, f->height };
    if (w->width != seen.width || w->height != seen.height) {
        w->width = seen.width;
        w->height = seen.height;
        w->since_ns = now;
    }
    if (now - w->since_ns < PVB_WISH_SETTLE_NS || (w->settled_width == w->width && w->settled_height == w->height)) return;
    if (w->settled_width && w->width && w->height && w->width <= 16384 && w->height <= 16384) {
        pvb_mutex_lock(&s->mutex);
        o->wish = seen;
        pvb_flag_set(&s->wished, true);
        pvb_mutex_unlock(&s->mutex);
    }
    w->settled_width = w->width;
    w->settled_height = w->height;
}

bool pvb_sink_wished(struct pvb_sink *s) { return pvb_flag_get(&s->wished); }

bool pvb_sink_pump(struct pvb_sink *s)
{
    bool alive = true;
    for (uint32_t i = 0; i < PVGPU_MAX_SCANOUTS; i++) {
        struct scanout *o = &s->scanouts[i];
        for (int n = 0; n < 2 && take(s, i); n++) { /* twice: the last picture of a mode, then the next mode */
            draw(o);
            for (size_t k = 0; k < s->n; k++) s->presenters[k].ops->frame(s->presenters[k].p, &o->frame);
        }
    }
    for (size_t k = 0; k < s->n; k++) {
        if (s->presenters[k].ops->pump) alive &= s->presenters[k].ops->pump(s->presenters[k].p);
        for (uint32_t i = 0; s->presenters[k].ops->size && i < PVGPU_MAX_SCANOUTS; i++)
            window_watch(s, &s->scanouts[i], i, k, pvb_now_ns());
    }
    return alive;
}

uint64_t pvb_sink_timeout_ns(const struct pvb_sink *s)
{
    uint64_t t = UINT64_MAX;
    for (size_t k = 0; k < s->n; k++)
        if (s->presenters[k].ops->pump_ms && s->presenters[k].ops->pump_ms * 1000000ull < t)
            t = s->presenters[k].ops->pump_ms * 1000000ull;
    return t;
}

void pvb_sink_title(struct pvb_sink *s, const char *vm_name)
{
    for (size_t k = 0; k < s->n; k++)
        if (s->presenters[k].ops->title) s->presenters[k].ops->title(s->presenters[k].p, vm_name);
}

/* ---- life ---- */

struct pvb_sink *pvb_sink_create(const struct pvb_presenter_ops *const *ops, size_t n_ops,
                                 const struct pvb_presenter_params *params,
                                 void (*wake)(void *arg), void *arg, char *error, size_t n)
{
    struct pvb_sink *s = calloc(1, sizeof *s);
    const size_t cursor_size = PVB_CURSOR_MAX * PVB_CURSOR_MAX * 4;
    bool ok = s != NULL;

    for (uint32_t i = 0; ok && i < PVGPU_MAX_SCANOUTS; i++) {
        struct scanout *o = &s->scanouts[i];
        o->cursor_pixels = calloc(1, cursor_size);
        o->shown_pixels = calloc(1, cursor_size);
        o->under = calloc(1, cursor_size);
        ok = o->cursor_pixels && o->shown_pixels && o->under;
    }
    if (!ok) {
        snprintf(error, n, "out of memory");
        pvb_sink_destroy(s);
        return NULL;
    }
    s->mutex = (struct pvb_mutex)PVB_MUTEX_INIT;
    s->taken = (struct pvb_cond)PVB_COND_INIT;
    s->wake = wake;
    s->wake_arg = arg;
    for (size_t k = 0; k < n_ops && k < SINKS_MAX; k++) {
        s->presenters[k].ops = ops[k];
        s->presenters[k].p = ops[k]->open(params, error, n);
        if (!s->presenters[k].p) {
            pvb_sink_destroy(s);
            return NULL;
        }
        s->n++;
        s->lossless |= ops[k]->lossless && params->n_frames;
    }
    return s;
}

void pvb_sink_destroy(struct pvb_sink *s)
{
    if (!s) return;
    for (size_t k = 0; k < s->n; k++) s->presenters[k].ops->close(s->presenters[k].p);
    for (uint32_t i = 0; i < PVGPU_MAX_SCANOUTS; i++) {
        free(s->scanouts[i].keep.pixels);
        free(s->scanouts[i].picture.pixels);
        free(s->scanouts[i].cursor_pixels);
        free(s->scanouts[i].shown_pixels);
        free(s->scanouts[i].under);
    }
    free(s);
}
