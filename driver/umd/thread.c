/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * thread.c - who may write into the immediate context.
 *
 * The runtime lets one thread at a time into the immediate context, any number into creations, destructions and
 * checks, and one into each deferred context (changes-from-direct3d-10.md, "Free-threaded DDI"). The immediate
 * context belongs to the thread that entered it last: every entry compares the thread's number, which costs a load.
 * A creation on the owner's thread writes into the command buffer as it always did, under the device's lock. On
 * another thread it records into blocks on the side (record.h), which the immediate context takes over at its next
 * entry: whoever uses the new object there was told of it by that thread, so the blocks are there.
 */
#include "entry.h"
#include "os.h"
#include "record.h"

enum { SIDE_ROOM = 4096 };

void pvu_lock(struct pvu_device *d)
{
    pvu_os_lock(&d->lock);
}

void pvu_unlock(struct pvu_device *d)
{
    pvu_os_unlock(&d->lock);
}

/* Under the lock: the immediate context takes over what other threads recorded. */
static void take_over(struct pvu_device *d)
{
    struct pvu_recording r;
    if (!__atomic_load_n(&d->context.pending, __ATOMIC_RELAXED)) return;
    __atomic_store_n(&d->context.pending, false, __ATOMIC_RELAXED);
    if (d->side) {
        pvu_record_take(d->side, &r);
        (void)pvu_record_append(&d->context, &r);
        pvu_record_free(d, &r);
    }
    pvu_release_late(d); /* the next submission names them for the last time */
}

void pvu_enter(struct pvu_context *c)
{
    struct pvu_device *d = c->device;
    if (c->recorder) {
        c->owner = pvu_os_self();
        return;
    }
    pvu_lock(d);
    c->owner = pvu_os_self();
    take_over(d);
    pvu_unlock(d);
}

static struct pvu_context *side(struct pvu_device *d)
{
    struct pvu_context *c = d->side;
    if (!c) {
        c = pvu_os_alloc(sizeof *c + sizeof *c->recorder);
        if (!c) return NULL;
        c->core = d->context.core;
        c->rt_core = d->context.rt_core;
        c->recorder = (struct pvu_recorder *)(void *)(c + 1);
        c->recorder->side = true;
        d->side = c;
    }
    if (!c->recorder->out.first && pvu_record_start(c, d, c->recorder) != PVU_OK) return NULL;
    /* Place for what a creation writes, so that want of memory shows before anything is done. Only streams of initial
     * data and the longest declarations need more, and those look at `failed` afterwards. */
    if (c->limit - c->pos < SIDE_ROOM) pvu_record_block(c);
    if (c->recorder->failed) return NULL;
    return c;
}

struct pvu_context *pvu_begin_result(D3D10DDI_HDEVICE h)
{
    struct pvu_device *d = pvu_device(h);
    struct pvu_context *c = &d->context;
    pvu_lock(d);
    if (c->owner == pvu_os_self()) {
        take_over(d);
        return c;
    }
    c = side(d);
    if (!c) pvu_unlock(d);
    return c;
}

struct pvu_context *pvu_begin(D3D10DDI_HDEVICE h, bool creation)
{
    struct pvu_device *d = pvu_device(h);
    struct pvu_context *c = pvu_begin_result(h);
    if (c) return c;
    if (creation) pvu_fail(&d->context, PVU_NO_MEMORY, PVU_ENTRY_CREATE);
    else pvu_log("no memory to destroy an object now: it lives as long as the device");
    return NULL;
}

void pvu_end(struct pvu_context **c)
{
    struct pvu_device *d;
    if (!*c) return;
    d = (*c)->device;
    if ((*c)->recorder) __atomic_store_n(&d->context.pending, true, __ATOMIC_RELAXED);
    pvu_unlock(d);
}

bool pvu_owns(struct pvu_device *d)
{
    return d->context.owner == pvu_os_self();
}

bool pvu_recording_failed(const struct pvu_context *c)
{
    return c->recorder && c->recorder->failed;
}

/* The commands that other threads recorded name the resource too. */
void pvu_bury(struct pvu_device *d, const struct pvu_ref *ref, struct pvu_ref *left)
{
    if (d->side && d->side->recorder->out.last) pvu_record_bury(d->side, ref, left);
    __atomic_store_n(&d->context.pending, true, __ATOMIC_RELAXED);
}

void pvu_thread_fini(struct pvu_device *d)
{
    if (!d->side) return;
    struct pvu_recording r;
    pvu_record_take(d->side, &r);
    pvu_record_free(d, &r);
    pvu_os_free(d->side);
    d->side = NULL;
}
