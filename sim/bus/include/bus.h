/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * bus.h - the role "device transport": how the miniature's port driver reaches a pvgpu function.
 * Implementations: loopback (register model and backend socket in this process), pipe (the same, to a backend that is a
 * Windows program; only under Wine) and vfio (a real PCI function, in a VM). PVGPU_TRANSPORT chooses:
 * "loopback:SOCKET[,line]", "pipe:\\.\pipe\NAME[,line]" or "vfio:0000:00:04.0"; ",line" delivers one level-triggered
 * interrupt instead of two messages.
 *
 * Register accesses and the doorbell: any thread. Interrupts come from one thread of the transport.
 */
#ifndef BUS_H
#define BUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pvgpu_host.h"

#define BUS_CONFIG_SIZE 256u

/* message: number of the message, 0 for a line. On the transport's interrupt thread. With a line the call is
 * repeated as long as the line is up. Returns whether the interrupt was the device's. */
typedef bool bus_interrupt_fn(void *arg, uint32_t message);

struct bus_counters {
    uint64_t doorbells;      /* written by the driver */
    uint64_t register_reads, register_writes; /* of other registers */
    uint64_t interrupts[2];  /* delivered, by message */
    uint64_t unclaimed;      /* delivered, and the routine said that they were not the device's */
};

struct bus;

struct bus_ops {
    const char *name;
    /* where: what follows "NAME:" in PVGPU_TRANSPORT. NULL with one line in error. */
    struct bus *(*open)(const char *where, char *error, size_t n);
    void (*close)(struct bus *b);
    uint64_t (*read)(struct bus *b, uint64_t offset, unsigned width);
    void (*write)(struct bus *b, uint64_t offset, unsigned width, uint64_t value);
    /* 0 or a negative errno. After disable returns, fn is not running and is not called any more. */
    int (*interrupts_enable)(struct bus *b, bus_interrupt_fn *fn, void *arg);
    void (*interrupts_disable)(struct bus *b);
    int (*config_read)(struct bus *b, uint32_t offset, void *data, uint32_t size);
    int (*config_write)(struct bus *b, uint32_t offset, const void *data, uint32_t size);
};

struct bus {
    const struct bus_ops *ops;
    uint64_t bar0_size;
    void *bar2;          /* mapped, shared with the host */
    uint64_t bar2_size;  /* bytes */
    uint32_t n_messages; /* 0: a line */
    struct bus_counters counters; /* atomic increments */
};

extern const struct bus_ops bus_loopback;
extern const struct bus_ops bus_pipe;
extern const struct bus_ops bus_vfio;
extern const struct bus_ops bus_null; /* "null:", for tests */

/* Whose shared memory, events and link a register model in this process uses. loopback's are qemu-device/host's; pipe's are
 * those of Windows, which sim/kmt brings. As in pvgpu_host.h nothing blocks for long, and errors are negative errnos. */
struct bus_host {
    int (*link_check)(const char *path);
    /* The memory, and the two events that the backend gets with it. *doorbell is ours to set, *ring is set when the backend
     * sets its event; both are file descriptors that pvgpu_host_event_destroy ends. */
    int (*memory_create)(struct pvgpu_host_shmem *m, uint64_t size, pvgpu_host_handle *doorbell, pvgpu_host_handle *ring);
    void (*memory_destroy)(struct pvgpu_host_shmem *m); /* all-zero or destroyed: nothing */
    int (*link_open)(struct pvgpu_host_link *l, const char *path); /* l->handle: file descriptor to poll for reading */
    void (*link_close)(struct pvgpu_host_link *l);
    /* HELLO takes memory and events along. */
    int (*link_send)(struct pvgpu_host_link *l, const struct pvgpu_message *m, const pvgpu_host_handle handles[3]);
    int (*link_receive)(struct pvgpu_host_link *l, struct pvgpu_message *m);
};

/* Before bus_open: what pipe works with. */
void bus_pipe_host(const struct bus_host *host);

/* Before bus_open: bar2 of loopback lies below 4 GiB, for a program with 32-bit pointers. That of pipe does by itself: the
 * program maps it. */
void bus_memory_low(void);

/* transport: PVGPU_TRANSPORT's form; NULL takes the environment variable. NULL with one line in error. */
struct bus *bus_open(const char *transport, char *error, size_t n);
void bus_close(struct bus *b); /* NULL is fine */

static inline uint64_t bus_read(struct bus *b, uint64_t offset, unsigned width) { return b->ops->read(b, offset, width); }
static inline void bus_write(struct bus *b, uint64_t offset, unsigned width, uint64_t value)
{
    b->ops->write(b, offset, width, value);
}

/* Fills 128 bytes: one monitor whose preferred mode is width x height at refresh_hz, with a name. Checksum included. */
void bus_edid(uint8_t edid[128], unsigned width, unsigned height, unsigned refresh_hz);

#endif
