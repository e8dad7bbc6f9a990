/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * os_win32.c - the runtime's system services on Windows and Wine.
 */
#include <windows.h>

#include <ddi_kmt.h>

#include "os.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

struct rt_lock {
    CRITICAL_SECTION section; /* recursive by nature */
};

static INIT_ONCE global_once = INIT_ONCE_STATIC_INIT;
static CRITICAL_SECTION global_section;

static BOOL CALLBACK init_global(INIT_ONCE *once, void *context, void **out)
{
    InitializeCriticalSection(&global_section);
    return TRUE;
}

struct rt_lock *rt_lock_create(void)
{
    struct rt_lock *lock = malloc(sizeof(*lock));

    if (lock)
        InitializeCriticalSection(&lock->section);
    return lock;
}

void rt_lock_destroy(struct rt_lock *lock)
{
    if (!lock)
        return;
    DeleteCriticalSection(&lock->section);
    free(lock);
}

void rt_lock_enter(struct rt_lock *lock)
{
    EnterCriticalSection(&lock->section);
}

void rt_lock_leave(struct rt_lock *lock)
{
    LeaveCriticalSection(&lock->section);
}

void rt_global_enter(void)
{
    InitOnceExecuteOnce(&global_once, init_global, NULL, NULL);
    EnterCriticalSection(&global_section);
}

void rt_global_leave(void)
{
    LeaveCriticalSection(&global_section);
}

uint64_t rt_now_ns(void)
{
    LARGE_INTEGER now, frequency;

    QueryPerformanceCounter(&now);
    QueryPerformanceFrequency(&frequency);
    return (uint64_t)(now.QuadPart / frequency.QuadPart) * 1000000000u +
           (uint64_t)(now.QuadPart % frequency.QuadPart) * 1000000000u / (uint64_t)frequency.QuadPart;
}

uint64_t rt_counter(void)
{
    LARGE_INTEGER now;

    QueryPerformanceCounter(&now);
    return (uint64_t)now.QuadPart;
}

void rt_sleep_ns(uint64_t ns)
{
    Sleep((DWORD)((ns + 999999) / 1000000));
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
    RECT rect;
    POINT corner = {0, 0};

    *left = *top = 0;
    *width = *height = 0;
    if (!IsWindow(window) || !GetClientRect(window, &rect) || !ClientToScreen(window, &corner))
        return false;
    *left = corner.x;
    *top = corner.y;
    *width = (uint32_t)rect.right;
    *height = (uint32_t)rect.bottom;
    return true;
}

/* d3dkmthk D3DKMTCreateDCFromMemory: gdi32 has it, with the kernel's services. */
struct rt_gdi {
    D3DKMT_CREATEDCFROMMEMORY made;
    uint8_t memory[];
};

static FARPROC gdi_entry(const char *name)
{
    return GetProcAddress(LoadLibraryA("gdi32.dll"), name);
}

struct rt_gdi *rt_gdi_create(uint32_t width, uint32_t height)
{
    PFND3DKMT_CREATEDCFROMMEMORY create = (PFND3DKMT_CREATEDCFROMMEMORY)(void *)gdi_entry("D3DKMTCreateDCFromMemory");
    struct rt_gdi *gdi = create ? calloc(1, sizeof(*gdi) + (size_t)width * height * 4) : NULL;
    HDC screen = CreateCompatibleDC(NULL);

    if (gdi) {
        gdi->made.pMemory = gdi->memory;
        gdi->made.Format = D3DDDIFMT_A8R8G8B8;
        gdi->made.Width = width;
        gdi->made.Height = height;
        gdi->made.Pitch = width * 4;
        gdi->made.hDeviceDc = screen;
        if (create(&gdi->made) < 0) {
            free(gdi);
            gdi = NULL;
        }
    }
    DeleteDC(screen);
    return gdi;
}

void *rt_gdi_dc(const struct rt_gdi *gdi)
{
    return gdi->made.hDc;
}

void *rt_gdi_memory(const struct rt_gdi *gdi)
{
    return (void *)gdi->memory;
}

void rt_gdi_flush(struct rt_gdi *gdi)
{
    GdiFlush();
}

void rt_gdi_destroy(struct rt_gdi *gdi)
{
    PFND3DKMT_DESTROYDCFROMMEMORY destroy = (PFND3DKMT_DESTROYDCFROMMEMORY)(void *)gdi_entry("D3DKMTDestroyDCFromMemory");
    D3DKMT_DESTROYDCFROMMEMORY end = {gdi->made.hDc, gdi->made.hBitmap};

    if (destroy)
        destroy(&end);
    free(gdi);
}

void rt_close_handle(void *handle)
{
    CloseHandle(handle);
}

void rt_wide(wchar_t *to, size_t n, const char *from)
{
    size_t i;

    for (i = 0; i + 1 < n && from[i]; i++)
        to[i] = (unsigned char)from[i];
    if (n)
        to[i] = 0;
}
