/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * lock.c - spin locks with owner, recursion and order checks; fast mutexes; critical regions.
 * A spin lock's word is 0 or the holder's thread number.
 */
#include "nt_internal.h"

#include <sched.h>

/* ---- order: which lock was taken while which was held ---- */

#define MAX_LOCKS 256

static struct {
    pthread_mutex_t mutex;
    PKSPIN_LOCK lock[MAX_LOCKS];
    uint64_t after[MAX_LOCKS][MAX_LOCKS / 64]; /* bit j of row i: j was taken while i was held */
    unsigned n;
} order = { .mutex = PTHREAD_MUTEX_INITIALIZER };

static int order_index(PKSPIN_LOCK lock)
{
    unsigned i, n = __atomic_load_n(&order.n, __ATOMIC_ACQUIRE);
    for (i = 0; i < n; i++)
        if (order.lock[i] == lock) return (int)i;
    return -1;
}

static int order_add(PKSPIN_LOCK lock) /* under the mutex; -1: the table is full, the lock goes unchecked */
{
    int i = order_index(lock);
    if (i >= 0) return i;
    if (order.n == MAX_LOCKS) return -1;
    order.lock[order.n] = lock;
    __atomic_store_n(&order.n, order.n + 1, __ATOMIC_RELEASE);
    return (int)order.n - 1;
}

static bool reaches(unsigned from, unsigned to, uint64_t *seen)
{
    unsigned w, j;
    if (from == to) return true;
    if (seen[from / 64] >> (from % 64) & 1) return false;
    seen[from / 64] |= 1ull << (from % 64);
    for (w = 0; w < MAX_LOCKS / 64; w++)
        for (uint64_t bits = order.after[from][w]; bits; bits &= bits - 1) {
            j = w * 64 + (unsigned)__builtin_ctzll(bits);
            if (reaches(j, to, seen)) return true;
        }
    return false;
}

/* A new address, or memory that held another lock before. */
static void order_forget(PKSPIN_LOCK lock)
{
    int i;
    unsigned j;

    pthread_mutex_lock(&order.mutex);
    i = order_index(lock);
    if (i >= 0) {
        memset(order.after[i], 0, sizeof order.after[i]);
        for (j = 0; j < order.n; j++) order.after[j][i / 64] &= ~(1ull << (i % 64));
    }
    pthread_mutex_unlock(&order.mutex);
}

void nt_locks_forget(const void *base, SIZE_T size)
{
    unsigned i, n = __atomic_load_n(&order.n, __ATOMIC_ACQUIRE);
    for (i = 0; i < n; i++)
        if ((uint8_t *)order.lock[i] >= (const uint8_t *)base && (uint8_t *)order.lock[i] < (const uint8_t *)base + size)
            order_forget(order.lock[i]);
}

static void order_check(struct nt_thread *t, PKSPIN_LOCK lock)
{
    PKSPIN_LOCK outer = t->held[t->n_held - 1];
    int a = order_index(outer), b = order_index(lock);
    bool wrong = false;

    if (a >= 0 && b >= 0 && __atomic_load_n(&order.after[a][b / 64], __ATOMIC_RELAXED) >> (b % 64) & 1) return;
    pthread_mutex_lock(&order.mutex);
    a = order_add(outer);
    b = order_add(lock);
    if (a >= 0 && b >= 0) {
        uint64_t seen[MAX_LOCKS / 64] = { 0 };
        wrong = reaches((unsigned)b, (unsigned)a, seen);
        if (!wrong) order.after[a][b / 64] |= 1ull << (b % 64);
    }
    pthread_mutex_unlock(&order.mutex);
    if (wrong)
        nt_violation("kernel/preventing-errors-and-deadlocks-while-using-spin-locks",
                     "spin lock %p taken while %p is held, and elsewhere the other way round", (void *)lock, (void *)outer);
}

/* ---- spin locks ---- */

void NTAPI KeInitializeSpinLock(PKSPIN_LOCK lock)
{
    order_forget(lock);
    __atomic_store_n(lock, 0, __ATOMIC_RELEASE);
}

static void acquire(struct nt_thread *t, PKSPIN_LOCK lock)
{
    unsigned spins = 0;

    if (__atomic_load_n(lock, __ATOMIC_RELAXED) == t->id)
        nt_violation("kernel/preventing-errors-and-deadlocks-while-using-spin-locks",
                     "spin lock %p taken again by its holder", (void *)lock);
    if (t->n_held && (nt_strict() & NT_STRICT_LOCKS)) order_check(t, lock);
    for (;;) {
        ULONG_PTR expected = 0;
        if (__atomic_compare_exchange_n(lock, &expected, t->id, 0, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED)) break;
        if (++spins % 64) YieldProcessor();
        else sched_yield(); /* the holder is a thread that the host may have taken off its processor */
    }
    if (t->n_held < NT_MAX_HELD) t->held[t->n_held] = lock;
    else nt_violation("kernel/introduction-to-spin-locks", "more than %d spin locks held", NT_MAX_HELD);
    t->n_held++;
}

