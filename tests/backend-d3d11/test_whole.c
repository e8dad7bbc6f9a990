/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * test_whole.c - the real core over the d3d11 renderer: what the kernel driver sends, and command lists. What a context
 * sends is tested command by command in the other programs.
 */
#include "../backend/fixture.h"
#include "coverage.h"
#include "tap.h"

bool coverage_seen[PVGPU_IX_COUNT];

static struct fixture f;
static bool none; /* no Direct3D here */

static void scene(void)
{
    if (none || !fixture_open(&f, &pvb_renderer_d3d11)) {
        none = true;
        fixture_close(&f);
        return;
    }
    CHECK_EQ(fixture_scene(&f), PVGPU_OK);
}
#define SCENE() scene(); if (none) SKIP("no Direct3D on this machine")

/* One command, which must be carried out and not skipped for an error object. */
#define RUN_CMD(context, name, NAME, ...) do { \
        CHECK_EQ(DO(&f, context, name, NAME, __VA_ARGS__), PVGPU_OK); \
        CHECK(!f.vm.skip); \
        if (!tap_failed_checks) coverage_note(PVGPU_IX_##NAME); \
    } while (0)

static const uint32_t *pixels_of(uint32_t texture)
{
    struct pvgpu_progress_slot *slot = (void *)(f.vm.heap + 65536);
    int pending = 0;
    slot->value = 0;
    CHECK_EQ(DO(&f, CTX, read_texture, READ_TEXTURE, texture, 0, 0, 0, 0, 64, 64, 1, HEAP, 0, 131072, 256, 0), PVGPU_OK);
    CHECK_EQ(DO(&f, CTX, signal, SIGNAL, HEAP, PVGPU_SIGNAL_COMPLETED, 65536, 1), PVGPU_OK);
    f.vm.ops->flush(f.renderer);
    for (int i = 0; i < 10000 && slot->value != 1; i++) {
        CHECK_EQ(pvb_vm_poll(&f.vm, 0, &pending), PVGPU_ERROR_NONE);
        f.vm.ops->wait(f.renderer, 1000000);
    }
    CHECK_EQ(slot->value, 1);
    return (const uint32_t *)(const void *)(f.vm.heap + 131072);
}

/* All of a 64x64 texture. */
static enum pvgpu_verdict fill(uint32_t texture, uint32_t color)
{
    struct { struct pvgpu_cmd_color_fill c; struct pvgpu_rect r; } cmd = {
        { { PVGPU_OP_COLOR_FILL, 0, sizeof cmd }, texture, 0, color, 1 }, { 0, 0, 64, 64 } };
    enum pvgpu_verdict v = fixture_run(&f, 0, &cmd, sizeof cmd);
    if (!v) coverage_note(PVGPU_IX_COLOR_FILL);
    return v;
}

static int frames_wait(uint64_t want)
{
    int pending = 0;
    f.vm.ops->flush(f.renderer);
    for (int i = 0; i < 10000 && f.vm.stats.frames < want; i++) {
        if (pvb_vm_poll(&f.vm, 0, &pending)) return -1;
        f.vm.ops->wait(f.renderer, 1000000);
    }
    return f.vm.stats.frames >= want ? 0 : -1;
}

