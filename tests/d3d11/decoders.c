/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Video decoders of raw bitstreams. Native Direct3D at hand has none, so the area runs over a double of it (tests/decoder), whose
 * pictures are made of every byte and number that was submitted; elsewhere its cases are left out. What the data means nobody asks.
 */
#include "video.h"
#include "shaders/load2_float_ps.h"

/* H.264 without film grain: D3D11_DECODER_PROFILE_H264_VLD_NOFGT of the DXVA specification for it. */
static const GUID h264 = { 0x1b81be68, 0xa0c7, 0x11d3, { 0xb9, 0x84, 0x00, 0xc0, 0x4f, 0x2e, 0x73, 0xc5 } };
static const GUID no_profile = { 0x6d1a9d11, 0x34a5, 0x4d6e, { 1, 2, 3, 4, 5, 6, 7, 8 } };
static const GUID no_encryption = { 0x1b81bed0, 0xa0c7, 0x11d3, { 0xb9, 0x84, 0x00, 0xc0, 0x4f, 0x2e, 0x73, 0xc5 } };
static const D3D11_VIDEO_DECODER_DESC desc = { { 0x1b81be68, 0xa0c7, 0x11d3, { 0xb9, 0x84, 0x00, 0xc0, 0x4f, 0x2e, 0x73, 0xc5 } }, W, H,
                                               DXGI_FORMAT_NV12 };

enum { PARAMETERS = D3D11_VIDEO_DECODER_BUFFER_PICTURE_PARAMETERS, MATRIX = D3D11_VIDEO_DECODER_BUFFER_INVERSE_QUANTIZATION_MATRIX,
       SLICES = D3D11_VIDEO_DECODER_BUFFER_SLICE_CONTROL, BITS = D3D11_VIDEO_DECODER_BUFFER_BITSTREAM };

/* ---- what there is ---- */

static bool plain(const D3D11_VIDEO_DECODER_CONFIG *k)
{
    return k->ConfigBitstreamRaw && !memcmp(&k->guidConfigBitstreamEncryption, &no_encryption, sizeof no_encryption);
}

/* The n-th configuration of raw bitstreams without encryption; ours has no others. */
static bool config_at(const struct video *v, const D3D11_VIDEO_DECODER_DESC *d, UINT n, D3D11_VIDEO_DECODER_CONFIG *out)
{
    UINT count = 0;

    if (FAILED(ID3D11VideoDevice_GetVideoDecoderConfigCount(v->device, d, &count))) return false;
    for (UINT i = 0; i < count; i++)
        if (SUCCEEDED(ID3D11VideoDevice_GetVideoDecoderConfig(v->device, d, i, out)) && plain(out) && !n--) return true;
    return false;
}

static struct video interfaces(struct conf *c)
{
    struct video v = video_bare(c);
    BOOL has = FALSE;

    if (FAILED(ID3D11VideoDevice_CheckVideoDecoderFormat(v.device, &h264, DXGI_FORMAT_NV12, &has)) || !has) conf_skip(c, "no decoders");
    return v;
}

static ID3D11VideoDecoder *decoder(struct conf *c, const struct video *v, UINT config)
{
    D3D11_VIDEO_DECODER_CONFIG k;
    ID3D11VideoDecoder *d = NULL;

    if (!config_at(v, &desc, config, &k)) conf_skip(c, "no such configuration");
    conf_need(c, ID3D11VideoDevice_CreateVideoDecoder(v->device, &desc, &k, &d), "decoder");
    return conf_own(c, d);
}

static ID3D11Texture2D *pictures(struct conf *c, UINT slices, UINT bind)
{
    const D3D11_TEXTURE2D_DESC d = { W, H, 1, slices, DXGI_FORMAT_NV12, { 1, 0 }, D3D11_USAGE_DEFAULT, D3D11_BIND_DECODER | bind, 0, 0 };
    return conf_texture2d(c, &d, NULL);
}

static D3D11_VIDEO_DECODER_OUTPUT_VIEW_DESC view_desc(UINT slice)
{
    return (D3D11_VIDEO_DECODER_OUTPUT_VIEW_DESC){ h264, D3D11_VDOV_DIMENSION_TEXTURE2D, { { slice } } };
}

