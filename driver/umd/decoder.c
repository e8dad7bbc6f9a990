/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * decoder.c - decoders of the video table. Profiles and configurations are rows of caps.decoders. A program writes into decoder
 * buffers, which are resources that exist on our side only; VideoDecoderSubmitBuffers copies what was submitted into upload memory and
 * holds it, and VideoDecoderEndFrame sends the whole frame as one command.
 *
 * Where the host has no decoders the calls are counted and named (HOST of video.def): no profiles, so a runtime makes none of them.
 * Each answers with what its page (nc-d3d10umddi-pfnd3d11_1ddi_NAME.md) has for a driver that cannot.
 */
#include "video.h"
#include "cmdbuf.h"

#define LARGEST 16384u /* D3D11_REQ_TEXTURE2D_U_OR_V_DIMENSION */

struct pvu_decoder {
    uint32_t id, profile, format, width, height;
    const struct pvu_view *target; /* of the frame that is open; NULL: none is */
    uint32_t n, submissions;
    struct pvgpu_decoder_buffer buffers[PVGPU_DECODER_BUFFERS];
    struct pvu_span spans[PVGPU_DECODER_BUFFERS]; /* held */
};

PVGPU_STATIC_ASSERT(offsetof(struct pvgpu_cmd_create_decoder_output, resource) == offsetof(struct pvgpu_cmd_create_srv, resource),
                    "views name their resource at one place");
PVGPU_STATIC_ASSERT(sizeof(struct pvgpu_cmd_decode_frame) + PVGPU_DECODER_BUFFERS * sizeof(struct pvgpu_decoder_buffer) <= PVU_CMD_MAX,
                    "a frame of all buffers is one command");

/* ---- what the host has ---- */

static uint32_t at_most(uint32_t n, uint32_t most) { return n < most ? n : most; }

static const struct pvgpu_decoder_caps *caps_of(const struct pvu_device *d) { return &d->adapter->info.caps.decoders; }

static uint32_t n_profiles(const struct pvu_device *d) { return at_most(caps_of(d)->n_profiles, PVGPU_DECODER_PROFILES); }

/* The host has no decoders: the call is one of those that should not have come. */
static bool none(D3D10DDI_HDEVICE h, enum pvu_none which)
{
    if (n_profiles(pvu_device(h))) return false;
    pvu_none(pvu_device(h), which);
    return true;
}

/* Its row; n_profiles: the host has it not. */
static uint32_t profile_of(const struct pvu_device *d, const GUID *guid)
{
    uint32_t i = 0;
    while (i < n_profiles(d) && memcmp(caps_of(d)->profiles[i].guid, guid, sizeof *guid)) i++;
    return i;
}

/* A bit for each configuration; 0: the profile has no such format. */
static uint32_t configs_of(const struct pvu_device *d, uint32_t profile, uint32_t format)
{
    const struct pvgpu_decoder_profile *p = &caps_of(d)->profiles[profile];
    if (profile >= n_profiles(d)) return 0;
    for (uint32_t i = 0; i < at_most(p->n_formats, PVGPU_DECODER_FORMATS); i++)
        if (p->formats[i] == format) return p->configs[i] & ((1u << PVGPU_DECODER_CONFIGS) - 1);
    return 0;
}

static uint32_t configs_of_desc(const struct pvu_device *d, const D3D11_1DDI_VIDEO_DECODER_DESC *desc)
{
    if (!desc->SampleWidth || !desc->SampleHeight || desc->SampleWidth > LARGEST || desc->SampleHeight > LARGEST) return 0;
    return configs_of(d, profile_of(d, &desc->Guid), (uint32_t)desc->OutputFormat);
}

