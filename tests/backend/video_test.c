/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * video_test.c - rules of the video processor on the null renderer: each number of a view and of a blit, at both sides of
 * its edges. The scene's own view of a stream is of mip 0 of TEX, 64x64 texels.
 */
#include <math.h>
#include <stddef.h>
#include "fixture.h"
#include "tap.h"

enum { MIP_VIEW = FRESH, ERROR_VIEW, OTHER_VIEW };

static struct fixture f;

static void scene(void)
{
    if (!fixture_open(&f, NULL)) abort();
    CHECK_EQ(fixture_scene(&f), PVGPU_OK);
    /* 32x32 texels, and an error object. */
    CHECK_EQ(DO(&f, CTX, create_video_input, CREATE_VIDEO_INPUT, MIP_VIEW, TEX, PVGPU_OBJ_VIDEO_ENUM, 0, 1, 0), PVGPU_OK);
    CHECK_EQ(DO(&f, CTX, create_video_input, CREATE_VIDEO_INPUT, ERROR_VIEW, BAD, PVGPU_OBJ_VIDEO_ENUM, 0, 0, 0), PVGPU_OK);
}

static const struct pvgpu_cmd_video_blit plain_blit = { .processor = PVGPU_OBJ_VIDEO_PROCESSOR, .output = PVGPU_OBJ_VIDEO_OUTPUT };
static const struct pvgpu_video_stream plain_stream = { .enable = 1, .input = PVGPU_OBJ_VIDEO_INPUT };

static enum pvgpu_verdict blit(struct pvgpu_cmd_video_blit c, const struct pvgpu_video_stream *s, uint32_t n)
{
    static uint64_t bytes[2048];
    uint32_t size = pvgpu_size_with_tail(sizeof c, sizeof *s, n);

    memset(bytes, 0, sizeof bytes);
    c.hdr = (struct pvgpu_command){ PVGPU_OP_VIDEO_BLIT, 0, size };
    c.n_streams = n;
    memcpy(bytes, &c, sizeof c);
    if (n) memcpy((char *)bytes + sizeof c, s, n * sizeof *s);
    return fixture_run(&f, CTX, bytes, size);
}

/* A blit that is plain but for one word of its own or of its stream. */
static enum pvgpu_verdict with_own(size_t offset, uint32_t word)
{
    struct pvgpu_cmd_video_blit c = plain_blit;
    memcpy((char *)&c + offset, &word, sizeof word);
    return blit(c, &plain_stream, 1);
}

static enum pvgpu_verdict with_word(struct pvgpu_video_stream s, size_t offset, uint32_t word)
{
    memcpy((char *)&s + offset, &word, sizeof word);
    return blit(plain_blit, &s, 1);
}

static uint32_t bits_of(float v)
{
    uint32_t u;
    memcpy(&u, &v, sizeof u);
    return u;
}

