/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * null.c - the renderer that draws nothing: every handler succeeds, queries and signals complete at
 * once, frames are black. It is what tests, fuzzing and the measuring of everything else run on.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "pvb_renderer.h"
#include "pvgpu_formats.h"

#define NULL_FRAMES 16u /* 4 scanouts with less than 4 in flight each */

struct pvb_renderer {
    struct pvb_frame frames[NULL_FRAMES]; /* started, oldest first */
    uint32_t n_frames;
};

/* Every object is this: there is nothing to tell them apart by. */
static char something;

static int null_list_adapters(const struct pvb_renderer_params *p, void (*line)(const char *text))
{
    line("null: draws nothing");
    return 0;
}

/* Formats as a Direct3D 11 adapter of feature level 11_1 has them at least (the bits are those of
 * D3D11_FORMAT_SUPPORT), so that a guest takes the same way as on a real host. */
static void caps_formats(struct pvgpu_caps *caps)
{
    enum { BUFFER = 0x1, VERTEX = 0x2, INDEX = 0x4, TEX1D = 0x10, TEX2D = 0x20, TEX3D = 0x40, CUBE = 0x80, LOAD = 0x100,
           SAMPLE = 0x200, MIPS = 0x1000, TARGET = 0x4000, BLEND = 0x8000, DEPTH = 0x10000, RESOLVE = 0x40000, DISPLAY = 0x80000,
           CAST = 0x100000, MS_TARGET = 0x200000, MS_LOAD = 0x400000, GATHER = 0x800000, UAV = 0x2000000, VIDEO_OUT = 0x10000000, VIDEO_IN = 0x20000000 };
    for (uint32_t f = 1; f < PVGPU_FORMAT_LIMIT; f++) {
        struct pvgpu_format_caps *c = &caps->formats[f];
        const struct pvgpu_format_row *row = &pvgpu_format_rows[f];
        uint32_t textures = TEX1D | TEX2D | TEX3D | CUBE | MIPS | CAST;
        if (!row->block_bytes || row->planes != 1 || row->kind == PVGPU_FORMAT_VIDEO) continue;
        if (row->block_width > 1) textures &= ~(uint32_t)TEX1D;
        c->support = textures;
        if (row->kind == PVGPU_FORMAT_TYPELESS) continue;
        if (row->kind == PVGPU_FORMAT_DEPTH) {
            c->support = TEX1D | TEX2D | CUBE | MIPS | DEPTH | MS_TARGET;
            c->samples = 0xf;
            continue;
        }
        c->support |= LOAD | SAMPLE | GATHER;
        if (row->block_width > 1) continue;
        c->support |= BUFFER | VERTEX | TARGET | MS_TARGET | MS_LOAD | UAV;
        if (row->kind != PVGPU_FORMAT_UINT && row->kind != PVGPU_FORMAT_SINT) c->support |= BLEND | RESOLVE;
        if (f == 42 || f == 57) c->support |= INDEX;
        if (f == 28 || f == 29 || f == 87 || f == 91 || f == 24 || f == 10)
            c->support |= DISPLAY | VIDEO_OUT | VIDEO_IN;
        c->support2 = row->block_bytes == 4 ? 0xff : 0xc0; /* typed UAV load and store, atomics on 32 bits */
        c->samples = 0xf;
    }
}

/* Two profiles that decode nothing: H.264 with either of the forms of its slices, and HEVC with the short one (their GUIDs and
 * ConfigBitstreamRaw's values are those of the DXVA specifications). */
static void caps_decoders(struct pvgpu_caps *caps)
{
    enum { NV12 = 103, TEX2D = 0x20, LOAD = 0x100, SAMPLE = 0x200, DECODER = 0x8000000 };
    static const struct pvgpu_decoder_caps decoders = {
        .n_profiles = 2, .n_configs = 2, .configs = { { .values = { 2 }, .min_targets = 3 }, { .values = { 1 }, .min_targets = 3 } },
        .profiles = {
            { .guid = { 0x68, 0xbe, 0x81, 0x1b, 0xc7, 0xa0, 0xd3, 0x11, 0xb9, 0x84, 0x00, 0xc0, 0x4f, 0x2e, 0x73, 0xc5 },
              .n_formats = 1, .formats = { NV12 }, .configs = { 3 } },
            { .guid = { 0x1b, 0xd5, 0x11, 0x5b, 0x4c, 0x2f, 0x52, 0x44, 0xbc, 0xc3, 0x09, 0xf2, 0xa1, 0x16, 0x0c, 0xc0 },
              .n_formats = 1, .formats = { NV12 }, .configs = { 2 } },
        },
    };
    caps->decoders = decoders;
    caps->formats[NV12] = (struct pvgpu_format_caps){ .support = TEX2D | LOAD | SAMPLE | DECODER, .samples = 1 };
}

