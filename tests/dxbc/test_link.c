/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Programs with interfaces become programs without, which the strict checker takes; malformed ones and links that are not theirs
 * are refused. What linked programs draw is compared in tests/d3d11 (stages/class instances). Run under ASan too.
 */
#include <stdint.h>
#include "../d3d11/shaders/linkage.h"
#include "shaders/gs_linked.h"
#include "shaders/hs_linked.h"
#include "strip.h"
#include "tap.h"
#include "../../backend/dxbc/dxbc_link.h"

enum { NO = -1 };

/* One choice of instances; tables as the compiler numbers them (its disassembly says "Table ID"). */
struct choice { struct pvgpu_shader_slot slot[5]; };

static const struct program {
    const char *name;
    const uint32_t *data;
    size_t size;
    uint32_t n_slots, n_choices;
    struct choice choices[3];
} programs[] = {
#define ROWS 5, 3, { { { { 0, 2, 8, 127, 15, 0 }, { 4, 2, 2, 127, 15, 0 }, { 2, 2, 6, 0, 0, 0 }, { 3, 2, 3, 127, 15, 0 }, { 5, 2, 9, 127, 15, 0 } } }, \
                     { { { 1, 3, 0, 0, 0, 0 }, { 3, 2, 3, 127, 15, 0 }, { 4, 2, 0, 127, 15, 0 }, { 4, 3, 5, 0, 0, 0 }, { 6, 3, 0, 0, 0, 0 } } }, \
                     { { { 0, 2, 8, 127, 15, 0 }, { 2, 2, 7, 1, 1, 0 }, { 3, 2, 3, 127, 15, 0 }, { 2, 2, 6, 0, 0, 0 }, { 5, 2, 9, 127, 15, 0 } } } }
    { "ps", linkage_ps, sizeof linkage_ps, ROWS },
    { "vs", linkage_vs, sizeof linkage_vs, ROWS },
    { "cs", linkage_cs, sizeof linkage_cs, ROWS },
    { "ds", linkage_ds, sizeof linkage_ds, ROWS },
    { "tessellation", linkage_hs, sizeof linkage_hs, ROWS },
    { "points", linkage_gs, sizeof linkage_gs, ROWS },
#undef ROWS
    { "hs", hs_linked, sizeof hs_linked, 4, 2, { { { { 0, 0, 1, 0, 0, 0 }, { 1, 0, 0, 0, 0, 0 }, { 0, 0, 2, 0, 0, 0 }, { 2, 0, 1, 0, 0, 0 } } },
                                                 { { { 1, 0, 0, 0, 0, 0 }, { 0, 0, 1, 0, 0, 0 }, { 1, 0, 0, 0, 0, 0 }, { 3, 0, 0, 0, 0, 0 } } } } },
    { "gs", gs_linked, sizeof gs_linked, 2, 2, { { { { 1, 3, 0, 0, 0, 0 }, { 1, 3, 4, 3, 1, 0 } } },
                                                 { { { 0, 3, 0, 0, 0, 0 }, { 1, 3, 0, 0, 0, 0 } } } } },
};
enum { PROGRAMS = sizeof programs / sizeof programs[0] };

static const void *const plain[] = {
#define X(name) name,
    LINKAGE_LIST(X)
#undef X
};

static bool strip_of(const struct program *p, struct strip *s)
{
    return strip_container(p->data, p->size, s);
}

static enum pvb_dxbc_result link_words(const struct strip *s, const uint32_t *tokens, uint32_t n, const struct pvgpu_shader_slot *slots,
                                       uint32_t n_slots, uint32_t **out, uint32_t *n_out)
{
    struct pvb_dxbc_error error = { 0, "" };
    enum pvb_dxbc_result r = pvb_dxbc_link(tokens, n, s->stage, slots, n_slots, out, n_out, &error);
    CHECK((r == PVB_DXBC_OK) == (*out != NULL));
    if (r != PVB_DXBC_OK) CHECK(error.text[0]);
    return r;
}