TEST(views_show_what_is_there)
{
    static const struct { uint32_t resource, mip, slice; enum pvgpu_verdict v; } inputs[] = {
        { TEX, 6, 0, PVGPU_OK }, { TEX, 7, 0, PVGPU_E_RANGE }, { TEX, UINT32_MAX, 0, PVGPU_E_RANGE }, { TEX, 0, 1, PVGPU_E_RANGE },
        { ARRAY, 3, 11, PVGPU_OK }, { ARRAY, 3, 12, PVGPU_E_RANGE }, { ARRAY, 0, UINT32_MAX, PVGPU_E_RANGE },
        { PLANES, 0, 0, PVGPU_OK }, { DEPTH, 0, 0, PVGPU_OK }, { MULTI, 0, 0, PVGPU_E_RULE }, { VOLUME, 0, 0, PVGPU_E_RULE },
        { LINE, 0, 0, PVGPU_E_RULE }, { BUF, 0, 0, PVGPU_E_RULE }, { BAD, 99, 99, PVGPU_OK },
    };
    static const struct { uint32_t resource, mip, first, count; enum pvgpu_verdict v; } outputs[] = {
        { TEX, 6, 0, 1, PVGPU_OK }, { TEX, 7, 0, 1, PVGPU_E_RANGE }, { TEX, 0, 0, 2, PVGPU_E_RANGE }, { TEX, 0, 0, 0, PVGPU_E_RANGE },
        { ARRAY, 0, 0, 12, PVGPU_OK }, { ARRAY, 0, 11, 1, PVGPU_OK }, { ARRAY, 0, 1, 12, PVGPU_E_RANGE },
        { ARRAY, 0, 12, 1, PVGPU_E_RANGE }, { ARRAY, 0, 2, UINT32_MAX, PVGPU_E_RANGE }, { BC, 0, 0, 1, PVGPU_E_RULE },
        { DEPTH, 0, 0, 1, PVGPU_E_RULE }, { MULTI, 0, 0, 1, PVGPU_E_RULE }, { VOLUME, 0, 0, 1, PVGPU_E_RULE },
        { BUF, 0, 0, 1, PVGPU_E_RULE }, { BAD, 99, 99, 99, PVGPU_OK },
    };
    scene();
    for (size_t i = 0; i < sizeof inputs / sizeof inputs[0]; i++)
        CHECK_EQ(DO(&f, CTX, create_video_input, CREATE_VIDEO_INPUT, 1000 + (uint32_t)i, inputs[i].resource, PVGPU_OBJ_VIDEO_ENUM,
                    0, inputs[i].mip, inputs[i].slice), inputs[i].v);
    for (size_t i = 0; i < sizeof outputs / sizeof outputs[0]; i++)
        CHECK_EQ(DO(&f, CTX, create_video_output, CREATE_VIDEO_OUTPUT, 2000 + (uint32_t)i, outputs[i].resource,
                    PVGPU_OBJ_VIDEO_ENUM, outputs[i].mip, outputs[i].first, outputs[i].count), outputs[i].v);
    fixture_close(&f);
}

/* Words of a stream that are 0 or 1, enumerations, bits, and floats. */
TEST(words_of_a_stream)
{
    #define ONE(member) offsetof(struct pvgpu_video_stream, member)
    static const struct { size_t at; uint32_t most; } limits[] = {
        { ONE(enable), 1 }, { ONE(repeat), 1 }, { ONE(source_on), 0 /* the rectangle is empty */ }, { ONE(dest_on), 1 }, { ONE(alpha_on), 1 },
        { ONE(luma_on), 1 }, { ONE(aspect_on), 0 /* ratios are 0 */ }, { ONE(stereo_on), 1 }, { ONE(left0), 1 }, { ONE(base0), 1 },
        { ONE(automatic), 1 }, { ONE(rotation_on), 1 }, { ONE(frame_format), 2 }, { ONE(color_space), 0x3f }, { ONE(rate), 1 },
        { ONE(stereo_format), 7 }, { ONE(flip), 2 }, { ONE(rotation), 3 }, { ONE(filters_on), 0xff },
    };
    static const size_t floats[] = { ONE(alpha), ONE(luma_lower), ONE(luma_upper) };
    static const size_t any[] = { ONE(output_index), ONE(input_frame), ONE(rate_num), ONE(rate_den), ONE(mono_offset), ONE(levels[7]),
                                  ONE(source_num), ONE(dest_den) };
    scene();
    CHECK_EQ(blit(plain_blit, &plain_stream, 1), PVGPU_OK);
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        const bool empty = limits[i].at == ONE(source_on), ratio = limits[i].at == ONE(aspect_on) || limits[i].at == ONE(rate);
        CHECK_EQ(with_word(plain_stream, limits[i].at, limits[i].most), PVGPU_OK);
        CHECK_EQ(with_word(plain_stream, limits[i].at, limits[i].most + 1), empty ? PVGPU_E_RANGE : ratio ? PVGPU_E_RULE : PVGPU_E_FIELD);
        CHECK_EQ(with_word(plain_stream, limits[i].at, limits[i].most + (empty || ratio ? 2 : 1)), PVGPU_E_FIELD);
        CHECK_EQ(with_word(plain_stream, limits[i].at, UINT32_MAX), PVGPU_E_FIELD);
    }
    for (size_t i = 0; i < 3; i++) {
        CHECK_EQ(with_word(plain_stream, floats[i], bits_of(-1e30f)), PVGPU_OK);
        CHECK_EQ(with_word(plain_stream, floats[i], bits_of(NAN)), PVGPU_E_FIELD);
        CHECK_EQ(with_word(plain_stream, floats[i], bits_of(INFINITY)), PVGPU_E_FIELD);
        CHECK_EQ(with_word(plain_stream, floats[i], bits_of(-INFINITY)), PVGPU_E_FIELD);
    }
    for (size_t i = 0; i < sizeof any / sizeof any[0]; i++) CHECK_EQ(with_word(plain_stream, any[i], UINT32_MAX), PVGPU_OK);
    fixture_close(&f);
}

