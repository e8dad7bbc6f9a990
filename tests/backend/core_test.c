/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * core_test.c - contexts, error objects, command lists, progress, events and displays of a VM whose
 * packets are consumed in this process.
 */
#include "fixture.h"
#include "os.h"
#include "tap.h"

static struct fixture f;

static void open_scene(void)
{
    if (!fixture_open(&f, NULL)) abort();
    CHECK_EQ(fixture_scene(&f), PVGPU_OK);
}

/* Next event that is not of a type in ignore (a mask of 1 << type). 0: none. */
static uint32_t next_event(struct pvgpu_event *e, uint32_t ignore)
{
    while (guest_event(&f.guest, e))
        if (!(ignore & 1u << e->type)) return e->type;
    memset(e, 0, sizeof *e);
    return 0;
}

static void poll_now(void)
{
    int pending;
    CHECK_EQ(pvb_vm_poll(&f.vm, pvb_now_ns(), &pending), PVGPU_ERROR_NONE);
}

/* ---- contexts ---- */

TEST(lost_context_leaves_others_alone)
{
    struct pvgpu_event e;
    uint64_t commands;
    open_scene();
    guest_begin(&f.guest, CTX);
    GUEST_ADD(&f.guest, set_topology, SET_TOPOLOGY, 4, 0);
    GUEST_ADD(&f.guest, destroy, DESTROY, 777, 0); /* dead */
    GUEST_ADD(&f.guest, set_topology, SET_TOPOLOGY, 5, 0);
    CHECK_EQ(fixture_consume(&f), PVGPU_ERROR_NONE);
    CHECK_EQ(f.guest.fence->consumed, f.guest.next_fence);
    CHECK_EQ(next_event(&e, 0), PVGPU_EVENT_CONTEXT_ERROR);
    CHECK_EQ(e.subject, CTX);
    CHECK_EQ(e.a, (uint64_t)PVGPU_E_HANDLE << 32 | PVGPU_OP_DESTROY);
    CHECK_EQ(e.b, sizeof(struct pvgpu_packet) + sizeof(struct pvgpu_cmd_set_topology));
    CHECK_EQ(f.vm.stats.context_errors, 1);
    commands = f.vm.stats.commands;
    guest_begin(&f.guest, CTX); /* swallowed, but its fence advances, and there is no second event */
    GUEST_ADD(&f.guest, destroy, DESTROY, 777, 0);
    CHECK_EQ(fixture_consume(&f), PVGPU_ERROR_NONE);
    CHECK_EQ(f.vm.stats.commands, commands);
    CHECK_EQ(f.guest.fence->consumed, f.guest.next_fence);
    CHECK_EQ(next_event(&e, 0), 0);
    guest_begin(&f.guest, OTHER_CTX);
    GUEST_ADD(&f.guest, set_topology, SET_TOPOLOGY, 5, 0);
    CHECK_EQ(fixture_consume(&f), PVGPU_ERROR_NONE);
    CHECK_EQ(f.vm.stats.commands, commands + 1);
    CHECK_EQ(DO(&f, 0, context_destroy, CONTEXT_DESTROY, CTX, 0), PVGPU_OK); /* and the id is free again */
    CHECK_EQ(DO(&f, 0, context_create, CONTEXT_CREATE, CTX, 0), PVGPU_OK);
    CHECK_EQ(DO(&f, CTX, set_topology, SET_TOPOLOGY, 5, 0), PVGPU_OK);
    fixture_close(&f);
}

TEST(kernel_violation_is_a_device_error)
{
    open_scene();
    guest_begin(&f.guest, 0);
    GUEST_ADD(&f.guest, heap_place, HEAP_PLACE, HEAP, 1, 1);
    CHECK_EQ(fixture_consume(&f), PVGPU_ERROR_GUEST);
    CHECK_EQ(f.guest.fence->consumed, 0);
    fixture_close(&f);
}

TEST(classes_do_not_mix)
{
    open_scene();
    CHECK_EQ(fixture_run(&f, 0, &(struct pvgpu_cmd_draw){ { PVGPU_OP_DRAW, 0, 16 }, 3, 0 }, 16), PVGPU_E_CLASS);
    CHECK_EQ(fixture_run(&f, CTX, &(struct pvgpu_cmd_context_destroy){ { PVGPU_OP_CONTEXT_DESTROY, 0, 16 }, OTHER_CTX, 0 }, 16),
             PVGPU_E_CLASS);
    fixture_close(&f);
}

