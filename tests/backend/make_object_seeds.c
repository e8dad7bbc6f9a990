/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * make_object_seeds.c - writes the seeds of fuzz_objects: make-object-seeds CORPUS-FOLDER. One for each
 * command, legal over the scene, and one with all of a context's commands in a row.
 */
#include <stdio.h>
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

int main(int argc, char **argv)
{
    static uint8_t bytes[65536];
    size_t all = 0;
    if (argc != 2) return 2;
    for (int i = 0; i < PVGPU_IX_COUNT; i++)
        if (save(argv[1], pvgpu_descs[i].name, bytes, part(bytes, i))) return 1;
    for (int i = 0; i < PVGPU_IX_COUNT; i++)
        if (pvgpu_descs[i].cls == PVGPU_CLASS_CONTEXT && pvgpu_descs[i].fields[0].kind != PVGPU_K_newid)
            all += part(bytes + all, i);
    return save(argv[1], "all", bytes, all);
}
