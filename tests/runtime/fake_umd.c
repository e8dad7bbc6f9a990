/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * fake_umd.c - the trivial user-mode driver.
 */
#include "fake.h"

#include <stdio.h>
#include <stdlib.h>

struct fake_state fake;
const D3D11DDI_CORELAYER_DEVICECALLBACKS *fake_core;
D3D10DDI_HRTCORELAYER fake_core_handle;

static const DXGI_DDI_BASE_CALLBACKS *dxgi_callbacks;
static D3D10DDI_HRTDEVICE rt_device;
static uint8_t memory[65536];

HRESULT APIENTRY OpenAdapter10_2(D3D10DDIARG_OPENADAPTER *arg);

void fake_reset(void)
{
    memset(&fake, 0, sizeof fake);
    fake.pipelines = 0xf;
    fake.shader_caps = D3D11DDICAPS_SHADER_DOUBLES | D3D11DDICAPS_SHADER_COMPUTE_PLUS_RAW_AND_STRUCTURED_BUFFERS_IN_SHADER_4_X;
    fake.logic_op = TRUE;
    fake.xr_bias = D3D10_DDI_FORMAT_SUPPORT_NOT_SUPPORTED;
    fake.execution = D3DKMT_DEVICEEXECUTION_ACTIVE;
    setenv("PVGPU_SIM_DDI", "1.3", 1);
    unsetenv("PVGPU_SIM_CHECK");
}

void fake_first(char what)
{
    const size_t n = strlen(fake.order);

    if (!strchr(fake.order, what) && n + 1 < sizeof fake.order) fake.order[n] = what;
}

static void report(HRESULT *hr)
{
    HRESULT now = *hr;

    *hr = S_OK;
    if (now)
        fake_core->pfnSetErrorCb(fake_core_handle, now);
}

bool fake_lost(const D3D11DDI_CORELAYER_DEVICECALLBACKS *callbacks, D3D10DDI_HRTCORELAYER core)
{
    if (fake.lost_at && fake.calls >= fake.lost_at) fake.late++;
    if (++fake.calls != fake.lost_at) return false;
    if (callbacks) callbacks->pfnSetErrorCb(core, D3DDDIERR_DEVICEREMOVED);
    return true;
}

static bool lost(void) { return fake_lost(fake_core, fake_core_handle); }
static bool lost_dxgi(void) { return fake_lost(NULL, fake_core_handle); } /* entries of DXGI return it */

static void any(void) { (void)lost(); }
static void nop(void) { }
static SIZE_T private_size(void) { return 24; }

/* ---- creation: each kind counts; an error leaves nothing behind ---- */

static void count(enum fake_kind kind, void *memory_of)
{
    if (lost()) return;
    if (fake.create_error) {
        report(&fake.create_error);
        return;
    }
    fake.created[kind]++;
    if (fake.overrun)
        memset(memory_of, 0, 25);
    else
        memset(memory_of, 0x5a, 24);
}

static void create_resource(D3D10DDI_HDEVICE d, const D3D11DDIARG_CREATERESOURCE *a, D3D10DDI_HRESOURCE h, D3D10DDI_HRTRESOURCE rt)
{
    fake.resource = *a;
    count(FAKE_RESOURCE, h.pDrvPrivate);
}

#define CREATE(name, kind, arg, handle, rt_handle) \
    static void name(D3D10DDI_HDEVICE d, const arg *a, handle h, rt_handle rt) { count(kind, h.pDrvPrivate); }
