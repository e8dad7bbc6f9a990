/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * copy.c - moving data: updates from the program's memory, copies between resources, resolves.
 * A staging resource has no counterpart on the host, so a copy from it is an update out of its heap
 * memory, a copy to it a read into it, and one between two of them is made here.
 */
#include "entry.h"
#include "record.h"

/* A deferred context may run out of memory anywhere (using-context-local-ddi-handles.md). */
static enum pvu_entry entry_of(const struct pvu_context *c)
{
    return c->recorder ? PVU_ENTRY_CREATE : PVU_ENTRY_STATE;
}

/* Planes count as slices, of which the last has fewer rows than the others. */
struct shape { uint32_t row_bytes, rows, depth, last_rows; };

static struct shape shape_of(const struct pvu_resource *r, const struct pvu_box *b)
{
    if (r->dimension == PVGPU_DIM_BUFFER) return (struct shape){ b->right - b->left, 1, 1, 1 };
    const bool planar = pvgpu_format_is_planar(r->format);
    const uint32_t rows = pvgpu_format_rows_of(r->format, b->bottom - b->top);
    return (struct shape){ (uint32_t)pvgpu_format_row_bytes(r->format, b->right - b->left), rows,
                           planar ? 2 : b->back - b->front, planar ? rows / 2 : rows };
}

/* Bytes from the first row to the end of the last one. */
static uint64_t shape_bytes(struct shape s, uint64_t row_pitch, uint64_t depth_pitch)
{
    return (s.depth - 1) * depth_pitch + s.last_rows * row_pitch;
}

static struct pvu_box whole(const struct pvu_resource *r, uint32_t subresource)
{
    struct pvu_layout l;
    pvu_layout_of(r, subresource, &l);
    return (struct pvu_box){ 0, 0, 0, l.width, l.height, l.depth };
}

static bool empty(const struct pvu_box *b)
{
    return b->left >= b->right || b->top >= b->bottom || b->front >= b->back;
}

/* A box of a planar format with odd edges, which programs may name: nothing happens (public D3D11 tests, test_nv12). */
static bool cuts_pairs(const struct pvu_resource *r, const struct pvu_box *b, uint32_t x, uint32_t y)
{
    return r->dimension != PVGPU_DIM_BUFFER && pvgpu_format_is_planar(r->format) &&
           (b->left | b->top | b->right | b->bottom | x | y) % 2;
}

static void copy_rows(uint8_t *to, uint32_t to_row, uint32_t to_depth, const uint8_t *from, uint32_t from_row,
                      uint32_t from_depth, struct shape s)
{
    if (to_row == s.row_bytes && from_row == s.row_bytes && s.depth == 1) {
        memcpy(to, from, (size_t)s.row_bytes * s.rows);
        return;
    }
    for (uint32_t z = 0; z < s.depth; z++)
        for (uint32_t y = 0; y < (z + 1 < s.depth ? s.rows : s.last_rows); y++)
            memcpy(to + (size_t)z * to_depth + (size_t)y * to_row, from + (size_t)z * from_depth + (size_t)y * from_row,
                   s.row_bytes);
}

/* Offset in the heap of a box's first block. */
static uint64_t staging_offset(const struct pvu_resource *r, uint32_t subresource, uint32_t left, uint32_t top, uint32_t front,
                               struct pvu_layout *l)
{
    pvu_layout_of(r, subresource, l);
    if (r->dimension == PVGPU_DIM_BUFFER) return l->offset + left;
    const struct pvgpu_format_row *f = &pvgpu_format_rows[r->format];
    return l->offset + (uint64_t)front * l->depth_pitch + (uint64_t)(top / f->block_height) * l->row_pitch +
           (uint64_t)(left / f->block_width) * f->block_bytes;
}

/* ---- updates ---- */

void pvu_update_inline(struct pvu_context *c, struct pvu_resource *r, uint32_t offset, uint32_t n, const void *from,
                       uint32_t flags)
{
    struct pvgpu_cmd_update_inline *u = PVU_CMD_TAIL(c, update_inline, UPDATE_INLINE, n);
    u->resource = r->id;
    u->offset = offset;
    u->flags = flags;
    u->n = n;
    memcpy(u + 1, from, n);
    pvu_use(c, r, true);
}

