/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * test_decoder.c - decoders of the video table on a host that has them: two profiles of NV12, of which the second has the second
 * configuration alone. What becomes of the entries without decoders is in test_video.c.
 */
#include "entry.h"
#include "one.h"

static D3D11_1DDI_VIDEODEVICEFUNCS *v;
static GUID guids[2];
static const GUID other = { 7, 7, 7, { 7 } };

static void open(void)
{
    D3D11_1DDI_VIDEO_OUTPUT out = { 0 };
    memset(&k, 0, sizeof k);
    fake_caps(&k.caps);
    k.caps.formats[DXGI_FORMAT_NV12] = (struct pvgpu_format_caps){ .support = 0x20 | 0x8000000, .samples = 1 };
    k.caps.decoders = (struct pvgpu_decoder_caps){
        .n_profiles = 2, .n_configs = 2,
        .configs = { { .values = { 2, [11] = 5 }, .min_targets = 3, .specific = 9 }, { .values = { 1 }, .min_targets = 4 } },
        .profiles = { { .guid = { 1, 2, 3 }, .n_formats = 1, .formats = { DXGI_FORMAT_NV12 }, .configs = { 3 } },
                      { .guid = { 4, 5, 6 }, .n_formats = 1, .formats = { DXGI_FORMAT_NV12 }, .configs = { 2 } } } };
    for (int i = 0; i < 2; i++) memcpy(&guids[i], k.caps.decoders.profiles[i].guid, sizeof guids[i]);
    CHECK(fake_open(&k));
    v = fake_alloc(&k, sizeof *v);
    D3D11_1DDI_VIDEO_INPUT in = { .p11VideoDeviceFuncs = v };
    CHECK_EQ(k.retrieve(k.device, D3D11_1DDI_VIDEO_FUNCTIONS, sizeof in, &in, sizeof out, &out), S_OK);
}

static void close_all(void)
{
    fake_free(&k, v);
    finish();
}

static D3D11_1DDIARG_CREATEVIDEODECODER described(int profile, UINT config)
{
    D3D11_1DDIARG_CREATEVIDEODECODER a = { .Desc = { guids[profile], 64, 48, DXGI_FORMAT_NV12 } };
    v->pfnGetVideoDecoderConfig(k.device, &a.Desc, config, &a.Config);
    return a;
}

static HRESULT make(const D3D11_1DDIARG_CREATEVIDEODECODER *a, D3D11_1DDI_HDECODE *out)
{
    out->pDrvPrivate = fake_alloc(&k, v->pfnCalcPrivateVideoDecoderSize(k.device, a));
    HRESULT hr = v->pfnCreateVideoDecoder(k.device, a, *out, (D3D11_1DDI_HRTDECODE){ 0 });
    if (FAILED(hr)) fake_free(&k, out->pDrvPrivate);
    return hr;
}

static void drop(D3D11_1DDI_HDECODE d)
{
    v->pfnDestroyVideoDecoder(k.device, d);
    fake_free(&k, d.pDrvPrivate);
}

static D3D10DDI_HRESOURCE texture(UINT w, UINT h)
{
    D3D10DDI_MIPINFO mip = { w, h, 1, w, h, 1 };
    D3D11DDIARG_CREATERESOURCE a = { .pMipInfoList = &mip, .ResourceDimension = D3D10DDIRESOURCE_TEXTURE2D, .BindFlags = D3D11_DDI_BIND_DECODER,
                                     .Format = DXGI_FORMAT_NV12, .SampleDesc = { 1, 0 }, .MipLevels = 1, .ArraySize = 3 };
    return fake_resource(&k, &a);
}

static D3D10DDI_HRESOURCE buffer(D3D11_1DDI_VIDEO_DECODER_BUFFER_TYPE type, UINT size)
{
    D3D10DDI_MIPINFO mip = { size, 1, 1, size, 1, 1 };
    D3D11DDIARG_CREATERESOURCE a = { .pMipInfoList = &mip, .ResourceDimension = D3D10DDIRESOURCE_BUFFER, .Usage = D3D10_DDI_USAGE_DYNAMIC,
                                     .BindFlags = D3D11_DDI_BIND_DECODER, .MapFlags = D3D10_DDI_MAP_WRITE, .SampleDesc = { 1, 0 },
                                     .MipLevels = 1, .ArraySize = 1, .DecoderBufferType = type };
    return fake_resource(&k, &a);
}

