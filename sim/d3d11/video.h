/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * video.h - ID3D11VideoDevice and ID3D11VideoContext with what they make. The driver's part is the table that
 * pfnRetrieveSubObject gives (d3d10umddi D3D11_1DDI_VIDEODEVICEFUNCS). The pages of these interfaces name no error codes;
 * arguments that they do not allow are answered with E_INVALIDARG, and calls without a result do nothing.
 *
 * There are no crypto sessions or channels: a driver that reports some is not asked for them.
 */
#ifndef RT_VIDEO_H
#define RT_VIDEO_H

#include "resource.h"

struct rt_video_enum {
    struct rt_child child; /* ID3D11VideoProcessorEnumerator */
    void *drv;
    D3D11_VIDEO_PROCESSOR_CONTENT_DESC desc;
    D3D11_VIDEO_PROCESSOR_CAPS caps;
};

struct rt_video_stream {
    D3D11_VIDEO_FRAME_FORMAT frame_format;
    D3D11_VIDEO_PROCESSOR_COLOR_SPACE color_space;
    D3D11_VIDEO_PROCESSOR_OUTPUT_RATE rate;
    BOOL repeat;
    DXGI_RATIONAL custom;
    BOOL source_on, dest_on;
    RECT source, dest;
    BOOL alpha_on;
    float alpha;
    UINT palette[256];
    BOOL aspect_on;
    DXGI_RATIONAL source_aspect, dest_aspect;
    BOOL luma_on;
    float luma_lower, luma_upper;
    BOOL stereo_on, left0, base0;
    D3D11_VIDEO_PROCESSOR_STEREO_FORMAT stereo_format;
    D3D11_VIDEO_PROCESSOR_STEREO_FLIP_MODE flip;
    int mono_offset;
    BOOL automatic;
    BOOL filter_on[8];
    int filter_level[8];
    BOOL rotation_on;
    D3D11_VIDEO_PROCESSOR_ROTATION rotation;
};

struct rt_video_processor {
    struct rt_child child; /* ID3D11VideoProcessor */
    struct rt_video_enum *content; /* held */
    UINT rate_conversion;
    void *drv;
    /* What getters show; the driver is told of each change. */
    BOOL target_on;
    RECT target;
    BOOL background_ycbcr;
    D3D11_VIDEO_COLOR background;
    D3D11_VIDEO_PROCESSOR_COLOR_SPACE color_space;
    D3D11_VIDEO_PROCESSOR_ALPHA_FILL_MODE alpha_fill;
    UINT alpha_fill_stream;
    BOOL constriction_on;
    SIZE constriction;
    BOOL stereo;
    UINT n_streams; /* MaxStreamStates */
    struct rt_video_stream streams[];
};

enum rt_video_view_kind { RT_VIDEO_INPUT, RT_VIDEO_OUTPUT, RT_VIDEO_DECODED };

struct rt_video_view {
    struct rt_child child; /* ID3D11VideoProcessorInputView, ID3D11VideoProcessorOutputView or ID3D11VideoDecoderOutputView */
    enum rt_video_view_kind kind;
    struct rt_resource *resource; /* held */
    struct rt_video_enum *content; /* held; NULL: a decoder's */
    void *drv;
    union {
        D3D11_VIDEO_PROCESSOR_INPUT_VIEW_DESC input;
        D3D11_VIDEO_PROCESSOR_OUTPUT_VIEW_DESC output;
        D3D11_VIDEO_DECODER_OUTPUT_VIEW_DESC decoded;
    } desc;
    UINT mip, slice, n_slices;
};

/* What GetDecoderBuffer gives out: a resource of the driver's, one for each type that it names for the decoder's description. */
struct rt_decoder_buffer {
    D3D11_VIDEO_DECODER_BUFFER_TYPE type;
    struct rt_resource *resource; /* held */
};

#define RT_DECODER_TYPES (D3D11_VIDEO_DECODER_BUFFER_FILM_GRAIN + 1)

struct rt_video_decoder {
    struct rt_child child; /* ID3D11VideoDecoder */
    D3D11_VIDEO_DECODER_DESC desc;
    D3D11_VIDEO_DECODER_CONFIG config;
    void *drv;
    struct rt_video_view *target; /* held; of the frame that is open, or NULL */
    UINT n_buffers;
    struct rt_decoder_buffer buffers[RT_DECODER_TYPES];
};

/* NULL without the table: no video interfaces. Called once, after the driver's device was made. */
HRESULT rt_video_open(struct rt_umd *umd);
/* Table of the device's ID3D11VideoDevice and of its immediate context's ID3D11VideoContext. */
extern const ID3D11VideoDeviceVtbl rt_video_device_vtbl;
extern const ID3D11VideoContextVtbl rt_video_context_vtbl;

/* The result of a creation or a blit, as the entry's page allows it: S_OK, E_OUTOFMEMORY, with views also
 * DXGI_ERROR_UNSUPPORTED; D3DDDIERR_DEVICEREMOVED where removal is. What is not allowed removes the device. */
