/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * fake.h - what the kernel driver stands between, small enough to be turned by a test: Windows' callback table
 * on one side, the register model and a host that checks every packet on the other. One adapter, one thread but
 * for the miniature's timers; interrupts and DPCs run when the test says so.
 */
#ifndef FAKE_H
#define FAKE_H

#include "ddi_kmd.h"
#include "nt_sim.h"
#include "pvgpu_codec.h"
#include "pvgpu_model.h"
#include "pvgpu_ring.h"
#include "pvgpu_umdkmd.h"

#define FAKE_SHMEM (64ull << 20)
#define FAKE_BAR0 0xfe000000ull
#define FAKE_BAR2 0x3800000000ull
#define FAKE_BAR4 0xfe002000ull
#define FAKE_LOG 65536
#define FAKE_HANDLES 32768

/* A packet's command as the host got it. */
struct fake_command {
    uint32_t packet_type, context;
    uint64_t fence;        /* of the packet */
    union { struct pvgpu_command hdr; uint8_t bytes[160]; } c; /* cut */
};

struct fake_object { uint8_t kind; bool placed; uint64_t offset, size; int opens[16]; };

struct fake {
    /* Windows' side */
    DRIVER_INITIALIZATION_DATA ddi;
    DRIVER_OBJECT driver;
    DEVICE_OBJECT pdo;
    DXGKRNL_INTERFACE dxgk;
    HANDLE adapter;
    ULONG n_sources, n_children;
    HANDLE handles[FAKE_HANDLES];       /* D3DKMT handle to the driver's allocation */
    DXGKARGCB_NOTIFY_INTERRUPT_DATA notes[FAKE_LOG];
    uint32_t n_notes, n_dpcs, n_notify_dpc;
    bool dpc_queued, connected, line_resource, one_message;
    int fail_callback;                  /* n-th callback that may fail does; 0 never */
    int fail_sync, n_sync;              /* each n-th DxgkCbSynchronizeExecution fails; 0 none */
    int n_callbacks, n_maps;
    unsigned long violations;
    /* the device and its host */
    struct pvgpu_model model;
    uint8_t *bar2;
    void *bar0;
    bool msix, present, hold;           /* hold: the host does not consume */
    bool running, ring_attached;
    bool gone;                          /* the function was taken out: reads are all ones */
    int leave_at;                       /* at the n-th register access from now the host process goes; 0: not */
    uint64_t n_touched;                 /* register accesses while it was gone */
    bool gpu_slow;                      /* COMPLETED signals wait for fake_gpu_done */
    bool refuses;                       /* resources asked for are error objects */
    bool mute;                          /* it does not answer query_resource */
    uint64_t room;                      /* what it says that it has left; 0: it does not say */
    uint64_t gpu_offset, gpu_value;
    uint32_t gpu_heap, gpu_context;
    struct pvgpu_ring ring, events;
    struct pvgpu_fence_page *fences;
    struct fake_object objects[1 << 17];
    bool contexts[PVGPU_MAX_CONTEXTS];
    struct fake_command log[FAKE_LOG];
    uint32_t n_log;
    uint64_t n_packets, n_bad;
    char bad[200];
    uint32_t last_scanout_resource[PVGPU_MAX_SCANOUTS];
    uint64_t last_cookie[PVGPU_MAX_SCANOUTS];
};

extern struct fake f;

/* A host process that is there; a driver that was entered by DriverEntry. */
void fake_init(void);
void fake_fini(void);
NTSTATUS fake_start(void); /* AddDevice, StartDevice */
NTSTATUS fake_start_with(DXGKRNL_INTERFACE *dxgk); /* with another callback table */
void fake_stop(void);      /* StopDevice, RemoveDevice */
void fake_remove(void);    /* after a StartDevice that failed */

void fake_host_arrives(void);
void fake_host_leaves(void);
void fake_machine_reset(void); /* the device as at power on; the host process stays */
void fake_taken_out(bool memory); /* memory: BAR2 reads as all ones, too */
/* Consumes up to n packets. Fences, room and interrupts as PROTOCOL.md says. */
void fake_pump(uint32_t n);
void fake_gpu_done(void);
void fake_event(uint32_t type, uint32_t subject, uint64_t a, uint64_t b);
void fake_dpc(void);       /* runs the DPC if one is queued */
void fake_vblank(uint32_t scanout);

/* Commands of an opcode in the log since `from`; the last of them, or NULL. */
uint32_t fake_count(uint32_t from, uint32_t op);
const struct fake_command *fake_last(uint32_t op);
/* Notices of a kind since `from`. */
uint32_t fake_notes(uint32_t from, DXGK_INTERRUPT_TYPE type);
D3DKMT_HANDLE fake_handle(HANDLE allocation);

#endif
