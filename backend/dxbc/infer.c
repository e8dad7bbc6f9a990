/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * infer.c - which component type the code gives a vertex shader input or a pixel shader output.
 *
 * One pass in program order. A register component carries the inputs whose bits it may hold and the
 * types that its value was computed as; moves carry both on, every other opcode says what it reads
 * and makes. Inside blocks a write adds to what was there, since it may not happen.
 */
#include <string.h>
#include "dxbc_check.h"

enum { T_FLOAT = 1, T_INT = 2, T_UINT = 4, T_SINT = 8 }; /* T_INT: an integer of unknown sign */

#define TRACKED_TEMPS 512u

struct value {
    uint32_t inputs; /* bit per VS input register */
    uint8_t types;
};

struct infer {
    const struct dxbc_program *p;
    struct value temps[TRACKED_TEMPS][4];
    uint8_t inputs[DXBC_REGISTERS], outputs[DXBC_REGISTERS];
    uint32_t interpolated; /* bit per PS input that is not constant over the primitive */
    uint32_t depth;
};

static uint8_t letter_type(char letter)
{
    switch (letter) {
    case 'f': case 'd': return T_FLOAT;
    case 'i': return T_SINT;
    case 'u': return T_UINT;
    case 'b': case 'c': return T_INT;
    default: return 0;
    }
}

static uint8_t return_type(uint8_t type)
{
    switch (type) {
    case DXBC_RETURN_UNORM: case DXBC_RETURN_SNORM: case DXBC_RETURN_FLOAT: return T_FLOAT;
    case DXBC_RETURN_SINT: return T_SINT;
    case DXBC_RETURN_UINT: return T_UINT;
    default: return 0;
    }
}

/* A constant is taken for a float when its exponent is a usual one; others are integers, and those
 * whose upper half is all ones are negative. */
static uint8_t immediate_type(uint32_t bits)
{
    uint32_t exponent = bits >> 23 & 255u;
    if (bits == 0) return 0;
    if (exponent > 127 - 40 && exponent < 127 + 40) return T_FLOAT;
    return bits >> 16 == 0xffffu ? T_INT | T_SINT : T_INT;
}

static struct value read_component(const struct infer *s, const struct dxbc_operand *o, uint32_t lane)
{
    struct value v = {0, 0};
    uint32_t c = o->n_components == 4 ? o->swizzle[lane] : 0;
    uint32_t reg = o->n_indices ? o->index[o->n_indices - 1].base : 0;
    bool constant = o->n_indices && o->index[o->n_indices - 1].relative < 0;
    switch (o->type) {
    case DXBC_REG_TEMP:
        if (reg < TRACKED_TEMPS) v = s->temps[reg][c];
        break;
    case DXBC_REG_INPUT:
        if (!constant || reg >= DXBC_REGISTERS) break;
        if (s->p->stage == PVGPU_STAGE_VS) v.inputs = 1u << reg;
        if (s->p->io[DXBC_FILE_IN][reg].name[c] > 3) v.types = T_UINT;
        else if (s->interpolated >> reg & 1u) v.types = T_FLOAT;
        break;
    case DXBC_REG_IMMEDIATE32:
        v.types = immediate_type(o->immediate[o->n_components == 4 ? lane : 0]);
        break;
    case DXBC_REG_INPUT_PRIMITIVEID: case DXBC_REG_INPUT_COVERAGE_MASK: case DXBC_REG_INPUT_THREAD_ID:
    case DXBC_REG_INPUT_THREAD_GROUP_ID: case DXBC_REG_INPUT_THREAD_ID_IN_GROUP:
    case DXBC_REG_INPUT_THREAD_ID_IN_GROUP_FLATTENED:
        v.types = T_UINT;
        break;
    default:
        break;
    }
    return v;
}

static void read_as(struct infer *s, const struct dxbc_operand *o, uint8_t lanes, uint8_t types)
{
    for (uint32_t lane = 0; lane < 4 && types; lane++) {
        if (!(lanes >> lane & 1u)) continue;
        uint32_t inputs = read_component(s, o, lane).inputs;
        for (uint32_t r = 0; inputs >> r; r++) {
            if (inputs >> r & 1u) s->inputs[r] |= types;
            if (r == 31) break;
        }
    }
}

