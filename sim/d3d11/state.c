/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * state.c - blend, depth stencil, rasterizer and sampler states. Equal descriptions give the same object,
 * and a device has at most 4096 of a kind (sdk-api CreateBlendState and siblings).
 */
#include "d3d10_faces.h"
#include "deferred.h"
#include "objects.h"

#include <math.h>
#include <stdlib.h>

#define LOD_BIAS_MIN -16.0f /* D3D11_MIP_LOD_BIAS_MIN */
#define LOD_BIAS_MAX 15.99f

static struct rt_state *from(void *iface)
{
    return iface;
}

RT_CHILD_METHODS(blend, ID3D11BlendState1)
RT_CHILD_METHODS(depth, ID3D11DepthStencilState)
RT_CHILD_METHODS(raster, ID3D11RasterizerState2)
RT_CHILD_METHODS(sampler, ID3D11SamplerState)

static void STDMETHODCALLTYPE blend_GetDesc(ID3D11BlendState1 *iface, D3D11_BLEND_DESC *desc)
{
    const D3D11_BLEND_DESC1 *d = &from(iface)->desc.blend;
    unsigned i;

    desc->AlphaToCoverageEnable = d->AlphaToCoverageEnable;
    desc->IndependentBlendEnable = d->IndependentBlendEnable;
    for (i = 0; i < 8; i++) {
        const D3D11_RENDER_TARGET_BLEND_DESC1 *t = &d->RenderTarget[i];

        desc->RenderTarget[i] = (D3D11_RENDER_TARGET_BLEND_DESC){
            t->BlendEnable, t->SrcBlend, t->DestBlend, t->BlendOp, t->SrcBlendAlpha, t->DestBlendAlpha, t->BlendOpAlpha,
            t->RenderTargetWriteMask};
    }
}

static void STDMETHODCALLTYPE blend_GetDesc1(ID3D11BlendState1 *iface, D3D11_BLEND_DESC1 *desc)
{
    *desc = from(iface)->desc.blend;
}

static void STDMETHODCALLTYPE depth_GetDesc(ID3D11DepthStencilState *iface, D3D11_DEPTH_STENCIL_DESC *desc)
{
    *desc = from(iface)->desc.depth_stencil;
}

static void STDMETHODCALLTYPE raster_GetDesc(ID3D11RasterizerState2 *iface, D3D11_RASTERIZER_DESC *desc)
{
    memcpy(desc, &from(iface)->desc.rasterizer, sizeof(*desc)); /* later forms append */
}

static void STDMETHODCALLTYPE raster_GetDesc1(ID3D11RasterizerState2 *iface, D3D11_RASTERIZER_DESC1 *desc)
{
    memcpy(desc, &from(iface)->desc.rasterizer, sizeof(*desc));
}

static void STDMETHODCALLTYPE raster_GetDesc2(ID3D11RasterizerState2 *iface, D3D11_RASTERIZER_DESC2 *desc)
{
    *desc = from(iface)->desc.rasterizer;
}

static void STDMETHODCALLTYPE sampler_GetDesc(ID3D11SamplerState *iface, D3D11_SAMPLER_DESC *desc)
{
    *desc = from(iface)->desc.sampler;
}

static const ID3D11BlendState1Vtbl blend_vtbl = {RT_CHILD_SLOTS(blend), .GetDesc = blend_GetDesc, .GetDesc1 = blend_GetDesc1};
static const ID3D11DepthStencilStateVtbl depth_vtbl = {RT_CHILD_SLOTS(depth), .GetDesc = depth_GetDesc};
static const ID3D11RasterizerState2Vtbl raster_vtbl = {
    RT_CHILD_SLOTS(raster), .GetDesc = raster_GetDesc, .GetDesc1 = raster_GetDesc1, .GetDesc2 = raster_GetDesc2,
};
static const ID3D11SamplerStateVtbl sampler_vtbl = {RT_CHILD_SLOTS(sampler), .GetDesc = sampler_GetDesc};

