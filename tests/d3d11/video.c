/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The video processor: what it says of itself, and blits with rectangles, color spaces, streams, slices and mips. DXVK (2.6) says
 * that it takes every format and takes no notice of several states.
 */
#include <stdlib.h>
#include "video.h"
#include "shaders/plain_ps.h"

const D3D11_VIDEO_PROCESSOR_CONTENT_DESC video_content = {
    D3D11_VIDEO_FRAME_FORMAT_PROGRESSIVE, { 30, 1 }, W, H, { 60, 1 }, 2 * W, 2 * H, D3D11_VIDEO_USAGE_OPTIMAL_QUALITY,
};

struct video video_bare(struct conf *c)
{
    struct video v = { 0 };

    conf_need(c, ID3D11Device_QueryInterface(c->device, &IID_ID3D11VideoDevice, (void **)&v.device), "video device");
    conf_own(c, v.device);
    conf_need(c, ID3D11DeviceContext_QueryInterface(c->now, &IID_ID3D11VideoContext, (void **)&v.ctx), "video context");
    conf_own(c, v.ctx);
    return v;
}

struct video video_interfaces(struct conf *c)
{
    struct video v = video_bare(c);

    conf_need(c, ID3D11VideoDevice_CreateVideoProcessorEnumerator(v.device, &video_content, &v.content), "enumerator");
    conf_own(c, v.content);
    return v;
}

struct video video_processor(struct conf *c)
{
    struct video v = video_interfaces(c);

    conf_need(c, ID3D11VideoDevice_CreateVideoProcessor(v.device, v.content, 0, &v.p), "video processor");
    conf_own(c, v.p);
    return v;
}

ID3D11VideoProcessorInputView *video_input(struct conf *c, const struct video *v, void *texture, UINT mip, UINT slice)
{
    D3D11_VIDEO_PROCESSOR_INPUT_VIEW_DESC d = { .ViewDimension = D3D11_VPIV_DIMENSION_TEXTURE2D };
    ID3D11VideoProcessorInputView *view = NULL;

    d.Texture2D.MipSlice = mip;
    d.Texture2D.ArraySlice = slice;
    conf_need(c, ID3D11VideoDevice_CreateVideoProcessorInputView(v->device, texture, v->content, &d, &view), "input view");
    return conf_own(c, view);
}

ID3D11VideoProcessorOutputView *video_output(struct conf *c, const struct video *v, void *texture, UINT mip, UINT slice)
{
    D3D11_VIDEO_PROCESSOR_OUTPUT_VIEW_DESC d = { .ViewDimension = D3D11_VPOV_DIMENSION_TEXTURE2D };
    ID3D11VideoProcessorOutputView *view = NULL;

    d.Texture2D.MipSlice = mip;
    if (slice) {
        d.ViewDimension = D3D11_VPOV_DIMENSION_TEXTURE2DARRAY;
        d.Texture2DArray = (D3D11_TEX2D_ARRAY_VPOV){ mip, slice, 1 };
    }
    conf_need(c, ID3D11VideoDevice_CreateVideoProcessorOutputView(v->device, texture, v->content, &d, &view), "output view");
    return conf_own(c, view);
}

static ID3D11Texture2D *bound(struct conf *c, DXGI_FORMAT format, UINT w, UINT h, UINT bind, UINT seed)
{
    const bool nv12 = format == DXGI_FORMAT_NV12;
    const UINT pitch = nv12 ? w : conf_row_size(format, w), rows = nv12 ? h + h / 2 : h;
    uint8_t *data = malloc((size_t)pitch * rows);
    D3D11_TEXTURE2D_DESC d = { w, h, 1, 1, format, { 1, 0 }, D3D11_USAGE_DEFAULT, bind, 0, 0 };
    D3D11_SUBRESOURCE_DATA init = { data, pitch, 0 };
    ID3D11Texture2D *t = NULL;
    HRESULT hr;

    if (!data) conf_skip(c, "no memory");
    conf_pattern(data, (size_t)pitch * rows, seed);
    hr = ID3D11Device_CreateTexture2D(c->device, &d, &init, &t);
    free(data);
    conf_need(c, hr, "picture");
    return conf_own(c, t);
}

