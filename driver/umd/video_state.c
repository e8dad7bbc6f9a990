/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * video_state.c - setters of a video processor: they write into what its next blit carries. The host ends a context whose
 * blit has enumerations, numbers or rectangles out of their range, so what is out of range never gets there: the state stays
 * as it was, for the entries have no result. All run in the immediate context.
 */
#include <math.h>

#include "video.h"

static bool ratio_ok(const DXGI_RATIONAL *r) { return r && r->Numerator && r->Denominator; }

void pvu_video_state_init(struct pvu_video_processor *p)
{
    memset(p, 0, sizeof *p);
    PVGPU_CMD_INIT(&p->blit, VIDEO_BLIT);
    for (uint32_t i = 0; i < PVGPU_VIDEO_STREAMS; i++) {
        p->stream[i].automatic = 1; /* as nf-d3d11-id3d11videocontext-videoprocessorsetstreamautoprocessingmode has it by default */
        p->stream[i].alpha = 1;
        p->stream[i].source_num = p->stream[i].source_den = p->stream[i].dest_num = p->stream[i].dest_den = 1;
    }
}

static struct pvu_video_processor *processor(D3D11_1DDI_HVIDEOPROCESSOR h) { return h.pDrvPrivate; }

/* NULL: no such stream. */
static struct pvgpu_video_stream *stream(D3D11_1DDI_HVIDEOPROCESSOR h, UINT index)
{
    return index < PVGPU_VIDEO_STREAMS ? &processor(h)->stream[index] : NULL;
}

static uint32_t color_space(const D3D11_1DDI_VIDEO_PROCESSOR_COLOR_SPACE *s)
{
    uint32_t bits;
    PVGPU_STATIC_ASSERT(sizeof *s == 4, "a word");
    memcpy(&bits, s, sizeof bits);
    return bits & 0x3fu; /* the rest is reserved */
}

static bool rect_in(uint32_t *on, struct pvgpu_rect *to, BOOL enable, const RECT *r)
{
    if (!enable) {
        *on = 0;
        return true;
    }
    if (!r) return false;
    *on = 1;
    *to = (struct pvgpu_rect){ (int32_t)r->left, (int32_t)r->top, (int32_t)r->right, (int32_t)r->bottom };
    return true;
}

/* ---- output ---- */

void APIENTRY pvu_video_set_output_target_rect(D3D10DDI_HDEVICE h, D3D11_1DDI_HVIDEOPROCESSOR hp, BOOL enable, const RECT *r)
{
    struct pvgpu_cmd_video_blit *b = &processor(hp)->blit;
    struct pvgpu_rect to = { 0 };
    (void)h;
    if (!rect_in(&b->target_on, &to, enable, r)) return;
    b->target_left = to.left, b->target_top = to.top, b->target_right = to.right, b->target_bottom = to.bottom;
}

void APIENTRY pvu_video_set_output_background_color(D3D10DDI_HDEVICE h, D3D11_1DDI_HVIDEOPROCESSOR hp, BOOL ycbcr,
                                                    const D3D11_1DDI_VIDEO_COLOR *color)
{
    struct pvgpu_cmd_video_blit *b = &processor(hp)->blit;
    const D3D11_1DDI_VIDEO_COLOR_RGBA *c = &color->RGBA; /* the members of both forms lie alike */
    (void)h;
    if (!isfinite(c->R) || !isfinite(c->G) || !isfinite(c->B) || !isfinite(c->A)) return;
    b->background_ycbcr = ycbcr != 0;
    b->background_0 = c->R, b->background_1 = c->G, b->background_2 = c->B, b->background_3 = c->A;
}

void APIENTRY pvu_video_set_output_color_space(D3D10DDI_HDEVICE h, D3D11_1DDI_HVIDEOPROCESSOR hp,
                                               const D3D11_1DDI_VIDEO_PROCESSOR_COLOR_SPACE *space)
{
    (void)h;
    processor(hp)->blit.color_space = color_space(space);
}

void APIENTRY pvu_video_set_output_alpha_fill_mode(D3D10DDI_HDEVICE h, D3D11_1DDI_HVIDEOPROCESSOR hp,
                                                   D3D11_1DDI_VIDEO_PROCESSOR_ALPHA_FILL_MODE mode, UINT index)
{
    struct pvgpu_cmd_video_blit *b = &processor(hp)->blit;
    (void)h;
    if ((uint32_t)mode > D3D11_1DDI_VIDEO_PROCESSOR_ALPHA_FILL_MODE_SOURCE_STREAM) return;
    if (mode != D3D11_1DDI_VIDEO_PROCESSOR_ALPHA_FILL_MODE_SOURCE_STREAM) index = 0; /* it means nothing */
    if (index >= PVGPU_VIDEO_STREAMS) return;
    b->alpha_fill = (uint32_t)mode;
    b->alpha_fill_stream = index;
}

