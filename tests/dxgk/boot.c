/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * boot.c - the miniature end to end: port driver, our kernel driver, the register model, a real backend that draws
 * nothing. Start, memory, submissions, waits, isolation, presents, time-outs.
 */
#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include "stack.h"

TEST(boot)
{
    struct dxgk_counters n;
    D3DKMT_GETDISPLAYMODELIST l;
    D3DKMT_ENUMADAPTERS e;
    int i;

    NEED_HOST();
    for (i = 0; i < 3; i++) { /* again and again in one process */
        if (!up()) return;
        memset(&e, 0, sizeof e);
        CHECK_EQ(D3DKMTEnumAdapters(&e), 0);
        CHECK_EQ(e.NumAdapters, 1);
        CHECK_EQ(e.Adapters[0].NumOfSources, 1);
        memset(&l, 0, sizeof l);
        l.hAdapter = e.Adapters[0].hAdapter;
        CHECK_EQ(D3DKMTGetDisplayModeList(&l), 0);
        CHECK(l.ModeCount > 3);
        dxgk_counters(&n);
        CHECK(n.interrupts > 0);
        CHECK(n.paging_operations > 0); /* the shared primary's aperture */
        down();
    }
}

TEST(adapter_private_data)
{
    struct client c;
    struct pvk_adapter_private p;
    D3DKMT_QUERYADAPTERINFO q = { 0 };

    NEED_HOST();
    if (!up()) return;
    CHECK(client_open(&c));
    memset(&p, 0, sizeof p);
    p.version = PVK_PRIVATE_VERSION;
    p.size = sizeof p;
    q.hAdapter = c.adapter;
    q.Type = KMTQAITYPE_UMDRIVERPRIVATE;
    q.pPrivateDriverData = &p;
    q.PrivateDriverDataSize = sizeof p;
    CHECK_EQ(D3DKMTQueryAdapterInfo(&q), 0);
    CHECK_EQ(p.version, PVK_PRIVATE_VERSION);
    CHECK(p.caps.feature_level >= 0xa000);
    CHECK(p.caps.name[0] != 0);
    client_close(&c);
    down();
}

TEST(render_and_wait)
{
    struct client c;
    struct buffer b;
    struct pvgpu_progress_slot *slot;
    struct dxgk_counters before, after;
    int i;

    NEED_HOST();
    if (!up()) return;
    CHECK(client_open(&c));
    CHECK_EQ(client_heap(&c, &b, 65536), 0);
    CHECK(b.private_data.id != 0); /* filled by the first opening */
    CHECK_EQ(client_lock(&c, &b), 0);
    slot = b.data;
    memset(slot, 0, sizeof *slot);
    dxgk_counters(&before);
    for (i = 1; i <= 200; i++) {
        client_signal(&c, &b, 0, (uint64_t)i);
        CHECK_EQ(client_flush(&c), 0);
        if (i % 50 == 0) {
            CHECK_EQ(client_wait(&c), 0);
            CHECK_EQ(pvgpu_load64(&slot->value), (uint64_t)i);
        }
    }
    dxgk_counters(&after);
    CHECK_EQ(after.renders - before.renders, 200);
    CHECK(after.submissions - before.submissions >= 200);
    CHECK(after.dma_completed > before.dma_completed);
    CHECK(after.interrupts > before.interrupts);
    CHECK_EQ(client_unlock(&c, &b), 0);
    CHECK_EQ(client_free(&c, &b), 0);
    client_close(&c);
    down();
}

/* A wait sleeps until an interrupt comes: nobody looks at the fence meanwhile. */
TEST(the_interrupt_wakes)
{
    struct client c;
    struct buffer b;
    struct dxgk_counters before, after;
    int i;

    NEED_HOST();
    if (!up()) return;
    CHECK(client_open(&c));
    CHECK_EQ(client_heap(&c, &b, 4096), 0);
    dxgk_counters(&before);
    for (i = 1; i <= 20; i++) {
        client_signal(&c, &b, 0, (uint64_t)i);
        CHECK_EQ(client_flush(&c), 0);
        CHECK_EQ(client_wait(&c), 0);
    }
    dxgk_counters(&after);
    CHECK(after.waits_blocked + after.waits_polled - before.waits_blocked - before.waits_polled >= 20);
    CHECK(after.interrupts > before.interrupts);
    CHECK(after.messages[0] > before.messages[0]);
    CHECK_EQ(client_free(&c, &b), 0);
    client_close(&c);
    down();
}

