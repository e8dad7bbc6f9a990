/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * map.c - giving the program memory to write or read.
 *
 * Dynamic, DISCARD: a span of upload memory, which a command names at unmap; each map gets a fresh
 * one, so nothing that is still read is overwritten (U36). Buffers of up to PVU_INLINE_MAX bytes are
 * given their mirror instead and travel inside the command.
 *
 * NO_OVERWRITE: the program writes any bytes of the buffer and does not say which. It is given the
 * mirror; at unmap the blocks of 256 bytes that differ from the shadow go to the host. Cost: two
 * copies of the buffer on our side, made at the first such map, and a comparison of all pages that
 * were written since the last one (of all pages where the system cannot tell, os.h: about 30 us for each MiB).
 * When the host's contents are not known (a span was used before, the host wrote into it) the first
 * map reads them back once.
 *
 * DEFAULT (1.3, direct3d-rendering-performance-improvements.md): the same, with a read back each time.
 *
 * Staging: for writing, the heap memory itself; for reading, a cached copy of it (U35, stream.c).
 */
#include "entry.h"
#include "os.h"

enum { BLOCK = 256 };

static size_t round_up(size_t n, size_t to)
{
    return (n + to - 1) / to * to;
}

size_t pvu_map_private(const D3D11DDIARG_CREATERESOURCE *a)
{
    if (a->ResourceDimension != D3D10DDIRESOURCE_BUFFER || a->Usage != D3D10_DDI_USAGE_DYNAMIC) return 0;
    if (a->pMipInfoList[0].TexelWidth > PVU_INLINE_MAX) return 0;
    return 2 * round_up(a->pMipInfoList[0].TexelWidth, 16) + 16; /* to begin at a multiple of 16: programs use SSE */
}

void pvu_map_begin(struct pvu_resource *r, size_t private_size)
{
    r->known = true; /* the host begins with zeros */
    if (!private_size) return;
    r->mirror_inside = true;
    r->mirror = (uint8_t *)round_up((uintptr_t)(r + 1), 16);
    r->shadow = r->mirror + (private_size - 16) / 2;
    memset(r->mirror, 0, private_size - 16);
}

static size_t mirror_size(const struct pvu_resource *r)
{
    return round_up((size_t)pvu_layout_size(r), PVU_OS_WATCH_PAGE);
}

static enum pvu_status make_mirror(struct pvu_resource *r)
{
    size_t size = mirror_size(r);
    if (r->mirror) return PVU_OK;
    r->mirror = pvu_os_watch_alloc(size);
    r->shadow = pvu_os_alloc(size + size / PVU_OS_WATCH_PAGE);
    if (!r->mirror || !r->shadow) {
        pvu_os_watch_free(r->mirror, size);
        pvu_os_free(r->shadow);
        r->mirror = r->shadow = NULL;
        return PVU_NO_MEMORY;
    }
    r->dirty = r->shadow + size;
    return PVU_OK;
}

void pvu_map_finish(struct pvu_device *d, struct pvu_resource *r)
{
    (void)d;
    if (r->map_way == PVU_MAP_SPAN) pvu_upload_drop(&r->map_span);
    if (r->mirror && !r->mirror_inside) {
        pvu_os_watch_free(r->mirror, mirror_size(r));
        pvu_os_free(r->shadow);
    }
    pvu_os_free(r->cached);
    r->mirror = r->shadow = r->cached = NULL;
    r->map_way = PVU_MAP_NONE;
}

void pvu_map_changed(struct pvu_resource *r)
{
    r->known = false;
}

/* ---- reading back a buffer into mirror and shadow ---- */

