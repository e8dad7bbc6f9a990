/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * pvgpu_host.h - what a device needs of its host: shared memory, events, and the link to the
 * backend. QEMU's wrapper and loopback use it; host_linux.c and host_win32.c implement it.
 * Nothing blocks but pvgpu_host_event_wait. Functions return 0 or a negative errno.
 */
#ifndef PVGPU_HOST_H
#define PVGPU_HOST_H

#include <stdbool.h>
#include "pvgpu_channel.h"

/* Linux: a file descriptor. Windows: a HANDLE. */
typedef intptr_t pvgpu_host_handle;
#define PVGPU_HOST_NONE ((pvgpu_host_handle)-1)

struct pvgpu_host_shmem {
    void *base;
    uint64_t size; /* bytes */
    pvgpu_host_handle handle;
};

/* Zero-filled memory that another process can map; its size is sealed where the host can. */
int pvgpu_host_shmem_create(struct pvgpu_host_shmem *m, uint64_t size);
void pvgpu_host_shmem_destroy(struct pvgpu_host_shmem *m); /* all-zero or destroyed: nothing */

int pvgpu_host_event_create(pvgpu_host_handle *event);
void pvgpu_host_event_destroy(pvgpu_host_handle *event); /* PVGPU_HOST_NONE: nothing */
void pvgpu_host_event_set(pvgpu_host_handle event);
/* Takes what was set; false when nothing was. */
bool pvgpu_host_event_clear(pvgpu_host_handle event);
/* Waits until set, and takes it; false on time-out. timeout_ms < 0: for ever. */
bool pvgpu_host_event_wait(pvgpu_host_handle event, int timeout_ms);

/* One connection to a backend. */
struct pvgpu_host_link {
    pvgpu_host_handle handle;  /* to poll for reading; PVGPU_HOST_NONE when not open */
    pvgpu_host_handle pipe;    /* Windows: the pipe itself; handle is then its read event */
    uint32_t filled;           /* bytes of incoming that are there */
    struct pvgpu_message incoming;
    void *os;                  /* Windows: overlapped read in flight */
};
#define PVGPU_HOST_LINK_CLOSED { PVGPU_HOST_NONE, PVGPU_HOST_NONE, 0, { 0 }, 0 }

/* 0, or why no connection can ever be made: -ENAMETOOLONG, -EINVAL (empty). */
int pvgpu_host_link_check(const char *path);
/* -ENAMETOOLONG, -ENOENT and -ECONNREFUSED (nobody listens), -EACCES (the path belongs to another
 * user) among others. */
int pvgpu_host_link_open(struct pvgpu_host_link *l, const char *path);
void pvgpu_host_link_close(struct pvgpu_host_link *l);
/* Sends a message, with three handles when it is HELLO. A peer that does not read makes it fail. */
int pvgpu_host_link_send(struct pvgpu_host_link *l, const struct pvgpu_message *m, const pvgpu_host_handle handles[3]);
/* 1: m holds a message; 0: none yet; negative: closed or broken. */
int pvgpu_host_link_receive(struct pvgpu_host_link *l, struct pvgpu_message *m);

#endif
