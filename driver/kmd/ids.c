/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * ids.c - numbers for resources and contexts. An id that was given back is used again only when the host
 * has consumed the command that dropped it, oldest first, so that a late event cannot meet a new owner.
 */
#include "kmd.h"

NTSTATUS pvk_ids_init(struct pvk_ids *ids, uint32_t limit)
{
    uint32_t n = limit / PVK_ID_PAGE + 1;

    RtlZeroMemory(ids, sizeof *ids);
    KeInitializeSpinLock(&ids->lock);
    ids->limit = limit;
    ids->fresh = 1;
    ids->pages = pvk_alloc_pool(n * sizeof ids->pages[0]);
    return ids->pages ? STATUS_SUCCESS : STATUS_NO_MEMORY;
}

void pvk_ids_fini(struct pvk_ids *ids)
{
    if (!ids->pages) return;
    for (uint32_t i = 0; i <= ids->limit / PVK_ID_PAGE; i++) pvk_free_pool(ids->pages[i]);
    pvk_free_pool(ids->pages);
    ids->pages = NULL;
}

struct pvk_id *pvk_id_entry(struct pvk_ids *ids, uint32_t id)
{
    struct pvk_id *page;
    if (!id || id > ids->limit || !ids->pages) return NULL;
    page = __atomic_load_n(&ids->pages[id / PVK_ID_PAGE], __ATOMIC_ACQUIRE);
    return page ? &page[id % PVK_ID_PAGE] : NULL;
}

/* The page of a fresh id, made if it is the page's first. Under the lock. */
static struct pvk_id *fresh_entry(struct pvk_ids *ids, uint32_t id)
{
    struct pvk_id **slot = &ids->pages[id / PVK_ID_PAGE];
    if (!*slot) {
        struct pvk_id *page = pvk_alloc_pool(PVK_ID_PAGE * sizeof *page);
        if (!page) return NULL;
        __atomic_store_n(slot, page, __ATOMIC_RELEASE);
    }
    return &(*slot)[id % PVK_ID_PAGE];
}

uint32_t pvk_id_take(struct pvk_ids *ids, uint64_t consumed)
{
    struct pvk_id *e = NULL;
    uint32_t id = 0;
    KIRQL irql;

    KeAcquireSpinLock(&ids->lock, &irql);
    if (ids->head && pvk_id_entry(ids, ids->head)->free_at <= consumed) {
        id = ids->head;
        e = pvk_id_entry(ids, id);
        ids->head = e->next;
        if (!ids->head) ids->tail = 0;
    } else if (ids->fresh <= ids->limit) {
        e = fresh_entry(ids, ids->fresh);
        if (e) id = ids->fresh++;
    }
    if (e) {
        e->used = 1;
        e->next = 0;
        e->place = PVK_NO_PLACE;
    }
    KeReleaseSpinLock(&ids->lock, irql);
    return id;
}

void pvk_id_give(struct pvk_ids *ids, uint32_t id, uint64_t free_at)
{
    struct pvk_id *e = pvk_id_entry(ids, id);
    KIRQL irql;

    if (!e) return;
    KeAcquireSpinLock(&ids->lock, &irql);
    NT_ASSERT(e->used);
    e->used = 0;
    e->free_at = free_at;
    e->place = PVK_NO_PLACE;
    e->next = 0;
    if (ids->tail) pvk_id_entry(ids, ids->tail)->next = id;
    else ids->head = id;
    ids->tail = id;
    KeReleaseSpinLock(&ids->lock, irql);
}
