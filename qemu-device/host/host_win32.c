/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include <windows.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "pvgpu_host.h"

static HANDLE as_handle(pvgpu_host_handle h) { return (HANDLE)h; }

static int from_error(DWORD e)
{
    switch (e) {
    case ERROR_FILE_NOT_FOUND: case ERROR_PATH_NOT_FOUND: return -ENOENT;
    case ERROR_ACCESS_DENIED: return -EACCES;
    case ERROR_PIPE_BUSY: return -ECONNREFUSED;
    case ERROR_NOT_ENOUGH_MEMORY: case ERROR_OUTOFMEMORY: case ERROR_COMMITMENT_LIMIT: return -ENOMEM;
    case ERROR_BROKEN_PIPE: case ERROR_NO_DATA: return -EPIPE;
    default: return -EIO;
    }
}

int pvgpu_host_shmem_create(struct pvgpu_host_shmem *m, uint64_t size)
{
    /* An unnamed section: no name that another user could guess. */
    HANDLE h = CreateFileMappingW(INVALID_HANDLE_VALUE, 0, PAGE_READWRITE, (DWORD)(size >> 32), (DWORD)size, 0);
    m->base = 0; m->size = 0; m->handle = PVGPU_HOST_NONE;
    if (!h) return from_error(GetLastError());
    m->base = MapViewOfFile(h, FILE_MAP_ALL_ACCESS, 0, 0, (SIZE_T)size);
    if (!m->base) {
        int err = from_error(GetLastError());
        CloseHandle(h);
        return err;
    }
    m->size = size;
    m->handle = (pvgpu_host_handle)h;
    return 0;
}

void pvgpu_host_shmem_destroy(struct pvgpu_host_shmem *m)
{
    if (!m->base) return;
    UnmapViewOfFile(m->base);
    CloseHandle(as_handle(m->handle));
    m->base = 0;
    m->handle = PVGPU_HOST_NONE;
}

int pvgpu_host_event_create(pvgpu_host_handle *event)
{
    HANDLE h = CreateEventW(0, FALSE, FALSE, 0);
    *event = h ? (pvgpu_host_handle)h : PVGPU_HOST_NONE;
    return h ? 0 : from_error(GetLastError());
}

void pvgpu_host_event_destroy(pvgpu_host_handle *event)
{
    if (*event != PVGPU_HOST_NONE) CloseHandle(as_handle(*event));
    *event = PVGPU_HOST_NONE;
}

void pvgpu_host_event_set(pvgpu_host_handle event) { SetEvent(as_handle(event)); }
bool pvgpu_host_event_clear(pvgpu_host_handle event) { return WaitForSingleObject(as_handle(event), 0) == WAIT_OBJECT_0; }

bool pvgpu_host_event_wait(pvgpu_host_handle event, int timeout_ms)
{
    return WaitForSingleObject(as_handle(event), timeout_ms < 0 ? INFINITE : (DWORD)timeout_ms) == WAIT_OBJECT_0;
}

/* One overlapped read is always in flight; its event is what the owner polls. */
static int start_read(struct pvgpu_host_link *l)
{
    OVERLAPPED *o = l->os;
    HANDLE event = o->hEvent;
    memset(o, 0, sizeof *o);
    o->hEvent = event;
    if (ReadFile(as_handle(l->pipe), &l->incoming, sizeof l->incoming, 0, o)) return 0;
    return GetLastError() == ERROR_IO_PENDING ? 0 : from_error(GetLastError());
}

int pvgpu_host_link_check(const char *path)
{
    if (!*path) return -EINVAL;
    return strlen(path) <= 256 ? 0 : -ENAMETOOLONG; /* CreateNamedPipe's documentation */
}

