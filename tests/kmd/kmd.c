/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * kmd.c - the kernel driver's start, queries, devices and allocations, through its own table of entry points.
 */
#include "client.h"

static void begin(void) { fake_init(); CHECK_EQ(fake_start(), STATUS_SUCCESS); }
static void end(void) { fake_stop(); fake_fini(); CHECK_CLEAN(); CHECK_EQ(f.n_maps, 0); }

TEST(entries)
{
    const DRIVER_INITIALIZATION_DATA *d = &f.ddi;
    fake_init();
    CHECK_EQ(d->Version, 0x4002);
    CHECK(d->DxgkDdiRender && d->DxgkDdiRenderKm && d->DxgkDdiPresent && d->DxgkDdiGetNodeMetadata && d->DxgkDdiResetEngine);
    CHECK(d->DxgkDdiStopDeviceAndReleasePostDisplayOwnership && d->DxgkDdiSystemDisplayWrite);
    /* reserved, or of features that are not claimed (ns-dispmprt-_driver_initialization_data) */
    CHECK(!d->DxgkDdiDescribePageTable && !d->DxgkDdiSubmitRender && !d->DxgkDdiCreateAllocation2 && !d->Reserved);
    CHECK(!d->DxgkDdiSetPowerPState && !d->DxgkDdiCancelCommand && !d->DxgkDdiControlInterrupt2);
    fake_fini();
}

/* What no capability asks for: each answers with a code of its page, and changes nothing. */
TEST(refused_entries)
{
    DXGKARG_CREATEOVERLAY create = { 0 };
    DXGKARG_UPDATEOVERLAY update = { 0 };
    DXGKARG_FLIPOVERLAY flip = { 0 };
    DXGKARG_ACQUIRESWIZZLINGRANGE acquire = { 0 };
    DXGKARG_RELEASESWIZZLINGRANGE release = { 0 };
    DXGKARG_SETPALETTE palette = { 0 };
    DXGKARG_STOPCAPTURE capture = { 0 };
    DXGKARG_SETDISPLAYPRIVATEDRIVERFORMAT format = { 0 };
    VIDEO_REQUEST_PACKET request = { 0 };
    QUERY_INTERFACE query = { 0 };
    DXGKARG_RECOMMENDVIDPNTOPOLOGY topology = { 0 };
    DXGKARG_QUERYVIDPNHWCAPABILITY hardware;
    DXGKARG_RENDER render = { 0 };
    struct client c;
    ULONG acpi = 0xcccc;
    uint64_t packets;

    begin();
    CHECK(client_open(&c, false, false));
    packets = f.n_packets;
    CHECK_EQ(f.ddi.DxgkDdiRenderKm(c.context, &render), STATUS_ILLEGAL_INSTRUCTION);
    CHECK_EQ(f.ddi.DxgkDdiRenderKm(NULL, &render), STATUS_INVALID_PARAMETER);
    CHECK_EQ(f.ddi.DxgkDdiRecommendVidPnTopology(f.adapter, &topology), STATUS_GRAPHICS_NO_RECOMMENDED_VIDPN_TOPOLOGY);
    memset(&hardware, 0xcc, sizeof hardware);
    CHECK_EQ(f.ddi.DxgkDdiQueryVidPnHWCapability(f.adapter, &hardware), STATUS_SUCCESS);
    CHECK(!hardware.VidPnHWCaps.DriverRotation && !hardware.VidPnHWCaps.DriverScaling && !hardware.VidPnHWCaps.DriverCloning);
    CHECK_EQ(f.ddi.DxgkDdiCreateOverlay(f.adapter, &create), STATUS_INVALID_PARAMETER);
    CHECK_EQ(f.ddi.DxgkDdiUpdateOverlay(NULL, &update), STATUS_INVALID_PARAMETER);
    CHECK_EQ(f.ddi.DxgkDdiFlipOverlay(NULL, &flip), STATUS_INVALID_PARAMETER);
    CHECK_EQ(f.ddi.DxgkDdiDestroyOverlay(NULL), STATUS_SUCCESS);
    CHECK_EQ(f.ddi.DxgkDdiAcquireSwizzlingRange(f.adapter, &acquire), STATUS_GRAPHICS_UNSWIZZLING_APERTURE_UNSUPPORTED);
    CHECK_EQ(f.ddi.DxgkDdiReleaseSwizzlingRange(f.adapter, &release), STATUS_SUCCESS);
    CHECK_EQ(f.ddi.DxgkDdiSetPalette(f.adapter, &palette), STATUS_INVALID_PARAMETER);
    CHECK_EQ(f.ddi.DxgkDdiStopCapture(f.adapter, &capture), STATUS_SUCCESS);
    CHECK_EQ(f.ddi.DxgkDdiSetDisplayPrivateDriverFormat(f.adapter, &format), STATUS_UNSUCCESSFUL);
    CHECK_EQ(f.ddi.DxgkDdiDispatchIoRequest(f.adapter, 0, &request), STATUS_NOT_SUPPORTED);
    CHECK_EQ(f.ddi.DxgkDdiDispatchIoRequest(f.adapter, 0, NULL), STATUS_INVALID_PARAMETER);
    CHECK_EQ(f.ddi.DxgkDdiQueryInterface(f.adapter, &query), STATUS_NOT_SUPPORTED);
    CHECK_EQ(f.ddi.DxgkDdiNotifyAcpiEvent(f.adapter, DxgkAcpiEvent, 0, NULL, &acpi), STATUS_SUCCESS);
    CHECK_EQ(acpi, 0);
    f.ddi.DxgkDdiControlEtwLogging(TRUE, 0, 0);
    CHECK_EQ(f.n_packets, packets);
    client_close(&c);
    end();
}

