/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * interfaces.c - what a program declares of class linkage. Each instruction is decoded and the shape of the whole is checked;
 * whether operands are what their opcodes take is looked at once the program is linked, by the checker of all programs.
 */
#include <stdlib.h>
#include <string.h>
#include "dxbc_link.h"

bool dxbc_links(uint32_t opcode)
{
    return opcode == DXBC_OP_dcl_function_body || opcode == DXBC_OP_dcl_function_table || opcode == DXBC_OP_dcl_interface;
}

/* One declaration: `words` behind its length. A long one has bit 31 and its length in a second token
 * (d3d11TokenizedProgramFormat.hpp, "Interface function table Declaration"). */
struct declaration {
    uint32_t at, opcode, length, n_words;
    bool indexed;
    const uint32_t *words;
    struct pvb_dxbc_error *error;
};

#define refuse(d, ...) dxbc_fail((d)->error, PVB_DXBC_MALFORMED, (d)->at, __VA_ARGS__)

static enum pvb_dxbc_result take(const uint32_t *tokens, uint32_t n, uint32_t at, struct declaration *d)
{
    uint32_t token = tokens[at], head = 1;
    bool longer = token >> 31;
    d->at = at;
    d->opcode = token & 0x7ffu;
    d->indexed = token & 0x800u;
    d->length = token >> 24 & 0x7fu;
    if (token & 0x00fff000u || (d->indexed && d->opcode != DXBC_OP_dcl_interface)) return refuse(d, "reserved bits in a declaration");
    if (longer) {
        head = 2;
        if (n - at < 2) return refuse(d, "declaration without a length");
        d->length = tokens[at + 1];
    }
    if (d->length <= head || d->length > n - at) return refuse(d, "declaration is %u tokens long, %u are left", d->length, n - at);
    d->words = tokens + at + head;
    d->n_words = d->length - head;
    return PVB_DXBC_OK;
}

static enum pvb_dxbc_result declare_body(struct dxbc_interfaces *f, const struct declaration *d)
{
    uint32_t id = d->words[0];
    if (d->n_words != 1) return refuse(d, "function body of %u words", d->n_words);
    if (id >= DXBC_MAX_BODIES || f->declared[id]) return refuse(d, "function body %u", id);
    f->declared[id] = true;
    return PVB_DXBC_OK;
}

static enum pvb_dxbc_result declare_table(struct dxbc_interfaces *f, const struct declaration *d)
{
    uint32_t id = d->words[0], n = d->n_words < 2 ? 0 : d->words[1];
    if (d->n_words < 3 || n != d->n_words - 2) return refuse(d, "function table of %u words", d->n_words);
    if (id >= DXBC_MAX_BODIES || f->tables[id].declared) return refuse(d, "function table %u", id);
    for (uint32_t i = 0; i < n; i++)
        if (d->words[2 + i] >= DXBC_MAX_BODIES || !f->declared[d->words[2 + i]])
            return refuse(d, "function table %u names body %u", id, d->words[2 + i]);
    f->tables[id] = (struct dxbc_table){ true, n, d->words + 2 };
    return PVB_DXBC_OK;
}

static enum pvb_dxbc_result declare_interface(struct dxbc_interfaces *f, const struct declaration *d)
{
    if (d->n_words < 4) return refuse(d, "interface of %u words", d->n_words);
    struct dxbc_interface x = { d->words[0], d->words[2] >> 16, d->words[1], d->indexed, d->words[2] & 0xffffu, d->words + 3 };
    if (x.n_tables != d->n_words - 3) return refuse(d, "interface of %u tables in %u words", x.n_tables, d->n_words);
    if (x.first != f->n_slots) return refuse(d, "interface %u where %u comes next", x.first, f->n_slots);
    if (!x.n_slots || x.n_slots > DXBC_MAX_SLOTS - f->n_slots) return refuse(d, "more than %u interfaces", DXBC_MAX_SLOTS);
    for (uint32_t i = 0; i < x.n_tables; i++) {
        if (x.tables[i] >= DXBC_MAX_BODIES || !f->tables[x.tables[i]].declared) return refuse(d, "function table %u is not declared", x.tables[i]);
        if (f->tables[x.tables[i]].n != x.n_sites) return refuse(d, "function table %u has not %u bodies", x.tables[i], x.n_sites);
    }
    for (uint32_t i = 0; i < x.n_slots; i++) f->of_slot[f->n_slots + i] = (uint8_t)f->n_interfaces;
    f->interfaces[f->n_interfaces++] = x;
    f->n_slots += x.n_slots;
    return PVB_DXBC_OK;
}

