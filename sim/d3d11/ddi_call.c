/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * ddi_call.c - driver calls whose arguments differ between the interface levels. The table is reached
 * through the highest level's type; where an older level has another function type in the same slot,
 * the slot is read through that level's own table.
 */
#include "ddi.h"

#include "dxbc_parse.h"

static D3D10DDI_DEVICEFUNCS *table_10_0(struct rt_umd *umd)
{
    return (D3D10DDI_DEVICEFUNCS *)(void *)umd->f;
}

static D3D10_1DDI_DEVICEFUNCS *table_10_1(struct rt_umd *umd)
{
    return (D3D10_1DDI_DEVICEFUNCS *)(void *)umd->f;
}

static D3D11DDI_DEVICEFUNCS *table_11_0(struct rt_umd *umd)
{
    return (D3D11DDI_DEVICEFUNCS *)(void *)umd->f;
}

static D3D11_1DDI_DEVICEFUNCS *table_11_1(struct rt_umd *umd)
{
    return (D3D11_1DDI_DEVICEFUNCS *)(void *)umd->f;
}

static D3D10DDIARG_CREATERESOURCE resource_10(const D3D11DDIARG_CREATERESOURCE *arg)
{
    return (D3D10DDIARG_CREATERESOURCE){
        .pMipInfoList = arg->pMipInfoList,
        .pInitialDataUP = arg->pInitialDataUP,
        .ResourceDimension = arg->ResourceDimension,
        .Usage = arg->Usage,
        .BindFlags = arg->BindFlags,
        .MapFlags = arg->MapFlags,
        .MiscFlags = arg->MiscFlags,
        .Format = arg->Format,
        .SampleDesc = arg->SampleDesc,
        .MipLevels = arg->MipLevels,
        .ArraySize = arg->ArraySize,
        .pPrimaryDesc = arg->pPrimaryDesc,
    };
}

SIZE_T rt_ddi_calc_resource(struct rt_umd *umd, const D3D11DDIARG_CREATERESOURCE *arg)
{
    if (umd->level < RT_DDI_11_0) {
        D3D10DDIARG_CREATERESOURCE old = resource_10(arg);

        return table_10_0(umd)->pfnCalcPrivateResourceSize(umd->h, &old);
    }
    return umd->f->pfnCalcPrivateResourceSize(umd->h, arg);
}

void rt_ddi_create_resource(struct rt_umd *umd, const D3D11DDIARG_CREATERESOURCE *arg, void *drv, void *rt)
{
    D3D10DDI_HRESOURCE h = {drv};
    D3D10DDI_HRTRESOURCE hrt = {rt};

    if (umd->level < RT_DDI_11_0) {
        D3D10DDIARG_CREATERESOURCE old = resource_10(arg);

        table_10_0(umd)->pfnCreateResource(umd->h, &old, h, hrt);
    } else {
        umd->f->pfnCreateResource(umd->h, arg, h, hrt);
    }
}

static D3D10_1DDIARG_CREATESHADERRESOURCEVIEW srv_10_1(const D3D11DDIARG_CREATESHADERRESOURCEVIEW *arg)
{
    D3D10_1DDIARG_CREATESHADERRESOURCEVIEW old = {
        .hDrvResource = arg->hDrvResource, .Format = arg->Format, .ResourceDimension = arg->ResourceDimension,
    };

    switch (arg->ResourceDimension) {
    case D3D10DDIRESOURCE_TEXTURE1D:
        old.Tex1D = arg->Tex1D;
        break;
    case D3D10DDIRESOURCE_TEXTURE2D:
        old.Tex2D = arg->Tex2D;
        break;
    case D3D10DDIRESOURCE_TEXTURE3D:
        old.Tex3D = arg->Tex3D;
        break;
    case D3D10DDIRESOURCE_TEXTURECUBE:
        old.TexCube = arg->TexCube;
        break;
    case D3D10DDIRESOURCE_BUFFER:
    case D3D11DDIRESOURCE_BUFFEREX:
        old.Buffer = arg->Buffer;
        break;
    }
    return old;
}

