/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * process_test.c - the real pvgpu-backend process behind its socket, as a device sees it.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include "device.h"
#include "pvgpu_regs.h"
#include "tap.h"

static const char *const headless[] = { "--present", "headless", NULL };

/* A backend and a running device, or the case fails. */
#define UP(b, d, args) \
    CHECK_EQ(backend_start(&(b), args), 0); \
    RETURN_IF_FAILED(); \
    CHECK_EQ(device_up(&(d), &(b)), 0); \
    if (tap_failed_checks) { printf("# %s\n", backend_log(&(b))); backend_stop(&(b)); return; }

static void down(struct backend *b, struct device *d)
{
    device_down(d);
    CHECK_EQ(backend_stop(b), 0);
    CHECK(access(b->socket, F_OK) != 0); /* SIGTERM takes the socket away */
    backend_forget(b);
}

TEST(packets_and_fences)
{
    struct backend b = { 0 };
    struct device d;
    uint64_t fence = 0;
    UP(b, d, headless);
    for (int i = 0; i < 100; i++) {
        guest_begin(&d.guest, 0);
        GUEST_ADD(&d.guest, context_create, CONTEXT_CREATE, 7, 0);
        GUEST_ADD(&d.guest, context_destroy, CONTEXT_DESTROY, 7, 0);
        fence = guest_send(&d.guest);
    }
    CHECK_EQ(device_wait_fence(&d, fence), 0);
    CHECK_EQ(d.guest.fence->consumed, 100);
    down(&b, &d);
}

TEST(interrupt_at_the_fence_asked_for)
{
    struct backend b = { 0 };
    struct device d;
    uint64_t n;
    UP(b, d, headless);
    guest_begin(&d.guest, 0);
    CHECK_EQ(device_wait_fence(&d, guest_send(&d.guest)), 0);
    device_wait_interrupt(&d); /* a line that is all zero wishes to be woken once */
    d.guest.fence->wake_at = 3;
    guest_begin(&d.guest, 0);
    CHECK_EQ(device_wait_fence(&d, guest_send(&d.guest)), 0);
    CHECK_EQ(device_wait_asleep(&d, &b), 0);
    CHECK(read(d.interrupt, &n, sizeof n) < 0); /* not yet */
    guest_begin(&d.guest, 0);
    guest_send(&d.guest);
    device_kick(&d);
    CHECK_EQ(device_wait_interrupt(&d), 0);
    CHECK_EQ(d.guest.fence->consumed, 3);
    down(&b, &d);
}

TEST(caps_and_stats_are_published)
{
    struct backend b = { 0 };
    struct device d;
    static const char *const args[] = { "--present", "headless", "--video-memory", "256M", NULL };
    const struct pvgpu_caps *caps;
    const struct pvgpu_stats *stats;
    UP(b, d, args);
    caps = (void *)(d.guest.mem + d.guest.regions[PVGPU_REGION_CAPS].offset);
    stats = (void *)(d.guest.mem + d.guest.regions[PVGPU_REGION_STATS].offset);
    CHECK_EQ(caps->size, sizeof *caps);
    CHECK_EQ(caps->abi_version, PVGPU_ABI_VERSION);
    CHECK_EQ(caps->features, PVGPU_FEATURES_KNOWN);
    CHECK_EQ(caps->video_memory, 256u << 20);
    CHECK_EQ(caps->max_contexts, PVGPU_MAX_CONTEXTS);
    CHECK(caps->name[0] != 0);
    guest_begin(&d.guest, 0);
    GUEST_ADD(&d.guest, context_create, CONTEXT_CREATE, 1, 0);
    CHECK_EQ(device_wait_fence(&d, guest_send(&d.guest)), 0);
    CHECK_EQ(device_wait_asleep(&d, &b), 0);
    CHECK_EQ(stats->packets, 1);
    CHECK_EQ(stats->commands, 1);
    CHECK_EQ(stats->last_opcode, PVGPU_OP_CONTEXT_CREATE);
    down(&b, &d);
}

TEST(second_device_is_refused)
{
    struct backend b = { 0 };
    struct device d, other;
    struct pvgpu_message m;
    UP(b, d, headless);
    CHECK_EQ(device_connect(&other, &b), 0);
    CHECK_EQ(device_receive(&other, &m), PVGPU_MSG_REFUSE);
    CHECK_EQ(m.error, PVGPU_ERROR_REFUSED);
    CHECK_EQ(device_receive(&other, &m), 0); /* and closed */
    close(other.socket);
    guest_begin(&d.guest, 0); /* the first goes on */
    CHECK_EQ(device_wait_fence(&d, guest_send(&d.guest)), 0);
    CHECK(strstr(backend_log(&b), "second device was refused") != NULL);
    down(&b, &d);
}

