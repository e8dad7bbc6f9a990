/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * kmd_life.c - the kernel driver through sleep, resets of the machine, removal without notice, and many lives.
 */
#include "desktop.h"

#include <sys/mman.h>
#include <time.h>

static void begin(void) { fake_init(); CHECK_EQ(fake_start(), STATUS_SUCCESS); }
static void end(void) { fake_stop(); fake_fini(); CHECK_CLEAN(); CHECK_EQ(f.n_maps, 0); }

static uint64_t buffer[64];

static NTSTATUS render(struct client *c)
{
    uint32_t n = topology(buffer, 1);
    return client_render(c, buffer, n, NULL, 0, 0);
}

static void power(bool on)
{
    CHECK_EQ(f.ddi.DxgkDdiSetPowerState(f.adapter, DISPLAY_ADAPTER_HW_ID, on ? PowerDeviceD0 : PowerDeviceD3,
                                        on ? PowerActionNone : PowerActionSleep), STATUS_SUCCESS);
    fake_dpc();
}

static unsigned engine_status(void)
{
    DXGKARG_QUERYENGINESTATUS q = { 0 };
    memset(&q.EngineStatus, 0xcc, sizeof q.EngineStatus);
    CHECK_EQ(f.ddi.DxgkDdiQueryEngineStatus(f.adapter, &q), STATUS_SUCCESS);
    return q.EngineStatus.Value;
}

/* Sleep takes nothing: devices, resources, the picture and the blanks go on (traps.md D11, D13). */
TEST(sleep_keeps_everything)
{
    struct client gdi, c;
    struct memory primary, m;
    struct pvk_alloc_private d = texture_desc(64, 64, 0);

    begin();
    light(&gdi, &primary);
    CHECK(client_open(&c, false, false));
    CHECK(memory_make(&m, &c, &d));
    for (int i = 0; i < 3; i++) {
        CHECK_EQ(f.ddi.DxgkDdiSetPowerState(f.adapter, 7, PowerDeviceD3, PowerActionSleep), STATUS_SUCCESS); /* a child */
        CHECK(f.model.irq_mask != 0);
        power(false);
        power(false); /* told twice */
        CHECK_EQ(f.model.irq_mask, 0); /* silent, and not off */
        CHECK(f.running);
        f.last_scanout_resource[0] = 0;
        power(true);
        power(true);
        CHECK_EQ(f.objects[m.id].kind, PVGPU_OBJ_RESOURCE);
        CHECK_EQ(f.last_scanout_resource[0], primary.id);
        fake_vblank(0);
        CHECK_EQ((uint64_t)last_vsync()->CrtcVsync.PhysicalAddress.QuadPart, PVK_BASE_APERTURE);
        CHECK_EQ(render(&c), STATUS_SUCCESS);
        client_patch(&c, (uint32_t)i + 1, 0);
        client_submit(&c, (uint32_t)i + 1);
        CHECK_EQ(fake_notes(0, DXGK_INTERRUPT_DMA_COMPLETED), (uint32_t)i + 1);
    }
    CHECK_EQ(fake_count(0, PVGPU_OP_CONTEXT_CREATE), 3); /* the driver's, the desktop's, the program's: once each */
    memory_unmake(&m, &c);
    client_close(&c);
    dark(&gdi, &primary);
    end();
}

/* What happened at the host while the driver slept is seen when it wakes up. */
TEST(an_event_while_asleep)
{
    struct client c;

    begin();
    CHECK(client_open(&c, false, false));
    power(false);
    fake_event(PVGPU_EVENT_CONTEXT_ERROR, 2, 4ull << 32 | PVGPU_OP_DRAW, 24);
    power(true);
    CHECK_EQ(render(&c), STATUS_GRAPHICS_GPU_EXCEPTION_ON_DEVICE);
    client_close(&c);
    end();
}

/* A machine that was reset over its sleep (S3, hibernation): the host is told everything again, and programs' devices are
 * lost, since what their resources held is. */
TEST(wake_after_a_reset)
{
    struct client gdi, c;
    struct memory primary, m;
    struct pvk_alloc_private d = texture_desc(64, 64, 0);

    begin();
    light(&gdi, &primary);
    CHECK(client_open(&c, false, false));
    CHECK(memory_make(&m, &c, &d));
    power(false);
    fake_machine_reset();
    f.last_scanout_resource[0] = 0;
    f.n_log = 0;
    power(true);
    CHECK(f.running);
    CHECK_EQ(f.objects[m.id].kind, PVGPU_OBJ_RESOURCE);
    CHECK_EQ(f.last_scanout_resource[0], primary.id);
    CHECK_EQ(fake_count(0, PVGPU_OP_MODE_SET), 1);
    fake_vblank(0);
    CHECK_EQ((uint64_t)last_vsync()->CrtcVsync.PhysicalAddress.QuadPart, PVK_BASE_APERTURE);
    CHECK_EQ(render(&c), STATUS_GRAPHICS_GPU_EXCEPTION_ON_DEVICE);
    CHECK_EQ(render(&gdi), STATUS_SUCCESS);
    memory_unmake(&m, &c);
    client_close(&c);
    CHECK(client_open(&c, false, false)); /* the next one works */
    CHECK_EQ(render(&c), STATUS_SUCCESS);
    client_close(&c);
    dark(&gdi, &primary);
    end();
}

