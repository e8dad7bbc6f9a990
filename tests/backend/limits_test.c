/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * limits_test.c - what one context may take of the host, and that the others do not pay for it.
 */
#include "fixture.h"
#include "os.h"
#include "tap.h"

static struct fixture f;

static bool told_lost(uint32_t context, enum pvgpu_verdict v, uint32_t op)
{
    struct pvgpu_event e;
    bool told = false;
    while (guest_event(&f.guest, &e))
        if (e.type == PVGPU_EVENT_CONTEXT_ERROR && e.subject == context)
            told = e.a == ((uint64_t)v << 32 | op);
    return told;
}

/* ---- openings ---- */

static void open_all(uint32_t n)
{
    while (n) {
        guest_begin(&f.guest, 0);
        for (uint32_t k = 0; k < 32768 && n; k++, n--) GUEST_ADD(&f.guest, context_open, CONTEXT_OPEN, CTX, TEX);
        CHECK_EQ(fixture_consume(&f), PVGPU_ERROR_NONE);
    }
}

TEST(too_many_openings_cost_the_context)
{
    if (!fixture_open(&f, NULL)) abort();
    CHECK_EQ(fixture_scene(&f), PVGPU_OK);
    open_all(65534); /* the scene has opened it once */
    CHECK(!f.vm.contexts[CTX]->lost);
    open_all(2);
    CHECK(f.vm.contexts[CTX]->lost);
    CHECK(told_lost(CTX, PVGPU_E_QUOTA, PVGPU_OP_CONTEXT_OPEN));
    CHECK_EQ(f.vm.stats.context_errors, 1); /* once, however often */
    /* Others go on, and the kernel driver may undo all that it did. */
    guest_begin(&f.guest, OTHER_CTX);
    GUEST_ADD(&f.guest, draw, DRAW, 3, 0);
    CHECK_EQ(fixture_consume(&f), PVGPU_ERROR_NONE);
    CHECK(!f.vm.contexts[OTHER_CTX]->lost);
    for (uint32_t n = 65537; n;) {
        guest_begin(&f.guest, 0);
        for (uint32_t k = 0; k < 32768 && n; k++, n--) GUEST_ADD(&f.guest, context_close, CONTEXT_CLOSE, CTX, TEX);
        CHECK_EQ(fixture_consume(&f), PVGPU_ERROR_NONE);
    }
    fixture_close(&f);
}

/* ---- time ---- */

static struct pvb_renderer_ops ops;
static struct pvgpu_ops commands;
static int slow_calls;

static enum pvgpu_verdict slow_draw(void *ctx, const struct pvgpu_cmd_draw *c, const void *tail)
{
    slow_calls++;
    pvb_sleep_ns(2000000);
    return PVGPU_OK;
}

static enum pvgpu_verdict slow_dispatch(void *ctx, const struct pvgpu_cmd_dispatch *c, const void *tail)
{
    slow_calls++;
    pvb_sleep_ns(2000000);
    return PVGPU_OK;
}

static enum pvgpu_verdict slow_blit(void *ctx, const struct pvgpu_cmd_video_blit *c, const void *tail)
{
    slow_calls++;
    pvb_sleep_ns(2000000);
    return PVGPU_OK;
}

static void open_slow(uint64_t packet_ns)
{
    ops = pvb_renderer_null;
    commands = *pvb_renderer_null.commands;
    commands.draw = slow_draw;
    commands.dispatch = slow_dispatch;
    commands.video_blit = slow_blit;
    ops.commands = &commands;
    slow_calls = 0;
    if (!fixture_open(&f, &ops)) abort();
    CHECK_EQ(fixture_scene(&f), PVGPU_OK);
    f.vm.packet_ns = packet_ns;
}

static void other_goes_on(void)
{
    uint64_t fence;
    guest_begin(&f.guest, OTHER_CTX);
    fence = f.guest.next_fence;
    GUEST_ADD(&f.guest, draw, DRAW, 3, 0);
    CHECK_EQ(fixture_consume(&f), PVGPU_ERROR_NONE);
    CHECK_EQ(f.guest.fence->consumed, fence);
    CHECK(!f.vm.contexts[OTHER_CTX]->lost);
}

