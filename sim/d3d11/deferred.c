/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * deferred.c - deferred contexts that are the driver's: opening and closing of handles, making, recycling and executing of
 * command lists, in the order of the pseudocode of display/supporting-command-lists.
 */
#include "deferred.h"

#include <stdlib.h>

#define BUCKETS 512
#define SPARE_LISTS 8 /* list handles that a context keeps for its next lists */

/* An object's handle in a deferred context; in a finished list what is left of it: the object, which the list
 * holds, and what the list does to it. */
struct rt_local {
    struct rt_local *next; /* in its bucket, or in its list */
    D3D11DDI_HANDLETYPE type;
    struct rt_child *object; /* held */
    void *drv;
    bool written, announce; /* resources: by the GPU; since it was last announced as an input */
    bool touched, begun;    /* queries: begun or ended in this list; begun and not ended */
    uint8_t *maps;
};

/* The memory of a driver's list handle, and where it goes when the list ends. Guarded by the global lock. */
struct rt_list_memory {
    struct rt_list_memory *next;
    void *drv;
    size_t local_size;
    struct rt_list_pool *pool;
};

struct rt_list_pool {
    unsigned refs; /* the context, and each list's memory */
    bool closed;   /* the context is gone */
    struct rt_list_memory *destroyed; /* pfnRecycleDestroyCommandList was called */
    struct rt_list_memory *spare;     /* and pfnRecycleCommandList: the context's own, no lock */
    unsigned n_spare;
};

struct rt_deferred {
    struct rt_umd umd;
    bool failed; /* the list was given up: FinishCommandList answers E_OUTOFMEMORY */
    bool over;   /* the list was made or abandoned, and the context not made anew */
    struct rt_list_pool *pool;
    struct rt_local *buckets[BUCKETS];
};

/* ---- the device ---- */

static void bad_driver(struct rt_device *device, const char *what)
{
    rt_log("%s", what);
    if (rt_env("PVGPU_SIM_CHECK"))
        abort();
    rt_device_remove(device, DXGI_ERROR_DRIVER_INTERNAL_ERROR);
}

HRESULT rt_device_take_lists(struct rt_device *device)
{
    const char *wish = rt_env("PVGPU_SIM_LISTS");
    struct rt_umd *umd = &device->umd;
    struct rt_call call;
    HRESULT hr;

    if (!(umd->caps.threading & D3D11DDICAPS_COMMANDLISTS_BUILD_2) || umd->level < RT_DDI_11_0 || (wish && !strcmp(wish, "emulate")))
        return S_OK;
    if (!rt_call_begin(&call, device, RT_ERR_NONE))
        return DXGI_ERROR_DEVICE_REMOVED;
    umd->f->pfnCheckDeferredContextHandleSizes(umd->h, &device->n_local_sizes, NULL);
    device->local_sizes = calloc(device->n_local_sizes + 1, sizeof(*device->local_sizes));
    if (device->local_sizes)
        umd->f->pfnCheckDeferredContextHandleSizes(umd->h, &device->n_local_sizes, device->local_sizes);
    hr = rt_call_end(&call);
    if (SUCCEEDED(hr) && !device->local_sizes)
        hr = E_OUTOFMEMORY;
    device->driver_lists = SUCCEEDED(hr);
    return hr;
}

void rt_local_size(struct rt_child *object, D3D11DDI_HANDLETYPE type, void *drv)
{
    struct rt_device *device = object->device;
    struct rt_umd *umd = &device->umd;
    UINT i;

    if (!device->driver_lists)
        return;
    object->local_size = umd->f->pfnCalcDeferredContextHandleSize(umd->h, type, drv);
    for (i = 0; i < device->n_local_sizes; i++)
        if (device->local_sizes[i].HandleType == type && device->local_sizes[i].DriverPrivateSize == object->local_size)
            return;
    bad_driver(device, "Driver gives a deferred context handle a size that it did not tell");
}

/* ---- handles ---- */

static struct rt_local **bucket_of(struct rt_deferred *d, const struct rt_child *object)
{
    return &d->buckets[((uintptr_t)object >> 4) * 0x9e3779b1u >> 8 & (BUCKETS - 1)];
}

