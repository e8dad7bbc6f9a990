/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Map in every mode: what is read and written, in the order of the draws between, and the codes of misuse.
 */
#include <time.h>
#include "conf.h"
#include "shaders/attribute_uint_ps.h"
#include "shaders/attribute_uint_vs.h"
#include "shaders/load2_float_ps.h"
#include "shaders/plain_ps.h"

static const float zero[4];

#define MAP(c, r, sub, mode, flags, m) ID3D11DeviceContext_Map((c)->ctx, (ID3D11Resource *)(r), sub, mode, flags, m)
#define UNMAP(c, r, sub) ID3D11DeviceContext_Unmap((c)->ctx, (ID3D11Resource *)(r), sub)

static void staging_modes(struct conf *c)
{
    uint8_t data[64];
    D3D11_MAPPED_SUBRESOURCE m;
    ID3D11Buffer *s;
    conf_pattern(data, sizeof data, 80);
    s = conf_buffer(c, 64, D3D11_USAGE_STAGING, 0, data);
    conf_need(c, MAP(c, s, 0, D3D11_MAP_READ, 0, &m), "Map to read");
    conf_bytes(c, m.pData, 64, 0, 1, "read");
    UNMAP(c, s, 0);
    conf_need(c, MAP(c, s, 0, D3D11_MAP_WRITE, 0, &m), "Map to write");
    memset((uint8_t *)m.pData + 5, 0x77, 10);
    UNMAP(c, s, 0);
    conf_need(c, MAP(c, s, 0, D3D11_MAP_READ_WRITE, 0, &m), "Map to read and write");
    conf_bytes(c, m.pData, 64, 0, 1, "what was written");
    ((uint8_t *)m.pData)[63] = 1;
    UNMAP(c, s, 0);
    conf_resource(c, s, "both");
}

static void dynamic_constants(struct conf *c)
{
    struct conf_target t = conf_target(c, DXGI_FORMAT_R8G8B8A8_UNORM, 32, 1, zero);
    ID3D11Buffer *cb = conf_buffer(c, 16, D3D11_USAGE_DYNAMIC, D3D11_BIND_CONSTANT_BUFFER, NULL);
    D3D11_MAPPED_SUBRESOURCE m;
    conf_quad_setup(c, 0.5f);
    CONF_SHADER(c, CONF_PS, plain_ps);
    ID3D11DeviceContext_PSSetConstantBuffers(c->ctx, 0, 1, &cb);
    for (UINT i = 0; i < 32; i++) {
        const float color[4] = { (float)i / 32, 1 - (float)i / 32, 0.5f, 1 };
        conf_need(c, MAP(c, cb, 0, D3D11_MAP_WRITE_DISCARD, 0, &m), "Map");
        memcpy(m.pData, color, sizeof color);
        UNMAP(c, cb, 0);
        conf_viewport(c, (float)i, 0, 1, 1, 0, 1);
        ID3D11DeviceContext_Draw(c->ctx, 4, 0);
    }
    conf_resource(c, t.texture, "a colour for each draw");
}

/* Vertices that are appended while earlier ones are still to be drawn; arg: bytes of the buffer. */
static void no_overwrite(struct conf *c)
{
    static const D3D11_INPUT_ELEMENT_DESC e = { "VALUE", 0, DXGI_FORMAT_R32G32B32A32_UINT, 0, 0, D3D11_INPUT_PER_VERTEX_DATA, 0 };
    struct conf_target t = conf_target(c, DXGI_FORMAT_R32G32B32A32_UINT, 8, 8, zero);
    const float size[4] = { 8, 8, 0, 0 };
    const UINT stride = 16, zero_offset = 0;
    ID3D11Buffer *vb = conf_buffer(c, c->arg, D3D11_USAGE_DYNAMIC, D3D11_BIND_VERTEX_BUFFER, NULL);
    ID3D11InputLayout *l;
    D3D11_MAPPED_SUBRESOURCE m;

    conf_need(c, ID3D11Device_CreateInputLayout(c->device, &e, 1, attribute_uint_vs, sizeof attribute_uint_vs, &l), "CreateInputLayout");
    conf_own(c, l);
    ID3D11DeviceContext_IASetInputLayout(c->ctx, l);
    ID3D11DeviceContext_IASetPrimitiveTopology(c->ctx, D3D11_PRIMITIVE_TOPOLOGY_POINTLIST);
    conf_constants(c, CONF_VS, 0, size, sizeof size);
    CONF_SHADER(c, CONF_VS, attribute_uint_vs);
    CONF_SHADER(c, CONF_PS, attribute_uint_ps);
    for (UINT round = 0; round < 2; round++) {
        for (UINT i = 0; i < 8; i++) {
            UINT at = i * (c->arg / 8);
            uint32_t values[8][4];
            conf_need(c, MAP(c, vb, 0, i ? D3D11_MAP_WRITE_NO_OVERWRITE : D3D11_MAP_WRITE_DISCARD, 0, &m), "Map");
            for (UINT k = 0; k < 8; k++)
                for (UINT x = 0; x < 4; x++) values[k][x] = round * 10000 + i * 1000 + k * 10 + x;
            memcpy((uint8_t *)m.pData + at, values, sizeof values);
            UNMAP(c, vb, 0);
            ID3D11DeviceContext_IASetVertexBuffers(c->ctx, 0, 1, &vb, &stride, &zero_offset);
            conf_viewport(c, 0, (float)i, 8, 8, 0, 1);
            ID3D11DeviceContext_Draw(c->ctx, 8, at / 16);
        }
        conf_resource(c, t.texture, "round %u", round);
    }
}

