/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Creates and binds what cases need; a creation that fails leaves the case.
 */
#include <stdlib.h>
#include "conf.h"
#include "shaders/quad_vs.h"

ID3D11Buffer *conf_buffer_desc(struct conf *c, const D3D11_BUFFER_DESC *d, const void *data)
{
    D3D11_SUBRESOURCE_DATA init = { data, 0, 0 };
    ID3D11Buffer *b = NULL;
    conf_need(c, ID3D11Device_CreateBuffer(c->device, d, data ? &init : NULL, &b), "CreateBuffer");
    return conf_own(c, b);
}

ID3D11Buffer *conf_buffer(struct conf *c, UINT size, D3D11_USAGE usage, UINT bind, const void *data)
{
    D3D11_BUFFER_DESC d = { .ByteWidth = size, .Usage = usage, .BindFlags = bind };
    if (usage == D3D11_USAGE_DYNAMIC) d.CPUAccessFlags = D3D11_CPU_ACCESS_WRITE;
    if (usage == D3D11_USAGE_STAGING) d.CPUAccessFlags = D3D11_CPU_ACCESS_READ | D3D11_CPU_ACCESS_WRITE;
    return conf_buffer_desc(c, &d, data);
}

ID3D11Buffer *conf_structured(struct conf *c, UINT stride, UINT count, UINT bind, const void *data)
{
    D3D11_BUFFER_DESC d = { stride * count, D3D11_USAGE_DEFAULT, bind, 0, D3D11_RESOURCE_MISC_BUFFER_STRUCTURED, stride };
    return conf_buffer_desc(c, &d, data);
}

ID3D11Texture1D *conf_texture1d(struct conf *c, const D3D11_TEXTURE1D_DESC *d, const D3D11_SUBRESOURCE_DATA *data)
{
    ID3D11Texture1D *t = NULL;
    conf_need(c, ID3D11Device_CreateTexture1D(c->device, d, data, &t), "CreateTexture1D");
    return conf_own(c, t);
}

ID3D11Texture2D *conf_texture2d(struct conf *c, const D3D11_TEXTURE2D_DESC *d, const D3D11_SUBRESOURCE_DATA *data)
{
    ID3D11Texture2D *t = NULL;
    conf_need(c, ID3D11Device_CreateTexture2D(c->device, d, data, &t), "CreateTexture2D");
    return conf_own(c, t);
}

ID3D11Texture3D *conf_texture3d(struct conf *c, const D3D11_TEXTURE3D_DESC *d, const D3D11_SUBRESOURCE_DATA *data)
{
    ID3D11Texture3D *t = NULL;
    conf_need(c, ID3D11Device_CreateTexture3D(c->device, d, data, &t), "CreateTexture3D");
    return conf_own(c, t);
}

ID3D11Texture2D *conf_plain2d(struct conf *c, DXGI_FORMAT format, UINT width, UINT height, UINT bind, const void *data)
{
    D3D11_TEXTURE2D_DESC d = { width, height, 1, 1, format, { 1, 0 }, D3D11_USAGE_DEFAULT, bind, 0, 0 };
    D3D11_SUBRESOURCE_DATA init = { data, conf_row_size(format, width), 0 };
    return conf_texture2d(c, &d, data ? &init : NULL);
}

ID3D11ShaderResourceView *conf_srv(struct conf *c, void *resource, const D3D11_SHADER_RESOURCE_VIEW_DESC *d)
{
    ID3D11ShaderResourceView *v = NULL;
    conf_need(c, ID3D11Device_CreateShaderResourceView(c->device, resource, d, &v), "CreateShaderResourceView");
    return conf_own(c, v);
}

ID3D11RenderTargetView *conf_rtv(struct conf *c, void *resource, const D3D11_RENDER_TARGET_VIEW_DESC *d)
{
    ID3D11RenderTargetView *v = NULL;
    conf_need(c, ID3D11Device_CreateRenderTargetView(c->device, resource, d, &v), "CreateRenderTargetView");
    return conf_own(c, v);
}

