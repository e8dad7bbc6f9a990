/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * guest.h - the guest's side for tests: builds packets, produces into the submission ring, takes
 * events, waits for fences. Works on any shared memory with the ABI's layout.
 */
#ifndef TEST_GUEST_H
#define TEST_GUEST_H

#include <stdlib.h>
#include <string.h>
#include "pvgpu_codec.h"
#include "pvgpu_ring.h"

struct guest {
    uint8_t *mem;
    struct pvgpu_region regions[PVGPU_REGION_COUNT];
    struct pvgpu_ring submit, events;
    struct pvgpu_fence_page *fence;
    uint8_t *heap;
    uint64_t next_fence;
    union { struct pvgpu_packet header; uint8_t bytes[PVGPU_PACKET_MAX]; } *packet;
    int kick; /* the host asked for the doorbell */
};

static inline void guest_init(struct guest *g, uint8_t *mem, uint64_t size)
{
    memset(g, 0, sizeof *g);
    g->mem = mem;
    if (pvgpu_layout(size, g->regions)) abort();
    pvgpu_ring_attach(&g->submit, mem + g->regions[PVGPU_REGION_SUBMIT].offset, g->regions[PVGPU_REGION_SUBMIT].size);
    pvgpu_ring_attach(&g->events, mem + g->regions[PVGPU_REGION_EVENT].offset, g->regions[PVGPU_REGION_EVENT].size);
    g->fence = (void *)(mem + g->regions[PVGPU_REGION_FENCE].offset);
    g->heap = mem + g->regions[PVGPU_REGION_HEAP].offset;
    g->packet = calloc(1, sizeof *g->packet);
}

static inline void guest_fini(struct guest *g) { free(g->packet); }

/* Back to the state after a reset of the device. */
static inline void guest_reset(struct guest *g)
{
    memset(g->submit.header, 0, sizeof *g->submit.header);
    memset(g->events.header, 0, sizeof *g->events.header);
    memset(g->fence, 0, sizeof *g->fence);
    g->submit.index = g->submit.peer = g->events.index = g->events.peer = 0;
    g->next_fence = 0;
}

static inline void guest_begin(struct guest *g, uint32_t context)
{
    memset(&g->packet->header, 0, sizeof g->packet->header);
    g->packet->header.size = sizeof g->packet->header;
    g->packet->header.type = context ? PVGPU_PACKET_CONTEXT : PVGPU_PACKET_KERNEL;
    g->packet->header.context = context;
    g->packet->header.fence = ++g->next_fence;
}

/* Room for a command with n tail elements, zeroed but for its header. */
static inline void *guest_add(struct guest *g, uint32_t op, uint32_t tail_bytes)
{
    const struct pvgpu_desc *d = &pvgpu_descs[pvgpu_index_of(op)];
    uint32_t size = (d->size + tail_bytes + 7u) & ~7u;
    struct pvgpu_command *h = (void *)(g->packet->bytes + g->packet->header.size);
    if (g->packet->header.size + size > PVGPU_PACKET_MAX) abort();
    memset(h, 0, size);
    h->op = (uint16_t)op;
    h->size = size;
    g->packet->header.size += size;
    return h;
}

#define GUEST_ADD(g, name, NAME, ...) \
    do { struct pvgpu_cmd_##name *guest_c = guest_add(g, PVGPU_OP_##NAME, 0), guest_v = { guest_c->hdr, __VA_ARGS__ }; \
        *guest_c = guest_v; } while (0)

static inline void guest_produce(struct guest *g, const void *bytes, uint32_t size)
{
    uint32_t space = 0;
    while (pvgpu_ring_space(&g->submit, &space) == PVGPU_RING_OK && space < size) { }
    pvgpu_ring_put(&g->submit, 0, bytes, size);
    if (pvgpu_ring_publish(&g->submit, size)) g->kick = 1;
}

/* The fence of the packet sent. */
static inline uint64_t guest_send(struct guest *g)
{
    guest_produce(g, g->packet, g->packet->header.size);
    return g->packet->header.fence;
}

/* 1: an event was taken. */
static inline int guest_event(struct guest *g, struct pvgpu_event *e)
{
    uint32_t avail = 0;
    if (pvgpu_ring_avail(&g->events, &avail) != PVGPU_RING_OK || avail < sizeof *e) return 0;
    pvgpu_ring_get(&g->events, 0, e, sizeof *e);
    if (pvgpu_ring_consume(&g->events, sizeof *e)) g->kick = 1;
    return 1;
}

#endif
