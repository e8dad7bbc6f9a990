/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * kmd_submit.c - rendering, submission, fences, preemption and recovery of the kernel driver.
 */
#include "client.h"

#include <sys/eventfd.h>
#include <sys/mman.h>
#include <unistd.h>

static void begin(void) { fake_init(); CHECK_EQ(fake_start(), STATUS_SUCCESS); }
static void end(void) { fake_stop(); fake_fini(); CHECK_CLEAN(); }

static uint64_t buffer[1 << 16]; /* 512 KiB of commands */

static uint32_t render_and_submit(struct client *c, uint32_t fence)
{
    uint32_t n = topology(buffer, fence % 64);
    CHECK_EQ(client_render(c, buffer, n, NULL, 0, 0), STATUS_SUCCESS);
    client_patch(c, fence, 0);
    client_submit(c, fence);
    return n;
}

/* All reported fences, in order, are first..last without a gap. */
static void check_fences(uint32_t from, uint32_t first, uint32_t count)
{
    uint32_t want = first;
    for (uint32_t i = from; i < f.n_notes; i++) {
        if (f.notes[i].InterruptType != DXGK_INTERRUPT_DMA_COMPLETED) continue;
        CHECK_EQ(f.notes[i].DmaCompleted.SubmissionFenceId, want);
        want++;
    }
    CHECK_EQ(want - first, count);
}

TEST(render)
{
    struct client c;
    const struct fake_command *l;

    begin();
    CHECK(client_open(&c, false, false));
    CHECK_EQ(render_and_submit(&c, 5), 16);
    CHECK_EQ(c.end, 16);
    l = fake_last(PVGPU_OP_SET_TOPOLOGY);
    CHECK(l && l->packet_type == PVGPU_PACKET_CONTEXT && l->context == 2 && l->fence == f.fences->consumed);
    check_fences(0, 5, 1);
    fake_dpc();
    CHECK(f.n_notify_dpc >= 1);
    client_close(&c);
    end();
}

TEST(render_refusals)
{
    struct client c;
    D3DDDI_PATCHLOCATIONLIST in[2];
    struct memory m;
    struct pvk_alloc_private d = heap_desc(4096);
    char *page;

    begin();
    CHECK(client_open(&c, false, false));
    CHECK(memory_make(&m, &c, &d));
    memset(c.list, 0, sizeof c.list);
    client_list(&c, 1, &m, 0, 0);
    CHECK_EQ(client_render(&c, buffer, 12, NULL, 0, 0), STATUS_INVALID_USER_BUFFER);
    CHECK_EQ(client_render(&c, buffer, c.info.DmaBufferSize + 8, NULL, 0, 0), STATUS_INVALID_USER_BUFFER);
    CHECK_EQ(c.priv->kind, PVK_DMA_EMPTY);
    memset(in, 0, sizeof in);
    in[0].AllocationIndex = 2;
    CHECK_EQ(client_render(&c, buffer, 16, in, 1, 2), STATUS_INVALID_PARAMETER);
    in[0].AllocationIndex = 0; /* the NULL element */
    CHECK_EQ(client_render(&c, buffer, 16, in, 1, 2), STATUS_INVALID_HANDLE);
    in[0].AllocationIndex = 1;
    in[0].PatchOffset = 17;
    CHECK_EQ(client_render(&c, buffer, 16, in, 1, 2), STATUS_INVALID_PARAMETER);
    in[0].PatchOffset = 0;
    CHECK_EQ(client_render(&c, buffer, 16, in, PVK_MAX_PLACES + 1, 2), STATUS_INVALID_PARAMETER);
    /* memory that user mode takes away, or never had */
    page = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    mprotect(page + 4096, 4096, PROT_NONE);
    CHECK_EQ(client_render(&c, page + 4096 - 16, 32, NULL, 0, 0), STATUS_INVALID_USER_BUFFER);
    CHECK_EQ(client_render(&c, buffer, 16, (void *)(page + 4096), 1, 2), STATUS_INVALID_USER_BUFFER);
    CHECK_EQ(client_render(&c, page + 4096 - 16, 16, NULL, 0, 0), STATUS_SUCCESS);
    munmap(page, 8192);
    /* after a refusal the buffer carries nothing, whatever it held before */
    topology(buffer, 3);
    CHECK_EQ(client_render(&c, buffer, 16, NULL, 0, 0), STATUS_SUCCESS);
    CHECK_EQ(client_render(&c, buffer, 12, NULL, 0, 0), STATUS_INVALID_USER_BUFFER);
    c.end = 16;
    client_submit(&c, 1);
    CHECK_EQ(fake_count(0, PVGPU_OP_SET_TOPOLOGY), 0);
    check_fences(0, 1, 1);
    memory_unmake(&m, &c);
    client_close(&c);
    end();
}

