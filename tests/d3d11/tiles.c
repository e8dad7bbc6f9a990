/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Tiled resources: how they fall into tiles, mappings in all their forms, data in and out, pools that grow.
 */
#include <stdlib.h>
#include "conf.h"
#include <d3d11_2.h>

#define TILE 65536u

struct tiles {
    ID3D11Device2 *device;
    ID3D11DeviceContext2 *ctx;
};

static struct tiles tiles(struct conf *c)
{
    D3D11_FEATURE_DATA_D3D11_OPTIONS1 o = { 0 };
    struct tiles t = { 0 };

    if (FAILED(ID3D11Device_CheckFeatureSupport(c->device, D3D11_FEATURE_D3D11_OPTIONS1, &o, sizeof o)) || !o.TiledResourcesTier)
        conf_skip(c, "no tiled resources");
    conf_need(c, ID3D11Device_QueryInterface(c->device, &IID_ID3D11Device2, (void **)&t.device), "ID3D11Device2");
    conf_own(c, t.device);
    conf_need(c, ID3D11DeviceContext_QueryInterface(c->ctx, &IID_ID3D11DeviceContext2, (void **)&t.ctx), "ID3D11DeviceContext2");
    conf_own(c, t.ctx);
    return t;
}

static ID3D11Buffer *pool(struct conf *c, UINT n)
{
    D3D11_BUFFER_DESC d = { n * TILE, D3D11_USAGE_DEFAULT, 0, 0, D3D11_RESOURCE_MISC_TILE_POOL, 0 };
    return conf_buffer_desc(c, &d, NULL);
}

static ID3D11Buffer *tiled_buffer(struct conf *c, UINT n)
{
    D3D11_BUFFER_DESC d = { n * TILE, D3D11_USAGE_DEFAULT, D3D11_BIND_SHADER_RESOURCE, 0, D3D11_RESOURCE_MISC_TILED, 0 };
    return conf_buffer_desc(c, &d, NULL);
}

static ID3D11Texture2D *tiled_texture(struct conf *c, DXGI_FORMAT format, UINT size, UINT mips, UINT array)
{
    D3D11_TEXTURE2D_DESC d = { size, size, mips, array, format, { 1, 0 }, D3D11_USAGE_DEFAULT, D3D11_BIND_SHADER_RESOURCE, 0,
                               D3D11_RESOURCE_MISC_TILED };
    return conf_texture2d(c, &d, NULL);
}

/* One tile's bytes, of a number. */
static const void *tile(UINT seed)
{
    static uint8_t data[TILE];
    for (UINT i = 0; i < TILE; i++) data[i] = (uint8_t)(i * 7 + (i >> 8) * 13 + seed * 31);
    return data;
}

static const D3D11_TILE_REGION_SIZE one = { 1, FALSE, 0, 0, 0 };

static void put(struct tiles *t, void *r, UINT x, UINT y, UINT sub, UINT seed)
{
    const D3D11_TILED_RESOURCE_COORDINATE at = { x, y, 0, sub };
    ID3D11DeviceContext2_UpdateTiles(t->ctx, r, &at, &one, tile(seed), 0);
}

/* The tiles of a buffer, through a plain one: 64 bytes of each. */
static void show(struct conf *c, struct tiles *t, void *r, UINT n, const char *label)
{
    ID3D11Buffer *plain = conf_buffer(c, n * TILE, D3D11_USAGE_DEFAULT, D3D11_BIND_VERTEX_BUFFER, NULL);
    const D3D11_TILED_RESOURCE_COORDINATE at = { 0, 0, 0, 0 };
    const D3D11_TILE_REGION_SIZE all = { n, FALSE, 0, 0, 0 };
    uint8_t *data = malloc((size_t)n * TILE);

    ID3D11DeviceContext2_CopyTiles(t->ctx, r, &at, &all, plain, 0, D3D11_TILE_COPY_SWIZZLED_TILED_RESOURCE_TO_LINEAR_BUFFER);
    if (data) {
        conf_get(c, plain, data, n * TILE);
        conf_bytes(c, data, 64, TILE, n, "%s", label);
        conf_bytes(c, data + TILE - 64, 64, TILE, n, "%s, ends", label);
    }
    free(data);
    conf_drop(c, plain);
}

