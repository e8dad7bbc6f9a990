/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Queries of every kind, predication, counters.
 */
#include <time.h>
#include "conf.h"
#include "shaders/id_vs.h"
#include "shaders/plain_ps.h"
#include "shaders/point_gs.h"
#include "shaders/groups_cs.h"

#define PATIENCE 30 /* seconds until a result that does not come counts as none */

static const float zero[4];

static ID3D11Query *query(struct conf *c, D3D11_QUERY kind, UINT flags)
{
    D3D11_QUERY_DESC d = { kind, flags };
    ID3D11Query *q = NULL;
    conf_need(c, ID3D11Device_CreateQuery(c->device, &d, &q), "CreateQuery");
    return conf_own(c, q);
}

#define BEGIN(c, q) ID3D11DeviceContext_Begin((c)->ctx, (ID3D11Asynchronous *)(q))
#define END(c, q) ID3D11DeviceContext_End((c)->ctx, (ID3D11Asynchronous *)(q))

/* Mesa's software driver hands query results out before the work is done, so the work is waited for first. */
static HRESULT wait(struct conf *c, void *q, void *data, UINT size)
{
    D3D11_QUERY_DESC d = { D3D11_QUERY_EVENT, 0 };
    ID3D11Query *event = NULL;
    HRESULT hr = S_FALSE;
    BOOL done = FALSE;
    conf_need(c, ID3D11Device_CreateQuery(c->device, &d, &event), "CreateQuery");
    conf_play(c);
    ID3D11DeviceContext_End(c->now, (ID3D11Asynchronous *)event);
    for (time_t start = time(NULL); hr == S_FALSE && time(NULL) - start < PATIENCE;)
        hr = ID3D11DeviceContext_GetData(c->now, (ID3D11Asynchronous *)event, &done, sizeof done, 0);
    ID3D11Query_Release(event);
    hr = S_FALSE;
    for (time_t start = time(NULL); hr == S_FALSE && time(NULL) - start < PATIENCE;)
        hr = ID3D11DeviceContext_GetData(c->now, q, data, size, 0);
    return hr;
}

static void color_quad(struct conf *c, float z)
{
    const float color[4] = { 1, 0.5f, 0, 1 };
    CONF_SHADER(c, CONF_PS, plain_ps);
    conf_constants(c, CONF_PS, 0, color, sizeof color);
    conf_quad(c, z);
}

static void occlusion(struct conf *c)
{
    struct conf_target t = conf_target(c, DXGI_FORMAT_R8G8B8A8_UNORM, 16, 16, zero);
    ID3D11DepthStencilView *v = conf_dsv(c, conf_plain2d(c, DXGI_FORMAT_D32_FLOAT, 16, 16, D3D11_BIND_DEPTH_STENCIL, NULL), NULL);
    ID3D11Query *all = query(c, D3D11_QUERY_OCCLUSION, 0), *some = query(c, D3D11_QUERY_OCCLUSION, 0), *none = query(c, D3D11_QUERY_OCCLUSION, 0);
    ID3D11Query *yes = query(c, D3D11_QUERY_OCCLUSION_PREDICATE, 0), *no = query(c, D3D11_QUERY_OCCLUSION_PREDICATE, 0);
    UINT64 n = 0;
    BOOL b = 7;

    ID3D11DeviceContext_ClearDepthStencilView(c->ctx, v, D3D11_CLEAR_DEPTH, 0.5f, 0);
    ID3D11DeviceContext_OMSetRenderTargets(c->ctx, 1, &t.view, v);
    BEGIN(c, all);
    BEGIN(c, yes);
    conf_viewport(c, 0, 0, 10, 7, 0, 1);
    color_quad(c, 0.25f);
    BEGIN(c, some);
    conf_viewport(c, 3, 9, 5, 5, 0, 1);
    color_quad(c, 0.125f);
    END(c, some);
    BEGIN(c, none);
    BEGIN(c, no);
    color_quad(c, 0.75f);
    END(c, no);
    END(c, none);
    END(c, yes);
    END(c, all);
    conf_hr(c, wait(c, all, &n, sizeof n), "all");
    conf_num(c, n, "all");
    conf_hr(c, wait(c, some, &n, sizeof n), "some");
    conf_num(c, n, "some");
    conf_hr(c, wait(c, none, &n, sizeof n), "none");
    conf_num(c, n, "none");
    conf_hr(c, wait(c, yes, &b, sizeof b), "yes");
    conf_num(c, (uint64_t)b, "yes");
    conf_hr(c, wait(c, no, &b, sizeof b), "no");
    conf_num(c, (uint64_t)b, "no");
    BEGIN(c, all); /* used again */
    color_quad(c, 0.0625f);
    END(c, all);
    conf_hr(c, wait(c, all, &n, sizeof n), "again");
    conf_num(c, n, "again");
}