CREATE(create_srv, FAKE_SRV, D3D11DDIARG_CREATESHADERRESOURCEVIEW, D3D10DDI_HSHADERRESOURCEVIEW, D3D10DDI_HRTSHADERRESOURCEVIEW)
CREATE(create_rtv, FAKE_RTV, D3D10DDIARG_CREATERENDERTARGETVIEW, D3D10DDI_HRENDERTARGETVIEW, D3D10DDI_HRTRENDERTARGETVIEW)
CREATE(create_dsv, FAKE_DSV, D3D11DDIARG_CREATEDEPTHSTENCILVIEW, D3D10DDI_HDEPTHSTENCILVIEW, D3D10DDI_HRTDEPTHSTENCILVIEW)
CREATE(create_uav, FAKE_UAV, D3D11DDIARG_CREATEUNORDEREDACCESSVIEW, D3D11DDI_HUNORDEREDACCESSVIEW, D3D11DDI_HRTUNORDEREDACCESSVIEW)
CREATE(create_blend, FAKE_BLEND, D3D11_1_DDI_BLEND_DESC, D3D10DDI_HBLENDSTATE, D3D10DDI_HRTBLENDSTATE)
CREATE(create_depth, FAKE_DEPTH, D3D10_DDI_DEPTH_STENCIL_DESC, D3D10DDI_HDEPTHSTENCILSTATE, D3D10DDI_HRTDEPTHSTENCILSTATE)
CREATE(create_raster, FAKE_RASTERIZER, D3D11_1_DDI_RASTERIZER_DESC, D3D10DDI_HRASTERIZERSTATE, D3D10DDI_HRTRASTERIZERSTATE)
CREATE(create_sampler, FAKE_SAMPLER, D3D10_DDI_SAMPLER_DESC, D3D10DDI_HSAMPLER, D3D10DDI_HRTSAMPLER)
CREATE(create_query, FAKE_QUERY, D3D10DDIARG_CREATEQUERY, D3D10DDI_HQUERY, D3D10DDI_HRTQUERY)

static void create_layout(D3D10DDI_HDEVICE d, const D3D10DDIARG_CREATEELEMENTLAYOUT *a, D3D10DDI_HELEMENTLAYOUT h,
    D3D10DDI_HRTELEMENTLAYOUT rt)
{
    fake.n_elements = a->NumElements;
    memcpy(fake.elements, a->pVertexElements, a->NumElements * sizeof *a->pVertexElements);
    count(FAKE_LAYOUT, h.pDrvPrivate);
}

static void create_shader(D3D10DDI_HDEVICE d, const UINT *code, D3D10DDI_HSHADER h, D3D10DDI_HRTSHADER rt,
    const D3D11_1DDIARG_STAGE_IO_SIGNATURES *s)
{
    UINT i;

    memcpy(fake.tokens, code, sizeof fake.tokens);
    fake.n_tokens = code[1];
    fake.n_inputs = s->NumInputSignatureEntries;
    for (i = 0; i < fake.n_inputs && i < 32; i++) {
        const D3D11_1DDIARG_SIGNATURE_ENTRY2 *e = &s->pInputSignature[i];

        fake.inputs[i] = (UINT)e->SystemValue << 16 | e->Register << 8 | e->Mask;
        fake.component_types |= e->RegisterComponentType | e->MinPrecision;
    }
    for (i = 0; i < s->NumOutputSignatureEntries; i++)
        fake.component_types |= s->pOutputSignature[i].RegisterComponentType | s->pOutputSignature[i].MinPrecision;
    count(FAKE_SHADER, h.pDrvPrivate);
}

static void create_gs_with_so(D3D10DDI_HDEVICE d, const D3D11DDIARG_CREATEGEOMETRYSHADERWITHSTREAMOUTPUT *a, D3D10DDI_HSHADER h,
    D3D10DDI_HRTSHADER rt, const D3D11_1DDIARG_STAGE_IO_SIGNATURES *s)
{
    count(FAKE_SHADER, h.pDrvPrivate);
}

static void create_compute(D3D10DDI_HDEVICE d, const UINT *code, D3D10DDI_HSHADER h, D3D10DDI_HRTSHADER rt)
{
    count(FAKE_SHADER, h.pDrvPrivate);
}

static bool names(void *const *list, size_t n, const void *p)
{
    while (n && list[n - 1] != p) n--;
    return n != 0;
}

static void note_destroyed(enum fake_kind kind, const void *p)
{
    fake.destroyed[kind]++;
    if (names(fake.srvs[0], 6 * 128, p) || names(fake.cbs[0], 6 * 14, p) || names(fake.shaders, 6, p) ||
        names(fake.rtvs, 8, p) || fake.dsv == p || names(fake.vbs, 32, p) || fake.ib == p || names(fake.so, 4, p))
        fake.destroyed_bound++;
}

