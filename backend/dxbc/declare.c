/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * declare.c - declarations: their rules, and what they add to what the program may use.
 * Limits are those of the Direct3D 11 documentation (D3D10_ and D3D11_ constants of d3d11.h).
 */
#include "dxbc_check.h"

static uint32_t control(const struct dxbc_checker *k)
{
    return (k->ins->tokens[0] & k->ins->row->controls) >> 11;
}

static void once(struct dxbc_checker *k, uint32_t bit)
{
    if (k->seen & bit) dxbc_refuse(k, "second %s", k->ins->row->name);
    k->seen |= bit;
}

/* The declared object's number: one constant index (or two with the second not looked at here). */
static bool slot(struct dxbc_checker *k, uint32_t type, uint32_t n_indices, uint32_t limit, uint32_t *number)
{
    const struct dxbc_operand *o = &k->ins->operands[0];
    if (o->type != type || o->n_indices != n_indices) {
        dxbc_refuse(k, "%s of another register", k->ins->row->name);
        return false;
    }
    for (uint32_t i = 0; i < n_indices; i++)
        if (o->index[i].relative >= 0) {
            dxbc_refuse(k, "%s with a relative index", k->ins->row->name);
            return false;
        }
    *number = o->index[0].base;
    if (*number >= limit) {
        dxbc_refuse(k, "%s %u of at most %u", k->ins->row->name, *number, limit);
        return false;
    }
    return true;
}

static bool return_type(struct dxbc_checker *k, uint8_t *type)
{
    uint32_t w = k->ins->words[0];
    for (int i = 0; i < 4; i++) {
        uint32_t t = w >> 4 * i & 15u;
        if (t < 1 || t > 9) dxbc_refuse(k, "return type %u", t);
    }
    if (w >> 16) dxbc_refuse(k, "reserved bits in a return type");
    *type = (uint8_t)(w & 15u);
    return k->result == PVB_DXBC_OK;
}

static void declare_object(struct dxbc_checker *k, struct dxbc_object *x, enum dxbc_memory memory, uint8_t *type_of)
{
    if (x->memory) dxbc_refuse(k, "second %s of this register", k->ins->row->name);
    x->memory = (uint8_t)memory;
    *type_of = 255;
    if (memory == DXBC_STRUCTURED) {
        uint32_t stride = k->ins->words[0];
        if (!stride || stride % 4 || stride > 2048) dxbc_refuse(k, "structure of %u bytes", stride);
    }
}

static void declare_resource(struct dxbc_checker *k, enum dxbc_memory memory)
{
    uint32_t i;
    if (!slot(k, DXBC_REG_RESOURCE, 1, 128, &i)) return;
    struct dxbc_object *x = &k->resources[i];
    declare_object(k, x, memory, &k->p->resource_type[i]);
    if (memory != DXBC_TYPED || !return_type(k, &x->type)) return;
    x->dimension = k->ins->tokens[0] >> 11 & 31u;
    if (x->dimension < 1 || x->dimension > 10) dxbc_refuse(k, "resource dimension %u", x->dimension);
    k->p->resource_type[i] = x->type;
}

static void declare_view(struct dxbc_checker *k, enum dxbc_memory memory)
{
    uint32_t i;
    if (!slot(k, DXBC_REG_UNORDERED_ACCESS_VIEW, 1, 64, &i)) return;
    struct dxbc_object *x = &k->views[i];
    declare_object(k, x, memory, &k->p->view_type[i]);
    if (memory != DXBC_TYPED || !return_type(k, &x->type)) return;
    x->dimension = k->ins->tokens[0] >> 11 & 31u;
    if (x->dimension > 10 || !((DXBC_DIM_BUFFER | DXBC_DIM_1D | DXBC_DIM_2D | DXBC_DIM_3D) >> x->dimension & 1u))
        dxbc_refuse(k, "view dimension %u", x->dimension);
    k->p->view_type[i] = x->type;
}

