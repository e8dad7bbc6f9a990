/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * query.c - ID3D11Query1 and ID3D11Predicate.
 */
#include "d3d10_faces.h"
#include "deferred.h"
#include "objects.h"

#include <stdlib.h>

static struct rt_query *from(void *iface)
{
    return iface;
}

RT_CHILD_METHODS(query, ID3D11Query1)

static UINT STDMETHODCALLTYPE query_GetDataSize(ID3D11Query1 *iface)
{
    return rt_query_data_size(from(iface)->desc.Query);
}

static void STDMETHODCALLTYPE query_GetDesc(ID3D11Query1 *iface, D3D11_QUERY_DESC *desc)
{
    desc->Query = from(iface)->desc.Query;
    desc->MiscFlags = from(iface)->desc.MiscFlags;
}

static void STDMETHODCALLTYPE query_GetDesc1(ID3D11Query1 *iface, D3D11_QUERY_DESC1 *desc)
{
    *desc = from(iface)->desc;
}

static const ID3D11Query1Vtbl query_vtbl = {
    RT_CHILD_SLOTS(query), .GetDataSize = query_GetDataSize, .GetDesc = query_GetDesc, .GetDesc1 = query_GetDesc1,
};

#define QUERY_IFACES \
    {&IID_ID3D11Query, 0}, {&IID_ID3D11Query1, 0}, {&IID_ID3D11Asynchronous, 0}, {&IID_ID3D11DeviceChild, 0}, {&IID_IUnknown, 0}
#define QUERY_D3D10 RT_D3D10(IID_ID3D10Query), RT_D3D10(IID_ID3D10Asynchronous), RT_D3D10_CHILD
static const struct rt_iface_entry query_ifaces[] = {QUERY_IFACES, QUERY_D3D10, {NULL, 0}};
static const struct rt_iface_entry predicate_ifaces[] = {
    QUERY_IFACES, QUERY_D3D10, {&IID_ID3D11Predicate, 0}, RT_D3D10(IID_ID3D10Predicate), {NULL, 0},
};

static void destroy_query(struct rt_object *object)
{
    struct rt_query *q = (struct rt_query *)object;
    struct rt_device *device = q->child.device;

    if (q->drv)
        RT_DESTROY(device, pfnDestroyQuery, D3D10DDI_HQUERY, q->drv);
    rt_object_fini(object);
    free(q);
}

static const struct rt_class query_class = {
    "ID3D11Query", query_ifaces, rt_child_add_ref, destroy_query, &rt_d3d10_query_vtbl,
};
static const struct rt_class predicate_class = {
    "ID3D11Predicate", predicate_ifaces, rt_child_add_ref, destroy_query, &rt_d3d10_query_vtbl,
};

/* What each query is to the driver, and the size of its data. */
static const struct {
    D3D10DDI_QUERY ddi;
    UINT size;
    bool predicate; /* has the interface */
} types[] = {
    [D3D11_QUERY_EVENT] = {D3D10DDI_QUERY_EVENT, sizeof(BOOL), false},
    [D3D11_QUERY_OCCLUSION] = {D3D10DDI_QUERY_OCCLUSION, sizeof(UINT64), false},
    [D3D11_QUERY_TIMESTAMP] = {D3D10DDI_QUERY_TIMESTAMP, sizeof(UINT64), false},
    [D3D11_QUERY_TIMESTAMP_DISJOINT] = {D3D10DDI_QUERY_TIMESTAMPDISJOINT, sizeof(D3D11_QUERY_DATA_TIMESTAMP_DISJOINT), false},
    [D3D11_QUERY_PIPELINE_STATISTICS] = {D3D11DDI_QUERY_PIPELINESTATS, sizeof(D3D11_QUERY_DATA_PIPELINE_STATISTICS), false},
    [D3D11_QUERY_OCCLUSION_PREDICATE] = {D3D10DDI_QUERY_OCCLUSIONPREDICATE, sizeof(BOOL), true},
    [D3D11_QUERY_SO_STATISTICS] = {D3D10DDI_QUERY_STREAMOUTPUTSTATS, sizeof(D3D11_QUERY_DATA_SO_STATISTICS), false},
    [D3D11_QUERY_SO_OVERFLOW_PREDICATE] = {D3D10DDI_QUERY_STREAMOVERFLOWPREDICATE, sizeof(BOOL), true},
    [D3D11_QUERY_SO_STATISTICS_STREAM0] =
        {D3D11DDI_QUERY_STREAMOUTPUTSTATS_STREAM0, sizeof(D3D11_QUERY_DATA_SO_STATISTICS), false},
    [D3D11_QUERY_SO_OVERFLOW_PREDICATE_STREAM0] = {D3D11DDI_QUERY_STREAMOVERFLOWPREDICATE_STREAM0, sizeof(BOOL), true},
    [D3D11_QUERY_SO_STATISTICS_STREAM1] =
        {D3D11DDI_QUERY_STREAMOUTPUTSTATS_STREAM1, sizeof(D3D11_QUERY_DATA_SO_STATISTICS), false},
    [D3D11_QUERY_SO_OVERFLOW_PREDICATE_STREAM1] = {D3D11DDI_QUERY_STREAMOVERFLOWPREDICATE_STREAM1, sizeof(BOOL), true},
    [D3D11_QUERY_SO_STATISTICS_STREAM2] =
        {D3D11DDI_QUERY_STREAMOUTPUTSTATS_STREAM2, sizeof(D3D11_QUERY_DATA_SO_STATISTICS), false},
    [D3D11_QUERY_SO_OVERFLOW_PREDICATE_STREAM2] = {D3D11DDI_QUERY_STREAMOVERFLOWPREDICATE_STREAM2, sizeof(BOOL), true},
    [D3D11_QUERY_SO_STATISTICS_STREAM3] =
        {D3D11DDI_QUERY_STREAMOUTPUTSTATS_STREAM3, sizeof(D3D11_QUERY_DATA_SO_STATISTICS), false},
    [D3D11_QUERY_SO_OVERFLOW_PREDICATE_STREAM3] = {D3D11DDI_QUERY_STREAMOVERFLOWPREDICATE_STREAM3, sizeof(BOOL), true},
};

