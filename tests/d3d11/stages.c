/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The six stages: tessellation, geometry, stream output and DrawAuto, layers, what each stage reads, unordered access
 * in every stage; class linkage is in linkage.c.
 */
#include "conf.h"
#include "shaders/all_ds.h"
#include "shaders/all_gs.h"
#include "shaders/all_hs.h"
#include "shaders/all_ps.h"
#include "shaders/all_vs.h"
#include "shaders/color_ps.h"
#include "shaders/draw_vs.h"
#include "shaders/grow_gs.h"
#include "shaders/instance_gs.h"
#include "shaders/layers_gs.h"
#include "shaders/layers_ps.h"
#include "shaders/line_ds.h"
#include "shaders/line_hs.h"
#include "shaders/pass_gs.h"
#include "shaders/pass_vs.h"
#include "shaders/quad_ds.h"
#include "shaders/quad_hs.h"
#include "shaders/streams_gs.h"
#include "shaders/tri_ds.h"
#include "shaders/tri_even_hs.h"
#include "shaders/tri_hs.h"
#include "shaders/tri_odd_hs.h"
#include "shaders/tri_point_hs.h"
#include "shaders/tri_pow2_hs.h"
#include "shaders/uav_ds.h"
#include "shaders/uav_gs.h"
#include "shaders/uav_hs.h"
#include "shaders/uav_ps.h"
#include "shaders/uav_vs.h"
#include "stages.h"

static const float black[4] = { 0, 0, 0, 1 };
struct vertex { float position[4], color[4]; };

static const struct vertex corners[] = {
    { { -0.9f, -0.9f, 0.5f, 1 }, { 1, 0, 0, 1 } }, { { -0.8f, 0.9f, 0.5f, 1 }, { 0, 1, 0, 1 } },
    { { 0.9f, -0.8f, 0.5f, 1 }, { 0, 0, 1, 1 } }, { { 0.8f, 0.7f, 0.5f, 1 }, { 1, 1, 0, 1 } },
    { { 0.1f, 0.2f, 0.5f, 1 }, { 0, 1, 1, 1 } }, { { -0.3f, 0.1f, 0.5f, 1 }, { 1, 0, 1, 1 } },
};

static void set_vertices(struct conf *c, const void *code, size_t size, D3D11_PRIMITIVE_TOPOLOGY topology)
{
    static const D3D11_INPUT_ELEMENT_DESC e[] = {
        { "POSITION", 0, DXGI_FORMAT_R32G32B32A32_FLOAT, 0, 0, D3D11_INPUT_PER_VERTEX_DATA, 0 },
        { "COLOR", 0, DXGI_FORMAT_R32G32B32A32_FLOAT, 0, 16, D3D11_INPUT_PER_VERTEX_DATA, 0 } };
    ID3D11Buffer *b = conf_buffer(c, sizeof corners, D3D11_USAGE_IMMUTABLE, D3D11_BIND_VERTEX_BUFFER, corners);
    const UINT stride = 32, offset = 0;
    ID3D11InputLayout *l;
    conf_need(c, ID3D11Device_CreateInputLayout(c->device, e, 2, code, size, &l), "CreateInputLayout");
    conf_own(c, l);
    ID3D11DeviceContext_IASetInputLayout(c->ctx, l);
    ID3D11DeviceContext_IASetVertexBuffers(c->ctx, 0, 1, &b, &stride, &offset);
    ID3D11DeviceContext_IASetPrimitiveTopology(c->ctx, topology);
}

static void set_fill(struct conf *c, D3D11_FILL_MODE mode)
{
    D3D11_RASTERIZER_DESC d = { .FillMode = mode, .CullMode = D3D11_CULL_NONE, .DepthClipEnable = TRUE };
    ID3D11RasterizerState *s;
    conf_need(c, ID3D11Device_CreateRasterizerState(c->device, &d, &s), "CreateRasterizerState");
    conf_own(c, s);
    ID3D11DeviceContext_RSSetState(c->ctx, s);
}

/* ---- tessellation ---- */