static D3D10DDIARG_CREATESHADERRESOURCEVIEW srv_10_0(const D3D11DDIARG_CREATESHADERRESOURCEVIEW *arg)
{
    D3D10_1DDIARG_CREATESHADERRESOURCEVIEW mid = srv_10_1(arg);
    D3D10DDIARG_CREATESHADERRESOURCEVIEW old = {
        .hDrvResource = mid.hDrvResource, .Format = mid.Format, .ResourceDimension = mid.ResourceDimension,
    };

    if (mid.ResourceDimension == D3D10DDIRESOURCE_TEXTURECUBE) {
        old.TexCube.MostDetailedMip = mid.TexCube.MostDetailedMip;
        old.TexCube.MipLevels = mid.TexCube.MipLevels;
    } else {
        old.Tex2D = mid.Tex2D; /* the largest of the other members */
    }
    return old;
}

SIZE_T rt_ddi_calc_srv(struct rt_umd *umd, const D3D11DDIARG_CREATESHADERRESOURCEVIEW *arg)
{
    if (umd->level == RT_DDI_10_0) {
        D3D10DDIARG_CREATESHADERRESOURCEVIEW old = srv_10_0(arg);

        return table_10_0(umd)->pfnCalcPrivateShaderResourceViewSize(umd->h, &old);
    }
    if (umd->level == RT_DDI_10_1) {
        D3D10_1DDIARG_CREATESHADERRESOURCEVIEW old = srv_10_1(arg);

        return table_10_1(umd)->pfnCalcPrivateShaderResourceViewSize(umd->h, &old);
    }
    return umd->f->pfnCalcPrivateShaderResourceViewSize(umd->h, arg);
}

void rt_ddi_create_srv(struct rt_umd *umd, const D3D11DDIARG_CREATESHADERRESOURCEVIEW *arg, void *drv, void *rt)
{
    D3D10DDI_HSHADERRESOURCEVIEW h = {drv};
    D3D10DDI_HRTSHADERRESOURCEVIEW hrt = {rt};

    if (umd->level == RT_DDI_10_0) {
        D3D10DDIARG_CREATESHADERRESOURCEVIEW old = srv_10_0(arg);

        table_10_0(umd)->pfnCreateShaderResourceView(umd->h, &old, h, hrt);
    } else if (umd->level == RT_DDI_10_1) {
        D3D10_1DDIARG_CREATESHADERRESOURCEVIEW old = srv_10_1(arg);

        table_10_1(umd)->pfnCreateShaderResourceView(umd->h, &old, h, hrt);
    } else {
        umd->f->pfnCreateShaderResourceView(umd->h, arg, h, hrt);
    }
}

static D3D10DDIARG_CREATEDEPTHSTENCILVIEW dsv_10(const D3D11DDIARG_CREATEDEPTHSTENCILVIEW *arg)
{
    return (D3D10DDIARG_CREATEDEPTHSTENCILVIEW){
        .hDrvResource = arg->hDrvResource, .Format = arg->Format, .ResourceDimension = arg->ResourceDimension,
        .Tex2D = arg->Tex2D, /* all members have this shape */
    };
}

SIZE_T rt_ddi_calc_dsv(struct rt_umd *umd, const D3D11DDIARG_CREATEDEPTHSTENCILVIEW *arg)
{
    if (umd->level < RT_DDI_11_0) {
        D3D10DDIARG_CREATEDEPTHSTENCILVIEW old = dsv_10(arg);

        return table_10_0(umd)->pfnCalcPrivateDepthStencilViewSize(umd->h, &old);
    }
    return umd->f->pfnCalcPrivateDepthStencilViewSize(umd->h, arg);
}

void rt_ddi_create_dsv(struct rt_umd *umd, const D3D11DDIARG_CREATEDEPTHSTENCILVIEW *arg, void *drv, void *rt)
{
    D3D10DDI_HDEPTHSTENCILVIEW h = {drv};
    D3D10DDI_HRTDEPTHSTENCILVIEW hrt = {rt};

    if (umd->level < RT_DDI_11_0) {
        D3D10DDIARG_CREATEDEPTHSTENCILVIEW old = dsv_10(arg);

        table_10_0(umd)->pfnCreateDepthStencilView(umd->h, &old, h, hrt);
    } else {
        umd->f->pfnCreateDepthStencilView(umd->h, arg, h, hrt);
    }
}

