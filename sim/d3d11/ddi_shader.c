/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * ddi_shader.c - hands shaders to the driver as Windows does: tokens and register signatures, without
 * names and with component types left unknown.
 */
#include "ddi.h"

#include <stdlib.h>

#include "dxbc_parse.h"

/* The interface counts tessellation factors one by one (D3D10_SB_NAME), the container names the group
 * (D3D_NAME) and gives the position as the semantic's index. */
static D3D10_SB_NAME system_name(const struct rt_signature_element *e)
{
    switch (e->system_value) {
    case D3D_NAME_FINAL_QUAD_EDGE_TESSFACTOR:
        return (D3D10_SB_NAME)(D3D11_SB_NAME_FINAL_QUAD_U_EQ_0_EDGE_TESSFACTOR + e->semantic_index % 4);
    case D3D_NAME_FINAL_QUAD_INSIDE_TESSFACTOR:
        return (D3D10_SB_NAME)(D3D11_SB_NAME_FINAL_QUAD_U_INSIDE_TESSFACTOR + e->semantic_index % 2);
    case D3D_NAME_FINAL_TRI_EDGE_TESSFACTOR:
        return (D3D10_SB_NAME)(D3D11_SB_NAME_FINAL_TRI_U_EQ_0_EDGE_TESSFACTOR + e->semantic_index % 3);
    case D3D_NAME_FINAL_TRI_INSIDE_TESSFACTOR:
        return D3D11_SB_NAME_FINAL_TRI_INSIDE_TESSFACTOR;
    case D3D_NAME_FINAL_LINE_DETAIL_TESSFACTOR:
        return D3D11_SB_NAME_FINAL_LINE_DETAIL_TESSFACTOR;
    case D3D_NAME_FINAL_LINE_DENSITY_TESSFACTOR:
        return D3D11_SB_NAME_FINAL_LINE_DENSITY_TESSFACTOR;
    default:
        /* SV_Target, SV_Depth and their like have no name here. */
        return e->system_value <= D3D_NAME_SAMPLE_INDEX ? (D3D10_SB_NAME)e->system_value : D3D10_SB_NAME_UNDEFINED;
    }
}

/* Room for the three signatures of one shader, at the driver's level. */
struct signatures {
    D3D10DDIARG_SIGNATURE_ENTRY old[3][RT_MAX_SIGNATURE];
    D3D11_1DDIARG_SIGNATURE_ENTRY2 entries[3][RT_MAX_SIGNATURE];
    UINT n[3];
};

static void fill(struct signatures *s, unsigned which, const struct rt_signature *from)
{
    UINT i;

    s->n[which] = from ? from->count : 0;
    for (i = 0; i < s->n[which]; i++) {
        const struct rt_signature_element *e = &from->elements[i];

        s->old[which][i] = (D3D10DDIARG_SIGNATURE_ENTRY){.SystemValue = system_name(e), .Register = e->reg, .Mask = e->mask & 15};
        s->entries[which][i] = (D3D11_1DDIARG_SIGNATURE_ENTRY2){
            .SystemValue = system_name(e), .Register = e->reg, .Mask = e->mask & 15, .Stream = (BYTE)e->stream,
            .RegisterComponentType = D3D10_SB_REGISTER_COMPONENT_UNKNOWN,
            .MinPrecision = D3D11_SB_OPERAND_MIN_PRECISION_DEFAULT,
        };
    }
}

/* Every shape in which the levels want the signatures. */
struct shapes {
    D3D10DDIARG_STAGE_IO_SIGNATURES io10;
    D3D11DDIARG_TESSELLATION_IO_SIGNATURES tess11;
    D3D11_1DDIARG_STAGE_IO_SIGNATURES io11_1;
    D3D11_1DDIARG_TESSELLATION_IO_SIGNATURES tess11_1;
    D3D11DDIARG_CREATEGEOMETRYSHADERWITHSTREAMOUTPUT so;
    D3D10DDIARG_CREATEGEOMETRYSHADERWITHSTREAMOUTPUT so10;
    D3D10DDIARG_STREAM_OUTPUT_DECLARATION_ENTRY so10_entries[64];
    struct signatures s;
};

