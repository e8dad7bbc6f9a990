/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * video_get.c - getters of a video processor's state. A stream that it has not, or a NULL, leaves everything as it is.
 */
#include "video.h"

static struct rt_video_stream *stream(ID3D11VideoProcessor *vp, UINT index)
{
    struct rt_video_processor *p = (struct rt_video_processor *)vp;

    return p && index < p->n_streams ? &p->streams[index] : NULL;
}

#define GIVE(out, value) \
    do { \
        if (out) \
            *(out) = (value); \
    } while (0)

/* ---- output ---- */

#define OUTPUT(name) \
    struct rt_video_processor *name = (struct rt_video_processor *)vp; \
    if (!name) \
    return

void STDMETHODCALLTYPE rt_video_GetOutputTargetRect(ID3D11VideoContext *iface, ID3D11VideoProcessor *vp, BOOL *on, RECT *rect)
{
    OUTPUT(p);
    GIVE(on, p->target_on);
    GIVE(rect, p->target);
}

void STDMETHODCALLTYPE rt_video_GetOutputBackgroundColor(ID3D11VideoContext *iface, ID3D11VideoProcessor *vp, BOOL *ycbcr,
    D3D11_VIDEO_COLOR *color)
{
    OUTPUT(p);
    GIVE(ycbcr, p->background_ycbcr);
    GIVE(color, p->background);
}

void STDMETHODCALLTYPE rt_video_GetOutputColorSpace(ID3D11VideoContext *iface, ID3D11VideoProcessor *vp,
    D3D11_VIDEO_PROCESSOR_COLOR_SPACE *space)
{
    OUTPUT(p);
    GIVE(space, p->color_space);
}

void STDMETHODCALLTYPE rt_video_GetOutputAlphaFillMode(ID3D11VideoContext *iface, ID3D11VideoProcessor *vp,
    D3D11_VIDEO_PROCESSOR_ALPHA_FILL_MODE *mode, UINT *index)
{
    OUTPUT(p);
    GIVE(mode, p->alpha_fill);
    GIVE(index, p->alpha_fill_stream);
}

void STDMETHODCALLTYPE rt_video_GetOutputConstriction(ID3D11VideoContext *iface, ID3D11VideoProcessor *vp, BOOL *on, SIZE *size)
{
    OUTPUT(p);
    GIVE(on, p->constriction_on);
    GIVE(size, p->constriction);
}

void STDMETHODCALLTYPE rt_video_GetOutputStereoMode(ID3D11VideoContext *iface, ID3D11VideoProcessor *vp, BOOL *on)
{
    OUTPUT(p);
    GIVE(on, p->stereo);
}

/* ---- streams ---- */

#define STREAM(name) \
    struct rt_video_stream *name = stream(vp, index); \
    if (!name) \
    return

void STDMETHODCALLTYPE rt_video_GetStreamFrameFormat(ID3D11VideoContext *iface, ID3D11VideoProcessor *vp, UINT index,
    D3D11_VIDEO_FRAME_FORMAT *format)
{
    STREAM(s);
    GIVE(format, s->frame_format);
}

void STDMETHODCALLTYPE rt_video_GetStreamColorSpace(ID3D11VideoContext *iface, ID3D11VideoProcessor *vp, UINT index,
    D3D11_VIDEO_PROCESSOR_COLOR_SPACE *space)
{
    STREAM(s);
    GIVE(space, s->color_space);
}

void STDMETHODCALLTYPE rt_video_GetStreamOutputRate(ID3D11VideoContext *iface, ID3D11VideoProcessor *vp, UINT index,
    D3D11_VIDEO_PROCESSOR_OUTPUT_RATE *rate, BOOL *repeat, DXGI_RATIONAL *custom)
{
    STREAM(s);
    GIVE(rate, s->rate);
    GIVE(repeat, s->repeat);
    GIVE(custom, s->custom);
}