#define STATE_IFACES RT_D3D10_CHILD, {&IID_ID3D11DeviceChild, 0}, {&IID_IUnknown, 0}, {NULL, 0}
static const struct rt_iface_entry blend_ifaces[] = {
    {&IID_ID3D11BlendState, 0}, {&IID_ID3D11BlendState1, 0}, RT_D3D10(IID_ID3D10BlendState), RT_D3D10(IID_ID3D10BlendState1),
    STATE_IFACES,
};
static const struct rt_iface_entry depth_ifaces[] = {
    {&IID_ID3D11DepthStencilState, 0}, RT_D3D10(IID_ID3D10DepthStencilState), STATE_IFACES,
};
static const struct rt_iface_entry raster_ifaces[] = {
    {&IID_ID3D11RasterizerState, 0}, {&IID_ID3D11RasterizerState1, 0}, {&IID_ID3D11RasterizerState2, 0},
    RT_D3D10(IID_ID3D10RasterizerState), STATE_IFACES,
};
static const struct rt_iface_entry sampler_ifaces[] = {
    {&IID_ID3D11SamplerState, 0}, RT_D3D10(IID_ID3D10SamplerState), STATE_IFACES,
};

static void unlink_state(struct rt_state *s)
{
    struct rt_device *device = s->child.device;
    struct rt_state **at = &device->states[s->kind];

    while (*at && *at != s)
        at = &(*at)->next;
    if (*at) {
        *at = s->next;
        device->n_states[s->kind]--;
    }
}

static void destroy_state(struct rt_object *object)
{
    struct rt_state *s = (struct rt_state *)object;
    struct rt_device *device = s->child.device;

    rt_global_enter();
    unlink_state(s);
    rt_global_leave();
    if (s->drv) {
        switch (s->kind) {
        case RT_STATE_BLEND:
            RT_DESTROY(device, pfnDestroyBlendState, D3D10DDI_HBLENDSTATE, s->drv);
            break;
        case RT_STATE_DEPTH_STENCIL:
            RT_DESTROY(device, pfnDestroyDepthStencilState, D3D10DDI_HDEPTHSTENCILSTATE, s->drv);
            break;
        case RT_STATE_RASTERIZER:
            RT_DESTROY(device, pfnDestroyRasterizerState, D3D10DDI_HRASTERIZERSTATE, s->drv);
            break;
        case RT_STATE_SAMPLER:
            RT_DESTROY(device, pfnDestroySampler, D3D10DDI_HSAMPLER, s->drv);
            break;
        case RT_STATE_KINDS:
            break;
        }
    }
    rt_object_fini(object);
    free(s);
}

static const struct rt_class classes[RT_STATE_KINDS] = {
    [RT_STATE_BLEND] = {"ID3D11BlendState", blend_ifaces, rt_child_add_ref, destroy_state, &rt_d3d10_blend_vtbl},
    [RT_STATE_DEPTH_STENCIL] = {"ID3D11DepthStencilState", depth_ifaces, rt_child_add_ref, destroy_state, &rt_d3d10_depth_stencil_vtbl},
    [RT_STATE_RASTERIZER] = {"ID3D11RasterizerState", raster_ifaces, rt_child_add_ref, destroy_state, &rt_d3d10_rasterizer_vtbl},
    [RT_STATE_SAMPLER] = {"ID3D11SamplerState", sampler_ifaces, rt_child_add_ref, destroy_state, &rt_d3d10_sampler_vtbl},
};
static const void *const vtbls[RT_STATE_KINDS] = {&blend_vtbl, &depth_vtbl, &raster_vtbl, &sampler_vtbl};

static void call_driver(struct rt_state *s)
{
    struct rt_umd *umd = &s->child.device->umd;

    switch (s->kind) {
    case RT_STATE_BLEND:
        s->drv = rt_private_alloc(rt_ddi_calc_blend(umd, &s->desc.blend));
        if (s->drv)
            rt_ddi_create_blend(umd, &s->desc.blend, s->drv, s);
        break;
    case RT_STATE_DEPTH_STENCIL: {
        const D3D11_DEPTH_STENCIL_DESC *d = &s->desc.depth_stencil;
        D3D10_DDI_DEPTH_STENCIL_DESC arg = {
            .DepthEnable = d->DepthEnable, .DepthWriteMask = (D3D10_DDI_DEPTH_WRITE_MASK)d->DepthWriteMask,
            .DepthFunc = (D3D10_DDI_COMPARISON_FUNC)d->DepthFunc, .StencilEnable = d->StencilEnable,
            .FrontEnable = d->StencilEnable, .BackEnable = d->StencilEnable,
            .StencilReadMask = d->StencilReadMask, .StencilWriteMask = d->StencilWriteMask,
        };

        memcpy(&arg.FrontFace, &d->FrontFace, sizeof(arg.FrontFace)); /* four enums of equal values */
        memcpy(&arg.BackFace, &d->BackFace, sizeof(arg.BackFace));
        s->drv = rt_private_alloc(umd->f->pfnCalcPrivateDepthStencilStateSize(umd->h, &arg));
        if (s->drv)
            umd->f->pfnCreateDepthStencilState(umd->h, &arg, (D3D10DDI_HDEPTHSTENCILSTATE){s->drv}, (D3D10DDI_HRTDEPTHSTENCILSTATE){s});
        break;
    }
    case RT_STATE_RASTERIZER:
        s->drv = rt_private_alloc(rt_ddi_calc_rasterizer(umd, &s->desc.rasterizer));
        if (s->drv)
            rt_ddi_create_rasterizer(umd, &s->desc.rasterizer, s->drv, s);
        break;
    case RT_STATE_SAMPLER: {
        D3D10_DDI_SAMPLER_DESC arg;

        memcpy(&arg, &s->desc.sampler, sizeof(arg)); /* the same record with other enum names */
        s->drv = rt_private_alloc(umd->f->pfnCalcPrivateSamplerSize(umd->h, &arg));
        if (s->drv)
            umd->f->pfnCreateSampler(umd->h, &arg, (D3D10DDI_HSAMPLER){s->drv}, (D3D10DDI_HRTSAMPLER){s});
        break;
    }
    case RT_STATE_KINDS:
        break;
    }
}