static ID3D11VideoDecoderOutputView *view(struct conf *c, const struct video *v, ID3D11Texture2D *t, UINT slice)
{
    const D3D11_VIDEO_DECODER_OUTPUT_VIEW_DESC d = view_desc(slice);
    ID3D11VideoDecoderOutputView *o = NULL;

    conf_need(c, ID3D11VideoDevice_CreateVideoDecoderOutputView(v->device, (ID3D11Resource *)t, &d, &o), "decoder's output view");
    return conf_own(c, o);
}

static void profiles(struct conf *c)
{
    struct video v = interfaces(c);
    const UINT count = ID3D11VideoDevice_GetVideoDecoderProfileCount(v.device);
    D3D11_VIDEO_DECODER_DESC d = desc;
    D3D11_VIDEO_DECODER_CONFIG k;
    UINT found = 0, support = 0;
    BOOL has = 9;
    GUID g;

    for (UINT i = 0; i < count; i++) {
        conf_must(c, (uint32_t)ID3D11VideoDevice_GetVideoDecoderProfile(v.device, i, &g), S_OK, "profile");
        found += !memcmp(&g, &h264, sizeof g);
    }
    conf_num(c, found, "H.264 once");
    conf_must(c, (uint32_t)ID3D11VideoDevice_GetVideoDecoderProfile(v.device, count, &g), (uint32_t)E_INVALIDARG, "no such profile");
    conf_hr(c, ID3D11VideoDevice_CheckVideoDecoderFormat(v.device, &h264, DXGI_FORMAT_R8G8B8A8_UNORM, &has), "RGBA is asked for");
    conf_num(c, (uint64_t)has, "and not there");
    conf_must(c, (uint32_t)ID3D11VideoDevice_CheckVideoDecoderFormat(v.device, &no_profile, DXGI_FORMAT_NV12, &has), (uint32_t)E_INVALIDARG,
              "format of no profile");
    conf_hr(c, ID3D11Device_CheckFormatSupport(c->device, DXGI_FORMAT_NV12, &support), "format support");
    conf_must(c, support & D3D11_FORMAT_SUPPORT_DECODER_OUTPUT, D3D11_FORMAT_SUPPORT_DECODER_OUTPUT, "decoder output");
    for (UINT i = 0; i < 3; i++) {
        const bool there = config_at(&v, &d, i, &k);
        conf_num(c, there, "configuration %u", i);
        if (there) conf_bytes(c, &k, sizeof k, 0, 1, "configuration %u", i);
    }
    d.OutputFormat = DXGI_FORMAT_R8G8B8A8_UNORM;
    conf_num(c, config_at(&v, &d, 0, &k), "configuration of RGBA");
}

/* ---- frames ---- */

/* Fills a buffer of the decoder. */
static bool fill(struct conf *c, const struct video *v, ID3D11VideoDecoder *d, UINT type, UINT size, UINT seed)
{
    void *to = NULL;
    UINT room = 0;

    conf_hr(c, ID3D11VideoContext_GetDecoderBuffer(v->ctx, d, (D3D11_VIDEO_DECODER_BUFFER_TYPE)type, &room, &to), "buffer %u", type);
    conf_num(c, to && room >= size, "its size");
    if (!to || room < size) return false;
    conf_pattern(to, size, seed);
    conf_hr(c, ID3D11VideoContext_ReleaseDecoderBuffer(v->ctx, d, (D3D11_VIDEO_DECODER_BUFFER_TYPE)type), "is released");
    return true;
}

/* A busy decoder wants to be asked again (nf-d3d11-id3d11videocontext-decoderbeginframe). */
static HRESULT begin(const struct video *v, ID3D11VideoDecoder *d, ID3D11VideoDecoderOutputView *o)
{
    HRESULT hr;
    UINT i = 0;

    do hr = ID3D11VideoContext_DecoderBeginFrame(v->ctx, d, o, 0, NULL);
    while ((hr == (HRESULT)0x8000000a || hr == (HRESULT)0x8876021c) && ++i < 1000); /* E_PENDING, D3DERR_WASSTILLDRAWING */
    return hr;
}