static void tier(struct conf *c)
{
    static const struct { DXGI_FORMAT format; UINT usage, misc, width; } rows[] = {
        { DXGI_FORMAT_R8G8B8A8_UNORM, D3D11_USAGE_DEFAULT, D3D11_RESOURCE_MISC_TILE_POOL, 64 },
        { DXGI_FORMAT_R8G8B8A8_UNORM, D3D11_USAGE_DYNAMIC, D3D11_RESOURCE_MISC_TILED, 64 },
        { DXGI_FORMAT_R8G8B8A8_UNORM, D3D11_USAGE_STAGING, D3D11_RESOURCE_MISC_TILED, 64 },
    };
    D3D11_BUFFER_DESC b = { TILE + 4, D3D11_USAGE_DEFAULT, 0, 0, D3D11_RESOURCE_MISC_TILE_POOL, 0 };
    D3D11_FEATURE_DATA_D3D11_OPTIONS1 o = { 0 };
    ID3D11Buffer *buffer = NULL;

    (void)tiles(c);
    conf_need(c, ID3D11Device_CheckFeatureSupport(c->device, D3D11_FEATURE_D3D11_OPTIONS1, &o, sizeof o), "CheckFeatureSupport");
    conf_num(c, o.TiledResourcesTier >= D3D11_TILED_RESOURCES_TIER_2 ? 2 : o.TiledResourcesTier, "tier, 2 at most");
    for (UINT i = 0; i < N_OF(rows); i++) {
        D3D11_TEXTURE2D_DESC d = { rows[i].width, 64, 1, 1, rows[i].format, { 1, 0 }, rows[i].usage, rows[i].usage == D3D11_USAGE_STAGING ? 0 :
            D3D11_BIND_SHADER_RESOURCE, rows[i].usage == D3D11_USAGE_DEFAULT ? 0 : D3D11_CPU_ACCESS_WRITE, rows[i].misc };
        ID3D11Texture2D *t = NULL;
        conf_must(c, (uint32_t)ID3D11Device_CreateTexture2D(c->device, &d, NULL, &t), (uint32_t)E_INVALIDARG, "texture %u", i);
        if (t) ID3D11Texture2D_Release(t);
    }
    conf_must(c, (uint32_t)ID3D11Device_CreateBuffer(c->device, &b, NULL, &buffer), (uint32_t)E_INVALIDARG, "a pool of no whole tiles");
    b.ByteWidth = TILE;
    b.BindFlags = D3D11_BIND_VERTEX_BUFFER;
    conf_must(c, (uint32_t)ID3D11Device_CreateBuffer(c->device, &b, NULL, &buffer), (uint32_t)E_INVALIDARG, "a pool that binds");
}

