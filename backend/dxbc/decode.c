/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * decode.c - takes one instruction of a token stream apart. Every read is inside the instruction's
 * own length, which is inside the stream.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include "dxbc_link.h"

const struct dxbc_op_row dxbc_ops[DXBC_OP_COUNT] = {
#define OP(number, name, operands, words, stages, model, controls) [number] = {#name, operands, stages, words, model, controls},
#define UNSUPPORTED(number, name) [number] = {#name, NULL, "", 0, 0, 0},
#include "opcodes.def"
};

const struct dxbc_reg_row dxbc_regs[DXBC_REG_COUNT] = {
#define REG(number, name, indices, use, stages, special) [number] = {#name, use, stages, indices, special},
#include "registers.def"
};

enum pvb_dxbc_result dxbc_fail(struct pvb_dxbc_error *error, enum pvb_dxbc_result result, uint32_t token,
                               const char *format, ...)
{
    if (error) {
        va_list args;
        va_start(args, format);
        error->token = token;
        vsnprintf(error->text, sizeof error->text, format, args);
        va_end(args);
    }
    return result;
}

/* A cursor over one instruction; the first failure sticks. */
struct cursor {
    const uint32_t *tokens;
    uint32_t n, pos, at; /* at: the instruction's place in the program, for messages */
    enum pvb_dxbc_result result;
    struct pvb_dxbc_error *error;
};

static void cursor_fail(struct cursor *c, const char *text)
{
    if (c->result == PVB_DXBC_OK) c->result = dxbc_fail(c->error, PVB_DXBC_MALFORMED, c->at + c->pos, "%s", text);
}

static uint32_t take(struct cursor *c)
{
    if (c->pos >= c->n) {
        cursor_fail(c, "instruction ends inside an operand");
        return 0;
    }
    return c->tokens[c->pos++];
}

static uint32_t bits(uint32_t token, int low, int n)
{
    return token >> low & ((1u << n) - 1u);
}

static void decode_components(struct cursor *c, uint32_t token, struct dxbc_operand *o)
{
    switch (bits(token, 0, 2)) {
    case 0:
        o->n_components = 0;
        break;
    case 1:
        o->n_components = 1;
        o->mask = 1;
        break;
    case 2:
        o->n_components = 4;
        o->select = (uint8_t)bits(token, 2, 2);
        if (o->select == DXBC_SELECT_MASK) {
            o->mask = (uint8_t)bits(token, 4, 4);
            for (int i = 0; i < 4; i++) o->swizzle[i] = (uint8_t)i;
        } else if (o->select == DXBC_SELECT_SWIZZLE) {
            o->mask = 15;
            for (int i = 0; i < 4; i++) o->swizzle[i] = (uint8_t)bits(token, 4 + 2 * i, 2);
        } else if (o->select == DXBC_SELECT_ONE) {
            o->mask = (uint8_t)(1u << bits(token, 4, 2));
            for (int i = 0; i < 4; i++) o->swizzle[i] = (uint8_t)bits(token, 4, 2);
        } else {
            cursor_fail(c, "component selection mode 3");
        }
        break;
    default:
        cursor_fail(c, "operand with N components");
    }
}

static void decode_extension(struct cursor *c, uint32_t token, struct dxbc_operand *o)
{
    if (!bits(token, 31, 1)) return;
    uint32_t ext = take(c);
    if (bits(ext, 31, 1)) cursor_fail(c, "second extended operand token");
    switch (bits(ext, 0, 6)) {
    case 0:
        if (ext) cursor_fail(c, "empty extended operand token with contents");
        break;
    case 1:
        o->modifier = (uint8_t)bits(ext, 6, 8);
        o->min_precision = (uint8_t)bits(ext, 14, 3);
        if (o->modifier > 3) cursor_fail(c, "operand modifier out of range");
        if (o->min_precision == 3 || o->min_precision > 5) cursor_fail(c, "minimum precision out of range");
        if (bits(ext, 17, 14)) cursor_fail(c, "reserved bits in an extended operand token");
        break;
    default:
        cursor_fail(c, "unknown extended operand token");
    }
}

