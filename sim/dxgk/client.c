/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * client.c - starting and stopping, client processes, and what surrounds each D3DKMT call.
 */
#include "dxgk_internal.h"

#define MAX_PROCESSES 64u

static struct {
    pthread_mutex_t lock;
    struct dxgk_process processes[MAX_PROCESSES];
    bool used[MAX_PROCESSES];
    unsigned starts;
    bool started; /* atomic: calls may enter. The adapter is there before that, for what starts it */
    bool lazy, lazy_failed; /* the first D3DKMT call of the program started it, or could not */
} world = { .lock = PTHREAD_MUTEX_INITIALIZER };

static _Thread_local uint32_t thread_process; /* 0: none chosen, which is process 1 */
static struct dxgk_counters last_counters;

/* ---- start and stop ---- */

static void write_stats(const struct dxgk_counters *c)
{
    const char *path = getenv("PVGPU_SIM_STATS");
    FILE *f = path && *path ? fopen(path, "w") : NULL;

    if (!f) return;
#define LINE(field) fprintf(f, #field " %llu\n", (unsigned long long)c->field)
    LINE(renders); LINE(presents); LINE(flips); LINE(submissions); LINE(paging_submissions); LINE(paging_operations);
    LINE(interrupts); LINE(unclaimed); LINE(dpcs); LINE(dma_completed); LINE(vsyncs); LINE(waits_blocked); LINE(waits_polled);
    LINE(evictions); LINE(tdrs); LINE(engine_resets); LINE(doorbells);
#undef LINE
    fprintf(f, "messages_ring %llu\nmessages_device %llu\n", (unsigned long long)c->messages[0],
            (unsigned long long)c->messages[1]);
    if (dxgk_adapter()) dxgk_driver_stats(f, dxgk_adapter()->o.handle);
    fclose(f);
}

void dxgk_counters(struct dxgk_counters *c)
{
    struct dxgk_adapter *a = dxgk_adapter();
    size_t i;

    if (!a) {
        *c = last_counters;
        return;
    }
    for (i = 0; i < sizeof *c / sizeof(uint64_t); i++) /* nothing but counters in there */
        ((uint64_t *)c)[i] = __atomic_load_n(&((const uint64_t *)&a->counters)[i], __ATOMIC_RELAXED);
    c->doorbells = __atomic_load_n(&a->bus->counters.doorbells, __ATOMIC_RELAXED);
    c->messages[0] = __atomic_load_n(&a->bus->counters.interrupts[0], __ATOMIC_RELAXED);
    c->messages[1] = __atomic_load_n(&a->bus->counters.interrupts[1], __ATOMIC_RELAXED);
}

static int start_locked(const char *transport)
{
    char error[256] = "";

    if (world.starts) {
        world.starts++;
        return 0;
    }
    world.used[1] = true;
    if (!dxgk_adapter_start(transport, error, sizeof error)) {
        dxgk_log("%s", error);
        return -1;
    }
    world.starts = 1;
    __atomic_store_n(&world.started, true, __ATOMIC_RELEASE);
    return 0;
}

static void close_shares(void)
{
    struct dxgk_client c = dxgk_client_of(1);

    dxgk_client_resume(&c);
    dxgk_share_reap(true);
    dxgk_client_leave(&c);
}

static void stop_locked(void)
{
    struct dxgk_adapter *a = dxgk_adapter();
    uint32_t i;

    if (!world.starts || --world.starts) return;
    for (i = 1; i < MAX_PROCESSES; i++)
        if (world.used[i]) dxgk_process_close_all(i);
    close_shares();
    dxgk_counters(&last_counters);
    write_stats(&last_counters);
    __atomic_store_n(&world.started, false, __ATOMIC_RELAXED);
    dxgk_adapter_stop(a);
}

void dxgk_counters_keep(void) { dxgk_counters(&last_counters); }

static void at_exit(void) { dxgk_stop_all(); }

int dxgk_start(const char *transport)
{
    int result;

    pthread_mutex_lock(&world.lock);
    result = start_locked(transport);
    pthread_mutex_unlock(&world.lock);
    return result;
}

