/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * os_win32.c - os.h for Windows.
 */
#include <windows.h>
#include <stdlib.h>
#include <string.h>

#include "os.h"

void *pvu_os_alloc(size_t size)
{
    return HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, size ? size : 1);
}

void pvu_os_free(void *p)
{
    if (p) HeapFree(GetProcessHeap(), 0, p);
}

uint64_t pvu_os_event_create(void)
{
    return (uint64_t)(uintptr_t)CreateEventW(NULL, FALSE, FALSE, NULL);
}

void pvu_os_event_destroy(uint64_t event)
{
    if (event) CloseHandle((HANDLE)(uintptr_t)event);
}

void pvu_os_event_wait(uint64_t event, uint64_t timeout_ns)
{
    DWORD ms = (DWORD)((timeout_ns + 999999u) / 1000000u);
    if (event) WaitForSingleObject((HANDLE)(uintptr_t)event, ms);
    else Sleep(ms);
}

_Static_assert(sizeof(CRITICAL_SECTION) <= sizeof(struct pvu_os_mutex), "a critical section fits");

void pvu_os_mutex_init(struct pvu_os_mutex *m)
{
    InitializeCriticalSection((CRITICAL_SECTION *)(void *)m->storage);
}

void pvu_os_mutex_fini(struct pvu_os_mutex *m)
{
    DeleteCriticalSection((CRITICAL_SECTION *)(void *)m->storage);
}

void pvu_os_lock(struct pvu_os_mutex *m)
{
    EnterCriticalSection((CRITICAL_SECTION *)(void *)m->storage);
}

void pvu_os_unlock(struct pvu_os_mutex *m)
{
    LeaveCriticalSection((CRITICAL_SECTION *)(void *)m->storage);
}

uint64_t pvu_os_time_ns(void)
{
    LARGE_INTEGER count, frequency;
    QueryPerformanceCounter(&count);
    QueryPerformanceFrequency(&frequency);
    uint64_t c = (uint64_t)count.QuadPart, f = (uint64_t)frequency.QuadPart;
    return c / f * 1000000000u + c % f * 1000000000u / f;
}

void pvu_os_yield(void)
{
    SwitchToThread();
}

void *pvu_os_watch_alloc(size_t size)
{
    return VirtualAlloc(NULL, size, MEM_RESERVE | MEM_COMMIT | MEM_WRITE_WATCH, PAGE_READWRITE);
}

void pvu_os_watch_free(void *p, size_t size)
{
    (void)size;
    if (p) VirtualFree(p, 0, MEM_RELEASE);
}

int pvu_os_watch_collect(void *base, size_t size, uint8_t *dirty)
{
    enum { BATCH = 256 };
    PVOID page[BATCH];
    ULONG_PTR n = BATCH;
    ULONG granularity;
    memset(dirty, 0, (size + PVU_OS_WATCH_PAGE - 1) / PVU_OS_WATCH_PAGE);
    while (n == BATCH) { /* a reset clears only what was returned, so the rest comes with the next round */
        if (GetWriteWatch(WRITE_WATCH_FLAG_RESET, base, size, page, &n, &granularity) != 0) return 0;
        for (ULONG_PTR i = 0; i < n; i++) dirty[((uintptr_t)page[i] - (uintptr_t)base) / PVU_OS_WATCH_PAGE] = 1;
    }
    return 1;
}

int pvu_os_log_on(void)
{
    return 1;
}

void pvu_os_log(const char *line)
{
    OutputDebugStringA("pvgpu-umd: ");
    OutputDebugStringA(line);
    OutputDebugStringA("\n");
}
