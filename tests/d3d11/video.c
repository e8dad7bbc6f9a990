/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The video processor: what it says of itself, blits from RGB and NV12 with rectangles, color spaces, streams, slices and mips,
 * its state, its objects, what is refused. DXVK (2.6) takes no notice of several states and checks no argument: where only its
 * answer would be asked, the page's is.
 */
#include <stdlib.h>
#include "conf.h"
#include "shaders/plain_ps.h"

enum { W = 32, H = 16 };

struct video {
    ID3D11VideoDevice *device;
    ID3D11VideoContext *ctx;
    ID3D11VideoProcessorEnumerator *content;
    ID3D11VideoProcessor *p;
};

static const D3D11_VIDEO_PROCESSOR_CONTENT_DESC description = {
    D3D11_VIDEO_FRAME_FORMAT_PROGRESSIVE, { 30, 1 }, W, H, { 60, 1 }, 2 * W, 2 * H, D3D11_VIDEO_USAGE_OPTIMAL_QUALITY,
};

/* The device's video interfaces alone; leaves the case without them. */
static struct video interfaces(struct conf *c)
{
    struct video v = { 0 };

    conf_need(c, ID3D11Device_QueryInterface(c->device, &IID_ID3D11VideoDevice, (void **)&v.device), "video device");
    conf_own(c, v.device);
    conf_need(c, ID3D11DeviceContext_QueryInterface(c->now, &IID_ID3D11VideoContext, (void **)&v.ctx), "video context");
    conf_own(c, v.ctx);
    conf_need(c, ID3D11VideoDevice_CreateVideoProcessorEnumerator(v.device, &description, &v.content), "enumerator");
    conf_own(c, v.content);
    return v;
}

static struct video processor(struct conf *c)
{
    struct video v = interfaces(c);

    conf_need(c, ID3D11VideoDevice_CreateVideoProcessor(v.device, v.content, 0, &v.p), "video processor");
    conf_own(c, v.p);
    return v;
}

static ID3D11VideoProcessorInputView *input(struct conf *c, const struct video *v, void *texture, UINT mip, UINT slice)
{
    D3D11_VIDEO_PROCESSOR_INPUT_VIEW_DESC d = { .ViewDimension = D3D11_VPIV_DIMENSION_TEXTURE2D };
    ID3D11VideoProcessorInputView *view = NULL;

    d.Texture2D.MipSlice = mip;
    d.Texture2D.ArraySlice = slice;
    conf_need(c, ID3D11VideoDevice_CreateVideoProcessorInputView(v->device, texture, v->content, &d, &view), "input view");
    return conf_own(c, view);
}

static ID3D11VideoProcessorOutputView *output(struct conf *c, const struct video *v, void *texture, UINT mip, UINT slice)
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

/* A picture to blit from: some that can be drawn to, some that are bound to nothing. */
static ID3D11Texture2D *picture(struct conf *c, DXGI_FORMAT format, UINT w, UINT h, UINT seed)
{
    return bound(c, format, w, h, format < DXGI_FORMAT_AYUV ? D3D11_BIND_RENDER_TARGET : 0, seed);
}

static ID3D11Texture2D *target(struct conf *c, DXGI_FORMAT format, UINT w, UINT h)
{
    static const float grey[4] = { 0.25f, 0.5f, 0.75f, 1 };
    ID3D11Texture2D *t;

    if (format >= DXGI_FORMAT_AYUV) return bound(c, format, w, h, D3D11_BIND_RENDER_TARGET, 9); /* no view of it can be cleared */
    t = conf_plain2d(c, format, w, h, D3D11_BIND_RENDER_TARGET | D3D11_BIND_SHADER_RESOURCE, NULL);

    ID3D11DeviceContext_ClearRenderTargetView(c->ctx, conf_rtv(c, t, NULL), grey);
    conf_play(c);
    return t;
}

static HRESULT blit(const struct video *v, ID3D11VideoProcessorOutputView *out, ID3D11VideoProcessorInputView *in)
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

static void capabilities(struct conf *c)
{
    struct video v = processor(c);
    D3D11_VIDEO_PROCESSOR_CAPS caps;
    D3D11_VIDEO_PROCESSOR_RATE_CONVERSION_CAPS rate, again;
    D3D11_VIDEO_PROCESSOR_CONTENT_DESC d;

    memset(&caps, 0xcc, sizeof caps), memset(&rate, 0xcc, sizeof rate), memset(&again, 0xcc, sizeof again);
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
    conf_hr(c, ID3D11VideoProcessorEnumerator_GetVideoProcessorRateConversionCaps(v.content, 0, &rate), "rate conversion");
    conf_num(c, rate.ProcessorCaps, "ProcessorCaps");
    conf_num(c, rate.ITelecineCaps, "ITelecineCaps");
    conf_num(c, rate.PastFrames, "PastFrames");
    conf_num(c, rate.FutureFrames, "FutureFrames");
    conf_num(c, rate.CustomRateCount, "CustomRateCount");
    conf_hr(c, ID3D11VideoProcessorEnumerator_GetVideoProcessorRateConversionCaps(v.content, 1, &again), "no second rate conversion");
    ID3D11VideoProcessor_GetRateConversionCaps(v.p, &again);
    conf_num(c, !memcmp(&rate, &again, sizeof rate), "of the processor");
    conf_hr(c, ID3D11VideoProcessorEnumerator_GetVideoProcessorContentDesc(v.content, &d), "GetVideoProcessorContentDesc");
    conf_num(c, !memcmp(&d, &description, sizeof d), "as it was given");
    memset(&d, 0, sizeof d);
    ID3D11VideoProcessor_GetContentDesc(v.p, &d);
    conf_num(c, !memcmp(&d, &description, sizeof d), "and by the processor");
    conf_num(c, ID3D11VideoDevice_GetVideoDecoderProfileCount(v.device), "decoder profiles");
}