/* A driver may divide by them. */
TEST(ratios_are_not_zero)
{
    struct pvgpu_video_stream s = plain_stream;
    scene();
    s.aspect_on = 1;
    s.source_num = s.source_den = s.dest_num = s.dest_den = 1;
    CHECK_EQ(blit(plain_blit, &s, 1), PVGPU_OK);
    CHECK_EQ(with_word(s, ONE(source_num), 0), PVGPU_E_RULE);
    CHECK_EQ(with_word(s, ONE(source_den), 0), PVGPU_E_RULE);
    CHECK_EQ(with_word(s, ONE(dest_num), 0), PVGPU_E_RULE);
    CHECK_EQ(with_word(s, ONE(dest_den), 0), PVGPU_E_RULE);
    s = plain_stream;
    s.rate = 2;
    s.rate_num = s.rate_den = 1;
    CHECK_EQ(blit(plain_blit, &s, 1), PVGPU_OK);
    CHECK_EQ(with_word(s, ONE(rate_num), 0), PVGPU_E_RULE);
    CHECK_EQ(with_word(s, ONE(rate_den), 0), PVGPU_E_RULE);
    fixture_close(&f);
}

TEST(sources_lie_inside_their_view)
{
    static const struct { uint32_t view; struct pvgpu_rect r; enum pvgpu_verdict v; } cases[] = {
        { PVGPU_OBJ_VIDEO_INPUT, { 0, 0, 64, 64 }, PVGPU_OK }, { PVGPU_OBJ_VIDEO_INPUT, { 63, 63, 64, 64 }, PVGPU_OK },
        { PVGPU_OBJ_VIDEO_INPUT, { 0, 0, 65, 64 }, PVGPU_E_RANGE }, { PVGPU_OBJ_VIDEO_INPUT, { 0, 0, 64, 65 }, PVGPU_E_RANGE },
        { PVGPU_OBJ_VIDEO_INPUT, { -1, 0, 64, 64 }, PVGPU_E_RANGE }, { PVGPU_OBJ_VIDEO_INPUT, { 0, -1, 64, 64 }, PVGPU_E_RANGE },
        { PVGPU_OBJ_VIDEO_INPUT, { 8, 0, 8, 64 }, PVGPU_E_RANGE }, { PVGPU_OBJ_VIDEO_INPUT, { 0, 8, 64, 8 }, PVGPU_E_RANGE },
        { PVGPU_OBJ_VIDEO_INPUT, { 9, 0, 8, 64 }, PVGPU_E_RANGE }, { MIP_VIEW, { 0, 0, 32, 32 }, PVGPU_OK },
        { MIP_VIEW, { 0, 0, 33, 32 }, PVGPU_E_RANGE }, { MIP_VIEW, { 0, 0, INT32_MAX, 32 }, PVGPU_E_RANGE },
        { ERROR_VIEW, { 0, 0, 1, 1 }, PVGPU_OK },
    };
    struct pvgpu_video_stream s = plain_stream;
    scene();
    s.source_on = 1;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        s.input = cases[i].view;
        s.input_right = 0;
        s.source = cases[i].r;
        CHECK_EQ(blit(plain_blit, &s, 1), cases[i].v);
        s.input = PVGPU_OBJ_VIDEO_INPUT;
        s.input_right = cases[i].view; /* both views are looked at */
        CHECK_EQ(blit(plain_blit, &s, 1), cases[i].v);
    }
    fixture_close(&f);
}

