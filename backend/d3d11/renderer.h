/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * renderer.h - what the files of the Direct3D 11 renderer share. Everything runs on the execute
 * thread. Host objects that the core keeps for us:
 *   RESOURCE      struct pvb_d11_resource
 *   SHADER        struct pvb_d11_shader
 *   INPUT_LAYOUT  struct pvb_d11_layout
 *   SO_LAYOUT     struct pvb_d11_so_layout
 *   QUERY         struct pvb_d11_query
 *   COMMAND_LIST  struct pvb_d11_list
 *   VIDEO_PROCESSOR              struct pvb_d11_processor
 *   VIDEO_INPUT, VIDEO_OUTPUT    struct pvb_d11_video_view
 *   VIDEO_ENUM, VIDEO_DECODER, DECODER_OUTPUT    the COM interface itself
 *   views and state objects: the COM interface itself
 */
#ifndef PVB_D11_RENDERER_H
#define PVB_D11_RENDERER_H

#define COBJMACROS
#define CINTERFACE
#include <d3d11_2.h>
#include <dxgi1_4.h>
#include "pvb_dxbc.h"
#include "pvb_renderer.h"
#include "pvgpu_formats.h"

/* ---- platform (os_linux.c, os_win32.c) ---- */

typedef HRESULT (WINAPI *pvb_d11_create_device)(IDXGIAdapter *, D3D_DRIVER_TYPE, HMODULE, UINT, const D3D_FEATURE_LEVEL *,
                                                UINT, UINT, ID3D11Device **, D3D_FEATURE_LEVEL *, ID3D11DeviceContext **);
typedef HRESULT (WINAPI *pvb_d11_create_factory)(REFIID, void **);

struct pvb_d11_host {
    pvb_d11_create_device create_device;
    pvb_d11_create_factory create_factory;
    bool zeroes; /* this Direct3D gives zero-filled resources */
    bool keeps_strides; /* stream.c */
    bool any_dimension; /* takes views of other dimensions than shaders declare: declared.c */
    bool blend_stays; /* blend functions outlive the state that has them: blend.c */
    bool needs_indices; /* falls over indexed draws without an index buffer: draw.c */
    bool no_bc4_volumes; /* falls over contents of a volume of BC4_TYPELESS: resource.c */
    bool floors_viewports; /* ends what is drawn at the floors of their edges: caps.c */
    bool disables_viewports; /* which are not set; DXVK leaves them undefined */
};

/* Loads the host's Direct3D; it stays loaded. False: a message of one line in error. */
bool pvb_d11_os_load(struct pvb_d11_host *host, char *error, size_t n);
uint64_t pvb_d11_os_now_ns(void); /* monotonic */
void pvb_d11_os_sleep_ns(uint64_t ns);
extern const char *const pvb_d11_os_hint; /* " (how to learn more)" for errors at start, or "" */
bool pvb_d11_os_flag(const char *name); /* environment variable is set and not "0" */

/* ---- objects ---- */

struct pvb_d11_resource {
    union {
        ID3D11Resource *any;
        ID3D11Buffer *buffer;
        ID3D11Texture2D *texture2d;
    };
    struct pvb_resource_info info;
    bool dynamic; /* host usage DYNAMIC; buffers only */
    UINT host_bind;
    DXGI_FORMAT host_format;
    /* Subresource 0, made at the first blit that needs them. */
    ID3D11RenderTargetView *blit_rtv;
    ID3D11ShaderResourceView *blit_srv;
    ID3D11Texture2D *video_copy; /* typed, made for the first video view (video.c) */
};

#define PVB_D11_INPUTS 32u

struct pvb_d11_layout {
    uint32_t refs; /* the core's handle, and each context that has it bound */
    ID3D11InputLayout *host;
    uint8_t types[PVB_D11_INPUTS]; /* component type given to each register, 0 none */
};

/* A vertex or pixel shader for other component types than its first build took. */
struct pvb_d11_variant {
    struct pvb_d11_variant *next;
    uint8_t types[PVB_D11_INPUTS];
    void *host;
};