/* Writes bytes through a map, as a program does between GetDecoderBuffer and ReleaseDecoderBuffer. */
static void write_bytes(D3D10DDI_HRESOURCE r, uint8_t with, UINT size)
{
    D3D10DDI_MAPPED_SUBRESOURCE m = { 0 };
    k.f->pfnDynamicIABufferMapDiscard(k.device, r, 0, D3D10_DDI_MAP_WRITE_DISCARD, 0, &m);
    CHECK(m.pData != NULL);
    for (UINT i = 0; i < size && m.pData; i++) ((uint8_t *)m.pData)[i] = (uint8_t)(with + i);
    k.f->pfnDynamicIABufferUnmap(k.device, r, 0);
}

static HRESULT view(D3D10DDI_HRESOURCE r, int profile, UINT slice, D3D11_1DDI_HVIDEODECODEROUTPUTVIEW *out)
{
    D3D11_1DDIARG_CREATEVIDEODECODEROUTPUTVIEW a = { r, profile < 0 ? other : guids[profile], 0, slice, 1 };
    out->pDrvPrivate = fake_alloc(&k, v->pfnCalcPrivateVideoDecoderOutputViewSize(k.device, &a));
    HRESULT hr = v->pfnCreateVideoDecoderOutputView(k.device, &a, *out, (D3D11_1DDI_HRTVIDEODECODEROUTPUTVIEW){ 0 });
    if (FAILED(hr)) fake_free(&k, out->pDrvPrivate);
    return hr;
}

static void drop_view(D3D11_1DDI_HVIDEODECODEROUTPUTVIEW o)
{
    v->pfnDestroyVideoDecoderOutputView(k.device, o);
    fake_free(&k, o.pDrvPrivate);
}

static HRESULT begin(D3D11_1DDI_HDECODE d, D3D11_1DDI_HVIDEODECODEROUTPUTVIEW o, const void *key)
{
    const D3D11_1DDIARG_VIDEODECODERBEGINFRAME a = { o, key, key ? 16 : 0 };
    return v->pfnVideoDecoderBeginFrame(k.device, d, &a);
}

TEST(profiles_are_the_hosts)
{
    D3D11_1DDI_VIDEO_DECODER_BUFFER_INFO info;
    D3D11_1DDI_VIDEO_DECODER_CONFIG c;
    UINT n = 9, support = 0;
    BOOL yes = 9;
    GUID g;
    open();
    D3D11_1DDI_VIDEO_DECODER_DESC d = { guids[0], 1920, 1080, DXGI_FORMAT_NV12 };
    v->pfnGetVideoDecoderProfileCount(k.device, &n);
    CHECK_EQ(n, 2);
    v->pfnGetVideoDecoderProfile(k.device, 1, &g);
    CHECK(!memcmp(&g, &guids[1], sizeof g));
    v->pfnCheckVideoDecoderFormat(k.device, &guids[1], DXGI_FORMAT_NV12, &yes);
    CHECK_EQ(yes, TRUE);
    v->pfnCheckVideoDecoderFormat(k.device, &guids[1], DXGI_FORMAT_R8G8B8A8_UNORM, &yes);
    CHECK_EQ(yes, FALSE);
    v->pfnCheckVideoDecoderFormat(k.device, &other, DXGI_FORMAT_NV12, &yes);
    CHECK_EQ(yes, FALSE);
    k.f->pfnCheckFormatSupport(k.device, DXGI_FORMAT_NV12, &support);
    CHECK(support & D3D11_1DDI_FORMAT_SUPPORT_DECODER_OUTPUT);
    v->pfnGetVideoDecoderConfigCount(k.device, &d, &n);
    CHECK_EQ(n, 2);
    v->pfnGetVideoDecoderConfig(k.device, &d, 0, &c);
    CHECK(c.ConfigBitstreamRaw == 2 && c.Config4GroupedCoefs == 5 && c.ConfigMinRenderTargetBuffCount == 3 && c.ConfigDecoderSpecific == 9);
    CHECK(c.guidConfigBitstreamEncryption.Data1 == 0x1b81bed0);
    d.Guid = guids[1];
    v->pfnGetVideoDecoderConfigCount(k.device, &d, &n);
    CHECK_EQ(n, 1);
    v->pfnGetVideoDecoderConfig(k.device, &d, 0, &c);
    CHECK(c.ConfigBitstreamRaw == 1 && c.ConfigMinRenderTargetBuffCount == 4);
    v->pfnGetVideoDecoderBufferTypeCount(k.device, &d, &n);
    CHECK_EQ(n, 4);
    v->pfnGetVideoDecoderBufferInfo(k.device, &d, 3, &info);
    CHECK(info.Type == D3D11_1DDI_VIDEO_DECODER_BUFFER_BITSTREAM && info.Size >= 1920 * 1080 * 3 / 2);
    d.SampleWidth = d.SampleHeight = 16384;
    v->pfnGetVideoDecoderBufferInfo(k.device, &d, 3, &info);
    CHECK_EQ(info.Size, PVGPU_DECODER_BYTES);
    d.SampleWidth = 16385;
    v->pfnGetVideoDecoderBufferTypeCount(k.device, &d, &n);
    CHECK_EQ(n, 0);
    close_all();
}

