/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * wait.c - dispatcher objects and waits. One lock for all of them, as in the real kernel's dispatcher
 * database: nothing here is on the way of a draw.
 */
#include "nt_internal.h"

#include <errno.h>
#include <poll.h>
#include <time.h>
#include <unistd.h>

static pthread_mutex_t database = PTHREAD_MUTEX_INITIALIZER;

struct waiter {
    LIST_ENTRY link;
    pthread_cond_t cond;
    struct nt_thread *thread;
    bool granted;
};

uint64_t nt_monotonic_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000ull + (uint64_t)t.tv_nsec;
}

void nt_header_init(DISPATCHER_HEADER *h, enum nt_object_type type, bool synchronization, LONG state)
{
    memset(h, 0, sizeof *h);
    h->Type = (UCHAR)type;
    h->Synchronization = synchronization;
    h->Reserved = NT_HEADER_MAGIC;
    h->SignalState = state;
    InitializeListHead(&h->WaitListHead);
}

static bool header_ok(const DISPATCHER_HEADER *h, const char *function)
{
    if (h && h->Reserved == NT_HEADER_MAGIC && h->Type >= NT_EVENT && h->Type <= NT_THREAD) return true;
    nt_violation("wdm/nf-wdm-keinitializeevent", "%s: object %p was never initialised", function, (const void *)h);
    return false;
}

/* All below until the waits: under the database lock. */

static bool take(DISPATCHER_HEADER *h, struct nt_thread *t)
{
    KMUTANT *mutant = (KMUTANT *)h;

    switch ((enum nt_object_type)h->Type) {
    case NT_MUTANT: /* SignalState 1 is free; below that, held 1 - SignalState times */
        if (h->SignalState != 1 && mutant->OwnerThread != t) return false;
        h->SignalState--;
        mutant->OwnerThread = t;
        return true;
    case NT_SEMAPHORE:
        if (h->SignalState <= 0) return false;
        h->SignalState--;
        return true;
    case NT_EVENT: case NT_TIMER: case NT_THREAD:
        if (!h->SignalState) return false;
        if (h->Synchronization) h->SignalState = 0;
        return true;
    }
    return false;
}

static void grant(DISPATCHER_HEADER *h)
{
    while (!IsListEmpty(&h->WaitListHead)) {
        struct waiter *w = CONTAINING_RECORD(h->WaitListHead.Flink, struct waiter, link);
        if (!take(h, w->thread)) return;
        RemoveEntryList(&w->link);
        w->granted = true;
        pthread_cond_signal(&w->cond);
    }
}

/* ---- signals ---- */

static void signal_fd(int fd)
{
    uint64_t one = 1;
    while (write(fd, &one, sizeof one) < 0 && errno == EINTR) {}
}

void nt_header_signal(DISPATCHER_HEADER *h)
{
    pthread_mutex_lock(&database);
    h->SignalState = 1;
    grant(h);
    pthread_mutex_unlock(&database);
}

void NTAPI KeInitializeEvent(PKEVENT event, EVENT_TYPE type, BOOLEAN state)
{
    nt_header_init(&event->Header, NT_EVENT, type == SynchronizationEvent, state != FALSE);
}

LONG NTAPI KeSetEvent(PKEVENT event, LONG increment, BOOLEAN wait)
{
    LONG was;

    nt_irql_at_most(DISPATCH_LEVEL, "wdm/nf-wdm-kesetevent", "KeSetEvent");
    if (!header_ok(&event->Header, "KeSetEvent")) return 0;
    if (wait) nt_violation("wdm/nf-wdm-kesetevent", "KeSetEvent with Wait TRUE is not supported");
    if (event->Header.Foreign) {
        signal_fd(event->Header.nt_fd);
        return 0;
    }
    pthread_mutex_lock(&database);
    was = event->Header.SignalState;
    event->Header.SignalState = 1;
    grant(&event->Header);
    pthread_mutex_unlock(&database);
    return was;
}

