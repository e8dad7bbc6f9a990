/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * tiled.c - tiled resources and their pools (ID3D11Device2, ID3D11DeviceContext2), where the host has them. Direct3D does
 * not say what a new tile holds; here it may have been another guest process's, so pools are cleared when they are made
 * and when they grow.
 */
#include "renderer.h"

#define CLEAR_TILES 1024u /* of a pool, at a time: 64 MiB */

bool pvb_d11_tiling(struct pvb_renderer *r, void *resource, const struct pvb_resource_info *info, struct pvb_tiling *out)
{
    const struct pvb_d11_resource *res = resource;
    D3D11_SUBRESOURCE_TILING mips[PVGPU_TILED_MIPS] = { { 0 } };
    D3D11_PACKED_MIP_DESC packed = { 0 };
    D3D11_TILE_SHAPE shape = { 0 };
    UINT tiles = 0, n = info->mips;

    if (!r->ctx2 || info->mips > PVGPU_TILED_MIPS) return false;
    ID3D11Device2_GetResourceTiling(r->device2, res->any, &tiles, &packed, &shape, &n, 0, mips);
    *out = (struct pvb_tiling){
        .tiles = tiles, .standard_mips = info->mips - packed.NumPackedMips, .packed_mips = packed.NumPackedMips,
        .packed_tiles = packed.NumTilesForPackedMips, .packed_first = packed.StartTileIndexInOverallResource,
        .tile_width = shape.WidthInTexels, .tile_height = shape.HeightInTexels, .tile_depth = shape.DepthInTexels,
    };
    if (packed.NumPackedMips > info->mips) return false;
    for (uint32_t i = 0; i < n && i < out->standard_mips; i++)
        out->mips[i] = (struct pvgpu_tiling_mip){ mips[i].WidthInTiles, mips[i].HeightInTiles, mips[i].DepthInTiles,
                                                  mips[i].StartTileIndexInOverallResource };
    return true;
}

/* ---- pools ---- */

/* A buffer over tiles of the pool, through which they are cleared. */
static bool tiles_clear(struct pvb_renderer *r, ID3D11Buffer *buffer, ID3D11UnorderedAccessView *view, ID3D11Buffer *pool,
                        UINT first, UINT n)
{
    static const UINT zeroes[4];
    const D3D11_TILED_RESOURCE_COORDINATE at = { 0, 0, 0, 0 };
    const D3D11_TILE_REGION_SIZE size = { n, FALSE, 0, 0, 0 };
    const UINT flags = 0;

    if (FAILED(ID3D11DeviceContext2_UpdateTileMappings(r->ctx2, (ID3D11Resource *)buffer, 1, &at, &size, pool, 1, &flags, &first,
                                                       &n, 0))) return false;
    ID3D11DeviceContext2_ClearUnorderedAccessViewUint(r->ctx2, view, zeroes);
    return true;
}

bool pvb_d11_pool_clear(struct pvb_renderer *r, ID3D11Buffer *pool, uint32_t first, uint32_t n)
{
    uint32_t span = n < CLEAR_TILES ? n : CLEAR_TILES;
    D3D11_BUFFER_DESC d = { span * PVGPU_TILE_BYTES, D3D11_USAGE_DEFAULT, D3D11_BIND_UNORDERED_ACCESS, 0,
                            D3D11_RESOURCE_MISC_TILED | D3D11_RESOURCE_MISC_BUFFER_ALLOW_RAW_VIEWS, 0 };
    D3D11_UNORDERED_ACCESS_VIEW_DESC v = { .Format = DXGI_FORMAT_R32_TYPELESS, .ViewDimension = D3D11_UAV_DIMENSION_BUFFER,
                                           .Buffer = { 0, d.ByteWidth / 4, D3D11_BUFFER_UAV_FLAG_RAW } };
    ID3D11UnorderedAccessView *view = NULL;
    ID3D11Buffer *buffer = NULL;
    bool ok = n != 0;

    if (!ok) return true;
    ok = SUCCEEDED(ID3D11Device_CreateBuffer(r->device, &d, NULL, &buffer))
        && SUCCEEDED(ID3D11Device_CreateUnorderedAccessView(r->device, (ID3D11Resource *)buffer, &v, &view));
    if (r->current) pvb_d11_predicate_pause(r->current);
    while (ok && n) {
        /* The last part begins earlier, so that it is as large as the others; what it clears again is zero. */
        uint32_t part = n < span ? n : span;
        ok = tiles_clear(r, buffer, view, pool, first - (span - part), span);
        first += part;
        n -= part;
    }
    if (r->current) pvb_d11_predicate_resume(r->current);
    pvb_d11_release(view);
    pvb_d11_release(buffer);
    return ok;
}

