/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * stack.h - the whole stack up and down for the tests of it, with nothing left behind and no rule broken. Header-only.
 */
#ifndef STACK_H
#define STACK_H

#include <time.h>
#include <unistd.h>
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

/* The host is a process among others, on a busy machine without the processor for a second now and then: what does not end in
 * one of the driver's limits or in a time-out gives it this many times as long (nt_sim.h). */
#define SLOW 10u
/* A TdrDelay that a case makes short is for what the case does later: until then it is as long as the usual one. */
static inline void patiently(void) { nt_clock_slow(getenv("PVGPU_SIM_TDR_MS") ? 10 * SLOW : SLOW); }

/* Tries, 10 ms each, for what comes by itself. */
#define PATIENCE 3000

/* Every case starts and stops the whole stack, and must leave nothing and break no rule. */
static inline bool up_with(const char *options)
{
    violations = 0;
    nt_violation_handler(on_violation, NULL);
    patiently();
    CHECK(host_start());
    strcat(host.transport, options);
    if (dxgk_start(host.transport) == 0) return true;
    CHECK(!"dxgk_start");
    host_stop();
    return false;
}

static inline bool up(void) { return up_with(""); }

static inline void down(void)
{
    dxgk_stop_all();
    host_stop();
    nt_clock_slow(1);
    CHECK_EQ(violations, 0);
    CHECK_EQ(nt_pool_stats().blocks, 0);
    nt_violation_handler(NULL, NULL);
}

#endif
