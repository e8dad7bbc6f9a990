/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * fuzz_objects.c - packets of any bytes through the object layer, over a scene that has one object of
 * every kind. The input is a row of parts: {size, context}, two 32-bit words, then size bytes. Context
 * WRITE puts the bytes into the heap, 0 makes a kernel packet of them, others a context's. The renderer
 * claims what pvb_renderer.h promises it.
 */
#include "fuzz.h"

#include <string.h>
#include "../backend/fixture.h"
#include "os.h"

#define WRITE 0xffffffffu
#define PARTS_MAX 64

static struct fixture f;

/* ---- the promises ---- */

static void claim_ref(struct pvb_context *c, uint32_t id, uint32_t kind)
{
    const struct pvb_object_entry *o;
    if (kind == PVGPU_OBJ_RESOURCE) {
        FUZZ_CLAIM(pvb_resource(c, id) && pvb_resource_info(c, id)->id == id);
    } else if (kind == PVGPU_OBJ_HEAP) {
        const struct pvb_resource_entry *e = pvb_resource_entry(&f.vm, id);
        FUZZ_CLAIM(e && e->kind == PVGPU_OBJ_HEAP && e->placed && e->heap.offset + e->heap.size <= f.vm.heap_size);
    } else {
        o = pvb_object_entry(c, id);
        FUZZ_CLAIM(o && o->kind && !o->error && o->host && (kind == PVGPU_OBJ_ANY || o->kind == kind));
        FUZZ_CLAIM(pvb_object(c, id) == o->host);
    }
}

/* len bytes at offset of a heap object can be touched. */
static uint32_t touched;
static void claim_heap(struct pvb_context *c, uint32_t id, uint64_t offset, uint64_t len)
{
    const uint8_t *p = pvb_heap(c, id, offset, len);
    FUZZ_CLAIM(p >= f.vm.heap && len <= f.vm.heap_size && p + len <= f.vm.heap + f.vm.heap_size);
    if (len) touched += p[0] + p[len - 1];
}

static void claim_box(const struct pvb_resource_info *i, uint32_t sub, uint32_t l, uint32_t t, uint32_t fr, uint32_t r,
                      uint32_t b, uint32_t bk)
{
    uint32_t mip = sub % i->mips;
    FUZZ_CLAIM(sub < i->mips * i->array && l < r && t < b && fr < bk);
    FUZZ_CLAIM(r <= pvb_mip(i->width, mip) && b <= pvb_mip(i->height, mip) && bk <= pvb_mip(i->depth, mip));
}

static uint64_t box_bytes(const struct pvb_resource_info *i, uint32_t w, uint32_t h, uint32_t d, uint64_t row, uint64_t slice)
{
    uint32_t rows = pvgpu_format_rows_of(i->format, h);
    if (pvgpu_format_is_planar(i->format)) {
        FUZZ_CLAIM(d == 1 && h % 2 == 0 && w % 2 == 0);
        d = 2;
        rows /= 2;
    }
    return (d - 1) * slice + (rows - 1) * row + pvgpu_format_row_bytes(i->format, w);
}

static void claim_update_texture(struct pvb_context *x, const struct pvgpu_cmd_update_texture *c)
{
    const struct pvb_resource_info *i = pvb_resource_info(x, c->resource);
    claim_box(i, c->subresource, c->left, c->top, c->front, c->right, c->bottom, c->back);
    claim_heap(x, c->heap, c->heap_offset, box_bytes(i, c->right - c->left, c->bottom - c->top, c->back - c->front, c->row_pitch,
                                                     c->depth_pitch));
}

static void claim_read_texture(struct pvb_context *x, const struct pvgpu_cmd_read_texture *c)
{
    const struct pvb_resource_info *i = pvb_resource_info(x, c->resource);
    claim_box(i, c->subresource, c->left, c->top, c->front, c->right, c->bottom, c->back);
    claim_heap(x, c->heap, c->heap_offset, box_bytes(i, c->right - c->left, c->bottom - c->top, c->back - c->front, c->row_pitch,
                                                     c->depth_pitch));
}