struct pvb_d11_shader {
    uint32_t refs, stage;
    union {
        IUnknown *any;
        ID3D11VertexShader *vs;
        ID3D11HullShader *hs;
        ID3D11DomainShader *ds;
        ID3D11GeometryShader *gs;
        ID3D11PixelShader *ps;
        ID3D11ComputeShader *cs;
    };
    /* What further variants of vertex and pixel shaders are built from, and what those with interfaces are linked from. */
    struct pvb_dxbc_shader source;
    bool interfaces; /* there is no host shader: it is bound as none */
    struct pvb_d11_so_layout *so; /* of one with interfaces: its own copy; NULL none */
    uint8_t types[PVB_D11_INPUTS]; /* component types of inputs (VS) or targets (PS); 0: not used, or as it comes */
    struct pvb_d11_variant *variants;
    /* D3D11_SRV_DIMENSION of each slot below n_slots that is declared as a texture, 0 of others (declared.c). */
    uint32_t n_slots;
    uint8_t dimensions[128];
};

struct pvb_d11_so_layout {
    uint32_t rasterized, strides[4], n_strides, n_elements;
    struct pvgpu_so_element elements[];
};

struct pvb_d11_query {
    union {
        ID3D11Query *host;
        ID3D11Predicate *predicate;
        ID3D11Asynchronous *async;
    };
    uint32_t type;
    bool predicts;    /* the host made a predicate of it */
    uint64_t pending; /* serial of the completion that waits for it, 0 none */
};

struct pvb_d11_list { size_t size; };

/* ---- completions ---- */

enum pvb_d11_pending_kind { PVB_D11_SIGNAL, PVB_D11_QUERY, PVB_D11_READ };

struct pvb_d11_staging; /* readback.c */

struct pvb_d11_pending {
    enum pvb_d11_pending_kind kind;
    struct pvb_context *context; /* NULL: nobody wants the report any more */
    uint32_t heap;
    uint64_t offset, value;  /* value: a signal's value or a query's seq */
    ID3D11Query *query;      /* SIGNAL: from the event pool; QUERY: a reference of its own */
    ID3D11Query *after;      /* QUERY: an event from the pool that must come first, or NULL */
    struct pvb_d11_query *owner; /* QUERY: whose pending is this; NULL when it was destroyed */
    bool predicts;               /* QUERY: its result is a BOOL */
    struct pvb_d11_staging *staging; /* READ */
    uint32_t row_bytes, rows, depth, row_pitch, depth_pitch; /* READ: of the guest's memory */
    uint64_t skip;           /* READ: bytes to the first block in the staging resource's first row */
    uint32_t skip_rows, skip_slices;
    uint32_t chroma;         /* READ: row of the staging resource where the second plane begins; 0: there is none */
};

/* A FIFO of the reports that are due when the GPU gets there. Serial numbers run freely from 1. */
struct pvb_d11_fifo {
    struct pvb_d11_pending *ring;
    uint32_t capacity; /* power of two */
    uint64_t head, tail; /* head: serial of the oldest; tail: of the next */
};

/* ---- frames (frame.c) ---- */

#define PVB_D11_FRAME_SLOTS 5u  /* per scanout: two under way, the newest, one being copied, one to spare */
#define PVB_D11_WAIT_MIN_NS 20000u /* between two polls, at first */
#define PVB_D11_FRAMES 64u      /* not yet handed out, power of two */

struct pvb_d11_slot {
    ID3D11Texture2D *staging; /* NULL: black holds the picture */
    void *black;
    uint32_t width, height, format;
    uint32_t refs;   /* frames in the FIFO, and those handed out */
    bool mapped;
    D3D11_MAPPED_SUBRESOURCE map;
};

struct pvb_d11_frame {
    struct pvb_frame frame;
    struct pvb_d11_slot *slot;
};

struct pvb_d11_frames {
    struct pvb_d11_frame ring[PVB_D11_FRAMES];
    uint64_t head, tail;
    struct pvb_d11_slot slots[PVGPU_MAX_SCANOUTS][PVB_D11_FRAME_SLOTS];
    struct pvb_d11_slot *last[PVGPU_MAX_SCANOUTS]; /* handed out last; not held */
};

/* ---- blits (blit.c) ---- */

/* A texture that a blit goes through when source or destination lacks what drawing needs. */
struct pvb_d11_temp {
    ID3D11Texture2D *texture;
    ID3D11RenderTargetView *rtv;
    ID3D11ShaderResourceView *srv;
    uint32_t width, height, format;
    uint64_t last_use;
};
#define PVB_D11_TEMPS 4u

