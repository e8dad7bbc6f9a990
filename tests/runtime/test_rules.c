/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * test_rules.c - what the runtime decides without a driver's help: which calls it drops, which interfaces are there, who
 * owns what is shared.
 */
#include "device.h"

#include <d3d10_1.h>

#include <stdlib.h>

#include "shaders/triangle_vs.h"

static HRESULT texture(UINT width, UINT height, DXGI_FORMAT format, D3D11_USAGE usage, UINT bind, UINT cpu, UINT misc, ID3D11Texture2D **out)
{
    D3D11_TEXTURE2D_DESC d = {width, height, 1, 1, format, {1, 0}, usage, bind, cpu, misc};

    return ID3D11Device_CreateTexture2D(device, &d, NULL, out);
}

/* Whatever the description is: the device is gone, and so is what the description would be held against. */
TEST(a_removed_device_looks_at_no_description)
{
    D3D11_TEXTURE2D_DESC many = {8, 8, 1, 1, DXGI_FORMAT_R8G8B8A8_UNORM, {4, 0}, D3D11_USAGE_DEFAULT, D3D11_BIND_RENDER_TARGET, 0, 0};
    D3D11_BUFFER_DESC nonsense = {0};
    D3D11_BLEND_DESC blend = {0};
    D3D11_QUERY_DESC query = {(D3D11_QUERY)99, 0};
    ID3D11DeviceContext *deferred;
    ID3D11ShaderResourceView *view;
    ID3D11VertexShader *vs;
    ID3D11BlendState *state;
    ID3D11Texture2D *t, *kept;
    ID3D11Buffer *b;
    ID3D11Query *q;

    CHECK(begin());
    CHECK_EQ(texture(8, 8, DXGI_FORMAT_R8G8B8A8_UNORM, D3D11_USAGE_DEFAULT, D3D11_BIND_RENDER_TARGET, 0, 0, &kept), S_OK);
    fake.draw_error = D3DDDIERR_DEVICEREMOVED;
    ID3D11DeviceContext_Draw(context, 3, 0);
    CHECK_EQ(ID3D11Device_CreateTexture2D(device, &many, NULL, &t), DXGI_ERROR_DEVICE_REMOVED);
    CHECK_EQ(ID3D11Device_CreateBuffer(device, &nonsense, NULL, &b), DXGI_ERROR_DEVICE_REMOVED);
    CHECK_EQ(ID3D11Device_CreateBuffer(device, &nonsense, NULL, NULL), E_INVALIDARG); /* nothing was to be made */
    CHECK_EQ(ID3D11Device_CreateShaderResourceView(device, (ID3D11Resource *)kept, NULL, &view), DXGI_ERROR_DEVICE_REMOVED);
    CHECK_EQ(ID3D11Device_CreateVertexShader(device, NULL, 0, NULL, &vs), DXGI_ERROR_DEVICE_REMOVED);
    CHECK_EQ(ID3D11Device_CreateBlendState(device, &blend, &state), DXGI_ERROR_DEVICE_REMOVED);
    CHECK_EQ(ID3D11Device_CreateQuery(device, &query, &q), DXGI_ERROR_DEVICE_REMOVED);
    CHECK_EQ(ID3D11Device_CreateDeferredContext(device, 77, &deferred), DXGI_ERROR_DEVICE_REMOVED);
    ID3D11Texture2D_Release(kept);
    end();
}

TEST(what_is_mapped_is_not_updated)
{
    ID3D11Buffer *staging, *plain;
    float data[16] = {1};

    CHECK(begin());
    staging = make_buffer(device, sizeof data, 0, D3D11_USAGE_STAGING, D3D11_CPU_ACCESS_WRITE, 0, 0);
    plain = make_buffer(device, sizeof data, D3D11_BIND_VERTEX_BUFFER, D3D11_USAGE_DEFAULT, 0, 0, 0);
    ID3D11DeviceContext_UpdateSubresource(context, (ID3D11Resource *)staging, 0, NULL, data, 0, 0);
    CHECK_EQ(fake.updates, 0);
    ID3D11DeviceContext_UpdateSubresource(context, (ID3D11Resource *)plain, 0, NULL, data, 0, 0);
    CHECK_EQ(fake.updates, 1);
    ID3D11Buffer_Release(staging);
    ID3D11Buffer_Release(plain);
    end();
}

/* ---- misuse: the program gets its code, or nothing where there is none, and the driver hears nothing ---- */

static int heard; /* calls of the driver so far */

static void nothing(int line)
{
    if (fake.calls != heard) printf("# line %d reaches the driver\n", line);
    CHECK_EQ(fake.calls, heard);
    heard = fake.calls;
}
#define NOTHING(call) \
    do { \
        call; \
        nothing(__LINE__); \
    } while (0)
#define R(object) ((ID3D11Resource *)(object))

static ID3D11Texture2D *made(DXGI_FORMAT format, UINT size, UINT mips, UINT samples, D3D11_USAGE usage, UINT bind, UINT cpu, UINT misc)
{
    static const uint8_t bytes[4096];
    const D3D11_SUBRESOURCE_DATA data = {bytes, 64, 0};
    D3D11_TEXTURE2D_DESC d = {size, size, mips, 1, format, {samples, 0}, usage, bind, cpu, misc};
    ID3D11Texture2D *t = NULL;

    CHECK_EQ(ID3D11Device_CreateTexture2D(device, &d, usage == D3D11_USAGE_IMMUTABLE ? &data : NULL, &t), S_OK);
    return t;
}

