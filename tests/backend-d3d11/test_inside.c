/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * test_inside.c - what pixels do not show: which variants of a vertex shader are built, how much a
 * flood of reads may have under way, what a destroyed query leaves behind, what becomes of one that the host never finishes.
 */
#include "../../backend/d3d11/renderer.h"
#include "core.h"
#include "shaders/colored_ps.h"
#include "shaders/colored_vs.h"

enum { RGBA8 = 28, RGBA32F = 2, RGBA32_UINT = 3, RG32F = 16, EDGE = 16 };

static uint32_t variants(const struct pvb_d11_shader *s)
{
    uint32_t n = 0;
    for (const struct pvb_d11_variant *v = s->variants; v; v = v->next) n++;
    return n;
}

/* A layout with position and colour, drawn once. */
static void draw_with(struct pvb_context *c, uint32_t vs, uint32_t format)
{
    const struct pvgpu_input_element e[2] = { { 0, 0, RG32F, 0, 0, 0 }, { 1, 0, format, 8, 0, 0 } };
    uint32_t id = tc_id();
    SEND_TAIL(c, create_input_layout, CREATE_INPUT_LAYOUT, e, sizeof e, .id = id, .n_elements = 2);
    SEND(c, set_input_layout, SET_INPUT_LAYOUT, .layout = id);
    SEND(c, set_shader, SET_SHADER, .stage = PVGPU_STAGE_VS, .shader = vs);
    SEND(c, draw, DRAW, .vertices = 3);
}

TEST(one_variant_is_normal)
{
    TC_START(c);
    for (int typed = 0; typed < 2; typed++) {
        uint32_t vs = tc_shader(c, PVGPU_STAGE_VS, colored_vs, 0, typed);
        const struct pvb_d11_shader *s = c->objects[vs].host;
        const struct pvb_d11_context *cx = c->data;
        CHECK(s->types[0] == 3 && s->types[1] == 3 && s->types[2] == 0);
        draw_with(c, vs, RGBA32F);
        draw_with(c, vs, RGBA8);
        CHECK_EQ(variants(s), 0);
        CHECK(cx->vs_bound == s->vs);
        draw_with(c, vs, RGBA32_UINT);
        CHECK_EQ(variants(s), 1);
        CHECK(cx->vs_bound == s->variants->host && cx->vs_bound != s->vs);
        draw_with(c, vs, RGBA8);
        CHECK(cx->vs_bound == s->vs);
        draw_with(c, vs, RGBA32_UINT);
        CHECK_EQ(variants(s), 1);
    }
    tc_stop(c);
}

/* A host may store the bits of an output of another type all the same, as Mesa's does; others need not. */
TEST(outputs_have_the_targets_type)
{
    static const uint32_t formats[] = { RGBA32F, RGBA32_UINT, RGBA32F, RGBA32_UINT };
    TC_START(c);
    const struct pvb_d11_context *cx = c->data;
    uint32_t vs = tc_shader(c, PVGPU_STAGE_VS, colored_vs, 0, false), ps = tc_shader(c, PVGPU_STAGE_PS, colored_ps, 0, false);
    const struct pvb_d11_shader *s = c->objects[ps].host;
    SEND(c, set_shader, SET_SHADER, .stage = PVGPU_STAGE_PS, .shader = ps);
    for (unsigned i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        uint32_t target = tc_resource(PVGPU_DIM_TEX2D, formats[i], EDGE, EDGE, PVGPU_BIND_TARGET);
        struct pvgpu_om_view view = { tc_id(), 0 };
        SEND(c, create_rtv, CREATE_RTV, .id = view.view, .resource = target, .dimension = PVGPU_VIEW_TEX2D);
        SEND_TAIL(c, set_targets, SET_TARGETS, &view, sizeof view, .n_rtv = 1, .n = 1);
        draw_with(c, vs, RGBA32F);
        CHECK_EQ(variants(s), i > 0);
        CHECK(cx->ps_bound == (formats[i] == RGBA32F ? s->ps : s->variants->host));
    }
    CHECK(s->variants->host != s->ps);
    tc_stop(c);
}

