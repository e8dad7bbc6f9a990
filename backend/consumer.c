/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include <inttypes.h>
#include "consumer.h"
#include "os.h"
#include "record.h"

void pvb_consumer_init(struct pvb_consumer *c, struct pvb_vm *vm, void *region, uint64_t region_size, void *packet)
{
    c->vm = vm;
    c->packet = packet;
    pvgpu_ring_attach(&c->ring, region, region_size);
}

bool pvb_consumer_ready(struct pvb_consumer *c)
{
    uint32_t avail;
    return pvgpu_ring_avail(&c->ring, &avail) != PVGPU_RING_WAIT;
}

/* Copies the next packet out of shared memory. Its size is read once, with the header. */
static const char *packet_take(struct pvb_consumer *c, uint32_t avail)
{
    struct pvgpu_packet *p = c->packet;
    if (avail < sizeof *p) return "less than a packet's header was published";
    pvgpu_ring_get(&c->ring, 0, p, sizeof *p);
    if (p->size < sizeof *p || p->size > PVGPU_PACKET_MAX || p->size % PVGPU_RING_ALIGN) return "a packet's size is impossible";
    if (p->size > avail) return "a packet is longer than what was published";
    pvgpu_ring_get(&c->ring, sizeof *p, p + 1, p->size - (uint32_t)sizeof *p);
    return NULL;
}

enum pvb_step pvb_consumer_step(struct pvb_consumer *c, enum pvgpu_device_error *error)
{
    struct pvb_vm *vm = c->vm;
    enum pvgpu_ring_status status;
    const char *why = NULL;
    uint32_t avail;

    *error = PVGPU_ERROR_NONE;
    if (vm->events.count) {
        pvb_events_flush(vm);
        if (vm->events.count && !vm->events.broken) return PVB_STEP_HELD;
    }
    status = pvgpu_ring_avail(&c->ring, &avail);
    if (status == PVGPU_RING_WAIT) return PVB_STEP_IDLE;
    if (status == PVGPU_RING_BROKEN) why = "its producer index is impossible";
    else why = packet_take(c, avail);
    if (why) {
        pvb_log(PVB_WARNING, "submission ring at %" PRIu32 ": %s", c->ring.index, why);
        *error = PVGPU_ERROR_GUEST;
        return PVB_STEP_ERROR;
    }
    /* The packet is ours now, so its room is the guest's again. */
    if (pvgpu_ring_consume(&c->ring, c->packet->size)) vm->events.interrupt = true;
    if (vm->record) pvb_record_packet(vm->record, c->packet, c->packet->size, pvb_now_ns());
    PVB_TRACE(RING, 1, "packet type %u context %" PRIu32 " size %" PRIu32 " fence %" PRIu64, c->packet->type, c->packet->context,
              c->packet->size, c->packet->fence);
    *error = pvb_vm_packet(vm, c->packet);
    return *error ? PVB_STEP_ERROR : PVB_STEP_DONE;
}
