/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * copy.c - copies between resources, and updates from the guest's memory.
 */
#include <stdlib.h>
#include "renderer.h"

PVGPU_STATIC_ASSERT(D3D11_COPY_NO_OVERWRITE == 1 && D3D11_COPY_DISCARD == 2, "copy_region's flags are D3D11_COPY_FLAGS");

enum pvgpu_verdict pvb_d11_cmd_copy_resource(void *core, const struct pvgpu_cmd_copy_resource *c, const void *tail)
{
    struct pvb_d11_resource *dst = pvb_resource(core, c->dst), *src = pvb_resource(core, c->src);
    ID3D11DeviceContext_CopyResource(pvb_d11_context_of(core)->ctx, dst->any, src->any);
    return PVGPU_OK;
}

/* Blocks against texels: without a box, Wine's Direct3D (10) copies no more texels than the smaller of both has, so all of the
 * source is spelled out. Not where the last block is cut: a host may want boxes to end with a block. */
static bool whole_blocks(const struct pvb_d11_resource *dst, const struct pvb_d11_resource *src, uint32_t subresource, D3D11_BOX *box)
{
    const struct pvgpu_format_row *from = &pvgpu_format_rows[src->info.format], *to = &pvgpu_format_rows[dst->info.format];
    uint32_t w, h, d;

    if (src->info.dimension == PVGPU_DIM_BUFFER || from->block_width == to->block_width) return false;
    pvb_d11_mip_size(&src->info, subresource, &w, &h, &d);
    *box = (D3D11_BOX){ 0, 0, 0, w, h, d };
    return w % from->block_width == 0 && h % from->block_height == 0;
}

enum pvgpu_verdict pvb_d11_cmd_copy_region(void *core, const struct pvgpu_cmd_copy_region *c, const void *tail)
{
    struct pvb_d11_resource *dst = pvb_resource(core, c->dst), *src = pvb_resource(core, c->src);
    D3D11_BOX box = { c->left, c->top, c->front, c->right, c->bottom, c->back };
    bool has_box = c->has_box || whole_blocks(dst, src, c->src_subresource, &box);

    ID3D11DeviceContext1_CopySubresourceRegion1(pvb_d11_context_of(core)->r->ctx1, dst->any, c->dst_subresource, c->dst_x,
                                                c->dst_y, c->dst_z, src->any, c->src_subresource, has_box ? &box : NULL,
                                                c->flags);
    return PVGPU_OK;
}

enum pvgpu_verdict pvb_d11_cmd_resolve(void *core, const struct pvgpu_cmd_resolve *c, const void *tail)
{
    struct pvb_d11_resource *dst = pvb_resource(core, c->dst), *src = pvb_resource(core, c->src);

    ID3D11DeviceContext_ResolveSubresource(pvb_d11_context_of(core)->ctx, dst->any, c->dst_subresource, src->any,
                                           c->src_subresource, (DXGI_FORMAT)c->format);
    return PVGPU_OK;
}

enum pvgpu_verdict pvb_d11_cmd_copy_structure_count(void *core, const struct pvgpu_cmd_copy_structure_count *c, const void *tail)
{
    ID3D11Buffer *dst = pvb_d11_buffer(core, c->dst);

    if (!dst) return PVGPU_E_RULE;
    ID3D11DeviceContext_CopyStructureCount(pvb_d11_context_of(core)->ctx, dst, c->offset, pvb_object(core, c->view));
    return PVGPU_OK;
}

/* ---- updates ---- */

static bool may_map_no_overwrite(const struct pvb_renderer *r, const struct pvb_d11_resource *res)
{
    if (res->info.bind & PVGPU_BIND_CONSTANT && !(r->options & PVGPU_OPT_CB_NOOVERWRITE)) return false;
    if (res->info.bind & PVGPU_BIND_SHADER && !(r->options & PVGPU_OPT_SRV_NOOVERWRITE)) return false;
    return true;
}

/* A part of a buffer that the host cannot update in place: through a buffer of its own. */
static enum pvgpu_verdict write_by_copy(struct pvb_d11_context *cx, struct pvb_d11_resource *res, uint32_t offset, uint32_t size,
                                        const void *data)
{
    D3D11_BUFFER_DESC d = { size, D3D11_USAGE_DEFAULT, D3D11_BIND_VERTEX_BUFFER };
    D3D11_SUBRESOURCE_DATA init = { data };
    D3D11_BOX box = { 0, 0, 0, size, 1, 1 };
    ID3D11Buffer *part = NULL;
    HRESULT hr = ID3D11Device_CreateBuffer(cx->r->device, &d, &init, &part);

    if (FAILED(hr)) {
        if (pvb_d11_first(cx->r, PVB_D11_EV_UPDATE)) pvb_log(0, "update of %u bytes lost: 0x%08x", size, (unsigned)hr);
        return PVGPU_OK;
    }
    if (res->dynamic) pvb_d11_predicate_pause(cx); /* stands for a Map, which no predicate stops */
    ID3D11DeviceContext_CopySubresourceRegion(cx->ctx, res->any, 0, offset, 0, 0, (ID3D11Resource *)part, 0, &box);
    if (res->dynamic) pvb_d11_predicate_resume(cx);
    pvb_d11_release(part);
    return PVGPU_OK;
}

