/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * fake_host.c - the host's side: checks what is submitted and keeps the contents of buffers.
 */
#include "fake_host.h"

struct fake_allocation *fake_find(struct fake *k, uint32_t id)
{
    uint32_t i = id - 5000;
    return i && i < FAKE_ALLOCATIONS && k->allocation[i].live ? &k->allocation[i] : NULL;
}

static void bad(struct fake *k, const void *cmd, const char *why)
{
    char text[512];
    pvgpu_print(cmd, text, sizeof text);
    printf("# bad command: %s: %s\n", why, text);
    k->bad++;
}

/* Whether the id of a resource or heap stands in the buffer's list, and a heap in its patch list. */
static bool listed(struct fake *k, const D3DDDICB_RENDER *a, uint32_t id, bool heap)
{
    for (UINT i = 0; i < a->NumAllocations; i++) {
        const struct fake_allocation *al = fake_by_handle(k, k->list[i].hAllocation);
        if (!al || al->desc.id != id) continue;
        if (!heap) return true;
        for (UINT p = 0; p < a->NumPatchLocations; p++)
            if (k->patch[p].AllocationIndex == i && k->patch[p].PatchOffset == 0) return true;
        return false;
    }
    return false;
}

static void check_handle(struct fake *k, const D3DDDICB_RENDER *a, const void *cmd, uint32_t kind, uint32_t id)
{
    if (kind == PVGPU_OBJ_RESOURCE || kind == PVGPU_OBJ_HEAP) {
        const struct fake_allocation *al = fake_find(k, id);
        uint32_t want = kind == PVGPU_OBJ_HEAP ? PVK_ALLOC_HEAP : PVK_ALLOC_RESOURCE;
        if (!al || al->desc.kind != want) bad(k, cmd, "no such resource or heap");
        else if (!listed(k, a, id, kind == PVGPU_OBJ_HEAP)) bad(k, cmd, "allocation not in the list");
        return;
    }
    if (id >= FAKE_OBJECTS || !k->kinds[id]) bad(k, cmd, "object not defined");
    else if (kind != PVGPU_OBJ_ANY && k->kinds[id] != kind) bad(k, cmd, "object of another kind");
}

static void check_handles(struct fake *k, const D3DDDICB_RENDER *a, const uint8_t *cmd, const struct pvgpu_desc *d)
{
    for (unsigned i = 0; i < d->n_fields; i++) {
        const struct pvgpu_field *f = &d->fields[i];
        uint32_t v;
        memcpy(&v, cmd + f->offset, 4);
        if (f->kind == PVGPU_K_newid) {
            if (v >= FAKE_OBJECTS || k->kinds[v]) bad(k, cmd, "id in use");
            else k->kinds[v] = (uint8_t)f->arg;
        } else if (f->kind == PVGPU_K_ref || (f->kind == PVGPU_K_optref && v)) {
            check_handle(k, a, cmd, f->arg, v);
        }
    }
}

