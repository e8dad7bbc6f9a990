/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * tiles.c - tiled resources: what is one, how it falls into tiles, and the methods of ID3D11DeviceContext2. Sources: sdk-api
 * d3d11_2 (UpdateTileMappings and siblings, GetResourceTiling, D3D11_PACKED_MIP_DESC), win32 docs "Tiled resource creation
 * parameters", "Texture2D and Texture2DArray subresource tiling", "Tile pool creation".
 */
#include "tiles.h"

#include <stdlib.h>

#include "cmdlist.h"
#include "context_methods.h"

typedef D3DWDDM1_3DDI_TILED_RESOURCE_COORDINATE coordinate;
typedef D3DWDDM1_3DDI_TILE_REGION_SIZE extent;

/* ---- what is tiled ---- */

D3D11_TILED_RESOURCES_TIER rt_tiled_tier(const struct rt_device *device)
{
    const UINT flags = device->umd.caps.tiled;

    if (device->feature_level < D3D_FEATURE_LEVEL_11_0 || !(flags & D3DWDDM1_3DDI_TILED_RESOURCES_TIER_1_SUPPORTED))
        return D3D11_TILED_RESOURCES_NOT_SUPPORTED;
    return flags & D3DWDDM1_3DDI_TILED_RESOURCES_TIER_2_SUPPORTED ? D3D11_TILED_RESOURCES_TIER_2 : D3D11_TILED_RESOURCES_TIER_1;
}

bool rt_tiled_ok(struct rt_device *device, const struct rt_resource_desc *d, bool has_data)
{
    const UINT never = D3D11_RESOURCE_MISC_SHARED | D3D11_RESOURCE_MISC_SHARED_KEYEDMUTEX | D3D11_RESOURCE_MISC_GDI_COMPATIBLE |
        D3D11_RESOURCE_MISC_SHARED_NTHANDLE | D3D11_RESOURCE_MISC_RESTRICTED_CONTENT | D3D11_RESOURCE_MISC_RESTRICT_SHARED_RESOURCE |
        D3D11_RESOURCE_MISC_RESTRICT_SHARED_RESOURCE_DRIVER | D3D11_RESOURCE_MISC_GUARDED | D3D11_RESOURCE_MISC_RESOURCE_CLAMP;
    const D3D11_TILED_RESOURCES_TIER tier = rt_tiled_tier(device);
    const struct rt_format *f;

    if (!(d->misc & (D3D11_RESOURCE_MISC_TILED | D3D11_RESOURCE_MISC_TILE_POOL)))
        return true;
    if (tier == D3D11_TILED_RESOURCES_NOT_SUPPORTED || has_data || d->usage != D3D11_USAGE_DEFAULT || d->cpu)
        return false;
    if (d->misc & D3D11_RESOURCE_MISC_TILE_POOL)
        return d->misc == D3D11_RESOURCE_MISC_TILE_POOL && d->dimension == D3D11_RESOURCE_DIMENSION_BUFFER && !d->bind &&
            d->width % RT_TILE_BYTES == 0;
    if (d->misc & never)
        return false;
    if (d->dimension == D3D11_RESOURCE_DIMENSION_BUFFER)
        return true;
    if (d->dimension != D3D11_RESOURCE_DIMENSION_TEXTURE2D || d->samples != 1)
        return false; /* volumes need tier 3, which came later; of samples the driver is asked by the quality levels */
    f = rt_format_find(d->format);
    if (!f || f->family == DXGI_FORMAT_R32G32B32_TYPELESS ||
            (!(f->caps & RT_FMT_TYPELESS) && !(rt_device_format_support2(device, d->format) & D3D11_FORMAT_SUPPORT2_TILED)))
        return false;
    /* Tier 1 has no arrays whose mips would be packed. */
    return tier >= D3D11_TILED_RESOURCES_TIER_2 || d->array == 1 || d->mips == 1;
}

