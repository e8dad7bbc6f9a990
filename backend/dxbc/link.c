/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * link.c - makes a program without interfaces of one with them and the instances that were chosen for its slots. No host
 * that we know but Windows has class linkage, and drivers specialise such shaders anyway (Direct3D 11.3 Functional
 * Specification, 7.19.2).
 *
 * Each fcall becomes the body that its slot's table has for the call site, written in its place: subroutines would do where
 * bodies are not specialised further, but what a body reads of `this` decides which constant buffer, texture or sampler an
 * instruction names, and hosts take no registers there. So the walk remembers facts: what a register is known to hold because
 * it was moved there from `this`. Where an index is not known (an array of interfaces, indexed by a register) the
 * instruction is written once for each value that it can have, in a switch, and the value is a fact within its case.
 *
 * A body that returns early is put into a loop of one round, which ret leaves. What comes out is checked like any other
 * program, so that nothing here needs to be right for the host's sake.
 */
#include <stdlib.h>
#include <string.h>
#include "dxbc_link.h"

#define MAX_FACTS 48u
#define MAX_CALLS 32u        /* bodies within each other: as D3D10 allows for call */
#define MAX_OPEN 128u        /* flow control of the program being written, of which the checker allows half */
#define MAX_OUTPUT (1u << 18) /* tokens, as many as a guest's program may have */
#define MAX_STEPS (1u << 20)
#define MAX_SPLITS 8u        /* unknown indices of one instruction */

/* A place in a register file that is named without relative indices. */
struct place { uint8_t type, component; uint16_t pad; uint32_t index[2]; };

struct facts {
    uint32_t n;
    struct { struct place place; uint32_t value; } f[MAX_FACTS];
};

struct open {
    uint8_t opcode;      /* if, else, loop, switch */
    bool returned;       /* ret was in it: who closes it has to look at the flag */
    struct facts entry, out;
    bool reached;        /* out holds something */
};

/* One body that is being written. */
struct call {
    uint32_t open;       /* depth of open[] at its start */
    bool early;          /* in a loop of one round */
    uint32_t flag;       /* temp: not 0 once ret was met in an inner block; ~0 none */
    bool reached;
    struct facts out;    /* at its rets */
};

struct linker {
    const uint32_t *tokens;
    const struct dxbc_interfaces *f;
    const struct pvgpu_shader_slot *slots;
    uint32_t n_slots;
    uint32_t *out, n_out, room;
    uint32_t steps, n_open, n_calls;
    struct facts facts;
    struct open open[MAX_OPEN];
    struct call calls[MAX_CALLS + 1];
    /* temps of the phase: declared by the program, and ours after them */
    uint32_t n_temps, n_scratch, most_scratch, temps_at; /* temps_at: token in out of the count, 0 not written yet */
    uint32_t wider, more; /* bit per constant buffer that instances lie in beyond its declaration, or without one */
    enum pvb_dxbc_result result;
    struct pvb_dxbc_error *error;
};

static void fail(struct linker *l, enum pvb_dxbc_result r, uint32_t at, const char *why)
{
    if (!l->result) l->result = dxbc_fail(l->error, r, at, "%s", why);
}

/* ---- writing ---- */

static void put(struct linker *l, uint32_t word)
{
    if (l->n_out == l->room && !l->result) {
        uint32_t room = l->room ? l->room * 2 : 1024;
        uint32_t *out = l->n_out < MAX_OUTPUT ? realloc(l->out, room * sizeof *out) : NULL;
        if (!out) fail(l, l->n_out < MAX_OUTPUT ? PVB_DXBC_MEMORY : PVB_DXBC_UNSUPPORTED, 0, "no room for the linked program");
        else l->out = out, l->room = room;
    }
    if (!l->result) l->out[l->n_out++] = word;
}

static void put_all(struct linker *l, const uint32_t *words, uint32_t n)
{
    for (uint32_t i = 0; i < n && !l->result; i++) put(l, words[i]);
}

/* An instruction's length is written when it is complete. */
static void finish(struct linker *l, uint32_t at)
{
    if (l->result) return;
    if (l->n_out - at > 127) fail(l, PVB_DXBC_UNSUPPORTED, 0, "instruction grows beyond 127 tokens");
    else l->out[at] = (l->out[at] & 0x80ffffffu) | (l->n_out - at) << 24;
}

static void put_plain(struct linker *l, uint32_t opcode)
{
    put(l, opcode | 1u << 24);
}

/* A temp of ours: one component, as a result or as a source. */
static void put_scratch(struct linker *l, uint32_t temp, bool result)
{
    put(l, result ? 0x00100012u : 0x0010000au);
    put(l, temp);
}

