/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * test_corpus.c - some hundred shaders of about one instruction each (corpus/), in all six stages and models 4.0 to 5.0: every
 * one is rebuilt as the compiler made it, and every instruction that the library carries stands in one of them.
 */
#include "golden.h"
#include "corpus/corpus.h"
#include "rebuilt.h"

static const struct { const char *name; const uint32_t *data; uint32_t size; } corpus[] = {
#define X(name) { #name, name, sizeof name },
    CORPUS_LIST(X)
#undef X
};
enum { CORPUS_COUNT = sizeof corpus / sizeof corpus[0] };

TEST(each_is_rebuilt)
{
    printf("# %d shaders\n", CORPUS_COUNT);
    CHECK(CORPUS_COUNT > 200);
    for (int i = 0; i < CORPUS_COUNT; i++) check_rebuilt(corpus[i].name, corpus[i].data, corpus[i].size, true);
}

TEST(each_is_rebuilt_without_types)
{
    for (int i = 0; i < CORPUS_COUNT; i++) check_rebuilt(corpus[i].name, corpus[i].data, corpus[i].size, false);
}

/* A program that ends early is none, wherever it is cut and whatever its length token then says. */
TEST(no_prefix_is_a_program)
{
    static uint32_t tokens[1 << 16];
    for (int i = 0; i < CORPUS_COUNT; i++) {
        struct strip s;
        CHECK(strip_container(corpus[i].data, corpus[i].size, &s));
        CHECK(s.n_tokens < sizeof tokens / sizeof tokens[0]);
        RETURN_IF_FAILED();
        memcpy(tokens, s.tokens, s.n_tokens * 4u);
        for (uint32_t n = 0; n < s.n_tokens; n++) {
            if (n > 1) tokens[1] = n;
            bool phase = s.stage == PVGPU_STAGE_HS && n > 2 && ((s.tokens[n] & 0x7ff) == 115 || (s.tokens[n] & 0x7ff) == 116);
            if (phase) continue; /* a hull shader may end where its next fork or join phase begins */
            if (pvb_dxbc_check(tokens, n, s.stage, NULL) == PVB_DXBC_OK) {
                printf("# %s: %u of %u tokens are taken\n", corpus[i].name, n, s.n_tokens);
                CHECK(!"refused");
                break;
            }
        }
    }
}

/* ---- coverage ---- */

#define OPCODES 236
static const char *const names[OPCODES] = {
#define OP(number, name, operands, words, stages, model, controls) [number] = #name,
#define UNSUPPORTED(number, name)
#include "opcodes.def"
};

/* What this compiler does not write, and what it writes instead; others may. */
static const struct { const char *name, *instead; } never[] = {
    { "callc", "made an if around a call" },
    { "continuec", "made an if around a continue" },
    { "retc", "made an if around a ret" },
    { "emitthencut", "made an emit and a cut" },
    { "emitthencut_stream", "made an emit and a cut" },
    { "nop", "of no use" },
    { "umul", "no intrinsic asks for the high half" },
    { "umad", "made an imad" },
    { "uaddc", "no intrinsic asks for the carry" },
    { "usubb", "no intrinsic asks for the borrow" },
    { "swapc", "made two movc" },
    { "dcl_hs_max_tessfactor", "left out" },
    { "dmov", "made a mov" },
};

static bool seen[OPCODES];

static void walk(const uint32_t *container, uint32_t size)
{
    struct strip s;
    uint32_t length;
    CHECK(strip_container(container, size, &s));
    for (uint32_t at = 2; !tap_failed_checks && at < s.n_tokens; at += length) {
        uint32_t op = s.tokens[at] & 0x7ff;
        length = op == 53 /* customdata */ ? s.tokens[at + 1] : s.tokens[at] >> 24 & 0x7f;
        CHECK(op < OPCODES && length);
        if (!tap_failed_checks) seen[op] = true;
    }
}

TEST(every_instruction_occurs)
{
    for (int i = 0; i < CORPUS_COUNT; i++) walk(corpus[i].data, corpus[i].size);
    for (int i = 0; i < GOLDEN_COUNT; i++) walk(golden[i].data, golden[i].size);
    for (int op = 0; op < OPCODES; op++) {
        const char *instead = NULL;
        for (size_t i = 0; names[op] && i < sizeof never / sizeof never[0]; i++)
            if (!strcmp(never[i].name, names[op])) instead = never[i].instead;
        if (!names[op] || seen[op] == !instead) continue;
        printf("# %s: %s\n", names[op], instead ? "occurs after all" : "in no shader");
        CHECK(!"covered");
    }
}

TAP_MAIN(RUN(each_is_rebuilt); RUN(each_is_rebuilt_without_types); RUN(no_prefix_is_a_program); RUN(every_instruction_occurs))