TEST(progress_event)
{
    struct client c;
    struct buffer b;
    struct pvgpu_progress_slot *slot;
    struct pvk_escape_event set = { .header = { PVK_PRIVATE_VERSION, PVK_ESCAPE_SET_EVENT, sizeof set, 0 } };
    D3DKMT_ESCAPE e = { .Type = D3DKMT_ESCAPE_DRIVERPRIVATE, .pPrivateDriverData = &set, .PrivateDriverDataSize = sizeof set };
    int fd = eventfd(0, EFD_NONBLOCK);
    struct pollfd p = { fd, POLLIN, 0 };

    NEED_HOST();
    if (!up()) return;
    CHECK(client_open(&c));
    CHECK_EQ(client_heap(&c, &b, 4096), 0);
    CHECK_EQ(client_lock(&c, &b), 0);
    slot = b.data;
    slot->value = 0;
    pvgpu_store64(&slot->wake_at, 5);
    set.event = (uint64_t)fd;
    e.hAdapter = c.adapter;
    e.hDevice = c.device;
    CHECK_EQ(D3DKMTEscape(&e), 0);
    client_signal(&c, &b, 0, 5);
    CHECK_EQ(client_flush(&c), 0);
    CHECK_EQ(poll(&p, 1, PATIENCE * 10), 1);
    set.event = 0;
    CHECK_EQ(D3DKMTEscape(&e), 0);
    close(fd);
    CHECK_EQ(client_wait(&c), 0);
    CHECK_EQ(client_unlock(&c, &b), 0);
    CHECK_EQ(client_free(&c, &b), 0);
    client_close(&c);
    down();
}

TEST(two_processes)
{
    struct client a, b;
    struct buffer mine, theirs;
    D3DKMT_LOCK l = { 0 };
    D3DKMT_DESTROYDEVICE d;
    uint32_t other;

    NEED_HOST();
    if (!up()) return;
    CHECK(client_open(&a));
    CHECK_EQ(client_heap(&a, &mine, 4096), 0);
    other = dxgk_process_create();
    CHECK(other != 0);
    dxgk_process_use(other);
    CHECK(client_open(&b));
    CHECK_EQ(client_heap(&b, &theirs, 4096), 0);
    CHECK(mine.private_data.id != theirs.private_data.id);
    /* A handle of another process names nothing. */
    l.hDevice = b.device;
    l.hAllocation = mine.allocation;
    CHECK(D3DKMTLock(&l) < 0);
    l.hDevice = a.device;
    CHECK(D3DKMTLock(&l) < 0);
    d.hDevice = a.device;
    CHECK(D3DKMTDestroyDevice(&d) < 0);
    client_use(&b, &mine);
    CHECK(client_flush(&b) < 0);
    /* Naming the other's object in a command loses the context that did it, and no other. */
    theirs.private_data.id = mine.private_data.id;
    client_signal(&b, &theirs, 0, 1);
    CHECK_EQ(client_flush(&b), 0);
    (void)client_wait(&b);
    dxgk_process_use(1);
    client_signal(&a, &mine, 0, 7);
    CHECK_EQ(client_flush(&a), 0);
    CHECK_EQ(client_wait(&a), 0);
    CHECK_EQ(client_lock(&a, &mine), 0);
    CHECK_EQ(*(uint64_t *)mine.data, 7);
    dxgk_process_destroy(other); /* with everything that it left open */
    client_signal(&a, &mine, 0, 8);
    CHECK_EQ(client_flush(&a), 0);
    CHECK_EQ(client_wait(&a), 0);
    CHECK_EQ(*(uint64_t *)mine.data, 8);
    client_close(&a);
    down();
}

