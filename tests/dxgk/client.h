/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * client.h - a user-mode driver in a few lines: device, context, heap allocations, command buffers.
 */
#ifndef TEST_CLIENT_H
#define TEST_CLIENT_H

#define DDI_KERNEL 1
#include <signal.h>
#include <unistd.h>
#include "ddi_kmt.h"
#include "dxgk.h"
#include "pvgpu_codec.h"
#include "pvgpu_ring.h"
#include "pvgpu_umdkmd.h"
#include "tap.h"

#define CLIENT_BUFFERS 64u

struct buffer {
    D3DKMT_HANDLE allocation;
    struct pvk_alloc_private private_data;
    void *data;
    unsigned locks;
};

struct client {
    D3DKMT_HANDLE adapter, device, context;
    uint8_t *commands;
    D3DDDI_ALLOCATIONLIST *list;
    D3DDDI_PATCHLOCATIONLIST *patches;
    UINT used, n_list, n_patches, commands_size;
    /* What is locked and named by the buffer in the making; what was unlocked for one, to be locked again once it is done. */
    struct buffer *named[CLIENT_BUFFERS], *unlocked[CLIENT_BUFFERS];
    unsigned n_named, n_unlocked;
};

static inline bool client_open(struct client *c)
{
    D3DKMT_ENUMADAPTERS e;
    D3DKMT_CREATEDEVICE d = { 0 };
    D3DKMT_CREATECONTEXT x = { 0 };

    memset(c, 0, sizeof *c);
    memset(&e, 0, sizeof e);
    if (D3DKMTEnumAdapters(&e) < 0 || e.NumAdapters != 1) return false;
    c->adapter = e.Adapters[0].hAdapter;
    d.hAdapter = c->adapter;
    if (D3DKMTCreateDevice(&d) < 0) return false;
    c->device = x.hDevice = d.hDevice;
    if (D3DKMTCreateContext(&x) < 0) return false;
    c->context = x.hContext;
    c->commands = x.pCommandBuffer;
    c->commands_size = x.CommandBufferSize;
    c->list = x.pAllocationList;
    c->patches = x.pPatchLocationList;
    return true;
}

static inline void client_tired(int number)
{
    static const char text[] = "# a wait for the GPU does not end\n";
    (void)number;
    if (write(STDOUT_FILENO, text, sizeof text - 1) < 0) _exit(2);
    _exit(1);
}

/* Who waits for the GPU for longer than that, seconds, waits for ever: the case ends there, and the program with it, since
 * nobody can be called back from such a wait. 0: the wait has ended. One is timed at a time. */
static inline void client_patience(unsigned seconds)
{
    signal(SIGALRM, client_tired);
    alarm(seconds);
}

#define CLIENT_PATIENCE 60u

static inline void client_close(struct client *c)
{
    D3DKMT_DESTROYCONTEXT x = { c->context };
    D3DKMT_DESTROYDEVICE d = { c->device };
    D3DKMT_CLOSEADAPTER a = { c->adapter };
    client_patience(CLIENT_PATIENCE);
    CHECK_EQ(D3DKMTDestroyContext(&x), 0);
    CHECK_EQ(D3DKMTDestroyDevice(&d), 0);
    CHECK_EQ(D3DKMTCloseAdapter(&a), 0);
    client_patience(0);
}

static inline NTSTATUS client_allocate(struct client *c, struct buffer *b)
{
    D3DDDI_ALLOCATIONINFO2 info;
    D3DKMT_CREATEALLOCATION k;
    NTSTATUS status;

    memset(&info, 0, sizeof info);
    memset(&k, 0, sizeof k);
    b->private_data.version = PVK_PRIVATE_VERSION;
    b->private_data.size = sizeof b->private_data;
    info.pPrivateDriverData = &b->private_data;
    info.PrivateDriverDataSize = sizeof b->private_data;
    if (b->private_data.flags & PVK_DESC_PRIMARY) info.Flags.Primary = 1;
    k.hDevice = c->device;
    k.NumAllocations = 1;
    k.pAllocationInfo2 = &info;
    status = D3DKMTCreateAllocation2(&k);
    b->allocation = info.hAllocation;
    return status;
}

static inline NTSTATUS client_lock(struct client *c, struct buffer *b)
{
    D3DKMT_LOCK l = { .hDevice = c->device, .hAllocation = b->allocation };
    NTSTATUS status;
    l.Flags.LockEntire = 1;
    status = D3DKMTLock(&l);
    b->data = l.pData;
    if (status >= 0) b->locks++;
    return status;
}

