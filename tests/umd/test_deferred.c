/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * test_deferred.c - deferred contexts and command lists, and creations on many threads
 * (supporting-command-lists.md, using-context-local-ddi-handles.md; contract.md B.10, traps.md U15, U16).
 */
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

#include "fake.h"
#include "pvu.h"

static struct fake k;

#define LAST(name, NAME) ((const struct pvgpu_cmd_##name *)(const void *)k.last[PVGPU_IX_##NAME])

/* Objects of the immediate context, and how one deferred context sees them. */
struct scene {
    D3D10DDI_HRESOURCE target, vertices, constants, large, fixed, staging;
    D3D10DDI_HRENDERTARGETVIEW rtv;
    D3D10DDI_HSHADER vs, ps;
    D3D10DDI_HELEMENTLAYOUT layout;
    D3D10DDI_HBLENDSTATE blend;
    D3D10DDI_HQUERY query;
};

static void flush(void)
{
    k.f->pfnFlush(k.device, 0);
}

static struct scene make_scene(void)
{
    uint8_t data[8192];
    struct scene s;
    D3D10DDIARG_CREATEQUERY qa = { .Query = D3D10DDI_QUERY_OCCLUSION };
    memset(data, 3, sizeof data);
    s.target = fake_texture(&k, 64, 64, DXGI_FORMAT_R8G8B8A8_UNORM, D3D10_DDI_BIND_RENDER_TARGET, D3D10_DDI_USAGE_DEFAULT, NULL, 0);
    s.vertices = fake_buffer(&k, 8192, D3D10_DDI_BIND_VERTEX_BUFFER, D3D10_DDI_USAGE_DEFAULT, data);
    s.constants = fake_buffer(&k, 256, D3D10_DDI_BIND_CONSTANT_BUFFER, D3D10_DDI_USAGE_DYNAMIC, NULL);
    s.large = fake_buffer(&k, 65536, D3D10_DDI_BIND_VERTEX_BUFFER, D3D10_DDI_USAGE_DYNAMIC, NULL);
    s.fixed = fake_buffer(&k, 8192, D3D10_DDI_BIND_VERTEX_BUFFER, D3D10_DDI_USAGE_DEFAULT, NULL);
    s.staging = fake_buffer(&k, 8192, 0, D3D10_DDI_USAGE_STAGING, NULL);
    s.rtv = fake_rtv(&k, s.target, DXGI_FORMAT_R8G8B8A8_UNORM);
    s.vs = fake_shader(&k, false);
    s.ps = fake_shader(&k, true);
    s.layout = fake_layout(&k);
    s.blend = fake_blend(&k, 15);
    s.query.pDrvPrivate = fake_alloc(&k, k.f->pfnCalcPrivateQuerySize(k.device, &qa));
    k.f->pfnCreateQuery(k.device, &qa, s.query, (D3D10DDI_HRTQUERY){ .handle = s.query.pDrvPrivate });
    return s;
}

static void drop_scene(struct scene *s)
{
    k.f->pfnDestroyQuery(k.device, s->query);
    k.f->pfnDestroyBlendState(k.device, s->blend);
    k.f->pfnDestroyElementLayout(k.device, s->layout);
    k.f->pfnDestroyShader(k.device, s->ps);
    k.f->pfnDestroyShader(k.device, s->vs);
    k.f->pfnDestroyRenderTargetView(k.device, s->rtv);
    void *memory[] = { s->query.pDrvPrivate, s->blend.pDrvPrivate, s->layout.pDrvPrivate, s->ps.pDrvPrivate, s->vs.pDrvPrivate,
                       s->rtv.pDrvPrivate };
    for (unsigned i = 0; i < sizeof memory / sizeof memory[0]; i++) fake_free(&k, memory[i]);
    fake_destroy_resource(&k, s->staging);
    fake_destroy_resource(&k, s->fixed);
    fake_destroy_resource(&k, s->large);
    fake_destroy_resource(&k, s->constants);
    fake_destroy_resource(&k, s->vertices);
    fake_destroy_resource(&k, s->target);
}

/* Opens local handles: no description, the immediate context's handle where the runtime's stands, and for a view the
 * local handle of its resource. */
static struct scene localise(struct fake_deferred *c, const struct scene *s)
{
    struct scene l;
    D3D10DDI_HRESOURCE *to[] = { &l.target, &l.vertices, &l.constants, &l.large, &l.fixed, &l.staging };
    const D3D10DDI_HRESOURCE *from[] = { &s->target, &s->vertices, &s->constants, &s->large, &s->fixed, &s->staging };
    for (unsigned i = 0; i < 6; i++) {
        to[i]->pDrvPrivate = fake_local(c, D3D10DDI_HT_RESOURCE, from[i]->pDrvPrivate);
        c->f->pfnCreateResource(c->context, NULL, *to[i], (D3D10DDI_HRTRESOURCE){ .handle = from[i]->pDrvPrivate });
    }
    D3D10DDIARG_CREATERENDERTARGETVIEW ra;
    memset(&ra, 0, sizeof ra);
    ra.hDrvResource = l.target;
    l.rtv.pDrvPrivate = fake_local(c, D3D10DDI_HT_RENDERTARGETVIEW, s->rtv.pDrvPrivate);
    c->f->pfnCreateRenderTargetView(c->context, &ra, l.rtv, (D3D10DDI_HRTRENDERTARGETVIEW){ .handle = s->rtv.pDrvPrivate });
    l.vs.pDrvPrivate = fake_local(c, D3D10DDI_HT_SHADER, s->vs.pDrvPrivate);
    c->f->pfnCreateVertexShader(c->context, NULL, l.vs, (D3D10DDI_HRTSHADER){ .handle = s->vs.pDrvPrivate }, NULL);
    l.ps.pDrvPrivate = fake_local(c, D3D10DDI_HT_SHADER, s->ps.pDrvPrivate);
    c->f->pfnCreatePixelShader(c->context, NULL, l.ps, (D3D10DDI_HRTSHADER){ .handle = s->ps.pDrvPrivate }, NULL);
    l.layout.pDrvPrivate = fake_local(c, D3D10DDI_HT_ELEMENTLAYOUT, s->layout.pDrvPrivate);
    c->f->pfnCreateElementLayout(c->context, NULL, l.layout, (D3D10DDI_HRTELEMENTLAYOUT){ .handle = s->layout.pDrvPrivate });
    l.blend.pDrvPrivate = fake_local(c, D3D10DDI_HT_BLENDSTATE, s->blend.pDrvPrivate);
    c->f->pfnCreateBlendState(c->context, NULL, l.blend, (D3D10DDI_HRTBLENDSTATE){ .handle = s->blend.pDrvPrivate });
    l.query.pDrvPrivate = fake_local(c, D3D10DDI_HT_QUERY, s->query.pDrvPrivate);
    c->f->pfnCreateQuery(c->context, NULL, l.query, (D3D10DDI_HRTQUERY){ .handle = s->query.pDrvPrivate });
    return l;
}