static D3D11_1_DDI_BLEND_DESC blend_11_1(const D3D11_BLEND_DESC1 *desc)
{
    D3D11_1_DDI_BLEND_DESC out = {
        .AlphaToCoverageEnable = desc->AlphaToCoverageEnable, .IndependentBlendEnable = desc->IndependentBlendEnable,
    };
    unsigned i;

    for (i = 0; i < 8; i++) {
        const D3D11_RENDER_TARGET_BLEND_DESC1 *t = &desc->RenderTarget[desc->IndependentBlendEnable ? i : 0];

        out.RenderTarget[i] = (D3D11_1_DDI_RENDER_TARGET_BLEND_DESC){
            .BlendEnable = t->BlendEnable,
            .LogicOpEnable = t->LogicOpEnable,
            .SrcBlend = (D3D10_DDI_BLEND)t->SrcBlend,
            .DestBlend = (D3D10_DDI_BLEND)t->DestBlend,
            .BlendOp = (D3D10_DDI_BLEND_OP)t->BlendOp,
            .SrcBlendAlpha = (D3D10_DDI_BLEND)t->SrcBlendAlpha,
            .DestBlendAlpha = (D3D10_DDI_BLEND)t->DestBlendAlpha,
            .BlendOpAlpha = (D3D10_DDI_BLEND_OP)t->BlendOpAlpha,
            .LogicOp = (D3D11_1_DDI_LOGIC_OP)t->LogicOp,
            .RenderTargetWriteMask = t->RenderTargetWriteMask,
        };
    }
    return out;
}

static D3D10_1_DDI_BLEND_DESC blend_10_1(const D3D11_BLEND_DESC1 *desc)
{
    D3D11_1_DDI_BLEND_DESC full = blend_11_1(desc);
    D3D10_1_DDI_BLEND_DESC out = {
        .AlphaToCoverageEnable = full.AlphaToCoverageEnable, .IndependentBlendEnable = full.IndependentBlendEnable,
    };
    unsigned i;

    for (i = 0; i < 8; i++) {
        const D3D11_1_DDI_RENDER_TARGET_BLEND_DESC *t = &full.RenderTarget[i];

        out.RenderTarget[i] = (D3D10_DDI_RENDER_TARGET_BLEND_DESC1){
            .BlendEnable = t->BlendEnable, .SrcBlend = t->SrcBlend, .DestBlend = t->DestBlend, .BlendOp = t->BlendOp,
            .SrcBlendAlpha = t->SrcBlendAlpha, .DestBlendAlpha = t->DestBlendAlpha, .BlendOpAlpha = t->BlendOpAlpha,
            .RenderTargetWriteMask = t->RenderTargetWriteMask,
        };
    }
    return out;
}

static D3D10_DDI_BLEND_DESC blend_10_0(const D3D11_BLEND_DESC1 *desc)
{
    D3D11_1_DDI_BLEND_DESC full = blend_11_1(desc);
    const D3D11_1_DDI_RENDER_TARGET_BLEND_DESC *t;
    D3D10_DDI_BLEND_DESC out = {.AlphaToCoverageEnable = full.AlphaToCoverageEnable};
    unsigned i, blends = 0;

    /* The one set of functions is that of the targets that blend, which have the same (state.c). */
    while (blends < 7 && !full.RenderTarget[blends].BlendEnable)
        blends++;
    t = &full.RenderTarget[full.RenderTarget[blends].BlendEnable ? blends : 0];
    out.SrcBlend = t->SrcBlend, out.DestBlend = t->DestBlend, out.BlendOp = t->BlendOp;
    out.SrcBlendAlpha = t->SrcBlendAlpha, out.DestBlendAlpha = t->DestBlendAlpha, out.BlendOpAlpha = t->BlendOpAlpha;
    for (i = 0; i < 8; i++) {
        out.BlendEnable[i] = full.RenderTarget[i].BlendEnable;
        out.RenderTargetWriteMask[i] = full.RenderTarget[i].RenderTargetWriteMask;
    }
    return out;
}

SIZE_T rt_ddi_calc_blend(struct rt_umd *umd, const D3D11_BLEND_DESC1 *desc)
{
    if (umd->level == RT_DDI_10_0) {
        D3D10_DDI_BLEND_DESC old = blend_10_0(desc);

        return table_10_0(umd)->pfnCalcPrivateBlendStateSize(umd->h, &old);
    }
    if (umd->level < RT_DDI_11_1) {
        D3D10_1_DDI_BLEND_DESC old = blend_10_1(desc);

        return table_10_1(umd)->pfnCalcPrivateBlendStateSize(umd->h, &old);
    } else {
        D3D11_1_DDI_BLEND_DESC full = blend_11_1(desc);

        return umd->f->pfnCalcPrivateBlendStateSize(umd->h, &full);
    }
}