void pvu_update_buffer_span(struct pvu_context *c, struct pvu_resource *r, const struct pvu_span *s, uint32_t offset,
                            uint32_t size, uint32_t flags)
{
    struct pvgpu_cmd_update_buffer *u = PVU_CMD(c, update_buffer, UPDATE_BUFFER);
    u->resource = r->id;
    u->heap = s->heap->id;
    u->heap_offset = s->offset;
    u->offset = offset;
    u->size = size;
    u->flags = flags;
    u->pad = 0;
    pvu_use(c, r, true);
    pvu_use_heap(c, s->heap, false);
}

void pvu_update_texture_span(struct pvu_context *c, struct pvu_resource *r, uint32_t subresource, const struct pvu_box *b,
                             const struct pvu_span *s, uint32_t row_pitch, uint32_t depth_pitch, uint32_t flags)
{
    struct pvgpu_cmd_update_texture *u = PVU_CMD(c, update_texture, UPDATE_TEXTURE);
    u->resource = r->id;
    u->subresource = subresource;
    u->left = b->left, u->top = b->top, u->front = b->front;
    u->right = b->right, u->bottom = b->bottom, u->back = b->back;
    u->heap = s->heap->id;
    u->flags = flags;
    u->heap_offset = s->offset;
    u->row_pitch = row_pitch;
    u->depth_pitch = depth_pitch;
    pvu_use(c, r, true);
    pvu_use_heap(c, s->heap, false);
}

/* Of several commands that make one update only the first may drop the old contents; nothing has
 * read the new ones yet when the others come. */
static uint32_t after_first(uint32_t flags)
{
    return (flags & PVGPU_UPDATE_DISCARD) ? PVGPU_UPDATE_NO_OVERWRITE : flags;
}

static enum pvu_status update_buffer(struct pvu_context *c, struct pvu_resource *r, uint32_t offset, uint32_t size,
                                     const uint8_t *from, uint32_t flags)
{
    if (size <= PVU_INLINE_MAX) {
        pvu_update_inline(c, r, offset, size, from, flags);
        return PVU_OK;
    }
    for (uint32_t done = 0; done < size;) {
        uint32_t piece = pvu_upload_piece(c->device), n = size - done < piece ? size - done : piece;
        struct pvu_span span;
        enum pvu_status s = pvu_upload(c, n, 16, &span);
        if (s == PVU_NO_MEMORY && n > pvu_upload_piece(c->device)) continue; /* in smaller pieces */
        if (s != PVU_OK) return s;
        memcpy(span.cpu, from + done, n);
        pvu_update_buffer_span(c, r, &span, offset + done, n, flags);
        flags = after_first(flags);
        done += n;
    }
    return PVU_OK;
}

/* A band of rows of one slice, or several whole slices. */
static enum pvu_status update_band(struct pvu_context *c, struct pvu_resource *r, uint32_t subresource, const struct pvu_box *b,
                                   const uint8_t *from, uint32_t row_pitch, uint32_t depth_pitch, uint32_t flags)
{
    struct shape shape = shape_of(r, b);
    uint32_t row = (shape.row_bytes + 15u) & ~15u, slice = row * shape.rows;
    struct pvu_span span;
    enum pvu_status s = pvu_upload(c, shape_bytes(shape, row, slice), 16, &span);
    if (s != PVU_OK) return s;
    copy_rows(span.cpu, row, slice, from, row_pitch, depth_pitch, shape);
    pvu_update_texture_span(c, r, subresource, b, &span, row, slice, flags);
    return PVU_OK;
}

/* How many bytes go with one command. A depth texture goes whole: no part of one can be updated
 * (nf-d3d11-id3d11devicecontext-updatesubresource.md), and what comes here is its initial data. */
static uint32_t piece_size(struct pvu_context *c, const struct pvu_resource *r)
{
    return r->bind & PVGPU_BIND_DEPTH ? UINT32_MAX : pvu_upload_piece(c->device);
}