ID3D11DepthStencilView *conf_dsv(struct conf *c, void *resource, const D3D11_DEPTH_STENCIL_VIEW_DESC *d)
{
    ID3D11DepthStencilView *v = NULL;
    conf_need(c, ID3D11Device_CreateDepthStencilView(c->device, resource, d, &v), "CreateDepthStencilView");
    return conf_own(c, v);
}

ID3D11UnorderedAccessView *conf_uav(struct conf *c, void *resource, const D3D11_UNORDERED_ACCESS_VIEW_DESC *d)
{
    ID3D11UnorderedAccessView *v = NULL;
    conf_need(c, ID3D11Device_CreateUnorderedAccessView(c->device, resource, d, &v), "CreateUnorderedAccessView");
    return conf_own(c, v);
}

/* A program's version stands first in its chunk SHDR or SHEX; native Direct3D (DXVK) takes any model on any level. */
static D3D_FEATURE_LEVEL level_of(const void *code)
{
    const uint32_t *w = code;
    for (uint32_t i = 0; i < w[7]; i++) {
        const uint32_t *chunk = w + w[8 + i] / 4;
        if (chunk[0] != 0x52444853 && chunk[0] != 0x58454853) continue;
        return (chunk[2] & 0xff) == 0x40 ? D3D_FEATURE_LEVEL_10_0 : (chunk[2] & 0xff) == 0x41 ? D3D_FEATURE_LEVEL_10_1 : D3D_FEATURE_LEVEL_11_0;
    }
    return D3D_FEATURE_LEVEL_11_0;
}

void conf_shader(struct conf *c, enum conf_stage stage, const void *code, size_t size)
{
    void *s = NULL;
    HRESULT hr = E_INVALIDARG;

    conf_level(c, level_of(code));
    switch (stage) {
    case CONF_VS: hr = ID3D11Device_CreateVertexShader(c->device, code, size, NULL, (ID3D11VertexShader **)&s); break;
    case CONF_HS: hr = ID3D11Device_CreateHullShader(c->device, code, size, NULL, (ID3D11HullShader **)&s); break;
    case CONF_DS: hr = ID3D11Device_CreateDomainShader(c->device, code, size, NULL, (ID3D11DomainShader **)&s); break;
    case CONF_GS: hr = ID3D11Device_CreateGeometryShader(c->device, code, size, NULL, (ID3D11GeometryShader **)&s); break;
    case CONF_PS: hr = ID3D11Device_CreatePixelShader(c->device, code, size, NULL, (ID3D11PixelShader **)&s); break;
    case CONF_CS: hr = ID3D11Device_CreateComputeShader(c->device, code, size, NULL, (ID3D11ComputeShader **)&s); break;
    }
    conf_need(c, hr, "shader creation");
    conf_own(c, s);
    switch (stage) {
    case CONF_VS: ID3D11DeviceContext_VSSetShader(c->ctx, s, NULL, 0); break;
    case CONF_HS: ID3D11DeviceContext_HSSetShader(c->ctx, s, NULL, 0); break;
    case CONF_DS: ID3D11DeviceContext_DSSetShader(c->ctx, s, NULL, 0); break;
    case CONF_GS: ID3D11DeviceContext_GSSetShader(c->ctx, s, NULL, 0); break;
    case CONF_PS: ID3D11DeviceContext_PSSetShader(c->ctx, s, NULL, 0); break;
    case CONF_CS: ID3D11DeviceContext_CSSetShader(c->ctx, s, NULL, 0); break;
    }
}

void conf_no_shader(struct conf *c, enum conf_stage stage)
{
    switch (stage) {
    case CONF_VS: ID3D11DeviceContext_VSSetShader(c->ctx, NULL, NULL, 0); break;
    case CONF_HS: ID3D11DeviceContext_HSSetShader(c->ctx, NULL, NULL, 0); break;
    case CONF_DS: ID3D11DeviceContext_DSSetShader(c->ctx, NULL, NULL, 0); break;
    case CONF_GS: ID3D11DeviceContext_GSSetShader(c->ctx, NULL, NULL, 0); break;
    case CONF_PS: ID3D11DeviceContext_PSSetShader(c->ctx, NULL, NULL, 0); break;
    case CONF_CS: ID3D11DeviceContext_CSSetShader(c->ctx, NULL, NULL, 0); break;
    }
}

