/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * kmd_faults.c - what a hostile program, a full machine and an unlucky moment do to the kernel driver.
 */
#include "desktop.h"

static void begin(void) { fake_init(); CHECK_EQ(fake_start(), STATUS_SUCCESS); }
static void end(void) { fake_stop(); fake_fini(); CHECK_CLEAN(); CHECK_EQ(f.n_maps, 0); }

static uint64_t buffer[1024];
static uint8_t system_memory[1 << 20] __attribute__((aligned(4096)));

/* ---- out of memory at each allocation ---- */

static bool legal(NTSTATUS status)
{
    return status == STATUS_SUCCESS || status == STATUS_NO_MEMORY || status == STATUS_GRAPHICS_NO_RECOMMENDED_FUNCTIONAL_VIDPN;
}

static bool enumerate(bool recommend)
{
    static const D3DDDI_VIDEO_PRESENT_TARGET_ID order[] = { 0 };
    struct vidpn v;
    NTSTATUS status;

    vidpn_init(&v);
    if (recommend) {
        DXGKARG_RECOMMENDFUNCTIONALVIDPN r = { .NumberOfVidPnTargets = 1, .pVidPnTargetPrioritizationVector = order,
                                               .hRecommendedFunctionalVidPn = vidpn_handle(&v) };
        status = f.ddi.DxgkDdiRecommendFunctionalVidPn(f.adapter, &r);
    } else {
        DXGKARG_ENUMVIDPNCOFUNCMODALITY e = { .hConstrainingVidPn = vidpn_handle(&v), .EnumPivotType = D3DKMDT_EPT_NOPIVOT };
        vidpn_path(&v, 0, 0);
        status = f.ddi.DxgkDdiEnumVidPnCofuncModality(f.adapter, &e);
    }
    CHECK(legal(status));
    CHECK_EQ(vidpn_leaks(&v), 0);
    vidpn_fini(&v);
    return status == STATUS_SUCCESS;
}

static bool blt(struct client *c, struct memory *src, struct memory *dst)
{
    DXGK_ALLOCATIONLIST list[3] = { { 0 }, { .hDeviceSpecificAllocation = src->open }, { .hDeviceSpecificAllocation = dst->open } };
    DXGKARG_PRESENT p = {
        .pDmaBuffer = c->dma, .DmaSize = c->info.DmaBufferSize, .pDmaBufferPrivateData = c->priv,
        .DmaBufferPrivateDataSize = c->info.DmaBufferPrivateDataSize, .pAllocationList = list,
        .pPatchLocationListOut = c->patch_out, .PatchLocationListOutSize = PVK_MAX_PLACES, .DstRect = { 0, 0, 64, 64 },
        .SrcRect = { 0, 0, 64, 64 },
    };
    NTSTATUS status;

    p.Flags.Blt = 1;
    status = f.ddi.DxgkDdiPresent(c->context, &p);
    CHECK(legal(status));
    return status == STATUS_SUCCESS;
}