enum rt_video_result { RT_VIDEO_MEMORY = 0, RT_VIDEO_REMOVED = 1, RT_VIDEO_UNSUPPORTED = 2, RT_VIDEO_FAIL = 4, RT_VIDEO_INVALID = 8 };
HRESULT rt_video_result(struct rt_device *device, const char *entry, HRESULT hr, unsigned allowed);

HRESULT rt_video_enum_create(struct rt_device *device, const D3D11_VIDEO_PROCESSOR_CONTENT_DESC *desc, struct rt_video_enum **out);
HRESULT rt_video_rate_caps(struct rt_video_enum *e, UINT index, D3D11_VIDEO_PROCESSOR_RATE_CONVERSION_CAPS *out);
HRESULT rt_video_processor_create(struct rt_device *device, struct rt_video_enum *e, UINT rate_conversion,
    struct rt_video_processor **out);
/* out NULL: only asks; S_OK where it could be made. */
HRESULT rt_video_input_create(struct rt_device *device, struct rt_resource *r, struct rt_video_enum *e,
    const D3D11_VIDEO_PROCESSOR_INPUT_VIEW_DESC *desc, struct rt_video_view **out);
HRESULT rt_video_output_create(struct rt_device *device, struct rt_resource *r, struct rt_video_enum *e,
    const D3D11_VIDEO_PROCESSOR_OUTPUT_VIEW_DESC *desc, struct rt_video_view **out);
/* nf-d3d11-id3d11videodevice-createvideodecoderoutputview; out NULL: only asks. The profile is one of the driver's. */
HRESULT rt_video_decoded_create(struct rt_device *device, struct rt_resource *r, const D3D11_VIDEO_DECODER_OUTPUT_VIEW_DESC *desc,
    struct rt_video_view **out);
bool rt_video_is_view(const void *iface); /* of any ID3D11View */

/* video_decoder.c. Descriptions are of one of the driver's profiles, with a size. */
HRESULT rt_decoder_config_count(struct rt_device *device, const D3D11_VIDEO_DECODER_DESC *desc, UINT *count);
HRESULT rt_decoder_config(struct rt_device *device, const D3D11_VIDEO_DECODER_DESC *desc, UINT index, D3D11_VIDEO_DECODER_CONFIG *config);
HRESULT rt_decoder_create(struct rt_device *device, const D3D11_VIDEO_DECODER_DESC *desc, const D3D11_VIDEO_DECODER_CONFIG *config,
    struct rt_video_decoder **out);
/* Slots of rt_video_context_vtbl. */
#define RT_DECODER_SLOTS(X) \
    X(GetDecoderBuffer) X(ReleaseDecoderBuffer) X(DecoderBeginFrame) X(DecoderEndFrame) X(SubmitDecoderBuffers) X(DecoderExtension)
#define RT_DECODER_DECLARE(name) extern __typeof__(*((const ID3D11VideoContextVtbl *)0)->name) rt_decoder_##name;
RT_DECODER_SLOTS(RT_DECODER_DECLARE)
#undef RT_DECODER_DECLARE

/* video_state.c; they are slots of rt_video_context_vtbl */
#define RT_VIDEO_STATE(X) \
    X(SetOutputTargetRect) X(SetOutputBackgroundColor) X(SetOutputColorSpace) X(SetOutputAlphaFillMode) \
    X(SetOutputConstriction) X(SetOutputStereoMode) X(SetStreamFrameFormat) X(SetStreamColorSpace) X(SetStreamOutputRate) \
    X(SetStreamSourceRect) X(SetStreamDestRect) X(SetStreamAlpha) X(SetStreamPalette) X(SetStreamPixelAspectRatio) \
    X(SetStreamLumaKey) X(SetStreamStereoFormat) X(SetStreamAutoProcessingMode) X(SetStreamFilter) X(SetStreamRotation)
/* video_get.c */
#define RT_VIDEO_GETTERS(X) \
    X(GetOutputTargetRect) X(GetOutputBackgroundColor) X(GetOutputColorSpace) X(GetOutputAlphaFillMode) \
    X(GetOutputConstriction) X(GetOutputStereoMode) X(GetStreamFrameFormat) X(GetStreamColorSpace) X(GetStreamOutputRate) \
    X(GetStreamSourceRect) X(GetStreamDestRect) X(GetStreamAlpha) X(GetStreamPalette) X(GetStreamPixelAspectRatio) \
    X(GetStreamLumaKey) X(GetStreamStereoFormat) X(GetStreamAutoProcessingMode) X(GetStreamFilter) X(GetStreamRotation)
#define RT_VIDEO_DECLARE(name) extern __typeof__(*((const ID3D11VideoContextVtbl *)0)->VideoProcessor##name) rt_video_##name;
RT_VIDEO_STATE(RT_VIDEO_DECLARE)
RT_VIDEO_GETTERS(RT_VIDEO_DECLARE)
#undef RT_VIDEO_DECLARE

static inline struct rt_device *rt_video_device(void *context_iface)
{
    return ((struct rt_child *)((struct rt_iface *)context_iface)->owner)->device;
}

#endif
