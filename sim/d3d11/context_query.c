/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * context_query.c - Begin, End, GetData, predication, Flush.
 */
#include "cmdlist.h"
#include "context_methods.h"
#include "deferred.h"

static bool has_begin(const struct rt_query *q)
{
    return q->desc.Query != D3D11_QUERY_EVENT && q->desc.Query != D3D11_QUERY_TIMESTAMP;
}

void rt_ctx_begin(struct rt_context *c, struct rt_query *query)
{
    D3D10DDI_HQUERY handle;

    if (c->list) {
        struct rt_child *object = RT_OBJ(query);

        rt_record(c, RT_OP_BEGIN, NULL, 0, &object, 1, NULL, 0);
        rt_cmdlist_note_query(c->list, query, true);
        return;
    }
    if (!c->deferred)
        query->begun = true;
    if (!rt_ctx_enter(c))
        return;
    handle.pDrvPrivate = rt_h_query(c, query);
    rt_deferred_note_query(c, query, true);
    if (rt_ctx_good(c))
        c->umd->f->pfnQueryBegin(c->umd->h, handle);
    rt_ctx_leave(c);
}

void rt_ctx_end(struct rt_context *c, struct rt_query *query)
{
    D3D10DDI_HQUERY handle;

    if (c->list) {
        struct rt_child *object = RT_OBJ(query);

        rt_record(c, RT_OP_END, NULL, 0, &object, 1, NULL, 0);
        rt_cmdlist_note_query(c->list, query, false);
        return;
    }
    if (!c->deferred) {
        query->begun = false;
        query->ended = true;
    }
    if (!rt_ctx_enter(c))
        return;
    handle.pDrvPrivate = rt_h_query(c, query);
    rt_deferred_note_query(c, query, false);
    if (rt_ctx_good(c))
        c->umd->f->pfnQueryEnd(c->umd->h, handle);
    rt_ctx_leave(c);
}

void rt_ctx_set_predication(struct rt_context *c, struct rt_query *query, BOOL value)
{
    RT_HOLD(c->state.predicate, query);
    c->state.predicate_value = value;
    if (c->list) {
        struct rt_child *object = RT_OBJ(query);
        UINT u = (UINT)value;

        rt_record(c, RT_OP_PREDICATION, &u, 1, &object, 1, NULL, 0);
        return;
    }
    if (!rt_ctx_enter(c))
        return;
    /* What has no result yet decides nothing: the driver does not see it. Whether it has one when a list runs is not
     * known while the list is recorded. */
    if (query && !c->deferred && (!query->ended || query->begun))
        query = NULL;
    c->umd->f->pfnSetPredication(c->umd->h, (D3D10DDI_HQUERY){rt_h_query(c, query)}, value);
    rt_ctx_leave(c);
}

bool rt_ctx_flush(struct rt_context *c, UINT flags)
{
    struct rt_device *device = c->child.device;
    struct rt_call call;
    bool flushed;

    if (!rt_call_begin(&call, device, RT_ERR_REMOVED))
        return false;
    flushed = rt_ddi_flush(&device->umd, flags);
    rt_call_end(&call);
    return flushed;
}

/* ---- methods ---- */

/* On a deferred context the list's replay keeps the query's state. No begin of a begun query, none of the
 * bound predicate. */
void STDMETHODCALLTYPE ctx_Begin(ID3D11DeviceContext4 *iface, ID3D11Asynchronous *async)
{
    struct rt_context *c = rt_context_from(iface);
    struct rt_query *q = (struct rt_query *)async;

    if (!q || !has_begin(q) || q == c->state.predicate)
        return;
    if (c->deferred ? rt_deferred_begun(c, q) : c->list ? rt_cmdlist_begun(c->list, q) : q->begun)
        rt_ctx_end(c, q);
    rt_ctx_begin(c, q);
}

/* End alone means Begin and End at this point (d3d10umddi pfnQueryEnd). */
void STDMETHODCALLTYPE ctx_End(ID3D11DeviceContext4 *iface, ID3D11Asynchronous *async)
{
    struct rt_context *c = rt_context_from(iface);
    struct rt_query *q = (struct rt_query *)async;

    if (!q || q == c->state.predicate)
        return;
    rt_ctx_end(c, q);
}

HRESULT STDMETHODCALLTYPE ctx_GetData(ID3D11DeviceContext4 *iface, ID3D11Asynchronous *async, void *data, UINT size, UINT flags)
{
    struct rt_context *c = rt_context_from(iface);
    struct rt_device *device = c->child.device;
    struct rt_query *q = (struct rt_query *)async;
    struct rt_call call;
    HRESULT hr;

    if (c->type == D3D11_DEVICE_CONTEXT_DEFERRED)
        return DXGI_ERROR_INVALID_CALL;
    /* No size asks only whether there is data. */
    if (!q || (size && !data) || (size && size != rt_query_data_size(q->desc.Query)) || (flags & ~D3D11_ASYNC_GETDATA_DONOTFLUSH))
        return E_INVALIDARG;
    if (q->begun || !q->ended || (q->desc.MiscFlags & D3D11_QUERY_MISC_PREDICATEHINT))
        return DXGI_ERROR_INVALID_CALL;
    if (!rt_call_begin(&call, device, RT_ERR_GET_DATA))
        return DXGI_ERROR_DEVICE_REMOVED;
    c->umd->f->pfnQueryGetData(c->umd->h, (D3D10DDI_HQUERY){q->drv}, size ? data : NULL, size,
        flags & D3D11_ASYNC_GETDATA_DONOTFLUSH ? D3D10_DDI_GET_DATA_DO_NOT_FLUSH : 0);
    hr = rt_call_end(&call);
    return hr == DXGI_ERROR_WAS_STILL_DRAWING ? S_FALSE : hr;
}

void STDMETHODCALLTYPE ctx_SetPredication(ID3D11DeviceContext4 *iface, ID3D11Predicate *predicate, BOOL value)
{
    struct rt_context *c = rt_context_from(iface);
    struct rt_query *q = (struct rt_query *)predicate;

    rt_ctx_set_predication(c, q, value);
}

void STDMETHODCALLTYPE ctx_GetPredication(ID3D11DeviceContext4 *iface, ID3D11Predicate **predicate, BOOL *value)
{
    struct rt_context *c = rt_context_from(iface);

    if (predicate)
        RT_GIVE(predicate, ID3D11Predicate, c->state.predicate);
    if (value)
        *value = c->state.predicate_value;
}

void STDMETHODCALLTYPE ctx_Flush(ID3D11DeviceContext4 *iface)
{
    struct rt_context *c = rt_context_from(iface);

    if (c->type == D3D11_DEVICE_CONTEXT_IMMEDIATE)
        rt_ctx_flush(c, 0);
}

void STDMETHODCALLTYPE ctx_Flush1(ID3D11DeviceContext4 *iface, D3D11_CONTEXT_TYPE type, HANDLE event)
{
    /* The event needs kernel synchronisation of WDDM 2; the flush itself is done. */
    ctx_Flush(iface);
}