TEST(a_packet_that_takes_too_long_is_cut)
{
    open_slow(20000000);
    guest_begin(&f.guest, CTX);
    for (int i = 0; i < 5000; i++) GUEST_ADD(&f.guest, draw, DRAW, 3, 0);
    CHECK_EQ(fixture_consume(&f), PVGPU_ERROR_NONE);
    CHECK(slow_calls >= 1 && slow_calls <= 10 + 16); /* 20 ms of draws, and those between two looks at the clock */
    CHECK(f.vm.contexts[CTX]->lost);
    CHECK(told_lost(CTX, PVGPU_E_QUOTA, PVGPU_OP_DRAW));
    other_goes_on();
    fixture_close(&f);
}

TEST(costly_commands_look_at_the_clock_each_time)
{
    open_slow(10000000);
    guest_begin(&f.guest, CTX);
    for (int i = 0; i < 5000; i++) GUEST_ADD(&f.guest, dispatch, DISPATCH, 1, 1, 1);
    CHECK_EQ(fixture_consume(&f), PVGPU_ERROR_NONE);
    CHECK(slow_calls <= 6);
    CHECK(f.vm.contexts[CTX]->lost);
    fixture_close(&f);
}

TEST(video_blits_look_at_the_clock_each_time)
{
    open_slow(10000000);
    guest_begin(&f.guest, CTX);
    for (int i = 0; i < 1000; i++) GUEST_ADD(&f.guest, video_blit, VIDEO_BLIT, PVGPU_OBJ_VIDEO_PROCESSOR, PVGPU_OBJ_VIDEO_OUTPUT);
    CHECK_EQ(fixture_consume(&f), PVGPU_ERROR_NONE);
    CHECK(slow_calls <= 6);
    CHECK(told_lost(CTX, PVGPU_E_QUOTA, PVGPU_OP_VIDEO_BLIT));
    fixture_close(&f);
}

/* A small packet that executes a list again and again. */
TEST(command_lists_count_too)
{
    struct pvgpu_cmd_dispatch work[64];
    open_slow(20000000);
    for (int i = 0; i < 64; i++) work[i] = (struct pvgpu_cmd_dispatch){ { PVGPU_OP_DISPATCH, 0, sizeof work[i] }, 1, 1, 1, 0 };
    memcpy(f.vm.heap, work, sizeof work);
    CHECK_EQ(DO(&f, CTX, create_command_list, CREATE_COMMAND_LIST, FRESH, HEAP, 0, sizeof work, 0), PVGPU_OK);
    guest_begin(&f.guest, CTX);
    for (int i = 0; i < 1000; i++) GUEST_ADD(&f.guest, execute_command_list, EXECUTE_COMMAND_LIST, FRESH, 0);
    CHECK_EQ(fixture_consume(&f), PVGPU_ERROR_NONE);
    CHECK(slow_calls <= 11);
    CHECK(told_lost(CTX, PVGPU_E_QUOTA, PVGPU_OP_EXECUTE_COMMAND_LIST));
    other_goes_on();
    fixture_close(&f);
}

TEST(many_short_packets_are_nobodys_crime)
{
    open_slow(20000000);
    for (int i = 0; i < 30; i++) {
        guest_begin(&f.guest, CTX);
        GUEST_ADD(&f.guest, draw, DRAW, 3, 0);
        CHECK_EQ(fixture_consume(&f), PVGPU_ERROR_NONE);
    }
    CHECK(!f.vm.contexts[CTX]->lost);
    CHECK_EQ(slow_calls, 30);
    fixture_close(&f);
}

TEST(no_limit_when_it_is_turned_off)
{
    open_slow(0);
    guest_begin(&f.guest, CTX);
    for (int i = 0; i < 40; i++) GUEST_ADD(&f.guest, draw, DRAW, 3, 0);
    CHECK_EQ(fixture_consume(&f), PVGPU_ERROR_NONE);
    CHECK(!f.vm.contexts[CTX]->lost);
    fixture_close(&f);
}

TAP_MAIN(RUN(too_many_openings_cost_the_context); RUN(a_packet_that_takes_too_long_is_cut);
         RUN(costly_commands_look_at_the_clock_each_time); RUN(video_blits_look_at_the_clock_each_time);
         RUN(command_lists_count_too); RUN(many_short_packets_are_nobodys_crime);
         RUN(no_limit_when_it_is_turned_off))
