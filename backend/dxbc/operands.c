/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * operands.c - whether an instruction's operands are of the kinds that its opcode takes, and name
 * what the program has declared.
 */
#include <string.h>
#include "dxbc_check.h"

static const char *reg_name(const struct dxbc_operand *o)
{
    return dxbc_regs[o->type].name;
}

static bool in_patch_phase(const struct dxbc_checker *k)
{
    return k->phase == DXBC_PHASE_FORK || k->phase == DXBC_PHASE_JOIN;
}

static bool constant(const struct dxbc_operand *o, uint32_t i)
{
    return o->index[i].relative < 0;
}

/* Registers of an input or output file: bit per register that is declared. */
static uint32_t declared(const struct dxbc_checker *k, uint32_t type)
{
    const struct dxbc_program *p = k->p;
    uint32_t first = DXBC_FILE_COUNT, last = DXBC_FILE_COUNT, set = 0;
    switch (type) {
    case DXBC_REG_INPUT: case DXBC_REG_INPUT_CONTROL_POINT: first = last = DXBC_FILE_IN; break;
    case DXBC_REG_OUTPUT_CONTROL_POINT: return k->output_points;
    case DXBC_REG_INPUT_PATCH_CONSTANT:
        if (p->stage == PVGPU_STAGE_HS) return p->patch_read;
        first = last = DXBC_FILE_PATCH;
        break;
    case DXBC_REG_OUTPUT:
        first = DXBC_FILE_OUT;
        last = DXBC_FILE_OUT + 3;
        if (in_patch_phase(k)) first = last = DXBC_FILE_PATCH;
        break;
    }
    for (uint32_t r = 0; r < DXBC_REGISTERS; r++)
        for (uint32_t f = first; f <= last && f < DXBC_FILE_COUNT; f++)
            if (p->io[f][r].mask) set |= 1u << r;
    return set;
}

/* Whether every component of a result is declared, where the register is known. */
static void check_output_mask(struct dxbc_checker *k, const struct dxbc_operand *o)
{
    uint32_t mask = 0, first = in_patch_phase(k) ? DXBC_FILE_PATCH : DXBC_FILE_OUT;
    uint32_t last = in_patch_phase(k) ? DXBC_FILE_PATCH : DXBC_FILE_OUT + 3;
    if (!constant(o, 0) || o->index[0].base >= DXBC_REGISTERS) return;
    for (uint32_t f = first; f <= last; f++) mask |= k->p->io[f][o->index[0].base].mask;
    if (o->mask & ~mask) dxbc_refuse(k, "undeclared components of output %u are written", o->index[0].base);
}

/* An index into an input or output file. */
static void check_file_index(struct dxbc_checker *k, const struct dxbc_operand *o, uint32_t i)
{
    uint32_t set = declared(k, o->type);
    if (constant(o, i)) {
        if (o->index[i].base >= DXBC_REGISTERS || !(set >> o->index[i].base & 1u))
            dxbc_refuse(k, "%s register %u is not declared", reg_name(o), o->index[i].base);
    } else if (!(k->indexed_files >> o->type & 1u)) {
        dxbc_refuse(k, "%s is indexed without an index range", reg_name(o));
    }
}

static void check_vertex_index(struct dxbc_checker *k, const struct dxbc_operand *o, uint32_t limit)
{
    if (constant(o, 0) && o->index[0].base >= limit)
        dxbc_refuse(k, "%s vertex %u of %u", reg_name(o), o->index[0].base, limit);
}

static void check_register(struct dxbc_checker *k, const struct dxbc_operand *o);

