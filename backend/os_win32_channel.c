/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * os_win32_channel.c - the channel's transport: a named pipe in message mode that only the same user
 * can open, from this machine. The device puts its handles into our process itself and sends their
 * values. Control thread only, except pvb_server_wake.
 */
#include <errno.h>
#include <windows.h>
#include <sddl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "os_win32.h"

#define SEND_MS 1000 /* a peer that does not take a few hundred bytes is as good as gone */

struct pvb_server {
    char path[256];
    SECURITY_ATTRIBUTES security;
    HANDLE wake;
    HANDLE pipe; /* the instance that waits for somebody */
    OVERLAPPED connect;
    bool connected; /* that instance has somebody already */
};

struct pvb_peer {
    HANDLE pipe;
    OVERLAPPED read;
    struct pvgpu_message message; /* where the read in flight goes */
    bool reading;
};

bool pvb_default_path(char *out, size_t n, char *error, size_t error_n)
{
    char user[128];
    DWORD size = sizeof user;
    if (!GetUserNameA(user, &size)) {
        snprintf(error, error_n, "no name for the pipe: the user has none: give --socket PATH");
        return false;
    }
    snprintf(out, n, "\\\\.\\pipe\\pvgpu-%s", user);
    return true;
}

/* A descriptor that grants everything to our user and nothing to anybody else. */
static bool security_make(SECURITY_ATTRIBUTES *s)
{
    union { TOKEN_USER user; char bytes[256]; } info;
    HANDLE token;
    char *sid = NULL, text[256];
    DWORD n;
    bool ok = OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token);
    if (!ok) return false;
    ok = GetTokenInformation(token, TokenUser, &info, sizeof info, &n) && ConvertSidToStringSidA(info.user.User.Sid, &sid);
    CloseHandle(token);
    if (!ok) return false;
    snprintf(text, sizeof text, "D:P(A;;GA;;;%s)", sid);
    LocalFree(sid);
    s->nLength = sizeof *s;
    s->bInheritHandle = FALSE;
    return ConvertStringSecurityDescriptorToSecurityDescriptorA(text, SDDL_REVISION_1, &s->lpSecurityDescriptor, NULL);
}

/* An instance of the pipe, waiting for somebody. first: nobody else may have the name. */
static DWORD instance_make(struct pvb_server *s, bool first)
{
    s->pipe = CreateNamedPipeA(s->path, PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED | (first ? FILE_FLAG_FIRST_PIPE_INSTANCE : 0),
                               PIPE_TYPE_MESSAGE | PIPE_READMODE_MESSAGE | PIPE_REJECT_REMOTE_CLIENTS, PIPE_UNLIMITED_INSTANCES,
                               4096, 4096, 0, &s->security);
    if (s->pipe == INVALID_HANDLE_VALUE) return GetLastError();
    s->connected = false;
    ResetEvent(s->connect.hEvent);
    if (ConnectNamedPipe(s->pipe, &s->connect)) return 0;
    if (GetLastError() == ERROR_IO_PENDING) return 0;
    if (GetLastError() != ERROR_PIPE_CONNECTED) return GetLastError();
    s->connected = true;
    SetEvent(s->connect.hEvent);
    return 0;
}

/* FILE_FLAG_FIRST_PIPE_INSTANCE decides; this look before says so where the flag is not heeded (Wine 10). */
static bool name_taken(const char *path) { return WaitNamedPipeA(path, 1) || GetLastError() != ERROR_FILE_NOT_FOUND; }

struct pvb_server *pvb_server_open(const char *path, char *error, size_t n)
{
    struct pvb_server *s;
    DWORD err;

    if (strncmp(path, "\\\\.\\pipe\\", 9) || strlen(path) >= sizeof s->path) {
        snprintf(error, n, "%s: not the name of a pipe: give --socket \\\\.\\pipe\\NAME of at most 255 characters", path);
        return NULL;
    }
    s = calloc(1, sizeof *s);
    if (!s) {
        snprintf(error, n, "out of memory");
        return NULL;
    }
    snprintf(s->path, sizeof s->path, "%s", path);
    s->pipe = INVALID_HANDLE_VALUE;
    s->wake = CreateEventW(NULL, FALSE, FALSE, NULL);
    s->connect.hEvent = CreateEventW(NULL, TRUE, FALSE, NULL);
    if (name_taken(path)) err = ERROR_PIPE_BUSY;
    else err = s->wake && s->connect.hEvent && security_make(&s->security) ? instance_make(s, true) : GetLastError();
    if (!err) return s;
    if (err == ERROR_ACCESS_DENIED || err == ERROR_PIPE_BUSY)
        snprintf(error, n, "%s: another backend, or another user, has that name: stop it or give another --socket", path);
    else
        snprintf(error, n, "%s: cannot listen (Windows error %lu): give another --socket", path, (unsigned long)err);
    pvb_server_close(s);
    return NULL;
}

void pvb_server_close(struct pvb_server *s)
{
    DWORD n;
    if (!s) return;
    if (s->pipe != INVALID_HANDLE_VALUE) {
        if (!s->connected && CancelIoEx(s->pipe, &s->connect)) GetOverlappedResult(s->pipe, &s->connect, &n, TRUE);
        CloseHandle(s->pipe);
    }
    if (s->wake) CloseHandle(s->wake);
    if (s->connect.hEvent) CloseHandle(s->connect.hEvent);
    if (s->security.lpSecurityDescriptor) LocalFree(s->security.lpSecurityDescriptor);
    free(s);
}