TEST(misuse_of_copies_reaches_no_driver)
{
    enum { RT = D3D11_BIND_RENDER_TARGET, SR = D3D11_BIND_SHADER_RESOURCE, DS = D3D11_BIND_DEPTH_STENCIL };
    const DXGI_FORMAT rgba = DXGI_FORMAT_R8G8B8A8_UNORM;
    static const uint8_t data[4096];
    ID3D11Texture2D *a, *b, *small, *mips, *wide, *samples, *samples2, *depth, *fixed, *dynamic;
    const D3D11_BOX outside = {4, 4, 0, 20, 8, 1}, backwards = {8, 4, 0, 4, 8, 1}, part = {0, 0, 0, 8, 8, 1}, deep = {0, 0, 0, 4, 4, 2};
    ID3D11Buffer *buffer, *constants;
    ID3D11ShaderResourceView *v;

    CHECK(begin());
    a = made(rgba, 16, 1, 1, D3D11_USAGE_DEFAULT, RT | SR, 0, 0);
    b = made(rgba, 16, 1, 1, D3D11_USAGE_DEFAULT, RT | SR, 0, 0);
    small = made(rgba, 8, 1, 1, D3D11_USAGE_DEFAULT, SR, 0, 0);
    mips = made(rgba, 16, 2, 1, D3D11_USAGE_DEFAULT, SR, 0, 0);
    wide = made(DXGI_FORMAT_R16G16B16A16_FLOAT, 16, 1, 1, D3D11_USAGE_DEFAULT, SR, 0, 0);
    samples = made(rgba, 16, 1, 4, D3D11_USAGE_DEFAULT, RT, 0, 0);
    samples2 = made(rgba, 16, 1, 4, D3D11_USAGE_DEFAULT, RT, 0, 0);
    depth = made(DXGI_FORMAT_D32_FLOAT, 16, 1, 1, D3D11_USAGE_DEFAULT, DS, 0, 0);
    fixed = made(rgba, 16, 1, 1, D3D11_USAGE_IMMUTABLE, SR, 0, 0);
    dynamic = made(rgba, 16, 1, 1, D3D11_USAGE_DYNAMIC, SR, D3D11_CPU_ACCESS_WRITE, 0);
    buffer = make_buffer(device, 1024, D3D11_BIND_VERTEX_BUFFER, D3D11_USAGE_DEFAULT, 0, 0, 0);
    constants = make_buffer(device, 64, D3D11_BIND_CONSTANT_BUFFER, D3D11_USAGE_DEFAULT, 0, 0, 0);
    CHECK_EQ(ID3D11Device_CreateShaderResourceView(device, R(a), NULL, &v), S_OK);
    RETURN_IF_FAILED();
    heard = fake.calls;
    /* nf-d3d11-id3d11devicecontext-copyresource: other resources, of one type, of one size, formats of one family */
    NOTHING(ID3D11DeviceContext_CopyResource(context, R(a), R(a)));
    NOTHING(ID3D11DeviceContext_CopyResource(context, R(a), R(small)));
    NOTHING(ID3D11DeviceContext_CopyResource(context, R(a), R(mips)));
    NOTHING(ID3D11DeviceContext_CopyResource(context, R(a), R(wide)));
    NOTHING(ID3D11DeviceContext_CopyResource(context, R(a), R(samples)));
    NOTHING(ID3D11DeviceContext_CopyResource(context, R(a), R(buffer)));
    NOTHING(ID3D11DeviceContext_CopyResource(context, R(buffer), R(constants)));
    NOTHING(ID3D11DeviceContext_CopyResource(context, R(fixed), R(a)));
    /* copysubresourceregion: whole depth and multisampled subresources, boxes within the source, empty ones do nothing */
    NOTHING(ID3D11DeviceContext_CopySubresourceRegion(context, R(b), 0, 0, 0, 0, R(a), 0, &outside));
    NOTHING(ID3D11DeviceContext_CopySubresourceRegion(context, R(b), 0, 0, 0, 0, R(a), 0, &backwards));
    NOTHING(ID3D11DeviceContext_CopySubresourceRegion(context, R(b), 0, 0, 0, 0, R(a), 0, &deep));
    NOTHING(ID3D11DeviceContext_CopySubresourceRegion(context, R(b), 0, 9, 0, 0, R(a), 0, &part));
    NOTHING(ID3D11DeviceContext_CopySubresourceRegion(context, R(b), 1, 0, 0, 0, R(a), 0, NULL));
    NOTHING(ID3D11DeviceContext_CopySubresourceRegion(context, R(b), 0, 0, 0, 0, R(a), 1, NULL));
    NOTHING(ID3D11DeviceContext_CopySubresourceRegion(context, R(b), 0, 0, 0, 0, R(wide), 0, NULL));
    NOTHING(ID3D11DeviceContext_CopySubresourceRegion(context, R(b), 0, 0, 0, 0, R(buffer), 0, NULL));
    NOTHING(ID3D11DeviceContext_CopySubresourceRegion(context, R(fixed), 0, 0, 0, 0, R(a), 0, NULL));
    NOTHING(ID3D11DeviceContext_CopySubresourceRegion(context, R(samples2), 0, 0, 0, 0, R(samples), 0, &part));
    /* updatesubresource: not what is immutable, dynamic, a depth buffer or multisampled */
    NOTHING(ID3D11DeviceContext_UpdateSubresource(context, R(fixed), 0, NULL, data, 64, 0));
    NOTHING(ID3D11DeviceContext_UpdateSubresource(context, R(dynamic), 0, NULL, data, 64, 0));
    NOTHING(ID3D11DeviceContext_UpdateSubresource(context, R(depth), 0, NULL, data, 64, 0));
    NOTHING(ID3D11DeviceContext_UpdateSubresource(context, R(samples), 0, NULL, data, 64, 0));
    NOTHING(ID3D11DeviceContext_UpdateSubresource(context, R(a), 1, NULL, data, 64, 0));
    NOTHING(ID3D11DeviceContext_UpdateSubresource(context, R(a), 0, &outside, data, 64, 0));
    NOTHING(ID3D11DeviceContext_UpdateSubresource(context, R(a), 0, &backwards, data, 64, 0));
    /* resolvesubresource: from many samples to one, formats that fit */
    NOTHING(ID3D11DeviceContext_ResolveSubresource(context, R(a), 0, R(b), 0, rgba));
    NOTHING(ID3D11DeviceContext_ResolveSubresource(context, R(samples2), 0, R(samples), 0, rgba));
    NOTHING(ID3D11DeviceContext_ResolveSubresource(context, R(wide), 0, R(samples), 0, rgba));
    NOTHING(ID3D11DeviceContext_ResolveSubresource(context, R(a), 0, R(samples), 0, DXGI_FORMAT_R16G16_UNORM));
    NOTHING(ID3D11DeviceContext_ResolveSubresource(context, R(a), 1, R(samples), 0, rgba));
    NOTHING(ID3D11DeviceContext_ResolveSubresource(context, R(a), 0, R(samples), 1, rgba));
    NOTHING(ID3D11DeviceContext_GenerateMips(context, v)); /* without the flag */
    NOTHING(ID3D11DeviceContext_SetResourceMinLOD(context, R(a), 1)); /* likewise */
    ID3D11DeviceContext_CopyResource(context, R(a), R(b)); /* what is right is heard */
    CHECK_EQ(fake.calls, heard + 1);
    ID3D11ShaderResourceView_Release(v);
    ID3D11Buffer_Release(buffer);
    ID3D11Buffer_Release(constants);
    ID3D11Texture2D *all[] = {a, b, small, mips, wide, samples, samples2, depth, fixed, dynamic};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) ID3D11Texture2D_Release(all[i]);
    end();
}

