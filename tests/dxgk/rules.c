/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * rules.c - each rule of the port driver broken once by a driver made for it; and what only such a driver can
 * show: hangs, many passes, hostile programs.
 */
#include <pthread.h>
#include <sys/mman.h>
#include <unistd.h>
#include "ddi_kmd.h"
#include "ddi_kmt.h"
#include "dxgk.h"
#include "fake.h"
#include "nt_sim.h"
#include "tap.h"
#include "user.h"

/* What the rest of the system does: sleep, the pointer; and at the end of it all a bugcheck or a removal. */
static void other_walks(enum fake_break rule)
{
    static uint32_t pixels[64 * 64];
    uint32_t w, h;

    CHECK_EQ(dxgk_test_power(false), 0);
    if (rule == BREAK_POWER_INTERRUPT) fake_raise();
    CHECK_EQ(dxgk_test_power(true), 0);
    (void)dxgk_test_pointer_shape(0, 32, 32, pixels, 128, false);
    (void)dxgk_test_pointer_position(0, -3, 5, true);
    (void)dxgk_test_pointer_position(1, 0, 0, false);
    if (rule == BREAK_SURPRISE_STATUS) (void)dxgk_test_surprise_removal();
    else (void)dxgk_test_bugcheck(pixels, 64, 64, &w, &h);
}

/* Walks through everything once, then says whether the rule was seen to be broken. */
static void walk(enum fake_break rule, const char *page)
{
    struct user u;
    D3DKMT_HANDLE h = 0;
    unsigned i;

    setenv("PVGPU_SIM_TDR_MS", "100", 1); /* some end in one */
    if (start(rule, page)) {
        if (user_open(&u) >= 0) {
            (void)user_allocate(&u, 8192, &h);
            for (i = 0; i < 3; i++) (void)user_render(&u, h);
            if (h) (void)user_present(&u, h);
            fake_raise();
            (void)dxgk_test_tdr(false);
            if (rule == BREAK_RESET_STATUS) (void)dxgk_test_tdr(true);
            (void)dxgk_test_preempt();
            other_walks(rule);
        }
        user_close(&u);
    }
    finish();
    dxgk_test_post_device(false);
    if (rule == BREAK_NOTHING) {
        if (caught.n) printf("# %s\n", caught.last);
        CHECK_EQ(caught.n, 0);
    } else {
        if (!caught.matching) printf("# rule %d wants %s, last: %s\n", (int)rule, page, caught.last);
        CHECK(caught.matching > 0);
    }
    /* A broken rule may well have left blocks behind: they must not be taken for the next one's. */
    if (caught.n) nt_pool_forget();
    unsetenv("PVGPU_SIM_TDR_MS");
}

TEST(an_obedient_driver) { walk(BREAK_NOTHING, ""); }

TEST(load_and_start)
{
    walk(BREAK_VERSION, "dxgkinitialize");
    walk(BREAK_NO_RENDER, "driver_initialization_data");
    walk(BREAK_RESERVED_ENTRY, "driver_initialization_data");
    walk(BREAK_CAPS_WDDM, "wddm-driver-and-feature-caps");
    walk(BREAK_CAPS_CHANGE, "queryadapterinfo");
    walk(BREAK_CAPS_OVERRUN, "queryadapterinfo");
    walk(BREAK_CAPS_NODES, "gpuenginetopology");
    walk(BREAK_ANSWER_NONSENSE, "queryadapterinfotype");
    walk(BREAK_SEGMENT_COUNT, "memory-segments");
    walk(BREAK_SEGMENT_COHERENT, "segmentflags");
    walk(BREAK_SEGMENT_CPU, "segmentflags");
    walk(BREAK_PAGING_SEGMENT, "querysegmentout3");
    walk(BREAK_CHILD_LAST, "query_child_relations");
    walk(BREAK_CHILD_UID, "query_child_relations");
    walk(BREAK_DESCRIPTOR_OVERRUN, "query_device_descriptor");
    walk(BREAK_DESCRIPTOR_STATUS, "results of the entry");
    walk(BREAK_NODE_NAME, "getnodemetadata");
    walk(BREAK_IRQL_LEFT, "synchronization-zero-level");
    walk(BREAK_MAP_FOREIGN, "map_memory");
    walk(BREAK_MAP_LEFT, "unmap_memory");
    walk(BREAK_POOL_LEFT, "exfreepoolwithtag");
    walk(BREAK_POST_LATE, "acquire_post_display_ownership");
    walk(BREAK_INDICATE_IN_START, "indicate_child_status");
    walk(BREAK_QUERY_INTERFACE, "query_interface");
    walk(BREAK_TIMER_LEFT, "kecanceltimer");
    fake_cancel();
}