/* CheckFormatSupport and the enumerator say the same. */
static void formats(struct conf *c)
{
    static const struct { DXGI_FORMAT format; UINT want; } known[] = {
        { DXGI_FORMAT_R8G8B8A8_UNORM, 3 }, { DXGI_FORMAT_B8G8R8A8_UNORM, 3 }, { DXGI_FORMAT_NV12, 1 }, { DXGI_FORMAT_R32_UINT, 0 },
        { DXGI_FORMAT_D32_FLOAT, 0 }, { DXGI_FORMAT_BC1_UNORM, 0 }, { DXGI_FORMAT_R8G8B8A8_TYPELESS, 0 }, { DXGI_FORMAT_AI44, 0 },
    };
    struct video v = interfaces(c);

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
    struct video v = processor(c);
    ID3D11Texture2D *to = target(c, (DXGI_FORMAT)c->arg, W, H), *big = target(c, (DXGI_FORMAT)c->arg, 2 * W, 2 * H);
    ID3D11VideoProcessorInputView *in = input(c, &v, picture(c, DXGI_FORMAT_R8G8B8A8_UNORM, W, H, 1), 0, 0);

    conf_hr(c, blit(&v, output(c, &v, to, 0, 0), in), "blit");
    conf_resource(c, to, "as large");
    conf_hr(c, blit(&v, output(c, &v, big, 0, 0), in), "larger");
    conf_resource(c, big, "stretched");
}

static void rectangles(struct conf *c)
{
    struct video v = processor(c);
    ID3D11Texture2D *to = target(c, DXGI_FORMAT_R8G8B8A8_UNORM, W, H);
    ID3D11VideoProcessorOutputView *out = output(c, &v, to, 0, 0);
    ID3D11VideoProcessorInputView *in = input(c, &v, picture(c, (DXGI_FORMAT)c->arg, W, H, 2), 0, 0);

    dest(&v, 0, TRUE, 4, 2, 20, 10);
    conf_hr(c, blit(&v, out, in), "blit");
    conf_resource(c, to, "into a part");
    source(&v, 0, TRUE, 8, 4, 24, 12);
    conf_hr(c, blit(&v, out, in), "blit");
    conf_resource(c, to, "a part into a part");
    dest(&v, 0, TRUE, -8, -4, W + 8, H + 4);
    conf_hr(c, blit(&v, out, in), "blit");
    conf_resource(c, to, "beyond the edges");
    dest(&v, 0, FALSE, 0, 0, 0, 0);
    conf_hr(c, blit(&v, out, in), "blit");
    conf_resource(c, to, "a part over all");
    source(&v, 0, FALSE, 0, 0, 0, 0);
    ID3D11DeviceContext_ClearState(c->now); /* not the processor's */
    dest(&v, 0, TRUE, 16, 8, W, H);
    conf_hr(c, blit(&v, out, in), "blit");
    conf_resource(c, to, "all into a part");
}

static void colors(struct conf *c)
{
    struct video v = processor(c);
    ID3D11Texture2D *to = target(c, DXGI_FORMAT_R8G8B8A8_UNORM, W, H);
    ID3D11VideoProcessorOutputView *out = output(c, &v, to, 0, 0);
    ID3D11VideoProcessorInputView *in = input(c, &v, picture(c, (DXGI_FORMAT)c->arg, W, H, 3), 0, 0);

    for (UINT i = 0; i < 6; i++) {
        const D3D11_VIDEO_PROCESSOR_COLOR_SPACE space = { .YCbCr_Matrix = i & 1, .Nominal_Range = i / 2 };
        const D3D11_VIDEO_PROCESSOR_COLOR_SPACE full = { .RGB_Range = i & 1, .Usage = i / 2 & 1 };

        ID3D11VideoContext_VideoProcessorSetStreamColorSpace(v.ctx, v.p, 0, &space);
        ID3D11VideoContext_VideoProcessorSetOutputColorSpace(v.ctx, v.p, &full);
        conf_hr(c, blit(&v, out, in), "color space %u", i);
        conf_resource(c, to, "color space %u", i);
    }
}

/* Later streams lie over earlier ones; each has its own state; one that is not enabled is not seen. */
static void streams(struct conf *c)
{
    struct video v = processor(c);
    ID3D11Texture2D *to = target(c, DXGI_FORMAT_R8G8B8A8_UNORM, W, H);
    ID3D11VideoProcessorOutputView *out = output(c, &v, to, 0, 0);
    D3D11_VIDEO_PROCESSOR_STREAM s[3] = { { .Enable = TRUE }, { .Enable = TRUE }, { .Enable = FALSE } };
    const D3D11_VIDEO_PROCESSOR_COLOR_SPACE space = { .YCbCr_Matrix = 1, .Nominal_Range = 1 };

    s[0].pInputSurface = input(c, &v, picture(c, DXGI_FORMAT_R8G8B8A8_UNORM, W, H, 4), 0, 0);
    s[1].pInputSurface = input(c, &v, picture(c, DXGI_FORMAT_NV12, W, H, 5), 0, 0);
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
    struct video v = processor(c);
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
    conf_hr(c, blit(&v, output(c, &v, to, 0, 2), input(c, &v, from, 1, 3)), "a mip of a slice into a slice");
    conf_resource(c, to, "slice 2");
    conf_hr(c, blit(&v, output(c, &v, to, 1, 3), input(c, &v, from, 0, 1)), "a slice into a mip of a slice");
    conf_resource(c, to, "slice 3");
    conf_hr(c, blit(&v, output(c, &v, to, 2, 0), input(c, &v, from, 2, 0)), "mips");
    conf_resource(c, to, "mip 2");
}