static void tessellate_triangles(struct conf *c)
{
    static const float factors[][8] = { { 1, 1, 1, 1 }, { 3, 2, 4, 3 }, { 2.5f, 1.5f, 5.25f, 3.5f }, { 0, 1, 1, 1 }, { 64, 64, 64, 64 } };
    for (UINT p = 0; p < 5; p++)
        for (UINT i = 0; i < N_OF(factors); i++) {
            struct conf_target t = conf_target(c, DXGI_FORMAT_R8G8B8A8_UNORM, 24, 24, black);
            if (p == 1) CONF_SHADER(c, CONF_HS, tri_odd_hs);
            else if (p == 2) CONF_SHADER(c, CONF_HS, tri_even_hs);
            else if (p == 3) CONF_SHADER(c, CONF_HS, tri_pow2_hs);
            else if (p == 4) CONF_SHADER(c, CONF_HS, tri_point_hs);
            else CONF_SHADER(c, CONF_HS, tri_hs);
            CONF_SHADER(c, CONF_VS, pass_vs);
            CONF_SHADER(c, CONF_DS, tri_ds);
            CONF_SHADER(c, CONF_PS, color_ps);
            conf_constants(c, CONF_HS, 0, factors[i], 32);
            set_fill(c, i & 1 ? D3D11_FILL_WIREFRAME : D3D11_FILL_SOLID);
            set_vertices(c, pass_vs, sizeof pass_vs, D3D11_PRIMITIVE_TOPOLOGY_3_CONTROL_POINT_PATCHLIST);
            ID3D11DeviceContext_Draw(c->ctx, 6, 0);
            conf_resource(c, t.texture, "partitioning %u factors %u", p, i);
        }
}

static void tessellate_others(struct conf *c)
{
    const float factors[8] = { 3, 5, 4, 2.5f };
    for (UINT k = 0; k < 2; k++) {
        struct conf_target t = conf_target(c, DXGI_FORMAT_R8G8B8A8_UNORM, 24, 24, black);
        CONF_SHADER(c, CONF_VS, pass_vs);
        CONF_SHADER(c, CONF_PS, color_ps);
        conf_constants(c, CONF_HS, 0, factors, sizeof factors);
        set_fill(c, D3D11_FILL_WIREFRAME);
        if (k == 0) {
            CONF_SHADER(c, CONF_HS, quad_hs);
            CONF_SHADER(c, CONF_DS, quad_ds);
            set_vertices(c, pass_vs, sizeof pass_vs, D3D11_PRIMITIVE_TOPOLOGY_4_CONTROL_POINT_PATCHLIST);
        } else {
            CONF_SHADER(c, CONF_HS, line_hs);
            CONF_SHADER(c, CONF_DS, line_ds);
            set_vertices(c, pass_vs, sizeof pass_vs, D3D11_PRIMITIVE_TOPOLOGY_2_CONTROL_POINT_PATCHLIST);
        }
        ID3D11DeviceContext_Draw(c->ctx, 4, 0);
        conf_resource(c, t.texture, k ? "lines" : "quads");
    }
}

/* ---- geometry ---- */

static void set_draw(struct conf *c, D3D11_PRIMITIVE_TOPOLOGY topology)
{
    static const float constants[8] = { 0, 0, 0, 0, 1, 0.75f, 0.5f, 1 };
    CONF_SHADER(c, CONF_VS, draw_vs);
    conf_constants(c, CONF_VS, 0, constants, sizeof constants);
    set_vertices(c, draw_vs, sizeof draw_vs, topology);
    set_fill(c, D3D11_FILL_SOLID);
}

static void geometry(struct conf *c)
{
    for (UINT k = 0; k < 3; k++) {
        struct conf_target t = conf_target(c, DXGI_FORMAT_R8G8B8A8_UNORM, 24, 24, black);
        set_draw(c, k == 1 ? D3D11_PRIMITIVE_TOPOLOGY_POINTLIST : D3D11_PRIMITIVE_TOPOLOGY_TRIANGLELIST);
        CONF_SHADER(c, CONF_PS, color_ps);
        if (k == 0) CONF_SHADER(c, CONF_GS, pass_gs);
        else if (k == 1) CONF_SHADER(c, CONF_GS, grow_gs);
        else CONF_SHADER(c, CONF_GS, instance_gs);
        ID3D11DeviceContext_Draw(c->ctx, 6, 0);
        conf_resource(c, t.texture, k == 0 ? "passed" : k == 1 ? "grown" : "instanced");
    }
}

