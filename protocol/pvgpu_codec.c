/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "pvgpu_codec.h"
#include "pvgpu_formats.h"

#define CMD(n, N, code, cls, prose) static const struct pvgpu_field fields_##n[] = {
#define FIELD(n, k, f, a) { #f, (uint32_t)(a), offsetof(struct pvgpu_cmd_##n, f), PVGPU_K_##k },
#define TAIL(n, e, c)
#define END(n) };
#include "pvgpu_cmds.def"

const struct pvgpu_desc pvgpu_descs[PVGPU_IX_COUNT] = {
#define CMD(n, N, code, class_, text) [PVGPU_IX_##N] = { .name = #n, .prose = text, .fields = fields_##n, \
        .n_fields = sizeof fields_##n / sizeof fields_##n[0], .op = code, \
        .size = sizeof(struct pvgpu_cmd_##n), .cls = PVGPU_CLASS_##class_,
#define FIELD(n, k, f, a)
#define TAIL(n, e, c) .tail_size = sizeof(e), .tail_count_offset = offsetof(struct pvgpu_cmd_##n, c),
#define END(n) },
#include "pvgpu_cmds.def"
};

int pvgpu_index_of(uint32_t op)
{
    switch (op) { /* an opcode given twice does not compile */
#define CMD(n, N, code, cls, prose) case code: return PVGPU_IX_##N;
#define FIELD(n, k, f, a)
#define TAIL(n, e, c)
#define END(n)
#include "pvgpu_cmds.def"
    default: return -1;
    }
}

const char *pvgpu_verdict_name(enum pvgpu_verdict v)
{
    static const char *const names[PVGPU_VERDICT_COUNT] = {
        "ok", "truncated", "opcode", "size", "field", "class", "handle", "range", "rule", "quota", "packet", "lost",
    };
    return (unsigned)v < PVGPU_VERDICT_COUNT ? names[v] : "?";
}

static inline uint32_t get32(const void *p, size_t offset)
{
    return *(const uint32_t *)(const void *)((const char *)p + offset);
}

/* The rule of one field, with kind and arg known at compile time in pvgpu_check. */
static inline int field_ok(uint32_t v, enum pvgpu_kind kind, uint32_t arg)
{
    switch (kind) {
    case PVGPU_K_flags:   return !(v & ~arg);
    case PVGPU_K_enumv:   return v < arg;
    case PVGPU_K_count:
    case PVGPU_K_max:     return v <= arg;
    case PVGPU_K_bool:    return v <= 1;
    case PVGPU_K_zero:    return v == 0;
    case PVGPU_K_ref:
    case PVGPU_K_newid:
    case PVGPU_K_nonzero: return v != 0;
    case PVGPU_K_format:  return v == 0 ? arg != 0 : pvgpu_format_known(v);
    case PVGPU_K_u32: case PVGPU_K_i32: case PVGPU_K_u64: case PVGPU_K_f32: case PVGPU_K_optref: return 1;
    }
    return 0;
}

/* Bytes of padding after an odd tail must be zero. */
static inline int tail_padding_ok(const char *cmd, uint64_t used, uint32_t size)
{
    for (; used < size; used++)
        if (cmd[used]) return 0;
    return 1;
}

enum pvgpu_verdict pvgpu_check(const void *cmd, size_t avail, int *index)
{
    const struct pvgpu_command *h = cmd;
    uint64_t want;
    int ix;

    if (avail < sizeof *h) return PVGPU_E_TRUNCATED;
    ix = pvgpu_index_of(h->op);
    if (ix < 0) return PVGPU_E_OPCODE;
    *index = ix;
    if (h->size > avail || h->size < pvgpu_descs[ix].size) return PVGPU_E_SIZE;
    if (h->flags) return PVGPU_E_FIELD;
    want = pvgpu_descs[ix].size;
    if (pvgpu_descs[ix].tail_size) /* cannot overflow: 32 bits times 16 */
        want += (uint64_t)get32(cmd, pvgpu_descs[ix].tail_count_offset) * pvgpu_descs[ix].tail_size;
    if (h->size != ((want + 7) & ~(uint64_t)7)) return PVGPU_E_SIZE;
    switch (ix) { /* straight-line checks, one arm a command */
#define CMD(n, N, code, cls, prose) case PVGPU_IX_##N: { const int ok = 1
#define FIELD(n, k, f, a) && field_ok(get32(cmd, offsetof(struct pvgpu_cmd_##n, f)), PVGPU_K_##k, (uint32_t)(a))
#define TAIL(n, e, c)
#define END(n) ; if (!ok) return PVGPU_E_FIELD; } break;
#include "pvgpu_cmds.def"
    }
    return tail_padding_ok(cmd, want, h->size) ? PVGPU_OK : PVGPU_E_FIELD;
}

enum pvgpu_verdict pvgpu_run(const void *buf, size_t len, uint32_t cls, const struct pvgpu_ops *ops, void *ctx,
                             size_t *done)
{
    size_t off = 0;
    enum pvgpu_verdict v = PVGPU_OK;

    while (off < len) {
        const char *p = (const char *)buf + off;
        int ix;
        v = pvgpu_check(p, len - off, &ix);
        if (v) break;
        if (!(pvgpu_descs[ix].cls & cls)) { v = PVGPU_E_CLASS; break; }
        switch (ix) {
#define CMD(n, N, code, class_, prose) case PVGPU_IX_##N: v = ops->n(ctx, (const void *)p,
#define FIELD(n, k, f, a)
#define TAIL(n, e, c) p + sizeof(struct pvgpu_cmd_##n) +
#define END(n) 0); break;
#include "pvgpu_cmds.def"
        }
        if (v) break;
        off += ((const struct pvgpu_command *)(const void *)p)->size;
    }
    *done = off;
    return v;
}

/* ---- printing: a cursor that counts what it could not write ---- */

struct out { char *at; size_t left; int total; };

static void put(struct out *o, char c)
{
    if (o->left > 1) { *o->at++ = c; o->left--; *o->at = 0; }
    o->total++;
}

static void put_text(struct out *o, const char *s) { while (*s) put(o, *s++); }

static void put_number(struct out *o, uint64_t v, unsigned base)
{
    char digits[24];
    int n = 0;
    do { digits[n++] = "0123456789abcdef"[v % base]; v /= base; } while (v);
    while (n) put(o, digits[--n]);
}

static void put_signed(struct out *o, int32_t v)
{
    if (v < 0) put(o, '-');
    put_number(o, v < 0 ? 0u - (uint32_t)v : (uint32_t)v, 10);
}

/* Floats print as their bits: exact, and no floating point where a kernel may not use it. */
static void put_field(struct out *o, const struct pvgpu_field *f, const void *cmd)
{
    uint32_t v = get32(cmd, f->offset);
    if (f->kind == PVGPU_K_zero) return;
    put(o, ' '); put_text(o, f->name); put(o, '=');
    switch ((enum pvgpu_kind)f->kind) {
    case PVGPU_K_u64: put_number(o, get32(cmd, f->offset) | (uint64_t)get32(cmd, f->offset + 4u) << 32, 10); break;
    case PVGPU_K_i32: put_signed(o, (int32_t)v); break;
    case PVGPU_K_f32: put_text(o, "f:"); put_number(o, v, 16); break;
    case PVGPU_K_flags: put_text(o, "0x"); put_number(o, v, 16); break;
    case PVGPU_K_ref: case PVGPU_K_optref: case PVGPU_K_newid: put(o, '#'); put_number(o, v, 10); break;
    case PVGPU_K_format: put_text(o, pvgpu_format_name(v)); break;
    case PVGPU_K_u32: case PVGPU_K_enumv: case PVGPU_K_count: case PVGPU_K_max: case PVGPU_K_bool:
    case PVGPU_K_zero: case PVGPU_K_nonzero: put_number(o, v, 10); break;
    }
}

int pvgpu_print(const void *cmd, char *text, size_t n)
{
    const struct pvgpu_command *h = cmd;
    int ix = pvgpu_index_of(h->op);
    struct out o = { text, n, 0 };
    if (n) *text = 0;
    if (ix < 0) { put_text(&o, "unknown"); return o.total; }
    put_text(&o, pvgpu_descs[ix].name);
    for (int i = 0; i < pvgpu_descs[ix].n_fields; i++) put_field(&o, &pvgpu_descs[ix].fields[i], cmd);
    return o.total;
}
