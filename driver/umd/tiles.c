/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * tiles.c - tiled resources and their pools, where the host has them (the entries of WDDM 1.3). The host keeps the mappings;
 * how it packs small mips only it knows, so each tiled resource has a page that `query_tiling` writes right after its creation.
 * The host ends a context that names tiles which do not exist, so every region and range is looked at here as well.
 */
#include "entry.h"
#include "os.h"

enum { ENTRIES_MAX = 400 }; /* regions and ranges of one command: PVU_CMD_MAX bytes hold them */
enum { SINGLES = ENTRIES_MAX / 2 };
#define SEQ 1u             /* each page is written once */
#define PATIENCE_NS 2000000000ull

static struct pvu_resource *home_of(struct pvu_resource *r)
{
    return r->ref.home ? (struct pvu_resource *)(void *)r->ref.home : r; /* ref is its first member */
}

static void send_query(struct pvu_context *c, struct pvu_resource *r, struct pvu_heap *heap, uint64_t offset, uint64_t seq)
{
    struct pvgpu_cmd_query_tiling *k = PVU_CMD(c, query_tiling, QUERY_TILING);
    memset((uint8_t *)k + sizeof k->hdr, 0, sizeof *k - sizeof k->hdr);
    k->resource = r->id;
    k->heap = heap->id;
    k->offset = offset;
    k->seq = seq;
    pvu_use(c, r, false);
    pvu_use_heap(c, heap, true);
}

enum pvu_status pvu_tiling_ask(struct pvu_context *c, struct pvu_resource *r)
{
    enum pvu_status s = pvu_heap_create(c->device, &r->heap, sizeof(struct pvgpu_tiling_slot));
    if (s != PVU_OK) return s;
    memset(r->heap.cpu, 0, sizeof(struct pvgpu_tiling_slot));
    send_query(c, r, &r->heap, 0, SEQ);
    return PVU_OK;
}

static const struct pvgpu_tiling_slot *written(struct pvu_device *d, struct pvu_resource *r)
{
    const struct pvgpu_tiling_slot *t = (const void *)pvu_heap_cpu(d, &r->heap);
    return t && __atomic_load_n(&t->seq, __ATOMIC_ACQUIRE) == SEQ ? t : NULL;
}

/* A tile is 64 KiB wherever there are whole ones. */
static bool standard_tiles(const struct pvu_resource *r, const struct pvgpu_tiling_slot *t)
{
    const struct pvgpu_format_row *f = &pvgpu_format_rows[r->format];
    uint64_t texels = (uint64_t)t->tile_width * t->tile_height * t->tile_depth;
    if (!t->standard_mips) return true;
    if (r->dimension == PVGPU_DIM_BUFFER) return texels == PVGPU_TILE_BYTES;
    return texels * f->block_bytes == (uint64_t)PVGPU_TILE_BYTES * f->block_width * f->block_height;
}

/* NULL: the resource is not tiled, or the host could not make it, or it does not answer. What was asked on another thread than
 * the immediate context's goes to the host with that one's next submission, so it is waited for a while only. */
static const struct pvgpu_tiling_slot *tiling_of(struct pvu_device *d, struct pvu_resource *r)
{
    if (!(r->misc & PVGPU_MISC_TILED) || d->removed || !r->heap.id) return NULL;
    const struct pvgpu_tiling_slot *t = written(d, r);
    if (!t && pvu_owns(d)) {
        struct pvu_context *c = pvu_context((D3D10DDI_HDEVICE){ .pDrvPrivate = d });
        (void)pvu_wait_completed(c, pvu_want_completed(c));
        t = written(d, r);
    }
    for (uint64_t start = pvu_os_time_ns(); !t && !pvu_owns(d) && pvu_os_time_ns() - start < PATIENCE_NS; t = written(d, r))
        pvu_os_yield();
    if (!t) pvu_log("the host did not say how it lays a tiled resource out");
    if (!t || !t->tiles) return NULL;
    if (standard_tiles(r, t)) return t;
    pvu_log("the host's tiles have another shape than the runtime's");
    return NULL;
}