static struct rt_local *find(struct rt_deferred *d, const struct rt_child *object)
{
    struct rt_local *l = *bucket_of(d, object);

    while (l && l->object != object)
        l = l->next;
    return l;
}

bool rt_deferred_recording(const struct rt_context *c)
{
    return !c->deferred->failed && !c->deferred->over && !rt_removed(c->deferred->umd.device);
}

static void *home_of(const struct rt_local *l)
{
    switch (l->type) {
    case D3D10DDI_HT_RESOURCE:
        return ((struct rt_resource *)l->object)->drv;
    case D3D10DDI_HT_SHADERRESOURCEVIEW:
    case D3D10DDI_HT_RENDERTARGETVIEW:
    case D3D10DDI_HT_DEPTHSTENCILVIEW:
    case D3D11DDI_HT_UNORDEREDACCESSVIEW:
        return ((struct rt_view *)l->object)->drv;
    case D3D10DDI_HT_SHADER:
        return ((struct rt_shader *)l->object)->drv;
    case D3D10DDI_HT_ELEMENTLAYOUT:
        return ((struct rt_layout *)l->object)->drv;
    case D3D10DDI_HT_QUERY:
        return ((struct rt_query *)l->object)->drv;
    case D3D11DDI_HT_COMMANDLIST:
        return ((struct rt_cmdlist *)l->object)->memory->drv;
    default:
        return ((struct rt_state *)l->object)->drv;
    }
}

/* An open has no description: only what a view depends on, and the immediate context's handle in the runtime's place. */
static void open_view(struct rt_umd *umd, const struct rt_local *l, void *home, void *resource)
{
    const D3D10DDI_HRESOURCE r = {resource};
    D3D11DDIARG_CREATESHADERRESOURCEVIEW srv = {.hDrvResource = r};
    D3D10DDIARG_CREATERENDERTARGETVIEW rtv = {.hDrvResource = r};
    D3D11DDIARG_CREATEDEPTHSTENCILVIEW dsv = {.hDrvResource = r};
    D3D11DDIARG_CREATEUNORDEREDACCESSVIEW uav = {.hDrvResource = r};

    if (l->type == D3D10DDI_HT_SHADERRESOURCEVIEW)
        umd->f->pfnCreateShaderResourceView(umd->h, &srv, (D3D10DDI_HSHADERRESOURCEVIEW){l->drv}, (D3D10DDI_HRTSHADERRESOURCEVIEW){home});
    else if (l->type == D3D10DDI_HT_RENDERTARGETVIEW)
        umd->f->pfnCreateRenderTargetView(umd->h, &rtv, (D3D10DDI_HRENDERTARGETVIEW){l->drv}, (D3D10DDI_HRTRENDERTARGETVIEW){home});
    else if (l->type == D3D10DDI_HT_DEPTHSTENCILVIEW)
        umd->f->pfnCreateDepthStencilView(umd->h, &dsv, (D3D10DDI_HDEPTHSTENCILVIEW){l->drv}, (D3D10DDI_HRTDEPTHSTENCILVIEW){home});
    else
        umd->f->pfnCreateUnorderedAccessView(umd->h, &uav, (D3D11DDI_HUNORDEREDACCESSVIEW){l->drv},
            (D3D11DDI_HRTUNORDEREDACCESSVIEW){home});
}

/* Slots whose function type changed with 11.1 are reached through the level's own table. */
#define BY_LEVEL(umd, slot, ...) \
    do { \
        if ((umd)->level >= RT_DDI_11_1) \
            (umd)->f->slot(__VA_ARGS__); \
        else \
            ((D3D11DDI_DEVICEFUNCS *)(void *)(umd)->f)->slot(__VA_ARGS__); \
    } while (0)

