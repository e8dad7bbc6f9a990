/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * ddi.c - the rules around every call of the driver: level before and after, spin locks, documented
 * results, time spent, and what was written behind its outputs.
 */
#include "dxgk_internal.h"

#include <stdarg.h>
#include <time.h>
#include <unistd.h>

enum level { P, D, I, A };

#define ANY 0x7fffffff /* no NTSTATUS */
#define DDI(name, irql, ...) static const NTSTATUS results_##name[] = { __VA_ARGS__ };
#include "ddi.def"

static const struct row {
    const char *name;
    enum level level;
    const NTSTATUS *results;
    unsigned n;
} rows[DXGK_DDI_COUNT] = {
#define DDI(name, irql, ...) { #name, irql, results_##name, sizeof results_##name / sizeof results_##name[0] },
#include "ddi.def"
};

#define MAX_NEST 4
#define MAX_CALLS 64

/* Calls in progress, for the watchdog. id is 0 in a free slot, CALL_CLAIMED until since_ns is that of the new call. */
#define CALL_CLAIMED (-1)
static struct call { LONG id; uint64_t since_ns; bool reported; } calls[MAX_CALLS];

static _Thread_local struct {
    enum dxgk_ddi stack[MAX_NEST];
    KIRQL irql[MAX_NEST];
    struct call *call[MAX_NEST];
    unsigned n;
} now;

uint64_t dxgk_now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000ull + (uint64_t)t.tv_nsec;
}

void dxgk_log(const char *format, ...)
{
    char line[512];
    va_list args;

    va_start(args, format);
    vsnprintf(line, sizeof line, format, args);
    va_end(args);
    fprintf(stderr, "dxgk: %s\n", line);
}

enum dxgk_ddi dxgk_ddi_current(void)
{
    return now.n ? now.stack[now.n - 1] : DXGK_DDI_COUNT;
}

static struct call *call_take(enum dxgk_ddi id)
{
    unsigned i;
    for (i = 0; i < MAX_CALLS; i++) {
        LONG free_slot = 0;
        if (!__atomic_load_n(&calls[i].id, __ATOMIC_RELAXED) &&
            __atomic_compare_exchange_n(&calls[i].id, &free_slot, CALL_CLAIMED, 0, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED)) {
            __atomic_store_n(&calls[i].reported, false, __ATOMIC_RELAXED);
            __atomic_store_n(&calls[i].since_ns, dxgk_now_ns(), __ATOMIC_RELAXED);
            __atomic_store_n(&calls[i].id, (LONG)id + 1, __ATOMIC_RELEASE);
            return &calls[i];
        }
    }
    return NULL; /* so many threads at once: this call goes unwatched */
}

void dxgk_ddi_begin(struct dxgk_adapter *a, enum dxgk_ddi id, const void *entry)
{
    const struct row *r = &rows[id];
    KIRQL irql = KeGetCurrentIrql();

    if (!entry) nt_violation("dispmprt/ns-dispmprt-_driver_initialization_data", "the driver has no DxgkDdi%s", r->name);
    if ((r->level == P && irql != PASSIVE_LEVEL) || (r->level == D && irql != DISPATCH_LEVEL) ||
        (r->level == I && irql != NT_DEVICE_LEVEL))
        nt_violation("sim/dxgk", "our own fault: DxgkDdi%s called at IRQL %u", r->name, irql);
    if (now.n == MAX_NEST) {
        nt_violation("sim/dxgk", "our own fault: DxgkDdi%s nested too deeply", r->name);
        now.n--;
    }
    now.stack[now.n] = id;
    now.irql[now.n] = irql;
    now.call[now.n] = call_take(id);
    now.n++;
}

NTSTATUS dxgk_ddi_end(struct dxgk_adapter *a, enum dxgk_ddi id, NTSTATUS status)
{
    const struct row *r = &rows[id];
    KIRQL irql = KeGetCurrentIrql();
    unsigned i;

    now.n--;
    if (now.call[now.n]) __atomic_store_n(&now.call[now.n]->id, 0, __ATOMIC_RELEASE);
    if (irql != now.irql[now.n]) {
        nt_violation("display/threading-and-synchronization-zero-level", "DxgkDdi%s entered at IRQL %u and left at %u", r->name,
                     now.irql[now.n], irql);
        nt_irql_leave(now.irql[now.n]);
    }
    for (i = 0; i < r->n; i++)
        if (r->results[i] == ANY || r->results[i] == status) return status;
    nt_violation("d3dkmddi (results of the entry)", "DxgkDdi%s returned 0x%08x, which its page does not list", r->name,
                 (unsigned)status);
    return status;
}

/* ---- the watchdog ---- */

static struct {
    pthread_t thread;
    bool on;
    int quit;
    uint32_t ms; /* 0: DXGK_WATCHDOG_MS */
} watchdog;

void dxgk_test_watchdog(uint32_t ms) { __atomic_store_n(&watchdog.ms, ms, __ATOMIC_RELAXED); }

static void *watchdog_main(void *arg)
{
    unsigned i;

    nt_thread_name("dxgk-watchdog");
    while (!__atomic_load_n(&watchdog.quit, __ATOMIC_ACQUIRE)) {
        uint64_t t = dxgk_now_ns();
        uint32_t ms = __atomic_load_n(&watchdog.ms, __ATOMIC_RELAXED);
        if (!ms) ms = DXGK_WATCHDOG_MS;
        ms *= nt_clock_slowness();
        for (i = 0; i < MAX_CALLS; i++) {
            LONG id = __atomic_load_n(&calls[i].id, __ATOMIC_ACQUIRE);
            uint64_t since = __atomic_load_n(&calls[i].since_ns, __ATOMIC_ACQUIRE);
            if (id <= 0 || __atomic_load_n(&calls[i].reported, __ATOMIC_RELAXED) || t < since + ms * 1000000ull)
                continue;
            __atomic_store_n(&calls[i].reported, true, __ATOMIC_RELAXED);
            nt_violation("display/timeout-detection-and-recovery", "DxgkDdi%s has not returned for %u ms (bugcheck 0x116)",
                         rows[id - 1].name, ms);
        }
        usleep(100000);
    }
    return NULL;
}

void dxgk_watchdog_start(void)
{
    if (watchdog.on) return;
    __atomic_store_n(&watchdog.quit, 0, __ATOMIC_RELEASE);
    watchdog.on = pthread_create(&watchdog.thread, NULL, watchdog_main, NULL) == 0;
}

void dxgk_watchdog_stop(void)
{
    if (!watchdog.on) return;
    __atomic_store_n(&watchdog.quit, 1, __ATOMIC_RELEASE);
    pthread_join(watchdog.thread, NULL);
    watchdog.on = false;
}

/* ---- guards ---- */

void dxgk_guard_set(void *end) { memset(end, 0xa9, DXGK_GUARD_SIZE); }

void dxgk_guard_check(const void *end, const char *page, const char *what)
{
    const uint8_t *p = end;
    unsigned i;

    for (i = 0; i < DXGK_GUARD_SIZE; i++) {
        if (p[i] == 0xa9) continue;
        nt_violation(page, "%s was written past its end (byte %u behind)", what, i);
        return;
    }
}
