/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * context_methods.h - the outer halves of ID3D11DeviceContext4's methods, for the table in context.c.
 */
#ifndef RT_CONTEXT_METHODS_H
#define RT_CONTEXT_METHODS_H

#include "context.h"

/* What every shader stage has (context_stage.c). */
#define RT_STAGE_PROTOTYPES(X, shader_type) \
    void STDMETHODCALLTYPE ctx_##X##SetShader(ID3D11DeviceContext4 *iface, shader_type *shader, ID3D11ClassInstance \
        *const *instances, UINT n); \
    void STDMETHODCALLTYPE ctx_##X##GetShader(ID3D11DeviceContext4 *iface, shader_type **shader, ID3D11ClassInstance \
        **instances, UINT *n); \
    void STDMETHODCALLTYPE ctx_##X##SetConstantBuffers(ID3D11DeviceContext4 *iface, UINT start, UINT n, ID3D11Buffer \
        *const *buffers); \
    void STDMETHODCALLTYPE ctx_##X##SetConstantBuffers1(ID3D11DeviceContext4 *iface, UINT start, UINT n, ID3D11Buffer \
        *const *buffers, const UINT *first, const UINT *count); \
    void STDMETHODCALLTYPE ctx_##X##GetConstantBuffers(ID3D11DeviceContext4 *iface, UINT start, UINT n, ID3D11Buffer \
        **buffers); \
    void STDMETHODCALLTYPE ctx_##X##GetConstantBuffers1(ID3D11DeviceContext4 *iface, UINT start, UINT n, ID3D11Buffer \
        **buffers, UINT *first, UINT *count); \
    void STDMETHODCALLTYPE ctx_##X##SetShaderResources(ID3D11DeviceContext4 *iface, UINT start, UINT n, \
        ID3D11ShaderResourceView *const *views); \
    void STDMETHODCALLTYPE ctx_##X##GetShaderResources(ID3D11DeviceContext4 *iface, UINT start, UINT n, \
        ID3D11ShaderResourceView **views); \
    void STDMETHODCALLTYPE ctx_##X##SetSamplers(ID3D11DeviceContext4 *iface, UINT start, UINT n, ID3D11SamplerState \
        *const *samplers); \
    void STDMETHODCALLTYPE ctx_##X##GetSamplers(ID3D11DeviceContext4 *iface, UINT start, UINT n, ID3D11SamplerState \
        **samplers)

RT_STAGE_PROTOTYPES(VS, ID3D11VertexShader);
RT_STAGE_PROTOTYPES(HS, ID3D11HullShader);
RT_STAGE_PROTOTYPES(DS, ID3D11DomainShader);
RT_STAGE_PROTOTYPES(GS, ID3D11GeometryShader);
RT_STAGE_PROTOTYPES(PS, ID3D11PixelShader);
RT_STAGE_PROTOTYPES(CS, ID3D11ComputeShader);

/* context_ia.c */
void STDMETHODCALLTYPE ctx_IASetInputLayout(ID3D11DeviceContext4 *iface, ID3D11InputLayout *layout);
void STDMETHODCALLTYPE ctx_IAGetInputLayout(ID3D11DeviceContext4 *iface, ID3D11InputLayout **layout);
void STDMETHODCALLTYPE ctx_IASetVertexBuffers(ID3D11DeviceContext4 *iface, UINT start, UINT n, ID3D11Buffer *const
    *buffers, const UINT *strides, const UINT *offsets);
void STDMETHODCALLTYPE ctx_IAGetVertexBuffers(ID3D11DeviceContext4 *iface, UINT start, UINT n, ID3D11Buffer **buffers,
    UINT *strides, UINT *offsets);
void STDMETHODCALLTYPE ctx_IASetIndexBuffer(ID3D11DeviceContext4 *iface, ID3D11Buffer *buffer, DXGI_FORMAT format,
    UINT offset);
void STDMETHODCALLTYPE ctx_IAGetIndexBuffer(ID3D11DeviceContext4 *iface, ID3D11Buffer **buffer, DXGI_FORMAT *format,
    UINT *offset);
void STDMETHODCALLTYPE ctx_IASetPrimitiveTopology(ID3D11DeviceContext4 *iface, D3D11_PRIMITIVE_TOPOLOGY topology);
void STDMETHODCALLTYPE ctx_IAGetPrimitiveTopology(ID3D11DeviceContext4 *iface, D3D11_PRIMITIVE_TOPOLOGY *topology);

