/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * test_draw.c - shaders, layouts, state, draws, dispatches, stream output, contexts, command lists.
 */
#include "core.h"
#include "shaders/appending_cs.h"
#include "shaders/colored_ps.h"
#include "shaders/colored_vs.h"
#include "shaders/counting_cs.h"
#include "shaders/growing_gs.h"
#include "shaders/patch_ds.h"
#include "shaders/patch_hs.h"
#include "shaders/quad_vs.h"
#include "shaders/textured_ps.h"
#include "../d3d11/shaders/linkage.h"

static const void *const not_all_of_these[] = {
#define X(name) name,
    LINKAGE_LIST(X)
#undef X
};

enum { RGBA8 = 28, RGBA32F = 2, RGBA32_UINT = 3, RG32F = 16, R16_UINT = 57, R32_UINT = 42, D32 = 40 };
enum { POINTLIST = 1, TRIANGLES = 4, STRIP = 5, PATCH3 = 35, SIZE = 64 };

/* A target of 64x64 with view, viewport and a black clear, bound. */
struct scene { uint32_t target, rtv; };

static struct scene scene_begin(struct pvb_context *c)
{
    const struct pvgpu_viewport viewport = { 0, 0, SIZE, SIZE, 0, 1 };
    struct scene s = { tc_resource(PVGPU_DIM_TEX2D, RGBA8, SIZE, SIZE, PVGPU_BIND_TARGET), tc_id() };
    const struct pvgpu_om_view view = { s.rtv, 0 };

    SEND(c, create_rtv, CREATE_RTV, .id = s.rtv, .resource = s.target, .dimension = PVGPU_VIEW_TEX2D);
    SEND(c, clear_rtv, CLEAR_RTV, .view = s.rtv);
    SEND_TAIL(c, set_targets, SET_TARGETS, &view, sizeof view, .n_rtv = 1, .n = 1);
    SEND_TAIL(c, set_viewports, SET_VIEWPORTS, &viewport, sizeof viewport, .n = 1);
    return s;
}

static uint32_t buffer_of(struct pvb_context *c, const void *data, uint32_t size, uint32_t bind, uint32_t usage, uint32_t misc)
{
    const struct pvb_resource_info info = { .dimension = PVGPU_DIM_BUFFER, .usage = usage, .bind = bind, .misc = misc, .width = size,
                                            .height = 1, .depth = 1, .array = 1, .mips = 1, .samples = 1 };
    uint32_t id = tc_resource_of(&info);
    CHECK(id != 0);
    if (data) SEND_TAIL(c, update_inline, UPDATE_INLINE, data, size, .resource = id, .n = size);
    return id;
}

static void set_vertices(struct pvb_context *c, uint32_t buffer, uint32_t stride)
{
    const struct pvgpu_vertex_buffer v = { buffer, stride, 0, 0 };
    SEND_TAIL(c, set_vertex_buffers, SET_VERTEX_BUFFERS, &v, sizeof v, .n = 1);
}

static uint32_t layout_of(struct pvb_context *c, uint32_t format1, uint32_t offset1)
{
    const struct pvgpu_input_element e[2] = { { 0, 0, RG32F, 0, 0, 0 }, { 1, 0, format1, offset1, 0, 0 } };
    uint32_t id = tc_id();
    SEND_TAIL(c, create_input_layout, CREATE_INPUT_LAYOUT, e, sizeof e, .id = id, .n_elements = 2);
    CHECK(c->objects[id].host != NULL);
    return id;
}

static void set_shaders(struct pvb_context *c, uint32_t vs, uint32_t ps)
{
    SEND(c, set_shader, SET_SHADER, .stage = PVGPU_STAGE_VS, .shader = vs);
    SEND(c, set_shader, SET_SHADER, .stage = PVGPU_STAGE_PS, .shader = ps);
}

static uint32_t pixel(const uint32_t *p, int x, int y) { return p[y * SIZE + x]; }

static const float quad[4][4] = { { -1, 1, 0, 0 }, { 1, 1, 1, 0 }, { -1, -1, 0, 1 }, { 1, -1, 1, 1 } };

/* Draws the colour over all of the target, with colored_vs and the vertex format given. */
static void set_colored(struct pvb_context *c, uint32_t format, const void *color, uint32_t color_size, bool typed)
{
    char vertices[4][24];
    for (int i = 0; i < 4; i++) {
        memcpy(vertices[i], quad[i], 8);
        memcpy(vertices[i] + 8, color, color_size);
    }
    set_vertices(c, buffer_of(c, vertices, sizeof vertices, PVGPU_BIND_VERTEX, PVGPU_USAGE_DEFAULT, 0), 24);
    SEND(c, set_input_layout, SET_INPUT_LAYOUT, .layout = layout_of(c, format, 8));
    set_shaders(c, tc_shader(c, PVGPU_STAGE_VS, colored_vs, 0, typed),
                tc_shader(c, PVGPU_STAGE_PS, colored_ps, 0, typed));
    SEND(c, set_topology, SET_TOPOLOGY, .topology = STRIP);
}

