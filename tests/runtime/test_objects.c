/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * test_objects.c - reference counts, interface queries, private data, state sharing, device life.
 */
#include "device.h"

#include <sys/mman.h>
#include <unistd.h>

TEST(a_device_starts_and_ends)
{
    CHECK(begin());
    RETURN_IF_FAILED();
    CHECK_EQ(fake.version_queries, 2);
    if (strcmp(fake.order, "OVCSKDFMN")) printf("# the order is %s\n", fake.order);
    CHECK(!strcmp(fake.order, "OVCSKDFMN")); /* traps.md U42 */
    CHECK_EQ(ID3D11Device_GetFeatureLevel(device), D3D_FEATURE_LEVEL_11_1);
    CHECK_EQ(ID3D11Device_GetDeviceRemovedReason(device), S_OK);
    end();
}

TEST(children_hold_the_device)
{
    ID3D11Buffer *b;
    ULONG before;

    CHECK(begin());
    before = refs_of(device);
    b = make_buffer(device, 64, D3D11_BIND_VERTEX_BUFFER, D3D11_USAGE_DEFAULT, 0, 0, 0);
    CHECK(b != NULL);
    RETURN_IF_FAILED();
    CHECK_EQ(refs_of(device), before + 1);
    CHECK_EQ(ID3D11Buffer_AddRef(b), 2);
    CHECK_EQ(refs_of(device), before + 1);
    CHECK_EQ(ID3D11Buffer_Release(b), 1);
    CHECK_EQ(ID3D11Buffer_Release(b), 0);
    CHECK_EQ(refs_of(device), before);
    CHECK_EQ(fake.destroyed[FAKE_RESOURCE], 1);
    end();
}

TEST(a_bound_object_lives_without_references)
{
    ID3D11Buffer *b, *again;
    UINT stride = 16, offset = 0;
    ULONG before;

    CHECK(begin());
    b = make_buffer(device, 64, D3D11_BIND_VERTEX_BUFFER, D3D11_USAGE_DEFAULT, 0, 0, 0);
    before = refs_of(device);
    ID3D11DeviceContext_IASetVertexBuffers(context, 0, 1, &b, &stride, &offset);
    CHECK_EQ(refs_of(b), 1); /* a binding is no reference of the program's */
    CHECK_EQ(ID3D11Buffer_Release(b), 0);
    CHECK_EQ(refs_of(device), before - 1);
    CHECK_EQ(fake.destroyed[FAKE_RESOURCE], 0);
    ID3D11DeviceContext_IAGetVertexBuffers(context, 0, 1, &again, &stride, &offset);
    CHECK(again == b);
    CHECK_EQ(refs_of(b), 1);
    CHECK_EQ(refs_of(device), before);
    ID3D11Buffer_Release(again);
    ID3D11DeviceContext_ClearState(context);
    CHECK_EQ(fake.destroyed[FAKE_RESOURCE], 1);
    end();
}

TEST(a_view_keeps_its_resource)
{
    ID3D11ShaderResourceView *v;
    ID3D11Resource *r;
    ID3D11Texture2D *t;

    CHECK(begin());
    t = make_texture(device, 16, DXGI_FORMAT_R8G8B8A8_UNORM, D3D11_BIND_SHADER_RESOURCE, 1, 1);
    CHECK_EQ(ID3D11Device_CreateShaderResourceView(device, (ID3D11Resource *)t, NULL, &v), S_OK);
    RETURN_IF_FAILED();
    CHECK_EQ(ID3D11Texture2D_Release(t), 0);
    CHECK_EQ(fake.destroyed[FAKE_RESOURCE], 0);
    ID3D11ShaderResourceView_GetResource(v, &r);
    CHECK(r == (ID3D11Resource *)t);
    CHECK_EQ(ID3D11Resource_Release(r), 0);
    ID3D11ShaderResourceView_Release(v);
    CHECK_EQ(fake.destroyed[FAKE_SRV], 1);
    CHECK_EQ(fake.destroyed[FAKE_RESOURCE], 1);
    end();
}

TEST(bindings_end_with_the_device)
{
    ID3D11Buffer *b;
    UINT stride = 16, offset = 0;

    CHECK(begin());
    b = make_buffer(device, 64, D3D11_BIND_VERTEX_BUFFER, D3D11_USAGE_DEFAULT, 0, 0, 0);
    ID3D11DeviceContext_IASetVertexBuffers(context, 3, 1, &b, &stride, &offset);
    ID3D11Buffer_Release(b);
    end(); /* the counts of created and destroyed agree */
}