TEST(packet_headers_are_checked)
{
    static const struct { uint16_t type, flags; uint32_t context, reserved; uint64_t fence; int error; } cases[] = {
        { PVGPU_PACKET_CONTEXT, 0, CTX, 0, 5, PVGPU_ERROR_NONE }, { PVGPU_PACKET_CONTEXT, 0, CTX, 0, 0, PVGPU_ERROR_NONE },
        { PVGPU_PACKET_CONTEXT, 0, CTX, 0, 5, PVGPU_ERROR_GUEST }, { PVGPU_PACKET_CONTEXT, 0, CTX, 0, 4, PVGPU_ERROR_GUEST },
        { PVGPU_PACKET_CONTEXT, 0, 0, 0, 6, PVGPU_ERROR_GUEST }, { PVGPU_PACKET_CONTEXT, 0, 3, 0, 6, PVGPU_ERROR_GUEST },
        { PVGPU_PACKET_CONTEXT, 0, PVGPU_MAX_CONTEXTS + 1, 0, 6, PVGPU_ERROR_GUEST },
        { PVGPU_PACKET_KERNEL, 0, CTX, 0, 6, PVGPU_ERROR_GUEST }, { PVGPU_PACKET_KERNEL, 0, 0, 0, 6, PVGPU_ERROR_NONE },
        { 0, 0, 0, 0, 7, PVGPU_ERROR_GUEST }, { 3, 0, 0, 0, 7, PVGPU_ERROR_GUEST },
        { PVGPU_PACKET_KERNEL, 1, 0, 0, 7, PVGPU_ERROR_GUEST }, { PVGPU_PACKET_KERNEL, 0, 0, 1, 7, PVGPU_ERROR_GUEST },
    };
    open_scene();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct pvgpu_packet p = { sizeof p, cases[i].type, cases[i].flags, cases[i].context, cases[i].reserved, cases[i].fence };
        CHECK_EQ(pvb_vm_packet(&f.vm, &p), cases[i].error);
    }
    CHECK_EQ(f.guest.fence->consumed, 6);
    fixture_close(&f);
}

TEST(opening_counts)
{
    open_scene();
    CHECK_EQ(DO(&f, 0, context_open, CONTEXT_OPEN, CTX, TEX), PVGPU_OK);
    CHECK_EQ(DO(&f, 0, context_close, CONTEXT_CLOSE, CTX, TEX), PVGPU_OK);
    CHECK_EQ(DO(&f, CTX, set_min_lod, SET_MIN_LOD, TEX, 0), PVGPU_OK);
    CHECK_EQ(DO(&f, 0, context_close, CONTEXT_CLOSE, CTX, TEX), PVGPU_OK);
    CHECK_EQ(DO(&f, CTX, set_min_lod, SET_MIN_LOD, TEX, 0), PVGPU_E_HANDLE);
    CHECK_EQ(DO(&f, 0, context_close, CONTEXT_CLOSE, CTX, TEX), PVGPU_E_RULE);
    fixture_close(&f);
}

