/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * test_display.c - blits, fills and frames.
 */
#include "core.h"

enum { RGBA8 = 28, RGBA8_SRGB = 29, BGRA8 = 87, BGRX8 = 88, RGB10A2 = 24, RGBA16F = 10, R8_UINT = 62 };
enum { SIZE = 64 };

static uint32_t texture(uint32_t format, uint32_t bind) { return tc_resource(PVGPU_DIM_TEX2D, format, SIZE, SIZE, bind); }

static void fill_of(uint32_t resource, uint32_t color, struct pvgpu_rect r)
{
    const struct pvgpu_cmd_color_fill c = { .dst = resource, .color = color, .n_rects = 1 };
    pvb_renderer_d3d11.context_switch(tc_renderer, NULL);
    pvb_renderer_d3d11.color_fill(tc_renderer, tc_resource_host(resource), &c, &r);
}

static void blt(uint32_t dst, struct pvgpu_rect to, uint32_t src, struct pvgpu_rect from, const struct pvgpu_rect *rects, uint32_t n)
{
    const struct pvgpu_cmd_present_blt c = {
        .dst = dst, .src = src, .dst_left = to.left, .dst_top = to.top, .dst_right = to.right, .dst_bottom = to.bottom,
        .src_left = from.left, .src_top = from.top, .src_right = from.right, .src_bottom = from.bottom, .n_rects = n,
    };
    pvb_renderer_d3d11.context_switch(tc_renderer, NULL);
    pvb_renderer_d3d11.present_blt(tc_renderer, tc_resource_host(dst), tc_resource_host(src), &c, rects);
}

static const uint32_t *pixels(struct pvb_context *c, uint32_t resource)
{
    pvb_renderer_d3d11.context_switch(tc_renderer, c);
    return tc_read(c, resource, 0, SIZE, SIZE, SIZE * 4);
}

static uint32_t pixel(const uint32_t *p, int x, int y) { return p[y * SIZE + x]; }

static const struct pvgpu_rect all = { 0, 0, SIZE, SIZE }, left = { 0, 0, SIZE / 2, SIZE }, right = { SIZE / 2, 0, SIZE, SIZE };

TEST(fills)
{
    TC_START(c);
    uint32_t formats[] = { BGRA8, RGBA8 }, binds[] = { PVGPU_BIND_TARGET, PVGPU_BIND_SHADER };
    for (int f = 0; f < 2; f++)
        for (int b = 0; b < 2; b++) {
            uint32_t t = texture(formats[f], binds[b]);
            const uint32_t *p;
            fill_of(t, 0xff102030, all);
            fill_of(t, 0xffff8000, (struct pvgpu_rect){ 4, 4, 8, 100 });
            fill_of(t, 0, (struct pvgpu_rect){ -5, -5, 2, 2 });
            p = pixels(c, t);
            CHECK_EQ(pixel(p, 3, 3), f ? 0xff302010u : 0xff102030u);
            CHECK_EQ(pixel(p, 4, 4), f ? 0xff0080ffu : 0xffff8000u);
            CHECK_EQ(pixel(p, 7, 63), f ? 0xff0080ffu : 0xffff8000u);
            CHECK_EQ(pixel(p, 8, 5), f ? 0xff302010u : 0xff102030u);
            CHECK_EQ(pixel(p, 1, 1), 0);
        }
    tc_stop(c);
}

TEST(copies_same_size)
{
    TC_START(c);
    uint32_t src = texture(BGRA8, PVGPU_BIND_TARGET), dst = texture(BGRA8, 0);
    const struct pvgpu_rect cuts[2] = { { 0, 0, 8, 8 }, { 56, 56, 90, 90 } };
    const uint32_t *p;
    fill_of(src, 0xffff0000, left);
    fill_of(src, 0xff00ff00, right);
    blt(dst, all, src, all, cuts, 2);
    p = pixels(c, dst);
    CHECK_EQ(pixel(p, 7, 7), 0xffff0000u);
    CHECK_EQ(pixel(p, 8, 8), 0);
    CHECK_EQ(pixel(p, 63, 63), 0xff00ff00u);
    /* moved, and partly outside of both */
    blt(dst, (struct pvgpu_rect){ 16, 16, 80, 80 }, src, all, NULL, 0);
    p = pixels(c, dst);
    CHECK_EQ(pixel(p, 15, 16), 0);
    CHECK_EQ(pixel(p, 16, 16), 0xffff0000u);
    CHECK_EQ(pixel(p, 47, 55), 0xffff0000u);
    CHECK_EQ(pixel(p, 48, 55), 0xff00ff00u);
    tc_stop(c);
}