/* context_om.c */
void STDMETHODCALLTYPE ctx_OMSetRenderTargets(ID3D11DeviceContext4 *iface, UINT n, ID3D11RenderTargetView *const
    *rtvs, ID3D11DepthStencilView *dsv);
void STDMETHODCALLTYPE ctx_OMSetRenderTargetsAndUnorderedAccessViews(ID3D11DeviceContext4 *iface, UINT n,
    ID3D11RenderTargetView *const *rtvs, ID3D11DepthStencilView *dsv, UINT uav_start, UINT n_uavs,
    ID3D11UnorderedAccessView *const *uavs, const UINT *counts);
void STDMETHODCALLTYPE ctx_OMGetRenderTargets(ID3D11DeviceContext4 *iface, UINT n, ID3D11RenderTargetView **rtvs,
    ID3D11DepthStencilView **dsv);
void STDMETHODCALLTYPE ctx_OMGetRenderTargetsAndUnorderedAccessViews(ID3D11DeviceContext4 *iface, UINT n,
    ID3D11RenderTargetView **rtvs, ID3D11DepthStencilView **dsv, UINT uav_start, UINT n_uavs,
    ID3D11UnorderedAccessView **uavs);
void STDMETHODCALLTYPE ctx_OMSetBlendState(ID3D11DeviceContext4 *iface, ID3D11BlendState *state, const FLOAT
    factor[4], UINT mask);
void STDMETHODCALLTYPE ctx_OMGetBlendState(ID3D11DeviceContext4 *iface, ID3D11BlendState **state, FLOAT factor[4],
    UINT *mask);
void STDMETHODCALLTYPE ctx_OMSetDepthStencilState(ID3D11DeviceContext4 *iface, ID3D11DepthStencilState *state, UINT
    ref);
void STDMETHODCALLTYPE ctx_OMGetDepthStencilState(ID3D11DeviceContext4 *iface, ID3D11DepthStencilState **state, UINT
    *ref);
void STDMETHODCALLTYPE ctx_RSSetState(ID3D11DeviceContext4 *iface, ID3D11RasterizerState *state);
void STDMETHODCALLTYPE ctx_RSGetState(ID3D11DeviceContext4 *iface, ID3D11RasterizerState **state);
void STDMETHODCALLTYPE ctx_RSSetViewports(ID3D11DeviceContext4 *iface, UINT n, const D3D11_VIEWPORT *viewports);
void STDMETHODCALLTYPE ctx_RSGetViewports(ID3D11DeviceContext4 *iface, UINT *n, D3D11_VIEWPORT *viewports);
void STDMETHODCALLTYPE ctx_RSSetScissorRects(ID3D11DeviceContext4 *iface, UINT n, const D3D11_RECT *rects);
void STDMETHODCALLTYPE ctx_RSGetScissorRects(ID3D11DeviceContext4 *iface, UINT *n, D3D11_RECT *rects);
void STDMETHODCALLTYPE ctx_SOSetTargets(ID3D11DeviceContext4 *iface, UINT n, ID3D11Buffer *const *buffers, const UINT
    *offsets);
void STDMETHODCALLTYPE ctx_SOGetTargets(ID3D11DeviceContext4 *iface, UINT n, ID3D11Buffer **buffers);

/* context_draw.c */
void STDMETHODCALLTYPE ctx_Draw(ID3D11DeviceContext4 *iface, UINT count, UINT start);
void STDMETHODCALLTYPE ctx_DrawIndexed(ID3D11DeviceContext4 *iface, UINT count, UINT start, INT base);
void STDMETHODCALLTYPE ctx_DrawInstanced(ID3D11DeviceContext4 *iface, UINT count, UINT instances, UINT start, UINT
    start_instance);
void STDMETHODCALLTYPE ctx_DrawIndexedInstanced(ID3D11DeviceContext4 *iface, UINT count, UINT instances, UINT start,
    INT base, UINT start_instance);
void STDMETHODCALLTYPE ctx_DrawAuto(ID3D11DeviceContext4 *iface);
void STDMETHODCALLTYPE ctx_DrawIndexedInstancedIndirect(ID3D11DeviceContext4 *iface, ID3D11Buffer *buffer, UINT
    offset);
