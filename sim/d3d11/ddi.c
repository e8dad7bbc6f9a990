/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * ddi.c - opening the user-mode driver and making its device, in the order in which Windows does it:
 * OpenAdapter10_2, GetSupportedVersions twice, GetCaps for every type, CalcPrivateDeviceSize, the kernel
 * driver's device, CreateDevice. (display/initializing-communication-with-the-direct3d-version-11-ddi,
 * display/version-discovery-support, display/supporting-threading--command-lists--and-3-d-pipeline)
 */
#include "ddi.h"

#include <stdlib.h>

#include "device.h"
#include "umd_entry.h"
#include "video.h"

/* A slot that the driver left alone after CreateDevice still holds this. */
#define TRAP ((uintptr_t)0xcccccccccccccccc)

static const struct {
    const char *name;
    UINT64 supported;
    size_t table_size, dxgi_size;
} levels[RT_DDI_LEVELS] = {
    [RT_DDI_10_0] = {"10.0", D3D10_0_DDI_SUPPORTED, sizeof(D3D10DDI_DEVICEFUNCS), sizeof(DXGI_DDI_BASE_FUNCTIONS)},
    [RT_DDI_10_1] = {"10.1", D3D10_1_DDI_SUPPORTED, sizeof(D3D10_1DDI_DEVICEFUNCS), sizeof(DXGI_DDI_BASE_FUNCTIONS)},
    [RT_DDI_11_0] = {"11.0", D3D11_0_DDI_SUPPORTED, sizeof(D3D11DDI_DEVICEFUNCS), sizeof(DXGI1_1_DDI_BASE_FUNCTIONS)},
    [RT_DDI_11_1] = {"11.1", D3D11_1_DDI_SUPPORTED, sizeof(D3D11_1DDI_DEVICEFUNCS), sizeof(DXGI1_2_DDI_BASE_FUNCTIONS)},
    [RT_DDI_1_3] = {"1.3", D3DWDDM1_3_DDI_SUPPORTED, sizeof(D3DWDDM1_3DDI_DEVICEFUNCS), sizeof(DXGI1_3_DDI_BASE_FUNCTIONS)},
};

static HRESULT query_adapter(HANDLE adapter, const D3DDDICB_QUERYADAPTERINFO *arg)
{
    struct rt_umd *umd = adapter;
    D3DKMT_QUERYADAPTERINFO query = {
        .hAdapter = umd->kmt_adapter,
        .Type = KMTQAITYPE_UMDRIVERPRIVATE,
        .pPrivateDriverData = arg->pPrivateDriverData,
        .PrivateDriverDataSize = arg->PrivateDriverDataSize,
    };

    return rt_hresult_from_status(D3DKMTQueryAdapterInfo(&query));
}

static HRESULT DDI_CALL query_adapter_cb(HANDLE adapter, const D3DDDICB_QUERYADAPTERINFO *arg)
{
    return query_adapter(adapter, arg);
}

/* The level that PVGPU_SIM_DDI names, or the highest; only that level's own build or a later one of the
 * same interface is taken. */
static HRESULT choose_level(struct rt_umd *umd)
{
    const char *wanted = rt_env("PVGPU_SIM_DDI");
    UINT32 count = 0, filled;
    UINT64 *versions;
    HRESULT hr;
    int level;

    hr = umd->adapter_funcs.pfnGetSupportedVersions(umd->adapter, &count, NULL);
    if (FAILED(hr) || !count) {
        rt_log("Driver reports no interface versions (0x%08x)", (unsigned)hr);
        return FAILED(hr) ? hr : E_FAIL;
    }
    versions = calloc(count, sizeof(*versions));
    if (!versions)
        return E_OUTOFMEMORY;
    filled = count;
    hr = umd->adapter_funcs.pfnGetSupportedVersions(umd->adapter, &filled, versions);
    for (level = RT_DDI_LEVELS - 1; SUCCEEDED(hr) && level >= 0; level--) {
        UINT32 i;

        if (wanted && strcmp(wanted, levels[level].name))
            continue;
        for (i = 0; i < filled && i < count; i++) {
            if (versions[i] >> 32 == levels[level].supported >> 32 && versions[i] >= levels[level].supported)
                break;
        }
        if (i < filled && i < count)
            break;
    }
    free(versions);
    if (FAILED(hr))
        return hr;
    if (level < 0) {
        rt_log("Driver supports no interface version that was asked for (%s)", wanted ? wanted : "any");
        return DXGI_ERROR_UNSUPPORTED;
    }
    umd->level = level;
    umd->interface_version = (UINT)(levels[level].supported >> 32);
    umd->build = (UINT)levels[level].supported;
    return S_OK;
}

