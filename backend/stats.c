/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include <inttypes.h>
#include "stats.h"

static unsigned bucket_of(uint64_t v)
{
    unsigned log;
    if (v < PVB_HISTOGRAM_STEPS) return (unsigned)v;
    log = 63u - (unsigned)__builtin_clzll(v); /* at least 4 */
    return (log - 3u) * PVB_HISTOGRAM_STEPS + (unsigned)(v >> (log - 4u)) - PVB_HISTOGRAM_STEPS;
}

static uint64_t bucket_edge(unsigned b)
{
    unsigned log = b / PVB_HISTOGRAM_STEPS, step = b % PVB_HISTOGRAM_STEPS;
    if (!log) return step;
    return ((uint64_t)(PVB_HISTOGRAM_STEPS + step + 1) << (log - 1u)) - 1;
}

void pvb_histogram_add(struct pvb_histogram *h, uint64_t ns)
{
    h->counts[bucket_of(ns)]++;
    h->total++;
}

uint64_t pvb_histogram_percentile(const struct pvb_histogram *h, unsigned percent)
{
    uint64_t want = (h->total * percent + 99) / 100, seen = 0;
    if (!h->total) return 0;
    for (unsigned b = 0; b < PVB_HISTOGRAM_BUCKETS; b++) {
        seen += h->counts[b];
        if (seen >= want) return bucket_edge(b);
    }
    return UINT64_MAX;
}

void pvb_stats_print(FILE *f, const struct pvgpu_stats *s, const char *renderer)
{
    const struct { const char *name; uint64_t value; } rows[] = {
        { "packets", s->packets }, { "commands", s->commands }, { "bytes", s->bytes },
        { "doorbells", s->doorbells }, { "interrupts", s->interrupts },
        { "presents", s->presents }, { "frames", s->frames },
        { "context_errors", s->context_errors }, { "skipped", s->skipped },
        { "last_opcode", s->last_opcode }, { "last_packet", s->last_packet },
        { "present_p50_ns", s->present_p50_ns }, { "present_p99_ns", s->present_p99_ns },
    };
    fprintf(f, "{\n  \"renderer\": \"%s\"", renderer);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) fprintf(f, ",\n  \"%s\": %" PRIu64, rows[i].name, rows[i].value);
    fprintf(f, "\n}\n");
}
