/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * video_blit.c - input and output views of a video processor, and the blit. Views are struct pvu_view, so that a rotation of
 * identities (dxgi.c) finds those of back buffers and makes them again.
 */
#include "video.h"

PVGPU_STATIC_ASSERT(offsetof(struct pvgpu_cmd_create_video_input, resource) == offsetof(struct pvgpu_cmd_create_srv, resource) &&
                        offsetof(struct pvgpu_cmd_create_video_output, resource) == offsetof(struct pvgpu_cmd_create_srv, resource),
                    "views name their resource at one place");
PVGPU_STATIC_ASSERT(sizeof(struct pvgpu_cmd_video_blit) + PVGPU_VIDEO_STREAMS * sizeof(struct pvgpu_video_stream) <= PVU_CMD_MAX,
                    "a blit of all streams is one command");

/* ---- views ---- */

/* Codes by which a program may override a surface's format: of those that are formats here, the format's own. Any other has no
 * meaning to the host's processor (nc-d3d10umddi-pfnd3d11_1ddi_createvideoprocessorinputview.md: DXGI_ERROR_UNSUPPORTED). */
static bool fourcc_ok(uint32_t format, uint32_t code)
{
    static const struct { uint32_t format; char code[5]; } own[] = {
        { 100, "AYUV" }, { 101, "Y410" }, { 102, "Y416" }, { 103, "NV12" }, { 104, "P010" }, { 105, "P016" },
        { 107, "YUY2" }, { 108, "Y210" }, { 109, "Y216" }, { 110, "NV11" },
    };
    if (!code) return true;
    for (unsigned i = 0; i < sizeof own / sizeof own[0]; i++)
        if (own[i].format == format) return !memcmp(&code, own[i].code, 4);
    return false;
}

static HRESULT create(D3D10DDI_HDEVICE h, struct pvu_view *v, struct pvu_video_content *content)
{
    enum pvu_status s;
    PVU_CREATION_RESULT(c, h);
    s = c ? pvu_view_add(c, v) : PVU_NO_MEMORY;
    if (s == PVU_OK) {
        content->refs++;
        v->content = content;
    }
    return pvu_result(s);
}

static void destroy(D3D10DDI_HDEVICE h, struct pvu_view *v)
{
    struct pvu_device *d = pvu_device(h);
    PVU_CREATION(c, h, false);
    pvu_lock(d);
    pvu_view_remove(c, v);
    pvu_video_content_drop(c, v->content);
    pvu_unlock(d);
}

static bool viewable(const struct pvu_device *d, const struct pvu_resource *r, const struct pvu_video_enum *e, UINT support, UINT mip,
                     UINT first, UINT count)
{
    return e->content && r->id && r->dimension == PVGPU_DIM_TEX2D && r->samples <= 1 && mip < r->mips && count && first < r->array &&
           count <= r->array - first && (pvu_video_format(d, r->format) & support);
}

static struct pvu_view *begin(void *memory, enum pvu_view_kind kind, struct pvu_resource *r)
{
    struct pvu_view *v = memory;
    memset(v, 0, sizeof *v);
    v->kind = kind;
    v->resource = r;
    return v;
}

SIZE_T APIENTRY pvu_video_calc_input_view_size(D3D10DDI_HDEVICE h, const D3D11_1DDIARG_CREATEVIDEOPROCESSORINPUTVIEW *a)
{
    (void)h, (void)a;
    return sizeof(struct pvu_view);
}

HRESULT APIENTRY pvu_video_create_input_view(D3D10DDI_HDEVICE h, const D3D11_1DDIARG_CREATEVIDEOPROCESSORINPUTVIEW *a,
                                             D3D11_1DDI_HVIDEOPROCESSORINPUTVIEW hv, D3D11_1DDI_HRTVIDEOPROCESSORINPUTVIEW rt)
{
    const struct pvu_video_enum *e = a->hDrvVideoProcessorEnum.pDrvPrivate;
    struct pvu_resource *r = a->hDrvResource.pDrvPrivate;
    (void)rt;
    if (!viewable(pvu_device(h), r, e, D3D11_1DDI_VIDEO_PROCESSOR_FORMAT_SUPPORT_INPUT, a->MipSlice, a->FirstArraySlice, a->ArraySize) ||
        a->ArraySize != 1 || !fourcc_ok(r->format, a->FourCC))
        return pvu_result_video_view(PVU_UNSUPPORTED);
    struct pvu_view *v = begin(hv.pDrvPrivate, PVU_VIEW_VIDEO_INPUT, r);
    struct pvgpu_cmd_create_video_input *k = &v->create.video_input;
    PVGPU_CMD_INIT(k, CREATE_VIDEO_INPUT);
    k->content = e->content->id;
    k->fourcc = a->FourCC;
    k->mip = a->MipSlice;
    k->slice = a->FirstArraySlice;
    return create(h, v, e->content);
}