TEST(the_immediate_context_is_one)
{
    ID3D11DeviceContext *other;
    ULONG before;

    CHECK(begin());
    before = refs_of(device);
    ID3D11Device_GetImmediateContext(device, &other);
    CHECK(other == context);
    CHECK_EQ(refs_of(other), 2);
    CHECK_EQ(refs_of(device), before);
    ID3D11DeviceContext_Release(other);
    CHECK_EQ(ID3D11DeviceContext_Release(context), 0);
    CHECK_EQ(refs_of(device), before - 1);
    ID3D11Device_GetImmediateContext(device, &context);
    end();
}

TEST(interfaces_lead_to_each_other)
{
    static const GUID *const of_device[] = {&IID_ID3D11Device, &IID_ID3D11Device5, &IID_IDXGIDevice, &IID_IDXGIDevice4,
        &IID_ID3D11Multithread, &IID_IUnknown};
    static const GUID *const of_texture[] = {&IID_ID3D11Texture2D1, &IID_ID3D11Resource, &IID_IDXGISurface2, &IID_IDXGIResource1,
        &IID_ID3D11DeviceChild};
    static const GUID unknown = {0x11111111, 0x2222, 0x3333, {1, 2, 3, 4, 5, 6, 7, 8}};
    ID3D11Texture2D *t;
    IUnknown *u, *id, *id2;
    void *p = (void *)1;
    unsigned i;

    CHECK(begin());
    t = make_texture(device, 16, DXGI_FORMAT_R8G8B8A8_UNORM, D3D11_BIND_SHADER_RESOURCE, 1, 1);
    CHECK_EQ(ID3D11Device_QueryInterface(device, &IID_IUnknown, (void **)&id), S_OK);
    for (i = 0; i < sizeof of_device / sizeof *of_device; i++) {
        CHECK_EQ(ID3D11Device_QueryInterface(device, of_device[i], (void **)&u), S_OK);
        CHECK_EQ(u->lpVtbl->QueryInterface(u, &IID_IUnknown, (void **)&id2), S_OK);
        CHECK(id == id2);
        IUnknown_Release(u);
        IUnknown_Release(id2);
    }
    IUnknown_Release(id);
    for (i = 0; i < sizeof of_texture / sizeof *of_texture; i++) {
        CHECK_EQ(ID3D11Texture2D_QueryInterface(t, of_texture[i], (void **)&u), S_OK);
        IUnknown_Release(u);
    }
    CHECK_EQ(ID3D11Texture2D_QueryInterface(t, &unknown, &p), E_NOINTERFACE);
    CHECK(p == NULL);
    CHECK_EQ(ID3D11Texture2D_QueryInterface(t, &IID_ID3D11Texture3D, &p), E_NOINTERFACE);
    CHECK_EQ(ID3D11Texture2D_Release(t), 0);
    /* With mips it is no surface. */
    t = make_texture(device, 16, DXGI_FORMAT_R8G8B8A8_UNORM, D3D11_BIND_SHADER_RESOURCE, 2, 1);
    CHECK_EQ(ID3D11Texture2D_QueryInterface(t, &IID_IDXGISurface, &p), E_NOINTERFACE);
    ID3D11Texture2D_Release(t);
    end();
}

