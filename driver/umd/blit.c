/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * blit.c - DXGI's Blt: a rectangle of a back buffer to another surface, stretched, converted, resolved
 * and rotated in one pass over the destination (ns-dxgiddi-dxgi_ddi_base_functions.md). Equal sizes
 * and formats of one family are a copy or a resolve; everything else is one draw of our own, after
 * which what the program had bound is bound again.
 *
 * Colours: sRGB goes to non-sRGB unchanged, so a view's decoding is undone by encoding; from floating
 * point to integers gamma is encoded, the other way removed (the same page).
 */
#include "entry.h"
#include "os.h"
#include "shaders/blit_ps.h"
#include "shaders/blit_vs.h"

enum { CURVE_NONE, CURVE_ENCODE, CURVE_DECODE, TRIANGLE_STRIP = 5 };

struct constants {
    float corners[8], bounds[4];
    uint32_t curve, pad[3];
};

struct pvu_blit {
    struct pvu_shader vs, ps;
    struct pvu_resource constants;   /* default usage: written inside the command */
    struct pvu_resource resolved;    /* of the last multisampled source; id 0: none */
};

static uint32_t family(uint32_t format)
{
    return pvgpu_format_known(format) ? pvgpu_format_rows[format].family : 0;
}

/* Whether what a shader reads from, or writes to, a view of this format is linear. */
static bool linear(uint32_t format)
{
    uint32_t kind = pvgpu_format_known(format) ? pvgpu_format_rows[format].kind : PVGPU_FORMAT_UNKNOWN;
    return kind == PVGPU_FORMAT_SRGB || kind == PVGPU_FORMAT_FLOAT;
}

/* ---- objects, made on first use ---- */

/* The token stream inside a compiled container: its chunk SHDR. */
static const uint32_t *tokens_of(const uint32_t *container)
{
    enum { CHUNKS = 7, FIRST = 8, SHDR = 0x52444853 };
    for (uint32_t i = 0; i < container[CHUNKS]; i++) {
        const uint32_t *chunk = container + container[FIRST + i] / 4;
        if (chunk[0] == SHDR) return chunk + 2;
    }
    return NULL;
}

static enum pvu_status make_shaders(struct pvu_context *c, struct pvu_blit *b)
{
    static const struct pvgpu_signature id = { .reg = 0, .mask = 1, .name = D3D10_SB_NAME_VERTEX_ID };
    static const struct pvgpu_signature position = { .reg = 0, .mask = 15, .name = D3D10_SB_NAME_POSITION };
    static const struct pvgpu_signature at = { .reg = 1, .mask = 3 };
    static const struct pvgpu_signature target = { .reg = 0, .mask = 15 };
    struct pvu_signatures vs = { .e = { id, position, at }, .n_inputs = 1, .n_outputs = 2, .n = 3 };
    struct pvu_signatures ps = { .e = { position, at, target }, .n_inputs = 2, .n_outputs = 1, .n = 3 };
    enum pvu_status s = pvu_shader_init(c, &b->vs, PVGPU_STAGE_VS, tokens_of(blit_vs), &vs, 0);
    if (s == PVU_OK) s = pvu_shader_init(c, &b->ps, PVGPU_STAGE_PS, tokens_of(blit_ps), &ps, 0);
    return s;
}

static enum pvu_status make_constants(struct pvu_context *c, struct pvu_blit *b)
{
    D3D10DDI_MIPINFO mip = { sizeof(struct constants), 1, 1, sizeof(struct constants), 1, 1 };
    D3D11DDIARG_CREATERESOURCE a = { .pMipInfoList = &mip, .ResourceDimension = D3D10DDIRESOURCE_BUFFER,
                                     .Usage = D3D10_DDI_USAGE_DEFAULT, .BindFlags = D3D10_DDI_BIND_CONSTANT_BUFFER,
                                     .SampleDesc = { 1, 0 }, .MipLevels = 1, .ArraySize = 1 };
    return pvu_resource_init(c, &a, &b->constants, NULL);
}

static void drop(struct pvu_device *d, struct pvu_blit *b)
{
    pvu_object_destroy(&d->context, b->vs.id);
    pvu_object_destroy(&d->context, b->ps.id);
    if (b->constants.id) pvu_resource_fini(d, &b->constants);
    if (b->resolved.id) pvu_resource_fini(d, &b->resolved);
    pvu_os_free(b);
}

void pvu_blit_fini(struct pvu_device *d)
{
    if (d->blit) drop(d, d->blit);
    d->blit = NULL;
}

