/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * thread.c - deferred calls, timers, system threads and work items.
 *
 * A DPC queued at DISPATCH_LEVEL or above runs on the queueing thread when its level drops, as on a
 * processor of the real kernel; one queued below that runs at once. Timers run on a thread of their own.
 */
#include "nt_internal.h"

#include <sched.h>
#include <stdlib.h>
#include <time.h>

/* ---- deferred calls ---- */

static pthread_mutex_t dpc_lock = PTHREAD_MUTEX_INITIALIZER; /* every thread's list, Queued */
static unsigned dpcs_pending;                                /* queued or running */

void NTAPI KeInitializeDpc(PKDPC dpc, PKDEFERRED_ROUTINE routine, PVOID context)
{
    memset(dpc, 0, sizeof *dpc);
    dpc->DeferredRoutine = routine;
    dpc->DeferredContext = context;
}

void nt_dpcs_run(struct nt_thread *t)
{
    t->in_dpc = true;
    for (;;) {
        PKDPC dpc = NULL;
        PVOID context = NULL, a1 = NULL, a2 = NULL;
        PKDEFERRED_ROUTINE routine = NULL;

        pthread_mutex_lock(&dpc_lock);
        if (!IsListEmpty(&t->dpcs)) {
            dpc = CONTAINING_RECORD(RemoveHeadList(&t->dpcs), KDPC, DpcListEntry);
            routine = dpc->DeferredRoutine;
            context = dpc->DeferredContext;
            a1 = dpc->SystemArgument1;
            a2 = dpc->SystemArgument2;
            dpc->Queued = 0; /* it may be queued again from here on */
        } else {
            t->dpcs_ready = false;
        }
        pthread_mutex_unlock(&dpc_lock);
        if (!dpc) break;
        routine(dpc, context, a1, a2);
        if (t->irql != DISPATCH_LEVEL || t->n_held)
            nt_violation("wdm/nc-wdm-kdeferred_routine", "a DPC returned at IRQL %u with %d spin locks held", t->irql, t->n_held);
        __atomic_sub_fetch(&dpcs_pending, 1, __ATOMIC_RELEASE);
    }
    t->in_dpc = false;
}

BOOLEAN NTAPI KeInsertQueueDpc(PKDPC dpc, PVOID argument1, PVOID argument2)
{
    struct nt_thread *t = nt_self();
    KIRQL old = nt_irql_enter(t->irql > DISPATCH_LEVEL ? t->irql : DISPATCH_LEVEL);
    bool fresh;

    pthread_mutex_lock(&dpc_lock);
    fresh = !dpc->Queued;
    if (fresh) {
        dpc->Queued = 1;
        dpc->SystemArgument1 = argument1;
        dpc->SystemArgument2 = argument2;
        InsertTailList(&t->dpcs, &dpc->DpcListEntry);
        t->dpcs_ready = true;
        __atomic_add_fetch(&dpcs_pending, 1, __ATOMIC_RELAXED);
    }
    pthread_mutex_unlock(&dpc_lock);
    nt_irql_leave(old);
    return fresh;
}

BOOLEAN NTAPI KeRemoveQueueDpc(PKDPC dpc)
{
    bool was;

    pthread_mutex_lock(&dpc_lock);
    was = dpc->Queued != 0;
    if (was) {
        RemoveEntryList(&dpc->DpcListEntry);
        dpc->Queued = 0;
        __atomic_sub_fetch(&dpcs_pending, 1, __ATOMIC_RELEASE);
    }
    pthread_mutex_unlock(&dpc_lock);
    return was;
}

void NTAPI KeFlushQueuedDpcs(void)
{
    nt_irql_at_most(PASSIVE_LEVEL, "wdm/nf-wdm-keflushqueueddpcs", "KeFlushQueuedDpcs");
    while (__atomic_load_n(&dpcs_pending, __ATOMIC_ACQUIRE)) sched_yield();
}

/* ---- timers ---- */

static struct {
    pthread_mutex_t lock;
    pthread_cond_t cond;
    pthread_once_t once;
    LIST_ENTRY armed; /* in no order: there are a handful */
} timers = { .lock = PTHREAD_MUTEX_INITIALIZER, .once = PTHREAD_ONCE_INIT };