TEST(misuse_of_work_reaches_no_driver)
{
    const D3D11_QUERY_DESC event = {D3D11_QUERY_EVENT, 0}, time = {D3D11_QUERY_TIMESTAMP, 0}, predicate = {D3D11_QUERY_OCCLUSION_PREDICATE, 0};
    static const float color[4];
    static const UINT numbers[4], strides[33], offsets[33];
    ID3D11Buffer *plain, *arguments, *dynamic, *none[33] = {0};
    ID3D11ShaderResourceView *no_views[130] = {0};
    ID3D11SamplerState *no_samplers[17] = {0};
    ID3D11RenderTargetView *no_targets[9] = {0};
    D3D11_VIEWPORT viewports[17] = {{0}};
    D3D11_MAPPED_SUBRESOURCE m;
    ID3D11Query *q, *t;
    ID3D11Predicate *p;
    UINT64 value;

    CHECK(begin());
    plain = make_buffer(device, 64, D3D11_BIND_VERTEX_BUFFER, D3D11_USAGE_DEFAULT, 0, 0, 0);
    arguments = make_buffer(device, 64, 0, D3D11_USAGE_DEFAULT, 0, D3D11_RESOURCE_MISC_DRAWINDIRECT_ARGS, 0);
    dynamic = make_buffer(device, 64, D3D11_BIND_VERTEX_BUFFER, D3D11_USAGE_DYNAMIC, D3D11_CPU_ACCESS_WRITE, 0, 0);
    CHECK_EQ(ID3D11Device_CreateQuery(device, &event, &q), S_OK);
    CHECK_EQ(ID3D11Device_CreateQuery(device, &time, &t), S_OK);
    CHECK_EQ(ID3D11Device_CreatePredicate(device, &predicate, &p), S_OK);
    RETURN_IF_FAILED();
    heard = fake.calls;
    NOTHING(ID3D11DeviceContext_DrawInstancedIndirect(context, plain, 0)); /* no D3D11_RESOURCE_MISC_DRAWINDIRECT_ARGS */
    NOTHING(ID3D11DeviceContext_DrawIndexedInstancedIndirect(context, plain, 0));
    NOTHING(ID3D11DeviceContext_DispatchIndirect(context, plain, 0));
    NOTHING(ID3D11DeviceContext_DrawInstancedIndirect(context, NULL, 0));
    NOTHING(ID3D11DeviceContext_DrawInstancedIndirect(context, arguments, 2)); /* not aligned */
    NOTHING(ID3D11DeviceContext_DrawInstancedIndirect(context, arguments, 52)); /* 16 bytes of 12 */
    NOTHING(ID3D11DeviceContext_DrawIndexedInstancedIndirect(context, arguments, 48));
    NOTHING(ID3D11DeviceContext_DispatchIndirect(context, arguments, 56));
    NOTHING(ID3D11DeviceContext_ClearRenderTargetView(context, NULL, color));
    NOTHING(ID3D11DeviceContext_ClearDepthStencilView(context, NULL, D3D11_CLEAR_DEPTH, 1, 0));
    NOTHING(ID3D11DeviceContext_ClearUnorderedAccessViewUint(context, NULL, numbers));
    NOTHING(ID3D11DeviceContext_ClearUnorderedAccessViewFloat(context, NULL, color));
    NOTHING(ID3D11DeviceContext_GenerateMips(context, NULL));
    NOTHING(ID3D11DeviceContext_CopyResource(context, NULL, NULL));
    NOTHING(ID3D11DeviceContext_UpdateSubresource(context, NULL, 0, NULL, color, 0, 0));
    NOTHING(ID3D11DeviceContext_UpdateSubresource(context, R(plain), 0, NULL, NULL, 0, 0));
    NOTHING(ID3D11DeviceContext_ResolveSubresource(context, NULL, 0, NULL, 0, DXGI_FORMAT_UNKNOWN));
    /* slots that do not exist */
    NOTHING(ID3D11DeviceContext_IASetVertexBuffers(context, 32, 1, none, strides, offsets));
    NOTHING(ID3D11DeviceContext_IASetVertexBuffers(context, 31, 2, none, strides, offsets));
    NOTHING(ID3D11DeviceContext_VSSetConstantBuffers(context, 14, 1, none));
    NOTHING(ID3D11DeviceContext_PSSetShaderResources(context, 127, 2, no_views));
    NOTHING(ID3D11DeviceContext_CSSetSamplers(context, 16, 1, no_samplers));
    NOTHING(ID3D11DeviceContext_OMSetRenderTargets(context, 9, no_targets, NULL));
    NOTHING(ID3D11DeviceContext_RSSetViewports(context, 17, viewports));
    NOTHING(ID3D11DeviceContext_SOSetTargets(context, 5, none, offsets));
    /* queries: no beginning of what has none, no data of what was not ended */
    NOTHING(ID3D11DeviceContext_Begin(context, (ID3D11Asynchronous *)q));
    NOTHING(ID3D11DeviceContext_Begin(context, (ID3D11Asynchronous *)t));
    NOTHING(ID3D11DeviceContext_Begin(context, NULL));
    NOTHING(ID3D11DeviceContext_End(context, NULL));
    NOTHING(CHECK_EQ(ID3D11DeviceContext_GetData(context, (ID3D11Asynchronous *)q, &value, 4, 0), DXGI_ERROR_INVALID_CALL));
    NOTHING(CHECK_EQ(ID3D11DeviceContext_GetData(context, NULL, &value, 8, 0), E_INVALIDARG));
    /* maps */
    NOTHING(CHECK_EQ(ID3D11DeviceContext_Map(context, R(plain), 0, D3D11_MAP_READ, 0, &m), E_INVALIDARG));
    NOTHING(CHECK_EQ(ID3D11DeviceContext_Map(context, R(dynamic), 0, D3D11_MAP_READ, 0, &m), E_INVALIDARG));
    NOTHING(CHECK_EQ(ID3D11DeviceContext_Map(context, R(dynamic), 1, D3D11_MAP_WRITE_DISCARD, 0, &m), E_INVALIDARG));
    NOTHING(CHECK_EQ(ID3D11DeviceContext_Map(context, NULL, 0, D3D11_MAP_WRITE_DISCARD, 0, &m), E_INVALIDARG));
    NOTHING(ID3D11DeviceContext_Unmap(context, R(dynamic), 0)); /* it is not mapped */
    CHECK_EQ(ID3D11DeviceContext_Map(context, R(dynamic), 0, D3D11_MAP_WRITE_DISCARD, 0, &m), S_OK);
    heard = fake.calls;
    NOTHING(CHECK_EQ(ID3D11DeviceContext_Map(context, R(dynamic), 0, D3D11_MAP_WRITE_DISCARD, 0, &m), E_INVALIDARG)); /* it is */
    ID3D11DeviceContext_Unmap(context, R(dynamic), 0);
    CHECK_EQ(fake.calls, heard + 1);
    ID3D11DeviceContext_DrawInstancedIndirect(context, arguments, 48);
    CHECK_EQ(fake.calls, heard + 2);
    ID3D11Predicate_Release(p);
    ID3D11Query_Release(q);
    ID3D11Query_Release(t);
    ID3D11Buffer_Release(plain);
    ID3D11Buffer_Release(arguments);
    ID3D11Buffer_Release(dynamic);
    end();
}

