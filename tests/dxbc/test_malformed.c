/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Token streams that are not shaders: cut, corrupted, or beyond a limit. Run under ASan too.
 */
#include <stdarg.h>
#include "golden.h"
#include "strip.h"
#include "tap.h"

#define MAX_WORDS 8192u

static enum pvb_dxbc_result check(const uint32_t *tokens, uint32_t n, uint32_t stage)
{
    struct pvb_dxbc_error error = {0, ""};
    enum pvb_dxbc_result r = pvb_dxbc_check(tokens, n, stage, &error);
    if (r != PVB_DXBC_OK) {
        CHECK(error.text[0]);
        CHECK(error.token <= n);
    }
    return r;
}

/* Builds too, so that what the checker lets through is walked by everything behind it. */
static enum pvb_dxbc_result build(struct strip *s, const uint32_t *tokens, uint32_t n)
{
    struct pvb_dxbc_shader x = strip_shader(s, false);
    void *data;
    size_t size;
    x.tokens = tokens;
    x.n_tokens = n;
    enum pvb_dxbc_result r = pvb_dxbc_build(&x, &data, &size, NULL);
    free(data);
    return r;
}

/* A hull shader that ends where a later fork or join phase begins is a hull shader with fewer phases. */
static bool ends_before_a_phase(const struct strip *s, uint32_t n)
{
    uint32_t next = s->tokens[n] & 0x7ffu;
    return s->stage == PVGPU_STAGE_HS && s->tokens[n - 1] == 0x0100003eu && (next == 115 || next == 116);
}

TEST(every_truncation_is_refused)
{
    for (int g = 0; g < GOLDEN_COUNT; g++) {
        struct strip s;
        CHECK(strip_container(golden[g].data, golden[g].size, &s));
        uint32_t *copy = malloc(s.n_tokens * 4);
        CHECK(copy != NULL);
        RETURN_IF_FAILED();
        for (uint32_t n = 0; n < s.n_tokens; n++) {
            /* As cut, in memory of exactly that size; and with a length that says the same. */
            uint32_t *exact = malloc(n ? n * 4 : 4);
            memcpy(exact, s.tokens, n * 4);
            CHECK(check(exact, n, s.stage) != PVB_DXBC_OK);
            if (n > 1) exact[1] = n;
            if (n < 3 || !ends_before_a_phase(&s, n)) CHECK(check(exact, n, s.stage) != PVB_DXBC_OK);
            free(exact);
        }
        memcpy(copy, s.tokens, s.n_tokens * 4);
        CHECK_EQ(check(copy, s.n_tokens, s.stage), PVB_DXBC_OK);
        free(copy);
    }
}

static uint32_t random_state = 1;

static uint32_t random_word(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 17;
    return random_state ^= random_state << 5;
}

TEST(every_bit_flip_is_survived)
{
    uint32_t *copy = malloc(MAX_WORDS * 4), accepted = 0, refused = 0;
    for (int g = 0; g < GOLDEN_COUNT; g++) {
        struct strip s;
        CHECK(strip_container(golden[g].data, golden[g].size, &s));
        CHECK(s.n_tokens <= MAX_WORDS);
        RETURN_IF_FAILED();
        memcpy(copy, s.tokens, s.n_tokens * 4);
        uint32_t step = s.n_tokens > 300 ? 3 : 1; /* the long ones: every third bit, from a moving start */
        for (uint32_t bit = (uint32_t)g % step; bit < s.n_tokens * 32; bit += step) {
            copy[bit / 32] ^= 1u << bit % 32;
            if (build(&s, copy, s.n_tokens) == PVB_DXBC_OK) accepted++;
            else refused++;
            copy[bit / 32] ^= 1u << bit % 32;
        }
    }
    printf("# %u flips refused, %u leave another valid shader\n", refused, accepted);
    CHECK(refused > accepted);
    free(copy);
}

TEST(random_words_are_survived)
{
    uint32_t *copy = malloc(MAX_WORDS * 4);
    for (int round = 0; round < 40; round++)
        for (int g = 0; g < GOLDEN_COUNT; g++) {
            struct strip s;
            strip_container(golden[g].data, golden[g].size, &s);
            memcpy(copy, s.tokens, s.n_tokens * 4);
            for (uint32_t i = 0, n = 1 + random_word() % 4; i < n; i++) {
                uint32_t at = random_word() % s.n_tokens;
                copy[at] = random_word() % 3 ? s.tokens[random_word() % s.n_tokens] : random_word();
            }
            build(&s, copy, s.n_tokens);
        }
    free(copy);
}