enum pvgpu_verdict pvb_d11_buffer_write(struct pvb_d11_context *cx, struct pvb_d11_resource *res, uint32_t offset, uint32_t size,
                                        const void *data, uint32_t flags)
{
    const D3D11_BOX box = { offset, 0, 0, offset + size, 1, 1 };
    bool whole = offset == 0 && size == res->info.width;

    if (!size) return PVGPU_OK;
    if (res->dynamic) {
        D3D11_MAPPED_SUBRESOURCE map;
        D3D11_MAP how = D3D11_MAP_WRITE_DISCARD;
        if (!whole && !(flags & PVGPU_UPDATE_DISCARD)) {
            if (!(flags & PVGPU_UPDATE_NO_OVERWRITE) || !may_map_no_overwrite(cx->r, res))
                return write_by_copy(cx, res, offset, size, data);
            how = D3D11_MAP_WRITE_NO_OVERWRITE;
        }
        if (FAILED(ID3D11DeviceContext_Map(cx->ctx, res->any, 0, how, 0, &map))) {
            if (pvb_d11_first(cx->r, PVB_D11_EV_UPDATE)) pvb_log(0, "a dynamic buffer could not be mapped");
            return PVGPU_OK;
        }
        memcpy((char *)map.pData + offset, data, size);
        ID3D11DeviceContext_Unmap(cx->ctx, res->any, 0);
        return PVGPU_OK;
    }
    if (whole) {
        ID3D11DeviceContext_UpdateSubresource(cx->ctx, res->any, 0, NULL, data, size, size);
    } else if (!(res->info.bind & PVGPU_BIND_CONSTANT)) {
        ID3D11DeviceContext_UpdateSubresource(cx->ctx, res->any, 0, &box, data, size, size);
    } else if (cx->r->options & PVGPU_OPT_CB_PARTIAL) {
        UINT how = flags & PVGPU_UPDATE_DISCARD ? D3D11_COPY_DISCARD : 0;
        if (flags & PVGPU_UPDATE_NO_OVERWRITE && !how) how = D3D11_COPY_NO_OVERWRITE;
        ID3D11DeviceContext1_UpdateSubresource1(cx->r->ctx1, res->any, 0, &box, data, size, size, how);
    } else {
        return write_by_copy(cx, res, offset, size, data);
    }
    return PVGPU_OK;
}

enum pvgpu_verdict pvb_d11_cmd_update_inline(void *core, const struct pvgpu_cmd_update_inline *c, const void *tail)
{
    struct pvb_d11_resource *res = pvb_resource(core, c->resource);

    if (res->info.dimension != PVGPU_DIM_BUFFER) return PVGPU_E_RULE;
    return pvb_d11_buffer_write(pvb_d11_context_of(core), res, c->offset, c->n, tail, c->flags);
}

enum pvgpu_verdict pvb_d11_cmd_update_buffer(void *core, const struct pvgpu_cmd_update_buffer *c, const void *tail)
{
    struct pvb_d11_resource *res = pvb_resource(core, c->resource);
    const void *data = pvb_heap(core, c->heap, c->heap_offset, c->size);

    if (res->info.dimension != PVGPU_DIM_BUFFER || !data) return PVGPU_E_RULE;
    return pvb_d11_buffer_write(pvb_d11_context_of(core), res, c->offset, c->size, data, c->flags);
}

/* UpdateSubresource takes no depth stencil resource (its documentation), so that goes through a
 * staging texture of the whole subresource, which the box must cover. */
