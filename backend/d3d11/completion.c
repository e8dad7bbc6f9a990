/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * completion.c - what is reported when the host's GPU gets there. One FIFO: the GPU works in order, so
 * only its head is ever asked, and reports leave in the order of the commands.
 */
#include <stdlib.h>
#include "renderer.h"

#define ENTRIES_MAX 65536u        /* beyond it a command waits for the GPU */
#define NUDGE_NS 2000000u         /* unflushed work is flushed when somebody has waited so long */
#define OVERDUE_NS 1000000000u    /* a query whose successors are done is given up after so long */
#define PROBE_NS 250000000u       /* an event behind such a query asks after so long */
#define WAIT_MAX_NS 1000000u      /* between two polls */
#define LATE_DIVISOR 32u          /* a completion is seen late by at most this part of the wait; a poll costs 1 us and a change of thread */

static struct pvb_d11_pending *entry(struct pvb_renderer *r, uint64_t serial)
{
    return &r->fifo.ring[serial & (r->fifo.capacity - 1)];
}

void pvb_d11_waiting(struct pvb_renderer *r)
{
    r->napped = 0;
    if (r->unflushed) return;
    r->unflushed = true;
    r->waiting_since = pvb_d11_os_now_ns();
}

static bool grow(struct pvb_renderer *r)
{
    uint32_t capacity = r->fifo.capacity ? r->fifo.capacity * 2 : 256;
    struct pvb_d11_pending *ring = malloc(capacity * sizeof *ring);

    if (!ring) return false;
    for (uint64_t s = r->fifo.head; s != r->fifo.tail; s++) ring[s & (capacity - 1)] = *entry(r, s);
    free(r->fifo.ring);
    r->fifo.ring = ring;
    r->fifo.capacity = capacity;
    return true;
}

struct pvb_d11_pending *pvb_d11_pending_push(struct pvb_renderer *r, struct pvb_context *c, enum pvb_d11_pending_kind kind)
{
    struct pvb_d11_pending *p;

    if (r->fifo.tail - r->fifo.head >= ENTRIES_MAX) pvb_d11_throttle(r, UINT64_MAX, ENTRIES_MAX / 2);
    if (r->fifo.tail - r->fifo.head >= r->fifo.capacity && !grow(r)) {
        if (pvb_d11_first(r, PVB_D11_EV_MEMORY)) pvb_log(0, "out of memory: a completion is lost");
        return NULL;
    }
    p = entry(r, r->fifo.tail++);
    *p = (struct pvb_d11_pending){ .kind = kind, .context = c };
    pvb_d11_waiting(r);
    return p;
}

ID3D11Query *pvb_d11_event_get(struct pvb_renderer *r)
{
    D3D11_QUERY_DESC d = { D3D11_QUERY_EVENT, 0 };
    ID3D11Query *q = NULL;

    if (r->n_events) return r->events[--r->n_events];
    return SUCCEEDED(ID3D11Device_CreateQuery(r->device, &d, &q)) ? q : NULL;
}

static void event_put(struct pvb_renderer *r, ID3D11Query *q)
{
    if (!q) return;
    if (r->n_events == r->events_capacity) {
        uint32_t capacity = r->events_capacity ? r->events_capacity * 2 : 64;
        ID3D11Query **events = realloc(r->events, capacity * sizeof *events);
        if (events) { r->events = events; r->events_capacity = capacity; }
    }
    if (r->n_events < r->events_capacity) r->events[r->n_events++] = q;
    else pvb_d11_release(q);
}

/* Gives back what an entry holds. */
static void drop(struct pvb_renderer *r, struct pvb_d11_pending *p)
{
    if (p->owner) p->owner->pending = 0;
    p->owner = NULL;
    if (p->staging) pvb_d11_staging_put(r, p->staging);
    p->staging = NULL;
    event_put(r, p->after);
    p->after = NULL;
    if (p->kind == PVB_D11_SIGNAL) event_put(r, p->query);
    else pvb_d11_release(p->query);
    p->query = NULL;
}

void pvb_d11_query_orphan(struct pvb_renderer *r, struct pvb_d11_query *q)
{
    if (q->pending >= r->fifo.head && q->pending < r->fifo.tail) entry(r, q->pending)->owner = NULL;
    q->pending = 0;
}

void pvb_d11_pending_cancel(struct pvb_renderer *r, struct pvb_d11_query *q)
{
    if (q->pending) drop(r, entry(r, q->pending)); /* what is left of it reports nothing */
}

void pvb_d11_pending_forget(struct pvb_renderer *r, const struct pvb_context *c)
{
    for (uint64_t s = r->fifo.head; s != r->fifo.tail; s++)
        if (entry(r, s)->context == c) entry(r, s)->context = NULL;
}

/* ---- making reports ---- */

enum due { NOT_YET, DONE, GONE };