static void close_local(struct fake_deferred *c, struct scene *l)
{
    D3D10DDI_HRESOURCE r[] = { l->target, l->vertices, l->constants, l->large, l->fixed, l->staging };
    c->f->pfnDestroyQuery(c->context, l->query);
    c->f->pfnDestroyBlendState(c->context, l->blend);
    c->f->pfnDestroyElementLayout(c->context, l->layout);
    c->f->pfnDestroyShader(c->context, l->ps);
    c->f->pfnDestroyShader(c->context, l->vs);
    c->f->pfnDestroyRenderTargetView(c->context, l->rtv);
    void *memory[] = { l->query.pDrvPrivate, l->blend.pDrvPrivate, l->layout.pDrvPrivate, l->ps.pDrvPrivate, l->vs.pDrvPrivate,
                       l->rtv.pDrvPrivate };
    for (unsigned i = 0; i < sizeof memory / sizeof memory[0]; i++) fake_free(c->k, memory[i]);
    for (unsigned i = 0; i < 6; i++) {
        c->f->pfnDestroyResource(c->context, r[i]);
        fake_free(c->k, r[i].pDrvPrivate);
    }
}

/* The same calls through either context: what is drawn with everything bound. */
static void bind(D3DWDDM1_3DDI_DEVICEFUNCS *f, D3D10DDI_HDEVICE h, const struct scene *s)
{
    UINT stride = 12, offset = 0;
    D3D10DDI_HDEPTHSTENCILVIEW none = { 0 };
    FLOAT factor[4] = { 1, 1, 1, 1 };
    f->pfnSetRenderTargets(h, &s->rtv, 1, 0, none, NULL, NULL, 1, 0, 0, 0);
    f->pfnIaSetInputLayout(h, s->layout);
    f->pfnIaSetVertexBuffers(h, 0, 1, &s->vertices, &stride, &offset);
    f->pfnIaSetTopology(h, D3D10_DDI_PRIMITIVE_TOPOLOGY_TRIANGLELIST);
    f->pfnVsSetShader(h, s->vs);
    f->pfnPsSetShader(h, s->ps);
    f->pfnVsSetConstantBuffers(h, 0, 1, &s->constants, NULL, NULL);
    f->pfnSetBlendState(h, s->blend, factor, 0xffffffff);
}

static void write_constants(D3DWDDM1_3DDI_DEVICEFUNCS *f, D3D10DDI_HDEVICE h, D3D10DDI_HRESOURCE b, int value)
{
    D3D10DDI_MAPPED_SUBRESOURCE m;
    f->pfnDynamicConstantBufferMapDiscard(h, b, 0, D3D10_DDI_MAP_WRITE_DISCARD, 0, &m);
    CHECK(m.pData != NULL && (uintptr_t)m.pData % 16 == 0);
    if (m.pData) memset(m.pData, value, 256);
    f->pfnDynamicConstantBufferUnmap(h, b, 0);
}

static void open(struct fake_deferred *c)
{
    CHECK(fake_open(&k));
    CHECK(fake_deferred_open(&k, c));
}

static void finish(struct fake_deferred *c)
{
    CHECK_EQ(c->n_errors, 0);
    fake_deferred_close(c);
    CHECK_EQ(fake_take_error(&k), S_OK);
    fake_close(&k);
}

TEST(handles_have_the_sizes_that_were_told)
{
    D3D11DDI_HANDLESIZE sizes[32];
    UINT n = 0;
    CHECK(fake_open(&k));
    k.f->pfnCheckDeferredContextHandleSizes(k.device, &n, NULL);
    CHECK(n > 0 && n <= 32);
    memset(sizes, 0xcc, sizeof sizes);
    k.f->pfnCheckDeferredContextHandleSizes(k.device, &n, sizes);
    for (int type = D3D10DDI_HT_RESOURCE; type <= D3D11DDI_HT_UNORDEREDACCESSVIEW; type++) {
        SIZE_T size = k.f->pfnCalcDeferredContextHandleSize(k.device, (D3D11DDI_HANDLETYPE)type, NULL);
        bool told = false;
        CHECK(size >= sizeof(void *) && size != (SIZE_T)-1);
        for (UINT i = 0; i < n; i++) told |= sizes[i].HandleType == (D3D11DDI_HANDLETYPE)type && sizes[i].DriverPrivateSize == size;
        CHECK(told);
    }
    fake_close(&k);
}