/* The last call before a bugcheck: any IRQL, and the host lets go of everything. */
TEST(reset_device)
{
    KIRQL old;

    begin();
    old = nt_irql_enter(HIGH_LEVEL);
    f.ddi.DxgkDdiResetDevice(f.adapter);
    nt_irql_leave(old);
    CHECK_EQ(f.model.control, 0);
    f.ddi.DxgkDdiResetDevice(NULL);
    end();
}

TEST(start_stop)
{
    begin();
    CHECK_EQ(f.n_sources, 2);
    CHECK_EQ(f.n_children, 2);
    CHECK(f.model.status & PVGPU_STATUS_RUNNING);
    CHECK(f.contexts[1]);
    fake_stop();
    CHECK(!(f.model.status & PVGPU_STATUS_RUNNING) && !f.running); /* the host touches nothing any more */
    fake_fini();
    CHECK_CLEAN();
}

TEST(start_stop_line_interrupt)
{
    fake_init();
    f.msix = false;
    f.line_resource = true;
    CHECK_EQ(fake_start(), STATUS_SUCCESS);
    CHECK(!f.model.line_level); /* what came during the start was dismissed */
    CHECK(!f.ddi.DxgkDdiInterruptRoutine(f.adapter, 0)); /* not ours */
    end();
}

/* A start that fails in any callback or allocation is undone, and the next one works. */
TEST(start_fails_everywhere)
{
    struct nt_pool_stats before;
    int step;

    fake_init();
    before = nt_pool_stats();
    for (step = 1; step < 50; step++) {
        NTSTATUS status;
        f.n_callbacks = 0;
        f.fail_callback = step;
        status = fake_start();
        if (NT_SUCCESS(status)) { fake_stop(); break; }
        fake_remove();
        CHECK_EQ(f.n_maps, 0);
        CHECK_EQ(nt_pool_stats().blocks, before.blocks);
    }
    CHECK(step > 7);
    f.fail_callback = 0;
    for (step = 1; step < 100; step++) {
        NTSTATUS status;
        nt_pool_fail_at((unsigned long)step);
        status = fake_start();
        nt_pool_fail_at(0);
        if (NT_SUCCESS(status)) { fake_stop(); break; }
        if (f.adapter) fake_remove();
        CHECK_EQ(f.n_maps, 0);
        CHECK_EQ(nt_pool_stats().blocks, before.blocks);
    }
    CHECK(step > 5);
    fake_fini();
    CHECK_CLEAN();
}

TEST(start_without_host)
{
    fake_init();
    fake_host_leaves();
    CHECK_EQ(fake_start(), STATUS_DEVICE_NOT_READY);
    fake_remove();
    fake_host_arrives();
    CHECK_EQ(fake_start(), STATUS_SUCCESS);
    end();
}

TEST(hundred_starts)
{
    struct nt_pool_stats before;
    fake_init();
    before = nt_pool_stats();
    for (int i = 0; i < 100; i++) {
        CHECK_EQ(fake_start(), STATUS_SUCCESS);
        fake_stop();
    }
    CHECK_EQ(nt_pool_stats().blocks, before.blocks);
    CHECK_EQ(nt_pool_stats().bytes, before.bytes);
    fake_fini();
    CHECK_CLEAN();
}

static NTSTATUS query(DXGK_QUERYADAPTERINFOTYPE type, void *out, UINT size)
{
    DXGKARG_QUERYADAPTERINFO q = { .Type = type, .pOutputData = out, .OutputDataSize = size };
    return f.ddi.DxgkDdiQueryAdapterInfo(f.adapter, &q);
}

static bool untouched(const uint8_t *p, size_t n, uint8_t value)
{
    while (n--) if (*p++ != value) return false;
    return true;
}