static void declare_shared(struct dxbc_checker *k, enum dxbc_memory memory)
{
    uint32_t i, bytes = k->ins->words[0];
    if (!slot(k, DXBC_REG_THREAD_GROUP_SHARED_MEMORY, 1, DXBC_MAX_SHARED, &i)) return;
    if (k->shared[i]) dxbc_refuse(k, "second %s of this register", k->ins->row->name);
    k->shared[i] = (uint8_t)memory;
    if (!bytes || bytes % 4 || bytes > DXBC_MAX_SHARED_BYTES) dxbc_refuse(k, "shared memory of %u bytes", bytes);
    if (memory == DXBC_STRUCTURED) {
        uint32_t count = k->ins->words[1];
        if (!count || count > DXBC_MAX_SHARED_BYTES) dxbc_refuse(k, "shared memory of %u structures", count);
        else bytes *= count; /* both at most 2^15 */
    }
    if (k->result == PVB_DXBC_OK && (k->shared_bytes += bytes) > DXBC_MAX_SHARED_BYTES)
        dxbc_refuse(k, "more than %u bytes of shared memory", DXBC_MAX_SHARED_BYTES);
}

static void declare_constant_buffer(struct dxbc_checker *k)
{
    uint32_t i;
    if (!slot(k, DXBC_REG_CONSTANT_BUFFER, 2, 15, &i)) return;
    uint32_t size = k->ins->operands[0].index[1].base;
    if (k->cb_size[i]) dxbc_refuse(k, "second declaration of constant buffer %u", i);
    if (!size || size > DXBC_MAX_ICB) dxbc_refuse(k, "constant buffer of %u constants", size);
    else k->cb_size[i] = (uint16_t)size;
}

/* Bit per D3D10_SB_NAME that a file's registers may have: which stage reads or writes which system value
 * is in the HLSL documentation, page "Semantics". */
static uint32_t names_of(const struct dxbc_checker *k, enum dxbc_file file)
{
    uint32_t common = 0x3e; /* position, clip and cull distance, target and viewport index */
    if (file == DXBC_FILE_PATCH) return 0x7ff800; /* tessellation factors */
    if (file >= DXBC_FILE_OUT) return common | 1u << 7;
    if (k->p->stage == PVGPU_STAGE_VS) return 1u << 6 | 1u << 7 | 1u << 8;
    if (k->p->stage == PVGPU_STAGE_PS) return common | 1u << 6 | 1u << 7 | 1u << 8 | 1u << 9 | 1u << 10;
    return common | 1u << 6 | 1u << 7 | 1u << 8;
}

/* One register of an input or output file. */
static void declare_io(struct dxbc_checker *k, enum dxbc_file file, uint32_t reg, uint32_t name)
{
    const struct dxbc_operand *o = &k->ins->operands[0];
    if (reg >= DXBC_REGISTERS) {
        dxbc_refuse(k, "register %u", reg);
        return;
    }
    if (o->n_components != 4 || o->select != DXBC_SELECT_MASK || !o->mask) {
        dxbc_refuse(k, "%s without a mask", k->ins->row->name);
        return;
    }
    if (name && !(names_of(k, file) >> name & 1u)) dxbc_refuse(k, "system value %u has no place there", name);
    if (name > 3 && o->mask & (o->mask - 1)) dxbc_refuse(k, "system value %u of several components", name);
    struct dxbc_io *io = &k->p->io[file][reg];
    for (int c = 0; c < 4; c++) {
        if (!(o->mask >> c & 1u)) continue;
        /* Every phase of a hull shader declares what it uses, so there the same again is in order. */
        bool again = io->mask >> c & 1u;
        if (again && (k->p->stage != PVGPU_STAGE_HS || io->name[c] != name))
            dxbc_refuse(k, "second declaration of register %u", reg);
        io->name[c] = (uint8_t)name;
    }
    io->mask |= o->mask;
}

/* The vertex count that a two-dimensional input declaration gives; 0 in fork and join phases that
 * leave it out never occurs in a legal stream. */
static void check_points(struct dxbc_checker *k, uint32_t count, uint32_t limit)
{
    if (!count || count > limit) dxbc_refuse(k, "%s of %u vertices", k->ins->row->name, count);
}