static enum due event_due(struct pvb_renderer *r, ID3D11Query *event)
{
    BOOL done = FALSE;
    HRESULT hr = ID3D11DeviceContext_GetData(r->ctx, (ID3D11Asynchronous *)event, &done, sizeof done,
                                             D3D11_ASYNC_GETDATA_DONOTFLUSH);
    if (hr == S_FALSE) return NOT_YET;
    return hr == DXGI_ERROR_DEVICE_REMOVED || hr == DXGI_ERROR_DEVICE_RESET ? GONE : DONE;
}

/* A predicate's result is a BOOL (ne-d3d11-d3d11_query); Wine's Direct3D (10.0) counts samples in 64 bits. Returns the size. */
static UINT as_bool(uint8_t *data, UINT size)
{
    BOOL b = FALSE;
    for (UINT i = 0; i < size; i++) b |= data[i] != 0;
    memcpy(data, &b, sizeof b);
    return sizeof b;
}

static enum due query_due(struct pvb_renderer *r, struct pvb_d11_pending *p)
{
    uint8_t data[PVGPU_QUERY_DATA] = { 0 };
    UINT size;
    HRESULT hr;

    if (!p->query) return DONE;
    if (p->after) {
        enum due due = event_due(r, p->after);
        if (due != DONE) return due;
    }
    size = ID3D11Query_GetDataSize(p->query);
    if (size > sizeof data) return DONE;
    hr = ID3D11DeviceContext_GetData(r->ctx, (ID3D11Asynchronous *)p->query, data, size, D3D11_ASYNC_GETDATA_DONOTFLUSH);
    if (hr == S_FALSE) return NOT_YET;
    if (FAILED(hr)) return hr == DXGI_ERROR_DEVICE_REMOVED || hr == DXGI_ERROR_DEVICE_RESET ? GONE : DONE;
    if (p->predicts) size = as_bool(data, size);
    if (p->context) pvb_report_query(p->context, p->heap, p->offset, p->value, data, size);
    return DONE;
}

static enum due signal_due(struct pvb_renderer *r, struct pvb_d11_pending *p)
{
    enum due due = p->query ? event_due(r, p->query) : DONE;

    if (due == DONE && p->context) pvb_report_signal(p->context, p->heap, p->offset, p->value);
    return due;
}

static void copy_slice(const struct pvb_d11_pending *p, const D3D11_MAPPED_SUBRESOURCE *map, const char *from, uint32_t rows, char *to)
{
    if (p->row_pitch == map->RowPitch && rows > 1 && p->row_bytes == p->row_pitch) {
        memcpy(to, from, (size_t)rows * p->row_pitch);
        return;
    }
    for (uint32_t y = 0; y < rows; y++)
        memcpy(to + (size_t)y * p->row_pitch, from + (size_t)y * map->RowPitch, p->row_bytes);
}

static void copy_rows(const struct pvb_d11_pending *p, const D3D11_MAPPED_SUBRESOURCE *map, char *to)
{
    const char *from = (const char *)map->pData + p->skip;

    for (uint32_t z = 0; z < p->depth; z++)
        copy_slice(p, map, from + (size_t)(z + p->skip_slices) * map->DepthPitch + (size_t)p->skip_rows * map->RowPitch, p->rows,
                   to + (size_t)z * p->depth_pitch);
    if (p->chroma)
        copy_slice(p, map, from + ((size_t)p->chroma + p->skip_rows / 2) * map->RowPitch, p->rows / 2, to + p->depth_pitch);
}

static enum due read_due(struct pvb_renderer *r, struct pvb_d11_pending *p)
{
    UINT subresource;
    ID3D11Resource *host = pvb_d11_staging_host(p->staging, &subresource);
    D3D11_MAPPED_SUBRESOURCE map;
    HRESULT hr = ID3D11DeviceContext_Map(r->ctx, host, subresource, D3D11_MAP_READ, D3D11_MAP_FLAG_DO_NOT_WAIT, &map);

    if (hr == DXGI_ERROR_WAS_STILL_DRAWING) return NOT_YET;
    if (hr == DXGI_ERROR_DEVICE_REMOVED || hr == DXGI_ERROR_DEVICE_RESET) return GONE;
    if (FAILED(hr)) {
        if (pvb_d11_first(r, PVB_D11_EV_READ)) pvb_log(0, "a staging resource could not be mapped: 0x%08x", (unsigned)hr);
        return DONE;
    }
    if (p->context) {
        uint64_t before = p->chroma ? p->depth_pitch : (uint64_t)(p->depth - 1) * p->depth_pitch;
        uint32_t rows = p->chroma ? p->rows / 2 : p->rows;
        uint64_t size = before + (uint64_t)(rows - 1) * p->row_pitch + p->row_bytes;
        char *to = pvb_report_memory(p->context, p->heap, p->offset, size);
        if (to) copy_rows(p, &map, to);
    }
    ID3D11DeviceContext_Unmap(r->ctx, host, subresource);
    return DONE;
}

