/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * test_video.c - the video table: whole, answering with what the host can, and the commands that come of its entries. The host
 * of these tests has a processor for R8G8B8A8_UNORM both ways and for NV12 as an input.
 */
#include <math.h>
#include <pthread.h>

#include "entry.h"
#include "one.h"
#include "video.h"

#define SUPPORT_VIDEO_OUTPUT 0x10000000u
#define SUPPORT_VIDEO_INPUT 0x20000000u
#define STREAMS(n) ((const struct pvgpu_video_stream *)(const void *)(k.last[PVGPU_IX_VIDEO_BLIT] + sizeof(struct pvgpu_cmd_video_blit)))[n]

static D3D11_1DDI_VIDEODEVICEFUNCS *v;

static HRESULT retrieve(void)
{
    v = fake_alloc(&k, sizeof *v);
    D3D11_1DDI_VIDEO_INPUT in = { .p11VideoDeviceFuncs = v };
    D3D11_1DDI_VIDEO_OUTPUT out = { 0 };
    return k.retrieve(k.device, D3D11_1DDI_VIDEO_FUNCTIONS, sizeof in, &in, sizeof out, &out);
}

static void open(uint32_t options)
{
    memset(&k, 0, sizeof k);
    fake_caps(&k.caps);
    k.caps.options |= options;
    k.caps.formats[DXGI_FORMAT_R8G8B8A8_UNORM].support = 0xffffffff;
    k.caps.formats[DXGI_FORMAT_R32_FLOAT].support = 0x4020; /* textures and targets */
    k.caps.formats[DXGI_FORMAT_NV12] = (struct pvgpu_format_caps){ .support = 0x20 | SUPPORT_VIDEO_INPUT, .samples = 1 };
    if (options & PVGPU_OPT_VIDEO) {
        k.caps.video = (struct pvgpu_video_caps){
            .device = 1, .feature = 0x1ff, .filter = 0x3, .input_format = 0xf, .auto_stream = 4, .stereo = 5, .max_streams = 8,
            .max_states = 16, .conversions = {
                { .past = 1, .conversion = 32, .telecine = 2 },
                { .past = 2, .future = 1, .conversion = 3, .n_rates = 2, .rates = { { 5, 2, 5, 1, 2, 0 }, { 4, 5, 4, 0, 5, 0 } } } },
        };
        k.caps.video.filters[1] = (struct pvgpu_video_filter){ -5, 7, 3, 0.5f };
        k.caps.video.filters[2] = (struct pvgpu_video_filter){ -1, 1, 0, 1 };
    }
    CHECK(fake_open(&k));
    CHECK_EQ(retrieve(), S_OK);
}

static void close_all(void)
{
    fake_free(&k, v);
    finish();
}

static const D3D11_1DDIARG_CREATEVIDEOPROCESSORENUM content = {
    .Desc = { D3D11_1DDI_VIDEO_FRAME_FORMAT_INTERLACED_TOP_FIELD_FIRST, { 30, 1 }, 64, 48, { 60, 2 }, 128, 96,
              D3D11_1DDI_VIDEO_USAGE_OPTIMAL_QUALITY },
};

static D3D11_1DDI_HVIDEOPROCESSORENUM make_enum(void)
{
    D3D11_1DDI_HVIDEOPROCESSORENUM e = { fake_alloc(&k, v->pfnCalcPrivateVideoProcessorEnumSize(k.device, &content)) };
    CHECK_EQ(v->pfnCreateVideoProcessorEnum(k.device, &content, e, (D3D11_1DDI_HRTVIDEOPROCESSORENUM){ 0 }), S_OK);
    return e;
}

static void drop_enum(D3D11_1DDI_HVIDEOPROCESSORENUM e)
{
    v->pfnDestroyVideoProcessorEnum(k.device, e);
    fake_free(&k, e.pDrvPrivate);
}

static D3D11_1DDI_HVIDEOPROCESSOR make_processor(D3D11_1DDI_HVIDEOPROCESSORENUM e)
{
    D3D11_1DDIARG_CREATEVIDEOPROCESSOR a = { e, 0 };
    D3D11_1DDI_HVIDEOPROCESSOR p = { fake_alloc(&k, v->pfnCalcPrivateVideoProcessorSize(k.device, &a)) };
    CHECK_EQ(v->pfnCreateVideoProcessor(k.device, &a, p, (D3D11_1DDI_HRTVIDEOPROCESSOR){ 0 }), S_OK);
    return p;
}

static void drop_processor(D3D11_1DDI_HVIDEOPROCESSOR p)
{
    v->pfnDestroyVideoProcessor(k.device, p);
    fake_free(&k, p.pDrvPrivate);
}

static D3D10DDI_HRESOURCE texture(DXGI_FORMAT format, UINT bind, UINT mips, UINT array)
{
    D3D10DDI_MIPINFO mip[4];
    D3D11DDIARG_CREATERESOURCE a = { .pMipInfoList = mip, .ResourceDimension = D3D10DDIRESOURCE_TEXTURE2D, .BindFlags = bind,
                                     .Format = format, .SampleDesc = { 1, 0 }, .MipLevels = mips, .ArraySize = array };
    for (UINT i = 0; i < mips; i++) mip[i] = (D3D10DDI_MIPINFO){ 64u >> i, 32u >> i, 1, 64u >> i, 32u >> i, 1 };
    return fake_resource(&k, &a);
}

static HRESULT input(D3D11_1DDIARG_CREATEVIDEOPROCESSORINPUTVIEW a, D3D11_1DDI_HVIDEOPROCESSORINPUTVIEW *out)
{
    out->pDrvPrivate = fake_alloc(&k, v->pfnCalcPrivateVideoProcessorInputViewSize(k.device, &a));
    HRESULT hr = v->pfnCreateVideoProcessorInputView(k.device, &a, *out, (D3D11_1DDI_HRTVIDEOPROCESSORINPUTVIEW){ 0 });
    if (FAILED(hr)) fake_free(&k, out->pDrvPrivate);
    return hr;
}

static HRESULT output(D3D11_1DDIARG_CREATEVIDEOPROCESSOROUTPUTVIEW a, D3D11_1DDI_HVIDEOPROCESSOROUTPUTVIEW *out)
{
    out->pDrvPrivate = fake_alloc(&k, v->pfnCalcPrivateVideoProcessorOutputViewSize(k.device, &a));
    HRESULT hr = v->pfnCreateVideoProcessorOutputView(k.device, &a, *out, (D3D11_1DDI_HRTVIDEOPROCESSOROUTPUTVIEW){ 0 });
    if (FAILED(hr)) fake_free(&k, out->pDrvPrivate);
    return hr;
}

static void drop_input(D3D11_1DDI_HVIDEOPROCESSORINPUTVIEW h)
{
    v->pfnDestroyVideoProcessorInputView(k.device, h);
    fake_free(&k, h.pDrvPrivate);
}

static void drop_output(D3D11_1DDI_HVIDEOPROCESSOROUTPUTVIEW h)
{
    v->pfnDestroyVideoProcessorOutputView(k.device, h);
    fake_free(&k, h.pDrvPrivate);
}

/* What most cases blit with: an input of 64 x 32, an output of the same size. */
static struct set {
    D3D11_1DDI_HVIDEOPROCESSORENUM e;
    D3D11_1DDI_HVIDEOPROCESSOR p;
    D3D10DDI_HRESOURCE from, to;
    D3D11_1DDI_HVIDEOPROCESSORINPUTVIEW in;
    D3D11_1DDI_HVIDEOPROCESSOROUTPUTVIEW out;
} s;