struct pvb_d11_blit {
    ID3D11VertexShader *vs;
    ID3D11PixelShader *ps;
    ID3D11Buffer *constants;
    ID3D11SamplerState *point, *linear;
    ID3D11RasterizerState *rasterizer;
    struct pvb_d11_temp temps[PVB_D11_TEMPS];
    uint64_t temp_uses;
};

/* What streams nothing (stream.c). */
struct pvb_d11_stream {
    ID3DDeviceContextState *state;
    ID3D11VertexShader *vs;
    ID3D11GeometryShader *gs;
};

/* ---- the renderer ---- */

/* What the log names once; every further time only counts. */
enum pvb_d11_event {
    PVB_D11_EV_RESOURCE, PVB_D11_EV_VIEW, PVB_D11_EV_STATE, PVB_D11_EV_LAYOUT, PVB_D11_EV_SHADER, PVB_D11_EV_VARIANT,
    PVB_D11_EV_QUERY, PVB_D11_EV_UPDATE, PVB_D11_EV_READ, PVB_D11_EV_BLIT, PVB_D11_EV_FRAME, PVB_D11_EV_RESOLVE,
    PVB_D11_EV_MEMORY, PVB_D11_EV_TILES, PVB_D11_EV_VIDEO, PVB_D11_EV_DECODER, PVB_D11_EV_COUNT
};

struct pvb_renderer {
    struct pvb_d11_host host;
    ID3D11Device *device;
    ID3D11Device1 *device1;
    IDXGIAdapter3 *adapter3; /* NULL: a host that does not say how much memory is left */
    ID3D11DeviceContext *ctx;
    ID3D11DeviceContext1 *ctx1;
    /* Both or neither, and only where the host has tiled resources. */
    ID3D11Device2 *device2;
    ID3D11DeviceContext2 *ctx2;
    struct { /* what update_tile_mappings hands to the host */
        D3D11_TILED_RESOURCE_COORDINATE at[1024];
        D3D11_TILE_REGION_SIZE size[1024];
        UINT flags[2048], first[2048], count[2048];
    } tiles;
    struct { /* video.c; device and ctx: both or neither */
        ID3D11VideoDevice *device;
        ID3D11VideoContext *ctx;
        bool dxvk, takes_typeless;
        bool palettes; /* formats with palettes can be shown */
        uint32_t max_streams, max_states; /* of a blit: enabled streams, and all of them */
        uint32_t past, future;            /* of a stream: reference frames */
        uint32_t formats[PVGPU_FORMAT_LIMIT]; /* D3D11_FORMAT_SUPPORT_VIDEO_PROCESSOR_ bits */
    } video;
    struct { /* decoder.c; device and ctx: both or neither, and only where there are profiles */
        ID3D11VideoDevice *device;
        ID3D11VideoContext *ctx;
        struct pvgpu_decoder_caps caps;
    } decode;
    D3D_FEATURE_LEVEL level;
    uint32_t options; /* PVGPU_OPT_ */
    bool zero_fill;   /* resources must be cleared by us */
    bool view_dimensions; /* views must have the dimension that shaders declare */
    bool blend_stays; /* blend.c */
    bool clears_views; /* the host has ClearView: clear.c */

    ID3DDeviceContextState *kernel_state;
    ID3DDeviceContextState *in_force; /* not a reference */
    struct pvb_d11_context *current;  /* whose state is in force; NULL: the kernel's */

    struct pvb_d11_fifo fifo;
    ID3D11Query **events; /* idle event queries */
    uint32_t n_events, events_capacity;
    struct pvb_d11_staging *idle; /* least recently used last */
    uint64_t idle_bytes, busy_bytes; /* of staging resources */

    struct pvb_d11_frames frames;
    struct pvb_d11_blit blit;
    struct pvb_d11_stream stream;
    ID3DDeviceContextState *other_blend; /* blend.c; NULL where blend functions go with their state */

