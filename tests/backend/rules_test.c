/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * rules_test.c - rules between fields and objects, at both sides of each edge.
 */
#include "fixture.h"
#include "tap.h"

static struct fixture f;

static void open_scene(void)
{
    if (!fixture_open(&f, NULL)) abort();
    CHECK_EQ(fixture_scene(&f), PVGPU_OK);
}

/* A command with one kind of tail element, sent by CTX. */
static enum pvgpu_verdict with_tail(int index, const void *fixed, const void *tail, uint32_t n)
{
    const struct pvgpu_desc *d = &pvgpu_descs[index];
    static uint64_t cmd[4096];
    struct pvgpu_command *h = (void *)cmd;
    memset(cmd, 0, sizeof cmd);
    memcpy(cmd, fixed, d->size);
    memcpy((char *)cmd + d->size, tail, (size_t)n * d->tail_size);
    memcpy((char *)cmd + d->tail_count_offset, &n, sizeof n);
    h->op = d->op;
    h->size = (uint32_t)((d->size + (size_t)n * d->tail_size + 7) & ~(size_t)7);
    return fixture_run(&f, d->cls == PVGPU_CLASS_CONTEXT ? CTX : 0, cmd, h->size);
}

#define TAIL_OF(name, NAME, fixed, ...) __extension__ ({ \
    const struct pvgpu_cmd_##name tail_c = fixed; \
    with_tail(PVGPU_IX_##NAME, &tail_c, __VA_ARGS__); })
#define FIXED(...) { { 0, 0, 0 }, __VA_ARGS__ }

/* Every slot of a tail: dead, foreign and wrong handles, also behind good ones. */
TEST(handles_in_tails)
{
    open_scene();
    for (uint32_t at = 0; at < 3; at++) {
        static const uint32_t bad[] = { 777, FOREIGN, HEAP, UINT32_MAX };
        for (size_t k = 0; k < 4; k++) {
            struct pvgpu_vertex_buffer vb[3] = { { BUF, 16, 0, 0 }, { 0, 0, 0, 0 }, { BUF_TWIN, 16, 0, 0 } };
            struct pvgpu_constant_buffer cb[3] = { { CONST, 0, 0, 0 }, { 0, 0, 0, 0 }, { CONST, 0, 0, 0 } };
            struct pvgpu_so_target so[3] = { { BUF, 0 }, { 0, 0 }, { BUF, UINT32_MAX } };
            struct pvgpu_cmd_set_constant_buffers c = FIXED(0, 0, 0, 0);
            struct pvgpu_cmd_set_vertex_buffers v = FIXED(0, 0);
            struct pvgpu_cmd_set_so_targets s = FIXED(0, 0);
            CHECK_EQ(with_tail(PVGPU_IX_SET_VERTEX_BUFFERS, &v, vb, 3), PVGPU_OK);
            CHECK_EQ(with_tail(PVGPU_IX_SET_CONSTANT_BUFFERS, &c, cb, 3), PVGPU_OK);
            CHECK_EQ(with_tail(PVGPU_IX_SET_SO_TARGETS, &s, so, 3), PVGPU_OK);
            vb[at].resource = cb[at].resource = so[at].resource = bad[k];
            CHECK_EQ(with_tail(PVGPU_IX_SET_VERTEX_BUFFERS, &v, vb, 3), PVGPU_E_HANDLE);
            CHECK_EQ(with_tail(PVGPU_IX_SET_CONSTANT_BUFFERS, &c, cb, 3), PVGPU_E_HANDLE);
            CHECK_EQ(with_tail(PVGPU_IX_SET_SO_TARGETS, &s, so, 3), PVGPU_E_HANDLE);
        }
        for (uint32_t k = 0; k < 2; k++) {
            const uint32_t wrong = k ? 777 : PVGPU_OBJ_DSV;
            uint32_t srv[3] = { PVGPU_OBJ_SRV, 0, PVGPU_OBJ_SRV }, sam[3] = { PVGPU_OBJ_SAMPLER, 0, PVGPU_OBJ_SAMPLER };
            struct pvgpu_om_view uav[3] = { { PVGPU_OBJ_UAV, 0 }, { 0, 0 }, { RAW_UAV, 5 } },
                om[3] = { { PVGPU_OBJ_RTV, 0 }, { 0, 0 }, { COUNTER_UAV, 0 } };
            struct pvgpu_cmd_set_srvs c = FIXED(PVGPU_STAGE_PS, 0, 0, 0);
            struct pvgpu_cmd_set_cs_uavs u = FIXED(0, 0);
            struct pvgpu_cmd_set_targets t = FIXED(2, PVGPU_OBJ_DSV, 2, 0);
            CHECK_EQ(with_tail(PVGPU_IX_SET_SRVS, &c, srv, 3), PVGPU_OK);
            CHECK_EQ(with_tail(PVGPU_IX_SET_SAMPLERS, &c, sam, 3), PVGPU_OK);
            CHECK_EQ(with_tail(PVGPU_IX_SET_CS_UAVS, &u, uav, 3), PVGPU_OK);
            CHECK_EQ(with_tail(PVGPU_IX_SET_TARGETS, &t, om, 3), PVGPU_OK);
            srv[at] = sam[at] = uav[at].view = om[at].view = wrong;
            CHECK_EQ(with_tail(PVGPU_IX_SET_SRVS, &c, srv, 3), PVGPU_E_HANDLE);
            CHECK_EQ(with_tail(PVGPU_IX_SET_SAMPLERS, &c, sam, 3), PVGPU_E_HANDLE);
            CHECK_EQ(with_tail(PVGPU_IX_SET_CS_UAVS, &u, uav, 3), PVGPU_E_HANDLE);
            CHECK_EQ(with_tail(PVGPU_IX_SET_TARGETS, &t, om, 3), PVGPU_E_HANDLE);
        }
    }
    fixture_close(&f);
}

TEST(error_objects_in_tails)
{
    uint32_t srv[2] = { PVGPU_OBJ_SRV, BAD_SRV };
    uint64_t before;
    open_scene();
    before = f.vm.stats.skipped;
    CHECK_EQ(TAIL_OF(set_srvs, SET_SRVS, FIXED(0, 0, 0, 0), srv, 2), PVGPU_OK);
    CHECK_EQ(f.vm.stats.skipped, before + 1);
    CHECK_EQ(TAIL_OF(set_vertex_buffers, SET_VERTEX_BUFFERS, FIXED(0, 0), (&(struct pvgpu_vertex_buffer){ BAD, 16, 0, 0 }), 1),
             PVGPU_OK);
    CHECK_EQ(f.vm.stats.skipped, before + 2);
    fixture_close(&f);
}

TEST(slots_end)
{
    static const uint32_t none[256];
    struct pvgpu_om_view uav[64] = { { 0, 0 } };
    open_scene();
    CHECK_EQ(TAIL_OF(set_vertex_buffers, SET_VERTEX_BUFFERS, FIXED(30, 0), none, 2), PVGPU_OK);
    CHECK_EQ(TAIL_OF(set_vertex_buffers, SET_VERTEX_BUFFERS, FIXED(31, 0), none, 2), PVGPU_E_RANGE);
    CHECK_EQ(TAIL_OF(set_constant_buffers, SET_CONSTANT_BUFFERS, FIXED(0, 13, 0, 0), none, 1), PVGPU_OK);
    CHECK_EQ(TAIL_OF(set_constant_buffers, SET_CONSTANT_BUFFERS, FIXED(0, 13, 0, 0), none, 2), PVGPU_E_RANGE);
    CHECK_EQ(TAIL_OF(set_srvs, SET_SRVS, FIXED(0, 0, 0, 0), none, 128), PVGPU_OK);
    CHECK_EQ(TAIL_OF(set_srvs, SET_SRVS, FIXED(0, 1, 0, 0), none, 128), PVGPU_E_RANGE);
    CHECK_EQ(TAIL_OF(set_samplers, SET_SAMPLERS, FIXED(0, 15, 0, 0), none, 1), PVGPU_OK);
    CHECK_EQ(TAIL_OF(set_samplers, SET_SAMPLERS, FIXED(0, 15, 0, 0), none, 2), PVGPU_E_RANGE);
    CHECK_EQ(TAIL_OF(set_cs_uavs, SET_CS_UAVS, FIXED(0, 0), none, 64), PVGPU_OK);
    CHECK_EQ(TAIL_OF(set_cs_uavs, SET_CS_UAVS, FIXED(1, 0), none, 64), PVGPU_E_RANGE);
    CHECK_EQ(TAIL_OF(set_targets, SET_TARGETS, FIXED(1, 0, 1, 0), uav, 64), PVGPU_OK);
    CHECK_EQ(TAIL_OF(set_targets, SET_TARGETS, FIXED(1, 0, 2, 0), uav, 64), PVGPU_E_RANGE);
    CHECK_EQ(TAIL_OF(set_targets, SET_TARGETS, FIXED(2, 0, 1, 0), uav, 3), PVGPU_E_RULE);
    CHECK_EQ(TAIL_OF(set_targets, SET_TARGETS, FIXED(2, 0, 0, 0), uav, 1), PVGPU_E_RULE);
    fixture_close(&f);
}

TEST(bindings_fit_their_buffers)
{
    struct pvgpu_constant_buffer cb = { CONST, 16, 16, 0 };
    struct pvgpu_viewport vp = { 0, 0, 64, 64, 0, 1 };
    open_scene();
    CHECK_EQ(TAIL_OF(set_vertex_buffers, SET_VERTEX_BUFFERS, FIXED(0, 0), (&(struct pvgpu_vertex_buffer){ CONST, 16, 0, 0 }), 1),
             PVGPU_E_RULE);
    CHECK_EQ(TAIL_OF(set_vertex_buffers, SET_VERTEX_BUFFERS, FIXED(0, 0), (&(struct pvgpu_vertex_buffer){ BUF, 2049, 0, 0 }), 1),
             PVGPU_E_RANGE);
    CHECK_EQ(TAIL_OF(set_vertex_buffers, SET_VERTEX_BUFFERS, FIXED(0, 0), (&(struct pvgpu_vertex_buffer){ BUF, 16, 0, 1 }), 1),
             PVGPU_E_FIELD);
    CHECK_EQ(TAIL_OF(set_constant_buffers, SET_CONSTANT_BUFFERS, FIXED(0, 0, 0, 0), &cb, 1), PVGPU_OK);
    cb.first = 8;
    CHECK_EQ(TAIL_OF(set_constant_buffers, SET_CONSTANT_BUFFERS, FIXED(0, 0, 0, 0), &cb, 1), PVGPU_E_RULE);
    cb = (struct pvgpu_constant_buffer){ BUF, 0, 0, 0 };
    CHECK_EQ(TAIL_OF(set_constant_buffers, SET_CONSTANT_BUFFERS, FIXED(0, 0, 0, 0), &cb, 1), PVGPU_E_RULE);
    CHECK_EQ(TAIL_OF(set_so_targets, SET_SO_TARGETS, FIXED(0, 0), (&(struct pvgpu_so_target){ BUF, 65536 }), 1), PVGPU_OK);
    CHECK_EQ(TAIL_OF(set_so_targets, SET_SO_TARGETS, FIXED(0, 0), (&(struct pvgpu_so_target){ BUF, 65540 }), 1), PVGPU_E_RANGE);
    CHECK_EQ(TAIL_OF(set_so_targets, SET_SO_TARGETS, FIXED(0, 0), (&(struct pvgpu_so_target){ BUF, 2 }), 1), PVGPU_E_RULE);
    CHECK_EQ(DO(&f, CTX, set_index_buffer, SET_INDEX_BUFFER, BUF, 42, 0, 0), PVGPU_OK);
    CHECK_EQ(DO(&f, CTX, set_index_buffer, SET_INDEX_BUFFER, BUF, 28, 0, 0), PVGPU_E_FIELD);
    CHECK_EQ(DO(&f, CTX, set_index_buffer, SET_INDEX_BUFFER, BUF, 0, 0, 0), PVGPU_E_RULE);
    CHECK_EQ(DO(&f, CTX, set_index_buffer, SET_INDEX_BUFFER, TEX, 42, 0, 0), PVGPU_E_RULE);
    CHECK_EQ(DO(&f, CTX, set_shader, SET_SHADER, PVGPU_STAGE_PS, PIXEL_SHADER), PVGPU_OK);
    CHECK_EQ(DO(&f, CTX, set_shader, SET_SHADER, PVGPU_STAGE_VS, PIXEL_SHADER), PVGPU_E_RULE);
    CHECK_EQ(DO(&f, CTX, set_predication, SET_PREDICATION, EVENT_QUERY, 0), PVGPU_E_RULE);
    CHECK_EQ(TAIL_OF(set_viewports, SET_VIEWPORTS, FIXED(0, 0), &vp, 1), PVGPU_OK);
    vp.w = 0.0f / *(volatile float *)&vp.x;
    CHECK_EQ(TAIL_OF(set_viewports, SET_VIEWPORTS, FIXED(0, 0), &vp, 1), PVGPU_E_RANGE);
    vp.w = 64;
    vp.max_z = 1.5f;
    CHECK_EQ(TAIL_OF(set_viewports, SET_VIEWPORTS, FIXED(0, 0), &vp, 1), PVGPU_E_RANGE);
    fixture_close(&f);
}

/* id is FRESH and dropped again, so that each attempt is by itself. */
static enum pvgpu_verdict srv(uint32_t resource, uint32_t format, uint32_t dim, uint32_t mip, uint32_t mips, uint32_t first,
                              uint32_t count, uint32_t flags)
{
    enum pvgpu_verdict v = DO(&f, CTX, create_srv, CREATE_SRV, FRESH, resource, format, dim, mip, mips, first, count, flags, 0);
    if (!v) CHECK_EQ(DO(&f, CTX, destroy, DESTROY, FRESH, 0), PVGPU_OK);
    return v;
}

static enum pvgpu_verdict rtv(uint32_t resource, uint32_t format, uint32_t dim, uint32_t mip, uint32_t first, uint32_t count)
{
    enum pvgpu_verdict v = DO(&f, CTX, create_rtv, CREATE_RTV, FRESH, resource, format, dim, mip, first, count, 0);
    if (!v) CHECK_EQ(DO(&f, CTX, destroy, DESTROY, FRESH, 0), PVGPU_OK);
    return v;
}

static enum pvgpu_verdict uav(uint32_t resource, uint32_t format, uint32_t dim, uint32_t first, uint32_t count, uint32_t flags)
{
    enum pvgpu_verdict v = DO(&f, CTX, create_uav, CREATE_UAV, FRESH, resource, format, dim, 0, first, count, flags);
    if (!v) CHECK_EQ(DO(&f, CTX, destroy, DESTROY, FRESH, 0), PVGPU_OK);
    return v;
}

TEST(shader_resource_views)
{
    open_scene();
    CHECK_EQ(srv(TEX, 28, PVGPU_VIEW_TEX2D, 6, 1, 0, 0, 0), PVGPU_OK);
    CHECK_EQ(srv(TEX, 28, PVGPU_VIEW_TEX2D, 0, UINT32_MAX, 0, 0, 0), PVGPU_OK);
    CHECK_EQ(srv(TEX, 0, PVGPU_VIEW_TEX2D, 0, 7, 0, 0, 0), PVGPU_OK);
    CHECK_EQ(srv(TEX, 28, PVGPU_VIEW_TEX2D, 7, 1, 0, 0, 0), PVGPU_E_RANGE);
    CHECK_EQ(srv(TEX, 28, PVGPU_VIEW_TEX2D, 7, UINT32_MAX, 0, 0, 0), PVGPU_E_RANGE);
    CHECK_EQ(srv(TEX, 28, PVGPU_VIEW_TEX2D, 6, 2, 0, 0, 0), PVGPU_E_RANGE);
    CHECK_EQ(srv(TEX, 28, PVGPU_VIEW_TEX2D, 0, 0, 0, 0, 0), PVGPU_E_RANGE);
    CHECK_EQ(srv(TEX, 28, PVGPU_VIEW_TEX2D, 1, UINT32_MAX - 1, 0, 0, 0), PVGPU_E_RANGE);
    CHECK_EQ(srv(TEX, 29, PVGPU_VIEW_TEX2D, 0, 1, 0, 0, 0), PVGPU_OK);
    CHECK_EQ(srv(TEX, 27, PVGPU_VIEW_TEX2D, 0, 1, 0, 0, 0), PVGPU_E_RULE);   /* typeless */
    CHECK_EQ(srv(TEX, 2, PVGPU_VIEW_TEX2D, 0, 1, 0, 0, 0), PVGPU_E_RULE);    /* 16 bytes over 4 */
    CHECK_EQ(srv(TEX, 103, PVGPU_VIEW_TEX2D, 0, 1, 0, 0, 0), PVGPU_E_RULE);  /* planes */
    CHECK_EQ(srv(PLANES, 61, PVGPU_VIEW_TEX2D, 0, 1, 0, 0, 0), PVGPU_OK);
    CHECK_EQ(srv(PLANES, 50, PVGPU_VIEW_TEX2D, 0, 1, 0, 0, 0), PVGPU_OK);
    CHECK_EQ(srv(PLANES, 0, PVGPU_VIEW_TEX2D, 0, 1, 0, 0, 0), PVGPU_E_RULE);
    CHECK_EQ(srv(PLANES, 103, PVGPU_VIEW_TEX2D, 0, 1, 0, 0, 0), PVGPU_E_RULE);
    CHECK_EQ(srv(PLANES, 57, PVGPU_VIEW_TEX2D, 0, 1, 0, 0, 0), PVGPU_E_RULE); /* of formats with two bytes */
    CHECK_EQ(srv(PLANES, 63, PVGPU_VIEW_TEX2D, 0, 1, 0, 0, 0), PVGPU_E_RULE); /* SNORM */
    CHECK_EQ(rtv(PLANES, 49, PVGPU_VIEW_TEX2D, 0, 0, 0), PVGPU_OK);
    CHECK_EQ(rtv(PLANES, 28, PVGPU_VIEW_TEX2D, 0, 0, 0), PVGPU_E_RULE);
    CHECK_EQ(uav(PLANES, 62, PVGPU_VIEW_TEX2D, 0, 0, 0), PVGPU_OK);
    CHECK_EQ(srv(TEX, 28, PVGPU_VIEW_NONE, 0, 1, 0, 0, 0), PVGPU_E_RULE);
    CHECK_EQ(srv(TEX, 28, PVGPU_VIEW_TEX2DMS, 0, 1, 0, 0, 0), PVGPU_E_RULE);
    CHECK_EQ(srv(TEX, 28, PVGPU_VIEW_TEX3D, 0, 1, 0, 0, 0), PVGPU_E_RULE);
    CHECK_EQ(srv(TEX, 28, PVGPU_VIEW_CUBE, 0, 1, 0, 0, 0), PVGPU_E_RULE);
    CHECK_EQ(srv(TEX, 28, PVGPU_VIEW_BUFFER, 0, 1, 0, 1, 0), PVGPU_E_RULE);
    CHECK_EQ(srv(TEX, 28, PVGPU_VIEW_TEX2D, 0, 1, 0, 0, 1), PVGPU_E_RULE);
    CHECK_EQ(srv(DEPTH, 45, PVGPU_VIEW_TEX2D, 0, 1, 0, 0, 0), PVGPU_E_RULE); /* not bound as one */
    CHECK_EQ(srv(ARRAY, 28, PVGPU_VIEW_TEX2D_ARRAY, 0, 1, 11, 1, 0), PVGPU_OK);
    CHECK_EQ(srv(ARRAY, 28, PVGPU_VIEW_TEX2D_ARRAY, 0, 1, 11, 2, 0), PVGPU_E_RANGE);
    CHECK_EQ(srv(ARRAY, 28, PVGPU_VIEW_TEX2D_ARRAY, 0, 1, 12, 1, 0), PVGPU_E_RANGE);
    CHECK_EQ(srv(ARRAY, 28, PVGPU_VIEW_TEX2D_ARRAY, 0, 1, 1, UINT32_MAX, 0), PVGPU_E_RANGE);
    CHECK_EQ(srv(ARRAY, 28, PVGPU_VIEW_TEX2D_ARRAY, 0, 1, 0, 0, 0), PVGPU_E_RANGE);
    CHECK_EQ(srv(ARRAY, 28, PVGPU_VIEW_CUBE, 0, 1, 0, 0, 0), PVGPU_OK);
    CHECK_EQ(srv(ARRAY, 28, PVGPU_VIEW_CUBE_ARRAY, 0, 1, 0, 2, 0), PVGPU_OK);
    CHECK_EQ(srv(ARRAY, 28, PVGPU_VIEW_CUBE_ARRAY, 0, 1, 1, 2, 0), PVGPU_E_RANGE);
    CHECK_EQ(srv(ARRAY, 28, PVGPU_VIEW_CUBE_ARRAY, 0, 1, 0, 0x2aaaaaabu, 0), PVGPU_E_RANGE); /* times 6 wraps to 2 */
    CHECK_EQ(srv(VOLUME, 28, PVGPU_VIEW_TEX3D, 2, 1, 0, 0, 0), PVGPU_OK);
    CHECK_EQ(srv(LINE, 28, PVGPU_VIEW_TEX1D, 0, 1, 0, 0, 0), PVGPU_OK);
    CHECK_EQ(srv(LINE, 28, PVGPU_VIEW_TEX2D, 0, 1, 0, 0, 0), PVGPU_E_RULE);
    CHECK_EQ(srv(BUF, 28, PVGPU_VIEW_BUFFER, 0, 0, 0, 16384, 0), PVGPU_OK);
    CHECK_EQ(srv(BUF, 28, PVGPU_VIEW_BUFFER, 0, 0, 1, 16384, 0), PVGPU_E_RANGE);
    CHECK_EQ(srv(BUF, 28, PVGPU_VIEW_BUFFER, 0, 0, UINT32_MAX, 2, 0), PVGPU_E_RANGE);
    CHECK_EQ(srv(BUF, 28, PVGPU_VIEW_BUFFER, 0, 0, 0, 0, 0), PVGPU_E_RANGE);
    CHECK_EQ(srv(BUF, 39, PVGPU_VIEW_BUFFER, 0, 0, 0, 16384, 1), PVGPU_OK);
    CHECK_EQ(srv(BUF, 0, PVGPU_VIEW_BUFFER, 0, 0, 0, 16, 0), PVGPU_E_RULE);
    CHECK_EQ(srv(BUF, 71, PVGPU_VIEW_BUFFER, 0, 0, 0, 16, 0), PVGPU_E_RULE);
    CHECK_EQ(srv(BUF, 28, PVGPU_VIEW_TEX2D, 0, 1, 0, 1, 0), PVGPU_E_RULE);
    CHECK_EQ(srv(STRUCTURED, 0, PVGPU_VIEW_BUFFER, 0, 0, 0, 256, 0), PVGPU_OK);
    CHECK_EQ(srv(STRUCTURED, 0, PVGPU_VIEW_BUFFER, 0, 0, 1, 256, 0), PVGPU_E_RANGE);
    CHECK_EQ(srv(STRUCTURED, 39, PVGPU_VIEW_BUFFER, 0, 0, 0, 16, 1), PVGPU_E_RULE);
    fixture_close(&f);
}

TEST(target_views)
{
    open_scene();
    CHECK_EQ(rtv(VOLUME, 28, PVGPU_VIEW_TEX3D, 1, 7, 1), PVGPU_OK);
    CHECK_EQ(rtv(VOLUME, 28, PVGPU_VIEW_TEX3D, 1, 8, 1), PVGPU_E_RANGE);
    CHECK_EQ(rtv(VOLUME, 28, PVGPU_VIEW_TEX3D, 0, 8, 9), PVGPU_E_RANGE);
    CHECK_EQ(rtv(MULTI, 28, PVGPU_VIEW_TEX2DMS, 0, 0, 0), PVGPU_OK);
    CHECK_EQ(rtv(MULTI, 28, PVGPU_VIEW_TEX2D, 0, 0, 0), PVGPU_E_RULE);
    CHECK_EQ(rtv(MULTI, 28, PVGPU_VIEW_TEX2DMS, 1, 0, 0), PVGPU_E_RANGE);
    CHECK_EQ(rtv(BC, 71, PVGPU_VIEW_TEX2D, 0, 0, 0), PVGPU_E_RULE);
    CHECK_EQ(DO(&f, CTX, create_dsv, CREATE_DSV, FRESH, TEX, 28, PVGPU_VIEW_TEX2D, 0, 0, 0, 0), PVGPU_E_RULE);
    CHECK_EQ(DO(&f, CTX, create_dsv, CREATE_DSV, FRESH, DEPTH, 45, PVGPU_VIEW_TEX2D, 1, 0, 0, 0), PVGPU_E_RANGE);
    CHECK_EQ(uav(TEX, 42, PVGPU_VIEW_TEX2D, 0, 0, 0), PVGPU_OK); /* R32_UINT over RGBA8: Direct3D's exception */
    CHECK_EQ(uav(TEX, 28, PVGPU_VIEW_TEX2D, 0, 0, 4), PVGPU_E_RULE);
    CHECK_EQ(uav(MULTI, 28, PVGPU_VIEW_TEX2DMS, 0, 0, 0), PVGPU_E_RULE);
    CHECK_EQ(uav(STRUCTURED, 0, PVGPU_VIEW_BUFFER, 0, 256, 2), PVGPU_OK);
    CHECK_EQ(uav(BUF, 39, PVGPU_VIEW_BUFFER, 0, 16384, 1), PVGPU_OK);
    CHECK_EQ(uav(BUF, 39, PVGPU_VIEW_BUFFER, 0, 16384, 3), PVGPU_E_RULE);
    fixture_close(&f);
}

static bool possible(struct pvb_resource_info i)
{
    if (!i.height) i.height = 1;
    if (!i.depth) i.depth = 1;
    if (!i.array) i.array = 1;
    if (!i.mips) i.mips = 1;
    if (!i.samples) i.samples = 1;
    return pvb_resource_possible(&i);
}

TEST(descriptions_that_are_possible)
{
    enum { B = PVGPU_DIM_BUFFER, D1 = PVGPU_DIM_TEX1D, D2 = PVGPU_DIM_TEX2D, D3 = PVGPU_DIM_TEX3D, CUBE = PVGPU_DIM_CUBE };
    CHECK(!possible((struct pvb_resource_info){ .dimension = PVGPU_DIM_NONE, .width = 4 }));
    CHECK(possible((struct pvb_resource_info){ .dimension = B, .width = 1u << 31 }));
    CHECK(!possible((struct pvb_resource_info){ .dimension = B, .width = (1u << 31) + 1 }));
    CHECK(!possible((struct pvb_resource_info){ .dimension = B, .width = 16, .height = 2 }));
    CHECK(!possible((struct pvb_resource_info){ .dimension = B, .width = 16, .bind = PVGPU_BIND_CONSTANT | PVGPU_BIND_VERTEX }));
    CHECK(!possible((struct pvb_resource_info){ .dimension = B, .width = 16, .misc = PVGPU_MISC_STRUCTURED }));
    CHECK(!possible((struct pvb_resource_info){ .dimension = B, .width = 20, .misc = PVGPU_MISC_STRUCTURED, .stride = 16 }));
    CHECK(possible((struct pvb_resource_info){ .dimension = B, .width = 32, .misc = PVGPU_MISC_STRUCTURED, .stride = 16 }));
    CHECK(possible((struct pvb_resource_info){ .dimension = D2, .format = 28, .width = 16384, .height = 16384, .mips = 15 }));
    CHECK(!possible((struct pvb_resource_info){ .dimension = D2, .format = 28, .width = 16384, .height = 16384, .mips = 16 }));
    CHECK(!possible((struct pvb_resource_info){ .dimension = D2, .format = 28, .width = 16385, .height = 1 }));
    CHECK(!possible((struct pvb_resource_info){ .dimension = D2, .format = 28, .width = 16, .height = 16, .array = 2049 }));
    CHECK(!possible((struct pvb_resource_info){ .dimension = D2, .format = 28, .width = 16, .height = 16, .depth = 2 }));
    CHECK(!possible((struct pvb_resource_info){ .dimension = D2, .format = 0, .width = 16, .height = 16 }));
    CHECK(possible((struct pvb_resource_info){ .dimension = D2, .format = 103, .width = 16, .height = 18, .array = 3 }));
    CHECK(possible((struct pvb_resource_info){ .dimension = D2, .format = 104, .width = 16, .height = 16, .bind = PVGPU_BIND_TARGET }));
    CHECK(!possible((struct pvb_resource_info){ .dimension = D2, .format = 103, .width = 17, .height = 16 }));
    CHECK(!possible((struct pvb_resource_info){ .dimension = D2, .format = 103, .width = 16, .height = 17 }));
    CHECK(!possible((struct pvb_resource_info){ .dimension = D2, .format = 103, .width = 16, .height = 16, .mips = 2 }));
    CHECK(!possible((struct pvb_resource_info){ .dimension = D2, .format = 103, .width = 16, .height = 16, .samples = 4 }));
    CHECK(!possible((struct pvb_resource_info){ .dimension = D2, .format = 103, .width = 16, .height = 16, .bind = PVGPU_BIND_DEPTH }));
    CHECK(!possible((struct pvb_resource_info){ .dimension = D2, .format = 103, .width = 16, .height = 16, .misc = PVGPU_MISC_TILED }));
    CHECK(!possible((struct pvb_resource_info){ .dimension = CUBE, .format = 103, .width = 16, .height = 16, .array = 6 }));
    CHECK(!possible((struct pvb_resource_info){ .dimension = D3, .format = 103, .width = 16, .height = 16, .depth = 2 }));
    CHECK(!possible((struct pvb_resource_info){ .dimension = D2, .format = 106, .width = 16, .height = 16 }));
    CHECK(!possible((struct pvb_resource_info){ .dimension = D2, .format = 28, .width = 16, .height = 16,
                                                .bind = PVGPU_BIND_INDEX }));
    CHECK(!possible((struct pvb_resource_info){ .dimension = D2, .format = 28, .width = 16, .height = 16, .samples = 3 }));
    CHECK(!possible((struct pvb_resource_info){ .dimension = D2, .format = 28, .width = 16, .height = 16, .samples = 4,
                                                .mips = 2 }));
    CHECK(possible((struct pvb_resource_info){ .dimension = D2, .format = 28, .width = 16, .height = 16, .samples = 8 }));
    CHECK(!possible((struct pvb_resource_info){ .dimension = D2, .format = 71, .width = 18, .height = 16 }));
    CHECK(!possible((struct pvb_resource_info){ .dimension = D1, .format = 28, .width = 16, .height = 2 }));
    CHECK(possible((struct pvb_resource_info){ .dimension = D3, .format = 28, .width = 2048, .height = 2048, .depth = 2048,
                                               .mips = 12 }));
    CHECK(!possible((struct pvb_resource_info){ .dimension = D3, .format = 28, .width = 2049 }));
    CHECK(!possible((struct pvb_resource_info){ .dimension = D3, .format = 28, .width = 16, .array = 2 }));
    CHECK(possible((struct pvb_resource_info){ .dimension = CUBE, .format = 28, .width = 16, .height = 16, .array = 12 }));
    CHECK(!possible((struct pvb_resource_info){ .dimension = CUBE, .format = 28, .width = 16, .height = 16, .array = 7 }));
    CHECK(!possible((struct pvb_resource_info){ .dimension = CUBE, .format = 28, .width = 16, .height = 8, .array = 6 }));
    CHECK_EQ(pvb_resource_bytes(&(struct pvb_resource_info){ .dimension = D2, .format = 71, .width = 8, .height = 8, .depth = 1,
                                                             .array = 2, .mips = 4, .samples = 1 }), 2 * (32 + 8 + 8 + 8));
    CHECK_EQ(pvb_resource_bytes(&(struct pvb_resource_info){ .dimension = D2, .format = 104, .width = 8, .height = 6, .depth = 1,
                                                             .array = 2, .mips = 1, .samples = 1 }), 2 * 2 * (48 + 24));
}

static enum pvgpu_verdict update(uint32_t resource, uint32_t sub, uint32_t l, uint32_t t, uint32_t fr, uint32_t r, uint32_t b,
                                 uint32_t bk,
                                 uint64_t offset, uint32_t row, uint32_t slice)
{
    enum pvgpu_verdict w = DO(&f, CTX, update_texture, UPDATE_TEXTURE, resource, sub, l, t, fr, r, b, bk, HEAP, 0, offset, row,
                              slice);
    enum pvgpu_verdict v = DO(&f, CTX, read_texture, READ_TEXTURE, resource, sub, l, t, fr, r, b, bk, HEAP, 0, offset, row,
                              slice);
    CHECK_EQ(v, w); /* both ways have the same rules */
    return w;
}

TEST(texture_boxes)
{
    const uint64_t end = 1 << 20;
    open_scene();
    CHECK_EQ(update(TEX, 0, 0, 0, 0, 64, 64, 1, end - 64 * 256, 256, 0), PVGPU_OK);
    CHECK_EQ(update(TEX, 0, 0, 0, 0, 64, 64, 1, end - 64 * 256 + 1, 256, 0), PVGPU_E_RANGE);
    CHECK_EQ(update(TEX, 0, 0, 0, 0, 64, 64, 1, end - 64 * 512 + 256, 512, 0), PVGPU_OK); /* the last row ends early */
    CHECK_EQ(update(TEX, 0, 0, 0, 0, 64, 64, 1, 0, 255, 0), PVGPU_E_RANGE);
    CHECK_EQ(update(TEX, 0, 0, 0, 0, 64, 1, 1, 0, 0, 0), PVGPU_OK); /* one row has no pitch */
    CHECK_EQ(update(TEX, 0, 0, 0, 0, 65, 64, 1, 0, 260, 0), PVGPU_E_RANGE);
    CHECK_EQ(update(TEX, 0, 0, 0, 0, 64, 65, 1, 0, 256, 0), PVGPU_E_RANGE);
    CHECK_EQ(update(TEX, 0, 0, 0, 0, 64, 64, 2, 0, 256, 16384), PVGPU_E_RANGE);
    CHECK_EQ(update(TEX, 0, 10, 0, 0, 9, 64, 1, 0, 256, 0), PVGPU_E_RANGE);
    CHECK_EQ(update(TEX, 0, UINT32_MAX, 0, 0, 64, 64, 1, 0, 256, 0), PVGPU_E_RANGE);
    CHECK_EQ(update(TEX, 0, 64, 0, 0, 64, 64, 1, UINT64_MAX, 256, 0), PVGPU_E_RANGE); /* empty, but nowhere */
    CHECK_EQ(update(TEX, 0, 64, 0, 0, 64, 64, 1, 0, 0, 0), PVGPU_OK);
    CHECK_EQ(update(TEX, 6, 0, 0, 0, 1, 1, 1, 0, 4, 0), PVGPU_OK);
    CHECK_EQ(update(TEX, 7, 0, 0, 0, 1, 1, 1, 0, 4, 0), PVGPU_E_RANGE);
    CHECK_EQ(update(TEX, 0, 0, 0, 0, 64, 64, 1, 0, UINT32_MAX, 0), PVGPU_E_RANGE);
    CHECK_EQ(update(VOLUME, 0, 0, 0, 0, 16, 16, 16, 0, 64, 1024), PVGPU_OK);
    CHECK_EQ(update(VOLUME, 0, 0, 0, 0, 16, 16, 16, 0, 64, 1023), PVGPU_E_RANGE);
    CHECK_EQ(update(VOLUME, 0, 0, 0, 0, 16, 16, 16, 0, UINT32_MAX, UINT32_MAX), PVGPU_E_RANGE);
    CHECK_EQ(update(BC, 0, 0, 0, 0, 64, 64, 1, 0, 128, 0), PVGPU_OK);
    CHECK_EQ(update(BC, 0, 4, 8, 0, 8, 12, 1, 0, 8, 0), PVGPU_OK);
    CHECK_EQ(update(BC, 0, 2, 0, 0, 8, 4, 1, 0, 16, 0), PVGPU_E_RULE);
    CHECK_EQ(update(BC, 0, 0, 0, 0, 6, 4, 1, 0, 16, 0), PVGPU_E_RULE);
    CHECK_EQ(update(BC, 5, 0, 0, 0, 4, 4, 1, 0, 8, 0), PVGPU_OK); /* 2x2 texels: to the end of the block, or to theirs */
    CHECK_EQ(update(BC, 5, 0, 0, 0, 2, 2, 1, 0, 8, 0), PVGPU_OK);
    CHECK_EQ(update(BC, 5, 0, 0, 0, 8, 4, 1, 0, 16, 0), PVGPU_E_RANGE);
    CHECK_EQ(update(PLANES, 0, 0, 0, 0, 64, 48, 1, end - 64 * 72, 64, 64 * 48), PVGPU_OK);
    CHECK_EQ(update(PLANES, 0, 0, 0, 0, 64, 48, 1, end - 64 * 72 + 1, 64, 64 * 48), PVGPU_E_RANGE);
    CHECK_EQ(update(PLANES, 0, 0, 0, 0, 64, 48, 1, 0, 64, 64 * 48 - 1), PVGPU_E_RANGE); /* planes that overlap */
    CHECK_EQ(update(PLANES, 0, 0, 0, 0, 64, 48, 1, 0, 64, 0), PVGPU_E_RANGE);
    CHECK_EQ(update(PLANES, 0, 0, 0, 0, 64, 48, 1, 0, 64, UINT32_MAX), PVGPU_E_RANGE);
    CHECK_EQ(update(PLANES, 0, 2, 4, 0, 6, 6, 1, end - 4 - 1000, 64, 1000), PVGPU_OK); /* two rows and one */
    CHECK_EQ(update(PLANES, 0, 2, 4, 0, 6, 6, 1, end - 4 - 999, 64, 1000), PVGPU_E_RANGE);
    CHECK_EQ(update(PLANES, 0, 1, 4, 0, 6, 6, 1, 0, 64, 64), PVGPU_E_RULE);
    CHECK_EQ(update(PLANES, 0, 2, 3, 0, 6, 6, 1, 0, 64, 256), PVGPU_E_RULE);
    CHECK_EQ(update(PLANES, 0, 2, 4, 0, 5, 6, 1, 0, 64, 256), PVGPU_E_RULE);
    CHECK_EQ(update(PLANES, 0, 2, 4, 0, 6, 7, 1, 0, 64, 256), PVGPU_E_RULE);
    CHECK_EQ(update(PLANES, 0, 2, 4, 0, 2, 6, 1, 0, 64, 0), PVGPU_OK); /* empty */
    CHECK_EQ(update(MULTI, 0, 0, 0, 0, 64, 64, 1, 0, 256, 0), PVGPU_E_RULE);
    CHECK_EQ(update(BUF, 0, 0, 0, 0, 64, 1, 1, 0, 256, 0), PVGPU_E_RULE);
    fixture_close(&f);
}

static struct pvgpu_cmd_copy_region copy_seen;
static enum pvgpu_verdict see_copy(void *ctx, const struct pvgpu_cmd_copy_region *c, const void *tail)
{
    copy_seen = *c;
    return PVGPU_OK;
}

static enum pvgpu_verdict copy(uint32_t dst, uint32_t ds, uint32_t x, uint32_t y, uint32_t z, uint32_t src, uint32_t ss,
                               uint32_t l, uint32_t t,
                               uint32_t fr, uint32_t r, uint32_t b, uint32_t bk)
{
    return DO(&f, CTX, copy_region, COPY_REGION, dst, ds, x, y, z, src, ss, 1, l, t, fr, r, b, bk, 0, 0);
}

TEST(copies_between_regions)
{
    struct pvgpu_ops commands = *pvb_renderer_null.commands;
    struct pvb_renderer_ops ops = pvb_renderer_null;
    commands.copy_region = see_copy;
    ops.commands = &commands;
    if (!fixture_open(&f, &ops)) abort();
    CHECK_EQ(fixture_scene(&f), PVGPU_OK);
    CHECK_EQ(copy(TEX, 0, 32, 32, 0, TEX_TWIN, 0, 0, 0, 0, 32, 32, 1), PVGPU_OK);
    CHECK_EQ(copy(TEX, 0, 33, 32, 0, TEX_TWIN, 0, 0, 0, 0, 32, 32, 1), PVGPU_E_RANGE);
    CHECK_EQ(copy(TEX, 0, 32, 33, 0, TEX_TWIN, 0, 0, 0, 0, 32, 32, 1), PVGPU_E_RANGE);
    CHECK_EQ(copy(TEX, 0, 0, 0, 1, TEX_TWIN, 0, 0, 0, 0, 32, 32, 1), PVGPU_E_RANGE);
    CHECK_EQ(copy(TEX, 0, UINT32_MAX, 0, 0, TEX_TWIN, 0, 0, 0, 0, 1, 1, 1), PVGPU_E_RANGE);
    CHECK_EQ(copy(TEX, 7, 0, 0, 0, TEX_TWIN, 0, 0, 0, 0, 1, 1, 1), PVGPU_E_RANGE);
    CHECK_EQ(copy(TEX, 0, 0, 0, 0, TEX_TWIN, 7, 0, 0, 0, 1, 1, 1), PVGPU_E_RANGE);
    CHECK_EQ(copy(TEX, 0, 0, 0, 0, TEX_TWIN, 1, 0, 0, 0, 33, 1, 1), PVGPU_E_RANGE);
    CHECK_EQ(copy(TEX, 1, 0, 0, 0, TEX_TWIN, 0, 0, 0, 0, 33, 1, 1), PVGPU_E_RANGE);
    CHECK_EQ(copy(TEX, 0, 0, 0, 0, BUF, 0, 0, 0, 0, 1, 1, 1), PVGPU_E_RULE);
    CHECK_EQ(copy(TEX, 0, 0, 0, 0, BC, 0, 0, 0, 0, 4, 4, 1), PVGPU_E_RULE); /* 8 byte blocks into 4 byte texels */
    CHECK_EQ(copy(TEX, 0, 0, 0, 0, MULTI, 0, 0, 0, 0, 4, 4, 1), PVGPU_E_RULE);
    CHECK_EQ(copy(BC, 5, 0, 0, 0, BC, 4, 0, 0, 0, 4, 4, 1), PVGPU_OK); /* 4x4 texels into a 2x2 mip's block */
    CHECK_EQ(copy(BC, 3, 4, 4, 0, BC, 5, 0, 0, 0, 4, 4, 1), PVGPU_OK);
    CHECK_EQ(copy_seen.right, 2); /* cut to the texels that there are */
    CHECK_EQ(copy(BC, 3, 2, 4, 0, BC, 5, 0, 0, 0, 4, 4, 1), PVGPU_E_RULE);
    CHECK_EQ(copy(BUF, 0, 65536 - 100, 0, 0, BUF_TWIN, 0, 0, 0, 0, 100, 1, 1), PVGPU_OK);
    CHECK_EQ(copy(BUF, 0, 65536 - 99, 0, 0, BUF_TWIN, 0, 0, 0, 0, 100, 1, 1), PVGPU_E_RANGE);
    CHECK_EQ(copy(BUF, 0, 0, 0, 0, BUF_TWIN, 0, 65536, 0, 0, 65537, 1, 1), PVGPU_E_RANGE);
    CHECK_EQ(copy(BUF, 1, 0, 0, 0, BUF_TWIN, 0, 0, 0, 0, 1, 1, 1), PVGPU_E_RANGE);
    CHECK_EQ(copy(PLANES, 0, 32, 24, 0, PLANES, 0, 0, 0, 0, 32, 24, 1), PVGPU_OK);
    CHECK_EQ(copy(PLANES, 0, 33, 24, 0, PLANES, 0, 0, 0, 0, 16, 8, 1), PVGPU_E_RULE);
    CHECK_EQ(copy(PLANES, 0, 32, 23, 0, PLANES, 0, 0, 0, 0, 16, 8, 1), PVGPU_E_RULE);
    CHECK_EQ(copy(PLANES, 0, 32, 24, 0, PLANES, 0, 0, 0, 0, 15, 8, 1), PVGPU_E_RULE);
    CHECK_EQ(copy(PLANES, 0, 0, 0, 0, BYTES, 0, 0, 0, 0, 16, 8, 1), PVGPU_E_RULE); /* a byte a texel, but no planes */
    CHECK_EQ(copy(BYTES, 0, 0, 0, 0, PLANES, 0, 0, 0, 0, 16, 8, 1), PVGPU_E_RULE);
    CHECK_EQ(DO(&f, CTX, copy_resource, COPY_RESOURCE, PLANES, BYTES), PVGPU_E_RULE);
    CHECK_EQ(DO(&f, CTX, copy_resource, COPY_RESOURCE, TEX, TEX), PVGPU_E_RULE);
    CHECK_EQ(DO(&f, CTX, copy_resource, COPY_RESOURCE, TEX, PLAIN), PVGPU_E_RULE);
    CHECK_EQ(DO(&f, CTX, copy_resource, COPY_RESOURCE, TEX, BUF), PVGPU_E_RULE);
    CHECK_EQ(DO(&f, CTX, copy_resource, COPY_RESOURCE, BUF, BUF_TWIN), PVGPU_OK);
    CHECK_EQ(DO(&f, CTX, resolve, RESOLVE, PLAIN, 1, MULTI, 0, 28, 0), PVGPU_E_RANGE);
    CHECK_EQ(DO(&f, CTX, resolve, RESOLVE, TEX, 1, MULTI, 0, 28, 0), PVGPU_E_RULE);
    CHECK_EQ(DO(&f, CTX, resolve, RESOLVE, PLAIN, 0, TEX, 0, 28, 0), PVGPU_E_RULE);
    CHECK_EQ(DO(&f, CTX, resolve, RESOLVE, PLAIN, 0, MULTI, 0, 27, 0), PVGPU_E_RULE);
    fixture_close(&f);
}

TEST(buffer_ranges)
{
    open_scene();
    CHECK_EQ(DO(&f, CTX, update_buffer, UPDATE_BUFFER, BUF, HEAP, 0, 65536 - 16, 16, 0, 0), PVGPU_OK);
    CHECK_EQ(DO(&f, CTX, update_buffer, UPDATE_BUFFER, BUF, HEAP, 0, 65536 - 15, 16, 0, 0), PVGPU_E_RANGE);
    CHECK_EQ(DO(&f, CTX, update_buffer, UPDATE_BUFFER, BUF, HEAP, 0, UINT32_MAX, 16, 0, 0), PVGPU_E_RANGE);
    CHECK_EQ(DO(&f, CTX, update_buffer, UPDATE_BUFFER, TEX, HEAP, 0, 0, 16, 0, 0), PVGPU_E_RULE);
    CHECK_EQ(DO(&f, CTX, read_buffer, READ_BUFFER, BUF, HEAP, 0, 65536 - 15, 16), PVGPU_E_RANGE);
    CHECK_EQ(DO(&f, CTX, read_buffer, READ_BUFFER, BUF, HEAP, (1 << 20) - 16, 0, 17), PVGPU_E_RANGE);
    CHECK_EQ(DO(&f, CTX, draw_indirect, DRAW_INDIRECT, BUF, 65536 - 16, 0, 0), PVGPU_OK);
    CHECK_EQ(DO(&f, CTX, draw_indirect, DRAW_INDIRECT, BUF, 65536 - 16, 1, 0), PVGPU_E_RANGE);
    CHECK_EQ(DO(&f, CTX, draw_indirect, DRAW_INDIRECT, BUF, 2, 0, 0), PVGPU_E_RULE);
    CHECK_EQ(DO(&f, CTX, draw_indirect, DRAW_INDIRECT, CONST, 0, 0, 0), PVGPU_E_RULE);
    CHECK_EQ(DO(&f, CTX, dispatch_indirect, DISPATCH_INDIRECT, BUF, 65536 - 8), PVGPU_E_RANGE);
    CHECK_EQ(DO(&f, CTX, copy_structure_count, COPY_STRUCTURE_COUNT, BUF, 65536 - 4, COUNTER_UAV, 0), PVGPU_OK);
    CHECK_EQ(DO(&f, CTX, copy_structure_count, COPY_STRUCTURE_COUNT, BUF, 65536, COUNTER_UAV, 0), PVGPU_E_RANGE);
    CHECK_EQ(DO(&f, CTX, copy_structure_count, COPY_STRUCTURE_COUNT, BUF, 0, PVGPU_OBJ_UAV, 0), PVGPU_E_RULE);
    CHECK_EQ(DO(&f, CTX, signal, SIGNAL, HEAP, 0, (1 << 20) - 16, 1), PVGPU_OK);
    CHECK_EQ(DO(&f, CTX, signal, SIGNAL, HEAP, 0, 4, 1), PVGPU_E_RULE);
    CHECK_EQ(DO(&f, CTX, query_end, QUERY_END, PVGPU_OBJ_QUERY, HEAP, (1 << 20) - 96, 1), PVGPU_OK);
    CHECK_EQ(DO(&f, CTX, query_end, QUERY_END, PVGPU_OBJ_QUERY, HEAP, (1 << 20) - 88, 1), PVGPU_E_RANGE);
    CHECK_EQ(DO(&f, CTX, query_begin, QUERY_BEGIN, EVENT_QUERY, 0), PVGPU_E_RULE);
    CHECK_EQ(DO(&f, CTX, query_begin, QUERY_BEGIN, PREDICATE, 0), PVGPU_OK);
    CHECK_EQ(DO(&f, CTX, generate_mips, GENERATE_MIPS, PLAIN_SRV, 0), PVGPU_E_RULE);
    CHECK_EQ(DO(&f, CTX, clear_view, CLEAR_VIEW, PVGPU_OBJ_SRV, 0, 0, 0, 0, 0), PVGPU_E_HANDLE);
    CHECK_EQ(DO(&f, CTX, discard, DISCARD, PVGPU_OBJ_RTV, TEX, 0, 0), PVGPU_E_RULE);
    CHECK_EQ(DO(&f, CTX, discard, DISCARD, 0, 0, 0, 0), PVGPU_E_RULE);
    CHECK_EQ(DO(&f, CTX, discard, DISCARD, PVGPU_OBJ_RTV, 0, 0, 0), PVGPU_OK);
    fixture_close(&f);
}

TEST(states)
{
    struct pvgpu_blend_target t[8] = { { .enable = 1, .src = 2, .dst = 1, .op = 1, .src_alpha = 2, .dst_alpha = 1, .op_alpha = 1,
                                         .write_mask = 15 } };
    struct pvgpu_input_element e[2] = { { 0, 0, 6, 0, 0, 0 }, { 1, 0, 28, 12, 0, 0 } };
    struct pvgpu_signature s[3] = { { 0, 15, 0, 3, 0, 0 }, { 1, 15, 0, 3, 0, 0 }, { 0, 15, 1, 3, 0, 0 } };
    open_scene();
    CHECK_EQ(TAIL_OF(create_blend, CREATE_BLEND, FIXED(FRESH, 0, 0, 0), t, 8), PVGPU_OK);
    CHECK_EQ(TAIL_OF(create_blend, CREATE_BLEND, FIXED(FRESH + 1, 0, 0, 0), t, 2), PVGPU_E_RULE);
    t[0].src = 12;
    CHECK_EQ(TAIL_OF(create_blend, CREATE_BLEND, FIXED(FRESH + 1, 0, 0, 0), t, 1), PVGPU_E_FIELD);
    CHECK_EQ(TAIL_OF(create_input_layout, CREATE_INPUT_LAYOUT, FIXED(FRESH + 1, 0), e, 2), PVGPU_OK);
    e[1].reg = 0;
    CHECK_EQ(TAIL_OF(create_input_layout, CREATE_INPUT_LAYOUT, FIXED(FRESH + 2, 0), e, 2), PVGPU_E_RULE);
    e[1].reg = 32;
    CHECK_EQ(TAIL_OF(create_input_layout, CREATE_INPUT_LAYOUT, FIXED(FRESH + 2, 0), e, 2), PVGPU_E_FIELD);
    CHECK_EQ(TAIL_OF(create_shader, CREATE_SHADER, FIXED(FRESH + 2, PVGPU_STAGE_VS, HEAP, 64, 0, 0, 1, 2, 0), s, 3), PVGPU_OK);
    CHECK_EQ(TAIL_OF(create_shader, CREATE_SHADER, FIXED(FRESH + 3, PVGPU_STAGE_VS, HEAP, 64, 0, 0, 2, 2, 0), s, 3),
             PVGPU_E_RULE);
    CHECK_EQ(TAIL_OF(create_shader, CREATE_SHADER, FIXED(FRESH + 3, PVGPU_STAGE_VS, HEAP, 64, 0, 0, 1, 1, 0), s, 3),
             PVGPU_E_RULE);
    CHECK_EQ(TAIL_OF(create_shader, CREATE_SHADER, FIXED(FRESH + 3, PVGPU_STAGE_HS, HEAP, 64, 0, 0, 1, 1, 0), s, 3), PVGPU_OK);
    CHECK_EQ(TAIL_OF(create_shader, CREATE_SHADER, FIXED(FRESH + 4, PVGPU_STAGE_VS, HEAP, 62, 0, 0, 1, 2, 0), s, 3),
             PVGPU_E_RANGE);
    CHECK_EQ(TAIL_OF(create_shader, CREATE_SHADER, FIXED(FRESH + 4, PVGPU_STAGE_VS, HEAP, 64, 0, PVGPU_OBJ_SO_LAYOUT, 1, 2, 0), s,
                     3), PVGPU_E_RULE);
    struct pvgpu_shader_slot slots[2] = { { 0, 13, 4095, 127, 15, 0 }, { ~0u, 0, 0, 0, 0, 0 } };
    CHECK_EQ(TAIL_OF(link_shader, LINK_SHADER, FIXED(FRESH + 7, PIXEL_SHADER, 0, 0), slots, 2), PVGPU_OK);
    CHECK_EQ(TAIL_OF(link_shader, LINK_SHADER, FIXED(FRESH + 8, PVGPU_OBJ_SRV, 0, 0), slots, 2), PVGPU_E_HANDLE);
    for (uint32_t i = 0; i < 5; i++) {
        struct pvgpu_shader_slot bad = slots[0];
        if (i == 0) bad.buffer = 16;
        if (i == 1) bad.offset = 4096;
        if (i == 2) bad.texture = 128;
        if (i == 3) bad.sampler = 16;
        if (i == 4) bad.pad = 1;
        CHECK_EQ(TAIL_OF(link_shader, LINK_SHADER, FIXED(FRESH + 8, PIXEL_SHADER, 0, 0), &bad, 1), i == 4 ? PVGPU_E_FIELD : PVGPU_E_RANGE);
    }
    /* It is a shader of the same stage. */
    CHECK_EQ(DO(&f, CTX, set_shader, SET_SHADER, PVGPU_STAGE_PS, FRESH + 7), PVGPU_OK);
    CHECK_EQ(DO(&f, CTX, set_shader, SET_SHADER, PVGPU_STAGE_VS, FRESH + 7), PVGPU_E_RULE);
    CHECK_EQ(DO(&f, CTX, create_sampler, CREATE_SAMPLER, FRESH + 4, 0x55, 1, 1, 1, 0, 16, 1, 0, 0, 0, 0, 0, 0), PVGPU_OK);
    CHECK_EQ(DO(&f, CTX, create_sampler, CREATE_SAMPLER, FRESH + 5, 0x54, 1, 1, 1, 0, 16, 1, 0, 0, 0, 0, 0, 0), PVGPU_E_FIELD);
    CHECK_EQ(DO(&f, CTX, create_sampler, CREATE_SAMPLER, FRESH + 5, 0x95, 1, 1, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0), PVGPU_E_FIELD);
    CHECK_EQ(DO(&f, CTX, create_query, CREATE_QUERY, FRESH + 5, 5, 1, 0), PVGPU_OK);
    CHECK_EQ(DO(&f, CTX, create_query, CREATE_QUERY, FRESH + 6, 1, 1, 0), PVGPU_E_RULE);
    fixture_close(&f);
}

static enum pvgpu_verdict blt(uint32_t dst, uint32_t src, int32_t dl, int32_t dt, int32_t dr, int32_t db, int32_t sl, int32_t st,
                              int32_t sr, int32_t sb)
{
    return DO(&f, 0, present_blt, PRESENT_BLT, dst, 0, src, 0, dl, dt, dr, db, sl, st, sr, sb, 0, 0, 0, 0);
}

TEST(kernel_rules)
{
    const uint64_t heap = 1 << 20;
    open_scene();
    CHECK_EQ(DO(&f, 0, heap_place, HEAP_PLACE, HEAP, 1, f.vm.heap_size - heap), PVGPU_OK);
    CHECK_EQ(DO(&f, 0, heap_place, HEAP_PLACE, HEAP, 1, f.vm.heap_size - heap + PVGPU_PAGE), PVGPU_E_RANGE);
    CHECK_EQ(DO(&f, 0, heap_place, HEAP_PLACE, HEAP, 1, UINT64_MAX - PVGPU_PAGE + 1), PVGPU_E_RANGE);
    CHECK_EQ(DO(&f, 0, heap_place, HEAP_PLACE, HEAP, 1, 8), PVGPU_E_RULE);
    CHECK_EQ(DO(&f, 0, heap_place, HEAP_PLACE, TEX, 1, 0), PVGPU_E_HANDLE);
    CHECK_EQ(DO(&f, 0, heap_create, HEAP_CREATE, FRESH, 0, 0), PVGPU_E_RANGE);
    CHECK_EQ(DO(&f, 0, heap_create, HEAP_CREATE, FRESH, 0, f.vm.heap_size + 1), PVGPU_E_RANGE);
    CHECK_EQ(DO(&f, 0, mode_set, MODE_SET, 0, 640, 0, 60000), PVGPU_E_RULE);
    CHECK_EQ(DO(&f, 0, mode_set, MODE_SET, 0, 640, 480, 2000000), PVGPU_E_RANGE);
    CHECK_EQ(DO(&f, 0, mode_set, MODE_SET, 0, 0, 0, 0), PVGPU_OK);
    CHECK_EQ(DO(&f, 0, scanout_set, SCANOUT_SET, 0, MULTI, 0, 0, 0, 0), PVGPU_E_RULE);
    CHECK_EQ(DO(&f, 0, scanout_set, SCANOUT_SET, 0, BUF, 0, 0, 0, 0), PVGPU_E_RULE);
    CHECK_EQ(blt(PLAIN, TEX, -32, -32, 32, 32, 0, 0, 64, 64), PVGPU_OK);
    CHECK_EQ(blt(PLAIN, TEX, 0, 0, 64, 64, 0, 0, 65, 64), PVGPU_E_RANGE);
    CHECK_EQ(blt(PLAIN, TEX, 0, 0, 64, 64, -1, 0, 64, 64), PVGPU_E_RANGE);
    CHECK_EQ(blt(PLAIN, TEX, 64, 0, 0, 64, 0, 0, 64, 64), PVGPU_E_RANGE);
    CHECK_EQ(blt(PLAIN, TEX, INT32_MIN, 0, INT32_MAX, 64, 0, 0, 64, 64), PVGPU_E_RANGE);
    CHECK_EQ(blt(PLAIN, PLAIN, 0, 0, 64, 64, 0, 0, 64, 64), PVGPU_E_RULE);
    CHECK_EQ(DO(&f, 0, color_fill, COLOR_FILL, TEX, 7, 0, 0), PVGPU_E_RANGE);
    CHECK_EQ(DO(&f, 0, cursor_shape, CURSOR_SHAPE, 0, HEAP, heap - 128 * 31 - 128, 32, 32, 128, 0, 0, 0), PVGPU_OK);
    CHECK_EQ(DO(&f, 0, cursor_shape, CURSOR_SHAPE, 0, HEAP, heap - 128 * 31 - 127, 32, 32, 128, 0, 0, 0), PVGPU_E_RANGE);
    CHECK_EQ(DO(&f, 0, cursor_shape, CURSOR_SHAPE, 0, HEAP, 0, 32, 32, 127, 0, 0, 0), PVGPU_E_RULE);
    CHECK_EQ(DO(&f, 0, cursor_shape, CURSOR_SHAPE, 0, HEAP, 0, 32, 32, UINT32_MAX, 0, 0, 0), PVGPU_E_RANGE);
    CHECK_EQ(DO(&f, 0, cursor_shape, CURSOR_SHAPE, 0, HEAP, 0, 32, 32, 128, 33, 0, 0), PVGPU_E_RANGE);
    fixture_close(&f);
}

TAP_MAIN(RUN(handles_in_tails); RUN(error_objects_in_tails); RUN(slots_end); RUN(bindings_fit_their_buffers);
         RUN(shader_resource_views); RUN(target_views); RUN(descriptions_that_are_possible); RUN(texture_boxes);
         RUN(copies_between_regions); RUN(buffer_ranges); RUN(states); RUN(kernel_rules))