#define DESTROY(name, kind, handle) static void name(D3D10DDI_HDEVICE d, handle h) { note_destroyed(kind, h.pDrvPrivate); }
DESTROY(destroy_resource, FAKE_RESOURCE, D3D10DDI_HRESOURCE)
DESTROY(destroy_srv, FAKE_SRV, D3D10DDI_HSHADERRESOURCEVIEW)
DESTROY(destroy_rtv, FAKE_RTV, D3D10DDI_HRENDERTARGETVIEW)
DESTROY(destroy_dsv, FAKE_DSV, D3D10DDI_HDEPTHSTENCILVIEW)
DESTROY(destroy_uav, FAKE_UAV, D3D11DDI_HUNORDEREDACCESSVIEW)
DESTROY(destroy_layout, FAKE_LAYOUT, D3D10DDI_HELEMENTLAYOUT)
DESTROY(destroy_blend, FAKE_BLEND, D3D10DDI_HBLENDSTATE)
DESTROY(destroy_depth, FAKE_DEPTH, D3D10DDI_HDEPTHSTENCILSTATE)
DESTROY(destroy_raster, FAKE_RASTERIZER, D3D10DDI_HRASTERIZERSTATE)
DESTROY(destroy_shader, FAKE_SHADER, D3D10DDI_HSHADER)
DESTROY(destroy_sampler, FAKE_SAMPLER, D3D10DDI_HSAMPLER)
DESTROY(destroy_query, FAKE_QUERY, D3D10DDI_HQUERY)

/* ---- state ---- */

#define STAGE(X, n) \
    static void set_srvs_##X(D3D10DDI_HDEVICE d, UINT start, UINT c, const D3D10DDI_HSHADERRESOURCEVIEW *v) \
    { \
        UINT i; \
        any(); \
        for (i = 0; i < c; i++) fake.srvs[n][start + i] = v[i].pDrvPrivate; \
    } \
    static void set_cbs_##X(D3D10DDI_HDEVICE d, UINT start, UINT c, const D3D10DDI_HRESOURCE *v, const UINT *first, const UINT *k) \
    { \
        UINT i; \
        any(); \
        fake.windows = first != NULL; \
        for (i = 0; i < c; i++) { \
            fake.cbs[n][start + i] = v[i].pDrvPrivate; \
            if (first) { fake.first_constant[start + i] = first[i]; fake.n_constants[start + i] = k[i]; } \
        } \
    } \
    static void set_shader_##X(D3D10DDI_HDEVICE d, D3D10DDI_HSHADER h) { any(), fake.shaders[n] = h.pDrvPrivate; }
STAGE(Vs, 0)
STAGE(Hs, 1)
STAGE(Ds, 2)
STAGE(Gs, 3)
STAGE(Ps, 4)
STAGE(Cs, 5)

static void set_targets(D3D10DDI_HDEVICE d, const D3D10DDI_HRENDERTARGETVIEW *rtvs, UINT n, UINT clear, D3D10DDI_HDEPTHSTENCILVIEW dsv,
    const D3D11DDI_HUNORDEREDACCESSVIEW *uavs, const UINT *counts, UINT start, UINT n_uavs, UINT range, UINT size)
{
    UINT i;

    any();
    memset(fake.rtvs, 0, sizeof fake.rtvs);
    memset(fake.uavs, 0, sizeof fake.uavs);
    for (i = 0; i < n; i++) fake.rtvs[i] = rtvs[i].pDrvPrivate;
    for (i = 0; i < n_uavs; i++) fake.uavs[start + i] = uavs[i].pDrvPrivate;
    fake.n_rtvs = n;
    fake.clear_rtvs = clear;
    fake.dsv = dsv.pDrvPrivate;
    fake.uav_start = start;
    fake.n_uavs = n_uavs;
}

