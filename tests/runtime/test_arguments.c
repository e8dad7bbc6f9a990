/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * test_arguments.c - what creations accept and refuse. Each row rests on the sdk-api page of the call or of
 * the description's structure.
 */
#include "device.h"

#include "shaders/triangle_ps.h"
#include "shaders/triangle_vs.h"

#define VB D3D11_BIND_VERTEX_BUFFER
#define CB D3D11_BIND_CONSTANT_BUFFER
#define SR D3D11_BIND_SHADER_RESOURCE
#define UA D3D11_BIND_UNORDERED_ACCESS
#define RT D3D11_BIND_RENDER_TARGET
#define DS D3D11_BIND_DEPTH_STENCIL
#define SO D3D11_BIND_STREAM_OUTPUT
#define RD D3D11_CPU_ACCESS_READ
#define WR D3D11_CPU_ACCESS_WRITE
#define STRUCTURED D3D11_RESOURCE_MISC_BUFFER_STRUCTURED
#define RAW D3D11_RESOURCE_MISC_BUFFER_ALLOW_RAW_VIEWS
#define CUBE D3D11_RESOURCE_MISC_TEXTURECUBE
#define MIPS D3D11_RESOURCE_MISC_GENERATE_MIPS

TEST(buffers)
{
    static const struct { bool ok, data; D3D11_BUFFER_DESC d; } rows[] = {
        {true, false, {64, D3D11_USAGE_DEFAULT, VB, 0, 0, 0}},
        {true, false, {64, D3D11_USAGE_DEFAULT, VB | D3D11_BIND_INDEX_BUFFER | SR | SO, 0, 0, 0}},
        {true, false, {64, D3D11_USAGE_DEFAULT, 0, 0, 0, 0}},
        {false, false, {0, D3D11_USAGE_DEFAULT, VB, 0, 0, 0}},
        {false, false, {64, D3D11_USAGE_DEFAULT, VB, WR, 0, 0}},
        {true, false, {64, D3D11_USAGE_DEFAULT, UA, RD | WR, RAW, 0}}, /* mappable default buffer of WDDM 1.3 */
        {false, false, {64, D3D11_USAGE_DEFAULT, DS, 0, 0, 0}},
        {false, false, {64, (D3D11_USAGE)4, VB, 0, 0, 0}},
        {false, false, {64, D3D11_USAGE_DEFAULT, 0x100, 0, 0, 0}},
        {true, true, {64, D3D11_USAGE_IMMUTABLE, VB, 0, 0, 0}},
        {false, false, {64, D3D11_USAGE_IMMUTABLE, VB, 0, 0, 0}},
        {false, true, {64, D3D11_USAGE_IMMUTABLE, UA, 0, 0, 0}},
        {false, true, {64, D3D11_USAGE_IMMUTABLE, VB, RD, 0, 0}},
        {true, false, {64, D3D11_USAGE_DYNAMIC, VB, WR, 0, 0}},
        {false, false, {64, D3D11_USAGE_DYNAMIC, VB, 0, 0, 0}},
        {false, false, {64, D3D11_USAGE_DYNAMIC, VB, WR | RD, 0, 0}},
        {false, false, {64, D3D11_USAGE_DYNAMIC, 0, WR, 0, 0}},
        {false, false, {64, D3D11_USAGE_DYNAMIC, SO, WR, 0, 0}},
        {true, false, {64, D3D11_USAGE_STAGING, 0, RD | WR, 0, 0}},
        {false, false, {64, D3D11_USAGE_STAGING, VB, RD, 0, 0}},
        {false, false, {64, D3D11_USAGE_STAGING, 0, 0, 0, 0}},
        {true, false, {64, D3D11_USAGE_DEFAULT, CB, 0, 0, 0}},
        {false, false, {60, D3D11_USAGE_DEFAULT, CB, 0, 0, 0}},
        {false, false, {64, D3D11_USAGE_DEFAULT, CB | VB, 0, 0, 0}},
        {true, false, {64, D3D11_USAGE_DEFAULT, SR, 0, STRUCTURED, 16}},
        {false, false, {64, D3D11_USAGE_DEFAULT, SR, 0, STRUCTURED, 0}},
        {false, false, {64, D3D11_USAGE_DEFAULT, SR, 0, STRUCTURED, 6}},
        {false, false, {64, D3D11_USAGE_DEFAULT, SR, 0, STRUCTURED, 24}},
        {false, false, {4096, D3D11_USAGE_DEFAULT, SR, 0, STRUCTURED, 4096}},
        {false, false, {64, D3D11_USAGE_DEFAULT, SR, 0, STRUCTURED | RAW, 16}},
        {true, false, {64, D3D11_USAGE_DEFAULT, SR, 0, RAW, 0}},
        {false, false, {64, D3D11_USAGE_DEFAULT, VB, 0, RAW, 0}},
        {false, false, {64, D3D11_USAGE_DEFAULT, VB, 0, MIPS, 0}},
        {false, false, {64, D3D11_USAGE_DEFAULT, VB, 0, CUBE, 0}},
    };
    static const uint8_t bytes[64];
    const D3D11_SUBRESOURCE_DATA data = {bytes, 0, 0};
    ID3D11Buffer *b;
    unsigned i;

    CHECK(begin());
    CHECK_EQ(ID3D11Device_CreateBuffer(device, NULL, NULL, &b), E_INVALIDARG);
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        const int calls = fake.calls;
        HRESULT hr = ID3D11Device_CreateBuffer(device, &rows[i].d, rows[i].data ? &data : NULL, &b);

        if (hr != (rows[i].ok ? S_OK : E_INVALIDARG)) printf("# buffer row %u: 0x%08x\n", i, (unsigned)hr);
        CHECK_EQ(hr, rows[i].ok ? S_OK : E_INVALIDARG);
        CHECK((b != NULL) == SUCCEEDED(hr));
        if (b) ID3D11Buffer_Release(b);
        hr = ID3D11Device_CreateBuffer(device, &rows[i].d, rows[i].data ? &data : NULL, NULL);
        CHECK_EQ(hr, rows[i].ok ? S_FALSE : E_INVALIDARG);
        CHECK_EQ(fake.calls, calls + rows[i].ok); /* what is refused, or only asked for, reaches no driver */
    }
    CHECK_EQ(fake.created[FAKE_RESOURCE], fake.destroyed[FAKE_RESOURCE]);
    end();
}