static D3D11_1DDI_VIDEO_DECODER_CONFIG config_of(const struct pvu_device *d, uint32_t row)
{
    /* DXVA_NoEncrypt (ns-d3d10umddi-d3d11_1ddi_video_decoder_config.md; the GUID is of the DXVA specification) */
    static const GUID plain = { 0x1b81bed0, 0xa0c7, 0x11d3, { 0xb9, 0x84, 0x00, 0xc0, 0x4f, 0x2e, 0x73, 0xc5 } };
    const struct pvgpu_decoder_config *c = &caps_of(d)->configs[row];
    const uint32_t *v = c->values;
    D3D11_1DDI_VIDEO_DECODER_CONFIG out;
    memset(&out, 0, sizeof out);
    out.guidConfigBitstreamEncryption = out.guidConfigMBcontrolEncryption = out.guidConfigResidDiffEncryption = plain;
    out.ConfigBitstreamRaw = v[0], out.ConfigMBcontrolRasterOrder = v[1], out.ConfigResidDiffHost = v[2], out.ConfigSpatialResid8 = v[3];
    out.ConfigResid8Subtraction = v[4], out.ConfigSpatialHost8or9Clipping = v[5], out.ConfigSpatialResidInterleaved = v[6];
    out.ConfigIntraResidUnsigned = v[7], out.ConfigResidDiffAccelerator = v[8], out.ConfigHostInverseScan = v[9];
    out.ConfigSpecificIDCT = v[10], out.Config4GroupedCoefs = v[11];
    out.ConfigMinRenderTargetBuffCount = (USHORT)c->min_targets;
    out.ConfigDecoderSpecific = (USHORT)c->specific;
    return out;
}

void APIENTRY pvu_video_get_decoder_profile_count(D3D10DDI_HDEVICE h, UINT *out)
{
    *out = n_profiles(pvu_device(h));
}

void APIENTRY pvu_video_get_decoder_profile(D3D10DDI_HDEVICE h, UINT index, GUID *out)
{
    memset(out, 0, sizeof *out);
    if (none(h, PVU_NONE_GetVideoDecoderProfile) || index >= n_profiles(pvu_device(h))) return;
    memcpy(out, caps_of(pvu_device(h))->profiles[index].guid, sizeof *out);
}

void APIENTRY pvu_video_check_decoder_format(D3D10DDI_HDEVICE h, const GUID *profile, DXGI_FORMAT format, BOOL *out)
{
    struct pvu_device *d = pvu_device(h);
    *out = !none(h, PVU_NONE_CheckVideoDecoderFormat) && configs_of(d, profile_of(d, profile), (uint32_t)format);
}

void APIENTRY pvu_video_get_decoder_config_count(D3D10DDI_HDEVICE h, const D3D11_1DDI_VIDEO_DECODER_DESC *desc, UINT *out)
{
    *out = 0;
    if (none(h, PVU_NONE_GetVideoDecoderConfigCount)) return;
    for (uint32_t bits = configs_of_desc(pvu_device(h), desc); bits; bits &= bits - 1) ++*out;
}

void APIENTRY pvu_video_get_decoder_config(D3D10DDI_HDEVICE h, const D3D11_1DDI_VIDEO_DECODER_DESC *desc, UINT index,
                                           D3D11_1DDI_VIDEO_DECODER_CONFIG *out)
{
    uint32_t bits, row = 0;
    memset(out, 0, sizeof *out);
    if (none(h, PVU_NONE_GetVideoDecoderConfig)) return;
    for (bits = configs_of_desc(pvu_device(h), desc); bits; bits >>= 1, row++)
        if ((bits & 1) && !index--) {
            *out = config_of(pvu_device(h), row);
            return;
        }
}

/* ---- buffers: those of raw bitstreams ---- */

static const D3D11_1DDI_VIDEO_DECODER_BUFFER_TYPE types[] = {
    D3D11_1DDI_VIDEO_DECODER_BUFFER_PICTURE_PARAMETERS, D3D11_1DDI_VIDEO_DECODER_BUFFER_INVERSE_QUANTIZATION_MATRIX,
    D3D11_1DDI_VIDEO_DECODER_BUFFER_SLICE_CONTROL, D3D11_1DDI_VIDEO_DECODER_BUFFER_BITSTREAM,
};
enum { N_TYPES = sizeof types / sizeof types[0] };