static void multisampled_occlusion(struct conf *c)
{
    D3D11_TEXTURE2D_DESC d = { 8, 8, 1, 1, DXGI_FORMAT_R8G8B8A8_UNORM, { 4, 0 }, D3D11_USAGE_DEFAULT, D3D11_BIND_RENDER_TARGET, 0, 0 };
    ID3D11RenderTargetView *v = conf_rtv(c, conf_texture2d(c, &d, NULL), NULL);
    ID3D11Query *q = query(c, D3D11_QUERY_OCCLUSION, 0);
    UINT64 n = 0;
    ID3D11DeviceContext_OMSetRenderTargets(c->ctx, 1, &v, NULL);
    conf_viewport(c, 0, 0, 8, 8, 0, 1);
    BEGIN(c, q);
    color_quad(c, 0.5f);
    END(c, q);
    conf_hr(c, wait(c, q, &n, sizeof n), "code");
    conf_num(c, n, "samples");
}

static void times(struct conf *c)
{
    struct conf_target t = conf_target(c, DXGI_FORMAT_R8G8B8A8_UNORM, 16, 16, zero);
    ID3D11Query *disjoint = query(c, D3D11_QUERY_TIMESTAMP_DISJOINT, 0), *q[2], *event = query(c, D3D11_QUERY_EVENT, 0);
    D3D11_QUERY_DATA_TIMESTAMP_DISJOINT d = { 0, 77 };
    UINT64 at[2] = { 0 };
    BOOL done = 0;
    q[0] = query(c, D3D11_QUERY_TIMESTAMP, 0);
    q[1] = query(c, D3D11_QUERY_TIMESTAMP, 0);
    BEGIN(c, disjoint);
    END(c, q[0]);
    color_quad(c, 0.5f);
    END(c, q[1]);
    END(c, disjoint);
    END(c, event);
    conf_must(c, (uint32_t)wait(c, disjoint, &d, sizeof d), S_OK, "disjoint");
    conf_must(c, (uint32_t)wait(c, q[0], &at[0], sizeof at[0]), S_OK, "first");
    conf_must(c, (uint32_t)wait(c, q[1], &at[1], sizeof at[1]), S_OK, "second");
    conf_must(c, (uint32_t)wait(c, event, &done, sizeof done), S_OK, "event");
    conf_must(c, (uint64_t)done, 1, "event is set");
    conf_must(c, d.Frequency != 0 && d.Disjoint == 0, 1, "a frequency, and no break");
    conf_must(c, at[1] >= at[0] && at[0] != 0, 1, "time goes on");
    conf_num(c, d.Frequency, "frequency");
    (void)t;
}

/* A GPU may count a vertex shader's runs with or without what a cache saved it, but for lists without indices (Direct3D 11.3
 * functional specification, 20.4.7): an NVIDIA H100 counted 8 and 16 for the strips here, in two runs of one program. */
static void statistics(struct conf *c)
{
    struct conf_target t = conf_target(c, DXGI_FORMAT_R8G8B8A8_UNORM, 16, 16, zero);
    ID3D11Query *q = query(c, D3D11_QUERY_PIPELINE_STATISTICS, 0);
    D3D11_QUERY_DATA_PIPELINE_STATISTICS s = { 0 };
    conf_quad_setup(c, 0.5f);
    CONF_SHADER(c, CONF_PS, plain_ps);
    CONF_SHADER(c, CONF_CS, groups_cs);
    BEGIN(c, q);
    ID3D11DeviceContext_Draw(c->ctx, 4, 0);
    ID3D11DeviceContext_DrawInstanced(c->ctx, 4, 3, 0, 0);
    END(c, q);
    conf_hr(c, wait(c, q, &s, sizeof s), "code");
    conf_num(c, s.IAVertices, "vertices");
    conf_num(c, s.IAPrimitives, "primitives");
    conf_must(c, s.VSInvocations >= 4 && s.VSInvocations <= 3 * s.IAPrimitives, 1, "VS, from a cache without end to none");
    conf_note(c, "VS: %u", (unsigned)s.VSInvocations);
    conf_num(c, s.GSInvocations, "GS");
    conf_num(c, s.GSPrimitives, "GS primitives");
    conf_num(c, s.CInvocations, "into the clipper");
    conf_num(c, s.CPrimitives, "out of the clipper");
    conf_num(c, s.HSInvocations, "HS");
    conf_num(c, s.DSInvocations, "DS");
    conf_num(c, s.CSInvocations, "CS");
    conf_must(c, s.PSInvocations >= 16 * 16, 1, "a pixel shader for each pixel");
    ID3D11DeviceContext_IASetPrimitiveTopology(c->ctx, D3D11_PRIMITIVE_TOPOLOGY_TRIANGLELIST);
    BEGIN(c, q);
    ID3D11DeviceContext_Draw(c->ctx, 9, 0);
    END(c, q);
    conf_hr(c, wait(c, q, &s, sizeof s), "code of a list");
    conf_num(c, s.IAVertices, "vertices of a list");
    conf_num(c, s.IAPrimitives, "primitives of a list");
    conf_num(c, s.VSInvocations, "VS of a list");
    (void)t;
}

