/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * context_copy.c - copies, updates, resolves. A call that breaks a rule of its page is dropped, as these
 * methods have no result.
 */
#include "cmdlist.h"
#include "context_methods.h"

#include <stdlib.h>

static void pack_box(UINT u[6], const D3D11_BOX *b)
{
    u[0] = b->left;
    u[1] = b->top;
    u[2] = b->front;
    u[3] = b->right;
    u[4] = b->bottom;
    u[5] = b->back;
}

void rt_ctx_copy_resource(struct rt_context *c, struct rt_resource *dst, struct rt_resource *src, bool convert)
{
    D3D10DDI_HRESOURCE to, from;

    if (c->list) {
        struct rt_child *objects[2] = {RT_OBJ(dst), RT_OBJ(src)};
        UINT u = convert;

        rt_record(c, RT_OP_COPY_RESOURCE, &u, 1, objects, 2, NULL, 0);
        return;
    }
    if (!rt_ctx_enter(c))
        return;
    rt_ctx_wrote(c, dst);
    to = rt_h_resource(c, dst);
    from = rt_h_resource(c, src);
    if (!rt_ctx_good(c))
        ;
    else if (convert && c->umd->level >= RT_DDI_10_1)
        c->umd->f->pfnResourceConvert(c->umd->h, to, from);
    else
        c->umd->f->pfnResourceCopy(c->umd->h, to, from);
    rt_ctx_leave(c);
}

void rt_ctx_copy_region(struct rt_context *c, struct rt_resource *dst, UINT dst_sub, UINT x, UINT y, UINT z,
    struct rt_resource *src, UINT src_sub, const D3D11_BOX *box, UINT flags, bool convert)
{
    D3D10DDI_HRESOURCE to, from;

    if (c->list) {
        struct rt_child *objects[2] = {RT_OBJ(dst), RT_OBJ(src)};
        UINT u[] = {dst_sub, x, y, z, src_sub, flags, convert}, extra[7] = {box != NULL};

        if (box)
            pack_box(extra + 1, box);
        rt_record(c, RT_OP_COPY_REGION, u, 7, objects, 2, extra, sizeof(extra));
        return;
    }
    if (!rt_ctx_enter(c))
        return;
    rt_ctx_wrote(c, dst);
    to = rt_h_resource(c, dst);
    from = rt_h_resource(c, src);
    if (rt_ctx_good(c))
        rt_ddi_copy_region(c->umd, convert && c->umd->level >= RT_DDI_10_1, to.pDrvPrivate, dst_sub, x, y, z, from.pDrvPrivate,
            src_sub, box, flags);
    rt_ctx_leave(c);
}

void rt_ctx_resolve(struct rt_context *c, struct rt_resource *dst, UINT dst_sub, struct rt_resource *src, UINT src_sub,
    DXGI_FORMAT format)
{
    D3D10DDI_HRESOURCE to, from;

    if (c->list) {
        struct rt_child *objects[2] = {RT_OBJ(dst), RT_OBJ(src)};
        UINT u[] = {dst_sub, src_sub, format};

        rt_record(c, RT_OP_RESOLVE, u, 3, objects, 2, NULL, 0);
        return;
    }
    if (!rt_ctx_enter(c))
        return;
    rt_ctx_wrote(c, dst);
    to = rt_h_resource(c, dst);
    from = rt_h_resource(c, src);
    if (rt_ctx_good(c))
        c->umd->f->pfnResourceResolveSubresource(c->umd->h, to, dst_sub, from, src_sub, format);
    rt_ctx_leave(c);
}

/* Bytes that an update of a box reads from the program's memory. */
static size_t update_size(const struct rt_resource *r, UINT sub, const D3D11_BOX *box, UINT row, UINT depth)
{
    UINT width, height, slices, rows, row_size;

    rt_resource_extent(r, sub, &width, &height, &slices);
    if (box) {
        width = box->right - box->left;
        height = box->bottom - box->top;
        slices = box->back - box->front;
    }
    if (!r->format)
        return width;
    rows = rt_format_rows(r->format, height);
    row_size = rt_format_row_size(r->format, width);
    return (size_t)(slices - 1) * depth + (size_t)(rows - 1) * row + row_size;
}