static void declare_input(struct dxbc_checker *k, uint32_t name)
{
    const struct dxbc_operand *o = &k->ins->operands[0];
    uint32_t stage = k->p->stage;
    const struct dxbc_reg_row *row = &dxbc_regs[o->type];
    if (!dxbc_stage_in(row->stages, stage)) {
        dxbc_refuse(k, "%s in this stage", row->name);
        return;
    }
    if (row->special) {
        if (o->n_indices) dxbc_refuse(k, "%s with an index", row->name);
        k->p->specials |= 1ull << o->type;
        return;
    }
    uint32_t n = row->indices;
    if (o->type == DXBC_REG_INPUT && (stage == PVGPU_STAGE_GS || stage == PVGPU_STAGE_HS)) n = 2;
    uint32_t first;
    if (n == 0) {
        dxbc_refuse(k, "%s is declared as input", row->name);
        return;
    }
    if (!slot(k, o->type, n, ~0u, &first)) return;
    uint32_t reg = o->index[n - 1].base;
    switch (o->type) {
    case DXBC_REG_INPUT: case DXBC_REG_INPUT_CONTROL_POINT:
        if (n == 2) check_points(k, first, 32);
        declare_io(k, DXBC_FILE_IN, reg, name);
        break;
    case DXBC_REG_OUTPUT_CONTROL_POINT:
        check_points(k, first, 32);
        if (reg >= DXBC_REGISTERS) dxbc_refuse(k, "register %u", reg);
        else k->output_points |= 1u << reg;
        break;
    case DXBC_REG_INPUT_PATCH_CONSTANT:
        if (stage == PVGPU_STAGE_DS) declare_io(k, DXBC_FILE_PATCH, reg, name);
        else if (reg >= DXBC_REGISTERS) dxbc_refuse(k, "register %u", reg);
        else k->p->patch_read |= 1u << reg;
        break;
    default:
        dxbc_refuse(k, "%s is declared as input", row->name);
        break;
    }
}

static void declare_output(struct dxbc_checker *k, uint32_t name)
{
    const struct dxbc_operand *o = &k->ins->operands[0];
    const struct dxbc_reg_row *row = &dxbc_regs[o->type];
    if (!dxbc_stage_in(row->stages, k->p->stage) || row->use[0] != 'W') {
        dxbc_refuse(k, "%s is declared as output", row->name);
        return;
    }
    if (row->special) {
        if (o->n_indices) dxbc_refuse(k, "%s with an index", row->name);
        k->p->specials |= 1ull << o->type;
        return;
    }
    uint32_t reg;
    if (!slot(k, DXBC_REG_OUTPUT, 1, k->p->stage == PVGPU_STAGE_PS ? 8 : DXBC_REGISTERS, &reg)) return;
    bool patch = k->phase == DXBC_PHASE_FORK || k->phase == DXBC_PHASE_JOIN;
    declare_io(k, patch ? DXBC_FILE_PATCH : DXBC_FILE_OUT + k->stream, reg, name);
}

static uint32_t system_name(struct dxbc_checker *k)
{
    uint32_t name = k->ins->words[0];
    if (name >= 1 && name <= 22) return name;
    dxbc_refuse(k, "system value name %u", name);
    return 0;
}

static void declare_index_range(struct dxbc_checker *k)
{
    const struct dxbc_operand *o = &k->ins->operands[0];
    if (o->type != DXBC_REG_INPUT && o->type != DXBC_REG_OUTPUT && o->type != DXBC_REG_INPUT_CONTROL_POINT &&
        o->type != DXBC_REG_OUTPUT_CONTROL_POINT && o->type != DXBC_REG_INPUT_PATCH_CONSTANT) {
        dxbc_refuse(k, "index range of %s", dxbc_regs[o->type].name);
        return;
    }
    uint32_t first;
    if (o->n_indices < 1 || o->n_indices > 2 || !slot(k, o->type, o->n_indices, ~0u, &first)) return;
    uint32_t base = o->index[o->n_indices - 1].base, count = k->ins->words[0];
    if (!count || count > DXBC_REGISTERS || base > DXBC_REGISTERS - count) dxbc_refuse(k, "index range %u+%u", base, count);
    k->indexed_files |= 1u << o->type;
}

static void declare_indexable(struct dxbc_checker *k)
{
    uint32_t i = k->ins->words[0], n = k->ins->words[1], components = k->ins->words[2];
    if (i >= DXBC_MAX_TEMPS || !n || n > DXBC_MAX_TEMPS || components < 1 || components > 4) {
        dxbc_refuse(k, "indexable temp %u of %u registers of %u components", i, n, components);
        return;
    }
    if (k->indexable[i]) dxbc_refuse(k, "second declaration of indexable temp %u", i);
    k->indexable[i] = (uint16_t)n;
    k->n_indexable += n; /* at most 4096 declarations of 4096 */
    if (k->n_indexable > DXBC_MAX_TEMPS - k->n_temps) dxbc_refuse(k, "more than %u temps", DXBC_MAX_TEMPS);
}

