/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * util.h - the backend's log, trace and allocator. Any thread.
 */
#ifndef PVB_UTIL_H
#define PVB_UTIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define PVB_PRINTF(a, b) __attribute__((format(__printf__, a, b)))
#define PVB_LIKELY(x) __builtin_expect(!!(x), 1)
#else
#define PVB_PRINTF(a, b)
#define PVB_LIKELY(x) (x)
#endif

/* A flag that one thread sets and another looks at. */
static inline bool pvb_flag_get(const bool *f) { return __atomic_load_n(f, __ATOMIC_ACQUIRE); }
static inline void pvb_flag_set(bool *f, bool v) { __atomic_store_n(f, v, __ATOMIC_RELEASE); }

/* ---- log (pvb_log itself is declared in pvb_renderer.h) ---- */

enum pvb_log_level { PVB_ERROR = 0, PVB_WARNING = 1, PVB_INFO = 2 };

void pvb_log_verbose(bool on); /* information lines are printed only then */

/* Lines that a guest can cause are limited to PVB_LOG_BURST in a row and PVB_LOG_PER_SECOND after
 * that; what was left out is counted and said. */
#define PVB_LOG_BURST 100
#define PVB_LOG_PER_SECOND 10

/* ---- trace ---- */

/* The events table: one row gives the name that PVGPU_TRACE selects and what its levels show. */
#define PVB_TRACE_TABLE(ROW) \
    ROW(CHANNEL, "channel", "1: messages between device and backend") \
    ROW(RING,    "ring",    "1: packets consumed; 2: also events, interrupts and sleeps") \
    ROW(DECODE,  "decode",  "1: refused commands; 2: every command") \
    ROW(OBJECTS, "objects", "1: contexts, resources and heaps; 2: also skipped commands") \
    ROW(DISPLAY, "display", "1: modes and frames; 2: also vertical blanks")

enum pvb_trace_event {
#define ROW(name, text, levels) PVB_TRACE_##name,
    PVB_TRACE_TABLE(ROW)
#undef ROW
    PVB_TRACE_COUNT
};

extern uint8_t pvb_trace_level[PVB_TRACE_COUNT];

/* spec: NAME[=LEVEL],... or NULL. 0; 1 when it was "help" (the table was printed); -1 when it names
 * an unknown event (one line was printed). */
int pvb_trace_init(const char *spec);
void pvb_trace_line(enum pvb_trace_event event, const char *format, ...) PVB_PRINTF(2, 3);

#define PVB_TRACE(event, level, ...) \
    do { if (__builtin_expect(pvb_trace_level[PVB_TRACE_##event] >= (level), 0)) \
        pvb_trace_line(PVB_TRACE_##event, __VA_ARGS__); } while (0)

/* ---- memory that a guest's objects make us take ---- */

/* Zeroed, 16-byte aligned; NULL when the system or the limit says no. */
void *pvb_alloc(size_t size);
void pvb_free(void *p); /* NULL is fine */
size_t pvb_alloc_used(void);
void pvb_alloc_limit(size_t bytes); /* 0: none */
/* For tests: the n-th allocation from now fails (1 the next), and all that follow; 0 ends that. */
void pvb_alloc_fail_at(unsigned n);

#endif
