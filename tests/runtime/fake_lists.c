/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * fake_lists.c - command lists of the trivial user-mode driver: it writes down what is called, in order. A deferred
 * context's words are its table's; those of the immediate one begin with "i:".
 */
#include "fake.h"

#include <stdio.h>

#define LOCAL_SIZE 16

static D3D10DDI_HRTCORELAYER deferred_core;
static const D3D11DDI_CORELAYER_DEVICECALLBACKS *deferred_callbacks;

static void note(const char *word)
{
    const bool immediate = !strncmp(word, "i:", 2);
    const char *what = word + (immediate ? 2 : 0);
    size_t n = strlen(fake.log);

    /* What opens and ends lists answers in its own way; what closes, cleans up. */
    if (!strchr("+-", *what) && strncmp(what, "recycle", 7) && strcmp(what, "abandon") && strcmp(what, "destroy") &&
        strcmp(what, "context") && strcmp(what, "list"))
        (void)fake_lost(immediate ? fake_core : deferred_callbacks, immediate ? fake_core_handle : deferred_core);
    snprintf(fake.log + n, sizeof fake.log - n, "%s%s", n ? " " : "", word);
}

static void nop(void) { }

/* ---- handles: opened without a description, with the immediate context's handle in the runtime's place ---- */

static void opened(const char *word, const void *arg, const void *local, const void *home)
{
    note(word);
    if (arg) fake.bad_opens++;
    if (!home || local == home) fake.bad_opens++;
    memset((void *)(uintptr_t)local, 0x7a, LOCAL_SIZE);
}

/* A view's handle comes with that of its resource in the same context. */
static void opened_view(const char *word, D3D10DDI_HRESOURCE resource, const void *local, const void *home)
{
    opened(word, NULL, local, home);
    if (!resource.pDrvPrivate || *(const unsigned char *)resource.pDrvPrivate != 0x7a) fake.bad_opens++;
}

#define OPEN(name, word, arg, htype, rt) \
    static void open_##name(D3D10DDI_HDEVICE d, const arg *a, htype h, rt home) { opened("+" word, a, h.pDrvPrivate, home.handle); } \
    static void close_##name(D3D10DDI_HDEVICE d, htype h) { note("-" word); }
#define OPEN_VIEW(name, word, arg, htype, rt) \
    static void open_##name(D3D10DDI_HDEVICE d, const arg *a, htype h, rt home) \
    { \
        opened_view("+" word, a->hDrvResource, h.pDrvPrivate, home.handle); \
    } \
    static void close_##name(D3D10DDI_HDEVICE d, htype h) { note("-" word); }
OPEN(resource, "resource", D3D11DDIARG_CREATERESOURCE, D3D10DDI_HRESOURCE, D3D10DDI_HRTRESOURCE)
OPEN(query, "query", D3D10DDIARG_CREATEQUERY, D3D10DDI_HQUERY, D3D10DDI_HRTQUERY)
OPEN(blend, "blend", D3D11_1_DDI_BLEND_DESC, D3D10DDI_HBLENDSTATE, D3D10DDI_HRTBLENDSTATE)
OPEN(list, "list", D3D11DDIARG_CREATECOMMANDLIST, D3D11DDI_HCOMMANDLIST, D3D11DDI_HRTCOMMANDLIST)
OPEN_VIEW(srv, "srv", D3D11DDIARG_CREATESHADERRESOURCEVIEW, D3D10DDI_HSHADERRESOURCEVIEW, D3D10DDI_HRTSHADERRESOURCEVIEW)
OPEN_VIEW(rtv, "rtv", D3D10DDIARG_CREATERENDERTARGETVIEW, D3D10DDI_HRENDERTARGETVIEW, D3D10DDI_HRTRENDERTARGETVIEW)

/* ---- what a deferred context records ---- */

static void report(void)
{
    HRESULT hr = fake.deferred_error;

    fake.deferred_error = S_OK;
    if (hr) deferred_callbacks->pfnSetErrorCb(deferred_core, hr);
}

static void draw(D3D10DDI_HDEVICE d, UINT n, UINT start)
{
    note("draw");
    report();
}

static void topology(D3D10DDI_HDEVICE d, D3D10_DDI_PRIMITIVE_TOPOLOGY t)
{
    char word[16];

    snprintf(word, sizeof word, "topology%u", (unsigned)t);
    note(word);
}

static void clear(D3D10DDI_HDEVICE d, D3D10DDI_HRENDERTARGETVIEW v, FLOAT color[4]) { note("clear"); }
static void hazard(D3D10DDI_HDEVICE d, D3D10DDI_HSHADERRESOURCEVIEW v, D3D10DDI_HRESOURCE r) { note("hazard"); }
static void begin(D3D10DDI_HDEVICE d, D3D10DDI_HQUERY q) { note("begin"); }
static void end(D3D10DDI_HDEVICE d, D3D10DDI_HQUERY q) { note("end"); }
static void execute(D3D10DDI_HDEVICE d, D3D11DDI_HCOMMANDLIST l) { note("execute"); }
static void abandon(D3D10DDI_HDEVICE d) { note("abandon"); }
static void recycle(D3D10DDI_HDEVICE d, D3D11DDI_HCOMMANDLIST l) { note("recycle"); }
static void destroy(D3D10DDI_HDEVICE d) { note("destroy"); }
static void unmap(D3D10DDI_HDEVICE d, D3D10DDI_HRESOURCE r, UINT s) { note("unmap"); }

static void map(D3D10DDI_HDEVICE d, D3D10DDI_HRESOURCE r, UINT s, D3D10_DDI_MAP t, UINT f, D3D10DDI_MAPPED_SUBRESOURCE *out)
{
    static unsigned char memory[4096];

    note(t == D3D10_DDI_MAP_WRITE_DISCARD ? "discard" : "append");
    *out = (D3D10DDI_MAPPED_SUBRESOURCE){memory, 256, sizeof memory};
}

