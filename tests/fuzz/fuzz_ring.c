/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * fuzz_ring.c - both ends of a ring against a peer that writes anything at any time. The input is a script of 8-byte
 * steps { u8 action, u8, u16 where, u32 value }; before it, 4 bytes give the index at which the ring begins.
 */
#include "fuzz.h"
#include "pvgpu_codec.h"
#include "pvgpu_ring.h"

#include <string.h>

#define DATA 1024u

enum action {
    PRODUCER_INDEX, PRODUCER_WISH, CONSUMER_INDEX, CONSUMER_WISH, /* the peer writes its line */
    SCRIBBLE,                                                     /* the peer writes data */
    TAKE_PACKET, WANT_DATA,                                       /* our consumer */
    PUT_PACKET, WANT_SPACE,                                       /* our producer, on a ring of its own */
    N_ACTIONS
};

struct end {
    struct pvgpu_ring ring;
    int broken;
    uint8_t *region;
};

static int attach(struct end *e, uint32_t start)
{
    e->region = calloc(1, PVGPU_PAGE + DATA);
    if (!e->region) return -1;
    pvgpu_ring_attach(&e->ring, e->region, PVGPU_PAGE + DATA);
    FUZZ_CLAIM(e->ring.size == DATA);
    e->ring.index = e->ring.peer = start;
    e->ring.header->producer.index = e->ring.header->consumer.index = start;
    e->broken = 0;
    return 0;
}

/* A packet is taken as the host does it: look at the header, copy all, check the copy. */
static void take_packet(struct end *e)
{
    static const struct pvgpu_ops no_ops;
    struct pvgpu_packet h;
    uint32_t avail = 0, before = e->ring.index;
    uint8_t *copy;
    size_t done = 0;

    switch (pvgpu_ring_avail(&e->ring, &avail)) {
    case PVGPU_RING_BROKEN: e->broken = 1; return;
    case PVGPU_RING_WAIT: FUZZ_CLAIM(avail == 0); return;
    case PVGPU_RING_OK: break;
    }
    FUZZ_CLAIM(avail > 0 && avail <= DATA);
    if (avail < sizeof h) return;
    pvgpu_ring_get(&e->ring, 0, &h, sizeof h);
    if (h.size < sizeof h || h.size > avail || h.size % PVGPU_RING_ALIGN) {
        e->broken = 1;
        return;
    }
    copy = malloc(h.size);
    if (!copy) return;
    pvgpu_ring_get(&e->ring, 0, copy, h.size);
    /* No class is allowed, so that no handler is called: the walk ends at the first command. */
    FUZZ_CLAIM(h.size == sizeof h || pvgpu_run(copy + sizeof h, h.size - sizeof h, 0, &no_ops, 0, &done) != PVGPU_OK);
    free(copy);
    pvgpu_ring_consume(&e->ring, h.size);
    FUZZ_CLAIM(e->ring.index == before + h.size && e->ring.header->consumer.index == e->ring.index);
}

static void put_packet(struct end *e, uint32_t size)
{
    uint32_t space = 0;
    uint8_t *bytes;

    size = (size % DATA + 8) & ~7u;
    if (pvgpu_ring_space(&e->ring, &space) != PVGPU_RING_OK) {
        e->broken = 1;
        return;
    }
    FUZZ_CLAIM(space <= DATA);
    if (space < size || !(bytes = malloc(size))) return;
    memset(bytes, 0x5a, size);
    pvgpu_ring_put(&e->ring, 0, bytes, size / 2);
    pvgpu_ring_put(&e->ring, size / 2, bytes + size / 2, size - size / 2);
    pvgpu_ring_publish(&e->ring, size);
    free(bytes);
}

/* The host reads the copy of a consumer's words only through its own view of them. */
static void step(struct end *in, struct end *out, const uint8_t *p)
{
    uint16_t where;
    uint32_t value;

    memcpy(&where, p + 2, 2);
    memcpy(&value, p + 4, 4);
    switch ((enum action)(p[0] % N_ACTIONS)) {
    case PRODUCER_INDEX: in->ring.header->producer.index = p[1] & 1 ? value : in->ring.index + where; break;
    case PRODUCER_WISH: in->ring.header->producer.wake_at = value; break;
    case CONSUMER_INDEX: out->ring.header->consumer.index = p[1] & 1 ? value : out->ring.peer + where; break;
    case CONSUMER_WISH: out->ring.header->consumer.wake_at = value; break;
    case SCRIBBLE: memcpy(in->region + PVGPU_PAGE + where % (DATA - 3), &value, 4); break;
    case TAKE_PACKET: if (!in->broken) take_packet(in); break;
    case WANT_DATA: if (!in->broken) (void)pvgpu_ring_want_data(&in->ring); break;
    case PUT_PACKET: if (!out->broken) put_packet(out, value); break;
    case WANT_SPACE: if (!out->broken) (void)pvgpu_ring_want_space(&out->ring, value % DATA + 1); break;
    case N_ACTIONS: break;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct end in, out;
    uint32_t start;

    if (size < 4) return 0;
    memcpy(&start, data, 4);
    if (attach(&in, start)) return 0;
    if (!attach(&out, start)) {
        for (size_t at = 4; at + 8 <= size; at += 8) step(&in, &out, data + at);
        free(out.region);
    }
    free(in.region);
    return 0;
}
