/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * check.c - walks a program from its version token to its last ret: header, phases, control flow.
 */
#include <string.h>
#include "dxbc_check.h"

/* D3D10_SB_TOKENIZED_PROGRAM_TYPE to enum pvgpu_stage. */
static const uint8_t program_stages[6] = {PVGPU_STAGE_PS, PVGPU_STAGE_VS, PVGPU_STAGE_GS, PVGPU_STAGE_HS, PVGPU_STAGE_DS,
                                          PVGPU_STAGE_CS};

enum pvb_dxbc_result dxbc_check_header(const uint32_t *tokens, uint32_t n, uint32_t stage, struct dxbc_program *p,
                                       struct pvb_dxbc_error *error)
{
    if (n < 3) return dxbc_fail(error, PVB_DXBC_MALFORMED, 0, "program of %u tokens", n);
    uint32_t type = tokens[0] >> 16, major = tokens[0] >> 4 & 15u, minor = tokens[0] & 15u;
    if (tokens[0] & 0xff00u || type > 5) return dxbc_fail(error, PVB_DXBC_MALFORMED, 0, "version token 0x%08x", tokens[0]);
    p->stage = program_stages[type];
    p->model = major * 10 + minor;
    if (p->model != 40 && p->model != 41 && p->model != 50)
        return dxbc_fail(error, PVB_DXBC_UNSUPPORTED, 0, "shader model %u.%u", major, minor);
    bool passes = stage == PVGPU_STAGE_GS && (p->stage == PVGPU_STAGE_VS || p->stage == PVGPU_STAGE_DS);
    if (p->stage != stage && !passes)
        return dxbc_fail(error, PVB_DXBC_STAGE, 0, "program of stage %u where %u was asked for", p->stage, stage);
    if (p->model < 50 && (p->stage == PVGPU_STAGE_HS || p->stage == PVGPU_STAGE_DS))
        return dxbc_fail(error, PVB_DXBC_MALFORMED, 0, "tessellation in shader model %u.%u", major, minor);
    if (tokens[1] < 3 || tokens[1] > n)
        return dxbc_fail(error, PVB_DXBC_MALFORMED, 1, "length of %u tokens where %u are given", tokens[1], n);
    if (tokens[1] > DXBC_MAX_TOKENS)
        return dxbc_fail(error, PVB_DXBC_UNSUPPORTED, 1, "program of %u tokens, limit %u", tokens[1], DXBC_MAX_TOKENS);
    p->n_tokens = tokens[1];
    return PVB_DXBC_OK;
}

/* Whether the part of the program that ends here is complete. */
static void end_part(struct dxbc_checker *k)
{
    if (k->depth) dxbc_refuse(k, "%s is not closed", dxbc_ops[k->blocks[k->depth - 1].opcode].name);
    if (k->p->stage == PVGPU_STAGE_HS && k->phase <= DXBC_PHASE_DECLS) return;
    if (!k->returned) dxbc_refuse(k, "no ret at the end");
}

static void begin_phase(struct dxbc_checker *k, enum dxbc_phase phase)
{
    if (phase == DXBC_PHASE_DECLS ? k->phase != DXBC_PHASE_NONE : k->phase == DXBC_PHASE_NONE)
        dxbc_refuse(k, "%s out of order", k->ins->row->name);
    end_part(k);
    if (phase == DXBC_PHASE_CONTROL_POINT) {
        if (k->phase != DXBC_PHASE_DECLS) dxbc_refuse(k, "control point phase out of order");
        k->p->control_point_phase = true;
    }
    if (phase == DXBC_PHASE_FORK && k->phase == DXBC_PHASE_JOIN) dxbc_refuse(k, "fork phase after a join phase");
    if (k->n_phases++ == DXBC_MAX_PHASES) dxbc_refuse(k, "more than %u phases", DXBC_MAX_PHASES);
    k->phase = phase;
    k->body = k->returned = false;
    k->n_temps = k->n_indexable = 0;
    memset(k->indexable, 0, sizeof k->indexable);
    k->seen &= ~(DXBC_SEEN_TEMPS | DXBC_SEEN_INSTANCES);
    k->indexed_files = 0;
}

static bool inside(const struct dxbc_checker *k, uint32_t a, uint32_t b)
{
    for (uint32_t i = 0; i < k->depth; i++)
        if (k->blocks[i].opcode == a || k->blocks[i].opcode == b) return true;
    return false;
}

static void open_block(struct dxbc_checker *k)
{
    if (k->depth == DXBC_MAX_NESTING) {
        dxbc_refuse(k, "flow control nested deeper than %u", DXBC_MAX_NESTING);
        return;
    }
    k->blocks[k->depth++] = (struct dxbc_block){.opcode = (uint8_t)k->ins->opcode, .cases = (uint16_t)k->n_cases};
}

