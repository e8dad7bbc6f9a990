/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * kmd.h - the kernel driver's objects and what its files ask of each other. docs/kmd.md is the prose.
 *
 * Locks, outermost first: objects (FAST_MUTEX, PASSIVE), display_lock, queue.lock (spin locks); table_lock
 * and those of ids are taken alone. What the interrupt routine shares is written at DIRQL only (interrupt.c), or is a word
 * with one writer. Every function says its IRQL; "P" is PASSIVE_LEVEL, "D" at most DISPATCH_LEVEL.
 */
#ifndef PVK_KMD_H
#define PVK_KMD_H

#include <stdbool.h>
#include "kmd_os.h"
#include "pvgpu_codec.h"
#include "pvgpu_regs.h"
#include "pvgpu_ring.h"
#include "pvgpu_umdkmd.h"

/* ---- segments: ids are positions in the table that QUERYSEGMENT3 gives (query.c) ---- */

#define PVK_SEG_HEAP     1u /* the BAR2 heap, CPU visible */
#define PVK_SEG_HOST     2u /* host video memory: no bytes on this side */
#define PVK_SEG_APERTURE 3u /* where Windows wants system memory: primaries, evictions */
#define PVK_SEG_COUNT    3u
#define PVK_SEG_BIT(id)  (1u << ((id) - 1))
/* GPU addresses of the segments' first bytes. Never 0: a CRTC_VSYNC address must not be NULL
 * (ns-d3dkmddi-_dxgkargcb_notify_interrupt_data). */
#define PVK_BASE_HEAP     (1ull << 40)
#define PVK_BASE_HOST     (1ull << 44)
#define PVK_BASE_APERTURE (1ull << 46)

/* The first bytes of the heap region are the driver's own, the segment starts behind them. */
#define PVK_OWN_SLOT     0u             /* progress slot for readbacks of presents */
#define PVK_OWN_ANSWER   64u            /* object slot for query_resource */
#define PVK_OWN_CURSORS  PVGPU_PAGE     /* two pointer images for each scanout */
#define PVK_CURSOR_MAX   256u           /* pixels each way */
#define PVK_CURSOR_BYTES (PVK_CURSOR_MAX * PVK_CURSOR_MAX * 4u)
#define PVK_OWN_STRIPE   0x210000u      /* rows of a bugcheck's picture on their way */
#define PVK_STRIPE_BYTES 0x40000u       /* at least one row of 16384 pixels */
#define PVK_OWN_BYTES    0x250000u      /* a multiple of 64 KiB */
PVGPU_STATIC_ASSERT(PVK_OWN_CURSORS + 2 * PVGPU_MAX_SCANOUTS * PVK_CURSOR_BYTES <= PVK_OWN_STRIPE, "own heap");
PVGPU_STATIC_ASSERT(PVK_OWN_STRIPE + PVK_STRIPE_BYTES <= PVK_OWN_BYTES, "own heap");

#define PVK_HEAP_CHUNK (1ull << 30) /* DxgkCbMapMemory takes a 32-bit length */
#define PVK_HEAP_CHUNKS (PVGPU_SHMEM_MAX / PVK_HEAP_CHUNK)

#define PVK_NODE 0u

/* Waits for the host, ms. A thread that stays in the driver for 5 s is a bugcheck
 * (timeout-detection-and-recovery), so all waits of one call together stay well below. */
#define PVK_START_MS 1500u
#define PVK_STOP_MS  500u
#define PVK_DRAIN_MS 1000u

/* ---- ids ---- */

#define PVK_NO_PLACE (~0ull)
#define PVK_ID_PAGE  1024u

struct pvk_id {
    uint64_t place;   /* heap objects: offset in the heap region that the host was told last */
    uint64_t free_at; /* own fence after which the host has forgotten the id */
    uint32_t next;    /* of the free list, oldest first */
    uint32_t used;
};

struct pvk_ids {
    KSPIN_LOCK lock;
    struct pvk_id **pages; /* PVK_ID_PAGE each, made on demand, kept until fini */
    uint32_t limit;        /* ids are 1..limit */
    uint32_t fresh;        /* the first that was never used */
    uint32_t head, tail;   /* free list */
};

/* ---- submissions ---- */

/* What a DMA buffer's private data says; Windows keeps it in non-paged pool and hands buffers out again
 * with old content (traps.md S9), so Render, Present and BuildPagingBuffer always write all of the fixed part. */