static void release(struct nt_thread *t, PKSPIN_LOCK lock, const char *function)
{
    int i;

    if (__atomic_load_n(lock, __ATOMIC_RELAXED) != t->id) {
        nt_violation("wdm/nf-wdm-kereleasespinlock", "%s: lock %p is not held by this thread", function, (void *)lock);
        return;
    }
    for (i = t->n_held - 1; i >= 0 && t->held[i] != lock; i--) {}
    if (i >= 0) {
        memmove(&t->held[i], &t->held[i + 1], sizeof t->held[0] * (unsigned)(t->n_held - i - 1));
        t->n_held--;
    }
    __atomic_store_n(lock, 0, __ATOMIC_RELEASE);
}

KIRQL NTAPI KeAcquireSpinLockRaiseToDpc(PKSPIN_LOCK lock)
{
    KIRQL old;
    nt_irql_at_most(DISPATCH_LEVEL, "wdm/nf-wdm-keacquirespinlock", "KeAcquireSpinLock");
    old = nt_irql_enter(nt_self()->irql > DISPATCH_LEVEL ? nt_self()->irql : DISPATCH_LEVEL);
    acquire(nt_self(), lock);
    return old;
}

void NTAPI KeReleaseSpinLock(PKSPIN_LOCK lock, KIRQL old)
{
    struct nt_thread *t = nt_self();
    release(t, lock, "KeReleaseSpinLock");
    if (old < DISPATCH_LEVEL && t->n_held)
        nt_violation("wdm/nf-wdm-kereleasespinlock", "KeReleaseSpinLock to IRQL %u with %d other spin locks held", old,
                     t->n_held);
    nt_irql_leave(old);
}

void NTAPI KeAcquireSpinLockAtDpcLevel(PKSPIN_LOCK lock)
{
    struct nt_thread *t = nt_self();
    if (t->irql < DISPATCH_LEVEL)
        nt_violation("wdm/nf-wdm-keacquirespinlockatdpclevel", "KeAcquireSpinLockAtDpcLevel at IRQL %u", t->irql);
    acquire(t, lock);
}

void NTAPI KeReleaseSpinLockFromDpcLevel(PKSPIN_LOCK lock)
{
    struct nt_thread *t = nt_self();
    release(t, lock, "KeReleaseSpinLockFromDpcLevel");
    if (t->irql < DISPATCH_LEVEL)
        nt_violation("wdm/nf-wdm-keacquirespinlockatdpclevel", "KeReleaseSpinLockFromDpcLevel at IRQL %u", t->irql);
}

/* ---- fast mutexes ---- */

void NTAPI ExInitializeFastMutex(PFAST_MUTEX mutex)
{
    mutex->Count = 1;
    mutex->Owner = NULL;
    mutex->OldIrql = PASSIVE_LEVEL;
    KeInitializeEvent(&mutex->Event, SynchronizationEvent, FALSE);
}

static void fast_mutex_taken(PFAST_MUTEX mutex, KIRQL old)
{
    __atomic_store_n(&mutex->Owner, nt_self(), __ATOMIC_RELAXED);
    mutex->OldIrql = old;
}

void NTAPI ExAcquireFastMutex(PFAST_MUTEX mutex)
{
    KIRQL old;

    nt_irql_at_most(APC_LEVEL, "wdm/nf-wdm-exacquirefastmutex", "ExAcquireFastMutex");
    if (__atomic_load_n(&mutex->Owner, __ATOMIC_RELAXED) == nt_self())
        nt_violation("wdm/nf-wdm-exacquirefastmutex", "fast mutex %p taken again by its holder", (void *)mutex);
    old = nt_irql_enter(APC_LEVEL);
    if (__atomic_sub_fetch(&mutex->Count, 1, __ATOMIC_ACQUIRE) < 0)
        KeWaitForSingleObject(&mutex->Event, Executive, KernelMode, FALSE, NULL);
    fast_mutex_taken(mutex, old);
}

BOOLEAN NTAPI ExTryToAcquireFastMutex(PFAST_MUTEX mutex)
{
    LONG free_count = 1;

    nt_irql_at_most(APC_LEVEL, "wdm/nf-wdm-extrytoacquirefastmutex", "ExTryToAcquireFastMutex");
    if (!__atomic_compare_exchange_n(&mutex->Count, &free_count, 0, 0, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED)) return FALSE;
    fast_mutex_taken(mutex, nt_irql_enter(APC_LEVEL));
    return TRUE;
}

void NTAPI ExReleaseFastMutex(PFAST_MUTEX mutex)
{
    KIRQL old = (KIRQL)mutex->OldIrql;

    if (mutex->Owner != nt_self()) {
        nt_violation("wdm/nf-wdm-exreleasefastmutex", "fast mutex %p is not held by this thread", (void *)mutex);
        return;
    }
    __atomic_store_n(&mutex->Owner, NULL, __ATOMIC_RELAXED);
    if (__atomic_add_fetch(&mutex->Count, 1, __ATOMIC_RELEASE) <= 0) KeSetEvent(&mutex->Event, 0, FALSE);
    nt_irql_leave(old);
}

void NTAPI KeEnterCriticalRegion(void) { nt_self()->critical++; }

void NTAPI KeLeaveCriticalRegion(void)
{
    if (--nt_self()->critical < 0)
        nt_violation("wdm/nf-wdm-keleavecriticalregion", "KeLeaveCriticalRegion without KeEnterCriticalRegion");
}