static void put_move(struct linker *l, uint32_t temp, uint32_t value)
{
    uint32_t at = l->n_out;
    put(l, DXBC_OP_mov);
    put_scratch(l, temp, true);
    put(l, 0x00004001u);
    put(l, value);
    finish(l, at);
}

static void put_flag_break(struct linker *l, uint32_t temp)
{
    uint32_t at = l->n_out;
    put(l, DXBC_OP_breakc | DXBC_TEST);
    put_scratch(l, temp, false);
    finish(l, at);
}

static uint32_t scratch(struct linker *l)
{
    uint32_t temp = l->n_temps + l->n_scratch++;
    if (l->n_scratch > l->most_scratch) l->most_scratch = l->n_scratch;
    return temp;
}

/* ---- facts ---- */

static bool same_place(const struct place *a, const struct place *b)
{
    return a->type == b->type && a->component == b->component && a->index[0] == b->index[0] && a->index[1] == b->index[1];
}

static const uint32_t *fact(const struct linker *l, const struct place *p)
{
    for (uint32_t i = 0; i < l->facts.n; i++)
        if (same_place(&l->facts.f[i].place, p)) return &l->facts.f[i].value;
    return NULL;
}

static void drop_fact(struct facts *f, uint32_t i)
{
    f->f[i] = f->f[--f->n];
}

static void learn(struct linker *l, const struct place *p, uint32_t value)
{
    struct facts *f = &l->facts;
    for (uint32_t i = 0; i < f->n; i++)
        if (same_place(&f->f[i].place, p)) drop_fact(f, i--);
    if (f->n == MAX_FACTS) { /* the oldest goes: bodies read `this` shortly before they need it */
        memmove(&f->f[0], &f->f[1], (MAX_FACTS - 1) * sizeof f->f[0]);
        f->n--;
    }
    f->f[f->n].place = *p;
    f->f[f->n++].value = value;
}

/* A register is written: temps by component, all of an indexable file. */
static void forget_result(struct facts *f, const struct dxbc_operand *o)
{
    for (uint32_t i = 0; i < f->n; i++) {
        const struct place *p = &f->f[i].place;
        if (p->type != o->type) continue;
        if (o->type == DXBC_REG_TEMP && o->index[0].relative < 0 && (p->index[0] != o->index[0].base || !(o->mask >> p->component & 1u)))
            continue;
        drop_fact(f, i--);
    }
}

static void forget_results(struct facts *f, const struct dxbc_instruction *ins)
{
    for (uint32_t i = 0; i < ins->n_results; i++) forget_result(f, &ins->operands[i]);
}

/* Keeps in a what b says too. */
static void meet(struct facts *a, const struct facts *b)
{
    for (uint32_t i = 0; i < a->n; i++) {
        bool both = false;
        for (uint32_t j = 0; j < b->n && !both; j++)
            both = same_place(&a->f[i].place, &b->f[j].place) && a->f[i].value == b->f[j].value;
        if (!both) drop_fact(a, i--);
    }
}

static void meet_out(struct linker *l, bool *reached, struct facts *out)
{
    if (*reached) meet(out, &l->facts);
    else *out = l->facts;
    *reached = true;
}

/* ---- reading operands ---- */

static bool scalar_of(const struct dxbc_operand *o, uint8_t *component)
{
    if (o->n_components == 1) *component = 0;
    else if (o->n_components == 4 && o->select != DXBC_SELECT_MASK) *component = o->swizzle[0];
    else return false;
    return true;
}

/* Component c of a source, as a place; false where it is named by other registers. */
static bool place_of(const struct dxbc_operand *o, uint8_t c, struct place *p)
{
    memset(p, 0, sizeof *p);
    if (o->modifier || o->n_indices > 2 || o->type == DXBC_REG_IMMEDIATE32 || o->type == DXBC_REG_IMMEDIATE64) return false;
    p->type = o->type;
    p->component = c;
    for (uint32_t i = 0; i < o->n_indices; i++) {
        if (o->index[i].relative >= 0) return false;
        p->index[i] = o->index[i].base;
    }
    return true;
}

static uint32_t this_word(const struct linker *l, uint32_t slot, uint32_t component)
{
    const struct pvgpu_shader_slot *s = &l->slots[slot];
    switch (component) {
    case 0: return s->buffer;
    case 1: return s->offset;
    case 2: return s->texture;
    default: return s->sampler;
    }
}

static bool index_value(const struct linker *l, const struct dxbc_instruction *ins, const struct dxbc_index *x, uint32_t *value);

