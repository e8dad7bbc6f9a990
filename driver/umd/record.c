/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * record.c - see record.h.
 */
#include "record.h"
#include "cmdbuf.h"
#include "os.h"

enum {
    MENTIONS = 128,        /* of a new block */
    PATCHES = 8,           /* heaps that a block may mention before it is closed: a buffer's patch list may be short */
    MENTIONS_MORE = 2048,  /* room for everything that can be bound */
    CHUNK_SIZE = 256 << 10,
    GRAIN = 64 << 10,
};
#define SPARE_LIMIT (16ull << 20) /* bytes of upload memory kept for later recordings */
#define STAMP_MARK (1ull << 63)   /* no command buffer has such a number */

PVGPU_STATIC_ASSERT(PVU_SPILL >= PVU_CMD_MAX, "any command can be spilled");
PVGPU_STATIC_ASSERT(offsetof(struct pvu_resource, ref) == 0 && offsetof(struct pvu_heap, ref) == 0, "a ref is its owner");

/* ---- blocks ---- */

static bool widen(struct pvu_block *b, uint32_t capacity)
{
    struct pvu_mention *m = pvu_os_alloc(capacity * (sizeof *m + sizeof *b->list));
    if (!m) return false;
    D3DDDI_ALLOCATIONLIST *list = (void *)(m + capacity);
    if (b->n) memcpy(m, b->mention, b->n * sizeof *m);
    if (b->n) memcpy(list, b->list, b->n * sizeof *list);
    pvu_os_free(b->mention);
    b->mention = m;
    b->list = list;
    b->capacity = capacity;
    return true;
}

static struct pvu_block *new_block(uint32_t size)
{
    struct pvu_block *b = pvu_os_alloc(sizeof *b + size);
    if (b && !widen(b, MENTIONS)) {
        pvu_os_free(b);
        b = NULL;
    }
    return b;
}

static void free_block(struct pvu_block *b)
{
    pvu_os_free(b->mention);
    pvu_os_free(b);
}

static void link_block(struct pvu_recording *r, struct pvu_block *b)
{
    if (r->last) r->last->next = b;
    else r->first = b;
    r->last = b;
}

/* The bytes written so far belong to the block. */
static void settle(struct pvu_context *c)
{
    struct pvu_block *b = c->recorder->out.last;
    if (!b || c->cmd != b->cmd) return;
    c->recorder->out.bytes += c->pos - b->used;
    b->used = c->pos;
    b->n = c->n_list;
}

static void adopt(struct pvu_context *c, uint8_t *cmd, struct pvu_block *b)
{
    c->cmd = cmd;
    c->pos = c->n_list = 0;
    c->size = c->limit = PVU_CMD_MAX;
    c->list = b ? b->list : NULL;
    c->list_size = c->patch_size = b ? b->capacity : 0;
    c->stamp++;
    c->relist = b != NULL;
    c->want_completed = false;
}

static void fail(struct pvu_context *c)
{
    struct pvu_recorder *r = c->recorder;
    settle(c);
    adopt(c, r->spill, NULL);
    if (r->failed) return;
    r->failed = true;
    pvu_log("no memory for recorded commands");
    /* using-context-local-ddi-handles.md: any entry of a deferred context may report this. A creation reports it itself. */
    if (!r->side) pvu_fail(c, PVU_NO_MEMORY, PVU_ENTRY_CREATE);
}

void pvu_record_block(struct pvu_context *c)
{
    struct pvu_recorder *r = c->recorder;
    settle(c);
    struct pvu_block *b = r->failed ? NULL : new_block(PVU_CMD_MAX);
    if (!b) {
        fail(c);
        return;
    }
    link_block(&r->out, b);
    adopt(c, b->cmd, b);
    c->amortize = !r->side; /* changes-from-direct3d-10.md: as often as an immediate context submits */
}

