/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * headless.c - the presenter that shows nothing: it keeps the last picture and counts.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include "pvb_presenter.h"

struct pvb_presenter {
    struct pvb_frame last[PVGPU_MAX_SCANOUTS]; /* pixels stay valid, see pvb_presenter.h */
    uint64_t frames;
};

static struct pvb_presenter *headless_open(const struct pvb_presenter_params *params, char *error, size_t n)
{
    struct pvb_presenter *p = calloc(1, sizeof *p);
    if (!p) snprintf(error, n, "out of memory");
    return p;
}

static void headless_frame(struct pvb_presenter *p, const struct pvb_frame *f)
{
    p->last[f->scanout] = *f;
    p->frames++;
}

static void headless_close(struct pvb_presenter *p)
{
    for (uint32_t i = 0; i < PVGPU_MAX_SCANOUTS; i++)
        if (p->last[i].number)
            pvb_log(2, "scanout %" PRIu32 ": the last frame was number %" PRIu64 ", %" PRIu32 "x%" PRIu32, i, p->last[i].number,
                    p->last[i].width, p->last[i].height);
    pvb_log(2, "headless: %" PRIu64 " pictures", p->frames);
    free(p);
}

const struct pvb_presenter_ops pvb_presenter_headless = {
    .name = "headless", .open = headless_open, .frame = headless_frame, .close = headless_close,
};
