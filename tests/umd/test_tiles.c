/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * test_tiles.c - tiled resources: what their entries send, and that nothing is sent that the host's rules refuse. The host
 * of these tests makes tiles of 128 x 128 texels of four bytes and packs the mips that fill none.
 */
#include "one.h"

#define TAIL(name, NAME) ((const struct pvgpu_tile_region *)(const void *)(k.last[PVGPU_IX_##NAME] + sizeof(struct pvgpu_cmd_##name)))
#define TILE PVGPU_TILE_BYTES

static void open(uint32_t options)
{
    memset(&k, 0, sizeof k);
    fake_caps(&k.caps);
    k.caps.options |= options;
    CHECK(fake_open(&k));
}

static D3D10DDI_HRESOURCE buffer(UINT tiles, UINT misc)
{
    D3D10DDI_MIPINFO mip = { tiles * TILE, 1, 1, tiles * TILE, 1, 1 };
    D3D11DDIARG_CREATERESOURCE a = { .pMipInfoList = &mip, .ResourceDimension = D3D10DDIRESOURCE_BUFFER,
                                     .BindFlags = misc & D3DWDDM1_3DDI_RESOURCE_MISC_TILED ? D3D10_DDI_BIND_SHADER_RESOURCE : 0,
                                     .MiscFlags = misc, .SampleDesc = { 1, 0 }, .MipLevels = 1, .ArraySize = 1 };
    return fake_resource(&k, &a);
}

static D3D10DDI_HRESOURCE texture(UINT size, UINT mips, UINT array)
{
    D3D10DDI_MIPINFO mip[8];
    D3D11DDIARG_CREATERESOURCE a = { .pMipInfoList = mip, .ResourceDimension = D3D10DDIRESOURCE_TEXTURE2D,
                                     .BindFlags = D3D10_DDI_BIND_SHADER_RESOURCE, .MiscFlags = D3DWDDM1_3DDI_RESOURCE_MISC_TILED,
                                     .Format = DXGI_FORMAT_R8G8B8A8_UNORM, .SampleDesc = { 1, 0 }, .MipLevels = mips, .ArraySize = array };
    for (UINT i = 0; i < mips; i++) mip[i] = (D3D10DDI_MIPINFO){ size >> i, size >> i, 1, size >> i, size >> i, 1 };
    return fake_resource(&k, &a);
}

enum { TIERS = PVGPU_OPT_TILED_1 | PVGPU_OPT_TILED_2 };
#define TILED D3DWDDM1_3DDI_RESOURCE_MISC_TILED
#define POOL D3DWDDM1_3DDI_RESOURCE_MISC_TILE_POOL

static UINT tier(void)
{
    D3DWDDM1_3DDI_D3D11_OPTIONS_DATA1 o = { 99 };
    D3D10_2DDIARG_GETCAPS a = { .Type = D3DWDDM1_3DDICAPS_D3D11_OPTIONS1, .pData = &o, .DataSize = sizeof o };
    CHECK_EQ(k.adapter_funcs.pfnGetCaps(k.adapter, &a), S_OK);
    return o.TiledResourcesSupportFlags;
}

static UINT format_bits(DXGI_FORMAT f)
{
    UINT bits = 0;
    k.f->pfnCheckFormatSupport(k.device, f, &bits);
    return bits & D3DWDDM1_3DDI_FORMAT_SUPPORT_TILED;
}

TEST(the_tier_is_the_hosts)
{
    open(0);
    CHECK_EQ(tier(), 0);
    CHECK_EQ(format_bits(DXGI_FORMAT_R8G8B8A8_UNORM), 0);
    finish();
    open(PVGPU_OPT_TILED_1);
    CHECK_EQ(tier(), D3DWDDM1_3DDI_TILED_RESOURCES_TIER_1_SUPPORTED);
    CHECK(format_bits(DXGI_FORMAT_R8G8B8A8_UNORM));
    CHECK_EQ(format_bits(DXGI_FORMAT_R32_FLOAT), 0);
    UINT levels = 7;
    k.f->pfnCheckMultisampleQualityLevels(k.device, DXGI_FORMAT_R8G8B8A8_UNORM, 4,
                                          D3DWDDM1_3DDI_CHECK_MULTISAMPLE_QUALITY_LEVELS_TILED_RESOURCE, &levels);
    CHECK_EQ(levels, 0);
    finish();
    open(TIERS);
    CHECK_EQ(tier(), D3DWDDM1_3DDI_TILED_RESOURCES_TIER_1_SUPPORTED | D3DWDDM1_3DDI_TILED_RESOURCES_TIER_2_SUPPORTED);
    finish();
}

