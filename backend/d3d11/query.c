/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * query.c - queries, predicates, and the signal command.
 */
#include <stdlib.h>
#include "renderer.h"

static bool is_predicate(uint32_t type)
{
    switch ((D3D11_QUERY)type) {
    case D3D11_QUERY_OCCLUSION_PREDICATE: case D3D11_QUERY_SO_OVERFLOW_PREDICATE: case D3D11_QUERY_SO_OVERFLOW_PREDICATE_STREAM0:
    case D3D11_QUERY_SO_OVERFLOW_PREDICATE_STREAM1: case D3D11_QUERY_SO_OVERFLOW_PREDICATE_STREAM2:
    case D3D11_QUERY_SO_OVERFLOW_PREDICATE_STREAM3:
        return true;
    default:
        return false;
    }
}

enum pvgpu_verdict pvb_d11_cmd_create_query(void *core, const struct pvgpu_cmd_create_query *c, const void *tail)
{
    struct pvb_d11_context *cx = pvb_d11_context_of(core);
    D3D11_QUERY_DESC d = { (D3D11_QUERY)c->type, c->flags };
    struct pvb_d11_query *q = calloc(1, sizeof *q);
    HRESULT hr = E_OUTOFMEMORY;

    if (q) {
        q->type = c->type;
        q->predicts = is_predicate(c->type) && SUCCEEDED(hr = ID3D11Device_CreatePredicate(cx->r->device, &d, &q->predicate));
        /* DXVK makes no predicates of overflows; their results can be had as those of queries. */
        if (!q->predicts) hr = ID3D11Device_CreateQuery(cx->r->device, &d, &q->host);
    }
    if (FAILED(hr)) {
        if (pvb_d11_first(cx->r, PVB_D11_EV_QUERY)) pvb_log(1, "query of type %u refused: 0x%08x", c->type, (unsigned)hr);
        free(q);
        q = NULL;
    }
    pvb_define(core, c->id, PVGPU_OBJ_QUERY, q);
    return PVGPU_OK;
}

enum pvgpu_verdict pvb_d11_cmd_query_begin(void *core, const struct pvgpu_cmd_query_begin *c, const void *tail)
{
    struct pvb_d11_context *cx = pvb_d11_context_of(core);
    struct pvb_d11_query *q = pvb_object(core, c->query);

    /* These have no beginning (ID3D11DeviceContext::Begin documentation). */
    if (q->type == D3D11_QUERY_EVENT || q->type == D3D11_QUERY_TIMESTAMP) return PVGPU_OK;
    pvb_d11_pending_cancel(cx->r, q); /* the host forgets a result that is begun again */
    ID3D11DeviceContext_Begin(cx->ctx, q->async);
    return PVGPU_OK;
}

enum pvgpu_verdict pvb_d11_cmd_query_end(void *core, const struct pvgpu_cmd_query_end *c, const void *tail)
{
    struct pvb_d11_context *cx = pvb_d11_context_of(core);
    struct pvb_d11_query *q = pvb_object(core, c->query);
    struct pvb_d11_pending *p;

    pvb_d11_pending_cancel(cx->r, q);
    ID3D11DeviceContext_End(cx->ctx, q->async);
    p = pvb_d11_pending_push(cx->r, core, PVB_D11_QUERY);
    if (!p) return PVGPU_OK;
    p->heap = c->heap;
    p->offset = c->offset;
    p->value = c->seq;
    p->query = q->host;
    p->owner = q;
    p->predicts = is_predicate(q->type);
    ID3D11Query_AddRef(p->query);
    q->pending = cx->r->fifo.tail - 1;
    if (cx->r->early_queries) {
        p->after = pvb_d11_event_get(cx->r);
        if (p->after) ID3D11DeviceContext_End(cx->ctx, (ID3D11Asynchronous *)p->after);
    }
    return PVGPU_OK;
}

enum pvgpu_verdict pvb_d11_cmd_set_predication(void *core, const struct pvgpu_cmd_set_predication *c, const void *tail)
{
    struct pvb_d11_context *cx = pvb_d11_context_of(core);
    struct pvb_d11_query *q = pvb_object(core, c->query);

    if (q && !is_predicate(q->type)) return PVGPU_E_RULE;
    cx->predicate = q && q->predicts ? q->predicate : NULL; /* what cannot predict leaves nothing out */
    cx->predicate_value = (BOOL)c->value;
    ID3D11DeviceContext_SetPredication(cx->ctx, cx->predicate, cx->predicate_value);
    return PVGPU_OK;
}

enum pvgpu_verdict pvb_d11_cmd_signal(void *core, const struct pvgpu_cmd_signal *c, const void *tail)
{
    struct pvb_d11_context *cx = pvb_d11_context_of(core);
    struct pvb_d11_pending *p;
    ID3D11Query *q;

    if (c->when == PVGPU_SIGNAL_CONSUMED) {
        pvb_report_signal(core, c->heap, c->offset, c->value);
        return PVGPU_OK;
    }
    p = pvb_d11_pending_push(cx->r, core, PVB_D11_SIGNAL);
    if (!p) return PVGPU_OK;
    q = pvb_d11_event_get(cx->r);
    if (q) ID3D11DeviceContext_End(cx->ctx, (ID3D11Asynchronous *)q);
    p->heap = c->heap;
    p->offset = c->offset;
    p->value = c->value;
    p->query = q; /* NULL: as soon as everything before it was reported */
    return PVGPU_OK;
}
