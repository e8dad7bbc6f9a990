/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * os_linux.c - os.h for the miniature Windows on Linux.
 */
#include "os.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

void *pvu_os_alloc(size_t size)
{
    return calloc(1, size ? size : 1);
}

void pvu_os_free(void *p)
{
    free(p);
}

uint64_t pvu_os_event_create(void)
{
    int fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (fd == 0) { /* 0 means none here */
        int other = dup(fd);
        close(fd);
        fd = other;
    }
    return fd > 0 ? (uint64_t)fd : 0;
}

void pvu_os_event_destroy(uint64_t event)
{
    if (event) close((int)event);
}

void pvu_os_event_wait(uint64_t event, uint64_t timeout_ns)
{
    struct timespec t = { .tv_sec = (time_t)(timeout_ns / 1000000000u), .tv_nsec = (long)(timeout_ns % 1000000000u) };
    struct pollfd p = { .fd = event ? (int)event : -1, .events = POLLIN };
    uint64_t count;
    if (ppoll(&p, 1, &t, NULL) > 0 && read((int)event, &count, sizeof count) < 0 && errno != EAGAIN) pvu_os_yield();
}

_Static_assert(sizeof(pthread_mutex_t) <= sizeof(struct pvu_os_mutex), "a mutex fits");

void pvu_os_mutex_init(struct pvu_os_mutex *m)
{
    pthread_mutexattr_t a;
    pthread_mutexattr_init(&a);
    pthread_mutexattr_settype(&a, PTHREAD_MUTEX_RECURSIVE);
    pthread_mutex_init((pthread_mutex_t *)(void *)m->storage, &a);
    pthread_mutexattr_destroy(&a);
}

void pvu_os_mutex_fini(struct pvu_os_mutex *m)
{
    pthread_mutex_destroy((pthread_mutex_t *)(void *)m->storage);
}

void pvu_os_lock(struct pvu_os_mutex *m)
{
    pthread_mutex_lock((pthread_mutex_t *)(void *)m->storage);
}

void pvu_os_unlock(struct pvu_os_mutex *m)
{
    pthread_mutex_unlock((pthread_mutex_t *)(void *)m->storage);
}

uint64_t pvu_os_time_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

void pvu_os_yield(void)
{
    sched_yield();
}

int pvu_os_log_on(void)
{
    static int on = -1;
    if (on < 0) on = getenv("PVGPU_UMD_LOG") != NULL;
    return on;
}

void pvu_os_log(const char *line)
{
    if (pvu_os_log_on()) fprintf(stderr, "pvgpu-umd: %s\n", line);
}
