/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * resource.c - buffers and textures.
 *
 * Usages: a guest's DYNAMIC buffer is DYNAMIC here, so that its discards are renamed by the host's
 * driver. Everything else is DEFAULT: contents always come by updates, an IMMUTABLE one's too.
 * A 2-D texture that may be a primary or a back buffer gets what blits need (render target, shader
 * resource) and a typeless format, since DXGI lets views of back buffers cast between UNORM and
 * UNORM_SRGB ("Converting data for the color space", Direct3D 11 documentation).
 */
#include <stdlib.h>
#include "renderer.h"

void pvb_d11_mip_size(const struct pvb_resource_info *info, uint32_t subresource, uint32_t *w, uint32_t *h, uint32_t *d)
{
    uint32_t mip = info->mips ? subresource % info->mips : 0;

    *w = info->width >> mip ? info->width >> mip : 1;
    *h = info->height >> mip ? info->height >> mip : 1;
    *d = info->depth >> mip ? info->depth >> mip : 1;
}

DXGI_FORMAT pvb_d11_typed_format(uint32_t format, uint32_t want_kind)
{
    uint32_t family = pvgpu_format_known(format) ? pvgpu_format_rows[format].family : 0;

    if (!family) return DXGI_FORMAT_UNKNOWN;
    for (uint32_t i = 1; i < PVGPU_FORMAT_LIMIT; i++)
        if (pvgpu_format_rows[i].family == family && pvgpu_format_rows[i].kind == want_kind) return (DXGI_FORMAT)i;
    return DXGI_FORMAT_UNKNOWN;
}

static bool may_be_shown(const struct pvb_resource_info *i)
{
    if (i->dimension != PVGPU_DIM_TEX2D || i->mips != 1 || i->array != 1 || i->samples != 1 || i->usage != PVGPU_USAGE_DEFAULT)
        return false;
    if ((i->bind && !(i->bind & PVGPU_BIND_TARGET)) || (i->misc & PVGPU_MISC_TILED)) return false;
    switch ((DXGI_FORMAT)i->format) {
    case DXGI_FORMAT_R8G8B8A8_UNORM: case DXGI_FORMAT_R8G8B8A8_UNORM_SRGB: case DXGI_FORMAT_B8G8R8A8_UNORM:
    case DXGI_FORMAT_B8G8R8A8_UNORM_SRGB: case DXGI_FORMAT_B8G8R8X8_UNORM: case DXGI_FORMAT_B8G8R8X8_UNORM_SRGB:
    case DXGI_FORMAT_R8G8B8A8_TYPELESS: case DXGI_FORMAT_B8G8R8A8_TYPELESS: case DXGI_FORMAT_B8G8R8X8_TYPELESS:
    case DXGI_FORMAT_R10G10B10A2_UNORM: case DXGI_FORMAT_R16G16B16A16_FLOAT:
        return true;
    default:
        return false;
    }
}

static DXGI_FORMAT host_format(const struct pvb_resource_info *i)
{
    if (may_be_shown(i) && (pvgpu_format_rows[i->format].kind == PVGPU_FORMAT_UNORM
                            || pvgpu_format_rows[i->format].kind == PVGPU_FORMAT_SRGB)
        && pvb_d11_typed_format(i->format, PVGPU_FORMAT_SRGB))
        return (DXGI_FORMAT)pvgpu_format_rows[i->format].family;
    return (DXGI_FORMAT)i->format;
}

/* Zeroes for one subresource, which all of them may share; NULL when out of memory. */
static void *zeroes(const struct pvb_resource_info *i, D3D11_SUBRESOURCE_DATA *data, uint32_t n)
{
    uint64_t row = i->width, slice = i->width;
    void *memory;

    if (i->dimension != PVGPU_DIM_BUFFER) {
        row = pvgpu_format_row_bytes(i->format, i->width);
        slice = row * pvgpu_format_all_rows(i->format, i->height);
    }
    memory = calloc(1, (size_t)(slice * i->depth));
    if (!memory) return NULL;
    for (uint32_t k = 0; k < n; k++) {
        data[k].pSysMem = memory;
        data[k].SysMemPitch = (UINT)row;
        data[k].SysMemSlicePitch = (UINT)slice;
    }
    return memory;
}

