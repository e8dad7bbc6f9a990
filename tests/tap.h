/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * tap.h - the test harness: one program is one suite, its cases report as TAP lines.
 * Only stdio, so the same program runs on Linux, on Windows (or Wine) and inside a guest.
 *
 *   TEST(adds) { CHECK(1 + 1 == 2); CHECK_EQ(a, b); if (!gpu) SKIP("no GPU"); }
 *   TAP_MAIN(RUN(adds); RUN(other))
 *
 * A failed CHECK prints where and goes on; SKIP and RETURN_IF_FAILED leave the case.
 * Exit status: 0 all passed, 1 a case failed, 77 everything was skipped.
 * TAP_ONLY=NAME in the environment runs that case alone.
 */
#ifndef TAP_H
#define TAP_H

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One set for all source files of a program: a check in a shared helper counts too. */
#ifdef _WIN32
#define TAP_SHARED __attribute__((selectany))
#else
#define TAP_SHARED __attribute__((weak))
#endif
TAP_SHARED int tap_cases = 0, tap_failed_cases = 0, tap_skipped_cases = 0, tap_failed_checks = 0, tap_todo = 0;
TAP_SHARED const char *tap_skip_reason = 0;

#define TEST(name) static void test_##name(void)

#define CHECK(cond) ((cond) ? (void)0 : tap_fail(__FILE__, __LINE__, #cond))
#define CHECK_EQ(a, b) tap_check_eq(__FILE__, __LINE__, #a " == " #b, (uint64_t)(a), (uint64_t)(b))
#define SKIP(reason) do { tap_skip_reason = (reason); return; } while (0)
/* The rest of the case is known to fail; it must fail. */
#define TODO() (tap_todo = 1)
#define RETURN_IF_FAILED() do { if (tap_failed_checks) return; } while (0)
#define RUN(name) tap_run(#name, test_##name)
#define TAP_MAIN(...) int main(void) { setvbuf(stdout, 0, _IONBF, 0); __VA_ARGS__; return tap_finish(); }

static inline void tap_fail(const char *file, int line, const char *what)
{
    tap_failed_checks++;
    printf("# %s:%d: %s\n", file, line, what);
}

static inline void tap_check_eq(const char *file, int line, const char *what, uint64_t a, uint64_t b)
{
    if (a == b) return;
    tap_failed_checks++;
    printf("# %s:%d: %s: %" PRIu64 " (0x%" PRIx64 ") and %" PRIu64 " (0x%" PRIx64 ")\n", file, line, what, a, a, b, b);
}

static inline void tap_run(const char *name, void (*fn)(void))
{
    const char *only = getenv("TAP_ONLY");
    if (only && strcmp(only, name)) return;
    tap_failed_checks = 0; tap_todo = 0; tap_skip_reason = 0;
    fn();
    tap_cases++;
    if (tap_skip_reason) {
        tap_skipped_cases++;
        printf("ok %d - %s # SKIP %s\n", tap_cases, name, tap_skip_reason);
    } else if (tap_todo) {
        int failed = tap_failed_checks != 0;
        printf("%s %d - %s # TODO\n", failed ? "not ok" : "ok", tap_cases, name);
        if (!failed) { tap_failed_cases++; printf("# %s: marked TODO but passes\n", name); }
    } else {
        if (tap_failed_checks) tap_failed_cases++;
        printf("%s %d - %s\n", tap_failed_checks ? "not ok" : "ok", tap_cases, name);
    }
}

static inline int tap_finish(void)
{
    printf("1..%d\n", tap_cases);
    if (tap_failed_cases) return 1;
    return tap_cases && tap_skipped_cases == tap_cases ? 77 : 0;
}

#endif