static void set_cs_uavs(D3D10DDI_HDEVICE d, UINT start, UINT n, const D3D11DDI_HUNORDEREDACCESSVIEW *v, const UINT *counts)
{
    UINT i;
    any();
    for (i = 0; i < n; i++) fake.cs_uavs[start + i] = v[i].pDrvPrivate;
}

static void set_vbs(D3D10DDI_HDEVICE d, UINT start, UINT n, const D3D10DDI_HRESOURCE *v, const UINT *strides, const UINT *offsets)
{
    UINT i;
    any();
    for (i = 0; i < n; i++) fake.vbs[start + i] = v[i].pDrvPrivate;
}

static void set_ib(D3D10DDI_HDEVICE d, D3D10DDI_HRESOURCE h, DXGI_FORMAT f, UINT offset) { any(), fake.ib = h.pDrvPrivate; }

static void set_so(D3D10DDI_HDEVICE d, UINT n, UINT clear, const D3D10DDI_HRESOURCE *v, const UINT *offsets)
{
    UINT i;
    any();
    for (i = 0; i < 4; i++) fake.so[i] = i < n ? v[i].pDrvPrivate : NULL;
}

static void set_topology(D3D10DDI_HDEVICE d, D3D10_DDI_PRIMITIVE_TOPOLOGY t) { any(), fake.topology = t; }

static void draw(D3D10DDI_HDEVICE d, UINT n, UINT start)
{
    (void)lost();
    fake.draws++;
    report(&fake.draw_error);
}

/* ---- maps: each entry leaves its name ---- */

static void mapped(const char *name, D3D10DDI_MAPPED_SUBRESOURCE *out)
{
    snprintf(fake.last_map, sizeof fake.last_map, "%s", name);
    if (lost()) return;
    if (fake.map_error) {
        report(&fake.map_error);
        return;
    }
    *out = (D3D10DDI_MAPPED_SUBRESOURCE){memory, 256, sizeof memory};
}