TEST(packing_is_asked_of_the_host)
{
    UINT mips = 9, tiles = 9;
    open(TIERS);
    D3D10DDI_HRESOURCE t = texture(512, 8, 1), one = texture(256, 1, 1), plain = fake_buffer(&k, 64, 1, D3D10_DDI_USAGE_DEFAULT, NULL);
    k.f->pfnGetMipPacking(k.device, t, &mips, &tiles);
    CHECK_EQ(mips, 5); /* 64 and below */
    CHECK_EQ(tiles, 1);
    k.f->pfnGetMipPacking(k.device, one, &mips, &tiles);
    CHECK_EQ(mips, 0);
    CHECK_EQ(k.ops[PVGPU_IX_QUERY_TILING], 2); /* once each, when they were made */
    k.f->pfnGetMipPacking(k.device, plain, &mips, &tiles);
    CHECK_EQ(fake_take_error(&k), E_INVALIDARG);
    fake_destroy_resource(&k, t);
    fake_destroy_resource(&k, one);
    fake_destroy_resource(&k, plain);
    finish();
}

TEST(mappings)
{
    const D3DWDDM1_3DDI_TILED_RESOURCE_COORDINATE at[2] = { { 1, 0, 0, 0 }, { 0, 1, 0, 0 } };
    const D3DWDDM1_3DDI_TILE_REGION_SIZE size[2] = { { 1, FALSE, 0, 0, 0 }, { 2, TRUE, 2, 1, 1 } };
    const UINT how[2] = { 4, 1 }, first[2] = { 3, 77 }, count[2] = { 2, 1 }, zero = 0;
    open(TIERS);
    D3D10DDI_HRESOURCE p = buffer(8, POOL), b = buffer(4, TILED), t = texture(256, 1, 1);
    k.f->pfnUpdateTileMappings(k.device, b, 1, NULL, NULL, p, 1, NULL, &zero, NULL, 0); /* NULL: all of it, from the first */
    flush();
    CHECK_EQ(LAST(update_tile_mappings, UPDATE_TILE_MAPPINGS)->n_regions, 1);
    CHECK_EQ(TAIL(update_tile_mappings, UPDATE_TILE_MAPPINGS)[0].n_tiles, 4);
    CHECK_EQ(TAIL(update_tile_mappings, UPDATE_TILE_MAPPINGS)[1].n_tiles, 4);
    k.f->pfnUpdateTileMappings(k.device, t, 2, at, size, p, 2, how, first, count, 1);
    flush();
    const struct pvgpu_tile_region *w = TAIL(update_tile_mappings, UPDATE_TILE_MAPPINGS);
    CHECK_EQ(LAST(update_tile_mappings, UPDATE_TILE_MAPPINGS)->n, 4);
    CHECK_EQ(LAST(update_tile_mappings, UPDATE_TILE_MAPPINGS)->flags, 1);
    CHECK(w[0].x == 1 && w[0].y == 0 && !w[0].boxed && w[1].y == 1 && w[1].boxed && w[1].width == 2);
    CHECK(w[2].x == 4 && w[2].y == 3 && w[2].n_tiles == 2 && w[3].x == 1 && w[3].y == 0);
    k.f->pfnCopyTileMappings(k.device, b, &at[0], b, &at[0], &size[0], 0);
    flush();
    CHECK_EQ(LAST(copy_tile_mappings, COPY_TILE_MAPPINGS)->dst_x, 1);
    k.f->pfnTiledResourceBarrier(k.device, D3D10DDI_HT_RESOURCE, NULL, D3D10DDI_HT_RESOURCE, b.pDrvPrivate);
    k.f->pfnResizeTilePool(k.device, p, 16 * TILE);
    flush();
    CHECK_EQ(LAST(tiled_barrier, TILED_BARRIER)->after_resource, fake_resource_id(b));
    CHECK_EQ(LAST(resize_tile_pool, RESIZE_TILE_POOL)->n_tiles, 16);
    const UINT twelve = 12;
    k.f->pfnUpdateTileMappings(k.device, b, 1, NULL, NULL, p, 1, NULL, &twelve, NULL, 0); /* in what has grown */
    flush();
    CHECK_EQ(TAIL(update_tile_mappings, UPDATE_TILE_MAPPINGS)[1].y, 12);
    /* A pool that the host has no memory for stays as it was. */
    k.refuses = true;
    k.f->pfnResizeTilePool(k.device, p, 32 * TILE);
    CHECK_EQ(fake_take_error(&k), E_OUTOFMEMORY);
    k.f->pfnResizeTilePool(k.device, p, 15 * TILE); /* and may still shrink */
    CHECK_EQ(fake_take_error(&k), S_OK);
    k.refuses = false;
    const UINT sixteen = 16;
    k.f->pfnUpdateTileMappings(k.device, b, 1, NULL, NULL, p, 1, NULL, &sixteen, NULL, 0);
    CHECK_EQ(fake_take_error(&k), E_INVALIDARG);
    fake_destroy_resource(&k, b);
    fake_destroy_resource(&k, t);
    fake_destroy_resource(&k, p);
    finish();
}