static void *make_set(void *arg)
{
    s.e = make_enum();
    s.p = make_processor(s.e);
    s.from = texture(DXGI_FORMAT_NV12, 0, 1, 1);
    s.to = texture(DXGI_FORMAT_R8G8B8A8_UNORM, D3D10_DDI_BIND_RENDER_TARGET, 1, 1);
    CHECK_EQ(input((D3D11_1DDIARG_CREATEVIDEOPROCESSORINPUTVIEW){ s.from, s.e, 0, 0, 0, 1 }, &s.in), S_OK);
    CHECK_EQ(output((D3D11_1DDIARG_CREATEVIDEOPROCESSOROUTPUTVIEW){ s.to, s.e, 0, 0, 1 }, &s.out), S_OK);
    return arg;
}

static void open_set(void)
{
    open(PVGPU_OPT_VIDEO);
    (void)make_set(NULL);
}

static void *drop_set(void *arg)
{
    drop_input(s.in);
    drop_output(s.out);
    drop_processor(s.p);
    drop_enum(s.e);
    fake_destroy_resource(&k, s.from);
    fake_destroy_resource(&k, s.to);
    return arg;
}

static void close_set(void)
{
    (void)drop_set(NULL);
    close_all();
}

static HRESULT blit(UINT n, const D3D11_1DDI_VIDEO_PROCESSOR_STREAM *streams)
{
    HRESULT hr = v->pfnVideoProcessorBlt(k.device, s.p, s.out, 7, n, streams);
    flush();
    return hr;
}

static HRESULT blit_one(void)
{
    D3D11_1DDI_VIDEO_PROCESSOR_STREAM one = { .Enable = TRUE, .OutputIndex = 3, .InputFrameOrField = 4, .hInputSurface = s.in };
    return blit(1, &one);
}

TEST(the_video_table_is_whole)
{
    D3D11_1DDI_VIDEO_INPUT in = { .p11VideoDeviceFuncs = NULL };
    D3D11_1DDI_VIDEODEVICEFUNCS *second;
    open(0);
    CHECK(fake_guards_ok(v));
    for (size_t i = 0; i < sizeof *v / sizeof(void *); i++) {
        uintptr_t p = ((uintptr_t *)v)[i];
        CHECK(p != 0 && p != (uintptr_t)0xcccccccccccccccc);
    }
    second = fake_alloc(&k, sizeof *second); /* the page's own place for it */
    CHECK_EQ(k.retrieve(k.device, 2, sizeof in, &in, sizeof *second, second), S_OK);
    CHECK(!memcmp(second, v, sizeof *v));
    CHECK_EQ(k.retrieve(k.device, 2, sizeof in, &in, sizeof *second - 1, second), E_INVALIDARG);
    in.p11VideoDeviceFuncs = second;
    CHECK_EQ(k.retrieve(k.device, 2, sizeof in - 1, &in, 0, NULL), E_INVALIDARG);
    CHECK_EQ(k.retrieve(k.device, 2, 0, NULL, 0, NULL), E_INVALIDARG);
    CHECK(FAILED(k.retrieve(k.device, 5, sizeof in, &in, 0, NULL)));
    CHECK(fake_guards_ok(second));
    fake_free(&k, second);
    close_all();
}

TEST(a_host_without_a_processor_has_none)
{
    D3D11_1DDI_VIDEO_PROCESSOR_CAPS caps;
    D3D11_1DDI_VIDEO_PROCESSOR_RATE_CONVERSION_CAPS rate;
    D3D11_1DDI_VIDEO_PROCESSOR_FILTER_RANGE range;
    D3D11_1DDI_HVIDEOPROCESSORINPUTVIEW in;
    D3D11_1DDI_HVIDEOPROCESSOROUTPUTVIEW out;
    static const uint8_t zero[64];
    UINT bits = 99;
    open(0);
    D3D10DDI_HRESOURCE r = texture(DXGI_FORMAT_R8G8B8A8_UNORM, D3D10_DDI_BIND_RENDER_TARGET, 1, 1);
    D3D11_1DDI_HVIDEOPROCESSORENUM e = make_enum();
    D3D11_1DDIARG_CREATEVIDEOPROCESSOR a = { e, 0 };
    void *p = fake_alloc(&k, v->pfnCalcPrivateVideoProcessorSize(k.device, &a));
    memset(&caps, 0xcc, sizeof caps), memset(&rate, 0xcc, sizeof rate), memset(&range, 0xcc, sizeof range);
    v->pfnGetVideoProcessorCaps(k.device, e, &caps);
    CHECK(!memcmp(&caps, zero, sizeof caps));
    v->pfnGetVideoProcessorRateConversionCaps(k.device, e, 0, &rate);
    CHECK(!memcmp(&rate, zero, sizeof rate));
    v->pfnGetVideoProcessorFilterRange(k.device, e, D3D11_1DDI_VIDEO_PROCESSOR_FILTER_CONTRAST, &range);
    CHECK(!memcmp(&range, zero, sizeof range));
    v->pfnCheckVideoProcessorFormat(k.device, e, DXGI_FORMAT_R8G8B8A8_UNORM, &bits);
    CHECK_EQ(bits, 0);
    k.f->pfnCheckFormatSupport(k.device, DXGI_FORMAT_R8G8B8A8_UNORM, &bits);
    CHECK_EQ(bits & 0xe0, 0);
    CHECK_EQ(v->pfnCreateVideoProcessor(k.device, &a, (D3D11_1DDI_HVIDEOPROCESSOR){ p }, (D3D11_1DDI_HRTVIDEOPROCESSOR){ 0 }), E_OUTOFMEMORY);
    CHECK_EQ(input((D3D11_1DDIARG_CREATEVIDEOPROCESSORINPUTVIEW){ r, e, 0, 0, 0, 1 }, &in), DXGI_ERROR_UNSUPPORTED);
    CHECK_EQ(output((D3D11_1DDIARG_CREATEVIDEOPROCESSOROUTPUTVIEW){ r, e, 0, 0, 1 }, &out), DXGI_ERROR_UNSUPPORTED);
    fake_free(&k, p);
    drop_enum(e);
    fake_destroy_resource(&k, r);
    flush();
    CHECK_EQ(k.ops[PVGPU_IX_CREATE_VIDEO_ENUM] + k.ops[PVGPU_IX_CREATE_VIDEO_PROCESSOR], 0);
    close_all();
}

