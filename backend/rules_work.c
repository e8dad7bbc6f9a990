/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * rules_work.c - rules of draws, clears, queries, copies and transfers. Sizes are capped by what a
 * resource may be (kernel.c), so products of them fit 64 bits.
 */
#include "rules.h"

/* ---- draws ---- */

static enum pvgpu_verdict indirect(struct pvb_vm *vm, uint32_t id, uint32_t offset, uint32_t size)
{
    enum pvgpu_verdict v;
    if (offset % 4) return PVGPU_E_RULE;
    if (vm->skip) return PVGPU_OK;
    v = rule_buffer(vm, id, 0, PVGPU_MISC_INDIRECT);
    return v ? v : rule_buffer_range(rule_info(vm, id), offset, size);
}

RULE(draw_indirect) { return indirect(arg, c->resource, c->offset, c->indexed ? 20 : 16); }
RULE(dispatch_indirect) { return indirect(arg, c->resource, c->offset, 12); }

/* ---- views ---- */

static enum pvgpu_verdict view_rects(struct pvb_vm *vm, uint32_t view, const void *tail, uint32_t n)
{
    const struct pvb_object_entry *o = pvb_object_entry(vm->current, view);
    int32_t w = o->width > INT32_MAX ? INT32_MAX : (int32_t)o->width;
    vm->nothing = rule_clip_rects((struct pvgpu_rect *)(uintptr_t)tail, n, w, (int32_t)o->height);
    return PVGPU_OK;
}

/* Texels that share a color are cleared together: "RECTs must be aligned so they do not straddle subsampled blocks"
 * (nc-d3d10umddi-pfnd3d11_1ddi_clearview.md). The rectangles are cut already. */
static enum pvgpu_verdict whole_pairs(const struct pvb_object_entry *o, const struct pvgpu_rect *r, uint32_t n)
{
    const uint32_t x = pvgpu_format_shared_width(o->type), y = pvgpu_format_shared_height(o->type);
    for (uint32_t i = 0; i < n; i++) {
        const uint32_t right = (uint32_t)r[i].right, bottom = (uint32_t)r[i].bottom;
        if ((uint32_t)r[i].left % x || (uint32_t)r[i].top % y || (right % x && right != o->width)
            || (bottom % y && bottom != o->height)) return PVGPU_E_RULE;
    }
    return PVGPU_OK;
}

RULE(clear_view)
{
    struct pvb_vm *vm = arg;
    const struct pvb_object_entry *o = pvb_object_entry(vm->current, c->view);
    enum pvgpu_verdict v;
    if (o->kind != PVGPU_OBJ_RTV && o->kind != PVGPU_OBJ_DSV && o->kind != PVGPU_OBJ_UAV && !pvb_is_video_view(o->kind))
        return PVGPU_E_HANDLE;
    if (vm->skip) return PVGPU_OK;
    v = view_rects(vm, c->view, tail, c->n_rects);
    return !v && pvb_is_video_view(o->kind) ? whole_pairs(o, tail, c->n_rects) : v;
}

RULE(discard)
{
    struct pvb_vm *vm = arg;
    uint32_t kind;
    if (!c->view == !c->resource) return PVGPU_E_RULE;
    if (c->resource) return c->n_rects ? PVGPU_E_RULE : PVGPU_OK;
    kind = pvb_object_entry(vm->current, c->view)->kind;
    if (kind != PVGPU_OBJ_RTV && kind != PVGPU_OBJ_DSV && kind != PVGPU_OBJ_UAV && kind != PVGPU_OBJ_SRV
        && !pvb_is_video_view(kind)) return PVGPU_E_HANDLE;
    return vm->skip ? PVGPU_OK : view_rects(vm, c->view, tail, c->n_rects);
}

RULE(clear_dsv) { return c->depth >= 0.0f && c->depth <= 1.0f ? PVGPU_OK : PVGPU_E_RANGE; }

RULE(generate_mips)
{
    struct pvb_vm *vm = arg;
    return vm->skip || (pvb_object_entry(vm->current, c->view)->flags & PVB_VIEW_MIPS) ? PVGPU_OK : PVGPU_E_RULE;
}

/* ---- queries ---- */

RULE(query_begin)
{
    struct pvb_vm *vm = arg;
    uint32_t type = pvb_object_entry(vm->current, c->query)->type;
    /* ID3D11DeviceContext::Begin: not for D3D11_QUERY_EVENT (0) and D3D11_QUERY_TIMESTAMP (2). */
    return !vm->skip && (type == 0 || type == 2) ? PVGPU_E_RULE : PVGPU_OK;
}