TEST(textured_quad)
{
    static const uint32_t texels[4] = { 0xff0000ff, 0xff00ff00, 0xffff0000, 0xffffffff };
    static const uint16_t indices[6] = { 0, 1, 2, 2, 1, 3 };
    static const float tint[4] = { 1, 1, 0.2f, 1 };
    TC_START(c);
    struct scene s = scene_begin(c);
    uint32_t texture = tc_resource(PVGPU_DIM_TEX2D, RGBA8, 2, 2, PVGPU_BIND_SHADER), srv = tc_id(), sampler = tc_id();
    struct pvgpu_constant_buffer cb = { buffer_of(c, tint, 16, PVGPU_BIND_CONSTANT, PVGPU_USAGE_DYNAMIC, 0), 0, 0, 0 };
    const uint32_t *p;

    memcpy(tc_heap + TC_WRITE, texels, 16);
    SEND(c, update_texture, UPDATE_TEXTURE, .resource = texture, .right = 2, .bottom = 2, .back = 1, .heap = TC_HEAP,
         .heap_offset = TC_WRITE, .row_pitch = 8);
    SEND(c, create_srv, CREATE_SRV, .id = srv, .resource = texture, .dimension = PVGPU_VIEW_TEX2D, .mips = ~0u);
    SEND(c, create_sampler, CREATE_SAMPLER, .id = sampler, .address_u = 3, .address_v = 3, .address_w = 3, .func = 1, .anisotropy = 1,
         .max_lod = 1000);
    set_vertices(c, buffer_of(c, quad, sizeof quad, PVGPU_BIND_VERTEX, PVGPU_USAGE_IMMUTABLE, 0), 16);
    SEND(c, set_index_buffer, SET_INDEX_BUFFER, .format = R16_UINT,
         .resource = buffer_of(c, indices, sizeof indices, PVGPU_BIND_INDEX, PVGPU_USAGE_DYNAMIC, 0));
    SEND(c, set_input_layout, SET_INPUT_LAYOUT, .layout = layout_of(c, RG32F, 8));
    set_shaders(c, tc_shader(c, PVGPU_STAGE_VS, quad_vs, 0, true),
                tc_shader(c, PVGPU_STAGE_PS, textured_ps, 0, true));
    SEND_TAIL(c, set_srvs, SET_SRVS, &srv, 4, .stage = PVGPU_STAGE_PS, .n = 1);
    SEND_TAIL(c, set_samplers, SET_SAMPLERS, &sampler, 4, .stage = PVGPU_STAGE_PS, .n = 1);
    SEND_TAIL(c, set_constant_buffers, SET_CONSTANT_BUFFERS, &cb, sizeof cb, .stage = PVGPU_STAGE_PS, .n = 1);
    SEND(c, set_topology, SET_TOPOLOGY, .topology = TRIANGLES);
    SEND(c, draw_indexed, DRAW_INDEXED, .indices = 6);
    p = tc_read(c, s.target, 0, SIZE, SIZE, SIZE * 4);
    CHECK_EQ(pixel(p, 3, 3), 0xff0000ffu);
    CHECK_EQ(pixel(p, 60, 3), 0xff00ff00u);
    CHECK_EQ(pixel(p, 3, 60), 0xff330000u);
    CHECK_EQ(pixel(p, 60, 60), 0xff33ffffu);
    /* A destroyed view that is bound still draws. */
    tc_destroy(c, srv);
    SEND(c, clear_rtv, CLEAR_RTV, .view = s.rtv);
    SEND(c, draw_indexed, DRAW_INDEXED, .indices = 6);
    p = tc_read(c, s.target, 0, SIZE, SIZE, SIZE * 4);
    CHECK_EQ(pixel(p, 60, 3), 0xff00ff00u);
    tc_stop(c);
}

/* The same vertex shader with layouts that deliver floats, normalized bytes, and integers whose bits
 * are floats; its signature with and without component types. */
TEST(vertex_formats)
{
    static const float color[4] = { 1, 0, 0, 1 };
    static const uint32_t bytes = 0xff0000ff;
    TC_START(c);
    for (int typed = 0; typed < 2; typed++) {
        struct scene s = scene_begin(c);
        set_colored(c, RGBA32F, color, 16, typed);
        SEND(c, draw, DRAW, .vertices = 4);
        CHECK_EQ(pixel(tc_read(c, s.target, 0, SIZE, SIZE, SIZE * 4), 9, 9), 0xff0000ffu);
        s = scene_begin(c);
        set_colored(c, RGBA8, &bytes, 4, typed);
        SEND(c, draw, DRAW, .vertices = 4);
        CHECK_EQ(pixel(tc_read(c, s.target, 0, SIZE, SIZE, SIZE * 4), 9, 9), 0xff0000ffu);
        s = scene_begin(c);
        set_colored(c, RGBA32_UINT, color, 16, typed);
        SEND(c, draw, DRAW, .vertices = 4);
        CHECK_EQ(pixel(tc_read(c, s.target, 0, SIZE, SIZE, SIZE * 4), 9, 9), 0xff0000ffu);
    }
    tc_stop(c);
}

TEST(indirect_draw)
{
    static const float green[4] = { 0, 1, 0, 1 };
    static const uint32_t arguments[5] = { 77, 4, 1, 0, 0 };
    TC_START(c);
    struct scene s = scene_begin(c);
    uint32_t buffer = buffer_of(c, arguments, sizeof arguments, 0, PVGPU_USAGE_DEFAULT, PVGPU_MISC_INDIRECT);
    set_colored(c, RGBA32F, green, 16, true);
    SEND(c, draw_indirect, DRAW_INDIRECT, .resource = buffer, .offset = 4);
    CHECK_EQ(pixel(tc_read(c, s.target, 0, SIZE, SIZE, SIZE * 4), 9, 9), 0xff00ff00u);
    tc_stop(c);
}

TEST(dispatch_writes)
{
    static const uint32_t arguments[3] = { 2, 1, 1 };
    TC_START(c);
    uint32_t buffer = buffer_of(c, NULL, 256, PVGPU_BIND_UNORDERED, PVGPU_USAGE_DEFAULT, 0), uav = tc_id();
    const struct pvgpu_om_view view = { uav, ~0u };
    const uint32_t *p;
    SEND(c, create_uav, CREATE_UAV, .id = uav, .resource = buffer, .format = R32_UINT, .dimension = PVGPU_VIEW_BUFFER, .count = 64);
    SEND(c, set_shader, SET_SHADER, .stage = PVGPU_STAGE_CS,
         .shader = tc_shader(c, PVGPU_STAGE_CS, counting_cs, 0, true));
    SEND_TAIL(c, set_cs_uavs, SET_CS_UAVS, &view, sizeof view, .n = 1);
    SEND(c, dispatch, DISPATCH, .x = 4, .y = 1, .z = 1);
    p = tc_read_buffer(c, buffer, 0, 256);
    CHECK(p[0] == 1 && p[31] == 94 && p[32] == 0);
    SEND(c, clear_uav, CLEAR_UAV, .view = uav);
    SEND(c, dispatch_indirect, DISPATCH_INDIRECT,
         .resource = buffer_of(c, arguments, sizeof arguments, 0, PVGPU_USAGE_DEFAULT, PVGPU_MISC_INDIRECT));
    p = tc_read_buffer(c, buffer, 0, 256);
    CHECK(p[15] == 46 && p[16] == 0);
    tc_stop(c);
}