TEST(power_and_the_end)
{
    walk(BREAK_POWER_STATUS, "results of the entry");
    walk(BREAK_POWER_INTERRUPT, "set_power_state");
    walk(BREAK_SURPRISE_STATUS, "notify_surprise_removal");
    walk(BREAK_ENABLE_POOL, "exallocatepoolwithtag");
    walk(BREAK_ENABLE_SIZE, "system_display_enable");
    walk(BREAK_WRITE_LOCK, "keacquirespinlock");
    walk(BREAK_POINTER_SHAPE, "results of the entry");
    walk(BREAK_POINTER_POSITION, "setpointerposition");
    dxgk_test_watchdog(100);
    walk(BREAK_STUCK, "timeout-detection-and-recovery");
    dxgk_test_watchdog(0);
    dxgk_test_post_device(true);
    walk(BREAK_NOTHING, "");
    CHECK_EQ(fake.posts, 1); /* asked for, and StopDevice was not called: its mapping went all the same */
    dxgk_test_post_device(true);
    walk(BREAK_POST_FORMAT, "release_post_display_ownership");
    dxgk_test_post_device(true);
    walk(BREAK_POST_ADDRESS, "release_post_display_ownership");
}

TEST(vidpn)
{
    walk(BREAK_VIDPN_LEAK, "vidpn-objects-and-interfaces");
    walk(BREAK_VIDPN_RELEASE_TWICE, "vidpntopology_releasepathinfo");
    walk(BREAK_VIDPN_EMPTY_SET, "vidpn_assignsourcemodeset");
    walk(BREAK_VIDPN_EDIT_ASSIGNED, "vidpn-objects-and-interfaces");
    walk(BREAK_VIDPN_ADD_PATH, "vidpn-objects-and-interfaces");
    walk(BREAK_VIDPN_NULL_UNSUPPORTED, "issupportedvidpn");
    walk(BREAK_VIDPN_STATUS, "results of the entry");
    walk(BREAK_CONTROL_TYPE, "controlinterrupt");
    walk(BREAK_UPDATE_PATH, "updateactivevidpnpresentpath");
}

TEST(allocations)
{
    walk(BREAK_STANDARD_TOUCH, "getstandardallocationdriverdata");
    walk(BREAK_STANDARD_OVERRUN, "getstandardallocationdriverdata");
    walk(BREAK_STANDARD_PITCH, "getstandardallocationdriverdata");
    walk(BREAK_GDI_LIST, "contextinfo");
    walk(BREAK_CONTEXT_SEGMENT, "contextinfo");
    walk(BREAK_DEVICE_STATUS, "results of the entry");
    walk(BREAK_PREFERRED, "allocationinfo");
    walk(BREAK_EVICTION, "allocationinfo");
    walk(BREAK_PRIORITY, "allocationinfo");
    walk(BREAK_CACHED, "allocationinfoflags");
    walk(BREAK_FLAGS, "allocationinfoflags");
    walk(BREAK_OPEN_NULL, "openallocationinfo");
    walk(BREAK_OPEN_WRITES, "openallocationinfo");
}

