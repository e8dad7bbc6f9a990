/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * pool.c - tagged pool with guard bytes, a quarantine for freed blocks, leak reports, and paged pool
 * that can really be out of reach at DISPATCH_LEVEL.
 */
#include "nt_internal.h"

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

#define BLOCK_LIVE  0x4c495645u
#define BLOCK_FREED 0x44454144u
#define FILL_NEW    0xcc
#define FILL_FREED  0xdd
#define FILL_GUARD  0xfd
#define GUARD_SIZE  16u

struct block {
    uint32_t magic, tag;
    uint32_t type; /* POOL_TYPE */
    uint32_t arena_pages; /* of the paged arena; 0: on the heap */
    SIZE_T size;
    LIST_ENTRY link;
    uint8_t guard[GUARD_SIZE];
};

#define QUARANTINE 64u
#define QUARANTINE_BLOCK (64u << 10)

static struct {
    pthread_mutex_t lock;
    bool ready;
    LIST_ENTRY live;
    struct nt_pool_stats stats;
    struct block *freed[QUARANTINE];
    unsigned next_freed;
    unsigned long fail_at;
} pool = { .lock = PTHREAD_MUTEX_INITIALIZER };

/* ---- the paged arena ---- */

#define ARENA_SIZE (64u << 20)
#define ARENA_PAGES (ARENA_SIZE / PAGE_SIZE)

static struct {
    pthread_mutex_t lock;
    uint8_t *base;
    uint8_t used[ARENA_PAGES];
    unsigned closed; /* threads at DISPATCH_LEVEL or above */
    bool given_up;
} arena = { .lock = PTHREAD_MUTEX_INITIALIZER };

static struct { void *base; SIZE_T size; int protection; } ranges[4]; /* of images; under arena.lock */

static void arena_protect(bool open)
{
    if (arena.given_up) return;
    if (arena.base) mprotect(arena.base, ARENA_SIZE, open ? PROT_READ | PROT_WRITE : PROT_NONE);
    for (unsigned i = 0; i < sizeof ranges / sizeof ranges[0]; i++)
        if (ranges[i].base) mprotect(ranges[i].base, ranges[i].size, open ? ranges[i].protection : PROT_NONE);
}

void nt_paged_range(void *base, SIZE_T size, int protection)
{
    nt_faults_install();
    pthread_mutex_lock(&arena.lock);
    for (unsigned i = 0; i < sizeof ranges / sizeof ranges[0]; i++) {
        if (ranges[i].base) continue;
        ranges[i].size = size;
        ranges[i].protection = protection;
        ranges[i].base = base;
        break;
    }
    pthread_mutex_unlock(&arena.lock);
}

void nt_paged_range_forget(void *base)
{
    pthread_mutex_lock(&arena.lock);
    for (unsigned i = 0; i < sizeof ranges / sizeof ranges[0]; i++)
        if (ranges[i].base == base) ranges[i].base = NULL;
    pthread_mutex_unlock(&arena.lock);
}

