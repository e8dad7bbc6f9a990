/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * query.c - queries. The host writes a query's data into a slot in shared memory, its sequence
 * number last; looking costs no kernel call.
 */
#include "entry.h"
#include "os.h"
#include "record.h"

enum { POOL_SIZE = 16384, SLOT_STRIDE = 128, POOL_SLOTS = POOL_SIZE / SLOT_STRIDE, POLLS = 16, DO_NOT_FLUSH = 1 };
PVGPU_STATIC_ASSERT(sizeof(struct pvgpu_query_slot) <= SLOT_STRIDE, "slots do not overlap");

struct pvu_query_pool {
    struct pvu_query_pool *next;
    struct pvu_heap heap;
    struct pvu_query_slot slots[POOL_SLOTS];
};

/* Direct3D 11's number and the bytes that the interface's own structure takes of its data. The
 * pipeline statistics of 10 are the first eight counters of 11's. */
static bool describe(D3D10DDI_QUERY query, struct pvu_query *q)
{
    static const struct { uint8_t type, size; } row[] = {
        [D3D10DDI_QUERY_EVENT] = { 0, sizeof(BOOL) },
        [D3D10DDI_QUERY_OCCLUSION] = { 1, 8 },
        [D3D10DDI_QUERY_TIMESTAMP] = { 2, 8 },
        [D3D10DDI_QUERY_TIMESTAMPDISJOINT] = { 3, sizeof(D3D10_DDI_QUERY_DATA_TIMESTAMP_DISJOINT) },
        [D3D10DDI_QUERY_PIPELINESTATS] = { 4, sizeof(D3D10_DDI_QUERY_DATA_PIPELINE_STATISTICS) },
        [D3D10DDI_QUERY_OCCLUSIONPREDICATE] = { 5, sizeof(BOOL) },
        [D3D10DDI_QUERY_STREAMOUTPUTSTATS] = { 6, sizeof(D3D10_DDI_QUERY_DATA_SO_STATISTICS) },
        [D3D10DDI_QUERY_STREAMOVERFLOWPREDICATE] = { 7, sizeof(BOOL) },
        [D3D11DDI_QUERY_PIPELINESTATS] = { 4, 88 },
        [D3D11DDI_QUERY_STREAMOUTPUTSTATS_STREAM0] = { 8, 16 },
        [D3D11DDI_QUERY_STREAMOUTPUTSTATS_STREAM1] = { 10, 16 },
        [D3D11DDI_QUERY_STREAMOUTPUTSTATS_STREAM2] = { 12, 16 },
        [D3D11DDI_QUERY_STREAMOUTPUTSTATS_STREAM3] = { 14, 16 },
        [D3D11DDI_QUERY_STREAMOVERFLOWPREDICATE_STREAM0] = { 9, sizeof(BOOL) },
        [D3D11DDI_QUERY_STREAMOVERFLOWPREDICATE_STREAM1] = { 11, sizeof(BOOL) },
        [D3D11DDI_QUERY_STREAMOVERFLOWPREDICATE_STREAM2] = { 13, sizeof(BOOL) },
        [D3D11DDI_QUERY_STREAMOVERFLOWPREDICATE_STREAM3] = { 15, sizeof(BOOL) },
    };
    if ((unsigned)query >= sizeof row / sizeof row[0]) return false;
    q->type = row[query].type;
    q->data_size = row[query].size;
    return true;
}

static struct pvgpu_query_slot *memory(struct pvu_device *d, const struct pvu_query_slot *s)
{
    uint8_t *cpu = pvu_heap_cpu(d, s->heap);
    return cpu ? (struct pvgpu_query_slot *)(void *)(cpu + s->offset) : NULL;
}

static bool written(struct pvu_device *d, const struct pvu_query_slot *s, uint64_t seq)
{
    struct pvgpu_query_slot *m = memory(d, s);
    return m && __atomic_load_n(&m->seq, __ATOMIC_ACQUIRE) == seq;
}

static enum pvu_status grow(struct pvu_device *d)
{
    struct pvu_query_pool *p = pvu_os_alloc(sizeof *p);
    if (!p) return PVU_NO_MEMORY;
    enum pvu_status s = pvu_heap_create(d, &p->heap, POOL_SIZE);
    if (s != PVU_OK) {
        pvu_os_free(p);
        return s;
    }
    memset(p->heap.cpu, 0, POOL_SIZE);
    p->next = d->query_pools;
    d->query_pools = p;
    for (unsigned i = 0; i < POOL_SLOTS; i++) {
        p->slots[i].heap = &p->heap;
        p->slots[i].offset = i * SLOT_STRIDE;
        p->slots[i].next = d->free_slots;
        d->free_slots = &p->slots[i];
    }
    return PVU_OK;
}

/* A slot that the host will not write any more: one that belonged to a destroyed query is of no use
 * until the host has answered that query's last End. */
static struct pvu_query_slot *take_slot(struct pvu_device *d)
{
    bool may_look = !d->lock_per_render || pvu_owns(d); /* else the memory may be unlocked meanwhile */
    for (struct pvu_query_slot **link = &d->free_slots; *link; link = &(*link)->next) {
        struct pvu_query_slot *s = *link;
        if (s->last_seq && (!may_look || !written(d, s, s->last_seq))) continue;
        *link = s->next;
        return s;
    }
    return NULL;
}

SIZE_T APIENTRY pvu_calc_query_size(D3D10DDI_HDEVICE h, const D3D10DDIARG_CREATEQUERY *a)
{
    (void)h, (void)a;
    return sizeof(struct pvu_query);
}

