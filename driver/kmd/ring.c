/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * ring.c - one stream to the host: kernel commands and DMA buffers in the order in which they came, each
 * with a fence of our own that never wraps; and the queue of what to report when the host gets there.
 * What does not fit waits in a list and goes on from the DPC (traps.md S24). Nothing here sleeps, but for
 * the two functions that say so. All of it runs at DISPATCH_LEVEL under queue.lock.
 */
#include "kmd.h"

NTSTATUS pvk_queue_init(struct pvk_queue *q, uint32_t n_items)
{
    KeInitializeSpinLock(&q->lock);
    InitializeListHead(&q->pending);
    InitializeListHead(&q->free_items);
    /* Room for every buffer that Windows may have queued, preemptions, and callers that wait. */
    q->n_entries = 256;
    while (q->n_entries < n_items + 128) q->n_entries *= 2;
    q->entries = pvk_alloc_pool(q->n_entries * sizeof q->entries[0]);
    q->items = pvk_alloc_pool((n_items + 64) * sizeof q->items[0]);
    if (!q->entries || !q->items) return STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < n_items + 64; i++) InsertTailList(&q->free_items, &q->items[i].link);
    return STATUS_SUCCESS;
}

static void item_free(struct pvk_queue *q, struct pvk_item *item)
{
    if (item->pooled) pvk_free_pool(item);
    else InsertTailList(&q->free_items, &item->link);
}

static void drop_pending(struct pvk_queue *q)
{
    while (q->pending.Flink && !IsListEmpty(&q->pending))
        item_free(q, CONTAINING_RECORD(RemoveHeadList(&q->pending), struct pvk_item, link));
}

void pvk_queue_fini(struct pvk_queue *q)
{
    drop_pending(q);
    pvk_free_pool(q->entries);
    pvk_free_pool(q->items);
    q->entries = NULL;
    q->items = NULL;
}

/* Both at the interrupt's level, so that no scan is half-way through what changes. */
static BOOLEAN DDI_CALL attach(PVOID context)
{
    struct pvk_adapter *a = context;
    pvgpu_ring_attach(&a->queue.ring, a->region[PVGPU_REGION_SUBMIT], a->region_size[PVGPU_REGION_SUBMIT]);
    pvgpu_ring_attach(&a->events, a->region[PVGPU_REGION_EVENT], a->region_size[PVGPU_REGION_EVENT]);
    /* Our fences go on from where they were: ids that wait for one are free soon after. */
    InterlockedExchange(&a->queue.running, 1);
    return TRUE;
}

static BOOLEAN DDI_CALL forget(PVOID context)
{
    struct pvk_adapter *a = context;
    struct pvk_queue *q = &a->queue;
    InterlockedExchange(&q->running, 0);
    pvgpu_store32(&q->tail, q->head);
    pvgpu_store32(&q->last_completed, q->last_submitted);
    return TRUE;
}

void pvk_queue_attach(struct pvk_adapter *a)
{
    KIRQL irql;
    KeAcquireSpinLock(&a->queue.lock, &irql);
    pvk_at_dirql(a, attach, a);
    KeReleaseSpinLock(&a->queue.lock, irql);
}

void pvk_queue_forget(struct pvk_adapter *a)
{
    KIRQL irql;
    KeAcquireSpinLock(&a->queue.lock, &irql);
    pvk_at_dirql(a, forget, a);
    drop_pending(&a->queue);
    KeReleaseSpinLock(&a->queue.lock, irql);
}

uint64_t pvk_consumed(struct pvk_adapter *a)
{
    return a->fences ? pvgpu_load64(&a->fences->consumed) : 0;
}

bool pvk_entry_push(struct pvk_adapter *a, uint32_t kind, uint64_t own, uint64_t readback, uint32_t fence)
{
    struct pvk_queue *q = &a->queue;
    uint32_t at = q->head;
    struct pvk_entry *e = &q->entries[at & (q->n_entries - 1)];

    if (at - pvgpu_load32(&q->tail) >= q->n_entries) return false;
    e->own = own;
    e->readback = readback;
    e->fence = fence;
    e->kind = kind;
    pvgpu_store32(&q->head, at + 1);
    pvgpu_fence();
    /* Either the scan, which moves tail and then looks at head, sees this entry, or we see that it is the
     * oldest: the one of us who finds it oldest asks the host to be woken. */
    if (pvgpu_load32(&q->tail) == at && !pvk_get(&a->gone)) pvgpu_store64(&a->fences->wake_at, own);
    return true;
}

