/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * pipe_linux.c - the transport "pipe" as the miniature's kernel sees it (struct bus_host): each operation is a request to the
 * Windows half, one at a time, which waits for its answer. Never called by the thread that answers.
 */
#include "pipe.h"

#include <ddi_kmd.h>

#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include "bus.h"
#include "entries.h"
#include "events.h"

#define ANSWER_S 10    /* the thread that answers is gone, or Wine's server is */
#define MAX_MESSAGES 8u /* PROTOCOL.md: a host has at most two on the way */

static struct {
    pthread_mutex_t callers; /* held from a request to its answer */
    pthread_mutex_t lock;    /* all of the rest */
    pthread_cond_t answered;
    struct kmt_request request;
    enum { IDLE, ASKED, TAKEN, ANSWERED } state;
    int request_fd, doorbell_fd; /* for the Windows half's events */
    int ring_fd, link_fd;        /* for the transport's thread; -1: none */
    struct pvgpu_message messages[MAX_MESSAGES];
    unsigned n_messages;
    bool broken;
} pipe_host = {
    .callers = PTHREAD_MUTEX_INITIALIZER, .lock = PTHREAD_MUTEX_INITIALIZER, .answered = PTHREAD_COND_INITIALIZER,
    .request_fd = -1, .doorbell_fd = -1, .ring_fd = -1, .link_fd = -1,
};

/* r: in and out. 0 or a negative errno. */
static int ask(struct kmt_request *r)
{
    struct timespec until;
    int err = 0;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += ANSWER_S;
    pthread_mutex_lock(&pipe_host.callers);
    pthread_mutex_lock(&pipe_host.lock);
    pipe_host.request = *r;
    pipe_host.state = ASKED;
    pvgpu_host_event_set(pipe_host.request_fd);
    while (pipe_host.state != ANSWERED && !err)
        err = pthread_cond_timedwait(&pipe_host.answered, &pipe_host.lock, &until);
    *r = pipe_host.request;
    err = pipe_host.state == ANSWERED ? r->error : -ETIMEDOUT;
    pipe_host.state = IDLE;
    pthread_mutex_unlock(&pipe_host.lock);
    pthread_mutex_unlock(&pipe_host.callers);
    return err;
}

int32_t kmt_pipe_take(void *args)
{
    struct kmt_request *out = args;
    sigset_t before;

    kmt_enter(&before);
    pthread_mutex_lock(&pipe_host.lock);
    if (pipe_host.state == ASKED) {
        *out = pipe_host.request;
        pipe_host.state = TAKEN;
    } else {
        out->kind = KMT_REQUEST_NONE;
    }
    pthread_mutex_unlock(&pipe_host.lock);
    kmt_leave(&before);
    return STATUS_SUCCESS;
}

int32_t kmt_pipe_done(void *args)
{
    const struct kmt_request *in = args;
    sigset_t before;

    kmt_enter(&before);
    pthread_mutex_lock(&pipe_host.lock);
    if (pipe_host.state == TAKEN) { /* else nobody waits for it any more */
        pipe_host.request = *in;
        pipe_host.state = ANSWERED;
        pthread_cond_signal(&pipe_host.answered);
    }
    pthread_mutex_unlock(&pipe_host.lock);
    kmt_leave(&before);
    return STATUS_SUCCESS;
}

int32_t kmt_pipe_input(void *args)
{
    const struct kmt_input *in = args;
    sigset_t before;

    kmt_enter(&before);
    pthread_mutex_lock(&pipe_host.lock);
    switch ((enum kmt_input_kind)in->kind) {
    case KMT_INPUT_RANG:
        if (pipe_host.ring_fd >= 0)
            pvgpu_host_event_set(pipe_host.ring_fd);
        break;
    case KMT_INPUT_MESSAGE:
        if (pipe_host.n_messages < MAX_MESSAGES)
            pipe_host.messages[pipe_host.n_messages++] = in->message;
        else
            pipe_host.broken = true;
        break;
    case KMT_INPUT_BROKEN:
        pipe_host.broken = true;
        break;
    }
    if (in->kind != KMT_INPUT_RANG && pipe_host.link_fd >= 0)
        pvgpu_host_event_set(pipe_host.link_fd);
    pthread_mutex_unlock(&pipe_host.lock);
    kmt_leave(&before);
    return STATUS_SUCCESS;
}

/* ---- struct bus_host ---- */