TEST(capabilities_are_the_processors)
{
    D3D11_1DDI_VIDEO_PROCESSOR_CAPS caps;
    D3D11_1DDI_VIDEO_PROCESSOR_RATE_CONVERSION_CAPS rate;
    D3D11_1DDI_VIDEO_PROCESSOR_FILTER_RANGE range;
    D3D11_1DDI_VIDEO_PROCESSOR_CUSTOM_RATE custom, again;
    UINT bits;
    open(PVGPU_OPT_VIDEO);
    D3D11_1DDI_HVIDEOPROCESSORENUM e = make_enum();
    memset(&caps, 0xcc, sizeof caps), memset(&rate, 0xcc, sizeof rate), memset(&range, 0xcc, sizeof range);
    v->pfnGetVideoProcessorCaps(k.device, e, &caps);
    CHECK_EQ(caps.DeviceCaps, 1);
    CHECK_EQ(caps.FeatureCaps, 0x1ff);
    CHECK_EQ(caps.FilterCaps, 3);
    CHECK_EQ(caps.InputFormatCaps, 15);
    CHECK_EQ(caps.AutoStreamCaps, 4);
    CHECK_EQ(caps.StereoCaps, 5);
    CHECK_EQ(caps.RateConversionCapsCount, 1);
    CHECK_EQ(caps.MaxInputStreams, 8);
    CHECK_EQ(caps.MaxStreamStates, 16);
    v->pfnGetVideoProcessorRateConversionCaps(k.device, e, 0, &rate);
    CHECK(rate.PastFrames == 2 && rate.FutureFrames == 1 && rate.ConversionCaps == 3 && rate.ITelecineCaps == 0 && rate.CustomRateCount == 2);
    for (UINT i = 0; i < 2; i++) { /* in whichever order the two numbers come */
        v->pfnGetVideoProcessorCustomRate(k.device, e, i, 0, &custom);
        v->pfnGetVideoProcessorCustomRate(k.device, e, 0, i, &again);
        CHECK(!memcmp(&custom, &again, sizeof custom));
        CHECK_EQ(custom.CustomRate.Numerator, i ? 4 : 5);
        CHECK(custom.OutputFrames == (i ? 4u : 5u) && custom.InputInterlaced == !i && custom.InputFramesOrFields == (i ? 5u : 2u));
    }
    v->pfnGetVideoProcessorCustomRate(k.device, e, 2, 0, &custom);
    CHECK_EQ(custom.CustomRate.Numerator + custom.OutputFrames, 0);
    v->pfnGetVideoProcessorCustomRate(k.device, e, 1, 1, &custom);
    CHECK_EQ(custom.CustomRate.Numerator, 0);
    D3D11_1DDIARG_CREATEVIDEOPROCESSORENUM still = content;
    still.Desc.InputFrameFormat = D3D11_1DDI_VIDEO_FRAME_FORMAT_PROGRESSIVE;
    D3D11_1DDI_HVIDEOPROCESSORENUM second = { fake_alloc(&k, v->pfnCalcPrivateVideoProcessorEnumSize(k.device, &still)) };
    CHECK_EQ(v->pfnCreateVideoProcessorEnum(k.device, &still, second, (D3D11_1DDI_HRTVIDEOPROCESSORENUM){ 0 }), S_OK);
    v->pfnGetVideoProcessorRateConversionCaps(k.device, second, 0, &rate);
    CHECK(rate.PastFrames == 1 && rate.FutureFrames == 0 && rate.ConversionCaps == 32 && rate.ITelecineCaps == 2 && rate.CustomRateCount == 0);
    v->pfnGetVideoProcessorRateConversionCaps(k.device, second, 1, &rate);
    CHECK_EQ(rate.PastFrames + rate.ConversionCaps, 0);
    drop_enum(second);
    v->pfnGetVideoProcessorFilterRange(k.device, e, D3D11_1DDI_VIDEO_PROCESSOR_FILTER_CONTRAST, &range);
    CHECK(range.Minimum == -5 && range.Maximum == 7 && range.Default == 3 && range.Multiplier == 0.5f);
    v->pfnGetVideoProcessorFilterRange(k.device, e, D3D11_1DDI_VIDEO_PROCESSOR_FILTER_HUE, &range); /* no bit of it */
    CHECK(range.Minimum == 0 && range.Maximum == 0 && range.Multiplier == 0);
    v->pfnCheckVideoProcessorFormat(k.device, e, DXGI_FORMAT_R8G8B8A8_UNORM, &bits);
    CHECK_EQ(bits, 3);
    v->pfnCheckVideoProcessorFormat(k.device, e, DXGI_FORMAT_NV12, &bits);
    CHECK_EQ(bits, D3D11_1DDI_VIDEO_PROCESSOR_FORMAT_SUPPORT_INPUT);
    v->pfnCheckVideoProcessorFormat(k.device, e, DXGI_FORMAT_R32_FLOAT, &bits);
    CHECK_EQ(bits, 0);
    v->pfnCheckVideoProcessorFormat(k.device, e, (DXGI_FORMAT)0x7fffffff, &bits);
    CHECK_EQ(bits, 0);
    k.f->pfnCheckFormatSupport(k.device, DXGI_FORMAT_R8G8B8A8_UNORM, &bits);
    CHECK_EQ(bits & 0xe0, 0xc0);
    k.f->pfnCheckFormatSupport(k.device, DXGI_FORMAT_NV12, &bits);
    CHECK_EQ(bits & 0xe0, 0x80);
    drop_enum(e);
    close_all();
}

TEST(processors_and_views_are_made_on_the_host)
{
    open_set();
    flush();
    const struct pvgpu_cmd_create_video_enum *e = LAST(create_video_enum, CREATE_VIDEO_ENUM);
    CHECK(e->frame_format == 1 && e->in_num == 30 && e->in_den == 1 && e->in_width == 64 && e->in_height == 48);
    CHECK(e->out_num == 60 && e->out_den == 2 && e->out_width == 128 && e->out_height == 96 && e->usage == 2);
    CHECK_EQ(LAST(create_video_processor, CREATE_VIDEO_PROCESSOR)->content, e->id);
    const struct pvgpu_cmd_create_video_input *in = LAST(create_video_input, CREATE_VIDEO_INPUT);
    CHECK(in->content == e->id && in->resource == fake_resource_id(s.from) && in->mip == 0 && in->slice == 0 && in->fourcc == 0);
    const struct pvgpu_cmd_create_video_output *out = LAST(create_video_output, CREATE_VIDEO_OUTPUT);
    CHECK(out->content == e->id && out->resource == fake_resource_id(s.to) && out->mip == 0 && out->first == 0 && out->count == 1);
    close_set();
}

TEST(views_are_of_what_the_processor_takes)
{
    D3D11_1DDI_HVIDEOPROCESSORINPUTVIEW in;
    D3D11_1DDI_HVIDEOPROCESSOROUTPUTVIEW out;
    uint32_t nv12, p010;
    memcpy(&nv12, "NV12", 4), memcpy(&p010, "P010", 4);
    open_set();
    D3D10DDI_HRESOURCE many = texture(DXGI_FORMAT_R8G8B8A8_UNORM, D3D10_DDI_BIND_RENDER_TARGET, 3, 4);
    D3D10DDI_HRESOURCE other = texture(DXGI_FORMAT_R32_FLOAT, D3D10_DDI_BIND_RENDER_TARGET, 1, 1);
    D3D10DDI_HRESOURCE read = texture(DXGI_FORMAT_R8G8B8A8_UNORM, D3D10_DDI_BIND_SHADER_RESOURCE, 1, 1);
    CHECK_EQ(input((D3D11_1DDIARG_CREATEVIDEOPROCESSORINPUTVIEW){ many, s.e, 0, 2, 3, 1 }, &in), S_OK);
    flush();
    CHECK(LAST(create_video_input, CREATE_VIDEO_INPUT)->mip == 2 && LAST(create_video_input, CREATE_VIDEO_INPUT)->slice == 3);
    drop_input(in);
    CHECK_EQ(output((D3D11_1DDIARG_CREATEVIDEOPROCESSOROUTPUTVIEW){ many, s.e, 1, 2, 2 }, &out), S_OK);
    flush();
    const struct pvgpu_cmd_create_video_output *o = LAST(create_video_output, CREATE_VIDEO_OUTPUT);
    CHECK(o->mip == 1 && o->first == 2 && o->count == 2);
    drop_output(out);
    CHECK_EQ(input((D3D11_1DDIARG_CREATEVIDEOPROCESSORINPUTVIEW){ s.from, s.e, nv12, 0, 0, 1 }, &in), S_OK);
    flush();
    CHECK_EQ(LAST(create_video_input, CREATE_VIDEO_INPUT)->fourcc, nv12);
    drop_input(in);
    const D3D11_1DDIARG_CREATEVIDEOPROCESSORINPUTVIEW bad_in[] = {
        { s.from, s.e, p010, 0, 0, 1 }, { many, s.e, nv12, 0, 0, 1 }, { many, s.e, 0, 3, 0, 1 }, { many, s.e, 0, 0, 4, 1 },
        { many, s.e, 0, 0, 0, 2 }, { other, s.e, 0, 0, 0, 1 },
    };
    for (unsigned i = 0; i < sizeof bad_in / sizeof bad_in[0]; i++) CHECK_EQ(input(bad_in[i], &in), DXGI_ERROR_UNSUPPORTED);
    const D3D11_1DDIARG_CREATEVIDEOPROCESSOROUTPUTVIEW bad_out[] = {
        { many, s.e, 3, 0, 1 }, { many, s.e, 0, 4, 1 }, { many, s.e, 0, 1, 4 }, { many, s.e, 0, 1, ~0u }, { many, s.e, 0, 0, 0 },
        { other, s.e, 0, 0, 1 }, { read, s.e, 0, 0, 1 }, { s.from, s.e, 0, 0, 1 },
    };
    for (unsigned i = 0; i < sizeof bad_out / sizeof bad_out[0]; i++) CHECK_EQ(output(bad_out[i], &out), DXGI_ERROR_UNSUPPORTED);
    fake_destroy_resource(&k, many);
    fake_destroy_resource(&k, other);
    fake_destroy_resource(&k, read);
    close_set();
}

