/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * sync.c - how far the host is: two progress slots in the control heap that the command `signal`
 * writes. Looking costs a load; waiting spins for a moment and then sleeps on an event that the
 * kernel driver sets when a slot reaches its wake_at. Being woken costs an interrupt and two changes of
 * thread, more than a short readback itself, so it spins for as long as waits took of late, if that is short.
 * What stands at the end waits for the host to have come to a creation: it says whether it could do it.
 */
#include "cmdbuf.h"
#include "os.h"

enum { SPIN_LEAST_NS = 20000, SPIN_MOST_NS = 400000, NAP_NS = 5000000, PROBE_NS = 1000000000 };
#define GIVE_UP_NS 30000000000ull /* no host takes that long; TDR acts after a few seconds */

static struct pvgpu_progress_slot *slot(struct pvu_device *d, unsigned index)
{
    uint8_t *p = pvu_heap_cpu(d, &d->control);
    return p ? (struct pvgpu_progress_slot *)(void *)(p + index * 64u) : NULL;
}

static uint64_t value(struct pvu_device *d, unsigned index)
{
    struct pvgpu_progress_slot *s = slot(d, index);
    return s ? __atomic_load_n(&s->value, __ATOMIC_ACQUIRE) : 0;
}

uint64_t pvu_consumed(struct pvu_device *d)
{
    return value(d, PVGPU_SIGNAL_CONSUMED);
}

uint64_t pvu_completed(struct pvu_device *d)
{
    return value(d, PVGPU_SIGNAL_COMPLETED);
}

/* Windows fails every call for a device that it removed; the kernel driver may know more. */
static bool alive(struct pvu_device *d)
{
    struct pvk_escape_alive question = { .header = { .version = PVK_PRIVATE_VERSION, .op = PVK_ESCAPE_ALIVE,
                                                     .size = sizeof question } };
    D3DDDICB_ESCAPE k;
    memset(&k, 0, sizeof k);
    k.hDevice = d->rt.handle;
    k.pPrivateDriverData = &question;
    k.PrivateDriverDataSize = sizeof question;
    return SUCCEEDED(d->kernel->pfnEscapeCb(d->adapter->rt.handle, &k)) && question.alive;
}

static void lose_unless_alive(struct pvu_device *d)
{
    if (!alive(d)) pvu_lose(d, "the kernel driver answers no more or has lost the device");
}

/* Spinning pays when the wait will likely end while it lasts. */
static uint64_t spin_ns(const struct pvu_device *d)
{
    uint64_t likely = d->wait_ns + d->wait_ns / 2 + SPIN_LEAST_NS;
    return likely <= SPIN_MOST_NS ? likely : SPIN_LEAST_NS;
}

static enum pvu_status wait(struct pvu_device *d, unsigned index, uint64_t target)
{
    uint64_t start = pvu_os_time_ns(), probed = start, spin = spin_ns(d);
    while (!d->removed) {
        uint64_t now = pvu_os_time_ns();
        if (value(d, index) >= target) {
            d->wait_ns += (now - start) / 8 - d->wait_ns / 8;
            return PVU_OK;
        }
        if (now - start < spin) {
            pvu_os_yield();
            continue;
        }
        struct pvgpu_progress_slot *s = slot(d, index);
        if (s) __atomic_store_n(&s->wake_at, target, __ATOMIC_SEQ_CST);
        if (value(d, index) >= target) continue; /* it may have come before the host saw wake_at */
        pvu_os_event_wait(d->event, NAP_NS);
        if (now - probed >= PROBE_NS) {
            probed = now;
            if (now - start >= GIVE_UP_NS) pvu_lose(d, "the host makes no progress");
            else lose_unless_alive(d);
        }
    }
    return PVU_REMOVED;
}

enum pvu_status pvu_not_yet(struct pvu_device *d)
{
    uint64_t now = pvu_os_time_ns();
    if (!d->removed && now - d->probed_ns >= PROBE_NS) {
        d->probed_ns = now;
        lose_unless_alive(d);
    }
    return d->removed ? PVU_REMOVED : PVU_BUSY;
}

enum pvu_status pvu_wait_consumed(struct pvu_context *c, uint64_t stamp)
{
    struct pvu_device *d = c->device;
    if (pvu_consumed(d) >= stamp) return PVU_OK;
    if (stamp == c->stamp) {
        enum pvu_status s = pvu_flush(c);
        if (s != PVU_OK) return s;
    }
    return wait(d, PVGPU_SIGNAL_CONSUMED, stamp);
}

/* ---- what the host could make ---- */

const void *pvu_answer(struct pvu_context *c, uint32_t slot_at, uint64_t seq, enum pvu_status *s)
{
    struct pvu_device *d = c->device;
    const uint8_t *p;
    pvu_use_heap(c, &d->control, true);
    *s = pvu_wait_consumed(c, c->stamp);
    p = *s == PVU_OK ? pvu_heap_cpu(d, &d->control) : NULL;
    if (p && __atomic_load_n((const uint64_t *)(const void *)(p + slot_at), __ATOMIC_ACQUIRE) == seq) return p + slot_at;
    if (*s == PVU_OK) pvu_log("the host did not say whether it could make an object");
    return NULL;
}

static enum pvu_status ask_object(struct pvu_context *c, uint32_t id)
{
    struct pvgpu_cmd_query_object *k;
    const struct pvgpu_object_slot *slot;
    enum pvu_status s;
    if (c->device->removed) return PVU_OK; /* nothing of it reaches a host any more */
    k = PVU_CMD(c, query_object, QUERY_OBJECT);
    k->id = id;
    k->heap = c->device->control.id;
    k->offset = PVU_OBJECT_SLOT;
    k->seq = ++c->device->asked;
    slot = pvu_answer(c, PVU_OBJECT_SLOT, c->device->asked, &s);
    return slot && slot->error ? PVU_NO_MEMORY : s;
}

enum pvu_status pvu_creation_answer(D3D10DDI_HDEVICE h, uint32_t id, uint32_t with)
{
    struct pvu_device *d = pvu_device(h);
    enum pvu_status s = pvu_owns(d) ? ask_object(&d->context, id) : PVU_OK;
    if (s == PVU_NO_MEMORY) {
        PVU_CREATION(c, h, false);
        pvu_log("the host refused object %u", id);
        if (c) {
            pvu_object_destroy(c, id);
            pvu_object_destroy(c, with);
        }
    }
    return s;
}

enum pvu_status pvu_wait_completed(struct pvu_context *c, uint64_t target)
{
    struct pvu_device *d = c->device;
    if (pvu_completed(d) >= target) return PVU_OK;
    if (target > d->completed_asked) {
        enum pvu_status s = pvu_flush(c);
        if (s != PVU_OK) return s;
    }
    return wait(d, PVGPU_SIGNAL_COMPLETED, target);
}

uint64_t pvu_want_completed(struct pvu_context *c)
{
    c->want_completed = true;
    return c->device->completed_asked + 1;
}
