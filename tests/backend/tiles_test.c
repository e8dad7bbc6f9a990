/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * tiles_test.c - rules of tiled resources on the null renderer, whose tiles are 128x128 texels: the scene's texture is 512x512
 * with 10 mips and two slices: 4x4, 2x2 and one tile, then one for the packed mips: 22 tiles a slice.
 */
#include "fixture.h"
#include "tap.h"

static struct fixture f;

static void scene(void)
{
    if (!fixture_open(&f, NULL)) abort();
    CHECK_EQ(fixture_scene(&f), PVGPU_OK);
}

static enum pvgpu_verdict map(struct pvgpu_tile_region region, struct pvgpu_tile_region range, uint32_t pool)
{
    struct { struct pvgpu_cmd_update_tile_mappings c; struct pvgpu_tile_region t[2]; } cmd = {
        { { PVGPU_OP_UPDATE_TILE_MAPPINGS, 0, sizeof cmd }, TILES, pool, 0, 1, 2, 0 }, { region, range } };
    return fixture_run(&f, CTX, &cmd, sizeof cmd);
}

#define REGION(...) (struct pvgpu_tile_region){ __VA_ARGS__ }

TEST(the_layout_is_told)
{
    const struct pvgpu_tiling_slot *t;
    scene();
    CHECK_EQ(DO(&f, CTX, query_tiling, QUERY_TILING, TILES, HEAP, 8192, 3), PVGPU_OK);
    t = (const void *)(f.vm.heap + 8192);
    CHECK_EQ(t->seq, 3);
    CHECK(t->tiles == 44 && t->standard_mips == 3 && t->packed_mips == 7 && t->packed_tiles == 1 && t->packed_first == 21);
    CHECK(t->mips[1].width == 2 && t->mips[1].first == 16);
    /* What is not tiled, or could not be made, has no tiles. */
    CHECK_EQ(DO(&f, CTX, query_tiling, QUERY_TILING, TEX, HEAP, 8192, 4), PVGPU_OK);
    CHECK(t->seq == 4 && t->tiles == 0);
    CHECK_EQ(DO(&f, CTX, query_tiling, QUERY_TILING, BAD, HEAP, 8192, 5), PVGPU_OK);
    CHECK(t->seq == 5 && t->tiles == 0);
    /* A pool tells how many it has, as it could be grown. */
    CHECK_EQ(DO(&f, CTX, resize_tile_pool, RESIZE_TILE_POOL, POOL, 70), PVGPU_OK);
    CHECK_EQ(DO(&f, CTX, query_tiling, QUERY_TILING, POOL, HEAP, 8192, 6), PVGPU_OK);
    CHECK(t->seq == 6 && t->tiles == 70);
    f.vm.host_limit = f.vm.host_bytes + PVGPU_TILE_BYTES;
    CHECK_EQ(DO(&f, CTX, resize_tile_pool, RESIZE_TILE_POOL, POOL, 72), PVGPU_OK);
    CHECK_EQ(DO(&f, CTX, query_tiling, QUERY_TILING, POOL, HEAP, 8192, 7), PVGPU_OK);
    CHECK(t->seq == 7 && t->tiles == 70);
    CHECK_EQ(DO(&f, CTX, query_tiling, QUERY_TILING, TILES, HEAP, 8196, 6), PVGPU_E_RULE);
    CHECK_EQ(DO(&f, CTX, query_tiling, QUERY_TILING, TILES, HEAP, (1 << 20) - 288, 6), PVGPU_E_RANGE);
    CHECK_EQ(DO(&f, CTX, query_tiling, QUERY_TILING, TILES, LOOSE, 0, 6), PVGPU_E_RULE);
    fixture_close(&f);
}

