/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * tdr.c - time-out detection and recovery (contract.md A.11): preempt, reset the engine, reset the adapter.
 */
#include "dxgk_internal.h"

#include <time.h>

#define MOST_RESETS 6u /* within a minute; one more is a bugcheck (D/tdr-registry-keys: TdrLimitCount, TdrLimitTime) */

/* Nobody else in the driver; those who wait with locks held come back first. */
void dxgk_stop_the_world(struct dxgk_adapter *a)
{
    pthread_mutex_lock(&a->sched.lock);
    a->sched.stopped = true;
    pthread_cond_broadcast(&a->sched.progress);
    pthread_mutex_unlock(&a->sched.lock);
    pthread_rwlock_wrlock(&a->level);
    pthread_mutex_lock(&a->sched.class_lock);
}

void dxgk_start_the_world(struct dxgk_adapter *a)
{
    pthread_mutex_lock(&a->sched.lock);
    a->sched.stopped = false;
    a->sched.kick = true;
    pthread_cond_signal(&a->sched.work);
    pthread_cond_broadcast(&a->sched.progress);
    pthread_mutex_unlock(&a->sched.lock);
    pthread_mutex_unlock(&a->sched.class_lock);
    pthread_rwlock_unlock(&a->level);
}

static void collect(struct dxgk_adapter *a, UINT reason)
{
    uint8_t buffer[4096 + DXGK_GUARD_SIZE];
    DXGKARG_COLLECTDBGINFO_EXT extension = { 0 };
    DXGKARG_COLLECTDBGINFO c = { .Reason = reason, .pBuffer = buffer, .BufferSize = 4096, .pExtension = &extension };

    dxgk_guard_set(buffer + 4096);
    (void)DXGK_CALL(a, CollectDbgInfo, a->context, &c);
    dxgk_guard_check(buffer + 4096, "d3dkmddi/nc-d3dkmddi-dxgkddi_collectdbginfo", "the debug information");
}

/* True: the engine runs again. False: the adapter must be reset. */
static bool reset_engine(struct dxgk_adapter *a)
{
    static const char page[] = "display/tdr-changes-in-windows-8";
    DXGKARG_QUERYDEPENDENTENGINEGROUP group = { 0 };
    DXGKARG_QUERYENGINESTATUS engine = { 0 };
    DXGKARG_RESETENGINE r = { 0 };
    uint32_t completed, submitted, paging, reported;
    NTSTATUS status;
    KIRQL old;

    pthread_mutex_lock(&a->sched.lock);
    completed = a->sched.last_completed;
    submitted = a->sched.last_submitted;
    paging = a->sched.paging_fence;
    pthread_mutex_unlock(&a->sched.lock);
    (void)DXGK_CALL(a, QueryDependentEngineGroup, a->context, &group);
    if (!(group.DependentNodeOrdinalMask & 1)) nt_violation(page, "the dependent group of node 0 does not hold node 0");
    (void)DXGK_CALL(a, QueryEngineStatus, a->context, &engine);
    collect(a, 0x141);
    r.LastAbortedFenceId = completed;
    status = DXGK_CALL(a, ResetEngine, a->context, &r);
    if (!NT_SUCCESS(status)) return false;
    if (!dxgk_fence_reached(r.LastAbortedFenceId, completed) || !dxgk_fence_reached(submitted, r.LastAbortedFenceId)) {
        nt_violation(page, "ResetEngine aborted up to %u, which is not within %u..%u", r.LastAbortedFenceId, completed,
                     submitted);
        return false;
    }
    dxgk_count(a, engine_resets);
    old = dxgk_irq_enter(a);
    reported = a->irq.completed;
    dxgk_irq_leave(a, old);
    if (paging && !dxgk_fence_reached(reported, paging)) return false; /* a paging packet was hit */
    dxgk_irq_forget(a, r.LastAbortedFenceId);
    dxgk_sched_abort(a, r.LastAbortedFenceId, false);
    return true;
}

