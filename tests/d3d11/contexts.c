/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Deferred contexts and command lists, threads, context states, private data, identities, sharing.
 */
#include <pthread.h>
#include "conf.h"

#include <d3d10_1.h>

#include "shaders/plain_ps.h"
#include "shaders/quad_vs.h"

#ifdef _WIN32
static void close_nt_handle(HANDLE h) { CloseHandle(h); }
#else
#include <unistd.h>
static void close_nt_handle(HANDLE h) { close((int)(uintptr_t)h); }
#endif

static const float zero[4];

static ID3D11DeviceContext *deferred(struct conf *c)
{
    ID3D11DeviceContext *d = NULL;
    conf_need(c, ID3D11Device_CreateDeferredContext(c->device, 0, &d), "CreateDeferredContext");
    return conf_own(c, d);
}

static ID3D11CommandList *finish(struct conf *c, ID3D11DeviceContext *d, BOOL restore)
{
    ID3D11CommandList *l = NULL;
    conf_need(c, ID3D11DeviceContext_FinishCommandList(d, restore, &l), "FinishCommandList");
    return conf_own(c, l);
}

struct scene { ID3D11VertexShader *vs; ID3D11PixelShader *ps; ID3D11Buffer *z, *color; };

static struct scene scene(struct conf *c)
{
    static const float z[4] = { 0.5f, 0, 0, 0 };
    struct scene s = { 0 };
    conf_need(c, ID3D11Device_CreateVertexShader(c->device, quad_vs, sizeof quad_vs, NULL, &s.vs), "CreateVertexShader");
    conf_own(c, s.vs);
    conf_need(c, ID3D11Device_CreatePixelShader(c->device, plain_ps, sizeof plain_ps, NULL, &s.ps), "CreatePixelShader");
    conf_own(c, s.ps);
    s.z = conf_buffer(c, 16, D3D11_USAGE_DEFAULT, D3D11_BIND_CONSTANT_BUFFER, z);
    s.color = conf_buffer(c, 16, D3D11_USAGE_DYNAMIC, D3D11_BIND_CONSTANT_BUFFER, NULL);
    return s;
}

/* Everything that one coloured quad needs, on any context. */
static HRESULT draw(ID3D11DeviceContext *ctx, const struct scene *s, ID3D11RenderTargetView *v, float x, float y, float size, const float color[4])
{
    D3D11_VIEWPORT view = { x, y, size, size, 0, 1 };
    D3D11_MAPPED_SUBRESOURCE m;
    HRESULT hr;
    ID3D11DeviceContext_OMSetRenderTargets(ctx, 1, &v, NULL);
    ID3D11DeviceContext_RSSetViewports(ctx, 1, &view);
    ID3D11DeviceContext_IASetPrimitiveTopology(ctx, D3D11_PRIMITIVE_TOPOLOGY_TRIANGLESTRIP);
    ID3D11DeviceContext_VSSetShader(ctx, s->vs, NULL, 0);
    ID3D11DeviceContext_PSSetShader(ctx, s->ps, NULL, 0);
    ID3D11DeviceContext_VSSetConstantBuffers(ctx, 0, 1, &s->z);
    ID3D11DeviceContext_PSSetConstantBuffers(ctx, 0, 1, &s->color);
    hr = ID3D11DeviceContext_Map(ctx, (ID3D11Resource *)s->color, 0, D3D11_MAP_WRITE_DISCARD, 0, &m);
    if (FAILED(hr)) return hr;
    memcpy(m.pData, color, 16);
    ID3D11DeviceContext_Unmap(ctx, (ID3D11Resource *)s->color, 0);
    ID3D11DeviceContext_Draw(ctx, 4, 0);
    return S_OK;
}

static const float red[4] = { 1, 0, 0, 1 }, green[4] = { 0, 1, 0, 1 }, blue[4] = { 0, 0, 1, 1 };

static void command_lists(struct conf *c)
{
    struct scene s = scene(c);
    struct conf_target t = conf_target(c, DXGI_FORMAT_R8G8B8A8_UNORM, 8, 8, zero);
    ID3D11DeviceContext *d = deferred(c);
    ID3D11CommandList *l;
    D3D11_VIEWPORT v[16];
    UINT n = 16;

    conf_must(c, ID3D11DeviceContext_GetType(d), D3D11_DEVICE_CONTEXT_DEFERRED, "type");
    conf_must(c, ID3D11DeviceContext_GetType(c->ctx), D3D11_DEVICE_CONTEXT_IMMEDIATE, "type of the immediate one");
    conf_must(c, (uint32_t)draw(d, &s, t.view, 0, 0, 4, red), S_OK, "recorded");
    conf_must(c, (uint32_t)draw(d, &s, t.view, 4, 4, 3, green), S_OK, "recorded");
    l = finish(c, d, FALSE);
    conf_resource(c, t.texture, "nothing was drawn yet");
    ID3D11DeviceContext_RSGetViewports(d, &n, v);
    conf_must(c, n, 0, "viewports after FinishCommandList without restoring");
    conf_viewport(c, 1, 2, 3, 4, 0, 1);
    ID3D11DeviceContext_ExecuteCommandList(c->ctx, l, TRUE);
    conf_resource(c, t.texture, "executed");
    n = 16;
    ID3D11DeviceContext_RSGetViewports(c->ctx, &n, v);
    conf_must(c, n == 1 && v[0].TopLeftX == 1 && v[0].Height == 4, 1, "the state is restored");
    ID3D11DeviceContext_ExecuteCommandList(c->ctx, l, FALSE);
    n = 16;
    ID3D11DeviceContext_RSGetViewports(c->ctx, &n, v);
    conf_must(c, n, 0, "the state is cleared");
    ID3D11DeviceContext_ClearRenderTargetView(c->ctx, t.view, blue);
    ID3D11DeviceContext_ExecuteCommandList(c->ctx, l, FALSE);
    conf_resource(c, t.texture, "executed again");
    draw(d, &s, t.view, 2, 2, 2, red);
    l = finish(c, d, TRUE);
    n = 16;
    ID3D11DeviceContext_RSGetViewports(d, &n, v);
    conf_must(c, n == 1 && v[0].TopLeftX == 2, 1, "the deferred context keeps its state");
    ID3D11DeviceContext_Draw(d, 4, 0);
    ID3D11DeviceContext_ExecuteCommandList(d, l, TRUE); /* a list in a list */
    l = finish(c, d, FALSE);
    ID3D11DeviceContext_ClearRenderTargetView(c->ctx, t.view, zero);
    ID3D11DeviceContext_ExecuteCommandList(c->ctx, l, FALSE);
    conf_resource(c, t.texture, "a list in a list");
}