/* One slice of an array of NV12. */
static void planar_slices(struct conf *c)
{
    struct video v = processor(c);
    D3D11_TEXTURE2D_DESC d = { W, H, 1, 3, DXGI_FORMAT_NV12, { 1, 0 }, D3D11_USAGE_DEFAULT, 0, 0, 0 };
    ID3D11Texture2D *from, *to = target(c, DXGI_FORMAT_R8G8B8A8_UNORM, W, H);
    uint8_t data[W * H * 3 / 2];

    from = conf_texture2d(c, &d, NULL);
    for (UINT i = 0; i < 3; i++) {
        conf_pattern(data, sizeof data, 60 + i);
        ID3D11DeviceContext_UpdateSubresource(c->now, (ID3D11Resource *)from, i, NULL, data, W, 0);
    }
    for (UINT i = 0; i < 3; i++) {
        conf_hr(c, blit(&v, output(c, &v, to, 0, 0), input(c, &v, from, 0, i)), "slice %u", i);
        conf_resource(c, to, "slice %u", i);
    }
}

/* What the pages promise of areas without a picture DXVK does not do; both ways end in it here. */
static void background(struct conf *c)
{
    struct video v = processor(c);
    ID3D11Texture2D *to = target(c, DXGI_FORMAT_R8G8B8A8_UNORM, W, H);
    ID3D11VideoProcessorOutputView *out = output(c, &v, to, 0, 0);
    ID3D11VideoProcessorInputView *in = input(c, &v, picture(c, DXGI_FORMAT_R8G8B8A8_UNORM, W, H, 6), 0, 0);
    const RECT part = { 4, 4, 28, 14 };
    D3D11_VIDEO_COLOR color;

    color.RGBA = (D3D11_VIDEO_COLOR_RGBA){ 1, 0.5f, 0, 1 };
    ID3D11VideoContext_VideoProcessorSetOutputBackgroundColor(v.ctx, v.p, FALSE, &color);
    dest(&v, 0, TRUE, 8, 6, 20, 12);
    conf_hr(c, blit(&v, out, in), "background");
    conf_resource(c, to, "background");
    ID3D11VideoContext_VideoProcessorSetOutputTargetRect(v.ctx, v.p, TRUE, &part);
    conf_hr(c, blit(&v, out, in), "target rectangle");
    conf_resource(c, to, "target rectangle");
}

/* The other states, as far as the renderer does something with them. */
static void other_states(struct conf *c)
{
    struct video v = processor(c);
    ID3D11Texture2D *to = target(c, DXGI_FORMAT_R8G8B8A8_UNORM, W, H);
    ID3D11VideoProcessorOutputView *out = output(c, &v, to, 0, 0);
    ID3D11VideoProcessorInputView *in = input(c, &v, picture(c, DXGI_FORMAT_R8G8B8A8_UNORM, W, H, 7), 0, 0);
    const DXGI_RATIONAL one = { 1, 1 }, two = { 2, 1 };

    ID3D11VideoContext_VideoProcessorSetStreamFrameFormat(v.ctx, v.p, 0, D3D11_VIDEO_FRAME_FORMAT_INTERLACED_TOP_FIELD_FIRST);
    ID3D11VideoContext_VideoProcessorSetStreamOutputRate(v.ctx, v.p, 0, D3D11_VIDEO_PROCESSOR_OUTPUT_RATE_HALF, TRUE, NULL);
    ID3D11VideoContext_VideoProcessorSetStreamAutoProcessingMode(v.ctx, v.p, 0, FALSE);
    conf_hr(c, blit(&v, out, in), "frames");
    conf_resource(c, to, "frames");
    ID3D11VideoContext_VideoProcessorSetStreamAlpha(v.ctx, v.p, 0, TRUE, 0.5f);
    ID3D11VideoContext_VideoProcessorSetStreamLumaKey(v.ctx, v.p, 0, TRUE, 0.25f, 0.5f);
    ID3D11VideoContext_VideoProcessorSetStreamPixelAspectRatio(v.ctx, v.p, 0, TRUE, &two, &one);
    ID3D11VideoContext_VideoProcessorSetOutputAlphaFillMode(v.ctx, v.p, D3D11_VIDEO_PROCESSOR_ALPHA_FILL_MODE_BACKGROUND, 0);
    conf_hr(c, blit(&v, out, in), "mixing");
    conf_resource(c, to, "mixing");
    ID3D11VideoContext_VideoProcessorSetStreamRotation(v.ctx, v.p, 0, TRUE, D3D11_VIDEO_PROCESSOR_ROTATION_90);
    conf_hr(c, blit(&v, out, in), "rotation");
    conf_resource(c, to, "rotation");
}

/* A blit takes its place among draws: it reads what was drawn before, its result is drawn with after, what is bound stays. */
static void among_draws(struct conf *c)
{
    static const float clear[4] = { 0, 0, 0.5f, 1 };
    struct video v = processor(c);
    struct conf_target from = conf_target(c, DXGI_FORMAT_R8G8B8A8_UNORM, W, H, clear);
    ID3D11Texture2D *to = target(c, DXGI_FORMAT_R8G8B8A8_UNORM, W, H);
    ID3D11VideoProcessorInputView *in = input(c, &v, from.texture, 0, 0), *back = input(c, &v, to, 0, 0);
    ID3D11VideoProcessorOutputView *out = output(c, &v, to, 0, 0), *home = output(c, &v, from.texture, 0, 0);

    CONF_SHADER(c, CONF_PS, plain_ps);
    conf_viewport(c, 4, 2, 16, 8, 0, 1);
    conf_quad(c, 0);
    conf_play(c);
    conf_hr(c, blit(&v, out, in), "of what was drawn");
    conf_viewport(c, 20, 4, 8, 8, 0, 1);
    conf_quad(c, 0); /* the target is still bound */
    conf_resource(c, to, "drawn, then blitted");
    conf_resource(c, from.texture, "drawn to afterwards");
    conf_hr(c, blit(&v, home, back), "and back");
    conf_resource(c, from.texture, "there and back");
}

/* ---- state ---- */

static void show_rect(struct conf *c, BOOL on, const RECT *r, const char *label)
{
    conf_num(c, (uint64_t)on, "%s on", label);
    conf_bytes(c, r, sizeof *r, 0, 1, "%s", label);
}

