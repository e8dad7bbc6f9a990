/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * execute.c - the execute thread's loop and its mailbox. The control thread asks (request) and waits
 * for the answer (state); between two packets the thread looks at one flag.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "consumer.h"
#include "execute.h"
#include "present/present.h"
#include "record.h"

#define BATCH 64u              /* packets between two looks at the renderer, */
#define BATCH_NS 1000000ull    /* or the time that they may take: frames and blanks of others wait as long */
#define HELD_NS 1000000ull     /* how soon a guest that does not take events is looked at again */

enum state { STATE_STARTING, STATE_IDLE, STATE_RUNNING, STATE_FAILED, STATE_GONE };
enum request { REQUEST_NONE, REQUEST_RUN, REQUEST_STOP, REQUEST_QUIT };

struct pvb_execute {
    struct pvb_execute_config config;
    struct pvb_record *record;
    struct pvb_thread *thread;
    pvb_handle wake;
    struct pvb_mutex mutex;
    struct pvb_cond changed;
    enum state state;       /* guarded by mutex, as is request */
    enum request request;
    bool stop;              /* a flag: leave what you are doing */
    const struct pvb_link *link; /* of the run, while RUNNING */
    enum pvgpu_device_error error; /* atomic */
    bool frames_done;              /* a flag */
    char message[256];

    /* The thread's own. */
    uint64_t busy_ns; /* when there was work last */
    struct pvb_renderer *renderer;
    struct pvgpu_caps caps;
    struct pvb_vm vm;
    struct pvb_consumer consumer;
    void *packet;
    struct pvgpu_stats total;
    struct pvb_histogram latency;
};

/* ---- the renderer's life ---- */

static bool renderer_make(struct pvb_execute *x)
{
    memset(&x->caps, 0, sizeof x->caps);
    x->renderer = x->config.ops->create(&x->config.params, &x->caps, x->message, sizeof x->message);
    if (!x->renderer) return false;
    x->caps.size = sizeof x->caps;
    x->caps.abi_version = PVGPU_ABI_VERSION;
    x->caps.features = PVGPU_FEATURES_KNOWN;
    x->caps.max_objects = PVGPU_MAX_OBJECTS;
    x->caps.max_contexts = PVGPU_MAX_CONTEXTS;
    x->caps.n_formats = PVGPU_FORMAT_LIMIT;
    if (x->config.video_memory) x->caps.video_memory = x->config.video_memory;
    x->caps.name[sizeof x->caps.name - 1] = 0;
    return true;
}

static void renderer_drop(struct pvb_execute *x)
{
    if (x->renderer) x->config.ops->destroy(x->renderer);
    x->renderer = NULL;
}

/* ---- a run ---- */

static void interrupt_raise(struct pvb_execute *x)
{
    if (!pvb_take_interrupt(&x->vm)) return;
    x->vm.stats.interrupts++;
    PVB_TRACE(RING, 2, "interrupt");
    pvb_event_signal(x->link->interrupt);
}

static void stats_share(struct pvb_execute *x)
{
    memcpy(x->vm.shared_stats, &x->vm.stats, sizeof x->vm.stats);
    if (x->vm.frames_done && !pvb_flag_get(&x->frames_done)) {
        pvb_flag_set(&x->frames_done, true);
        x->config.notify(x->config.notify_arg);
    }
}

/* Watches an empty ring for a moment, since sleeping and being woken costs both sides more. */
static bool spin(struct pvb_execute *x)
{
    uint64_t end = pvb_now_ns() + x->config.spin_ns;
    do {
        for (int i = 0; i < 32; i++) {
            if (pvb_consumer_ready(&x->consumer) || pvb_flag_get(&x->stop)) return true;
            pvb_cpu_relax();
        }
    } while (pvb_now_ns() < end);
    return false;
}

