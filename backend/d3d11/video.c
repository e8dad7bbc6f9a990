/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * video.c - the video processor. A blit brings the whole state of its processor; we keep what the host was told last and
 * call a setter only where that changed.
 *
 * Views have the texture's own format (CreateVideoProcessorInputView takes no other), and a back buffer of the guest's is
 * typeless here (resource.c). Blits go through a typed copy of such a texture, but on DXVK, whose views of a typeless one
 * are UNORM, where it is that.
 */
#include <stdlib.h>
#include "renderer.h"

struct pvb_d11_processor {
    ID3D11VideoProcessor *host;
    ID3D11VideoProcessorEnumerator *content; /* DXVK's processor has a pointer to it without a reference */
    bool told;                               /* output is what the host was told */
    struct pvgpu_cmd_video_blit output;
    uint32_t n_streams;                      /* that the host was told of */
    struct pvgpu_video_stream *streams;
};

struct pvb_d11_video_view {
    union {
        IUnknown *any;
        ID3D11VideoProcessorInputView *input;
        ID3D11VideoProcessorOutputView *output;
    };
    ID3D11Resource *texture, *copy; /* both or neither: the view is of the copy */
};

/* ---- what there is ---- */

/* Formats of pictures: DXVK (2.6) claims the processor's bits for whatever can be sampled or drawn to, and takes a view of a
 * depth format for one without aspects. */
static bool is_picture(uint32_t format)
{
    const struct pvgpu_format_row *row = &pvgpu_format_rows[format];

    switch ((enum pvgpu_format_kind)row->kind) {
    case PVGPU_FORMAT_UNORM: case PVGPU_FORMAT_SRGB: case PVGPU_FORMAT_FLOAT:
        return row->block_width == 1 && row->block_height == 1;
    case PVGPU_FORMAT_VIDEO: case PVGPU_FORMAT_PLANAR:
        return true;
    case PVGPU_FORMAT_UNKNOWN: case PVGPU_FORMAT_TYPELESS: case PVGPU_FORMAT_SNORM: case PVGPU_FORMAT_UINT:
    case PVGPU_FORMAT_SINT: case PVGPU_FORMAT_DEPTH:
        return false;
    }
    return false;
}

uint32_t pvb_d11_video_format(struct pvb_renderer *r, uint32_t format, uint32_t support)
{
    uint32_t bits = support & (D3D11_FORMAT_SUPPORT_VIDEO_PROCESSOR_INPUT | D3D11_FORMAT_SUPPORT_VIDEO_PROCESSOR_OUTPUT);

    if (!r->video.device || !(support & D3D11_FORMAT_SUPPORT_TEXTURE2D) || !is_picture(format)) bits = 0;
    /* DXVK draws into all planes as if they were one color. */
    if (r->video.dxvk && pvgpu_format_is_planar(format)) bits &= ~(uint32_t)D3D11_FORMAT_SUPPORT_VIDEO_PROCESSOR_OUTPUT;
    if (bits && format >= DXGI_FORMAT_AI44 && format <= DXGI_FORMAT_A8P8) r->video.palettes = true;
    r->video.formats[format] = bits;
    return bits;
}

static void filters(ID3D11VideoProcessorEnumerator *content, struct pvgpu_video_caps *caps)
{
    for (uint32_t i = 0; i < PVGPU_VIDEO_FILTERS; i++) {
        D3D11_VIDEO_PROCESSOR_FILTER_RANGE range = { 0 };
        if (!(caps->filter & 1u << i)) continue;
        if (SUCCEEDED(ID3D11VideoProcessorEnumerator_GetVideoProcessorFilterRange(content, (D3D11_VIDEO_PROCESSOR_FILTER)i, &range)))
            caps->filters[i] = (struct pvgpu_video_filter){ range.Minimum, range.Maximum, range.Default, range.Multiplier };
        else caps->filter &= ~(1u << i);
    }
}

static uint32_t at_most(uint32_t n, uint32_t most) { return n < most ? n : most; }

/* NULL: the host has no such content. */
static ID3D11VideoProcessorEnumerator *sample(struct pvb_renderer *r, D3D11_VIDEO_FRAME_FORMAT frames)
{
    const D3D11_VIDEO_PROCESSOR_CONTENT_DESC d = { frames, { 30, 1 }, 1920, 1080, { 30, 1 }, 1920, 1080,
                                                   D3D11_VIDEO_USAGE_PLAYBACK_NORMAL };
    ID3D11VideoProcessorEnumerator *content = NULL;
    return SUCCEEDED(ID3D11VideoDevice_CreateVideoProcessorEnumerator(r->video.device, &d, &content)) ? content : NULL;
}

