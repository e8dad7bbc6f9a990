/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * pvgpu_formats.h - what is fixed about each DXGI_FORMAT: block size, planes, typeless family.
 * What a host can do with a format is in struct pvgpu_caps instead. Pure functions.
 */
#ifndef PVGPU_FORMATS_H
#define PVGPU_FORMATS_H

#include "pvgpu_abi.h"

enum pvgpu_format_kind {
    PVGPU_FORMAT_UNKNOWN = 0, PVGPU_FORMAT_TYPELESS, PVGPU_FORMAT_FLOAT, PVGPU_FORMAT_UNORM, PVGPU_FORMAT_SNORM,
    PVGPU_FORMAT_UINT, PVGPU_FORMAT_SINT, PVGPU_FORMAT_SRGB, PVGPU_FORMAT_DEPTH, PVGPU_FORMAT_VIDEO, PVGPU_FORMAT_PLANAR
};

struct pvgpu_format_row {
    const char *name;
    uint8_t block_bytes, block_width, block_height, planes; /* block_bytes 0: no such format */
    uint8_t family, kind;
};

extern const struct pvgpu_format_row pvgpu_format_rows[PVGPU_FORMAT_LIMIT];

static inline int pvgpu_format_known(uint32_t format)
{
    return format < PVGPU_FORMAT_LIMIT && pvgpu_format_rows[format].block_bytes != 0;
}

const char *pvgpu_format_name(uint32_t format); /* "UNKNOWN" for 0 and what is not known */

/* Whether a texture of this format has a layout here. Of video formats only planar ones and AYUV have views, too. */
static inline int pvgpu_format_has_textures(uint32_t format)
{
    return pvgpu_format_known(format) && (pvgpu_format_rows[format].planes == 1 || pvgpu_format_rows[format].kind == PVGPU_FORMAT_PLANAR);
}

/* Two planes: height rows of texels, then height / 2 rows of pairs with as many bytes each (DXGI_FORMAT's page). Width and
 * height are even, and so are the edges of boxes. */
static inline int pvgpu_format_is_planar(uint32_t format)
{
    return pvgpu_format_rows[format].kind == PVGPU_FORMAT_PLANAR;
}

/* Texels of a video format that share a color, across and down: edges of what is cleared through a video view lie between them. */
static inline uint32_t pvgpu_format_shared_width(uint32_t format)
{
    return pvgpu_format_is_planar(format) ? 2 : pvgpu_format_rows[format].block_width;
}

static inline uint32_t pvgpu_format_shared_height(uint32_t format)
{
    return pvgpu_format_is_planar(format) ? 2 : pvgpu_format_rows[format].block_height;
}

/* Planar or not, its views have formats of their own. */
static inline int pvgpu_format_is_video(uint32_t format)
{
    return pvgpu_format_is_planar(format) || pvgpu_format_rows[format].kind == PVGPU_FORMAT_VIDEO;
}

/* Which plane of a texture of a video format a view shows, 0 or 1; -1: there is no such view (Direct3D 11.3 functional
 * specification, 5.3.11 "Video Views"). */
int pvgpu_format_plane(uint32_t texture, uint32_t view);

/* Bytes of one row of blocks that covers width texels, and rows of blocks that cover height: of the first plane. The
 * format must be known. */
static inline uint64_t pvgpu_format_row_bytes(uint32_t format, uint32_t width)
{
    const struct pvgpu_format_row *r = &pvgpu_format_rows[format];
    return ((uint64_t)width + r->block_width - 1u) / r->block_width * r->block_bytes;
}

static inline uint32_t pvgpu_format_rows_of(uint32_t format, uint32_t height)
{
    const struct pvgpu_format_row *r = &pvgpu_format_rows[format];
    return (uint32_t)(((uint64_t)height + r->block_height - 1u) / r->block_height);
}

/* The same of all planes, when they follow each other. */
static inline uint32_t pvgpu_format_all_rows(uint32_t format, uint32_t height)
{
    return pvgpu_format_is_planar(format) ? height + height / 2 : pvgpu_format_rows_of(format, height);
}

/* Bytes of a resource that the host can make, as host and kernel driver count them against what the host gives the VM. */
static inline uint64_t pvgpu_resource_bytes(uint32_t dimension, uint32_t misc, uint32_t format, uint32_t width, uint32_t height,
                                            uint32_t depth, uint32_t array, uint32_t mips, uint32_t samples)
{
    uint64_t sum = 0;
    if (misc & PVGPU_MISC_TILED) return 0; /* its pool counts */
    if (dimension == PVGPU_DIM_BUFFER) return width;
    for (uint32_t m = 0; m < mips; m++) {
        uint32_t w = width >> m, h = height >> m, d = depth >> m;
        sum += pvgpu_format_row_bytes(format, w ? w : 1) * pvgpu_format_all_rows(format, h ? h : 1) * (d ? d : 1);
    }
    return sum * array * samples; /* below 2^28 * 4/3 * 16 * 2^11 * 2^5 */
}

/* From the first to the last byte of a box, which is not empty, in memory with these pitches; depth_pitch of a planar format is
 * from plane to plane (update_texture). */
static inline uint64_t pvgpu_format_box_bytes(uint32_t format, uint32_t width, uint32_t height, uint32_t depth, uint64_t row_pitch,
                                              uint64_t depth_pitch)
{
    const int planar = pvgpu_format_is_planar(format);
    const uint32_t slices = planar ? 2 : depth, rows = pvgpu_format_rows_of(format, height) / (planar ? 2 : 1); /* of the last one */
    return (slices - 1) * depth_pitch + (rows - 1) * row_pitch + pvgpu_format_row_bytes(format, width);
}

#endif