static void layers(struct conf *c)
{
    D3D11_TEXTURE2D_DESC d = { 16, 16, 1, 4, DXGI_FORMAT_R8G8B8A8_UNORM, { 1, 0 }, D3D11_USAGE_DEFAULT, D3D11_BIND_RENDER_TARGET, 0, 0 };
    static const D3D11_VIEWPORT views[3] = { { 0, 0, 16, 16, 0, 1 }, { 4, 4, 8, 8, 0, 1 }, { 8, 0, 8, 16, 0, 1 } };
    ID3D11Texture2D *t = conf_texture2d(c, &d, NULL);
    ID3D11RenderTargetView *v = conf_rtv(c, t, NULL);
    struct conf_target after;
    ID3D11DeviceContext_ClearRenderTargetView(c->ctx, v, black);
    ID3D11DeviceContext_OMSetRenderTargets(c->ctx, 1, &v, NULL);
    ID3D11DeviceContext_RSSetViewports(c->ctx, 3, views);
    set_draw(c, D3D11_PRIMITIVE_TOPOLOGY_TRIANGLELIST);
    CONF_SHADER(c, CONF_GS, layers_gs);
    CONF_SHADER(c, CONF_PS, layers_ps);
    ID3D11DeviceContext_Draw(c->ctx, 3, 0);
    conf_resource(c, t, "layers");
    after = conf_target(c, DXGI_FORMAT_R8G8B8A8_UNORM, 16, 16, black);
    CONF_SHADER(c, CONF_GS, pass_gs);
    CONF_SHADER(c, CONF_PS, color_ps);
    ID3D11DeviceContext_Draw(c->ctx, 3, 0);
    conf_resource(c, after.texture, "one viewport after three");
}

/* ---- stream output ---- */

static ID3D11Buffer *stream_buffer(struct conf *c, UINT size, UINT also)
{
    uint8_t before[1024];
    memset(before, 0x3f, sizeof before);
    return conf_buffer(c, size, D3D11_USAGE_DEFAULT, D3D11_BIND_STREAM_OUTPUT | also, before);
}

static void set_stream_shader(struct conf *c, const void *code, size_t size, const D3D11_SO_DECLARATION_ENTRY *e, UINT n,
                              const UINT *strides, UINT n_strides, UINT raster)
{
    ID3D11GeometryShader *s;
    conf_need(c, ID3D11Device_CreateGeometryShaderWithStreamOutput(c->device, code, size, e, n, strides, n_strides, raster, NULL, &s),
              "CreateGeometryShaderWithStreamOutput");
    conf_own(c, s);
    ID3D11DeviceContext_GSSetShader(c->ctx, s, NULL, 0);
}

static void stream_output(struct conf *c)
{
    static const D3D11_SO_DECLARATION_ENTRY e[] = { { 0, "COLOR", 0, 1, 2, 0 }, { 0, NULL, 0, 0, 2, 0 }, { 0, "SV_Position", 0, 0, 4, 0 } };
    static const D3D11_SO_DECLARATION_ENTRY two[] = { { 0, "SV_Position", 0, 0, 4, 0 }, { 0, "COLOR", 0, 0, 4, 1 } };
    const UINT stride = 32, strides[2] = { 16, 20 }, zero = 0, append = ~0u, at = 64;
    ID3D11Buffer *b = stream_buffer(c, 512, D3D11_BIND_VERTEX_BUFFER), *small, *pair[2];
    struct conf_target t = conf_target(c, DXGI_FORMAT_R8G8B8A8_UNORM, 16, 16, black);

    set_draw(c, D3D11_PRIMITIVE_TOPOLOGY_TRIANGLELIST);
    CONF_SHADER(c, CONF_PS, color_ps);
    set_stream_shader(c, pass_gs, sizeof pass_gs, e, 3, &stride, 1, 0); /* and drawn too */
    ID3D11DeviceContext_SOSetTargets(c->ctx, 1, &b, &zero);
    ID3D11DeviceContext_Draw(c->ctx, 3, 0);
    ID3D11DeviceContext_SOSetTargets(c->ctx, 1, &b, &append);
    ID3D11DeviceContext_Draw(c->ctx, 3, 3);
    ID3D11DeviceContext_SOSetTargets(c->ctx, 0, NULL, NULL);
    conf_resource(c, b, "twice");
    conf_resource(c, t.texture, "drawn too");
    ID3D11DeviceContext_SOSetTargets(c->ctx, 1, &b, &at);
    ID3D11DeviceContext_Draw(c->ctx, 3, 0);
    ID3D11DeviceContext_SOSetTargets(c->ctx, 0, NULL, NULL);
    conf_resource(c, b, "from an offset");
    small = stream_buffer(c, 160, 0); /* a triangle and a half: only whole ones are written */
    ID3D11DeviceContext_SOSetTargets(c->ctx, 1, &small, &zero);
    ID3D11DeviceContext_Draw(c->ctx, 6, 0);
    ID3D11DeviceContext_SOSetTargets(c->ctx, 0, NULL, NULL);
    conf_resource(c, small, "overflow");
    set_stream_shader(c, draw_vs, sizeof draw_vs, e, 3, &stride, 1, D3D11_SO_NO_RASTERIZED_STREAM);
    ID3D11DeviceContext_SOSetTargets(c->ctx, 1, &b, &zero);
    ID3D11DeviceContext_Draw(c->ctx, 6, 0);
    ID3D11DeviceContext_SOSetTargets(c->ctx, 0, NULL, NULL);
    conf_resource(c, b, "from the vertex shader");
    pair[0] = stream_buffer(c, 256, 0);
    pair[1] = stream_buffer(c, 256, 0);
    {
        const UINT zeros[2] = { 0, 20 };
        set_stream_shader(c, pass_gs, sizeof pass_gs, two, 2, strides, 2, D3D11_SO_NO_RASTERIZED_STREAM);
        ID3D11DeviceContext_SOSetTargets(c->ctx, 2, pair, zeros);
        ID3D11DeviceContext_Draw(c->ctx, 6, 0);
        ID3D11DeviceContext_SOSetTargets(c->ctx, 0, NULL, NULL);
        conf_resource(c, pair[0], "first slot");
        conf_resource(c, pair[1], "second slot");
    }
}

