/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * adapter.c - the exports, supported versions and capabilities. Order of a runtime: open, versions
 * twice, caps of each type, CalcPrivateDeviceSize, CreateDevice
 * (initializing-communication-with-the-direct3d-version-11-ddi.md).
 */
#include "entry.h"
#include "os.h"

/* Exported by umd.def, which gives the names without decoration on x86 too. */
HRESULT APIENTRY OpenAdapter10(D3D10DDIARG_OPENADAPTER *args);
HRESULT APIENTRY OpenAdapter10_2(D3D10DDIARG_OPENADAPTER *args);

/* Every version that we fill a table for, newest last. The 7 ones are Windows 7's, with its DXGI table. */
static const UINT64 supported[] = {
    D3D10_0_DDI_SUPPORTED, D3D10_0_7_DDI_SUPPORTED, D3D10_1_DDI_SUPPORTED, D3D10_1_7_DDI_SUPPORTED, D3D11_0_DDI_SUPPORTED,
    D3D11_0_7_DDI_SUPPORTED, D3D11_1_DDI_SUPPORTED, D3DWDDM1_3_DDI_SUPPORTED,
};

static bool ask_kernel(struct pvu_adapter *a)
{
    D3DDDICB_QUERYADAPTERINFO k = { .pPrivateDriverData = &a->info, .PrivateDriverDataSize = sizeof a->info };
    a->info.version = PVK_PRIVATE_VERSION;
    a->info.size = sizeof a->info;
    HRESULT hr = a->callbacks->pfnQueryAdapterInfoCb(a->rt.handle, &k);
    if (FAILED(hr)) {
        pvu_log("the kernel driver does not answer: 0x%08x", (unsigned)hr);
        return false;
    }
    if (a->info.version != PVK_PRIVATE_VERSION || a->info.size != sizeof a->info ||
        a->info.caps.abi_version >> 16 != PVGPU_ABI_MAJOR || a->info.caps.feature_level < 0xa000u) {
        pvu_log("no host that this driver can use (kernel driver %u, host ABI 0x%x, feature level 0x%x)", a->info.version,
                a->info.caps.abi_version, a->info.caps.feature_level);
        return false;
    }
    return true;
}

static HRESULT open(D3D10DDIARG_OPENADAPTER *args)
{
    struct pvu_adapter *a = pvu_os_alloc(sizeof *a);
    if (!a) return pvu_result(PVU_NO_MEMORY);
    a->rt = args->hRTAdapter;
    a->callbacks = args->pAdapterCallbacks;
    a->alive = ask_kernel(a);
    args->hAdapter.pDrvPrivate = a;
    return pvu_result(PVU_OK);
}

static HRESULT APIENTRY close_adapter(D3D10DDI_HADAPTER h)
{
    pvu_os_free(h.pDrvPrivate);
    return pvu_result(PVU_OK);
}

static HRESULT APIENTRY get_supported_versions(D3D10DDI_HADAPTER h, UINT32 *n, UINT64 *versions)
{
    const struct pvu_adapter *a = h.pDrvPrivate;
    /* Without a working host there is no version that we could serve: the runtime then takes another adapter. */
    UINT32 count = a->alive ? (UINT32)(sizeof supported / sizeof supported[0]) : 0;
    if (versions && *n < count) return pvu_result_small_buffer();
    if (versions) memcpy(versions, supported, count * sizeof supported[0]);
    *n = count;
    return pvu_result(PVU_OK);
}

/* U5: a mask, contiguous from 10_0. 11_1 needs the logic operations (ns-d3d10umddi-d3d11_1ddi_d3d11_options_data.md). */
static UINT pipeline_levels(const struct pvgpu_caps *c)
{
    UINT mask = 1u << D3D11DDI_3DPIPELINELEVEL_10_0;
    if (c->feature_level >= 0xa100u) mask |= 1u << D3D11DDI_3DPIPELINELEVEL_10_1;
    if (c->feature_level >= 0xb000u) mask |= 1u << D3D11DDI_3DPIPELINELEVEL_11_0;
    if (c->feature_level >= 0xb100u && (c->options & PVGPU_OPT_LOGIC_OP)) mask |= 1u << D3D11_1DDI_3DPIPELINELEVEL_11_1;
    return mask;
}

union caps {
    D3D11DDI_THREADING_CAPS threading;
    D3D11DDI_SHADER_CAPS shader;
    D3D11DDI_3DPIPELINESUPPORT_CAPS pipeline;
    D3D11_1DDI_D3D11_OPTIONS_DATA options;
    D3D11_1DDI_ARCHITECTURE_INFO_DATA architecture;
    D3D11_DDI_SHADER_MIN_PRECISION_SUPPORT_DATA precision;
    D3DWDDM1_3DDI_D3D11_OPTIONS_DATA1 options1;
    UINT marker;
};