/* A bound shader or layout that is destroyed stays until it is unbound. */
TEST(bound_objects_outlive_their_ids)
{
    TC_START(c);
    uint32_t vs = tc_shader(c, PVGPU_STAGE_VS, colored_vs, 0, true);
    struct pvb_d11_context *cx = c->data;
    draw_with(c, vs, RGBA32F);
    tc_destroy(c, vs);
    CHECK(cx->vs && cx->vs->refs == 1);
    cx->dirty = true;
    SEND(c, draw, DRAW, .vertices = 3);
    SEND(c, clear_state, CLEAR_STATE, .pad0 = 0);
    CHECK(!cx->vs && !cx->layout);
    tc_stop(c);
}

TEST(reads_are_bounded)
{
    TC_START(c);
    uint32_t tex = tc_resource(PVGPU_DIM_TEX2D, RGBA8, 2048, 2048, PVGPU_BIND_SHADER);
    uint64_t most = 0;
    for (int i = 0; i < 20; i++) { /* 16 MiB each; every row goes to the same place */
        SEND(c, read_texture, READ_TEXTURE, .resource = tex, .right = 2048, .bottom = 2048, .back = 1, .heap = TC_HEAP,
             .heap_offset = TC_READ);
        if (tc_renderer->busy_bytes > most) most = tc_renderer->busy_bytes;
    }
    CHECK(most > 64u << 20 && most <= 256u << 20);
    tc_finish(c);
    CHECK_EQ(tc_renderer->busy_bytes, 0);
    CHECK(tc_renderer->idle_bytes <= 64u << 20);
    tc_stop(c);
}

TEST(queries_let_go)
{
    TC_START(c);
    uint32_t id = tc_id();
    struct pvb_d11_query *q;
    SEND(c, create_query, CREATE_QUERY, .id = id, .type = 1);
    q = c->objects[id].host;
    for (uint64_t i = 1; i <= 3; i++) {
        SEND(c, query_begin, QUERY_BEGIN, .query = id);
        SEND(c, query_end, QUERY_END, .query = id, .heap = TC_HEAP, .offset = TC_QUERIES, .seq = i);
        CHECK_EQ(q->pending, tc_renderer->fifo.tail - 1);
    }
    tc_finish(c);
    CHECK_EQ(q->pending, 0);
    CHECK_EQ(tc_query(0)->seq, 3);
    CHECK_EQ(tc_renderer->fifo.head, tc_renderer->fifo.tail);
    tc_stop(c);
}

/* State is swapped only when another context's must be in force. */
TEST(copies_need_no_state)
{
    TC_START(c);
    uint32_t a = tc_resource(PVGPU_DIM_TEX2D, 87, EDGE, EDGE, PVGPU_BIND_TARGET), b = tc_resource(PVGPU_DIM_TEX2D, 87, EDGE, EDGE, 0);
    const struct pvgpu_cmd_present_blt blt = { .dst_right = EDGE, .dst_bottom = EDGE, .src_right = EDGE, .src_bottom = EDGE };
    const struct pvgpu_cmd_present_blt stretch = { .dst_right = EDGE, .dst_bottom = EDGE, .src_right = 4, .src_bottom = 4 };
    const struct pvb_frame frame = { .scanout = 1, .width = EDGE, .height = EDGE };
    pvb_renderer_d3d11.context_switch(tc_renderer, NULL);
    pvb_renderer_d3d11.present_blt(tc_renderer, tc_resource_host(b), tc_resource_host(a), &blt, NULL);
    pvb_renderer_d3d11.frame_start(tc_renderer, tc_resource_host(b), &frame);
    CHECK(tc_renderer->current == c->data);
    pvb_renderer_d3d11.present_blt(tc_renderer, tc_resource_host(b), tc_resource_host(a), &stretch, NULL);
    CHECK(tc_renderer->current == NULL);
    pvb_renderer_d3d11.context_switch(tc_renderer, c);
    CHECK(tc_renderer->current == c->data);
    tc_stop(c);
}