#define RGBA DXGI_FORMAT_R8G8B8A8_UNORM
#define D(w, h, mips, array, format, samples, quality, usage, bind, cpu, misc) \
    {w, h, mips, array, format, {samples, quality}, D3D11_USAGE_##usage, bind, cpu, misc}

TEST(textures)
{
    static const struct { bool ok; D3D11_TEXTURE2D_DESC d; } rows[] = {
        {true, D(16, 16, 0, 1, RGBA, 1, 0, DEFAULT, SR, 0, 0)},
        {true, D(16, 16, 5, 1, RGBA, 1, 0, DEFAULT, SR, 0, 0)},
        {false, D(16, 16, 6, 1, RGBA, 1, 0, DEFAULT, SR, 0, 0)},
        {false, D(0, 16, 1, 1, RGBA, 1, 0, DEFAULT, SR, 0, 0)},
        {false, D(16385, 16, 1, 1, RGBA, 1, 0, DEFAULT, SR, 0, 0)},
        {false, D(16, 16, 1, 0, RGBA, 1, 0, DEFAULT, SR, 0, 0)},
        {false, D(16, 16, 1, 2049, RGBA, 1, 0, DEFAULT, SR, 0, 0)},
        {false, D(16, 16, 1, 1, DXGI_FORMAT_UNKNOWN, 1, 0, DEFAULT, SR, 0, 0)},
        {false, D(16, 16, 1, 1, (DXGI_FORMAT)180, 1, 0, DEFAULT, SR, 0, 0)},
        {false, D(16, 16, 1, 1, RGBA, 0, 0, DEFAULT, SR, 0, 0)},
        {false, D(16, 16, 1, 1, RGBA, 1, 1, DEFAULT, SR, 0, 0)},
        {true, D(16, 16, 1, 1, RGBA, 4, 0, DEFAULT, RT, 0, 0)},
        {false, D(16, 16, 1, 1, RGBA, 4, 1, DEFAULT, RT, 0, 0)},
        {false, D(16, 16, 1, 1, RGBA, 8, 0, DEFAULT, RT, 0, 0)},
        {false, D(16, 16, 2, 1, RGBA, 4, 0, DEFAULT, RT, 0, 0)},
        {false, D(16, 16, 1, 1, RGBA, 4, 0, DYNAMIC, SR, WR, 0)},
        {true, D(16, 16, 1, 6, RGBA, 1, 0, DEFAULT, SR, 0, CUBE)},
        {true, D(16, 16, 1, 12, RGBA, 1, 0, DEFAULT, SR, 0, CUBE)},
        {false, D(16, 16, 1, 5, RGBA, 1, 0, DEFAULT, SR, 0, CUBE)},
        {false, D(16, 8, 1, 6, RGBA, 1, 0, DEFAULT, SR, 0, CUBE)},
        {true, D(16, 16, 0, 1, RGBA, 1, 0, DEFAULT, SR | RT, 0, MIPS)},
        {false, D(16, 16, 0, 1, RGBA, 1, 0, DEFAULT, SR, 0, MIPS)},
        {true, D(16, 16, 1, 1, DXGI_FORMAT_BC1_UNORM, 1, 0, DEFAULT, SR, 0, 0)},
        {false, D(15, 16, 1, 1, DXGI_FORMAT_BC1_UNORM, 1, 0, DEFAULT, SR, 0, 0)},
        {true, D(16, 16, 1, 1, DXGI_FORMAT_D24_UNORM_S8_UINT, 1, 0, DEFAULT, DS, 0, 0)},
        {false, D(16, 16, 1, 1, DXGI_FORMAT_D24_UNORM_S8_UINT, 1, 0, DEFAULT, RT, 0, 0)},
        {true, D(16, 16, 1, 1, DXGI_FORMAT_R24G8_TYPELESS, 1, 0, DEFAULT, DS | SR, 0, 0)},
        {false, D(16, 16, 1, 1, RGBA, 1, 0, DEFAULT, DS, 0, 0)},
        {false, D(16, 16, 1, 1, DXGI_FORMAT_R24G8_TYPELESS, 1, 0, DEFAULT, DS | RT, 0, 0)},
        {false, D(16, 16, 1, 1, RGBA, 1, 0, DEFAULT, VB, 0, 0)},
        {false, D(16, 16, 1, 1, RGBA, 1, 0, DEFAULT, CB, 0, 0)},
        {false, D(16, 16, 1, 1, RGBA, 1, 0, DEFAULT, SR, 0, STRUCTURED)},
        {true, D(16, 16, 0, 2, RGBA, 1, 0, STAGING, 0, RD, 0)},
        {false, D(16, 16, 1, 1, RGBA, 1, 0, IMMUTABLE, SR, 0, 0)},
        {true, D(16, 16, 1, 1, RGBA, 1, 0, DYNAMIC, SR, WR, 0)},
        {false, D(16, 16, 2, 1, RGBA, 1, 0, DYNAMIC, SR, WR, 0)},
        {false, D(16, 16, 1, 1, RGBA, 1, 0, DYNAMIC, RT, WR, 0)},
    };
    D3D11_TEXTURE2D_DESC got;
    ID3D11Texture2D *t;
    unsigned i;

    CHECK(begin());
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        const int calls = fake.calls;
        HRESULT hr = ID3D11Device_CreateTexture2D(device, &rows[i].d, NULL, &t);

        if (hr != (rows[i].ok ? S_OK : E_INVALIDARG)) printf("# texture row %u: 0x%08x\n", i, (unsigned)hr);
        CHECK_EQ(hr, rows[i].ok ? S_OK : E_INVALIDARG);
        CHECK_EQ(fake.calls, calls + rows[i].ok);
        if (!t) continue;
        ID3D11Texture2D_GetDesc(t, &got);
        CHECK_EQ(got.MipLevels, rows[i].d.MipLevels ? rows[i].d.MipLevels : 5);
        CHECK_EQ(got.BindFlags, rows[i].d.BindFlags);
        ID3D11Texture2D_Release(t);
    }
    end();
}

