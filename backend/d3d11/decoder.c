/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * decoder.c - the host's video decoders. A frame begins, is submitted and ends within one command, so that a guest cannot leave one
 * open. Buffers are copied from heap memory into the host's own, once; what is in them is the host's driver to parse.
 */
#include "renderer.h"

#define BUSY_TRIES 100u /* of a millisecond each */

/* ---- what there is ---- */

static struct pvgpu_decoder_config config_of(const D3D11_VIDEO_DECODER_CONFIG *c)
{
    return (struct pvgpu_decoder_config){
        .values = { c->ConfigBitstreamRaw, c->ConfigMBcontrolRasterOrder, c->ConfigResidDiffHost, c->ConfigSpatialResid8,
                    c->ConfigResid8Subtraction, c->ConfigSpatialHost8or9Clipping, c->ConfigSpatialResidInterleaved,
                    c->ConfigIntraResidUnsigned, c->ConfigResidDiffAccelerator, c->ConfigHostInverseScan, c->ConfigSpecificIDCT,
                    c->Config4GroupedCoefs },
        .min_targets = c->ConfigMinRenderTargetBuffCount, .specific = c->ConfigDecoderSpecific };
}

/* DXVA_NoEncrypt (DXVA 2.0: dxva2api.h's documentation of guidConfigBitstreamEncryption), or a GUID left empty. */
static const GUID no_encryption = { 0x1b81bed0, 0xa0c7, 0x11d3, { 0xb9, 0x84, 0x00, 0xc0, 0x4f, 0x2e, 0x73, 0xc5 } };

static bool is_plain(const GUID *g)
{
    static const GUID empty;
    return !memcmp(g, &no_encryption, sizeof *g) || !memcmp(g, &empty, sizeof *g);
}

/* Its row in the table, which may be a new one; PVGPU_DECODER_CONFIGS: the table is full. */
static uint32_t row_of(struct pvgpu_decoder_caps *caps, const struct pvgpu_decoder_config *config)
{
    uint32_t i = 0;

    while (i < caps->n_configs && memcmp(&caps->configs[i], config, sizeof *config)) i++;
    if (i == caps->n_configs && i < PVGPU_DECODER_CONFIGS) caps->configs[caps->n_configs++] = *config;
    return i;
}

/* Configurations of raw bitstreams without encryption; the guest's driver has no buffers for the others. */
static uint32_t configs(struct pvb_renderer *r, struct pvgpu_decoder_caps *caps, const GUID *profile, uint32_t format)
{
    const D3D11_VIDEO_DECODER_DESC d = { *profile, 1920, 1080, (DXGI_FORMAT)format };
    uint32_t bits = 0;
    UINT n = 0;

    if (FAILED(ID3D11VideoDevice_GetVideoDecoderConfigCount(r->decode.device, &d, &n))) return 0;
    for (UINT i = 0; i < n && i < 256; i++) {
        D3D11_VIDEO_DECODER_CONFIG c = { 0 };
        struct pvgpu_decoder_config config;
        uint32_t row;
        if (FAILED(ID3D11VideoDevice_GetVideoDecoderConfig(r->decode.device, &d, i, &c)) || !c.ConfigBitstreamRaw) continue;
        if (!is_plain(&c.guidConfigBitstreamEncryption) || !is_plain(&c.guidConfigMBcontrolEncryption)
            || !is_plain(&c.guidConfigResidDiffEncryption)) continue;
        config = config_of(&c);
        row = row_of(caps, &config);
        if (row < PVGPU_DECODER_CONFIGS) bits |= 1u << row;
    }
    return bits;
}

static void profile(struct pvb_renderer *r, struct pvgpu_caps *caps, const GUID *guid)
{
    struct pvgpu_decoder_caps *out = &caps->decoders;
    struct pvgpu_decoder_profile p = { .n_formats = 0 };

    for (uint32_t f = 1; f < PVGPU_FORMAT_LIMIT && p.n_formats < PVGPU_DECODER_FORMATS; f++) {
        BOOL has = FALSE;
        uint32_t bits;
        if (!(caps->formats[f].support & D3D11_FORMAT_SUPPORT_TEXTURE2D) || !pvgpu_format_is_video(f)) continue;
        if (FAILED(ID3D11VideoDevice_CheckVideoDecoderFormat(r->decode.device, guid, (DXGI_FORMAT)f, &has)) || !has) continue;
        bits = configs(r, out, guid, f);
        if (!bits) continue;
        caps->formats[f].support |= D3D11_FORMAT_SUPPORT_DECODER_OUTPUT;
        p.formats[p.n_formats] = f;
        p.configs[p.n_formats++] = bits;
    }
    if (!p.n_formats) return;
    memcpy(p.guid, guid, sizeof p.guid);
    out->profiles[out->n_profiles++] = p;
}