/* All that a program and Windows ask for in a short life, up to the first refusal. Whatever was made is taken back. */
static void short_life(void)
{
    struct pvk_alloc_private surface = heap_desc(64 * 256), t = texture_desc(64, 64, 0);
    union { struct pvk_escape_stats s; struct pvk_escape h; } u = { .h = { PVK_PRIVATE_VERSION, PVK_ESCAPE_STATS, sizeof u.s, 0 } };
    DXGKARG_ESCAPE e = { .pPrivateDriverData = &u, .PrivateDriverDataSize = sizeof u.s };
    struct client c;
    struct memory s, d;
    bool ok;
    NTSTATUS status;

    surface.dimension = PVGPU_DIM_TEX2D;
    surface.format = 87;
    surface.width = surface.height = 64;
    surface.stride = 256;
    if (!enumerate(false) || !enumerate(true)) return;
    memset(&c, 0, sizeof c);
    ok = client_open(&c, false, false);
    if (ok) {
        status = memory_create(&s, &surface);
        CHECK(legal(status));
        ok = NT_SUCCESS(status);
        if (ok) {
            status = memory_open(&s, &c, true);
            CHECK(legal(status));
            ok = NT_SUCCESS(status);
            if (ok && NT_SUCCESS(memory_create(&d, &t))) {
                if (NT_SUCCESS(memory_open(&d, &c, true))) {
                    (void)blt(&c, &s, &d);
                    memory_close(&d, &c);
                }
                memory_destroy(&d);
            }
            if (ok) memory_close(&s, &c);
            memory_destroy(&s);
        }
        status = f.ddi.DxgkDdiEscape(f.adapter, &e);
        CHECK(legal(status));
    }
    if (c.context) f.ddi.DxgkDdiDestroyContext(c.context);
    if (c.device) f.ddi.DxgkDdiDestroyDevice(c.device);
    free(c.dma);
    free(c.priv);
}

TEST(no_memory_anywhere)
{
    struct nt_pool_stats before;
    unsigned long n, last = 0;

    begin();
    short_life(); /* pages of ids stay from here on */
    before = nt_pool_stats();
    for (n = 1; n < 200; n++) {
        uint64_t made = nt_pool_stats().allocations;
        nt_pool_fail_at(n);
        short_life();
        nt_pool_fail_at(0);
        made = nt_pool_stats().allocations - made;
        CHECK_EQ(nt_pool_stats().blocks, before.blocks);
        for (uint32_t i = 4; i < 64; i++) CHECK_EQ(f.objects[i].kind, 0); /* the host keeps nothing either */
        last = n;
        if (made < n) break; /* it did not come to that many */
    }
    CHECK(last > 8 && last < 200);
    end();
}

static uint32_t ids_in_use(struct pvk_ids *ids)
{
    uint32_t n = 0;
    for (uint32_t i = 1; i < ids->fresh; i++) n += pvk_id_entry(ids, i)->used;
    return n;
}

/* The same with the ring full: kernel commands must be kept in memory, and there is none for them. */
TEST(no_memory_and_a_full_ring)
{
    struct pvk_alloc_private t = texture_desc(64, 64, 0);
    struct client c, late;
    struct memory m;
    uint32_t fence = 0, ids, contexts;
    struct pvk_adapter *a;
    bool refused = false;

    begin();
    CHECK(client_open(&c, false, false));
    f.hold = true;
    for (int i = 0; i < 15; i++) { /* as many as Windows may have queued, each 256 KiB less a little */
        static uint8_t big[(256 << 10) - 64];
        for (uint32_t at = 0; at < sizeof big; at += 16) topology(big + at, 1);
        CHECK_EQ(client_render(&c, big, sizeof big, NULL, 0, 0), STATUS_SUCCESS);
        client_patch(&c, ++fence, 0);
        client_submit(&c, fence);
    }
    a = f.adapter;
    ids = ids_in_use(&a->resource_ids);
    contexts = ids_in_use(&a->context_ids);
    for (unsigned long n = 1; n < 12; n++) {
        NTSTATUS status;
        memset(&late, 0, sizeof late);
        nt_pool_fail_at(n % 3 + 1);
        if (client_open(&late, false, false)) {
            nt_pool_fail_at(0);
            client_close(&late);
        } else if (late.device) {
            f.ddi.DxgkDdiDestroyDevice(late.device);
        }
        nt_pool_fail_at(n % 3 + 1);
        status = memory_create(&m, &t);
        nt_pool_fail_at(0);
        CHECK(legal(status));
        refused |= status == STATUS_NO_MEMORY;
        if (NT_SUCCESS(status)) memory_destroy(&m);
    }
    CHECK(refused);
    CHECK_EQ(ids_in_use(&a->resource_ids), ids); /* what was refused gave its number back */
    CHECK_EQ(ids_in_use(&a->context_ids), contexts);
    f.hold = false;
    fake_pump(UINT32_MAX);
    fake_dpc();
    fake_pump(UINT32_MAX);
    fake_dpc();
    CHECK_EQ(fake_notes(0, DXGK_INTERRUPT_DMA_COMPLETED), fence);
    client_close(&c);
    end();
}