static enum pvu_status read_back(struct pvu_context *c, struct pvu_resource *r)
{
    for (uint32_t done = 0; done < r->width;) {
        uint32_t piece = pvu_upload_piece(c->device), n = r->width - done < piece ? r->width - done : piece;
        struct pvu_span span;
        enum pvu_status s = pvu_upload(c, n, 64, &span);
        if (s == PVU_NO_MEMORY && n > pvu_upload_piece(c->device)) continue; /* in smaller pieces */
        if (s != PVU_OK) return s;
        struct pvgpu_cmd_read_buffer *k = PVU_CMD(c, read_buffer, READ_BUFFER);
        k->resource = r->id;
        k->heap = span.heap->id;
        k->heap_offset = span.offset;
        k->offset = done;
        k->size = n;
        pvu_use(c, r, false);
        pvu_use_heap(c, span.heap, true);
        pvu_upload_hold(&span);
        s = pvu_wait_completed(c, pvu_want_completed(c));
        uint8_t *cpu = s == PVU_OK ? pvu_heap_cpu(c->device, span.heap) : NULL;
        if (cpu) pvu_copy_from_heap(r->mirror + done, cpu + span.offset, n);
        pvu_upload_drop(&span);
        if (!cpu) return s == PVU_OK ? PVU_REMOVED : s;
        done += n;
    }
    r->known = r->shadow_behind = true;
    return PVU_OK;
}

/* ---- staging ---- */

enum pvu_status pvu_staging_wait(struct pvu_context *c, struct pvu_resource *r, bool write)
{
    enum pvu_status s = pvu_wait_completed(c, r->read_value);
    if (s == PVU_OK && write) s = pvu_wait_consumed(c, r->heap.use_seq);
    return s;
}

static bool staging_busy(struct pvu_device *d, const struct pvu_resource *r, bool write)
{
    return pvu_completed(d) < r->read_value || (write && pvu_consumed(d) < r->heap.use_seq);
}

static enum pvu_status map_staging(struct pvu_context *c, struct pvu_resource *r, uint32_t sub, D3D10_DDI_MAP type, UINT flags,
                                   D3D10DDI_MAPPED_SUBRESOURCE *out)
{
    struct pvu_device *d = c->device;
    bool read = type == D3D10_DDI_MAP_READ || type == D3D10_DDI_MAP_READWRITE, write = type != D3D10_DDI_MAP_READ;
    struct pvu_layout l;
    pvu_layout_of(r, sub, &l);
    if ((flags & D3D10_DDI_MAP_FLAG_DONOTWAIT) && staging_busy(d, r, write)) {
        (void)pvu_flush(c); /* what it waits for must be under way */
        if (staging_busy(d, r, write)) return pvu_not_yet(d);
    }
    enum pvu_status s = pvu_staging_wait(c, r, write);
    uint8_t *cpu = s == PVU_OK ? pvu_heap_cpu(d, &r->heap) : NULL;
    if (!cpu) return s == PVU_OK ? PVU_REMOVED : s;
    out->RowPitch = l.row_pitch;
    out->DepthPitch = l.depth_pitch;
    if (read && !r->cached) {
        r->cached = pvu_os_alloc((size_t)r->heap.size + (size_t)r->array * r->mips);
        r->cached_written = r->cached ? r->cached + r->heap.size : NULL;
    }
    if (!read || !r->cached) { /* without memory for a copy reading is slow, not wrong */
        r->heap.pinned++;
        out->pData = cpu + l.offset;
        return PVU_OK;
    }
    pvu_copy_from_heap(r->cached + l.offset, cpu + l.offset, (size_t)l.depth_pitch * l.depth);
    r->cached_written[sub] = write ? 2 : 1;
    out->pData = r->cached + l.offset;
    return PVU_OK;
}

static void unmap_staging(struct pvu_context *c, struct pvu_resource *r, uint32_t sub)
{
    if (!r->cached || !r->cached_written[sub]) {
        if (r->heap.pinned) r->heap.pinned--;
        return;
    }
    uint8_t *cpu = r->cached_written[sub] == 2 ? pvu_heap_cpu(c->device, &r->heap) : NULL;
    if (cpu) {
        struct pvu_layout l;
        pvu_layout_of(r, sub, &l);
        memcpy(cpu + l.offset, r->cached + l.offset, (size_t)l.depth_pitch * l.depth);
    }
    r->cached_written[sub] = 0;
}

