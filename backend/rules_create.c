/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * rules_create.c - rules of what a context may create. Names of limits are Direct3D 11's
 * ("Resource Limits", d3d11.h constants). What only the host can judge (whether it supports a format
 * in a view, say) is left to it: it makes an error object, which is no crime of the guest's.
 */
#include "rules.h"

/* ---- views ---- */

enum { VIEW_1D = 1, VIEW_ARRAY = 2, VIEW_MS = 4, VIEW_CUBE = 8, VIEW_3D = 16, VIEW_2D = 32 };

static const uint8_t view_traits[PVGPU_VIEW_COUNT] = {
    [PVGPU_VIEW_TEX1D] = VIEW_1D, [PVGPU_VIEW_TEX1D_ARRAY] = VIEW_1D | VIEW_ARRAY, [PVGPU_VIEW_TEX2D] = VIEW_2D,
    [PVGPU_VIEW_TEX2D_ARRAY] = VIEW_2D | VIEW_ARRAY, [PVGPU_VIEW_TEX2DMS] = VIEW_2D | VIEW_MS,
    [PVGPU_VIEW_TEX2DMS_ARRAY] = VIEW_2D | VIEW_MS | VIEW_ARRAY, [PVGPU_VIEW_TEX3D] = VIEW_3D,
    [PVGPU_VIEW_CUBE] = VIEW_CUBE, [PVGPU_VIEW_CUBE_ARRAY] = VIEW_CUBE | VIEW_ARRAY,
};

static bool range_inside(uint32_t first, uint32_t count, uint32_t all) { return count && first < all && count <= all - first; }

/* The view's format can reinterpret the resource's: 0 takes a typed one over; otherwise blocks agree
 * in size (a family has one block size; R32 views of 4-byte families are Direct3D's exception), or it is one of a plane's. */
static enum pvgpu_verdict texture_format(const struct pvb_resource_info *i, uint32_t format)
{
    const struct pvgpu_format_row *r = &pvgpu_format_rows[i->format], *f = &pvgpu_format_rows[format];
    if (pvgpu_format_is_video(i->format)) return pvgpu_format_plane(i->format, format) < 0 ? PVGPU_E_RULE : PVGPU_OK;
    if (!format) return r->kind == PVGPU_FORMAT_TYPELESS ? PVGPU_E_RULE : PVGPU_OK;
    if (f->kind == PVGPU_FORMAT_TYPELESS || f->planes != 1) return PVGPU_E_RULE;
    return f->block_bytes == r->block_bytes && f->block_width == r->block_width && f->block_height == r->block_height
        ? PVGPU_OK : PVGPU_E_RULE;
}

/* Elements first..first+count-1 of a buffer. raw: the view is a byte address buffer. */
static enum pvgpu_verdict buffer_view(const struct pvb_resource_info *i, uint32_t format, uint32_t first, uint32_t count,
                                      bool raw)
{
    uint64_t element;
    if (i->dimension != PVGPU_DIM_BUFFER) return PVGPU_E_RULE;
    if (raw) {
        if (!(i->misc & PVGPU_MISC_RAW)) return PVGPU_E_RULE;
        element = 4;
    } else if (!format) {
        if (!(i->misc & PVGPU_MISC_STRUCTURED)) return PVGPU_E_RULE;
        element = i->stride;
    } else {
        const struct pvgpu_format_row *f = &pvgpu_format_rows[format];
        if (f->kind == PVGPU_FORMAT_TYPELESS || f->planes != 1 || f->block_width != 1 || f->block_height != 1)
            return PVGPU_E_RULE;
        element = f->block_bytes;
    }
    return count && ((uint64_t)first + count) * element <= i->width ? PVGPU_OK : PVGPU_E_RANGE;
}