static void open_shader(struct rt_umd *umd, const struct rt_local *l, D3D10DDI_HRTSHADER home)
{
    const struct rt_shader *s = (const struct rt_shader *)l->object;
    D3D10DDI_HSHADER h = {l->drv};

    switch (s->stage) {
    case RT_VS:
        BY_LEVEL(umd, pfnCreateVertexShader, umd->h, NULL, h, home, NULL);
        break;
    case RT_PS:
        BY_LEVEL(umd, pfnCreatePixelShader, umd->h, NULL, h, home, NULL);
        break;
    case RT_GS:
        if (s->stream_output)
            BY_LEVEL(umd, pfnCreateGeometryShaderWithStreamOutput, umd->h, NULL, h, home, NULL);
        else
            BY_LEVEL(umd, pfnCreateGeometryShader, umd->h, NULL, h, home, NULL);
        break;
    case RT_HS:
        BY_LEVEL(umd, pfnCreateHullShader, umd->h, NULL, h, home, NULL);
        break;
    case RT_DS:
        BY_LEVEL(umd, pfnCreateDomainShader, umd->h, NULL, h, home, NULL);
        break;
    case RT_CS:
        umd->f->pfnCreateComputeShader(umd->h, NULL, h, home);
        break;
    case RT_STAGES:
        break;
    }
}

static void open(struct rt_umd *umd, const struct rt_local *l, void *resource)
{
    void *home = home_of(l);

    switch (l->type) {
    case D3D10DDI_HT_RESOURCE:
        umd->f->pfnCreateResource(umd->h, NULL, (D3D10DDI_HRESOURCE){l->drv}, (D3D10DDI_HRTRESOURCE){home});
        break;
    case D3D10DDI_HT_SHADER:
        open_shader(umd, l, (D3D10DDI_HRTSHADER){home});
        break;
    case D3D10DDI_HT_ELEMENTLAYOUT:
        umd->f->pfnCreateElementLayout(umd->h, NULL, (D3D10DDI_HELEMENTLAYOUT){l->drv}, (D3D10DDI_HRTELEMENTLAYOUT){home});
        break;
    case D3D10DDI_HT_BLENDSTATE:
        BY_LEVEL(umd, pfnCreateBlendState, umd->h, NULL, (D3D10DDI_HBLENDSTATE){l->drv}, (D3D10DDI_HRTBLENDSTATE){home});
        break;
    case D3D10DDI_HT_DEPTHSTENCILSTATE:
        umd->f->pfnCreateDepthStencilState(umd->h, NULL, (D3D10DDI_HDEPTHSTENCILSTATE){l->drv}, (D3D10DDI_HRTDEPTHSTENCILSTATE){home});
        break;
    case D3D10DDI_HT_RASTERIZERSTATE:
        BY_LEVEL(umd, pfnCreateRasterizerState, umd->h, NULL, (D3D10DDI_HRASTERIZERSTATE){l->drv}, (D3D10DDI_HRTRASTERIZERSTATE){home});
        break;
    case D3D10DDI_HT_SAMPLERSTATE:
        umd->f->pfnCreateSampler(umd->h, NULL, (D3D10DDI_HSAMPLER){l->drv}, (D3D10DDI_HRTSAMPLER){home});
        break;
    case D3D10DDI_HT_QUERY:
        umd->f->pfnCreateQuery(umd->h, NULL, (D3D10DDI_HQUERY){l->drv}, (D3D10DDI_HRTQUERY){home});
        break;
    case D3D11DDI_HT_COMMANDLIST:
        umd->f->pfnCreateCommandList(umd->h, NULL, (D3D11DDI_HCOMMANDLIST){l->drv}, (D3D11DDI_HRTCOMMANDLIST){home});
        break;
    default:
        open_view(umd, l, home, resource);
    }
}