/* A multisampled texture takes no initial data; it can always be drawn to. */
static void clear_multisampled(struct pvb_renderer *r, struct pvb_d11_resource *res)
{
    static const uint32_t kinds[] = { PVGPU_FORMAT_FLOAT, PVGPU_FORMAT_UNORM, PVGPU_FORMAT_SNORM, PVGPU_FORMAT_UINT,
                                      PVGPU_FORMAT_SINT };
    static const FLOAT black[4];

    if (res->host_bind & D3D11_BIND_DEPTH_STENCIL) {
        ID3D11DepthStencilView *v = NULL;
        D3D11_DEPTH_STENCIL_VIEW_DESC d = { pvb_d11_typed_format(res->info.format, PVGPU_FORMAT_DEPTH),
                                            D3D11_DSV_DIMENSION_TEXTURE2DMSARRAY, 0,
                                            { .Texture2DMSArray = { 0, res->info.array } } };
        if (FAILED(ID3D11Device_CreateDepthStencilView(r->device, res->any, &d, &v))) return;
        ID3D11DeviceContext_ClearDepthStencilView(r->ctx, v, D3D11_CLEAR_DEPTH | D3D11_CLEAR_STENCIL, 0, 0);
        pvb_d11_release(v);
        return;
    }
    for (unsigned k = 0; k < sizeof kinds / sizeof kinds[0]; k++) {
        ID3D11RenderTargetView *v = NULL;
        D3D11_RENDER_TARGET_VIEW_DESC d = { pvb_d11_typed_format(res->info.format, kinds[k]),
                                            D3D11_RTV_DIMENSION_TEXTURE2DMSARRAY,
                                            { .Texture2DMSArray = { 0, res->info.array } } };
        if (!d.Format || FAILED(ID3D11Device_CreateRenderTargetView(r->device, res->any, &d, &v))) continue;
        ID3D11DeviceContext_ClearRenderTargetView(r->ctx, v, black);
        pvb_d11_release(v);
        return;
    }
}

static HRESULT buffer_create(struct pvb_renderer *r, struct pvb_d11_resource *res, const D3D11_SUBRESOURCE_DATA *init)
{
    const struct pvb_resource_info *i = &res->info;
    D3D11_BUFFER_DESC d = { i->width, D3D11_USAGE_DEFAULT, i->bind, 0, i->misc, i->stride };
    HRESULT hr;

    if (i->usage == PVGPU_USAGE_DYNAMIC && i->bind
        && !(i->bind & (PVGPU_BIND_STREAM | PVGPU_BIND_TARGET | PVGPU_BIND_UNORDERED))) {
        d.Usage = D3D11_USAGE_DYNAMIC;
        d.CPUAccessFlags = D3D11_CPU_ACCESS_WRITE;
        hr = ID3D11Device_CreateBuffer(r->device, &d, init, &res->buffer);
        if (SUCCEEDED(hr)) { res->dynamic = true; return hr; }
        d.Usage = D3D11_USAGE_DEFAULT;
        d.CPUAccessFlags = 0;
    }
    return ID3D11Device_CreateBuffer(r->device, &d, init, &res->buffer);
}

static HRESULT texture_create(struct pvb_renderer *r, struct pvb_d11_resource *res, const D3D11_SUBRESOURCE_DATA *init)
{
    const struct pvb_resource_info *i = &res->info;
    DXGI_FORMAT format = res->host_format = host_format(i);

    if (may_be_shown(i)) res->host_bind |= D3D11_BIND_RENDER_TARGET | D3D11_BIND_SHADER_RESOURCE;
    switch ((enum pvgpu_dimension)i->dimension) {
    case PVGPU_DIM_TEX1D: {
        D3D11_TEXTURE1D_DESC d = { i->width, i->mips, i->array, format, D3D11_USAGE_DEFAULT, res->host_bind, 0, i->misc };
        return ID3D11Device_CreateTexture1D(r->device, &d, init, (ID3D11Texture1D **)&res->any);
    }
    case PVGPU_DIM_TEX2D: case PVGPU_DIM_CUBE: {
        D3D11_TEXTURE2D_DESC d = { i->width, i->height, i->mips, i->array, format, { i->samples, i->quality },
                                   D3D11_USAGE_DEFAULT, res->host_bind, 0, i->misc };
        HRESULT hr;
        if (i->dimension == PVGPU_DIM_CUBE) d.MiscFlags |= D3D11_RESOURCE_MISC_TEXTURECUBE;
        hr = ID3D11Device_CreateTexture2D(r->device, &d, init, &res->texture2d);
        if (SUCCEEDED(hr) || res->host_bind == i->bind) return hr;
        /* The additions were too much for this host; blits will go through copies instead. */
        d.Format = res->host_format = (DXGI_FORMAT)i->format;
        d.BindFlags = res->host_bind = i->bind;
        return ID3D11Device_CreateTexture2D(r->device, &d, init, &res->texture2d);
    }
    case PVGPU_DIM_TEX3D: {
        D3D11_TEXTURE3D_DESC d = { i->width, i->height, i->depth, i->mips, format, D3D11_USAGE_DEFAULT, res->host_bind, 0,
                                   i->misc };
        return ID3D11Device_CreateTexture3D(r->device, &d, init, (ID3D11Texture3D **)&res->any);
    }
    case PVGPU_DIM_NONE: case PVGPU_DIM_BUFFER: case PVGPU_DIM_COUNT:
        break;
    }
    return E_INVALIDARG;
}

