/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * pvu.h - the user-mode driver's own types. The objects that the runtime holds handles of live in
 * memory that the runtime gives us (pfnCalcPrivate*Size), so a handle is a pointer to one of these.
 *
 * Threads: the runtime lets one thread at a time into the immediate context and into each deferred one, and any
 * number into creations, destructions and checks (supporting-threading--command-lists--and-3-d-pipeline.md). How they
 * keep out of each other's way is thread.c. pfnCalcPrivate* look at nothing but their arguments.
 */
#ifndef PVU_H
#define PVU_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "ddi_umd.h"
#include "os.h"
#include "pvgpu_abi.h"
#include "pvgpu_formats.h"
#include "pvgpu_umdkmd.h"

#define PVU_SRVS     128u
#define PVU_SAMPLERS 16u
#define PVU_CBS      14u
#define PVU_VBS      32u
#define PVU_RTVS     8u
#define PVU_UAVS     64u
#define PVU_SO       4u
#define PVU_VIEWPORTS 16u

/* How something went; error.c alone knows what that is as an HRESULT. */
enum pvu_status {
    PVU_OK,
    PVU_NO_MEMORY,
    PVU_REMOVED,
    PVU_BUSY,
    PVU_UNSUPPORTED,
    PVU_REFUSED, /* a callback said no for another reason (E_INVALIDARG) */
    PVU_LOCKED,  /* pfnRenderCb: locked memory may not be rendered from */
};

/* Level of the interface that was negotiated. */
enum pvu_level { PVU_LEVEL_10_0, PVU_LEVEL_10_1, PVU_LEVEL_11_0, PVU_LEVEL_11_1, PVU_LEVEL_1_3, PVU_LEVEL_COUNT };

struct pvu_context;
struct pvu_device;

struct pvu_adapter {
    D3D10DDI_HRTADAPTER rt;
    const D3DDDI_ADAPTERCALLBACKS *callbacks; /* the runtime may change what it holds: never copied */
    bool alive;                   /* a host answered and its ABI is ours */
    struct pvk_adapter_private info;
};

/* Where an allocation stands in the allocation list of the command buffer being written. */
struct pvu_ref {
    uint64_t stamp; /* number of that command buffer; another number: not in the list */
    uint32_t index;
    D3DKMT_HANDLE allocation;
    struct pvu_ref *home; /* of a context-local handle (local.c): the immediate context's; else NULL */
    struct pvu_garbage *grave; /* made with the allocation, so that releasing it needs no memory */
};

/* A PVK_ALLOC_HEAP allocation. cpu is valid while it is locked, see heap.c. */
struct pvu_heap {
    struct pvu_ref ref;
    uint32_t id; /* 0: none */
    uint8_t *cpu;
    uint64_t size;
    uint64_t use_seq;  /* last command buffer whose commands read or name it */
    struct pvu_heap *next, **link; /* all heaps of the device */
    bool locked;
    uint32_t pinned; /* maps that the program holds: it must stay locked */
};

/* Part of a heap that a command may name. */
struct pvu_span {
    struct pvu_heap *heap;
    uint64_t offset;
    uint8_t *cpu;
};

struct pvu_chunk {
    struct pvu_heap heap; /* first: a span's heap is its chunk */
    uint64_t pos;
    uint32_t mapped; /* spans handed to the program and not yet named by a command */
    struct pvu_chunk *next;
};

struct pvu_upload {
    struct pvu_chunk *current;
    struct pvu_chunk *head, *tail; /* full ones, oldest first */
    uint64_t total; /* bytes in all chunks */
    bool cramped; /* no more memory was to be had: small pieces only */
    uint64_t since_kick; /* bytes given out since the last submission */
};

struct pvu_resource;

enum pvu_view_kind { PVU_VIEW_SRV, PVU_VIEW_RTV, PVU_VIEW_DSV, PVU_VIEW_UAV, PVU_VIEW_VIDEO_INPUT, PVU_VIEW_VIDEO_OUTPUT,
                     PVU_VIEW_DECODER_OUTPUT };