static void layout(struct conf *c)
{
    static const struct { DXGI_FORMAT format; UINT size, mips, array; } rows[] = {
        { DXGI_FORMAT_R8_UNORM, 512, 1, 1 }, { DXGI_FORMAT_R8G8_UNORM, 512, 1, 1 }, { DXGI_FORMAT_R8G8B8A8_UNORM, 256, 1, 1 },
        { DXGI_FORMAT_R8G8B8A8_UNORM, 512, 0, 1 }, { DXGI_FORMAT_R8G8B8A8_UNORM, 300, 1, 3 }, { DXGI_FORMAT_R16G16B16A16_FLOAT, 256, 2, 1 },
        { DXGI_FORMAT_R32G32B32A32_FLOAT, 128, 1, 2 },
    };
    struct tiles t = tiles(c);

    for (UINT i = 0; i <= N_OF(rows); i++) {
        void *r = i < N_OF(rows) ? (void *)tiled_texture(c, rows[i].format, rows[i].size, rows[i].mips, rows[i].array)
                                 : (void *)tiled_buffer(c, 3);
        D3D11_SUBRESOURCE_TILING subs[48];
        D3D11_PACKED_MIP_DESC packed = { 0 };
        D3D11_TILE_SHAPE shape = { 0 };
        UINT all = 0, n = N_OF(subs);
        ID3D11Device2_GetResourceTiling(t.device, r, &all, &packed, &shape, &n, 0, subs);
        conf_num(c, all, "%u: tiles", i);
        if (i < N_OF(rows)) conf_num(c, (uint64_t)packed.NumStandardMips << 32 | packed.NumPackedMips, "%u: mips", i);
        conf_num(c, (uint64_t)packed.NumTilesForPackedMips << 32 | packed.StartTileIndexInOverallResource, "%u: packed", i);
        conf_num(c, (uint64_t)shape.WidthInTexels << 40 | (uint64_t)shape.HeightInTexels << 20 | shape.DepthInTexels, "%u: shape", i);
        conf_num(c, n, "%u: subresources", i);
        for (UINT k = 0; k < n; k++)
            conf_num(c, (uint64_t)subs[k].WidthInTiles << 48 | (uint64_t)subs[k].HeightInTiles << 40 | (uint64_t)subs[k].DepthInTiles << 32 |
                     subs[k].StartTileIndexInOverallResource, "%u: subresource %u", i, k);
        n = 2;
        ID3D11Device2_GetResourceTiling(t.device, r, NULL, NULL, NULL, &n, 1, subs);
        conf_num(c, n, "%u: from the second on", i);
    }
}

static void buffers(struct conf *c)
{
    static const D3D11_TILED_RESOURCE_COORDINATE starts[] = { { 3, 0, 0, 0 }, { 0, 0, 0, 0 } };
    static const D3D11_TILE_REGION_SIZE sizes[] = { { 1, FALSE, 0, 0, 0 }, { 3, TRUE, 3, 1, 1 } };
    static const UINT flags[] = { 0, 0 }, offsets[] = { 5, 1 }, counts[] = { 2, 2 };
    struct tiles t = tiles(c);
    ID3D11Buffer *p = pool(c, 8), *a = tiled_buffer(c, 4), *b = tiled_buffer(c, 4), *s;
    D3D11_BUFFER_DESC d = { 2 * TILE, D3D11_USAGE_STAGING, 0, D3D11_CPU_ACCESS_READ | D3D11_CPU_ACCESS_WRITE, 0, 0 };
    D3D11_MAPPED_SUBRESOURCE m;
    const UINT zero_offset = 0, two = 2, ten = 10;
    const D3D11_TILED_RESOURCE_COORDINATE at = { 1, 0, 0, 0 }, third = { 2, 0, 0, 0 };
    const D3D11_TILE_REGION_SIZE size = { 2, FALSE, 0, 0, 0 };

    /* NULL arrays: all of the resource, one range, no flags. */
    conf_must(c, (uint32_t)ID3D11DeviceContext2_UpdateTileMappings(t.ctx, (ID3D11Resource *)a, 1, NULL, NULL, p, 1, NULL, &zero_offset, NULL,
              0), S_OK, "the whole buffer");
    for (UINT i = 0; i < 4; i++) put(&t, a, i, 0, 0, i + 1);
    show(c, &t, a, 4, "four tiles");
    /* Regions and ranges that do not have the same borders: tile 3 is pool's 5, tiles 0 to 2 are 6, 1, 2. */
    conf_must(c, (uint32_t)ID3D11DeviceContext2_UpdateTileMappings(t.ctx, (ID3D11Resource *)b, 2, starts, sizes, p, 2, flags, offsets, counts,
              0), S_OK, "two regions from two ranges");
    ID3D11DeviceContext2_TiledResourceBarrier(t.ctx, NULL, NULL);
    put(&t, b, 0, 0, 0, 60);
    put(&t, b, 3, 0, 0, 50);
    show(c, &t, b, 4, "what both see");
    ID3D11DeviceContext2_TiledResourceBarrier(t.ctx, (ID3D11DeviceChild *)b, (ID3D11DeviceChild *)a);
    put(&t, b, 1, 0, 0, 99);
    show(c, &t, a, 4, "written through the other");
    /* Mappings copied: a's tiles 1 and 2 become b's 2 and 3. */
    conf_must(c, (uint32_t)ID3D11DeviceContext2_CopyTileMappings(t.ctx, (ID3D11Resource *)b, &third,
              (ID3D11Resource *)a, &at, &size, 0), S_OK, "CopyTileMappings");
    show(c, &t, b, 4, "copied mappings");
    conf_must(c, (uint32_t)ID3D11DeviceContext2_ResizeTilePool(t.ctx, p, 12 * TILE), S_OK, "a larger pool");
    conf_must(c, (uint32_t)ID3D11DeviceContext2_UpdateTileMappings(t.ctx, (ID3D11Resource *)b, 1, &at, &size, p, 1, NULL,
              &ten, &two, 0), S_OK, "its new tiles");
    put(&t, b, 1, 0, 0, 10);
    put(&t, b, 2, 0, 0, 11);
    show(c, &t, b, 4, "new tiles");
    if (c->ctx != c->now) return; /* staging buffers below: what only our side can do does not go into a list */
    s = conf_buffer_desc(c, &d, NULL);
    ID3D11DeviceContext2_CopyTiles(t.ctx, (ID3D11Resource *)b, &at, &size, s, 0, D3D11_TILE_COPY_SWIZZLED_TILED_RESOURCE_TO_LINEAR_BUFFER);
    conf_resource(c, s, "into staging");
    conf_need(c, ID3D11DeviceContext_Map(c->ctx, (ID3D11Resource *)s, 0, D3D11_MAP_WRITE, 0, &m), "Map");
    memcpy((uint8_t *)m.pData + TILE, tile(77), TILE);
    ID3D11DeviceContext_Unmap(c->ctx, (ID3D11Resource *)s, 0);
    ID3D11DeviceContext2_CopyTiles(t.ctx, (ID3D11Resource *)b, &at, &one, s, TILE, D3D11_TILE_COPY_LINEAR_BUFFER_TO_SWIZZLED_TILED_RESOURCE);
    show(c, &t, b, 4, "out of staging");
}