static void decode_operand(struct cursor *c, struct dxbc_instruction *ins, struct dxbc_operand *o, int depth)
{
    memset(o, 0, sizeof *o);
    o->token = c->pos;
    uint32_t token = take(c);
    uint32_t type = bits(token, 12, 8);
    if (c->result) return;
    if (type >= DXBC_REG_COUNT || !dxbc_regs[type].name) {
        c->pos = o->token;
        cursor_fail(c, "unknown register type");
        return;
    }
    o->type = (uint8_t)type;
    decode_components(c, token, o);
    decode_extension(c, token, o);
    o->n_indices = (uint8_t)bits(token, 20, 2);

    if (type == DXBC_REG_IMMEDIATE32 || type == DXBC_REG_IMMEDIATE64) {
        if (o->n_indices) cursor_fail(c, "immediate with an index");
        if (o->n_components == 0) cursor_fail(c, "immediate without components");
        /* A scalar of 64 bits takes two words, four components hold two such numbers. */
        uint32_t n = o->n_components == 4 ? 4u : type == DXBC_REG_IMMEDIATE64 ? 2u : 1u;
        for (uint32_t i = 0; i < n; i++) o->immediate[i] = take(c);
        return;
    }
    for (uint32_t i = 0; i < o->n_indices && !c->result; i++) {
        uint32_t kind = bits(token, 22 + 3 * (int)i, 3);
        struct dxbc_index *x = &o->index[i];
        x->relative = -1;
        if (kind > 4) {
            cursor_fail(c, "index representation out of range");
            return;
        }
        if (kind == 0 || kind == 3) x->base = take(c);
        if (kind == 1 || kind == 4) { /* no register file is that large, and no compiler writes it */
            if (!c->result)
                c->result = dxbc_fail(c->error, PVB_DXBC_UNSUPPORTED, c->at + c->pos, "index of 64 bits");
            return;
        }
        if (kind >= 2) {
            if (depth == 0 || ins->n_relative == DXBC_MAX_RELATIVE) {
                cursor_fail(c, "index nested too deep");
                return;
            }
            x->relative = (int8_t)ins->n_relative++;
            decode_operand(c, ins, &ins->relative[x->relative], depth - 1);
        }
    }
}

static void decode_extended_opcodes(struct cursor *c, uint32_t token)
{
    for (int n = 0; bits(token, 31, 1); n++) {
        if (n == 3) { /* D3D11_SB_MAX_SIMULTANEOUS_EXTENDED_OPCODES */
            cursor_fail(c, "more than three extended opcode tokens");
            return;
        }
        token = take(c);
        if (c->result) return;
        uint32_t used;
        switch (bits(token, 0, 6)) {
        case 0: used = 0; break;
        case 1: used = 0x001ffe00u; break;
        case 2: used = 0x007fffc0u; break;
        case 3: used = 0x003fffc0u; break;
        default: cursor_fail(c, "unknown extended opcode token"); return;
        }
        if (token & ~(used | 0x8000003fu)) cursor_fail(c, "reserved bits in an extended opcode token");
    }
}

static enum pvb_dxbc_result decode_custom_data(const uint32_t *tokens, uint32_t n, uint32_t at, struct dxbc_instruction *ins,
                                               struct pvb_dxbc_error *error)
{
    if (n - at < 2) return dxbc_fail(error, PVB_DXBC_MALFORMED, at, "custom data without a length");
    uint32_t length = tokens[at + 1];
    if (length < 2 || length > n - at)
        return dxbc_fail(error, PVB_DXBC_MALFORMED, at + 1, "custom data of %u tokens", length);
    ins->n_tokens = length;
    ins->words = tokens + at + 2;
    ins->n_words = length - 2;
    return PVB_DXBC_OK;
}

/* Microsoft's compiler (47) ends these with a word that says nothing: zero in most, rubbish in some. Nobody documents it. */
static bool may_be_longer(uint32_t opcode)
{
    switch (opcode) {
    case DXBC_OP_sample_pos: case DXBC_OP_sample_l_feedback: case DXBC_OP_sample_c_lz_feedback: case DXBC_OP_sample_clamp_feedback:
    case DXBC_OP_sample_b_clamp_feedback: case DXBC_OP_sample_d_clamp_feedback: case DXBC_OP_sample_c_clamp_feedback:
        return true;
    default: /* of some two hundred */
        return false;
    }
}

