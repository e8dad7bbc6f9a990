/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * os.h - what the backend asks of the operating system: os_linux.c and os_win32.c.
 * "0 or a negative errno" where nothing else is said; error texts are one line without newline.
 */
#ifndef PVB_OS_H
#define PVB_OS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "pvgpu_channel.h"

/* ---- time, threads ---- */

uint64_t pvb_now_ns(void); /* monotonic */
void pvb_sleep_ns(uint64_t ns);

static inline void pvb_cpu_relax(void) /* in a loop that watches memory */
{
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#endif
}

struct pvb_thread;
struct pvb_thread *pvb_thread_create(void (*fn)(void *arg), void *arg, const char *name); /* NULL: no memory */
void pvb_thread_join(struct pvb_thread *t); /* frees it; NULL is fine */

#ifdef _WIN32
struct pvb_mutex { void *srw; };  /* SRWLOCK */
struct pvb_cond { void *cv; };    /* CONDITION_VARIABLE */
#define PVB_MUTEX_INIT { NULL }
#define PVB_COND_INIT { NULL }
#else
#include <pthread.h>
struct pvb_mutex { pthread_mutex_t m; };
struct pvb_cond { pthread_cond_t c; };
#define PVB_MUTEX_INIT { PTHREAD_MUTEX_INITIALIZER }
#define PVB_COND_INIT { PTHREAD_COND_INITIALIZER }
#endif
void pvb_mutex_lock(struct pvb_mutex *m);
void pvb_mutex_unlock(struct pvb_mutex *m);
void pvb_cond_wait(struct pvb_cond *c, struct pvb_mutex *m, uint64_t timeout_ns); /* may return early */
void pvb_cond_signal(struct pvb_cond *c); /* wakes all */

/* ---- events: eventfd, or an auto-reset event ---- */

typedef intptr_t pvb_handle; /* file descriptor or HANDLE */
#define PVB_NO_HANDLE ((pvb_handle)-1)

pvb_handle pvb_event_create(void); /* PVB_NO_HANDLE when it fails */
void pvb_event_signal(pvb_handle e); /* never blocks */
uint64_t pvb_event_take(pvb_handle e); /* signals since the last call, at least 1 when there were any; never blocks */
void pvb_handle_close(pvb_handle h); /* PVB_NO_HANDLE is fine */
/* Sleeps until a or b is signalled, at most timeout_ns (UINT64_MAX: for ever). */
void pvb_event_wait2(pvb_handle a, pvb_handle b, uint64_t timeout_ns);

/* ---- shared memory of a device ---- */

struct pvb_mapping {
    uint8_t *base;
    uint64_t size;
};

/* Maps size bytes. Refuses memory that is smaller. Another process holds the same memory and may cut
 * it: where the system allows it this is ruled out (a seal), and otherwise an access to what was cut
 * off reads zeroes and makes pvb_mapping_broken true instead of killing the process. One mapping at
 * a time. */
int pvb_mapping_open(struct pvb_mapping *m, pvb_handle memory, uint64_t size, char *error, size_t n);
bool pvb_mapping_broken(const struct pvb_mapping *m);
void pvb_mapping_close(struct pvb_mapping *m);

/* ---- the channel's transport ---- */

struct pvb_server;
struct pvb_peer;

/* What a HELLO brought; the receiver owns the handles. */
struct pvb_peer_handles { pvb_handle memory, doorbell, interrupt; };

#define PVB_READY_ACCEPT 0x1u /* somebody connects */
#define PVB_READY_PEER   0x2u /* the peer said something or went away */
#define PVB_READY_QUIT   0x4u /* SIGTERM, SIGINT or their like; stays set */

/* NULL with a text that says what, where and how to mend it. */
struct pvb_server *pvb_server_open(const char *path, char *error, size_t n);
void pvb_server_close(struct pvb_server *s); /* takes the path away, if it is still ours */
/* Waits for readiness, a wake-up or the timeout. peer may be NULL. Control thread. */
unsigned pvb_server_wait(struct pvb_server *s, struct pvb_peer *peer, uint64_t timeout_ns);
void pvb_server_wake(struct pvb_server *s); /* any thread */

struct pvb_peer *pvb_server_accept(struct pvb_server *s); /* NULL: it went away again */
uint64_t pvb_peer_process(const struct pvb_peer *p); /* its number on this machine; 0: not known */
int pvb_peer_send(struct pvb_peer *p, const struct pvgpu_message *m); /* 0 or negative: the peer is lost */
/* 1: a message (not checked), its handles in *h; 0: none yet; negative: the peer is lost. */
int pvb_peer_receive(struct pvb_peer *p, struct pvgpu_message *m, struct pvb_peer_handles *h);
void pvb_peer_close(struct pvb_peer *p); /* NULL is fine */

/* The place of the channel when no option says so; false with a text when there is none. */
bool pvb_default_path(char *out, size_t n, char *error, size_t error_n);

/* ---- processes ---- */

/* Before any thread is started: SIGTERM and SIGINT (or console events) become PVB_READY_QUIT. */
int pvb_process_init(void);
/* Gives up, for every thread and for good, what a backend that has started needs no more (os_linux_sandbox.c,
 * os_win32.c). 0, or a negative errno with a text. */
int pvb_sandbox_enter(char *error, size_t n);
/* A window can be opened here. */
bool pvb_display_present(void);
void pvb_exit_now(int status); /* without running exit handlers */

#endif