static void sleep_for_work(struct pvb_execute *x, bool held, uint64_t most_ns)
{
    uint64_t next = pvb_display_next_ns(&x->vm), now = pvb_now_ns(), timeout = most_ns, n;
    if (next != UINT64_MAX && (next <= now || next - now < timeout)) timeout = next > now ? next - now : 0;
    if (held && timeout > HELD_NS) timeout = HELD_NS;
    if (!held && pvgpu_ring_want_data(&x->consumer.ring)) return;
    PVB_TRACE(RING, 2, "sleep");
    pvb_event_wait2(x->link->doorbell, x->wake, timeout);
    n = pvb_event_take(x->link->doorbell);
    x->vm.stats.doorbells += n;
    pvb_event_take(x->wake);
}

/* The ring has nothing, or nothing that may be taken. *flushed: the renderer has all of what came. */
static void idle(struct pvb_execute *x, bool held, int pending, bool *flushed)
{
    if (!*flushed) {
        x->config.ops->flush(x->renderer);
        *flushed = true;
        return; /* its completions may be there at once */
    }
    if (pending) { /* a completion has no event of its own; a new packet does */
        if (pvb_now_ns() - x->busy_ns >= x->config.spin_ns) sleep_for_work(x, held, x->config.ops->patience(x->renderer));
        return;
    }
    if (!held && x->config.spin_ns && spin(x)) return;
    sleep_for_work(x, held, UINT64_MAX);
}

#define ASK_ROUND_NS 5000000ull
#define FINISH_ROUNDS 1000 /* of at most 1 ms each */

static enum pvgpu_device_error run(struct pvb_execute *x)
{
    bool flushed = true;
    while (!pvb_flag_get(&x->stop)) {
        enum pvb_step step = PVB_STEP_DONE;
        enum pvgpu_device_error e = PVGPU_ERROR_NONE;
        int pending = 0;
        uint64_t end = pvb_now_ns() + BATCH_NS;
        for (unsigned n = 0; n < BATCH && step == PVB_STEP_DONE && !pvb_flag_get(&x->stop) && (!n || pvb_now_ns() < end); n++) {
            step = pvb_consumer_step(&x->consumer, &e);
            if (step == PVB_STEP_DONE) flushed = false;
            interrupt_raise(x);
        }
        if (!e) e = pvb_vm_poll(&x->vm, pvb_now_ns(), &pending);
        if (pvb_mapping_broken(&x->link->memory)) {
            pvb_log(PVB_ERROR, "shared memory was cut short under us");
            return PVGPU_ERROR_PROTOCOL;
        }
        if (e == PVGPU_ERROR_HOST_DEVICE) {
            pvb_log(PVB_ERROR, "the host's graphics device was lost: the guest must reset its adapter");
            pvb_event(&x->vm, PVGPU_EVENT_DEVICE, PVGPU_DEVICE_LOST, 0, 0);
            pvb_events_flush(&x->vm);
        }
        interrupt_raise(x);
        stats_share(x);
        if (e) return e;
        if (!flushed) x->busy_ns = pvb_now_ns();
        if (step == PVB_STEP_IDLE || step == PVB_STEP_HELD) idle(x, step == PVB_STEP_HELD, pending, &flushed);
    }
    return PVGPU_ERROR_NONE;
}

static void stats_add(struct pvb_execute *x)
{
    struct pvgpu_stats *t = &x->total, *s = &x->vm.stats;
    t->packets += s->packets;
    t->commands += s->commands;
    t->bytes += s->bytes;
    t->doorbells += s->doorbells;
    t->interrupts += s->interrupts;
    t->presents += s->presents;
    t->frames += s->frames;
    t->context_errors += s->context_errors;
    t->skipped += s->skipped;
    t->last_opcode = s->last_opcode;
    t->last_packet = s->last_packet;
    for (unsigned i = 0; i < PVB_HISTOGRAM_BUCKETS; i++) x->latency.counts[i] += x->vm.latency.counts[i];
    x->latency.total += x->vm.latency.total;
    t->present_p50_ns = pvb_histogram_percentile(&x->latency, 50);
    t->present_p99_ns = pvb_histogram_percentile(&x->latency, 99);
}

