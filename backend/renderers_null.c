/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include <stddef.h>
#include "pvb_renderer.h"

extern const struct pvb_renderer_ops *const pvb_renderers[];
const struct pvb_renderer_ops *const pvb_renderers[] = { &pvb_renderer_null, NULL };