static bool conversion(struct pvb_renderer *r, ID3D11VideoProcessorEnumerator *content, struct pvgpu_video_conversion *out)
{
    D3D11_VIDEO_PROCESSOR_RATE_CONVERSION_CAPS caps = { 0 };

    if (!content || FAILED(ID3D11VideoProcessorEnumerator_GetVideoProcessorRateConversionCaps(content, 0, &caps))) return false;
    *out = (struct pvgpu_video_conversion){ .past = at_most(caps.PastFrames, PVGPU_VIDEO_FRAMES),
        .future = at_most(caps.FutureFrames, PVGPU_VIDEO_FRAMES), .conversion = caps.ProcessorCaps, .telecine = caps.ITelecineCaps };
    for (uint32_t i = 0; i < at_most(caps.CustomRateCount, PVGPU_VIDEO_RATES); i++) {
        D3D11_VIDEO_PROCESSOR_CUSTOM_RATE c = { { 0 } };
        if (FAILED(ID3D11VideoProcessorEnumerator_GetVideoProcessorCustomRate(content, 0, i, &c))) break;
        out->rates[out->n_rates++] = (struct pvgpu_video_rate){ c.CustomRate.Numerator, c.CustomRate.Denominator, c.OutputFrames,
                                                                 (uint32_t)c.InputInterlaced, c.InputFramesOrFields, 0 };
    }
    if (out->past > r->video.past) r->video.past = out->past;
    if (out->future > r->video.future) r->video.future = out->future;
    return true;
}

bool pvb_d11_video_caps(struct pvb_renderer *r, struct pvgpu_video_caps *out)
{
    ID3D11VideoProcessorEnumerator *content = sample(r, D3D11_VIDEO_FRAME_FORMAT_PROGRESSIVE), *interlaced;
    D3D11_VIDEO_PROCESSOR_CAPS caps = { 0 };
    struct pvgpu_video_conversion progressive;
    bool ok;

    if (!content) return false;
    r->video.past = r->video.future = 0;
    ok = SUCCEEDED(ID3D11VideoProcessorEnumerator_GetVideoProcessorCaps(content, &caps)) && caps.RateConversionCapsCount
      && caps.MaxInputStreams && conversion(r, content, &progressive);
    if (ok) {
        *out = (struct pvgpu_video_caps){
            .device = caps.DeviceCaps, .feature = caps.FeatureCaps, .filter = caps.FilterCaps & ((1u << PVGPU_VIDEO_FILTERS) - 1),
            .input_format = caps.InputFormatCaps, .auto_stream = caps.AutoStreamCaps, .stereo = caps.StereoCaps,
            .max_streams = at_most(caps.MaxInputStreams, PVGPU_VIDEO_STREAMS),
            .max_states = at_most(caps.MaxStreamStates, PVGPU_VIDEO_STREAMS), .conversions = { progressive } };
        interlaced = sample(r, D3D11_VIDEO_FRAME_FORMAT_INTERLACED_TOP_FIELD_FIRST);
        if (!conversion(r, interlaced, &out->conversions[1])) out->conversions[1] = progressive;
        pvb_d11_release(interlaced);
        filters(content, out);
        r->video.max_streams = out->max_streams;
        r->video.max_states = out->max_states;
    }
    pvb_d11_release(content);
    return ok;
}

bool pvb_d11_video_init(struct pvb_renderer *r, struct pvgpu_video_caps *caps)
{
    /* IDXGIVkInteropDevice, by which DXVK is known (its src/dxgi/dxgi_interfaces.h). */
    static const GUID dxvk = { 0xe2ef5fa5, 0xdc21, 0x4af7, { 0x90, 0xc4, 0xf6, 0x7e, 0xf6, 0xa0, 0x93, 0x23 } };
    void *interop = NULL;

    if (SUCCEEDED(ID3D11Device_QueryInterface(r->device, &dxvk, &interop))) {
        r->video.dxvk = true;
        pvb_d11_release(interop);
    }
    r->video.takes_typeless = r->video.dxvk && !pvb_d11_os_flag("PVGPU_D3D11_VIDEO");
    if (SUCCEEDED(ID3D11Device_QueryInterface(r->device, &IID_ID3D11VideoDevice, (void **)&r->video.device))
        && SUCCEEDED(ID3D11DeviceContext_QueryInterface(r->ctx, &IID_ID3D11VideoContext, (void **)&r->video.ctx))
        && pvb_d11_video_caps(r, caps))
        return true;
    pvb_d11_video_fini(r);
    return false;
}