TEST(regions_lie_inside_the_resource)
{
    const struct pvgpu_tile_region one = { .n_tiles = 1 };
    static const struct { struct pvgpu_tile_region r; enum pvgpu_verdict v; } cases[] = {
        { { .n_tiles = 44 }, PVGPU_OK },                                   /* all of it */
        { { .n_tiles = 45 }, PVGPU_E_RANGE },
        { { .n_tiles = UINT32_MAX }, PVGPU_E_RANGE },
        { { 3, 3, 0, 0, 1, 0, 0, 0, 0, 0 }, PVGPU_OK },
        { { 4, 0, 0, 0, 1, 0, 0, 0, 0, 0 }, PVGPU_E_RANGE },
        { { 0, 4, 0, 0, 1, 0, 0, 0, 0, 0 }, PVGPU_E_RANGE },
        { { 0, 0, 1, 0, 1, 0, 0, 0, 0, 0 }, PVGPU_E_RANGE },
        { { 3, 3, 0, 0, 29, 0, 0, 0, 0, 0 }, PVGPU_OK },                   /* runs on into the next subresources */
        { { 3, 3, 0, 0, 30, 0, 0, 0, 0, 0 }, PVGPU_E_RANGE },
        { { 0, 0, 0, 10, 22, 0, 0, 0, 0, 0 }, PVGPU_OK },                  /* the second slice */
        { { 0, 0, 0, 10, 23, 0, 0, 0, 0, 0 }, PVGPU_E_RANGE },
        { { 0, 0, 0, 20, 1, 0, 0, 0, 0, 0 }, PVGPU_E_RANGE },              /* no such subresource */
        { { 0, 0, 0, 3, 1, 0, 0, 0, 0, 0 }, PVGPU_OK },                    /* packed */
        { { 1, 0, 0, 3, 1, 0, 0, 0, 0, 0 }, PVGPU_E_RANGE },
        { { 0, 0, 0, 3, 1, 1, 1, 1, 1, 0 }, PVGPU_E_RANGE },
        { { 1, 1, 0, 0, 6, 1, 3, 2, 1, 0 }, PVGPU_OK },
        { { 1, 1, 0, 0, 5, 1, 3, 2, 1, 0 }, PVGPU_E_RANGE },               /* a box of six */
        { { 1, 1, 0, 0, 8, 1, 4, 2, 1, 0 }, PVGPU_E_RANGE },
        { { 1, 1, 0, 0, 1, 1, UINT32_MAX, 1, 1, 0 }, PVGPU_E_RANGE },
        { { 0, 0, 0, 0, 1, 1, 65536, 65536, 1, 0 }, PVGPU_E_RANGE },
        { { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }, PVGPU_E_FIELD },
        { { 0, 0, 0, 0, 1, 2, 1, 1, 1, 0 }, PVGPU_E_FIELD },
        { { 0, 0, 0, 0, 1, 0, 1, 0, 0, 0 }, PVGPU_E_FIELD },
        { { 0, 0, 0, 0, 1, 0, 0, 0, 0, 1 }, PVGPU_E_FIELD },
    };
    scene();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct pvgpu_tile_region *r = &cases[i].r;
        enum pvgpu_verdict v = map(*r, REGION(.x = 1, .n_tiles = r->n_tiles ? r->n_tiles : 1), 0);
        if (v != cases[i].v) printf("# case %zu: %s\n", i, pvgpu_verdict_name(v));
        CHECK_EQ(v, cases[i].v);
        if (r->pad || r->n_tiles > 1) continue;
        /* The same rules for the other commands. */
        CHECK_EQ(DO(&f, CTX, update_tiles, UPDATE_TILES, TILES, r->x, r->y, r->z, r->subresource, r->n_tiles, r->boxed != 0, r->width,
                    r->height, r->depth, HEAP, 0, 0), r->boxed > 1 ? PVGPU_OK : cases[i].v);
        CHECK_EQ(DO(&f, CTX, copy_tiles, COPY_TILES, TILES, r->x, r->y, r->z, r->subresource, r->n_tiles, r->boxed != 0, r->width,
                    r->height, r->depth, BUF, 2, 0), r->boxed > 1 ? PVGPU_OK : cases[i].v);
    }
    CHECK_EQ(map(one, one, POOL), PVGPU_OK);
    fixture_close(&f);
}