    /* Mesa's lavapipe (seen with 25.0) calls a query done, with zeroes, when it is asked before its own
     * thread has begun it. There, results are asked for behind an event. */
    bool early_queries;
    bool lost, unflushed;
    uint64_t late_since;    /* ns, when the FIFO's head was first seen not to be ready; 0 it was not */
    uint64_t overdue_since; /* ns, when it was so although the GPU had gone past it */
    ID3D11Query *probe;     /* an event behind such a head, or NULL */
    uint64_t waiting_since; /* ns, when the oldest unflushed completion was queued */
    uint64_t napped;        /* ns, between polls since something was last completed or queued */
    uint64_t events_seen[PVB_D11_EV_COUNT];
};

struct pvb_d11_context {
    struct pvb_renderer *r;
    ID3D11DeviceContext *ctx;
    struct pvb_context *core;
    ID3DDeviceContextState *state;
    struct pvb_d11_shader *vs;
    struct pvb_d11_layout *layout;
    struct pvb_d11_shader *ps;
    uint8_t target_types[8]; /* component types of the bound targets' formats, 0 nothing is bound */
    void *vs_bound, *ps_bound; /* what the host has */
    bool indices; /* an index buffer is bound */
    bool dirty; /* one of the above, or of what declared has, changed since the last draw */
    struct pvb_d11_declared *declared; /* NULL where the host takes views of any dimension */
    bool two_sources; /* blend.c: the bound blend state has functions with a second source color */
    /* The predicate in force, or NULL. The host's context holds it. */
    ID3D11Predicate *predicate;
    BOOL predicate_value;
};

/* Drops a COM reference; NULL is fine. */
static inline void pvb_d11_release(void *object)
{
    if (object) IUnknown_Release((IUnknown *)object);
}

static inline struct pvb_d11_context *pvb_d11_context_of(void *core)
{
    return pvb_context_data((struct pvb_context *)core);
}

/* A buffer named by id, or NULL: id 0, or a texture (which the core's rules refuse before us). */
static inline ID3D11Buffer *pvb_d11_buffer(void *core, uint32_t id)
{
    const struct pvb_d11_resource *res = id ? pvb_resource(core, id) : NULL;
    return res && res->info.dimension == PVGPU_DIM_BUFFER ? res->buffer : NULL;
}

/* Counts an event and says true the first time, when it should be logged. */
static inline bool pvb_d11_first(struct pvb_renderer *r, enum pvb_d11_event ev)
{
    return r->events_seen[ev]++ == 0;
}

/* ---- between the files ---- */

/* caps.c */
void pvb_d11_caps(struct pvb_renderer *r, IDXGIAdapter1 *adapter, struct pvgpu_caps *caps, bool no_decoding);
void pvb_d11_format_caps(struct pvb_renderer *r, uint32_t number, struct pvgpu_format_caps *f);
uint64_t pvb_d11_room(struct pvb_renderer *r);
void pvb_d11_adapter_name(const DXGI_ADAPTER_DESC1 *desc, char *text, size_t n);

/* resource.c */
void *pvb_d11_resource_create(struct pvb_renderer *r, const struct pvb_resource_info *info);
void pvb_d11_resource_destroy(struct pvb_renderer *r, void *resource);
DXGI_FORMAT pvb_d11_typed_format(uint32_t format, uint32_t want_kind); /* of the family; 0 none */
/* Size in texels of a subresource's mip level. */
void pvb_d11_mip_size(const struct pvb_resource_info *info, uint32_t subresource, uint32_t *w, uint32_t *h, uint32_t *d);

/* shader.c */
void pvb_d11_shader_unref(struct pvb_d11_shader *s);
void pvb_d11_layout_unref(struct pvb_d11_layout *l);
void pvb_d11_shaders_resolve(struct pvb_d11_context *cx); /* binds the variants that layout and targets want */

/* declared.c; views, shader and resolve only where cx->declared is there. reset: nothing is bound any more */
bool pvb_d11_declared_init(struct pvb_d11_context *cx);
void pvb_d11_declared_reset(struct pvb_d11_context *cx);
void pvb_d11_declared_fini(struct pvb_d11_context *cx);
void pvb_d11_declared_views(struct pvb_d11_context *cx, uint32_t stage, uint32_t first, uint32_t n,
                            ID3D11ShaderResourceView *const *views, const uint8_t *dimensions);
void pvb_d11_declared_shader(struct pvb_d11_context *cx, uint32_t stage, struct pvb_d11_shader *s);
void pvb_d11_declared_resolve(struct pvb_d11_context *cx); /* binds what the shaders declare */