RULE(query_end)
{
    return rule_slot(arg, c->heap, c->offset, sizeof(struct pvgpu_query_slot));
}

RULE(signal)
{
    return rule_slot(arg, c->heap, c->offset, sizeof(struct pvgpu_progress_slot));
}

/* ---- copies ---- */

/* What has planes is copied to its like only. */
static bool same_planes(const struct pvb_resource_info *a, const struct pvb_resource_info *b)
{
    return a->format == b->format || (!pvgpu_format_is_planar(a->format) && !pvgpu_format_is_planar(b->format));
}

RULE(copy_resource)
{
    struct pvb_vm *vm = arg;
    const struct pvb_resource_info *d = rule_info(vm, c->dst), *s = rule_info(vm, c->src);
    if (c->dst == c->src) return PVGPU_E_RULE;
    if (vm->skip) return PVGPU_OK;
    if (rule_is_texture(d) != rule_is_texture(s) || d->width != s->width || d->height != s->height || d->depth != s->depth
        || d->array != s->array || d->mips != s->mips || d->samples != s->samples) return PVGPU_E_RULE;
    if (!rule_is_texture(d)) return PVGPU_OK;
    if ((d->dimension == PVGPU_DIM_TEX1D) != (s->dimension == PVGPU_DIM_TEX1D)
        || (d->dimension == PVGPU_DIM_TEX3D) != (s->dimension == PVGPU_DIM_TEX3D)) return PVGPU_E_RULE;
    return same_planes(d, s) && pvgpu_format_rows[d->format].block_bytes == pvgpu_format_rows[s->format].block_bytes
        && pvgpu_format_rows[d->format].block_width == pvgpu_format_rows[s->format].block_width ? PVGPU_OK : PVGPU_E_RULE;
}

struct box { uint32_t left, top, front, right, bottom, back; };

/* A box of a subresource of extent e in blocks of format f: on block edges or the edge of the mip, not
 * beyond its last block, and then cut to its texels. *empty: nothing is named. */
static enum pvgpu_verdict box_check(struct box *b, const struct rule_extent *e, const struct pvgpu_format_row *f, bool *empty)
{
    if (b->left > b->right || b->top > b->bottom || b->front > b->back) return PVGPU_E_RANGE;
    if (f->kind == PVGPU_FORMAT_PLANAR && (b->left | b->top | b->right | b->bottom) % 2) return PVGPU_E_RULE;
    if (b->right > rule_align_up(e->width, f->block_width) || b->bottom > rule_align_up(e->height, f->block_height)
        || b->back > e->depth) return PVGPU_E_RANGE;
    if (b->left % f->block_width || b->top % f->block_height) return PVGPU_E_RULE;
    if ((b->right % f->block_width && b->right != e->width) || (b->bottom % f->block_height && b->bottom != e->height))
        return PVGPU_E_RULE;
    if (b->right > e->width) b->right = e->width;
    if (b->bottom > e->height) b->bottom = e->height;
    *empty = b->left == b->right || b->top == b->bottom || b->front == b->back;
    return PVGPU_OK;
}

static uint32_t blocks(uint32_t texels, uint32_t block) { return (texels + block - 1) / block; }

static enum pvgpu_verdict copy_buffer_region(struct pvb_vm *vm, const struct pvgpu_cmd_copy_region *c,
                                             const struct pvb_resource_info *d, const struct pvb_resource_info *s)
{
    uint32_t left = c->has_box ? c->left : 0, right = c->has_box ? c->right : s->width;
    if (c->dst_subresource || c->src_subresource || c->dst_y || c->dst_z) return PVGPU_E_RANGE;
    if (c->has_box && (c->top != 0 || c->front != 0 || c->bottom > 1 || c->back > 1)) return PVGPU_E_RANGE;
    if (left > right || right > s->width) return PVGPU_E_RANGE;
    vm->nothing = left == right || (c->has_box && (!c->bottom || !c->back));
    return rule_buffer_range(d, c->dst_x, right - left);
}

