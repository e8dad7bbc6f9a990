/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * sched.c - queues of contexts, one hardware queue of bounded depth, fences, waits, preemption.
 *
 * A caller's thread submits its own work when nothing is before it; a worker goes on when a queue had to
 * wait for the hardware, for a synchronisation object or for a vertical blank.
 */
#include "dxgk_internal.h"

#include <errno.h>
#include <time.h>

/* ---- packets ---- */

#define ROUND(n) (((SIZE_T)(n) + PAGE_SIZE - 1) & ~(SIZE_T)(PAGE_SIZE - 1))

static void packet_free(struct dxgk_packet *p)
{
    free(p->dma);
    free(p->private_data);
    free(p->list);
    free(p->patches);
    free(p->opens);
    free(p);
}

static struct dxgk_packet *packet_create(struct dxgk_context *c)
{
    struct dxgk_packet *p = calloc(1, sizeof *p);
    UINT n_list = c->info.AllocationListSize ? c->info.AllocationListSize : 1;
    UINT n_patches = c->info.PatchLocationListSize ? c->info.PatchLocationListSize : 1;

    if (!p) return NULL;
    p->context = c;
    /* Contiguous, starting on a page (KS/dxgkarg_render). */
    p->dma = aligned_alloc(PAGE_SIZE, ROUND(c->info.DmaBufferSize + DXGK_GUARD_SIZE));
    p->private_data = calloc(1, c->info.DmaBufferPrivateDataSize + DXGK_GUARD_SIZE); /* zeroed once, at creation */
    p->list = calloc(n_list, sizeof *p->list);
    p->patches = calloc(n_patches, sizeof *p->patches);
    p->opens = calloc(n_list, sizeof *p->opens);
    if (!p->dma || !p->private_data || !p->list || !p->patches || !p->opens) {
        packet_free(p);
        return NULL;
    }
    memset(p->dma, DXGK_POISON, c->info.DmaBufferSize);
    dxgk_guard_set(p->dma + c->info.DmaBufferSize);
    dxgk_guard_set(p->private_data + c->info.DmaBufferPrivateDataSize);
    p->dma_address.QuadPart = (LONGLONG)((uintptr_t)p->dma & 0x0000ffffffffffffull);
    return p;
}

struct dxgk_packet *dxgk_packet_take(struct dxgk_context *c)
{
    struct dxgk_packet *p;

    if (!IsListEmpty(&c->free)) {
        p = CONTAINING_RECORD(RemoveHeadList(&c->free), struct dxgk_packet, link);
    } else {
        if (c->n_packets == DXGK_DMA_POOL) return NULL;
        p = packet_create(c);
        if (!p) return NULL;
        c->n_packets++;
    }
    p->n_list = p->n_patches = p->used = p->private_used = p->n_sync = 0;
    p->null_rendering = p->preempted = false;
    return p;
}

void dxgk_packet_give(struct dxgk_packet *p)
{
    uint32_t i;

    for (i = 0; i < p->n_list; i++)
        if (p->opens[i]) __atomic_sub_fetch(&p->opens[i]->al->busy, 1, __ATOMIC_RELEASE);
    for (i = 0; i < p->n_sync; i++) dxgk_sync_release(p->sync[i]);
    p->n_list = p->n_sync = 0;
    if (p->kind == DXGK_PACKET_PRESENT || p->kind == DXGK_PACKET_FLIP) p->context->device->presents--;
    p->kind = DXGK_PACKET_RENDER;
    InsertHeadList(&p->context->free, &p->link); /* the one that is still in the cache */
}

/* Back to its context, which has one less in flight. Under sched.lock. */
static void packet_over(struct dxgk_packet *p)
{
    __atomic_sub_fetch(&p->context->in_flight, 1, __ATOMIC_RELAXED);
    dxgk_packet_give(p);
}

void dxgk_context_free_packets(struct dxgk_context *c)
{
    while (!IsListEmpty(&c->free)) packet_free(CONTAINING_RECORD(RemoveHeadList(&c->free), struct dxgk_packet, link));
    c->n_packets = 0;
}

/* ---- waiting ---- */

static void moved(struct dxgk_adapter *a)
{
    if (a->sched.waiters) pthread_cond_broadcast(&a->sched.progress);
}