/* A state that is being ended cannot be had again. */
static bool try_hold(struct rt_child *child)
{
    unsigned holds = atomic_load(&child->holds);

    while (holds && !atomic_compare_exchange_weak(&child->holds, &holds, holds + 1))
        ;
    return holds != 0;
}

/* desc: the union member of the kind, size bytes of it. Called and left with the global lock held. */
static HRESULT find_or_create(struct rt_device *device, enum rt_state_kind kind, const void *desc, size_t size, struct rt_state **out)
{
    struct rt_state *s;
    struct rt_call call;
    HRESULT hr;

    for (s = device->states[kind]; s; s = s->next) {
        if (!memcmp(&s->desc, desc, size) && try_hold(&s->child)) {
            rt_child_add_ref(&s->child.object);
            rt_child_unhold(&s->child);
            *out = s;
            return S_OK;
        }
    }
    if (device->n_states[kind] >= RT_MAX_STATES)
        return D3D11_ERROR_TOO_MANY_UNIQUE_STATE_OBJECTS;
    s = calloc(1, sizeof(*s));
    if (!s)
        return E_OUTOFMEMORY;
    s->kind = kind;
    memcpy(&s->desc, desc, size);
    rt_child_init(&s->child, vtbls[kind], &classes[kind], device);
    if (!rt_call_begin(&call, device, RT_ERR_MEMORY)) {
        rt_child_release(&s->child.object);
        return DXGI_ERROR_DEVICE_REMOVED;
    }
    call_driver(s);
    hr = rt_call_end(&call);
    if (!s->drv)
        hr = E_OUTOFMEMORY;
    if (FAILED(hr)) {
        rt_private_free(s->drv);
        s->drv = NULL;
        rt_child_release(&s->child.object);
        return hr;
    }
    s->next = device->states[kind];
    device->states[kind] = s;
    device->n_states[kind]++;
    rt_local_size(&s->child, rt_state_handle_type(s), s->drv);
    *out = s;
    return S_OK;
}

static HRESULT create(struct rt_device *device, enum rt_state_kind kind, const void *desc, size_t size, struct rt_state **out)
{
    HRESULT hr;

    if (!out)
        return S_FALSE;
    if (rt_removed(device))
        return DXGI_ERROR_DEVICE_REMOVED;
    rt_global_enter();
    hr = find_or_create(device, kind, desc, size, out);
    rt_global_leave();
    return hr;
}

/* ---- validation ---- */

static bool blend_factor_ok(unsigned b, bool alpha)
{
    if (b == D3D11_BLEND_ZERO || b == D3D11_BLEND_ONE || (b >= D3D11_BLEND_SRC_ALPHA && b <= D3D11_BLEND_INV_DEST_ALPHA) ||
        b == D3D11_BLEND_SRC_ALPHA_SAT || b == D3D11_BLEND_BLEND_FACTOR || b == D3D11_BLEND_INV_BLEND_FACTOR ||
        b == D3D11_BLEND_SRC1_ALPHA || b == D3D11_BLEND_INV_SRC1_ALPHA)
        return true;
    /* Alpha factors may not name colours (ns-d3d11-d3d11_render_target_blend_desc). */
    return !alpha && (b == D3D11_BLEND_SRC_COLOR || b == D3D11_BLEND_INV_SRC_COLOR || b == D3D11_BLEND_DEST_COLOR ||
        b == D3D11_BLEND_INV_DEST_COLOR || b == D3D11_BLEND_SRC1_COLOR || b == D3D11_BLEND_INV_SRC1_COLOR);
}

