/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * client.h - what dxgkrnl does for one program: device, context, allocations, buffers. Header-only, for the tests.
 */
#ifndef CLIENT_H
#define CLIENT_H

#include "fake.h"
#include "kmd.h"

#include "tap.h"

struct client {
    HANDLE device, context;
    DXGK_CONTEXTINFO info;
    uint8_t *dma;
    struct pvk_dma_private *priv;
    uint32_t start, end; /* of the last buffer built */
    DXGK_ALLOCATIONLIST list[64];
    D3DDDI_PATCHLOCATIONLIST patch_out[PVK_MAX_PLACES];
    uint32_t n_patches;
};

static inline bool client_open(struct client *c, bool system, bool gdi)
{
    DXGKARG_CREATEDEVICE d = { .hDevice = (HANDLE)(uintptr_t)0x1000 };
    DXGKARG_CREATECONTEXT x = { .hContext = (HANDLE)(uintptr_t)0x2000, .EngineAffinity = 1 };

    memset(c, 0, sizeof *c);
    d.Flags.SystemDevice = system;
    d.Flags.GdiDevice = gdi;
    if (!NT_SUCCESS(f.ddi.DxgkDdiCreateDevice(f.adapter, &d))) return false;
    c->device = d.hDevice;
    x.Flags.SystemContext = system;
    x.Flags.GdiContext = gdi;
    memset(&x.ContextInfo, 0xcc, sizeof x.ContextInfo);
    if (!NT_SUCCESS(f.ddi.DxgkDdiCreateContext(c->device, &x))) return false;
    c->context = x.hContext;
    c->info = x.ContextInfo;
    c->dma = calloc(1, c->info.DmaBufferSize);
    c->priv = malloc(c->info.DmaBufferPrivateDataSize);
    memset(c->priv, 0xcc, c->info.DmaBufferPrivateDataSize); /* recycled dirty (traps.md S9) */
    return true;
}

static inline void client_close(struct client *c)
{
    f.ddi.DxgkDdiDestroyContext(c->context);
    f.ddi.DxgkDdiDestroyDevice(c->device);
    free(c->dma);
    free(c->priv);
}

struct memory { HANDLE alloc, resource, open; uint32_t id; DXGK_ALLOCATIONINFO info; struct pvk_alloc_private priv; };

static inline struct pvk_alloc_private heap_desc(uint64_t bytes)
{
    return (struct pvk_alloc_private){ .version = PVK_PRIVATE_VERSION, .size = sizeof(struct pvk_alloc_private),
                                       .kind = PVK_ALLOC_HEAP, .bytes = bytes };
}

static inline struct pvk_alloc_private texture_desc(uint32_t w, uint32_t h, uint32_t flags)
{
    return (struct pvk_alloc_private){
        .version = PVK_PRIVATE_VERSION, .size = sizeof(struct pvk_alloc_private), .kind = PVK_ALLOC_RESOURCE,
        .bytes = (uint64_t)w * h * 4, .flags = flags, .dimension = PVGPU_DIM_TEX2D, .format = 87, .bind = PVGPU_BIND_TARGET,
        .width = w, .height = h, .depth = 1, .array = 1, .mips = 1, .samples = 1,
    };
}

static inline NTSTATUS memory_create(struct memory *m, const struct pvk_alloc_private *desc)
{
    DXGKARG_CREATEALLOCATION c = { .NumAllocations = 1, .pAllocationInfo = &m->info };
    NTSTATUS status;

    m->priv = *desc;
    memset(&m->info, 0xcc, sizeof m->info);
    m->info.pPrivateDriverData = &m->priv;
    m->info.PrivateDriverDataSize = sizeof m->priv;
    c.Flags.Resource = 1;
    status = f.ddi.DxgkDdiCreateAllocation(f.adapter, &c);
    m->alloc = m->info.hAllocation;
    m->resource = c.hResource;
    return status;
}

static inline NTSTATUS memory_open(struct memory *m, struct client *c, bool create)
{
    DXGK_OPENALLOCATIONINFO o = { .hAllocation = fake_handle(m->alloc), .pPrivateDriverData = &m->priv,
                                  .PrivateDriverDataSize = sizeof m->priv };
    DXGKARG_OPENALLOCATION p = { .NumAllocations = 1, .pOpenAllocation = &o };
    NTSTATUS status;

    p.Flags.Create = create;
    status = f.ddi.DxgkDdiOpenAllocation(c->device, &p);
    m->open = o.hDeviceSpecificAllocation;
    if (create) m->id = m->priv.id;
    return status;
}

static inline void memory_close(struct memory *m, struct client *c)
{
    HANDLE h = m->open;
    DXGKARG_CLOSEALLOCATION p = { .NumAllocations = 1, .pOpenHandleList = &h };
    f.ddi.DxgkDdiCloseAllocation(c->device, &p);
}