enum pvu_status pvu_record_start(struct pvu_context *c, struct pvu_device *d, struct pvu_recorder *r)
{
    memset(&r->out, 0, sizeof r->out);
    r->chunk = NULL;
    r->failed = r->closed = false;
    c->device = d;
    c->recorder = r;
    c->cmd = NULL;
    if (!(c->stamp & STAMP_MARK)) c->stamp = STAMP_MARK;
    pvu_bound_reset(&c->bound);
    struct pvu_block *b = new_block(PVU_CMD_MAX);
    if (!b) {
        r->failed = true;
        adopt(c, r->spill, NULL);
        return PVU_NO_MEMORY;
    }
    link_block(&r->out, b);
    adopt(c, b->cmd, b);
    c->amortize = false;
    return PVU_OK;
}

void pvu_record_take(struct pvu_context *c, struct pvu_recording *out)
{
    struct pvu_recorder *r = c->recorder;
    settle(c);
    if (r->chunk) {
        pvu_lock(c->device);
        r->chunk->heap.pinned--;
        pvu_unlock(c->device);
    }
    r->chunk = NULL;
    *out = r->out;
    memset(&r->out, 0, sizeof r->out);
    adopt(c, r->spill, NULL);
}

/* ---- mentions ---- */

void pvu_record_room(struct pvu_context *c, uint32_t n)
{
    struct pvu_block *b = c->recorder->out.last;
    if (c->cmd == c->recorder->spill || c->n_list + n + PVU_LIST_MARGIN < c->list_size) return;
    b->n = c->n_list;
    if (!widen(b, c->n_list + n + MENTIONS_MORE)) {
        fail(c);
        return;
    }
    c->list = b->list;
    c->list_size = b->capacity;
}

static bool just_mentioned(const struct pvu_block *b, uint32_t n, const struct pvu_ref *ref, bool write)
{
    for (uint32_t i = n; i > 0 && n - i < 4; i--)
        if (b->mention[i - 1].ref == ref && (!write || b->list[i - 1].WriteOperation)) return true;
    return false;
}

/* A copy that is local to a deferred context says where it stands in the block; other objects belong to the
 * immediate context as well, and are mentioned as often as they are used. */
void pvu_record_use(struct pvu_context *c, struct pvu_ref *ref, bool write, bool patch)
{
    struct pvu_block *b = c->recorder->out.last;
    struct pvu_ref *home = ref->home ? ref->home : ref;
    if (c->cmd == c->recorder->spill) return;
    if (!ref->home && just_mentioned(b, c->n_list, ref, write)) return;
    if (c->n_list >= b->capacity) pvu_record_room(c, 1);
    if (c->cmd == c->recorder->spill) return;
    uint32_t i = c->n_list++;
    b->mention[i] = (struct pvu_mention){ .ref = home, .patch = patch, .staging = patch && ref->home,
                                          .id = patch ? 0 : ((const struct pvu_resource *)(const void *)ref)->id };
    b->list[i] = (D3DDDI_ALLOCATIONLIST){ .hAllocation = 0 };
    b->list[i].WriteOperation = write;
    if (ref->home) {
        ref->stamp = c->stamp;
        ref->index = i;
    }
    if (patch && ++b->n_patch >= PATCHES) c->limit = c->pos; /* the next command begins a block */
    if (c->n_list + PVU_LIST_MARGIN >= b->capacity) c->limit = c->pos;
}

void pvu_record_read_back(struct pvu_context *c, struct pvu_ref *heap)
{
    struct pvu_block *b = c->recorder->out.last;
    struct pvu_ref *home = heap->home ? heap->home : heap;
    if (c->cmd == c->recorder->spill) return;
    for (uint32_t i = c->n_list; i > 0; i--)
        if (b->mention[i - 1].ref == home) {
            b->mention[i - 1].read_back = true;
            return;
        }
}

