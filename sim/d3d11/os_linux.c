/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * os_linux.c - the runtime's system services on Linux.
 */
#include "os.h"

#include <errno.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct rt_lock {
    pthread_mutex_t mutex;
};

static pthread_mutex_t global_mutex = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;

struct rt_lock *rt_lock_create(void)
{
    struct rt_lock *lock = malloc(sizeof(*lock));
    pthread_mutexattr_t attr;

    if (!lock)
        return NULL;
    pthread_mutexattr_init(&attr);
    pthread_mutexattr_settype(&attr, PTHREAD_MUTEX_RECURSIVE);
    pthread_mutex_init(&lock->mutex, &attr);
    pthread_mutexattr_destroy(&attr);
    return lock;
}

void rt_lock_destroy(struct rt_lock *lock)
{
    if (!lock)
        return;
    pthread_mutex_destroy(&lock->mutex);
    free(lock);
}

void rt_lock_enter(struct rt_lock *lock)
{
    pthread_mutex_lock(&lock->mutex);
}

void rt_lock_leave(struct rt_lock *lock)
{
    pthread_mutex_unlock(&lock->mutex);
}

void rt_global_enter(void)
{
    pthread_mutex_lock(&global_mutex);
}

void rt_global_leave(void)
{
    pthread_mutex_unlock(&global_mutex);
}

uint64_t rt_now_ns(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

uint64_t rt_counter(void)
{
    return rt_now_ns();
}

void rt_sleep_ns(uint64_t ns)
{
    struct timespec t = {(time_t)(ns / 1000000000u), (long)(ns % 1000000000u)};

    while (nanosleep(&t, &t) == -1 && errno == EINTR)
        ;
}

const char *rt_env(const char *name)
{
    return getenv(name);
}

void rt_log(const char *format, ...)
{
    char line[512];
    va_list args;

    va_start(args, format);
    vsnprintf(line, sizeof(line), format, args);
    va_end(args);
    fprintf(stderr, "sim_d3d11: %s\n", line);
}

bool rt_window_rect(void *window, int32_t *left, int32_t *top, uint32_t *width, uint32_t *height)
{
    /* There is no window system natively: a window handle is a name and nothing else. */
    (void)window;
    *left = *top = 0;
    *width = *height = 0;
    return false;
}

struct rt_gdi *rt_gdi_create(uint32_t width, uint32_t height)
{
    return NULL;
}

void *rt_gdi_dc(const struct rt_gdi *gdi)
{
    return NULL;
}

void *rt_gdi_memory(const struct rt_gdi *gdi)
{
    return NULL;
}

void rt_gdi_flush(struct rt_gdi *gdi)
{
}

void rt_gdi_destroy(struct rt_gdi *gdi)
{
}

void rt_close_handle(void *handle)
{
    close((int)(uintptr_t)handle);
}

void rt_wide(wchar_t *to, size_t n, const char *from)
{
    size_t i;

    for (i = 0; i + 1 < n && from[i]; i++)
        to[i] = (unsigned char)from[i];
    if (n)
        to[i] = 0;
}