/* A view outlives its enumerator, and is made again with it when identities rotate. */
TEST(rotation_makes_video_views_again)
{
    open_set();
    D3D10DDI_HRESOURCE second = texture(DXGI_FORMAT_R8G8B8A8_UNORM, D3D10_DDI_BIND_RENDER_TARGET, 1, 1);
    DXGI_DDI_HRESOURCE list[2] = { (DXGI_DDI_HRESOURCE)s.to.pDrvPrivate, (DXGI_DDI_HRESOURCE)second.pDrvPrivate };
    DXGI_DDI_ARG_ROTATE_RESOURCE_IDENTITIES a = { (DXGI_DDI_HDEVICE)k.device.pDrvPrivate, list, 2 };
    uint32_t id = fake_resource_id(second);
    drop_enum(s.e);
    flush();
    unsigned made = k.ops[PVGPU_IX_CREATE_VIDEO_OUTPUT];
    CHECK_EQ(k.dxgi->pfnRotateResourceIdentities(&a), S_OK);
    flush();
    CHECK_EQ(k.ops[PVGPU_IX_CREATE_VIDEO_OUTPUT], made + 1);
    CHECK_EQ(LAST(create_video_output, CREATE_VIDEO_OUTPUT)->resource, id);
    CHECK_EQ(blit_one(), S_OK);
    unsigned destroyed = k.ops[PVGPU_IX_DESTROY];
    drop_input(s.in);
    drop_output(s.out);
    flush();
    CHECK_EQ(k.ops[PVGPU_IX_DESTROY], destroyed + 3); /* both views, and with the last one the enumerator */
    drop_processor(s.p);
    fake_destroy_resource(&k, s.from);
    fake_destroy_resource(&k, s.to);
    fake_destroy_resource(&k, second);
    close_all();
}

TEST(a_new_processor_has_the_defaults)
{
    open_set();
    CHECK_EQ(blit_one(), S_OK);
    const struct pvgpu_cmd_video_blit *b = LAST(video_blit, VIDEO_BLIT);
    CHECK(b->frame == 7 && b->n_streams == 1 && !b->target_on && !b->color_space && !b->alpha_fill && !b->stereo && !b->constriction_on);
    struct pvgpu_video_stream want = { .enable = 1, .output_index = 3, .input_frame = 4, .automatic = 1, .alpha = 1,
                                       .source_num = 1, .source_den = 1, .dest_num = 1, .dest_den = 1 };
    want.input = STREAMS(0).input;
    CHECK(want.input && !memcmp(&want, &STREAMS(0), sizeof want));
    CHECK_EQ(blit(0, NULL), S_OK);
    CHECK_EQ(LAST(video_blit, VIDEO_BLIT)->n_streams, 0);
    close_set();
}

TEST(every_state_goes_with_the_blit)
{
    static const RECT r = { 1, 2, 30, 20 };
    static const D3D11_1DDI_VIDEO_COLOR color = { .RGBA = { 0.25f, 0.5f, 0.75f, 1 } };
    D3D11_1DDI_VIDEO_PROCESSOR_COLOR_SPACE space = { .Usage = 1, .YCbCr_Matrix = 1, .Nominal_Range = 2, .Reserved = 5 };
    const DXGI_RATIONAL three = { 3, 4 }, five = { 5, 6 };
    D3D11_1DDI_VIDEO_PROCESSOR_STREAM two[2] = { { .Enable = TRUE }, { .Enable = TRUE } };
    open_set();
    two[0].hInputSurface = two[1].hInputSurface = two[1].hInputSurfaceRight = s.in;
    v->pfnVideoProcessorSetOutputTargetRect(k.device, s.p, TRUE, &r);
    v->pfnVideoProcessorSetOutputBackgroundColor(k.device, s.p, 9, &color);
    v->pfnVideoProcessorSetOutputColorSpace(k.device, s.p, &space);
    v->pfnVideoProcessorSetOutputAlphaFillMode(k.device, s.p, D3D11_1DDI_VIDEO_PROCESSOR_ALPHA_FILL_MODE_SOURCE_STREAM, 1);
    v->pfnVideoProcessorSetOutputConstriction(k.device, s.p, 2, (SIZE){ 10, 20 });
    v->pfnVideoProcessorSetOutputStereoMode(k.device, s.p, 3);
    v->pfnVideoProcessorSetStreamFrameFormat(k.device, s.p, 1, D3D11_1DDI_VIDEO_FRAME_FORMAT_INTERLACED_BOTTOM_FIELD_FIRST);
    v->pfnVideoProcessorSetStreamColorSpace(k.device, s.p, 1, &space);
    v->pfnVideoProcessorSetStreamOutputRate(k.device, s.p, 1, D3D11_1DDI_VIDEO_PROCESSOR_OUTPUT_RATE_CUSTOM, 4, &three);
    v->pfnVideoProcessorSetStreamSourceRect(k.device, s.p, 1, TRUE, &r);
    v->pfnVideoProcessorSetStreamDestRect(k.device, s.p, 1, TRUE, &r);
    v->pfnVideoProcessorSetStreamAlpha(k.device, s.p, 1, TRUE, 0.5f);
    v->pfnVideoProcessorSetStreamPixelAspectRatio(k.device, s.p, 1, TRUE, &three, &five);
    v->pfnVideoProcessorSetStreamLumaKey(k.device, s.p, 1, TRUE, 0.125f, 0.375f);
    v->pfnVideoProcessorSetStreamStereoFormat(k.device, s.p, 1, TRUE, D3D11_1DDI_VIDEO_PROCESSOR_STEREO_FORMAT_SEPARATE, 5, 6,
                                              D3D11_1DDI_VIDEO_PROCESSOR_STEREO_FLIP_FRAME1, -3);
    v->pfnVideoProcessorSetStreamAutoProcessingMode(k.device, s.p, 1, FALSE);
    v->pfnVideoProcessorSetStreamFilter(k.device, s.p, 1, D3D11_1DDI_VIDEO_PROCESSOR_FILTER_CONTRAST, TRUE, -4);
    v->pfnVideoProcessorSetStreamFilter(k.device, s.p, 1, D3D11_1DDI_VIDEO_PROCESSOR_FILTER_HUE, TRUE, 4);
    v->pfnVideoProcessorSetStreamFilter(k.device, s.p, 1, D3D11_1DDI_VIDEO_PROCESSOR_FILTER_HUE, FALSE, 9);
    v->pfnVideoProcessorSetStreamRotation(k.device, s.p, 1, TRUE, D3D11_1DDI_VIDEO_PROCESSOR_ROTATION_180);
    CHECK_EQ(blit(2, two), S_OK);
    const struct pvgpu_cmd_video_blit *b = LAST(video_blit, VIDEO_BLIT);
    CHECK(b->target_on == 1 && b->target_left == 1 && b->target_top == 2 && b->target_right == 30 && b->target_bottom == 20);
    CHECK(b->background_ycbcr == 1 && b->background_0 == 0.25f && b->background_1 == 0.5f && b->background_2 == 0.75f && b->background_3 == 1);
    CHECK_EQ(b->color_space, 0x25); /* without the reserved bits */
    CHECK(b->alpha_fill == 3 && b->alpha_fill_stream == 1);
    CHECK(b->constriction_on == 1 && b->constriction_width == 10 && b->constriction_height == 20 && b->stereo == 1);
    struct pvgpu_video_stream want = {
        .enable = 1, .input = STREAMS(0).input, .input_right = STREAMS(0).input, .frame_format = 2, .color_space = 0x25,
        .rate = 2, .repeat = 1, .rate_num = 3, .rate_den = 4, .source_on = 1, .source = { 1, 2, 30, 20 }, .dest_on = 1,
        .dest = { 1, 2, 30, 20 }, .alpha_on = 1, .alpha = 0.5f, .luma_on = 1, .luma_lower = 0.125f, .luma_upper = 0.375f,
        .aspect_on = 1, .source_num = 3, .source_den = 4, .dest_num = 5, .dest_den = 6, .stereo_on = 1, .stereo_format = 3,
        .left0 = 1, .base0 = 1, .flip = 2, .mono_offset = -3, .automatic = 0, .rotation_on = 1, .rotation = 2, .filters_on = 2,
    };
    want.levels[1] = -4, want.levels[2] = 4;
    CHECK(!memcmp(&want, &STREAMS(1), sizeof want));
    CHECK(!STREAMS(0).source_on && !STREAMS(0).alpha_on && STREAMS(0).automatic && !STREAMS(0).filters_on); /* the other is its own */
    /* off again */
    v->pfnVideoProcessorSetOutputTargetRect(k.device, s.p, FALSE, NULL);
    v->pfnVideoProcessorSetStreamSourceRect(k.device, s.p, 1, FALSE, NULL);
    v->pfnVideoProcessorSetStreamDestRect(k.device, s.p, 1, FALSE, NULL);
    v->pfnVideoProcessorSetStreamAlpha(k.device, s.p, 1, FALSE, 0);
    v->pfnVideoProcessorSetStreamPixelAspectRatio(k.device, s.p, 1, FALSE, NULL, NULL);
    v->pfnVideoProcessorSetStreamLumaKey(k.device, s.p, 1, FALSE, 0, 0);
    v->pfnVideoProcessorSetStreamStereoFormat(k.device, s.p, 1, FALSE, 0, 0, 0, 0, 0);
    v->pfnVideoProcessorSetStreamRotation(k.device, s.p, 1, FALSE, 0);
    v->pfnVideoProcessorSetStreamOutputRate(k.device, s.p, 1, D3D11_1DDI_VIDEO_PROCESSOR_OUTPUT_RATE_HALF, FALSE, NULL);
    two[1].hInputSurfaceRight.pDrvPrivate = NULL;
    CHECK_EQ(blit(2, two), S_OK);
    const struct pvgpu_video_stream *x = &STREAMS(1);
    CHECK(!LAST(video_blit, VIDEO_BLIT)->target_on && !x->source_on && !x->dest_on && !x->alpha_on && !x->aspect_on && !x->luma_on);
    CHECK(!x->stereo_on && !x->rotation_on && x->rate == 1 && !x->rate_num && !x->input_right);
    close_set();
}