void pvb_server_wake(struct pvb_server *s) { SetEvent(s->wake); }

unsigned pvb_server_wait(struct pvb_server *s, struct pvb_peer *peer, uint64_t timeout_ns)
{
    HANDLE list[4] = { s->connect.hEvent, s->wake, pvb_quit_event(), peer ? peer->read.hEvent : NULL };
    DWORD ms = timeout_ns == UINT64_MAX ? INFINITE : (DWORD)(timeout_ns / 1000000u) + 1;
    DWORD got = WaitForMultipleObjects(peer ? 4 : 3, list, FALSE, ms);
    unsigned ready = 0;

    if (got > WAIT_OBJECT_0 + 3) return 0;
    if (WaitForSingleObject(list[0], 0) == WAIT_OBJECT_0) ready |= PVB_READY_ACCEPT;
    if (WaitForSingleObject(list[2], 0) == WAIT_OBJECT_0) ready |= PVB_READY_QUIT;
    if (peer && WaitForSingleObject(list[3], 0) == WAIT_OBJECT_0) ready |= PVB_READY_PEER;
    return ready;
}

/* One read is always in flight; its event is what the server waits for. 0 or negative. */
static int read_start(struct pvb_peer *p)
{
    HANDLE event = p->read.hEvent;
    memset(&p->read, 0, sizeof p->read);
    p->read.hEvent = event;
    p->reading = ReadFile(p->pipe, &p->message, sizeof p->message, NULL, &p->read) || GetLastError() == ERROR_IO_PENDING;
    return p->reading ? 0 : pvb_errno_of(GetLastError());
}

struct pvb_peer *pvb_server_accept(struct pvb_server *s)
{
    struct pvb_peer *p = calloc(1, sizeof *p);
    DWORD n, err;
    bool there = s->connected || GetOverlappedResult(s->pipe, &s->connect, &n, FALSE);

    if (p && there) {
        p->pipe = s->pipe;
        p->read.hEvent = CreateEventW(NULL, TRUE, FALSE, NULL);
    } else {
        CloseHandle(s->pipe);
    }
    err = instance_make(s, false);
    if (err) ResetEvent(s->connect.hEvent); /* nobody else can connect until the next one is made */
    if (p && there && p->read.hEvent && !read_start(p)) return p;
    if (p && there) {
        CloseHandle(p->pipe);
        if (p->read.hEvent) CloseHandle(p->read.hEvent);
    }
    free(p);
    return NULL;
}

uint64_t pvb_peer_process(const struct pvb_peer *p)
{
    ULONG process = 0;
    return GetNamedPipeClientProcessId(p->pipe, &process) ? process : 0;
}

int pvb_peer_send(struct pvb_peer *p, const struct pvgpu_message *m)
{
    OVERLAPPED o = { .hEvent = CreateEventW(NULL, TRUE, FALSE, NULL) };
    DWORD n = 0;
    int err = 0;

    if (!o.hEvent) return -ENOMEM;
    if (!WriteFile(p->pipe, m, sizeof *m, NULL, &o) && GetLastError() != ERROR_IO_PENDING) {
        err = pvb_errno_of(GetLastError());
    } else if (WaitForSingleObject(o.hEvent, SEND_MS) != WAIT_OBJECT_0) {
        CancelIoEx(p->pipe, &o);
        GetOverlappedResult(p->pipe, &o, &n, TRUE);
        err = -EIO;
    } else if (!GetOverlappedResult(p->pipe, &o, &n, FALSE) || n != sizeof *m) {
        err = -EIO;
    }
    CloseHandle(o.hEvent);
    return err;
}

static pvb_handle handle_adopt(uint64_t value)
{
    DWORD flags;
    HANDLE h = (HANDLE)(uintptr_t)value;
    return value && GetHandleInformation(h, &flags) ? (pvb_handle)h : PVB_NO_HANDLE;
}

int pvb_peer_receive(struct pvb_peer *p, struct pvgpu_message *m, struct pvb_peer_handles *h)
{
    DWORD n = 0;
    if (!GetOverlappedResult(p->pipe, &p->read, &n, FALSE)) {
        if (GetLastError() == ERROR_IO_INCOMPLETE) return 0;
        p->reading = false;
        return pvb_errno_of(GetLastError());
    }
    p->reading = false;
    if (n != sizeof *m) return -EPROTO;
    *m = p->message;
    h->memory = h->doorbell = h->interrupt = PVB_NO_HANDLE;
    if (m->type == PVGPU_MSG_HELLO) {
        h->memory = handle_adopt(m->handles[0]);
        h->doorbell = handle_adopt(m->handles[1]);
        h->interrupt = handle_adopt(m->handles[2]);
        if (h->memory == PVB_NO_HANDLE || h->doorbell == PVB_NO_HANDLE || h->interrupt == PVB_NO_HANDLE) return -EPROTO;
    }
    n = (DWORD)read_start(p);
    return (int)n < 0 ? (int)n : 1;
}

void pvb_peer_close(struct pvb_peer *p)
{
    DWORD n;
    if (!p) return;
    if (p->reading && CancelIoEx(p->pipe, &p->read)) GetOverlappedResult(p->pipe, &p->read, &n, TRUE);
    FlushFileBuffers(p->pipe);
    DisconnectNamedPipe(p->pipe);
    CloseHandle(p->pipe);
    CloseHandle(p->read.hEvent);
    free(p);
}
