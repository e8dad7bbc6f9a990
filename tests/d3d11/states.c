/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Blend, depth-stencil and rasterizer states, scissors and viewports, multisampling.
 */
#include "conf.h"
#include "shaders/alpha_ps.h"
#include "shaders/clip_vs.h"
#include "shaders/coverage_ps.h"
#include "shaders/coverage_uav_ps.h"
#include "shaders/depth_ps.h"
#include "shaders/discard_ps.h"
#include "shaders/dual_ps.h"
#include "shaders/facing_ps.h"
#include "shaders/greater_ps.h"
#include "shaders/less_ps.h"
#include "shaders/loadms_float_ps.h"
#include "shaders/loadms_uint_ps.h"
#include "shaders/mask_ps.h"
#include "shaders/mrt_ps.h"
#include "shaders/plain_ps.h"
#include "shaders/position_vs.h"
#include "shaders/primitive_ps.h"
#include "shaders/quad_vs.h"
#include "shaders/sample_ps.h"
#include "shaders/uint_ps.h"
#include "shaders/uv_ps.h"

static const float grey[4] = { 0.25f, 0.5f, 0.75f, 0.625f };

/* ---- blending ---- */

static void set_blend(struct conf *c, const D3D11_BLEND_DESC *d, const float factor[4], UINT mask)
{
    ID3D11BlendState *s = NULL;
    conf_need(c, ID3D11Device_CreateBlendState(c->device, d, &s), "CreateBlendState");
    ID3D11DeviceContext_OMSetBlendState(c->ctx, s, factor, mask);
    conf_own(c, s);
}

static void draw_blends(struct conf *c, bool dual, D3D11_BLEND_DESC *d, const char *label)
{
    static const float factor[4] = { 0.1f, 0.2f, 0.9f, 0.4f };
    const float colors[8] = { 0.8f, 0.3f, 0.5f, 0.35f, 0.6f, 0.1f, 0.2f, 0.7f };
    struct conf_target t = conf_target(c, DXGI_FORMAT_R8G8B8A8_UNORM, 2, 2, grey);

    if (dual) CONF_SHADER(c, CONF_PS, dual_ps);
    else CONF_SHADER(c, CONF_PS, plain_ps);
    conf_constants(c, CONF_PS, 0, colors, sizeof colors);
    set_blend(c, d, factor, ~0u);
    conf_quad(c, 0.5f);
    conf_resource(c, t.texture, "%s", label);
}

static void blend_factors(struct conf *c)
{
    for (UINT f = D3D11_BLEND_ZERO; f <= D3D11_BLEND_INV_SRC1_ALPHA; f++) {
        bool dual = f >= D3D11_BLEND_SRC1_COLOR, color = f == D3D11_BLEND_SRC_COLOR || f == D3D11_BLEND_INV_SRC_COLOR ||
            f == D3D11_BLEND_DEST_COLOR || f == D3D11_BLEND_INV_DEST_COLOR || f == D3D11_BLEND_SRC1_COLOR || f == D3D11_BLEND_INV_SRC1_COLOR;
        D3D11_BLEND alpha = color ? D3D11_BLEND_ONE : (D3D11_BLEND)f;
        char label[32];
        if (f == 12 || f == 13) continue; /* numbers that are not used */
        D3D11_BLEND_DESC d = { .RenderTarget[0] = { TRUE, (D3D11_BLEND)f, D3D11_BLEND_ZERO, D3D11_BLEND_OP_ADD, alpha,
                                                    D3D11_BLEND_ZERO, D3D11_BLEND_OP_ADD, D3D11_COLOR_WRITE_ENABLE_ALL } };
        snprintf(label, sizeof label, "source factor %u", f);
        draw_blends(c, dual, &d, label);
        d.RenderTarget[0].SrcBlend = D3D11_BLEND_ONE;
        d.RenderTarget[0].SrcBlendAlpha = D3D11_BLEND_ZERO;
        d.RenderTarget[0].DestBlend = (D3D11_BLEND)f;
        d.RenderTarget[0].DestBlendAlpha = alpha;
        snprintf(label, sizeof label, "destination factor %u", f);
        draw_blends(c, dual, &d, label);
    }
}

static void blend_ops(struct conf *c)
{
    for (UINT op = D3D11_BLEND_OP_ADD; op <= D3D11_BLEND_OP_MAX; op++) {
        D3D11_BLEND_OP other = (D3D11_BLEND_OP)(D3D11_BLEND_OP_MAX + 1 - op);
        D3D11_BLEND_DESC d = { .RenderTarget[0] = { TRUE, D3D11_BLEND_SRC_ALPHA, D3D11_BLEND_DEST_ALPHA, (D3D11_BLEND_OP)op,
                                                    D3D11_BLEND_ONE, D3D11_BLEND_ONE, other, D3D11_COLOR_WRITE_ENABLE_ALL } };
        char label[32];
        snprintf(label, sizeof label, "operation %u", op);
        draw_blends(c, false, &d, label);
    }
    for (UINT mask = 0; mask < 16; mask += 5) {
        D3D11_BLEND_DESC d = { .RenderTarget[0] = { FALSE, D3D11_BLEND_ONE, D3D11_BLEND_ZERO, D3D11_BLEND_OP_ADD, D3D11_BLEND_ONE,
                                                    D3D11_BLEND_ZERO, D3D11_BLEND_OP_ADD, (UINT8)mask } };
        char label[32];
        snprintf(label, sizeof label, "write mask %u", mask);
        draw_blends(c, false, &d, label);
    }
}