/* Dimension, samples and slices of a texture view. mip: the view's first. rtv: TEX3D has depth slices. */
static enum pvgpu_verdict texture_view(const struct pvb_resource_info *i, uint32_t dimension, uint32_t mip, uint32_t first,
                                       uint32_t count, bool slices_of_depth)
{
    uint32_t t = view_traits[dimension];
    bool is_2d = i->dimension == PVGPU_DIM_TEX2D || i->dimension == PVGPU_DIM_CUBE;
    bool is_cube = i->dimension == PVGPU_DIM_CUBE || (i->misc & PVGPU_MISC_CUBE);

    if (!t) return PVGPU_E_RULE;
    if ((t & VIEW_1D) && i->dimension != PVGPU_DIM_TEX1D) return PVGPU_E_RULE;
    if ((t & VIEW_2D) && !is_2d) return PVGPU_E_RULE;
    if ((t & VIEW_CUBE) && !is_cube) return PVGPU_E_RULE;
    if ((t & VIEW_3D) && i->dimension != PVGPU_DIM_TEX3D) return PVGPU_E_RULE;
    if (!(t & VIEW_MS) != (i->samples == 1)) return PVGPU_E_RULE;
    if (mip >= i->mips) return PVGPU_E_RANGE;
    if ((t & VIEW_CUBE) && (t & VIEW_ARRAY))
        return count <= i->array / 6 && range_inside(first, count * 6, i->array) ? PVGPU_OK : PVGPU_E_RANGE;
    if (t & VIEW_ARRAY) return range_inside(first, count, i->array) ? PVGPU_OK : PVGPU_E_RANGE;
    if ((t & VIEW_3D) && slices_of_depth) return range_inside(first, count, pvb_mip(i->depth, mip)) ? PVGPU_OK : PVGPU_E_RANGE;
    return PVGPU_OK;
}

/* Views of an error object become error objects: there is nothing to compare with. */
#define PASS_ERRORS() do { if (((struct pvb_vm *)arg)->skip) return PVGPU_OK; } while (0)

RULE(create_srv)
{
    const struct pvb_resource_info *i = rule_info(arg, c->resource);
    enum pvgpu_verdict v;
    PASS_ERRORS();
    if (!(i->bind & PVGPU_BIND_SHADER)) return PVGPU_E_RULE;
    if (c->dimension == PVGPU_VIEW_BUFFER) return buffer_view(i, c->format, c->first, c->count, c->flags & 1);
    if (i->dimension == PVGPU_DIM_BUFFER || c->flags) return PVGPU_E_RULE;
    v = texture_format(i, c->format);
    if (!v) v = texture_view(i, c->dimension, c->first_mip, c->first, c->count, false);
    if (!v && c->mips != UINT32_MAX && !(view_traits[c->dimension] & VIEW_MS) && !range_inside(c->first_mip, c->mips, i->mips))
        v = PVGPU_E_RANGE;
    return v;
}

RULE(create_rtv)
{
    const struct pvb_resource_info *i = rule_info(arg, c->resource);
    enum pvgpu_verdict v;
    PASS_ERRORS();
    if (!(i->bind & PVGPU_BIND_TARGET)) return PVGPU_E_RULE;
    if (c->dimension == PVGPU_VIEW_BUFFER) return buffer_view(i, c->format, c->first, c->count, false);
    if (i->dimension == PVGPU_DIM_BUFFER) return PVGPU_E_RULE;
    v = texture_format(i, c->format);
    return v ? v : texture_view(i, c->dimension, c->mip, c->first, c->count, true);
}

RULE(create_dsv)
{
    const struct pvb_resource_info *i = rule_info(arg, c->resource);
    enum pvgpu_verdict v;
    PASS_ERRORS();
    if (!(i->bind & PVGPU_BIND_DEPTH) || i->dimension == PVGPU_DIM_BUFFER) return PVGPU_E_RULE;
    v = texture_format(i, c->format);
    return v ? v : texture_view(i, c->dimension, c->mip, c->first, c->count, false);
}

