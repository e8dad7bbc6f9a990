/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * decoder_test.c - rules of video decoders on the null renderer, which has two profiles and two configurations, of which the second
 * profile has the second alone. The scene's decoder is of the first, 64x48 NV12, and its view slice 0 of DECODED, as large.
 */
#include <stddef.h>
#include "fixture.h"
#include "tap.h"

enum { NV12 = 103, RGBA8 = 28, VIEW = FRESH, DECODER, LARGE, BOUND, OTHER_FORMAT, MANY = 2000,
       DEC = PVGPU_OBJ_VIDEO_DECODER, OUT = PVGPU_OBJ_DECODER_OUTPUT };

static struct fixture f;

static void scene(void)
{
    if (!fixture_open(&f, NULL)) abort();
    CHECK_EQ(fixture_scene(&f), PVGPU_OK);
}

static enum pvgpu_verdict decoder(uint32_t id, uint32_t profile, uint32_t config, uint32_t format, uint32_t w, uint32_t h)
{
    return DO(&f, CTX, create_video_decoder, CREATE_VIDEO_DECODER, id, profile, config, format, w, h);
}

static enum pvgpu_verdict view(uint32_t id, uint32_t resource, uint32_t profile, uint32_t slice)
{
    return DO(&f, CTX, create_decoder_output, CREATE_DECODER_OUTPUT, id, resource, profile, slice);
}

static enum pvgpu_verdict decode(uint32_t with, uint32_t to, const struct pvgpu_decoder_buffer *b, uint32_t n)
{
    struct { struct pvgpu_cmd_decode_frame c; struct pvgpu_decoder_buffer b[PVGPU_DECODER_BUFFERS + 1]; } cmd;
    uint32_t size = pvgpu_size_with_tail(sizeof cmd.c, sizeof *b, n);

    memset(&cmd, 0, sizeof cmd);
    cmd.c = (struct pvgpu_cmd_decode_frame){ { PVGPU_OP_DECODE_FRAME, 0, size }, with, to, n, 0 };
    if (n) memcpy(cmd.b, b, n * sizeof *b);
    return fixture_run(&f, CTX, &cmd, size);
}

static const struct pvgpu_decoder_buffer plain = { .type = 6, .heap = HEAP, .size = 100, .offset = 4096 };

static enum pvgpu_verdict with_word(size_t at, uint32_t word)
{
    struct pvgpu_decoder_buffer b = plain;
    memcpy((char *)&b + at, &word, sizeof word);
    return decode(DEC, OUT, &b, 1);
}

TEST(decoders_are_what_the_host_offers)
{
    static const struct { uint32_t profile, config, format, w, h; enum pvgpu_verdict v; } cases[] = {
        { 0, 0, NV12, 1, 1, PVGPU_OK }, { 0, 1, NV12, 16384, 16384, PVGPU_OK }, { 1, 1, NV12, 64, 48, PVGPU_OK },
        { 1, 0, NV12, 64, 48, PVGPU_E_RULE }, { 2, 0, NV12, 64, 48, PVGPU_E_RANGE }, { 0, 2, NV12, 64, 48, PVGPU_E_RANGE },
        { PVGPU_DECODER_PROFILES, 0, NV12, 64, 48, PVGPU_E_FIELD }, { 0, PVGPU_DECODER_CONFIGS, NV12, 64, 48, PVGPU_E_FIELD },
        { 0, 0, RGBA8, 64, 48, PVGPU_E_RULE }, { 0, 0, 0, 64, 48, PVGPU_E_FIELD }, { 0, 0, NV12, 0, 48, PVGPU_E_FIELD },
        { 0, 0, NV12, 64, 0, PVGPU_E_FIELD }, { 0, 0, NV12, 16385, 48, PVGPU_E_RANGE }, { 0, 0, NV12, 64, 16385, PVGPU_E_RANGE },
    };
    scene();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        CHECK_EQ(decoder(1000 + (uint32_t)i, cases[i].profile, cases[i].config, cases[i].format, cases[i].w, cases[i].h), cases[i].v);
    f.vm.decoders.n_profiles = 0; /* a host without decoders */
    CHECK_EQ(decoder(DECODER, 0, 0, NV12, 64, 48), PVGPU_E_RANGE);
    CHECK_EQ(view(VIEW, DECODED, 0, 0), PVGPU_E_RANGE);
    fixture_close(&f);
}