/* A guest that asks learns what the host could not make, and what is left of the VM's share. */
TEST(failed_creations_are_told)
{
    const struct pvgpu_object_slot *slot;
    open_scene();
    slot = (const void *)(f.vm.heap + 8192);
    f.vm.host_limit = 0;
    CHECK_EQ(DO(&f, 0, query_resource, QUERY_RESOURCE, TEX, HEAP, 8192, 3), PVGPU_OK);
    CHECK(slot->seq == 3 && !slot->error && slot->room == UINT64_MAX);
    f.vm.host_limit = f.vm.host_bytes + 12345;
    CHECK_EQ(DO(&f, 0, query_resource, QUERY_RESOURCE, BAD, HEAP, 8192, 4), PVGPU_OK);
    CHECK(slot->seq == 4 && slot->error == 1 && slot->room == 12345);
    f.vm.host_limit = 0;
    CHECK_EQ(DO(&f, CTX, query_object, QUERY_OBJECT, PVGPU_OBJ_SRV, HEAP, 8192, 5), PVGPU_OK);
    CHECK(slot->seq == 5 && !slot->error && slot->room == 0);
    CHECK_EQ(DO(&f, CTX, query_object, QUERY_OBJECT, BAD_SRV, HEAP, 8192, 6), PVGPU_OK);
    CHECK(slot->seq == 6 && slot->error == 1);
    /* Only what the context has, only where a slot fits. */
    CHECK_EQ(DO(&f, CTX, query_object, QUERY_OBJECT, 4000, HEAP, 8192, 7), PVGPU_E_HANDLE);
    CHECK_EQ(DO(&f, CTX, query_object, QUERY_OBJECT, PVGPU_OBJ_SRV, HEAP, 8196, 7), PVGPU_E_RULE);
    CHECK_EQ(DO(&f, CTX, query_object, QUERY_OBJECT, PVGPU_OBJ_SRV, HEAP, (1 << 20) - 16, 7), PVGPU_E_RANGE);
    CHECK_EQ(DO(&f, CTX, query_object, QUERY_OBJECT, PVGPU_OBJ_SRV, LOOSE, 0, 7), PVGPU_E_RULE);
    CHECK_EQ(DO(&f, CTX, query_object, QUERY_OBJECT, PVGPU_OBJ_SRV, TEX, 0, 7), PVGPU_E_HANDLE);
    CHECK_EQ(DO(&f, 0, query_resource, QUERY_RESOURCE, HEAP, HEAP, 8192, 7), PVGPU_E_HANDLE);
    CHECK_EQ(DO(&f, 0, query_resource, QUERY_RESOURCE, TEX, HEAP, 8196, 7), PVGPU_E_RULE);
    CHECK_EQ(DO(&f, 0, query_resource, QUERY_RESOURCE, TEX, HEAP, (1 << 20) - 16, 7), PVGPU_E_RANGE);
    CHECK_EQ(DO(&f, 0, query_resource, QUERY_RESOURCE, TEX, LOOSE, 0, 7), PVGPU_E_RULE);
    CHECK_EQ(slot->seq, 6);
    fixture_close(&f);
}

TEST(destroyed_resources_are_closed_everywhere)
{
    open_scene();
    CHECK_EQ(DO(&f, 0, resource_destroy, RESOURCE_DESTROY, TEX, 0), PVGPU_OK);
    CHECK_EQ(DO(&f, CTX, set_min_lod, SET_MIN_LOD, TEX, 0), PVGPU_E_HANDLE);
    CHECK_EQ(DO(&f, CTX, generate_mips, GENERATE_MIPS, PVGPU_OBJ_SRV, 0), PVGPU_OK); /* the view lives on */
    CHECK_EQ(DO(&f, 0, resource_create, RESOURCE_CREATE, TEX, PVGPU_DIM_TEX2D, 28, 0, 8, 0, 4, 4, 1, 1, 1, 1, 0, 0), PVGPU_OK);
    CHECK_EQ(DO(&f, CTX, set_min_lod, SET_MIN_LOD, TEX, 0), PVGPU_E_HANDLE); /* the new one is not open */
    fixture_close(&f);
}

TEST(host_memory_is_limited)
{
    if (!fixture_open(&f, NULL)) abort();
    f.vm.host_limit = 1 << 20;
    CHECK_EQ(DO(&f, 0, resource_create, RESOURCE_CREATE, 1, PVGPU_DIM_TEX2D, 28, 0, 8, 0, 256, 512, 1, 1, 1, 1, 0, 0), PVGPU_OK);
    CHECK_EQ(DO(&f, 0, resource_create, RESOURCE_CREATE, 2, PVGPU_DIM_TEX2D, 28, 0, 8, 0, 256, 513, 1, 1, 1, 1, 0, 0), PVGPU_OK);
    CHECK(!pvb_resource_entry(&f.vm, 1)->error);
    CHECK(pvb_resource_entry(&f.vm, 2)->error);
    CHECK_EQ(DO(&f, 0, resource_destroy, RESOURCE_DESTROY, 1, 0), PVGPU_OK);
    CHECK_EQ(f.vm.host_bytes, 0);
    fixture_close(&f);
}

/* ---- error objects ---- */