enum pvk_dma_kind {
    PVK_DMA_EMPTY = 0,
    PVK_DMA_COMMANDS, /* commands of one context */
    PVK_DMA_PACKETS,  /* whole packets, made by Present */
    PVK_DMA_FLIP      /* a flip that Windows wants in the stream (traps.md S15); made when it is sent */
};

struct pvk_place { uint32_t id, segment; uint64_t address; };

/* Patch locations of one DMA buffer. UMDs read the limit from PatchLocationListSize. */
#define PVK_MAX_PLACES 1024u

struct pvk_dma_private {
    uint32_t kind;         /* enum pvk_dma_kind */
    uint32_t context;      /* protocol context of PVK_DMA_COMMANDS */
    uint8_t *va;           /* the DMA buffer in kernel memory: SubmitCommand gets physical addresses only */
    struct pvk_device *device; /* for the lost flag; NULL for paging */
    uint32_t readback;     /* 1: it ends when the host's GPU has written what it reads back */
    uint32_t flip_id, flip_flags, flip_place; /* resource, PVGPU_PRESENT_, entry of places with its address */
    uint64_t guest_time;   /* ns, of the Present call */
    uint32_t n_places;
    uint32_t first_place, end_place; /* range that the last Patch named; all before a Patch */
    struct pvk_place places[PVK_MAX_PLACES];
};
#define PVK_PRIVATE_FIXED offsetof(struct pvk_dma_private, places)

enum pvk_entry_kind { PVK_ENTRY_DMA = 1, PVK_ENTRY_PREEMPT, PVK_ENTRY_WAIT };

/* One thing to tell when the host has consumed `own`. Written at DISPATCH under queue.lock, read at DIRQL. */
struct pvk_entry {
    uint64_t own;
    uint64_t readback; /* also wait for the own slot to reach this; 0: no */
    uint32_t fence;    /* SubmissionFenceId or PreemptionFenceId */
    uint32_t kind;     /* enum pvk_entry_kind */
};

/* What waits because the ring or the entry queue is full. */
struct pvk_item {
    LIST_ENTRY link;
    uint64_t own;
    struct pvk_dma_private *dma; /* NULL: n_bytes of kernel commands */
    const void *bytes;
    uint32_t start, end;         /* of the DMA buffer */
    uint32_t first_place, end_place;
    uint32_t fence, n_bytes;
    uint32_t source;             /* VidPn source of a flip */
    bool pooled;                 /* to be freed; else back to queue.free_items */
    bool wait;                   /* kernel commands with an entry of kind WAIT */
    bool skip;                   /* NullRendering, or the device is lost: only the fence */
};

struct pvk_queue {
    KSPIN_LOCK lock;
    LONG running;            /* the ring may be used; changed at DIRQL */
    struct pvgpu_ring ring;
    uint64_t own;            /* last own fence given out */
    LIST_ENTRY pending, free_items;
    struct pvk_item *items;
    struct pvk_entry *entries;
    uint32_t n_entries;      /* a power of two */
    uint32_t head;           /* written under lock */
    uint32_t tail;           /* written at DIRQL */
    uint32_t last_submitted; /* SubmissionFenceId of the last DMA buffer sent or waiting */
    uint32_t last_completed; /* last that was reported; written at DIRQL */
    uint64_t readback;       /* last own-slot value given out */
};

/* ---- objects ---- */

struct pvk_alloc {
    LIST_ENTRY link;     /* adapter.allocs */
    LIST_ENTRY opens;    /* struct pvk_open */
    struct pvk_adapter *adapter;
    struct pvk_resource *resource;
    uint32_t id;
    uint32_t mirror;     /* heap surfaces: a texture of the same size for presents, 0 until needed */
    uint32_t pitch;      /* heap surfaces: bytes of a row */
    uint64_t size;       /* bytes, whole pages */
    struct pvk_alloc_private desc;
};

struct pvk_resource { LONG n_allocs; };

struct pvk_open {
    LIST_ENTRY alloc_link, device_link;
    struct pvk_alloc *alloc; /* NULL: not an allocation of ours (traps.md M14) */
    struct pvk_device *device;
};

struct pvk_device {
    LIST_ENTRY link;     /* adapter.devices */
    LIST_ENTRY opens;
    struct pvk_adapter *adapter;
    HANDLE dxgk_device;
    uint32_t context;    /* protocol context */
    uint32_t generation; /* adapter.generation at creation */
    LONG lost;           /* set at DISPATCH, read anywhere */
    bool system;         /* SystemDevice or GdiDevice: survives a reset of the host */
    PKEVENT event;       /* under adapter.table_lock */
    DXGK_DEVICEINFO info;
};