enum pvb_dxbc_result dxbc_decode_any(const uint32_t *tokens, uint32_t n, uint32_t at, struct dxbc_instruction *ins,
                                     struct pvb_dxbc_error *error)
{
    return (tokens[at] & 0x7ffu) == DXBC_OP_interface_call ? dxbc_decode_call(tokens, n, at, ins, error)
                                                           : dxbc_decode(tokens, n, at, ins, error);
}

/* What may be indexed by the data of an instance has to be known. */
static void note_register(struct dxbc_interfaces *f, const struct dxbc_instruction *ins)
{
    uint32_t i = ins->n_operands ? ins->operands[0].index[0].base : 0;
    switch (ins->opcode) {
    case DXBC_OP_dcl_constant_buffer:
        if (i >= 16 || ins->operands[0].n_indices != 2 || ins->operands[0].index[1].base > 4096) break; /* the checker says why */
        f->constant_buffers |= 1ull << i;
        f->constants[i] = (uint16_t)ins->operands[0].index[1].base;
        break;
    case DXBC_OP_dcl_sampler:
        if (i < 16) f->samplers |= 1ull << i;
        break;
    case DXBC_OP_dcl_resource: case DXBC_OP_dcl_resource_raw: case DXBC_OP_dcl_resource_structured:
        if (i < 128) f->resources[i] = 1;
        break;
    default: break;
    }
}

static enum pvb_dxbc_result check_call(const struct dxbc_interfaces *f, const struct dxbc_instruction *ins, struct pvb_dxbc_error *error)
{
    const struct dxbc_operand *o = &ins->operands[0];
    uint32_t slot = o->index[0].base + o->index[1].base;
    if (o->type != DXBC_REG_INTERFACE || o->n_indices != 2 || o->index[0].relative >= 0 || o->index[0].base >= f->n_slots)
        return dxbc_fail(error, PVB_DXBC_MALFORMED, ins->at, "call of no interface");
    const struct dxbc_interface *x = &f->interfaces[f->of_slot[o->index[0].base]];
    bool indexed = o->index[1].relative >= 0;
    if (indexed ? !x->indexed : o->index[1].base >= f->n_slots || slot >= f->n_slots)
        return dxbc_fail(error, PVB_DXBC_MALFORMED, ins->at, "call of interface %u [%u]", o->index[0].base, o->index[1].base);
    if (!indexed) x = &f->interfaces[f->of_slot[slot]];
    if (ins->words[0] >= x->n_sites)
        return dxbc_fail(error, PVB_DXBC_MALFORMED, ins->at, "call site %u of %u", ins->words[0], x->n_sites);
    return PVB_DXBC_OK;
}

/* Flow control of one part: what is open, and whether it ended with ret. */
struct shape { uint8_t open[DXBC_MAX_NESTING]; uint32_t depth; bool returned; };

static bool close(struct shape *s, uint32_t opcode)
{
    return s->depth && s->open[--s->depth] == opcode;
}

static bool follow(struct shape *s, uint32_t opcode)
{
    s->returned = false;
    switch (opcode) {
    case DXBC_OP_if: case DXBC_OP_loop: case DXBC_OP_switch:
        if (s->depth == DXBC_MAX_NESTING) return false;
        s->open[s->depth++] = (uint8_t)opcode;
        return true;
    case DXBC_OP_else: return s->depth && s->open[s->depth - 1] == DXBC_OP_if;
    case DXBC_OP_case: case DXBC_OP_default: return s->depth && s->open[s->depth - 1] == DXBC_OP_switch;
    case DXBC_OP_endif: return close(s, DXBC_OP_if);
    case DXBC_OP_endloop: return close(s, DXBC_OP_loop);
    case DXBC_OP_endswitch: return close(s, DXBC_OP_switch);
    case DXBC_OP_ret: s->returned = !s->depth; return true;
    default: return true;
    }
}