/* ---- writing packets ---- */

struct writer { struct pvk_adapter *a; uint32_t at; };

static void put(struct writer *w, const void *src, uint32_t n)
{
    if (!n) return;
    pvgpu_ring_put(&w->a->queue.ring, w->at, src, n);
    w->at += n;
}

static void put_packet(struct writer *w, uint32_t type, uint32_t context, uint64_t fence, uint32_t n)
{
    struct pvgpu_packet p = { .size = (uint32_t)sizeof p + n, .type = (uint16_t)type, .context = context, .fence = fence };
    put(w, &p, sizeof p);
}

/* Offset in the heap region of an address in the heap segment. */
static uint64_t place_offset(const struct pvk_place *p)
{
    return p->address - PVK_BASE_HEAP + PVK_OWN_BYTES;
}

/* Whether the host believes something else about this heap object. */
static struct pvk_id *place_differs(struct pvk_adapter *a, const struct pvk_place *p)
{
    struct pvk_id *e = p->segment == PVK_SEG_HEAP ? pvk_id_entry(&a->resource_ids, p->id) : NULL;
    return e && e->used && e->place != place_offset(p) ? e : NULL;
}

/* A kernel packet with a heap_place for each object that lies elsewhere than the host believes
 * (pvgpu_cmds.def). max: room that was reserved, in commands. */
static void put_places(struct writer *w, const struct pvk_item *item, uint32_t max)
{
    uint32_t start = w->at, n = 0;

    w->at += (uint32_t)sizeof(struct pvgpu_packet);
    for (uint32_t i = item->first_place; i < item->end_place && n < max; i++) {
        const struct pvk_place *p = &item->dma->places[i];
        struct pvk_id *e = place_differs(w->a, p);
        struct pvgpu_cmd_heap_place c = { .id = p->id, .placed = 1, .offset = place_offset(p) };
        if (!e) continue;
        PVGPU_CMD_INIT(&c, HEAP_PLACE);
        put(w, &c, sizeof c);
        e->place = c.offset;
        n++;
    }
    /* An object may stand twice in the list: the packet is as long as what was written. */
    w->at = start;
    if (!n) return;
    put_packet(w, PVGPU_PACKET_KERNEL, 0, 0, n * (uint32_t)sizeof(struct pvgpu_cmd_heap_place));
    w->at += n * (uint32_t)sizeof(struct pvgpu_cmd_heap_place);
}

enum send_result { SENT, FULL, BROKEN };

static enum send_result reserve(struct pvk_adapter *a, uint32_t n)
{
    struct pvgpu_ring *r = &a->queue.ring;
    uint32_t space = 0;

    if (n > r->size) return BROKEN;
    if (pvgpu_ring_space(r, &space) != PVGPU_RING_OK) return BROKEN;
    if (space >= n) return SENT;
    if (!pvgpu_ring_want_space(r, n)) return FULL;
    return pvgpu_ring_space(r, &space) == PVGPU_RING_OK ? SENT : BROKEN; /* the room came meanwhile, or the ring broke */
}

static void publish(struct pvk_adapter *a, uint32_t n)
{
    if (pvgpu_ring_publish(&a->queue.ring, n)) {
        PVK_COUNT(a->n_doorbells);
        pvk_reg_write(a, PVGPU_REG_DOORBELL, 1);
    }
}

/* Entries are pushed before the packet is published, so that the host cannot reach the fence before we
 * have asked to be told. */
static enum send_result send_kernel(struct pvk_adapter *a, const struct pvk_item *item)
{
    uint32_t n = (uint32_t)sizeof(struct pvgpu_packet) + item->n_bytes;
    struct writer w = { a, 0 };
    enum send_result r = reserve(a, n);

    if (r != SENT) return r;
    if (item->wait && !pvk_entry_push(a, PVK_ENTRY_WAIT, item->own, 0, 0)) return FULL;
    put_packet(&w, PVGPU_PACKET_KERNEL, 0, item->own, item->n_bytes);
    put(&w, item->bytes, item->n_bytes);
    publish(a, w.at);
    return SENT;
}

static uint32_t count_places(struct pvk_adapter *a, const struct pvk_item *item)
{
    uint32_t n = 0;
    for (uint32_t i = item->first_place; i < item->end_place; i++) n += place_differs(a, &item->dma->places[i]) != NULL;
    return n;
}