static void dynamic_texture(struct conf *c)
{
    D3D11_TEXTURE2D_DESC d = { 8, 8, 1, 1, DXGI_FORMAT_R8G8B8A8_UNORM, { 1, 0 }, D3D11_USAGE_DYNAMIC, D3D11_BIND_SHADER_RESOURCE,
                               D3D11_CPU_ACCESS_WRITE, 0 };
    ID3D11Texture2D *t = conf_texture2d(c, &d, NULL);
    ID3D11ShaderResourceView *v = conf_srv(c, t, NULL);
    const int32_t at[4] = { 0 };
    D3D11_MAPPED_SUBRESOURCE m;
    for (UINT i = 0; i < 3; i++) {
        struct conf_target out = conf_target(c, DXGI_FORMAT_R8G8B8A8_UNORM, 8, 8, zero);
        conf_need(c, MAP(c, t, 0, D3D11_MAP_WRITE_DISCARD, 0, &m), "Map");
        for (UINT y = 0; y < 8; y++) conf_pattern((uint8_t *)m.pData + (size_t)y * m.RowPitch, 32, 90 + i * 8 + y);
        UNMAP(c, t, 0);
        CONF_SHADER(c, CONF_PS, load2_float_ps);
        conf_constants(c, CONF_PS, 0, at, sizeof at);
        conf_set_srv(c, CONF_PS, 0, v);
        conf_quad(c, 0.5f);
        conf_resource(c, out.texture, "round %u", i);
    }
}

static void staging_texture_writes(struct conf *c)
{
    D3D11_TEXTURE3D_DESC d = { 5, 3, 4, 2, DXGI_FORMAT_R8G8_UNORM, D3D11_USAGE_STAGING, 0,
                               D3D11_CPU_ACCESS_READ | D3D11_CPU_ACCESS_WRITE, 0 };
    ID3D11Texture3D *s = conf_texture3d(c, &d, NULL);
    D3D11_MAPPED_SUBRESOURCE m;
    for (UINT sub = 0; sub < 2; sub++) {
        UINT w = sub ? 2 : 5, h = sub ? 1 : 3, depth = sub ? 2 : 4;
        conf_need(c, MAP(c, s, sub, D3D11_MAP_WRITE, 0, &m), "Map");
        for (UINT z = 0; z < depth; z++)
            for (UINT y = 0; y < h; y++) conf_pattern((uint8_t *)m.pData + z * m.DepthPitch + y * m.RowPitch, w * 2, z * 10 + y);
        UNMAP(c, s, sub);
    }
    conf_resource(c, s, "volume");
}