struct pvu_video_content;

struct pvu_view {
    uint32_t id;
    enum pvu_view_kind kind;
    struct pvu_resource *resource;
    struct pvu_view *next, **link; /* views of the resource */
    struct pvu_video_content *content; /* video views (video.h) */
    union { /* kept so that a rotation of identities can make it again */
        struct pvgpu_command hdr;
        struct pvgpu_cmd_create_srv srv;
        struct pvgpu_cmd_create_rtv rtv;
        struct pvgpu_cmd_create_dsv dsv;
        struct pvgpu_cmd_create_uav uav;
        struct pvgpu_cmd_create_video_input video_input;
        struct pvgpu_cmd_create_video_output video_output;
        struct pvgpu_cmd_create_decoder_output decoder_output;
    } create;
};

/* What pfnResourceMap gave out and pfnResourceUnmap has to take back. */
enum pvu_map_way {
    PVU_MAP_NONE,
    PVU_MAP_SPAN,    /* upload memory that a command names at unmap */
    PVU_MAP_WHOLE,   /* the mirror; all of it goes to the host at unmap */
    PVU_MAP_CHANGES, /* the mirror; what differs from the shadow goes to the host */
};

struct pvu_resource {
    struct pvu_ref ref;
    uint32_t id; /* VM-wide; 0 for staging resources, which the host does not know */
    HANDLE rt;   /* shared: the runtime's handle; NULL: the allocation belongs to the device */
    uint32_t dimension; /* enum pvgpu_dimension */
    uint32_t usage;     /* D3D10_DDI_RESOURCE_USAGE */
    uint32_t format, bind, misc, width, height, depth, array, mips, samples, quality, stride;
    bool opened, primary, shared, presentable;
    struct pvu_view *views;
    uint32_t decoder_buffer; /* D3D11_1DDI_VIDEO_DECODER_BUFFER_TYPE; not 0: mirror is all there is of it (decoder.c) */

    /* maps */
    enum pvu_map_way map_way;
    uint32_t map_subresource;
    struct pvu_span map_span;
    uint32_t map_row_pitch, map_depth_pitch;
    /* Copies on our side: mirror is what the program writes into, shadow what the host has (map.c). */
    uint8_t *mirror, *shadow, *dirty;
    bool mirror_inside;      /* mirror and shadow are part of this object's own memory */
    bool shadow_behind;      /* the shadow has to be taken from the mirror before it counts */
    bool known;              /* mirror and shadow equal the host's contents; without a mirror: it is all zeros */

    /* staging; of a tiled resource heap is the page of tiles.c */
    struct pvu_heap heap;
    uint8_t *cached;         /* cached copy for reading maps, as large as the heap; then a byte a subresource: */
    uint8_t *cached_written; /* copy it back at unmap */
    uint64_t read_value;     /* completion that the last read into it waits for */
};

/* Buffers up to this size are updated inside commands, without upload memory. */
#define PVU_INLINE_MAX 4096u

struct pvu_variant;

struct pvu_shader {
    uint32_t id, so_layout;
    uint32_t stage; /* enum pvgpu_stage */
    struct pvu_variant *variants; /* with class instances (linkage.c) */
    struct pvu_shader *home;      /* of a context-local handle: the immediate context's, which has the variants; else NULL */
};

struct pvu_state { /* blend, depth stencil, rasterizer, sampler, element layout */
    uint32_t id;
    uint32_t reserved; /* private data may not be smaller than a pointer */
};

struct pvu_query {
    uint32_t id, type; /* type: D3D11_QUERY value */
    uint32_t data_size;
    struct pvu_query_slot *slot; /* NULL: predicate hint or not begun */
    uint64_t seq;   /* of the last End; 0: none */
    uint64_t stamp; /* command buffer of the last End */
    uint32_t polls; /* with DO_NOT_FLUSH since then */
    bool open;
    struct pvu_query *home; /* of a context-local handle: the immediate context's; else NULL */
};

