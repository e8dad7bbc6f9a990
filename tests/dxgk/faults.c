/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * faults.c - the whole stack when something is not there: the host process, memory, a process that was at work.
 */
#include <pthread.h>
#include "pvgpu_regs.h"
#include "stack.h"

/* The backend is killed and comes back: the device is lost, the adapter is not. */
TEST(backend_dies)
{
    struct client c;
    struct buffer b;
    struct dxgk_counters n;

    NEED_HOST();
    setenv("PVGPU_SIM_TDR_MS", "100", 1);
    if (!up()) return;
    CHECK(client_open(&c));
    CHECK_EQ(client_heap(&c, &b, 4096), 0);
    host_kill(SIGKILL);
    CHECK(host_run());
    nt_clock_slow(SLOW); /* a time-out after a second, and fifteen for the new host to start */
    client_signal(&c, &b, 0, 1);
    (void)client_flush(&c);
    CHECK(client_wait(&c) < 0);
    patiently();
    client_close(&c);
    dxgk_counters(&n);
    CHECK(n.tdrs >= 1);
    CHECK(client_open(&c));
    CHECK_EQ(client_heap(&c, &b, 4096), 0);
    CHECK_EQ(client_lock(&c, &b), 0);
    *(uint64_t *)b.data = 0;
    client_signal(&c, &b, 0, 9);
    CHECK_EQ(client_flush(&c), 0);
    CHECK_EQ(client_wait(&c), 0);
    CHECK_EQ(*(uint64_t *)b.data, 9);
    client_close(&c);
    down();
    unsetenv("PVGPU_SIM_TDR_MS");
}

/* Nothing hangs, so nothing is reset; who asks is told all the same. */
TEST(backend_dies_while_nothing_runs)
{
    struct pvk_escape_alive alive = { { PVK_PRIVATE_VERSION, PVK_ESCAPE_ALIVE, sizeof alive, 0 }, 0, 0 };
    D3DKMT_ESCAPE e = { .Type = D3DKMT_ESCAPE_DRIVERPRIVATE, .pPrivateDriverData = &alive, .PrivateDriverDataSize = sizeof alive };
    struct dxgk_counters n;
    struct client c;
    int i;

    NEED_HOST();
    if (!up()) return;
    CHECK(client_open(&c));
    e.hAdapter = c.adapter;
    e.hDevice = c.device;
    CHECK(D3DKMTEscape(&e) == 0 && alive.alive);
    host_kill(SIGKILL);
    for (i = 0; i < PATIENCE && D3DKMTEscape(&e) == 0 && alive.alive; i++) usleep(10000);
    CHECK(!alive.alive);
    dxgk_counters(&n);
    CHECK_EQ(n.tdrs, 0);
    nt_clock_slow(1); /* the rest of its life is one of time-outs */
    client_close(&c);
    down();
}

/* Programs lose their devices until the adapter is taken up again, which it is before a minute is over. */
static bool works_again(void)
{
    uint64_t end = now_ms() + 60000;
    bool works = false;
    struct client c;
    struct buffer b;

    while (!works && now_ms() < end) {
        CHECK(client_open(&c));
        CHECK_EQ(client_heap(&c, &b, 4096), 0);
        client_signal(&c, &b, 0, 7);
        works = client_flush(&c) >= 0 && client_wait(&c) >= 0 && client_lock(&c, &b) >= 0 && *(uint64_t *)b.data == 7;
        client_close(&c);
        if (!works) usleep(50000);
    }
    return works;
}

/* The host process is gone when the machine wakes up: programs lose their devices; when one comes it is taken up. */
TEST(wake_without_backend)
{
    struct client c;
    struct buffer b;
    int i;

    NEED_HOST();
    setenv("PVGPU_SIM_TDR_MS", "100", 1);
    if (!up()) return;
    CHECK(client_open(&c));
    CHECK_EQ(client_heap(&c, &b, 4096), 0);
    CHECK_EQ(dxgk_test_power(false), 0);
    host_kill(SIGKILL);
    for (i = 0; i < PATIENCE && dxgk_test_register(PVGPU_REG_STATUS) & PVGPU_STATUS_RUNNING; i++) usleep(10000);
    nt_clock_slow(1); /* nobody is there: the limit of the start is waited out */
    CHECK_EQ(dxgk_test_power(true), 0);
    nt_clock_slow(SLOW);
    client_signal(&c, &b, 0, 1);
    CHECK_EQ(client_flush(&c), STATUS_GRAPHICS_GPU_EXCEPTION_ON_DEVICE);
    client_close(&c);
    CHECK(host_run());
    CHECK(works_again()); /* the next work hangs, and Windows resets */
    down();
    unsetenv("PVGPU_SIM_TDR_MS");
}