static int times_in(const char *text, const char *what)
{
    int n = 0;
    for (text = strstr(text, what); text; text = strstr(text + 1, what)) n++;
    return n;
}

/* A device that is refused tries again and again: the log names it once, and says how often when the place is free. */
TEST(a_refused_device_is_named_once)
{
    struct backend b = { 0 };
    struct device d, other;
    struct pvgpu_message m;
    char line[64];
    UP(b, d, headless);
    for (int i = 0; i < 5; i++) {
        CHECK_EQ(device_connect(&other, &b), 0);
        CHECK_EQ(device_receive(&other, &m), PVGPU_MSG_REFUSE);
        close(other.socket);
    }
    snprintf(line, sizeof line, "refused (process %d)", (int)getpid());
    CHECK_EQ(times_in(backend_log(&b), line), 1);
    device_down(&d);
    CHECK_EQ(backend_stop(&b), 0);
    snprintf(line, sizeof line, "process %d was refused 5 times", (int)getpid());
    CHECK_EQ(times_in(backend_log(&b), line), 1);
    backend_forget(&b);
}

TEST(malformed_hello_is_refused)
{
    struct backend b = { 0 };
    struct device d;
    struct pvgpu_message m;
    CHECK_EQ(backend_start(&b, headless), 0);
    RETURN_IF_FAILED();
    for (int kind = 0; kind < 5; kind++) {
        static const uint32_t errors[] = { PVGPU_ERROR_REFUSED, PVGPU_ERROR_REFUSED, PVGPU_ERROR_REFUSED, PVGPU_ERROR_PROTOCOL,
                                           PVGPU_ERROR_VERSION };
        CHECK_EQ(device_connect(&d, &b), 0);
        CHECK_EQ(device_receive(&d, &m), PVGPU_MSG_WELCOME);
        device_memory(&d, kind == 0 ? DEVICE_SHMEM / 2 : DEVICE_SHMEM, 1);
        if (kind == 0) device_hello(&d, DEVICE_SHMEM); /* the file is smaller than announced */
        if (kind == 1) device_hello(&d, DEVICE_SHMEM + 4096); /* no power of two */
        if (kind == 2) device_hello(&d, 1 << 20); /* too small */
        if (kind == 3) device_hello_with(&d, DEVICE_SHMEM, PVGPU_ABI_VERSION, 4096);
        if (kind == 4) device_hello_with(&d, DEVICE_SHMEM, (PVGPU_ABI_MAJOR + 1) << 16, 0);
        CHECK_EQ(device_receive(&d, &m), PVGPU_MSG_REFUSE);
        CHECK_EQ(m.error, errors[kind]);
        CHECK_EQ(device_receive(&d, &m), 0);
        device_down(&d);
    }
    CHECK_EQ(device_up(&d, &b), 0); /* and is ready for a good one */
    down(&b, &d);
}

TEST(messages_out_of_order_are_refused)
{
    struct backend b = { 0 };
    struct device d;
    struct pvgpu_message m;
    CHECK_EQ(backend_start(&b, headless), 0);
    RETURN_IF_FAILED();
    for (uint32_t type = 0; type <= PVGPU_MSG_COUNT; type++) {
        if (type == PVGPU_MSG_HELLO) continue;
        CHECK_EQ(device_connect(&d, &b), 0);
        CHECK_EQ(device_receive(&d, &m), PVGPU_MSG_WELCOME);
        device_send(&d, type, 0);
        CHECK_EQ(device_receive(&d, &m), PVGPU_MSG_REFUSE);
        CHECK_EQ(m.error, PVGPU_ERROR_PROTOCOL);
        device_down(&d);
    }
    CHECK_EQ(device_connect(&d, &b), 0);
    CHECK_EQ(device_receive(&d, &m), PVGPU_MSG_WELCOME);
    device_memory(&d, DEVICE_SHMEM, 1);
    device_hello(&d, DEVICE_SHMEM);
    CHECK_EQ(device_receive(&d, &m), PVGPU_MSG_READY);
    device_send(&d, PVGPU_MSG_ENABLE, 1ull << 63); /* not offered */
    CHECK_EQ(device_receive(&d, &m), PVGPU_MSG_REFUSE);
    CHECK_EQ(m.error, PVGPU_ERROR_PROTOCOL);
    down(&b, &d);
}

