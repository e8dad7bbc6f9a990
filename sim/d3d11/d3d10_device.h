/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * d3d10_device.h - the Direct3D 10.1 face of a device: d3d10_device.c acts on the pipeline, d3d10_create.c makes objects.
 */
#ifndef RT_D3D10_DEVICE_H
#define RT_D3D10_DEVICE_H

#include "device.h"

#include "d3d10_faces.h"

extern const ID3D10Device1Vtbl rt_d3d10_device_vtbl;

static inline struct rt_device *rt_d3d10_device(void *iface)
{
    return (struct rt_device *)((struct rt_iface *)iface)->owner;
}

/* d3d10_create.c: the methods of these names. They are not disabled with the pipeline's
 * (nf-d3d11_1-id3d11device1-createdevicecontextstate, "not immediate context methods"). */
HRESULT STDMETHODCALLTYPE rt_d3d10_GetDeviceRemovedReason(ID3D10Device1 *iface);
HRESULT STDMETHODCALLTYPE rt_d3d10_SetExceptionMode(ID3D10Device1 *iface, UINT mode);
UINT STDMETHODCALLTYPE rt_d3d10_GetExceptionMode(ID3D10Device1 *iface);
HRESULT STDMETHODCALLTYPE rt_d3d10_CreateBuffer(ID3D10Device1 *iface, const D3D10_BUFFER_DESC *desc, const D3D10_SUBRESOURCE_DATA *data,
    ID3D10Buffer **out);
HRESULT STDMETHODCALLTYPE rt_d3d10_CreateTexture1D(ID3D10Device1 *iface, const D3D10_TEXTURE1D_DESC *desc,
    const D3D10_SUBRESOURCE_DATA *data, ID3D10Texture1D **out);
HRESULT STDMETHODCALLTYPE rt_d3d10_CreateTexture2D(ID3D10Device1 *iface, const D3D10_TEXTURE2D_DESC *desc,
    const D3D10_SUBRESOURCE_DATA *data, ID3D10Texture2D **out);
HRESULT STDMETHODCALLTYPE rt_d3d10_CreateTexture3D(ID3D10Device1 *iface, const D3D10_TEXTURE3D_DESC *desc,
    const D3D10_SUBRESOURCE_DATA *data, ID3D10Texture3D **out);
HRESULT STDMETHODCALLTYPE rt_d3d10_CreateShaderResourceView(ID3D10Device1 *iface, ID3D10Resource *resource,
    const D3D10_SHADER_RESOURCE_VIEW_DESC *desc, ID3D10ShaderResourceView **out);
HRESULT STDMETHODCALLTYPE rt_d3d10_CreateShaderResourceView1(ID3D10Device1 *iface, ID3D10Resource *resource,
    const D3D10_SHADER_RESOURCE_VIEW_DESC1 *desc, ID3D10ShaderResourceView1 **out);
HRESULT STDMETHODCALLTYPE rt_d3d10_CreateRenderTargetView(ID3D10Device1 *iface, ID3D10Resource *resource,
    const D3D10_RENDER_TARGET_VIEW_DESC *desc, ID3D10RenderTargetView **out);
HRESULT STDMETHODCALLTYPE rt_d3d10_CreateDepthStencilView(ID3D10Device1 *iface, ID3D10Resource *resource,
    const D3D10_DEPTH_STENCIL_VIEW_DESC *desc, ID3D10DepthStencilView **out);
HRESULT STDMETHODCALLTYPE rt_d3d10_CreateInputLayout(ID3D10Device1 *iface, const D3D10_INPUT_ELEMENT_DESC *elements, UINT n,
    const void *bytecode, SIZE_T size, ID3D10InputLayout **out);
HRESULT STDMETHODCALLTYPE rt_d3d10_CreateVertexShader(ID3D10Device1 *iface, const void *bytecode, SIZE_T size, ID3D10VertexShader **out);
HRESULT STDMETHODCALLTYPE rt_d3d10_CreateGeometryShader(ID3D10Device1 *iface, const void *bytecode, SIZE_T size, ID3D10GeometryShader **out);
HRESULT STDMETHODCALLTYPE rt_d3d10_CreatePixelShader(ID3D10Device1 *iface, const void *bytecode, SIZE_T size, ID3D10PixelShader **out);
HRESULT STDMETHODCALLTYPE rt_d3d10_CreateGeometryShaderWithStreamOutput(ID3D10Device1 *iface, const void *bytecode, SIZE_T size,
    const D3D10_SO_DECLARATION_ENTRY *entries, UINT n, UINT stride, ID3D10GeometryShader **out);
HRESULT STDMETHODCALLTYPE rt_d3d10_CreateBlendState(ID3D10Device1 *iface, const D3D10_BLEND_DESC *desc, ID3D10BlendState **out);
HRESULT STDMETHODCALLTYPE rt_d3d10_CreateBlendState1(ID3D10Device1 *iface, const D3D10_BLEND_DESC1 *desc, ID3D10BlendState1 **out);
HRESULT STDMETHODCALLTYPE rt_d3d10_CreateDepthStencilState(ID3D10Device1 *iface, const D3D10_DEPTH_STENCIL_DESC *desc,
    ID3D10DepthStencilState **out);
HRESULT STDMETHODCALLTYPE rt_d3d10_CreateRasterizerState(ID3D10Device1 *iface, const D3D10_RASTERIZER_DESC *desc, ID3D10RasterizerState **out);
HRESULT STDMETHODCALLTYPE rt_d3d10_CreateSamplerState(ID3D10Device1 *iface, const D3D10_SAMPLER_DESC *desc, ID3D10SamplerState **out);
HRESULT STDMETHODCALLTYPE rt_d3d10_CreateQuery(ID3D10Device1 *iface, const D3D10_QUERY_DESC *desc, ID3D10Query **out);
HRESULT STDMETHODCALLTYPE rt_d3d10_CreatePredicate(ID3D10Device1 *iface, const D3D10_QUERY_DESC *desc, ID3D10Predicate **out);
HRESULT STDMETHODCALLTYPE rt_d3d10_CreateCounter(ID3D10Device1 *iface, const D3D10_COUNTER_DESC *desc, ID3D10Counter **out);
HRESULT STDMETHODCALLTYPE rt_d3d10_CheckFormatSupport(ID3D10Device1 *iface, DXGI_FORMAT format, UINT *support);
HRESULT STDMETHODCALLTYPE rt_d3d10_CheckMultisampleQualityLevels(ID3D10Device1 *iface, DXGI_FORMAT format, UINT samples, UINT *levels);
void STDMETHODCALLTYPE rt_d3d10_CheckCounterInfo(ID3D10Device1 *iface, D3D10_COUNTER_INFO *info);
HRESULT STDMETHODCALLTYPE rt_d3d10_CheckCounter(ID3D10Device1 *iface, const D3D10_COUNTER_DESC *desc, D3D10_COUNTER_TYPE *type, UINT *active,
    char *name, UINT *name_size, char *units, UINT *units_size, char *description, UINT *description_size);
UINT STDMETHODCALLTYPE rt_d3d10_GetCreationFlags(ID3D10Device1 *iface);
HRESULT STDMETHODCALLTYPE rt_d3d10_OpenSharedResource(ID3D10Device1 *iface, HANDLE handle, REFIID iid, void **out);
D3D10_FEATURE_LEVEL1 STDMETHODCALLTYPE rt_d3d10_GetFeatureLevel(ID3D10Device1 *iface);

#endif
