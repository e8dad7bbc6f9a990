/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * test_failure.c - no memory at any point, and many devices and objects without growth.
 */
#include <pthread.h>

#include "fake.h"
#include "tap.h"

static struct fake k;

/* Creates one of everything and uses it a little. Returns whether all of it worked. */
static bool exercise(void)
{
    uint8_t data[8192];
    bool all = true;
    memset(data, 3, sizeof data);
    D3D10DDI_HRESOURCE target = fake_texture(&k, 64, 64, DXGI_FORMAT_R8G8B8A8_UNORM, D3D10_DDI_BIND_RENDER_TARGET,
                                             D3D10_DDI_USAGE_DEFAULT, data, 64);
    D3D10DDI_HRESOURCE vertices = fake_buffer(&k, 8192, D3D10_DDI_BIND_VERTEX_BUFFER, D3D10_DDI_USAGE_IMMUTABLE, data);
    D3D10DDI_HRESOURCE dynamic = fake_buffer(&k, 8192, D3D10_DDI_BIND_VERTEX_BUFFER, D3D10_DDI_USAGE_DYNAMIC, NULL);
    D3D10DDI_HRESOURCE staging = fake_buffer(&k, 8192, 0, D3D10_DDI_USAGE_STAGING, data);
    D3D10DDI_HSHADER shader = fake_shader(&k, false);
    D3D10DDI_HELEMENTLAYOUT layout = fake_layout(&k);
    D3D10DDI_HBLENDSTATE blend = fake_blend(&k, 15);
    D3D10DDI_HRENDERTARGETVIEW rtv = { 0 };
    D3D10DDIARG_CREATEQUERY qa = { .Query = D3D10DDI_QUERY_EVENT };
    D3D10DDI_HQUERY query = { .pDrvPrivate = fake_alloc(&k, k.f->pfnCalcPrivateQuerySize(k.device, &qa)) };
    unsigned before = k.n_errors;
    k.f->pfnCreateQuery(k.device, &qa, query, (D3D10DDI_HRTQUERY){ .handle = query.pDrvPrivate });
    if (k.n_errors != before) {
        fake_free(&k, query.pDrvPrivate);
        query.pDrvPrivate = NULL;
    }
    if (target.pDrvPrivate) rtv = fake_rtv(&k, target, DXGI_FORMAT_R8G8B8A8_UNORM);
    all = target.pDrvPrivate && vertices.pDrvPrivate && dynamic.pDrvPrivate && staging.pDrvPrivate && shader.pDrvPrivate &&
          layout.pDrvPrivate && blend.pDrvPrivate && rtv.pDrvPrivate && query.pDrvPrivate;
    if (dynamic.pDrvPrivate) {
        for (int i = 0; i < 2; i++) {
            D3D10DDI_MAPPED_SUBRESOURCE m;
            k.f->pfnDynamicIABufferMapDiscard(k.device, dynamic, 0,
                                              i ? D3D10_DDI_MAP_WRITE_NOOVERWRITE : D3D10_DDI_MAP_WRITE_DISCARD,
                                              0, &m);
            if (!m.pData) continue;
            memset(m.pData, 5 + i, 8192);
            k.f->pfnDynamicIABufferUnmap(k.device, dynamic, 0);
        }
    }
    if (staging.pDrvPrivate && vertices.pDrvPrivate) {
        D3D10DDI_MAPPED_SUBRESOURCE m;
        k.f->pfnResourceCopy(k.device, staging, vertices);
        k.f->pfnStagingResourceMap(k.device, staging, 0, D3D10_DDI_MAP_READ, 0, &m);
        if (m.pData) k.f->pfnStagingResourceUnmap(k.device, staging, 0);
    }
    if (query.pDrvPrivate) {
        k.f->pfnQueryEnd(k.device, query);
        k.f->pfnDestroyQuery(k.device, query);
        fake_free(&k, query.pDrvPrivate);
    }
    k.f->pfnDraw(k.device, 3, 0);
    k.f->pfnFlush(k.device, 0);
    if (rtv.pDrvPrivate) k.f->pfnDestroyRenderTargetView(k.device, rtv);
    if (blend.pDrvPrivate) k.f->pfnDestroyBlendState(k.device, blend);
    if (layout.pDrvPrivate) k.f->pfnDestroyElementLayout(k.device, layout);
    if (shader.pDrvPrivate) k.f->pfnDestroyShader(k.device, shader);
    fake_free(&k, rtv.pDrvPrivate);
    fake_free(&k, blend.pDrvPrivate);
    fake_free(&k, layout.pDrvPrivate);
    fake_free(&k, shader.pDrvPrivate);
    fake_destroy_resource(&k, staging);
    fake_destroy_resource(&k, dynamic);
    fake_destroy_resource(&k, vertices);
    fake_destroy_resource(&k, target);
    return all;
}

