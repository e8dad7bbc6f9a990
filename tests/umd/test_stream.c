/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * test_stream.c - the commands of a frame, what is not sent twice, and what a full buffer does.
 */
#include "fake.h"
#include "tap.h"

static struct fake k;

struct scene {
    D3D10DDI_HRESOURCE target, vertices, constants;
    D3D10DDI_HRENDERTARGETVIEW rtv;
    D3D10DDI_HSHADER vs, ps;
    D3D10DDI_HELEMENTLAYOUT layout;
    D3D10DDI_HBLENDSTATE blend;
};

static const float triangle[9] = { 0, 0.5f, 0, 0.5f, -0.5f, 0, -0.5f, -0.5f, 0 };

static void make(struct scene *s)
{
    s->target = fake_texture(&k, 64, 64, DXGI_FORMAT_R8G8B8A8_UNORM, D3D10_DDI_BIND_RENDER_TARGET | D3D10_DDI_BIND_PRESENT,
                             D3D10_DDI_USAGE_DEFAULT, NULL, 0);
    s->rtv = fake_rtv(&k, s->target, DXGI_FORMAT_R8G8B8A8_UNORM);
    s->vertices = fake_buffer(&k, sizeof triangle, D3D10_DDI_BIND_VERTEX_BUFFER, D3D10_DDI_USAGE_IMMUTABLE, triangle);
    s->constants = fake_buffer(&k, 64, D3D10_DDI_BIND_CONSTANT_BUFFER, D3D10_DDI_USAGE_DYNAMIC, NULL);
    s->vs = fake_shader(&k, false);
    s->ps = fake_shader(&k, true);
    s->layout = fake_layout(&k);
    s->blend = fake_blend(&k, 15);
}

static void destroy(struct scene *s)
{
    k.f->pfnDestroyBlendState(k.device, s->blend);
    k.f->pfnDestroyElementLayout(k.device, s->layout);
    k.f->pfnDestroyShader(k.device, s->ps);
    k.f->pfnDestroyShader(k.device, s->vs);
    k.f->pfnDestroyRenderTargetView(k.device, s->rtv);
    fake_free(&k, s->blend.pDrvPrivate);
    fake_free(&k, s->layout.pDrvPrivate);
    fake_free(&k, s->ps.pDrvPrivate);
    fake_free(&k, s->vs.pDrvPrivate);
    fake_free(&k, s->rtv.pDrvPrivate);
    fake_destroy_resource(&k, s->constants);
    fake_destroy_resource(&k, s->vertices);
    fake_destroy_resource(&k, s->target);
}

static void bind(const struct scene *s)
{
    static const FLOAT factor[4] = { 1, 1, 1, 1 };
    D3D10_DDI_VIEWPORT viewport = { 0, 0, 64, 64, 0, 1 };
    D3D10_DDI_RECT scissor = { 0, 0, 64, 64 };
    UINT stride = 12, offset = 0;
    k.f->pfnSetRenderTargets(k.device, &s->rtv, 1, 0, (D3D10DDI_HDEPTHSTENCILVIEW){ 0 }, NULL, NULL, 1, 0, 1, 0);
    k.f->pfnSetViewports(k.device, 1, 0, &viewport);
    k.f->pfnSetScissorRects(k.device, 1, 0, &scissor);
    k.f->pfnIaSetInputLayout(k.device, s->layout);
    k.f->pfnIaSetTopology(k.device, D3D10_DDI_PRIMITIVE_TOPOLOGY_TRIANGLELIST);
    k.f->pfnIaSetVertexBuffers(k.device, 0, 1, &s->vertices, &stride, &offset);
    k.f->pfnVsSetShader(k.device, s->vs);
    k.f->pfnPsSetShader(k.device, s->ps);
    k.f->pfnVsSetConstantBuffers(k.device, 0, 1, &s->constants, NULL, NULL);
    k.f->pfnSetBlendState(k.device, s->blend, factor, ~0u);
}

static void write_constants(const struct scene *s, uint8_t value)
{
    D3D10DDI_MAPPED_SUBRESOURCE m;
    memset(&m, 0xcc, sizeof m);
    k.f->pfnDynamicConstantBufferMapDiscard(k.device, s->constants, 0, D3D10_DDI_MAP_WRITE_DISCARD, 0, &m);
    memset(m.pData, value, 64);
    k.f->pfnDynamicConstantBufferUnmap(k.device, s->constants, 0);
}