/* ---- lists that lie, handles that are not ---- */

TEST(lying_lists)
{
    struct pvk_alloc_private hd = heap_desc(4096), t = texture_desc(64, 64, 0);
    D3DDDI_PATCHLOCATIONLIST in[4];
    struct client c, other;
    struct memory heap, texture;
    uint32_t n;

    begin();
    CHECK(client_open(&c, false, false) && client_open(&other, false, false));
    CHECK(memory_make(&heap, &c, &hd) && memory_make(&texture, &c, &t));
    n = topology(buffer, 1);
    memset(in, 0, sizeof in);
    client_list(&c, 0, &heap, PVK_SEG_HEAP, PVK_BASE_HEAP + 0x1000);
    c.list[1].hDeviceSpecificAllocation = NULL; /* an empty row */
    client_list(&c, 2, &texture, PVK_SEG_HOST, PVK_BASE_HOST);
    in[0].AllocationIndex = 3;
    CHECK_EQ(client_render(&c, buffer, n, in, 1, 3), STATUS_INVALID_PARAMETER);
    in[0].AllocationIndex = 0xffffffff;
    CHECK_EQ(client_render(&c, buffer, n, in, 1, 3), STATUS_INVALID_PARAMETER);
    in[0].AllocationIndex = 1;
    CHECK_EQ(client_render(&c, buffer, n, in, 1, 3), STATUS_INVALID_HANDLE);
    in[0].AllocationIndex = 0;
    in[0].PatchOffset = n + 4;
    CHECK_EQ(client_render(&c, buffer, n, in, 1, 3), STATUS_INVALID_PARAMETER);
    in[0].PatchOffset = 0xfffffffc;
    CHECK_EQ(client_render(&c, buffer, n, in, 1, 3), STATUS_INVALID_PARAMETER);
    CHECK_EQ(client_render(&c, buffer, n, in, PVK_MAX_PLACES + 1, 3), STATUS_INVALID_PARAMETER);
    CHECK_EQ(client_render(&c, buffer, n, (void *)8, 1, 3), STATUS_INVALID_USER_BUFFER);
    CHECK_EQ(client_render(&c, (void *)8, n, in, 0, 3), STATUS_INVALID_USER_BUFFER);
    CHECK_EQ(client_render(&c, buffer, n + 1, NULL, 0, 0), STATUS_INVALID_USER_BUFFER);
    CHECK_EQ(client_render(&c, buffer, c.info.DmaBufferSize + 8, NULL, 0, 0), STATUS_INVALID_USER_BUFFER);
    /* A texture's row in a heap's place, the same heap many times, out of order: no harm, and one place told. */
    for (int i = 0; i < 4; i++) in[i] = (D3DDDI_PATCHLOCATIONLIST){ .AllocationIndex = i == 1 ? 2 : 0 };
    CHECK_EQ(client_render(&c, buffer, n, in, 4, 3), STATUS_SUCCESS);
    client_patch(&c, 1, 3);
    client_submit(&c, 1);
    CHECK_EQ(fake_count(0, PVGPU_OP_HEAP_PLACE), 2); /* the driver's own, and this */
    CHECK_EQ(f.objects[heap.id].offset, PVK_OWN_BYTES + 0x1000);
    /* A command that names what this device did not open reaches the host as written: the host refuses it (two_processes in
     * tests/dxgk). Nothing of the list's owner changes. */
    CHECK_EQ(f.objects[heap.id].opens[3], 0);
    memory_unmake(&texture, &c);
    memory_unmake(&heap, &c);
    client_close(&other);
    client_close(&c);
    end();
}

