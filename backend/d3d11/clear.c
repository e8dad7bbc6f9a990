/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * clear.c - ClearView where the host has none (D3D11_FEATURE_DATA_D3D11_OPTIONS::ClearView; Wine's Direct3D, 10.0). The guest's
 * driver cannot say that it has none, so all of a view is cleared by the older calls, and rectangles are copied out of a texture
 * or buffer that is. Copies, like clears, obey the predicate. A part of a multisampled texture cannot be copied: such rectangles
 * are left out.
 */
#include "renderer.h"

#define CHANNEL_MAX 4294967040.0f /* the largest float below 2^32 */

/* What a view shows, in the words of both kinds. */
struct shown {
    DXGI_FORMAT format;
    bool buffer, multisampled, volume, unordered;
    uint32_t mip, first, count; /* of a buffer: its elements; else slices */
    ID3D11Resource *resource; /* a reference */
    uint32_t mips;
    bool line; /* of one dimension */
};

static struct shown of_rtv(ID3D11RenderTargetView *view)
{
    D3D11_RENDER_TARGET_VIEW_DESC d;
    struct shown s = { 0 };

    ID3D11RenderTargetView_GetDesc(view, &d);
    s.format = d.Format;
    s.count = 1;
    switch (d.ViewDimension) {
    case D3D11_RTV_DIMENSION_BUFFER: s.buffer = true; s.first = d.Buffer.FirstElement; s.count = d.Buffer.NumElements; break;
    case D3D11_RTV_DIMENSION_TEXTURE1D: s.mip = d.Texture1D.MipSlice; break;
    case D3D11_RTV_DIMENSION_TEXTURE1DARRAY:
        s.mip = d.Texture1DArray.MipSlice, s.first = d.Texture1DArray.FirstArraySlice, s.count = d.Texture1DArray.ArraySize;
        break;
    case D3D11_RTV_DIMENSION_TEXTURE2D: s.mip = d.Texture2D.MipSlice; break;
    case D3D11_RTV_DIMENSION_TEXTURE2DARRAY:
        s.mip = d.Texture2DArray.MipSlice, s.first = d.Texture2DArray.FirstArraySlice, s.count = d.Texture2DArray.ArraySize;
        break;
    case D3D11_RTV_DIMENSION_TEXTURE3D:
        s.volume = true, s.mip = d.Texture3D.MipSlice, s.first = d.Texture3D.FirstWSlice, s.count = d.Texture3D.WSize;
        break;
    default: s.multisampled = true; break;
    }
    return s;
}

static struct shown of_uav(ID3D11UnorderedAccessView *view)
{
    D3D11_UNORDERED_ACCESS_VIEW_DESC d;
    struct shown s = { .unordered = true };

    ID3D11UnorderedAccessView_GetDesc(view, &d);
    s.format = d.Format;
    s.count = 1;
    switch (d.ViewDimension) {
    case D3D11_UAV_DIMENSION_BUFFER: s.buffer = true; s.first = d.Buffer.FirstElement; s.count = d.Buffer.NumElements; break;
    case D3D11_UAV_DIMENSION_TEXTURE1D: s.mip = d.Texture1D.MipSlice; break;
    case D3D11_UAV_DIMENSION_TEXTURE1DARRAY:
        s.mip = d.Texture1DArray.MipSlice, s.first = d.Texture1DArray.FirstArraySlice, s.count = d.Texture1DArray.ArraySize;
        break;
    case D3D11_UAV_DIMENSION_TEXTURE2D: s.mip = d.Texture2D.MipSlice; break;
    case D3D11_UAV_DIMENSION_TEXTURE2DARRAY:
        s.mip = d.Texture2DArray.MipSlice, s.first = d.Texture2DArray.FirstArraySlice, s.count = d.Texture2DArray.ArraySize;
        break;
    case D3D11_UAV_DIMENSION_TEXTURE3D:
        s.volume = true, s.mip = d.Texture3D.MipSlice, s.first = d.Texture3D.FirstWSlice, s.count = d.Texture3D.WSize;
        break;
    default: break;
    }
    return s;
}

static void of_resource(struct shown *s, ID3D11View *view)
{
    union { ID3D11Resource *any; ID3D11Texture1D *line; ID3D11Texture2D *texture; } u;
    D3D11_RESOURCE_DIMENSION dimension;
    D3D11_TEXTURE1D_DESC line;
    D3D11_TEXTURE2D_DESC texture;

    ID3D11View_GetResource(view, &s->resource);
    u.any = s->resource;
    ID3D11Resource_GetType(u.any, &dimension);
    s->mips = 1;
    if (dimension == D3D11_RESOURCE_DIMENSION_TEXTURE1D) {
        ID3D11Texture1D_GetDesc(u.line, &line);
        s->mips = line.MipLevels;
        s->line = true;
    } else if (dimension == D3D11_RESOURCE_DIMENSION_TEXTURE2D) {
        ID3D11Texture2D_GetDesc(u.texture, &texture);
        s->mips = texture.MipLevels;
    }
}

static bool is_integer(DXGI_FORMAT format)
{
    const enum pvgpu_format_kind kind = (enum pvgpu_format_kind)pvgpu_format_rows[format].kind;
    return kind == PVGPU_FORMAT_UINT || kind == PVGPU_FORMAT_SINT;
}

/* A number that is none is 0 ("Data Conversion Rules", float to integer). */
static UINT integer(float f, bool is_signed)
{
    if (!(f == f)) return 0;
    if (is_signed) return f <= -2147483648.0f ? 0x80000000u : f >= 2147483520.0f ? 0x7fffffffu : (UINT)(int32_t)f;
    return f <= 0 ? 0 : f > CHANNEL_MAX ? 0xffffffffu : (UINT)f;
}

static void clear_all(struct pvb_renderer *r, ID3D11View *view, const struct shown *s, const FLOAT color[4])
{
    if (!s->unordered) ID3D11DeviceContext_ClearRenderTargetView(r->ctx, (ID3D11RenderTargetView *)view, color);
    else if (is_integer(s->format)) {
        const bool is_signed = pvgpu_format_rows[s->format].kind == PVGPU_FORMAT_SINT;
        const UINT words[4] = { integer(color[0], is_signed), integer(color[1], is_signed), integer(color[2], is_signed),
                                integer(color[3], is_signed) };
        ID3D11DeviceContext_ClearUnorderedAccessViewUint(r->ctx, (ID3D11UnorderedAccessView *)view, words);
    } else {
        ID3D11DeviceContext_ClearUnorderedAccessViewFloat(r->ctx, (ID3D11UnorderedAccessView *)view, color);
    }
}

/* Something with the view's texels in as much room as a rectangle of w by h needs, in its color. NULL: the host refuses. */
static ID3D11Resource *colored(struct pvb_renderer *r, const struct shown *s, UINT w, UINT h, const FLOAT color[4])
{
    const UINT bind = s->unordered ? D3D11_BIND_UNORDERED_ACCESS : D3D11_BIND_RENDER_TARGET;
    const UINT element = pvgpu_format_rows[s->format].block_bytes;
    union { ID3D11Resource *any; ID3D11Buffer *buffer; ID3D11Texture1D *line; ID3D11Texture2D *texture; ID3D11Texture3D *volume; } to = { NULL };
    union { ID3D11View *any; ID3D11RenderTargetView *rtv; ID3D11UnorderedAccessView *uav; } view = { NULL };
    const D3D11_RENDER_TARGET_VIEW_DESC elements = { .Format = s->format, .ViewDimension = D3D11_RTV_DIMENSION_BUFFER,
                                                     .Buffer = { { 0 }, { w } } };
    const D3D11_UNORDERED_ACCESS_VIEW_DESC unordered = { .Format = s->format, .ViewDimension = D3D11_UAV_DIMENSION_BUFFER,
                                                         .Buffer = { 0, w, 0 } };
    HRESULT hr;

    if (s->buffer) {
        const D3D11_BUFFER_DESC d = { w * element, D3D11_USAGE_DEFAULT, bind, 0, 0, 0 };
        hr = ID3D11Device_CreateBuffer(r->device, &d, NULL, &to.buffer);
    } else if (s->line) {
        const D3D11_TEXTURE1D_DESC d = { w, 1, 1, s->format, D3D11_USAGE_DEFAULT, bind, 0, 0 };
        hr = ID3D11Device_CreateTexture1D(r->device, &d, NULL, &to.line);
    } else if (s->volume) {
        const D3D11_TEXTURE3D_DESC d = { w, h, 1, 1, s->format, D3D11_USAGE_DEFAULT, bind, 0, 0 };
        hr = ID3D11Device_CreateTexture3D(r->device, &d, NULL, &to.volume);
    } else {
        const D3D11_TEXTURE2D_DESC d = { w, h, 1, 1, s->format, { 1, 0 }, D3D11_USAGE_DEFAULT, bind, 0, 0 };
        hr = ID3D11Device_CreateTexture2D(r->device, &d, NULL, &to.texture);
    }
    if (SUCCEEDED(hr)) hr = s->unordered
        ? ID3D11Device_CreateUnorderedAccessView(r->device, to.any, s->buffer ? &unordered : NULL, &view.uav)
        : ID3D11Device_CreateRenderTargetView(r->device, to.any, s->buffer ? &elements : NULL, &view.rtv);
    if (SUCCEEDED(hr)) clear_all(r, view.any, s, color);
    pvb_d11_release(view.any);
    if (SUCCEEDED(hr)) return to.any;
    pvb_d11_release(to.any);
    return NULL;
}

static void copy_rect(struct pvb_renderer *r, const struct shown *s, ID3D11Resource *from, const RECT *q)
{
    const UINT element = pvgpu_format_rows[s->format].block_bytes, w = (UINT)(q->right - q->left), h = (UINT)(q->bottom - q->top);
    const D3D11_BOX bytes = { 0, 0, 0, w * element, 1, 1 }, texels = { 0, 0, 0, w, h, 1 };

    if (s->buffer) {
        ID3D11DeviceContext_CopySubresourceRegion(r->ctx, s->resource, 0, (s->first + (UINT)q->left) * element, 0, 0, from, 0, &bytes);
        return;
    }
    for (uint32_t i = s->first; i < s->first + s->count; i++)
        ID3D11DeviceContext_CopySubresourceRegion(r->ctx, s->resource, s->volume ? s->mip : s->mip + i * s->mips, (UINT)q->left,
                                                  (UINT)q->top, s->volume ? i : 0, from, 0, &texels);
}

void pvb_d11_clear_view(struct pvb_renderer *r, ID3D11View *view, bool unordered, const FLOAT color[4], const RECT *rects, UINT n)
{
    struct shown s = unordered ? of_uav((ID3D11UnorderedAccessView *)view) : of_rtv((ID3D11RenderTargetView *)view);
    ID3D11Resource *from;
    LONG w = 0, h = 0;

    if (!n) {
        clear_all(r, view, &s, color);
        return;
    }
    for (UINT i = 0; i < n; i++) {
        if (rects[i].right - rects[i].left > w) w = rects[i].right - rects[i].left;
        if (rects[i].bottom - rects[i].top > h) h = rects[i].bottom - rects[i].top;
    }
    if (w <= 0 || h <= 0) return; /* the core has cut them at the view's edges */
    of_resource(&s, view);
    from = s.multisampled || !pvgpu_format_rows[s.format].block_bytes ? NULL : colored(r, &s, (UINT)w, (UINT)h, color);
    if (!from && pvb_d11_first(r, PVB_D11_EV_VIEW)) pvb_log(1, "rectangles of a view (format %u) are not cleared", (unsigned)s.format);
    for (UINT i = 0; from && i < n; i++)
        if (rects[i].left < rects[i].right && rects[i].top < rects[i].bottom) copy_rect(r, &s, from, &rects[i]);
    pvb_d11_release(from);
    pvb_d11_release(s.resource);
}
