/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * pvgpu_model.h - the device's register model: what a read, a write, an interrupt, a reset and a
 * message of the backend mean. QEMU wraps it as a PCI device, loopback uses it without a VM, so that
 * the two cannot drift apart. Freestanding; no allocation; the caller serialises all calls.
 *
 * The doorbell is not here: both users hand the guest's write straight to the backend's event
 * (ioeventfd where there is KVM). pvgpu_model_write calls ops->doorbell for those that come anyway.
 */
#ifndef PVGPU_MODEL_H
#define PVGPU_MODEL_H

#include <stdbool.h>
#include "pvgpu_channel.h"
#include "pvgpu_regs.h"

struct pvgpu_model_ops {
    /* Sends m to the connected backend. False: it cannot be sent; the model then waits for
     * pvgpu_model_disconnected. */
    bool (*send)(void *opaque, const struct pvgpu_message *m);
    /* Signals an MSI-X vector (edge). Called only while msix_enabled() says so. */
    void (*msix)(void *opaque, uint32_t vector);
    /* Level of the INTx line; called only on changes. */
    void (*line)(void *opaque, bool level);
    bool (*msix_enabled)(void *opaque);
    void (*doorbell)(void *opaque);
    /* Shared memory as the device sees it; shmem_size bytes. */
    void *(*shmem)(void *opaque);
};

/* Everything that the guest can see or cause; a plain struct, so that it can be saved. */
struct pvgpu_model {
    const struct pvgpu_model_ops *ops;
    void *opaque;

    /* configuration, set before pvgpu_model_init's return and then constant */
    uint64_t shmem_size;
    uint64_t device_features; /* PVGPU_FEATURE_ bits */
    uint32_t n_scanouts;
    uint32_t edid_size;
    uint8_t  edid[PVGPU_EDID_MAX];
    char     vm_name[64];
    char     adapter_name[64];

    /* registers */
    uint32_t status, control, irq_status, irq_mask, epoch, error;
    uint64_t accept;
    /* of the connected backend */
    uint64_t backend_features;
    bool     welcomed;   /* WELCOME seen, HELLO sent */
    bool     enabling;   /* ENABLE sent, RUNNING not seen */
    bool     stopping;   /* DISABLE sent, STOPPED not seen */
    bool     line_level;
};

/* Sets up a model whose configuration fields the caller has filled; writes the control page.
 * Returns 0, or -1 when shmem_size is not legal or n_scanouts or edid_size is out of range. */
int pvgpu_model_init(struct pvgpu_model *m, const struct pvgpu_model_ops *ops, void *opaque);

/* Reset of the PCI function or machine: registers to their reset values, rings and fences zero,
 * control page written anew. A connected backend is told to drop everything. */
void pvgpu_model_reset(struct pvgpu_model *m);

/* BAR0. offset below PVGPU_REGS_SIZE, width 1, 2, 4 or 8 bytes. Anything is legal. */
uint64_t pvgpu_model_read(struct pvgpu_model *m, uint64_t offset, unsigned width);
void pvgpu_model_write(struct pvgpu_model *m, uint64_t offset, uint64_t value, unsigned width);

/* The backend asked for the ring interrupt. */
void pvgpu_model_ring_interrupt(struct pvgpu_model *m);
/* MSI-X was switched on or off: pending bits move to the other way of delivery. */
void pvgpu_model_msix_changed(struct pvgpu_model *m);

/* A backend was reached. The model waits for WELCOME. */
void pvgpu_model_connected(struct pvgpu_model *m);
/* A message came. False: it breaks the channel's rules; the caller closes the connection and calls
 * pvgpu_model_disconnected. */
bool pvgpu_model_message(struct pvgpu_model *m, const struct pvgpu_message *msg);
/* The connection is gone, or (no_backend) an attempt found nobody. */
void pvgpu_model_disconnected(struct pvgpu_model *m, bool no_backend);

#endif