/* ---- regions ---- */

typedef D3DWDDM1_3DDI_TILED_RESOURCE_COORDINATE coordinate;
typedef D3DWDDM1_3DDI_TILE_REGION_SIZE extent;

/* Number of a tile within the resource; UINT64_MAX: there is no such tile. */
static uint64_t index_of(const struct pvgpu_tiling_slot *t, const struct pvu_resource *r, const coordinate *at)
{
    uint32_t mip = at->Subresource % r->mips, slice = at->Subresource / r->mips;
    uint64_t first = (uint64_t)slice * (t->tiles / r->array);
    if (slice >= r->array) return UINT64_MAX;
    if (mip >= t->standard_mips) return at->Y || at->Z || at->X >= t->packed_tiles ? UINT64_MAX : first + t->packed_first + at->X;
    const struct pvgpu_tiling_mip *m = &t->mips[mip];
    if (at->X >= m->width || at->Y >= m->height || at->Z >= m->depth) return UINT64_MAX;
    return first + m->first + ((uint64_t)at->Z * m->height + at->Y) * m->width + at->X;
}

static coordinate coordinate_of(const struct pvgpu_tiling_slot *t, const struct pvu_resource *r, uint64_t index)
{
    uint32_t per_slice = t->tiles / r->array, slice = (uint32_t)(index / per_slice), in = (uint32_t)(index % per_slice), mip = 0;
    if (t->packed_mips && in >= t->packed_first)
        return (coordinate){ .Subresource = slice * r->mips + t->standard_mips, .X = in - t->packed_first };
    while (mip + 1 < t->standard_mips && in >= t->mips[mip + 1].first) mip++;
    const struct pvgpu_tiling_mip *m = &t->mips[mip];
    in -= m->first;
    return (coordinate){ .Subresource = slice * r->mips + mip, .X = in % m->width, .Y = in / m->width % m->height,
                         .Z = in / m->width / m->height };
}

static bool region_ok(const struct pvgpu_tiling_slot *t, const struct pvu_resource *r, const coordinate *at, const extent *e)
{
    uint64_t first = index_of(t, r, at);
    if (first == UINT64_MAX || !e->NumTiles) return false;
    if (!e->bUseBox) return e->NumTiles <= t->tiles - first;
    if (at->Subresource % r->mips >= t->standard_mips) return false;
    const struct pvgpu_tiling_mip *m = &t->mips[at->Subresource % r->mips];
    return e->Width <= m->width - at->X && e->Height <= m->height - at->Y && e->Depth <= m->depth - at->Z &&
        (uint64_t)e->Width * e->Height * e->Depth == e->NumTiles;
}

static struct pvgpu_tile_region wire_region(const coordinate *at, const extent *e)
{
    struct pvgpu_tile_region w = { .x = at->X, .y = at->Y, .z = at->Z, .subresource = at->Subresource, .n_tiles = e->NumTiles };
    if (e->bUseBox) w.boxed = 1, w.width = e->Width, w.height = e->Height, w.depth = e->Depth;
    return w;
}

/* ---- mappings ---- */

/* The arguments of UpdateTileMappings with what a NULL array means (the API's page of the same name). */
struct mappings {
    const struct pvgpu_tiling_slot *t;
    const struct pvu_resource *r;
    UINT n, n_ranges;
    const coordinate *at;
    const extent *size;
    const UINT *flags, *first, *count;
    uint64_t tiles; /* of all regions */
};

static coordinate region_at(const struct mappings *m, UINT i)
{
    return m->at ? m->at[i] : (coordinate){ 0 };
}

static extent region_size(const struct mappings *m, UINT i)
{
    return m->size ? m->size[i] : (extent){ .NumTiles = m->at ? 1 : m->t->tiles };
}