void APIENTRY pvu_video_destroy_input_view(D3D10DDI_HDEVICE h, D3D11_1DDI_HVIDEOPROCESSORINPUTVIEW v)
{
    destroy(h, v.pDrvPrivate);
}

SIZE_T APIENTRY pvu_video_calc_output_view_size(D3D10DDI_HDEVICE h, const D3D11_1DDIARG_CREATEVIDEOPROCESSOROUTPUTVIEW *a)
{
    (void)h, (void)a;
    return sizeof(struct pvu_view);
}

HRESULT APIENTRY pvu_video_create_output_view(D3D10DDI_HDEVICE h, const D3D11_1DDIARG_CREATEVIDEOPROCESSOROUTPUTVIEW *a,
                                              D3D11_1DDI_HVIDEOPROCESSOROUTPUTVIEW hv, D3D11_1DDI_HRTVIDEOPROCESSOROUTPUTVIEW rt)
{
    const struct pvu_video_enum *e = a->hDrvVideoProcessorEnum.pDrvPrivate;
    struct pvu_resource *r = a->hDrvResource.pDrvPrivate;
    (void)rt;
    if (!viewable(pvu_device(h), r, e, D3D11_1DDI_VIDEO_PROCESSOR_FORMAT_SUPPORT_OUTPUT, a->MipSlice, a->FirstArraySlice, a->ArraySize) ||
        !(r->bind & PVGPU_BIND_TARGET))
        return pvu_result_video_view(PVU_UNSUPPORTED);
    struct pvu_view *v = begin(hv.pDrvPrivate, PVU_VIEW_VIDEO_OUTPUT, r);
    struct pvgpu_cmd_create_video_output *k = &v->create.video_output;
    PVGPU_CMD_INIT(k, CREATE_VIDEO_OUTPUT);
    k->content = e->content->id;
    k->mip = a->MipSlice;
    k->first = a->FirstArraySlice;
    k->count = a->ArraySize;
    return create(h, v, e->content);
}

void APIENTRY pvu_video_destroy_output_view(D3D10DDI_HDEVICE h, D3D11_1DDI_HVIDEOPROCESSOROUTPUTVIEW v)
{
    destroy(h, v.pDrvPrivate);
}

/* The host orders a blit after the writes before it by itself. */
void APIENTRY pvu_video_hazard(D3D10DDI_HDEVICE h, D3D11_1DDI_HVIDEOPROCESSORINPUTVIEW v, D3D10DDI_HRESOURCE r)
{
    (void)h, (void)v, (void)r;
}

/* ---- the blit ---- */

static int32_t clamp(int32_t v, int32_t low, int32_t high) { return v < low ? low : v > high ? high : v; }

/* What lies outside of the surface is no part of it. False: nothing is left. */
static bool clip_source(struct pvgpu_rect *r, const struct pvu_view *v)
{
    int32_t w = (int32_t)pvu_mip(v->resource->width, v->create.video_input.mip);
    int32_t h = (int32_t)pvu_mip(v->resource->height, v->create.video_input.mip);
    *r = (struct pvgpu_rect){ clamp(r->left, 0, w), clamp(r->top, 0, h), clamp(r->right, 0, w), clamp(r->bottom, 0, h) };
    return r->left < r->right && r->top < r->bottom;
}

/* A rectangle that is empty or upside down shows nothing. One beyond what a surface can be would have to be scaled by numbers
 * that the host does not take. */
static bool dest_ok(struct pvu_device *d, const struct pvgpu_rect *r)
{
    if (r->left >= r->right || r->top >= r->bottom) return false;
    if (r->left >= -PVU_VIDEO_FAR && r->top >= -PVU_VIDEO_FAR && r->right <= PVU_VIDEO_FAR && r->bottom <= PVU_VIDEO_FAR) return true;
    pvu_none(d, PVU_NONE_VIDEO_RECT);
    return false;
}

static bool same_size(const struct pvu_view *a, const struct pvu_view *b)
{
    const uint32_t m = a->create.video_input.mip, n = b->create.video_input.mip;
    return pvu_mip(a->resource->width, m) == pvu_mip(b->resource->width, n) && pvu_mip(a->resource->height, m) == pvu_mip(b->resource->height, n);
}

/* Reference frames "to perform the optimal video processing" (ns-d3d10umddi-d3d11_1ddi_video_processor_rate_conversion_caps.md):
 * n past or future ones, of both sides where the stream has two. How many go along: those of another size than the input, in which
 * the source rectangle may not lie, are none, nor are incomplete ones. */
