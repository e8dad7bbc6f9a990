/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * fake_objects.c - making objects as a runtime does: size, memory, creation, and on an error no destruction.
 */
#include "fake.h"
#include "pvu.h"
#include "shaders/blit_ps.h"
#include "shaders/blit_vs.h"

/* The memory of an object just created, or NULL when the driver reported an error. */
static void *created(struct fake *k, void *p, unsigned errors_before)
{
    if (k->n_errors == errors_before) return p;
    fake_free(k, p);
    return NULL;
}

D3D10DDI_HRESOURCE fake_resource(struct fake *k, const D3D11DDIARG_CREATERESOURCE *a)
{
    D3D10DDI_HRESOURCE r = { .pDrvPrivate = fake_alloc(k, k->f->pfnCalcPrivateResourceSize(k->device, a)) };
    unsigned before = k->n_errors;
    k->f->pfnCreateResource(k->device, a, r, (D3D10DDI_HRTRESOURCE){ .handle = r.pDrvPrivate });
    r.pDrvPrivate = created(k, r.pDrvPrivate, before);
    return r;
}

D3D10DDI_HRESOURCE fake_buffer(struct fake *k, UINT size, UINT bind, D3D10_DDI_RESOURCE_USAGE usage, const void *data)
{
    D3D10DDI_MIPINFO mip = { size, 1, 1, size, 1, 1 };
    D3D10_DDIARG_SUBRESOURCE_UP init = { .pSysMem = (void *)(uintptr_t)data };
    D3D11DDIARG_CREATERESOURCE a = { .pMipInfoList = &mip, .pInitialDataUP = data ? &init : NULL,
                                     .ResourceDimension = D3D10DDIRESOURCE_BUFFER, .Usage = usage, .BindFlags = bind,
                                     .SampleDesc = { 1, 0 }, .MipLevels = 1, .ArraySize = 1 };
    return fake_resource(k, &a);
}

D3D10DDI_HRESOURCE fake_texture(struct fake *k, UINT width, UINT height, DXGI_FORMAT format, UINT bind,
                                D3D10_DDI_RESOURCE_USAGE usage, const void *data, UINT pitch)
{
    D3D10DDI_MIPINFO mip = { width, height, 1, width, height, 1 };
    D3D10_DDIARG_SUBRESOURCE_UP init = { .pSysMem = (void *)(uintptr_t)data, .SysMemPitch = pitch };
    D3D11DDIARG_CREATERESOURCE a = { .pMipInfoList = &mip, .pInitialDataUP = data ? &init : NULL,
                                     .ResourceDimension = D3D10DDIRESOURCE_TEXTURE2D, .Usage = usage, .BindFlags = bind,
                                     .Format = format, .SampleDesc = { 1, 0 }, .MipLevels = 1, .ArraySize = 1 };
    return fake_resource(k, &a);
}

void fake_destroy_resource(struct fake *k, D3D10DDI_HRESOURCE r)
{
    if (!r.pDrvPrivate) return;
    k->f->pfnDestroyResource(k->device, r);
    fake_free(k, r.pDrvPrivate);
}

D3D10DDI_HRENDERTARGETVIEW fake_rtv(struct fake *k, D3D10DDI_HRESOURCE r, DXGI_FORMAT format)
{
    D3D10DDIARG_CREATERENDERTARGETVIEW a = { .hDrvResource = r, .Format = format, .ResourceDimension = D3D10DDIRESOURCE_TEXTURE2D,
                                             .Tex2D = { .ArraySize = 1 } };
    D3D10DDI_HRENDERTARGETVIEW v = { .pDrvPrivate = fake_alloc(k, k->f->pfnCalcPrivateRenderTargetViewSize(k->device, &a)) };
    unsigned before = k->n_errors;
    k->f->pfnCreateRenderTargetView(k->device, &a, v, (D3D10DDI_HRTRENDERTARGETVIEW){ .handle = v.pDrvPrivate });
    v.pDrvPrivate = created(k, v.pDrvPrivate, before);
    return v;
}

D3D10DDI_HSHADERRESOURCEVIEW fake_srv(struct fake *k, D3D10DDI_HRESOURCE r, DXGI_FORMAT format)
{
    D3D11DDIARG_CREATESHADERRESOURCEVIEW a = { .hDrvResource = r, .Format = format,
                                               .ResourceDimension = D3D10DDIRESOURCE_TEXTURE2D,
                                               .Tex2D = { .MipLevels = 1, .ArraySize = 1 } };
    D3D10DDI_HSHADERRESOURCEVIEW v = { .pDrvPrivate = fake_alloc(k, k->f->pfnCalcPrivateShaderResourceViewSize(k->device, &a)) };
    unsigned before = k->n_errors;
    k->f->pfnCreateShaderResourceView(k->device, &a, v, (D3D10DDI_HRTSHADERRESOURCEVIEW){ .handle = v.pDrvPrivate });
    v.pDrvPrivate = created(k, v.pDrvPrivate, before);
    return v;
}