static void state(struct conf *c)
{
    struct video v = processor(c);
    const RECT rect = { 1, 2, 3, 4 }, other = { 5, 6, 7, 8 };
    const D3D11_VIDEO_PROCESSOR_COLOR_SPACE space = { .RGB_Range = 1, .YCbCr_Matrix = 1, .Nominal_Range = 2 };
    D3D11_VIDEO_PROCESSOR_COLOR_SPACE got_space;
    D3D11_VIDEO_FRAME_FORMAT frames = 9;
    D3D11_VIDEO_PROCESSOR_ROTATION rotation = 9;
    D3D11_VIDEO_COLOR color, got_color;
    BOOL on = 9;
    RECT r;

    ID3D11VideoContext_VideoProcessorGetOutputTargetRect(v.ctx, v.p, &on, &r);
    conf_num(c, (uint64_t)on, "no target rectangle");
    ID3D11VideoContext_VideoProcessorSetOutputTargetRect(v.ctx, v.p, TRUE, &rect);
    ID3D11VideoContext_VideoProcessorGetOutputTargetRect(v.ctx, v.p, &on, &r);
    show_rect(c, on, &r, "target");
    ID3D11VideoContext_VideoProcessorSetOutputTargetRect(v.ctx, v.p, FALSE, &other); /* ignored with FALSE */
    ID3D11VideoContext_VideoProcessorGetOutputTargetRect(v.ctx, v.p, &on, &r);
    show_rect(c, on, &r, "target off");
    color.YCbCr = (D3D11_VIDEO_COLOR_YCbCrA){ 0.5f, 0.25f, 0.75f, 1 };
    ID3D11VideoContext_VideoProcessorSetOutputBackgroundColor(v.ctx, v.p, TRUE, &color);
    memset(&got_color, 0, sizeof got_color);
    ID3D11VideoContext_VideoProcessorGetOutputBackgroundColor(v.ctx, v.p, &on, &got_color);
    conf_num(c, (uint64_t)on, "YCbCr background");
    conf_bytes(c, &got_color, sizeof got_color, 0, 1, "background");
    ID3D11VideoContext_VideoProcessorSetOutputColorSpace(v.ctx, v.p, &space);
    ID3D11VideoContext_VideoProcessorGetOutputColorSpace(v.ctx, v.p, &got_space);
    conf_bytes(c, &got_space, sizeof got_space, 0, 1, "output color space");
    for (UINT i = 0; i < 2; i++) { /* the second stream is as it was */
        ID3D11VideoContext_VideoProcessorGetStreamAutoProcessingMode(v.ctx, v.p, i, &on);
        conf_num(c, (uint64_t)on, "automatic at first");
        ID3D11VideoContext_VideoProcessorGetStreamSourceRect(v.ctx, v.p, i, &on, &r);
        conf_num(c, (uint64_t)on, "no source rectangle");
        ID3D11VideoContext_VideoProcessorGetStreamFrameFormat(v.ctx, v.p, i, &frames);
        conf_num(c, frames, "progressive");
        if (i) break;
        ID3D11VideoContext_VideoProcessorSetStreamAutoProcessingMode(v.ctx, v.p, i, FALSE);
        ID3D11VideoContext_VideoProcessorSetStreamSourceRect(v.ctx, v.p, i, TRUE, &rect);
        ID3D11VideoContext_VideoProcessorSetStreamDestRect(v.ctx, v.p, i, TRUE, &other);
        ID3D11VideoContext_VideoProcessorSetStreamColorSpace(v.ctx, v.p, i, &space);
        ID3D11VideoContext_VideoProcessorSetStreamFrameFormat(v.ctx, v.p, i, D3D11_VIDEO_FRAME_FORMAT_INTERLACED_BOTTOM_FIELD_FIRST);
        ID3D11VideoContext_VideoProcessorSetStreamRotation(v.ctx, v.p, i, TRUE, D3D11_VIDEO_PROCESSOR_ROTATION_180);
        ID3D11VideoContext_VideoProcessorGetStreamAutoProcessingMode(v.ctx, v.p, i, &on);
        conf_num(c, (uint64_t)on, "automatic");
        ID3D11VideoContext_VideoProcessorGetStreamSourceRect(v.ctx, v.p, i, &on, &r);
        show_rect(c, on, &r, "source");
        ID3D11VideoContext_VideoProcessorGetStreamDestRect(v.ctx, v.p, i, &on, &r);
        show_rect(c, on, &r, "destination");
        ID3D11VideoContext_VideoProcessorGetStreamColorSpace(v.ctx, v.p, i, &got_space);
        conf_bytes(c, &got_space, sizeof got_space, 0, 1, "color space");
        ID3D11VideoContext_VideoProcessorGetStreamFrameFormat(v.ctx, v.p, i, &frames);
        conf_num(c, frames, "interlaced");
        ID3D11VideoContext_VideoProcessorGetStreamRotation(v.ctx, v.p, i, &on, &rotation);
        conf_num(c, (uint64_t)on * 16 + rotation, "rotated");
    }
}