/* Standard shapes: 64 KiB, as square as powers of two are. */
static D3D11_TILE_SHAPE shape_of(const struct rt_resource *r)
{
    UINT width = 1, height = 1, blocks, i;

    if (!r->format)
        return (D3D11_TILE_SHAPE){RT_TILE_BYTES, 1, 1};
    blocks = RT_TILE_BYTES / r->format->block_size;
    for (i = 0; blocks > 1; blocks >>= 1, i++) {
        if (i % 2)
            height *= 2;
        else
            width *= 2;
    }
    return (D3D11_TILE_SHAPE){width * r->format->block_w, height * r->format->block_h, 1};
}

bool rt_tiling_of(const struct rt_resource *r, struct rt_tiling *t)
{
    UINT i, tiles = 0, width, height, depth;

    memset(t, 0, sizeof(*t));
    if (!(r->desc.misc & D3D11_RESOURCE_MISC_TILED))
        return false;
    t->shape = shape_of(r);
    t->mips = r->desc.mips;
    t->array = r->desc.array;
    t->standard_mips = t->mips - r->packed_mips;
    for (i = 0; i < t->standard_mips; i++) {
        rt_resource_extent(r, i, &width, &height, &depth);
        t->mip[i].width = (width + t->shape.WidthInTexels - 1) / t->shape.WidthInTexels;
        t->mip[i].height = (height + t->shape.HeightInTexels - 1) / t->shape.HeightInTexels;
        t->mip[i].depth = depth;
        t->mip[i].first = tiles;
        tiles += t->mip[i].width * t->mip[i].height * depth;
    }
    t->packed_first = r->packed_mips ? tiles : 0;
    t->packed_tiles = r->packed_mips ? r->packed_tiles : 0;
    t->per_slice = tiles + t->packed_tiles;
    return true;
}

HRESULT rt_tiled_created(struct rt_resource *r)
{
    struct rt_device *device = r->child.device;
    UINT mips = ~0u, tiles = ~0u, i, width, height, depth;
    D3D11_TILE_SHAPE shape;
    struct rt_call call;
    HRESULT hr;

    if (!(r->desc.misc & D3D11_RESOURCE_MISC_TILED))
        return S_OK;
    if (!rt_call_begin(&call, device, RT_ERR_CHECK))
        return DXGI_ERROR_DEVICE_REMOVED;
    device->umd.f->pfnGetMipPacking(device->umd.h, (D3D10DDI_HRESOURCE){r->drv}, &mips, &tiles);
    hr = rt_call_end(&call);
    if (FAILED(hr))
        return hr;
    if (mips <= r->desc.mips && (!mips || tiles)) {
        r->packed_mips = mips;
        r->packed_tiles = tiles;
        shape = shape_of(r);
        /* What fills a tile in every dimension may not be packed: the device is removed (pfnGetMipPacking's page). */
        for (i = r->desc.mips - mips; i < r->desc.mips; i++) {
            rt_resource_extent(r, i, &width, &height, &depth);
            if (width >= shape.WidthInTexels && height >= shape.HeightInTexels)
                break;
        }
        if (i == r->desc.mips)
            return S_OK;
    }
    rt_log("Driver packs %u mips of %u into %u tiles", mips, r->desc.mips, tiles);
    rt_device_remove(device, DXGI_ERROR_DRIVER_INTERNAL_ERROR);
    return DXGI_ERROR_DEVICE_REMOVED;
}

/* ---- regions ---- */

static UINT64 index_of(const struct rt_tiling *t, const coordinate *at)
{
    const UINT mip = at->Subresource % t->mips, slice = at->Subresource / t->mips;
    const UINT64 first = (UINT64)slice * t->per_slice;

    if (slice >= t->array)
        return ~(UINT64)0;
    if (mip >= t->standard_mips)
        return at->Y || at->Z || at->X >= t->packed_tiles ? ~(UINT64)0 : first + t->packed_first + at->X;
    if (at->X >= t->mip[mip].width || at->Y >= t->mip[mip].height || at->Z >= t->mip[mip].depth)
        return ~(UINT64)0;
    return first + t->mip[mip].first + ((UINT64)at->Z * t->mip[mip].height + at->Y) * t->mip[mip].width + at->X;
}