/* No host process when the machine wakes up: the system lives, programs lose their devices, and a host that comes later
 * is taken up by a reset. */
TEST(wake_without_a_host)
{
    struct client gdi, c;

    begin();
    CHECK(client_open(&gdi, false, true) && client_open(&c, false, false));
    power(false);
    fake_host_leaves();
    power(true);
    CHECK_EQ(render(&c), STATUS_GRAPHICS_GPU_EXCEPTION_ON_DEVICE);
    CHECK_EQ(render(&gdi), STATUS_SUCCESS);
    client_patch(&gdi, 1, 0);
    client_submit(&gdi, 1); /* over at once: no time-out */
    fake_dpc();
    CHECK_EQ(fake_notes(0, DXGK_INTERRUPT_DMA_COMPLETED), 1);
    fake_host_arrives();
    fake_dpc();
    CHECK_EQ(engine_status(), 0);
    CHECK_EQ(f.ddi.DxgkDdiResetFromTimeout(f.adapter), STATUS_SUCCESS);
    CHECK_EQ(f.ddi.DxgkDdiRestartFromTimeout(f.adapter), STATUS_SUCCESS);
    CHECK_EQ(engine_status(), 1);
    client_close(&c);
    client_close(&gdi);
    end();
}

/* Another host process knows nothing of what the one before took. */
TEST(another_host_is_asked_again)
{
    struct pvk_alloc_private d = texture_desc(64, 64, 0);
    struct memory m;
    struct client c;

    begin();
    CHECK(client_open(&c, false, false));
    CHECK(memory_make(&m, &c, &d));
    memory_unmake(&m, &c);
    f.refuses = true;
    CHECK(memory_make(&m, &c, &d));
    memory_unmake(&m, &c);
    client_close(&c);
    fake_host_leaves();
    fake_host_arrives();
    fake_dpc();
    CHECK_EQ(f.ddi.DxgkDdiResetFromTimeout(f.adapter), STATUS_SUCCESS);
    CHECK_EQ(f.ddi.DxgkDdiRestartFromTimeout(f.adapter), STATUS_SUCCESS);
    CHECK(client_open(&c, false, false));
    CHECK(!memory_make(&m, &c, &d));
    client_close(&c);
    end();
}

static uint64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

/* Taken out with work in flight. Told or not, the driver stops touching registers, nothing waits for an answer, and all that
 * Windows then frees is freed. */
static void taken_out(bool told)
{
    struct client gdi, c;
    struct memory primary, m[8];
    struct pvk_alloc_private d = heap_desc(65536);
    D3DDDI_PATCHLOCATIONLIST in[8];
    uint64_t t, touched = 0;
    uint32_t notes;

    begin();
    light(&gdi, &primary);
    CHECK(client_open(&c, false, false));
    memset(in, 0, sizeof in);
    for (UINT i = 0; i < 8; i++) { /* all known to the host, so that it must be asked to let go */
        CHECK(memory_make(&m[i], &c, &d));
        client_list(&c, i, &m[i], PVK_SEG_HEAP, PVK_BASE_HEAP + i * 65536);
        in[i].AllocationIndex = i;
    }
    CHECK_EQ(client_render(&c, buffer, topology(buffer, 1), in, 8, 8), STATUS_SUCCESS);
    client_patch(&c, 1, 8);
    client_submit(&c, 1);
    f.hold = true;
    CHECK_EQ(render(&c), STATUS_SUCCESS);
    client_patch(&c, 2, 0);
    client_submit(&c, 2);
    notes = f.n_notes;
    fake_taken_out(told);
    t = now_ms();
    if (told) {
        CHECK_EQ(f.ddi.DxgkDdiNotifySurpriseRemoval(f.adapter, DxgkRemovalPnPNotify), STATUS_SUCCESS);
        touched = f.n_touched;
        fake_dpc();
    }
    for (int i = 0; i < 8; i++) memory_unmake(&m[i], &c); /* untold, the first of these finds out */
    fake_dpc();
    CHECK_EQ(fake_notes(notes, DXGK_INTERRUPT_DMA_COMPLETED), 1); /* what was in flight is over, without a time-out */
    client_patch(&c, 3, 0);
    client_submit(&c, 3);
    fake_dpc();
    CHECK_EQ(fake_notes(notes, DXGK_INTERRUPT_DMA_COMPLETED), 2); /* and so is all that comes */
    CHECK_EQ(engine_status(), 0);
    CHECK_EQ(f.ddi.DxgkDdiResetFromTimeout(f.adapter), STATUS_SUCCESS);
    CHECK_EQ(f.ddi.DxgkDdiRestartFromTimeout(f.adapter), STATUS_SUCCESS);
    fake_dpc();
    CHECK(client_render(&c, buffer, 16, NULL, 0, 0) == STATUS_GRAPHICS_GPU_EXCEPTION_ON_DEVICE);
    power(false);
    power(true);
    client_close(&c);
    dark(&gdi, &primary);
    CHECK_EQ(f.ddi.DxgkDdiStopDevice(f.adapter), STATUS_SUCCESS);
    CHECK(now_ms() - t < 3000); /* no wait ran to its end, let alone several */
    if (told) CHECK_EQ(f.n_touched, touched);
    else CHECK(f.n_touched < 10);
    fake_remove();
    CHECK_EQ(f.n_maps, 0);
    fake_fini();
    CHECK_CLEAN();
}

