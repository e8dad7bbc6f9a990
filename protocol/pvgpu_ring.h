/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * pvgpu_ring.h - both ends of a ring in shared memory. One producer, one consumer, no lock, no
 * allocation; inline, so that every side compiles the same lines.
 *
 * The ring's memory is hostile to its reader: indices are read once with acquire order and checked
 * against the reader's own copy; data is copied out before anybody looks at it.
 *
 * Wake-ups: before sleeping a side stores the index it waits for in its own line's wake_at, then
 * looks once more at the peer's index (both with sequentially consistent order); after moving its
 * index a side calls pvgpu_ring_must_wake. Either the sleeper sees the new index or the mover sees
 * the wish. A wish lies at most one ring size ahead of the sleeper's own view; a value behind it
 * wakes nobody.
 */
#ifndef PVGPU_RING_H
#define PVGPU_RING_H

#include "pvgpu_abi.h"

struct pvgpu_ring {
    struct pvgpu_ring_header *header; /* shared */
    uint8_t *data;                    /* shared */
    uint32_t size;                    /* bytes, a power of two */
    uint32_t index;                   /* our own index, never read back from shared memory */
    uint32_t peer;                    /* the peer's index as last accepted */
};

enum pvgpu_ring_status {
    PVGPU_RING_OK = 0,
    PVGPU_RING_WAIT = 1,    /* full (producer) or empty (consumer) */
    PVGPU_RING_BROKEN = 2   /* the peer's index is impossible; stop using the ring */
};

/* Data bytes of a region of region_size bytes, header page taken off: the largest power of two. */
static inline uint32_t pvgpu_ring_data_size(uint64_t region_size)
{
    uint32_t n = 1u << 30;
    if (region_size <= PVGPU_PAGE) return 0;
    while (n > region_size - PVGPU_PAGE) n >>= 1;
    return n;
}

/* Attaches to a region whose header is zero (the state after reset). */
static inline void pvgpu_ring_attach(struct pvgpu_ring *r, void *region, uint64_t region_size)
{
    r->header = (struct pvgpu_ring_header *)region;
    r->data = (uint8_t *)region + PVGPU_PAGE;
    r->size = pvgpu_ring_data_size(region_size);
    r->index = r->peer = 0;
}

static inline uint32_t pvgpu_load32(const uint32_t *p) { return __atomic_load_n(p, __ATOMIC_ACQUIRE); }
static inline void pvgpu_store32(uint32_t *p, uint32_t v) { __atomic_store_n(p, v, __ATOMIC_RELEASE); }
static inline uint64_t pvgpu_load64(const uint64_t *p) { return __atomic_load_n(p, __ATOMIC_ACQUIRE); }
static inline void pvgpu_store64(uint64_t *p, uint64_t v) { __atomic_store_n(p, v, __ATOMIC_RELEASE); }
static inline void pvgpu_fence(void) { __atomic_thread_fence(__ATOMIC_SEQ_CST); }

/* After a side moved its index from old to now: did it pass the peer's wake_at, old <= wake_at < now?
 * peer_line is the line that the peer writes. */
static inline int pvgpu_ring_must_wake(const struct pvgpu_ring_line *peer_line, uint32_t old, uint32_t now)
{
    pvgpu_fence();
    return (uint32_t)(now - pvgpu_load32(&peer_line->wake_at) - 1) < (uint32_t)(now - old);
}

/* ---- producer ---- */

/* Bytes that may be written now: PVGPU_RING_OK and *space, or BROKEN. */
static inline enum pvgpu_ring_status pvgpu_ring_space(struct pvgpu_ring *r, uint32_t *space)
{
    uint32_t tail = pvgpu_load32(&r->header->consumer.index);
    if ((uint32_t)(r->index - tail) > r->size || (uint32_t)(tail - r->peer) > (uint32_t)(r->index - r->peer))
        return PVGPU_RING_BROKEN;
    r->peer = tail;
    *space = r->size - (r->index - tail);
    return PVGPU_RING_OK;
}

/* Copies n bytes (within the space found) to at bytes past our index. Not yet visible. */
static inline void pvgpu_ring_put(struct pvgpu_ring *r, uint32_t at, const void *src, uint32_t n)
{
    uint32_t pos = (r->index + at) & (r->size - 1), first = r->size - pos;
    if (first > n) first = n;
    __builtin_memcpy(r->data + pos, src, first);
    __builtin_memcpy(r->data, (const uint8_t *)src + first, n - first);
}

/* Makes n put bytes visible. True: the consumer asked to be woken. */
static inline int pvgpu_ring_publish(struct pvgpu_ring *r, uint32_t n)
{
    uint32_t old = r->index;
    r->index = old + n;
    pvgpu_store32(&r->header->producer.index, r->index);
    return pvgpu_ring_must_wake(&r->header->consumer, old, r->index);
}

/* Asks to be woken when n bytes of space are there; true: look again now (they are there, or the ring is broken). */
static inline int pvgpu_ring_want_space(struct pvgpu_ring *r, uint32_t n)
{
    uint32_t space = 0;
    /* Space reaches n when the consumer's index passes (index + n - size - 1). */
    pvgpu_store32(&r->header->producer.wake_at, r->index + n - r->size - 1);
    pvgpu_fence();
    return pvgpu_ring_space(r, &space) != PVGPU_RING_OK || space >= n;
}

/* ---- consumer ---- */

/* Bytes that may be read now. WAIT: none. */
static inline enum pvgpu_ring_status pvgpu_ring_avail(struct pvgpu_ring *r, uint32_t *avail)
{
    uint32_t head = pvgpu_load32(&r->header->producer.index);
    if ((uint32_t)(head - r->index) > r->size || (uint32_t)(head - r->index) < (uint32_t)(r->peer - r->index))
        return PVGPU_RING_BROKEN;
    r->peer = head;
    *avail = head - r->index;
    return *avail ? PVGPU_RING_OK : PVGPU_RING_WAIT;
}

/* Copies n bytes (within what is available) from at bytes past our index. */
static inline void pvgpu_ring_get(const struct pvgpu_ring *r, uint32_t at, void *dst, uint32_t n)
{
    uint32_t pos = (r->index + at) & (r->size - 1), first = r->size - pos;
    if (first > n) first = n;
    __builtin_memcpy(dst, r->data + pos, first);
    __builtin_memcpy((uint8_t *)dst + first, r->data, n - first);
}

/* Gives n bytes back. True: the producer asked to be woken. */
static inline int pvgpu_ring_consume(struct pvgpu_ring *r, uint32_t n)
{
    uint32_t old = r->index;
    r->index = old + n;
    pvgpu_store32(&r->header->consumer.index, r->index);
    return pvgpu_ring_must_wake(&r->header->producer, old, r->index);
}

/* Asks to be woken by the next byte; true: look again now (there is one, or the ring is broken). */
static inline int pvgpu_ring_want_data(struct pvgpu_ring *r)
{
    uint32_t avail = 0;
    pvgpu_store32(&r->header->consumer.wake_at, r->index);
    pvgpu_fence();
    return pvgpu_ring_avail(r, &avail) != PVGPU_RING_WAIT;
}

#endif
