/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * make_object_seeds.c - writes the seeds of fuzz_objects: make-object-seeds CORPUS-FOLDER. One for each
 * command, legal over the scene, one with all of a context's commands in a row, for each command that names a
 * heap one for each of its numbers, with as large a number as fits, one for each word of a stream of a video
 * blit, one for a clear of each kind of video view, and one for each word of a buffer of a decoder's frame.
 */
#include <stdio.h>
#include <string.h>
#include "fixture.h"

static size_t part(uint8_t *out, int index)
{
    uint64_t cmd[128];
    uint32_t header[2] = { (uint32_t)sample_command(index, cmd), pvgpu_descs[index].cls == PVGPU_CLASS_CONTEXT ? CTX : 0 };
    memcpy(out, header, sizeof header);
    memcpy(out + sizeof header, cmd, header[0]);
    return sizeof header + header[0];
}

static int save(const char *folder, const char *name, const uint8_t *bytes, size_t size)
{
    char path[1024];
    FILE *file;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "wb");
    if (file && fwrite(bytes, 1, size, file) == size && !fclose(file)) return 0;
    fprintf(stderr, "make-object-seeds: cannot write %s\n", path);
    return 1;
}

static bool names_a_heap(const struct pvgpu_desc *d)
{
    for (unsigned i = 0; i < d->n_fields; i++)
        if (d->fields[i].kind == PVGPU_K_ref && d->fields[i].arg == PVGPU_OBJ_HEAP) return true;
    return false;
}

static int save_wild(const char *folder, int index)
{
    const struct pvgpu_desc *d = &pvgpu_descs[index];
    uint8_t bytes[2048];
    char name[128];
    for (unsigned i = 0; i < d->n_fields; i++) {
        const struct pvgpu_field *f = &d->fields[i];
        size_t size = part(bytes, index), width = f->kind == PVGPU_K_u64 ? 8 : 4;
        if (f->kind != PVGPU_K_u64 && f->kind != PVGPU_K_u32) continue;
        memset(bytes + 8 + f->offset, 0xff, width);
        bytes[8 + f->offset] = 0xf8; /* numbers that must be multiples of 8 pass that check */
        snprintf(name, sizeof name, "wild-%s-%s", d->name, f->name);
        if (save(folder, name, bytes, size)) return 1;
    }
    return 0;
}

/* A word that is 1, and all ones: what is a switch and what a bound. */
static int save_streams(const char *folder)
{
    uint8_t bytes[2048];
    char name[128];
    for (uint32_t at = 0; at < sizeof(struct pvgpu_video_stream); at += 4) {
        size_t size = part(bytes, PVGPU_IX_VIDEO_BLIT), twice = part(bytes + size, PVGPU_IX_VIDEO_BLIT);
        const uint32_t one = 1;
        memcpy(bytes + 8 + sizeof(struct pvgpu_cmd_video_blit) + at, &one, sizeof one);
        memset(bytes + size + 8 + sizeof(struct pvgpu_cmd_video_blit) + at, 0xff, 4);
        snprintf(name, sizeof name, "stream-%u", (unsigned)at);
        if (save(folder, name, bytes, size + twice)) return 1;
    }
    return 0;
}

static int save_clears(const char *folder)
{
    static const struct { uint32_t kind; const char *name; } views[3] = {
        { PVGPU_OBJ_VIDEO_INPUT, "clear-input" }, { PVGPU_OBJ_VIDEO_OUTPUT, "clear-output" }, { PVGPU_OBJ_DECODER_OUTPUT, "clear-decoded" } };
    for (uint32_t i = 0; i < 3; i++) {
        const struct pvgpu_rect r[2] = { { 1, 2, 7, 9 }, { -5, 40, 90, 41 } };
        struct { struct pvgpu_cmd_clear_view c; struct pvgpu_rect r[2]; } cmd = {
            { { PVGPU_OP_CLEAR_VIEW, 0, sizeof cmd }, views[i].kind, 0.5f, 16, 128, 1, 2 }, { r[0], r[1] } };
        const uint32_t header[2] = { sizeof cmd, CTX };
        uint8_t bytes[sizeof header + sizeof cmd];
        memcpy(bytes, header, sizeof header);
        memcpy(bytes + sizeof header, &cmd, sizeof cmd);
        if (save(folder, views[i].name, bytes, sizeof bytes)) return 1;
    }
    return 0;
}

/* As save_streams, of the second of two buffers. */
static int save_buffers(const char *folder)
{
    const struct pvgpu_decoder_buffer b[2] = { { .type = 6, .heap = HEAP, .size = 100, .offset = 4096 },
                                               { .type = 0, .heap = HEAP, .size = 64, .offset = 8192 } };
    struct { struct pvgpu_cmd_decode_frame c; struct pvgpu_decoder_buffer b[2]; } cmd = {
        { { PVGPU_OP_DECODE_FRAME, 0, sizeof cmd }, PVGPU_OBJ_VIDEO_DECODER, PVGPU_OBJ_DECODER_OUTPUT, 2, 0 }, { b[0], b[1] } };
    const uint32_t header[2] = { sizeof cmd, CTX }, values[2] = { 1, UINT32_MAX };
    uint8_t bytes[2 * (sizeof header + sizeof cmd)];
    char name[128];
    for (uint32_t at = 0; at < sizeof b[1]; at += 4) {
        for (uint32_t i = 0; i < 2; i++) {
            cmd.b[1] = b[1];
            memcpy((char *)&cmd.b[1] + at, &values[i], sizeof values[i]);
            memcpy(bytes + i * sizeof bytes / 2, header, sizeof header);
            memcpy(bytes + i * sizeof bytes / 2 + sizeof header, &cmd, sizeof cmd);
        }
        snprintf(name, sizeof name, "buffer-%u", (unsigned)at);
        if (save(folder, name, bytes, sizeof bytes)) return 1;
    }
    return 0;
}

int main(int argc, char **argv)
{
    static uint8_t bytes[65536];
    size_t all = 0;
    if (argc != 2) return 2;
    for (int i = 0; i < PVGPU_IX_COUNT; i++)
        if (save(argv[1], pvgpu_descs[i].name, bytes, part(bytes, i)) || (names_a_heap(&pvgpu_descs[i]) && save_wild(argv[1], i))) return 1;
    for (int i = 0; i < PVGPU_IX_COUNT; i++)
        if (pvgpu_descs[i].cls == PVGPU_CLASS_CONTEXT && pvgpu_descs[i].fields[0].kind != PVGPU_K_newid)
            all += part(bytes + all, i);
    return save_streams(argv[1]) || save_clears(argv[1]) || save_buffers(argv[1]) || save(argv[1], "all", bytes, all);
}