/* What component c of a source holds, if that is known. */
static bool known(const struct linker *l, const struct dxbc_instruction *ins, const struct dxbc_operand *o, uint8_t c, uint32_t *value)
{
    struct place p;
    uint32_t slot;
    const uint32_t *v;
    if (o->modifier) return false;
    if (o->type == DXBC_REG_THIS_POINTER) {
        if (o->n_indices != 1 || !index_value(l, ins, &o->index[0], &slot) || slot >= l->n_slots) return false;
        *value = this_word(l, slot, c);
        return true;
    }
    if (!place_of(o, c, &p) || !(v = fact(l, &p))) return false;
    *value = *v;
    return true;
}

static bool index_value(const struct linker *l, const struct dxbc_instruction *ins, const struct dxbc_index *x, uint32_t *value)
{
    uint32_t v = 0;
    uint8_t c;
    if (x->relative >= 0 && (!scalar_of(&ins->relative[x->relative], &c) || !known(l, ins, &ins->relative[x->relative], c, &v)))
        return false;
    *value = x->base + v;
    return true;
}

/* How many of an operand's indices have to be known. */
static uint32_t fixed_indices(const struct dxbc_operand *o)
{
    switch (o->type) {
    case DXBC_REG_CONSTANT_BUFFER: case DXBC_REG_RESOURCE: case DXBC_REG_SAMPLER: case DXBC_REG_THIS_POINTER: return 1;
    case DXBC_REG_INTERFACE: return 2;
    default: return 0;
    }
}

/* The first operand whose index has to be known and is not: *index gets it, NULL none. Relative operands come first: what
 * they hold may be known once theirs is. */
static const struct dxbc_operand *unknown(const struct linker *l, const struct dxbc_instruction *ins, const struct dxbc_index **index)
{
    const struct dxbc_operand *lists[2] = { ins->relative, ins->operands };
    uint32_t n[2] = { ins->n_relative, ins->n_operands }, value;
    for (uint32_t k = 0; k < 2; k++)
        for (uint32_t i = 0; i < n[k]; i++) {
            const struct dxbc_operand *o = &lists[k][i];
            for (uint32_t x = 0; x < fixed_indices(o); x++)
                if (!index_value(l, ins, &o->index[x], &value)) {
                    *index = &o->index[x];
                    return o;
                }
        }
    return NULL;
}

/* ---- writing operands ---- */

static void put_operand(struct linker *l, const struct dxbc_instruction *ins, const struct dxbc_operand *o);

/* `this` becomes the numbers that it has. */
static bool put_this(struct linker *l, const struct dxbc_instruction *ins, const struct dxbc_operand *o)
{
    uint32_t token = ins->tokens[o->token], slot = 0;
    bool scalar = o->n_components != 4 || o->select == DXBC_SELECT_ONE;
    if (!index_value(l, ins, &o->index[0], &slot) || slot >= l->n_slots) return false;
    put(l, (scalar ? 0x00004001u : 0x00004002u) | (token & 0x80000000u));
    if (token >> 31) put(l, ins->tokens[o->token + 1]);
    for (uint32_t i = 0; i < (scalar ? 1u : 4u); i++) put(l, this_word(l, slot, o->n_components == 4 ? o->swizzle[i] : 0));
    return true;
}

static void put_operand(struct linker *l, const struct dxbc_instruction *ins, const struct dxbc_operand *o)
{
    uint32_t token = ins->tokens[o->token], value, fixed = fixed_indices(o);
    bool constants = o->type == DXBC_REG_CONSTANT_BUFFER;
    if (o->type == DXBC_REG_THIS_POINTER) {
        if (!put_this(l, ins, o)) fail(l, PVB_DXBC_MALFORMED, ins->at, "this[] beyond the interfaces");
        return;
    }
    if (o->type == DXBC_REG_IMMEDIATE32 || o->type == DXBC_REG_IMMEDIATE64) {
        put(l, token);
        if (token >> 31) put(l, ins->tokens[o->token + 1]);
        put_all(l, o->immediate, o->n_components == 4 ? 4u : o->type == DXBC_REG_IMMEDIATE64 ? 2u : 1u);
        return;
    }
    for (uint32_t i = 0; i < o->n_indices; i++) {
        bool fold = o->index[i].relative >= 0 && (i < fixed || constants) && index_value(l, ins, &o->index[i], &value);
        if (fold && i == 1 && value >= DXBC_MAX_CONSTANTS) fold = false;
        if (fold) token &= ~(7u << (22 + 3 * i)); /* an immediate */
    }
    put(l, token);
    if (token >> 31) put(l, ins->tokens[o->token + 1]);
    for (uint32_t i = 0; i < o->n_indices; i++) {
        uint32_t kind = token >> (22 + 3 * i) & 7u;
        if (kind == 0 && o->index[i].relative >= 0) {
            (void)index_value(l, ins, &o->index[i], &value);
            put(l, value);
            continue;
        }
        if (kind != 2) put(l, o->index[i].base);
        if (o->index[i].relative >= 0) put_operand(l, ins, &ins->relative[o->index[i].relative]);
    }
}