static void stream_output(uint32_t min_precision)
{
    static const struct pvgpu_so_element declaration[3] = {
        { 0, 0, 0, 2, 0, 0 }, { 0, 0, 0, 2, 0, 1 /* gap */ }, { 0, 1, 0, 4, 0, 0 },
    };
    static const float vertices[3][6] = { { -1, 3, 0, 0, 1, 1 }, { -1, -1, 0, 0, 1, 1 }, { 3, -1, 0, 0, 1, 1 } };
    TC_START(c);
    struct scene s = scene_begin(c);
    uint32_t so = tc_id(), vs, gs, layout = layout_of(c, RGBA32F, 8), query = tc_id();
    struct pvgpu_so_target target = { buffer_of(c, NULL, 512, PVGPU_BIND_VERTEX | PVGPU_BIND_STREAM, PVGPU_USAGE_DEFAULT, 0), 0 };
    const float *f;

    SEND_TAIL(c, create_so_layout, CREATE_SO_LAYOUT, declaration, sizeof declaration, .id = so, .rasterized = ~0u, .stride0 = 32,
              .n_strides = 1, .n_elements = 3);
    tc_min_precision = min_precision;
    vs = tc_shader(c, PVGPU_STAGE_VS, colored_vs, 0, true);
    gs = tc_shader(c, PVGPU_STAGE_GS, colored_vs, so, true); /* the vertex shader passed through */
    tc_min_precision = 0;
    SEND(c, create_query, CREATE_QUERY, .id = query, .type = 6 /* SO_STATISTICS */);
    set_vertices(c, buffer_of(c, vertices, sizeof vertices, PVGPU_BIND_VERTEX, PVGPU_USAGE_DEFAULT, 0), 24);
    SEND(c, set_input_layout, SET_INPUT_LAYOUT, .layout = layout);
    SEND(c, set_shader, SET_SHADER, .stage = PVGPU_STAGE_VS, .shader = vs);
    SEND(c, set_shader, SET_SHADER, .stage = PVGPU_STAGE_GS, .shader = gs);
    SEND_TAIL(c, set_so_targets, SET_SO_TARGETS, &target, sizeof target, .n = 1);
    SEND(c, set_topology, SET_TOPOLOGY, .topology = POINTLIST);
    SEND(c, query_begin, QUERY_BEGIN, .query = query);
    SEND(c, draw, DRAW, .vertices = 3);
    SEND(c, query_end, QUERY_END, .query = query, .heap = TC_HEAP, .offset = TC_QUERIES, .seq = 9);
    SEND_TAIL(c, set_so_targets, SET_SO_TARGETS, NULL, 0, .n = 0);
    f = tc_read_buffer(c, target.resource, 0, 96);
    CHECK_EQ(tc_query(0)->seq, 9);
    CHECK_EQ(*(const uint64_t *)tc_query(0)->data, 3);
    CHECK(f[0] == -1 && f[1] == 3 && f[6] == 1 && f[7] == 1);
    CHECK(f[16] == 3 && f[17] == -1 && f[20] == 0 && f[22] == 1);

    /* Drawn from where it was written, as many vertices as were written. */
    SEND(c, set_shader, SET_SHADER, .stage = PVGPU_STAGE_GS, .shader = 0);
    SEND(c, set_shader, SET_SHADER, .stage = PVGPU_STAGE_PS,
         .shader = tc_shader(c, PVGPU_STAGE_PS, colored_ps, 0, true));
    SEND(c, set_input_layout, SET_INPUT_LAYOUT, .layout = layout_of(c, RGBA32F, 16));
    set_vertices(c, target.resource, 32);
    SEND(c, set_topology, SET_TOPOLOGY, .topology = TRIANGLES);
    SEND(c, set_rasterizer, SET_RASTERIZER, .state = 0);
    {
        uint32_t raster = tc_id();
        SEND(c, create_rasterizer, CREATE_RASTERIZER, .id = raster, .fill = 3, .cull = 1, .depth_clip = 1);
        SEND(c, set_rasterizer, SET_RASTERIZER, .state = raster);
    }
    SEND(c, draw_auto, DRAW_AUTO, .pad0 = 0);
    CHECK_EQ(pixel(tc_read(c, s.target, 0, SIZE, SIZE, SIZE * 4), 9, 9), 0xffff0000u);
    tc_stop(c);
}

TEST(stream_output_and_draw_auto) { stream_output(0); }
/* Signatures of Direct3D 11.1: their outputs lie in another part of the container. */
TEST(stream_output_with_minimum_precision) { stream_output(1 /* D3D_MIN_PRECISION_FLOAT_16 */); }

/* Draws as many vertices as were streamed into a buffer that nothing was ever streamed into: none, and the host lives. The
 * same after a shader whose declaration leaves a bound target out, or says a stride of 0. */
TEST(draw_auto_of_nothing)
{
    static const struct pvgpu_so_element declaration = { 0, 0, 0, 4, 0, 0 };
    static const float color[4] = { 1, 0, 0, 1 };
    TC_START(c);
    struct scene s = scene_begin(c);
    uint32_t so = tc_id();
    struct pvgpu_so_target targets[2] = {
        { buffer_of(c, NULL, 512, PVGPU_BIND_VERTEX | PVGPU_BIND_STREAM, PVGPU_USAGE_DEFAULT, 0), 0 },
        { buffer_of(c, NULL, 512, PVGPU_BIND_VERTEX | PVGPU_BIND_STREAM, PVGPU_USAGE_DEFAULT, 0), 0 },
    };
    set_colored(c, RGBA32F, color, 16, true);
    set_vertices(c, targets[0].resource, 24);
    SEND(c, draw_auto, DRAW_AUTO, .pad0 = 0);
    CHECK_EQ(pixel(tc_read(c, s.target, 0, SIZE, SIZE, SIZE * 4), 9, 9), 0);

    SEND_TAIL(c, create_so_layout, CREATE_SO_LAYOUT, &declaration, sizeof declaration, .id = so, .rasterized = ~0u, .n_elements = 1);
    SEND(c, set_shader, SET_SHADER, .stage = PVGPU_STAGE_GS, .shader = tc_shader(c, PVGPU_STAGE_GS, colored_vs, so, true));
    set_colored(c, RGBA32F, color, 16, true);
    SEND_TAIL(c, set_so_targets, SET_SO_TARGETS, targets, sizeof targets, .n = 2);
    SEND(c, draw, DRAW, .vertices = 3);
    SEND_TAIL(c, set_so_targets, SET_SO_TARGETS, NULL, 0, .n = 0);
    SEND(c, set_shader, SET_SHADER, .stage = PVGPU_STAGE_GS, .shader = 0);
    for (int i = 0; i < 2; i++) {
        set_vertices(c, targets[i].resource, 24);
        SEND(c, draw_auto, DRAW_AUTO, .pad0 = 0);
        tc_finish(c);
    }
    tc_stop(c);
}

/* A pixel shader's outputs have no type in Direct3D 11.0's signatures, and a move has none in the code: what the bound
 * target holds decides, at each draw. */
