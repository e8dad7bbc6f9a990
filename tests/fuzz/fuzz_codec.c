/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * fuzz_codec.c - a command stream of any bytes: byte 0 says which classes are allowed, the stream begins at byte 8.
 */
#include "fuzz.h"
#include "pvgpu_codec.h"

#include <string.h>

struct counts {
    const uint8_t *begin, *end;
    size_t bytes; /* of commands carried out */
    uint32_t cls, calls, sum;
};

static enum pvgpu_verdict count(struct counts *s, int index, const void *c, const void *tail)
{
    const struct pvgpu_desc *d = &pvgpu_descs[index];
    const struct pvgpu_command *h = c;
    const uint8_t *p = c;
    char line[512];
    uint32_t n = 0;
    int ix = -1;

    FUZZ_CLAIM(p == s->begin + s->bytes);
    FUZZ_CLAIM(h->size >= d->size && h->size % 8 == 0 && h->size <= (size_t)(s->end - p));
    FUZZ_CLAIM(h->op == d->op && h->flags == 0);
    FUZZ_CLAIM(d->cls & s->cls);
    FUZZ_CLAIM(tail == (d->tail_size ? p + d->size : 0));
    if (d->tail_size) memcpy(&n, p + d->tail_count_offset, 4);
    FUZZ_CLAIM(d->size + (uint64_t)n * d->tail_size <= h->size);
    FUZZ_CLAIM(pvgpu_check(c, h->size, &ix) == PVGPU_OK && ix == index);
    FUZZ_CLAIM(pvgpu_print(c, line, sizeof line) > 0 && strlen(line) < sizeof line);
    for (uint32_t i = 0; i < h->size; i++) s->sum += p[i];
    s->bytes += h->size;
    s->calls++;
    return PVGPU_OK;
}

#define CMD(n, N, code, cls, prose) \
    static enum pvgpu_verdict on_##n(void *ctx, const struct pvgpu_cmd_##n *c, const void *tail) \
    { return count(ctx, PVGPU_IX_##N, c, tail); }
#define FIELD(n, k, f, a)
#define TAIL(n, e, c)
#define END(n)
#include "pvgpu_cmds.def"

static const struct pvgpu_ops ops = {
#define CMD(n, N, code, cls, prose) .n = on_##n,
#define FIELD(n, k, f, a)
#define TAIL(n, e, c)
#define END(n)
#include "pvgpu_cmds.def"
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t *copy;
    size_t done = ~(size_t)0;
    enum pvgpu_verdict v;
    struct counts s = { 0 };

    if (size < 8) return 0;
    copy = malloc(size - 8 ? size - 8 : 1); /* of its own, so that a sanitizer sees a read beyond */
    if (!copy) return 0;
    memcpy(copy, data + 8, size - 8);
    s.begin = copy;
    s.end = copy + (size - 8);
    s.cls = data[0];
    v = pvgpu_run(copy, size - 8, s.cls, &ops, &s, &done);
    FUZZ_CLAIM(done == s.bytes && done <= size - 8);
    FUZZ_CLAIM((v == PVGPU_OK) == (done == size - 8));
    FUZZ_CLAIM(strcmp(pvgpu_verdict_name(v), "?"));
    FUZZ_CLAIM(!memcmp(copy, data + 8, size - 8)); /* nothing is written */
    free(copy);
    return 0;
}
