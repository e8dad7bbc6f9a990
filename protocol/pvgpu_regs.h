/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * pvgpu_regs.h - BAR0 offsets and bits, PCI identity, interrupt vectors.
 *
 * Start of a guest driver: check ID and ABI; wait for STATUS.READY; write ACCEPT; set
 * CONTROL.ENABLE; wait for STATUS.RUNNING (or ERROR != 0). Rings and fences start at zero then.
 * Stop: clear CONTROL.ENABLE and wait for STATUS.RUNNING to go. CONTROL.RESET does that too and
 * clears shared memory's control page, rings and fences; it reads back as 0 when done.
 */
#ifndef PVGPU_REGS_H
#define PVGPU_REGS_H

#include "pvgpu_abi.h"

#define PVGPU_PCI_VENDOR 0x1af4u /* QEMU's range for experiments: 1af4:10f0..10ff */
#define PVGPU_PCI_DEVICE 0x10f0u
#define PVGPU_BAR_REGS   0u
#define PVGPU_BAR_SHMEM  2u /* 64-bit, prefetchable */
#define PVGPU_BAR_MSIX   4u
#define PVGPU_REGS_SIZE  4096u
#define PVGPU_EDID_OFFSET 0x400u
#define PVGPU_EDID_MAX    512u

enum pvgpu_reg {
#define REG(name, offset, access, reset, prose) PVGPU_REG_##name = offset,
#include "pvgpu_regs.def"
};

#define PVGPU_STATUS_BACKEND 0x1u /* a host process is connected */
#define PVGPU_STATUS_READY   0x2u /* it has filled the capabilities; ENABLE may be set */
#define PVGPU_STATUS_RUNNING 0x4u /* it consumes the ring */

#define PVGPU_CONTROL_ENABLE 0x1u
#define PVGPU_CONTROL_RESET  0x2u

#define PVGPU_IRQ_RING   0x1u /* fence or event ring: look there */
#define PVGPU_IRQ_DEVICE 0x2u /* STATUS, ERROR or EPOCH changed */
#define PVGPU_IRQ_ALL    0x3u

#define PVGPU_MSIX_RING   0u
#define PVGPU_MSIX_DEVICE 1u
#define PVGPU_MSIX_COUNT  2u

enum pvgpu_device_error {
    PVGPU_ERROR_NONE = 0,
    PVGPU_ERROR_NO_BACKEND = 1,  /* nobody listens */
    PVGPU_ERROR_VERSION = 2,     /* its ABI major differs */
    PVGPU_ERROR_BACKEND_LOST = 3, /* it went away while RUNNING */
    PVGPU_ERROR_REFUSED = 4,     /* it serves another VM, or refused our shared memory */
    PVGPU_ERROR_PROTOCOL = 5,    /* it sent nonsense on the channel */
    PVGPU_ERROR_GUEST = 6,       /* the guest broke a rule of the kernel stream or the ring */
    PVGPU_ERROR_HOST_DEVICE = 7, /* the host's Direct3D device was removed */
};

#endif
