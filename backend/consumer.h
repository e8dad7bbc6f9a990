/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * consumer.h - the submission ring's end at the host: takes one packet after another out of shared
 * memory and has it run. Execute thread.
 */
#ifndef PVB_CONSUMER_H
#define PVB_CONSUMER_H

#include "core.h"

struct pvb_consumer {
    struct pvb_vm *vm;
    struct pvgpu_ring ring;
    struct pvgpu_packet *packet; /* PVGPU_PACKET_MAX bytes of ours */
};

enum pvb_step {
    PVB_STEP_IDLE,  /* the ring is empty */
    PVB_STEP_HELD,  /* the guest must take events first */
    PVB_STEP_DONE,  /* one packet was consumed */
    PVB_STEP_ERROR  /* *error says which; do not call again */
};

/* region: the submission ring's, whose header is zero. packet: PVGPU_PACKET_MAX bytes, 8-byte aligned. */
void pvb_consumer_init(struct pvb_consumer *c, struct pvb_vm *vm, void *region, uint64_t region_size, void *packet);
enum pvb_step pvb_consumer_step(struct pvb_consumer *c, enum pvgpu_device_error *error);
/* Cheap look: would a step find something? */
bool pvb_consumer_ready(struct pvb_consumer *c);

#endif