TEST(handles_must_belong_to_a_hello)
{
    struct backend b = { 0 };
    struct device d;
    struct pvgpu_message m;
    CHECK_EQ(backend_start(&b, headless), 0);
    RETURN_IF_FAILED();
    for (int n = 0; n < 8; n++) { /* other than three descriptors, or a third that is no event */
        CHECK_EQ(device_connect(&d, &b), 0);
        CHECK_EQ(device_receive(&d, &m), PVGPU_MSG_WELCOME);
        device_memory(&d, DEVICE_SHMEM, 1);
        device_hello_fds(&d, n, n == 3 ? d.memory : -1);
        CHECK_EQ(device_receive(&d, &m), 0);
        device_down(&d);
    }
    CHECK_EQ(device_up(&d, &b), 0);
    down(&b, &d);
}

TEST(hostile_packets_stop_only_this_run)
{
    struct backend b = { 0 };
    struct device d;
    struct pvgpu_message m;
    UP(b, d, headless);
    for (int kind = 0; kind < 5; kind++) {
        struct { struct pvgpu_packet p; uint64_t more; } bytes = { { 24, PVGPU_PACKET_KERNEL, 0, 0, 0, 1 }, 0 };
        if (kind == 0) bytes.p.size = 16;
        if (kind == 1) bytes.p.size = PVGPU_PACKET_MAX + 8;
        if (kind == 2) bytes.p.size = 4096; /* more than published */
        if (kind == 3) d.guest.submit.index += 3u << 20; /* the index jumps */
        if (kind == 4) { bytes.p.size = 32; bytes.more = 0x0000000800000002u; } /* a kernel command that is cut */
        guest_produce(&d.guest, &bytes, 32);
        d.guest.kick = 1;
        device_kick(&d);
        CHECK_EQ(device_receive(&d, &m), PVGPU_MSG_DEVICE_ERROR);
        CHECK_EQ(m.error, PVGPU_ERROR_GUEST);
        guest_reset(&d.guest);
        device_send(&d, PVGPU_MSG_ENABLE, 0);
        CHECK_EQ(device_receive(&d, &m), PVGPU_MSG_RUNNING);
        guest_begin(&d.guest, 0);
        CHECK_EQ(device_wait_fence(&d, guest_send(&d.guest)), 0);
        guest_reset(&d.guest);
        device_send(&d, PVGPU_MSG_ENABLE, 0);
        CHECK_EQ(device_receive(&d, &m), PVGPU_MSG_RUNNING);
    }
    down(&b, &d);
}

TEST(context_error_reaches_the_guest)
{
    struct backend b = { 0 };
    struct device d;
    struct pvgpu_event e;
    UP(b, d, headless);
    guest_begin(&d.guest, 0);
    GUEST_ADD(&d.guest, context_create, CONTEXT_CREATE, 1, 0);
    GUEST_ADD(&d.guest, context_create, CONTEXT_CREATE, 2, 0);
    guest_send(&d.guest);
    guest_begin(&d.guest, 1);
    GUEST_ADD(&d.guest, destroy, DESTROY, 9, 0);
    guest_send(&d.guest);
    guest_begin(&d.guest, 2);
    GUEST_ADD(&d.guest, draw, DRAW, 3, 0);
    CHECK_EQ(device_wait_fence(&d, guest_send(&d.guest)), 0);
    CHECK_EQ(device_wait_event(&d, PVGPU_EVENT_CONTEXT_ERROR, &e), 0);
    CHECK_EQ(e.subject, 1);
    CHECK_EQ(e.a, (uint64_t)PVGPU_E_HANDLE << 32 | PVGPU_OP_DESTROY);
    CHECK_EQ(device_wait_interrupt(&d), 0);
    down(&b, &d);
}