TEST(objects_of_the_kernel_driver)
{
    SCENE();
    uint64_t skipped = f.vm.stats.skipped; /* the scene has an error object */
    RUN_CMD(0, context_create, CONTEXT_CREATE, 9, 0);
    RUN_CMD(0, resource_create, RESOURCE_CREATE, FRESH, PVGPU_DIM_TEX2D, 28, 0, PVGPU_BIND_TARGET, 0, 64, 64, 1, 1, 1, 1, 0, 0);
    RUN_CMD(0, heap_create, HEAP_CREATE, FRESH + 1, 0, 4096);
    RUN_CMD(0, heap_place, HEAP_PLACE, FRESH + 1, 1, 4096);
    RUN_CMD(0, context_open, CONTEXT_OPEN, 9, FRESH);
    CHECK_EQ(DO(&f, 9, create_rtv, CREATE_RTV, 1, FRESH, 28, PVGPU_VIEW_TEX2D, 0, 0, 1, 0), PVGPU_OK);
    CHECK_EQ(DO(&f, 9, clear_rtv, CLEAR_RTV, 1, 1, 1, 1, 1, 0), PVGPU_OK);
    RUN_CMD(9, destroy, DESTROY, 1, 0);
    RUN_CMD(0, context_close, CONTEXT_CLOSE, 9, FRESH);
    RUN_CMD(0, resource_destroy, RESOURCE_DESTROY, FRESH, 0);
    RUN_CMD(0, context_destroy, CONTEXT_DESTROY, 9, 0);
    CHECK_EQ(f.vm.stats.skipped, skipped);
    fixture_close(&f);
}

/* A resource beyond any memory and a shader that is of another stage: the host itself refuses, and the guest can ask. */
TEST(creations_that_the_host_refuses)
{
    SCENE();
    const struct pvgpu_object_slot *slot = (const void *)(f.vm.heap + 4096);
    f.vm.host_limit = 0;
    RUN_CMD(0, resource_create, RESOURCE_CREATE, FRESH, PVGPU_DIM_TEX2D, 2, 0, PVGPU_BIND_SHADER, 0, 64, 64, 1, 1, 1, 1, 0, 0);
    RUN_CMD(0, query_resource, QUERY_RESOURCE, FRESH, HEAP, 4096, 1);
    CHECK(slot->seq == 1 && !slot->error);
    CHECK(slot->room > 64 << 20 && slot->room < 1ull << 46); /* the host says how much it has */
    RUN_CMD(0, resource_create, RESOURCE_CREATE, FRESH + 1, PVGPU_DIM_TEX2D, 2, 0, PVGPU_BIND_SHADER, 0, 16384, 16384, 1, 2048, 1, 1, 0,
            0); /* 8 TiB */
    CHECK_EQ(DO(&f, 0, query_resource, QUERY_RESOURCE, FRESH + 1, HEAP, 4096, 2), PVGPU_OK);
    CHECK(slot->seq == 2 && slot->error == 1);
    memcpy(f.vm.heap + 262144, (uint32_t[]){ 0x00010040, 3, 0x0100003e }, 12); /* vs_4_0, ret */
    RUN_CMD(CTX, create_shader, CREATE_SHADER, FRESH, PVGPU_STAGE_VS, HEAP, 12, 262144, 0, 0, 0, 0);
    RUN_CMD(CTX, query_object, QUERY_OBJECT, FRESH, HEAP, 4096, 3);
    CHECK(slot->seq == 3 && !slot->error);
    RUN_CMD(CTX, create_shader, CREATE_SHADER, FRESH + 1, PVGPU_STAGE_PS, HEAP, 12, 262144, 0, 0, 0, 0);
    CHECK_EQ(DO(&f, CTX, query_object, QUERY_OBJECT, FRESH + 1, HEAP, 4096, 4), PVGPU_OK);
    CHECK(slot->seq == 4 && slot->error == 1);
    fixture_close(&f);
}

TEST(display_of_the_kernel_driver)
{
    SCENE();
    const uint32_t *p;
    RUN_CMD(0, mode_set, MODE_SET, 0, 64, 64, 60000);
    CHECK_EQ(fill(PLAIN, 0xffff8000u), PVGPU_OK);
    CHECK_EQ(pixels_of(PLAIN)[65], 0xff0080ffu); /* R8G8B8A8 of A8R8G8B8 */
    RUN_CMD(0, scanout_set, SCANOUT_SET, 0, PLAIN, PVGPU_PRESENT_IMMEDIATE, 0, 1, 2);
    CHECK_EQ(frames_wait(1), 0);
    CHECK_EQ(fill(TEX_TWIN, 0xff0000ffu), PVGPU_OK);
    RUN_CMD(0, present_blt, PRESENT_BLT, PLAIN, 0, TEX_TWIN, 0, 16, 16, 32, 32, 0, 0, 64, 64, 3, 4, PVGPU_PRESENT_IMMEDIATE, 0);
    CHECK_EQ(frames_wait(2), 0);
    p = pixels_of(PLAIN);
    CHECK_EQ(p[64 * 20 + 20], 0xffff0000u);
    CHECK_EQ(p[64 * 40 + 40], 0xff0080ffu);
    RUN_CMD(0, vblank_control, VBLANK_CONTROL, 0, 1);
    RUN_CMD(0, cursor_shape, CURSOR_SHAPE, 0, HEAP, 0, 32, 32, 128, 0, 0, 0);
    RUN_CMD(0, cursor_move, CURSOR_MOVE, 0, 1, 5, 5);
    fixture_close(&f);
}

