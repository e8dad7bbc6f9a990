/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * readback.c - buffers and textures to the guest's memory: a copy into a staging resource now, the
 * rest when the GPU is done (completion.c). Staging resources are pooled.
 */
#include <stdlib.h>
#include "renderer.h"

#define IDLE_MAX (64ull << 20)   /* bytes of staging resources kept for the next read */
#define BUSY_MAX (256ull << 20)  /* bytes under way before a read waits for the GPU */

struct pvb_d11_staging {
    struct pvb_d11_staging *next;
    ID3D11Resource *host;
    uint32_t dimension, format, w, h, d;
    /* Level of the host's texture that has this size: a block format's first level has whole blocks, and a level that
     * ends within one is copied to nothing but such a level (Wine's Direct3D 10 drops the copy otherwise). */
    uint32_t level;
    uint64_t bytes;
};

ID3D11Resource *pvb_d11_staging_host(const struct pvb_d11_staging *s, UINT *subresource)
{
    *subresource = s->level;
    return s->host;
}

static void staging_free(struct pvb_d11_staging *s)
{
    pvb_d11_release(s->host);
    free(s);
}

static HRESULT staging_create(struct pvb_renderer *r, struct pvb_d11_staging *s)
{
    switch ((enum pvgpu_dimension)s->dimension) {
    case PVGPU_DIM_BUFFER: {
        D3D11_BUFFER_DESC d = { s->w, D3D11_USAGE_STAGING, 0, D3D11_CPU_ACCESS_READ };
        return ID3D11Device_CreateBuffer(r->device, &d, NULL, (ID3D11Buffer **)&s->host);
    }
    case PVGPU_DIM_TEX1D: {
        D3D11_TEXTURE1D_DESC d = { s->w, 1, 1, (DXGI_FORMAT)s->format, D3D11_USAGE_STAGING, 0, D3D11_CPU_ACCESS_READ };
        return ID3D11Device_CreateTexture1D(r->device, &d, NULL, (ID3D11Texture1D **)&s->host);
    }
    case PVGPU_DIM_TEX2D: case PVGPU_DIM_CUBE: {
        D3D11_TEXTURE2D_DESC d = { s->w << s->level, s->h << s->level, s->level + 1, 1, (DXGI_FORMAT)s->format, { 1, 0 },
                                   D3D11_USAGE_STAGING, 0, D3D11_CPU_ACCESS_READ };
        return ID3D11Device_CreateTexture2D(r->device, &d, NULL, (ID3D11Texture2D **)&s->host);
    }
    case PVGPU_DIM_TEX3D: {
        D3D11_TEXTURE3D_DESC d = { s->w << s->level, s->h << s->level, s->d << s->level, s->level + 1, (DXGI_FORMAT)s->format,
                                   D3D11_USAGE_STAGING, 0, D3D11_CPU_ACCESS_READ };
        return ID3D11Device_CreateTexture3D(r->device, &d, NULL, (ID3D11Texture3D **)&s->host);
    }
    case PVGPU_DIM_NONE: case PVGPU_DIM_COUNT:
        break;
    }
    return E_INVALIDARG;
}

/* The first of the levels of whole blocks above one of w by h texels. */
static uint32_t level_of(const struct pvgpu_format_row *f, uint32_t w, uint32_t h)
{
    uint32_t level = 0;
    while ((w << level) % f->block_width || (h << level) % f->block_height) level++;
    return level;
}

/* A staging resource of these sizes (a buffer: of at least w bytes); NULL when the host refuses. */
static struct pvb_d11_staging *staging_get(struct pvb_renderer *r, uint32_t dimension, uint32_t format, uint32_t w, uint32_t h,
                                           uint32_t d)
{
    struct pvb_d11_staging **at, *s;
    HRESULT hr;

    if (dimension == PVGPU_DIM_BUFFER) { /* few sizes, so that they fit again */
        uint32_t size = 4096;
        while (size < w && size < 1u << 31) size <<= 1;
        if (size >= w) w = size;
    }
    for (at = &r->idle; *at; at = &(*at)->next) {
        s = *at;
        if (s->dimension != dimension || s->format != format || s->w != w || s->h != h || s->d != d) continue;
        *at = s->next;
        r->idle_bytes -= s->bytes;
        r->busy_bytes += s->bytes;
        return s;
    }
    s = calloc(1, sizeof *s);
    if (!s) return NULL;
    s->dimension = dimension;
    s->format = format;
    s->w = w;
    s->h = h;
    s->d = d;
    s->level = dimension == PVGPU_DIM_BUFFER ? 0 : level_of(&pvgpu_format_rows[format], w, h);
    s->bytes = dimension == PVGPU_DIM_BUFFER ? w
             : pvgpu_format_row_bytes(format, w << s->level) * pvgpu_format_all_rows(format, h << s->level) * (d << s->level) *
                   (s->level ? 2 : 1);
    if (r->busy_bytes + s->bytes > BUSY_MAX) pvb_d11_throttle(r, s->bytes < BUSY_MAX ? BUSY_MAX - s->bytes : 0, UINT32_MAX);
    hr = staging_create(r, s);
    if (FAILED(hr)) {
        if (pvb_d11_first(r, PVB_D11_EV_READ))
            pvb_log(0, "staging resource of %llu bytes refused: 0x%08x", (unsigned long long)s->bytes, (unsigned)hr);
        free(s);
        return NULL;
    }
    r->busy_bytes += s->bytes;
    return s;
}