/* Opcode token, extended ones, operands, words. */
static void put_instruction(struct linker *l, const struct dxbc_instruction *ins)
{
    uint32_t at = l->n_out;
    if (!ins->n_operands) {
        put_all(l, ins->tokens, ins->n_tokens);
        return;
    }
    put_all(l, ins->tokens, ins->operands[0].token);
    for (uint32_t i = 0; i < ins->n_operands; i++) put_operand(l, ins, &ins->operands[i]);
    put_all(l, ins->words, ins->n_words);
    finish(l, at);
}

/* What a mov brings from `this`, directly or by another register, is known from then on. */
static void follow_facts(struct linker *l, const struct dxbc_instruction *ins)
{
    const struct dxbc_operand *to = &ins->operands[0], *from = &ins->operands[1];
    uint32_t value[4] = { 0 };
    uint8_t got = 0;
    if (ins->opcode == DXBC_OP_call || ins->opcode == DXBC_OP_callc) {
        l->facts.n = 0;
        return;
    }
    bool moved = ins->opcode == DXBC_OP_mov && !(ins->tokens[0] & DXBC_SATURATE) && to->type == DXBC_REG_TEMP && from->n_components == 4 &&
                 from->select != DXBC_SELECT_MASK;
    for (uint8_t c = 0; c < 4 && moved; c++)
        if (to->mask >> c & 1u && known(l, ins, from, from->swizzle[c], &value[c])) got |= (uint8_t)(1u << c);
    forget_results(&l->facts, ins);
    for (uint8_t c = 0; c < 4; c++) {
        struct place p = { .type = DXBC_REG_TEMP, .component = c, .index = { to->index[0].base } };
        if (got >> c & 1u) learn(l, &p, value[c]);
    }
}

/* ---- flow control ---- */

static struct open *push(struct linker *l, uint32_t opcode, uint32_t at)
{
    if (l->n_open == MAX_OPEN) {
        fail(l, PVB_DXBC_UNSUPPORTED, at, "linked flow control nested too deep");
        return &l->open[MAX_OPEN - 1];
    }
    struct open *o = &l->open[l->n_open++];
    o->opcode = (uint8_t)opcode;
    o->returned = o->reached = false;
    o->entry = l->facts;
    o->out.n = 0;
    return o;
}

/* The block that break leaves; NULL: none in this body. */
static struct open *breakable(struct linker *l, bool loops_only)
{
    for (uint32_t i = l->n_open; i > l->calls[l->n_calls].open; i--) {
        struct open *o = &l->open[i - 1];
        if (o->opcode == DXBC_OP_loop || (o->opcode == DXBC_OP_switch && !loops_only)) return o;
    }
    return NULL;
}

/* What one round of the loop whose body begins at `at` writes is not known at its head. A call could write anything. */
static void enter_loop(struct linker *l, uint32_t at, uint32_t end)
{
    struct dxbc_instruction ins;
    for (uint32_t depth = 1; at < end && depth && l->facts.n && !l->result; at += ins.n_tokens) {
        if (dxbc_decode_any(l->tokens, end, at, &ins, NULL)) return;
        if (++l->steps > MAX_STEPS) fail(l, PVB_DXBC_UNSUPPORTED, at, "linking takes too long");
        if (ins.opcode == DXBC_OP_loop) depth++;
        if (ins.opcode == DXBC_OP_endloop) depth--;
        if (ins.opcode == DXBC_OP_interface_call || ins.opcode == DXBC_OP_call || ins.opcode == DXBC_OP_callc) l->facts.n = 0;
        else if (ins.opcode != DXBC_OP_customdata) forget_results(&l->facts, &ins);
    }
}

/* ret in a body: leaves the loop of one round, if need be out of inner blocks. */
static void put_return(struct linker *l, bool last)
{
    struct call *c = &l->calls[l->n_calls];
    meet_out(l, &c->reached, &c->out);
    if (last) {
        if (c->early) put_plain(l, DXBC_OP_break);
        return;
    }
    struct open *o = breakable(l, false);
    if (o) {
        put_move(l, c->flag, ~0u);
        for (uint32_t i = c->open; i < l->n_open; i++)
            if (l->open[i].opcode == DXBC_OP_loop || l->open[i].opcode == DXBC_OP_switch) l->open[i].returned = true;
    }
    put_plain(l, DXBC_OP_break);
}

