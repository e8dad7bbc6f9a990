/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * context_ia.c - input assembler.
 */
#include "cmdlist.h"
#include "context_methods.h"

void rt_ctx_emit_vbs(struct rt_context *c, UINT start, UINT n)
{
    struct rt_umd *umd = c->umd;
    D3D10DDI_HRESOURCE buffers[RT_VBS];
    UINT strides[RT_VBS], offsets[RT_VBS], i;

    if (c->list || !rt_ctx_enter(c))
        return;
    for (i = 0; i < n; i++) {
        const struct rt_vertex_binding *b = &c->state.vbs[start + i];

        rt_ctx_reads(c, b->buffer);
        buffers[i] = rt_h_resource(c, b->buffer);
        strides[i] = b->stride;
        offsets[i] = b->offset;
    }
    umd->f->pfnIaSetVertexBuffers(umd->h, start, n, buffers, strides, offsets);
    rt_ctx_leave(c);
}

void rt_ctx_set_layout(struct rt_context *c, struct rt_layout *layout)
{
    RT_HOLD(c->state.layout, layout);
    if (c->list) {
        struct rt_child *object = RT_OBJ(layout);

        rt_record(c, RT_OP_LAYOUT, NULL, 0, &object, 1, NULL, 0);
        return;
    }
    if (!rt_ctx_enter(c))
        return;
    c->umd->f->pfnIaSetInputLayout(c->umd->h, (D3D10DDI_HELEMENTLAYOUT){rt_h_layout(c, layout)});
    rt_ctx_leave(c);
}

void rt_ctx_set_vbs(struct rt_context *c, UINT start, UINT n, const struct rt_vertex_binding *vbs)
{
    UINT i;

    for (i = 0; i < n; i++) {
        struct rt_vertex_binding *slot = &c->state.vbs[start + i];
        struct rt_resource *buffer = vbs[i].buffer;

        if (buffer && rt_hazard_buffer_is_output(c, buffer))
            buffer = NULL;
        RT_HOLD(slot->buffer, buffer);
        slot->stride = vbs[i].stride;
        slot->offset = vbs[i].offset;
    }
    if (start + n > c->state.n_vbs)
        c->state.n_vbs = start + n;
    if (c->list) {
        struct rt_child *objects[RT_VBS];
        UINT u[] = {start, n}, data[2 * RT_VBS];

        for (i = 0; i < n; i++) {
            objects[i] = RT_OBJ(vbs[i].buffer);
            data[2 * i] = vbs[i].stride;
            data[2 * i + 1] = vbs[i].offset;
        }
        rt_record(c, RT_OP_VBS, u, 2, objects, n, data, n * 2 * sizeof(UINT));
        return;
    }
    rt_ctx_emit_vbs(c, start, n);
}

void rt_ctx_set_ib(struct rt_context *c, struct rt_resource *buffer, DXGI_FORMAT format, UINT offset)
{
    struct rt_umd *umd = c->umd;

    if (buffer && rt_hazard_buffer_is_output(c, buffer))
        buffer = NULL;
    RT_HOLD(c->state.index_buffer, buffer);
    c->state.index_format = format;
    c->state.index_offset = offset;
    if (c->list) {
        struct rt_child *object = RT_OBJ(buffer);
        UINT u[] = {format, offset};

        rt_record(c, RT_OP_IB, u, 2, &object, 1, NULL, 0);
        return;
    }
    if (!rt_ctx_enter(c))
        return;
    rt_ctx_reads(c, buffer);
    /* The driver sees the two valid formats only, also when nothing is bound. */
    umd->f->pfnIaSetIndexBuffer(umd->h, rt_h_resource(c, buffer),
        format == DXGI_FORMAT_R32_UINT ? DXGI_FORMAT_R32_UINT : DXGI_FORMAT_R16_UINT, offset);
    rt_ctx_leave(c);
}

void rt_ctx_set_topology(struct rt_context *c, D3D11_PRIMITIVE_TOPOLOGY topology)
{
    c->state.topology = topology;
    if (c->list) {
        UINT u = topology;

        rt_record(c, RT_OP_TOPOLOGY, &u, 1, NULL, 0, NULL, 0);
        return;
    }
    if (!rt_ctx_enter(c))
        return;
    c->umd->f->pfnIaSetTopology(c->umd->h, (D3D10_DDI_PRIMITIVE_TOPOLOGY)topology);
    rt_ctx_leave(c);
}