TEST(decoders_are_made_on_the_host)
{
    D3D11_1DDI_HDECODE d, none;
    HANDLE handle = NULL;
    open();
    D3D11_1DDIARG_CREATEVIDEODECODER a = described(1, 0);
    CHECK_EQ(make(&a, &d), S_OK);
    flush();
    const struct pvgpu_cmd_create_video_decoder *c = LAST(create_video_decoder, CREATE_VIDEO_DECODER);
    CHECK(c->profile == 1 && c->config == 1 && c->format == DXGI_FORMAT_NV12 && c->width == 64 && c->height == 48);
    CHECK_EQ(v->pfnVideoDecoderGetHandle(k.device, d, &handle), S_OK);
    CHECK(handle != NULL);
    CHECK_EQ(v->pfnVideoDecoderExtension(k.device, d, NULL), E_INVALIDARG);
    a.Config.ConfigBitstreamRaw = 2; /* the other profile's */
    CHECK_EQ(make(&a, &none), E_OUTOFMEMORY);
    a = described(0, 0);
    a.Desc.SampleWidth = 20000;
    CHECK_EQ(make(&a, &none), E_OUTOFMEMORY);
    a = described(0, 0);
    a.Desc.OutputFormat = DXGI_FORMAT_R8G8B8A8_UNORM;
    CHECK_EQ(make(&a, &none), E_OUTOFMEMORY);
    drop(d);
    CHECK_EQ(k.ops[PVGPU_IX_CREATE_VIDEO_DECODER], 1);
    close_all();
}

TEST(views_are_of_decoded_textures)
{
    D3D11_1DDI_HVIDEODECODEROUTPUTVIEW o, none;
    open();
    D3D10DDI_HRESOURCE t = texture(64, 48);
    CHECK_EQ(view(t, 1, 2, &o), S_OK);
    flush();
    const struct pvgpu_cmd_create_decoder_output *c = LAST(create_decoder_output, CREATE_DECODER_OUTPUT);
    CHECK(c->resource == fake_resource_id(t) && c->profile == 1 && c->slice == 2);
    CHECK_EQ(view(t, 0, 3, &none), E_OUTOFMEMORY);
    CHECK_EQ(view(t, -1, 0, &none), E_OUTOFMEMORY);
    drop_view(o);
    fake_destroy_resource(&k, t);
    close_all();
}