struct pvu_query_slot {
    struct pvu_heap *heap;
    uint64_t offset;
    uint64_t last_seq; /* what the host was last asked to write there */
    struct pvu_query_slot *next;
};

struct pvu_constant_buffer { struct pvu_resource *resource; uint32_t first, count; };
struct pvu_vertex_buffer { struct pvu_resource *resource; uint32_t stride, offset; };

struct pvu_stage {
    struct pvu_shader *shader;
    uint32_t shader_id; /* the shader's, or that of the variant which is bound */
    struct pvu_view *srv[PVU_SRVS];
    struct pvu_state *sampler[PVU_SAMPLERS];
    struct pvu_constant_buffer cb[PVU_CBS];
    uint32_t n_srv, n_cb; /* slots at and above are empty */
};

/* What is bound, so that what does not change is not sent, and so that a new command buffer can
 * list the allocations of everything that is still bound. */
struct pvu_bound {
    struct pvu_stage stage[PVGPU_STAGE_COUNT];
    struct pvu_vertex_buffer vb[PVU_VBS];
    uint32_t n_vb;
    struct pvu_resource *ib;
    uint32_t ib_format, ib_offset;
    struct pvu_view *rtv[PVU_RTVS];
    uint32_t n_rtv;
    struct pvu_view *dsv;
    struct pvu_view *om_uav[PVU_UAVS];
    uint32_t uav_first, n_uav;
    struct pvu_view *cs_uav[PVU_UAVS];
    uint32_t n_cs_uav;
    struct pvu_resource *so[PVU_SO];
    uint32_t n_so;
    struct pvu_state *layout, *blend, *depth_stencil, *rasterizer;
    float factor[4];
    uint32_t sample_mask, reference, topology;
    struct pvu_query *predicate;
    bool predicate_value;
    uint32_t n_viewport, n_scissor;
    struct pvgpu_viewport viewport[PVU_VIEWPORTS];
    struct pvgpu_rect scissor[PVU_VIEWPORTS];
};

struct pvu_recorder;

/* A context: the command buffer being written, and what is bound. The immediate one writes into what dxgkrnl
 * lends, those with a recorder into memory of ours (record.h). */
struct pvu_context {
    struct pvu_device *device;
    uintptr_t owner;     /* pvu_os_self() of the thread that entered it last */
    bool pending;        /* of the immediate one: other threads have recorded something for it */
    struct pvu_recorder *recorder; /* NULL: the immediate one */
    const D3D11DDI_CORELAYER_DEVICECALLBACKS *core; /* 10.x: only the part that both tables begin with */
    D3D10DDI_HRTCORELAYER rt_core;
    uint8_t *cmd;
    uint32_t pos, limit; /* limit leaves room for the signals at the end */
    uint32_t size;
    D3DDDI_ALLOCATIONLIST *list;
    uint32_t n_list, list_size;
    D3DDDI_PATCHLOCATIONLIST *patch;
    uint32_t n_patch, patch_size;
    uint64_t stamp;      /* number of the command buffer, 1.. ; its CONSUMED signal writes it */
    bool want_completed; /* a COMPLETED signal must end the buffer */
    bool relist;         /* what is bound must be listed before the next draw */
    bool amortize;       /* a buffer was submitted; the runtime wants to hear of it */
    uint32_t full_list;  /* flushes because of a full allocation list, for resizing */
    struct pvu_bound bound;
};

#define PVU_UNSUPPORTED_MAX 64u

struct pvu_device {
    struct pvu_context context; /* first: an HDEVICE is both */
    struct pvu_adapter *adapter;
    enum pvu_level level;
    bool whole_viewports; /* the feature level has no others, and the host would draw less of them (output.c) */
    D3D10DDI_HRTDEVICE rt;
    /* The runtime may re-point what these tables hold: the tables' addresses are kept, never copies. */
    const D3DDDI_DEVICECALLBACKS *kernel;
    const DXGI_DDI_BASE_CALLBACKS *dxgi;
    HANDLE kernel_context;
    bool removed;
    bool lock_per_render; /* locked memory may not be rendered from: heap.c */
    uint8_t *scratch;     /* where commands go once the device is removed */