static void textures(struct conf *c)
{
    static const UINT flags[] = { 0, D3D11_TILE_RANGE_NULL, D3D11_TILE_RANGE_REUSE_SINGLE_TILE }, offsets[] = { 2, 0, 0 }, counts[] = { 1, 1, 2 };
    static const UINT skip[] = { D3D11_TILE_RANGE_SKIP, 0 }, skip_at[] = { 0, 3 }, skip_n[] = { 3, 1 };
    const D3D11_TILED_RESOURCE_COORDINATE at = { 0, 0, 0, 0 };
    const D3D11_TILE_REGION_SIZE box = { 4, TRUE, 2, 2, 1 };
    struct tiles t = tiles(c);
    ID3D11Buffer *p = pool(c, 4);
    ID3D11Texture2D *r = tiled_texture(c, DXGI_FORMAT_R8G8B8A8_UNORM, 256, 1, 1);
    ID3D11Texture2D *copy = conf_plain2d(c, DXGI_FORMAT_R8G8B8A8_UNORM, 256, 256, D3D11_BIND_SHADER_RESOURCE, NULL);

    conf_must(c, (uint32_t)ID3D11DeviceContext2_UpdateTileMappings(t.ctx, (ID3D11Resource *)r, 1, &at, &box, p, 3, flags, offsets, counts, 0),
              S_OK, "a tile, none, and one twice");
    put(&t, r, 0, 0, 0, 1);
    put(&t, r, 1, 0, 0, 2); /* nothing is mapped there */
    put(&t, r, 0, 1, 0, 3);
    ID3D11DeviceContext_CopyResource(c->ctx, (ID3D11Resource *)copy, (ID3D11Resource *)r);
    conf_resource(c, copy, "as mapped");
    conf_must(c, (uint32_t)ID3D11DeviceContext2_UpdateTileMappings(t.ctx, (ID3D11Resource *)r, 1, NULL, NULL, p, 2, skip, skip_at, skip_n, 0),
              S_OK, "all but the last stay");
    put(&t, r, 1, 1, 0, 4);
    ID3D11DeviceContext_CopyResource(c->ctx, (ID3D11Resource *)copy, (ID3D11Resource *)r);
    conf_resource(c, copy, "three stay");
}