static void close(struct rt_umd *umd, struct rt_local *l)
{
    switch (l->type) {
    case D3D10DDI_HT_RESOURCE:
        umd->f->pfnDestroyResource(umd->h, (D3D10DDI_HRESOURCE){l->drv});
        break;
    case D3D10DDI_HT_SHADERRESOURCEVIEW:
        umd->f->pfnDestroyShaderResourceView(umd->h, (D3D10DDI_HSHADERRESOURCEVIEW){l->drv});
        break;
    case D3D10DDI_HT_RENDERTARGETVIEW:
        umd->f->pfnDestroyRenderTargetView(umd->h, (D3D10DDI_HRENDERTARGETVIEW){l->drv});
        break;
    case D3D10DDI_HT_DEPTHSTENCILVIEW:
        umd->f->pfnDestroyDepthStencilView(umd->h, (D3D10DDI_HDEPTHSTENCILVIEW){l->drv});
        break;
    case D3D11DDI_HT_UNORDEREDACCESSVIEW:
        umd->f->pfnDestroyUnorderedAccessView(umd->h, (D3D11DDI_HUNORDEREDACCESSVIEW){l->drv});
        break;
    case D3D10DDI_HT_SHADER:
        umd->f->pfnDestroyShader(umd->h, (D3D10DDI_HSHADER){l->drv});
        break;
    case D3D10DDI_HT_ELEMENTLAYOUT:
        umd->f->pfnDestroyElementLayout(umd->h, (D3D10DDI_HELEMENTLAYOUT){l->drv});
        break;
    case D3D10DDI_HT_BLENDSTATE:
        umd->f->pfnDestroyBlendState(umd->h, (D3D10DDI_HBLENDSTATE){l->drv});
        break;
    case D3D10DDI_HT_DEPTHSTENCILSTATE:
        umd->f->pfnDestroyDepthStencilState(umd->h, (D3D10DDI_HDEPTHSTENCILSTATE){l->drv});
        break;
    case D3D10DDI_HT_RASTERIZERSTATE:
        umd->f->pfnDestroyRasterizerState(umd->h, (D3D10DDI_HRASTERIZERSTATE){l->drv});
        break;
    case D3D10DDI_HT_SAMPLERSTATE:
        umd->f->pfnDestroySampler(umd->h, (D3D10DDI_HSAMPLER){l->drv});
        break;
    case D3D10DDI_HT_QUERY:
        umd->f->pfnDestroyQuery(umd->h, (D3D10DDI_HQUERY){l->drv});
        break;
    case D3D11DDI_HT_COMMANDLIST:
        umd->f->pfnDestroyCommandList(umd->h, (D3D11DDI_HCOMMANDLIST){l->drv});
        break;
    default:
        break;
    }
    rt_private_free(l->drv);
    l->drv = NULL;
}

static void free_local(struct rt_local *l)
{
    rt_child_unhold(l->object);
    free(l->maps);
    free(l);
}

/* NULL: no memory, and the list is given up. */
static struct rt_local *open_local(struct rt_context *c, D3D11DDI_HANDLETYPE type, struct rt_child *object)
{
    struct rt_deferred *d = c->deferred;
    struct rt_local **bucket = bucket_of(d, object), *l;
    const bool view = type == D3D10DDI_HT_SHADERRESOURCEVIEW || type == D3D10DDI_HT_RENDERTARGETVIEW ||
        type == D3D10DDI_HT_DEPTHSTENCILVIEW || type == D3D11DDI_HT_UNORDEREDACCESSVIEW;
    void *resource = NULL;

    /* A resource's handle is there before those of its views, and is closed after them. */
    if (view)
        resource = rt_local_handle(c, D3D10DDI_HT_RESOURCE, &((struct rt_view *)object)->resource->child);
    if (!rt_deferred_recording(c))
        return NULL;
    l = calloc(1, sizeof(*l));
    if (l)
        l->drv = rt_private_alloc(object->local_size);
    if (!l || !l->drv) {
        free(l);
        d->failed = true;
        return NULL;
    }
    l->type = type;
    l->object = object;
    open(&d->umd, l, resource);
    if (!rt_deferred_recording(c)) { /* the driver reported an error: the handle is none */
        rt_private_free(l->drv);
        free(l);
        return NULL;
    }
    rt_child_hold(object);
    l->next = *bucket;
    *bucket = l;
    return l;
}

void *rt_local_handle(struct rt_context *c, D3D11DDI_HANDLETYPE type, struct rt_child *object)
{
    struct rt_local *l = find(c->deferred, object);

    if (!l)
        l = open_local(c, type, object);
    return l ? l->drv : NULL;
}

/* Closes every handle, resources last, and gives the records as one list. */
static struct rt_local *close_all(struct rt_deferred *d)
{
    struct rt_local *all = NULL, *l, *next;
    unsigned i;

    for (i = 0; i < BUCKETS; i++) {
        for (l = d->buckets[i]; l; l = next) {
            next = l->next;
            l->next = all;
            all = l;
        }
        d->buckets[i] = NULL;
    }
    for (l = all; l; l = l->next)
        if (l->type != D3D10DDI_HT_RESOURCE)
            close(&d->umd, l);
    for (l = all; l; l = l->next)
        if (l->type == D3D10DDI_HT_RESOURCE)
            close(&d->umd, l);
    return all;
}

