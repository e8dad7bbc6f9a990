/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * os_linux.c - time, threads, events, processes. The channel's transport is os_linux_channel.c.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include "os.h"
#include "os_linux.h"
#include "pvb_renderer.h"

uint64_t pvb_now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static struct timespec timespec_of(uint64_t ns)
{
    struct timespec t = { (time_t)(ns / 1000000000u), (long)(ns % 1000000000u) };
    return t;
}

void pvb_sleep_ns(uint64_t ns)
{
    struct timespec t = timespec_of(ns);
    nanosleep(&t, NULL);
}

/* ---- threads ---- */

struct pvb_thread {
    pthread_t thread;
    void (*fn)(void *arg);
    void *arg;
    char name[16];
};

static void *thread_main(void *arg)
{
    struct pvb_thread *t = arg;
    pthread_setname_np(pthread_self(), t->name);
    prctl(PR_SET_TIMERSLACK, 1000ul); /* vertical blanks are timed by sleeps */
    t->fn(t->arg);
    return NULL;
}

struct pvb_thread *pvb_thread_create(void (*fn)(void *arg), void *arg, const char *name)
{
    struct pvb_thread *t = calloc(1, sizeof *t);
    sigset_t all, old;
    int err;
    if (!t) return NULL;
    t->fn = fn;
    t->arg = arg;
    snprintf(t->name, sizeof t->name, "%s", name);
    sigfillset(&all); /* the control thread takes the signals */
    sigdelset(&all, SIGBUS);
    sigdelset(&all, SIGSEGV);
    pthread_sigmask(SIG_SETMASK, &all, &old);
    err = pthread_create(&t->thread, NULL, thread_main, t);
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    if (err) {
        free(t);
        return NULL;
    }
    return t;
}

void pvb_thread_join(struct pvb_thread *t)
{
    if (!t) return;
    pthread_join(t->thread, NULL);
    free(t);
}

void pvb_mutex_lock(struct pvb_mutex *m) { pthread_mutex_lock(&m->m); }
void pvb_mutex_unlock(struct pvb_mutex *m) { pthread_mutex_unlock(&m->m); }
void pvb_cond_signal(struct pvb_cond *c) { pthread_cond_broadcast(&c->c); }

void pvb_cond_wait(struct pvb_cond *c, struct pvb_mutex *m, uint64_t timeout_ns)
{
    struct timespec t = timespec_of(pvb_now_ns() + timeout_ns);
    pthread_cond_clockwait(&c->c, &m->m, CLOCK_MONOTONIC, &t);
}

/* ---- events ---- */

pvb_handle pvb_event_create(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

void pvb_event_signal(pvb_handle e)
{
    const uint64_t one = 1;
    ssize_t n = write((int)e, &one, sizeof one);
    (void)n; /* full means that it is signalled */
}

uint64_t pvb_event_take(pvb_handle e)
{
    uint64_t n = 0;
    return read((int)e, &n, sizeof n) == sizeof n ? n : 0;
}

void pvb_handle_close(pvb_handle h)
{
    if (h != PVB_NO_HANDLE) close((int)h);
}

void pvb_event_wait2(pvb_handle a, pvb_handle b, uint64_t timeout_ns)
{
    struct pollfd fds[2] = { { (int)a, POLLIN, 0 }, { (int)b, POLLIN, 0 } };
    struct timespec t = timespec_of(timeout_ns);
    ppoll(fds, 2, timeout_ns == UINT64_MAX ? NULL : &t, NULL);
}

/* ---- shared memory ---- */

/* Read by the SIGBUS handler, on whichever thread touched memory that is gone. */
static uint8_t *guard_base;
static uint64_t guard_size;
static volatile sig_atomic_t guard_broken;

static void guard_handler(int number, siginfo_t *info, void *context)
{
    uint8_t *at = info->si_addr, *base = __atomic_load_n(&guard_base, __ATOMIC_ACQUIRE);
    uint64_t size = __atomic_load_n(&guard_size, __ATOMIC_ACQUIRE);
    if (base && at >= base && at < base + size
        && mmap(base, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_NORESERVE, -1, 0) == base) {
        guard_broken = 1;
        return;
    }
    signal(number, SIG_DFL); /* a fault of our own: the access is repeated and ends the process */
}

int pvb_mapping_open(struct pvb_mapping *m, pvb_handle memory, uint64_t size, char *error, size_t n)
{
    struct sigaction action = { .sa_sigaction = guard_handler, .sa_flags = SA_SIGINFO };
    struct stat st;
    void *base;
    int seals, sealed;

    memset(m, 0, sizeof *m);
    if (fstat((int)memory, &st) || !S_ISREG(st.st_mode)) {
        snprintf(error, n, "the device's shared memory is not a memory file");
        return -EINVAL;
    }
    if (st.st_size < 0 || (uint64_t)st.st_size < size) {
        snprintf(error, n, "the device's shared memory has %llu bytes, less than the %llu announced",
                 (unsigned long long)st.st_size, (unsigned long long)size);
        return -EINVAL;
    }
    seals = fcntl((int)memory, F_GET_SEALS);
    sealed = seals >= 0 && (seals & F_SEAL_SHRINK);
    if (!sealed && fcntl((int)memory, F_ADD_SEALS, F_SEAL_SHRINK) == 0) sealed = 1;
    if (!sealed) pvb_log(2, "shared memory cannot be sealed against shrinking; accesses are guarded instead");
    /* The seal closes the window between fstat and here only when looked at again. */
    if (sealed && (fstat((int)memory, &st) || (uint64_t)st.st_size < size)) {
        snprintf(error, n, "the device's shared memory shrank");
        return -EINVAL;
    }
    base = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, (int)memory, 0);
    if (base == MAP_FAILED) {
        snprintf(error, n, "cannot map %llu bytes of shared memory: %s", (unsigned long long)size, strerror(errno));
        return -errno;
    }
    guard_broken = 0;
    __atomic_store_n(&guard_size, size, __ATOMIC_RELEASE);
    __atomic_store_n(&guard_base, (uint8_t *)base, __ATOMIC_RELEASE);
    sigaction(SIGBUS, &action, NULL);
    m->base = base;
    m->size = size;
    return 0;
}

bool pvb_mapping_broken(const struct pvb_mapping *m) { return m->base && guard_broken; }

void pvb_mapping_close(struct pvb_mapping *m)
{
    if (!m->base) return;
    __atomic_store_n(&guard_base, NULL, __ATOMIC_RELEASE);
    munmap(m->base, m->size);
    memset(m, 0, sizeof *m);
}

/* ---- process ---- */

static int quit_event = -1;

static void quit_handler(int number)
{
    int saved = errno;
    pvb_event_signal(quit_event);
    errno = saved;
}

int pvb_quit_event(void) { return quit_event; }

int pvb_process_init(void)
{
    struct sigaction quit = { .sa_handler = quit_handler }, ignore = { .sa_handler = SIG_IGN };
    quit_event = (int)pvb_event_create();
    if (quit_event < 0) return -errno;
    if (sigaction(SIGTERM, &quit, NULL) || sigaction(SIGINT, &quit, NULL) || sigaction(SIGPIPE, &ignore, NULL)) return -errno;
    return 0;
}

bool pvb_display_present(void)
{
    const char *x11 = getenv("DISPLAY"), *wayland = getenv("WAYLAND_DISPLAY");
    return (x11 && *x11) || (wayland && *wayland);
}

void pvb_exit_now(int status) { _exit(status); }