static bool region_ok(const struct rt_tiling *t, const coordinate *at, const extent *e)
{
    const UINT mip = at->Subresource % t->mips;
    const UINT64 first = index_of(t, at), all = (UINT64)t->per_slice * t->array;

    if (first == ~(UINT64)0 || !e->NumTiles)
        return false;
    if (!e->bUseBox)
        return e->NumTiles <= all - first;
    return mip < t->standard_mips && e->Width <= t->mip[mip].width - at->X && e->Height <= t->mip[mip].height - at->Y &&
        e->Depth <= t->mip[mip].depth - at->Z && (UINT64)e->Width * e->Height * e->Depth == e->NumTiles;
}

/* Data is copied to and from standard tiles only (UpdateTiles, CopyTiles). */
static bool data_ok(const struct rt_tiling *t, const coordinate *at, const extent *e)
{
    if (!region_ok(t, at, e))
        return false;
    return !t->packed_tiles || (at->Subresource % t->mips < t->standard_mips &&
        (e->bUseBox || index_of(t, at) % t->per_slice + e->NumTiles <= t->packed_first));
}

static bool is_pool(const struct rt_resource *r)
{
    return r && (r->desc.misc & D3D11_RESOURCE_MISC_TILE_POOL);
}

/* ---- inner half ---- */

static const void *tail_of(const struct rt_tile_call *call)
{
    return call + 1;
}

static void call_map(struct rt_umd *umd, const struct rt_tile_call *call, D3D10DDI_HRESOURCE r, D3D10DDI_HRESOURCE pool)
{
    const coordinate *at = tail_of(call);
    const extent *size = (const extent *)(at + call->n_regions);
    const UINT *flags = (const UINT *)(size + call->n_regions);

    umd->f->pfnUpdateTileMappings(umd->h, r, call->n_regions, at, size, pool, call->n_ranges, flags, flags + call->n_ranges,
        flags + 2 * call->n_ranges, call->flags);
}

static D3D11DDI_HANDLETYPE barrier_type(const struct rt_child *object, bool is_view)
{
    return is_view ? rt_view_handle_type((const struct rt_view *)object) : D3D10DDI_HT_RESOURCE;
}

HRESULT rt_ctx_tiles(struct rt_context *c, const struct rt_tile_call *call, size_t size, struct rt_child *const objects[2])
{
    struct rt_resource *a = (struct rt_resource *)objects[0], *b = (struct rt_resource *)objects[1];
    D3D10DDI_HRESOURCE ha = {NULL}, hb = {NULL};
    struct rt_umd *umd = c->umd;
    struct rt_call bracket;
    void *before = NULL, *after = NULL;

    if (c->list) {
        rt_record(c, RT_OP_TILES, NULL, 0, objects, 2, call, size);
        return S_OK;
    }
    if (c->deferred ? !rt_ctx_enter(c) : !rt_call_begin(&bracket, c->child.device, call->op == RT_TILES_MAP ||
            call->op == RT_TILES_COPY_MAP || call->op == RT_TILES_RESIZE ? RT_ERR_TILES : RT_ERR_MEMORY))
        return rt_removed(c->child.device) ? DXGI_ERROR_DEVICE_REMOVED : S_OK;
    if (call->op == RT_TILES_BARRIER) {
        before = call->n_regions ? rt_h_view(c, (struct rt_view *)a) : rt_h_resource(c, a).pDrvPrivate;
        after = call->n_ranges ? rt_h_view(c, (struct rt_view *)b) : rt_h_resource(c, b).pDrvPrivate;
    } else {
        ha = rt_h_resource(c, a);
        hb = rt_h_resource(c, b);
    }
    if (rt_ctx_good(c)) {
        switch (call->op) {
        case RT_TILES_MAP:
            call_map(umd, call, ha, hb);
            break;
        case RT_TILES_COPY_MAP:
            umd->f->pfnCopyTileMappings(umd->h, ha, &call->to, hb, &call->from, &call->size, call->flags);
            break;
        case RT_TILES_COPY:
            umd->f->pfnCopyTiles(umd->h, ha, &call->to, &call->size, hb, call->offset, call->flags);
            break;
        case RT_TILES_UPDATE:
            umd->f->pfnUpdateTiles(umd->h, ha, &call->to, &call->size, tail_of(call), call->flags);
            break;
        case RT_TILES_RESIZE:
            umd->f->pfnResizeTilePool(umd->h, ha, call->offset);
            break;
        case RT_TILES_BARRIER:
            umd->f->pfnTiledResourceBarrier(umd->h, barrier_type(objects[0], call->n_regions), before,
                barrier_type(objects[1], call->n_ranges), after);
            break;
        }
    }
    return c->deferred ? S_OK : rt_call_end(&bracket);
}