TEST(the_driver_sees_cubes_and_mips)
{
    D3D11_TEXTURE2D_DESC d = D(16, 16, 0, 6, RGBA, 1, 0, DEFAULT, SR, 0, CUBE);
    ID3D11Texture2D *t;

    CHECK(begin());
    CHECK_EQ(ID3D11Device_CreateTexture2D(device, &d, NULL, &t), S_OK);
    RETURN_IF_FAILED();
    CHECK_EQ(fake.resource.ResourceDimension, D3D10DDIRESOURCE_TEXTURECUBE);
    CHECK_EQ(fake.resource.ArraySize, 6);
    CHECK_EQ(fake.resource.MipLevels, 5);
    CHECK_EQ(fake.resource.MiscFlags, 0); /* the interface has no such flag */
    ID3D11Texture2D_Release(t);
    end();
}

static HRESULT srv(void *resource, DXGI_FORMAT format, D3D11_SRV_DIMENSION dimension, UINT a, UINT b, UINT c, UINT e)
{
    D3D11_SHADER_RESOURCE_VIEW_DESC d = {.Format = format, .ViewDimension = dimension};
    const int calls = fake.calls;
    ID3D11ShaderResourceView *v;
    HRESULT hr;

    d.Texture2DArray.MostDetailedMip = a;
    d.Texture2DArray.MipLevels = b;
    d.Texture2DArray.FirstArraySlice = c;
    d.Texture2DArray.ArraySize = e;
    hr = ID3D11Device_CreateShaderResourceView(device, resource, &d, &v);
    CHECK_EQ(fake.calls, calls + SUCCEEDED(hr));
    if (SUCCEEDED(hr)) ID3D11ShaderResourceView_Release(v);
    return hr;
}