static HRESULT get_caps(struct rt_umd *umd, D3D10_2DDICAPS_TYPE type, void *data, UINT size)
{
    D3D10_2DDIARG_GETCAPS arg = {.Type = type, .pData = data, .DataSize = size};
    HRESULT hr = umd->adapter_funcs.pfnGetCaps(umd->adapter, &arg);

    if (FAILED(hr))
        rt_log("Driver fails GetCaps of type %u (0x%08x)", type, (unsigned)hr);
    return hr;
}

static HRESULT read_caps(struct rt_umd *umd)
{
    D3D11DDI_THREADING_CAPS threading = {0};
    D3D11DDI_SHADER_CAPS shader = {0};
    D3D11DDI_3DPIPELINESUPPORT_CAPS pipelines = {0};
    D3D11_1DDI_D3D11_OPTIONS_DATA options = {0};
    D3D11_1DDI_ARCHITECTURE_INFO_DATA architecture = {0};
    D3D11_DDI_SHADER_MIN_PRECISION_SUPPORT_DATA precision = {0};
    D3DWDDM1_3DDI_D3D11_OPTIONS_DATA1 options1 = {0};
    HRESULT hr;

    if (umd->level < RT_DDI_11_0) {
        umd->caps.pipelines = 1u << D3D11DDI_3DPIPELINELEVEL_10_0;
        if (umd->level == RT_DDI_10_1)
            umd->caps.pipelines |= 1u << D3D11DDI_3DPIPELINELEVEL_10_1;
        return S_OK;
    }
    if (FAILED(hr = get_caps(umd, D3D11DDICAPS_THREADING, &threading, sizeof(threading))) ||
        FAILED(hr = get_caps(umd, D3D11DDICAPS_3DPIPELINESUPPORT, &pipelines, sizeof(pipelines))) ||
        FAILED(hr = get_caps(umd, D3D11DDICAPS_SHADER, &shader, sizeof(shader))))
        return hr;
    umd->caps.threading = threading.Caps;
    umd->caps.pipelines = pipelines.Caps;
    /* The driver answers before it knows which interface will be used; the 11.0 one has no 11_1 level. */
    if (umd->level < RT_DDI_11_1)
        umd->caps.pipelines &= (2u << D3D11DDI_3DPIPELINELEVEL_11_0) - 1;
    umd->caps.shader = shader.Caps;
    if (umd->level >= RT_DDI_11_1) {
        if (FAILED(hr = get_caps(umd, D3D11_1DDICAPS_D3D11_OPTIONS, &options, sizeof(options))) ||
            FAILED(hr = get_caps(umd, D3D11_1DDICAPS_ARCHITECTURE_INFO, &architecture, sizeof(architecture))) ||
            FAILED(hr = get_caps(umd, D3D11_1DDICAPS_SHADER_MIN_PRECISION_SUPPORT, &precision, sizeof(precision))))
            return hr;
        umd->caps.logic_op = options.OutputMergerLogicOp;
        umd->caps.debug_binary = options.AssignDebugBinarySupport;
        umd->caps.tile_based = architecture.TileBasedDeferredRenderer;
        umd->caps.min_precision_ps = precision.PixelShaderMinPrecision;
        umd->caps.min_precision_other = precision.AllOtherStagesMinPrecision;
    }
    if (umd->level >= RT_DDI_1_3) {
        if (FAILED(hr = get_caps(umd, D3DWDDM1_3DDICAPS_D3D11_OPTIONS1, &options1, sizeof(options1))))
            return hr;
        umd->caps.tiled = options1.TiledResourcesSupportFlags;
    }
    return S_OK;
}

