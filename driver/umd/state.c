/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * state.c - blend, depth stencil, rasterizer and sampler states, and element layouts. The interface's
 * numbers are Direct3D's own. Blend state has three layouts: 10.0 (one for all targets), 10.1, and
 * 11.1, which has logic operations in the middle (U11).
 */
#include "entry.h"

/* Gives the object an id. NULL after an error was reported. c may be NULL: then one was. */
static struct pvu_state *begin(struct pvu_context *c, void *memory)
{
    struct pvu_state *s = memory;
    if (!c) return NULL;
    s->id = pvu_id_alloc(c->device);
    if (s->id) return s;
    pvu_fail(&c->device->context, PVU_NO_MEMORY, PVU_ENTRY_CREATE);
    return NULL;
}

static void destroy(D3D10DDI_HDEVICE h, void *memory)
{
    struct pvu_state *s = memory;
    struct pvu_device *d = pvu_device(h);
    PVU_CREATION(c, h, false);
    if (pvu_owns(d)) pvu_bound_forget_state(&d->context, s);
    if (c) pvu_object_destroy(c, s->id);
}

/* ---- blend ---- */

static struct pvgpu_blend_target *blend(struct pvu_context *c, void *memory, BOOL alpha_to_coverage, BOOL independent, uint32_t n)
{
    struct pvu_state *s = begin(c, memory);
    if (!s) return NULL;
    struct pvgpu_cmd_create_blend *k = PVU_CMD_TAIL(c, create_blend, CREATE_BLEND, n * sizeof(struct pvgpu_blend_target));
    k->id = s->id;
    k->alpha_to_coverage = alpha_to_coverage != 0;
    k->independent = independent != 0;
    k->n_targets = n;
    return memset(k + 1, 0, n * sizeof(struct pvgpu_blend_target));
}

SIZE_T APIENTRY pvu_calc_blend_state_size_10(D3D10DDI_HDEVICE h, const D3D10_DDI_BLEND_DESC *a)
{
    (void)h, (void)a;
    return sizeof(struct pvu_state);
}

SIZE_T APIENTRY pvu_calc_blend_state_size_10_1(D3D10DDI_HDEVICE h, const D3D10_1_DDI_BLEND_DESC *a)
{
    (void)h, (void)a;
    return sizeof(struct pvu_state);
}

SIZE_T APIENTRY pvu_calc_blend_state_size_11_1(D3D10DDI_HDEVICE h, const D3D11_1_DDI_BLEND_DESC *a)
{
    (void)h, (void)a;
    return sizeof(struct pvu_state);
}

void APIENTRY pvu_create_blend_state_10(D3D10DDI_HDEVICE h, const D3D10_DDI_BLEND_DESC *a, D3D10DDI_HBLENDSTATE s,
                                        D3D10DDI_HRTBLENDSTATE rt)
{
    (void)rt;
    PVU_CREATION(c, h, true);
    struct pvgpu_blend_target *t = blend(c, s.pDrvPrivate, a->AlphaToCoverageEnable, TRUE, 8);
    for (unsigned i = 0; t && i < 8; i++) {
        t[i] = (struct pvgpu_blend_target){
            .enable = a->BlendEnable[i] != 0, .src = (uint8_t)a->SrcBlend, .dst = (uint8_t)a->DestBlend,
                .op = (uint8_t)a->BlendOp,
            .src_alpha = (uint8_t)a->SrcBlendAlpha, .dst_alpha = (uint8_t)a->DestBlendAlpha, .op_alpha = (uint8_t)a->BlendOpAlpha,
            .logic_op = D3D11_1_DDI_LOGIC_OP_NOOP, .write_mask = a->RenderTargetWriteMask[i],
        };
    }
}

