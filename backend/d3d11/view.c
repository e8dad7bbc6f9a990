/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * view.c - shader resource, render target, depth stencil and unordered access views. Format 0 means
 * the resource's own, which is spelled out since the host's texture may be typeless.
 */
#include "renderer.h"

static DXGI_FORMAT view_format(const struct pvb_d11_resource *res, uint32_t format)
{
    return (DXGI_FORMAT)(format || res->info.dimension == PVGPU_DIM_BUFFER ? format : res->info.format);
}

static enum pvgpu_verdict define(void *core, uint32_t id, enum pvgpu_object_kind kind, HRESULT hr, void *view, uint32_t format)
{
    struct pvb_d11_context *cx = pvb_d11_context_of(core);

    if (FAILED(hr)) {
        if (pvb_d11_first(cx->r, PVB_D11_EV_VIEW))
            pvb_log(1, "view refused: kind %d format %s: 0x%08x", (int)kind, pvgpu_format_name(format), (unsigned)hr);
        view = NULL;
    }
    pvb_define(core, id, kind, view);
    return PVGPU_OK;
}

enum pvgpu_verdict pvb_d11_cmd_create_srv(void *core, const struct pvgpu_cmd_create_srv *c, const void *tail)
{
    struct pvb_d11_context *cx = pvb_d11_context_of(core);
    struct pvb_d11_resource *res = pvb_resource(core, c->resource);
    D3D11_SHADER_RESOURCE_VIEW_DESC d = { .Format = view_format(res, c->format),
                                          .ViewDimension = (D3D11_SRV_DIMENSION)c->dimension };
    ID3D11ShaderResourceView *view = NULL;
    HRESULT hr;

    switch ((enum pvgpu_view_dimension)c->dimension) {
    case PVGPU_VIEW_BUFFER:
        if (c->flags) {
            d.Format = DXGI_FORMAT_R32_TYPELESS; /* the only one for raw views */
            d.ViewDimension = D3D11_SRV_DIMENSION_BUFFEREX;
            d.BufferEx.FirstElement = c->first;
            d.BufferEx.NumElements = c->count;
            d.BufferEx.Flags = D3D11_BUFFEREX_SRV_FLAG_RAW;
        } else {
            d.Buffer.FirstElement = c->first;
            d.Buffer.NumElements = c->count;
        }
        break;
    case PVGPU_VIEW_TEX1D:
        d.Texture1D = (D3D11_TEX1D_SRV){ c->first_mip, c->mips };
        break;
    case PVGPU_VIEW_TEX1D_ARRAY:
        d.Texture1DArray = (D3D11_TEX1D_ARRAY_SRV){ c->first_mip, c->mips, c->first, c->count };
        break;
    case PVGPU_VIEW_TEX2D:
        d.Texture2D = (D3D11_TEX2D_SRV){ c->first_mip, c->mips };
        break;
    case PVGPU_VIEW_TEX2D_ARRAY:
        d.Texture2DArray = (D3D11_TEX2D_ARRAY_SRV){ c->first_mip, c->mips, c->first, c->count };
        break;
    case PVGPU_VIEW_TEX2DMS:
        break;
    case PVGPU_VIEW_TEX2DMS_ARRAY:
        d.Texture2DMSArray = (D3D11_TEX2DMS_ARRAY_SRV){ c->first, c->count };
        break;
    case PVGPU_VIEW_TEX3D:
        d.Texture3D = (D3D11_TEX3D_SRV){ c->first_mip, c->mips };
        break;
    case PVGPU_VIEW_CUBE:
        d.TextureCube = (D3D11_TEXCUBE_SRV){ c->first_mip, c->mips };
        break;
    case PVGPU_VIEW_CUBE_ARRAY:
        d.TextureCubeArray = (D3D11_TEXCUBE_ARRAY_SRV){ c->first_mip, c->mips, c->first, c->count };
        break;
    case PVGPU_VIEW_NONE: case PVGPU_VIEW_COUNT:
        return PVGPU_E_RULE;
    }
    hr = ID3D11Device_CreateShaderResourceView(cx->r->device, res->any, &d, &view);
    return define(core, c->id, PVGPU_OBJ_SRV, hr, view, c->format);
}

enum pvgpu_verdict pvb_d11_cmd_create_rtv(void *core, const struct pvgpu_cmd_create_rtv *c, const void *tail)
{
    struct pvb_d11_context *cx = pvb_d11_context_of(core);
    struct pvb_d11_resource *res = pvb_resource(core, c->resource);
    D3D11_RENDER_TARGET_VIEW_DESC d = { .Format = view_format(res, c->format),
                                        .ViewDimension = (D3D11_RTV_DIMENSION)c->dimension };
    ID3D11RenderTargetView *view = NULL;
    HRESULT hr;

    switch ((enum pvgpu_view_dimension)c->dimension) {
    case PVGPU_VIEW_BUFFER:
        d.Buffer.FirstElement = c->first;
        d.Buffer.NumElements = c->count;
        break;
    case PVGPU_VIEW_TEX1D:
        d.Texture1D.MipSlice = c->mip;
        break;
    case PVGPU_VIEW_TEX1D_ARRAY:
        d.Texture1DArray = (D3D11_TEX1D_ARRAY_RTV){ c->mip, c->first, c->count };
        break;
    case PVGPU_VIEW_TEX2D:
        d.Texture2D.MipSlice = c->mip;
        break;
    case PVGPU_VIEW_TEX2D_ARRAY:
        d.Texture2DArray = (D3D11_TEX2D_ARRAY_RTV){ c->mip, c->first, c->count };
        break;
    case PVGPU_VIEW_TEX2DMS:
        break;
    case PVGPU_VIEW_TEX2DMS_ARRAY:
        d.Texture2DMSArray = (D3D11_TEX2DMS_ARRAY_RTV){ c->first, c->count };
        break;
    case PVGPU_VIEW_TEX3D:
        d.Texture3D = (D3D11_TEX3D_RTV){ c->mip, c->first, c->count };
        break;
    case PVGPU_VIEW_NONE: case PVGPU_VIEW_CUBE: case PVGPU_VIEW_CUBE_ARRAY: case PVGPU_VIEW_COUNT:
        return PVGPU_E_RULE;
    }
    hr = ID3D11Device_CreateRenderTargetView(cx->r->device, res->any, &d, &view);
    return define(core, c->id, PVGPU_OBJ_RTV, hr, view, c->format);
}