TEST(shader_resource_views)
{
    ID3D11Texture2D *t, *depth, *typed, *target;
    ID3D11Buffer *structured, *raw, *plain;

    CHECK(begin());
    t = make_texture(device, 16, DXGI_FORMAT_R8G8B8A8_TYPELESS, SR, 5, 4);
    depth = make_texture(device, 16, DXGI_FORMAT_R24G8_TYPELESS, SR | DS, 1, 1);
    typed = make_texture(device, 16, RGBA, SR, 1, 1);
    target = make_texture(device, 16, RGBA, RT, 1, 1);
    structured = make_buffer(device, 64, SR, D3D11_USAGE_DEFAULT, 0, STRUCTURED, 16);
    raw = make_buffer(device, 64, SR, D3D11_USAGE_DEFAULT, 0, RAW, 0);
    plain = make_buffer(device, 64, SR, D3D11_USAGE_DEFAULT, 0, 0, 0);
    CHECK(t && depth && typed && target && structured && raw && plain);
    RETURN_IF_FAILED();
    CHECK_EQ(srv(t, RGBA, D3D11_SRV_DIMENSION_TEXTURE2DARRAY, 0, ~0u, 0, ~0u), S_OK);
    CHECK_EQ(srv(t, RGBA, D3D11_SRV_DIMENSION_TEXTURE2DARRAY, 1, 4, 1, 3), S_OK);
    CHECK_EQ(srv(t, RGBA, D3D11_SRV_DIMENSION_TEXTURE2DARRAY, 1, 5, 0, 1), E_INVALIDARG);
    CHECK_EQ(srv(t, RGBA, D3D11_SRV_DIMENSION_TEXTURE2DARRAY, 0, 1, 1, 4), E_INVALIDARG);
    CHECK_EQ(srv(t, RGBA, D3D11_SRV_DIMENSION_TEXTURE2DARRAY, 5, ~0u, 0, 1), E_INVALIDARG);
    CHECK_EQ(srv(t, RGBA, D3D11_SRV_DIMENSION_TEXTURE2DARRAY, 0, 0, 0, 1), E_INVALIDARG);
    CHECK_EQ(srv(t, DXGI_FORMAT_UNKNOWN, D3D11_SRV_DIMENSION_TEXTURE2D, 0, 1, 0, 0), E_INVALIDARG); /* typeless */
    CHECK_EQ(srv(t, DXGI_FORMAT_R16G16_UNORM, D3D11_SRV_DIMENSION_TEXTURE2D, 0, 1, 0, 0), E_INVALIDARG);
    CHECK_EQ(srv(t, RGBA, D3D11_SRV_DIMENSION_TEXTURECUBE, 0, 1, 0, 0), E_INVALIDARG);
    CHECK_EQ(srv(t, RGBA, D3D11_SRV_DIMENSION_TEXTURE3D, 0, 1, 0, 0), E_INVALIDARG);
    CHECK_EQ(srv(t, RGBA, D3D11_SRV_DIMENSION_TEXTURE2DMS, 0, 1, 0, 0), S_OK); /* one sample */
    CHECK_EQ(srv(typed, DXGI_FORMAT_UNKNOWN, D3D11_SRV_DIMENSION_TEXTURE2D, 0, ~0u, 0, 0), S_OK);
    CHECK_EQ(srv(typed, DXGI_FORMAT_R8G8B8A8_UINT, D3D11_SRV_DIMENSION_TEXTURE2D, 0, ~0u, 0, 0), E_INVALIDARG);
    CHECK_EQ(srv(target, RGBA, D3D11_SRV_DIMENSION_TEXTURE2D, 0, ~0u, 0, 0), E_INVALIDARG);
    CHECK_EQ(srv(depth, DXGI_FORMAT_R24_UNORM_X8_TYPELESS, D3D11_SRV_DIMENSION_TEXTURE2D, 0, 1, 0, 0), S_OK);
    CHECK_EQ(srv(depth, DXGI_FORMAT_D24_UNORM_S8_UINT, D3D11_SRV_DIMENSION_TEXTURE2D, 0, 1, 0, 0), E_INVALIDARG);
    CHECK_EQ(srv(structured, DXGI_FORMAT_UNKNOWN, D3D11_SRV_DIMENSION_BUFFER, 0, 4, 0, 0), S_OK);
    CHECK_EQ(srv(structured, DXGI_FORMAT_UNKNOWN, D3D11_SRV_DIMENSION_BUFFER, 1, 4, 0, 0), E_INVALIDARG);
    CHECK_EQ(srv(structured, DXGI_FORMAT_R32_FLOAT, D3D11_SRV_DIMENSION_BUFFER, 0, 4, 0, 0), E_INVALIDARG);
    CHECK_EQ(srv(raw, DXGI_FORMAT_R32_TYPELESS, D3D11_SRV_DIMENSION_BUFFEREX, 0, 16, D3D11_BUFFEREX_SRV_FLAG_RAW, 0), S_OK);
    CHECK_EQ(srv(raw, DXGI_FORMAT_R32_UINT, D3D11_SRV_DIMENSION_BUFFEREX, 0, 16, D3D11_BUFFEREX_SRV_FLAG_RAW, 0), E_INVALIDARG);
    CHECK_EQ(srv(plain, DXGI_FORMAT_R32_TYPELESS, D3D11_SRV_DIMENSION_BUFFEREX, 0, 16, D3D11_BUFFEREX_SRV_FLAG_RAW, 0), E_INVALIDARG);
    CHECK_EQ(srv(plain, DXGI_FORMAT_R32_FLOAT, D3D11_SRV_DIMENSION_BUFFER, 0, 16, 0, 0), S_OK);
    CHECK_EQ(srv(plain, DXGI_FORMAT_R32_FLOAT, D3D11_SRV_DIMENSION_BUFFER, 0, 17, 0, 0), E_INVALIDARG);
    CHECK_EQ(srv(plain, DXGI_FORMAT_R32_FLOAT, D3D11_SRV_DIMENSION_BUFFER, ~0u, 2, 0, 0), E_INVALIDARG);
    CHECK_EQ(ID3D11Device_CreateShaderResourceView(device, (ID3D11Resource *)plain, NULL, NULL), E_INVALIDARG);
    CHECK_EQ(ID3D11Device_CreateShaderResourceView(device, NULL, NULL, NULL), E_INVALIDARG);
    ID3D11Texture2D_Release(t);
    ID3D11Texture2D_Release(depth);
    ID3D11Texture2D_Release(typed);
    ID3D11Texture2D_Release(target);
    ID3D11Buffer_Release(structured);
    ID3D11Buffer_Release(raw);
    ID3D11Buffer_Release(plain);
    end();
}