/* States that DXVK does not keep. */
static void more_state(struct conf *c)
{
    struct video v = processor(c);
    const DXGI_RATIONAL three = { 3, 2 }, four = { 4, 5 };
    DXGI_RATIONAL a = { 0 }, b = { 0 };
    D3D11_VIDEO_PROCESSOR_ALPHA_FILL_MODE fill = 9;
    D3D11_VIDEO_PROCESSOR_OUTPUT_RATE rate = 9;
    D3D11_VIDEO_PROCESSOR_STEREO_FORMAT format = 9;
    D3D11_VIDEO_PROCESSOR_STEREO_FLIP_MODE flip = 9;
    BOOL on = 9, left = 9, base = 9;
    UINT palette[2] = { 0x11223344, 0x55667788 }, got[2] = { 0 }, index = 9;
    const SIZE wanted = { 20, 10 };
    SIZE size = { 0 };
    float x = 0, y = 0;
    int level = 9;

    ID3D11VideoContext_VideoProcessorSetOutputAlphaFillMode(v.ctx, v.p, D3D11_VIDEO_PROCESSOR_ALPHA_FILL_MODE_SOURCE_STREAM, 1);
    ID3D11VideoContext_VideoProcessorGetOutputAlphaFillMode(v.ctx, v.p, &fill, &index);
    conf_must(c, fill * 16 + index, 0x31, "alpha fill mode");
    ID3D11VideoContext_VideoProcessorSetOutputAlphaFillMode(v.ctx, v.p, (D3D11_VIDEO_PROCESSOR_ALPHA_FILL_MODE)4, 0);
    ID3D11VideoContext_VideoProcessorGetOutputAlphaFillMode(v.ctx, v.p, &fill, &index);
    conf_must(c, fill * 16 + index, 0x31, "no such mode");
    ID3D11VideoContext_VideoProcessorSetOutputConstriction(v.ctx, v.p, TRUE, wanted);
    ID3D11VideoContext_VideoProcessorGetOutputConstriction(v.ctx, v.p, &on, &size);
    conf_must(c, on && size.cx == 20 && size.cy == 10, 1, "constriction");
    ID3D11VideoContext_VideoProcessorSetOutputStereoMode(v.ctx, v.p, TRUE);
    ID3D11VideoContext_VideoProcessorGetOutputStereoMode(v.ctx, v.p, &on);
    conf_must(c, (uint64_t)on, 1, "stereo output");
    ID3D11VideoContext_VideoProcessorSetStreamOutputRate(v.ctx, v.p, 1, D3D11_VIDEO_PROCESSOR_OUTPUT_RATE_CUSTOM, TRUE, &three);
    ID3D11VideoContext_VideoProcessorGetStreamOutputRate(v.ctx, v.p, 1, &rate, &on, &a);
    conf_must(c, rate == 2 && on && a.Numerator == 3 && a.Denominator == 2, 1, "custom rate");
    ID3D11VideoContext_VideoProcessorSetStreamAlpha(v.ctx, v.p, 1, TRUE, 0.75f);
    ID3D11VideoContext_VideoProcessorSetStreamAlpha(v.ctx, v.p, 1, TRUE, 1.5f); /* beyond 1 */
    ID3D11VideoContext_VideoProcessorGetStreamAlpha(v.ctx, v.p, 1, &on, &x);
    conf_must(c, on && x == 0.75f, 1, "alpha");
    ID3D11VideoContext_VideoProcessorSetStreamPalette(v.ctx, v.p, 1, 2, palette);
    ID3D11VideoContext_VideoProcessorGetStreamPalette(v.ctx, v.p, 1, 2, got);
    conf_must(c, !memcmp(got, palette, sizeof got), 1, "palette");
    ID3D11VideoContext_VideoProcessorSetStreamPixelAspectRatio(v.ctx, v.p, 1, TRUE, &three, &four);
    ID3D11VideoContext_VideoProcessorGetStreamPixelAspectRatio(v.ctx, v.p, 1, &on, &a, &b);
    conf_must(c, on && a.Numerator == 3 && b.Denominator == 5, 1, "aspect ratio");
    ID3D11VideoContext_VideoProcessorSetStreamLumaKey(v.ctx, v.p, 1, TRUE, 0.25f, 0.5f);
    ID3D11VideoContext_VideoProcessorGetStreamLumaKey(v.ctx, v.p, 1, &on, &x, &y);
    conf_must(c, on && x == 0.25f && y == 0.5f, 1, "luma key");
    ID3D11VideoContext_VideoProcessorSetStreamStereoFormat(v.ctx, v.p, 1, TRUE, D3D11_VIDEO_PROCESSOR_STEREO_FORMAT_HORIZONTAL, TRUE, FALSE,
                                                           D3D11_VIDEO_PROCESSOR_STEREO_FLIP_FRAME0, 0);
    ID3D11VideoContext_VideoProcessorSetStreamStereoFormat(v.ctx, v.p, 1, TRUE, D3D11_VIDEO_PROCESSOR_STEREO_FORMAT_HORIZONTAL, FALSE, FALSE,
                                                           D3D11_VIDEO_PROCESSOR_STEREO_FLIP_FRAME0, 3); /* an offset must be 0 */
    ID3D11VideoContext_VideoProcessorGetStreamStereoFormat(v.ctx, v.p, 1, &on, &format, &left, &base, &flip, &level);
    conf_must(c, on && format == 1 && left && !base && flip == 1 && level == 0, 1, "stereo format");
    ID3D11VideoContext_VideoProcessorGetStreamAlpha(v.ctx, v.p, 0, &on, &x);
    conf_must(c, !on && x == 1, 1, "the other stream's alpha");
    on = 9;
    ID3D11VideoContext_VideoProcessorGetStreamAlpha(v.ctx, v.p, ~0u, &on, &x);
    conf_must(c, (uint64_t)on, 9, "no such stream");
}

/* ---- objects ---- */

