/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * video.c - the video table, enumerators, what the host's video processor can do, processors.
 */
#include "video.h"

/* D3D11_FORMAT_SUPPORT bits of pvgpu_format_caps.support. */
#define API_VIDEO_OUTPUT 0x10000000u
#define API_VIDEO_INPUT  0x20000000u

#define SLOT(member, function) .pfn##member = function,
#define NONE(member, function) .pfn##member = function,
#define HOST(member, function) .pfn##member = function,
static const D3D11_1DDI_VIDEODEVICEFUNCS table = {
#include "video.def"
};
#undef SLOT
#undef NONE
#undef HOST

/* Sub-object 2 is the video table of 11.1; the later ones are those of WDDM 2 (nc-d3d10umddi-pfnd3d10ddi_retrievesubobject.md).
 * Where the table goes has two answers there: the output buffer, by the page, or what D3D11_1DDI_VIDEO_INPUT points to, by
 * ns-d3d10umddi-d3d11_1ddi_video_input.md; D3D11_1DDI_VIDEO_OUTPUT has but a reserved byte. Both are served, by their sizes. */
HRESULT APIENTRY pvu_retrieve_sub_object(D3D10DDI_HDEVICE h, UINT32 id, SIZE_T in_size, void *in, SIZE_T out_size, void *out)
{
    const D3D11_1DDI_VIDEO_INPUT *input = in;
    D3D11_1DDI_VIDEODEVICEFUNCS *funcs = in && in_size >= sizeof *input ? input->p11VideoDeviceFuncs : NULL;
    D3D11_1DDI_VIDEODEVICEFUNCS *second = out && out_size >= sizeof table ? out : NULL;
    if (id != D3D11_1DDI_VIDEO_FUNCTIONS) {
        pvu_none(pvu_device(h), PVU_NONE_RETRIEVE_SUB_OBJECT);
        return pvu_result(PVU_UNSUPPORTED);
    }
    if (!funcs && !second) return pvu_result(PVU_REFUSED);
    if (funcs) *funcs = table; /* nothing in it ever changes, so it may move (Relocate) */
    if (second && second != funcs) *second = table;
    return pvu_result(PVU_OK);
}

/* ---- what the host can do ---- */

static const struct pvgpu_video_caps none;

const struct pvgpu_video_caps *pvu_video_caps(const struct pvu_device *d)
{
    const struct pvgpu_caps *caps = &d->adapter->info.caps;
    return caps->options & PVGPU_OPT_VIDEO ? &caps->video : &none;
}

UINT pvu_video_format(const struct pvu_device *d, uint32_t format)
{
    const struct pvgpu_caps *caps = &d->adapter->info.caps;
    UINT out = 0;
    if (!(caps->options & PVGPU_OPT_VIDEO) || format >= caps->n_formats || format >= PVGPU_FORMAT_LIMIT) return 0;
    if (caps->formats[format].support & API_VIDEO_INPUT) out |= D3D11_1DDI_VIDEO_PROCESSOR_FORMAT_SUPPORT_INPUT;
    if (caps->formats[format].support & API_VIDEO_OUTPUT) out |= D3D11_1DDI_VIDEO_PROCESSOR_FORMAT_SUPPORT_OUTPUT;
    return out;
}

static uint32_t at_most(uint32_t n, uint32_t most) { return n < most ? n : most; }

void APIENTRY pvu_video_check_format(D3D10DDI_HDEVICE h, D3D11_1DDI_HVIDEOPROCESSORENUM e, DXGI_FORMAT format, UINT *out)
{
    (void)e;
    *out = pvu_video_format(pvu_device(h), (uint32_t)format);
}

void APIENTRY pvu_video_get_caps(D3D10DDI_HDEVICE h, D3D11_1DDI_HVIDEOPROCESSORENUM e, D3D11_1DDI_VIDEO_PROCESSOR_CAPS *out)
{
    const struct pvgpu_video_caps *v = pvu_video_caps(pvu_device(h));
    (void)e;
    *out = (D3D11_1DDI_VIDEO_PROCESSOR_CAPS){
        .DeviceCaps = v->device,
        .FeatureCaps = v->feature,
        .FilterCaps = v->filter,
        .InputFormatCaps = v->input_format,
        .AutoStreamCaps = v->auto_stream,
        .StereoCaps = v->stereo,
        .RateConversionCapsCount = v->max_states ? 1 : 0,
        .MaxInputStreams = at_most(v->max_streams, PVGPU_VIDEO_STREAMS),
        .MaxStreamStates = at_most(v->max_states, PVGPU_VIDEO_STREAMS),
    };
}

