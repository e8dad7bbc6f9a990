/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * d3d_bench: times what a Direct3D 11 program does. The same source runs on native Direct3D and through the
 * miniature; bench/compare.py runs both in turn and prints ratios. Prints one JSON object a line.
 * The environment variable BENCH takes the names of the cases to run (all when unset, else separated
 * by commas), DRAWS the draws of a frame (10000), SECONDS_EACH the time of each case (1).
 */
#include <stdlib.h>
#include <string.h>
#include "../samples/common/sample.h"
#include "shaders/bench_ps.h"
#include "shaders/bench_vs.h"

#define TARGET 64u           /* pixels; small, so that drawing costs little */
#define FILL 1024u
static uint32_t draws = 10000; /* a frame */
#define TEXTURE 1024u        /* texels square, 4 bytes each */
#define VERTEX_BYTES (1u << 20)
#define CREATIONS 64

struct constants { float transform[4], tint[4]; };

static struct {
    ID3D11Buffer *vertices, *constants, *dynamic_constants, *dynamic_vertices;
    ID3D11Texture2D *target, *big_target, *image[2], *upload, *back;
    ID3D11RenderTargetView *view, *big_view;
    ID3D11ShaderResourceView *image_view[2];
    ID3D11SamplerState *sampler;
    ID3D11RasterizerState *raster;
    ID3D11InputLayout *layout;
    ID3D11VertexShader *vs;
    ID3D11PixelShader *ps;
    ID3D11Query *done;
    uint8_t *pixels;
} b;

static ID3D11Texture2D *texture(struct sample *s, uint32_t size, D3D11_USAGE usage, UINT bind, UINT cpu)
{
    D3D11_TEXTURE2D_DESC d = { size, size, 1, 1, DXGI_FORMAT_R8G8B8A8_UNORM, { 1, 0 }, usage, bind, cpu, 0 };
    ID3D11Texture2D *t = NULL;
    sample_ok(ID3D11Device_CreateTexture2D(s->device, &d, NULL, &t), "CreateTexture2D");
    return t;
}