void rt_ddi_create_blend(struct rt_umd *umd, const D3D11_BLEND_DESC1 *desc, void *drv, void *rt)
{
    D3D10DDI_HBLENDSTATE h = {drv};
    D3D10DDI_HRTBLENDSTATE hrt = {rt};

    if (umd->level == RT_DDI_10_0) {
        D3D10_DDI_BLEND_DESC old = blend_10_0(desc);

        table_10_0(umd)->pfnCreateBlendState(umd->h, &old, h, hrt);
    } else if (umd->level < RT_DDI_11_1) {
        D3D10_1_DDI_BLEND_DESC old = blend_10_1(desc);

        table_10_1(umd)->pfnCreateBlendState(umd->h, &old, h, hrt);
    } else {
        D3D11_1_DDI_BLEND_DESC full = blend_11_1(desc);

        umd->f->pfnCreateBlendState(umd->h, &full, h, hrt);
    }
}

static D3D11_1_DDI_RASTERIZER_DESC rasterizer_11_1(const D3D11_RASTERIZER_DESC2 *desc)
{
    return (D3D11_1_DDI_RASTERIZER_DESC){
        .FillMode = (D3D10_DDI_FILL_MODE)desc->FillMode,
        .CullMode = (D3D10_DDI_CULL_MODE)desc->CullMode,
        .FrontCounterClockwise = desc->FrontCounterClockwise,
        .DepthBias = desc->DepthBias,
        .DepthBiasClamp = desc->DepthBiasClamp,
        .SlopeScaledDepthBias = desc->SlopeScaledDepthBias,
        .DepthClipEnable = desc->DepthClipEnable,
        .ScissorEnable = desc->ScissorEnable,
        .MultisampleEnable = desc->MultisampleEnable,
        .AntialiasedLineEnable = desc->AntialiasedLineEnable,
        .ForcedSampleCount = desc->ForcedSampleCount,
    };
}

static D3D10_DDI_RASTERIZER_DESC rasterizer_10(const D3D11_RASTERIZER_DESC2 *desc)
{
    D3D11_1_DDI_RASTERIZER_DESC full = rasterizer_11_1(desc);
    D3D10_DDI_RASTERIZER_DESC out;

    memcpy(&out, &full, sizeof(out)); /* the later structure only appends */
    return out;
}

SIZE_T rt_ddi_calc_rasterizer(struct rt_umd *umd, const D3D11_RASTERIZER_DESC2 *desc)
{
    if (umd->level < RT_DDI_11_1) {
        D3D10_DDI_RASTERIZER_DESC old = rasterizer_10(desc);

        return table_10_0(umd)->pfnCalcPrivateRasterizerStateSize(umd->h, &old);
    } else {
        D3D11_1_DDI_RASTERIZER_DESC full = rasterizer_11_1(desc);

        return umd->f->pfnCalcPrivateRasterizerStateSize(umd->h, &full);
    }
}

void rt_ddi_create_rasterizer(struct rt_umd *umd, const D3D11_RASTERIZER_DESC2 *desc, void *drv, void *rt)
{
    D3D10DDI_HRASTERIZERSTATE h = {drv};
    D3D10DDI_HRTRASTERIZERSTATE hrt = {rt};

    if (umd->level < RT_DDI_11_1) {
        D3D10_DDI_RASTERIZER_DESC old = rasterizer_10(desc);

        table_10_0(umd)->pfnCreateRasterizerState(umd->h, &old, h, hrt);
    } else {
        D3D11_1_DDI_RASTERIZER_DESC full = rasterizer_11_1(desc);

        umd->f->pfnCreateRasterizerState(umd->h, &full, h, hrt);
    }
}

void rt_ddi_set_targets(struct rt_umd *umd, const struct rt_ddi_targets *t)
{
    if (umd->level < RT_DDI_11_0)
        table_10_0(umd)->pfnSetRenderTargets(umd->h, t->rtvs, t->n_rtvs, t->clear_rtvs, t->dsv);
    else
        umd->f->pfnSetRenderTargets(umd->h, t->rtvs, t->n_rtvs, t->clear_rtvs, t->dsv, t->uavs, t->counts, t->uav_start,
            t->n_uavs, t->range_start, t->range_size);
}