/* The host ends a context that sends such values: they do not get that far. */
TEST(what_is_out_of_range_is_not_sent)
{
    static const D3D11_1DDI_VIDEO_COLOR nan_color = { .RGBA = { 0, NAN, 0, 0 } };
    static const RECT r = { 0, 0, 8, 8 };
    open_set();
    v->pfnVideoProcessorSetOutputBackgroundColor(k.device, s.p, TRUE, &nan_color);
    v->pfnVideoProcessorSetOutputAlphaFillMode(k.device, s.p, (D3D11_1DDI_VIDEO_PROCESSOR_ALPHA_FILL_MODE)4, 0);
    v->pfnVideoProcessorSetOutputTargetRect(k.device, s.p, TRUE, NULL);
    v->pfnVideoProcessorSetStreamFrameFormat(k.device, s.p, 0, (D3D11_1DDI_VIDEO_FRAME_FORMAT)3);
    v->pfnVideoProcessorSetStreamOutputRate(k.device, s.p, 0, (D3D11_1DDI_VIDEO_PROCESSOR_OUTPUT_RATE)3, 1, NULL);
    v->pfnVideoProcessorSetStreamAlpha(k.device, s.p, 0, TRUE, INFINITY);
    v->pfnVideoProcessorSetStreamLumaKey(k.device, s.p, 0, TRUE, 0, NAN);
    v->pfnVideoProcessorSetStreamPixelAspectRatio(k.device, s.p, 0, TRUE, NULL, NULL);
    v->pfnVideoProcessorSetStreamStereoFormat(k.device, s.p, 0, TRUE, (D3D11_1DDI_VIDEO_PROCESSOR_STEREO_FORMAT)8, 0, 0, 0, 0);
    v->pfnVideoProcessorSetStreamStereoFormat(k.device, s.p, 0, TRUE, 0, 0, 0, (D3D11_1DDI_VIDEO_PROCESSOR_STEREO_FLIP_MODE)3, 0);
    v->pfnVideoProcessorSetStreamPixelAspectRatio(k.device, s.p, 0, TRUE, &(DXGI_RATIONAL){ 1, 1 }, &(DXGI_RATIONAL){ 1, 0 });
    v->pfnVideoProcessorSetStreamOutputRate(k.device, s.p, 0, D3D11_1DDI_VIDEO_PROCESSOR_OUTPUT_RATE_CUSTOM, 1, &(DXGI_RATIONAL){ 0, 1 });
    v->pfnVideoProcessorSetStreamOutputRate(k.device, s.p, 0, D3D11_1DDI_VIDEO_PROCESSOR_OUTPUT_RATE_CUSTOM, 1, NULL);
    v->pfnVideoProcessorSetOutputAlphaFillMode(k.device, s.p, D3D11_1DDI_VIDEO_PROCESSOR_ALPHA_FILL_MODE_SOURCE_STREAM, PVGPU_VIDEO_STREAMS);
    v->pfnVideoProcessorSetOutputAlphaFillMode(k.device, s.p, D3D11_1DDI_VIDEO_PROCESSOR_ALPHA_FILL_MODE_OPAQUE, ~0u);
    v->pfnVideoProcessorSetOutputConstriction(k.device, s.p, TRUE, (SIZE){ -1, 4 });
    v->pfnVideoProcessorSetOutputConstriction(k.device, s.p, TRUE, (SIZE){ 4, 16385 });
    v->pfnVideoProcessorSetStreamFilter(k.device, s.p, 0, (D3D11_1DDI_VIDEO_PROCESSOR_FILTER)8, TRUE, 1);
    v->pfnVideoProcessorSetStreamRotation(k.device, s.p, 0, TRUE, (D3D11_1DDI_VIDEO_PROCESSOR_ROTATION)4);
    v->pfnVideoProcessorSetStreamSourceRect(k.device, s.p, PVGPU_VIDEO_STREAMS, TRUE, &r); /* no such stream */
    v->pfnVideoProcessorSetStreamRotation(k.device, s.p, ~0u, TRUE, D3D11_1DDI_VIDEO_PROCESSOR_ROTATION_90);
    CHECK_EQ(blit_one(), S_OK);
    const struct pvgpu_cmd_video_blit *b = LAST(video_blit, VIDEO_BLIT);
    const struct pvgpu_video_stream *x = &STREAMS(0);
    CHECK(!b->constriction_on && !b->constriction_height && !b->alpha_fill_stream);
    CHECK(!b->background_ycbcr && b->background_1 == 0 && !b->alpha_fill && !b->target_on);
    CHECK(!x->frame_format && !x->rate && !x->repeat && !x->alpha_on && !x->luma_on && !x->aspect_on && !x->stereo_on);
    CHECK(!x->filters_on && !x->rotation_on && !x->source_on);
    close_set();
}

static const struct pvgpu_video_stream *with_source(int32_t l, int32_t t, int32_t r, int32_t b)
{
    v->pfnVideoProcessorSetStreamSourceRect(k.device, s.p, 0, TRUE, &(RECT){ l, t, r, b });
    CHECK_EQ(blit_one(), S_OK);
    return &STREAMS(0);
}