static void blend_targets(struct conf *c)
{
    const float colors[8] = { 0.1f, 0.2f, 0.3f, 0.4f, 0.07f, 0.06f, 0.05f, 0.04f };
    static const float factor[4] = { 0.5f, 0.25f, 0.75f, 1 };
    ID3D11RenderTargetView *views[8];
    ID3D11Texture2D *textures[8];

    for (UINT independent = 0; independent < 2; independent++) {
        D3D11_BLEND_DESC d = { .IndependentBlendEnable = (BOOL)independent };
        for (UINT i = 0; i < 8; i++) {
            struct conf_target t = conf_target(c, i & 1 ? DXGI_FORMAT_R16G16B16A16_FLOAT : DXGI_FORMAT_R8G8B8A8_UNORM, 4, 4, grey);
            textures[i] = t.texture;
            views[i] = t.view;
            d.RenderTarget[i] = (D3D11_RENDER_TARGET_BLEND_DESC){ i % 3 != (c->arg ? 0 : 1), i & 1 ? D3D11_BLEND_ONE : D3D11_BLEND_BLEND_FACTOR,
                i & 2 ? D3D11_BLEND_INV_SRC_ALPHA : D3D11_BLEND_ONE, i & 4 ? D3D11_BLEND_OP_SUBTRACT : D3D11_BLEND_OP_ADD,
                D3D11_BLEND_ONE, D3D11_BLEND_ONE, D3D11_BLEND_OP_MAX, (UINT8)(15 - i) };
            if (c->level < D3D_FEATURE_LEVEL_10_1 && i) { /* one function for all: D3D10_BLEND_DESC */
                D3D11_RENDER_TARGET_BLEND_DESC own = d.RenderTarget[i];
                d.RenderTarget[i] = d.RenderTarget[0];
                d.RenderTarget[i].BlendEnable = own.BlendEnable;
                d.RenderTarget[i].RenderTargetWriteMask = own.RenderTargetWriteMask;
            }
        }
        ID3D11DeviceContext_OMSetRenderTargets(c->ctx, 8, views, NULL);
        CONF_SHADER(c, CONF_PS, mrt_ps);
        conf_constants(c, CONF_PS, 0, colors, sizeof colors);
        set_blend(c, &d, factor, ~0u);
        conf_quad(c, 0.5f);
        for (UINT i = 0; i < 8; i++) conf_resource(c, textures[i], "independent %u target %u", independent, i);
        views[2] = views[5] = NULL;
        ID3D11DeviceContext_OMSetRenderTargets(c->ctx, 7, views, NULL);
        ID3D11DeviceContext_Draw(c->ctx, 4, 0);
        for (UINT i = 0; i < 8; i++) conf_resource(c, textures[i], "independent %u with gaps, target %u", independent, i);
    }
}

/* Blend functions with a second source color are over when their state is unbound: two targets are drawn to then, by the
 * device that had them bound or by another one while they still are. */
static void after_two_sources(struct conf *c)
{
    static const D3D11_BLEND_DESC d = { .RenderTarget[0] = { TRUE, D3D11_BLEND_SRC1_COLOR, D3D11_BLEND_ZERO, D3D11_BLEND_OP_ADD,
        D3D11_BLEND_SRC1_ALPHA, D3D11_BLEND_ZERO, D3D11_BLEND_OP_ADD, D3D11_COLOR_WRITE_ENABLE_ALL } };
    const float colors[8] = { 0.2f, 0.4f, 0.6f, 0.8f, 0.2f, 0.2f, 0.2f, 0.2f };
    struct conf second = { 0 }, *first = c;
    ID3D11RenderTargetView *views[2];
    struct conf_target t, other;

    if (c->arg) {
        conf_need(c, D3D11CreateDevice(NULL, D3D_DRIVER_TYPE_HARDWARE, NULL, 0, NULL, 0, D3D11_SDK_VERSION, &second.device, &second.level,
                                       &second.ctx), "a second device");
        conf_own(c, second.device);
        conf_own(c, second.ctx);
        second.now = second.ctx;
        first = &second;
    }
    t = conf_target(first, DXGI_FORMAT_R8G8B8A8_UNORM, 4, 4, grey);
    CONF_SHADER(first, CONF_PS, dual_ps);
    conf_constants(first, CONF_PS, 0, colors, sizeof colors);
    set_blend(first, &d, NULL, ~0u);
    conf_quad(first, 0.5f);
    conf_must(c, conf_pixel(first, t.texture, 1, 1), 0x291f140a, "two sources");
    if (!c->arg) ID3D11DeviceContext_OMSetBlendState(c->ctx, NULL, NULL, ~0u);
    other = conf_target(c, DXGI_FORMAT_R8G8B8A8_UNORM, 4, 4, grey);
    t = conf_target(c, DXGI_FORMAT_R8G8B8A8_UNORM, 4, 4, grey);
    views[0] = t.view;
    views[1] = other.view;
    ID3D11DeviceContext_OMSetRenderTargets(c->ctx, 2, views, NULL);
    CONF_SHADER(c, CONF_PS, mrt_ps);
    conf_constants(c, CONF_PS, 0, colors, sizeof colors);
    conf_quad(c, 0.5f);
    conf_must(c, conf_pixel(c, t.texture, 1, 1), 0xcc996633, "the first target");
    conf_must(c, conf_pixel(c, other.texture, 1, 1), 0xffcc9966, "the second target");
}