static void check_indices(struct dxbc_checker *k, const struct dxbc_operand *o)
{
    uint32_t n = dxbc_regs[o->type].indices;
    bool by_vertex = o->type == DXBC_REG_INPUT && (k->p->stage == PVGPU_STAGE_GS || k->p->stage == PVGPU_STAGE_HS);
    if (by_vertex) n = 2;
    if (o->n_indices != n) {
        dxbc_refuse(k, "%s with %u indices", reg_name(o), o->n_indices);
        return;
    }
    for (uint32_t i = 0; i < n; i++) {
        if (constant(o, i)) continue;
        const struct dxbc_operand *r = &k->ins->relative[o->index[i].relative];
        bool scalar = r->n_components == 1 || (r->n_components == 4 && r->select == DXBC_SELECT_ONE);
        if (!scalar || !strchr(dxbc_regs[r->type].use, 'R') || r->type == DXBC_REG_IMMEDIATE32 ||
            r->type == DXBC_REG_IMMEDIATE64)
            dxbc_refuse(k, "%s is indexed by something that is no scalar register", reg_name(o));
        else
            check_register(k, r);
    }
    switch (o->type) {
    case DXBC_REG_TEMP:
        if (!constant(o, 0)) dxbc_refuse(k, "indexed TEMP");
        else if (o->index[0].base >= k->n_temps) dxbc_refuse(k, "temp %u of %u", o->index[0].base, k->n_temps);
        break;
    case DXBC_REG_INDEXABLE_TEMP:
        if (!constant(o, 0) || o->index[0].base >= DXBC_MAX_TEMPS || !k->indexable[o->index[0].base])
            dxbc_refuse(k, "indexable temp is not declared");
        else if (constant(o, 1) && o->index[1].base >= k->indexable[o->index[0].base])
            dxbc_refuse(k, "element %u of an indexable temp of %u", o->index[1].base, k->indexable[o->index[0].base]);
        break;
    case DXBC_REG_CONSTANT_BUFFER:
        if (!constant(o, 0) || o->index[0].base >= 16 || !k->cb_size[o->index[0].base])
            dxbc_refuse(k, "constant buffer is not declared");
        else if (constant(o, 1) && o->index[1].base >= k->cb_size[o->index[0].base])
            dxbc_refuse(k, "constant %u of %u", o->index[1].base, k->cb_size[o->index[0].base]);
        break;
    case DXBC_REG_IMMEDIATE_CONSTANT_BUFFER:
        if (!k->icb_size || (constant(o, 0) && o->index[0].base >= k->icb_size))
            dxbc_refuse(k, "immediate constant %u of %u", o->index[0].base, k->icb_size);
        break;
    case DXBC_REG_INPUT:
        if (by_vertex) check_vertex_index(k, o, k->primitive_vertices);
        check_file_index(k, o, n - 1);
        break;
    case DXBC_REG_INPUT_CONTROL_POINT:
        check_vertex_index(k, o, k->primitive_vertices);
        check_file_index(k, o, 1);
        break;
    case DXBC_REG_OUTPUT_CONTROL_POINT:
        check_vertex_index(k, o, k->output_vertices);
        check_file_index(k, o, 1);
        break;
    case DXBC_REG_INPUT_PATCH_CONSTANT: case DXBC_REG_OUTPUT:
        check_file_index(k, o, 0);
        break;
    default:
        break;
    }
}

/* Everything about a register but what the opcode wants of it. */
static void check_register(struct dxbc_checker *k, const struct dxbc_operand *o)
{
    const struct dxbc_reg_row *row = &dxbc_regs[o->type];
    if (!dxbc_stage_in(row->stages, k->p->stage)) {
        dxbc_refuse(k, "%s in this stage", row->name);
        return;
    }
    if (row->special) {
        if (o->n_indices) dxbc_refuse(k, "%s with an index", row->name);
        else if (!(k->p->specials >> o->type & 1u)) dxbc_refuse(k, "%s is not declared", row->name);
        return;
    }
    check_indices(k, o);
}

/* One component, or the same four times (vkd3d's compiler (1.14) writes the conditions of ret so). */
static bool is_scalar(const struct dxbc_operand *o)
{
    const uint8_t *s = o->swizzle;
    return o->select == DXBC_SELECT_ONE || (o->select == DXBC_SELECT_SWIZZLE && s[0] == s[1] && s[0] == s[2] && s[0] == s[3]);
}

static void check_source(struct dxbc_checker *k, const struct dxbc_operand *o, char letter)
{
    if (!strchr(dxbc_regs[o->type].use, 'R')) {
        dxbc_refuse(k, "%s is read", reg_name(o));
        return;
    }
    if (o->type == DXBC_REG_IMMEDIATE64 && letter != 'd') dxbc_refuse(k, "immediate of 64 bits where 32 are read");
    if (o->n_components == 0 || (o->n_components == 4 && o->select == DXBC_SELECT_MASK && o->type != DXBC_REG_IMMEDIATE32 &&
                                 o->type != DXBC_REG_IMMEDIATE64))
        dxbc_refuse(k, "%s is read without a swizzle", reg_name(o));
    if (letter == 'c' && strcmp(k->ins->row->operands, "=c") == 0 && o->n_components == 4 && !is_scalar(o) &&
        o->type != DXBC_REG_IMMEDIATE32)
        dxbc_refuse(k, "condition is no scalar");
    check_register(k, o);
}

static uint32_t components(uint32_t mask)
{
    return (mask & 1u) + (mask >> 1 & 1u) + (mask >> 2 & 1u) + (mask >> 3 & 1u);
}