void pvb_d11_decoder_init(struct pvb_renderer *r, struct pvgpu_caps *caps, bool off)
{
    UINT n;

    if (off || FAILED(ID3D11Device_QueryInterface(r->device, &IID_ID3D11VideoDevice, (void **)&r->decode.device))) return;
    n = ID3D11VideoDevice_GetVideoDecoderProfileCount(r->decode.device);
    for (UINT i = 0; i < n && caps->decoders.n_profiles < PVGPU_DECODER_PROFILES; i++) {
        GUID guid;
        if (SUCCEEDED(ID3D11VideoDevice_GetVideoDecoderProfile(r->decode.device, i, &guid))) profile(r, caps, &guid);
    }
    r->decode.caps = caps->decoders;
    if (!caps->decoders.n_profiles
        || FAILED(ID3D11DeviceContext_QueryInterface(r->ctx, &IID_ID3D11VideoContext, (void **)&r->decode.ctx))) {
        pvb_d11_decoder_fini(r);
        memset(&caps->decoders, 0, sizeof caps->decoders);
    }
}

void pvb_d11_decoder_fini(struct pvb_renderer *r)
{
    pvb_d11_release(r->decode.ctx);
    pvb_d11_release(r->decode.device);
    r->decode.ctx = NULL;
    r->decode.device = NULL;
}

/* ---- objects ---- */

static enum pvgpu_verdict define(void *core, uint32_t id, enum pvgpu_object_kind kind, HRESULT hr, void *object)
{
    if (FAILED(hr) && pvb_d11_first(pvb_d11_context_of(core)->r, PVB_D11_EV_DECODER))
        pvb_log(1, "%s refused: 0x%08x", kind == PVGPU_OBJ_VIDEO_DECODER ? "decoder" : "decoder's view", (unsigned)hr);
    pvb_define(core, id, kind, SUCCEEDED(hr) ? object : NULL);
    return PVGPU_OK;
}

static GUID guid_of(const struct pvb_renderer *r, uint32_t profile)
{
    GUID guid;
    memcpy(&guid, r->decode.caps.profiles[profile].guid, sizeof guid);
    return guid;
}

enum pvgpu_verdict pvb_d11_cmd_create_video_decoder(void *core, const struct pvgpu_cmd_create_video_decoder *c, const void *tail)
{
    struct pvb_renderer *r = pvb_d11_context_of(core)->r;
    const D3D11_VIDEO_DECODER_DESC d = { guid_of(r, c->profile), c->width, c->height, (DXGI_FORMAT)c->format };
    const struct pvgpu_decoder_config *k = &r->decode.caps.configs[c->config];
    const uint32_t *v = k->values;
    const D3D11_VIDEO_DECODER_CONFIG config = { no_encryption, no_encryption, no_encryption, v[0], v[1], v[2], v[3], v[4], v[5], v[6],
        v[7], v[8], v[9], v[10], v[11], (USHORT)k->min_targets, (USHORT)k->specific };
    ID3D11VideoDecoder *decoder = NULL;
    HRESULT hr = ID3D11VideoDevice_CreateVideoDecoder(r->decode.device, &d, &config, &decoder);

    return define(core, c->id, PVGPU_OBJ_VIDEO_DECODER, hr, decoder);
}

enum pvgpu_verdict pvb_d11_cmd_create_decoder_output(void *core, const struct pvgpu_cmd_create_decoder_output *c, const void *tail)
{
    struct pvb_renderer *r = pvb_d11_context_of(core)->r;
    const struct pvb_d11_resource *res = pvb_resource(core, c->resource);
    const D3D11_VIDEO_DECODER_OUTPUT_VIEW_DESC d = { guid_of(r, c->profile), D3D11_VDOV_DIMENSION_TEXTURE2D, { { c->slice } } };
    ID3D11VideoDecoderOutputView *view = NULL;
    HRESULT hr = ID3D11VideoDevice_CreateVideoDecoderOutputView(r->decode.device, res->any, &d, &view);