static UINT fill_caps(const struct pvgpu_caps *c, D3D10_2DDICAPS_TYPE type, union caps *out)
{
    memset(out, 0, sizeof *out);
    switch ((int)type) {
    case D3D11DDICAPS_THREADING: /* ns-d3d10umddi-d3d11ddi_threading_caps.md: the older bit for lists is deprecated */
        out->threading.Caps = D3D11DDICAPS_FREETHREADED | D3D11DDICAPS_COMMANDLISTS_BUILD_2;
        return sizeof out->threading;
    case D3D11DDICAPS_SHADER:
        if (c->feature_level >= 0xb000u)
            out->shader.Caps |= D3D11DDICAPS_SHADER_COMPUTE_PLUS_RAW_AND_STRUCTURED_BUFFERS_IN_SHADER_4_X;
        if (c->options & PVGPU_OPT_DOUBLES) out->shader.Caps |= D3D11DDICAPS_SHADER_DOUBLES;
        return sizeof out->shader;
    case D3D11DDICAPS_3DPIPELINESUPPORT:
        out->pipeline.Caps = pipeline_levels(c);
        return sizeof out->pipeline;
    case D3D11_1DDICAPS_D3D11_OPTIONS:
        out->options.OutputMergerLogicOp = (c->options & PVGPU_OPT_LOGIC_OP) != 0;
        return sizeof out->options;
    case D3D11_1DDICAPS_ARCHITECTURE_INFO:
        return sizeof out->architecture;
    case D3D11_1DDICAPS_SHADER_MIN_PRECISION_SUPPORT:
        if (c->options & PVGPU_OPT_MIN16_PS) out->precision.PixelShaderMinPrecision = D3D11_DDI_SHADER_MIN_PRECISION_16_BIT;
        if (c->options & PVGPU_OPT_MIN16_OTHER) out->precision.AllOtherStagesMinPrecision = D3D11_DDI_SHADER_MIN_PRECISION_16_BIT;
        return sizeof out->precision;
    case D3DWDDM1_3DDICAPS_D3D11_OPTIONS1: /* ne-d3d10umddi-d3dwddm1_3ddi_tiled_resources_support_flag.md: 2 comes with 1 */
        if (c->options & PVGPU_OPT_TILED_1) out->options1.TiledResourcesSupportFlags = D3DWDDM1_3DDI_TILED_RESOURCES_TIER_1_SUPPORTED;
        if ((c->options & PVGPU_OPT_TILED_1) && (c->options & PVGPU_OPT_TILED_2))
            out->options1.TiledResourcesSupportFlags |= D3DWDDM1_3DDI_TILED_RESOURCES_TIER_2_SUPPORTED;
        return sizeof out->options1;
    case D3DWDDM1_3DDICAPS_MARKER:
        out->marker = D3DWDDM1_3DDI_MARKER_TYPE_NONE;
        return sizeof out->marker;
    default:
        return 0;
    }
}

static HRESULT APIENTRY get_caps(D3D10DDI_HADAPTER h, const D3D10_2DDIARG_GETCAPS *args)
{
    const struct pvu_adapter *a = h.pDrvPrivate;
    union caps caps;
    UINT size = fill_caps(&a->info.caps, args->Type, &caps);
    if (size == 0) pvu_log("caps of unknown type %d", (int)args->Type);
    /* What later runtimes ask for has the meaning "nothing of it" when all bits are 0. */
    memset(args->pData, 0, args->DataSize);
    memcpy(args->pData, &caps, size < args->DataSize ? size : args->DataSize);
    return pvu_result(PVU_OK);
}

HRESULT APIENTRY OpenAdapter10(D3D10DDIARG_OPENADAPTER *args)
{
    HRESULT hr = open(args);
    if (FAILED(hr)) return hr;
    if (!((struct pvu_adapter *)args->hAdapter.pDrvPrivate)->alive) { /* this entry has no version list to leave empty */
        close_adapter(args->hAdapter);
        return pvu_result(PVU_REMOVED);
    }
    *args->pAdapterFuncs = (D3D10DDI_ADAPTERFUNCS){
        .pfnCalcPrivateDeviceSize = pvu_calc_device_size,
        .pfnCreateDevice = pvu_create_device,
        .pfnCloseAdapter = close_adapter,
    };
    return hr;
}

HRESULT APIENTRY OpenAdapter10_2(D3D10DDIARG_OPENADAPTER *args)
{
    HRESULT hr = open(args);
    if (FAILED(hr)) return hr;
    *args->pAdapterFuncs_2 = (D3D10_2DDI_ADAPTERFUNCS){
        .pfnCalcPrivateDeviceSize = pvu_calc_device_size,
        .pfnCreateDevice = pvu_create_device,
        .pfnCloseAdapter = close_adapter,
        .pfnGetSupportedVersions = get_supported_versions,
        .pfnGetCaps = get_caps,
    };
    return hr;
}
