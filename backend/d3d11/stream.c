/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * stream.c - whether a host takes several streams, and stream output targets on DXVK. ID3D11DeviceContext::DrawAuto divides
 * the bytes that were written by the stride with which they were written, and DXVK (src/d3d11/d3d11_context.cpp, DrawAuto; src/dxvk/dxvk_context.cpp,
 * updateTransformFeedbackBuffers; seen with 2.6) keeps that stride with the buffer: 0 before the first draw that streams
 * into it, and the shader's for that slot, written or not, afterwards. A driver that divides by it (lavapipe) ends the
 * process, and a guest decides whether that happens. So a buffer is streamed into once when it is made, by a draw that
 * writes nothing, and no shader has a stride of 0.
 */
#include "renderer.h"
#include "shaders/stream_gs.h"
#include "shaders/stream_vs.h"
#include "shaders/two_streams_gs.h"

#define STRIDE 16u

bool pvb_d11_stream_init(struct pvb_renderer *r)
{
    static const D3D11_SO_DECLARATION_ENTRY entry = { 0, "SV_Position", 0, 0, 4, 0 };
    const UINT strides[4] = { STRIDE, STRIDE, STRIDE, STRIDE };
    struct pvb_d11_stream *s = &r->stream;

    if (!r->host.keeps_strides) return true;
    s->state = pvb_d11_state_new(r);
    return s->state && SUCCEEDED(ID3D11Device_CreateVertexShader(r->device, stream_vs, sizeof stream_vs, NULL, &s->vs))
        && SUCCEEDED(ID3D11Device_CreateGeometryShaderWithStreamOutput(r->device, stream_gs, sizeof stream_gs, &entry, 1, strides, 4,
                                                                       D3D11_SO_NO_RASTERIZED_STREAM, NULL, &s->gs));
}

void pvb_d11_stream_fini(struct pvb_renderer *r)
{
    pvb_d11_release(r->stream.state);
    pvb_d11_release(r->stream.vs);
    pvb_d11_release(r->stream.gs);
}

bool pvb_d11_stream_several(struct pvb_renderer *r)
{
    static const D3D11_SO_DECLARATION_ENTRY entries[] = { { 0, "SV_Position", 0, 0, 4, 0 }, { 1, "SECOND", 0, 0, 4, 1 } };
    const UINT strides[2] = { STRIDE, STRIDE };
    ID3D11GeometryShader *gs = NULL;
    HRESULT hr = ID3D11Device_CreateGeometryShaderWithStreamOutput(r->device, two_streams_gs, sizeof two_streams_gs, entries, 2,
                                                                   strides, 2, D3D11_SO_NO_RASTERIZED_STREAM, NULL, &gs);

    if (FAILED(hr)) return false;
    pvb_d11_release(gs);
    return true;
}

void pvb_d11_stream_prepare(struct pvb_renderer *r, ID3D11Buffer *buffer)
{
    struct pvb_d11_context *current = r->current;
    ID3DDeviceContextState *before = NULL;
    ID3D11Buffer *none = NULL;
    const UINT offset = 0;

    if (!r->host.keeps_strides) return;
    ID3D11DeviceContext1_SwapDeviceContextState(r->ctx1, r->stream.state, &before);
    ID3D11DeviceContext_IASetPrimitiveTopology(r->ctx, D3D11_PRIMITIVE_TOPOLOGY_POINTLIST);
    ID3D11DeviceContext_VSSetShader(r->ctx, r->stream.vs, NULL, 0);
    ID3D11DeviceContext_GSSetShader(r->ctx, r->stream.gs, NULL, 0);
    ID3D11DeviceContext_SOSetTargets(r->ctx, 1, &buffer, &offset);
    ID3D11DeviceContext_Draw(r->ctx, 1, 0);
    ID3D11DeviceContext_SOSetTargets(r->ctx, 1, &none, &offset);
    ID3D11DeviceContext1_SwapDeviceContextState(r->ctx1, before, NULL);
    pvb_d11_release(before);
    r->current = current;
}

uint32_t pvb_d11_stream_strides(const struct pvb_renderer *r, const struct pvb_d11_so_layout *so, UINT strides[4])
{
    uint32_t used = so->n_strides, written[4] = { 0 };

    for (uint32_t i = 0; i < so->n_elements; i++) {
        const struct pvgpu_so_element *e = &so->elements[i];
        written[e->slot] += 4 * e->n_components;
        if (e->slot >= used) used = e->slot + 1;
    }
    for (uint32_t k = 0; k < 4; k++) {
        strides[k] = k < so->n_strides ? so->strides[k] : 0;
        if (strides[k] < written[k]) strides[k] = written[k];
        if (!strides[k]) strides[k] = STRIDE;
    }
    return r->host.keeps_strides ? 4 : used;
}