static enum pvu_status make(struct pvu_context *c)
{
    struct pvu_device *d = c->device;
    if (d->blit) return PVU_OK;
    struct pvu_blit *b = pvu_os_alloc(sizeof *b);
    if (!b) return PVU_NO_MEMORY;
    enum pvu_status s = make_shaders(c, b);
    if (s == PVU_OK) s = make_constants(c, b);
    if (s == PVU_OK) d->blit = b;
    else drop(d, b);
    return s;
}

/* ---- the ways ---- */

static void copy(struct pvu_context *c, const struct pvu_blt *b)
{
    struct pvgpu_cmd_copy_region *k = PVU_CMD(c, copy_region, COPY_REGION);
    memset((uint8_t *)k + sizeof k->hdr, 0, sizeof *k - sizeof k->hdr);
    k->dst = b->dst->id;
    k->dst_subresource = b->dst_subresource;
    k->dst_x = (uint32_t)b->dst_rect.left;
    k->dst_y = (uint32_t)b->dst_rect.top;
    k->src = b->src->id;
    k->src_subresource = b->src_subresource;
    k->has_box = 1;
    k->left = (uint32_t)b->src_rect.left;
    k->top = (uint32_t)b->src_rect.top;
    k->right = (uint32_t)b->src_rect.right;
    k->bottom = (uint32_t)b->src_rect.bottom;
    k->back = 1;
    pvu_use(c, b->src, false);
    pvu_use(c, b->dst, true);
}

static void resolve(struct pvu_context *c, struct pvu_resource *dst, uint32_t dst_sub, struct pvu_resource *src, uint32_t src_sub)
{
    struct pvgpu_cmd_resolve *k = PVU_CMD(c, resolve, RESOLVE);
    k->dst = dst->id;
    k->dst_subresource = dst_sub;
    k->src = src->id;
    k->src_subresource = src_sub;
    k->format = src->format;
    k->pad = 0;
    pvu_use(c, src, false);
    pvu_use(c, dst, true);
}

/* A multisampled source becomes a texture of ours first: the destination still sees one pass. */
static enum pvu_status resolve_source(struct pvu_context *c, struct pvu_blt *b)
{
    struct pvu_device *d = c->device;
    struct pvu_resource *t = &d->blit->resolved, *src = b->src;
    if (t->id && (t->width != src->width || t->height != src->height || t->format != src->format)) {
        pvu_resource_fini(d, t);
        memset(t, 0, sizeof *t);
    }
    if (!t->id) {
        D3D10DDI_MIPINFO mip = { src->width, src->height, 1, src->width, src->height, 1 };
        D3D11DDIARG_CREATERESOURCE a = { .pMipInfoList = &mip, .ResourceDimension = D3D10DDIRESOURCE_TEXTURE2D,
                                         .Usage = D3D10_DDI_USAGE_DEFAULT,
                                         .BindFlags = D3D10_DDI_BIND_SHADER_RESOURCE | D3D10_DDI_BIND_RENDER_TARGET,
                                         .Format = (DXGI_FORMAT)src->format, .SampleDesc = { 1, 0 }, .MipLevels = 1,
                                         .ArraySize = 1 };
        enum pvu_status s = pvu_resource_init(c, &a, t, NULL);
        if (s != PVU_OK) {
            memset(t, 0, sizeof *t);
            return s;
        }
    }
    resolve(c, t, 0, src, b->src_subresource);
    b->src = t;
    b->src_subresource = 0;
    return PVU_OK;
}

static uint32_t make_srv(struct pvu_context *c, struct pvu_resource *r, uint32_t subresource)
{
    uint32_t id = pvu_id_alloc(c->device);
    if (!id) return 0;
    struct pvgpu_cmd_create_srv *k = PVU_CMD(c, create_srv, CREATE_SRV);
    k->id = id;
    k->resource = r->id;
    k->format = r->format;
    k->dimension = r->array > 1 ? PVGPU_VIEW_TEX2D_ARRAY : PVGPU_VIEW_TEX2D;
    k->first_mip = subresource % r->mips;
    k->mips = 1;
    k->first = subresource / r->mips;
    k->count = 1;
    k->flags = k->pad = 0;
    pvu_use(c, r, false);
    return id;
}

static uint32_t make_rtv(struct pvu_context *c, struct pvu_resource *r, uint32_t subresource)
{
    uint32_t id = pvu_id_alloc(c->device);
    if (!id) return 0;
    struct pvgpu_cmd_create_rtv *k = PVU_CMD(c, create_rtv, CREATE_RTV);
    k->id = id;
    k->resource = r->id;
    k->format = r->format;
    k->dimension = r->array > 1 ? PVGPU_VIEW_TEX2D_ARRAY : PVGPU_VIEW_TEX2D;
    k->mip = subresource % r->mips;
    k->first = subresource / r->mips;
    k->count = 1;
    k->pad = 0;
    pvu_use(c, r, true);
    return id;
}

