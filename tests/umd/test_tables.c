/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * test_tables.c - versions, capabilities, tables of every level, private sizes, slots that are not supported.
 */
#include "fake.h"
#include "pvu.h"
#include "tap.h"

static struct fake k;

static const UINT interfaces[] = {
    D3D10_0_DDI_INTERFACE_VERSION, D3D10_0_7_DDI_INTERFACE_VERSION, D3D10_1_DDI_INTERFACE_VERSION,
    D3D10_1_7_DDI_INTERFACE_VERSION, D3D11_0_DDI_INTERFACE_VERSION, D3D11_0_7_DDI_INTERFACE_VERSION,
    D3D11_1_DDI_INTERFACE_VERSION, D3DWDDM1_3_DDI_INTERFACE_VERSION,
};
enum { N_INTERFACES = sizeof interfaces / sizeof interfaces[0] };

TEST(every_level_is_complete)
{
    for (unsigned i = 0; i < N_INTERFACES; i++) {
        k.iface = interfaces[i];
        CHECK(fake_open(&k));
        CHECK(fake_guards_ok(k.f));
        CHECK(fake_guards_ok(k.dxgi));
        for (size_t s = 0; s < k.table_size / sizeof(void *); s++) {
            uintptr_t p = ((uintptr_t *)k.f)[s];
            CHECK(p != 0 && p != (uintptr_t)0xcccccccccccccccc);
        }
        for (size_t s = 0; s < k.dxgi_size / sizeof(void *); s++) {
            uintptr_t p = ((uintptr_t *)k.dxgi)[s];
            CHECK(p != 0 && p != (uintptr_t)0xcccccccccccccccc);
        }
        CHECK_EQ(k.retrieve != NULL, interfaces[i] >= D3D11_1_DDI_INTERFACE_VERSION);
        fake_close(&k);
    }
}

TEST(versions_are_told_in_two_calls)
{
    UINT32 n = 99;
    UINT64 v[16];
    CHECK(SUCCEEDED(fake_open_adapter(&k)));
    CHECK_EQ(k.adapter_funcs.pfnGetSupportedVersions(k.adapter, &n, NULL), S_OK);
    CHECK_EQ(n, N_INTERFACES);
    for (UINT32 small = 0; small < n; small++) {
        UINT32 m = small;
        CHECK_EQ((uint32_t)k.adapter_funcs.pfnGetSupportedVersions(k.adapter, &m, v), 0x8007007au);
    }
    n = 16;
    CHECK_EQ(k.adapter_funcs.pfnGetSupportedVersions(k.adapter, &n, v), S_OK);
    CHECK_EQ(n, N_INTERFACES);
    for (UINT32 i = 0; i < n && i < N_INTERFACES; i++) CHECK_EQ(v[i] >> 32, interfaces[i]);
    CHECK_EQ(v[n - 1], D3DWDDM1_3_DDI_SUPPORTED);
    fake_close(&k);
}

TEST(without_a_host_there_are_no_versions)
{
    for (unsigned i = 0; i < 3; i++) {
        UINT32 n = 99;
        fake_caps(&k.caps);
        if (i == 0) k.query_result = E_FAIL;
        if (i == 1) k.caps.abi_version = 2u << 16;
        if (i == 2) k.caps.feature_level = 0;
        CHECK(SUCCEEDED(fake_open_adapter(&k)));
        CHECK_EQ(k.adapter_funcs.pfnGetSupportedVersions(k.adapter, &n, NULL), S_OK);
        CHECK_EQ(n, 0);
        CHECK(FAILED(fake_create_device(&k)));
        fake_close(&k);
    }
}

TEST(an_unknown_interface_is_refused)
{
    CHECK(SUCCEEDED(fake_open_adapter(&k)));
    k.iface = 0x000b0020;
    CHECK(FAILED(fake_create_device(&k)));
    CHECK_EQ(((uintptr_t *)k.f)[0], (uintptr_t)0xcccccccccccccccc); /* nothing was written */
    fake_close(&k);
}

static UINT cap(D3D10_2DDICAPS_TYPE type, UINT size, UINT *second)
{
    UINT data[8];
    D3D10_2DDIARG_GETCAPS a = { .Type = type, .pData = data, .DataSize = size };
    memset(data, 0xcc, sizeof data);
    CHECK_EQ(k.adapter_funcs.pfnGetCaps(k.adapter, &a), S_OK);
    CHECK_EQ(data[size / 4], 0xcccccccc);
    if (second) *second = data[1];
    return data[0];
}

