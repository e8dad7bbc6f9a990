/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * rules_decoder.c - rules of video decoders: everything that stands around the data of a frame. The data itself goes to the host's
 * decoder unseen; docs/backend.md says what follows from it.
 */
#include "rules.h"

#define LARGEST 16384u /* D3D11_REQ_TEXTURE2D_U_OR_V_DIMENSION */

/* The configurations of a format that a profile has, a bit each; 0: it has no such format. */
static uint32_t configs_of(const struct pvb_vm *vm, uint32_t profile, uint32_t format)
{
    const struct pvgpu_decoder_profile *p = &vm->decoders.profiles[profile];

    for (uint32_t i = 0; i < p->n_formats && i < PVGPU_DECODER_FORMATS; i++)
        if (p->formats[i] == format) return p->configs[i];
    return 0;
}

/* No decoder is made of a description that the host did not offer. */
RULE(create_video_decoder)
{
    const struct pvb_vm *vm = arg;

    if (c->profile >= vm->decoders.n_profiles || c->config >= vm->decoders.n_configs) return PVGPU_E_RANGE;
    if (c->width > LARGEST || c->height > LARGEST) return PVGPU_E_RANGE;
    return configs_of(vm, c->profile, c->format) >> c->config & 1 ? PVGPU_OK : PVGPU_E_RULE;
}

/* nf-d3d11-id3d11videodevice-createvideodecoderoutputview: a texture with D3D11_BIND_DECODER. A view of an error object becomes one. */
RULE(create_decoder_output)
{
    struct pvb_vm *vm = arg;
    const struct pvb_resource_info *i = rule_info(vm, c->resource);

    if (c->profile >= vm->decoders.n_profiles) return PVGPU_E_RANGE;
    if (vm->skip) return PVGPU_OK;
    if (i->dimension != PVGPU_DIM_TEX2D || i->samples != 1 || !(i->bind & PVGPU_BIND_DECODER)) return PVGPU_E_RULE;
    if (!configs_of(vm, c->profile, i->format)) return PVGPU_E_RULE;
    return c->slice < i->array ? PVGPU_OK : PVGPU_E_RANGE;
}

/* types: of the submission so far. */
static enum pvgpu_verdict buffer(struct pvb_vm *vm, const struct pvgpu_decoder_buffer *b, const struct pvgpu_decoder_buffer *before,
                                 uint32_t *types)
{
    enum pvgpu_verdict v;

    if (b->type >= PVGPU_DECODER_TYPES || !b->size || b->size > PVGPU_DECODER_BYTES) return PVGPU_E_FIELD;
    if (b->submission != (before ? before->submission : 0)) {
        if (!before || b->submission != before->submission + 1) return PVGPU_E_RULE;
        *types = 0;
    }
    if (*types & 1u << b->type) return PVGPU_E_RULE; /* the host has one buffer of each */
    *types |= 1u << b->type;
    v = pvb_need(vm, b->heap, PVGPU_OBJ_HEAP);
    return v ? v : pvb_heap_input(vm, b->heap, b->offset, b->size);
}

RULE(decode_frame)
{
    struct pvb_vm *vm = arg;
    const struct pvb_object_entry *decoder = pvb_object_entry(vm->current, c->decoder), *view = pvb_object_entry(vm->current, c->view);
    const struct pvgpu_decoder_buffer *b = tail;
    enum pvgpu_verdict v = PVGPU_OK;
    uint32_t types = 0;

    if (!decoder->error && !view->error) {
        if (decoder->type != view->type || decoder->flags != view->flags) return PVGPU_E_RULE;
        if (view->width < decoder->width || view->height < decoder->height) return PVGPU_E_RANGE;
    }
    for (uint32_t i = 0; i < c->n_buffers && !v; i++) v = buffer(vm, &b[i], i ? &b[i - 1] : NULL, &types);
    return v;
}

const struct pvgpu_ops pvb_decoder_rules = {
    .create_video_decoder = create_video_decoder, .create_decoder_output = create_decoder_output, .decode_frame = decode_frame,
};
