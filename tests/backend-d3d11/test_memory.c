/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * test_memory.c - device, resources, updates, copies, reads, clears and queries: what needs no shader.
 */
#include <math.h>
#include "core.h"
#include "pvgpu_formats.h"

enum { RGBA8 = 28, BGRA8 = 87, R32F = 41, RGBA32F = 2, RGB10A2 = 24, RGBA16F = 10, BC1 = 71, D32 = 40, D24S8 = 45, R32_UINT = 42,
       R8 = 61, R16_UINT = 57, RGB32F = 6 };

static uint32_t rtv_of(struct pvb_context *c, uint32_t resource, uint32_t format)
{
    uint32_t id = tc_id();
    SEND(c, create_rtv, CREATE_RTV, .id = id, .resource = resource, .format = format, .dimension = PVGPU_VIEW_TEX2D, .count = 1);
    CHECK(c->objects[id].host != NULL);
    return id;
}

TEST(device_says_what_it_is)
{
    TC_START(c);
    printf("# %s, feature level 0x%x, options 0x%x, %llu MiB\n", tc_caps.name, tc_caps.feature_level, tc_caps.options,
           (unsigned long long)(tc_caps.video_memory >> 20));
    CHECK(tc_caps.name[0] != 0);
    CHECK(tc_caps.feature_level >= 0xb000);
    CHECK(!(tc_caps.options & ~PVGPU_OPT_ALL));
    CHECK(tc_caps.video_memory != 0);
    CHECK(tc_caps.formats[RGBA8].support & 0x4000); /* D3D11_FORMAT_SUPPORT_RENDER_TARGET */
    CHECK(tc_caps.formats[RGBA8].samples & 1);
    CHECK(tc_caps.formats[RGBA8].samples & 4);
    CHECK_EQ(tc_caps.formats[106].support, 0);      /* OPAQUE_420: no command carries it */
    CHECK_EQ(tc_caps.formats[103].support & 0x50, 0); /* NV12 has two dimensions only */
    CHECK_EQ(tc_caps.formats[0].support, 0);
    tc_stop(c);
}

TEST(new_resources_are_zero)
{
    TC_START(c);
    uint32_t tex = tc_resource(PVGPU_DIM_TEX2D, RGBA8, 16, 16, PVGPU_BIND_SHADER);
    uint32_t buf = tc_resource(PVGPU_DIM_BUFFER, 0, 256, 1, PVGPU_BIND_VERTEX);
    const unsigned char *p = tc_read(c, tex, 0, 16, 16, 64);
    unsigned sum = 0;
    for (int i = 0; i < 1024; i++) sum += p[i];
    p = tc_read_buffer(c, buf, 0, 256);
    for (int i = 0; i < 256; i++) sum += p[i];
    CHECK_EQ(sum, 0);
    tc_stop(c);
}

TEST(clear_and_read)
{
    TC_START(c);
    uint32_t tex = tc_resource(PVGPU_DIM_TEX2D, BGRA8, 64, 64, PVGPU_BIND_TARGET), rtv = rtv_of(c, tex, 0);
    const struct pvgpu_rect rect = { 8, 8, 16, 16 };
    const uint32_t *p;
    SEND(c, clear_rtv, CLEAR_RTV, .view = rtv, .r = 1, .g = 0.2f, .a = 1);
    p = tc_read(c, tex, 0, 64, 64, 256);
    CHECK_EQ(p[0], 0xffff3300u);
    CHECK_EQ(p[64 * 64 - 1], 0xffff3300u);
    SEND_TAIL(c, clear_view, CLEAR_VIEW, &rect, sizeof rect, .view = rtv, .b = 1, .a = 1, .n_rects = 1);
    p = tc_read(c, tex, 0, 64, 64, 256);
    CHECK_EQ(p[7 * 64 + 7], 0xffff3300u);
    CHECK_EQ(p[8 * 64 + 8], 0xff0000ffu);
    CHECK_EQ(p[15 * 64 + 15], 0xff0000ffu);
    CHECK_EQ(p[16 * 64 + 16], 0xffff3300u);
    SEND(c, discard, DISCARD, .view = rtv);
    SEND(c, discard, DISCARD, .resource = tex);
    tc_stop(c);
}