TEST(present)
{
    struct client c;
    struct buffer t;
    struct dxgk_counters before, after;
    D3DKMT_PRESENT p;
    D3DKMT_WAITFORVERTICALBLANKEVENT w = { 0 };
    int i;

    NEED_HOST();
    if (!up()) return;
    CHECK(client_open(&c));
    CHECK_EQ(client_texture(&c, &t, 640, 480, 0), 0);
    dxgk_counters(&before);
    for (i = 0; i < 20; i++) {
        memset(&p, 0, sizeof p);
        p.hContext = c.context;
        p.hSource = t.allocation;
        p.Flags.Blt = 1;
        p.Flags.DstRectValid = p.Flags.SrcRectValid = 1;
        p.DstRect = (RECT){ 10, 10, 650, 490 };
        p.SrcRect = (RECT){ 0, 0, 640, 480 };
        CHECK_EQ(D3DKMTPresent(&p), 0);
    }
    memset(&p, 0, sizeof p);
    p.hContext = c.context;
    p.Flags.ColorFill = 1;
    p.Color = 0xff00ff00;
    CHECK_EQ(D3DKMTPresent(&p), 0);
    CHECK_EQ(client_wait(&c), 0);
    w.hAdapter = c.adapter;
    CHECK_EQ(D3DKMTWaitForVerticalBlankEvent(&w), 0);
    CHECK_EQ(D3DKMTWaitForVerticalBlankEvent(&w), 0);
    dxgk_counters(&after);
    CHECK_EQ(after.presents - before.presents, 21);
    CHECK(after.vsyncs >= before.vsyncs + 2);
    CHECK_EQ(client_free(&c, &t), 0);
    client_close(&c);
    down();
}

TEST(full_screen_flips)
{
    struct client c;
    struct buffer t[2];
    D3DKMT_SETDISPLAYMODE s;
    D3DKMT_PRESENT p;
    struct dxgk_counters before, after;
    int i;

    NEED_HOST();
    if (!up()) return;
    CHECK(client_open(&c));
    for (i = 0; i < 2; i++) CHECK_EQ(client_texture(&c, &t[i], 1280, 720, PVK_DESC_PRIMARY), 0);
    memset(&s, 0, sizeof s);
    s.hDevice = c.device;
    s.hPrimaryAllocation = t[0].allocation;
    s.DisplayOrientation = D3DDDI_ROTATION_IDENTITY;
    CHECK_EQ(D3DKMTSetDisplayMode(&s), 0);
    dxgk_counters(&before);
    for (i = 0; i < 12; i++) {
        memset(&p, 0, sizeof p);
        p.hContext = c.context;
        p.hSource = t[(i + 1) % 2].allocation;
        p.Flags.Flip = 1;
        p.FlipInterval = i < 8 ? D3DDDI_FLIPINTERVAL_ONE : D3DDDI_FLIPINTERVAL_IMMEDIATE;
        CHECK_EQ(D3DKMTPresent(&p), 0);
    }
    CHECK_EQ(client_wait(&c), 0);
    dxgk_counters(&after);
    CHECK_EQ(after.flips - before.flips, 12);
    CHECK(after.vsyncs - before.vsyncs >= 6); /* one at a time */
    for (i = 0; i < 2; i++) CHECK_EQ(client_free(&c, &t[i]), 0);
    client_close(&c); /* the desktop's mode returns */
    down();
}