/* ---- streams made by hand: a program is what begin() starts and finish() closes ---- */

static uint32_t words[1u << 16], n_words;

enum { PS50 = 0x00000050, VS50 = 0x00010050, GS50 = 0x00020050, CS50 = 0x00050050 };

static void emit(uint32_t opcode, uint32_t controls, uint32_t n, ...)
{
    va_list args;
    va_start(args, n);
    words[n_words++] = opcode | controls | (n + 1) << 24;
    for (uint32_t i = 0; i < n; i++) words[n_words++] = va_arg(args, uint32_t);
    va_end(args);
}

static void begin(uint32_t version)
{
    n_words = 2;
    words[0] = version;
    if (version == CS50) emit(155, 0, 3, 1u, 1u, 1u);
}

static enum pvb_dxbc_result finish(uint32_t stage)
{
    emit(62, 0, 0);
    words[1] = n_words;
    return check(words, n_words, stage);
}

#define IMM1     0x00004001u /* an immediate of one component: one word follows */
#define TEMP_X   0x0010000au /* r#.x to read */
#define TEMP_D   0x001000f2u /* r#.xyzw to write */

TEST(headers)
{
    begin(CS50);
    CHECK_EQ(finish(PVGPU_STAGE_CS), PVB_DXBC_OK);
    CHECK_EQ(check(words, n_words, PVGPU_STAGE_VS), PVB_DXBC_STAGE);
    words[1]++;
    CHECK_EQ(check(words, n_words, PVGPU_STAGE_CS), PVB_DXBC_MALFORMED);
    words[1]--;
    words[n_words] = 0xdeadbeef; /* words after the program are nobody's */
    CHECK_EQ(check(words, n_words + 1, PVGPU_STAGE_CS), PVB_DXBC_OK);
    words[0] = 0x00050051;
    CHECK_EQ(check(words, n_words, PVGPU_STAGE_CS), PVB_DXBC_UNSUPPORTED);
    words[0] = 0xfffe0300;
    CHECK_EQ(check(words, n_words, PVGPU_STAGE_CS), PVB_DXBC_MALFORMED);
    words[0] = 0x00060050;
    CHECK_EQ(check(words, n_words, PVGPU_STAGE_CS), PVB_DXBC_MALFORMED);
    words[0] = 0x00030040;
    CHECK_EQ(check(words, n_words, PVGPU_STAGE_HS), PVB_DXBC_MALFORMED);
    begin(CS50);
    words[1] = n_words;
    CHECK_EQ(check(words, n_words, PVGPU_STAGE_CS), PVB_DXBC_MALFORMED); /* no ret */
    begin(VS50);
    words[1] = 1u << 21;
    CHECK_EQ(pvb_dxbc_check(words, 1u << 21, PVGPU_STAGE_VS, NULL), PVB_DXBC_UNSUPPORTED); /* only the header is read */
}

TEST(nesting)
{
    for (uint32_t depth = 63; depth <= 66; depth++) {
        begin(CS50);
        for (uint32_t i = 0; i < depth; i++) emit(31, 1u << 18, 2, IMM1, 1u);
        for (uint32_t i = 0; i < depth; i++) emit(21, 0, 0);
        CHECK_EQ(finish(PVGPU_STAGE_CS), depth <= 64 ? PVB_DXBC_OK : PVB_DXBC_MALFORMED);
    }
}

