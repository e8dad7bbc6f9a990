/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * video_state.c - setters of a video processor's state: checked, kept for the getters (video_get.c), told to the driver. None has
 * a result; what the pages do not allow is left out.
 */
#include "video.h"

#include "device.h"

_Static_assert(sizeof(D3D11_VIDEO_COLOR) == sizeof(D3D11_1DDI_VIDEO_COLOR) &&
        sizeof(D3D11_VIDEO_PROCESSOR_COLOR_SPACE) == sizeof(D3D11_1DDI_VIDEO_PROCESSOR_COLOR_SPACE),
    "the same members");

static struct rt_video_processor *processor(ID3D11VideoContext *iface, ID3D11VideoProcessor *p)
{
    struct rt_video_processor *v = (struct rt_video_processor *)p;

    return v && v->child.device == rt_video_device(iface) ? v : NULL;
}

static struct rt_video_stream *stream(ID3D11VideoContext *iface, ID3D11VideoProcessor *p, UINT index)
{
    struct rt_video_processor *v = processor(iface, p);

    return v && index < v->n_streams ? &v->streams[index] : NULL;
}

/* The driver's entry, with the device's lock; nothing when the device is gone. */
#define TELL(p, entry, ...) \
    do { \
        struct rt_device *device_ = rt_video_device(iface); \
        D3D11_1DDI_HVIDEOPROCESSOR handle_ = {((struct rt_video_processor *)(p))->drv}; \
        if (rt_enter(device_)) { \
            device_->umd.video->pfnVideoProcessor##entry(device_->umd.h, handle_, __VA_ARGS__); \
            rt_leave(device_); \
        } \
    } while (0)

/* nf-d3d11-id3d11videocontext-videoprocessorsetoutputtargetrect and siblings: the rectangle counts only when it is enabled. */
static bool take_rect(BOOL enable, const RECT *rect, BOOL *on, RECT *to)
{
    if (enable && !rect)
        return false;
    *on = enable != 0;
    if (enable)
        *to = *rect;
    return true;
}

/* ---- output ---- */

void STDMETHODCALLTYPE rt_video_SetOutputTargetRect(ID3D11VideoContext *iface, ID3D11VideoProcessor *vp, BOOL enable, const RECT *rect)
{
    struct rt_video_processor *p = processor(iface, vp);

    if (p && take_rect(enable, rect, &p->target_on, &p->target))
        TELL(p, SetOutputTargetRect, p->target_on, &p->target);
}

void STDMETHODCALLTYPE rt_video_SetOutputBackgroundColor(ID3D11VideoContext *iface, ID3D11VideoProcessor *vp, BOOL ycbcr,
    const D3D11_VIDEO_COLOR *color)
{
    struct rt_video_processor *p = processor(iface, vp);
    D3D11_1DDI_VIDEO_COLOR ddi;

    if (!p || !color)
        return;
    p->background_ycbcr = ycbcr != 0;
    p->background = *color;
    memcpy(&ddi, color, sizeof(ddi));
    TELL(p, SetOutputBackgroundColor, p->background_ycbcr, &ddi);
}

void STDMETHODCALLTYPE rt_video_SetOutputColorSpace(ID3D11VideoContext *iface, ID3D11VideoProcessor *vp,
    const D3D11_VIDEO_PROCESSOR_COLOR_SPACE *space)
{
    struct rt_video_processor *p = processor(iface, vp);
    D3D11_1DDI_VIDEO_PROCESSOR_COLOR_SPACE ddi;

    if (!p || !space)
        return;
    p->color_space = *space;
    memcpy(&ddi, space, sizeof(ddi));
    TELL(p, SetOutputColorSpace, &ddi);
}

void STDMETHODCALLTYPE rt_video_SetOutputAlphaFillMode(ID3D11VideoContext *iface, ID3D11VideoProcessor *vp,
    D3D11_VIDEO_PROCESSOR_ALPHA_FILL_MODE mode, UINT index)
{
    struct rt_video_processor *p = processor(iface, vp);

    if (!p || (unsigned)mode > D3D11_VIDEO_PROCESSOR_ALPHA_FILL_MODE_SOURCE_STREAM)
        return;
    if (mode == D3D11_VIDEO_PROCESSOR_ALPHA_FILL_MODE_SOURCE_STREAM && index >= p->n_streams)
        return;
    p->alpha_fill = mode;
    p->alpha_fill_stream = index;
    TELL(p, SetOutputAlphaFillMode, (D3D11_1DDI_VIDEO_PROCESSOR_ALPHA_FILL_MODE)mode, index);
}

void STDMETHODCALLTYPE rt_video_SetOutputConstriction(ID3D11VideoContext *iface, ID3D11VideoProcessor *vp, BOOL enable, SIZE size)
{
    struct rt_video_processor *p = processor(iface, vp);

    if (!p)
        return;
    p->constriction_on = enable != 0;
    p->constriction = size;
    TELL(p, SetOutputConstriction, p->constriction_on, size);
}

