/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * video_device.c - the driver's video table, ID3D11VideoDevice.
 */
#include "video.h"

#include <stdlib.h>

#include "device.h"
#include "format.h"

/* d3d10umddi pfnRetrieveSubObject: sub-object 2, whose input says where the table goes. A driver of WDDM 1.2 owes it
 * (display/d3d11-video-playback-improvements); one that refuses gets a device without video. */
HRESULT rt_video_open(struct rt_umd *umd)
{
    D3D11_1DDI_VIDEO_INPUT in = {.Relocate = FALSE};
    D3D11_1DDI_VIDEO_OUTPUT out = {0};
    const uintptr_t trap = (uintptr_t)0xcccccccccccccccc;
    uintptr_t *slots;
    HRESULT hr;
    size_t i;

    if (umd->level < RT_DDI_11_1 || !umd->retrieve_sub_object)
        return S_OK;
    umd->video = rt_private_alloc(sizeof(*umd->video));
    if (!umd->video)
        return E_OUTOFMEMORY;
    memset(umd->video, 0xcc, sizeof(*umd->video));
    in.p11VideoDeviceFuncs = umd->video;
    hr = umd->retrieve_sub_object(umd->h, D3D11_1DDI_VIDEO_FUNCTIONS, sizeof(in), &in, sizeof(out), &out);
    if (FAILED(hr)) {
        rt_log("Driver has no video table (0x%08x)", (unsigned)hr);
        rt_private_free(umd->video);
        umd->video = NULL;
        return S_OK;
    }
    slots = (uintptr_t *)umd->video;
    for (i = 0; i < sizeof(*umd->video) / sizeof(*slots); i++) {
        if (slots[i] == trap || !slots[i]) {
            rt_log("Driver left slot %u of its video table alone", (unsigned)i);
            return DXGI_ERROR_DRIVER_INTERNAL_ERROR;
        }
    }
    return S_OK;
}

HRESULT rt_video_result(struct rt_device *device, const char *entry, HRESULT hr, unsigned allowed)
{
    if (SUCCEEDED(hr) || hr == E_OUTOFMEMORY)
        return hr;
    if (hr == D3DDDIERR_DEVICEREMOVED && (allowed & RT_VIDEO_REMOVED)) {
        rt_device_lost(device);
        return DXGI_ERROR_DEVICE_REMOVED;
    }
    if ((hr == DXGI_ERROR_UNSUPPORTED && (allowed & RT_VIDEO_UNSUPPORTED)) || (hr == E_FAIL && (allowed & RT_VIDEO_FAIL)) ||
        (hr == E_INVALIDARG && (allowed & RT_VIDEO_INVALID)))
        return hr;
    rt_log("Driver returns 0x%08x from %s: critical", (unsigned)hr, entry);
    if (rt_env("PVGPU_SIM_CHECK"))
        abort();
    rt_device_remove(device, DXGI_ERROR_DRIVER_INTERNAL_ERROR);
    return DXGI_ERROR_DEVICE_REMOVED;
}

/* ---- ID3D11VideoDevice ---- */

RT_IFACE_UNKNOWN_METHODS(vd, ID3D11VideoDevice)

static struct rt_device *from(ID3D11VideoDevice *iface)
{
    return (struct rt_device *)((struct rt_iface *)iface)->owner;
}

static HRESULT STDMETHODCALLTYPE vd_SetPrivateData(ID3D11VideoDevice *iface, REFGUID guid, UINT size, const void *data)
{
    return rt_object_set_private(&from(iface)->object, guid, size, data);
}

static HRESULT STDMETHODCALLTYPE vd_SetPrivateDataInterface(ID3D11VideoDevice *iface, REFGUID guid, const IUnknown *data)
{
    return rt_object_set_private_interface(&from(iface)->object, guid, data);
}

static HRESULT STDMETHODCALLTYPE vd_CreateVideoProcessorEnumerator(ID3D11VideoDevice *iface,
    const D3D11_VIDEO_PROCESSOR_CONTENT_DESC *desc, ID3D11VideoProcessorEnumerator **out)
{
    if (out)
        *out = NULL;
    return desc && out ? rt_video_enum_create(from(iface), desc, (struct rt_video_enum **)out) : E_INVALIDARG;
}

static HRESULT STDMETHODCALLTYPE vd_CreateVideoProcessor(ID3D11VideoDevice *iface, ID3D11VideoProcessorEnumerator *e, UINT index,
    ID3D11VideoProcessor **out)
{
    if (out)
        *out = NULL;
    if (!e || !out || ((struct rt_video_enum *)e)->child.device != from(iface))
        return E_INVALIDARG;
    return rt_video_processor_create(from(iface), (struct rt_video_enum *)e, index, (struct rt_video_processor **)out);
}

static bool view_arguments_ok(struct rt_device *device, ID3D11Resource *resource, ID3D11VideoProcessorEnumerator *e, const void *desc)
{
    return resource && e && desc && rt_resource_from(resource)->child.device == device &&
        ((struct rt_video_enum *)e)->child.device == device;
}

