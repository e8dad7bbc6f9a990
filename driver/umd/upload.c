/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * upload.c - memory that carries data to the host: chunks, each one heap allocation, filled from the
 * front. A full chunk goes to the end of a queue and comes back once the host has consumed the last
 * command buffer that names it, which is one load from the progress slot and no kernel call.
 */
#include "cmdbuf.h"
#include "os.h"
#include "record.h"

enum {
    CHUNK_FIRST = 512 << 10, /* more than a row of any texture */
    CHUNK = 4 << 20,
    GRAIN = 64 << 10,
    KICK = 1 << 20, /* bytes after which what is written is submitted, so that the host reads while the program writes */
};
#define LIMIT (64ull << 20) /* of all chunks together, but for single spans that are larger than a chunk */

static bool reusable(struct pvu_device *d, const struct pvu_chunk *k)
{
    return k->mapped == 0 && pvu_consumed(d) >= k->heap.use_seq;
}

static void retire(struct pvu_upload *u)
{
    struct pvu_chunk *k = u->current;
    if (!k) return;
    u->current = NULL;
    k->next = NULL;
    if (u->tail) u->tail->next = k;
    else u->head = k;
    u->tail = k;
}

static struct pvu_chunk *take(struct pvu_upload *u, struct pvu_chunk *before, struct pvu_chunk *k)
{
    if (before) before->next = k->next;
    else u->head = k->next;
    if (u->tail == k) u->tail = before;
    k->next = NULL;
    k->pos = 0;
    return k;
}

static struct pvu_chunk *find(struct pvu_device *d, uint64_t size)
{
    struct pvu_chunk *before = NULL;
    for (struct pvu_chunk *k = d->upload.head; k; before = k, k = k->next)
        if (k->heap.size >= size && reusable(d, k)) return take(&d->upload, before, k);
    return NULL;
}

static void destroy(struct pvu_device *d, struct pvu_chunk *k)
{
    d->upload.total -= k->heap.size;
    pvu_heap_destroy(d, &k->heap);
    pvu_os_free(k);
}

/* Gives memory back: every reusable chunk, or those larger than a chunk should be. */
static void trim(struct pvu_device *d, uint64_t above)
{
    struct pvu_chunk *before = NULL, *next;
    for (struct pvu_chunk *k = d->upload.head; k; k = next) {
        next = k->next;
        if (k->heap.size > above && reusable(d, k)) destroy(d, take(&d->upload, before, k));
        else before = k;
    }
}

static enum pvu_status grow(struct pvu_device *d, uint64_t size, struct pvu_chunk **out)
{
    struct pvu_chunk *k = pvu_os_alloc(sizeof *k);
    if (!k) return PVU_NO_MEMORY;
    enum pvu_status s = pvu_heap_create(d, &k->heap, (size + GRAIN - 1) / GRAIN * GRAIN);
    if (s != PVU_OK) {
        pvu_os_free(k);
        return s;
    }
    d->upload.total += k->heap.size;
    *out = k;
    return PVU_OK;
}

enum pvu_status pvu_upload_init(struct pvu_device *d)
{
    return grow(d, CHUNK_FIRST, &d->upload.current);
}

uint32_t pvu_upload_piece(const struct pvu_device *d)
{
    return d->upload.cramped ? CHUNK_FIRST : CHUNK;
}

/* A chunk that has room for size, as u->current. */
static enum pvu_status next_chunk(struct pvu_context *c, uint64_t size)
{
    struct pvu_device *d = c->device;
    struct pvu_upload *u = &d->upload;
    uint64_t wanted = size > CHUNK ? size : CHUNK;
    enum pvu_status s = PVU_NO_MEMORY;
    retire(u);
    if (u->total > LIMIT) trim(d, CHUNK);
    u->current = find(d, size);
    if (!u->current && (u->total + wanted <= LIMIT || size > CHUNK)) {
        s = grow(d, wanted, &u->current);
        if (s == PVU_REMOVED) return s;
        if (s != PVU_OK && !u->cramped) pvu_log("no memory for another chunk of %u KiB", (unsigned)(wanted >> 10));
        if (s != PVU_OK) u->cramped = true;
    }
    for (struct pvu_chunk *k = u->head, *before = NULL; !u->current && k; before = k, k = k->next) {
        if (k->heap.size < size || k->mapped) continue;
        s = pvu_wait_consumed(c, k->heap.use_seq); /* may submit; chunks stay where they are */
        if (s != PVU_OK) return s;
        u->current = take(u, before, k);
    }
    if (!u->current && !u->cramped) s = grow(d, size, &u->current); /* all that fit are mapped */
    return u->current ? PVU_OK : PVU_NO_MEMORY;
}

enum pvu_status pvu_upload(struct pvu_context *c, uint64_t size, uint32_t align, struct pvu_span *span)
{
    struct pvu_device *d = c->device;
    if (c->recorder) return pvu_record_upload(c, size, align, span);
    if (d->upload.since_kick >= KICK) (void)pvu_flush(c);
    struct pvu_chunk *k = d->upload.current;
    uint64_t at = k ? (k->pos + align - 1) & ~(uint64_t)(align - 1) : 0;
    if (!k || at > k->heap.size || size > k->heap.size - at) {
        enum pvu_status s = next_chunk(c, size);
        if (s != PVU_OK) return s;
        k = d->upload.current;
        at = 0;
    }
    uint8_t *cpu = pvu_heap_cpu(d, &k->heap);
    if (!cpu) return PVU_REMOVED;
    span->heap = &k->heap;
    span->offset = at;
    span->cpu = cpu + at;
    k->pos = at + size;
    d->upload.since_kick += size;
    return PVU_OK;
}

void pvu_upload_hold(struct pvu_span *span)
{
    ((struct pvu_chunk *)(void *)span->heap)->mapped++;
}

void pvu_upload_drop(struct pvu_span *span)
{
    if (span->heap) ((struct pvu_chunk *)(void *)span->heap)->mapped--;
    span->heap = NULL;
}

void pvu_upload_trim(struct pvu_device *d)
{
    trim(d, 0);
}

void pvu_upload_fini(struct pvu_device *d)
{
    retire(&d->upload);
    while (d->upload.head) destroy(d, take(&d->upload, NULL, d->upload.head));
}