/* The host tells nothing by itself, and each question takes a processor that a software renderer could use: the longer
 * it takes, the rarer it is asked, and what is new starts afresh. */
TEST(questions_get_rarer)
{
    const struct pvb_renderer_ops *ops = &pvb_renderer_d3d11;
    TC_START(c);
    for (int again = 0; again < 2; again++) {
        uint64_t total = 0, ns, last = 0;
        unsigned asked = 0;
        SEND(c, signal, SIGNAL, .heap = TC_HEAP, .when = PVGPU_SIGNAL_COMPLETED, .offset = TC_READ, .value = 1);
        for (; total < 50000000; total += ns, asked++, last = ns) {
            ns = ops->patience(tc_renderer);
            CHECK(ns >= 20000 && ns >= last && ns <= 1000000);
            CHECK(ns == 20000 || ns <= total / 32); /* late by 3 % of the wait at most */
        }
        CHECK(asked < 300);
    }
    tc_finish(c);
    tc_stop(c);
}

/* A host that finishes nothing, or all but one query. */
static struct { ID3D11DeviceContext ctx, *host; ID3D11Asynchronous *never; bool hangs; } late;
static HRESULT STDMETHODCALLTYPE late_data(ID3D11DeviceContext *x, ID3D11Asynchronous *q, void *data, UINT size, UINT flags)
{
    return late.hangs || q == late.never ? S_FALSE : ID3D11DeviceContext_GetData(late.host, q, data, size, flags);
}
static void STDMETHODCALLTYPE late_end(ID3D11DeviceContext *x, ID3D11Asynchronous *q) { ID3D11DeviceContext_End(late.host, q); }
static void STDMETHODCALLTYPE late_flush(ID3D11DeviceContext *x) { ID3D11DeviceContext_Flush(late.host); }

/* Polls until a query is reported; false: ms passed. */
static bool reported(unsigned slot, unsigned ms)
{
    for (uint64_t start = pvb_d11_os_now_ns(); pvb_d11_os_now_ns() - start < ms * 1000000ull; pvb_d11_os_sleep_ns(1000000)) {
        CHECK(tc_poll() >= 0);
        if (tc_query(slot)->seq == slot + 1) return true;
    }
    return false;
}

/* Where the host still works it is waited for; where it has done all that follows, for a second more. */
TEST(queries_that_never_end_are_given_up)
{
    ID3D11DeviceContextVtbl table = { .GetData = late_data, .End = late_end, .Flush = late_flush };
    TC_START(c);
    const struct pvgpu_query_slot *first = tc_query(0), *second = tc_query(1);
    memset(tc_heap + TC_QUERIES, 0xcd, 2 * sizeof *first);
    late.hangs = true;
    late.host = tc_renderer->ctx;
    for (unsigned i = 0; i < 2; i++) {
        uint32_t id = tc_id();
        SEND(c, create_query, CREATE_QUERY, .id = id, .type = 2 /* TIMESTAMP */);
        SEND(c, query_end, QUERY_END, .query = id, .heap = TC_HEAP, .offset = TC_QUERIES + i * sizeof *first, .seq = i + 1);
    }
    late.never = (ID3D11Asynchronous *)tc_renderer->fifo.ring[tc_renderer->fifo.head & (tc_renderer->fifo.capacity - 1)].query;
    late.ctx.lpVtbl = &table;
    tc_renderer->ctx = &late.ctx;
    CHECK(!reported(0, 1500));
    late.hangs = false;
    uint64_t start = pvb_d11_os_now_ns();
    CHECK(reported(0, 10000));
    late.never = NULL;
    CHECK(pvb_d11_os_now_ns() - start >= 1000000000);
    CHECK_EQ(*(const uint64_t *)first->data, 0);
    CHECK(reported(1, 10000)); /* what waited behind it */
    CHECK(*(const uint64_t *)second->data && *(const uint64_t *)second->data != 0xcdcdcdcdcdcdcdcd);
    tc_renderer->ctx = late.host;
    tc_finish(c);
    tc_stop(c);
}