/* Fields that do not count take their defaults, so that equal states compare equal. */
static bool normalise_target(D3D11_RENDER_TARGET_BLEND_DESC1 *t)
{
    if (t->BlendEnable && t->LogicOpEnable)
        return false;
    t->BlendEnable = t->BlendEnable != 0;
    t->LogicOpEnable = t->LogicOpEnable != 0;
    if (t->RenderTargetWriteMask > D3D11_COLOR_WRITE_ENABLE_ALL)
        return false;
    if (t->BlendEnable) {
        if (!blend_factor_ok(t->SrcBlend, false) || !blend_factor_ok(t->DestBlend, false) ||
            !blend_factor_ok(t->SrcBlendAlpha, true) || !blend_factor_ok(t->DestBlendAlpha, true) ||
            t->BlendOp < D3D11_BLEND_OP_ADD || t->BlendOp > D3D11_BLEND_OP_MAX || t->BlendOpAlpha < D3D11_BLEND_OP_ADD ||
            t->BlendOpAlpha > D3D11_BLEND_OP_MAX)
            return false;
    } else {
        t->SrcBlend = t->SrcBlendAlpha = D3D11_BLEND_ONE;
        t->DestBlend = t->DestBlendAlpha = D3D11_BLEND_ZERO;
        t->BlendOp = t->BlendOpAlpha = D3D11_BLEND_OP_ADD;
    }
    if (t->LogicOpEnable) {
        if (t->LogicOp < D3D11_LOGIC_OP_CLEAR || t->LogicOp > D3D11_LOGIC_OP_OR_INVERTED)
            return false;
    } else {
        t->LogicOp = D3D11_LOGIC_OP_NOOP;
    }
    return true;
}

static bool same_functions(const D3D11_RENDER_TARGET_BLEND_DESC1 *a, const D3D11_RENDER_TARGET_BLEND_DESC1 *b)
{
    return a->SrcBlend == b->SrcBlend && a->DestBlend == b->DestBlend && a->BlendOp == b->BlendOp &&
        a->SrcBlendAlpha == b->SrcBlendAlpha && a->DestBlendAlpha == b->DestBlendAlpha && a->BlendOpAlpha == b->BlendOpAlpha;
}

/* Level 10_0 has one set of functions for all targets with blending, only whether a target blends and its mask are its own (win32 docs,
 * "Output-merger stage"; ns-d3d10umddi-d3d10_ddi_blend_desc). Independent blend modes are 10.1's, and what asks for new functionality
 * of a 10.0 device fails (win32 docs, "Direct3D 10.1 Features"). */
static bool one_function_ok(const D3D11_BLEND_DESC1 *d)
{
    const D3D11_RENDER_TARGET_BLEND_DESC1 *first = NULL;
    unsigned i;

    for (i = 0; i < 8; i++) {
        const D3D11_RENDER_TARGET_BLEND_DESC1 *t = &d->RenderTarget[i];

        if (t->BlendEnable && first && !same_functions(first, t))
            return false;
        if (t->BlendEnable && !first)
            first = t;
    }
    return true;
}

HRESULT rt_state_create_blend(struct rt_device *device, const D3D11_BLEND_DESC1 *desc, struct rt_state **out)
{
    D3D11_BLEND_DESC1 d;
    unsigned i;

    if (!desc)
        return E_INVALIDARG;
    memset(&d, 0, sizeof(d));
    d.AlphaToCoverageEnable = desc->AlphaToCoverageEnable != 0;
    d.IndependentBlendEnable = desc->IndependentBlendEnable != 0;
    for (i = 0; i < 8; i++) {
        const D3D11_RENDER_TARGET_BLEND_DESC1 *t = &desc->RenderTarget[d.IndependentBlendEnable ? i : 0];
        D3D11_RENDER_TARGET_BLEND_DESC1 *to = &d.RenderTarget[i];

        /* Field by field: padding stays zero. */
        to->BlendEnable = t->BlendEnable;
        to->LogicOpEnable = t->LogicOpEnable;
        to->SrcBlend = t->SrcBlend;
        to->DestBlend = t->DestBlend;
        to->BlendOp = t->BlendOp;
        to->SrcBlendAlpha = t->SrcBlendAlpha;
        to->DestBlendAlpha = t->DestBlendAlpha;
        to->BlendOpAlpha = t->BlendOpAlpha;
        to->LogicOp = t->LogicOp;
        to->RenderTargetWriteMask = t->RenderTargetWriteMask;
        if (!normalise_target(to))
            return E_INVALIDARG;
        if (to->LogicOpEnable && (!device->umd.caps.logic_op || d.IndependentBlendEnable))
            return E_INVALIDARG;
    }
    if (device->feature_level < D3D_FEATURE_LEVEL_10_1 && !one_function_ok(&d))
        return E_INVALIDARG;
    return create(device, RT_STATE_BLEND, &d, sizeof(d), out);
}