TEST(views_are_of_decoded_textures)
{
    static const struct { uint32_t resource, profile, slice; enum pvgpu_verdict v; } cases[] = {
        { DECODED, 0, 2, PVGPU_OK }, { DECODED, 1, 0, PVGPU_OK }, { DECODED, 0, 3, PVGPU_E_RANGE }, { DECODED, 0, UINT32_MAX, PVGPU_E_RANGE },
        { DECODED, 2, 0, PVGPU_E_RANGE }, { PLANES, 0, 0, PVGPU_E_RULE }, { TEX, 0, 0, PVGPU_E_RULE }, { BUF, 0, 0, PVGPU_E_RULE },
        { OTHER_FORMAT, 0, 0, PVGPU_E_RULE }, { BOUND, 0, 99, PVGPU_OK }, { BAD, 0, 99, PVGPU_OK }, { FOREIGN, 0, 0, PVGPU_E_HANDLE },
    };
    scene();
    CHECK_EQ(DO(&f, 0, resource_create, RESOURCE_CREATE, OTHER_FORMAT, PVGPU_DIM_TEX2D, RGBA8, 0, PVGPU_BIND_DECODER, 0, 64, 48, 1, 1, 1, 1, 0, 0),
             PVGPU_OK);
    CHECK_EQ(DO(&f, 0, context_open, CONTEXT_OPEN, CTX, OTHER_FORMAT), PVGPU_OK);
    CHECK_EQ(DO(&f, 0, resource_create, RESOURCE_CREATE, BOUND, PVGPU_DIM_TEX3D, NV12, 0, PVGPU_BIND_DECODER, 0, 64, 48, 1, 1, 1, 1, 0, 0),
             PVGPU_OK);
    CHECK_EQ(DO(&f, 0, context_open, CONTEXT_OPEN, CTX, BOUND), PVGPU_OK);
    CHECK(!pvb_resource_entry(&f.vm, OTHER_FORMAT)->error && pvb_resource_entry(&f.vm, BOUND)->error);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        CHECK_EQ(view(1000 + (uint32_t)i, cases[i].resource, cases[i].profile, cases[i].slice), cases[i].v);
    fixture_close(&f);
}

TEST(words_of_a_buffer)
{
    #define ONE(member) offsetof(struct pvgpu_decoder_buffer, member)
    scene();
    CHECK_EQ(decode(DEC, OUT, &plain, 1), PVGPU_OK);
    CHECK_EQ(decode(DEC, OUT, NULL, 0), PVGPU_OK);
    CHECK_EQ(with_word(ONE(type), PVGPU_DECODER_TYPES - 1), PVGPU_OK);
    CHECK_EQ(with_word(ONE(type), PVGPU_DECODER_TYPES), PVGPU_E_FIELD);
    CHECK_EQ(with_word(ONE(type), UINT32_MAX), PVGPU_E_FIELD);
    CHECK_EQ(with_word(ONE(submission), 1), PVGPU_E_RULE);
    CHECK_EQ(with_word(ONE(heap), 0), PVGPU_E_HANDLE);
    CHECK_EQ(with_word(ONE(heap), BUF), PVGPU_E_HANDLE);
    CHECK_EQ(with_word(ONE(heap), UINT32_MAX), PVGPU_E_HANDLE);
    CHECK(with_word(ONE(heap), LOOSE) != PVGPU_OK);
    CHECK_EQ(with_word(ONE(size), 0), PVGPU_E_FIELD);
    CHECK_EQ(with_word(ONE(size), (1 << 20) - 4096), PVGPU_OK);
    CHECK_EQ(with_word(ONE(size), (1 << 20) - 4095), PVGPU_E_RANGE);
    CHECK_EQ(with_word(ONE(size), PVGPU_DECODER_BYTES), PVGPU_E_RANGE);
    CHECK_EQ(with_word(ONE(size), PVGPU_DECODER_BYTES + 1), PVGPU_E_FIELD);
    CHECK_EQ(with_word(ONE(offset), (1 << 20) - 100), PVGPU_OK);
    CHECK_EQ(with_word(ONE(offset), (1 << 20) - 99), PVGPU_E_RANGE);
    CHECK_EQ(with_word(ONE(offset) + 4, UINT32_MAX), PVGPU_E_RANGE);
    CHECK_EQ(with_word(ONE(first_block), UINT32_MAX), PVGPU_OK);
    CHECK_EQ(with_word(ONE(n_blocks), UINT32_MAX), PVGPU_OK);
    #undef ONE
    fixture_close(&f);
}

