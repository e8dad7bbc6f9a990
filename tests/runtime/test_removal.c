/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * test_removal.c - the device is removed at each call of the driver in turn, and the program goes on to its end as if nothing
 * were: what it asks for is refused, what it had is released, nothing but that reaches the driver (display/handling-errors;
 * win32 docs, "Handle device removed scenarios in Direct3D 11").
 */
#include "device.h"

#include <stdio.h>
#include <stdlib.h>

#include "shaders/triangle_ps.h"
#include "shaders/triangle_vs.h"

#define LISTS (D3D11DDICAPS_FREETHREADED | D3D11DDICAPS_COMMANDLISTS_BUILD_2)
#define RGBA DXGI_FORMAT_R8G8B8A8_UNORM
#define RES(x) ((ID3D11Resource *)(x))

static IUnknown *owned[128];
static unsigned n_owned;

static bool removed(void) { return fake.lost_at && fake.calls >= fake.lost_at; }

/* A call that answers: as always on a device that works, and the removal once it is known. */
static bool good(HRESULT hr, int line)
{
    const bool gone = removed();

    if (gone ? hr != DXGI_ERROR_DEVICE_REMOVED : FAILED(hr)) {
        printf("# line %d: 0x%08x\n", line, (unsigned)hr);
        CHECK(!"the code of a removed device, or none");
    }
    return SUCCEEDED(hr);
}
#define GOOD(call) good((call), __LINE__)

static void *own(HRESULT hr, void *object, int line)
{
    const bool made = good(hr, line);

    CHECK((object != NULL) == made);
    if (object) owned[n_owned++] = object;
    return object;
}
#define MAKE(pointer, call) \
    ({ \
        HRESULT answer; \
        (pointer) = NULL; \
        answer = (call); \
        (pointer) = own(answer, (pointer), __LINE__); \
    })

struct scene {
    ID3D11Buffer *vertices, *constants, *dynamic, *staging, *indices, *out, *structured, *arguments;
    ID3D11Texture2D *target, *depth, *samples, *other;
    ID3D11ShaderResourceView *srv;
    ID3D11RenderTargetView *rtv;
    ID3D11DepthStencilView *dsv;
    ID3D11UnorderedAccessView *uav;
    ID3D11InputLayout *layout;
    ID3D11VertexShader *vs;
    ID3D11PixelShader *ps;
    ID3D11BlendState *blend;
    ID3D11DepthStencilState *stencil;
    ID3D11RasterizerState *raster;
    ID3D11SamplerState *sampler;
    ID3D11Query *query;
    ID3D11Predicate *predicate;
};

static ID3D11Buffer *buffer(UINT size, UINT bind, D3D11_USAGE usage, UINT cpu, UINT misc, UINT stride)
{
    D3D11_BUFFER_DESC d = {size, usage, bind, cpu, misc, stride};
    ID3D11Buffer *b;

    return MAKE(b, ID3D11Device_CreateBuffer(device, &d, NULL, &b));
}

static ID3D11Texture2D *texture(DXGI_FORMAT format, UINT bind, UINT mips, UINT samples, UINT misc)
{
    D3D11_TEXTURE2D_DESC d = {16, 16, mips, 1, format, {samples, 0}, D3D11_USAGE_DEFAULT, bind, 0, misc};
    ID3D11Texture2D *t;

    return MAKE(t, ID3D11Device_CreateTexture2D(device, &d, NULL, &t));
}