static void *timer_thread(void *arg)
{
    nt_thread_name("nt-timer");
    pthread_mutex_lock(&timers.lock);
    for (;;) {
        uint64_t now = KeQueryInterruptTime(), next = UINT64_MAX;
        PKTIMER due = NULL;
        LIST_ENTRY *e;

        for (e = timers.armed.Flink; e != &timers.armed && !due; e = e->Flink) {
            PKTIMER timer = CONTAINING_RECORD(e, KTIMER, TimerListEntry);
            if (timer->DueTime <= now) due = timer;
            else if (timer->DueTime < next) next = timer->DueTime;
        }
        if (due) {
            KIRQL old;
            PKDPC dpc = due->Dpc;
            if (due->Period) {
                due->DueTime += (uint64_t)due->Period * 10000u;
            } else {
                RemoveEntryList(&due->TimerListEntry);
                due->DueTime = 0;
            }
            /* Queued under the lock: after KeCancelTimer returned FALSE the DPC is already in the queue. */
            old = nt_irql_enter(CLOCK_LEVEL);
            if (dpc) KeInsertQueueDpc(dpc, NULL, NULL);
            nt_header_signal(&due->Header);
            pthread_mutex_unlock(&timers.lock);
            nt_irql_leave(old);
            pthread_mutex_lock(&timers.lock);
            continue;
        }
        if (next == UINT64_MAX) {
            pthread_cond_wait(&timers.cond, &timers.lock);
        } else {
            uint64_t ns = next * 100u;
            struct timespec until = { (time_t)(ns / 1000000000u), (long)(ns % 1000000000u) };
            pthread_cond_timedwait(&timers.cond, &timers.lock, &until);
        }
    }
    return arg;
}

static void start_timers(void)
{
    pthread_condattr_t attr;
    pthread_t thread;

    InitializeListHead(&timers.armed);
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&timers.cond, &attr);
    pthread_condattr_destroy(&attr);
    if (pthread_create(&thread, NULL, timer_thread, NULL) == 0) pthread_detach(thread);
}

void NTAPI KeInitializeTimerEx(PKTIMER timer, TIMER_TYPE type)
{
    memset(timer, 0, sizeof *timer);
    nt_header_init(&timer->Header, NT_TIMER, type == SynchronizationTimer, 0);
}

void NTAPI KeInitializeTimer(PKTIMER timer) { KeInitializeTimerEx(timer, NotificationTimer); }

BOOLEAN NTAPI KeSetTimerEx(PKTIMER timer, LARGE_INTEGER due, LONG period, PKDPC dpc)
{
    uint64_t at;
    bool was;

    nt_irql_at_most(DISPATCH_LEVEL, "wdm/nf-wdm-kesettimer", "KeSetTimerEx");
    pthread_once(&timers.once, start_timers);
    if (due.QuadPart <= 0) {
        at = KeQueryInterruptTime() + (uint64_t)-due.QuadPart;
    } else {
        LARGE_INTEGER now;
        KeQuerySystemTime(&now);
        at = KeQueryInterruptTime() + (due.QuadPart > now.QuadPart ? (uint64_t)(due.QuadPart - now.QuadPart) : 0);
    }
    pthread_mutex_lock(&timers.lock);
    was = timer->DueTime != 0;
    if (was) RemoveEntryList(&timer->TimerListEntry);
    timer->DueTime = at ? at : 1;
    timer->Period = period;
    timer->Dpc = dpc;
    timer->Header.SignalState = 0;
    InsertTailList(&timers.armed, &timer->TimerListEntry);
    pthread_cond_signal(&timers.cond);
    pthread_mutex_unlock(&timers.lock);
    return was;
}

BOOLEAN NTAPI KeSetTimer(PKTIMER timer, LARGE_INTEGER due, PKDPC dpc) { return KeSetTimerEx(timer, due, 0, dpc); }

unsigned nt_timers_armed(void)
{
    unsigned n = 0;
    LIST_ENTRY *e;

    pthread_once(&timers.once, start_timers);
    pthread_mutex_lock(&timers.lock);
    for (e = timers.armed.Flink; e != &timers.armed; e = e->Flink) n++;
    pthread_mutex_unlock(&timers.lock);
    return n;
}

BOOLEAN NTAPI KeCancelTimer(PKTIMER timer)
{
    bool was;

    nt_irql_at_most(DISPATCH_LEVEL, "wdm/nf-wdm-kecanceltimer", "KeCancelTimer");
    pthread_once(&timers.once, start_timers);
    pthread_mutex_lock(&timers.lock);
    was = timer->DueTime != 0;
    if (was) RemoveEntryList(&timer->TimerListEntry);
    timer->DueTime = 0;
    pthread_mutex_unlock(&timers.lock);
    return was;
}

/* ---- system threads ---- */

struct system_thread {
    DISPATCHER_HEADER header; /* first: what waits see */
    PKSTART_ROUTINE routine;
    PVOID context;
};