static void logic_ops(struct conf *c)
{
    D3D11_FEATURE_DATA_D3D11_OPTIONS o = { 0 };
    const uint32_t color[4] = { 0xc5, 0x3a, 0x99, 0x0f };

    if (!c->eleven_1) conf_skip(c, "of the interface of 11.1");
    ID3D11Device_CheckFeatureSupport(c->device, D3D11_FEATURE_D3D11_OPTIONS, &o, sizeof o);
    conf_num(c, (uint64_t)o.OutputMergerLogicOp, "offered");
    if (!o.OutputMergerLogicOp || !c->device1) return;
    for (UINT op = D3D11_LOGIC_OP_CLEAR; op <= D3D11_LOGIC_OP_OR_INVERTED; op++) {
        static const float clear[4] = { 0xa6, 0x5c, 0x33, 0xf0 };
        struct conf_target t = conf_target(c, DXGI_FORMAT_R8G8B8A8_UINT, 2, 2, clear);
        D3D11_BLEND_DESC1 d = { .RenderTarget[0] = { FALSE, TRUE, D3D11_BLEND_ONE, D3D11_BLEND_ZERO, D3D11_BLEND_OP_ADD, D3D11_BLEND_ONE,
            D3D11_BLEND_ZERO, D3D11_BLEND_OP_ADD, (D3D11_LOGIC_OP)op, D3D11_COLOR_WRITE_ENABLE_ALL } };
        ID3D11BlendState1 *s = NULL;
        conf_need(c, ID3D11Device1_CreateBlendState1(c->device1, &d, &s), "CreateBlendState1");
        conf_own(c, s);
        ID3D11DeviceContext_OMSetBlendState(c->ctx, (ID3D11BlendState *)s, NULL, ~0u);
        CONF_SHADER(c, CONF_PS, uint_ps);
        conf_constants(c, CONF_PS, 0, color, sizeof color);
        conf_quad(c, 0.5f);
        conf_resource(c, t.texture, "operation %u", op);
    }
}

/* ---- depth and stencil ---- */

static void set_depth(struct conf *c, const D3D11_DEPTH_STENCIL_DESC *d, UINT reference)
{
    ID3D11DepthStencilState *s = NULL;
    conf_need(c, ID3D11Device_CreateDepthStencilState(c->device, d, &s), "CreateDepthStencilState");
    ID3D11DeviceContext_OMSetDepthStencilState(c->ctx, s, reference);
    conf_own(c, s);
}

struct depth_pair { struct conf_target t; ID3D11Texture2D *depth; ID3D11DepthStencilView *view; };

static struct depth_pair depth_pair(struct conf *c, UINT size)
{
    struct depth_pair p;
    p.t = conf_target(c, DXGI_FORMAT_R8G8B8A8_UNORM, size, size, grey);
    p.depth = conf_plain2d(c, DXGI_FORMAT_D32_FLOAT_S8X24_UINT, size, size, D3D11_BIND_DEPTH_STENCIL, NULL);
    p.view = conf_dsv(c, p.depth, NULL);
    ID3D11DeviceContext_ClearDepthStencilView(c->ctx, p.view, D3D11_CLEAR_DEPTH | D3D11_CLEAR_STENCIL, 0.5f, 0x5a);
    ID3D11DeviceContext_OMSetRenderTargets(c->ctx, 1, &p.t.view, p.view);
    return p;
}

#define KEEP_OPS(f) { D3D11_STENCIL_OP_KEEP, D3D11_STENCIL_OP_KEEP, D3D11_STENCIL_OP_KEEP, f }

static void depth_compare(struct conf *c)
{
    const float color[4] = { 1, 0, 1, 1 };
    for (UINT f = D3D11_COMPARISON_NEVER; f <= D3D11_COMPARISON_ALWAYS; f++) {
        struct depth_pair p = depth_pair(c, 4);
        D3D11_DEPTH_STENCIL_DESC d = { TRUE, f & 1 ? D3D11_DEPTH_WRITE_MASK_ALL : D3D11_DEPTH_WRITE_MASK_ZERO, (D3D11_COMPARISON_FUNC)f,
                                       FALSE, 0xff, 0xff, KEEP_OPS(D3D11_COMPARISON_ALWAYS), KEEP_OPS(D3D11_COMPARISON_ALWAYS) };
        set_depth(c, &d, 0);
        CONF_SHADER(c, CONF_PS, plain_ps);
        conf_constants(c, CONF_PS, 0, color, sizeof color);
        for (UINT i = 0; i < 3; i++) {
            conf_viewport(c, (float)i, 0, 1, 4, 0, 1);
            conf_quad(c, 0.25f + 0.25f * (float)i);
        }
        conf_resource(c, p.t.texture, "comparison %u color", f);
        conf_resource(c, p.depth, "comparison %u depth", f);
    }
}