TEST(what_names_an_error_object_is_skipped)
{
    uint64_t skipped;
    open_scene();
    skipped = f.vm.stats.skipped;
    CHECK_EQ(DO(&f, CTX, create_rtv, CREATE_RTV, FRESH, BAD, 28, PVGPU_VIEW_TEX2D, 0, 0, 1, 0), PVGPU_OK);
    CHECK(pvb_object_entry(f.vm.contexts[CTX], FRESH)->error);
    CHECK_EQ(pvb_object_entry(f.vm.contexts[CTX], FRESH)->kind, PVGPU_OBJ_RTV);
    CHECK_EQ(DO(&f, CTX, clear_rtv, CLEAR_RTV, FRESH, 0, 0, 0, 0, 0), PVGPU_OK);
    CHECK_EQ(f.vm.stats.skipped, skipped + 2);
    CHECK_EQ(DO(&f, CTX, destroy, DESTROY, FRESH, 0), PVGPU_OK);
    CHECK_EQ(DO(&f, CTX, clear_rtv, CLEAR_RTV, FRESH, 0, 0, 0, 0, 0), PVGPU_E_HANDLE);
    fixture_close(&f);
}

/* A renderer that makes no queries. */
static enum pvgpu_verdict no_query(void *ctx, const struct pvgpu_cmd_create_query *c, const void *tail) { return PVGPU_OK; }

TEST(query_of_an_error_object_answers_zeroes)
{
    struct pvgpu_ops commands = *pvb_renderer_null.commands;
    struct pvb_renderer_ops ops = pvb_renderer_null;
    struct pvgpu_query_slot *slot;
    commands.create_query = no_query;
    ops.commands = &commands;
    if (!fixture_open(&f, &ops)) abort();
    CHECK_EQ(DO(&f, 0, context_create, CONTEXT_CREATE, CTX, 0), PVGPU_OK);
    CHECK_EQ(DO(&f, 0, heap_create, HEAP_CREATE, HEAP, 0, 4096), PVGPU_OK);
    CHECK_EQ(DO(&f, 0, heap_place, HEAP_PLACE, HEAP, 1, 8192), PVGPU_OK);
    CHECK_EQ(DO(&f, 0, context_open, CONTEXT_OPEN, CTX, HEAP), PVGPU_OK);
    CHECK_EQ(DO(&f, CTX, create_query, CREATE_QUERY, 5, 1, 0, 0), PVGPU_OK);
    slot = (void *)(f.guest.heap + 8192 + 64);
    memset(slot->data, 0xaa, sizeof slot->data);
    CHECK_EQ(DO(&f, CTX, query_end, QUERY_END, 5, HEAP, 64, 42), PVGPU_OK);
    CHECK_EQ(slot->seq, 42);
    CHECK_EQ(slot->data[0], 0);
    CHECK_EQ(slot->data[PVGPU_QUERY_DATA - 1], 0);
    fixture_close(&f);
}

/* ---- command lists ---- */

static uint32_t draws_seen, lists_seen;
static enum pvgpu_verdict count_draw(void *ctx, const struct pvgpu_cmd_draw *c,
                                     const void *tail) { draws_seen++; return PVGPU_OK; }
static void count_list(struct pvb_renderer *r, struct pvb_context *c) { lists_seen++; }

TEST(lists_run_their_commands)
{
    struct pvgpu_ops commands = *pvb_renderer_null.commands;
    struct pvb_renderer_ops ops = pvb_renderer_null;
    commands.draw = count_draw;
    ops.commands = &commands;
    ops.list_begin = ops.list_end = count_list;
    draws_seen = lists_seen = 0;
    if (!fixture_open(&f, &ops)) abort();
    CHECK_EQ(fixture_scene(&f), PVGPU_OK);
    memset(f.vm.heap, 0xff, 4096); /* the bytes were copied */
    CHECK_EQ(DO(&f, CTX, execute_command_list, EXECUTE_COMMAND_LIST, PVGPU_OBJ_COMMAND_LIST, 0), PVGPU_OK);
    CHECK_EQ(draws_seen, 1);
    CHECK_EQ(lists_seen, 2);
    CHECK_EQ(DO(&f, CTX, execute_command_list, EXECUTE_COMMAND_LIST, NESTING_LIST, 0), PVGPU_OK);
    CHECK_EQ(draws_seen, 2);
    fixture_close(&f);
}