/* More regions and ranges than one of our commands holds. */
static void many(struct conf *c)
{
    enum { N = 224 };
    D3D11_TILED_RESOURCE_COORDINATE at[N];
    UINT offsets[N], counts[N];
    struct tiles t = tiles(c);
    ID3D11Buffer *p = pool(c, N), *b = tiled_buffer(c, N), *whole = tiled_buffer(c, N);
    const UINT zero_offset = 0;

    for (UINT i = 0; i < N; i++) {
        at[i] = (D3D11_TILED_RESOURCE_COORDINATE){ i, 0, 0, 0 };
        offsets[i] = (i * 5 + 3) % N;
        counts[i] = 1;
    }
    conf_must(c, (uint32_t)ID3D11DeviceContext2_UpdateTileMappings(t.ctx, (ID3D11Resource *)whole, 1, NULL, NULL, p, 1, NULL, &zero_offset, NULL,
              0), S_OK, "in order");
    conf_must(c, (uint32_t)ID3D11DeviceContext2_UpdateTileMappings(t.ctx, (ID3D11Resource *)b, N, at, NULL, p, N, NULL, offsets, counts, 0), S_OK,
              "shuffled");
    for (UINT i = 0; i < N; i++) put(&t, whole, i, 0, 0, 200); /* a new pool holds anything */
    ID3D11DeviceContext2_TiledResourceBarrier(t.ctx, NULL, NULL);
    for (UINT i = 0; i < N; i += 37) put(&t, b, i, 0, 0, i);
    ID3D11DeviceContext2_TiledResourceBarrier(t.ctx, NULL, NULL);
    show(c, &t, whole, N, "in order");
}

/* Small mips lie together; they are mapped together. */
static void mips(struct conf *c)
{
    struct tiles t = tiles(c);
    ID3D11Texture2D *r = tiled_texture(c, DXGI_FORMAT_R8G8B8A8_UNORM, 256, 0, 1);
    D3D11_TEXTURE2D_DESC d;
    const UINT zero_offset = 0;
    uint8_t data[64 * 4 * 64];
    UINT all = 0;
    ID3D11Texture2D *copy;
    ID3D11Buffer *p;

    ID3D11Device2_GetResourceTiling(t.device, (ID3D11Resource *)r, &all, NULL, NULL, NULL, 0, NULL);
    if (!all || all > 64) conf_skip(c, "%u tiles", all);
    p = pool(c, all);
    conf_must(c, (uint32_t)ID3D11DeviceContext2_UpdateTileMappings(t.ctx, (ID3D11Resource *)r, 1, NULL, NULL, p, 1, NULL, &zero_offset, &all, 0),
              S_OK, "everything");
    for (UINT i = 0; i < 4; i++) put(&t, r, i % 2, i / 2, 0, i);
    for (UINT level = 1; level <= 8; level++) {
        UINT size = 256u >> level;
        for (UINT y = 0; y < size; y += 64) {
            for (UINT x = 0; x < size; x += 64) {
                UINT w = size - x < 64 ? size - x : 64;
                const D3D11_BOX box = { x, y, 0, x + w, y + w, 1 };
                conf_pattern(data, sizeof data, level * 16 + y / 64 * 4 + x / 64);
                ID3D11DeviceContext_UpdateSubresource(c->ctx, (ID3D11Resource *)r, level, &box, data, 256, 0);
            }
        }
    }
    ID3D11Texture2D_GetDesc(r, &d);
    d.MiscFlags = 0;
    copy = conf_texture2d(c, &d, NULL);
    ID3D11DeviceContext_CopyResource(c->ctx, (ID3D11Resource *)copy, (ID3D11Resource *)r);
    conf_resource(c, copy, "every mip");
}