static void *thread_main(void *arg)
{
    struct system_thread *s = arg;

    nt_thread_name("nt-system");
    s->routine(s->context);
    if (nt_self()->irql != PASSIVE_LEVEL)
        nt_violation("wdm/nf-wdm-pscreatesystemthread", "a system thread ended at IRQL %u", nt_self()->irql);
    nt_header_signal(&s->header);
    ObfDereferenceObject(s);
    return NULL;
}

NTSTATUS NTAPI PsCreateSystemThread(PHANDLE handle, ULONG access, PVOID attributes, HANDLE process, PVOID client_id,
                              PKSTART_ROUTINE routine, PVOID context)
{
    struct system_thread *s;
    pthread_t thread;

    nt_irql_at_most(PASSIVE_LEVEL, "wdm/nf-wdm-pscreatesystemthread", "PsCreateSystemThread");
    s = nt_object_create(sizeof *s, NULL, NULL);
    if (!s) return STATUS_INSUFFICIENT_RESOURCES;
    nt_header_init(&s->header, NT_THREAD, false, 0);
    s->routine = routine;
    s->context = context;
    *handle = nt_handle_create(s);
    if (!*handle || pthread_create(&thread, NULL, thread_main, s) != 0) {
        if (*handle) ZwClose(*handle);
        ObfDereferenceObject(s);
        return STATUS_INSUFFICIENT_RESOURCES;
    }
    pthread_detach(thread);
    return STATUS_SUCCESS;
}

/* Returns instead of ending the thread: documented only as the last call of the start routine. */
NTSTATUS NTAPI PsTerminateSystemThread(NTSTATUS status) { return status; }

/* ---- work items ---- */

struct _IO_WORKITEM {
    LIST_ENTRY link;
    struct _DEVICE_OBJECT *device;
    PIO_WORKITEM_ROUTINE routine;
    PVOID context;
    bool queued;
};

static struct {
    pthread_mutex_t lock;
    pthread_cond_t cond;
    pthread_once_t once;
    LIST_ENTRY items;
} work = { .lock = PTHREAD_MUTEX_INITIALIZER, .cond = PTHREAD_COND_INITIALIZER, .once = PTHREAD_ONCE_INIT };

static void *work_thread(void *arg)
{
    nt_thread_name("nt-work");
    for (;;) {
        PIO_WORKITEM item;
        pthread_mutex_lock(&work.lock);
        while (IsListEmpty(&work.items)) pthread_cond_wait(&work.cond, &work.lock);
        item = CONTAINING_RECORD(RemoveHeadList(&work.items), struct _IO_WORKITEM, link);
        item->queued = false; /* the routine may free it or queue it again */
        pthread_mutex_unlock(&work.lock);
        item->routine(item->device, item->context);
        if (nt_self()->irql != PASSIVE_LEVEL)
            nt_violation("wdm/nf-wdm-ioqueueworkitem", "a work item returned at IRQL %u", nt_self()->irql);
    }
    return arg;
}

static void start_work(void)
{
    pthread_t thread;
    InitializeListHead(&work.items);
    if (pthread_create(&thread, NULL, work_thread, NULL) == 0) pthread_detach(thread);
}

PIO_WORKITEM NTAPI IoAllocateWorkItem(struct _DEVICE_OBJECT *device)
{
    PIO_WORKITEM item;
    nt_irql_at_most(DISPATCH_LEVEL, "wdm/nf-wdm-ioqueueworkitem", "IoAllocateWorkItem");
    item = calloc(1, sizeof *item);
    if (item) item->device = device;
    return item;
}

void NTAPI IoQueueWorkItem(PIO_WORKITEM item, PIO_WORKITEM_ROUTINE routine, WORK_QUEUE_TYPE queue, PVOID context)
{
    bool twice;

    nt_irql_at_most(DISPATCH_LEVEL, "wdm/nf-wdm-ioqueueworkitem", "IoQueueWorkItem");
    pthread_once(&work.once, start_work);
    pthread_mutex_lock(&work.lock);
    twice = item->queued;
    if (!twice) {
        item->queued = true;
        item->routine = routine;
        item->context = context;
        InsertTailList(&work.items, &item->link);
        pthread_cond_signal(&work.cond);
    }
    pthread_mutex_unlock(&work.lock);
    if (twice) nt_violation("wdm/nf-wdm-ioqueueworkitem", "work item %p queued while it is queued", (void *)item);
}

void NTAPI IoFreeWorkItem(PIO_WORKITEM item)
{
    nt_irql_at_most(DISPATCH_LEVEL, "wdm/nf-wdm-iofreeworkitem", "IoFreeWorkItem");
    if (item->queued) nt_violation("wdm/nf-wdm-iofreeworkitem", "work item %p freed while it is queued", (void *)item);
    free(item);
}