static void put_conditional_return(struct linker *l, const struct dxbc_instruction *ins)
{
    uint32_t at = l->n_out;
    put(l, DXBC_OP_if | (ins->tokens[0] & DXBC_TEST));
    put_operand(l, ins, &ins->operands[0]);
    finish(l, at);
    put_return(l, false);
    put_plain(l, DXBC_OP_endif);
}

/* Facts and blocks; the instruction itself is written by the caller unless it is one of ret. */
static void enter(struct linker *l, const struct dxbc_instruction *ins, uint32_t end)
{
    struct open *o = l->n_open > l->calls[l->n_calls].open ? &l->open[l->n_open - 1] : NULL, *b;
    switch (ins->opcode) {
    case DXBC_OP_if: case DXBC_OP_switch: push(l, ins->opcode, ins->at); break;
    case DXBC_OP_loop:
        enter_loop(l, ins->at + ins->n_tokens, end);
        push(l, ins->opcode, ins->at);
        break;
    case DXBC_OP_else:
        if (!o) break;
        meet_out(l, &o->reached, &o->out);
        o->opcode = DXBC_OP_else;
        l->facts = o->entry;
        break;
    case DXBC_OP_case: case DXBC_OP_default:
        if (o) meet(&l->facts, &o->entry);
        break;
    case DXBC_OP_break: case DXBC_OP_breakc:
        if ((b = breakable(l, false)) != NULL) meet_out(l, &b->reached, &b->out);
        break;
    default: break;
    }
}

static void leave(struct linker *l, const struct dxbc_instruction *ins)
{
    if (l->n_open <= l->calls[l->n_calls].open) return;
    struct open *o = &l->open[l->n_open - 1];
    bool loop = ins->opcode == DXBC_OP_endloop, returned = o->returned;
    if (!loop) { /* the last case falls out, and a value may have no case; an if may have no else */
        meet_out(l, &o->reached, &o->out);
        if (o->opcode != DXBC_OP_else) meet(&o->out, &o->entry);
        l->facts = o->out;
    } else if (o->reached) {
        l->facts = o->out; /* only breaks leave a loop */
    }
    l->n_open--;
    if (!returned || ins->opcode == DXBC_OP_endif) return;
    put_flag_break(l, l->calls[l->n_calls].flag); /* on its way out: the next block, or the loop of one round */
}

/* ---- instructions ---- */

static void write_span(struct linker *l, struct dxbc_span s);
static void write_one(struct linker *l, const struct dxbc_instruction *ins, uint32_t end, uint32_t splits);

/* Whether ret stands before the end of a body, and whether inside of a loop or switch of its own. */
static void find_returns(struct linker *l, struct dxbc_span s, bool *early, bool *inner)
{
    struct dxbc_instruction ins;
    uint32_t depth = 0;
    *early = *inner = false;
    for (uint32_t at = s.from; at < s.to; at += ins.n_tokens) {
        if (dxbc_decode_any(l->tokens, s.to, at, &ins, NULL)) return;
        l->steps++;
        if (ins.opcode == DXBC_OP_loop || ins.opcode == DXBC_OP_switch) depth++;
        if (ins.opcode == DXBC_OP_endloop || ins.opcode == DXBC_OP_endswitch) depth--;
        if (ins.opcode != DXBC_OP_ret && ins.opcode != DXBC_OP_retc) continue;
        if (at + ins.n_tokens < s.to) *early = true;
        if (depth) *inner = true;
    }
}

/* A body in the place of its call. */
static void write_body(struct linker *l, uint32_t body, uint32_t at)
{
    struct dxbc_span s = l->f->bodies[body];
    bool inner;
    uint32_t before = l->n_scratch;
    if (l->n_calls == MAX_CALLS) {
        fail(l, PVB_DXBC_MALFORMED, at, "bodies call each other too deep");
        return;
    }
    struct call *c = &l->calls[++l->n_calls];
    *c = (struct call){ .open = l->n_open, .flag = ~0u };
    find_returns(l, s, &c->early, &inner);
    if (inner) {
        c->flag = scratch(l);
        put_move(l, c->flag, 0);
    }
    if (c->early) put_plain(l, DXBC_OP_loop);
    write_span(l, s);
    if (c->early) put_plain(l, DXBC_OP_endloop);
    if (c->reached) l->facts = c->out;
    l->n_open = c->open;
    l->n_scratch = before;
    l->n_calls--;
}

