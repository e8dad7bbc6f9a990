/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * device.h - a device for tests: starts a real pvgpu-backend and speaks the channel with it.
 */
#ifndef TEST_DEVICE_H
#define TEST_DEVICE_H

#include <sys/types.h>
#include "guest.h"
#include "pvgpu_channel.h"

#define DEVICE_SHMEM (64ull << 20)

struct backend {
    pid_t pid;
    char dir[64], socket[96], log[96];
};

/* Starts the program named by the environment variable PVGPU_BACKEND_PROGRAM with --socket and the
 * further arguments (NULL ends), waits until it listens. 0, or -1 when it ended first. */
int backend_start(struct backend *b, const char *const *args);
/* As above but waits for its end: its exit status. */
int backend_run(struct backend *b, const char *const *args);
int backend_wait(struct backend *b); /* exit status, 128 + signal; kills it after twenty */
int backend_stop(struct backend *b); /* SIGTERM, then backend_wait */
void backend_forget(struct backend *b); /* takes its folder away */
char *backend_log(const struct backend *b); /* what it printed so far; static */

struct device {
    int socket, memory, doorbell, interrupt;
    struct guest guest;
};

int device_connect(struct device *d, const struct backend *b); /* 0 */
/* Makes memory of size bytes (seals: allow them) and events. */
void device_memory(struct device *d, uint64_t size, int seals);
void device_hello(struct device *d, uint64_t shmem_size);
/* With another version, and a heap region that is shift bytes off. */
void device_hello_with(struct device *d, uint64_t shmem_size, uint32_t version, uint64_t shift);
/* With n descriptors (at most 8), the last replaced by another unless that is -1. */
void device_hello_fds(struct device *d, int n, int last);
void device_send(struct device *d, uint32_t type, uint64_t features);
int device_receive(struct device *d, struct pvgpu_message *m); /* type, 0 when closed, -1 after twenty seconds of nothing */
/* connect, WELCOME, HELLO, READY, ENABLE, RUNNING. 0. */
int device_up(struct device *d, const struct backend *b);
void device_down(struct device *d);
/* Rings the doorbell if it was asked for. */
void device_kick(struct device *d);
int device_wait_fence(struct device *d, uint64_t fence); /* 0, or -1 after twenty seconds */
int device_wait_event(struct device *d, uint32_t type, struct pvgpu_event *e); /* others are dropped; 0 or -1 */
int device_wait_interrupt(struct device *d); /* 0 or -1 */
/* Until the backend has taken all that was sent, done with it what it does, and waits for the doorbell. 0 or -1. */
int device_wait_asleep(const struct device *d, const struct backend *b);

#endif