LONG NTAPI KeResetEvent(PKEVENT event)
{
    LONG was;

    nt_irql_at_most(DISPATCH_LEVEL, "wdm/nf-wdm-keresetevent", "KeResetEvent");
    if (!header_ok(&event->Header, "KeResetEvent")) return 0;
    pthread_mutex_lock(&database);
    was = event->Header.SignalState;
    event->Header.SignalState = 0;
    pthread_mutex_unlock(&database);
    return was;
}

void NTAPI KeClearEvent(PKEVENT event) { KeResetEvent(event); }

LONG NTAPI KeReadStateEvent(PKEVENT event)
{
    return __atomic_load_n(&event->Header.SignalState, __ATOMIC_ACQUIRE);
}

void NTAPI KeInitializeMutex(PKMUTEX mutex, ULONG level)
{
    nt_header_init(&mutex->Header, NT_MUTANT, true, 1);
    mutex->OwnerThread = NULL;
}

LONG NTAPI KeReleaseMutex(PKMUTEX mutex, BOOLEAN wait)
{
    LONG was;
    bool owner;

    nt_irql_at_most(DISPATCH_LEVEL, "wdm/nf-wdm-kereleasemutex", "KeReleaseMutex");
    if (!header_ok(&mutex->Header, "KeReleaseMutex")) return 0;
    pthread_mutex_lock(&database);
    was = mutex->Header.SignalState;
    owner = mutex->OwnerThread == nt_self() && was < 1;
    if (owner && ++mutex->Header.SignalState == 1) {
        mutex->OwnerThread = NULL;
        grant(&mutex->Header);
    }
    pthread_mutex_unlock(&database);
    if (!owner) nt_violation("wdm/nf-wdm-kereleasemutex", "mutex %p is not held by this thread", (void *)mutex);
    return was;
}

void NTAPI KeInitializeSemaphore(PKSEMAPHORE semaphore, LONG count, LONG limit)
{
    nt_header_init(&semaphore->Header, NT_SEMAPHORE, true, count);
    semaphore->Limit = limit;
}

LONG NTAPI KeReleaseSemaphore(PKSEMAPHORE semaphore, LONG increment, LONG adjustment, BOOLEAN wait)
{
    LONG was;
    bool over;

    nt_irql_at_most(DISPATCH_LEVEL, "wdm/nf-wdm-kereleasesemaphore", "KeReleaseSemaphore");
    if (!header_ok(&semaphore->Header, "KeReleaseSemaphore")) return 0;
    pthread_mutex_lock(&database);
    was = semaphore->Header.SignalState;
    over = adjustment <= 0 || was > semaphore->Limit - adjustment;
    if (!over) {
        semaphore->Header.SignalState += adjustment;
        grant(&semaphore->Header);
    }
    pthread_mutex_unlock(&database);
    if (over)
        nt_violation("wdm/nf-wdm-kereleasesemaphore", "semaphore %p: %d + %d passes the limit %d", (void *)semaphore, was,
                     adjustment, semaphore->Limit);
    return was;
}

/* ---- waits ---- */

/* Monotonic deadline of a timeout in the documented form; 0 is "now". */
static uint64_t deadline_ns(const LARGE_INTEGER *timeout)
{
    LARGE_INTEGER now;
    int64_t ticks;

    if (timeout->QuadPart == 0) return 0;
    if (timeout->QuadPart < 0) {
        ticks = -timeout->QuadPart;
    } else {
        KeQuerySystemTime(&now);
        ticks = timeout->QuadPart - now.QuadPart;
        if (ticks <= 0) return 0;
    }
    if (ticks > INT64_MAX / 200) ticks = INT64_MAX / 200;
    return nt_monotonic_ns() + (uint64_t)ticks * 100u;
}

static bool may_block(const LARGE_INTEGER *timeout, const char *page, const char *function)
{
    struct nt_thread *t = nt_self();
    if (timeout && timeout->QuadPart == 0) return nt_irql_at_most(DISPATCH_LEVEL, page, function);
    if (t->n_held) nt_violation(page, "%s with %d spin locks held", function, t->n_held);
    return nt_irql_at_most(APC_LEVEL, page, function);
}

