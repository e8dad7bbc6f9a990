/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * os_win32.c - time, threads, events, shared memory, process. The channel's transport is
 * os_win32_channel.c.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "os_win32.h"
#include "pvb_renderer.h"

#ifndef CREATE_WAITABLE_TIMER_HIGH_RESOLUTION
#define CREATE_WAITABLE_TIMER_HIGH_RESOLUTION 0x00000002
#endif

int pvb_errno_of(DWORD error)
{
    switch (error) {
    case ERROR_ACCESS_DENIED: return -EACCES;
    case ERROR_NOT_ENOUGH_MEMORY:
    case ERROR_OUTOFMEMORY: return -ENOMEM;
    case ERROR_BROKEN_PIPE:
    case ERROR_PIPE_NOT_CONNECTED:
    case ERROR_NO_DATA: return -ECONNRESET;
    default: return -EIO;
    }
}

void pvb_error_text(char *out, size_t n, const char *text, DWORD error)
{
    snprintf(out, n, "%s (Windows error %lu)", text, (unsigned long)error);
}

uint64_t pvb_now_ns(void)
{
    static LARGE_INTEGER frequency; /* the same for every thread, so a race stores the same value */
    LARGE_INTEGER t;
    if (!frequency.QuadPart) QueryPerformanceFrequency(&frequency);
    QueryPerformanceCounter(&t);
    return (uint64_t)(t.QuadPart / frequency.QuadPart) * 1000000000u
        + (uint64_t)(t.QuadPart % frequency.QuadPart) * 1000000000u / (uint64_t)frequency.QuadPart;
}

static DWORD ms_of(uint64_t ns)
{
    if (ns == UINT64_MAX) return INFINITE;
    return ns / 1000000u >= 0x7fffffffu ? 0x7fffffffu : (DWORD)((ns + 999999u) / 1000000u);
}

void pvb_sleep_ns(uint64_t ns) { Sleep(ms_of(ns)); }

/* ---- threads ---- */

struct pvb_thread {
    HANDLE handle;
    void (*fn)(void *arg);
    void *arg;
};

static DWORD WINAPI thread_main(void *arg)
{
    struct pvb_thread *t = arg;
    t->fn(t->arg);
    return 0;
}

struct pvb_thread *pvb_thread_create(void (*fn)(void *arg), void *arg, const char *name)
{
    struct pvb_thread *t = calloc(1, sizeof *t);
    if (!t) return NULL;
    t->fn = fn;
    t->arg = arg;
    t->handle = CreateThread(NULL, 0, thread_main, t, 0, NULL);
    if (t->handle) return t;
    free(t);
    return NULL;
}

void pvb_thread_join(struct pvb_thread *t)
{
    if (!t) return;
    WaitForSingleObject(t->handle, INFINITE);
    CloseHandle(t->handle);
    free(t);
}

_Static_assert(sizeof(struct pvb_mutex) == sizeof(SRWLOCK) && sizeof(struct pvb_cond) == sizeof(CONDITION_VARIABLE),
               "lock sizes");

void pvb_mutex_lock(struct pvb_mutex *m) { AcquireSRWLockExclusive((SRWLOCK *)m); }
void pvb_mutex_unlock(struct pvb_mutex *m) { ReleaseSRWLockExclusive((SRWLOCK *)m); }
void pvb_cond_signal(struct pvb_cond *c) { WakeAllConditionVariable((CONDITION_VARIABLE *)c); }

void pvb_cond_wait(struct pvb_cond *c, struct pvb_mutex *m, uint64_t timeout_ns)
{
    SleepConditionVariableSRW((CONDITION_VARIABLE *)c, (SRWLOCK *)m, ms_of(timeout_ns), 0);
}

/* ---- events ---- */

pvb_handle pvb_event_create(void)
{
    HANDLE h = CreateEventW(NULL, FALSE, FALSE, NULL);
    return h ? (pvb_handle)h : PVB_NO_HANDLE;
}

void pvb_event_signal(pvb_handle e) { SetEvent(pvb_as_handle(e)); }
uint64_t pvb_event_take(pvb_handle e) { return WaitForSingleObject(pvb_as_handle(e), 0) == WAIT_OBJECT_0; }

void pvb_handle_close(pvb_handle h)
{
    if (h != PVB_NO_HANDLE) CloseHandle(pvb_as_handle(h));
}