/* The GPU has gone past all that was asked of it when the head had waited for a while: an event tells. */
static bool passed(struct pvb_renderer *r, uint64_t waited)
{
    if (!r->probe && waited >= PROBE_NS && (r->probe = pvb_d11_event_get(r))) {
        ID3D11DeviceContext_End(r->ctx, (ID3D11Asynchronous *)r->probe);
        pvb_d11_waiting(r);
    }
    return r->probe && event_due(r, r->probe) == DONE;
}

/* A query at the head that never becomes ready would hold up everybody's reports (Wine's Direct3D, 10.0, never finishes one that
 * was within another): when the GPU has long done what follows it, it is given up. */
static bool overdue(struct pvb_renderer *r)
{
    const uint64_t now = pvb_d11_os_now_ns();

    if (!r->late_since) r->late_since = now;
    if (!passed(r, now - r->late_since)) return false;
    if (!r->overdue_since) r->overdue_since = now;
    return now - r->overdue_since >= OVERDUE_NS;
}

/* Whoever waits for it gets zeroes, as of a query that could not be made. */
static void give_up(struct pvb_renderer *r, struct pvb_d11_pending *p)
{
    uint8_t zeroes[PVGPU_QUERY_DATA] = { 0 };
    const UINT size = ID3D11Query_GetDataSize(p->query);

    if (pvb_d11_first(r, PVB_D11_EV_QUERY)) pvb_log(1, "the host never finishes a query: it is given up");
    if (p->context && size <= sizeof zeroes) pvb_report_query(p->context, p->heap, p->offset, p->value, zeroes, size);
}

bool pvb_d11_drain(struct pvb_renderer *r)
{
    while (r->fifo.head != r->fifo.tail) {
        struct pvb_d11_pending *p = entry(r, r->fifo.head);
        enum due due = DONE;
        switch (p->kind) {
        case PVB_D11_SIGNAL: due = signal_due(r, p); break;
        case PVB_D11_QUERY: due = query_due(r, p); break;
        case PVB_D11_READ: due = read_due(r, p); break;
        }
        if (due == NOT_YET && !(p->kind == PVB_D11_QUERY && overdue(r))) return true;
        if (due == GONE) { r->lost = true; return false; }
        if (due == NOT_YET) give_up(r, p);
        drop(r, p);
        r->fifo.head++;
        r->late_since = r->overdue_since = 0;
        event_put(r, r->probe);
        r->probe = NULL;
        r->napped = 0;
    }
    return true;
}

void pvb_d11_throttle(struct pvb_renderer *r, uint64_t max_bytes, uint32_t max_entries)
{
    pvb_d11_flush(r);
    while (!r->lost && r->fifo.head != r->fifo.tail
           && (r->busy_bytes > max_bytes || r->fifo.tail - r->fifo.head > max_entries)) {
        if (!pvb_d11_drain(r) || FAILED(ID3D11Device_GetDeviceRemovedReason(r->device))) return;
        pvb_d11_os_sleep_ns(pvb_d11_patience(r));
    }
}

/* ---- the core's calls ---- */

void pvb_d11_flush(struct pvb_renderer *r)
{
    ID3D11DeviceContext_Flush(r->ctx);
    r->unflushed = false;
}

int pvb_d11_poll(struct pvb_renderer *r, void (*frame)(void *arg, const struct pvb_frame *f), void *arg)
{
    int frames;

    if (r->lost) return -1;
    if (!pvb_d11_drain(r)) return -1;
    frames = pvb_d11_frames_poll(r, frame, arg);
    if (r->lost || FAILED(ID3D11Device_GetDeviceRemovedReason(r->device))) {
        r->lost = true;
        return -1;
    }
    if (r->unflushed && (frames || r->fifo.head != r->fifo.tail) && pvb_d11_os_now_ns() - r->waiting_since > NUDGE_NS)
        pvb_d11_flush(r);
    return frames + (int)(r->fifo.tail - r->fifo.head);
}

uint64_t pvb_d11_patience(struct pvb_renderer *r)
{
    uint64_t ns = r->napped / LATE_DIVISOR;

    if (ns < PVB_D11_WAIT_MIN_NS) ns = PVB_D11_WAIT_MIN_NS;
    if (ns > WAIT_MAX_NS) ns = WAIT_MAX_NS;
    r->napped += ns;
    return ns;
}

void pvb_d11_wait(struct pvb_renderer *r, uint64_t timeout_ns)
{
    uint64_t ns = pvb_d11_patience(r);

    pvb_d11_os_sleep_ns(ns < timeout_ns ? ns : timeout_ns);
}

void pvb_d11_fifo_fini(struct pvb_renderer *r)
{
    for (; r->fifo.head != r->fifo.tail; r->fifo.head++) drop(r, entry(r, r->fifo.head));
    free(r->fifo.ring);
    event_put(r, r->probe);
    r->probe = NULL;
    while (r->n_events) pvb_d11_release(r->events[--r->n_events]);
    free(r->events);
    r->fifo = (struct pvb_d11_fifo){ 0 };
    r->events = NULL;
}