static void codes(struct conf *c)
{
    struct tiles t = tiles(c);
    ID3D11Buffer *p = pool(c, 2), *b = tiled_buffer(c, 2), *plain = conf_buffer(c, TILE, D3D11_USAGE_DEFAULT, D3D11_BIND_VERTEX_BUFFER, NULL);
    const D3D11_TILED_RESOURCE_COORDINATE at = { 0, 0, 0, 0 }, beyond = { 2, 0, 0, 0 };
    const D3D11_TILE_REGION_SIZE two = { 2, FALSE, 0, 0, 0 }, three = { 3, FALSE, 0, 0, 0 };
    const UINT first = 0, second = 1, odd = 64, n = 1;
    ID3D11Resource *r = (ID3D11Resource *)b;
#define REFUSED(call, label) conf_must(c, (uint32_t)(call), (uint32_t)E_INVALIDARG, label)
    REFUSED(ID3D11DeviceContext2_UpdateTileMappings(t.ctx, (ID3D11Resource *)plain, 1, NULL, NULL, p, 1, NULL, &first, NULL, 0), "not tiled");
    REFUSED(ID3D11DeviceContext2_UpdateTileMappings(t.ctx, r, 1, NULL, NULL, plain, 1, NULL, &first, NULL, 0), "no pool");
    REFUSED(ID3D11DeviceContext2_UpdateTileMappings(t.ctx, r, 1, NULL, NULL, NULL, 1, NULL, &first, NULL, 0), "a range of no pool");
    REFUSED(ID3D11DeviceContext2_UpdateTileMappings(t.ctx, r, 1, &beyond, &one, p, 1, NULL, &first, NULL, 0), "beyond the resource");
    REFUSED(ID3D11DeviceContext2_UpdateTileMappings(t.ctx, r, 1, &at, &three, p, 1, NULL, &first, NULL, 0), "longer than the resource");
    REFUSED(ID3D11DeviceContext2_UpdateTileMappings(t.ctx, r, 1, &at, &two, p, 1, NULL, &second, NULL, 0), "beyond the pool");
    REFUSED(ID3D11DeviceContext2_UpdateTileMappings(t.ctx, r, 1, &at, &two, p, 1, NULL, &first, &n, 0), "fewer tiles than the region has");
    REFUSED(ID3D11DeviceContext2_UpdateTileMappings(t.ctx, r, 1, &at, &two, p, 1, &odd, &first, NULL, 0), "flags that are not there");
    REFUSED(ID3D11DeviceContext2_CopyTileMappings(t.ctx, r, &at, (ID3D11Resource *)plain, &at, &one, 0), "a source that is not tiled");
    REFUSED(ID3D11DeviceContext2_CopyTileMappings(t.ctx, r, &beyond, r, &at, &one, 0), "a destination that is not there");
    REFUSED(ID3D11DeviceContext2_ResizeTilePool(t.ctx, p, TILE + 1), "a pool of no whole tiles");
    REFUSED(ID3D11DeviceContext2_ResizeTilePool(t.ctx, plain, TILE), "what is no pool");
#undef REFUSED
    /* Dropped: these have no result. */
    ID3D11DeviceContext2_CopyTiles(t.ctx, r, &at, &two, plain, 0, D3D11_TILE_COPY_LINEAR_BUFFER_TO_SWIZZLED_TILED_RESOURCE);
    ID3D11DeviceContext2_CopyTiles(t.ctx, r, &at, &one, plain, 0, 0);
    ID3D11DeviceContext2_UpdateTiles(t.ctx, r, &beyond, &one, tile(1), 0);
    conf_must(c, (uint32_t)ID3D11Device_GetDeviceRemovedReason(c->device), S_OK, "the device lives");
}

static const struct conf_case cases[] = {
    { "tier", tier, 0 }, { "layout", layout, 0 }, { "buffers", buffers, 0 }, { "textures", textures, 0 }, { "many ranges", many, 0 },
    { "mips", mips, 0 }, { "codes", codes, 0 },
};
const struct conf_area area_tiles = { "tiles", cases, N_OF(cases), 0, NULL, NULL };