static enum pvgpu_verdict update_depth(struct pvb_d11_context *cx, struct pvb_d11_resource *res,
                                       const struct pvgpu_cmd_update_texture *c, const char *data, uint32_t w, uint32_t h)
{
    D3D11_TEXTURE2D_DESC d = { w, h, 1, 1, (DXGI_FORMAT)res->info.format, { 1, 0 }, D3D11_USAGE_STAGING, 0,
                               D3D11_CPU_ACCESS_WRITE };
    uint64_t row = pvgpu_format_row_bytes(res->info.format, w);
    D3D11_MAPPED_SUBRESOURCE map;
    ID3D11Texture2D *staging = NULL;
    HRESULT hr = ID3D11Device_CreateTexture2D(cx->r->device, &d, NULL, &staging);

    if (SUCCEEDED(hr)) hr = ID3D11DeviceContext_Map(cx->ctx, (ID3D11Resource *)staging, 0, D3D11_MAP_WRITE, 0, &map);
    if (SUCCEEDED(hr)) {
        for (uint32_t y = 0; y < h; y++)
            memcpy((char *)map.pData + (size_t)y * map.RowPitch, data + (size_t)y * c->row_pitch, row);
        ID3D11DeviceContext_Unmap(cx->ctx, (ID3D11Resource *)staging, 0);
        ID3D11DeviceContext_CopySubresourceRegion(cx->ctx, res->any, c->subresource, 0, 0, 0, (ID3D11Resource *)staging, 0, NULL);
    } else if (pvb_d11_first(cx->r, PVB_D11_EV_UPDATE)) {
        pvb_log(0, "update of a depth texture lost: 0x%08x", (unsigned)hr);
    }
    pvb_d11_release(staging);
    return PVGPU_OK;
}

/* UpdateSubresource wants the second plane behind the first (DXGI_FORMAT's page). Where a box is part of a larger picture in the
 * guest's memory, it is put together here. NULL: out of memory. */
static void *planes_together(const struct pvgpu_cmd_update_texture *c, const char *data, size_t row)
{
    const uint32_t rows = c->bottom - c->top;
    char *packed = malloc(row * (rows + rows / 2)), *to = packed;

    for (uint32_t y = 0; packed && y < rows + rows / 2; y++, to += row)
        memcpy(to, y < rows ? data + (size_t)y * c->row_pitch : data + c->depth_pitch + (size_t)(y - rows) * c->row_pitch, row);
    return packed;
}

static void update_planar(struct pvb_d11_context *cx, struct pvb_d11_resource *res, const struct pvgpu_cmd_update_texture *c,
                          const D3D11_BOX *box, const char *data)
{
    const uint32_t rows = c->bottom - c->top;
    uint32_t pitch = c->row_pitch;
    void *packed = NULL;

    if (c->depth_pitch != (uint64_t)rows * pitch) {
        pitch = (uint32_t)pvgpu_format_row_bytes(res->info.format, c->right - c->left);
        data = packed = planes_together(c, data, pitch);
        if (!data) {
            if (pvb_d11_first(cx->r, PVB_D11_EV_UPDATE)) pvb_log(0, "update of a planar texture lost: out of memory");
            return;
        }
    }
    ID3D11DeviceContext_UpdateSubresource(cx->ctx, res->any, c->subresource, box, data, pitch, 0);
    free(packed);
}

enum pvgpu_verdict pvb_d11_cmd_update_texture(void *core, const struct pvgpu_cmd_update_texture *c, const void *tail)
{
    struct pvb_d11_context *cx = pvb_d11_context_of(core);
    struct pvb_d11_resource *res = pvb_resource(core, c->resource);
    D3D11_BOX box = { c->left, c->top, c->front, c->right, c->bottom, c->back };
    bool whole, planar = pvgpu_format_is_planar(res->info.format);
    uint32_t w, h, d;
    const char *data;

    if (res->info.dimension == PVGPU_DIM_BUFFER || c->left >= c->right || c->top >= c->bottom || c->front >= c->back)
        return PVGPU_E_RULE;
    pvb_d11_mip_size(&res->info, c->subresource, &w, &h, &d);
    data = pvb_heap(core, c->heap, c->heap_offset,
                    pvgpu_format_box_bytes(res->info.format, c->right - c->left, c->bottom - c->top, c->back - c->front, c->row_pitch,
                                           c->depth_pitch));
    if (!data) return PVGPU_E_RULE;
    /* Small mip levels of block formats: the host takes "all of it" but not a part of a block. */
    whole = !c->left && !c->top && !c->front && c->right >= w && c->bottom >= h && c->back >= d;
    if (res->info.samples > 1 || (res->info.bind & PVGPU_BIND_DEPTH && !whole)) {
        if (pvb_d11_first(cx->r, PVB_D11_EV_UPDATE))
            pvb_log(1, "update skipped: part of a depth texture, or a multisampled one");
        return PVGPU_OK;
    }
    if (res->info.bind & PVGPU_BIND_DEPTH) return update_depth(cx, res, c, data, w, h);
    if (res->info.usage == PVGPU_USAGE_DYNAMIC) pvb_d11_predicate_pause(cx);
    if (planar)
        update_planar(cx, res, c, whole ? NULL : &box, data);
    else
        ID3D11DeviceContext_UpdateSubresource(cx->ctx, res->any, c->subresource, whole ? NULL : &box, data, c->row_pitch,
                                              c->depth_pitch);
    if (res->info.usage == PVGPU_USAGE_DYNAMIC) pvb_d11_predicate_resume(cx);
    return PVGPU_OK;
}