ID3D11Texture2D *video_picture(struct conf *c, DXGI_FORMAT format, UINT w, UINT h, UINT seed)
{
    return bound(c, format, w, h, format < DXGI_FORMAT_AYUV ? D3D11_BIND_RENDER_TARGET : 0, seed);
}

ID3D11Texture2D *video_target(struct conf *c, DXGI_FORMAT format, UINT w, UINT h)
{
    static const float grey[4] = { 0.25f, 0.5f, 0.75f, 1 };
    ID3D11Texture2D *t;

    if (format >= DXGI_FORMAT_AYUV) return bound(c, format, w, h, D3D11_BIND_RENDER_TARGET, 9); /* no view of it can be cleared */
    t = conf_plain2d(c, format, w, h, D3D11_BIND_RENDER_TARGET | D3D11_BIND_SHADER_RESOURCE, NULL);

    ID3D11DeviceContext_ClearRenderTargetView(c->ctx, conf_rtv(c, t, NULL), grey);
    conf_play(c);
    return t;
}

HRESULT video_blit(const struct video *v, ID3D11VideoProcessorOutputView *out, ID3D11VideoProcessorInputView *in)
{
    D3D11_VIDEO_PROCESSOR_STREAM s = { .Enable = TRUE, .pInputSurface = in };
    return ID3D11VideoContext_VideoProcessorBlt(v->ctx, v->p, out, 0, 1, &s);
}

static void source(const struct video *v, UINT stream, BOOL on, LONG l, LONG t, LONG r, LONG b)
{
    const RECT rect = { l, t, r, b };
    ID3D11VideoContext_VideoProcessorSetStreamSourceRect(v->ctx, v->p, stream, on, &rect);
}

static void dest(const struct video *v, UINT stream, BOOL on, LONG l, LONG t, LONG r, LONG b)
{
    const RECT rect = { l, t, r, b };
    ID3D11VideoContext_VideoProcessorSetStreamDestRect(v->ctx, v->p, stream, on, &rect);
}

/* ---- what it says of itself ---- */

static D3D11_VIDEO_PROCESSOR_RATE_CONVERSION_CAPS rate_conversion(struct conf *c, ID3D11VideoProcessorEnumerator *content)
{
    D3D11_VIDEO_PROCESSOR_RATE_CONVERSION_CAPS rate;

    memset(&rate, 0xcc, sizeof rate);
    conf_hr(c, ID3D11VideoProcessorEnumerator_GetVideoProcessorRateConversionCaps(content, 0, &rate), "rate conversion");
    conf_num(c, rate.ProcessorCaps, "ProcessorCaps");
    conf_num(c, rate.ITelecineCaps, "ITelecineCaps");
    conf_num(c, rate.PastFrames, "PastFrames");
    conf_num(c, rate.FutureFrames, "FutureFrames");
    conf_num(c, rate.CustomRateCount, "CustomRateCount");
    return rate;
}

static void capabilities(struct conf *c)
{
    struct video v = video_processor(c);
    D3D11_VIDEO_PROCESSOR_CAPS caps;
    D3D11_VIDEO_PROCESSOR_RATE_CONVERSION_CAPS rate, again;
    D3D11_VIDEO_PROCESSOR_CONTENT_DESC d;

    memset(&caps, 0xcc, sizeof caps), memset(&again, 0xcc, sizeof again);
    conf_hr(c, ID3D11VideoProcessorEnumerator_GetVideoProcessorCaps(v.content, &caps), "GetVideoProcessorCaps");
    conf_num(c, caps.DeviceCaps, "DeviceCaps");
    conf_num(c, caps.FeatureCaps, "FeatureCaps");
    conf_num(c, caps.FilterCaps, "FilterCaps");
    conf_num(c, caps.InputFormatCaps, "InputFormatCaps");
    conf_num(c, caps.AutoStreamCaps, "AutoStreamCaps");
    conf_num(c, caps.StereoCaps, "StereoCaps");
    conf_num(c, caps.RateConversionCapsCount, "RateConversionCapsCount");
    conf_num(c, caps.MaxInputStreams, "MaxInputStreams");
    conf_num(c, caps.MaxStreamStates, "MaxStreamStates");
    conf_must(c, caps.MaxInputStreams >= 1 && caps.MaxStreamStates >= caps.MaxInputStreams, 1, "streams");
    rate = rate_conversion(c, v.content);
    conf_hr(c, ID3D11VideoProcessorEnumerator_GetVideoProcessorRateConversionCaps(v.content, 1, &again), "no second rate conversion");
    ID3D11VideoProcessor_GetRateConversionCaps(v.p, &again);
    conf_num(c, !memcmp(&rate, &again, sizeof rate), "of the processor");
    conf_hr(c, ID3D11VideoProcessorEnumerator_GetVideoProcessorContentDesc(v.content, &d), "GetVideoProcessorContentDesc");
    conf_num(c, !memcmp(&d, &video_content, sizeof d), "as it was given");
    memset(&d, 0, sizeof d);
    ID3D11VideoProcessor_GetContentDesc(v.p, &d);
    conf_num(c, !memcmp(&d, &video_content, sizeof d), "and by the processor");
    conf_num(c, ID3D11VideoDevice_GetVideoDecoderProfileCount(v.device), "decoder profiles");
}

