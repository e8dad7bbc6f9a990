/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * pvb_renderer.h - the role "renderer": what carries out checked commands.
 * Implementations: d3d11 (backend/d3d11), null (backend/null.c). One thread, the execute thread,
 * makes every call; no call may block on the guest.
 *
 * The core (objects.c, rules.c) has done everything that needs no graphics API before a handler
 * runs: the command's own rules hold (pvgpu_check), every handle names a live object of the right
 * kind that the context may use, and offsets and sizes lie inside the objects named. If any object
 * that a command uses is an error object the core skips the command, so a handler never sees one.
 *
 * Rectangles of clear_view, discard, color_fill and present_blt are cut to what exists; one that became
 * empty is all zero. Boxes of block formats begin on block edges and end on them or at the mip's edge.
 * A command that names an empty box, or only empty rectangles, is not passed on.
 */
#ifndef PVB_RENDERER_H
#define PVB_RENDERER_H

#include <stdbool.h>
#include "pvgpu_abi.h"
#include "pvgpu_codec.h"

struct pvb_renderer; /* an implementation's own */
struct pvb_context;  /* the core's; renderers use the functions below */

/* What the core knows about a resource; immutable after creation. */
struct pvb_resource_info {
    uint32_t id, dimension, format, usage, bind, misc;
    uint32_t width, height, depth, array, mips, samples, quality, stride;
};

/* How a tiled resource is laid out; immutable too. */
struct pvb_tiling {
    uint32_t tiles, standard_mips, packed_mips, packed_tiles, packed_first;
    uint32_t tile_width, tile_height, tile_depth;
    struct pvgpu_tiling_mip mips[PVGPU_TILED_MIPS];
};

/* ---- what the core offers to renderers ---- */

/* The renderer's pointer of an object. id 0 gives NULL. The object is of the kind that the
 * command's row says. */
void *pvb_object(struct pvb_context *c, uint32_t id);
enum pvgpu_object_kind pvb_object_kind(struct pvb_context *c, uint32_t id); /* where a row allows several */
static inline bool pvb_is_video_view(enum pvgpu_object_kind kind)
{
    return kind == PVGPU_OBJ_VIDEO_INPUT || kind == PVGPU_OBJ_VIDEO_OUTPUT || kind == PVGPU_OBJ_DECODER_OUTPUT;
}
uint32_t pvb_view_dimension(struct pvb_context *c, uint32_t id); /* of a view: enum pvgpu_view_dimension; 0 for id 0 */
void *pvb_resource(struct pvb_context *c, uint32_t id);
const struct pvb_resource_info *pvb_resource_info(struct pvb_context *c, uint32_t id);

/* Shared memory of a heap object: the address of offset, of which len bytes lie inside (already
 * checked). The guest may change it at any time: data only. */
void *pvb_heap(struct pvb_context *c, uint32_t id, uint64_t offset, uint64_t len);

/* Called by a create_* handler, once: host is the renderer's object, NULL makes an error object. */
void pvb_define(struct pvb_context *c, uint32_t id, enum pvgpu_object_kind kind, void *host);

/* The renderer's per-context pointer, as context_create returned it. */
void *pvb_context_data(struct pvb_context *c);
uint32_t pvb_context_id(const struct pvb_context *c);

/* Completion reports, from inside poll() or a handler. heap memory is looked up again here, since
 * it may have moved or gone; a report whose heap object has no place any more is dropped. */
void pvb_report_query(struct pvb_context *c, uint32_t heap, uint64_t offset, uint64_t seq, const void *data, size_t size);
void pvb_report_signal(struct pvb_context *c, uint32_t heap, uint64_t offset, uint64_t value);
void *pvb_report_memory(struct pvb_context *c, uint32_t heap, uint64_t offset, uint64_t len); /* NULL: dropped */

/* One log line for the operator; level 0 error, 1 warning, 2 information. printf format. */
void pvb_log(int level, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(__printf__, 2, 3)))
#endif
    ;

/* ---- what a renderer is ---- */

struct pvb_renderer_params {
    const char *adapter;  /* substring of the adapter's name, or NULL for the first */
    bool debug;           /* host API's own validation */
    bool no_decoding;     /* caps.decoders stays empty */
    void *host_library;   /* reserved, NULL */
};

/* A picture that a scanout shows. Pixels are B8G8R8A8, rows pitch bytes apart, top first; those of a
 * frame that poll handed out are valid until frame_done. */
struct pvb_frame {
    uint32_t scanout, width, height, pitch;
    const void *pixels;
    uint64_t cookie, guest_time; /* of the command that made it */
    uint64_t consumed_ns;        /* host monotonic time when that command was consumed */
    uint64_t number;             /* 1.. per scanout */
    bool blank;                  /* the guest shows nothing: the pixels are black */
    void *held;                  /* the renderer's own: where the pixels are */
};