static D3D11_VIDEO_DECODER_BUFFER_DESC part(UINT type, UINT size)
{
    return (D3D11_VIDEO_DECODER_BUFFER_DESC){ .BufferType = (D3D11_VIDEO_DECODER_BUFFER_TYPE)type, .DataSize = size,
                                              .FirstMBaddress = type == BITS ? 3 : 0, .NumMBsInBuffer = type == BITS ? 2 : 0 };
}

/* All four buffers, and the slices and bits a second time in a submission of their own. */
static void frame(struct conf *c, const struct video *v, ID3D11VideoDecoder *d, ID3D11VideoDecoderOutputView *o, UINT seed, bool twice)
{
    const UINT sizes[4][2] = { { PARAMETERS, 200 }, { MATRIX, 96 }, { SLICES, 40 }, { BITS, 3001 } };
    D3D11_VIDEO_DECODER_BUFFER_DESC b[4];

    conf_hr(c, begin(v, d, o), "frame begins");
    for (UINT i = 0; i < 4; i++) {
        b[i] = part(sizes[i][0], sizes[i][1]);
        if (!fill(c, v, d, sizes[i][0], sizes[i][1], seed + i)) return;
    }
    conf_hr(c, ID3D11VideoContext_SubmitDecoderBuffers(v->ctx, d, 4, b), "is submitted");
    if (twice) {
        b[3].DataSize = 500;
        if (!fill(c, v, d, SLICES, 40, seed + 50) || !fill(c, v, d, BITS, 500, seed + 51)) return;
        conf_hr(c, ID3D11VideoContext_SubmitDecoderBuffers(v->ctx, d, 2, &b[2]), "and again");
    }
    conf_hr(c, ID3D11VideoContext_DecoderEndFrame(v->ctx, d), "frame ends");
}

static void frames(struct conf *c)
{
    struct video v = interfaces(c);
    ID3D11VideoDecoder *d = decoder(c, &v, c->arg);
    ID3D11Texture2D *t = pictures(c, 3, 0);

    frame(c, &v, d, view(c, &v, t, 1), 10, false);
    conf_planes(c, t, "the second slice");
    frame(c, &v, d, view(c, &v, t, 2), 20, true);
    frame(c, &v, d, view(c, &v, t, 0), 30, false);
    conf_planes(c, t, "all slices");
}

/* Many frames, so that upload memory comes around. */
static void many(struct conf *c)
{
    struct video v = interfaces(c);
    ID3D11VideoDecoder *d = decoder(c, &v, 0), *e = decoder(c, &v, 1);
    ID3D11Texture2D *t = pictures(c, 4, 0), *u = pictures(c, 4, 0);
    ID3D11VideoDecoderOutputView *o[8];

    for (UINT i = 0; i < 8; i++) o[i] = view(c, &v, i < 4 ? t : u, i % 4);
    for (UINT i = 0; i < 64; i++) frame(c, &v, i % 2 ? d : e, o[i * 3 % 8], i, i % 5 == 0);
    conf_planes(c, t, "pictures");
    conf_planes(c, u, "others");
}

/* Decoded pictures are what a video processor reads, and what shaders may. */
static void used(struct conf *c)
{
    static const float zero[4];
    struct video v = interfaces(c), p;
    ID3D11VideoDecoder *d = decoder(c, &v, 0);
    ID3D11Texture2D *t = pictures(c, 1, D3D11_BIND_SHADER_RESOURCE), *shown;
    ID3D11VideoDecoderOutputView *o = view(c, &v, t, 0);
    D3D11_SHADER_RESOURCE_VIEW_DESC sd = { .Format = DXGI_FORMAT_R8_UNORM, .ViewDimension = D3D11_SRV_DIMENSION_TEXTURE2D };
    ID3D11ShaderResourceView *luma;

    sd.Texture2D.MipLevels = 1;
    luma = conf_srv(c, t, &sd);
    for (UINT i = 0; i < 2; i++) {
        struct conf_target to = conf_target(c, DXGI_FORMAT_R32G32B32A32_FLOAT, W, H, zero);
        frame(c, &v, d, o, 40 + i, false);
        CONF_SHADER(c, CONF_PS, load2_float_ps);
        conf_set_srv(c, CONF_PS, 0, luma);
        conf_quad(c, 0);
        conf_resource(c, to.texture, "drawn");
    }
    p = video_processor(c);
    shown = video_target(c, DXGI_FORMAT_R8G8B8A8_UNORM, W, H);
    conf_hr(c, video_blit(&p, video_output(c, &p, shown, 0, 0), video_input(c, &p, t, 0, 0)), "blit");
    conf_resource(c, shown, "blit");
}

