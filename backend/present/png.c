/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * png.c - the presenter that writes files: scanoutS-NNNNNN.png for the frames asked for and for the
 * last one, and latest.png, the last of scanout 0 (or of the first that had any).
 */
#include <errno.h>
#include <inttypes.h>
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "pvb_presenter.h"

struct pvb_presenter {
    char directory[768];
    uint64_t *frames; /* asked for */
    size_t n_frames;
    /* The last picture that was presented, copied. */
    struct { struct pvb_frame frame; uint8_t *pixels; size_t size; } last[PVGPU_MAX_SCANOUTS];
};

/* Writes beside the name first, so that a reader never sees half a file. */
static void picture_write(const struct pvb_presenter *p, const char *name, const struct pvb_frame *f)
{
    char path[1024], partial[1040];
    png_image image = { .version = PNG_IMAGE_VERSION, .width = f->width, .height = f->height, .format = PNG_FORMAT_BGRA,
                        .flags = PNG_IMAGE_FLAG_FAST };
    uint8_t *rows = malloc((size_t)f->width * f->height * 4);

    if (!rows) {
        pvb_log(0, "%s: out of memory: not written", name);
        return;
    }
    for (uint32_t y = 0; y < f->height; y++)
        memcpy(rows + (size_t)f->width * 4 * y, (const uint8_t *)f->pixels + (size_t)f->pitch * y, f->width * 4u);
    for (size_t i = 3; i < (size_t)f->width * f->height * 4; i += 4) rows[i] = 0xff; /* alpha means nothing on a screen */
    snprintf(path, sizeof path, "%s/%s", p->directory, name);
    snprintf(partial, sizeof partial, "%s.part", path);
    if (!png_image_write_to_file(&image, partial, 0, rows, (png_int_32)(f->width * 4), NULL)) {
        pvb_log(0, "%s: cannot write: %s", path, image.message);
        remove(partial);
    } else if (rename(partial, path)) {
        pvb_log(0, "%s: cannot write: %s", path, strerror(errno));
    }
    free(rows);
}

static void numbered_write(const struct pvb_presenter *p, const struct pvb_frame *f)
{
    char name[64];
    snprintf(name, sizeof name, "scanout%" PRIu32 "-%06" PRIu64 ".png", f->scanout, f->number);
    picture_write(p, name, f);
}

static struct pvb_presenter *png_open(const struct pvb_presenter_params *params, char *error, size_t n)
{
    struct pvb_presenter *p = calloc(1, sizeof *p);
    struct stat st;
    if (!p || (params->n_frames && !(p->frames = malloc(params->n_frames * sizeof *p->frames)))) {
        snprintf(error, n, "out of memory");
        free(p);
        return NULL;
    }
    if (strlen(params->directory) >= sizeof p->directory || stat(params->directory, &st) || !S_ISDIR(st.st_mode)) {
        snprintf(error, n, "--present png:%s: no such folder: make it or name another", params->directory);
        free(p->frames);
        free(p);
        return NULL;
    }
    snprintf(p->directory, sizeof p->directory, "%s", params->directory);
    if (params->n_frames) memcpy(p->frames, params->frames, params->n_frames * sizeof *p->frames);
    p->n_frames = params->n_frames;
    return p;
}

static void last_keep(struct pvb_presenter *p, const struct pvb_frame *f)
{
    size_t size = (size_t)f->pitch * f->height;
    uint8_t *pixels = p->last[f->scanout].pixels;
    if (size > p->last[f->scanout].size) {
        pixels = realloc(pixels, size);
        if (!pixels) return;
        p->last[f->scanout].pixels = pixels;
        p->last[f->scanout].size = size;
    }
    memcpy(pixels, f->pixels, size);
    p->last[f->scanout].frame = *f;
    p->last[f->scanout].frame.pixels = pixels;
}

static void png_frame(struct pvb_presenter *p, const struct pvb_frame *f)
{
    bool again = f->number == p->last[f->scanout].frame.number; /* the pointer moved */
    if (!f->number) return;
    if (!f->blank) last_keep(p, f); /* a guest that ends goes black, and that is not its last picture */
    for (size_t i = 0; !again && i < p->n_frames; i++)
        if (p->frames[i] == f->number) numbered_write(p, f);
}

static void png_close(struct pvb_presenter *p)
{
    bool latest = false;
    for (uint32_t i = 0; i < PVGPU_MAX_SCANOUTS; i++) {
        const struct pvb_frame *f = &p->last[i].frame;
        if (f->number) numbered_write(p, f);
        if (f->number && !latest) picture_write(p, "latest.png", f);
        latest |= f->number != 0;
        free(p->last[i].pixels);
    }
    if (!latest) pvb_log(1, "no frame was presented: no picture written");
    free(p->frames);
    free(p);
}

const struct pvb_presenter_ops pvb_presenter_png = {
    .name = "png", .lossless = true, .open = png_open, .frame = png_frame, .close = png_close,
};