TEST(outputs_take_the_targets_type)
{
    static const float color[4] = { 1, 2, 3, 4 };
    static const uint32_t formats[] = { RGBA32_UINT, RGBA32F, 4 /* R32G32B32A32_SINT */, RGBA32_UINT };
    TC_START(c);
    struct pvgpu_viewport viewport = { 0, 0, 4, 4, 0, 1 };
    set_colored(c, RGBA32F, color, 16, false);
    SEND_TAIL(c, set_viewports, SET_VIEWPORTS, &viewport, sizeof viewport, .n = 1);
    for (unsigned i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        uint32_t target = tc_resource(PVGPU_DIM_TEX2D, formats[i], 4, 4, PVGPU_BIND_TARGET);
        struct pvgpu_om_view view = { tc_id(), 0 };
        const float *p;
        SEND(c, create_rtv, CREATE_RTV, .id = view.view, .resource = target, .dimension = PVGPU_VIEW_TEX2D);
        SEND_TAIL(c, set_targets, SET_TARGETS, &view, sizeof view, .n_rtv = 1, .n = 1);
        SEND(c, draw, DRAW, .vertices = 4);
        p = tc_read(c, target, 0, 4, 4, 64);
        for (int k = 0; k < 4; k++) CHECK(p[k] > color[k] - 0.001f && p[k] < color[k] + 0.001f); /* the register's bits */
    }
    tc_stop(c);
}

/* Work behind a predicate that is true is done, and no work after it is lost. Whether work behind a false one is left out is
 * the host's: DXVK (2.6) does it all the same, natively too. */
TEST(predication)
{
    static const float red[4] = { 1, 0, 0, 1 };
    TC_START(c);
    struct scene s = scene_begin(c);
    uint32_t predicate = tc_id();
    SEND(c, create_query, CREATE_QUERY, .id = predicate, .type = 5 /* OCCLUSION_PREDICATE */);
    set_colored(c, RGBA32F, red, 16, true);
    for (int counted = 0; counted < 2; counted++) {
        SEND(c, query_begin, QUERY_BEGIN, .query = predicate);
        if (counted) SEND(c, draw, DRAW, .vertices = 4);
        SEND(c, query_end, QUERY_END, .query = predicate, .heap = TC_HEAP, .offset = TC_QUERIES, .seq = 1);
        SEND(c, clear_rtv, CLEAR_RTV, .view = s.rtv);
        /* ID3D11DeviceContext::SetPredication: what follows is skipped when the result is the value. */
        SEND(c, set_predication, SET_PREDICATION, .query = predicate, .value = 0);
        SEND(c, draw, DRAW, .vertices = 4);
        SEND(c, set_predication, SET_PREDICATION, .query = 0);
        if (counted) CHECK_EQ(pixel(tc_read(c, s.target, 0, SIZE, SIZE, SIZE * 4), 9, 9), 0xff0000ffu);
    }
    SEND(c, clear_rtv, CLEAR_RTV, .view = s.rtv);
    SEND(c, draw, DRAW, .vertices = 4);
    CHECK_EQ(pixel(tc_read(c, s.target, 0, SIZE, SIZE, SIZE * 4), 9, 9), 0xff0000ffu);
    tc_stop(c);
}

/* Instances: their own vertex data, with and without indices. */
TEST(instances)
{
    static const float colors[3][4] = { { 1, 0, 0, 1 }, { 0, 1, 0, 1 }, { 0, 0, 1, 1 } };
    static const uint16_t indices[6] = { 0, 1, 2, 2, 1, 3 };
    const struct pvgpu_input_element e[2] = { { 0, 0, RG32F, 0, 0, 0 }, { 1, 1, RGBA32F, 0, 1, 1 } };
    TC_START(c);
    struct scene s = scene_begin(c);
    uint32_t layout = tc_id();
    struct pvgpu_vertex_buffer v[2] = { { buffer_of(c, quad, sizeof quad, PVGPU_BIND_VERTEX, PVGPU_USAGE_DEFAULT, 0), 16, 0, 0 },
                                        { buffer_of(c, colors, sizeof colors, PVGPU_BIND_VERTEX, PVGPU_USAGE_DEFAULT, 0), 16, 0, 0 } };
    SEND_TAIL(c, create_input_layout, CREATE_INPUT_LAYOUT, e, sizeof e, .id = layout, .n_elements = 2);
    SEND(c, set_input_layout, SET_INPUT_LAYOUT, .layout = layout);
    SEND_TAIL(c, set_vertex_buffers, SET_VERTEX_BUFFERS, v, sizeof v, .n = 2);
    SEND(c, set_index_buffer, SET_INDEX_BUFFER, .format = R16_UINT,
         .resource = buffer_of(c, indices, sizeof indices, PVGPU_BIND_INDEX, PVGPU_USAGE_DEFAULT, 0));
    set_shaders(c, tc_shader(c, PVGPU_STAGE_VS, colored_vs, 0, true), tc_shader(c, PVGPU_STAGE_PS, colored_ps, 0, true));
    SEND(c, set_topology, SET_TOPOLOGY, .topology = STRIP);
    SEND(c, draw_instanced, DRAW_INSTANCED, .vertices = 4, .instances = 2); /* the last instance lies on top */
    CHECK_EQ(pixel(tc_read(c, s.target, 0, SIZE, SIZE, SIZE * 4), 9, 9), 0xff00ff00u);
    SEND(c, set_topology, SET_TOPOLOGY, .topology = TRIANGLES);
    SEND(c, draw_indexed_instanced, DRAW_INDEXED_INSTANCED, .indices = 6, .instances = 2, .first_instance = 1);
    CHECK_EQ(pixel(tc_read(c, s.target, 0, SIZE, SIZE, SIZE * 4), 9, 9), 0xffff0000u);
    tc_stop(c);
}

/* A texture with a minimum level of detail is sampled no finer where the host has it; DXVK (2.6) leaves it out, natively
 * too. */
