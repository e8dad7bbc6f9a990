/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * ask.c - whether the host could make a resource. The host makes resources when it comes to them in the ring, which is after
 * CreateAllocation has returned, and what it cannot make becomes an error object, of which a program hears nothing. A
 * creation that may fail therefore waits for the host's answer. Two kinds may: those of a description that the host has not
 * accepted yet, whatever size they have, and those that come near to the end of the host's memory. All others return at once.
 *
 * P, all of it: it waits, for at most PVK_DRAIN_MS; without an answer a resource counts as made, as before.
 */
#include "kmd.h"

#define UNKNOWN_ROOM (256ull << 20) /* bytes: what is taken for granted where the host does not say */
#define ROOM_MAX     (4ull << 30)   /* others take from the host's memory, too: it is asked again now and then */
#define PART         16u            /* of the room, between two questions */

/* What hosts tell apart: all but the sizes. FNV-1a; never 0. */
PVK_PAGED static uint64_t description(const struct pvk_alloc_private *p)
{
    const uint32_t words[] = { p->dimension, p->format, p->usage, p->bind, p->misc, p->samples, p->quality,
                               (p->array > 1) | (p->mips > 1) << 1 };
    uint64_t h = 14695981039346656037ull;

    for (uint32_t i = 0; i < sizeof words / sizeof words[0]; i++) h = (h ^ words[i]) * 1099511628211ull;
    return h ? h : 1;
}

PVK_PAGED static bool needed(struct pvk_adapter *a, uint64_t key, uint64_t bytes)
{
    struct pvk_ask *k = &a->ask;
    bool ask;

    ExAcquireFastMutex(&a->objects);
    k->since += bytes;
    ask = k->known[key % PVK_ASK_KNOWN] != key || k->since > k->room / PART;
    ExReleaseFastMutex(&a->objects);
    return ask;
}

PVK_PAGED static void learn(struct pvk_adapter *a, uint64_t key, const struct pvgpu_object_slot *slot)
{
    uint64_t room = slot->room == ~0ull ? UNKNOWN_ROOM : slot->room;

    ExAcquireFastMutex(&a->objects);
    a->ask.room = room < ROOM_MAX ? room : ROOM_MAX;
    a->ask.since = 0;
    if (!slot->error) a->ask.known[key % PVK_ASK_KNOWN] = key;
    ExReleaseFastMutex(&a->objects);
}

/* With the turn. False: no answer. */
PVK_PAGED static bool answer(struct pvk_adapter *a, uint32_t id, struct pvgpu_object_slot *out)
{
    const struct pvgpu_object_slot *slot = (const void *)(a->heap_chunk[0] + PVK_OWN_ANSWER);
    struct pvgpu_cmd_query_resource c = { .id = id, .heap = a->own_heap, .offset = PVK_OWN_ANSWER, .seq = ++a->ask.seq };
    uint64_t own;

    PVGPU_CMD_INIT(&c, QUERY_RESOURCE);
    pvk_kernel_send_sure(a, &c, sizeof c, &own);
    if (!own || !pvk_wait_consumed(a, own, PVK_DRAIN_MS) || pvgpu_load64(&slot->seq) != c.seq) return false;
    *out = *slot;
    return true;
}

PVK_PAGED void pvk_ask_init(struct pvk_adapter *a)
{
    KeInitializeEvent(&a->ask.turn, SynchronizationEvent, TRUE);
}

PVK_PAGED void pvk_ask_forget(struct pvk_adapter *a)
{
    ExAcquireFastMutex(&a->objects);
    RtlZeroMemory(a->ask.known, sizeof a->ask.known);
    a->ask.room = 0;
    ExReleaseFastMutex(&a->objects);
}

PVK_PAGED bool pvk_ask_made(struct pvk_adapter *a, const struct pvk_alloc *al, uint64_t bytes)
{
    const uint64_t key = description(&al->desc);
    struct pvgpu_object_slot slot;
    LARGE_INTEGER limit;
    bool answered;

    if (!needed(a, key, bytes)) return true;
    limit.QuadPart = -(LONGLONG)PVK_DRAIN_MS * 10000;
    if (KeWaitForSingleObject(&a->ask.turn, Executive, KernelMode, FALSE, &limit) != STATUS_SUCCESS) return true;
    answered = answer(a, al->id, &slot);
    KeSetEvent(&a->ask.turn, 0, FALSE);
    if (!answered) return true;
    learn(a, key, &slot);
    return !slot.error;
}