TEST(view_descriptions_come_back_complete)
{
    D3D11_SHADER_RESOURCE_VIEW_DESC d;
    ID3D11ShaderResourceView *v;
    ID3D11Texture2D *t;

    CHECK(begin());
    t = make_texture(device, 16, RGBA, SR, 5, 4);
    CHECK_EQ(ID3D11Device_CreateShaderResourceView(device, (ID3D11Resource *)t, NULL, &v), S_OK);
    RETURN_IF_FAILED();
    ID3D11ShaderResourceView_GetDesc(v, &d);
    CHECK_EQ(d.Format, RGBA);
    CHECK_EQ(d.ViewDimension, D3D11_SRV_DIMENSION_TEXTURE2DARRAY);
    CHECK_EQ(d.Texture2DArray.MipLevels, 5);
    CHECK_EQ(d.Texture2DArray.ArraySize, 4);
    ID3D11ShaderResourceView_Release(v);
    ID3D11Texture2D_Release(t);
    end();
}

TEST(shaders)
{
    uint8_t *copy = malloc(sizeof triangle_vs);
    ID3D11VertexShader *vs = (void *)1;
    ID3D11PixelShader *ps;

    CHECK(begin());
    CHECK_EQ(ID3D11Device_CreateVertexShader(device, triangle_vs, sizeof triangle_vs, NULL, NULL), S_FALSE);
    CHECK_EQ(ID3D11Device_CreateVertexShader(device, NULL, 0, NULL, &vs), E_INVALIDARG);
    CHECK(vs == NULL);
    CHECK_EQ(ID3D11Device_CreateVertexShader(device, triangle_ps, sizeof triangle_ps, NULL, &vs), E_INVALIDARG);
    CHECK_EQ(ID3D11Device_CreateVertexShader(device, triangle_vs, sizeof triangle_vs - 4, NULL, &vs), E_INVALIDARG);
    memcpy(copy, triangle_vs, sizeof triangle_vs);
    copy[sizeof triangle_vs - 1] ^= 1; /* the checksum sees every byte */
    CHECK_EQ(ID3D11Device_CreateVertexShader(device, copy, sizeof triangle_vs, NULL, &vs), E_INVALIDARG);
    CHECK_EQ(fake.created[FAKE_SHADER], 0);
    CHECK_EQ(ID3D11Device_CreatePixelShader(device, triangle_ps, sizeof triangle_ps, NULL, &ps), S_OK);
    CHECK_EQ(fake.tokens[0], 0x40); /* ps_4_0: a token stream, no container */
    CHECK_EQ(fake.tokens[1], fake.n_tokens);
    ID3D11PixelShader_Release(ps);
    CHECK_EQ(ID3D11Device_CreateVertexShader(device, triangle_vs, sizeof triangle_vs, NULL, &vs), S_OK);
    CHECK_EQ(fake.tokens[0], 0x10040);
    CHECK_EQ(fake.n_inputs, 2);
    CHECK_EQ(fake.inputs[0] >> 8 & 0xff, 0);
    CHECK_EQ(fake.inputs[1] >> 8 & 0xff, 1);
    CHECK_EQ(fake.inputs[0] & 0xff, 3);
    CHECK_EQ(fake.component_types, 0); /* Windows tells no component types (traps U20) */
    ID3D11VertexShader_Release(vs);
    free(copy);
    end();
}