/* DXGI lets views of a back buffer be UNORM or UNORM_SRGB whatever it was made as. */
TEST(back_buffer_views_cast)
{
    TC_START(c);
    uint32_t tex = tc_resource(PVGPU_DIM_TEX2D, RGBA8, 16, 16, PVGPU_BIND_TARGET), rtv = rtv_of(c, tex, 29);
    const uint32_t *p;
    SEND(c, clear_rtv, CLEAR_RTV, .view = rtv, .r = 0.5f, .a = 1);
    p = tc_read(c, tex, 0, 16, 16, 64);
    CHECK((p[0] & 255) >= 187 && (p[0] & 255) <= 189);
    tc_stop(c);
}

static void round_trip(uint32_t format, uint32_t width, uint32_t height, uint32_t bind)
{
    TC_START(c);
    uint32_t tex = tc_resource(PVGPU_DIM_TEX2D, format, width, height, bind), pitch = 256;
    uint32_t rows = pvgpu_format_rows_of(format, height);
    uint32_t row = (uint32_t)pvgpu_format_row_bytes(format, width);
    const char *p;
    for (uint32_t i = 0; i < rows * pitch; i++) tc_heap[TC_WRITE + i] = (char)(i * 7 % 61 + 1);
    SEND(c, update_texture, UPDATE_TEXTURE, .resource = tex, .right = width, .bottom = height, .back = 1, .heap = TC_HEAP,
         .heap_offset = TC_WRITE, .row_pitch = pitch);
    p = tc_read(c, tex, 0, width, height, pitch);
    for (uint32_t y = 0; y < rows; y++)
        if (memcmp(p + y * pitch, tc_heap + TC_WRITE + y * pitch, row)) {
            printf("# %s row %u\n", pvgpu_format_name(format), y);
            CHECK(!"rows differ");
            break;
        }
    CHECK_EQ((unsigned char)p[row], row < pitch ? 0xcd : (unsigned char)p[row]); /* nothing beside the rows */
    CHECK_EQ((unsigned char)p[rows * pitch], 0xcd); /* nor below them */
    tc_stop(c);
}

TEST(update_and_read_formats)
{
    static const uint32_t formats[] = { RGBA8, BGRA8, R32F, RGBA32F, RGB10A2, RGBA16F, BC1, R8, R16_UINT, 98 /* BC7 */ };
    for (unsigned i = 0; i < sizeof formats / sizeof formats[0]; i++) round_trip(formats[i], 16, 12, PVGPU_BIND_SHADER);
    round_trip(D32, 16, 16, PVGPU_BIND_DEPTH);
    round_trip(D24S8, 16, 16, PVGPU_BIND_DEPTH);
}

TEST(parts_and_mips)
{
    TC_START(c);
    struct pvb_resource_info info = { .dimension = PVGPU_DIM_TEX2D, .format = BC1, .bind = PVGPU_BIND_SHADER, .width = 16,
                                      .height = 16, .depth = 1, .array = 2, .mips = 5, .samples = 1 };
    uint32_t tex = tc_resource_of(&info), vol;
    const unsigned char *p;
    CHECK(tex != 0);
    for (int i = 0; i < 4096; i++) tc_heap[TC_WRITE + i] = (char)(i % 251 + 1);
    /* mip 3 of slice 1 is 2x2 texels: one block */
    SEND(c, update_texture, UPDATE_TEXTURE, .resource = tex, .subresource = 5 + 3, .right = 2, .bottom = 2, .back = 1,
         .heap = TC_HEAP, .heap_offset = TC_WRITE, .row_pitch = 8);
    p = tc_read(c, tex, 5 + 3, 2, 2, 8);
    CHECK(!memcmp(p, tc_heap + TC_WRITE, 8));
    /* one block in the middle of mip 0 */
    SEND(c, update_texture, UPDATE_TEXTURE, .resource = tex, .left = 4, .top = 8, .right = 8, .bottom = 12, .back = 1,
         .heap = TC_HEAP, .heap_offset = TC_WRITE + 16, .row_pitch = 8);
    p = tc_read(c, tex, 0, 16, 16, 32);
    CHECK(!memcmp(p + 2 * 32 + 8, tc_heap + TC_WRITE + 16, 8));
    CHECK_EQ(p[2 * 32 + 7], 0);
    CHECK_EQ(p[2 * 32 + 16], 0);
    /* a volume's inner box */
    info = (struct pvb_resource_info){ .dimension = PVGPU_DIM_TEX3D, .format = R32F, .bind = PVGPU_BIND_SHADER, .width = 8,
                                       .height = 8, .depth = 4, .array = 1, .mips = 1, .samples = 1 };
    vol = tc_resource_of(&info);
    SEND(c, update_texture, UPDATE_TEXTURE, .resource = vol, .left = 2, .top = 1, .front = 1, .right = 6, .bottom = 3, .back = 3,
         .heap = TC_HEAP, .heap_offset = TC_WRITE, .row_pitch = 16, .depth_pitch = 32);
    SEND(c, read_texture, READ_TEXTURE, .resource = vol, .left = 2, .top = 1, .front = 1, .right = 6, .bottom = 3, .back = 3,
         .heap = TC_HEAP, .heap_offset = TC_READ, .row_pitch = 16, .depth_pitch = 48);
    tc_finish(c);
    CHECK(!memcmp(tc_heap + TC_READ, tc_heap + TC_WRITE, 32));
    CHECK(!memcmp(tc_heap + TC_READ + 48, tc_heap + TC_WRITE + 32, 32));
    tc_stop(c);
}

