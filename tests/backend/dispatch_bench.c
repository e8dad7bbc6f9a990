/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * dispatch_bench.c - nanoseconds to check, resolve and dispatch one command with the null renderer.
 * The budget is 60 ns (docs/backend.md). Prints one line a mix; exit 1 when one is over it.
 */
#include <stdio.h>
#include "fixture.h"
#include "os.h"

#define BUDGET_NS 60.0

static struct fixture f;

static size_t add(uint8_t *out, size_t at, const void *cmd, size_t size)
{
    memcpy(out + at, cmd, size);
    return at + size;
}

/* What a draw with a state change is made of. */
static size_t fill_draws(uint8_t *out, size_t room, uint32_t *n)
{
    struct { struct pvgpu_cmd_set_srvs c; uint32_t h[2]; } srvs = { { { PVGPU_OP_SET_SRVS, 0, sizeof srvs }, PVGPU_STAGE_PS, 0, 2,
                                                                      0 }, { PVGPU_OBJ_SRV, PLAIN_SRV } };
    struct { struct pvgpu_cmd_update_inline c; uint8_t b[64]; } constants = { { { PVGPU_OP_UPDATE_INLINE, 0, sizeof constants },
                                                                                CONST, 0, 1, 64 }, { 0 } };
    struct pvgpu_cmd_set_blend blend = { { PVGPU_OP_SET_BLEND, 0, sizeof blend }, PVGPU_OBJ_BLEND, ~0u, 0, 0, 0, 0 };
    struct pvgpu_cmd_draw_indexed draw = { { PVGPU_OP_DRAW_INDEXED, 0, sizeof draw }, 36, 0, 0, 0 };
    size_t at = 0;
    for (*n = 0; at + 512 < room; *n += 4) {
        at = add(out, at, &constants, sizeof constants);
        at = add(out, at, &srvs, sizeof srvs);
        at = add(out, at, &blend, sizeof blend);
        at = add(out, at, &draw, sizeof draw);
    }
    return at;
}

static size_t fill_plain(uint8_t *out, size_t room, uint32_t *n)
{
    struct pvgpu_cmd_draw draw = { { PVGPU_OP_DRAW, 0, sizeof draw }, 3, 0 };
    size_t at = 0;
    for (*n = 0; at + 512 < room; ++*n) at = add(out, at, &draw, sizeof draw);
    return at;
}

static double measure(size_t (*fill)(uint8_t *out, size_t room, uint32_t *n))
{
    double best = 1e9;
    uint32_t n = 0;
    struct pvgpu_packet *p = f.packet;
    size_t size = fill((uint8_t *)(p + 1), 256 << 10, &n);
    for (int round = 0; round < 50; round++) {
        uint64_t start;
        double each;
        *p = (struct pvgpu_packet){ (uint32_t)(sizeof *p + size), PVGPU_PACKET_CONTEXT, 0, CTX, 0, f.vm.last_fence + 1 };
        start = pvb_now_ns();
        if (pvb_vm_packet(&f.vm, p) || f.vm.stats.context_errors) return -1;
        each = (double)(pvb_now_ns() - start) / n;
        if (each < best) best = each;
    }
    return best;
}

int main(void)
{
    double plain, mixed;
    if (!fixture_open(&f, NULL) || fixture_scene(&f)) return 1;
    plain = measure(fill_plain);
    mixed = measure(fill_draws);
    printf("draw: %.1f ns a command\ndraw with constants, views and blend state: %.1f ns a command\n", plain, mixed);
    fixture_close(&f);
    return plain < 0 || mixed < 0 || plain > BUDGET_NS || mixed > BUDGET_NS;
}