static void frame(const struct scene *s, uint8_t value)
{
    FLOAT blue[4] = { 0, 0, 1, 1 };
    bind(s);
    write_constants(s, value);
    k.f->pfnClearRenderTargetView(k.device, s->rtv, blue);
    k.f->pfnDraw(k.device, 3, 0);
}

static void compare_golden(const char *path, const char *text)
{
    static char want[65536];
    FILE *f = fopen(path, "r");
    size_t n = f ? fread(want, 1, sizeof want - 1, f) : 0;
    want[n] = 0;
    if (f) fclose(f);
    if (strcmp(want, text) == 0) return;
    CHECK(!"the stream differs from the golden text; it is:");
    fputs(text, stdout);
}

TEST(a_triangle)
{
    struct scene s;
    CHECK(fake_open(&k));
    fake_text_reset(&k);
    make(&s);
    frame(&s, 7);
    DXGI_DDI_ARG_PRESENT p = { .hDevice = (DXGI_DDI_HDEVICE)k.device.pDrvPrivate,
                               .hSurfaceToPresent = (DXGI_DDI_HRESOURCE)s.target.pDrvPrivate, .pDXGIContext = &s };
    CHECK_EQ(k.dxgi->pfnPresent(&p), S_OK);
    CHECK(k.present.pDXGIContext == &s);
    CHECK(k.present.hSrcAllocation != 0);
    CHECK_EQ(k.present.hDstAllocation, 0);
    CHECK(k.amortized > 0);
    compare_golden(GOLDEN "/triangle.txt", k.text);
    CHECK_EQ(fake_contents(&k, s.constants)[63], 7);
    CHECK(memcmp(fake_contents(&k, s.vertices), triangle, sizeof triangle) == 0);
    destroy(&s);
    CHECK_EQ(fake_take_error(&k), S_OK);
    fake_close(&k);
}

TEST(the_same_state_is_sent_once)
{
    struct scene s;
    CHECK(fake_open(&k));
    make(&s);
    bind(&s);
    k.f->pfnFlush(k.device, 0);
    unsigned before = k.commands;
    for (int i = 0; i < 10; i++) {
        bind(&s);
        k.f->pfnDraw(k.device, 3, 0);
    }
    k.f->pfnFlush(k.device, 0);
    CHECK_EQ(k.commands - before, 10 + 1); /* ten draws and the signal */
    before = k.renders;
    k.f->pfnFlush(k.device, D3D11_1DDI_FLUSH_UNLESS_NO_COMMANDS);
    k.f->pfnFlush(k.device, 0);
    CHECK_EQ(k.renders, before); /* nothing new, nothing submitted */
    destroy(&s);
    fake_close(&k);
}

TEST(arrays_send_only_what_changes)
{
    D3D10DDI_HRESOURCE t[4];
    D3D10DDI_HSHADERRESOURCEVIEW v[4], set[8];
    CHECK(fake_open(&k));
    for (int i = 0; i < 4; i++) {
        t[i] = fake_texture(&k, 4, 4, DXGI_FORMAT_R8G8B8A8_UNORM, D3D10_DDI_BIND_SHADER_RESOURCE, D3D10_DDI_USAGE_DEFAULT,
                            NULL, 0);
        v[i] = fake_srv(&k, t[i], DXGI_FORMAT_R8G8B8A8_UNORM);
    }
    for (int i = 0; i < 8; i++) set[i] = v[i % 2];
    k.f->pfnPsSetShaderResources(k.device, 0, 8, set);
    k.f->pfnFlush(k.device, 0);
    fake_text_reset(&k);
    set[3] = v[2];
    set[4] = v[3];
    k.f->pfnPsSetShaderResources(k.device, 0, 8, set);
    k.f->pfnPsSetShaderResources(k.device, 120, 0, NULL);
    k.f->pfnFlush(k.device, 0);
    CHECK_EQ(strncmp(k.text, "set_srvs stage=4 first=3 n=2", 28), 0);
    CHECK_EQ(k.ops[PVGPU_IX_SET_SRVS], 2);
    k.f->pfnPsSetShaderResources(k.device, 0, 8, NULL); /* NULL unbinds */
    k.f->pfnPsSetShaderResources(k.device, 0, 8, NULL);
    k.f->pfnFlush(k.device, 0);
    CHECK_EQ(k.ops[PVGPU_IX_SET_SRVS], 3);
    for (int i = 0; i < 4; i++) {
        k.f->pfnDestroyShaderResourceView(k.device, v[i]);
        fake_free(&k, v[i].pDrvPrivate);
        fake_destroy_resource(&k, t[i]);
    }
    CHECK_EQ(fake_take_error(&k), S_OK);
    fake_close(&k);
}

