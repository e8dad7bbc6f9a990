/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * linux.c - pvgpu_kmt.so: the miniature's kernel inside a Wine process. Called on the program's threads, on the stack
 * that Wine keeps for system calls (1 MiB).
 */
#include <ddi_kmd.h>
#include <ddi_kmt.h>

#include "dxgk.h"
#include "entries.h"
#include "events.h"
#include "kmt.h"
#include "nt_sim.h"
#include "pipe.h"

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>


#define MAX_EVENTS 1024u
#define LEAVE_MS 3000u /* that threads have to leave the kernel before it is stopped */

/* Windows ends a thread on its way out of the kernel and not within. Wine's server ends one by a signal, and where it stands
 * (wine: dlls/ntdll/unix/signal_x86_64.c, quit_handler): what it had locked would stay so, and nothing could be stopped. */
static struct {
    int threads; /* in the kernel */
    int ends;    /* the process does */
} inside;

void kmt_enter(sigset_t *before)
{
    sigset_t quit;

    sigemptyset(&quit);
    sigaddset(&quit, SIGQUIT);
    pthread_sigmask(SIG_BLOCK, &quit, before);
    __atomic_add_fetch(&inside.threads, 1, __ATOMIC_SEQ_CST);
    if (__atomic_load_n(&inside.ends, __ATOMIC_SEQ_CST)) { /* a signal that came in between ends the thread here */
        kmt_leave(before);
        pthread_sigmask(SIG_BLOCK, &quit, before);
        __atomic_add_fetch(&inside.threads, 1, __ATOMIC_SEQ_CST);
    }
}

void kmt_leave(const sigset_t *before)
{
    __atomic_sub_fetch(&inside.threads, 1, __ATOMIC_SEQ_CST);
    pthread_sigmask(SIG_SETMASK, before, NULL);
}

/* Windows events that the program gave to the kernel. Entries stay: a handle that comes again gets its old one. */
static struct {
    pthread_mutex_t lock;
    int epoll;
    unsigned n;
    struct {
        uint64_t handle;
        int fd;
    } of[MAX_EVENTS];
} events = {.lock = PTHREAD_MUTEX_INITIALIZER, .epoll = -1};

static int epoll_of_events(void)
{
    if (events.epoll < 0)
        events.epoll = epoll_create1(EPOLL_CLOEXEC);
    return events.epoll;
}

/* Also an nt_user_event_fn. */
int kmt_event_fd(HANDLE handle)
{
    uint64_t value = (uint64_t)(uintptr_t)handle;
    struct epoll_event watch = {.events = EPOLLIN};
    int fd = -1;
    unsigned i;

    pthread_mutex_lock(&events.lock);
    for (i = 0; i < events.n && events.of[i].handle != value; i++) {
    }
    if (i == events.n && i < MAX_EVENTS && epoll_of_events() >= 0) {
        fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
        watch.data.u32 = i;
        if (fd >= 0 && epoll_ctl(events.epoll, EPOLL_CTL_ADD, fd, &watch) == 0) {
            events.of[i].handle = value;
            events.of[i].fd = fd;
            events.n++;
        } else if (fd >= 0) {
            close(fd);
        }
    }
    fd = i < events.n ? events.of[i].fd : -1;
    pthread_mutex_unlock(&events.lock);
    return fd;
}

NTSTATUS kmt_next_event(void *args)
{
    struct kmt_event *out = args;
    struct epoll_event ready;
    sigset_t before;
    uint64_t count;
    int epoll, n;

    kmt_enter(&before);
    pthread_mutex_lock(&events.lock);
    epoll = epoll_of_events();
    pthread_mutex_unlock(&events.lock);
    kmt_leave(&before);
    if (epoll < 0)
        return STATUS_INSUFFICIENT_RESOURCES;
    for (;;) {
        n = epoll_wait(epoll, &ready, 1, out->wait ? -1 : 0);
        if (n < 0 && errno != EINTR)
            return STATUS_UNSUCCESSFUL;
        if (n == 0 && !out->wait)
            return STATUS_TIMEOUT;
        if (n != 1)
            continue;
        kmt_enter(&before);
        pthread_mutex_lock(&events.lock);
        out->handle = events.of[ready.data.u32].handle;
        n = read(events.of[ready.data.u32].fd, &count, sizeof(count)) == sizeof(count);
        pthread_mutex_unlock(&events.lock);
        kmt_leave(&before);
        if (n)
            return STATUS_SUCCESS;
    }
}

/* What ntdll.so of Wine has for a descriptor in a Windows handle and back (wine: include/wine/server.h). It is in the process
 * already, out of reach of the dynamic linker's usual search. */
enum { ACCESS_READ = (int)0x80000000, ACCESS_SYNCHRONIZE = 0x00100000 }; /* GENERIC_READ, SYNCHRONIZE */
typedef int to_handle_fn(int fd, unsigned access, unsigned attributes, HANDLE *handle);
typedef int to_fd_fn(HANDLE handle, unsigned access, int *fd, unsigned *options);

static void *ntdll(const char *name)
{
    static void *library;

    if (!library)
        library = dlopen("ntdll.so", RTLD_NOW | RTLD_NOLOAD);
    return library ? dlsym(library, name) : NULL;
}

/* Takes the descriptor. */
static NTSTATUS wrap(HANDLE *handle)
{
    to_handle_fn *to_handle = (to_handle_fn *)ntdll("wine_server_fd_to_handle");
    int fd = (int)(uintptr_t)*handle;
    NTSTATUS status;

    *handle = NULL;
    status = to_handle ? to_handle(fd, (unsigned)ACCESS_READ | ACCESS_SYNCHRONIZE, 0, handle) : STATUS_NOT_SUPPORTED;
    close(fd);
    return status;
}