static uint32_t references(struct pvu_context *c, uint32_t n, const D3D11_1DDI_HVIDEOPROCESSORINPUTVIEW *left,
                           const D3D11_1DDI_HVIDEOPROCESSORINPUTVIEW *right, const struct pvu_view *in, bool both, uint32_t *to, uint32_t *to_right)
{
    if (n > PVGPU_VIDEO_FRAMES) n = PVGPU_VIDEO_FRAMES;
    if (!left || (both && !right)) return 0;
    for (uint32_t i = 0; i < n; i++) {
        const struct pvu_view *l = left[i].pDrvPrivate, *r = both ? right[i].pDrvPrivate : l;
        if (!l || !r || !same_size(l, in) || !same_size(r, in)) return 0;
    }
    for (uint32_t i = 0; i < n; i++) {
        const struct pvu_view *l = left[i].pDrvPrivate, *r = both ? right[i].pDrvPrivate : NULL;
        to[i] = l->id;
        pvu_use(c, l->resource, false);
        if (!r) continue;
        to_right[i] = r->id;
        pvu_use(c, r->resource, false);
    }
    return n;
}

/* Completes a stream's state with what the blit says of it. Not enabled: nothing of it is seen. */
static void fill_stream(struct pvu_context *c, struct pvgpu_video_stream *s, const D3D11_1DDI_VIDEO_PROCESSOR_STREAM *a)
{
    struct pvu_view *in = a->hInputSurface.pDrvPrivate, *right = NULL;
    if (s->stereo_on && s->stereo_format == D3D11_1DDI_VIDEO_PROCESSOR_STEREO_FORMAT_SEPARATE) right = a->hInputSurfaceRight.pDrvPrivate;
    s->output_index = a->OutputIndex;
    s->input_frame = a->InputFrameOrField;
    s->enable = a->Enable && in && (!s->source_on || (clip_source(&s->source, in) && (!right || clip_source(&s->source, right)))) &&
                (!s->dest_on || dest_ok(c->device, &s->dest));
    if (!s->enable) {
        s->source_on = s->dest_on = 0;
        return;
    }
    s->input = in->id;
    pvu_use(c, in->resource, false);
    if (right) {
        s->input_right = right->id;
        pvu_use(c, right->resource, false);
    }
    s->past = references(c, a->PastFrames, a->pPastSurfaces, a->pPastSurfacesRight, in, right, s->past_frames, s->past_right);
    s->future = references(c, a->FutureFrames, a->pFutureSurfaces, a->pFutureSurfacesRight, in, right, s->future_frames, s->future_right);
}

HRESULT APIENTRY pvu_video_blt(D3D10DDI_HDEVICE h, D3D11_1DDI_HVIDEOPROCESSOR hp, D3D11_1DDI_HVIDEOPROCESSOROUTPUTVIEW ho, UINT frame,
                               UINT n, const D3D11_1DDI_VIDEO_PROCESSOR_STREAM *streams)
{
    struct pvu_context *c = pvu_context(h);
    const struct pvu_video_processor *p = hp.pDrvPrivate;
    const struct pvu_view *out = ho.pDrvPrivate;
    const uint32_t most = pvu_video_caps(c->device)->max_states;
    if (n > most) n = most;
    if (n > PVGPU_VIDEO_STREAMS) n = PVGPU_VIDEO_STREAMS;
    const uint32_t listed = n * (2 + 4 * PVGPU_VIDEO_FRAMES) + 1;
    if (listed > PVU_LIST_MARGIN) pvu_room(c, listed);
    struct pvgpu_cmd_video_blit *k = PVU_CMD_TAIL(c, video_blit, VIDEO_BLIT, n * sizeof(struct pvgpu_video_stream));
    struct pvgpu_video_stream *s = (void *)(k + 1);
    const struct pvgpu_command hdr = k->hdr;
    *k = p->blit;
    k->hdr = hdr;
    k->processor = p->id;
    k->output = out->id;
    k->frame = frame;
    /* The target only bounds what is written: a coordinate outside of every surface may as well be at its edge. */
    k->target_left = clamp(k->target_left, -PVU_VIDEO_FAR, PVU_VIDEO_FAR);
    k->target_top = clamp(k->target_top, -PVU_VIDEO_FAR, PVU_VIDEO_FAR);
    k->target_right = clamp(k->target_right, k->target_left, PVU_VIDEO_FAR);
    k->target_bottom = clamp(k->target_bottom, k->target_top, PVU_VIDEO_FAR);
    k->n_streams = n;
    memcpy(s, p->stream, n * sizeof *s);
    for (uint32_t i = 0; i < n; i++) fill_stream(c, &s[i], &streams[i]);
    pvu_use(c, out->resource, true);
    pvu_map_changed(out->resource);
    return pvu_result(PVU_OK);
}