/* The range takes no tiles of the pool: `first` does not count. */
static bool no_tiles(uint32_t how)
{
    return how == D3DWDDM_1_3DDI_TILE_RANGE_NULL || how == D3DWDDM_1_3DDI_TILE_RANGE_SKIP;
}

/* k tiles into range i. The protocol takes the DDI's flags as they are. */
static struct pvgpu_tile_region wire_range(const struct mappings *m, UINT i, uint32_t k, uint32_t n)
{
    uint32_t how = m->flags ? m->flags[i] : 0, first = m->first && !no_tiles(how) ? m->first[i] : 0;
    return (struct pvgpu_tile_region){ .x = how, .y = how == 0 ? first + k : first, .n_tiles = n };
}

static uint64_t range_tiles(const struct mappings *m, UINT i)
{
    return m->count ? m->count[i] : m->n_ranges == 1 ? m->tiles : 1;
}

static bool range_ok(const struct mappings *m, UINT i, const struct pvu_resource *pool)
{
    uint32_t how = m->flags ? m->flags[i] : 0, tiles = pool ? pool->width / PVGPU_TILE_BYTES : 0;
    uint64_t n = range_tiles(m, i);
    if (!n || n > UINT32_MAX) return false;
    if (no_tiles(how)) return true;
    if ((how != 0 && how != D3DWDDM_1_3DDI_TILE_RANGE_REUSE_SINGLE_TILE) || !m->first || m->first[i] >= tiles) return false;
    return how == D3DWDDM_1_3DDI_TILE_RANGE_REUSE_SINGLE_TILE || n <= tiles - m->first[i];
}

static bool mappings_ok(struct mappings *m, const struct pvu_resource *pool)
{
    uint64_t ranges = 0;
    if (!m->n || !m->n_ranges || (!m->at && m->n != 1)) return false;
    for (UINT i = 0; i < m->n; i++) {
        coordinate at = region_at(m, i);
        extent size = region_size(m, i);
        if (!region_ok(m->t, m->r, &at, &size)) return false;
        m->tiles += size.NumTiles;
    }
    for (UINT i = 0; i < m->n_ranges; i++) {
        if (!range_ok(m, i, pool)) return false;
        ranges += range_tiles(m, i);
    }
    return ranges == m->tiles;
}

static struct pvgpu_tile_region *send(struct pvu_context *c, struct pvu_resource *r, struct pvu_resource *pool, uint32_t n_regions,
                                      uint32_t n, uint32_t flags)
{
    struct pvgpu_cmd_update_tile_mappings *k =
        PVU_CMD_TAIL(c, update_tile_mappings, UPDATE_TILE_MAPPINGS, n * sizeof(struct pvgpu_tile_region));
    k->resource = r->id;
    k->pool = pool ? pool->id : 0;
    k->flags = flags;
    k->n_regions = n_regions;
    k->n = n;
    k->pad = 0;
    pvu_use(c, r, true);
    if (pool) pvu_use(c, pool, false);
    return (struct pvgpu_tile_region *)(void *)(k + 1);
}

/* A tile of a region on its own. */
static coordinate single(const struct mappings *m, UINT i, uint32_t k)
{
    coordinate at = region_at(m, i);
    extent e = region_size(m, i);
    if (!e.bUseBox) return coordinate_of(m->t, m->r, index_of(m->t, m->r, &at) + k);
    at.X += k % e.Width;
    at.Y += k / e.Width % e.Height;
    at.Z += k / e.Width / e.Height;
    return at;
}