bool pvb_d11_pool_resize(struct pvb_renderer *r, struct pvb_context *c, void *pool, uint32_t n_tiles)
{
    struct pvb_d11_resource *res = pool;
    uint32_t before = res->info.width / PVGPU_TILE_BYTES;

    if (!r->ctx2 || FAILED(ID3D11DeviceContext2_ResizeTilePool(r->ctx2, res->buffer, (UINT64)n_tiles * PVGPU_TILE_BYTES))) return false;
    res->info.width = n_tiles * PVGPU_TILE_BYTES;
    if (pvb_d11_pool_clear(r, res->buffer, before, n_tiles - before)) return true;
    /* Back: nobody has seen the new tiles. */
    ID3D11DeviceContext2_ResizeTilePool(r->ctx2, res->buffer, (UINT64)before * PVGPU_TILE_BYTES);
    res->info.width = before * PVGPU_TILE_BYTES;
    return false;
}

/* ---- commands ---- */

static void failed(struct pvb_renderer *r, const char *what, HRESULT hr)
{
    if (FAILED(hr) && pvb_d11_first(r, PVB_D11_EV_TILES)) pvb_log(1, "%s failed: 0x%08x", what, (unsigned)hr);
}

static D3D11_TILED_RESOURCE_COORDINATE place(uint32_t x, uint32_t y, uint32_t z, uint32_t subresource)
{
    return (D3D11_TILED_RESOURCE_COORDINATE){ x, y, z, subresource };
}

/* Height and depth of a tiled resource are below 2^14 / 2^5 tiles and 2^11; the rules have seen to that. */
static D3D11_TILE_REGION_SIZE extent(uint32_t n_tiles, uint32_t boxed, uint32_t width, uint32_t height, uint32_t depth)
{
    return (D3D11_TILE_REGION_SIZE){ n_tiles, (BOOL)boxed, width, (UINT16)height, (UINT16)depth };
}

enum pvgpu_verdict pvb_d11_cmd_update_tile_mappings(void *core, const struct pvgpu_cmd_update_tile_mappings *c, const void *tail)
{
    struct pvb_d11_context *cx = pvb_d11_context_of(core);
    struct pvb_d11_resource *res = pvb_resource(core, c->resource), *pool = c->pool ? pvb_resource(core, c->pool) : NULL;
    const struct pvgpu_tile_region *t = tail;
    struct pvb_renderer *r = cx->r;
    uint32_t n_ranges = c->n - c->n_regions;

    if (!r->ctx2 || c->n_regions > c->n) return PVGPU_E_RULE;
    for (uint32_t i = 0; i < c->n_regions; i++) {
        r->tiles.at[i] = place(t[i].x, t[i].y, t[i].z, t[i].subresource);
        r->tiles.size[i] = extent(t[i].n_tiles, t[i].boxed, t[i].width, t[i].height, t[i].depth);
    }
    for (uint32_t i = 0; i < n_ranges; i++) {
        r->tiles.flags[i] = t[c->n_regions + i].x;
        r->tiles.first[i] = t[c->n_regions + i].y;
        r->tiles.count[i] = t[c->n_regions + i].n_tiles;
    }
    failed(r, "UpdateTileMappings",
           ID3D11DeviceContext2_UpdateTileMappings(r->ctx2, res->any, c->n_regions, r->tiles.at, r->tiles.size,
                                                   pool ? pool->buffer : NULL, n_ranges, r->tiles.flags, r->tiles.first,
                                                   r->tiles.count, c->flags));
    return PVGPU_OK;
}