static uint64_t segment_address(uint64_t offset) { return PVK_BASE_HEAP + offset; }

/* Where heap objects lie is told before the packet that uses them, once, and again after a move. */
TEST(places)
{
    struct client c;
    struct memory m;
    struct pvk_alloc_private d = heap_desc(65536);
    D3DDDI_PATCHLOCATIONLIST in = { .AllocationIndex = 0 };
    uint32_t n;

    begin();
    CHECK(client_open(&c, false, false));
    CHECK(memory_make(&m, &c, &d));
    n = topology(buffer, 1);
    /* pre-patched: no Patch follows (nc-d3dkmddi-dxgkddi_render) */
    client_list(&c, 0, &m, PVK_SEG_HEAP, segment_address(0x10000));
    CHECK_EQ(client_render(&c, buffer, n, &in, 1, 1), STATUS_SUCCESS);
    CHECK_EQ(c.n_patches, 1);
    CHECK_EQ(c.patch_out[0].AllocationIndex, 0);
    client_submit(&c, 1);
    CHECK_EQ(fake_count(0, PVGPU_OP_HEAP_PLACE), 2); /* the driver's own is the first */
    CHECK(f.objects[m.id].placed && f.objects[m.id].offset == 0x10000 + PVK_OWN_BYTES);
    CHECK(fake_last(PVGPU_OP_HEAP_PLACE) < fake_last(PVGPU_OP_SET_TOPOLOGY));
    /* the same place again: nothing to tell */
    CHECK_EQ(client_render(&c, buffer, n, &in, 1, 1), STATUS_SUCCESS);
    client_patch(&c, 2, 1);
    client_submit(&c, 2);
    CHECK_EQ(fake_count(0, PVGPU_OP_HEAP_PLACE), 2);
    /* Patch decides over what Render was told; it may come twice */
    CHECK_EQ(client_render(&c, buffer, n, &in, 1, 1), STATUS_SUCCESS);
    client_list(&c, 0, &m, PVK_SEG_HEAP, segment_address(0x20000));
    client_patch(&c, 3, 1);
    client_list(&c, 0, &m, PVK_SEG_HEAP, segment_address(0x30000));
    client_patch(&c, 4, 1);
    client_submit(&c, 4);
    CHECK_EQ(fake_count(0, PVGPU_OP_HEAP_PLACE), 3);
    CHECK_EQ(f.objects[m.id].offset, 0x30000 + PVK_OWN_BYTES);
    /* listed twice: told once */
    {
        D3DDDI_PATCHLOCATIONLIST two[2] = { { .AllocationIndex = 0 }, { .AllocationIndex = 1 } };
        client_list(&c, 0, &m, PVK_SEG_HEAP, segment_address(0));
        client_list(&c, 1, &m, PVK_SEG_HEAP, segment_address(0));
        CHECK_EQ(client_render(&c, buffer, n, two, 2, 2), STATUS_SUCCESS);
        client_submit(&c, 5);
        CHECK_EQ(fake_count(0, PVGPU_OP_HEAP_PLACE), 4);
    }
    memory_unmake(&m, &c);
    client_close(&c);
    end();
}

TEST(fences_wrap)
{
    struct client c;
    begin();
    CHECK(client_open(&c, false, false));
    for (uint32_t i = 0; i < 40; i++) render_and_submit(&c, 0xfffffff0u + i);
    check_fences(0, 0xfffffff0u, 40);
    client_close(&c);
    end();
}