static void objects(struct conf *c)
{
    static const GUID key = { 0x6d1a9d11, 0x34a5, 0x4d6e, { 1, 2, 3, 4, 5, 6, 7, 8 } };
    struct video v = processor(c);
    ID3D11Texture2D *to = target(c, DXGI_FORMAT_R8G8B8A8_UNORM, W, H);
    ID3D11VideoProcessorOutputView *out = output(c, &v, to, 0, 0);
    ID3D11VideoProcessorInputView *in = input(c, &v, to, 0, 0);
    D3D11_VIDEO_PROCESSOR_OUTPUT_VIEW_DESC od;
    D3D11_VIDEO_PROCESSOR_INPUT_VIEW_DESC id;
    ID3D11DeviceContext *deferred = NULL;
    ID3D11Resource *resource = NULL;
    ID3D11Device *device = NULL;
    IUnknown *u = NULL, *w = NULL;
    uint32_t word = 0x12345678, got = 0;
    UINT size = sizeof got;
    HRESULT hr;

    conf_hr(c, ID3D11VideoDevice_QueryInterface(v.device, &IID_ID3D11Device, (void **)&device), "device of the video device");
    conf_num(c, device == c->device, "the same");
    ID3D11Device_Release(device);
    conf_hr(c, ID3D11VideoDevice_QueryInterface(v.device, &IID_IUnknown, (void **)&u), "identity");
    conf_hr(c, ID3D11Device_QueryInterface(c->device, &IID_IUnknown, (void **)&w), "of the device");
    conf_num(c, u == w, "one object");
    IUnknown_Release(u);
    IUnknown_Release(w);
    ID3D11VideoContext_GetDevice(v.ctx, &device);
    conf_num(c, device == c->device, "of the video context");
    ID3D11Device_Release(device);
    conf_hr(c, ID3D11VideoContext_QueryInterface(v.ctx, &IID_ID3D11DeviceContext, (void **)&deferred), "context");
    conf_num(c, deferred == c->now, "the immediate one");
    ID3D11DeviceContext_Release(deferred);
    conf_hr(c, ID3D11Device_CreateDeferredContext(c->device, 0, &deferred), "deferred context");
    hr = ID3D11DeviceContext_QueryInterface(deferred, &IID_ID3D11VideoContext, (void **)&u);
    conf_hr(c, hr, "no video context of a deferred one");
    if (SUCCEEDED(hr)) IUnknown_Release(u);
    ID3D11DeviceContext_Release(deferred);
    ID3D11VideoProcessorInputView_GetResource(in, &resource);
    conf_num(c, resource == (ID3D11Resource *)to, "resource of the input view");
    ID3D11Resource_Release(resource);
    ID3D11VideoProcessorOutputView_GetResource(out, &resource);
    conf_num(c, resource == (ID3D11Resource *)to, "resource of the output view");
    ID3D11Resource_Release(resource);
    ID3D11VideoProcessorInputView_GetDesc(in, &id);
    conf_num(c, id.FourCC + id.ViewDimension * 16u + id.Texture2D.MipSlice + id.Texture2D.ArraySlice, "description of the input view");
    ID3D11VideoProcessorOutputView_GetDesc(out, &od);
    conf_num(c, od.ViewDimension * 16u + od.Texture2D.MipSlice, "description of the output view");
    for (UINT i = 0; i < 4; i++) {
        ID3D11DeviceChild *child = i == 0 ? (void *)v.content : i == 1 ? (void *)v.p : i == 2 ? (void *)in : (void *)out;

        conf_hr(c, ID3D11DeviceChild_SetPrivateData(child, &key, sizeof word, &word), "private data");
        size = sizeof got;
        conf_hr(c, ID3D11DeviceChild_GetPrivateData(child, &key, &size, &got), "is there");
        conf_num(c, got, "the same");
        ID3D11DeviceChild_GetDevice(child, &device);
        conf_num(c, device == c->device, "its device");
        ID3D11Device_Release(device);
        conf_num(c, SUCCEEDED(ID3D11DeviceChild_QueryInterface(child, &IID_ID3D11View, (void **)&u)) ? (IUnknown_Release(u), 1) : 0, "a view");
    }
    conf_hr(c, ID3D11VideoDevice_SetPrivateData(v.device, &key, sizeof word, &word), "private data of the video device");
    size = sizeof got;
    conf_hr(c, ID3D11Device_GetPrivateData(c->device, &key, &size, &got), "is the device's");
}

/* Views and processors keep what they need. */
static void releases(struct conf *c)
{
    struct video v = interfaces(c);
    ID3D11Texture2D *to = target(c, DXGI_FORMAT_R8G8B8A8_UNORM, W, H), *from = picture(c, DXGI_FORMAT_R8G8B8A8_UNORM, W, H, 8);
    ID3D11VideoProcessorOutputView *out = output(c, &v, to, 0, 0);
    ID3D11VideoProcessorInputView *in = input(c, &v, from, 0, 0);

    conf_need(c, ID3D11VideoDevice_CreateVideoProcessor(v.device, v.content, 0, &v.p), "video processor");
    conf_own(c, v.p);
    conf_drop(c, from);
    conf_hr(c, blit(&v, out, in), "of a released texture");
    conf_drop(c, in);
    ID3D11DeviceContext_Flush(c->now);
    conf_resource(c, to, "of a released texture");
}

/* ---- what is refused ---- */