void STDMETHODCALLTYPE rt_video_GetStreamSourceRect(ID3D11VideoContext *iface, ID3D11VideoProcessor *vp, UINT index, BOOL *on, RECT *rect)
{
    STREAM(s);
    GIVE(on, s->source_on);
    GIVE(rect, s->source);
}

void STDMETHODCALLTYPE rt_video_GetStreamDestRect(ID3D11VideoContext *iface, ID3D11VideoProcessor *vp, UINT index, BOOL *on, RECT *rect)
{
    STREAM(s);
    GIVE(on, s->dest_on);
    GIVE(rect, s->dest);
}

void STDMETHODCALLTYPE rt_video_GetStreamAlpha(ID3D11VideoContext *iface, ID3D11VideoProcessor *vp, UINT index, BOOL *on, FLOAT *alpha)
{
    STREAM(s);
    GIVE(on, s->alpha_on);
    GIVE(alpha, s->alpha);
}

void STDMETHODCALLTYPE rt_video_GetStreamPalette(ID3D11VideoContext *iface, ID3D11VideoProcessor *vp, UINT index, UINT n, UINT *entries)
{
    STREAM(s);
    if (entries)
        memcpy(entries, s->palette, (n < RT_COUNT(s->palette) ? n : RT_COUNT(s->palette)) * sizeof(*entries));
}

void STDMETHODCALLTYPE rt_video_GetStreamPixelAspectRatio(ID3D11VideoContext *iface, ID3D11VideoProcessor *vp, UINT index, BOOL *on,
    DXGI_RATIONAL *source, DXGI_RATIONAL *dest)
{
    STREAM(s);
    GIVE(on, s->aspect_on);
    GIVE(source, s->source_aspect);
    GIVE(dest, s->dest_aspect);
}

void STDMETHODCALLTYPE rt_video_GetStreamLumaKey(ID3D11VideoContext *iface, ID3D11VideoProcessor *vp, UINT index, BOOL *on, FLOAT *lower,
    FLOAT *upper)
{
    STREAM(s);
    GIVE(on, s->luma_on);
    GIVE(lower, s->luma_lower);
    GIVE(upper, s->luma_upper);
}

void STDMETHODCALLTYPE rt_video_GetStreamStereoFormat(ID3D11VideoContext *iface, ID3D11VideoProcessor *vp, UINT index, BOOL *on,
    D3D11_VIDEO_PROCESSOR_STEREO_FORMAT *format, BOOL *left0, BOOL *base0, D3D11_VIDEO_PROCESSOR_STEREO_FLIP_MODE *flip, int *offset)
{
    STREAM(s);
    GIVE(on, s->stereo_on);
    GIVE(format, s->stereo_format);
    GIVE(left0, s->left0);
    GIVE(base0, s->base0);
    GIVE(flip, s->flip);
    GIVE(offset, s->mono_offset);
}

void STDMETHODCALLTYPE rt_video_GetStreamAutoProcessingMode(ID3D11VideoContext *iface, ID3D11VideoProcessor *vp, UINT index, BOOL *on)
{
    STREAM(s);
    GIVE(on, s->automatic);
}

void STDMETHODCALLTYPE rt_video_GetStreamFilter(ID3D11VideoContext *iface, ID3D11VideoProcessor *vp, UINT index,
    D3D11_VIDEO_PROCESSOR_FILTER filter, BOOL *on, int *level)
{
    STREAM(s);
    if ((unsigned)filter >= RT_COUNT(s->filter_on))
        return;
    GIVE(on, s->filter_on[filter]);
    GIVE(level, s->filter_level[filter]);
}

void STDMETHODCALLTYPE rt_video_GetStreamRotation(ID3D11VideoContext *iface, ID3D11VideoProcessor *vp, UINT index, BOOL *on,
    D3D11_VIDEO_PROCESSOR_ROTATION *rotation)
{
    STREAM(s);
    GIVE(on, s->rotation_on);
    GIVE(rotation, s->rotation);
}