static void stencil_ops(struct conf *c)
{
    const float color[4] = { 0, 1, 0, 1 };
    for (UINT op = D3D11_STENCIL_OP_KEEP; op <= D3D11_STENCIL_OP_DECR; op++) {
        for (UINT pass = 0; pass < 3; pass++) { /* stencil fails, depth fails, both pass */
            struct depth_pair p = depth_pair(c, 4);
            D3D11_STENCIL_OP o = (D3D11_STENCIL_OP)op;
            D3D11_DEPTH_STENCILOP_DESC s = { pass == 0 ? o : D3D11_STENCIL_OP_KEEP, pass == 1 ? o : D3D11_STENCIL_OP_KEEP,
                pass == 2 ? o : D3D11_STENCIL_OP_KEEP, pass == 0 ? D3D11_COMPARISON_GREATER : D3D11_COMPARISON_LESS_EQUAL };
            D3D11_DEPTH_STENCIL_DESC d = { TRUE, D3D11_DEPTH_WRITE_MASK_ALL, D3D11_COMPARISON_LESS, TRUE, 0x7e, 0xf3, s, s };
            set_depth(c, &d, 0x42);
            CONF_SHADER(c, CONF_PS, plain_ps);
            conf_constants(c, CONF_PS, 0, color, sizeof color);
            conf_quad(c, pass == 1 ? 0.75f : 0.25f);
            conf_resource(c, p.depth, "operation %u at %u", op, pass);
        }
    }
}

static void stencil_faces(struct conf *c)
{
    struct depth_pair p = depth_pair(c, 8);
    D3D11_DEPTH_STENCIL_DESC d = { FALSE, D3D11_DEPTH_WRITE_MASK_ALL, D3D11_COMPARISON_LESS, TRUE, 0xff, 0xff,
        { D3D11_STENCIL_OP_KEEP, D3D11_STENCIL_OP_KEEP, D3D11_STENCIL_OP_INCR_SAT, D3D11_COMPARISON_ALWAYS },
        { D3D11_STENCIL_OP_KEEP, D3D11_STENCIL_OP_KEEP, D3D11_STENCIL_OP_INVERT, D3D11_COMPARISON_ALWAYS } };
    D3D11_RASTERIZER_DESC r = { .FillMode = D3D11_FILL_SOLID, .CullMode = D3D11_CULL_NONE, .DepthClipEnable = TRUE };
    const float colors[8] = { 1, 0, 0, 1, 0, 0, 1, 1 };
    ID3D11RasterizerState *s;

    set_depth(c, &d, 0);
    CONF_SHADER(c, CONF_PS, facing_ps);
    conf_constants(c, CONF_PS, 0, colors, sizeof colors);
    for (UINT ccw = 0; ccw < 2; ccw++) {
        r.FrontCounterClockwise = (BOOL)ccw;
        conf_need(c, ID3D11Device_CreateRasterizerState(c->device, &r, &s), "CreateRasterizerState");
        conf_own(c, s);
        ID3D11DeviceContext_RSSetState(c->ctx, s);
        conf_viewport(c, ccw ? 4 : 0, 0, 4, 8, 0, 1);
        conf_quad(c, 0.5f);
    }
    conf_resource(c, p.depth, "stencil");
    conf_resource(c, p.t.texture, "color");
}

static void shader_depth(struct conf *c)
{
    const float color[4] = { 1, 1, 0, 1 };
    for (UINT k = 0; k < 3; k++) {
        struct depth_pair p = depth_pair(c, 8);
        D3D11_DEPTH_STENCIL_DESC d = { TRUE, D3D11_DEPTH_WRITE_MASK_ALL, D3D11_COMPARISON_LESS, FALSE, 0xff, 0xff,
                                       KEEP_OPS(D3D11_COMPARISON_ALWAYS), KEEP_OPS(D3D11_COMPARISON_ALWAYS) };
        set_depth(c, &d, 0);
        if (k == 0) CONF_SHADER(c, CONF_PS, depth_ps);
        else if (k == 1) CONF_SHADER(c, CONF_PS, greater_ps);
        else CONF_SHADER(c, CONF_PS, less_ps);
        conf_constants(c, CONF_PS, 0, color, sizeof color);
        conf_quad(c, k == 2 ? 0.75f : 0.25f);
        conf_resource(c, p.depth, "shader %u depth", k);
        conf_resource(c, p.t.texture, "shader %u color", k);
    }
}

static void read_only_depth(struct conf *c)
{
    conf_level(c, D3D_FEATURE_LEVEL_11_0);
    struct depth_pair p = depth_pair(c, 4);
    D3D11_DEPTH_STENCIL_VIEW_DESC d = { DXGI_FORMAT_D32_FLOAT_S8X24_UINT, D3D11_DSV_DIMENSION_TEXTURE2D,
                                        D3D11_DSV_READ_ONLY_DEPTH | D3D11_DSV_READ_ONLY_STENCIL, { { 0 } } };
    ID3D11DepthStencilView *v = conf_dsv(c, p.depth, &d);
    const float color[4] = { 0, 1, 1, 1 };

    ID3D11DeviceContext_OMSetRenderTargets(c->ctx, 1, &p.t.view, v);
    CONF_SHADER(c, CONF_PS, plain_ps);
    conf_constants(c, CONF_PS, 0, color, sizeof color);
    conf_viewport(c, 0, 0, 2, 4, 0, 1);
    conf_quad(c, 0.25f);
    conf_viewport(c, 2, 0, 2, 4, 0, 1);
    conf_quad(c, 0.75f);
    conf_resource(c, p.depth, "depth");
    conf_resource(c, p.t.texture, "color");
}

/* ---- rasterizer ---- */

struct raster { D3D11_RASTERIZER_DESC d; const char *label; };