void APIENTRY pvu_create_blend_state_10_1(D3D10DDI_HDEVICE h, const D3D10_1_DDI_BLEND_DESC *a, D3D10DDI_HBLENDSTATE s,
                                          D3D10DDI_HRTBLENDSTATE rt)
{
    (void)rt;
    uint32_t n = a->IndependentBlendEnable ? 8 : 1;
    PVU_CREATION(c, h, true);
    struct pvgpu_blend_target *t = blend(c, s.pDrvPrivate, a->AlphaToCoverageEnable, a->IndependentBlendEnable, n);
    for (unsigned i = 0; t && i < n; i++) {
        const D3D10_DDI_RENDER_TARGET_BLEND_DESC1 *b = &a->RenderTarget[i];
        t[i] = (struct pvgpu_blend_target){
            .enable = b->BlendEnable != 0, .src = (uint8_t)b->SrcBlend, .dst = (uint8_t)b->DestBlend, .op = (uint8_t)b->BlendOp,
            .src_alpha = (uint8_t)b->SrcBlendAlpha, .dst_alpha = (uint8_t)b->DestBlendAlpha, .op_alpha = (uint8_t)b->BlendOpAlpha,
            .logic_op = D3D11_1_DDI_LOGIC_OP_NOOP, .write_mask = b->RenderTargetWriteMask,
        };
    }
}

void APIENTRY pvu_create_blend_state_11_1(D3D10DDI_HDEVICE h, const D3D11_1_DDI_BLEND_DESC *a, D3D10DDI_HBLENDSTATE s,
                                          D3D10DDI_HRTBLENDSTATE rt)
{
    (void)rt;
    uint32_t n = a->IndependentBlendEnable ? 8 : 1;
    PVU_CREATION(c, h, true);
    struct pvgpu_blend_target *t = blend(c, s.pDrvPrivate, a->AlphaToCoverageEnable, a->IndependentBlendEnable, n);
    for (unsigned i = 0; t && i < n; i++) {
        const D3D11_1_DDI_RENDER_TARGET_BLEND_DESC *b = &a->RenderTarget[i];
        t[i] = (struct pvgpu_blend_target){
            .enable = b->BlendEnable != 0, .logic_enable = b->LogicOpEnable != 0, .src = (uint8_t)b->SrcBlend,
            .dst = (uint8_t)b->DestBlend, .op = (uint8_t)b->BlendOp, .src_alpha = (uint8_t)b->SrcBlendAlpha,
            .dst_alpha = (uint8_t)b->DestBlendAlpha, .op_alpha = (uint8_t)b->BlendOpAlpha, .logic_op = (uint8_t)b->LogicOp,
            .write_mask = b->RenderTargetWriteMask,
        };
    }
}

void APIENTRY pvu_destroy_blend_state(D3D10DDI_HDEVICE h, D3D10DDI_HBLENDSTATE s)
{
    destroy(h, s.pDrvPrivate);
}

/* ---- depth stencil ---- */

SIZE_T APIENTRY pvu_calc_depth_stencil_state_size(D3D10DDI_HDEVICE h, const D3D10_DDI_DEPTH_STENCIL_DESC *a)
{
    (void)h, (void)a;
    return sizeof(struct pvu_state);
}

/* An operation or comparison; what the runtime leaves unset when a test is off becomes the default. */
static uint32_t op(int value, uint32_t otherwise)
{
    return value >= 1 && value <= 8 ? (uint32_t)value : otherwise;
}

void APIENTRY pvu_create_depth_stencil_state(D3D10DDI_HDEVICE h, const D3D10_DDI_DEPTH_STENCIL_DESC *a,
                                             D3D10DDI_HDEPTHSTENCILSTATE hs, D3D10DDI_HRTDEPTHSTENCILSTATE rt)
{
    (void)rt;
    PVU_CREATION(c, h, true);
    struct pvu_state *s = begin(c, hs.pDrvPrivate);
    if (!s) return;
    /* FrontEnable and BackEnable have no counterpart in the API above 10: both faces are tested when StencilEnable says so. */
    const D3D10_DDI_DEPTH_STENCILOP_DESC *f = &a->FrontFace, *b = &a->BackFace;
    struct pvgpu_cmd_create_depth_stencil *k = PVU_CMD(c, create_depth_stencil, CREATE_DEPTH_STENCIL);
    k->id = s->id;
    k->depth_enable = a->DepthEnable != 0;
    k->depth_write = a->DepthWriteMask == D3D10_DDI_DEPTH_WRITE_MASK_ALL;
    k->depth_func = op(a->DepthFunc, D3D10_DDI_COMPARISON_LESS);
    k->stencil_enable = a->StencilEnable != 0;
    k->stencil_read_mask = a->StencilReadMask;
    k->stencil_write_mask = a->StencilWriteMask;
    k->front_fail = op(f->StencilFailOp, D3D10_DDI_STENCIL_OP_KEEP);
    k->front_depth_fail = op(f->StencilDepthFailOp, D3D10_DDI_STENCIL_OP_KEEP);
    k->front_pass = op(f->StencilPassOp, D3D10_DDI_STENCIL_OP_KEEP);
    k->front_func = op(f->StencilFunc, D3D10_DDI_COMPARISON_ALWAYS);
    k->back_fail = op(b->StencilFailOp, D3D10_DDI_STENCIL_OP_KEEP);
    k->back_depth_fail = op(b->StencilDepthFailOp, D3D10_DDI_STENCIL_OP_KEEP);
    k->back_pass = op(b->StencilPassOp, D3D10_DDI_STENCIL_OP_KEEP);
    k->back_func = op(b->StencilFunc, D3D10_DDI_COMPARISON_ALWAYS);
    k->pad = 0;
}