/* The checks that make Windows refuse a driver for every feature level. */
static HRESULT check_caps(const struct rt_umd *umd)
{
    const UINT full = umd->caps.pipelines & 0xf; /* 10_0 .. 11_1 */
    const UINT threading = umd->caps.threading;

    if (!(full & 1) || (full & (full + 1))) {
        rt_log("Driver returned invalid pipeline caps (0x%x)", umd->caps.pipelines);
        return DXGI_ERROR_DRIVER_INTERNAL_ERROR;
    }
    if ((full >> D3D11DDI_3DPIPELINELEVEL_11_0 & 1) &&
        !(umd->caps.shader & D3D11DDICAPS_SHADER_COMPUTE_PLUS_RAW_AND_STRUCTURED_BUFFERS_IN_SHADER_4_X)) {
        rt_log("Driver doesn't support compute on FL11");
        return DXGI_ERROR_DRIVER_INTERNAL_ERROR;
    }
    if ((full >> D3D11_1DDI_3DPIPELINELEVEL_11_1 & 1) && !umd->caps.logic_op) {
        rt_log("Driver doesn't support output merger logic operations on FL11.1");
        return DXGI_ERROR_DRIVER_INTERNAL_ERROR;
    }
    if ((threading & (D3D11DDICAPS_COMMANDLISTS | D3D11DDICAPS_COMMANDLISTS_BUILD_2)) &&
        !(threading & D3D11DDICAPS_FREETHREADED)) {
        rt_log("Driver returned command list caps without free threading (0x%x)", threading);
        return DXGI_ERROR_DRIVER_INTERNAL_ERROR;
    }
    return S_OK;
}

HRESULT rt_umd_open(struct rt_umd *umd, struct rt_device *device, D3DKMT_HANDLE kmt_adapter)
{
    D3D10DDIARG_OPENADAPTER arg = {0};
    PFND3D10DDI_OPENADAPTER open = rt_umd_entry(kmt_adapter);
    HRESULT hr;

    umd->device = device;
    umd->kmt_adapter = kmt_adapter;
    if (!open) {
        rt_log("No user-mode driver with OpenAdapter10_2 for this adapter");
        return DXGI_ERROR_UNSUPPORTED;
    }
    umd->adapter_callbacks.pfnQueryAdapterInfoCb = query_adapter_cb;
    arg.hRTAdapter.handle = umd;
    arg.Interface = D3D11_0_DDI_INTERFACE_VERSION;
    arg.Version = D3D11_0_DDI_BUILD_VERSION << 16;
    arg.pAdapterCallbacks = &umd->adapter_callbacks;
    arg.pAdapterFuncs_2 = &umd->adapter_funcs;
    hr = open(&arg);
    if (FAILED(hr)) {
        rt_log("OpenAdapter10_2 fails (0x%08x)", (unsigned)hr);
        return hr;
    }
    umd->adapter = arg.hAdapter;
    hr = choose_level(umd);
    if (SUCCEEDED(hr))
        hr = read_caps(umd);
    if (SUCCEEDED(hr))
        hr = check_caps(umd);
    return hr;
}

/* No slot may be left alone; those of command lists may be NULL when the caps deny them, and one is
 * reserved (display/supporting-command-lists). */
bool rt_umd_table_filled(enum rt_level level, const D3DWDDM1_3DDI_DEVICEFUNCS *f)
{
    const uintptr_t *slots = (const uintptr_t *)f;
    const size_t n = levels[level].table_size / sizeof(*slots);
    bool ok = true;
    size_t i;

    for (i = 0; i < n; i++) {
        if (slots[i] == TRAP) {
            rt_log("Driver left slot %u of its device table alone", (unsigned)i);
            ok = false;
        }
    }
    return ok;
}

D3DWDDM1_3DDI_DEVICEFUNCS *rt_umd_table(enum rt_level level)
{
    D3DWDDM1_3DDI_DEVICEFUNCS *f = rt_private_alloc(levels[level].table_size);

    if (f)
        memset(f, 0xcc, levels[level].table_size);
    return f;
}