/* Which corner of the source each corner of the destination shows: top left, top right, bottom left,
 * bottom right, as bits (1: right, 2: bottom). Counter-clockwise. */
static const uint8_t turned[5][4] = {
    [DXGI_DDI_MODE_ROTATION_UNSPECIFIED] = { 0, 1, 2, 3 },
    [DXGI_DDI_MODE_ROTATION_IDENTITY] = { 0, 1, 2, 3 },
    [DXGI_DDI_MODE_ROTATION_ROTATE90] = { 1, 3, 0, 2 },
    [DXGI_DDI_MODE_ROTATION_ROTATE180] = { 3, 2, 1, 0 },
    [DXGI_DDI_MODE_ROTATION_ROTATE270] = { 2, 0, 3, 1 },
};

static void fill_constants(struct constants *k, const struct pvu_blt *b)
{
    uint32_t mip = b->src_subresource % b->src->mips;
    float w = (float)pvu_mip(b->src->width, mip), h = (float)pvu_mip(b->src->height, mip);
    const struct pvgpu_rect *s = &b->src_rect;
    float x[2] = { (float)s->left / w, (float)s->right / w }, y[2] = { (float)s->top / h, (float)s->bottom / h };
    unsigned rotation = (unsigned)b->rotation < 5 ? (unsigned)b->rotation : 0;
    memset(k, 0, sizeof *k);
    for (unsigned i = 0; i < 4; i++) {
        k->corners[2 * i] = x[turned[rotation][i] & 1];
        k->corners[2 * i + 1] = y[turned[rotation][i] >> 1];
    }
    k->bounds[0] = ((float)s->left + 0.5f) / w;
    k->bounds[1] = ((float)s->top + 0.5f) / h;
    k->bounds[2] = ((float)s->right - 0.5f) / w;
    k->bounds[3] = ((float)s->bottom - 0.5f) / h;
    bool from = linear(b->src->format), to = linear(b->dst->format);
    k->curve = from && !to ? CURVE_ENCODE : !from && to ? CURVE_DECODE : CURVE_NONE;
}

static void set_shader(struct pvu_context *c, uint32_t stage, uint32_t id)
{
    struct pvgpu_cmd_set_shader *k = PVU_CMD(c, set_shader, SET_SHADER);
    k->stage = stage;
    k->shader = id;
}

/* Everything that a draw depends on and that the program may have set; what is not given is Direct3D's
 * default: a linear, clamping sampler, no blending, no depth test without a depth view, no scissors. */