/* A frame of nothing, and one whose view the program lets go of. */
static void unfinished(struct conf *c)
{
    struct video v = interfaces(c);
    ID3D11VideoDecoder *d = decoder(c, &v, 0);
    ID3D11Texture2D *t = pictures(c, 2, 0);
    ID3D11VideoDecoderOutputView *o = view(c, &v, t, 0), *other = view(c, &v, t, 1);
    const D3D11_VIDEO_DECODER_BUFFER_DESC b = part(BITS, 300);

    conf_hr(c, begin(&v, d, o), "frame begins");
    conf_hr(c, ID3D11VideoContext_DecoderEndFrame(v.ctx, d), "and ends, empty");
    conf_planes(c, t, "nothing");
    conf_hr(c, begin(&v, d, other), "another begins");
    conf_drop(c, other);
    if (!fill(c, &v, d, BITS, 300, 60)) return;
    conf_hr(c, ID3D11VideoContext_SubmitDecoderBuffers(v.ctx, d, 1, &b), "bits alone");
    conf_hr(c, ID3D11VideoContext_DecoderEndFrame(v.ctx, d), "and ends");
    conf_planes(c, t, "by a view that is let go of");
}

/* ---- objects ---- */

static void objects(struct conf *c)
{
    static const GUID key = { 0x6d1a9d11, 0x34a5, 0x4d6e, { 1, 2, 3, 4, 5, 6, 7, 9 } };
    struct video v = interfaces(c);
    ID3D11VideoDecoder *d = decoder(c, &v, 1);
    ID3D11Texture2D *t = pictures(c, 2, 0);
    ID3D11VideoDecoderOutputView *o = view(c, &v, t, 1);
    D3D11_VIDEO_DECODER_OUTPUT_VIEW_DESC od;
    D3D11_VIDEO_DECODER_DESC got;
    D3D11_VIDEO_DECODER_CONFIG k, asked;
    ID3D11Resource *resource = NULL;
    HANDLE handle = NULL;
    UINT size;

    (void)config_at(&v, &desc, 1, &asked);
    conf_hr(c, ID3D11VideoDecoder_GetCreationParameters(d, &got, &k), "creation parameters");
    conf_bytes(c, &got, sizeof got, 0, 1, "description");
    if (!ID3D11VideoDecoder_QueryInterface(d, &IID_ID3D11DeviceChild, (void **)&resource)) { /* the double's are no whole objects */
        ID3D11Resource_Release(resource);
        conf_must(c, !memcmp(&k, &asked, sizeof k), 1, "configuration");
        conf_must(c, (uint32_t)ID3D11VideoDecoder_GetDriverHandle(d, &handle), S_OK, "driver's handle");
        conf_must(c, handle != NULL, 1, "is there");
        ID3D11VideoDecoderOutputView_GetDesc(o, &od);
        conf_must(c, !memcmp(&od.DecodeProfile, &h264, sizeof h264) && od.ViewDimension == D3D11_VDOV_DIMENSION_TEXTURE2D, 1, "view's profile");
        conf_must(c, od.Texture2D.ArraySlice, 1, "view's slice");
        ID3D11VideoDecoderOutputView_GetResource(o, &resource);
        conf_must(c, resource == (ID3D11Resource *)t, 1, "view's resource");
        ID3D11Resource_Release(resource);
        for (UINT i = 0; i < 2; i++) {
            ID3D11DeviceChild *child = i ? (void *)o : (void *)d;
            uint32_t word = 77 + i, back = 0;
            ID3D11Device *device = NULL;
            IUnknown *u = NULL;
            size = sizeof back;
            conf_must(c, (uint32_t)ID3D11DeviceChild_SetPrivateData(child, &key, sizeof word, &word), S_OK, "private data");
            conf_must(c, (uint32_t)ID3D11DeviceChild_GetPrivateData(child, &key, &size, &back), S_OK, "is there");
            conf_must(c, back, word, "the same");
            ID3D11DeviceChild_GetDevice(child, &device);
            conf_must(c, device == c->device, 1, "its device");
            ID3D11Device_Release(device);
            conf_must(c, SUCCEEDED(ID3D11DeviceChild_QueryInterface(child, &IID_ID3D11View, (void **)&u)), i, "a view");
            if (u) IUnknown_Release(u);
        }
    }
    frame(c, &v, d, o, 70, false);
    conf_planes(c, t, "by what was asked");
}

