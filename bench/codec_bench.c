/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * codec_bench: nanoseconds to check and dispatch one command to handlers that do nothing.
 * The mix is that of a draw-call-bound frame: a state set, an inline constant update, a draw.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "pvgpu_codec.h"

static uint64_t calls;
#define CMD(n, N, code, cls, prose) static enum pvgpu_verdict do_##n(void *c, const struct pvgpu_cmd_##n *m, const void *t) \
    { calls++; return PVGPU_OK; }
#define FIELD(n, k, f, a)
#define TAIL(n, e, c)
#define END(n)
#include "pvgpu_cmds.def"

static const struct pvgpu_ops ops = {
#define CMD(n, N, code, cls, prose) do_##n,
#define FIELD(n, k, f, a)
#define TAIL(n, e, c)
#define END(n)
#include "pvgpu_cmds.def"
};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

int main(void)
{
    enum { N = 1000, ROUNDS = 3000 };
    struct { struct pvgpu_cmd_set_shader s; struct pvgpu_cmd_update_inline u; uint8_t data[64]; struct pvgpu_cmd_draw d; } one, *all;
    size_t done, len = N * sizeof one;
    double t;

    memset(&one, 0, sizeof one);
    PVGPU_CMD_INIT(&one.s, SET_SHADER);
    one.s.shader = 7;
    PVGPU_CMD_INIT(&one.u, UPDATE_INLINE);
    one.u.hdr.size += sizeof one.data;
    one.u.resource = 3;
    one.u.n = sizeof one.data;
    PVGPU_CMD_INIT(&one.d, DRAW);
    one.d.vertices = 3;
    all = malloc(len);
    for (int i = 0; i < N; i++) all[i] = one;
    t = now();
    for (int i = 0; i < ROUNDS; i++)
        if (pvgpu_run(all, len, PVGPU_CLASS_CONTEXT, &ops, NULL, &done)) return 1;
    t = now() - t;
    printf("{\"case\": \"check and dispatch\", \"unit\": \"ns/command\", \"rate\": %.2f}\n", 1e9 * t / (double)calls);
    free(all);
    return 0;
}
