/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * cmdbuf.h - writing commands. A command is written in two steps: pvu_reserve gives its place (and
 * may submit what is there), then pvu_use and pvu_use_heap list the allocations that it names.
 * At least PVU_LIST_MARGIN allocations can be listed after each pvu_reserve; commands that name
 * more call pvu_room first.
 *
 * Nothing here fails: after the device is removed commands go to memory that nobody reads.
 */
#ifndef PVU_CMDBUF_H
#define PVU_CMDBUF_H

#include "pvu.h"
#include "pvgpu_codec.h"

#define PVU_LIST_MARGIN 16u
#define PVU_CMD_MAX (16u << 10) /* bytes of the largest single command that the driver writes */

enum pvu_status pvu_cmd_init(struct pvu_context *c, const D3DDDICB_CREATECONTEXT *k);
void pvu_cmd_full(struct pvu_context *c, uint32_t size);
void pvu_list(struct pvu_context *c, struct pvu_ref *ref, bool write, bool patch);
/* Makes sure that n allocations can be listed. */
void pvu_room(struct pvu_context *c, uint32_t n);
/* Submits what is there; nothing when nothing is. */
enum pvu_status pvu_flush(struct pvu_context *c);
/* Tells the runtime of submissions (pfnPerformAmortizedProcessingCb). It may call back into the
 * driver, so only entries with nothing half done call it. */
void pvu_amortize(struct pvu_context *c);

static inline void *pvu_reserve(struct pvu_context *c, uint32_t size)
{
    if (__builtin_expect(size > c->limit - c->pos, 0)) pvu_cmd_full(c, size);
    void *p = c->cmd + c->pos;
    c->pos += size;
    return p;
}

/* Reserves a command struct and fills its header; a tail of tail_bytes follows it. */
static inline void *pvu_command(struct pvu_context *c, uint32_t op, uint32_t fixed, uint32_t tail_bytes)
{
    uint32_t size = (fixed + tail_bytes + 7u) & ~7u;
    uint8_t *p = pvu_reserve(c, size);
    struct pvgpu_command *h = (struct pvgpu_command *)p;
    h->op = (uint16_t)op;
    h->flags = 0;
    h->size = size;
    if (tail_bytes & 7u) *(uint64_t *)(void *)(p + size - 8) = 0; /* the padding; the caller writes the tail after it */
    return p;
}

#define PVU_CMD(c, name, NAME) ((struct pvgpu_cmd_##name *)pvu_command(c, PVGPU_OP_##NAME, sizeof(struct pvgpu_cmd_##name), 0))
#define PVU_CMD_TAIL(c, name, NAME, bytes) \
    ((struct pvgpu_cmd_##name *)pvu_command(c, PVGPU_OP_##NAME, sizeof(struct pvgpu_cmd_##name), (uint32_t)(bytes)))

/* The command just reserved uses a resource. */
static inline void pvu_use(struct pvu_context *c, struct pvu_resource *r, bool write)
{
    if (__atomic_load_n(&r->ref.stamp, __ATOMIC_RELAXED) != c->stamp) pvu_list(c, &r->ref, write, false);
    else if (write) c->list[r->ref.index].WriteOperation = 1;
}

static inline void pvu_use_heap(struct pvu_context *c, struct pvu_heap *h, bool write)
{
    if (!c->recorder) h->use_seq = c->stamp;
    if (__atomic_load_n(&h->ref.stamp, __ATOMIC_RELAXED) != c->stamp) pvu_list(c, &h->ref, write, true);
    else if (write) c->list[h->ref.index].WriteOperation = 1;
}

/* Before every draw or dispatch. */
static inline void pvu_before_draw(struct pvu_context *c)
{
    if (__builtin_expect(c->relist, 0)) pvu_bound_relist(c);
}

#endif