void APIENTRY pvu_destroy_depth_stencil_state(D3D10DDI_HDEVICE h, D3D10DDI_HDEPTHSTENCILSTATE s)
{
    destroy(h, s.pDrvPrivate);
}

/* ---- rasterizer ---- */

SIZE_T APIENTRY pvu_calc_rasterizer_state_size_10(D3D10DDI_HDEVICE h, const D3D10_DDI_RASTERIZER_DESC *a)
{
    (void)h, (void)a;
    return sizeof(struct pvu_state);
}

SIZE_T APIENTRY pvu_calc_rasterizer_state_size_11_1(D3D10DDI_HDEVICE h, const D3D11_1_DDI_RASTERIZER_DESC *a)
{
    (void)h, (void)a;
    return sizeof(struct pvu_state);
}

void APIENTRY pvu_create_rasterizer_state_11_1(D3D10DDI_HDEVICE h, const D3D11_1_DDI_RASTERIZER_DESC *a,
                                               D3D10DDI_HRASTERIZERSTATE hs, D3D10DDI_HRTRASTERIZERSTATE rt)
{
    (void)rt;
    PVU_CREATION(c, h, true);
    struct pvu_state *s = begin(c, hs.pDrvPrivate);
    if (!s) return;
    struct pvgpu_cmd_create_rasterizer *k = PVU_CMD(c, create_rasterizer, CREATE_RASTERIZER);
    k->id = s->id;
    k->fill = (uint32_t)a->FillMode;
    k->cull = (uint32_t)a->CullMode;
    k->front_ccw = a->FrontCounterClockwise != 0;
    k->depth_bias = a->DepthBias;
    k->depth_bias_clamp = a->DepthBiasClamp;
    k->slope_bias = a->SlopeScaledDepthBias;
    k->depth_clip = a->DepthClipEnable != 0;
    k->scissor = a->ScissorEnable != 0;
    k->multisample = a->MultisampleEnable != 0;
    k->line_aa = a->AntialiasedLineEnable != 0;
    k->forced_samples = a->ForcedSampleCount;
}

void APIENTRY pvu_create_rasterizer_state_10(D3D10DDI_HDEVICE h, const D3D10_DDI_RASTERIZER_DESC *a,
                                             D3D10DDI_HRASTERIZERSTATE s, D3D10DDI_HRTRASTERIZERSTATE rt)
{
    D3D11_1_DDI_RASTERIZER_DESC b = {
        .FillMode = a->FillMode, .CullMode = a->CullMode, .FrontCounterClockwise = a->FrontCounterClockwise,
        .DepthBias = a->DepthBias, .DepthBiasClamp = a->DepthBiasClamp, .SlopeScaledDepthBias = a->SlopeScaledDepthBias,
        .DepthClipEnable = a->DepthClipEnable, .ScissorEnable = a->ScissorEnable, .MultisampleEnable = a->MultisampleEnable,
        .AntialiasedLineEnable = a->AntialiasedLineEnable,
    };
    pvu_create_rasterizer_state_11_1(h, &b, s, rt);
}

void APIENTRY pvu_destroy_rasterizer_state(D3D10DDI_HDEVICE h, D3D10DDI_HRASTERIZERSTATE s)
{
    destroy(h, s.pDrvPrivate);
}

/* ---- samplers ---- */

SIZE_T APIENTRY pvu_calc_sampler_size(D3D10DDI_HDEVICE h, const D3D10_DDI_SAMPLER_DESC *a)
{
    (void)h, (void)a;
    return sizeof(struct pvu_state);
}