static void claim_copy_region(struct pvb_context *x, const struct pvgpu_cmd_copy_region *c)
{
    const struct pvb_resource_info *s = pvb_resource_info(x, c->src), *d = pvb_resource_info(x, c->dst);
    if (c->has_box && s->dimension != PVGPU_DIM_BUFFER)
        claim_box(s, c->src_subresource, c->left, c->top, c->front, c->right, c->bottom, c->back);
    if (d->dimension == PVGPU_DIM_BUFFER) {
        FUZZ_CLAIM(s->dimension == PVGPU_DIM_BUFFER);
        FUZZ_CLAIM((uint64_t)c->dst_x + (c->has_box ? c->right - c->left : s->width) <= d->width);
    } else {
        FUZZ_CLAIM(c->dst_subresource < d->mips * d->array);
        FUZZ_CLAIM(c->dst_x <= pvb_mip(d->width, c->dst_subresource % d->mips)
                   && c->dst_y <= pvb_mip(d->height, c->dst_subresource % d->mips));
    }
}

/* Views of enabled streams, and sources inside them. */
static void claim_streams(struct pvb_context *x, const struct pvgpu_video_stream *s, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        const uint32_t views[2] = { s[i].input, s[i].input_right };
        FUZZ_CLAIM(s[i].enable ? views[0] != 0 : !views[0] && !views[1]);
        for (int k = 0; k < 2; k++) {
            const struct pvb_object_entry *o = views[k] ? pvb_object_entry(x, views[k]) : NULL;
            if (!o) continue;
            claim_ref(x, views[k], PVGPU_OBJ_VIDEO_INPUT);
            FUZZ_CLAIM(!s[i].source_on || (s[i].source.left >= 0 && s[i].source.left < s[i].source.right
                                           && (uint32_t)s[i].source.right <= o->width));
        }
        FUZZ_CLAIM(s[i].past <= PVGPU_VIDEO_FRAMES && s[i].future <= PVGPU_VIDEO_FRAMES);
        for (uint32_t k = 0; k < PVGPU_VIDEO_FRAMES; k++) {
            const uint32_t frames[4] = { s[i].past_frames[k], s[i].past_right[k], s[i].future_frames[k], s[i].future_right[k] };
            for (int m = 0; m < 4; m++) {
                const bool one = k < (m < 2 ? s[i].past : s[i].future) && (m % 2 == 0 || s[i].input_right);
                FUZZ_CLAIM(!frames[m] == !one);
                if (one) claim_ref(x, frames[m], PVGPU_OBJ_VIDEO_INPUT);
            }
        }
        FUZZ_CLAIM(!s[i].aspect_on || (s[i].source_den && s[i].dest_num));
        FUZZ_CLAIM(s[i].filters_on < 1u << PVGPU_VIDEO_FILTERS && s[i].rotation <= 3 && s[i].alpha == s[i].alpha);
    }
}

/* Data that can be read, in submissions that have each type once. */
static void claim_buffers(struct pvb_context *x, const struct pvgpu_decoder_buffer *b, uint32_t n)
{
    uint32_t types = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (!i || b[i].submission != b[i - 1].submission) types = 0;
        FUZZ_CLAIM(b[i].submission == (i ? b[i - 1].submission + !types : 0) && b[i].type < PVGPU_DECODER_TYPES);
        FUZZ_CLAIM(!(types & 1u << b[i].type) && b[i].size && b[i].size <= PVGPU_DECODER_BYTES);
        types |= 1u << b[i].type;
        claim_ref(x, b[i].heap, PVGPU_OBJ_HEAP);
        claim_heap(x, b[i].heap, b[i].offset, b[i].size);
    }
}