TEST(integers_are_neither_filtered_nor_averaged)
{
    const UINT bind = D3D11_BIND_RENDER_TARGET | D3D11_BIND_SHADER_RESOURCE;
    const DXGI_FORMAT formats[2] = {DXGI_FORMAT_R8G8B8A8_UINT, DXGI_FORMAT_R8G8B8A8_UNORM};
    ID3D11ShaderResourceView *v;
    ID3D11Texture2D *t;
    UINT support;
    int i;

    CHECK(begin());
    for (i = 0; i < 2; i++) {
        CHECK_EQ(ID3D11Device_CheckFormatSupport(device, formats[i], &support), S_OK);
        CHECK_EQ(!!(support & D3D11_FORMAT_SUPPORT_MIP_AUTOGEN), i);
        CHECK_EQ(!!(support & D3D11_FORMAT_SUPPORT_SHADER_SAMPLE), i);
        CHECK(support & D3D11_FORMAT_SUPPORT_SHADER_LOAD);
        CHECK_EQ(texture(8, 8, formats[i], D3D11_USAGE_DEFAULT, bind, 0, D3D11_RESOURCE_MISC_GENERATE_MIPS, &t), S_OK);
        CHECK_EQ(ID3D11Device_CreateShaderResourceView(device, (ID3D11Resource *)t, NULL, &v), S_OK);
        RETURN_IF_FAILED();
        ID3D11DeviceContext_GenerateMips(context, v);
        CHECK_EQ(fake.mips, i);
        ID3D11ShaderResourceView_Release(v);
        ID3D11Texture2D_Release(t);
    }
    end();
}

/* nc-d3d10umddi-pfnd3d10ddi_checkformatsupport.md: drivers have a bit for it since 11.1. */
TEST(drivers_tell_what_vertices_are_made_of)
{
    static const struct { DXGI_FORMAT format; bool vertices; } rows[] = {
        {DXGI_FORMAT_R32_FLOAT, true}, {DXGI_FORMAT_R32G32B32_FLOAT, false}, {DXGI_FORMAT_R8G8B8A8_UNORM_SRGB, false},
    };
    D3D11_INPUT_ELEMENT_DESC e[2] = {{"POSITION", 0, DXGI_FORMAT_R32G32_FLOAT}, {"COLOR", 0, DXGI_FORMAT_UNKNOWN, 0, 16}};
    ID3D11InputLayout *l;
    UINT support;
    size_t i;

    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        fake_reset();
        fake.no_vertices = DXGI_FORMAT_R32G32B32_FLOAT;
        CHECK_EQ(fake_device(&device, &context), S_OK);
        RETURN_IF_FAILED();
        CHECK_EQ(ID3D11Device_CheckFormatSupport(device, rows[i].format, &support), S_OK);
        CHECK_EQ(!!(support & D3D11_FORMAT_SUPPORT_IA_VERTEX_BUFFER), rows[i].vertices);
        e[1].Format = rows[i].format;
        CHECK_EQ(ID3D11Device_CreateInputLayout(device, e, 2, triangle_vs, sizeof triangle_vs, &l), rows[i].vertices ? S_OK : E_INVALIDARG);
        if (rows[i].vertices) ID3D11InputLayout_Release(l);
        end();
    }
}

