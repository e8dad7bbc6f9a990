/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * kmt.h - what the two halves of pvgpu_kmt say to each other. The Windows half (windows.c, pvgpu_kmt.dll) has the
 * D3DKMT functions that gdi32.dll has on Windows; the Linux half (linux.c, pvgpu_kmt.so) is the miniature's kernel:
 * sim/dxgk, sim/nt, driver/kmd and a transport. Wine calls from one into the other on the same thread and in the same
 * address space, so pointers in arguments mean the same on both sides, and records have the layout of 64-bit Windows
 * on both (suite ddi). Built for 64 bits only.
 */
#ifndef KMT_H
#define KMT_H

#include <stdint.h>

enum kmt_number {
#define KMT_CALL(name, type) KMT_##name,
#include "kmt.def"
#undef KMT_CALL
    KMT_NEXT_EVENT, /* struct kmt_event: the program's event that the kernel set next; waits for one */
    KMT_STOP,       /* nothing: the process ends; the machine is stopped while Wine still lets it */
    KMT_NUMBERS
};

/* The kernel cannot set a Windows event itself: its threads are unknown to Wine. It sets an eventfd that stands for
 * the event, and one thread of the program (windows.c) waits for those and sets the events. */
struct kmt_event {
    uint64_t handle; /* out: HANDLE */
};

#endif
