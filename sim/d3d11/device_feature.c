/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * device_feature.c - CheckFeatureSupport: what the driver's capabilities mean to programs (sdk-api d3d11,
 * D3D11_FEATURE and its data structures).
 */
#include "device_methods.h"
#include "tiles.h"

static HRESULT give(void *data, UINT size, const void *from, UINT from_size)
{
    if (size != from_size)
        return E_INVALIDARG;
    memcpy(data, from, from_size);
    return S_OK;
}

static HRESULT format_support2(struct rt_device *device, D3D11_FEATURE_DATA_FORMAT_SUPPORT2 *data, UINT size)
{
    const struct rt_format *f;
    uint32_t ddi;

    if (size != sizeof(*data))
        return E_INVALIDARG;
    f = rt_format_find(data->InFormat);
    data->OutFormatSupport2 = 0;
    if (!f)
        return E_FAIL;
    ddi = rt_device_ddi_format(device, data->InFormat);
    if (device->feature_level < D3D_FEATURE_LEVEL_11_0)
        return S_OK;
    if (rt_device_typed_uav(f, ddi))
        data->OutFormatSupport2 |= D3D11_FORMAT_SUPPORT2_UAV_TYPED_STORE;
    /* Loads are promised for the three 32-bit formats of one component (win32 docs, typed UAV loads). */
    if (f->family == DXGI_FORMAT_R32_TYPELESS && (f->caps & RT_FMT_UAV))
        data->OutFormatSupport2 |= D3D11_FORMAT_SUPPORT2_UAV_TYPED_LOAD;
    if (f->caps & RT_FMT_ATOMIC) {
        data->OutFormatSupport2 |= D3D11_FORMAT_SUPPORT2_UAV_ATOMIC_ADD | D3D11_FORMAT_SUPPORT2_UAV_ATOMIC_BITWISE_OPS |
            D3D11_FORMAT_SUPPORT2_UAV_ATOMIC_COMPARE_STORE_OR_COMPARE_EXCHANGE | D3D11_FORMAT_SUPPORT2_UAV_ATOMIC_EXCHANGE;
        data->OutFormatSupport2 |= f->component == RT_COMP_SINT ? D3D11_FORMAT_SUPPORT2_UAV_ATOMIC_SIGNED_MIN_OR_MAX :
            D3D11_FORMAT_SUPPORT2_UAV_ATOMIC_UNSIGNED_MIN_OR_MAX;
    }
    if (ddi & D3D11_1DDI_FORMAT_SUPPORT_OUTPUT_MERGER_LOGIC_OP)
        data->OutFormatSupport2 |= D3D11_FORMAT_SUPPORT2_OUTPUT_MERGER_LOGIC_OP;
    if (ddi & D3DWDDM1_3DDI_FORMAT_SUPPORT_TILED)
        data->OutFormatSupport2 |= D3D11_FORMAT_SUPPORT2_TILED;
    return S_OK;
}

static D3D11_FEATURE_DATA_D3D11_OPTIONS options(const struct rt_device *device)
{
    const bool new = device->umd.level >= RT_DDI_11_1;
    const bool fl11_1 = device->feature_level >= D3D_FEATURE_LEVEL_11_1;

    return (D3D11_FEATURE_DATA_D3D11_OPTIONS){
        .OutputMergerLogicOp = device->umd.caps.logic_op != 0,
        .UAVOnlyRenderingForcedSampleCount = fl11_1,
        .DiscardAPIsSeenByDriver = new,
        .FlagsForUpdateAndCopySeenByDriver = new,
        .ClearView = new,
        .CopyWithOverlap = new,
        .ConstantBufferPartialUpdate = new,
        .ConstantBufferOffsetting = new,
        .MapNoOverwriteOnDynamicConstantBuffer = new,
        .MapNoOverwriteOnDynamicBufferSRV = new,
        .MultisampleRTVWithForcedSampleCountOne = fl11_1,
        .SAD4ShaderInstructions = device->feature_level >= D3D_FEATURE_LEVEL_11_1,
        .ExtendedDoublesShaderInstructions = new && (device->umd.caps.shader & D3D11DDICAPS_SHADER_DOUBLES),
        .ExtendedResourceSharing = new,
    };
}

