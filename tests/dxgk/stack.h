/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * stack.h - the whole stack up and down for the tests of it, with nothing left behind and no rule broken. Header-only.
 */
#ifndef STACK_H
#define STACK_H

#include <time.h>
#include "client.h"
#include "host.h"
#include "nt_sim.h"

static unsigned violations;

static inline uint64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

static inline void on_violation(void *arg, const char *page, const char *text)
{
    violations++;
    printf("# violation: %s\n#   rule: %s\n", text, page);
}

#define NEED_HOST() do { if (!host_available()) SKIP("PVGPU_TEST_BACKEND names no backend"); } while (0)

/* Every case starts and stops the whole stack, and must leave nothing and break no rule. */
static inline bool up(void)
{
    violations = 0;
    nt_violation_handler(on_violation, NULL);
    CHECK(host_start());
    if (dxgk_start(host.transport) == 0) return true;
    CHECK(!"dxgk_start");
    host_stop();
    return false;
}

static inline void down(void)
{
    dxgk_stop_all();
    host_stop();
    CHECK_EQ(violations, 0);
    CHECK_EQ(nt_pool_stats().blocks, 0);
    nt_violation_handler(NULL, NULL);
}

#endif
