/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * tiles.c - what the core does for tiled resources itself: it keeps their layout, which the rules need, tells it to
 * the guest, and accounts for pools that change their size.
 */
#include <inttypes.h>
#include <string.h>
#include "core.h"

/* What the rules rely on; a renderer that says otherwise has a bug. */
static bool sound(const struct pvb_tiling *t, const struct pvb_resource_info *i)
{
    return t->tiles && t->tiles % i->array == 0 && i->mips <= PVGPU_TILED_MIPS && t->standard_mips + t->packed_mips == i->mips;
}

void pvb_tiling_take(struct pvb_vm *vm, struct pvb_resource_entry *e)
{
    e->tiling = pvb_alloc(sizeof *e->tiling);
    if (e->tiling && vm->ops->tiling(vm->renderer, e->host, &e->info, e->tiling) && sound(e->tiling, &e->info)) return;
    pvb_free(e->tiling);
    e->tiling = NULL;
    vm->ops->resource_destroy(vm->renderer, e->host);
    e->host = NULL;
}

static enum pvgpu_verdict resize_tile_pool(void *arg, const struct pvgpu_cmd_resize_tile_pool *c, const void *tail)
{
    struct pvb_vm *vm = arg;
    struct pvb_resource_entry *e = pvb_resource_entry(vm, c->pool);
    uint64_t bytes = (uint64_t)c->n_tiles * PVGPU_TILE_BYTES, others = vm->host_bytes - e->bytes;

    /* Shrinking is the guest's affair only: tiles that are mapped stay alive on the host anyway, and DXVK (2.6,
     * src/dxvk/dxvk_sparse.cpp, setCapacity) loses count of a pool that grows again while some are. */
    if (bytes <= e->bytes) {
        e->info.width = (uint32_t)bytes;
        return PVGPU_OK;
    }
    if ((vm->host_limit && bytes > vm->host_limit - others)
        || !vm->ops->pool_resize(vm->renderer, vm->current, e->host, c->n_tiles)) {
        vm->stats.skipped++;
        pvb_log(PVB_WARNING, "tile pool %" PRIu32 " stays as it is: no memory for %" PRIu32 " tiles", c->pool, c->n_tiles);
        return PVGPU_OK;
    }
    vm->host_bytes = others + bytes;
    e->bytes = bytes;
    e->info.width = (uint32_t)bytes;
    return PVGPU_OK;
}

static enum pvgpu_verdict query_tiling(void *arg, const struct pvgpu_cmd_query_tiling *c, const void *tail)
{
    struct pvb_vm *vm = arg;
    const struct pvb_resource_entry *e = pvb_resource_entry(vm, c->resource);
    struct pvgpu_tiling_slot *slot = pvb_heap(vm->current, c->heap, c->offset, sizeof *slot), out = { 0 };
    const struct pvb_tiling *t = e->tiling;

    if (!e->error && (e->info.misc & PVGPU_MISC_TILE_POOL)) out.tiles = e->info.width / PVGPU_TILE_BYTES;
    if (t) {
        out.tiles = t->tiles;
        out.standard_mips = t->standard_mips;
        out.packed_mips = t->packed_mips;
        out.packed_tiles = t->packed_tiles;
        out.packed_first = t->packed_first;
        out.tile_width = t->tile_width;
        out.tile_height = t->tile_height;
        out.tile_depth = t->tile_depth;
        memcpy(out.mips, t->mips, sizeof out.mips);
    }
    memcpy((char *)slot + sizeof slot->seq, (char *)&out + sizeof out.seq, sizeof out - sizeof out.seq);
    pvgpu_store64(&slot->seq, c->seq);
    return PVGPU_OK;
}

const struct pvgpu_ops pvb_tile_handlers = { .resize_tile_pool = resize_tile_pool, .query_tiling = query_tiling };