struct pvk_context {
    struct pvk_device *device;
    bool gdi, system;
};

/* ---- display ---- */

#define PVK_FLIP_SLOTS 64u /* a power of two; MaxQueuedFlipOnVSync is 1 */

struct pvk_flip { uint64_t cookie, address; };

struct pvk_source {
    struct pvk_flip flips[PVK_FLIP_SLOTS];  /* sent: by cookie */
    struct pvk_flip wishes[PVK_FLIP_SLOTS]; /* of SetVidPnSourceAddress: by number; cookie is id << 32 | PVGPU_PRESENT_ */
    uint64_t cookies;       /* last number given out; atomic */
    uint64_t want;          /* number of the last wish; written at DIRQL, one caller a source */
    uint64_t want_time;     /* ns */
    uint64_t sent;          /* last wish that was sent; display_lock */
    uint64_t bound;         /* address that the host shows, 0 before the first picture; written at DIRQL */
    uint64_t shown_address; /* of the last flip that was sent */
    uint32_t shown_id;
    bool visible;
};

struct pvk_target {
    bool active;
    bool dark;           /* committed while its monitor is off: everything goes on, but black */
    uint32_t source;
    uint32_t width, height, refresh_mhz;
};

struct pvk_mode {
    uint16_t width, height;
    uint32_t refresh_mhz, h_total, v_total;
    uint32_t pixel_rate; /* Hz; h_total * v_total * refresh */
};

struct pvk_cursor {
    uint32_t width, height, hot_x, hot_y; /* width 0: no shape yet */
    int32_t x, y;
    uint32_t turn; /* 0 or 1: which of the two places holds the image */
    bool masked, visible;
};

/* Sizes that the host's user gave a window: modes, too (modes.c). A word each: width << 48 | height << 32 | refresh in mHz. */
#define PVK_WISHES 4u

#define PVK_LATENCIES 1024u

/* What happened last, for CollectDbgInfo: written at any IRQL without a lock, so an entry may be torn by the next
 * one that lands in its place. */
enum pvk_crumb_kind {
    PVK_CRUMB_START = 1, PVK_CRUMB_STOP, PVK_CRUMB_SUBMIT, PVK_CRUMB_PREEMPT, PVK_CRUMB_RESET_ENGINE, PVK_CRUMB_RESET,
    PVK_CRUMB_RESTART, PVK_CRUMB_HOST_LOST, PVK_CRUMB_CONTEXT_LOST, PVK_CRUMB_POWER, PVK_CRUMB_GONE, PVK_CRUMB_PAGING
};
struct pvk_crumb { uint64_t time; /* 100 ns */ uint32_t kind, value; };
#define PVK_CRUMBS 32u /* a power of two */

/* ask.c. Under adapter.objects, but for seq: whose turn it is. */
#define PVK_ASK_KNOWN 256u
struct pvk_ask {
    KEVENT turn;    /* one asks at a time: there is one slot */
    uint64_t seq;
    uint64_t room;  /* bytes that the host had left at the last answer */
    uint64_t since; /* bytes made since */
    uint64_t known[PVK_ASK_KNOWN]; /* descriptions that the host has accepted, each at its remainder; 0: none */
};

struct pvk_adapter {
    PDEVICE_OBJECT pdo;
    DXGKRNL_INTERFACE dxgk;
    bool started;        /* StartDevice succeeded */
    uint32_t required_entries;

    /* hardware (hw.c) */
    volatile ULONG *regs;
    uint64_t bar2_address, bar2_size;
    uint8_t *region[PVGPU_REGION_COUNT]; /* mapped; HEAP only in chunks */
    uint64_t region_size[PVGPU_REGION_COUNT];
    uint64_t heap_offset; /* from the start of BAR2 */
    uint8_t *heap_chunk[PVK_HEAP_CHUNKS];
    struct pvgpu_fence_page *fences;
    uint64_t features;
    uint32_t epoch;
    uint32_t n_scanouts;
    uint32_t n_messages;  /* message interrupts; 0: a line, read IRQ_STATUS */
    LONG ready;           /* everything that the interrupt routine and the DPC look at is there */
    struct pvgpu_caps caps;
    char adapter_name[sizeof(((struct pvgpu_control_page *)0)->adapter_name)];
    uint64_t host_segment_size, aperture_size;
    struct pvk_ask ask;
    uint64_t host_limit, host_bytes; /* what the host gives us for resources (0: no limit), and what ours take of it; under objects */
    uint8_t edid[PVGPU_EDID_MAX];
    uint32_t edid_size;