/* clear.c; of a render target or unordered access view. No rectangles: all of it. */
void pvb_d11_clear_view(struct pvb_renderer *r, ID3D11View *view, bool unordered, const FLOAT color[4], const RECT *rects, UINT n);

/* copy.c */
enum pvgpu_verdict pvb_d11_buffer_write(struct pvb_d11_context *cx, struct pvb_d11_resource *res, uint32_t offset,
                                        uint32_t size, const void *data, uint32_t flags);

/* readback.c */
void pvb_d11_staging_put(struct pvb_renderer *r, struct pvb_d11_staging *s); /* back to the pool */
ID3D11Resource *pvb_d11_staging_host(const struct pvb_d11_staging *s, UINT *subresource);
void pvb_d11_staging_fini(struct pvb_renderer *r);

/* completion.c */
/* A cleared entry at the FIFO's end, or NULL when out of memory. Waits for the GPU when too much is
 * under way (a guest that floods), never for the guest. */
struct pvb_d11_pending *pvb_d11_pending_push(struct pvb_renderer *r, struct pvb_context *c, enum pvb_d11_pending_kind kind);
void pvb_d11_pending_cancel(struct pvb_renderer *r, struct pvb_d11_query *q);
/* The query is about to go: its completion keeps its own reference, or is dropped when begun again. */
void pvb_d11_query_orphan(struct pvb_renderer *r, struct pvb_d11_query *q);
void pvb_d11_pending_forget(struct pvb_renderer *r, const struct pvb_context *c);
ID3D11Query *pvb_d11_event_get(struct pvb_renderer *r); /* an idle event query, or NULL */
/* Makes the reports that are due, oldest first. False when the device is lost. */
bool pvb_d11_drain(struct pvb_renderer *r);
/* Waits until at most max_bytes of staging memory and max_entries completions are under way. */
void pvb_d11_throttle(struct pvb_renderer *r, uint64_t max_bytes, uint32_t max_entries);
int pvb_d11_poll(struct pvb_renderer *r, void (*frame)(void *arg, const struct pvb_frame *f), void *arg);
uint64_t pvb_d11_patience(struct pvb_renderer *r);
void pvb_d11_wait(struct pvb_renderer *r, uint64_t timeout_ns);
void pvb_d11_flush(struct pvb_renderer *r);
void pvb_d11_fifo_fini(struct pvb_renderer *r);
/* Notes that something waits for the GPU; poll flushes when nobody else does. */
void pvb_d11_waiting(struct pvb_renderer *r);

/* context.c */
void *pvb_d11_context_create(struct pvb_renderer *r, struct pvb_context *c);
void pvb_d11_context_destroy(struct pvb_renderer *r, struct pvb_context *c, void *data);
void pvb_d11_context_switch(struct pvb_renderer *r, struct pvb_context *c);
void pvb_d11_list_begin(struct pvb_renderer *r, struct pvb_context *c);
void pvb_d11_list_end(struct pvb_renderer *r, struct pvb_context *c);
bool pvb_d11_states_init(struct pvb_renderer *r);
void pvb_d11_state_force(struct pvb_renderer *r, struct pvb_d11_context *cx); /* NULL: the kernel's */
/* Copies obey the predicate in force (SetPredication's documentation). What is not the application's
 * own GPU work must not, so it runs between these two. */
void pvb_d11_predicate_pause(struct pvb_d11_context *cx);
void pvb_d11_predicate_resume(struct pvb_d11_context *cx);
/* Makes sure that a copy of the kernel driver is not predicated by the guest context in force. */
void pvb_d11_kernel_copy(struct pvb_renderer *r);
void pvb_d11_context_reset(struct pvb_d11_context *cx); /* shadow state as after ClearState */
ID3DDeviceContextState *pvb_d11_state_new(struct pvb_renderer *r);

/* blit.c */
bool pvb_d11_blit_init(struct pvb_renderer *r);
void pvb_d11_blit_fini(struct pvb_renderer *r);
void pvb_d11_present_blt(struct pvb_renderer *r, void *dst, void *src, const struct pvgpu_cmd_present_blt *c,
                         const struct pvgpu_rect *rects);
void pvb_d11_color_fill(struct pvb_renderer *r, void *dst, const struct pvgpu_cmd_color_fill *c,
                        const struct pvgpu_rect *rects);