TEST(minimum_level_of_detail)
{
    static const float white[4] = { 1, 1, 1, 1 };
    static const uint32_t levels[3] = { 0xff0000ffu, 0xff00ff00u, 0xffff0000u };
    TC_START(c);
    struct scene s = scene_begin(c);
    struct pvb_resource_info info = { .dimension = PVGPU_DIM_TEX2D, .format = RGBA8, .bind = PVGPU_BIND_SHADER | PVGPU_BIND_TARGET,
                                      .misc = PVGPU_MISC_CLAMP, .width = 4, .height = 4, .depth = 1, .array = 1, .mips = 3, .samples = 1 };
    uint32_t texture = tc_resource_of(&info), srv = tc_id(), sampler = tc_id(), got;
    struct pvgpu_constant_buffer cb = { buffer_of(c, white, 16, PVGPU_BIND_CONSTANT, PVGPU_USAGE_DEFAULT, 0), 0, 0, 0 };
    for (uint32_t m = 0; m < 3; m++) {
        uint32_t rtv = tc_id();
        SEND(c, create_rtv, CREATE_RTV, .id = rtv, .resource = texture, .dimension = PVGPU_VIEW_TEX2D, .mip = m);
        SEND(c, clear_rtv, CLEAR_RTV, .view = rtv, .r = levels[m] & 255, .g = levels[m] >> 8 & 255, .b = levels[m] >> 16 & 255, .a = 1);
    }
    SEND(c, create_srv, CREATE_SRV, .id = srv, .resource = texture, .dimension = PVGPU_VIEW_TEX2D, .mips = ~0u);
    SEND(c, create_sampler, CREATE_SAMPLER, .id = sampler, .address_u = 3, .address_v = 3, .address_w = 3, .func = 1, .anisotropy = 1,
         .max_lod = 1000);
    set_vertices(c, buffer_of(c, quad, sizeof quad, PVGPU_BIND_VERTEX, PVGPU_USAGE_DEFAULT, 0), 16);
    SEND(c, set_input_layout, SET_INPUT_LAYOUT, .layout = layout_of(c, RG32F, 8));
    set_shaders(c, tc_shader(c, PVGPU_STAGE_VS, quad_vs, 0, true), tc_shader(c, PVGPU_STAGE_PS, textured_ps, 0, true));
    SEND_TAIL(c, set_srvs, SET_SRVS, &srv, 4, .stage = PVGPU_STAGE_PS, .n = 1);
    SEND_TAIL(c, set_samplers, SET_SAMPLERS, &sampler, 4, .stage = PVGPU_STAGE_PS, .n = 1);
    SEND_TAIL(c, set_constant_buffers, SET_CONSTANT_BUFFERS, &cb, sizeof cb, .stage = PVGPU_STAGE_PS, .n = 1);
    SEND(c, set_topology, SET_TOPOLOGY, .topology = STRIP);
    for (uint32_t m = 0; m < 3; m++) {
        SEND(c, set_min_lod, SET_MIN_LOD, .resource = texture, .lod = (float)m);
        SEND(c, draw, DRAW, .vertices = 4); /* 4 texels over 64 pixels: the finest there is */
        got = pixel(tc_read(c, s.target, 0, SIZE, SIZE, SIZE * 4), 9, 9);
        CHECK(got == levels[m] || got == levels[0]);
    }
    tc_stop(c);
}

/* The same through a geometry shader of its own: what it emits is recorded. */
TEST(geometry_shader)
{
    static const struct pvgpu_so_element declaration[2] = { { 0, 0, 0, 2, 0, 0 }, { 0, 1, 1, 3, 1, 0 } };
    static const float vertex[6] = { 0, 0, 1, 0.2f, 0, 1 };
    TC_START(c);
    struct scene s = scene_begin(c);
    uint32_t so = tc_id(), gs;
    struct pvgpu_so_target targets[2] = {
        { buffer_of(c, NULL, 256, PVGPU_BIND_STREAM, PVGPU_USAGE_DEFAULT, 0), 0 },
        { buffer_of(c, NULL, 256, PVGPU_BIND_STREAM, PVGPU_USAGE_DEFAULT, 0), 0 },
    };
    const float *f;

    set_vertices(c, buffer_of(c, vertex, sizeof vertex, PVGPU_BIND_VERTEX, PVGPU_USAGE_DEFAULT, 0), 24);
    SEND(c, set_input_layout, SET_INPUT_LAYOUT, .layout = layout_of(c, RGBA32F, 8));
    set_shaders(c, tc_shader(c, PVGPU_STAGE_VS, colored_vs, 0, true), tc_shader(c, PVGPU_STAGE_PS, colored_ps, 0, true));
    gs = tc_shader(c, PVGPU_STAGE_GS, growing_gs, 0, false);
    SEND(c, set_shader, SET_SHADER, .stage = PVGPU_STAGE_GS, .shader = gs);
    SEND(c, set_topology, SET_TOPOLOGY, .topology = POINTLIST);
    SEND(c, draw, DRAW, .vertices = 1);
    CHECK_EQ(pixel(tc_read(c, s.target, 0, SIZE, SIZE, SIZE * 4), 9, 9), 0xff0033ffu);

    SEND_TAIL(c, create_so_layout, CREATE_SO_LAYOUT, declaration, sizeof declaration, .id = so, .rasterized = ~0u, .stride0 = 8,
              .stride1 = 12, .n_strides = 2, .n_elements = 2);
    gs = tc_shader(c, PVGPU_STAGE_GS, growing_gs, so, true);
    SEND(c, set_shader, SET_SHADER, .stage = PVGPU_STAGE_GS, .shader = gs);
    SEND_TAIL(c, set_so_targets, SET_SO_TARGETS, targets, sizeof targets, .n = 2);
    SEND(c, draw, DRAW, .vertices = 1);
    SEND_TAIL(c, set_so_targets, SET_SO_TARGETS, NULL, 0, .n = 0);
    f = tc_read_buffer(c, targets[0].resource, 0, 24);
    CHECK(f[0] == -1 && f[1] == 3 && f[2] == 3 && f[5] == -1);
    f = tc_read_buffer(c, targets[1].resource, 0, 36); /* y, z, w of the colour */
    CHECK(f[0] == 0.2f && f[1] == 0 && f[2] == 1 && f[8] == 1);
    tc_stop(c);
}

TEST(tessellation)
{
    static const float color[4] = { 0, 0.4f, 1, 1 };
    TC_START(c);
    struct scene s = scene_begin(c);
    uint32_t raster = tc_id();
    set_colored(c, RGBA32F, color, 16, true);
    SEND(c, create_rasterizer, CREATE_RASTERIZER, .id = raster, .fill = 3, .cull = 1, .depth_clip = 1);
    SEND(c, set_rasterizer, SET_RASTERIZER, .state = raster);
    SEND(c, set_shader, SET_SHADER, .stage = PVGPU_STAGE_HS, .shader = tc_shader(c, PVGPU_STAGE_HS, patch_hs, 0, false));
    SEND(c, set_shader, SET_SHADER, .stage = PVGPU_STAGE_DS, .shader = tc_shader(c, PVGPU_STAGE_DS, patch_ds, 0, false));
    SEND(c, set_topology, SET_TOPOLOGY, .topology = PATCH3);
    SEND(c, draw, DRAW, .vertices = 3); /* the upper left half */
    CHECK_EQ(pixel(tc_read(c, s.target, 0, SIZE, SIZE, SIZE * 4), 20, 20), 0xffff6600u);
    CHECK_EQ(pixel(tc_read(c, s.target, 0, SIZE, SIZE, SIZE * 4), 60, 60), 0);
    tc_stop(c);
}