/* excluding-ddi-functions-for-deferred-contexts.md; every other slot is there, at every level that has deferred contexts. */
TEST(tables_leave_out_what_their_page_says)
{
    static const UINT ifaces[] = { D3D11_0_DDI_INTERFACE_VERSION, D3D11_1_DDI_INTERFACE_VERSION, D3DWDDM1_3_DDI_INTERFACE_VERSION };
    for (unsigned i = 0; i < 3; i++) {
        struct fake_deferred c;
        unsigned none = 0;
        k.iface = ifaces[i];
        open(&c);
        CHECK(fake_guards_ok(c.f));
        for (size_t s = 0; s < k.table_size / sizeof(void *); s++) {
            uintptr_t p = ((uintptr_t *)c.f)[s];
            CHECK(p != (uintptr_t)0xcccccccccccccccc);
            none += p == 0;
        }
        CHECK_EQ(none, 36);
        CHECK(((D3D11DDI_DEVICEFUNCS *)(void *)c.f)->pfnQueryGetData == NULL);
        CHECK(((D3D11DDI_DEVICEFUNCS *)(void *)c.f)->pfnStagingResourceMap == NULL);
        CHECK(((D3D11DDI_DEVICEFUNCS *)(void *)c.f)->pfnDraw != NULL);
        finish(&c);
    }
}

/* A list does what the same calls do, from cleared state to cleared state. */
TEST(a_list_is_what_was_recorded)
{
    struct fake_deferred c;
    open(&c);
    struct scene s = make_scene();
    bind(k.f, k.device, &s);
    flush();
    fake_text_reset(&k);
    struct scene l = localise(&c, &s);
    unsigned renders = k.renders;
    bind(c.f, c.context, &l);
    write_constants(c.f, c.context, l.constants, 9);
    c.f->pfnDraw(c.context, 3, 0);
    CHECK_EQ(k.renders, renders); /* nothing is sent */
    D3D11DDI_HCOMMANDLIST list = fake_finish_list(&c);
    close_local(&c, &l);
    flush();
    CHECK_EQ(k.renders, renders);
    k.f->pfnCommandListExecute(k.device, list);
    flush();
    char *first = strdup(k.text);
    CHECK(strncmp(first, "clear_state", 11) == 0);
    CHECK(strstr(first, "draw vertices=3") != NULL || strstr(first, "draw") != NULL);
    CHECK_EQ(k.ops[PVGPU_IX_CLEAR_STATE], 2);
    CHECK_EQ(k.ops[PVGPU_IX_DRAW], 1);
    CHECK_EQ(fake_contents(&k, s.constants)[255], 9);
    CHECK_EQ(k.bad, 0);
    /* The immediate context has nothing bound any more: the same binding is sent again. */
    unsigned before = k.ops[PVGPU_IX_SET_TARGETS];
    bind(k.f, k.device, &s);
    flush();
    CHECK_EQ(k.ops[PVGPU_IX_SET_TARGETS], before + 1);
    free(first);
    fake_drop_list(&k, list);
    drop_scene(&s);
    finish(&c);
}

/* From the second execution on the host has the list: one command, the same effect, the same allocations listed. */
TEST(executed_again_it_is_one_command)
{
    struct fake_deferred c;
    open(&c);
    struct scene s = make_scene(), l = localise(&c, &s);
    bind(c.f, c.context, &l);
    write_constants(c.f, c.context, l.constants, 7);
    c.f->pfnDraw(c.context, 3, 0);
    D3D11DDI_HCOMMANDLIST list = fake_finish_list(&c);
    close_local(&c, &l);
    for (unsigned i = 0; i < 4; i++) {
        write_constants(k.f, k.device, s.constants, 100 + (int)i);
        k.f->pfnCommandListExecute(k.device, list);
        flush();
        CHECK_EQ(fake_contents(&k, s.constants)[0], 7);
        CHECK_EQ(k.ops[PVGPU_IX_DRAW], i + 1);
        CHECK_EQ(k.ops[PVGPU_IX_CREATE_COMMAND_LIST], i > 0);
        CHECK_EQ(k.ops[PVGPU_IX_EXECUTE_COMMAND_LIST], i);
    }
    fake_drop_list(&k, list);
    flush();
    CHECK_EQ(LAST(destroy, DESTROY)->id, LAST(create_command_list, CREATE_COMMAND_LIST)->id);
    drop_scene(&s);
    finish(&c);
}

/* mapping-on-deferred-contexts.md, B.7: small and large buffers, DISCARD then NO_OVERWRITE, updates; and what the immediate
 * context maps afterwards starts from what the list left. */