static enum pvgpu_verdict list_of(const void *commands, uint32_t size, uint32_t id)
{
    memcpy(f.vm.heap + 4096, commands, size);
    return DO(&f, CTX, create_command_list, CREATE_COMMAND_LIST, id, HEAP, 4096, size, 0);
}

TEST(lists_are_checked_when_made)
{
    struct pvgpu_cmd_destroy create_block = { { PVGPU_OP_DESTROY, 0, 16 }, PVGPU_OBJ_SRV, 0 };
    struct pvgpu_cmd_context_destroy kernel = { { PVGPU_OP_CONTEXT_DESTROY, 0, 16 }, OTHER_CTX, 0 };
    struct pvgpu_cmd_draw cut = { { PVGPU_OP_DRAW, 0, 24 }, 3, 0 };
    struct pvgpu_cmd_execute_command_list deep = { { PVGPU_OP_EXECUTE_COMMAND_LIST, 0, 16 }, NESTING_LIST, 0 };
    struct pvgpu_cmd_clear_rtv dead = { { PVGPU_OP_CLEAR_RTV, 0, sizeof dead }, 777, 0, 0, 0, 0, 0 };
    open_scene();
    CHECK_EQ(list_of(&create_block, 16, 901), PVGPU_E_CLASS);
    CHECK_EQ(list_of(&kernel, 16, 901), PVGPU_E_CLASS);
    CHECK_EQ(list_of(&cut, 16, 901), PVGPU_E_SIZE);
    CHECK_EQ(list_of(&cut, 4, 901), PVGPU_E_RULE);
    CHECK_EQ(list_of(&deep, 16, 901), PVGPU_OK);
    CHECK_EQ(DO(&f, CTX, execute_command_list, EXECUTE_COMMAND_LIST, 901, 0), PVGPU_E_RULE); /* three deep */
    CHECK_EQ(list_of(&dead, sizeof dead, 902), PVGPU_OK); /* handles count when it runs */
    CHECK_EQ(DO(&f, CTX, execute_command_list, EXECUTE_COMMAND_LIST, 902, 0), PVGPU_E_HANDLE);
    CHECK_EQ(f.vm.list_depth, 0);
    fixture_close(&f);
}

/* ---- progress ---- */

TEST(signals_tell_when_they_were_waited_for)
{
    struct pvgpu_event e;
    struct pvgpu_progress_slot *slot;
    open_scene();
    slot = (void *)(f.vm.heap + 512);
    for (uint32_t when = 0; when < PVGPU_SIGNAL_COUNT; when++) {
        slot->value = 0;
        slot->wake_at = 2;
        for (uint64_t value = 1; value <= 3; value++) {
            guest_begin(&f.guest, CTX);
            GUEST_ADD(&f.guest, signal, SIGNAL, HEAP, when, 512, value);
            CHECK_EQ(fixture_consume(&f), PVGPU_ERROR_NONE);
            CHECK_EQ(slot->value, value);
            CHECK_EQ(next_event(&e, 0), value == 2 ? PVGPU_EVENT_PROGRESS : 0);
            if (value == 2) CHECK_EQ(e.subject, CTX);
        }
        slot->wake_at = 0;
        guest_begin(&f.guest, CTX);
        GUEST_ADD(&f.guest, signal, SIGNAL, HEAP, when, 512, 9);
        CHECK_EQ(fixture_consume(&f), PVGPU_ERROR_NONE);
        CHECK_EQ(next_event(&e, 0), 0);
    }
    fixture_close(&f);
}

TEST(reports_follow_a_heap_and_are_dropped_without_one)
{
    struct pvb_context *c;
    open_scene();
    c = f.vm.contexts[CTX];
    CHECK_EQ(DO(&f, 0, heap_place, HEAP_PLACE, HEAP, 1, 65536), PVGPU_OK);
    pvb_report_signal(c, HEAP, 8, 77);
    CHECK_EQ(*(uint64_t *)(void *)(f.vm.heap + 65536 + 8), 77);
    CHECK(pvb_report_memory(c, HEAP, (1 << 20) - 16, 16) != NULL);
    CHECK(pvb_report_memory(c, HEAP, (1 << 20) - 16, 17) == NULL);
    CHECK(pvb_report_memory(c, HEAP, UINT64_MAX, 16) == NULL);
    CHECK_EQ(DO(&f, 0, heap_place, HEAP_PLACE, HEAP, 0, 0), PVGPU_OK);
    CHECK(pvb_report_memory(c, HEAP, 0, 16) == NULL);
    CHECK(pvb_report_memory(c, TEX, 0, 16) == NULL);
    CHECK(pvb_report_memory(f.vm.contexts[OTHER_CTX], HEAP, 0, 16) == NULL);
    fixture_close(&f);
}