static enum pvu_status update_texture(struct pvu_context *c, struct pvu_resource *r, uint32_t subresource,
                                      const struct pvu_box *box, const uint8_t *from, uint32_t row_pitch, uint32_t depth_pitch,
                                      uint32_t flags)
{
    struct shape shape = shape_of(r, box);
    uint64_t row = (shape.row_bytes + 15u) & ~15u;
    uint32_t piece = piece_size(c, r), block = pvgpu_format_rows[r->format].block_height;
    const bool planar = pvgpu_format_is_planar(r->format);
    if (shape_bytes(shape, row, row * shape.rows) <= piece) {
        enum pvu_status s = update_band(c, r, subresource, box, from, row_pitch, depth_pitch, flags);
        if (s != PVU_NO_MEMORY || piece_size(c, r) == piece) return s;
    }
    for (uint32_t z = 0; z < (planar ? 1 : shape.depth); z++) {
        for (uint32_t y = 0; y < shape.rows;) {
            struct pvu_box b = *box;
            piece = piece_size(c, r);
            uint32_t rows = piece > row ? (uint32_t)(piece / row) : 1;
            if (planar) rows = rows < 6 ? 2 : rows / 3 * 2; /* even, and half as many of the second plane */
            b.front = box->front + z;
            b.back = b.front + 1;
            b.top = box->top + y * block;
            if (rows < shape.rows - y) b.bottom = b.top + rows * block;
            const uint8_t *p = from + (size_t)z * depth_pitch + (size_t)y * row_pitch;
            enum pvu_status s = update_band(c, r, subresource, &b, p, row_pitch, planar ? depth_pitch - y / 2 * row_pitch : depth_pitch,
                                            flags);
            if (s == PVU_NO_MEMORY && piece_size(c, r) < piece) continue; /* in smaller pieces */
            if (s != PVU_OK) return s;
            flags = after_first(flags);
            y += rows < shape.rows - y ? rows : shape.rows - y;
        }
    }
    return PVU_OK;
}

/* Staging memory is ours: the host cannot write into it at the place of a list's execution. */
static enum pvu_status in_order_only(const char *what)
{
    pvu_log("%s of a staging resource from ours does not go into a command list", what);
    return PVU_NO_MEMORY;
}

enum pvu_status pvu_update(struct pvu_context *c, struct pvu_resource *r, uint32_t subresource, const struct pvu_box *box,
                           const void *from, uint32_t row_pitch, uint32_t depth_pitch, uint32_t flags)
{
    struct pvu_box b = box ? *box : whole(r, subresource);
    if (empty(&b) || cuts_pairs(r, &b, 0, 0)) return PVU_OK;
    if (r->dimension != PVGPU_DIM_BUFFER && pvgpu_format_is_planar(r->format))
        depth_pitch = row_pitch * (b.bottom - b.top); /* DXGI_FORMAT's page: the second plane follows the first */
    if (pvu_is_staging(r) && c->recorder) return in_order_only("an update");
    if (pvu_is_staging(r)) {
        struct pvu_layout l;
        uint64_t at = staging_offset(r, subresource, b.left, b.top, b.front, &l);
        enum pvu_status s = pvu_staging_wait(c, r, true);
        uint8_t *cpu = s == PVU_OK ? pvu_heap_cpu(c->device, &r->heap) : NULL;
        if (!cpu) return s == PVU_OK ? PVU_REMOVED : s;
        copy_rows(cpu + at, l.row_pitch, pvu_slice_pitch(r, &l, b.top), from, row_pitch, depth_pitch, shape_of(r, &b));
        return PVU_OK;
    }
    if (r->dimension == PVGPU_DIM_BUFFER) return update_buffer(c, r, b.left, b.right - b.left, from, flags);
    return update_texture(c, r, subresource, &b, from, row_pitch, depth_pitch, flags);
}

/* D3D11_1_DDI_COPY_FLAGS to PVGPU_UPDATE_. */
static uint32_t update_flags(UINT copy_flags)
{
    uint32_t f = 0;
    if (copy_flags & D3D11_1DDI_COPY_DISCARD) f |= PVGPU_UPDATE_DISCARD;
    else if (copy_flags & D3D11_1DDI_COPY_NO_OVERWRITE) f |= PVGPU_UPDATE_NO_OVERWRITE;
    return f;
}

static void update_subresource(D3D10DDI_HDEVICE h, struct pvu_resource *r, UINT sub, const D3D10_DDI_BOX *box, const void *from,
                               UINT row_pitch, UINT depth_pitch, UINT flags)
{
    struct pvu_box b;
    if (box) b = (struct pvu_box){ (uint32_t)box->left, (uint32_t)box->top, (uint32_t)box->front,
                                   (uint32_t)box->right, (uint32_t)box->bottom, (uint32_t)box->back };
    pvu_map_changed(r);
    struct pvu_context *c = pvu_context(h);
    pvu_fail(c, pvu_update(c, r, sub, box ? &b : NULL, from, row_pitch, depth_pitch, update_flags(flags)), entry_of(c));
}