/* More entries than a command holds go tile by tile; both halves of each command have as many tiles. */
TEST(more_than_a_command_holds)
{
    enum { N = 300 };
    static D3DWDDM1_3DDI_TILED_RESOURCE_COORDINATE at[N];
    static D3DWDDM1_3DDI_TILE_REGION_SIZE size[N];
    static UINT first[N + 1], count[N + 1];
    open(TIERS);
    D3D10DDI_HRESOURCE p = buffer(4 * N, POOL), t = texture(256, 2, N); /* five tiles a slice */
    for (UINT i = 0; i < N; i++) {
        at[i] = (D3DWDDM1_3DDI_TILED_RESOURCE_COORDINATE){ .Subresource = i * 2 };
        size[i] = i % 2 ? (D3DWDDM1_3DDI_TILE_REGION_SIZE){ 4, TRUE, 2, 2, 1 } : (D3DWDDM1_3DDI_TILE_REGION_SIZE){ 4, FALSE, 0, 0, 0 };
        first[i] = 4 * (N - 1 - i);
        count[i] = i ? 4 : 3; /* other borders than the regions' */
    }
    first[N] = 0;
    count[N] = 1;
    k.f->pfnUpdateTileMappings(k.device, t, N, at, size, p, N + 1, NULL, first, count, 0);
    flush();
    CHECK_EQ(k.ops[PVGPU_IX_UPDATE_TILE_MAPPINGS], 4 * N / 200);
    const struct pvgpu_cmd_update_tile_mappings *c = LAST(update_tile_mappings, UPDATE_TILE_MAPPINGS);
    CHECK(c->n == 400 && c->n_regions == 200);
    /* The last command begins with region 250, whose first tile is the last of range 249. */
    CHECK(TAIL(update_tile_mappings, UPDATE_TILE_MAPPINGS)[0].subresource == 500 && TAIL(update_tile_mappings, UPDATE_TILE_MAPPINGS)[1].x == 1);
    CHECK_EQ(TAIL(update_tile_mappings, UPDATE_TILE_MAPPINGS)[3].y, 1);
    CHECK(TAIL(update_tile_mappings, UPDATE_TILE_MAPPINGS)[5].x == 1 && TAIL(update_tile_mappings, UPDATE_TILE_MAPPINGS)[6].y == 1);
    fake_destroy_resource(&k, t);
    fake_destroy_resource(&k, p);
    finish();
}