void APIENTRY pvu_video_set_output_constriction(D3D10DDI_HDEVICE h, D3D11_1DDI_HVIDEOPROCESSOR hp, BOOL enable, SIZE size)
{
    struct pvgpu_cmd_video_blit *b = &processor(hp)->blit;
    (void)h;
    if (!enable) size.cx = size.cy = 0;
    if (size.cx < 0 || size.cy < 0 || size.cx > PVU_VIDEO_FAR || size.cy > PVU_VIDEO_FAR) return;
    b->constriction_on = enable != 0;
    b->constriction_width = (uint32_t)size.cx;
    b->constriction_height = (uint32_t)size.cy;
}

void APIENTRY pvu_video_set_output_stereo_mode(D3D10DDI_HDEVICE h, D3D11_1DDI_HVIDEOPROCESSOR hp, BOOL enable)
{
    (void)h;
    processor(hp)->blit.stereo = enable != 0;
}

/* ---- streams ---- */

void APIENTRY pvu_video_set_stream_frame_format(D3D10DDI_HDEVICE h, D3D11_1DDI_HVIDEOPROCESSOR hp, UINT index,
                                                D3D11_1DDI_VIDEO_FRAME_FORMAT format)
{
    struct pvgpu_video_stream *s = stream(hp, index);
    (void)h;
    if (s && (uint32_t)format <= D3D11_1DDI_VIDEO_FRAME_FORMAT_INTERLACED_BOTTOM_FIELD_FIRST) s->frame_format = (uint32_t)format;
}

void APIENTRY pvu_video_set_stream_color_space(D3D10DDI_HDEVICE h, D3D11_1DDI_HVIDEOPROCESSOR hp, UINT index,
                                               const D3D11_1DDI_VIDEO_PROCESSOR_COLOR_SPACE *space)
{
    struct pvgpu_video_stream *s = stream(hp, index);
    (void)h;
    if (s) s->color_space = color_space(space);
}

void APIENTRY pvu_video_set_stream_output_rate(D3D10DDI_HDEVICE h, D3D11_1DDI_HVIDEOPROCESSOR hp, UINT index,
                                               D3D11_1DDI_VIDEO_PROCESSOR_OUTPUT_RATE rate, BOOL repeat, const DXGI_RATIONAL *custom)
{
    struct pvgpu_video_stream *s = stream(hp, index);
    const bool own = rate == D3D11_1DDI_VIDEO_PROCESSOR_OUTPUT_RATE_CUSTOM;
    (void)h;
    if (!s || (uint32_t)rate > D3D11_1DDI_VIDEO_PROCESSOR_OUTPUT_RATE_CUSTOM || (own && !ratio_ok(custom))) return;
    s->rate = (uint32_t)rate;
    s->repeat = repeat != 0;
    s->rate_num = own ? custom->Numerator : 0;
    s->rate_den = own ? custom->Denominator : 0;
}

void APIENTRY pvu_video_set_stream_source_rect(D3D10DDI_HDEVICE h, D3D11_1DDI_HVIDEOPROCESSOR hp, UINT index, BOOL enable,
                                               const RECT *r)
{
    struct pvgpu_video_stream *s = stream(hp, index);
    (void)h;
    if (s) (void)rect_in(&s->source_on, &s->source, enable, r);
}

void APIENTRY pvu_video_set_stream_dest_rect(D3D10DDI_HDEVICE h, D3D11_1DDI_HVIDEOPROCESSOR hp, UINT index, BOOL enable,
                                             const RECT *r)
{
    struct pvgpu_video_stream *s = stream(hp, index);
    (void)h;
    if (s) (void)rect_in(&s->dest_on, &s->dest, enable, r);
}

void APIENTRY pvu_video_set_stream_alpha(D3D10DDI_HDEVICE h, D3D11_1DDI_HVIDEOPROCESSOR hp, UINT index, BOOL enable, FLOAT alpha)
{
    struct pvgpu_video_stream *s = stream(hp, index);
    (void)h;
    if (!s || (enable && !isfinite(alpha))) return;
    s->alpha_on = enable != 0;
    if (enable) s->alpha = alpha;
}