static enum pvgpu_verdict copy_texture_region(struct pvb_vm *vm, const struct pvgpu_cmd_copy_region *c,
                                              const struct pvb_resource_info *d, const struct pvb_resource_info *s)
{
    const struct pvgpu_format_row *df = &pvgpu_format_rows[d->format], *sf = &pvgpu_format_rows[s->format];
    struct rule_extent de, se;
    struct box b = { 0, 0, 0, 0, 0, 0 }, to;
    enum pvgpu_verdict v;
    bool empty, cut;

    if (c->dst_subresource >= pvb_subresources(d) || c->src_subresource >= pvb_subresources(s)) return PVGPU_E_RANGE;
    if (d->samples != s->samples || df->block_bytes != sf->block_bytes || !same_planes(d, s)) return PVGPU_E_RULE;
    if (df->kind == PVGPU_FORMAT_PLANAR && (c->dst_x | c->dst_y) % 2) return PVGPU_E_RULE;
    if (c->dst == c->src && c->dst_subresource == c->src_subresource && d->samples != 1) return PVGPU_E_RULE;
    de = rule_extent_of(d, c->dst_subresource);
    se = rule_extent_of(s, c->src_subresource);
    if (c->has_box) b = (struct box){ c->left, c->top, c->front, c->right, c->bottom, c->back };
    else b = (struct box){ 0, 0, 0, se.width, se.height, se.depth };
    v = box_check(&b, &se, sf, &empty);
    if (v) return v;
    /* Multisampled textures are copied whole. */
    if (d->samples != 1 && (b.left || b.top || b.right != se.width || b.bottom != se.height || c->dst_x || c->dst_y))
        return PVGPU_E_RULE;
    if (c->dst_x > de.width || c->dst_y > de.height || c->dst_z > de.depth) return PVGPU_E_RANGE;
    if (c->dst_x % df->block_width || c->dst_y % df->block_height) return PVGPU_E_RULE;
    /* Where the blocks go, in texels of the destination. */
    to = (struct box){ c->dst_x, c->dst_y, c->dst_z,
                       c->dst_x + blocks(b.right - b.left, sf->block_width) * df->block_width,
                       c->dst_y + blocks(b.bottom - b.top, sf->block_height) * df->block_height, c->dst_z + (b.back - b.front) };
    cut = to.right > rule_align_up(de.width, df->block_width) || to.bottom > rule_align_up(de.height, df->block_height)
        || to.back > de.depth;
    if (cut) return PVGPU_E_RANGE;
    if (c->has_box) {
        struct pvgpu_cmd_copy_region *ours = PVB_OURS(copy_region, c);
        ours->right = b.right;
        ours->bottom = b.bottom;
    }
    vm->nothing = empty;
    return PVGPU_OK;
}

RULE(copy_region)
{
    struct pvb_vm *vm = arg;
    const struct pvb_resource_info *d = rule_info(vm, c->dst), *s = rule_info(vm, c->src);
    if (vm->skip) return PVGPU_OK;
    if (rule_is_texture(d) != rule_is_texture(s)) return PVGPU_E_RULE;
    return rule_is_texture(d) ? copy_texture_region(vm, c, d, s) : copy_buffer_region(vm, c, d, s);
}

RULE(resolve)
{
    struct pvb_vm *vm = arg;
    const struct pvb_resource_info *d = rule_info(vm, c->dst), *s = rule_info(vm, c->src);
    const struct pvgpu_format_row *f = &pvgpu_format_rows[c->format];
    struct rule_extent de, se;
    if (vm->skip) return PVGPU_OK;
    if (d->dimension != PVGPU_DIM_TEX2D || s->dimension != PVGPU_DIM_TEX2D || d->samples != 1 || s->samples == 1)
        return PVGPU_E_RULE;
    if (c->dst_subresource >= pvb_subresources(d) || c->src_subresource >= pvb_subresources(s)) return PVGPU_E_RANGE;
    if (f->kind == PVGPU_FORMAT_TYPELESS || f->block_bytes != pvgpu_format_rows[d->format].block_bytes
        || f->block_bytes != pvgpu_format_rows[s->format].block_bytes) return PVGPU_E_RULE;
    de = rule_extent_of(d, c->dst_subresource);
    se = rule_extent_of(s, c->src_subresource);
    return de.width == se.width && de.height == se.height ? PVGPU_OK : PVGPU_E_RULE;
}

RULE(copy_structure_count)
{
    struct pvb_vm *vm = arg;
    if (c->offset % 4) return PVGPU_E_RULE;
    if (vm->skip) return PVGPU_OK;
    /* D3D11_BUFFER_UAV_FLAG_APPEND 2 and _COUNTER 4 have a counter. */
    if (!(pvb_object_entry(vm->current, c->view)->flags & 6)) return PVGPU_E_RULE;
    return rule_buffer_range(rule_info(vm, c->dst), c->offset, 4);
}

/* ---- transfers ---- */

RULE(update_inline)
{
    struct pvb_vm *vm = arg;
    vm->nothing = !c->n;
    return vm->skip ? PVGPU_OK : rule_buffer_range(rule_info(vm, c->resource), c->offset, c->n);
}