TEST(append_buffer)
{
    TC_START(c);
    struct pvb_resource_info info = { .dimension = PVGPU_DIM_BUFFER, .bind = PVGPU_BIND_UNORDERED, .misc = PVGPU_MISC_STRUCTURED,
                                      .stride = 8, .width = 512, .height = 1, .depth = 1, .array = 1, .mips = 1, .samples = 1 };
    uint32_t buffer = tc_resource_of(&info), count = buffer_of(c, NULL, 16, PVGPU_BIND_VERTEX, PVGPU_USAGE_DEFAULT, 0);
    struct pvgpu_om_view view = { tc_id(), 0 };
    const uint32_t *p;
    SEND(c, create_uav, CREATE_UAV, .id = view.view, .resource = buffer, .dimension = PVGPU_VIEW_BUFFER, .count = 64, .flags = 2);
    CHECK(c->objects[view.view].host != NULL);
    SEND(c, set_shader, SET_SHADER, .stage = PVGPU_STAGE_CS, .shader = tc_shader(c, PVGPU_STAGE_CS, appending_cs, 0, true));
    SEND_TAIL(c, set_cs_uavs, SET_CS_UAVS, &view, sizeof view, .first = 1, .n = 1);
    SEND(c, dispatch, DISPATCH, .x = 2, .y = 1, .z = 1);
    view.initial_count = ~0u; /* goes on counting */
    SEND_TAIL(c, set_cs_uavs, SET_CS_UAVS, &view, sizeof view, .first = 1, .n = 1);
    SEND(c, dispatch, DISPATCH, .x = 1, .y = 1, .z = 1);
    SEND(c, copy_structure_count, COPY_STRUCTURE_COUNT, .dst = count, .offset = 4, .view = view.view);
    p = tc_read_buffer(c, count, 0, 16);
    CHECK(p[0] == 0 && p[1] == 12 && p[2] == 0);
    p = tc_read_buffer(c, buffer, 0, 512);
    for (int i = 0; i < 12; i++) CHECK(p[2 * i] % 2 == 1 && p[2 * i + 1] == p[2 * i] * p[2 * i]);
    CHECK_EQ(p[24], 0);
    tc_stop(c);
}

TEST(states)
{
    static const float gray[4] = { 0.2f, 0.2f, 0.2f, 1 };
    TC_START(c);
    struct scene s = scene_begin(c);
    struct pvgpu_blend_target add = { .enable = 1, .src = 2, .dst = 2, .op = 1, .src_alpha = 2, .dst_alpha = 1, .op_alpha = 1,
                                      .logic_op = 1, .write_mask = 3 };
    const struct pvgpu_rect half = { 0, 0, SIZE / 2, SIZE };
    uint32_t blend = tc_id(), raster = tc_id(), depth = tc_id(), query = tc_id(), dsv = tc_id();
    struct pvgpu_om_view view = { s.rtv, 0 };
    const uint32_t *p;

    set_colored(c, RGBA32F, gray, 16, true);
    SEND_TAIL(c, create_blend, CREATE_BLEND, &add, sizeof add, .id = blend, .n_targets = 1);
    SEND(c, create_rasterizer, CREATE_RASTERIZER, .id = raster, .fill = 3, .cull = 1, .depth_clip = 1, .scissor = 1);
    SEND(c, create_depth_stencil, CREATE_DEPTH_STENCIL, .id = depth, .depth_enable = 1, .depth_write = 1, .depth_func = 2,
         .front_fail = 1, .front_depth_fail = 1, .front_pass = 1, .front_func = 8, .back_fail = 1, .back_depth_fail = 1,
         .back_pass = 1, .back_func = 8);
    SEND(c, create_query, CREATE_QUERY, .id = query, .type = 1 /* OCCLUSION */);
    SEND(c, set_blend, SET_BLEND, .state = blend, .sample_mask = ~0u);
    SEND(c, set_rasterizer, SET_RASTERIZER, .state = raster);
    SEND_TAIL(c, set_scissors, SET_SCISSORS, &half, sizeof half, .n = 1);
    SEND(c, query_begin, QUERY_BEGIN, .query = query);
    SEND(c, draw, DRAW, .vertices = 4);
    SEND(c, draw, DRAW, .vertices = 4);
    SEND(c, query_end, QUERY_END, .query = query, .heap = TC_HEAP, .offset = TC_QUERIES, .seq = 1);
    p = tc_read(c, s.target, 0, SIZE, SIZE, SIZE * 4);
    CHECK_EQ(pixel(p, 9, 9), 0x00006666u); /* red and green added twice, blue and alpha masked */
    CHECK_EQ(pixel(p, 40, 9), 0);
    CHECK_EQ(*(const uint64_t *)tc_query(0)->data, SIZE * SIZE); /* two halves */

    /* depth: 0.5 is not less than 0.25 */
    SEND(c, create_dsv, CREATE_DSV, .id = dsv, .resource = tc_resource(PVGPU_DIM_TEX2D, D32, SIZE, SIZE, PVGPU_BIND_DEPTH),
         .dimension = PVGPU_VIEW_TEX2D);
    SEND(c, clear_dsv, CLEAR_DSV, .view = dsv, .flags = 1, .depth = 0.25f);
    SEND_TAIL(c, set_targets, SET_TARGETS, &view, sizeof view, .n_rtv = 1, .dsv = dsv, .n = 1);
    SEND(c, set_depth_stencil, SET_DEPTH_STENCIL, .state = depth);
    SEND(c, draw, DRAW, .vertices = 4);
    CHECK_EQ(pixel(tc_read(c, s.target, 0, SIZE, SIZE, SIZE * 4), 9, 9), 0x00006666u);
    SEND(c, clear_dsv, CLEAR_DSV, .view = dsv, .flags = 1, .depth = 0.75f);
    SEND(c, draw, DRAW, .vertices = 4);
    CHECK_EQ(pixel(tc_read(c, s.target, 0, SIZE, SIZE, SIZE * 4), 9, 9), 0x00009999u);
    tc_stop(c);
}