void rt_ctx_update(struct rt_context *c, struct rt_resource *dst, UINT sub, const D3D11_BOX *box, const void *data, UINT row,
    UINT depth, UINT flags)
{
    D3D10DDI_HRESOURCE to;

    if (c->list) {
        struct rt_child *object = RT_OBJ(dst);
        UINT u[11] = {sub, box != NULL, row, depth, flags};

        if (box)
            pack_box(u + 5, box);
        rt_record(c, RT_OP_UPDATE, u, 11, &object, 1, data, update_size(dst, sub, box, row, depth));
        return;
    }
    if (!rt_ctx_enter(c))
        return;
    to = rt_h_resource(c, dst);
    if (rt_ctx_good(c))
        rt_ddi_update(c->umd, dst->desc.bind == D3D11_BIND_CONSTANT_BUFFER && dst->desc.usage == D3D11_USAGE_DEFAULT, to.pDrvPrivate,
            sub, box, data, row, depth, flags);
    rt_ctx_leave(c);
}

void rt_ctx_copy_structure_count(struct rt_context *c, struct rt_resource *dst, UINT offset, struct rt_view *uav)
{
    D3D11DDI_HUNORDEREDACCESSVIEW from;
    D3D10DDI_HRESOURCE to;

    if (c->list) {
        struct rt_child *objects[2] = {RT_OBJ(dst), RT_OBJ(uav)};

        rt_record(c, RT_OP_COPY_COUNT, &offset, 1, objects, 2, NULL, 0);
        return;
    }
    if (c->umd->level < RT_DDI_11_0 || !rt_ctx_enter(c))
        return;
    rt_ctx_wrote(c, dst);
    to = rt_h_resource(c, dst);
    from.pDrvPrivate = rt_h_view(c, uav);
    if (rt_ctx_good(c))
        c->umd->f->pfnCopyStructureCount(c->umd->h, to, offset, from);
    rt_ctx_leave(c);
}

void rt_ctx_set_min_lod(struct rt_context *c, struct rt_resource *resource, float lod)
{
    if (c->list) {
        struct rt_child *object = RT_OBJ(resource);
        UINT u;

        memcpy(&u, &lod, sizeof(u));
        rt_record(c, RT_OP_MIN_LOD, &u, 1, &object, 1, NULL, 0);
        return;
    }
    /* The driver's deferred contexts have no such entry (display/excluding-ddi-functions-for-deferred-contexts). */
    if (c->deferred)
        return;
    resource->min_lod = lod;
    if (c->umd->level < RT_DDI_11_0 || !rt_ctx_enter(c))
        return;
    c->umd->f->pfnSetResourceMinLOD(c->umd->h, (D3D10DDI_HRESOURCE){resource->drv}, lod);
    rt_ctx_leave(c);
}

/* ---- rules ---- */

/* Formats whose texels take the bytes of a block of that size (win32 docs, "Format Conversion using Direct3D 10.1"). */
static bool holds_blocks(const struct rt_format *f)
{
    return f->family == DXGI_FORMAT_R32G32B32A32_TYPELESS || f->family == DXGI_FORMAT_R16G16B16A16_TYPELESS ||
        f->family == DXGI_FORMAT_R32G32_TYPELESS;
}

static bool converts(const struct rt_format *a, const struct rt_format *b)
{
    if (a->block_size != b->block_size)
        return false;
    if ((a->caps ^ b->caps) & RT_FMT_BLOCK)
        return holds_blocks(a->caps & RT_FMT_BLOCK ? b : a);
    return (a->format == DXGI_FORMAT_R9G9B9E5_SHAREDEXP && b->family == DXGI_FORMAT_R32_TYPELESS) ||
        (b->format == DXGI_FORMAT_R9G9B9E5_SHAREDEXP && a->family == DXGI_FORMAT_R32_TYPELESS);
}

/* Whether bytes of one may be copied to the other: the same bit layout, or (10.1) one of the conversions, among them a block
 * of one against a texel of the other. *convert: the second kind. */
