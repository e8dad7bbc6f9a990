/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * rules.h - what the rules_*.c files share. A rule runs after every handle that a field names was
 * resolved; it returns why the command is illegal, or PVGPU_OK, and may set vm->nothing.
 */
#ifndef PVB_RULES_H
#define PVB_RULES_H

#include "core.h"

#define RULE(n) static enum pvgpu_verdict n(void *arg, const struct pvgpu_cmd_##n *c, const void *tail)

static inline const struct pvb_resource_info *rule_info(struct pvb_vm *vm, uint32_t id)
{
    return &pvb_resource_entry(vm, id)->info;
}

static inline bool rule_is_texture(const struct pvb_resource_info *i) { return i->dimension != PVGPU_DIM_BUFFER; }

static inline uint32_t rule_align_up(uint32_t v, uint32_t to) { return (v + to - 1) / to * to; } /* v below 2^31 */

/* Extent of a subresource, which exists. */
struct rule_extent { uint32_t width, height, depth; };
static inline struct rule_extent rule_extent_of(const struct pvb_resource_info *i, uint32_t subresource)
{
    uint32_t mip = subresource % i->mips;
    return (struct rule_extent){ pvb_mip(i->width, mip), pvb_mip(i->height, mip), pvb_mip(i->depth, mip) };
}

/* Cuts rectangles to width x height, in place; one that is empty then becomes all zero. true: none is left. */
bool rule_clip_rects(struct pvgpu_rect *r, uint32_t n, int32_t width, int32_t height);

/* A buffer whose bind flags have one of bind, or whose misc flags have one of misc. */
static inline enum pvgpu_verdict rule_buffer(struct pvb_vm *vm, uint32_t id, uint32_t bind, uint32_t misc)
{
    const struct pvb_resource_info *i = rule_info(vm, id);
    return i->dimension == PVGPU_DIM_BUFFER && ((i->bind & bind) || (i->misc & misc)) ? PVGPU_OK : PVGPU_E_RULE;
}

/* len bytes at offset lie inside a buffer. */
static inline enum pvgpu_verdict rule_buffer_range(const struct pvb_resource_info *i, uint64_t offset, uint64_t len)
{
    if (i->dimension != PVGPU_DIM_BUFFER) return PVGPU_E_RULE;
    return offset <= i->width && len <= i->width - offset ? PVGPU_OK : PVGPU_E_RANGE;
}

/* A slot of size bytes at offset of a heap: what is written there counts in words of 8 bytes. */
static inline enum pvgpu_verdict rule_slot(struct pvb_vm *vm, uint32_t heap, uint64_t offset, uint64_t size)
{
    return offset % 8 ? PVGPU_E_RULE : pvb_heap_range(vm, heap, offset, size);
}

#endif