static void free_all(struct rt_local *l)
{
    struct rt_local *next;

    for (; l; l = next) {
        next = l->next;
        free_local(l);
    }
}

/* ---- what a list does to objects ---- */

void rt_deferred_wrote(struct rt_context *c, struct rt_resource *r)
{
    struct rt_local *l = rt_local_handle(c, D3D10DDI_HT_RESOURCE, &r->child) ? find(c->deferred, &r->child) : NULL;

    if (l)
        l->written = l->announce = true;
}

bool rt_deferred_take_written(struct rt_context *c, struct rt_resource *r)
{
    struct rt_local *l = find(c->deferred, &r->child);
    bool announce = l && l->announce;

    if (l)
        l->announce = false;
    return announce;
}

void rt_deferred_note_query(struct rt_context *c, struct rt_query *query, bool begin)
{
    struct rt_local *l = c->deferred ? find(c->deferred, &query->child) : NULL;

    if (!l)
        return;
    l->touched = true;
    l->begun = begin;
}

bool rt_deferred_begun(struct rt_context *c, const struct rt_query *query)
{
    struct rt_local *l = find(c->deferred, &query->child);

    return l && l->begun;
}

uint8_t *rt_deferred_maps(struct rt_context *c, const struct rt_resource *r)
{
    struct rt_local *l = find(c->deferred, &r->child);

    if (l && !l->maps)
        l->maps = calloc(r->n_subresources, 1);
    return l ? l->maps : NULL;
}

void rt_deferred_unmap_all(struct rt_context *c)
{
    struct rt_local *l;
    unsigned i;
    UINT sub;

    for (i = 0; i < BUCKETS; i++) {
        for (l = c->deferred->buckets[i]; l; l = l->next) {
            struct rt_resource *r = (struct rt_resource *)l->object;

            for (sub = 0; l->maps && sub < r->n_subresources; sub++)
                if (l->maps[sub] & RT_LOCAL_MAP_OPEN)
                    rt_ctx_unmap(c, r, sub);
        }
    }
}

static void end_queries(struct rt_context *c)
{
    struct rt_local *l;
    unsigned i;

    for (i = 0; i < BUCKETS; i++)
        for (l = c->deferred->buckets[i]; l; l = l->next)
            if (l->begun)
                rt_ctx_end(c, (struct rt_query *)l->object);
}

/* ---- list handles ---- */

/* With the global lock held. */
static void let_pool_go(struct rt_list_pool *pool)
{
    if (!--pool->refs)
        free(pool);
}

/* pfnDestroyCommandList follows every other state of a handle (the page's state diagram). */
static void destroy_memory(struct rt_device *device, struct rt_list_memory *m)
{
    RT_DESTROY(device, pfnDestroyCommandList, D3D11DDI_HCOMMANDLIST, m->drv);
    rt_global_enter();
    let_pool_go(m->pool);
    rt_global_leave();
    free(m);
}

/* Handles whose lists were destroyed come back to the context, on its thread. */
static void recycle_lists(struct rt_deferred *d)
{
    struct rt_list_memory *m, *next;

    rt_global_enter();
    m = d->pool->destroyed;
    d->pool->destroyed = NULL;
    rt_global_leave();
    for (; m; m = next) {
        next = m->next;
        d->umd.f->pfnRecycleCommandList(d->umd.h, (D3D11DDI_HCOMMANDLIST){m->drv});
        if (d->pool->n_spare < SPARE_LISTS) {
            m->next = d->pool->spare;
            d->pool->spare = m;
            d->pool->n_spare++;
        } else {
            destroy_memory(d->umd.device, m);
        }
    }
}

