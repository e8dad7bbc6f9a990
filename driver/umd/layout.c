/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * layout.c - how subresources lie in heap memory: slice after slice, mip after mip, rows without
 * swizzling, each subresource on a boundary of 64 bytes. Of planar formats the second plane follows the first. Pure functions.
 */
#include "pvu.h"

enum { SUBRESOURCE_ALIGN = 64, ROW_ALIGN = 16 };

uint32_t pvu_mip(uint32_t size, uint32_t level)
{
    uint32_t s = level < 32 ? size >> level : 0;
    return s ? s : 1;
}

static void shape(const struct pvu_resource *r, uint32_t mip, struct pvu_layout *l)
{
    if (r->dimension == PVGPU_DIM_BUFFER) {
        l->width = l->row_bytes = l->row_pitch = l->depth_pitch = r->width;
        l->height = l->rows = l->depth = 1;
        return;
    }
    l->width = pvu_mip(r->width, mip);
    l->height = pvu_mip(r->height, mip);
    l->depth = pvu_mip(r->depth, mip);
    l->row_bytes = (uint32_t)pvgpu_format_row_bytes(r->format, l->width);
    l->rows = pvgpu_format_all_rows(r->format, l->height);
    l->row_pitch = (l->row_bytes + ROW_ALIGN - 1) / ROW_ALIGN * ROW_ALIGN;
    l->depth_pitch = l->row_pitch * l->rows;
}

static uint64_t bytes(const struct pvu_layout *l)
{
    return ((uint64_t)l->depth_pitch * l->depth + SUBRESOURCE_ALIGN - 1) / SUBRESOURCE_ALIGN * SUBRESOURCE_ALIGN;
}

static uint64_t slice_bytes(const struct pvu_resource *r, uint32_t mips)
{
    struct pvu_layout l;
    uint64_t sum = 0;
    for (uint32_t m = 0; m < mips; m++) {
        shape(r, m, &l);
        sum += bytes(&l);
    }
    return sum;
}

void pvu_layout_of(const struct pvu_resource *r, uint32_t subresource, struct pvu_layout *l)
{
    if (r->dimension == PVGPU_DIM_BUFFER) {
        l->offset = 0;
        shape(r, 0, l);
        return;
    }
    uint32_t mips = r->mips ? r->mips : 1, slice = subresource / mips, mip = subresource % mips;
    shape(r, mip, l);
    l->offset = (slice ? slice * slice_bytes(r, mips) : 0) + slice_bytes(r, mip);
}

uint32_t pvu_slice_pitch(const struct pvu_resource *r, const struct pvu_layout *l, uint32_t top)
{
    if (r->dimension == PVGPU_DIM_BUFFER || !pvgpu_format_is_planar(r->format)) return l->depth_pitch;
    return l->row_pitch * (l->height - top / 2);
}

uint64_t pvu_layout_size(const struct pvu_resource *r)
{
    return r->array * slice_bytes(r, r->mips);
}

uint64_t pvu_resource_bytes(const struct pvu_resource *r)
{
    if (r->misc & PVGPU_MISC_TILED) return 1; /* its pool counts */
    uint64_t n = pvu_layout_size(r) * (r->samples ? r->samples : 1);
    return n ? n : 1;
}
