/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * test_video.c - the video processor: pixels against the same calls made on the host's interfaces, and what the host is
 * told of every state, since the video processor of DXVK looks at few of them.
 */
#include "../../backend/d3d11/renderer.h"
#include "core.h"

enum { RGBA8 = 28, RGBA8_TYPELESS = 27, RGBA8_SRGB = 29, D24S8 = 45, R32_UINT = 42, NV12 = 103, P8 = 113, W = 32, H = 16 };

#define TC_START_VIDEO(c) TC_START(c); \
    if (!(tc_caps.options & PVGPU_OPT_VIDEO)) { tc_stop(c); SKIP("no video processor on this machine"); }

/* A content of W x H, and a processor for it. */
struct player { uint32_t content, processor; };

static struct player player(struct pvb_context *c)
{
    struct player p = { tc_id(), tc_id() };
    SEND(c, create_video_enum, CREATE_VIDEO_ENUM, .id = p.content, .in_num = 30, .in_den = 1, .in_width = W, .in_height = H,
         .out_num = 30, .out_den = 1, .out_width = W, .out_height = H);
    SEND(c, create_video_processor, CREATE_VIDEO_PROCESSOR, .id = p.processor, .content = p.content);
    CHECK(c->objects[p.processor].host != NULL);
    return p;
}

static uint32_t input_of(struct pvb_context *c, struct player p, uint32_t resource)
{
    uint32_t id = tc_id();
    SEND(c, create_video_input, CREATE_VIDEO_INPUT, .id = id, .resource = resource, .content = p.content);
    return id;
}

static uint32_t output_of(struct pvb_context *c, struct player p, uint32_t resource)
{
    uint32_t id = tc_id();
    SEND(c, create_video_output, CREATE_VIDEO_OUTPUT, .id = id, .resource = resource, .content = p.content, .count = 1);
    return id;
}

/* A W x H picture of NV12: a ramp of luma under four blocks of color. */
static uint32_t planes(struct pvb_context *c)
{
    uint32_t id = tc_resource(PVGPU_DIM_TEX2D, NV12, W, H, PVGPU_BIND_SHADER | PVGPU_BIND_TARGET);
    uint8_t *p = (uint8_t *)tc_heap + TC_WRITE;
    for (int y = 0; y < H; y++)
        for (int x = 0; x < W; x++) p[y * W + x] = (uint8_t)(16 + x * 6 + y * 2);
    for (int y = 0; y < H / 2; y++)
        for (int x = 0; x < W / 2; x++) {
            p[W * H + y * W + x * 2] = x < W / 4 ? 64 : 192;
            p[W * H + y * W + x * 2 + 1] = y < H / 4 ? 80 : 176;
        }
    SEND(c, update_texture, UPDATE_TEXTURE, .resource = id, .right = W, .bottom = H, .back = 1, .heap = TC_HEAP,
         .heap_offset = TC_WRITE, .row_pitch = W, .depth_pitch = W * H);
    return id;
}

TEST(capabilities)
{
    const uint32_t bits = D3D11_FORMAT_SUPPORT_VIDEO_PROCESSOR_INPUT | D3D11_FORMAT_SUPPORT_VIDEO_PROCESSOR_OUTPUT;
    static const struct pvgpu_video_caps none;
    TC_START(c);
    if (tc_caps.options & PVGPU_OPT_VIDEO) {
        CHECK(tc_caps.video.max_streams && tc_caps.video.max_streams <= PVGPU_VIDEO_STREAMS);
        CHECK(tc_caps.video.max_states <= PVGPU_VIDEO_STREAMS);
        CHECK(tc_caps.formats[NV12].support & D3D11_FORMAT_SUPPORT_VIDEO_PROCESSOR_INPUT);
        CHECK_EQ(tc_caps.formats[RGBA8].support & bits, bits);
        for (int i = 0; i < PVGPU_VIDEO_FILTERS; i++)
            if (!(tc_caps.video.filter >> i & 1)) CHECK(!memcmp(&tc_caps.video.filters[i], &none.filters[i], sizeof none.filters[i]));
    } else {
        CHECK(!memcmp(&tc_caps.video, &none, sizeof none));
        for (int i = 0; i < PVGPU_FORMAT_LIMIT; i++) CHECK_EQ(tc_caps.formats[i].support & bits, 0);
    }
    CHECK_EQ(tc_caps.formats[D24S8].support & bits, 0);
    CHECK_EQ(tc_caps.formats[R32_UINT].support & bits, 0);
    CHECK_EQ(tc_caps.formats[RGBA8_TYPELESS].support & bits, 0);
    CHECK_EQ(tc_caps.formats[P8].support & bits, 0); /* palettes are not carried */
    tc_stop(c);
}

static int channel(double v) { return v <= 0 ? 0 : v >= 1 ? 255 : (int)(v * 255 + 0.5); }

/* BT.601 of studio range (ITU-R BT.601; Nominal_Range 16_235). */
TEST(planes_become_colors)
{
    TC_START_VIDEO(c);
    struct player p = player(c);
    uint32_t tex = tc_resource(PVGPU_DIM_TEX2D, RGBA8, W, H, PVGPU_BIND_TARGET);
    struct pvgpu_video_stream s = { .enable = 1, .input = input_of(c, p, planes(c)), .color_space = 1 << 4, .automatic = 1 };
    const uint8_t *out;
    int worst = 0;
    SEND_TAIL(c, video_blit, VIDEO_BLIT, &s, sizeof s, .processor = p.processor, .output = output_of(c, p, tex), .n_streams = 1);
    out = tc_read(c, tex, 0, W, H, W * 4);
    for (int y = 0; y < H; y++)
        for (int x = 0; x < W; x++) {
            double luma = (16 + x * 6 + y * 2 - 16) / 219.0, cb = ((x < W / 2 ? 64 : 192) - 127.5) / 255, cr = ((y < H / 2 ? 80 : 176) - 127.5) / 255;
            int want[3] = { channel(luma + 1.402 * cr), channel(luma - 0.344136 * cb - 0.714136 * cr), channel(luma + 1.772 * cb) };
            for (int k = 0; k < 3; k++) {
                int d = abs(want[k] - out[(y * W + x) * 4 + k]);
                if (d > worst) worst = d;
            }
        }
    printf("# off by %d at most\n", worst);
    CHECK(worst <= 2);
    tc_stop(c);
}

TC_LAST_CASE

TAP_MAIN(RUN(capabilities); RUN(planes_become_colors); RUN(renderer_leaves_nothing))