static bool formats_ok(struct rt_device *device, const struct rt_resource *dst, const struct rt_resource *src, bool *convert)
{
    *convert = false;
    if (!dst->format || !src->format)
        return dst->format == src->format;
    if (dst->format->family == src->format->family)
        return true;
    *convert = converts(dst->format, src->format);
    return *convert && device->feature_level >= D3D_FEATURE_LEVEL_10_1;
}

/* Sizes of whole copies are counted in blocks. */
static bool same_blocks(const struct rt_resource *a, const struct rt_resource *b)
{
    const UINT aw = a->format ? a->format->block_w : 1, ah = a->format ? a->format->block_h : 1;
    const UINT bw = b->format ? b->format->block_w : 1, bh = b->format ? b->format->block_h : 1;

    return a->desc.depth == b->desc.depth && (uint64_t)a->desc.width * bw == (uint64_t)b->desc.width * aw &&
        (uint64_t)a->desc.height * bh == (uint64_t)b->desc.height * ah;
}

static bool is_depth(const struct rt_resource *r)
{
    return r->desc.bind & D3D11_BIND_DEPTH_STENCIL;
}

/* nf-d3d11-id3d11devicecontext-copyresource: no immutable destination. */
static bool copied_to_ok(const struct rt_resource *dst)
{
    return dst->desc.usage != D3D11_USAGE_IMMUTABLE;
}

/* What else the GPU writes may not be dynamic either (nf-d3d11-id3d11devicecontext-updatesubresource). */
static bool copy_target_ok(const struct rt_resource *dst)
{
    return dst->desc.usage != D3D11_USAGE_IMMUTABLE && dst->desc.usage != D3D11_USAGE_DYNAMIC;
}

static bool box_ok(const D3D11_BOX *b, UINT width, UINT height, UINT depth, const struct rt_format *f)
{
    if (b->left > b->right || b->top > b->bottom || b->front > b->back)
        return false;
    if (f && f->caps & RT_FMT_PLANAR && (b->left | b->top | b->right | b->bottom) % 2)
        return false;
    if (f) {
        /* Block formats round the last block up. */
        width = (width + f->block_w - 1) / f->block_w * f->block_w;
        height = (height + f->block_h - 1) / f->block_h * f->block_h;
        if (b->left % f->block_w || b->top % f->block_h || b->right % f->block_w || b->bottom % f->block_h) {
            if ((b->right % f->block_w && b->right != width) || (b->bottom % f->block_h && b->bottom != height) ||
                b->left % f->block_w || b->top % f->block_h)
                return false;
        }
    }
    return b->right <= width && b->bottom <= height && b->back <= depth;
}

static bool box_empty(const D3D11_BOX *b)
{
    return b->left >= b->right || b->top >= b->bottom || b->front >= b->back;
}

/* ---- methods ---- */

void STDMETHODCALLTYPE ctx_CopyResource(ID3D11DeviceContext4 *iface, ID3D11Resource *dst_iface, ID3D11Resource *src_iface)
{
    struct rt_resource *dst = rt_resource_from(dst_iface), *src = rt_resource_from(src_iface);
    struct rt_context *c = rt_context_from(iface);
    bool convert;

    if (!dst || !src || dst == src || !copied_to_ok(dst) || dst->desc.dimension != src->desc.dimension || !same_blocks(dst, src) ||
        dst->desc.array != src->desc.array || dst->desc.mips != src->desc.mips || dst->desc.samples != src->desc.samples ||
        dst->desc.quality != src->desc.quality)
        return;
    if (!formats_ok(c->child.device, dst, src, &convert))
        return;
    rt_ctx_copy_resource(c, dst, src, convert);
}