    struct pvk_queue queue;
    struct pvgpu_ring events; /* DIRQL */

    /* objects */
    FAST_MUTEX objects;
    LIST_ENTRY allocs, devices;
    struct pvk_ids resource_ids, context_ids;
    KSPIN_LOCK table_lock;
    struct pvk_device **contexts; /* by protocol context, context_ids.limit + 1 */
    uint32_t own_context, own_heap;
    uint32_t generation;

    /* from DIRQL to the DPC: set with atomic or, taken with exchange */
    uint64_t progress[PVGPU_MAX_CONTEXTS / 64], errors[PVGPU_MAX_CONTEXTS / 64];
    uint64_t error_detail;  /* code << 32 | opcode of the last */
    LONG host_lost;         /* the host process or its device is gone; ResetFromTimeout clears it */
    LONG gone;              /* the function was taken out: no register answers any more */
    LONG absent;            /* no host process after a reset: submissions are over at once */
    const char *lost_why;   /* for the DPC's log */
    LONG device_event;      /* STATUS, ERROR or EPOCH may have changed */
    LONG dpc_scan;          /* the DPC shall look at fences and events */
    KEVENT consumed;        /* set when a WAIT entry was reached */
    LONG signal_consumed;

    /* display; display_lock is taken before queue.lock */
    KSPIN_LOCK display_lock;
    struct pvk_source sources[PVGPU_MAX_SCANOUTS];
    struct pvk_target targets[PVGPU_MAX_SCANOUTS];
    LONG vsync_enabled;
    LONG powered;          /* D0 */
    KTIMER vsync_timer;    /* only while the host sends no vblanks */
    KDPC vsync_dpc;
    LONG vsync_timer_on;
    uint64_t vblank_time[PVGPU_MAX_SCANOUTS]; /* 100 ns, when the last one was seen */
    struct pvk_cursor cursor[PVGPU_MAX_SCANOUTS];
    uint64_t new_wish[PVGPU_MAX_SCANOUTS]; /* 0: none; written at DIRQL, taken by the DPC */
    uint64_t wishes[PVK_WISHES];           /* written by the DPC, in turn; 0: none yet */
    uint32_t n_wishes;                     /* ever */
    uint32_t post_resource;           /* id for a bugcheck's picture; made then */
    uint32_t post_width, post_height; /* 0: not made */
    uint32_t post_target;

    uint32_t crumb_at; /* atomic */
    struct pvk_crumb crumbs[PVK_CRUMBS];

    /* counters, for escapes and CollectDbgInfo */
    uint64_t n_doorbells, n_interrupts, n_submissions, n_presents, n_presented, n_unclaimed, n_dropped;
    uint64_t named;        /* refusals that were logged once, a bit each */
    uint32_t latency_at;
    uint64_t latencies[PVK_LATENCIES]; /* ns */
};

/* Flags that several levels share are LONGs, set by the Interlocked functions. Any IRQL. */
static inline LONG pvk_get(const LONG *flag) { return __atomic_load_n(flag, __ATOMIC_ACQUIRE); }
/* Counters have several writers of which each is serialised; a lost one does no harm, a torn one would. */
#define PVK_COUNT(c) __atomic_store_n(&(c), __atomic_load_n(&(c), __ATOMIC_RELAXED) + 1, __ATOMIC_RELAXED)
#define PVK_COUNTED(c) __atomic_load_n(&(c), __ATOMIC_RELAXED)

/* Logs what is not supported once an adapter. */
#define pvk_name_once(a, bit, ...) \
    do { if (!((a)->named & (1ull << (bit)))) { (a)->named |= 1ull << (bit); pvk_info(__VA_ARGS__); } } while (0)

/* ---- reset.c ---- */
void pvk_crumb(struct pvk_adapter *a, enum pvk_crumb_kind kind, uint32_t value); /* any IRQL */