/* CreateNamedPipe: at most 256 characters. */
static int check(const char *path)
{
    return strncmp(path, "\\\\.\\pipe\\", 9) == 0 && path[9] && strlen(path) <= 256 ? 0 : -EINVAL;
}

static int memory_create(struct pvgpu_host_shmem *m, uint64_t size, pvgpu_host_handle *doorbell, pvgpu_host_handle *ring)
{
    struct kmt_request r = {.kind = KMT_REQUEST_MEMORY, .size = size};
    int err = pvgpu_host_event_create(ring);

    if (err)
        return err;
    *doorbell = dup(pipe_host.doorbell_fd);
    if (*doorbell < 0)
        return -errno;
    pthread_mutex_lock(&pipe_host.lock);
    pipe_host.ring_fd = dup((int)*ring);
    pthread_mutex_unlock(&pipe_host.lock);
    err = ask(&r);
    if (err)
        return err;
    m->base = (void *)(uintptr_t)r.base;
    m->size = size;
    return 0;
}

static void memory_destroy(struct pvgpu_host_shmem *m)
{
    struct kmt_request r = {.kind = KMT_REQUEST_MEMORY_FREE};

    pthread_mutex_lock(&pipe_host.lock);
    if (pipe_host.ring_fd >= 0)
        close(pipe_host.ring_fd);
    pipe_host.ring_fd = -1;
    pthread_mutex_unlock(&pipe_host.lock);
    if (m->base)
        (void)ask(&r);
    m->base = NULL;
}

static int link_open(struct pvgpu_host_link *l, const char *path)
{
    struct kmt_request r = {.kind = KMT_REQUEST_OPEN};
    int fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), err;

    *l = (struct pvgpu_host_link)PVGPU_HOST_LINK_CLOSED;
    if (fd < 0)
        return -errno;
    strcpy(r.path, path); /* of the length that check allows */
    pthread_mutex_lock(&pipe_host.lock);
    pipe_host.n_messages = 0;
    pipe_host.broken = false;
    pipe_host.link_fd = fd;
    pthread_mutex_unlock(&pipe_host.lock);
    err = ask(&r);
    if (!err) {
        l->handle = fd;
        return 0;
    }
    pthread_mutex_lock(&pipe_host.lock);
    pipe_host.link_fd = -1;
    pthread_mutex_unlock(&pipe_host.lock);
    close(fd);
    return err;
}

static void link_close(struct pvgpu_host_link *l)
{
    struct kmt_request r = {.kind = KMT_REQUEST_CLOSE};

    if (l->handle == PVGPU_HOST_NONE)
        return;
    (void)ask(&r);
    pthread_mutex_lock(&pipe_host.lock);
    pipe_host.link_fd = -1;
    pthread_mutex_unlock(&pipe_host.lock);
    close((int)l->handle);
    *l = (struct pvgpu_host_link)PVGPU_HOST_LINK_CLOSED;
}

static int link_send(struct pvgpu_host_link *l, const struct pvgpu_message *m, const pvgpu_host_handle handles[3])
{
    struct kmt_request r = {.kind = KMT_REQUEST_SEND, .message = *m};

    (void)l;
    (void)handles; /* the Windows half has its own for what they stand for */
    return ask(&r);
}

static int link_receive(struct pvgpu_host_link *l, struct pvgpu_message *m)
{
    int got = 0;

    pthread_mutex_lock(&pipe_host.lock);
    (void)pvgpu_host_event_clear(l->handle);
    if (pipe_host.n_messages) {
        *m = pipe_host.messages[0];
        memmove(&pipe_host.messages[0], &pipe_host.messages[1], --pipe_host.n_messages * sizeof(*m));
        got = 1;
    } else if (pipe_host.broken) {
        got = -EPIPE;
    }
    pthread_mutex_unlock(&pipe_host.lock);
    return got;
}

static const struct bus_host host = {
    check, memory_create, memory_destroy, link_open, link_close, link_send, link_receive,
};

int32_t kmt_pipe_attach(void *args)
{
    const struct kmt_pipe_events *in = args;

    pipe_host.request_fd = kmt_event_fd((HANDLE)(uintptr_t)in->request);
    pipe_host.doorbell_fd = kmt_event_fd((HANDLE)(uintptr_t)in->doorbell);
    if (pipe_host.request_fd < 0 || pipe_host.doorbell_fd < 0)
        return STATUS_INSUFFICIENT_RESOURCES;
    bus_pipe_host(&host);
    return STATUS_SUCCESS;
}
