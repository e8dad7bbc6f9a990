/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * fake.h - a WDDM 1.3 driver without hardware, which keeps every rule but the one that it is told to break.
 */
#ifndef FAKE_H
#define FAKE_H

#include "ddi_kmd.h"
#include "nt_ddk.h"

enum fake_break {
    BREAK_NOTHING,
    /* load and start */
    BREAK_VERSION, BREAK_NO_RENDER, BREAK_RESERVED_ENTRY, BREAK_CAPS_WDDM, BREAK_CAPS_CHANGE, BREAK_CAPS_OVERRUN,
        BREAK_CAPS_NODES,
    BREAK_ANSWER_NONSENSE, BREAK_SEGMENT_COUNT, BREAK_SEGMENT_COHERENT, BREAK_SEGMENT_CPU, BREAK_PAGING_SEGMENT,
    BREAK_CHILD_LAST, BREAK_CHILD_UID, BREAK_DESCRIPTOR_OVERRUN, BREAK_DESCRIPTOR_STATUS, BREAK_NODE_NAME, BREAK_IRQL_LEFT,
    BREAK_MAP_FOREIGN, BREAK_MAP_LEFT, BREAK_POOL_LEFT, BREAK_POST_LATE, BREAK_INDICATE_IN_START,
    BREAK_QUERY_INTERFACE, BREAK_TIMER_LEFT, BREAK_STUCK, BREAK_POWER_STATUS, BREAK_POWER_INTERRUPT,
    BREAK_SURPRISE_STATUS, BREAK_POST_FORMAT, BREAK_POST_ADDRESS,
    BREAK_ENABLE_POOL, BREAK_ENABLE_SIZE, BREAK_WRITE_LOCK, BREAK_POINTER_SHAPE, BREAK_POINTER_POSITION,
    /* VidPN */
    BREAK_VIDPN_LEAK, BREAK_VIDPN_RELEASE_TWICE, BREAK_VIDPN_EMPTY_SET, BREAK_VIDPN_ADD_PATH, BREAK_VIDPN_EDIT_ASSIGNED,
    BREAK_VIDPN_NULL_UNSUPPORTED, BREAK_VIDPN_STATUS, BREAK_CONTROL_TYPE, BREAK_UPDATE_PATH,
    /* standard allocations */
    BREAK_STANDARD_TOUCH, BREAK_STANDARD_OVERRUN, BREAK_STANDARD_PITCH,
    /* devices and allocations */
    BREAK_GDI_LIST, BREAK_CONTEXT_SEGMENT, BREAK_DEVICE_STATUS, BREAK_PREFERRED, BREAK_EVICTION, BREAK_PRIORITY, BREAK_CACHED, BREAK_OPEN_NULL,
    BREAK_OPEN_WRITES, BREAK_FLAGS,
    /* work */
    BREAK_RENDER_STATUS, BREAK_RENDER_OVERRUN, BREAK_RENDER_POINTER, BREAK_PATCH_INDEX, BREAK_PATCH_STATUS, BREAK_SUBMIT_WAIT,
    BREAK_SUBMIT_PAGED_CODE, BREAK_LOCK_ORDER, BREAK_LOCK_KEPT, BREAK_POOL_TAG, BREAK_POOL_TWICE, BREAK_DMA_LATE,
    BREAK_SUBMIT_PAGED, BREAK_PRESENT_FOREVER, BREAK_PAGING_BUSY, BREAK_PAGING_OVERRUN, BREAK_DESCRIBE,
    /* interrupts */
    BREAK_NOTIFY_PASSIVE, BREAK_NOTIFY_FENCE, BREAK_NOTIFY_BACK, BREAK_NOTIFY_MESSAGE, BREAK_NO_DPC, BREAK_NO_NOTIFY_DPC,
    BREAK_NOTIFY_DPC_ELSEWHERE, BREAK_ISR_CALLS, BREAK_VSYNC_NULL, BREAK_VSYNC_TARGET, BREAK_DMA_AFTER_CRTC, BREAK_NOTIFY_TYPE,
    BREAK_PREEMPT_ID, BREAK_PREEMPT_LAST, BREAK_SYNCHRONIZE_HIGH, BREAK_HANDLE_DISPATCH,
    /* resets */
    BREAK_RESET_FENCE, BREAK_GROUP, BREAK_RESET_STATUS,
    BREAK_COUNT
};

struct fake {
    enum fake_break rule; /* what to break */
    bool hang;            /* submissions do not complete */
    bool later;           /* submissions complete only when an interrupt comes */
    unsigned presents_wanted; /* passes of one present */
    UINT submitted, completed;
    unsigned n_submitted; /* calls of SubmitCommand; atomic */
    HANDLE order[64];     /* contexts of submissions */
    unsigned n_order;
    unsigned posts;       /* StopDeviceAndReleasePostDisplayOwnership */
    bool patch_hold;      /* Patch does not return as long as it is set; atomic */
    HANDLE patching;      /* context that Patch is busy with */
    unsigned destroyed_early; /* contexts that were destroyed meanwhile */
    bool abort_one;       /* ResetEngine aborts the first that runs, and hands the rest back */
    bool no_answer;       /* PreemptCommand is not answered */
};
extern struct fake fake;
/* An allocation's private data. */
struct allocation { uint32_t size; bool primary; };
/* Raises what message 0 would: completions and a vertical blank. */
void fake_raise(void);
/* Cancels what BREAK_TIMER_LEFT left. */
void fake_cancel(void);

#endif