RULE(create_uav)
{
    const struct pvb_resource_info *i = rule_info(arg, c->resource);
    enum pvgpu_verdict v;
    PASS_ERRORS();
    if (!(i->bind & PVGPU_BIND_UNORDERED)) return PVGPU_E_RULE;
    if (c->dimension == PVGPU_VIEW_BUFFER) {
        if ((c->flags & 6) && !(i->misc & PVGPU_MISC_STRUCTURED)) return PVGPU_E_RULE;
        return buffer_view(i, c->format, c->first, c->count, c->flags & 1);
    }
    if (i->dimension == PVGPU_DIM_BUFFER || c->flags || (view_traits[c->dimension] & (VIEW_MS | VIEW_CUBE))) return PVGPU_E_RULE;
    v = texture_format(i, c->format);
    return v ? v : texture_view(i, c->dimension, c->mip, c->first, c->count, true);
}

/* ---- states ---- */

/* D3D11_BLEND 1..19 without the two unused numbers 12 and 13, D3D11_BLEND_OP 1..5, D3D11_LOGIC_OP 0..15. */
static bool blend_factor(uint8_t v) { return v >= 1 && v <= 19 && v != 12 && v != 13; }

RULE(create_blend)
{
    const struct pvgpu_blend_target *t = tail;
    if (c->n_targets != 1 && c->n_targets != 8) return PVGPU_E_RULE;
    for (uint32_t i = 0; i < c->n_targets; i++) {
        for (unsigned k = 0; k < sizeof t[i].pad; k++)
            if (t[i].pad[k]) return PVGPU_E_FIELD;
        if (t[i].enable > 1 || t[i].logic_enable > 1 || t[i].write_mask > 15 || t[i].logic_op > 15) return PVGPU_E_FIELD;
        if (t[i].enable && (!blend_factor(t[i].src) || !blend_factor(t[i].dst) || !blend_factor(t[i].src_alpha)
                            || !blend_factor(t[i].dst_alpha) || t[i].op - 1u > 4 || t[i].op_alpha - 1u > 4)) return PVGPU_E_FIELD;
    }
    return PVGPU_OK;
}

RULE(create_depth_stencil)
{
    if (c->depth_enable && !c->depth_func) return PVGPU_E_FIELD;
    if (c->stencil_enable && (!c->front_fail || !c->front_depth_fail || !c->front_pass || !c->front_func || !c->back_fail
                              || !c->back_depth_fail || !c->back_pass || !c->back_func)) return PVGPU_E_FIELD;
    return PVGPU_OK;
}

RULE(create_rasterizer)
{
    if (c->fill < 2 || !c->cull) return PVGPU_E_FIELD; /* D3D11_FILL_WIREFRAME is 2, D3D11_CULL_NONE 1 */
    return c->forced_samples & (c->forced_samples - 1) ? PVGPU_E_RULE : PVGPU_OK;
}

RULE(create_sampler)
{
    uint32_t base = c->filter & 0x7f, reduction = c->filter & 0x180;
    /* D3D11_FILTER: mip bit 0, mag bit 2, min bit 4, anisotropic 0x55; comparison 0x80, minimum 0x100, maximum 0x180. */
    if ((c->filter & ~0x1ffu) || ((base & ~0x15u) && base != 0x55)) return PVGPU_E_FIELD;
    if (reduction == 0x80 && !c->func) return PVGPU_E_FIELD;
    return c->address_u && c->address_v && c->address_w ? PVGPU_OK : PVGPU_E_FIELD;
}

RULE(create_input_layout)
{
    const struct pvgpu_input_element *e = tail;
    uint32_t seen = 0;
    for (uint32_t i = 0; i < c->n_elements; i++) {
        if (e[i].reg > 31 || e[i].slot > 31 || e[i].instanced > 1) return PVGPU_E_FIELD;
        if (!pvgpu_format_known(e[i].format) || pvgpu_format_rows[e[i].format].kind == PVGPU_FORMAT_TYPELESS
            || pvgpu_format_rows[e[i].format].block_width != 1 || pvgpu_format_rows[e[i].format].planes != 1)
            return PVGPU_E_FIELD;
        if (e[i].offset > 0xffff) return PVGPU_E_RANGE;
        if (seen & 1u << e[i].reg) return PVGPU_E_RULE;
        seen |= 1u << e[i].reg;
    }
    return PVGPU_OK;
}