void pvu_record_bury(struct pvu_context *c, const struct pvu_ref *ref, struct pvu_ref *left)
{
    settle(c);
    for (struct pvu_block *b = c->recorder->out.first; b; b = b->next)
        for (uint32_t i = 0; i < b->n; i++)
            if (b->mention[i].ref == ref) {
                b->mention[i].ref = left;
                b->mention[i].gone = true;
            }
}

/* ---- upload memory ---- */

static bool remember_chunk(struct pvu_recording *r, struct pvu_chunk *k)
{
    if (r->n_chunks == r->chunks_size) {
        uint32_t size = r->chunks_size ? r->chunks_size * 2 : 8;
        struct pvu_chunk **grown = pvu_os_alloc(size * sizeof *grown);
        if (!grown) return false;
        if (r->n_chunks) memcpy(grown, r->chunks, r->n_chunks * sizeof *grown);
        pvu_os_free(r->chunks);
        r->chunks = grown;
        r->chunks_size = size;
    }
    r->chunks[r->n_chunks++] = k;
    k->mapped++;
    return true;
}

/* Whether the host has read it. Looking needs the control heap, which only stays locked where nothing is unlocked. */
static bool reusable(struct pvu_device *d, const struct pvu_chunk *k)
{
    return !k->heap.use_seq || (!d->lock_per_render && pvu_consumed(d) >= k->heap.use_seq);
}

/* Under the lock; read without it by those who only want to know whether to take it. */
static void count_spare(struct pvu_device *d, int64_t bytes)
{
    __atomic_store_n(&d->spare_size, d->spare_size + (uint64_t)bytes, __ATOMIC_RELAXED);
}

static struct pvu_chunk *take_spare(struct pvu_device *d, uint64_t size)
{
    for (struct pvu_chunk **link = &d->spare; *link; link = &(*link)->next) {
        struct pvu_chunk *k = *link;
        if (k->heap.size < size || !reusable(d, k)) continue;
        *link = k->next;
        count_spare(d, -(int64_t)k->heap.size);
        k->next = NULL;
        k->heap.ref.stamp = k->heap.use_seq = 0;
        return k;
    }
    return NULL;
}

static enum pvu_status make_chunk(struct pvu_device *d, uint64_t size, struct pvu_chunk **out)
{
    struct pvu_chunk *k = pvu_os_alloc(sizeof *k);
    if (!k) return PVU_NO_MEMORY;
    enum pvu_status s = pvu_heap_create(d, &k->heap, (size + GRAIN - 1) / GRAIN * GRAIN);
    if (s == PVU_OK) *out = k;
    else pvu_os_free(k);
    return s;
}

static void let_go(struct pvu_device *d, struct pvu_chunk *k)
{
    if (--k->mapped) return;
    k->next = d->spare;
    d->spare = k;
    count_spare(d, (int64_t)k->heap.size);
}

static enum pvu_status next_chunk(struct pvu_context *c, uint64_t size)
{
    struct pvu_recorder *r = c->recorder;
    struct pvu_device *d = c->device;
    enum pvu_status s = PVU_OK;
    pvu_lock(d);
    if (r->chunk) r->chunk->heap.pinned--;
    r->chunk = NULL;
    struct pvu_chunk *k = take_spare(d, size);
    if (!k) s = make_chunk(d, size > CHUNK_SIZE ? size : CHUNK_SIZE, &k);
    if (s == PVU_OK && !remember_chunk(&r->out, k)) {
        k->mapped++;
        let_go(d, k);
        s = PVU_NO_MEMORY;
    }
    if (s == PVU_OK) {
        k->pos = 0;
        k->heap.pinned++; /* it stays where it is, whatever the immediate context unlocks */
        r->chunk = pvu_heap_cpu(d, &k->heap) ? k : NULL;
        if (!r->chunk) k->heap.pinned--, s = PVU_REMOVED;
    }
    pvu_unlock(d);
    return s;
}