enum pvb_dxbc_result dxbc_decode_call(const uint32_t *tokens, uint32_t n, uint32_t at, struct dxbc_instruction *ins,
                                      struct pvb_dxbc_error *error)
{
    struct cursor c = {tokens + at, bits(tokens[at], 24, 7), 2, at, PVB_DXBC_OK, error};
    memset(ins, 0, offsetof(struct dxbc_instruction, operands));
    ins->at = at;
    ins->tokens = tokens + at;
    ins->opcode = DXBC_OP_interface_call;
    ins->row = &dxbc_ops[DXBC_OP_interface_call];
    if (c.n < 3 || c.n > n - at) return dxbc_fail(error, PVB_DXBC_MALFORMED, at, "call of %u tokens, %u are left", c.n, n - at);
    if (tokens[at] & 0x80fff800u) return dxbc_fail(error, PVB_DXBC_MALFORMED, at, "call with controls 0x%x", tokens[at]);
    ins->n_tokens = c.n;
    ins->words = tokens + at + 1; /* the call site stands before the operand */
    ins->n_words = 1;
    ins->n_operands = 1;
    decode_operand(&c, ins, &ins->operands[0], 2);
    if (!c.result && c.pos != c.n) cursor_fail(&c, "call with tokens after its operand");
    return c.result;
}

enum pvb_dxbc_result dxbc_decode(const uint32_t *tokens, uint32_t n, uint32_t at, struct dxbc_instruction *ins,
                                 struct pvb_dxbc_error *error)
{
    uint32_t token = tokens[at];
    uint32_t opcode = bits(token, 0, 11);
    ins->at = at;
    ins->tokens = tokens + at;
    ins->opcode = opcode;
    ins->n_operands = ins->n_results = ins->n_relative = ins->n_words = 0;
    ins->words = NULL;
    if (opcode >= DXBC_OP_COUNT || !dxbc_ops[opcode].name)
        return dxbc_fail(error, PVB_DXBC_MALFORMED, at, "unknown opcode %u", opcode);
    const struct dxbc_op_row *row = ins->row = &dxbc_ops[opcode];
    if (!row->model) return dxbc_fail(error, PVB_DXBC_UNSUPPORTED, at, "%s is not carried", row->name);
    if (opcode == DXBC_OP_customdata) return decode_custom_data(tokens, n, at, ins, error);

    struct cursor c = {tokens + at, bits(token, 24, 7), 1, at, PVB_DXBC_OK, error};
    if (c.n == 0 || c.n > n - at)
        return dxbc_fail(error, PVB_DXBC_MALFORMED, at, "%s is %u tokens long, %u are left", row->name, c.n, n - at);
    ins->n_tokens = c.n;

    bool declaration = strncmp(row->name, "dcl_", 4) == 0;
    uint32_t allowed = row->controls | 0xff0007ffu;
    if (!declaration) allowed |= DXBC_PRECISE;
    if (row->operands[0] == 'f' || row->operands[0] == 'x' || row->operands[0] == 't' || row->operands[0] == 'd')
        allowed |= DXBC_SATURATE;
    if (token & ~allowed)
        return dxbc_fail(error, PVB_DXBC_MALFORMED, at, "%s with controls 0x%x", row->name, token & ~allowed);

    decode_extended_opcodes(&c, token);
    const char *kind = row->operands;
    for (bool result = strchr(kind, '=') != NULL; *kind && !c.result; kind++) {
        if (*kind == '=') {
            result = false;
            continue;
        }
        struct dxbc_operand *o = &ins->operands[ins->n_operands++];
        decode_operand(&c, ins, o, 2);
        if (result) ins->n_results++;
    }
    if (c.result) return c.result;
    if (may_be_longer(opcode) && c.n - c.pos == 1) c.pos++;
    if (c.n - c.pos != row->words)
        return dxbc_fail(error, PVB_DXBC_MALFORMED, at + c.pos, "%s has %u tokens after its operands, not %u", row->name,
                         c.n - c.pos, row->words);
    ins->words = tokens + at + c.pos;
    ins->n_words = row->words;
    return PVB_DXBC_OK;
}