TEST(stretches)
{
    TC_START(c);
    uint32_t src = texture(BGRA8, PVGPU_BIND_TARGET), dst = texture(BGRA8, PVGPU_BIND_TARGET);
    const struct pvgpu_rect cut = { 0, 0, SIZE, 32 };
    const uint32_t *p;
    fill_of(src, 0xffff0000, left);
    fill_of(src, 0xff00ff00, right);
    fill_of(dst, 0xff000000, all);
    /* the middle 4 columns over all: red, a bilinear ramp, green; the lower half is cut off */
    blt(dst, all, src, (struct pvgpu_rect){ 30, 0, 34, 4 }, &cut, 1);
    p = pixels(c, dst);
    CHECK_EQ(pixel(p, 0, 0), 0xffff0000u);
    CHECK_EQ(pixel(p, 63, 31), 0xff00ff00u);
    CHECK((pixel(p, 31, 5) >> 16 & 255) > 100 && (pixel(p, 31, 5) >> 16 & 255) < 155);
    CHECK_EQ(pixel(p, 0, 32), 0xff000000u);
    /* onto itself */
    blt(dst, (struct pvgpu_rect){ 0, 32, 64, 64 }, dst, (struct pvgpu_rect){ 0, 0, 8, 8 }, NULL, 0);
    CHECK_EQ(pixel(pixels(c, dst), 60, 60), 0xffff0000u);
    tc_stop(c);
}

TEST(conversions)
{
    static const uint32_t formats[] = { RGBA8, RGB10A2, RGBA16F, BGRX8, RGBA8_SRGB };
    TC_START(c);
    for (unsigned i = 0; i < sizeof formats / sizeof formats[0]; i++)
        for (int b = 0; b < 2; b++) { /* with and without a shader resource view of its own */
            uint32_t src = texture(formats[i], b ? PVGPU_BIND_TARGET : PVGPU_BIND_SHADER), dst = texture(BGRA8, PVGPU_BIND_TARGET);
            uint32_t got;
            fill_of(src, 0xff336699, all);
            blt(dst, all, src, all, NULL, 0);
            got = pixel(pixels(c, dst), 33, 33);
            for (int shift = 0; shift < 24; shift += 8) {
                int d = (int)(got >> shift & 255) - (int)(0x336699 >> shift & 255);
                if (d < -1 || d > 1) { printf("# format %u bind %d: %08x\n", formats[i], b, got); CHECK(!"colour"); }
            }
        }
    tc_stop(c);
}

TEST(multisampled_source)
{
    TC_START(c);
    struct pvb_resource_info info = { .dimension = PVGPU_DIM_TEX2D, .format = RGBA8, .bind = PVGPU_BIND_TARGET, .width = SIZE,
                                      .height = SIZE, .depth = 1, .array = 1, .mips = 1, .samples = 4 };
    uint32_t ms = tc_resource_of(&info), dst = texture(BGRA8, 0), rtv = tc_id();
    SEND(c, create_rtv, CREATE_RTV, .id = rtv, .resource = ms, .dimension = PVGPU_VIEW_TEX2DMS);
    SEND(c, clear_rtv, CLEAR_RTV, .view = rtv, .r = 1, .a = 1);
    blt(dst, all, ms, all, NULL, 0);
    CHECK_EQ(pixel(pixels(c, dst), 5, 5), 0xffff0000u);
    tc_stop(c);
}

TEST(refused_blits)
{
    TC_START(c);
    uint32_t src = texture(R8_UINT, PVGPU_BIND_SHADER), dst = texture(BGRA8, 0);
    fill_of(dst, 0xff00ff00, all);
    blt(dst, all, src, all, NULL, 0);
    blt(dst, (struct pvgpu_rect){ 0, 0, 0x7fffffff, 0x7fffffff }, dst, all, NULL, 0);
    blt(dst, (struct pvgpu_rect){ 8, 8, 8, 8 }, dst, all, NULL, 0);
    CHECK_EQ(pixel(pixels(c, dst), 5, 5), 0xff00ff00u);
    tc_stop(c);
}