/* The host tells of its buffers' sizes with each frame only; a bitstream larger than a picture of 8 bits is none. */
static UINT size_of(D3D11_1DDI_VIDEO_DECODER_BUFFER_TYPE type, const D3D11_1DDI_VIDEO_DECODER_DESC *desc)
{
    uint64_t picture = ((uint64_t)desc->SampleWidth * desc->SampleHeight * 3 / 2 + 4095) & ~4095ull;
    if (type == D3D11_1DDI_VIDEO_DECODER_BUFFER_SLICE_CONTROL) return 64 << 10;
    if (type != D3D11_1DDI_VIDEO_DECODER_BUFFER_BITSTREAM) return 4 << 10;
    if (picture < 256 << 10) picture = 256 << 10;
    return picture < PVGPU_DECODER_BYTES ? (UINT)picture : PVGPU_DECODER_BYTES;
}

void APIENTRY pvu_video_get_decoder_buffer_type_count(D3D10DDI_HDEVICE h, const D3D11_1DDI_VIDEO_DECODER_DESC *desc, UINT *out)
{
    *out = !none(h, PVU_NONE_GetVideoDecoderBufferTypeCount) && configs_of_desc(pvu_device(h), desc) ? N_TYPES : 0;
}

void APIENTRY pvu_video_get_decoder_buffer_info(D3D10DDI_HDEVICE h, const D3D11_1DDI_VIDEO_DECODER_DESC *desc, UINT index,
                                                D3D11_1DDI_VIDEO_DECODER_BUFFER_INFO *out)
{
    memset(out, 0, sizeof *out);
    if (none(h, PVU_NONE_GetVideoDecoderBufferInfo) || index >= N_TYPES || !configs_of_desc(pvu_device(h), desc)) return;
    out->Type = types[index];
    out->Size = size_of(types[index], desc);
    out->Usage = D3D11_1DDI_VIDEO_USAGE_PLAYBACK_NORMAL;
}

/* ---- objects ---- */

SIZE_T APIENTRY pvu_video_calc_decoder_size(D3D10DDI_HDEVICE h, const D3D11_1DDIARG_CREATEVIDEODECODER *a)
{
    (void)h, (void)a;
    return sizeof(struct pvu_decoder);
}

HRESULT APIENTRY pvu_video_create_decoder(D3D10DDI_HDEVICE h, const D3D11_1DDIARG_CREATEVIDEODECODER *a, D3D11_1DDI_HDECODE hd,
                                          D3D11_1DDI_HRTDECODE rt)
{
    struct pvu_device *d = pvu_device(h);
    struct pvu_decoder *k = hd.pDrvPrivate;
    uint32_t bits, row = 0;
    (void)rt;
    if (none(h, PVU_NONE_CreateVideoDecoder)) return pvu_result(PVU_NO_MEMORY);
    for (bits = configs_of_desc(d, &a->Desc); bits; bits >>= 1, row++) {
        const D3D11_1DDI_VIDEO_DECODER_CONFIG config = config_of(d, row);
        if ((bits & 1) && !memcmp(&config, &a->Config, sizeof config)) break;
    }
    if (!bits) return pvu_result(PVU_NO_MEMORY); /* not offered; the page's only error */
    memset(k, 0, sizeof *k);
    k->profile = profile_of(d, &a->Desc.Guid);
    k->format = (uint32_t)a->Desc.OutputFormat;
    k->width = a->Desc.SampleWidth;
    k->height = a->Desc.SampleHeight;
    {
        PVU_CREATION_RESULT(c, h);
        k->id = c ? pvu_id_alloc(c->device) : 0;
        if (!k->id) return pvu_result(PVU_NO_MEMORY);
        struct pvgpu_cmd_create_video_decoder *m = PVU_CMD(c, create_video_decoder, CREATE_VIDEO_DECODER);
        m->id = k->id;
        m->profile = k->profile;
        m->config = row;
        m->format = k->format;
        m->width = k->width;
        m->height = k->height;
    }
    return pvu_result(pvu_creation_answer(h, k->id, 0));
}

static void frame_drop(struct pvu_decoder *k)
{
    for (uint32_t i = 0; i < k->n; i++) pvu_upload_drop(&k->spans[i]);
    k->n = k->submissions = 0;
    k->target = NULL;
}

void APIENTRY pvu_video_destroy_decoder(D3D10DDI_HDEVICE h, D3D11_1DDI_HDECODE hd)
{
    struct pvu_decoder *k = hd.pDrvPrivate;
    if (none(h, PVU_NONE_DestroyVideoDecoder)) return;
    PVU_CREATION(c, h, false);
    frame_drop(k);
    if (c) pvu_object_destroy(c, k->id);
}