static void write_call(struct linker *l, const struct dxbc_instruction *ins)
{
    uint32_t id = 0, i = 0, table;
    (void)index_value(l, ins, &ins->operands[0].index[0], &id);
    (void)index_value(l, ins, &ins->operands[0].index[1], &i);
    if (i >= l->n_slots || id + i >= l->n_slots) {
        fail(l, PVB_DXBC_MALFORMED, ins->at, "call of an interface that is not declared");
        return;
    }
    const struct dxbc_interface *x = &l->f->interfaces[l->f->of_slot[id + i]];
    table = l->slots[id + i].table;
    if (table == DXBC_NO_TABLE || ins->words[0] >= x->n_sites) return; /* undefined: nothing is called */
    write_body(l, l->f->tables[table].bodies[ins->words[0]], ins->at);
}

/* Values that an unknown index can have where it leads somewhere. */
static bool leads(const struct linker *l, const struct dxbc_operand *o, uint32_t i)
{
    const struct dxbc_interface *x;
    switch (o->type) {
    case DXBC_REG_CONSTANT_BUFFER: return i < 16 && l->f->constant_buffers >> i & 1u;
    case DXBC_REG_RESOURCE: return i < 128 && l->f->resources[i];
    case DXBC_REG_SAMPLER: return i < 16 && l->f->samplers >> i & 1u;
    case DXBC_REG_THIS_POINTER: return i < l->n_slots;
    case DXBC_REG_INTERFACE: /* an array: its first index is constant where check_call has looked, which it does at fcall alone */
        if (o->index[0].relative >= 0 || o->index[0].base >= l->f->n_slots) return false;
        x = &l->f->interfaces[l->f->of_slot[o->index[0].base]];
        return o->index[0].base + i < x->first + x->n_slots;
    default: return false;
    }
}

/* The instruction once for each value that an unknown index can have. */
static void write_split(struct linker *l, const struct dxbc_instruction *ins, uint32_t end, const struct dxbc_operand *o,
                        const struct dxbc_index *index, uint32_t splits)
{
    const struct dxbc_operand *selector = &ins->relative[index->relative];
    struct place p;
    uint8_t c;
    if (splits == MAX_SPLITS || !scalar_of(selector, &c) || !place_of(selector, c, &p)) {
        fail(l, PVB_DXBC_UNSUPPORTED, ins->at, "index that cannot be followed");
        return;
    }
    uint32_t at = l->n_out;
    put(l, DXBC_OP_switch);
    put_operand(l, ins, selector);
    finish(l, at);
    push(l, DXBC_OP_switch, ins->at); /* for its facts; the source's breaks stand in none of these */
    uint32_t mine = l->n_open - 1;
    for (uint32_t i = 0; i < 253 && !l->result; i++) {
        if (!leads(l, o, i)) continue;
        at = l->n_out;
        put(l, DXBC_OP_case);
        put(l, 0x00004001u);
        put(l, i - index->base);
        finish(l, at);
        l->facts = l->open[mine].entry;
        learn(l, &p, i - index->base);
        write_one(l, ins, end, splits + 1);
        meet_out(l, &l->open[mine].reached, &l->open[mine].out);
        put_plain(l, DXBC_OP_break);
    }
    put_plain(l, DXBC_OP_endswitch);
    struct open *open = &l->open[mine];
    l->facts = open->entry;
    if (open->reached) meet(&l->facts, &open->out);
    l->n_open = mine;
}

/* Flow control cannot be written several times: what it reads is put into a temp first, which can. */
static void write_flow(struct linker *l, const struct dxbc_instruction *ins, uint32_t end)
{
    const struct dxbc_index *index;
    if (!unknown(l, ins, &index)) {
        write_one(l, ins, end, 0);
        return;
    }
    /* As `mov temp.x, operand`: the operand's tokens are the instruction's own. */
    struct dxbc_instruction mov = *ins, changed = *ins;
    uint32_t words[DXBC_MAX_FLOW], flow[3], n = ins->n_tokens - ins->operands[0].token, before = l->n_scratch;
    uint32_t temp = scratch(l);
    if (ins->n_operands != 1 || n + 3 > DXBC_MAX_FLOW || ins->n_words) {
        fail(l, PVB_DXBC_UNSUPPORTED, ins->at, "condition that cannot be followed");
        return;
    }
    words[0] = DXBC_OP_mov | (n + 3) << 24;
    words[1] = 0x00100012u;
    words[2] = temp;
    memcpy(words + 3, ins->tokens + ins->operands[0].token, n * 4);
    if (dxbc_decode(words, n + 3, 0, &mov, NULL)) {
        fail(l, PVB_DXBC_MALFORMED, ins->at, "condition that cannot be moved");
        return;
    }
    write_one(l, &mov, end, 0);
    flow[0] = (ins->tokens[0] & 0x00ffffffu) | 3u << 24;
    flow[1] = 0x0010000au;
    flow[2] = temp;
    if (!dxbc_decode(flow, 3, 0, &changed, NULL)) {
        changed.at = ins->at; /* where the source goes on */
        changed.n_tokens = ins->n_tokens;
        write_one(l, &changed, end, 0);
    }
    l->n_scratch = before;
}