static void check_result(struct dxbc_checker *k, const struct dxbc_operand *o, char letter)
{
    if (!strchr(dxbc_regs[o->type].use, 'W')) {
        dxbc_refuse(k, "%s is written", reg_name(o));
        return;
    }
    if (o->modifier) dxbc_refuse(k, "result with a modifier");
    if (o->type == DXBC_REG_NULL) {
        if (o->n_indices) dxbc_refuse(k, "null register with an index");
        return;
    }
    if (o->n_components == 0 || (o->n_components == 4 && (o->select != DXBC_SELECT_MASK || !o->mask)))
        dxbc_refuse(k, "result without a write mask");
    if (letter != 'd' && strchr(k->ins->row->operands, 'd') && components(o->mask) > 2)
        dxbc_refuse(k, "more than two results from doubles");
    if (letter == 'd' && o->mask != 3 && o->mask != 12 && o->mask != 15) dxbc_refuse(k, "half of a double is written");
    check_register(k, o);
    if (o->type == DXBC_REG_OUTPUT) check_output_mask(k, o);
}

/* The view, resource or shared memory that an operand names; NULL with a failure recorded. */
static const struct dxbc_object *find_object(struct dxbc_checker *k, const struct dxbc_operand *o, struct dxbc_object *shared)
{
    const struct dxbc_object *found = NULL;
    if (!dxbc_stage_in(dxbc_regs[o->type].stages, k->p->stage) || o->n_indices != 1 || !constant(o, 0)) {
        dxbc_refuse(k, "%s where it cannot stand", reg_name(o));
        return NULL;
    }
    uint32_t i = o->index[0].base;
    if (o->type == DXBC_REG_RESOURCE && i < 128) found = &k->resources[i];
    if (o->type == DXBC_REG_UNORDERED_ACCESS_VIEW && i < 64) found = &k->views[i];
    if (o->type == DXBC_REG_THREAD_GROUP_SHARED_MEMORY && i < DXBC_MAX_SHARED) {
        *shared = (struct dxbc_object){.memory = k->shared[i]};
        found = shared;
    }
    if (!found || found->memory == DXBC_UNDECLARED) {
        dxbc_refuse(k, "%s %u is not declared", reg_name(o), i);
        return NULL;
    }
    return found;
}

/* Dimensions of a shader resource that an opcode can work on. */
static uint32_t dimensions_of(uint32_t opcode)
{
    switch (opcode) {
    case DXBC_OP_ld: case DXBC_OP_ld_feedback:
        return DXBC_DIM_BUFFER | DXBC_DIM_1D | DXBC_DIM_2D | DXBC_DIM_3D;
    case DXBC_OP_ld_ms: case DXBC_OP_ld_ms_feedback: case DXBC_OP_sample_pos: case DXBC_OP_sample_info:
        return DXBC_DIM_MS;
    case DXBC_OP_resinfo:
        return DXBC_DIM_1D | DXBC_DIM_2D | DXBC_DIM_3D | DXBC_DIM_CUBE | DXBC_DIM_MS;
    case DXBC_OP_gather4: case DXBC_OP_gather4_feedback: case DXBC_OP_gather4_c: case DXBC_OP_gather4_c_feedback:
        return DXBC_DIM_2D | DXBC_DIM_CUBE;
    case DXBC_OP_gather4_po: case DXBC_OP_gather4_po_feedback: case DXBC_OP_gather4_po_c: case DXBC_OP_gather4_po_c_feedback:
        return DXBC_DIM_2D;
    case DXBC_OP_sample_c: case DXBC_OP_sample_c_lz: case DXBC_OP_sample_c_lz_feedback: case DXBC_OP_sample_c_clamp_feedback:
        return DXBC_DIM_1D | DXBC_DIM_2D | DXBC_DIM_CUBE;
    default:
        return DXBC_DIM_1D | DXBC_DIM_2D | DXBC_DIM_3D | DXBC_DIM_CUBE;
    }
}

static bool compares(uint32_t opcode)
{
    switch (opcode) {
    case DXBC_OP_sample_c: case DXBC_OP_sample_c_lz: case DXBC_OP_sample_c_lz_feedback: case DXBC_OP_sample_c_clamp_feedback:
    case DXBC_OP_gather4_c: case DXBC_OP_gather4_c_feedback: case DXBC_OP_gather4_po_c: case DXBC_OP_gather4_po_c_feedback:
        return true;
    default:
        return false;
    }
}