TEST(buffer_updates)
{
    static const uint32_t usages[] = { PVGPU_USAGE_DEFAULT, PVGPU_USAGE_DYNAMIC, PVGPU_USAGE_IMMUTABLE };
    static const uint32_t binds[] = { PVGPU_BIND_VERTEX, PVGPU_BIND_CONSTANT };
    TC_START(c);
    for (unsigned u = 0; u < 3; u++)
        for (unsigned b = 0; b < 2; b++) {
            struct pvb_resource_info info = { .dimension = PVGPU_DIM_BUFFER, .usage = usages[u], .bind = binds[b], .width = 256,
                                              .height = 1, .depth = 1, .array = 1, .mips = 1, .samples = 1 };
            uint32_t buf = tc_resource_of(&info);
            uint8_t all[256], part[64];
            const uint8_t *p;
            memset(all, 0x11, sizeof all);
            memset(part, 0x22, sizeof part);
            SEND_TAIL(c, update_inline, UPDATE_INLINE, all, 256, .resource = buf, .n = 256);
            SEND_TAIL(c, update_inline, UPDATE_INLINE, part, 64, .resource = buf, .offset = 128, .n = 64);
            SEND_TAIL(c, update_inline, UPDATE_INLINE, part, 16, .resource = buf, .offset = 240, .n = 16,
                      .flags = PVGPU_UPDATE_NO_OVERWRITE);
            memset(tc_heap + TC_WRITE, 0x33, 32);
            SEND(c, update_buffer, UPDATE_BUFFER, .resource = buf, .heap = TC_HEAP, .heap_offset = TC_WRITE, .offset = 32, .size = 32);
            memset(tc_heap + TC_WRITE, 0x44, 32); /* consumed: the guest's memory is its own again */
            p = tc_read_buffer(c, buf, 0, 256);
            for (int i = 0; i < 256; i++) {
                uint8_t want = (i >= 128 && i < 192) || i >= 240 ? 0x22 : i >= 32 && i < 64 ? 0x33 : 0x11;
                if (p[i] != want) { printf("# usage %u bind %u byte %d: %02x\n", u, b, i, p[i]); CHECK(!"differs"); break; }
            }
            p = tc_read_buffer(c, buf, 130, 5); /* not aligned */
            CHECK(p[0] == 0x22 && p[4] == 0x22 && p[5] == 0xcd);
        }
    tc_stop(c);
}

TEST(copies)
{
    TC_START(c);
    uint32_t a = tc_resource(PVGPU_DIM_TEX2D, RGBA8, 16, 16, PVGPU_BIND_TARGET);
    uint32_t b = tc_resource(PVGPU_DIM_TEX2D, RGBA8, 16, 16, PVGPU_BIND_SHADER);
    const uint32_t *p;
    SEND(c, clear_rtv, CLEAR_RTV, .view = rtv_of(c, a, 0), .g = 1, .a = 1);
    SEND(c, copy_region, COPY_REGION, .dst = b, .dst_x = 4, .dst_y = 4, .src = a, .has_box = 1, .right = 4, .bottom = 4, .back = 1);
    p = tc_read(c, b, 0, 16, 16, 64);
    CHECK_EQ(p[4 * 16 + 3], 0);
    CHECK_EQ(p[4 * 16 + 4], 0xff00ff00u);
    CHECK_EQ(p[7 * 16 + 7], 0xff00ff00u);
    CHECK_EQ(p[8 * 16 + 8], 0);
    SEND(c, copy_resource, COPY_RESOURCE, .dst = b, .src = a);
    p = tc_read(c, b, 0, 16, 16, 64);
    CHECK_EQ(p[255], 0xff00ff00u);
    tc_stop(c);
}