TEST(destinations_are_near)
{
    static const struct { struct pvgpu_rect r; enum pvgpu_verdict v; } cases[] = {
        { { -16384, -16384, 16384, 16384 }, PVGPU_OK }, { { 5, 5, 5, 5 }, PVGPU_OK }, { { -16385, 0, 1, 1 }, PVGPU_E_RANGE },
        { { 0, -16385, 1, 1 }, PVGPU_E_RANGE }, { { 0, 0, 16385, 1 }, PVGPU_E_RANGE }, { { 0, 0, 1, 16385 }, PVGPU_E_RANGE },
        { { 2, 0, 1, 1 }, PVGPU_E_RANGE }, { { 0, 2, 1, 1 }, PVGPU_E_RANGE }, { { INT32_MIN, 0, INT32_MAX, 1 }, PVGPU_E_RANGE },
    };
    scene();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct pvgpu_video_stream s = plain_stream, off = { .dest_on = 1, .dest = cases[i].r };
        struct pvgpu_cmd_video_blit c = plain_blit;
        s.dest = cases[i].r;
        CHECK_EQ(blit(c, &s, 1), PVGPU_OK); /* not on */
        s.dest_on = 1;
        CHECK_EQ(blit(c, &s, 1), cases[i].v);
        CHECK_EQ(blit(c, &off, 1), cases[i].v); /* of a stream that is not enabled */
        off = (struct pvgpu_video_stream){ .source_on = 1, .source = cases[i].r };
        CHECK_EQ(blit(c, &off, 1), cases[i].v);
        c.target_left = cases[i].r.left;
        c.target_top = cases[i].r.top;
        c.target_right = cases[i].r.right;
        c.target_bottom = cases[i].r.bottom;
        CHECK_EQ(blit(c, &plain_stream, 1), PVGPU_OK);
        c.target_on = 1;
        CHECK_EQ(blit(c, &plain_stream, 1), cases[i].v);
    }
    fixture_close(&f);
}

TEST(words_of_the_output)
{
    #define OWN(member) offsetof(struct pvgpu_cmd_video_blit, member)
    static const size_t floats[] = { OWN(background_0), OWN(background_1), OWN(background_2), OWN(background_3) };
    static const struct { size_t at; uint32_t most; enum pvgpu_verdict v; } limits[] = {
        { OWN(target_on), 1, PVGPU_E_FIELD }, { OWN(background_ycbcr), 1, PVGPU_E_FIELD }, { OWN(color_space), 0x3f, PVGPU_E_FIELD },
        { OWN(alpha_fill), 3, PVGPU_E_FIELD }, { OWN(alpha_fill_stream), PVGPU_VIDEO_STREAMS - 1, PVGPU_E_RANGE },
        { OWN(constriction_on), 1, PVGPU_E_FIELD }, { OWN(constriction_width), 16384, PVGPU_E_RANGE },
        { OWN(constriction_height), 16384, PVGPU_E_RANGE }, { OWN(stereo), 1, PVGPU_E_FIELD }, { OWN(pad), 0, PVGPU_E_FIELD },
    };
    scene();
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        CHECK_EQ(with_own(limits[i].at, limits[i].most), PVGPU_OK);
        CHECK_EQ(with_own(limits[i].at, limits[i].most + 1), limits[i].v);
        CHECK_EQ(with_own(limits[i].at, UINT32_MAX), limits[i].v);
    }
    for (size_t i = 0; i < 4; i++) {
        CHECK_EQ(with_own(floats[i], bits_of(1e30f)), PVGPU_OK);
        CHECK_EQ(with_own(floats[i], bits_of(NAN)), PVGPU_E_FIELD);
        CHECK_EQ(with_own(floats[i], bits_of(-INFINITY)), PVGPU_E_FIELD);
    }
    CHECK_EQ(with_own(OWN(frame), UINT32_MAX), PVGPU_OK);
    fixture_close(&f);
}

