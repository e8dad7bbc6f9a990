/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include <stdlib.h>
#include <string.h>
#include "draw.h"

struct vertex {
    float position[4], uv[2];
    uint8_t indices[4];
    int16_t offset[2];
    float color[4];
    int32_t place[2];
    float normal[3];
};

/* How each vertex attribute of the golden shaders is fed, by semantic and component type. */
static const struct { const char *name; uint32_t type; DXGI_FORMAT format; uint32_t offset; } attributes[] = {
    {"POSITION", 3, DXGI_FORMAT_R32G32B32A32_FLOAT, offsetof(struct vertex, position)},
    {"POSITION", 2, DXGI_FORMAT_R32G32_SINT, offsetof(struct vertex, place)},
    {"TEXCOORD", 3, DXGI_FORMAT_R32G32_FLOAT, offsetof(struct vertex, uv)},
    {"BLENDINDICES", 1, DXGI_FORMAT_R8G8B8A8_UINT, offsetof(struct vertex, indices)},
    {"OFFSET", 2, DXGI_FORMAT_R16G16_SINT, offsetof(struct vertex, offset)},
    {"COLOR", 3, DXGI_FORMAT_R32G32B32A32_FLOAT, offsetof(struct vertex, color)},
    {"COLOR", 1, DXGI_FORMAT_R8G8B8A8_UINT, offsetof(struct vertex, indices)},
    {"NORMAL", 3, DXGI_FORMAT_R32G32B32_FLOAT, offsetof(struct vertex, normal)},
};

static const struct vertex triangle[4] = {
    {{-0.9f, -0.8f, 0.1f, 1}, {0, 0}, {250, 10, 60, 255}, {0, 0}, {1, 0.2f, 0.1f, 1}, {-90, -80}, {0.3f, 0.4f, 0}},
    {{0.1f, 0.9f, 0.6f, 1}, {0.5f, 1}, {5, 200, 90, 128}, {0, 0}, {0.1f, 1, 0.3f, 0.5f}, {10, 95}, {0.1f, 0.2f, 0}},
    {{0.8f, -0.7f, 0.4f, 1}, {1, 0.25f}, {70, 30, 220, 64}, {0, 0}, {0.2f, 0.1f, 1, 0.25f}, {85, -75}, {0.2f, 0.1f, 0}},
    {{-0.7f, 0.6f, 0.3f, 1}, {0.75f, 0.5f}, {130, 140, 150, 160}, {0, 0}, {0.9f, 0.9f, 0.1f, 1}, {-70, 60}, {0.5f, 0.1f, 0}},
};

static ID3D11Buffer *make_buffer(struct draw *d, uint32_t size, uint32_t bind, uint32_t misc, uint32_t stride, const void *data)
{
    D3D11_BUFFER_DESC desc = {size, D3D11_USAGE_DEFAULT, bind, 0, misc, stride};
    D3D11_SUBRESOURCE_DATA initial = {data, 0, 0};
    ID3D11Buffer *buffer = NULL;
    if (FAILED(ID3D11Device_CreateBuffer(d->device, &desc, data ? &initial : NULL, &buffer))) return NULL;
    return buffer;
}

static ID3D11Texture2D *make_texture(struct draw *d, DXGI_FORMAT format, uint32_t bind, const void *data, uint32_t pitch)
{
    D3D11_TEXTURE2D_DESC desc = {DRAW_SIZE, DRAW_SIZE, 1, 1, format, {1, 0}, D3D11_USAGE_DEFAULT, bind, 0, 0};
    D3D11_SUBRESOURCE_DATA initial = {data, pitch, 0};
    ID3D11Texture2D *texture = NULL;
    if (FAILED(ID3D11Device_CreateTexture2D(d->device, &desc, data ? &initial : NULL, &texture))) return NULL;
    return texture;
}