/* What a DMA buffer is followed by: a flip of each screen of its source; or the mark that its readbacks are
 * complete, numbered now, in the order in which the host will write them. */
static uint32_t after_size(const struct pvk_dma_private *d)
{
    uint32_t n = sizeof(struct pvgpu_packet);
    if (d->kind == PVK_DMA_FLIP) n += PVGPU_MAX_SCANOUTS * (uint32_t)sizeof(struct pvgpu_cmd_scanout_set);
    if (d->readback) n += (uint32_t)(sizeof(struct pvgpu_packet) + sizeof(struct pvgpu_cmd_signal));
    return n;
}

static void put_signal(struct writer *w, uint64_t value)
{
    struct pvgpu_cmd_signal c = {
        .heap = w->a->own_heap, .when = PVGPU_SIGNAL_COMPLETED, .offset = PVK_OWN_SLOT, .value = value,
    };
    PVGPU_CMD_INIT(&c, SIGNAL);
    put_packet(w, PVGPU_PACKET_CONTEXT, w->a->own_context, 0, sizeof c);
    put(w, &c, sizeof c);
}

static void put_flip(struct writer *w, const struct pvk_item *item)
{
    const struct pvk_dma_private *d = item->dma;
    struct pvgpu_cmd_scanout_set c[PVGPU_MAX_SCANOUTS];
    uint64_t address = d->flip_place < d->n_places ? d->places[d->flip_place].address : 0;
    uint32_t n = pvk_display_flip(w->a, item->source, d->flip_id, address, d->flip_flags, d->guest_time, c);

    put_packet(w, PVGPU_PACKET_KERNEL, 0, item->own, n * (uint32_t)sizeof c[0]);
    put(w, c, n * (uint32_t)sizeof c[0]);
}

static enum send_result send_dma(struct pvk_adapter *a, const struct pvk_item *item)
{
    const struct pvk_dma_private *d = item->dma;
    uint32_t n = item->end - item->start, n_places = 0, total = sizeof(struct pvgpu_packet);
    bool skip = item->skip || d->kind == PVK_DMA_EMPTY || (!n && d->kind != PVK_DMA_FLIP) ||
                (d->device && pvk_device_is_lost(d->device));
    struct writer w = { a, 0 };
    uint64_t readback = 0;
    enum send_result r;

    if (!skip) {
        n_places = count_places(a, item);
        total = after_size(d) + (d->kind == PVK_DMA_FLIP ? 0 : n);
        if (n_places) total += (uint32_t)(sizeof(struct pvgpu_packet) + n_places * sizeof(struct pvgpu_cmd_heap_place));
        if (d->readback) readback = a->queue.readback + 1;
    }
    r = reserve(a, total);
    if (r != SENT) return r;
    if (!pvk_entry_push(a, PVK_ENTRY_DMA, item->own, readback, item->fence)) return FULL;
    if (readback) a->queue.readback = readback;
    if (n_places) put_places(&w, item, n_places);
    if (skip) {
        put_packet(&w, PVGPU_PACKET_KERNEL, 0, item->own, 0);
    } else if (d->kind == PVK_DMA_COMMANDS) {
        put_packet(&w, PVGPU_PACKET_CONTEXT, d->context, item->own, n);
        put(&w, d->va + item->start, n);
    } else if (d->kind == PVK_DMA_FLIP) {
        put_flip(&w, item);
    } else { /* ready packets, and an empty one that carries the fence */
        put(&w, d->va + item->start, n);
        if (readback) put_signal(&w, readback);
        put_packet(&w, PVGPU_PACKET_KERNEL, 0, item->own, 0);
    }
    publish(a, w.at);
    return SENT;
}

static enum send_result send_item(struct pvk_adapter *a, const struct pvk_item *item)
{
    enum send_result r = item->dma ? send_dma(a, item) : send_kernel(a, item);
    if (r == BROKEN) pvk_host_lost(a, "the submission ring's indices are impossible");
    return r;
}

/* Whether nobody will read what is written, ever or until a reset. */
static bool is_nobody(struct pvk_adapter *a) { return pvk_get(&a->absent) || pvk_get(&a->gone); }

