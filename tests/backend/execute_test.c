/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * execute_test.c - the execute thread: a host device that is lost and made again, frames that take
 * their time, a renderer that cannot be made.
 */
#include "execute.h"
#include "guest.h"
#include "pvgpu_regs.h"
#include "tap.h"
#include "util.h"

#define SHMEM (64ull << 20)

static struct guest guest;
static struct pvb_link device_link;
static pvb_handle notified;
static struct pvb_renderer_ops ops;
static struct pvgpu_ops commands;
static int created, destroyed;
static bool refuse, lose, slow;

static struct pvb_renderer *create(const struct pvb_renderer_params *p, struct pvgpu_caps *caps, char *error, size_t n)
{
    if (refuse) {
        snprintf(error, n, "no such host");
        return NULL;
    }
    created++;
    return pvb_renderer_null.create(p, caps, error, n);
}

static void destroy(struct pvb_renderer *r)
{
    destroyed++;
    pvb_renderer_null.destroy(r);
}

static int polls_left;
static int poll_frames(struct pvb_renderer *r, void (*frame)(void *arg, const struct pvb_frame *f), void *arg)
{
    if (pvb_flag_get(&lose)) return -1;
    if (slow && polls_left-- > 0) return 1;
    return pvb_renderer_null.poll(r, frame, arg);
}

static enum pvgpu_verdict draw_lost(void *ctx, const struct pvgpu_cmd_draw *c, const void *tail) { return PVGPU_E_LOST; }
static void notify(void *arg) { pvb_event_signal(notified); }

static struct pvb_execute *up(void)
{
    static uint8_t *mem;
    struct pvb_execute_config config = { .ops = &ops, .notify = notify, .spin_ns = 1000 };
    char error[200] = "";
    struct pvb_execute *x;
    created = destroyed = 0;
    refuse = lose = slow = false;
    ops = pvb_renderer_null;
    commands = *pvb_renderer_null.commands;
    ops.commands = &commands;
    ops.create = create;
    ops.destroy = destroy;
    ops.poll = poll_frames;
    if (!mem) mem = calloc(1, SHMEM);
    guest_init(&guest, mem, SHMEM);
    guest_reset(&guest);
    device_link.memory = (struct pvb_mapping){ mem, SHMEM };
    memcpy(device_link.regions, guest.regions, sizeof device_link.regions);
    device_link.doorbell = pvb_event_create();
    device_link.interrupt = pvb_event_create();
    notified = pvb_event_create();
    x = pvb_execute_create(&config, error, sizeof error);
    if (!x) printf("# %s\n", error);
    return x;
}

static void down(struct pvb_execute *x)
{
    pvb_execute_destroy(x);
    guest_fini(&guest);
    pvb_handle_close(device_link.doorbell);
    pvb_handle_close(device_link.interrupt);
    pvb_handle_close(notified);
}

static void kick(void)
{
    if (guest.kick) pvb_event_signal(device_link.doorbell);
    guest.kick = 0;
}

static bool reached(uint64_t fence)
{
    uint64_t end = pvb_now_ns() + 20000000000u;
    kick();
    while (pvgpu_load64(&guest.fence->consumed) < fence && pvb_now_ns() < end) pvb_sleep_ns(1000000);
    return pvgpu_load64(&guest.fence->consumed) >= fence;
}

static enum pvgpu_device_error error_wait(struct pvb_execute *x)
{
    enum pvgpu_device_error e = PVGPU_ERROR_NONE;
    for (int i = 0; i < 2000 && !e; i++) {
        pvb_sleep_ns(10000000);
        e = pvb_execute_take_error(x);
    }
    return e;
}

static void packets(void)
{
    guest_begin(&guest, 0);
    GUEST_ADD(&guest, context_create, CONTEXT_CREATE, 1, 0);
    guest_send(&guest);
    guest_begin(&guest, 1);
    GUEST_ADD(&guest, draw, DRAW, 3, 0);
    guest_send(&guest);
}

static bool told_lost(void)
{
    struct pvgpu_event e;
    while (guest_event(&guest, &e))
        if (e.type == PVGPU_EVENT_DEVICE && e.subject == PVGPU_DEVICE_LOST) return true;
    return false;
}