TEST(work)
{
    walk(BREAK_RENDER_STATUS, "results of the entry");
    walk(BREAK_RENDER_OVERRUN, "dxgkddi_render");
    walk(BREAK_RENDER_POINTER, "dxgkddi_render");
    walk(BREAK_PATCH_INDEX, "splitting-a-dma-buffer");
    walk(BREAK_PATCH_STATUS, "results of the entry");
    walk(BREAK_SUBMIT_WAIT, "kedelayexecutionthread");
    walk(BREAK_SUBMIT_PAGED, "exallocatepoolwithtag");
    walk(BREAK_SUBMIT_PAGED_CODE, "paged_code");
    walk(BREAK_LOCK_ORDER, "deadlocks-while-using-spin-locks");
    walk(BREAK_LOCK_KEPT, "kelowerirql");
    walk(BREAK_POOL_TAG, "exallocatepoolwithtag");
    walk(BREAK_POOL_TWICE, "exfreepoolwithtag");
    walk(BREAK_DMA_LATE, "submitting-a-command-buffer");
    walk(BREAK_PRESENT_FOREVER, "dxgkddi_present");
    walk(BREAK_PAGING_BUSY, "buildpagingbuffer");
    walk(BREAK_PAGING_OVERRUN, "buildpagingbuffer");
    walk(BREAK_DESCRIBE, "describeallocation");
}

TEST(interrupts)
{
    walk(BREAK_NOTIFY_PASSIVE, "notify_interrupt");
    walk(BREAK_NOTIFY_FENCE, "interrupt_type");
    walk(BREAK_NOTIFY_BACK, "interrupt_type");
    walk(BREAK_NOTIFY_TYPE, "interrupt_type");
    walk(BREAK_NOTIFY_MESSAGE, "notify_interrupt");
    walk(BREAK_NO_DPC, "notify_interrupt");
    walk(BREAK_NO_NOTIFY_DPC, "notify_dpc");
    walk(BREAK_NOTIFY_DPC_ELSEWHERE, "notify_dpc");
    walk(BREAK_ISR_CALLS, "get_device_information");
    walk(BREAK_VSYNC_NULL, "notify_interrupt_data");
    walk(BREAK_VSYNC_TARGET, "notify_interrupt_data");
    walk(BREAK_DMA_AFTER_CRTC, "notify_interrupt");
    walk(BREAK_SYNCHRONIZE_HIGH, "synchronize_execution");
    walk(BREAK_PREEMPT_ID, "preemptcommand");
    walk(BREAK_PREEMPT_LAST, "preemptcommand");
    walk(BREAK_HANDLE_DISPATCH, "gethandledata");
}

TEST(resets)
{
    walk(BREAK_RESET_FENCE, "tdr-changes");
    walk(BREAK_GROUP, "tdr-changes");
    walk(BREAK_RESET_STATUS, "results of the entry");
}

/* ---- a GPU that hangs ---- */

TEST(hang_and_recover)
{
    struct user u, other;
    D3DKMT_GETDEVICESTATE s = { 0 };
    struct dxgk_counters n;

    setenv("PVGPU_SIM_TDR_MS", "100", 1);
    CHECK(start(BREAK_NOTHING, ""));
    CHECK_EQ(user_open(&u), 0);
    CHECK_EQ(user_open(&other), 0);
    CHECK_EQ(user_render(&u, 0), 0);
    CHECK_EQ(user_idle(&u), 0);
    fake.hang = true;
    CHECK_EQ(user_render(&u, 0), 0);
    CHECK_EQ(user_idle(&u), STATUS_DEVICE_REMOVED); /* returns when the engine was reset */
    s.hDevice = u.device;
    s.StateType = D3DKMT_DEVICESTATE_EXECUTION;
    CHECK_EQ(D3DKMTGetDeviceState(&s), 0);
    CHECK_EQ(s.ExecutionState, D3DKMT_DEVICEEXECUTION_RESET);
    CHECK_EQ(user_render(&u, 0), STATUS_DEVICE_REMOVED);
    CHECK_EQ(user_render(&other, 0), 0); /* not its fault */
    CHECK_EQ(user_idle(&other), 0);
    dxgk_counters(&n);
    CHECK_EQ(n.engine_resets, 1);
    CHECK_EQ(n.tdrs, 0);
    user_close(&u);
    user_close(&other);
    finish();
    unsetenv("PVGPU_SIM_TDR_MS");
    if (caught.n) printf("# %s\n", caught.last);
    CHECK_EQ(caught.n, 0);
}