/* CheckFormatSupport and the enumerator say the same. */
static void formats(struct conf *c)
{
    static const struct { DXGI_FORMAT format; UINT want; } known[] = {
        { DXGI_FORMAT_R8G8B8A8_UNORM, 3 }, { DXGI_FORMAT_B8G8R8A8_UNORM, 3 }, { DXGI_FORMAT_NV12, 1 }, { DXGI_FORMAT_R32_UINT, 0 },
        { DXGI_FORMAT_D32_FLOAT, 0 }, { DXGI_FORMAT_BC1_UNORM, 0 }, { DXGI_FORMAT_R8G8B8A8_TYPELESS, 0 }, { DXGI_FORMAT_AI44, 0 },
    };
    struct video v = video_interfaces(c);

    for (UINT i = 0; i < N_OF(known); i++) {
        UINT flags = 99, bits = 0;
        HRESULT hr = ID3D11VideoProcessorEnumerator_CheckVideoProcessorFormat(v.content, known[i].format, &flags);

        conf_hr(c, hr, "format %u", (unsigned)known[i].format);
        conf_must(c, flags & known[i].want, known[i].want, "format %u can", (unsigned)known[i].format);
        if (!known[i].want) conf_must(c, flags, 0, "format %u cannot", (unsigned)known[i].format);
        ID3D11Device_CheckFormatSupport(c->device, known[i].format, &bits);
        conf_must(c, bits & D3D11_FORMAT_SUPPORT_VIDEO_PROCESSOR_INPUT ? 1 : 0, flags & 1, "format %u as an input", (unsigned)known[i].format);
        conf_must(c, bits & D3D11_FORMAT_SUPPORT_VIDEO_PROCESSOR_OUTPUT ? 2 : 0, flags & 2, "format %u as an output", (unsigned)known[i].format);
    }
}

/* ---- pictures ---- */

static void rgb(struct conf *c)
{
    struct video v = video_processor(c);
    ID3D11Texture2D *to = video_target(c, (DXGI_FORMAT)c->arg, W, H), *big = video_target(c, (DXGI_FORMAT)c->arg, 2 * W, 2 * H);
    ID3D11VideoProcessorInputView *in = video_input(c, &v, video_picture(c, DXGI_FORMAT_R8G8B8A8_UNORM, W, H, 1), 0, 0);

    conf_hr(c, video_blit(&v, video_output(c, &v, to, 0, 0), in), "blit");
    conf_resource(c, to, "as large");
    conf_hr(c, video_blit(&v, video_output(c, &v, big, 0, 0), in), "larger");
    conf_resource(c, big, "stretched");
}