BOOL APIENTRY pvu_is_staging_busy(D3D10DDI_HDEVICE h, D3D10DDI_HRESOURCE r)
{
    struct pvu_device *d = pvu_context(h)->device;
    return staging_busy(d, r.pDrvPrivate, true) && pvu_not_yet(d) == PVU_BUSY;
}

/* ---- dynamic and default ---- */

static enum pvu_status map_discard(struct pvu_context *c, struct pvu_resource *r, uint32_t sub, struct pvu_layout *l)
{
    uint64_t size = (uint64_t)l->depth_pitch * l->depth;
    if (!r->mirror && !c->device->lock_per_render && size <= pvu_upload_piece(c->device)) {
        enum pvu_status s = pvu_upload(c, size, 64, &r->map_span);
        if (s == PVU_OK) {
            pvu_upload_hold(&r->map_span);
            r->map_way = PVU_MAP_SPAN;
            return PVU_OK;
        }
        if (s != PVU_NO_MEMORY) return s;
    }
    /* Large, mapped with NO_OVERWRITE before, with heaps that must not stay locked, or with too little memory for spans. */
    enum pvu_status s = make_mirror(r);
    if (s == PVU_OK) r->map_way = PVU_MAP_WHOLE;
    return s;
}

static enum pvu_status map_changes(struct pvu_context *c, struct pvu_resource *r)
{
    enum pvu_status s = make_mirror(r);
    if (s == PVU_OK && (!r->known || r->usage == D3D10_DDI_USAGE_DEFAULT)) s = read_back(c, r);
    if (s != PVU_OK) return s;
    if (r->shadow_behind) memcpy(r->shadow, r->mirror, r->width);
    r->shadow_behind = false;
    r->map_way = PVU_MAP_CHANGES;
    return PVU_OK;
}

static enum pvu_status map(struct pvu_context *c, struct pvu_resource *r, uint32_t sub, D3D10_DDI_MAP type, UINT flags,
                           D3D10DDI_MAPPED_SUBRESOURCE *out)
{
    struct pvu_layout l;
    enum pvu_status s;
    if (pvu_is_staging(r)) return map_staging(c, r, sub, type, flags, out);
    pvu_layout_of(r, sub, &l);
    if (type == D3D10_DDI_MAP_WRITE_DISCARD) s = map_discard(c, r, sub, &l);
    else if (r->dimension == PVGPU_DIM_BUFFER) s = map_changes(c, r);
    else s = PVU_UNSUPPORTED; /* the runtime maps textures for DISCARD only (nc-d3d10umddi-pfnd3d10ddi_resourcemap.md) */
    if (s != PVU_OK) return s;
    r->map_subresource = sub;
    out->RowPitch = r->map_row_pitch = l.row_pitch;
    out->DepthPitch = l.depth_pitch;
    r->map_depth_pitch = pvu_slice_pitch(r, &l, 0);
    out->pData = r->map_way == PVU_MAP_SPAN ? r->map_span.cpu : r->mirror + l.offset;
    return PVU_OK;
}

void APIENTRY pvu_map(D3D10DDI_HDEVICE h, D3D10DDI_HRESOURCE r, UINT sub, D3D10_DDI_MAP type, UINT flags,
                      D3D10DDI_MAPPED_SUBRESOURCE *out)
{
    struct pvu_resource *o = r.pDrvPrivate;
    if (o->decoder_buffer) {
        out->pData = o->mirror;
        out->RowPitch = out->DepthPitch = o->width;
        return;
    }
    if (o->mirror_inside && type == D3D10_DDI_MAP_WRITE_DISCARD) { /* the way of constants: as short as it can be */
        o->map_way = PVU_MAP_WHOLE;
        out->pData = o->mirror;
        out->RowPitch = out->DepthPitch = o->width;
        return;
    }
    enum pvu_status s = map(pvu_context(h), o, sub, type, flags, out);
    if (s != PVU_OK) *out = (D3D10DDI_MAPPED_SUBRESOURCE){ .pData = NULL };
    pvu_fail(pvu_context(h), s, PVU_ENTRY_MAP);
}