TEST(query_caps)
{
    static const UINT sizes[] = { 0, 4, 100, 540, sizeof(DXGK_DRIVERCAPS), 592, 1000 };
    uint8_t memory[1100];
    DXGK_DRIVERCAPS c;

    begin();
    for (unsigned i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        memset(memory, 0xcc, sizeof memory);
        CHECK_EQ(query(DXGKQAITYPE_DRIVERCAPS, memory, sizes[i]), STATUS_SUCCESS);
        CHECK(untouched(memory + sizes[i], sizeof memory - sizes[i], 0xcc));
        if (sizes[i] > sizeof c) CHECK(untouched(memory + sizeof c, sizes[i] - sizeof c, 0));
    }
    CHECK_EQ(query(DXGKQAITYPE_DRIVERCAPS, &c, sizeof c), STATUS_SUCCESS);
    CHECK(c.WDDMVersion == DXGKDDI_WDDMv1_3 && c.SupportNonVGA && c.SupportSmoothRotation && c.SupportPerEngineTDR &&
          c.SupportDirectFlip);
    CHECK(c.FlipCaps.FlipOnVSyncMmIo && c.FlipCaps.FlipIndependent && !c.FlipCaps.FlipImmediateMmIo &&
          c.MaxQueuedFlipOnVSync == 1);
    CHECK(c.SchedulingCaps.MultiEngineAware && c.SchedulingCaps.PreemptionAware && !c.SchedulingCaps.CancelCommandAware);
    CHECK(!c.PresentationCaps.SupportKernelModeCommandBuffer && !c.PresentationCaps.DriverSupportsCddDwmInterop);
    CHECK(c.MemoryManagementCaps.SectionBackedPrimary && c.GpuEngineTopology.NbAsymetricProcessingNodes == 1);
    CHECK_EQ(c.HighestAcceptableAddress.QuadPart, -1);
    end();
}

TEST(query_segments)
{
    DXGK_SEGMENTDESCRIPTOR3 s[4];
    DXGK_QUERYSEGMENTOUT3 out;

    begin();
    memset(&out, 0xcc, sizeof out);
    out.pSegmentDescriptor = NULL;
    CHECK_EQ(query(DXGKQAITYPE_QUERYSEGMENT3, &out, sizeof out), STATUS_SUCCESS);
    CHECK_EQ(out.NbSegment, 3);
    CHECK_EQ(out.PagingBufferSize, 0xcccccccc); /* the first call says the number only */
    memset(s, 0xcc, sizeof s);
    out.pSegmentDescriptor = s;
    CHECK_EQ(query(DXGKQAITYPE_QUERYSEGMENT3, &out, sizeof out), STATUS_SUCCESS);
    CHECK_EQ(out.PagingBufferSegmentId, 0);
    CHECK(s[0].Flags.CpuVisible && !s[0].Flags.Aperture && s[0].CpuTranslatedAddress.QuadPart >= (LONGLONG)FAKE_BAR2);
    CHECK((uint64_t)s[0].CpuTranslatedAddress.QuadPart + s[0].Size <= FAKE_BAR2 + FAKE_SHMEM);
    CHECK(!s[1].Flags.CpuVisible && !s[1].Flags.Aperture && s[1].Size == 1u << 30);
    CHECK(s[2].Flags.Aperture && s[2].Flags.CacheCoherent);
    for (int i = 0; i < 3; i++) CHECK(s[i].BaseAddress.QuadPart != 0 && s[i].Size % 4096 == 0 && s[i].CommitLimit == s[i].Size);
    CHECK(untouched((uint8_t *)&s[3], sizeof s[3], 0xcc));
    CHECK_EQ(query(DXGKQAITYPE_QUERYSEGMENT3, &out, sizeof out - 1), STATUS_INVALID_PARAMETER);
    end();
}

TEST(query_private_and_others)
{
    static uint8_t memory[8192];
    struct pvk_adapter_private *p = (void *)memory;
    DXGK_NODEMETADATA node;

    begin();
    memset(memory, 0xcc, sizeof memory);
    CHECK_EQ(query(DXGKQAITYPE_UMDRIVERPRIVATE, memory, sizeof *p), STATUS_SUCCESS);
    CHECK(untouched(memory + sizeof *p, sizeof memory - sizeof *p, 0xcc));
    CHECK_EQ(p->size, sizeof *p);
    CHECK(!strcmp(p->caps.name, "Test card"));
    CHECK_EQ(query(DXGKQAITYPE_UMDRIVERPRIVATE, memory, sizeof *p - 1), STATUS_INVALID_PARAMETER);
    for (int t = -1; t < 40; t++) {
        if (t == DXGKQAITYPE_UMDRIVERPRIVATE || t == DXGKQAITYPE_DRIVERCAPS || t == DXGKQAITYPE_QUERYSEGMENT3) continue;
        memset(memory, 0xcc, sizeof memory);
        CHECK_EQ(query((DXGK_QUERYADAPTERINFOTYPE)t, memory, 256), STATUS_INVALID_PARAMETER);
        CHECK(untouched(memory, sizeof memory, 0xcc));
    }
    memset(&node, 0xcc, sizeof node);
    CHECK_EQ(f.ddi.DxgkDdiGetNodeMetadata(f.adapter, 0, &node), STATUS_SUCCESS);
    CHECK(node.EngineType == DXGK_ENGINE_TYPE_3D && !node.FriendlyName[31] && !node.Reserved);
    CHECK_EQ(f.ddi.DxgkDdiGetNodeMetadata(f.adapter, 1, &node), STATUS_INVALID_PARAMETER);
    end();
}