/* Linked and built; NULL where either is refused. */
static uint32_t *linked(struct strip *s, const struct choice *c, uint32_t n_slots, uint32_t *n)
{
    struct pvb_dxbc_shader x = strip_shader(s, false);
    struct pvb_dxbc_error error = { 0, "" };
    uint32_t *out = NULL;
    void *data = NULL;
    size_t size;
    if (link_words(s, s->tokens, s->n_tokens, c->slot, n_slots, &out, n) != PVB_DXBC_OK) return NULL;
    x.tokens = out;
    x.n_tokens = *n;
    if (pvb_dxbc_build(&x, &data, &size, &error) != PVB_DXBC_OK) {
        printf("# token %u: %s\n", error.token, error.text);
        free(out);
        out = NULL;
    }
    free(data);
    return out;
}

TEST(each_choice_is_a_program)
{
    CHECK(plain[0] != NULL);
    for (int i = 0; i < PROGRAMS; i++) {
        struct strip s;
        struct pvb_dxbc_error error;
        bool has = false;
        uint32_t n_slots = 0;
        CHECK(strip_of(&programs[i], &s));
        CHECK_EQ(pvb_dxbc_interfaces(s.tokens, s.n_tokens, s.stage, &has, &n_slots, &error), PVB_DXBC_OK);
        CHECK(has);
        CHECK_EQ(n_slots, programs[i].n_slots);
        CHECK_EQ(pvb_dxbc_check(s.tokens, s.n_tokens, s.stage, NULL), PVB_DXBC_UNSUPPORTED); /* none for the host */
        for (uint32_t k = 0; k < programs[i].n_choices; k++) {
            uint32_t n = 0, *out = linked(&s, &programs[i].choices[k], n_slots, &n);
            if (!out) printf("# %s, choice %u\n", programs[i].name, k);
            CHECK(out != NULL);
            CHECK(n > 10);
            if (out) {
                CHECK_EQ(pvb_dxbc_interfaces(out, n, s.stage, &has, &n_slots, &error), PVB_DXBC_OK);
                CHECK(!has);
                n_slots = programs[i].n_slots;
            }
            free(out);
        }
    }
}

TEST(programs_without_interfaces_have_none)
{
    struct strip s;
    bool has = true;
    uint32_t n_slots = 1, *out = NULL, n;
    CHECK(strip_container(linkage_1_ps, sizeof linkage_1_ps, &s));
    CHECK_EQ(pvb_dxbc_interfaces(s.tokens, s.n_tokens, s.stage, &has, &n_slots, NULL), PVB_DXBC_OK);
    CHECK(!has);
    CHECK_EQ(n_slots, 0);
    CHECK_EQ(link_words(&s, s.tokens, s.n_tokens, programs[0].choices[0].slot, 5, &out, &n), PVB_DXBC_UNSUPPORTED);
}

/* What a slot may have is in its interface's declaration; where nothing is chosen nothing is called. */
TEST(slots_are_the_programs)
{
    struct strip s;
    struct choice c = programs[0].choices[0];
    uint32_t *out = NULL, n, all, none;
    CHECK(strip_of(&programs[0], &s));
    CHECK_EQ(link_words(&s, s.tokens, s.n_tokens, c.slot, 4, &out, &n), PVB_DXBC_UNSUPPORTED);
    CHECK_EQ(link_words(&s, s.tokens, s.n_tokens, c.slot, 0, &out, &n), PVB_DXBC_UNSUPPORTED);
    c.slot[0].table = 2; /* a table of another interface */
    CHECK_EQ(link_words(&s, s.tokens, s.n_tokens, c.slot, 5, &out, &n), PVB_DXBC_UNSUPPORTED);
    c.slot[0].table = 4000;
    CHECK_EQ(link_words(&s, s.tokens, s.n_tokens, c.slot, 5, &out, &n), PVB_DXBC_UNSUPPORTED);
    c = programs[0].choices[0];
    out = linked(&s, &c, 5, &all);
    CHECK(out != NULL);
    free(out);
    for (int i = 0; i < 5; i++) c.slot[i].table = DXBC_NO_TABLE;
    out = linked(&s, &c, 5, &none);
    CHECK(out != NULL);
    CHECK(none < all / 4);
    free(out);
    c = programs[0].choices[2];
    c.slot[1].texture = 9; /* a texture that the program does not declare: linked, and no program */
    CHECK(linked(&s, &c, 5, &n) == NULL);
}