/* ---- hw.c (P) ---- */
NTSTATUS pvk_hw_open(struct pvk_adapter *a, const DXGK_DEVICE_INFO *info);
void pvk_hw_close(struct pvk_adapter *a);
/* Starts the host process's side: rings at zero, capabilities read. */
NTSTATUS pvk_hw_enable(struct pvk_adapter *a, unsigned limit_ms);
void pvk_hw_disable(struct pvk_adapter *a, unsigned limit_ms);
/* Whether the host still runs what it ran, with nothing lost. P */
bool pvk_hw_still_runs(struct pvk_adapter *a);
/* The function was taken out: nothing is read or written any more, and all work counts as lost. Any IRQL. */
void pvk_hw_gone(struct pvk_adapter *a);
#define PVK_GONE 0xffffffffu /* what a function that is not there answers, and no value of STATUS */
uint32_t pvk_reg_read(struct pvk_adapter *a, uint32_t offset);              /* any IRQL */
void pvk_reg_write(struct pvk_adapter *a, uint32_t offset, uint32_t value); /* any IRQL */
/* Address of heap bytes and how many follow without a gap; NULL outside. Offsets in the heap region. */
uint8_t *pvk_heap_at(struct pvk_adapter *a, uint64_t offset, uint64_t *contiguous);

/* ---- ids.c ---- */
NTSTATUS pvk_ids_init(struct pvk_ids *ids, uint32_t limit);
void pvk_ids_fini(struct pvk_ids *ids);
/* 0: none left, or no memory. consumed: own fence that the host has reached. D */
uint32_t pvk_id_take(struct pvk_ids *ids, uint64_t consumed);
void pvk_id_give(struct pvk_ids *ids, uint32_t id, uint64_t free_at);
struct pvk_id *pvk_id_entry(struct pvk_ids *ids, uint32_t id); /* NULL when never taken; any IRQL */

/* ---- ring.c: sending under queue.lock, D ---- */
NTSTATUS pvk_queue_init(struct pvk_queue *q, uint32_t n_items);
void pvk_queue_fini(struct pvk_queue *q);
void pvk_queue_attach(struct pvk_adapter *a);
/* Drops what waits and forgets what was sent; last_completed becomes last_submitted. The host is off. */
void pvk_queue_forget(struct pvk_adapter *a);
/* Sends the item, or keeps it. Consumes it. Under queue.lock. */
void pvk_queue_put(struct pvk_adapter *a, struct pvk_item *item);
/* Sends what waits, as far as there is room. */
void pvk_queue_flush(struct pvk_adapter *a);
/* Queues an entry without commands that is reached when all sent before it was consumed. Under queue.lock; false: full. */
bool pvk_entry_push(struct pvk_adapter *a, uint32_t kind, uint64_t own, uint64_t readback, uint32_t fence);
/* Kernel commands in order with everything else. *own (may be NULL): fence to wait for. STATUS_NO_MEMORY
 * when they could not even be queued. Without a running host they are dropped: a restart rebuilds from
 * the driver's own lists. D */
NTSTATUS pvk_kernel_send(struct pvk_adapter *a, const void *commands, uint32_t n, uint64_t *own);
/* The same, and waits until they can be queued: for what must not fail. P */
void pvk_kernel_send_sure(struct pvk_adapter *a, const void *commands, uint32_t n, uint64_t *own);
/* Waits until the host has consumed own. False: it did not in time, or is gone. P */
bool pvk_wait_consumed(struct pvk_adapter *a, uint64_t own, unsigned limit_ms);
/* Own fence up to which the host has consumed. any IRQL */
uint64_t pvk_consumed(struct pvk_adapter *a);

/* ---- interrupt.c ---- */
/* Runs the scan of fences and events at the interrupt's level. D */
void pvk_scan_now(struct pvk_adapter *a);
/* From here on neither the interrupt routine nor the DPC looks at anything, and none is still looking. P */
void pvk_interrupts_off(struct pvk_adapter *a);
/* Runs fn at the interrupt's level; directly when no interrupt is connected yet. D */
void pvk_at_dirql(struct pvk_adapter *a, PKSYNCHRONIZE_ROUTINE fn, void *context);
void pvk_host_lost(struct pvk_adapter *a, const char *why); /* any IRQL up to DIRQL; why is not kept */

/* ---- host.c: what the host is told from our own lists (P) ---- */
/* Enables, then tells of the driver's own context and heap, all contexts, allocations, openings, displays. */
NTSTATUS pvk_host_start(struct pvk_adapter *a, unsigned limit_ms);
void pvk_host_start_or_absent(struct pvk_adapter *a);
/* Sleep and waking up. The host keeps what it has as long as the device does; after a reset of the device it is told
 * everything anew, and devices of before are lost. */