static void wake_worker(struct dxgk_adapter *a)
{
    if (a->sched.kick) return;
    a->sched.kick = true;
    pthread_cond_signal(&a->sched.work);
}

bool dxgk_sched_wait(struct dxgk_adapter *a, bool (*done)(void *arg), void *arg, uint64_t deadline_ns)
{
    struct timespec until = { (time_t)(deadline_ns / 1000000000u), (long)(deadline_ns % 1000000000u) };
    bool is, slept = false;
    int error = 0;

    pthread_mutex_lock(&a->sched.lock);
    a->sched.waiters++;
    while (!(is = done(arg)) && error != ETIMEDOUT && !a->sched.quit) {
        slept = true;
        error = deadline_ns ? pthread_cond_timedwait(&a->sched.progress, &a->sched.lock, &until)
                            : pthread_cond_wait(&a->sched.progress, &a->sched.lock);
    }
    a->sched.waiters--;
    pthread_mutex_unlock(&a->sched.lock);
    if (slept) dxgk_count(a, waits_blocked);
    else dxgk_count(a, waits_polled);
    return is;
}

struct fence_wait { struct dxgk_adapter *a; uint32_t fence; };

static bool fence_done(void *arg)
{
    struct fence_wait *w = arg;
    return w->a->sched.stopped || dxgk_fence_reached(w->a->sched.last_completed, w->fence);
}

void dxgk_sched_wait_fence(struct dxgk_adapter *a, uint32_t fence)
{
    struct fence_wait w = { a, fence };
    dxgk_sched_wait(a, fence_done, &w, 0);
}

static void check_untouched(const struct dxgk_packet *p);

/* ---- what NotifyDpc brings ---- */

static void retire(struct dxgk_adapter *a, struct dxgk_packet *p)
{
    RemoveEntryList(&p->link);
    a->sched.n_in_flight--;
    check_untouched(p);
    packet_over(p);
}

void dxgk_sched_completed(struct dxgk_adapter *a, uint32_t fence)
{
    pthread_mutex_lock(&a->sched.lock);
    if (!dxgk_fence_reached(a->sched.last_completed, fence)) {
        a->sched.last_completed = fence;
        a->sched.progress_ns = dxgk_now_ns();
    }
    while (!IsListEmpty(&a->sched.in_flight)) {
        struct dxgk_packet *p = CONTAINING_RECORD(a->sched.in_flight.Flink, struct dxgk_packet, link);
        if (!dxgk_fence_reached(fence, p->fence)) break;
        retire(a, p);
    }
    moved(a);
    if (!IsListEmpty(&a->sched.ready)) wake_worker(a);
    pthread_mutex_unlock(&a->sched.lock);
}

/* Off the hardware, or before it got there: the first of its context's queue again. Under sched.lock. */
static void queue_first(struct dxgk_adapter *a, struct dxgk_packet *p)
{
    struct dxgk_context *c = p->context;

    __atomic_sub_fetch(&c->in_flight, 1, __ATOMIC_RELAXED);
    if (IsListEmpty(&c->queue)) InsertTailList(&a->sched.ready, &c->ready);
    InsertHeadList(&c->queue, &p->link);
}

/* What is in flight behind `completed` goes back to the head of its queues, in order; its numbers are over, it gets new
 * ones. Under sched.lock, with nothing of the memory manager's in flight. */
static int take_back(struct dxgk_adapter *a, uint32_t completed)
{
    int n = 0;

    while (!IsListEmpty(&a->sched.in_flight)) {
        struct dxgk_packet *p = CONTAINING_RECORD(a->sched.in_flight.Blink, struct dxgk_packet, link);
        if (dxgk_fence_reached(completed, p->fence)) break;
        RemoveEntryList(&p->link);
        a->sched.n_in_flight--;
        p->preempted = true;
        queue_first(a, p);
        n++;
    }
    a->sched.last_completed = a->sched.last_submitted;
    return n;
}

void dxgk_sched_preempted(struct dxgk_adapter *a, uint32_t preemption, uint32_t completed)
{
    dxgk_sched_completed(a, completed);
    pthread_mutex_lock(&a->sched.lock);
    if (preemption == a->sched.preempt_asked) a->sched.preempt_done = true;
    moved(a);
    pthread_mutex_unlock(&a->sched.lock);
}

static bool preempt_answered(void *arg) { return ((struct dxgk_adapter *)arg)->sched.preempt_done; }