    struct pvu_heap *heaps;
    struct pvu_heap control;     /* progress slots, then query slots */
    uint64_t completed_asked;    /* last value that a submitted COMPLETED signal writes */
    uint64_t wait_ns;            /* how long waits for the host took of late, averaged */
    uint64_t asked;              /* seq of the last question, see pvu_answer */
    uint64_t probed_ns;          /* when pvu_not_yet last asked whether the device lives */
    uint64_t event;              /* pvu_os_event, registered with the kernel driver */
    struct pvu_upload upload;
    struct pvu_query_slot *free_slots;
    struct pvu_query_pool *query_pools;
    uint64_t query_seq;

    /* object ids: a stack of freed ones above a count of those ever given out */
    uint32_t *free_ids;
    uint32_t n_free_ids, free_ids_size, next_id;

    /* allocations to release once the buffer that names them is submitted; late ones come from other threads and
     * wait until the immediate context has taken over what those recorded */
    struct pvu_garbage *garbage, *late;

    /* thread.c, record.h */
    struct pvu_os_mutex lock; /* of everything here that creations touch, but for the immediate context of its owner */
    struct pvu_context *side; /* what other threads record; made on first use */
    struct pvu_chunk *spare;  /* upload memory of recordings that are no more */
    uint64_t spare_size, list_bytes; /* bytes; of command lists that the host has */

    uint64_t unsupported[PVU_UNSUPPORTED_MAX]; /* calls of slots that are not supported, by number (unsupported.c) */
    struct pvu_blit *blit;    /* objects for stretching and converting, made on first use */
};

/* ---- thread.c ---- */
void pvu_enter(struct pvu_context *c);
/* Entries that write into a context take it from here. */
static inline struct pvu_context *pvu_context(D3D10DDI_HDEVICE h)
{
    struct pvu_context *c = h.pDrvPrivate;
    if (__builtin_expect(c->owner != pvu_os_self() || __atomic_load_n(&c->pending, __ATOMIC_RELAXED), 0)) pvu_enter(c);
    return c;
}
/* Creations and destructions take what they write into from here, with the device's lock: the immediate context on
 * its owner's thread, else a recording. NULL, without the lock: no memory; a creation has reported it. */
struct pvu_context *pvu_begin(D3D10DDI_HDEVICE h, bool creation);
void pvu_end(struct pvu_context **c);
#define PVU_CREATION(c, h, creation) \
    __attribute__((cleanup(pvu_end))) struct pvu_context *c = pvu_begin(h, creation)
/* The same for creations that return their result. */
struct pvu_context *pvu_begin_result(D3D10DDI_HDEVICE h);
#define PVU_CREATION_RESULT(c, h) __attribute__((cleanup(pvu_end))) struct pvu_context *c = pvu_begin_result(h)
bool pvu_recording_failed(const struct pvu_context *c); /* what was written may not all be there */
bool pvu_owns(struct pvu_device *d); /* the running thread has the immediate context */
void pvu_lock(struct pvu_device *d);
void pvu_unlock(struct pvu_device *d);
void pvu_bury(struct pvu_device *d, const struct pvu_ref *ref, struct pvu_ref *left);
void pvu_thread_fini(struct pvu_device *d);

static inline struct pvu_device *pvu_device(D3D10DDI_HDEVICE h) { return ((struct pvu_context *)h.pDrvPrivate)->device; }
static inline struct pvu_resource *pvu_resource(D3D10DDI_HRESOURCE h) { return h.pDrvPrivate; }
static inline bool pvu_is_staging(const struct pvu_resource *r) { return r->usage == D3D10_DDI_USAGE_STAGING; }

/* ---- error.c ---- */

