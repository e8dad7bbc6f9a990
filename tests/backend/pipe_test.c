/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * pipe_test.c - the channel over a named pipe: the backend's control thread serves a device that lives
 * in this same process.
 */
#include <windows.h>
#include "channel.h"
#include "guest.h"
#include "present/present.h"
#include "pvgpu_regs.h"
#include "tap.h"
#include "util.h"

#define SHMEM (64ull << 20)

static char path[64];
static struct pvb_server *server;
static struct pvb_sink *sink;
static struct pvb_execute *execute;
static struct pvb_thread *control;

static void wake(void *arg) { pvb_server_wake(server); }

static void control_main(void *arg)
{
    struct pvb_channel_config config = { server, execute, sink, true };
    pvb_channel_run(&config);
}

static bool backend_up(void)
{
    const struct pvb_presenter_ops *ops = &pvb_presenter_headless;
    struct pvb_presenter_params params = { 0 };
    struct pvb_execute_config config = { .ops = &pvb_renderer_null, .notify = wake };
    char error[300] = "";
    snprintf(path, sizeof path, "\\\\.\\pipe\\pvgpu-test-%lu", (unsigned long)GetCurrentProcessId());
    server = pvb_server_open(path, error, sizeof error);
    if (server) sink = pvb_sink_create(&ops, 1, &params, wake, NULL, error, sizeof error);
    config.sink = sink;
    if (sink) execute = pvb_execute_create(&config, error, sizeof error);
    if (!execute) {
        printf("# %s\n", error);
        return false;
    }
    control = pvb_thread_create(control_main, NULL, "control");
    return control != NULL;
}

static void backend_down(void)
{
    pvb_thread_join(control);
    pvb_execute_destroy(execute);
    pvb_sink_destroy(sink);
    pvb_server_close(server);
}

static HANDLE device_connect(void)
{
    DWORD mode = PIPE_READMODE_MESSAGE;
    HANDLE pipe = INVALID_HANDLE_VALUE;
    for (int i = 0; i < 2000 && pipe == INVALID_HANDLE_VALUE; i++) {
        pipe = CreateFileA(path, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING,
                           SECURITY_SQOS_PRESENT | SECURITY_IDENTIFICATION, NULL);
        if (pipe == INVALID_HANDLE_VALUE) Sleep(10);
    }
    SetNamedPipeHandleState(pipe, &mode, NULL, NULL);
    return pipe;
}

static uint32_t device_receive(HANDLE pipe, struct pvgpu_message *m)
{
    DWORD n = 0;
    return ReadFile(pipe, m, sizeof *m, &n, NULL) && n == sizeof *m ? m->type : 0;
}

static void device_send(HANDLE pipe, struct pvgpu_message m)
{
    DWORD n;
    m.magic = PVGPU_CHANNEL_MAGIC;
    m.abi_version = PVGPU_ABI_VERSION;
    CHECK(WriteFile(pipe, &m, sizeof m, &n, NULL));
}

/* The device puts its handles into the backend's process, which is this one. */
static uint64_t give(HANDLE h)
{
    HANDLE copy = NULL;
    DuplicateHandle(GetCurrentProcess(), h, GetCurrentProcess(), &copy, 0, FALSE, DUPLICATE_SAME_ACCESS);
    return (uint64_t)(uintptr_t)copy;
}

TEST(a_device_is_served_over_a_pipe)
{
    struct pvgpu_message m, hello = { .type = PVGPU_MSG_HELLO, .shmem_size = SHMEM, .vm_name = "test" };
    HANDLE pipe, other, memory, doorbell, interrupt;
    struct guest guest;
    char error[300];

    CHECK(backend_up());
    RETURN_IF_FAILED();
    CHECK(pvb_server_open(path, error, sizeof error) == NULL); /* the name is taken */
    CHECK(strstr(error, "has that name") != NULL);
    pipe = device_connect();
    CHECK_EQ(device_receive(pipe, &m), PVGPU_MSG_WELCOME);

    other = device_connect();
    CHECK_EQ(device_receive(other, &m), PVGPU_MSG_REFUSE);
    CHECK_EQ(m.error, PVGPU_ERROR_REFUSED);
    CloseHandle(other);

    memory = CreateFileMappingW(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, (DWORD)SHMEM, NULL);
    doorbell = CreateEventW(NULL, FALSE, FALSE, NULL);
    interrupt = CreateEventW(NULL, FALSE, FALSE, NULL);
    guest_init(&guest, MapViewOfFile(memory, FILE_MAP_WRITE, 0, 0, 0), SHMEM);
    pvgpu_layout(SHMEM, hello.regions);
    hello.handles[0] = give(memory);
    hello.handles[1] = give(doorbell);
    hello.handles[2] = give(interrupt);
    device_send(pipe, hello);
    CHECK_EQ(device_receive(pipe, &m), PVGPU_MSG_READY);
    device_send(pipe, (struct pvgpu_message){ .type = PVGPU_MSG_ENABLE });
    CHECK_EQ(device_receive(pipe, &m), PVGPU_MSG_RUNNING);

    for (int i = 0; i < 50; i++) {
        guest_begin(&guest, 0);
        GUEST_ADD(&guest, context_create, CONTEXT_CREATE, 3, 0);
        GUEST_ADD(&guest, context_destroy, CONTEXT_DESTROY, 3, 0);
        guest.fence->wake_at = guest_send(&guest);
        if (guest.kick) SetEvent(doorbell);
        guest.kick = 0;
        while (guest.fence->consumed < guest.next_fence && WaitForSingleObject(interrupt, 3000) == WAIT_OBJECT_0) { }
        CHECK_EQ(guest.fence->consumed, guest.next_fence);
        RETURN_IF_FAILED();
    }
    device_send(pipe, (struct pvgpu_message){ .type = PVGPU_MSG_DISABLE });
    CHECK_EQ(device_receive(pipe, &m), PVGPU_MSG_STOPPED);
    CloseHandle(pipe);
    backend_down();
    guest_fini(&guest);
}

int main(void)
{
    setvbuf(stdout, 0, _IONBF, 0);
    if (pvb_process_init()) return 1;
    RUN(a_device_is_served_over_a_pipe);
    return tap_finish();
}