void *pvb_d11_resource_create(struct pvb_renderer *r, const struct pvb_resource_info *info)
{
    struct pvb_d11_resource *res = calloc(1, sizeof *res);
    D3D11_SUBRESOURCE_DATA *init = NULL;
    void *memory = NULL;
    uint32_t n = info->dimension == PVGPU_DIM_BUFFER ? 1 : info->mips * info->array;
    /* A tiled resource has no memory of its own, and a pool is cleared below. */
    bool zero_fill = r->zero_fill && !(info->misc & (PVGPU_MISC_TILED | PVGPU_MISC_TILE_POOL));
    HRESULT hr = E_OUTOFMEMORY;

    if (!res) return NULL;
    res->info = *info;
    res->host_bind = info->bind;
    if (info->dimension != PVGPU_DIM_BUFFER && !pvgpu_format_has_textures(info->format)) {
        free(res);
        return NULL;
    }
    if ((info->misc & (PVGPU_MISC_TILED | PVGPU_MISC_TILE_POOL)) && !r->ctx2) {
        free(res);
        return NULL;
    }
    if (r->host.no_bc4_volumes && info->dimension == PVGPU_DIM_TEX3D && info->format == DXGI_FORMAT_BC4_TYPELESS) {
        free(res);
        return NULL;
    }
    if (zero_fill && info->samples <= 1) {
        init = calloc(n, sizeof *init);
        memory = init ? zeroes(info, init, n) : NULL;
    }
    if (!zero_fill || info->samples > 1 || memory)
        hr = info->dimension == PVGPU_DIM_BUFFER ? buffer_create(r, res, init) : texture_create(r, res, init);
    free(memory);
    free(init);
    if (FAILED(hr)) {
        if (pvb_d11_first(r, PVB_D11_EV_RESOURCE))
            pvb_log(1, "resource refused: dimension %u format %s %ux%ux%u bind 0x%x misc 0x%x: 0x%08x", info->dimension,
                    pvgpu_format_name(info->format), info->width, info->height, info->depth, info->bind, info->misc,
                    (unsigned)hr);
        free(res);
        return NULL;
    }
    if (zero_fill && info->samples > 1) {
        if (r->current) pvb_d11_predicate_pause(r->current);
        clear_multisampled(r, res);
        if (r->current) pvb_d11_predicate_resume(r->current);
    }
    if ((info->misc & PVGPU_MISC_TILE_POOL) && !pvb_d11_pool_clear(r, res->buffer, 0, info->width / PVGPU_TILE_BYTES)) {
        pvb_d11_resource_destroy(r, res);
        return NULL;
    }
    if (info->dimension == PVGPU_DIM_BUFFER && (info->bind & PVGPU_BIND_STREAM)) pvb_d11_stream_prepare(r, res->buffer);
    return res;
}

void pvb_d11_resource_destroy(struct pvb_renderer *r, void *resource)
{
    struct pvb_d11_resource *res = resource;

    if (!res) return;
    pvb_d11_release(res->video_copy);
    pvb_d11_release(res->blit_rtv);
    pvb_d11_release(res->blit_srv);
    pvb_d11_release(res->any);
    free(res);
}