/* One holds the driver's lock shared and waits for the GPU, another wants it alone: the time-out frees both. */
static void *evict(void *arg) { return (void *)(uintptr_t)dxgk_test_evict_all(); }

static void *alone(void *arg)
{
    D3DKMT_ESCAPE e = { 0 };
    uint32_t process = dxgk_process_create();
    struct user u;
    uint64_t data = 0;
    NTSTATUS status;

    dxgk_process_use(process);
    if ((status = user_open(&u)) >= 0) {
        e.hAdapter = u.adapter;
        e.hDevice = u.device;
        e.pPrivateDriverData = &data;
        e.PrivateDriverDataSize = sizeof data;
        e.Flags.HardwareAccess = 1;
        status = D3DKMTEscape(&e);
        user_close(&u);
    }
    dxgk_process_destroy(process);
    return (void *)(uintptr_t)(uint32_t)status;
}

TEST(hang_with_waiters)
{
    struct dxgk_counters n;
    pthread_t threads[2];
    struct user u;
    void *status;

    setenv("PVGPU_SIM_TDR_MS", "200", 1);
    CHECK(start(BREAK_NOTHING, ""));
    CHECK_EQ(user_open(&u), 0);
    fake.hang = true;
    CHECK_EQ(user_render(&u, 0), 0);
    pthread_create(&threads[0], NULL, evict, NULL);
    usleep(20000);
    pthread_create(&threads[1], NULL, alone, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], &status);
    CHECK_EQ((uint32_t)(uintptr_t)status, 0);
    CHECK_EQ(user_idle(&u), STATUS_DEVICE_REMOVED);
    dxgk_counters(&n);
    CHECK_EQ(n.engine_resets, 1);
    user_close(&u);
    finish();
    unsetenv("PVGPU_SIM_TDR_MS");
    if (caught.n) printf("# %s\n", caught.last);
    CHECK_EQ(caught.n, 0);
}

/* ---- a full queue, and preemption of what is in it ---- */

static unsigned submissions(void) { return __atomic_load_n(&fake.n_submitted, __ATOMIC_ACQUIRE); }

/* Interrupts until the worker has handed over so many buffers, and one more for the last of them. */
static bool raise_until(unsigned handed_over)
{
    int i;

    for (i = 0; i < PATIENCE && submissions() < handed_over; i++) {
        fake_raise();
        usleep(1000);
    }
    fake_raise();
    return i < PATIENCE;
}

TEST(queue_and_preempt)
{
    struct user u[3];
    unsigned before;
    int i, k;

    setenv("PVGPU_SIM_TDR_MS", "0", 1);
    CHECK(start(BREAK_NOTHING, ""));
    for (k = 0; k < 3; k++) CHECK_EQ(user_open(&u[k]), 0);
    before = submissions();
    fake.later = true;
    for (k = 0; k < 3; k++)
        for (i = 0; i < 7; i++) CHECK_EQ(user_render(&u[k], 0), 0); /* more than the hardware takes */
    CHECK_EQ(dxgk_test_preempt(), 12); /* all that it had */
    CHECK(raise_until(before + 21 + 12)); /* the worker hands over the rest as room comes */
    for (k = 0; k < 3; k++) CHECK_EQ(user_idle(&u[k]), 0);
    fake.later = false;
    for (k = 0; k < 3; k++) user_close(&u[k]);
    finish();
    unsetenv("PVGPU_SIM_TDR_MS");
    if (caught.n) printf("# %s\n", caught.last);
    CHECK_EQ(caught.n, 0);
}

/* ---- what is on its way to the hardware, and who waits ---- */

/* Long enough for the others to do what they should not. */
static void *let_patch_go(void *arg)
{
    usleep(200000);
    __atomic_store_n(&fake.patch_hold, false, __ATOMIC_RELEASE);
    return arg;
}

/* A buffer that the worker has taken off its queue and not handed over yet is work of its context like any other: nobody
 * takes the context for idle, and nobody destroys it. */