TEST(resolve)
{
    TC_START(c);
    struct pvb_resource_info info = { .dimension = PVGPU_DIM_TEX2D, .format = RGBA8, .bind = PVGPU_BIND_TARGET, .width = 16,
                                      .height = 16, .depth = 1, .array = 1, .mips = 1, .samples = 4 };
    uint32_t ms = tc_resource_of(&info), one = tc_resource(PVGPU_DIM_TEX2D, RGBA8, 16, 16, PVGPU_BIND_SHADER), rtv = tc_id();
    const uint32_t *p;
    CHECK(ms != 0);
    SEND(c, create_rtv, CREATE_RTV, .id = rtv, .resource = ms, .dimension = PVGPU_VIEW_TEX2DMS);
    SEND(c, clear_rtv, CLEAR_RTV, .view = rtv, .r = 1, .a = 1);
    SEND(c, resolve, RESOLVE, .dst = one, .src = ms, .format = RGBA8);
    p = tc_read(c, one, 0, 16, 16, 64);
    CHECK_EQ(p[17], 0xff0000ffu);
    tc_stop(c);
}

TEST(depth_clear_and_read)
{
    TC_START(c);
    uint32_t tex = tc_resource(PVGPU_DIM_TEX2D, D32, 32, 32, PVGPU_BIND_DEPTH), dsv = tc_id();
    const float *p;
    SEND(c, create_dsv, CREATE_DSV, .id = dsv, .resource = tex, .dimension = PVGPU_VIEW_TEX2D, .count = 1);
    SEND(c, clear_dsv, CLEAR_DSV, .view = dsv, .flags = PVGPU_CLEAR_DEPTH, .depth = 0.25f);
    p = tc_read(c, tex, 0, 32, 32, 128);
    CHECK(p[0] == 0.25f && p[1023] == 0.25f);
    /* part of a depth texture: the host copies all of it, the guest gets the part */
    for (int i = 0; i < 1024; i++) ((float *)(void *)(tc_heap + TC_WRITE))[i] = (float)i / 1024;
    SEND(c, update_texture, UPDATE_TEXTURE, .resource = tex, .right = 32, .bottom = 32, .back = 1, .heap = TC_HEAP,
         .heap_offset = TC_WRITE, .row_pitch = 128);
    memset(tc_heap + TC_READ, 0, 4096);
    SEND(c, read_texture, READ_TEXTURE, .resource = tex, .left = 30, .top = 31, .right = 32, .bottom = 32, .back = 1,
         .heap = TC_HEAP, .heap_offset = TC_READ, .row_pitch = 64);
    tc_finish(c);
    p = (const void *)(tc_heap + TC_READ);
    CHECK(p[0] == 1022.0f / 1024 && p[1] == 1023.0f / 1024 && p[2] == 0);
    tc_stop(c);
}

TEST(uav_clear)
{
    TC_START(c);
    uint32_t buf = tc_resource(PVGPU_DIM_BUFFER, 0, 64, 1, PVGPU_BIND_UNORDERED), uav = tc_id();
    const uint32_t *p;
    SEND(c, create_uav, CREATE_UAV, .id = uav, .resource = buf, .format = R32_UINT, .dimension = PVGPU_VIEW_BUFFER, .first = 4,
         .count = 8);
    SEND(c, clear_uav, CLEAR_UAV, .view = uav, .x = 77);
    p = tc_read_buffer(c, buf, 0, 64);
    CHECK(p[3] == 0 && p[4] == 77 && p[11] == 77 && p[12] == 0);
    tc_stop(c);
}

TEST(refusals_make_error_objects)
{
    TC_START(c);
    struct pvb_resource_info info = { .dimension = PVGPU_DIM_TEX2D, .format = RGBA8, .bind = PVGPU_BIND_DEPTH, .width = 16,
                                      .height = 16, .depth = 1, .array = 1, .mips = 1, .samples = 1 };
    uint32_t tex = tc_resource(PVGPU_DIM_TEX2D, R32F, 16, 16, PVGPU_BIND_SHADER), rtv = tc_id();
    CHECK_EQ(tc_resource_of(&info), 0); /* no depth format */
    info.format = 106;
    CHECK_EQ(tc_resource_of(&info), 0); /* OPAQUE_420 */
    SEND(c, create_rtv, CREATE_RTV, .id = rtv, .resource = tex, .dimension = PVGPU_VIEW_TEX2D, .count = 1);
    CHECK(c->objects[rtv].defined && !c->objects[rtv].host); /* no render target */
    tc_stop(c);
}