void rt_ddi_set_srvs(struct rt_umd *umd, enum rt_stage stage, UINT start, UINT n, const D3D10DDI_HSHADERRESOURCEVIEW *views)
{
    switch (stage) {
    case RT_VS:
        umd->f->pfnVsSetShaderResources(umd->h, start, n, views);
        break;
    case RT_PS:
        umd->f->pfnPsSetShaderResources(umd->h, start, n, views);
        break;
    case RT_GS:
        umd->f->pfnGsSetShaderResources(umd->h, start, n, views);
        break;
    case RT_HS:
        umd->f->pfnHsSetShaderResources(umd->h, start, n, views);
        break;
    case RT_DS:
        umd->f->pfnDsSetShaderResources(umd->h, start, n, views);
        break;
    case RT_CS:
        umd->f->pfnCsSetShaderResources(umd->h, start, n, views);
        break;
    case RT_STAGES:
        break;
    }
}

void rt_ddi_set_samplers(struct rt_umd *umd, enum rt_stage stage, UINT start, UINT n, const D3D10DDI_HSAMPLER *samplers)
{
    switch (stage) {
    case RT_VS:
        umd->f->pfnVsSetSamplers(umd->h, start, n, samplers);
        break;
    case RT_PS:
        umd->f->pfnPsSetSamplers(umd->h, start, n, samplers);
        break;
    case RT_GS:
        umd->f->pfnGsSetSamplers(umd->h, start, n, samplers);
        break;
    case RT_HS:
        umd->f->pfnHsSetSamplers(umd->h, start, n, samplers);
        break;
    case RT_DS:
        umd->f->pfnDsSetSamplers(umd->h, start, n, samplers);
        break;
    case RT_CS:
        umd->f->pfnCsSetSamplers(umd->h, start, n, samplers);
        break;
    case RT_STAGES:
        break;
    }
}

void rt_ddi_set_shader(struct rt_umd *umd, enum rt_stage stage, void *drv)
{
    D3D10DDI_HSHADER h = {drv};

    switch (stage) {
    case RT_VS:
        umd->f->pfnVsSetShader(umd->h, h);
        break;
    case RT_PS:
        umd->f->pfnPsSetShader(umd->h, h);
        break;
    case RT_GS:
        umd->f->pfnGsSetShader(umd->h, h);
        break;
    case RT_HS:
        umd->f->pfnHsSetShader(umd->h, h);
        break;
    case RT_DS:
        umd->f->pfnDsSetShader(umd->h, h);
        break;
    case RT_CS:
        umd->f->pfnCsSetShader(umd->h, h);
        break;
    case RT_STAGES:
        break;
    }
}

void rt_ddi_set_shader_instances(struct rt_umd *umd, enum rt_stage stage, void *drv, UINT n, const UINT *tables,
    const D3D11DDIARG_POINTERDATA *data)
{
    D3D10DDI_HSHADER h = {drv};

    switch (stage) {
    case RT_VS:
        umd->f->pfnVsSetShaderWithIfaces(umd->h, h, n, tables, data);
        break;
    case RT_PS:
        umd->f->pfnPsSetShaderWithIfaces(umd->h, h, n, tables, data);
        break;
    case RT_GS:
        umd->f->pfnGsSetShaderWithIfaces(umd->h, h, n, tables, data);
        break;
    case RT_HS:
        umd->f->pfnHsSetShaderWithIfaces(umd->h, h, n, tables, data);
        break;
    case RT_DS:
        umd->f->pfnDsSetShaderWithIfaces(umd->h, h, n, tables, data);
        break;
    case RT_CS:
        umd->f->pfnCsSetShaderWithIfaces(umd->h, h, n, tables, data);
        break;
    case RT_STAGES:
        break;
    }
}

static PFND3D11_1DDI_SETCONSTANTBUFFERS cb_slot(struct rt_umd *umd, enum rt_stage stage)
{
    switch (stage) {
    case RT_VS:
        return umd->f->pfnVsSetConstantBuffers;
    case RT_PS:
        return umd->f->pfnPsSetConstantBuffers;
    case RT_GS:
        return umd->f->pfnGsSetConstantBuffers;
    case RT_HS:
        return umd->f->pfnHsSetConstantBuffers;
    case RT_DS:
        return umd->f->pfnDsSetConstantBuffers;
    case RT_CS:
        return umd->f->pfnCsSetConstantBuffers;
    case RT_STAGES:
        break;
    }
    return NULL;
}

