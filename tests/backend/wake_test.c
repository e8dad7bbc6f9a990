/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * wake_test.c - a guest that takes events at the very moment when the host asks to be woken. The page that the
 * host writes its wish to is protected, so the guest acts between the host's two looks at the ring. Linux.
 */
#include <signal.h>
#include <sys/mman.h>
#include "fixture.h"
#include "tap.h"

static struct fixture f;
static volatile int faults, taken;

static void *header_page(void) { return f.mem + f.guest.regions[PVGPU_REGION_EVENT].offset; }

/* The guest takes all there is, before the store that faulted is repeated. */
static void on_fault(int number, siginfo_t *info, void *context)
{
    struct pvgpu_event e;
    mprotect(header_page(), PVGPU_PAGE, PROT_READ | PROT_WRITE);
    if (faults++) _Exit(3);
    while (guest_event(&f.guest, &e)) taken++;
}

TEST(room_made_while_the_host_asks_for_it_is_used)
{
    struct sigaction action = { .sa_sigaction = on_fault, .sa_flags = SA_SIGINFO }, old;
    uint32_t room;
    if (!fixture_open(&f, NULL)) abort();
    room = f.guest.events.size / (uint32_t)sizeof(struct pvgpu_event);
    for (uint32_t i = 0; i < room; i++) pvb_event(&f.vm, PVGPU_EVENT_PROGRESS, i, 0, 0);
    pvb_events_flush(&f.vm);
    CHECK_EQ(f.vm.events.count, 0);
    for (uint32_t i = 0; i < 10; i++) pvb_event(&f.vm, PVGPU_EVENT_PROGRESS, room + i, 0, 0);
    f.guest.kick = 0;
    sigaction(SIGSEGV, &action, &old);
    mprotect(header_page(), PVGPU_PAGE, PROT_READ);
    pvb_events_flush(&f.vm);
    mprotect(header_page(), PVGPU_PAGE, PROT_READ | PROT_WRITE);
    sigaction(SIGSEGV, &old, NULL);
    CHECK_EQ(faults, 1);
    CHECK_EQ(taken, room);
    /* Either the guest rings or the host has seen the room; nobody may be left waiting. */
    CHECK(f.guest.kick || !f.vm.events.count);
    CHECK_EQ(f.vm.events.count, 0);
    fixture_close(&f);
}

TAP_MAIN(RUN(room_made_while_the_host_asks_for_it_is_used))
