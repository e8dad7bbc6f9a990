/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include <stdio.h>
#include "pvb_presenter.h"

static struct pvb_presenter *window_open(const struct pvb_presenter_params *params, char *error, size_t n)
{
    snprintf(error, n, "--present window: this program was built without SDL 3: use --present headless or build it with SDL 3");
    return NULL;
}

const struct pvb_presenter_ops pvb_presenter_window = { .name = "window", .open = window_open };
