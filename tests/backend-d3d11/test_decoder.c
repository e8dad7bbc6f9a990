/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * test_decoder.c - the host's decoders, which no host at hand has: DXVK under tests/decoder/double.c, which tells what it was called
 * with and makes its pictures of what it was given.
 */
#include <dlfcn.h>
#include "../../backend/d3d11/renderer.h"
#include "core.h"

enum { NV12 = 103, P010 = 104, W = 32, H = 16, SLICES = 3, BITS = 700 };

static char *calls; /* the double's */

#define TC_START_DECODER(c) TC_START(c); \
    calls = dlsym(RTLD_DEFAULT, "pvgpu_double_calls"); \
    if (!calls) { tc_stop(c); SKIP("the host's Direct3D is not the double"); } \
    calls[0] = 0;

static void expect_calls(const char *want)
{
    CHECK(!strcmp(calls, want));
    if (strcmp(calls, want)) printf("# calls '%s'\n#  want '%s'\n", calls, want);
    calls[0] = 0;
}

static uint32_t texture(void)
{
    const struct pvb_resource_info i = { .dimension = PVGPU_DIM_TEX2D, .format = NV12, .bind = PVGPU_BIND_DECODER, .width = W, .height = H,
                                         .depth = 1, .array = SLICES, .mips = 1, .samples = 1 };
    uint32_t id = tc_resource_of(&i);
    CHECK(id != 0);
    return id;
}

static uint32_t decoder_of(struct pvb_context *c, uint32_t profile, uint32_t config, uint32_t width)
{
    uint32_t id = tc_id();
    SEND(c, create_video_decoder, CREATE_VIDEO_DECODER, .id = id, .profile = profile, .config = config, .format = NV12, .width = width,
         .height = H);
    return id;
}

static uint32_t view_of(struct pvb_context *c, uint32_t resource, uint32_t profile, uint32_t slice)
{
    uint32_t id = tc_id();
    SEND(c, create_decoder_output, CREATE_DECODER_OUTPUT, .id = id, .resource = resource, .profile = profile, .slice = slice);
    return id;
}

/* Bytes in heap memory that tell every place from its neighbours. */
static struct pvgpu_decoder_buffer buffer(uint32_t type, uint32_t submission, uint32_t offset, uint32_t size)
{
    for (uint32_t i = 0; i < size; i++) tc_heap[TC_WRITE + offset + i] = (char)(i * 7 + (i >> 8) * 3 + type);
    return (struct pvgpu_decoder_buffer){ .type = type, .submission = submission, .heap = TC_HEAP, .size = size,
                                          .offset = TC_WRITE + offset, .first_block = type + 1, .n_blocks = 100 + type };
}

/* Both planes of a slice. */
static const uint8_t *picture(struct pvb_context *c, uint32_t resource, uint32_t slice)
{
    memset(tc_heap + TC_READ, 0xcd, W * H * 2);
    SEND(c, read_texture, READ_TEXTURE, .resource = resource, .subresource = slice, .right = W, .bottom = H, .back = 1, .heap = TC_HEAP,
         .heap_offset = TC_READ, .row_pitch = W, .depth_pitch = W * H);
    tc_finish(c);
    return (const uint8_t *)tc_heap + TC_READ;
}

static uint64_t mix(uint64_t sum, const void *bytes, size_t n)
{
    const uint8_t *b = bytes;
    for (size_t i = 0; i < n; i++) sum = (sum ^ b[i]) * 1099511628211ull;
    return sum;
}

/* What the double makes of buffers, said once more. */
static void expect_picture(const uint8_t *got, const struct pvgpu_decoder_buffer *b, uint32_t n)
{
    const struct pvgpu_decoder_buffer *bits = NULL;
    uint64_t sum = 14695981039346656037ull;
    uint32_t wrong = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t in = 0;
        const uint32_t numbers[4] = { b[i].type, b[i].size, b[i].first_block, b[i].n_blocks };
        for (uint32_t k = 0; k < n; k++) in += b[k].submission == b[i].submission;
        if (!i || b[i].submission != b[i - 1].submission) sum = mix(sum, &in, sizeof in);
        sum = mix(mix(sum, numbers, sizeof numbers), tc_heap + b[i].offset, b[i].size);
        if (b[i].type == 6) bits = &b[i];
    }
    for (uint32_t i = 0; i < W * H * 3 / 2 && bits; i++)
        wrong += got[i] != (uint8_t)((uint8_t)tc_heap[bits->offset + i % bits->size] + (uint8_t)(sum >> i % 8 * 8));
    CHECK(bits && !wrong);
}

static void decode(struct pvb_context *c, uint32_t decoder, uint32_t view, const struct pvgpu_decoder_buffer *b, uint32_t n)
{
    SEND_TAIL(c, decode_frame, DECODE_FRAME, b, n * sizeof *b, .decoder = decoder, .view = view, .n_buffers = n);
}