static const struct pvgpu_video_stream *with_dest(int32_t l, int32_t t, int32_t r, int32_t b)
{
    v->pfnVideoProcessorSetStreamDestRect(k.device, s.p, 0, TRUE, &(RECT){ l, t, r, b });
    CHECK_EQ(blit_one(), S_OK);
    return &STREAMS(0);
}

TEST(rectangles_stay_within_bounds)
{
    const struct pvgpu_video_stream *x;
    const struct pvgpu_cmd_video_blit *b;
    const struct pvu_device *d;
    open_set();
    d = k.device.pDrvPrivate;
    x = with_source(-5, 3, 100, 100);
    CHECK(x->enable && x->source.left == 0 && x->source.top == 3 && x->source.right == 64 && x->source.bottom == 32);
    CHECK(!with_source(64, 0, 100, 32)->enable);
    CHECK(!with_source(20, 10, 10, 20)->enable);
    x = with_source(0, 0, 64, 32);
    CHECK(x->enable && x->source_on);
    x = with_dest(-30, -20, 90, 80); /* beyond the surface, which scales */
    CHECK(x->enable && x->dest.left == -30 && x->dest.bottom == 80);
    CHECK(!with_dest(5, 5, 5, 9)->enable);
    CHECK(!with_dest(9, 9, 5, 5)->enable);
    CHECK_EQ(d->unsupported[PVU_NONE_VIDEO_RECT], 0);
    CHECK(!with_dest(0, 0, 16385, 5)->enable);
    CHECK_EQ(d->unsupported[PVU_NONE_VIDEO_RECT], 1);
    CHECK(with_dest(-16384, 0, 16384, 5)->enable);
    v->pfnVideoProcessorSetOutputTargetRect(k.device, s.p, TRUE, &(RECT){ -0x7fffffff, 5, 0x7fffffff, 3 });
    CHECK_EQ(blit_one(), S_OK);
    b = LAST(video_blit, VIDEO_BLIT);
    CHECK(b->target_on && b->target_left == -16384 && b->target_right == 16384 && b->target_top == 5 && b->target_bottom == 5);
    close_set();
}

TEST(a_blit_lists_what_it_names)
{
    D3D11_1DDI_VIDEO_PROCESSOR_STREAM many[PVGPU_VIDEO_STREAMS];
    D3D10DDI_HRESOURCE more[16];
    D3D11_1DDI_HVIDEOPROCESSORINPUTVIEW in[16];
    open_set();
    for (unsigned i = 0; i < 16; i++) {
        more[i] = texture(DXGI_FORMAT_NV12, 0, 1, 1);
        CHECK_EQ(input((D3D11_1DDIARG_CREATEVIDEOPROCESSORINPUTVIEW){ more[i], s.e, 0, 0, 0, 1 }, &in[i]), S_OK);
    }
    flush();
    memset(many, 0, sizeof many);
    for (unsigned i = 0; i < PVGPU_VIDEO_STREAMS; i++) many[i] = (D3D11_1DDI_VIDEO_PROCESSOR_STREAM){ .Enable = i != 2, .hInputSurface = in[i % 16] };
    many[3].hInputSurface.pDrvPrivate = NULL;
    CHECK_EQ(blit(PVGPU_VIDEO_STREAMS, many), S_OK); /* no more than the host has states for; the host looks at the lists */
    CHECK_EQ(LAST(video_blit, VIDEO_BLIT)->n_streams, 16);
    CHECK(STREAMS(1).enable && !STREAMS(2).enable && !STREAMS(2).input && !STREAMS(3).enable);
    unsigned writes = 0;
    for (unsigned i = 0; i < k.last_n_list; i++) writes += k.last_list[i].WriteOperation && k.last_list[i].hAllocation ==
        ((struct pvu_resource *)s.to.pDrvPrivate)->ref.allocation;
    CHECK_EQ(writes, 1);
    for (unsigned i = 0; i < 16; i++) {
        drop_input(in[i]);
        fake_destroy_resource(&k, more[i]);
    }
    close_set();
}

/* As many as are complete and of the input's size; of both sides where the stream has two. */
TEST(reference_frames_go_along)
{
    D3D11_1DDI_HVIDEOPROCESSORINPUTVIEW in[4], left[2], right[2];
    D3D10DDI_HRESOURCE more[3], mips;
    uint32_t id[4];
    open_set();
    mips = texture(DXGI_FORMAT_R8G8B8A8_UNORM, D3D10_DDI_BIND_RENDER_TARGET, 2, 1);
    for (unsigned i = 0; i < 4; i++) {
        if (i < 3) more[i] = texture(DXGI_FORMAT_NV12, 0, 1, 1);
        CHECK_EQ(input((D3D11_1DDIARG_CREATEVIDEOPROCESSORINPUTVIEW){ i < 3 ? more[i] : mips, s.e, 0, i / 3, 0, 1 }, &in[i]), S_OK);
        id[i] = ((struct pvu_view *)in[i].pDrvPrivate)->id;
    }
    flush();
    left[0] = in[0], left[1] = in[1], right[0] = in[2], right[1] = in[0];
    D3D11_1DDI_VIDEO_PROCESSOR_STREAM one = { .Enable = TRUE, .hInputSurface = s.in, .PastFrames = 2, .FutureFrames = 1,
                                              .pPastSurfaces = left, .pFutureSurfaces = right, .pPastSurfacesRight = right };
    CHECK_EQ(blit(1, &one), S_OK);
    const struct pvgpu_video_stream *x = &STREAMS(0);
    CHECK(x->past == 2 && x->past_frames[0] == id[0] && x->past_frames[1] == id[1] && !x->past_right[0]);
    CHECK(x->future == 1 && x->future_frames[0] == id[2] && !x->future_frames[1]);
    one.Enable = FALSE;
    CHECK_EQ(blit(1, &one), S_OK);
    CHECK(!STREAMS(0).past && !STREAMS(0).past_frames[0] && !STREAMS(0).future);
    one.Enable = TRUE;
    left[1] = in[3]; /* smaller */
    CHECK_EQ(blit(1, &one), S_OK);
    CHECK(STREAMS(0).enable && !STREAMS(0).past && !STREAMS(0).past_frames[0] && STREAMS(0).future == 1);
    left[1].pDrvPrivate = NULL;
    CHECK_EQ(blit(1, &one), S_OK);
    CHECK(!STREAMS(0).past && !STREAMS(0).past_frames[0]);
    left[1] = in[1];
    one.PastFrames = ~0u, one.pFutureSurfaces = NULL;
    D3D11_1DDI_HVIDEOPROCESSORINPUTVIEW many[PVGPU_VIDEO_FRAMES + 1] = { in[0], in[1], in[2] };
    one.pPastSurfaces = many;
    CHECK_EQ(blit(1, &one), S_OK);
    CHECK(STREAMS(0).past == PVGPU_VIDEO_FRAMES && !STREAMS(0).future);
    v->pfnVideoProcessorSetStreamStereoFormat(k.device, s.p, 0, TRUE, D3D11_1DDI_VIDEO_PROCESSOR_STEREO_FORMAT_SEPARATE, 0, 0, 0, 0);
    one.PastFrames = 2, one.pPastSurfaces = left, one.pFutureSurfaces = left, one.hInputSurfaceRight = in[1];
    CHECK_EQ(blit(1, &one), S_OK);
    x = &STREAMS(0);
    CHECK(x->past == 2 && x->past_frames[1] == id[1] && x->past_right[0] == id[2] && x->past_right[1] == id[0] && x->input_right == id[1]);
    CHECK(!x->future && !x->future_frames[0]); /* no right side of them */
    for (unsigned i = 0; i < 4; i++) {
        drop_input(in[i]);
        if (i < 3) fake_destroy_resource(&k, more[i]);
    }
    fake_destroy_resource(&k, mips);
    close_set();
}

