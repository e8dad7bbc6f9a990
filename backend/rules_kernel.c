/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * rules_kernel.c - rules of class KERNEL. A broken one is a device error, so only what the guest's
 * kernel driver decides by itself is judged here (see kernel.c).
 */
#include "rules.h"
#include "record.h"

#define REFRESH_MAX_MHZ 1000000u
#define PRESENT_COORDINATE_MAX (1 << 20)

enum pvgpu_verdict pvb_heap_range(struct pvb_vm *vm, uint32_t id, uint64_t offset, uint64_t len)
{
    const struct pvb_resource_entry *e = pvb_resource_entry(vm, id);
    if (!e->placed) return PVGPU_E_RULE;
    return offset <= e->heap.size && len <= e->heap.size - offset ? PVGPU_OK : PVGPU_E_RANGE;
}

enum pvgpu_verdict pvb_heap_input(struct pvb_vm *vm, uint32_t id, uint64_t offset, uint64_t len)
{
    enum pvgpu_verdict v = pvb_heap_range(vm, id, offset, len);
    if (!v && vm->record) {
        uint64_t at = pvb_resource_entry(vm, id)->heap.offset + offset;
        pvb_record_memory(vm->record, at, vm->heap + at, len);
    }
    return v;
}

bool rule_clip_rects(struct pvgpu_rect *r, uint32_t n, int32_t width, int32_t height)
{
    uint32_t left = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (r[i].left < 0) r[i].left = 0;
        if (r[i].top < 0) r[i].top = 0;
        if (r[i].right > width) r[i].right = width;
        if (r[i].bottom > height) r[i].bottom = height;
        if (r[i].left < r[i].right && r[i].top < r[i].bottom) left++;
        else r[i] = (struct pvgpu_rect){ 0, 0, 0, 0 };
    }
    return n && !left;
}

RULE(heap_create)
{
    struct pvb_vm *vm = arg;
    return c->size && c->size <= vm->heap_size ? PVGPU_OK : PVGPU_E_RANGE;
}

RULE(heap_place)
{
    struct pvb_vm *vm = arg;
    const struct pvb_resource_entry *e = pvb_resource_entry(vm, c->id);
    if (!c->placed) return PVGPU_OK;
    if (c->offset % PVGPU_PAGE) return PVGPU_E_RULE;
    return e->heap.size <= vm->heap_size && c->offset <= vm->heap_size - e->heap.size ? PVGPU_OK : PVGPU_E_RANGE;
}

RULE(context_close)
{
    struct pvb_vm *vm = arg;
    const struct pvb_context *x = vm->contexts[c->context];
    /* Openings of a lost context beyond the limit were not counted. */
    return x->lost || pvb_is_open(x, c->id) ? PVGPU_OK : PVGPU_E_RULE;
}

RULE(query_resource)
{
    return rule_slot(arg, c->heap, c->offset, sizeof(struct pvgpu_object_slot));
}

RULE(mode_set)
{
    if (c->width && !c->height) return PVGPU_E_RULE;
    return c->refresh_mhz <= REFRESH_MAX_MHZ ? PVGPU_OK : PVGPU_E_RANGE;
}

/* A texture that can be shown or blitted: two-dimensional, one sample. Error objects pass. */
static enum pvgpu_verdict picture(const struct pvb_resource_entry *e, uint32_t subresource)
{
    if (e->error) return PVGPU_OK;
    if (e->info.dimension != PVGPU_DIM_TEX2D || e->info.samples != 1) return PVGPU_E_RULE;
    return subresource < pvb_subresources(&e->info) ? PVGPU_OK : PVGPU_E_RANGE;
}

RULE(scanout_set) { return c->resource ? picture(pvb_resource_entry(arg, c->resource), 0) : PVGPU_OK; }

static bool rect_sane(int32_t l, int32_t t, int32_t r, int32_t b)
{
    const int32_t max = PRESENT_COORDINATE_MAX;
    return l <= r && t <= b && l >= -max && t >= -max && r <= max && b <= max;
}

RULE(present_blt)
{
    struct pvb_vm *vm = arg;
    const struct pvb_resource_entry *dst = pvb_resource_entry(vm, c->dst), *src = pvb_resource_entry(vm, c->src);
    enum pvgpu_verdict v = picture(dst, c->dst_subresource);
    struct rule_extent d, s;
    if (!v) v = picture(src, c->src_subresource);
    if (v) return v;
    if (!rect_sane(c->dst_left, c->dst_top, c->dst_right, c->dst_bottom)
        || !rect_sane(c->src_left, c->src_top, c->src_right, c->src_bottom)) return PVGPU_E_RANGE;
    if (c->dst == c->src && c->dst_subresource == c->src_subresource) return PVGPU_E_RULE;
    if (vm->skip) return PVGPU_OK;
    s = rule_extent_of(&src->info, c->src_subresource);
    if (c->src_left < 0 || c->src_top < 0 || c->src_right > (int32_t)s.width || c->src_bottom > (int32_t)s.height)
        return PVGPU_E_RANGE;
    /* A window may hang over the edge of its destination: the rectangles cut it to what exists. */
    d = rule_extent_of(&dst->info, c->dst_subresource);
    vm->nothing = c->dst_left == c->dst_right || c->dst_top == c->dst_bottom || c->src_left == c->src_right
        || c->src_top == c->src_bottom || c->dst_left >= (int32_t)d.width || c->dst_top >= (int32_t)d.height || c->dst_right <= 0
        || c->dst_bottom <= 0 || rule_clip_rects((struct pvgpu_rect *)(uintptr_t)tail, c->n_rects, (int32_t)d.width,
                                                 (int32_t)d.height);
    return PVGPU_OK;
}

RULE(color_fill)
{
    struct pvb_vm *vm = arg;
    const struct pvb_resource_entry *dst = pvb_resource_entry(vm, c->dst);
    enum pvgpu_verdict v = picture(dst, c->subresource);
    struct rule_extent d;
    if (v || vm->skip) return v;
    d = rule_extent_of(&dst->info, c->subresource);
    vm->nothing = rule_clip_rects((struct pvgpu_rect *)(uintptr_t)tail, c->n_rects, (int32_t)d.width, (int32_t)d.height);
    return PVGPU_OK;
}

RULE(cursor_shape)
{
    uint64_t row = (uint64_t)c->width * 4;
    if (!c->width || !c->height || c->pitch < row) return PVGPU_E_RULE;
    if (c->hot_x > c->width || c->hot_y > c->height) return PVGPU_E_RANGE;
    return pvb_heap_input(arg, c->heap, c->offset, (uint64_t)c->pitch * (c->height - 1) + row);
}

const struct pvgpu_ops pvb_kernel_rules = {
    .heap_create = heap_create, .heap_place = heap_place, .context_close = context_close, .mode_set = mode_set,
    .query_resource = query_resource,
    .scanout_set = scanout_set, .present_blt = present_blt, .color_fill = color_fill, .cursor_shape = cursor_shape,
};