TEST(maps_and_updates_come_in_their_place)
{
    struct fake_deferred c;
    D3D10DDI_MAPPED_SUBRESOURCE m;
    uint8_t data[8192];
    open(&c);
    struct scene s = make_scene(), l = localise(&c, &s);
    UINT stride = 12, offset = 0;
    c.f->pfnIaSetVertexBuffers(c.context, 0, 1, &l.large, &stride, &offset);
    for (unsigned i = 0; i < 3; i++) {
        if (i == 0) c.f->pfnDynamicIABufferMapDiscard(c.context, l.large, 0, D3D10_DDI_MAP_WRITE_DISCARD, 0, &m);
        else c.f->pfnDynamicIABufferMapNoOverwrite(c.context, l.large, 0, D3D10_DDI_MAP_WRITE_NOOVERWRITE, 0, &m);
        CHECK(m.pData && m.RowPitch == 65536);
        RETURN_IF_FAILED();
        memset((uint8_t *)m.pData + i * 1000, 20 + (int)i, 1000);
        c.f->pfnDynamicIABufferUnmap(c.context, l.large, 0);
        c.f->pfnDraw(c.context, 3, 0);
    }
    write_constants(c.f, c.context, l.constants, 1);
    c.f->pfnDraw(c.context, 3, 0);
    c.f->pfnDynamicConstantBufferMapNoOverwrite(c.context, l.constants, 0, D3D10_DDI_MAP_WRITE_NOOVERWRITE, 0, &m);
    memset((uint8_t *)m.pData + 128, 2, 128);
    c.f->pfnDynamicConstantBufferUnmap(c.context, l.constants, 0);
    memset(data, 40, sizeof data);
    c.f->pfnResourceUpdateSubresourceUP(c.context, l.fixed, 0, NULL, data, 0, 0, 0);
    c.f->pfnResourceCopy(c.context, l.vertices, l.fixed);
    D3D10_DDI_BOX box = { 0, 0, 0, 100, 1, 1 };
    memset(data, 41, sizeof data); /* the program's memory is its own again when the call returns */
    c.f->pfnResourceUpdateSubresourceUP(c.context, l.fixed, 0, &box, data, 0, 0, 0);
    D3D11DDI_HCOMMANDLIST list = fake_finish_list(&c);
    close_local(&c, &l);
    for (unsigned i = 0; i < 2; i++) { /* inline, then by reference */
        k.f->pfnCommandListExecute(k.device, list);
        flush();
        for (unsigned p = 0; p < 3; p++) CHECK_EQ(fake_contents(&k, s.large)[p * 1000 + 500], 20 + p);
        CHECK_EQ(fake_contents(&k, s.constants)[0], 1);
        CHECK_EQ(fake_contents(&k, s.constants)[128], 2);
        CHECK_EQ(fake_contents(&k, s.vertices)[0], 40);
        CHECK_EQ(fake_contents(&k, s.fixed)[99], 41);
        CHECK_EQ(fake_contents(&k, s.fixed)[100], 40);
        memset(data, 50, sizeof data);
        k.f->pfnResourceUpdateSubresourceUP(k.device, s.vertices, 0, NULL, data, 0, 0, 0);
        k.f->pfnResourceUpdateSubresourceUP(k.device, s.fixed, 0, NULL, data, 0, 0, 0);
        flush();
    }
    k.f->pfnDynamicConstantBufferMapNoOverwrite(k.device, s.constants, 0, D3D10_DDI_MAP_WRITE_NOOVERWRITE, 0, &m);
    CHECK_EQ(((uint8_t *)m.pData)[200], 2);
    ((uint8_t *)m.pData)[0] = 77;
    k.f->pfnDynamicConstantBufferUnmap(k.device, s.constants, 0);
    flush();
    CHECK_EQ(fake_contents(&k, s.constants)[0], 77);
    CHECK_EQ(fake_contents(&k, s.constants)[200], 2);
    fake_drop_list(&k, list);
    drop_scene(&s);
    finish(&c);
}

TEST(a_list_reads_into_staging_and_out_of_it)
{
    struct fake_deferred c;
    D3D10DDI_MAPPED_SUBRESOURCE m;
    open(&c);
    struct scene s = make_scene(), l = localise(&c, &s);
    c.f->pfnResourceCopy(c.context, l.staging, l.vertices);
    D3D11DDI_HCOMMANDLIST in = fake_finish_list(&c);
    close_local(&c, &l);
    fake_recycle(&c);
    CHECK_EQ(c.error, S_OK);
    l = localise(&c, &s);
    c.f->pfnResourceCopy(c.context, l.fixed, l.staging);
    D3D11DDI_HCOMMANDLIST out = fake_finish_list(&c);
    close_local(&c, &l);
    for (int i = 0; i < 2; i++) {
        k.f->pfnCommandListExecute(k.device, in);
        CHECK(k.f->pfnResourceIsStagingBusy(k.device, s.staging));
        k.f->pfnStagingResourceMap(k.device, s.staging, 0, D3D10_DDI_MAP_READWRITE, 0, &m);
        CHECK(m.pData && ((uint8_t *)m.pData)[8191] == 3);
        RETURN_IF_FAILED();
        memset(m.pData, 60 + i, 8192);
        k.f->pfnStagingResourceUnmap(k.device, s.staging, 0);
        k.f->pfnCommandListExecute(k.device, out);
        flush();
        CHECK_EQ(fake_contents(&k, s.fixed)[4000], 60 + i);
    }
    k.hold = true; /* reading waits for the list's own readback, and says so when asked not to wait */
    k.f->pfnCommandListExecute(k.device, in);
    flush();
    k.f->pfnStagingResourceMap(k.device, s.staging, 0, D3D10_DDI_MAP_READ, D3D10_DDI_MAP_FLAG_DONOTWAIT, &m);
    CHECK_EQ(fake_take_error(&k), DXGI_DDI_ERR_WASSTILLDRAWING);
    k.hold = false;
    fake_consume(&k);
    fake_drop_list(&k, in);
    fake_drop_list(&k, out);
    drop_scene(&s);
    finish(&c);
}

/* Staging memory that only we can write does not go into a list: out of memory, which any of its entries may say. */
TEST(what_cannot_be_recorded_is_an_error_of_the_context)
{
    struct fake_deferred c;
    uint8_t data[8192] = { 0 };
    open(&c);
    struct scene s = make_scene(), l = localise(&c, &s);
    c.f->pfnResourceUpdateSubresourceUP(c.context, l.staging, 0, NULL, data, 0, 0, 0);
    CHECK_EQ(c.error, E_OUTOFMEMORY);
    CHECK_EQ(fake_take_error(&k), S_OK); /* not the device's */
    c.f->pfnAbandonCommandList(c.context);
    close_local(&c, &l);
    c.n_errors = 0;
    drop_scene(&s);
    finish(&c);
}

TEST(queries_in_lists)
{
    struct fake_deferred c;
    uint64_t answer;
    open(&c);
    struct scene s = make_scene(), l = localise(&c, &s);
    c.f->pfnQueryBegin(c.context, l.query);
    c.f->pfnDraw(c.context, 3, 0);
    c.f->pfnQueryEnd(c.context, l.query);
    D3D11DDI_HCOMMANDLIST list = fake_finish_list(&c);
    close_local(&c, &l);
    k.f->pfnQueryGetData(k.device, s.query, &answer, 8, 0);
    CHECK_EQ(fake_take_error(&k), DXGI_DDI_ERR_WASSTILLDRAWING); /* recorded is not asked */
    for (int i = 0; i < 3; i++) {
        k.hold = i != 1;
        k.f->pfnCommandListExecute(k.device, list);
        flush();
        answer = 0;
        k.f->pfnQueryGetData(k.device, s.query, &answer, 8, 0);
        if (k.hold) { /* also where an earlier execution was answered */
            CHECK_EQ(fake_take_error(&k), DXGI_DDI_ERR_WASSTILLDRAWING);
            CHECK_EQ(answer, 0);
            k.hold = false;
            fake_consume(&k);
            k.f->pfnQueryGetData(k.device, s.query, &answer, 8, 0);
        }
        CHECK_EQ(fake_take_error(&k), S_OK);
        CHECK_EQ(answer, 0x5a5a5a5a5a5a5a5aull);
    }
    fake_drop_list(&k, list);
    drop_scene(&s);
    finish(&c);
}