/* A palette is too large for every blit: the host's processor keeps it. */
void APIENTRY pvu_video_set_stream_palette(D3D10DDI_HDEVICE h, D3D11_1DDI_HVIDEOPROCESSOR hp, UINT index, UINT n, const UINT *entries)
{
    struct pvu_context *c = pvu_context(h);
    if (!stream(hp, index) || n > 256) return; /* of formats of 8 bits the first 256 entries count (its page) */
    struct pvgpu_cmd_video_palette *k = PVU_CMD_TAIL(c, video_palette, VIDEO_PALETTE, n * sizeof *entries);
    k->processor = processor(hp)->id;
    k->stream = index;
    k->n_entries = n;
    k->pad = 0;
    if (n) memcpy(k + 1, entries, n * sizeof *entries);
}

void APIENTRY pvu_video_set_stream_pixel_aspect_ratio(D3D10DDI_HDEVICE h, D3D11_1DDI_HVIDEOPROCESSOR hp, UINT index, BOOL enable,
                                                      const DXGI_RATIONAL *source, const DXGI_RATIONAL *dest)
{
    struct pvgpu_video_stream *s = stream(hp, index);
    (void)h;
    if (!s || (enable && (!ratio_ok(source) || !ratio_ok(dest)))) return;
    s->aspect_on = enable != 0;
    if (!enable) return;
    s->source_num = source->Numerator, s->source_den = source->Denominator;
    s->dest_num = dest->Numerator, s->dest_den = dest->Denominator;
}

void APIENTRY pvu_video_set_stream_luma_key(D3D10DDI_HDEVICE h, D3D11_1DDI_HVIDEOPROCESSOR hp, UINT index, BOOL enable, FLOAT lower,
                                            FLOAT upper)
{
    struct pvgpu_video_stream *s = stream(hp, index);
    (void)h;
    if (!s || (enable && (!isfinite(lower) || !isfinite(upper)))) return;
    s->luma_on = enable != 0;
    if (!enable) return;
    s->luma_lower = lower;
    s->luma_upper = upper;
}

void APIENTRY pvu_video_set_stream_stereo_format(D3D10DDI_HDEVICE h, D3D11_1DDI_HVIDEOPROCESSOR hp, UINT index, BOOL enable,
                                                 D3D11_1DDI_VIDEO_PROCESSOR_STEREO_FORMAT format, BOOL left0, BOOL base0,
                                                 D3D11_1DDI_VIDEO_PROCESSOR_STEREO_FLIP_MODE flip, int mono_offset)
{
    struct pvgpu_video_stream *s = stream(hp, index);
    (void)h;
    if (!s) return;
    if (!enable) {
        s->stereo_on = 0;
        return;
    }
    if ((uint32_t)format > D3D11_1DDI_VIDEO_PROCESSOR_STEREO_FORMAT_CHECKERBOARD ||
        (uint32_t)flip > D3D11_1DDI_VIDEO_PROCESSOR_STEREO_FLIP_FRAME1)
        return;
    s->stereo_on = 1;
    s->stereo_format = (uint32_t)format;
    s->left0 = left0 != 0, s->base0 = base0 != 0;
    s->flip = (uint32_t)flip;
    s->mono_offset = mono_offset;
}

void APIENTRY pvu_video_set_stream_auto_processing_mode(D3D10DDI_HDEVICE h, D3D11_1DDI_HVIDEOPROCESSOR hp, UINT index, BOOL enable)
{
    struct pvgpu_video_stream *s = stream(hp, index);
    (void)h;
    if (s) s->automatic = enable != 0;
}

void APIENTRY pvu_video_set_stream_filter(D3D10DDI_HDEVICE h, D3D11_1DDI_HVIDEOPROCESSOR hp, UINT index,
                                          D3D11_1DDI_VIDEO_PROCESSOR_FILTER filter, BOOL enable, int level)
{
    struct pvgpu_video_stream *s = stream(hp, index);
    (void)h;
    if (!s || (uint32_t)filter >= PVGPU_VIDEO_FILTERS) return;
    s->filters_on &= ~(1u << filter);
    if (!enable) return;
    s->filters_on |= 1u << filter;
    s->levels[filter] = level;
}

void APIENTRY pvu_video_set_stream_rotation(D3D10DDI_HDEVICE h, D3D11_1DDI_HVIDEOPROCESSOR hp, UINT index, BOOL enable,
                                            D3D11_1DDI_VIDEO_PROCESSOR_ROTATION rotation)
{
    struct pvgpu_video_stream *s = stream(hp, index);
    (void)h;
    if (!s || (uint32_t)rotation > D3D11_1DDI_VIDEO_PROCESSOR_ROTATION_270) return;
    s->rotation_on = enable != 0;
    s->rotation = (uint32_t)rotation;
}
