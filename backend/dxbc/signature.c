/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * signature.c - signature entries from registers.
 *
 * A driver's signature is a superset of what one shader uses (D3D11_1DDIARG_STAGE_IO_SIGNATURES,
 * remarks), and may be empty; the declarations in the code say what is really read and written. The
 * result is the union of both, with one entry per stream, register and system value: semantic names
 * are made from registers, so that two stages which meet at a register meet at a name.
 */
#include <stdlib.h>
#include <string.h>
#include "dxbc_tokens.h"

enum dxbc_semantic {
    SEM_R, SEM_S1, SEM_S2, SEM_S3, SEM_POSITION, SEM_CLIP, SEM_CULL, SEM_TARGET_INDEX, SEM_VIEWPORT_INDEX, SEM_VERTEX_ID,
    SEM_PRIMITIVE_ID, SEM_INSTANCE_ID, SEM_FRONT_FACE, SEM_SAMPLE_INDEX, SEM_EDGE, SEM_INSIDE, SEM_TARGET, SEM_DEPTH,
    SEM_DEPTH_GE, SEM_DEPTH_LE, SEM_COVERAGE, SEM_COUNT
};

const char *const dxbc_semantic_names[SEM_COUNT] = {
    "R", "S1", "S2", "S3", "SV_Position", "SV_ClipDistance", "SV_CullDistance", "SV_RenderTargetArrayIndex",
    "SV_ViewportArrayIndex", "SV_VertexID", "SV_PrimitiveID", "SV_InstanceID", "SV_IsFrontFace", "SV_SampleIndex",
    "SV_TessFactor", "SV_InsideTessFactor", "SV_Target", "SV_Depth", "SV_DepthGreaterEqual", "SV_DepthLessEqual", "SV_Coverage"
};

/* By D3D10_SB_NAME: the container has one D3D_NAME for all edges of a domain, told apart by index. */
static const struct { uint8_t semantic, index, d3d_name, type; } system_values[23] = {
    {SEM_R, 0, 0, 0}, {SEM_POSITION, 0, 1, 3}, {SEM_CLIP, 0, 2, 3}, {SEM_CULL, 0, 3, 3}, {SEM_TARGET_INDEX, 0, 4, 1},
    {SEM_VIEWPORT_INDEX, 0, 5, 1}, {SEM_VERTEX_ID, 0, 6, 1}, {SEM_PRIMITIVE_ID, 0, 7, 1}, {SEM_INSTANCE_ID, 0, 8, 1},
    {SEM_FRONT_FACE, 0, 9, 1}, {SEM_SAMPLE_INDEX, 0, 10, 1},
    {SEM_EDGE, 0, 11, 3}, {SEM_EDGE, 1, 11, 3}, {SEM_EDGE, 2, 11, 3}, {SEM_EDGE, 3, 11, 3},
    {SEM_INSIDE, 0, 12, 3}, {SEM_INSIDE, 1, 12, 3},
    {SEM_EDGE, 0, 13, 3}, {SEM_EDGE, 1, 13, 3}, {SEM_EDGE, 2, 13, 3}, {SEM_INSIDE, 0, 14, 3},
    {SEM_EDGE, 1, 15, 3}, {SEM_EDGE, 0, 16, 3},
};

static struct dxbc_entry *find(struct dxbc_signature *s, uint32_t stream, uint32_t reg, uint32_t name, uint32_t precision)
{
    for (uint32_t i = 0; i < s->n; i++)
        if (s->e[i].stream == stream && s->e[i].reg == reg && s->e[i].name == name && s->e[i].min_precision == precision)
            return &s->e[i];
    return NULL;
}

/* Adds mask to the entry of this stream, register, name and minimum precision, which a register may have several of: at
 * most one a component. */
static struct dxbc_entry *add(struct dxbc_signature *s, uint32_t stream, uint32_t reg, uint32_t name, uint32_t precision,
                              uint8_t mask)
{
    struct dxbc_entry *e = find(s, stream, reg, name, precision);
    if (!e) {
        if (s->n == DXBC_MAX_ENTRIES) return NULL;
        e = &s->e[s->n++];
        memset(e, 0, sizeof *e);
        e->stream = stream;
        e->reg = reg;
        e->name = name;
        e->min_precision = precision;
    }
    e->mask |= mask;
    return e;
}

/* The name that a component has: the code's own where it has one, else what the caller said. */
static void from_registers(struct dxbc_signature *s, const struct pvgpu_signature *given, uint32_t n_given,
                           const struct dxbc_io (*files)[DXBC_REGISTERS], uint32_t n_streams)
{
    for (uint32_t i = 0; i < n_given; i++) {
        const struct pvgpu_signature *g = &given[i];
        uint32_t precision = g->min_precision <= 5 && g->min_precision != 3 ? g->min_precision : 0;
        if (g->reg >= DXBC_REGISTERS || g->stream >= n_streams) continue; /* registerless ones come from the code */
        for (uint32_t c = 0; c < 4; c++) {
            if (!(g->mask >> c & 1u)) continue;
            const struct dxbc_io *io = &files[g->stream][g->reg];
            uint32_t name = g->name <= 22 ? g->name : 0;
            if (io->mask >> c & 1u && io->name[c]) name = io->name[c];
            struct dxbc_entry *e = add(s, g->stream, g->reg, name, precision, (uint8_t)(1u << c));
            if (!e) return;
            if (io->mask >> c & 1u) e->used |= (uint8_t)(1u << c);
            if (g->type >= 1 && g->type <= 3 && !e->type) e->type = g->type;
        }
    }
    for (uint32_t stream = 0; stream < n_streams; stream++)
        for (uint32_t reg = 0; reg < DXBC_REGISTERS; reg++)
            for (uint32_t c = 0; c < 4; c++) {
                const struct dxbc_io *io = &files[stream][reg];
                bool known = false;
                if (!(io->mask >> c & 1u)) continue;
                for (uint32_t i = 0; i < s->n; i++)
                    known |= s->e[i].stream == stream && s->e[i].reg == reg && s->e[i].mask >> c & 1u;
                if (known) continue;
                struct dxbc_entry *e = add(s, stream, reg, io->name[c], 0, (uint8_t)(1u << c));
                if (e) e->used |= (uint8_t)(1u << c);
            }
}