static void two(struct rt_child *objects[2], struct rt_resource *a, struct rt_resource *b)
{
    objects[0] = RT_OBJ(a);
    objects[1] = RT_OBJ(b);
}

/* ---- methods ---- */

/* Regions and ranges with what NULL stands for; NULL: they break a rule, or no memory. */
static struct rt_tile_call *mappings(const struct rt_tiling *t, UINT n, const D3D11_TILED_RESOURCE_COORDINATE *starts,
    const D3D11_TILE_REGION_SIZE *sizes, const struct rt_resource *pool, UINT n_ranges, const UINT *flags, const UINT *offsets,
    const UINT *counts, size_t *bytes, HRESULT *hr)
{
    const UINT pool_tiles = pool ? pool->desc.width / RT_TILE_BYTES : 0, all = t->per_slice * t->array;
    UINT64 tiles = 0, mapped = 0;
    struct rt_tile_call *call;
    coordinate *at;
    extent *size;
    UINT *f, i;

    *hr = E_INVALIDARG;
    if (!n || !n_ranges || (!starts && n != 1))
        return NULL;
    *bytes = sizeof(*call) + (size_t)n * (sizeof(*at) + sizeof(*size)) + (size_t)n_ranges * 3 * sizeof(UINT);
    call = calloc(1, *bytes);
    if (!call) {
        *hr = E_OUTOFMEMORY;
        return NULL;
    }
    call->op = RT_TILES_MAP;
    call->n_regions = n;
    call->n_ranges = n_ranges;
    at = (coordinate *)(call + 1);
    size = (extent *)(at + n);
    f = (UINT *)(size + n);
    for (i = 0; i < n; i++) {
        if (starts)
            at[i] = (coordinate){starts[i].X, starts[i].Y, starts[i].Z, starts[i].Subresource};
        size[i] = sizes ? (extent){sizes[i].NumTiles, sizes[i].bUseBox, sizes[i].Width, sizes[i].Height, sizes[i].Depth} :
            (extent){.NumTiles = starts ? 1 : all};
        if (!region_ok(t, &at[i], &size[i]))
            goto refuse;
        tiles += size[i].NumTiles;
    }
    for (i = 0; i < n_ranges; i++) {
        const UINT how = flags ? flags[i] : 0, count = counts ? counts[i] : n_ranges == 1 ? (UINT)tiles : 1;
        const bool none = how == D3D11_TILE_RANGE_NULL || how == D3D11_TILE_RANGE_SKIP;

        if (!none && ((how && how != D3D11_TILE_RANGE_REUSE_SINGLE_TILE) || !offsets || offsets[i] >= pool_tiles ||
                (!how && count > pool_tiles - offsets[i])))
            goto refuse;
        if (!count)
            goto refuse;
        f[i] = how;
        f[n_ranges + i] = none ? 0 : offsets[i];
        f[2 * n_ranges + i] = count;
        mapped += count;
    }
    if (mapped == tiles)
        return call;
refuse:
    free(call);
    return NULL;
}