void pvb_d11_video_fini(struct pvb_renderer *r)
{
    pvb_d11_release(r->video.ctx);
    pvb_d11_release(r->video.device);
    r->video.ctx = NULL;
    r->video.device = NULL;
}

/* ---- objects ---- */

static enum pvgpu_verdict define(void *core, uint32_t id, enum pvgpu_object_kind kind, HRESULT hr, void *object)
{
    struct pvb_renderer *r = pvb_d11_context_of(core)->r;

    if (!object && pvb_d11_first(r, PVB_D11_EV_VIDEO))
        pvb_log(1, "video object refused: kind %d: 0x%08x", (int)kind, (unsigned)hr);
    pvb_define(core, id, kind, object);
    return PVGPU_OK;
}

enum pvgpu_verdict pvb_d11_cmd_create_video_enum(void *core, const struct pvgpu_cmd_create_video_enum *c, const void *tail)
{
    struct pvb_renderer *r = pvb_d11_context_of(core)->r;
    const D3D11_VIDEO_PROCESSOR_CONTENT_DESC d = { (D3D11_VIDEO_FRAME_FORMAT)c->frame_format, { c->in_num, c->in_den }, c->in_width,
                                                   c->in_height, { c->out_num, c->out_den }, c->out_width, c->out_height,
                                                   (D3D11_VIDEO_USAGE)c->usage };
    ID3D11VideoProcessorEnumerator *content = NULL;
    HRESULT hr = E_NOINTERFACE;

    if (r->video.device) hr = ID3D11VideoDevice_CreateVideoProcessorEnumerator(r->video.device, &d, &content);
    return define(core, c->id, PVGPU_OBJ_VIDEO_ENUM, hr, SUCCEEDED(hr) ? content : NULL);
}

enum pvgpu_verdict pvb_d11_cmd_create_video_processor(void *core, const struct pvgpu_cmd_create_video_processor *c,
                                                      const void *tail)
{
    struct pvb_renderer *r = pvb_d11_context_of(core)->r;
    struct pvb_d11_processor *p = calloc(1, sizeof *p);
    HRESULT hr = E_OUTOFMEMORY;

    if (p) {
        p->content = pvb_object(core, c->content);
        hr = ID3D11VideoDevice_CreateVideoProcessor(r->video.device, p->content, 0, &p->host);
        if (SUCCEEDED(hr)) ID3D11VideoProcessorEnumerator_AddRef(p->content);
        else {
            free(p);
            p = NULL;
        }
    }
    return define(core, c->id, PVGPU_OBJ_VIDEO_PROCESSOR, hr, p);
}

static bool needs_copy(const struct pvb_renderer *r, const struct pvb_d11_resource *res)
{
    if (res->host_format == (DXGI_FORMAT)res->info.format) return false;
    return !r->video.takes_typeless || pvgpu_format_rows[res->info.format].kind != PVGPU_FORMAT_UNORM;
}

bool pvb_d11_video_copies(struct pvb_renderer *r, void *resource)
{
    const struct pvb_d11_resource *res = resource;
    return res->info.dimension == PVGPU_DIM_TEX2D && !res->video_copy && needs_copy(r, res);
}

/* One for each texture, which has one subresource. */
static HRESULT copy_make(struct pvb_renderer *r, struct pvb_d11_resource *res)
{
    const D3D11_TEXTURE2D_DESC d = { res->info.width, res->info.height, 1, 1, (DXGI_FORMAT)res->info.format, { 1, 0 },
                                     D3D11_USAGE_DEFAULT, D3D11_BIND_RENDER_TARGET | D3D11_BIND_SHADER_RESOURCE, 0, 0 };
    return res->video_copy ? S_OK : ID3D11Device_CreateTexture2D(r->device, &d, NULL, &res->video_copy);
}