static void declare_thread_group(struct dxbc_checker *k)
{
    const uint32_t *w = k->ins->words;
    uint32_t limit = k->p->model >= 50 ? 1024 : 768; /* D3D11_CS_THREAD_GROUP_MAX_..., D3D11_CS_4_X_... */
    once(k, DXBC_SEEN_GROUP);
    if (!w[0] || !w[1] || !w[2] || w[0] > limit || w[1] > limit || w[2] > 64 || w[0] * w[1] * w[2] > limit)
        dxbc_refuse(k, "thread group of %u x %u x %u", w[0], w[1], w[2]);
}

static void in_range(struct dxbc_checker *k, uint32_t value, uint32_t low, uint32_t high)
{
    if (value < low || value > high) dxbc_refuse(k, "%s %u", k->ins->row->name, value);
}

static void declare_gs_input(struct dxbc_checker *k)
{
    /* D3D10_SB_PRIMITIVE: point, line, triangle, line and triangle with adjacency, patches of 1 to 32. */
    static const uint8_t vertices[8] = {0, 1, 2, 3, 0, 0, 4, 6};
    uint32_t primitive = control(k);
    once(k, DXBC_SEEN_GS_INPUT);
    if (primitive < 8) k->primitive_vertices = vertices[primitive];
    else if (primitive < 40) k->primitive_vertices = primitive - 7;
    if (!k->primitive_vertices) dxbc_refuse(k, "input primitive %u", primitive);
}

static void declare_gs_output(struct dxbc_checker *k)
{
    uint32_t topology = control(k); /* once per stream */
    k->seen |= DXBC_SEEN_GS_OUTPUT;
    if (topology != 1 && topology != 3 && topology != 5) dxbc_refuse(k, "output topology %u", topology);
}