/* Dead, wrong and foreign handles in every stream; what is not enabled names nothing. */
TEST(views_of_streams)
{
    static const uint32_t bad[] = { 777, PVGPU_OBJ_VIDEO_OUTPUT, PVGPU_OBJ_SRV, TEX_TWIN, OTHER_VIEW, UINT32_MAX };
    struct pvgpu_video_stream all[PVGPU_VIDEO_STREAMS];
    scene();
    /* A view that another context has, and this one not. */
    CHECK_EQ(DO(&f, OTHER_CTX, create_video_enum, CREATE_VIDEO_ENUM, FRESH, 0, 30, 1, 64, 64, 30, 1, 64, 64, 0, 0), PVGPU_OK);
    CHECK_EQ(DO(&f, OTHER_CTX, create_video_input, CREATE_VIDEO_INPUT, OTHER_VIEW, FOREIGN, FRESH, 0, 0, 0), PVGPU_OK);
    for (uint32_t i = 0; i < PVGPU_VIDEO_STREAMS; i++) all[i] = plain_stream;
    CHECK_EQ(blit(plain_blit, all, PVGPU_VIDEO_STREAMS), PVGPU_OK);
    CHECK_EQ(blit(plain_blit, all, 0), PVGPU_OK);
    for (uint32_t at = 0; at < PVGPU_VIDEO_STREAMS; at += 21)
        for (size_t k = 0; k < sizeof bad / sizeof bad[0]; k++) {
            all[at].input = bad[k];
            CHECK_EQ(blit(plain_blit, all, PVGPU_VIDEO_STREAMS), PVGPU_E_HANDLE);
            all[at].input = PVGPU_OBJ_VIDEO_INPUT;
            all[at].input_right = bad[k];
            CHECK_EQ(blit(plain_blit, all, PVGPU_VIDEO_STREAMS), PVGPU_E_HANDLE);
            all[at].input_right = 0;
        }
    CHECK_EQ(with_word(plain_stream, ONE(input), 0), PVGPU_E_HANDLE);
    CHECK_EQ(with_word(plain_stream, ONE(input_right), MIP_VIEW), PVGPU_OK);
    CHECK_EQ(with_word(plain_stream, ONE(enable), 0), PVGPU_E_RULE);
    CHECK_EQ(with_word((struct pvgpu_video_stream){ 0 }, ONE(input_right), MIP_VIEW), PVGPU_E_RULE);
    CHECK_EQ(with_word((struct pvgpu_video_stream){ 0 }, ONE(enable), 0), PVGPU_OK);
    fixture_close(&f);
}