static void rectangles(struct conf *c)
{
    struct video v = video_processor(c);
    ID3D11Texture2D *to = video_target(c, DXGI_FORMAT_R8G8B8A8_UNORM, W, H);
    ID3D11VideoProcessorOutputView *out = video_output(c, &v, to, 0, 0);
    ID3D11VideoProcessorInputView *in = video_input(c, &v, video_picture(c, (DXGI_FORMAT)c->arg, W, H, 2), 0, 0);

    dest(&v, 0, TRUE, 4, 2, 20, 10);
    conf_hr(c, video_blit(&v, out, in), "blit");
    conf_resource(c, to, "into a part");
    source(&v, 0, TRUE, 8, 4, 24, 12);
    conf_hr(c, video_blit(&v, out, in), "blit");
    conf_resource(c, to, "a part into a part");
    dest(&v, 0, TRUE, -8, -4, W + 8, H + 4);
    conf_hr(c, video_blit(&v, out, in), "blit");
    conf_resource(c, to, "beyond the edges");
    dest(&v, 0, FALSE, 0, 0, 0, 0);
    conf_hr(c, video_blit(&v, out, in), "blit");
    conf_resource(c, to, "a part over all");
    source(&v, 0, FALSE, 0, 0, 0, 0);
    ID3D11DeviceContext_ClearState(c->now); /* not the processor's */
    dest(&v, 0, TRUE, 16, 8, W, H);
    conf_hr(c, video_blit(&v, out, in), "blit");
    conf_resource(c, to, "all into a part");
}

static void colors(struct conf *c)
{
    struct video v = video_processor(c);
    ID3D11Texture2D *to = video_target(c, DXGI_FORMAT_R8G8B8A8_UNORM, W, H);
    ID3D11VideoProcessorOutputView *out = video_output(c, &v, to, 0, 0);
    ID3D11VideoProcessorInputView *in = video_input(c, &v, video_picture(c, (DXGI_FORMAT)c->arg, W, H, 3), 0, 0);

    for (UINT i = 0; i < 6; i++) {
        const D3D11_VIDEO_PROCESSOR_COLOR_SPACE space = { .YCbCr_Matrix = i & 1, .Nominal_Range = i / 2 };
        const D3D11_VIDEO_PROCESSOR_COLOR_SPACE full = { .RGB_Range = i & 1, .Usage = i / 2 & 1 };

        ID3D11VideoContext_VideoProcessorSetStreamColorSpace(v.ctx, v.p, 0, &space);
        ID3D11VideoContext_VideoProcessorSetOutputColorSpace(v.ctx, v.p, &full);
        conf_hr(c, video_blit(&v, out, in), "color space %u", i);
        conf_resource(c, to, "color space %u", i);
    }
}

/* Later streams lie over earlier ones; each has its own state; one that is not enabled is not seen. */
static void streams(struct conf *c)
{
    struct video v = video_processor(c);
    ID3D11Texture2D *to = video_target(c, DXGI_FORMAT_R8G8B8A8_UNORM, W, H);
    ID3D11VideoProcessorOutputView *out = video_output(c, &v, to, 0, 0);
    D3D11_VIDEO_PROCESSOR_STREAM s[3] = { { .Enable = TRUE }, { .Enable = TRUE }, { .Enable = FALSE } };
    const D3D11_VIDEO_PROCESSOR_COLOR_SPACE space = { .YCbCr_Matrix = 1, .Nominal_Range = 1 };

    s[0].pInputSurface = video_input(c, &v, video_picture(c, DXGI_FORMAT_R8G8B8A8_UNORM, W, H, 4), 0, 0);
    s[1].pInputSurface = video_input(c, &v, video_picture(c, DXGI_FORMAT_NV12, W, H, 5), 0, 0);
    s[2].pInputSurface = s[0].pInputSurface;
    dest(&v, 1, TRUE, 8, 4, 24, 12);
    source(&v, 1, TRUE, 0, 0, 16, 8);
    ID3D11VideoContext_VideoProcessorSetStreamColorSpace(v.ctx, v.p, 1, &space);
    conf_hr(c, ID3D11VideoContext_VideoProcessorBlt(v.ctx, v.p, out, 0, 2, s), "two");
    conf_resource(c, to, "two streams");
    dest(&v, 2, TRUE, 0, 0, 4, 4);
    conf_hr(c, ID3D11VideoContext_VideoProcessorBlt(v.ctx, v.p, out, 1, 3, s), "and one that is off");
    conf_resource(c, to, "two of three");
    s[0].Enable = FALSE;
    s[2].Enable = TRUE;
    conf_hr(c, ID3D11VideoContext_VideoProcessorBlt(v.ctx, v.p, out, 2, 3, s), "others");
    conf_resource(c, to, "the others");
    conf_hr(c, ID3D11VideoContext_VideoProcessorBlt(v.ctx, v.p, out, 3, 0, s), "none");
    conf_resource(c, to, "none");
}

