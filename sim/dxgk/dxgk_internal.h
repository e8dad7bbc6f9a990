/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * dxgk_internal.h - the port driver's objects and what its files ask of each other. docs/sim.md is the prose.
 *
 * Locks, outermost first:
 *   process.lock      one D3DKMT call of a process at a time (contract.md A.0: no two threads of one process)
 *   level             read: levels 0 and 1; write: levels 2 and 3
 *   sched.class_lock  level 1's scheduler class: Patch, SubmitCommand, PreemptCommand, BuildPagingBuffer, ResetEngine,
 *                     QueryEngineStatus; also all of the memory manager's state
 *   dpc_lock          one DpcRoutine at a time
 *   sched.lock        queues and fences; leaf but for irq_lock
 *   irq_lock          what the interrupt routine shares, at NT_DEVICE_LEVEL
 * The handle table has a lock of its own (handle.c): a leaf, taken at PASSIVE or DISPATCH below any of these but irq_lock.
 * What belongs to one process is safe under its process.lock; what any process may name is held by a reference that is taken
 * under the table's lock (dxgk_handle_hold), because another process may let the last one go at any time.
 * A call that waits for the GPU lets process.lock and level go first (dxgk_client_pause).
 */
#ifndef DXGK_INTERNAL_H
#define DXGK_INTERNAL_H

#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "ddi_kmd.h"
#include "ddi_kmt.h"
#include "bus.h"
#include "dxgk.h"
#include "nt_sim.h"

#define DXGK_MAX_SEGMENTS 8u
#define DXGK_MAX_SOURCES  16u
#define DXGK_MAX_CHILDREN 16u
#define DXGK_QUEUE_DEPTH  32u  /* DMA buffers that the driver may hold at once: RequiredDmaQueueEntry */
#define DXGK_HW_DEPTH     12u  /* of these, how many the scheduler hands over before it waits */
#define DXGK_DMA_POOL     8u   /* DMA buffers of one context */
#define DXGK_PRESENT_LIMIT 3u  /* presents of one device that are not done */
#define DXGK_VSYNC_IDLE   10u  /* periods without interest until the interrupt goes off (VSyncPowerSaveAware) */

#ifndef STATUS_ABANDONED
#define STATUS_ABANDONED ((NTSTATUS)0x00000080) /* ntstatus.h; a success, as STATUS_TIMEOUT is */
#endif

struct dxgk_adapter;
struct dxgk_device;
struct dxgk_context;
struct dxgk_allocation;
struct dxgk_resource;
struct dxgk_vidpn;
struct dxgk_client;

/* ---- calls of the driver (ddi.c) ---- */

/* One row per entry: name, highest and exact IRQL, legal results. */
enum dxgk_ddi {
#define DDI(name, irql, ...) DXGK_DDI_##name,
#include "ddi.def"
    DXGK_DDI_COUNT
};

/* Around each call of the driver. Begin checks that the entry is there and the level is the documented one. */
void dxgk_ddi_begin(struct dxgk_adapter *a, enum dxgk_ddi id, const void *entry);
NTSTATUS dxgk_ddi_end(struct dxgk_adapter *a, enum dxgk_ddi id, NTSTATUS status);
/* The entry that the calling thread is in; DXGK_DDI_COUNT: none. */
enum dxgk_ddi dxgk_ddi_current(void);
/* A thread that stays in one call for more than this is reported (traps.md L25). */
#define DXGK_WATCHDOG_MS 5000u
void dxgk_watchdog_start(void);
void dxgk_watchdog_stop(void);

