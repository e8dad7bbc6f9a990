/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * consumer_test.c - the submission ring with a guest that does not keep its rules, and memory that
 * runs out.
 */
#include "fixture.h"
#include "tap.h"

static struct fixture f;

static void expect_broken(const struct pvgpu_packet *p, uint32_t publish)
{
    enum pvgpu_device_error error;
    uint32_t at;
    if (!fixture_open(&f, NULL)) abort();
    at = f.guest.submit.index;
    guest_produce(&f.guest, p, publish);
    CHECK_EQ(pvb_consumer_step(&f.consumer, &error), PVB_STEP_ERROR);
    CHECK_EQ(error, PVGPU_ERROR_GUEST);
    CHECK_EQ(f.consumer.ring.index, at); /* nothing of it was taken */
    fixture_close(&f);
}

TEST(truncated_packets_are_refused)
{
    struct { struct pvgpu_packet p; uint64_t more[4]; } b = { { 56, PVGPU_PACKET_KERNEL, 0, 0, 0, 1 }, { 0 } };
    expect_broken(&b.p, 8);
    expect_broken(&b.p, 16);
    expect_broken(&b.p, 24);
    expect_broken(&b.p, 48);
}

TEST(impossible_sizes_are_refused)
{
    static const uint32_t sizes[] = { 0, 8, 16, 23, 25, 28, PVGPU_PACKET_MAX + 8, 0x80000000u, UINT32_MAX, UINT32_MAX - 7 };
    static uint8_t bytes[PVGPU_PACKET_MAX + 64];
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct pvgpu_packet *p = (void *)bytes;
        *p = (struct pvgpu_packet){ sizes[i], PVGPU_PACKET_KERNEL, 0, 0, 0, 1 };
        expect_broken(p, sizeof bytes);
    }
}

TEST(impossible_indices_are_refused)
{
    static const int32_t moves[] = { -8, INT32_MIN, 0x200008 };
    for (size_t i = 0; i < sizeof moves / sizeof moves[0]; i++) {
        enum pvgpu_device_error error;
        if (!fixture_open(&f, NULL)) abort();
        guest_begin(&f.guest, 0);
        CHECK_EQ(fixture_consume(&f), PVGPU_ERROR_NONE);
        f.guest.submit.header->producer.index = f.guest.submit.index + (uint32_t)moves[i];
        CHECK_EQ(pvb_consumer_step(&f.consumer, &error), PVB_STEP_ERROR);
        CHECK_EQ(error, PVGPU_ERROR_GUEST);
        fixture_close(&f);
    }
}

TEST(packets_wrap_around_the_ring)
{
    if (!fixture_open(&f, NULL)) abort();
    CHECK_EQ(DO(&f, 0, context_create, CONTEXT_CREATE, CTX, 0), PVGPU_OK);
    for (int i = 0; i < 20; i++) { /* 20 times 300 KB through 2 MiB */
        guest_begin(&f.guest, CTX);
        for (int k = 0; k < 12500; k++) GUEST_ADD(&f.guest, draw_auto, DRAW_AUTO, 0, 0);
        for (int k = 0; k < 5000; k++) GUEST_ADD(&f.guest, draw_instanced, DRAW_INSTANCED, 3, 1, 0, (uint32_t)k);
        CHECK_EQ(fixture_consume(&f), PVGPU_ERROR_NONE);
    }
    CHECK_EQ(f.vm.stats.commands, 1 + 20 * 17500);
    CHECK_EQ(f.vm.stats.context_errors, 0);
    CHECK_EQ(f.guest.fence->consumed, 20);
    fixture_close(&f);
}

/* A packet that changes under the reader: the copy decides. */
TEST(the_copy_is_what_runs)
{
    enum pvgpu_device_error error;
    if (!fixture_open(&f, NULL)) abort();
    guest_begin(&f.guest, 0);
    GUEST_ADD(&f.guest, context_create, CONTEXT_CREATE, 1, 0);
    guest_send(&f.guest);
    CHECK_EQ(pvb_consumer_step(&f.consumer, &error), PVB_STEP_DONE);
    CHECK((void *)f.consumer.packet == f.packet);
    CHECK(f.vm.contexts[1] != NULL);
    memset(f.guest.submit.data, 0xff, 4096);
    CHECK_EQ(f.consumer.packet->type, PVGPU_PACKET_KERNEL);
    fixture_close(&f);
}

/* Every allocation fails once: the answer is a quota, nothing is lost, and all of it is given back. */
TEST(memory_that_runs_out)
{
    size_t before = pvb_alloc_used();
    unsigned n;
    enum pvgpu_verdict v = PVGPU_E_QUOTA;
    for (n = 1; n < 1000 && v; n++) {
        bool opened;
        pvb_alloc_fail_at(n);
        opened = fixture_open(&f, NULL);
        v = opened ? fixture_scene(&f) : PVGPU_E_QUOTA;
        CHECK(v == PVGPU_OK || v == PVGPU_E_QUOTA);
        pvb_alloc_fail_at(0);
        if (opened && f.vm.contexts[CTX]) CHECK_EQ(DO(&f, CTX, draw, DRAW, 3, 0), PVGPU_OK);
        fixture_close(&f);
        CHECK_EQ(pvb_alloc_used(), before);
    }
    CHECK_EQ(v, PVGPU_OK);
    CHECK(n > 8); /* backlog, contexts, tables, openings, lists */
}

TEST(tables_have_a_limit)
{
    enum pvgpu_verdict v = PVGPU_OK;
    uint32_t id;
    if (!fixture_open(&f, NULL)) abort();
    pvb_alloc_limit(pvb_alloc_used() + (1 << 20));
    for (id = 1; id < PVGPU_MAX_RESOURCES && !v; id += PVB_CHUNK) v = DO(&f, 0, heap_create, HEAP_CREATE, id, 0, 4096);
    CHECK_EQ(v, PVGPU_E_QUOTA);
    CHECK(id < 100 * PVB_CHUNK);
    pvb_alloc_limit(0);
    fixture_close(&f);
}

TAP_MAIN(RUN(truncated_packets_are_refused); RUN(impossible_sizes_are_refused); RUN(impossible_indices_are_refused);
         RUN(packets_wrap_around_the_ring); RUN(the_copy_is_what_runs); RUN(memory_that_runs_out); RUN(tables_have_a_limit))