const char *draw_init(struct draw *d)
{
    const char *why = NULL;
    static const D3D_FEATURE_LEVEL levels[] = {D3D_FEATURE_LEVEL_11_1, D3D_FEATURE_LEVEL_11_0};
    float constants[1024];
    memset(d, 0, sizeof *d);
    PFN_D3D11_CREATE_DEVICE create = draw_os_load(&why);
    if (!create) return why;
    HRESULT hr = create(NULL, D3D_DRIVER_TYPE_HARDWARE, NULL, 0, levels, 2, D3D11_SDK_VERSION, &d->device, NULL, &d->context);
    if (hr == E_INVALIDARG)
        hr = create(NULL, D3D_DRIVER_TYPE_HARDWARE, NULL, 0, levels + 1, 1, D3D11_SDK_VERSION, &d->device, NULL, &d->context);
    if (FAILED(hr)) return "no Direct3D 11 device";
    for (int i = 0; i < 1024; i++) constants[i] = i < 16 ? i % 5 == 0 : (float)(i % 37) * 0.02f;
    for (int i = 16; i < 48; i++) constants[i] = 0; /* vs_inputs adds these to positions */
    d->vertices = make_buffer(d, sizeof triangle, D3D11_BIND_VERTEX_BUFFER, 0, 0, triangle);
    d->constants = make_buffer(d, sizeof constants, D3D11_BIND_CONSTANT_BUFFER, 0, 0, constants);
    return d->vertices && d->constants ? NULL : "no buffers";
}

void draw_fini(struct draw *d)
{
    if (d->vertices) ID3D11Buffer_Release(d->vertices);
    if (d->constants) ID3D11Buffer_Release(d->constants);
    if (d->context) ID3D11DeviceContext_Release(d->context);
    if (d->device) ID3D11Device_Release(d->device);
}

/* ---- containers ---- */

struct container {
    struct strip original, used; /* used: what the shader is created from */
    const void *data;
    size_t size;
    void *rebuilt;
};

static bool get_container(int id, bool rebuild, uint32_t stage, struct container *c)
{
    memset(c, 0, sizeof *c);
    if (!strip_container(golden[id].data, golden[id].size, &c->original)) return false;
    c->data = golden[id].data;
    c->size = golden[id].size;
    if (rebuild) {
        struct pvb_dxbc_shader s = strip_shader(&c->original, false);
        s.stage = stage;
        for (uint32_t i = 0; stage == PVGPU_STAGE_VS && i < c->original.n_in; i++) /* as a bound layout would tell */
            if (!c->original.in[i].d3d_name) s.input_types[c->original.in[i].reg] = (uint8_t)c->original.in[i].type;
        if (pvb_dxbc_build(&s, &c->rebuilt, &c->size, NULL) != PVB_DXBC_OK) return false;
        c->data = c->rebuilt;
    }
    return strip_container(c->data, c->size, &c->used);
}

HRESULT draw_create(struct draw *d, uint32_t stage, const void *data, size_t size)
{
    HRESULT hr = E_FAIL;
    ID3D11DeviceChild *object = NULL;
    void **out = (void **)&object;
    switch (stage) {
    case PVGPU_STAGE_VS: hr = ID3D11Device_CreateVertexShader(d->device, data, size, NULL, (ID3D11VertexShader **)out); break;
    case PVGPU_STAGE_HS: hr = ID3D11Device_CreateHullShader(d->device, data, size, NULL, (ID3D11HullShader **)out); break;
    case PVGPU_STAGE_DS: hr = ID3D11Device_CreateDomainShader(d->device, data, size, NULL, (ID3D11DomainShader **)out); break;
    case PVGPU_STAGE_GS: hr = ID3D11Device_CreateGeometryShader(d->device, data, size, NULL, (ID3D11GeometryShader **)out); break;
    case PVGPU_STAGE_PS: hr = ID3D11Device_CreatePixelShader(d->device, data, size, NULL, (ID3D11PixelShader **)out); break;
    case PVGPU_STAGE_CS: hr = ID3D11Device_CreateComputeShader(d->device, data, size, NULL, (ID3D11ComputeShader **)out); break;
    }
    if (object) ID3D11DeviceChild_Release(object);
    return hr;
}