static bool run_begin(struct pvb_execute *x)
{
    const struct pvb_link *l = x->link;
    if (!x->renderer && !renderer_make(x)) {
        pvb_log(PVB_ERROR, "the renderer cannot be made again: %s", x->message);
        return false;
    }
    if (!pvb_vm_init(&x->vm, x->config.ops, x->renderer, &x->caps, l->memory.base, l->regions)) {
        pvb_log(PVB_ERROR, "out of memory for a VM's tables");
        return false;
    }
    x->vm.stop = &x->stop;
    x->vm.packet_ns = x->config.packet_ns;
    x->vm.sink = x->config.sink;
    x->vm.record = x->record;
    x->vm.frame_limit = x->config.frame_limit > x->total.frames ? x->config.frame_limit - x->total.frames : x->config.frame_limit;
    pvb_consumer_init(&x->consumer, &x->vm, l->memory.base + l->regions[PVGPU_REGION_SUBMIT].offset,
                      l->regions[PVGPU_REGION_SUBMIT].size, x->packet);
    pvgpu_store64(&x->vm.fence->consumed, 0);
    if (x->record) pvb_record_reset(x->record, x->vm.heap_size);
    return true;
}

/* A guest that stops its driver has presented its last frame and wants it shown. */
static void frames_finish(struct pvb_execute *x)
{
    x->vm.stop = NULL; /* a presenter that keeps every frame is waited for now too */
    for (int i = 0; i < FINISH_ROUNDS && pvb_display_pending(&x->vm); i++) {
        int pending;
        x->config.ops->flush(x->renderer);
        if (pvb_vm_poll(&x->vm, pvb_now_ns(), &pending)) return;
        if (pending) x->config.ops->wait(x->renderer, 1000000);
    }
}

static void run_end(struct pvb_execute *x, enum pvgpu_device_error e)
{
    if (!e) frames_finish(x);
    stats_add(x);
    pvb_display_settle(&x->vm);
    pvb_vm_fini(&x->vm);
    if (e == PVGPU_ERROR_HOST_DEVICE) renderer_drop(x);
    if (x->config.sink)
        for (uint32_t i = 0; i < PVGPU_MAX_SCANOUTS; i++) pvb_sink_mode(x->config.sink, i, 0, 0);
}

/* ---- the thread and its mailbox ---- */

static void answer(struct pvb_execute *x, enum state state)
{
    pvb_mutex_lock(&x->mutex);
    x->state = state;
    pvb_cond_signal(&x->changed);
    pvb_mutex_unlock(&x->mutex);
}

static enum request request_wait(struct pvb_execute *x)
{
    enum request r;
    pvb_mutex_lock(&x->mutex);
    while (x->request == REQUEST_NONE) pvb_cond_wait(&x->changed, &x->mutex, 1000000000);
    r = x->request;
    x->request = REQUEST_NONE;
    pvb_mutex_unlock(&x->mutex);
    return r;
}

static void thread_main(void *arg)
{
    struct pvb_execute *x = arg;
    enum request r;
    bool made = renderer_make(x);

    answer(x, made ? STATE_IDLE : STATE_GONE);
    if (!made) return;
    while ((r = request_wait(x)) != REQUEST_QUIT) {
        enum pvgpu_device_error e;
        if (r == REQUEST_STOP) { /* it had stopped by itself */
            answer(x, STATE_IDLE);
            continue;
        }
        if (!run_begin(x)) {
            answer(x, STATE_FAILED);
            continue;
        }
        answer(x, STATE_RUNNING);
        e = run(x);
        run_end(x, e);
        if (e) {
            __atomic_store_n(&x->error, e, __ATOMIC_RELEASE);
            x->config.notify(x->config.notify_arg);
        }
    }
    renderer_drop(x);
    answer(x, STATE_GONE);
}

/* Asks and waits until the state is another than before; false when it takes too long. */
static bool ask(struct pvb_execute *x, enum request request, uint64_t timeout_ns)
{
    uint64_t end = pvb_now_ns() + timeout_ns, now = 0;
    bool answered;
    pvb_mutex_lock(&x->mutex);
    x->state = STATE_STARTING;
    x->request = request;
    pvb_cond_signal(&x->changed);
    pvb_event_signal(x->wake);
    while (x->state == STATE_STARTING && (now = pvb_now_ns()) < end) {
        pvb_cond_wait(&x->changed, &x->mutex, end - now < ASK_ROUND_NS ? end - now : ASK_ROUND_NS);
        if (!x->config.sink || x->state != STATE_STARTING) continue;
        pvb_mutex_unlock(&x->mutex); /* the execute thread may be waiting for a presenter to take its last frames */
        (void)pvb_sink_pump(x->config.sink);
        pvb_mutex_lock(&x->mutex);
    }
    answered = x->state != STATE_STARTING;
    pvb_mutex_unlock(&x->mutex);
    return answered;
}