static void deferred_work(struct conf *c)
{
    struct conf_target t = conf_target(c, DXGI_FORMAT_R8G8B8A8_UNORM, 8, 8, zero);
    ID3D11DeviceContext *d = deferred(c);
    uint8_t data[256];
    ID3D11Buffer *a, *b = conf_buffer(c, 256, D3D11_USAGE_DEFAULT, D3D11_BIND_VERTEX_BUFFER, NULL);
    ID3D11Texture2D *copy = conf_plain2d(c, DXGI_FORMAT_R8G8B8A8_UNORM, 8, 8, D3D11_BIND_SHADER_RESOURCE, NULL);
    const D3D11_BOX box = { 16, 0, 0, 80, 1, 1 };

    conf_pattern(data, sizeof data, 44);
    a = conf_buffer(c, 256, D3D11_USAGE_DEFAULT, D3D11_BIND_VERTEX_BUFFER, data);
    ID3D11DeviceContext_UpdateSubresource(d, (ID3D11Resource *)b, 0, NULL, data, 0, 0);
    memset(data, 0xcc, sizeof data); /* the context has its copy */
    ID3D11DeviceContext_UpdateSubresource(d, (ID3D11Resource *)a, 0, &box, data, 0, 0);
    ID3D11DeviceContext_CopySubresourceRegion(d, (ID3D11Resource *)b, 0, 100, 0, 0, (ID3D11Resource *)a, 0, &box);
    ID3D11DeviceContext_ClearRenderTargetView(d, t.view, green);
    ID3D11DeviceContext_CopyResource(d, (ID3D11Resource *)copy, (ID3D11Resource *)t.texture);
    ID3D11DeviceContext_ClearRenderTargetView(d, t.view, blue);
    ID3D11DeviceContext_ExecuteCommandList(c->ctx, finish(c, d, FALSE), FALSE);
    conf_resource(c, a, "updated");
    conf_resource(c, b, "copied");
    conf_resource(c, copy, "between two clears");
    conf_resource(c, t.texture, "after both");
}

static void deferred_codes(struct conf *c)
{
    ID3D11DeviceContext *d = deferred(c);
    ID3D11Buffer *dyn = conf_buffer(c, 64, D3D11_USAGE_DYNAMIC, D3D11_BIND_VERTEX_BUFFER, NULL);
    ID3D11Buffer *s = conf_buffer(c, 64, D3D11_USAGE_STAGING, 0, NULL);
    D3D11_QUERY_DESC qd = { D3D11_QUERY_EVENT, 0 };
    D3D11_MAPPED_SUBRESOURCE m;
    ID3D11Query *q = NULL;
    ID3D11CommandList *l = NULL;
    ID3D11DeviceContext *other = NULL;

    /* ID3D11DeviceContext::Map, remarks: deferred contexts map dynamic resources only, DISCARD first. */
    conf_must(c, (uint32_t)ID3D11DeviceContext_Map(d, (ID3D11Resource *)s, 0, D3D11_MAP_READ, 0, &m), (uint32_t)E_INVALIDARG, "reading");
    conf_must(c, (uint32_t)ID3D11DeviceContext_Map(d, (ID3D11Resource *)dyn, 0, D3D11_MAP_WRITE_NO_OVERWRITE, 0, &m),
              (uint32_t)D3D11_ERROR_DEFERRED_CONTEXT_MAP_WITHOUT_INITIAL_DISCARD, "appending first");
    conf_must(c, (uint32_t)ID3D11DeviceContext_FinishCommandList(c->ctx, FALSE, &l), (uint32_t)DXGI_ERROR_INVALID_CALL,
              "FinishCommandList of the immediate context");
    conf_need(c, ID3D11Device_CreateQuery(c->device, &qd, &q), "CreateQuery");
    conf_own(c, q);
    ID3D11DeviceContext_End(d, (ID3D11Asynchronous *)q);
    conf_must(c, (uint32_t)ID3D11DeviceContext_GetData(d, (ID3D11Asynchronous *)q, NULL, 0, 0), (uint32_t)DXGI_ERROR_INVALID_CALL,
              "GetData of a deferred context");
    conf_must(c, (uint32_t)ID3D11Device_CreateDeferredContext(c->device, 1, &other), (uint32_t)E_INVALIDARG, "flags that are not there");
}