TEST(a_full_buffer_lists_again_what_is_bound)
{
    struct scene s;
    k.cmd_size = 20 << 10;
    CHECK(fake_open(&k));
    make(&s);
    bind(&s);
    unsigned before = k.renders;
    for (int i = 0; i < 5000; i++) {
        write_constants(&s, (uint8_t)i);
        k.f->pfnDraw(k.device, 3, 0); /* the host checks at each draw that what is bound is listed */
    }
    k.f->pfnFlush(k.device, 0);
    CHECK(k.renders - before > 20);
    CHECK_EQ(k.ops[PVGPU_IX_DRAW], 5000);
    CHECK_EQ(k.ops[PVGPU_IX_SET_CONSTANT_BUFFERS], 1);
    destroy(&s);
    CHECK_EQ(fake_take_error(&k), S_OK);
    fake_close(&k);
}

TEST(a_full_allocation_list_submits)
{
    enum { N = 300 };
    static D3D10DDI_HRESOURCE b[N];
    k.list_size = 64;
    CHECK(fake_open(&k));
    for (int i = 0; i < N; i++)
        b[i] = fake_buffer(&k, 256, D3D10_DDI_BIND_SHADER_RESOURCE, D3D10_DDI_USAGE_DEFAULT, NULL);
    for (int i = 0; i + 1 < N; i++) k.f->pfnResourceCopy(k.device, b[i], b[i + 1]);
    k.f->pfnFlush(k.device, 0);
    CHECK(k.renders >= 5);
    CHECK_EQ(k.ops[PVGPU_IX_COPY_RESOURCE], N - 1);
    CHECK(k.list_size > 64); /* a larger list was asked for and used */
    for (int i = 0; i < N; i++) fake_destroy_resource(&k, b[i]);
    CHECK_EQ(fake_take_error(&k), S_OK);
    fake_close(&k);
}

TEST(more_bound_than_a_list_holds)
{
    enum { N = 128 };
    static D3D10DDI_HRESOURCE t[N];
    static D3D10DDI_HSHADERRESOURCEVIEW v[N];
    struct scene s;
    k.list_size = 48;
    CHECK(fake_open(&k));
    make(&s);
    bind(&s);
    for (int i = 0; i < N; i++) {
        t[i] = fake_texture(&k, 4, 4, DXGI_FORMAT_R8G8B8A8_UNORM, D3D10_DDI_BIND_SHADER_RESOURCE, D3D10_DDI_USAGE_DEFAULT,
                            NULL, 0);
        v[i] = fake_srv(&k, t[i], DXGI_FORMAT_R8G8B8A8_UNORM);
        k.f->pfnPsSetShaderResources(k.device, (UINT)i, 1, &v[i]);
    }
    for (int i = 0; i < 100; i++) k.f->pfnDraw(k.device, 3, 0);
    k.f->pfnFlush(k.device, 0);
    CHECK_EQ(k.ops[PVGPU_IX_DRAW], 100);
    CHECK(k.list_size > 48);
    for (int i = 0; i < N; i++) {
        k.f->pfnDestroyShaderResourceView(k.device, v[i]);
        fake_free(&k, v[i].pDrvPrivate);
        fake_destroy_resource(&k, t[i]);
    }
    destroy(&s);
    CHECK_EQ(fake_take_error(&k), S_OK);
    fake_close(&k);
}