TEST(ranges_lie_inside_the_pool)
{
    const struct pvgpu_tile_region one = { .n_tiles = 1 }, eight = { .n_tiles = 8 };
    scene();
    CHECK_EQ(map(eight, REGION(.y = 56, .n_tiles = 8), POOL), PVGPU_OK);
    CHECK_EQ(map(eight, REGION(.y = 57, .n_tiles = 8), POOL), PVGPU_E_RANGE);
    CHECK_EQ(map(one, REGION(.y = 64, .n_tiles = 1), POOL), PVGPU_E_RANGE);
    CHECK_EQ(map(one, REGION(.y = UINT32_MAX, .n_tiles = 1), POOL), PVGPU_E_RANGE);
    CHECK_EQ(map(eight, REGION(.x = 4, .y = 63, .n_tiles = 8), POOL), PVGPU_OK); /* one tile for all */
    CHECK_EQ(map(eight, REGION(.x = 4, .y = 64, .n_tiles = 8), POOL), PVGPU_E_RANGE);
    CHECK_EQ(map(eight, REGION(.x = 1, .n_tiles = 8), POOL), PVGPU_OK);
    CHECK_EQ(map(eight, REGION(.x = 2, .n_tiles = 8), 0), PVGPU_OK);
    CHECK_EQ(map(eight, REGION(.x = 1, .y = 1, .n_tiles = 8), 0), PVGPU_E_FIELD);
    CHECK_EQ(map(eight, REGION(.x = 3, .n_tiles = 8), POOL), PVGPU_E_FIELD);
    CHECK_EQ(map(eight, REGION(.n_tiles = 8), 0), PVGPU_E_RULE);
    CHECK_EQ(map(eight, REGION(.n_tiles = 7), POOL), PVGPU_E_RULE); /* more tiles than places */
    CHECK_EQ(map(eight, REGION(.n_tiles = 8), BUF), PVGPU_E_RULE);  /* no pool */
    CHECK_EQ(map(eight, REGION(.n_tiles = 8, .width = 1), POOL), PVGPU_E_FIELD);
    fixture_close(&f);
}