D3D10DDI_HSHADER fake_shader(struct fake *k, bool pixel)
{
    static const UINT code[] = { 0x00010040, 6, 1, 2, 3, 4 };
    D3D11_1DDIARG_SIGNATURE_ENTRY2 in = { .Register = 0, .Mask = 7 };
    D3D11_1DDIARG_SIGNATURE_ENTRY2 out = { .SystemValue = D3D10_SB_NAME_POSITION, .Register = 0, .Mask = 15 };
    D3D11_1DDIARG_STAGE_IO_SIGNATURES io = { .pInputSignature = pixel ? &out : &in, .NumInputSignatureEntries = 1,
                                             .pOutputSignature = pixel ? &in : &out, .NumOutputSignatureEntries = 1 };
    D3D10DDI_HSHADER s = { .pDrvPrivate = fake_alloc(k, k->f->pfnCalcPrivateShaderSize(k->device, code, &io)) };
    unsigned before = k->n_errors;
    D3D10DDI_HRTSHADER rt = { .handle = s.pDrvPrivate };
    if (pixel) k->f->pfnCreatePixelShader(k->device, code, s, rt, &io);
    else k->f->pfnCreateVertexShader(k->device, code, s, rt, &io);
    s.pDrvPrivate = created(k, s.pDrvPrivate, before);
    return s;
}

D3D10DDI_HSHADER fake_blit_shader(struct fake *k, bool pixel)
{
    const uint32_t *dxbc = pixel ? blit_ps : blit_vs, *code = NULL;
    D3D11_1DDIARG_SIGNATURE_ENTRY2 id = { .SystemValue = D3D10_SB_NAME_VERTEX_ID, .Mask = 1 };
    D3D11_1DDIARG_SIGNATURE_ENTRY2 between[2] = { { .SystemValue = D3D10_SB_NAME_POSITION, .Mask = 15 },
                                                  { .Register = 1, .Mask = 3 } };
    D3D11_1DDIARG_SIGNATURE_ENTRY2 color = { .Mask = 15 };
    D3D11_1DDIARG_STAGE_IO_SIGNATURES vs = { .pInputSignature = &id, .NumInputSignatureEntries = 1, .pOutputSignature = between,
                                             .NumOutputSignatureEntries = 2 };
    D3D11_1DDIARG_STAGE_IO_SIGNATURES ps = { .pInputSignature = between, .NumInputSignatureEntries = 2,
                                             .pOutputSignature = &color,
                                             .NumOutputSignatureEntries = 1 };
    for (uint32_t i = 0; i < dxbc[7]; i++)
        if (dxbc[dxbc[8 + i] / 4] == 0x52444853) code = dxbc + dxbc[8 + i] / 4 + 2;
    D3D10DDI_HSHADER s = { .pDrvPrivate = fake_alloc(k, k->f->pfnCalcPrivateShaderSize(k->device, code, pixel ? &ps : &vs)) };
    unsigned before = k->n_errors;
    D3D10DDI_HRTSHADER rt = { .handle = s.pDrvPrivate };
    if (pixel) k->f->pfnCreatePixelShader(k->device, code, s, rt, &ps);
    else k->f->pfnCreateVertexShader(k->device, code, s, rt, &vs);
    s.pDrvPrivate = created(k, s.pDrvPrivate, before);
    return s;
}

D3D10DDI_HELEMENTLAYOUT fake_layout(struct fake *k)
{
    D3D10DDIARG_INPUT_ELEMENT_DESC e = { .Format = DXGI_FORMAT_R32G32B32_FLOAT };
    D3D10DDIARG_CREATEELEMENTLAYOUT a = { .pVertexElements = &e, .NumElements = 1 };
    D3D10DDI_HELEMENTLAYOUT l = { .pDrvPrivate = fake_alloc(k, k->f->pfnCalcPrivateElementLayoutSize(k->device, &a)) };
    unsigned before = k->n_errors;
    k->f->pfnCreateElementLayout(k->device, &a, l, (D3D10DDI_HRTELEMENTLAYOUT){ .handle = l.pDrvPrivate });
    l.pDrvPrivate = created(k, l.pDrvPrivate, before);
    return l;
}