/* Answers of entries of the video table for what is not offered. */
enum pvu_none_answer {
    PVU_NONE_FAIL,   /* E_FAIL: "does not support the specified command" */
    PVU_NONE_CRYPTO, /* D3DDDIERR_UNSUPPORTEDCRYPTO */
};

/* What an entry may report with pfnSetErrorCb (handling-errors.md and each entry's page). */
enum pvu_entry {
    PVU_ENTRY_STATE,  /* nothing but DEVICEREMOVED */
    PVU_ENTRY_CREATE, /* and E_OUTOFMEMORY */
    PVU_ENTRY_MAP,    /* and WASSTILLDRAWING, if the caller asked not to wait */
    PVU_ENTRY_GET_DATA,
    PVU_ENTRY_RESOURCE, /* CREATE and UNSUPPORTED, for primaries */
    PVU_ENTRY_CHECK,    /* nothing at all */
};
/* To the context's own core layer; creations report to the immediate context's. */
void pvu_fail(struct pvu_context *c, enum pvu_status s, enum pvu_entry entry);
enum pvu_status pvu_status_of(HRESULT hr); /* of what a callback returned */
HRESULT pvu_result(enum pvu_status s);     /* for entries that return one */
HRESULT pvu_result_video_view(enum pvu_status s); /* creations of video views: the code for what is not supported is DXGI's */
HRESULT pvu_result_none(enum pvu_none_answer a);
HRESULT pvu_result_small_buffer(void);     /* GetSupportedVersions: the array is too small */
HRESULT pvu_result_residency(bool shared, bool evicted);
void pvu_fail_unknown_format(struct pvu_device *d);
void pvu_fail_counter(struct pvu_device *d, bool well_known);
void pvu_fail_invalid(struct pvu_device *d); /* the entry's page names E_INVALIDARG */
void pvu_lose(struct pvu_device *d, const char *why);
void pvu_log(const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 1, 2)))
#endif
    ;

/* ---- heap.c ---- */
/* pfnAllocateCb takes rows of D3DDDI_ALLOCATIONINFO (ns-d3dumddi-_d3dddicb_allocate.md) or, through the same union, of the
 * longer ...INFO2, which begins alike; a single row of the longer form serves whichever is read. */
enum pvu_status pvu_heap_create(struct pvu_device *d, struct pvu_heap *h, uint64_t size);
void pvu_heap_destroy(struct pvu_device *d, struct pvu_heap *h); /* no command buffer in the making may name it */
uint8_t *pvu_heap_cpu(struct pvu_device *d, struct pvu_heap *h); /* locks it if need be; NULL: lost */
void pvu_heaps_unlock(struct pvu_device *d);
/* Releases an allocation now, or after the submission of the command buffer that names it. */
void pvu_release(struct pvu_device *d, struct pvu_ref *ref, HANDLE resource);
bool pvu_release_prepare(struct pvu_ref *ref); /* false: no memory */
void pvu_release_late(struct pvu_device *d);
void pvu_release_garbage(struct pvu_device *d);

/* ---- ids ---- */
uint32_t pvu_id_alloc(struct pvu_device *d); /* 0: none left */
void pvu_id_free(struct pvu_device *d, uint32_t id);

/* ---- sync.c ---- */
uint64_t pvu_consumed(struct pvu_device *d);  /* command buffers that the host has read */
uint64_t pvu_completed(struct pvu_device *d); /* last COMPLETED value */
enum pvu_status pvu_wait_consumed(struct pvu_context *c, uint64_t stamp);
enum pvu_status pvu_wait_completed(struct pvu_context *c, uint64_t value);
/* PVU_BUSY for a call that may not wait, or PVU_REMOVED: a program that asks again and again submits nothing, so that
 * nothing else would tell it that the device is gone. */