TEST(buffers_and_barriers)
{
    scene();
    CHECK_EQ(DO(&f, CTX, copy_tiles, COPY_TILES, TILES, 0, 0, 0, 0, 1, 0, 0, 0, 0, BUF, 2, 8), PVGPU_E_RANGE);
    CHECK_EQ(DO(&f, CTX, copy_tiles, COPY_TILES, TILES, 0, 0, 0, 0, 1, 0, 0, 0, 0, BUF, 2, UINT64_MAX), PVGPU_E_RANGE);
    CHECK_EQ(DO(&f, CTX, copy_tiles, COPY_TILES, TILES, 0, 0, 0, 0, 1, 0, 0, 0, 0, BUF, 6, 0), PVGPU_E_RULE);
    CHECK_EQ(DO(&f, CTX, copy_tiles, COPY_TILES, TILES, 0, 0, 0, 0, 1, 0, 0, 0, 0, BUF, 1, 0), PVGPU_E_RULE);
    CHECK_EQ(DO(&f, CTX, copy_tiles, COPY_TILES, TILES, 0, 0, 0, 0, 1, 0, 0, 0, 0, POOL, 2, 0), PVGPU_E_RULE);
    CHECK_EQ(DO(&f, CTX, copy_tiles, COPY_TILES, TEX, 0, 0, 0, 0, 1, 0, 0, 0, 0, BUF, 2, 0), PVGPU_E_RULE); /* has no tiles */
    CHECK_EQ(DO(&f, CTX, update_tiles, UPDATE_TILES, TILES, 0, 0, 0, 0, 17, 0, 0, 0, 0, HEAP, 0, 0), PVGPU_E_RANGE); /* 1 MiB */
    CHECK_EQ(DO(&f, CTX, copy_tile_mappings, COPY_TILE_MAPPINGS, TILES, 0, 0, 0, 0, TEX, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0), PVGPU_E_RULE);
    CHECK_EQ(DO(&f, CTX, copy_tile_mappings, COPY_TILE_MAPPINGS, TILES, 0, 0, 0, 1, TILES, 0, 0, 0, 0, 4, 1, 2, 2, 1, 0), PVGPU_OK);
    CHECK_EQ(DO(&f, CTX, copy_tile_mappings, COPY_TILE_MAPPINGS, TILES, 0, 0, 0, 2, TILES, 0, 0, 0, 0, 4, 1, 2, 2, 1, 0),
             PVGPU_E_RANGE);
    CHECK_EQ(DO(&f, CTX, tiled_barrier, TILED_BARRIER, TILES, PVGPU_OBJ_SRV, 0, 0), PVGPU_E_RULE);
    CHECK_EQ(DO(&f, CTX, tiled_barrier, TILED_BARRIER, 0, PVGPU_OBJ_BLEND, 0, 0), PVGPU_E_HANDLE);
    CHECK_EQ(DO(&f, CTX, tiled_barrier, TILED_BARRIER, TILES, 0, 0, PVGPU_OBJ_UAV), PVGPU_OK);
    fixture_close(&f);
}

/* A pool counts as memory, what is tiled does not; a pool that shrank keeps what it had. */
TEST(pools_are_accounted)
{
    uint64_t before;
    scene();
    CHECK_EQ(pvb_resource_entry(&f.vm, TILES)->bytes, 0);
    CHECK_EQ(pvb_resource_entry(&f.vm, POOL)->bytes, 64ull << 16);
    before = f.vm.host_bytes;
    CHECK_EQ(DO(&f, CTX, resize_tile_pool, RESIZE_TILE_POOL, POOL, 100), PVGPU_OK);
    CHECK_EQ(f.vm.host_bytes, before + (36ull << 16));
    CHECK_EQ(DO(&f, CTX, resize_tile_pool, RESIZE_TILE_POOL, POOL, 10), PVGPU_OK);
    CHECK_EQ(f.vm.host_bytes, before + (36ull << 16));
    CHECK_EQ(map(REGION(.n_tiles = 1), REGION(.y = 10, .n_tiles = 1), POOL), PVGPU_E_RANGE);
    f.vm.host_limit = f.vm.host_bytes + (5ull << 16);
    CHECK_EQ(DO(&f, CTX, resize_tile_pool, RESIZE_TILE_POOL, POOL, 106), PVGPU_OK); /* too much: stays */
    CHECK_EQ(map(REGION(.n_tiles = 1), REGION(.y = 10, .n_tiles = 1), POOL), PVGPU_E_RANGE);
    CHECK_EQ(DO(&f, CTX, resize_tile_pool, RESIZE_TILE_POOL, POOL, 105), PVGPU_OK);
    CHECK_EQ(map(REGION(.n_tiles = 1), REGION(.y = 104, .n_tiles = 1), POOL), PVGPU_OK);
    CHECK_EQ(DO(&f, CTX, resize_tile_pool, RESIZE_TILE_POOL, POOL, 0), PVGPU_E_RULE);
    CHECK_EQ(DO(&f, CTX, resize_tile_pool, RESIZE_TILE_POOL, BUF, 5), PVGPU_E_RULE);
    fixture_close(&f);
}

TAP_MAIN(RUN(the_layout_is_told); RUN(regions_lie_inside_the_resource); RUN(ranges_lie_inside_the_pool); RUN(buffers_and_barriers);
         RUN(pools_are_accounted))