TEST(constant_ranges)
{
    static const float white[2][4] = { { 1, 1, 1, 1 }, { 1, 1, 1, 1 } };
    TC_START(c);
    if (!(tc_caps.options & PVGPU_OPT_CB_OFFSET)) SKIP("the host has no constant buffer offsets");
    struct scene s = scene_begin(c);
    uint32_t texture = tc_resource(PVGPU_DIM_TEX2D, RGBA8, 1, 1, PVGPU_BIND_SHADER), srv = tc_id(), sampler = tc_id();
    struct pvgpu_constant_buffer cb = { buffer_of(c, NULL, 1024, PVGPU_BIND_CONSTANT, PVGPU_USAGE_DEFAULT, 0), 16, 16, 0 };
    const float orange[4] = { 1, 0.4f, 0, 1 };

    SEND_TAIL(c, update_inline, UPDATE_INLINE, orange, 16, .resource = cb.resource, .offset = 256, .n = 16);
    SEND_TAIL(c, update_inline, UPDATE_INLINE, white, 16, .resource = cb.resource, .offset = 0, .n = 16);
    memset(tc_heap + TC_WRITE, 0xff, 4);
    SEND(c, update_texture, UPDATE_TEXTURE, .resource = texture, .right = 1, .bottom = 1, .back = 1, .heap = TC_HEAP,
         .heap_offset = TC_WRITE, .row_pitch = 4);
    SEND(c, create_srv, CREATE_SRV, .id = srv, .resource = texture, .dimension = PVGPU_VIEW_TEX2D, .mips = 1);
    SEND(c, create_sampler, CREATE_SAMPLER, .id = sampler, .address_u = 3, .address_v = 3, .address_w = 3, .func = 1, .anisotropy = 1);
    set_vertices(c, buffer_of(c, quad, sizeof quad, PVGPU_BIND_VERTEX, PVGPU_USAGE_DEFAULT, 0), 16);
    SEND(c, set_input_layout, SET_INPUT_LAYOUT, .layout = layout_of(c, RG32F, 8));
    set_shaders(c, tc_shader(c, PVGPU_STAGE_VS, quad_vs, 0, false),
                tc_shader(c, PVGPU_STAGE_PS, textured_ps, 0, false));
    SEND_TAIL(c, set_srvs, SET_SRVS, &srv, 4, .stage = PVGPU_STAGE_PS, .n = 1);
    SEND_TAIL(c, set_samplers, SET_SAMPLERS, &sampler, 4, .stage = PVGPU_STAGE_PS, .n = 1);
    SEND_TAIL(c, set_constant_buffers, SET_CONSTANT_BUFFERS, &cb, sizeof cb, .stage = PVGPU_STAGE_PS, .n = 1);
    SEND(c, set_topology, SET_TOPOLOGY, .topology = STRIP);
    SEND(c, draw, DRAW, .vertices = 4);
    CHECK_EQ(pixel(tc_read(c, s.target, 0, SIZE, SIZE, SIZE * 4), 9, 9), 0xff0066ffu);
    tc_stop(c);
}

/* Each context has its own state: what the other binds does not show. */
TEST(contexts_do_not_mix)
{
    static const float red[4] = { 1, 0, 0, 1 }, green[4] = { 0, 1, 0, 1 };
    TC_START(c);
    struct pvb_context *other = tc_context();
    struct scene a = scene_begin(c), b;
    set_colored(c, RGBA32F, red, 16, true);
    pvb_renderer_d3d11.context_switch(tc_renderer, other);
    b = scene_begin(other);
    set_colored(other, RGBA32F, green, 16, true);
    pvb_renderer_d3d11.context_switch(tc_renderer, c);
    SEND(c, draw, DRAW, .vertices = 4);
    pvb_renderer_d3d11.context_switch(tc_renderer, NULL);
    pvb_renderer_d3d11.context_switch(tc_renderer, other);
    SEND(other, draw, DRAW, .vertices = 4);
    CHECK_EQ(pixel(tc_read(other, a.target, 0, SIZE, SIZE, SIZE * 4), 9, 9), 0xff0000ffu);
    CHECK_EQ(pixel(tc_read(other, b.target, 0, SIZE, SIZE, SIZE * 4), 9, 9), 0xff00ff00u);
    pvb_renderer_d3d11.context_switch(tc_renderer, c);
    tc_context_drop(other);
    tc_stop(c);
}

/* Blits and frames of the kernel driver leave a context's state alone. */
TEST(kernel_blit_between_draws)
{
    static const float red[4] = { 1, 0, 0, 1 };
    TC_START(c);
    struct scene s = scene_begin(c);
    uint32_t other = tc_resource(PVGPU_DIM_TEX2D, 87 /* B8G8R8A8 */, SIZE, SIZE, PVGPU_BIND_TARGET);
    const struct pvgpu_cmd_present_blt blt = { .dst_right = SIZE, .dst_bottom = SIZE, .src_right = 4, .src_bottom = 4 };
    const struct pvb_frame frame = { .scanout = 0, .width = SIZE, .height = SIZE, .cookie = 1 };

    set_colored(c, RGBA32F, red, 16, true);
    SEND(c, draw, DRAW, .vertices = 4);
    pvb_renderer_d3d11.context_switch(tc_renderer, NULL);
    pvb_renderer_d3d11.present_blt(tc_renderer, tc_resource_host(other), tc_resource_host(s.target), &blt, NULL);
    pvb_renderer_d3d11.frame_start(tc_renderer, tc_resource_host(s.target), &frame);
    pvb_renderer_d3d11.context_switch(tc_renderer, c);
    SEND(c, clear_rtv, CLEAR_RTV, .view = s.rtv);
    SEND(c, draw, DRAW, .vertices = 4);
    CHECK_EQ(pixel(tc_read(c, s.target, 0, SIZE, SIZE, SIZE * 4), 9, 9), 0xff0000ffu);
    CHECK_EQ(pixel(tc_read(c, other, 0, SIZE, SIZE, SIZE * 4), 9, 9), 0xffff0000u);
    for (int i = 0; i < 20000 && !tc_n_frames; i++) {
        CHECK(tc_poll() >= 0);
        pvb_renderer_d3d11.wait(tc_renderer, 1000000);
    }
    CHECK_EQ(tc_n_frames, 1);
    CHECK_EQ(tc_frames[0].first_pixel, 0xffff0000u);
    tc_stop(c);
}

/* A list starts and ends with cleared state. */
TEST(command_list)
{
    static const float red[4] = { 1, 0, 0, 1 };
    TC_START(c);
    struct scene s = scene_begin(c);
    void *list = pvb_renderer_d3d11.command_list_create(tc_renderer, "", 0);
    CHECK(list != NULL);
    set_colored(c, RGBA32F, red, 16, true);
    pvb_renderer_d3d11.list_begin(tc_renderer, c);
    SEND(c, draw, DRAW, .vertices = 4); /* nothing is bound in the list */
    pvb_renderer_d3d11.list_end(tc_renderer, c);
    CHECK_EQ(pixel(tc_read(c, s.target, 0, SIZE, SIZE, SIZE * 4), 9, 9), 0);
    pvb_renderer_d3d11.list_begin(tc_renderer, c);
    s = scene_begin(c);
    set_colored(c, RGBA32F, red, 16, true);
    SEND(c, draw, DRAW, .vertices = 4);
    pvb_renderer_d3d11.list_end(tc_renderer, c);
    CHECK_EQ(pixel(tc_read(c, s.target, 0, SIZE, SIZE, SIZE * 4), 9, 9), 0xff0000ffu);
    SEND(c, clear_rtv, CLEAR_RTV, .view = s.rtv);
    SEND(c, draw, DRAW, .vertices = 4); /* nor after it */
    CHECK_EQ(pixel(tc_read(c, s.target, 0, SIZE, SIZE, SIZE * 4), 9, 9), 0);
    pvb_renderer_d3d11.object_destroy(tc_renderer, PVGPU_OBJ_COMMAND_LIST, list);
    tc_stop(c);
}