/* ---- threads ---- */

struct worker {
    pthread_t thread;
    struct conf *c;
    struct scene scene;
    ID3D11RenderTargetView *view;
    ID3D11CommandList *list;
    ID3D11Buffer *buffers[64];
    uint32_t index, failed;
};

static void *create_many(void *argument)
{
    struct worker *w = argument;
    for (uint32_t i = 0; i < 64; i++) {
        uint32_t data[16];
        D3D11_BUFFER_DESC d = { sizeof data, D3D11_USAGE_DEFAULT, D3D11_BIND_VERTEX_BUFFER, 0, 0, 0 };
        D3D11_TEXTURE2D_DESC td = { 4, 4, 1, 1, DXGI_FORMAT_R8G8B8A8_UNORM, { 1, 0 }, D3D11_USAGE_DEFAULT, D3D11_BIND_SHADER_RESOURCE, 0, 0 };
        D3D11_SUBRESOURCE_DATA init = { data, 16, 0 };
        ID3D11Texture2D *t = NULL;
        ID3D11ShaderResourceView *v = NULL;
        ID3D11PixelShader *s = NULL;
        for (uint32_t k = 0; k < 16; k++) data[k] = w->index * 100000 + i * 100 + k;
        if (FAILED(ID3D11Device_CreateBuffer(w->c->device, &d, &init, &w->buffers[i]))) w->failed++;
        if (FAILED(ID3D11Device_CreateTexture2D(w->c->device, &td, &init, &t))) { w->failed++; continue; }
        if (FAILED(ID3D11Device_CreateShaderResourceView(w->c->device, (ID3D11Resource *)t, NULL, &v))) w->failed++;
        if (i % 16 == 0 && FAILED(ID3D11Device_CreatePixelShader(w->c->device, plain_ps, sizeof plain_ps, NULL, &s))) w->failed++;
        if (v) ID3D11ShaderResourceView_Release(v);
        if (s) ID3D11PixelShader_Release(s);
        ID3D11Texture2D_Release(t);
    }
    return NULL;
}

static void threads_create(struct conf *c)
{
    static struct worker w[4];
    memset(w, 0, sizeof w);
    for (uint32_t i = 0; i < N_OF(w); i++) {
        w[i].c = c;
        w[i].index = i;
        if (pthread_create(&w[i].thread, NULL, create_many, &w[i])) conf_skip(c, "no threads");
    }
    for (uint32_t i = 0; i < 200; i++) /* and the immediate context works on */
        ID3D11DeviceContext_ClearState(c->ctx);
    for (uint32_t i = 0; i < N_OF(w); i++) pthread_join(w[i].thread, NULL);
    for (uint32_t i = 0; i < N_OF(w); i++) {
        uint32_t got[16], wrong = 0;
        conf_num(c, w[i].failed, "failures of thread %u", i);
        for (uint32_t k = 0; k < 64; k++) {
            if (!w[i].buffers[k]) continue;
            conf_own(c, w[i].buffers[k]);
            if (k % 9) continue;
            conf_get(c, w[i].buffers[k], got, sizeof got);
            for (uint32_t x = 0; x < 16; x++) wrong += got[x] != i * 100000 + k * 100 + x;
        }
        conf_must(c, wrong, 0, "wrong words of thread %u", i);
    }
}

static void *record(void *argument)
{
    struct worker *w = argument;
    ID3D11DeviceContext *d = NULL;
    if (FAILED(ID3D11Device_CreateDeferredContext(w->c->device, 0, &d))) { w->failed++; return NULL; }
    for (uint32_t i = 0; i < 8; i++) {
        const float color[4] = { (float)w->index / 4, (float)i / 8, 0.5f, 1 };
        if (FAILED(draw(d, &w->scene, w->view, (float)(i * 2), (float)(w->index * 4), 2, color))) w->failed++;
    }
    if (FAILED(ID3D11DeviceContext_FinishCommandList(d, FALSE, &w->list))) w->failed++;
    ID3D11DeviceContext_Release(d);
    return NULL;
}

static void threads_record(struct conf *c)
{
    static struct worker w[4];
    struct conf_target t = conf_target(c, DXGI_FORMAT_R8G8B8A8_UNORM, 16, 16, zero);
    memset(w, 0, sizeof w);
    for (uint32_t i = 0; i < N_OF(w); i++) {
        w[i].c = c;
        w[i].index = i;
        w[i].view = t.view;
        w[i].scene = scene(c);
        if (pthread_create(&w[i].thread, NULL, record, &w[i])) conf_skip(c, "no threads");
    }
    for (uint32_t i = 0; i < N_OF(w); i++) pthread_join(w[i].thread, NULL);
    for (uint32_t i = 0; i < N_OF(w); i++) {
        conf_num(c, w[i].failed, "failures of thread %u", i);
        if (w[i].list) ID3D11DeviceContext_ExecuteCommandList(c->ctx, conf_own(c, w[i].list), FALSE);
    }
    conf_resource(c, t.texture, "a row for each thread");
}

/* ---- objects ---- */

static const GUID our_guid = { 0x7a1f2c3d, 0x1234, 0x4321, { 1, 2, 3, 4, 5, 6, 7, 8 } };
static const GUID other_guid = { 0x7a1f2c3e, 0x1234, 0x4321, { 1, 2, 3, 4, 5, 6, 7, 8 } };

