/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include <string.h>
#include "present.h"

/* The part of the pointer that lies inside the picture. */
struct part { uint32_t x, y, from_x, from_y, width, height; };

static bool part_of(const struct pvb_cursor_shape *s, int64_t x, int64_t y, uint32_t width, uint32_t height, struct part *p)
{
    int64_t left = x < 0 ? 0 : x, top = y < 0 ? 0 : y, right = x + s->width, bottom = y + s->height;
    if (right > width) right = width;
    if (bottom > height) bottom = height;
    if (left >= right || top >= bottom) return false;
    *p = (struct part){ (uint32_t)left, (uint32_t)top, (uint32_t)(left - x), (uint32_t)(top - y), (uint32_t)(right - left),
                        (uint32_t)(bottom - top) };
    return true;
}

static void pixel_blend(uint8_t *d, const uint8_t *s, bool masked)
{
    unsigned a = s[3];
    for (int k = 0; k < 3; k++) {
        if (masked) d[k] = a == 0xff ? d[k] ^ s[k] : s[k];
        else d[k] = (uint8_t)((s[k] * a + d[k] * (255 - a) + 127) / 255);
    }
}

void pvb_cursor_blend(uint8_t *pixels, uint32_t pitch, uint32_t width, uint32_t height, const struct pvb_cursor_shape *shape,
                      int32_t x, int32_t y)
{
    struct part p;
    if (!part_of(shape, x, y, width, height, &p)) return;
    for (uint32_t row = 0; row < p.height; row++) {
        uint8_t *d = pixels + (size_t)pitch * (p.y + row) + p.x * 4;
        const uint8_t *s = shape->pixels + (size_t)shape->pitch * (p.from_y + row) + p.from_x * 4;
        for (uint32_t i = 0; i < p.width; i++) pixel_blend(d + i * 4, s + i * 4, shape->masked);
    }
}

void pvb_cursor_under(uint8_t *pixels, uint32_t pitch, uint32_t width, uint32_t height, const struct pvb_cursor_shape *shape,
                      int32_t x, int32_t y, uint8_t *under, bool save)
{
    struct part p;
    if (!part_of(shape, x, y, width, height, &p)) return;
    for (uint32_t row = 0; row < p.height; row++) {
        uint8_t *at = pixels + (size_t)pitch * (p.y + row) + p.x * 4, *kept = under + (size_t)row * p.width * 4;
        if (save) memcpy(kept, at, p.width * 4u);
        else memcpy(at, kept, p.width * 4u);
    }
}