/* D.2 and B.10: a list in a list. The inner one is part of the outer one, and may go before it. */
TEST(a_list_in_a_list)
{
    struct fake_deferred c, d;
    open(&c);
    CHECK(fake_deferred_open(&k, &d));
    struct scene s = make_scene(), l = localise(&c, &s);
    D3D10DDI_MAPPED_SUBRESOURCE m;
    bind(c.f, c.context, &l);
    c.f->pfnDynamicIABufferMapDiscard(c.context, l.large, 0, D3D10_DDI_MAP_WRITE_DISCARD, 0, &m);
    memset(m.pData, 81, 65536);
    c.f->pfnDynamicIABufferUnmap(c.context, l.large, 0);
    c.f->pfnDraw(c.context, 3, 0);
    D3D11DDI_HCOMMANDLIST inner = fake_finish_list(&c);
    close_local(&c, &l);
    l = localise(&d, &s);
    bind(d.f, d.context, &l);
    d.f->pfnDraw(d.context, 4, 0);
    D3D11DDI_HCOMMANDLIST local = { .pDrvPrivate = fake_local(&d, D3D11DDI_HT_COMMANDLIST, inner.pDrvPrivate) };
    d.f->pfnCreateCommandList(d.context, NULL, local, (D3D11DDI_HRTCOMMANDLIST){ .handle = inner.pDrvPrivate });
    d.f->pfnCommandListExecute(d.context, local);
    bind(d.f, d.context, &l);
    d.f->pfnDraw(d.context, 5, 0);
    d.f->pfnDestroyCommandList(d.context, local);
    fake_free(&k, local.pDrvPrivate);
    D3D11DDI_HCOMMANDLIST outer = fake_finish_list(&d);
    close_local(&d, &l);
    fake_drop_list(&k, inner);
    /* Its upload memory is not given to somebody else while the outer list has it. */
    fake_recycle(&c);
    l = localise(&c, &s);
    c.f->pfnDynamicIABufferMapDiscard(c.context, l.large, 0, D3D10_DDI_MAP_WRITE_DISCARD, 0, &m);
    memset(m.pData, 99, 65536);
    c.f->pfnDynamicIABufferUnmap(c.context, l.large, 0);
    for (unsigned i = 0; i < 3; i++) {
        k.f->pfnCommandListExecute(k.device, outer);
        flush();
        CHECK_EQ(k.ops[PVGPU_IX_DRAW], 3 * (i + 1));
        CHECK_EQ(fake_contents(&k, s.large)[65535], 81);
    }
    CHECK_EQ(k.bad, 0);
    c.f->pfnAbandonCommandList(c.context);
    close_local(&c, &l);
    fake_drop_list(&k, outer);
    drop_scene(&s);
    fake_deferred_close(&d);
    finish(&c);
}

/* A thousand draws that all change something: many blocks, and every one lists what its draws read. */
TEST(long_lists)
{
    struct fake_deferred c;
    k.cmd_size = 64 << 10;
    open(&c);
    struct scene s = make_scene(), l = localise(&c, &s);
    bind(c.f, c.context, &l);
    for (int i = 0; i < 1000; i++) {
        write_constants(c.f, c.context, l.constants, i);
        c.f->pfnDraw(c.context, 3, (UINT)i);
    }
    CHECK(c.amortized > 3); /* changes-from-direct3d-10.md: deferred contexts tell of it too */
    D3D11DDI_HCOMMANDLIST list = fake_finish_list(&c);
    close_local(&c, &l);
    for (unsigned i = 0; i < 3; i++) {
        k.f->pfnCommandListExecute(k.device, list);
        flush();
        CHECK_EQ(k.ops[PVGPU_IX_DRAW], 1000 * (i + 1));
        CHECK_EQ(fake_contents(&k, s.constants)[0], 999 & 0xff);
    }
    CHECK_EQ(k.bad, 0);
    fake_drop_list(&k, list);
    drop_scene(&s);
    finish(&c);
}

/* U27 with lists: a list that names back buffers by their own identity follows the rotation. */
TEST(rotated_buffers_in_a_list)
{
    struct fake_deferred c;
    open(&c);
    struct scene s = make_scene(), l = localise(&c, &s);
    D3D10DDI_HRESOURCE other = fake_texture(&k, 64, 64, DXGI_FORMAT_R8G8B8A8_UNORM, D3D10_DDI_BIND_RENDER_TARGET,
                                            D3D10_DDI_USAGE_DEFAULT, NULL, 0);
    D3D10DDI_HRESOURCE source = fake_texture(&k, 64, 64, DXGI_FORMAT_R8G8B8A8_UNORM, D3D10_DDI_BIND_SHADER_RESOURCE,
                                             D3D10_DDI_USAGE_DEFAULT, NULL, 0);
    D3D10DDI_HRESOURCE from = { .pDrvPrivate = fake_local(&c, D3D10DDI_HT_RESOURCE, source.pDrvPrivate) };
    c.f->pfnCreateResource(c.context, NULL, from, (D3D10DDI_HRTRESOURCE){ .handle = source.pDrvPrivate });
    c.f->pfnResourceCopy(c.context, l.target, from);
    D3D11DDI_HCOMMANDLIST list = fake_finish_list(&c);
    c.f->pfnDestroyResource(c.context, from);
    fake_free(&k, from.pDrvPrivate);
    close_local(&c, &l);
    DXGI_DDI_HRESOURCE chain[2] = { (DXGI_DDI_HRESOURCE)s.target.pDrvPrivate, (DXGI_DDI_HRESOURCE)other.pDrvPrivate };
    DXGI_DDI_ARG_ROTATE_RESOURCE_IDENTITIES rotate = { .hDevice = (DXGI_DDI_HDEVICE)k.device.pDrvPrivate, .pResources = chain,
                                                       .Resources = 2 };
    for (int i = 0; i < 4; i++) {
        k.f->pfnCommandListExecute(k.device, list);
        flush();
        CHECK_EQ(LAST(copy_resource, COPY_RESOURCE)->dst, fake_resource_id(s.target));
        CHECK_EQ(k.dxgi->pfnRotateResourceIdentities(&rotate), S_OK);
    }
    CHECK_EQ(k.ops[PVGPU_IX_COPY_RESOURCE], 4);
    fake_drop_list(&k, list);
    fake_destroy_resource(&k, source);
    fake_destroy_resource(&k, other);
    drop_scene(&s);
    finish(&c);
}