/* Declarations before code, code in parts; a part ends where a label or a phase begins. */
static enum pvb_dxbc_result walk(const uint32_t *tokens, struct dxbc_interfaces *f, struct pvb_dxbc_error *error)
{
    struct dxbc_instruction ins;
    struct declaration d = { .error = error };
    struct shape s = { .depth = 0 };
    struct dxbc_span *body = NULL;
    enum pvb_dxbc_result r;
    f->main_end = f->n_tokens;
    for (uint32_t at = 2; at < f->n_tokens; at += d.length) {
        if (dxbc_links(tokens[at] & 0x7ffu)) {
            r = take(tokens, f->n_tokens, at, &d);
            if (r) return r;
            if (f->main_end < f->n_tokens) return refuse(&d, "declaration behind a label");
            r = d.opcode == DXBC_OP_dcl_function_body ? declare_body(f, &d)
                : d.opcode == DXBC_OP_dcl_function_table ? declare_table(f, &d) : declare_interface(f, &d);
            if (r) return r;
            continue;
        }
        r = dxbc_decode_any(tokens, f->n_tokens, at, &ins, error);
        if (r) return r;
        d.at = at;
        d.length = ins.n_tokens;
        if (ins.opcode == DXBC_OP_customdata) continue;
        if (ins.opcode >= DXBC_OP_hs_decls && ins.opcode <= DXBC_OP_hs_join_phase) {
            if (s.depth || f->main_end < f->n_tokens) return refuse(&d, "phase inside of a part");
            continue;
        }
        note_register(f, &ins);
        if (ins.opcode == DXBC_OP_interface_call && (r = check_call(f, &ins, error)) != PVB_DXBC_OK) return r;
        if (ins.opcode == DXBC_OP_label) {
            const struct dxbc_operand *o = &ins.operands[0];
            uint32_t id = o->index[0].base;
            if (s.depth || !s.returned) return refuse(&d, "label inside of a body");
            if (f->main_end == f->n_tokens) f->main_end = at;
            if (body) body->to = at;
            body = NULL;
            if (o->type == DXBC_REG_FUNCTION_BODY) {
                if (o->n_indices != 1 || o->index[0].relative >= 0 || id >= DXBC_MAX_BODIES || !f->declared[id] || f->bodies[id].from)
                    return refuse(&d, "label of function body %u", id);
                body = &f->bodies[id];
                body->from = at + d.length;
            }
            s.returned = false;
            continue;
        }
        if (!follow(&s, ins.opcode)) return refuse(&d, "%s where it cannot stand", ins.row->name);
    }
    d.at = f->n_tokens;
    if (s.depth || !s.returned) return refuse(&d, "no ret at the end");
    if (body) body->to = f->n_tokens;
    return PVB_DXBC_OK;
}

enum pvb_dxbc_result dxbc_find_interfaces(const uint32_t *tokens, uint32_t n_tokens, uint32_t stage, struct dxbc_interfaces *f,
                                          struct pvb_dxbc_error *error)
{
    struct dxbc_program p;
    memset(f, 0, sizeof *f);
    memset(&p, 0, sizeof p);
    if (error) memset(error, 0, sizeof *error);
    enum pvb_dxbc_result r = dxbc_check_header(tokens, n_tokens, stage, &p, error);
    if (r) return r;
    f->stage = p.stage;
    f->n_tokens = p.n_tokens;
    r = walk(tokens, f, error);
    if (r) return r;
    for (uint32_t i = 0; i < DXBC_MAX_BODIES; i++)
        if (f->declared[i] && !f->bodies[i].from) return dxbc_fail(error, PVB_DXBC_MALFORMED, 0, "function body %u has no label", i);
    return PVB_DXBC_OK;
}

/* Whether there is anything to link, without looking at what. A program that cannot be walked is for the checker to refuse. */
static bool any_interface(const uint32_t *tokens, uint32_t n)
{
    struct dxbc_instruction ins;
    uint32_t length;
    if (n < 3 || tokens[1] < 3 || tokens[1] > n) return false;
    n = tokens[1];
    for (uint32_t at = 2; at < n; at += length) {
        uint32_t opcode = tokens[at] & 0x7ffu;
        if (dxbc_links(opcode) || opcode == DXBC_OP_interface_call) return true;
        if (dxbc_decode(tokens, n, at, &ins, NULL)) return false;
        length = ins.n_tokens;
    }
    return false;
}

enum pvb_dxbc_result pvb_dxbc_interfaces(const uint32_t *tokens, uint32_t n_tokens, uint32_t stage, bool *has, uint32_t *n_slots,
                                         struct pvb_dxbc_error *error)
{
    enum pvb_dxbc_result r;
    *n_slots = 0;
    *has = any_interface(tokens, n_tokens);
    if (!*has) return PVB_DXBC_OK;
    struct dxbc_interfaces *f = malloc(sizeof *f);
    if (!f) return dxbc_fail(error, PVB_DXBC_MEMORY, 0, "out of memory");
    r = dxbc_find_interfaces(tokens, n_tokens, stage, f, error);
    if (!r) *n_slots = f->n_slots;
    free(f);
    return r;
}