TEST(a_buffer_on_its_way)
{
    struct user u[2];
    pthread_t thread;
    int i, k, round;

    setenv("PVGPU_SIM_TDR_MS", "0", 1);
    for (round = 0; round < 2; round++) {
        CHECK(start(BREAK_NOTHING, ""));
        for (k = 0; k < 2; k++) CHECK_EQ(user_open(&u[k]), 0);
        fake.later = true;
        for (k = 0; k < 2; k++)
            for (i = 0; i < (k ? 5 : 8); i++) CHECK_EQ(user_render(&u[k], 0), 0); /* one more than the hardware takes */
        fake.later = false;
        __atomic_store_n(&fake.patch_hold, true, __ATOMIC_RELEASE);
        fake_raise();
        for (i = 0; i < PATIENCE && !__atomic_load_n(&fake.patching, __ATOMIC_ACQUIRE); i++) usleep(1000);
        CHECK(i < PATIENCE);
        pthread_create(&thread, NULL, let_patch_go, NULL);
        if (!round) {
            CHECK_EQ(user_idle(&u[1]), 0);
            CHECK(!__atomic_load_n(&fake.patching, __ATOMIC_ACQUIRE));
            CHECK_EQ(fake.completed, fake.submitted);
        }
        user_close(&u[1]);
        CHECK_EQ(fake.destroyed_early, 0);
        pthread_join(thread, NULL);
        user_close(&u[0]);
        finish();
        if (caught.n) printf("# %s\n", caught.last);
        CHECK_EQ(caught.n, 0);
    }
    unsetenv("PVGPU_SIM_TDR_MS");
}

/* Work that a reset handed back, of a device that is lost: it never runs, and nobody waits for its old numbers. */
TEST(what_is_handed_back_and_dropped)
{
    struct user u;
    int i;

    setenv("PVGPU_SIM_TDR_MS", "0", 1);
    CHECK(start(BREAK_NOTHING, ""));
    CHECK_EQ(user_open(&u), 0);
    fake.hang = fake.abort_one = true;
    for (i = 0; i < 4; i++) CHECK_EQ(user_render(&u, 0), 0);
    CHECK_EQ(dxgk_test_tdr(false), 0);
    CHECK_EQ(user_idle(&u), STATUS_DEVICE_REMOVED);
    (void)dxgk_test_evict_all();
    user_close(&u);
    finish();
    unsetenv("PVGPU_SIM_TDR_MS");
    if (caught.n) printf("# %s\n", caught.last);
    CHECK_EQ(caught.n, 0);
}

/* No answer to a preemption: no second one is asked for, and the time-out resets. */
TEST(an_unanswered_preemption)
{
    struct user u;
    struct dxgk_counters n;

    setenv("PVGPU_SIM_TDR_MS", "200", 1);
    CHECK(start(BREAK_NOTHING, ""));
    CHECK_EQ(user_open(&u), 0);
    fake.later = fake.no_answer = true;
    CHECK_EQ(user_render(&u, 0), 0);
    CHECK_EQ(dxgk_test_preempt(), -1);
    fake.no_answer = false;
    CHECK(dxgk_test_preempt() <= 0); /* -1, or the reset has come meanwhile */
    CHECK_EQ(user_idle(&u), STATUS_DEVICE_REMOVED);
    fake.later = false;
    dxgk_counters(&n);
    CHECK_EQ(n.engine_resets, 1);
    CHECK_EQ(dxgk_test_preempt(), 0);
    user_close(&u);
    finish();
    unsetenv("PVGPU_SIM_TDR_MS");
    if (caught.n) printf("# %s\n", caught.last);
    CHECK_EQ(caught.n, 0);
}

static NTSTATUS set_priority(struct user *u, INT priority)
{
    D3DKMT_SETCONTEXTSCHEDULINGPRIORITY s = { u->context, priority };
    return D3DKMTSetContextSchedulingPriority(&s);
}