static void streams(struct conf *c)
{
    static const D3D11_SO_DECLARATION_ENTRY e[] = { { 0, "POSITION", 0, 0, 4, 0 }, { 1, "COLOR", 0, 0, 4, 1 }, { 1, "ID", 0, 0, 1, 1 } };
    const UINT strides[2] = { 16, 20 }, zeros[2] = { 0, 0 };
    ID3D11Buffer *b[2];

    b[0] = stream_buffer(c, 256, 0);
    b[1] = stream_buffer(c, 256, 0);
    CONF_SHADER(c, CONF_VS, pass_vs);
    set_vertices(c, pass_vs, sizeof pass_vs, D3D11_PRIMITIVE_TOPOLOGY_POINTLIST);
    set_stream_shader(c, streams_gs, sizeof streams_gs, e, 3, strides, 2, D3D11_SO_NO_RASTERIZED_STREAM);
    ID3D11DeviceContext_SOSetTargets(c->ctx, 2, b, zeros);
    ID3D11DeviceContext_Draw(c->ctx, 6, 0);
    ID3D11DeviceContext_SOSetTargets(c->ctx, 0, NULL, NULL);
    conf_resource(c, b[0], "stream 0");
    conf_resource(c, b[1], "stream 1");
}

/* Nothing says beforehand whether there are several: the creation does. */
static void streams_taken(struct conf *c)
{
    static const D3D11_SO_DECLARATION_ENTRY e[] = { { 0, "POSITION", 0, 0, 4, 0 }, { 1, "COLOR", 0, 0, 4, 1 } };
    const UINT strides[2] = { 16, 16 };
    for (UINT n = 0; n <= 2; n++) { /* of nothing: a shader that only tells what is rasterized */
        ID3D11GeometryShader *gs = NULL;
        HRESULT hr = ID3D11Device_CreateGeometryShaderWithStreamOutput(c->device, streams_gs, sizeof streams_gs, n ? e : NULL, n,
                                                                       n ? strides : NULL, n, D3D11_SO_NO_RASTERIZED_STREAM, NULL, &gs);
        conf_num(c, SUCCEEDED(hr), "a declaration of %u streams is taken", n);
        conf_must(c, gs != NULL, SUCCEEDED(hr), "a shader with it");
        conf_own(c, gs);
    }
}