void conf_constants(struct conf *c, enum conf_stage stage, UINT slot, const void *data, UINT size)
{
    ID3D11Buffer *b = conf_buffer(c, (size + 15) & ~15u, D3D11_USAGE_DEFAULT, D3D11_BIND_CONSTANT_BUFFER, NULL);
    uint8_t padded[4096] = { 0 };

    memcpy(padded, data, size);
    ID3D11DeviceContext_UpdateSubresource(c->ctx, (ID3D11Resource *)b, 0, NULL, padded, 0, 0);
    switch (stage) {
    case CONF_VS: ID3D11DeviceContext_VSSetConstantBuffers(c->ctx, slot, 1, &b); break;
    case CONF_HS: ID3D11DeviceContext_HSSetConstantBuffers(c->ctx, slot, 1, &b); break;
    case CONF_DS: ID3D11DeviceContext_DSSetConstantBuffers(c->ctx, slot, 1, &b); break;
    case CONF_GS: ID3D11DeviceContext_GSSetConstantBuffers(c->ctx, slot, 1, &b); break;
    case CONF_PS: ID3D11DeviceContext_PSSetConstantBuffers(c->ctx, slot, 1, &b); break;
    case CONF_CS: ID3D11DeviceContext_CSSetConstantBuffers(c->ctx, slot, 1, &b); break;
    }
}

void conf_set_srv(struct conf *c, enum conf_stage stage, UINT slot, ID3D11ShaderResourceView *view)
{
    switch (stage) {
    case CONF_VS: ID3D11DeviceContext_VSSetShaderResources(c->ctx, slot, 1, &view); break;
    case CONF_HS: ID3D11DeviceContext_HSSetShaderResources(c->ctx, slot, 1, &view); break;
    case CONF_DS: ID3D11DeviceContext_DSSetShaderResources(c->ctx, slot, 1, &view); break;
    case CONF_GS: ID3D11DeviceContext_GSSetShaderResources(c->ctx, slot, 1, &view); break;
    case CONF_PS: ID3D11DeviceContext_PSSetShaderResources(c->ctx, slot, 1, &view); break;
    case CONF_CS: ID3D11DeviceContext_CSSetShaderResources(c->ctx, slot, 1, &view); break;
    }
}

void conf_viewport(struct conf *c, float x, float y, float width, float height, float near_z, float far_z)
{
    D3D11_VIEWPORT v = { x, y, width, height, near_z, far_z };
    ID3D11DeviceContext_RSSetViewports(c->ctx, 1, &v);
}

struct conf_target conf_target(struct conf *c, DXGI_FORMAT format, UINT width, UINT height, const float clear[4])
{
    struct conf_target t = { NULL, NULL, width, height };
    t.texture = conf_plain2d(c, format, width, height, D3D11_BIND_RENDER_TARGET | D3D11_BIND_SHADER_RESOURCE, NULL);
    t.view = conf_rtv(c, t.texture, NULL);
    ID3D11DeviceContext_ClearRenderTargetView(c->ctx, t.view, clear);
    ID3D11DeviceContext_OMSetRenderTargets(c->ctx, 1, &t.view, NULL);
    conf_viewport(c, 0, 0, (float)width, (float)height, 0, 1);
    return t;
}

void conf_quad_setup(struct conf *c, float z)
{
    float constants[4] = { z, 0, 0, 0 };
    CONF_SHADER(c, CONF_VS, quad_vs);
    conf_constants(c, CONF_VS, 0, constants, sizeof constants);
    ID3D11DeviceContext_IASetInputLayout(c->ctx, NULL);
    ID3D11DeviceContext_IASetPrimitiveTopology(c->ctx, D3D11_PRIMITIVE_TOPOLOGY_TRIANGLESTRIP);
}

void conf_quad(struct conf *c, float z)
{
    conf_quad_setup(c, z);
    ID3D11DeviceContext_Draw(c->ctx, 4, 0);
}

void conf_pattern(void *data, size_t size, uint32_t seed)
{
    uint8_t *p = data;
    uint32_t x = seed * 2654435761u + 12345u;
    for (size_t i = 0; i < size; i++) {
        x = x * 1664525u + 1013904223u;
        p[i] = (uint8_t)(x >> 24);
    }
}
