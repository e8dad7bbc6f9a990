/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * d3d10_device.c - ID3D10Device1 of a Direct3D 11 device: what acts on the pipeline. QueryInterface finds it once a context
 * state was made; it acts while a state made for ID3D10Device or ID3D10Device1 is active, else "the call silently fails if the
 * method has return type void, ... or sets any out parameter to NULL" (nf-d3d11_1-id3d11devicecontext1-swapdevicecontextstate).
 * Objects are the children of the Direct3D 11 device, seen through their Direct3D 10 faces. Not as in Direct3D 10: a bound
 * object stays bound when its last reference goes.
 */
#include "d3d10_device.h"

#include "context_methods.h"

#define MAX_SLOTS 128

/* The immediate context, or NULL while Direct3D 10 is not what is active. */
static ID3D11DeviceContext4 *active(ID3D10Device1 *iface)
{
    struct rt_context *c = rt_d3d10_device(iface)->immediate;

    return c->d3d10 ? (ID3D11DeviceContext4 *)c : NULL;
}

static struct rt_child *child_of(void *face)
{
    return face ? (struct rt_child *)((struct rt_iface *)face)->owner : NULL;
}

/* Faces to objects. What is more than there are slots is what the setter behind refuses. */
static void **children(void *const *faces, UINT n, void *out[MAX_SLOTS])
{
    UINT i;

    for (i = 0; faces && i < n && i < MAX_SLOTS; i++)
        out[i] = child_of(faces[i]);
    return faces ? out : NULL;
}

/* Objects to faces, in place; the references stay with them. */
static void faces(void **objects, UINT n)
{
    UINT i;

    for (i = 0; i < n; i++)
        if (objects[i])
            objects[i] = &((struct rt_child *)objects[i])->d3d10;
}

static void nothing(void **out, UINT n)
{
    UINT i;

    for (i = 0; out && i < n; i++)
        out[i] = NULL;
}

/* ---- IUnknown ---- */

RT_IFACE_DXGI_METHODS(d10, ID3D10Device1)

/* ---- shader stages ---- */

#define SET(name, type) \
    static void STDMETHODCALLTYPE d10_##name(ID3D10Device1 *iface, UINT start, UINT n, type *const *objects) \
    { \
        ID3D11DeviceContext4 *c = active(iface); \
        void *out[MAX_SLOTS]; \
        if (c && n <= MAX_SLOTS) \
            ctx_##name(c, start, n, (void *)children((void *const *)objects, n, out)); \
    }
#define GET(name, type) \
    static void STDMETHODCALLTYPE d10_##name(ID3D10Device1 *iface, UINT start, UINT n, type **objects) \
    { \
        ID3D11DeviceContext4 *c = active(iface); \
        nothing((void **)objects, n); \
        if (c && objects) { \
            ctx_##name(c, start, n, (void *)objects); \
            faces((void **)objects, n); \
        } \
    }