#define DXGK_CALL(a, Name, ...) \
    (dxgk_ddi_begin((a), DXGK_DDI_##Name, (const void *)(a)->ddi.DxgkDdi##Name), \
     dxgk_ddi_end((a), DXGK_DDI_##Name, (a)->ddi.DxgkDdi##Name(__VA_ARGS__)))
#define DXGK_CALL_VOID(a, Name, ...) \
    do { dxgk_ddi_begin((a), DXGK_DDI_##Name, (const void *)(a)->ddi.DxgkDdi##Name); \
         (a)->ddi.DxgkDdi##Name(__VA_ARGS__); \
         (void)dxgk_ddi_end((a), DXGK_DDI_##Name, STATUS_SUCCESS); } while (0)

/* Bytes behind an output of the driver that must stay as they are. */
#define DXGK_GUARD_SIZE 64u
void dxgk_guard_set(void *end);
void dxgk_guard_check(const void *end, const char *page, const char *what);
#define DXGK_POISON 0xcc

/* ---- handles (handle.c) ---- */

enum dxgk_kind {
    DXGK_ADAPTER = 1, DXGK_DEVICE, DXGK_CONTEXT, DXGK_OPEN_ALLOCATION, DXGK_OPEN_RESOURCE, DXGK_SHARE, DXGK_SYNC,
    DXGK_KEYED_MUTEX, DXGK_KIND_COUNT
};

/* First member of everything that a D3DKMT handle can name. */
struct dxgk_object {
    enum dxgk_kind kind;
    uint32_t process; /* 0: any process may name it */
    D3DKMT_HANDLE handle;
};

/* 0: the table is full. */
D3DKMT_HANDLE dxgk_handle_create(struct dxgk_object *o, enum dxgk_kind kind, uint32_t process);
/* NULL unless the handle is live, of that kind, and the process may name it. */
void *dxgk_handle_get(D3DKMT_HANDLE h, enum dxgk_kind kind, uint32_t process);
/* The same for what processes share. hold: called with the table locked, takes a reference of what the object stands for; false:
 * the last one is gone already, or there is nothing to see yet. */
void *dxgk_handle_hold(D3DKMT_HANDLE h, enum dxgk_kind kind, uint32_t process, bool (*hold)(const void *object));
/* For hold: one reference more, unless there is none left. */
bool dxgk_reference_alive(LONG *references);
void dxgk_handle_destroy(D3DKMT_HANDLE h);
/* The i-th live object of a process, any kind but share; NULL past the end. */
struct dxgk_object *dxgk_handle_of(uint32_t process, enum dxgk_kind kind);

/* ---- memory (segment.c, paging.c) ---- */

struct dxgk_range { uint64_t offset, size; };

struct dxgk_segment {
    DXGK_SEGMENTDESCRIPTOR3 d;
    uint8_t *cpu; /* of a CpuVisible memory segment */
    struct dxgk_range *holes; /* free, by offset */
    uint32_t n_holes, max_holes;
    uint64_t used;
};

/* First fit. False: no hole. align: a power of two. */
bool dxgk_segment_take(struct dxgk_segment *s, uint64_t size, uint64_t align, bool from_end, uint64_t *offset);
void dxgk_segment_give(struct dxgk_segment *s, uint64_t offset, uint64_t size);
bool dxgk_segment_init(struct dxgk_segment *s);
void dxgk_segment_fini(struct dxgk_segment *s);

struct dxgk_allocation {
    LIST_ENTRY link;         /* adapter.allocations; under class_lock */
    struct dxgk_adapter *adapter;
    struct dxgk_resource *resource; /* NULL: belongs to its device alone */
    HANDLE h_driver;
    uint64_t size, align;
    DXGK_ALLOCATIONINFOFLAGS flags;
    DXGK_SEGMENTPREFERENCE preferred;
    uint32_t read_set, write_set, eviction_set, priority;
    void *blob;              /* private data as the driver left it */
    uint32_t blob_size;
    bool primary, pinned, system, offered;
    D3DDDI_VIDEO_PRESENT_SOURCE_ID source; /* of a primary */
    LONG opens;              /* struct dxgk_open */
    /* where it is; under class_lock, a guess without (dxgk_place_guess) */
    uint32_t segment;        /* 0: nowhere, or in sysmem */
    uint64_t offset;
    void *sysmem;            /* pages behind an aperture, or what was paged out */
    PMDL mdl;
    bool slept;              /* its place is kept over a sleep, its content is in sysmem */
    bool content;            /* sysmem holds what it must hold again when it comes back */
    LONG locks;
    LONG busy;               /* packets that name it and are not done; under sched.lock */
};

/* All under class_lock, PASSIVE. */
NTSTATUS dxgk_make_resident(struct dxgk_adapter *a, struct dxgk_allocation *al);
bool dxgk_may_evict(const struct dxgk_allocation *al);
NTSTATUS dxgk_evict(struct dxgk_adapter *a, struct dxgk_allocation *al);
/* Gives the place up without keeping the content. */
void dxgk_discard_place(struct dxgk_adapter *a, struct dxgk_allocation *al, bool tell_driver);
PHYSICAL_ADDRESS dxgk_address(struct dxgk_adapter *a, const struct dxgk_allocation *al);
/* Without the lock: where it was a moment ago, or segment 0. */
uint32_t dxgk_place_guess(struct dxgk_adapter *a, const struct dxgk_allocation *al, PHYSICAL_ADDRESS *address);
void *dxgk_cpu_address(struct dxgk_adapter *a, struct dxgk_allocation *al);
NTSTATUS dxgk_paging_init(struct dxgk_adapter *a);
void dxgk_paging_fini(struct dxgk_adapter *a);
/* Over a sleep: all content goes to system memory; what is pinned or locked keeps its place and comes back there. */
void dxgk_paging_sleep(struct dxgk_adapter *a);
void dxgk_paging_wake(struct dxgk_adapter *a);

/* ---- allocations as devices see them (alloc.c) ---- */

struct dxgk_resource {
    LONG references;  /* opens, NT handles (share.c) */
    bool nt;          /* shared through NT handles only: no share */
    HANDLE h_driver;
    struct dxgk_adapter *adapter;
    uint32_t n;
    struct dxgk_allocation **allocations;
    void *blob, *runtime; /* the driver's and the runtime's data */
    uint32_t blob_size, runtime_size;
    struct dxgk_share { struct dxgk_object o; struct dxgk_resource *resource; /* NULL until it is complete */ } *share;
};

struct dxgk_open {
    struct dxgk_object o;
    LIST_ENTRY link; /* device.opens */
    struct dxgk_device *device;
    struct dxgk_allocation *al;
    HANDLE h_specific;
    struct dxgk_open_resource *in; /* NULL: alone */
    LONG locks;
};

struct dxgk_open_resource {
    struct dxgk_object o;
    LIST_ENTRY link; /* device.resources */
    struct dxgk_device *device;
    struct dxgk_resource *resource;
    uint32_t n;
    struct dxgk_open **opens;
};

struct dxgk_creation {
    struct dxgk_device *d;
    struct dxgk_resource *r;   /* NULL: allocations of the device alone */
    const void *blob;
    UINT blob_size, n;
    DXGK_ALLOCATIONINFO *info; /* with private data in our memory */
    bool primary;
    D3DDDI_VIDEO_PRESENT_SOURCE_ID source;
    struct dxgk_open **opens;  /* out, n */
};
/* The driver's CreateAllocation, our records, the first opening. All or nothing. */
NTSTATUS dxgk_create_allocations(struct dxgk_creation *k);
void dxgk_resource_release(struct dxgk_resource *r);
/* Opens a resource's allocations on another device. */
NTSTATUS dxgk_open_resource(struct dxgk_device *d, struct dxgk_resource *r, struct dxgk_open_resource **out);
/* Opens an allocation on a device for the port driver's own use (a primary that is presented to). */
NTSTATUS dxgk_open_for(struct dxgk_device *d, struct dxgk_allocation *al, struct dxgk_open **out);
void dxgk_close(struct dxgk_open *o);
/* Gives back what is dying and no packet names any more; all: waits for the packets. */
void dxgk_reap(struct dxgk_client *c, struct dxgk_device *d, bool all);
/* Waits until nothing uses it, then gives it back to the driver. PASSIVE; takes class_lock. */
void dxgk_allocation_destroy(struct dxgk_allocation *al);
void dxgk_open_resource_destroy(struct dxgk_open_resource *r);
/* A standard allocation of the system device (GetStandardAllocationDriverData). */
NTSTATUS dxgk_create_standard_primary(struct dxgk_adapter *a, const D3DKMDT_SHAREDPRIMARYSURFACEDATA *want,
                                      struct dxgk_open **out);
void dxgk_destroy_standard(struct dxgk_open *o);
/* Makes one of each other standard kind, looks at what the driver says of it, and takes it away again. */
NTSTATUS dxgk_try_standard(struct dxgk_adapter *a);

/* ---- scheduling (sched.c, submit.c) ---- */

enum dxgk_packet_kind { DXGK_PACKET_RENDER, DXGK_PACKET_PRESENT, DXGK_PACKET_FLIP, DXGK_PACKET_SIGNAL, DXGK_PACKET_WAIT };

struct dxgk_sync;

/* One unit of work of a context, with the DMA buffer that it may have. Kept in the context's pool. */
struct dxgk_packet {
    LIST_ENTRY link; /* context.queue, sched.in_flight or context.free */
    struct dxgk_context *context;
    enum dxgk_packet_kind kind;
    uint8_t *dma;            /* DmaBufferSize bytes, then a guard */
    PHYSICAL_ADDRESS dma_address;
    uint8_t *private_data;
    uint32_t used, private_used;
    DXGK_ALLOCATIONLIST *list;
    D3DDDI_PATCHLOCATIONLIST *patches;
    struct dxgk_open **opens; /* what list names, NULL for an empty row */
    uint32_t n_list, n_patches;
    uint32_t fence;
    uint64_t sum; /* of what was handed over */
    uint64_t submitted_ns;
    bool null_rendering, preempted;
    /* FLIP */
    D3DDDI_VIDEO_PRESENT_SOURCE_ID source;
    D3DDDI_FLIPINTERVAL_TYPE interval;
    /* SIGNAL, WAIT */
    struct dxgk_sync *sync[32];
    uint32_t n_sync;
    uint64_t value;
};

struct dxgk_context {
    struct dxgk_object o;
    LIST_ENTRY link; /* device.contexts */
    struct dxgk_device *device;
    HANDLE h_driver;
    DXGK_CONTEXTINFO info;
    /* what the user-mode driver writes; two sets in turn, so that who keeps an old pointer is seen */
    struct { uint8_t *commands; D3DDDI_ALLOCATIONLIST *list; D3DDDI_PATCHLOCATIONLIST *patches; } user[2];
    unsigned current;
    /* under sched.lock */
    LIST_ENTRY queue, free;
    LIST_ENTRY ready;     /* sched.ready, while queue is not empty */
    uint32_t n_packets;   /* made */
    INT priority;         /* -7..7; under sched.lock */
    uint32_t in_flight;   /* off the queue and not over */
    bool closing;
};

/* Whose it is: a program's, the memory manager's, or the desktop's own drawing. */
enum dxgk_owner { DXGK_OWNER_PROGRAM, DXGK_OWNER_SYSTEM, DXGK_OWNER_GDI };

struct dxgk_device {
    struct dxgk_object o;
    struct dxgk_adapter *adapter;
    HANDLE h_driver;
    bool system;
    LONG lost;            /* enum D3DKMT_DEVICEEXECUTION_STATE, 0: fine */
    LONG busy;            /* calls that wait with the locks let go */
    bool ending;          /* they shall return */
    LIST_ENTRY contexts, opens, resources;
    LIST_ENTRY dying_opens, dying_resources; /* handles gone, packets still name them */
    LONG presents;        /* queued or running */
    uint32_t present_count, queued_limit;
    struct dxgk_open *primary[DXGK_MAX_SOURCES]; /* the shared primary, opened to be presented to */
};

struct dxgk_sched {
    pthread_mutex_t class_lock, lock;
    pthread_cond_t progress;  /* with lock: a fence was processed, a queue moved, something was lost */
    pthread_cond_t work;      /* with lock: for the worker */
    LIST_ENTRY ready;         /* contexts with a queue, in turn */
    LIST_ENTRY in_flight;     /* packets, by fence */
    uint32_t n_in_flight;
    uint32_t last_submitted, last_completed; /* SubmissionFenceId; completed as NotifyDpc has seen it */
    uint32_t paging_fence;    /* last of the paging packets */
    uint64_t progress_ns;     /* when last_completed moved, or an empty GPU got work */
    bool kick, quit;
    unsigned waiters;         /* on progress */
    pthread_t worker;
    bool worker_on;
    /* preemption; under lock */
    uint32_t preempt_id, preempt_asked;
    bool preempt_done;
    bool stopped;             /* no submissions: a reset is going on */
};

static inline bool dxgk_fence_reached(uint32_t completed, uint32_t fence) { return (int32_t)(completed - fence) >= 0; }

void dxgk_sched_init(struct dxgk_adapter *a);
void dxgk_sched_fini(struct dxgk_adapter *a);
NTSTATUS dxgk_sched_start(struct dxgk_adapter *a);
void dxgk_sched_stop(struct dxgk_adapter *a);
/* A packet of the context's pool; NULL while all are in use. Under sched.lock. */
struct dxgk_packet *dxgk_packet_take(struct dxgk_context *c);
/* Lets go of what a packet names and puts it back. Under sched.lock. */
void dxgk_packet_give(struct dxgk_packet *p);
/* One that was taken off its queue is over, whatever became of it. Takes sched.lock. */
void dxgk_packet_drop(struct dxgk_adapter *a, struct dxgk_packet *p);
/* Queues it and submits what may be submitted. Takes sched.lock; at PASSIVE, without class_lock. */
void dxgk_packet_queue(struct dxgk_packet *p);
/* Submits what may be submitted now; safe at any time at PASSIVE without class_lock. */
void dxgk_sched_pump(struct dxgk_adapter *a);
/* With class_lock: a paging buffer to the hardware. Returns its fence. */
uint32_t dxgk_submit_paging(struct dxgk_adapter *a, DXGKARG_PATCH *patch);
/* Preempts what the hardware has. With class_lock. Number of packets that went back to their queues; -1: no answer. */
int dxgk_sched_preempt(struct dxgk_adapter *a);
/* Waits until done(arg) is true, called under sched.lock; false at the deadline (0: none) or when the adapter stops. Takes
 * sched.lock; holds no other lock of this file. */
bool dxgk_sched_wait(struct dxgk_adapter *a, bool (*done)(void *arg), void *arg, uint64_t deadline_ns);
/* For those who hold locks: returns early when a reset needs these locks. */
void dxgk_sched_wait_fence(struct dxgk_adapter *a, uint32_t fence);
/* From NotifyDpc, at DISPATCH: completed fences. */
void dxgk_sched_completed(struct dxgk_adapter *a, uint32_t fence);
void dxgk_sched_preempted(struct dxgk_adapter *a, uint32_t preemption, uint32_t completed);
/* Waits until all that was queued is done. Locks as for a wait. */
void dxgk_context_drain(struct dxgk_context *c);
void dxgk_context_free_packets(struct dxgk_context *c);
/* TDR: what is in flight up to fence is dropped, its devices lost; the rest goes back to the head of its queues. */
void dxgk_sched_abort(struct dxgk_adapter *a, uint32_t fence, bool all);
void dxgk_device_lose(struct dxgk_device *d, LONG why);
/* The device is going: calls that wait for it return. */
void dxgk_device_end(struct dxgk_device *d);
/* Makes waiters look again. */
void dxgk_sched_wake(struct dxgk_adapter *a);

/* ---- interrupts (interrupt.c) ---- */

struct dxgk_irq {
    pthread_mutex_t lock;
    bool connected, in_routine, notified, dpc_queued, crtc_seen;
    uint32_t message;          /* of the routine that runs */
    /* notified and not yet processed by NotifyDpc */
    bool pending, completed_new, preempted_new;
    uint32_t completed, preempted, preempted_last;
    uint32_t vsync_new;        /* targets, a bit per child index */
    PHYSICAL_ADDRESS vsync_address[DXGK_MAX_CHILDREN];
    uint32_t submitted;        /* last SubmissionFenceId handed to the driver, for checks at DIRQL */
};

bool dxgk_interrupt(void *adapter, uint32_t message);
NTSTATUS dxgk_interrupts_connect(struct dxgk_adapter *a);
void dxgk_interrupts_disconnect(struct dxgk_adapter *a);
/* Enters and leaves the device's level with the interrupt lock held. */
KIRQL dxgk_irq_enter(struct dxgk_adapter *a);
void dxgk_irq_leave(struct dxgk_adapter *a, KIRQL old);

/* ---- display (display.c, vidpn.c, vidpn_modes.c) ---- */

struct dxgk_mode { uint32_t width, height, refresh_mhz; };

struct dxgk_source {
    bool active, visible;
    struct dxgk_mode mode;
    D3DDDIFORMAT format;
    uint32_t target_index;        /* child */
    struct dxgk_open *shared;     /* shared primary on the system device */
    struct dxgk_allocation *shown; /* what scan-out was told last; class_lock */
    PHYSICAL_ADDRESS address;      /* of it */
    bool flip_pending;             /* told, not yet seen in a vsync; sched.lock */
    struct dxgk_packet *flip;      /* the packet behind it */
    struct dxgk_device *owner;     /* exclusive (D3DKMTSetVidPnSourceOwner) */
    uint64_t vblanks;              /* counted; sched.lock */
    uint64_t last_vsync_ns;
    uint64_t wanted_until;         /* vblank count until which somebody is interested */
};

struct dxgk_child {
    DXGK_CHILD_DESCRIPTOR d;
    bool connected;
    uint8_t edid[256];
    uint32_t edid_size;
    struct dxgk_mode modes[64];    /* of the monitor */
    uint32_t n_modes;
};

NTSTATUS dxgk_display_boot(struct dxgk_adapter *a);
void dxgk_display_stop(struct dxgk_adapter *a);
NTSTATUS dxgk_display_set_mode(struct dxgk_adapter *a, uint32_t source, const struct dxgk_mode *mode, D3DDDIFORMAT format,
                               struct dxgk_allocation *primary);
/* Flips at the device's level, and gives the packet back when that is over; class_lock. */
void dxgk_display_flip(struct dxgk_adapter *a, struct dxgk_packet *p);
/* From NotifyDpc. */
void dxgk_display_vsync(struct dxgk_adapter *a, uint32_t targets, const PHYSICAL_ADDRESS *addresses);
/* Somebody waits for vblanks of this source or flips it: the interrupt goes on and stays on for a while. */
void dxgk_display_want_vsync(struct dxgk_client *c, uint32_t source);
/* The worker's: turns the interrupt off when nobody was interested for long. No locks held. */
void dxgk_display_idle(struct dxgk_adapter *a);
/* Under sched.lock: pending flips are over, as after a reset. */
void dxgk_display_abort_flips(struct dxgk_adapter *a);
NTSTATUS dxgk_display_after_reset(struct dxgk_adapter *a);
/* After a sleep: invisible, committed anew, shown. Level 3, class_lock. */
NTSTATUS dxgk_display_wake(struct dxgk_adapter *a);
uint32_t dxgk_display_modes(struct dxgk_adapter *a, uint32_t source, struct dxgk_mode *modes, uint32_t max);
/* An allocation goes away: scan-out returns to the shared primary. class_lock. */
void dxgk_display_forget(struct dxgk_adapter *a, struct dxgk_allocation *al);

/* A device goes: what it showed and owned returns. */
void dxgk_display_release(struct dxgk_client *c, struct dxgk_device *d);
/* Scan-out and mode return to the desktop's. */
void dxgk_display_restore_shared(struct dxgk_client *c, uint32_t source);
NTSTATUS dxgk_display_stats(struct dxgk_device *d, uint32_t source, D3DKMT_PRESENT_STATS *stats);

struct dxgk_vidpn *dxgk_vidpn_create(struct dxgk_adapter *a);
void dxgk_vidpn_destroy(struct dxgk_vidpn *v);
/* While the driver may change the topology, set the flag; checks that all it took was given back. */
void dxgk_vidpn_begin(struct dxgk_vidpn *v, bool topology_mutable);
void dxgk_vidpn_end(struct dxgk_vidpn *v, const char *call);
NTSTATUS dxgk_vidpn_interface(const D3DKMDT_HVIDPN h, DXGK_VIDPN_INTERFACE_VERSION version, const DXGK_VIDPN_INTERFACE **out);
NTSTATUS dxgk_vidpn_add_path(struct dxgk_vidpn *v, uint32_t source, uint32_t target);
/* Pins the source mode of this size and the target mode of this size and rate; false when there is none. */
bool dxgk_vidpn_pin(struct dxgk_vidpn *v, uint32_t source, uint32_t target, const struct dxgk_mode *m, D3DDDIFORMAT format);
bool dxgk_vidpn_pinned(struct dxgk_vidpn *v, uint32_t source, uint32_t *target, struct dxgk_mode *m, D3DDDIFORMAT *format);
/* Modes that the source and the target of a path both have after the driver's enumeration. */
uint32_t dxgk_vidpn_modes(struct dxgk_vidpn *v, uint32_t source, uint32_t target, struct dxgk_mode *modes, uint32_t max);
uint32_t dxgk_vidpn_paths(struct dxgk_vidpn *v);
D3DKMDT_HVIDPN dxgk_vidpn_handle(struct dxgk_vidpn *v);
void dxgk_vidpn_check_complete(struct dxgk_vidpn *v, const char *call);
/* Fills modes from an EDID's detailed and established timings and the usual sizes below its preferred one. */
uint32_t dxgk_edid_modes(const uint8_t *edid, uint32_t size, struct dxgk_mode *modes, uint32_t max);
NTSTATUS dxgk_monitor_interface(const DXGK_MONITOR_INTERFACE **out);
void dxgk_signal_info(const struct dxgk_mode *m, D3DKMDT_VIDEO_SIGNAL_INFO *info);

/* ---- synchronisation objects (sync.c) ---- */

struct dxgk_sync {
    LONG references;     /* openings, packets, NT handles */
    D3DDDI_SYNCHRONIZATIONOBJECT_TYPE type;
    bool nt;             /* shared through NT handles only: no share */
    struct sync_open *share;
    PKEVENT event;       /* CPU notification */
    /* under sched.lock */
    bool taken;          /* mutex */
    uint32_t count, max; /* semaphore */
    uint64_t value;      /* fence */
};
/* Under sched.lock. */
bool dxgk_sync_try_wait(struct dxgk_sync *s, uint64_t value);
void dxgk_sync_signal(struct dxgk_sync *s, uint64_t value);
/* What a handle of the client opened, without a reference, or NULL. */
struct dxgk_sync *dxgk_sync_of(struct dxgk_client *c, D3DKMT_HANDLE h);
void dxgk_sync_reference(struct dxgk_sync *s);
void dxgk_sync_release(struct dxgk_sync *s);
NTSTATUS dxgk_sync_open(struct dxgk_client *c, struct dxgk_sync *s, D3DKMT_HANDLE *sync);
/* False: the client has not opened it. */
bool dxgk_sync_close(struct dxgk_client *c, D3DKMT_HANDLE h);
void dxgk_sync_close_all(uint32_t process);

/* ---- time-outs (tdr.c) ---- */

NTSTATUS dxgk_tdr_start(struct dxgk_adapter *a);
void dxgk_tdr_stop(struct dxgk_adapter *a);
void dxgk_irq_forget(struct dxgk_adapter *a, uint32_t fence);
/* Around a reset: nobody else in the driver, those who wait with locks held first. */
void dxgk_stop_the_world(struct dxgk_adapter *a);
void dxgk_start_the_world(struct dxgk_adapter *a);
/* Every device of a process but the system's is lost. */
void dxgk_devices_lose(uint32_t process);

/* ---- the adapter (adapter.c, callbacks.c) ---- */

#define DXGK_BAR0_ADDRESS 0x00000000febf0000ull /* translated addresses that the driver sees */
#define DXGK_BAR2_ADDRESS 0x0000004000000000ull
#define DXGK_BAR4_ADDRESS 0x00000000febf4000ull

struct dxgk_adapter {
    struct dxgk_object o;
    LUID luid;
    PDRIVER_OBJECT driver;
    DEVICE_OBJECT pdo;
    DRIVER_INITIALIZATION_DATA ddi;
    HANDLE context; /* MiniportDeviceContext */
    DXGKRNL_INTERFACE dxgk;
    struct bus *bus;
    void *regs;     /* window of BAR0 */
    LONG mappings;  /* DxgkCbMapMemory without unmap */
    bool started;
    ULONG n_sources, n_children;
    struct dxgk_child children[DXGK_MAX_CHILDREN];
    DXGK_DRIVERCAPS caps;
    struct dxgk_segment segments[DXGK_MAX_SEGMENTS]; /* id - 1 */
    uint32_t n_segments;
    UINT paging_segment, paging_size, paging_private_size;
    struct { uint8_t *dma, *private_data; uint64_t fence; } paging[2];
    unsigned paging_current;
    LIST_ENTRY allocations; /* class_lock */
    pthread_rwlock_t level;
    struct dxgk_sched sched;
    struct dxgk_irq irq;
    KDPC dpc;
    pthread_mutex_t dpc_lock;
    bool in_dpc, notified_dpc;
    struct dxgk_device *system_device;
    struct dxgk_context *system_context;
    struct dxgk_source sources[DXGK_MAX_SOURCES];
    bool vsync_on, vsync_idle;
    bool asleep, gone; /* in D3; taken out */
    pthread_mutex_t pointer_lock; /* the pointer's class of level 1 */
    struct dxgk_device *gdi_device;
    struct dxgk_context *gdi_context;
    struct dxgk_vidpn *active; /* committed */
    struct {
        pthread_t thread;
        pthread_cond_t cond; /* with sched.lock */
        bool on, quit;
        uint32_t ms;
        unsigned resets;
        uint64_t first_ns;
    } tdr;
    struct dxgk_counters counters; /* atomic increments */
};

#define dxgk_count(a, field) __atomic_add_fetch(&(a)->counters.field, 1, __ATOMIC_RELAXED)

struct dxgk_adapter *dxgk_adapter_start(const char *transport, char *error, size_t n);
void dxgk_adapter_stop(struct dxgk_adapter *a);
void dxgk_callbacks_fill(struct dxgk_adapter *a);
/* pnp.c: whether the firmware's picture is on this function, and handing it back at the stop; true: the driver did, and
 * StopDevice is not called. */
bool dxgk_is_post_device(void);
bool dxgk_release_post(struct dxgk_adapter *a);
/* The one adapter that runs, or NULL. */
struct dxgk_adapter *dxgk_adapter(void);
/* For GetHandleData and its like, and for the driver's DeviceHandle. */
struct dxgk_adapter *dxgk_adapter_of(HANDLE device_handle, const char *callback);

/* The driver under test; the library that brings one defines it. */
extern NTSTATUS (NTAPI *const dxgk_driver_entry)(PDRIVER_OBJECT driver, PUNICODE_STRING path);
/* Its own counters, one a line; called at the stop with the adapter still up. */
void dxgk_driver_stats(FILE *f, D3DKMT_HANDLE adapter);
/* At the end of the stop: what dxgk_counters says from then on. */
void dxgk_counters_keep(void);
void dxgk_display_mode(const struct dxgk_mode *m, D3DKMT_DISPLAYMODE *out);

/* ---- D3DKMT calls (client.c, kmt_*.c) ---- */

struct dxgk_process {
    pthread_mutex_t lock;
    uint32_t id;
};

struct dxgk_client {
    struct dxgk_adapter *a;
    struct dxgk_process *process;
    uint32_t id; /* of the process */
};

/* Starts the adapter when none runs. STATUS_DEVICE_REMOVED... when that fails. */
NTSTATUS dxgk_client_enter(struct dxgk_client *c);
void dxgk_client_leave(struct dxgk_client *c);
/* Around a wait: lets the locks go, and takes them again. */
void dxgk_client_pause(struct dxgk_client *c);
void dxgk_client_resume(struct dxgk_client *c);
/* For work that the port driver does in a process's name; enter with dxgk_client_resume. */
struct dxgk_client dxgk_client_of(uint32_t process);
void dxgk_process_close_all(uint32_t process);
struct dxgk_device *dxgk_client_device(struct dxgk_client *c, D3DKMT_HANDLE h);
/* The status of calls on a lost device, STATUS_SUCCESS when it is not lost. */
NTSTATUS dxgk_device_status(const struct dxgk_device *d);
/* Lost or about to be destroyed: whoever waits for it returns. */
bool dxgk_device_over(const struct dxgk_device *d);

/* kmt_device.c: also what the end of a process does. */
void dxgk_device_destroy(struct dxgk_client *c, struct dxgk_device *d);
void dxgk_context_destroy(struct dxgk_client *c, struct dxgk_context *x);
NTSTATUS dxgk_device_create(struct dxgk_adapter *a, uint32_t process, enum dxgk_owner owner, struct dxgk_device **out);
NTSTATUS dxgk_context_create(struct dxgk_device *d, D3DKMT_CREATECONTEXT *args, enum dxgk_owner owner, struct dxgk_context **out);
/* Takes a packet, waiting while the context's are all in use. NULL: the device was lost meanwhile. */
struct dxgk_packet *dxgk_client_packet(struct dxgk_client *c, struct dxgk_context *x);

/* Whether a submission that names it must be refused because a program has it locked where the GPU reads (kmt_lock.c). */
bool dxgk_locked_in_memory(struct dxgk_adapter *a, const struct dxgk_allocation *al);
/* A copy of user memory, malloc; NULL for size 0. */
NTSTATUS dxgk_copy_in(void **out, const void *user, UINT size);

/* ---- keyed mutexes (keyed.c) ---- */

struct dxgk_keyed;
/* The mutex of an opening that is shared through NT handles, or NULL. */
struct dxgk_keyed *dxgk_keyed_of(struct dxgk_client *c, D3DKMT_HANDLE h);
void dxgk_keyed_reference(struct dxgk_keyed *k);
void dxgk_keyed_release(struct dxgk_keyed *k);
NTSTATUS dxgk_keyed_open(struct dxgk_client *c, struct dxgk_keyed *k, D3DKMT_HANDLE *mutex);
void dxgk_keyed_close(struct dxgk_client *c, D3DKMT_HANDLE h);
void dxgk_keyed_close_all(struct dxgk_client *c, uint32_t process);

/* ---- NT handles (share.c) ---- */

/* Lets go what no handle names any more; everything: whatever names it. In a client's call, PASSIVE. */
void dxgk_share_reap(bool everything);
/* kmt_alloc.c: D3DKMTQueryResourceInfo and D3DKMTOpenResource of a resource that was found. */
NTSTATUS dxgk_resource_query(struct dxgk_client *c, const struct dxgk_resource *r, D3DKMT_QUERYRESOURCEINFO *args);
NTSTATUS dxgk_resource_open(struct dxgk_client *c, struct dxgk_resource *r, D3DKMT_OPENRESOURCE *args, bool second);

uint64_t dxgk_now_ns(void);
/* One line on standard error. */
void dxgk_log(const char *format, ...) __attribute__((format(__printf__, 1, 2)));

#endif