static void shape(struct shapes *x, const struct rt_shader_ddi *shader)
{
    UINT i;

    fill(&x->s, 0, shader->input);
    fill(&x->s, 1, shader->output);
    fill(&x->s, 2, shader->patch);
    x->io10 = (D3D10DDIARG_STAGE_IO_SIGNATURES){x->s.old[0], x->s.n[0], x->s.old[1], x->s.n[1]};
    x->tess11 = (D3D11DDIARG_TESSELLATION_IO_SIGNATURES){x->s.old[0], x->s.n[0], x->s.old[1], x->s.n[1], x->s.old[2], x->s.n[2]};
    x->io11_1 = (D3D11_1DDIARG_STAGE_IO_SIGNATURES){
        .pInputSignature = x->s.entries[0], .NumInputSignatureEntries = x->s.n[0],
        .pOutputSignature = x->s.entries[1], .NumOutputSignatureEntries = x->s.n[1],
    };
    x->tess11_1 = (D3D11_1DDIARG_TESSELLATION_IO_SIGNATURES){
        .pInputSignature = x->s.entries[0], .NumInputSignatureEntries = x->s.n[0],
        .pOutputSignature = x->s.entries[1], .NumOutputSignatureEntries = x->s.n[1],
        .pPatchConstantSignature = x->s.entries[2], .NumPatchConstantSignatureEntries = x->s.n[2],
    };
    x->so = (D3D11DDIARG_CREATEGEOMETRYSHADERWITHSTREAMOUTPUT){
        .pShaderCode = shader->tokens, .pOutputStreamDecl = shader->so, .NumEntries = shader->n_so,
        .BufferStridesInBytes = shader->strides, .NumStrides = shader->n_strides, .RasterizedStream = shader->rasterized,
    };
    x->so10 = (D3D10DDIARG_CREATEGEOMETRYSHADERWITHSTREAMOUTPUT){
        .pShaderCode = shader->tokens, .pOutputStreamDecl = x->so10_entries,
        .NumEntries = shader->n_so < RT_COUNT(x->so10_entries) ? shader->n_so : RT_COUNT(x->so10_entries),
        .StreamOutputStrideInBytes = shader->n_strides ? shader->strides[0] : 0,
    };
    for (i = 0; i < x->so10.NumEntries; i++)
        x->so10_entries[i] = (D3D10DDIARG_STREAM_OUTPUT_DECLARATION_ENTRY){
            shader->so[i].OutputSlot, shader->so[i].RegisterIndex, shader->so[i].RegisterMask};
}

SIZE_T rt_ddi_calc_shader(struct rt_umd *umd, const struct rt_shader_ddi *shader)
{
    struct shapes *x = calloc(1, sizeof(*x));
    D3D10DDI_DEVICEFUNCS *f10 = (void *)umd->f;
    D3D11DDI_DEVICEFUNCS *f11 = (void *)umd->f;
    D3DWDDM1_3DDI_DEVICEFUNCS *f = umd->f;
    bool tess = shader->stage == RT_HS || shader->stage == RT_DS, new = umd->level >= RT_DDI_11_1;
    SIZE_T size;

    if (!x)
        return SIZE_MAX;
    shape(x, shader);
    if (shader->stream_output)
        size = new ? f->pfnCalcPrivateGeometryShaderWithStreamOutput(umd->h, &x->so, &x->io11_1) :
            umd->level == RT_DDI_11_0 ? f11->pfnCalcPrivateGeometryShaderWithStreamOutput(umd->h, &x->so, &x->io10) :
            f10->pfnCalcPrivateGeometryShaderWithStreamOutput(umd->h, &x->so10, &x->io10);
    else if (tess)
        size = new ? f->pfnCalcPrivateTessellationShaderSize(umd->h, shader->tokens, &x->tess11_1) :
            f11->pfnCalcPrivateTessellationShaderSize(umd->h, shader->tokens, &x->tess11);
    else
        size = new ? f->pfnCalcPrivateShaderSize(umd->h, shader->tokens, &x->io11_1) :
            f10->pfnCalcPrivateShaderSize(umd->h, shader->tokens, &x->io10);
    free(x);
    return size;
}

