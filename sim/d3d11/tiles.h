/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * tiles.h - tiled resources and tile pools (win32 docs, "Tiled resources").
 */
#ifndef RT_TILES_H
#define RT_TILES_H

#include "context.h"

#define RT_TILE_BYTES 65536u

/* How a tiled resource falls into tiles. Everything but the packing follows from the description. */
struct rt_tiling {
    D3D11_TILE_SHAPE shape;
    UINT mips, array, standard_mips;
    UINT per_slice, packed_tiles, packed_first; /* tiles; packed_first: in the first slice */
    struct {
        UINT width, height, depth, first;
    } mip[15];
};
bool rt_tiling_of(const struct rt_resource *r, struct rt_tiling *t); /* false: not tiled */

/* Tier 1 and 2 of the driver's flags; D3D11_TILED_RESOURCES_TIER. */
D3D11_TILED_RESOURCES_TIER rt_tiled_tier(const struct rt_device *device);
/* What CreateBuffer and CreateTextureND refuse of tiled resources and pools. */
bool rt_tiled_ok(struct rt_device *device, const struct rt_resource_desc *d, bool has_data);
/* After its creation: how many mips the driver packs. Fails, and the device is removed, when that breaks the rules. */
HRESULT rt_tiled_created(struct rt_resource *r);

/* A tile operation whose arguments were checked and completed; regions and ranges are read only by UpdateTileMappings. */
enum rt_tile_op { RT_TILES_MAP, RT_TILES_COPY_MAP, RT_TILES_COPY, RT_TILES_UPDATE, RT_TILES_RESIZE, RT_TILES_BARRIER };
struct rt_tile_call {
    enum rt_tile_op op;
    UINT flags, n_regions, n_ranges;
    UINT64 offset; /* or a pool's new size */
    D3DWDDM1_3DDI_TILED_RESOURCE_COORDINATE to, from;
    D3DWDDM1_3DDI_TILE_REGION_SIZE size;
    /* n_regions coordinates, as many sizes, n_ranges flags, firsts and counts; or the bytes of the tiles */
};
/* The inner half: objects are the one or two that it names. Of ResizeTilePool the result counts. */
HRESULT rt_ctx_tiles(struct rt_context *c, const struct rt_tile_call *call, size_t size, struct rt_child *const objects[2]);

#endif
