/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * cmdbuf.c - the command buffer and lists that dxgkrnl lends the driver, and their submission.
 * Contract: nc-d3dumddi-pfnd3dddi_rendercb.md and ns-d3dumddi-_d3dddicb_render.md.
 */
#include "cmdbuf.h"
#include "os.h"
#include "record.h"

enum {
    TAIL = 2 * sizeof(struct pvgpu_cmd_signal), /* every buffer ends with one or two signals */
    SUBMIT_AT = 64 << 10, /* bytes of commands, even where the buffer is larger: the host works while the program goes on */
    RETRIES = 16,       /* of a submission that lacked memory */
    RETRY_NS = 1000000,
    GROW_AFTER = 4,     /* flushes for want of room in the allocation list before asking for a larger one */
    LIST_SIZE_WANTED = 4096,
};

static void adopt(struct pvu_context *c, void *cmd, uint32_t size, D3DDDI_ALLOCATIONLIST *list, uint32_t list_size,
                  D3DDDI_PATCHLOCATIONLIST *patch, uint32_t patch_size)
{
    c->cmd = cmd;
    c->size = size < SUBMIT_AT ? size : SUBMIT_AT;
    c->list = list;
    c->list_size = list_size;
    c->patch = patch;
    c->patch_size = patch_size;
    c->pos = c->n_list = c->n_patch = 0;
    c->limit = (c->size & ~7u) - TAIL;
    c->stamp++;
    c->want_completed = false;
    c->relist = true;
    c->device->upload.since_kick = 0;
}

static bool large_enough(uint32_t size, uint32_t list_size, uint32_t patch_size)
{
    return size >= PVU_CMD_MAX + TAIL && list_size > 2 * PVU_LIST_MARGIN && patch_size > 2 * PVU_LIST_MARGIN;
}

enum pvu_status pvu_cmd_init(struct pvu_context *c, const D3DDDICB_CREATECONTEXT *k)
{
    if (!k->pCommandBuffer || !large_enough(k->CommandBufferSize, k->AllocationListSize, k->PatchLocationListSize)) {
        pvu_log("command buffer of %u bytes, %u allocations, %u patch locations is too small", k->CommandBufferSize,
                k->AllocationListSize, k->PatchLocationListSize);
        return PVU_UNSUPPORTED;
    }
    adopt(c, k->pCommandBuffer, k->CommandBufferSize, k->pAllocationList, k->AllocationListSize, k->pPatchLocationList,
          k->PatchLocationListSize);
    return PVU_OK;
}

/* Commands of a lost device go to memory that nobody reads. */
static void divert(struct pvu_context *c)
{
    struct pvu_device *d = c->device;
    uint8_t *p = d->scratch;
    if (c->cmd == p) {
        c->pos = c->n_list = c->n_patch = 0;
        c->stamp++;
        return;
    }
    uint32_t list_bytes = 4 * PVU_LIST_MARGIN * sizeof *c->list;
    adopt(c, p, 2 * PVU_CMD_MAX, (void *)(p + 2 * PVU_CMD_MAX), 4 * PVU_LIST_MARGIN, (void *)(p + 2 * PVU_CMD_MAX + list_bytes),
          4 * PVU_LIST_MARGIN);
}

/* The docs promise new buffers "regardless of whether the call is successful": takes the commands along. */
static void carry_over(struct pvu_context *c, const D3DDDICB_RENDER *k)
{
    if (k->pNewCommandBuffer && k->pNewCommandBuffer != c->cmd && k->NewCommandBufferSize >= c->pos)
        c->cmd = memcpy(k->pNewCommandBuffer, c->cmd, c->pos);
    if (k->pNewAllocationList && k->pNewAllocationList != c->list && k->NewAllocationListSize >= c->n_list)
        c->list = memcpy(k->pNewAllocationList, c->list, c->n_list * sizeof *c->list);
    if (k->pNewPatchLocationList && k->pNewPatchLocationList != c->patch && k->NewPatchLocationListSize >= c->n_patch)
        c->patch = memcpy(k->pNewPatchLocationList, c->patch, c->n_patch * sizeof *c->patch);
}

static enum pvu_status submit(struct pvu_context *c)
{
    struct pvu_device *d = c->device;
    D3DDDICB_RENDER k;
    HRESULT hr = S_OK;
    enum pvu_status s = PVU_OK;
    if (d->lock_per_render) {
        pvu_lock(d); /* no creation may be writing into what is unlocked */
        pvu_heaps_unlock(d);
    }
    for (int attempt = 0; attempt < RETRIES; attempt++) {
        memset(&k, 0, sizeof k);
        k.CommandLength = c->pos;
        k.NumAllocations = c->n_list;
        k.NumPatchLocations = c->n_patch;
        k.hContext = d->kernel_context;
        if (c->full_list >= GROW_AFTER && c->list_size < LIST_SIZE_WANTED) {
            k.Flags.ResizeAllocationList = 1; /* buffer and patch list stay: the kernel driver's limits are what they have now */
            k.NewAllocationListSize = LIST_SIZE_WANTED;
            c->full_list = 0;
        }
        hr = d->kernel->pfnRenderCb(d->rt.handle, &k);
        s = pvu_status_of(hr);
        if (s == PVU_OK) break;
        carry_over(c, &k);
        if (s != PVU_NO_MEMORY) break;
        pvu_os_event_wait(0, RETRY_NS);
    }
    if (d->lock_per_render) pvu_unlock(d);
    if (s == PVU_OK && k.pNewCommandBuffer &&
        large_enough(k.NewCommandBufferSize, k.NewAllocationListSize, k.NewPatchLocationListSize)) {
        adopt(c, k.pNewCommandBuffer, k.NewCommandBufferSize, k.pNewAllocationList, k.NewAllocationListSize,
              k.pNewPatchLocationList, k.NewPatchLocationListSize);
        return PVU_OK;
    }
    if (s == PVU_LOCKED) return s;
    pvu_log("submission of %u bytes failed: 0x%08x", (unsigned)c->pos, (unsigned)hr);
    return PVU_REMOVED;
}