/* Numbers that a program writes where handles belong name nothing (traps.md M15). */
TEST(forged_handles)
{
    struct pvk_alloc_private hd = heap_desc(4096);
    struct client c;
    struct memory m;
    DXGK_OPENALLOCATIONINFO o = { .pPrivateDriverData = &hd, .PrivateDriverDataSize = sizeof hd };
    DXGKARG_OPENALLOCATION p = { .NumAllocations = 1, .pOpenAllocation = &o };
    struct pvk_escape_event e = { { PVK_PRIVATE_VERSION, PVK_ESCAPE_SET_EVENT, sizeof e, 0 }, 0 };
    DXGKARG_ESCAPE x = { .pPrivateDriverData = &e, .PrivateDriverDataSize = sizeof e };
    struct nt_pool_stats before;
    uint32_t seed = 7;

    begin();
    CHECK(client_open(&c, false, false));
    CHECK(memory_make(&m, &c, &hd));
    before = nt_pool_stats();
    for (int i = 0; i < 2000; i++) {
        seed = seed * 1103515245u + 12345u;
        o.hAllocation = seed | 0x10000;
        CHECK_EQ(f.ddi.DxgkDdiOpenAllocation(c.device, &p), STATUS_INVALID_PARAMETER);
        CHECK(!o.hDeviceSpecificAllocation);
        e.event = (uint64_t)seed << 8 | 1;
        x.hDevice = c.device;
        CHECK_EQ(f.ddi.DxgkDdiEscape(f.adapter, &x), STATUS_INVALID_PARAMETER);
    }
    e.event = 0;
    x.hDevice = NULL; /* an event belongs to a device */
    CHECK_EQ(f.ddi.DxgkDdiEscape(f.adapter, &x), STATUS_INVALID_PARAMETER);
    CHECK_EQ(nt_pool_stats().blocks, before.blocks);
    memory_unmake(&m, &c);
    client_close(&c);
    end();
}

/* Buffers and private data come back with what they held before, and each entry that returns early must leave nothing of
 * it in force (traps.md S9). */
TEST(dirty_private_data)
{
    struct pvk_alloc_private hd = heap_desc(4096);
    D3DDDI_PATCHLOCATIONLIST in = { .AllocationIndex = 0 };
    struct client c;
    struct memory heap;
    DXGKARG_PRESENT p = { 0 };
    DXGK_ALLOCATIONLIST none[3] = { { 0 } };
    uint32_t n, logged;

    begin();
    CHECK(client_open(&c, false, false));
    CHECK(memory_make(&heap, &c, &hd));
    n = topology(buffer, 1);
    for (int pattern = 0; pattern < 256; pattern += 51) {
        memset(c.priv, pattern, c.info.DmaBufferPrivateDataSize);
        client_list(&c, 0, &heap, PVK_SEG_HEAP, PVK_BASE_HEAP + 0x1000);
        CHECK_EQ(client_render(&c, buffer, n, &in, 1, 1), STATUS_SUCCESS);
        CHECK_EQ(c.priv->n_places, 1);
        /* refused by Render, by Present for its flags, by Present for its list: the buffer is empty then */
        logged = f.n_log;
        CHECK(!NT_SUCCESS(client_render(&c, buffer, n + 1, &in, 1, 1)));
        client_submit(&c, (uint32_t)pattern * 4 + 1);
        memset(c.priv, pattern, c.info.DmaBufferPrivateDataSize);
        p.pDmaBuffer = c.dma;
        p.DmaSize = c.info.DmaBufferSize;
        p.pDmaBufferPrivateData = c.priv;
        p.DmaBufferPrivateDataSize = c.info.DmaBufferPrivateDataSize;
        p.pAllocationList = none;
        p.pPatchLocationListOut = c.patch_out;
        p.PatchLocationListOutSize = PVK_MAX_PLACES;
        p.Flags.Value = 0;
        p.Flags.Rotate = 1;
        CHECK(!NT_SUCCESS(f.ddi.DxgkDdiPresent(c.context, &p)));
        client_submit(&c, (uint32_t)pattern * 4 + 2);
        memset(c.priv, pattern, c.info.DmaBufferPrivateDataSize);
        p.Flags.Value = 0;
        p.Flags.Blt = 1;
        CHECK(!NT_SUCCESS(f.ddi.DxgkDdiPresent(c.context, &p)));
        client_submit(&c, (uint32_t)pattern * 4 + 3);
        CHECK_EQ(f.n_log, logged); /* three fences, no command */
    }
    memory_unmake(&heap, &c);
    client_close(&c);
    end();
}