static struct pvb_renderer *null_create(const struct pvb_renderer_params *p, struct pvgpu_caps *caps, char *error, size_t n)
{
    struct pvb_renderer *r = calloc(1, sizeof *r);
    if (!r) {
        snprintf(error, n, "out of memory");
        return NULL;
    }
    snprintf(caps->name, sizeof caps->name, "PVGPU null renderer");
    caps->feature_level = 0xb100; /* D3D_FEATURE_LEVEL_11_1 */
    caps->options = PVGPU_OPT_ALL;
    caps->video_memory = 2048ull << 20;
    caps->shared_memory = 2048ull << 20;
    caps_formats(caps);
    if (!p->no_decoding) caps_decoders(caps);
    /* Frame rate conversion, and nothing that a program could see missing in black. */
    caps->video = (struct pvgpu_video_caps){ .max_streams = 8, .max_states = 8,
        .conversions = { { .conversion = 0x20 }, { .conversion = 0x20 } } };
    return r;
}

static void null_destroy(struct pvb_renderer *r) { free(r); }

static void *null_context_create(struct pvb_renderer *r, struct pvb_context *c) { return &something; }
static void null_context_destroy(struct pvb_renderer *r, struct pvb_context *c, void *data) { }
static void null_context_switch(struct pvb_renderer *r, struct pvb_context *c) { }
static void *null_resource_create(struct pvb_renderer *r, const struct pvb_resource_info *info) { return &something; }
static void null_resource_destroy(struct pvb_renderer *r, void *resource) { }
static void null_object_destroy(struct pvb_renderer *r, enum pvgpu_object_kind kind, void *host) { }
static uint64_t null_room(struct pvb_renderer *r) { return UINT64_MAX; }
static uint32_t parts(uint32_t size, uint32_t part) { return (size + part - 1) / part; }

/* Two-dimensional tiles of the standard shapes for blocks of 4 bytes, whatever the format is; mips smaller than a tile
 * share one. */
static bool null_tiling(struct pvb_renderer *r, void *resource, const struct pvb_resource_info *i, struct pvb_tiling *out)
{
    uint32_t at = 0;

    *out = (struct pvb_tiling){ .tile_width = 128, .tile_height = 128, .tile_depth = 1 };
    if (i->dimension == PVGPU_DIM_BUFFER) {
        out->tile_width = PVGPU_TILE_BYTES;
        out->tile_height = 1;
    }
    for (uint32_t m = 0; m < i->mips; m++) {
        uint32_t w = i->width >> m ? i->width >> m : 1, h = i->height >> m ? i->height >> m : 1, d = i->depth >> m ? i->depth >> m : 1;
        if (m && (w < out->tile_width || h < out->tile_height)) {
            out->packed_mips = i->mips - m;
            out->packed_tiles = 1;
            out->packed_first = at++;
            break;
        }
        out->mips[m] = (struct pvgpu_tiling_mip){ parts(w, out->tile_width), parts(h, out->tile_height), d, at };
        out->standard_mips++;
        at += out->mips[m].width * out->mips[m].height * d;
    }
    out->tiles = at * i->array;
    return true;
}

static bool null_video_copies(struct pvb_renderer *r, void *resource) { return false; }
static bool null_pool_resize(struct pvb_renderer *r, struct pvb_context *c, void *pool, uint32_t n_tiles) { return true; }
static void *null_command_list_create(struct pvb_renderer *r, const void *bytes, size_t size) { return &something; }
static void null_present_blt(struct pvb_renderer *r, void *dst, void *src, const struct pvgpu_cmd_present_blt *c,
                             const struct pvgpu_rect *rects) { }
static void null_color_fill(struct pvb_renderer *r, void *dst, const struct pvgpu_cmd_color_fill *c,
                            const struct pvgpu_rect *rects) { }
static void null_list(struct pvb_renderer *r, struct pvb_context *c) { }
static void null_flush(struct pvb_renderer *r) { }
static uint64_t null_patience(struct pvb_renderer *r) { return 0; }
static void null_wait(struct pvb_renderer *r, uint64_t timeout_ns) { }
static void null_frame_done(struct pvb_renderer *r, const struct pvb_frame *frame) { free(frame->held); }

static void null_frame_start(struct pvb_renderer *r, void *resource, const struct pvb_frame *frame)
{
    if (r->n_frames < NULL_FRAMES) r->frames[r->n_frames++] = *frame;
}

static int null_poll(struct pvb_renderer *r, void (*frame)(void *arg, const struct pvb_frame *f), void *arg)
{
    for (uint32_t i = 0; i < r->n_frames; i++) {
        struct pvb_frame f = r->frames[i];
        if (!frame) continue;
        f.held = calloc((size_t)f.width * f.height, 4);
        if (!f.held) return -1;
        f.pitch = f.width * 4;
        f.pixels = f.held;
        frame(arg, &f);
    }
    r->n_frames = 0;
    return 0;
}

/* ---- commands ---- */