/* ClearView of whole blocks (nc-d3d10umddi-pfnd3d11_1ddi_clearview.md), and DiscardView. */
TEST(views_are_cleared)
{
    static const FLOAT color[4] = { 16, 128, 90, 255 };
    const D3D10_DDI_RECT whole[2] = { { 2, 4, 10, 8 }, { 0, 0, 64, 48 } }, bad[2] = { { 1, 0, 4, 4 }, { 0, 0, 4, 5 } };
    const enum D3D11DDI_HANDLETYPE type = D3D11_1DDI_HT_VIDEODECODEROUTPUTVIEW;
    D3D11_1DDI_HVIDEODECODEROUTPUTVIEW o = { 0 };
    open();
    D3D10DDI_HRESOURCE t = texture(64, 48);
    CHECK_EQ(view(t, 0, 1, &o), S_OK);
    for (int i = 0; i < 2; i++) k.f->pfnClearView(k.device, type, o.pDrvPrivate, color, &bad[i], 1);
    flush();
    CHECK_EQ(k.ops[PVGPU_IX_CLEAR_VIEW], 0);
    k.f->pfnClearView(k.device, type, o.pDrvPrivate, color, whole, 2);
    flush();
    const struct pvgpu_cmd_clear_view *c = LAST(clear_view, CLEAR_VIEW);
    CHECK(c->view == ((struct pvu_view *)o.pDrvPrivate)->id && c->r == 16 && c->g == 128 && c->b == 90 && c->n_rects == 2);
    k.f->pfnDiscard(k.device, type, o.pDrvPrivate, NULL, 0);
    flush();
    CHECK_EQ(LAST(discard, DISCARD)->view, ((struct pvu_view *)o.pDrvPrivate)->id);
    drop_view(o);
    fake_destroy_resource(&k, t);
    close_all();
}

/* What goes to the host: one command, with what was in the buffers when they were submitted. */
TEST(a_frame_is_one_command)
{
    D3D11_1DDI_HVIDEODECODEROUTPUTVIEW o = { 0 };
    D3D11_1DDI_HDECODE d;
    open();
    D3D11_1DDIARG_CREATEVIDEODECODER a = described(0, 1);
    D3D10DDI_HRESOURCE t = texture(64, 48), params = buffer(D3D11_1DDI_VIDEO_DECODER_BUFFER_PICTURE_PARAMETERS, 4096),
                       bits = buffer(D3D11_1DDI_VIDEO_DECODER_BUFFER_BITSTREAM, 65536);
    CHECK(make(&a, &d) == S_OK && view(t, 0, 1, &o) == S_OK);
    CHECK_EQ(begin(d, o, NULL), S_OK);
    write_bytes(params, 1, 100);
    write_bytes(bits, 50, 5000);
    const D3D11_1DDI_VIDEO_DECODER_BUFFER_DESC b[2] = {
        { .hResource = params, .BufferType = D3D11_1DDI_VIDEO_DECODER_BUFFER_PICTURE_PARAMETERS, .DataSize = 100 },
        { .hResource = bits, .BufferType = D3D11_1DDI_VIDEO_DECODER_BUFFER_BITSTREAM, .DataSize = 5000, .FirstMBaddress = 3, .NumMBsInBuffer = 8 } };
    CHECK_EQ(v->pfnVideoDecoderSubmitBuffers(k.device, d, 2, b), S_OK);
    write_bytes(bits, 90, 5000);
    CHECK_EQ(v->pfnVideoDecoderSubmitBuffers(k.device, d, 1, &b[1]), S_OK);
    write_bytes(bits, 200, 5000); /* behind the submission */
    flush();
    CHECK_EQ(k.ops[PVGPU_IX_DECODE_FRAME], 0);
    v->pfnVideoDecoderEndFrame(k.device, d);
    flush();
    CHECK_EQ(k.ops[PVGPU_IX_DECODE_FRAME], 1);
    const struct pvgpu_cmd_decode_frame *c = LAST(decode_frame, DECODE_FRAME);
    const struct pvgpu_decoder_buffer *w = (const void *)(c + 1);
    CHECK(c->n_buffers == 3 && w[0].type == 0 && w[0].size == 100 && !w[0].submission && w[1].type == 6 && w[1].size == 5000);
    CHECK(!w[1].submission && w[1].first_block == 3 && w[1].n_blocks == 8 && w[2].type == 6 && w[2].submission == 1);
    for (int i = 0; i < 3; i++) {
        static const uint8_t first[3] = { 1, 50, 90 };
        const struct fake_allocation *heap = fake_find(&k, w[i].heap);
        CHECK(heap && heap->memory && heap->memory[w[i].offset] == first[i] && heap->memory[w[i].offset + 99] == (uint8_t)(first[i] + 99));
    }
    v->pfnVideoDecoderEndFrame(k.device, d); /* of no frame */
    CHECK_EQ(begin(d, o, NULL), S_OK);
    v->pfnVideoDecoderEndFrame(k.device, d); /* of an empty one */
    flush();
    CHECK_EQ(k.ops[PVGPU_IX_DECODE_FRAME], 1);
    drop(d), drop_view(o);
    fake_destroy_resource(&k, bits), fake_destroy_resource(&k, params), fake_destroy_resource(&k, t);
    close_all();
}