static ULONG references(void *object)
{
    IUnknown *u = object;
    IUnknown_AddRef(u);
    return IUnknown_Release(u);
}

static void private_data(struct conf *c)
{
    ID3D11Texture2D *t = conf_plain2d(c, DXGI_FORMAT_R8G8B8A8_UNORM, 4, 4, D3D11_BIND_SHADER_RESOURCE, NULL);
    ID3D11Buffer *b = conf_buffer(c, 16, D3D11_USAGE_DEFAULT, D3D11_BIND_VERTEX_BUFFER, NULL);
    ULONG before;
    uint8_t got[16];
    UINT size = 0;
    IUnknown *back = NULL;

    conf_must(c, (uint32_t)ID3D11Texture2D_GetPrivateData(t, &our_guid, &size, NULL), (uint32_t)DXGI_ERROR_NOT_FOUND, "nothing yet");
    conf_must(c, (uint32_t)ID3D11Texture2D_SetPrivateData(t, &our_guid, 5, "pvgpu"), S_OK, "set");
    conf_must(c, (uint32_t)ID3D11Texture2D_GetPrivateData(t, &our_guid, &size, NULL), S_OK, "how much");
    conf_must(c, size, 5, "size");
    size = 3;
    conf_must(c, (uint32_t)ID3D11Texture2D_GetPrivateData(t, &our_guid, &size, got), (uint32_t)DXGI_ERROR_MORE_DATA, "too little room");
    conf_must(c, size, 5, "size told");
    size = sizeof got;
    conf_must(c, (uint32_t)ID3D11Texture2D_GetPrivateData(t, &our_guid, &size, got), S_OK, "get");
    conf_must(c, size == 5 && !memcmp(got, "pvgpu", 5), 1, "what was set");
    before = references(b);
    conf_must(c, (uint32_t)ID3D11Texture2D_SetPrivateDataInterface(t, &other_guid, (IUnknown *)b), S_OK, "set an interface");
    conf_must(c, references(b), before + 1, "it is held");
    size = sizeof back;
    conf_must(c, (uint32_t)ID3D11Texture2D_GetPrivateData(t, &other_guid, &size, &back), S_OK, "get the interface");
    conf_must(c, back == (IUnknown *)b && references(b) == before + 2, 1, "with a reference");
    if (back) IUnknown_Release(back);
    conf_must(c, (uint32_t)ID3D11Texture2D_SetPrivateData(t, &other_guid, 0, NULL), S_OK, "taken away");
    conf_must(c, references(b), before, "it is let go");
    conf_must(c, (uint32_t)ID3D11Device_SetPrivateData(c->device, &our_guid, 4, "abcd"), S_OK, "of the device");
    conf_must(c, (uint32_t)ID3D11Device_SetPrivateData(c->device, &our_guid, 0, NULL), S_OK, "of the device, away");
    conf_must(c, (uint32_t)ID3D11Device_SetPrivateData(c->device, &our_guid, 0, NULL), S_FALSE, "away twice");
}

/* WKPDID_D3DDebugObjectName (d3dcommon.h): names are private data of every object, kept byte by byte, and taken away with a size of 0. */
static void debug_names(struct conf *c)
{
    static const GUID name = { 0x429b8c22, 0x9188, 0x4b0c, { 0x87, 0x42, 0xac, 0xb0, 0xbf, 0x85, 0xc2, 0x00 } };
    ID3D11Texture2D *t = conf_plain2d(c, DXGI_FORMAT_R8G8B8A8_UNORM, 4, 4, D3D11_BIND_SHADER_RESOURCE | D3D11_BIND_RENDER_TARGET, NULL);
    D3D11_QUERY_DESC qd = { D3D11_QUERY_EVENT, 0 };
    D3D11_RASTERIZER_DESC rd = { D3D11_FILL_SOLID, D3D11_CULL_NONE, FALSE, 7, 0, 0, TRUE, FALSE, FALSE, FALSE };
    struct scene s = scene(c);
    ID3D11Query *q = NULL;
    ID3D11RasterizerState *r = NULL;
    ID3D11DeviceContext *d = deferred(c);
    void *named[9];

    conf_need(c, ID3D11Device_CreateQuery(c->device, &qd, &q), "CreateQuery");
    conf_own(c, q);
    conf_need(c, ID3D11Device_CreateRasterizerState(c->device, &rd, &r), "CreateRasterizerState");
    conf_own(c, r);
    named[0] = t, named[1] = s.vs, named[2] = s.ps, named[3] = s.z, named[4] = q, named[5] = r, named[6] = d;
    named[7] = conf_srv(c, t, NULL), named[8] = conf_rtv(c, t, NULL);
    for (UINT i = 0; i <= N_OF(named); i++) {
        ID3D11DeviceChild *o = i < N_OF(named) ? named[i] : NULL; /* the last is the device */
        char text[32], got[32] = { 0 };
        UINT size = sizeof got, long_size = 0, n = (UINT)snprintf(text, sizeof text, "object %u", i);
        HRESULT hr = o ? ID3D11DeviceChild_SetPrivateData(o, &name, n, text) : ID3D11Device_SetPrivateData(c->device, &name, n, text);
        conf_hr(c, hr, "%u: named", i);
        hr = o ? ID3D11DeviceChild_GetPrivateData(o, &name, &size, got) : ID3D11Device_GetPrivateData(c->device, &name, &size, got);
        conf_hr(c, hr, "%u: its name", i);
        conf_num(c, size, "%u: without an end of its own", i);
        conf_num(c, !memcmp(got, text, sizeof text - 24), "%u: the same", i);
        hr = o ? ID3D11DeviceChild_SetPrivateData(o, &name, 3, "new") : ID3D11Device_SetPrivateData(c->device, &name, 3, "new");
        conf_hr(c, hr, "%u: named again", i);
        hr = o ? ID3D11DeviceChild_GetPrivateData(o, &name, &long_size, NULL) : ID3D11Device_GetPrivateData(c->device, &name, &long_size, NULL);
        conf_num(c, SUCCEEDED(hr) ? long_size : 0, "%u: room for its name", i);
        hr = o ? ID3D11DeviceChild_SetPrivateData(o, &name, 0, NULL) : ID3D11Device_SetPrivateData(c->device, &name, 0, NULL);
        conf_hr(c, hr, "%u: taken away", i);
        size = sizeof got;
        hr = o ? ID3D11DeviceChild_GetPrivateData(o, &name, &size, got) : ID3D11Device_GetPrivateData(c->device, &name, &size, got);
        conf_must(c, (uint32_t)hr, (uint32_t)DXGI_ERROR_NOT_FOUND, "%u: no name", i);
    }
}

