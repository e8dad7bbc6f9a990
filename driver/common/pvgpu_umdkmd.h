/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * pvgpu_umdkmd.h - what our user-mode and kernel drivers say to each other in the private data that
 * Windows carries between them. User mode may be any program: the kernel driver copies, checks
 * version and size, and trusts nothing else.
 *
 * - QueryAdapterInfo(UMDRIVERPRIVATE): struct pvk_adapter_private.
 * - CreateAllocation, per allocation: struct pvk_alloc_private. The kernel driver fills id in
 *   OpenAllocation with Flags.Create (the only moment when the blob may be written, see
 *   DXGK_OPENALLOCATIONINFO), so that the creator reads it after pfnAllocateCb and an opener finds
 *   it in its copy.
 * - Command buffers hold protocol commands of class CONTEXT and nothing else; the kernel driver
 *   copies them and stamps the packet. Each heap allocation that a buffer uses stands in the
 *   allocation list and in one patch location (PatchOffset 0): so Patch sees where it lies, and the
 *   kernel driver tells the host with heap_place before the packet. Commands never carry addresses.
 * - The protocol context belongs to the KMD device: every context of a device shares one id.
 */
#ifndef PVGPU_UMDKMD_H
#define PVGPU_UMDKMD_H

#include "pvgpu_abi.h"

#define PVK_PRIVATE_VERSION 1u

struct pvk_adapter_private {
    uint32_t version; /* PVK_PRIVATE_VERSION */
    uint32_t size;    /* sizeof(struct pvk_adapter_private) */
    uint64_t features; /* accepted PVGPU_FEATURE_ bits */
    struct pvgpu_caps caps;
};

#define PVK_ALLOC_RESOURCE 1u /* in host memory, not CPU visible */
#define PVK_ALLOC_HEAP     2u /* in the BAR2 heap, CPU visible */

#define PVK_DESC_PRIMARY 0x1u /* may be scanned out */
#define PVK_DESC_SHARED  0x2u
#define PVK_DESC_ALL     0x3u

struct pvk_alloc_private {
    uint32_t version; /* PVK_PRIVATE_VERSION */
    uint32_t size;    /* sizeof(struct pvk_alloc_private) */
    uint32_t kind;    /* PVK_ALLOC_ */
    uint32_t id;      /* out: VM-wide id */
    uint64_t bytes;   /* HEAP: size; RESOURCE: size to account for (an estimate is fine) */
    uint32_t flags;   /* PVK_DESC_ */
    uint32_t vidpn_source; /* PRIMARY only */
    /* RESOURCE: the fields of resource_create */
    uint32_t dimension, format, usage, bind, misc, width, height, depth, array, mips, samples, quality, stride;
    uint32_t refresh_mhz; /* PRIMARY only */
};
/* The kernel driver hears of it from programs of both word sizes, and one may open what the other made. */
_Static_assert(sizeof(struct pvk_alloc_private) == 88, "the same in 32 and in 64 bits");

/* D3DDDICB_ESCAPE / D3DKMTEscape private data: this header, then the payload of the operation.
 * No escape needs HardwareAccess. */
enum pvk_escape_op {
    PVK_ESCAPE_SET_EVENT = 1, /* in: struct pvk_escape_event */
    PVK_ESCAPE_STATS = 2,     /* out: struct pvk_escape_stats */
    PVK_ESCAPE_ALIVE = 3,     /* out: struct pvk_escape_alive */
};

struct pvk_escape {
    uint32_t version; /* PVK_PRIVATE_VERSION */
    uint32_t op;
    uint32_t size;    /* of the whole */
    uint32_t reserved;
};

/* The event is set whenever the host reports that a progress slot of this device reached its wake_at
 * (PVGPU_EVENT_PROGRESS), and when the device is lost. Handle 0 takes it away. One per device. */
struct pvk_escape_event {
    struct pvk_escape header;
    uint64_t event; /* a HANDLE of the calling process */
};

/* Whether the device is lost, or the host without Windows' knowledge: that finds out by work that hangs, and a program
 * that only polls submits none. */
struct pvk_escape_alive {
    struct pvk_escape header;
    uint32_t alive; /* 0 or 1 */
    uint32_t reserved;
};

struct pvk_escape_stats {
    struct pvk_escape header;
    uint64_t doorbells, interrupts, submissions, presents, presented; /* counted by the kernel driver */
    uint64_t latency_p50_ns, latency_p99_ns; /* Present to PVGPU_EVENT_PRESENTED, of the last 1024 */
    struct pvgpu_stats host;
};

#endif