static void parts(struct conf *c)
{
    struct video v = video_processor(c);
    D3D11_TEXTURE2D_DESC d = { W, H, 3, 4, DXGI_FORMAT_R8G8B8A8_UNORM, { 1, 0 }, D3D11_USAGE_DEFAULT,
                               D3D11_BIND_RENDER_TARGET | D3D11_BIND_SHADER_RESOURCE, 0, 0 };
    ID3D11Texture2D *from = conf_texture2d(c, &d, NULL), *to = conf_texture2d(c, &d, NULL);
    uint8_t data[W * H * 4];

    for (UINT i = 0; i < 12; i++) {
        conf_pattern(data, sizeof data, 20 + i);
        ID3D11DeviceContext_UpdateSubresource(c->now, (ID3D11Resource *)from, i, NULL, data, (W >> i % 3) * 4, 0);
        conf_pattern(data, sizeof data, 40 + i);
        ID3D11DeviceContext_UpdateSubresource(c->now, (ID3D11Resource *)to, i, NULL, data, (W >> i % 3) * 4, 0);
    }
    conf_hr(c, video_blit(&v, video_output(c, &v, to, 0, 2), video_input(c, &v, from, 1, 3)), "a mip of a slice into a slice");
    conf_resource(c, to, "slice 2");
    conf_hr(c, video_blit(&v, video_output(c, &v, to, 1, 3), video_input(c, &v, from, 0, 1)), "a slice into a mip of a slice");
    conf_resource(c, to, "slice 3");
    conf_hr(c, video_blit(&v, video_output(c, &v, to, 2, 0), video_input(c, &v, from, 2, 0)), "mips");
    conf_resource(c, to, "mip 2");
}

/* One slice of an array of NV12. */
static void planar_slices(struct conf *c)
{
    struct video v = video_processor(c);
    D3D11_TEXTURE2D_DESC d = { W, H, 1, 3, DXGI_FORMAT_NV12, { 1, 0 }, D3D11_USAGE_DEFAULT, 0, 0, 0 };
    ID3D11Texture2D *from, *to = video_target(c, DXGI_FORMAT_R8G8B8A8_UNORM, W, H);
    uint8_t data[W * H * 3 / 2];

    from = conf_texture2d(c, &d, NULL);
    for (UINT i = 0; i < 3; i++) {
        conf_pattern(data, sizeof data, 60 + i);
        ID3D11DeviceContext_UpdateSubresource(c->now, (ID3D11Resource *)from, i, NULL, data, W, 0);
    }
    for (UINT i = 0; i < 3; i++) {
        conf_hr(c, video_blit(&v, video_output(c, &v, to, 0, 0), video_input(c, &v, from, 0, i)), "slice %u", i);
        conf_resource(c, to, "slice %u", i);
    }
}

/* What the pages promise of areas without a picture DXVK does not do; both ways end in it here. */
static void background(struct conf *c)
{
    struct video v = video_processor(c);
    ID3D11Texture2D *to = video_target(c, DXGI_FORMAT_R8G8B8A8_UNORM, W, H);
    ID3D11VideoProcessorOutputView *out = video_output(c, &v, to, 0, 0);
    ID3D11VideoProcessorInputView *in = video_input(c, &v, video_picture(c, DXGI_FORMAT_R8G8B8A8_UNORM, W, H, 6), 0, 0);
    const RECT part = { 4, 4, 28, 14 };
    D3D11_VIDEO_COLOR color;

    color.RGBA = (D3D11_VIDEO_COLOR_RGBA){ 1, 0.5f, 0, 1 };
    ID3D11VideoContext_VideoProcessorSetOutputBackgroundColor(v.ctx, v.p, FALSE, &color);
    dest(&v, 0, TRUE, 8, 6, 20, 12);
    conf_hr(c, video_blit(&v, out, in), "background");
    conf_resource(c, to, "background");
    ID3D11VideoContext_VideoProcessorSetOutputTargetRect(v.ctx, v.p, TRUE, &part);
    conf_hr(c, video_blit(&v, out, in), "target rectangle");
    conf_resource(c, to, "target rectangle");
}