static void private_data_of(ID3D11Buffer *b, IUnknown *held)
{
    static const GUID key = {0xfdb37466, 0x428f, 0x4edf, {0xa3, 0x7f, 0x9b, 0x1d, 0xf4, 0x88, 0xc5, 0xfc}};
    IUnknown *back = (IUnknown *)1;
    ULONG refs = refs_of(held);
    uint32_t value = 0x1234, out = 0;
    UINT size = 4;

    CHECK_EQ(ID3D11Buffer_SetPrivateData(b, &key, 0, NULL), S_FALSE);
    CHECK_EQ(ID3D11Buffer_SetPrivateDataInterface(b, &key, NULL), S_OK);
    CHECK_EQ(ID3D11Buffer_SetPrivateData(b, &key, ~0u, NULL), S_OK);
    CHECK_EQ(ID3D11Buffer_SetPrivateData(b, &key, ~0u, NULL), S_FALSE);
    CHECK_EQ(ID3D11Buffer_SetPrivateDataInterface(b, &key, held), S_OK);
    CHECK_EQ(refs_of(held), refs + 1);
    CHECK_EQ(ID3D11Buffer_SetPrivateDataInterface(b, &key, held), S_OK);
    CHECK_EQ(refs_of(held), refs + 1);
    size = sizeof back;
    CHECK_EQ(ID3D11Buffer_GetPrivateData(b, &key, &size, &back), S_OK);
    CHECK(back == held);
    CHECK_EQ(refs_of(held), refs + 2);
    IUnknown_Release(back);
    CHECK_EQ(ID3D11Buffer_SetPrivateData(b, &key, sizeof value, &value), S_OK);
    CHECK_EQ(refs_of(held), refs);
    size = 1;
    CHECK_EQ(ID3D11Buffer_GetPrivateData(b, &key, &size, &out), DXGI_ERROR_MORE_DATA);
    CHECK_EQ(size, 4);
    size = 100;
    CHECK_EQ(ID3D11Buffer_GetPrivateData(b, &key, &size, NULL), S_OK);
    CHECK_EQ(size, 4);
    CHECK_EQ(ID3D11Buffer_GetPrivateData(b, &key, &size, &out), S_OK);
    CHECK_EQ(out, value);
    CHECK_EQ(ID3D11Buffer_GetPrivateData(b, &key, NULL, &out), E_INVALIDARG);
    size = 9;
    CHECK_EQ(ID3D11Buffer_GetPrivateData(b, &IID_IUnknown, &size, &out), DXGI_ERROR_NOT_FOUND);
    CHECK_EQ(size, 0);
    CHECK_EQ(ID3D11Buffer_SetPrivateDataInterface(b, &key, held), S_OK);
}

TEST(private_data)
{
    ID3D11Buffer *b, *held;

    CHECK(begin());
    b = make_buffer(device, 64, D3D11_BIND_VERTEX_BUFFER, D3D11_USAGE_DEFAULT, 0, 0, 0);
    held = make_buffer(device, 64, D3D11_BIND_VERTEX_BUFFER, D3D11_USAGE_DEFAULT, 0, 0, 0);
    private_data_of(b, (IUnknown *)held);
    CHECK_EQ(ID3D11Buffer_Release(b), 0); /* gives the interface up */
    CHECK_EQ(ID3D11Buffer_Release(held), 0);
    end();
}

TEST(equal_states_are_one_object)
{
    D3D11_DEPTH_STENCIL_DESC d = {.DepthEnable = TRUE, .DepthWriteMask = D3D11_DEPTH_WRITE_MASK_ALL, .DepthFunc = D3D11_COMPARISON_LESS};
    D3D11_SAMPLER_DESC s = {.Filter = D3D11_FILTER_MIN_MAG_MIP_LINEAR, .AddressU = D3D11_TEXTURE_ADDRESS_WRAP,
        .AddressV = D3D11_TEXTURE_ADDRESS_WRAP, .AddressW = D3D11_TEXTURE_ADDRESS_WRAP, .MaxLOD = 1};
    ID3D11DepthStencilState *a, *b;
    ID3D11SamplerState *x, *y;

    CHECK(begin());
    CHECK_EQ(ID3D11Device_CreateDepthStencilState(device, &d, &a), S_OK);
    d.FrontFace.StencilFunc = 77; /* stencil is off: does not count */
    CHECK_EQ(ID3D11Device_CreateDepthStencilState(device, &d, &b), S_OK);
    CHECK(a == b);
    CHECK_EQ(fake.created[FAKE_DEPTH], 1);
    CHECK_EQ(refs_of(a), 2);
    ID3D11DepthStencilState_Release(b);
    ID3D11DepthStencilState_Release(a);
    CHECK_EQ(fake.destroyed[FAKE_DEPTH], 1);
    CHECK_EQ(ID3D11Device_CreateSamplerState(device, &s, &x), S_OK);
    s.BorderColor[1] = 1; /* no border mode */
    CHECK_EQ(ID3D11Device_CreateSamplerState(device, &s, &y), S_OK);
    CHECK(x == y);
    s.AddressV = D3D11_TEXTURE_ADDRESS_BORDER;
    ID3D11SamplerState_Release(y);
    CHECK_EQ(ID3D11Device_CreateSamplerState(device, &s, &y), S_OK);
    CHECK(x != y);
    ID3D11SamplerState_Release(x);
    ID3D11SamplerState_Release(y);
    end();
}

/* What goes to standard error from listen_in to heard. */
static int real_stderr, to_file;

static void listen_in(void)
{
    fflush(stderr);
    real_stderr = dup(2);
    to_file = memfd_create("said", MFD_CLOEXEC);
    dup2(to_file, 2);
}

