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
    usleep(20000);
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
    usleep(20000);
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

int main(void)
{
    setvbuf(stdout, 0, _IONBF, 0);
    RUN(packets_and_fences);
    RUN(interrupt_at_the_fence_asked_for);
    RUN(caps_and_stats_are_published);
    RUN(second_device_is_refused);
    return tap_finish();
}