void STDMETHODCALLTYPE ctx_DrawInstancedIndirect(ID3D11DeviceContext4 *iface, ID3D11Buffer *buffer, UINT offset);
void STDMETHODCALLTYPE ctx_Dispatch(ID3D11DeviceContext4 *iface, UINT x, UINT y, UINT z);
void STDMETHODCALLTYPE ctx_DispatchIndirect(ID3D11DeviceContext4 *iface, ID3D11Buffer *buffer, UINT offset);
void STDMETHODCALLTYPE ctx_ClearRenderTargetView(ID3D11DeviceContext4 *iface, ID3D11RenderTargetView *view, const
    FLOAT color[4]);
void STDMETHODCALLTYPE ctx_ClearDepthStencilView(ID3D11DeviceContext4 *iface, ID3D11DepthStencilView *view, UINT
    flags, FLOAT depth, UINT8 stencil);
void STDMETHODCALLTYPE ctx_ClearUnorderedAccessViewUint(ID3D11DeviceContext4 *iface, ID3D11UnorderedAccessView *view,
    const UINT values[4]);
void STDMETHODCALLTYPE ctx_ClearUnorderedAccessViewFloat(ID3D11DeviceContext4 *iface, ID3D11UnorderedAccessView *view,
    const FLOAT values[4]);
void STDMETHODCALLTYPE ctx_ClearView(ID3D11DeviceContext4 *iface, ID3D11View *view, const FLOAT color[4], const
    D3D11_RECT *rects, UINT n);
void STDMETHODCALLTYPE ctx_DiscardResource(ID3D11DeviceContext4 *iface, ID3D11Resource *resource);
void STDMETHODCALLTYPE ctx_DiscardView1(ID3D11DeviceContext4 *iface, ID3D11View *view, const D3D11_RECT *rects, UINT
    n);
void STDMETHODCALLTYPE ctx_DiscardView(ID3D11DeviceContext4 *iface, ID3D11View *view);
void STDMETHODCALLTYPE ctx_GenerateMips(ID3D11DeviceContext4 *iface, ID3D11ShaderResourceView *view);

/* context_copy.c */
void STDMETHODCALLTYPE ctx_CopyResource(ID3D11DeviceContext4 *iface, ID3D11Resource *dst_iface, ID3D11Resource
    *src_iface);
void STDMETHODCALLTYPE ctx_CopySubresourceRegion(ID3D11DeviceContext4 *iface, ID3D11Resource *dst, UINT dst_sub, UINT
    x, UINT y, UINT z, ID3D11Resource *src, UINT src_sub, const D3D11_BOX *box);
void STDMETHODCALLTYPE ctx_CopySubresourceRegion1(ID3D11DeviceContext4 *iface, ID3D11Resource *dst, UINT dst_sub, UINT
    x, UINT y, UINT z, ID3D11Resource *src, UINT src_sub, const D3D11_BOX *box, UINT flags);
void STDMETHODCALLTYPE ctx_UpdateSubresource(ID3D11DeviceContext4 *iface, ID3D11Resource *resource, UINT sub, const
    D3D11_BOX *box, const void *data, UINT row, UINT depth);
void STDMETHODCALLTYPE ctx_UpdateSubresource1(ID3D11DeviceContext4 *iface, ID3D11Resource *resource, UINT sub, const
    D3D11_BOX *box, const void *data, UINT row, UINT depth, UINT flags);
void STDMETHODCALLTYPE ctx_ResolveSubresource(ID3D11DeviceContext4 *iface, ID3D11Resource *dst_iface, UINT dst_sub,
    ID3D11Resource *src_iface, UINT src_sub, DXGI_FORMAT format);
void STDMETHODCALLTYPE ctx_CopyStructureCount(ID3D11DeviceContext4 *iface, ID3D11Buffer *buffer, UINT offset,
    ID3D11UnorderedAccessView *view);
void STDMETHODCALLTYPE ctx_SetResourceMinLOD(ID3D11DeviceContext4 *iface, ID3D11Resource *resource, FLOAT lod);
FLOAT STDMETHODCALLTYPE ctx_GetResourceMinLOD(ID3D11DeviceContext4 *iface, ID3D11Resource *resource);

/* context_map.c */
HRESULT STDMETHODCALLTYPE ctx_Map(ID3D11DeviceContext4 *iface, ID3D11Resource *resource, UINT sub, D3D11_MAP type,
    UINT flags, D3D11_MAPPED_SUBRESOURCE *out);
void STDMETHODCALLTYPE ctx_Unmap(ID3D11DeviceContext4 *iface, ID3D11Resource *resource, UINT sub);

