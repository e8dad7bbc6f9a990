/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * rtl.c - time, strings, version.
 */
#include "nt_internal.h"

#include <time.h>

LARGE_INTEGER NTAPI KeQueryPerformanceCounter(PLARGE_INTEGER frequency)
{
    LARGE_INTEGER now;
    if (frequency) frequency->QuadPart = 10000000; /* what Windows 10 and 11 report on x64 */
    now.QuadPart = (LONGLONG)((nt_monotonic_ns() + nt_time_skipped_ns()) / 100u);
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
