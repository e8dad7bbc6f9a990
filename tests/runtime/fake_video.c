/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * fake_video.c - the fake driver's video table: a processor of four streams with two past frames and one future frame.
 */
#include "fake.h"

static void nop(void) { }

static SIZE_T size_enum(D3D10DDI_HDEVICE d, const D3D11_1DDIARG_CREATEVIDEOPROCESSORENUM *a) { return 16; }
static SIZE_T size_processor(D3D10DDI_HDEVICE d, const D3D11_1DDIARG_CREATEVIDEOPROCESSOR *a) { return 16; }
static SIZE_T size_input(D3D10DDI_HDEVICE d, const D3D11_1DDIARG_CREATEVIDEOPROCESSORINPUTVIEW *a) { return 16; }
static SIZE_T size_output(D3D10DDI_HDEVICE d, const D3D11_1DDIARG_CREATEVIDEOPROCESSOROUTPUTVIEW *a) { return 16; }

/* What a creation answers, once. */
static HRESULT made(char kind)
{
    const HRESULT hr = fake.video_result;
    const size_t n = strlen(fake.video_log);

    fake.video_result = S_OK;
    if (SUCCEEDED(hr) && n + 1 < sizeof fake.video_log) fake.video_log[n] = kind;
    return hr;
}

static HRESULT create_enum(D3D10DDI_HDEVICE d, const D3D11_1DDIARG_CREATEVIDEOPROCESSORENUM *a, D3D11_1DDI_HVIDEOPROCESSORENUM e,
    D3D11_1DDI_HRTVIDEOPROCESSORENUM rt)
{
    return made('E');
}

static HRESULT create_processor(D3D10DDI_HDEVICE d, const D3D11_1DDIARG_CREATEVIDEOPROCESSOR *a, D3D11_1DDI_HVIDEOPROCESSOR p,
    D3D11_1DDI_HRTVIDEOPROCESSOR rt)
{
    return made('P');
}

static HRESULT create_input(D3D10DDI_HDEVICE d, const D3D11_1DDIARG_CREATEVIDEOPROCESSORINPUTVIEW *a,
    D3D11_1DDI_HVIDEOPROCESSORINPUTVIEW v, D3D11_1DDI_HRTVIDEOPROCESSORINPUTVIEW rt)
{
    return made('I');
}

static HRESULT create_output(D3D10DDI_HDEVICE d, const D3D11_1DDIARG_CREATEVIDEOPROCESSOROUTPUTVIEW *a,
    D3D11_1DDI_HVIDEOPROCESSOROUTPUTVIEW v, D3D11_1DDI_HRTVIDEOPROCESSOROUTPUTVIEW rt)
{
    return made('O');
}

static void destroy_enum(D3D10DDI_HDEVICE d, D3D11_1DDI_HVIDEOPROCESSORENUM e) { made('e'); }
static void destroy_processor(D3D10DDI_HDEVICE d, D3D11_1DDI_HVIDEOPROCESSOR p) { made('p'); }
static void destroy_input(D3D10DDI_HDEVICE d, D3D11_1DDI_HVIDEOPROCESSORINPUTVIEW v) { made('i'); }
static void destroy_output(D3D10DDI_HDEVICE d, D3D11_1DDI_HVIDEOPROCESSOROUTPUTVIEW v) { made('o'); }

static void processor_caps(D3D10DDI_HDEVICE d, D3D11_1DDI_HVIDEOPROCESSORENUM e, D3D11_1DDI_VIDEO_PROCESSOR_CAPS *out)
{
    *out = (D3D11_1DDI_VIDEO_PROCESSOR_CAPS){.FilterCaps = 1, .RateConversionCapsCount = 1, .MaxInputStreams = 2, .MaxStreamStates = 4};
}

static void rate_caps(D3D10DDI_HDEVICE d, D3D11_1DDI_HVIDEOPROCESSORENUM e, UINT i, D3D11_1DDI_VIDEO_PROCESSOR_RATE_CONVERSION_CAPS *out)
{
    *out = (D3D11_1DDI_VIDEO_PROCESSOR_RATE_CONVERSION_CAPS){.PastFrames = 2, .FutureFrames = 1, .CustomRateCount = 3};
}