/* The other states, as far as the renderer does something with them. */
static void other_states(struct conf *c)
{
    struct video v = video_processor(c);
    ID3D11Texture2D *to = video_target(c, DXGI_FORMAT_R8G8B8A8_UNORM, W, H);
    ID3D11VideoProcessorOutputView *out = video_output(c, &v, to, 0, 0);
    ID3D11VideoProcessorInputView *in = video_input(c, &v, video_picture(c, DXGI_FORMAT_R8G8B8A8_UNORM, W, H, 7), 0, 0);
    const DXGI_RATIONAL one = { 1, 1 }, two = { 2, 1 };

    ID3D11VideoContext_VideoProcessorSetStreamFrameFormat(v.ctx, v.p, 0, D3D11_VIDEO_FRAME_FORMAT_INTERLACED_TOP_FIELD_FIRST);
    ID3D11VideoContext_VideoProcessorSetStreamOutputRate(v.ctx, v.p, 0, D3D11_VIDEO_PROCESSOR_OUTPUT_RATE_HALF, TRUE, NULL);
    ID3D11VideoContext_VideoProcessorSetStreamAutoProcessingMode(v.ctx, v.p, 0, FALSE);
    conf_hr(c, video_blit(&v, out, in), "frames");
    conf_resource(c, to, "frames");
    ID3D11VideoContext_VideoProcessorSetStreamAlpha(v.ctx, v.p, 0, TRUE, 0.5f);
    ID3D11VideoContext_VideoProcessorSetStreamLumaKey(v.ctx, v.p, 0, TRUE, 0.25f, 0.5f);
    ID3D11VideoContext_VideoProcessorSetStreamPixelAspectRatio(v.ctx, v.p, 0, TRUE, &two, &one);
    ID3D11VideoContext_VideoProcessorSetOutputAlphaFillMode(v.ctx, v.p, D3D11_VIDEO_PROCESSOR_ALPHA_FILL_MODE_BACKGROUND, 0);
    conf_hr(c, video_blit(&v, out, in), "mixing");
    conf_resource(c, to, "mixing");
    ID3D11VideoContext_VideoProcessorSetStreamRotation(v.ctx, v.p, 0, TRUE, D3D11_VIDEO_PROCESSOR_ROTATION_90);
    conf_hr(c, video_blit(&v, out, in), "rotation");
    conf_resource(c, to, "rotation");
}

/* A blit takes its place among draws: it reads what was drawn before, its result is drawn with after, what is bound stays. */
static void among_draws(struct conf *c)
{
    static const float clear[4] = { 0, 0, 0.5f, 1 };
    struct video v = video_processor(c);
    struct conf_target from = conf_target(c, DXGI_FORMAT_R8G8B8A8_UNORM, W, H, clear);
    ID3D11Texture2D *to = video_target(c, DXGI_FORMAT_R8G8B8A8_UNORM, W, H);
    ID3D11VideoProcessorInputView *in = video_input(c, &v, from.texture, 0, 0), *back = video_input(c, &v, to, 0, 0);
    ID3D11VideoProcessorOutputView *out = video_output(c, &v, to, 0, 0), *home = video_output(c, &v, from.texture, 0, 0);

    CONF_SHADER(c, CONF_PS, plain_ps);
    conf_viewport(c, 4, 2, 16, 8, 0, 1);
    conf_quad(c, 0);
    conf_play(c);
    conf_hr(c, video_blit(&v, out, in), "of what was drawn");
    conf_viewport(c, 20, 4, 8, 8, 0, 1);
    conf_quad(c, 0); /* the target is still bound */
    conf_resource(c, to, "drawn, then blitted");
    conf_resource(c, from.texture, "drawn to afterwards");
    conf_hr(c, video_blit(&v, home, back), "and back");
    conf_resource(c, from.texture, "there and back");
}