/* A view without its interface, and in *of what it is to show. NULL: refused. */
static struct pvb_d11_video_view *view_new(struct pvb_renderer *r, struct pvb_d11_resource *res, uint32_t bit, ID3D11Resource **of,
                                           HRESULT *hr)
{
    struct pvb_d11_video_view *v;

    *of = res->any;
    *hr = E_INVALIDARG;
    /* Tiles may be missing, which no page promises a video processor to bear. */
    if (!(r->video.formats[res->info.format] & bit) || (res->info.misc & PVGPU_MISC_TILED)) return NULL;
    if (needs_copy(r, res) && FAILED(*hr = copy_make(r, res))) return NULL;
    *hr = E_OUTOFMEMORY;
    v = calloc(1, sizeof *v);
    if (!v || !needs_copy(r, res)) return v;
    v->texture = res->any;
    *of = v->copy = (ID3D11Resource *)res->video_copy;
    ID3D11Resource_AddRef(v->texture);
    ID3D11Resource_AddRef(v->copy);
    return v;
}

enum pvgpu_verdict pvb_d11_cmd_create_video_input(void *core, const struct pvgpu_cmd_create_video_input *c, const void *tail)
{
    struct pvb_renderer *r = pvb_d11_context_of(core)->r;
    D3D11_VIDEO_PROCESSOR_INPUT_VIEW_DESC d = { .FourCC = c->fourcc, .ViewDimension = D3D11_VPIV_DIMENSION_TEXTURE2D };
    ID3D11Resource *of;
    HRESULT hr;
    struct pvb_d11_video_view *v = view_new(r, pvb_resource(core, c->resource), D3D11_FORMAT_SUPPORT_VIDEO_PROCESSOR_INPUT,
                                            &of, &hr);

    d.Texture2D = (D3D11_TEX2D_VPIV){ c->mip, c->slice };
    if (v) hr = ID3D11VideoDevice_CreateVideoProcessorInputView(r->video.device, of, pvb_object(core, c->content), &d, &v->input);
    if (v && FAILED(hr)) {
        pvb_d11_video_view_destroy(v);
        v = NULL;
    }
    return define(core, c->id, PVGPU_OBJ_VIDEO_INPUT, hr, v);
}

enum pvgpu_verdict pvb_d11_cmd_create_video_output(void *core, const struct pvgpu_cmd_create_video_output *c, const void *tail)
{
    struct pvb_renderer *r = pvb_d11_context_of(core)->r;
    D3D11_VIDEO_PROCESSOR_OUTPUT_VIEW_DESC d = { .ViewDimension = D3D11_VPOV_DIMENSION_TEXTURE2D };
    ID3D11Resource *of;
    HRESULT hr;
    struct pvb_d11_video_view *v = view_new(r, pvb_resource(core, c->resource), D3D11_FORMAT_SUPPORT_VIDEO_PROCESSOR_OUTPUT,
                                            &of, &hr);

    d.Texture2D.MipSlice = c->mip;
    if (c->first || c->count != 1) {
        d.ViewDimension = D3D11_VPOV_DIMENSION_TEXTURE2DARRAY;
        d.Texture2DArray = (D3D11_TEX2D_ARRAY_VPOV){ c->mip, c->first, c->count };
    }
    if (v) hr = ID3D11VideoDevice_CreateVideoProcessorOutputView(r->video.device, of, pvb_object(core, c->content), &d, &v->output);
    if (v && FAILED(hr)) {
        pvb_d11_video_view_destroy(v);
        v = NULL;
    }
    return define(core, c->id, PVGPU_OBJ_VIDEO_OUTPUT, hr, v);
}

void pvb_d11_video_view_destroy(struct pvb_d11_video_view *v)
{
    pvb_d11_release(v->any);
    pvb_d11_release(v->texture);
    pvb_d11_release(v->copy);
    free(v);
}

ID3D11View *pvb_d11_video_view_host(const struct pvb_d11_video_view *v) { return (ID3D11View *)v->any; }

static void copy_in(struct pvb_renderer *r, const struct pvb_d11_video_view *v)
{
    if (v && v->copy) ID3D11DeviceContext_CopyResource(r->ctx, v->copy, v->texture);
}

static void copy_out(struct pvb_renderer *r, const struct pvb_d11_video_view *v)
{
    if (v->copy) ID3D11DeviceContext_CopyResource(r->ctx, v->texture, v->copy);
}