static void check_tails(struct fake *k, const D3DDDICB_RENDER *a, const void *cmd, int ix)
{
    const void *tail = (const uint8_t *)cmd + pvgpu_descs[ix].size;
    if (ix == PVGPU_IX_SET_SRVS) {
        const struct pvgpu_cmd_set_srvs *c = cmd;
        for (uint32_t i = 0; i < c->n; i++)
            if (((const uint32_t *)tail)[i]) check_handle(k, a, cmd, PVGPU_OBJ_SRV, ((const uint32_t *)tail)[i]);
    } else if (ix == PVGPU_IX_SET_SAMPLERS) {
        const struct pvgpu_cmd_set_samplers *c = cmd;
        for (uint32_t i = 0; i < c->n; i++)
            if (((const uint32_t *)tail)[i]) check_handle(k, a, cmd, PVGPU_OBJ_SAMPLER, ((const uint32_t *)tail)[i]);
    } else if (ix == PVGPU_IX_SET_VERTEX_BUFFERS) {
        const struct pvgpu_cmd_set_vertex_buffers *c = cmd;
        const struct pvgpu_vertex_buffer *b = tail;
        for (uint32_t i = 0; i < c->n; i++) {
            if (b[i].resource) check_handle(k, a, cmd, PVGPU_OBJ_RESOURCE, b[i].resource);
            if (c->first + i == 0) k->bound_vb = b[i].resource;
        }
    } else if (ix == PVGPU_IX_SET_INDEX_BUFFER) {
        k->bound_index = ((const struct pvgpu_cmd_set_index_buffer *)cmd)->resource;
    } else if (ix == PVGPU_IX_SET_CONSTANT_BUFFERS) {
        const struct pvgpu_cmd_set_constant_buffers *c = cmd;
        const struct pvgpu_constant_buffer *b = tail;
        for (uint32_t i = 0; i < c->n; i++) {
            if (b[i].resource) check_handle(k, a, cmd, PVGPU_OBJ_RESOURCE, b[i].resource);
            k->bound_cb[c->stage][c->first + i] = b[i].resource;
        }
    } else if (ix == PVGPU_IX_SET_TARGETS) {
        const struct pvgpu_cmd_set_targets *c = cmd;
        const struct pvgpu_om_view *v = tail;
        for (uint32_t i = 0; i < c->n; i++)
            if (v[i].view) check_handle(k, a, cmd, i < c->n_rtv ? PVGPU_OBJ_RTV : PVGPU_OBJ_UAV, v[i].view);
    } else if (ix == PVGPU_IX_VIDEO_BLIT) {
        const struct pvgpu_cmd_video_blit *c = cmd;
        const struct pvgpu_video_stream *s = tail;
        for (uint32_t i = 0; i < c->n_streams; i++) {
            if (!s[i].enable && (s[i].input || s[i].input_right)) bad(k, cmd, "a stream that is off has an input");
            if (s[i].enable) check_handle(k, a, cmd, PVGPU_OBJ_VIDEO_INPUT, s[i].input);
            if (s[i].enable && s[i].input_right) check_handle(k, a, cmd, PVGPU_OBJ_VIDEO_INPUT, s[i].input_right);
            for (uint32_t f = 0; f < PVGPU_VIDEO_FRAMES; f++) {
                if (f < s[i].past) check_handle(k, a, cmd, PVGPU_OBJ_VIDEO_INPUT, s[i].past_frames[f]);
                else if (s[i].past_frames[f] | s[i].past_right[f]) bad(k, cmd, "a past frame behind the last one");
                if (f < s[i].future) check_handle(k, a, cmd, PVGPU_OBJ_VIDEO_INPUT, s[i].future_frames[f]);
                else if (s[i].future_frames[f] | s[i].future_right[f]) bad(k, cmd, "a future frame behind the last one");
                if (!s[i].input_right != !(s[i].past_right[f] | s[i].future_right[f]) && (s[i].past > f || s[i].future > f))
                    bad(k, cmd, "frames of one side only");
            }
        }
    } else if (ix == PVGPU_IX_DRAW || ix == PVGPU_IX_DRAW_INDEXED || ix == PVGPU_IX_DRAW_INSTANCED) {
        /* What is bound must be listed in the buffer that draws, whenever it was bound. */
        if (k->bound_vb) check_handle(k, a, cmd, PVGPU_OBJ_RESOURCE, k->bound_vb);
        if (k->bound_index) check_handle(k, a, cmd, PVGPU_OBJ_RESOURCE, k->bound_index);
        for (unsigned s = 0; s < PVGPU_STAGE_COUNT; s++)
            for (unsigned i = 0; i < 14; i++)
                if (k->bound_cb[s][i]) check_handle(k, a, cmd, PVGPU_OBJ_RESOURCE, k->bound_cb[s][i]);
    }
}

/* ---- contents ---- */

static void write_buffer(struct fake *k, const void *cmd, uint32_t id, uint32_t offset, uint32_t n, const uint8_t *from,
                         uint32_t flags)
{
    struct fake_allocation *al = fake_find(k, id);
    if (!al || !al->memory) return;
    if (offset > al->desc.width || n > al->desc.width - offset) {
        bad(k, cmd, "update outside the buffer");
        return;
    }
    if (flags & PVGPU_UPDATE_DISCARD) memset(al->memory, 0xbb, al->desc.width); /* old contents are gone */
    memcpy(al->memory + offset, from, n);
}

static uint64_t sum(const uint8_t *p, uint64_t n)
{
    uint64_t h = 1469598103934665603ull;
    for (uint64_t i = 0; i < n; i++) h = (h ^ p[i]) * 1099511628211ull;
    return h;
}

static void note_span(struct fake *k, uint32_t heap, uint64_t offset, uint64_t size, const uint8_t *p)
{
    if (!k->hold || k->n_spans == sizeof k->spans / sizeof k->spans[0]) return;
    k->spans[k->n_spans].heap = heap;
    k->spans[k->n_spans].offset = offset;
    k->spans[k->n_spans].size = size;
    k->spans[k->n_spans++].sum = sum(p, size);
}

static const uint8_t *heap_at(struct fake *k, const void *cmd, uint32_t id, uint64_t offset, uint64_t n)
{
    struct fake_allocation *al = fake_find(k, id);
    if (!al || offset > al->desc.bytes || n > al->desc.bytes - offset) {
        bad(k, cmd, "outside the heap object");
        return NULL;
    }
    return al->memory + offset;
}