HRESULT rt_device_feature(struct rt_device *device, D3D11_FEATURE feature, void *data, UINT size)
{
    const struct rt_umd_caps *caps = &device->umd.caps;
    const bool eleven = device->feature_level >= D3D_FEATURE_LEVEL_11_0;

    if (!data)
        return E_INVALIDARG;
    switch (feature) {
    case D3D11_FEATURE_THREADING: {
        D3D11_FEATURE_DATA_THREADING d = {(caps->threading & D3D11DDICAPS_FREETHREADED) != 0, device->driver_lists};

        return give(data, size, &d, sizeof(d));
    }
    case D3D11_FEATURE_DOUBLES: {
        D3D11_FEATURE_DATA_DOUBLES d = {(caps->shader & D3D11DDICAPS_SHADER_DOUBLES) && eleven};

        return give(data, size, &d, sizeof(d));
    }
    case D3D11_FEATURE_FORMAT_SUPPORT: {
        D3D11_FEATURE_DATA_FORMAT_SUPPORT *d = data;

        if (size != sizeof(*d))
            return E_INVALIDARG;
        d->OutFormatSupport = rt_device_format_support(device, d->InFormat);
        return d->OutFormatSupport ? S_OK : E_FAIL;
    }
    case D3D11_FEATURE_FORMAT_SUPPORT2:
        return format_support2(device, data, size);
    case D3D11_FEATURE_D3D10_X_HARDWARE_OPTIONS: {
        D3D11_FEATURE_DATA_D3D10_X_HARDWARE_OPTIONS d = {
            eleven || (caps->shader & D3D11DDICAPS_SHADER_COMPUTE_PLUS_RAW_AND_STRUCTURED_BUFFERS_IN_SHADER_4_X)};

        return give(data, size, &d, sizeof(d));
    }
    case D3D11_FEATURE_D3D11_OPTIONS: {
        D3D11_FEATURE_DATA_D3D11_OPTIONS d = options(device);

        return give(data, size, &d, sizeof(d));
    }
    case D3D11_FEATURE_ARCHITECTURE_INFO: {
        D3D11_FEATURE_DATA_ARCHITECTURE_INFO d = {caps->tile_based != 0};

        return give(data, size, &d, sizeof(d));
    }
    case D3D11_FEATURE_D3D9_OPTIONS: {
        D3D11_FEATURE_DATA_D3D9_OPTIONS d = {TRUE};

        return give(data, size, &d, sizeof(d));
    }
    case D3D11_FEATURE_SHADER_MIN_PRECISION_SUPPORT: {
        D3D11_FEATURE_DATA_SHADER_MIN_PRECISION_SUPPORT d = {caps->min_precision_ps, caps->min_precision_other};

        return give(data, size, &d, sizeof(d));
    }
    case D3D11_FEATURE_D3D9_SHADOW_SUPPORT: {
        D3D11_FEATURE_DATA_D3D9_SHADOW_SUPPORT d = {TRUE};

        return give(data, size, &d, sizeof(d));
    }
    case D3D11_FEATURE_D3D11_OPTIONS1: {
        D3D11_FEATURE_DATA_D3D11_OPTIONS1 d = {
            .TiledResourcesTier = rt_tiled_tier(device),
            .MinMaxFiltering = (caps->tiled & D3DWDDM1_3DDI_TILED_RESOURCES_TIER_2_SUPPORTED) != 0,
            .ClearViewAlsoSupportsDepthOnlyFormats = FALSE,
            .MapOnDefaultBuffers = device->umd.level >= RT_DDI_1_3 && device->feature_level >= D3D_FEATURE_LEVEL_11_0,
        };

        return give(data, size, &d, sizeof(d));
    }
    case D3D11_FEATURE_D3D9_SIMPLE_INSTANCING_SUPPORT: {
        D3D11_FEATURE_DATA_D3D9_SIMPLE_INSTANCING_SUPPORT d = {TRUE};

        return give(data, size, &d, sizeof(d));
    }
    case D3D11_FEATURE_MARKER_SUPPORT: {
        D3D11_FEATURE_DATA_MARKER_SUPPORT d = {FALSE};

        return give(data, size, &d, sizeof(d));
    }
    case D3D11_FEATURE_D3D9_OPTIONS1: {
        D3D11_FEATURE_DATA_D3D9_OPTIONS1 d = {TRUE, TRUE, TRUE, TRUE};

        return give(data, size, &d, sizeof(d));
    }
    /* What follows came with WDDM 2 drivers; a WDDM 1.3 driver has none of it. */
    case D3D11_FEATURE_D3D11_OPTIONS2: {
        D3D11_FEATURE_DATA_D3D11_OPTIONS2 d = {0};

        return give(data, size, &d, sizeof(d));
    }
    case D3D11_FEATURE_D3D11_OPTIONS3: {
        D3D11_FEATURE_DATA_D3D11_OPTIONS3 d = {0};

        return give(data, size, &d, sizeof(d));
    }
    case D3D11_FEATURE_GPU_VIRTUAL_ADDRESS_SUPPORT: {
        D3D11_FEATURE_DATA_GPU_VIRTUAL_ADDRESS_SUPPORT d = {0};

        return give(data, size, &d, sizeof(d));
    }
    case D3D11_FEATURE_D3D11_OPTIONS4: {
        D3D11_FEATURE_DATA_D3D11_OPTIONS4 d = {0};

        return give(data, size, &d, sizeof(d));
    }
    case D3D11_FEATURE_SHADER_CACHE: {
        D3D11_FEATURE_DATA_SHADER_CACHE d = {0};

        return give(data, size, &d, sizeof(d));
    }
    case D3D11_FEATURE_D3D11_OPTIONS5: {
        D3D11_FEATURE_DATA_D3D11_OPTIONS5 d = {0};

        return give(data, size, &d, sizeof(d));
    }
    default:
        return E_INVALIDARG;
    }
}
