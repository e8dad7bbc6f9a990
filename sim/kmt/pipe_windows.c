/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * pipe_windows.c - the transport "pipe" as Windows sees it: a section, three events and one named pipe, all used by
 * the thread that runs kmt_pipe_serve. Same code as in QEMU's device on Windows (qemu-device/host).
 */
#include "pipe.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "pvgpu_host.h"

static kmt_call_fn *call;
static HANDLE request_event;
static pvgpu_host_handle doorbell = PVGPU_HOST_NONE, ring = PVGPU_HOST_NONE;
static struct pvgpu_host_shmem memory = {.handle = PVGPU_HOST_NONE};
static struct pvgpu_host_link backend = PVGPU_HOST_LINK_CLOSED;

static void input(enum kmt_input_kind kind, const struct pvgpu_message *m)
{
    struct kmt_input in = {.kind = kind};

    if (m)
        in.message = *m;
    call(KMT_PIPE_INPUT, &in);
}

static int carry_out(struct kmt_request *r)
{
    pvgpu_host_handle handles[3];
    int err;

    switch ((enum kmt_request_kind)r->kind) {
    case KMT_REQUEST_NONE:
        return 0;
    case KMT_REQUEST_MEMORY:
        err = pvgpu_host_shmem_create(&memory, r->size);
        r->base = (uint64_t)(uintptr_t)memory.base;
        return err;
    case KMT_REQUEST_MEMORY_FREE:
        pvgpu_host_shmem_destroy(&memory);
        return 0;
    case KMT_REQUEST_OPEN:
        r->path[sizeof(r->path) - 1] = 0;
        return pvgpu_host_link_open(&backend, r->path);
    case KMT_REQUEST_SEND:
        handles[0] = memory.handle;
        handles[1] = doorbell;
        handles[2] = ring;
        return pvgpu_host_link_send(&backend, &r->message, r->message.type == PVGPU_MSG_HELLO ? handles : NULL);
    case KMT_REQUEST_CLOSE:
        pvgpu_host_link_close(&backend);
        return 0;
    }
    return -EINVAL;
}

/* Whatever lies there, until nothing does or the link is broken. It stays open until the Linux half has it closed. */
static void receive(bool *broken)
{
    struct pvgpu_message m;
    int n;

    while ((n = pvgpu_host_link_receive(&backend, &m)) > 0)
        input(KMT_INPUT_MESSAGE, &m);
    *broken = n < 0;
    if (n < 0)
        input(KMT_INPUT_BROKEN, NULL);
}

void kmt_pipe_serve(DWORD timeout_ms)
{
    static bool broken;
    HANDLE list[3] = {request_event, (HANDLE)ring, (HANDLE)backend.handle};
    bool open = backend.handle != PVGPU_HOST_NONE;
    struct kmt_request r;
    DWORD got;

    got = WaitForMultipleObjects(open && !broken ? 3 : 2, list, FALSE, timeout_ms);
    /* The wait takes the event that ended it; the others are still set. */
    if (got == WAIT_OBJECT_0 + 1 || pvgpu_host_event_clear(ring))
        input(KMT_INPUT_RANG, NULL);
    if (open && !broken && WaitForSingleObject(list[2], 0) == WAIT_OBJECT_0)
        receive(&broken);
    for (;;) {
        memset(&r, 0, sizeof(r));
        if (call(KMT_PIPE_TAKE, &r) < 0 || r.kind == KMT_REQUEST_NONE)
            return;
        if (r.kind == KMT_REQUEST_OPEN || r.kind == KMT_REQUEST_CLOSE)
            broken = false;
        r.error = carry_out(&r);
        call(KMT_PIPE_DONE, &r);
    }
}

static DWORD WINAPI serve(void *arg)
{
    (void)arg;
    for (;;)
        kmt_pipe_serve(INFINITE);
    return 0;
}

bool kmt_pipe_start(kmt_call_fn *fn)
{
    struct kmt_pipe_events events;
    HANDLE thread;

    call = fn;
    request_event = CreateEventW(NULL, FALSE, FALSE, NULL);
    if (!request_event || pvgpu_host_event_create(&doorbell) || pvgpu_host_event_create(&ring)) {
        fprintf(stderr, "pvgpu_kmt: no events for the pipe: Windows error %lu\n", (unsigned long)GetLastError());
        return false;
    }
    events.request = (uint64_t)(uintptr_t)request_event;
    events.doorbell = (uint64_t)doorbell;
    thread = CreateThread(NULL, 0, serve, NULL, 0, NULL);
    if (!thread || call(KMT_PIPE_ATTACH, &events) < 0) {
        fprintf(stderr, "pvgpu_kmt: no thread for the pipe: Windows error %lu\n", (unsigned long)GetLastError());
        return false;
    }
    CloseHandle(thread);
    return true;
}