static void check_object(struct dxbc_checker *k, const struct dxbc_operand *o, char letter)
{
    uint32_t opcode = k->ins->opcode;
    if (o->type == DXBC_REG_RASTERIZER && letter == 'Q') {
        if (o->n_indices || k->p->stage != PVGPU_STAGE_PS) dxbc_refuse(k, "rasterizer where it cannot stand");
        return;
    }
    bool srv = o->type == DXBC_REG_RESOURCE, uav = o->type == DXBC_REG_UNORDERED_ACCESS_VIEW;
    bool shared = o->type == DXBC_REG_THREAD_GROUP_SHARED_MEMORY;
    struct dxbc_object local;
    if (!srv && !uav && !shared) {
        dxbc_refuse(k, "%s where a resource is wanted", reg_name(o));
        return;
    }
    const struct dxbc_object *x = find_object(k, o, &local);
    if (!x) return;

    bool typed = x->memory == DXBC_TYPED, raw = x->memory == DXBC_RAW, structured = x->memory == DXBC_STRUCTURED;
    bool integer = x->type == DXBC_RETURN_SINT || x->type == DXBC_RETURN_UINT;
    bool buffer = !typed || x->dimension == 1;
    bool ok = false;
    switch (letter) {
    case 'T': case 'Q': ok = srv && typed; break;
    case 'R': ok = (srv || uav) && typed; break;
    case 'U': ok = uav && typed; break;
    case 'B': ok = (srv || uav) && buffer; break;
    case 'C': ok = uav && structured; break;
    case 'Y': ok = raw; break;
    case 'Z': ok = structured; break;
    case 'y': ok = raw && !srv; break;
    case 'z': ok = structured && !srv; break;
    case 'A': ok = !srv && (!typed || integer); break;
    }
    if (ok && (letter == 'T' || letter == 'Q' || letter == 'R') && srv) ok = dimensions_of(opcode) >> x->dimension & 1u;
    if (ok && letter == 'R' && uav) ok = x->dimension != 1;
    if (ok && compares(opcode)) ok = !integer && x->type != DXBC_RETURN_MIXED;
    if (!ok) dxbc_refuse(k, "%s %u is of the wrong kind", reg_name(o), o->index[0].base);
    if (strchr("Uyz", letter) && k->ins->row->operands[0] == letter) {
        /* Typed views take whole texels, the others words from the address on. */
        bool mask = o->n_components == 4 && o->select == DXBC_SELECT_MASK;
        mask = mask && (o->mask == 15 || (letter != 'U' && (o->mask == 1 || o->mask == 3 || o->mask == 7)));
        if (!mask) dxbc_refuse(k, "store with another write mask");
    }
}

static bool is_system_value(const struct dxbc_checker *k, uint32_t reg)
{
    const struct dxbc_io *io = &k->p->io[DXBC_FILE_IN][reg];
    return io->name[0] || io->name[1] || io->name[2] || io->name[3];
}

void dxbc_check_operands(struct dxbc_checker *k)
{
    const struct dxbc_instruction *ins = k->ins;
    const char *kind = ins->row->operands;
    uint32_t n = 0;
    if (strchr(kind, 'd') && !(k->p->global_flags & DXBC_FLAG_DOUBLES)) dxbc_refuse(k, "%s without doubles", ins->row->name);
    for (; *kind && !k->result; kind++) {
        if (*kind == '=') continue;
        const struct dxbc_operand *o = &ins->operands[n];
        bool result = n < ins->n_results;
        n++;
        switch (*kind) {
        case 'f': case 'i': case 'u': case 'b': case 'd': case 'x': case 'c': case 't': case 'v':
            if (result) check_result(k, o, *kind);
            else check_source(k, o, *kind);
            break;
        case 'I':
            if (o->type != DXBC_REG_INPUT) dxbc_refuse(k, "%s takes an input register", ins->row->name);
            else check_source(k, o, 'x');
            if (!k->result && constant(o, 0) && is_system_value(k, o->index[0].base))
                dxbc_refuse(k, "%s of a system value", ins->row->name);
            break;
        case 'K':
            if (o->type != DXBC_REG_IMMEDIATE32) dxbc_refuse(k, "case without an immediate");
            break;
        case 'S':
            if (o->type != DXBC_REG_SAMPLER || o->n_indices != 1 || !constant(o, 0) || o->index[0].base >= 16 ||
                !(k->samplers >> o->index[0].base & 1u))
                dxbc_refuse(k, "sampler is not declared");
            break;
        case 'M':
            if (o->type != DXBC_REG_STREAM || o->n_indices != 1 || !constant(o, 0) || o->index[0].base > 3 ||
                !(k->p->streams >> o->index[0].base & 1u))
                dxbc_refuse(k, "stream is not declared");
            break;
        case 'L':
            if (o->type != DXBC_REG_LABEL || o->n_indices != 1 || !constant(o, 0) || o->index[0].base >= DXBC_MAX_LABELS)
                dxbc_refuse(k, "label out of range");
            break;
        case 'D':
            break;
        default:
            check_object(k, o, *kind);
            break;
        }
    }
}