HRESULT STDMETHODCALLTYPE ctx_UpdateTileMappings(ID3D11DeviceContext4 *iface, ID3D11Resource *resource, UINT n,
    const D3D11_TILED_RESOURCE_COORDINATE *starts, const D3D11_TILE_REGION_SIZE *sizes, ID3D11Buffer *pool_iface, UINT n_ranges,
    const UINT *range_flags, const UINT *offsets, const UINT *counts, UINT flags)
{
    struct rt_resource *r = rt_resource_from(resource), *pool = rt_resource_from(pool_iface);
    struct rt_child *objects[2];
    struct rt_tile_call *call;
    struct rt_tiling t;
    size_t size;
    HRESULT hr;

    if (!r || !rt_tiling_of(r, &t) || (pool && !is_pool(pool)) || (flags & ~(UINT)D3D11_TILE_MAPPING_NO_OVERWRITE))
        return E_INVALIDARG;
    call = mappings(&t, n, starts, sizes, pool, n_ranges, range_flags, offsets, counts, &size, &hr);
    if (!call)
        return hr;
    call->flags = flags;
    two(objects, r, pool);
    hr = rt_ctx_tiles(rt_context_from(iface), call, size, objects);
    free(call);
    return hr;
}

static coordinate ddi_coordinate(const D3D11_TILED_RESOURCE_COORDINATE *at)
{
    return (coordinate){at->X, at->Y, at->Z, at->Subresource};
}

static extent ddi_extent(const D3D11_TILE_REGION_SIZE *size)
{
    return (extent){size->NumTiles, size->bUseBox, size->Width, size->Height, size->Depth};
}

HRESULT STDMETHODCALLTYPE ctx_CopyTileMappings(ID3D11DeviceContext4 *iface, ID3D11Resource *dst_iface,
    const D3D11_TILED_RESOURCE_COORDINATE *dst_start, ID3D11Resource *src_iface, const D3D11_TILED_RESOURCE_COORDINATE *src_start,
    const D3D11_TILE_REGION_SIZE *size, UINT flags)
{
    struct rt_resource *dst = rt_resource_from(dst_iface), *src = rt_resource_from(src_iface);
    struct rt_tile_call call = {.op = RT_TILES_COPY_MAP, .flags = flags};
    struct rt_child *objects[2];
    struct rt_tiling td, ts;

    if (!dst || !src || !dst_start || !src_start || !size || !rt_tiling_of(dst, &td) || !rt_tiling_of(src, &ts) ||
        (flags & ~(UINT)D3D11_TILE_MAPPING_NO_OVERWRITE))
        return E_INVALIDARG;
    call.to = ddi_coordinate(dst_start);
    call.from = ddi_coordinate(src_start);
    call.size = ddi_extent(size);
    if (!region_ok(&td, &call.to, &call.size) || !region_ok(&ts, &call.from, &call.size))
        return E_INVALIDARG;
    two(objects, dst, src);
    return rt_ctx_tiles(rt_context_from(iface), &call, sizeof(call), objects);
}

void STDMETHODCALLTYPE ctx_CopyTiles(ID3D11DeviceContext4 *iface, ID3D11Resource *resource, const D3D11_TILED_RESOURCE_COORDINATE *start,
    const D3D11_TILE_REGION_SIZE *size, ID3D11Buffer *buffer_iface, UINT64 offset, UINT flags)
{
    const UINT in = D3D11_TILE_COPY_LINEAR_BUFFER_TO_SWIZZLED_TILED_RESOURCE, out = D3D11_TILE_COPY_SWIZZLED_TILED_RESOURCE_TO_LINEAR_BUFFER;
    struct rt_resource *r = rt_resource_from(resource), *buffer = rt_resource_from(buffer_iface);
    struct rt_tile_call call = {.op = RT_TILES_COPY, .flags = flags, .offset = offset};
    struct rt_child *objects[2];
    struct rt_tiling t;

    if (!r || !start || !size || !buffer || !rt_tiling_of(r, &t) || (flags & ~(UINT)(in | out | D3D11_TILE_COPY_NO_OVERWRITE)) ||
        !(flags & in) == !(flags & out) || (buffer->desc.misc & (D3D11_RESOURCE_MISC_TILED | D3D11_RESOURCE_MISC_TILE_POOL)))
        return;
    call.to = ddi_coordinate(start);
    call.size = ddi_extent(size);
    if (!data_ok(&t, &call.to, &call.size) || offset > buffer->desc.width ||
        call.size.NumTiles > (buffer->desc.width - offset) / RT_TILE_BYTES || ((flags & out) && buffer->desc.usage == D3D11_USAGE_IMMUTABLE))
        return;
    two(objects, r, buffer);
    rt_ctx_tiles(rt_context_from(iface), &call, sizeof(call), objects);
}