/* ---- one run ---- */

static const char *set_vertex_shader(struct draw *d, int id, bool rebuilt)
{
    struct container c;
    struct pvgpu_input_element elements[16];
    D3D11_INPUT_ELEMENT_DESC desc[16];
    ID3D11VertexShader *vs = NULL;
    ID3D11InputLayout *layout = NULL;
    uint32_t n = 0;
    const char *why = NULL;
    if (!get_container(id, rebuilt, PVGPU_STAGE_VS, &c)) return "vertex shader: no container";
    for (uint32_t i = 0; i < c.original.n_in; i++) {
        const struct strip_entry *e = &c.original.in[i];
        if (e->d3d_name) continue;
        size_t a = 0, end = sizeof attributes / sizeof *attributes;
        while (a < end && (strcmp(attributes[a].name, e->name) || attributes[a].type != e->type)) a++;
        if (a == end) return "no such attribute";
        desc[n] = (D3D11_INPUT_ELEMENT_DESC){rebuilt ? "R" : e->name, rebuilt ? e->reg : e->semantic_index,
                                             attributes[a].format, 0, attributes[a].offset, D3D11_INPUT_PER_VERTEX_DATA, 0};
        elements[n++] = (struct pvgpu_input_element){.reg = e->reg, .format = attributes[a].format};
    }
    if (FAILED(ID3D11Device_CreateVertexShader(d->device, c.data, c.size, NULL, &vs))) why = "CreateVertexShader";
    if (!why && n && !rebuilt && FAILED(ID3D11Device_CreateInputLayout(d->device, desc, n, c.data, c.size, &layout)))
        why = "CreateInputLayout";
    if (!why && n && rebuilt) {
        void *signature = NULL;
        size_t size;
        if (pvb_dxbc_layout_signature(elements, n, &signature, &size) != PVB_DXBC_OK ||
            FAILED(ID3D11Device_CreateInputLayout(d->device, desc, n, signature, size, &layout)))
            why = "CreateInputLayout of a rebuilt signature";
        free(signature);
    }
    ID3D11DeviceContext_VSSetShader(d->context, vs, NULL, 0);
    ID3D11DeviceContext_IASetInputLayout(d->context, layout);
    if (vs) ID3D11VertexShader_Release(vs);
    if (layout) ID3D11InputLayout_Release(layout);
    free(c.rebuilt);
    return why;
}

/* The semantic under which a container's outputs have a register component. */
static bool find_output(const struct strip *s, const struct draw_so *row, D3D11_SO_DECLARATION_ENTRY *e)
{
    for (uint32_t i = 0; i < s->n_out; i++) {
        const struct strip_entry *x = &s->out[i];
        if (x->stream != row->stream || x->reg != row->reg || !(x->mask >> row->first & 1u)) continue;
        uint32_t low = 0;
        while (!(x->mask >> low & 1u)) low++;
        *e = (D3D11_SO_DECLARATION_ENTRY){row->stream, x->name, x->semantic_index, (BYTE)(row->first - low), row->count,
                                          row->slot};
        return true;
    }
    return false;
}

static const char *set_geometry_shader(struct draw *d, const struct draw_case *c, bool rebuilt)
{
    struct container k;
    D3D11_SO_DECLARATION_ENTRY entries[16];
    ID3D11GeometryShader *gs = NULL;
    const char *why = NULL;
    HRESULT hr;
    if (!get_container(c->gs, rebuilt, PVGPU_STAGE_GS, &k)) return "geometry shader: no container";
    for (uint32_t i = 0; i < c->n_so; i++)
        if (!find_output(&k.used, &c->so[i], &entries[i])) why = "no such output";
    if (!why) {
        if (c->n_so) hr = ID3D11Device_CreateGeometryShaderWithStreamOutput(d->device, k.data, k.size, entries, c->n_so, NULL, 0,
                                                                            D3D11_SO_NO_RASTERIZED_STREAM, NULL, &gs);
        else hr = ID3D11Device_CreateGeometryShader(d->device, k.data, k.size, NULL, &gs);
        if (FAILED(hr)) why = "CreateGeometryShader";
    }
    ID3D11DeviceContext_GSSetShader(d->context, gs, NULL, 0);
    if (gs) ID3D11GeometryShader_Release(gs);
    free(k.rebuilt);
    return why;
}

