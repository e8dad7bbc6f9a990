/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * d3d11info: what the adapter says it can do.
 */
#include "common/sample.h"

static const struct { DXGI_FORMAT format; const char *name; } formats[] = {
#define F(n) { DXGI_FORMAT_##n, #n }
    F(R32G32B32A32_FLOAT), F(R32G32B32A32_UINT), F(R32G32B32A32_SINT), F(R32G32B32_FLOAT), F(R16G16B16A16_FLOAT),
    F(R16G16B16A16_UNORM), F(R16G16B16A16_UINT), F(R16G16B16A16_SNORM), F(R32G32_FLOAT), F(R32G32_UINT), F(D32_FLOAT_S8X24_UINT),
    F(R10G10B10A2_UNORM), F(R10G10B10A2_UINT), F(R11G11B10_FLOAT), F(R8G8B8A8_UNORM), F(R8G8B8A8_UNORM_SRGB), F(R8G8B8A8_UINT),
    F(R8G8B8A8_SNORM), F(R16G16_FLOAT), F(R16G16_UNORM), F(R16G16_SINT), F(D32_FLOAT), F(R32_FLOAT), F(R32_UINT), F(R32_SINT),
    F(D24_UNORM_S8_UINT), F(R24_UNORM_X8_TYPELESS), F(R8G8_UNORM), F(R16_FLOAT), F(D16_UNORM), F(R16_UNORM), F(R16_UINT), F(R8_UNORM),
    F(R8_UINT), F(A8_UNORM), F(R9G9B9E5_SHAREDEXP), F(R8G8_B8G8_UNORM), F(BC1_UNORM), F(BC1_UNORM_SRGB), F(BC2_UNORM), F(BC3_UNORM),
    F(BC4_UNORM), F(BC5_SNORM), F(B5G6R5_UNORM), F(B5G5R5A1_UNORM), F(B8G8R8A8_UNORM), F(B8G8R8X8_UNORM), F(B8G8R8A8_UNORM_SRGB),
    F(BC6H_UF16), F(BC7_UNORM), F(NV12), F(B4G4R4A4_UNORM),
#undef F
};

static void print_adapter(struct sample *s)
{
    IDXGIDevice *dxgi;
    IDXGIAdapter *adapter;
    DXGI_ADAPTER_DESC d;

    if (!sample_ok(ID3D11Device_QueryInterface(s->device, &IID_IDXGIDevice, (void **)&dxgi), "IDXGIDevice")) return;
    if (sample_ok(IDXGIDevice_GetAdapter(dxgi, &adapter), "GetAdapter")) {
        if (sample_ok(IDXGIAdapter_GetDesc(adapter, &d), "GetDesc")) {
            printf("adapter        ");
            for (int i = 0; i < 128 && d.Description[i]; i++) putchar((int)d.Description[i]);
            printf("\nids            %04x:%04x subsystem %08x revision %02x\n", d.VendorId, d.DeviceId, d.SubSysId, d.Revision);
            printf("memory         %llu MiB dedicated, %llu MiB shared\n", (unsigned long long)d.DedicatedVideoMemory >> 20,
                   (unsigned long long)d.SharedSystemMemory >> 20);
        }
        IDXGIAdapter_Release(adapter);
    }
    IDXGIDevice_Release(dxgi);
}

static void print_options(struct sample *s)
{
    D3D11_FEATURE_DATA_THREADING t = { 0 };
    D3D11_FEATURE_DATA_DOUBLES f = { 0 };
    D3D11_FEATURE_DATA_D3D11_OPTIONS o = { 0 };

    printf("feature level  %u_%u\n", (unsigned)s->level >> 12, (unsigned)s->level >> 8 & 15);
    if (SUCCEEDED(ID3D11Device_CheckFeatureSupport(s->device, D3D11_FEATURE_THREADING, &t, sizeof t)))
        printf("threading      concurrent creates %d, command lists %d\n", t.DriverConcurrentCreates, t.DriverCommandLists);
    if (SUCCEEDED(ID3D11Device_CheckFeatureSupport(s->device, D3D11_FEATURE_DOUBLES, &f, sizeof f)))
        printf("doubles        %d\n", f.DoublePrecisionFloatShaderOps);
    if (SUCCEEDED(ID3D11Device_CheckFeatureSupport(s->device, D3D11_FEATURE_D3D11_OPTIONS, &o, sizeof o)))
        printf("options        logic op %d, UAV-only rendering %d, discard %d, update flags %d, clear view %d, copy overlap %d\n"
               "               cb partial update %d, cb offsets %d, map no-overwrite dynamic cb %d, buffer srv %d, ms rtv forced count %d\n",
               o.OutputMergerLogicOp, o.UAVOnlyRenderingForcedSampleCount, o.DiscardAPIsSeenByDriver,
               o.FlagsForUpdateAndCopySeenByDriver, o.ClearView, o.CopyWithOverlap, o.ConstantBufferPartialUpdate,
               o.ConstantBufferOffsetting, o.MapNoOverwriteOnDynamicConstantBuffer, o.MapNoOverwriteOnDynamicBufferSRV,
               o.MultisampleRTVWithForcedSampleCountOne);
}

static void print_formats(struct sample *s)
{
    static const struct { UINT bit; const char *name; } uses[] = {
        { D3D11_FORMAT_SUPPORT_BUFFER, "buffer" }, { D3D11_FORMAT_SUPPORT_IA_VERTEX_BUFFER, "vertex" },
        { D3D11_FORMAT_SUPPORT_TEXTURE2D, "2d" }, { D3D11_FORMAT_SUPPORT_TEXTURE3D, "3d" },
        { D3D11_FORMAT_SUPPORT_SHADER_SAMPLE, "sample" }, { D3D11_FORMAT_SUPPORT_RENDER_TARGET, "target" },
        { D3D11_FORMAT_SUPPORT_BLENDABLE, "blend" }, { D3D11_FORMAT_SUPPORT_DEPTH_STENCIL, "depth" },
        { D3D11_FORMAT_SUPPORT_TYPED_UNORDERED_ACCESS_VIEW, "uav" }, { D3D11_FORMAT_SUPPORT_DISPLAY, "display" },
    };
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        UINT bits = 0;
        if (FAILED(ID3D11Device_CheckFormatSupport(s->device, formats[i].format, &bits))) bits = 0;
        printf("%-24s 0x%08x", formats[i].name, bits);
        for (size_t k = 0; k < sizeof uses / sizeof uses[0]; k++) if (bits & uses[k].bit) printf(" %s", uses[k].name);
        if (bits & D3D11_FORMAT_SUPPORT_MULTISAMPLE_RENDERTARGET) {
            printf(" ms");
            for (UINT n = 2; n <= 16; n *= 2) {
                UINT q = 0;
                if (SUCCEEDED(ID3D11Device_CheckMultisampleQualityLevels(s->device, formats[i].format, n, &q)) && q) printf(":%u", n);
            }
        }
        printf("\n");
    }
}

static bool setup(struct sample *s)
{
    print_adapter(s);
    print_options(s);
    print_formats(s);
    return true;
}

const struct sample_program sample_program = { "d3d11info", false, setup, NULL, NULL };