void STDMETHODCALLTYPE ctx_UpdateTiles(ID3D11DeviceContext4 *iface, ID3D11Resource *resource, const D3D11_TILED_RESOURCE_COORDINATE *start,
    const D3D11_TILE_REGION_SIZE *size, const void *data, UINT flags)
{
    struct rt_resource *r = rt_resource_from(resource);
    struct rt_child *objects[2];
    struct rt_tile_call *call;
    struct rt_tiling t;
    coordinate at;
    extent e;
    size_t bytes;

    if (!r || !start || !size || !data || !rt_tiling_of(r, &t) || (flags & ~(UINT)D3D11_TILE_COPY_NO_OVERWRITE))
        return;
    at = ddi_coordinate(start);
    e = ddi_extent(size);
    if (!data_ok(&t, &at, &e))
        return;
    bytes = (size_t)e.NumTiles * RT_TILE_BYTES;
    call = malloc(sizeof(*call) + bytes);
    if (!call)
        return;
    *call = (struct rt_tile_call){.op = RT_TILES_UPDATE, .flags = flags, .to = at, .size = e};
    memcpy(call + 1, data, bytes);
    two(objects, r, NULL);
    rt_ctx_tiles(rt_context_from(iface), call, sizeof(*call) + bytes, objects);
    free(call);
}

HRESULT STDMETHODCALLTYPE ctx_ResizeTilePool(ID3D11DeviceContext4 *iface, ID3D11Buffer *pool_iface, UINT64 size)
{
    struct rt_resource *pool = rt_resource_from(pool_iface);
    struct rt_tile_call call = {.op = RT_TILES_RESIZE, .offset = size};
    struct rt_child *objects[2];
    HRESULT hr;

    if (!is_pool(pool) || size % RT_TILE_BYTES || size > UINT32_MAX)
        return E_INVALIDARG;
    two(objects, pool, NULL);
    hr = rt_ctx_tiles(rt_context_from(iface), &call, sizeof(call), objects);
    if (SUCCEEDED(hr))
        pool->desc.width = (UINT)size;
    return hr;
}

/* A tiled resource or a view of one, or NULL for all of them; what else is given is dropped. */
static bool barrier_side(ID3D11DeviceChild *child, struct rt_child **object, UINT *is_view)
{
    void *found;

    *object = (struct rt_child *)child;
    *is_view = 0;
    if (!child)
        return true;
    if (SUCCEEDED(ID3D11DeviceChild_QueryInterface(child, &IID_ID3D11View, &found))) {
        ID3D11View_Release((ID3D11View *)found);
        *is_view = 1;
        return ((struct rt_view *)child)->resource->desc.misc & D3D11_RESOURCE_MISC_TILED;
    }
    if (FAILED(ID3D11DeviceChild_QueryInterface(child, &IID_ID3D11Resource, &found)))
        return false;
    ID3D11Resource_Release((ID3D11Resource *)found);
    return ((struct rt_resource *)child)->desc.misc & D3D11_RESOURCE_MISC_TILED;
}

void STDMETHODCALLTYPE ctx_TiledResourceBarrier(ID3D11DeviceContext4 *iface, ID3D11DeviceChild *before, ID3D11DeviceChild *after)
{
    struct rt_context *c = rt_context_from(iface);
    struct rt_tile_call call = {.op = RT_TILES_BARRIER};
    struct rt_child *objects[2];

    if (rt_tiled_tier(c->child.device) != D3D11_TILED_RESOURCES_NOT_SUPPORTED && barrier_side(before, &objects[0], &call.n_regions) &&
        barrier_side(after, &objects[1], &call.n_ranges))
        rt_ctx_tiles(c, &call, sizeof(call), objects);
}