TEST(children)
{
    struct { DXGK_CHILD_DESCRIPTOR d[3]; uint8_t guard[16]; } r;
    uint8_t block[140];

    begin();
    memset(&r, 0, sizeof r);
    memset(r.guard, 0xcc, sizeof r.guard);
    CHECK_EQ(f.ddi.DxgkDdiQueryChildRelations(f.adapter, r.d, sizeof r.d), STATUS_SUCCESS);
    CHECK(r.d[0].ChildDeviceType == TypeVideoOutput && r.d[0].ChildUid != r.d[1].ChildUid);
    CHECK(untouched((uint8_t *)&r.d[2], sizeof r.d[2], 0));
    CHECK(untouched(r.guard, sizeof r.guard, 0xcc));
    for (ULONG at = 0; at < 300; at += 7) { /* any part, never more than asked (traps.md D7) */
        DXGK_DEVICE_DESCRIPTOR d = { at, 13, block };
        NTSTATUS status;
        memset(block, 0xcc, sizeof block);
        status = f.ddi.DxgkDdiQueryDeviceDescriptor(f.adapter, 0, &d);
        CHECK_EQ(status, at < 128 ? STATUS_SUCCESS : STATUS_MONITOR_NO_MORE_DESCRIPTOR_DATA);
        CHECK(untouched(block + 13, sizeof block - 13, 0xcc));
        if (at < 128 && at + 13 > 128) CHECK(untouched(block + (128 - at), at + 13 - 128, 0xcc));
        if (at < 128) CHECK(!memcmp(block, f.model.edid + at, at + 13 <= 128 ? 13 : 128 - at));
    }
    end();
}

TEST(allocations)
{
    struct client c;
    struct memory heap, texture, primary;
    struct pvk_alloc_private d = heap_desc(100000);

    begin();
    CHECK(client_open(&c, false, false));
    CHECK_EQ(c.info.DmaBufferSegmentSet, 0);
    CHECK_EQ(c.info.Reserved, 0);
    CHECK(memory_make(&heap, &c, &d));
    CHECK(heap.info.Flags.CpuVisible && heap.info.Size == 102400 && heap.info.SupportedWriteSegmentSet == 1);
    d = texture_desc(64, 64, 0);
    CHECK(memory_make(&texture, &c, &d));
    CHECK(!texture.info.Flags.CpuVisible && texture.info.SupportedWriteSegmentSet == 2);
    d = texture_desc(1280, 720, PVK_DESC_PRIMARY);
    CHECK(memory_make(&primary, &c, &d));
    CHECK(primary.info.SupportedWriteSegmentSet == 4 && primary.info.AllocationPriority && !primary.info.EvictionSegmentSet);
    CHECK(heap.id && texture.id && primary.id && heap.id != texture.id && texture.id != primary.id);
    CHECK_EQ(f.objects[heap.id].kind, PVGPU_OBJ_HEAP);
    CHECK_EQ(f.objects[heap.id].size, 102400);
    CHECK_EQ(f.objects[texture.id].kind, PVGPU_OBJ_RESOURCE);
    memory_unmake(&primary, &c);
    memory_unmake(&texture, &c);
    memory_unmake(&heap, &c);
    CHECK(!f.objects[heap.id].kind && !f.objects[texture.id].kind);
    client_close(&c);
    end();
}