/* Submissions count from 0 without a gap; each has one buffer of a type. */
TEST(submissions)
{
    static const struct { uint32_t type[4], submission[4]; enum pvgpu_verdict v; } cases[] = {
        { { 0, 4, 5, 6 }, { 0, 0, 0, 0 }, PVGPU_OK }, { { 6, 6, 6, 6 }, { 0, 1, 2, 3 }, PVGPU_OK },
        { { 0, 6, 5, 6 }, { 0, 0, 1, 1 }, PVGPU_OK }, { { 0, 6, 5, 6 }, { 0, 0, 0, 0 }, PVGPU_E_RULE },
        { { 0, 6, 5, 5 }, { 0, 0, 1, 1 }, PVGPU_E_RULE }, { { 0, 1, 2, 3 }, { 0, 0, 2, 2 }, PVGPU_E_RULE },
        { { 0, 1, 2, 3 }, { 0, 1, 0, 1 }, PVGPU_E_RULE }, { { 0, 1, 2, 3 }, { 1, 1, 1, 1 }, PVGPU_E_RULE },
    };
    struct pvgpu_decoder_buffer b[PVGPU_DECODER_BUFFERS + 1];
    scene();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        for (int k = 0; k < 4; k++) {
            b[k] = plain;
            b[k].type = cases[i].type[k];
            b[k].submission = cases[i].submission[k];
        }
        CHECK_EQ(decode(DEC, OUT, b, 4), cases[i].v);
    }
    for (uint32_t i = 0; i <= PVGPU_DECODER_BUFFERS; i++) {
        b[i] = plain;
        b[i].submission = i;
    }
    CHECK_EQ(decode(DEC, OUT, b, PVGPU_DECODER_BUFFERS), PVGPU_OK);
    CHECK_EQ(decode(DEC, OUT, b, PVGPU_DECODER_BUFFERS + 1), PVGPU_E_FIELD);
    fixture_close(&f);
}

/* The view is of the decoder's profile and format, and as large as its pictures at least. */
TEST(views_fit_their_decoder)
{
    scene();
    CHECK_EQ(view(VIEW, DECODED, 1, 1), PVGPU_OK);
    CHECK_EQ(decode(DEC, VIEW, &plain, 1), PVGPU_E_RULE);
    CHECK_EQ(decoder(DECODER, 1, 1, NV12, 1, 1), PVGPU_OK);
    CHECK_EQ(decode(DECODER, VIEW, &plain, 1), PVGPU_OK);
    CHECK_EQ(decode(DECODER, OUT, &plain, 1), PVGPU_E_RULE);
    CHECK_EQ(decoder(MANY, 0, 0, NV12, 65, 48), PVGPU_OK);
    CHECK_EQ(decode(MANY, OUT, &plain, 1), PVGPU_E_RANGE);
    CHECK_EQ(decoder(MANY + 1, 0, 0, NV12, 64, 49), PVGPU_OK);
    CHECK_EQ(decode(MANY + 1, OUT, &plain, 1), PVGPU_E_RANGE);
    pvb_object_entry(f.vm.contexts[CTX], OUT)->type = 104; /* no host at hand has a profile of two formats */
    CHECK_EQ(decode(DEC, OUT, &plain, 1), PVGPU_E_RULE);
    CHECK_EQ(decode(OUT, DEC, &plain, 1), PVGPU_E_HANDLE);
    CHECK_EQ(decode(DEC, PVGPU_OBJ_VIDEO_OUTPUT, &plain, 1), PVGPU_E_HANDLE);
    fixture_close(&f);
}

/* A view is cleared in whole blocks, as the video processor's are. */
TEST(views_are_cleared)
{
    static const struct { struct pvgpu_rect r; enum pvgpu_verdict v; } cases[] = {
        { { 0, 0, 64, 48 }, PVGPU_OK }, { { 2, 4, 10, 8 }, PVGPU_OK }, { { -3, -3, 999, 999 }, PVGPU_OK }, { { 1, 0, 4, 4 }, PVGPU_E_RULE },
        { { 0, 1, 4, 4 }, PVGPU_E_RULE }, { { 0, 0, 5, 4 }, PVGPU_E_RULE }, { { 0, 0, 4, 5 }, PVGPU_E_RULE },
    };
    scene();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct { struct pvgpu_cmd_clear_view c; struct pvgpu_rect r; } cmd = { { { PVGPU_OP_CLEAR_VIEW, 0, sizeof cmd }, OUT, 0, 0, 0, 0, 1 },
                                                                             cases[i].r };
        CHECK_EQ(fixture_run(&f, CTX, &cmd, sizeof cmd), cases[i].v);
    }
    CHECK_EQ(DO(&f, CTX, clear_view, CLEAR_VIEW, OUT, 1, 2, 3, 4, 0), PVGPU_OK);
    CHECK_EQ(DO(&f, CTX, discard, DISCARD, OUT, 0, 0, 0), PVGPU_OK);
    CHECK_EQ(DO(&f, CTX, clear_view, CLEAR_VIEW, DEC, 1, 2, 3, 4, 0), PVGPU_E_HANDLE);
    CHECK_EQ(DO(&f, CTX, discard, DISCARD, DEC, 0, 0, 0), PVGPU_E_HANDLE);
    fixture_close(&f);
}