/* ---- events ---- */

TEST(a_guest_that_takes_no_events_is_held)
{
    enum pvgpu_device_error error;
    struct pvgpu_event e;
    uint32_t n = 0;
    open_scene();
    /* 65536 bytes hold 2048 events; each scanout_set of black on a scanout that is off makes two. */
    guest_begin(&f.guest, 0);
    for (int i = 0; i < 1100; i++) GUEST_ADD(&f.guest, scanout_set, SCANOUT_SET, 3, 0, 0, 0, (uint64_t)i, 0);
    CHECK_EQ(fixture_consume(&f), PVGPU_ERROR_NONE);
    guest_begin(&f.guest, 0);
    guest_send(&f.guest);
    CHECK_EQ(pvb_consumer_step(&f.consumer, &error), PVB_STEP_HELD);
    while (guest_event(&f.guest, &e)) CHECK_EQ(e.a, n++ / 2);
    CHECK_EQ(n, 2048);
    CHECK_EQ(pvb_consumer_step(&f.consumer, &error), PVB_STEP_DONE);
    while (guest_event(&f.guest, &e)) CHECK_EQ(e.a, n++ / 2);
    CHECK_EQ(n, 2200);
    guest_begin(&f.guest, 0); /* far beyond what may wait */
    for (int i = 0; i < 4000; i++) GUEST_ADD(&f.guest, scanout_set, SCANOUT_SET, 3, 0, 0, 0, 0, 0);
    CHECK_EQ(fixture_consume(&f), PVGPU_ERROR_GUEST);
    fixture_close(&f);
}

TEST(an_impossible_event_index_is_a_device_error)
{
    open_scene();
    f.guest.events.header->consumer.index = 64;
    guest_begin(&f.guest, 0);
    GUEST_ADD(&f.guest, scanout_set, SCANOUT_SET, 3, 0, 0, 0, 0, 0);
    CHECK_EQ(fixture_consume(&f), PVGPU_ERROR_GUEST);
    fixture_close(&f);
}

TEST(interrupts_are_raised_as_asked)
{
    open_scene();
    guest_begin(&f.guest, 0);
    fixture_consume(&f);
    pvb_take_interrupt(&f.vm); /* lines that are all zero wish once */
    guest_begin(&f.guest, 0);
    fixture_consume(&f);
    CHECK(!pvb_take_interrupt(&f.vm));
    f.guest.fence->wake_at = f.guest.next_fence + 2;
    for (int i = 0; i < 3; i++) {
        guest_begin(&f.guest, 0);
        fixture_consume(&f);
        CHECK_EQ(pvb_take_interrupt(&f.vm), i == 1);
    }
    f.guest.fence->wake_at = f.guest.next_fence; /* reached already: the guest sees that by itself */
    guest_begin(&f.guest, 0);
    fixture_consume(&f);
    CHECK(!pvb_take_interrupt(&f.vm));
    fixture_close(&f);
}

/* ---- displays ---- */

TEST(flips_tell_cookie_and_guest_time)
{
    struct pvgpu_event e;
    open_scene();
    guest_begin(&f.guest, 0);
    GUEST_ADD(&f.guest, scanout_set, SCANOUT_SET, 0, PLAIN, PVGPU_PRESENT_IMMEDIATE, 0, 11, 22);
    CHECK_EQ(fixture_consume(&f), PVGPU_ERROR_NONE);
    poll_now();
    CHECK_EQ(next_event(&e, 0), PVGPU_EVENT_FLIP);
    CHECK_EQ(e.a, 11);
    CHECK_EQ(next_event(&e, 0), PVGPU_EVENT_PRESENTED);
    CHECK_EQ(e.a, 11);
    CHECK_EQ(e.b, 22);
    CHECK_EQ(f.vm.stats.frames, 1);
    CHECK(f.vm.stats.present_p50_ns > 0);
    guest_begin(&f.guest, 0); /* a blit to what is shown presents; to what is not, does not */
    GUEST_ADD(&f.guest, present_blt, PRESENT_BLT, PLAIN, 0, TEX, 0, 0, 0, 64, 64, 0, 0, 64, 64, 12, 23, PVGPU_PRESENT_IMMEDIATE,
              0);
    GUEST_ADD(&f.guest, present_blt, PRESENT_BLT, TEX_TWIN, 0, TEX, 0, 0, 0, 64, 64, 0, 0, 64, 64, 13, 24,
              PVGPU_PRESENT_IMMEDIATE, 0);
    CHECK_EQ(fixture_consume(&f), PVGPU_ERROR_NONE);
    poll_now();
    CHECK_EQ(next_event(&e, 0), PVGPU_EVENT_FLIP);
    CHECK_EQ(e.a, 12);
    CHECK_EQ(next_event(&e, 0), PVGPU_EVENT_PRESENTED);
    CHECK_EQ(next_event(&e, 0), 0);
    CHECK_EQ(f.vm.stats.presents, 2);
    fixture_close(&f);
}

