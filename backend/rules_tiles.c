/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * rules_tiles.c - rules of tiled resources: regions lie inside the resource, ranges inside the pool, and both have as
 * many tiles. The pages of ID3D11DeviceContext2 (UpdateTileMappings, CopyTileMappings, CopyTiles, UpdateTiles) say what
 * the runtime demands; a host that is told something else may believe it.
 */
#include "rules.h"

enum { RANGE_NULL = 1, RANGE_SKIP = 2, RANGE_REUSE_SINGLE = 4 }; /* D3D11_TILE_RANGE_FLAG */
enum { TO_TILES = 2, FROM_TILES = 4 };                           /* D3D11_TILE_COPY_FLAG */

/* The tiles of a region, at least one, exist. */
static enum pvgpu_verdict region(const struct pvb_resource_entry *e, const struct pvgpu_tile_region *r)
{
    const struct pvb_tiling *t = e->tiling;
    const struct pvb_resource_info *i = &e->info;
    uint32_t mip, slice, per_slice;
    uint64_t first;

    if (!t) return PVGPU_E_RULE;
    if (r->pad || r->boxed > 1 || !r->n_tiles) return PVGPU_E_FIELD;
    if (!r->boxed && (r->width || r->height || r->depth)) return PVGPU_E_FIELD;
    if (r->subresource >= pvb_subresources(i)) return PVGPU_E_RANGE;
    mip = r->subresource % i->mips;
    slice = r->subresource / i->mips;
    per_slice = t->tiles / i->array;
    if (mip >= t->standard_mips) { /* packed mips have no shape: x counts their tiles */
        if (r->boxed || r->y || r->z || r->x >= t->packed_tiles) return PVGPU_E_RANGE;
        first = (uint64_t)slice * per_slice + (t->packed_first + r->x);
    } else {
        const struct pvgpu_tiling_mip *m = &t->mips[mip];
        if (r->x >= m->width || r->y >= m->height || r->z >= m->depth) return PVGPU_E_RANGE;
        if (r->boxed) {
            if (r->width > m->width - r->x || r->height > m->height - r->y || r->depth > m->depth - r->z) return PVGPU_E_RANGE;
            return (uint64_t)r->width * r->height * r->depth == r->n_tiles ? PVGPU_OK : PVGPU_E_RANGE;
        }
        first = (uint64_t)slice * per_slice + m->first + ((uint64_t)r->z * m->height + r->y) * m->width + r->x;
    }
    return first < t->tiles && r->n_tiles <= t->tiles - first ? PVGPU_OK : PVGPU_E_RANGE;
}

static enum pvgpu_verdict range(const struct pvb_resource_entry *pool, const struct pvgpu_tile_region *r)
{
    uint32_t tiles = pool ? pool->info.width / PVGPU_TILE_BYTES : 0;
    if (r->pad || r->boxed || r->width || r->height || r->depth || r->z || r->subresource || !r->n_tiles) return PVGPU_E_FIELD;
    if (r->x == RANGE_NULL || r->x == RANGE_SKIP) return r->y ? PVGPU_E_FIELD : PVGPU_OK;
    if (r->x && r->x != RANGE_REUSE_SINGLE) return PVGPU_E_FIELD;
    if (!pool) return PVGPU_E_RULE;
    if (r->y >= tiles) return PVGPU_E_RANGE;
    return r->x == RANGE_REUSE_SINGLE || r->n_tiles <= tiles - r->y ? PVGPU_OK : PVGPU_E_RANGE;
}

RULE(update_tile_mappings)
{
    struct pvb_vm *vm = arg;
    const struct pvb_resource_entry *e = pvb_resource_entry(vm, c->resource);
    const struct pvb_resource_entry *pool = c->pool ? pvb_resource_entry(vm, c->pool) : NULL;
    const struct pvgpu_tile_region *r = tail;
    uint64_t regions = 0, ranges = 0; /* sums of 2048 numbers of 32 bits */
    enum pvgpu_verdict v = PVGPU_OK;

    if (vm->skip) return PVGPU_OK;
    if (!c->n_regions || c->n_regions >= c->n) return PVGPU_E_RULE;
    if (pool && !(pool->info.misc & PVGPU_MISC_TILE_POOL)) return PVGPU_E_RULE;
    for (uint32_t i = 0; i < c->n && !v; i++) {
        v = i < c->n_regions ? region(e, &r[i]) : range(pool, &r[i]);
        *(i < c->n_regions ? &regions : &ranges) += r[i].n_tiles;
    }
    if (v) return v;
    return regions == ranges ? PVGPU_OK : PVGPU_E_RULE;
}