static bool is_flow(uint32_t opcode)
{
    switch (opcode) {
    case DXBC_OP_if: case DXBC_OP_switch: case DXBC_OP_breakc: case DXBC_OP_continuec: case DXBC_OP_retc: return true;
    default: return false;
    }
}

static void write_one(struct linker *l, const struct dxbc_instruction *ins, uint32_t end, uint32_t splits)
{
    const struct dxbc_index *index = NULL;
    if (l->result) return;
    if (++l->steps > MAX_STEPS) {
        fail(l, PVB_DXBC_UNSUPPORTED, ins->at, "linking takes too long");
        return;
    }
    const struct dxbc_operand *o = unknown(l, ins, &index);
    if (o && index->relative >= 0) {
        write_split(l, ins, end, o, index, splits);
        return;
    }
    if (ins->opcode == DXBC_OP_interface_call) {
        write_call(l, ins);
        return;
    }
    bool body = l->n_calls > 0;
    if (body && ins->opcode == DXBC_OP_ret) {
        put_return(l, ins->at + ins->n_tokens >= end);
        return;
    }
    if (body && ins->opcode == DXBC_OP_retc) {
        put_conditional_return(l, ins);
        return;
    }
    put_instruction(l, ins);
    enter(l, ins, end);
    if (ins->opcode == DXBC_OP_endif || ins->opcode == DXBC_OP_endloop || ins->opcode == DXBC_OP_endswitch) leave(l, ins);
    else if (ins->opcode == DXBC_OP_label) l->facts.n = 0;
    else follow_facts(l, ins);
}

/* ---- the program ---- */

static void declare_constants(struct linker *l, uint32_t buffer, uint32_t n)
{
    put(l, DXBC_OP_dcl_constant_buffer | DXBC_CB_PATTERN | 4u << 24);
    put(l, 0x00208e46u);
    put(l, buffer);
    put(l, n);
}

/* Constant buffers that instances lie in, and that the program does not declare or not that far. */
static void find_constants(struct linker *l)
{
    for (uint32_t i = 0; i < l->n_slots; i++) {
        const struct pvgpu_shader_slot *s = &l->slots[i];
        if (s->table == DXBC_NO_TABLE || s->buffer >= 14) continue; /* D3D11_COMMONSHADER_CONSTANT_BUFFER_API_SLOT_COUNT */
        if (!(l->f->constant_buffers >> s->buffer & 1u)) l->more |= 1u << s->buffer;
        else if (s->offset >= l->f->constants[s->buffer]) l->wider |= 1u << s->buffer;
    }
}

static void declare_more(struct linker *l)
{
    for (uint32_t i = 0; i < 14; i++)
        if (l->more >> i & 1u) declare_constants(l, i, DXBC_MAX_CONSTANTS);
    l->more = 0;
}

/* Temps are declared last of all declarations, when it is known whether more of them come; the number comes later. */
static void end_declarations(struct linker *l)
{
    if (l->temps_at) return;
    declare_more(l);
    put(l, DXBC_OP_dcl_temps | 2u << 24);
    l->temps_at = l->n_out;
    put(l, 0);
}

static void end_phase(struct linker *l)
{
    if (l->temps_at && !l->result) {
        uint32_t n = l->n_temps + l->most_scratch;
        l->out[l->temps_at] = n;
        if (!n) {
            memmove(l->out + l->temps_at - 1, l->out + l->temps_at + 1, (l->n_out - l->temps_at - 1) * 4);
            l->n_out -= 2;
        }
    }
    l->temps_at = l->n_temps = l->n_scratch = l->most_scratch = 0;
    l->facts.n = 0;
}

static void write_declaration(struct linker *l, const struct dxbc_instruction *ins)
{
    uint32_t i = ins->n_operands ? ins->operands[0].index[0].base : 0;
    switch (ins->opcode) {
    case DXBC_OP_dcl_temps: l->n_temps = ins->words[0]; break;
    case DXBC_OP_dcl_constant_buffer: /* what was indexed by a register may now be an immediate, and the other way round */
        if (i < 16) declare_constants(l, i, l->wider >> i & 1u ? DXBC_MAX_CONSTANTS : l->f->constants[i]);
        else put_instruction(l, ins);
        break;
    default: put_instruction(l, ins); break;
    }
}