TEST(blocks)
{
    static const struct { uint32_t ops[6], n; enum pvb_dxbc_result result; } rows[] = {
        {{48, 2, 22}, 3, PVB_DXBC_OK},                      /* loop break endloop */
        {{48, 7, 22}, 3, PVB_DXBC_OK},                      /* loop continue endloop */
        {{48}, 1, PVB_DXBC_MALFORMED},                      /* not closed */
        {{22}, 1, PVB_DXBC_MALFORMED},                      /* not open */
        {{2}, 1, PVB_DXBC_MALFORMED},                       /* break of nothing */
        {{7}, 1, PVB_DXBC_MALFORMED},
        {{18}, 1, PVB_DXBC_MALFORMED},
        {{48, 21}, 2, PVB_DXBC_MALFORMED},                  /* loop endif */
        {{48, 62, 22}, 3, PVB_DXBC_OK},                     /* ret inside */
        {{62, 58}, 2, PVB_DXBC_MALFORMED},                  /* code after the last ret */
        {{10}, 1, PVB_DXBC_MALFORMED},                      /* default without switch */
        {{9}, 1, PVB_DXBC_MALFORMED},                       /* cut in a compute shader */
        {{107}, 1, PVB_DXBC_MALFORMED},                     /* reserved */
        {{112}, 1, PVB_DXBC_MALFORMED},
        {{236}, 1, PVB_DXBC_MALFORMED},
        {{208}, 1, PVB_DXBC_UNSUPPORTED},                   /* debug_break */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        begin(CS50);
        for (uint32_t j = 0; j < rows[i].n; j++) emit(rows[i].ops[j], 0, 0);
        enum pvb_dxbc_result r = finish(PVGPU_STAGE_CS);
        if (r != rows[i].result) printf("# row %u\n", (unsigned)i);
        CHECK_EQ(r, rows[i].result);
    }
}

TEST(switches)
{
    begin(CS50);
    emit(76, 0, 2, IMM1, 1u);
    for (uint32_t i = 0; i < 1024; i++) emit(6, 0, 2, IMM1, i);
    emit(2, 0, 0);
    emit(23, 0, 0);
    CHECK_EQ(finish(PVGPU_STAGE_CS), PVB_DXBC_OK);
    begin(CS50);
    emit(76, 0, 2, IMM1, 1u);
    for (uint32_t i = 0; i < 1025; i++) emit(6, 0, 2, IMM1, i);
    emit(23, 0, 0);
    CHECK_EQ(finish(PVGPU_STAGE_CS), PVB_DXBC_MALFORMED);
    begin(CS50);
    emit(76, 0, 2, IMM1, 1u);
    emit(6, 0, 2, IMM1, 7u);
    emit(6, 0, 2, IMM1, 7u);
    emit(23, 0, 0);
    CHECK_EQ(finish(PVGPU_STAGE_CS), PVB_DXBC_MALFORMED); /* the same case twice */
    begin(CS50);
    emit(76, 0, 2, IMM1, 1u);
    emit(58, 0, 0);
    emit(23, 0, 0);
    CHECK_EQ(finish(PVGPU_STAGE_CS), PVB_DXBC_MALFORMED); /* code before the first case */
}


static void label(uint32_t opcode, uint32_t n)
{
    emit(opcode, 0, 2, 0x0010a000u, n);
}

TEST(calls)
{
    begin(CS50);
    label(4, 0);
    emit(62, 0, 0);
    label(44, 0);
    label(4, 1);
    emit(62, 0, 0);
    label(44, 1);
    CHECK_EQ(finish(PVGPU_STAGE_CS), PVB_DXBC_OK);
    begin(CS50);
    label(4, 0);
    emit(62, 0, 0);
    label(44, 0);
    label(4, 1);
    emit(62, 0, 0);
    label(44, 1);
    label(4, 0); /* recursion over two bodies */
    CHECK_EQ(finish(PVGPU_STAGE_CS), PVB_DXBC_MALFORMED);
    begin(CS50);
    label(4, 3);
    CHECK_EQ(finish(PVGPU_STAGE_CS), PVB_DXBC_MALFORMED); /* nowhere */
    begin(CS50);
    label(44, 64);
    CHECK_EQ(finish(PVGPU_STAGE_CS), PVB_DXBC_MALFORMED);
}

static enum pvb_dxbc_result with_temps(uint32_t declared, uint32_t used)
{
    begin(CS50);
    emit(104, 0, 1, declared);
    emit(54, 0, 4, TEMP_D, used, IMM1, 0u);
    return finish(PVGPU_STAGE_CS);
}