TEST(capabilities_follow_the_host)
{
    UINT second;
    CHECK(SUCCEEDED(fake_open_adapter(&k)));
    /* U15: lists need free threading; the bit of the beta is not used */
    CHECK_EQ(cap(D3D11DDICAPS_THREADING, 4, NULL), D3D11DDICAPS_FREETHREADED | D3D11DDICAPS_COMMANDLISTS_BUILD_2);
    CHECK_EQ(cap(D3D11DDICAPS_SHADER, 4, NULL), D3D11DDICAPS_SHADER_DOUBLES |
             D3D11DDICAPS_SHADER_COMPUTE_PLUS_RAW_AND_STRUCTURED_BUFFERS_IN_SHADER_4_X);
    CHECK_EQ(cap(D3D11DDICAPS_3DPIPELINESUPPORT, 4, NULL), 0xf); /* a mask, contiguous from 10_0 */
    CHECK_EQ(cap(D3D11_1DDICAPS_D3D11_OPTIONS, 8, &second), TRUE);
    CHECK_EQ(second, FALSE);
    CHECK_EQ(cap(D3D11_1DDICAPS_ARCHITECTURE_INFO, 4, NULL), 0);
    CHECK_EQ(cap(D3D11_1DDICAPS_SHADER_MIN_PRECISION_SUPPORT, 8, &second), 0);
    CHECK_EQ(cap(D3DWDDM1_3DDICAPS_D3D11_OPTIONS1, 4, NULL), 0);
    CHECK_EQ(cap(D3DWDDM1_3DDICAPS_MARKER, 4, NULL), 0);
    CHECK_EQ(cap((D3D10_2DDICAPS_TYPE)999, 16, NULL), 0);
    fake_close(&k);

    fake_caps(&k.caps);
    k.caps.options = 0; /* without logic operations 11_1 is not offered */
    CHECK(SUCCEEDED(fake_open_adapter(&k)));
    CHECK_EQ(cap(D3D11DDICAPS_3DPIPELINESUPPORT, 4, NULL), 0x7);
    fake_close(&k);
    fake_caps(&k.caps);
    k.caps.feature_level = 0xa000;
    CHECK(SUCCEEDED(fake_open_adapter(&k)));
    CHECK_EQ(cap(D3D11DDICAPS_3DPIPELINESUPPORT, 4, NULL), 0x1);
    CHECK_EQ(cap(D3D11DDICAPS_SHADER, 4, NULL), D3D11DDICAPS_SHADER_DOUBLES); /* no compute below 11_0 */
    fake_close(&k);
}

