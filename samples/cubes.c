/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * cubes: textured, lit, depth-tested, rotating cubes over a background that a compute shader writes.
 */
#include <string.h>
#include "common/math.h"
#include "common/sample.h"
#include "shaders/cubes_background_cs.h"
#include "shaders/cubes_ps.h"
#include "shaders/cubes_screen_ps.h"
#include "shaders/cubes_screen_vs.h"
#include "shaders/cubes_vs.h"

#define TEXTURE_SIZE 128u
#define TEXTURE_MIPS 8u
#define N_CUBES 9

struct frame_constants { struct mat4 view_projection; float light[3], time; };
struct cube_constants { struct mat4 world; float tint[4]; };

static struct {
    ID3D11Buffer *vertices, *indices, *frame, *cube;
    ID3D11InputLayout *layout;
    ID3D11VertexShader *vs, *screen_vs;
    ID3D11PixelShader *ps, *screen_ps;
    ID3D11ComputeShader *background_cs;
    ID3D11Texture2D *texture, *depth, *background;
    ID3D11ShaderResourceView *texture_view, *background_view;
    ID3D11UnorderedAccessView *background_uav;
    ID3D11DepthStencilView *depth_view;
    ID3D11SamplerState *sampler;
    ID3D11DepthStencilState *depth_on, *depth_off;
    ID3D11RasterizerState *raster;
    uint32_t background_width, background_height;
} c;

struct vertex { float position[3], normal[3], uv[2]; };

static void make_cube(struct vertex v[24], uint16_t index[36])
{
    static const float n[6][3] = { { 1, 0, 0 }, { -1, 0, 0 }, { 0, 1, 0 }, { 0, -1, 0 }, { 0, 0, 1 }, { 0, 0, -1 } };
    for (int f = 0; f < 6; f++) {
        /* two more axes, so that (a, b, n) is left-handed for every face */
        float a[3] = { n[f][1], n[f][2], n[f][0] };
        float b[3] = { n[f][1] * a[2] - n[f][2] * a[1], n[f][2] * a[0] - n[f][0] * a[2], n[f][0] * a[1] - n[f][1] * a[0] };
        for (int k = 0; k < 4; k++) {
            struct vertex *w = &v[4 * f + k];
            float s = k & 1 ? 1.0f : -1.0f, t = k & 2 ? 1.0f : -1.0f;
            for (int i = 0; i < 3; i++) {
                w->position[i] = n[f][i] + s * a[i] + t * b[i];
                w->normal[i] = n[f][i];
            }
            w->uv[0] = s / 2 + 0.5f;
            w->uv[1] = 0.5f - t / 2;
        }
        static const uint16_t quad[6] = { 0, 1, 2, 2, 1, 3 };
        for (int k = 0; k < 6; k++) index[6 * f + k] = (uint16_t)(4 * f + quad[k]);
    }
}

/* A wooden crate of sorts: a frame, planks and some grain, all integer so that every machine makes the
 * same bytes. */
static uint32_t texel(uint32_t x, uint32_t y)
{
    uint32_t edge = TEXTURE_SIZE / 10, plank = TEXTURE_SIZE / 4;
    bool border = x < edge || y < edge || x >= TEXTURE_SIZE - edge || y >= TEXTURE_SIZE - edge;
    uint32_t hash = (x / 3 * 2654435761u) ^ (y * 40503u * (border ? 3 : 7));
    uint32_t grain = (hash >> 13) & 31, base = border ? 205 : 160;
    if (!border && x % plank < 2) base = 70;
    if (border && (x == edge - 1 || y == edge - 1 || x == TEXTURE_SIZE - edge || y == TEXTURE_SIZE - edge)) base = 90;
    uint32_t r = base + grain, g = base * 4 / 5 + grain, b = base * 3 / 5 + grain / 2;
    return 0xff000000u | b << 16 | g << 8 | r;
}