TEST(rotation_moves_storage_and_binds_again)
{
    D3D10DDI_HRESOURCE r[3];
    D3D10DDI_HRENDERTARGETVIEW v[3];
    DXGI_DDI_HRESOURCE list[3];
    uint32_t id[3];
    CHECK(fake_open(&k));
    for (int i = 0; i < 3; i++) {
        r[i] = fake_texture(&k, 16, 16, DXGI_FORMAT_R8G8B8A8_UNORM, D3D10_DDI_BIND_RENDER_TARGET | D3D10_DDI_BIND_PRESENT,
                            D3D10_DDI_USAGE_DEFAULT, NULL, 0);
        v[i] = fake_rtv(&k, r[i], DXGI_FORMAT_R8G8B8A8_UNORM);
        list[i] = (DXGI_DDI_HRESOURCE)r[i].pDrvPrivate;
        id[i] = fake_resource_id(r[i]);
    }
    k.f->pfnSetRenderTargets(k.device, &v[0], 1, 0, (D3D10DDI_HDEPTHSTENCILVIEW){ 0 }, NULL, NULL, 1, 0, 1, 0);
    k.f->pfnFlush(k.device, 0);
    fake_text_reset(&k);
    DXGI_DDI_ARG_ROTATE_RESOURCE_IDENTITIES a = { .hDevice = (DXGI_DDI_HDEVICE)k.device.pDrvPrivate, .pResources = list,
                                                  .Resources = 3 };
    CHECK_EQ(k.dxgi->pfnRotateResourceIdentities(&a), S_OK);
    for (int i = 0; i < 3; i++) CHECK_EQ(fake_resource_id(r[i]), id[(i + 1) % 3]);
    FLOAT red[4] = { 1, 0, 0, 1 };
    k.f->pfnClearRenderTargetView(k.device, v[0], red);
    k.f->pfnFlush(k.device, 0);
    compare_golden(GOLDEN "/rotate.txt", k.text);
    DXGI_DDI_ARG_PRESENT p = { .hDevice = a.hDevice, .hSurfaceToPresent = list[0] };
    CHECK_EQ(k.dxgi->pfnPresent(&p), S_OK);
    CHECK_EQ(k.present.hSrcAllocation - 0xc0000000u, id[1] - 5000); /* the allocation moved along */
    /* one of another size: refused as a whole */
    D3D10DDI_HRESOURCE odd = fake_texture(&k, 8, 16, DXGI_FORMAT_R8G8B8A8_UNORM, D3D10_DDI_BIND_RENDER_TARGET,
                                          D3D10_DDI_USAGE_DEFAULT, NULL, 0);
    list[2] = (DXGI_DDI_HRESOURCE)odd.pDrvPrivate;
    CHECK(FAILED(k.dxgi->pfnRotateResourceIdentities(&a)));
    CHECK_EQ(fake_resource_id(r[0]), id[1]);
    fake_destroy_resource(&k, odd);
    for (int i = 0; i < 3; i++) {
        k.f->pfnDestroyRenderTargetView(k.device, v[i]);
        fake_free(&k, v[i].pDrvPrivate);
        fake_destroy_resource(&k, r[i]);
    }
    CHECK_EQ(fake_take_error(&k), S_OK);
    fake_close(&k);
}

TEST(locked_memory_is_unlocked_where_it_must_be)
{
    struct scene s;
    k.forbid_locked = true;
    CHECK(fake_open(&k));
    make(&s);
    for (int i = 0; i < 20; i++) {
        frame(&s, (uint8_t)i);
        k.f->pfnFlush(k.device, 0);
    }
    CHECK_EQ(k.ops[PVGPU_IX_DRAW], 20);
    CHECK_EQ(fake_contents(&k, s.constants)[0], 19);
    destroy(&s);
    CHECK_EQ(fake_take_error(&k), S_OK);
    fake_close(&k);
}

TEST(a_failed_submission_loses_the_device_once)
{
    struct scene s;
    CHECK(fake_open(&k));
    make(&s);
    k.next_result[FAKE_RENDER] = E_OUTOFMEMORY; /* once: tried again */
    frame(&s, 1);
    k.f->pfnFlush(k.device, 0);
    CHECK_EQ(fake_take_error(&k), S_OK);
    CHECK_EQ(k.ops[PVGPU_IX_DRAW], 1);
    k.next_result[FAKE_RENDER] = D3DDDIERR_DEVICEREMOVED;
    frame(&s, 2);
    k.f->pfnFlush(k.device, 0);
    CHECK_EQ(fake_take_error(&k), D3DDDIERR_DEVICEREMOVED);
    unsigned renders = k.renders;
    for (int i = 0; i < 1000; i++) frame(&s, (uint8_t)i); /* nothing of it reaches anybody, nothing crashes */
    k.f->pfnFlush(k.device, 0);
    CHECK_EQ(k.renders, renders);
    D3D10DDI_HRESOURCE r = fake_buffer(&k, 64, D3D10_DDI_BIND_VERTEX_BUFFER, D3D10_DDI_USAGE_DEFAULT, NULL);
    CHECK(r.pDrvPrivate == NULL);
    CHECK_EQ(fake_take_error(&k), D3DDDIERR_DEVICEREMOVED);
    destroy(&s);
    fake_close(&k);
}

TAP_MAIN(RUN(a_triangle); RUN(the_same_state_is_sent_once); RUN(arrays_send_only_what_changes);
         RUN(a_full_buffer_lists_again_what_is_bound); RUN(a_full_allocation_list_submits); RUN(more_bound_than_a_list_holds);
         RUN(rotation_moves_storage_and_binds_again); RUN(locked_memory_is_unlocked_where_it_must_be);
         RUN(a_failed_submission_loses_the_device_once))