UINT rt_query_data_size(D3D11_QUERY query)
{
    return (unsigned)query < RT_COUNT(types) ? types[query].size : 0;
}

HRESULT rt_query_create(struct rt_device *device, const D3D11_QUERY_DESC1 *desc, bool predicate, bool want, struct rt_query **out)
{
    struct rt_umd *umd = &device->umd;
    D3D10DDIARG_CREATEQUERY arg;
    struct rt_query *q;
    struct rt_call call;
    bool is_predicate;
    HRESULT hr;

    if (!desc || (unsigned)desc->Query >= RT_COUNT(types) || (desc->MiscFlags & ~D3D11_QUERY_MISC_PREDICATEHINT))
        return E_INVALIDARG;
    if (desc->ContextType != D3D11_CONTEXT_TYPE_ALL && desc->ContextType != D3D11_CONTEXT_TYPE_3D)
        return E_INVALIDARG;
    is_predicate = types[desc->Query].predicate;
    if (desc->MiscFlags && !is_predicate)
        return E_INVALIDARG;
    /* CreatePredicate names two queries; those of single streams are made by CreateQuery. */
    if (predicate && desc->Query != D3D11_QUERY_OCCLUSION_PREDICATE && desc->Query != D3D11_QUERY_SO_OVERFLOW_PREDICATE)
        return E_INVALIDARG;
    if (desc->Query >= D3D11_QUERY_SO_STATISTICS_STREAM0 && device->feature_level < D3D_FEATURE_LEVEL_11_0)
        return E_INVALIDARG;
    if (!want)
        return S_FALSE;
    if (rt_removed(device))
        return DXGI_ERROR_DEVICE_REMOVED;
    q = calloc(1, sizeof(*q));
    if (!q)
        return E_OUTOFMEMORY;
    q->desc = *desc;
    rt_child_init(&q->child, &query_vtbl, is_predicate ? &predicate_class : &query_class, device);
    arg.Query = types[desc->Query].ddi;
    if (umd->level < RT_DDI_11_0 && desc->Query == D3D11_QUERY_PIPELINE_STATISTICS)
        arg.Query = D3D10DDI_QUERY_PIPELINESTATS;
    arg.MiscFlags = desc->MiscFlags ? D3D10DDI_QUERY_MISCFLAG_PREDICATEHINT : 0;
    if (!rt_call_begin(&call, device, RT_ERR_COUNTER)) {
        rt_child_release(&q->child.object);
        return DXGI_ERROR_DEVICE_REMOVED;
    }
    q->drv = rt_private_alloc(umd->f->pfnCalcPrivateQuerySize(umd->h, &arg));
    if (q->drv)
        umd->f->pfnCreateQuery(umd->h, &arg, (D3D10DDI_HQUERY){q->drv}, (D3D10DDI_HRTQUERY){q});
    hr = rt_call_end(&call);
    if (!q->drv)
        hr = E_OUTOFMEMORY;
    if (FAILED(hr)) {
        rt_private_free(q->drv);
        q->drv = NULL;
        rt_child_release(&q->child.object);
        return hr;
    }
    rt_local_size(&q->child, D3D10DDI_HT_QUERY, q->drv);
    *out = q;
    return S_OK;
}