/* More entries than a command holds: tile by tile. */
static void send_singles(struct pvu_context *c, const struct mappings *m, struct pvu_resource *r, struct pvu_resource *pool, UINT flags)
{
    const extent one = { .NumTiles = 1 };
    UINT region = 0, range = 0;
    uint32_t in_region = 0, in_range = 0;
    for (uint64_t left = m->tiles; left;) {
        uint32_t n = left < SINGLES ? (uint32_t)left : SINGLES;
        struct pvgpu_tile_region *w = send(c, r, pool, n, 2 * n, flags);
        for (uint32_t i = 0; i < n; i++) {
            coordinate at = single(m, region, in_region);
            w[i] = wire_region(&at, &one);
            w[n + i] = wire_range(m, range, in_range, 1);
            if (++in_region == region_size(m, region).NumTiles) region++, in_region = 0;
            if (++in_range == range_tiles(m, range)) range++, in_range = 0;
        }
        left -= n;
    }
}

static void invalid(struct pvu_context *c, const char *what)
{
    pvu_log("%s names tiles that do not exist", what);
    if (!c->recorder) pvu_fail_invalid(c->device); /* a list's entries may only say that memory is short */
}

void APIENTRY pvu_update_tile_mappings(D3D10DDI_HDEVICE h, D3D10DDI_HRESOURCE hr, UINT n, const coordinate *at, const extent *size,
                                       D3D10DDI_HRESOURCE hpool, UINT n_ranges, const UINT *range_flags, const UINT *first,
                                       const UINT *count, UINT flags)
{
    struct pvu_context *c = pvu_context(h);
    struct pvu_resource *r = hr.pDrvPrivate, *pool = hpool.pDrvPrivate;
    struct mappings m = { .r = r, .n = n, .n_ranges = n_ranges, .at = at, .size = size, .flags = range_flags, .first = first, .count = count };
    m.t = r ? tiling_of(c->device, home_of(r)) : NULL;
    if (!m.t || !mappings_ok(&m, pool ? home_of(pool) : NULL)) {
        invalid(c, "UpdateTileMappings");
        return;
    }
    if ((uint64_t)n + n_ranges > ENTRIES_MAX) {
        send_singles(c, &m, r, pool, flags);
        return;
    }
    struct pvgpu_tile_region *w = send(c, r, pool, n, n + n_ranges, flags);
    for (UINT i = 0; i < n; i++) {
        coordinate a = region_at(&m, i);
        extent e = region_size(&m, i);
        w[i] = wire_region(&a, &e);
    }
    for (UINT i = 0; i < n_ranges; i++) w[n + i] = wire_range(&m, i, 0, (uint32_t)range_tiles(&m, i));
}