static void draw_auto(struct conf *c)
{
    static const D3D11_SO_DECLARATION_ENTRY e[] = { { 0, "SV_Position", 0, 0, 4, 0 }, { 0, "COLOR", 0, 0, 4, 0 } };
    const UINT stride = 32, zero = 0;
    ID3D11Buffer *b = stream_buffer(c, 512, D3D11_BIND_VERTEX_BUFFER);
    struct conf_target t = conf_target(c, DXGI_FORMAT_R8G8B8A8_UNORM, 16, 16, black);

    set_draw(c, D3D11_PRIMITIVE_TOPOLOGY_TRIANGLELIST);
    set_stream_shader(c, pass_gs, sizeof pass_gs, e, 2, &stride, 1, D3D11_SO_NO_RASTERIZED_STREAM);
    ID3D11DeviceContext_SOSetTargets(c->ctx, 1, &b, &zero);
    ID3D11DeviceContext_Draw(c->ctx, 3, 0); /* fewer than the buffer holds */
    ID3D11DeviceContext_SOSetTargets(c->ctx, 0, NULL, NULL);
    conf_no_shader(c, CONF_GS);
    CONF_SHADER(c, CONF_PS, color_ps);
    ID3D11DeviceContext_IASetVertexBuffers(c->ctx, 0, 1, &b, &stride, &zero);
    ID3D11DeviceContext_DrawAuto(c->ctx);
    conf_resource(c, t.texture, "as many as were streamed");
    ID3D11DeviceContext_ClearRenderTargetView(c->ctx, t.view, black);
    ID3D11DeviceContext_Draw(c->ctx, 6, 0);
    conf_resource(c, t.texture, "all of them");
}

/* ---- what a stage reads ---- */

static void every_stage(struct conf *c)
{
    struct conf_target t = conf_target(c, DXGI_FORMAT_R32G32B32A32_FLOAT, 8, 8, black);
    const float factors[8] = { 1, 1, 1, 1, 1, 1, 1, 1 };
    D3D11_SAMPLER_DESC d = { D3D11_FILTER_MIN_MAG_MIP_POINT, D3D11_TEXTURE_ADDRESS_CLAMP, D3D11_TEXTURE_ADDRESS_CLAMP,
        D3D11_TEXTURE_ADDRESS_CLAMP, 0, 1, D3D11_COMPARISON_NEVER, { 0 }, 0, D3D11_FLOAT32_MAX };
    ID3D11SamplerState *s;

    conf_need(c, ID3D11Device_CreateSamplerState(c->device, &d, &s), "CreateSamplerState");
    conf_own(c, s);
    for (UINT stage = CONF_VS; stage <= CONF_PS; stage++) {
        float mine[4] = { 0 }, texel[4] = { 0 };
        ID3D11ShaderResourceView *v;
        mine[stage % 4] = (float)(1u << stage);
        texel[(stage + 1) % 4] = (float)(0x100u << stage);
        v = conf_srv(c, conf_plain2d(c, DXGI_FORMAT_R32G32B32A32_FLOAT, 1, 1, D3D11_BIND_SHADER_RESOURCE, texel), NULL);
        conf_constants(c, (enum conf_stage)stage, 3, mine, sizeof mine);
        conf_set_srv(c, (enum conf_stage)stage, 5, v);
    }
    ID3D11DeviceContext_VSSetSamplers(c->ctx, 6, 1, &s);
    ID3D11DeviceContext_HSSetSamplers(c->ctx, 6, 1, &s);
    ID3D11DeviceContext_DSSetSamplers(c->ctx, 6, 1, &s);
    ID3D11DeviceContext_GSSetSamplers(c->ctx, 6, 1, &s);
    ID3D11DeviceContext_PSSetSamplers(c->ctx, 6, 1, &s);
    conf_constants(c, CONF_HS, 0, factors, sizeof factors);
    CONF_SHADER(c, CONF_VS, all_vs);
    CONF_SHADER(c, CONF_HS, all_hs);
    CONF_SHADER(c, CONF_DS, all_ds);
    CONF_SHADER(c, CONF_GS, all_gs);
    CONF_SHADER(c, CONF_PS, all_ps);
    set_fill(c, D3D11_FILL_SOLID);
    set_vertices(c, all_vs, sizeof all_vs, D3D11_PRIMITIVE_TOPOLOGY_3_CONTROL_POINT_PATCHLIST);
    ID3D11DeviceContext_Draw(c->ctx, 3, 0);
    conf_resource(c, t.texture, "sums");
}