static void identities(struct conf *c)
{
    ID3D11Texture2D *t = conf_plain2d(c, DXGI_FORMAT_R8G8B8A8_UNORM, 4, 4, D3D11_BIND_SHADER_RESOURCE, NULL);
    ID3D11ShaderResourceView *v = conf_srv(c, t, NULL);
    ID3D11Device *device = NULL;
    ID3D11DeviceContext *ctx = NULL;
    ID3D11Resource *r = NULL;
    IUnknown *a = NULL, *b = NULL;
    D3D11_SAMPLER_DESC sd = { D3D11_FILTER_MIN_MAG_MIP_LINEAR, D3D11_TEXTURE_ADDRESS_CLAMP, D3D11_TEXTURE_ADDRESS_CLAMP,
        D3D11_TEXTURE_ADDRESS_CLAMP, 0, 1, D3D11_COMPARISON_NEVER, { 0 }, 0, D3D11_FLOAT32_MAX };
    ID3D11SamplerState *s[2] = { 0 };

    ID3D11Texture2D_GetDevice(t, &device);
    conf_must(c, device == c->device, 1, "the device of a texture");
    ID3D11Device_Release(device);
    ID3D11Device_GetImmediateContext(c->device, &ctx);
    conf_must(c, ctx == c->ctx, 1, "one immediate context");
    ID3D11DeviceContext_Release(ctx);
    ID3D11ShaderResourceView_GetResource(v, &r);
    conf_must(c, r == (ID3D11Resource *)t, 1, "the resource of a view");
    ID3D11Resource_Release(r);
    conf_must(c, (uint32_t)ID3D11Texture2D_QueryInterface(t, &IID_IUnknown, (void **)&a), S_OK, "IUnknown");
    conf_must(c, (uint32_t)ID3D11Texture2D_QueryInterface(t, &IID_IUnknown, (void **)&b), S_OK, "IUnknown");
    conf_must(c, a == b, 1, "one identity");
    if (a) IUnknown_Release(a);
    if (b) IUnknown_Release(b);
    a = (IUnknown *)c;
    conf_must(c, (uint32_t)ID3D11Texture2D_QueryInterface(t, &IID_ID3D11Buffer, (void **)&a), (uint32_t)E_NOINTERFACE, "a texture is no buffer");
    conf_must(c, a == NULL, 1, "and gives nothing");
    /* ID3D11Device::CreateSamplerState, remarks: the same description gives the same object. */
    conf_need(c, ID3D11Device_CreateSamplerState(c->device, &sd, &s[0]), "CreateSamplerState");
    conf_own(c, s[0]);
    conf_need(c, ID3D11Device_CreateSamplerState(c->device, &sd, &s[1]), "CreateSamplerState");
    conf_own(c, s[1]);
    conf_must(c, s[0] == s[1], 1, "one state of one description");
}

static void context_states(struct conf *c)
{
    static const D3D_FEATURE_LEVEL level = D3D_FEATURE_LEVEL_11_0;
    ID3DDeviceContextState *s = NULL, *before = NULL;
    D3D11_VIEWPORT v[16];
    UINT n = 16;
    if (!c->device1 || !c->ctx1) conf_skip(c, "no ID3D11Device1");
    conf_level(c, level);
    conf_need(c, ID3D11Device1_CreateDeviceContextState(c->device1, 0, &level, 1, D3D11_SDK_VERSION, &IID_ID3D11Device1, NULL, &s),
              "CreateDeviceContextState");
    conf_own(c, s);
    conf_viewport(c, 1, 2, 3, 4, 0, 1);
    ID3D11DeviceContext1_SwapDeviceContextState(c->ctx1, s, &before);
    ID3D11DeviceContext_RSGetViewports(c->ctx, &n, v);
    conf_num(c, n, "viewports of the new state");
    conf_viewport(c, 5, 6, 7, 8, 0, 1);
    ID3D11DeviceContext1_SwapDeviceContextState(c->ctx1, before, NULL);
    n = 16;
    ID3D11DeviceContext_RSGetViewports(c->ctx, &n, v);
    conf_num(c, n, "viewports of the old one");
    conf_float(c, v[0].TopLeftX, "where it was");
    if (before) ID3DDeviceContextState_Release(before);
}