TEST(reference_frames)
{
    struct pvgpu_video_stream s = plain_stream, right, bad;
    uint32_t *const lists[4] = { bad.past_frames, bad.future_frames, bad.past_right, bad.future_right };
    uint64_t before;
    scene();
    before = f.vm.stats.skipped;
    s.past = s.future = PVGPU_VIDEO_FRAMES;
    for (int i = 0; i < (int)PVGPU_VIDEO_FRAMES; i++) s.past_frames[i] = s.future_frames[i] = PVGPU_OBJ_VIDEO_INPUT;
    CHECK_EQ(blit(plain_blit, &s, 1), PVGPU_OK);
    right = s;
    right.input_right = PVGPU_OBJ_VIDEO_INPUT;
    for (int i = 0; i < (int)PVGPU_VIDEO_FRAMES; i++) right.past_right[i] = right.future_right[i] = MIP_VIEW;
    CHECK_EQ(blit(plain_blit, &right, 1), PVGPU_OK);
    for (int l = 0; l < 4; l++)
        for (int i = 0; i < (int)PVGPU_VIDEO_FRAMES; i++) {
            bad = right;
            lists[l][i] = 777; /* nobody's */
            CHECK_EQ(blit(plain_blit, &bad, 1), PVGPU_E_HANDLE);
            lists[l][i] = PVGPU_OBJ_VIDEO_OUTPUT;
            CHECK_EQ(blit(plain_blit, &bad, 1), PVGPU_E_HANDLE);
            lists[l][i] = 0;
            CHECK_EQ(blit(plain_blit, &bad, 1), PVGPU_E_HANDLE);
            bad = s;
            if (l >= 2) lists[l][i] = PVGPU_OBJ_VIDEO_INPUT; /* a right side of a stream that has none */
            else *(l ? &bad.future : &bad.past) = (uint32_t)i; /* one behind the last */
            CHECK_EQ(blit(plain_blit, &bad, 1), PVGPU_E_RULE);
            bad = (struct pvgpu_video_stream){ 0 }; /* not enabled */
            lists[l][i] = PVGPU_OBJ_VIDEO_INPUT;
            CHECK_EQ(blit(plain_blit, &bad, 1), PVGPU_E_RULE);
            bad = right;
            lists[l][i] = ERROR_VIEW; /* skipped */
            CHECK_EQ(blit(plain_blit, &bad, 1), PVGPU_OK);
        }
    CHECK_EQ(with_word(s, ONE(past), PVGPU_VIDEO_FRAMES + 1), PVGPU_E_FIELD);
    CHECK_EQ(with_word(s, ONE(future), UINT32_MAX), PVGPU_E_FIELD);
    CHECK_EQ(with_word((struct pvgpu_video_stream){ 0 }, ONE(future), 1), PVGPU_E_RULE);
    CHECK_EQ(f.vm.stats.skipped, before + 4 * PVGPU_VIDEO_FRAMES);
    s.past_frames[1] = MIP_VIEW; /* in which the rectangle must lie as well */
    s.source_on = 1;
    s.source = (struct pvgpu_rect){ 0, 0, 32, 32 };
    CHECK_EQ(blit(plain_blit, &s, 1), PVGPU_OK);
    s.source.right = 33;
    CHECK_EQ(blit(plain_blit, &s, 1), PVGPU_E_RANGE);
    fixture_close(&f);
}

TEST(palettes)
{
    struct { struct pvgpu_cmd_video_palette c; uint32_t entries[258]; } cmd = { { { PVGPU_OP_VIDEO_PALETTE, 0, 0 }, 0, 0, 0, 0 }, { 0 } };
    static const struct { uint32_t processor, stream, n; enum pvgpu_verdict v; } cases[] = {
        { PVGPU_OBJ_VIDEO_PROCESSOR, 0, 0, PVGPU_OK }, { PVGPU_OBJ_VIDEO_PROCESSOR, PVGPU_VIDEO_STREAMS - 1, 256, PVGPU_OK },
        { PVGPU_OBJ_VIDEO_PROCESSOR, PVGPU_VIDEO_STREAMS, 1, PVGPU_E_FIELD }, { PVGPU_OBJ_VIDEO_PROCESSOR, 0, 257, PVGPU_E_FIELD },
        { PVGPU_OBJ_VIDEO_ENUM, 0, 1, PVGPU_E_HANDLE }, { 0, 0, 1, PVGPU_E_FIELD },
    };
    scene();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        cmd.c.hdr.size = pvgpu_size_with_tail(sizeof cmd.c, 4, cases[i].n);
        cmd.c.processor = cases[i].processor;
        cmd.c.stream = cases[i].stream;
        cmd.c.n_entries = cases[i].n;
        CHECK_EQ(fixture_run(&f, CTX, &cmd, cmd.c.hdr.size), cases[i].v);
    }
    fixture_close(&f);
}

