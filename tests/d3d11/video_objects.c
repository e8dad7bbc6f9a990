/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * State and objects of the video processor, and what is refused. The pages name no codes; DXVK (2.6) checks nothing.
 */
#include <stdlib.h>
#include "video.h"

/* ---- state ---- */

static void show_rect(struct conf *c, BOOL on, const RECT *r, const char *label)
{
    conf_num(c, (uint64_t)on, "%s on", label);
    conf_bytes(c, r, sizeof *r, 0, 1, "%s", label);
}

void video_state(struct conf *c)
{
    struct video v = video_processor(c);
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
void video_more_state(struct conf *c)
{
    struct video v = video_processor(c);
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

void video_objects(struct conf *c)
{
    static const GUID key = { 0x6d1a9d11, 0x34a5, 0x4d6e, { 1, 2, 3, 4, 5, 6, 7, 8 } };
    struct video v = video_processor(c);
    ID3D11Texture2D *to = video_target(c, DXGI_FORMAT_R8G8B8A8_UNORM, W, H);
    ID3D11VideoProcessorOutputView *out = video_output(c, &v, to, 0, 0);
    ID3D11VideoProcessorInputView *in = video_input(c, &v, to, 0, 0);
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
void video_releases(struct conf *c)
{
    struct video v = video_interfaces(c);
    ID3D11Texture2D *to = video_target(c, DXGI_FORMAT_R8G8B8A8_UNORM, W, H), *from = video_picture(c, DXGI_FORMAT_R8G8B8A8_UNORM, W, H, 8);
    ID3D11VideoProcessorOutputView *out = video_output(c, &v, to, 0, 0);
    ID3D11VideoProcessorInputView *in = video_input(c, &v, from, 0, 0);

    conf_need(c, ID3D11VideoDevice_CreateVideoProcessor(v.device, v.content, 0, &v.p), "video processor");
    conf_own(c, v.p);
    conf_drop(c, from);
    conf_hr(c, video_blit(&v, out, in), "of a released texture");
    conf_drop(c, in);
    ID3D11DeviceContext_Flush(c->now);
    conf_resource(c, to, "of a released texture");
}

/* ---- what is refused ---- */

void video_views_refused(struct conf *c)
{
    struct video v = video_interfaces(c);
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
#define INPUT(texture) ((uint32_t)ID3D11VideoDevice_CreateVideoProcessorInputView(v.device, (ID3D11Resource *)(texture), v.content, &id, &in))
#define OUTPUT(texture) ((uint32_t)ID3D11VideoDevice_CreateVideoProcessorOutputView(v.device, (ID3D11Resource *)(texture), v.content, &od, &out))
    in = (void *)&td;
    conf_must(c, INPUT(read), (uint32_t)E_INVALIDARG, "an input that is but read");
    conf_must(c, in == NULL, 1, "no input view");
    conf_must(c, INPUT(staging), (uint32_t)E_INVALIDARG, "a staging texture");
    conf_must(c, INPUT(number), (uint32_t)DXGI_ERROR_UNSUPPORTED, "an input of numbers");
    conf_must(c, (uint32_t)ID3D11VideoDevice_CreateVideoProcessorInputView(v.device, (ID3D11Resource *)t, v.content, &id, NULL), S_OK,
              "an input that could be");
    conf_must(c, (uint32_t)ID3D11VideoDevice_CreateVideoProcessorInputView(v.device, (ID3D11Resource *)number, v.content, &id, NULL),
              (uint32_t)DXGI_ERROR_UNSUPPORTED, "an input that could not");
    id.FourCC = 0x3231564e; /* NV12 */
    conf_must(c, INPUT(t), (uint32_t)DXGI_ERROR_UNSUPPORTED, "another format's code");
    id.FourCC = 0;
    id.Texture2D.MipSlice = 1;
    conf_must(c, INPUT(t), (uint32_t)E_INVALIDARG, "no such mip");
    id.Texture2D.MipSlice = 0, id.Texture2D.ArraySlice = 2;
    conf_must(c, INPUT(t), (uint32_t)E_INVALIDARG, "no such slice");
    id.ViewDimension = D3D11_VPIV_DIMENSION_UNKNOWN;
    conf_must(c, INPUT(t), (uint32_t)E_INVALIDARG, "no dimension");
    conf_must(c, OUTPUT(read), (uint32_t)E_INVALIDARG, "an output that is but read");
    conf_must(c, OUTPUT(number), (uint32_t)DXGI_ERROR_UNSUPPORTED, "an output of numbers");
    od.ViewDimension = D3D11_VPOV_DIMENSION_TEXTURE2DARRAY;
    od.Texture2DArray = (D3D11_TEX2D_ARRAY_VPOV){ 0, 1, 2 };
    conf_must(c, OUTPUT(t), (uint32_t)E_INVALIDARG, "more slices than there are");
    od.ViewDimension = D3D11_VPOV_DIMENSION_UNKNOWN;
    conf_must(c, OUTPUT(t), (uint32_t)E_INVALIDARG, "no dimension");
#undef INPUT
#undef OUTPUT
    conf_must(c, (uint32_t)ID3D11VideoDevice_CreateVideoProcessor(v.device, v.content, 1, &p), (uint32_t)E_INVALIDARG, "no such rate conversion");
    conf_must(c, (uint32_t)ID3D11VideoDevice_CreateVideoProcessor(v.device, NULL, 0, &p), (uint32_t)E_INVALIDARG, "no enumerator");
}

void video_blits_refused(struct conf *c)
{
    struct video v = video_processor(c);
    D3D11_TEXTURE2D_DESC td = { W, H, 1, 2, DXGI_FORMAT_R8G8B8A8_UNORM, { 1, 0 }, D3D11_USAGE_DEFAULT, D3D11_BIND_RENDER_TARGET, 0, 0 };
    D3D11_VIDEO_PROCESSOR_OUTPUT_VIEW_DESC od = { .ViewDimension = D3D11_VPOV_DIMENSION_TEXTURE2DARRAY };
    ID3D11Texture2D *t = conf_texture2d(c, &td, NULL);
    ID3D11VideoProcessorOutputView *out = video_output(c, &v, t, 0, 0), *both = NULL;
    D3D11_VIDEO_PROCESSOR_STREAM s[65] = { { .Enable = TRUE, .pInputSurface = video_input(c, &v, t, 0, 1) } }, one = s[0];
    D3D11_VIDEO_PROCESSOR_CONTENT_DESC d = video_content;
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
    d = video_content, d.Usage = (D3D11_VIDEO_USAGE)3;
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
void video_nothing_else(struct conf *c)
{
    static const GUID aes = { 0x9b6bd711, 0x4f74, 0x41c9, { 0x9e, 0x7b, 0x0b, 0xe2, 0xd7, 0xd9, 0x3b, 0x4f } };
    struct video v = video_processor(c);
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
void video_creation_flag(struct conf *c)
{
    ID3D11Device *d = NULL;
    HRESULT hr = D3D11CreateDevice(NULL, D3D_DRIVER_TYPE_HARDWARE, NULL, D3D11_CREATE_DEVICE_VIDEO_SUPPORT, NULL, 0, D3D11_SDK_VERSION, &d,
                                   NULL, NULL);

    conf_hr(c, hr, "D3D11_CREATE_DEVICE_VIDEO_SUPPORT");
    if (SUCCEEDED(hr)) ID3D11Device_Release(d);
}