TEST(disable_drops_every_object)
{
    struct backend b = { 0 };
    struct device d;
    struct pvgpu_message m;
    UP(b, d, headless);
    for (int i = 0; i < 3; i++) {
        guest_begin(&d.guest, 0);
        GUEST_ADD(&d.guest, context_create, CONTEXT_CREATE, 1, 0); /* the id is free every time */
        GUEST_ADD(&d.guest, heap_create, HEAP_CREATE, 5, 0, 65536);
        CHECK_EQ(device_wait_fence(&d, guest_send(&d.guest)), 0);
        device_send(&d, PVGPU_MSG_DISABLE, 0);
        CHECK_EQ(device_receive(&d, &m), PVGPU_MSG_STOPPED);
        guest_begin(&d.guest, 0); /* nobody takes it */
        guest_send(&d.guest);
        d.guest.kick = 1;
        device_kick(&d);
        usleep(20000); /* long enough for somebody who does */
        CHECK_EQ(d.guest.fence->consumed, 1);
        guest_reset(&d.guest);
        device_send(&d, PVGPU_MSG_ENABLE, 0);
        CHECK_EQ(device_receive(&d, &m), PVGPU_MSG_RUNNING);
    }
    down(&b, &d);
}

TEST(the_next_device_is_served)
{
    struct backend b = { 0 };
    struct device d;
    CHECK_EQ(backend_start(&b, headless), 0);
    RETURN_IF_FAILED();
    for (int i = 0; i < 3; i++) {
        CHECK_EQ(device_up(&d, &b), 0);
        guest_begin(&d.guest, 0);
        GUEST_ADD(&d.guest, context_create, CONTEXT_CREATE, 1, 0);
        CHECK_EQ(device_wait_fence(&d, guest_send(&d.guest)), 0);
        if (i < 2) device_down(&d);
    }
    down(&b, &d);
}

TEST(memory_that_is_cut_short)
{
    struct backend b = { 0 };
    struct device d;
    struct pvgpu_message m;
    CHECK_EQ(backend_start(&b, headless), 0);
    RETURN_IF_FAILED();
    for (int seals = 0; seals < 2; seals++) {
        CHECK_EQ(device_connect(&d, &b), 0);
        CHECK_EQ(device_receive(&d, &m), PVGPU_MSG_WELCOME);
        device_memory(&d, DEVICE_SHMEM, seals);
        device_hello(&d, DEVICE_SHMEM);
        CHECK_EQ(device_receive(&d, &m), PVGPU_MSG_READY);
        device_send(&d, PVGPU_MSG_ENABLE, 0);
        CHECK_EQ(device_receive(&d, &m), PVGPU_MSG_RUNNING);
        if (seals) { /* sealed by the backend: it cannot be cut */
            CHECK(ftruncate(d.memory, 0) != 0);
        } else {
            CHECK_EQ(ftruncate(d.memory, 0), 0);
            d.guest.kick = 1;
            device_kick(&d);
            CHECK_EQ(device_receive(&d, &m), PVGPU_MSG_DEVICE_ERROR);
            CHECK_EQ(m.error, PVGPU_ERROR_PROTOCOL);
        }
        device_down(&d);
    }
    CHECK_EQ(device_up(&d, &b), 0);
    down(&b, &d);
}

/* The doorbell: asleep, the backend asks for it; awake, it does not. */
TEST(doorbells_are_asked_for)
{
    struct backend b = { 0 };
    struct device d;
    UP(b, d, headless);
    guest_begin(&d.guest, 0);
    CHECK_EQ(device_wait_fence(&d, guest_send(&d.guest)), 0);
    for (int i = 0; i < 5; i++) {
        CHECK_EQ(device_wait_asleep(&d, &b), 0);
        guest_begin(&d.guest, 0);
        guest_send(&d.guest);
        CHECK_EQ(d.guest.kick, 1);
        usleep(20000); /* long enough for somebody who watches the ring */
        CHECK_EQ(d.guest.fence->consumed, (uint64_t)i + 1); /* nobody rang */
        CHECK_EQ(device_wait_fence(&d, (uint64_t)i + 2), 0);
    }
    down(&b, &d);
}

TEST(vertical_blanks_arrive)
{
    struct backend b = { 0 };
    struct device d;
    struct pvgpu_event e;
    uint64_t first, last;
    UP(b, d, headless);
    guest_begin(&d.guest, 0);
    GUEST_ADD(&d.guest, mode_set, MODE_SET, 0, 640, 480, 100000);
    GUEST_ADD(&d.guest, vblank_control, VBLANK_CONTROL, 0, 1);
    CHECK_EQ(device_wait_fence(&d, guest_send(&d.guest)), 0);
    CHECK_EQ(device_wait_event(&d, PVGPU_EVENT_VBLANK, &e), 0);
    first = e.a;
    for (int i = 0; i < 5; i++) CHECK_EQ(device_wait_event(&d, PVGPU_EVENT_VBLANK, &e), 0);
    last = e.a;
    CHECK(last >= first + 5 && last < first + 50);
    down(&b, &d);
}

