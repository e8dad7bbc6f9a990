/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "sample.h"
#include <time.h>

double sample_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}