TEST(shared_resource)
{
    struct client a, b;
    struct pvk_alloc_private p = { PVK_PRIVATE_VERSION, sizeof p, PVK_ALLOC_HEAP, 0, 4096, PVK_DESC_SHARED }, copy;
    D3DDDI_ALLOCATIONINFO2 info;
    D3DDDI_OPENALLOCATIONINFO opened = { 0 };
    D3DKMT_CREATEALLOCATION k;
    D3DKMT_QUERYRESOURCEINFO q;
    D3DKMT_OPENRESOURCE o;
    D3DKMT_DESTROYALLOCATION d = { 0 };
    uint32_t note = 0x1234, read = 0, other;
    uint8_t blobs[256];

    NEED_HOST();
    if (!up()) return;
    CHECK(client_open(&a));
    memset(&info, 0, sizeof info);
    memset(&k, 0, sizeof k);
    info.pPrivateDriverData = &p;
    info.PrivateDriverDataSize = sizeof p;
    k.hDevice = a.device;
    k.NumAllocations = 1;
    k.pAllocationInfo2 = &info;
    k.Flags.CreateResource = k.Flags.CreateShared = 1;
    k.pPrivateRuntimeData = &note;
    k.PrivateRuntimeDataSize = sizeof note;
    CHECK_EQ(D3DKMTCreateAllocation2(&k), 0);
    CHECK(k.hResource && k.hGlobalShare && p.id);
    other = dxgk_process_create();
    dxgk_process_use(other);
    CHECK(client_open(&b));
    memset(&q, 0, sizeof q);
    q.hDevice = b.device;
    q.hGlobalShare = k.hGlobalShare;
    CHECK_EQ(D3DKMTQueryResourceInfo(&q), 0);
    CHECK_EQ(q.NumAllocations, 1);
    CHECK_EQ(q.PrivateRuntimeDataSize, sizeof note);
    CHECK_EQ(q.TotalPrivateDriverDataSize, sizeof p);
    memset(&o, 0, sizeof o);
    o.hDevice = b.device;
    o.hGlobalShare = k.hGlobalShare;
    o.NumAllocations = 1;
    o.pOpenAllocationInfo = &opened;
    o.pPrivateRuntimeData = &read;
    o.PrivateRuntimeDataSize = sizeof read;
    o.pTotalPrivateDriverDataBuffer = blobs;
    o.TotalPrivateDriverDataBufferSize = sizeof blobs;
    CHECK_EQ(D3DKMTOpenResource(&o), 0);
    CHECK_EQ(read, note);
    memcpy(&copy, opened.pPrivateDriverData, sizeof copy);
    CHECK_EQ(copy.id, p.id);
    CHECK(opened.hAllocation != info.hAllocation);
    /* The creator goes first; the opener may still use it. */
    dxgk_process_use(1);
    d.hDevice = a.device;
    d.hResource = k.hResource;
    CHECK_EQ(D3DKMTDestroyAllocation(&d), 0);
    dxgk_process_use(other);
    {
        struct buffer s = { .allocation = opened.hAllocation, .private_data = copy };
        client_signal(&b, &s, 8 * 2, 3);
        CHECK_EQ(client_flush(&b), 0);
        CHECK_EQ(client_wait(&b), 0);
    }
    d.hDevice = b.device;
    d.hResource = o.hResource;
    CHECK_EQ(D3DKMTDestroyAllocation(&d), 0);
    client_close(&b);
    dxgk_process_use(1);
    dxgk_process_destroy(other);
    client_close(&a);
    down();
}

TEST(eviction)
{
    struct client c;
    struct buffer b[8], t;
    int i, k;

    NEED_HOST();
    if (!up()) return;
    CHECK(client_open(&c));
    for (i = 0; i < 8; i++) {
        CHECK_EQ(client_heap(&c, &b[i], 1 << 20), 0);
        CHECK_EQ(client_lock(&c, &b[i]), 0);
        memset(b[i].data, i + 1, 1 << 20);
        CHECK_EQ(client_unlock(&c, &b[i]), 0);
    }
    CHECK_EQ(client_texture(&c, &t, 256, 256, 0), 0);
    for (k = 0; k < 3; k++) {
        client_use(&c, &t);
        for (i = 0; i < 8; i++) client_signal(&c, &b[i], 4096, (uint64_t)(100 + k));
        CHECK_EQ(client_flush(&c), 0);
        CHECK_EQ(client_wait(&c), 0);
        CHECK(dxgk_test_evict_all() >= 8);
    }
    for (i = 0; i < 8; i++) { /* what the CPU wrote and what the host wrote came along each time */
        const uint8_t *p;
        CHECK_EQ(client_lock(&c, &b[i]), 0);
        p = b[i].data;
        CHECK_EQ(p[0], i + 1);
        CHECK_EQ(p[(1 << 20) - 1], i + 1);
        CHECK_EQ(*(const uint64_t *)(p + 4096), 102);
        CHECK_EQ(client_unlock(&c, &b[i]), 0);
        CHECK_EQ(client_free(&c, &b[i]), 0);
    }
    CHECK_EQ(client_free(&c, &t), 0);
    client_close(&c);
    down();
}