RULE(copy_tile_mappings)
{
    struct pvb_vm *vm = arg;
    const struct pvgpu_tile_region d = { c->dst_x, c->dst_y, c->dst_z, c->dst_subresource, c->n_tiles, c->boxed, c->width,
                                         c->height, c->depth, 0 };
    const struct pvgpu_tile_region s = { c->src_x, c->src_y, c->src_z, c->src_subresource, c->n_tiles, c->boxed, c->width,
                                         c->height, c->depth, 0 };
    enum pvgpu_verdict v;
    if (vm->skip) return PVGPU_OK;
    v = region(pvb_resource_entry(vm, c->dst), &d);
    return v ? v : region(pvb_resource_entry(vm, c->src), &s);
}

RULE(copy_tiles)
{
    struct pvb_vm *vm = arg;
    const struct pvgpu_tile_region r = { c->x, c->y, c->z, c->subresource, c->n_tiles, c->boxed, c->width, c->height, c->depth, 0 };
    const struct pvb_resource_info *b = rule_info(vm, c->buffer);
    enum pvgpu_verdict v;
    if (!(c->flags & TO_TILES) == !(c->flags & FROM_TILES)) return PVGPU_E_RULE;
    if (vm->skip) return PVGPU_OK;
    v = region(pvb_resource_entry(vm, c->resource), &r);
    if (v) return v;
    if (b->misc & (PVGPU_MISC_TILE_POOL | PVGPU_MISC_TILED)) return PVGPU_E_RULE;
    return rule_buffer_range(b, c->offset, (uint64_t)c->n_tiles * PVGPU_TILE_BYTES);
}

RULE(update_tiles)
{
    struct pvb_vm *vm = arg;
    const struct pvgpu_tile_region r = { c->x, c->y, c->z, c->subresource, c->n_tiles, c->boxed, c->width, c->height, c->depth, 0 };
    enum pvgpu_verdict v;
    if (vm->skip) return PVGPU_OK;
    v = region(pvb_resource_entry(vm, c->resource), &r);
    return v ? v : pvb_heap_input(vm, c->heap, c->heap_offset, (uint64_t)c->n_tiles * PVGPU_TILE_BYTES);
}

static bool is_view(struct pvb_vm *vm, uint32_t id)
{
    uint32_t kind = id ? pvb_object_entry(vm->current, id)->kind : PVGPU_OBJ_SRV;
    return kind == PVGPU_OBJ_SRV || kind == PVGPU_OBJ_RTV || kind == PVGPU_OBJ_DSV || kind == PVGPU_OBJ_UAV;
}

RULE(tiled_barrier)
{
    if ((c->before_resource && c->before_view) || (c->after_resource && c->after_view)) return PVGPU_E_RULE;
    return is_view(arg, c->before_view) && is_view(arg, c->after_view) ? PVGPU_OK : PVGPU_E_HANDLE;
}

RULE(resize_tile_pool)
{
    struct pvb_vm *vm = arg;
    if (vm->skip) return PVGPU_OK;
    return c->n_tiles && (rule_info(vm, c->pool)->misc & PVGPU_MISC_TILE_POOL) ? PVGPU_OK : PVGPU_E_RULE;
}

RULE(query_tiling)
{
    return rule_slot(arg, c->heap, c->offset, sizeof(struct pvgpu_tiling_slot));
}

const struct pvgpu_ops pvb_tile_rules = {
    .update_tile_mappings = update_tile_mappings, .copy_tile_mappings = copy_tile_mappings, .copy_tiles = copy_tiles,
    .update_tiles = update_tiles, .tiled_barrier = tiled_barrier, .resize_tile_pool = resize_tile_pool,
    .query_tiling = query_tiling,
};
