/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * heap.c - PVK_ALLOC_HEAP allocations, the locks on them, object ids, and the release of allocations.
 *
 * Locks. nc-d3dumddi-pfnd3dddi_lockcb.md: a driver "typically" unlocks before pfnRenderCb; memory
 * that stays locked may still be rendered from as long as the memory manager can do it in place,
 * and when it cannot the render fails with CANTRENDERLOCKEDALLOCATION. Locking anew for every
 * submission costs two kernel calls for each heap, so heaps stay locked, and the first submission
 * of a device (pvu_device_probe) finds out whether that is allowed. If not, lock_per_render turns
 * on: heaps are unlocked before each submission and locked again when first touched, with DonotWait
 * and IgnoreSync because the driver knows by itself what the host still reads
 * (ns-d3dukmdt-_d3dddicb_lockflags.md), or waiting where the allocation does not permit that.
 */
#include "os.h"
#include "cmdbuf.h"

struct pvu_garbage {
    struct pvu_ref left; /* first: what commands that are still to come go on naming (record.h) */
    struct pvu_garbage *next;
    HANDLE resource; /* NULL: the allocation alone */
};

static enum pvu_status lock(struct pvu_device *d, struct pvu_heap *h, bool again)
{
    D3DDDICB_LOCK k;
    HRESULT hr = S_OK;
    for (int attempt = again ? 0 : 1; attempt < 2; attempt++) {
        memset(&k, 0, sizeof k);
        k.hAllocation = h->ref.allocation;
        k.Flags.LockEntire = 1;
        if (attempt == 0) {
            k.Flags.DonotWait = 1;
            k.Flags.IgnoreSync = 1;
        }
        hr = d->kernel->pfnLockCb(d->rt.handle, &k);
        if (SUCCEEDED(hr)) break;
    }
    if (FAILED(hr)) return pvu_status_of(hr);
    h->cpu = k.pData;
    h->locked = true;
    return PVU_OK;
}

static void unlock(struct pvu_device *d, struct pvu_heap *h)
{
    D3DDDICB_UNLOCK k = { .NumAllocations = 1, .phAllocations = &h->ref.allocation };
    if (!h->locked) return;
    d->kernel->pfnUnlockCb(d->rt.handle, &k);
    h->locked = false;
    h->cpu = NULL;
}

uint8_t *pvu_heap_cpu(struct pvu_device *d, struct pvu_heap *h)
{
    if (!h->locked && lock(d, h, true) != PVU_OK) pvu_lose(d, "memory cannot be locked");
    return h->cpu;
}

void pvu_heaps_unlock(struct pvu_device *d) /* under the lock */
{
    for (struct pvu_heap *h = d->heaps; h; h = h->next)
        if (!h->pinned) unlock(d, h);
}

enum pvu_status pvu_heap_create(struct pvu_device *d, struct pvu_heap *h, uint64_t size)
{
    struct pvk_alloc_private p = { .version = PVK_PRIVATE_VERSION, .size = sizeof p, .kind = PVK_ALLOC_HEAP };
    D3DDDI_ALLOCATIONINFO2 info; /* both forms: see pvu.h */
    D3DDDICB_ALLOCATE k;
    size = (size + PVGPU_PAGE - 1) / PVGPU_PAGE * PVGPU_PAGE;
    memset(h, 0, sizeof *h);
    memset(&info, 0, sizeof info);
    memset(&k, 0, sizeof k);
    p.bytes = size;
    info.pPrivateDriverData = &p;
    info.PrivateDriverDataSize = sizeof p;
    k.NumAllocations = 1;
    k.pAllocationInfo2 = &info;
    if (!pvu_release_prepare(&h->ref)) return PVU_NO_MEMORY;
    enum pvu_status s = pvu_status_of(d->kernel->pfnAllocateCb(d->rt.handle, &k));
    if (s != PVU_OK) {
        pvu_release(d, &h->ref, NULL);
        return s;
    }
    h->ref.allocation = info.hAllocation;
    h->id = p.id;
    h->size = size;
    s = lock(d, h, false);
    if (s != PVU_OK) {
        pvu_release(d, &h->ref, NULL);
        memset(h, 0, sizeof *h);
        return s;
    }
    pvu_lock(d);
    h->next = d->heaps;
    h->link = &d->heaps;
    if (h->next) h->next->link = &h->next;
    d->heaps = h;
    pvu_unlock(d);
    return PVU_OK;
}