#define MAP(name) \
    static void map_##name(D3D10DDI_HDEVICE d, D3D10DDI_HRESOURCE h, UINT s, D3D10_DDI_MAP t, UINT f, D3D10DDI_MAPPED_SUBRESOURCE *out) \
    { \
        mapped(#name, out); \
    }
#define UNMAP(name) \
    static void unmap_##name(D3D10DDI_HDEVICE d, D3D10DDI_HRESOURCE h, UINT s) \
    { \
        snprintf(fake.last_unmap, sizeof fake.last_unmap, "%s", #name); \
        (void)lost(); \
    }
MAP(IADiscard) MAP(IANoOverwrite) MAP(ConstantDiscard) MAP(ConstantNoOverwrite) MAP(Dynamic) MAP(Staging) MAP(Default)
UNMAP(IA) UNMAP(Constant) UNMAP(Dynamic) UNMAP(Staging) UNMAP(Default)

static void update(D3D10DDI_HDEVICE d, D3D10DDI_HRESOURCE h, UINT sub, const D3D10_DDI_BOX *box, const void *data, UINT row, UINT depth,
    UINT flags)
{
    (void)lost();
    fake.updates++;
    fake.update_flags = flags;
    memcpy(fake.updated, data, 16);
}

static void copy(D3D10DDI_HDEVICE d, D3D10DDI_HRESOURCE to, D3D10DDI_HRESOURCE from) { any(), fake.copies++; }
static void convert(D3D10DDI_HDEVICE d, D3D10DDI_HRESOURCE to, D3D10DDI_HRESOURCE from) { any(), fake.conversions++; }
static void generate(D3D10DDI_HDEVICE d, D3D10DDI_HSHADERRESOURCEVIEW v) { any(), fake.mips++; }
static void clear(D3D10DDI_HDEVICE d, D3D10DDI_HRENDERTARGETVIEW v, FLOAT color[4]) { any(), fake.clears++; }

static void get_data(D3D10DDI_HDEVICE d, D3D10DDI_HQUERY h, void *data, UINT size, UINT flags)
{
    if (lost()) return;
    if (fake.data_error) {
        report(&fake.data_error);
        return;
    }
    if (data) memset(data, 1, size);
}

static void set_predication(D3D10DDI_HDEVICE d, D3D10DDI_HQUERY h, BOOL value) { any(), fake.predicate_value = (UINT)value; }
static BOOL flush(D3D10DDI_HDEVICE d, UINT flags) { return any(), ++fake.flushes, TRUE; }

/* ---- checks ---- */

static void begin_query(D3D10DDI_HDEVICE d, D3D10DDI_HQUERY q)
{
    any();
    fake.begins++;
}

static void end_query(D3D10DDI_HDEVICE d, D3D10DDI_HQUERY q)
{
    any();
    fake.ends++;
}

static void mip_packing(D3D10DDI_HDEVICE d, D3D10DDI_HRESOURCE r, UINT *mips, UINT *tiles)
{
    *mips = *tiles = 0;
}

static void check_format(D3D10DDI_HDEVICE d, DXGI_FORMAT f, UINT *out)
{
    static const UINT all = D3D10_DDI_FORMAT_SUPPORT_SHADER_SAMPLE | D3D10_DDI_FORMAT_SUPPORT_RENDERTARGET |
        D3D10_DDI_FORMAT_SUPPORT_BLENDABLE | D3D10_DDI_FORMAT_SUPPORT_MULTISAMPLE_RENDERTARGET | D3D10_DDI_FORMAT_SUPPORT_MULTISAMPLE_LOAD |
        D3D11_1DDI_FORMAT_SUPPORT_OUTPUT_MERGER_LOGIC_OP | D3DWDDM1_3DDI_FORMAT_SUPPORT_TILED;

    fake_first('F');
    *out = f == DXGI_FORMAT_R10G10B10_XR_BIAS_A2_UNORM ? fake.xr_bias :
        f == DXGI_FORMAT_NV12 && fake.video == FAKE_VIDEO_WHOLE ? D3D10_DDI_FORMAT_SUPPORT_SHADER_SAMPLE :
        f >= 100 ? 0 : all | (f == fake.no_vertices ? 0 : D3D11_1DDI_FORMAT_SUPPORT_VERTEX_BUFFER);
}

static void check_levels(D3D10DDI_HDEVICE d, DXGI_FORMAT f, UINT samples, UINT flags, UINT *out)
{
    fake_first('M');
    *out = samples <= 4 && f < 100 && f != DXGI_FORMAT_R10G10B10_XR_BIAS_A2_UNORM ? 1 : 0;
}

static void check_counters(D3D10DDI_HDEVICE d, D3D10DDI_COUNTER_INFO *info) { fake_first('N'), memset(info, 0, sizeof *info); }
static void destroy_device(D3D10DDI_HDEVICE d) { fake.devices--; }

/* ---- DXGI ---- */

static HRESULT present1(DXGI_DDI_ARG_PRESENT1 *a)
{
    DXGIDDICB_PRESENT k = {.hSrcAllocation = 7, .pDXGIContext = a->pDXGIContext, .hContext = (HANDLE)(uintptr_t)5};

    if (lost_dxgi()) return D3DDDIERR_DEVICEREMOVED;
    fake.presents++;
    return dxgi_callbacks->pfnPresentCb(rt_device.handle, &k);
}

static HRESULT resolve(DXGI_DDI_ARG_RESOLVESHAREDRESOURCE *a) { return lost_dxgi() ? D3DDDIERR_DEVICEREMOVED : (fake.resolves++, S_OK); }
static HRESULT rotate(DXGI_DDI_ARG_ROTATE_RESOURCE_IDENTITIES *a) { return lost_dxgi() ? D3DDDIERR_DEVICEREMOVED : (fake.rotations++, S_OK); }

static const D3DDDI_DEVICECALLBACKS *kernel;

static HRESULT set_mode(DXGI_DDI_ARG_SETDISPLAYMODE *a)
{
    D3DDDICB_SETDISPLAYMODE k = {.hPrimaryAllocation = 7};

    if (lost_dxgi()) return D3DDDIERR_DEVICEREMOVED;
    fake.mode_sets++;
    return kernel->pfnSetDisplayModeCb(rt_device.handle, &k);
}

/* ---- adapter ---- */

#define STAGE_SLOTS(X) \
    f->pfn##X##SetShaderResources = set_srvs_##X; \
    f->pfn##X##SetConstantBuffers = set_cbs_##X; \
    f->pfn##X##SetShader = set_shader_##X

static void fill(D3DWDDM1_3DDI_DEVICEFUNCS *f)
{
    void (**slot)(void) = (void (**)(void))f;
    size_t i;

    for (i = 0; i < sizeof *f / sizeof *slot; i++) slot[i] = nop;
    f->pfnDrawIndexed = (void *)any, f->pfnDrawInstanced = (void *)any, f->pfnDrawIndexedInstanced = (void *)any, f->pfnDrawAuto = (void *)any;
    f->pfnDrawInstancedIndirect = (void *)any, f->pfnDrawIndexedInstancedIndirect = (void *)any, f->pfnDispatch = (void *)any;
    f->pfnUpdateTileMappings = (void *)any, f->pfnCopyTileMappings = (void *)any, f->pfnCopyTiles = (void *)any;
    f->pfnGetMipPacking = mip_packing;
    f->pfnUpdateTiles = (void *)any, f->pfnTiledResourceBarrier = (void *)any, f->pfnResizeTilePool = (void *)any;
    f->pfnDispatchIndirect = (void *)any, f->pfnResourceCopyRegion = (void *)any, f->pfnResourceResolveSubresource = (void *)any;
    f->pfnClearDepthStencilView = (void *)any, f->pfnClearUnorderedAccessViewUint = (void *)any;
    f->pfnClearUnorderedAccessViewFloat = (void *)any;
    f->pfnCopyStructureCount = (void *)any, f->pfnQueryBegin = (void *)any, f->pfnQueryEnd = (void *)any;
    f->pfnSetBlendState = (void *)any, f->pfnSetDepthStencilState = (void *)any, f->pfnSetRasterizerState = (void *)any;
    f->pfnSetViewports = (void *)any, f->pfnSetScissorRects = (void *)any, f->pfnIaSetInputLayout = (void *)any;
    f->pfnVsSetSamplers = (void *)any, f->pfnPsSetSamplers = (void *)any, f->pfnGsSetSamplers = (void *)any;
    f->pfnHsSetSamplers = (void *)any, f->pfnDsSetSamplers = (void *)any, f->pfnCsSetSamplers = (void *)any;
    f->pfnSetResourceMinLOD = (void *)any;
    f->pfnCalcPrivateResourceSize = (void *)private_size;
    f->pfnCalcPrivateShaderResourceViewSize = (void *)private_size;
    f->pfnCalcPrivateRenderTargetViewSize = (void *)private_size;
    f->pfnCalcPrivateDepthStencilViewSize = (void *)private_size;
    f->pfnCalcPrivateUnorderedAccessViewSize = (void *)private_size;
    f->pfnCalcPrivateElementLayoutSize = (void *)private_size;
    f->pfnCalcPrivateBlendStateSize = (void *)private_size;
    f->pfnCalcPrivateDepthStencilStateSize = (void *)private_size;
    f->pfnCalcPrivateRasterizerStateSize = (void *)private_size;
    f->pfnCalcPrivateShaderSize = (void *)private_size;
    f->pfnCalcPrivateSamplerSize = (void *)private_size;
    f->pfnCalcPrivateQuerySize = (void *)private_size;
    f->pfnCreateResource = create_resource;
    f->pfnCreateShaderResourceView = create_srv;
    f->pfnCreateRenderTargetView = create_rtv;
    f->pfnCreateDepthStencilView = create_dsv;
    f->pfnCreateUnorderedAccessView = create_uav;
    f->pfnCreateElementLayout = create_layout;
    f->pfnCreateBlendState = create_blend;
    f->pfnCreateDepthStencilState = create_depth;
    f->pfnCreateRasterizerState = create_raster;
    f->pfnCreateSampler = create_sampler;
    f->pfnCreateQuery = create_query;
    f->pfnCreateVertexShader = create_shader;
    f->pfnCreatePixelShader = create_shader;
    f->pfnCreateGeometryShader = create_shader;
    f->pfnCreateComputeShader = create_compute;
    f->pfnCreateGeometryShaderWithStreamOutput = create_gs_with_so;
    f->pfnCalcPrivateGeometryShaderWithStreamOutput = (void *)private_size;
    f->pfnDestroyResource = destroy_resource;
    f->pfnDestroyShaderResourceView = destroy_srv;
    f->pfnDestroyRenderTargetView = destroy_rtv;
    f->pfnDestroyDepthStencilView = destroy_dsv;
    f->pfnDestroyUnorderedAccessView = destroy_uav;
    f->pfnDestroyElementLayout = destroy_layout;
    f->pfnDestroyBlendState = destroy_blend;
    f->pfnDestroyDepthStencilState = destroy_depth;
    f->pfnDestroyRasterizerState = destroy_raster;
    f->pfnDestroyShader = destroy_shader;
    f->pfnDestroySampler = destroy_sampler;
    f->pfnDestroyQuery = destroy_query;
    STAGE_SLOTS(Vs); STAGE_SLOTS(Hs); STAGE_SLOTS(Ds); STAGE_SLOTS(Gs); STAGE_SLOTS(Ps); STAGE_SLOTS(Cs);
    f->pfnSetRenderTargets = set_targets;
    f->pfnCsSetUnorderedAccessViews = set_cs_uavs;
    f->pfnIaSetVertexBuffers = set_vbs;
    f->pfnIaSetIndexBuffer = set_ib;
    f->pfnIaSetTopology = set_topology;
    f->pfnSoSetTargets = set_so;
    f->pfnDraw = draw;
    f->pfnDynamicIABufferMapDiscard = map_IADiscard;
    f->pfnDynamicIABufferMapNoOverwrite = map_IANoOverwrite;
    f->pfnDynamicIABufferUnmap = unmap_IA;
    f->pfnDynamicConstantBufferMapDiscard = map_ConstantDiscard;
    f->pfnDynamicConstantBufferMapNoOverwrite = map_ConstantNoOverwrite;
    f->pfnDynamicConstantBufferUnmap = unmap_Constant;
    f->pfnDynamicResourceMapDiscard = map_Dynamic;
    f->pfnDynamicResourceUnmap = unmap_Dynamic;
    f->pfnStagingResourceMap = map_Staging;
    f->pfnStagingResourceUnmap = unmap_Staging;
    f->pfnResourceMap = map_Default;
    f->pfnResourceUnmap = unmap_Default;
    f->pfnResourceUpdateSubresourceUP = update;
    f->pfnDefaultConstantBufferUpdateSubresourceUP = update;
    f->pfnResourceCopy = copy;
    f->pfnResourceConvert = convert;
    f->pfnGenMips = generate;
    f->pfnClearRenderTargetView = clear;
    f->pfnQueryGetData = get_data;
    f->pfnQueryBegin = begin_query;
    f->pfnQueryEnd = end_query;
    f->pfnSetPredication = set_predication;
    f->pfnFlush = flush;
    f->pfnCheckFormatSupport = check_format;
    f->pfnClearView = fake_clear_view;
    f->pfnDiscard = fake_discard;
    f->pfnCheckMultisampleQualityLevels = check_levels;
    f->pfnCheckCounterInfo = check_counters;
    f->pfnDestroyDevice = destroy_device;
    fake_lists_fill(f);
}

static HRESULT create_device(D3D10DDI_HADAPTER h, D3D10DDIARG_CREATEDEVICE *a)
{
    void (**slot)(void) = (void (**)(void))a->DXGIBaseDDI.pDXGIDDIBaseFunctions4;
    D3DWDDM1_3DDI_DEVICEFUNCS f, untouched = *a->pWDDM1_3DeviceFuncs;
    size_t i;

    fake_first('D');
    fake.devices++;
    fake_core = a->p11UMCallbacks;
    fake_core_handle = a->hRTCoreLayer;
    rt_device = a->hRTDevice;
    kernel = a->pKTCallbacks;
    dxgi_callbacks = a->DXGIBaseDDI.pDXGIBaseCallbacks;
    if (fake.video != FAKE_VIDEO_NONE) *a->ppfnRetrieveSubObject = fake_retrieve;
    fill(&f);
    if (fake.leave_slot) f.pfnDrawAuto = untouched.pfnDrawAuto;
    *a->pWDDM1_3DeviceFuncs = f;
    for (i = 0; i < sizeof(DXGI1_3_DDI_BASE_FUNCTIONS) / sizeof *slot; i++) slot[i] = nop;
    a->DXGIBaseDDI.pDXGIDDIBaseFunctions4->pfnPresent1 = present1;
    a->DXGIBaseDDI.pDXGIDDIBaseFunctions4->pfnRotateResourceIdentities = rotate;
    a->DXGIBaseDDI.pDXGIDDIBaseFunctions4->pfnSetDisplayMode = set_mode;
    a->DXGIBaseDDI.pDXGIDDIBaseFunctions4->pfnResolveSharedResource = resolve;
    return S_OK;
}

HRESULT fake_render(void)
{
    D3DDDICB_RENDER r;

    memset(&r, 0, sizeof r);
    return kernel->pfnRenderCb(rt_device.handle, &r);
}

static SIZE_T device_size(D3D10DDI_HADAPTER h, const D3D10DDIARG_CALCPRIVATEDEVICESIZE *a) { return fake_first('S'), 64; }

static HRESULT versions(D3D10DDI_HADAPTER h, UINT32 *n, UINT64 *list)
{
    fake_first('V');
    fake.version_queries++;
    if (list && *n < 1) return E_FAIL;
    *n = 1;
    if (list) list[0] = D3DWDDM1_3_DDI_SUPPORTED;
    return S_OK;
}

static HRESULT caps(D3D10DDI_HADAPTER h, const D3D10_2DDIARG_GETCAPS *a)
{
    UINT *out = a->pData;

    fake_first('C');
    memset(out, 0, a->DataSize);
    if (a->Type == D3D11DDICAPS_THREADING) *out = fake.threading;
    if (a->Type == D3D11DDICAPS_SHADER) *out = fake.shader_caps;
    if (a->Type == D3D11DDICAPS_3DPIPELINESUPPORT) *out = fake.pipelines;
    if (a->Type == D3DWDDM1_3DDICAPS_D3D11_OPTIONS1) *out = fake.tiled;
    if (a->Type == D3D11_1DDICAPS_D3D11_OPTIONS) *out = (UINT)fake.logic_op;
    return S_OK;
}

static HRESULT close_adapter(D3D10DDI_HADAPTER h)
{
    fake.adapters--;
    return S_OK;
}

HRESULT APIENTRY OpenAdapter10_2(D3D10DDIARG_OPENADAPTER *arg)
{
    static int adapter;

    fake_first('O');
    fake.adapters++;
    arg->hAdapter.pDrvPrivate = &adapter;
    *arg->pAdapterFuncs_2 = (D3D10_2DDI_ADAPTERFUNCS){
        .pfnCalcPrivateDeviceSize = device_size, .pfnCreateDevice = create_device, .pfnCloseAdapter = close_adapter,
        .pfnGetSupportedVersions = versions, .pfnGetCaps = caps,
    };
    return S_OK;
}

HRESULT fake_device(ID3D11Device **device, ID3D11DeviceContext **context)
{
    static const D3D_FEATURE_LEVEL levels[] = {D3D_FEATURE_LEVEL_11_1, D3D_FEATURE_LEVEL_11_0, D3D_FEATURE_LEVEL_10_1,
        D3D_FEATURE_LEVEL_10_0};

    return D3D11CreateDevice(NULL, D3D_DRIVER_TYPE_HARDWARE, NULL, 0, levels, 4, D3D11_SDK_VERSION, device, NULL, context);
}