static struct { ID3D11Device device, *host; UINT support; HRESULT made; } poor;
static HRESULT STDMETHODCALLTYPE poor_support(ID3D11Device *d, DXGI_FORMAT format, UINT *out)
{
    *out = poor.support;
    return S_OK;
}
static HRESULT STDMETHODCALLTYPE poor_feature(ID3D11Device *d, D3D11_FEATURE what, void *out, UINT size) { return E_NOTIMPL; }
static HRESULT STDMETHODCALLTYPE poor_levels(ID3D11Device *d, DXGI_FORMAT format, UINT samples, UINT *out) { return E_NOTIMPL; }
static HRESULT STDMETHODCALLTYPE poor_texture(ID3D11Device *d, const D3D11_TEXTURE2D_DESC *desc, const D3D11_SUBRESOURCE_DATA *data,
                                              ID3D11Texture2D **out)
{
    const bool single = desc->MipLevels == 1 && desc->ArraySize == 1;
    return poor.made == S_OK || (poor.made == S_FALSE && single) ? ID3D11Device_CreateTexture2D(poor.host, desc, data, out) : E_INVALIDARG;
}

/* What NVIDIA's driver and DXVK say of R32G32B32_FLOAT: two dimensions, but arrays and mips cannot be made. S_FALSE: such a host. */
TEST(textures_that_cannot_be_made_are_not_claimed)
{
    enum { SAID = 0x1ab | D3D11_FORMAT_SUPPORT_SHADER_SAMPLE | D3D11_FORMAT_SUPPORT_SHADER_GATHER | D3D11_FORMAT_SUPPORT_MIP,
           OF_BUFFERS = 0x10b }; /* 0x1ab: BUFFER, IA_VERTEX_BUFFER, SO_BUFFER, TEXTURE2D, TEXTURECUBE, SHADER_LOAD */
    static const struct { UINT said; HRESULT made; UINT support, samples, flags; } rows[] = {
        { SAID, E_INVALIDARG, OF_BUFFERS, 0, 0 }, { SAID, S_OK, SAID, 1, 0 }, { SAID, S_FALSE, SAID, 1, PVGPU_FORMAT_SINGLE },
        { SAID | D3D11_FORMAT_SUPPORT_TEXTURE1D, E_INVALIDARG, SAID | D3D11_FORMAT_SUPPORT_TEXTURE1D, 1, 0 }, /* that is not tried */
        { OF_BUFFERS, E_INVALIDARG, OF_BUFFERS, 0, 0 },
    };
    ID3D11DeviceVtbl table = { .CheckFormatSupport = poor_support, .CheckFeatureSupport = poor_feature,
                               .CheckMultisampleQualityLevels = poor_levels, .CreateTexture2D = poor_texture };
    TC_START(c);
    poor.host = tc_renderer->device;
    poor.device.lpVtbl = &table;
    tc_renderer->device = &poor.device;
    for (unsigned i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct pvgpu_format_caps f = { 0 };
        poor.support = rows[i].said;
        poor.made = rows[i].made;
        pvb_d11_format_caps(tc_renderer, DXGI_FORMAT_R32G32B32_FLOAT, &f);
        CHECK_EQ(f.support, rows[i].support);
        CHECK_EQ(f.samples, rows[i].samples);
        CHECK_EQ(f.flags, rows[i].flags);
    }
    tc_renderer->device = poor.host;
    tc_stop(c);
}

TC_LAST_CASE

TAP_MAIN(RUN(one_variant_is_normal); RUN(outputs_have_the_targets_type); RUN(bound_objects_outlive_their_ids);
         RUN(reads_are_bounded); RUN(queries_let_go); RUN(copies_need_no_state); RUN(questions_get_rarer); RUN(queries_that_never_end_are_given_up);
         RUN(textures_that_cannot_be_made_are_not_claimed);
         RUN(renderer_leaves_nothing))