static void rasterizer(struct conf *c)
{
    static const float triangles[][4] = {
        { -0.9f, -0.8f, 0.2f, 1 }, { -0.1f, 0.9f, 0.6f, 1 }, { 0.3f, -0.7f, 0.4f, 1 },
        { 0.9f, -0.5f, 0.3f, 1 }, { 0.2f, 0.1f, 0.9f, 1 }, { 0.8f, 0.95f, 0.1f, 1 },
        { -0.6f, 0.3f, -0.4f, 1 }, { 0.4f, 0.5f, 1.5f, 1 }, { 0.7f, 0.2f, 0.5f, 1 } };
    static const struct raster rows[] = {
#define R(fill, cull, ccw, bias, clamp, slope, clip, scissor, ms, aa) \
        { { D3D11_FILL_##fill, D3D11_CULL_##cull, ccw, bias, clamp, slope, clip, scissor, ms, aa }, \
          #fill " " #cull " ccw " #ccw " bias " #bias " " #clamp " " #slope " clip " #clip " scissor " #scissor }
        R(SOLID, NONE, FALSE, 0, 0, 0, TRUE, FALSE, FALSE, FALSE), R(SOLID, FRONT, FALSE, 0, 0, 0, TRUE, FALSE, FALSE, FALSE),
        R(SOLID, BACK, FALSE, 0, 0, 0, TRUE, FALSE, FALSE, FALSE), R(SOLID, BACK, TRUE, 0, 0, 0, TRUE, FALSE, FALSE, FALSE),
        R(WIREFRAME, NONE, FALSE, 0, 0, 0, TRUE, FALSE, FALSE, FALSE), R(SOLID, NONE, FALSE, 0, 0, 0, FALSE, FALSE, FALSE, FALSE),
        R(SOLID, NONE, FALSE, 100000, 0, 0, TRUE, FALSE, FALSE, FALSE), R(SOLID, NONE, FALSE, 0, 0, 0.5f, TRUE, FALSE, FALSE, FALSE),
        R(SOLID, NONE, FALSE, 100000, 0.001f, 2, TRUE, FALSE, FALSE, FALSE), R(SOLID, NONE, FALSE, 0, 0, 0, TRUE, TRUE, FALSE, FALSE),
        R(SOLID, NONE, FALSE, -4000, 0, -1, TRUE, FALSE, TRUE, FALSE),
#undef R
    };
    static const D3D11_INPUT_ELEMENT_DESC e = { "POSITION", 0, DXGI_FORMAT_R32G32B32A32_FLOAT, 0, 0, D3D11_INPUT_PER_VERTEX_DATA, 0 };
    ID3D11Buffer *vb = conf_buffer(c, sizeof triangles, D3D11_USAGE_IMMUTABLE, D3D11_BIND_VERTEX_BUFFER, triangles);
    const UINT stride = 16, offset = 0;
    const D3D11_RECT rect = { 3, 4, 12, 11 };
    ID3D11InputLayout *layout;

    conf_need(c, ID3D11Device_CreateInputLayout(c->device, &e, 1, position_vs, sizeof position_vs, &layout), "CreateInputLayout");
    conf_own(c, layout);
    for (UINT i = 0; i < N_OF(rows); i++) {
        struct depth_pair p = depth_pair(c, 16);
        ID3D11RasterizerState *s;
        ID3D11DeviceContext_ClearDepthStencilView(c->ctx, p.view, D3D11_CLEAR_DEPTH, 1, 0);
        conf_need(c, ID3D11Device_CreateRasterizerState(c->device, &rows[i].d, &s), "CreateRasterizerState");
        conf_own(c, s);
        ID3D11DeviceContext_RSSetState(c->ctx, s);
        ID3D11DeviceContext_RSSetScissorRects(c->ctx, 1, &rect);
        ID3D11DeviceContext_IASetInputLayout(c->ctx, layout);
        ID3D11DeviceContext_IASetVertexBuffers(c->ctx, 0, 1, &vb, &stride, &offset);
        ID3D11DeviceContext_IASetPrimitiveTopology(c->ctx, D3D11_PRIMITIVE_TOPOLOGY_TRIANGLELIST);
        CONF_SHADER(c, CONF_VS, position_vs);
        CONF_SHADER(c, CONF_PS, primitive_ps);
        ID3D11DeviceContext_Draw(c->ctx, 9, 0);
        conf_resource(c, p.t.texture, "%s: color", rows[i].label);
        conf_resource(c, p.depth, "%s: depth", rows[i].label);
    }
    { /* distances that the shader clips at */
        struct conf_target t = conf_target(c, DXGI_FORMAT_R8G8B8A8_UNORM, 16, 16, grey);
        ID3D11DeviceContext_RSSetState(c->ctx, NULL);
        CONF_SHADER(c, CONF_VS, clip_vs);
        ID3D11DeviceContext_Draw(c->ctx, 9, 0);
        conf_resource(c, t.texture, "clip distances");
    }
}

static void viewports(struct conf *c)
{
    static const float boxes[][6] = { { 0, 0, 16, 16, 0, 1 }, { 2.5f, 3.25f, 7.5f, 9.75f, 0, 1 }, { -8, -4, 16, 12, 0, 1 },
        { 4, 4, 40, 40, 0.25f, 0.5f }, { 3, 5, 0, 0, 0, 1 } };
    for (UINT i = 0; i < N_OF(boxes); i++) {
        struct depth_pair p = depth_pair(c, 16);
        const float *b = boxes[i];
        D3D11_VIEWPORT got[2];
        UINT n = 2;
        ID3D11DeviceContext_ClearDepthStencilView(c->ctx, p.view, D3D11_CLEAR_DEPTH, 1, 0);
        CONF_SHADER(c, CONF_PS, uv_ps);
        conf_viewport(c, b[0], b[1], b[2], b[3], b[4], b[5]);
        conf_quad(c, 0.5f);
        conf_resource(c, p.t.texture, "viewport %u color", i);
        conf_resource(c, p.depth, "viewport %u depth", i);
        ID3D11DeviceContext_RSGetViewports(c->ctx, &n, got);
        conf_num(c, n, "viewport %u got", i);
        conf_float(c, got[0].Width, "viewport %u width", i);
    }
}

/* How many pixels of an 8x8 target are lit that have their centres outside of the box, or are not that have them inside. */
static uint32_t wrong_pixels(struct conf *c, ID3D11Texture2D *t, const float box[4])
{
    const D3D11_TEXTURE2D_DESC d = { 8, 8, 1, 1, DXGI_FORMAT_R8G8B8A8_UNORM, { 1, 0 }, D3D11_USAGE_STAGING, 0, D3D11_CPU_ACCESS_READ, 0 };
    ID3D11Texture2D *twin = conf_texture2d(c, &d, NULL);
    D3D11_MAPPED_SUBRESOURCE m;
    uint32_t wrong = 0;

    ID3D11DeviceContext_CopyResource(c->now, (ID3D11Resource *)twin, (ID3D11Resource *)t);
    conf_need(c, ID3D11DeviceContext_Map(c->now, (ID3D11Resource *)twin, 0, D3D11_MAP_READ, 0, &m), "Map");
    for (UINT y = 0; y < 8; y++)
        for (UINT x = 0; x < 8; x++) {
            const uint32_t *row = (const void *)((const uint8_t *)m.pData + y * (size_t)m.RowPitch);
            bool inside = x + 0.5f >= box[0] && x + 0.5f < box[0] + box[2] && y + 0.5f >= box[1] && y + 0.5f < box[1] + box[3];
            wrong += (row[x] == 0xffffffff) != inside;
        }
    ID3D11DeviceContext_Unmap(c->now, (ID3D11Resource *)twin, 0);
    return wrong;
}

/* Devices of other feature levels. Level 10 has no fractional viewports (ns-d3d11-d3d11_viewport); what fills one covers the pixels
 * whose centres are in it, whatever the host makes of fractions. */
static void level_viewports(struct conf *c)
{
    static const float boxes[][4] = { { -0.4f, -0.4f, 8, 8 }, { -1.0f / 128, -1.0f / 128, 8, 8 }, { 0.5f, 0.5f, 4, 4 }, { 2.25f, 3.75f, 4, 3 },
        { 3.75f, 3.75f, 0.5f, 0.5f }, { 0.625f, 0, 5.25f, 7.375f }, { -3.5f, -2, 7, 6 }, { 1, 2, 3, 4 } };
    static const float white[4] = { 1, 1, 1, 1 };
    const D3D_FEATURE_LEVEL level = (D3D_FEATURE_LEVEL)c->arg;
    struct conf of = { 0 };

    conf_level(c, level);
    conf_need(c, D3D11CreateDevice(NULL, D3D_DRIVER_TYPE_HARDWARE, NULL, 0, &level, 1, D3D11_SDK_VERSION, &of.device, &of.level, &of.ctx),
              "a device of the level");
    conf_own(c, of.device);
    conf_own(c, of.ctx);
    of.now = of.ctx;
    for (UINT i = 0; i < N_OF(boxes); i++) {
        struct conf_target t = conf_target(&of, DXGI_FORMAT_R8G8B8A8_UNORM, 8, 8, grey);

        CONF_SHADER(&of, CONF_PS, plain_ps);
        conf_constants(&of, CONF_PS, 0, white, sizeof white);
        conf_viewport(&of, boxes[i][0], boxes[i][1], boxes[i][2], boxes[i][3], 0, 1);
        conf_quad(&of, 0.5f);
        if (level < D3D_FEATURE_LEVEL_11_0) conf_must(c, wrong_pixels(&of, t.texture, boxes[i]), 0, "wrong pixels of box %u", i);
        else conf_resource(&of, t.texture, "box %u", i);
    }
}

/* ---- multisampling: case.arg is the number of samples ---- */

static void read_samples(struct conf *c, ID3D11Texture2D *t, UINT size, UINT samples, const char *label)
{
    ID3D11ShaderResourceView *v = conf_srv(c, t, NULL);
    for (UINT s = 0; s < samples; s++) {
        int32_t at[4] = { 0, (int32_t)s, 0, 0 };
        struct conf_target out = conf_target(c, DXGI_FORMAT_R32G32B32A32_FLOAT, size, size, grey);
        CONF_SHADER(c, CONF_PS, loadms_float_ps);
        conf_constants(c, CONF_PS, 0, at, sizeof at);
        conf_set_srv(c, CONF_PS, 0, v);
        conf_quad(c, 0.5f);
        conf_resource(c, out.texture, "%s sample %u", label, s);
        conf_set_srv(c, CONF_PS, 0, NULL);
    }
}

static void multisample(struct conf *c)
{
    static const float triangle[][4] = { { -0.95f, -0.9f, 0.5f, 1 }, { 0.1f, 0.95f, 0.5f, 1 }, { 0.9f, -0.55f, 0.5f, 1 } };
    static const D3D11_INPUT_ELEMENT_DESC e = { "POSITION", 0, DXGI_FORMAT_R32G32B32A32_FLOAT, 0, 0, D3D11_INPUT_PER_VERTEX_DATA, 0 };
    const float colors[8] = { 1, 0.25f, 0.5f, 1, 0, 0, 0, 0 };
    const UINT stride = 16, offset = 0, samples = c->arg, size = 4;
    D3D11_TEXTURE2D_DESC d = { size, size, 1, 1, DXGI_FORMAT_R8G8B8A8_UNORM, { samples, 0 }, D3D11_USAGE_DEFAULT,
                               D3D11_BIND_RENDER_TARGET | D3D11_BIND_SHADER_RESOURCE, 0, 0 };
    UINT levels = 0;
    ID3D11Texture2D *t, *resolved;
    ID3D11RenderTargetView *v;
    ID3D11InputLayout *layout;
    ID3D11Buffer *vb = conf_buffer(c, sizeof triangle, D3D11_USAGE_IMMUTABLE, D3D11_BIND_VERTEX_BUFFER, triangle);
    HRESULT hr;

    hr = ID3D11Device_CheckMultisampleQualityLevels(c->device, d.Format, samples, &levels);
    conf_num(c, SUCCEEDED(hr) && levels, "offered");
    if (FAILED(hr) || !levels) conf_skip(c, "%u samples are not offered", samples);
    t = conf_texture2d(c, &d, NULL);
    v = conf_rtv(c, t, NULL);
    ID3D11DeviceContext_ClearRenderTargetView(c->ctx, v, grey);
    ID3D11DeviceContext_OMSetRenderTargets(c->ctx, 1, &v, NULL);
    conf_viewport(c, 0, 0, (float)size, (float)size, 0, 1);
    conf_need(c, ID3D11Device_CreateInputLayout(c->device, &e, 1, position_vs, sizeof position_vs, &layout), "CreateInputLayout");
    conf_own(c, layout);
    ID3D11DeviceContext_IASetInputLayout(c->ctx, layout);
    ID3D11DeviceContext_IASetVertexBuffers(c->ctx, 0, 1, &vb, &stride, &offset);
    ID3D11DeviceContext_IASetPrimitiveTopology(c->ctx, D3D11_PRIMITIVE_TOPOLOGY_TRIANGLELIST);
    CONF_SHADER(c, CONF_VS, position_vs);
    CONF_SHADER(c, CONF_PS, plain_ps);
    conf_constants(c, CONF_PS, 0, colors, sizeof colors);
    ID3D11DeviceContext_Draw(c->ctx, 3, 0);
    if (samples > 1) {
        resolved = conf_plain2d(c, d.Format, size, size, D3D11_BIND_SHADER_RESOURCE, NULL);
        ID3D11DeviceContext_ResolveSubresource(c->ctx, (ID3D11Resource *)resolved, 0, (ID3D11Resource *)t, 0, d.Format);
        conf_resource(c, resolved, "resolved");
    }
    read_samples(c, t, size, samples, "drawn");

    /* the sample mask, alpha to coverage, coverage from the shader, a shader for each sample */
    for (UINT k = 0; k < 4; k++) {
        static const char *const names[] = { "mask", "alpha to coverage", "shader's mask", "by sample" };
        D3D11_BLEND_DESC b = { .AlphaToCoverageEnable = k == 1, .RenderTarget[0] = { .RenderTargetWriteMask = D3D11_COLOR_WRITE_ENABLE_ALL,
            .SrcBlend = D3D11_BLEND_ONE, .DestBlend = D3D11_BLEND_ZERO, .BlendOp = D3D11_BLEND_OP_ADD, .SrcBlendAlpha = D3D11_BLEND_ONE,
            .DestBlendAlpha = D3D11_BLEND_ZERO, .BlendOpAlpha = D3D11_BLEND_OP_ADD } };
        uint32_t mask = 0x66;
        float constants[8] = { 1, 0.25f, 0.5f, 1 };
        memcpy(&constants[4], &mask, 4);
        ID3D11DeviceContext_ClearRenderTargetView(c->ctx, v, grey);
        ID3D11DeviceContext_OMSetRenderTargets(c->ctx, 1, &v, NULL);
        set_blend(c, &b, NULL, k == 0 ? 0x55 : ~0u);
        if (k == 0) CONF_SHADER(c, CONF_PS, plain_ps);
        else if (k == 1) CONF_SHADER(c, CONF_PS, alpha_ps);
        else if (k == 2) CONF_SHADER(c, CONF_PS, mask_ps);
        else CONF_SHADER(c, CONF_PS, sample_ps);
        conf_constants(c, CONF_PS, 0, constants, sizeof constants);
        conf_quad(c, 0.5f);
        ID3D11DeviceContext_OMSetBlendState(c->ctx, NULL, NULL, ~0u);
        read_samples(c, t, size, samples, names[k]);
    }
}

static void forced_samples(struct conf *c)
{
    static const float clear[4] = { 0, 0, 0, 0 };
    D3D11_RASTERIZER_DESC1 d = { .FillMode = D3D11_FILL_SOLID, .CullMode = D3D11_CULL_NONE, .DepthClipEnable = TRUE };
    const UINT counts[] = { 1, 4, 8 };
    D3D11_FEATURE_DATA_D3D11_OPTIONS o = { 0 };

    if (!c->device1) conf_skip(c, "no ID3D11Device1");
    ID3D11Device_CheckFeatureSupport(c->device, D3D11_FEATURE_D3D11_OPTIONS, &o, sizeof o);
    conf_num(c, (uint64_t)o.OutputMergerLogicOp, "logic operations");
    conf_level(c, D3D_FEATURE_LEVEL_11_1);
    for (UINT i = 0; i < N_OF(counts); i++) {
        ID3D11RasterizerState1 *s = NULL;
        struct conf_target t = conf_target(c, DXGI_FORMAT_R32G32B32A32_UINT, 4, 4, clear);
        HRESULT hr;
        d.ForcedSampleCount = counts[i];
        hr = ID3D11Device1_CreateRasterizerState1(c->device1, &d, &s);
        conf_hr(c, hr, "CreateRasterizerState1 with %u forced samples", counts[i]);
        if (FAILED(hr)) continue;
        conf_own(c, s);
        ID3D11DeviceContext_RSSetState(c->ctx, (ID3D11RasterizerState *)s);
        CONF_SHADER(c, CONF_PS, coverage_ps);
        conf_viewport(c, 0.4f, 0.3f, 3.1f, 3.2f, 0, 1);
        conf_quad(c, 0.5f);
        conf_resource(c, t.texture, "%u forced samples", counts[i]);
    }
}

/* Without targets, what is drawn to has samples of its own from level 11_0 on: up to 8 there (docs of D3D11_FEATURE_DATA_D3D11_OPTIONS). */
static void forced_samples_alone(struct conf *c)
{
    D3D11_RASTERIZER_DESC1 d = { .FillMode = D3D11_FILL_SOLID, .CullMode = D3D11_CULL_NONE, .DepthClipEnable = TRUE };
    static const UINT counts[] = { 0, 1, 4, 8, 16 };
    D3D11_UNORDERED_ACCESS_VIEW_DESC v = { DXGI_FORMAT_R32_TYPELESS, D3D11_UAV_DIMENSION_BUFFER, { .Buffer = { 0, 64, D3D11_BUFFER_UAV_FLAG_RAW } } };
    const D3D11_BUFFER_DESC b = { 256, D3D11_USAGE_DEFAULT, D3D11_BIND_UNORDERED_ACCESS, 0, D3D11_RESOURCE_MISC_BUFFER_ALLOW_RAW_VIEWS, 0 };

    if (!c->device1) conf_skip(c, "no ID3D11Device1");
    conf_level(c, D3D_FEATURE_LEVEL_11_0);
    if (!c->eleven_1) conf_skip(c, "the driver's interface has no forced samples");
    for (UINT i = 0; i < N_OF(counts); i++) {
        static const UINT zero[4] = { 0, 0, 0, 0 };
        ID3D11RasterizerState1 *s = NULL;
        ID3D11Buffer *buffer = conf_buffer_desc(c, &b, NULL);
        ID3D11UnorderedAccessView *view = conf_uav(c, buffer, &v);
        d.ForcedSampleCount = counts[i];
        if (counts[i] == 16 && c->level < D3D_FEATURE_LEVEL_11_1) continue; /* refused: rules of the runtime, not of DXVK */
        conf_need(c, ID3D11Device1_CreateRasterizerState1(c->device1, &d, &s), "CreateRasterizerState1");
        conf_own(c, s);
        ID3D11DeviceContext_RSSetState(c->ctx, (ID3D11RasterizerState *)s);
        ID3D11DeviceContext_ClearUnorderedAccessViewUint(c->ctx, view, zero);
        ID3D11DeviceContext_OMSetRenderTargetsAndUnorderedAccessViews(c->ctx, 0, NULL, NULL, 0, 1, &view, NULL);
        CONF_SHADER(c, CONF_PS, coverage_uav_ps);
        conf_viewport(c, 0.4f, 0.3f, 3.1f, 3.2f, 0, 1);
        conf_quad(c, 0.5f);
        conf_resource(c, buffer, "%u forced samples", counts[i]);
    }
}

static void discarded(struct conf *c)
{
    struct conf_target t = conf_target(c, DXGI_FORMAT_R8G8B8A8_UNORM, 8, 8, grey);
    const float constants[8] = { 1, 0, 0, 1, 0.4f, 0, 0, 0 };
    CONF_SHADER(c, CONF_PS, discard_ps);
    conf_constants(c, CONF_PS, 0, constants, sizeof constants);
    conf_quad(c, 0.5f);
    conf_resource(c, t.texture, "target");
}

static const struct conf_case cases[] = {
    { "blend factors", blend_factors, 0 }, { "blend operations", blend_ops, 0 }, { "eight targets", blend_targets, 0 },
    { "eight targets, the first without blending", blend_targets, 1 },
    { "two targets after two sources", after_two_sources, 0 }, { "two targets after another device's two sources", after_two_sources, 1 },
    { "logic operations", logic_ops, 0 }, { "depth comparisons", depth_compare, 0 }, { "stencil operations", stencil_ops, 0 },
    { "stencil of both faces", stencil_faces, 0 }, { "depth from the shader", shader_depth, 0 },
    { "read-only depth", read_only_depth, 0 }, { "rasterizer", rasterizer, 0 }, { "viewports", viewports, 0 },
    { "viewports of level 10_0", level_viewports, D3D_FEATURE_LEVEL_10_0 }, { "viewports of level 10_1", level_viewports, D3D_FEATURE_LEVEL_10_1 },
    { "viewports of level 11_0", level_viewports, D3D_FEATURE_LEVEL_11_0 },
    { "1 sample", multisample, 1 }, { "2 samples", multisample, 2 }, { "4 samples", multisample, 4 }, { "8 samples", multisample, 8 },
    { "forced sample count", forced_samples, 0 },
    { "forced sample count without targets", forced_samples_alone, 0 }, { "discard in the shader", discarded, 0 },
};
const struct conf_area area_states = { "states", cases, N_OF(cases), 0, NULL, NULL };