static void registerless(struct dxbc_signature *s, uint32_t semantic, uint32_t name, uint32_t type)
{
    struct dxbc_entry *e = add(s, 0, ~0u, ~semantic, 0, 1);
    if (!e) return;
    e->used = 1;
    e->semantic = semantic;
    e->name = name;
    e->type = type;
}

static int by_place(const void *a, const void *b)
{
    const struct dxbc_entry *x = a, *y = b;
    uint32_t xl = x->mask & (0u - x->mask), yl = y->mask & (0u - y->mask); /* lowest component */
    if (x->stream != y->stream) return x->stream < y->stream ? -1 : 1;
    if (x->reg != y->reg) return x->reg < y->reg ? -1 : 1;
    if (xl != yl) return xl < yl ? -1 : 1;
    return x->name < y->name ? -1 : x->name > y->name;
}

/* Puts entries in order and names them; pixel says that these are a pixel shader's outputs. */
static void name_entries(struct dxbc_signature *s, bool pixel_outputs)
{
    uint32_t clip[4] = {0}, cull[4] = {0};
    qsort(s->e, s->n, sizeof *s->e, by_place);
    for (uint32_t i = 0; i < s->n; i++) {
        struct dxbc_entry *e = &s->e[i];
        if (e->reg == ~0u) continue;
        uint32_t name = e->name;
        e->semantic = system_values[name].semantic;
        e->semantic_index = system_values[name].index;
        e->name = system_values[name].d3d_name;
        if (name) e->type = system_values[name].type;
        else if (!e->type) e->type = 3;
        if (e->semantic == SEM_CLIP) e->semantic_index = clip[e->stream]++;
        if (e->semantic == SEM_CULL) e->semantic_index = cull[e->stream]++;
        if (e->semantic == SEM_R) {
            e->semantic = pixel_outputs ? SEM_TARGET : SEM_R + e->stream;
            e->semantic_index = e->reg;
        }
    }
}

static void set_types(struct dxbc_signature *s, const uint8_t *known, uint32_t n_known, const uint8_t *inferred)
{
    for (uint32_t i = 0; i < s->n; i++) {
        struct dxbc_entry *e = &s->e[i];
        if (e->reg >= DXBC_REGISTERS || e->name) continue;
        if (e->reg < n_known && known[e->reg] >= 1 && known[e->reg] <= 3) e->type = known[e->reg];
        if (!e->type) e->type = inferred[e->reg];
    }
}

void dxbc_make_signatures(const struct pvb_dxbc_shader *s, const struct dxbc_program *p, struct dxbc_signature *in,
                          struct dxbc_signature *out, struct dxbc_signature *patch)
{
    uint8_t inputs[DXBC_REGISTERS] = {0}, outputs[DXBC_REGISTERS] = {0};
    in->n = out->n = patch->n = 0;
    if (p->stage == PVGPU_STAGE_CS) return;

    from_registers(in, s->inputs, s->n_inputs, &p->io[DXBC_FILE_IN], 1);
    from_registers(patch, s->patch, s->n_patch, &p->io[DXBC_FILE_PATCH], 1);
    if (p->stage == PVGPU_STAGE_HS && !p->control_point_phase) { /* the control points pass through */
        if (s->n_outputs) from_registers(out, s->outputs, s->n_outputs, &p->io[DXBC_FILE_OUT], 4);
        else *out = *in;
        for (uint32_t i = 0; i < in->n; i++) in->e[i].used = in->e[i].mask;
        for (uint32_t i = 0; i < out->n; i++) out->e[i].used = out->e[i].mask;
    } else {
        from_registers(out, s->outputs, s->n_outputs, &p->io[DXBC_FILE_OUT], 4);
    }

    if (p->stage == PVGPU_STAGE_VS || p->stage == PVGPU_STAGE_PS) dxbc_infer(s->tokens, p, inputs, outputs);
    if (p->stage == PVGPU_STAGE_VS) set_types(in, s->input_types, DXBC_REGISTERS, inputs);
    if (p->stage == PVGPU_STAGE_PS) set_types(out, s->output_types, 8, outputs);

    if (p->stage == PVGPU_STAGE_GS && p->specials >> DXBC_REG_INPUT_PRIMITIVEID & 1u) registerless(in, SEM_PRIMITIVE_ID, 7, 1);
    if (p->stage == PVGPU_STAGE_PS) {
        if (p->specials >> DXBC_REG_OUTPUT_DEPTH & 1u) registerless(out, SEM_DEPTH, 0, 3);
        if (p->specials >> DXBC_REG_OUTPUT_DEPTH_GREATER_EQUAL & 1u) registerless(out, SEM_DEPTH_GE, 0, 3);
        if (p->specials >> DXBC_REG_OUTPUT_DEPTH_LESS_EQUAL & 1u) registerless(out, SEM_DEPTH_LE, 0, 3);
        if (p->specials >> DXBC_REG_OUTPUT_COVERAGE_MASK & 1u) registerless(out, SEM_COVERAGE, 0, 1);
    }
    name_entries(in, false);
    name_entries(out, p->stage == PVGPU_STAGE_PS);
    name_entries(patch, false);
}