void dxgk_stop(void)
{
    pthread_mutex_lock(&world.lock);
    stop_locked();
    pthread_mutex_unlock(&world.lock);
}

void dxgk_stop_all(void)
{
    pthread_mutex_lock(&world.lock);
    world.lazy = world.lazy_failed = false;
    if (world.starts) {
        world.starts = 1;
        stop_locked();
    }
    pthread_mutex_unlock(&world.lock);
}

bool dxgk_running(void) { return dxgk_adapter() != NULL; }

static bool start_lazily(void)
{
    static bool registered;

    pthread_mutex_lock(&world.lock);
    if (!world.starts && !world.lazy_failed) {
        world.lazy = start_locked(NULL) == 0;
        world.lazy_failed = !world.lazy;
        if (world.lazy && !registered) registered = atexit(at_exit) == 0;
    }
    pthread_mutex_unlock(&world.lock);
    return __atomic_load_n(&world.started, __ATOMIC_ACQUIRE);
}

/* ---- processes ---- */

static void processes_init(void)
{
    uint32_t i;
    for (i = 0; i < MAX_PROCESSES; i++) {
        pthread_mutex_init(&world.processes[i].lock, NULL);
        world.processes[i].id = i;
    }
}

static struct dxgk_process *process_of(uint32_t id)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, processes_init);
    return &world.processes[id];
}

uint32_t dxgk_process_create(void)
{
    uint32_t i;

    pthread_mutex_lock(&world.lock);
    for (i = 2; i < MAX_PROCESSES && world.used[i]; i++) {}
    if (i < MAX_PROCESSES) world.used[i] = true;
    pthread_mutex_unlock(&world.lock);
    return i < MAX_PROCESSES ? i : 0;
}

void dxgk_process_use(uint32_t process) { thread_process = process < MAX_PROCESSES ? process : 0; }

void dxgk_process_destroy(uint32_t process)
{
    if (process < 2 || process >= MAX_PROCESSES) return;
    dxgk_process_close_all(process);
    pthread_mutex_lock(&world.lock);
    world.used[process] = false;
    pthread_mutex_unlock(&world.lock);
}

/* ---- calls ---- */

static void enter(struct dxgk_client *c)
{
    pthread_mutex_lock(&c->process->lock);
    pthread_rwlock_rdlock(&c->a->level);
    nt_process_set(c->id);
}

NTSTATUS dxgk_client_enter(struct dxgk_client *c)
{
    if (!__atomic_load_n(&world.started, __ATOMIC_ACQUIRE) && !start_lazily()) return STATUS_DEVICE_REMOVED;
    c->a = dxgk_adapter();
    c->id = thread_process ? thread_process : 1;
    c->process = process_of(c->id);
    enter(c);
    return STATUS_SUCCESS;
}

void dxgk_client_leave(struct dxgk_client *c)
{
    nt_process_set(0);
    pthread_rwlock_unlock(&c->a->level);
    pthread_mutex_unlock(&c->process->lock);
}

/* A client without a process is the port driver itself, which holds none of these locks. */
void dxgk_client_pause(struct dxgk_client *c)
{
    if (c->process) dxgk_client_leave(c);
}

void dxgk_client_resume(struct dxgk_client *c)
{
    if (c->process) enter(c);
}

struct dxgk_client dxgk_client_of(uint32_t process)
{
    struct dxgk_client c = { dxgk_adapter(), process_of(process), process };
    return c;
}

struct dxgk_device *dxgk_client_device(struct dxgk_client *c, D3DKMT_HANDLE h)
{
    return dxgk_handle_get(h, DXGK_DEVICE, c->id);
}

NTSTATUS dxgk_device_status(const struct dxgk_device *d)
{
    return __atomic_load_n(&d->lost, __ATOMIC_RELAXED) ? STATUS_DEVICE_REMOVED : STATUS_SUCCESS;
}

bool dxgk_device_over(const struct dxgk_device *d)
{
    return __atomic_load_n(&d->lost, __ATOMIC_RELAXED) || __atomic_load_n(&d->ending, __ATOMIC_RELAXED);
}