/* win32 docs, "Format Conversion using Direct3D 10.1": blocks against the texels that hold them, and a shared exponent against
 * 32 bits; nothing else leaves its family. Sizes are counted in blocks. */
TEST(copies_between_formats)
{
    static const struct { DXGI_FORMAT to, from; UINT to_size, from_size; int copies, conversions; } rows[] = {
        {DXGI_FORMAT_R8G8B8A8_UINT, DXGI_FORMAT_R8G8B8A8_UNORM, 8, 8, 1, 0},
        {DXGI_FORMAT_R8G8B8A8_UINT, DXGI_FORMAT_R16G16_UINT, 8, 8, 0, 0},
        {DXGI_FORMAT_BC1_UNORM, DXGI_FORMAT_R32G32_UINT, 32, 8, 0, 1},
        {DXGI_FORMAT_R16G16B16A16_FLOAT, DXGI_FORMAT_BC4_UNORM, 8, 32, 0, 1},
        {DXGI_FORMAT_BC1_UNORM, DXGI_FORMAT_R32G32_UINT, 8, 8, 0, 0},
        {DXGI_FORMAT_BC1_UNORM, DXGI_FORMAT_R32G32B32A32_UINT, 32, 8, 0, 0},
        {DXGI_FORMAT_BC3_UNORM, DXGI_FORMAT_R32G32B32A32_UINT, 32, 8, 0, 1},
        {DXGI_FORMAT_BC1_UNORM, DXGI_FORMAT_R32G8X24_TYPELESS, 32, 8, 0, 0},
        {DXGI_FORMAT_R32_UINT, DXGI_FORMAT_R9G9B9E5_SHAREDEXP, 8, 8, 0, 1},
        {DXGI_FORMAT_R9G9B9E5_SHAREDEXP, DXGI_FORMAT_R32_TYPELESS, 8, 8, 0, 1},
        {DXGI_FORMAT_R8G8B8A8_TYPELESS, DXGI_FORMAT_R9G9B9E5_SHAREDEXP, 8, 8, 0, 0},
    };
    ID3D11Texture2D *to, *from;
    size_t i;

    CHECK(begin());
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        CHECK_EQ(texture(rows[i].to_size, rows[i].to_size, rows[i].to, D3D11_USAGE_DEFAULT, D3D11_BIND_SHADER_RESOURCE, 0, 0, &to), S_OK);
        CHECK_EQ(texture(rows[i].from_size, rows[i].from_size, rows[i].from, D3D11_USAGE_DEFAULT, D3D11_BIND_SHADER_RESOURCE, 0, 0, &from),
            S_OK);
        RETURN_IF_FAILED();
        fake.copies = fake.conversions = 0;
        ID3D11DeviceContext_CopyResource(context, (ID3D11Resource *)to, (ID3D11Resource *)from);
        if (fake.copies != rows[i].copies || fake.conversions != rows[i].conversions) printf("# row %u\n", (unsigned)i);
        CHECK_EQ(fake.copies, rows[i].copies);
        CHECK_EQ(fake.conversions, rows[i].conversions);
        ID3D11Texture2D_Release(to);
        ID3D11Texture2D_Release(from);
    }
    end();
}

TEST(chains_of_buffers_in_sequence)
{
    DXGI_SWAP_CHAIN_DESC d = {
        .BufferDesc = {64, 48, {60, 1}, DXGI_FORMAT_R8G8B8A8_UNORM, 0, 0}, .SampleDesc = {1, 0},
        .BufferUsage = DXGI_USAGE_RENDER_TARGET_OUTPUT | DXGI_USAGE_SHADER_INPUT, .BufferCount = 3, .OutputWindow = (HWND)&device,
        .Windowed = TRUE, .SwapEffect = DXGI_SWAP_EFFECT_SEQUENTIAL,
    };
    ID3D11ShaderResourceView *srv;
    ID3D11RenderTargetView *rtv;
    ID3D11Texture2D *buffer;
    IDXGIResource *r;
    IDXGIFactory *factory;
    IDXGISwapChain *chain;
    DXGI_USAGE usage;
    UINT i;

    CHECK(begin());
    CHECK_EQ(CreateDXGIFactory(&IID_IDXGIFactory, (void **)&factory), S_OK);
    d.BufferDesc.Format = DXGI_FORMAT_BC5_UNORM; /* nothing that an output shows */
    CHECK_EQ(IDXGIFactory_CreateSwapChain(factory, (IUnknown *)device, &d, &chain), E_INVALIDARG);
    d.BufferDesc.Format = DXGI_FORMAT_R8G8B8A8_UNORM;
    CHECK_EQ(IDXGIFactory_CreateSwapChain(factory, (IUnknown *)device, &d, &chain), S_OK);
    RETURN_IF_FAILED();
    for (i = 0; i < 3; i++) { /* only the first is written */
        CHECK_EQ(IDXGISwapChain_GetBuffer(chain, i, &IID_ID3D11Texture2D, (void **)&buffer), S_OK);
        CHECK_EQ(ID3D11Device_CreateRenderTargetView(device, (ID3D11Resource *)buffer, NULL, &rtv), i ? E_INVALIDARG : S_OK);
        if (!i) ID3D11RenderTargetView_Release(rtv);
        CHECK_EQ(ID3D11Device_CreateShaderResourceView(device, (ID3D11Resource *)buffer, NULL, &srv), S_OK);
        ID3D11ShaderResourceView_Release(srv);
        CHECK_EQ(ID3D11Texture2D_QueryInterface(buffer, &IID_IDXGIResource, (void **)&r), S_OK);
        CHECK_EQ(IDXGIResource_GetUsage(r, &usage), S_OK);
        CHECK_EQ(!!(usage & DXGI_USAGE_READ_ONLY), i > 0);
        IDXGIResource_Release(r);
        ID3D11Texture2D_Release(buffer);
    }
    CHECK_EQ(IDXGISwapChain_Present(chain, 0, 0), S_OK);
    CHECK_EQ(fake.rotations, 1);
    CHECK_EQ(IDXGISwapChain_Release(chain), 0);
    d.SwapEffect = DXGI_SWAP_EFFECT_DISCARD; /* nothing is promised of the others: nothing moves */
    CHECK_EQ(IDXGIFactory_CreateSwapChain(factory, (IUnknown *)device, &d, &chain), S_OK);
    CHECK_EQ(IDXGISwapChain_Present(chain, 0, 0), S_OK);
    CHECK_EQ(fake.rotations, 1);
    CHECK_EQ(IDXGISwapChain_Release(chain), 0);
    IDXGIFactory_Release(factory);
    end();
}