/* Its page lets a driver return what it was given. */
HRESULT APIENTRY pvu_video_decoder_get_handle(D3D10DDI_HDEVICE h, D3D11_1DDI_HDECODE hd, HANDLE *out)
{
    *out = NULL;
    if (none(h, PVU_NONE_VideoDecoderGetHandle)) return pvu_result(PVU_NO_MEMORY);
    *out = hd.pDrvPrivate;
    return pvu_result(PVU_OK);
}

/* "Currently no function numbers are defined" (ns-d3d10umddi-d3d11_1ddiarg_videodecoderextension.md). */
HRESULT APIENTRY pvu_video_decoder_extension(D3D10DDI_HDEVICE h, D3D11_1DDI_HDECODE hd, const D3D11_1DDIARG_VIDEODECODEREXTENSION *a)
{
    (void)hd, (void)a;
    pvu_none(pvu_device(h), PVU_NONE_VideoDecoderExtension);
    return pvu_result(PVU_REFUSED);
}

SIZE_T APIENTRY pvu_video_calc_decoder_output_view_size(D3D10DDI_HDEVICE h, const D3D11_1DDIARG_CREATEVIDEODECODEROUTPUTVIEW *a)
{
    (void)h, (void)a;
    return sizeof(struct pvu_view);
}

HRESULT APIENTRY pvu_video_create_decoder_output_view(D3D10DDI_HDEVICE h, const D3D11_1DDIARG_CREATEVIDEODECODEROUTPUTVIEW *a,
                                                      D3D11_1DDI_HVIDEODECODEROUTPUTVIEW hv, D3D11_1DDI_HRTVIDEODECODEROUTPUTVIEW rt)
{
    struct pvu_device *d = pvu_device(h);
    struct pvu_resource *r = a->hDrvResource.pDrvPrivate;
    struct pvu_view *v = hv.pDrvPrivate;
    uint32_t profile;
    (void)rt;
    if (none(h, PVU_NONE_CreateVideoDecoderOutputView)) return pvu_result(PVU_NO_MEMORY);
    profile = profile_of(d, &a->DecodeProfile);
    if (!r->id || r->dimension != PVGPU_DIM_TEX2D || r->samples > 1 || !(r->bind & PVGPU_BIND_DECODER) || a->MipSlice || a->ArraySize != 1 ||
        a->FirstArraySlice >= r->array || !configs_of(d, profile, r->format))
        return pvu_result(PVU_NO_MEMORY); /* the page's only error */
    memset(v, 0, sizeof *v);
    v->kind = PVU_VIEW_DECODER_OUTPUT;
    v->resource = r;
    struct pvgpu_cmd_create_decoder_output *k = &v->create.decoder_output;
    PVGPU_CMD_INIT(k, CREATE_DECODER_OUTPUT);
    k->profile = profile;
    k->slice = a->FirstArraySlice;
    PVU_CREATION_RESULT(c, h);
    return pvu_result(c ? pvu_view_add(c, v) : PVU_NO_MEMORY);
}

void APIENTRY pvu_video_destroy_decoder_output_view(D3D10DDI_HDEVICE h, D3D11_1DDI_HVIDEODECODEROUTPUTVIEW hv)
{
    struct pvu_device *d = pvu_device(h);
    if (none(h, PVU_NONE_DestroyVideoDecoderOutputView)) return;
    PVU_CREATION(c, h, false);
    pvu_lock(d);
    pvu_view_remove(c, hv.pDrvPrivate);
    pvu_unlock(d);
}

/* ---- frames ---- */

/* "Calls cannot be nested", by its page. A content key goes with encryption, of which nothing is offered. */
HRESULT APIENTRY pvu_video_decoder_begin_frame(D3D10DDI_HDEVICE h, D3D11_1DDI_HDECODE hd, const D3D11_1DDIARG_VIDEODECODERBEGINFRAME *a)
{
    struct pvu_decoder *k = hd.pDrvPrivate;
    const struct pvu_view *v;
    if (none(h, PVU_NONE_VideoDecoderBeginFrame)) return pvu_result(PVU_NO_MEMORY);
    v = a->hOutputView.pDrvPrivate;
    if (k->target || a->pContentKey || a->ContentKeySize || v->create.decoder_output.profile != k->profile ||
        v->resource->format != k->format || v->resource->width < k->width || v->resource->height < k->height)
        return pvu_result(PVU_NO_MEMORY);
    k->target = v;
    return pvu_result(PVU_OK);
}