/* Into the room that limit leaves. */
static void signal(struct pvu_context *c, uint32_t when, uint64_t value)
{
    struct pvgpu_cmd_signal *s = (struct pvgpu_cmd_signal *)(void *)(c->cmd + c->pos);
    PVGPU_CMD_INIT(s, SIGNAL);
    s->heap = c->device->control.id;
    s->when = when;
    s->offset = when * 64u;
    s->value = value;
    c->pos += (uint32_t)sizeof *s;
    pvu_use_heap(c, &c->device->control, true);
}

enum pvu_status pvu_flush(struct pvu_context *c)
{
    struct pvu_device *d = c->device;
    if (c->recorder) return d->removed ? PVU_REMOVED : PVU_OK; /* what is recorded waits for its execution */
    if (c->pos == 0 && !c->want_completed) {
        if (c->n_list) { /* listed for a command that was not written in the end */
            c->n_list = c->n_patch = 0;
            c->limit = (c->size & ~7u) - TAIL;
            c->stamp++;
            c->relist = true;
        }
        pvu_release_garbage(d);
        return d->removed ? PVU_REMOVED : PVU_OK;
    }
    if (!d->removed) {
        if (c->want_completed) signal(c, PVGPU_SIGNAL_COMPLETED, ++d->completed_asked);
        c->want_completed = false;
        signal(c, PVGPU_SIGNAL_CONSUMED, c->stamp);
        switch (submit(c)) {
        case PVU_OK:
            pvu_release_garbage(d);
            pvu_record_trim(d);
            c->amortize = true;
            return PVU_OK;
        case PVU_LOCKED: /* only the probe of a new device comes here with nothing lost, see pvu_device_probe */
            if (!d->lock_per_render) {
                d->lock_per_render = true;
                pvu_log("memory is unlocked for each submission");
                if (submit(c) == PVU_OK) {
                    c->amortize = true;
                    return PVU_OK;
                }
            }
            break;
        default:
            break;
        }
        pvu_lose(d, "submission failed");
        pvu_fail(c, PVU_REMOVED, PVU_ENTRY_STATE);
    }
    divert(c);
    pvu_release_garbage(d);
    return PVU_REMOVED;
}

void pvu_cmd_full(struct pvu_context *c, uint32_t size)
{
    if (c->recorder) {
        pvu_record_block(c);
        return;
    }
    if (c->limit < (c->size & ~7u) - TAIL) c->full_list++; /* pvu_list closed the buffer */
    (void)pvu_flush(c);
    if (size > c->limit - c->pos) divert(c); /* cannot be: PVU_CMD_MAX bounds every command */
}

void pvu_list(struct pvu_context *c, struct pvu_ref *ref, bool write, bool patch)
{
    if (c->recorder) {
        pvu_record_use(c, ref, write, patch);
        return;
    }
    if (c->n_list >= c->list_size || (patch && c->n_patch >= c->patch_size)) return; /* pvu_room keeps this from happening */
    D3DDDI_ALLOCATIONLIST *l = &c->list[c->n_list];
    l->hAllocation = ref->allocation;
    l->Value = 0;
    l->WriteOperation = write;
    __atomic_store_n(&ref->stamp, c->stamp, __ATOMIC_RELAXED);
    ref->index = c->n_list++;
    if (patch) {
        D3DDDI_PATCHLOCATIONLIST *p = &c->patch[c->n_patch++];
        memset(p, 0, sizeof *p);
        p->AllocationIndex = ref->index;
    }
    if (c->n_list + PVU_LIST_MARGIN >= c->list_size || c->n_patch + PVU_LIST_MARGIN >= c->patch_size)
        c->limit = c->pos; /* the next pvu_reserve submits */
}

void pvu_room(struct pvu_context *c, uint32_t n)
{
    if (c->recorder) {
        pvu_record_room(c, n);
        return;
    }
    if (c->n_list + n + PVU_LIST_MARGIN < c->list_size) return;
    c->full_list = GROW_AFTER;
    if (c->pos) (void)pvu_flush(c);
}

void pvu_amortize(struct pvu_context *c)
{
    struct pvu_device *d = c->device;
    if (!c->amortize) return;
    c->amortize = false;
    if (d->level >= PVU_LEVEL_11_0) c->core->pfnPerformAmortizedProcessingCb(c->rt_core);
}