static void pend(struct fake *k, uint32_t heap, uint64_t offset, uint64_t value, bool query)
{
    if (k->n_pending == sizeof k->pending / sizeof k->pending[0]) {
        printf("# too much is pending\n");
        k->bad++;
        return;
    }
    unsigned i = k->n_pending++;
    k->pending[i].allocation = 0xc0000000u + heap - 5000;
    k->pending[i].offset = offset;
    k->pending[i].value = value;
    k->pending[i].query = query;
    memset(k->pending[i].data, 0x5a, PVGPU_QUERY_DATA);
}

void fake_host_consume(struct fake *k)
{
    for (unsigned i = 0; i < k->n_spans; i++) {
        struct fake_allocation *al = fake_find(k, k->spans[i].heap);
        if (!al || sum(al->memory + k->spans[i].offset, k->spans[i].size) == k->spans[i].sum) continue;
        printf("# memory changed before the host had read it: heap %u + %llu\n", k->spans[i].heap,
               (unsigned long long)k->spans[i].offset);
        k->bad++;
    }
    k->n_spans = 0;
    for (unsigned i = 0; i < k->n_pending; i++) {
        uint32_t index = k->pending[i].allocation - 0xc0000000u;
        struct fake_allocation *al = &k->allocation[index];
        if (!al->live) continue; /* the heap is gone: the host drops the report */
        uint64_t *slot = (uint64_t *)(void *)(al->memory + k->pending[i].offset);
        if (k->pending[i].query) memcpy(slot + 1, k->pending[i].data, PVGPU_QUERY_DATA);
        __atomic_store_n(slot, k->pending[i].value, __ATOMIC_RELEASE);
    }
    k->n_pending = 0;
}

bool fake_host_is_waited_for(struct fake *k)
{
    for (unsigned i = 0; i < k->n_pending; i++) {
        struct fake_allocation *al = &k->allocation[k->pending[i].allocation - 0xc0000000u];
        struct pvgpu_progress_slot *s;
        if (!al->live || k->pending[i].query) continue;
        s = (void *)(al->memory + k->pending[i].offset);
        if (__atomic_load_n(&s->wake_at, __ATOMIC_ACQUIRE) > __atomic_load_n(&s->value, __ATOMIC_ACQUIRE)) return true;
    }
    return false;
}

static void keep_list(struct fake *k, const struct pvgpu_cmd_create_command_list *c)
{
    const uint8_t *p = heap_at(k, c, c->heap, c->offset, c->size);
    if (!p || c->id >= 64) return;
    free(k->lists[c->id].bytes);
    k->lists[c->id].bytes = malloc(c->size);
    k->lists[c->id].size = c->size;
    memcpy(k->lists[c->id].bytes, p, c->size);
}

/* Tiles of 128 x 128 texels of four bytes; mips that fill none share one. */
static void lay_out(struct pvgpu_tiling_slot *t, const struct pvk_alloc_private *d)
{
    bool buffer = d->dimension == PVGPU_DIM_BUFFER;
    uint32_t tiles = 0;
    t->tile_width = buffer ? PVGPU_TILE_BYTES : 128;
    t->tile_height = buffer ? 1 : 128;
    t->tile_depth = 1;
    for (uint32_t m = 0; m < d->mips; m++) {
        uint32_t w = d->width >> m, h = d->height >> m;
        if (!buffer && (w < 128 || h < 128)) break;
        t->mips[m] = (struct pvgpu_tiling_mip){ (w + t->tile_width - 1) / t->tile_width, (h + t->tile_height - 1) / t->tile_height, 1, tiles };
        tiles += t->mips[m].width * t->mips[m].height;
        t->standard_mips++;
    }
    t->packed_mips = d->mips - t->standard_mips;
    t->packed_tiles = t->packed_mips ? 1 : 0;
    t->packed_first = t->packed_mips ? tiles : 0;
    t->tiles = (tiles + t->packed_tiles) * d->array;
}