static void frame(uint32_t scanout, uint32_t resource, uint64_t cookie)
{
    const struct pvb_frame f = { .scanout = scanout, .width = SIZE, .height = SIZE, .cookie = cookie, .number = cookie };
    pvb_renderer_d3d11.context_switch(tc_renderer, NULL);
    pvb_renderer_d3d11.frame_start(tc_renderer, resource ? tc_resource_host(resource) : NULL, &f);
}

static void frames_finish(unsigned n)
{
    for (int i = 0; i < 20000 && tc_n_frames < n; i++) {
        CHECK(tc_poll() >= 0);
        pvb_renderer_d3d11.wait(tc_renderer, 1000000);
    }
    CHECK_EQ(tc_n_frames, n);
}

TEST(frames_in_order)
{
    static const uint32_t formats[] = { BGRA8, BGRX8, RGBA8, RGB10A2 };
    TC_START(c);
    for (uint32_t i = 0; i < 8; i++) {
        uint32_t t = texture(formats[i % 4], PVGPU_BIND_TARGET);
        fill_of(t, 0xff000000 | (i + 1) * 0x1c, all);
        frame(i / 4, t, i + 1);
        frames_finish(i + 1);
        CHECK_EQ(tc_frames[i].frame.cookie, i + 1);
        CHECK_EQ(tc_frames[i].frame.scanout, i / 4);
        CHECK_EQ(tc_frames[i].frame.width, SIZE);
        CHECK(tc_frames[i].frame.pitch >= SIZE * 4);
        CHECK_EQ(tc_frames[i].first_pixel & 0xffffff, (i + 1) * 0x1c);
        CHECK_EQ(tc_frames[i].last_pixel & 0xffffff, (i + 1) * 0x1c);
    }
    tc_stop(c);
}

/* More frames at once than there are staging textures: all are handed out, in order; the last shows
 * the last picture, none shows a picture older than its own. */
TEST(frames_at_once)
{
    TC_START(c);
    uint32_t t = texture(BGRA8, PVGPU_BIND_TARGET);
    for (uint32_t i = 1; i <= 10; i++) {
        fill_of(t, 0xff000000 | i, all);
        frame(2, t, i);
    }
    frame(2, 0, 11);
    frames_finish(11);
    for (uint32_t i = 0; i < 10; i++) {
        CHECK_EQ(tc_frames[i].frame.cookie, i + 1);
        CHECK((tc_frames[i].first_pixel & 0xff) >= i + 1);
    }
    CHECK_EQ(tc_frames[9].first_pixel & 0xff, 10);
    CHECK_EQ(tc_frames[10].frame.cookie, 11);
    frame(3, 0, 12); /* black */
    frames_finish(12);
    CHECK_EQ(tc_frames[11].first_pixel, 0);
    tc_stop(c);
}

/* A guest context keeps its state around blits and frames of the kernel driver. */
TEST(kernel_work_leaves_context_state_alone)
{
    TC_START(c);
    uint32_t a = texture(RGBA8, PVGPU_BIND_TARGET), b = texture(BGRA8, PVGPU_BIND_TARGET), rtv = tc_id();
    SEND(c, create_rtv, CREATE_RTV, .id = rtv, .resource = a, .dimension = PVGPU_VIEW_TEX2D);
    SEND(c, clear_rtv, CLEAR_RTV, .view = rtv, .g = 1, .a = 1);
    blt(b, all, a, all, NULL, 0);
    frame(0, a, 1);
    pvb_renderer_d3d11.context_switch(tc_renderer, c);
    SEND(c, clear_rtv, CLEAR_RTV, .view = rtv, .r = 1, .a = 1);
    CHECK_EQ(pixel(pixels(c, b), 1, 1), 0xff00ff00u);
    CHECK_EQ(pixel(pixels(c, a), 1, 1), 0xff0000ffu);
    frames_finish(1);
    CHECK_EQ(tc_frames[0].first_pixel, 0xff00ff00u);
    tc_stop(c);
}

TC_LAST_CASE

TAP_MAIN(RUN(fills); RUN(copies_same_size); RUN(stretches); RUN(conversions); RUN(multisampled_source); RUN(refused_blits);
         RUN(frames_in_order); RUN(frames_at_once); RUN(kernel_work_leaves_context_state_alone);
         RUN(renderer_leaves_nothing))