/* Many in flight, a slow host: one notice each, in order, one interrupt when asked for. */
TEST(fences_of_a_slow_host)
{
    struct client c;
    uint32_t notes;

    begin();
    CHECK(client_open(&c, false, false));
    f.hold = true;
    notes = f.n_notes;
    for (uint32_t i = 1; i <= 12; i++) render_and_submit(&c, i);
    CHECK_EQ(f.n_notes, notes);
    fake_pump(1);
    check_fences(notes, 1, 1);
    fake_pump(4);
    check_fences(notes, 1, 5);
    fake_pump(UINT32_MAX);
    check_fences(notes, 1, 12);
    {
        DXGKARG_QUERYCURRENTFENCE q = { .CurrentFence = 0xcccccccc };
        CHECK_EQ(f.ddi.DxgkDdiQueryCurrentFence(f.adapter, &q), STATUS_SUCCESS);
        CHECK_EQ(q.CurrentFence, 12);
    }
    f.hold = false;
    client_close(&c);
    end();
}

TEST(empty_buffers)
{
    struct client c;
    DXGK_SUBMITCOMMANDFLAGS flags = { .Value = 0 };
    uint32_t logged;

    begin();
    CHECK(client_open(&c, false, false));
    topology(buffer, 1);
    CHECK_EQ(client_render(&c, buffer, 16, NULL, 0, 0), STATUS_SUCCESS);
    logged = f.n_log;
    c.end = 0; /* zero-length */
    client_submit(&c, 1);
    c.end = 16;
    flags.NullRendering = 1;
    client_submit_flags(&c, 2, flags, 0);
    flags.Value = 0;
    flags.Paging = 1;
    client_submit_flags(&c, 3, flags, 0);
    flags.Value = 0;
    flags.ContextSwitch = 1;
    client_submit_flags(&c, 4, flags, 0);
    CHECK_EQ(f.n_log, logged);
    check_fences(0, 1, 4);
    client_close(&c);
    end();
}

/* More than the ring holds: the rest waits and goes on from the DPC, in order. */
TEST(ring_full)
{
    static struct client c[12];
    uint32_t n = 0;

    begin();
    f.hold = true;
    while (n + 16 <= sizeof buffer / 2) n += topology((char *)buffer + n, 1); /* 256 KiB */
    for (int i = 0; i < 12; i++) {
        CHECK(client_open(&c[i], false, false));
        CHECK_EQ(client_render(&c[i], buffer, n, NULL, 0, 0), STATUS_SUCCESS);
        client_submit(&c[i], (uint32_t)i + 1);
    }
    CHECK(!IsListEmpty(&((struct pvk_adapter *)f.adapter)->queue.pending));
    f.n_log = 0;
    f.hold = false;
    for (int i = 0; i < 50 && fake_notes(0, DXGK_INTERRUPT_DMA_COMPLETED) < 12; i++) {
        fake_pump(UINT32_MAX);
        fake_dpc();
        f.n_log = 0;
    }
    check_fences(0, 1, 12);
    CHECK(IsListEmpty(&((struct pvk_adapter *)f.adapter)->queue.pending));
    for (int i = 0; i < 12; i++) client_close(&c[i]);
    end();
}

/* Kernel commands have no fence that anybody waits for: the room itself must wake us. */
TEST(room_in_the_ring_wakes)
{
    struct pvk_adapter *a;
    uint32_t n = 0, sent = 0, logged;

    begin();
    a = f.adapter;
    for (; n < 60000; n += sizeof(struct pvgpu_cmd_vblank_control)) {
        struct pvgpu_cmd_vblank_control c = { .scanout = 0 };
        PVGPU_CMD_INIT(&c, VBLANK_CONTROL);
        memcpy((char *)buffer + n, &c, sizeof c);
    }
    f.hold = true;
    while (IsListEmpty(&a->queue.pending)) {
        CHECK_EQ(pvk_kernel_send(a, buffer, n, NULL), STATUS_SUCCESS);
        sent++;
    }
    f.dpc_queued = false;
    logged = f.n_log;
    fake_pump(UINT32_MAX);
    CHECK(f.dpc_queued);
    f.hold = false;
    fake_dpc();
    CHECK(IsListEmpty(&a->queue.pending));
    CHECK_EQ(f.n_packets > sent && f.n_log > logged, 1);
    end();
}

static void preempt(uint32_t id)
{
    DXGKARG_PREEMPTCOMMAND p = { .PreemptionFenceId = id };
    KIRQL old;
    KeRaiseIrql(DISPATCH_LEVEL, &old);
    CHECK_EQ(f.ddi.DxgkDdiPreemptCommand(f.adapter, &p), STATUS_SUCCESS);
    KeLowerIrql(old);
}