/* What the host does with it is what a program there would see: DXVK clears output views, as if every format were UNORM, and lets
 * input views be. A predicate holds for the copies as it does for the clear. */
void pvb_d11_video_clear(struct pvb_renderer *r, const struct pvb_d11_video_view *v, const FLOAT color[4], const RECT *rects, UINT n)
{
    copy_in(r, v);
    ID3D11DeviceContext1_ClearView(r->ctx1, pvb_d11_video_view_host(v), color, rects, n);
    copy_out(r, v);
}

void pvb_d11_video_processor_destroy(struct pvb_d11_processor *p)
{
    pvb_d11_release(p->host);
    pvb_d11_release(p->content);
    free(p->streams);
    free(p);
}

/* ---- blits ---- */

/* What was told lies at was, NULL when nothing was. changed: words differ. switched: the first says whether the others
 * count, and was 0 at first. */
static bool changed(const void *was, const void *is, size_t words) { return !was || memcmp(was, is, words * 4); }

static bool switched(const void *was, const void *is, size_t words)
{
    const uint32_t *w = was, *i = is;
    if ((w ? w[0] : 0) != i[0]) return true;
    return i[0] && memcmp(w + 1, i + 1, (words - 1) * 4);
}

static RECT rect_of(const struct pvgpu_rect *r) { return (RECT){ r->left, r->top, r->right, r->bottom }; }

static D3D11_VIDEO_PROCESSOR_COLOR_SPACE color_space(uint32_t bits)
{
    return (D3D11_VIDEO_PROCESSOR_COLOR_SPACE){ .Usage = bits & 1, .RGB_Range = bits >> 1 & 1, .YCbCr_Matrix = bits >> 2 & 1,
                                                .YCbCr_xvYCC = bits >> 3 & 1, .Nominal_Range = bits >> 4 & 3 };
}

#define AT(member) (was ? &was->member : NULL), &is->member

static void tell_output(ID3D11VideoContext *ctx, ID3D11VideoProcessor *host, const struct pvgpu_cmd_video_blit *was,
                        const struct pvgpu_cmd_video_blit *is)
{
    if (switched(AT(target_on), 5)) {
        const RECT target = { is->target_left, is->target_top, is->target_right, is->target_bottom };
        ID3D11VideoContext_VideoProcessorSetOutputTargetRect(ctx, host, (BOOL)is->target_on, &target);
    }
    if (changed(AT(background_ycbcr), 5)) {
        D3D11_VIDEO_COLOR color;
        color.RGBA = (D3D11_VIDEO_COLOR_RGBA){ is->background_0, is->background_1, is->background_2, is->background_3 };
        ID3D11VideoContext_VideoProcessorSetOutputBackgroundColor(ctx, host, (BOOL)is->background_ycbcr, &color);
    }
    if (changed(AT(color_space), 1)) {
        const D3D11_VIDEO_PROCESSOR_COLOR_SPACE space = color_space(is->color_space);
        ID3D11VideoContext_VideoProcessorSetOutputColorSpace(ctx, host, &space);
    }
    if (changed(AT(alpha_fill), 2))
        ID3D11VideoContext_VideoProcessorSetOutputAlphaFillMode(ctx, host, (D3D11_VIDEO_PROCESSOR_ALPHA_FILL_MODE)is->alpha_fill,
                                                                is->alpha_fill_stream);
    if (switched(AT(constriction_on), 3)) {
        const SIZE size = { (LONG)is->constriction_width, (LONG)is->constriction_height };
        ID3D11VideoContext_VideoProcessorSetOutputConstriction(ctx, host, (BOOL)is->constriction_on, size);
    }
    if (switched(AT(stereo), 1)) ID3D11VideoContext_VideoProcessorSetOutputStereoMode(ctx, host, (BOOL)is->stereo);
}

static void tell_filters(ID3D11VideoContext *ctx, ID3D11VideoProcessor *host, UINT n, const struct pvgpu_video_stream *was,
                         const struct pvgpu_video_stream *is)
{
    for (uint32_t i = 0; i < PVGPU_VIDEO_FILTERS; i++) {
        const uint32_t before[2] = { was ? was->filters_on >> i & 1 : 0, was ? (uint32_t)was->levels[i] : 0 },
            now[2] = { is->filters_on >> i & 1, (uint32_t)is->levels[i] };
        if (switched(before, now, 2))
            ID3D11VideoContext_VideoProcessorSetStreamFilter(ctx, host, n, (D3D11_VIDEO_PROCESSOR_FILTER)i, (BOOL)now[0],
                                                             is->levels[i]);
    }
}

