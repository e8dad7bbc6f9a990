/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * triangle: the smallest whole picture.
 */
#include "common/sample.h"
#include "shaders/triangle_ps.h"
#include "shaders/triangle_vs.h"

static struct {
    ID3D11Buffer *vertices;
    ID3D11InputLayout *layout;
    ID3D11VertexShader *vs;
    ID3D11PixelShader *ps;
} t;

static bool setup(struct sample *s)
{
    static const float vertices[] = { 0, 0.7f, 1, 0, 0, 0.7f, -0.7f, 0, 1, 0, -0.7f, -0.7f, 0, 0, 1 };
    static const D3D11_INPUT_ELEMENT_DESC elements[] = {
        { "POSITION", 0, DXGI_FORMAT_R32G32_FLOAT, 0, 0, D3D11_INPUT_PER_VERTEX_DATA, 0 },
        { "COLOR", 0, DXGI_FORMAT_R32G32B32_FLOAT, 0, 8, D3D11_INPUT_PER_VERTEX_DATA, 0 },
    };
    return (t.vertices = sample_buffer(s, vertices, sizeof vertices, D3D11_BIND_VERTEX_BUFFER, D3D11_USAGE_IMMUTABLE)) &&
           sample_ok(ID3D11Device_CreateVertexShader(s->device, triangle_vs, sizeof triangle_vs, NULL, &t.vs), "CreateVertexShader") &&
           sample_ok(ID3D11Device_CreatePixelShader(s->device, triangle_ps, sizeof triangle_ps, NULL, &t.ps), "CreatePixelShader") &&
           sample_ok(ID3D11Device_CreateInputLayout(s->device, elements, 2, triangle_vs, sizeof triangle_vs, &t.layout), "CreateInputLayout");
}

static void frame(struct sample *s, double time)
{
    static const float background[4] = { 0.1f, 0.1f, 0.15f, 1 };
    D3D11_VIEWPORT viewport = { 0, 0, (float)s->width, (float)s->height, 0, 1 };
    UINT stride = 20, offset = 0;

    ID3D11DeviceContext_ClearRenderTargetView(s->ctx, s->target, background);
    ID3D11DeviceContext_OMSetRenderTargets(s->ctx, 1, &s->target, NULL);
    ID3D11DeviceContext_RSSetViewports(s->ctx, 1, &viewport);
    ID3D11DeviceContext_IASetInputLayout(s->ctx, t.layout);
    ID3D11DeviceContext_IASetPrimitiveTopology(s->ctx, D3D11_PRIMITIVE_TOPOLOGY_TRIANGLELIST);
    ID3D11DeviceContext_IASetVertexBuffers(s->ctx, 0, 1, &t.vertices, &stride, &offset);
    ID3D11DeviceContext_VSSetShader(s->ctx, t.vs, NULL, 0);
    ID3D11DeviceContext_PSSetShader(s->ctx, t.ps, NULL, 0);
    ID3D11DeviceContext_Draw(s->ctx, 3, 0);
}

static bool finish(struct sample *s)
{
    ID3D11Buffer_Release(t.vertices);
    ID3D11InputLayout_Release(t.layout);
    ID3D11VertexShader_Release(t.vs);
    ID3D11PixelShader_Release(t.ps);
    return true;
}

const struct sample_program sample_program = { "triangle", true, setup, frame, finish };