int pvgpu_host_link_open(struct pvgpu_host_link *l, const char *path)
{
    DWORD mode = PIPE_READMODE_MESSAGE;
    HANDLE pipe, event;
    OVERLAPPED *o;
    int err;

    *l = (struct pvgpu_host_link)PVGPU_HOST_LINK_CLOSED;
    pipe = CreateFileA(path, GENERIC_READ | GENERIC_WRITE, 0, 0, OPEN_EXISTING,
                       FILE_FLAG_OVERLAPPED | SECURITY_SQOS_PRESENT | SECURITY_IDENTIFICATION, 0);
    if (pipe == INVALID_HANDLE_VALUE) return from_error(GetLastError());
    event = CreateEventW(0, TRUE, FALSE, 0);
    o = calloc(1, sizeof *o);
    if (!SetNamedPipeHandleState(pipe, &mode, 0, 0) || !event || !o) {
        err = o && event ? from_error(GetLastError()) : -ENOMEM;
        CloseHandle(pipe);
        if (event) CloseHandle(event);
        free(o);
        return err;
    }
    o->hEvent = event;
    l->pipe = (pvgpu_host_handle)pipe;
    l->handle = (pvgpu_host_handle)event;
    l->os = o;
    err = start_read(l);
    if (err) pvgpu_host_link_close(l);
    return err;
}

void pvgpu_host_link_close(struct pvgpu_host_link *l)
{
    DWORD n;
    if (l->pipe != PVGPU_HOST_NONE) {
        CancelIo(as_handle(l->pipe));
        GetOverlappedResult(as_handle(l->pipe), l->os, &n, TRUE);
        CloseHandle(as_handle(l->pipe));
        CloseHandle(as_handle(l->handle));
        free(l->os);
    }
    *l = (struct pvgpu_host_link)PVGPU_HOST_LINK_CLOSED;
}

/* The backend's process gets its own copies of the handles; their values travel in the message. */
static int give_handles(struct pvgpu_host_link *l, struct pvgpu_message *m, const pvgpu_host_handle handles[3])
{
    ULONG pid;
    HANDLE process, copy;
    int i, err = 0;

    if (!GetNamedPipeServerProcessId(as_handle(l->pipe), &pid)) return from_error(GetLastError());
    process = OpenProcess(PROCESS_DUP_HANDLE, FALSE, pid);
    if (!process) return from_error(GetLastError());
    for (i = 0; i < 3 && !err; i++) {
        if (DuplicateHandle(GetCurrentProcess(), as_handle(handles[i]), process, &copy, 0, FALSE, DUPLICATE_SAME_ACCESS))
            m->handles[i] = (uint64_t)(uintptr_t)copy;
        else
            err = from_error(GetLastError());
    }
    CloseHandle(process);
    return err;
}

int pvgpu_host_link_send(struct pvgpu_host_link *l, const struct pvgpu_message *m, const pvgpu_host_handle handles[3])
{
    struct pvgpu_message copy = *m;
    OVERLAPPED o;
    DWORD n = 0;
    int err = handles ? give_handles(l, &copy, handles) : 0;

    if (err) return err;
    memset(&o, 0, sizeof o);
    o.hEvent = CreateEventW(0, TRUE, FALSE, 0);
    if (!o.hEvent) return -ENOMEM;
    if (!WriteFile(as_handle(l->pipe), &copy, sizeof copy, 0, &o) && GetLastError() != ERROR_IO_PENDING) {
        err = from_error(GetLastError());
    } else if (WaitForSingleObject(o.hEvent, 100) != WAIT_OBJECT_0) { /* a peer this slow is not serving us */
        CancelIoEx(as_handle(l->pipe), &o);
        GetOverlappedResult(as_handle(l->pipe), &o, &n, TRUE);
        err = -EPIPE;
    } else if (!GetOverlappedResult(as_handle(l->pipe), &o, &n, FALSE) || n != sizeof copy) {
        err = -EPIPE;
    }
    CloseHandle(o.hEvent);
    return err;
}

int pvgpu_host_link_receive(struct pvgpu_host_link *l, struct pvgpu_message *m)
{
    DWORD n = 0;
    if (!GetOverlappedResult(as_handle(l->pipe), l->os, &n, FALSE))
        return GetLastError() == ERROR_IO_INCOMPLETE ? 0 : from_error(GetLastError());
    if (n != sizeof *m) return -EPIPE;
    *m = l->incoming;
    n = (DWORD)start_read(l);
    return (int)n < 0 ? (int)n : 1;
}