/* Every field out of its range is refused, and nothing reaches the host. */
TEST(allocation_private_data)
{
    struct memory m;
    struct pvk_alloc_private good = texture_desc(64, 64, 0), d;
    uint32_t logged;

    begin();
    logged = f.n_log;
#define BAD(field, value, code) do { d = good; d.field = (value); CHECK_EQ(memory_create(&m, &d), code); } while (0)
    BAD(version, 2, STATUS_GRAPHICS_DRIVER_MISMATCH);
    BAD(size, 4, STATUS_GRAPHICS_DRIVER_MISMATCH);
    BAD(kind, 0, STATUS_INVALID_PARAMETER);
    BAD(kind, 3, STATUS_INVALID_PARAMETER);
    BAD(flags, 4, STATUS_INVALID_PARAMETER);
    BAD(bytes, 0, STATUS_INVALID_PARAMETER);
    BAD(bytes, 1ull << 60, STATUS_INVALID_PARAMETER);
    BAD(dimension, PVGPU_DIM_NONE, STATUS_INVALID_PARAMETER);
    BAD(dimension, PVGPU_DIM_COUNT, STATUS_INVALID_PARAMETER);
    BAD(dimension, PVGPU_DIM_TEX1D, STATUS_INVALID_PARAMETER);
    BAD(dimension, PVGPU_DIM_CUBE, STATUS_INVALID_PARAMETER);
    BAD(format, 0, STATUS_INVALID_PARAMETER);
    BAD(format, 191, STATUS_INVALID_PARAMETER);
    BAD(usage, PVGPU_USAGE_COUNT, STATUS_INVALID_PARAMETER);
    BAD(bind, 0x100, STATUS_INVALID_PARAMETER);
    BAD(misc, 2, STATUS_INVALID_PARAMETER);
    BAD(width, 0, STATUS_INVALID_PARAMETER);
    BAD(width, 20000, STATUS_INVALID_PARAMETER);
    BAD(height, 0xffffffff, STATUS_INVALID_PARAMETER);
    BAD(depth, 2, STATUS_INVALID_PARAMETER);
    BAD(array, 3000, STATUS_INVALID_PARAMETER);
    BAD(mips, 8, STATUS_INVALID_PARAMETER);
    BAD(samples, 3, STATUS_INVALID_PARAMETER);
    good = texture_desc(4096, 1, 0);
    good.dimension = PVGPU_DIM_BUFFER;
    good.format = 0;
    CHECK_EQ(memory_create(&m, &good), STATUS_SUCCESS);
    memory_destroy(&m);
    logged = f.n_log;
    BAD(height, 2, STATUS_INVALID_PARAMETER);
    BAD(depth, 2, STATUS_INVALID_PARAMETER);
    BAD(array, 2, STATUS_INVALID_PARAMETER);
    BAD(mips, 2, STATUS_INVALID_PARAMETER);
    BAD(samples, 2, STATUS_INVALID_PARAMETER);
    BAD(width, 0x80000001, STATUS_INVALID_PARAMETER);
    good = texture_desc(64, 64, 0);
    good.flags = PVK_DESC_PRIMARY;
    BAD(vidpn_source, 2, STATUS_INVALID_PARAMETER);
    BAD(samples, 4, STATUS_INVALID_PARAMETER); /* the host shows one-sample pictures only */
    good = heap_desc(4096);
    BAD(bytes, FAKE_SHMEM, STATUS_INVALID_PARAMETER);
    BAD(flags, PVK_DESC_PRIMARY, STATUS_INVALID_PARAMETER);
    for (uint32_t size = 0; size < sizeof d; size += 8) {
        DXGK_ALLOCATIONINFO info = { .pPrivateDriverData = &good, .PrivateDriverDataSize = size };
        DXGKARG_CREATEALLOCATION c = { .NumAllocations = 1, .pAllocationInfo = &info };
        CHECK_EQ(f.ddi.DxgkDdiCreateAllocation(f.adapter, &c), STATUS_GRAPHICS_DRIVER_MISMATCH);
    }
    CHECK_EQ(f.n_log, logged);
    end();
}

/* One bad allocation among several undoes them all. */
TEST(allocation_rollback)
{
    struct pvk_alloc_private d[5];
    DXGK_ALLOCATIONINFO info[5];
    struct nt_pool_stats before;

    begin();
    before = nt_pool_stats();
    for (int broken = 0; broken < 5; broken++) {
        DXGKARG_CREATEALLOCATION c = { .NumAllocations = 5, .pAllocationInfo = info };
        c.Flags.Resource = 1;
        memset(info, 0xcc, sizeof info);
        for (int i = 0; i < 5; i++) {
            d[i] = i & 1 ? heap_desc(8192) : texture_desc(32, 32, 0);
            info[i].pPrivateDriverData = &d[i];
            info[i].PrivateDriverDataSize = sizeof d[i];
        }
        d[broken].version = 0;
        CHECK_EQ(f.ddi.DxgkDdiCreateAllocation(f.adapter, &c), STATUS_GRAPHICS_DRIVER_MISMATCH);
        CHECK(!c.hResource);
        CHECK_EQ(fake_count(0, PVGPU_OP_RESOURCE_CREATE) + fake_count(0, PVGPU_OP_HEAP_CREATE) - 1,
                 fake_count(0, PVGPU_OP_RESOURCE_DESTROY));
    }
    CHECK_EQ(nt_pool_stats().blocks - before.blocks <= 1, 1); /* a page of ids may stay */
    end();
}