enum pvgpu_verdict pvb_d11_cmd_copy_tile_mappings(void *core, const struct pvgpu_cmd_copy_tile_mappings *c, const void *tail)
{
    struct pvb_d11_context *cx = pvb_d11_context_of(core);
    struct pvb_d11_resource *dst = pvb_resource(core, c->dst), *src = pvb_resource(core, c->src);
    const D3D11_TILED_RESOURCE_COORDINATE to = place(c->dst_x, c->dst_y, c->dst_z, c->dst_subresource);
    const D3D11_TILED_RESOURCE_COORDINATE from = place(c->src_x, c->src_y, c->src_z, c->src_subresource);
    const D3D11_TILE_REGION_SIZE size = extent(c->n_tiles, c->boxed, c->width, c->height, c->depth);

    if (!cx->r->ctx2) return PVGPU_E_RULE;
    failed(cx->r, "CopyTileMappings",
           ID3D11DeviceContext2_CopyTileMappings(cx->r->ctx2, dst->any, &to, src->any, &from, &size, c->flags));
    return PVGPU_OK;
}

enum pvgpu_verdict pvb_d11_cmd_copy_tiles(void *core, const struct pvgpu_cmd_copy_tiles *c, const void *tail)
{
    struct pvb_d11_context *cx = pvb_d11_context_of(core);
    struct pvb_d11_resource *res = pvb_resource(core, c->resource);
    const D3D11_TILED_RESOURCE_COORDINATE at = place(c->x, c->y, c->z, c->subresource);
    const D3D11_TILE_REGION_SIZE size = extent(c->n_tiles, c->boxed, c->width, c->height, c->depth);
    ID3D11Buffer *buffer = pvb_d11_buffer(core, c->buffer);

    if (!cx->r->ctx2 || !buffer) return PVGPU_E_RULE;
    ID3D11DeviceContext2_CopyTiles(cx->r->ctx2, res->any, &at, &size, buffer, c->offset, c->flags);
    return PVGPU_OK;
}

enum pvgpu_verdict pvb_d11_cmd_update_tiles(void *core, const struct pvgpu_cmd_update_tiles *c, const void *tail)
{
    struct pvb_d11_context *cx = pvb_d11_context_of(core);
    struct pvb_d11_resource *res = pvb_resource(core, c->resource);
    const D3D11_TILED_RESOURCE_COORDINATE at = place(c->x, c->y, c->z, c->subresource);
    const D3D11_TILE_REGION_SIZE size = extent(c->n_tiles, c->boxed, c->width, c->height, c->depth);
    const void *data = pvb_heap(core, c->heap, c->heap_offset, (uint64_t)c->n_tiles * PVGPU_TILE_BYTES);

    if (!cx->r->ctx2 || !data) return PVGPU_E_RULE;
    ID3D11DeviceContext2_UpdateTiles(cx->r->ctx2, res->any, &at, &size, data, c->flags);
    return PVGPU_OK;
}

static ID3D11DeviceChild *barrier(void *core, uint32_t resource, uint32_t view)
{
    struct pvb_d11_resource *res = resource ? pvb_resource(core, resource) : NULL;
    return res ? (ID3D11DeviceChild *)res->any : pvb_object(core, view);
}

enum pvgpu_verdict pvb_d11_cmd_tiled_barrier(void *core, const struct pvgpu_cmd_tiled_barrier *c, const void *tail)
{
    struct pvb_d11_context *cx = pvb_d11_context_of(core);

    if (!cx->r->ctx2) return PVGPU_OK; /* nothing is tiled, so there is nothing to wait for */
    ID3D11DeviceContext2_TiledResourceBarrier(cx->r->ctx2, barrier(core, c->before_resource, c->before_view),
                                              barrier(core, c->after_resource, c->after_view));
    return PVGPU_OK;
}
