/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include <stdio.h>
#include "pvb_presenter.h"

static struct pvb_presenter *png_open(const struct pvb_presenter_params *params, char *error, size_t n)
{
    snprintf(error, n, "--present png: this program was built without libpng: use another --present or build it with libpng");
    return NULL;
}

const struct pvb_presenter_ops pvb_presenter_png = { .name = "png", .open = png_open };