static void constant_offsets(struct conf *c)
{
    struct conf_target t = conf_target(c, DXGI_FORMAT_R8G8B8A8_UNORM, 8, 1, zero);
    float colors[8][64] = { 0 };
    ID3D11Buffer *cb, *got = NULL;
    UINT first = 99, count = 99;
    if (!c->ctx1 || !c->eleven_1) conf_skip(c, "no windows of constants");
    for (UINT i = 0; i < 8; i++) {
        colors[i][0] = (float)i / 8;
        colors[i][1] = 1 - (float)i / 8;
        colors[i][3] = 1;
    }
    cb = conf_buffer(c, sizeof colors, D3D11_USAGE_DEFAULT, D3D11_BIND_CONSTANT_BUFFER, colors);
    conf_quad_setup(c, 0.5f);
    CONF_SHADER(c, CONF_PS, plain_ps);
    for (UINT i = 0; i < 8; i++) {
        const UINT at = i * 16, n = 16;
        ID3D11DeviceContext1_PSSetConstantBuffers1(c->ctx1, 0, 1, &cb, &at, &n);
        conf_viewport(c, (float)i, 0, 1, 1, 0, 1);
        ID3D11DeviceContext_Draw(c->ctx, 4, 0);
    }
    ID3D11DeviceContext1_PSGetConstantBuffers1(c->ctx1, 0, 1, &got, &first, &count);
    conf_must(c, got == cb && first == 112 && count == 16, 1, "what was set");
    if (got) ID3D11Buffer_Release(got);
    conf_resource(c, t.texture, "a window for each draw");
}

/* A texture that a second device opens. DXVK shares only where Wine helps it. */
static void shared(struct conf *c)
{
    D3D11_TEXTURE2D_DESC d = { 8, 8, 1, 1, DXGI_FORMAT_R8G8B8A8_UNORM, { 1, 0 }, D3D11_USAGE_DEFAULT,
                               D3D11_BIND_SHADER_RESOURCE | D3D11_BIND_RENDER_TARGET, 0, D3D11_RESOURCE_MISC_SHARED };
    struct conf second = { 0 };
    static const float color[4] = { 1, 0, 0.2f, 0.4f };
    ID3D11Texture2D *t = conf_texture2d(c, &d, NULL), *other = NULL;
    IDXGIResource *r = NULL;
    HANDLE handle = NULL;
    HRESULT hr;

    conf_need(c, ID3D11Texture2D_QueryInterface(t, &IID_IDXGIResource, (void **)&r), "IDXGIResource");
    conf_own(c, r);
    conf_need(c, IDXGIResource_GetSharedHandle(r, &handle), "GetSharedHandle");
    conf_must(c, handle != NULL, 1, "a handle");
    conf_need(c, D3D11CreateDevice(NULL, D3D_DRIVER_TYPE_HARDWARE, NULL, 0, NULL, 0, D3D11_SDK_VERSION, &second.device, &second.level, &second.ctx),
              "a second device");
    conf_own(c, second.device);
    conf_own(c, second.ctx);
    second.now = second.ctx;
    hr = ID3D11Device_OpenSharedResource(second.device, handle, &IID_ID3D11Texture2D, (void **)&other);
    conf_must(c, (uint32_t)hr, S_OK, "OpenSharedResource");
    if (FAILED(hr)) return;
    conf_own(c, other);
    ID3D11DeviceContext_ClearRenderTargetView(c->ctx, conf_rtv(c, t, NULL), color);
    ID3D11DeviceContext_Flush(c->ctx);
    conf_must(c, conf_pixel(c, t, 3, 3), 0x663300ff, "what the first drew");
    conf_must(c, conf_pixel(&second, other, 3, 3), 0x663300ff, "what the second sees");
}

static HRESULT second_device(struct conf *c, struct conf *second)
{
    HRESULT hr = D3D11CreateDevice(NULL, D3D_DRIVER_TYPE_HARDWARE, NULL, 0, NULL, 0, D3D11_SDK_VERSION, &second->device, &second->level, &second->ctx);
    if (SUCCEEDED(hr)) {
        conf_own(c, second->device);
        conf_own(c, second->ctx);
        second->now = second->ctx;
    }
    return hr;
}

