/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * dxgi_output.c - IDXGIOutput6: one video present source.
 */
#include "dxgi_objects.h"

#include <stdio.h>
#include <stdlib.h>

static struct rt_dxgi_output *from(IDXGIOutput6 *iface)
{
    return (struct rt_dxgi_output *)iface;
}

RT_DXGI_METHODS(output, IDXGIOutput6)

static HRESULT STDMETHODCALLTYPE output_GetParent(IDXGIOutput6 *iface, REFIID iid, void **out)
{
    return rt_object_query(&from(iface)->adapter->object, iid, out);
}

DXGI_FORMAT rt_format_from_display(D3DDDIFORMAT format)
{
    switch ((unsigned)format) {
    case D3DDDIFMT_A8R8G8B8:
    case D3DDDIFMT_X8R8G8B8:
        return DXGI_FORMAT_B8G8R8A8_UNORM;
    case D3DDDIFMT_A8B8G8R8:
    case D3DDDIFMT_X8B8G8R8:
        return DXGI_FORMAT_R8G8B8A8_UNORM;
    case D3DDDIFMT_A2B10G10R10:
        return DXGI_FORMAT_R10G10B10A2_UNORM;
    case D3DDDIFMT_A16B16G16R16F:
        return DXGI_FORMAT_R16G16B16A16_FLOAT;
    default:
        return DXGI_FORMAT_UNKNOWN;
    }
}

/* sRGB and typeless relatives show in the modes of their plain format. */
static DXGI_FORMAT plain(DXGI_FORMAT format)
{
    switch ((unsigned)format) {
    case DXGI_FORMAT_R8G8B8A8_UNORM_SRGB:
    case DXGI_FORMAT_R8G8B8A8_TYPELESS:
        return DXGI_FORMAT_R8G8B8A8_UNORM;
    case DXGI_FORMAT_B8G8R8A8_UNORM_SRGB:
    case DXGI_FORMAT_B8G8R8A8_TYPELESS:
        return DXGI_FORMAT_B8G8R8A8_UNORM;
    default:
        return format;
    }
}

bool rt_output_mode(const struct rt_dxgi_adapter *adapter, UINT source, D3DKMT_DISPLAYMODE *mode)
{
    D3DKMT_HANDLE handle = rt_adapter_open(adapter);
    D3DKMT_CURRENTDISPLAYMODE current = {.VidPnSourceId = source};
    D3DKMT_QUERYADAPTERINFO query = {
        .hAdapter = handle, .Type = KMTQAITYPE_CURRENTDISPLAYMODE, .pPrivateDriverData = &current,
        .PrivateDriverDataSize = sizeof(current),
    };
    bool ok = handle && D3DKMTQueryAdapterInfo(&query) >= 0 && current.DisplayMode.Width;

    if (ok)
        *mode = current.DisplayMode;
    rt_adapter_close(handle);
    return ok;
}