/* A descriptor of the caller's; -1 for what is no file. */
static int unwrap(HANDLE handle)
{
    to_fd_fn *to_fd = (to_fd_fn *)ntdll("wine_server_handle_to_fd");
    int fd;

    return to_fd && to_fd(handle, 0, &fd, NULL) == 0 ? fd : -1;
}

NTSTATUS kmt_share_objects(void *args)
{
    struct kmt_share *s = args;
    HANDLE handle = NULL;
    sigset_t before;
    NTSTATUS status;

    kmt_enter(&before);
    status = D3DKMTShareObjects(s->n, (const D3DKMT_HANDLE *)(uintptr_t)s->objects, (POBJECT_ATTRIBUTES)(uintptr_t)s->attributes,
                                s->access, &handle);
    kmt_leave(&before);
    if (status >= 0)
        status = wrap(&handle);
    s->handle = (uint64_t)(uintptr_t)handle;
    return status;
}

NTSTATUS kmt_open_handle_of_name(void *args)
{
    D3DKMT_OPENNTHANDLEFROMNAME *open = args;
    sigset_t before;
    NTSTATUS status;

    kmt_enter(&before);
    status = D3DKMTOpenNtHandleFromName(open);
    kmt_leave(&before);
    return status < 0 ? status : wrap(&open->hNtHandle);
}

NTSTATUS kmt_is_shared(void *args)
{
    struct kmt_handle *h = args;
    int fd = unwrap((HANDLE)(uintptr_t)h->handle);

    h->shared = fd >= 0 && dxgk_is_shared_handle(fd);
    if (fd >= 0)
        close(fd);
    return STATUS_SUCCESS;
}

static struct {
    pthread_mutex_t lock;
    pthread_cond_t cond;
    bool begun, over;
    struct timespec until;
} stopping = {.lock = PTHREAD_MUTEX_INITIALIZER, .cond = PTHREAD_COND_INITIALIZER};

/* What calls are under way is not stopped under their feet; the longest wait is for the host process. */
static void *stop_main(void *arg)
{
    const struct timespec millisecond = {.tv_nsec = 1000000};
    unsigned i;

    (void)arg;
    for (i = 0; i < LEAVE_MS && __atomic_load_n(&inside.threads, __ATOMIC_SEQ_CST); i++)
        nanosleep(&millisecond, NULL);
    dxgk_stop_all();
    pthread_mutex_lock(&stopping.lock);
    stopping.over = true;
    pthread_cond_signal(&stopping.cond);
    pthread_mutex_unlock(&stopping.lock);
    return NULL;
}

/* The wait has an end: the host process may be slow, and a program that does not end is worse. */
NTSTATUS kmt_stop(void *args)
{
    pthread_t thread;

    (void)args;
    __atomic_store_n(&inside.ends, 1, __ATOMIC_SEQ_CST);
    clock_gettime(CLOCK_REALTIME, &stopping.until);
    stopping.until.tv_sec += 10;
    stopping.begun = pthread_create(&thread, NULL, stop_main, NULL) == 0;
    if (stopping.begun)
        pthread_detach(thread);
    return STATUS_SUCCESS;
}

/* Waits a millisecond: the caller has events and requests to look after meanwhile. */
NTSTATUS kmt_stopped(void *args)
{
    struct timespec now;
    NTSTATUS status = STATUS_SUCCESS;

    (void)args;
    clock_gettime(CLOCK_REALTIME, &now);
    if (stopping.begun && now.tv_sec < stopping.until.tv_sec) {
        now.tv_nsec += 1000000;
        now.tv_sec += now.tv_nsec / 1000000000;
        now.tv_nsec %= 1000000000;
        pthread_mutex_lock(&stopping.lock);
        if (!stopping.over)
            pthread_cond_timedwait(&stopping.cond, &stopping.lock, &now);
        if (!stopping.over)
            status = STATUS_PENDING;
        pthread_mutex_unlock(&stopping.lock);
    }
    return status;
}

__attribute__((constructor)) static void start(void)
{
    nt_user_events(kmt_event_fd);
}

#define KMT_CALL(name, qualifier, record) \
    NTSTATUS kmt_entry_##name(void *args) \
    { \
        sigset_t before; \
        NTSTATUS status; \
        kmt_enter(&before); \
        status = name((qualifier record *)args); \
        kmt_leave(&before); \
        return status; \
    }
#define KMT_NT_CALL(name, qualifier, record) \
    NTSTATUS kmt_entry_##name(void *args) \
    { \
        record *a = args; \
        HANDLE handle = a->hNtHandle; \
        int fd = unwrap(handle); \
        sigset_t before; \
        NTSTATUS status; \
        if (fd < 0) \
            return STATUS_INVALID_PARAMETER; \
        a->hNtHandle = (HANDLE)(uintptr_t)(unsigned)fd; \
        kmt_enter(&before); \
        status = name(a); \
        kmt_leave(&before); \
        a->hNtHandle = handle; \
        close(fd); \
        return status; \
    }
#include "kmt.def"
#undef KMT_CALL

unix_fn *const __wine_unix_call_funcs[] = {
#define KMT_CALL(name, qualifier, record) kmt_entry_##name,
#include "kmt.def"
#undef KMT_CALL
    kmt_share_objects,
    kmt_open_handle_of_name,
    KMT_COMMON_FUNCTIONS,
};
_Static_assert(sizeof(__wine_unix_call_funcs) / sizeof(*__wine_unix_call_funcs) == KMT_NUMBERS, "every number has its function");