TEST(registers)
{
    CHECK_EQ(with_temps(2, 1), PVB_DXBC_OK);
    CHECK_EQ(with_temps(2, 2), PVB_DXBC_MALFORMED);
    CHECK_EQ(with_temps(4096, 4095), PVB_DXBC_OK);
    CHECK_EQ(with_temps(4097, 0), PVB_DXBC_MALFORMED);
    CHECK_EQ(with_temps(0xffffffffu, 0), PVB_DXBC_MALFORMED);
    /* Indexable temps count with the others. */
    begin(CS50);
    emit(104, 0, 1, 1u);
    emit(105, 0, 3, 0u, 4095u, 4u);
    CHECK_EQ(finish(PVGPU_STAGE_CS), PVB_DXBC_OK);
    begin(CS50);
    emit(104, 0, 1, 1u);
    emit(105, 0, 3, 0u, 4096u, 4u);
    CHECK_EQ(finish(PVGPU_STAGE_CS), PVB_DXBC_MALFORMED);
    begin(CS50);
    emit(105, 0, 3, 0x80000000u, 1u, 4u);
    CHECK_EQ(finish(PVGPU_STAGE_CS), PVB_DXBC_MALFORMED);
}

/* dcl_input v[reg].x in a vertex shader. */
static enum pvb_dxbc_result with_input(uint32_t opcode, uint32_t reg, uint32_t operand, int name)
{
    begin(VS50);
    if (name >= 0) emit(opcode, 0, 3, operand, reg, (uint32_t)name);
    else emit(opcode, 0, 2, operand, reg);
    return finish(PVGPU_STAGE_VS);
}

TEST(declarations)
{
    CHECK_EQ(with_input(95, 31, 0x00101012u, -1), PVB_DXBC_OK);
    CHECK_EQ(with_input(95, 32, 0x00101012u, -1), PVB_DXBC_MALFORMED);
    CHECK_EQ(with_input(95, 0xffffffffu, 0x00101012u, -1), PVB_DXBC_MALFORMED);
    CHECK_EQ(with_input(95, 0, 0x00101002u, -1), PVB_DXBC_MALFORMED); /* empty mask */
    CHECK_EQ(with_input(95, 0, 0x00102012u, -1), PVB_DXBC_MALFORMED); /* an output as input */
    CHECK_EQ(with_input(96, 0, 0x00101012u, 6), PVB_DXBC_OK);
    CHECK_EQ(with_input(96, 0, 0x00101012u, 0), PVB_DXBC_MALFORMED);
    CHECK_EQ(with_input(96, 0, 0x00101012u, 23), PVB_DXBC_MALFORMED);
    CHECK_EQ(with_input(98, 0, 0x00101012u, -1), PVB_DXBC_MALFORMED); /* a pixel shader's */
    CHECK_EQ(with_input(90, 15, 0x00106000u, -1), PVB_DXBC_OK);
    CHECK_EQ(with_input(90, 16, 0x00106000u, -1), PVB_DXBC_MALFORMED); /* sampler */
    CHECK_EQ(with_input(161, 127, 0x00107000u, -1), PVB_DXBC_OK);
    CHECK_EQ(with_input(161, 128, 0x00107000u, -1), PVB_DXBC_MALFORMED); /* resource */
    CHECK_EQ(with_input(157, 63, 0x0011e000u, -1), PVB_DXBC_OK);
    CHECK_EQ(with_input(157, 64, 0x0011e000u, -1), PVB_DXBC_MALFORMED); /* view */
    CHECK_EQ(with_input(162, 0, 0x00107000u, 2048), PVB_DXBC_OK);
    CHECK_EQ(with_input(162, 0, 0x00107000u, 0), PVB_DXBC_MALFORMED); /* stride */
    CHECK_EQ(with_input(162, 0, 0x00107000u, 2052), PVB_DXBC_MALFORMED);
}