TEST(error_objects_are_skipped)
{
    struct pvgpu_decoder_buffer wild = plain;
    uint64_t before;
    scene();
    CHECK_EQ(view(VIEW, BAD, 0, 0), PVGPU_OK);
    before = f.vm.stats.skipped;
    CHECK_EQ(decode(DEC, VIEW, &plain, 1), PVGPU_OK);
    CHECK_EQ(f.vm.stats.skipped, before + 1);
    wild.offset = UINT64_MAX;
    CHECK_EQ(decode(DEC, VIEW, &wild, 1), PVGPU_E_RANGE);
    fixture_close(&f);
}

/* Decoders of all contexts together; one that goes makes room. */
TEST(a_vm_has_so_many)
{
    uint32_t n = 1; /* the scene's */
    scene();
    CHECK_EQ(f.vm.n_decoders, n);
    for (; n < PVB_DECODERS; n++) CHECK_EQ(decoder(MANY + n, 0, 0, NV12, 64, 48), PVGPU_OK);
    CHECK(!pvb_object_entry(f.vm.contexts[CTX], MANY + n - 1)->error);
    CHECK_EQ(decoder(DECODER, 0, 0, NV12, 64, 48), PVGPU_OK);
    CHECK(pvb_object_entry(f.vm.contexts[CTX], DECODER)->error);
    CHECK_EQ(DO(&f, CTX, destroy, DESTROY, DECODER, 0), PVGPU_OK);
    CHECK_EQ(f.vm.n_decoders, PVB_DECODERS);
    CHECK_EQ(DO(&f, CTX, destroy, DESTROY, MANY + 7, 0), PVGPU_OK);
    CHECK_EQ(decoder(DECODER, 0, 0, NV12, 64, 48), PVGPU_OK);
    CHECK(!pvb_object_entry(f.vm.contexts[CTX], DECODER)->error);
    CHECK_EQ(DO(&f, 0, context_destroy, CONTEXT_DESTROY, CTX, 0), PVGPU_OK);
    CHECK_EQ(f.vm.n_decoders, 0);
    fixture_close(&f);
}

/* ne-d3d10umddi-d3d10_ddi_resource_bind_flag; and one that is no buffer, no volume and has one sample. */
TEST(a_decoded_texture_is_no_target)
{
    const struct pvb_resource_info plain_texture = { .dimension = PVGPU_DIM_TEX2D, .format = NV12, .bind = PVGPU_BIND_DECODER, .width = 64,
                                                     .height = 48, .depth = 1, .array = 4, .mips = 1, .samples = 1 };
    struct pvb_resource_info i = plain_texture;
    CHECK(pvb_resource_possible(&i));
    i.bind |= PVGPU_BIND_SHADER;
    CHECK(pvb_resource_possible(&i));
    i.bind |= PVGPU_BIND_TARGET;
    CHECK(!pvb_resource_possible(&i));
    i = plain_texture;
    i.usage = PVGPU_USAGE_DYNAMIC;
    CHECK(!pvb_resource_possible(&i));
    i = plain_texture;
    i.format = RGBA8;
    CHECK(pvb_resource_possible(&i));
    i.samples = 4;
    i.array = 1;
    CHECK(!pvb_resource_possible(&i));
    i = (struct pvb_resource_info){ .dimension = PVGPU_DIM_BUFFER, .bind = PVGPU_BIND_DECODER, .width = 64, .height = 1, .depth = 1, .array = 1,
                                    .mips = 1, .samples = 1 };
    CHECK(!pvb_resource_possible(&i));
}

TEST(an_option_leaves_them_out)
{
    static const struct pvgpu_decoder_caps none;
    struct pvb_renderer_params params = { .no_decoding = true };
    struct pvgpu_caps *caps = calloc(1, sizeof *caps);
    char error[128];
    struct pvb_renderer *r = pvb_renderer_null.create(&params, caps, error, sizeof error);
    CHECK(r && !memcmp(&caps->decoders, &none, sizeof none) && !caps->formats[NV12].support);
    pvb_renderer_null.destroy(r);
    free(caps);
}

TAP_MAIN(RUN(decoders_are_what_the_host_offers); RUN(views_are_of_decoded_textures); RUN(words_of_a_buffer); RUN(submissions);
         RUN(views_fit_their_decoder); RUN(views_are_cleared); RUN(error_objects_are_skipped); RUN(a_vm_has_so_many);
         RUN(a_decoded_texture_is_no_target); RUN(an_option_leaves_them_out))