TEST(formats_are_in_the_interfaces_bits)
{
    UINT bits = 0, levels = 99;
    CHECK(fake_open(&k));
    k.f->pfnCheckFormatSupport(k.device, DXGI_FORMAT_R8G8B8A8_UNORM, &bits);
    CHECK_EQ(bits, 0x671f);
    k.f->pfnCheckFormatSupport(k.device, DXGI_FORMAT_R32_FLOAT, &bits);
    CHECK_EQ(bits, 0x501); /* SHADER_SAMPLE, VERTEX_BUFFER, BUFFER */
    k.f->pfnCheckFormatSupport(k.device, DXGI_FORMAT_R10G10B10_XR_BIAS_A2_UNORM, &bits);
    CHECK_EQ(bits, 0x80000000u); /* U8: 0 would make the runtime refuse the device */
    for (int f = 0; f < 133; f++) {
        k.f->pfnCheckFormatSupport(k.device, (DXGI_FORMAT)f, &bits);
        CHECK(!(bits & D3D10_DDI_FORMAT_SUPPORT_BLENDABLE) || (bits & D3D10_DDI_FORMAT_SUPPORT_RENDERTARGET));
        CHECK(!(bits & 0xe0)); /* no video without the video interface */
        k.f->pfnCheckMultisampleQualityLevels(k.device, (DXGI_FORMAT)f, 4, 0, &levels);
        if (bits & D3D10_DDI_FORMAT_SUPPORT_MULTISAMPLE_RENDERTARGET) CHECK(levels >= 1);
    }
    CHECK_EQ(fake_take_error(&k), S_OK);
    k.f->pfnCheckFormatSupport(k.device, (DXGI_FORMAT)500, &bits);
    CHECK_EQ(fake_take_error(&k), E_FAIL);
    static const struct { UINT samples, flags, levels; } rows[] = { { 0, 0, 0 }, { 1, 0, 1 }, { 2, 0, 0 }, { 3, 0, 0 }, { 4,
            0, 1 },
                                                                    { 33, 0, 0 }, { 64, 0, 0 }, { 4, 1, 0 } };
    for (unsigned i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        levels = 99;
        k.f->pfnCheckMultisampleQualityLevels(k.device, DXGI_FORMAT_R8G8B8A8_UNORM, rows[i].samples, rows[i].flags, &levels);
        CHECK_EQ(levels, rows[i].levels);
    }
    D3D10DDI_COUNTER_INFO info;
    memset(&info, 0xcc, sizeof info);
    k.f->pfnCheckCounterInfo(k.device, &info);
    CHECK_EQ(info.LastDeviceDependentCounter, 0);
    CHECK_EQ(info.NumSimultaneousCounters, 0);
    k.f->pfnCheckCounter(k.device, D3D10DDI_COUNTER_GPU_IDLE, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
    CHECK_EQ(fake_take_error(&k), DXGI_DDI_ERR_UNSUPPORTED);
    k.f->pfnCheckCounter(k.device, D3D10DDI_COUNTER_DEVICE_DEPENDENT_0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
    CHECK_EQ(fake_take_error(&k), E_INVALIDARG);
    fake_close(&k);
}

TEST(what_is_not_supported_says_so)
{
    UINT a = 1, b = 1;
    CHECK(fake_open(&k));
    k.f->pfnGetMipPacking(k.device, (D3D10DDI_HRESOURCE){ 0 }, &a, &b);
    CHECK_EQ(fake_take_error(&k), E_INVALIDARG);
    CHECK_EQ(a + b, 0);
    k.f->pfnSetTextFilterSize(k.device, 1, 1);
    k.f->pfnSetTextFilterSize(k.device, 3, 3);
    k.f->pfnSetMarker(k.device);
    k.f->pfnSetMarkerMode(k.device, D3DWDDM1_3DDI_MARKER_TYPE_NONE, 0);
    CHECK_EQ(fake_take_error(&k), S_OK);
    CHECK(FAILED(k.retrieve(k.device, 3, 0, NULL, 0, NULL))); /* the video table of WDDM 2 */
    CHECK_EQ(fake_take_error(&k), S_OK);
    const struct pvu_device *d = k.device.pDrvPrivate;
    uint64_t counted = 0;
    for (unsigned i = 0; i < PVU_UNSUPPORTED_MAX; i++) counted += d->unsupported[i];
    CHECK_EQ(counted, 2); /* each call above but those that mean nothing */
    fake_close(&k);
}

TEST(dxgi_fills_what_it_returns)
{
    DXGI_GAMMA_CONTROL_CAPABILITIES gamma;
    DXGI_DDI_ARG_GET_GAMMA_CONTROL_CAPS g = { .pGammaCapabilities = &gamma };
    DXGI_DDI_ARG_CHECKPRESENTDURATIONSUPPORT duration;
    DXGI_DDI_ARG_GETMULTIPLANEOVERLAYCAPS overlay;
    DXGI_DDI_ARG_CHECKMULTIPLANEOVERLAYSUPPORT check;
    BOOL flip = 99;
    CHECK(fake_open(&k));
    memset(&gamma, 0xcc, sizeof gamma);
    memset(&duration, 0xcc, sizeof duration);
    memset(&overlay, 0xcc, sizeof overlay);
    memset(&check, 0xcc, sizeof check);
    g.hDevice = duration.hDevice = overlay.hDevice = check.hDevice = (DXGI_DDI_HDEVICE)k.device.pDrvPrivate;
    CHECK_EQ(k.dxgi->pfnGetGammaCaps(&g), S_OK);
    CHECK_EQ(gamma.ScaleAndOffsetSupported, 0);
    CHECK_EQ(gamma.NumGammaControlPoints, 0);
    CHECK_EQ(k.dxgi->pfnCheckPresentDurationSupport(&duration), S_OK);
    CHECK_EQ(duration.ClosestLargerDuration, 0);
    CHECK_EQ(k.dxgi->pfnGetMultiplaneOverlayCaps(&overlay), S_OK);
    CHECK_EQ(overlay.MultiplaneOverlayCaps.MaxPlanes, 0);
    k.f->pfnCheckDirectFlipSupport(k.device, (D3D10DDI_HRESOURCE){ 0 }, (D3D10DDI_HRESOURCE){ 0 }, 0, &flip);
    CHECK_EQ(flip, FALSE);
    CHECK(FAILED(k.dxgi->pfnReserved1(NULL)));
    fake_close(&k);
}

TAP_MAIN(RUN(every_level_is_complete); RUN(versions_are_told_in_two_calls); RUN(without_a_host_there_are_no_versions);
         RUN(an_unknown_interface_is_refused); RUN(capabilities_follow_the_host); RUN(formats_are_in_the_interfaces_bits);
         RUN(what_is_not_supported_says_so); RUN(dxgi_fills_what_it_returns))