void STDMETHODCALLTYPE rt_video_SetOutputStereoMode(ID3D11VideoContext *iface, ID3D11VideoProcessor *vp, BOOL enable)
{
    struct rt_video_processor *p = processor(iface, vp);

    if (!p)
        return;
    p->stereo = enable != 0;
    TELL(p, SetOutputStereoMode, p->stereo);
}

/* ---- streams ---- */

void STDMETHODCALLTYPE rt_video_SetStreamFrameFormat(ID3D11VideoContext *iface, ID3D11VideoProcessor *vp, UINT index,
    D3D11_VIDEO_FRAME_FORMAT format)
{
    struct rt_video_stream *s = stream(iface, vp, index);

    if (!s || (unsigned)format > D3D11_VIDEO_FRAME_FORMAT_INTERLACED_BOTTOM_FIELD_FIRST)
        return;
    s->frame_format = format;
    TELL(vp, SetStreamFrameFormat, index, (D3D11_1DDI_VIDEO_FRAME_FORMAT)format);
}

void STDMETHODCALLTYPE rt_video_SetStreamColorSpace(ID3D11VideoContext *iface, ID3D11VideoProcessor *vp, UINT index,
    const D3D11_VIDEO_PROCESSOR_COLOR_SPACE *space)
{
    struct rt_video_stream *s = stream(iface, vp, index);
    D3D11_1DDI_VIDEO_PROCESSOR_COLOR_SPACE ddi;

    if (!s || !space)
        return;
    s->color_space = *space;
    memcpy(&ddi, space, sizeof(ddi));
    TELL(vp, SetStreamColorSpace, index, &ddi);
}

/* The custom rate counts, and is needed, only with OUTPUT_RATE_CUSTOM. */
void STDMETHODCALLTYPE rt_video_SetStreamOutputRate(ID3D11VideoContext *iface, ID3D11VideoProcessor *vp, UINT index,
    D3D11_VIDEO_PROCESSOR_OUTPUT_RATE rate, BOOL repeat, const DXGI_RATIONAL *custom)
{
    struct rt_video_stream *s = stream(iface, vp, index);
    const bool own = rate == D3D11_VIDEO_PROCESSOR_OUTPUT_RATE_CUSTOM;

    if (!s || (unsigned)rate > D3D11_VIDEO_PROCESSOR_OUTPUT_RATE_CUSTOM || (own && !custom))
        return;
    s->rate = rate;
    s->repeat = repeat != 0;
    if (own)
        s->custom = *custom;
    TELL(vp, SetStreamOutputRate, index, (D3D11_1DDI_VIDEO_PROCESSOR_OUTPUT_RATE)rate, s->repeat, own ? &s->custom : NULL);
}

void STDMETHODCALLTYPE rt_video_SetStreamSourceRect(ID3D11VideoContext *iface, ID3D11VideoProcessor *vp, UINT index, BOOL enable,
    const RECT *rect)
{
    struct rt_video_stream *s = stream(iface, vp, index);

    if (s && take_rect(enable, rect, &s->source_on, &s->source))
        TELL(vp, SetStreamSourceRect, index, s->source_on, &s->source);
}

void STDMETHODCALLTYPE rt_video_SetStreamDestRect(ID3D11VideoContext *iface, ID3D11VideoProcessor *vp, UINT index, BOOL enable,
    const RECT *rect)
{
    struct rt_video_stream *s = stream(iface, vp, index);

    if (s && take_rect(enable, rect, &s->dest_on, &s->dest))
        TELL(vp, SetStreamDestRect, index, s->dest_on, &s->dest);
}

/* 0 (transparent) to 1 (opaque), where it is enabled. */
void STDMETHODCALLTYPE rt_video_SetStreamAlpha(ID3D11VideoContext *iface, ID3D11VideoProcessor *vp, UINT index, BOOL enable, FLOAT alpha)
{
    struct rt_video_stream *s = stream(iface, vp, index);

    if (!s || (enable && !(alpha >= 0 && alpha <= 1)))
        return;
    s->alpha_on = enable != 0;
    if (enable)
        s->alpha = alpha;
    TELL(vp, SetStreamAlpha, index, s->alpha_on, s->alpha);
}

void STDMETHODCALLTYPE rt_video_SetStreamPalette(ID3D11VideoContext *iface, ID3D11VideoProcessor *vp, UINT index, UINT n,
    const UINT *entries)
{
    struct rt_video_stream *s = stream(iface, vp, index);

    if (!s || n > RT_COUNT(s->palette) || (n && !entries))
        return;
    memcpy(s->palette, entries, n * sizeof(*entries));
    TELL(vp, SetStreamPalette, index, n, entries);
}