TEST(an_error_object_shows_black_and_flips)
{
    struct pvgpu_event e;
    open_scene();
    guest_begin(&f.guest, 0);
    GUEST_ADD(&f.guest, scanout_set, SCANOUT_SET, 0, BAD, PVGPU_PRESENT_IMMEDIATE, 0, 5, 6);
    CHECK_EQ(fixture_consume(&f), PVGPU_ERROR_NONE);
    poll_now();
    CHECK_EQ(next_event(&e, 0), PVGPU_EVENT_FLIP);
    CHECK_EQ(next_event(&e, 0), PVGPU_EVENT_PRESENTED);
    CHECK_EQ(f.vm.scanouts[0].resource, 0);
    fixture_close(&f);
}

TEST(a_destroyed_resource_leaves_the_scanout)
{
    open_scene();
    CHECK_EQ(DO(&f, 0, scanout_set, SCANOUT_SET, 0, PLAIN, PVGPU_PRESENT_IMMEDIATE, 0, 5, 6), PVGPU_OK);
    CHECK_EQ(DO(&f, 0, resource_destroy, RESOURCE_DESTROY, PLAIN, 0), PVGPU_OK);
    CHECK_EQ(f.vm.scanouts[0].resource, 0);
    fixture_close(&f);
}

TEST(vertical_blanks_come_at_the_rate_and_never_in_bursts)
{
    struct pvgpu_event e;
    uint64_t start, period = 1000000000ull / 60;
    open_scene();
    CHECK_EQ(DO(&f, 0, vblank_control, VBLANK_CONTROL, 0, 1), PVGPU_OK);
    start = f.vm.scanouts[0].phase_ns;
    f.vm.scanouts[0].ticks = 0;
    pvb_display_tick(&f.vm, start + period - 1000);
    pvb_events_flush(&f.vm);
    CHECK_EQ(next_event(&e, 0), 0);
    CHECK_EQ((pvb_display_next_ns(&f.vm) - start) / 1000, period / 1000);
    pvb_display_tick(&f.vm, start + period + 1000);
    pvb_events_flush(&f.vm);
    CHECK_EQ(next_event(&e, 0), PVGPU_EVENT_VBLANK);
    CHECK_EQ(e.a, 1);
    pvb_display_tick(&f.vm, start + 10 * period + 1000); /* nine are missed: one is told */
    pvb_events_flush(&f.vm);
    CHECK_EQ(next_event(&e, 0), PVGPU_EVENT_VBLANK);
    CHECK_EQ(e.a, 10);
    CHECK_EQ((e.b - start) / 1000, 10 * 1000000 / 60);
    CHECK_EQ(next_event(&e, 0), 0);
    CHECK_EQ(DO(&f, 0, vblank_control, VBLANK_CONTROL, 0, 0), PVGPU_OK);
    CHECK_EQ(pvb_display_next_ns(&f.vm), UINT64_MAX);
    fixture_close(&f);
}

