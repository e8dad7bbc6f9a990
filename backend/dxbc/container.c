/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * container.c - writes DXBC containers: header, signature parts, code part, checksum.
 *
 * Layout, all words little-endian: "DXBC", 16 bytes of checksum, 1, size, number of parts, offset of
 * each part; a part is its four letters, its size and its bytes. A signature part is the number of
 * entries, 8, the entries, then the names, which entries find by offset from the part's start.
 */
#include <stdlib.h>
#include <string.h>
#include "dxbc_tokens.h"
#include "pvgpu_formats.h"

#define FOURCC(a, b, c, d) ((uint32_t)(a) | (uint32_t)(b) << 8 | (uint32_t)(c) << 16 | (uint32_t)(d) << 24)

/* How much an entry says: the classic one, with a stream, or with a stream and minimum precision. */
enum entry_kind { ENTRY_CLASSIC, ENTRY_STREAM, ENTRY_FULL };

static const uint32_t entry_sizes[] = {24, 28, 32};

struct part {
    uint32_t fourcc, size;
    const struct dxbc_signature *signature; /* of a signature part */
    const uint32_t *tokens; /* words of any other part */
    enum entry_kind kind;
    bool outputs;
};

static uint8_t *put(uint8_t *at, uint32_t value)
{
    for (int i = 0; i < 4; i++) at[i] = (uint8_t)(value >> 8 * i);
    return at + 4;
}

static uint32_t name_size(uint32_t semantic)
{
    return (uint32_t)strlen(dxbc_semantic_names[semantic]) + 1u;
}

/* Offset of an entry's name among the names: equal names are stored once. */
static uint32_t name_offset(const struct dxbc_signature *s, uint32_t entry)
{
    uint32_t offset = 0;
    for (uint32_t i = 0; i <= entry; i++) {
        uint32_t j = 0;
        while (s->e[j].semantic != s->e[i].semantic) j++;
        if (i == entry && j < i) return name_offset(s, j);
        if (i == entry) return offset;
        if (j == i) offset += name_size(s->e[i].semantic);
    }
    return offset;
}

static uint32_t signature_size(const struct dxbc_signature *s, enum entry_kind kind)
{
    uint32_t names = 0;
    for (uint32_t i = 0; i < s->n; i++) {
        uint32_t j = 0;
        while (s->e[j].semantic != s->e[i].semantic) j++;
        if (j == i) names += name_size(s->e[i].semantic);
    }
    return 8u + s->n * entry_sizes[kind] + ((names + 3u) & ~3u);
}

static void write_signature(uint8_t *at, const struct part *part)
{
    const struct dxbc_signature *s = part->signature;
    uint32_t names = 8u + s->n * entry_sizes[part->kind];
    uint8_t *start = at;
    memset(at, 0, part->size);
    at = put(at, s->n);
    at = put(at, 8);
    for (uint32_t i = 0; i < s->n; i++) {
        const struct dxbc_entry *e = &s->e[i];
        uint32_t offset = names + name_offset(s, i);
        /* Inputs say which components may be read, outputs which are never written. */
        uint32_t second = part->outputs ? 15u & ~(uint32_t)e->used : e->used;
        if (part->kind != ENTRY_CLASSIC) at = put(at, e->stream);
        at = put(at, offset);
        at = put(at, e->semantic_index);
        at = put(at, e->name);
        at = put(at, e->type);
        at = put(at, e->reg);
        at = put(at, e->mask | second << 8);
        if (part->kind == ENTRY_FULL) at = put(at, e->min_precision);
        memcpy(start + offset, dxbc_semantic_names[e->semantic], name_size(e->semantic));
    }
}

static enum pvb_dxbc_result write_container(struct part *parts, uint32_t n, void **container, size_t *size)
{
    uint32_t total = 32u + 4u * n;
    for (uint32_t i = 0; i < n; i++) {
        if (parts[i].signature) parts[i].size = signature_size(parts[i].signature, parts[i].kind);
        total += 8u + parts[i].size; /* signatures are small and tokens are limited: no overflow */
    }
    uint8_t *data = malloc(total), *at = data;
    if (!data) return PVB_DXBC_MEMORY;
    at = put(at, FOURCC('D', 'X', 'B', 'C'));
    memset(at, 0, 16);
    at = put(at + 16, 1);
    at = put(at, total);
    at = put(at, n);
    uint32_t offset = 32u + 4u * n;
    for (uint32_t i = 0; i < n; i++) {
        at = put(at, offset);
        offset += 8u + parts[i].size;
    }
    for (uint32_t i = 0; i < n; i++) {
        at = put(at, parts[i].fourcc);
        at = put(at, parts[i].size);
        if (parts[i].signature) write_signature(at, &parts[i]);
        else
            for (uint32_t w = 0; w < parts[i].size / 4u; w++) put(at + 4u * w, parts[i].tokens[w]);
        at += parts[i].size;
    }
    uint8_t sum[16];
    pvb_dxbc_checksum(data, total, sum);
    memcpy(data + 4, sum, sizeof sum);
    *container = data;
    *size = total;
    return PVB_DXBC_OK;
}