int dxgk_sched_preempt(struct dxgk_adapter *a)
{
    DXGKARG_PREEMPTCOMMAND p = { 0 };
    uint64_t until = dxgk_now_ns() + (a->tdr.ms ? a->tdr.ms : 2000u) * 1000000ull * nt_clock_slowness();
    bool owed;
    KIRQL old;
    int n;

    /* One at a time. What had no answer in time is a hang, which the time-out takes care of (display/gpu-preemption). */
    pthread_mutex_lock(&a->sched.lock);
    owed = a->sched.preempt_asked && !a->sched.preempt_done;
    if (!owed) {
        p.PreemptionFenceId = ++a->sched.preempt_id;
        a->sched.preempt_done = false;
    }
    pthread_mutex_unlock(&a->sched.lock);
    if (owed) return -1;
    old = dxgk_irq_enter(a);
    a->sched.preempt_asked = p.PreemptionFenceId; /* read at DIRQL */
    dxgk_irq_leave(a, old);
    KeRaiseIrql(DISPATCH_LEVEL, &old);
    (void)DXGK_CALL(a, PreemptCommand, a->context, &p);
    KeLowerIrql(old);
    if (!dxgk_sched_wait(a, preempt_answered, a, until)) return -1;
    pthread_mutex_lock(&a->sched.lock);
    n = take_back(a, a->sched.last_completed);
    wake_worker(a);
    pthread_mutex_unlock(&a->sched.lock);
    return n;
}

/* ---- loss ---- */