/* ---- unmap ---- */

static void unmap_span(struct pvu_context *c, struct pvu_resource *r)
{
    if (r->dimension == PVGPU_DIM_BUFFER) {
        pvu_update_buffer_span(c, r, &r->map_span, 0, r->width, PVGPU_UPDATE_DISCARD);
    } else {
        struct pvu_layout l;
        pvu_layout_of(r, r->map_subresource, &l);
        struct pvu_box b = { 0, 0, 0, l.width, l.height, l.depth };
        pvu_update_texture_span(c, r, r->map_subresource, &b, &r->map_span, r->map_row_pitch, r->map_depth_pitch,
                                PVGPU_UPDATE_DISCARD);
    }
    pvu_upload_drop(&r->map_span);
    r->known = false;
}

static enum pvu_status unmap_whole(struct pvu_context *c, struct pvu_resource *r)
{
    struct pvu_layout l;
    if (r->mirror_inside) {
        pvu_update_inline(c, r, 0, r->width, r->mirror, PVGPU_UPDATE_DISCARD);
        r->known = r->shadow_behind = true;
        return PVU_OK;
    }
    pvu_layout_of(r, r->map_subresource, &l);
    enum pvu_status s = pvu_update(c, r, r->map_subresource, NULL, r->mirror + l.offset, l.row_pitch, l.depth_pitch,
                                   PVGPU_UPDATE_DISCARD);
    r->known = r->shadow_behind = r->dimension == PVGPU_DIM_BUFFER;
    return s;
}

/* Sends mirror[from..to) and notes that the host has it. */
static enum pvu_status send_run(struct pvu_context *c, struct pvu_resource *r, uint32_t from, uint32_t to)
{
    struct pvu_box b = { from, 0, 0, to, 1, 1 };
    uint32_t flags = r->usage == D3D10_DDI_USAGE_DYNAMIC ? PVGPU_UPDATE_NO_OVERWRITE : 0;
    memcpy(r->shadow + from, r->mirror + from, to - from);
    return pvu_update(c, r, 0, &b, r->mirror + from, 0, 0, flags);
}

static enum pvu_status unmap_changes(struct pvu_context *c, struct pvu_resource *r)
{
    int told = r->mirror_inside ? 0 : pvu_os_watch_collect(r->mirror, mirror_size(r), r->dirty);
    uint32_t start = 0, end = 0; /* the run found so far */
    enum pvu_status s = PVU_OK;
    for (uint32_t at = 0; at < r->width && s == PVU_OK; at += BLOCK) {
        uint32_t n = r->width - at < BLOCK ? r->width - at : BLOCK;
        if (told && !r->dirty[at / PVU_OS_WATCH_PAGE]) continue;
        if (memcmp(r->mirror + at, r->shadow + at, n) == 0) continue;
        if (end != at || start == end) {
            if (end > start) s = send_run(c, r, start, end);
            start = at;
        }
        end = at + n;
    }
    if (s == PVU_OK && end > start) s = send_run(c, r, start, end);
    return s;
}

void APIENTRY pvu_unmap(D3D10DDI_HDEVICE h, D3D10DDI_HRESOURCE hr, UINT sub)
{
    struct pvu_context *c = pvu_context(h);
    struct pvu_resource *r = hr.pDrvPrivate;
    enum pvu_status s = PVU_OK;
    if (r->decoder_buffer) return; /* what is submitted is copied then */
    if (pvu_is_staging(r)) {
        unmap_staging(c, r, sub);
        return;
    }
    switch (r->map_way) {
    case PVU_MAP_NONE: break;
    case PVU_MAP_SPAN: unmap_span(c, r); break;
    case PVU_MAP_WHOLE: s = unmap_whole(c, r); break;
    case PVU_MAP_CHANGES: s = unmap_changes(c, r); break;
    }
    r->map_way = PVU_MAP_NONE;
    pvu_fail(c, s, PVU_ENTRY_STATE);
}