TEST(surprise_removal) { taken_out(true); }
TEST(surprise_removal_unnoticed) { taken_out(false); }

/* In a line-interrupt's answer all ones are no interrupt of ours. */
TEST(interrupt_of_nobody)
{
    KIRQL old;

    fake_init();
    f.msix = false;
    f.line_resource = true;
    CHECK_EQ(fake_start(), STATUS_SUCCESS);
    f.gone = true;
    old = nt_irql_enter(NT_DEVICE_LEVEL);
    CHECK(!f.ddi.DxgkDdiInterruptRoutine(f.adapter, 0));
    nt_irql_leave(old);
    f.gone = false;
    end();
}

/* A thousand starts and stops, a hundred loads of the driver: nothing is left over (traps.md T7). */
TEST(a_thousand_starts)
{
    struct nt_pool_stats before;
    int i;

    fake_init();
    before = nt_pool_stats();
    for (i = 0; i < 1000 && NT_SUCCESS(fake_start()); i++) {
        if (i % 50 == 0) {
            struct client c;
            struct memory m;
            struct pvk_alloc_private d = texture_desc(16, 16, 0);
            CHECK(client_open(&c, false, false) && memory_make(&m, &c, &d));
            memory_unmake(&m, &c);
            client_close(&c);
        }
        fake_stop();
        if (f.n_maps || nt_pool_stats().blocks != before.blocks || nt_pool_stats().bytes != before.bytes) break;
        f.n_log = f.n_notes = 0;
    }
    CHECK_EQ(i, 1000);
    fake_fini();
    CHECK_CLEAN();
}

TEST(a_hundred_loads)
{
    struct nt_pool_stats before = nt_pool_stats();
    int i;

    for (i = 0; i < 100; i++) {
        begin();
        fake_stop();
        fake_fini();
        if (f.violations || f.n_bad || nt_pool_stats().blocks != before.blocks) break;
    }
    CHECK_EQ(i, 100);
    CHECK_CLEAN();
}

/* The report for a crash dump says what came last, newest behind oldest. */
TEST(breadcrumbs)
{
    static struct {
        char tag[8];
        uint64_t own, consumed;
        uint32_t last_submitted, last_completed, host_lost, reason;
        uint64_t submissions, doorbells, interrupts, dropped;
        struct pvgpu_stats host;
        uint32_t n_crumbs, first_crumb;
        struct pvk_crumb crumbs[PVK_CRUMBS];
    } r;
    DXGKARG_COLLECTDBGINFO i = { .Reason = 0x117, .pBuffer = &r, .BufferSize = sizeof r };
    const struct pvk_crumb *last;
    struct client c;

    begin();
    CHECK(client_open(&c, false, false));
    for (uint32_t n = 1; n <= 40; n++) {
        CHECK_EQ(render(&c), STATUS_SUCCESS);
        client_patch(&c, n, 0);
        client_submit(&c, n);
    }
    CHECK_EQ(f.ddi.DxgkDdiCollectDbgInfo(f.adapter, &i), STATUS_SUCCESS);
    CHECK_EQ(r.n_crumbs, 41); /* the start, and each submission */
    last = &r.crumbs[(r.first_crumb + PVK_CRUMBS - 1) % PVK_CRUMBS];
    CHECK(last->kind == PVK_CRUMB_SUBMIT && last->value == 40);
    CHECK(r.crumbs[r.first_crumb].kind == PVK_CRUMB_SUBMIT && r.crumbs[r.first_crumb].value == 9);
    CHECK(r.crumbs[r.first_crumb].time <= last->time && last->time);
    CHECK(r.last_submitted == 40 && r.last_completed == 40 && r.reason == 0x117);
    for (uint32_t size = 0; size <= sizeof r; size += 8) { /* never more than asked for */
        memset(&r, 0xcc, sizeof r);
        i.BufferSize = size;
        CHECK_EQ(f.ddi.DxgkDdiCollectDbgInfo(f.adapter, &i), STATUS_SUCCESS);
        for (uint32_t k = size; k < sizeof r; k++)
            if (((uint8_t *)&r)[k] != 0xcc) { CHECK(!"wrote past the end"); break; }
    }
    client_close(&c);
    end();
}