/* A copy that a renderer makes for the first view of a texture is the VM's memory until the texture goes. */
static bool copied, copy_refused;
static bool copies(struct pvb_renderer *r, void *resource) { return !copied; }
static enum pvgpu_verdict copying_input(void *ctx, const struct pvgpu_cmd_create_video_input *c, const void *tail)
{
    copied = !copy_refused;
    pvb_define(ctx, c->id, PVGPU_OBJ_VIDEO_INPUT, copied ? &copied : NULL);
    return PVGPU_OK;
}

TEST(copies_count_as_memory)
{
    struct pvgpu_ops commands = *pvb_renderer_null.commands;
    struct pvb_renderer_ops ops = pvb_renderer_null;
    const uint64_t bytes = 64 * 64 * 4;
    uint64_t before;
    commands.create_video_input = copying_input;
    ops.commands = &commands;
    ops.video_copies = copies;
    copied = true;
    if (!fixture_open(&f, &ops)) abort();
    CHECK_EQ(fixture_scene(&f), PVGPU_OK);
    before = f.vm.host_bytes;
    copied = false;
    copy_refused = true; /* nothing was made */
    CHECK_EQ(DO(&f, CTX, create_video_input, CREATE_VIDEO_INPUT, 1000, PLAIN, PVGPU_OBJ_VIDEO_ENUM, 0, 0, 0), PVGPU_OK);
    CHECK_EQ(f.vm.host_bytes, before);
    copy_refused = false;
    f.vm.host_limit = before + bytes - 1;
    CHECK_EQ(DO(&f, CTX, create_video_input, CREATE_VIDEO_INPUT, 1001, PLAIN, PVGPU_OBJ_VIDEO_ENUM, 0, 0, 0), PVGPU_OK);
    CHECK(pvb_object_entry(f.vm.contexts[CTX], 1001)->error && !copied);
    CHECK_EQ(f.vm.host_bytes, before);
    f.vm.host_limit = before + bytes;
    for (uint32_t id = 1002; id < 1004; id++) { /* the second needs none */
        CHECK_EQ(DO(&f, CTX, create_video_input, CREATE_VIDEO_INPUT, id, PLAIN, PVGPU_OBJ_VIDEO_ENUM, 0, 0, 0), PVGPU_OK);
        CHECK(!pvb_object_entry(f.vm.contexts[CTX], id)->error);
        CHECK_EQ(f.vm.host_bytes, before + bytes);
    }
    CHECK_EQ(DO(&f, 0, resource_destroy, RESOURCE_DESTROY, PLAIN, 0), PVGPU_OK);
    CHECK_EQ(f.vm.host_bytes, before - bytes);
    fixture_close(&f);
}

static enum pvgpu_verdict clear(uint32_t view, struct pvgpu_rect r)
{
    struct { struct pvgpu_cmd_clear_view c; struct pvgpu_rect r; } cmd = { { { PVGPU_OP_CLEAR_VIEW, 0, sizeof cmd }, view, 0, 0, 0, 0, 1 }, r };
    return fixture_run(&f, CTX, &cmd, sizeof cmd);
}