/* U16: four contexts, ended in any order, some abandoned, some recycled, lists that outlive their context. */
TEST(contexts_end_in_any_order)
{
    struct fake_deferred c[4];
    D3D11DDI_HCOMMANDLIST list[4];
    CHECK(fake_open(&k));
    struct scene s = make_scene();
    for (int i = 0; i < 4; i++) CHECK(fake_deferred_open(&k, &c[i]));
    for (int i = 0; i < 4; i++) {
        struct scene l = localise(&c[i], &s);
        bind(c[i].f, c[i].context, &l);
        c[i].f->pfnDraw(c[i].context, 3, 0);
        if (i == 1) c[i].f->pfnAbandonCommandList(c[i].context);
        else list[i] = fake_finish_list(&c[i]);
        if (i == 2) {
            close_local(&c[i], &l);
            fake_recycle(&c[i]);
            l = localise(&c[i], &s);
            c[i].f->pfnDraw(c[i].context, 6, 0);
        }
        close_local(&c[i], &l);
    }
    fake_deferred_close(&c[2]); /* with a draw recorded and never finished */
    fake_deferred_close(&c[0]);
    fake_deferred_close(&c[3]);
    k.f->pfnCommandListExecute(k.device, list[3]);
    k.f->pfnCommandListExecute(k.device, list[0]);
    k.f->pfnRecycleDestroyCommandList(k.device, list[2]);
    /* The handle's memory is used again for another list. */
    struct scene l;
    fake_recycle(&c[1]);
    l = localise(&c[1], &s);
    c[1].f->pfnRecycleCommandList(c[1].context, list[2]);
    c[1].f->pfnDraw(c[1].context, 8, 0);
    D3D11DDIARG_CREATECOMMANDLIST a = { .hDeferredContext = c[1].context };
    CHECK_EQ(k.f->pfnRecycleCreateCommandList(k.device, &a, list[2], (D3D11DDI_HRTCOMMANDLIST){ 0 }), S_OK);
    close_local(&c[1], &l);
    k.f->pfnCommandListExecute(k.device, list[2]);
    flush();
    CHECK_EQ(k.ops[PVGPU_IX_DRAW], 3);
    CHECK_EQ(LAST(draw, DRAW)->vertices, 8);
    fake_drop_list(&k, list[0]);
    fake_drop_list(&k, list[2]);
    fake_drop_list(&k, list[3]);
    drop_scene(&s);
    finish(&c[1]);
}

/* No memory at any point of recording and executing: the context says so, or nobody does, and nothing stays. */
TEST(no_memory_at_any_point)
{
    unsigned at, told = 0;
    for (at = 1; at < 400; at++) {
        struct fake_deferred c;
        bool reached = false;
        CHECK(fake_open(&k));
        struct scene s = make_scene();
        flush();
        fake_memory_calls = 0;
        fake_memory_fail_at = at;
        if (fake_deferred_open(&k, &c)) {
            struct scene l = localise(&c, &s);
            D3D10DDI_MAPPED_SUBRESOURCE m;
            bind(c.f, c.context, &l);
            for (int i = 0; i < 100; i++) {
                c.f->pfnDynamicConstantBufferMapDiscard(c.context, l.constants, 0, D3D10_DDI_MAP_WRITE_DISCARD, 0, &m);
                if (!m.pData) break;
                memset(m.pData, i, 256);
                c.f->pfnDynamicConstantBufferUnmap(c.context, l.constants, 0);
                c.f->pfnDraw(c.context, 3, 0);
            }
            c.f->pfnDynamicIABufferMapDiscard(c.context, l.large, 0, D3D10_DDI_MAP_WRITE_DISCARD, 0, &m);
            if (m.pData) memset(m.pData, 5, 65536);
            if (m.pData) c.f->pfnDynamicIABufferUnmap(c.context, l.large, 0);
            c.f->pfnQueryEnd(c.context, l.query);
            D3D11DDI_HCOMMANDLIST list = fake_finish_list(&c);
            CHECK(list.pDrvPrivate || c.error == E_OUTOFMEMORY || fake_memory_calls >= at);
            close_local(&c, &l);
            for (int i = 0; i < 2 && list.pDrvPrivate; i++) k.f->pfnCommandListExecute(k.device, list);
            if (list.pDrvPrivate) fake_drop_list(&k, list);
            if (c.n_errors) told++;
            fake_deferred_close(&c);
        } else {
            told++;
        }
        reached = fake_memory_calls >= at;
        fake_memory_fail_at = 0;
        fake_take_error(&k);
        drop_scene(&s);
        fake_close(&k);
        RETURN_IF_FAILED();
        if (!reached) break;
    }
    CHECK(at > 10 && at < 400);
    CHECK(told > 5);
}

/* ---- threads (U15 mode B) ---- */