/* More heap than there is: the oldest goes to system memory and comes back. */
TEST(memory_pressure)
{
    struct client c;
    struct buffer b[40];
    struct dxgk_counters n;
    int i, k;

    NEED_HOST();
    setenv("PVGPU_SHMEM_MIB", "64", 1);
    if (!up()) return;
    CHECK(client_open(&c));
    for (i = 0; i < 40; i++) {
        CHECK_EQ(client_heap(&c, &b[i], 4 << 20), 0);
        CHECK_EQ(client_lock(&c, &b[i]), 0);
        if (!b[i].data) break;
        *(uint64_t *)b[i].data = (uint64_t)i * 3 + 1;
        CHECK_EQ(client_unlock(&c, &b[i]), 0);
    }
    for (k = 0; k < 2; k++)
        for (i = 0; i < 40; i++) {
            CHECK_EQ(client_lock(&c, &b[i]), 0);
            CHECK_EQ(*(uint64_t *)b[i].data, (uint64_t)i * 3 + 1);
            CHECK_EQ(client_unlock(&c, &b[i]), 0);
        }
    dxgk_counters(&n);
    CHECK(n.evictions >= 25);
    for (i = 0; i < 40; i++) CHECK_EQ(client_free(&c, &b[i]), 0);
    client_close(&c);
    down();
    unsetenv("PVGPU_SHMEM_MIB");
}

TEST(resets)
{
    struct client c;
    struct buffer b;
    D3DKMT_GETDEVICESTATE s = { 0 };
    struct dxgk_counters n;

    NEED_HOST();
    if (!up()) return;
    CHECK(client_open(&c));
    CHECK_EQ(client_heap(&c, &b, 4096), 0);
    client_signal(&c, &b, 0, 1);
    CHECK_EQ(client_flush(&c), 0);
    CHECK_EQ(client_wait(&c), 0);
    CHECK_EQ(dxgk_test_tdr(false), 0); /* nothing was running: nobody is lost */
    client_signal(&c, &b, 0, 2);
    CHECK_EQ(client_flush(&c), 0);
    CHECK_EQ(client_wait(&c), 0);
    CHECK_EQ(dxgk_test_tdr(true), 0);
    s.hDevice = c.device;
    s.StateType = D3DKMT_DEVICESTATE_EXECUTION;
    CHECK_EQ(D3DKMTGetDeviceState(&s), 0);
    CHECK_EQ(s.ExecutionState, D3DKMT_DEVICEEXECUTION_RESET);
    client_signal(&c, &b, 0, 3);
    CHECK_EQ(client_flush(&c), STATUS_DEVICE_REMOVED);
    CHECK_EQ(client_free(&c, &b), 0);
    client_close(&c);
    CHECK(client_open(&c)); /* the next device works */
    CHECK_EQ(client_heap(&c, &b, 4096), 0);
    CHECK_EQ(client_lock(&c, &b), 0);
    *(uint64_t *)b.data = 0;
    client_signal(&c, &b, 0, 4);
    CHECK_EQ(client_flush(&c), 0);
    CHECK_EQ(client_wait(&c), 0);
    CHECK_EQ(*(uint64_t *)b.data, 4);
    dxgk_counters(&n);
    CHECK_EQ(n.tdrs, 1);
    CHECK_EQ(n.engine_resets, 1);
    client_close(&c);
    down();
}

TEST(preemption)
{
    struct client c;
    struct buffer b;
    int i, k;

    NEED_HOST();
    if (!up()) return;
    CHECK(client_open(&c));
    CHECK_EQ(client_heap(&c, &b, 4096), 0);
    CHECK_EQ(client_lock(&c, &b), 0);
    *(uint64_t *)b.data = 0;
    for (k = 0; k < 10; k++) {
        for (i = 1; i <= 6; i++) {
            client_signal(&c, &b, 0, (uint64_t)(k * 6 + i));
            CHECK_EQ(client_flush(&c), 0);
        }
        CHECK(dxgk_test_preempt() >= 0);
    }
    CHECK_EQ(client_wait(&c), 0);
    CHECK_EQ(*(uint64_t *)b.data, 60);
    client_close(&c);
    down();
}