/* Texels that share a color go together, but for what lies beyond the view. */
TEST(clears_of_views)
{
    enum { PLANES_IN = 1000, PLANES_OUT };
    static const struct { struct pvgpu_rect r; enum pvgpu_verdict v; } cases[] = {
        { { 0, 0, 64, 48 }, PVGPU_OK }, { { 2, 4, 6, 8 }, PVGPU_OK }, { { -1, -1, 65, 49 }, PVGPU_OK }, { { 5, 5, 5, 5 }, PVGPU_OK },
        { { 1, 0, 4, 4 }, PVGPU_E_RULE }, { { 0, 1, 4, 4 }, PVGPU_E_RULE }, { { 0, 0, 3, 4 }, PVGPU_E_RULE }, { { 0, 0, 4, 47 }, PVGPU_E_RULE },
    };
    scene();
    CHECK_EQ(DO(&f, CTX, create_video_input, CREATE_VIDEO_INPUT, PLANES_IN, PLANES, PVGPU_OBJ_VIDEO_ENUM, 0, 0, 0), PVGPU_OK);
    CHECK_EQ(DO(&f, CTX, create_video_output, CREATE_VIDEO_OUTPUT, PLANES_OUT, PLANES, PVGPU_OBJ_VIDEO_ENUM, 0, 0, 1), PVGPU_OK);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        CHECK_EQ(clear(PLANES_IN, cases[i].r), cases[i].v);
        CHECK_EQ(clear(PLANES_OUT, cases[i].r), cases[i].v);
        CHECK_EQ(clear(PVGPU_OBJ_VIDEO_INPUT, cases[i].r), PVGPU_OK);
        CHECK_EQ(clear(PVGPU_OBJ_VIDEO_OUTPUT, cases[i].r), PVGPU_OK);
        CHECK_EQ(clear(ERROR_VIEW, cases[i].r), PVGPU_OK);
    }
    CHECK_EQ(clear(PVGPU_OBJ_VIDEO_ENUM, cases[0].r), PVGPU_E_HANDLE);
    CHECK_EQ(DO(&f, CTX, clear_view, CLEAR_VIEW, PLANES_OUT, 0, 0, 0, 0, 0), PVGPU_OK);
    CHECK_EQ(DO(&f, CTX, discard, DISCARD, PLANES_OUT, 0, 0, 0), PVGPU_OK);
    CHECK_EQ(DO(&f, CTX, discard, DISCARD, PLANES_IN, 0, 0, 0), PVGPU_OK);
    CHECK_EQ(DO(&f, CTX, discard, DISCARD, PVGPU_OBJ_VIDEO_PROCESSOR, 0, 0, 0), PVGPU_E_HANDLE);
    fixture_close(&f);
}

TEST(error_objects_are_skipped)
{
    struct pvgpu_video_stream two[2] = { plain_stream, plain_stream };
    struct pvgpu_cmd_video_blit c = plain_blit;
    uint64_t before;
    scene();
    before = f.vm.stats.skipped;
    two[1].input_right = ERROR_VIEW;
    CHECK_EQ(blit(c, two, 2), PVGPU_OK);
    CHECK_EQ(f.vm.stats.skipped, before + 1);
    CHECK_EQ(DO(&f, CTX, create_video_output, CREATE_VIDEO_OUTPUT, OTHER_VIEW, BAD, PVGPU_OBJ_VIDEO_ENUM, 0, 0, 1), PVGPU_OK);
    c.output = OTHER_VIEW;
    CHECK_EQ(blit(c, two, 1), PVGPU_OK);
    CHECK_EQ(f.vm.stats.skipped, before + 3);
    fixture_close(&f);
}

/* A list is for deferred contexts, which have no video context (ID3D11VideoContext's page). */
TEST(lists_hold_no_video)
{
    struct pvgpu_cmd_video_blit c = plain_blit;
    scene();
    c.hdr = (struct pvgpu_command){ PVGPU_OP_VIDEO_BLIT, 0, sizeof c };
    memcpy(f.vm.heap + 4096, &c, sizeof c);
    CHECK_EQ(DO(&f, CTX, create_command_list, CREATE_COMMAND_LIST, OTHER_VIEW, HEAP, 4096, sizeof c, 0), PVGPU_E_CLASS);
    fixture_close(&f);
}

TAP_MAIN(RUN(views_show_what_is_there); RUN(words_of_a_stream); RUN(ratios_are_not_zero); RUN(sources_lie_inside_their_view);
         RUN(destinations_are_near); RUN(words_of_the_output); RUN(views_of_streams); RUN(clears_of_views);
         RUN(reference_frames); RUN(palettes); RUN(copies_count_as_memory); RUN(error_objects_are_skipped);
         RUN(lists_hold_no_video))