/* A list that clears, executed twice, the second time from inside another list. */
TEST(lists)
{
    SCENE();
    struct pvgpu_cmd_clear_rtv clear = { { PVGPU_OP_CLEAR_RTV, 0, sizeof clear }, 800, 0, 1, 0, 1, 0 };
    struct pvgpu_cmd_execute_command_list nested = { { PVGPU_OP_EXECUTE_COMMAND_LIST, 0, sizeof nested }, 801, 0 };
    CHECK_EQ(DO(&f, CTX, create_rtv, CREATE_RTV, 800, PLAIN, 28, PVGPU_VIEW_TEX2D, 0, 0, 1, 0), PVGPU_OK);
    memcpy(f.vm.heap, &clear, sizeof clear);
    memcpy(f.vm.heap + 256, &nested, sizeof nested);
    RUN_CMD(CTX, create_command_list, CREATE_COMMAND_LIST, 801, HEAP, 0, sizeof clear, 0);
    RUN_CMD(CTX, create_command_list, CREATE_COMMAND_LIST, 802, HEAP, 256, sizeof nested, 0);
    RUN_CMD(CTX, execute_command_list, EXECUTE_COMMAND_LIST, 801, 0);
    CHECK_EQ(pixels_of(PLAIN)[100], 0xff00ff00u);
    CHECK_EQ(fill(PLAIN, 0), PVGPU_OK);
    CHECK_EQ(pixels_of(PLAIN)[100], 0);
    RUN_CMD(CTX, execute_command_list, EXECUTE_COMMAND_LIST, 802, 0);
    CHECK_EQ(pixels_of(PLAIN)[100], 0xff00ff00u);
    fixture_close(&f);
}

static enum pvgpu_verdict map_tile(uint32_t subresource, uint32_t x, uint32_t y, uint32_t tile)
{
    struct { struct pvgpu_cmd_update_tile_mappings c; struct pvgpu_tile_region t[2]; } cmd = {
        { { PVGPU_OP_UPDATE_TILE_MAPPINGS, 0, sizeof cmd }, TILES, POOL, 0, 1, 2, 0 },
        { { .x = x, .y = y, .subresource = subresource, .n_tiles = 1 }, { .y = tile, .n_tiles = 1 } } };
    enum pvgpu_verdict v = fixture_run(&f, CTX, &cmd, sizeof cmd);
    if (!v) coverage_note(PVGPU_IX_UPDATE_TILE_MAPPINGS);
    return v;
}

/* First texel of a tile of a tiled texture, through a copy into a plain one. */
static uint32_t texel_of(uint32_t subresource, uint32_t x, uint32_t y)
{
    CHECK_EQ(DO(&f, CTX, copy_region, COPY_REGION, PLAIN, 0, 0, 0, 0, TILES, subresource, 1, x, y, 0, x + 1, y + 1, 1, 0, 0), PVGPU_OK);
    return pixels_of(PLAIN)[0];
}