static void make(struct scene *s)
{
    static const D3D11_INPUT_ELEMENT_DESC e[] = {{"POSITION", 0, DXGI_FORMAT_R32G32_FLOAT}, {"COLOR", 0, DXGI_FORMAT_R32G32B32_FLOAT, 0, 8}};
    const D3D11_BLEND_DESC blend = {.RenderTarget[0].RenderTargetWriteMask = 7};
    const D3D11_DEPTH_STENCIL_DESC stencil = {.DepthEnable = TRUE, .DepthWriteMask = D3D11_DEPTH_WRITE_MASK_ALL, .DepthFunc = D3D11_COMPARISON_LESS};
    const D3D11_RASTERIZER_DESC raster = {D3D11_FILL_SOLID, D3D11_CULL_NONE, FALSE, 0, 0, 0, TRUE, FALSE, FALSE, FALSE};
    const D3D11_SAMPLER_DESC sampler = {.Filter = D3D11_FILTER_MIN_MAG_MIP_LINEAR, .AddressU = D3D11_TEXTURE_ADDRESS_WRAP,
        .AddressV = D3D11_TEXTURE_ADDRESS_WRAP, .AddressW = D3D11_TEXTURE_ADDRESS_WRAP, .MaxLOD = 1};
    const D3D11_QUERY_DESC query = {D3D11_QUERY_OCCLUSION, 0}, predicate = {D3D11_QUERY_OCCLUSION_PREDICATE, 0};

    s->vertices = buffer(256, D3D11_BIND_VERTEX_BUFFER, D3D11_USAGE_DYNAMIC, D3D11_CPU_ACCESS_WRITE, 0, 0);
    s->constants = buffer(64, D3D11_BIND_CONSTANT_BUFFER, D3D11_USAGE_DEFAULT, 0, 0, 0);
    s->dynamic = buffer(64, D3D11_BIND_CONSTANT_BUFFER, D3D11_USAGE_DYNAMIC, D3D11_CPU_ACCESS_WRITE, 0, 0);
    s->staging = buffer(64, 0, D3D11_USAGE_STAGING, D3D11_CPU_ACCESS_READ | D3D11_CPU_ACCESS_WRITE, 0, 0);
    s->indices = buffer(64, D3D11_BIND_INDEX_BUFFER, D3D11_USAGE_DEFAULT, 0, 0, 0);
    s->out = buffer(64, D3D11_BIND_STREAM_OUTPUT, D3D11_USAGE_DEFAULT, 0, 0, 0);
    s->structured = buffer(64, D3D11_BIND_UNORDERED_ACCESS, D3D11_USAGE_DEFAULT, 0, D3D11_RESOURCE_MISC_BUFFER_STRUCTURED, 16);
    s->arguments = buffer(64, 0, D3D11_USAGE_DEFAULT, 0, D3D11_RESOURCE_MISC_DRAWINDIRECT_ARGS, 0);
    s->target = texture(RGBA, D3D11_BIND_RENDER_TARGET | D3D11_BIND_SHADER_RESOURCE, 0, 1, D3D11_RESOURCE_MISC_GENERATE_MIPS);
    s->depth = texture(DXGI_FORMAT_D24_UNORM_S8_UINT, D3D11_BIND_DEPTH_STENCIL, 1, 1, 0);
    s->samples = texture(RGBA, D3D11_BIND_RENDER_TARGET, 1, 4, 0);
    s->other = texture(RGBA, D3D11_BIND_SHADER_RESOURCE, 0, 1, 0);
    if (s->target) MAKE(s->srv, ID3D11Device_CreateShaderResourceView(device, RES(s->target), NULL, &s->srv));
    if (s->target) MAKE(s->rtv, ID3D11Device_CreateRenderTargetView(device, RES(s->target), NULL, &s->rtv));
    if (s->depth) MAKE(s->dsv, ID3D11Device_CreateDepthStencilView(device, RES(s->depth), NULL, &s->dsv));
    if (s->structured) MAKE(s->uav, ID3D11Device_CreateUnorderedAccessView(device, RES(s->structured), NULL, &s->uav));
    MAKE(s->layout, ID3D11Device_CreateInputLayout(device, e, 2, triangle_vs, sizeof triangle_vs, &s->layout));
    MAKE(s->vs, ID3D11Device_CreateVertexShader(device, triangle_vs, sizeof triangle_vs, NULL, &s->vs));
    MAKE(s->ps, ID3D11Device_CreatePixelShader(device, triangle_ps, sizeof triangle_ps, NULL, &s->ps));
    MAKE(s->blend, ID3D11Device_CreateBlendState(device, &blend, &s->blend));
    MAKE(s->stencil, ID3D11Device_CreateDepthStencilState(device, &stencil, &s->stencil));
    MAKE(s->raster, ID3D11Device_CreateRasterizerState(device, &raster, &s->raster));
    MAKE(s->sampler, ID3D11Device_CreateSamplerState(device, &sampler, &s->sampler));
    MAKE(s->query, ID3D11Device_CreateQuery(device, &query, &s->query));
    MAKE(s->predicate, ID3D11Device_CreatePredicate(device, &predicate, &s->predicate));
}