/* ClearView of a decoder's view: its page's words for video, of whole blocks. */
static void clears(struct conf *c)
{
    static const float color[4] = { 100, 50, 200, 1 }, other[4] = { -5, 300, 7.9f, 1 };
    const D3D11_RECT rects[2] = { { 2, 4, 10, 8 }, { 20, 0, 32, 2 } };
    struct video v = interfaces(c);
    ID3D11Texture2D *t = pictures(c, 2, 0);
    ID3D11VideoDecoderOutputView *o = view(c, &v, t, 1);

    ID3D11DeviceContext1_ClearView(c->ctx1, (ID3D11View *)o, color, NULL, 0);
    conf_planes(c, t, "all of it");
    ID3D11DeviceContext1_ClearView(c->ctx1, (ID3D11View *)o, other, rects, 2);
    conf_planes(c, t, "rectangles");
    ID3D11DeviceContext1_DiscardView(c->ctx1, (ID3D11View *)o);
}

/* ---- what is refused ---- */

static void refused(struct conf *c)
{
    struct video v = interfaces(c);
    D3D11_TEXTURE2D_DESC td = { W, H, 1, 2, DXGI_FORMAT_NV12, { 1, 0 }, D3D11_USAGE_DEFAULT, D3D11_BIND_DECODER, 0, 0 };
    D3D11_BUFFER_DESC bd = { 64, D3D11_USAGE_DEFAULT, D3D11_BIND_DECODER, 0, 0, 0 };
    D3D11_VIDEO_DECODER_OUTPUT_VIEW_DESC od = view_desc(0);
    D3D11_VIDEO_DECODER_DESC d = desc;
    D3D11_VIDEO_DECODER_CONFIG k;
    ID3D11VideoDecoderOutputView *o;
    ID3D11VideoDecoder *made;
    ID3D11Texture2D *t, *plain_texture;
    ID3D11Buffer *b;
    UINT n = 9;

    if (!config_at(&v, &desc, 0, &k)) conf_skip(c, "no configuration");
#define COUNT() ((uint32_t)ID3D11VideoDevice_GetVideoDecoderConfigCount(v.device, &d, &n))
#define MAKE() ((uint32_t)ID3D11VideoDevice_CreateVideoDecoder(v.device, &d, &k, &made))
#define TEXTURE() ((uint32_t)ID3D11Device_CreateTexture2D(c->device, &td, NULL, &t))
#define VIEW(of) ((uint32_t)ID3D11VideoDevice_CreateVideoDecoderOutputView(v.device, (ID3D11Resource *)(of), &od, &o))
    t = pictures(c, 2, 0);
    plain_texture = conf_plain2d(c, DXGI_FORMAT_NV12, W, H, D3D11_BIND_SHADER_RESOURCE, NULL);
    o = (void *)&td;
    conf_must(c, VIEW(plain_texture), (uint32_t)E_INVALIDARG, "view of a texture that is not for it");
    conf_must(c, o == NULL, 1, "no view");
    od.Texture2D.ArraySlice = 2;
    conf_must(c, VIEW(t), (uint32_t)E_INVALIDARG, "no such slice");
    od = view_desc(0), od.ViewDimension = D3D11_VDOV_DIMENSION_UNKNOWN;
    conf_must(c, VIEW(t), (uint32_t)E_INVALIDARG, "no dimension");
    od = view_desc(0), od.DecodeProfile = no_profile;
    conf_must(c, VIEW(t), (uint32_t)E_INVALIDARG, "view of no profile");
    od = view_desc(0);
    conf_must(c, (uint32_t)ID3D11VideoDevice_CreateVideoDecoderOutputView(v.device, (ID3D11Resource *)t, &od, NULL), S_OK, "view that could be");
    td.BindFlags |= D3D11_BIND_RENDER_TARGET;
    conf_must(c, TEXTURE(), (uint32_t)E_INVALIDARG, "also a target");
    td.BindFlags = D3D11_BIND_DECODER, td.ArraySize = 1, td.Usage = D3D11_USAGE_DYNAMIC, td.CPUAccessFlags = D3D11_CPU_ACCESS_WRITE;
    conf_must(c, TEXTURE(), (uint32_t)E_INVALIDARG, "a dynamic one");
    td.Usage = D3D11_USAGE_DEFAULT, td.CPUAccessFlags = 0, td.Format = DXGI_FORMAT_R8G8B8A8_UNORM;
    conf_must(c, TEXTURE(), (uint32_t)E_INVALIDARG, "of a format that nothing decodes into");
    conf_must(c, (uint32_t)ID3D11Device_CreateBuffer(c->device, &bd, NULL, &b), (uint32_t)E_INVALIDARG, "a buffer");
    d.Guid = no_profile;
    conf_must(c, COUNT(), (uint32_t)E_INVALIDARG, "configurations of no profile");
    made = (void *)&td;
    conf_must(c, MAKE(), (uint32_t)E_INVALIDARG, "decoder of no profile");
    conf_must(c, made == NULL, 1, "no decoder");
    d = desc, d.SampleHeight = 0;
    conf_must(c, COUNT(), (uint32_t)E_INVALIDARG, "configurations of no height");
    conf_must(c, MAKE(), (uint32_t)E_INVALIDARG, "decoder of no height");
    d = desc, d.OutputFormat = (DXGI_FORMAT)999;
    conf_must(c, COUNT(), (uint32_t)E_INVALIDARG, "configurations of a format that is none");
    d = desc;
    conf_must(c, COUNT(), S_OK, "configurations");
    conf_must(c, (uint32_t)ID3D11VideoDevice_GetVideoDecoderConfig(v.device, &d, n, &k), (uint32_t)E_INVALIDARG, "no such configuration");
    (void)config_at(&v, &desc, 0, &k);
    k.ConfigBitstreamRaw = 77;
    conf_must(c, MAKE(), (uint32_t)E_OUTOFMEMORY, "configuration that is none");
    (void)config_at(&v, &desc, 0, &k);
    d.SampleWidth = 4098; /* the double's limit */
    conf_must(c, MAKE(), (uint32_t)E_OUTOFMEMORY, "what the host's decoder refuses");
#undef COUNT
#undef MAKE
#undef TEXTURE
#undef VIEW
}