static void create_new(struct rt_umd *umd, const struct rt_shader_ddi *shader, struct shapes *x, D3D10DDI_HSHADER h,
    D3D10DDI_HRTSHADER hrt)
{
    D3DWDDM1_3DDI_DEVICEFUNCS *f = umd->f;

    switch (shader->stage) {
    case RT_VS:
        f->pfnCreateVertexShader(umd->h, shader->tokens, h, hrt, &x->io11_1);
        break;
    case RT_PS:
        f->pfnCreatePixelShader(umd->h, shader->tokens, h, hrt, &x->io11_1);
        break;
    case RT_GS:
        if (shader->stream_output)
            f->pfnCreateGeometryShaderWithStreamOutput(umd->h, &x->so, h, hrt, &x->io11_1);
        else
            f->pfnCreateGeometryShader(umd->h, shader->tokens, h, hrt, &x->io11_1);
        break;
    case RT_HS:
        f->pfnCreateHullShader(umd->h, shader->tokens, h, hrt, &x->tess11_1);
        break;
    case RT_DS:
        f->pfnCreateDomainShader(umd->h, shader->tokens, h, hrt, &x->tess11_1);
        break;
    case RT_CS:
        f->pfnCreateComputeShader(umd->h, shader->tokens, h, hrt);
        break;
    case RT_STAGES:
        break;
    }
}

static void create_old(struct rt_umd *umd, const struct rt_shader_ddi *shader, struct shapes *x, D3D10DDI_HSHADER h,
    D3D10DDI_HRTSHADER hrt)
{
    D3D10DDI_DEVICEFUNCS *f10 = (void *)umd->f;
    D3D11DDI_DEVICEFUNCS *f11 = (void *)umd->f;

    switch (shader->stage) {
    case RT_VS:
        f10->pfnCreateVertexShader(umd->h, shader->tokens, h, hrt, &x->io10);
        break;
    case RT_PS:
        f10->pfnCreatePixelShader(umd->h, shader->tokens, h, hrt, &x->io10);
        break;
    case RT_GS:
        if (!shader->stream_output)
            f10->pfnCreateGeometryShader(umd->h, shader->tokens, h, hrt, &x->io10);
        else if (umd->level == RT_DDI_11_0)
            f11->pfnCreateGeometryShaderWithStreamOutput(umd->h, &x->so, h, hrt, &x->io10);
        else
            f10->pfnCreateGeometryShaderWithStreamOutput(umd->h, &x->so10, h, hrt, &x->io10);
        break;
    case RT_HS:
        f11->pfnCreateHullShader(umd->h, shader->tokens, h, hrt, &x->tess11);
        break;
    case RT_DS:
        f11->pfnCreateDomainShader(umd->h, shader->tokens, h, hrt, &x->tess11);
        break;
    case RT_CS:
        f11->pfnCreateComputeShader(umd->h, shader->tokens, h, hrt);
        break;
    case RT_STAGES:
        break;
    }
}

bool rt_ddi_create_shader(struct rt_umd *umd, const struct rt_shader_ddi *shader, void *drv, void *rt)
{
    struct shapes *x = calloc(1, sizeof(*x));
    D3D10DDI_HSHADER h = {drv};
    D3D10DDI_HRTSHADER hrt = {rt};

    if (!x)
        return false;
    shape(x, shader);
    if (umd->level >= RT_DDI_11_1)
        create_new(umd, shader, x, h, hrt);
    else
        create_old(umd, shader, x, h, hrt);
    free(x);
    return true;
}