static void bind(ID3D11DeviceContext *c, struct scene *s)
{
    const D3D11_VIEWPORT viewport = {0, 0, 16, 16, 0, 1};
    const D3D11_RECT rect = {0, 0, 8, 8};
    const UINT stride = 20, offset = 0;

    ID3D11DeviceContext_IASetInputLayout(c, s->layout);
    ID3D11DeviceContext_IASetPrimitiveTopology(c, D3D11_PRIMITIVE_TOPOLOGY_TRIANGLELIST);
    ID3D11DeviceContext_IASetVertexBuffers(c, 0, 1, &s->vertices, &stride, &offset);
    ID3D11DeviceContext_IASetIndexBuffer(c, s->indices, DXGI_FORMAT_R16_UINT, 0);
    ID3D11DeviceContext_VSSetShader(c, s->vs, NULL, 0);
    ID3D11DeviceContext_PSSetShader(c, s->ps, NULL, 0);
    ID3D11DeviceContext_VSSetConstantBuffers(c, 0, 1, &s->constants);
    ID3D11DeviceContext_PSSetConstantBuffers(c, 1, 1, &s->dynamic);
    ID3D11DeviceContext_PSSetShaderResources(c, 0, 1, &s->srv);
    ID3D11DeviceContext_PSSetSamplers(c, 0, 1, &s->sampler);
    ID3D11DeviceContext_CSSetUnorderedAccessViews(c, 0, 1, &s->uav, NULL);
    ID3D11DeviceContext_SOSetTargets(c, 1, &s->out, &offset);
    ID3D11DeviceContext_OMSetRenderTargets(c, 1, &s->rtv, s->dsv); /* takes the shader resource view away */
    ID3D11DeviceContext_OMSetBlendState(c, s->blend, NULL, ~0u);
    ID3D11DeviceContext_OMSetDepthStencilState(c, s->stencil, 1);
    ID3D11DeviceContext_RSSetState(c, s->raster);
    ID3D11DeviceContext_RSSetViewports(c, 1, &viewport);
    ID3D11DeviceContext_RSSetScissorRects(c, 1, &rect);
}

/* On a removed device the pointers of maps that were open stay good until they are unmapped. */
static void maps(struct scene *s)
{
    const struct { ID3D11Buffer *b; D3D11_MAP how; } rows[] = {{s->vertices, D3D11_MAP_WRITE_DISCARD}, {s->vertices, D3D11_MAP_WRITE_NO_OVERWRITE},
        {s->dynamic, D3D11_MAP_WRITE_DISCARD}, {s->staging, D3D11_MAP_READ_WRITE}};
    D3D11_MAPPED_SUBRESOURCE m;
    unsigned i;

    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (!rows[i].b || !GOOD(ID3D11DeviceContext_Map(context, RES(rows[i].b), 0, rows[i].how, 0, &m))) continue;
        memset(m.pData, 1, 64);
        ID3D11DeviceContext_Draw(context, 3, 0);
        memset(m.pData, 2, 64);
        ID3D11DeviceContext_Unmap(context, RES(rows[i].b), 0);
    }
}

