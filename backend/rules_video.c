/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * rules_video.c - rules of the video processor: what its views may show, and that every number of a blit is one that
 * ID3D11VideoContext's page of the function that takes it allows, since a driver may not look again.
 */
#include "rules.h"

#define COLOR_SPACE_BITS 0x3fu /* D3D11_VIDEO_PROCESSOR_COLOR_SPACE: all but Reserved */
#define FARTHEST 16384         /* D3D11_REQ_TEXTURE2D_U_OR_V_DIMENSION */

/* A video processor takes 2-D textures of one sample (CreateVideoProcessorInputView, CreateVideoProcessorOutputView). */
static enum pvgpu_verdict view(const struct pvb_resource_info *i, uint32_t mip, uint32_t first, uint32_t count)
{
    if (i->dimension != PVGPU_DIM_TEX2D && i->dimension != PVGPU_DIM_CUBE) return PVGPU_E_RULE;
    if (i->samples != 1) return PVGPU_E_RULE;
    return mip < i->mips && count && first < i->array && count <= i->array - first ? PVGPU_OK : PVGPU_E_RANGE;
}

/* A view of an error object becomes one. */
RULE(create_video_input)
{
    return ((struct pvb_vm *)arg)->skip ? PVGPU_OK : view(rule_info(arg, c->resource), c->mip, c->slice, 1);
}

RULE(create_video_output)
{
    const struct pvb_resource_info *i = rule_info(arg, c->resource);
    if (((struct pvb_vm *)arg)->skip) return PVGPU_OK;
    return i->bind & PVGPU_BIND_TARGET ? view(i, c->mip, c->first, c->count) : PVGPU_E_RULE;
}

static bool is_finite(float f) { return f - f == 0.0f; }

static enum pvgpu_verdict far_rect(int32_t left, int32_t top, int32_t right, int32_t bottom)
{
    return left >= -FARTHEST && top >= -FARTHEST && left <= right && top <= bottom && right <= FARTHEST && bottom <= FARTHEST
        ? PVGPU_OK : PVGPU_E_RANGE;
}

/* A view that a stream shows, and the part of it. */
static enum pvgpu_verdict input(struct pvb_vm *vm, uint32_t id, const struct pvgpu_video_stream *s)
{
    enum pvgpu_verdict v = pvb_need(vm, id, PVGPU_OBJ_VIDEO_INPUT);
    const struct pvb_object_entry *o = pvb_object_entry(vm->current, id);
    const struct pvgpu_rect *r = &s->source;

    if (v || !s->source_on || o->error) return v;
    return r->left >= 0 && r->top >= 0 && r->left < r->right && r->top < r->bottom && (uint32_t)r->right <= o->width
        && (uint32_t)r->bottom <= o->height ? PVGPU_OK : PVGPU_E_RANGE;
}

/* n reference frames on one side of the input in time; nothing behind them. */
static enum pvgpu_verdict frames(struct pvb_vm *vm, const struct pvgpu_video_stream *s, uint32_t n, const uint32_t *left, const uint32_t *right)
{
    enum pvgpu_verdict v = PVGPU_OK;

    for (uint32_t i = 0; i < PVGPU_VIDEO_FRAMES && !v; i++) {
        if (i >= n || !s->input_right) v = right[i] || (i >= n && left[i]) ? PVGPU_E_RULE : PVGPU_OK;
        if (i < n && !v) v = input(vm, left[i], s);
        if (i < n && !v && s->input_right) v = input(vm, right[i], s);
    }
    return v;
}

static enum pvgpu_verdict stream(struct pvb_vm *vm, const struct pvgpu_video_stream *s)
{
    enum pvgpu_verdict v;

    if ((s->enable | s->repeat | s->source_on | s->dest_on | s->alpha_on | s->luma_on | s->aspect_on | s->stereo_on | s->left0
         | s->base0 | s->automatic | s->rotation_on) > 1) return PVGPU_E_FIELD;
    if (s->frame_format > 2 || s->rate > 2 || s->stereo_format > 7 || s->flip > 2 || s->rotation > 3) return PVGPU_E_FIELD;
    if ((s->color_space & ~COLOR_SPACE_BITS) || s->filters_on >> PVGPU_VIDEO_FILTERS) return PVGPU_E_FIELD;
    if (s->past > PVGPU_VIDEO_FRAMES || s->future > PVGPU_VIDEO_FRAMES) return PVGPU_E_FIELD;
    if (!is_finite(s->alpha) || !is_finite(s->luma_lower) || !is_finite(s->luma_upper)) return PVGPU_E_FIELD;
    /* Ratios that a driver may divide by. */
    if (s->aspect_on && (!s->source_num || !s->source_den || !s->dest_num || !s->dest_den)) return PVGPU_E_RULE;
    if (s->rate == 2 && (!s->rate_num || !s->rate_den)) return PVGPU_E_RULE; /* D3D11_VIDEO_PROCESSOR_OUTPUT_RATE_CUSTOM */
    if (s->source_on && (v = far_rect(s->source.left, s->source.top, s->source.right, s->source.bottom)) != PVGPU_OK) return v;
    if (s->dest_on && (v = far_rect(s->dest.left, s->dest.top, s->dest.right, s->dest.bottom)) != PVGPU_OK) return v;
    if (!s->enable && (s->input || s->input_right || s->past || s->future)) return PVGPU_E_RULE;
    v = s->enable ? input(vm, s->input, s) : PVGPU_OK;
    if (!v && s->input_right) v = input(vm, s->input_right, s);
    if (!v) v = frames(vm, s, s->past, s->past_frames, s->past_right);
    return v ? v : frames(vm, s, s->future, s->future_frames, s->future_right);
}

RULE(video_blit)
{
    const struct pvgpu_video_stream *s = tail;
    enum pvgpu_verdict v = PVGPU_OK;

    if (c->color_space & ~COLOR_SPACE_BITS) return PVGPU_E_FIELD;
    if (!is_finite(c->background_0) || !is_finite(c->background_1) || !is_finite(c->background_2) || !is_finite(c->background_3))
        return PVGPU_E_FIELD;
    if (c->alpha_fill_stream >= PVGPU_VIDEO_STREAMS || c->constriction_width > FARTHEST || c->constriction_height > FARTHEST)
        return PVGPU_E_RANGE;
    if (c->target_on) v = far_rect(c->target_left, c->target_top, c->target_right, c->target_bottom);
    for (uint32_t i = 0; i < c->n_streams && !v; i++) v = stream(arg, &s[i]);
    return v;
}

const struct pvgpu_ops pvb_video_rules = {
    .create_video_input = create_video_input, .create_video_output = create_video_output, .video_blit = video_blit,
};
