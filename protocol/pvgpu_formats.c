/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "pvgpu_formats.h"

const struct pvgpu_format_row pvgpu_format_rows[PVGPU_FORMAT_LIMIT] = {
#define FORMAT(number, name, bytes, bw, bh, planes, family, kind) \
    [number] = { #name, bytes, bw, bh, planes, family, PVGPU_FORMAT_##kind },
#include "pvgpu_formats.def"
};

const char *pvgpu_format_name(uint32_t format)
{
    return pvgpu_format_known(format) ? pvgpu_format_rows[format].name : "UNKNOWN";
}