static void work(ID3D11DeviceContext *c, struct scene *s)
{
    static const float color[4] = {1, 0, 0, 1};
    static const UINT numbers[4] = {1, 2, 3, 4};
    static const uint8_t data[1024];

    if (s->constants) ID3D11DeviceContext_UpdateSubresource(c, RES(s->constants), 0, NULL, data, 0, 0);
    if (s->other) ID3D11DeviceContext_UpdateSubresource(c, RES(s->other), 0, NULL, data, 64, 0);
    if (s->rtv) ID3D11DeviceContext_ClearRenderTargetView(c, s->rtv, color);
    if (s->dsv) ID3D11DeviceContext_ClearDepthStencilView(c, s->dsv, D3D11_CLEAR_DEPTH, 1, 0);
    if (s->uav) ID3D11DeviceContext_ClearUnorderedAccessViewUint(c, s->uav, numbers);
    ID3D11DeviceContext_Draw(c, 3, 0);
    ID3D11DeviceContext_DrawIndexed(c, 3, 0, 0);
    ID3D11DeviceContext_DrawInstanced(c, 3, 2, 0, 0);
    ID3D11DeviceContext_DrawIndexedInstanced(c, 3, 2, 0, 0, 0);
    ID3D11DeviceContext_DrawAuto(c);
    if (s->arguments) ID3D11DeviceContext_DrawInstancedIndirect(c, s->arguments, 0);
    if (s->arguments) ID3D11DeviceContext_DispatchIndirect(c, s->arguments, 0);
    ID3D11DeviceContext_Dispatch(c, 1, 1, 1);
    if (s->target && s->other) ID3D11DeviceContext_CopyResource(c, RES(s->other), RES(s->target));
    if (s->target && s->other) ID3D11DeviceContext_CopySubresourceRegion(c, RES(s->other), 0, 0, 0, 0, RES(s->target), 1, NULL);
    if (s->target && s->samples) ID3D11DeviceContext_ResolveSubresource(c, RES(s->target), 0, RES(s->samples), 0, RGBA);
    if (s->srv) ID3D11DeviceContext_GenerateMips(c, s->srv);
    if (s->structured && s->uav) ID3D11DeviceContext_CopyStructureCount(c, s->constants, 0, s->uav);
}

static void asks(struct scene *s)
{
    UINT64 value;

    if (s->query) {
        ID3D11DeviceContext_Begin(context, (ID3D11Asynchronous *)s->query);
        ID3D11DeviceContext_Draw(context, 3, 0);
        ID3D11DeviceContext_End(context, (ID3D11Asynchronous *)s->query);
        (void)GOOD(ID3D11DeviceContext_GetData(context, (ID3D11Asynchronous *)s->query, &value, sizeof value, 0));
    }
    if (s->predicate) {
        ID3D11DeviceContext_Begin(context, (ID3D11Asynchronous *)s->predicate);
        ID3D11DeviceContext_End(context, (ID3D11Asynchronous *)s->predicate);
        ID3D11DeviceContext_SetPredication(context, s->predicate, TRUE);
        ID3D11DeviceContext_Draw(context, 3, 0);
        ID3D11DeviceContext_SetPredication(context, NULL, FALSE);
    }
}

static void lists(struct scene *s)
{
    ID3D11DeviceContext *deferred;
    ID3D11CommandList *list;
    D3D11_MAPPED_SUBRESOURCE m;
    int i;

    if (!MAKE(deferred, ID3D11Device_CreateDeferredContext(device, 0, &deferred))) return;
    for (i = 0; i < 2; i++) {
        bind(deferred, s);
        if (s->dynamic && GOOD(ID3D11DeviceContext_Map(deferred, RES(s->dynamic), 0, D3D11_MAP_WRITE_DISCARD, 0, &m))) {
            memset(m.pData, 3, 64);
            ID3D11DeviceContext_Unmap(deferred, RES(s->dynamic), 0);
        }
        if (s->query && i) ID3D11DeviceContext_Begin(deferred, (ID3D11Asynchronous *)s->query); /* ends with the list */
        work(deferred, s);
        if (!MAKE(list, ID3D11DeviceContext_FinishCommandList(deferred, FALSE, &list))) continue;
        ID3D11DeviceContext_ExecuteCommandList(context, list, TRUE);
        ID3D11DeviceContext_ExecuteCommandList(context, list, FALSE);
    }
    ID3D11DeviceContext_Draw(deferred, 3, 0); /* in a list that is given up */
}