static void copy_region(struct rt_context *c, struct rt_resource *dst, UINT dst_sub, UINT x, UINT y, UINT z, struct rt_resource *src,
    UINT src_sub, const D3D11_BOX *box, UINT flags)
{
    UINT sw, sh, sd, dw, dh, dd, w, h, d;
    bool convert;

    if (!dst || !src || dst_sub >= dst->n_subresources || src_sub >= src->n_subresources || !copied_to_ok(dst))
        return;
    if ((dst->desc.dimension == D3D11_RESOURCE_DIMENSION_BUFFER) != (src->desc.dimension == D3D11_RESOURCE_DIMENSION_BUFFER))
        return;
    if (dst->desc.samples != src->desc.samples || !formats_ok(c->child.device, dst, src, &convert))
        return;
    /* Depth and multisampled subresources are copied whole. */
    if ((is_depth(dst) || is_depth(src) || dst->desc.samples > 1) && (box || x || y || z))
        return;
    rt_resource_extent(src, src_sub, &sw, &sh, &sd);
    rt_resource_extent(dst, dst_sub, &dw, &dh, &dd);
    if (box) {
        if (box_empty(box) || !box_ok(box, sw, sh, sd, src->format))
            return;
        w = box->right - box->left;
        h = box->bottom - box->top;
        d = box->back - box->front;
    } else {
        w = sw;
        h = sh;
        d = sd;
    }
    if (convert) {
        w = (w + src->format->block_w - 1) / src->format->block_w * dst->format->block_w;
        h = (h + src->format->block_h - 1) / src->format->block_h * dst->format->block_h;
    }
    if (dst->format) {
        dw = (dw + dst->format->block_w - 1) / dst->format->block_w * dst->format->block_w;
        dh = (dh + dst->format->block_h - 1) / dst->format->block_h * dst->format->block_h;
        w = (w + dst->format->block_w - 1) / dst->format->block_w * dst->format->block_w;
        h = (h + dst->format->block_h - 1) / dst->format->block_h * dst->format->block_h;
        if (x % dst->format->block_w || y % dst->format->block_h || (dst->format->caps & RT_FMT_PLANAR && (x | y) % 2))
            return;
    }
    if (x > dw || w > dw - x || y > dh || h > dh - y || z > dd || d > dd - z)
        return;
    /* One subresource onto itself is a rule of 11.1 drivers. */
    if (dst == src && dst_sub == src_sub && c->child.device->umd.level < RT_DDI_11_1)
        return;
    rt_ctx_copy_region(c, dst, dst_sub, x, y, z, src, src_sub, box, flags, convert);
}

void STDMETHODCALLTYPE ctx_CopySubresourceRegion(ID3D11DeviceContext4 *iface, ID3D11Resource *dst, UINT dst_sub, UINT x, UINT y, UINT z,
    ID3D11Resource *src, UINT src_sub, const D3D11_BOX *box)
{
    copy_region(rt_context_from(iface), rt_resource_from(dst), dst_sub, x, y, z, rt_resource_from(src), src_sub, box, 0);
}

void STDMETHODCALLTYPE ctx_CopySubresourceRegion1(ID3D11DeviceContext4 *iface, ID3D11Resource *dst, UINT dst_sub, UINT x, UINT y, UINT z,
    ID3D11Resource *src, UINT src_sub, const D3D11_BOX *box, UINT flags)
{
    if (flags & ~(D3D11_COPY_NO_OVERWRITE | D3D11_COPY_DISCARD))
        return;
    copy_region(rt_context_from(iface), rt_resource_from(dst), dst_sub, x, y, z, rt_resource_from(src), src_sub, box, flags);
}

static void update(struct rt_context *c, struct rt_resource *r, UINT sub, const D3D11_BOX *box, const void *data, UINT row, UINT depth,
    UINT flags, bool partial_constants)
{
    UINT width, height, slices;

    /* What the program can map is not updated ("created in non-mappable memory", nf-d3d11-id3d11devicecontext-updatesubresource). */
    if (!r || !data || sub >= r->n_subresources || !copy_target_ok(r) || r->desc.usage == D3D11_USAGE_STAGING || is_depth(r) ||
        r->desc.samples > 1)
        return;
    if (box) {
        rt_resource_extent(r, sub, &width, &height, &slices);
        if (box_empty(box) || !box_ok(box, width, height, slices, r->format))
            return;
        if (r->desc.bind & D3D11_BIND_CONSTANT_BUFFER) {
            /* Whole before 11.1; afterwards in units of 16 bytes (nf-d3d11_1-...-updatesubresource1). */
            if (!partial_constants && c->child.device->umd.level < RT_DDI_11_1)
                return;
            if (box->left % 16 || box->right % 16)
                return;
        }
    }
    rt_ctx_update(c, r, sub, box, data, row, depth, flags);
}