static bool check_table(const struct rt_umd *umd)
{
    const uintptr_t *dxgi = (const uintptr_t *)umd->dxgi;
    const size_t m = levels[umd->level].dxgi_size / sizeof(*dxgi);
    bool ok = rt_umd_table_filled(umd->level, umd->f);
    size_t i;

    for (i = 0; i < m; i++) {
        if (dxgi[i] == TRAP) {
            rt_log("Driver left slot %u of its DXGI table alone", (unsigned)i);
            ok = false;
        }
    }
    return ok;
}

HRESULT rt_umd_create_device(struct rt_umd *umd, UINT flags)
{
    D3D10DDIARG_CALCPRIVATEDEVICESIZE calc = {
        .Interface = umd->interface_version, .Version = umd->build, .Flags = flags,
    };
    D3DKMT_CREATEDEVICE kmt = {.hAdapter = umd->kmt_adapter};
    D3D10DDIARG_CREATEDEVICE arg = {0};
    NTSTATUS status;
    HRESULT hr;
    SIZE_T size;

    size = umd->adapter_funcs.pfnCalcPrivateDeviceSize(umd->adapter, &calc);
    status = D3DKMTCreateDevice(&kmt);
    if (status < 0) {
        rt_log("D3DKMTCreateDevice fails (0x%08x)", (unsigned)status);
        return rt_hresult_from_status(status);
    }
    umd->kmt_device = kmt.hDevice;
    umd->h.pDrvPrivate = rt_private_alloc(size);
    umd->f = rt_umd_table(umd->level);
    umd->dxgi = rt_private_alloc(levels[umd->level].dxgi_size);
    umd->kt = rt_private_alloc(sizeof(*umd->kt));
    umd->um = rt_private_alloc(sizeof(D3D11DDI_CORELAYER_DEVICECALLBACKS));
    umd->dxgi_callbacks = rt_private_alloc(sizeof(*umd->dxgi_callbacks));
    if (!umd->h.pDrvPrivate || !umd->f || !umd->dxgi || !umd->kt || !umd->um || !umd->dxgi_callbacks)
        return E_OUTOFMEMORY;
    memset(umd->dxgi, 0xcc, levels[umd->level].dxgi_size);
    rt_kt_fill(umd);
    rt_core_fill(umd);

    arg.hRTDevice.handle = umd;
    arg.Interface = umd->interface_version;
    arg.Version = umd->build;
    arg.pKTCallbacks = umd->kt;
    arg.pWDDM1_3DeviceFuncs = umd->f;
    arg.hDrvDevice = umd->h;
    arg.DXGIBaseDDI.pDXGIBaseCallbacks = umd->dxgi_callbacks;
    arg.DXGIBaseDDI.pDXGIDDIBaseFunctions4 = umd->dxgi;
    umd->core = (struct rt_core){.device = umd->device};
    arg.hRTCoreLayer.handle = &umd->core;
    arg.p11UMCallbacks = umd->um;
    arg.Flags = flags;
    if (umd->level >= RT_DDI_11_1)
        arg.ppfnRetrieveSubObject = &umd->retrieve_sub_object;
    hr = umd->adapter_funcs.pfnCreateDevice(umd->adapter, &arg);
    if (FAILED(hr)) {
        rt_log("CreateDevice of the user-mode driver fails (0x%08x)", (unsigned)hr);
        return hr;
    }
    umd->created = true;
    return check_table(umd) ? rt_video_open(umd) : DXGI_ERROR_DRIVER_INTERNAL_ERROR;
}

void rt_umd_close(struct rt_umd *umd)
{
    if (umd->created)
        umd->f->pfnDestroyDevice(umd->h);
    umd->created = false;
    rt_private_free(umd->h.pDrvPrivate);
    rt_private_free(umd->f);
    rt_private_free(umd->dxgi);
    rt_private_free(umd->kt);
    rt_private_free(umd->um);
    rt_private_free(umd->dxgi_callbacks);
    rt_private_free(umd->video);
    if (umd->kmt_device) {
        D3DKMT_DESTROYDEVICE destroy = {.hDevice = umd->kmt_device};

        D3DKMTDestroyDevice(&destroy);
    }
    if (umd->adapter_funcs.pfnCloseAdapter && umd->adapter.pDrvPrivate)
        umd->adapter_funcs.pfnCloseAdapter(umd->adapter);
    rt_umd_entry_release();
    memset(umd, 0, sizeof(*umd));
}