/* Draws a texture's subresource 0 into a B8G8R8A8 texture of the same size, which is valid until the
 * next blit; NULL when it cannot. */
ID3D11Texture2D *pvb_d11_blit_to_bgra(struct pvb_renderer *r, struct pvb_d11_resource *src);

/* blend.c; only where r->blend_stays, and init after the blits' */
bool pvb_d11_blend_init(struct pvb_renderer *r);
/* bound: before a blend state (or NULL) is bound. end: what is bound will not be any more, or its context not be in force;
 * nothing where that is not so already. */
void pvb_d11_blend_bound(struct pvb_d11_context *cx, ID3D11BlendState *state);
void pvb_d11_blend_end(struct pvb_d11_context *cx);

/* stream.c */
bool pvb_d11_stream_init(struct pvb_renderer *r);
void pvb_d11_stream_fini(struct pvb_renderer *r);
bool pvb_d11_stream_several(struct pvb_renderer *r); /* the host takes several streams (Wine 10.0's does not) */
/* A new buffer that can be streamed into becomes one that was, with nothing. */
void pvb_d11_stream_prepare(struct pvb_renderer *r, ID3D11Buffer *buffer);
/* Strides of a declaration, none of them 0 or smaller than what is written; returns how many the host is told. */
uint32_t pvb_d11_stream_strides(const struct pvb_renderer *r, const struct pvb_d11_so_layout *so, UINT strides[4]);

/* tiled.c */
bool pvb_d11_tiling(struct pvb_renderer *r, void *resource, const struct pvb_resource_info *info, struct pvb_tiling *out);
bool pvb_d11_pool_resize(struct pvb_renderer *r, struct pvb_context *c, void *pool, uint32_t n_tiles);
/* Makes n tiles of a pool zero, from first on. */
bool pvb_d11_pool_clear(struct pvb_renderer *r, ID3D11Buffer *pool, uint32_t first, uint32_t n);

/* video.c */
struct pvb_d11_processor;
struct pvb_d11_video_view;
bool pvb_d11_video_init(struct pvb_renderer *r, struct pvgpu_video_caps *caps); /* false: the host has no video processor */
bool pvb_d11_video_caps(struct pvb_renderer *r, struct pvgpu_video_caps *out); /* a part of init */
void pvb_d11_video_fini(struct pvb_renderer *r);
bool pvb_d11_video_copies(struct pvb_renderer *r, void *resource);
/* What of a format's D3D11_FORMAT_SUPPORT bits is the video processor's; remembered for views. After init. */
uint32_t pvb_d11_video_format(struct pvb_renderer *r, uint32_t format, uint32_t support);
void pvb_d11_video_view_destroy(struct pvb_d11_video_view *v);
ID3D11View *pvb_d11_video_view_host(const struct pvb_d11_video_view *v); /* for as long as v is there */
/* ClearView; rects NULL: all of it. */
void pvb_d11_video_clear(struct pvb_renderer *r, const struct pvb_d11_video_view *v, const FLOAT color[4], const RECT *rects, UINT n);
void pvb_d11_video_processor_destroy(struct pvb_d11_processor *p);

/* decoder.c */
/* Fills caps->decoders and the bits of their formats, whose other bits are there; off: of nothing. */
void pvb_d11_decoder_init(struct pvb_renderer *r, struct pvgpu_caps *caps, bool off);
void pvb_d11_decoder_fini(struct pvb_renderer *r);

/* frame.c */
void pvb_d11_frame_start(struct pvb_renderer *r, void *resource, const struct pvb_frame *frame);
void pvb_d11_frame_done(struct pvb_renderer *r, const struct pvb_frame *frame);
/* Hands out what is finished; returns how many frames are left. */
int pvb_d11_frames_poll(struct pvb_renderer *r, void (*frame)(void *arg, const struct pvb_frame *f), void *arg);
void pvb_d11_frames_fini(struct pvb_renderer *r);

/* Handlers, pvb_d11_cmd_NAME for each command of class CONTEXT. */
#define CMD(n, N, code, cls, prose) enum pvgpu_verdict pvb_d11_cmd_##n(void *core, const struct pvgpu_cmd_##n *c, const void *tail);
#define FIELD(n, k, f, a)
#define TAIL(n, e, c)
#define END(n)
#include "pvgpu_cmds.def"

#endif
