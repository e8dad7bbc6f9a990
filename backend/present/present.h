/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * present.h - between the execute thread, which hands pictures over, and the presenters, which the
 * control thread calls. A picture stays where the renderer has it until the control thread has copied
 * it into the scanout's own, into which the pointer is drawn, or until a newer one comes; the execute
 * thread copies nothing and does not wait, unless a presenter must see every frame or black would hide a picture.
 */
#ifndef PVB_PRESENT_H
#define PVB_PRESENT_H

#include "pvb_presenter.h"

#define PVB_CURSOR_MAX 256u

struct pvb_cursor_shape {
    uint32_t width, height, hot_x, hot_y, pitch;
    bool masked; /* alpha 0xff: exclusive-or with the picture, 0: replaces it; otherwise straight alpha */
    const uint8_t *pixels; /* B8G8R8A8; the guest's memory, read once */
};

struct pvb_sink;

/* wake is called from the execute thread when pvb_sink_pump has something to do. NULL with a text. */
struct pvb_sink *pvb_sink_create(const struct pvb_presenter_ops *const *ops, size_t n_ops,
                                 const struct pvb_presenter_params *params,
                                 void (*wake)(void *arg), void *arg, char *error, size_t n);
void pvb_sink_destroy(struct pvb_sink *s); /* NULL is fine */

/* ---- execute thread ---- */

/* Takes f over, with its pixels. */
void pvb_sink_frame(struct pvb_sink *s, const struct pvb_frame *f, const bool *stop);
/* A frame whose pixels are not needed any more; false: none. To be asked after each pvb_sink_frame. */
bool pvb_sink_returned(struct pvb_sink *s, struct pvb_frame *f);
/* Copies what was not shown yet, so that every frame is returned now. */
void pvb_sink_settle(struct pvb_sink *s);
void pvb_sink_mode(struct pvb_sink *s, uint32_t scanout, uint32_t width, uint32_t height);
void pvb_sink_cursor_shape(struct pvb_sink *s, uint32_t scanout, const struct pvb_cursor_shape *shape);
void pvb_sink_cursor_move(struct pvb_sink *s, uint32_t scanout, int32_t x, int32_t y, bool visible);

/* A mode that the user asks for: a window was given another size and has kept it for PVB_WISH_SETTLE_NS. Each is
 * told once. */
struct pvb_wish { uint32_t width, height, refresh_mhz; };
bool pvb_sink_wish(struct pvb_sink *s, uint32_t scanout, struct pvb_wish *wish);
#define PVB_WISH_SETTLE_NS 250000000ull

/* ---- control thread ---- */

bool pvb_sink_pump(struct pvb_sink *s); /* false: the user closed the last window */
bool pvb_sink_wished(struct pvb_sink *s); /* pump found a wish that the execute thread has not taken */
uint64_t pvb_sink_timeout_ns(const struct pvb_sink *s); /* pump at least this often */
void pvb_sink_title(struct pvb_sink *s, const char *vm_name);

/* ---- cursor.c: pure ---- */

/* Draws shape, whose pixels are rows of width * 4 bytes, with its corner at x, y. */
void pvb_cursor_blend(uint8_t *pixels, uint32_t pitch, uint32_t width, uint32_t height, const struct pvb_cursor_shape *shape,
                      int32_t x, int32_t y);
/* Copies what lies under it out (save) or back; at most PVB_CURSOR_MAX squared pixels. */
void pvb_cursor_under(uint8_t *pixels, uint32_t pitch, uint32_t width, uint32_t height, const struct pvb_cursor_shape *shape,
                      int32_t x, int32_t y, uint8_t *under, bool save);

#endif
