/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * context_off.c - the immediate context while a context state made for ID3D10Device is active: what could set state that
 * Direct3D 10 does not know does nothing, getters show nothing (nf-d3d11_1-id3d11device1-createdevicecontextstate, the table
 * of disabled methods; nf-d3d11_1-id3d11devicecontext1-swapdevicecontextstate: "silently fails"). Maps, queries and the swap
 * itself go on, as does GetType, which says only what the context is.
 */
#include "context_methods.h"

#define OFF(name, ...) \
    static void STDMETHODCALLTYPE off_##name(ID3D11DeviceContext4 *iface, ##__VA_ARGS__) \
    { \
    }

static void nothing(void **out, UINT n)
{
    UINT i;

    for (i = 0; out && i < n; i++)
        out[i] = NULL;
}

static void zero(UINT *out, UINT n)
{
    UINT i;

    for (i = 0; out && i < n; i++)
        out[i] = 0;
}

#define STAGE(X, type) \
    OFF(X##SetShader, type *shader, ID3D11ClassInstance *const *instances, UINT n) \
    OFF(X##SetConstantBuffers, UINT start, UINT n, ID3D11Buffer *const *buffers) \
    OFF(X##SetConstantBuffers1, UINT start, UINT n, ID3D11Buffer *const *buffers, const UINT *first, const UINT *count) \
    OFF(X##SetShaderResources, UINT start, UINT n, ID3D11ShaderResourceView *const *views) \
    OFF(X##SetSamplers, UINT start, UINT n, ID3D11SamplerState *const *samplers) \
    static void STDMETHODCALLTYPE off_##X##GetShader(ID3D11DeviceContext4 *iface, type **shader, ID3D11ClassInstance **instances, UINT *n) \
    { \
        nothing((void **)shader, 1); \
        zero(n, 1); \
    } \
    static void STDMETHODCALLTYPE off_##X##GetConstantBuffers(ID3D11DeviceContext4 *iface, UINT start, UINT n, ID3D11Buffer **buffers) \
    { \
        nothing((void **)buffers, n); \
    } \
    static void STDMETHODCALLTYPE off_##X##GetConstantBuffers1(ID3D11DeviceContext4 *iface, UINT start, UINT n, ID3D11Buffer **buffers, \
        UINT *first, UINT *count) \
    { \
        nothing((void **)buffers, n); \
        zero(first, n); \
        zero(count, n); \
    } \
    static void STDMETHODCALLTYPE off_##X##GetShaderResources(ID3D11DeviceContext4 *iface, UINT start, UINT n, \
        ID3D11ShaderResourceView **views) \
    { \
        nothing((void **)views, n); \
    } \
    static void STDMETHODCALLTYPE off_##X##GetSamplers(ID3D11DeviceContext4 *iface, UINT start, UINT n, ID3D11SamplerState **samplers) \
    { \
        nothing((void **)samplers, n); \
    }

STAGE(VS, ID3D11VertexShader)
STAGE(HS, ID3D11HullShader)
STAGE(DS, ID3D11DomainShader)
STAGE(GS, ID3D11GeometryShader)
STAGE(PS, ID3D11PixelShader)
STAGE(CS, ID3D11ComputeShader)

OFF(DrawIndexed, UINT count, UINT start, INT base)
OFF(Draw, UINT count, UINT start)
OFF(DrawIndexedInstanced, UINT count, UINT instances, UINT start, INT base, UINT first)
OFF(DrawInstanced, UINT count, UINT instances, UINT start, UINT first)
OFF(DrawAuto)
OFF(DrawIndexedInstancedIndirect, ID3D11Buffer *args, UINT offset)
OFF(DrawInstancedIndirect, ID3D11Buffer *args, UINT offset)
OFF(Dispatch, UINT x, UINT y, UINT z)
OFF(DispatchIndirect, ID3D11Buffer *args, UINT offset)
OFF(IASetInputLayout, ID3D11InputLayout *layout)
OFF(IASetVertexBuffers, UINT start, UINT n, ID3D11Buffer *const *buffers, const UINT *strides, const UINT *offsets)
OFF(IASetIndexBuffer, ID3D11Buffer *buffer, DXGI_FORMAT format, UINT offset)
OFF(IASetPrimitiveTopology, D3D11_PRIMITIVE_TOPOLOGY topology)
OFF(SetPredication, ID3D11Predicate *predicate, BOOL value)
OFF(OMSetRenderTargets, UINT n, ID3D11RenderTargetView *const *rtvs, ID3D11DepthStencilView *dsv)
OFF(OMSetRenderTargetsAndUnorderedAccessViews, UINT n, ID3D11RenderTargetView *const *rtvs, ID3D11DepthStencilView *dsv, UINT start,
    UINT n_uavs, ID3D11UnorderedAccessView *const *uavs, const UINT *counts)
OFF(OMSetBlendState, ID3D11BlendState *state, const FLOAT factor[4], UINT mask)
OFF(OMSetDepthStencilState, ID3D11DepthStencilState *state, UINT ref)
OFF(SOSetTargets, UINT n, ID3D11Buffer *const *targets, const UINT *offsets)
OFF(RSSetState, ID3D11RasterizerState *state)
OFF(RSSetViewports, UINT n, const D3D11_VIEWPORT *viewports)
OFF(RSSetScissorRects, UINT n, const D3D11_RECT *rects)
OFF(CopySubresourceRegion, ID3D11Resource *dst, UINT dst_sub, UINT x, UINT y, UINT z, ID3D11Resource *src, UINT src_sub, const D3D11_BOX *box)
OFF(CopySubresourceRegion1, ID3D11Resource *dst, UINT dst_sub, UINT x, UINT y, UINT z, ID3D11Resource *src, UINT src_sub,
    const D3D11_BOX *box, UINT flags)
OFF(CopyResource, ID3D11Resource *dst, ID3D11Resource *src)
OFF(UpdateSubresource, ID3D11Resource *dst, UINT sub, const D3D11_BOX *box, const void *data, UINT row, UINT depth)
OFF(UpdateSubresource1, ID3D11Resource *dst, UINT sub, const D3D11_BOX *box, const void *data, UINT row, UINT depth, UINT flags)
OFF(CopyStructureCount, ID3D11Buffer *dst, UINT offset, ID3D11UnorderedAccessView *src)
OFF(ClearRenderTargetView, ID3D11RenderTargetView *view, const FLOAT color[4])
OFF(ClearUnorderedAccessViewUint, ID3D11UnorderedAccessView *view, const UINT values[4])
OFF(ClearUnorderedAccessViewFloat, ID3D11UnorderedAccessView *view, const FLOAT values[4])
OFF(ClearDepthStencilView, ID3D11DepthStencilView *view, UINT flags, FLOAT depth, UINT8 stencil)
OFF(ClearView, ID3D11View *view, const FLOAT color[4], const D3D11_RECT *rects, UINT n)
OFF(GenerateMips, ID3D11ShaderResourceView *view)
OFF(SetResourceMinLOD, ID3D11Resource *resource, FLOAT lod)
OFF(ResolveSubresource, ID3D11Resource *dst, UINT dst_sub, ID3D11Resource *src, UINT src_sub, DXGI_FORMAT format)
OFF(ExecuteCommandList, ID3D11CommandList *list, BOOL restore)
OFF(CSSetUnorderedAccessViews, UINT start, UINT n, ID3D11UnorderedAccessView *const *views, const UINT *counts)
OFF(ClearState)
OFF(Flush)
OFF(DiscardResource, ID3D11Resource *resource)
OFF(DiscardView, ID3D11View *view)
OFF(DiscardView1, ID3D11View *view, const D3D11_RECT *rects, UINT n)

static FLOAT STDMETHODCALLTYPE off_GetResourceMinLOD(ID3D11DeviceContext4 *iface, ID3D11Resource *resource)
{
    return 0.0f;
}

static void STDMETHODCALLTYPE off_IAGetInputLayout(ID3D11DeviceContext4 *iface, ID3D11InputLayout **layout)
{
    nothing((void **)layout, 1);
}

static void STDMETHODCALLTYPE off_IAGetVertexBuffers(ID3D11DeviceContext4 *iface, UINT start, UINT n, ID3D11Buffer **buffers, UINT *strides,
    UINT *offsets)
{
    nothing((void **)buffers, n);
    zero(strides, n);
    zero(offsets, n);
}

static void STDMETHODCALLTYPE off_IAGetIndexBuffer(ID3D11DeviceContext4 *iface, ID3D11Buffer **buffer, DXGI_FORMAT *format, UINT *offset)
{
    nothing((void **)buffer, 1);
    zero(offset, 1);
    if (format)
        *format = DXGI_FORMAT_UNKNOWN;
}

static void STDMETHODCALLTYPE off_IAGetPrimitiveTopology(ID3D11DeviceContext4 *iface, D3D11_PRIMITIVE_TOPOLOGY *topology)
{
    *topology = D3D11_PRIMITIVE_TOPOLOGY_UNDEFINED;
}

static void STDMETHODCALLTYPE off_GetPredication(ID3D11DeviceContext4 *iface, ID3D11Predicate **predicate, BOOL *value)
{
    nothing((void **)predicate, 1);
    if (value)
        *value = FALSE;
}

static void STDMETHODCALLTYPE off_OMGetRenderTargets(ID3D11DeviceContext4 *iface, UINT n, ID3D11RenderTargetView **rtvs,
    ID3D11DepthStencilView **dsv)
{
    nothing((void **)rtvs, n);
    nothing((void **)dsv, 1);
}

static void STDMETHODCALLTYPE off_OMGetRenderTargetsAndUnorderedAccessViews(ID3D11DeviceContext4 *iface, UINT n, ID3D11RenderTargetView **rtvs,
    ID3D11DepthStencilView **dsv, UINT start, UINT n_uavs, ID3D11UnorderedAccessView **uavs)
{
    off_OMGetRenderTargets(iface, n, rtvs, dsv);
    nothing((void **)uavs, n_uavs);
}

static void STDMETHODCALLTYPE off_OMGetBlendState(ID3D11DeviceContext4 *iface, ID3D11BlendState **state, FLOAT factor[4], UINT *mask)
{
    unsigned i;

    nothing((void **)state, 1);
    for (i = 0; factor && i < 4; i++)
        factor[i] = 1.0f;
    if (mask)
        *mask = D3D11_DEFAULT_SAMPLE_MASK;
}

static void STDMETHODCALLTYPE off_OMGetDepthStencilState(ID3D11DeviceContext4 *iface, ID3D11DepthStencilState **state, UINT *ref)
{
    nothing((void **)state, 1);
    zero(ref, 1);
}

static void STDMETHODCALLTYPE off_SOGetTargets(ID3D11DeviceContext4 *iface, UINT n, ID3D11Buffer **targets)
{
    nothing((void **)targets, n);
}

static void STDMETHODCALLTYPE off_RSGetState(ID3D11DeviceContext4 *iface, ID3D11RasterizerState **state)
{
    nothing((void **)state, 1);
}

static void STDMETHODCALLTYPE off_RSGetViewports(ID3D11DeviceContext4 *iface, UINT *n, D3D11_VIEWPORT *viewports)
{
    zero(n, 1);
}

static void STDMETHODCALLTYPE off_RSGetScissorRects(ID3D11DeviceContext4 *iface, UINT *n, D3D11_RECT *rects)
{
    zero(n, 1);
}

static void STDMETHODCALLTYPE off_CSGetUnorderedAccessViews(ID3D11DeviceContext4 *iface, UINT start, UINT n, ID3D11UnorderedAccessView **views)
{
    nothing((void **)views, n);
}

#define SLOT(name) table->name = off_##name
#define STAGE_SLOTS(X) \
    do { \
        SLOT(X##SetShader); \
        SLOT(X##GetShader); \
        SLOT(X##SetConstantBuffers); \
        SLOT(X##GetConstantBuffers); \
        SLOT(X##SetConstantBuffers1); \
        SLOT(X##GetConstantBuffers1); \
        SLOT(X##SetShaderResources); \
        SLOT(X##GetShaderResources); \
        SLOT(X##SetSamplers); \
        SLOT(X##GetSamplers); \
    } while (0)

void rt_ctx_disable(ID3D11DeviceContext4Vtbl *table)
{
    STAGE_SLOTS(VS);
    STAGE_SLOTS(HS);
    STAGE_SLOTS(DS);
    STAGE_SLOTS(GS);
    STAGE_SLOTS(PS);
    STAGE_SLOTS(CS);
    SLOT(DrawIndexed);
    SLOT(Draw);
    SLOT(DrawIndexedInstanced);
    SLOT(DrawInstanced);
    SLOT(DrawAuto);
    SLOT(DrawIndexedInstancedIndirect);
    SLOT(DrawInstancedIndirect);
    SLOT(Dispatch);
    SLOT(DispatchIndirect);
    SLOT(IASetInputLayout);
    SLOT(IASetVertexBuffers);
    SLOT(IASetIndexBuffer);
    SLOT(IASetPrimitiveTopology);
    SLOT(SetPredication);
    SLOT(OMSetRenderTargets);
    SLOT(OMSetRenderTargetsAndUnorderedAccessViews);
    SLOT(OMSetBlendState);
    SLOT(OMSetDepthStencilState);
    SLOT(SOSetTargets);
    SLOT(RSSetState);
    SLOT(RSSetViewports);
    SLOT(RSSetScissorRects);
    SLOT(CopySubresourceRegion);
    SLOT(CopySubresourceRegion1);
    SLOT(CopyResource);
    SLOT(UpdateSubresource);
    SLOT(UpdateSubresource1);
    SLOT(CopyStructureCount);
    SLOT(ClearRenderTargetView);
    SLOT(ClearUnorderedAccessViewUint);
    SLOT(ClearUnorderedAccessViewFloat);
    SLOT(ClearDepthStencilView);
    SLOT(ClearView);
    SLOT(GenerateMips);
    SLOT(SetResourceMinLOD);
    SLOT(GetResourceMinLOD);
    SLOT(ResolveSubresource);
    SLOT(ExecuteCommandList);
    SLOT(CSSetUnorderedAccessViews);
    SLOT(ClearState);
    SLOT(Flush);
    SLOT(DiscardResource);
    SLOT(DiscardView);
    SLOT(DiscardView1);
    SLOT(IAGetInputLayout);
    SLOT(IAGetVertexBuffers);
    SLOT(IAGetIndexBuffer);
    SLOT(IAGetPrimitiveTopology);
    SLOT(GetPredication);
    SLOT(OMGetRenderTargets);
    SLOT(OMGetRenderTargetsAndUnorderedAccessViews);
    SLOT(OMGetBlendState);
    SLOT(OMGetDepthStencilState);
    SLOT(SOGetTargets);
    SLOT(RSGetState);
    SLOT(RSGetViewports);
    SLOT(RSGetScissorRects);
    SLOT(CSGetUnorderedAccessViews);
}