/* An opener may not write the blob; the same allocation opened twice counts; the memory manager opens what is not ours. */
TEST(open_close)
{
    struct client c, other;
    struct memory m, again;
    struct pvk_alloc_private d = heap_desc(4096);
    DXGK_OPENALLOCATIONINFO o = { .hAllocation = 4000 };
    DXGKARG_OPENALLOCATION p = { .NumAllocations = 1, .pOpenAllocation = &o };
    DXGKARG_CLOSEALLOCATION close = { .NumAllocations = 1, .pOpenHandleList = &o.hDeviceSpecificAllocation };

    begin();
    CHECK(client_open(&c, false, false) && client_open(&other, false, false));
    CHECK(memory_make(&m, &c, &d));
    again = m;
    again.priv.id = 0x12345678;
    CHECK_EQ(memory_open(&again, &c, false), STATUS_SUCCESS);
    CHECK_EQ(again.priv.id, 0x12345678);
    CHECK(again.open && again.open != m.open);
    CHECK_EQ(f.objects[m.id].opens[2], 2);
    memory_close(&m, &c);
    CHECK_EQ(f.objects[m.id].opens[2], 1);
    memory_close(&again, &c);
    CHECK_EQ(f.objects[m.id].opens[2], 0);
    CHECK_EQ(f.ddi.DxgkDdiOpenAllocation(other.device, &p), STATUS_SUCCESS);
    CHECK(o.hDeviceSpecificAllocation != NULL);
    CHECK_EQ(f.ddi.DxgkDdiCloseAllocation(other.device, &close), STATUS_SUCCESS);
    o.PrivateDriverDataSize = sizeof d;
    o.pPrivateDriverData = &d;
    CHECK_EQ(f.ddi.DxgkDdiOpenAllocation(other.device, &p), STATUS_INVALID_PARAMETER);
    memory_destroy(&m);
    client_close(&other);
    client_close(&c);
    end();
}

/* A program that opens one allocation for ever is refused before the host's counter overflows. */
TEST(opens_are_limited)
{
    static HANDLE handles[300];
    struct client c;
    struct memory m;
    struct pvk_alloc_private d = heap_desc(4096);
    const struct fake_command *l;
    int n = 0;

    begin();
    CHECK(client_open(&c, false, false));
    CHECK_EQ(memory_create(&m, &d), STATUS_SUCCESS);
    while (n < 300 && NT_SUCCESS(memory_open(&m, &c, false))) handles[n++] = m.open;
    CHECK_EQ(n, 256);
    l = fake_last(PVGPU_OP_CONTEXT_OPEN);
    CHECK(l && f.objects[((const struct pvgpu_cmd_context_open *)(const void *)&l->c)->id].opens[2] == 256);
    while (n--) {
        m.open = handles[n];
        memory_close(&m, &c);
    }
    memory_destroy(&m);
    client_close(&c);
    end();
}