/* Formats that no guest can have, encryption and macroblocks are left out. */
TEST(capabilities_are_what_can_be_carried)
{
    const struct pvgpu_decoder_caps *d = &tc_caps.decoders;
    TC_START_DECODER(c);
    CHECK_EQ(d->n_profiles, 2);
    CHECK_EQ(d->n_configs, 2);
    CHECK(d->profiles[0].guid[0] == 0x68 && d->profiles[0].guid[15] == 0xc5 && d->profiles[1].guid[0] == 0xe0);
    CHECK(d->profiles[0].n_formats == 1 && d->profiles[0].formats[0] == NV12 && d->profiles[0].configs[0] == 3);
    const uint32_t n = tc_caps.formats[P010].support ? 2 : 1; /* lavapipe has no textures of P010 */
    CHECK(d->profiles[1].n_formats == n && d->profiles[1].formats[0] == NV12 && d->profiles[1].formats[1] == (n == 2 ? P010 : 0u));
    CHECK(d->profiles[1].configs[0] == 1 && d->profiles[1].configs[1] == n - 1);
    CHECK(d->configs[0].values[0] == 2 && d->configs[1].values[0] == 1 && !d->configs[0].values[8] && d->configs[0].min_targets == 3);
    CHECK(d->configs[0].specific == 200 && d->configs[1].specific == 300);
    CHECK(tc_caps.formats[NV12].support & D3D11_FORMAT_SUPPORT_DECODER_OUTPUT);
    CHECK(!(tc_caps.formats[28].support & D3D11_FORMAT_SUPPORT_DECODER_OUTPUT));
    tc_stop(c);
}

TEST(frames_are_decoded)
{
    TC_START_DECODER(c);
    uint32_t tex = texture(), decoder = decoder_of(c, 0, 1, W), view = view_of(c, tex, 0, 1);
    const struct pvgpu_decoder_buffer b[4] = { buffer(0, 0, 0, 300), buffer(4, 0, 512, 96), buffer(5, 0, 1024, 40), buffer(6, 0, 2048, BITS) };
    expect_calls("decoder 0:3 32x16,103;view 0 of 1;");
    decode(c, decoder, view, b, 4);
    expect_calls("begin 1;get 0;get 4;get 5;get 6;submit 0/300/1/100 4/96/5/104 5/40/6/105 6/700/7/106;end;");
    expect_picture(picture(c, tex, 1), b, 4);
    CHECK(picture(c, tex, 2)[5] == 0);
    tc_destroy(c, decoder);
    expect_calls("gone;");
    tc_stop(c);
}

/* One frame of two submissions, of the other profile. */
TEST(submissions_keep_their_order)
{
    TC_START_DECODER(c);
    uint32_t tex = texture(), decoder = decoder_of(c, 1, 0, W), view = view_of(c, tex, 1, 2);
    const struct pvgpu_decoder_buffer b[4] = { buffer(0, 0, 0, 20), buffer(6, 0, 512, 100), buffer(5, 1, 1024, 40), buffer(6, 1, 2048, BITS) };
    expect_calls("decoder 2:2 32x16,103;view 2 of 2;");
    decode(c, decoder, view, b, 4);
    expect_calls("begin 2;get 0;get 6;submit 0/20/1/100 6/100/7/106;get 5;get 6;submit 5/40/6/105 6/700/7/106;end;");
    expect_picture(picture(c, tex, 2), b, 4);
    decode(c, decoder, view, NULL, 0);
    expect_calls("begin 2;end;");
    tc_stop(c);
}

/* What the host refuses in the middle of a frame: it ends all the same, and the next one is decoded. */
TEST(a_refused_frame_ends)
{
    TC_START_DECODER(c);
    uint32_t tex = texture(), decoder = decoder_of(c, 0, 0, W), view = view_of(c, tex, 0, 0);
    struct pvgpu_decoder_buffer large = buffer(6, 0, 0, 65537), none[2] = { buffer(3, 0, 0, 8), buffer(6, 0, 64, 8) };
    calls[0] = 0;
    decode(c, decoder, view, &large, 1);
    expect_calls("begin 0;get 6;end;");
    decode(c, decoder, view, none, 2);
    expect_calls("begin 0;get 3;end;");
    large.size = 65536;
    decode(c, decoder, view, &large, 1);
    expect_calls("begin 0;get 6;submit 6/65536/7/106;end;");
    expect_picture(picture(c, tex, 0), &large, 1);
    decoder = decoder_of(c, 0, 0, 4097);
    expect_calls("decoder 0:2 4097x16,103;");
    CHECK(!c->objects[decoder].host);
    tc_stop(c);
}

TEST(an_option_leaves_them_out)
{
    static const struct pvgpu_decoder_caps none;
    const struct pvb_renderer_params p = { .no_decoding = true };
    struct pvgpu_caps *caps = calloc(1, sizeof *caps);
    char error[256] = "";
    TC_START_DECODER(c);
    struct pvb_renderer *r = pvb_renderer_d3d11.create(&p, caps, error, sizeof error);
    CHECK(r && !memcmp(&caps->decoders, &none, sizeof none));
    CHECK(!(caps->formats[NV12].support & D3D11_FORMAT_SUPPORT_DECODER_OUTPUT));
    if (r) pvb_renderer_d3d11.destroy(r);
    free(caps);
    tc_stop(c);
}

TC_LAST_CASE

TAP_MAIN(RUN(capabilities_are_what_can_be_carried); RUN(frames_are_decoded); RUN(submissions_keep_their_order);
         RUN(a_refused_frame_ends); RUN(an_option_leaves_them_out); RUN(renderer_leaves_nothing))