static bool submittable(const D3D11_1DDI_VIDEO_DECODER_BUFFER_DESC *b, uint32_t *seen)
{
    const struct pvu_resource *r = b->hResource.pDrvPrivate;
    if (!r || !r->decoder_buffer || r->decoder_buffer != (uint32_t)b->BufferType || (*seen & 1u << r->decoder_buffer)) return false;
    *seen |= 1u << r->decoder_buffer;
    return b->DataSize && b->DataOffset <= r->width && b->DataSize <= r->width - b->DataOffset && b->DataSize <= PVGPU_DECODER_BYTES &&
           !b->pIV && !b->IVSize && !b->PartialEncryption;
}

/* All of them or, with an error, none. */
HRESULT APIENTRY pvu_video_decoder_submit_buffers(D3D10DDI_HDEVICE h, D3D11_1DDI_HDECODE hd, UINT n,
                                                  const D3D11_1DDI_VIDEO_DECODER_BUFFER_DESC *b)
{
    struct pvu_context *c = pvu_context(h);
    struct pvu_decoder *k = hd.pDrvPrivate;
    uint32_t seen = 0, at;
    enum pvu_status s = PVU_OK;
    if (none(h, PVU_NONE_VideoDecoderSubmitBuffers)) return pvu_result(PVU_NO_MEMORY);
    if (!k->target || !n || n > PVGPU_DECODER_BUFFERS - k->n) return pvu_result(PVU_NO_MEMORY);
    for (UINT i = 0; i < n; i++)
        if (!submittable(&b[i], &seen)) return pvu_result(PVU_NO_MEMORY);
    for (at = k->n; at < k->n + n && s == PVU_OK; at++) {
        const D3D11_1DDI_VIDEO_DECODER_BUFFER_DESC *one = &b[at - k->n];
        struct pvu_span *span = &k->spans[at];
        s = pvu_upload(c, one->DataSize, 64, span);
        if (s != PVU_OK) break;
        pvu_upload_hold(span);
        memcpy(span->cpu, ((const struct pvu_resource *)one->hResource.pDrvPrivate)->mirror + one->DataOffset, one->DataSize);
        k->buffers[at] = (struct pvgpu_decoder_buffer){
            .type = (uint32_t)one->BufferType - 1, /* the interface counts from 1, Direct3D from 0 */
            .submission = k->submissions, .heap = span->heap->id, .size = one->DataSize, .offset = span->offset,
            .first_block = one->FirstMBaddress, .n_blocks = one->NumMBsInBuffer };
    }
    if (s != PVU_OK) {
        while (at-- > k->n) pvu_upload_drop(&k->spans[at]);
        return pvu_result(PVU_NO_MEMORY); /* the page's only error */
    }
    k->n = at;
    k->submissions++;
    return pvu_result(PVU_OK);
}

void APIENTRY pvu_video_decoder_end_frame(D3D10DDI_HDEVICE h, D3D11_1DDI_HDECODE hd)
{
    struct pvu_context *c = pvu_context(h);
    struct pvu_decoder *k = hd.pDrvPrivate;
    if (none(h, PVU_NONE_VideoDecoderEndFrame) || !k->target) return;
    if (k->n) {
        struct pvu_resource *r = k->target->resource;
        pvu_room(c, k->n + 1);
        struct pvgpu_cmd_decode_frame *m = PVU_CMD_TAIL(c, decode_frame, DECODE_FRAME, k->n * sizeof k->buffers[0]);
        m->decoder = k->id;
        m->view = k->target->id;
        m->n_buffers = k->n;
        m->pad = 0;
        memcpy(m + 1, k->buffers, k->n * sizeof k->buffers[0]);
        for (uint32_t i = 0; i < k->n; i++) pvu_use_heap(c, k->spans[i].heap, false);
        pvu_use(c, r, true);
        pvu_map_changed(r);
    }
    frame_drop(k);
}