TEST(nothing_is_sent_that_does_not_exist)
{
    const D3DWDDM1_3DDI_TILED_RESOURCE_COORDINATE at = { 0 }, beyond = { 4, 0, 0, 0 };
    const D3DWDDM1_3DDI_TILE_REGION_SIZE one = { 1, FALSE, 0, 0, 0 }, five = { 5, FALSE, 0, 0, 0 }, box = { 4, TRUE, 5, 1, 1 };
    const D3DWDDM1_3DDI_TILE_REGION_SIZE pair = { 2, FALSE, 0, 0, 0 };
    const UINT zero = 0, one_tile = 1, two = 2, odd = 8, again = 4;
    static uint8_t data[TILE];
    open(TIERS);
    D3D10DDI_HRESOURCE p = buffer(2, POOL), b = buffer(4, TILED), plain = fake_buffer(&k, TILE, 1, D3D10_DDI_USAGE_DEFAULT, NULL);
    flush();
    unsigned before = k.commands;
#define REFUSED(...) k.f->pfnUpdateTileMappings(k.device, __VA_ARGS__); CHECK_EQ(fake_take_error(&k), E_INVALIDARG)
    REFUSED(plain, 1, &at, &one, p, 1, &zero, &zero, NULL, 0);
    REFUSED(b, 1, &beyond, &one, p, 1, &zero, &zero, NULL, 0);
    REFUSED(b, 1, &at, &five, p, 1, &zero, &zero, NULL, 0);
    REFUSED(b, 1, &at, &box, p, 1, &zero, &zero, NULL, 0);
    REFUSED(b, 1, &at, &one, p, 1, &zero, &two, NULL, 0);
    REFUSED(b, 1, &at, &pair, p, 1, &zero, &one_tile, NULL, 0);
    REFUSED(b, 1, &at, &one, p, 1, &again, &two, NULL, 0);
    REFUSED(b, 1, &at, &one, p, 1, &odd, &zero, NULL, 0);
    REFUSED(b, 1, &at, &one, p, 1, &zero, &zero, &two, 0);
    REFUSED(b, 1, &at, &one, (D3D10DDI_HRESOURCE){ 0 }, 1, &zero, &zero, NULL, 0);
#undef REFUSED
    k.f->pfnCopyTileMappings(k.device, b, &beyond, b, &at, &one, 0);
    CHECK_EQ(fake_take_error(&k), E_INVALIDARG);
    k.f->pfnResizeTilePool(k.device, b, TILE);
    CHECK_EQ(fake_take_error(&k), E_INVALIDARG);
    k.f->pfnCopyTiles(k.device, b, &at, &one, plain, 64, D3DWDDM1_3DDI_TILE_COPY_LINEAR_BUFFER_TO_SWIZZLED_TILED_RESOURCE);
    k.f->pfnCopyTiles(k.device, b, &at, &one, plain, 0, 0);
    k.f->pfnUpdateTiles(k.device, b, &beyond, &one, data, 0);
    flush();
    CHECK_EQ(k.commands, before);
    fake_destroy_resource(&k, b);
    fake_destroy_resource(&k, p);
    fake_destroy_resource(&k, plain);
    finish();
}