static void uav_stage(struct conf *c)
{
    struct conf_target t = conf_target(c, DXGI_FORMAT_R8G8B8A8_UNORM, 8, 8, black);
    D3D11_BUFFER_DESC d = { 512, D3D11_USAGE_DEFAULT, D3D11_BIND_UNORDERED_ACCESS, 0, D3D11_RESOURCE_MISC_BUFFER_ALLOW_RAW_VIEWS, 0 };
    D3D11_UNORDERED_ACCESS_VIEW_DESC v = { .Format = DXGI_FORMAT_R32_TYPELESS, .ViewDimension = D3D11_UAV_DIMENSION_BUFFER };
    static const UINT zero[4];
    const float factors[8] = { 4, 4, 4, 4 };
    ID3D11Buffer *b = conf_buffer_desc(c, &d, NULL);
    ID3D11Texture2D *picture = conf_plain2d(c, DXGI_FORMAT_R32_UINT, 8, 8, D3D11_BIND_UNORDERED_ACCESS, NULL);
    ID3D11UnorderedAccessView *u[2];

    v.Buffer.NumElements = 128;
    v.Buffer.Flags = D3D11_BUFFER_UAV_FLAG_RAW;
    u[0] = conf_uav(c, b, &v);
    u[1] = conf_uav(c, picture, NULL);
    ID3D11DeviceContext_ClearUnorderedAccessViewUint(c->ctx, u[0], zero);
    ID3D11DeviceContext_ClearUnorderedAccessViewUint(c->ctx, u[1], zero);
    ID3D11DeviceContext_OMSetRenderTargetsAndUnorderedAccessViews(c->ctx, 1, &t.view, NULL, 1, 2, u, NULL);
    set_draw(c, D3D11_PRIMITIVE_TOPOLOGY_TRIANGLELIST);
    CONF_SHADER(c, CONF_PS, color_ps);
    switch ((enum conf_stage)c->arg) {
    case CONF_VS: CONF_SHADER(c, CONF_VS, uav_vs); break;
    case CONF_GS: CONF_SHADER(c, CONF_GS, uav_gs); break;
    case CONF_PS: CONF_SHADER(c, CONF_PS, uav_ps); break;
    default:
        CONF_SHADER(c, CONF_VS, pass_vs);
        if (c->arg == CONF_HS) CONF_SHADER(c, CONF_HS, uav_hs); else CONF_SHADER(c, CONF_HS, tri_hs);
        if (c->arg == CONF_DS) CONF_SHADER(c, CONF_DS, uav_ds); else CONF_SHADER(c, CONF_DS, tri_ds);
        conf_constants(c, CONF_HS, 0, factors, sizeof factors);
        set_vertices(c, pass_vs, sizeof pass_vs, D3D11_PRIMITIVE_TOPOLOGY_3_CONTROL_POINT_PATCHLIST);
        break;
    }
    ID3D11DeviceContext_Draw(c->ctx, 3, 0);
    conf_resource(c, b, "buffer");
    conf_resource(c, picture, "picture");
    conf_resource(c, t.texture, "target");
}

static const struct conf_case cases[] = {
    { "tessellated triangles", tessellate_triangles, 0 }, { "tessellated quads and lines", tessellate_others, 0 },
    { "geometry", geometry, 0 }, { "layers and viewports", layers, 0 }, { "stream output", stream_output, 0 },
    { "two streams", streams, 0 }, { "streams are taken or not", streams_taken, 0 },
    { "DrawAuto", draw_auto, 0 }, { "constants, textures and samplers", every_stage, 0 },
    { "unordered access in VS", uav_stage, CONF_VS }, { "unordered access in HS", uav_stage, CONF_HS },
    { "unordered access in DS", uav_stage, CONF_DS }, { "unordered access in GS", uav_stage, CONF_GS },
    { "unordered access in PS", uav_stage, CONF_PS }, { "class linkage", class_linkage, 0 },
    { "class instances in VS", class_instances, CONF_VS }, { "class instances in HS", class_instances, CONF_HS },
    { "class instances in DS", class_instances, CONF_DS }, { "class instances in GS", class_instances, CONF_GS },
    { "class instances in PS", class_instances, CONF_PS }, { "class instances in CS", class_instances, CONF_CS },
    { "class objects", class_objects, 0 },
};
const struct conf_area area_stages = { "stages", cases, N_OF(cases), 0, NULL, NULL };
