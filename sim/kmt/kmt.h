/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * kmt.h - what the two halves of pvgpu_kmt say to each other. The Windows half (windows.c, pvgpu_kmt.dll) has the
 * D3DKMT functions that gdi32.dll has on Windows; the Linux half (linux.c, pvgpu_kmt.so) is the miniature's kernel:
 * sim/dxgk, sim/nt, driver/kmd and a transport. Wine calls from one into the other on the same thread and in the same
 * address space, so pointers in arguments mean the same on both sides, and records have the layout of 64-bit Windows
 * on both (suite ddi). The Windows half of a 32-bit program has the layouts of 32-bit Windows; Wine enters the Linux half, which
 * has 64 bits always, by another table then (wow64.c). The records of this file are the same in both.
 */
#ifndef KMT_H
#define KMT_H

#include <stdint.h>

#include "pvgpu_channel.h"

enum kmt_number {
#define KMT_CALL(name, qualifier, record) KMT_##name,
#include "kmt.def"
#undef KMT_CALL
    KMT_SHARE_OBJECTS,       /* struct kmt_share: D3DKMTShareObjects */
    KMT_OPEN_HANDLE_OF_NAME, /* D3DKMT_OPENNTHANDLEFROMNAME, whose hNtHandle becomes a Windows handle */
    KMT_IS_SHARED,    /* struct kmt_handle */
    KMT_NEXT_EVENT,   /* struct kmt_event: the program's event that the kernel set next */
    KMT_PIPE_ATTACH,  /* struct kmt_pipe_events: the transport "pipe" can be used from now on */
    KMT_PIPE_TAKE,    /* struct kmt_request: what the transport wants, or KMT_REQUEST_NONE */
    KMT_PIPE_DONE,    /* struct kmt_request: the answer */
    KMT_PIPE_INPUT,   /* struct kmt_input */
    KMT_STOP,         /* nothing: the process ends; begins to stop the machine */
    KMT_STOPPED,      /* nothing: STATUS_PENDING while it is being stopped, at most ten seconds */
    KMT_NUMBERS
};

/* NT handles of shared resources are files to Wine: the Linux side wraps the descriptors that the kernel gives out. */
struct kmt_share {
    uint64_t objects;    /* const D3DKMT_HANDLE * */
    uint64_t attributes; /* OBJECT_ATTRIBUTES *, which a 32-bit program has in its own layout */
    uint64_t handle;     /* out: HANDLE */
    uint32_t n, access;
};

/* Whether a Windows handle, by whatever number, is an NT handle that this program's kernel gave out. */
struct kmt_handle {
    uint64_t handle;
    uint32_t shared; /* out: 0 or 1 */
    uint32_t reserved;
};

/* The kernel cannot set a Windows event itself: its threads are unknown to Wine. It sets an eventfd that stands for
 * the event, and one thread of the program (windows.c) waits for those and sets the events. */
struct kmt_event {
    uint64_t handle; /* out: HANDLE */
    uint32_t wait;   /* in: wait for one; 0: STATUS_TIMEOUT if there is none */
    uint32_t reserved;
};

/* The transport "pipe" (sim/bus): the backend is a Windows program under the same Wine server, so that shared memory, events
 * and the channel are Windows' (qemu-device/host/host_win32.c), and only a thread that Wine knows can use them. The Windows half
 * (pipe_windows.c) has such a thread. The Linux half (pipe_linux.c) asks it by setting `request`, and it tells what comes in. */
struct kmt_pipe_events {
    uint64_t request;  /* HANDLE: there is something to take */
    uint64_t doorbell; /* HANDLE: what the backend gets as its doorbell */
};

enum kmt_request_kind {
    KMT_REQUEST_NONE,
    KMT_REQUEST_MEMORY,      /* size; answer: base, where it lies for both halves */
    KMT_REQUEST_MEMORY_FREE,
    KMT_REQUEST_OPEN,        /* path */
    KMT_REQUEST_SEND,        /* message; HELLO takes memory, doorbell and interrupt along */
    KMT_REQUEST_CLOSE,
};

struct kmt_request {
    uint32_t kind;  /* enum kmt_request_kind */
    int32_t error;  /* answer: 0 or a negative errno of pvgpu_host.h */
    uint64_t size;  /* bytes */
    uint64_t base;
    char path[264];
    struct pvgpu_message message;
};

enum kmt_input_kind {
    KMT_INPUT_RANG,    /* the backend set its interrupt event */
    KMT_INPUT_MESSAGE,
    KMT_INPUT_BROKEN,  /* the link is of no use any more */
};

struct kmt_input {
    uint32_t kind; /* enum kmt_input_kind */
    uint32_t reserved;
    struct pvgpu_message message;
};

#endif