#define E(name, index, format, slot, offset, cls, step) {name, index, DXGI_FORMAT_##format, slot, offset, D3D11_INPUT_PER_##cls##_DATA, step}

TEST(input_layouts)
{
    static const D3D11_INPUT_ELEMENT_DESC good[] = {
        E("color", 0, R32G32B32_FLOAT, 0, D3D11_APPEND_ALIGNED_ELEMENT, VERTEX, 0), /* case does not count */
        E("EXTRA", 3, R8_UNORM, 0, D3D11_APPEND_ALIGNED_ELEMENT, VERTEX, 0),
        E("POSITION", 0, R32G32_FLOAT, 0, D3D11_APPEND_ALIGNED_ELEMENT, VERTEX, 0),
    };
    static const struct { unsigned n; D3D11_INPUT_ELEMENT_DESC e[3]; } bad[] = {
        {1, {E("POSITION", 0, R32G32_FLOAT, 0, 0, VERTEX, 0)}},
        {2, {E("POSITION", 0, R32G32_FLOAT, 0, 0, VERTEX, 0), E("COLOR", 1, R32G32B32_FLOAT, 0, 8, VERTEX, 0)}},
        {2, {E("POSITION", 0, R32G32_FLOAT, 0, 0, VERTEX, 1), E("COLOR", 0, R32G32B32_FLOAT, 0, 8, VERTEX, 0)}},
        {2, {E("POSITION", 0, R32G32_FLOAT, 32, 0, VERTEX, 0), E("COLOR", 0, R32G32B32_FLOAT, 0, 8, VERTEX, 0)}},
        {2, {E("POSITION", 0, R32G32_FLOAT, 0, 2, VERTEX, 0), E("COLOR", 0, R32G32B32_FLOAT, 0, 8, VERTEX, 0)}},
        {2, {E("POSITION", 0, D32_FLOAT, 0, 0, VERTEX, 0), E("COLOR", 0, R32G32B32_FLOAT, 0, 8, VERTEX, 0)}},
        {2, {E("POSITION", 0, R32G32_FLOAT, 0, 0, VERTEX, 0), E("COLOR", 0, R32G32B32_FLOAT, 0, 8, INSTANCE, 1)}},
        {3, {E("POSITION", 0, R32G32_FLOAT, 0, 0, VERTEX, 0), E("COLOR", 0, R32G32B32_FLOAT, 0, 8, VERTEX, 0),
             E("POSITION", 0, R32G32_FLOAT, 0, 0, VERTEX, 0)}},
    };
    ID3D11InputLayout *l;
    unsigned i;

    CHECK(begin());
    CHECK_EQ(ID3D11Device_CreateInputLayout(device, good, 3, triangle_vs, sizeof triangle_vs, &l), S_OK);
    RETURN_IF_FAILED();
    CHECK_EQ(fake.n_elements, 2);
    CHECK_EQ(fake.elements[0].InputRegister, 1);
    CHECK_EQ(fake.elements[0].AlignedByteOffset, 0);
    CHECK_EQ(fake.elements[1].InputRegister, 0);
    CHECK_EQ(fake.elements[1].AlignedByteOffset, 16); /* 12, one byte, aligned to 4 */
    ID3D11InputLayout_Release(l);
    for (i = 0; i < sizeof bad / sizeof *bad; i++)
        CHECK_EQ(ID3D11Device_CreateInputLayout(device, bad[i].e, bad[i].n, triangle_vs, sizeof triangle_vs, &l), E_INVALIDARG);
    CHECK_EQ(ID3D11Device_CreateInputLayout(device, NULL, 0, triangle_vs, sizeof triangle_vs, &l), E_INVALIDARG);
    end();
}