TEST(once_and_frames_end_the_process)
{
    static const char *const once[] = { "--present", "headless", "--once", NULL };
    static const char *const frames[] = { "--present", "headless", "--frames", "2", NULL };
    struct backend b = { 0 };
    struct device d;
    UP(b, d, once);
    device_down(&d);
    CHECK_EQ(backend_wait(&b), 0);
    CHECK(access(b.socket, F_OK) != 0);
    backend_forget(&b);
    UP(b, d, frames);
    guest_begin(&d.guest, 0);
    GUEST_ADD(&d.guest, mode_set, MODE_SET, 0, 640, 480, 60000);
    GUEST_ADD(&d.guest, scanout_set, SCANOUT_SET, 0, 0, PVGPU_PRESENT_IMMEDIATE, 0, 1, 1);
    GUEST_ADD(&d.guest, scanout_set, SCANOUT_SET, 0, 0, PVGPU_PRESENT_IMMEDIATE, 0, 2, 2);
    guest_send(&d.guest);
    device_kick(&d);
    CHECK_EQ(backend_wait(&b), 0);
    device_down(&d);
    backend_forget(&b);
}

TEST(files_are_written_at_the_end)
{
    char stats[128], record[128], dir[128], path[192];
    const char *args[] = { "--stats", stats, "--record", record, "--present", dir, "--png-frames", "1,2", "--frames", "3", NULL };
    struct backend b = { 0 };
    struct device d;
    struct stat st;
    int fd;
    char text[2048] = "";
    strcpy(b.dir, "/tmp/pvgpu-test-XXXXXX");
    CHECK(mkdtemp(b.dir) != NULL);
    snprintf(b.socket, sizeof b.socket, "%s/socket", b.dir);
    snprintf(b.log, sizeof b.log, "%s/log", b.dir);
    snprintf(stats, sizeof stats, "%s/stats.json", b.dir);
    snprintf(record, sizeof record, "%s/record", b.dir);
    snprintf(dir, sizeof dir, "png:%s", b.dir);
    UP(b, d, args);
    guest_begin(&d.guest, 0);
    GUEST_ADD(&d.guest, mode_set, MODE_SET, 0, 64, 48, 60000);
    GUEST_ADD(&d.guest, resource_create, RESOURCE_CREATE, 1, PVGPU_DIM_TEX2D, 87, 0, PVGPU_BIND_TARGET, 0, 64, 48, 1, 1, 1, 1, 0,
              0);
    for (uint64_t i = 0; i < 3; i++) GUEST_ADD(&d.guest, scanout_set, SCANOUT_SET, 0, 1, PVGPU_PRESENT_IMMEDIATE, 0, i, i);
    guest_send(&d.guest);
    device_kick(&d);
    CHECK_EQ(backend_wait(&b), 0);
    fd = open(stats, O_RDONLY);
    CHECK(fd >= 0 && read(fd, text, sizeof text - 1) > 0);
    close(fd);
    CHECK(strstr(text, "\"frames\": 3,") != NULL);
    CHECK(strstr(text, "\"commands\": 5,") != NULL);
    CHECK(strstr(text, "\"renderer\": \"null\"") != NULL);
    CHECK(!stat(record, &st) && st.st_size > 100);
    device_down(&d);
    if (strstr(backend_log(&b), "without libpng")) SKIP("no libpng");
    for (int i = 1; i <= 3; i++) {
        snprintf(path, sizeof path, "%s/scanout0-%06d.png", b.dir, i);
        CHECK(!stat(path, &st) && st.st_size > 50);
        unlink(path);
    }
    snprintf(path, sizeof path, "%s/latest.png", b.dir);
    CHECK_EQ(unlink(path), 0);
    unlink(stats);
    unlink(record);
    backend_forget(&b);
}

/* ---- the surroundings ---- */

static void expect_wrong(const char *const *args, const char *says)
{
    struct backend b = { 0 };
    int status = backend_run(&b, args);
    char *log = backend_log(&b), *newline = strchr(log, '\n');
    CHECK_EQ(status, 2);
    if (!strstr(log, says)) printf("# '%s' is not in: %s\n", says, log);
    CHECK(strstr(log, says) != NULL);
    CHECK(newline != NULL && newline[1] == 0); /* one line */
    backend_forget(&b);
}

