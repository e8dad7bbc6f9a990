/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * stats.h - latencies in a histogram, and the statistics as JSON. Execute thread.
 */
#ifndef PVB_STATS_H
#define PVB_STATS_H

#include <stdint.h>
#include <stdio.h>
#include "pvgpu_abi.h"

/* Log-linear: 16 steps per power of two, so that a value is known within 1/16. */
#define PVB_HISTOGRAM_STEPS 16u
#define PVB_HISTOGRAM_BUCKETS (64u * PVB_HISTOGRAM_STEPS)

struct pvb_histogram {
    uint64_t total;
    uint32_t counts[PVB_HISTOGRAM_BUCKETS];
};

void pvb_histogram_add(struct pvb_histogram *h, uint64_t ns);
/* Upper edge of the bucket in which the percentile lies; 0 when empty. */
uint64_t pvb_histogram_percentile(const struct pvb_histogram *h, unsigned percent);

void pvb_stats_print(FILE *f, const struct pvgpu_stats *s, const char *renderer);

#endif