/* What GDI may draw on (D3D11_RESOURCE_MISC_GDI_COMPATIBLE). There is no GDI on Linux. */
TEST(surfaces_for_gdi)
{
    const UINT gdi = D3D11_RESOURCE_MISC_GDI_COMPATIBLE, rt = D3D11_BIND_RENDER_TARGET;
    const DXGI_FORMAT bgra = DXGI_FORMAT_B8G8R8A8_UNORM;
    IDXGISurface1 *s;
    ID3D11Texture2D *t;
    HDC dc;
    int made;

    CHECK(begin());
    CHECK_EQ(texture(8, 8, bgra, D3D11_USAGE_STAGING, 0, D3D11_CPU_ACCESS_READ, gdi, &t), E_INVALIDARG);
    CHECK_EQ(texture(8, 8, bgra, D3D11_USAGE_DEFAULT, D3D11_BIND_SHADER_RESOURCE, 0, gdi, &t), E_INVALIDARG);
    CHECK_EQ(texture(8, 8, DXGI_FORMAT_B8G8R8X8_UNORM, D3D11_USAGE_DEFAULT, rt, 0, gdi, &t), E_INVALIDARG);
    CHECK_EQ(texture(8, 8, bgra, D3D11_USAGE_DEFAULT, rt, 0, gdi | D3D11_RESOURCE_MISC_SHARED_KEYEDMUTEX, &t), E_INVALIDARG);
    for (made = 0; made < 2; made++) {
        CHECK_EQ(texture(8, 8, bgra, D3D11_USAGE_DEFAULT, rt, 0, made ? gdi : 0, &t), S_OK);
        CHECK_EQ(ID3D11Texture2D_QueryInterface(t, &IID_IDXGISurface1, (void **)&s), S_OK);
        CHECK_EQ(IDXGISurface1_GetDC(s, FALSE, &dc), made ? DXGI_ERROR_UNSUPPORTED : DXGI_ERROR_INVALID_CALL);
        CHECK_EQ(IDXGISurface1_ReleaseDC(s, NULL), DXGI_ERROR_INVALID_CALL); /* none is out */
        IDXGISurface1_Release(s);
        ID3D11Texture2D_Release(t);
    }
    end();
}

/* Level 10 looks at every stride, later ones at those of buffers that are written. */
TEST(strides_of_stream_output)
{
    static const D3D11_SO_DECLARATION_ENTRY entry = {0, "SV_Position", 0, 0, 4, 0};
    static const D3D_FEATURE_LEVEL ten = D3D_FEATURE_LEVEL_10_0;
    const UINT strides[2] = {16, 63};
    ID3D11DeviceContext *c;
    ID3D11GeometryShader *gs;
    ID3D11Device *d;

    CHECK(begin());
    CHECK_EQ(ID3D11Device_CreateGeometryShaderWithStreamOutput(device, triangle_vs, sizeof triangle_vs, &entry, 1, strides, 2, 0, NULL, &gs),
        S_OK);
    ID3D11GeometryShader_Release(gs);
    end();
    fake_reset();
    CHECK_EQ(D3D11CreateDevice(NULL, D3D_DRIVER_TYPE_HARDWARE, NULL, 0, &ten, 1, D3D11_SDK_VERSION, &d, NULL, &c), S_OK);
    RETURN_IF_FAILED();
    CHECK_EQ(ID3D11Device_CreateGeometryShaderWithStreamOutput(d, triangle_vs, sizeof triangle_vs, &entry, 1, strides, 2, 0, NULL, &gs),
        E_INVALIDARG);
    CHECK_EQ(ID3D11Device_CreateGeometryShaderWithStreamOutput(d, triangle_vs, sizeof triangle_vs, &entry, 1, strides, 1, 0, NULL, &gs), S_OK);
    ID3D11GeometryShader_Release(gs);
    ID3D11DeviceContext_Release(c);
    ID3D11Device_Release(d);
}