TEST(a_synchronised_flip_is_told_before_the_next_blank)
{
    struct pvgpu_event e;
    uint64_t next;
    open_scene();
    CHECK_EQ(DO(&f, 0, vblank_control, VBLANK_CONTROL, 0, 1), PVGPU_OK);
    guest_begin(&f.guest, 0);
    GUEST_ADD(&f.guest, scanout_set, SCANOUT_SET, 0, PLAIN, 0, 0, 1, 2);
    CHECK_EQ(fixture_consume(&f), PVGPU_ERROR_NONE);
    poll_now();
    CHECK_EQ(next_event(&e, 1u << PVGPU_EVENT_VBLANK), PVGPU_EVENT_PRESENTED);
    next = pvb_display_next_ns(&f.vm);
    pvb_display_tick(&f.vm, next + 1);
    pvb_events_flush(&f.vm);
    CHECK_EQ(next_event(&e, 0), PVGPU_EVENT_FLIP);
    CHECK_EQ(next_event(&e, 0), PVGPU_EVENT_VBLANK);
    fixture_close(&f);
}

/* ---- rectangles that are cut ---- */

static struct pvgpu_rect seen_rects[4];
static int seen_calls;
static enum pvgpu_verdict see_clear_view(void *ctx, const struct pvgpu_cmd_clear_view *c, const void *tail)
{
    memcpy(seen_rects, tail, c->n_rects * sizeof seen_rects[0]);
    seen_calls++;
    return PVGPU_OK;
}

TEST(rectangles_are_cut_to_the_view)
{
    struct pvgpu_ops commands = *pvb_renderer_null.commands;
    struct pvb_renderer_ops ops = pvb_renderer_null;
    struct { struct pvgpu_cmd_clear_view c; struct pvgpu_rect r[3]; } cmd = {
        { { PVGPU_OP_CLEAR_VIEW, 0, sizeof cmd }, PVGPU_OBJ_RTV, 0, 0, 0, 0, 3 },
        { { -5, -6, 10, 11 }, { 60, 60, 1000, 2000 }, { 70, 70, 80, 80 } } };
    commands.clear_view = see_clear_view;
    ops.commands = &commands;
    seen_calls = 0;
    if (!fixture_open(&f, &ops)) abort();
    CHECK_EQ(fixture_scene(&f), PVGPU_OK);
    CHECK_EQ(fixture_run(&f, CTX, &cmd, sizeof cmd), PVGPU_OK);
    CHECK_EQ(seen_calls, 1);
    CHECK(seen_rects[0].left == 0 && seen_rects[0].top == 0 && seen_rects[0].right == 10 && seen_rects[0].bottom == 11);
    CHECK(seen_rects[1].right == 64 && seen_rects[1].bottom == 64);
    CHECK(seen_rects[2].right == 0 && seen_rects[2].left == 0);
    cmd.r[0] = cmd.r[1] = cmd.r[2] = (struct pvgpu_rect){ 64, 0, 100, 100 };
    CHECK_EQ(fixture_run(&f, CTX, &cmd, sizeof cmd), PVGPU_OK);
    CHECK_EQ(seen_calls, 1); /* nothing left to do */
    fixture_close(&f);
}

TEST(closing_drops_everything)
{
    size_t before = pvb_alloc_used();
    open_scene();
    CHECK(pvb_alloc_used() > before);
    fixture_close(&f);
    CHECK_EQ(pvb_alloc_used(), before);
}

TAP_MAIN(RUN(lost_context_leaves_others_alone); RUN(kernel_violation_is_a_device_error); RUN(classes_do_not_mix);
         RUN(packet_headers_are_checked); RUN(opening_counts); RUN(failed_creations_are_told);
         RUN(destroyed_resources_are_closed_everywhere);
         RUN(host_memory_is_limited); RUN(what_names_an_error_object_is_skipped);
         RUN(query_of_an_error_object_answers_zeroes); RUN(lists_run_their_commands); RUN(lists_are_checked_when_made);
         RUN(signals_tell_when_they_were_waited_for); RUN(reports_follow_a_heap_and_are_dropped_without_one);
         RUN(a_guest_that_takes_no_events_is_held); RUN(an_impossible_event_index_is_a_device_error);
         RUN(interrupts_are_raised_as_asked); RUN(flips_tell_cookie_and_guest_time);
         RUN(an_error_object_shows_black_and_flips); RUN(a_destroyed_resource_leaves_the_scanout);
         RUN(vertical_blanks_come_at_the_rate_and_never_in_bursts); RUN(a_synchronised_flip_is_told_before_the_next_blank);
         RUN(rectangles_are_cut_to_the_view); RUN(closing_drops_everything))