static HRESULT create_list(struct rt_deferred *d, struct rt_cmdlist *list)
{
    const D3D11DDIARG_CREATECOMMANDLIST arg = {.hDeferredContext = d->umd.h};
    struct rt_device *device = d->umd.device;
    struct rt_umd *umd = &device->umd;
    struct rt_list_memory *m = calloc(1, sizeof(*m));
    struct rt_call call;
    HRESULT hr;

    if (!m)
        return E_OUTOFMEMORY;
    if (!rt_call_begin(&call, device, RT_ERR_MEMORY)) {
        free(m);
        return DXGI_ERROR_DEVICE_REMOVED;
    }
    m->drv = rt_private_alloc(umd->f->pfnCalcPrivateCommandListSize(umd->h, &arg));
    if (m->drv)
        umd->f->pfnCreateCommandList(umd->h, &arg, (D3D11DDI_HCOMMANDLIST){m->drv}, (D3D11DDI_HRTCOMMANDLIST){list});
    hr = rt_call_end(&call);
    if (!m->drv)
        hr = E_OUTOFMEMORY;
    if (FAILED(hr)) {
        rt_private_free(m->drv);
        free(m);
        return hr;
    }
    rt_local_size(&list->child, D3D11DDI_HT_COMMANDLIST, m->drv);
    m->local_size = list->child.local_size;
    m->pool = d->pool;
    rt_global_enter();
    m->pool->refs++;
    rt_global_leave();
    list->memory = m;
    return S_OK;
}

static HRESULT recycle_create_list(struct rt_deferred *d, struct rt_cmdlist *list)
{
    const D3D11DDIARG_CREATECOMMANDLIST arg = {.hDeferredContext = d->umd.h};
    struct rt_umd *umd = &d->umd.device->umd;
    struct rt_list_memory *m = d->pool->spare;
    HRESULT hr = umd->f->pfnRecycleCreateCommandList(umd->h, &arg, (D3D11DDI_HCOMMANDLIST){m->drv}, (D3D11DDI_HRTCOMMANDLIST){list});

    if (FAILED(hr))
        return hr;
    d->pool->spare = m->next;
    d->pool->n_spare--;
    list->child.local_size = m->local_size;
    list->memory = m;
    return S_OK;
}

void rt_deferred_list_destroy(struct rt_cmdlist *list)
{
    struct rt_device *device = list->child.device;
    struct rt_list_memory *m = list->memory;
    struct rt_call call;
    bool kept = false;

    if (m) {
        rt_call_destroy_begin(&call, device);
        device->umd.f->pfnRecycleDestroyCommandList(device->umd.h, (D3D11DDI_HCOMMANDLIST){m->drv});
        rt_call_end(&call);
        rt_global_enter();
        if (!m->pool->closed) {
            kept = true;
            m->next = m->pool->destroyed;
            m->pool->destroyed = m;
        }
        rt_global_leave();
        if (!kept)
            destroy_memory(device, m);
    }
    free_all(list->uses);
}

/* ---- contexts ---- */

void rt_deferred_set_error(struct rt_context *c, HRESULT hr)
{
    struct rt_deferred *d = c->deferred;

    /* Out of memory may come from any entry of a deferred context (using-context-local-ddi-handles). */
    if (hr == E_OUTOFMEMORY)
        d->failed = true;
    else if (hr == D3DDDIERR_DEVICEREMOVED)
        rt_device_lost(d->umd.device);
    else
        bad_driver(d->umd.device, "Driver reports an error for a deferred context that is neither memory nor removal: critical");
}

static D3D11DDIARG_CREATEDEFERREDCONTEXT arguments(struct rt_deferred *d)
{
    return (D3D11DDIARG_CREATEDEFERREDCONTEXT){
        .pWDDM1_3ContextFuncs = d->umd.f, .hDrvContext = d->umd.h, .hRTCoreLayer.handle = &d->umd.core, .p11UMCallbacks = d->umd.um,
    };
}

static void free_deferred(struct rt_deferred *d)
{
    rt_private_free(d->umd.h.pDrvPrivate);
    rt_private_free(d->umd.f);
    rt_private_free(d->umd.um);
    free(d->pool);
    free(d);
}