static void tell_stream(ID3D11VideoContext *ctx, ID3D11VideoProcessor *host, UINT n, const struct pvgpu_video_stream *was,
                        const struct pvgpu_video_stream *is)
{
    if (changed(AT(frame_format), 1))
        ID3D11VideoContext_VideoProcessorSetStreamFrameFormat(ctx, host, n, (D3D11_VIDEO_FRAME_FORMAT)is->frame_format);
    if (changed(AT(color_space), 1)) {
        const D3D11_VIDEO_PROCESSOR_COLOR_SPACE space = color_space(is->color_space);
        ID3D11VideoContext_VideoProcessorSetStreamColorSpace(ctx, host, n, &space);
    }
    if (changed(AT(rate), 4)) {
        const DXGI_RATIONAL custom = { is->rate_num, is->rate_den };
        ID3D11VideoContext_VideoProcessorSetStreamOutputRate(ctx, host, n, (D3D11_VIDEO_PROCESSOR_OUTPUT_RATE)is->rate,
            (BOOL)is->repeat, is->rate == D3D11_VIDEO_PROCESSOR_OUTPUT_RATE_CUSTOM ? &custom : NULL);
    }
    if (switched(AT(source_on), 5)) {
        const RECT source = rect_of(&is->source);
        ID3D11VideoContext_VideoProcessorSetStreamSourceRect(ctx, host, n, (BOOL)is->source_on, &source);
    }
    if (switched(AT(dest_on), 5)) {
        const RECT dest = rect_of(&is->dest);
        ID3D11VideoContext_VideoProcessorSetStreamDestRect(ctx, host, n, (BOOL)is->dest_on, &dest);
    }
    if (switched(AT(alpha_on), 2))
        ID3D11VideoContext_VideoProcessorSetStreamAlpha(ctx, host, n, (BOOL)is->alpha_on, is->alpha);
    if (switched(AT(luma_on), 3))
        ID3D11VideoContext_VideoProcessorSetStreamLumaKey(ctx, host, n, (BOOL)is->luma_on, is->luma_lower, is->luma_upper);
    if (switched(AT(aspect_on), 5)) {
        const DXGI_RATIONAL source = { is->source_num, is->source_den }, dest = { is->dest_num, is->dest_den };
        ID3D11VideoContext_VideoProcessorSetStreamPixelAspectRatio(ctx, host, n, (BOOL)is->aspect_on, &source, &dest);
    }
    if (switched(AT(stereo_on), 6))
        ID3D11VideoContext_VideoProcessorSetStreamStereoFormat(ctx, host, n, (BOOL)is->stereo_on,
            (D3D11_VIDEO_PROCESSOR_STEREO_FORMAT)is->stereo_format, (BOOL)is->left0, (BOOL)is->base0,
            (D3D11_VIDEO_PROCESSOR_STEREO_FLIP_MODE)is->flip, is->mono_offset);
    if (changed(AT(automatic), 1))
        ID3D11VideoContext_VideoProcessorSetStreamAutoProcessingMode(ctx, host, n, (BOOL)is->automatic);
    if (switched(AT(rotation_on), 2))
        ID3D11VideoContext_VideoProcessorSetStreamRotation(ctx, host, n, (BOOL)is->rotation_on,
                                                           (D3D11_VIDEO_PROCESSOR_ROTATION)is->rotation);
    tell_filters(ctx, host, n, was, is);
}

/* Room for what the host is told of n streams. */
static bool streams_grow(struct pvb_d11_processor *p, uint32_t n)
{
    struct pvgpu_video_stream *streams;

    if (n <= p->n_streams) return true;
    streams = realloc(p->streams, n * sizeof *streams);
    if (streams) p->streams = streams;
    return streams;
}

/* nf-d3d11-id3d11videocontext-videoprocessorblt: at most MaxStreamStates streams, MaxInputStreams of them enabled, and no more
 * reference frames than the host's conversions take. */
static bool too_many(const struct pvb_renderer *r, uint32_t n, const struct pvgpu_video_stream *s)
{
    uint32_t enabled = 0;

    for (uint32_t i = 0; i < n; i++) {
        enabled += s[i].enable;
        if (s[i].past > r->video.past || s[i].future > r->video.future) return true;
    }
    return n > r->video.max_states || enabled > r->video.max_streams;
}