static HRESULT STDMETHODCALLTYPE vd_CreateVideoProcessorInputView(ID3D11VideoDevice *iface, ID3D11Resource *resource,
    ID3D11VideoProcessorEnumerator *e, const D3D11_VIDEO_PROCESSOR_INPUT_VIEW_DESC *desc, ID3D11VideoProcessorInputView **out)
{
    if (out)
        *out = NULL;
    if (!view_arguments_ok(from(iface), resource, e, desc))
        return E_INVALIDARG;
    return rt_video_input_create(from(iface), rt_resource_from(resource), (struct rt_video_enum *)e, desc, (struct rt_video_view **)out);
}

static HRESULT STDMETHODCALLTYPE vd_CreateVideoProcessorOutputView(ID3D11VideoDevice *iface, ID3D11Resource *resource,
    ID3D11VideoProcessorEnumerator *e, const D3D11_VIDEO_PROCESSOR_OUTPUT_VIEW_DESC *desc, ID3D11VideoProcessorOutputView **out)
{
    if (out)
        *out = NULL;
    if (!view_arguments_ok(from(iface), resource, e, desc))
        return E_INVALIDARG;
    return rt_video_output_create(from(iface), rt_resource_from(resource), (struct rt_video_enum *)e, desc, (struct rt_video_view **)out);
}

/* ---- decoders: as many as the driver has profiles ---- */

static UINT profile_count(struct rt_device *device)
{
    UINT count = 0;

    if (!rt_enter(device))
        return 0;
    device->umd.video->pfnGetVideoDecoderProfileCount(device->umd.h, &count);
    rt_leave(device);
    return count;
}

static UINT STDMETHODCALLTYPE vd_GetVideoDecoderProfileCount(ID3D11VideoDevice *iface)
{
    return profile_count(from(iface));
}

static HRESULT STDMETHODCALLTYPE vd_GetVideoDecoderProfile(ID3D11VideoDevice *iface, UINT index, GUID *profile)
{
    struct rt_device *device = from(iface);

    if (!profile || index >= profile_count(device))
        return E_INVALIDARG;
    if (!rt_enter(device))
        return DXGI_ERROR_DEVICE_REMOVED;
    device->umd.video->pfnGetVideoDecoderProfile(device->umd.h, index, profile);
    rt_leave(device);
    return S_OK;
}

/* Whether the driver has a profile: the runtime asks it about its own profiles only. */
static bool has_profile(ID3D11VideoDevice *iface, const GUID *profile)
{
    const UINT count = profile_count(from(iface));
    GUID g;
    UINT i;

    for (i = 0; i < count; i++) {
        if (SUCCEEDED(vd_GetVideoDecoderProfile(iface, i, &g)) && rt_guid_equal(&g, profile))
            return true;
    }
    return false;
}

/* A profile that is none of the driver's is no valid argument. */
static HRESULT STDMETHODCALLTYPE vd_CheckVideoDecoderFormat(ID3D11VideoDevice *iface, const GUID *profile, DXGI_FORMAT format,
    BOOL *supported)
{
    struct rt_device *device = from(iface);

    if (supported)
        *supported = FALSE;
    if (!profile || !supported || !has_profile(iface, profile))
        return E_INVALIDARG;
    if (!rt_enter(device))
        return DXGI_ERROR_DEVICE_REMOVED;
    device->umd.video->pfnCheckVideoDecoderFormat(device->umd.h, profile, format, supported);
    rt_leave(device);
    return S_OK;
}

/* d3d10umddi pfnGetVideoDecoderConfigCount: "The Microsoft Direct3D runtime verifies that the pDecodeDesc parameter data is valid". */
static bool desc_ok(ID3D11VideoDevice *iface, const D3D11_VIDEO_DECODER_DESC *desc)
{
    return desc && desc->SampleWidth && desc->SampleHeight && rt_format_find(desc->OutputFormat) && has_profile(iface, &desc->Guid);
}

static HRESULT STDMETHODCALLTYPE vd_GetVideoDecoderConfigCount(ID3D11VideoDevice *iface, const D3D11_VIDEO_DECODER_DESC *desc,
    UINT *count)
{
    if (count)
        *count = 0;
    return count && desc_ok(iface, desc) ? rt_decoder_config_count(from(iface), desc, count) : E_INVALIDARG;
}

static HRESULT STDMETHODCALLTYPE vd_GetVideoDecoderConfig(ID3D11VideoDevice *iface, const D3D11_VIDEO_DECODER_DESC *desc, UINT index,
    D3D11_VIDEO_DECODER_CONFIG *config)
{
    return config && desc_ok(iface, desc) ? rt_decoder_config(from(iface), desc, index, config) : E_INVALIDARG;
}

static HRESULT STDMETHODCALLTYPE vd_CreateVideoDecoder(ID3D11VideoDevice *iface, const D3D11_VIDEO_DECODER_DESC *desc,
    const D3D11_VIDEO_DECODER_CONFIG *config, ID3D11VideoDecoder **out)
{
    if (out)
        *out = NULL;
    return out && config && desc_ok(iface, desc) ? rt_decoder_create(from(iface), desc, config, (struct rt_video_decoder **)out) :
        E_INVALIDARG;
}