void pvk_host_sleep(struct pvk_adapter *a);
void pvk_host_wake(struct pvk_adapter *a);
void pvk_host_stop(struct pvk_adapter *a, unsigned limit_ms);

/* ---- alloc.c ---- */
NTSTATUS pvk_alloc_announce(struct pvk_adapter *a, struct pvk_alloc *al, uint64_t *own);
/* The texture that stands for a heap surface in presents. 0: no memory. P */
uint32_t pvk_alloc_mirror(struct pvk_adapter *a, struct pvk_alloc *al);
bool pvk_alloc_is_surface(const struct pvk_alloc *al);
D3DDDIFORMAT pvk_format_to_d3d(uint32_t dxgi);
uint32_t pvk_format_from_d3d(D3DDDIFORMAT format); /* 0: none */

/* ---- ask.c (P) ---- */
void pvk_ask_init(struct pvk_adapter *a);
void pvk_ask_forget(struct pvk_adapter *a); /* the host is another one now */
/* Whether the host could make a resource that was just announced. bytes: what it takes there. May wait. */
bool pvk_ask_made(struct pvk_adapter *a, const struct pvk_alloc *al, uint64_t bytes);

/* ---- display.c ---- */
void pvk_display_init(struct pvk_adapter *a);
/* Sends mode, picture and vblank wishes as the state says. P */
void pvk_display_restore(struct pvk_adapter *a);
void pvk_display_set_mode(struct pvk_adapter *a, uint32_t target); /* P */
/* Shows a source's picture again: after its visibility, mode or resource changed. P */
void pvk_display_show(struct pvk_adapter *a, uint32_t source);
/* Sends flips that SetVidPnSourceAddress left. D */
void pvk_display_flush(struct pvk_adapter *a);
/* DIRQL, from the scan. */
void pvk_display_flip_event(struct pvk_adapter *a, uint64_t cookie);
void pvk_display_vblank_event(struct pvk_adapter *a, uint32_t scanout);
/* Fills a scanout_set for each screen that shows the source and remembers the address under the flip's cookie.
 * Returns their number. D, under queue.lock */
uint32_t pvk_display_flip(struct pvk_adapter *a, uint32_t source, uint32_t id, uint64_t address, uint32_t flags,
                          uint64_t guest_time, struct pvgpu_cmd_scanout_set *out);
/* The driver's own vertical syncs. On: D; off: P. */
void pvk_display_timer(struct pvk_adapter *a, bool on);
/* ---- modes.c (P): the first is the preferred one; i from 0; false past the end. ---- */
bool pvk_mode_at(struct pvk_adapter *a, uint32_t i, struct pvk_mode *m);
/* Keeps what the host's user wished for. The first at DIRQL, the second in the DPC. */
void pvk_mode_wish(struct pvk_adapter *a, uint32_t scanout, uint64_t size, uint64_t refresh_mhz);
void pvk_mode_wishes(struct pvk_adapter *a);
/* Source ids with a committed path that name a resource stop showing it. P */
void pvk_display_forget(struct pvk_adapter *a, uint32_t id);

/* ---- pointer.c ---- */
void pvk_pointer_restore(struct pvk_adapter *a); /* P */

/* ---- device.c ---- */
/* Whether work of this device is refused; sets nothing. any IRQL */
bool pvk_device_is_lost(const struct pvk_device *d);
/* Sets the event of the device that has this protocol context; after an error marks the device lost. D */
void pvk_device_signal(struct pvk_adapter *a, uint32_t context, bool error);

/* ---- render.c ---- */
/* Starts a DMA buffer's private data, of which nothing old remains. */
void pvk_dma_begin(struct pvk_dma_private *d, uint32_t kind, struct pvk_device *device, void *va);
/* Adds an element of an allocation list to the private data and fills its patch location. Returns its place.
 * The caller has checked that there is room in both. */
uint32_t pvk_dma_reference(struct pvk_dma_private *d, const DXGK_ALLOCATIONLIST *list, UINT index,
                           D3DDDI_PATCHLOCATIONLIST *out);

/* ---- stats ---- */
void pvk_latency_percentiles(struct pvk_adapter *a, uint64_t *p50, uint64_t *p99); /* P */

/* ---- entry points: ddi.h ---- */

#endif
