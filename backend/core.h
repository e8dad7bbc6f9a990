/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * core.h - one VM as the backend knows it: object tables, dispatch, events, statistics. Internal to
 * the backend. The execute thread owns struct pvb_vm; nothing in it is locked.
 *
 * objects.c   tables: VM-wide resources and heaps, contexts, the objects of a context
 * dispatch.c  every command's way: handles, rules, error objects, handler (expanded from pvgpu_cmds.def)
 * kernel.c    handlers of class KERNEL but display
 * create.c    handlers of create_* and destroy: what the core remembers of an object
 * lists.c     command lists
 * tiles.c     tiled resources: their layout, pools that grow
 * rules*.c    rules between fields and objects
 * events.c    event ring, interrupts, progress slots, reports of the renderer
 * display.c   scanouts, frames, vertical blanks, pointers
 */
#ifndef PVB_CORE_H
#define PVB_CORE_H

#include "pvb_renderer.h"
#include "pvgpu_formats.h"
#include "pvgpu_regs.h"
#include "pvgpu_ring.h"
#include "stats.h"
#include "util.h"

#define PVB_CHUNK_BITS 10u
#define PVB_CHUNK (1u << PVB_CHUNK_BITS)

/* Limits of ours, below those of the ABI. */
#define PVB_LIST_SIZE_MAX (16u << 20)           /* bytes of one command list */
#define PVB_CONTEXT_LIST_BYTES (128u << 20)     /* bytes of all command lists of a context */
#define PVB_SHADER_SIZE_MAX (1u << 20)          /* bytes of one token stream */
#define PVB_TABLE_BYTES ((size_t)512 << 20)     /* all that the tables of a VM may take */
#define PVB_EVENT_BACKLOG 4096u                 /* events that wait for room in the ring */
/* Per scanout, asked of the renderer: one that the GPU draws and one that it has next; more would only be older
 * when they are shown. */
#define PVB_FRAMES_IN_FLIGHT 2u

/* ---- objects ---- */

/* VM-wide: a resource or a heap object. */
struct pvb_resource_entry {
    void *host;       /* of the renderer; NULL in a free entry, a heap or an error object */
    uint8_t kind;     /* 0 (free), PVGPU_OBJ_RESOURCE or PVGPU_OBJ_HEAP */
    bool error;       /* the host refused it */
    bool placed;      /* heap: offset counts */
    uint64_t bytes;   /* resource: accounted */
    struct pvb_tiling *tiling; /* resource: tiled */
    union {
        struct pvb_resource_info info;
        struct { uint64_t size, offset; } heap;
    };
};

/* Of a context. What rules need later is kept, since the resource under a view may be gone by then. */
struct pvb_object_entry {
    void *host;        /* of the renderer; command list: struct pvb_list */
    uint8_t kind;      /* 0 (free) or enum pvgpu_object_kind */
    bool error;
    uint8_t type;      /* query: D3D11_QUERY; shader: stage; view: enum pvgpu_view_dimension; decoder and video view: format */
    uint8_t flags;     /* UAV: D3D11_BUFFER_UAV_FLAG; SRV: PVB_VIEW_MIPS; decoder and its view: profile */
    uint32_t width, height; /* view: texels of its mip, or elements and 1; decoder: of its pictures */
};
PVGPU_STATIC_ASSERT(PVGPU_FORMAT_LIMIT <= 256 && PVGPU_DECODER_PROFILES <= 256, "formats and profiles are kept in bytes");
#define PVB_VIEW_MIPS 1u /* generate_mips is allowed */

struct pvb_list {
    void *host;
    uint32_t size;
    bool nests;        /* holds an execute_command_list */
    uint64_t bytes[];
};

struct pvb_context {
    struct pvb_vm *vm;
    void *data;        /* the renderer's */
    uint32_t id;
    bool lost;
    bool progress;     /* an EVENT_PROGRESS is due */
    uint32_t n_objects;
    uint64_t list_bytes;
    struct pvb_object_entry *objects[PVGPU_MAX_OBJECTS / PVB_CHUNK + 1];
    uint16_t *opened[PVGPU_MAX_RESOURCES / PVB_CHUNK + 1]; /* how often, by resource id */
};

/* ---- display ---- */