#define DEFINE(name, KIND) \
static enum pvgpu_verdict null_##name(void *ctx, const struct pvgpu_cmd_##name *c, const void *tail) \
{ \
    pvb_define(ctx, c->id, PVGPU_OBJ_##KIND, &something); \
    return PVGPU_OK; \
}
DEFINE(create_srv, SRV)
DEFINE(create_rtv, RTV)
DEFINE(create_dsv, DSV)
DEFINE(create_uav, UAV)
DEFINE(create_blend, BLEND)
DEFINE(create_depth_stencil, DEPTH_STENCIL)
DEFINE(create_rasterizer, RASTERIZER)
DEFINE(create_sampler, SAMPLER)
DEFINE(create_input_layout, INPUT_LAYOUT)
DEFINE(create_so_layout, SO_LAYOUT)
DEFINE(create_shader, SHADER)
DEFINE(link_shader, SHADER)
DEFINE(create_query, QUERY)
DEFINE(create_video_enum, VIDEO_ENUM)
DEFINE(create_video_processor, VIDEO_PROCESSOR)
DEFINE(create_video_input, VIDEO_INPUT)
DEFINE(create_video_output, VIDEO_OUTPUT)
DEFINE(create_video_decoder, VIDEO_DECODER)
DEFINE(create_decoder_output, DECODER_OUTPUT)
#undef DEFINE

static enum pvgpu_verdict null_signal(void *ctx, const struct pvgpu_cmd_signal *c, const void *tail)
{
    pvb_report_signal(ctx, c->heap, c->offset, c->value);
    return PVGPU_OK;
}

static enum pvgpu_verdict null_query_end(void *ctx, const struct pvgpu_cmd_query_end *c, const void *tail)
{
    static const uint8_t zeroes[PVGPU_QUERY_DATA];
    pvb_report_query(ctx, c->heap, c->offset, c->seq, zeroes, sizeof zeroes);
    return PVGPU_OK;
}

/* Every other command: one function each, generated, that says yes. */
#define CMD(n, N, code, cls, prose) \
static inline enum pvgpu_verdict yes_##n(void *ctx, const struct pvgpu_cmd_##n *c, const void *tail) { return PVGPU_OK; }
#define FIELD(n, k, f, a)
#define TAIL(n, e, c)
#define END(n)
#include "pvgpu_cmds.def"

#define YES(n) .n = yes_##n
static const struct pvgpu_ops null_commands = {
    .create_srv = null_create_srv, .create_rtv = null_create_rtv, .create_dsv = null_create_dsv, .create_uav = null_create_uav,
    .create_blend = null_create_blend, .create_depth_stencil = null_create_depth_stencil,
    .create_rasterizer = null_create_rasterizer, .create_sampler = null_create_sampler,
    .create_input_layout = null_create_input_layout, .create_so_layout = null_create_so_layout,
    .create_shader = null_create_shader, .link_shader = null_link_shader, .create_query = null_create_query, .signal = null_signal, .query_end = null_query_end,
    .create_video_enum = null_create_video_enum, .create_video_processor = null_create_video_processor,
    .create_video_input = null_create_video_input, .create_video_output = null_create_video_output, YES(video_blit), YES(video_palette),
    .create_video_decoder = null_create_video_decoder, .create_decoder_output = null_create_decoder_output, YES(decode_frame),
    YES(set_topology), YES(set_input_layout), YES(set_vertex_buffers), YES(set_index_buffer), YES(set_viewports),
    YES(set_scissors), YES(set_blend), YES(set_depth_stencil), YES(set_rasterizer), YES(set_targets), YES(set_shader),
    YES(set_constant_buffers), YES(set_srvs), YES(set_samplers), YES(set_cs_uavs), YES(set_so_targets), YES(set_predication),
    YES(clear_state), YES(set_min_lod), YES(draw), YES(draw_indexed), YES(draw_instanced), YES(draw_indexed_instanced),
    YES(draw_auto), YES(draw_indirect), YES(dispatch), YES(dispatch_indirect), YES(clear_rtv), YES(clear_dsv), YES(clear_uav),
    YES(clear_view), YES(discard), YES(generate_mips), YES(query_begin), YES(copy_resource), YES(copy_region), YES(resolve),
    YES(update_inline), YES(update_buffer), YES(update_texture), YES(read_buffer), YES(read_texture), YES(copy_structure_count),
    YES(update_tile_mappings), YES(copy_tile_mappings), YES(copy_tiles), YES(update_tiles), YES(tiled_barrier),
};

const struct pvb_renderer_ops pvb_renderer_null = {
    .name = "null", .list_adapters = null_list_adapters, .create = null_create, .destroy = null_destroy,
    .context_create = null_context_create, .context_destroy = null_context_destroy, .context_switch = null_context_switch,
    .resource_create = null_resource_create, .resource_destroy = null_resource_destroy, .tiling = null_tiling,
    .room = null_room,
    .pool_resize = null_pool_resize, .video_copies = null_video_copies, .object_destroy = null_object_destroy,
    .command_list_create = null_command_list_create, .present_blt = null_present_blt, .color_fill = null_color_fill,
    .frame_start = null_frame_start, .frame_done = null_frame_done, .commands = &null_commands, .list_begin = null_list, .list_end = null_list,
    .flush = null_flush, .poll = null_poll, .patience = null_patience, .wait = null_wait,
};