enum { ROUNDS = 300 };
static atomic_bool stop;

static void *creator(void *arg)
{
    uint8_t data[8192];
    unsigned seed = (unsigned)(uintptr_t)arg;
    memset(data, (int)seed, sizeof data);
    for (int i = 0; i < ROUNDS; i++) {
        D3D10DDI_HRESOURCE b = fake_buffer(&k, 8192, D3D10_DDI_BIND_VERTEX_BUFFER, D3D10_DDI_USAGE_DEFAULT, data);
        D3D10DDI_HRESOURCE t = fake_texture(&k, 16, 16, DXGI_FORMAT_R8G8B8A8_UNORM, D3D10_DDI_BIND_SHADER_RESOURCE,
                                            D3D10_DDI_USAGE_DEFAULT, data, 64);
        D3D10DDI_HSHADERRESOURCEVIEW v = fake_srv(&k, t, DXGI_FORMAT_R8G8B8A8_UNORM);
        D3D10DDI_HBLENDSTATE s = fake_blend(&k, (UINT8)(seed & 15));
        D3D10DDI_HSHADER sh = fake_shader(&k, false);
        D3D10DDIARG_CREATEQUERY qa = { .Query = D3D10DDI_QUERY_EVENT };
        D3D10DDI_HQUERY q = { .pDrvPrivate = fake_alloc(&k, k.f->pfnCalcPrivateQuerySize(k.device, &qa)) };
        k.f->pfnCreateQuery(k.device, &qa, q, (D3D10DDI_HRTQUERY){ 0 });
        k.f->pfnDestroyQuery(k.device, q);
        k.f->pfnDestroyShader(k.device, sh);
        k.f->pfnDestroyBlendState(k.device, s);
        k.f->pfnDestroyShaderResourceView(k.device, v);
        fake_free(&k, q.pDrvPrivate);
        fake_free(&k, sh.pDrvPrivate);
        fake_free(&k, s.pDrvPrivate);
        fake_free(&k, v.pDrvPrivate);
        fake_destroy_resource(&k, t);
        fake_destroy_resource(&k, b);
    }
    return NULL;
}

static struct scene shared_scene;
struct recorder { struct fake_deferred c; _Atomic(void *) ready; unsigned made; };

static void *recorder(void *arg)
{
    struct recorder *r = arg;
    for (r->made = 0; !atomic_load(&stop); r->made++) {
        struct scene l = localise(&r->c, &shared_scene);
        bind(r->c.f, r->c.context, &l);
        write_constants(r->c.f, r->c.context, l.constants, (int)r->made);
        r->c.f->pfnDraw(r->c.context, 3, 0);
        D3D11DDI_HCOMMANDLIST list = fake_finish_list(&r->c);
        close_local(&r->c, &l);
        fake_recycle(&r->c);
        while (atomic_load(&r->ready) && !atomic_load(&stop)) ;
        if (atomic_load(&stop)) {
            fake_drop_list(&k, list);
            break;
        }
        atomic_store(&r->ready, list.pDrvPrivate);
    }
    return NULL;
}

TEST(many_threads_create_while_one_draws)
{
    pthread_t t[3], rt[2];
    static struct recorder r[2];
    atomic_store(&stop, false);
    CHECK(fake_open(&k));
    shared_scene = make_scene();
    for (int i = 0; i < 2; i++) {
        memset(&r[i], 0, sizeof r[i]);
        CHECK(fake_deferred_open(&k, &r[i].c));
    }
    for (uintptr_t i = 0; i < 3; i++) pthread_create(&t[i], NULL, creator, (void *)(i + 1));
    for (int i = 0; i < 2; i++) pthread_create(&rt[i], NULL, recorder, &r[i]);
    unsigned executed = 0, drawn = 0;
    for (; drawn < 2000 || executed < 20; drawn++) { /* on a busy machine the others take their time */
        bind(k.f, k.device, &shared_scene);
        write_constants(k.f, k.device, shared_scene.constants, (int)drawn);
        k.f->pfnDraw(k.device, 3, 0);
        for (int j = 0; j < 2; j++) {
            D3D11DDI_HCOMMANDLIST list = { .pDrvPrivate = atomic_load(&r[j].ready) };
            if (!list.pDrvPrivate) continue;
            k.f->pfnCommandListExecute(k.device, list);
            fake_drop_list(&k, list);
            atomic_store(&r[j].ready, NULL);
            executed++;
        }
        if (drawn % 16 == 0) flush();
        if (drawn >= 2000) sched_yield();
    }
    for (int i = 0; i < 3; i++) pthread_join(t[i], NULL);
    atomic_store(&stop, true);
    for (int i = 0; i < 2; i++) {
        pthread_join(rt[i], NULL);
        D3D11DDI_HCOMMANDLIST list = { .pDrvPrivate = atomic_load(&r[i].ready) };
        if (list.pDrvPrivate) fake_drop_list(&k, list);
    }
    flush();
    CHECK_EQ(k.ops[PVGPU_IX_DRAW], drawn + executed);
    CHECK_EQ(k.ops[PVGPU_IX_CREATE_SHADER], 2 + 3 * ROUNDS);
    CHECK_EQ(k.bad, 0);
    for (int i = 0; i < 2; i++) fake_deferred_close(&r[i].c);
    drop_scene(&shared_scene);
    CHECK_EQ(fake_take_error(&k), S_OK);
    fake_close(&k);
}

/* The runtime tells that its table has moved as often as it likes, while another thread draws: nothing but a notification (traps.md U14;
 * pfnRelocateDeviceFuncs). What lies where the table is said to be stays as it is, and the draws are those that were called. */
static _Atomic unsigned moves;
static atomic_bool table_written;