struct pvb_scanout {
    uint32_t width, height, refresh_mhz; /* width 0: off */
    uint32_t resource;   /* shown now, 0 black */
    uint64_t frames;     /* number of the last one started */
    uint32_t in_flight;  /* started, not handed out yet */
    bool vblank;         /* events wanted */
    uint64_t phase_ns, ticks; /* blank number n is due at phase_ns + n periods; ticks: the last one seen */
    uint64_t blanks_before;   /* in earlier modes, so that the count told only grows */
    bool immediate[PVB_FRAMES_IN_FLIGHT]; /* of the frames in flight, oldest first */
    uint64_t flips[8];   /* cookies: handed over, told at the next vertical blank */
    uint32_t n_flips;
};

/* ---- events ---- */

struct pvb_events {
    struct pvgpu_ring ring;
    struct pvgpu_event *backlog; /* PVB_EVENT_BACKLOG, a circle */
    uint32_t first, count;
    bool overflow, broken, interrupt; /* interrupt: raise one soon */
};

/* ---- the VM ---- */

#define PVB_DECODERS 64u /* of all contexts together: how much memory a decoder takes only its driver knows */

struct pvb_sink; /* present/present.h */
struct pvb_record;

struct pvb_vm {
    const struct pvb_renderer_ops *ops;
    const struct pvgpu_ops *commands;   /* ops->commands */
    struct pvb_renderer *renderer;
    struct pvb_context *current;        /* whose packet it is; NULL for kernel packets */
    struct pvb_context *switched;       /* whose state the renderer has in force */
    bool skip;                          /* the command names an error object */
    bool nothing;                       /* a rule found that the command, legal, does nothing */
    bool progress;                      /* some context's progress is set */
    uint8_t list_depth;
    uint32_t defined;                   /* id that pvb_define was called for in this handler, 0 none */
    const bool *stop;                   /* a flag of the control thread's, or NULL: give up soon */
    uint64_t packet_ns;                 /* the longest that a context's packet may take, 0 no limit */
    uint64_t deadline_ns;               /* of the packet being run, 0 none */
    uint32_t cheap;                     /* commands since the clock was looked at */

    uint8_t *heap;                      /* shared memory's heap region */
    uint64_t heap_size;
    struct pvgpu_fence_page *fence;
    struct pvgpu_stats *shared_stats;
    uint64_t last_fence;

    struct pvb_resource_entry *resources[PVGPU_MAX_RESOURCES / PVB_CHUNK + 1];
    struct pvb_context *contexts[PVGPU_MAX_CONTEXTS + 1];
    uint32_t live[PVGPU_MAX_CONTEXTS];  /* ids of living contexts, in no order */
    uint32_t n_live;
    uint64_t host_bytes, host_limit;    /* resources' memory as estimated; 0: no limit */
    uint32_t max_objects;
    struct pvgpu_decoder_caps decoders; /* as the guest was told */
    uint32_t n_decoders;                /* that the renderer has; at most PVB_DECODERS */

    struct pvb_scanout scanouts[PVGPU_MAX_SCANOUTS];
    struct pvb_sink *sink;              /* NULL: frames are counted only */
    uint64_t consumed_ns;               /* when the kernel packet being run was consumed */
    uint64_t frame_limit;               /* after so many frames *frames_done is set; 0 none */
    bool frames_done;

    struct pvb_events events;
    struct pvgpu_stats stats;
    struct pvb_histogram latency;       /* present_p50_ns, present_p99_ns */
    struct pvb_record *record;          /* NULL: off */
    uint32_t named_skips[PVGPU_IX_COUNT / 32 + 1]; /* commands whose first skip was logged */
};

/* mem is the shared memory with its regions; the rings and the fence page must be zero. false: no
 * memory. The renderer stays the caller's. */
bool pvb_vm_init(struct pvb_vm *vm, const struct pvb_renderer_ops *ops, struct pvb_renderer *r, const struct pvgpu_caps *caps,
                 uint8_t *mem, const struct pvgpu_region regions[PVGPU_REGION_COUNT]);
/* Drops every object. Touches no shared memory. */
void pvb_vm_fini(struct pvb_vm *vm);

/* Runs one packet, already out of shared memory and 8-byte aligned; size is what the header says.
 * NONE, GUEST (device error) or HOST_DEVICE. */
enum pvgpu_device_error pvb_vm_packet(struct pvb_vm *vm, const struct pvgpu_packet *packet);

/* Frames, reports and vertical blanks that are due. *pending: completions that the renderer still
 * owes. NONE or HOST_DEVICE. */
enum pvgpu_device_error pvb_vm_poll(struct pvb_vm *vm, uint64_t now_ns, int *pending);

/* ---- objects.c ---- */