/* The port driver's callback table is as long as its version's (traps.md L10): what ours does not know is not read, and what a
 * shorter one lacks is not called. */
TEST(other_callback_tables)
{
    uint8_t *pages = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    const size_t last = offsetof(DXGKRNL_INTERFACE, DxgkCbAcquirePostDisplayOwnership);
    const size_t sizes[] = { last, sizeof(DXGKRNL_INTERFACE), sizeof(DXGKRNL_INTERFACE) + 104 };

    fake_init();
    CHECK(mprotect(pages + 4096, 4096, PROT_NONE) == 0); /* directly behind the table */
    for (int i = 0; i < 3; i++) {
        DXGKRNL_INTERFACE *t = (void *)(pages + 4096 - ((sizes[i] + 7) & ~(size_t)7));
        memset(t, 0xcc, sizes[i]);
        memcpy(t, &f.dxgk, sizes[i] < sizeof *t ? sizes[i] : sizeof *t);
        t->Size = (ULONG)sizes[i];
        CHECK_EQ(fake_start_with(t), STATUS_SUCCESS);
        memset(t, 0xcc, sizes[i]); /* copied, not kept */
        fake_dpc();
        power(false);
        power(true);
        fake_stop();
    }
    munmap(pages, 8192);
    fake_fini();
    CHECK_CLEAN();
}

/* Near a stop DxgkCbSynchronizeExecution may fail: no fence is lost for that (traps.md S8). */
TEST(synchronisation_that_fails)
{
    struct client c;

    begin();
    CHECK(client_open(&c, false, false));
    f.fail_sync = 2;
    for (uint32_t n = 1; n <= 30; n++) {
        DXGKARG_QUERYCURRENTFENCE q = { 0 };
        f.msix = n & 1; /* now and then no interrupt: only what asks finds out */
        CHECK_EQ(render(&c), STATUS_SUCCESS);
        client_patch(&c, n, 0);
        client_submit(&c, n);
        for (int i = 0; i < 4; i++) {
            CHECK_EQ(f.ddi.DxgkDdiQueryCurrentFence(f.adapter, &q), STATUS_SUCCESS);
            fake_dpc();
        }
        CHECK_EQ(q.CurrentFence, n);
    }
    f.msix = true;
    CHECK_EQ(fake_notes(0, DXGK_INTERRUPT_DMA_COMPLETED), 30);
    { /* a preemption of an idle engine is answered by the next DPC, whatever that was queued for */
        DXGKARG_PREEMPTCOMMAND p = { .PreemptionFenceId = 77 };
        KIRQL old;
        f.fail_sync = 1;
        KeRaiseIrql(DISPATCH_LEVEL, &old);
        CHECK_EQ(f.ddi.DxgkDdiPreemptCommand(f.adapter, &p), STATUS_SUCCESS);
        KeLowerIrql(old);
        CHECK_EQ(fake_notes(0, DXGK_INTERRUPT_DMA_PREEMPTED), 0);
        f.fail_sync = 0;
        f.dpc_queued = true;
        fake_dpc();
        CHECK_EQ(fake_notes(0, DXGK_INTERRUPT_DMA_PREEMPTED), 1);
    }
    client_close(&c);
    end();
}

TAP_MAIN(RUN(sleep_keeps_everything); RUN(an_event_while_asleep); RUN(wake_after_a_reset); RUN(wake_without_a_host); RUN(another_host_is_asked_again);
         RUN(surprise_removal); RUN(surprise_removal_unnoticed); RUN(interrupt_of_nobody); RUN(a_thousand_starts);
         RUN(a_hundred_loads); RUN(breadcrumbs); RUN(other_callback_tables); RUN(synchronisation_that_fails))