TEST(ways_of_sharing)
{
    const UINT s = D3D11_RESOURCE_MISC_SHARED, k = D3D11_RESOURCE_MISC_SHARED_KEYEDMUTEX, n = D3D11_RESOURCE_MISC_SHARED_NTHANDLE;
    const struct { UINT misc; bool ok; } rows[] = {{0, true}, {s, true}, {n, false}, {s | n, true}, {k, true}, {k | n, true},
        {s | k, false}, {s | k | n, false}};
    ID3D11Texture2D *t;
    IDXGIResource1 *r;
    IDXGIKeyedMutex *m;
    HANDLE h;
    size_t i;

    CHECK(begin());
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        const UINT misc = rows[i].misc;

        CHECK_EQ(texture(8, 8, DXGI_FORMAT_R8G8B8A8_UNORM, D3D11_USAGE_DEFAULT, D3D11_BIND_SHADER_RESOURCE, 0, misc, &t),
            rows[i].ok ? S_OK : E_INVALIDARG);
        if (!rows[i].ok) continue;
        RETURN_IF_FAILED();
        CHECK_EQ(fake.resource.MiscFlags & D3D10_DDI_RESOURCE_MISC_SHARED, misc ? D3D10_DDI_RESOURCE_MISC_SHARED : 0);
        CHECK_EQ(ID3D11Texture2D_QueryInterface(t, &IID_IDXGIKeyedMutex, (void **)&m), misc & k ? S_OK : E_NOINTERFACE);
        if (misc & k) IDXGIKeyedMutex_Release(m);
        CHECK_EQ(ID3D11Texture2D_QueryInterface(t, &IID_IDXGIResource1, (void **)&r), S_OK);
        h = (HANDLE)1;
        CHECK_EQ(IDXGIResource1_GetSharedHandle(r, &h), misc & n ? E_INVALIDARG : S_OK);
        CHECK_EQ(IDXGIResource1_CreateSharedHandle(r, NULL, DXGI_SHARED_RESOURCE_READ | DXGI_SHARED_RESOURCE_WRITE, NULL, &h),
            misc & n ? S_OK : E_INVALIDARG);
        if (misc & n) {
            CHECK_EQ(fake.n_objects, misc & k ? 3 : 1);
            CHECK_EQ(IDXGIResource1_CreateSharedHandle(r, NULL, DXGI_SHARED_RESOURCE_READ, NULL, &h), DXGI_ERROR_INVALID_CALL); /* once */
        }
        IDXGIResource1_Release(r);
        ID3D11Texture2D_Release(t);
    }
    end();
}

TEST(keyed_mutexes)
{
    ID3D11Texture2D *t;
    IDXGIKeyedMutex *m;
    IDXGIObject *a, *b;

    CHECK(begin());
    CHECK_EQ(texture(8, 8, DXGI_FORMAT_R8G8B8A8_UNORM, D3D11_USAGE_DEFAULT, D3D11_BIND_SHADER_RESOURCE, 0,
        D3D11_RESOURCE_MISC_SHARED_KEYEDMUTEX, &t), S_OK);
    CHECK_EQ(ID3D11Texture2D_QueryInterface(t, &IID_IDXGIKeyedMutex, (void **)&m), S_OK);
    RETURN_IF_FAILED();
    CHECK_EQ(IDXGIKeyedMutex_QueryInterface(m, &IID_IDXGIObject, (void **)&a), S_OK);
    CHECK_EQ(ID3D11Texture2D_QueryInterface(t, &IID_IDXGIObject, (void **)&b), S_OK);
    CHECK(a == b);
    IDXGIObject_Release(a);
    IDXGIObject_Release(b);
    CHECK_EQ(IDXGIKeyedMutex_ReleaseSync(m, 0), DXGI_ERROR_INVALID_CALL);
    CHECK_EQ(IDXGIKeyedMutex_AcquireSync(m, 1, 0), 0x102); /* WAIT_TIMEOUT */
    CHECK_EQ(IDXGIKeyedMutex_AcquireSync(m, 0, 0), S_OK);
    CHECK_EQ(IDXGIKeyedMutex_AcquireSync(m, 0, 0), DXGI_ERROR_INVALID_CALL);
    CHECK_EQ(fake.resolves, 0);
    CHECK_EQ(IDXGIKeyedMutex_ReleaseSync(m, 7), S_OK);
    CHECK_EQ(fake.resolves, 1); /* the driver gave what it had */
    CHECK_EQ(fake.mutex_key, 7);
    CHECK_EQ(IDXGIKeyedMutex_AcquireSync(m, 7, 0), S_OK);
    CHECK_EQ(IDXGIKeyedMutex_ReleaseSync(m, 0), S_OK);
    IDXGIKeyedMutex_Release(m);
    ID3D11Texture2D_Release(t);
    end();
}