static bool comparison_ok(unsigned func)
{
    return func >= D3D11_COMPARISON_NEVER && func <= D3D11_COMPARISON_ALWAYS;
}

static bool stencil_ok(const D3D11_DEPTH_STENCILOP_DESC *s)
{
    return s->StencilFailOp >= D3D11_STENCIL_OP_KEEP && s->StencilFailOp <= D3D11_STENCIL_OP_DECR &&
        s->StencilDepthFailOp >= D3D11_STENCIL_OP_KEEP && s->StencilDepthFailOp <= D3D11_STENCIL_OP_DECR &&
        s->StencilPassOp >= D3D11_STENCIL_OP_KEEP && s->StencilPassOp <= D3D11_STENCIL_OP_DECR && comparison_ok(s->StencilFunc);
}

HRESULT rt_state_create_depth_stencil(struct rt_device *device, const D3D11_DEPTH_STENCIL_DESC *desc, struct rt_state **out)
{
    static const D3D11_DEPTH_STENCILOP_DESC keep = {
        D3D11_STENCIL_OP_KEEP, D3D11_STENCIL_OP_KEEP, D3D11_STENCIL_OP_KEEP, D3D11_COMPARISON_ALWAYS,
    };
    D3D11_DEPTH_STENCIL_DESC d;

    if (!desc)
        return E_INVALIDARG;
    memset(&d, 0, sizeof(d));
    d.DepthEnable = desc->DepthEnable != 0;
    d.DepthWriteMask = desc->DepthEnable ? desc->DepthWriteMask : D3D11_DEPTH_WRITE_MASK_ALL;
    d.DepthFunc = desc->DepthEnable ? desc->DepthFunc : D3D11_COMPARISON_LESS;
    d.StencilEnable = desc->StencilEnable != 0;
    d.StencilReadMask = desc->StencilEnable ? desc->StencilReadMask : D3D11_DEFAULT_STENCIL_READ_MASK;
    d.StencilWriteMask = desc->StencilEnable ? desc->StencilWriteMask : D3D11_DEFAULT_STENCIL_WRITE_MASK;
    d.FrontFace = desc->StencilEnable ? desc->FrontFace : keep;
    d.BackFace = desc->StencilEnable ? desc->BackFace : keep;
    if (d.DepthWriteMask != D3D11_DEPTH_WRITE_MASK_ALL && d.DepthWriteMask != D3D11_DEPTH_WRITE_MASK_ZERO)
        return E_INVALIDARG;
    if (!comparison_ok(d.DepthFunc) || !stencil_ok(&d.FrontFace) || !stencil_ok(&d.BackFace))
        return E_INVALIDARG;
    return create(device, RT_STATE_DEPTH_STENCIL, &d, sizeof(d), out);
}

/* Direct3D 11.3 functional specification, 3.5.6.3 and 3.5.6.4, and D3D11_FEATURE_DATA_D3D11_OPTIONS: 1, 4, 8 and 16 where targets may
 * have any of them (11_1); up to 8 where only unordered access views are drawn to (11_0); below that 1. What could never be drawn
 * with is refused. Levels below 11_1 then have no lines of two triangles, so MultisampleEnable and 1 exclude each other. (2 is among
 * the values of D3D11_RASTERIZER_DESC1's page, but neither in the specification nor on the driver's page of D3D11_1_DDI_RASTERIZER_DESC.) */
static bool forced_ok(const struct rt_device *device, const D3D11_RASTERIZER_DESC2 *d)
{
    const UINT most = device->feature_level >= D3D_FEATURE_LEVEL_11_1 ? 16 : device->feature_level >= D3D_FEATURE_LEVEL_11_0 ? 8 : 1;

    switch (d->ForcedSampleCount) {
    case 0:
        return true;
    case 1:
        return device->umd.level >= RT_DDI_11_1 && !(d->MultisampleEnable && device->feature_level < D3D_FEATURE_LEVEL_11_1);
    case 4:
    case 8:
    case 16:
        return device->umd.level >= RT_DDI_11_1 && d->ForcedSampleCount <= most;
    default:
        return false;
    }
}

