/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * test_codec.c - every command of pvgpu_cmds.def, driven by its row: what is well-formed comes through the checker, the
 * dispatcher and the printer unchanged; what is not is refused with the verdict that the broken rule has.
 */
#include "tap.h"
#include "pvgpu_codec.h"
#include "pvgpu_formats.h"

#define ROOM (PVGPU_PACKET_MAX + 4096u)
static _Alignas(16) uint8_t cmd[ROOM];

/* ---- well-formed commands ---- */

static uint32_t get(const void *p, size_t offset)
{
    uint32_t v;
    memcpy(&v, (const uint8_t *)p + offset, 4);
    return v;
}

static void set(void *p, size_t offset, uint32_t v) { memcpy((uint8_t *)p + offset, &v, 4); }

/* A value that the kind admits, and not 0 where it admits others. */
static uint32_t good_value(const struct pvgpu_field *f)
{
    switch ((enum pvgpu_kind)f->kind) {
    case PVGPU_K_flags: return f->arg;
    case PVGPU_K_enumv: return f->arg - 1;
    case PVGPU_K_max: return f->arg;
    case PVGPU_K_bool: return 1;
    case PVGPU_K_zero: return 0;
    case PVGPU_K_format: return 28;
    case PVGPU_K_count: return 0;
    case PVGPU_K_ref: case PVGPU_K_newid: case PVGPU_K_optref: case PVGPU_K_nonzero: return 77;
    case PVGPU_K_u32: case PVGPU_K_i32: case PVGPU_K_u64: case PVGPU_K_f32: return 0x12345678u + f->offset;
    }
    return 0;
}

static uint32_t kind_bytes(uint16_t kind) { return kind == PVGPU_K_u64 ? 8 : 4; }

static const struct pvgpu_field *count_field(const struct pvgpu_desc *d)
{
    for (int i = 0; i < d->n_fields; i++)
        if (d->fields[i].kind == PVGPU_K_count) return &d->fields[i];
    return 0;
}

/* Bytes of the command with n tail elements, computed without the code under test. */
static uint32_t whole_size(const struct pvgpu_desc *d, uint32_t n) { return (d->size + d->tail_size * n + 7u) / 8u * 8u; }

static uint32_t make(const struct pvgpu_desc *d, uint8_t *to, uint32_t n)
{
    struct pvgpu_command h = { .op = d->op, .size = whole_size(d, n) };

    memset(to, 0, h.size);
    memcpy(to, &h, sizeof h);
    for (int i = 0; i < d->n_fields; i++) {
        set(to, d->fields[i].offset, d->fields[i].kind == PVGPU_K_count ? n : good_value(&d->fields[i]));
        if (d->fields[i].kind == PVGPU_K_u64) set(to, d->fields[i].offset + 4u, 0x9abcdef0u);
    }
    for (uint32_t i = 0; i < d->tail_size * n; i++) to[d->size + i] = (uint8_t)(i * 11 + 3);
    return h.size;
}

static enum pvgpu_verdict check(const void *p, size_t avail)
{
    int ix = -1;
    return pvgpu_check(p, avail, &ix);
}

/* ---- an ops table that writes down what it was given ---- */

struct seen {
    int calls, index, fail_at;
    const void *command, *tail;
};

static enum pvgpu_verdict note(void *ctx, int index, const void *c, const void *tail)
{
    struct seen *s = ctx;
    s->index = index;
    s->command = c;
    s->tail = tail;
    return s->calls++ == s->fail_at ? PVGPU_E_RULE : PVGPU_OK;
}