static HRESULT create_in_driver(struct rt_device *device, struct rt_deferred *d)
{
    const D3D11DDIARG_CALCPRIVATEDEFERREDCONTEXTSIZE calc = {0};
    D3D11DDIARG_CREATEDEFERREDCONTEXT arg;
    struct rt_umd *umd = &device->umd;
    struct rt_call call;
    HRESULT hr;

    if (!rt_call_begin(&call, device, RT_ERR_MEMORY))
        return DXGI_ERROR_DEVICE_REMOVED;
    d->umd.h.pDrvPrivate = rt_private_alloc(umd->f->pfnCalcPrivateDeferredContextSize(umd->h, &calc));
    arg = arguments(d);
    if (d->umd.h.pDrvPrivate)
        umd->f->pfnCreateDeferredContext(umd->h, &arg);
    hr = rt_call_end(&call);
    if (!d->umd.h.pDrvPrivate)
        return E_OUTOFMEMORY;
    if (SUCCEEDED(hr) && d->failed)
        hr = E_OUTOFMEMORY;
    if (SUCCEEDED(hr) && !rt_umd_table_filled(device->umd.level, d->umd.f)) {
        bad_driver(device, "Driver leaves the table of a deferred context unfinished");
        hr = DXGI_ERROR_DEVICE_REMOVED;
    }
    return hr;
}

HRESULT rt_deferred_create(struct rt_device *device, struct rt_context *c)
{
    struct rt_deferred *d = calloc(1, sizeof(*d));
    HRESULT hr;

    if (!d)
        return E_OUTOFMEMORY;
    d->umd.device = device;
    d->umd.level = device->umd.level;
    d->umd.core = (struct rt_core){device, c};
    d->umd.f = rt_umd_table(d->umd.level);
    d->umd.um = rt_private_alloc(sizeof(D3D11DDI_CORELAYER_DEVICECALLBACKS));
    d->pool = calloc(1, sizeof(*d->pool));
    if (!d->umd.f || !d->umd.um || !d->pool) {
        free_deferred(d);
        return E_OUTOFMEMORY;
    }
    d->pool->refs = 1;
    rt_core_fill(&d->umd);
    c->deferred = d;
    c->umd = &d->umd;
    hr = create_in_driver(device, d);
    if (FAILED(hr)) {
        c->deferred = NULL;
        free_deferred(d);
    }
    return hr;
}

/* The runtime unbinds what is bound, closes the handles, and makes the context anew or destroys it. */
static void abandon(struct rt_context *c)
{
    struct rt_deferred *d = c->deferred;
    struct rt_ctx_state state = c->state;

    if (d->over)
        return;
    d->umd.f->pfnAbandonCommandList(d->umd.h);
    rt_ctx_state_defaults(&c->state);
    if (rt_deferred_recording(c))
        rt_ctx_emit_all(c);
    c->state = state;
    free_all(close_all(d));
    d->over = true;
}

void rt_deferred_destroy(struct rt_context *c)
{
    struct rt_deferred *d = c->deferred;
    struct rt_list_memory *m, *next, *lists[2];
    unsigned i;

    abandon(c);
    d->umd.f->pfnDestroyDevice(d->umd.h);
    rt_global_enter();
    d->pool->closed = true;
    lists[0] = d->pool->destroyed;
    lists[1] = d->pool->spare;
    rt_global_leave();
    for (i = 0; i < 2; i++) {
        for (m = lists[i]; m; m = next) {
            next = m->next;
            destroy_memory(d->umd.device, m);
        }
    }
    rt_global_enter();
    let_pool_go(d->pool);
    rt_global_leave();
    d->pool = NULL;
    c->deferred = NULL;
    free_deferred(d);
}

static HRESULT make_anew(struct rt_deferred *d)
{
    D3D11DDIARG_CREATEDEFERREDCONTEXT arg = arguments(d);
    struct rt_umd *umd = &d->umd.device->umd;
    HRESULT hr = umd->f->pfnRecycleCreateDeferredContext(umd->h, &arg);

    if (SUCCEEDED(hr))
        d->failed = d->over = false;
    return hr;
}