/* ---- by hand ---- */

struct code { uint32_t w[512], n; };

static void word(struct code *c, uint32_t w) { if (c->n < 512) c->w[c->n++] = w; }
#define WORDS(c, ...) do { const uint32_t words_[] = { __VA_ARGS__ }; \
        for (size_t i_ = 0; i_ < sizeof words_ / 4; i_++) word(c, words_[i_]); } while (0)

/* A compute shader of one interface with n call sites; body i calls call site calls[i], twice, unless that is NO. */
static void program(struct code *c, uint32_t n, const int *calls)
{
    c->n = 0;
    WORDS(c, 0x00050050, 0);
    for (uint32_t i = 0; i < n; i++) WORDS(c, 0x02000090, i);
    WORDS(c, (3u + n) << 24 | 0x91, 0, n);
    for (uint32_t i = 0; i < n; i++) word(c, i);
    WORDS(c, 0x05000092, 0, n, 0x00010001, 0);
    WORDS(c, 0x0400009b, 1, 1, 1, 0x02000068, 1);
    WORDS(c, 0x05000078, 0, 0x00213000, 0, 0, 0x0100003e);
    for (uint32_t i = 0; i < n; i++) {
        WORDS(c, 0x0300002c, 0x00111000, i);
        for (int k = 0; k < 2 && calls[i] != NO; k++) WORDS(c, 0x05000078, (uint32_t)calls[i], 0x00213000, 0, 0);
        word(c, 0x0100003e);
    }
    c->w[1] = c->n;
}

static enum pvb_dxbc_result link_code(struct code *c, uint32_t table, uint32_t *n)
{
    struct strip s = { .stage = PVGPU_STAGE_CS };
    struct pvgpu_shader_slot slot = { .table = table };
    uint32_t *out = NULL;
    c->w[1] = c->n;
    enum pvb_dxbc_result r = link_words(&s, c->w, c->n, &slot, 1, &out, n);
    free(out);
    return r;
}

/* Bodies that call each other go on for a bounded time, however much or little comes out. */
TEST(calls_have_an_end)
{
    int calls[24];
    struct code c;
    uint32_t n;
    calls[0] = NO;
    program(&c, 1, calls);
    CHECK_EQ(link_code(&c, 0, &n), PVB_DXBC_OK);
    calls[0] = 0;
    program(&c, 1, calls);
    CHECK_EQ(link_code(&c, 0, &n), PVB_DXBC_MALFORMED); /* itself */
    for (int i = 0; i < 24; i++) calls[i] = i < 23 ? i + 1 : NO;
    program(&c, 24, calls);
    CHECK_EQ(link_code(&c, 0, &n), PVB_DXBC_UNSUPPORTED); /* 2^23 calls of nothing */
}

TEST(declarations_hold_together)
{
    static const int none[] = { NO, NO };
    static const struct { uint32_t at, word; } breaks[] = {
        { 3, 1 },          /* body 1 twice */      { 3, 4096 },      /* beyond what there can be */
        { 2, 0x03000090 }, /* too long */          { 7, 4096 },      /* a table beyond */
        { 8, 3 },          /* more bodies than words */ { 9, 7 },    /* a body that is not declared */
        { 12, 1 },         /* an interface that is not the next */ { 13, 3 }, /* more call sites than its table has */
        { 14, 0x00000001 },/* no element */        { 14, 0x00fe0001 }, /* more than 253 */
        { 14, 0x00010002 },/* more tables than words */ { 15, 1 },   /* a table that is not declared */
        { 23, 2 },         /* a call site too far */ { 25, 1 },      /* another interface */ { 26, 1 }, /* beyond the array */
        { 24, 0x04213000 },/* indexed, and ends in it */ { 29, 0x00110000 }, /* another register */ { 30, 1 }, /* body 1's label */
        { 22, 0x02000078 },/* cut */               { 31, 0x01000030 }, /* a loop that nothing closes */
    };
    struct code c;
    uint32_t n;
    program(&c, 2, none);
    CHECK_EQ(link_code(&c, 0, &n), PVB_DXBC_OK);
    for (size_t i = 0; i < sizeof breaks / sizeof breaks[0]; i++) {
        program(&c, 2, none);
        c.w[breaks[i].at] = breaks[i].word;
        enum pvb_dxbc_result r = link_code(&c, 0, &n);
        if (r == PVB_DXBC_OK) printf("# word %u as 0x%08x is taken\n", breaks[i].at, breaks[i].word);
        CHECK(r != PVB_DXBC_OK);
    }
    /* A body without its label. */
    program(&c, 2, none);
    c.n -= 4;
    CHECK_EQ(link_code(&c, 0, &n), PVB_DXBC_MALFORMED);
}