static bool make(struct sample *s)
{
    static const float vertices[] = { 0, 0, 0, 1, 1, 0 };
    static const struct constants k = { { 0.01f, 0.01f, 0, 0 }, { 1, 1, 1, 1 } };
    static const D3D11_INPUT_ELEMENT_DESC element = { "POSITION", 0, DXGI_FORMAT_R32G32_FLOAT, 0, 0, D3D11_INPUT_PER_VERTEX_DATA, 0 };
    D3D11_SAMPLER_DESC sampler = { D3D11_FILTER_MIN_MAG_MIP_POINT, D3D11_TEXTURE_ADDRESS_WRAP, D3D11_TEXTURE_ADDRESS_WRAP,
                                   D3D11_TEXTURE_ADDRESS_WRAP, 0, 1, D3D11_COMPARISON_NEVER, { 0 }, 0, D3D11_FLOAT32_MAX };
    D3D11_RASTERIZER_DESC raster = { .FillMode = D3D11_FILL_SOLID, .CullMode = D3D11_CULL_NONE, .DepthClipEnable = TRUE };
    D3D11_QUERY_DESC event = { D3D11_QUERY_EVENT, 0 };
    ID3D11Device *d = s->device;

    b.pixels = calloc(TEXTURE * TEXTURE, 4);
    b.vertices = sample_buffer(s, vertices, sizeof vertices, D3D11_BIND_VERTEX_BUFFER, D3D11_USAGE_IMMUTABLE);
    b.constants = sample_buffer(s, &k, sizeof k, D3D11_BIND_CONSTANT_BUFFER, D3D11_USAGE_DEFAULT);
    b.dynamic_constants = sample_buffer(s, &k, sizeof k, D3D11_BIND_CONSTANT_BUFFER, D3D11_USAGE_DYNAMIC);
    b.dynamic_vertices = sample_buffer(s, NULL, VERTEX_BYTES, D3D11_BIND_VERTEX_BUFFER, D3D11_USAGE_DYNAMIC);
    b.target = texture(s, TARGET, D3D11_USAGE_DEFAULT, D3D11_BIND_RENDER_TARGET, 0);
    b.big_target = texture(s, FILL, D3D11_USAGE_DEFAULT, D3D11_BIND_RENDER_TARGET, 0);
    b.upload = texture(s, TEXTURE, D3D11_USAGE_DEFAULT, D3D11_BIND_SHADER_RESOURCE, 0);
    b.back = texture(s, TARGET, D3D11_USAGE_STAGING, 0, D3D11_CPU_ACCESS_READ);
    for (int i = 0; i < 2; i++) {
        b.image[i] = texture(s, 16, D3D11_USAGE_DEFAULT, D3D11_BIND_SHADER_RESOURCE, 0);
        if (!b.image[i] || !sample_ok(ID3D11Device_CreateShaderResourceView(d, (ID3D11Resource *)b.image[i], NULL, &b.image_view[i]), "SRV"))
            return false;
    }
    return b.pixels && b.vertices && b.constants && b.dynamic_constants && b.dynamic_vertices && b.target && b.big_target && b.upload && b.back &&
           sample_ok(ID3D11Device_CreateRenderTargetView(d, (ID3D11Resource *)b.target, NULL, &b.view), "RTV") &&
           sample_ok(ID3D11Device_CreateRenderTargetView(d, (ID3D11Resource *)b.big_target, NULL, &b.big_view), "RTV") &&
           sample_ok(ID3D11Device_CreateSamplerState(d, &sampler, &b.sampler), "sampler") &&
           sample_ok(ID3D11Device_CreateRasterizerState(d, &raster, &b.raster), "rasterizer") &&
           sample_ok(ID3D11Device_CreateVertexShader(d, bench_vs, sizeof bench_vs, NULL, &b.vs), "vertex shader") &&
           sample_ok(ID3D11Device_CreatePixelShader(d, bench_ps, sizeof bench_ps, NULL, &b.ps), "pixel shader") &&
           sample_ok(ID3D11Device_CreateInputLayout(d, &element, 1, bench_vs, sizeof bench_vs, &b.layout), "input layout") &&
           sample_ok(ID3D11Device_CreateQuery(d, &event, &b.done), "query");
}

static void bind(struct sample *s, ID3D11Buffer *constants, ID3D11RenderTargetView *target, uint32_t size)
{
    D3D11_VIEWPORT viewport = { 0, 0, (float)size, (float)size, 0, 1 };
    UINT stride = 8, offset = 0;
    ID3D11DeviceContext_OMSetRenderTargets(s->ctx, 1, &target, NULL);
    ID3D11DeviceContext_RSSetViewports(s->ctx, 1, &viewport);
    ID3D11DeviceContext_RSSetState(s->ctx, b.raster);
    ID3D11DeviceContext_IASetInputLayout(s->ctx, b.layout);
    ID3D11DeviceContext_IASetPrimitiveTopology(s->ctx, D3D11_PRIMITIVE_TOPOLOGY_TRIANGLELIST);
    ID3D11DeviceContext_IASetVertexBuffers(s->ctx, 0, 1, &b.vertices, &stride, &offset);
    ID3D11DeviceContext_VSSetShader(s->ctx, b.vs, NULL, 0);
    ID3D11DeviceContext_PSSetShader(s->ctx, b.ps, NULL, 0);
    ID3D11DeviceContext_VSSetConstantBuffers(s->ctx, 0, 1, &constants);
    ID3D11DeviceContext_PSSetConstantBuffers(s->ctx, 0, 1, &constants);
    ID3D11DeviceContext_PSSetShaderResources(s->ctx, 0, 1, &b.image_view[0]);
    ID3D11DeviceContext_PSSetSamplers(s->ctx, 0, 1, &b.sampler);
}