/* A texture that two devices write in turn, which a keyed mutex gives them; shared through a global or an NT handle, or by the latter's name. */
enum { BY_NUMBER, BY_NT_HANDLE, BY_NAME };
static void keyed(struct conf *c)
{
    const bool nt = c->arg != BY_NUMBER;
    const WCHAR *name = c->arg == BY_NAME ? L"pvgpu-d3d11-suite" : NULL;
    D3D11_TEXTURE2D_DESC d = { 8, 8, 1, 1, DXGI_FORMAT_R8G8B8A8_UNORM, { 1, 0 }, D3D11_USAGE_DEFAULT,
                               D3D11_BIND_SHADER_RESOURCE | D3D11_BIND_RENDER_TARGET, 0, D3D11_RESOURCE_MISC_SHARED_KEYEDMUTEX };
    static const float red[4] = { 1, 0, 0, 1 }, green[4] = { 0, 1, 0, 1 };
    struct conf second = { 0 };
    IDXGIKeyedMutex *m = NULL, *m2 = NULL;
    ID3D11Texture2D *t = NULL, *other = NULL, *again = NULL;
    ID3D11RenderTargetView *rtv = NULL;
    ID3D11Device1 *d1 = NULL;
    IDXGIResource1 *r = NULL;
    HANDLE handle = NULL;
    HRESULT hr;

    if (nt) d.MiscFlags |= D3D11_RESOURCE_MISC_SHARED_NTHANDLE;
    conf_need(c, ID3D11Device_CreateTexture2D(c->device, &d, NULL, &t), "CreateTexture2D");
    conf_own(c, t);
    conf_need(c, ID3D11Texture2D_QueryInterface(t, &IID_IDXGIKeyedMutex, (void **)&m), "IDXGIKeyedMutex");
    conf_own(c, m);
    conf_need(c, ID3D11Texture2D_QueryInterface(t, &IID_IDXGIResource1, (void **)&r), "IDXGIResource1");
    conf_own(c, r);
    if (nt) hr = IDXGIResource1_CreateSharedHandle(r, NULL, DXGI_SHARED_RESOURCE_READ | DXGI_SHARED_RESOURCE_WRITE, name, &handle);
    else hr = IDXGIResource1_GetSharedHandle(r, &handle);
    conf_need(c, hr, "a handle");
    conf_need(c, second_device(c, &second), "a second device");
    conf_need(c, ID3D11Device_QueryInterface(second.device, &IID_ID3D11Device1, (void **)&d1), "ID3D11Device1");
    conf_own(c, d1);
    if (name) hr = ID3D11Device1_OpenSharedResourceByName(d1, name, DXGI_SHARED_RESOURCE_READ | DXGI_SHARED_RESOURCE_WRITE,
                                                          &IID_ID3D11Texture2D, (void **)&other);
    else if (nt) hr = ID3D11Device1_OpenSharedResource1(d1, handle, &IID_ID3D11Texture2D, (void **)&other);
    else hr = ID3D11Device_OpenSharedResource(second.device, handle, &IID_ID3D11Texture2D, (void **)&other);
    conf_must(c, (uint32_t)hr, S_OK, "opened");
    if (FAILED(hr)) return;
    conf_own(c, other);
    conf_need(c, ID3D11Texture2D_QueryInterface(other, &IID_IDXGIKeyedMutex, (void **)&m2), "the other's IDXGIKeyedMutex");
    conf_own(c, m2);
    conf_must(c, (uint32_t)IDXGIKeyedMutex_AcquireSync(m, 0, 0), S_OK, "the first key is 0");
    conf_must(c, (uint32_t)IDXGIKeyedMutex_AcquireSync(m2, 0, 0), 0x102, "owned by the other one");
    conf_must(c, (uint32_t)IDXGIKeyedMutex_ReleaseSync(m2, 0), (uint32_t)DXGI_ERROR_INVALID_CALL, "released by who does not own it");
    ID3D11DeviceContext_ClearRenderTargetView(c->ctx, conf_rtv(c, t, NULL), red);
    conf_must(c, (uint32_t)IDXGIKeyedMutex_ReleaseSync(m, 5), S_OK, "released under key 5");
    conf_must(c, (uint32_t)IDXGIKeyedMutex_AcquireSync(m2, 0, 10), 0x102, "key 0 is not the one any more");
    conf_must(c, (uint32_t)IDXGIKeyedMutex_AcquireSync(m2, 5, 1000), S_OK, "key 5 is");
    conf_must(c, conf_pixel(&second, other, 3, 3), 0xff0000ff, "what the first drew");
    conf_need(c, ID3D11Device_CreateRenderTargetView(second.device, (ID3D11Resource *)other, NULL, &rtv), "a view");
    conf_own(c, rtv);
    ID3D11DeviceContext_ClearRenderTargetView(second.ctx, rtv, green);
    conf_must(c, (uint32_t)IDXGIKeyedMutex_ReleaseSync(m2, 0), S_OK, "given back");
    conf_must(c, (uint32_t)IDXGIKeyedMutex_AcquireSync(m, 0, 1000), S_OK, "and taken");
    conf_must(c, conf_pixel(c, t, 3, 3), 0xff00ff00, "what the second drew");
    conf_must(c, (uint32_t)IDXGIKeyedMutex_ReleaseSync(m, 0), S_OK, "free in the end");
    if (nt) close_nt_handle(handle);
    if (!name) return;
    hr = ID3D11Device1_OpenSharedResourceByName(d1, name, DXGI_SHARED_RESOURCE_READ, &IID_ID3D11Texture2D, (void **)&again);
    conf_must(c, FAILED(hr), 1, "the name goes with the last handle");
    conf_own(c, again);
}

