/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * format.h - what the runtime knows about DXGI formats without asking the driver.
 */
#ifndef RT_FORMAT_H
#define RT_FORMAT_H

#include "com.h"

/* What a format can hold in Direct3D by definition (win32 docs, "Format support for Direct3D feature
 * level 11.0 hardware"). What hardware may or may not do comes from the driver. */
#define RT_FMT_BUFFER     0x0001u
#define RT_FMT_VERTEX     0x0002u
#define RT_FMT_INDEX      0x0004u
#define RT_FMT_SO         0x0008u
#define RT_FMT_TEX1D      0x0010u
#define RT_FMT_TEX2D      0x0020u
#define RT_FMT_TEX3D      0x0040u
#define RT_FMT_CUBE       0x0080u
#define RT_FMT_LOAD       0x0100u /* shader load */
#define RT_FMT_COMPARE    0x0200u
#define RT_FMT_MIP        0x0400u
#define RT_FMT_DEPTH      0x0800u /* depth stencil view */
#define RT_FMT_LOCK       0x1000u /* CPU access */
#define RT_FMT_DISPLAY    0x2000u
#define RT_FMT_CAST       0x4000u
#define RT_FMT_UAV        0x8000u
#define RT_FMT_ATOMIC    0x10000u
#define RT_FMT_TYPELESS  0x20000u
#define RT_FMT_BLOCK     0x40000u /* block compressed */
#define RT_FMT_RESOLVE   0x80000u
#define RT_FMT_VIDEO    0x100000u /* planar or packed YUV */
#define RT_FMT_PLANAR   0x200000u /* 4:2:0 in two planes, each with views of its own */

enum rt_component { RT_COMP_NONE, RT_COMP_FLOAT, RT_COMP_UNORM, RT_COMP_SNORM, RT_COMP_UINT, RT_COMP_SINT, RT_COMP_DEPTH };

struct rt_format {
    DXGI_FORMAT format;
    DXGI_FORMAT family;       /* the typeless format of its bit layout, or itself */
    uint8_t block_size;       /* bytes of a texel, or of a block */
    uint8_t block_w, block_h; /* 1, 4 for BC, 2x1 for packed 4:2:2 */
    uint8_t component;        /* enum rt_component */
    uint32_t caps;            /* RT_FMT_ */
    const char *name;
};

/* NULL: not a format. */
const struct rt_format *rt_format_find(DXGI_FORMAT format);

static inline bool rt_format_is_integer(const struct rt_format *f)
{
    return f->component == RT_COMP_UINT || f->component == RT_COMP_SINT;
}

/* Whether a view may read a resource of one format as another: the same format, or one of the family
 * of a typeless resource; the pairs of depth families are in the table through their family. */
bool rt_format_view_ok(const struct rt_format *resource, const struct rt_format *view);

/* Which plane of a resource of a video format a view of a format shows; -1: no video format, or there is no such view (Direct3D 11.3
 * functional specification, 5.3.11 "Video Views"). */
int rt_format_plane_of(const struct rt_format *resource, const struct rt_format *view);

/* Which planes (1 depth or colour, 2 stencil) a shader resource view of this format reads. */
unsigned rt_format_planes(DXGI_FORMAT format);

/* The depth stencil format of a family that has one, else DXGI_FORMAT_UNKNOWN. */
DXGI_FORMAT rt_format_depth_of(DXGI_FORMAT format);

/* Bytes of a row of blocks and number of rows of blocks of a level, of all its planes. */
uint32_t rt_format_row_size(const struct rt_format *f, uint32_t width);
uint32_t rt_format_rows(const struct rt_format *f, uint32_t height);

static inline uint32_t rt_mip(uint32_t size, uint32_t level)
{
    uint32_t s = level < 32 ? size >> level : 0;

    return s ? s : 1;
}

#endif
