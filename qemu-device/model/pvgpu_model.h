/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * pvgpu_model.h - the register model of the device: what a read, a write, a doorbell, an interrupt, a
 * message of the backend and a reset mean. Freestanding; no allocation, no thread, no lock: the owner
 * makes every call under one lock of its own. QEMU's device and the loopback transport wrap this file.
 *
 * The guest is hostile and the backend is not trusted to keep the order of messages: nothing that either
 * does leaves the states below, and at most one ENABLE or DISABLE is unanswered at any time.
 */
#ifndef PVGPU_MODEL_H
#define PVGPU_MODEL_H

#include "pvgpu_channel.h"
#include "pvgpu_regs.h"

/* The channel as the model sees it. Values are part of the saved state. */
enum pvgpu_model_channel {
    PVGPU_CHANNEL_NONE = 0,     /* nobody connected */
    PVGPU_CHANNEL_CONNECTED = 1, /* WELCOME is owed */
    PVGPU_CHANNEL_HELLO = 2,    /* READY is owed */
    PVGPU_CHANNEL_READY = 3,
    PVGPU_CHANNEL_ENABLING = 4, /* RUNNING is owed */
    PVGPU_CHANNEL_RUNNING = 5,
    PVGPU_CHANNEL_STOPPING = 6, /* STOPPED is owed */
};

/* What the model asks of its owner. Called from inside the functions below; may not call back. */
struct pvgpu_model_ops {
    /* Sends to the backend. For HELLO the owner adds the handles. A send that fails is a lost backend,
     * which the owner reports with pvgpu_model_disconnected after this call. */
    void (*send)(void *arg, const struct pvgpu_message *m);
    /* Closes the channel: the backend broke its rules, refused us or has another version. The model has
     * already forgotten it. */
    void (*disconnect)(void *arg);
    void (*kick)(void *arg);                        /* the doorbell, towards the backend */
    void (*notify)(void *arg, uint32_t vector);     /* sends an MSI-X message */
    void (*set_line)(void *arg, int level);         /* legacy interrupt line; only changes are told */
    void (*clear)(void *arg, uint64_t offset, uint64_t size);                   /* zeroes shared memory */
    void (*store)(void *arg, uint64_t offset, const void *data, uint64_t size); /* writes shared memory */
};

/* Fixed when the device is made. */
struct pvgpu_model_config {
    uint64_t shmem_size; /* bytes */
    uint64_t features;   /* PVGPU_FEATURE_ bits that the device offers */
    uint32_t n_scanouts; /* 1..PVGPU_MAX_SCANOUTS */
    uint32_t edid_size;  /* bytes, a multiple of 128, at most PVGPU_EDID_MAX; 0: none */
    uint8_t edid[PVGPU_EDID_MAX];
    char vm_name[64];    /* for HELLO */
};

/* All that changes: plain fields, for a saved machine. */
struct pvgpu_model_state {
    uint32_t channel; /* enum pvgpu_model_channel */
    uint32_t control; /* PVGPU_CONTROL_ bits that read back */
    uint32_t irq_status, irq_mask;
    uint32_t epoch, error;
    uint32_t msix; /* 1: messages, 0: the line */
    uint32_t line; /* level that the owner was told */
    uint64_t host_features, accept;
};

struct pvgpu_model {
    const struct pvgpu_model_ops *ops;
    void *arg;
    struct pvgpu_model_config config;
    struct pvgpu_region regions[PVGPU_REGION_COUNT];
    struct pvgpu_model_state s;
};

/* 0, or -1 when the configuration is outside its ranges. Writes the control page. */
int pvgpu_model_init(struct pvgpu_model *m, const struct pvgpu_model_config *config, const struct pvgpu_model_ops *ops,
                     void *arg);

/* BAR0. Any offset and width; what is not a register access reads 0 and writes nothing. */
uint64_t pvgpu_model_read(const struct pvgpu_model *m, uint64_t offset, unsigned width);
void pvgpu_model_write(struct pvgpu_model *m, uint64_t offset, unsigned width, uint64_t value);

/* The channel. After disconnected() the owner tries again by itself; the model never asks for it. error: why
 * nobody is there (PVGPU_ERROR_NO_BACKEND), 0 when a connection was lost. */
void pvgpu_model_connected(struct pvgpu_model *m);
void pvgpu_model_message(struct pvgpu_model *m, const struct pvgpu_message *msg);
void pvgpu_model_disconnected(struct pvgpu_model *m, uint32_t error);

/* The backend signalled the ring interrupt. An owner that routes it without us (irqfd) does so only while msix is on
 * and irq_mask has PVGPU_IRQ_RING. */
void pvgpu_model_ring_interrupt(struct pvgpu_model *m);

/* The guest switched between messages and the line. */
void pvgpu_model_set_msix(struct pvgpu_model *m, int on);

/* Bus or machine reset: CONTROL.RESET, and interrupts back to the line. The host's objects go; if the backend must
 * stop first CONTROL.RESET reads 1 until it has. */
void pvgpu_model_reset(struct pvgpu_model *m);

/* After state was loaded from another machine: its host objects are not here. The guest sees a lost backend, and the
 * epoch changes with the next connection. The line is told again. */
void pvgpu_model_loaded(struct pvgpu_model *m);

#endif