/* The interfaces of n views into to, whose textures are copied where they have to be. NULL: none. */
static ID3D11VideoProcessorInputView **frames(struct pvb_renderer *r, void *core, uint32_t n, const uint32_t *ids,
                                              ID3D11VideoProcessorInputView *to[PVGPU_VIDEO_FRAMES])
{
    for (uint32_t i = 0; i < n; i++) {
        struct pvb_d11_video_view *v = pvb_object(core, ids[i]);
        if (!v) return NULL;
        copy_in(r, v);
        to[i] = v->input;
    }
    return n ? to : NULL;
}

enum pvgpu_verdict pvb_d11_cmd_video_blit(void *core, const struct pvgpu_cmd_video_blit *c, const void *tail)
{
    struct pvb_d11_context *cx = pvb_d11_context_of(core);
    struct pvb_renderer *r = cx->r;
    struct pvb_d11_processor *p = pvb_object(core, c->processor);
    struct pvb_d11_video_view *output = pvb_object(core, c->output);
    const struct pvgpu_video_stream *s = tail;
    D3D11_VIDEO_PROCESSOR_STREAM streams[PVGPU_VIDEO_STREAMS];
    ID3D11VideoProcessorInputView *references[PVGPU_VIDEO_STREAMS][4][PVGPU_VIDEO_FRAMES];
    HRESULT hr = E_INVALIDARG;

    if (too_many(r, c->n_streams, s) || !streams_grow(p, c->n_streams)) goto out;
    memset(streams, 0, sizeof streams);
    pvb_d11_predicate_pause(cx);
    copy_in(r, output); /* what lies outside of the target rectangle stays */
    tell_output(r->video.ctx, p->host, p->told ? &p->output : NULL, c);
    p->output = *c;
    p->told = true;
    for (uint32_t i = 0; i < c->n_streams; i++) {
        struct pvb_d11_video_view *left = pvb_object(core, s[i].input), *right = pvb_object(core, s[i].input_right);
        tell_stream(r->video.ctx, p->host, i, i < p->n_streams ? &p->streams[i] : NULL, &s[i]);
        p->streams[i] = s[i];
        streams[i].Enable = (BOOL)s[i].enable;
        streams[i].OutputIndex = s[i].output_index;
        streams[i].InputFrameOrField = s[i].input_frame;
        if (left) streams[i].pInputSurface = left->input;
        if (right) streams[i].pInputSurfaceRight = right->input;
        copy_in(r, left);
        copy_in(r, right);
        streams[i].PastFrames = s[i].past;
        streams[i].FutureFrames = s[i].future;
        streams[i].ppPastSurfaces = frames(r, core, s[i].past, s[i].past_frames, references[i][0]);
        streams[i].ppFutureSurfaces = frames(r, core, s[i].future, s[i].future_frames, references[i][1]);
        streams[i].ppPastSurfacesRight = frames(r, core, s[i].past, s[i].past_right, references[i][2]);
        streams[i].ppFutureSurfacesRight = frames(r, core, s[i].future, s[i].future_right, references[i][3]);
    }
    if (c->n_streams > p->n_streams) p->n_streams = c->n_streams;
    hr = ID3D11VideoContext_VideoProcessorBlt(r->video.ctx, p->host, output->output, c->frame, c->n_streams, streams);
    copy_out(r, output);
    pvb_d11_predicate_resume(cx);
out:
    if (FAILED(hr) && pvb_d11_first(r, PVB_D11_EV_VIDEO))
        pvb_log(1, "video blit of %u streams refused: 0x%08x", (unsigned)c->n_streams, (unsigned)hr);
    return PVGPU_OK;
}

/* Where nothing has a palette nobody is told: DXVK has no such function and logs every call. */
enum pvgpu_verdict pvb_d11_cmd_video_palette(void *core, const struct pvgpu_cmd_video_palette *c, const void *tail)
{
    struct pvb_renderer *r = pvb_d11_context_of(core)->r;
    const struct pvb_d11_processor *p = pvb_object(core, c->processor);

    if (r->video.palettes && c->stream < r->video.max_states)
        ID3D11VideoContext_VideoProcessorSetStreamPalette(r->video.ctx, p->host, c->stream, c->n_entries, tail);
    return PVGPU_OK;
}