static void write_component(struct infer *s, const struct dxbc_operand *o, uint32_t c, struct value v)
{
    uint32_t reg = o->n_indices ? o->index[0].base : 0;
    if (o->type == DXBC_REG_TEMP && reg < TRACKED_TEMPS) {
        struct value *t = &s->temps[reg][c];
        if (s->depth) {
            v.inputs |= t->inputs;
            v.types |= t->types;
        }
        *t = v;
    } else if (o->type == DXBC_REG_OUTPUT && o->index[0].relative < 0 && reg < DXBC_REGISTERS) {
        s->outputs[reg] |= v.types;
    }
}

/* Type of what an object letter's operand holds. */
static uint8_t object_type(const struct infer *s, const struct dxbc_instruction *ins)
{
    for (uint32_t i = 0; i < ins->n_operands; i++) {
        const struct dxbc_operand *o = &ins->operands[i];
        if (o->type == DXBC_REG_RESOURCE && o->index[0].base < 128) return return_type(s->p->resource_type[o->index[0].base]);
        if (o->type == DXBC_REG_UNORDERED_ACCESS_VIEW && o->index[0].base < 64)
            return return_type(s->p->view_type[o->index[0].base]);
    }
    return 0;
}

static bool moves(uint32_t opcode)
{
    return opcode == DXBC_OP_mov || opcode == DXBC_OP_movc || opcode == DXBC_OP_swapc;
}

static bool per_component(const struct dxbc_instruction *ins)
{
    if (ins->opcode == DXBC_OP_dp2 || ins->opcode == DXBC_OP_dp3 || ins->opcode == DXBC_OP_dp4 || !ins->n_results) return false;
    for (const char *c = ins->row->operands; *c; c++)
        if (*c >= 'A' && *c <= 'Z') return false;
    return true;
}

static void step(struct infer *s, const struct dxbc_instruction *ins)
{
    const char *kinds = ins->row->operands;
    uint8_t lanes = 15, object = object_type(s, ins), sign[4] = {0};
    struct value made[2][4];
    memset(made, 0, sizeof made);
    if (per_component(ins)) {
        lanes = 0;
        for (uint32_t i = 0; i < ins->n_results; i++) lanes |= ins->operands[i].mask;
    }

    uint32_t n = 0;
    for (const char *k = kinds; *k; k++) { /* sources first, since a result may be one of them */
        if (*k == '=') continue;
        const struct dxbc_operand *o = &ins->operands[n++];
        if (n <= ins->n_results) continue;
        if (*k >= 'A' && *k <= 'Z' && *k != 'I') continue;
        read_as(s, o, lanes, *k == 'v' ? object : letter_type(*k));
        for (uint32_t lane = 0; lane < 4; lane++) {
            struct value v = read_component(s, o, lane);
            if (*k == 'b') sign[lane] |= v.types & (T_SINT | T_UINT);
            for (int i = 0; *k == 'x' && moves(ins->opcode) && i < 2; i++) {
                made[i][lane].inputs |= v.inputs;
                made[i][lane].types |= v.types;
            }
        }
    }
    for (uint32_t i = 0; i < ins->n_results; i++) {
        const struct dxbc_operand *o = &ins->operands[i];
        char letter = kinds[i];
        for (uint32_t c = 0; c < 4; c++) {
            if (!(o->mask >> c & 1u)) continue;
            struct value v = {0, letter == 't' ? object : letter_type(letter)};
            if (letter == 'x' && moves(ins->opcode)) v = made[i & 1u][c];
            if (letter == 'b' && !strpbrk(kinds, "fidu")) v.types |= sign[c]; /* no comparison */
            if (ins->opcode == DXBC_OP_resinfo || ins->opcode == DXBC_OP_sample_info)
                v.types = ins->tokens[0] & DXBC_RESINFO_TYPE ? T_UINT : T_FLOAT;
            write_component(s, o, c, v);
        }
    }
}