static void views_refused(struct conf *c)
{
    struct video v = interfaces(c);
    D3D11_VIDEO_PROCESSOR_INPUT_VIEW_DESC id = { .ViewDimension = D3D11_VPIV_DIMENSION_TEXTURE2D };
    D3D11_VIDEO_PROCESSOR_OUTPUT_VIEW_DESC od = { .ViewDimension = D3D11_VPOV_DIMENSION_TEXTURE2D };
    D3D11_TEXTURE2D_DESC td = { W, H, 1, 2, DXGI_FORMAT_R8G8B8A8_UNORM, { 1, 0 }, D3D11_USAGE_DEFAULT, D3D11_BIND_RENDER_TARGET, 0, 0 };
    ID3D11Texture2D *t = conf_texture2d(c, &td, NULL), *read, *number, *staging;
    ID3D11VideoProcessorOutputView *out;
    ID3D11VideoProcessorInputView *in;
    ID3D11VideoProcessor *p;

    read = conf_plain2d(c, DXGI_FORMAT_R8G8B8A8_UNORM, W, H, D3D11_BIND_SHADER_RESOURCE, NULL);
    number = conf_plain2d(c, DXGI_FORMAT_R32_UINT, W, H, D3D11_BIND_RENDER_TARGET, NULL);
    td.Usage = D3D11_USAGE_STAGING, td.BindFlags = 0, td.CPUAccessFlags = D3D11_CPU_ACCESS_READ;
    staging = conf_texture2d(c, &td, NULL);
#define IN(texture) ((uint32_t)ID3D11VideoDevice_CreateVideoProcessorInputView(v.device, (ID3D11Resource *)(texture), v.content, &id, &in))
#define OUT(texture) ((uint32_t)ID3D11VideoDevice_CreateVideoProcessorOutputView(v.device, (ID3D11Resource *)(texture), v.content, &od, &out))
    in = (void *)&td;
    conf_must(c, IN(read), (uint32_t)E_INVALIDARG, "an input that is but read");
    conf_must(c, in == NULL, 1, "no input view");
    conf_must(c, IN(staging), (uint32_t)E_INVALIDARG, "a staging texture");
    conf_must(c, IN(number), (uint32_t)DXGI_ERROR_UNSUPPORTED, "an input of numbers");
    conf_must(c, (uint32_t)ID3D11VideoDevice_CreateVideoProcessorInputView(v.device, (ID3D11Resource *)t, v.content, &id, NULL), S_OK,
              "an input that could be");
    conf_must(c, (uint32_t)ID3D11VideoDevice_CreateVideoProcessorInputView(v.device, (ID3D11Resource *)number, v.content, &id, NULL),
              (uint32_t)DXGI_ERROR_UNSUPPORTED, "an input that could not");
    id.FourCC = 0x3231564e; /* NV12 */
    conf_must(c, IN(t), (uint32_t)DXGI_ERROR_UNSUPPORTED, "another format's code");
    id.FourCC = 0;
    id.Texture2D.MipSlice = 1;
    conf_must(c, IN(t), (uint32_t)E_INVALIDARG, "no such mip");
    id.Texture2D.MipSlice = 0, id.Texture2D.ArraySlice = 2;
    conf_must(c, IN(t), (uint32_t)E_INVALIDARG, "no such slice");
    id.ViewDimension = D3D11_VPIV_DIMENSION_UNKNOWN;
    conf_must(c, IN(t), (uint32_t)E_INVALIDARG, "no dimension");
    conf_must(c, OUT(read), (uint32_t)E_INVALIDARG, "an output that is but read");
    conf_must(c, OUT(number), (uint32_t)DXGI_ERROR_UNSUPPORTED, "an output of numbers");
    od.ViewDimension = D3D11_VPOV_DIMENSION_TEXTURE2DARRAY;
    od.Texture2DArray = (D3D11_TEX2D_ARRAY_VPOV){ 0, 1, 2 };
    conf_must(c, OUT(t), (uint32_t)E_INVALIDARG, "more slices than there are");
    od.ViewDimension = D3D11_VPOV_DIMENSION_UNKNOWN;
    conf_must(c, OUT(t), (uint32_t)E_INVALIDARG, "no dimension");
#undef IN
#undef OUT
    conf_must(c, (uint32_t)ID3D11VideoDevice_CreateVideoProcessor(v.device, v.content, 1, &p), (uint32_t)E_INVALIDARG, "no such rate conversion");
    conf_must(c, (uint32_t)ID3D11VideoDevice_CreateVideoProcessor(v.device, NULL, 0, &p), (uint32_t)E_INVALIDARG, "no enumerator");
}

static void blits_refused(struct conf *c)
{
    struct video v = processor(c);
    D3D11_TEXTURE2D_DESC td = { W, H, 1, 2, DXGI_FORMAT_R8G8B8A8_UNORM, { 1, 0 }, D3D11_USAGE_DEFAULT, D3D11_BIND_RENDER_TARGET, 0, 0 };
    D3D11_VIDEO_PROCESSOR_OUTPUT_VIEW_DESC od = { .ViewDimension = D3D11_VPOV_DIMENSION_TEXTURE2DARRAY };
    ID3D11Texture2D *t = conf_texture2d(c, &td, NULL);
    ID3D11VideoProcessorOutputView *out = output(c, &v, t, 0, 0), *both = NULL;
    D3D11_VIDEO_PROCESSOR_STREAM s[65] = { { .Enable = TRUE, .pInputSurface = input(c, &v, t, 0, 1) } }, one = s[0];
    D3D11_VIDEO_PROCESSOR_CONTENT_DESC d = description;
    ID3D11VideoProcessorEnumerator *e;
    UINT flags;

    od.Texture2DArray.ArraySize = 2;
    conf_need(c, ID3D11VideoDevice_CreateVideoProcessorOutputView(v.device, (ID3D11Resource *)t, v.content, &od, &both), "view of two");
    conf_own(c, both);
#define BLIT(out, n, s) ((uint32_t)ID3D11VideoContext_VideoProcessorBlt(v.ctx, v.p, out, 0, n, s))
    conf_must(c, BLIT(out, 65, s), (uint32_t)E_INVALIDARG, "more streams than states");
    conf_must(c, BLIT(both, 1, s), (uint32_t)E_INVALIDARG, "two slices without stereo");
    one.PastFrames = 1;
    conf_must(c, BLIT(out, 1, &one), (uint32_t)E_INVALIDARG, "reference frames");
    one = s[0], one.pInputSurfaceRight = one.pInputSurface;
    conf_must(c, BLIT(out, 1, &one), (uint32_t)E_INVALIDARG, "a right side without stereo");
    ID3D11VideoContext_VideoProcessorSetOutputStereoMode(v.ctx, v.p, TRUE);
    conf_must(c, BLIT(out, 1, s), (uint32_t)E_INVALIDARG, "stereo to one slice");
    conf_must(c, BLIT(both, 1, s), (uint32_t)E_INVALIDARG, "stereo of none");
    ID3D11VideoContext_VideoProcessorSetOutputStereoMode(v.ctx, v.p, FALSE);
    d.InputWidth = 0;
    conf_must(c, (uint32_t)ID3D11VideoDevice_CreateVideoProcessorEnumerator(v.device, &d, &e), (uint32_t)E_INVALIDARG, "a content without width");
    d = description, d.Usage = (D3D11_VIDEO_USAGE)3;
    conf_must(c, (uint32_t)ID3D11VideoDevice_CreateVideoProcessorEnumerator(v.device, &d, &e), (uint32_t)E_INVALIDARG, "a usage that is none");
    conf_must(c, (uint32_t)ID3D11VideoProcessorEnumerator_CheckVideoProcessorFormat(v.content, (DXGI_FORMAT)999, &flags), (uint32_t)E_INVALIDARG,
              "a format that is none");
    one = s[0], one.pInputSurface = NULL; /* DXVK does not come back from these */
    conf_must(c, BLIT(out, 1, &one), (uint32_t)E_INVALIDARG, "a stream without a picture");
    conf_must(c, BLIT(NULL, 1, s), (uint32_t)E_INVALIDARG, "no output");
    conf_must(c, BLIT(out, 1, NULL), (uint32_t)E_INVALIDARG, "no streams");
#undef BLIT
}