TEST(standard_allocations)
{
    static const UINT widths[] = { 640, 853, 1366, 1896, 3840 };
    struct client gdi;

    begin();
    CHECK(client_open(&gdi, false, true));
    CHECK_EQ(gdi.info.AllocationListSize, DXGK_ALLOCATION_LIST_SIZE_GDICONTEXT);
    for (unsigned w = 0; w < 5; w++) {
        for (int type = 1; type <= 4; type++) {
            union {
                D3DKMDT_SHAREDPRIMARYSURFACEDATA p;
                D3DKMDT_SHADOWSURFACEDATA s;
                D3DKMDT_STAGINGSURFACEDATA t;
                D3DKMDT_GDISURFACEDATA g;
            } u, before;
            DXGKARG_GETSTANDARDALLOCATIONDRIVERDATA g = { .StandardAllocationType = (D3DKMDT_STANDARDALLOCATION_TYPE)type };
            struct pvk_alloc_private priv;
            struct memory m;
            UINT pitch = 0;
            memset(&u, 0, sizeof u);
            g.pCreateGdiSurfaceData = &u.g;
            u.g.Width = widths[w];
            u.g.Height = 480;
            if (type != 3) u.s.Format = D3DDDIFMT_A8R8G8B8;
            if (type == 1) u.p.VidPnSourceId = 1;
            if (type == 4) u.g.Type = w & 1 ? D3DKMDT_GDISURFACE_STAGING_CPUVISIBLE : D3DKMDT_GDISURFACE_TEXTURE;
            before = u;
            CHECK_EQ(f.ddi.DxgkDdiGetStandardAllocationDriverData(f.adapter, &g), STATUS_SUCCESS);
            CHECK_EQ(g.AllocationPrivateDriverDataSize, sizeof priv);
            CHECK(!memcmp(&u, &before, sizeof u)); /* only the sizes */
            g.pAllocationPrivateDriverData = &priv;
            CHECK_EQ(f.ddi.DxgkDdiGetStandardAllocationDriverData(f.adapter, &g), STATUS_SUCCESS);
            if (type == 2) pitch = u.s.Pitch;
            if (type == 3) pitch = u.t.Pitch;
            if (type == 4 && (w & 1)) pitch = u.g.Pitch;
            CHECK(memory_make(&m, &gdi, &priv));
            if (pitch) CHECK(pitch >= widths[w] * 4 && pitch * 480 <= m.info.Size && m.info.Flags.CpuVisible);
            if (type == 2 || type == 3) CHECK(pitch != 0);
            {
                DXGKARG_DESCRIBEALLOCATION d;
                memset(&d, 0xcc, sizeof d);
                d.hAllocation = m.alloc;
                CHECK_EQ(f.ddi.DxgkDdiDescribeAllocation(f.adapter, &d), STATUS_SUCCESS);
                CHECK_EQ(d.Width, widths[w]);
                CHECK_EQ(d.Height, 480);
                CHECK_EQ(d.Format, type == 3 ? D3DDDIFMT_X8R8G8B8 : D3DDDIFMT_A8R8G8B8);
                CHECK(d.MultisampleMethod.NumSamples == 1 && d.Flags.Value == 0);
            }
            memory_unmake(&m, &gdi);
        }
    }
    client_close(&gdi);
    end();
}

/* More than the host gives would be an error object there, which nobody hears of. What user mode says of sizes does not count. */
TEST(the_hosts_memory_has_an_end)
{
    struct pvk_alloc_private d = texture_desc(8192, 8192, 0), small = texture_desc(64, 64, 0), buffer = { 0 };
    struct memory m[8], more;
    struct client c;

    begin(); /* 1 GiB of its own and 512 MiB of the machine's */
    CHECK(client_open(&c, false, false));
    d.bytes = small.bytes = 4096;
    for (int i = 0; i < 5; i++) CHECK(memory_make(&m[i], &c, &d)); /* 256 MiB each */
    d.mips = 14; /* a third more */
    CHECK(!memory_make(&more, &c, &d));
    d.mips = 1;
    CHECK(memory_make(&m[5], &c, &d));
    CHECK(!memory_make(&more, &c, &small));
    buffer = d;
    buffer.dimension = PVGPU_DIM_BUFFER, buffer.format = 0, buffer.width = 4096, buffer.height = 1;
    CHECK(!memory_make(&more, &c, &buffer));
    memory_unmake(&m[0], &c);
    CHECK(memory_make(&m[0], &c, &small));
    CHECK(memory_make(&more, &c, &buffer));
    memory_unmake(&more, &c);
    for (int i = 0; i < 6; i++) memory_unmake(&m[i], &c);
    for (int i = 0; i < 6; i++) CHECK(memory_make(&m[i], &c, &d)); /* all of it came back */
    for (int i = 0; i < 6; i++) memory_unmake(&m[i], &c);
    client_close(&c);
    end();
}

/* A host that cannot make a resource says so when it is asked: about each description until it has taken one, and about every
 * resource that comes near to what it has left. */