TEST(palettes_are_set_apart)
{
    UINT entries[257];
    open_set();
    for (UINT i = 0; i < 257; i++) entries[i] = i * 0x01010101u;
    v->pfnVideoProcessorSetStreamPalette(k.device, s.p, 15, 256, entries);
    flush();
    const struct pvgpu_cmd_video_palette *p = LAST(video_palette, VIDEO_PALETTE);
    CHECK(p->processor == ((struct pvu_video_processor *)s.p.pDrvPrivate)->id && p->stream == 15 && p->n_entries == 256);
    CHECK(!memcmp(p + 1, entries, 200 * sizeof entries[0])); /* as far as it is kept */
    v->pfnVideoProcessorSetStreamPalette(k.device, s.p, 0, 3, entries);
    v->pfnVideoProcessorSetStreamPalette(k.device, s.p, 0, 257, entries);
    v->pfnVideoProcessorSetStreamPalette(k.device, s.p, PVGPU_VIDEO_STREAMS, 3, entries);
    flush();
    CHECK_EQ(k.ops[PVGPU_IX_VIDEO_PALETTE], 2);
    CHECK_EQ(LAST(video_palette, VIDEO_PALETTE)->n_entries, 3);
    v->pfnVideoProcessorSetStreamPalette(k.device, s.p, 0, 0, NULL);
    flush();
    CHECK_EQ(LAST(video_palette, VIDEO_PALETTE)->n_entries, 0);
    close_set();
}

/* nc-d3d10umddi-pfnd3d11_1ddi_clearview.md. Rectangles that part texels of one color the host would not take. */
TEST(video_views_are_cleared)
{
    static const D3D10_DDI_RECT whole[] = { { 2, 0, 4, 2 }, { -3, 4, 99, 6 }, { 0, 30, 64, 33 } };
    static const D3D10_DDI_RECT bad[] = { { 3, 0, 6, 2 }, { 2, 0, 5, 2 }, { 2, 1, 6, 2 }, { 2, 0, 6, 3 } };
    const FLOAT color[4] = { 1, 2, 3, 4 };
    struct fake_deferred c;
    open_set();
    const struct pvu_device *d = k.device.pDrvPrivate;
    k.f->pfnClearView(k.device, D3D11_1DDI_HT_VIDEOPROCESSORINPUTVIEW, s.in.pDrvPrivate, color, whole, 3);
    flush();
    const struct pvgpu_cmd_clear_view *x = LAST(clear_view, CLEAR_VIEW);
    CHECK(x->n_rects == 3 && x->r == 1 && x->a == 4 && x->view == ((struct pvu_view *)s.in.pDrvPrivate)->id);
    CHECK(k.last_n_list && k.last_list[0].WriteOperation);
    for (unsigned i = 0; i < 4; i++) {
        k.f->pfnClearView(k.device, D3D11_1DDI_HT_VIDEOPROCESSORINPUTVIEW, s.in.pDrvPrivate, color, &bad[i], 1);
        flush();
        CHECK_EQ(k.ops[PVGPU_IX_CLEAR_VIEW], 1 + i);
        k.f->pfnClearView(k.device, D3D11_1DDI_HT_VIDEOPROCESSOROUTPUTVIEW, s.out.pDrvPrivate, color, &bad[i], 1);
        flush();
        CHECK_EQ(k.ops[PVGPU_IX_CLEAR_VIEW], 2 + i);
    }
    k.f->pfnClearView(k.device, D3D11_1DDI_HT_VIDEOPROCESSOROUTPUTVIEW, s.out.pDrvPrivate, color, NULL, 0);
    k.f->pfnDiscard(k.device, D3D11_1DDI_HT_VIDEOPROCESSOROUTPUTVIEW, s.out.pDrvPrivate, whole, 2);
    flush();
    CHECK_EQ(LAST(clear_view, CLEAR_VIEW)->view, ((struct pvu_view *)s.out.pDrvPrivate)->id);
    CHECK_EQ(LAST(clear_view, CLEAR_VIEW)->n_rects, 0);
    CHECK(LAST(discard, DISCARD)->view == ((struct pvu_view *)s.out.pDrvPrivate)->id && LAST(discard, DISCARD)->n_rects == 2);
    CHECK(fake_deferred_open(&k, &c));
    CHECK_EQ(d->unsupported[PVU_NONE_VIDEO_VIEW_RECORDED], 0);
    c.f->pfnClearView(c.context, D3D11_1DDI_HT_VIDEOPROCESSOROUTPUTVIEW, s.out.pDrvPrivate, color, NULL, 0);
    c.f->pfnDiscard(c.context, D3D11_1DDI_HT_VIDEOPROCESSOROUTPUTVIEW, s.out.pDrvPrivate, NULL, 0);
    D3D11DDI_HCOMMANDLIST list = fake_finish_list(&c);
    k.f->pfnCommandListExecute(k.device, list);
    flush();
    CHECK_EQ(d->unsupported[PVU_NONE_VIDEO_VIEW_RECORDED], 1);
    CHECK_EQ(k.ops[PVGPU_IX_CLEAR_VIEW], 6);
    CHECK_EQ(k.ops[PVGPU_IX_DISCARD], 1);
    fake_drop_list(&k, list);
    fake_deferred_close(&c);
    close_set();
}

/* What another thread makes is there before the blit; what it destroys goes after it. */
TEST(another_thread_makes_and_destroys)
{
    pthread_t t;
    open(PVGPU_OPT_VIDEO);
    flush(); /* this thread has the immediate context */
    CHECK_EQ(pthread_create(&t, NULL, make_set, NULL), 0);
    pthread_join(t, NULL);
    CHECK_EQ(k.ops[PVGPU_IX_CREATE_VIDEO_ENUM], 0); /* it waits for this one */
    CHECK_EQ(blit_one(), S_OK);
    CHECK_EQ(k.ops[PVGPU_IX_VIDEO_BLIT], 1);
    CHECK_EQ(pthread_create(&t, NULL, drop_set, NULL), 0);
    pthread_join(t, NULL);
    unsigned destroyed = k.ops[PVGPU_IX_DESTROY];
    flush();
    CHECK_EQ(k.ops[PVGPU_IX_DESTROY], destroyed + 4);
    close_all();
}

TEST(want_of_memory_is_a_result)
{
    void *p;
    open(PVGPU_OPT_VIDEO);
    p = fake_alloc(&k, v->pfnCalcPrivateVideoProcessorEnumSize(k.device, &content));
    fake_memory_fail_at = fake_memory_calls + 1;
    CHECK_EQ(v->pfnCreateVideoProcessorEnum(k.device, &content, (D3D11_1DDI_HVIDEOPROCESSORENUM){ p }, (D3D11_1DDI_HRTVIDEOPROCESSORENUM){ 0 }),
             E_OUTOFMEMORY);
    fake_memory_fail_at = 0;
    fake_free(&k, p);
    flush();
    CHECK_EQ(k.ops[PVGPU_IX_CREATE_VIDEO_ENUM], 0);
    close_all(); /* nothing was reported besides */
}