#define STAGE(X, type) \
    SET(X##SetConstantBuffers, ID3D10Buffer) \
    SET(X##SetShaderResources, ID3D10ShaderResourceView) \
    SET(X##SetSamplers, ID3D10SamplerState) \
    GET(X##GetConstantBuffers, ID3D10Buffer) \
    GET(X##GetShaderResources, ID3D10ShaderResourceView) \
    GET(X##GetSamplers, ID3D10SamplerState) \
    static void STDMETHODCALLTYPE d10_##X##SetShader(ID3D10Device1 *iface, type *shader) \
    { \
        ID3D11DeviceContext4 *c = active(iface); \
        if (c) \
            ctx_##X##SetShader(c, (void *)child_of(shader), NULL, 0); \
    } \
    static void STDMETHODCALLTYPE d10_##X##GetShader(ID3D10Device1 *iface, type **shader) \
    { \
        ID3D11DeviceContext4 *c = active(iface); \
        *shader = NULL; \
        if (c) \
            ctx_##X##GetShader(c, (void *)shader, NULL, NULL); \
        faces((void **)shader, 1); \
    }

STAGE(VS, ID3D10VertexShader)
STAGE(GS, ID3D10GeometryShader)
STAGE(PS, ID3D10PixelShader)

/* ---- draws ---- */

#define CALL(name, arguments, ...) \
    static void STDMETHODCALLTYPE d10_##name arguments \
    { \
        ID3D11DeviceContext4 *c = active(iface); \
        if (c) \
            ctx_##name(c, ##__VA_ARGS__); \
    }

CALL(DrawIndexed, (ID3D10Device1 *iface, UINT count, UINT start, INT base), count, start, base)
CALL(Draw, (ID3D10Device1 *iface, UINT count, UINT start), count, start)
CALL(DrawIndexedInstanced, (ID3D10Device1 *iface, UINT count, UINT instances, UINT start, INT base, UINT first), count, instances,
    start, base, first)
CALL(DrawInstanced, (ID3D10Device1 *iface, UINT count, UINT instances, UINT start, UINT first), count, instances, start, first)
CALL(DrawAuto, (ID3D10Device1 *iface))

/* ---- input assembler ---- */

CALL(IASetInputLayout, (ID3D10Device1 *iface, ID3D10InputLayout *layout), (void *)child_of(layout))
CALL(IASetIndexBuffer, (ID3D10Device1 *iface, ID3D10Buffer *buffer, DXGI_FORMAT format, UINT offset), (void *)child_of(buffer), format, offset)
CALL(IASetPrimitiveTopology, (ID3D10Device1 *iface, D3D10_PRIMITIVE_TOPOLOGY topology), (D3D11_PRIMITIVE_TOPOLOGY)topology)

static void STDMETHODCALLTYPE d10_IASetVertexBuffers(ID3D10Device1 *iface, UINT start, UINT n, ID3D10Buffer *const *buffers,
    const UINT *strides, const UINT *offsets)
{
    ID3D11DeviceContext4 *c = active(iface);
    void *out[MAX_SLOTS];

    if (c && n <= MAX_SLOTS)
        ctx_IASetVertexBuffers(c, start, n, (void *)children((void *const *)buffers, n, out), strides, offsets);
}

static void STDMETHODCALLTYPE d10_IAGetInputLayout(ID3D10Device1 *iface, ID3D10InputLayout **layout)
{
    ID3D11DeviceContext4 *c = active(iface);

    *layout = NULL;
    if (c)
        ctx_IAGetInputLayout(c, (void *)layout);
    faces((void **)layout, 1);
}

static void STDMETHODCALLTYPE d10_IAGetVertexBuffers(ID3D10Device1 *iface, UINT start, UINT n, ID3D10Buffer **buffers, UINT *strides,
    UINT *offsets)
{
    ID3D11DeviceContext4 *c = active(iface);

    nothing((void **)buffers, n);
    if (!c)
        return;
    ctx_IAGetVertexBuffers(c, start, n, (void *)buffers, strides, offsets);
    if (buffers)
        faces((void **)buffers, n);
}

static void STDMETHODCALLTYPE d10_IAGetIndexBuffer(ID3D10Device1 *iface, ID3D10Buffer **buffer, DXGI_FORMAT *format, UINT *offset)
{
    ID3D11DeviceContext4 *c = active(iface);

    nothing((void **)buffer, 1);
    if (!c)
        return;
    ctx_IAGetIndexBuffer(c, (void *)buffer, format, offset);
    if (buffer)
        faces((void **)buffer, 1);
}

static void STDMETHODCALLTYPE d10_IAGetPrimitiveTopology(ID3D10Device1 *iface, D3D10_PRIMITIVE_TOPOLOGY *topology)
{
    ID3D11DeviceContext4 *c = active(iface);

    *topology = D3D10_PRIMITIVE_TOPOLOGY_UNDEFINED;
    if (c)
        ctx_IAGetPrimitiveTopology(c, (D3D11_PRIMITIVE_TOPOLOGY *)topology);
}

/* ---- predication, output merger, stream output, rasterizer ---- */

CALL(SetPredication, (ID3D10Device1 *iface, ID3D10Predicate *predicate, BOOL value), (void *)child_of(predicate), value)
CALL(OMSetBlendState, (ID3D10Device1 *iface, ID3D10BlendState *state, const FLOAT factor[4], UINT mask), (void *)child_of(state), factor, mask)
CALL(OMSetDepthStencilState, (ID3D10Device1 *iface, ID3D10DepthStencilState *state, UINT ref), (void *)child_of(state), ref)
CALL(RSSetState, (ID3D10Device1 *iface, ID3D10RasterizerState *state), (void *)child_of(state))
CALL(RSSetScissorRects, (ID3D10Device1 *iface, UINT n, const D3D10_RECT *rects), n, rects)
CALL(RSGetScissorRects, (ID3D10Device1 *iface, UINT *n, D3D10_RECT *rects), n, rects)

static void STDMETHODCALLTYPE d10_GetPredication(ID3D10Device1 *iface, ID3D10Predicate **predicate, BOOL *value)
{
    ID3D11DeviceContext4 *c = active(iface);

    nothing((void **)predicate, 1);
    if (!c)
        return;
    ctx_GetPredication(c, (void *)predicate, value);
    if (predicate)
        faces((void **)predicate, 1);
}

static void STDMETHODCALLTYPE d10_OMSetRenderTargets(ID3D10Device1 *iface, UINT n, ID3D10RenderTargetView *const *views,
    ID3D10DepthStencilView *depth)
{
    ID3D11DeviceContext4 *c = active(iface);
    void *out[MAX_SLOTS];

    if (c && n <= MAX_SLOTS)
        ctx_OMSetRenderTargets(c, n, (void *)children((void *const *)views, n, out), (void *)child_of(depth));
}

static void STDMETHODCALLTYPE d10_OMGetRenderTargets(ID3D10Device1 *iface, UINT n, ID3D10RenderTargetView **views,
    ID3D10DepthStencilView **depth)
{
    ID3D11DeviceContext4 *c = active(iface);

    nothing((void **)views, n);
    nothing((void **)depth, 1);
    if (!c)
        return;
    ctx_OMGetRenderTargets(c, n, (void *)views, (void *)depth);
    if (views)
        faces((void **)views, n);
    if (depth)
        faces((void **)depth, 1);
}

static void STDMETHODCALLTYPE d10_OMGetBlendState(ID3D10Device1 *iface, ID3D10BlendState **state, FLOAT factor[4], UINT *mask)
{
    ID3D11DeviceContext4 *c = active(iface);

    nothing((void **)state, 1);
    if (!c)
        return;
    ctx_OMGetBlendState(c, (void *)state, factor, mask);
    if (state)
        faces((void **)state, 1);
}

static void STDMETHODCALLTYPE d10_OMGetDepthStencilState(ID3D10Device1 *iface, ID3D10DepthStencilState **state, UINT *ref)
{
    ID3D11DeviceContext4 *c = active(iface);

    nothing((void **)state, 1);
    if (!c)
        return;
    ctx_OMGetDepthStencilState(c, (void *)state, ref);
    if (state)
        faces((void **)state, 1);
}

static void STDMETHODCALLTYPE d10_SOSetTargets(ID3D10Device1 *iface, UINT n, ID3D10Buffer *const *targets, const UINT *offsets)
{
    ID3D11DeviceContext4 *c = active(iface);
    void *out[MAX_SLOTS];

    if (c && n <= MAX_SLOTS)
        ctx_SOSetTargets(c, n, (void *)children((void *const *)targets, n, out), offsets);
}

/* Where the stream is to go on is not known to the program side: the offsets that Direct3D 10 has here are told as 0. */
static void STDMETHODCALLTYPE d10_SOGetTargets(ID3D10Device1 *iface, UINT n, ID3D10Buffer **targets, UINT *offsets)
{
    ID3D11DeviceContext4 *c = active(iface);
    UINT i;

    nothing((void **)targets, n);
    for (i = 0; offsets && i < n; i++)
        offsets[i] = 0;
    if (!c || !targets)
        return;
    ctx_SOGetTargets(c, n, (void *)targets);
    faces((void **)targets, n);
}

static void STDMETHODCALLTYPE d10_RSGetState(ID3D10Device1 *iface, ID3D10RasterizerState **state)
{
    ID3D11DeviceContext4 *c = active(iface);

    *state = NULL;
    if (c)
        ctx_RSGetState(c, (void *)state);
    faces((void **)state, 1);
}

/* Direct3D 10 counts in whole pixels. */
static void STDMETHODCALLTYPE d10_RSSetViewports(ID3D10Device1 *iface, UINT n, const D3D10_VIEWPORT *viewports)
{
    ID3D11DeviceContext4 *c = active(iface);
    D3D11_VIEWPORT out[RT_VIEWPORTS];
    UINT i;

    if (!c || n > RT_VIEWPORTS || (n && !viewports))
        return;
    for (i = 0; i < n; i++)
        out[i] = (D3D11_VIEWPORT){(FLOAT)viewports[i].TopLeftX, (FLOAT)viewports[i].TopLeftY, (FLOAT)viewports[i].Width,
            (FLOAT)viewports[i].Height, viewports[i].MinDepth, viewports[i].MaxDepth};
    ctx_RSSetViewports(c, n, out);
}

static void STDMETHODCALLTYPE d10_RSGetViewports(ID3D10Device1 *iface, UINT *n, D3D10_VIEWPORT *viewports)
{
    ID3D11DeviceContext4 *c = active(iface);
    D3D11_VIEWPORT out[RT_VIEWPORTS] = {{0}};
    UINT i;

    if (!c || !n)
        return;
    if (*n > RT_VIEWPORTS)
        *n = RT_VIEWPORTS;
    ctx_RSGetViewports(c, n, viewports ? out : NULL);
    for (i = 0; viewports && i < *n; i++)
        viewports[i] = (D3D10_VIEWPORT){(INT)out[i].TopLeftX, (INT)out[i].TopLeftY, (UINT)out[i].Width, (UINT)out[i].Height,
            out[i].MinDepth, out[i].MaxDepth};
}

/* ---- copies and clears. D3D10_BOX and D3D11_BOX are the same. ---- */

CALL(CopySubresourceRegion, (ID3D10Device1 *iface, ID3D10Resource *dst, UINT dst_sub, UINT x, UINT y, UINT z, ID3D10Resource *src,
    UINT src_sub, const D3D10_BOX *box), (void *)child_of(dst), dst_sub, x, y, z, (void *)child_of(src), src_sub, (const D3D11_BOX *)box)
CALL(CopyResource, (ID3D10Device1 *iface, ID3D10Resource *dst, ID3D10Resource *src), (void *)child_of(dst), (void *)child_of(src))
CALL(UpdateSubresource, (ID3D10Device1 *iface, ID3D10Resource *dst, UINT sub, const D3D10_BOX *box, const void *data, UINT row, UINT depth),
    (void *)child_of(dst), sub, (const D3D11_BOX *)box, data, row, depth)
CALL(ClearRenderTargetView, (ID3D10Device1 *iface, ID3D10RenderTargetView *view, const FLOAT color[4]), (void *)child_of(view), color)
CALL(ClearDepthStencilView, (ID3D10Device1 *iface, ID3D10DepthStencilView *view, UINT flags, FLOAT depth, UINT8 stencil),
    (void *)child_of(view), flags, depth, stencil)
CALL(GenerateMips, (ID3D10Device1 *iface, ID3D10ShaderResourceView *view), (void *)child_of(view))
CALL(ResolveSubresource, (ID3D10Device1 *iface, ID3D10Resource *dst, UINT dst_sub, ID3D10Resource *src, UINT src_sub, DXGI_FORMAT format),
    (void *)child_of(dst), dst_sub, (void *)child_of(src), src_sub, format)
CALL(ClearState, (ID3D10Device1 *iface))
CALL(Flush, (ID3D10Device1 *iface))

/* Text filters are of the 10.0 interface; the driver has none. */
static void STDMETHODCALLTYPE d10_SetTextFilterSize(ID3D10Device1 *iface, UINT width, UINT height)
{
}

static void STDMETHODCALLTYPE d10_GetTextFilterSize(ID3D10Device1 *iface, UINT *width, UINT *height)
{
    if (width)
        *width = 0;
    if (height)
        *height = 0;
}

#define SLOT(name) .name = d10_##name
#define STAGE_SLOTS(X) \
    SLOT(X##SetShader), SLOT(X##GetShader), SLOT(X##SetConstantBuffers), SLOT(X##GetConstantBuffers), SLOT(X##SetShaderResources), \
    SLOT(X##GetShaderResources), SLOT(X##SetSamplers), SLOT(X##GetSamplers)
#define CREATE(name) .name = rt_d3d10_##name

const ID3D10Device1Vtbl rt_d3d10_device_vtbl = {
    SLOT(QueryInterface), SLOT(AddRef), SLOT(Release), SLOT(GetPrivateData), SLOT(SetPrivateData), SLOT(SetPrivateDataInterface),
    STAGE_SLOTS(VS), STAGE_SLOTS(GS), STAGE_SLOTS(PS), SLOT(DrawIndexed), SLOT(Draw), SLOT(DrawIndexedInstanced), SLOT(DrawInstanced),
    SLOT(DrawAuto), SLOT(IASetInputLayout), SLOT(IASetVertexBuffers), SLOT(IASetIndexBuffer), SLOT(IASetPrimitiveTopology),
    SLOT(IAGetInputLayout), SLOT(IAGetVertexBuffers), SLOT(IAGetIndexBuffer), SLOT(IAGetPrimitiveTopology), SLOT(SetPredication),
    SLOT(GetPredication), SLOT(OMSetRenderTargets), SLOT(OMGetRenderTargets), SLOT(OMSetBlendState), SLOT(OMGetBlendState),
    SLOT(OMSetDepthStencilState), SLOT(OMGetDepthStencilState), SLOT(SOSetTargets), SLOT(SOGetTargets), SLOT(RSSetState),
    SLOT(RSGetState), SLOT(RSSetViewports), SLOT(RSGetViewports), SLOT(RSSetScissorRects), SLOT(RSGetScissorRects),
    SLOT(CopySubresourceRegion), SLOT(CopyResource), SLOT(UpdateSubresource), SLOT(ClearRenderTargetView), SLOT(ClearDepthStencilView),
    SLOT(GenerateMips), SLOT(ResolveSubresource), SLOT(ClearState), SLOT(Flush), SLOT(SetTextFilterSize), SLOT(GetTextFilterSize),
    CREATE(GetDeviceRemovedReason), CREATE(SetExceptionMode), CREATE(GetExceptionMode), CREATE(CreateBuffer), CREATE(CreateTexture1D),
    CREATE(CreateTexture2D), CREATE(CreateTexture3D), CREATE(CreateShaderResourceView), CREATE(CreateRenderTargetView),
    CREATE(CreateDepthStencilView), CREATE(CreateInputLayout), CREATE(CreateVertexShader), CREATE(CreateGeometryShader),
    CREATE(CreateGeometryShaderWithStreamOutput), CREATE(CreatePixelShader), CREATE(CreateBlendState), CREATE(CreateDepthStencilState),
    CREATE(CreateRasterizerState), CREATE(CreateSamplerState), CREATE(CreateQuery), CREATE(CreatePredicate), CREATE(CreateCounter),
    CREATE(CheckFormatSupport), CREATE(CheckMultisampleQualityLevels), CREATE(CheckCounterInfo), CREATE(CheckCounter),
    CREATE(GetCreationFlags), CREATE(OpenSharedResource), CREATE(CreateShaderResourceView1), CREATE(CreateBlendState1),
    CREATE(GetFeatureLevel),
};