RULE(update_buffer)
{
    struct pvb_vm *vm = arg;
    enum pvgpu_verdict v = pvb_heap_input(vm, c->heap, c->heap_offset, c->size);
    vm->nothing = !c->size;
    return v || vm->skip ? v : rule_buffer_range(rule_info(vm, c->resource), c->offset, c->size);
}

RULE(read_buffer)
{
    struct pvb_vm *vm = arg;
    enum pvgpu_verdict v = pvb_heap_range(vm, c->heap, c->heap_offset, c->size);
    vm->nothing = !c->size;
    return v || vm->skip ? v : rule_buffer_range(rule_info(vm, c->resource), c->offset, c->size);
}

/* Bytes of heap memory that a box with these pitches spans. Planes count as slices, of which the second has half the rows. */
static enum pvgpu_verdict box_bytes(const struct box *b, const struct pvb_resource_info *i, uint32_t row_pitch,
                                    uint32_t depth_pitch,
                                    uint64_t *bytes)
{
    uint64_t row = pvgpu_format_row_bytes(i->format, b->right - b->left);
    uint64_t rows = pvgpu_format_rows_of(i->format, b->bottom - b->top);
    bool several = b->back - b->front > 1 || pvgpu_format_is_planar(i->format);
    if (rows > 1 && row_pitch < row) return PVGPU_E_RANGE;
    if (several && depth_pitch < (rows - 1) * row_pitch + row) return PVGPU_E_RANGE;
    *bytes = pvgpu_format_box_bytes(i->format, b->right - b->left, b->bottom - b->top, b->back - b->front, row_pitch,
                                    depth_pitch); /* at most 2^11 * 2^32 + 2^14 * 2^32 */
    return PVGPU_OK;
}

/* What update_texture and read_texture have in common. *bytes is 0 when the box is empty. */
static enum pvgpu_verdict texture_box(struct pvb_vm *vm, const struct pvb_resource_info *i, uint32_t subresource, struct box *b,
                                      uint32_t row_pitch, uint32_t depth_pitch, uint64_t *bytes)
{
    struct rule_extent e;
    enum pvgpu_verdict v;
    bool empty;
    *bytes = 0;
    if (!rule_is_texture(i) || i->samples != 1) return PVGPU_E_RULE;
    if (subresource >= pvb_subresources(i)) return PVGPU_E_RANGE;
    e = rule_extent_of(i, subresource);
    v = box_check(b, &e, &pvgpu_format_rows[i->format], &empty);
    if (v) return v;
    vm->nothing = empty;
    return empty ? PVGPU_OK : box_bytes(b, i, row_pitch, depth_pitch, bytes);
}

RULE(update_texture)
{
    struct pvb_vm *vm = arg;
    struct box b = { c->left, c->top, c->front, c->right, c->bottom, c->back };
    struct pvgpu_cmd_update_texture *ours = PVB_OURS(update_texture, c);
    uint64_t bytes;
    enum pvgpu_verdict v;
    if (vm->skip) return PVGPU_OK;
    v = texture_box(vm, rule_info(vm, c->resource), c->subresource, &b, c->row_pitch, c->depth_pitch, &bytes);
    if (v) return v;
    ours->right = b.right;
    ours->bottom = b.bottom;
    return pvb_heap_input(vm, c->heap, c->heap_offset, bytes);
}

RULE(read_texture)
{
    struct pvb_vm *vm = arg;
    struct box b = { c->left, c->top, c->front, c->right, c->bottom, c->back };
    struct pvgpu_cmd_read_texture *ours = PVB_OURS(read_texture, c);
    uint64_t bytes;
    enum pvgpu_verdict v;
    if (vm->skip) return PVGPU_OK;
    v = texture_box(vm, rule_info(vm, c->resource), c->subresource, &b, c->row_pitch, c->depth_pitch, &bytes);
    if (v) return v;
    ours->right = b.right;
    ours->bottom = b.bottom;
    return pvb_heap_range(vm, c->heap, c->heap_offset, bytes);
}

const struct pvgpu_ops pvb_work_rules = {
    .draw_indirect = draw_indirect, .dispatch_indirect = dispatch_indirect, .clear_view = clear_view, .discard = discard,
    .clear_dsv = clear_dsv, .generate_mips = generate_mips, .query_begin = query_begin, .query_end = query_end, .signal = signal,
    .copy_resource = copy_resource, .copy_region = copy_region, .resolve = resolve, .copy_structure_count = copy_structure_count,
    .update_inline = update_inline, .update_buffer = update_buffer, .read_buffer = read_buffer,
    .update_texture = update_texture, .read_texture = read_texture,
};