static bool make_texture(struct sample *s)
{
    static uint32_t pixels[TEXTURE_SIZE * TEXTURE_SIZE * 2];
    D3D11_SUBRESOURCE_DATA init[TEXTURE_MIPS];
    D3D11_TEXTURE2D_DESC d = { TEXTURE_SIZE, TEXTURE_SIZE, TEXTURE_MIPS, 1, DXGI_FORMAT_R8G8B8A8_UNORM, { 1, 0 },
                               D3D11_USAGE_IMMUTABLE, D3D11_BIND_SHADER_RESOURCE, 0, 0 };
    uint32_t *level = pixels;

    for (uint32_t y = 0; y < TEXTURE_SIZE; y++)
        for (uint32_t x = 0; x < TEXTURE_SIZE; x++) level[y * TEXTURE_SIZE + x] = texel(x, y);
    for (uint32_t mip = 0, size = TEXTURE_SIZE; mip < TEXTURE_MIPS; mip++, size /= 2) {
        uint32_t *next = level + size * size;
        init[mip] = (D3D11_SUBRESOURCE_DATA){ level, size * 4, 0 };
        for (uint32_t i = 0; mip + 1 < TEXTURE_MIPS && i < size * size / 4; i++) {
            const uint8_t *p = (const uint8_t *)&level[(i / (size / 2) * 2) * size + i % (size / 2) * 2];
            uint8_t *q = (uint8_t *)&next[i];
            for (int k = 0; k < 4; k++) q[k] = (uint8_t)((p[k] + p[k + 4] + p[k + 4 * size] + p[k + 4 * size + 4]) / 4);
        }
        level = next;
    }
    return sample_ok(ID3D11Device_CreateTexture2D(s->device, &d, init, &c.texture), "CreateTexture2D") &&
           sample_ok(ID3D11Device_CreateShaderResourceView(s->device, (ID3D11Resource *)c.texture, NULL, &c.texture_view), "texture view");
}

static bool make_targets(struct sample *s)
{
    D3D11_TEXTURE2D_DESC depth = { s->width, s->height, 1, 1, DXGI_FORMAT_D24_UNORM_S8_UINT, { 1, 0 }, D3D11_USAGE_DEFAULT,
                                   D3D11_BIND_DEPTH_STENCIL, 0, 0 };
    D3D11_TEXTURE2D_DESC sky = { 0, 0, 1, 1, DXGI_FORMAT_R8G8B8A8_UNORM, { 1, 0 }, D3D11_USAGE_DEFAULT,
                                 D3D11_BIND_SHADER_RESOURCE | D3D11_BIND_UNORDERED_ACCESS, 0, 0 };
    sky.Width = c.background_width = s->width / 4;
    sky.Height = c.background_height = s->height / 4;
    return sample_ok(ID3D11Device_CreateTexture2D(s->device, &depth, NULL, &c.depth), "CreateTexture2D (depth)") &&
           sample_ok(ID3D11Device_CreateDepthStencilView(s->device, (ID3D11Resource *)c.depth, NULL, &c.depth_view), "depth view") &&
           sample_ok(ID3D11Device_CreateTexture2D(s->device, &sky, NULL, &c.background), "CreateTexture2D (background)") &&
           sample_ok(ID3D11Device_CreateShaderResourceView(s->device, (ID3D11Resource *)c.background, NULL, &c.background_view), "view") &&
           sample_ok(ID3D11Device_CreateUnorderedAccessView(s->device, (ID3D11Resource *)c.background, NULL, &c.background_uav), "UAV");
}

static bool make_states(struct sample *s)
{
    D3D11_SAMPLER_DESC sampler = { D3D11_FILTER_MIN_MAG_MIP_LINEAR, D3D11_TEXTURE_ADDRESS_CLAMP, D3D11_TEXTURE_ADDRESS_CLAMP,
                                   D3D11_TEXTURE_ADDRESS_CLAMP, 0, 1, D3D11_COMPARISON_NEVER, { 0 }, 0, D3D11_FLOAT32_MAX };
    D3D11_DEPTH_STENCIL_DESC on = { .DepthEnable = TRUE, .DepthWriteMask = D3D11_DEPTH_WRITE_MASK_ALL, .DepthFunc = D3D11_COMPARISON_LESS };
    D3D11_RASTERIZER_DESC raster = { .FillMode = D3D11_FILL_SOLID, .CullMode = D3D11_CULL_BACK, .DepthClipEnable = TRUE };
    D3D11_DEPTH_STENCIL_DESC off = { .DepthFunc = D3D11_COMPARISON_ALWAYS };
    D3D11_DEPTH_STENCILOP_DESC keep = { D3D11_STENCIL_OP_KEEP, D3D11_STENCIL_OP_KEEP, D3D11_STENCIL_OP_KEEP, D3D11_COMPARISON_ALWAYS };
    on.FrontFace = on.BackFace = off.FrontFace = off.BackFace = keep;
    return sample_ok(ID3D11Device_CreateSamplerState(s->device, &sampler, &c.sampler), "CreateSamplerState") &&
           sample_ok(ID3D11Device_CreateDepthStencilState(s->device, &on, &c.depth_on), "CreateDepthStencilState") &&
           sample_ok(ID3D11Device_CreateDepthStencilState(s->device, &off, &c.depth_off), "CreateDepthStencilState") &&
           sample_ok(ID3D11Device_CreateRasterizerState(s->device, &raster, &c.raster), "CreateRasterizerState");
}

