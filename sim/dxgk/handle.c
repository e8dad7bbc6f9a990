/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * handle.c - D3DKMT handles: 32 bits. From the top: a mark that no handle of the object manager has, which are small numbers
 * (10 for what belongs to a process, 11 for what all may name); kind; a generation that catches old ones; an index. They
 * share no value with the driver's own handles, which are what the driver says.
 */
#include "dxgk_internal.h"

#define INDEX_BITS 18u
#define GENERATION_BITS 8u
#define MAX_HANDLES (1u << INDEX_BITS)
#define KIND_SHIFT (INDEX_BITS + GENERATION_BITS)
#define MARK_SHIFT 30u
_Static_assert(DXGK_KIND_COUNT <= 1u << (MARK_SHIFT - KIND_SHIFT), "kinds fit below the mark");

struct slot {
    struct dxgk_object *o;
    uint32_t generation;
    uint32_t next_free;
};

static struct {
    pthread_rwlock_t lock;
    struct slot *slots;
    uint32_t n, fresh, free;
} table = { .lock = PTHREAD_RWLOCK_INITIALIZER };

static D3DKMT_HANDLE encode(bool global, enum dxgk_kind kind, uint32_t generation, uint32_t index)
{
    return (global ? 3u : 2u) << MARK_SHIFT | (uint32_t)kind << KIND_SHIFT | generation % (1u << GENERATION_BITS) << INDEX_BITS | index;
}

D3DKMT_HANDLE dxgk_handle_create(struct dxgk_object *o, enum dxgk_kind kind, uint32_t process)
{
    uint32_t index = 0;

    o->kind = kind;
    o->process = process;
    o->handle = 0;
    pthread_rwlock_wrlock(&table.lock);
    if (table.free) {
        index = table.free;
        table.free = table.slots[index].next_free;
    } else {
        if (table.fresh + 1 >= table.n && table.n < MAX_HANDLES) {
            uint32_t n = table.n ? table.n * 2 : 1024;
            struct slot *slots = realloc(table.slots, n * sizeof *slots);
            if (slots) {
                memset(slots + table.n, 0, (n - table.n) * sizeof *slots);
                table.slots = slots;
                table.n = n;
            }
        }
        if (table.fresh + 1 < table.n) index = ++table.fresh; /* index 0 is never used */
    }
    if (index) {
        table.slots[index].o = o;
        table.slots[index].generation++;
        o->handle = encode(!process, kind, table.slots[index].generation, index);
    }
    pthread_rwlock_unlock(&table.lock);
    return o->handle;
}

void *dxgk_handle_hold(D3DKMT_HANDLE h, enum dxgk_kind kind, uint32_t process, bool (*hold)(const void *object))
{
    uint32_t index = h % MAX_HANDLES;
    struct dxgk_object *o = NULL;

    pthread_rwlock_rdlock(&table.lock);
    if (index && index < table.n) o = table.slots[index].o;
    if (o && (o->handle != h || o->kind != kind || (o->process && o->process != process))) o = NULL;
    if (o && hold && !hold(o)) o = NULL;
    pthread_rwlock_unlock(&table.lock);
    return o;
}

void *dxgk_handle_get(D3DKMT_HANDLE h, enum dxgk_kind kind, uint32_t process) { return dxgk_handle_hold(h, kind, process, NULL); }

bool dxgk_reference_alive(LONG *references)
{
    LONG n = __atomic_load_n(references, __ATOMIC_RELAXED);

    while (n && !__atomic_compare_exchange_n(references, &n, n + 1, true, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED)) {}
    return n != 0;
}

void dxgk_handle_destroy(D3DKMT_HANDLE h)
{
    uint32_t index = h % MAX_HANDLES;

    if (!h) return;
    pthread_rwlock_wrlock(&table.lock);
    if (index < table.n && table.slots[index].o && table.slots[index].o->handle == h) {
        table.slots[index].o->handle = 0;
        table.slots[index].o = NULL;
        table.slots[index].next_free = table.free;
        table.free = index;
    }
    pthread_rwlock_unlock(&table.lock);
}

struct dxgk_object *dxgk_handle_of(uint32_t process, enum dxgk_kind kind)
{
    struct dxgk_object *o = NULL;
    uint32_t i;

    pthread_rwlock_rdlock(&table.lock);
    for (i = 1; i < table.n && !o; i++)
        if (table.slots[i].o && table.slots[i].o->kind == kind && table.slots[i].o->process == process) o = table.slots[i].o;
    pthread_rwlock_unlock(&table.lock);
    return o;
}

void dxgk_devices_lose(uint32_t process)
{
    uint32_t i;

    pthread_rwlock_rdlock(&table.lock);
    for (i = 1; i < table.n; i++)
        if (table.slots[i].o && table.slots[i].o->kind == DXGK_DEVICE && table.slots[i].o->process == process)
            dxgk_device_lose((struct dxgk_device *)table.slots[i].o, D3DKMT_DEVICEEXECUTION_RESET);
    pthread_rwlock_unlock(&table.lock);
}