D3D10DDI_HBLENDSTATE fake_blend(struct fake *k, UINT8 mask)
{
    D3D11_1_DDI_BLEND_DESC a = { .RenderTarget[0] = { .SrcBlend = D3D10_DDI_BLEND_ONE, .DestBlend = D3D10_DDI_BLEND_ZERO,
                                                      .BlendOp = D3D10_DDI_BLEND_OP_ADD, .SrcBlendAlpha = D3D10_DDI_BLEND_ONE,
                                                      .DestBlendAlpha = D3D10_DDI_BLEND_ZERO,
                                                      .BlendOpAlpha = D3D10_DDI_BLEND_OP_ADD, .RenderTargetWriteMask = mask } };
    D3D10DDI_HBLENDSTATE s = { .pDrvPrivate = fake_alloc(k, k->f->pfnCalcPrivateBlendStateSize(k->device, &a)) };
    unsigned before = k->n_errors;
    k->f->pfnCreateBlendState(k->device, &a, s, (D3D10DDI_HRTBLENDSTATE){ .handle = s.pDrvPrivate });
    s.pDrvPrivate = created(k, s.pDrvPrivate, before);
    return s;
}

uint32_t fake_resource_id(D3D10DDI_HRESOURCE r)
{
    return ((const struct pvu_resource *)r.pDrvPrivate)->id;
}

uint8_t *fake_contents(struct fake *k, D3D10DDI_HRESOURCE r)
{
    struct fake_allocation *al = fake_find(k, fake_resource_id(r));
    return al ? al->memory : NULL;
}

/* ---- deferred contexts ---- */

static void APIENTRY deferred_error(D3D10DDI_HRTCORELAYER h, HRESULT hr)
{
    struct fake_deferred *c = h.handle;
    if (!c->n_errors++) c->error = hr;
}

static void APIENTRY deferred_amortize(D3D10DDI_HRTCORELAYER h)
{
    ((struct fake_deferred *)h.handle)->amortized++;
}

static const D3D11DDI_CORELAYER_DEVICECALLBACKS deferred_core = {
    .pfnSetErrorCb = deferred_error, .pfnPerformAmortizedProcessingCb = deferred_amortize,
};

static D3D11DDIARG_CREATEDEFERREDCONTEXT deferred_args(struct fake_deferred *c)
{
    return (D3D11DDIARG_CREATEDEFERREDCONTEXT){ .pWDDM1_3ContextFuncs = c->f, .hDrvContext = c->context,
                                               .hRTCoreLayer.handle = c, .p11UMCallbacks = &deferred_core };
}

bool fake_deferred_open(struct fake *k, struct fake_deferred *c)
{
    D3D11DDIARG_CALCPRIVATEDEFERREDCONTEXTSIZE size = { 0 };
    unsigned before = k->n_errors;
    memset(c, 0, sizeof *c);
    c->k = k;
    c->f = fake_alloc(k, k->table_size);
    c->context.pDrvPrivate = fake_alloc(k, k->f->pfnCalcPrivateDeferredContextSize(k->device, &size));
    D3D11DDIARG_CREATEDEFERREDCONTEXT a = deferred_args(c);
    k->f->pfnCreateDeferredContext(k->device, &a);
    if (k->n_errors == before) return true;
    fake_free(k, c->context.pDrvPrivate);
    fake_free(k, c->f);
    return false;
}

void fake_deferred_close(struct fake_deferred *c)
{
    c->f->pfnDestroyDevice(c->context);
    fake_free(c->k, c->context.pDrvPrivate);
    fake_free(c->k, c->f);
}

void fake_recycle(struct fake_deferred *c)
{
    D3D11DDIARG_CREATEDEFERREDCONTEXT a = deferred_args(c);
    c->error = c->k->f->pfnRecycleCreateDeferredContext(c->k->device, &a);
}

D3D11DDI_HCOMMANDLIST fake_finish_list(struct fake_deferred *c)
{
    D3D11DDIARG_CREATECOMMANDLIST a = { .hDeferredContext = c->context };
    struct fake *k = c->k;
    unsigned before = k->n_errors;
    D3D11DDI_HCOMMANDLIST l = { .pDrvPrivate = fake_alloc(k, k->f->pfnCalcPrivateCommandListSize(k->device, &a)) };
    k->f->pfnCreateCommandList(k->device, &a, l, (D3D11DDI_HRTCOMMANDLIST){ .handle = l.pDrvPrivate });
    l.pDrvPrivate = created(k, l.pDrvPrivate, before);
    return l;
}

void fake_drop_list(struct fake *k, D3D11DDI_HCOMMANDLIST l)
{
    k->f->pfnDestroyCommandList(k->device, l);
    fake_free(k, l.pDrvPrivate);
}

void *fake_local(struct fake_deferred *c, D3D11DDI_HANDLETYPE type, const void *home)
{
    return fake_alloc(c->k, c->k->f->pfnCalcDeferredContextHandleSize(c->k->device, type, (void *)(uintptr_t)home));
}
