/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "sample.h"

double sample_seconds(void)
{
    LARGE_INTEGER now, rate;
    QueryPerformanceCounter(&now);
    QueryPerformanceFrequency(&rate);
    return (double)now.QuadPart / (double)rate.QuadPart;
}

void sample_sleep(double seconds)
{
    Sleep((DWORD)(seconds * 1e3));
}