void STDMETHODCALLTYPE ctx_IASetInputLayout(ID3D11DeviceContext4 *iface, ID3D11InputLayout *layout)
{
    rt_ctx_set_layout(rt_context_from(iface), (struct rt_layout *)layout);
}

void STDMETHODCALLTYPE ctx_IAGetInputLayout(ID3D11DeviceContext4 *iface, ID3D11InputLayout **layout)
{
    RT_GIVE(layout, ID3D11InputLayout, rt_context_from(iface)->state.layout);
}

void STDMETHODCALLTYPE ctx_IASetVertexBuffers(ID3D11DeviceContext4 *iface, UINT start, UINT n, ID3D11Buffer *const *buffers,
    const UINT *strides, const UINT *offsets)
{
    struct rt_context *c = rt_context_from(iface);
    struct rt_vertex_binding vbs[RT_VBS];
    UINT i;

    if (start > RT_VBS || n > RT_VBS - start || !n)
        return;
    for (i = 0; i < n; i++) {
        vbs[i].buffer = buffers ? rt_resource_from(buffers[i]) : NULL;
        vbs[i].stride = strides ? strides[i] : 0;
        vbs[i].offset = offsets ? offsets[i] : 0;
        if (vbs[i].buffer && !(vbs[i].buffer->desc.bind & D3D11_BIND_VERTEX_BUFFER))
            vbs[i].buffer = NULL;
        if (vbs[i].stride > D3D11_REQ_MULTI_ELEMENT_STRUCTURE_SIZE_IN_BYTES)
            return;
    }
    rt_ctx_set_vbs(c, start, n, vbs);
}

void STDMETHODCALLTYPE ctx_IAGetVertexBuffers(ID3D11DeviceContext4 *iface, UINT start, UINT n, ID3D11Buffer **buffers, UINT *strides,
    UINT *offsets)
{
    struct rt_context *c = rt_context_from(iface);
    UINT i;

    for (i = 0; i < n; i++) {
        const struct rt_vertex_binding none = {0};
        const struct rt_vertex_binding *b = start + i < RT_VBS ? &c->state.vbs[start + i] : &none;

        if (buffers)
            RT_GIVE(&buffers[i], ID3D11Buffer, b->buffer);
        if (strides)
            strides[i] = b->stride;
        if (offsets)
            offsets[i] = b->offset;
    }
}

void STDMETHODCALLTYPE ctx_IASetIndexBuffer(ID3D11DeviceContext4 *iface, ID3D11Buffer *buffer, DXGI_FORMAT format, UINT offset)
{
    struct rt_resource *r = rt_resource_from(buffer);

    if (r && !(r->desc.bind & D3D11_BIND_INDEX_BUFFER))
        return;
    if (r && format != DXGI_FORMAT_R16_UINT && format != DXGI_FORMAT_R32_UINT)
        return;
    rt_ctx_set_ib(rt_context_from(iface), r, format, offset);
}

void STDMETHODCALLTYPE ctx_IAGetIndexBuffer(ID3D11DeviceContext4 *iface, ID3D11Buffer **buffer, DXGI_FORMAT *format, UINT *offset)
{
    struct rt_context *c = rt_context_from(iface);

    if (buffer)
        RT_GIVE(buffer, ID3D11Buffer, c->state.index_buffer);
    if (format)
        *format = c->state.index_format;
    if (offset)
        *offset = c->state.index_offset;
}

void STDMETHODCALLTYPE ctx_IASetPrimitiveTopology(ID3D11DeviceContext4 *iface, D3D11_PRIMITIVE_TOPOLOGY topology)
{
    const unsigned t = topology;

    if (t > 13 || (t > 5 && t < 10)) {
        if (t < D3D11_PRIMITIVE_TOPOLOGY_1_CONTROL_POINT_PATCHLIST || t > D3D11_PRIMITIVE_TOPOLOGY_32_CONTROL_POINT_PATCHLIST)
            return;
    }
    rt_ctx_set_topology(rt_context_from(iface), topology);
}

void STDMETHODCALLTYPE ctx_IAGetPrimitiveTopology(ID3D11DeviceContext4 *iface, D3D11_PRIMITIVE_TOPOLOGY *topology)
{
    *topology = rt_context_from(iface)->state.topology;
}