#define SET_SHADER(Stage, stage, id) \
    do { \
        struct container k; \
        ID3D11##Stage##Shader *shader = NULL; \
        if ((id) < 0) break; \
        if (!get_container(id, rebuilt, PVGPU_STAGE_##stage, &k)) return #stage ": no container"; \
        HRESULT hr = ID3D11Device_Create##Stage##Shader(d->device, k.data, k.size, NULL, &shader); \
        free(k.rebuilt); \
        if (FAILED(hr)) return "Create" #Stage "Shader"; \
        ID3D11DeviceContext_##stage##SetShader(d->context, shader, NULL, 0); \
        ID3D11##Stage##Shader_Release(shader); \
    } while (0)

static const char *set_shaders(struct draw *d, const struct draw_case *c, bool rebuilt)
{
    const char *why = NULL;
    ID3D11DeviceContext *x = d->context;
    ID3D11Buffer *b[3] = {d->constants, d->constants, d->constants};
    if (c->vs >= 0) why = set_vertex_shader(d, c->vs, rebuilt);
    if (!why && c->gs >= 0) why = set_geometry_shader(d, c, rebuilt);
    if (why) return why;
    SET_SHADER(Hull, HS, c->hs);
    SET_SHADER(Domain, DS, c->ds);
    SET_SHADER(Pixel, PS, c->ps);
    SET_SHADER(Compute, CS, c->cs);
    ID3D11DeviceContext_VSSetConstantBuffers(x, 0, 3, b);
    ID3D11DeviceContext_HSSetConstantBuffers(x, 0, 3, b);
    ID3D11DeviceContext_DSSetConstantBuffers(x, 0, 3, b);
    ID3D11DeviceContext_GSSetConstantBuffers(x, 0, 3, b);
    ID3D11DeviceContext_PSSetConstantBuffers(x, 0, 3, b);
    return NULL;
}

static void add(struct draw_result *r, const void *data, uint32_t n)
{
    if (n > DRAW_RESULT - r->size) n = DRAW_RESULT - r->size;
    memcpy(r->data + r->size, data, n);
    r->size += n;
}

static bool read_buffer(struct draw *d, ID3D11Buffer *b, uint32_t size, struct draw_result *r)
{
    D3D11_BUFFER_DESC desc = {size, D3D11_USAGE_STAGING, 0, D3D11_CPU_ACCESS_READ, 0, 0};
    D3D11_MAPPED_SUBRESOURCE m;
    ID3D11Buffer *staging = NULL;
    if (FAILED(ID3D11Device_CreateBuffer(d->device, &desc, NULL, &staging))) return false;
    ID3D11DeviceContext_CopyResource(d->context, (ID3D11Resource *)staging, (ID3D11Resource *)b);
    bool ok = SUCCEEDED(ID3D11DeviceContext_Map(d->context, (ID3D11Resource *)staging, 0, D3D11_MAP_READ, 0, &m));
    if (ok) {
        add(r, m.pData, size);
        ID3D11DeviceContext_Unmap(d->context, (ID3D11Resource *)staging, 0);
    }
    ID3D11Buffer_Release(staging);
    return ok;
}

static bool read_texture(struct draw *d, ID3D11Texture2D *t, uint32_t texel, struct draw_result *r)
{
    D3D11_TEXTURE2D_DESC desc;
    D3D11_MAPPED_SUBRESOURCE m;
    ID3D11Texture2D *staging = NULL;
    ID3D11Texture2D_GetDesc(t, &desc);
    desc.Usage = D3D11_USAGE_STAGING;
    desc.BindFlags = 0;
    desc.CPUAccessFlags = D3D11_CPU_ACCESS_READ;
    if (FAILED(ID3D11Device_CreateTexture2D(d->device, &desc, NULL, &staging))) return false;
    ID3D11DeviceContext_CopyResource(d->context, (ID3D11Resource *)staging, (ID3D11Resource *)t);
    bool ok = SUCCEEDED(ID3D11DeviceContext_Map(d->context, (ID3D11Resource *)staging, 0, D3D11_MAP_READ, 0, &m));
    if (ok) {
        for (uint32_t y = 0; y < DRAW_SIZE; y++) add(r, (const uint8_t *)m.pData + y * m.RowPitch, DRAW_SIZE * texel);
        ID3D11DeviceContext_Unmap(d->context, (ID3D11Resource *)staging, 0);
    }
    ID3D11Texture2D_Release(staging);
    return ok;
}

static void bind_texture(struct draw *d, enum draw_texture kind)
{
    static uint32_t texels[DRAW_SIZE * DRAW_SIZE];
    ID3D11ShaderResourceView *view = NULL;
    if (kind == DRAW_NO_TEXTURE) return;
    for (uint32_t i = 0; i < DRAW_SIZE * DRAW_SIZE; i++) texels[i] = i * 2654435761u;
    ID3D11Texture2D *t = make_texture(d, kind == DRAW_TEXTURE_UINT ? DXGI_FORMAT_R8G8B8A8_UINT : DXGI_FORMAT_R8G8B8A8_UNORM,
                                      D3D11_BIND_SHADER_RESOURCE, texels, DRAW_SIZE * 4);
    if (t && SUCCEEDED(ID3D11Device_CreateShaderResourceView(d->device, (ID3D11Resource *)t, NULL, &view))) {
        ID3D11DeviceContext_PSSetShaderResources(d->context, 0, 1, &view);
        ID3D11ShaderResourceView_Release(view);
    }
    if (t) ID3D11Texture2D_Release(t);
}

static void issue(struct draw *d, const struct draw_case *c)
{
    UINT stride = sizeof(struct vertex), zero = 0;
    D3D11_VIEWPORT viewport = {0, 0, DRAW_SIZE, DRAW_SIZE, 0, 1};
    ID3D11RasterizerState *raster = NULL;
    D3D11_RASTERIZER_DESC desc = {D3D11_FILL_SOLID, D3D11_CULL_NONE, FALSE, 0, 0, 0, TRUE, FALSE, FALSE, FALSE};
    ID3D11Device_CreateRasterizerState(d->device, &desc, &raster);
    ID3D11DeviceContext_RSSetState(d->context, raster);
    if (raster) ID3D11RasterizerState_Release(raster);
    ID3D11DeviceContext_RSSetViewports(d->context, 1, &viewport);
    ID3D11DeviceContext_IASetVertexBuffers(d->context, 0, 1, &d->vertices, &stride, &zero);
    ID3D11DeviceContext_IASetPrimitiveTopology(d->context, (D3D11_PRIMITIVE_TOPOLOGY)c->topology);
    ID3D11DeviceContext_Draw(d->context, c->vertices, 0);
}

/* A picture, or three targets of different component types, or a picture and what views collected. */
static const char *run_picture(struct draw *d, const struct draw_case *c, struct draw_result *r)
{
    static const DXGI_FORMAT formats[4] = {DXGI_FORMAT_R32G32B32A32_FLOAT, DXGI_FORMAT_R32G32_UINT, DXGI_FORMAT_UNKNOWN,
                                           DXGI_FORMAT_R32G32B32A32_SINT};
    static const uint32_t texels[4] = {16, 8, 0, 16};
    static const float grey[4] = {0.25f, 0.25f, 0.25f, 1};
    ID3D11Texture2D *t[4] = {NULL}, *image = NULL;
    ID3D11RenderTargetView *rtv[4] = {NULL};
    ID3D11UnorderedAccessView *uav[3] = {NULL};
    ID3D11Buffer *list = NULL, *raw = NULL;
    const char *why = NULL;
    static const uint8_t zeros[1024];
    uint32_t n = c->kind == DRAW_TARGETS ? 4 : 1;
    for (uint32_t i = 0; i < n && !why; i++) {
        DXGI_FORMAT format = c->kind == DRAW_TARGETS ? formats[i] : DXGI_FORMAT_R8G8B8A8_UNORM;
        if (!format) continue;
        t[i] = make_texture(d, format, D3D11_BIND_RENDER_TARGET, NULL, 0);
        if (!t[i] || FAILED(ID3D11Device_CreateRenderTargetView(d->device, (ID3D11Resource *)t[i], NULL, &rtv[i])))
            why = "target";
        else ID3D11DeviceContext_ClearRenderTargetView(d->context, rtv[i], grey);
    }
    if (c->kind == DRAW_VIEWS && !why) {
        D3D11_UNORDERED_ACCESS_VIEW_DESC desc = {.Format = DXGI_FORMAT_UNKNOWN, .ViewDimension = D3D11_UAV_DIMENSION_BUFFER};
        image = make_texture(d, DXGI_FORMAT_R8G8B8A8_UNORM, D3D11_BIND_UNORDERED_ACCESS, NULL, 0);
        list = make_buffer(d, 1024, D3D11_BIND_UNORDERED_ACCESS, D3D11_RESOURCE_MISC_BUFFER_STRUCTURED, 16, zeros);
        raw = make_buffer(d, 64, D3D11_BIND_UNORDERED_ACCESS, D3D11_RESOURCE_MISC_BUFFER_ALLOW_RAW_VIEWS, 0, zeros);
        if (!image || !list || !raw) why = "views' resources";
        desc.Buffer.NumElements = 64;
        desc.Buffer.Flags = D3D11_BUFFER_UAV_FLAG_COUNTER;
        if (!why && (FAILED(ID3D11Device_CreateUnorderedAccessView(d->device, (ID3D11Resource *)image, NULL, &uav[0])) ||
                     FAILED(ID3D11Device_CreateUnorderedAccessView(d->device, (ID3D11Resource *)list, &desc, &uav[1]))))
            why = "views";
        desc.Format = DXGI_FORMAT_R32_TYPELESS;
        desc.Buffer.NumElements = 16;
        desc.Buffer.Flags = D3D11_BUFFER_UAV_FLAG_RAW;
        if (!why && FAILED(ID3D11Device_CreateUnorderedAccessView(d->device, (ID3D11Resource *)raw, &desc, &uav[2])))
            why = "raw view";
    }
    if (!why) {
        static const UINT counts[3] = {0, 0, 0};
        if (c->kind == DRAW_VIEWS)
            ID3D11DeviceContext_OMSetRenderTargetsAndUnorderedAccessViews(d->context, 1, rtv, NULL, 1, 3, uav, counts);
        else
            ID3D11DeviceContext_OMSetRenderTargets(d->context, n, rtv, NULL);
        issue(d, c);
        for (uint32_t i = 0; i < n; i++)
            if (t[i] && !read_texture(d, t[i], c->kind == DRAW_TARGETS ? texels[i] : 4, r)) why = "read back";
        if (image && !read_texture(d, image, 4, r)) why = "read back a view";
    }
    for (uint32_t i = 0; i < 4; i++) {
        if (rtv[i]) ID3D11RenderTargetView_Release(rtv[i]);
        if (t[i]) ID3D11Texture2D_Release(t[i]);
    }
    for (uint32_t i = 0; i < 3; i++)
        if (uav[i]) ID3D11UnorderedAccessView_Release(uav[i]);
    if (image) ID3D11Texture2D_Release(image);
    if (list) ID3D11Buffer_Release(list);
    if (raw) ID3D11Buffer_Release(raw);
    return why;
}

static const char *run_streams(struct draw *d, const struct draw_case *c, struct draw_result *r)
{
    ID3D11Buffer *b[3];
    UINT offsets[3] = {0, 0, 0};
    static const uint8_t zeros[512];
    const char *why = NULL;
    for (int i = 0; i < 3; i++)
        if (!(b[i] = make_buffer(d, sizeof zeros, D3D11_BIND_STREAM_OUTPUT, 0, 0, zeros))) return "stream output buffer";
    ID3D11DeviceContext_SOSetTargets(d->context, 3, b, offsets);
    issue(d, c);
    ID3D11DeviceContext_SOSetTargets(d->context, 0, NULL, NULL);
    for (int i = 0; i < 3; i++) {
        if (!read_buffer(d, b[i], sizeof zeros, r)) why = "read back a stream";
        ID3D11Buffer_Release(b[i]);
    }
    return why;
}

static const char *run_dispatch(struct draw *d, struct draw_result *r)
{
    uint32_t source[128];
    D3D11_SHADER_RESOURCE_VIEW_DESC srv_desc = {.Format = DXGI_FORMAT_R32_TYPELESS,
                                                .ViewDimension = D3D11_SRV_DIMENSION_BUFFEREX};
    D3D11_UNORDERED_ACCESS_VIEW_DESC uav_desc = {.Format = DXGI_FORMAT_R32_TYPELESS,
                                                 .ViewDimension = D3D11_UAV_DIMENSION_BUFFER};
    ID3D11ShaderResourceView *srv = NULL;
    ID3D11UnorderedAccessView *uav = NULL;
    const char *why = NULL;
    for (uint32_t i = 0; i < 128; i++) source[i] = (i + 3) * 2654435761u >> (i % 24);
    ID3D11Buffer *in = make_buffer(d, 512, D3D11_BIND_SHADER_RESOURCE, D3D11_RESOURCE_MISC_BUFFER_ALLOW_RAW_VIEWS, 0, source);
    ID3D11Buffer *out = make_buffer(d, 1024, D3D11_BIND_UNORDERED_ACCESS, D3D11_RESOURCE_MISC_BUFFER_ALLOW_RAW_VIEWS, 0, NULL);
    srv_desc.BufferEx.NumElements = 128;
    srv_desc.BufferEx.Flags = D3D11_BUFFEREX_SRV_FLAG_RAW;
    uav_desc.Buffer.NumElements = 256;
    uav_desc.Buffer.Flags = D3D11_BUFFER_UAV_FLAG_RAW;
    if (!in || !out || FAILED(ID3D11Device_CreateShaderResourceView(d->device, (ID3D11Resource *)in, &srv_desc, &srv)) ||
        FAILED(ID3D11Device_CreateUnorderedAccessView(d->device, (ID3D11Resource *)out, &uav_desc, &uav)))
        why = "raw buffers";
    if (!why) {
        ID3D11DeviceContext_CSSetShaderResources(d->context, 0, 1, &srv);
        ID3D11DeviceContext_CSSetUnorderedAccessViews(d->context, 0, 1, &uav, NULL);
        ID3D11DeviceContext_Dispatch(d->context, 1, 1, 1);
        if (!read_buffer(d, out, 1024, r)) why = "read back";
    }
    if (srv) ID3D11ShaderResourceView_Release(srv);
    if (uav) ID3D11UnorderedAccessView_Release(uav);
    if (in) ID3D11Buffer_Release(in);
    if (out) ID3D11Buffer_Release(out);
    return why;
}

const char *draw_run(struct draw *d, const struct draw_case *c, bool rebuilt, struct draw_result *r)
{
    r->size = 0;
    ID3D11DeviceContext_ClearState(d->context);
    const char *why = set_shaders(d, c, rebuilt);
    if (why) return why;
    bind_texture(d, c->texture);
    switch (c->kind) {
    case DRAW_PICTURE: case DRAW_TARGETS: case DRAW_VIEWS: why = run_picture(d, c, r); break;
    case DRAW_STREAMS: why = run_streams(d, c, r); break;
    case DRAW_DISPATCH: why = run_dispatch(d, r); break;
    }
    ID3D11DeviceContext_ClearState(d->context);
    return why;
}