TEST(preempt_idle_and_busy)
{
    struct client c;
    const DXGKARGCB_NOTIFY_INTERRUPT_DATA *n;

    begin();
    CHECK(client_open(&c, false, false));
    render_and_submit(&c, 10);
    preempt(100); /* everything is done: answered at once */
    n = &f.notes[f.n_notes - 1];
    CHECK(n->InterruptType == DXGK_INTERRUPT_DMA_PREEMPTED && n->DmaPreempted.PreemptionFenceId == 100 &&
          n->DmaPreempted.LastCompletedFenceId == 10);
    f.hold = true;
    render_and_submit(&c, 11);
    preempt(101); /* sent work runs to its end first */
    CHECK_EQ(fake_notes(0, DXGK_INTERRUPT_DMA_PREEMPTED), 1);
    f.hold = false;
    fake_pump(UINT32_MAX);
    n = &f.notes[f.n_notes - 1];
    CHECK(n->InterruptType == DXGK_INTERRUPT_DMA_PREEMPTED && n->DmaPreempted.PreemptionFenceId == 101 &&
          n->DmaPreempted.LastCompletedFenceId == 11);
    client_close(&c);
    end();
}

/* What still waits is taken back and comes again under new ids; what was sent does not come twice. */
TEST(preempt_waiting)
{
    static struct client c[12];
    uint32_t n = 0, sent = 0;

    begin();
    for (int i = 0; i < 12; i++) CHECK(client_open(&c[i], false, false));
    f.hold = true;
    while (n + 16 <= sizeof buffer / 2) n += topology((char *)buffer + n, 1);
    for (int i = 0; i < 12; i++) {
        CHECK_EQ(client_render(&c[i], buffer, n, NULL, 0, 0), STATUS_SUCCESS);
        client_submit(&c[i], (uint32_t)i + 1);
    }
    preempt(500);
    CHECK(IsListEmpty(&((struct pvk_adapter *)f.adapter)->queue.pending));
    f.hold = false;
    fake_pump(UINT32_MAX);
    fake_dpc();
    sent = fake_notes(0, DXGK_INTERRUPT_DMA_COMPLETED);
    CHECK(sent > 0 && sent < 12);
    CHECK_EQ(f.notes[f.n_notes - 1].InterruptType, DXGK_INTERRUPT_DMA_PREEMPTED);
    CHECK_EQ(f.notes[f.n_notes - 1].DmaPreempted.LastCompletedFenceId, sent);
    for (uint32_t i = sent; i < 12; i++) client_submit(&c[i], 600 + i);
    fake_pump(UINT32_MAX);
    fake_dpc();
    CHECK_EQ(fake_notes(0, DXGK_INTERRUPT_DMA_COMPLETED), 12);
    CHECK_EQ(f.notes[f.n_notes - 1].DmaCompleted.SubmissionFenceId, 611);
    for (int i = 0; i < 12; i++) client_close(&c[i]);
    end();
}

TEST(context_error_loses_one_device)
{
    struct client bad, good;
    struct pvgpu_cmd_set_topology t = { .topology = 9999 };

    begin();
    CHECK(client_open(&bad, false, false) && client_open(&good, false, false));
    PVGPU_CMD_INIT(&t, SET_TOPOLOGY);
    CHECK_EQ(client_render(&bad, &t, sizeof t, NULL, 0, 0), STATUS_SUCCESS); /* the host checks, not we */
    client_submit(&bad, 1);
    fake_dpc();
    CHECK_EQ(client_render(&bad, &t, sizeof t, NULL, 0, 0), STATUS_GRAPHICS_GPU_EXCEPTION_ON_DEVICE);
    render_and_submit(&good, 2);
    check_fences(0, 1, 2);
    client_close(&bad);
    CHECK(client_open(&bad, false, false)); /* its context id may be the old one: not lost */
    render_and_submit(&bad, 3);
    client_close(&bad);
    client_close(&good);
    end();
}

static DXGK_ENGINESTATUS engine_status(void)
{
    DXGKARG_QUERYENGINESTATUS q;
    memset(&q, 0xcc, sizeof q);
    q.NodeOrdinal = q.EngineOrdinal = 0;
    CHECK_EQ(f.ddi.DxgkDdiQueryEngineStatus(f.adapter, &q), STATUS_SUCCESS);
    return q.EngineStatus;
}