HRESULT rt_deferred_finish(struct rt_context *c, BOOL restore, ID3D11CommandList **out)
{
    struct rt_deferred *d = c->deferred;
    struct rt_cmdlist *list;
    struct rt_ctx_state state;
    HRESULT hr = S_OK;

    if (rt_removed(d->umd.device))
        return DXGI_ERROR_DEVICE_REMOVED;
    list = rt_cmdlist_create(d->umd.device);
    if (!list)
        return E_OUTOFMEMORY;
    end_queries(c);
    recycle_lists(d);
    hr = !rt_deferred_recording(c) ? E_OUTOFMEMORY : d->pool->spare ? recycle_create_list(d, list) : create_list(d, list);
    if (FAILED(hr))
        abandon(c);
    if (FAILED(hr) && rt_removed(d->umd.device)) /* by what was recorded or closed just now */
        hr = DXGI_ERROR_DEVICE_REMOVED;
    state = c->state;
    rt_ctx_state_defaults(&c->state);
    if (SUCCEEDED(hr)) {
        list->uses = close_all(d);
        list->finished = d->over = true;
    }
    make_anew(d); /* if that fails the next list fails, and it is tried again */
    if (restore) {
        c->state = state;
        rt_ctx_emit_all(c);
    } else {
        rt_ctx_state_release(&state);
    }
    if (SUCCEEDED(hr) && out) {
        rt_child_add_ref(&list->child.object);
        *out = (ID3D11CommandList *)list;
    }
    rt_child_unhold(&list->child);
    return hr;
}

/* ---- executing ---- */

static bool mapped_on(struct rt_context *c, const struct rt_local *use)
{
    const struct rt_resource *r = (const struct rt_resource *)use->object;
    const uint8_t *there = c->deferred ? rt_deferred_maps(c, r) : r->mapped;
    UINT i;

    for (i = 0; use->maps && there && i < r->n_subresources; i++)
        if (use->maps[i] && there[i] && (!c->deferred || there[i] & RT_LOCAL_MAP_OPEN))
            return true;
    return false;
}

bool rt_deferred_blocked(struct rt_context *c, const struct rt_cmdlist *list)
{
    const struct rt_local *l;

    for (l = list->uses; l; l = l->next) {
        const struct rt_query *q = (const struct rt_query *)l->object;

        if (l->type == D3D10DDI_HT_RESOURCE && mapped_on(c, l))
            return true;
        if (l->type == D3D10DDI_HT_QUERY && l->touched && (c->deferred ? rt_deferred_begun(c, q) : q->begun))
            return true;
        if (l->type == D3D11DDI_HT_COMMANDLIST && rt_deferred_blocked(c, (const struct rt_cmdlist *)l->object))
            return true;
    }
    return false;
}

/* On the immediate context: what the list has done to its objects. */
static void take_effects(const struct rt_cmdlist *list)
{
    const struct rt_local *l;

    for (l = list->uses; l; l = l->next) {
        if (l->type == D3D10DDI_HT_RESOURCE && l->written)
            ((struct rt_resource *)l->object)->gpu_written = true;
        if (l->type == D3D10DDI_HT_QUERY && l->touched) {
            ((struct rt_query *)l->object)->begun = false;
            ((struct rt_query *)l->object)->ended = true;
        }
        if (l->type == D3D11DDI_HT_COMMANDLIST)
            take_effects((const struct rt_cmdlist *)l->object);
    }
}

static void execute_in_driver(struct rt_context *c, struct rt_cmdlist *list)
{
    struct rt_call call;
    void *handle;

    if (!c->deferred) {
        if (!rt_call_begin(&call, c->child.device, RT_ERR_MEMORY))
            return;
        c->umd->f->pfnCommandListExecute(c->umd->h, (D3D11DDI_HCOMMANDLIST){list->memory->drv});
        rt_call_end(&call);
        take_effects(list);
        return;
    }
    if (!rt_ctx_enter(c))
        return;
    handle = rt_local_handle(c, D3D11DDI_HT_COMMANDLIST, &list->child);
    if (rt_ctx_good(c))
        c->umd->f->pfnCommandListExecute(c->umd->h, (D3D11DDI_HCOMMANDLIST){handle});
}

/* The execution leaves the driver with a cleared state. */
void rt_deferred_execute(struct rt_context *c, struct rt_cmdlist *list, BOOL restore)
{
    struct rt_ctx_state state = c->state;

    execute_in_driver(c, list);
    if (restore) {
        rt_ctx_emit_all(c);
    } else {
        rt_ctx_state_defaults(&c->state);
        rt_ctx_state_release(&state);
    }
}