/* What was submitted stays until the frame ends, whatever else goes up meanwhile; then its memory is used again. */
TEST(data_of_a_frame_is_held)
{
    enum { HEAPS = 8, LOAD = 300 << 10, SIZE = 5000 }; /* a chunk holds one load, not two (upload.c) */
    D3D11_1DDI_HVIDEODECODEROUTPUTVIEW o = { 0 };
    D3D11_1DDI_HDECODE d;
    D3D10DDI_MIPINFO mip = { LOAD, 1, 1, LOAD, 1, 1 };
    const D3D11DDIARG_CREATERESOURCE plain = { .pMipInfoList = &mip, .ResourceDimension = D3D10DDIRESOURCE_BUFFER,
                                               .Usage = D3D10_DDI_USAGE_DEFAULT, .BindFlags = D3D10_DDI_BIND_VERTEX_BUFFER,
                                               .SampleDesc = { 1, 0 }, .MipLevels = 1, .ArraySize = 1 };
    uint8_t *load = calloc(1, LOAD);
    uint32_t held, again = 0;
    open();
    D3D11_1DDIARG_CREATEVIDEODECODER a = described(0, 1);
    D3D10DDI_HRESOURCE t = texture(64, 48), bits = buffer(D3D11_1DDI_VIDEO_DECODER_BUFFER_BITSTREAM, 65536), other_data = fake_resource(&k, &plain);
    CHECK(make(&a, &d) == S_OK && view(t, 0, 1, &o) == S_OK);
    CHECK_EQ(begin(d, o, NULL), S_OK);
    write_bytes(bits, 50, SIZE);
    const D3D11_1DDI_VIDEO_DECODER_BUFFER_DESC b = { .hResource = bits, .BufferType = D3D11_1DDI_VIDEO_DECODER_BUFFER_BITSTREAM, .DataSize = SIZE };
    CHECK_EQ(v->pfnVideoDecoderSubmitBuffers(k.device, d, 1, &b), S_OK);
    for (int i = 0; i < HEAPS; i++) {
        k.f->pfnResourceUpdateSubresourceUP(k.device, other_data, 0, NULL, load, 0, 0, 0);
        flush();
    }
    v->pfnVideoDecoderEndFrame(k.device, d);
    flush();
    const struct pvgpu_decoder_buffer *w = (const void *)(LAST(decode_frame, DECODE_FRAME) + 1);
    const struct fake_allocation *heap = fake_find(&k, held = w->heap);
    for (uint32_t i = 0; i < SIZE && heap; i++)
        if (heap->memory[w->offset + i] != (uint8_t)(50 + i)) heap = NULL;
    CHECK(heap);
    for (int i = 0; i < 64 && !again; i++) {
        k.f->pfnResourceUpdateSubresourceUP(k.device, other_data, 0, NULL, load, 0, 0, 0);
        flush();
        again = LAST(update_buffer, UPDATE_BUFFER)->heap == held;
    }
    CHECK(again);
    drop(d), drop_view(o);
    fake_destroy_resource(&k, other_data), fake_destroy_resource(&k, bits), fake_destroy_resource(&k, t);
    free(load);
    close_all();
}