/* Decoders, protection and extensions: none, and nothing that pretends. */
static void nothing_else(struct conf *c)
{
    static const GUID aes = { 0x9b6bd711, 0x4f74, 0x41c9, { 0x9e, 0x7b, 0x0b, 0xe2, 0xd7, 0xd9, 0x3b, 0x4f } };
    struct video v = processor(c);
    D3D11_VIDEO_DECODER_DESC dd = { aes, W, H, DXGI_FORMAT_NV12 };
    D3D11_VIDEO_DECODER_CONFIG config = { 0 };
    D3D11_VIDEO_CONTENT_PROTECTION_CAPS caps;
    D3D11_VIDEO_PROCESSOR_FILTER_RANGE range;
    D3D11_VIDEO_PROCESSOR_CUSTOM_RATE rate;
    ID3D11VideoDecoder *decoder = (void *)&dd;
    ID3D11CryptoSession *session = (void *)&dd;
    ID3D11AuthenticatedChannel *channel = (void *)&dd;
    uint32_t word = 0;
    BOOL yes = 9;
    UINT n = 9;
    GUID g;

    conf_must(c, (uint32_t)ID3D11VideoDevice_GetVideoDecoderProfile(v.device, 0, &g), (uint32_t)E_INVALIDARG, "no profile");
    conf_must(c, (uint32_t)ID3D11VideoDevice_CheckVideoDecoderFormat(v.device, &aes, DXGI_FORMAT_NV12, &yes), (uint32_t)E_INVALIDARG, "its format");
    conf_must(c, (uint32_t)ID3D11VideoDevice_GetVideoDecoderConfigCount(v.device, &dd, &n), (uint32_t)E_INVALIDARG, "its configurations");
    conf_must(c, n, 0, "their number");
    conf_must(c, (uint32_t)ID3D11VideoDevice_CreateVideoDecoder(v.device, &dd, &config, &decoder), (uint32_t)E_INVALIDARG, "a decoder");
    conf_must(c, decoder == NULL, 1, "none is returned");
    conf_must(c, (uint32_t)ID3D11VideoDevice_GetContentProtectionCaps(v.device, NULL, NULL, &caps), S_OK, "protection");
    conf_must(c, caps.Caps + caps.KeyExchangeTypeCount, 0, "is none");
    conf_must(c, (uint32_t)ID3D11VideoDevice_GetContentProtectionCaps(v.device, &aes, NULL, &caps), (uint32_t)DXGI_ERROR_UNSUPPORTED, "of AES");
    conf_must(c, (uint32_t)ID3D11VideoDevice_CreateCryptoSession(v.device, &aes, NULL, &aes, &session), (uint32_t)DXGI_ERROR_UNSUPPORTED, "a session");
    conf_must(c, (uint32_t)ID3D11VideoDevice_CreateAuthenticatedChannel(v.device, D3D11_AUTHENTICATED_CHANNEL_DRIVER_HARDWARE, &channel),
              (uint32_t)DXGI_ERROR_UNSUPPORTED, "a channel");
    conf_must(c, session == NULL && channel == NULL, 1, "neither is returned");
    conf_must(c, (uint32_t)ID3D11VideoProcessorEnumerator_GetVideoProcessorFilterRange(v.content, D3D11_VIDEO_PROCESSOR_FILTER_HUE, &range),
              (uint32_t)E_INVALIDARG, "a filter");
    conf_must(c, (uint32_t)ID3D11VideoProcessorEnumerator_GetVideoProcessorCustomRate(v.content, 0, 0, &rate), (uint32_t)E_INVALIDARG, "a custom rate");
    conf_must(c, (uint32_t)ID3D11VideoContext_VideoProcessorSetOutputExtension(v.ctx, v.p, &aes, sizeof word, &word), (uint32_t)E_FAIL, "an extension");
    conf_must(c, (uint32_t)ID3D11VideoContext_VideoProcessorGetStreamExtension(v.ctx, v.p, 0, &aes, sizeof word, &word), (uint32_t)E_FAIL,
              "a stream's extension");
    conf_must(c, (uint32_t)ID3D11VideoContext_DecoderEndFrame(v.ctx, NULL), (uint32_t)E_INVALIDARG, "the end of no frame");
}

/* ne-d3d11-d3d11_create_device_flag: a driver of WDDM 1.2 has video. */
static void creation_flag(struct conf *c)
{
    ID3D11Device *d = NULL;
    HRESULT hr = D3D11CreateDevice(NULL, D3D_DRIVER_TYPE_HARDWARE, NULL, D3D11_CREATE_DEVICE_VIDEO_SUPPORT, NULL, 0, D3D11_SDK_VERSION, &d,
                                   NULL, NULL);

    conf_hr(c, hr, "D3D11_CREATE_DEVICE_VIDEO_SUPPORT");
    if (SUCCEEDED(hr)) ID3D11Device_Release(d);
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
    { "other states", other_states, 0 }, { "among draws", among_draws, 0 }, { "state", state, 0 }, { "more state", more_state, 0 },
    { "objects", objects, 0 }, { "releases", releases, 0 }, { "views refused", views_refused, 0 }, { "blits refused", blits_refused, 0 },
    { "nothing else", nothing_else, 0 }, { "creation flag", creation_flag, 0 },
};

const struct conf_area area_video = { .name = "video", .cases = cases, .n_cases = N_OF(cases) };