static inline NTSTATUS client_unlock(struct client *c, struct buffer *b)
{
    D3DKMT_UNLOCK u = { c->device, 1, &b->allocation };
    NTSTATUS status = D3DKMTUnlock(&u);
    if (status >= 0) b->locks--;
    return status;
}

static inline NTSTATUS client_heap(struct client *c, struct buffer *b, uint64_t bytes)
{
    memset(b, 0, sizeof *b);
    b->private_data.kind = PVK_ALLOC_HEAP;
    b->private_data.bytes = bytes;
    return client_allocate(c, b);
}

static inline NTSTATUS client_texture(struct client *c, struct buffer *b, uint32_t width, uint32_t height, uint32_t flags)
{
    struct pvk_alloc_private *p = &b->private_data;
    memset(b, 0, sizeof *b);
    p->kind = PVK_ALLOC_RESOURCE;
    p->bytes = (uint64_t)width * height * 4;
    p->flags = flags;
    p->dimension = PVGPU_DIM_TEX2D;
    p->format = 87; /* B8G8R8A8_UNORM */
    p->bind = PVGPU_BIND_TARGET;
    p->width = width;
    p->height = height;
    p->depth = p->array = p->mips = p->samples = 1;
    p->refresh_mhz = flags & PVK_DESC_PRIMARY ? 60000 : 0;
    return client_allocate(c, b);
}

static inline NTSTATUS client_free(struct client *c, struct buffer *b)
{
    D3DKMT_DESTROYALLOCATION d = { .hDevice = c->device, .phAllocationList = &b->allocation, .AllocationCount = 1 };
    return D3DKMTDestroyAllocation(&d);
}

/* Index of an allocation in the list of the next submission; a patch location tells where it lies. */
static inline void client_use(struct client *c, struct buffer *b)
{
    UINT i;
    for (i = 0; i < c->n_list; i++)
        if (c->list[i].hAllocation == b->allocation) return;
    if (b->locks && c->n_named < CLIENT_BUFFERS) c->named[c->n_named++] = b;
    memset(&c->list[c->n_list], 0, sizeof c->list[0]);
    c->list[c->n_list].hAllocation = b->allocation;
    memset(&c->patches[c->n_patches], 0, sizeof c->patches[0]);
    c->patches[c->n_patches++].AllocationIndex = c->n_list++;
}

static inline void client_put(struct client *c, const void *command, UINT size)
{
    memcpy(c->commands + c->used, command, size);
    c->used += size;
}

static inline void client_signal(struct client *c, struct buffer *b, uint64_t offset, uint64_t value)
{
    struct pvgpu_cmd_signal s = { .heap = b->private_data.id, .when = PVGPU_SIGNAL_CONSUMED, .offset = offset, .value = value };
    PVGPU_CMD_INIT(&s, SIGNAL);
    client_use(c, b);
    client_put(c, &s, sizeof s);
}

/* Unlocks what it names (docs/decisions/009); client_wait locks it again. */
static inline NTSTATUS client_flush(struct client *c)
{
    D3DKMT_RENDER r;
    NTSTATUS status;

    while (c->n_named) {
        struct buffer *b = c->named[--c->n_named];
        if (c->n_unlocked < CLIENT_BUFFERS && b->locks == 1 && client_unlock(c, b) >= 0) c->unlocked[c->n_unlocked++] = b;
    }
    memset(&r, 0, sizeof r);
    r.hContext = c->context;
    r.CommandLength = c->used;
    r.AllocationCount = c->n_list;
    r.PatchLocationCount = c->n_patches;
    status = D3DKMTRender(&r);
    if (r.pNewCommandBuffer) {
        c->commands = r.pNewCommandBuffer;
        c->list = r.pNewAllocationList;
        c->patches = r.pNewPatchLocationList;
    }
    c->used = c->n_list = c->n_patches = 0;
    return status;
}

static inline NTSTATUS client_wait(struct client *c)
{
    D3DKMT_WAITFORIDLE w = { c->device };
    NTSTATUS status;
    client_patience(CLIENT_PATIENCE);
    status = D3DKMTWaitForIdle(&w);
    client_patience(0);
    while (c->n_unlocked) {
        struct buffer *b = c->unlocked[--c->n_unlocked];
        if (status >= 0 && !b->locks) status = client_lock(c, b);
    }
    return status;
}

#endif