RULE(create_so_layout)
{
    const uint32_t strides[4] = { c->stride0, c->stride1, c->stride2, c->stride3 };
    const struct pvgpu_so_element *e = tail;
    uint32_t written[4] = { 0 };
    if (c->rasterized > 3 && c->rasterized != UINT32_MAX) return PVGPU_E_FIELD;
    for (uint32_t i = 0; i < 4; i++)
        if (strides[i] % 4 || strides[i] > 2048) return PVGPU_E_RANGE;
    for (uint32_t i = 0; i < c->n_elements; i++) {
        if (e[i].gap > 1 || e[i].stream > 3 || e[i].slot > 3 || (!e[i].gap && e[i].reg > 31)) return PVGPU_E_FIELD;
        if (!e[i].n_components || e[i].n_components > 4 || e[i].first_component > 4 - e[i].n_components) return PVGPU_E_RANGE;
        written[e[i].slot] += 4 * e[i].n_components;
        if (written[e[i].slot] > 2048) return PVGPU_E_RANGE; /* D3D11_SO_BUFFER_MAX_STRIDE_IN_BYTES */
    }
    return PVGPU_OK;
}

RULE(create_shader)
{
    const struct pvgpu_signature *s = tail;
    if (c->code_size % 4 || c->code_size > PVB_SHADER_SIZE_MAX) return PVGPU_E_RANGE;
    if (c->n_inputs + c->n_outputs > c->n_signature) return PVGPU_E_RULE;
    if (c->n_inputs + c->n_outputs < c->n_signature && c->stage != PVGPU_STAGE_HS && c->stage != PVGPU_STAGE_DS
        && !c->so_layout) return PVGPU_E_RULE;
    if (c->so_layout && c->stage != PVGPU_STAGE_GS) return PVGPU_E_RULE;
    for (uint32_t i = 0; i < c->n_signature; i++)
        if (s[i].stream > 3 || s[i].mask > 15) return PVGPU_E_FIELD;
    return pvb_heap_input(arg, c->heap, c->offset, c->code_size);
}

/* Numbers that no instance can have: D3D11DDIARG_POINTERDATA has 4 bits for the buffer, 12 for the offset, 7 for the texture and 4
 * for the sampler. Whether the tables are the shader's is for the linker to say. */
RULE(link_shader)
{
    const struct pvgpu_shader_slot *s = tail;
    for (uint32_t i = 0; i < c->n_slots; i++) {
        if (s[i].pad) return PVGPU_E_FIELD;
        if (s[i].buffer > 15 || s[i].offset > 4095 || s[i].texture > 127 || s[i].sampler > 15) return PVGPU_E_RANGE;
    }
    return PVGPU_OK;
}

RULE(create_query)
{
    /* D3D11_QUERY_MISC_PREDICATEHINT is for predicates. */
    bool predicate = c->type == 5 || (c->type >= 7 && c->type % 2);
    return c->flags && !predicate ? PVGPU_E_RULE : PVGPU_OK;
}

RULE(create_command_list)
{
    if (c->size > PVB_LIST_SIZE_MAX) return PVGPU_E_QUOTA;
    if (c->size % 8) return PVGPU_E_RULE;
    return pvb_heap_input(arg, c->heap, c->offset, c->size);
}

RULE(query_object)
{
    return rule_slot(arg, c->heap, c->offset, sizeof(struct pvgpu_object_slot));
}

const struct pvgpu_ops pvb_create_rules = {
    .create_srv = create_srv, .create_rtv = create_rtv, .create_dsv = create_dsv, .create_uav = create_uav,
    .create_blend = create_blend, .create_depth_stencil = create_depth_stencil, .create_rasterizer = create_rasterizer,
    .create_sampler = create_sampler, .create_input_layout = create_input_layout, .create_so_layout = create_so_layout,
    .create_shader = create_shader, .link_shader = link_shader, .create_query = create_query,
    .create_command_list = create_command_list, .query_object = query_object,
};