#define WRONG(says, ...) expect_wrong((const char *const[]){ __VA_ARGS__, NULL }, says)

TEST(wrong_options_say_what_to_mend)
{
    static char long_path[200];
    WRONG("--nonsense: unknown option", "--nonsense");
    WRONG("x: not an option", "x");
    WRONG("--frames: its value is missing", "--frames");
    WRONG("--frames: 'x' is no number", "--frames", "x");
    WRONG("--frames: '0' is no number", "--frames=0");
    WRONG("--once: takes no value", "--once=1");
    WRONG("--renderer: 'vulkan' is unknown", "--renderer", "vulkan");
    WRONG("--present: 'mirror' is unknown", "--present", "mirror");
    WRONG("no such folder", "--present", "png:/nonexistent/folder");
    WRONG("--png-frames: only goes with", "--png-frames", "1");
    WRONG("is no list", "--present", "png:/tmp", "--png-frames", "2,1");
    WRONG("cannot write", "--present", "headless", "--record", "/nonexistent/file");
    WRONG("--video-memory: '1' is no number", "--video-memory", "1");
    memset(long_path, 'a', sizeof long_path - 1);
    WRONG("too long for a socket", "--socket", long_path);
    WRONG("cannot listen", "--socket", "/nonexistent/socket");
    WRONG("exists and is not a socket", "--socket", "/tmp");
    setenv("PVGPU_BACKEND_FRAMES", "many", 1);
    WRONG("PVGPU_BACKEND_FRAMES: 'many' is no number", "--once");
    unsetenv("PVGPU_BACKEND_FRAMES");
    setenv("PVGPU_TRACE", "decode=2,sound", 1);
    WRONG("no event is named 'sound'", "--once");
    unsetenv("PVGPU_TRACE");
}

TEST(sockets_in_use_and_left_over)
{
    struct backend b = { 0 }, second;
    struct device d;
    UP(b, d, headless);
    second = b; /* the same place */
    strcat(second.log, "2");
    CHECK_EQ(backend_run(&second, headless), 2);
    CHECK(strstr(backend_log(&second), "another backend listens there") != NULL);
    guest_begin(&d.guest, 0); /* the first is not disturbed */
    CHECK_EQ(device_wait_fence(&d, guest_send(&d.guest)), 0);
    device_down(&d);
    kill(b.pid, SIGKILL); /* leaves its socket behind */
    backend_wait(&b);
    CHECK_EQ(access(b.socket, F_OK), 0);
    unlink(second.log);
    CHECK_EQ(backend_start(&b, headless), 0);
    CHECK_EQ(device_up(&d, &b), 0);
    down(&b, &d);
}

TEST(help_version_and_adapters)
{
    static const char *const flags[] = { "--help", "--version", "--list-adapters" };
    static const char *const says[] = { "usage: pvgpu-backend", "ABI 1.0", "null" };
    for (int i = 0; i < 3; i++) {
        struct backend b = { 0 };
        const char *args[] = { flags[i], NULL };
        CHECK_EQ(backend_run(&b, args), 0);
        CHECK(strstr(backend_log(&b), says[i]) != NULL);
        backend_forget(&b);
    }
}

int main(void)
{
    setvbuf(stdout, 0, _IONBF, 0);
    RUN(packets_and_fences);
    RUN(interrupt_at_the_fence_asked_for);
    RUN(caps_and_stats_are_published);
    RUN(second_device_is_refused);
    RUN(a_refused_device_is_named_once);
    RUN(malformed_hello_is_refused);
    RUN(messages_out_of_order_are_refused);
    RUN(handles_must_belong_to_a_hello);
    RUN(hostile_packets_stop_only_this_run);
    RUN(context_error_reaches_the_guest);
    RUN(disable_drops_every_object);
    RUN(the_next_device_is_served);
    RUN(memory_that_is_cut_short);
    RUN(doorbells_are_asked_for);
    RUN(vertical_blanks_arrive);
    RUN(once_and_frames_end_the_process);
    RUN(files_are_written_at_the_end);
    RUN(wrong_options_say_what_to_mend);
    RUN(sockets_in_use_and_left_over);
    RUN(help_version_and_adapters);
    return tap_finish();
}
