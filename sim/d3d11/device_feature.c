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
    if (size != sizeof(*data))
        return E_INVALIDARG;
    data->OutFormatSupport2 = rt_device_format_support2(device, data->InFormat);
    return rt_format_find(data->InFormat) ? S_OK : E_FAIL;
}

static D3D11_FEATURE_DATA_D3D11_OPTIONS options(const struct rt_device *device)
{
    const bool new = device->umd.level >= RT_DDI_11_1;
    const bool eleven = device->feature_level >= D3D_FEATURE_LEVEL_11_0;

    return (D3D11_FEATURE_DATA_D3D11_OPTIONS){
        .OutputMergerLogicOp = device->umd.caps.logic_op != 0,
        .UAVOnlyRenderingForcedSampleCount = new && eleven,
        .DiscardAPIsSeenByDriver = new,
        .FlagsForUpdateAndCopySeenByDriver = new,
        .ClearView = new,
        .CopyWithOverlap = new,
        .ConstantBufferPartialUpdate = new,
        .ConstantBufferOffsetting = new,
        .MapNoOverwriteOnDynamicConstantBuffer = new,
        .MapNoOverwriteOnDynamicBufferSRV = new,
        .MultisampleRTVWithForcedSampleCountOne = new, /* always as the one before */
        .SAD4ShaderInstructions = device->feature_level >= D3D_FEATURE_LEVEL_11_1,
        .ExtendedDoublesShaderInstructions = new && eleven && (device->umd.caps.shader & D3D11DDICAPS_SHADER_DOUBLES),
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
        D3D11_FEATURE_DATA_D3D10_X_HARDWARE_OPTIONS d = {rt_device_computes(device)};

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