    return define(core, c->id, PVGPU_OBJ_DECODER_OUTPUT, hr, view);
}

/* ---- a frame ---- */

static HRESULT fill(struct pvb_renderer *r, void *core, ID3D11VideoDecoder *decoder, const struct pvgpu_decoder_buffer *b)
{
    const D3D11_VIDEO_DECODER_BUFFER_TYPE type = (D3D11_VIDEO_DECODER_BUFFER_TYPE)b->type;
    void *to = NULL;
    UINT size = 0;
    HRESULT hr = ID3D11VideoContext_GetDecoderBuffer(r->decode.ctx, decoder, type, &size, &to);

    if (FAILED(hr)) return hr;
    if (to && b->size <= size) memcpy(to, pvb_heap(core, b->heap, b->offset, b->size), b->size);
    else hr = E_OUTOFMEMORY;
    ID3D11VideoContext_ReleaseDecoderBuffer(r->decode.ctx, decoder, type);
    return hr;
}

/* Buffers from the first one of a submission on; *n: how many it has. */
static HRESULT submit(struct pvb_renderer *r, void *core, ID3D11VideoDecoder *decoder, const struct pvgpu_decoder_buffer *b, uint32_t left,
                      uint32_t *n)
{
    D3D11_VIDEO_DECODER_BUFFER_DESC d[PVGPU_DECODER_TYPES];
    HRESULT hr = S_OK;

    memset(d, 0, sizeof d);
    for (*n = 0; *n < left && *n < PVGPU_DECODER_TYPES && b[*n].submission == b[0].submission; ++*n) {
        const struct pvgpu_decoder_buffer *one = &b[*n];
        if (SUCCEEDED(hr)) hr = fill(r, core, decoder, one);
        d[*n].BufferType = (D3D11_VIDEO_DECODER_BUFFER_TYPE)one->type;
        d[*n].DataSize = one->size;
        d[*n].FirstMBaddress = one->first_block;
        d[*n].NumMBsInBuffer = one->n_blocks;
    }
    return SUCCEEDED(hr) ? ID3D11VideoContext_SubmitDecoderBuffers(r->decode.ctx, decoder, *n, d) : hr;
}

/* nf-d3d11-id3d11videocontext-decoderbeginframe: a busy decoder says so, and wants to be asked again. */
static HRESULT frame_begin(struct pvb_renderer *r, ID3D11VideoDecoder *decoder, ID3D11VideoDecoderOutputView *view)
{
    const HRESULT still_drawing = (HRESULT)0x8876021c, pending = (HRESULT)0x8000000a; /* D3DERR_WASSTILLDRAWING, E_PENDING */
    HRESULT hr;

    for (uint32_t i = 0;; i++) {
        hr = ID3D11VideoContext_DecoderBeginFrame(r->decode.ctx, decoder, view, 0, NULL);
        if ((hr != still_drawing && hr != pending) || i == BUSY_TRIES) return hr;
        pvb_d11_os_sleep_ns(1000000);
    }
}

enum pvgpu_verdict pvb_d11_cmd_decode_frame(void *core, const struct pvgpu_cmd_decode_frame *c, const void *tail)
{
    struct pvb_renderer *r = pvb_d11_context_of(core)->r;
    ID3D11VideoDecoder *decoder = pvb_object(core, c->decoder);
    const struct pvgpu_decoder_buffer *b = tail;
    HRESULT hr = frame_begin(r, decoder, pvb_object(core, c->view)), end;

    if (SUCCEEDED(hr)) {
        for (uint32_t i = 0, n = 0; i < c->n_buffers && SUCCEEDED(hr); i += n) hr = submit(r, core, decoder, &b[i], c->n_buffers - i, &n);
        end = ID3D11VideoContext_DecoderEndFrame(r->decode.ctx, decoder);
        if (SUCCEEDED(hr)) hr = end;
    }
    if (FAILED(hr) && pvb_d11_first(r, PVB_D11_EV_DECODER))
        pvb_log(1, "frame of %u buffers refused: 0x%08x", (unsigned)c->n_buffers, (unsigned)hr);
    return PVGPU_OK;
}
