/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * strip.h - what the Direct3D runtime does to a container before a driver sees it: tokens and
 * register signatures remain, names and component types go.
 */
#ifndef STRIP_H
#define STRIP_H

#include <stdbool.h>
#include "pvb_dxbc.h"

struct strip_entry {
    const char *name;
    uint32_t stream, semantic_index, d3d_name, type, reg, mask, used, min_precision;
};

/* Views into a container. Entries' names point into it. */
struct strip {
    const uint32_t *tokens;
    uint32_t n_tokens, code_fourcc;
    struct strip_entry in[64], out[64], patch[64];
    uint32_t n_in, n_out, n_patch;
    uint32_t in_fourcc, out_fourcc, patch_fourcc;
    struct pvgpu_signature ddi_in[64], ddi_out[64], ddi_patch[64];
    uint32_t n_ddi_in, n_ddi_out, n_ddi_patch; /* entries without a register are left out */
    uint32_t stage, required; /* required: low word of part SFI0 */
};

/* False when the container is not whole. Checks sizes, offsets and the checksum. */
bool strip_container(const void *container, size_t size, struct strip *s);

/* What a driver passes on: with_types false gives component type 0 everywhere, as older interfaces do. */
struct pvb_dxbc_shader strip_shader(struct strip *s, bool with_types);

#endif