static bool make_shaders(struct sample *s)
{
    static const D3D11_INPUT_ELEMENT_DESC elements[] = {
        { "POSITION", 0, DXGI_FORMAT_R32G32B32_FLOAT, 0, 0, D3D11_INPUT_PER_VERTEX_DATA, 0 },
        { "NORMAL", 0, DXGI_FORMAT_R32G32B32_FLOAT, 0, 12, D3D11_INPUT_PER_VERTEX_DATA, 0 },
        { "TEXCOORD", 0, DXGI_FORMAT_R32G32_FLOAT, 0, 24, D3D11_INPUT_PER_VERTEX_DATA, 0 },
    };
    ID3D11Device *d = s->device;
    return sample_ok(ID3D11Device_CreateVertexShader(d, cubes_vs, sizeof cubes_vs, NULL, &c.vs), "cubes_vs") &&
           sample_ok(ID3D11Device_CreatePixelShader(d, cubes_ps, sizeof cubes_ps, NULL, &c.ps), "cubes_ps") &&
           sample_ok(ID3D11Device_CreateVertexShader(d, cubes_screen_vs, sizeof cubes_screen_vs, NULL, &c.screen_vs), "screen_vs") &&
           sample_ok(ID3D11Device_CreatePixelShader(d, cubes_screen_ps, sizeof cubes_screen_ps, NULL, &c.screen_ps), "screen_ps") &&
           sample_ok(ID3D11Device_CreateComputeShader(d, cubes_background_cs, sizeof cubes_background_cs, NULL, &c.background_cs), "background") &&
           sample_ok(ID3D11Device_CreateInputLayout(d, elements, 3, cubes_vs, sizeof cubes_vs, &c.layout), "CreateInputLayout");
}

static bool setup(struct sample *s)
{
    static struct vertex vertices[24];
    static uint16_t indices[36];

    make_cube(vertices, indices);
    c.vertices = sample_buffer(s, vertices, sizeof vertices, D3D11_BIND_VERTEX_BUFFER, D3D11_USAGE_IMMUTABLE);
    c.indices = sample_buffer(s, indices, sizeof indices, D3D11_BIND_INDEX_BUFFER, D3D11_USAGE_IMMUTABLE);
    c.frame = sample_buffer(s, NULL, sizeof(struct frame_constants), D3D11_BIND_CONSTANT_BUFFER, D3D11_USAGE_DYNAMIC);
    c.cube = sample_buffer(s, NULL, sizeof(struct cube_constants), D3D11_BIND_CONSTANT_BUFFER, D3D11_USAGE_DYNAMIC);
    return c.vertices && c.indices && c.frame && c.cube && make_texture(s) && make_targets(s) && make_states(s) && make_shaders(s);
}

static void write_constants(struct sample *s, ID3D11Buffer *b, const void *data, size_t size)
{
    D3D11_MAPPED_SUBRESOURCE m;
    if (!sample_ok(ID3D11DeviceContext_Map(s->ctx, (ID3D11Resource *)b, 0, D3D11_MAP_WRITE_DISCARD, 0, &m), "Map")) return;
    memcpy(m.pData, data, size);
    ID3D11DeviceContext_Unmap(s->ctx, (ID3D11Resource *)b, 0);
}

static void draw_background(struct sample *s)
{
    ID3D11UnorderedAccessView *no_uav = NULL;
    ID3D11ShaderResourceView *no_view = NULL;

    ID3D11DeviceContext_CSSetShader(s->ctx, c.background_cs, NULL, 0);
    ID3D11DeviceContext_CSSetConstantBuffers(s->ctx, 0, 1, &c.frame);
    ID3D11DeviceContext_CSSetUnorderedAccessViews(s->ctx, 0, 1, &c.background_uav, NULL);
    ID3D11DeviceContext_Dispatch(s->ctx, (c.background_width + 7) / 8, (c.background_height + 7) / 8, 1);
    ID3D11DeviceContext_CSSetUnorderedAccessViews(s->ctx, 0, 1, &no_uav, NULL);

    ID3D11DeviceContext_IASetInputLayout(s->ctx, NULL);
    ID3D11DeviceContext_VSSetShader(s->ctx, c.screen_vs, NULL, 0);
    ID3D11DeviceContext_PSSetShader(s->ctx, c.screen_ps, NULL, 0);
    ID3D11DeviceContext_PSSetShaderResources(s->ctx, 0, 1, &c.background_view);
    ID3D11DeviceContext_OMSetDepthStencilState(s->ctx, c.depth_off, 0);
    ID3D11DeviceContext_Draw(s->ctx, 3, 0);
    ID3D11DeviceContext_PSSetShaderResources(s->ctx, 0, 1, &no_view);
}

