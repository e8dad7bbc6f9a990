/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * pvgpu_channel.h - messages between the device (QEMU, or loopback in its place) and the backend.
 * The guest cannot reach this channel. The backend listens, one device connects.
 *
 * Linux: Unix stream socket; a message is one struct pvgpu_message; HELLO carries three file
 * descriptors as SCM_RIGHTS in this order: shared memory (memfd, at least shmem_size), doorbell
 * eventfd (device to backend), ring interrupt eventfd (backend to device).
 * Windows: message-mode named pipe that only the same user can open; HELLO carries the three
 * handle values in handles[], already duplicated into the backend's process by the device.
 *
 * Order: the backend sends WELCOME (or REFUSE and closes) when a device connects; the device sends
 * HELLO; the backend maps, fills the capabilities and sends READY. Then any number of ENABLE ->
 * RUNNING and DISABLE -> STOPPED. DEVICE_ERROR may come at any time after RUNNING and means that
 * the backend has stopped by itself. Closing the socket ends everything at once.
 */
#ifndef PVGPU_CHANNEL_H
#define PVGPU_CHANNEL_H

#include "pvgpu_abi.h"

#define PVGPU_CHANNEL_MAGIC 0x43475650u /* "PVGC" */

enum pvgpu_message_type {
    PVGPU_MSG_WELCOME = 1, /* backend: abi_version, features */
    PVGPU_MSG_REFUSE  = 2, /* backend: error (enum pvgpu_device_error) */
    PVGPU_MSG_HELLO   = 3, /* device: abi_version, features, shmem_size, regions, vm_name, handles */
    PVGPU_MSG_READY   = 4, /* backend: features */
    PVGPU_MSG_ENABLE  = 5, /* device: features that the guest accepted; rings are zero */
    PVGPU_MSG_RUNNING = 6, /* backend */
    PVGPU_MSG_DISABLE = 7, /* device: drop every object */
    PVGPU_MSG_STOPPED = 8, /* backend: it touches shared memory no more until ENABLE */
    PVGPU_MSG_DEVICE_ERROR = 9, /* backend: error */
    PVGPU_MSG_COUNT
};

struct pvgpu_message {
    uint32_t magic;
    uint32_t type; /* enum pvgpu_message_type */
    uint32_t abi_version;
    uint32_t error;
    uint64_t features;
    uint64_t shmem_size;
    struct pvgpu_region regions[PVGPU_REGION_COUNT];
    uint64_t handles[3]; /* Windows only, else 0 */
    char     vm_name[64]; /* UTF-8, zero terminated; for titles and logs */
};
PVGPU_STATIC_ASSERT(sizeof(struct pvgpu_message) == 216, "channel message");

/* 0 when m is well-formed: magic, known type, terminated name; for HELLO also ABI major, a valid
 * size, and regions equal to pvgpu_layout(shmem_size). Otherwise an enum pvgpu_device_error. */
uint32_t pvgpu_message_check(const struct pvgpu_message *m);

#endif