void pvb_d11_staging_put(struct pvb_renderer *r, struct pvb_d11_staging *s)
{
    struct pvb_d11_staging **at;
    uint64_t kept = 0;

    r->busy_bytes -= s->bytes;
    r->idle_bytes += s->bytes;
    s->next = r->idle;
    r->idle = s;
    if (r->idle_bytes <= IDLE_MAX) return;
    for (at = &r->idle; *at;) { /* the least recently used go */
        struct pvb_d11_staging *old = *at;
        if (kept + old->bytes <= IDLE_MAX) { kept += old->bytes; at = &old->next; continue; }
        *at = old->next;
        staging_free(old);
    }
    r->idle_bytes = kept;
}

void pvb_d11_staging_fini(struct pvb_renderer *r)
{
    while (r->idle) {
        struct pvb_d11_staging *s = r->idle;
        r->idle = s->next;
        staging_free(s);
    }
    r->idle_bytes = 0;
}

enum pvgpu_verdict pvb_d11_cmd_read_buffer(void *core, const struct pvgpu_cmd_read_buffer *c, const void *tail)
{
    struct pvb_d11_context *cx = pvb_d11_context_of(core);
    ID3D11Buffer *src = pvb_d11_buffer(core, c->resource);
    const D3D11_BOX box = { c->offset, 0, 0, c->offset + c->size, 1, 1 };
    struct pvb_d11_staging *s;
    struct pvb_d11_pending *p;

    if (!src) return PVGPU_E_RULE;
    if (!c->size) return PVGPU_OK;
    s = staging_get(cx->r, PVGPU_DIM_BUFFER, 0, c->size, 1, 1);
    if (!s) return PVGPU_OK;
    pvb_d11_predicate_pause(cx); /* a copy left out would show what another process read before */
    ID3D11DeviceContext_CopySubresourceRegion(cx->ctx, s->host, 0, 0, 0, 0, (ID3D11Resource *)src, 0, &box);
    pvb_d11_predicate_resume(cx);
    p = pvb_d11_pending_push(cx->r, core, PVB_D11_READ);
    if (!p) { pvb_d11_staging_put(cx->r, s); return PVGPU_OK; }
    p->heap = c->heap;
    p->offset = c->heap_offset;
    p->staging = s;
    p->row_bytes = c->size;
    p->rows = p->depth = 1;
    return PVGPU_OK;
}

enum pvgpu_verdict pvb_d11_cmd_read_texture(void *core, const struct pvgpu_cmd_read_texture *c, const void *tail)
{
    struct pvb_d11_context *cx = pvb_d11_context_of(core);
    struct pvb_d11_resource *res = pvb_resource(core, c->resource);
    const struct pvgpu_format_row *format = &pvgpu_format_rows[res->info.format];
    D3D11_BOX box = { c->left, c->top, c->front, c->right, c->bottom, c->back };
    uint32_t w, h, d, sw = c->right - c->left, sh = c->bottom - c->top, sd = c->back - c->front;
    struct pvb_d11_staging *s;
    struct pvb_d11_pending *p;
    bool whole;

    if (res->info.dimension == PVGPU_DIM_BUFFER || c->left >= c->right || c->top >= c->bottom || c->front >= c->back)
        return PVGPU_E_RULE;
    if (res->info.samples > 1) { /* must be resolved first, as on Direct3D */
        if (pvb_d11_first(cx->r, PVB_D11_EV_READ)) pvb_log(1, "read of a multisampled texture skipped");
        return PVGPU_OK;
    }
    pvb_d11_mip_size(&res->info, c->subresource, &w, &h, &d);
    /* A depth stencil subresource is copied whole (CopySubresourceRegion's documentation). */
    whole = !c->left && !c->top && !c->front && c->right >= w && c->bottom >= h && c->back >= d;
    whole |= (res->info.bind & PVGPU_BIND_DEPTH) != 0;
    /* So is one of a block format that ends within a block, where the box has its edge. */
    whole |= sw % format->block_width || sh % format->block_height;
    if (whole) { sw = w; sh = h; sd = d; }
    s = staging_get(cx->r, res->info.dimension == PVGPU_DIM_CUBE ? PVGPU_DIM_TEX2D : res->info.dimension, res->info.format,
                    sw, sh, sd);
    if (!s) return PVGPU_OK;
    pvb_d11_predicate_pause(cx);
    ID3D11DeviceContext_CopySubresourceRegion(cx->ctx, s->host, s->level, 0, 0, 0, res->any, c->subresource, whole ? NULL : &box);
    pvb_d11_predicate_resume(cx);
    p = pvb_d11_pending_push(cx->r, core, PVB_D11_READ);
    if (!p) { pvb_d11_staging_put(cx->r, s); return PVGPU_OK; }
    p->heap = c->heap;
    p->offset = c->heap_offset;
    p->staging = s;
    p->row_bytes = (uint32_t)pvgpu_format_row_bytes(res->info.format, c->right - c->left);
    p->rows = pvgpu_format_rows_of(res->info.format, c->bottom - c->top);
    p->depth = c->back - c->front;
    if (pvgpu_format_is_planar(res->info.format)) p->chroma = whole ? h : sh;
    p->row_pitch = c->row_pitch;
    p->depth_pitch = c->depth_pitch;
    if (whole) {
        p->skip = pvgpu_format_row_bytes(res->info.format, c->left);
        p->skip_rows = pvgpu_format_rows_of(res->info.format, c->top);
        p->skip_slices = c->front;
    }
    return PVGPU_OK;
}