static void stream_statistics(struct conf *c)
{
    static const D3D11_SO_DECLARATION_ENTRY e[] = { { 0, "A", 0, 0, 4, 0 }, { 0, "B", 0, 0, 4, 0 } };
    static const D3D11_QUERY kinds[] = { D3D11_QUERY_SO_STATISTICS, D3D11_QUERY_SO_OVERFLOW_PREDICATE, D3D11_QUERY_SO_STATISTICS_STREAM0,
        D3D11_QUERY_SO_STATISTICS_STREAM1, D3D11_QUERY_SO_OVERFLOW_PREDICATE_STREAM0, D3D11_QUERY_SO_OVERFLOW_PREDICATE_STREAM1 };
    const UINT stride = 32, zero_offset = 0, n = c->level < D3D_FEATURE_LEVEL_11_0 ? 2 : N_OF(kinds); /* streams come with 11_0 */
    ID3D11GeometryShader *s;
    conf_need(c, ID3D11Device_CreateGeometryShaderWithStreamOutput(c->device, point_gs, sizeof point_gs, e, 2, &stride, 1,
              c->level < D3D_FEATURE_LEVEL_11_0 ? 0 : D3D11_SO_NO_RASTERIZED_STREAM, NULL, &s), "CreateGeometryShaderWithStreamOutput");
    conf_own(c, s);
    CONF_SHADER(c, CONF_VS, id_vs);
    ID3D11DeviceContext_GSSetShader(c->ctx, s, NULL, 0);
    ID3D11DeviceContext_IASetInputLayout(c->ctx, NULL);
    ID3D11DeviceContext_IASetPrimitiveTopology(c->ctx, D3D11_PRIMITIVE_TOPOLOGY_POINTLIST);
    for (UINT size = 512; size >= 128; size /= 4) {
        ID3D11Buffer *b = conf_buffer(c, size, D3D11_USAGE_DEFAULT, D3D11_BIND_STREAM_OUTPUT, NULL);
        ID3D11Query *q[N_OF(kinds)];
        ID3D11DeviceContext_SOSetTargets(c->ctx, 1, &b, &zero_offset);
        for (UINT i = 0; i < n; i++) {
            q[i] = query(c, kinds[i], 0);
            BEGIN(c, q[i]);
        }
        ID3D11DeviceContext_Draw(c->ctx, 7, 0);
        for (UINT i = 0; i < n; i++) END(c, q[i]);
        ID3D11DeviceContext_SOSetTargets(c->ctx, 0, NULL, NULL);
        for (UINT i = 0; i < n; i++) {
            D3D11_QUERY_DATA_SO_STATISTICS stats = { 0 };
            BOOL over = 0;
            bool predicate = i == 1 || i >= 4;
            conf_hr(c, wait(c, q[i], predicate ? (void *)&over : (void *)&stats, predicate ? sizeof over : sizeof stats), "code of %u", i);
            if (predicate) conf_num(c, (uint64_t)over, "%u bytes: overflow %u", size, i);
            else {
                conf_num(c, stats.NumPrimitivesWritten, "%u bytes: written %u", size, i);
                conf_num(c, stats.PrimitivesStorageNeeded, "%u bytes: needed %u", size, i);
            }
        }
    }
}