static void *arena_alloc(uint32_t pages)
{
    uint32_t i, run = 0;
    void *p = NULL;

    nt_faults_install();
    pthread_mutex_lock(&arena.lock);
    if (!arena.base) {
        void *base = mmap(NULL, ARENA_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (base != MAP_FAILED) arena.base = base;
    }
    for (i = 0; arena.base && i < ARENA_PAGES && !p; i++) {
        run = arena.used[i] ? 0 : run + 1;
        if (run == pages) {
            p = arena.base + (SIZE_T)(i + 1 - pages) * PAGE_SIZE;
            memset(&arena.used[i + 1 - pages], 1, pages);
        }
    }
    pthread_mutex_unlock(&arena.lock);
    return p;
}

static void arena_free(void *p, uint32_t pages)
{
    pthread_mutex_lock(&arena.lock);
    memset(&arena.used[((uint8_t *)p - arena.base) / PAGE_SIZE], 0, pages);
    pthread_mutex_unlock(&arena.lock);
}

void nt_paged_close(void)
{
    if (!(nt_strict() & NT_STRICT_PAGED_TOUCH)) return;
    pthread_mutex_lock(&arena.lock);
    if (arena.closed++ == 0) arena_protect(false);
    pthread_mutex_unlock(&arena.lock);
}

void nt_paged_open(void)
{
    if (!__atomic_load_n(&arena.closed, __ATOMIC_ACQUIRE)) return;
    pthread_mutex_lock(&arena.lock);
    /* The switch may have changed between: what was not closed is not opened. */
    if (arena.closed && --arena.closed == 0) arena_protect(true);
    pthread_mutex_unlock(&arena.lock);
}

enum nt_fault nt_paged_fault(const void *address)
{
    const uint8_t *a = address;
    bool ours = arena.base && a >= arena.base && a < arena.base + ARENA_SIZE;

    for (unsigned i = 0; i < sizeof ranges / sizeof ranges[0]; i++) {
        const uint8_t *base = ranges[i].base;
        ours |= base && a >= base && a < base + ranges[i].size;
    }
    if (!ours || arena.given_up) return NT_FAULT_NOT_OURS;
    if (nt_self()->irql >= DISPATCH_LEVEL) return NT_FAULT_VIOLATION;
    while (__atomic_load_n(&arena.closed, __ATOMIC_ACQUIRE)) sched_yield();
    return NT_FAULT_RETRY;
}

void nt_paged_give_up(void)
{
    arena_protect(true);
    arena.given_up = true;
}

/* ---- blocks ---- */

static const char *tag_text(uint32_t tag, char text[5])
{
    int i;
    for (i = 0; i < 4; i++) {
        char c = (char)(tag >> (8 * i));
        text[i] = c >= ' ' && c <= '~' ? c : '.';
    }
    text[4] = 0;
    return text;
}

static bool filled(const uint8_t *p, SIZE_T n, uint8_t value)
{
    for (; n; n--, p++)
        if (*p != value) return false;
    return true;
}

static uint8_t *body_of(struct block *b) { return (uint8_t *)(b + 1); }

static void release_memory(struct block *b)
{
    if (b->arena_pages) arena_free(b, b->arena_pages);
    else free(b);
}

static void *allocate(POOL_TYPE type, SIZE_T size, uint32_t tag, bool zero, const char *function)
{
    char text[5];
    SIZE_T whole;
    struct block *b;
    bool fail;

    nt_irql_at_most(type == PagedPool ? APC_LEVEL : DISPATCH_LEVEL, "wdm/nf-wdm-exallocatepoolwithtag",
                    type == PagedPool ? "allocation of paged pool" : "allocation of nonpaged pool");
    if (nt_strict() & NT_STRICT_POOL) {
        if (!tag) nt_violation("wdm/nf-wdm-exallocatepoolwithtag", "%s with tag 0", function);
        if (!size) nt_violation("wdm/nf-wdm-exallocatepoolwithtag", "%s of 0 bytes, tag '%s'", function, tag_text(tag, text));
    }
    pthread_mutex_lock(&pool.lock);
    if (!pool.ready) {
        InitializeListHead(&pool.live);
        pool.ready = true;
    }
    pool.stats.allocations++;
    fail = pool.fail_at && --pool.fail_at == 0;
    pthread_mutex_unlock(&pool.lock);
    if (fail || size > (SIZE_T)1 << 40) return NULL;

    whole = sizeof *b + size + GUARD_SIZE;
    b = NULL;
    if (type == PagedPool && (nt_strict() & NT_STRICT_PAGED_TOUCH)) {
        uint32_t pages = whole < ARENA_SIZE ? (uint32_t)((whole + PAGE_SIZE - 1) / PAGE_SIZE) : 0;
        b = pages ? arena_alloc(pages) : NULL;
        if (!b) return NULL;
        memset(b, 0, sizeof *b);
        b->arena_pages = pages;
    } else if (size >= PAGE_SIZE) {
        /* A page or more is page-aligned (ExAllocatePoolWithTag, remarks). */
        SIZE_T lead = PAGE_SIZE - sizeof *b;
        uint8_t *base = aligned_alloc(PAGE_SIZE, (lead + whole + PAGE_SIZE - 1) & ~(SIZE_T)(PAGE_SIZE - 1));
        if (!base) return NULL;
        b = (struct block *)(base + lead);
        memset(b, 0, sizeof *b);
    } else {
        b = calloc(1, whole);
        if (!b) return NULL;
    }
    b->magic = BLOCK_LIVE;
    b->tag = tag;
    b->type = (uint32_t)type;
    b->size = size;
    memset(b->guard, FILL_GUARD, GUARD_SIZE);
    memset(body_of(b), zero ? 0 : FILL_NEW, size);
    memset(body_of(b) + size, FILL_GUARD, GUARD_SIZE);
    pthread_mutex_lock(&pool.lock);
    InsertTailList(&pool.live, &b->link);
    pool.stats.blocks++;
    pool.stats.bytes += size;
    pthread_mutex_unlock(&pool.lock);
    return body_of(b);
}

PVOID NTAPI ExAllocatePoolWithTag(POOL_TYPE type, SIZE_T size, ULONG tag)
{
    return allocate(type, size, tag, false, "ExAllocatePoolWithTag");
}

PVOID NTAPI ExAllocatePool2(ULONGLONG flags, SIZE_T size, ULONG tag)
{
    POOL_TYPE type = flags & POOL_FLAG_PAGED ? PagedPool : NonPagedPoolNx;
    return allocate(type, size, tag, !(flags & POOL_FLAG_UNINITIALIZED), "ExAllocatePool2");
}

/* Memory of page-aligned blocks starts a page before the body. */
static void release_block(struct block *b)
{
    bool aligned = !b->arena_pages && b->size >= PAGE_SIZE;
    if (aligned) free(body_of(b) - PAGE_SIZE);
    else release_memory(b);
}

static void check_quarantined(struct block *b)
{
    char text[5];
    if (!filled(body_of(b), b->size, FILL_FREED))
        nt_violation("wdm/nf-wdm-exfreepoolwithtag", "block '%s' of %zu bytes was written after it was freed",
                     tag_text(b->tag, text), (size_t)b->size);
}

void NTAPI ExFreePoolWithTag(PVOID p, ULONG tag)
{
    struct block *b, *old;
    char text[5], other[5];

    if (!p) {
        nt_violation("wdm/nf-wdm-exfreepoolwithtag", "ExFreePool of NULL");
        return;
    }
    b = (struct block *)((uint8_t *)p - sizeof *b);
    if (b->magic != BLOCK_LIVE) {
        nt_violation("wdm/nf-wdm-exfreepoolwithtag",
                     b->magic == BLOCK_FREED ? "block %p freed twice" : "%p is not a pool block", p);
        return;
    }
    nt_irql_at_most(b->type == PagedPool ? APC_LEVEL : DISPATCH_LEVEL, "wdm/nf-wdm-exfreepoolwithtag",
                    b->type == PagedPool ? "free of paged pool" : "free of nonpaged pool");
    if (tag && tag != b->tag)
        nt_violation("wdm/nf-wdm-exfreepoolwithtag", "block with tag '%s' freed with tag '%s'", tag_text(b->tag, text),
                     tag_text(tag, other));
    if (!filled(b->guard, GUARD_SIZE, FILL_GUARD) || !filled(body_of(b) + b->size, GUARD_SIZE, FILL_GUARD))
        nt_violation("wdm/nf-wdm-exallocatepoolwithtag", "block '%s' of %zu bytes was overrun", tag_text(b->tag, text),
                     (size_t)b->size);
    pthread_mutex_lock(&pool.lock);
    RemoveEntryList(&b->link);
    pool.stats.blocks--;
    pool.stats.bytes -= b->size;
    b->magic = BLOCK_FREED;
    old = b;
    nt_locks_forget(body_of(b), b->size);
    if ((nt_strict() & NT_STRICT_POOL) && b->size <= QUARANTINE_BLOCK && !b->arena_pages) {
        memset(body_of(b), FILL_FREED, b->size);
        old = pool.freed[pool.next_freed];
        pool.freed[pool.next_freed] = b;
        pool.next_freed = (pool.next_freed + 1) % QUARANTINE;
    }
    pthread_mutex_unlock(&pool.lock);
    if (!old) return;
    if (old != b) check_quarantined(old);
    release_block(old);
}

void NTAPI ExFreePool(PVOID p) { ExFreePoolWithTag(p, 0); }

struct nt_pool_stats nt_pool_stats(void)
{
    struct nt_pool_stats s;
    pthread_mutex_lock(&pool.lock);
    s = pool.stats;
    pthread_mutex_unlock(&pool.lock);
    return s;
}

void nt_pool_fail_at(unsigned long n)
{
    pthread_mutex_lock(&pool.lock);
    pool.fail_at = n;
    pthread_mutex_unlock(&pool.lock);
}

unsigned long nt_pool_fail_left(void)
{
    unsigned long n;
    pthread_mutex_lock(&pool.lock);
    n = pool.fail_at;
    pthread_mutex_unlock(&pool.lock);
    return n;
}

void nt_pool_forget(void)
{
    pthread_mutex_lock(&pool.lock);
    while (pool.ready && !IsListEmpty(&pool.live))
        release_block(CONTAINING_RECORD(RemoveHeadList(&pool.live), struct block, link));
    pool.stats.blocks = pool.stats.bytes = 0;
    pthread_mutex_unlock(&pool.lock);
}

unsigned long nt_pool_leaks(void)
{
    struct { uint32_t tag; SIZE_T size; } some[16];
    unsigned long n = 0, i;
    char text[5];
    LIST_ENTRY *e;

    pthread_mutex_lock(&pool.lock);
    for (e = pool.ready ? pool.live.Flink : NULL; e && e != &pool.live; e = e->Flink, n++) {
        struct block *b = CONTAINING_RECORD(e, struct block, link);
        if (n < 16) {
            some[n].tag = b->tag;
            some[n].size = b->size;
        }
    }
    pthread_mutex_unlock(&pool.lock);
    for (i = 0; i < n && i < 16; i++)
        nt_violation("wdm/nf-wdm-exfreepoolwithtag", "leak: block '%s' of %zu bytes", tag_text(some[i].tag, text),
                     (size_t)some[i].size);
    return n;
}
