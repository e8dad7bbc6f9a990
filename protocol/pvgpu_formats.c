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

int pvgpu_format_plane(uint32_t texture, uint32_t view)
{
    enum { R8G8B8A8_UNORM = 28, R8G8B8A8_UINT = 30, R16G16_UNORM = 35, R16G16_UINT = 36, R8G8_UNORM = 49, R8G8_UINT = 50,
           R16_UNORM = 56, R16_UINT = 57, R8_UNORM = 61, R8_UINT = 62, AYUV = 100 };
    unsigned bytes = pvgpu_format_is_planar(texture) ? pvgpu_format_rows[texture].block_bytes : 0;

    switch (view) {
    case R8G8B8A8_UNORM: case R8G8B8A8_UINT: return texture == AYUV ? 0 : -1;
    case R8_UNORM: case R8_UINT: return bytes == 1 ? 0 : -1;
    case R8G8_UNORM: case R8G8_UINT: return bytes == 1 ? 1 : -1;
    case R16_UNORM: case R16_UINT: return bytes == 2 ? 0 : -1;
    case R16G16_UNORM: case R16G16_UINT: return bytes == 2 ? 1 : -1;
    default: return -1;
    }
}