/* Waiting takes an auto-reset event, so what woke us is set again for pvb_event_take. A timer of high
 * resolution stands for the timeout, since waits count in ticks of up to 16 ms. */
void pvb_event_wait2(pvb_handle a, pvb_handle b, uint64_t timeout_ns)
{
    static __thread HANDLE timer;
    HANDLE list[3] = { pvb_as_handle(a), pvb_as_handle(b), NULL };
    DWORD n = 2, got;
    if (timeout_ns != UINT64_MAX) {
        LARGE_INTEGER due = { .QuadPart = -(LONGLONG)(timeout_ns / 100 + 1) };
        if (!timer) timer = CreateWaitableTimerExW(NULL, NULL, CREATE_WAITABLE_TIMER_HIGH_RESOLUTION, TIMER_ALL_ACCESS);
        if (!timer) timer = CreateWaitableTimerExW(NULL, NULL, 0, TIMER_ALL_ACCESS); /* before Windows 10 1803 */
        if (timer && SetWaitableTimer(timer, &due, 0, NULL, NULL, FALSE)) list[n++] = timer;
    }
    got = WaitForMultipleObjects(n, list, FALSE, n == 3 ? INFINITE : ms_of(timeout_ns));
    if (got < WAIT_OBJECT_0 + 2) SetEvent(list[got - WAIT_OBJECT_0]);
}

/* ---- shared memory ---- */

/* A section backed by the page file keeps its size for ever, so nothing can be cut off. */
int pvb_mapping_open(struct pvb_mapping *m, pvb_handle memory, uint64_t size, char *error, size_t n)
{
    MEMORY_BASIC_INFORMATION info;
    void *base = MapViewOfFile(pvb_as_handle(memory), FILE_MAP_READ | FILE_MAP_WRITE, 0, 0, 0);

    memset(m, 0, sizeof *m);
    if (!base) {
        pvb_error_text(error, n, "cannot map the device's shared memory", GetLastError());
        return pvb_errno_of(GetLastError());
    }
    if (!VirtualQuery(base, &info, sizeof info) || info.RegionSize < size) {
        snprintf(error, n, "the device's shared memory has %llu bytes, less than the %llu announced",
                 (unsigned long long)info.RegionSize, (unsigned long long)size);
        UnmapViewOfFile(base);
        return -EINVAL;
    }
    m->base = base;
    m->size = size;
    return 0;
}

bool pvb_mapping_broken(const struct pvb_mapping *m) { return false; }

void pvb_mapping_close(struct pvb_mapping *m)
{
    if (m->base) UnmapViewOfFile(m->base);
    memset(m, 0, sizeof *m);
}

/* ---- process ---- */

static HANDLE quit_event;

HANDLE pvb_quit_event(void) { return quit_event; }

static BOOL WINAPI console_event(DWORD type)
{
    SetEvent(quit_event);
    return TRUE;
}

int pvb_process_init(void)
{
    quit_event = CreateEventW(NULL, TRUE, FALSE, NULL);
    if (!quit_event || !SetConsoleCtrlHandler(console_event, TRUE)) return pvb_errno_of(GetLastError());
    return 0;
}

int pvb_sandbox_enter(char *error, size_t n)
{
    PROCESS_MITIGATION_CHILD_PROCESS_POLICY no_children = { .NoChildProcessCreation = 1 };
    PROCESS_MITIGATION_IMAGE_LOAD_POLICY local_images = { .NoRemoteImages = 1 };

    if (SetProcessMitigationPolicy(ProcessChildProcessPolicy, &no_children, sizeof no_children)
        && SetProcessMitigationPolicy(ProcessImageLoadPolicy, &local_images, sizeof local_images)) return 0;
    if (GetLastError() == ERROR_CALL_NOT_IMPLEMENTED || GetLastError() == ERROR_INVALID_PARAMETER) {
        pvb_log(1, "this Windows has no process mitigation policies: running without");
        return 0;
    }
    snprintf(error, n, "--sandbox on: Windows refused (error %lu): give --sandbox off", GetLastError());
    return -EPERM;
}

bool pvb_display_present(void) { return true; }

void pvb_exit_now(int status) { TerminateProcess(GetCurrentProcess(), (UINT)status); }
