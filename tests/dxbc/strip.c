/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include <string.h>
#include "strip.h"

#define FOURCC(a, b, c, d) ((uint32_t)(a) | (uint32_t)(b) << 8 | (uint32_t)(c) << 16 | (uint32_t)(d) << 24)

static uint32_t get(const uint8_t *at)
{
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

/* D3D_NAME with a semantic index to D3D10_SB_NAME: tessellation factors have a name per edge there. */
static uint32_t driver_name(uint32_t d3d_name, uint32_t index)
{
    switch (d3d_name) {
    case 11: return 11 + index;
    case 12: return 15 + index;
    case 13: return 17 + index;
    case 14: return 20;
    case 15: return 21;
    case 16: return 22;
    default: return d3d_name < 11 ? d3d_name : 0;
    }
}

static bool read_signature(const uint8_t *part, uint32_t size, uint32_t entry_size, struct strip_entry *e, uint32_t *n,
                           struct pvgpu_signature *ddi, uint32_t *n_ddi)
{
    *n = *n_ddi = 0;
    if (size < 8 || get(part + 4) != 8 || get(part) > 64) return false;
    uint32_t count = get(part);
    if (8 + count * entry_size > size) return false;
    for (uint32_t i = 0; i < count; i++) {
        const uint8_t *at = part + 8 + i * entry_size;
        struct strip_entry *x = &e[i];
        memset(x, 0, sizeof *x);
        if (entry_size > 24) {
            x->stream = get(at);
            at += 4;
        }
        uint32_t name = get(at);
        if (name >= size || !memchr(part + name, 0, size - name)) return false;
        x->name = (const char *)part + name;
        x->semantic_index = get(at + 4);
        x->d3d_name = get(at + 8);
        x->type = get(at + 12);
        x->reg = get(at + 16);
        x->mask = at[20];
        x->used = at[21];
        if (entry_size == 32) x->min_precision = get(at + 24);
        if (x->reg != ~0u)
            ddi[(*n_ddi)++] = (struct pvgpu_signature){x->reg, x->mask, driver_name(x->d3d_name, x->semantic_index), x->type,
                                                       x->stream, x->min_precision};
    }
    *n = count;
    return true;
}

bool strip_container(const void *container, size_t size, struct strip *s)
{
    static const uint8_t stages[6] = {PVGPU_STAGE_PS, PVGPU_STAGE_VS, PVGPU_STAGE_GS, PVGPU_STAGE_HS, PVGPU_STAGE_DS,
                                      PVGPU_STAGE_CS};
    const uint8_t *data = container;
    uint8_t sum[16];
    memset(s, 0, sizeof *s);
    if (size < 32 || size % 4 || get(data) != FOURCC('D', 'X', 'B', 'C') || get(data + 20) != 1 || get(data + 24) != size)
        return false;
    pvb_dxbc_checksum(data, size, sum);
    if (memcmp(sum, data + 4, 16)) return false;
    uint32_t parts = get(data + 28);
    if (parts > 64 || 32 + 4 * parts > size) return false;
    for (uint32_t i = 0; i < parts; i++) {
        uint32_t at = get(data + 32 + 4 * i);
        if (at % 4 || at > size - 8 || get(data + at + 4) > size - 8 - at) return false;
        uint32_t fourcc = get(data + at), n = get(data + at + 4), entry = 24;
        const uint8_t *part = data + at + 8;
        bool ok = true;
        if (fourcc >> 24 == '1') entry = 32;
        if (fourcc >> 24 == '5') entry = 28;
        switch (fourcc) {
        case FOURCC('I', 'S', 'G', 'N'): case FOURCC('I', 'S', 'G', '1'):
            s->in_fourcc = fourcc;
            ok = read_signature(part, n, entry, s->in, &s->n_in, s->ddi_in, &s->n_ddi_in);
            break;
        case FOURCC('O', 'S', 'G', 'N'): case FOURCC('O', 'S', 'G', '5'): case FOURCC('O', 'S', 'G', '1'):
            s->out_fourcc = fourcc;
            ok = read_signature(part, n, entry, s->out, &s->n_out, s->ddi_out, &s->n_ddi_out);
            break;
        case FOURCC('P', 'C', 'S', 'G'): case FOURCC('P', 'S', 'G', '1'):
            s->patch_fourcc = fourcc;
            ok = read_signature(part, n, entry, s->patch, &s->n_patch, s->ddi_patch, &s->n_ddi_patch);
            break;
        case FOURCC('S', 'H', 'D', 'R'): case FOURCC('S', 'H', 'E', 'X'):
            if (n < 8 || n % 4) return false;
            s->tokens = (const uint32_t *)(const void *)part;
            s->n_tokens = n / 4;
            s->code_fourcc = fourcc;
            if (s->tokens[0] >> 16 > 5) return false;
            s->stage = stages[s->tokens[0] >> 16];
            break;
        case FOURCC('S', 'F', 'I', '0'):
            if (n >= 4) s->required = get(part);
            break;
        default: break;
        }
        if (!ok) return false;
    }
    return true;
}

struct pvb_dxbc_shader strip_shader(struct strip *s, bool with_types)
{
    struct pvb_dxbc_shader x = {.stage = s->stage, .tokens = s->tokens, .n_tokens = s->n_tokens, .inputs = s->ddi_in,
                                .outputs = s->ddi_out, .patch = s->ddi_patch, .n_inputs = s->n_ddi_in,
                                .n_outputs = s->n_ddi_out, .n_patch = s->n_ddi_patch};
    for (uint32_t i = 0; !with_types && i < 64; i++) s->ddi_in[i].type = s->ddi_out[i].type = s->ddi_patch[i].type = 0;
    return x;
}