/* Sleep takes nothing from a program: what it wrote, what the host wrote, its device, its locked memory. */
TEST(sleep_and_wake)
{
    struct client c;
    struct buffer b, locked, t;
    D3DKMT_PRESENT p;
    int i;

    NEED_HOST();
    if (!up()) return;
    CHECK(client_open(&c));
    CHECK_EQ(client_heap(&c, &b, 65536), 0);
    CHECK_EQ(client_heap(&c, &locked, 65536), 0);
    CHECK_EQ(client_texture(&c, &t, 64, 64, 0), 0);
    CHECK_EQ(client_lock(&c, &locked), 0);
    memset(locked.data, 0x77, 65536);
    for (i = 1; i <= 3; i++) {
        client_signal(&c, &b, 16, (uint64_t)i);
        CHECK_EQ(client_flush(&c), 0);
        CHECK_EQ(dxgk_test_power(false), 0);
        CHECK_EQ(dxgk_test_power(false), -1);
        CHECK_EQ(dxgk_test_power(true), 0);
        CHECK_EQ(client_lock(&c, &b), 0);
        CHECK_EQ(((uint64_t *)b.data)[2], (uint64_t)i);
        CHECK_EQ(client_unlock(&c, &b), 0);
        CHECK_EQ(((uint8_t *)locked.data)[65535], 0x77);
    }
    memset(&p, 0, sizeof p);
    p.hContext = c.context;
    p.hSource = t.allocation;
    p.Flags.Blt = 1;
    CHECK_EQ(D3DKMTPresent(&p), 0);
    CHECK_EQ(client_wait(&c), 0);
    CHECK_EQ(client_unlock(&c, &locked), 0);
    client_close(&c);
    down();
}

static NTSTATUS present_blt(struct client *c, struct buffer *source)
{
    D3DKMT_PRESENT p;
    memset(&p, 0, sizeof p);
    p.hContext = c->context;
    p.hSource = source->allocation;
    p.Flags.Blt = 1;
    return D3DKMTPresent(&p);
}

/* Without a monitor devices are made and render as ever (traps.md U41), and presents into windows say that nobody sees them
 * (U44); when it is back they show again. */
TEST(u41_u44_without_a_monitor)
{
    struct client c, late;
    struct buffer t, b;

    NEED_HOST();
    if (!up()) return;
    CHECK(client_open(&c));
    CHECK_EQ(client_texture(&c, &t, 64, 64, 0), 0);
    CHECK_EQ(present_blt(&c, &t), 0);
    CHECK_EQ(dxgk_test_monitor(0, true), -1);
    CHECK_EQ(dxgk_test_monitor(0, false), 0);
    CHECK_EQ(present_blt(&c, &t), STATUS_GRAPHICS_PRESENT_OCCLUDED);
    CHECK(client_open(&late));
    CHECK_EQ(client_heap(&late, &b, 4096), 0);
    client_signal(&late, &b, 0, 3);
    CHECK_EQ(client_flush(&late), 0);
    CHECK_EQ(client_wait(&late), 0);
    CHECK_EQ(client_lock(&late, &b), 0);
    CHECK_EQ(*(uint64_t *)b.data, 3);
    client_close(&late);
    CHECK_EQ(dxgk_test_monitor(0, true), 0);
    CHECK_EQ(present_blt(&c, &t), 0);
    CHECK_EQ(client_wait(&c), 0);
    client_close(&c);
    down();
}

/* The next start has another LUID, and the old one leads nowhere (traps.md U40). */
TEST(u40_another_luid)
{
    D3DKMT_ENUMADAPTERS e;
    D3DKMT_OPENADAPTERFROMLUID o;
    LUID first = { 0 };
    int i;

    NEED_HOST();
    for (i = 0; i < 2; i++) {
        if (!up()) return;
        memset(&e, 0, sizeof e);
        memset(&o, 0, sizeof o);
        CHECK_EQ(D3DKMTEnumAdapters(&e), 0);
        o.AdapterLuid = e.Adapters[0].AdapterLuid;
        CHECK_EQ(D3DKMTOpenAdapterFromLuid(&o), 0);
        if (i) {
            CHECK(first.LowPart != o.AdapterLuid.LowPart || first.HighPart != o.AdapterLuid.HighPart);
            o.AdapterLuid = first;
            CHECK(D3DKMTOpenAdapterFromLuid(&o) < 0);
        }
        first = e.Adapters[0].AdapterLuid;
        down();
    }
}