static void wait_done(struct sample *s)
{
    BOOL done = FALSE;
    HRESULT hr;
    ID3D11DeviceContext_End(s->ctx, (ID3D11Asynchronous *)b.done);
    do hr = ID3D11DeviceContext_GetData(s->ctx, (ID3D11Asynchronous *)b.done, &done, sizeof done, 0);
    while (hr == S_FALSE);
    if (!sample_ok(hr, "the device is lost")) exit(1); /* what is timed without one are calls that do nothing */
}

/* ---- the cases: one frame each; work is what the unit counts ---- */

static void draw(struct sample *s)
{
    for (uint32_t i = 0; i < draws; i++) ID3D11DeviceContext_Draw(s->ctx, 3, 0);
}

static void draw_constants(struct sample *s)
{
    for (uint32_t i = 0; i < draws; i++) {
        D3D11_MAPPED_SUBRESOURCE m;
        struct constants k = { { 0.01f, 0.01f, (float)(i & 63) / 64, 0 }, { 1, 1, 1, 1 } };
        ID3D11DeviceContext_Map(s->ctx, (ID3D11Resource *)b.dynamic_constants, 0, D3D11_MAP_WRITE_DISCARD, 0, &m);
        if (m.pData) memcpy(m.pData, &k, sizeof k);
        ID3D11DeviceContext_Unmap(s->ctx, (ID3D11Resource *)b.dynamic_constants, 0);
        ID3D11DeviceContext_Draw(s->ctx, 3, 0);
    }
}

static void draw_update(struct sample *s)
{
    for (uint32_t i = 0; i < draws; i++) {
        struct constants k = { { 0.01f, 0.01f, (float)(i & 63) / 64, 0 }, { 1, 1, 1, 1 } };
        ID3D11DeviceContext_UpdateSubresource(s->ctx, (ID3D11Resource *)b.constants, 0, NULL, &k, 0, 0);
        ID3D11DeviceContext_Draw(s->ctx, 3, 0);
    }
}

static void draw_textures(struct sample *s)
{
    for (uint32_t i = 0; i < draws; i++) {
        ID3D11DeviceContext_PSSetShaderResources(s->ctx, 0, 1, &b.image_view[i & 1]);
        ID3D11DeviceContext_Draw(s->ctx, 3, 0);
    }
}

static void upload_vertices(struct sample *s)
{
    UINT stride = 8, offset = 0;
    ID3D11DeviceContext_IASetVertexBuffers(s->ctx, 0, 1, &b.dynamic_vertices, &stride, &offset);
    for (int i = 0; i < 16; i++) {
        D3D11_MAPPED_SUBRESOURCE m;
        ID3D11DeviceContext_Map(s->ctx, (ID3D11Resource *)b.dynamic_vertices, 0, D3D11_MAP_WRITE_DISCARD, 0, &m);
        if (m.pData) memcpy(m.pData, b.pixels, VERTEX_BYTES);
        ID3D11DeviceContext_Unmap(s->ctx, (ID3D11Resource *)b.dynamic_vertices, 0);
        ID3D11DeviceContext_Draw(s->ctx, 3, 0);
    }
}

static void upload_texture(struct sample *s)
{
    for (int i = 0; i < 4; i++)
        ID3D11DeviceContext_UpdateSubresource(s->ctx, (ID3D11Resource *)b.upload, 0, NULL, b.pixels, TEXTURE * 4, 0);
}

static void fill(struct sample *s)
{
    struct constants k = { { 2, 2, -1, -1 }, { 1, 1, 1, 1 } };
    ID3D11DeviceContext_UpdateSubresource(s->ctx, (ID3D11Resource *)b.constants, 0, NULL, &k, 0, 0);
    for (int i = 0; i < 8; i++) ID3D11DeviceContext_Draw(s->ctx, 3, 0);
}

static void readback(struct sample *s)
{
    D3D11_MAPPED_SUBRESOURCE m;
    ID3D11DeviceContext_Draw(s->ctx, 3, 0);
    ID3D11DeviceContext_CopyResource(s->ctx, (ID3D11Resource *)b.back, (ID3D11Resource *)b.target);
    if (SUCCEEDED(ID3D11DeviceContext_Map(s->ctx, (ID3D11Resource *)b.back, 0, D3D11_MAP_READ, 0, &m)))
        ID3D11DeviceContext_Unmap(s->ctx, (ID3D11Resource *)b.back, 0);
}