TEST(states_and_queries)
{
    D3D11_RASTERIZER_DESC r = {D3D11_FILL_SOLID, D3D11_CULL_BACK, FALSE, 0, 0, 0, TRUE, FALSE, FALSE, FALSE};
    D3D11_SAMPLER_DESC s = {.Filter = D3D11_FILTER_ANISOTROPIC, .AddressU = D3D11_TEXTURE_ADDRESS_WRAP,
        .AddressV = D3D11_TEXTURE_ADDRESS_WRAP, .AddressW = D3D11_TEXTURE_ADDRESS_WRAP, .MaxLOD = 1};
    D3D11_QUERY_DESC q = {D3D11_QUERY_OCCLUSION, D3D11_QUERY_MISC_PREDICATEHINT};
    D3D11_BLEND_DESC b = {0};
    ID3D11Predicate *p;

    CHECK(begin());
    CHECK_EQ(ID3D11Device_CreateRasterizerState(device, &r, NULL), S_FALSE);
    r.CullMode = 0;
    CHECK_EQ(ID3D11Device_CreateRasterizerState(device, &r, NULL), E_INVALIDARG);
    CHECK_EQ(ID3D11Device_CreateRasterizerState(device, NULL, NULL), E_INVALIDARG);
    CHECK_EQ(ID3D11Device_CreateSamplerState(device, &s, NULL), E_INVALIDARG); /* anisotropy 0 */
    s.MaxAnisotropy = 16;
    CHECK_EQ(ID3D11Device_CreateSamplerState(device, &s, NULL), S_FALSE);
    s.MipLODBias = 16;
    CHECK_EQ(ID3D11Device_CreateSamplerState(device, &s, NULL), E_INVALIDARG);
    b.RenderTarget[0].RenderTargetWriteMask = 15;
    CHECK_EQ(ID3D11Device_CreateBlendState(device, &b, NULL), S_FALSE);
    b.RenderTarget[0].BlendEnable = TRUE;
    CHECK_EQ(ID3D11Device_CreateBlendState(device, &b, NULL), E_INVALIDARG);
    CHECK_EQ(ID3D11Device_CreateQuery(device, &q, NULL), E_INVALIDARG);
    q.MiscFlags = 0;
    CHECK_EQ(ID3D11Device_CreateQuery(device, &q, NULL), S_FALSE);
    CHECK_EQ(ID3D11Device_CreatePredicate(device, &q, &p), E_INVALIDARG);
    q.Query = D3D11_QUERY_OCCLUSION_PREDICATE;
    CHECK_EQ(ID3D11Device_CreatePredicate(device, &q, &p), S_OK);
    ID3D11Predicate_Release(p);
    end();
}