void APIENTRY pvu_update_subresource_10(D3D10DDI_HDEVICE h, D3D10DDI_HRESOURCE r, UINT sub, const D3D10_DDI_BOX *box,
                                        const void *from, UINT row_pitch, UINT depth_pitch)
{
    update_subresource(h, r.pDrvPrivate, sub, box, from, row_pitch, depth_pitch, 0);
}

void APIENTRY pvu_update_subresource_11_1(D3D10DDI_HDEVICE h, D3D10DDI_HRESOURCE r, UINT sub, const D3D10_DDI_BOX *box,
                                          const void *from, UINT row_pitch, UINT depth_pitch, UINT flags)
{
    update_subresource(h, r.pDrvPrivate, sub, box, from, row_pitch, depth_pitch, flags);
}

/* ---- copies ---- */

struct region {
    uint32_t dst_sub, x, y, z;
    uint32_t src_sub;
    struct pvu_box box; /* of the source */
    bool has_box;
    uint32_t flags;     /* D3D11_1_DDI_COPY_FLAGS */
};

static void copy_on_host(struct pvu_context *c, struct pvu_resource *dst, struct pvu_resource *src, const struct region *g)
{
    struct pvgpu_cmd_copy_region *k = PVU_CMD(c, copy_region, COPY_REGION);
    k->dst = dst->id;
    k->dst_subresource = g->dst_sub;
    k->dst_x = g->x, k->dst_y = g->y, k->dst_z = g->z;
    k->src = src->id;
    k->src_subresource = g->src_sub;
    k->has_box = g->has_box;
    k->left = g->box.left, k->top = g->box.top, k->front = g->box.front;
    k->right = g->box.right, k->bottom = g->box.bottom, k->back = g->box.back;
    k->flags = g->flags & (D3D11_1DDI_COPY_NO_OVERWRITE | D3D11_1DDI_COPY_DISCARD);
    k->pad = 0;
    pvu_use(c, src, false);
    pvu_use(c, dst, true);
}

/* The host reads the heap when it consumes the command, so what was read into it before has to be there by then. */
static enum pvu_status upload_from_staging(struct pvu_context *c, struct pvu_resource *dst, struct pvu_resource *src,
                                           const struct region *g)
{
    if (c->recorder && src->read_value) return in_order_only("a copy of what the same list reads");
    if (!c->recorder) {
        enum pvu_status status = pvu_staging_wait(c, src, false);
        if (status != PVU_OK) return status;
    }
    const struct pvu_box *s = &g->box;
    struct pvu_box to = { g->x, g->y, g->z, g->x + s->right - s->left, g->y + s->bottom - s->top, g->z + s->back - s->front };
    if (dst->dimension != PVGPU_DIM_BUFFER) { /* a block of one format may be a texel of the other */
        const struct pvgpu_format_row *a = &pvgpu_format_rows[src->format], *b = &pvgpu_format_rows[dst->format];
        if (a->block_width != b->block_width)
            to.right = g->x + (s->right - s->left + a->block_width - 1) / a->block_width * b->block_width;
        if (a->block_height != b->block_height)
            to.bottom = g->y + (s->bottom - s->top + a->block_height - 1) / a->block_height * b->block_height;
    }
    struct pvu_layout l;
    struct pvu_span span = { .heap = &src->heap };
    span.offset = staging_offset(src, g->src_sub, s->left, s->top, s->front, &l);
    if (dst->dimension == PVGPU_DIM_BUFFER)
        pvu_update_buffer_span(c, dst, &span, to.left, to.right - to.left, update_flags(g->flags));
    else
        pvu_update_texture_span(c, dst, g->dst_sub, &to, &span, l.row_pitch, pvu_slice_pitch(src, &l, s->top),
                                update_flags(g->flags));
    return PVU_OK;
}

static void read_to_staging(struct pvu_context *c, struct pvu_resource *dst, struct pvu_resource *src, const struct region *g)
{
    struct pvu_layout l;
    uint64_t at = staging_offset(dst, g->dst_sub, g->x, g->y, g->z, &l);
    if (src->dimension == PVGPU_DIM_BUFFER) {
        struct pvgpu_cmd_read_buffer *k = PVU_CMD(c, read_buffer, READ_BUFFER);
        k->resource = src->id;
        k->heap = dst->heap.id;
        k->heap_offset = at;
        k->offset = g->box.left;
        k->size = g->box.right - g->box.left;
    } else {
        struct pvgpu_cmd_read_texture *k = PVU_CMD(c, read_texture, READ_TEXTURE);
        k->resource = src->id;
        k->subresource = g->src_sub;
        k->left = g->box.left, k->top = g->box.top, k->front = g->box.front;
        k->right = g->box.right, k->bottom = g->box.bottom, k->back = g->box.back;
        k->heap = dst->heap.id;
        k->pad = 0;
        k->heap_offset = at;
        k->row_pitch = l.row_pitch;
        k->depth_pitch = pvu_slice_pitch(dst, &l, g->y);
    }
    pvu_use(c, src, false);
    pvu_use_heap(c, &dst->heap, true);
    if (c->recorder) pvu_record_read_back(c, &dst->heap.ref);
    dst->read_value = c->recorder ? 1 : pvu_want_completed(c);
}

