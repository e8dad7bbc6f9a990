/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * segment.c - addresses inside a memory segment: holes sorted by offset, first fit.
 */
#include "dxgk_internal.h"

bool dxgk_segment_init(struct dxgk_segment *s)
{
    s->max_holes = 64;
    s->holes = malloc(s->max_holes * sizeof *s->holes);
    if (!s->holes) return false;
    s->holes[0] = (struct dxgk_range){ 0, s->d.Size };
    s->n_holes = 1;
    s->used = 0;
    return true;
}

void dxgk_segment_fini(struct dxgk_segment *s)
{
    free(s->holes);
    s->holes = NULL;
    s->n_holes = 0;
}

static bool insert(struct dxgk_segment *s, uint32_t at, struct dxgk_range r)
{
    if (s->n_holes == s->max_holes) {
        struct dxgk_range *p = realloc(s->holes, 2u * s->max_holes * sizeof *p);
        if (!p) return false;
        s->holes = p;
        s->max_holes *= 2;
    }
    memmove(&s->holes[at + 1], &s->holes[at], (s->n_holes - at) * sizeof *s->holes);
    s->holes[at] = r;
    s->n_holes++;
    return true;
}

static void drop(struct dxgk_segment *s, uint32_t at)
{
    s->n_holes--;
    memmove(&s->holes[at], &s->holes[at + 1], (s->n_holes - at) * sizeof *s->holes);
}

bool dxgk_segment_take(struct dxgk_segment *s, uint64_t size, uint64_t align, bool from_end, uint64_t *offset)
{
    uint32_t i, k;

    if (s->used + size > s->d.CommitLimit) return false;
    for (k = 0; k < s->n_holes; k++) {
        struct dxgk_range *h = &s->holes[i = from_end ? s->n_holes - 1 - k : k], before, after;
        uint64_t at;

        if (h->size < size) continue;
        at = from_end ? (h->offset + h->size - size) & ~(align - 1) : (h->offset + align - 1) & ~(align - 1);
        if (at < h->offset || at - h->offset > h->size - size) continue;
        before = (struct dxgk_range){ h->offset, at - h->offset };
        after = (struct dxgk_range){ at + size, h->offset + h->size - (at + size) };
        if (before.size && after.size) {
            if (!insert(s, i + 1, after)) return false;
            s->holes[i] = before;
        } else if (before.size || after.size) {
            s->holes[i] = before.size ? before : after;
        } else {
            drop(s, i);
        }
        s->used += size;
        *offset = at;
        return true;
    }
    return false;
}

void dxgk_segment_give(struct dxgk_segment *s, uint64_t offset, uint64_t size)
{
    uint32_t low = 0, high = s->n_holes;

    while (low < high) { /* the first hole behind offset */
        uint32_t mid = (low + high) / 2;
        if (s->holes[mid].offset < offset) low = mid + 1;
        else high = mid;
    }
    s->used -= size;
    if (low > 0 && s->holes[low - 1].offset + s->holes[low - 1].size == offset) {
        s->holes[low - 1].size += size;
        if (low < s->n_holes && offset + size == s->holes[low].offset) {
            s->holes[low - 1].size += s->holes[low].size;
            drop(s, low);
        }
    } else if (low < s->n_holes && offset + size == s->holes[low].offset) {
        s->holes[low].offset = offset;
        s->holes[low].size += size;
    } else if (!insert(s, low, (struct dxgk_range){ offset, size })) {
        dxgk_log("no memory for the list of holes: %llu bytes of the segment are lost", (unsigned long long)size);
    }
}