/* Events of user mode are counters of the host: wait for and consume one. */
static NTSTATUS wait_fd(int fd, const LARGE_INTEGER *timeout)
{
    uint64_t deadline = timeout ? deadline_ns(timeout) : UINT64_MAX, now, count;
    struct pollfd p = { .fd = fd, .events = POLLIN };

    for (;;) {
        now = nt_monotonic_ns();
        uint64_t left = deadline > now ? deadline - now : 0;
        struct timespec t = { (time_t)(left / 1000000000u), (long)(left % 1000000000u) };
        int n = ppoll(&p, 1, deadline == UINT64_MAX ? NULL : &t, NULL);
        if (n > 0 && read(fd, &count, sizeof count) == sizeof count) return STATUS_SUCCESS;
        if (n == 0) return STATUS_TIMEOUT;
    }
}

NTSTATUS NTAPI KeWaitForSingleObject(PVOID object, KWAIT_REASON reason, KPROCESSOR_MODE mode, BOOLEAN alertable,
                               PLARGE_INTEGER timeout)
{
    DISPATCHER_HEADER *h = object;
    struct waiter w = { .thread = nt_self() };
    struct timespec until;
    uint64_t deadline;

    if (!may_block(timeout, "wdm/nf-wdm-kewaitforsingleobject", "KeWaitForSingleObject")) return STATUS_TIMEOUT;
    if (!header_ok(h, "KeWaitForSingleObject")) return STATUS_TIMEOUT;
    if (h->Foreign) return wait_fd(h->nt_fd, timeout);
    deadline = timeout ? deadline_ns(timeout) : 1;
    pthread_mutex_lock(&database);
    if (take(h, w.thread)) {
        pthread_mutex_unlock(&database);
        return STATUS_SUCCESS;
    }
    if (deadline) {
        pthread_condattr_t attr;
        int error = 0;

        pthread_condattr_init(&attr);
        pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
        pthread_cond_init(&w.cond, &attr);
        pthread_condattr_destroy(&attr);
        InsertTailList(&h->WaitListHead, &w.link);
        until.tv_sec = (time_t)(deadline / 1000000000u);
        until.tv_nsec = (long)(deadline % 1000000000u);
        while (!w.granted && error != ETIMEDOUT)
            error = timeout ? pthread_cond_timedwait(&w.cond, &database, &until) : pthread_cond_wait(&w.cond, &database);
        if (!w.granted) RemoveEntryList(&w.link);
        pthread_cond_destroy(&w.cond);
    }
    pthread_mutex_unlock(&database);
    return w.granted ? STATUS_SUCCESS : STATUS_TIMEOUT;
}

static bool skip;
static uint64_t skipped_ns;

void nt_time_skip(bool on) { __atomic_store_n(&skip, on, __ATOMIC_RELAXED); }
uint64_t nt_time_skipped_ns(void) { return __atomic_load_n(&skipped_ns, __ATOMIC_RELAXED); }

NTSTATUS NTAPI KeDelayExecutionThread(KPROCESSOR_MODE mode, BOOLEAN alertable, PLARGE_INTEGER interval)
{
    uint64_t deadline;
    struct timespec until;

    nt_irql_at_most(APC_LEVEL, "wdm/nf-wdm-kedelayexecutionthread", "KeDelayExecutionThread");
    if (__atomic_load_n(&skip, __ATOMIC_RELAXED) && interval->QuadPart < 0) {
        __atomic_fetch_add(&skipped_ns, (uint64_t)-interval->QuadPart * 100u, __ATOMIC_RELAXED);
        return STATUS_SUCCESS;
    }
    deadline = deadline_ns(interval);
    until.tv_sec = (time_t)(deadline / 1000000000u);
    until.tv_nsec = (long)(deadline % 1000000000u);
    while (deadline && clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) == EINTR) {}
    return STATUS_SUCCESS;
}

void NTAPI KeStallExecutionProcessor(ULONG microseconds)
{
    uint64_t until = nt_monotonic_ns() + microseconds * 1000ull;
    if (microseconds > 50)
        nt_violation("wdm/nf-wdm-kestallexecutionprocessor", "a stall of %u us; more than 50 is not allowed", microseconds);
    while (nt_monotonic_ns() < until) YieldProcessor();
}