TEST(what_the_host_refuses_fails)
{
    struct pvk_alloc_private d = texture_desc(64, 64, 0), other = d, large = texture_desc(1024, 1024, 0);
    struct memory m[64];
    struct client c;
    uint32_t asked;

    begin();
    CHECK(client_open(&c, false, false));
    f.room = 1ull << 30;
    f.refuses = true;
    asked = fake_count(0, PVGPU_OP_QUERY_RESOURCE);
    CHECK(!memory_make(&m[0], &c, &d));
    CHECK(!memory_make(&m[0], &c, &d)); /* what was refused is asked about again */
    CHECK_EQ(fake_count(0, PVGPU_OP_QUERY_RESOURCE), asked + 2);
    CHECK_EQ(fake_count(0, PVGPU_OP_RESOURCE_CREATE), fake_count(0, PVGPU_OP_RESOURCE_DESTROY));
    f.refuses = false;
    CHECK(memory_make(&m[0], &c, &d));
    f.refuses = true;
    d.width = d.height = 128;
    CHECK(memory_make(&m[1], &c, &d)); /* the host took such a one: nobody waits */
    CHECK_EQ(fake_count(0, PVGPU_OP_QUERY_RESOURCE), asked + 3);
    other.mips = 2;
    CHECK(!memory_make(&m[2], &c, &other));
    other = d, other.samples = 4;
    CHECK(!memory_make(&m[2], &c, &other));
    other = d, other.format = 2;
    CHECK(!memory_make(&m[2], &c, &other));
    CHECK_EQ(fake_count(0, PVGPU_OP_QUERY_RESOURCE), asked + 6);
    /* 4 MiB each: after the sixteenth part of what is left, that is 64 MiB, it is asked again. */
    f.refuses = false;
    for (int i = 2; i < 18; i++) CHECK(memory_make(&m[i], &c, &large));
    CHECK_EQ(fake_count(0, PVGPU_OP_QUERY_RESOURCE), asked + 6);
    CHECK(memory_make(&m[18], &c, &large));
    CHECK_EQ(fake_count(0, PVGPU_OP_QUERY_RESOURCE), asked + 7);
    f.room = 0; /* a host that does not say: each 16 MiB */
    for (int i = 19; i < 36; i++) CHECK(memory_make(&m[i], &c, &large));
    CHECK_EQ(fake_count(0, PVGPU_OP_QUERY_RESOURCE), asked + 8);
    for (int i = 36; i < 41; i++) CHECK(memory_make(&m[i], &c, &large));
    CHECK_EQ(fake_count(0, PVGPU_OP_QUERY_RESOURCE), asked + 9);
    /* Next to nothing is left: all are asked about, and what is refused costs none of the VM's share. */
    f.room = 4096;
    for (int i = 41; i < 46; i++) CHECK(memory_make(&m[i], &c, &large));
    asked = fake_count(0, PVGPU_OP_QUERY_RESOURCE);
    f.refuses = true;
    for (int i = 0; i < 1000; i++) CHECK(!memory_make(&m[46], &c, &large));
    CHECK_EQ(fake_count(0, PVGPU_OP_QUERY_RESOURCE), asked + 1000);
    f.mute = true; /* without an answer a resource counts as made */
    CHECK(memory_make(&m[46], &c, &large));
    for (int i = 0; i < 47; i++) memory_unmake(&m[i], &c);
    client_close(&c);
    end();
}

TEST(twenty_thousand_allocations)
{
    static struct memory m[20000];
    struct pvk_alloc_private d = texture_desc(16, 16, 0);
    struct client c;

    begin();
    CHECK(client_open(&c, false, false));
    for (int i = 0; i < 20000; i++) if (!memory_make(&m[i], &c, &d)) { CHECK(!"made"); break; }
    CHECK(m[0].id != m[19999].id);
    for (int i = 0; i < 20000; i++) memory_unmake(&m[i], &c);
    for (int i = 0; i < 20; i++) { /* ids come back when the host has let go of them */
        CHECK(memory_make(&m[i], &c, &d));
        CHECK(m[i].id <= 20002);
        memory_unmake(&m[i], &c);
    }
    client_close(&c);
    end();
}

/* An id is not used again before the host has consumed the command that dropped it. */
TEST(ids_wait_for_the_host)
{
    struct memory a, b;
    struct pvk_alloc_private d = texture_desc(16, 16, 0);
    struct client c;

    begin();
    CHECK(client_open(&c, false, false));
    CHECK(memory_make(&a, &c, &d));
    f.hold = true;
    memory_unmake(&a, &c);
    CHECK(memory_make(&b, &c, &d));
    CHECK(b.id != a.id);
    f.hold = false;
    fake_pump(UINT32_MAX);
    memory_unmake(&b, &c);
    CHECK(memory_make(&b, &c, &d));
    CHECK_EQ(b.id, a.id);
    memory_unmake(&b, &c);
    client_close(&c);
    end();
}

TEST(many_devices)
{
    static struct client c[80];
    int n = 0;

    begin();
    while (n < 80 && client_open(&c[n], false, false)) n++;
    CHECK_EQ(n, 63); /* the host takes 64 contexts, one is the driver's */
    while (n) client_close(&c[--n]);
    CHECK(client_open(&c[0], true, false));
    client_close(&c[0]);
    end();
}

TAP_MAIN(RUN(entries); RUN(refused_entries); RUN(reset_device); RUN(start_stop); RUN(start_stop_line_interrupt); RUN(start_fails_everywhere);
         RUN(start_without_host);
         RUN(hundred_starts); RUN(query_caps); RUN(query_segments); RUN(query_private_and_others); RUN(children);
         RUN(allocations); RUN(allocation_private_data); RUN(allocation_rollback); RUN(open_close); RUN(opens_are_limited);
         RUN(standard_allocations);
         RUN(the_hosts_memory_has_an_end); RUN(what_the_host_refuses_fails);
         RUN(twenty_thousand_allocations); RUN(ids_wait_for_the_host); RUN(many_devices))