static void ask_or_die(struct pvb_execute *x, enum request request)
{
    if (ask(x, request, PVB_STOP_TIMEOUT_NS)) return;
    pvb_log(PVB_ERROR, "the renderer does not come back (last command 0x%04" PRIx64 "): ending this process",
            x->vm.stats.last_opcode);
    pvb_exit_now(1);
}

struct pvb_execute *pvb_execute_create(const struct pvb_execute_config *config, char *error, size_t n)
{
    struct pvb_execute *x = calloc(1, sizeof *x);
    const char *missing = pvb_renderer_missing(config->ops);

    if (missing) {
        snprintf(error, n, "renderer %s lacks %s", config->ops->name, missing);
        free(x);
        return NULL;
    }
    if (x) x->packet = malloc(PVGPU_PACKET_MAX);
    if (!x || !x->packet) {
        snprintf(error, n, "out of memory");
        free(x);
        return NULL;
    }
    x->config = *config;
    x->mutex = (struct pvb_mutex)PVB_MUTEX_INIT;
    x->changed = (struct pvb_cond)PVB_COND_INIT;
    x->wake = pvb_event_create();
    pvb_alloc_limit(PVB_TABLE_BYTES);
    x->thread = pvb_thread_create(thread_main, x, "execute");
    if (!x->thread) {
        snprintf(error, n, "cannot start a thread");
        pvb_execute_destroy(x);
        return NULL;
    }
    pvb_mutex_lock(&x->mutex);
    while (x->state == STATE_STARTING) pvb_cond_wait(&x->changed, &x->mutex, 1000000000);
    pvb_mutex_unlock(&x->mutex);
    if (x->state == STATE_GONE) {
        snprintf(error, n, "renderer %s: %s", config->ops->name, x->message);
        pvb_execute_destroy(x);
        return NULL;
    }
    return x;
}

void pvb_execute_destroy(struct pvb_execute *x)
{
    if (!x) return;
    if (x->thread && x->state != STATE_GONE) {
        pvb_flag_set(&x->stop, true);
        ask_or_die(x, REQUEST_QUIT);
    }
    pvb_thread_join(x->thread);
    pvb_handle_close(x->wake);
    free(x->packet);
    free(x);
}

void pvb_execute_record(struct pvb_execute *x, struct pvb_record *record) { x->record = record; }

const struct pvgpu_caps *pvb_execute_caps(const struct pvb_execute *x) { return &x->caps; }

bool pvb_execute_start(struct pvb_execute *x, const struct pvb_link *link)
{
    pvb_flag_set(&x->stop, false);
    x->link = link;
    __atomic_store_n(&x->error, PVGPU_ERROR_NONE, __ATOMIC_RELAXED);
    ask_or_die(x, REQUEST_RUN);
    return x->state == STATE_RUNNING;
}

void pvb_execute_stop(struct pvb_execute *x)
{
    pvb_flag_set(&x->stop, true);
    ask_or_die(x, REQUEST_STOP);
    x->link = NULL;
    __atomic_store_n(&x->error, PVGPU_ERROR_NONE, __ATOMIC_RELAXED);
}

enum pvgpu_device_error pvb_execute_take_error(struct pvb_execute *x)
{
    return __atomic_exchange_n(&x->error, PVGPU_ERROR_NONE, __ATOMIC_ACQUIRE);
}

void pvb_execute_wake(struct pvb_execute *x) { pvb_event_signal(x->wake); }

bool pvb_execute_frames_done(const struct pvb_execute *x) { return pvb_flag_get(&x->frames_done); }

void pvb_execute_stats(const struct pvb_execute *x, struct pvgpu_stats *out) { *out = x->total; }