TEST(no_memory_at_any_point)
{
    unsigned at, refused = 0;
    for (at = 1; at < 200; at++) {
        fake_memory_calls = 0;
        fake_memory_fail_at = at;
        HRESULT hr = fake_open_adapter(&k);
        if (hr == S_OK) hr = fake_create_device(&k);
        if (FAILED(hr)) {
            CHECK_EQ(hr, E_OUTOFMEMORY);
            refused++;
        } else {
            bool all = exercise();
            HRESULT error = fake_take_error(&k);
            bool reached = fake_memory_calls >= at;
            /* Creations report E_OUTOFMEMORY; entries that have no such code lose the device; either way nothing
             * crashes and nothing stays. */
            if (reached) CHECK(error == E_OUTOFMEMORY || error == D3DDDIERR_DEVICEREMOVED || error == S_OK);
            else CHECK(all && error == S_OK);
            if (reached && error != S_OK) refused++;
            if (!reached) {
                fake_memory_fail_at = 0;
                fake_close(&k);
                break;
            }
        }
        fake_memory_fail_at = 0;
        fake_close(&k);
        RETURN_IF_FAILED();
    }
    CHECK(at > 10 && at < 200);
    CHECK(refused > 8);
}

TEST(callbacks_that_fail_once)
{
    static const HRESULT results[] = { E_OUTOFMEMORY, D3DDDIERR_DEVICEREMOVED, E_INVALIDARG };
    for (unsigned which = 0; which < FAKE_ESCAPE; which++)
        for (unsigned i = 0; i < 3; i++) {
            k.next_result[which] = results[i];
            bool opened = fake_open(&k);
            if (which == FAKE_RENDER && results[i] == E_OUTOFMEMORY) CHECK(opened);
            else CHECK(!opened);
            fake_close(&k);
            CHECK(fake_open(&k));
            k.next_result[which] = results[i];
            exercise();
            fake_take_error(&k);
            fake_close(&k);
        }
    CHECK(fake_open(&k));
    k.next_result[FAKE_PRESENT] = DXGI_STATUS_OCCLUDED;
    DXGI_DDI_ARG_PRESENT p = { .hDevice = (DXGI_DDI_HDEVICE)k.device.pDrvPrivate };
    CHECK_EQ(k.dxgi->pfnPresent(&p), DXGI_STATUS_OCCLUDED); /* a success code, passed on */
    fake_close(&k);
}

static bool told; /* that the device is removed */

static void listen(HRESULT hr)
{
    if (hr == D3DDDIERR_DEVICEREMOVED || fake_take_error(&k) == D3DDDIERR_DEVICEREMOVED) told = true;
}

