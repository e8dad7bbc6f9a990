/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * fuzz_dxbc.c - token streams and signatures from anybody. The first bytes are the stage and how many
 * signature entries follow them; the rest is the token stream. Whatever is built must be a whole
 * container whose tokens are the given ones; whatever is linked has no interfaces any more.
 */
#include <stdbool.h>
#include <string.h>
#include "fuzz.h"
#include "pvb_dxbc.h"

#define MAX_ENTRIES 8u

static uint32_t word(const uint8_t *at)
{
    uint32_t w;
    memcpy(&w, at, 4);
    return w;
}

/* Words behind the program choose the instances: table, constant buffer with constant, texture with sampler. */
static void link_it(const struct pvb_dxbc_shader *s)
{
    struct pvgpu_shader_slot slots[PVGPU_SHADER_SLOTS];
    struct pvb_dxbc_shader x = *s;
    uint32_t n_slots, *linked, at;
    bool has;
    void *container;
    size_t n;
    if (pvb_dxbc_interfaces(s->tokens, s->n_tokens, s->stage, &has, &n_slots, NULL) != PVB_DXBC_OK || !has) return;
    FUZZ_CLAIM(n_slots <= PVGPU_SHADER_SLOTS);
    at = s->tokens[1];
    for (uint32_t i = 0; i < n_slots; i++) {
        uint32_t w[3] = {0};
        for (int k = 0; k < 3 && at < s->n_tokens; k++) w[k] = s->tokens[at++];
        slots[i] = (struct pvgpu_shader_slot){w[0], w[1] >> 12 & 15u, w[1] & 4095u, w[2] & 127u, w[2] >> 7 & 15u, 0};
    }
    if (pvb_dxbc_link(s->tokens, s->n_tokens, s->stage, slots, n_slots, &linked, &x.n_tokens, NULL) != PVB_DXBC_OK) {
        FUZZ_CLAIM(!linked);
        return;
    }
    x.tokens = linked;
    FUZZ_CLAIM(x.n_tokens == linked[1] && x.n_tokens <= 1u << 18);
    FUZZ_CLAIM(pvb_dxbc_interfaces(linked, x.n_tokens, x.stage, &has, &n_slots, NULL) == PVB_DXBC_OK && !has);
    (void)pvb_dxbc_build(&x, &container, &n, NULL);
    free(container);
    free(linked);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const uint32_t known[4] = {1, 2, 3, 0};
    struct pvgpu_signature entries[3 * MAX_ENTRIES];
    struct pvb_dxbc_shader s = {0};
    struct pvb_dxbc_error error;
    uint32_t counts[3], total = 0;
    uint8_t types[32], dimensions[128];
    if (size < 4) return 0;

    s.stage = data[0] % PVGPU_STAGE_COUNT;
    for (int i = 0; i < 3; i++) total += counts[i] = data[1 + i] % (MAX_ENTRIES + 1);
    data += 4;
    size -= 4;
    if (size < total * 8) return 0;
    for (uint32_t i = 0; i < total; i++, data += 8, size -= 8)
        entries[i] = (struct pvgpu_signature){.reg = data[0] == 255 ? ~0u : data[0], .mask = data[1], .name = data[2],
                                              .type = data[3], .stream = data[4], .min_precision = data[5]};
    s.inputs = entries;
    s.n_inputs = counts[0];
    s.outputs = entries + counts[0];
    s.n_outputs = counts[1];
    s.patch = entries + counts[0] + counts[1];
    s.n_patch = counts[2];
    for (int i = 0; i < 32; i++) s.input_types[i] = (uint8_t)known[i & 3];

    /* In memory of exactly its size, so that a read past the end is seen. */
    uint32_t *tokens = malloc(size ? size : 1);
    if (!tokens) return 0;
    memcpy(tokens, data, size);
    s.tokens = tokens;
    s.n_tokens = (uint32_t)(size / 4);
    void *container;
    size_t n;
    enum pvb_dxbc_result r = pvb_dxbc_build(&s, &container, &n, &error);
    FUZZ_CLAIM((r == PVB_DXBC_OK) == (container != NULL));
    FUZZ_CLAIM(r == pvb_dxbc_check(tokens, s.n_tokens, s.stage, NULL));
    if (r == PVB_DXBC_OK) {
        uint8_t sum[16];
        const uint8_t *c = container;
        pvb_dxbc_checksum(c, n, sum);
        FUZZ_CLAIM(word(c + 24) == n && !memcmp(c + 4, sum, 16));
        bool code = false;
        for (uint32_t i = 0; i < word(c + 28); i++) {
            uint32_t at = word(c + 32 + 4 * i);
            FUZZ_CLAIM(at <= n - 8 && word(c + at + 4) <= n - 8 - at);
            if (c[at] == 'S' && c[at + 1] == 'H')
                code = word(c + at + 4) == tokens[1] * 4 && !memcmp(c + at + 8, tokens, tokens[1] * 4);
        }
        FUZZ_CLAIM(code);
    } else {
        FUZZ_CLAIM(memchr(error.text, 0, sizeof error.text));
    }
    link_it(&s);
    pvb_dxbc_infer_inputs(tokens, s.n_tokens, types);
    FUZZ_CLAIM(pvb_dxbc_textures(tokens, s.n_tokens, dimensions) <= sizeof dimensions);
    free(container);
    free(tokens);
    return 0;
}