static enum pvu_status copy_between_staging(struct pvu_context *c, struct pvu_resource *dst, struct pvu_resource *src,
                                            const struct region *g)
{
    struct pvu_layout from, to;
    if (c->recorder) return in_order_only("a copy");
    uint64_t a = staging_offset(src, g->src_sub, g->box.left, g->box.top, g->box.front, &from);
    uint64_t b = staging_offset(dst, g->dst_sub, g->x, g->y, g->z, &to);
    enum pvu_status s = pvu_staging_wait(c, src, false);
    if (s == PVU_OK) s = pvu_staging_wait(c, dst, true);
    if (s != PVU_OK) return s;
    uint8_t *f = pvu_heap_cpu(c->device, &src->heap), *t = pvu_heap_cpu(c->device, &dst->heap);
    if (!f || !t) return PVU_REMOVED;
    copy_rows(t + b, to.row_pitch, pvu_slice_pitch(dst, &to, g->y), f + a, from.row_pitch,
              pvu_slice_pitch(src, &from, g->box.top), shape_of(src, &g->box));
    return PVU_OK;
}

static enum pvu_status copy_region(struct pvu_context *c, struct pvu_resource *dst, struct pvu_resource *src, struct region *g)
{
    if (!g->has_box) g->box = whole(src, g->src_sub);
    if (empty(&g->box)) return PVU_OK; /* nc-d3d10umddi-pfnd3d11_1ddi_resourcecopyregion.md: nothing to do */
    if (cuts_pairs(dst, &g->box, g->x, g->y)) return PVU_OK;
    pvu_map_changed(dst);
    if (pvu_is_staging(dst) && pvu_is_staging(src)) return copy_between_staging(c, dst, src, g);
    if (pvu_is_staging(dst)) read_to_staging(c, dst, src, g);
    else if (pvu_is_staging(src)) return upload_from_staging(c, dst, src, g);
    else copy_on_host(c, dst, src, g);
    return PVU_OK;
}

/* Blocks against texels (pfnResourceConvert): the resources differ in size, which the command for whole ones may not. */
static bool blocks_differ(const struct pvu_resource *a, const struct pvu_resource *b)
{
    return a->dimension != PVGPU_DIM_BUFFER && pvgpu_format_rows[a->format].block_width != pvgpu_format_rows[b->format].block_width;
}

void APIENTRY pvu_copy(D3D10DDI_HDEVICE h, D3D10DDI_HRESOURCE hdst, D3D10DDI_HRESOURCE hsrc)
{
    struct pvu_context *c = pvu_context(h);
    struct pvu_resource *dst = hdst.pDrvPrivate, *src = hsrc.pDrvPrivate;
    if (!pvu_is_staging(dst) && !pvu_is_staging(src) && !blocks_differ(dst, src)) {
        struct pvgpu_cmd_copy_resource *k = PVU_CMD(c, copy_resource, COPY_RESOURCE);
        k->dst = dst->id;
        k->src = src->id;
        pvu_map_changed(dst);
        pvu_use(c, src, false);
        pvu_use(c, dst, true);
        return;
    }
    for (uint32_t sub = 0; sub < src->array * src->mips; sub++) {
        struct region g = { .dst_sub = sub, .src_sub = sub };
        enum pvu_status s = copy_region(c, dst, src, &g);
        if (s != PVU_OK) {
            pvu_fail(c, s, entry_of(c));
            return;
        }
    }
}