/* A process that ends with everything open and work queued; and one whose threads are in the middle of calls. */
TEST(processes_that_die)
{
    struct client c, other;
    struct buffer b[4], mine;
    int i, k;

    NEED_HOST();
    if (!up()) return;
    CHECK(client_open(&other));
    CHECK_EQ(client_heap(&other, &mine, 4096), 0);
    for (k = 0; k < 20; k++) {
        uint32_t process = dxgk_process_create();
        dxgk_process_use(process);
        CHECK(client_open(&c));
        for (i = 0; i < 4; i++) CHECK_EQ(client_heap(&c, &b[i], 65536), 0);
        CHECK_EQ(client_lock(&c, &b[0]), 0);
        for (i = 0; i < 6; i++) {
            client_signal(&c, &b[i % 4], 64, (uint64_t)i);
            CHECK_EQ(client_flush(&c), 0);
        }
        dxgk_process_use(1);
        dxgk_process_destroy(process);
        client_signal(&other, &mine, 0, (uint64_t)k + 1);
        CHECK_EQ(client_flush(&other), 0);
    }
    CHECK_EQ(client_wait(&other), 0);
    CHECK_EQ(client_lock(&other, &mine), 0);
    CHECK_EQ(*(uint64_t *)mine.data, 20);
    client_close(&other);
    down();
}

/* Twelve programs, one after the other, each of which takes over a third of what the host gives and ends without releasing it: had
 * one of them left something, a creation would fail here or become an error object there, and what names one is counted. */
TEST(dead_processes_leave_nothing_on_the_host)
{
    struct pvk_escape_stats s = { .header = { PVK_PRIVATE_VERSION, PVK_ESCAPE_STATS, sizeof s, 0 } };
    D3DKMT_ESCAPE e = { .Type = D3DKMT_ESCAPE_DRIVERPRIVATE, .pPrivateDriverData = &s, .PrivateDriverDataSize = sizeof s };
    struct client c, last;
    struct buffer t[6], b;

    NEED_HOST();
    if (!up()) return;
    for (int k = 0; k < 12; k++) {
        uint32_t process = dxgk_process_create();
        dxgk_process_use(process);
        CHECK(client_open(&c));
        for (uint32_t i = 0; i < 6; i++) {
            struct pvgpu_cmd_create_rtv view = { .id = i + 1, .format = 87, .dimension = PVGPU_VIEW_TEX2D, .count = 1 };
            struct pvgpu_cmd_clear_rtv clear = { .view = i + 1 };
            CHECK_EQ(client_texture(&c, &t[i], 8192, 8192, 0), 0); /* 256 MiB of 4 GiB; the null renderer takes none */
            PVGPU_CMD_INIT(&view, CREATE_RTV);
            PVGPU_CMD_INIT(&clear, CLEAR_RTV);
            view.resource = t[i].private_data.id;
            client_use(&c, &t[i]);
            client_put(&c, &view, sizeof view);
            client_put(&c, &clear, sizeof clear);
        }
        CHECK_EQ(client_flush(&c), 0);
        dxgk_process_use(1);
        dxgk_process_destroy(process);
        RETURN_IF_FAILED();
    }
    CHECK(client_open(&last));
    CHECK_EQ(client_heap(&last, &b, 4096), 0);
    client_signal(&last, &b, 0, 1);
    CHECK_EQ(client_flush(&last), 0);
    CHECK_EQ(client_wait(&last), 0);
    e.hAdapter = last.adapter;
    for (int i = 0; i < PATIENCE && s.host.commands < 12 * 6 * 4; i++) { /* the host tells its counters after it has answered */
        usleep(10000);
        CHECK_EQ(D3DKMTEscape(&e), 0);
    }
    CHECK(s.host.commands >= 12 * 6 * 4); /* created, viewed, cleared, destroyed */
    CHECK_EQ(s.host.skipped, 0);
    CHECK_EQ(s.host.context_errors, 0);
    client_close(&last);
    down();
}

/* Nobody listens: no adapter, no crash. */
TEST(no_backend)
{
    nt_violation_handler(on_violation, NULL);
    violations = 0;
    CHECK(dxgk_start("loopback:/nonexistent/socket") != 0);
    CHECK(dxgk_start("nonsense:x") != 0);
    CHECK(!dxgk_running());
    CHECK_EQ(violations, 0);
    CHECK_EQ(nt_pool_stats().blocks, 0);
    nt_violation_handler(NULL, NULL);
}

/* All that a program asks for in a short life, whatever comes back. */
static void short_life(void)
{
    struct client c;
    struct buffer b, t;
    D3DKMT_PRESENT p;
    bool heap, texture;

    if (!client_open(&c)) {
        D3DKMT_DESTROYDEVICE d = { c.device };
        if (c.device) (void)D3DKMTDestroyDevice(&d);
        return;
    }
    heap = client_heap(&c, &b, 65536) >= 0;
    texture = client_texture(&c, &t, 64, 64, 0) >= 0;
    if (heap) {
        if (client_lock(&c, &b) >= 0) (void)client_unlock(&c, &b);
        client_signal(&c, &b, 0, 1);
        (void)client_flush(&c);
    }
    memset(&p, 0, sizeof p);
    p.hContext = c.context;
    p.hSource = t.allocation;
    p.Flags.Blt = 1;
    if (texture) (void)D3DKMTPresent(&p);
    (void)client_wait(&c);
    (void)dxgk_test_evict_all();
    if (texture) (void)client_free(&c, &t);
    if (heap) (void)client_free(&c, &b);
    client_close(&c);
}