static void custom_rate(D3D10DDI_HDEVICE d, D3D11_1DDI_HVIDEOPROCESSORENUM e, UINT rate, UINT conversion, D3D11_1DDI_VIDEO_PROCESSOR_CUSTOM_RATE *out)
{
    *out = (D3D11_1DDI_VIDEO_PROCESSOR_CUSTOM_RATE){{rate, 7}, conversion, TRUE, 9};
}

static void set_filter(D3D10DDI_HDEVICE d, D3D11_1DDI_HVIDEOPROCESSOR p, UINT stream, D3D11_1DDI_VIDEO_PROCESSOR_FILTER f, BOOL on, int level)
{
    fake.video_sets++;
}

static HRESULT blt(D3D10DDI_HDEVICE d, D3D11_1DDI_HVIDEOPROCESSOR p, D3D11_1DDI_HVIDEOPROCESSOROUTPUTVIEW out, UINT frame, UINT n,
    const D3D11_1DDI_VIDEO_PROCESSOR_STREAM *s)
{
    fake.video_frames = 0;
    for (UINT i = 0; i < n && s[i].Enable; i++) {
        for (UINT k = 0; k < s[i].PastFrames; k++) fake.video_frames += s[i].pPastSurfaces[k].pDrvPrivate == s[i].hInputSurface.pDrvPrivate;
        for (UINT k = 0; k < s[i].FutureFrames; k++) fake.video_frames += s[i].pFutureSurfaces[k].pDrvPrivate != NULL;
    }
    return made('B');
}

/* Of an input view, of an output view, of another. */
static char kind_of(D3D11DDI_HANDLETYPE type, const char kinds[3])
{
    return kinds[type == D3D11_1DDI_HT_VIDEOPROCESSORINPUTVIEW ? 0 : type == D3D11_1DDI_HT_VIDEOPROCESSOROUTPUTVIEW ? 1 : 2];
}

void APIENTRY fake_clear_view(D3D10DDI_HDEVICE d, D3D11DDI_HANDLETYPE type, void *view, const FLOAT color[4], const D3D10_DDI_RECT *rects,
    UINT n)
{
    fake.clear_rects = n;
    fake.clear_color = color[1];
    made(view ? kind_of(type, "xyz") : '?');
}

void APIENTRY fake_discard(D3D10DDI_HDEVICE d, D3D11DDI_HANDLETYPE type, void *view, const D3D10_DDI_RECT *rects, UINT n)
{
    made(view ? kind_of(type, "uvw") : '?');
}

HRESULT APIENTRY fake_retrieve(D3D10DDI_HDEVICE d, UINT32 id, SIZE_T in_size, void *in, SIZE_T out_size, void *out)
{
    const D3D11_1DDI_VIDEO_INPUT *input = in;
    D3D11_1DDI_VIDEODEVICEFUNCS *f;
    void (**slot)(void);
    size_t i;

    if (fake.video == FAKE_VIDEO_REFUSED || id != 2 || in_size != sizeof *input) return DXGI_ERROR_UNSUPPORTED;
    f = input->p11VideoDeviceFuncs;
    slot = (void (**)(void))f;
    for (i = 0; i < sizeof *f / sizeof *slot; i++) {
        if (fake.video != FAKE_VIDEO_HOLE || i != 80) slot[i] = nop;
    }
    f->pfnCalcPrivateVideoProcessorEnumSize = size_enum;
    f->pfnCalcPrivateVideoProcessorSize = size_processor;
    f->pfnCalcPrivateVideoProcessorInputViewSize = size_input;
    f->pfnCalcPrivateVideoProcessorOutputViewSize = size_output;
    f->pfnCreateVideoProcessorEnum = create_enum;
    f->pfnCreateVideoProcessor = create_processor;
    f->pfnCreateVideoProcessorInputView = create_input;
    f->pfnCreateVideoProcessorOutputView = create_output;
    f->pfnDestroyVideoProcessorEnum = destroy_enum;
    f->pfnDestroyVideoProcessor = destroy_processor;
    f->pfnDestroyVideoProcessorInputView = destroy_input;
    f->pfnDestroyVideoProcessorOutputView = destroy_output;
    f->pfnGetVideoProcessorCaps = processor_caps;
    f->pfnGetVideoProcessorRateConversionCaps = rate_caps;
    f->pfnGetVideoProcessorCustomRate = custom_rate;
    f->pfnVideoProcessorSetStreamFilter = set_filter;
    f->pfnVideoProcessorBlt = blt;
    return S_OK;
}