enum pvgpu_verdict pvb_d11_cmd_create_dsv(void *core, const struct pvgpu_cmd_create_dsv *c, const void *tail)
{
    struct pvb_d11_context *cx = pvb_d11_context_of(core);
    struct pvb_d11_resource *res = pvb_resource(core, c->resource);
    D3D11_DEPTH_STENCIL_VIEW_DESC d = { .Format = view_format(res, c->format), .Flags = c->flags };
    ID3D11DepthStencilView *view = NULL;
    HRESULT hr;

    switch ((enum pvgpu_view_dimension)c->dimension) { /* D3D11_DSV_DIMENSION counts differently */
    case PVGPU_VIEW_TEX1D:
        d.ViewDimension = D3D11_DSV_DIMENSION_TEXTURE1D;
        d.Texture1D.MipSlice = c->mip;
        break;
    case PVGPU_VIEW_TEX1D_ARRAY:
        d.ViewDimension = D3D11_DSV_DIMENSION_TEXTURE1DARRAY;
        d.Texture1DArray = (D3D11_TEX1D_ARRAY_DSV){ c->mip, c->first, c->count };
        break;
    case PVGPU_VIEW_TEX2D:
        d.ViewDimension = D3D11_DSV_DIMENSION_TEXTURE2D;
        d.Texture2D.MipSlice = c->mip;
        break;
    case PVGPU_VIEW_TEX2D_ARRAY:
        d.ViewDimension = D3D11_DSV_DIMENSION_TEXTURE2DARRAY;
        d.Texture2DArray = (D3D11_TEX2D_ARRAY_DSV){ c->mip, c->first, c->count };
        break;
    case PVGPU_VIEW_TEX2DMS:
        d.ViewDimension = D3D11_DSV_DIMENSION_TEXTURE2DMS;
        break;
    case PVGPU_VIEW_TEX2DMS_ARRAY:
        d.ViewDimension = D3D11_DSV_DIMENSION_TEXTURE2DMSARRAY;
        d.Texture2DMSArray = (D3D11_TEX2DMS_ARRAY_DSV){ c->first, c->count };
        break;
    case PVGPU_VIEW_NONE: case PVGPU_VIEW_BUFFER: case PVGPU_VIEW_TEX3D: case PVGPU_VIEW_CUBE: case PVGPU_VIEW_CUBE_ARRAY:
    case PVGPU_VIEW_COUNT:
        return PVGPU_E_RULE;
    }
    hr = ID3D11Device_CreateDepthStencilView(cx->r->device, res->any, &d, &view);
    return define(core, c->id, PVGPU_OBJ_DSV, hr, view, c->format);
}

enum pvgpu_verdict pvb_d11_cmd_create_uav(void *core, const struct pvgpu_cmd_create_uav *c, const void *tail)
{
    struct pvb_d11_context *cx = pvb_d11_context_of(core);
    struct pvb_d11_resource *res = pvb_resource(core, c->resource);
    D3D11_UNORDERED_ACCESS_VIEW_DESC d = { .Format = view_format(res, c->format),
                                           .ViewDimension = (D3D11_UAV_DIMENSION)c->dimension };
    ID3D11UnorderedAccessView *view = NULL;
    HRESULT hr;

    switch ((enum pvgpu_view_dimension)c->dimension) {
    case PVGPU_VIEW_BUFFER:
        if (c->flags & D3D11_BUFFER_UAV_FLAG_RAW) d.Format = DXGI_FORMAT_R32_TYPELESS;
        d.Buffer = (D3D11_BUFFER_UAV){ c->first, c->count, c->flags };
        break;
    case PVGPU_VIEW_TEX1D:
        d.Texture1D.MipSlice = c->mip;
        break;
    case PVGPU_VIEW_TEX1D_ARRAY:
        d.Texture1DArray = (D3D11_TEX1D_ARRAY_UAV){ c->mip, c->first, c->count };
        break;
    case PVGPU_VIEW_TEX2D:
        d.Texture2D.MipSlice = c->mip;
        break;
    case PVGPU_VIEW_TEX2D_ARRAY:
        d.Texture2DArray = (D3D11_TEX2D_ARRAY_UAV){ c->mip, c->first, c->count };
        break;
    case PVGPU_VIEW_TEX3D:
        d.Texture3D = (D3D11_TEX3D_UAV){ c->mip, c->first, c->count };
        break;
    case PVGPU_VIEW_NONE: case PVGPU_VIEW_TEX2DMS: case PVGPU_VIEW_TEX2DMS_ARRAY: case PVGPU_VIEW_CUBE:
    case PVGPU_VIEW_CUBE_ARRAY: case PVGPU_VIEW_COUNT:
        return PVGPU_E_RULE;
    }
    hr = ID3D11Device_CreateUnorderedAccessView(cx->r->device, res->any, &d, &view);
    return define(core, c->id, PVGPU_OBJ_UAV, hr, view, c->format);
}