/* Contents of fields have another rate conversion. DXVK (2.6) asks for a past and a future frame and looks at neither. */
static void fields(struct conf *c)
{
    struct video v = video_interfaces(c);
    ID3D11Texture2D *to = video_target(c, DXGI_FORMAT_R8G8B8A8_UNORM, W, H);
    D3D11_VIDEO_PROCESSOR_CONTENT_DESC d = video_content;
    D3D11_VIDEO_PROCESSOR_RATE_CONVERSION_CAPS rate;
    D3D11_VIDEO_PROCESSOR_CUSTOM_RATE custom;
    D3D11_VIDEO_PROCESSOR_STREAM s = { .Enable = TRUE };
    ID3D11VideoProcessorInputView *before, *after;
    ID3D11VideoProcessorOutputView *out;

    d.InputFrameFormat = D3D11_VIDEO_FRAME_FORMAT_INTERLACED_TOP_FIELD_FIRST;
    conf_need(c, ID3D11VideoDevice_CreateVideoProcessorEnumerator(v.device, &d, &v.content), "enumerator of fields");
    conf_own(c, v.content);
    conf_need(c, ID3D11VideoDevice_CreateVideoProcessor(v.device, v.content, 0, &v.p), "processor of fields");
    conf_own(c, v.p);
    rate = rate_conversion(c, v.content);
    for (UINT i = 0; i < rate.CustomRateCount && i < 8; i++) {
        conf_hr(c, ID3D11VideoProcessorEnumerator_GetVideoProcessorCustomRate(v.content, 0, i, &custom), "custom rate %u", i);
        conf_bytes(c, &custom, sizeof custom, 0, 1, "custom rate %u", i);
    }
    out = video_output(c, &v, to, 0, 0);
    s.pInputSurface = video_input(c, &v, video_picture(c, DXGI_FORMAT_NV12, W, H, 30), 0, 0);
    before = video_input(c, &v, video_picture(c, DXGI_FORMAT_NV12, W, H, 31), 0, 0);
    after = video_input(c, &v, video_picture(c, DXGI_FORMAT_NV12, W, H, 32), 0, 0);
    ID3D11VideoContext_VideoProcessorSetStreamFrameFormat(v.ctx, v.p, 0, d.InputFrameFormat);
    for (UINT i = 0; i < 4; i++) {
        s.OutputIndex = i & 1;
        s.InputFrameOrField = i;
        s.PastFrames = i && rate.PastFrames;
        s.FutureFrames = i > 1 && rate.FutureFrames;
        s.ppPastSurfaces = &before;
        s.ppFutureSurfaces = &after;
        conf_hr(c, ID3D11VideoContext_VideoProcessorBlt(v.ctx, v.p, out, i, 1, &s), "frame %u", i);
        conf_resource(c, to, "frame %u", i);
    }
    before = NULL;
    conf_must(c, s.PastFrames ? (uint32_t)ID3D11VideoContext_VideoProcessorBlt(v.ctx, v.p, out, 4, 1, &s) : (uint32_t)E_INVALIDARG,
              (uint32_t)E_INVALIDARG, "no past frame");
}