TEST(what_cannot_be_is_refused)
{
    D3D11_1DDI_HVIDEODECODEROUTPUTVIEW o = { 0 }, small = { 0 }, foreign = { 0 };
    D3D11_1DDI_HDECODE d;
    uint8_t key[16] = { 0 };
    open();
    D3D11_1DDIARG_CREATEVIDEODECODER a = described(0, 0);
    D3D10DDI_HRESOURCE t = texture(64, 48), little = texture(64, 32), bits = buffer(D3D11_1DDI_VIDEO_DECODER_BUFFER_BITSTREAM, 4096);
    CHECK(make(&a, &d) == S_OK && view(t, 0, 0, &o) == S_OK && view(little, 0, 0, &small) == S_OK && view(t, 1, 0, &foreign) == S_OK);
    const D3D11_1DDI_VIDEO_DECODER_BUFFER_DESC plain = { .hResource = bits, .BufferType = D3D11_1DDI_VIDEO_DECODER_BUFFER_BITSTREAM, .DataSize = 4096 };
    D3D11_1DDI_VIDEO_DECODER_BUFFER_DESC b[3] = { plain, plain, plain };
    CHECK_EQ(v->pfnVideoDecoderSubmitBuffers(k.device, d, 1, b), E_OUTOFMEMORY); /* outside of a frame */
    CHECK_EQ(begin(d, small, NULL), E_OUTOFMEMORY);
    CHECK_EQ(begin(d, foreign, NULL), E_OUTOFMEMORY);
    CHECK_EQ(begin(d, o, key), E_OUTOFMEMORY);
    CHECK_EQ(begin(d, o, NULL), S_OK);
    CHECK_EQ(begin(d, o, NULL), E_OUTOFMEMORY); /* one in another */
    CHECK_EQ(v->pfnVideoDecoderSubmitBuffers(k.device, d, 0, b), E_OUTOFMEMORY);
    CHECK_EQ(v->pfnVideoDecoderSubmitBuffers(k.device, d, 2, b), E_OUTOFMEMORY); /* of one type */
    b[0].DataSize = 4097;
    CHECK_EQ(v->pfnVideoDecoderSubmitBuffers(k.device, d, 1, b), E_OUTOFMEMORY);
    b[0] = plain, b[0].DataOffset = 1;
    CHECK_EQ(v->pfnVideoDecoderSubmitBuffers(k.device, d, 1, b), E_OUTOFMEMORY);
    b[0] = plain, b[0].DataSize = 0;
    CHECK_EQ(v->pfnVideoDecoderSubmitBuffers(k.device, d, 1, b), E_OUTOFMEMORY);
    b[0] = plain, b[0].BufferType = D3D11_1DDI_VIDEO_DECODER_BUFFER_SLICE_CONTROL;
    CHECK_EQ(v->pfnVideoDecoderSubmitBuffers(k.device, d, 1, b), E_OUTOFMEMORY);
    b[0] = plain, b[0].hResource = t;
    CHECK_EQ(v->pfnVideoDecoderSubmitBuffers(k.device, d, 1, b), E_OUTOFMEMORY);
    b[0] = plain, b[0].pIV = key, b[0].IVSize = 16;
    CHECK_EQ(v->pfnVideoDecoderSubmitBuffers(k.device, d, 1, b), E_OUTOFMEMORY);
    CHECK_EQ(v->pfnVideoDecoderSubmitBuffers(k.device, d, 1, &plain), S_OK);
    drop(d); /* in the middle of a frame: nothing of it is sent, and what it held is free */
    flush();
    CHECK_EQ(k.ops[PVGPU_IX_DECODE_FRAME], 0);
    drop_view(o), drop_view(small), drop_view(foreign);
    fake_destroy_resource(&k, bits), fake_destroy_resource(&k, little), fake_destroy_resource(&k, t);
    close_all();
}

TAP_MAIN(RUN(profiles_are_the_hosts); RUN(decoders_are_made_on_the_host); RUN(views_are_of_decoded_textures); RUN(views_are_cleared);
         RUN(a_frame_is_one_command); RUN(data_of_a_frame_is_held); RUN(what_cannot_be_is_refused))
