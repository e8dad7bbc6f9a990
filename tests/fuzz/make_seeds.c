/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * make_seeds.c - writes the seeds of fuzz_codec and fuzz_ring: make-seeds CORPUS-FOLDER. To be run again when commands
 * are added.
 */
#include "pvgpu_codec.h"
#include "pvgpu_ring.h"

#include <stdio.h>
#include <string.h>

static _Alignas(8) uint8_t bytes[65536];

static int save(const char *folder, const char *name, size_t size)
{
    char path[1024];
    FILE *f;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    f = fopen(path, "wb");
    if (!f || fwrite(bytes, 1, size, f) != size || fclose(f)) {
        fprintf(stderr, "make-seeds: cannot write %s\n", path);
        return 1;
    }
    return 0;
}

static uint32_t value_for(const struct pvgpu_field *f, uint32_t tail)
{
    switch ((enum pvgpu_kind)f->kind) {
    case PVGPU_K_flags: return f->arg;
    case PVGPU_K_enumv: return f->arg - 1;
    case PVGPU_K_format: return 28;
    case PVGPU_K_count: return tail;
    case PVGPU_K_zero: return 0;
    case PVGPU_K_u32: case PVGPU_K_i32: case PVGPU_K_u64: case PVGPU_K_f32: case PVGPU_K_max: case PVGPU_K_bool:
    case PVGPU_K_ref: case PVGPU_K_optref: case PVGPU_K_newid: case PVGPU_K_nonzero: return 1;
    }
    return 0;
}

static size_t put_command(size_t at, const struct pvgpu_desc *d, uint32_t tail)
{
    struct pvgpu_command h = { .op = d->op, .size = pvgpu_size_with_tail(d->size, d->tail_size, tail) };

    memset(bytes + at, 0, h.size);
    memcpy(bytes + at, &h, sizeof h);
    for (int i = 0; i < d->n_fields; i++) {
        uint32_t v = value_for(&d->fields[i], tail);
        memcpy(bytes + at + d->fields[i].offset, &v, 4);
    }
    return at + h.size;
}

static int codec_seeds(const char *corpus)
{
    char folder[512], name[64];
    size_t at = 8;
    int bad = 0;

    snprintf(folder, sizeof folder, "%s/codec", corpus);
    for (const struct pvgpu_desc *d = pvgpu_descs; d < pvgpu_descs + PVGPU_IX_COUNT; d++) {
        memset(bytes, 0, 8);
        bytes[0] = 3;
        snprintf(name, sizeof name, "%s", d->name);
        bad |= save(folder, name, put_command(8, d, d->tail_size ? 2 : 0));
    }
    for (const struct pvgpu_desc *d = pvgpu_descs; d < pvgpu_descs + PVGPU_IX_COUNT; d++)
        at = put_command(at, d, d->tail_size ? 1 : 0);
    bad |= save(folder, "all-commands", at);
    bad |= save(folder, "all-commands-cut", at - 12);
    bytes[0] = PVGPU_CLASS_CONTEXT;
    bad |= save(folder, "wrong-class", at);
    return bad;
}

static size_t put_step(size_t at, uint8_t action, uint8_t absolute, uint16_t where, uint32_t value)
{
    bytes[at] = action;
    bytes[at + 1] = absolute;
    memcpy(bytes + at + 2, &where, 2);
    memcpy(bytes + at + 4, &value, 4);
    return at + 8;
}

static int ring_seeds(const char *corpus)
{
    char folder[512];
    uint32_t start = 0xffffffe0;
    size_t at = 4;
    int bad = 0;

    snprintf(folder, sizeof folder, "%s/ring", corpus);
    memcpy(bytes, &start, 4);
    at = put_step(at, 4, 0, 0x3e0, 40); /* a packet of 40 bytes where the ring begins */
    at = put_step(at, 6, 0, 0, 0);
    at = put_step(at, 0, 0, 40, 0);
    at = put_step(at, 5, 0, 0, 0);
    at = put_step(at, 6, 0, 0, 0);
    bad |= save(folder, "packet", at);
    at = put_step(at, 0, 1, 0, start - 8); /* back */
    at = put_step(at, 5, 0, 0, 0);
    bad |= save(folder, "producer-back", at);
    at = 4;
    for (int i = 0; i < 8; i++) {
        at = put_step(at, 7, 0, 0, 300);
        at = put_step(at, 8, 0, 0, 1000);
        at = put_step(at, 3, 0, 0, start + 100);
        at = put_step(at, 2, 0, 300, 0);
    }
    bad |= save(folder, "producer-waits", at);
    at = put_step(at, 2, 1, 0, start - 4096);
    at = put_step(at, 7, 0, 0, 64);
    bad |= save(folder, "consumer-ahead", at);
    return bad;
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: make-seeds CORPUS-FOLDER\n");
        return 2;
    }
    return codec_seeds(argv[1]) | ring_seeds(argv[1]);
}