/* What hosts' shader compilers have been seen to stumble over, though each token is in order. */
TEST(meanings)
{
    CHECK_EQ(with_input(96, 0, 0x00101032u, 6), PVB_DXBC_MALFORMED); /* a vertex id of two components */
    CHECK_EQ(with_input(97, 0, 0x00101012u, 11), PVB_DXBC_MALFORMED); /* a tessellation factor as vertex input */
    for (uint32_t mask = 1; mask < 16; mask++) { /* the x and y of o0 are declared */
        begin(VS50);
        emit(101, 0, 2, 0x00102032u, 0u);
        emit(54, 0, 4, 0x00102002u | mask << 4, 0u, IMM1, 0u);
        CHECK_EQ(finish(PVGPU_STAGE_VS), mask & 12 ? PVB_DXBC_MALFORMED : PVB_DXBC_OK);
    }
    for (uint32_t mask = 1; mask < 16; mask++) { /* store_raw of what is not the first words */
        begin(CS50);
        emit(157, 0, 2, 0x0011e000u, 0u);
        emit(166, 0, 6, 0x0011e002u | mask << 4, 0u, IMM1, 0u, IMM1, 0u);
        CHECK_EQ(finish(PVGPU_STAGE_CS), mask & (mask + 1) ? PVB_DXBC_MALFORMED : PVB_DXBC_OK);
    }
    for (uint32_t mask = 1; mask < 16; mask++) { /* o0.xy is declared again */
        begin(VS50);
        emit(103, 0, 3, 0x00102032u, 0u, 2u);
        emit(101, 0, 2, 0x00102002u | mask << 4, 0u);
        CHECK_EQ(finish(PVGPU_STAGE_VS), mask & 3 ? PVB_DXBC_MALFORMED : PVB_DXBC_OK);
    }
    for (uint32_t endif = 0; endif < 2; endif++) { /* endif with the test of its if, and else */
        begin(CS50);
        emit(31, 1u << 18, 2, IMM1, 1u);
        emit(18, endif ? 0 : 1u << 18, 0);
        emit(21, endif ? 1u << 18 : 0, 0);
        CHECK_EQ(finish(PVGPU_STAGE_CS), endif ? PVB_DXBC_OK : PVB_DXBC_MALFORMED);
    }
    for (uint32_t swizzle = 0; swizzle < 256; swizzle++) { /* if_nz of a swizzle: one component, four times */
        begin(CS50);
        emit(104, 0, 1, 1u);
        emit(31, 1u << 18, 2, 0x00100006u | swizzle << 4, 0u);
        emit(21, 0, 0);
        CHECK_EQ(finish(PVGPU_STAGE_CS), swizzle % 0x55 ? PVB_DXBC_MALFORMED : PVB_DXBC_OK);
    }
    begin(CS50);
    emit(106, 1 << 13, 0); /* early depth test */
    CHECK_EQ(finish(PVGPU_STAGE_CS), PVB_DXBC_MALFORMED);
    begin(PS50);
    emit(106, 1 << 13, 0);
    CHECK_EQ(finish(PVGPU_STAGE_PS), PVB_DXBC_OK);
    for (uint32_t flags = 0; flags < 2; flags++) { /* doubles that were not announced */
        begin(CS50);
        if (flags) emit(106, 1 << 12, 0);
        emit(104, 0, 1, 1u);
        emit(191, 0, 6, 0x00100032u, 0u, 0x00100446u, 0u, 0x00100446u, 0u);
        CHECK_EQ(finish(PVGPU_STAGE_CS), flags ? PVB_DXBC_OK : PVB_DXBC_MALFORMED);
    }
}

/* A factor of another domain than the shader's: the name token of the first one is changed. */
TEST(factors_are_the_domains)
{
    struct strip s;
    CHECK(strip_container(golden[GOLDEN_hs_tri].data, golden[GOLDEN_hs_tri].size, &s));
    CHECK(s.n_tokens < 65536);
    RETURN_IF_FAILED();
    memcpy(words, s.tokens, s.n_tokens * 4);
    uint32_t at = 0;
    for (uint32_t i = 0; i + 3 < s.n_tokens && !at; i++)
        if ((words[i] & 0x7ff) == 103 && words[i] >> 24 == 4 && words[i + 3] >= 17 && words[i + 3] <= 20) at = i + 3;
    CHECK(at != 0);
    words[at] = 12;
    CHECK_EQ(check(words, s.n_tokens, PVGPU_STAGE_HS), PVB_DXBC_MALFORMED);
}