static HRESULT STDMETHODCALLTYPE output_GetDesc(IDXGIOutput6 *iface, DXGI_OUTPUT_DESC *desc)
{
    D3DKMT_DISPLAYMODE mode;
    char name[32];

    if (!desc)
        return E_INVALIDARG;
    memset(desc, 0, sizeof(*desc));
    snprintf(name, sizeof(name), "\\\\.\\DISPLAY%u", from(iface)->source + 1);
    rt_wide(desc->DeviceName, RT_COUNT(desc->DeviceName), name);
    desc->Rotation = DXGI_MODE_ROTATION_IDENTITY;
    if (rt_output_mode(from(iface)->adapter, from(iface)->source, &mode)) {
        desc->DesktopCoordinates.right = (LONG)mode.Width;
        desc->DesktopCoordinates.bottom = (LONG)mode.Height;
        desc->AttachedToDesktop = TRUE;
    }
    desc->Monitor = (HMONITOR)(uintptr_t)(from(iface)->source + 1);
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE output_GetDesc1(IDXGIOutput6 *iface, DXGI_OUTPUT_DESC1 *desc)
{
    DXGI_OUTPUT_DESC base;

    if (!desc)
        return E_INVALIDARG;
    output_GetDesc(iface, &base);
    memset(desc, 0, sizeof(*desc));
    memcpy(desc, &base, sizeof(base));
    desc->BitsPerColor = 8;
    desc->ColorSpace = DXGI_COLOR_SPACE_RGB_FULL_G22_NONE_P709;
    return S_OK;
}

/* The kernel's list of a source; the caller frees it. */
static D3DKMT_DISPLAYMODE *mode_list(const struct rt_dxgi_output *output, UINT *n)
{
    D3DKMT_HANDLE handle = rt_adapter_open(output->adapter);
    D3DKMT_GETDISPLAYMODELIST list = {.hAdapter = handle, .VidPnSourceId = output->source};
    D3DKMT_DISPLAYMODE *modes = NULL;

    *n = 0;
    if (handle && D3DKMTGetDisplayModeList(&list) >= 0 && list.ModeCount) {
        modes = calloc(list.ModeCount, sizeof(*modes));
        list.pModeList = modes;
        if (modes && D3DKMTGetDisplayModeList(&list) >= 0)
            *n = list.ModeCount;
    }
    rt_adapter_close(handle);
    return modes;
}

static DXGI_MODE_DESC1 mode_desc(const D3DKMT_DISPLAYMODE *m, DXGI_FORMAT format)
{
    return (DXGI_MODE_DESC1){
        .Width = m->Width, .Height = m->Height, .RefreshRate = {m->RefreshRate.Numerator, m->RefreshRate.Denominator},
        .Format = format, .ScanlineOrdering = DXGI_MODE_SCANLINE_ORDER_PROGRESSIVE, .Scaling = DXGI_MODE_SCALING_UNSPECIFIED,
    };
}

/* nf-dxgi-idxgioutput-getdisplaymodelist: the count, then as many as fit; DXGI_ERROR_MORE_DATA. */
static HRESULT list_modes(struct rt_dxgi_output *output, DXGI_FORMAT format, UINT *n, DXGI_MODE_DESC1 *out1, DXGI_MODE_DESC *out)
{
    UINT count, found = 0, i;
    D3DKMT_DISPLAYMODE *modes;

    if (!n)
        return DXGI_ERROR_INVALID_CALL;
    if (format == DXGI_FORMAT_UNKNOWN) {
        *n = 0;
        return S_OK;
    }
    modes = mode_list(output, &count);
    for (i = 0; i < count; i++) {
        if (rt_format_from_display(modes[i].Format) != plain(format))
            continue;
        if (found < *n && (out || out1)) {
            DXGI_MODE_DESC1 d = mode_desc(&modes[i], format);

            if (out1)
                out1[found] = d;
            else
                out[found] = (DXGI_MODE_DESC){d.Width, d.Height, d.RefreshRate, d.Format, d.ScanlineOrdering, d.Scaling};
        }
        found++;
    }
    free(modes);
    if ((out || out1) && found > *n)
        return DXGI_ERROR_MORE_DATA;
    *n = found;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE output_GetDisplayModeList(IDXGIOutput6 *iface, DXGI_FORMAT format, UINT flags, UINT *n,
    DXGI_MODE_DESC *modes)
{
    return list_modes(from(iface), format, n, NULL, modes);
}

static HRESULT STDMETHODCALLTYPE output_GetDisplayModeList1(IDXGIOutput6 *iface, DXGI_FORMAT format, UINT flags, UINT *n,
    DXGI_MODE_DESC1 *modes)
{
    return list_modes(from(iface), format, n, modes, NULL);
}

static uint64_t distance(const DXGI_MODE_DESC1 *want, const DXGI_MODE_DESC1 *have)
{
    int64_t w = want->Width ? (int64_t)have->Width - want->Width : 0, h = want->Height ? (int64_t)have->Height - want->Height : 0;
    double rate = have->RefreshRate.Denominator ? (double)have->RefreshRate.Numerator / have->RefreshRate.Denominator : 0;
    double asked = want->RefreshRate.Denominator ? (double)want->RefreshRate.Numerator / want->RefreshRate.Denominator : rate;
    double r = (rate - asked) * 100;

    /* Size before refresh rate. */
    return (uint64_t)(w * w + h * h) * 1000000 + (uint64_t)(r * r);
}

static HRESULT STDMETHODCALLTYPE output_FindClosestMatchingMode1(IDXGIOutput6 *iface, const DXGI_MODE_DESC1 *want,
    DXGI_MODE_DESC1 *out, IUnknown *device)
{
    DXGI_MODE_DESC1 best = {0}, asked;
    D3DKMT_DISPLAYMODE *modes;
    uint64_t nearest = UINT64_MAX;
    UINT count, i;

    if (!want || !out || (!want->Width) != (!want->Height) || (want->Format == DXGI_FORMAT_UNKNOWN && !device))
        return DXGI_ERROR_INVALID_CALL;
    asked = *want;
    if (asked.Format == DXGI_FORMAT_UNKNOWN)
        asked.Format = DXGI_FORMAT_B8G8R8A8_UNORM;
    if (!asked.Width) {
        D3DKMT_DISPLAYMODE now;

        if (rt_output_mode(from(iface)->adapter, from(iface)->source, &now)) {
            asked.Width = now.Width;
            asked.Height = now.Height;
            if (!asked.RefreshRate.Numerator)
                asked.RefreshRate = (DXGI_RATIONAL){now.RefreshRate.Numerator, now.RefreshRate.Denominator};
        }
    }
    modes = mode_list(from(iface), &count);
    for (i = 0; i < count; i++) {
        DXGI_MODE_DESC1 d = mode_desc(&modes[i], asked.Format);

        if (rt_format_from_display(modes[i].Format) != plain(asked.Format) || distance(&asked, &d) >= nearest)
            continue;
        nearest = distance(&asked, &d);
        best = d;
    }
    free(modes);
    if (nearest == UINT64_MAX)
        return DXGI_ERROR_NOT_FOUND;
    *out = best;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE output_FindClosestMatchingMode(IDXGIOutput6 *iface, const DXGI_MODE_DESC *want, DXGI_MODE_DESC *out,
    IUnknown *device)
{
    DXGI_MODE_DESC1 want1, out1;
    HRESULT hr;

    if (!want || !out)
        return DXGI_ERROR_INVALID_CALL;
    want1 = (DXGI_MODE_DESC1){want->Width, want->Height, want->RefreshRate, want->Format, want->ScanlineOrdering, want->Scaling, FALSE};
    hr = output_FindClosestMatchingMode1(iface, &want1, &out1, device);
    if (SUCCEEDED(hr))
        *out = (DXGI_MODE_DESC){out1.Width, out1.Height, out1.RefreshRate, out1.Format, out1.ScanlineOrdering, out1.Scaling};
    return hr;
}

static HRESULT STDMETHODCALLTYPE output_WaitForVBlank(IDXGIOutput6 *iface)
{
    D3DKMT_HANDLE handle = rt_adapter_open(from(iface)->adapter);
    D3DKMT_WAITFORVERTICALBLANKEVENT wait = {.hAdapter = handle, .VidPnSourceId = from(iface)->source};
    NTSTATUS status = handle ? D3DKMTWaitForVerticalBlankEvent(&wait) : -1;

    rt_adapter_close(handle);
    return status < 0 ? E_FAIL : S_OK;
}

static HRESULT STDMETHODCALLTYPE output_TakeOwnership(IDXGIOutput6 *iface, IUnknown *device, BOOL exclusive)
{
    return DXGI_ERROR_UNSUPPORTED; /* a swap chain takes it (SetFullscreenState) */
}

static void STDMETHODCALLTYPE output_ReleaseOwnership(IDXGIOutput6 *iface)
{
}

/* The adapter has no gamma ramp. */
static HRESULT STDMETHODCALLTYPE output_GetGammaControlCapabilities(IDXGIOutput6 *iface, DXGI_GAMMA_CONTROL_CAPABILITIES *caps)
{
    if (!caps)
        return E_INVALIDARG;
    memset(caps, 0, sizeof(*caps));
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE output_SetGammaControl(IDXGIOutput6 *iface, const DXGI_GAMMA_CONTROL *control)
{
    return DXGI_ERROR_UNSUPPORTED;
}

static HRESULT STDMETHODCALLTYPE output_GetGammaControl(IDXGIOutput6 *iface, DXGI_GAMMA_CONTROL *control)
{
    return DXGI_ERROR_UNSUPPORTED;
}

static HRESULT STDMETHODCALLTYPE output_SetDisplaySurface(IDXGIOutput6 *iface, IDXGISurface *surface)
{
    return DXGI_ERROR_UNSUPPORTED;
}

static HRESULT STDMETHODCALLTYPE output_GetDisplaySurfaceData(IDXGIOutput6 *iface, IDXGISurface *surface)
{
    return DXGI_ERROR_UNSUPPORTED;
}

static HRESULT STDMETHODCALLTYPE output_GetDisplaySurfaceData1(IDXGIOutput6 *iface, IDXGIResource *resource)
{
    return DXGI_ERROR_UNSUPPORTED;
}

static HRESULT STDMETHODCALLTYPE output_GetFrameStatistics(IDXGIOutput6 *iface, DXGI_FRAME_STATISTICS *stats)
{
    return DXGI_ERROR_INVALID_CALL; /* of the swap chain that owns the output (nf-dxgi-idxgioutput-getframestatistics) */
}

static HRESULT STDMETHODCALLTYPE output_DuplicateOutput(IDXGIOutput6 *iface, IUnknown *device, IDXGIOutputDuplication **out)
{
    if (out)
        *out = NULL;
    return DXGI_ERROR_UNSUPPORTED;
}

static HRESULT STDMETHODCALLTYPE output_DuplicateOutput1(IDXGIOutput6 *iface, IUnknown *device, UINT flags, UINT n,
    const DXGI_FORMAT *formats, IDXGIOutputDuplication **out)
{
    if (out)
        *out = NULL;
    return DXGI_ERROR_UNSUPPORTED;
}

static BOOL STDMETHODCALLTYPE output_SupportsOverlays(IDXGIOutput6 *iface)
{
    return FALSE;
}

static HRESULT STDMETHODCALLTYPE output_CheckOverlaySupport(IDXGIOutput6 *iface, DXGI_FORMAT format, IUnknown *device, UINT *flags)
{
    if (!flags)
        return E_INVALIDARG;
    *flags = 0;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE output_CheckOverlayColorSpaceSupport(IDXGIOutput6 *iface, DXGI_FORMAT format,
    DXGI_COLOR_SPACE_TYPE space, IUnknown *device, UINT *flags)
{
    if (!flags)
        return E_INVALIDARG;
    *flags = 0;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE output_CheckHardwareCompositionSupport(IDXGIOutput6 *iface, UINT *flags)
{
    if (!flags)
        return E_INVALIDARG;
    *flags = 0;
    return S_OK;
}

#define SLOT(name) .name = output_##name

static const IDXGIOutput6Vtbl output_vtbl = {
    RT_DXGI_SLOTS(output), SLOT(GetDesc), SLOT(GetDisplayModeList), SLOT(FindClosestMatchingMode), SLOT(WaitForVBlank),
    SLOT(TakeOwnership), SLOT(ReleaseOwnership), SLOT(GetGammaControlCapabilities), SLOT(SetGammaControl), SLOT(GetGammaControl),
    SLOT(SetDisplaySurface), SLOT(GetDisplaySurfaceData), SLOT(GetFrameStatistics), SLOT(GetDisplayModeList1),
    SLOT(FindClosestMatchingMode1), SLOT(GetDisplaySurfaceData1), SLOT(DuplicateOutput), SLOT(SupportsOverlays),
    SLOT(CheckOverlaySupport), SLOT(CheckOverlayColorSpaceSupport), SLOT(DuplicateOutput1), SLOT(GetDesc1),
    SLOT(CheckHardwareCompositionSupport),
};

static const struct rt_iface_entry output_ifaces[] = {
    {&IID_IDXGIOutput, 0}, {&IID_IDXGIOutput1, 0}, {&IID_IDXGIOutput2, 0}, {&IID_IDXGIOutput3, 0}, {&IID_IDXGIOutput4, 0},
    {&IID_IDXGIOutput5, 0}, {&IID_IDXGIOutput6, 0}, {&IID_IDXGIObject, 0}, {&IID_IUnknown, 0}, {NULL, 0},
};

static void destroy_output(struct rt_object *object)
{
    struct rt_dxgi_output *output = (struct rt_dxgi_output *)object;

    rt_object_fini(object);
    rt_object_release(&output->adapter->object);
    free(output);
}

static const struct rt_class output_class = {"IDXGIOutput", output_ifaces, rt_object_add_ref, destroy_output};

HRESULT rt_output_create(struct rt_dxgi_adapter *adapter, UINT source, struct rt_dxgi_output **out)
{
    struct rt_dxgi_output *output = calloc(1, sizeof(*output));

    if (!output)
        return E_OUTOFMEMORY;
    rt_object_init(&output->object, &output_vtbl, &output_class);
    rt_object_add_ref(&adapter->object);
    output->adapter = adapter;
    output->source = source;
    *out = output;
    return S_OK;
}