/* There is but the first rate conversion. */
static const struct pvgpu_video_conversion *conversion(D3D10DDI_HDEVICE h, D3D11_1DDI_HVIDEOPROCESSORENUM he, UINT index)
{
    const struct pvu_video_enum *e = he.pDrvPrivate;
    return &(index ? &none : pvu_video_caps(pvu_device(h)))->conversions[e->interlaced];
}

void APIENTRY pvu_video_get_rate_conversion_caps(D3D10DDI_HDEVICE h, D3D11_1DDI_HVIDEOPROCESSORENUM e, UINT index,
                                                 D3D11_1DDI_VIDEO_PROCESSOR_RATE_CONVERSION_CAPS *out)
{
    const struct pvgpu_video_conversion *v = conversion(h, e, index);
    *out = (D3D11_1DDI_VIDEO_PROCESSOR_RATE_CONVERSION_CAPS){
        .PastFrames = at_most(v->past, PVGPU_VIDEO_FRAMES), .FutureFrames = at_most(v->future, PVGPU_VIDEO_FRAMES),
        .ConversionCaps = v->conversion, .ITelecineCaps = v->telecine, .CustomRateCount = at_most(v->n_rates, PVGPU_VIDEO_RATES),
    };
}

/* nc-d3d10umddi-pfnd3d11_1ddi_getvideoprocessorcustomrate.md has the rate's index before the conversion's,
 * nf-d3d11-id3d11videoprocessorenumerator-getvideoprocessorcustomrate has them the other way. The conversion's is 0. */
void APIENTRY pvu_video_get_custom_rate(D3D10DDI_HDEVICE h, D3D11_1DDI_HVIDEOPROCESSORENUM e, UINT first, UINT second,
                                        D3D11_1DDI_VIDEO_PROCESSOR_CUSTOM_RATE *out)
{
    const struct pvgpu_video_conversion *v = conversion(h, e, first && second);
    const UINT index = first ? first : second;
    memset(out, 0, sizeof *out);
    if (index >= at_most(v->n_rates, PVGPU_VIDEO_RATES)) return;
    const struct pvgpu_video_rate *r = &v->rates[index];
    *out = (D3D11_1DDI_VIDEO_PROCESSOR_CUSTOM_RATE){ .CustomRate = { r->num, r->den }, .OutputFrames = r->output_frames,
                                                     .InputInterlaced = r->interlaced != 0, .InputFramesOrFields = r->input_frames };
}

void APIENTRY pvu_video_get_filter_range(D3D10DDI_HDEVICE h, D3D11_1DDI_HVIDEOPROCESSORENUM e,
                                         D3D11_1DDI_VIDEO_PROCESSOR_FILTER filter, D3D11_1DDI_VIDEO_PROCESSOR_FILTER_RANGE *out)
{
    const struct pvgpu_video_caps *v = pvu_video_caps(pvu_device(h));
    (void)e;
    memset(out, 0, sizeof *out);
    if ((uint32_t)filter >= PVGPU_VIDEO_FILTERS || !(v->filter & 1u << filter)) return;
    const struct pvgpu_video_filter *f = &v->filters[filter];
    *out = (D3D11_1DDI_VIDEO_PROCESSOR_FILTER_RANGE){ .Minimum = f->minimum, .Maximum = f->maximum, .Default = f->standard,
                                                      .Multiplier = f->multiplier };
}

/* ---- enumerators ---- */

SIZE_T APIENTRY pvu_video_calc_enum_size(D3D10DDI_HDEVICE h, const D3D11_1DDIARG_CREATEVIDEOPROCESSORENUM *a)
{
    (void)h, (void)a;
    return sizeof(struct pvu_video_enum);
}

static bool content_ok(const D3D11_1DDI_VIDEO_PROCESSOR_CONTENT_DESC *d)
{
    return (uint32_t)d->InputFrameFormat <= D3D11_1DDI_VIDEO_FRAME_FORMAT_INTERLACED_BOTTOM_FIELD_FIRST && d->InputWidth &&
           d->InputHeight && d->OutputWidth && d->OutputHeight && (uint32_t)d->Usage <= D3D11_1DDI_VIDEO_USAGE_OPTIMAL_QUALITY;
}

/* Without a video processor on the host there is still an enumerator, which says so: no streams, no formats, no rate conversion
 * to make a processor with. */