/* The host dies with work in flight: nothing completes, Windows resets, everything is told again. */
TEST(host_lost_and_back)
{
    struct client c, gdi;
    struct memory m, heap;
    struct pvk_alloc_private d = texture_desc(64, 64, 0), hd = heap_desc(4096);
    D3DDDI_PATCHLOCATIONLIST in = { .AllocationIndex = 0 };

    begin();
    CHECK(client_open(&c, false, false) && client_open(&gdi, false, true));
    CHECK(memory_make(&m, &c, &d) && memory_make(&heap, &c, &hd));
    client_list(&c, 0, &heap, PVK_SEG_HEAP, segment_address(0));
    topology(buffer, 1);
    CHECK_EQ(client_render(&c, buffer, 16, &in, 1, 1), STATUS_SUCCESS);
    client_submit(&c, 1);
    CHECK_EQ(engine_status().Value, 1);
    f.hold = true;
    render_and_submit(&c, 2);
    fake_host_leaves();
    fake_dpc();
    CHECK_EQ(engine_status().Value, 0);
    preempt(50);
    render_and_submit(&c, 3); /* waits */
    fake_dpc();
    CHECK_EQ(fake_notes(0, DXGK_INTERRUPT_DMA_COMPLETED), 1);
    CHECK_EQ(fake_notes(0, DXGK_INTERRUPT_DMA_PREEMPTED), 0);
    {
        DXGKARG_RESETENGINE r = { .LastAbortedFenceId = 0xcccccccc };
        uint8_t report[64];
        DXGKARG_COLLECTDBGINFO i = { .Reason = 0x117, .pBuffer = report, .BufferSize = sizeof report };
        CHECK(!NT_SUCCESS(f.ddi.DxgkDdiResetEngine(f.adapter, &r)));
        CHECK_EQ(f.ddi.DxgkDdiCollectDbgInfo(f.adapter, &i), STATUS_SUCCESS);
        CHECK(!memcmp(report, "PVGPUv1", 8));
    }
    CHECK_EQ(f.ddi.DxgkDdiResetFromTimeout(f.adapter), STATUS_SUCCESS);
    fake_host_arrives();
    CHECK_EQ(f.ddi.DxgkDdiRestartFromTimeout(f.adapter), STATUS_SUCCESS);
    fake_dpc();
    CHECK_EQ(engine_status().Value, 1);
    CHECK(f.objects[m.id].kind == PVGPU_OBJ_RESOURCE && f.objects[heap.id].kind == PVGPU_OBJ_HEAP && !f.objects[heap.id].placed);
    CHECK_EQ(f.objects[m.id].opens[2], 1);
    CHECK_EQ(client_render(&c, buffer, 16, NULL, 0, 0), STATUS_GRAPHICS_GPU_EXCEPTION_ON_DEVICE);
    CHECK_EQ(client_render(&gdi, buffer, 16, NULL, 0, 0), STATUS_SUCCESS); /* Windows' own goes on */
    client_submit(&gdi, 4);
    CHECK_EQ(f.notes[f.n_notes - 1].DmaCompleted.SubmissionFenceId, 4);
    {
        struct client fresh;
        struct memory again;
        CHECK(client_open(&fresh, false, false));
        CHECK(memory_make(&again, &fresh, &hd));
        client_list(&fresh, 0, &again, PVK_SEG_HEAP, segment_address(4096));
        CHECK_EQ(client_render(&fresh, buffer, 16, &in, 1, 1), STATUS_SUCCESS);
        client_submit(&fresh, 5);
        CHECK(f.objects[again.id].placed);
        memory_unmake(&again, &fresh);
        client_close(&fresh);
    }
    memory_unmake(&heap, &c);
    memory_unmake(&m, &c);
    client_close(&gdi);
    client_close(&c);
    end();
}

/* One message for both: the end of the host is heard all the same. */
TEST(one_message)
{
    struct client c;

    fake_init();
    f.one_message = true;
    CHECK_EQ(fake_start(), STATUS_SUCCESS);
    CHECK(client_open(&c, false, false));
    render_and_submit(&c, 1);
    check_fences(0, 1, 1);
    fake_host_leaves();
    fake_dpc();
    CHECK_EQ(engine_status().Value, 0);
    client_close(&c);
    end();
}

/* The host dies while nothing is in flight: what comes then waits, and a preemption gets no answer, which is how
 * Windows finds out. */
