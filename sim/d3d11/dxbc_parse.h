/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * dxbc_parse.h - reads the container that programs hand to CreateXShader and CreateInputLayout.
 * Everything points into the caller's bytes.
 */
#ifndef RT_DXBC_PARSE_H
#define RT_DXBC_PARSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RT_MAX_SIGNATURE 64

struct rt_signature_element {
    const char *semantic;
    uint32_t semantic_index;
    uint32_t system_value; /* D3D_NAME */
    uint32_t component_type;
    uint32_t reg;          /* ~0: none (depth, coverage ...) */
    uint32_t stream;
    uint8_t mask, rw_mask;
};

struct rt_signature {
    uint32_t count;
    struct rt_signature_element elements[RT_MAX_SIGNATURE];
};

struct rt_dxbc {
    const uint32_t *tokens; /* version token first; may be NULL (container with signatures only) */
    uint32_t n_tokens;
    uint32_t program_type;  /* of the version token: 0 PS, 1 VS, 2 GS, 3 HS, 4 DS, 5 CS */
    uint32_t major, minor;
    bool has_input, has_output, has_patch;
    struct rt_signature input, output, patch;
    const void *interfaces; /* part IFCE (linkage.h); NULL: none */
    size_t interfaces_size;
};

/* False: not a container, wrong checksum, or a chunk that does not hold together. */
bool rt_dxbc_parse(const void *data, size_t size, struct rt_dxbc *out);

#endif