static void chain(void)
{
    DXGI_SWAP_CHAIN_DESC d = {
        .BufferDesc = {1280, 720, {60, 1}, RGBA, 0, 0}, .SampleDesc = {1, 0}, .BufferUsage = DXGI_USAGE_RENDER_TARGET_OUTPUT,
        .BufferCount = 2, .OutputWindow = (HWND)&device, .Windowed = TRUE, .SwapEffect = DXGI_SWAP_EFFECT_FLIP_SEQUENTIAL,
    };
    ID3D11RenderTargetView *v;
    ID3D11Texture2D *buffer_0;
    IDXGISwapChain *c = NULL;
    IDXGIFactory *factory;

    CHECK_EQ(CreateDXGIFactory(&IID_IDXGIFactory, (void **)&factory), S_OK);
    if (SUCCEEDED(IDXGIFactory_CreateSwapChain(factory, (IUnknown *)device, &d, &c))) {
        if (SUCCEEDED(IDXGISwapChain_GetBuffer(c, 0, &IID_ID3D11Texture2D, (void **)&buffer_0))) {
            if (MAKE(v, ID3D11Device_CreateRenderTargetView(device, RES(buffer_0), NULL, &v)))
                ID3D11DeviceContext_OMSetRenderTargets(context, 1, &v, NULL);
            ID3D11Texture2D_Release(buffer_0);
            if (v) n_owned--, ID3D11RenderTargetView_Release(v);
        }
        (void)GOOD(IDXGISwapChain_Present(c, 0, 0));
        (void)IDXGISwapChain_ResizeBuffers(c, 2, 640, 480, 0, 0);
        (void)GOOD(IDXGISwapChain_Present(c, 1, 0));
        (void)IDXGISwapChain_SetFullscreenState(c, TRUE, NULL);
        (void)IDXGISwapChain_ResizeBuffers(c, 2, 1280, 720, 0, 0);
        (void)IDXGISwapChain_Present(c, 1, 0);
        (void)IDXGISwapChain_SetFullscreenState(c, FALSE, NULL);
        CHECK_EQ(IDXGISwapChain_Release(c), 0);
    } else {
        CHECK(removed() && !c);
    }
    IDXGIFactory_Release(factory);
}

static void shared(void)
{
    ID3D11Texture2D *t = texture(RGBA, D3D11_BIND_SHADER_RESOURCE, 1, 1, D3D11_RESOURCE_MISC_SHARED_KEYEDMUTEX);
    IDXGIKeyedMutex *m;

    if (!t) return;
    CHECK_EQ(ID3D11Texture2D_QueryInterface(t, &IID_IDXGIKeyedMutex, (void **)&m), S_OK);
    RETURN_IF_FAILED();
    if (SUCCEEDED(IDXGIKeyedMutex_AcquireSync(m, 0, 0))) (void)IDXGIKeyedMutex_ReleaseSync(m, 0);
    IDXGIKeyedMutex_Release(m);
}

/* One whole life. */
static void life(UINT threading, int at)
{
    struct scene s = {0};

    fake_reset();
    fake.threading = threading;
    CHECK(SUCCEEDED(fake_device(&device, &context)));
    RETURN_IF_FAILED();
    fake.calls = 0;
    fake.lost_at = at;
    n_owned = 0;
    make(&s);
    bind(context, &s);
    maps(&s);
    work(context, &s);
    asks(&s);
    lists(&s);
    chain();
    shared();
    bind(context, &s);
    ID3D11DeviceContext_Flush(context);
    CHECK_EQ(ID3D11Device_GetDeviceRemovedReason(device), removed() ? DXGI_ERROR_DEVICE_REMOVED : S_OK);
    while (n_owned) {
        n_owned--;
        IUnknown_Release(owned[n_owned]);
    }
    ID3D11DeviceContext_ClearState(context);
    CHECK_EQ(fake.late, 0);
    if (!at) CHECK_EQ(fake.destroyed_bound, 0); /* a removed one is not told of unbinding either */
    end();
}

static void at_each_call(UINT threading)
{
    int n, at;

    life(threading, 0);
    n = fake.calls;
    printf("# %d calls\n", n);
    CHECK(n > 100);
    for (at = 1; at <= n; at++) {
        life(threading, at);
        if (tap_failed_checks) printf("# removed at call %d of %d, %d came after it\n", at, n, fake.late);
        RETURN_IF_FAILED();
    }
}

TEST(a_device_removed_at_each_call) { at_each_call(0); }
TEST(with_lists_of_the_drivers) { at_each_call(LISTS); }

TAP_MAIN(RUN(a_device_removed_at_each_call); RUN(with_lists_of_the_drivers))