static void act(struct fake *k, const void *cmd, int ix)
{
    const uint8_t *p;
    switch (ix) {
    case PVGPU_IX_DESTROY: {
        const struct pvgpu_cmd_destroy *c = cmd;
        if (c->id < FAKE_OBJECTS) k->kinds[c->id] = 0;
        break;
    }
    case PVGPU_IX_UPDATE_INLINE: {
        const struct pvgpu_cmd_update_inline *c = cmd;
        write_buffer(k, cmd, c->resource, c->offset, c->n, (const uint8_t *)(c + 1), c->flags);
        break;
    }
    case PVGPU_IX_UPDATE_BUFFER: {
        const struct pvgpu_cmd_update_buffer *c = cmd;
        p = heap_at(k, cmd, c->heap, c->heap_offset, c->size);
        if (p) note_span(k, c->heap, c->heap_offset, c->size, p);
        if (p) write_buffer(k, cmd, c->resource, c->offset, c->size, p, c->flags);
        break;
    }
    case PVGPU_IX_UPDATE_TEXTURE: {
        const struct pvgpu_cmd_update_texture *c = cmd;
        uint64_t n = (uint64_t)c->depth_pitch * (c->back - c->front);
        p = heap_at(k, cmd, c->heap, c->heap_offset, n);
        if (p) note_span(k, c->heap, c->heap_offset, n, p);
        break;
    }
    case PVGPU_IX_READ_BUFFER: {
        const struct pvgpu_cmd_read_buffer *c = cmd;
        struct fake_allocation *al = fake_find(k, c->resource);
        p = heap_at(k, cmd, c->heap, c->heap_offset, c->size);
        if (p && al && c->offset <= al->desc.width && c->size <= al->desc.width - c->offset)
            memcpy((void *)(uintptr_t)p, al->memory + c->offset, c->size);
        else bad(k, cmd, "read outside the buffer");
        break;
    }
    case PVGPU_IX_READ_TEXTURE: { /* texels count up from 1, row after row */
        const struct pvgpu_cmd_read_texture *c = cmd;
        p = heap_at(k, cmd, c->heap, c->heap_offset, 0);
        for (uint32_t y = 0; p && y < c->bottom - c->top; y++)
            for (uint32_t x = 0; x < c->right - c->left; x++)
                ((uint32_t *)(uintptr_t)(p + (size_t)y * c->row_pitch))[x] = 1 + y * (c->right - c->left) + x;
        break;
    }
    case PVGPU_IX_COPY_RESOURCE: {
        const struct pvgpu_cmd_copy_resource *c = cmd;
        struct fake_allocation *d = fake_find(k, c->dst), *s = fake_find(k, c->src);
        if (d && s && d->memory && s->memory && d->desc.width == s->desc.width) memcpy(d->memory, s->memory, s->desc.width);
        break;
    }
    case PVGPU_IX_CREATE_SHADER: {
        const struct pvgpu_cmd_create_shader *c = cmd;
        p = heap_at(k, cmd, c->heap, c->offset, c->code_size);
        if (p) note_span(k, c->heap, c->offset, c->code_size, p);
        break;
    }
    case PVGPU_IX_CREATE_COMMAND_LIST:
        keep_list(k, cmd);
        break;
    case PVGPU_IX_RESIZE_TILE_POOL: {
        const struct pvgpu_cmd_resize_tile_pool *c = cmd;
        struct fake_allocation *al = fake_find(k, c->pool);
        if (al && !k->refuses) al->desc.width = c->n_tiles * PVGPU_TILE_BYTES;
        break;
    }
    case PVGPU_IX_QUERY_TILING: {
        const struct pvgpu_cmd_query_tiling *c = cmd;
        struct pvgpu_tiling_slot *t = (void *)(uintptr_t)heap_at(k, cmd, c->heap, c->offset, sizeof *t);
        struct fake_allocation *al = fake_find(k, c->resource);
        if (t && al && (al->desc.misc & PVGPU_MISC_TILE_POOL)) t->tiles = al->desc.width / PVGPU_TILE_BYTES, t->seq = c->seq;
        else if (t && al) lay_out(t, &al->desc), t->seq = c->seq;
        break;
    }
    case PVGPU_IX_QUERY_OBJECT: {
        const struct pvgpu_cmd_query_object *c = cmd;
        struct pvgpu_object_slot *slot = (void *)(uintptr_t)heap_at(k, cmd, c->heap, c->offset, sizeof *slot);
        if (slot && !k->mute) *slot = (struct pvgpu_object_slot){ .seq = c->seq, .error = k->refuses };
        break;
    }
    case PVGPU_IX_SIGNAL: {
        const struct pvgpu_cmd_signal *c = cmd;
        if (heap_at(k, cmd, c->heap, c->offset, sizeof(struct pvgpu_progress_slot))) pend(k, c->heap, c->offset, c->value, false);
        break;
    }
    case PVGPU_IX_QUERY_END: {
        const struct pvgpu_cmd_query_end *c = cmd;
        if (heap_at(k, cmd, c->heap, c->offset, sizeof(struct pvgpu_query_slot))) pend(k, c->heap, c->offset, c->seq, true);
        break;
    }
    default:
        break;
    }
}