static void *mover(void *arg)
{
    static D3DWDDM1_3DDI_DEVICEFUNCS places[2];
    static uint8_t untouched[sizeof places];
    (void)arg;
    memset((void *)places, 0xdd, sizeof places);
    memset(untouched, 0xdd, sizeof untouched);
    while (!atomic_load(&stop)) {
        k.f->pfnRelocateDeviceFuncs(k.device, &places[atomic_fetch_add(&moves, 1) & 1]);
        if (memcmp(places, untouched, sizeof places)) {
            atomic_store(&table_written, true);
            memset((void *)places, 0xdd, sizeof places);
        }
    }
    return NULL;
}

TEST(the_table_moves_while_another_thread_draws)
{
    pthread_t t;
    unsigned drawn;
    atomic_store(&stop, false);
    atomic_store(&moves, 0);
    atomic_store(&table_written, false);
    CHECK(fake_open(&k));
    shared_scene = make_scene();
    pthread_create(&t, NULL, mover, NULL);
    for (drawn = 0; drawn < 2000 || atomic_load(&moves) < 1000; drawn++) {
        bind(k.f, k.device, &shared_scene);
        write_constants(k.f, k.device, shared_scene.constants, (int)drawn);
        k.f->pfnDraw(k.device, 3, 0);
        if (drawn % 16 == 0) flush();
        if (drawn >= 2000) sched_yield();
    }
    atomic_store(&stop, true);
    pthread_join(t, NULL);
    flush();
    CHECK(!atomic_load(&table_written));
    CHECK_EQ(k.ops[PVGPU_IX_DRAW], drawn);
    CHECK_EQ(k.bad, 0);
    drop_scene(&shared_scene);
    CHECK_EQ(fake_take_error(&k), S_OK);
    fake_close(&k);
}

/* The immediate context changes threads; what the old owner made is there for the new one. */
static void *user(void *arg)
{
    D3D10DDI_HBLENDSTATE *s = arg;
    FLOAT factor[4] = { 1, 1, 1, 1 };
    k.f->pfnSetBlendState(k.device, *s, factor, 1); /* made by the other thread, bound here */
    k.f->pfnFlush(k.device, 0);
    *s = fake_blend(&k, 7); /* now this thread has the context */
    k.f->pfnSetBlendState(k.device, *s, factor, 1);
    return NULL;
}

TEST(the_immediate_context_changes_threads)
{
    pthread_t t;
    FLOAT factor[4] = { 1, 1, 1, 1 };
    CHECK(fake_open(&k));
    D3D10DDI_HBLENDSTATE first = fake_blend(&k, 3), second = first;
    pthread_create(&t, NULL, user, &second);
    pthread_join(t, NULL);
    D3D10DDI_HBLENDSTATE third = fake_blend(&k, 1); /* on the side: this thread has lost it */
    k.f->pfnSetBlendState(k.device, third, factor, 1);
    flush();
    CHECK_EQ(k.ops[PVGPU_IX_CREATE_BLEND], 3);
    CHECK_EQ(k.ops[PVGPU_IX_SET_BLEND], 3);
    D3D10DDI_HBLENDSTATE all[3] = { first, second, third };
    for (int i = 0; i < 3; i++) {
        k.f->pfnDestroyBlendState(k.device, all[i]);
        fake_free(&k, all[i].pDrvPrivate);
    }
    CHECK_EQ(fake_take_error(&k), S_OK);
    fake_close(&k);
}

/* Where locked memory may not be rendered from, recordings and creations on other threads keep theirs locked only while
 * they write it. */
static void *make_vertices(void *arg)
{
    uint8_t data[8192];
    memset(data, 0x42, sizeof data);
    *(D3D10DDI_HRESOURCE *)arg = fake_buffer(&k, 8192, D3D10_DDI_BIND_VERTEX_BUFFER, D3D10_DDI_USAGE_DEFAULT, data);
    return NULL;
}

TEST(memory_is_unlocked_for_lists_too)
{
    struct fake_deferred c;
    D3D10DDI_MAPPED_SUBRESOURCE m;
    D3D10DDI_HRESOURCE made = { 0 };
    pthread_t t;
    k.forbid_locked = true;
    open(&c);
    struct scene s = make_scene(), l = localise(&c, &s);
    c.f->pfnDynamicIABufferMapDiscard(c.context, l.large, 0, D3D10_DDI_MAP_WRITE_DISCARD, 0, &m);
    CHECK(m.pData != NULL);
    RETURN_IF_FAILED();
    pthread_create(&t, NULL, make_vertices, &made);
    pthread_join(t, NULL);
    write_constants(k.f, k.device, s.constants, 1);
    flush(); /* the program still writes into what the list will read */
    memset(m.pData, 71, 65536);
    c.f->pfnDynamicIABufferUnmap(c.context, l.large, 0);
    D3D11DDI_HCOMMANDLIST list = fake_finish_list(&c);
    close_local(&c, &l);
    for (int i = 0; i < 3; i++) {
        k.f->pfnCommandListExecute(k.device, list);
        flush();
    }
    CHECK_EQ(fake_contents(&k, s.large)[65535], 71);
    CHECK_EQ(fake_contents(&k, made)[8191], 0x42);
    fake_destroy_resource(&k, made);
    fake_drop_list(&k, list);
    drop_scene(&s);
    finish(&c);
}

TAP_MAIN(RUN(handles_have_the_sizes_that_were_told); RUN(tables_leave_out_what_their_page_says);
         RUN(a_list_is_what_was_recorded); RUN(executed_again_it_is_one_command); RUN(maps_and_updates_come_in_their_place);
         RUN(a_list_reads_into_staging_and_out_of_it); RUN(what_cannot_be_recorded_is_an_error_of_the_context);
         RUN(queries_in_lists); RUN(a_list_in_a_list); RUN(long_lists); RUN(rotated_buffers_in_a_list);
         RUN(contexts_end_in_any_order); RUN(no_memory_at_any_point); RUN(many_threads_create_while_one_draws);
         RUN(the_table_moves_while_another_thread_draws); RUN(the_immediate_context_changes_threads); RUN(memory_is_unlocked_for_lists_too))