/* The fields that the commands on tiles have in common. */
#define PUT_COORDINATE(k, prefix, at) \
    ((k)->prefix##x = (at)->X, (k)->prefix##y = (at)->Y, (k)->prefix##z = (at)->Z, (k)->prefix##subresource = (at)->Subresource)
#define PUT_EXTENT(k, size) \
    ((k)->n_tiles = (size)->NumTiles, (k)->boxed = (size)->bUseBox != 0, (k)->width = (size)->bUseBox ? (size)->Width : 0, \
     (k)->height = (size)->bUseBox ? (size)->Height : 0, (k)->depth = (size)->bUseBox ? (size)->Depth : 0)

void APIENTRY pvu_copy_tile_mappings(D3D10DDI_HDEVICE h, D3D10DDI_HRESOURCE hdst, const coordinate *to, D3D10DDI_HRESOURCE hsrc,
                                     const coordinate *from, const extent *size, UINT flags)
{
    struct pvu_context *c = pvu_context(h);
    struct pvu_resource *dst = hdst.pDrvPrivate, *src = hsrc.pDrvPrivate;
    const struct pvgpu_tiling_slot *td = dst ? tiling_of(c->device, home_of(dst)) : NULL;
    const struct pvgpu_tiling_slot *ts = src ? tiling_of(c->device, home_of(src)) : NULL;
    if (!td || !ts || !to || !from || !size || !region_ok(td, dst, to, size) || !region_ok(ts, src, from, size)) {
        invalid(c, "CopyTileMappings");
        return;
    }
    struct pvgpu_cmd_copy_tile_mappings *k = PVU_CMD(c, copy_tile_mappings, COPY_TILE_MAPPINGS);
    k->dst = dst->id;
    PUT_COORDINATE(k, dst_, to);
    k->src = src->id;
    PUT_COORDINATE(k, src_, from);
    PUT_EXTENT(k, size);
    k->flags = flags;
    pvu_use(c, src, false);
    pvu_use(c, dst, true);
}

/* ---- data ---- */

static void send_update(struct pvu_context *c, struct pvu_resource *r, const coordinate *at, const extent *size, struct pvu_heap *heap,
                        uint64_t offset, UINT flags)
{
    struct pvgpu_cmd_update_tiles *k = PVU_CMD(c, update_tiles, UPDATE_TILES);
    k->resource = r->id;
    PUT_COORDINATE(k, , at);
    PUT_EXTENT(k, size);
    k->heap = heap->id;
    k->flags = flags & D3DWDDM1_3DDI_TILE_COPY_NO_OVERWRITE;
    k->heap_offset = offset;
    pvu_use(c, r, true);
    pvu_use_heap(c, heap, false);
}

static void send_copy(struct pvu_context *c, struct pvu_resource *r, const coordinate *at, const extent *size, struct pvu_resource *b,
                      uint64_t offset, UINT flags)
{
    struct pvgpu_cmd_copy_tiles *k = PVU_CMD(c, copy_tiles, COPY_TILES);
    bool out = flags & D3DWDDM1_3DDI_TILE_COPY_SWIZZLED_TILED_RESOURCE_TO_LINEAR_BUFFER;
    k->resource = r->id;
    PUT_COORDINATE(k, , at);
    PUT_EXTENT(k, size);
    k->buffer = b->id;
    k->flags = flags;
    k->offset = offset;
    pvu_use(c, r, !out);
    pvu_use(c, b, out);
    if (out) pvu_map_changed(b);
}

/* The host does not know staging buffers: through one that it knows. */
static enum pvu_status copy_to_staging(struct pvu_context *c, struct pvu_resource *r, const coordinate *at, const extent *size,
                                       D3D10DDI_HRESOURCE staging, uint64_t offset, UINT flags)
{
    const uint32_t bytes = size->NumTiles * PVGPU_TILE_BYTES;
    D3D10DDI_MIPINFO mip = { bytes, 1, 1, bytes, 1, 1 };
    D3D11DDIARG_CREATERESOURCE a = { .pMipInfoList = &mip, .ResourceDimension = D3D10DDIRESOURCE_BUFFER,
                                     .Usage = D3D10_DDI_USAGE_DEFAULT, .BindFlags = D3D10_DDI_BIND_VERTEX_BUFFER,
                                     .SampleDesc = { 1, 0 }, .MipLevels = 1, .ArraySize = 1 };
    const D3D10_DDI_BOX box = { 0, 0, 0, (LONG)bytes, 1, 1 };
    struct pvu_resource between;
    if (c->recorder) return PVU_NO_MEMORY; /* as other copies that only our side can do (copy.c) */
    enum pvu_status s = pvu_resource_init(c, &a, &between, NULL);
    if (s != PVU_OK) return s;
    send_copy(c, r, at, size, &between, 0, flags);
    pvu_copy_region_11_1((D3D10DDI_HDEVICE){ .pDrvPrivate = c }, staging, 0, (UINT)offset, 0, 0,
                         (D3D10DDI_HRESOURCE){ .pDrvPrivate = &between }, 0, &box, 0);
    pvu_resource_fini(c->device, &between);
    return PVU_OK;
}

static enum pvu_status copy_tiles(struct pvu_context *c, struct pvu_resource *r, const coordinate *at, const extent *size,
                                  D3D10DDI_HRESOURCE hbuffer, UINT64 offset, UINT flags)
{
    struct pvu_resource *b = hbuffer.pDrvPrivate;
    if (!pvu_is_staging(b)) {
        send_copy(c, r, at, size, b, offset, flags);
        return PVU_OK;
    }
    if (flags & D3DWDDM1_3DDI_TILE_COPY_SWIZZLED_TILED_RESOURCE_TO_LINEAR_BUFFER)
        return copy_to_staging(c, r, at, size, hbuffer, offset, flags);
    if (c->recorder && b->read_value) return PVU_NO_MEMORY;
    enum pvu_status s = c->recorder ? PVU_OK : pvu_staging_wait(c, b, false);
    if (s == PVU_OK) send_update(c, r, at, size, &b->heap, offset, flags);
    return s;
}

void APIENTRY pvu_copy_tiles(D3D10DDI_HDEVICE h, D3D10DDI_HRESOURCE hr, const coordinate *at, const extent *size,
                             D3D10DDI_HRESOURCE hbuffer, UINT64 offset, UINT flags)
{
    const UINT ways = D3DWDDM1_3DDI_TILE_COPY_LINEAR_BUFFER_TO_SWIZZLED_TILED_RESOURCE |
                      D3DWDDM1_3DDI_TILE_COPY_SWIZZLED_TILED_RESOURCE_TO_LINEAR_BUFFER;
    struct pvu_context *c = pvu_context(h);
    struct pvu_resource *r = hr.pDrvPrivate, *b = hbuffer.pDrvPrivate;
    const struct pvgpu_tiling_slot *t = r ? tiling_of(c->device, home_of(r)) : NULL;
    UINT way = flags & ways;
    if (!t || !b || b->dimension != PVGPU_DIM_BUFFER || !way || way == ways || !region_ok(t, r, at, size) || offset > b->width ||
        size->NumTiles > (b->width - offset) / PVGPU_TILE_BYTES) {
        pvu_log("CopyTiles is dropped: it names what does not exist"); /* its page names no error */
        return;
    }
    pvu_fail(c, copy_tiles(c, r, at, size, hbuffer, offset, flags), PVU_ENTRY_CREATE);
}

/* Whole when a span holds it, else tile by tile. */
static enum pvu_status update_tiles(struct pvu_context *c, const struct mappings *m, struct pvu_resource *r, const uint8_t *data, UINT flags)
{
    extent size = region_size(m, 0);
    uint64_t bytes = (uint64_t)size.NumTiles * PVGPU_TILE_BYTES;
    struct pvu_span span;
    if (bytes <= pvu_upload_piece(c->device)) {
        enum pvu_status s = pvu_upload(c, bytes, 16, &span);
        if (s == PVU_OK) {
            coordinate at = region_at(m, 0);
            memcpy(span.cpu, data, bytes);
            send_update(c, r, &at, &size, span.heap, span.offset, flags);
        }
        if (s != PVU_NO_MEMORY) return s;
    }
    for (uint32_t k = 0; k < size.NumTiles; k++) {
        const extent one = { .NumTiles = 1 };
        coordinate at = single(m, 0, k);
        enum pvu_status s = pvu_upload(c, PVGPU_TILE_BYTES, 16, &span);
        if (s != PVU_OK) return s;
        memcpy(span.cpu, data + (size_t)k * PVGPU_TILE_BYTES, PVGPU_TILE_BYTES);
        send_update(c, r, &at, &one, span.heap, span.offset, flags);
    }
    return PVU_OK;
}

void APIENTRY pvu_update_tiles(D3D10DDI_HDEVICE h, D3D10DDI_HRESOURCE hr, const coordinate *at, const extent *size, const void *data,
                               UINT flags)
{
    struct pvu_context *c = pvu_context(h);
    struct pvu_resource *r = hr.pDrvPrivate;
    struct mappings m = { .t = r ? tiling_of(c->device, home_of(r)) : NULL, .r = r, .n = 1, .at = at, .size = size };
    if (!m.t || !data || !region_ok(m.t, r, at, size)) {
        pvu_log("UpdateTiles is dropped: it names what does not exist");
        return;
    }
    pvu_fail(c, update_tiles(c, &m, r, data, flags), PVU_ENTRY_CREATE);
}

/* ---- the rest ---- */

static void side(D3D11DDI_HANDLETYPE type, void *object, uint32_t *resource, uint32_t *view)
{
    *resource = object && type == D3D10DDI_HT_RESOURCE ? ((struct pvu_resource *)object)->id : 0;
    *view = object && type != D3D10DDI_HT_RESOURCE ? ((struct pvu_view *)object)->id : 0;
}

void APIENTRY pvu_tiled_resource_barrier(D3D10DDI_HDEVICE h, D3D11DDI_HANDLETYPE before_type, void *before,
                                         D3D11DDI_HANDLETYPE after_type, void *after)
{
    struct pvu_context *c = pvu_context(h);
    if (!(c->device->adapter->info.caps.options & PVGPU_OPT_TILED_1)) return; /* nothing is tiled */
    struct pvgpu_cmd_tiled_barrier *k = PVU_CMD(c, tiled_barrier, TILED_BARRIER);
    side(before_type, before, &k->before_resource, &k->before_view);
    side(after_type, after, &k->after_resource, &k->after_view);
    if (k->before_resource) pvu_use(c, before, false);
    if (k->after_resource) pvu_use(c, after, false);
}

void APIENTRY pvu_get_mip_packing(D3D10DDI_HDEVICE h, D3D10DDI_HRESOURCE hr, UINT *mips, UINT *tiles)
{
    struct pvu_device *d = pvu_device(h);
    const struct pvgpu_tiling_slot *t = hr.pDrvPrivate ? tiling_of(d, hr.pDrvPrivate) : NULL;
    *mips = t ? t->packed_mips : 0;
    *tiles = t ? t->packed_tiles : 0;
    if (!t) pvu_fail_invalid(d);
}

/* Whether the host gave a pool that was just resized its n_tiles. */
static enum pvu_status pool_answer(struct pvu_context *c, struct pvu_resource *pool, uint32_t n_tiles)
{
    struct pvu_device *d = c->device;
    const struct pvgpu_tiling_slot *slot;
    enum pvu_status s;
    if (d->removed) return PVU_OK; /* nothing of it reaches a host any more */
    send_query(c, pool, &d->control, PVU_TILING_SLOT, ++d->asked);
    slot = pvu_answer(c, PVU_TILING_SLOT, d->asked, &s);
    return slot && slot->tiles < n_tiles ? PVU_NO_MEMORY : s;
}

void APIENTRY pvu_resize_tile_pool(D3D10DDI_HDEVICE h, D3D10DDI_HRESOURCE hr, UINT64 size)
{
    enum { TILES_MAX = 32768 };
    struct pvu_context *c = pvu_context(h);
    struct pvu_resource *pool = hr.pDrvPrivate;
    if (!pool || !(pool->misc & PVGPU_MISC_TILE_POOL) || size % PVGPU_TILE_BYTES) {
        pvu_fail_invalid(c->device);
        return;
    }
    if (!size || size / PVGPU_TILE_BYTES > TILES_MAX) { /* the host keeps at least a tile, and has a limit */
        pvu_fail(c, PVU_NO_MEMORY, PVU_ENTRY_CREATE);
        return;
    }
    struct pvgpu_cmd_resize_tile_pool *k = PVU_CMD(c, resize_tile_pool, RESIZE_TILE_POOL);
    const uint32_t n_tiles = (uint32_t)(size / PVGPU_TILE_BYTES);
    const bool grows = size > home_of(pool)->width;
    k->pool = pool->id;
    k->n_tiles = n_tiles;
    pvu_use(c, pool, true);
    if (grows && !c->recorder) {
        enum pvu_status s = pool_answer(c, pool, n_tiles);
        pvu_fail(c, s, PVU_ENTRY_CREATE);
        if (s != PVU_OK) return;
    }
    pool->width = home_of(pool)->width = (uint32_t)size;
}