void APIENTRY pvu_create_sampler(D3D10DDI_HDEVICE h, const D3D10_DDI_SAMPLER_DESC *a, D3D10DDI_HSAMPLER hs,
                                 D3D10DDI_HRTSAMPLER rt)
{
    (void)rt;
    PVU_CREATION(c, h, true);
    struct pvu_state *s = begin(c, hs.pDrvPrivate);
    if (!s) return;
    struct pvgpu_cmd_create_sampler *k = PVU_CMD(c, create_sampler, CREATE_SAMPLER);
    k->id = s->id;
    k->filter = (uint32_t)a->Filter & 0x1ffu; /* D3D11_FILTER; the text filter of 10 (bit 31) left the API before 11 */
    k->address_u = (uint32_t)a->AddressU;
    k->address_v = (uint32_t)a->AddressV;
    k->address_w = (uint32_t)a->AddressW;
    k->lod_bias = a->MipLODBias;
    k->anisotropy = a->MaxAnisotropy;
    k->func = op(a->ComparisonFunc, D3D10_DDI_COMPARISON_NEVER);
    k->border_r = a->BorderColor[0], k->border_g = a->BorderColor[1];
    k->border_b = a->BorderColor[2], k->border_a = a->BorderColor[3];
    k->min_lod = a->MinLOD;
    k->max_lod = a->MaxLOD;
}

void APIENTRY pvu_destroy_sampler(D3D10DDI_HDEVICE h, D3D10DDI_HSAMPLER s)
{
    destroy(h, s.pDrvPrivate);
}

/* ---- element layouts ---- */

enum { ELEMENTS_MAX = 32, APPEND_ALIGNED = -1 };

SIZE_T APIENTRY pvu_calc_element_layout_size(D3D10DDI_HDEVICE h, const D3D10DDIARG_CREATEELEMENTLAYOUT *a)
{
    (void)h, (void)a;
    return sizeof(struct pvu_state);
}

/* Offsets that the runtime left as "append": after the slot's previous element, aligned as the API's
 * D3D11_APPEND_ALIGNED_ELEMENT says (to the format's size, at most 4 bytes). */
static uint32_t append(const D3D10DDIARG_INPUT_ELEMENT_DESC *e, unsigned n, uint32_t *end)
{
    uint32_t size = (uint32_t)pvgpu_format_row_bytes((uint32_t)e[n].Format, 1), align = size < 4 ? size : 4;
    uint32_t at = e[n].AlignedByteOffset;
    if (at == (uint32_t)APPEND_ALIGNED) at = align ? (*end + align - 1) / align * align : *end;
    *end = at + size;
    return at;
}

void APIENTRY pvu_create_element_layout(D3D10DDI_HDEVICE h, const D3D10DDIARG_CREATEELEMENTLAYOUT *a, D3D10DDI_HELEMENTLAYOUT hs,
                                        D3D10DDI_HRTELEMENTLAYOUT rt)
{
    (void)rt;
    uint32_t end[PVU_VBS] = { 0 };
    uint32_t n = a->NumElements < ELEMENTS_MAX ? a->NumElements : ELEMENTS_MAX;
    PVU_CREATION(c, h, true);
    struct pvu_state *s = begin(c, hs.pDrvPrivate);
    if (!s) return;
    struct pvgpu_cmd_create_input_layout *k =
        PVU_CMD_TAIL(c, create_input_layout, CREATE_INPUT_LAYOUT, n * sizeof(struct pvgpu_input_element));
    struct pvgpu_input_element *out = (void *)(k + 1);
    k->id = s->id;
    k->n_elements = n;
    for (uint32_t i = 0; i < n; i++) {
        const D3D10DDIARG_INPUT_ELEMENT_DESC *e = &a->pVertexElements[i];
        bool known = pvgpu_format_known((uint32_t)e->Format) && e->InputSlot < PVU_VBS;
        out[i] = (struct pvgpu_input_element){
            .reg = e->InputRegister, .slot = e->InputSlot, .format = (uint32_t)e->Format,
            .offset = known ? append(a->pVertexElements, i, &end[e->InputSlot]) : e->AlignedByteOffset,
            .instanced = e->InputSlotClass == D3D10_DDI_INPUT_PER_INSTANCE_DATA, .step = e->InstanceDataStepRate,
        };
    }
}

void APIENTRY pvu_destroy_element_layout(D3D10DDI_HDEVICE h, D3D10DDI_HELEMENTLAYOUT s)
{
    destroy(h, s.pDrvPrivate);
}