/* ---- a process that dies, a time-out while paging ---- */

/* Windows closes and destroys with buffers in flight that never ran; their memory must not be touched afterwards. */
TEST(death_with_work_in_flight)
{
    struct pvk_alloc_private hd = heap_desc(65536), t = texture_desc(64, 64, 0);
    D3DDDI_PATCHLOCATIONLIST in = { .AllocationIndex = 0 };
    struct client c, other;
    struct memory heap, texture;
    uint32_t n;

    begin();
    CHECK(client_open(&c, false, false) && client_open(&other, false, false));
    CHECK(memory_make(&heap, &c, &hd) && memory_make(&texture, &c, &t));
    client_list(&c, 0, &heap, PVK_SEG_HEAP, PVK_BASE_HEAP + 0x1000);
    n = topology(buffer, 1);
    f.hold = true;
    CHECK_EQ(client_render(&c, buffer, n, &in, 1, 1), STATUS_SUCCESS);
    client_patch(&c, 1, 1);
    client_submit(&c, 1);
    f.hold = false; /* the host goes on; Windows destroys once the fence is reported */
    fake_pump(UINT32_MAX);
    memory_close(&texture, &c);
    memory_close(&heap, &c);
    memory_destroy(&texture);
    memory_destroy(&heap);
    CHECK(!f.objects[heap.id].kind && !f.objects[texture.id].kind);
    client_close(&c);
    CHECK_EQ(client_render(&other, buffer, n, NULL, 0, 0), STATUS_SUCCESS);
    client_patch(&other, 2, 0);
    client_submit(&other, 2);
    CHECK_EQ(fake_notes(0, DXGK_INTERRUPT_DMA_COMPLETED), 2);
    client_close(&other);
    end();
}

/* The host stops answering while Windows pages: no paging operation fails or waits for long, the reset takes the bytes'
 * places away, and the heap's content is what the CPU left (thread-synchronization-and-tdr). */