/* Tiles of a pool are zero, hold what is written, move with their mappings, and survive a pool that grows. */
TEST(tiled_resources)
{
    SCENE();
    const struct pvgpu_tiling_slot *t = (const void *)(f.vm.heap + 4096);
    uint32_t *data = (uint32_t *)(void *)(f.vm.heap + 262144);
    if (!(f.caps.options & PVGPU_OPT_TILED_1)) {
        fixture_close(&f);
        SKIP("the host has no tiled resources");
    }
    RUN_CMD(CTX, query_tiling, QUERY_TILING, TILES, HEAP, 4096, 7);
    CHECK_EQ(t->seq, 7);
    CHECK(t->tile_width == 128 && t->tile_height == 128 && t->tile_depth == 1); /* the standard shape of 32 bits a texel */
    CHECK(t->standard_mips >= 3 && t->standard_mips + t->packed_mips == 10);
    CHECK(t->mips[0].width == 4 && t->mips[0].height == 4 && t->mips[1].width == 2 && t->mips[1].first == 16);
    CHECK_EQ(map_tile(0, 2, 1, 5), PVGPU_OK);
    CHECK_EQ(texel_of(0, 2 * 128, 128), 0); /* a new tile is zero */
    for (int i = 0; i < 16384; i++) data[i] = 0xff112233u;
    RUN_CMD(CTX, update_tiles, UPDATE_TILES, TILES, 2, 1, 0, 0, 1, 0, 0, 0, 0, HEAP, 0, 262144);
    CHECK_EQ(texel_of(0, 2 * 128 + 3, 128 + 4), 0xff112233u);
    /* The same tile in the other slice. */
    RUN_CMD(CTX, copy_tile_mappings, COPY_TILE_MAPPINGS, TILES, 0, 0, 0, 10, TILES, 2, 1, 0, 0, 1, 1, 1, 1, 1, 0);
    RUN_CMD(CTX, tiled_barrier, TILED_BARRIER, TILES, 0, TILES, 0);
    CHECK_EQ(texel_of(10, 3, 4), 0xff112233u);
    RUN_CMD(CTX, resize_tile_pool, RESIZE_TILE_POOL, POOL, 2000);
    CHECK_EQ(pvb_resource_entry(&f.vm, POOL)->bytes, 2000ull * PVGPU_TILE_BYTES);
    CHECK_EQ(texel_of(10, 3, 4), 0xff112233u);
    CHECK_EQ(map_tile(0, 3, 3, 1999), PVGPU_OK);
    CHECK_EQ(texel_of(0, 3 * 128, 3 * 128), 0);
    /* Out to a buffer and back in somewhere else. */
    RUN_CMD(CTX, copy_tiles, COPY_TILES, TILES, 2, 1, 0, 0, 1, 0, 0, 0, 0, BUF, 4, 0);
    CHECK_EQ(DO(&f, CTX, copy_tiles, COPY_TILES, TILES, 3, 3, 0, 0, 1, 0, 0, 0, 0, BUF, 2, 0), PVGPU_OK);
    CHECK_EQ(texel_of(0, 3 * 128 + 9, 3 * 128 + 9), 0xff112233u);
    /* A pool that shrinks keeps its memory for when it grows again. */
    CHECK_EQ(DO(&f, CTX, resize_tile_pool, RESIZE_TILE_POOL, POOL, 64), PVGPU_OK);
    CHECK_EQ(map_tile(0, 3, 3, 1999), PVGPU_E_RANGE);
    CHECK_EQ(pvb_resource_entry(&f.vm, POOL)->bytes, 2000ull * PVGPU_TILE_BYTES);
    CHECK_EQ(DO(&f, CTX, resize_tile_pool, RESIZE_TILE_POOL, POOL, 2000), PVGPU_OK);
    CHECK_EQ(map_tile(0, 3, 3, 1998), PVGPU_OK);
    CHECK_EQ(texel_of(0, 3 * 128 + 9, 3 * 128 + 9), 0);
    fixture_close(&f);
}

TAP_MAIN(RUN(objects_of_the_kernel_driver); RUN(creations_that_the_host_refuses); RUN(display_of_the_kernel_driver); RUN(lists);
         RUN(tiled_resources);
         coverage_write())