static void claim_more(struct pvb_context *x, int index, const void *cmd, const void *tail)
{
    const struct pvgpu_cmd_update_buffer *u = cmd;
    const struct pvgpu_cmd_read_buffer *r = cmd;
    const struct pvgpu_cmd_clear_view *v = cmd;
    const struct pvgpu_rect *rects = tail;
    switch (index) {
    case PVGPU_IX_UPDATE_TEXTURE: claim_update_texture(x, cmd); break;
    case PVGPU_IX_READ_TEXTURE: claim_read_texture(x, cmd); break;
    case PVGPU_IX_COPY_REGION: claim_copy_region(x, cmd); break;
    case PVGPU_IX_UPDATE_BUFFER:
        FUZZ_CLAIM((uint64_t)u->offset + u->size <= pvb_resource_info(x, u->resource)->width);
        claim_heap(x, u->heap, u->heap_offset, u->size);
        break;
    case PVGPU_IX_READ_BUFFER:
        FUZZ_CLAIM((uint64_t)r->offset + r->size <= pvb_resource_info(x, r->resource)->width);
        claim_heap(x, r->heap, r->heap_offset, r->size);
        break;
    case PVGPU_IX_CREATE_SHADER:
        claim_heap(x, ((const struct pvgpu_cmd_create_shader *)cmd)->heap, ((const struct pvgpu_cmd_create_shader *)cmd)->offset,
                   ((const struct pvgpu_cmd_create_shader *)cmd)->code_size);
        break;
    case PVGPU_IX_VIDEO_BLIT: claim_streams(x, tail, ((const struct pvgpu_cmd_video_blit *)cmd)->n_streams); break;
    case PVGPU_IX_DECODE_FRAME: claim_buffers(x, tail, ((const struct pvgpu_cmd_decode_frame *)cmd)->n_buffers); break;
    case PVGPU_IX_CLEAR_VIEW:
        for (uint32_t i = 0; i < v->n_rects; i++)
            FUZZ_CLAIM(rects[i].left >= 0 && rects[i].top >= 0 && rects[i].left <= rects[i].right
                       && rects[i].top <= rects[i].bottom
                       && (uint32_t)rects[i].right <= pvb_object_entry(x, v->view)->width);
        break;
    default:
        break;
    }
}

#define named_ref(c, v, a)    claim_ref(c, v, a)
#define named_optref(c, v, a) ((v) ? claim_ref(c, v, a) : (void)0)
#define named_newid(c, v, a)  FUZZ_CLAIM(!pvb_object_entry(c, v)->kind)
#define named_u32(c, v, a)     (void)0
#define named_i32(c, v, a)     (void)0
#define named_u64(c, v, a)     (void)0
#define named_f32(c, v, a)     (void)0
#define named_flags(c, v, a)   (void)0
#define named_enumv(c, v, a)   (void)0
#define named_count(c, v, a)   (void)0
#define named_max(c, v, a)     (void)0
#define named_bool(c, v, a)    (void)0
#define named_zero(c, v, a)    (void)0
#define named_nonzero(c, v, a) (void)0
#define named_format(c, v, a)  (void)0

#define CMD(n, N, code, cls, prose) \
static enum pvgpu_verdict on_##n(void *ctx, const struct pvgpu_cmd_##n *c, const void *tail) { \
    FUZZ_CLAIM(pvb_context_id(ctx) >= 1 && !((struct pvb_context *)ctx)->lost);
#define FIELD(n, k, f, a) named_##k(ctx, c->f, a);
#define TAIL(n, e, c)
#define END(n) claim_more(ctx, pvgpu_index_of(c->hdr.op), c, tail); \
    return pvb_renderer_null.commands->n ? pvb_renderer_null.commands->n(ctx, c, tail) : PVGPU_OK; }
#include "pvgpu_cmds.def"

static const struct pvgpu_ops claims = {
#define CMD(n, N, code, cls, prose) .n = on_##n,
#define FIELD(n, k, f, a)
#define TAIL(n, e, c)
#define END(n)
#include "pvgpu_cmds.def"
};