void STDMETHODCALLTYPE ctx_UpdateSubresource(ID3D11DeviceContext4 *iface, ID3D11Resource *resource, UINT sub, const D3D11_BOX *box,
    const void *data, UINT row, UINT depth)
{
    update(rt_context_from(iface), rt_resource_from(resource), sub, box, data, row, depth, 0, false);
}

void STDMETHODCALLTYPE ctx_UpdateSubresource1(ID3D11DeviceContext4 *iface, ID3D11Resource *resource, UINT sub, const D3D11_BOX *box,
    const void *data, UINT row, UINT depth, UINT flags)
{
    if (flags & ~(D3D11_COPY_NO_OVERWRITE | D3D11_COPY_DISCARD))
        return;
    update(rt_context_from(iface), rt_resource_from(resource), sub, box, data, row, depth, flags, true);
}

void STDMETHODCALLTYPE ctx_ResolveSubresource(ID3D11DeviceContext4 *iface, ID3D11Resource *dst_iface, UINT dst_sub,
    ID3D11Resource *src_iface, UINT src_sub, DXGI_FORMAT format)
{
    struct rt_resource *dst = rt_resource_from(dst_iface), *src = rt_resource_from(src_iface);
    const struct rt_format *f = rt_format_find(format);

    if (!dst || !src || dst_sub >= dst->n_subresources || src_sub >= src->n_subresources || dst->desc.samples != 1 ||
        src->desc.samples == 1 || !copy_target_ok(dst) || !f || !dst->format || !src->format)
        return;
    if (!rt_format_view_ok(dst->format, f) || !rt_format_view_ok(src->format, f))
        return;
    if (dst->desc.dimension != D3D11_RESOURCE_DIMENSION_TEXTURE2D || src->desc.dimension != D3D11_RESOURCE_DIMENSION_TEXTURE2D)
        return;
    rt_ctx_resolve(rt_context_from(iface), dst, dst_sub, src, src_sub, format);
}

void STDMETHODCALLTYPE ctx_CopyStructureCount(ID3D11DeviceContext4 *iface, ID3D11Buffer *buffer, UINT offset,
    ID3D11UnorderedAccessView *view)
{
    struct rt_resource *dst = rt_resource_from(buffer);
    struct rt_view *v = rt_view_from(view);

    if (!dst || !v || offset % 4 || dst->desc.width < 4 || offset > dst->desc.width - 4 || !copy_target_ok(dst))
        return;
    if (v->desc.uav.ViewDimension != D3D11_UAV_DIMENSION_BUFFER ||
        !(v->desc.uav.Buffer.Flags & (D3D11_BUFFER_UAV_FLAG_APPEND | D3D11_BUFFER_UAV_FLAG_COUNTER)))
        return;
    rt_ctx_copy_structure_count(rt_context_from(iface), dst, offset, v);
}

void STDMETHODCALLTYPE ctx_SetResourceMinLOD(ID3D11DeviceContext4 *iface, ID3D11Resource *resource, FLOAT lod)
{
    struct rt_resource *r = rt_resource_from(resource);

    if (r && (r->desc.misc & D3D11_RESOURCE_MISC_RESOURCE_CLAMP) && lod >= 0.0f)
        rt_ctx_set_min_lod(rt_context_from(iface), r, lod);
}

FLOAT STDMETHODCALLTYPE ctx_GetResourceMinLOD(ID3D11DeviceContext4 *iface, ID3D11Resource *resource)
{
    struct rt_resource *r = rt_resource_from(resource);

    return r && (r->desc.misc & D3D11_RESOURCE_MISC_RESOURCE_CLAMP) ? r->min_lod : 0.0f;
}