void dxbc_check_declaration(struct dxbc_checker *k)
{
    const struct dxbc_instruction *ins = k->ins;
    uint32_t i;
    switch (ins->opcode) {
    case DXBC_OP_dcl_resource: declare_resource(k, DXBC_TYPED); break;
    case DXBC_OP_dcl_resource_raw: declare_resource(k, DXBC_RAW); break;
    case DXBC_OP_dcl_resource_structured: declare_resource(k, DXBC_STRUCTURED); break;
    case DXBC_OP_dcl_uav_typed: declare_view(k, DXBC_TYPED); break;
    case DXBC_OP_dcl_uav_raw: declare_view(k, DXBC_RAW); break;
    case DXBC_OP_dcl_uav_structured: declare_view(k, DXBC_STRUCTURED); break;
    case DXBC_OP_dcl_tgsm_raw: declare_shared(k, DXBC_RAW); break;
    case DXBC_OP_dcl_tgsm_structured: declare_shared(k, DXBC_STRUCTURED); break;
    case DXBC_OP_dcl_constant_buffer: declare_constant_buffer(k); break;
    case DXBC_OP_dcl_sampler:
        if (control(k) > 2) dxbc_refuse(k, "sampler mode %u", control(k));
        if (slot(k, DXBC_REG_SAMPLER, 1, 16, &i)) {
            if (k->samplers >> i & 1u) dxbc_refuse(k, "second declaration of sampler %u", i);
            k->samplers |= 1u << i;
        }
        break;
    case DXBC_OP_dcl_index_range: declare_index_range(k); break;
    case DXBC_OP_dcl_input: declare_input(k, 0); break;
    case DXBC_OP_dcl_input_sgv: case DXBC_OP_dcl_input_siv: declare_input(k, system_name(k)); break;
    case DXBC_OP_dcl_input_ps: in_range(k, control(k), 0, 7); declare_input(k, 0); break;
    case DXBC_OP_dcl_input_ps_sgv: case DXBC_OP_dcl_input_ps_siv:
        in_range(k, control(k), 0, 7);
        declare_input(k, system_name(k));
        break;
    case DXBC_OP_dcl_output: declare_output(k, 0); break;
    case DXBC_OP_dcl_output_sgv: case DXBC_OP_dcl_output_siv: declare_output(k, system_name(k)); break;
    case DXBC_OP_dcl_temps:
        once(k, DXBC_SEEN_TEMPS);
        if (ins->words[0] > DXBC_MAX_TEMPS - k->n_indexable) dxbc_refuse(k, "%u temps", ins->words[0]);
        else k->n_temps = ins->words[0];
        break;
    case DXBC_OP_dcl_indexable_temp: declare_indexable(k); break;
    case DXBC_OP_dcl_global_flags:
        once(k, DXBC_SEEN_FLAGS);
        k->p->global_flags = ins->tokens[0] & DXBC_GLOBAL_FLAGS;
        if (k->p->global_flags & 0x00f80000u || (k->p->global_flags & DXBC_FLAG_EARLY_DEPTH && k->p->stage != PVGPU_STAGE_PS))
            dxbc_refuse(k, "global flags 0x%x", k->p->global_flags);
        break;
    case DXBC_OP_dcl_gs_input_primitive: declare_gs_input(k); break;
    case DXBC_OP_dcl_gs_output_topology: declare_gs_output(k); break;
    case DXBC_OP_dcl_max_output_vertex_count: once(k, DXBC_SEEN_GS_COUNT); in_range(k, ins->words[0], 1, 1024); break;
    case DXBC_OP_dcl_gs_instance_count: once(k, DXBC_SEEN_INSTANCES); in_range(k, ins->words[0], 1, 32); break;
    case DXBC_OP_dcl_stream:
        if (slot(k, DXBC_REG_STREAM, 1, 4, &i)) {
            if (k->p->streams >> i & 1u) dxbc_refuse(k, "second declaration of stream %u", i);
            k->p->streams |= (uint8_t)(1u << i);
            k->stream = i;
        }
        break;
    case DXBC_OP_dcl_input_control_point_count:
        once(k, DXBC_SEEN_IN_POINTS);
        in_range(k, control(k), k->p->stage == PVGPU_STAGE_DS ? 0 : 1, 32);
        k->primitive_vertices = control(k);
        break;
    case DXBC_OP_dcl_output_control_point_count:
        once(k, DXBC_SEEN_OUT_POINTS);
        in_range(k, control(k), 0, 32);
        k->output_vertices = control(k);
        break;
    case DXBC_OP_dcl_tess_domain:
        once(k, DXBC_SEEN_DOMAIN);
        in_range(k, control(k), 1, 3);
        k->domain = control(k);
        break;
    case DXBC_OP_dcl_tess_partitioning: once(k, DXBC_SEEN_PARTITIONING); in_range(k, control(k), 1, 4); break;
    case DXBC_OP_dcl_tess_output_primitive: once(k, DXBC_SEEN_TESS_OUTPUT); in_range(k, control(k), 1, 4); break;
    case DXBC_OP_dcl_hs_max_tessfactor: once(k, DXBC_SEEN_MAX_FACTOR); break;
    case DXBC_OP_dcl_hs_fork_phase_instance_count: case DXBC_OP_dcl_hs_join_phase_instance_count:
        once(k, DXBC_SEEN_INSTANCES);
        if (k->phase != (ins->opcode == DXBC_OP_dcl_hs_fork_phase_instance_count ? DXBC_PHASE_FORK : DXBC_PHASE_JOIN))
            dxbc_refuse(k, "%s in another phase", ins->row->name);
        in_range(k, ins->words[0], 1, DXBC_MAX_PHASE_INSTANCES);
        break;
    case DXBC_OP_dcl_thread_group: declare_thread_group(k); break;
    default: dxbc_refuse(k, "%s is no declaration", ins->row->name); break;
    }
}

void dxbc_check_custom_data(struct dxbc_checker *k)
{
    const struct dxbc_instruction *ins = k->ins;
    uint32_t kind = DXBC_CONTROL(ins->tokens[0]); /* D3D10_SB_CUSTOMDATA_CLASS */
    if (kind > 5) dxbc_refuse(k, "custom data of class %u", kind);
    if (kind != 3) return;
    if (k->icb_size) dxbc_refuse(k, "second immediate constant buffer");
    if (!ins->n_words || ins->n_words % 4 || ins->n_words / 4 > DXBC_MAX_ICB)
        dxbc_refuse(k, "immediate constant buffer of %u words", ins->n_words);
    else
        k->icb_size = ins->n_words / 4;
}