/* One of the two versions acts on the pipeline, the other one silently fails. */
TEST(a_direct3d_10_device)
{
    const D3D_FEATURE_LEVEL ten = D3D_FEATURE_LEVEL_10_1, eleven = D3D_FEATURE_LEVEL_11_0;
    const float color[4] = {0};
    ID3DDeviceContextState *ten_state, *eleven_state, *previous;
    ID3D10RenderTargetView *rtv10, *got10;
    ID3D11RenderTargetView *rtv;
    ID3D10Texture2D *t10;
    D3D10_TEXTURE2D_DESC d = {8, 8, 1, 1, DXGI_FORMAT_R8G8B8A8_UNORM, {1, 0}, D3D10_USAGE_DEFAULT, D3D10_BIND_RENDER_TARGET, 0, 0};
    D3D10_PRIMITIVE_TOPOLOGY topology;
    ID3D11DeviceContext1 *c1;
    ID3D10Device1 *device10, *again;
    ID3D10Device *of_child;
    ID3D11Device1 *d1;
    D3D10_VIEWPORT viewport = {0, 0, 8, 8, 0, 1};
    UINT n = 4;

    CHECK(begin());
    c1 = (ID3D11DeviceContext1 *)context;
    CHECK_EQ(ID3D11Device_QueryInterface(device, &IID_ID3D11Device1, (void **)&d1), S_OK);
    CHECK_EQ(ID3D11Device1_QueryInterface(d1, &IID_ID3D10Device, (void **)&device10), E_NOINTERFACE);
    CHECK_EQ(ID3D11Device1_CreateDeviceContextState(d1, 0, &eleven, 1, D3D11_SDK_VERSION, &IID_ID3D11Device1, NULL, NULL), S_FALSE);
    CHECK_EQ(ID3D11Device1_QueryInterface(d1, &IID_ID3D10Device, (void **)&device10), E_NOINTERFACE);
    CHECK_EQ(ID3D11Device1_CreateDeviceContextState(d1, 0, &eleven, 1, D3D11_SDK_VERSION, &IID_ID3D10Device1, NULL, &ten_state), E_INVALIDARG);
    CHECK_EQ(ID3D11Device1_CreateDeviceContextState(d1, 0, &ten, 1, D3D11_SDK_VERSION, &IID_ID3D10Device1, NULL, &ten_state), S_OK);
    CHECK_EQ(ID3D11Device1_CreateDeviceContextState(d1, 0, &eleven, 1, D3D11_SDK_VERSION, &IID_ID3D11Device1, NULL, &eleven_state), S_OK);
    CHECK_EQ(ID3D11Device1_QueryInterface(d1, &IID_ID3D10Device1, (void **)&device10), S_OK);
    RETURN_IF_FAILED();
    CHECK_EQ(ID3D10Device1_GetFeatureLevel(device10), D3D10_FEATURE_LEVEL_10_1);

    /* Creations act at any time. */
    CHECK_EQ(ID3D10Device1_CreateTexture2D(device10, &d, NULL, &t10), S_OK);
    CHECK_EQ(ID3D10Device1_CreateRenderTargetView(device10, (ID3D10Resource *)t10, NULL, &rtv10), S_OK);
    CHECK_EQ(ID3D10RenderTargetView_QueryInterface(rtv10, &IID_ID3D11RenderTargetView, (void **)&rtv), S_OK);
    RETURN_IF_FAILED();
    ID3D10RenderTargetView_GetDevice(rtv10, &of_child);
    CHECK_EQ(ID3D10Device_QueryInterface(of_child, &IID_ID3D10Device1, (void **)&again), S_OK);
    CHECK(again == device10);
    ID3D10Device1_Release(again);
    ID3D10Device_Release(of_child);

    ID3D10Device1_IASetPrimitiveTopology(device10, D3D10_PRIMITIVE_TOPOLOGY_LINELIST);
    ID3D10Device1_ClearRenderTargetView(device10, rtv10, color);
    CHECK(!fake.topology && !fake.clears);
    ID3D11DeviceContext_ClearRenderTargetView(context, rtv, color);
    CHECK_EQ(fake.clears, 1);

    ID3D11DeviceContext1_SwapDeviceContextState(c1, ten_state, &previous);
    ID3D11DeviceContext_ClearRenderTargetView(context, rtv, color);
    ID3D11DeviceContext_IASetPrimitiveTopology(context, D3D11_PRIMITIVE_TOPOLOGY_POINTLIST);
    CHECK(!fake.topology && fake.clears == 1);
    ID3D10Device1_ClearRenderTargetView(device10, rtv10, color);
    CHECK_EQ(fake.clears, 2);
    ID3D10Device1_IASetPrimitiveTopology(device10, D3D10_PRIMITIVE_TOPOLOGY_LINELIST);
    CHECK_EQ(fake.topology, D3D10_PRIMITIVE_TOPOLOGY_LINELIST);
    ID3D10Device1_IAGetPrimitiveTopology(device10, &topology);
    CHECK_EQ(topology, D3D10_PRIMITIVE_TOPOLOGY_LINELIST);
    ID3D10Device1_OMSetRenderTargets(device10, 1, &rtv10, NULL);
    ID3D10Device1_OMGetRenderTargets(device10, 1, &got10, NULL);
    CHECK(got10 == rtv10);
    if (got10) ID3D10RenderTargetView_Release(got10);
    ID3D10Device1_RSSetViewports(device10, 1, &viewport);
    viewport.Width = 0;
    ID3D10Device1_RSGetViewports(device10, &n, &viewport);
    CHECK(n == 1 && viewport.Width == 8);
    ID3D10Device1_Draw(device10, 3, 0);
    CHECK_EQ(fake.draws, 1);
    ID3D11DeviceContext_OMGetRenderTargets(context, 1, &rtv, NULL);
    CHECK(rtv == NULL);

    ID3D11DeviceContext1_SwapDeviceContextState(c1, eleven_state, NULL);
    ID3D10Device1_Draw(device10, 3, 0);
    CHECK_EQ(fake.draws, 1);
    ID3D11DeviceContext_Draw(context, 3, 0);
    CHECK_EQ(fake.draws, 2);
    ID3D11DeviceContext1_SwapDeviceContextState(c1, previous, NULL);
    ID3DDeviceContextState_Release(previous);
    ID3DDeviceContextState_Release(ten_state);
    ID3DDeviceContextState_Release(eleven_state);
    ID3D10RenderTargetView_Release(rtv10); /* of the creation */
    ID3D10RenderTargetView_Release(rtv10); /* of the query that rtv was overwritten with */
    ID3D10Texture2D_Release(t10);
    ID3D10Device1_Release(device10);
    ID3D11Device1_Release(d1);
    end();
}

TAP_MAIN(RUN(a_removed_device_looks_at_no_description); RUN(what_is_mapped_is_not_updated);
    RUN(misuse_of_copies_reaches_no_driver); RUN(misuse_of_work_reaches_no_driver); RUN(integers_are_neither_filtered_nor_averaged);
    RUN(drivers_tell_what_vertices_are_made_of);
    RUN(copies_between_formats); RUN(chains_of_buffers_in_sequence); RUN(surfaces_for_gdi); RUN(strides_of_stream_output);
    RUN(ways_of_sharing); RUN(keyed_mutexes); RUN(a_direct3d_10_device))