TEST(host_lost_while_idle)
{
    struct client c, gdi;
    struct memory heap;
    struct pvk_alloc_private hd = heap_desc(4096);
    D3DDDI_PATCHLOCATIONLIST in = { .AllocationIndex = 0 };

    begin();
    CHECK(client_open(&c, false, false) && client_open(&gdi, false, true));
    CHECK(memory_make(&heap, &gdi, &hd));
    client_list(&gdi, 0, &heap, PVK_SEG_HEAP, segment_address(0x5000));
    topology(buffer, 1);
    CHECK_EQ(client_render(&gdi, buffer, 16, &in, 1, 1), STATUS_SUCCESS);
    client_submit(&gdi, 1);
    CHECK(f.objects[heap.id].placed);
    fake_host_leaves();
    fake_dpc();
    render_and_submit(&c, 2);
    fake_dpc();
    preempt(50);
    fake_dpc();
    CHECK_EQ(fake_notes(0, DXGK_INTERRUPT_DMA_COMPLETED), 1);
    CHECK_EQ(fake_notes(0, DXGK_INTERRUPT_DMA_PREEMPTED), 0);
    CHECK_EQ(f.ddi.DxgkDdiResetFromTimeout(f.adapter), STATUS_SUCCESS);
    fake_host_arrives();
    CHECK_EQ(f.ddi.DxgkDdiRestartFromTimeout(f.adapter), STATUS_SUCCESS);
    /* the new host knows no place, though the object did not move */
    CHECK(!f.objects[heap.id].placed);
    CHECK_EQ(client_render(&gdi, buffer, 16, &in, 1, 1), STATUS_SUCCESS);
    client_submit(&gdi, 3);
    CHECK(f.objects[heap.id].placed && f.objects[heap.id].offset == PVK_OWN_BYTES + 0x5000);
    memory_unmake(&heap, &gdi);
    client_close(&gdi);
    client_close(&c);
    end();
}

/* No host at the restart: the system lives on without one, and picks it up when it comes. */
TEST(host_absent)
{
    struct client c, gdi;

    begin();
    CHECK(client_open(&c, false, false) && client_open(&gdi, true, false));
    fake_host_leaves();
    fake_dpc();
    topology(buffer, 1);
    CHECK_EQ(f.ddi.DxgkDdiResetFromTimeout(f.adapter), STATUS_SUCCESS);
    CHECK_EQ(f.ddi.DxgkDdiRestartFromTimeout(f.adapter), STATUS_SUCCESS);
    CHECK_EQ(client_render(&c, buffer, 16, NULL, 0, 0), STATUS_GRAPHICS_GPU_EXCEPTION_ON_DEVICE);
    client_close(&c);
    CHECK_EQ(client_render(&gdi, buffer, 16, NULL, 0, 0), STATUS_SUCCESS);
    fake_dpc(); /* what the end of the client queued is not what the next submission needs */
    client_submit(&gdi, 7);
    fake_dpc();
    CHECK_EQ(f.notes[f.n_notes - 1].DmaCompleted.SubmissionFenceId, 7);
    preempt(60);
    fake_dpc();
    CHECK_EQ(f.notes[f.n_notes - 1].InterruptType, DXGK_INTERRUPT_DMA_PREEMPTED);
    fake_host_arrives();
    fake_dpc();
    CHECK_EQ(engine_status().Value, 0); /* the next work hangs, and Windows resets */
    CHECK(client_open(&c, false, false));
    render_and_submit(&c, 8);
    fake_dpc();
    CHECK_EQ(fake_notes(0, DXGK_INTERRUPT_DMA_COMPLETED), 1);
    CHECK_EQ(f.ddi.DxgkDdiResetFromTimeout(f.adapter), STATUS_SUCCESS);
    CHECK_EQ(f.ddi.DxgkDdiRestartFromTimeout(f.adapter), STATUS_SUCCESS);
    client_close(&c);
    CHECK(client_open(&c, false, false));
    render_and_submit(&c, 9);
    CHECK_EQ(f.notes[f.n_notes - 1].DmaCompleted.SubmissionFenceId, 9);
    client_close(&c);
    client_close(&gdi);
    end();
}