/* What a program does with a device beside exercise, whatever comes back. */
static void go_on(void)
{
    D3D10DDI_HRESOURCE back[2], staging = fake_buffer(&k, 4096, 0, D3D10_DDI_USAGE_STAGING, NULL);
    D3D10DDIARG_CREATEQUERY qa = { .Query = D3D10DDI_QUERY_OCCLUSION };
    D3D10DDI_HQUERY query = { .pDrvPrivate = fake_alloc(&k, k.f->pfnCalcPrivateQuerySize(k.device, &qa)) };
    unsigned before = k.n_errors;
    struct fake_deferred c;
    uint64_t data;
    k.f->pfnCreateQuery(k.device, &qa, query, (D3D10DDI_HRTQUERY){ .handle = query.pDrvPrivate });
    bool asks = k.n_errors == before;
    for (int i = 0; i < 2; i++)
        back[i] = fake_texture(&k, 64, 64, DXGI_FORMAT_R8G8B8A8_UNORM, D3D10_DDI_BIND_RENDER_TARGET | D3D10_DDI_BIND_PRESENT,
                               D3D10_DDI_USAGE_DEFAULT, NULL, 0);
    if (asks) k.f->pfnQueryBegin(k.device, query);
    k.f->pfnDraw(k.device, 3, 0);
    if (asks) k.f->pfnQueryEnd(k.device, query);
    listen(S_OK);
    for (int i = 0; asks && i < 3; i++) {
        k.f->pfnQueryGetData(k.device, query, &data, sizeof data, 0);
        listen(S_OK);
    }
    if (back[0].pDrvPrivate && back[1].pDrvPrivate) {
        DXGI_DDI_HRESOURCE both[2] = { (DXGI_DDI_HRESOURCE)back[0].pDrvPrivate, (DXGI_DDI_HRESOURCE)back[1].pDrvPrivate };
        DXGI_DDI_ARG_PRESENT present = { .hDevice = (DXGI_DDI_HDEVICE)k.device.pDrvPrivate, .hSurfaceToPresent = both[0] };
        DXGI_DDI_ARG_ROTATE_RESOURCE_IDENTITIES rotate = { (DXGI_DDI_HDEVICE)k.device.pDrvPrivate, both, 2 };
        DXGI_DDI_ARG_BLT blt = { .hDevice = (DXGI_DDI_HDEVICE)k.device.pDrvPrivate, .hDstResource = both[0], .hSrcResource = both[1],
                                 .DstRight = 32, .DstBottom = 32, .Flags.Stretch = 1 };
        listen(k.dxgi->pfnBlt(&blt));
        listen(k.dxgi->pfnPresent(&present));
        listen(k.dxgi->pfnRotateResourceIdentities(&rotate));
        k.f->pfnResourceCopy(k.device, back[0], back[1]);
    }
    if (staging.pDrvPrivate) {
        D3D10_DDI_BOX box = { 0, 0, 0, 64, 1, 1 };
        D3D10DDI_MAPPED_SUBRESOURCE m = { NULL, 0, 0 };
        (void)k.f->pfnResourceIsStagingBusy(k.device, staging);
        k.f->pfnStagingResourceMap(k.device, staging, 0, D3D10_DDI_MAP_WRITE, 0, &m);
        if (m.pData) k.f->pfnStagingResourceUnmap(k.device, staging, 0);
        if (back[0].pDrvPrivate) k.f->pfnResourceUpdateSubresourceUP(k.device, back[0], 0, &box, &k, 256, 0, 0);
    }
    if (fake_deferred_open(&k, &c)) {
        c.f->pfnDraw(c.context, 3, 0);
        D3D11DDI_HCOMMANDLIST list = fake_finish_list(&c);
        fake_recycle(&c);
        if (list.pDrvPrivate) {
            k.f->pfnCommandListExecute(k.device, list);
            k.f->pfnCommandListExecute(k.device, list);
            fake_drop_list(&k, list);
        }
        fake_deferred_close(&c);
    }
    k.f->pfnFlush(k.device, 0);
    if (asks) k.f->pfnDestroyQuery(k.device, query);
    fake_free(&k, query.pDrvPrivate);
    fake_destroy_resource(&k, back[0]);
    fake_destroy_resource(&k, back[1]);
    fake_destroy_resource(&k, staging);
}

/* Whichever callback is the first that says so: the runtime is told, every later entry returns, and all is given back. */
TEST(a_device_lost_at_any_callback)
{
    unsigned at, n;
    CHECK(fake_open(&k));
    CHECK(exercise());
    CHECK_EQ(fake_take_error(&k), S_OK);
    go_on();
    CHECK_EQ(fake_take_error(&k), S_OK);
    CHECK(!told);
    n = k.n_calls;
    printf("# %u callbacks\n", n);
    CHECK(n > 20);
    fake_close(&k);
    for (at = 1; at <= n; at++) {
        k.lost_at = at;
        if (fake_open(&k)) {
            told = false;
            exercise();
            go_on();
            CHECK(k.n_calls >= at);
            listen(S_OK);
            CHECK(told);
            CHECK(!exercise()); /* nothing can be made any more */
        }
        fake_close(&k);
        if (tap_failed_checks) printf("# lost at callback %u\n", at);
        RETURN_IF_FAILED();
    }
}

TEST(ids_run_out)
{
    static D3D10DDI_HBLENDSTATE s[64];
    fake_caps(&k.caps);
    k.caps.max_objects = 40;
    CHECK(fake_open(&k));
    unsigned n = 0;
    for (unsigned i = 0; i < 64; i++) {
        s[i] = fake_blend(&k, (UINT8)(i & 15));
        if (s[i].pDrvPrivate) n++;
    }
    CHECK_EQ(n, 40);
    CHECK_EQ(fake_take_error(&k), E_OUTOFMEMORY);
    for (unsigned i = 0; i < 64; i++) {
        if (!s[i].pDrvPrivate) continue;
        k.f->pfnDestroyBlendState(k.device, s[i]);
        fake_free(&k, s[i].pDrvPrivate);
    }
    s[0] = fake_blend(&k, 1); /* and come back */
    CHECK(s[0].pDrvPrivate != NULL);
    k.f->pfnDestroyBlendState(k.device, s[0]);
    fake_free(&k, s[0].pDrvPrivate);
    fake_close(&k);
}