TEST(swap_chains)
{
    DXGI_SWAP_CHAIN_DESC d = {
        .BufferDesc = {64, 48, {60, 1}, RGBA, 0, 0}, .SampleDesc = {1, 0}, .BufferUsage = DXGI_USAGE_RENDER_TARGET_OUTPUT,
        .BufferCount = 2, .OutputWindow = (HWND)&device, .Windowed = TRUE, .SwapEffect = DXGI_SWAP_EFFECT_FLIP_SEQUENTIAL,
    };
    ID3D11RenderTargetView *v, *bound;
    ID3D11Texture2D *buffer;
    IDXGIFactory *factory;
    IDXGISwapChain *chain;
    int rotations;

    CHECK(begin());
    CHECK_EQ(CreateDXGIFactory(&IID_IDXGIFactory, (void **)&factory), S_OK);
    d.BufferCount = 1;
    CHECK_EQ(IDXGIFactory_CreateSwapChain(factory, (IUnknown *)device, &d, &chain), DXGI_ERROR_INVALID_CALL);
    d.BufferCount = 2;
    d.OutputWindow = NULL;
    CHECK_EQ(IDXGIFactory_CreateSwapChain(factory, (IUnknown *)device, &d, &chain), DXGI_ERROR_INVALID_CALL);
    d.OutputWindow = (HWND)&device;
    CHECK_EQ(IDXGIFactory_CreateSwapChain(factory, (IUnknown *)device, &d, &chain), S_OK);
    RETURN_IF_FAILED();
    CHECK_EQ(fake.resource.BindFlags & D3D10_DDI_BIND_PRESENT, D3D10_DDI_BIND_PRESENT);
    CHECK_EQ(IDXGISwapChain_GetBuffer(chain, 2, &IID_ID3D11Texture2D, (void **)&buffer), DXGI_ERROR_INVALID_CALL);
    CHECK_EQ(IDXGISwapChain_GetBuffer(chain, 0, &IID_ID3D11Texture2D, (void **)&buffer), S_OK);
    CHECK_EQ(ID3D11Device_CreateRenderTargetView(device, (ID3D11Resource *)buffer, NULL, &v), S_OK);
    ID3D11DeviceContext_OMSetRenderTargets(context, 1, &v, NULL);
    CHECK_EQ(IDXGISwapChain_Present(chain, 0, 0), S_OK);
    CHECK_EQ(fake.presents, 1);
    CHECK_EQ(fake.callbacks, 1);
    CHECK_EQ(fake.kmt_present.Flags.Blt, 1);
    CHECK_EQ(fake.kmt_present.hContext, 5);
    CHECK_EQ(fake.kmt_present.DstRect.right, 64);
    CHECK_EQ(fake.rotations, 1);
    ID3D11DeviceContext_OMGetRenderTargets(context, 1, &bound, NULL);
    CHECK(bound == NULL); /* a flip-model present unbinds buffer 0 */
    rotations = fake.rotations;
    CHECK_EQ(IDXGISwapChain_Present(chain, 0, DXGI_PRESENT_TEST), S_OK);
    CHECK_EQ(IDXGISwapChain_Present(chain, 5, 0), DXGI_ERROR_INVALID_CALL);
    CHECK_EQ(fake.rotations, rotations);
    CHECK_EQ(IDXGISwapChain_ResizeBuffers(chain, 2, 32, 32, 0, 0), DXGI_ERROR_INVALID_CALL);
    ID3D11RenderTargetView_Release(v);
    ID3D11Texture2D_Release(buffer);
    CHECK_EQ(IDXGISwapChain_ResizeBuffers(chain, 2, 1280, 720, 0, 0), S_OK);
    /* Full screen: buffers made anew become primaries, the mode is set once, presents flip. */
    CHECK_EQ(IDXGISwapChain_SetFullscreenState(chain, TRUE, NULL), S_OK);
    CHECK_EQ(IDXGISwapChain_Present(chain, 1, 0), S_OK);
    CHECK_EQ(fake.kmt_present.Flags.Blt, 1);
    CHECK_EQ(IDXGISwapChain_ResizeBuffers(chain, 0, 1280, 720, DXGI_FORMAT_B8G8R8A8_UNORM, 0), S_OK);
    CHECK(fake.resource.pPrimaryDesc != NULL);
    CHECK_EQ(IDXGISwapChain_Present(chain, 1, 0), S_OK);
    CHECK_EQ(IDXGISwapChain_Present(chain, 1, 0), S_OK);
    CHECK_EQ(fake.kmt_present.Flags.Flip, 1);
    CHECK_EQ(fake.kmt_present.FlipInterval, 1);
    CHECK_EQ(fake.mode_sets, 1);
    CHECK_EQ(IDXGISwapChain_SetFullscreenState(chain, FALSE, NULL), S_OK);
    CHECK_EQ(fake.owner_sets, 2);
    CHECK_EQ(IDXGISwapChain_Release(chain), 0);
    IDXGIFactory_Release(factory);
    CHECK_EQ(fake.created[FAKE_RESOURCE], fake.destroyed[FAKE_RESOURCE]);
    end();
}

TAP_MAIN(RUN(buffers); RUN(textures); RUN(the_driver_sees_cubes_and_mips); RUN(shader_resource_views);
    RUN(view_descriptions_come_back_complete); RUN(shaders); RUN(input_layouts); RUN(states_and_queries); RUN(swap_chains))