/* A Direct3D 10 device behind a context state draws with the objects of both versions. */
static void direct3d_10(struct conf *c)
{
    static const D3D_FEATURE_LEVEL level = D3D_FEATURE_LEVEL_10_1;
    static const float blue[4] = { 0, 0, 1, 1 }, red[4] = { 1, 0, 0, 1 };
    D3D11_TEXTURE2D_DESC d = { 8, 8, 1, 1, DXGI_FORMAT_R8G8B8A8_UNORM, { 1, 0 }, D3D11_USAGE_DEFAULT, D3D11_BIND_RENDER_TARGET, 0, 0 };
    ID3DDeviceContextState *state = NULL, *before = NULL;
    ID3D10RenderTargetView *view = NULL;
    ID3D10Device *ten = NULL;
    ID3D11Device1 *d1 = NULL;
    ID3D11RenderTargetView *rtv;
    ID3D11Texture2D *t;
    HRESULT hr;

    conf_level(c, level);
    t = conf_texture2d(c, &d, NULL);
    rtv = conf_rtv(c, t, NULL);

    conf_need(c, ID3D11Device_QueryInterface(c->device, &IID_ID3D11Device1, (void **)&d1), "ID3D11Device1");
    conf_own(c, d1);
    hr = ID3D11Device1_CreateDeviceContextState(d1, 0, &level, 1, D3D11_SDK_VERSION, &IID_ID3D10Device, NULL, &state);
    conf_need(c, hr, "a context state for ID3D10Device");
    conf_own(c, state);
    conf_need(c, ID3D11Device_QueryInterface(c->device, &IID_ID3D10Device, (void **)&ten), "ID3D10Device");
    conf_own(c, ten);
    conf_need(c, ID3D11RenderTargetView_QueryInterface(rtv, &IID_ID3D10RenderTargetView, (void **)&view), "ID3D10RenderTargetView");
    conf_own(c, view);
    ID3D11DeviceContext_ClearRenderTargetView(c->ctx, rtv, red);
    ID3D10Device_ClearRenderTargetView(ten, view, blue);
    conf_must(c, conf_pixel(c, t, 3, 3), 0xff0000ff, "Direct3D 11 is what acts");
    ID3D11DeviceContext1_SwapDeviceContextState(c->ctx1, state, &before);
    ID3D10Device_ClearRenderTargetView(ten, view, blue);
    ID3D11DeviceContext_ClearRenderTargetView(c->ctx, rtv, red);
    ID3D11DeviceContext1_SwapDeviceContextState(c->ctx1, before, NULL);
    conf_own(c, before);
    conf_must(c, conf_pixel(c, t, 3, 3), 0xffff0000, "Direct3D 10 was what acted");
}

/* FinishCommandList ends query ranges and unmaps (display/supporting-command-lists). */
static void left_open(struct conf *c)
{
    struct scene s = scene(c);
    struct conf_target t = conf_target(c, DXGI_FORMAT_R8G8B8A8_UNORM, 8, 8, zero);
    ID3D11DeviceContext *d = deferred(c);
    D3D11_QUERY_DESC qd = { D3D11_QUERY_OCCLUSION, 0 }, ed = { D3D11_QUERY_EVENT, 0 };
    ID3D11Query *q = NULL, *event = NULL;
    ID3D11Buffer *staged = conf_buffer(c, 16, D3D11_USAGE_DYNAMIC, D3D11_BIND_VERTEX_BUFFER, NULL);
    D3D11_MAPPED_SUBRESOURCE m;
    ID3D11CommandList *l;
    UINT64 samples = 0;
    BOOL done = FALSE;
    HRESULT hr;

    conf_need(c, ID3D11Device_CreateQuery(c->device, &qd, &q), "CreateQuery");
    conf_own(c, q);
    conf_need(c, ID3D11Device_CreateQuery(c->device, &ed, &event), "CreateQuery");
    conf_own(c, event);
    ID3D11DeviceContext_Begin(d, (ID3D11Asynchronous *)q);
    conf_hr(c, draw(d, &s, t.view, 0, 0, 5, red), "drawn");
    conf_need(c, ID3D11DeviceContext_Map(d, (ID3D11Resource *)staged, 0, D3D11_MAP_WRITE_DISCARD, 0, &m), "Map");
    conf_pattern(m.pData, 16, 3);
    l = finish(c, d, FALSE);
    ID3D11DeviceContext_ExecuteCommandList(c->now, l, FALSE);
    ID3D11DeviceContext_End(c->now, (ID3D11Asynchronous *)event);
    while ((hr = ID3D11DeviceContext_GetData(c->now, (ID3D11Asynchronous *)event, &done, sizeof done, 0)) == S_FALSE)
        ;
    conf_hr(c, hr, "the work");
    while ((hr = ID3D11DeviceContext_GetData(c->now, (ID3D11Asynchronous *)q, &samples, sizeof samples, 0)) == S_FALSE)
        ;
    conf_hr(c, hr, "the query that was left open");
    conf_num(c, samples, "samples");
    conf_resource(c, t.texture, "target");
    conf_resource(c, staged, "what was mapped");
}

static const struct conf_case cases[] = {
    { "left open in a list", left_open, 0 }, { "command lists", command_lists, 0 }, { "deferred work", deferred_work, 0 },
    { "deferred codes", deferred_codes, 0 },
    { "threads that create", threads_create, 0 }, { "threads that record", threads_record, 0 }, { "private data", private_data, 0 },
    { "debug names", debug_names, 0 }, { "identities", identities, 0 }, { "context states", context_states, 0 },
    { "windows of constants", constant_offsets, 0 },
    { "shared texture", shared, 0 }, { "keyed mutex", keyed, BY_NUMBER }, { "keyed mutex, NT handle", keyed, BY_NT_HANDLE },
    { "keyed mutex, name", keyed, BY_NAME }, { "direct3d 10", direct3d_10, 0 },
};
const struct conf_area area_contexts = { "contexts", cases, N_OF(cases), 0, NULL, NULL };