static inline struct pvb_resource_entry *pvb_resource_entry(struct pvb_vm *vm, uint32_t id)
{
    struct pvb_resource_entry *chunk;
    if (id > PVGPU_MAX_RESOURCES) return NULL;
    chunk = vm->resources[id >> PVB_CHUNK_BITS];
    return chunk ? &chunk[id & (PVB_CHUNK - 1)] : NULL;
}

static inline struct pvb_object_entry *pvb_object_entry(struct pvb_context *c, uint32_t id)
{
    struct pvb_object_entry *chunk;
    if (id > PVGPU_MAX_OBJECTS) return NULL;
    chunk = c->objects[id >> PVB_CHUNK_BITS];
    return chunk ? &chunk[id & (PVB_CHUNK - 1)] : NULL;
}

static inline bool pvb_is_open(const struct pvb_context *c, uint32_t id)
{
    const uint16_t *chunk = c->opened[id >> PVB_CHUNK_BITS];
    return chunk && chunk[id & (PVB_CHUNK - 1)];
}

/* Room for a new id; E_HANDLE in use or beyond the limit, E_QUOTA no memory. */
enum pvgpu_verdict pvb_resource_reserve(struct pvb_vm *vm, uint32_t id);
enum pvgpu_verdict pvb_object_reserve(struct pvb_context *c, uint32_t id);

enum pvgpu_verdict pvb_context_new(struct pvb_vm *vm, uint32_t id);
void pvb_context_drop(struct pvb_vm *vm, struct pvb_context *c);
void pvb_resource_drop(struct pvb_vm *vm, uint32_t id);
void pvb_object_drop(struct pvb_context *c, struct pvb_object_entry *o);
enum pvgpu_verdict pvb_context_open(struct pvb_context *c, uint32_t id);
enum pvgpu_verdict pvb_context_close(struct pvb_context *c, uint32_t id);

/* The renderer has c's state (or none) in force before it is called. */
static inline void pvb_vm_switch(struct pvb_vm *vm, struct pvb_context *c)
{
    if (vm->switched == c) return;
    vm->switched = c;
    vm->ops->context_switch(vm->renderer, c);
}

/* ---- dispatch.c ---- */

extern const struct pvgpu_ops pvb_dispatch; /* ctx: struct pvb_vm */

/* A handle is live, of the kind, and usable by the current context (NULL: the kernel driver). Sets
 * vm->skip for an error object. kind ANY: any object of the context, or any resource or heap object
 * in a kernel packet. */
static inline enum pvgpu_verdict pvb_need(struct pvb_vm *vm, uint32_t id, enum pvgpu_object_kind kind)
{
    struct pvb_context *c = vm->current;
    if (kind == PVGPU_OBJ_CONTEXT)
        return id && id <= PVGPU_MAX_CONTEXTS && vm->contexts[id] ? PVGPU_OK : PVGPU_E_HANDLE;
    if (kind == PVGPU_OBJ_RESOURCE || kind == PVGPU_OBJ_HEAP || !c) {
        const struct pvb_resource_entry *e = pvb_resource_entry(vm, id);
        if (!e || !e->kind || (kind && e->kind != kind)) return PVGPU_E_HANDLE;
        if (c && !pvb_is_open(c, id)) return PVGPU_E_HANDLE;
        vm->skip |= e->error;
    } else {
        const struct pvb_object_entry *o = pvb_object_entry(c, id);
        if (!o || !o->kind || (kind && o->kind != kind)) return PVGPU_E_HANDLE;
        vm->skip |= o->error;
    }
    return PVGPU_OK;
}

/* Handlers of the core; NULL where the renderer's is called. ctx: struct pvb_vm. Those of class
 * KERNEL, destroy, query_end, query_tiling and query_object also see error objects (vm->skip) and what does nothing (vm->nothing). */
