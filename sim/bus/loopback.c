/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * loopback.c - a pvgpu function without a VM: the register model that QEMU wraps, shared memory of
 * our own, and a running backend's socket, or its named pipe under Wine (struct bus_host). When the backend goes away we
 * connect again by ourselves, as QEMU's device does.
 *
 * The model is under one lock; the doorbell is not (QEMU's is an ioeventfd). One thread speaks with the
 * backend and delivers interrupts.
 */
#include "bus.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "pvgpu_host.h"
#include "pvgpu_model.h"

#define RECONNECT_MS 100
#define LINE_LIMIT 100000u /* unclaimed level interrupts before the line is given up, as an operating system does */

struct loopback {
    struct bus bus;
    const struct bus_host *host;
    char path[264];
    struct pvgpu_host_shmem shmem;
    pvgpu_host_handle doorbell, ring_event, wake;
    struct pvgpu_host_link link;
    struct pvgpu_model model;
    pthread_mutex_t lock;     /* model, link, pending, line, close_link */
    uint32_t pending;         /* messages to deliver, a bit each */
    bool line, close_link;
    pthread_mutex_t handler_lock; /* held while fn runs */
    bus_interrupt_fn *fn;
    void *fn_arg;
    uint8_t config[BUS_CONFIG_SIZE];
    pthread_t thread;
    bool started, quit;
};

/* ---- where the backend is a Linux program ---- */

static bool memory_low;

void bus_memory_low(void) { __atomic_store_n(&memory_low, true, __ATOMIC_RELAXED); }

static int map_low(struct pvgpu_host_shmem *m)
{
    void *p = mmap(NULL, m->size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_32BIT, (int)m->handle, 0);

    if (p == MAP_FAILED) return -errno;
    munmap(m->base, m->size);
    m->base = p;
    return 0;
}

static int socket_memory(struct pvgpu_host_shmem *m, uint64_t size, pvgpu_host_handle *doorbell, pvgpu_host_handle *ring)
{
    int err = pvgpu_host_shmem_create(m, size);

    if (!err && __atomic_load_n(&memory_low, __ATOMIC_RELAXED)) err = map_low(m);
    if (!err) err = pvgpu_host_event_create(doorbell);
    if (!err) err = pvgpu_host_event_create(ring);
    return err;
}

static const struct bus_host socket_host = {
    pvgpu_host_link_check, socket_memory, pvgpu_host_shmem_destroy, pvgpu_host_link_open, pvgpu_host_link_close,
    pvgpu_host_link_send, pvgpu_host_link_receive,
};
static const struct bus_host *pipe_host;

void bus_pipe_host(const struct bus_host *host) { pipe_host = host; }

static void count(uint64_t *counter) { __atomic_add_fetch(counter, 1, __ATOMIC_RELAXED); }

/* ---- the model's owner; all under the lock ---- */

static bool op_send(void *opaque, const struct pvgpu_message *m)
{
    struct loopback *l = opaque;
    pvgpu_host_handle handles[3] = { l->shmem.handle, l->doorbell, l->ring_event };

    if (l->link.handle != PVGPU_HOST_NONE &&
        l->host->link_send(&l->link, m, m->type == PVGPU_MSG_HELLO ? handles : NULL) == 0)
        return true;
    l->close_link = true;
    pvgpu_host_event_set(l->wake);
    return false;
}

static void op_msix(void *opaque, uint32_t vector)
{
    struct loopback *l = opaque;
    l->pending |= 1u << vector;
    pvgpu_host_event_set(l->wake);
}

static void op_line(void *opaque, bool level)
{
    struct loopback *l = opaque;
    l->line = level;
    if (level) pvgpu_host_event_set(l->wake);
}

static bool op_msix_enabled(void *opaque) { return ((struct loopback *)opaque)->bus.n_messages != 0; }
static void op_doorbell(void *opaque) { pvgpu_host_event_set(((struct loopback *)opaque)->doorbell); }
static void *op_shmem(void *opaque) { return ((struct loopback *)opaque)->shmem.base; }

static const struct pvgpu_model_ops model_ops = { op_send, op_msix, op_line, op_msix_enabled, op_doorbell, op_shmem };

/* ---- the thread ---- */

static void link_lost(struct loopback *l)
{
    l->host->link_close(&l->link);
    l->close_link = false;
    pvgpu_model_disconnected(&l->model, false);
}

static void link_try(struct loopback *l)
{
    if (l->host->link_open(&l->link, l->path) == 0) pvgpu_model_connected(&l->model);
    else pvgpu_model_disconnected(&l->model, true);
}

static void link_read(struct loopback *l)
{
    struct pvgpu_message m;
    int n = 0;

    while (l->link.handle != PVGPU_HOST_NONE && !l->close_link && (n = l->host->link_receive(&l->link, &m)) > 0)
        if (!pvgpu_model_message(&l->model, &m)) l->close_link = true;
    if (n < 0) l->close_link = true;
}

static bool deliver(struct loopback *l, uint32_t message)
{
    bool ours = true;

    pthread_mutex_lock(&l->handler_lock);
    if (l->fn) {
        count(&l->bus.counters.interrupts[message]);
        ours = l->fn(l->fn_arg, message);
        if (!ours) count(&l->bus.counters.unclaimed);
    }
    pthread_mutex_unlock(&l->handler_lock);
    return ours;
}

static void deliver_line(struct loopback *l)
{
    uint32_t unclaimed = 0;

    for (;;) {
        pthread_mutex_lock(&l->lock);
        bool up = l->line && l->fn != NULL;
        pthread_mutex_unlock(&l->lock);
        if (!up) return;
        if (deliver(l, 0)) {
            unclaimed = 0;
        } else if (++unclaimed == LINE_LIMIT) {
            fprintf(stderr, "loopback: the interrupt line stays up and nobody claims it; it is disabled\n");
            pthread_mutex_lock(&l->lock);
            l->line = false;
            pthread_mutex_unlock(&l->lock);
            return;
        }
    }
}

static void *thread_main(void *arg)
{
    struct loopback *l = arg;

    pthread_setname_np(pthread_self(), "bus-loopback");
    while (!__atomic_load_n(&l->quit, __ATOMIC_ACQUIRE)) {
        struct pollfd p[3] = { { (int)l->wake, POLLIN, 0 }, { (int)l->ring_event, POLLIN, 0 }, { -1, POLLIN, 0 } };
        uint32_t pending;
        bool tried, rang;

        pthread_mutex_lock(&l->lock);
        tried = l->link.handle == PVGPU_HOST_NONE;
        p[2].fd = (int)l->link.handle;
        pthread_mutex_unlock(&l->lock);
        poll(p, tried ? 2 : 3, tried ? RECONNECT_MS : -1);

        rang = pvgpu_host_event_clear(l->ring_event);
        (void)pvgpu_host_event_clear(l->wake);
        pthread_mutex_lock(&l->lock);
        if (rang) pvgpu_model_ring_interrupt(&l->model);
        if (tried) link_try(l);
        link_read(l);
        if (l->close_link) link_lost(l);
        pending = l->pending;
        l->pending = 0;
        pthread_mutex_unlock(&l->lock);

        if (pending & 1u << PVGPU_MSIX_RING) deliver(l, PVGPU_MSIX_RING);
        if (pending & 1u << PVGPU_MSIX_DEVICE) deliver(l, PVGPU_MSIX_DEVICE);
        deliver_line(l);
    }
    return NULL;
}

/* ---- bus ops ---- */

static uint64_t loopback_read(struct bus *b, uint64_t offset, unsigned width)
{
    struct loopback *l = (struct loopback *)b;
    uint64_t value;

    count(&b->counters.register_reads);
    pthread_mutex_lock(&l->lock);
    value = pvgpu_model_read(&l->model, offset, width);
    pthread_mutex_unlock(&l->lock);
    return value;
}

static void loopback_write(struct bus *b, uint64_t offset, unsigned width, uint64_t value)
{
    struct loopback *l = (struct loopback *)b;

    if (offset == PVGPU_REG_DOORBELL && width == 4) {
        count(&b->counters.doorbells);
        pvgpu_host_event_set(l->doorbell);
        return;
    }
    count(&b->counters.register_writes);
    pthread_mutex_lock(&l->lock);
    pvgpu_model_write(&l->model, offset, value, width);
    pthread_mutex_unlock(&l->lock);
}

static int loopback_enable(struct bus *b, bus_interrupt_fn *fn, void *arg)
{
    struct loopback *l = (struct loopback *)b;

    pthread_mutex_lock(&l->handler_lock);
    l->fn = fn;
    l->fn_arg = arg;
    pthread_mutex_unlock(&l->handler_lock);
    pvgpu_host_event_set(l->wake);
    return 0;
}

static void loopback_disable(struct bus *b)
{
    struct loopback *l = (struct loopback *)b;

    pthread_mutex_lock(&l->handler_lock);
    l->fn = NULL;
    pthread_mutex_unlock(&l->handler_lock);
}

static int loopback_config_read(struct bus *b, uint32_t offset, void *data, uint32_t size)
{
    if (offset > BUS_CONFIG_SIZE || size > BUS_CONFIG_SIZE - offset) return -EINVAL;
    memcpy(data, ((struct loopback *)b)->config + offset, size);
    return 0;
}

static int loopback_config_write(struct bus *b, uint32_t offset, const void *data, uint32_t size)
{
    if (offset > BUS_CONFIG_SIZE || size > BUS_CONFIG_SIZE - offset) return -EINVAL;
    /* Only the command register can be written, as far as a display driver goes. */
    if (offset == 4 && size >= 2) memcpy(((struct loopback *)b)->config + 4, data, 2);
    return 0;
}

static void loopback_close(struct bus *b)
{
    struct loopback *l = (struct loopback *)b;

    if (l->started) {
        __atomic_store_n(&l->quit, true, __ATOMIC_RELEASE);
        pvgpu_host_event_set(l->wake);
        pthread_join(l->thread, NULL);
    }
    l->host->link_close(&l->link);
    pvgpu_host_event_destroy(&l->doorbell);
    pvgpu_host_event_destroy(&l->ring_event);
    pvgpu_host_event_destroy(&l->wake);
    l->host->memory_destroy(&l->shmem);
    pthread_mutex_destroy(&l->lock);
    pthread_mutex_destroy(&l->handler_lock);
    free(l);
}

/* PVGPU_SHMEM_MIB: size of BAR2, default 256. PVGPU_MODE: WIDTHxHEIGHT@HZ, default 1920x1080@60. */
static bool configure(struct loopback *l, char *error, size_t n)
{
    const char *size = getenv("PVGPU_SHMEM_MIB"), *mode = getenv("PVGPU_MODE");
    unsigned width = 1920, height = 1080, hz = 60;
    unsigned long mib = size && *size ? strtoul(size, NULL, 10) : 256;
    struct pvgpu_region regions[PVGPU_REGION_COUNT];

    if (pvgpu_layout((uint64_t)mib << 20, regions)) {
        snprintf(error, n, "PVGPU_SHMEM_MIB=%s: give a power of two from 64 to 16384", size);
        return false;
    }
    if (mode && *mode && (sscanf(mode, "%ux%u@%u", &width, &height, &hz) < 2 || width < 64 || height < 64 || width > 4095 ||
                          height > 4095 || hz < 1 || hz > 1000)) {
        snprintf(error, n, "PVGPU_MODE=%s: give WIDTHxHEIGHT@HZ, for example 1920x1080@60", mode);
        return false;
    }
    l->model.shmem_size = (uint64_t)mib << 20;
    l->model.device_features = PVGPU_FEATURES_KNOWN;
    l->model.n_scanouts = 1;
    l->model.edid_size = 128;
    bus_edid(l->model.edid, width, height, hz);
    snprintf(l->model.vm_name, sizeof l->model.vm_name, "loopback %d", (int)getpid());
    return true;
}

static void fill_config(struct loopback *l)
{
    uint8_t *c = l->config;
    c[0x00] = PVGPU_PCI_VENDOR & 0xff;
    c[0x01] = PVGPU_PCI_VENDOR >> 8;
    c[0x02] = PVGPU_PCI_DEVICE & 0xff;
    c[0x03] = PVGPU_PCI_DEVICE >> 8;
    c[0x04] = 0x06;                  /* memory, bus master */
    c[0x08] = 0x01;                  /* revision */
    c[0x0a] = 0x80;                  /* other display controller */
    c[0x0b] = 0x03;
    c[0x2c] = PVGPU_PCI_VENDOR & 0xff;
    c[0x2d] = PVGPU_PCI_VENDOR >> 8;
    c[0x2e] = 0x00;
    c[0x2f] = 0x11;
}

static struct bus *open_with(const struct bus_ops *ops, const struct bus_host *host, const char *where, char *error, size_t n)
{
    struct loopback *l = calloc(1, sizeof *l);
    const char *comma = strchr(where, ',');
    size_t length = comma ? (size_t)(comma - where) : strlen(where);
    int err;

    if (!l) {
        snprintf(error, n, "%s: no memory", ops->name);
        return NULL;
    }
    l->bus.ops = ops;
    l->host = host;
    l->link = (struct pvgpu_host_link)PVGPU_HOST_LINK_CLOSED;
    l->doorbell = l->ring_event = l->wake = PVGPU_HOST_NONE;
    pthread_mutex_init(&l->lock, NULL);
    pthread_mutex_init(&l->handler_lock, NULL);
    if (length < sizeof l->path) memcpy(l->path, where, length);
    if (length >= sizeof l->path || host->link_check(l->path) || (comma && strcmp(comma, ",line") != 0)) {
        snprintf(error, n, "PVGPU_TRANSPORT=%s:%s: give %s:%s, with or without ,line", ops->name, where, ops->name,
                 ops == &bus_pipe ? "\\\\.\\pipe\\NAME" : "SOCKET");
        goto fail;
    }
    l->bus.n_messages = comma ? 0 : PVGPU_MSIX_COUNT;
    if (!configure(l, error, n)) goto fail;
    fill_config(l);
    if ((err = host->memory_create(&l->shmem, l->model.shmem_size, &l->doorbell, &l->ring_event)) ||
        (err = pvgpu_host_event_create(&l->wake))) {
        snprintf(error, n, "%s: shared memory of %llu MiB: %s", ops->name, (unsigned long long)(l->model.shmem_size >> 20),
                 strerror(-err));
        goto fail;
    }
    l->bus.bar0_size = PVGPU_REGS_SIZE;
    l->bus.bar2 = l->shmem.base;
    l->bus.bar2_size = l->shmem.size;
    if (pvgpu_model_init(&l->model, &model_ops, l)) {
        snprintf(error, n, "%s: the register model refuses its configuration", ops->name);
        goto fail;
    }
    link_try(l);
    if (pthread_create(&l->thread, NULL, thread_main, l) != 0) {
        snprintf(error, n, "%s: no thread: %s", ops->name, strerror(errno));
        goto fail;
    }
    l->started = true;
    return &l->bus;
fail:
    loopback_close(&l->bus);
    return NULL;
}

static struct bus *loopback_open(const char *where, char *error, size_t n)
{
    return open_with(&bus_loopback, &socket_host, where, error, n);
}

static struct bus *pipe_open(const char *where, char *error, size_t n)
{
    if (pipe_host) return open_with(&bus_pipe, pipe_host, where, error, n);
    snprintf(error, n, "PVGPU_TRANSPORT=pipe:%s: only Windows programs under Wine have named pipes; give loopback:SOCKET", where);
    return NULL;
}

#define MODEL_OPS \
    .close = loopback_close, .read = loopback_read, .write = loopback_write, .interrupts_enable = loopback_enable, \
    .interrupts_disable = loopback_disable, .config_read = loopback_config_read, .config_write = loopback_config_write

const struct bus_ops bus_loopback = { .name = "loopback", .open = loopback_open, MODEL_OPS };
const struct bus_ops bus_pipe = { .name = "pipe", .open = pipe_open, MODEL_OPS };