TEST(timeout_while_paging)
{
    struct pvk_alloc_private hd = heap_desc(65536);
    D3DDDI_PATCHLOCATIONLIST in = { .AllocationIndex = 0 };
    PMDL mdl = IoAllocateMdl(system_memory, sizeof system_memory, FALSE, FALSE, NULL);
    DXGKARG_BUILDPAGINGBUFFER p;
    struct pvk_adapter *a;
    struct client gdi;
    struct memory heap;
    uint8_t dma[256];
    uint64_t run;
    uint32_t n;

    MmBuildMdlForNonPagedPool(mdl);
    begin();
    a = f.adapter;
    CHECK(client_open(&gdi, false, true));
    CHECK(memory_make(&heap, &gdi, &hd));
    client_list(&gdi, 0, &heap, PVK_SEG_HEAP, PVK_BASE_HEAP + 0x10000);
    n = topology(buffer, 1);
    CHECK_EQ(client_render(&gdi, buffer, n, &in, 1, 1), STATUS_SUCCESS);
    client_patch(&gdi, 1, 1);
    client_submit(&gdi, 1);
    memset(pvk_heap_at(a, PVK_OWN_BYTES + 0x10000, &run), 0x5a, 65536);
    memset(system_memory, 0, sizeof system_memory);
    f.hold = true; /* the host is stuck */
    memset(&p, 0, sizeof p);
    p.Operation = DXGK_OPERATION_TRANSFER;
    p.pDmaBuffer = dma;
    p.DmaSize = sizeof dma;
    p.Transfer.hAllocation = heap.alloc;
    p.Transfer.TransferSize = 65536;
    p.Transfer.Source.SegmentId = PVK_SEG_HEAP;
    p.Transfer.Source.SegmentAddress.QuadPart = (LONGLONG)PVK_BASE_HEAP + 0x10000;
    p.Transfer.Destination.pMdl = mdl;
    p.Transfer.Flags.AllocationIsIdle = 1;
    CHECK_EQ(f.ddi.DxgkDdiBuildPagingBuffer(f.adapter, &p), STATUS_SUCCESS);
    CHECK_EQ(system_memory[65535], 0x5a);
    CHECK_EQ(f.ddi.DxgkDdiResetFromTimeout(f.adapter), STATUS_SUCCESS);
    CHECK(!f.running); /* from here on the host touches nothing */
    /* Between reset and restart Windows cleans up: transfers of nothing, discards, unmaps. */
    p.pDmaBuffer = dma;
    p.MultipassOffset = 0;
    p.Transfer.TransferSize = 0;
    CHECK_EQ(f.ddi.DxgkDdiBuildPagingBuffer(f.adapter, &p), STATUS_SUCCESS);
    memset(&p, 0, sizeof p);
    p.pDmaBuffer = dma;
    p.DmaSize = sizeof dma;
    p.Operation = DXGK_OPERATION_DISCARD_CONTENT;
    p.DiscardContent.hAllocation = heap.alloc;
    p.DiscardContent.SegmentId = PVK_SEG_HEAP;
    p.DiscardContent.Flags.AllocationIsIdle = 1;
    CHECK_EQ(f.ddi.DxgkDdiBuildPagingBuffer(f.adapter, &p), STATUS_SUCCESS);
    f.hold = false;
    CHECK_EQ(f.ddi.DxgkDdiRestartFromTimeout(f.adapter), STATUS_SUCCESS);
    CHECK(f.objects[heap.id].kind == PVGPU_OBJ_HEAP && !f.objects[heap.id].placed);
    memory_unmake(&heap, &gdi);
    client_close(&gdi);
    end();
    IoFreeMdl(mdl);
}

/* The host process goes at each step of the start: the start fails or is undone, and the next one works. */
TEST(host_lost_at_each_step)
{
    struct nt_pool_stats before;
    int step, failed = 0;

    fake_init();
    nt_time_skip(true);
    before = nt_pool_stats();
    for (step = 1; step < 400; step++) {
        NTSTATUS status;
        f.leave_at = step; /* register accesses from now */
        status = fake_start();
        if (f.leave_at) { /* it was never reached: the whole start is through */
            f.leave_at = 0;
            CHECK_EQ(status, STATUS_SUCCESS);
            fake_stop();
            break;
        }
        if (NT_SUCCESS(status)) fake_stop();
        else fake_remove(), failed++;
        CHECK_EQ(f.n_maps, 0);
        CHECK_EQ(nt_pool_stats().blocks, before.blocks);
        f.n_log = f.n_notes = 0;
        fake_host_arrives();
        CHECK_EQ(fake_start(), STATUS_SUCCESS);
        fake_stop();
        f.n_log = f.n_notes = 0;
    }
    nt_time_skip(false);
    CHECK(step > 20 && step < 400 && failed > 10);
    fake_fini();
    CHECK_CLEAN();
}

TAP_MAIN(RUN(no_memory_anywhere); RUN(no_memory_and_a_full_ring); RUN(lying_lists); RUN(forged_handles); RUN(dirty_private_data);
         RUN(death_with_work_in_flight); RUN(timeout_while_paging); RUN(host_lost_at_each_step))