/* context_query.c */
void STDMETHODCALLTYPE ctx_Begin(ID3D11DeviceContext4 *iface, ID3D11Asynchronous *async);
void STDMETHODCALLTYPE ctx_End(ID3D11DeviceContext4 *iface, ID3D11Asynchronous *async);
HRESULT STDMETHODCALLTYPE ctx_GetData(ID3D11DeviceContext4 *iface, ID3D11Asynchronous *async, void *data, UINT size,
    UINT flags);
void STDMETHODCALLTYPE ctx_SetPredication(ID3D11DeviceContext4 *iface, ID3D11Predicate *predicate, BOOL value);
void STDMETHODCALLTYPE ctx_GetPredication(ID3D11DeviceContext4 *iface, ID3D11Predicate **predicate, BOOL *value);
void STDMETHODCALLTYPE ctx_Flush(ID3D11DeviceContext4 *iface);
void STDMETHODCALLTYPE ctx_Flush1(ID3D11DeviceContext4 *iface, D3D11_CONTEXT_TYPE type, HANDLE event);

/* context_off.c: puts what does nothing into a table */
void rt_ctx_disable(ID3D11DeviceContext4Vtbl *table);

/* context_state.c */
void STDMETHODCALLTYPE ctx_ClearState(ID3D11DeviceContext4 *iface);
void STDMETHODCALLTYPE ctx_SwapDeviceContextState(ID3D11DeviceContext4 *iface, ID3DDeviceContextState *state,
    ID3DDeviceContextState **previous);

/* context_stage.c */
void STDMETHODCALLTYPE ctx_CSSetUnorderedAccessViews(ID3D11DeviceContext4 *iface, UINT start, UINT n,
    ID3D11UnorderedAccessView *const *views, const UINT *counts);
void STDMETHODCALLTYPE ctx_CSGetUnorderedAccessViews(ID3D11DeviceContext4 *iface, UINT start, UINT n,
    ID3D11UnorderedAccessView **views);

/* What is mapped in a list: FinishCommandList unmaps it (display/supporting-command-lists), the context's end forgets it. */
void rt_ctx_unmap_all(struct rt_context *c);
void rt_ctx_forget_maps(struct rt_context *c);

/* tiles.c */
HRESULT STDMETHODCALLTYPE ctx_UpdateTileMappings(ID3D11DeviceContext4 *iface, ID3D11Resource *resource, UINT n,
    const D3D11_TILED_RESOURCE_COORDINATE *starts, const D3D11_TILE_REGION_SIZE *sizes, ID3D11Buffer *pool, UINT n_ranges,
    const UINT *range_flags, const UINT *offsets, const UINT *counts, UINT flags);
HRESULT STDMETHODCALLTYPE ctx_CopyTileMappings(ID3D11DeviceContext4 *iface, ID3D11Resource *dst,
    const D3D11_TILED_RESOURCE_COORDINATE *dst_start, ID3D11Resource *src, const D3D11_TILED_RESOURCE_COORDINATE *src_start,
    const D3D11_TILE_REGION_SIZE *size, UINT flags);
void STDMETHODCALLTYPE ctx_CopyTiles(ID3D11DeviceContext4 *iface, ID3D11Resource *resource,
    const D3D11_TILED_RESOURCE_COORDINATE *start, const D3D11_TILE_REGION_SIZE *size, ID3D11Buffer *buffer, UINT64 offset, UINT flags);
void STDMETHODCALLTYPE ctx_UpdateTiles(ID3D11DeviceContext4 *iface, ID3D11Resource *resource,
    const D3D11_TILED_RESOURCE_COORDINATE *start, const D3D11_TILE_REGION_SIZE *size, const void *data, UINT flags);
HRESULT STDMETHODCALLTYPE ctx_ResizeTilePool(ID3D11DeviceContext4 *iface, ID3D11Buffer *pool, UINT64 size);
void STDMETHODCALLTYPE ctx_TiledResourceBarrier(ID3D11DeviceContext4 *iface, ID3D11DeviceChild *before, ID3D11DeviceChild *after);
void rt_ctx_forget_swapped(struct rt_context *c);
HRESULT rt_context_state_create(struct rt_device *device, UINT flags, const D3D_FEATURE_LEVEL *levels, UINT n, REFIID emulated,
    D3D_FEATURE_LEVEL *chosen, ID3DDeviceContextState **out);

#endif