static struct dxbc_block *top_block(struct dxbc_checker *k, uint32_t opcode)
{
    if (k->depth && k->blocks[k->depth - 1].opcode == opcode) return &k->blocks[k->depth - 1];
    dxbc_refuse(k, "%s without %s", k->ins->row->name, dxbc_ops[opcode].name);
    return NULL;
}

static void close_block(struct dxbc_checker *k, uint32_t opcode)
{
    struct dxbc_block *b = top_block(k, opcode);
    if (!b) return;
    k->n_cases = b->cases;
    k->depth--;
}

static void add_case(struct dxbc_checker *k)
{
    struct dxbc_block *b = top_block(k, DXBC_OP_switch);
    uint32_t value = k->ins->operands[0].immediate[0];
    if (!b) return;
    b->started = true;
    for (uint32_t i = b->cases; i < k->n_cases; i++)
        if (k->cases[i] == value) dxbc_refuse(k, "second case %u", value);
    if (k->n_cases == DXBC_MAX_CASES) dxbc_refuse(k, "more than %u cases", DXBC_MAX_CASES);
    else k->cases[k->n_cases++] = value;
}

static void begin_label(struct dxbc_checker *k)
{
    uint32_t label = k->ins->operands[0].index[0].base;
    if (!k->returned || k->depth) dxbc_refuse(k, "label %u inside of a body", label);
    if (k->phase != DXBC_PHASE_NONE) dxbc_refuse(k, "label in a hull shader");
    if (k->defined >> label & 1u) dxbc_refuse(k, "second label %u", label);
    k->defined |= 1ull << label;
    k->label = label + 1;
    k->returned = false;
}

static void check_flow(struct dxbc_checker *k)
{
    struct dxbc_block *b;
    switch (k->ins->opcode) {
    case DXBC_OP_if: case DXBC_OP_loop: case DXBC_OP_switch: open_block(k); break;
    case DXBC_OP_else:
        b = top_block(k, DXBC_OP_if);
        if (b && b->other) dxbc_refuse(k, "second else");
        if (b) b->other = true;
        break;
    case DXBC_OP_endif: close_block(k, DXBC_OP_if); break;
    case DXBC_OP_endloop: close_block(k, DXBC_OP_loop); break;
    case DXBC_OP_endswitch: close_block(k, DXBC_OP_switch); break;
    case DXBC_OP_case: add_case(k); break;
    case DXBC_OP_default:
        b = top_block(k, DXBC_OP_switch);
        if (b && b->other) dxbc_refuse(k, "second default");
        if (b) b->other = b->started = true;
        break;
    case DXBC_OP_break: case DXBC_OP_breakc:
        if (!inside(k, DXBC_OP_loop, DXBC_OP_switch)) dxbc_refuse(k, "break outside of loop and switch");
        break;
    case DXBC_OP_continue: case DXBC_OP_continuec:
        if (!inside(k, DXBC_OP_loop, DXBC_OP_loop)) dxbc_refuse(k, "continue outside of loop");
        break;
    case DXBC_OP_call: case DXBC_OP_callc: {
        uint32_t label = k->ins->operands[k->ins->n_operands - 1].index[0].base;
        k->called |= 1ull << label;
        k->calls[k->label] |= 1ull << label;
        break;
    }
    case DXBC_OP_label: begin_label(k); break;
    case DXBC_OP_ret:
        if (!k->depth) k->returned = true;
        break;
    default: break;
    }
}

static void check_sync(struct dxbc_checker *k)
{
    uint32_t flags = k->ins->tokens[0] & DXBC_SYNC;
    if (!flags) dxbc_refuse(k, "sync of nothing");
    if (k->p->stage != PVGPU_STAGE_CS && flags & 0x1800u) dxbc_refuse(k, "thread group sync in this stage");
}

static void check_instruction(struct dxbc_checker *k)
{
    const struct dxbc_instruction *ins = k->ins;
    uint32_t opcode = ins->opcode;
    bool declaration = strncmp(ins->row->name, "dcl_", 4) == 0;
    if (opcode == DXBC_OP_customdata) {
        dxbc_check_custom_data(k);
        return;
    }
    if (!dxbc_stage_in(ins->row->stages, k->p->stage) || k->p->model < ins->row->model) {
        dxbc_refuse(k, "%s in a program of stage %u, model %u", ins->row->name, k->p->stage, k->p->model);
        return;
    }
    if (k->p->stage == PVGPU_STAGE_HS && k->phase == DXBC_PHASE_NONE && opcode != DXBC_OP_hs_decls) {
        dxbc_refuse(k, "%s before hs_decls", ins->row->name);
        return;
    }
    switch (opcode) {
    case DXBC_OP_hs_decls: begin_phase(k, DXBC_PHASE_DECLS); return;
    case DXBC_OP_hs_control_point_phase: begin_phase(k, DXBC_PHASE_CONTROL_POINT); return;
    case DXBC_OP_hs_fork_phase: begin_phase(k, DXBC_PHASE_FORK); return;
    case DXBC_OP_hs_join_phase: begin_phase(k, DXBC_PHASE_JOIN); return;
    default: break;
    }
    if (declaration) {
        if (k->body) dxbc_refuse(k, "%s after code", ins->row->name);
        else dxbc_check_declaration(k);
        return;
    }
    if (k->phase == DXBC_PHASE_DECLS) dxbc_refuse(k, "%s outside of a phase", ins->row->name);
    if (k->returned && opcode != DXBC_OP_label) dxbc_refuse(k, "%s after the last ret", ins->row->name);
    k->body = true;
    dxbc_check_operands(k);
    if (k->result) return;
    if (k->depth && k->blocks[k->depth - 1].opcode == DXBC_OP_switch && !k->blocks[k->depth - 1].started &&
        opcode != DXBC_OP_case && opcode != DXBC_OP_default && opcode != DXBC_OP_endswitch)
        dxbc_refuse(k, "%s before the first case", ins->row->name);
    if (opcode == DXBC_OP_sync) check_sync(k);
    if (opcode >= DXBC_OP_gather4_feedback) k->p->feedback = true;
    check_flow(k);
}