/* The n-th allocation of the kernel driver fails, for all n, under a program's life and under the start. */
TEST(no_memory_anywhere)
{
    uint64_t blocks;
    unsigned long n;

    NEED_HOST();
    if (!up()) return;
    short_life();
    blocks = nt_pool_stats().blocks;
    for (n = 1; n < 100; n++) {
        uint64_t made = nt_pool_stats().allocations;
        nt_pool_fail_at(n);
        short_life();
        nt_pool_fail_at(0);
        CHECK_EQ(nt_pool_stats().blocks, blocks);
        if (nt_pool_stats().allocations - made < n) break;
    }
    CHECK(n > 5 && n < 100);
    short_life();
    down();
    patiently();
    for (n = 1; n < 200; n++) { /* the host process stays, the stack starts anew each time */
        CHECK(host_start());
        violations = 0;
        nt_violation_handler(on_violation, NULL);
        nt_pool_fail_at(n);
        if (dxgk_start(host.transport) == 0) {
            bool failed = nt_pool_fail_left() == 0;
            nt_pool_fail_at(0);
            down();
            patiently();
            if (!failed) break; /* a start does not need so many */
            continue;
        }
        nt_pool_fail_at(0);
        CHECK(!dxgk_running());
        CHECK_EQ(nt_pool_stats().blocks, 0);
        CHECK_EQ(violations, 0);
        host_stop();
    }
    CHECK(n > 10 && n < 200);
    nt_clock_slow(1);
    nt_violation_handler(NULL, NULL);
}

static void *evict(void *arg) { return (void *)(uintptr_t)dxgk_test_evict_all(); }

/* The host process stands still while memory is moved: the time-out comes, nobody is stuck, and when the process goes on the
 * adapter is taken up again. */
TEST(timeout_while_paging)
{
    struct client c;
    struct buffer b[6];
    struct dxgk_counters n;
    pthread_t thread;
    uint64_t at;
    int i;

    NEED_HOST();
    setenv("PVGPU_SIM_TDR_MS", "300", 1);
    if (!up()) return;
    CHECK(client_open(&c));
    for (i = 0; i < 6; i++) {
        CHECK_EQ(client_heap(&c, &b[i], 1 << 20), 0);
        client_signal(&c, &b[i], 0, 1);
    }
    CHECK_EQ(client_flush(&c), 0);
    CHECK_EQ(client_wait(&c), 0);
    nt_clock_slow(1); /* the time-out, and the limits of the resets, are waited out */
    kill(host.pid, SIGSTOP);
    CHECK_EQ(waitpid(host.pid, NULL, WUNTRACED), host.pid); /* it stands: what comes now is not consumed */
    client_signal(&c, &b[0], 0, 2);
    CHECK_EQ(client_flush(&c), 0);
    at = now_ms();
    pthread_create(&thread, NULL, evict, NULL);
    (void)client_wait(&c);
    client_patience(CLIENT_PATIENCE);
    pthread_join(thread, NULL);
    client_patience(0);
    CHECK(now_ms() - at < 15000);
    kill(host.pid, SIGCONT);
    nt_clock_slow(SLOW);
    client_close(&c);
    dxgk_counters(&n);
    CHECK(n.tdrs >= 1);
    CHECK(works_again());
    down();
    unsetenv("PVGPU_SIM_TDR_MS");
}

/* Loaded, started, used, stopped, unloaded, again and again with the same host process (traps.md T7). */
TEST(many_loads)
{
    struct client c;
    struct buffer b;
    int i;

    NEED_HOST();
    violations = 0;
    nt_violation_handler(on_violation, NULL);
    patiently();
    CHECK(host_start());
    for (i = 0; i < 100 && dxgk_start(host.transport) == 0; i++) {
        CHECK(client_open(&c));
        CHECK_EQ(client_heap(&c, &b, 4096), 0);
        client_signal(&c, &b, 0, 1);
        CHECK_EQ(client_flush(&c), 0);
        CHECK_EQ(client_wait(&c), 0);
        client_close(&c);
        dxgk_stop_all();
        if (nt_pool_stats().blocks || violations) break;
    }
    CHECK_EQ(i, 100);
    host_stop();
    nt_clock_slow(1);
    CHECK_EQ(violations, 0);
    nt_violation_handler(NULL, NULL);
}

TAP_MAIN(RUN(backend_dies); RUN(backend_dies_while_nothing_runs); RUN(wake_without_backend); RUN(processes_that_die);
         RUN(dead_processes_leave_nothing_on_the_host); RUN(no_memory_anywhere); RUN(timeout_while_paging); RUN(many_loads);
         RUN(no_backend))