/* In the table's order, each once. */
TEST(what_is_not_offered_is_counted_and_answered)
{
    static const GUID some = { 1, 2, 3, { 4 } }, null_guid = { 0 };
    GUID g;
    UINT n;
    BOOL yes;
    BYTE bytes[4];
    HANDLE handle;
    D3D11_1DDI_VIDEO_DECODER_CONFIG config;
    D3D11_1DDI_VIDEO_DECODER_BUFFER_INFO info;
    D3D11_1DDI_VIDEO_CONTENT_PROTECTION_CAPS caps;
    D3D11_1DDI_GETCAPTUREHANDLEDATA capture = { .hAllocation = 9 };
    D3D11_1DDIARG_CREATEVIDEODECODER decoder = { 0 };
    D3D11_1DDIARG_CREATEVIDEODECODEROUTPUTVIEW view = { 0 };
    D3D11_1DDIARG_CREATECRYPTOSESSION session = { 0 };
    D3D11_1DDIARG_CREATEAUTHENTICATEDCHANNEL channel = { 0 };
    const D3D11_1DDI_HDECODE hd = { 0 };
    const D3D11_1DDI_HCRYPTOSESSION hs = { 0 };
    const D3D11_1DDI_HAUTHCHANNEL hc = { 0 };
    const D3D10DDI_HRESOURCE hr = { 0 };
    open_set();
    const struct pvu_device *d = k.device.pDrvPrivate;
    n = 9, v->pfnGetVideoDecoderProfileCount(k.device, &n);
    CHECK_EQ(n, 0);
    v->pfnGetVideoDecoderProfile(k.device, 0, &g);
    CHECK(!memcmp(&g, &null_guid, sizeof g));
    yes = 9, v->pfnCheckVideoDecoderFormat(k.device, &some, DXGI_FORMAT_NV12, &yes);
    CHECK_EQ(yes, FALSE);
    n = 9, v->pfnGetVideoDecoderConfigCount(k.device, &decoder.Desc, &n);
    CHECK_EQ(n, 0);
    v->pfnGetVideoDecoderConfig(k.device, &decoder.Desc, 0, &config);
    n = 9, v->pfnGetVideoDecoderBufferTypeCount(k.device, &decoder.Desc, &n);
    CHECK_EQ(n, 0);
    v->pfnGetVideoDecoderBufferInfo(k.device, &decoder.Desc, 0, &info);
    CHECK_EQ(info.Size, 0);
    CHECK(v->pfnCalcPrivateVideoDecoderSize(k.device, &decoder) >= sizeof(void *));
    CHECK_EQ(v->pfnCreateVideoDecoder(k.device, &decoder, hd, (D3D11_1DDI_HRTDECODE){ 0 }), E_OUTOFMEMORY);
    v->pfnDestroyVideoDecoder(k.device, hd);
    CHECK_EQ(v->pfnVideoDecoderExtension(k.device, hd, NULL), E_INVALIDARG);
    CHECK_EQ(v->pfnVideoDecoderBeginFrame(k.device, hd, NULL), E_OUTOFMEMORY);
    v->pfnVideoDecoderEndFrame(k.device, hd);
    CHECK_EQ(v->pfnVideoDecoderSubmitBuffers(k.device, hd, 0, NULL), E_OUTOFMEMORY);
    CHECK_EQ(v->pfnVideoProcessorSetOutputExtension(k.device, s.p, &some, 0, NULL), E_FAIL);
    CHECK_EQ(v->pfnVideoProcessorGetOutputExtension(k.device, s.p, &some, 0, NULL), E_FAIL);
    CHECK_EQ(v->pfnVideoProcessorSetStreamExtension(k.device, s.p, 0, &some, 0, NULL), E_FAIL);
    CHECK_EQ(v->pfnVideoProcessorGetStreamExtension(k.device, s.p, 0, &some, 0, NULL), E_FAIL);
    CHECK(v->pfnCalcPrivateVideoDecoderOutputViewSize(k.device, &view) >= sizeof(void *));
    CHECK_EQ(v->pfnCreateVideoDecoderOutputView(k.device, &view, (D3D11_1DDI_HVIDEODECODEROUTPUTVIEW){ 0 },
                                                (D3D11_1DDI_HRTVIDEODECODEROUTPUTVIEW){ 0 }), E_OUTOFMEMORY);
    v->pfnDestroyVideoDecoderOutputView(k.device, (D3D11_1DDI_HVIDEODECODEROUTPUTVIEW){ 0 });
    v->pfnVideoProcessorInputViewReadAfterWriteHazard(k.device, s.in, s.from);
    memset(&caps, 0xcc, sizeof caps);
    CHECK_EQ(v->pfnGetContentProtectionCaps(k.device, &null_guid, &null_guid, &caps), S_OK);
    CHECK_EQ(caps.Caps + caps.KeyExchangeTypeCount + caps.ProtectedMemorySize, 0);
    CHECK_EQ((uint32_t)v->pfnGetContentProtectionCaps(k.device, &some, &null_guid, &caps), 0x8876087eu);
    CHECK_EQ((uint32_t)v->pfnGetCryptoKeyExchangeType(k.device, &some, &null_guid, 0, &g), 0x8876087eu);
    CHECK(v->pfnCalcPrivateCryptoSessionSize(k.device, &session) >= sizeof(void *));
    CHECK_EQ((uint32_t)v->pfnCreateCryptoSession(k.device, &session, hs, (D3D11_1DDI_HRTCRYPTOSESSION){ 0 }), 0x8876087eu);
    v->pfnDestroyCryptoSession(k.device, hs);
    n = 9, v->pfnGetCertificateSize(k.device, NULL, &n);
    CHECK_EQ(n, 0);
    v->pfnGetCertificate(k.device, NULL, sizeof bytes, bytes);
    CHECK_EQ(v->pfnNegotiateCryptoSessionKeyExchange(k.device, hs, 0, NULL), E_INVALIDARG);
    v->pfnEncryptionBlt(k.device, hs, hr, hr, 0, NULL);
    v->pfnDecryptionBlt(k.device, hs, hr, hr, NULL, 0, NULL, 0, NULL);
    v->pfnStartSessionKeyRefresh(k.device, hs, sizeof bytes, bytes);
    v->pfnFinishSessionKeyRefresh(k.device, hs);
    v->pfnGetEncryptionBltKey(k.device, hs, sizeof bytes, bytes);
    CHECK(v->pfnCalcPrivateAuthenticatedChannelSize(k.device, &channel) >= sizeof(void *));
    CHECK_EQ(v->pfnCreateAuthenticatedChannel(k.device, &channel, hc, (D3D11_1DDI_HRTAUTHCHANNEL){ 0 }), E_OUTOFMEMORY);
    v->pfnDestroyAuthenticatedChannel(k.device, hc);
    CHECK_EQ(v->pfnNegotiateAuthenticatedChannelKeyExchange(k.device, hc, 0, NULL), E_INVALIDARG);
    CHECK_EQ(v->pfnQueryAuthenticatedChannel(k.device, hc, 0, NULL, 0, NULL), E_FAIL);
    CHECK_EQ(v->pfnConfigureAuthenticatedChannel(k.device, hc, 0, NULL, NULL), E_FAIL);
    CHECK_EQ(v->pfnVideoDecoderGetHandle(k.device, hd, &handle), E_OUTOFMEMORY);
    CHECK_EQ(v->pfnCryptoSessionGetHandle(k.device, hs, &handle), E_OUTOFMEMORY);
    v->pfnGetCaptureHandle(k.device, &capture);
    CHECK_EQ(capture.hAllocation, 0);
    unsigned once = 0, others = 0;
    for (unsigned i = 0; i < PVU_UNSUPPORTED_MAX; i++) once += d->unsupported[i] == 1, others += d->unsupported[i] > 1;
    CHECK_EQ(once, 37);
    CHECK_EQ(others, 0);
    close_set();
}

TAP_MAIN(RUN(the_video_table_is_whole); RUN(a_host_without_a_processor_has_none); RUN(capabilities_are_the_processors);
    RUN(processors_and_views_are_made_on_the_host); RUN(views_are_of_what_the_processor_takes);
    RUN(rotation_makes_video_views_again); RUN(a_new_processor_has_the_defaults); RUN(every_state_goes_with_the_blit);
    RUN(what_is_out_of_range_is_not_sent); RUN(rectangles_stay_within_bounds); RUN(a_blit_lists_what_it_names);
    RUN(video_views_are_cleared); RUN(reference_frames_go_along);
    RUN(palettes_are_set_apart);
    RUN(another_thread_makes_and_destroys); RUN(want_of_memory_is_a_result); RUN(what_is_not_offered_is_counted_and_answered))
