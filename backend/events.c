/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * events.c - what the host tells the guest: the event ring, fences, progress slots and query slots,
 * and when the interrupt is raised for them. Events that find no room wait in a backlog; the consumer
 * takes no further packet while there is one, so it grows by what one packet causes at most.
 */
#include <string.h>
#include "core.h"

void pvb_events_init(struct pvb_events *e, struct pvgpu_event *backlog, void *region, uint64_t size)
{
    memset(e, 0, sizeof *e);
    e->backlog = backlog;
    pvgpu_ring_attach(&e->ring, region, size);
}

void pvb_event(struct pvb_vm *vm, uint32_t type, uint32_t subject, uint64_t a, uint64_t b)
{
    struct pvb_events *e = &vm->events;
    if (e->count == PVB_EVENT_BACKLOG) {
        e->overflow = true;
        return;
    }
    e->backlog[(e->first + e->count++) % PVB_EVENT_BACKLOG] = (struct pvgpu_event){ type, subject, a, b, 0 };
    PVB_TRACE(RING, 2, "event %u of %u: %llu %llu", type, subject, (unsigned long long)a, (unsigned long long)b);
}

void pvb_events_flush(struct pvb_vm *vm)
{
    struct pvb_events *e = &vm->events;
    const uint32_t size = sizeof(struct pvgpu_event);

    while (e->count && !e->broken) {
        uint32_t space = 0, n = 0;
        if (pvgpu_ring_space(&e->ring, &space) != PVGPU_RING_OK) {
            e->broken = true;
            return;
        }
        for (; e->count && (n + 1) * size <= space; n++, e->count--) {
            pvgpu_ring_put(&e->ring, n * size, &e->backlog[e->first], size);
            e->first = (e->first + 1) % PVB_EVENT_BACKLOG;
        }
        if (n && pvgpu_ring_publish(&e->ring, n * size)) e->interrupt = true;
        /* Room that the guest made before it could see our wish wakes nobody: it is used at once. Each
         * round moves an event, so there are at most as many rounds as events. */
        if (e->count && !pvgpu_ring_want_space(&e->ring, size)) return;
    }
}

bool pvb_take_interrupt(struct pvb_vm *vm)
{
    bool wanted = vm->events.interrupt;
    vm->events.interrupt = false;
    return wanted;
}

void pvb_fence_reach(struct pvb_vm *vm, uint64_t fence)
{
    uint64_t old = vm->last_fence, wake;
    vm->last_fence = fence;
    pvgpu_store64(&vm->fence->consumed, fence);
    pvgpu_fence(); /* either we see the wish or the guest, looking once more, sees the value */
    wake = pvgpu_load64(&vm->fence->wake_at);
    if (wake > old && wake <= fence) vm->events.interrupt = true;
}

/* ---- slots ---- */

void *pvb_report_memory(struct pvb_context *c, uint32_t heap, uint64_t offset, uint64_t len)
{
    const struct pvb_resource_entry *e = pvb_resource_entry(c->vm, heap);
    if (!e || e->kind != PVGPU_OBJ_HEAP || !e->placed || !pvb_is_open(c, heap)) return NULL;
    if (offset > e->heap.size || len > e->heap.size - offset) return NULL;
    return c->vm->heap + e->heap.offset + offset;
}

void pvb_report_query(struct pvb_context *c, uint32_t heap, uint64_t offset, uint64_t seq, const void *data, size_t size)
{
    struct pvgpu_query_slot *slot = pvb_report_memory(c, heap, offset, sizeof *slot);
    if (!slot || size > sizeof slot->data) return;
    memcpy(slot->data, data, size);
    pvgpu_store64(&slot->seq, seq);
}

void pvb_report_signal(struct pvb_context *c, uint32_t heap, uint64_t offset, uint64_t value)
{
    struct pvgpu_progress_slot *slot = pvb_report_memory(c, heap, offset, sizeof *slot);
    uint64_t old, wake;
    if (!slot) return;
    old = pvgpu_load64(&slot->value);
    pvgpu_store64(&slot->value, value);
    pvgpu_fence();
    wake = pvgpu_load64(&slot->wake_at);
    if (wake && old < wake && value >= wake) c->progress = c->vm->progress = true;
}

void pvb_progress_flush(struct pvb_vm *vm)
{
    if (!vm->progress) return;
    vm->progress = false;
    for (uint32_t i = 0; i < vm->n_live; i++) {
        struct pvb_context *c = vm->contexts[vm->live[i]];
        if (!c->progress) continue;
        c->progress = false;
        pvb_event(vm, PVGPU_EVENT_PROGRESS, c->id, 0, 0);
    }
}

static enum pvgpu_verdict signal_slot(void *arg, const struct pvgpu_cmd_signal *c, const void *tail)
{
    struct pvb_vm *vm = arg;
    if (c->when == PVGPU_SIGNAL_COMPLETED) return vm->commands->signal(vm->current, c, tail);
    pvb_report_signal(vm->current, c->heap, c->offset, c->value);
    return PVGPU_OK;
}

/* A query that the host could not make answers zeroes at once: the guest polls its slot. */
static enum pvgpu_verdict query_end(void *arg, const struct pvgpu_cmd_query_end *c, const void *tail)
{
    static const uint8_t zeroes[PVGPU_QUERY_DATA];
    struct pvb_vm *vm = arg;
    if (!vm->skip) return vm->commands->query_end(vm->current, c, tail);
    pvb_skipped(vm, PVGPU_IX_QUERY_END);
    pvb_report_query(vm->current, c->heap, c->offset, c->seq, zeroes, sizeof zeroes);
    return PVGPU_OK;
}

const struct pvgpu_ops pvb_event_handlers = { .signal = signal_slot, .query_end = query_end };