/* What is tested is the file that was asked for, and it did the work itself (traps.md T9). */
TEST(t9_the_file_that_runs)
{
    struct pvk_escape_stats s = { .header = { PVK_PRIVATE_VERSION, PVK_ESCAPE_STATS, sizeof s, 0 } };
    D3DKMT_ESCAPE e = { .Type = D3DKMT_ESCAPE_DRIVERPRIVATE, .pPrivateDriverData = &s, .PrivateDriverDataSize = sizeof s };
    const char *wanted = getenv("PVGPU_SYS"), *file;
    struct dxgk_counters n;
    struct client c;
    struct buffer b;

    NEED_HOST();
    if (!up()) return;
    file = nt_image_file(dxgk_test_driver_code());
    printf("# the driver is %s\n", file ? file : "linked in");
    CHECK((file != NULL) == (wanted && *wanted));
    if (file && wanted) CHECK(strcmp(file, wanted) == 0);
    CHECK(client_open(&c));
    CHECK_EQ(client_heap(&c, &b, 4096), 0);
    client_signal(&c, &b, 0, 1);
    CHECK_EQ(client_flush(&c), 0);
    CHECK_EQ(client_wait(&c), 0);
    e.hAdapter = c.adapter;
    CHECK_EQ(D3DKMTEscape(&e), 0);
    dxgk_counters(&n);
    CHECK(n.submissions > 0);
    CHECK_EQ(s.submissions, n.submissions);
    for (int i = 0; i < PATIENCE && !s.host.commands; i++) { /* the host tells its counters after it has answered */
        usleep(10000);
        CHECK_EQ(D3DKMTEscape(&e), 0);
    }
    CHECK(s.host.commands > 0);
    client_close(&c);
    down();
}

TEST(surprise_removal)
{
    struct client c;
    struct buffer b, t;
    struct dxgk_counters n;

    NEED_HOST();
    if (!up()) return;
    CHECK(client_open(&c));
    CHECK_EQ(client_heap(&c, &b, 1 << 20), 0);
    CHECK_EQ(client_texture(&c, &t, 64, 64, 0), 0);
    client_signal(&c, &b, 0, 1);
    CHECK_EQ(client_flush(&c), 0);
    CHECK_EQ(dxgk_test_surprise_removal(), 0);
    client_signal(&c, &b, 0, 2);
    CHECK_EQ(client_flush(&c), STATUS_DEVICE_REMOVED);
    CHECK(client_wait(&c) < 0);
    client_close(&c);
    down();
    dxgk_counters(&n); /* of the whole life: nobody had to wait for a time-out, the stop of the screens neither */
    CHECK_EQ(n.tdrs, 0);
    CHECK_EQ(n.engine_resets, 0);
}

/* The last picture of a machine, from the highest level, and after it a stop that leaves nothing. */
TEST(bugcheck)
{
    static uint32_t pixels[320 * 200];
    uint32_t w = 0, h = 0;

    NEED_HOST();
    if (!up()) return;
    CHECK_EQ(dxgk_test_bugcheck(pixels, 320, 200, &w, &h), 0);
    CHECK(w == 1920 && h == 1080);
    down();
}

/* The firmware's picture on our function: the driver takes it, has none to leave behind, and is stopped the usual way. */
TEST(a_post_device)
{
    NEED_HOST();
    dxgk_test_post_device(true);
    if (up()) {
        CHECK_EQ(dxgk_test_power(false), 0); /* asked for again at the return to D0 */
        CHECK_EQ(dxgk_test_power(true), 0);
        down();
    }
    dxgk_test_post_device(false);
}

TEST(pointer)
{
    static uint32_t image[64 * 64];

    NEED_HOST();
    if (!up()) return;
    CHECK_EQ(dxgk_test_pointer_shape(0, 64, 64, image, 256, false), 0);
    CHECK_EQ(dxgk_test_pointer_shape(0, 48, 17, image, 192, true), 0);
    CHECK_EQ(dxgk_test_pointer_position(0, -40, -40, true), 0);
    CHECK_EQ(dxgk_test_pointer_position(0, 100000, 5, true), 0);
    CHECK_EQ(dxgk_test_pointer_position(0, 0, 0, false), 0);
    CHECK_EQ(dxgk_test_power(false), 0);
    CHECK_EQ(dxgk_test_power(true), 0);
    CHECK_EQ(dxgk_test_pointer_position(0, 10, 10, true), 0);
    down();
}

