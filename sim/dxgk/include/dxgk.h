/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * dxgk.h - the miniature's port driver, as programs and tests see it. What a runtime calls are the
 * D3DKMT entry points of ddi_kmt.h; this header only starts and stops, and is the tests' handle on the
 * parts that are not reachable that way. Needs neither kernel nor Windows headers.
 *
 * PVGPU_TRANSPORT chooses the device (sim/bus/include/bus.h). PVGPU_SIM_STATS=FILE writes counters at the end.
 * PVGPU_SIM_TDR_MS: time-out of the GPU, default 2000 (TdrDelay); 0 switches detection off, as under a debugger.
 *
 * On Linux an event that a program hands to the kernel (a HANDLE in an escape or a synchronisation object)
 * is the number of an eventfd, cast to HANDLE. The kernel keeps a duplicate.
 */
#ifndef DXGK_H
#define DXGK_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Loads the kernel driver, opens the transport and brings the display up (contract.md, trace 1). Returns 0, or
 * -1 after one line on standard error. Counted: each success wants one dxgk_stop. The first D3DKMT call of a
 * process does the same by itself, once; what is still running when the process ends is stopped then.
 * transport NULL: PVGPU_TRANSPORT. */
int dxgk_start(const char *transport);
void dxgk_stop(void);
bool dxgk_running(void);

/* Forgets the start that the first D3DKMT call made, so that the next one starts anew. For tests. */
void dxgk_stop_all(void);

/* ---- NT handles ---- */

/* Whether the descriptor is an NT handle of a shared resource (share.c) or a duplicate of one, for which Windows has an object
 * type. Any thread. */
bool dxgk_is_shared_handle(int fd);

/* ---- client processes ---- */

/* Handles belong to a process, and the driver sees no two threads of one process at the same time. A program is
 * process 1; tests make more to see that they are kept apart. The calling thread acts for process from now on.
 * Destroying one closes all that it has open, as its end would. */
uint32_t dxgk_process_create(void);
void dxgk_process_use(uint32_t process);
void dxgk_process_destroy(uint32_t process);

/* ---- counters ---- */

struct dxgk_counters {
    uint64_t renders, presents, flips;         /* calls of D3DKMTRender; blts and fills; flips */
    uint64_t submissions, paging_submissions;  /* SubmitCommand */
    uint64_t paging_operations;                /* BuildPagingBuffer */
    uint64_t interrupts, unclaimed, dpcs;      /* InterruptRoutine: true, false; DpcRoutine */
    uint64_t dma_completed, vsyncs;            /* NotifyInterrupt */
    uint64_t waits_blocked, waits_polled;      /* client waits that slept, and that found it done already */
    uint64_t evictions, tdrs, engine_resets;
    uint64_t doorbells, messages[2];           /* of the transport */
};
void dxgk_counters(struct dxgk_counters *c); /* once nothing runs: of the last life, its stop included */

/* ---- tests ---- */

/* Pretends that the transport raised a message interrupt. */
void dxgk_test_interrupt(uint32_t message);
/* What the device's register says, past the driver. */
uint32_t dxgk_test_register(uint32_t offset);
/* Evicts everything that is not pinned or locked, as memory pressure would. Number of allocations moved. */
unsigned dxgk_test_evict_all(void);
/* Reports the GPU as hung now: runs the engine reset, or with adapter the adapter reset. 0, or -1 when off. */
int dxgk_test_tdr(bool adapter);
/* Preempts what the GPU has, and submits it again. Number of packets that were taken back; -1 when off. */
int dxgk_test_preempt(void);
/* Sleep: false puts the adapter to D3, with everything paged out and the heap scribbled over; true brings it back. The
 * calling thread keeps everybody out in between, and may make no D3DKMT call there. 0, or -1 when it is so already. */
int dxgk_test_power(bool on);
/* The function is taken out: registers read as all ones. Devices are lost; what is left is closing them and the stop. */
int dxgk_test_surprise_removal(void);
/* The machine stops: at the highest level the driver shows width x height pixels (X8R8G8B8) in the upper left corner. 0, and
 * the screen's size; or -1. Only the stop may follow. */
int dxgk_test_bugcheck(const void *pixels, uint32_t width, uint32_t height, uint32_t *screen_width, uint32_t *screen_height);
/* What win32k does. argb: height rows of pitch bytes; masked: alpha 0 copies, 0xff is exclusive or. 0, or -1 when the driver
 * does not take it. */
int dxgk_test_pointer_shape(uint32_t source, uint32_t width, uint32_t height, const void *argb, uint32_t pitch, bool masked);
int dxgk_test_pointer_position(uint32_t source, int32_t x, int32_t y, bool visible);
/* A source's monitor goes, and its path with it; or comes back with the mode that it had. 0, or -1 when it is so already or
 * the driver refuses. */
int dxgk_test_monitor(uint32_t source, bool on);
/* How long an entry of the driver may take, ms; 0: 5 s, as Windows. */
void dxgk_test_watchdog(uint32_t ms);
/* Whether a submission may name what a program has locked in a memory segment (PVGPU_SIM_LOCKED; docs/decisions/009). */
void dxgk_test_refuse_locked(bool yes);
/* An address in the driver's code, or NULL when off. */
const void *dxgk_test_driver_code(void);
/* From the next start on the firmware's picture is on this function, so that a stop asks for it back first. */
void dxgk_test_post_device(bool yes);

#ifdef __cplusplus
}
#endif
#endif