TEST(thread_groups)
{
    static const struct { uint32_t x, y, z; int ok; } rows[] = {
        {1024, 1, 1, 1}, {1025, 1, 1, 0}, {1, 1, 64, 1}, {1, 1, 65, 0}, {0, 1, 1, 0}, {32, 32, 1, 1}, {32, 33, 1, 0},
        {0x10000, 0x10000, 1, 0}, {1024, 1024, 64, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        n_words = 2;
        words[0] = CS50;
        emit(155, 0, 3, rows[i].x, rows[i].y, rows[i].z);
        CHECK_EQ(finish(PVGPU_STAGE_CS), rows[i].ok ? PVB_DXBC_OK : PVB_DXBC_MALFORMED);
    }
    n_words = 2;
    words[0] = CS50;
    CHECK_EQ(finish(PVGPU_STAGE_CS), PVB_DXBC_MALFORMED); /* none */
}

TEST(shared_memory)
{
    for (int over = 0; over < 2; over++) {
        begin(CS50);
        emit(159, 0, 3, 0x0011f000u, 0u, 16384u);
        emit(160, 0, 4, 0x0011f000u, 1u, 64u, 256u + (uint32_t)over);
        CHECK_EQ(finish(PVGPU_STAGE_CS), over ? PVB_DXBC_MALFORMED : PVB_DXBC_OK);
    }
    begin(CS50);
    emit(160, 0, 4, 0x0011f000u, 1u, 0x8000u, 0x20000u); /* 2^32 bytes */
    CHECK_EQ(finish(PVGPU_STAGE_CS), PVB_DXBC_MALFORMED);
}

TEST(custom_data)
{
    for (uint32_t n = 0; n <= 9; n++) {
        begin(CS50);
        words[n_words++] = 53 | 3 << 11;
        words[n_words++] = n;
        for (uint32_t i = 2; i < n; i++) words[n_words++] = 0;
        /* A table of whole constants; shorter lengths leave the walk inside it, or before it. */
        CHECK_EQ(finish(PVGPU_STAGE_CS), n == 6 ? PVB_DXBC_OK : PVB_DXBC_MALFORMED);
    }
    begin(CS50);
    words[n_words++] = 53;
    words[n_words++] = 0xffffffffu;
    CHECK_EQ(finish(PVGPU_STAGE_CS), PVB_DXBC_MALFORMED);
    begin(CS50);
    words[n_words++] = 53 | 6 << 11;
    words[n_words++] = 2;
    CHECK_EQ(finish(PVGPU_STAGE_CS), PVB_DXBC_MALFORMED);
}

/* Registers that index registers that index registers, and many in one instruction. */
TEST(relative_indices)
{
    for (uint32_t depth = 1; depth <= 4; depth++) {
        begin(CS50);
        emit(104, 0, 1, 1u);
        emit(105, 0, 3, 0u, 8u, 4u);
        uint32_t at = n_words++;
        words[n_words++] = TEMP_D;
        words[n_words++] = 0;
        for (uint32_t i = 0; i < depth; i++) {
            words[n_words++] = 0x0420300au; /* x0[ relative ].x, second index relative */
            words[n_words++] = 0;
        }
        words[n_words++] = TEMP_X;
        words[n_words++] = 0;
        words[at] = 54 | (n_words - at) << 24;
        CHECK_EQ(finish(PVGPU_STAGE_CS), depth <= 2 ? PVB_DXBC_OK : PVB_DXBC_MALFORMED);
    }
    begin(CS50);
    emit(104, 0, 1, 1u);
    emit(105, 0, 3, 0u, 8u, 4u);
    emit(54, 0, 7, TEMP_D, 0u, 0x0220300au, 0u, 0u, 0u, 0u); /* 64-bit index */
    CHECK(finish(PVGPU_STAGE_CS) != PVB_DXBC_OK);
}

TEST(geometry_needs_its_declarations)
{
    for (uint32_t leave = 0; leave <= 3; leave++) {
        begin(GS50);
        if (leave != 0) emit(93, 3 << 11, 0);
        if (leave != 1) emit(92, 5 << 11, 0);
        if (leave != 2) emit(94, 0, 1, 3u);
        CHECK_EQ(finish(PVGPU_STAGE_GS), leave == 3 ? PVB_DXBC_OK : PVB_DXBC_MALFORMED);
    }
    begin(GS50);
    emit(93, 4 << 11, 0);
    CHECK_EQ(finish(PVGPU_STAGE_GS), PVB_DXBC_MALFORMED);
    begin(PS50);
    emit(93, 3 << 11, 0);
    CHECK_EQ(finish(PVGPU_STAGE_PS), PVB_DXBC_MALFORMED);
}

TAP_MAIN(RUN(headers); RUN(nesting); RUN(blocks); RUN(switches); RUN(calls); RUN(registers); RUN(declarations);
         RUN(meanings); RUN(factors_are_the_domains);
         RUN(thread_groups); RUN(shared_memory); RUN(custom_data); RUN(relative_indices); RUN(geometry_needs_its_declarations);
         RUN(every_truncation_is_refused); RUN(every_bit_flip_is_survived); RUN(random_words_are_survived))
