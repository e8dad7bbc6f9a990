/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "os.h"
#include "pvb_renderer.h"
#include "util.h"

#define PROGRAM "pvgpu-backend"

/* ---- log ---- */

static bool log_verbose;
static struct pvb_mutex log_mutex = PVB_MUTEX_INIT;
static unsigned log_tokens = PVB_LOG_BURST, log_dropped;
static uint64_t log_refilled_ns;

void pvb_log_verbose(bool on) { log_verbose = on; }

/* Takes a token, refilling by the clock. Returns false when the line must be left out. */
static bool log_admit(void)
{
    uint64_t now = pvb_now_ns(), each = 1000000000u / PVB_LOG_PER_SECOND, n = (now - log_refilled_ns) / each;
    if (!log_refilled_ns || n >= PVB_LOG_BURST) {
        log_tokens = PVB_LOG_BURST;
        log_refilled_ns = now;
    } else {
        log_tokens += (unsigned)n;
        if (log_tokens > PVB_LOG_BURST) log_tokens = PVB_LOG_BURST;
        log_refilled_ns += n * each;
    }
    if (!log_tokens) {
        log_dropped++;
        return false;
    }
    log_tokens--;
    return true;
}

/* A guest's text may be in the line: one line stays one line, without terminal control codes. */
static void line_print(const char *prefix, const char *format, va_list args)
{
    char text[512];
    vsnprintf(text, sizeof text, format, args);
    for (char *c = text; *c; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7f) *c = '?';
    fprintf(stderr, PROGRAM ": %s%s\n", prefix, text);
}

void pvb_log(int level, const char *format, ...)
{
    va_list args;
    if (level >= PVB_INFO && !log_verbose) return;
    pvb_mutex_lock(&log_mutex);
    if (log_admit()) {
        if (log_dropped) fprintf(stderr, PROGRAM ": %u lines left out\n", log_dropped);
        log_dropped = 0;
        va_start(args, format);
        line_print(level == PVB_ERROR ? "error: " : level == PVB_WARNING ? "warning: " : "", format, args);
        va_end(args);
    }
    pvb_mutex_unlock(&log_mutex);
}

/* ---- trace ---- */

uint8_t pvb_trace_level[PVB_TRACE_COUNT];

static const struct { const char *name, *levels; } trace_rows[PVB_TRACE_COUNT] = {
#define ROW(id, text, what) { text, what },
    PVB_TRACE_TABLE(ROW)
#undef ROW
};

int pvb_trace_init(const char *spec)
{
    while (spec && *spec) {
        size_t n = strcspn(spec, ",="), i;
        unsigned level = 1;
        if (n == 4 && !memcmp(spec, "help", 4)) {
            printf("PVGPU_TRACE=NAME[=LEVEL],... prints to standard error:\n");
            for (i = 0; i < PVB_TRACE_COUNT; i++) printf("  %-8s %s\n", trace_rows[i].name, trace_rows[i].levels);
            return 1;
        }
        for (i = 0; i < PVB_TRACE_COUNT; i++)
            if (strlen(trace_rows[i].name) == n && !memcmp(trace_rows[i].name, spec, n)) break;
        if (i == PVB_TRACE_COUNT) {
            fprintf(stderr, PROGRAM ": PVGPU_TRACE: no event is named '%.*s': set PVGPU_TRACE=help for the list\n", (int)n, spec);
            return -1;
        }
        if (spec[n] == '=') level = (unsigned)strtoul(spec + n + 1, NULL, 10);
        pvb_trace_level[i] = (uint8_t)(level > 255 ? 255 : level);
        spec += n + strcspn(spec + n, ",");
        if (*spec == ',') spec++;
    }
    return 0;
}

void pvb_trace_line(enum pvb_trace_event event, const char *format, ...)
{
    va_list args;
    char prefix[32];
    snprintf(prefix, sizeof prefix, "%s: ", trace_rows[event].name);
    pvb_mutex_lock(&log_mutex);
    va_start(args, format);
    line_print(prefix, format, args);
    va_end(args);
    pvb_mutex_unlock(&log_mutex);
}

/* ---- memory ---- */

struct alloc_header { size_t size; size_t pad; };

static size_t alloc_used, alloc_limit;
static unsigned alloc_fail; /* 0 off; 1: fail from now on; n: n - 1 more succeed */

void pvb_alloc_limit(size_t bytes) { __atomic_store_n(&alloc_limit, bytes, __ATOMIC_RELAXED); }
void pvb_alloc_fail_at(unsigned n) { __atomic_store_n(&alloc_fail, n, __ATOMIC_RELAXED); }
size_t pvb_alloc_used(void) { return __atomic_load_n(&alloc_used, __ATOMIC_RELAXED); }

void *pvb_alloc(size_t size)
{
    struct alloc_header *h;
    unsigned fail = __atomic_load_n(&alloc_fail, __ATOMIC_RELAXED);
    size_t limit = __atomic_load_n(&alloc_limit, __ATOMIC_RELAXED), used;

    if (fail == 1) return NULL;
    if (fail) __atomic_store_n(&alloc_fail, fail - 1, __ATOMIC_RELAXED);
    if (size > SIZE_MAX / 2) return NULL;
    used = __atomic_add_fetch(&alloc_used, size, __ATOMIC_RELAXED);
    h = limit && used > limit ? NULL : calloc(1, sizeof *h + size);
    if (!h) {
        __atomic_sub_fetch(&alloc_used, size, __ATOMIC_RELAXED);
        return NULL;
    }
    h->size = size;
    return h + 1;
}

void pvb_free(void *p)
{
    struct alloc_header *h = p;
    if (!h) return;
    h--;
    __atomic_sub_fetch(&alloc_used, h->size, __ATOMIC_RELAXED);
    free(h);
}