static int alive; /* resources and objects that the renderer holds */
static void *resource_create(struct pvb_renderer *r, const struct pvb_resource_info *i)
{
    FUZZ_CLAIM(pvb_resource_possible(i));
    if (i->quality == 99) return NULL; /* a host that refuses */
    alive++;
    return &alive;
}
static void resource_destroy(struct pvb_renderer *r, void *host)
{
    FUZZ_CLAIM(host == &alive);
    alive--;
}
static void frame_start(struct pvb_renderer *r, void *resource, const struct pvb_frame *frame)
{
    struct pvb_frame small = *frame; /* the null renderer would make a picture of any size */
    FUZZ_CLAIM(frame->width && frame->height && frame->width <= 16384 && frame->height <= 16384);
    small.width = small.height = 1;
    pvb_renderer_null.frame_start(r, resource, &small);
}
static void present_blt(struct pvb_renderer *r, void *dst, void *src, const struct pvgpu_cmd_present_blt *c,
                        const struct pvgpu_rect *rects)
{
    const struct pvb_resource_info *d = &pvb_resource_entry(&f.vm, c->dst)->info, *s = &pvb_resource_entry(&f.vm, c->src)->info;
    FUZZ_CLAIM(dst && src && c->src_left >= 0 && c->src_right > c->src_left && (uint32_t)c->src_right <= s->width);
    for (uint32_t i = 0; i < c->n_rects; i++) FUZZ_CLAIM(rects[i].left >= 0 && (uint32_t)rects[i].right <= d->width);
}

/* ---- the run ---- */

static void part_run(uint32_t context, const uint8_t *bytes, uint32_t size, bool *stopped)
{
    struct pvgpu_packet *p = f.packet;
    struct pvgpu_event e;
    int pending;
    if (context == WRITE) {
        memcpy(f.vm.heap, bytes, size);
        return;
    }
    *p = (struct pvgpu_packet){ (uint32_t)sizeof *p + size, context ? PVGPU_PACKET_CONTEXT : PVGPU_PACKET_KERNEL, 0, context, 0,
                                f.vm.last_fence + 1 };
    memcpy(p + 1, bytes, size);
    *stopped = pvb_vm_packet(&f.vm, p) != PVGPU_ERROR_NONE;
    FUZZ_CLAIM(*stopped || f.guest.fence->consumed == p->fence);
    FUZZ_CLAIM(!f.vm.current && !f.vm.list_depth);
    if (!*stopped) *stopped = pvb_vm_poll(&f.vm, pvb_now_ns(), &pending) != PVGPU_ERROR_NONE;
    while (guest_event(&f.guest, &e)) FUZZ_CLAIM(e.type >= PVGPU_EVENT_VBLANK && e.type <= PVGPU_EVENT_PRESENTED);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct pvb_renderer_ops ops;
    size_t before = pvb_alloc_used();
    bool stopped = false;

    if (!ops.name) {
        ops = pvb_renderer_null;
        ops.commands = &claims;
        ops.resource_create = resource_create;
        ops.resource_destroy = resource_destroy;
        ops.frame_start = frame_start;
        ops.present_blt = present_blt;
        pvb_alloc_limit(64 << 20);
    }
    FUZZ_CLAIM(fixture_open(&f, &ops) && fixture_scene(&f) == PVGPU_OK);
    for (int n = 0; n < PARTS_MAX && size >= 8 && !stopped; n++) {
        uint32_t header[2];
        memcpy(header, data, sizeof header);
        data += 8;
        size -= 8;
        if (header[0] > size) header[0] = (uint32_t)size;
        if (header[0] > 65536) break;
        header[0] &= ~7u; /* a packet's size, which the consumer has checked */
        part_run(header[1], data, header[0], &stopped);
        data += header[0];
        size -= header[0];
    }
    fixture_close(&f);
    FUZZ_CLAIM(alive == 0);
    FUZZ_CLAIM(pvb_alloc_used() == before);
    return 0;
}
