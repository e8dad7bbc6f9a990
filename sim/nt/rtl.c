/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * rtl.c - time, strings, version.
 */
#include "nt_internal.h"

#include <time.h>

static struct {
    pthread_mutex_t lock;
    unsigned times;         /* 0: never changed */
    uint64_t real, shown;   /* ns: where the slope changed last, on either clock */
} slow = { .lock = PTHREAD_MUTEX_INITIALIZER };

static uint64_t shown_ns(uint64_t now)
{
    return slow.times ? slow.shown + (now > slow.real ? (now - slow.real) / slow.times : 0) : now;
}

void nt_clock_slow(unsigned times)
{
    uint64_t now;

    pthread_mutex_lock(&slow.lock);
    now = nt_monotonic_ns();
    slow.shown = shown_ns(now);
    slow.real = now;
    __atomic_store_n(&slow.times, times ? times : 1, __ATOMIC_RELAXED);
    pthread_mutex_unlock(&slow.lock);
}

unsigned nt_clock_slowness(void)
{
    unsigned times = __atomic_load_n(&slow.times, __ATOMIC_RELAXED);
    return times ? times : 1;
}

static uint64_t counter_ns(void)
{
    uint64_t now = nt_monotonic_ns();

    if (!__atomic_load_n(&slow.times, __ATOMIC_RELAXED)) return now;
    pthread_mutex_lock(&slow.lock);
    now = shown_ns(now);
    pthread_mutex_unlock(&slow.lock);
    return now;
}

LARGE_INTEGER NTAPI KeQueryPerformanceCounter(PLARGE_INTEGER frequency)
{
    LARGE_INTEGER now;
    if (frequency) frequency->QuadPart = 10000000; /* what Windows 10 and 11 report on x64 */
    now.QuadPart = (LONGLONG)((counter_ns() + nt_time_skipped_ns()) / 100u);
    return now;
}

ULONGLONG NTAPI KeQueryInterruptTime(void) { return nt_monotonic_ns() / 100u; }

void NTAPI KeQuerySystemTime(PLARGE_INTEGER time)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    time->QuadPart = ((LONGLONG)t.tv_sec + 11644473600ll) * 10000000ll + t.tv_nsec / 100; /* 1601 to 1970 */
}

#define TICK_100NS 156250u

void NTAPI KeQueryTickCount(PLARGE_INTEGER ticks) { ticks->QuadPart = (LONGLONG)(KeQueryInterruptTime() / TICK_100NS); }
ULONG NTAPI KeQueryTimeIncrement(void) { return TICK_100NS; }

SIZE_T NTAPI RtlCompareMemory(const void *a, const void *b, SIZE_T n)
{
    const uint8_t *x = a, *y = b;
    SIZE_T i;
    for (i = 0; i < n && x[i] == y[i]; i++) {}
    return i;
}

void NTAPI RtlInitUnicodeString(PUNICODE_STRING dst, const uint16_t *src)
{
    size_t n = 0;
    if (src)
        while (src[n]) n++;
    dst->Length = (USHORT)(n * 2u);
    dst->MaximumLength = src ? (USHORT)(n * 2u + 2u) : 0;
    dst->Buffer = (uint16_t *)(uintptr_t)src;
}

static uint16_t upper(uint16_t c) { return c >= 'a' && c <= 'z' ? (uint16_t)(c - 32) : c; }

BOOLEAN NTAPI RtlEqualUnicodeString(const UNICODE_STRING *a, const UNICODE_STRING *b, BOOLEAN ignore_case)
{
    USHORT i;
    if (a->Length != b->Length) return FALSE;
    for (i = 0; i < a->Length / 2; i++) {
        uint16_t x = a->Buffer[i], y = b->Buffer[i];
        if (ignore_case ? upper(x) != upper(y) : x != y) return FALSE;
    }
    return TRUE;
}

/* The miniature says that it is Windows 10 1709, whose headers the declarations follow. */
NTSTATUS NTAPI RtlGetVersion(PRTL_OSVERSIONINFOW version)
{
    version->dwMajorVersion = 10;
    version->dwMinorVersion = 0;
    version->dwBuildNumber = 16299;
    version->dwPlatformId = 2;
    version->szCSDVersion[0] = 0;
    return STATUS_SUCCESS;
}