/* What a program wants of a device beyond its shader model: the bits of part SFI0, which are those of
 * D3D_SHADER_REQUIRES_ (ID3D11ShaderReflection::GetRequiresFlags) but for bit 1. */
static uint32_t requirements(const struct dxbc_program *p)
{
    uint32_t bits = 0, views = 0, many = 0;
    for (uint32_t i = 0; i < 64; i++)
        if (p->view_type[i]) *(i < 8 ? &views : &many) = 1;
    if (p->global_flags & DXBC_FLAG_DOUBLES) bits |= 0x1;
    if (p->global_flags & DXBC_FLAG_RAW && p->model < 50) bits |= 0x2; /* raw and structured buffers in model 4 */
    if ((views | many) && p->stage != PVGPU_STAGE_PS && p->stage != PVGPU_STAGE_CS) bits |= 0x4;
    if (many) bits |= 0x8;
    if (p->global_flags & DXBC_FLAG_MIN_PRECISION) bits |= 0x10;
    if (p->global_flags & DXBC_FLAG_DOUBLE_EXTENSIONS) bits |= 0x20;
    if (p->global_flags & DXBC_FLAG_SHADER_EXTENSIONS) bits |= 0x40;
    if (p->feedback) bits |= 0x100;
    return bits;
}

static bool has_min_precision(const struct dxbc_signature *s)
{
    for (uint32_t i = 0; i < s->n; i++)
        if (s->e[i].min_precision) return true;
    return false;
}

static struct part signature_part(const struct dxbc_signature *s, char first, char second, bool outputs, bool streams, bool full)
{
    struct part p = {.signature = s, .outputs = outputs};
    p.kind = full ? ENTRY_FULL : streams ? ENTRY_STREAM : ENTRY_CLASSIC;
    p.fourcc = FOURCC(first, second, 'G', full ? '1' : streams ? '5' : 'N');
    if (first == 'P') p.fourcc = full ? FOURCC('P', 'S', 'G', '1') : FOURCC('P', 'C', 'S', 'G');
    return p;
}

enum pvb_dxbc_result pvb_dxbc_build(const struct pvb_dxbc_shader *s, void **container, size_t *size, struct pvb_dxbc_error *error)
{
    struct dxbc_program p;
    struct dxbc_signature in, out, patch;
    struct part parts[5];
    uint32_t required[2] = {0, 0};
    uint32_t n = 0;
    *container = NULL;
    *size = 0;
    enum pvb_dxbc_result r = dxbc_check(s->tokens, s->n_tokens, s->stage, &p, error);
    if (r) return r;

    dxbc_make_signatures(s, &p, &in, &out, &patch);
    bool full = has_min_precision(&in) || has_min_precision(&out) || has_min_precision(&patch);
    bool streams = p.stage == PVGPU_STAGE_GS && p.model >= 50;
    parts[n++] = signature_part(&in, 'I', 'S', false, false, full);
    parts[n++] = signature_part(&out, 'O', 'S', true, streams, full);
    if (p.stage == PVGPU_STAGE_HS || p.stage == PVGPU_STAGE_DS)
        parts[n++] = signature_part(&patch, 'P', 'S', p.stage == PVGPU_STAGE_HS, false, full);
    bool newer = p.model >= 50 || p.stage == PVGPU_STAGE_CS || p.global_flags & DXBC_FLAG_RAW;
    parts[n++] = (struct part){
        .fourcc = newer ? FOURCC('S', 'H', 'E', 'X') : FOURCC('S', 'H', 'D', 'R'),
        .size = p.n_tokens * 4u,
        .tokens = s->tokens,
    };
    required[0] = requirements(&p);
    if (required[0]) parts[n++] = (struct part){.fourcc = FOURCC('S', 'F', 'I', '0'), .size = 8, .tokens = required};
    r = write_container(parts, n, container, size);
    return r ? dxbc_fail(error, r, 0, "out of memory") : r;
}

uint32_t pvb_dxbc_format_type(uint32_t dxgi_format)
{
    if (!pvgpu_format_known(dxgi_format)) return 3;
    switch (pvgpu_format_rows[dxgi_format].kind) {
    case PVGPU_FORMAT_UINT: return 1;
    case PVGPU_FORMAT_SINT: return 2;
    default: return 3;
    }
}

enum pvb_dxbc_result pvb_dxbc_layout_signature(const struct pvgpu_input_element *e, uint32_t n, void **container, size_t *size)
{
    struct dxbc_signature s = {.n = 0};
    struct part part;
    *container = NULL;
    *size = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (e[i].reg >= DXBC_REGISTERS || s.n == DXBC_MAX_ENTRIES) return PVB_DXBC_MALFORMED;
        s.e[s.n++] = (struct dxbc_entry){.reg = e[i].reg, .type = pvb_dxbc_format_type(e[i].format), .mask = 15, .used = 15,
                                         .semantic_index = e[i].reg};
    }
    part = signature_part(&s, 'I', 'S', false, false, false);
    return write_container(&part, 1, container, size);
}