HRESULT APIENTRY pvu_video_create_enum(D3D10DDI_HDEVICE h, const D3D11_1DDIARG_CREATEVIDEOPROCESSORENUM *a,
                                       D3D11_1DDI_HVIDEOPROCESSORENUM he, D3D11_1DDI_HRTVIDEOPROCESSORENUM rt)
{
    const D3D11_1DDI_VIDEO_PROCESSOR_CONTENT_DESC *d = &a->Desc;
    struct pvu_video_enum *e = he.pDrvPrivate;
    (void)rt;
    e->content = NULL;
    e->interlaced = d->InputFrameFormat != D3D11_1DDI_VIDEO_FRAME_FORMAT_PROGRESSIVE;
    if (!pvu_video_caps(pvu_device(h))->max_states) return pvu_result(PVU_OK);
    if (!content_ok(d)) return pvu_result(PVU_NO_MEMORY); /* the page's only error */
    PVU_CREATION_RESULT(c, h);
    struct pvu_video_content *content = c ? pvu_os_alloc(sizeof *content) : NULL;
    if (!content) return pvu_result(PVU_NO_MEMORY);
    content->id = pvu_id_alloc(c->device);
    if (!content->id) {
        pvu_os_free(content);
        return pvu_result(PVU_NO_MEMORY);
    }
    content->refs = 1;
    e->content = content;
    struct pvgpu_cmd_create_video_enum *k = PVU_CMD(c, create_video_enum, CREATE_VIDEO_ENUM);
    k->id = content->id;
    k->frame_format = (uint32_t)d->InputFrameFormat;
    k->in_num = d->InputFrameRate.Numerator, k->in_den = d->InputFrameRate.Denominator;
    k->in_width = d->InputWidth, k->in_height = d->InputHeight;
    k->out_num = d->OutputFrameRate.Numerator, k->out_den = d->OutputFrameRate.Denominator;
    k->out_width = d->OutputWidth, k->out_height = d->OutputHeight;
    k->usage = (uint32_t)d->Usage;
    k->pad = 0;
    return pvu_result(PVU_OK);
}

void pvu_video_content_drop(struct pvu_context *c, struct pvu_video_content *content)
{
    if (!content || --content->refs) return;
    if (c) pvu_object_destroy(c, content->id);
    pvu_os_free(content);
}

void APIENTRY pvu_video_destroy_enum(D3D10DDI_HDEVICE h, D3D11_1DDI_HVIDEOPROCESSORENUM he)
{
    struct pvu_video_enum *e = he.pDrvPrivate;
    struct pvu_device *d = pvu_device(h);
    PVU_CREATION(c, h, false);
    pvu_lock(d);
    pvu_video_content_drop(c, e->content);
    pvu_unlock(d);
}

/* ---- processors ---- */

SIZE_T APIENTRY pvu_video_calc_size(D3D10DDI_HDEVICE h, const D3D11_1DDIARG_CREATEVIDEOPROCESSOR *a)
{
    (void)h, (void)a;
    return sizeof(struct pvu_video_processor);
}

HRESULT APIENTRY pvu_video_create_processor(D3D10DDI_HDEVICE h, const D3D11_1DDIARG_CREATEVIDEOPROCESSOR *a,
                                            D3D11_1DDI_HVIDEOPROCESSOR hp, D3D11_1DDI_HRTVIDEOPROCESSOR rt)
{
    const struct pvu_video_enum *e = a->hVideoProcessorEnum.pDrvPrivate;
    struct pvu_video_processor *p = hp.pDrvPrivate;
    (void)rt;
    if (!e->content || a->RateConversionCapsIndex) return pvu_result(PVU_NO_MEMORY); /* not offered; the page's only error */
    pvu_video_state_init(p);
    PVU_CREATION_RESULT(c, h);
    p->id = c ? pvu_id_alloc(c->device) : 0;
    if (!p->id) return pvu_result(PVU_NO_MEMORY);
    struct pvgpu_cmd_create_video_processor *k = PVU_CMD(c, create_video_processor, CREATE_VIDEO_PROCESSOR);
    k->id = p->id;
    k->content = e->content->id;
    return pvu_result(PVU_OK);
}

void APIENTRY pvu_video_destroy_processor(D3D10DDI_HDEVICE h, D3D11_1DDI_HVIDEOPROCESSOR hp)
{
    const struct pvu_video_processor *p = hp.pDrvPrivate;
    PVU_CREATION(c, h, false);
    if (c) pvu_object_destroy(c, p->id);
}