static void lost(bool in_poll)
{
    struct pvb_execute *x = up();
    CHECK(x != NULL);
    RETURN_IF_FAILED();
    if (!in_poll) commands.draw = draw_lost;
    CHECK(pvb_execute_start(x, &device_link));
    if (in_poll) {
        packets();
        CHECK(reached(2));
        pvb_flag_set(&lose, true);
        pvb_event_signal(device_link.doorbell);
    } else {
        packets();
        kick();
    }
    CHECK_EQ(error_wait(x), PVGPU_ERROR_HOST_DEVICE);
    CHECK(told_lost());
    CHECK(pvb_event_take(device_link.interrupt) > 0);
    pvb_execute_stop(x);
    CHECK_EQ(destroyed, 1); /* the renderer was dropped with its device */
    commands.draw = pvb_renderer_null.commands->draw;
    pvb_flag_set(&lose, false);
    guest_reset(&guest);
    CHECK(pvb_execute_start(x, &device_link)); /* and is made again */
    CHECK_EQ(created, 2);
    packets();
    CHECK(reached(2));
    pvb_execute_stop(x);
    down(x);
}

TEST(a_device_lost_in_a_command) { lost(false); }
TEST(a_device_lost_between_commands) { lost(true); }

TEST(a_renderer_that_cannot_be_made_again)
{
    struct pvb_execute *x = up();
    CHECK(x != NULL);
    RETURN_IF_FAILED();
    commands.draw = draw_lost;
    CHECK(pvb_execute_start(x, &device_link));
    packets();
    kick();
    CHECK_EQ(error_wait(x), PVGPU_ERROR_HOST_DEVICE);
    pvb_execute_stop(x);
    refuse = true;
    guest_reset(&guest);
    CHECK(!pvb_execute_start(x, &device_link));
    refuse = false;
    commands.draw = pvb_renderer_null.commands->draw;
    CHECK(pvb_execute_start(x, &device_link)); /* until it can */
    packets();
    CHECK(reached(2));
    pvb_execute_stop(x);
    down(x);
}

TEST(a_renderer_that_cannot_be_made)
{
    struct pvb_execute_config config = { .ops = &ops, .notify = notify };
    char error[200];
    struct pvb_execute *x = up();
    down(x);
    refuse = true;
    CHECK(pvb_execute_create(&config, error, sizeof error) == NULL);
    CHECK(strstr(error, "no such host") != NULL);
    refuse = false;
    commands.draw = NULL; /* a table with a hole */
    CHECK(pvb_execute_create(&config, error, sizeof error) == NULL);
    CHECK(strstr(error, "lacks draw") != NULL);
}

/* More frames than may be in flight wait for the renderer, and all of them are told, in order. */
TEST(frames_in_flight_are_bounded)
{
    struct pvb_execute *x = up();
    struct pvgpu_event e;
    uint64_t told = 0;
    CHECK(x != NULL);
    RETURN_IF_FAILED();
    slow = true;
    polls_left = 20;
    CHECK(pvb_execute_start(x, &device_link));
    guest_begin(&guest, 0);
    GUEST_ADD(&guest, mode_set, MODE_SET, 0, 64, 48, 60000);
    for (uint64_t i = 0; i < 8; i++) GUEST_ADD(&guest, scanout_set, SCANOUT_SET, 0, 0, PVGPU_PRESENT_IMMEDIATE, 0, i, i);
    CHECK(reached(guest_send(&guest)));
    for (int i = 0; i < 2000 && told < 8; i++) {
        while (guest_event(&guest, &e))
            if (e.type == PVGPU_EVENT_PRESENTED) CHECK_EQ(e.a, told++);
        pvb_sleep_ns(10000000);
    }
    CHECK_EQ(told, 8);
    pvb_execute_stop(x);
    down(x);
}

TAP_MAIN(RUN(a_device_lost_in_a_command); RUN(a_device_lost_between_commands); RUN(a_renderer_that_cannot_be_made_again);
         RUN(a_renderer_that_cannot_be_made); RUN(frames_in_flight_are_bounded))