static bool declares(const struct dxbc_instruction *ins)
{
    return !strncmp(ins->row->name, "dcl_", 4);
}

static void write_span(struct linker *l, struct dxbc_span s)
{
    struct dxbc_instruction ins;
    for (uint32_t at = s.from; at < s.to && !l->result; at += ins.n_tokens) {
        if (dxbc_decode_any(l->tokens, s.to, at, &ins, l->error)) {
            fail(l, PVB_DXBC_MALFORMED, at, "instruction");
            return;
        }
        if (ins.opcode == DXBC_OP_customdata) put_all(l, l->tokens + at, ins.n_tokens);
        else if (is_flow(ins.opcode)) write_flow(l, &ins, s.to);
        else write_one(l, &ins, s.to, 0);
    }
}

/* Everything before the first label: declarations, phases, code. Then what labels of ordinary subroutines begin. */
static void write_program(struct linker *l)
{
    struct dxbc_instruction ins;
    uint32_t at = 2, length;
    bool skip = false; /* inside of a function body */
    put_all(l, l->tokens, 2);
    for (; at < l->f->n_tokens && !l->result; at += length) {
        uint32_t token = l->tokens[at];
        if (dxbc_links(token & 0x7ffu)) {
            length = token >> 31 ? l->tokens[at + 1] : token >> 24 & 0x7fu;
            continue;
        }
        if (dxbc_decode_any(l->tokens, l->f->n_tokens, at, &ins, l->error)) {
            fail(l, PVB_DXBC_MALFORMED, at, "instruction");
            return;
        }
        length = ins.n_tokens;
        if (ins.opcode == DXBC_OP_label) skip = ins.operands[0].type == DXBC_REG_FUNCTION_BODY;
        if (skip) continue;
        if (ins.opcode >= DXBC_OP_hs_decls && ins.opcode <= DXBC_OP_hs_join_phase) {
            end_phase(l);
            put_instruction(l, &ins);
            if (ins.opcode == DXBC_OP_hs_decls) declare_more(l);
        } else if (ins.opcode == DXBC_OP_customdata) {
            put_all(l, l->tokens + at, length);
        } else if (declares(&ins)) {
            write_declaration(l, &ins);
        } else {
            end_declarations(l);
            if (is_flow(ins.opcode)) write_flow(l, &ins, l->f->n_tokens);
            else write_one(l, &ins, l->f->n_tokens, 0);
        }
    }
    end_phase(l);
    if (!l->result) l->out[1] = l->n_out;
}

static enum pvb_dxbc_result check_slots(const struct dxbc_interfaces *f, const struct pvgpu_shader_slot *slots, uint32_t n,
                                        struct pvb_dxbc_error *error)
{
    if (n != f->n_slots) return dxbc_fail(error, PVB_DXBC_UNSUPPORTED, 0, "%u instances for %u interfaces", n, f->n_slots);
    for (uint32_t i = 0; i < n; i++) {
        const struct dxbc_interface *x = &f->interfaces[f->of_slot[i]];
        bool listed = slots[i].table == DXBC_NO_TABLE;
        for (uint32_t t = 0; t < x->n_tables && !listed; t++) listed = x->tables[t] == slots[i].table;
        if (!listed) return dxbc_fail(error, PVB_DXBC_UNSUPPORTED, 0, "table %u is none of interface %u", slots[i].table, i);
    }
    return PVB_DXBC_OK;
}

enum pvb_dxbc_result pvb_dxbc_link(const uint32_t *tokens, uint32_t n_tokens, uint32_t stage, const struct pvgpu_shader_slot *slots,
                                   uint32_t n_slots, uint32_t **linked, uint32_t *n_linked, struct pvb_dxbc_error *error)
{
    struct dxbc_interfaces *f = malloc(sizeof *f);
    struct linker *l = NULL;
    enum pvb_dxbc_result r = PVB_DXBC_MEMORY;
    *linked = NULL;
    *n_linked = 0;
    if (f) r = dxbc_find_interfaces(tokens, n_tokens, stage, f, error);
    if (!r) r = check_slots(f, slots, n_slots, error);
    if (!r && !(l = calloc(1, sizeof *l))) r = PVB_DXBC_MEMORY;
    if (l) {
        l->tokens = tokens;
        l->f = f;
        l->slots = slots;
        l->n_slots = n_slots;
        l->error = error;
        find_constants(l);
        write_program(l);
        r = l->result;
        if (r) free(l->out);
        else *linked = l->out, *n_linked = l->n_out;
    }
    if (r == PVB_DXBC_MEMORY) (void)dxbc_fail(error, r, 0, "out of memory");
    free(f);
    free(l);
    return r;
}