static void *creates_elsewhere(void *arg)
{
    *(D3D10DDI_HSHADER *)arg = fake_shader(&k, true);
    return NULL;
}

/* A shader that the host's compiler does not take fails when it is made, with its layout, and nothing of it stays there. One that
 * another thread makes cannot wait for the host. */
TEST(the_host_refuses_a_shader)
{
    static const UINT code[] = { 0x00020040, 6, 1, 2, 3, 4 };
    const D3D11DDIARG_STREAM_OUTPUT_DECLARATION_ENTRY e = { .RegisterMask = 15 };
    const UINT stride = 16;
    D3D11DDIARG_CREATEGEOMETRYSHADERWITHSTREAMOUTPUT a = { .pShaderCode = code, .pOutputStreamDecl = &e, .NumEntries = 1,
                                                           .BufferStridesInBytes = &stride, .NumStrides = 1 };
    D3D11_1DDIARG_STAGE_IO_SIGNATURES io = { 0 };
    D3D10DDI_HSHADER s, second;
    pthread_t t;
    CHECK(fake_open(&k));
    s = fake_shader(&k, false);
    CHECK(s.pDrvPrivate != NULL);
    k.refuses = true;
    second = fake_shader(&k, true);
    CHECK(second.pDrvPrivate == NULL);
    CHECK_EQ(fake_take_error(&k), E_OUTOFMEMORY);
    second.pDrvPrivate = fake_alloc(&k, k.f->pfnCalcPrivateGeometryShaderWithStreamOutput(k.device, &a, &io));
    k.f->pfnCreateGeometryShaderWithStreamOutput(k.device, &a, second, (D3D10DDI_HRTSHADER){ .handle = second.pDrvPrivate }, &io);
    CHECK_EQ(fake_take_error(&k), E_OUTOFMEMORY);
    fake_free(&k, second.pDrvPrivate);
    k.f->pfnFlush(k.device, 0);
    CHECK_EQ(k.ops[PVGPU_IX_CREATE_SHADER], 3);
    CHECK_EQ(k.ops[PVGPU_IX_QUERY_OBJECT], 3);
    CHECK_EQ(k.ops[PVGPU_IX_DESTROY], 3); /* two shaders and a layout */
    CHECK_EQ(pthread_create(&t, NULL, creates_elsewhere, &second), 0);
    CHECK_EQ(pthread_join(t, NULL), 0);
    CHECK(second.pDrvPrivate != NULL);
    CHECK_EQ(fake_take_error(&k), S_OK);
    k.f->pfnDestroyShader(k.device, second);
    fake_free(&k, second.pDrvPrivate);
    k.mute = true; /* a host that does not answer has made it */
    second = fake_shader(&k, true);
    CHECK(second.pDrvPrivate != NULL);
    k.refuses = k.mute = false;
    k.f->pfnDestroyShader(k.device, second);
    k.f->pfnDestroyShader(k.device, s);
    fake_free(&k, second.pDrvPrivate);
    fake_free(&k, s.pDrvPrivate);
    fake_close(&k);
}

TEST(a_thousand_devices)
{
    for (int i = 0; i < 1000; i++) {
        CHECK(fake_open(&k));
        if (i % 100 == 0) CHECK(exercise());
        fake_close(&k); /* checks that nothing is left */
        RETURN_IF_FAILED();
    }
}

TEST(a_thousand_objects_without_growth)
{
    CHECK(fake_open(&k));
    for (int i = 0; i < 200; i++) CHECK(exercise()); /* until upload memory has its size */
    unsigned allocations = k.n_allocations;
    long memory = fake_memory_live;
    for (int i = 0; i < 1000; i++) {
        CHECK(exercise());
        RETURN_IF_FAILED();
    }
    CHECK_EQ(k.n_allocations, allocations);
    CHECK_EQ(fake_memory_live, memory);
    CHECK_EQ(fake_take_error(&k), S_OK);
    fake_close(&k);
}

TAP_MAIN(RUN(no_memory_at_any_point); RUN(callbacks_that_fail_once); RUN(a_device_lost_at_any_callback); RUN(ids_run_out);
         RUN(the_host_refuses_a_shader); RUN(a_thousand_devices);
         RUN(a_thousand_objects_without_growth))