/* An engine that was only slow is not reset. */
TEST(reset_engine_of_a_slow_host)
{
    struct client c;
    DXGKARG_RESETENGINE r = { .LastAbortedFenceId = 0xcccccccc };

    begin();
    CHECK(client_open(&c, false, false));
    f.hold = true;
    render_and_submit(&c, 1);
    f.hold = false;
    fake_pump(UINT32_MAX);
    CHECK_EQ(f.ddi.DxgkDdiResetEngine(f.adapter, &r), STATUS_SUCCESS);
    CHECK_EQ(r.LastAbortedFenceId, 1);
    f.hold = true;
    render_and_submit(&c, 2);
    CHECK(!NT_SUCCESS(f.ddi.DxgkDdiResetEngine(f.adapter, &r)));
    f.hold = false;
    fake_pump(UINT32_MAX);
    client_close(&c);
    end();
}

/* A heap object's bytes go to somebody else when DestroyAllocation returns, so it waits for the host. */
TEST(destroy_waits_for_the_host)
{
    struct client c;
    struct memory heap;
    struct pvk_alloc_private hd = heap_desc(4096);
    D3DDDI_PATCHLOCATIONLIST in = { .AllocationIndex = 0 };
    uint64_t start;

    begin();
    CHECK(client_open(&c, false, false));
    CHECK(memory_make(&heap, &c, &hd));
    client_list(&c, 0, &heap, PVK_SEG_HEAP, segment_address(0));
    topology(buffer, 1);
    CHECK_EQ(client_render(&c, buffer, 16, &in, 1, 1), STATUS_SUCCESS);
    client_submit(&c, 1);
    memory_close(&heap, &c);
    f.hold = true;
    start = pvk_now_100ns();
    memory_destroy(&heap); /* bounded: a host that hangs does not hang us */
    CHECK(pvk_now_100ns() - start >= PVK_DRAIN_MS * 9000ull && pvk_now_100ns() - start < 5 * PVK_DRAIN_MS * 10000ull);
    f.hold = false;
    fake_pump(UINT32_MAX);
    client_close(&c);
    end();
}

/* A progress slot's event reaches the program's event, a context error does, too; the device lets go of it. */
TEST(progress_event)
{
    struct client c;
    struct pvk_escape_event e = { .header = { PVK_PRIVATE_VERSION, PVK_ESCAPE_SET_EVENT, sizeof e, 0 } };
    DXGKARG_ESCAPE x = { .pPrivateDriverData = &e, .PrivateDriverDataSize = sizeof e };
    int fd = eventfd(0, EFD_NONBLOCK), other = eventfd(0, EFD_NONBLOCK);
    uint64_t n = 0;

    begin();
    CHECK(client_open(&c, false, false));
    x.hDevice = c.device;
    e.event = (uint64_t)fd;
    CHECK_EQ(f.ddi.DxgkDdiEscape(f.adapter, &x), STATUS_SUCCESS);
    fake_event(PVGPU_EVENT_PROGRESS, 2, 0, 0);
    fake_dpc();
    CHECK(read(fd, &n, 8) == 8 && n == 1);
    fake_event(PVGPU_EVENT_PROGRESS, 3, 0, 0); /* somebody else's */
    fake_dpc();
    CHECK(read(fd, &n, 8) != 8);
    e.event = (uint64_t)other; /* one a device: the old one is gone */
    CHECK_EQ(f.ddi.DxgkDdiEscape(f.adapter, &x), STATUS_SUCCESS);
    fake_event(PVGPU_EVENT_CONTEXT_ERROR, 2, 4ull << 32 | PVGPU_OP_DRAW, 24);
    fake_dpc();
    CHECK(read(fd, &n, 8) != 8 && read(other, &n, 8) == 8);
    client_close(&c);
    fake_event(PVGPU_EVENT_PROGRESS, 2, 0, 0);
    fake_dpc();
    CHECK(read(other, &n, 8) != 8);
    end();
    close(fd);
    close(other);
}