/* A declaration of more than 127 tokens gives its length in a second one. */
TEST(long_declarations)
{
    enum { N = 130 };
    struct code c = { .n = 0 };
    uint32_t n;
    WORDS(&c, 0x00050050, 0, 0x02000090, 0, 0x80000091, 4 + N, 0, N);
    for (int i = 0; i < N; i++) word(&c, 0);
    WORDS(&c, 0x05000092, 0, N, 0x00010001, 0, 0x0400009b, 1, 1, 1, 0x05000078, N - 1, 0x00213000, 0, 0, 0x0100003e);
    WORDS(&c, 0x0300002c, 0x00111000, 0, 0x0100003e);
    CHECK_EQ(link_code(&c, 0, &n), PVB_DXBC_OK);
    CHECK_EQ(n, 2 + 4 + 4 + 1); /* with the constant buffer that the instance lies in */
    c.w[5]++;
    CHECK(link_code(&c, 0, &n) != PVB_DXBC_OK);
    c.w[5] = 1;
    CHECK(link_code(&c, 0, &n) != PVB_DXBC_OK);
}

/* ---- anything ---- */

static void try_all(struct strip *s, const uint32_t *tokens, uint32_t n, const struct program *p)
{
    struct pvb_dxbc_shader x = strip_shader(s, false);
    uint32_t *out = NULL;
    void *data = NULL;
    size_t size;
    for (uint32_t k = 0; k < p->n_choices; k++) {
        if (link_words(s, tokens, n, p->choices[k].slot, p->n_slots, &out, &x.n_tokens) != PVB_DXBC_OK) continue;
        x.tokens = out;
        (void)pvb_dxbc_build(&x, &data, &size, NULL);
        free(data);
        free(out);
    }
}

TEST(every_truncation_is_refused)
{
    for (int i = 0; i < PROGRAMS; i++) {
        struct strip s;
        uint32_t *out = NULL, n_out;
        CHECK(strip_of(&programs[i], &s));
        for (uint32_t n = 0; n < s.n_tokens; n++) {
            uint32_t *exact = malloc(n ? n * 4 : 4);
            memcpy(exact, s.tokens, n * 4);
            if (n > 1) exact[1] = n;
            CHECK(link_words(&s, exact, n, programs[i].choices[0].slot, programs[i].n_slots, &out, &n_out) != PVB_DXBC_OK);
            free(exact);
        }
        RETURN_IF_FAILED();
    }
}

TEST(every_bit_flip_is_survived)
{
    for (int i = 0; i < PROGRAMS; i++) {
        struct strip s;
        CHECK(strip_of(&programs[i], &s));
        uint32_t *copy = malloc(s.n_tokens * 4);
        memcpy(copy, s.tokens, s.n_tokens * 4);
        for (uint32_t bit = 0; bit < s.n_tokens * 32; bit += 1 + bit % 37) {
            copy[bit / 32] ^= 1u << bit % 32;
            try_all(&s, copy, s.n_tokens, &programs[i]);
            copy[bit / 32] ^= 1u << bit % 32;
        }
        free(copy);
    }
}

TAP_MAIN(RUN(each_choice_is_a_program); RUN(programs_without_interfaces_have_none); RUN(slots_are_the_programs);
         RUN(calls_have_an_end); RUN(declarations_hold_together); RUN(long_declarations); RUN(every_truncation_is_refused);
         RUN(every_bit_flip_is_survived))