static void create_textures(struct sample *s)
{
    for (int i = 0; i < CREATIONS; i++) {
        ID3D11Texture2D *t = texture(s, 256, D3D11_USAGE_DEFAULT, D3D11_BIND_SHADER_RESOURCE, 0);
        if (t) ID3D11Texture2D_Release(t);
    }
}

/* The same one again, which a host's Direct3D may know: what is left is the way. */
static void create_shaders(struct sample *s)
{
    for (int i = 0; i < CREATIONS; i++) {
        ID3D11PixelShader *p = NULL;
        if (sample_ok(ID3D11Device_CreatePixelShader(s->device, bench_ps, sizeof bench_ps, NULL, &p), "pixel shader"))
            ID3D11PixelShader_Release(p);
    }
}

static const struct bench {
    const char *name, *unit;
    double work; /* units a frame; 0: draws */
    void (*frame)(struct sample *s);
    bool dynamic_constants, big;
} benches[] = {
    { "draw", "draws/s", 0, draw, false, false },
    { "draw+map constants", "draws/s", 0, draw_constants, true, false },
    { "draw+update constants", "draws/s", 0, draw_update, false, false },
    { "draw+texture switch", "draws/s", 0, draw_textures, false, false },
    { "upload vertices", "GB/s", 16.0 * VERTEX_BYTES / 1e9, upload_vertices, false, false },
    { "upload texture", "GB/s", 4.0 * TEXTURE * TEXTURE * 4 / 1e9, upload_texture, false, false },
    { "fill", "Mpixel/s", 8.0 * FILL * FILL / 2 / 1e6, fill, false, true },
    { "readback round trip", "1/s", 1, readback, false, false },
    { "create textures", "1/s", CREATIONS, create_textures, false, false },
    { "create shaders", "1/s", CREATIONS, create_shaders, false, false },
};

static void run(struct sample *s, const struct bench *x, double seconds)
{
    double start, encode = 0, t, work = x->work ? x->work : draws;
    uint32_t frames = 0;

    bind(s, x->dynamic_constants ? b.dynamic_constants : b.constants, x->big ? b.big_view : b.view, x->big ? FILL : TARGET);
    for (int warm = 0; warm < 2; warm++) { x->frame(s); wait_done(s); }
    start = sample_seconds();
    do {
        t = sample_seconds();
        x->frame(s);
        encode += sample_seconds() - t;
        frames++;
        if (frames % 2 == 0) wait_done(s); /* at most two frames in flight, as a swap chain would have */
    } while (sample_seconds() - start < seconds);
    wait_done(s);
    t = sample_seconds() - start;
    printf("{\"case\": \"%s\", \"unit\": \"%s\", \"rate\": %.6g, \"frames\": %u, \"seconds\": %.3f, \"call_ns\": %.1f}\n", x->name, x->unit,
           work * frames / t, frames, t, 1e9 * encode / frames / (x->work ? 1 : work));
    fflush(stdout);
}

/* Is name one of the comma-separated names in list? */
static bool listed(const char *list, const char *name)
{
    size_t n = strlen(name);
    for (const char *p = list; p; p = strchr(p, ',') ? strchr(p, ',') + 1 : NULL)
        if (!strncmp(p, name, n) && (p[n] == ',' || !p[n])) return true;
    return false;
}

static bool setup(struct sample *s)
{
    const char *only = getenv("BENCH"), *seconds = getenv("SECONDS_EACH");
    if (getenv("DRAWS")) draws = (uint32_t)atoi(getenv("DRAWS"));
    if (!draws || !make(s)) return false;
    for (size_t i = 0; i < sizeof benches / sizeof benches[0]; i++)
        if (!only || listed(only, benches[i].name)) run(s, &benches[i], seconds ? atof(seconds) : 1);
    return true;
}

const struct sample_program sample_program = { "d3d_bench", false, setup, NULL, NULL };