static void print(struct fake *k, const void *cmd)
{
    if (k->text_size - k->text_len < 1024) {
        k->text_size = k->text_size ? k->text_size * 2 : 1 << 16;
        k->text = realloc(k->text, k->text_size);
    }
    k->text_len += (size_t)pvgpu_print(cmd, k->text + k->text_len, k->text_size - k->text_len - 2);
    k->text[k->text_len++] = '\n';
    k->text[k->text_len] = 0;
}

void fake_text_reset(struct fake *k)
{
    k->text_len = 0;
    if (k->text) k->text[0] = 0;
}

static void clear_bound(struct fake *k)
{
    k->bound_vb = k->bound_index = 0;
    memset(k->bound_cb, 0, sizeof k->bound_cb);
}

/* Handles of a list are resolved when it runs, with the allocations that the buffer lists then. */
static void run_list(struct fake *k, const D3DDDICB_RENDER *a, const uint8_t *bytes, uint32_t size)
{
    clear_bound(k);
    for (uint32_t at = 0; at < size;) {
        const struct pvgpu_command *h = (const void *)(bytes + at);
        int ix;
        if (pvgpu_check(h, size - at, &ix) != PVGPU_OK || h->op < 0x200) {
            bad(k, h, "a list may not hold it");
            return;
        }
        check_handles(k, a, bytes + at, &pvgpu_descs[ix]);
        check_tails(k, a, h, ix);
        act(k, h, ix);
        k->ops[ix]++;
        memcpy(k->last[ix], h, h->size < sizeof k->last[ix] ? h->size : sizeof k->last[ix]);
        at += h->size;
    }
    clear_bound(k);
}

void fake_host_run(struct fake *k, const D3DDDICB_RENDER *a)
{
    int last = -1;
    k->renders++;
    if (k->quick) {
        act(k, k->cmd + a->CommandLength - sizeof(struct pvgpu_cmd_signal), PVGPU_IX_SIGNAL);
        fake_host_consume(k);
        return;
    }
    k->last_n_list = a->NumAllocations < 4096 ? a->NumAllocations : 4096;
    memcpy(k->last_list, k->list, k->last_n_list * sizeof k->list[0]);
    for (UINT i = 0; i < a->NumAllocations; i++)
        for (UINT j = i + 1; j < a->NumAllocations && a->NumAllocations <= 64; j++)
            CHECK(k->list[i].hAllocation != k->list[j].hAllocation);
    for (uint32_t at = 0; at < a->CommandLength;) {
        const uint8_t *cmd = k->cmd + at;
        int ix;
        enum pvgpu_verdict v = pvgpu_check(cmd, a->CommandLength - at, &ix);
        if (v != PVGPU_OK) {
            printf("# command at %u: %s\n", at, pvgpu_verdict_name(v));
            if (a->CommandLength - at >= 8 && pvgpu_index_of(((const struct pvgpu_command *)(const void *)cmd)->op) >= 0)
                bad(k, cmd, pvgpu_verdict_name(v));
            k->bad++;
            return;
        }
        if (pvgpu_descs[ix].cls != PVGPU_CLASS_CONTEXT) bad(k, cmd, "kernel command");
        check_handles(k, a, cmd, &pvgpu_descs[ix]);
        check_tails(k, a, cmd, ix);
        if (ix == PVGPU_IX_CLEAR_STATE) clear_bound(k);
        if (!k->renderer) act(k, cmd, ix);
        if (!k->renderer && ix == PVGPU_IX_EXECUTE_COMMAND_LIST) {
            const struct pvgpu_cmd_execute_command_list *c = (const void *)cmd;
            if (c->list < 64 && k->lists[c->list].bytes) run_list(k, a, k->lists[c->list].bytes, k->lists[c->list].size);
            else bad(k, cmd, "no such list");
        }
        else if (ix == PVGPU_IX_DESTROY) k->kinds[((const struct pvgpu_cmd_destroy *)(const void *)cmd)->id] = 0;
        print(k, cmd);
        k->commands++;
        k->ops[ix]++;
        uint32_t size = ((const struct pvgpu_command *)(const void *)cmd)->size;
        memcpy(k->last[ix], cmd, size < sizeof k->last[ix] ? size : sizeof k->last[ix]);
        last = ix;
        at += ((const struct pvgpu_command *)(const void *)cmd)->size;
    }
    CHECK_EQ(last, PVGPU_IX_SIGNAL);
    if (k->renderer) k->renderer->run(k, k->cmd, a->CommandLength);
    if (!k->hold) fake_host_consume(k);
}
