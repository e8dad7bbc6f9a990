/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * execute.h - the execute thread: owns the renderer and the VM's objects, consumes the ring. All
 * functions are for the control thread.
 */
#ifndef PVB_EXECUTE_H
#define PVB_EXECUTE_H

#include "os.h"
#include "pvb_renderer.h"

struct pvb_sink;
struct pvb_record;
struct pvb_execute;

struct pvb_execute_config {
    const struct pvb_renderer_ops *ops;
    struct pvb_renderer_params params;
    uint64_t video_memory; /* bytes told to the guest; 0: what the renderer says */
    uint64_t spin_ns;      /* how long an empty ring is watched before sleeping */
    uint64_t packet_ns;    /* the longest that a packet of a context may take; 0: no limit */
    uint64_t frame_limit;  /* frames_done after so many; 0 never */
    struct pvb_sink *sink; /* may be NULL */
    void (*notify)(void *arg); /* something for take_error or frames_done; from the execute thread */
    void *notify_arg;
};

/* A device's shared memory and events; they stay the control thread's. */
struct pvb_link {
    struct pvb_mapping memory;
    struct pvgpu_region regions[PVGPU_REGION_COUNT];
    pvb_handle doorbell, interrupt;
};

/* Starts the thread and makes the renderer. NULL with a text. */
struct pvb_execute *pvb_execute_create(const struct pvb_execute_config *config, char *error, size_t n);
void pvb_execute_destroy(struct pvb_execute *x); /* NULL is fine */

const struct pvgpu_caps *pvb_execute_caps(const struct pvb_execute *x); /* changes only while stopped */

/* Where the command stream goes; NULL: nowhere. Before the first start. */
void pvb_execute_record(struct pvb_execute *x, struct pvb_record *record);

/* Consumes the link's rings from zero. false: the renderer could not be made again. */
bool pvb_execute_start(struct pvb_execute *x, const struct pvb_link *link);
/* After this every object is gone and shared memory is not touched any more. A renderer that does not
 * come back within PVB_STOP_TIMEOUT_NS ends the process: only so the VM gets a working adapter again. */
void pvb_execute_stop(struct pvb_execute *x);
#define PVB_STOP_TIMEOUT_NS (30ull * 1000000000u)

/* The device error that stopped it by itself, once; NONE otherwise. */
enum pvgpu_device_error pvb_execute_take_error(struct pvb_execute *x);
/* Has it look at the sink, if it sleeps. */
void pvb_execute_wake(struct pvb_execute *x);
bool pvb_execute_frames_done(const struct pvb_execute *x);
/* Totals of all runs; while stopped. */
void pvb_execute_stats(const struct pvb_execute *x, struct pvgpu_stats *out);

#endif