static void fill_deferred(D3DWDDM1_3DDI_DEVICEFUNCS *f)
{
    D3DWDDM1_3DDI_DEVICEFUNCS untouched = *f;
    void (**slot)(void) = (void (**)(void))f;
    size_t i;

    for (i = 0; i < sizeof *f / sizeof *slot; i++) slot[i] = nop;
    f->pfnCreateResource = open_resource, f->pfnDestroyResource = close_resource;
    f->pfnCreateShaderResourceView = open_srv, f->pfnDestroyShaderResourceView = close_srv;
    f->pfnCreateRenderTargetView = open_rtv, f->pfnDestroyRenderTargetView = close_rtv;
    f->pfnCreateQuery = open_query, f->pfnDestroyQuery = close_query;
    f->pfnCreateBlendState = open_blend, f->pfnDestroyBlendState = close_blend;
    f->pfnCreateCommandList = open_list, f->pfnDestroyCommandList = close_list;
    f->pfnDraw = draw, f->pfnIaSetTopology = topology, f->pfnClearRenderTargetView = clear;
    f->pfnShaderResourceViewReadAfterWriteHazard = hazard;
    f->pfnQueryBegin = begin, f->pfnQueryEnd = end;
    f->pfnDynamicConstantBufferMapDiscard = f->pfnDynamicConstantBufferMapNoOverwrite = map;
    f->pfnDynamicConstantBufferUnmap = unmap;
    f->pfnCommandListExecute = execute, f->pfnAbandonCommandList = abandon, f->pfnRecycleCommandList = recycle;
    f->pfnDestroyDevice = destroy;
    if (fake.leave_deferred_slot) f->pfnDrawAuto = untouched.pfnDrawAuto;
}

/* ---- what the immediate context does for them ---- */

static void sizes(D3D10DDI_HDEVICE d, UINT *n, D3D11DDI_HANDLESIZE *out)
{
    enum { TYPES = D3D11DDI_HT_UNORDEREDACCESSVIEW + 1 };
    UINT i;

    fake.size_checks++;
    for (i = 0; out && i < *n && i < TYPES; i++) out[i] = (D3D11DDI_HANDLESIZE){(D3D11DDI_HANDLETYPE)i, LOCAL_SIZE};
    *n = TYPES;
}

static SIZE_T local_size(D3D10DDI_HDEVICE d, D3D11DDI_HANDLETYPE type, void *object)
{
    return fake.local_size ? fake.local_size : LOCAL_SIZE;
}

static SIZE_T context_size(D3D10DDI_HDEVICE d, const D3D11DDIARG_CALCPRIVATEDEFERREDCONTEXTSIZE *a) { return 32; }
static SIZE_T list_size(D3D10DDI_HDEVICE d, const D3D11DDIARG_CREATECOMMANDLIST *a) { return 24; }

static void create_context(D3D10DDI_HDEVICE d, const D3D11DDIARG_CREATEDEFERREDCONTEXT *a)
{
    note("i:context");
    deferred_core = a->hRTCoreLayer;
    deferred_callbacks = a->p11UMCallbacks;
    fill_deferred(a->pWDDM1_3ContextFuncs);
}

static HRESULT recycle_context(D3D10DDI_HDEVICE d, const D3D11DDIARG_CREATEDEFERREDCONTEXT *a)
{
    HRESULT hr = fake.recycle_error;

    note("i:recycle-context");
    fake.recycle_error = S_OK;
    return hr;
}

static void create_list(D3D10DDI_HDEVICE d, const D3D11DDIARG_CREATECOMMANDLIST *a, D3D11DDI_HCOMMANDLIST l, D3D11DDI_HRTCOMMANDLIST rt)
{
    HRESULT hr = fake.list_error;

    note("i:list");
    memset(l.pDrvPrivate, 0x5a, 24);
    fake.list_error = S_OK;
    if (hr) fake_core->pfnSetErrorCb(fake_core_handle, hr);
}

static HRESULT recycle_list(D3D10DDI_HDEVICE d, const D3D11DDIARG_CREATECOMMANDLIST *a, D3D11DDI_HCOMMANDLIST l, D3D11DDI_HRTCOMMANDLIST rt)
{
    note("i:recycle-list");
    return S_OK;
}

static void destroy_list(D3D10DDI_HDEVICE d, D3D11DDI_HCOMMANDLIST l) { note("i:-list"); }
static void recycle_destroy(D3D10DDI_HDEVICE d, D3D11DDI_HCOMMANDLIST l) { note("i:recycle-destroy"); }
static void run(D3D10DDI_HDEVICE d, D3D11DDI_HCOMMANDLIST l) { note("i:execute"); }

void fake_lists_fill(D3DWDDM1_3DDI_DEVICEFUNCS *f)
{
    f->pfnCheckDeferredContextHandleSizes = sizes;
    f->pfnCalcDeferredContextHandleSize = local_size;
    f->pfnCalcPrivateDeferredContextSize = context_size;
    f->pfnCreateDeferredContext = create_context;
    f->pfnRecycleCreateDeferredContext = recycle_context;
    f->pfnCalcPrivateCommandListSize = list_size;
    f->pfnCreateCommandList = create_list;
    f->pfnRecycleCreateCommandList = recycle_list;
    f->pfnDestroyCommandList = destroy_list;
    f->pfnRecycleDestroyCommandList = recycle_destroy;
    f->pfnCommandListExecute = run;
}

/* What the driver refreshes in a deferred context. */
void fake_deferred_refresh(void)
{
    deferred_callbacks->pfnStateIaPrimitiveTopologyCb(deferred_core);
}