void STDMETHODCALLTYPE rt_video_SetStreamPixelAspectRatio(ID3D11VideoContext *iface, ID3D11VideoProcessor *vp, UINT index, BOOL enable,
    const DXGI_RATIONAL *source, const DXGI_RATIONAL *dest)
{
    struct rt_video_stream *s = stream(iface, vp, index);

    if (!s || (enable && (!source || !dest)))
        return;
    s->aspect_on = enable != 0;
    if (enable) {
        s->source_aspect = *source;
        s->dest_aspect = *dest;
    }
    TELL(vp, SetStreamPixelAspectRatio, index, s->aspect_on, &s->source_aspect, &s->dest_aspect);
}

/* Both bounds lie within 0..1. */
void STDMETHODCALLTYPE rt_video_SetStreamLumaKey(ID3D11VideoContext *iface, ID3D11VideoProcessor *vp, UINT index, BOOL enable,
    FLOAT lower, FLOAT upper)
{
    struct rt_video_stream *s = stream(iface, vp, index);

    if (!s || (enable && !(lower >= 0 && lower <= 1 && upper >= 0 && upper <= 1)))
        return;
    s->luma_on = enable != 0;
    if (enable) {
        s->luma_lower = lower;
        s->luma_upper = upper;
    }
    TELL(vp, SetStreamLumaKey, index, s->luma_on, s->luma_lower, s->luma_upper);
}

/* The offset is of MONO_OFFSET alone, and 0 otherwise. */
void STDMETHODCALLTYPE rt_video_SetStreamStereoFormat(ID3D11VideoContext *iface, ID3D11VideoProcessor *vp, UINT index, BOOL enable,
    D3D11_VIDEO_PROCESSOR_STEREO_FORMAT format, BOOL left0, BOOL base0, D3D11_VIDEO_PROCESSOR_STEREO_FLIP_MODE flip, int offset)
{
    struct rt_video_stream *s = stream(iface, vp, index);

    if (!s)
        return;
    if (enable && ((unsigned)format > D3D11_VIDEO_PROCESSOR_STEREO_FORMAT_CHECKERBOARD ||
        (unsigned)flip > D3D11_VIDEO_PROCESSOR_STEREO_FLIP_FRAME1 || (offset && format != D3D11_VIDEO_PROCESSOR_STEREO_FORMAT_MONO_OFFSET)))
        return;
    s->stereo_on = enable != 0;
    if (enable) {
        s->stereo_format = format;
        s->left0 = left0 != 0;
        s->base0 = base0 != 0;
        s->flip = flip;
        s->mono_offset = offset;
    }
    TELL(vp, SetStreamStereoFormat, index, s->stereo_on, (D3D11_1DDI_VIDEO_PROCESSOR_STEREO_FORMAT)s->stereo_format, s->left0, s->base0,
        (D3D11_1DDI_VIDEO_PROCESSOR_STEREO_FLIP_MODE)s->flip, s->mono_offset);
}

void STDMETHODCALLTYPE rt_video_SetStreamAutoProcessingMode(ID3D11VideoContext *iface, ID3D11VideoProcessor *vp, UINT index, BOOL enable)
{
    struct rt_video_stream *s = stream(iface, vp, index);

    if (!s)
        return;
    s->automatic = enable != 0;
    TELL(vp, SetStreamAutoProcessingMode, index, s->automatic);
}

/* Of filters that the driver has. */
void STDMETHODCALLTYPE rt_video_SetStreamFilter(ID3D11VideoContext *iface, ID3D11VideoProcessor *vp, UINT index,
    D3D11_VIDEO_PROCESSOR_FILTER filter, BOOL enable, int level)
{
    struct rt_video_stream *s = stream(iface, vp, index);

    if (!s || (unsigned)filter >= RT_COUNT(s->filter_on) || !(processor(iface, vp)->content->caps.FilterCaps & 1u << filter))
        return;
    s->filter_on[filter] = enable != 0;
    if (enable)
        s->filter_level[filter] = level;
    TELL(vp, SetStreamFilter, index, (D3D11_1DDI_VIDEO_PROCESSOR_FILTER)filter, s->filter_on[filter], s->filter_level[filter]);
}

void STDMETHODCALLTYPE rt_video_SetStreamRotation(ID3D11VideoContext *iface, ID3D11VideoProcessor *vp, UINT index, BOOL enable,
    D3D11_VIDEO_PROCESSOR_ROTATION rotation)
{
    struct rt_video_stream *s = stream(iface, vp, index);

    if (!s || (unsigned)rotation > D3D11_VIDEO_PROCESSOR_ROTATION_270)
        return;
    s->rotation_on = enable != 0;
    s->rotation = rotation;
    TELL(vp, SetStreamRotation, index, s->rotation_on, (D3D11_1DDI_VIDEO_PROCESSOR_ROTATION)rotation);
}