enum pvu_status pvu_not_yet(struct pvu_device *d);
/* Where the answers to questions lie in the control heap, behind the progress slots. */
enum { PVU_OBJECT_SLOT = 128, PVU_TILING_SLOT = 192 };
/* The answer at slot_at to the question with that number, which was just written into the immediate context: waits until the host
 * came to it, without the device's lock. NULL: the host is gone, which *s says, or did not answer. */
const void *pvu_answer(struct pvu_context *c, uint32_t slot_at, uint64_t seq, enum pvu_status *s);
/* Whether the host could make an object that was just written: PVU_NO_MEMORY if not, and then it and the object that was made with
 * it (0: none) are no more. What another thread than the immediate context's creates goes to the host with that one's next
 * submission, for which it cannot wait: PVU_OK. Without the device's lock. */
enum pvu_status pvu_creation_answer(D3D10DDI_HDEVICE h, uint32_t id, uint32_t with);
/* The completion value that will cover every command written so far: the command buffer's end asks for it. */
uint64_t pvu_want_completed(struct pvu_context *c);

/* ---- upload.c ---- */
/* The first chunk comes with the device, so that data can always go up, if need be in small pieces. */
enum pvu_status pvu_upload_init(struct pvu_device *d);
/* Bytes that one span should have at most. Where PVU_NO_MEMORY comes all the same this is less
 * afterwards, and a piece of that size is always had (by waiting for the host). */
uint32_t pvu_upload_piece(const struct pvu_device *d);
enum pvu_status pvu_upload(struct pvu_context *c, uint64_t size, uint32_t align, struct pvu_span *span);
void pvu_upload_hold(struct pvu_span *span);
void pvu_upload_drop(struct pvu_span *span);
void pvu_upload_trim(struct pvu_device *d);
void pvu_upload_fini(struct pvu_device *d);

/* ---- stream.c ---- */
/* Copies out of memory that may be write-combined, where ordinary loads are very slow. */
void pvu_copy_from_heap(void *to, const void *from, size_t size);

/* ---- layout.c ---- */
struct pvu_layout { uint64_t offset; uint32_t row_pitch, depth_pitch, rows, depth, row_bytes; uint32_t width, height; };
uint32_t pvu_mip(uint32_t size, uint32_t level);
void pvu_layout_of(const struct pvu_resource *r, uint32_t subresource, struct pvu_layout *l);
/* depth_pitch of update_texture and read_texture for a box that begins in row top: of planar formats the bytes between its
 * first rows in both planes. */
uint32_t pvu_slice_pitch(const struct pvu_resource *r, const struct pvu_layout *l, uint32_t top);
uint64_t pvu_layout_size(const struct pvu_resource *r); /* bytes of all subresources in that layout */
uint64_t pvu_resource_bytes(const struct pvu_resource *r); /* an estimate of what the host needs */

/* ---- shader.c ---- */
#define PVU_SIGNATURE_MAX 64u
struct pvu_signatures {
    struct pvgpu_signature e[3 * PVU_SIGNATURE_MAX]; /* inputs, outputs, patch constants */
    uint32_t n_inputs, n_outputs, n;
};
/* code: a token stream. so_layout stays the caller's when it fails. */
enum pvu_status pvu_shader_init(struct pvu_context *c, struct pvu_shader *sh, uint32_t stage, const uint32_t *code,
                                const struct pvu_signatures *s, uint32_t so_layout);

/* ---- linkage.c ---- */
/* The id to bind: the shader's own where there are no instances, else that of its variant, which is made at first use. What
 * fails is reported to c. */
uint32_t pvu_shader_linked(struct pvu_context *c, struct pvu_shader *sh, UINT n, const UINT *tables, const D3D11DDIARG_POINTERDATA *data);
void pvu_shader_unlink(struct pvu_context *c, struct pvu_shader *sh); /* c NULL: the host keeps the variants */