TEST(refused_shaders)
{
    TC_START(c);
    struct pvgpu_cmd_create_shader k = { .id = tc_id(), .stage = PVGPU_STAGE_PS, .heap = TC_HEAP, .code_size = 64,
                                         .offset = TC_WRITE };
    struct pvgpu_cmd_set_shader set = { .stage = PVGPU_STAGE_VS };
    memset(tc_heap + TC_WRITE, 0x99, 64);
    CHECK_EQ(tc_try(c, &k, sizeof k, PVGPU_OP_CREATE_SHADER, NULL, 0), PVGPU_OK);
    CHECK(c->objects[k.id].defined && !c->objects[k.id].host);
    k.id = tc_id();
    k.code_size = 63;
    CHECK_EQ(tc_try(c, &k, sizeof k, PVGPU_OP_CREATE_SHADER, NULL, 0), PVGPU_E_RULE);
    /* A pixel shader is no vertex shader, whatever a guest says. */
    set.shader = tc_shader(c, PVGPU_STAGE_PS, colored_ps, 0, true);
    CHECK_EQ(tc_try(c, &set, sizeof set, PVGPU_OP_SET_SHADER, NULL, 0), PVGPU_E_RULE);
    tc_stop(c);
}

/* A shader with interfaces draws nothing; linked it draws, also when the other is gone; a wrong link is an error object. */
TEST(class_instances)
{
    static const float white[4] = { 1, 1, 1, 1 }, value[4] = { 0, 0.2f, 0, 0.5f };
    /* Straight, three times Flat in constant buffer 2, Sum: twice the color (tests/d3d11/shaders/linkage.hlsl) */
    struct pvgpu_shader_slot slots[5] = { { 1, 2, 0, 127, 15, 0 }, { 4, 2, 0, 127, 15, 0 }, { 4, 2, 0, 127, 15, 0 }, { 4, 2, 0, 127, 15, 0 },
                                          { 6, 2, 0, 127, 15, 0 } };
    TC_START(c);
    struct scene s = scene_begin(c);
    struct pvgpu_constant_buffer cb = { buffer_of(c, value, 16, PVGPU_BIND_CONSTANT, PVGPU_USAGE_DYNAMIC, 0), 0, 0, 0 };
    uint32_t base = tc_shader(c, PVGPU_STAGE_PS, linkage_ps, 0, true), linked = tc_id(), wrong = tc_id(), plain;

    CHECK(not_all_of_these[0] != NULL);

    set_colored(c, RGBA32F, white, 16, true);
    plain = tc_shader(c, PVGPU_STAGE_PS, linkage_1_ps, 0, true);
    SEND_TAIL(c, set_constant_buffers, SET_CONSTANT_BUFFERS, &cb, sizeof cb, .stage = PVGPU_STAGE_PS, .first = 2, .n = 1);
    SEND(c, clear_rtv, CLEAR_RTV, .view = s.rtv);
    SEND(c, set_shader, SET_SHADER, .stage = PVGPU_STAGE_PS, .shader = base);
    SEND(c, draw, DRAW, .vertices = 4);
    CHECK_EQ(pixel(tc_read(c, s.target, 0, SIZE, SIZE, SIZE * 4), 9, 9), 0);
    SEND_TAIL(c, link_shader, LINK_SHADER, slots, sizeof slots, .id = linked, .shader = base, .n_slots = 5);
    CHECK(c->objects[linked].host != NULL);
    slots[4].table = 4; /* of another interface */
    SEND_TAIL(c, link_shader, LINK_SHADER, slots, sizeof slots, .id = wrong, .shader = base, .n_slots = 5);
    CHECK(c->objects[wrong].defined && !c->objects[wrong].host);
    wrong = tc_id();
    SEND_TAIL(c, link_shader, LINK_SHADER, slots, sizeof slots, .id = wrong, .shader = plain, .n_slots = 5);
    CHECK(c->objects[wrong].defined && !c->objects[wrong].host);
    tc_destroy(c, base);
    SEND(c, set_shader, SET_SHADER, .stage = PVGPU_STAGE_PS, .shader = linked);
    SEND(c, draw, DRAW, .vertices = 4);
    CHECK_EQ(pixel(tc_read(c, s.target, 0, SIZE, SIZE, SIZE * 4), 9, 9), 0xff006600u);
    tc_stop(c);
}

TEST(generated_mips)
{
    TC_START(c);
    struct pvb_resource_info info = { .dimension = PVGPU_DIM_TEX2D, .format = RGBA8, .bind = PVGPU_BIND_TARGET | PVGPU_BIND_SHADER,
                                      .misc = PVGPU_MISC_GENERATE_MIPS, .width = 8, .height = 8, .depth = 1, .array = 1, .mips = 4,
                                      .samples = 1 };
    uint32_t tex = tc_resource_of(&info), rtv = tc_id(), srv = tc_id();
    SEND(c, create_rtv, CREATE_RTV, .id = rtv, .resource = tex, .dimension = PVGPU_VIEW_TEX2D);
    SEND(c, create_srv, CREATE_SRV, .id = srv, .resource = tex, .dimension = PVGPU_VIEW_TEX2D, .mips = ~0u);
    SEND(c, clear_rtv, CLEAR_RTV, .view = rtv, .b = 1, .a = 1);
    SEND(c, generate_mips, GENERATE_MIPS, .view = srv);
    CHECK_EQ(*(const uint32_t *)tc_read(c, tex, 3, 1, 1, 4), 0xffff0000u);
    tc_stop(c);
}

TC_LAST_CASE

/* DXVK would keep its state cache there, which grows with every shader. It is written by the end of the renderer. */
static const char cache[] = "test-d3d11-draw.dxvk-cache";
__attribute__((constructor)) static void forget_earlier_runs(void) { remove(cache); }

TEST(no_file_is_left_in_the_working_folder)
{
    FILE *f = fopen(cache, "rb");
    CHECK(!f);
    if (f) fclose(f);
}

TAP_MAIN(RUN(textured_quad); RUN(vertex_formats); RUN(indirect_draw); RUN(dispatch_writes); RUN(stream_output_and_draw_auto);
         RUN(stream_output_with_minimum_precision); RUN(draw_auto_of_nothing); RUN(predication); RUN(instances);
         RUN(minimum_level_of_detail); RUN(outputs_take_the_targets_type);
         RUN(geometry_shader); RUN(tessellation); RUN(append_buffer); RUN(kernel_blit_between_draws);
         RUN(states); RUN(constant_ranges); RUN(contexts_do_not_mix); RUN(command_list); RUN(refused_shaders); RUN(class_instances); RUN(generated_mips);
         RUN(renderer_leaves_nothing); RUN(no_file_is_left_in_the_working_folder))