static PFND3D10DDI_SETCONSTANTBUFFERS cb_slot_11_0(struct rt_umd *umd, enum rt_stage stage)
{
    D3D11DDI_DEVICEFUNCS *f = table_11_0(umd);

    switch (stage) {
    case RT_VS:
        return f->pfnVsSetConstantBuffers;
    case RT_PS:
        return f->pfnPsSetConstantBuffers;
    case RT_GS:
        return f->pfnGsSetConstantBuffers;
    case RT_HS:
        return f->pfnHsSetConstantBuffers;
    case RT_DS:
        return f->pfnDsSetConstantBuffers;
    case RT_CS:
        return f->pfnCsSetConstantBuffers;
    case RT_STAGES:
        break;
    }
    return NULL;
}

void rt_ddi_set_cbs(struct rt_umd *umd, enum rt_stage stage, UINT start, UINT n, const D3D10DDI_HRESOURCE *buffers,
    const UINT *first, const UINT *count)
{
    if (umd->level >= RT_DDI_11_1)
        cb_slot(umd, stage)(umd->h, start, n, buffers, first, count);
    else
        cb_slot_11_0(umd, stage)(umd->h, start, n, buffers);
}

void rt_ddi_update(struct rt_umd *umd, bool constant, void *resource, UINT sub, const D3D11_BOX *box, const void *data,
    UINT row, UINT depth, UINT flags)
{
    D3D10DDI_HRESOURCE h = {resource};
    D3D10_DDI_BOX b;

    if (box)
        b = (D3D10_DDI_BOX){(LONG)box->left, (LONG)box->top, (LONG)box->front, (LONG)box->right, (LONG)box->bottom, (LONG)box->back};
    if (umd->level >= RT_DDI_11_1) {
        if (constant)
            umd->f->pfnDefaultConstantBufferUpdateSubresourceUP(umd->h, h, sub, box ? &b : NULL, data, row, depth, flags);
        else
            umd->f->pfnResourceUpdateSubresourceUP(umd->h, h, sub, box ? &b : NULL, data, row, depth, flags);
    } else if (constant) {
        table_10_0(umd)->pfnDefaultConstantBufferUpdateSubresourceUP(umd->h, h, sub, box ? &b : NULL, data, row, depth);
    } else {
        table_10_0(umd)->pfnResourceUpdateSubresourceUP(umd->h, h, sub, box ? &b : NULL, data, row, depth);
    }
}

void rt_ddi_copy_region(struct rt_umd *umd, bool convert, void *dst, UINT dst_sub, UINT x, UINT y, UINT z, void *src,
    UINT src_sub, const D3D11_BOX *box, UINT flags)
{
    D3D10DDI_HRESOURCE to = {dst}, from = {src};
    D3D10_DDI_BOX b, *p = NULL;

    if (box) {
        b = (D3D10_DDI_BOX){(LONG)box->left, (LONG)box->top, (LONG)box->front, (LONG)box->right, (LONG)box->bottom, (LONG)box->back};
        p = &b;
    }
    /* Level 10.0 has no conversion: there the formats are equal. */
    if (umd->level >= RT_DDI_11_1) {
        if (convert)
            umd->f->pfnResourceConvertRegion(umd->h, to, dst_sub, x, y, z, from, src_sub, p, flags);
        else
            umd->f->pfnResourceCopyRegion(umd->h, to, dst_sub, x, y, z, from, src_sub, p, flags);
    } else if (convert) {
        table_10_1(umd)->pfnResourceConvertRegion(umd->h, to, dst_sub, x, y, z, from, src_sub, p);
    } else {
        table_10_0(umd)->pfnResourceCopyRegion(umd->h, to, dst_sub, x, y, z, from, src_sub, p);
    }
}

bool rt_ddi_flush(struct rt_umd *umd, UINT flags)
{
    if (umd->level >= RT_DDI_11_1)
        return umd->f->pfnFlush(umd->h, flags);
    table_10_0(umd)->pfnFlush(umd->h);
    return true;
}

UINT rt_ddi_quality_levels(struct rt_umd *umd, DXGI_FORMAT format, UINT samples, UINT flags)
{
    UINT levels = 0;

    if (umd->level >= RT_DDI_1_3)
        umd->f->pfnCheckMultisampleQualityLevels(umd->h, format, samples, flags, &levels);
    else
        table_11_1(umd)->pfnCheckMultisampleQualityLevels(umd->h, format, samples, &levels);
    return levels;
}