/* Every user device is lost with its content; what lies in apertures is mapped anew. */
static void lose_all(struct dxgk_adapter *a)
{
    uint32_t process;
    LIST_ENTRY *e;

    for (process = 0; process < 64; process++) dxgk_devices_lose(process);
    for (e = a->allocations.Flink; e != &a->allocations; e = e->Flink) {
        struct dxgk_allocation *al = CONTAINING_RECORD(e, struct dxgk_allocation, link);
        if (al->locks || !al->segment || a->segments[al->segment - 1].d.Flags.Aperture) continue;
        al->content = false;
    }
}

static void reset_adapter(struct dxgk_adapter *a)
{
    uint64_t t = dxgk_now_ns();

    if (!a->tdr.first_ns || t > a->tdr.first_ns + 60000000000ull) {
        a->tdr.first_ns = t;
        a->tdr.resets = 0;
    }
    if (++a->tdr.resets > MOST_RESETS)
        nt_violation("display/tdr-registry-keys", "%u resets within a minute (bugcheck 0x116)", a->tdr.resets);
    dxgk_count(a, tdrs);
    collect(a, 0x117);
    (void)DXGK_CALL(a, ResetFromTimeout, a->context);
    dxgk_irq_forget(a, a->sched.last_submitted);
    lose_all(a);
    dxgk_sched_abort(a, 0, true);
    (void)DXGK_CALL(a, RestartFromTimeout, a->context);
    pthread_mutex_lock(&a->sched.lock);
    a->sched.stopped = false; /* paging works again */
    pthread_mutex_unlock(&a->sched.lock);
    if (!NT_SUCCESS(dxgk_display_after_reset(a))) dxgk_log("the display did not come back after the reset");
}

static void recover(struct dxgk_adapter *a, bool adapter)
{
    dxgk_stop_the_world(a);
    dxgk_log("the GPU has not answered: %s reset", adapter ? "adapter" : "engine");
    if (adapter || !a->caps.SupportPerEngineTDR || !reset_engine(a)) reset_adapter(a);
    dxgk_start_the_world(a);
}

const void *dxgk_test_driver_code(void)
{
    struct dxgk_adapter *a = dxgk_adapter();
    return a ? (const void *)a->ddi.DxgkDdiInterruptRoutine : NULL;
}

void dxgk_test_interrupt(uint32_t message)
{
    struct dxgk_adapter *a = dxgk_adapter();
    if (a) (void)dxgk_interrupt(a, message);
}

uint32_t dxgk_test_register(uint32_t offset)
{
    struct dxgk_adapter *a = dxgk_adapter();
    return a ? (uint32_t)a->bus->ops->read(a->bus, offset, 4) : 0;
}

int dxgk_test_tdr(bool adapter)
{
    struct dxgk_adapter *a = dxgk_adapter();
    if (!a) return -1;
    recover(a, adapter);
    return 0;
}

int dxgk_test_preempt(void)
{
    struct dxgk_adapter *a = dxgk_adapter();
    int n;

    if (!a) return -1;
    pthread_rwlock_rdlock(&a->level);
    pthread_mutex_lock(&a->sched.class_lock);
    dxgk_sched_wait_fence(a, a->sched.paging_fence); /* what is preempted here has no paging packets in it */
    n = dxgk_sched_preempt(a);
    pthread_mutex_unlock(&a->sched.class_lock);
    pthread_rwlock_unlock(&a->level);
    return n;
}

static bool reset_waits(struct dxgk_adapter *a)
{
    bool is;
    pthread_mutex_lock(&a->sched.lock);
    is = a->sched.stopped;
    pthread_mutex_unlock(&a->sched.lock);
    return is;
}