/* ID3D11DeviceContext1::ClearView and DiscardView: of output views; DXVK (2.6) lets input views be. */
static void clears(struct conf *c)
{
    static const float color[4] = { 0.2f, 0.4f, 0.6f, 0.8f }, other[4] = { 1, 0, 1.0f / 3, 1 };
    const D3D11_RECT rects[] = { { 2, 2, 10, 6 }, { 16, 8, W, H }, { 4, 4, 4, 8 } }, odd = { 3, 3, 9, 9 };
    struct video v = video_processor(c);
    ID3D11Texture2D *to = video_target(c, (DXGI_FORMAT)c->arg, W, H), *array;
    D3D11_TEXTURE2D_DESC d = { W, H, 2, 3, DXGI_FORMAT_R8G8B8A8_UNORM, { 1, 0 }, D3D11_USAGE_DEFAULT,
                               D3D11_BIND_RENDER_TARGET | D3D11_BIND_SHADER_RESOURCE, 0, 0 };
    uint8_t data[W * H * 4];
    ID3D11DeviceContext1 *now;
    ID3D11View *in = (ID3D11View *)video_input(c, &v, to, 0, 0), *out = (ID3D11View *)video_output(c, &v, to, 0, 0);

    conf_need(c, ID3D11DeviceContext_QueryInterface(c->now, &IID_ID3D11DeviceContext1, (void **)&now), "ID3D11DeviceContext1");
    conf_own(c, now);
    ID3D11DeviceContext1_ClearView(now, out, color, rects, N_OF(rects));
    conf_resource(c, to, "parts");
    ID3D11DeviceContext1_ClearView(now, in, other, rects, 1);
    conf_resource(c, to, "of an input view");
    ID3D11DeviceContext1_ClearView(now, out, other, NULL, 0);
    conf_resource(c, to, "all of it");
    ID3D11DeviceContext1_DiscardView1(now, out, rects, 1);
    ID3D11DeviceContext1_DiscardView(now, in);
    ID3D11DeviceContext1_ClearView(now, out, color, NULL, 0);
    ID3D11DeviceContext1_ClearView(now, out, other, &odd, 1);
    conf_resource(c, to, "odd edges");
    array = conf_texture2d(c, &d, NULL);
    for (UINT i = 0; i < 6; i++) {
        conf_pattern(data, sizeof data, 80 + i);
        ID3D11DeviceContext_UpdateSubresource(c->now, (ID3D11Resource *)array, i, NULL, data, (W >> i % 2) * 4, 0);
    }
    ID3D11DeviceContext1_ClearView(now, (ID3D11View *)video_output(c, &v, array, 1, 2), color, rects, 1);
    conf_resource(c, array, "a mip of a slice");
}

static const struct conf_case cases[] = {
    { "capabilities", capabilities, 0 }, { "formats", formats, 0 },
    { "RGB to R8G8B8A8_UNORM", rgb, DXGI_FORMAT_R8G8B8A8_UNORM }, { "RGB to B8G8R8A8_UNORM", rgb, DXGI_FORMAT_B8G8R8A8_UNORM },
    { "RGB to R10G10B10A2_UNORM", rgb, DXGI_FORMAT_R10G10B10A2_UNORM }, { "RGB to R16G16B16A16_FLOAT", rgb, DXGI_FORMAT_R16G16B16A16_FLOAT },
    { "RGB to AYUV", rgb, DXGI_FORMAT_AYUV },
    { "rectangles of AYUV", rectangles, DXGI_FORMAT_AYUV }, { "rectangles of YUY2", rectangles, DXGI_FORMAT_YUY2 },
    { "colors of AYUV", colors, DXGI_FORMAT_AYUV }, { "colors of YUY2", colors, DXGI_FORMAT_YUY2 },
    { "rectangles of RGB", rectangles, DXGI_FORMAT_R8G8B8A8_UNORM }, { "rectangles of NV12", rectangles, DXGI_FORMAT_NV12 },
    { "colors of RGB", colors, DXGI_FORMAT_R8G8B8A8_UNORM }, { "colors of NV12", colors, DXGI_FORMAT_NV12 },
    { "streams", streams, 0 }, { "slices and mips", parts, 0 }, { "slices of NV12", planar_slices, 0 }, { "background", background, 0 },
    { "other states", other_states, 0 }, { "fields", fields, 0 }, { "clears of R8G8B8A8_UNORM", clears, DXGI_FORMAT_R8G8B8A8_UNORM },
    { "clears of B8G8R8A8_UNORM_SRGB", clears, DXGI_FORMAT_B8G8R8A8_UNORM_SRGB }, { "clears of R16G16B16A16_FLOAT", clears,
    DXGI_FORMAT_R16G16B16A16_FLOAT }, { "among draws", among_draws, 0 }, { "state", video_state, 0 }, { "more state", video_more_state, 0 },
    { "objects", video_objects, 0 }, { "releases", video_releases, 0 },
    { "views refused", video_views_refused, 0 }, { "blits refused", video_blits_refused, 0 },
    { "nothing else", video_nothing_else, 0 }, { "creation flag", video_creation_flag, 0 },
};

const struct conf_area area_video = { .name = "video", .cases = cases, .n_cases = N_OF(cases) };