static void copy_region_entry(D3D10DDI_HDEVICE h, D3D10DDI_HRESOURCE dst, D3D10DDI_HRESOURCE src, struct region g,
                              const D3D10_DDI_BOX *box)
{
    if (box) {
        g.has_box = true;
        g.box = (struct pvu_box){ (uint32_t)box->left, (uint32_t)box->top, (uint32_t)box->front,
                                  (uint32_t)box->right, (uint32_t)box->bottom, (uint32_t)box->back };
    }
    struct pvu_context *c = pvu_context(h);
    pvu_fail(c, copy_region(c, dst.pDrvPrivate, src.pDrvPrivate, &g), entry_of(c));
}

void APIENTRY pvu_copy_region_10(D3D10DDI_HDEVICE h, D3D10DDI_HRESOURCE dst, UINT dst_sub, UINT x, UINT y, UINT z,
                                 D3D10DDI_HRESOURCE src, UINT src_sub, const D3D10_DDI_BOX *box)
{
    copy_region_entry(h, dst, src, (struct region){ .dst_sub = dst_sub, .x = x, .y = y, .z = z, .src_sub = src_sub }, box);
}

void APIENTRY pvu_copy_region_11_1(D3D10DDI_HDEVICE h, D3D10DDI_HRESOURCE dst, UINT dst_sub, UINT x, UINT y, UINT z,
                                   D3D10DDI_HRESOURCE src, UINT src_sub, const D3D10_DDI_BOX *box, UINT flags)
{
    copy_region_entry(h, dst, src,
                      (struct region){ .dst_sub = dst_sub, .x = x, .y = y, .z = z, .src_sub = src_sub, .flags = flags }, box);
}

void APIENTRY pvu_resolve(D3D10DDI_HDEVICE h, D3D10DDI_HRESOURCE hdst, UINT dst_sub, D3D10DDI_HRESOURCE hsrc, UINT src_sub,
                          DXGI_FORMAT format)
{
    struct pvu_context *c = pvu_context(h);
    struct pvu_resource *dst = hdst.pDrvPrivate, *src = hsrc.pDrvPrivate;
    struct pvgpu_cmd_resolve *k = PVU_CMD(c, resolve, RESOLVE);
    k->dst = dst->id;
    k->dst_subresource = dst_sub;
    k->src = src->id;
    k->src_subresource = src_sub;
    k->format = (uint32_t)format;
    k->pad = 0;
    pvu_use(c, src, false);
    pvu_use(c, dst, true);
}

static void copy_count(struct pvu_context *c, struct pvu_resource *dst, uint32_t offset, struct pvu_view *v)
{
    struct pvgpu_cmd_copy_structure_count *k = PVU_CMD(c, copy_structure_count, COPY_STRUCTURE_COUNT);
    k->dst = dst->id;
    k->offset = offset;
    k->view = v->id;
    k->pad = 0;
    pvu_map_changed(dst);
    pvu_use(c, v->resource, false);
    pvu_use(c, dst, true);
}

/* The host has no staging buffer: the counter goes to a buffer of four bytes, which is read. */
static enum pvu_status count_to_staging(struct pvu_context *c, struct pvu_resource *dst, uint32_t offset, struct pvu_view *v)
{
    D3D10DDI_MIPINFO mip = { 4, 1, 1, 4, 1, 1 };
    D3D11DDIARG_CREATERESOURCE a = { .pMipInfoList = &mip, .ResourceDimension = D3D10DDIRESOURCE_BUFFER,
                                     .Usage = D3D10_DDI_USAGE_DEFAULT, .BindFlags = D3D10_DDI_BIND_VERTEX_BUFFER,
                                     .SampleDesc = { 1, 0 }, .MipLevels = 1, .ArraySize = 1 };
    struct region g = { .x = offset, .box = { 0, 0, 0, 4, 1, 1 }, .has_box = true };
    struct pvu_resource between;
    enum pvu_status s = pvu_resource_init(c, &a, &between, NULL);
    if (s != PVU_OK) return s;
    copy_count(c, &between, 0, v);
    s = copy_region(c, dst, &between, &g);
    pvu_resource_fini(c->device, &between);
    return s;
}

void APIENTRY pvu_copy_structure_count(D3D10DDI_HDEVICE h, D3D10DDI_HRESOURCE hdst, UINT offset, D3D11DDI_HUNORDEREDACCESSVIEW hv)
{
    struct pvu_context *c = pvu_context(h);
    struct pvu_resource *dst = hdst.pDrvPrivate;
    if (pvu_is_staging(dst)) pvu_fail(c, count_to_staging(c, dst, offset, hv.pDrvPrivate), PVU_ENTRY_STATE);
    else copy_count(c, dst, offset, hv.pDrvPrivate);
}