static void set_state(struct pvu_context *c, const struct pvu_blt *b, uint32_t srv, uint32_t rtv)
{
    const struct pvu_blit *o = c->device->blit;
    struct constants k;
    fill_constants(&k, b);
    pvu_update_inline(c, &c->device->blit->constants, 0, sizeof k, &k, 0);
    set_shader(c, PVGPU_STAGE_VS, o->vs.id);
    set_shader(c, PVGPU_STAGE_HS, 0);
    set_shader(c, PVGPU_STAGE_DS, 0);
    set_shader(c, PVGPU_STAGE_GS, 0);
    set_shader(c, PVGPU_STAGE_PS, o->ps.id);
    pvu_send_cb0(c, PVGPU_STAGE_VS, &c->device->blit->constants, 0, 0);
    pvu_send_cb0(c, PVGPU_STAGE_PS, &c->device->blit->constants, 0, 0);
    struct pvgpu_cmd_set_targets *t = PVU_CMD_TAIL(c, set_targets, SET_TARGETS, sizeof(struct pvgpu_om_view));
    t->n_rtv = 1;
    t->dsv = 0;
    t->uav_first = 1;
    t->n = 1;
    *(struct pvgpu_om_view *)(void *)(t + 1) = (struct pvgpu_om_view){ .view = rtv };
    pvu_use(c, b->dst, true);
    pvu_send_srv0(c, srv);
    pvu_use(c, b->src, false);
    struct pvgpu_cmd_set_samplers *sampler = PVU_CMD_TAIL(c, set_samplers, SET_SAMPLERS, 4);
    sampler->stage = PVGPU_STAGE_PS;
    sampler->first = 0;
    sampler->n = 1;
    sampler->pad = 0;
    *(uint32_t *)(void *)(sampler + 1) = 0;
    struct pvgpu_cmd_set_input_layout *layout = PVU_CMD(c, set_input_layout, SET_INPUT_LAYOUT);
    layout->layout = layout->pad = 0;
    struct pvgpu_cmd_set_topology *topology = PVU_CMD(c, set_topology, SET_TOPOLOGY);
    topology->topology = TRIANGLE_STRIP;
    topology->pad = 0;
    struct pvgpu_cmd_set_blend *blend = PVU_CMD(c, set_blend, SET_BLEND);
    blend->state = 0;
    blend->sample_mask = ~0u;
    blend->r = blend->g = blend->b = blend->a = 1.0f;
    struct pvgpu_cmd_set_depth_stencil *depth = PVU_CMD(c, set_depth_stencil, SET_DEPTH_STENCIL);
    depth->state = depth->reference = 0;
    struct pvgpu_cmd_set_rasterizer *rasterizer = PVU_CMD(c, set_rasterizer, SET_RASTERIZER);
    rasterizer->state = rasterizer->pad = 0;
    struct pvgpu_cmd_set_viewports *viewport = PVU_CMD_TAIL(c, set_viewports, SET_VIEWPORTS, sizeof(struct pvgpu_viewport));
    viewport->n = 1;
    viewport->pad = 0;
    *(struct pvgpu_viewport *)(void *)(viewport + 1) =
        (struct pvgpu_viewport){ .x = (float)b->dst_rect.left, .y = (float)b->dst_rect.top,
                                 .w = (float)(b->dst_rect.right - b->dst_rect.left),
                                 .h = (float)(b->dst_rect.bottom - b->dst_rect.top), .min_z = 0, .max_z = 1 };
    struct pvgpu_cmd_set_predication *predication = PVU_CMD(c, set_predication, SET_PREDICATION);
    predication->query = predication->value = 0;
}

static enum pvu_status draw(struct pvu_context *c, const struct pvu_blt *b)
{
    uint32_t srv = make_srv(c, b->src, b->src_subresource), rtv = srv ? make_rtv(c, b->dst, b->dst_subresource) : 0;
    if (!rtv) {
        pvu_object_destroy(c, srv);
        return PVU_NO_MEMORY;
    }
    set_state(c, b, srv, rtv);
    /* The allocations of this draw stand in the list of the buffer that has it, even if one was just begun. */
    if (c->relist) pvu_bound_relist(c);
    struct pvgpu_cmd_draw *k = PVU_CMD(c, draw, DRAW);
    k->vertices = 4;
    k->first = 0;
    pvu_use(c, b->src, false);
    pvu_use(c, b->dst, true);
    pvu_use(c, &c->device->blit->constants, false);
    pvu_bound_resend_draw(c);
    pvu_object_destroy(c, srv);
    pvu_object_destroy(c, rtv);
    return PVU_OK;
}

static bool same_size(const struct pvu_blt *b)
{
    const struct pvgpu_rect *s = &b->src_rect, *d = &b->dst_rect;
    return s->right - s->left == d->right - d->left && s->bottom - s->top == d->bottom - d->top;
}

static bool covers(const struct pvgpu_rect *r, const struct pvu_resource *t)
{
    return r->left == 0 && r->top == 0 && r->right == (int32_t)t->width && r->bottom == (int32_t)t->height;
}

enum pvu_status pvu_blit(struct pvu_context *c, const struct pvu_blt *asked)
{
    struct pvu_blt b = *asked;
    const struct pvgpu_rect *s = &b.src_rect, *d = &b.dst_rect;
    if (s->left >= s->right || s->top >= s->bottom || d->left >= d->right || d->top >= d->bottom) return PVU_OK;
    bool plain = b.rotation <= DXGI_DDI_MODE_ROTATION_IDENTITY && same_size(&b) && family(b.src->format) == family(b.dst->format);
    if (plain && b.src->samples == b.dst->samples) {
        copy(c, &b);
        return PVU_OK;
    }
    if (plain && b.dst->samples == 1 && b.src->format == b.dst->format && covers(s, b.src) && covers(d, b.dst)) {
        resolve(c, b.dst, b.dst_subresource, b.src, b.src_subresource);
        return PVU_OK;
    }
    enum pvu_status status = make(c);
    if (status == PVU_OK && b.src->samples > 1) status = resolve_source(c, &b);
    if (status == PVU_OK && plain && b.dst->samples == 1) copy(c, &b);
    else if (status == PVU_OK) status = draw(c, &b);
    return status;
}