static HRESULT STDMETHODCALLTYPE vd_CreateVideoDecoderOutputView(ID3D11VideoDevice *iface, ID3D11Resource *resource,
    const D3D11_VIDEO_DECODER_OUTPUT_VIEW_DESC *desc, ID3D11VideoDecoderOutputView **out)
{
    struct rt_resource *r = rt_resource_from(resource);

    if (out)
        *out = NULL;
    if (!r || !desc || r->child.device != from(iface) || !has_profile(iface, &desc->DecodeProfile))
        return E_INVALIDARG;
    return rt_video_decoded_create(from(iface), r, desc, (struct rt_video_view **)out);
}

/* ---- content protection ---- */

/* nf-d3d11-id3d11videodevice-getcontentprotectioncaps: NULL is no encryption, NULL_GUID in the driver's interface. */
static HRESULT STDMETHODCALLTYPE vd_GetContentProtectionCaps(ID3D11VideoDevice *iface, const GUID *type, const GUID *profile,
    D3D11_VIDEO_CONTENT_PROTECTION_CAPS *caps)
{
    static const GUID none;
    struct rt_device *device = from(iface);
    D3D11_1DDI_VIDEO_CONTENT_PROTECTION_CAPS ddi = {0};
    HRESULT hr;

    if (!caps || (profile && !has_profile(iface, profile)))
        return E_INVALIDARG;
    memset(caps, 0, sizeof(*caps));
    if (!rt_enter(device))
        return DXGI_ERROR_DEVICE_REMOVED;
    hr = device->umd.video->pfnGetContentProtectionCaps(device->umd.h, type ? type : &none, profile ? profile : &none, &ddi);
    rt_leave(device);
    if (hr == D3DDDIERR_UNSUPPORTEDCRYPTO)
        return DXGI_ERROR_UNSUPPORTED;
    if (FAILED(hr = rt_video_result(device, "GetContentProtectionCaps", hr, 0)))
        return hr;
    caps->Caps = ddi.Caps;
    caps->KeyExchangeTypeCount = ddi.KeyExchangeTypeCount;
    caps->BlockAlignmentSize = ddi.BlockAlignmentSize;
    caps->ProtectedMemorySize = ddi.ProtectedMemorySize;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE vd_CheckCryptoKeyExchange(ID3D11VideoDevice *iface, const GUID *type, const GUID *profile, UINT index,
    GUID *exchange)
{
    D3D11_VIDEO_CONTENT_PROTECTION_CAPS caps;
    HRESULT hr = exchange ? vd_GetContentProtectionCaps(iface, type, profile, &caps) : E_INVALIDARG;

    if (SUCCEEDED(hr) && index >= caps.KeyExchangeTypeCount)
        return E_INVALIDARG;
    return FAILED(hr) ? hr : DXGI_ERROR_UNSUPPORTED;
}

static HRESULT STDMETHODCALLTYPE vd_CreateCryptoSession(ID3D11VideoDevice *iface, const GUID *type, const GUID *profile,
    const GUID *exchange, ID3D11CryptoSession **out)
{
    D3D11_VIDEO_CONTENT_PROTECTION_CAPS caps;
    HRESULT hr = type && exchange && out ? vd_GetContentProtectionCaps(iface, type, profile, &caps) : E_INVALIDARG;

    if (out)
        *out = NULL;
    return FAILED(hr) ? hr : DXGI_ERROR_UNSUPPORTED;
}

static HRESULT STDMETHODCALLTYPE vd_CreateAuthenticatedChannel(ID3D11VideoDevice *iface, D3D11_AUTHENTICATED_CHANNEL_TYPE type,
    ID3D11AuthenticatedChannel **out)
{
    if (out)
        *out = NULL;
    return out ? DXGI_ERROR_UNSUPPORTED : E_INVALIDARG;
}

#define SLOT(name) .name = vd_##name

const ID3D11VideoDeviceVtbl rt_video_device_vtbl = {
    SLOT(QueryInterface), SLOT(AddRef), SLOT(Release), SLOT(CreateVideoDecoder), SLOT(CreateVideoProcessor),
    SLOT(CreateAuthenticatedChannel), SLOT(CreateCryptoSession), SLOT(CreateVideoDecoderOutputView),
    SLOT(CreateVideoProcessorInputView), SLOT(CreateVideoProcessorOutputView), SLOT(CreateVideoProcessorEnumerator),
    SLOT(GetVideoDecoderProfileCount), SLOT(GetVideoDecoderProfile), SLOT(CheckVideoDecoderFormat), SLOT(GetVideoDecoderConfigCount),
    SLOT(GetVideoDecoderConfig), SLOT(GetContentProtectionCaps), SLOT(CheckCryptoKeyExchange), SLOT(SetPrivateData),
    SLOT(SetPrivateDataInterface),
};