extern const struct pvgpu_ops pvb_kernel_handlers;  /* kernel.c: class KERNEL but display */
extern const struct pvgpu_ops pvb_display_handlers; /* display.c */
extern const struct pvgpu_ops pvb_object_handlers;  /* create.c: what is remembered of objects; destroy, query_object */
extern const struct pvgpu_ops pvb_list_handlers;    /* lists.c */
extern const struct pvgpu_ops pvb_event_handlers;   /* events.c: signal, query_end */
extern const struct pvgpu_ops pvb_tile_handlers;    /* tiles.c: resize_tile_pool, query_tiling */
/* Rules; NULL where the fields' own rules say everything. ctx: struct pvb_vm. */
extern const struct pvgpu_ops pvb_kernel_rules;  /* rules_kernel.c */
extern const struct pvgpu_ops pvb_create_rules;  /* rules_create.c */
extern const struct pvgpu_ops pvb_state_rules;   /* rules_state.c */
extern const struct pvgpu_ops pvb_work_rules;    /* rules_work.c */
extern const struct pvgpu_ops pvb_tile_rules;    /* rules_tiles.c */
extern const struct pvgpu_ops pvb_video_rules;   /* rules_video.c */
extern const struct pvgpu_ops pvb_decoder_rules; /* rules_decoder.c */

/* What query_resource and query_object answer, into the guest's memory. */
static inline void pvb_object_slot_write(void *at, uint64_t seq, bool error, uint64_t room)
{
    struct pvgpu_object_slot *slot = at;
    slot->room = room;
    slot->error = error;
    slot->reserved = 0;
    pvgpu_store64(&slot->seq, seq);
}

/* A command on an error object: counted, and named in the log the first time. */
void pvb_skipped(struct pvb_vm *vm, int index);
/* Error class 1: a context is lost, and the guest told. offset: of the command in its packet, header included; 0
 * when it was the kernel driver's packet. */
void pvb_context_lose(struct pvb_vm *vm, struct pvb_context *c, enum pvgpu_verdict v, uint32_t op, uint64_t offset);
/* A name for a missing slot of a renderer's table, or NULL when it is complete. */
const char *pvb_renderer_missing(const struct pvb_renderer_ops *ops);

/* Asks the renderer how a new tiled resource is laid out. Without an answer the resource is an error object. */
void pvb_tiling_take(struct pvb_vm *vm, struct pvb_resource_entry *e);

/* ---- rules ---- */

/* The bytes of a packet or list are ours: a rule may cut what a command names down to what exists. */
#define PVB_OURS(name, c) ((struct pvgpu_cmd_##name *)(uintptr_t)(c))

/* len bytes at offset lie inside a heap object that has a place. */
enum pvgpu_verdict pvb_heap_range(struct pvb_vm *vm, uint32_t id, uint64_t offset, uint64_t len) PVGPU_MUST_USE;
/* The same, and what is there goes into the record, since the command reads it. */
enum pvgpu_verdict pvb_heap_input(struct pvb_vm *vm, uint32_t id, uint64_t offset, uint64_t len) PVGPU_MUST_USE;

static inline uint32_t pvb_mip(uint32_t size, uint32_t mip) { return size >> mip ? size >> mip : 1; }
static inline uint32_t pvb_subresources(const struct pvb_resource_info *i) { return i->mips * i->array; }
/* Estimated bytes of a resource in host memory; its fields have passed pvb_resource_possible. */
uint64_t pvb_resource_bytes(const struct pvb_resource_info *i);
/* The description is one that Direct3D 11 could accept. */
bool pvb_resource_possible(const struct pvb_resource_info *i);

/* ---- events.c ---- */

void pvb_events_init(struct pvb_events *e, struct pvgpu_event *backlog, void *region, uint64_t size);
void pvb_event(struct pvb_vm *vm, uint32_t type, uint32_t subject, uint64_t a, uint64_t b);
/* Moves the backlog into the ring as far as it has room. */
void pvb_events_flush(struct pvb_vm *vm);
/* PROGRESS events that are due. */
void pvb_progress_flush(struct pvb_vm *vm);
/* Must the guest be interrupted since the last call? */
bool pvb_take_interrupt(struct pvb_vm *vm);
void pvb_fence_reach(struct pvb_vm *vm, uint64_t fence);

/* ---- display.c ---- */

void pvb_display_init(struct pvb_vm *vm);
void pvb_display_forget(struct pvb_vm *vm, uint32_t resource); /* it is about to be destroyed */
void pvb_display_frame(void *vm, const struct pvb_frame *f);   /* for ops->poll */
void pvb_display_give_back(struct pvb_vm *vm);                 /* pictures that the presenters are done with */
void pvb_display_settle(struct pvb_vm *vm);                    /* the renderer ends: all of them come back */
bool pvb_display_pending(const struct pvb_vm *vm);             /* a frame was started and not handed over */
void pvb_display_tick(struct pvb_vm *vm, uint64_t now_ns);
uint64_t pvb_display_next_ns(const struct pvb_vm *vm); /* when the next tick is due, UINT64_MAX never */

#endif