/* Several threads of several processes at once, with evictions, preemptions and a reset in between. */
static int stress_stop;

static bool stressed(void) { return !__atomic_load_n(&stress_stop, __ATOMIC_RELAXED); }

static void *stress(void *arg)
{
    unsigned seed = (unsigned)(uintptr_t)arg, i, k;
    uint32_t process = dxgk_process_create();

    dxgk_process_use(process);
    while (stressed()) {
        struct client c;
        struct buffer b[4], t;
        if (!client_open(&c)) break;
        for (i = 0; i < 4; i++) client_heap(&c, &b[i], 65536);
        client_texture(&c, &t, 64, 64, 0);
        for (k = 0; k < 30 && stressed(); k++) {
            seed = seed * 1103515245u + 12345u;
            for (i = 0; i < 4; i++)
                if (seed >> (8 + i) & 1) client_signal(&c, &b[i], 0, k + 1);
            if (client_flush(&c) < 0) break;
            if ((seed >> 16) % 8 == 0) client_wait(&c);
            if ((seed >> 20) % 8 == 0 && client_lock(&c, &b[1]) >= 0) client_unlock(&c, &b[1]);
            if ((seed >> 24) % 16 == 0) {
                D3DKMT_PRESENT p;
                memset(&p, 0, sizeof p);
                p.hContext = c.context;
                p.hSource = t.allocation;
                p.Flags.Blt = 1;
                D3DKMTPresent(&p);
            }
        }
        client_free(&c, &b[0]); /* the rest goes with the device */
        client_close(&c);
    }
    dxgk_process_destroy(process);
    return NULL;
}

TEST(stress)
{
    pthread_t threads[4];
    struct client c;
    struct buffer b;
    uintptr_t i;

    NEED_HOST();
    if (!up()) return;
    stress_stop = 0;
    for (i = 0; i < 4; i++) pthread_create(&threads[i], NULL, stress, (void *)(i + 1));
    for (i = 0; i < (uintptr_t)60 * (getenv("PVGPU_TEST_LONG") ? 20 : 1); i++) { /* 20 times as long for the thread sanitizer */
        usleep(10000);
        if (i % 5 == 0) (void)dxgk_test_evict_all();
        if (i % 7 == 0) (void)dxgk_test_preempt();
        if (i == 30) (void)dxgk_test_tdr(true);
        if (i == 45) (void)dxgk_test_tdr(false);
    }
    __atomic_store_n(&stress_stop, 1, __ATOMIC_RELAXED);
    for (i = 0; i < 4; i++) pthread_join(threads[i], NULL);
    CHECK(client_open(&c));
    CHECK_EQ(client_heap(&c, &b, 4096), 0);
    CHECK_EQ(client_lock(&c, &b), 0);
    client_signal(&c, &b, 0, 5);
    CHECK_EQ(client_flush(&c), 0);
    CHECK_EQ(client_wait(&c), 0);
    CHECK_EQ(*(uint64_t *)b.data, 5);
    client_close(&c);
    down();
}

TEST(line_interrupt)
{
    struct client c;
    struct buffer b;
    struct dxgk_counters before, after;

    NEED_HOST();
    if (!up_with(",line")) return;
    CHECK(client_open(&c));
    CHECK_EQ(client_heap(&c, &b, 4096), 0);
    dxgk_counters(&before);
    client_signal(&c, &b, 0, 1);
    CHECK_EQ(client_flush(&c), 0);
    CHECK_EQ(client_wait(&c), 0);
    dxgk_counters(&after);
    CHECK(after.interrupts > before.interrupts); /* one that the routine claimed, nothing found by looking */
    client_close(&c);
    down();
}

TAP_MAIN(RUN(boot); RUN(adapter_private_data); RUN(render_and_wait); RUN(the_interrupt_wakes); RUN(progress_event);
         RUN(two_processes); RUN(present); RUN(full_screen_flips); RUN(shared_resource); RUN(eviction); RUN(memory_pressure);
         RUN(resets); RUN(preemption); RUN(sleep_and_wake);
         RUN(u41_u44_without_a_monitor); RUN(u40_another_luid);
         RUN(t9_the_file_that_runs); RUN(surprise_removal); RUN(bugcheck); RUN(a_post_device); RUN(pointer);
         RUN(stress); RUN(line_interrupt))