static uint8_t decide(uint8_t types)
{
    if (types & T_FLOAT) return 3;
    if (types & T_SINT) return 2;
    return types ? 1 : 0;
}

void dxbc_infer(const uint32_t *tokens, const struct dxbc_program *p, uint8_t inputs[DXBC_REGISTERS],
                uint8_t outputs[DXBC_REGISTERS])
{
    struct infer s;
    struct dxbc_instruction ins;
    memset(&s, 0, sizeof s);
    s.p = p;
    for (uint32_t at = 2; at < p->n_tokens; at += ins.n_tokens) {
        if (dxbc_decode(tokens, p->n_tokens, at, &ins, NULL)) break;
        switch (ins.opcode) {
        case DXBC_OP_customdata: break;
        case DXBC_OP_dcl_input_ps: case DXBC_OP_dcl_input_ps_siv:
            if (DXBC_CONTROL(ins.tokens[0] & DXBC_INTERPOLATION) > 1 && ins.operands[0].n_indices)
                s.interpolated |= 1u << (ins.operands[0].index[0].base & 31u);
            break;
        case DXBC_OP_if: case DXBC_OP_loop: case DXBC_OP_switch: s.depth++; step(&s, &ins); break;
        case DXBC_OP_endif: case DXBC_OP_endloop: case DXBC_OP_endswitch: s.depth--; break;
        default:
            if (strncmp(ins.row->name, "dcl_", 4)) step(&s, &ins);
            break;
        }
    }
    for (uint32_t r = 0; r < DXBC_REGISTERS; r++) {
        inputs[r] = decide(s.inputs[r]);
        outputs[r] = decide(s.outputs[r]);
    }
}

void pvb_dxbc_infer_inputs(const uint32_t *tokens, uint32_t n_tokens, uint8_t types[32])
{
    struct dxbc_program p;
    uint8_t outputs[DXBC_REGISTERS];
    memset(types, 0, DXBC_REGISTERS);
    if (dxbc_check(tokens, n_tokens, PVGPU_STAGE_VS, &p, NULL) == PVB_DXBC_OK) dxbc_infer(tokens, &p, types, outputs);
}

void pvb_dxbc_infer_outputs(const uint32_t *tokens, uint32_t n_tokens, uint8_t types[8])
{
    struct dxbc_program p;
    uint8_t inputs[DXBC_REGISTERS], outputs[DXBC_REGISTERS];
    memset(types, 0, 8);
    if (dxbc_check(tokens, n_tokens, PVGPU_STAGE_PS, &p, NULL) != PVB_DXBC_OK) return;
    dxbc_infer(tokens, &p, inputs, outputs);
    for (uint32_t i = 0; i < 8; i++)
        if (p.io[DXBC_FILE_OUT][i].mask) types[i] = outputs[i] ? outputs[i] : 3;
}

uint32_t pvb_dxbc_textures(const uint32_t *tokens, uint32_t n_tokens, uint8_t dimensions[128])
{
    /* D3D10_SB_RESOURCE_DIMENSION to D3D11_SRV_DIMENSION; the former counts the arrays at its end. */
    static const uint8_t views[11] = { 0, 0, 2, 4, 6, 8, 9, 3, 5, 7, 10 };
    struct dxbc_instruction ins;
    uint32_t n = 0;

    memset(dimensions, 0, 128);
    if (n_tokens > 1 && tokens[1] < n_tokens) n_tokens = tokens[1]; /* the length token */
    for (uint32_t at = 2; at < n_tokens; at += ins.n_tokens) {
        if (dxbc_decode(tokens, n_tokens, at, &ins, NULL)) break;
        if (ins.opcode != DXBC_OP_dcl_resource) continue;
        uint32_t slot = ins.operands[0].index[0].base, dimension = ins.tokens[0] >> 11 & 31u;
        if (slot >= 128 || dimension > 10 || !views[dimension]) continue;
        dimensions[slot] = views[dimension];
        if (slot >= n) n = slot + 1;
    }
    return n;
}