TEST(data_in_and_out)
{
    const UINT in = D3DWDDM1_3DDI_TILE_COPY_LINEAR_BUFFER_TO_SWIZZLED_TILED_RESOURCE;
    const UINT out = D3DWDDM1_3DDI_TILE_COPY_SWIZZLED_TILED_RESOURCE_TO_LINEAR_BUFFER;
    const D3DWDDM1_3DDI_TILED_RESOURCE_COORDINATE at = { 1, 0, 0, 0 };
    const D3DWDDM1_3DDI_TILE_REGION_SIZE two = { 2, FALSE, 0, 0, 0 };
    static uint8_t data[12 * TILE];
    open(TIERS);
    D3D10DDI_HRESOURCE b = buffer(16, TILED), plain = fake_buffer(&k, 3 * TILE, 1, D3D10_DDI_USAGE_DEFAULT, NULL);
    D3D10DDI_HRESOURCE staging = fake_buffer(&k, 3 * TILE, 0, D3D10_DDI_USAGE_STAGING, NULL);
    k.f->pfnUpdateTiles(k.device, b, &at, &two, data, D3DWDDM1_3DDI_TILE_COPY_NO_OVERWRITE);
    k.f->pfnCopyTiles(k.device, b, &at, &two, plain, TILE, in);
    flush();
    CHECK_EQ(LAST(update_tiles, UPDATE_TILES)->n_tiles, 2);
    CHECK_EQ(LAST(update_tiles, UPDATE_TILES)->flags, 1);
    CHECK_EQ(LAST(copy_tiles, COPY_TILES)->offset, TILE);
    CHECK_EQ(k.ops[PVGPU_IX_COPY_TILES], 1);
    /* The host knows no staging buffers: it reads their memory, and writes through a buffer of its own. */
    k.f->pfnCopyTiles(k.device, b, &at, &two, staging, TILE, in);
    flush();
    CHECK_EQ(k.ops[PVGPU_IX_COPY_TILES], 1);
    CHECK_EQ(LAST(update_tiles, UPDATE_TILES)->heap_offset, TILE);
    k.f->pfnCopyTiles(k.device, b, &at, &two, staging, TILE, out);
    flush();
    CHECK_EQ(k.ops[PVGPU_IX_COPY_TILES], 2);
    CHECK_EQ(LAST(read_buffer, READ_BUFFER)->heap_offset, TILE);
    CHECK_EQ(LAST(read_buffer, READ_BUFFER)->size, 2 * TILE);
    /* What no piece of upload memory holds goes tile by tile. */
    const D3DWDDM1_3DDI_TILE_REGION_SIZE twelve = { 12, FALSE, 0, 0, 0 };
    unsigned before = k.ops[PVGPU_IX_UPDATE_TILES];
    k.no_more_heaps = true;
    k.f->pfnUpdateTiles(k.device, b, &at, &twelve, data, 0);
    flush();
    k.no_more_heaps = false;
    CHECK_EQ(k.ops[PVGPU_IX_UPDATE_TILES], before + 12);
    CHECK_EQ(LAST(update_tiles, UPDATE_TILES)->x, 12);
    fake_destroy_resource(&k, b);
    fake_destroy_resource(&k, plain);
    fake_destroy_resource(&k, staging);
    finish();
}

/* A list's handle of a tiled resource knows the layout by the resource's own. */
TEST(mappings_in_lists)
{
    const D3DWDDM1_3DDI_TILED_RESOURCE_COORDINATE at = { 2, 0, 0, 0 };
    const D3DWDDM1_3DDI_TILE_REGION_SIZE one = { 1, FALSE, 0, 0, 0 };
    const UINT zero = 0;
    struct fake_deferred c;
    open(TIERS);
    D3D10DDI_HRESOURCE p = buffer(2, POOL), b = buffer(4, TILED);
    CHECK(fake_deferred_open(&k, &c));
    RETURN_IF_FAILED();
    D3D10DDI_HRESOURCE lp = { fake_local(&c, D3D10DDI_HT_RESOURCE, p.pDrvPrivate) }, lb = { fake_local(&c, D3D10DDI_HT_RESOURCE, b.pDrvPrivate) };
    c.f->pfnCreateResource(c.context, NULL, lp, (D3D10DDI_HRTRESOURCE){ p.pDrvPrivate });
    c.f->pfnCreateResource(c.context, NULL, lb, (D3D10DDI_HRTRESOURCE){ b.pDrvPrivate });
    c.f->pfnUpdateTileMappings(c.context, lb, 1, &at, &one, lp, 1, NULL, &zero, NULL, 0);
    D3D11DDI_HCOMMANDLIST l = fake_finish_list(&c);
    c.f->pfnDestroyResource(c.context, lp);
    c.f->pfnDestroyResource(c.context, lb);
    fake_free(&k, lp.pDrvPrivate);
    fake_free(&k, lb.pDrvPrivate);
    CHECK_EQ(k.ops[PVGPU_IX_UPDATE_TILE_MAPPINGS], 0);
    k.f->pfnCommandListExecute(k.device, l);
    flush();
    CHECK_EQ(k.ops[PVGPU_IX_UPDATE_TILE_MAPPINGS], 1);
    CHECK_EQ(TAIL(update_tile_mappings, UPDATE_TILE_MAPPINGS)[0].x, 2);
    fake_drop_list(&k, l);
    fake_deferred_close(&c);
    fake_destroy_resource(&k, b);
    fake_destroy_resource(&k, p);
    finish();
}

TAP_MAIN(RUN(the_tier_is_the_hosts); RUN(packing_is_asked_of_the_host); RUN(mappings); RUN(more_than_a_command_holds);
    RUN(nothing_is_sent_that_does_not_exist); RUN(data_in_and_out); RUN(mappings_in_lists))