/* Every label called exists, and no body can come to call itself. */
static void check_calls(struct dxbc_checker *k)
{
    if (k->called & ~k->defined) dxbc_refuse(k, "call of a label that does not exist");
    uint64_t done = 0;
    for (bool progress = true; progress;) {
        progress = false;
        for (uint32_t i = 0; i < DXBC_MAX_LABELS; i++) {
            if (done >> i & 1u || k->calls[i + 1] & ~done) continue;
            done |= 1ull << i;
            progress = true;
        }
    }
    if (~done) dxbc_refuse(k, "recursion");
}

/* The tessellation factors are those of the domain: isoline, triangle, quad. */
static void check_factors(struct dxbc_checker *k)
{
    static const uint32_t names[4] = {0, 0x600000, 0x1e0000, 0x1f800};
    for (uint32_t r = 0; r < DXBC_REGISTERS; r++)
        for (uint32_t c = 0; c < 4; c++) {
            const struct dxbc_io *io = &k->p->io[DXBC_FILE_PATCH][r];
            if (io->mask >> c & 1u && io->name[c] && !(names[k->domain & 3u] >> io->name[c] & 1u))
                dxbc_refuse(k, "tessellation factor %u of another domain", io->name[c]);
        }
}

static void check_complete(struct dxbc_checker *k)
{
    uint32_t need = 0;
    end_part(k);
    if (k->p->stage == PVGPU_STAGE_GS) need = DXBC_SEEN_GS_INPUT | DXBC_SEEN_GS_OUTPUT | DXBC_SEEN_GS_COUNT;
    if (k->p->stage == PVGPU_STAGE_CS) need = DXBC_SEEN_GROUP;
    if (k->p->stage == PVGPU_STAGE_DS) need = DXBC_SEEN_DOMAIN;
    if (k->p->stage == PVGPU_STAGE_HS)
        need = DXBC_SEEN_IN_POINTS | DXBC_SEEN_OUT_POINTS | DXBC_SEEN_DOMAIN | DXBC_SEEN_PARTITIONING | DXBC_SEEN_TESS_OUTPUT;
    if (k->p->stage == PVGPU_STAGE_HS && k->phase != DXBC_PHASE_FORK && k->phase != DXBC_PHASE_JOIN)
        dxbc_refuse(k, "hull shader without a patch constant phase");
    if (need & ~k->seen) dxbc_refuse(k, "a declaration that this stage needs is missing");
    check_calls(k);
    check_factors(k);
}

enum pvb_dxbc_result dxbc_check(const uint32_t *tokens, uint32_t n, uint32_t stage, struct dxbc_program *p,
                                struct pvb_dxbc_error *error)
{
    struct dxbc_checker k;
    struct dxbc_instruction ins;
    memset(p, 0, sizeof *p);
    if (error) memset(error, 0, sizeof *error);
    enum pvb_dxbc_result r = dxbc_check_header(tokens, n, stage, p, error);
    if (r) return r;

    memset(&k, 0, sizeof k);
    k.tokens = tokens;
    k.p = p;
    k.error = error;
    k.ins = &ins;
    ins.at = 2;
    for (uint32_t at = 2; at < p->n_tokens; at += ins.n_tokens) {
        r = dxbc_decode(tokens, p->n_tokens, at, &ins, error);
        if (r) return r;
        check_instruction(&k);
        if (k.result) return k.result;
    }
    check_complete(&k);
    return k.result;
}

enum pvb_dxbc_result pvb_dxbc_check(const uint32_t *tokens, uint32_t n_tokens, uint32_t stage, struct pvb_dxbc_error *error)
{
    struct dxbc_program p;
    return dxbc_check(tokens, n_tokens, stage, &p, error);
}