/* What waits for the hardware goes in order of priority, and in turn among equals. */
TEST(priorities)
{
    struct user u[3];
    D3DKMT_GETCONTEXTSCHEDULINGPRIORITY g = { 0 };
    int i, k;

    setenv("PVGPU_SIM_TDR_MS", "0", 1);
    CHECK(start(BREAK_NOTHING, ""));
    for (k = 0; k < 3; k++) CHECK_EQ(user_open(&u[k]), 0);
    CHECK_EQ(set_priority(&u[1], 5), 0);
    CHECK_EQ(set_priority(&u[2], -7), 0);
    CHECK(set_priority(&u[0], 8) < 0);
    g.hContext = u[1].context;
    CHECK_EQ(D3DKMTGetContextSchedulingPriority(&g), 0);
    CHECK_EQ(g.Priority, 5);
    fake.later = true;
    for (i = 0; i < 6; i++) /* fill the hardware's queue from the two that matter least */
        for (k = 0; k <= 2; k += 2) CHECK_EQ(user_render(&u[k], 0), 0);
    for (k = 2; k >= 0; k--) /* and two of each that wait, least first */
        for (i = 0; i < 2; i++) CHECK_EQ(user_render(&u[k], 0), 0);
    fake.n_order = 0;
    CHECK(raise_until(submissions() + 6));
    CHECK_EQ(fake.n_order, 6);
    CHECK(fake.order[0] == fake.order[1] && fake.order[2] == fake.order[3] && fake.order[4] == fake.order[5]);
    CHECK(fake.order[0] != fake.order[2] && fake.order[2] != fake.order[4] && fake.order[0] != fake.order[4]);
    CHECK(fake.order[0] > fake.order[2] && fake.order[2] < fake.order[4]); /* the second made, the first, the third */
    for (k = 0; k < 3; k++) CHECK_EQ(user_idle(&u[k]), 0);
    fake.later = false;
    for (k = 0; k < 3; k++) user_close(&u[k]);
    finish();
    unsetenv("PVGPU_SIM_TDR_MS");
    CHECK_EQ(caught.n, 0);
}

/* A lock that is held at a submission (docs/decisions/009): refused, unless the other reading was asked for; and the flags
 * that go with it. */
TEST(rendering_from_locked_memory)
{
    struct user u;
    D3DKMT_HANDLE h;
    D3DKMT_LOCK l = { 0 };
    D3DKMT_UNLOCK k = { 0 };

    CHECK(start(BREAK_NOTHING, ""));
    CHECK_EQ(user_open(&u), 0);
    CHECK_EQ(user_allocate(&u, 8192, &h), 0);
    l.hDevice = k.hDevice = u.device;
    l.hAllocation = h;
    k.NumAllocations = 1;
    k.phAllocations = &h;
    l.Flags.LockEntire = 1;
    l.Flags.IgnoreSync = 1;
    CHECK_EQ(D3DKMTLock(&l), STATUS_INVALID_PARAMETER); /* it cannot be placed in an aperture */
    l.Flags.IgnoreSync = 0;
    CHECK_EQ(D3DKMTLock(&l), 0);
    CHECK_EQ(user_render(&u, h), STATUS_GRAPHICS_CANT_RENDER_LOCKED_ALLOCATION); /* as it is without PVGPU_SIM_LOCKED */
    dxgk_test_refuse_locked(false);
    CHECK_EQ(user_render(&u, h), 0);
    CHECK_EQ(user_idle(&u), 0);
    dxgk_test_refuse_locked(true);
    CHECK_EQ(user_render(&u, h), STATUS_GRAPHICS_CANT_RENDER_LOCKED_ALLOCATION);
    CHECK_EQ(D3DKMTUnlock(&k), 0);
    CHECK_EQ(user_render(&u, h), 0);
    CHECK_EQ(user_idle(&u), 0);
    user_close(&u);
    finish();
    CHECK_EQ(caught.n, 0);
}