unsigned dxgk_test_evict_all(void)
{
    struct dxgk_adapter *a = dxgk_adapter();
    unsigned n = 0;
    LIST_ENTRY *e;

    if (!a) return 0;
    pthread_rwlock_rdlock(&a->level);
    pthread_mutex_lock(&a->sched.class_lock);
    dxgk_sched_wait_fence(a, a->sched.last_submitted);
    for (e = a->allocations.Flink; e != &a->allocations && !reset_waits(a); e = e->Flink) {
        struct dxgk_allocation *al = CONTAINING_RECORD(e, struct dxgk_allocation, link);
        if (!dxgk_may_evict(al)) continue;
        if (NT_SUCCESS(dxgk_evict(a, al))) n++;
    }
    pthread_mutex_unlock(&a->sched.class_lock);
    pthread_rwlock_unlock(&a->level);
    return n;
}

/* What InterruptRoutine must not report any more. */
void dxgk_irq_forget(struct dxgk_adapter *a, uint32_t fence)
{
    KIRQL old = dxgk_irq_enter(a);
    a->irq.completed = fence;
    a->irq.completed_new = a->irq.preempted_new = false;
    dxgk_irq_leave(a, old);
}

static uint64_t delay_ns(const struct dxgk_adapter *a) { return a->tdr.ms * 1000000ull * nt_clock_slowness(); }

static bool hung(struct dxgk_adapter *a)
{
    bool is;
    pthread_mutex_lock(&a->sched.lock);
    is = !a->sched.stopped && a->sched.last_completed != a->sched.last_submitted &&
         dxgk_now_ns() > a->sched.progress_ns + delay_ns(a);
    pthread_mutex_unlock(&a->sched.lock);
    return is;
}

static void *tdr_main(void *arg)
{
    struct dxgk_adapter *a = arg;

    nt_thread_name("dxgk-tdr");
    pthread_mutex_lock(&a->sched.lock);
    while (!a->tdr.quit) {
        uint64_t at = dxgk_now_ns() + a->tdr.ms * 1000000ull / 4u; /* however slow the clock: that may change */
        struct timespec until = { (time_t)(at / 1000000000u), (long)(at % 1000000000u) };
        pthread_cond_timedwait(&a->tdr.cond, &a->sched.lock, &until);
        if (a->tdr.quit) break;
        pthread_mutex_unlock(&a->sched.lock);
        if (hung(a)) {
            DXGKARG_QUERYCURRENTFENCE f = { 0 };
            /*
             * A lost interrupt is no hang: the driver notifies what it missed (K/querycurrentfence). When this lock
             * cannot be had, whoever holds it waits for the GPU itself, and only the reset brings that one back.
             */
            at = dxgk_now_ns() + delay_ns(a) / 4u;
            until = (struct timespec){ (time_t)(at / 1000000000u), (long)(at % 1000000000u) };
            if (!pthread_rwlock_clockrdlock(&a->level, CLOCK_MONOTONIC, &until)) {
                (void)DXGK_CALL(a, QueryCurrentFence, a->context, &f);
                pthread_rwlock_unlock(&a->level);
            }
            if (hung(a)) recover(a, false);
        }
        pthread_mutex_lock(&a->sched.lock);
    }
    pthread_mutex_unlock(&a->sched.lock);
    return NULL;
}

NTSTATUS dxgk_tdr_start(struct dxgk_adapter *a)
{
    const char *env = getenv("PVGPU_SIM_TDR_MS");
    pthread_condattr_t attr;

    a->tdr.ms = env && *env ? (uint32_t)strtoul(env, NULL, 10) : 2000;
    if (!a->tdr.ms) return STATUS_SUCCESS;
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&a->tdr.cond, &attr);
    pthread_condattr_destroy(&attr);
    a->tdr.on = pthread_create(&a->tdr.thread, NULL, tdr_main, a) == 0;
    return a->tdr.on ? STATUS_SUCCESS : STATUS_INSUFFICIENT_RESOURCES;
}

void dxgk_tdr_stop(struct dxgk_adapter *a)
{
    if (!a->tdr.on) return;
    pthread_mutex_lock(&a->sched.lock);
    a->tdr.quit = true;
    pthread_cond_signal(&a->tdr.cond);
    pthread_mutex_unlock(&a->sched.lock);
    pthread_join(a->tdr.thread, NULL);
    pthread_cond_destroy(&a->tdr.cond);
    a->tdr.on = false;
}