static void draw_cubes(struct sample *s, double time)
{
    UINT stride = sizeof(struct vertex), offset = 0;

    ID3D11DeviceContext_IASetInputLayout(s->ctx, c.layout);
    ID3D11DeviceContext_IASetVertexBuffers(s->ctx, 0, 1, &c.vertices, &stride, &offset);
    ID3D11DeviceContext_IASetIndexBuffer(s->ctx, c.indices, DXGI_FORMAT_R16_UINT, 0);
    ID3D11DeviceContext_VSSetShader(s->ctx, c.vs, NULL, 0);
    ID3D11DeviceContext_PSSetShader(s->ctx, c.ps, NULL, 0);
    ID3D11DeviceContext_VSSetConstantBuffers(s->ctx, 0, 1, &c.frame);
    ID3D11DeviceContext_VSSetConstantBuffers(s->ctx, 1, 1, &c.cube);
    ID3D11DeviceContext_PSSetConstantBuffers(s->ctx, 0, 1, &c.frame);
    ID3D11DeviceContext_PSSetConstantBuffers(s->ctx, 1, 1, &c.cube);
    ID3D11DeviceContext_PSSetShaderResources(s->ctx, 0, 1, &c.texture_view);
    ID3D11DeviceContext_OMSetDepthStencilState(s->ctx, c.depth_on, 0);
    for (int i = 0; i < N_CUBES; i++) {
        float around = (float)i * 6.2831853f / (N_CUBES - 1) + 0.5f * (float)time, far_out = i ? 4.2f : 0;
        struct vec3 axis = { 0.6f, i & 1 ? 0.8f : -0.8f, 0 };
        struct cube_constants k;
        k.world = mat4_mul(mat4_mul(mat4_scale(i ? 0.7f : 1.3f), mat4_rotation(axis, (float)time * (0.7f + 0.15f * (float)i) + (float)i)),
                           mat4_translation(far_out * cosf(around), 0.9f * sinf(2 * around), 8.5f + far_out * 0.7f * sinf(around)));
        k.tint[0] = 0.65f + 0.35f * cosf((float)i);
        k.tint[1] = 0.65f + 0.35f * cosf((float)i + 2.1f);
        k.tint[2] = 0.65f + 0.35f * cosf((float)i + 4.2f);
        k.tint[3] = 1;
        write_constants(s, c.cube, &k, sizeof k);
        ID3D11DeviceContext_DrawIndexed(s->ctx, 36, 0, 0);
    }
}

static void frame(struct sample *s, double time)
{
    D3D11_VIEWPORT viewport = { 0, 0, (float)s->width, (float)s->height, 0, 1 };
    struct frame_constants k = { .light = { 0.40824829f, -0.81649658f, 0.40824829f }, .time = (float)time };

    k.view_projection = mat4_perspective(0.9f, (float)s->width / (float)s->height, 0.5f, 50);
    write_constants(s, c.frame, &k, sizeof k);
    ID3D11DeviceContext_RSSetViewports(s->ctx, 1, &viewport);
    ID3D11DeviceContext_RSSetState(s->ctx, c.raster);
    ID3D11DeviceContext_IASetPrimitiveTopology(s->ctx, D3D11_PRIMITIVE_TOPOLOGY_TRIANGLELIST);
    ID3D11DeviceContext_PSSetSamplers(s->ctx, 0, 1, &c.sampler);
    ID3D11DeviceContext_OMSetRenderTargets(s->ctx, 1, &s->target, c.depth_view);
    ID3D11DeviceContext_ClearDepthStencilView(s->ctx, c.depth_view, D3D11_CLEAR_DEPTH | D3D11_CLEAR_STENCIL, 1, 0);
    draw_background(s);
    draw_cubes(s, time);
}

static bool finish(struct sample *s)
{
    IUnknown *all[] = { (IUnknown *)c.vertices, (IUnknown *)c.indices, (IUnknown *)c.frame, (IUnknown *)c.cube, (IUnknown *)c.layout,
                        (IUnknown *)c.vs, (IUnknown *)c.screen_vs, (IUnknown *)c.ps, (IUnknown *)c.screen_ps,
                        (IUnknown *)c.background_cs, (IUnknown *)c.texture, (IUnknown *)c.depth, (IUnknown *)c.background,
                        (IUnknown *)c.texture_view, (IUnknown *)c.background_view, (IUnknown *)c.background_uav,
                        (IUnknown *)c.depth_view, (IUnknown *)c.sampler, (IUnknown *)c.depth_on, (IUnknown *)c.depth_off,
                        (IUnknown *)c.raster };
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) IUnknown_Release(all[i]);
    return true;
}

const struct sample_program sample_program = { "cubes", true, setup, frame, finish };