TEST(a_present_of_many_buffers)
{
    struct user u;
    D3DKMT_HANDLE h;
    struct dxgk_counters before, after;

    CHECK(start(BREAK_NOTHING, ""));
    CHECK_EQ(user_open(&u), 0);
    CHECK_EQ(user_allocate(&u, 8192, &h), 0);
    fake.presents_wanted = 5;
    dxgk_counters(&before);
    CHECK_EQ(user_present(&u, h), 0);
    CHECK_EQ(user_idle(&u), 0);
    dxgk_counters(&after);
    CHECK_EQ(after.presents - before.presents, 1);
    CHECK(after.submissions - before.submissions >= 5);
    user_close(&u);
    finish();
    CHECK_EQ(caught.n, 0);
}

/* ---- hostile programs ---- */

TEST(nonsense_from_programs)
{
    struct user u;
    D3DKMT_HANDLE h;
    D3DKMT_RENDER r;
    D3DKMT_LOCK l = { 0 };
    D3DKMT_CREATEALLOCATION k;
    D3DKMT_ESCAPE e = { 0 };
    D3DKMT_OPENRESOURCE o = { 0 };
    D3DKMT_DESTROYALLOCATION f = { 0 };
    void *hole = mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    uint32_t x = 12345;
    int i;

    CHECK(start(BREAK_NOTHING, ""));
    CHECK_EQ(user_open(&u), 0);
    CHECK_EQ(user_allocate(&u, 8192, &h), 0);
    CHECK(D3DKMTRender(NULL) < 0);
    CHECK(D3DKMTLock(NULL) < 0);
    for (i = 0; i < 2000; i++) { /* no number names what it should not */
        x = x * 1103515245u + 12345u;
        l.hDevice = i % 2 ? u.device : x;
        l.hAllocation = x ^ h;
        if (l.hAllocation == h) continue;
        CHECK(D3DKMTLock(&l) < 0);
        memset(&r, 0, sizeof r);
        r.hContext = x;
        CHECK(r.hContext == u.context || D3DKMTRender(&r) < 0);
    }
    memset(&r, 0, sizeof r);
    r.hContext = u.context;
    r.CommandOffset = 0xfffffff0u;
    r.CommandLength = 64;
    CHECK(D3DKMTRender(&r) < 0);
    r.CommandOffset = 0;
    r.CommandLength = 0x7fffffff;
    CHECK(D3DKMTRender(&r) < 0);
    r.CommandLength = 8;
    r.AllocationCount = 17;
    CHECK(D3DKMTRender(&r) < 0);
    r.AllocationCount = 0;
    r.PatchLocationCount = 17;
    CHECK(D3DKMTRender(&r) < 0);
    memset(&k, 0, sizeof k);
    k.hDevice = u.device;
    k.NumAllocations = 1;
    k.pAllocationInfo = hole;
    CHECK(D3DKMTCreateAllocation(&k) < 0);
    k.NumAllocations = 0xffffffff;
    CHECK(D3DKMTCreateAllocation(&k) < 0);
    e.hAdapter = u.adapter;
    e.Type = D3DKMT_ESCAPE_DRIVERPRIVATE;
    e.pPrivateDriverData = hole;
    e.PrivateDriverDataSize = 16;
    CHECK(D3DKMTEscape(&e) < 0);
    o.hDevice = u.device;
    o.hGlobalShare = h;
    CHECK(D3DKMTOpenResource(&o) < 0);
    f.hDevice = u.device;
    f.phAllocationList = hole;
    f.AllocationCount = 3;
    CHECK(D3DKMTDestroyAllocation(&f) < 0);
    munmap(hole, 4096);
    user_close(&u);
    finish();
    if (caught.n) printf("# %s\n", caught.last);
    CHECK_EQ(caught.n, 0);
}

TAP_MAIN(RUN(an_obedient_driver); RUN(load_and_start); RUN(power_and_the_end); RUN(vidpn); RUN(allocations); RUN(work); RUN(interrupts); RUN(resets);
         RUN(hang_and_recover); RUN(hang_with_waiters); RUN(queue_and_preempt); RUN(a_buffer_on_its_way);
         RUN(what_is_handed_back_and_dropped); RUN(an_unanswered_preemption); RUN(priorities); RUN(rendering_from_locked_memory);
         RUN(a_present_of_many_buffers); RUN(nonsense_from_programs))