/* What waits for a host that was given up is over, as far as entries fit. */
static void drop_absent(struct pvk_adapter *a)
{
    struct pvk_queue *q = &a->queue;
    while (!IsListEmpty(&q->pending)) {
        struct pvk_item *item = CONTAINING_RECORD(q->pending.Flink, struct pvk_item, link);
        if (item->dma && !pvk_entry_push(a, PVK_ENTRY_DMA, 0, 0, item->fence)) return;
        RemoveEntryList(&item->link);
        item_free(q, item);
        InterlockedExchange(&a->dpc_scan, 1);
        a->dxgk.DxgkCbQueueDpc(a->dxgk.DeviceHandle);
    }
}

void pvk_queue_put(struct pvk_adapter *a, struct pvk_item *item)
{
    struct pvk_queue *q = &a->queue;

    if (!is_nobody(a) && IsListEmpty(&q->pending) && pvk_get(&q->running) && !pvk_get(&a->host_lost) &&
        send_item(a, item) == SENT) {
        item_free(q, item);
        return;
    }
    InsertTailList(&q->pending, &item->link);
    if (is_nobody(a)) drop_absent(a); /* the next DPC tells of it */
}

void pvk_queue_flush(struct pvk_adapter *a)
{
    struct pvk_queue *q = &a->queue;
    KIRQL irql;

    KeAcquireSpinLock(&q->lock, &irql);
    if (is_nobody(a)) drop_absent(a);
    while (pvk_get(&q->running) && !pvk_get(&a->host_lost) && !IsListEmpty(&q->pending)) {
        struct pvk_item *item = CONTAINING_RECORD(q->pending.Flink, struct pvk_item, link);
        if (send_item(a, item) != SENT) break;
        RemoveEntryList(&item->link);
        item_free(q, item);
    }
    KeReleaseSpinLock(&q->lock, irql);
}

/* ---- kernel commands ---- */

static NTSTATUS kernel_send(struct pvk_adapter *a, const void *commands, uint32_t n, uint64_t *own, bool wait)
{
    struct pvk_queue *q = &a->queue;
    struct pvk_item here = { .n_bytes = n, .bytes = commands, .wait = wait }, *item;
    NTSTATUS status = STATUS_SUCCESS;
    KIRQL irql;

    if (own) *own = 0;
    KeAcquireSpinLock(&q->lock, &irql);
    if (pvk_get(&q->running) && !pvk_get(&a->host_lost)) {
        here.own = ++q->own;
        if (own) *own = here.own;
        if (!IsListEmpty(&q->pending) || send_item(a, &here) != SENT) {
            item = pvk_alloc_pool(sizeof *item + n);
            if (item) {
                *item = here;
                item->pooled = true;
                item->bytes = item + 1;
                if (n) RtlCopyMemory(item + 1, commands, n);
                InsertTailList(&q->pending, &item->link);
            } else {
                status = STATUS_NO_MEMORY;
            }
        }
    }
    KeReleaseSpinLock(&q->lock, irql);
    return status;
}

NTSTATUS pvk_kernel_send(struct pvk_adapter *a, const void *commands, uint32_t n, uint64_t *own)
{
    return kernel_send(a, commands, n, own, false);
}

PVK_PAGED void pvk_kernel_send_sure(struct pvk_adapter *a, const void *commands, uint32_t n, uint64_t *own)
{
    for (unsigned i = 0; i < 1000; i++) {
        if (NT_SUCCESS(kernel_send(a, commands, n, own, own != NULL))) return;
        pvk_sleep_us(1000);
    }
    PVK_COUNT(a->n_dropped);
    pvk_error("no memory for a kernel command within a second; the host keeps an object until the next reset\n");
}

PVK_PAGED bool pvk_wait_consumed(struct pvk_adapter *a, uint64_t own, unsigned limit_ms)
{
    uint64_t until = pvk_now_100ns() + limit_ms * 10000ull;

    for (unsigned round = 0;; round++) {
        LARGE_INTEGER t;
        if (pvk_consumed(a) >= own) return true;
        if (pvk_get(&a->host_lost) || !pvk_get(&a->queue.running) || pvk_now_100ns() >= until) return false;
        /* The usual answer takes microseconds. Then the event; its entry may not have found room, so
         * never for long. */
        if (round < 20) { KeStallExecutionProcessor(2); continue; }
        if (pvk_reg_read(a, PVGPU_REG_STATUS) == PVK_GONE) pvk_hw_gone(a);
        KeClearEvent(&a->consumed);
        if (pvk_consumed(a) >= own) return true;
        t.QuadPart = -20000; /* 2 ms */
        KeWaitForSingleObject(&a->consumed, Executive, KernelMode, FALSE, &t);
    }
}