/* A map that must not wait tells so or succeeds; it succeeds when the work is done. */
static void do_not_wait(struct conf *c)
{
    static const float color[4] = { 0.5f, 0.25f, 1, 1 };
    struct conf_target t = conf_target(c, DXGI_FORMAT_R8G8B8A8_UNORM, 64, 64, color);
    D3D11_TEXTURE2D_DESC d;
    ID3D11Texture2D *s;
    D3D11_MAPPED_SUBRESOURCE m;
    HRESULT hr;
    UINT odd = 0;
    time_t start = time(NULL);

    ID3D11Texture2D_GetDesc(t.texture, &d);
    d.Usage = D3D11_USAGE_STAGING;
    d.BindFlags = 0;
    d.CPUAccessFlags = D3D11_CPU_ACCESS_READ;
    s = conf_texture2d(c, &d, NULL);
    conf_play(c);
    ID3D11DeviceContext_CopyResource(c->now, (ID3D11Resource *)s, (ID3D11Resource *)t.texture);
    do {
        hr = ID3D11DeviceContext_Map(c->now, (ID3D11Resource *)s, 0, D3D11_MAP_READ, D3D11_MAP_FLAG_DO_NOT_WAIT, &m);
        if (SUCCEEDED(hr)) break;
        if (hr != DXGI_ERROR_WAS_STILL_DRAWING) { odd++; break; }
    } while (time(NULL) - start < 30);
    conf_must(c, odd, 0, "other codes");
    conf_must(c, (uint32_t)hr, S_OK, "in the end");
    if (FAILED(hr)) return;
    conf_bytes(c, m.pData, 256, m.RowPitch, 64, "what is there then");
    ID3D11DeviceContext_Unmap(c->now, (ID3D11Resource *)s, 0);
}

static void pitches(struct conf *c)
{
    ID3D11Buffer *s = conf_buffer(c, 100, D3D11_USAGE_STAGING, 0, NULL);
    D3D11_MAPPED_SUBRESOURCE m;
    conf_need(c, MAP(c, s, 0, D3D11_MAP_READ, 0, &m), "Map");
    conf_must(c, (uintptr_t)m.pData % 16, 0, "16 bytes of alignment (ID3D11DeviceContext::Map, level 10 and up)");
    UNMAP(c, s, 0);
}

/* Codes of ID3D11DeviceContext::Map and the usage table of D3D11_USAGE. */
static void misuse(struct conf *c)
{
    ID3D11Buffer *def = conf_buffer(c, 64, D3D11_USAGE_DEFAULT, D3D11_BIND_VERTEX_BUFFER, NULL);
    ID3D11Buffer *dyn = conf_buffer(c, 64, D3D11_USAGE_DYNAMIC, D3D11_BIND_VERTEX_BUFFER, NULL);
    static const uint8_t data[64];
    ID3D11Buffer *imm = conf_buffer(c, 64, D3D11_USAGE_IMMUTABLE, D3D11_BIND_VERTEX_BUFFER, data);
    D3D11_BUFFER_DESC d = { 64, D3D11_USAGE_STAGING, 0, D3D11_CPU_ACCESS_READ, 0, 0 };
    ID3D11Buffer *read = conf_buffer_desc(c, &d, NULL);
    D3D11_MAPPED_SUBRESOURCE m;
#define TRY(r, sub, mode, flags, label) do { HRESULT hr = MAP(c, r, sub, mode, flags, &m); \
        conf_must(c, (uint32_t)hr, (uint32_t)E_INVALIDARG, label); if (SUCCEEDED(hr)) UNMAP(c, r, sub); } while (0)
    TRY(def, 0, D3D11_MAP_READ, 0, "a default buffer without access");
    TRY(dyn, 0, D3D11_MAP_READ, 0, "reading a dynamic buffer");
    TRY(dyn, 0, D3D11_MAP_WRITE, 0, "writing a dynamic buffer without a promise");
    TRY(imm, 0, D3D11_MAP_READ, 0, "an immutable buffer");
    TRY(read, 0, D3D11_MAP_WRITE, 0, "writing what is for reading");
    TRY(read, 0, D3D11_MAP_WRITE_DISCARD, 0, "discarding staging");
    TRY(read, 1, D3D11_MAP_READ, 0, "a subresource that does not exist");
    TRY(read, 0, (D3D11_MAP)0, 0, "no mode");
    TRY(dyn, 0, D3D11_MAP_WRITE_DISCARD, D3D11_MAP_FLAG_DO_NOT_WAIT, "not waiting for what never waits");
#undef TRY
}

static const struct conf_case cases[] = {
    { "staging", staging_modes, 0 }, { "dynamic constants", dynamic_constants, 0 }, { "appending to 1 KiB", no_overwrite, 1024 },
    { "appending to 64 KiB", no_overwrite, 65536 }, { "dynamic texture", dynamic_texture, 0 },
    { "staging volume", staging_texture_writes, 0 }, { "not waiting", do_not_wait, 0 }, { "pointers", pitches, 0 }, { "misuse", misuse, 0 },
};
const struct conf_area area_maps = { "maps", cases, N_OF(cases), 0, NULL, NULL };