static inline void memory_destroy(struct memory *m)
{
    DXGKARG_DESTROYALLOCATION d = { .NumAllocations = 1, .pAllocationList = &m->alloc, .hResource = m->resource };
    d.Flags.DestroyResource = 1;
    f.handles[fake_handle(m->alloc)] = NULL;
    f.ddi.DxgkDdiDestroyAllocation(f.adapter, &d);
}

static inline bool memory_make(struct memory *m, struct client *c, const struct pvk_alloc_private *desc)
{
    return NT_SUCCESS(memory_create(m, desc)) && NT_SUCCESS(memory_open(m, c, true));
}

static inline void memory_unmake(struct memory *m, struct client *c)
{
    memory_close(m, c);
    memory_destroy(m);
}

/* List element i: where Windows says the allocation lies; segment 0 is "not known". */
static inline void client_list(struct client *c, uint32_t i, const struct memory *m, uint32_t segment, uint64_t address)
{
    c->list[i].hDeviceSpecificAllocation = m->open;
    c->list[i].SegmentId = segment;
    c->list[i].PhysicalAddress.QuadPart = (LONGLONG)address;
}

static inline NTSTATUS client_render(struct client *c, const void *commands, uint32_t n, const D3DDDI_PATCHLOCATIONLIST *in,
                                     uint32_t n_in, uint32_t n_list)
{
    DXGKARG_RENDER r = {
        .pCommand = commands, .CommandLength = n, .pDmaBuffer = c->dma, .DmaSize = c->info.DmaBufferSize,
        .pDmaBufferPrivateData = c->priv, .DmaBufferPrivateDataSize = c->info.DmaBufferPrivateDataSize,
        .pAllocationList = c->list, .AllocationListSize = n_list, .pPatchLocationListIn = (void *)in,
        .PatchLocationListInSize = n_in, .pPatchLocationListOut = c->patch_out, .PatchLocationListOutSize = PVK_MAX_PLACES,
    };
    NTSTATUS status = f.ddi.DxgkDdiRender(c->context, &r);
    c->start = 0;
    c->end = (uint32_t)((uint8_t *)r.pDmaBuffer - c->dma);
    c->n_patches = (uint32_t)(r.pPatchLocationListOut - c->patch_out);
    return status;
}

static inline void client_patch(struct client *c, uint32_t fence, uint32_t n_list)
{
    DXGKARG_PATCH p = {
        .hContext = c->context, .pDmaBuffer = c->dma, .DmaBufferSize = c->info.DmaBufferSize,
        .DmaBufferSubmissionEndOffset = c->end, .pDmaBufferPrivateData = c->priv,
        .DmaBufferPrivateDataSize = c->info.DmaBufferPrivateDataSize, .pAllocationList = c->list, .AllocationListSize = n_list,
        .pPatchLocationList = c->patch_out, .PatchLocationListSize = c->n_patches,
        .PatchLocationListSubmissionLength = c->n_patches, .SubmissionFenceId = fence,
    };
    CHECK_EQ(f.ddi.DxgkDdiPatch(f.adapter, &p), STATUS_SUCCESS);
}

static inline void client_submit_flags(struct client *c, uint32_t fence, DXGK_SUBMITCOMMANDFLAGS flags, uint32_t source)
{
    DXGKARG_SUBMITCOMMAND s = {
        .hContext = c->context, .DmaBufferSize = c->info.DmaBufferSize, .DmaBufferSubmissionStartOffset = c->start,
        .DmaBufferSubmissionEndOffset = c->end, .pDmaBufferPrivateData = c->priv,
        .DmaBufferPrivateDataSize = c->info.DmaBufferPrivateDataSize, .SubmissionFenceId = fence, .Flags = flags,
        .VidPnSourceId = source,
    };
    KIRQL old;
    KeRaiseIrql(DISPATCH_LEVEL, &old);
    CHECK_EQ(f.ddi.DxgkDdiSubmitCommand(f.adapter, &s), STATUS_SUCCESS);
    KeLowerIrql(old);
}

static inline void client_submit(struct client *c, uint32_t fence)
{
    DXGK_SUBMITCOMMANDFLAGS none = { .Value = 0 };
    client_submit_flags(c, fence, none, 0);
}

/* A legal command that needs no object. */
static inline uint32_t topology(void *out, uint32_t value)
{
    struct pvgpu_cmd_set_topology c = { .topology = value };
    PVGPU_CMD_INIT(&c, SET_TOPOLOGY);
    memcpy(out, &c, sizeof c);
    return sizeof c;
}

#define CHECK_CLEAN()                                      \
    do {                                                   \
        CHECK_EQ(f.violations, 0);                         \
        CHECK_EQ(f.n_bad, 0);                              \
        if (f.n_bad) printf("# host: %s\n", f.bad);        \
    } while (0)

#endif