HRESULT rt_state_create_rasterizer(struct rt_device *device, const D3D11_RASTERIZER_DESC2 *desc, struct rt_state **out)
{
    D3D11_RASTERIZER_DESC2 d;

    if (!desc)
        return E_INVALIDARG;
    d = *desc;
    if ((d.FillMode != D3D11_FILL_WIREFRAME && d.FillMode != D3D11_FILL_SOLID) || d.CullMode < D3D11_CULL_NONE ||
        d.CullMode > D3D11_CULL_BACK)
        return E_INVALIDARG;
    if (isnan(d.DepthBiasClamp) || isnan(d.SlopeScaledDepthBias))
        return E_INVALIDARG;
    if (!forced_ok(device, &d))
        return E_INVALIDARG;
    /* Conservative rasterization is a capability of WDDM 2 drivers. */
    if (d.ConservativeRaster != D3D11_CONSERVATIVE_RASTERIZATION_MODE_OFF)
        return E_INVALIDARG;
    return create(device, RT_STATE_RASTERIZER, &d, sizeof(d), out);
}

static bool filter_ok(struct rt_device *device, D3D11_FILTER filter)
{
    const unsigned reduction = (unsigned)filter >> D3DWDDM1_3DDI_FILTER_REDUCTION_TYPE_SHIFT & D3DWDDM1_3DDI_FILTER_REDUCTION_TYPE_MASK;
    const unsigned base = (unsigned)filter & 0x7f;

    if ((unsigned)filter > 0x1ff)
        return false;
    /* Minimum and maximum filters come with tiled resources tier 2. */
    if (reduction >= 2 && !(device->umd.caps.tiled & D3DWDDM1_3DDI_TILED_RESOURCES_TIER_2_SUPPORTED))
        return false;
    return base == 0x55 || (!(base & 0x40) && !(base & 0x2a));
}

HRESULT rt_state_create_sampler(struct rt_device *device, const D3D11_SAMPLER_DESC *desc, struct rt_state **out)
{
    D3D11_SAMPLER_DESC d;
    bool border, compare, anisotropic;

    if (!desc || !filter_ok(device, desc->Filter))
        return E_INVALIDARG;
    d = *desc;
    if (d.AddressU < D3D11_TEXTURE_ADDRESS_WRAP || d.AddressU > D3D11_TEXTURE_ADDRESS_MIRROR_ONCE ||
        d.AddressV < D3D11_TEXTURE_ADDRESS_WRAP || d.AddressV > D3D11_TEXTURE_ADDRESS_MIRROR_ONCE ||
        d.AddressW < D3D11_TEXTURE_ADDRESS_WRAP || d.AddressW > D3D11_TEXTURE_ADDRESS_MIRROR_ONCE)
        return E_INVALIDARG;
    if (isnan(d.MipLODBias) || d.MipLODBias < LOD_BIAS_MIN || d.MipLODBias > LOD_BIAS_MAX || isnan(d.MinLOD) ||
        isnan(d.MaxLOD))
        return E_INVALIDARG;
    anisotropic = D3D11_DECODE_IS_ANISOTROPIC_FILTER(d.Filter);
    compare = D3D11_DECODE_IS_COMPARISON_FILTER(d.Filter);
    border = d.AddressU == D3D11_TEXTURE_ADDRESS_BORDER || d.AddressV == D3D11_TEXTURE_ADDRESS_BORDER ||
        d.AddressW == D3D11_TEXTURE_ADDRESS_BORDER;
    if (anisotropic && (d.MaxAnisotropy < 1 || d.MaxAnisotropy > D3D11_REQ_MAXANISOTROPY))
        return E_INVALIDARG;
    if (compare && !comparison_ok(d.ComparisonFunc))
        return E_INVALIDARG;
    /* What does not count takes its default, so that equal states compare equal. */
    if (!anisotropic)
        d.MaxAnisotropy = 0;
    if (!compare)
        d.ComparisonFunc = D3D11_COMPARISON_NEVER;
    if (!border)
        memset(d.BorderColor, 0, sizeof(d.BorderColor));
    return create(device, RT_STATE_SAMPLER, &d, sizeof(d), out);
}