static void frames_refused(struct conf *c)
{
    struct video v = interfaces(c);
    ID3D11VideoDecoder *d = decoder(c, &v, 0);
    ID3D11Texture2D *t = pictures(c, 1, 0);
    ID3D11VideoDecoderOutputView *o = view(c, &v, t, 0);
    D3D11_VIDEO_DECODER_BUFFER_DESC b[2] = { part(BITS, 100), part(BITS, 100) };
    D3D11_VIDEO_DECODER_EXTENSION e = { 0 };
    uint8_t key[16] = { 0 };
    void *to = &key;
    UINT size = 9;

#define GET(type) ((uint32_t)ID3D11VideoContext_GetDecoderBuffer(v.ctx, d, type, &size, &to))
#define RELEASE(type) ((uint32_t)ID3D11VideoContext_ReleaseDecoderBuffer(v.ctx, d, type))
#define BEGIN(size, key) ((uint32_t)ID3D11VideoContext_DecoderBeginFrame(v.ctx, d, o, size, key))
#define SUBMIT(n) ((uint32_t)ID3D11VideoContext_SubmitDecoderBuffers(v.ctx, d, n, b))
    conf_must(c, GET(D3D11_VIDEO_DECODER_BUFFER_MOTION_VECTOR), (uint32_t)E_INVALIDARG, "buffer that it has not");
    conf_must(c, !to && !size, 1, "nothing");
    conf_must(c, RELEASE(D3D11_VIDEO_DECODER_BUFFER_BITSTREAM), (uint32_t)E_INVALIDARG, "release of what was not taken");
    conf_must(c, SUBMIT(1), (uint32_t)E_INVALIDARG, "outside of a frame");
    conf_must(c, (uint32_t)ID3D11VideoContext_DecoderEndFrame(v.ctx, d), (uint32_t)E_INVALIDARG, "end of no frame");
    conf_must(c, BEGIN(16, NULL), (uint32_t)E_INVALIDARG, "size of no key");
    conf_must(c, BEGIN(16, key), (uint32_t)E_OUTOFMEMORY, "a key, where nothing is encrypted");
    conf_must(c, BEGIN(0, NULL), S_OK, "a frame");
    conf_must(c, BEGIN(0, NULL), (uint32_t)E_INVALIDARG, "one in another");
    conf_must(c, GET(D3D11_VIDEO_DECODER_BUFFER_BITSTREAM), S_OK, "bits");
    conf_must(c, GET(D3D11_VIDEO_DECODER_BUFFER_BITSTREAM), (uint32_t)E_INVALIDARG, "taken twice");
    conf_must(c, SUBMIT(1), (uint32_t)E_INVALIDARG, "while it is locked");
    (void)GET(D3D11_VIDEO_DECODER_BUFFER_PICTURE_PARAMETERS);
    conf_must(c, RELEASE(D3D11_VIDEO_DECODER_BUFFER_PICTURE_PARAMETERS), S_OK, "another buffer");
    conf_must(c, RELEASE(D3D11_VIDEO_DECODER_BUFFER_BITSTREAM), S_OK, "bits are given back");
    conf_must(c, SUBMIT(0), (uint32_t)E_INVALIDARG, "nothing");
    conf_must(c, SUBMIT(2), (uint32_t)E_OUTOFMEMORY, "one type twice");
    b[0].DataOffset = 4;
    conf_must(c, SUBMIT(1), (uint32_t)E_INVALIDARG, "an offset");
    b[0] = part(BITS, 0x7fffffff);
    conf_must(c, SUBMIT(1), (uint32_t)E_INVALIDARG, "more than it holds");
    b[0] = part(BITS, 100), b[0].Stride = 1;
    conf_must(c, SUBMIT(1), (uint32_t)E_INVALIDARG, "what must be zero");
    b[0] = part(BITS, 100), b[0].pIV = key;
    conf_must(c, SUBMIT(1), (uint32_t)E_INVALIDARG, "a vector without a size");
    b[0].IVSize = sizeof key;
    conf_must(c, SUBMIT(1), (uint32_t)E_OUTOFMEMORY, "encrypted bits");
    conf_must(c, (uint32_t)ID3D11VideoContext_DecoderExtension(v.ctx, d, &e), (uint32_t)E_INVALIDARG, "a function that is none");
    conf_must(c, (uint32_t)ID3D11VideoContext_DecoderEndFrame(v.ctx, d), S_OK, "end");
    conf_must(c, (uint32_t)ID3D11VideoContext_DecoderBeginFrame(v.ctx, NULL, o, 0, NULL), (uint32_t)E_INVALIDARG, "no decoder");
    conf_must(c, (uint32_t)ID3D11VideoContext_DecoderBeginFrame(v.ctx, d, NULL, 0, NULL), (uint32_t)E_INVALIDARG, "no view");
    b[0] = part(BITS, 100);
    conf_must(c, BEGIN(0, NULL), S_OK, "one more");
    conf_must(c, SUBMIT(1), S_OK, "with bits");
    conf_drop(c, d); /* in the middle of it */
    d = decoder(c, &v, 0);
    conf_must(c, BEGIN(0, NULL), S_OK, "another decoder's");
    conf_must(c, SUBMIT(1), S_OK, "with bits");
    conf_must(c, (uint32_t)ID3D11VideoContext_DecoderEndFrame(v.ctx, d), S_OK, "end");
#undef GET
#undef RELEASE
#undef BEGIN
#undef SUBMIT
}

static const struct conf_case cases[] = {
    { "profiles", profiles, 0 }, { "frames", frames, 0 }, { "frames of the other configuration", frames, 1 }, { "many frames", many, 0 },
    { "pictures are used", used, 0 }, { "unfinished", unfinished, 0 }, { "objects", objects, 0 }, { "clears", clears, 0 },
    { "refused", refused, 0 }, { "frames refused", frames_refused, 0 },
};

const struct conf_area area_decoders = { .name = "decoders", .cases = cases, .n_cases = N_OF(cases) };