/* Sizes and codes of ID3D11DeviceContext::GetData, ID3D11Asynchronous and CreateQuery. */
static void codes(struct conf *c)
{
    static const struct { D3D11_QUERY kind; UINT size; } sizes[] = { { D3D11_QUERY_EVENT, sizeof(BOOL) }, { D3D11_QUERY_OCCLUSION, 8 },
        { D3D11_QUERY_TIMESTAMP, 8 }, { D3D11_QUERY_TIMESTAMP_DISJOINT, sizeof(D3D11_QUERY_DATA_TIMESTAMP_DISJOINT) },
        { D3D11_QUERY_PIPELINE_STATISTICS, sizeof(D3D11_QUERY_DATA_PIPELINE_STATISTICS) }, { D3D11_QUERY_OCCLUSION_PREDICATE, sizeof(BOOL) },
        { D3D11_QUERY_SO_STATISTICS, sizeof(D3D11_QUERY_DATA_SO_STATISTICS) }, { D3D11_QUERY_SO_OVERFLOW_PREDICATE, sizeof(BOOL) } };
    D3D11_QUERY_DESC bad = { (D3D11_QUERY)0x7fff, 0 };
    D3D11_COUNTER_INFO info;
    ID3D11Query *q = NULL;
    UINT8 data[128];

    for (UINT i = 0; i < N_OF(sizes); i++) {
        q = query(c, sizes[i].kind, 0);
        conf_must(c, ID3D11Query_GetDataSize(q), sizes[i].size, "size of query %u", (unsigned)sizes[i].kind);
        if (sizes[i].kind != D3D11_QUERY_EVENT && sizes[i].kind != D3D11_QUERY_TIMESTAMP) BEGIN(c, q);
        END(c, q);
        conf_play(c);
        conf_must(c, (uint32_t)ID3D11DeviceContext_GetData(c->now, (ID3D11Asynchronous *)q, data, sizes[i].size + 1, 0),
                  (uint32_t)E_INVALIDARG, "a size that is wrong, query %u", (unsigned)sizes[i].kind);
        conf_must(c, SUCCEEDED(ID3D11DeviceContext_GetData(c->now, (ID3D11Asynchronous *)q, NULL, 0, 0)), 1, "no data, query %u",
                  (unsigned)sizes[i].kind);
    }
    conf_must(c, (uint32_t)ID3D11Device_CreateQuery(c->device, &bad, &q), (uint32_t)E_INVALIDARG, "a kind that does not exist");
    bad = (D3D11_QUERY_DESC){ D3D11_QUERY_OCCLUSION, 0 };
    conf_must(c, (uint32_t)ID3D11Device_CreateQuery(c->device, &bad, NULL), S_FALSE, "only asking");
    ID3D11Device_CheckCounterInfo(c->device, &info);
    conf_num(c, info.NumSimultaneousCounters, "counters");
}

static void predication(struct conf *c)
{
    for (UINT visible = 0; visible < 2; visible++)
        for (UINT value = 0; value < 2; value++) {
            struct conf_target t = conf_target(c, DXGI_FORMAT_R8G8B8A8_UNORM, 4, 4, zero);
            D3D11_QUERY_DESC d = { D3D11_QUERY_OCCLUSION_PREDICATE, 0 };
            ID3D11Predicate *p = NULL, *got = NULL;
            BOOL now = 9;
            conf_need(c, ID3D11Device_CreatePredicate(c->device, &d, &p), "CreatePredicate");
            conf_own(c, p);
            BEGIN(c, p);
            if (visible) color_quad(c, 0.5f);
            END(c, p);
            ID3D11DeviceContext_ClearRenderTargetView(c->ctx, t.view, zero);
            conf_must(c, (uint32_t)wait(c, p, &now, sizeof now), S_OK, "code");
            conf_num(c, (uint64_t)now, "visible");
            conf_must(c, (uint64_t)now, visible, "TRUE or FALSE");
            ID3D11DeviceContext_SetPredication(c->ctx, p, (BOOL)value);
            ID3D11DeviceContext_GetPredication(c->ctx, &got, &now);
            conf_num(c, got == p && (UINT)now == value, "what was set");
            if (got) ID3D11Predicate_Release(got);
            conf_viewport(c, 0, 0, 2, 2, 0, 1);
            color_quad(c, 0.5f);
            ID3D11DeviceContext_SetPredication(c->ctx, NULL, FALSE);
            conf_viewport(c, 2, 2, 2, 2, 0, 1);
            color_quad(c, 0.5f);
            conf_resource(c, t.texture, "visible %u, skipped when %u", visible, value);
        }
}

static const struct conf_case cases[] = {
    { "occlusion", occlusion, 0 }, { "occlusion of samples", multisampled_occlusion, 0 }, { "times and events", times, 0 },
    { "pipeline statistics", statistics, 0 }, { "stream output statistics", stream_statistics, 0 }, { "codes", codes, 0 },
    { "predication", predication, 0 },
};
const struct conf_area area_queries = { "queries", cases, N_OF(cases), 0, NULL, NULL };