void APIENTRY pvu_create_query(D3D10DDI_HDEVICE h, const D3D10DDIARG_CREATEQUERY *a, D3D10DDI_HQUERY hq, D3D10DDI_HRTQUERY rt)
{
    PVU_CREATION(c, h, true);
    struct pvu_query *q = hq.pDrvPrivate;
    enum pvu_status s = PVU_OK;
    (void)rt;
    if (!c) return;
    struct pvu_device *d = c->device;
    memset(q, 0, sizeof *q);
    if (!describe(a->Query, q)) {
        pvu_log("query of type %d", (int)a->Query);
        pvu_fail(&d->context, PVU_NO_MEMORY, PVU_ENTRY_CREATE);
        return;
    }
    q->slot = take_slot(d);
    if (!q->slot) {
        s = grow(d);
        if (s == PVU_OK) q->slot = take_slot(d);
    }
    if (s == PVU_OK) q->id = pvu_id_alloc(d);
    if (!q->id) {
        if (q->slot) {
            q->slot->next = d->free_slots;
            d->free_slots = q->slot;
        }
        pvu_fail(&d->context, s == PVU_OK ? PVU_NO_MEMORY : s, PVU_ENTRY_CREATE);
        return;
    }
    struct pvgpu_cmd_create_query *k = PVU_CMD(c, create_query, CREATE_QUERY);
    k->id = q->id;
    k->type = q->type;
    k->flags = a->MiscFlags & D3D10DDI_QUERY_MISCFLAG_PREDICATEHINT;
    k->pad = 0;
}

void APIENTRY pvu_destroy_query(D3D10DDI_HDEVICE h, D3D10DDI_HQUERY hq)
{
    struct pvu_device *d = pvu_device(h);
    struct pvu_query *q = hq.pDrvPrivate;
    PVU_CREATION(c, h, false);
    if (pvu_owns(d)) pvu_bound_forget_state(&d->context, q);
    if (!c) return; /* its slot is not reused either */
    pvu_object_destroy(c, q->id);
    q->slot->last_seq = q->seq;
    q->slot->next = d->free_slots;
    d->free_slots = q->slot;
}

void APIENTRY pvu_query_begin(D3D10DDI_HDEVICE h, D3D10DDI_HQUERY hq)
{
    struct pvu_context *c = pvu_context(h);
    struct pvu_query *q = hq.pDrvPrivate;
    struct pvgpu_cmd_query_begin *k = PVU_CMD(c, query_begin, QUERY_BEGIN);
    k->query = q->id;
    k->pad = 0;
    q->open = true;
}

static bool has_begin(const struct pvu_query *q)
{
    return q->type != 0 && q->type != 2; /* events and timestamps have none (nc-d3d10umddi-pfnd3d10ddi_querybegin.md) */
}

void APIENTRY pvu_query_end(D3D10DDI_HDEVICE h, D3D10DDI_HQUERY hq)
{
    struct pvu_context *c = pvu_context(h);
    struct pvu_query *q = hq.pDrvPrivate;
    if (has_begin(q) && !q->open) pvu_query_begin(h, hq); /* End without Begin is both (nc-d3d10umddi-pfnd3d10ddi_queryend.md) */
    struct pvgpu_cmd_query_end *k = PVU_CMD(c, query_end, QUERY_END);
    k->query = q->id;
    k->heap = q->slot->heap->id;
    k->offset = q->slot->offset;
    k->seq = __atomic_add_fetch(&c->device->query_seq, 1, __ATOMIC_RELAXED);
    q->open = false;
    pvu_use_heap(c, q->slot->heap, true);
    if (c->recorder) pvu_record_ended(c, q->home, k->seq);
    else pvu_query_expect(c, q, k->seq);
}

void pvu_query_expect(struct pvu_context *c, struct pvu_query *q, uint64_t seq)
{
    q->seq = seq;
    q->stamp = c->stamp;
    q->polls = 0;
}

bool pvu_query_forget(struct pvu_device *d, struct pvu_query *q, uint64_t seq)
{
    if (!written(d, q->slot, seq)) return false;
    __atomic_store_n(&memory(d, q->slot)->seq, 0, __ATOMIC_RELEASE);
    return true;
}

void APIENTRY pvu_query_get_data(D3D10DDI_HDEVICE h, D3D10DDI_HQUERY hq, void *data, UINT size, UINT flags)
{
    struct pvu_context *c = pvu_context(h);
    struct pvu_device *d = c->device;
    struct pvu_query *q = hq.pDrvPrivate;
    if (!q->seq || !written(d, q->slot, q->seq)) {
        /* Programs spin with DO_NOT_FLUSH (U18): after a few polls what they wait for is submitted all the same. */
        if (q->stamp == c->stamp && (!(flags & DO_NOT_FLUSH) || ++q->polls >= POLLS)) (void)pvu_flush(c);
        pvu_fail(c, pvu_not_yet(d), PVU_ENTRY_GET_DATA);
        return;
    }
    struct pvgpu_query_slot *m = memory(d, q->slot);
    if (data && m) memcpy(data, m->data, size < q->data_size ? size : q->data_size);
}

void pvu_query_fini(struct pvu_device *d)
{
    d->free_slots = NULL;
    while (d->query_pools) {
        struct pvu_query_pool *p = d->query_pools;
        d->query_pools = p->next;
        pvu_heap_destroy(d, &p->heap);
        pvu_os_free(p);
    }
}