void dxgk_device_lose(struct dxgk_device *d, LONG why)
{
    LONG fine = 0;
    if (d->system) return;
    if (__atomic_compare_exchange_n(&d->lost, &fine, why, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
        dxgk_log("a device is lost (execution state %d)", why);
}

void dxgk_device_end(struct dxgk_device *d)
{
    pthread_mutex_lock(&d->adapter->sched.lock);
    __atomic_store_n(&d->ending, true, __ATOMIC_RELAXED);
    moved(d->adapter);
    pthread_mutex_unlock(&d->adapter->sched.lock);
}

void dxgk_sched_wake(struct dxgk_adapter *a)
{
    pthread_mutex_lock(&a->sched.lock);
    moved(a);
    pthread_mutex_unlock(&a->sched.lock);
}

void dxgk_sched_abort(struct dxgk_adapter *a, uint32_t fence, bool all)
{
    pthread_mutex_lock(&a->sched.lock);
    while (!IsListEmpty(&a->sched.in_flight)) {
        struct dxgk_packet *p = CONTAINING_RECORD(a->sched.in_flight.Flink, struct dxgk_packet, link);
        if (!all && !dxgk_fence_reached(fence, p->fence)) break;
        dxgk_device_lose(p->context->device, D3DKMT_DEVICEEXECUTION_RESET);
        retire(a, p);
    }
    if (all) dxgk_display_abort_flips(a);
    (void)take_back(a, fence); /* all: nothing is left */
    a->sched.preempt_done = true; /* no answer comes any more */
    a->sched.progress_ns = dxgk_now_ns();
    moved(a);
    wake_worker(a);
    pthread_mutex_unlock(&a->sched.lock);
}

/* ---- queues ---- */

/* The next context of this priority or above; the queues of lower ones wait as long as these have anything that runs. */
static INT highest(struct dxgk_adapter *a, INT below)
{
    INT most = -8;
    LIST_ENTRY *e;

    for (e = a->sched.ready.Flink; e != &a->sched.ready; e = e->Flink) {
        INT p = CONTAINING_RECORD(e, struct dxgk_context, ready)->priority;
        if (p < below && p > most) most = p;
    }
    return most;
}

/*
 * The next packet of this priority that may run, taken off its queue, or NULL. It counts as in flight from here on: who waits
 * until nothing of a context is left must see it while it is on its way. Under sched.lock. Signals and waits are done on the
 * way.
 */
static struct dxgk_packet *next_of(struct dxgk_adapter *a, INT priority)
{
    LIST_ENTRY *e = a->sched.ready.Flink;

    while (e != &a->sched.ready) {
        struct dxgk_context *c = CONTAINING_RECORD(e, struct dxgk_context, ready);
        struct dxgk_packet *p = CONTAINING_RECORD(c->queue.Flink, struct dxgk_packet, link);
        bool lost = __atomic_load_n(&c->device->lost, __ATOMIC_RELAXED) != 0, done = false, over = lost || c->closing;
        uint32_t i;

        e = e->Flink;
        if (c->priority != priority) continue;
        switch (p->kind) {
        case DXGK_PACKET_SIGNAL: /* when what the context did before is done */
            if (c->in_flight && !lost) continue;
            for (i = 0; i < p->n_sync; i++) dxgk_sync_signal(p->sync[i], p->value);
            done = true;
            break;
        case DXGK_PACKET_WAIT:
            for (i = 0; i < p->n_sync && !over && dxgk_sync_try_wait(p->sync[i], p->value); i++) {}
            if (i < p->n_sync && !over) { /* the objects taken so far are not taken again */
                for (uint32_t k = 0; k < i; k++) dxgk_sync_release(p->sync[k]);
                memmove(&p->sync[0], &p->sync[i], (p->n_sync - i) * sizeof p->sync[0]);
                p->n_sync -= i;
                continue;
            }
            done = true;
            break;
        case DXGK_PACKET_FLIP:
            if (c->in_flight && !lost) continue;
            if (a->sources[p->source].flip_pending && !lost) continue;
            done = lost;
            break;
        case DXGK_PACKET_RENDER:
        case DXGK_PACKET_PRESENT:
            if (a->sched.n_in_flight >= DXGK_HW_DEPTH && !lost) continue;
            done = lost;
            break;
        }
        RemoveEntryList(&p->link);
        RemoveEntryList(&c->ready);
        if (!IsListEmpty(&c->queue)) InsertTailList(&a->sched.ready, &c->ready); /* in turn */
        if (!done) {
            __atomic_add_fetch(&c->in_flight, 1, __ATOMIC_RELAXED);
            return p;
        }
        dxgk_packet_give(p);
        moved(a);
        e = a->sched.ready.Flink;
    }
    return NULL;
}

static struct dxgk_packet *next_packet(struct dxgk_adapter *a)
{
    INT priority;
    struct dxgk_packet *p = NULL;

    for (priority = highest(a, 8); priority > -8 && !p; priority = highest(a, priority)) p = next_of(a, priority);
    return p;
}

static void run(struct dxgk_adapter *a, struct dxgk_packet *p);

/* With class_lock. */
static void pump(struct dxgk_adapter *a)
{
    for (;;) {
        struct dxgk_packet *p;
        pthread_mutex_lock(&a->sched.lock);
        p = a->sched.stopped ? NULL : next_packet(a);
        pthread_mutex_unlock(&a->sched.lock);
        if (!p) return;
        run(a, p);
    }
}

void dxgk_sched_pump(struct dxgk_adapter *a)
{
    pthread_mutex_lock(&a->sched.class_lock);
    pump(a);
    pthread_mutex_unlock(&a->sched.class_lock);
}

void dxgk_packet_queue(struct dxgk_packet *p)
{
    struct dxgk_context *c = p->context;
    struct dxgk_adapter *a = c->device->adapter;

    pthread_mutex_lock(&a->sched.lock);
    if (IsListEmpty(&c->queue)) InsertTailList(&a->sched.ready, &c->ready);
    InsertTailList(&c->queue, &p->link);
    pthread_mutex_unlock(&a->sched.lock);
    dxgk_sched_pump(a);
}

static bool drained(void *arg)
{
    struct dxgk_context *c = arg;
    return c->in_flight == 0 && IsListEmpty(&c->queue);
}

void dxgk_context_drain(struct dxgk_context *c)
{
    struct dxgk_adapter *a = c->device->adapter;

    pthread_mutex_lock(&a->sched.lock);
    c->closing = true; /* waits for synchronisation objects end here */
    wake_worker(a);
    pthread_mutex_unlock(&a->sched.lock);
    dxgk_sched_wait(a, drained, c, 0);
}

/* ---- submission ---- */

/* A few words of a buffer, ends included: enough to see that somebody wrote into it, cheap enough for every submission. */
static uint64_t look_at(const uint8_t *dma, uint32_t n)
{
    uint64_t sum = 14695981039346656037ull, word;
    uint32_t i, step = n / 64 > 8 ? (n / 64) & ~7u : 8;

    for (i = 0; i + 8 <= n; i += step) {
        memcpy(&word, dma + i, 8);
        sum = (sum ^ word) * 1099511628211ull;
    }
    for (i = n > 8 ? n - 8 : 0; i < n; i++) sum = (sum ^ dma[i]) * 1099511628211ull;
    return sum;
}

/* From SubmitCommand to its fence a buffer is the hardware's; Patch is the last who may write it (submitting-a-command-buffer). */
static void check_untouched(const struct dxgk_packet *p)
{
    if (p->used && p->sum != look_at(p->dma, p->used))
        nt_violation("display/submitting-a-command-buffer", "a DMA buffer changed between SubmitCommand and its end (fence %u)",
                     p->fence);
}

/* Hands one DMA buffer over: Patch at PASSIVE_LEVEL, SubmitCommand at DISPATCH_LEVEL. p NULL: paging. */
static uint32_t submit(struct dxgk_adapter *a, DXGKARG_PATCH *patch, struct dxgk_packet *p)
{
    DXGKARG_SUBMITCOMMAND s = { 0 };
    uint32_t fence;
    KIRQL old;

    pthread_mutex_lock(&a->sched.lock);
    fence = ++a->sched.last_submitted;
    if (!fence) fence = ++a->sched.last_submitted;
    pthread_mutex_unlock(&a->sched.lock);
    patch->SubmissionFenceId = fence;
    (void)DXGK_CALL(a, Patch, a->context, patch);

    s.hContext = patch->hContext;
    s.DmaBufferSegmentId = patch->DmaBufferSegmentId;
    s.DmaBufferPhysicalAddress = patch->DmaBufferPhysicalAddress;
    s.DmaBufferSize = patch->DmaBufferSize;
    s.DmaBufferSubmissionStartOffset = patch->DmaBufferSubmissionStartOffset;
    s.DmaBufferSubmissionEndOffset = patch->DmaBufferSubmissionEndOffset;
    s.pDmaBufferPrivateData = patch->pDmaBufferPrivateData;
    s.DmaBufferPrivateDataSize = patch->DmaBufferPrivateDataSize;
    s.DmaBufferPrivateDataSubmissionStartOffset = patch->DmaBufferPrivateDataSubmissionStartOffset;
    s.DmaBufferPrivateDataSubmissionEndOffset = patch->DmaBufferPrivateDataSubmissionEndOffset;
    s.SubmissionFenceId = fence;
    s.Flags.Paging = patch->Flags.Paging;
    s.Flags.Present = patch->Flags.Present;
    s.Flags.NullRendering = patch->Flags.NullRendering;

    pthread_mutex_lock(&a->sched.lock);
    if (!a->sched.n_in_flight) a->sched.progress_ns = dxgk_now_ns();
    if (p) {
        p->fence = fence;
        p->sum = look_at(p->dma, p->used);
        p->submitted_ns = dxgk_now_ns();
        InsertTailList(&a->sched.in_flight, &p->link);
        a->sched.n_in_flight++;
    } else {
        a->sched.paging_fence = fence;
    }
    pthread_mutex_unlock(&a->sched.lock);
    old = dxgk_irq_enter(a);
    a->irq.submitted = fence;
    dxgk_irq_leave(a, old);

    dxgk_count(a, submissions);
    if (!p) dxgk_count(a, paging_submissions);
    KeRaiseIrql(DISPATCH_LEVEL, &old);
    (void)DXGK_CALL(a, SubmitCommand, a->context, &s);
    KeLowerIrql(old);
    return fence;
}

uint32_t dxgk_submit_paging(struct dxgk_adapter *a, DXGKARG_PATCH *patch) { return submit(a, patch, NULL); }

void dxgk_packet_drop(struct dxgk_adapter *a, struct dxgk_packet *p)
{
    pthread_mutex_lock(&a->sched.lock);
    packet_over(p);
    moved(a);
    pthread_mutex_unlock(&a->sched.lock);
}

/* There is no place for what it names. Because a reset wants the locks: it waits for the end of that; else its device is lost. */
static void no_place(struct dxgk_adapter *a, struct dxgk_packet *p)
{
    bool stopped;

    pthread_mutex_lock(&a->sched.lock);
    stopped = a->sched.stopped;
    if (stopped) queue_first(a, p);
    pthread_mutex_unlock(&a->sched.lock);
    if (stopped) return;
    dxgk_device_lose(p->context->device, D3DKMT_DEVICEEXECUTION_ERROR_OUTOFMEMORY);
    dxgk_packet_drop(a, p);
}

/* One packet off its queue. With class_lock. */
static void run(struct dxgk_adapter *a, struct dxgk_packet *p)
{
    struct dxgk_context *c = p->context;
    DXGKARG_PATCH patch = { 0 };
    uint32_t i;

    for (i = 0; i < p->n_list; i++) {
        if (!p->opens[i]) continue;
        if (!NT_SUCCESS(dxgk_make_resident(a, p->opens[i]->al))) {
            no_place(a, p);
            return;
        }
    }
    for (i = 0; i < p->n_list; i++) {
        if (!p->opens[i]) continue;
        p->list[i].SegmentId = p->opens[i]->al->segment;
        p->list[i].PhysicalAddress = dxgk_address(a, p->opens[i]->al);
    }
    if (p->kind == DXGK_PACKET_FLIP) {
        dxgk_display_flip(a, p);
        return;
    }
    patch.hContext = c->h_driver;
    patch.DmaBufferPhysicalAddress = p->dma_address;
    patch.pDmaBuffer = p->dma;
    patch.DmaBufferSize = c->info.DmaBufferSize;
    patch.DmaBufferSubmissionEndOffset = p->used;
    patch.pDmaBufferPrivateData = c->info.DmaBufferPrivateDataSize ? p->private_data : NULL;
    patch.DmaBufferPrivateDataSize = c->info.DmaBufferPrivateDataSize;
    patch.DmaBufferPrivateDataSubmissionEndOffset = p->private_used;
    patch.pAllocationList = p->list;
    patch.AllocationListSize = p->n_list;
    patch.pPatchLocationList = p->patches;
    patch.PatchLocationListSize = p->n_patches;
    patch.PatchLocationListSubmissionLength = p->n_patches;
    patch.Flags.Present = p->kind == DXGK_PACKET_PRESENT;
    patch.Flags.NullRendering = p->null_rendering;
    submit(a, &patch, p);
}

/* ---- life ---- */

static void *worker_main(void *arg)
{
    struct dxgk_adapter *a = arg;

    nt_thread_name("dxgk-worker");
    for (;;) {
        pthread_mutex_lock(&a->sched.lock);
        while (!a->sched.kick && !a->sched.quit) pthread_cond_wait(&a->sched.work, &a->sched.lock);
        if (a->sched.quit) {
            pthread_mutex_unlock(&a->sched.lock);
            return NULL;
        }
        a->sched.kick = false;
        pthread_mutex_unlock(&a->sched.lock);
        dxgk_display_idle(a);
        pthread_rwlock_rdlock(&a->level);
        dxgk_sched_pump(a);
        pthread_rwlock_unlock(&a->level);
    }
}

void dxgk_sched_init(struct dxgk_adapter *a)
{
    pthread_condattr_t attr;

    pthread_mutex_init(&a->sched.class_lock, NULL);
    pthread_mutex_init(&a->sched.lock, NULL);
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&a->sched.progress, &attr);
    pthread_cond_init(&a->sched.work, &attr);
    pthread_condattr_destroy(&attr);
    InitializeListHead(&a->sched.ready);
    InitializeListHead(&a->sched.in_flight);
}

NTSTATUS dxgk_sched_start(struct dxgk_adapter *a)
{
    a->sched.worker_on = pthread_create(&a->sched.worker, NULL, worker_main, a) == 0;
    return a->sched.worker_on ? STATUS_SUCCESS : STATUS_INSUFFICIENT_RESOURCES;
}

void dxgk_sched_stop(struct dxgk_adapter *a)
{
    pthread_mutex_lock(&a->sched.lock);
    a->sched.quit = true;
    pthread_cond_broadcast(&a->sched.work);
    pthread_cond_broadcast(&a->sched.progress);
    pthread_mutex_unlock(&a->sched.lock);
    pthread_join(a->sched.worker, NULL);
    a->sched.worker_on = false;
}

void dxgk_sched_fini(struct dxgk_adapter *a)
{
    pthread_cond_destroy(&a->sched.work);
    pthread_cond_destroy(&a->sched.progress);
    pthread_mutex_destroy(&a->sched.lock);
    pthread_mutex_destroy(&a->sched.class_lock);
}