#define CMD(n, N, code, cls, prose) \
    static enum pvgpu_verdict on_##n(void *ctx, const struct pvgpu_cmd_##n *c, const void *tail) \
    { return note(ctx, PVGPU_IX_##N, c, tail); }
#define FIELD(n, k, f, a)
#define TAIL(n, e, c)
#define END(n)
#include "pvgpu_cmds.def"

static const struct pvgpu_ops ops = {
#define CMD(n, N, code, cls, prose) .n = on_##n,
#define FIELD(n, k, f, a)
#define TAIL(n, e, c)
#define END(n)
#include "pvgpu_cmds.def"
};

static const struct seen nothing = { .index = -1, .fail_at = -1 };

#define FOR_EACH(d) for (const struct pvgpu_desc *d = pvgpu_descs; d < pvgpu_descs + PVGPU_IX_COUNT; d++)

/* Says which command the failed checks before it belong to. */
static void name_if_failed(const struct pvgpu_desc *d, int before)
{
    if (tap_failed_checks != before) printf("# in %s\n", d->name);
}

/* ---- the table itself ---- */

TEST(rows_are_whole)
{
    FOR_EACH(d) {
        uint8_t covered[256] = { 0 };
        int before = tap_failed_checks, counts = 0;

        CHECK(d->size >= 8 && d->size % 8 == 0 && d->size <= sizeof covered);
        memset(covered, 1, sizeof(struct pvgpu_command));
        for (int i = 0; i < d->n_fields; i++) {
            const struct pvgpu_field *f = &d->fields[i];
            CHECK_EQ(f->offset % kind_bytes(f->kind), 0);
            for (uint32_t b = 0; b < kind_bytes(f->kind); b++) covered[f->offset + b]++;
            counts += f->kind == PVGPU_K_count;
            if (f->kind == PVGPU_K_ref || f->kind == PVGPU_K_optref || f->kind == PVGPU_K_newid) CHECK(f->arg < PVGPU_OBJ_COUNT);
        }
        for (uint32_t b = 0; b < d->size; b++) CHECK_EQ(covered[b], 1); /* every byte belongs to one field */
        CHECK_EQ(counts, d->tail_size != 0);
        if (d->tail_size) {
            CHECK(d->tail_size % 4 == 0 || d->tail_size == 1);
            CHECK_EQ(count_field(d)->offset, d->tail_count_offset);
            CHECK(whole_size(d, count_field(d)->arg) + sizeof(struct pvgpu_packet) <= PVGPU_PACKET_MAX);
        }
        CHECK(d->cls == PVGPU_CLASS_KERNEL || d->cls == PVGPU_CLASS_CONTEXT);
        CHECK_EQ(d->cls == PVGPU_CLASS_KERNEL, d->op < 0x100);
        name_if_failed(d, before);
    }
}

TEST(opcodes)
{
    int known = 0;

    FOR_EACH(d) CHECK_EQ(pvgpu_index_of(d->op), d - pvgpu_descs);
    FOR_EACH(d) if (d > pvgpu_descs) CHECK(d->op > d[-1].op);
    for (uint32_t op = 0; op < 0x20000; op++) {
        int ix = pvgpu_index_of(op);
        if (ix >= 0) {
            known++;
            CHECK_EQ(pvgpu_descs[ix].op, op);
        } else if (op < 0x10000) {
            struct pvgpu_command h = { .op = (uint16_t)op, .size = sizeof h };
            if (check(&h, sizeof h) != PVGPU_E_OPCODE) CHECK_EQ(op, 0);
        }
    }
    CHECK_EQ(known, PVGPU_IX_COUNT);
}

TEST(verdict_names)
{
    for (int a = 0; a < PVGPU_VERDICT_COUNT; a++)
        for (int b = 0; b < a; b++) CHECK(strcmp(pvgpu_verdict_name(a), pvgpu_verdict_name(b)));
    CHECK(!strcmp(pvgpu_verdict_name(PVGPU_VERDICT_COUNT), "?"));
    CHECK(!strcmp(pvgpu_verdict_name((enum pvgpu_verdict)-1), "?"));
}

/* ---- what is well-formed ---- */

TEST(round_trip)
{
    FOR_EACH(d) {
        uint32_t max = d->tail_size ? count_field(d)->arg : 0;
        uint32_t counts[] = { 0, 1, 2, 3, max };
        for (int i = 0; i < (d->tail_size ? 5 : 1); i++) {
            struct seen s = nothing;
            uint32_t size = make(d, cmd, counts[i] > max ? max : counts[i]);
            size_t done = 0;
            int ix = -1, before = tap_failed_checks;

            CHECK_EQ(pvgpu_check(cmd, size, &ix), PVGPU_OK);
            CHECK_EQ(ix, d - pvgpu_descs);
            CHECK_EQ(pvgpu_check(cmd, size + 64, &ix), PVGPU_OK); /* bytes behind it do not matter */
            CHECK_EQ(pvgpu_run(cmd, size, d->cls, &ops, &s, &done), PVGPU_OK);
            CHECK_EQ(done, size);
            CHECK_EQ(s.calls, 1);
            CHECK_EQ(s.index, d - pvgpu_descs);
            CHECK(s.command == cmd);
            CHECK(s.tail == (d->tail_size ? cmd + d->size : 0));
            name_if_failed(d, before);
        }
    }
}

TEST(printed)
{
    static char line[4096], cut[4096];

    FOR_EACH(d) {
        int before = tap_failed_checks, n;

        make(d, cmd, d->tail_size ? 1 : 0);
        n = pvgpu_print(cmd, line, sizeof line);
        CHECK_EQ(n, strlen(line));
        CHECK(!strncmp(line, d->name, strlen(d->name)));
        for (int i = 0; i < d->n_fields; i++) {
            char want[64];
            snprintf(want, sizeof want, " %s=", d->fields[i].name);
            CHECK_EQ(strstr(line, want) != 0, d->fields[i].kind != PVGPU_K_zero);
        }
        for (int room = 0; room <= n + 1; room++) {
            memset(cut, 'x', sizeof cut);
            CHECK_EQ(pvgpu_print(cmd, cut, (size_t)room), n);
            CHECK(cut[room] == 'x');
            if (room) CHECK(strlen(cut) == (size_t)(room - 1 < n ? room - 1 : n) && !strncmp(cut, line, strlen(cut)));
        }
        name_if_failed(d, before);
    }
    set(cmd, 0, 0xffff);
    pvgpu_print(cmd, line, sizeof line);
    CHECK(!strcmp(line, "unknown"));
}

TEST(printed_values)
{
    struct pvgpu_cmd_draw_indexed draw = { .indices = 36, .first = 0xffffffffu, .base_vertex = INT32_MIN };
    struct pvgpu_cmd_signal sig = { .heap = 3, .when = 1, .offset = 1ull << 40, .value = UINT64_MAX };
    struct pvgpu_cmd_clear_dsv clear = { .view = 9, .flags = 3, .depth = 1.0f, .stencil = 255 };
    struct pvgpu_cmd_set_index_buffer ib = { .resource = 4, .format = 42 };
    char line[256];

    PVGPU_CMD_INIT(&draw, DRAW_INDEXED);
    pvgpu_print(&draw, line, sizeof line);
    CHECK(!strcmp(line, "draw_indexed indices=36 first=4294967295 base_vertex=-2147483648"));
    PVGPU_CMD_INIT(&sig, SIGNAL);
    pvgpu_print(&sig, line, sizeof line);
    CHECK(!strcmp(line, "signal heap=#3 when=1 offset=1099511627776 value=18446744073709551615"));
    PVGPU_CMD_INIT(&clear, CLEAR_DSV);
    pvgpu_print(&clear, line, sizeof line);
    CHECK(!strcmp(line, "clear_dsv view=#9 flags=0x3 depth=f:3f800000 stencil=255"));
    PVGPU_CMD_INIT(&ib, SET_INDEX_BUFFER);
    pvgpu_print(&ib, line, sizeof line);
    CHECK(!strcmp(line, "set_index_buffer resource=#4 format=R32_UINT offset=0"));
}

/* ---- what is not ---- */

TEST(prefixes)
{
    FOR_EACH(d) {
        uint32_t size = make(d, cmd, d->tail_size ? 3 : 0);
        int before = tap_failed_checks;

        for (uint32_t n = 0; n < size; n++) {
            uint8_t *part = malloc(n + 1); /* of its own, so that a sanitizer sees a read beyond */
            uint8_t *at = n ? part : part + 1;
            struct seen s = nothing;
            size_t done = 1;
            memcpy(at, cmd, n);
            CHECK_EQ(check(at, n), n < sizeof(struct pvgpu_command) ? PVGPU_E_TRUNCATED : PVGPU_E_SIZE);
            if (n) {
                CHECK(pvgpu_run(at, n, ~0u, &ops, &s, &done) != PVGPU_OK);
                CHECK_EQ(done, 0);
                CHECK_EQ(s.calls, 0);
            }
            free(part);
        }
        name_if_failed(d, before);
    }
}

/* A size field below the opcode's own is refused before any field is read. */
TEST(short_sizes)
{
    FOR_EACH(d) {
        int before = tap_failed_checks;
        for (uint32_t n = 8; n < d->size; n += 8) {
            uint8_t *part = malloc(n);
            make(d, cmd, 0);
            memcpy(part, cmd, n);
            set(part, 4, n);
            CHECK_EQ(check(part, n), PVGPU_E_SIZE);
            free(part);
        }
        name_if_failed(d, before);
    }
}

TEST(headers)
{
    FOR_EACH(d) {
        static const uint32_t off_by[] = { (uint32_t)-16, (uint32_t)-8, (uint32_t)-4, (uint32_t)-1, 1, 2, 4, 8, 16, 0x80000000u };
        uint32_t size = make(d, cmd, d->tail_size ? 2 : 0);
        int before = tap_failed_checks;

        memset(cmd + size, 0, 64);
        for (unsigned i = 0; i < sizeof off_by / sizeof *off_by; i++) {
            set(cmd, 4, size + off_by[i]);
            CHECK_EQ(check(cmd, size + 64), PVGPU_E_SIZE);
        }
        set(cmd, 4, 0);
        CHECK_EQ(check(cmd, size + 64), PVGPU_E_SIZE);
        set(cmd, 4, ~0u);
        CHECK_EQ(check(cmd, size + 64), PVGPU_E_SIZE);
        set(cmd, 4, size);
        for (int bit = 0; bit < 16; bit++) {
            set(cmd, 0, d->op | 0x10000u << bit);
            CHECK_EQ(check(cmd, size), PVGPU_E_FIELD);
        }
        name_if_failed(d, before);
    }
}

/* Writes v into the field and compares the verdict. */
static void probe(uint32_t size, const struct pvgpu_field *f, uint32_t v, enum pvgpu_verdict want)
{
    uint32_t keep = get(cmd, f->offset);

    set(cmd, f->offset, v);
    if (check(cmd, size) != want) {
        printf("# field %s = 0x%x\n", f->name, v);
        CHECK_EQ(check(cmd, size), want);
    }
    set(cmd, f->offset, keep);
}

static void probe_field(uint32_t size, const struct pvgpu_field *f)
{
    switch ((enum pvgpu_kind)f->kind) {
    case PVGPU_K_u32: case PVGPU_K_i32: case PVGPU_K_u64: case PVGPU_K_f32: case PVGPU_K_optref:
        probe(size, f, 0, PVGPU_OK);
        probe(size, f, ~0u, PVGPU_OK);
        probe(size, f, 0x80000000u, PVGPU_OK);
        break;
    case PVGPU_K_flags:
        probe(size, f, 0, PVGPU_OK);
        for (int bit = 0; bit < 32; bit++) {
            probe(size, f, 1u << bit, f->arg >> bit & 1 ? PVGPU_OK : PVGPU_E_FIELD);
            probe(size, f, f->arg | 1u << bit, f->arg >> bit & 1 ? PVGPU_OK : PVGPU_E_FIELD);
        }
        break;
    case PVGPU_K_enumv:
        probe(size, f, 0, PVGPU_OK);
        probe(size, f, f->arg - 1, PVGPU_OK);
        probe(size, f, f->arg, PVGPU_E_FIELD);
        probe(size, f, ~0u, PVGPU_E_FIELD);
        break;
    case PVGPU_K_max:
        probe(size, f, 0, PVGPU_OK);
        probe(size, f, f->arg, PVGPU_OK);
        probe(size, f, f->arg + 1, PVGPU_E_FIELD);
        probe(size, f, ~0u, PVGPU_E_FIELD);
        break;
    case PVGPU_K_bool:
        probe(size, f, 0, PVGPU_OK);
        probe(size, f, 1, PVGPU_OK);
        probe(size, f, 2, PVGPU_E_FIELD);
        probe(size, f, ~0u, PVGPU_E_FIELD);
        break;
    case PVGPU_K_zero:
        for (int bit = 0; bit < 32; bit++) probe(size, f, 1u << bit, PVGPU_E_FIELD);
        break;
    case PVGPU_K_ref: case PVGPU_K_newid: case PVGPU_K_nonzero:
        probe(size, f, 0, PVGPU_E_FIELD);
        probe(size, f, 1, PVGPU_OK);
        probe(size, f, ~0u, PVGPU_OK);
        break;
    case PVGPU_K_format:
        probe(size, f, 0, f->arg ? PVGPU_OK : PVGPU_E_FIELD);
        for (uint32_t v = 1; v < PVGPU_FORMAT_LIMIT + 8; v++)
            probe(size, f, v, v <= 115 || (v >= 130 && v <= 132) ? PVGPU_OK : PVGPU_E_FIELD);
        probe(size, f, ~0u, PVGPU_E_FIELD);
        break;
    case PVGPU_K_count: /* the size says otherwise */
        probe(size, f, get(cmd, f->offset) + 9, PVGPU_E_SIZE);
        probe(size, f, ~0u, PVGPU_E_SIZE);
        probe(size, f, 0x80000000u, PVGPU_E_SIZE);
        break;
    }
}

TEST(words)
{
    FOR_EACH(d) {
        uint32_t size = make(d, cmd, d->tail_size ? 1 : 0);
        int before = tap_failed_checks;
        for (int i = 0; i < d->n_fields; i++) probe_field(size, &d->fields[i]);
        name_if_failed(d, before);
    }
}

/* A changed byte is refused, or printed, or lies in the tail that the handler is given. */
TEST(every_byte_matters)
{
    static char line[4096], other[4096];

    FOR_EACH(d) {
        uint32_t n = d->tail_size ? 3 : 0, size = make(d, cmd, n), used = d->size + d->tail_size * n;
        int before = tap_failed_checks;

        pvgpu_print(cmd, line, sizeof line);
        for (uint32_t b = 0; b < size; b++) {
            cmd[b] ^= 0x41;
            if (check(cmd, size) == PVGPU_OK) {
                pvgpu_print(cmd, other, sizeof other);
                CHECK((b >= d->size && b < used) || strcmp(line, other));
            }
            cmd[b] ^= 0x41;
        }
        for (uint32_t b = used; b < size; b++) {
            cmd[b] = 1;
            CHECK_EQ(check(cmd, size), PVGPU_E_FIELD);
            cmd[b] = 0;
        }
        name_if_failed(d, before);
    }
}

TEST(tail_counts)
{
    FOR_EACH(d) {
        const struct pvgpu_field *f = count_field(d);
        int before = tap_failed_checks;
        uint32_t size;

        if (!f) continue;
        size = make(d, cmd, f->arg);
        CHECK_EQ(check(cmd, size), PVGPU_OK);
        size = make(d, cmd, f->arg + 1); /* all of it is there, and it is too many */
        CHECK_EQ(check(cmd, size), PVGPU_E_FIELD);
        make(d, cmd, 0);
        for (int bit = 0; bit < 32; bit++) { /* counts whose product wraps 32 bits must not look small */
            set(cmd, f->offset, 1u << bit);
            if (whole_size(d, 1u << bit) == d->size) CHECK_EQ(check(cmd, ROOM), PVGPU_E_SIZE);
        }
        set(cmd, f->offset, 0xffffffffu);
        set(cmd, 4, 0xfffffff8u);
        CHECK_EQ(check(cmd, ROOM), PVGPU_E_SIZE);
        name_if_failed(d, before);
    }
}

TEST(classes)
{
    FOR_EACH(d) {
        uint32_t size = make(d, cmd, 0);
        int before = tap_failed_checks;
        for (uint32_t cls = 0; cls < 4; cls++) {
            struct seen s = nothing;
            size_t done = 1;
            int allowed = (cls & d->cls) != 0;
            CHECK_EQ(pvgpu_run(cmd, size, cls, &ops, &s, &done), allowed ? PVGPU_OK : PVGPU_E_CLASS);
            CHECK_EQ(done, allowed ? size : 0);
            CHECK_EQ(s.calls, allowed);
        }
        name_if_failed(d, before);
    }
}

/* ---- a stream of commands ---- */

static uint32_t make_stream(uint32_t ends[PVGPU_IX_COUNT])
{
    uint32_t at = 0;
    FOR_EACH(d) {
        at += make(d, cmd + at, d->tail_size ? 1 : 0);
        ends[d - pvgpu_descs] = at;
    }
    return at;
}

TEST(streams)
{
    uint32_t ends[PVGPU_IX_COUNT], size = make_stream(ends);

    for (int fail_at = -1; fail_at < PVGPU_IX_COUNT; fail_at++) { /* a handler's refusal stops there */
        struct seen s = nothing;
        size_t done = 1;
        s.fail_at = fail_at;
        CHECK_EQ(pvgpu_run(cmd, size, ~0u, &ops, &s, &done), fail_at < 0 ? PVGPU_OK : PVGPU_E_RULE);
        CHECK_EQ(done, fail_at < 0 ? size : fail_at ? ends[fail_at - 1] : 0);
        CHECK_EQ(s.calls, fail_at < 0 ? PVGPU_IX_COUNT : fail_at + 1);
    }
    for (int i = 0; i < PVGPU_IX_COUNT; i++) { /* so does a malformed command, before its handler */
        struct seen s = nothing;
        size_t done = 1;
        uint32_t at = i ? ends[i - 1] : 0, keep = get(cmd, at);
        set(cmd, at, 0xfffe);
        CHECK_EQ(pvgpu_run(cmd, size, ~0u, &ops, &s, &done), PVGPU_E_OPCODE);
        CHECK_EQ(done, at);
        CHECK_EQ(s.calls, i);
        set(cmd, at, keep);
    }
    for (uint32_t cut = 0; cut < size; cut += 8) { /* and the end of the buffer within a command */
        struct seen s = nothing;
        size_t done = 1;
        int whole = 0;
        while (whole < PVGPU_IX_COUNT && ends[whole] <= cut) whole++;
        enum pvgpu_verdict want = cut == (whole ? ends[whole - 1] : 0) ? PVGPU_OK : PVGPU_E_SIZE;
        CHECK_EQ(pvgpu_run(cmd, cut, ~0u, &ops, &s, &done), want);
        CHECK_EQ(done, whole ? ends[whole - 1] : 0);
        CHECK_EQ(s.calls, whole);
    }
}

TEST(size_helper)
{
    FOR_EACH(d)
        for (uint32_t n = 0; n < 20; n++) CHECK_EQ(pvgpu_size_with_tail(d->size, d->tail_size, n), whole_size(d, n));
}

TAP_MAIN(RUN(rows_are_whole); RUN(opcodes); RUN(verdict_names); RUN(round_trip); RUN(printed); RUN(printed_values);
         RUN(prefixes); RUN(short_sizes); RUN(headers); RUN(words); RUN(every_byte_matters); RUN(tail_counts); RUN(classes);
         RUN(streams); RUN(size_helper))