enum pvu_status pvu_record_upload(struct pvu_context *c, uint64_t size, uint32_t align, struct pvu_span *span)
{
    struct pvu_chunk *k = c->recorder->chunk;
    uint64_t at = k ? (k->pos + align - 1) & ~(uint64_t)(align - 1) : 0;
    if (!k || at > k->heap.size || size > k->heap.size - at) {
        enum pvu_status s = next_chunk(c, size);
        if (s != PVU_OK) return s;
        k = c->recorder->chunk;
        at = 0;
    }
    *span = (struct pvu_span){ .heap = &k->heap, .offset = at, .cpu = k->heap.cpu + at };
    k->pos = at + size;
    return PVU_OK;
}

static void destroy_chunk(struct pvu_device *d, struct pvu_chunk **link)
{
    struct pvu_chunk *k = *link;
    *link = k->next;
    count_spare(d, -(int64_t)k->heap.size);
    pvu_heap_destroy(d, &k->heap);
    pvu_os_free(k);
}

void pvu_record_trim(struct pvu_device *d)
{
    if (__atomic_load_n(&d->spare_size, __ATOMIC_RELAXED) <= SPARE_LIMIT) return; /* a look without the lock: the next submission looks again */
    pvu_lock(d);
    for (struct pvu_chunk **link = &d->spare; *link && d->spare_size > SPARE_LIMIT;) {
        if (pvu_consumed(d) >= (*link)->heap.use_seq) destroy_chunk(d, link);
        else link = &(*link)->next;
    }
    pvu_unlock(d);
}

void pvu_record_fini(struct pvu_device *d)
{
    while (d->spare) destroy_chunk(d, &d->spare);
}

/* ---- queries ---- */

void pvu_record_ended(struct pvu_context *c, struct pvu_query *home, uint64_t seq)
{
    struct pvu_recording *r = &c->recorder->out;
    if (c->recorder->failed) return;
    if (r->n_ended == r->ended_size) {
        uint32_t size = r->ended_size ? r->ended_size * 2 : 8;
        struct pvu_ended *grown = pvu_os_alloc(size * sizeof *grown);
        if (!grown) {
            fail(c);
            return;
        }
        if (r->n_ended) memcpy(grown, r->ended, r->n_ended * sizeof *grown);
        pvu_os_free(r->ended);
        r->ended = grown;
        r->ended_size = size;
    }
    r->ended[r->n_ended++] = (struct pvu_ended){ home, seq };
}

/* ---- giving it to a context ---- */

static struct pvu_resource *staging_of(struct pvu_heap *h)
{
    return (struct pvu_resource *)(void *)((uint8_t *)h - offsetof(struct pvu_resource, heap));
}

static void use(struct pvu_context *c, const struct pvu_mention *m, bool write)
{
    if (m->patch) {
        struct pvu_heap *h = (struct pvu_heap *)(void *)m->ref;
        pvu_use_heap(c, h, write);
        if (!m->read_back) return;
        if (c->recorder) pvu_record_read_back(c, &h->ref);
        else staging_of(h)->read_value = pvu_want_completed(c);
        return;
    }
    struct pvu_resource *r = (struct pvu_resource *)(void *)m->ref;
    if (c->recorder) pvu_record_use(c, m->ref, write, false);
    else if (m->ref->stamp != c->stamp) pvu_list(c, m->ref, write, false);
    else if (write) c->list[m->ref->index].WriteOperation = 1;
    if (write && !m->gone) pvu_map_changed(r);
}

/* Commands name a resource by the id that it had when they were written; identities that were rotated since
 * are put right. */