TEST(escapes)
{
    struct client c;
    union { struct pvk_escape h; struct pvk_escape_event e; struct pvk_escape_stats s; struct pvk_escape_alive a;
            uint8_t bytes[1024]; } u;
    DXGKARG_ESCAPE x = { .pPrivateDriverData = &u };

    begin();
    CHECK(client_open(&c, false, false));
    x.hDevice = c.device;
    for (uint32_t op = 0; op < 5; op++) {
        for (uint32_t size = 0; size < 600; size++) {
            NTSTATUS status;
            bool right = (op == PVK_ESCAPE_SET_EVENT && size == sizeof u.e) || (op == PVK_ESCAPE_STATS && size == sizeof u.s)
                         || (op == PVK_ESCAPE_ALIVE && size == sizeof u.a);
            memset(&u, 0, sizeof u);
            memset(u.bytes + size, 0xcc, sizeof u - size);
            u.h.version = PVK_PRIVATE_VERSION;
            u.h.op = op;
            u.h.size = size;
            x.PrivateDriverDataSize = size;
            status = f.ddi.DxgkDdiEscape(f.adapter, &x);
            CHECK_EQ(status, right ? STATUS_SUCCESS : STATUS_INVALID_PARAMETER);
            for (uint32_t i = size > sizeof u.h ? size : (uint32_t)sizeof u.h; i < sizeof u; i++)
                if (u.bytes[i] != 0xcc) { CHECK(!"wrote past the end"); break; }
            u.h.size = size + 8;
            if (size >= sizeof u.h) CHECK_EQ(f.ddi.DxgkDdiEscape(f.adapter, &x), STATUS_INVALID_PARAMETER);
        }
    }
    memset(&u, 0, sizeof u);
    u.h.version = 2;
    u.h.size = x.PrivateDriverDataSize = sizeof u.s;
    CHECK_EQ(f.ddi.DxgkDdiEscape(f.adapter, &x), STATUS_GRAPHICS_DRIVER_MISMATCH);
    memset(&u, 0, sizeof u);
    u.e.header = (struct pvk_escape){ PVK_PRIVATE_VERSION, PVK_ESCAPE_SET_EVENT, sizeof u.e, 0 };
    u.e.event = 0x7fffff; /* no such handle */
    x.PrivateDriverDataSize = sizeof u.e;
    CHECK_EQ(f.ddi.DxgkDdiEscape(f.adapter, &x), STATUS_INVALID_PARAMETER);
    client_close(&c);
    end();
}

/* A program that only polls learns that the host is gone, though nothing hangs and Windows sees nothing. */
TEST(alive_escape)
{
    struct client c;
    struct pvk_escape_alive alive = { { PVK_PRIVATE_VERSION, PVK_ESCAPE_ALIVE, sizeof alive, 0 }, 0, 0 };
    DXGKARG_ESCAPE x = { .pPrivateDriverData = &alive, .PrivateDriverDataSize = sizeof alive };

    begin();
    CHECK(client_open(&c, false, false));
    CHECK_EQ(f.ddi.DxgkDdiEscape(f.adapter, &x), STATUS_INVALID_PARAMETER); /* whose device? */
    x.hDevice = c.device;
    CHECK(f.ddi.DxgkDdiEscape(f.adapter, &x) == STATUS_SUCCESS && alive.alive);
    fake_host_leaves();
    fake_dpc();
    CHECK(f.ddi.DxgkDdiEscape(f.adapter, &x) == STATUS_SUCCESS && !alive.alive);
    CHECK_EQ(f.ddi.DxgkDdiResetFromTimeout(f.adapter), STATUS_SUCCESS);
    fake_host_arrives();
    CHECK_EQ(f.ddi.DxgkDdiRestartFromTimeout(f.adapter), STATUS_SUCCESS);
    CHECK(f.ddi.DxgkDdiEscape(f.adapter, &x) == STATUS_SUCCESS && !alive.alive); /* a new host knows nothing of it */
    client_close(&c);
    CHECK(client_open(&c, false, false));
    x.hDevice = c.device;
    CHECK(f.ddi.DxgkDdiEscape(f.adapter, &x) == STATUS_SUCCESS && alive.alive);
    client_close(&c);
    end();
}

TAP_MAIN(RUN(render); RUN(render_refusals); RUN(places); RUN(fences_wrap); RUN(fences_of_a_slow_host); RUN(empty_buffers);
         RUN(ring_full);
         RUN(room_in_the_ring_wakes); RUN(preempt_idle_and_busy); RUN(preempt_waiting); RUN(context_error_loses_one_device);
         RUN(host_lost_and_back); RUN(one_message); RUN(host_lost_while_idle); RUN(host_absent);
         RUN(destroy_waits_for_the_host); RUN(progress_event); RUN(reset_engine_of_a_slow_host); RUN(escapes);
         RUN(alive_escape))
