/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * irql.c - interrupt request levels, one per thread, and violations of the rules.
 * A thread of the miniature stands for a processor as long as it is at DISPATCH_LEVEL or above.
 */
#include "nt_internal.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static struct {
    pthread_mutex_t lock;
    nt_violation_fn *fn;
    void *arg;
    unsigned long count;
} violations = { .lock = PTHREAD_MUTEX_INITIALIZER };

static unsigned strictness;
static pthread_once_t strictness_once = PTHREAD_ONCE_INIT;
static uint32_t n_threads;

struct nt_thread *nt_self(void)
{
    static _Thread_local struct nt_thread self;
    if (!self.id) {
        self.id = __atomic_add_fetch(&n_threads, 1, __ATOMIC_RELAXED);
        if (!self.name) self.name = "thread";
        InitializeListHead(&self.dpcs);
    }
    return &self;
}

void nt_thread_name(const char *name)
{
    char cut[16];
    snprintf(cut, sizeof cut, "%s", name);
    pthread_setname_np(pthread_self(), cut);
    nt_self()->name = name;
}

void nt_process_set(uint32_t process) { nt_self()->process = process; }
HANDLE NTAPI PsGetCurrentProcessId(void) { return (HANDLE)(uintptr_t)(nt_self()->process * 4u); }
HANDLE NTAPI PsGetCurrentThreadId(void) { return (HANDLE)(uintptr_t)(nt_self()->id * 4u); }

/* ---- violations ---- */

void nt_violation(const char *page, const char *format, ...)
{
    struct nt_thread *t = nt_self();
    nt_violation_fn *fn;
    void *fn_arg;
    char text[512];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    pthread_mutex_lock(&violations.lock);
    violations.count++;
    fn = violations.fn;
    fn_arg = violations.arg;
    pthread_mutex_unlock(&violations.lock);
    if (fn) {
        fn(fn_arg, page, text);
        return;
    }
    fprintf(stderr, "violation: %s (thread %s, IRQL %u)\n  rule: %s\n", text, t->name, t->irql, page);
    fflush(stderr);
    abort();
}

void nt_violation_handler(nt_violation_fn *fn, void *arg)
{
    pthread_mutex_lock(&violations.lock);
    violations.fn = fn;
    violations.arg = arg;
    pthread_mutex_unlock(&violations.lock);
}

unsigned long nt_violation_count(void)
{
    unsigned long n;
    pthread_mutex_lock(&violations.lock);
    n = violations.count;
    pthread_mutex_unlock(&violations.lock);
    return n;
}

static void read_strictness(void)
{
    static const struct { const char *name; unsigned flags; } words[] = {
        { "irql", NT_STRICT_IRQL }, { "locks", NT_STRICT_LOCKS }, { "pool", NT_STRICT_POOL },
        { "paged", NT_STRICT_PAGED_TOUCH }, { "all", NT_STRICT_ALL }, { "none", 0 },
    };
    const char *env = getenv("PVGPU_SIM_STRICT");
    char copy[128], *word, *rest;
    unsigned i, flags = 0;

    if (!env || !*env) {
        strictness = NT_STRICT_DEFAULT;
        return;
    }
    snprintf(copy, sizeof copy, "%s", env);
    for (word = strtok_r(copy, ",", &rest); word; word = strtok_r(NULL, ",", &rest)) {
        for (i = 0; i < sizeof words / sizeof words[0] && strcmp(word, words[i].name); i++) {}
        if (i == sizeof words / sizeof words[0]) {
            fprintf(stderr, "PVGPU_SIM_STRICT: unknown word '%s'; known are irql, locks, pool, paged, all, none\n", word);
            exit(2);
        }
        flags |= words[i].flags;
    }
    strictness = flags;
}

unsigned nt_strict(void)
{
    pthread_once(&strictness_once, read_strictness);
    return __atomic_load_n(&strictness, __ATOMIC_RELAXED);
}

void nt_strict_set(unsigned flags)
{
    pthread_once(&strictness_once, read_strictness);
    __atomic_store_n(&strictness, flags, __ATOMIC_RELAXED);
}

/* ---- levels ---- */

bool nt_irql_at_most(KIRQL max, const char *page, const char *function)
{
    KIRQL now = nt_self()->irql;
    if (now <= max || !(nt_strict() & NT_STRICT_IRQL)) return true;
    nt_violation(page, "%s at IRQL %u, allowed up to %u", function, now, max);
    return false;
}

KIRQL NTAPI KeGetCurrentIrql(void)
{
    return nt_self()->irql;
}

KIRQL nt_irql_enter(KIRQL level)
{
    struct nt_thread *t = nt_self();
    KIRQL old = t->irql;
    if (old < DISPATCH_LEVEL && level >= DISPATCH_LEVEL) nt_paged_close();
    t->irql = level;
    return old;
}

void nt_irql_leave(KIRQL old)
{
    struct nt_thread *t = nt_self();
    bool drops = t->irql >= DISPATCH_LEVEL && old < DISPATCH_LEVEL;

    if (drops && t->dpcs_ready && !t->in_dpc) {
        t->irql = DISPATCH_LEVEL;
        nt_dpcs_run(t);
    }
    t->irql = old;
    if (drops) nt_paged_open();
}

void NTAPI KeRaiseIrql(KIRQL to, PKIRQL old)
{
    if (to < nt_self()->irql)
        nt_violation("wdm/nf-wdm-keraiseirql", "KeRaiseIrql from %u down to %u", nt_self()->irql, to);
    *old = nt_irql_enter(to);
}

void NTAPI KeLowerIrql(KIRQL to)
{
    struct nt_thread *t = nt_self();
    if (to > t->irql) nt_violation("wdm/nf-wdm-kelowerirql", "KeLowerIrql from %u up to %u", t->irql, to);
    if (to < DISPATCH_LEVEL && t->n_held)
        nt_violation("wdm/nf-wdm-kelowerirql", "KeLowerIrql to %u with %d spin locks held", to, t->n_held);
    nt_irql_leave(to);
}

void nt_paged_code(const char *function)
{
    if ((nt_strict() & NT_STRICT_IRQL) && nt_self()->irql > APC_LEVEL)
        nt_violation("kernel/paged_code", "pageable function %s entered at IRQL %u", function, nt_self()->irql);
}

void nt_assert_failed(const char *what, const char *file, int line)
{
    nt_violation("wdm.h NT_ASSERT", "assertion failed: %s (%s:%d)", what, file, line);
}