static void heard(char *text, size_t size)
{
    ssize_t n;

    fflush(stderr);
    n = pread(to_file, text, size - 1, 0);
    text[n > 0 ? n : 0] = 0;
    dup2(real_stderr, 2);
    close(real_stderr);
    close(to_file);
}

TEST(bad_drivers_are_refused)
{
    static const struct { UINT pipelines, shader; BOOL logic; UINT xr; bool slot; const char *why; } bad[] = {
        {3, 3, TRUE, 0x80000000u, false, ""},  /* fine: levels 10_0 and 10_1 */
        {4, 3, TRUE, 0x80000000u, false, "invalid pipeline caps"}, /* a bare enumerator instead of a mask */
        {0xf, 1, TRUE, 0x80000000u, false, "compute on FL11"},
        {0xf, 3, FALSE, 0x80000000u, false, "logic operations on FL11.1"},
        {0xf, 3, TRUE, 0, false, "must answer NOT_SUPPORTED for"}, /* 0 for format 89 */
        {0xf, 3, TRUE, 0x80000001u, false, "mixes NOT_SUPPORTED"},
        {0xf, 3, TRUE, 0x80000000u, true, "left slot"},
    };
    char said[4096];
    unsigned i;

    for (i = 0; i < sizeof bad / sizeof *bad; i++) {
        HRESULT hr;

        fake_reset();
        fake.pipelines = bad[i].pipelines;
        fake.shader_caps = bad[i].shader;
        fake.logic_op = bad[i].logic;
        fake.xr_bias = bad[i].xr;
        fake.leave_slot = bad[i].slot;
        device = NULL;
        listen_in();
        hr = fake_device(&device, NULL);
        heard(said, sizeof said);
        CHECK(strstr(said, bad[i].why) != NULL && (*said != 0) == (i != 0)); /* each refusal says why (traps.md U9) */
        CHECK_EQ(hr, i ? DXGI_ERROR_DRIVER_INTERNAL_ERROR : S_OK);
        CHECK((device != NULL) == !i);
        if (device) ID3D11Device_Release(device);
        CHECK_EQ(fake.devices, 0);
        CHECK_EQ(fake.adapters, 0);
        CHECK_EQ(fake.kmt_devices, 0);
    }
}

TEST(device_arguments)
{
    D3D_FEATURE_LEVEL level = D3D_FEATURE_LEVEL_11_0, twelve = D3D_FEATURE_LEVEL_12_0, got;

    fake_reset();
    CHECK_EQ(D3D11CreateDevice(NULL, D3D_DRIVER_TYPE_HARDWARE, NULL, 0, NULL, 0, D3D11_SDK_VERSION, NULL, &got, NULL), S_FALSE);
    CHECK_EQ(got, D3D_FEATURE_LEVEL_11_0);
    CHECK_EQ(D3D11CreateDevice(NULL, D3D_DRIVER_TYPE_HARDWARE, NULL, 0, &level, 0, D3D11_SDK_VERSION, &device, NULL, NULL), E_INVALIDARG);
    CHECK_EQ(D3D11CreateDevice(NULL, D3D_DRIVER_TYPE_HARDWARE, NULL, 0, &level, 1, 0, &device, NULL, NULL), E_INVALIDARG);
    CHECK_EQ(D3D11CreateDevice(NULL, D3D_DRIVER_TYPE_UNKNOWN, NULL, 0, NULL, 0, D3D11_SDK_VERSION, &device, NULL, NULL), E_INVALIDARG);
    CHECK_EQ(D3D11CreateDevice(NULL, D3D_DRIVER_TYPE_SOFTWARE, NULL, 0, NULL, 0, D3D11_SDK_VERSION, &device, NULL, NULL), E_INVALIDARG);
    CHECK_EQ(D3D11CreateDevice(NULL, D3D_DRIVER_TYPE_HARDWARE, NULL, 0, &twelve, 1, D3D11_SDK_VERSION, &device, NULL, NULL),
        DXGI_ERROR_UNSUPPORTED);
    CHECK_EQ(fake.devices, 0);
}

TAP_MAIN(RUN(a_device_starts_and_ends); RUN(children_hold_the_device); RUN(a_bound_object_lives_without_references);
    RUN(a_view_keeps_its_resource); RUN(bindings_end_with_the_device); RUN(the_immediate_context_is_one);
    RUN(interfaces_lead_to_each_other); RUN(private_data); RUN(equal_states_are_one_object); RUN(bad_drivers_are_refused);
    RUN(device_arguments))