struct pvb_renderer_ops {
    const char *name;

    /* Prints one adapter per line to out; 0 or a negative errno. */
    int (*list_adapters)(const struct pvb_renderer_params *p, void (*line)(const char *text));

    /* NULL on failure with a message of one line in error. caps: the core zeroed it; the renderer
     * fills name, ids, feature_level, options, memory sizes and formats. */
    struct pvb_renderer *(*create)(const struct pvb_renderer_params *p, struct pvgpu_caps *caps, char *error, size_t n);
    void (*destroy)(struct pvb_renderer *r);

    void *(*context_create)(struct pvb_renderer *r, struct pvb_context *c); /* NULL: out of memory */
    /* Its objects are gone already; no report may name c any more. */
    void (*context_destroy)(struct pvb_renderer *r, struct pvb_context *c, void *data);
    /* Another context's commands follow. c NULL: kernel commands, no context state in force; so it is
     * before present_blt, color_fill and frame_start, but not before resources are made or dropped. */
    void (*context_switch)(struct pvb_renderer *r, struct pvb_context *c);

    /* NULL: the host refuses; the core makes an error object. */
    void *(*resource_create)(struct pvb_renderer *r, const struct pvb_resource_info *info);
    /* Layout of a resource with PVGPU_MISC_TILED. false: it has none. */
    bool (*tiling)(struct pvb_renderer *r, void *resource, const struct pvb_resource_info *info, struct pvb_tiling *out);
    /* The pool grows to so many tiles; the new ones are zero. false: it stays as it was. */
    bool (*pool_resize)(struct pvb_renderer *r, struct pvb_context *c, void *pool, uint32_t n_tiles);
    /* Whether the next video view of a texture makes a copy of it, as large as the texture, which lives as long. */
    bool (*video_copies)(struct pvb_renderer *r, void *resource);
    /* Bytes that the host's adapter has left for this process, as it says; UINT64_MAX: it does not say. */
    uint64_t (*room)(struct pvb_renderer *r);
    /* Views of it may live on. */
    void (*resource_destroy)(struct pvb_renderer *r, void *resource);

    /* Drops an object that pvb_define made. Never called for error objects. */
    void (*object_destroy)(struct pvb_renderer *r, enum pvgpu_object_kind kind, void *host);

    /* Command list: the core has checked the bytes and keeps them until object_destroy; NULL refuses. */
    void *(*command_list_create)(struct pvb_renderer *r, const void *bytes, size_t size);

    /* Display. dst and src come from resource_create. rects cut dst_rect, count 0: no cut. src_rect lies
     * inside its subresource; dst_rect may reach over the edges of its own. */
    void (*present_blt)(struct pvb_renderer *r, void *dst, void *src, const struct pvgpu_cmd_present_blt *c,
                        const struct pvgpu_rect *rects);
    void (*color_fill)(struct pvb_renderer *r, void *dst, const struct pvgpu_cmd_color_fill *c, const struct pvgpu_rect *rects);
    /* Starts bringing a texture's picture to the CPU; frame's pixels and pitch are filled when it is
     * handed out by poll. resource NULL: black. Frames of one scanout are handed out in order. */
    void (*frame_start)(struct pvb_renderer *r, void *resource, const struct pvb_frame *frame);
    /* Gives back the pixels of a frame that poll handed out; in any order, soon, and once for each. */
    void (*frame_done)(struct pvb_renderer *r, const struct pvb_frame *frame);

    /* Commands of class CONTEXT; ctx is the struct pvb_context. Handlers of class KERNEL, of
     * destroy, create_command_list, execute_command_list, resize_tile_pool, query_tiling and query_object are the core's and
     * stay NULL here. */
    const struct pvgpu_ops *commands;
    /* Before and after the commands of an executed list: state cleared on both sides. */
    void (*list_begin)(struct pvb_renderer *r, struct pvb_context *c);
    void (*list_end)(struct pvb_renderer *r, struct pvb_context *c);

    /* Submits what was queued to the host API; called when the ring runs empty. */
    void (*flush)(struct pvb_renderer *r);
    /* Makes the reports that are due (pvb_report_*) and hands out finished frames; frame NULL: they are
     * not wanted. Returns how many completions are still pending, or -1 when the host's device is lost. */
    int (*poll)(struct pvb_renderer *r, void (*frame)(void *arg, const struct pvb_frame *f), void *arg);
    /* ns after which poll is worth a call again. Grows while nothing comes, so ask once for each wait. */
    uint64_t (*patience)(struct pvb_renderer *r);
    /* Sleeps for so long, at most timeout_ns. May return early. */
    void (*wait)(struct pvb_renderer *r, uint64_t timeout_ns);
};

extern const struct pvb_renderer_ops pvb_renderer_null;
extern const struct pvb_renderer_ops pvb_renderer_d3d11;

#endif