static void rename_resources(uint8_t *cmd, uint32_t size, const struct pvu_block *b)
{
    for (uint32_t at = 0; at < size;) {
        struct pvgpu_command *h = (struct pvgpu_command *)(void *)(cmd + at);
        int ix = pvgpu_index_of(h->op);
        const struct pvgpu_desc *d = &pvgpu_descs[ix];
        for (unsigned i = 0; i < d->n_fields; i++) {
            const struct pvgpu_field *f = &d->fields[i];
            if ((f->kind != PVGPU_K_ref && f->kind != PVGPU_K_optref) || f->arg != PVGPU_OBJ_RESOURCE) continue;
            uint32_t *id = (uint32_t *)(void *)(cmd + at + f->offset);
            for (uint32_t m = 0; m < b->n; m++) {
                const struct pvu_mention *mention = &b->mention[m];
                if (mention->patch || mention->gone || mention->id != *id) continue;
                *id = ((const struct pvu_resource *)(const void *)mention->ref)->id;
                break;
            }
        }
        at += h->size;
    }
}

static bool rotated(const struct pvu_block *b)
{
    for (uint32_t i = 0; i < b->n; i++) {
        const struct pvu_mention *m = &b->mention[i];
        if (!m->patch && !m->gone && ((const struct pvu_resource *)(const void *)m->ref)->id != m->id) return true;
    }
    return false;
}

bool pvu_record_stale(const struct pvu_recording *r)
{
    for (const struct pvu_block *b = r->first; b; b = b->next)
        if (rotated(b)) return true;
    return false;
}

/* What commands read out of staging memory has to be there when the host consumes them. */
static void settle_staging(struct pvu_context *c, const struct pvu_block *b)
{
    for (uint32_t i = 0; i < b->n; i++)
        if (b->mention[i].staging)
            (void)pvu_staging_wait(c, staging_of((struct pvu_heap *)(void *)b->mention[i].ref), b->mention[i].read_back);
}

static void append_block(struct pvu_context *c, const struct pvu_block *b)
{
    if (!b->used) return;
    if (!c->recorder) settle_staging(c, b);
    if (c->recorder) pvu_record_block(c); /* its mentions and its patches begin anew */
    pvu_room(c, b->n);
    uint8_t *to = memcpy(pvu_reserve(c, b->used), b->cmd, b->used);
    if (rotated(b)) rename_resources(to, b->used, b);
    for (uint32_t i = 0; i < b->n; i++) use(c, &b->mention[i], b->list[i].WriteOperation);
}

enum pvu_status pvu_record_append(struct pvu_context *c, const struct pvu_recording *r)
{
    for (const struct pvu_block *b = r->first; b; b = b->next) append_block(c, b);
    if (!c->recorder) return PVU_OK;
    pvu_lock(c->device);
    for (uint32_t i = 0; i < r->n_chunks && !c->recorder->failed; i++)
        if (!remember_chunk(&c->recorder->out, r->chunks[i])) fail(c);
    pvu_unlock(c->device);
    for (uint32_t i = 0; i < r->n_ended; i++) pvu_record_ended(c, r->ended[i].query, r->ended[i].seq);
    return c->recorder->failed ? PVU_NO_MEMORY : PVU_OK;
}

void pvu_record_settle(struct pvu_context *c, const struct pvu_recording *r)
{
    for (const struct pvu_block *b = r->first; b; b = b->next) settle_staging(c, b);
}

void pvu_record_mention_all(struct pvu_context *c, const struct pvu_recording *r)
{
    for (const struct pvu_block *b = r->first; b; b = b->next)
        for (uint32_t i = 0; i < b->n; i++) use(c, &b->mention[i], b->list[i].WriteOperation);
}

void pvu_record_free(struct pvu_device *d, struct pvu_recording *r)
{
    struct pvu_block *next;
    for (struct pvu_block *b = r->first; b; b = next) {
        next = b->next;
        free_block(b);
    }
    for (uint32_t i = 0; i < r->n_chunks; i++) let_go(d, r->chunks[i]);
    pvu_os_free(r->chunks);
    pvu_os_free(r->ended);
    memset(r, 0, sizeof *r);
}