TEST(queries)
{
    enum { EVENT = 0, OCCLUSION = 1, TIMESTAMP = 2, DISJOINT = 3, PIPELINE = 4 };
    static const uint32_t types[] = { EVENT, OCCLUSION, TIMESTAMP, DISJOINT, PIPELINE, 5 /* OCCLUSION_PREDICATE */ };
    TC_START(c);
    uint32_t ids[6], gone;
    for (uint32_t i = 0; i < 6; i++) {
        ids[i] = tc_id();
        SEND(c, create_query, CREATE_QUERY, .id = ids[i], .type = types[i]);
        CHECK(c->objects[ids[i]].host != NULL);
        SEND(c, query_begin, QUERY_BEGIN, .query = ids[i]);
    }
    for (uint32_t i = 0; i < 6; i++)
        SEND(c, query_end, QUERY_END, .query = ids[i], .heap = TC_HEAP, .offset = TC_QUERIES + i * 96, .seq = 100 + i);
    tc_finish(c);
    for (uint32_t i = 0; i < 6; i++) CHECK_EQ(tc_query(i)->seq, 100 + i);
    CHECK_EQ(tc_query(0)->data[0], 1);
    CHECK_EQ(tc_query(1)->data[0], 0);
    CHECK(*(const uint64_t *)tc_query(2)->data != 0);
    CHECK(*(const uint64_t *)tc_query(3)->data != 0); /* frequency */
    /* A query that is begun again gives up its first result; a destroyed one still reports. */
    SEND(c, query_begin, QUERY_BEGIN, .query = ids[1]);
    SEND(c, query_end, QUERY_END, .query = ids[1], .heap = TC_HEAP, .offset = TC_QUERIES + 10 * 96, .seq = 1);
    SEND(c, query_begin, QUERY_BEGIN, .query = ids[1]);
    SEND(c, query_end, QUERY_END, .query = ids[1], .heap = TC_HEAP, .offset = TC_QUERIES + 10 * 96, .seq = 2);
    gone = ids[0];
    SEND(c, query_end, QUERY_END, .query = gone, .heap = TC_HEAP, .offset = TC_QUERIES + 11 * 96, .seq = 3);
    tc_destroy(c, gone);
    tc_finish(c);
    CHECK_EQ(tc_query(10)->seq, 2);
    CHECK_EQ(tc_query(11)->seq, 3);
    tc_stop(c);
}

/* What a destroyed context waited for is not written any more; others go on. */
TEST(context_goes_while_reads_are_under_way)
{
    TC_START(c);
    struct pvb_context *other = tc_context();
    uint32_t buf = tc_resource(PVGPU_DIM_BUFFER, 0, 4096, 1, PVGPU_BIND_VERTEX);
    pvb_renderer_d3d11.context_switch(tc_renderer, other);
    memset(tc_heap + TC_READ, 0x5a, 4096);
    SEND(other, read_buffer, READ_BUFFER, .resource = buf, .heap = TC_HEAP, .heap_offset = TC_READ, .size = 4096);
    tc_context_drop(other);
    pvb_renderer_d3d11.context_switch(tc_renderer, c);
    tc_finish(c);
    CHECK_EQ(tc_heap[TC_READ], 0x5a);
    tc_stop(c);
}

/* More reads than the renderer keeps under way at once: it waits for the GPU and loses none. */
TEST(many_reads)
{
    TC_START(c);
    uint32_t buf = tc_resource(PVGPU_DIM_BUFFER, 0, 256, 1, PVGPU_BIND_VERTEX);
    for (uint32_t i = 0; i < 300; i++) {
        uint32_t v[64];
        for (int k = 0; k < 64; k++) v[k] = i;
        SEND_TAIL(c, update_inline, UPDATE_INLINE, v, 256, .resource = buf, .n = 256);
        SEND(c, read_buffer, READ_BUFFER, .resource = buf, .heap = TC_HEAP, .heap_offset = TC_READ + i * 256, .size = 256);
    }
    tc_finish(c);
    for (uint32_t i = 0; i < 300; i++) CHECK_EQ(*(uint32_t *)(tc_heap + TC_READ + i * 256 + 252), i);
    tc_stop(c);
}

TC_LAST_CASE

TAP_MAIN(RUN(device_says_what_it_is); RUN(new_resources_are_zero); RUN(clear_and_read); RUN(back_buffer_views_cast);
         RUN(update_and_read_formats); RUN(parts_and_mips); RUN(buffer_updates); RUN(copies); RUN(resolve);
         RUN(depth_clear_and_read); RUN(uav_clear); RUN(refusals_make_error_objects); RUN(queries);
         RUN(context_goes_while_reads_are_under_way); RUN(many_reads);
         RUN(renderer_leaves_nothing))