void pvu_heap_destroy(struct pvu_device *d, struct pvu_heap *h)
{
    if (!h->id) return;
    pvu_lock(d);
    unlock(d, h);
    *h->link = h->next;
    if (h->next) h->next->link = h->link;
    pvu_unlock(d);
    pvu_release(d, &h->ref, NULL);
    memset(h, 0, sizeof *h);
}

static void deallocate(struct pvu_device *d, D3DKMT_HANDLE allocation, HANDLE resource)
{
    /* nc-d3dumddi-pfnd3dddi_deallocatecb.md: by resource, and then no list; or by list. */
    D3DDDICB_DEALLOCATE k = { .hResource = resource };
    if (!resource) {
        k.NumAllocations = 1;
        k.HandleList = &allocation;
    }
    d->kernel->pfnDeallocateCb(d->rt.handle, &k);
}

bool pvu_release_prepare(struct pvu_ref *ref)
{
    ref->grave = pvu_os_alloc(sizeof *ref->grave);
    return ref->grave != NULL;
}

void pvu_release(struct pvu_device *d, struct pvu_ref *ref, HANDLE resource)
{
    struct pvu_garbage *g = ref->grave;
    ref->grave = NULL;
    if (!ref->allocation && !resource) {
        pvu_os_free(g);
        return;
    }
    pvu_lock(d);
    g->left = *ref;
    g->left.grave = NULL;
    g->resource = resource;
    if (!pvu_owns(d)) { /* the owner's command buffer may name it, and what waits to be taken over as well */
        pvu_bury(d, ref, &g->left);
        g->next = d->late;
        d->late = g;
    } else if (ref->stamp == d->context.stamp && ref->stamp && !d->removed) {
        g->next = d->garbage;
        d->garbage = g;
    } else {
        deallocate(d, ref->allocation, resource);
        pvu_os_free(g);
    }
    pvu_unlock(d);
}

void pvu_release_late(struct pvu_device *d)
{
    while (d->late) {
        struct pvu_garbage *g = d->late;
        d->late = g->next;
        g->next = d->garbage;
        d->garbage = g;
    }
}

void pvu_release_garbage(struct pvu_device *d)
{
    struct pvu_garbage *g = d->garbage;
    d->garbage = NULL;
    while (g) {
        struct pvu_garbage *next = g->next;
        deallocate(d, g->left.allocation, g->resource);
        pvu_os_free(g);
        g = next;
    }
}

/* Under the lock, as all that makes or destroys objects. */
uint32_t pvu_id_alloc(struct pvu_device *d)
{
    if (d->n_free_ids) return d->free_ids[--d->n_free_ids];
    uint32_t limit = d->adapter->info.caps.max_objects;
    if (limit > PVGPU_MAX_OBJECTS) limit = PVGPU_MAX_OBJECTS;
    if (d->next_id >= limit) return 0;
    if (d->next_id >= d->free_ids_size) { /* room for every id given out, so that freeing one cannot fail */
        uint32_t size = d->free_ids_size ? d->free_ids_size * 2 : 1024;
        uint32_t *grown = pvu_os_alloc((size_t)size * sizeof *grown);
        if (!grown) return 0;
        pvu_os_free(d->free_ids); /* empty: otherwise we would not be here */
        d->free_ids = grown;
        d->free_ids_size = size;
    }
    return ++d->next_id;
}

void pvu_id_free(struct pvu_device *d, uint32_t id)
{
    if (id) d->free_ids[d->n_free_ids++] = id;
}