/* ---- copy.c, map.c, resource.c, output.c, view.c ---- */
enum pvu_status pvu_resource_init(struct pvu_context *c, const D3D11DDIARG_CREATERESOURCE *a, struct pvu_resource *r, HANDLE rt);
void pvu_resource_fini(struct pvu_device *d, struct pvu_resource *r);
struct pvu_box { uint32_t left, top, front, right, bottom, back; };
enum pvu_status pvu_update(struct pvu_context *c, struct pvu_resource *r, uint32_t subresource, const struct pvu_box *box,
                           const void *from, uint32_t row_pitch, uint32_t depth_pitch, uint32_t flags);
/* At most PVU_INLINE_MAX bytes. */
void pvu_update_inline(struct pvu_context *c, struct pvu_resource *r, uint32_t offset, uint32_t n, const void *from,
                       uint32_t flags);
void pvu_update_buffer_span(struct pvu_context *c, struct pvu_resource *r, const struct pvu_span *s, uint32_t offset,
                            uint32_t size, uint32_t flags);
void pvu_update_texture_span(struct pvu_context *c, struct pvu_resource *r, uint32_t subresource, const struct pvu_box *b,
                             const struct pvu_span *s, uint32_t row_pitch, uint32_t depth_pitch, uint32_t flags);
enum pvu_status pvu_staging_wait(struct pvu_context *c, struct pvu_resource *r, bool write);
void pvu_map_begin(struct pvu_resource *r, size_t private_size); /* of a resource just described */
void pvu_map_finish(struct pvu_device *d, struct pvu_resource *r); /* frees what maps left behind */
size_t pvu_map_private(const D3D11DDIARG_CREATERESOURCE *a); /* bytes that mirror and shadow need in the object's memory */
void pvu_map_changed(struct pvu_resource *r); /* something else than a map wrote into it */
/* tiles.c: asks the host how it lays a tiled resource out, when it is made; the answer lies in the resource's heap. */
enum pvu_status pvu_tiling_ask(struct pvu_context *c, struct pvu_resource *r);
void pvu_bound_relist(struct pvu_context *c);
void pvu_bound_reset(struct pvu_bound *b); /* as a new context has it */
void pvu_bound_resend_draw(struct pvu_context *c); /* all that one draw of our own may have replaced */
void pvu_bound_resend(struct pvu_context *c, struct pvu_resource *const *rotated, uint32_t n);
/* One slot each, without noting it in what is bound. */
void pvu_send_cb0(struct pvu_context *c, uint32_t stage, struct pvu_resource *r, uint32_t first, uint32_t count);
void pvu_send_srv0(struct pvu_context *c, uint32_t id);
void pvu_bound_forget_view(struct pvu_context *c, struct pvu_view *v);
void pvu_bound_forget_resource(struct pvu_context *c, struct pvu_resource *r);
void pvu_bound_forget_state(struct pvu_context *c, const void *state);
void pvu_view_define(struct pvu_context *c, struct pvu_view *v);
/* Gives a view an id and a place in its resource's list, and tells the host of it; the opposite. With the device's lock. */
enum pvu_status pvu_view_add(struct pvu_context *c, struct pvu_view *v);
void pvu_view_remove(struct pvu_context *c, struct pvu_view *v); /* c NULL: the host keeps it */
void pvu_object_destroy(struct pvu_context *c, uint32_t id);
void pvu_query_fini(struct pvu_device *d);
void pvu_query_expect(struct pvu_context *c, struct pvu_query *q, uint64_t seq); /* an End with that number was written */
bool pvu_query_forget(struct pvu_device *d, struct pvu_query *q, uint64_t seq);  /* takes an old answer away, if it is there */

/* ---- blit.c ---- */
struct pvu_blt {
    struct pvu_resource *dst, *src;
    uint32_t dst_subresource, src_subresource;
    struct pvgpu_rect dst_rect, src_rect; /* texels */
    DXGI_DDI_MODE_ROTATION rotation; /* counter-clockwise */
};
/* Copies, stretches (bilinear), converts and resolves in one call, for presentation. */
enum pvu_status pvu_blit(struct pvu_context *c, const struct pvu_blt *b);
void pvu_blit_fini(struct pvu_device *d);

#endif
