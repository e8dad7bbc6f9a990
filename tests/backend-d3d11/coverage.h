/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * coverage.h - which commands a test program carried out on the d3d11 renderer. With the environment variable
 * PVGPU_COVERAGE their names are appended to that file at the end; coverage.sh says what is in nobody's.
 */
#ifndef TEST_COVERAGE_H
#define TEST_COVERAGE_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include "pvgpu_codec.h"

extern bool coverage_seen[PVGPU_IX_COUNT];

static inline void coverage_note(int index)
{
    if (index >= 0) coverage_seen[index] = true;
}

static inline void coverage_write(void)
{
    const char *path = getenv("PVGPU_COVERAGE");
    FILE *f = path ? fopen(path, "a") : NULL;
    for (int i = 0; f && i < PVGPU_IX_COUNT; i++)
        if (coverage_seen[i]) fprintf(f, "%s\n", pvgpu_descs[i].name);
    if (f) fclose(f);
}

#endif
