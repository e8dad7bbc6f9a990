/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "../os.h"
#include "../util.h"
#include "present.h"

#define LOSSLESS_WAIT_NS 1000000000ull

enum { BUFFERS = 3, SINKS_MAX = 4 };

struct buffer {
    uint8_t *pixels;
    size_t size;
    struct pvb_frame frame; /* pixels point into this buffer */
};

struct cursor {
    struct pvb_cursor_shape shape; /* pixels: the sink's copy */
    int32_t x, y;
    bool visible;
};

struct scanout {
    struct buffer buffers[BUFFERS];
    /* Guarded by the sink's mutex. */
    unsigned ready, fresh; /* newest complete buffer; it was not taken yet */
    bool mode_changed, cursor_changed;
    bool fresh_first;      /* fresh is older than the change of mode */
    uint32_t width, height;
    struct cursor cursor;
    uint8_t *cursor_pixels;
    /* Execute thread. */
    unsigned fill;
    /* Control thread. */
    unsigned show;
    struct cursor shown; /* as drawn into buffers[show] */
    bool drawn;
    uint8_t *shown_pixels, *under;
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

/* A presenter that keeps every frame has its last one taken before anything follows. With the lock. */
static void wait_taken(struct pvb_sink *s, struct scanout *o, const bool *stop)
{
    if (!s->lossless) return;
    for (uint64_t end = pvb_now_ns() + LOSSLESS_WAIT_NS; o->fresh && !(stop && pvb_flag_get(stop)) && pvb_now_ns() < end;)
        pvb_cond_wait(&s->taken, &s->mutex, 10000000);
}

void pvb_sink_frame(struct pvb_sink *s, const struct pvb_frame *f, const bool *stop)
{
    struct scanout *o = &s->scanouts[f->scanout];
    struct buffer *b = &o->buffers[o->fill];
    unsigned swap;

    if (!buffer_fit(b, f->width, f->height)) {
        pvb_log(1, "out of memory: a frame of %ux%u is not shown", f->width, f->height);
        return;
    }
    b->frame = *f;
    b->frame.pixels = b->pixels;
    b->frame.pitch = f->width * 4;
    for (uint32_t y = 0; y < f->height; y++)
        memcpy(b->pixels + (size_t)b->frame.pitch * y, (const uint8_t *)f->pixels + (size_t)f->pitch * y, b->frame.pitch);
    pvb_mutex_lock(&s->mutex);
    wait_taken(s, o, stop);
    swap = o->ready;
    o->ready = o->fill;
    o->fill = swap;
    o->fresh = true;
    o->fresh_first = false;
    pvb_mutex_unlock(&s->mutex);
    s->wake(s->wake_arg);
}

void pvb_sink_mode(struct pvb_sink *s, uint32_t scanout, uint32_t width, uint32_t height)
{
    struct scanout *o = &s->scanouts[scanout];
    pvb_mutex_lock(&s->mutex);
    wait_taken(s, o, NULL);
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

/* ---- control thread ---- */

static int32_t cursor_left(const struct cursor *c) { return (int32_t)((uint32_t)c->x - c->shape.hot_x); }
static int32_t cursor_top(const struct cursor *c) { return (int32_t)((uint32_t)c->y - c->shape.hot_y); }

static void undraw(struct scanout *o)
{
    struct pvb_frame *f = &o->buffers[o->show].frame;
    if (o->drawn)
        pvb_cursor_under(o->buffers[o->show].pixels, f->pitch, f->width, f->height, &o->shown.shape, cursor_left(&o->shown),
                         cursor_top(&o->shown), o->under, false);
    o->drawn = false;
}

static void draw(struct scanout *o)
{
    struct pvb_frame *f = &o->buffers[o->show].frame;
    if (!o->shown.visible || !o->shown.shape.width) return;
    pvb_cursor_under(o->buffers[o->show].pixels, f->pitch, f->width, f->height, &o->shown.shape, cursor_left(&o->shown),
                     cursor_top(&o->shown), o->under, true);
    pvb_cursor_blend(o->buffers[o->show].pixels, f->pitch, f->width, f->height, &o->shown.shape, cursor_left(&o->shown),
                     cursor_top(&o->shown));
    o->drawn = true;
}

/* The picture of a mode in which nothing was presented yet. */
static void blacken(struct scanout *o, uint32_t scanout, uint32_t width, uint32_t height)
{
    struct buffer *b = &o->buffers[o->show];
    if (!buffer_fit(b, width, height)) width = height = 0;
    b->frame = (struct pvb_frame){ .scanout = scanout, .width = width, .height = height, .pitch = width * 4,
                                   .pixels = b->pixels };
    if (b->pixels) memset(b->pixels, 0, (size_t)width * height * 4);
}

/* Takes what is new of a scanout; false: nothing is. */
static bool take(struct pvb_sink *s, uint32_t index)
{
    struct scanout *o = &s->scanouts[index];
    bool fresh, mode, cursor;
    unsigned swap;

    pvb_mutex_lock(&s->mutex);
    fresh = o->fresh;
    mode = o->mode_changed && !o->fresh_first;
    cursor = o->cursor_changed;
    if (fresh || mode || cursor) undraw(o);
    if (mode) blacken(o, index, o->width, o->height);
    if (fresh) {
        swap = o->show;
        o->show = o->ready;
        o->ready = swap;
    }
    if (cursor) {
        o->shown = o->cursor;
        o->shown.shape.pixels = o->shown_pixels;
        memcpy(o->shown_pixels, o->cursor_pixels, (size_t)o->shown.shape.pitch * o->shown.shape.height);
    }
    o->mode_changed &= !mode;
    o->fresh = o->fresh_first = o->cursor_changed = false;
    if (fresh) pvb_cond_signal(&s->taken);
    pvb_mutex_unlock(&s->mutex);
    return fresh || mode || (cursor && o->buffers[o->show].frame.width);
}

bool pvb_sink_pump(struct pvb_sink *s)
{
    bool alive = true;
    for (uint32_t i = 0; i < PVGPU_MAX_SCANOUTS; i++) {
        struct scanout *o = &s->scanouts[i];
        for (int n = 0; n < 2 && take(s, i); n++) { /* twice: the last picture of a mode, then the next mode */
            draw(o);
            for (size_t k = 0; k < s->n; k++) s->presenters[k].ops->frame(s->presenters[k].p, &o->buffers[o->show].frame);
        }
    }
    for (size_t k = 0; k < s->n; k++)
        if (s->presenters[k].ops->pump) alive &= s->presenters[k].ops->pump(s->presenters[k].p);
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
        o->ready = 1;
        o->show = 2;
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
        for (unsigned b = 0; b < BUFFERS; b++) free(s->scanouts[i].buffers[b].pixels);
        free(s->scanouts[i].cursor_pixels);
        free(s->scanouts[i].shown_pixels);
        free(s->scanouts[i].under);
    }
    free(s);
}
