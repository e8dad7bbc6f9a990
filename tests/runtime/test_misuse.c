/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Misuse of views, states, tiles, video and swap chains: the program gets its code, or nothing where there is none, and the driver hears
 * nothing (copies, draws and resources: test_rules.c, test_arguments.c). Then what swap chains and frames count: formats, latency,
 * statistics. Sources: sdk-api d3d11 and dxgi, the page of each call.
 */
#include "device.h"

#define N_OF(a) (sizeof(a) / sizeof *(a))

static int heard; /* calls of the driver so far */

static void nothing(const char *what, size_t row)
{
    if (fake.calls != heard) printf("# %s %zu reaches the driver\n", what, row);
    CHECK_EQ(fake.calls, heard);
    heard = fake.calls;
}

static void refused(HRESULT hr, HRESULT want, const void *object, const char *what, size_t row)
{
    if (hr != want) printf("# %s %zu: 0x%08x, not 0x%08x\n", what, row, (unsigned)hr, (unsigned)want);
    CHECK_EQ(hr, want);
    CHECK(object == NULL);
    nothing(what, row);
}

enum { COLOR, TYPELESS, DEPTH, INPUT, VOLUME, SAMPLES, RAW, STRUCTURED, TYPED, THINGS };

static ID3D11Resource *things[THINGS];

static void make_things(void)
{
    enum { UA = D3D11_BIND_UNORDERED_ACCESS, RT = D3D11_BIND_RENDER_TARGET, SR = D3D11_BIND_SHADER_RESOURCE, DS = D3D11_BIND_DEPTH_STENCIL };
    const D3D11_TEXTURE3D_DESC volume = {8, 8, 4, 2, DXGI_FORMAT_R8G8B8A8_UNORM, D3D11_USAGE_DEFAULT, UA | RT, 0, 0};
    const D3D11_TEXTURE2D_DESC samples = {8, 8, 1, 1, DXGI_FORMAT_R8G8B8A8_UNORM, {4, 0}, D3D11_USAGE_DEFAULT, RT, 0, 0};
    size_t i;

    things[COLOR] = (ID3D11Resource *)make_texture(device, 16, DXGI_FORMAT_R8G8B8A8_UNORM, UA | RT, 2, 3);
    things[TYPELESS] = (ID3D11Resource *)make_texture(device, 16, DXGI_FORMAT_R8G8B8A8_TYPELESS, UA | RT, 1, 1);
    things[DEPTH] = (ID3D11Resource *)make_texture(device, 16, DXGI_FORMAT_D24_UNORM_S8_UINT, DS, 2, 3);
    things[INPUT] = (ID3D11Resource *)make_texture(device, 16, DXGI_FORMAT_R8G8B8A8_UNORM, SR, 1, 1);
    CHECK_EQ(ID3D11Device_CreateTexture3D(device, &volume, NULL, (ID3D11Texture3D **)&things[VOLUME]), S_OK);
    CHECK_EQ(ID3D11Device_CreateTexture2D(device, &samples, NULL, (ID3D11Texture2D **)&things[SAMPLES]), S_OK);
    things[RAW] = (ID3D11Resource *)make_buffer(device, 256, UA, D3D11_USAGE_DEFAULT, 0, D3D11_RESOURCE_MISC_BUFFER_ALLOW_RAW_VIEWS, 0);
    things[STRUCTURED] = (ID3D11Resource *)make_buffer(device, 256, UA, D3D11_USAGE_DEFAULT, 0, D3D11_RESOURCE_MISC_BUFFER_STRUCTURED, 16);
    things[TYPED] = (ID3D11Resource *)make_buffer(device, 256, UA | RT, D3D11_USAGE_DEFAULT, 0, 0, 0);
    for (i = 0; i < THINGS; i++) CHECK(things[i] != NULL);
    heard = fake.calls;
}

static void drop_things(void)
{
    size_t i;

    for (i = 0; i < THINGS; i++) ID3D11Resource_Release(things[i]);
}

#define F(name) DXGI_FORMAT_##name
#define UAV(dim) .ViewDimension = D3D11_UAV_DIMENSION_##dim

TEST(unordered_access_views)
{
    enum { FLAG_RAW = D3D11_BUFFER_UAV_FLAG_RAW, APPEND = D3D11_BUFFER_UAV_FLAG_APPEND, COUNTER = D3D11_BUFFER_UAV_FLAG_COUNTER };
    static const struct { int on; D3D11_UNORDERED_ACCESS_VIEW_DESC d; } rows[] = {
        {INPUT, {F(R8G8B8A8_UNORM), UAV(TEXTURE2D)}},                                   /* not bound for it */
        {COLOR, {F(R8G8B8A8_UINT), UAV(TEXTURE2D)}},                                    /* not typeless */
        {COLOR, {F(R8G8B8A8_UNORM), UAV(TEXTURE1D)}},
        {COLOR, {F(R8G8B8A8_UNORM), UAV(BUFFER), .Buffer = {0, 4, 0}}},
        {COLOR, {F(R8G8B8A8_UNORM), UAV(UNKNOWN)}},
        {COLOR, {F(R8G8B8A8_UNORM), UAV(TEXTURE2DARRAY), .Texture2DArray = {2, 0, 1}}}, /* no such mip */
        {COLOR, {F(R8G8B8A8_UNORM), UAV(TEXTURE2DARRAY), .Texture2DArray = {0, 3, 1}}}, /* no such slice */
        {COLOR, {F(R8G8B8A8_UNORM), UAV(TEXTURE2DARRAY), .Texture2DArray = {0, 2, 2}}},
        {COLOR, {F(R8G8B8A8_UNORM), UAV(TEXTURE2DARRAY), .Texture2DArray = {0, 0, 0}}},
        {TYPELESS, {F(R8G8B8A8_TYPELESS), UAV(TEXTURE2D)}},
        {TYPELESS, {F(R16G16_UNORM), UAV(TEXTURE2D)}},                                  /* another family */
        {TYPELESS, {F(R8G8B8A8_UNORM_SRGB), UAV(TEXTURE2D)}},                           /* no writes of sRGB */
        {VOLUME, {F(R8G8B8A8_UNORM), UAV(TEXTURE3D), .Texture3D = {0, 4, 1}}},
        {VOLUME, {F(R8G8B8A8_UNORM), UAV(TEXTURE3D), .Texture3D = {0, 2, 3}}},
        {VOLUME, {F(R8G8B8A8_UNORM), UAV(TEXTURE3D), .Texture3D = {2, 0, 1}}},
        {RAW, {F(R32_TYPELESS), UAV(BUFFER), .Buffer = {0, 65, FLAG_RAW}}},             /* beyond the end */
        {RAW, {F(R32_UINT), UAV(BUFFER), .Buffer = {0, 4, FLAG_RAW}}},                  /* raw views are typeless */
        {RAW, {F(R32_TYPELESS), UAV(BUFFER), .Buffer = {0, 4, 0}}},
        {RAW, {F(R32_TYPELESS), UAV(BUFFER), .Buffer = {0, 0, FLAG_RAW}}},
        {RAW, {F(R32_TYPELESS), UAV(BUFFER), .Buffer = {0, 4, FLAG_RAW | 8}}},          /* no such flag */
        {RAW, {F(R32_TYPELESS), UAV(BUFFER), .Buffer = {0, 4, FLAG_RAW | COUNTER}}},
        {STRUCTURED, {F(R32_UINT), UAV(BUFFER), .Buffer = {0, 4, 0}}},                  /* structures have no format */
        {STRUCTURED, {F(UNKNOWN), UAV(BUFFER), .Buffer = {8, 9, 0}}},
        {STRUCTURED, {F(UNKNOWN), UAV(BUFFER), .Buffer = {0, 4, APPEND | COUNTER}}},
        {STRUCTURED, {F(UNKNOWN), UAV(BUFFER), .Buffer = {0, 4, FLAG_RAW}}},
        {TYPED, {F(R32_TYPELESS), UAV(BUFFER), .Buffer = {0, 4, FLAG_RAW}}},            /* not made for raw views */
        {TYPED, {F(R32_UINT), UAV(BUFFER), .Buffer = {0, 4, COUNTER}}},                 /* counters are of structures */
        {TYPED, {F(BC1_UNORM), UAV(BUFFER), .Buffer = {0, 4, 0}}},
        {TYPED, {F(UNKNOWN), UAV(BUFFER), .Buffer = {0, 4, 0}}},
        {TYPED, {F(R32_UINT), UAV(TEXTURE2D)}},
    };
    ID3D11UnorderedAccessView *v = NULL;
    size_t i;

    CHECK(begin());
    make_things();
    RETURN_IF_FAILED();
    for (i = 0; i < N_OF(rows); i++)
        refused(ID3D11Device_CreateUnorderedAccessView(device, things[rows[i].on], &rows[i].d, &v), E_INVALIDARG, v, "row", i);
    refused(ID3D11Device_CreateUnorderedAccessView(device, NULL, NULL, &v), E_INVALIDARG, v, "no resource", 0);
    refused(ID3D11Device_CreateUnorderedAccessView(device, things[TYPELESS], NULL, &v), E_INVALIDARG, v, "no description", TYPELESS);
    refused(ID3D11Device_CreateUnorderedAccessView(device, things[TYPED], NULL, &v), E_INVALIDARG, v, "no description", TYPED);
    CHECK_EQ(ID3D11Device_CreateUnorderedAccessView(device, things[STRUCTURED], NULL, &v), S_OK); /* what is right is heard */
    CHECK_EQ(fake.calls, heard + 1);
    ID3D11UnorderedAccessView_Release(v);
    drop_things();
    end();
}

#define RTV(dim) .ViewDimension = D3D11_RTV_DIMENSION_##dim

TEST(render_target_views)
{
    static const struct { int on; D3D11_RENDER_TARGET_VIEW_DESC d; } rows[] = {
        {INPUT, {F(R8G8B8A8_UNORM), RTV(TEXTURE2D)}},
        {DEPTH, {F(D24_UNORM_S8_UINT), RTV(TEXTURE2D)}},
        {COLOR, {F(R8G8B8A8_UINT), RTV(TEXTURE2D)}},
        {COLOR, {F(R8G8B8A8_UNORM), RTV(TEXTURE1D)}},
        {COLOR, {F(R8G8B8A8_UNORM), RTV(UNKNOWN)}},
        {COLOR, {F(R8G8B8A8_UNORM), RTV(TEXTURE2DARRAY), .Texture2DArray = {2, 0, 1}}},
        {COLOR, {F(R8G8B8A8_UNORM), RTV(TEXTURE2DARRAY), .Texture2DArray = {0, 3, 1}}},
        {COLOR, {F(R8G8B8A8_UNORM), RTV(TEXTURE2DARRAY), .Texture2DArray = {0, 1, 3}}},
        {COLOR, {F(R8G8B8A8_UNORM), RTV(TEXTURE2DARRAY), .Texture2DArray = {0, 0, 0}}},
        {TYPELESS, {F(R8G8B8A8_TYPELESS), RTV(TEXTURE2D)}},
        {TYPELESS, {F(R32_FLOAT), RTV(TEXTURE2D)}},
        {VOLUME, {F(R8G8B8A8_UNORM), RTV(TEXTURE2D)}},
        {VOLUME, {F(R8G8B8A8_UNORM), RTV(TEXTURE3D), .Texture3D = {0, 3, 2}}},
        {VOLUME, {F(R8G8B8A8_UNORM), RTV(TEXTURE3D), .Texture3D = {1, 2, 1}}},          /* two slices are left */
        {SAMPLES, {F(R8G8B8A8_UNORM), RTV(TEXTURE2D)}},
        {TYPED, {F(R32_FLOAT), RTV(BUFFER), .Buffer = {{0}, {65}}}},
        {TYPED, {F(R32_FLOAT), RTV(BUFFER), .Buffer = {{0}, {0}}}},
        {TYPED, {F(UNKNOWN), RTV(BUFFER), .Buffer = {{0}, {4}}}},
        {STRUCTURED, {F(R32_FLOAT), RTV(BUFFER), .Buffer = {{0}, {4}}}},
    };
    ID3D11RenderTargetView *v = NULL;
    size_t i;

    CHECK(begin());
    make_things();
    RETURN_IF_FAILED();
    for (i = 0; i < N_OF(rows); i++)
        refused(ID3D11Device_CreateRenderTargetView(device, things[rows[i].on], &rows[i].d, &v), E_INVALIDARG, v, "row", i);
    refused(ID3D11Device_CreateRenderTargetView(device, NULL, NULL, &v), E_INVALIDARG, v, "no resource", 0);
    refused(ID3D11Device_CreateRenderTargetView(device, things[TYPELESS], NULL, &v), E_INVALIDARG, v, "no description", TYPELESS);
    CHECK_EQ(ID3D11Device_CreateRenderTargetView(device, things[SAMPLES], NULL, &v), S_OK);
    CHECK_EQ(fake.calls, heard + 1);
    ID3D11RenderTargetView_Release(v);
    drop_things();
    end();
}

#define DSV(dim) .ViewDimension = D3D11_DSV_DIMENSION_##dim

TEST(depth_stencil_views)
{
    static const struct { int on; D3D11_DEPTH_STENCIL_VIEW_DESC d; } rows[] = {
        {COLOR, {F(R8G8B8A8_UNORM), DSV(TEXTURE2D)}},
        {DEPTH, {F(D32_FLOAT), DSV(TEXTURE2D)}},
        {DEPTH, {F(R24G8_TYPELESS), DSV(TEXTURE2D)}},
        {DEPTH, {F(D24_UNORM_S8_UINT), DSV(TEXTURE1D)}},
        {DEPTH, {F(D24_UNORM_S8_UINT), DSV(UNKNOWN)}},
        {DEPTH, {F(D24_UNORM_S8_UINT), DSV(TEXTURE2D), .Flags = 4}}, /* no such flag */
        {DEPTH, {F(D24_UNORM_S8_UINT), DSV(TEXTURE2DARRAY), .Texture2DArray = {2, 0, 1}}},
        {DEPTH, {F(D24_UNORM_S8_UINT), DSV(TEXTURE2DARRAY), .Texture2DArray = {0, 3, 1}}},
        {DEPTH, {F(D24_UNORM_S8_UINT), DSV(TEXTURE2DARRAY), .Texture2DArray = {0, 0, 4}}},
        {TYPED, {F(D32_FLOAT), DSV(TEXTURE2D)}},
        {VOLUME, {F(D32_FLOAT), DSV(TEXTURE2D)}},
    };
    ID3D11DepthStencilView *v = NULL;
    size_t i;

    CHECK(begin());
    make_things();
    RETURN_IF_FAILED();
    for (i = 0; i < N_OF(rows); i++)
        refused(ID3D11Device_CreateDepthStencilView(device, things[rows[i].on], &rows[i].d, &v), E_INVALIDARG, v, "row", i);
    refused(ID3D11Device_CreateDepthStencilView(device, NULL, NULL, &v), E_INVALIDARG, v, "no resource", 0);
    CHECK_EQ(ID3D11Device_CreateDepthStencilView(device, things[DEPTH], NULL, &v), S_OK);
    CHECK_EQ(fake.calls, heard + 1);
    ID3D11DepthStencilView_Release(v);
    drop_things();
    end();
}

#define WRONG(desc, field, value) \
    do { \
        typeof(desc) d_ = (desc); \
        void *o_ = NULL; \
        d_.field = value; \
        refused(create(&d_, &o_), E_INVALIDARG, o_, #field, __LINE__); \
    } while (0)

static HRESULT create_blend(const void *d, void **out) { return ID3D11Device_CreateBlendState(device, d, (ID3D11BlendState **)out); }
static HRESULT create_depth(const void *d, void **out) { return ID3D11Device_CreateDepthStencilState(device, d, (ID3D11DepthStencilState **)out); }
static HRESULT create_raster(const void *d, void **out) { return ID3D11Device_CreateRasterizerState(device, d, (ID3D11RasterizerState **)out); }
static HRESULT create_sampler(const void *d, void **out) { return ID3D11Device_CreateSamplerState(device, d, (ID3D11SamplerState **)out); }

TEST(states)
{
    D3D11_BLEND_DESC blend = {.RenderTarget = {{TRUE, D3D11_BLEND_ONE, D3D11_BLEND_ZERO, D3D11_BLEND_OP_ADD, D3D11_BLEND_ONE,
        D3D11_BLEND_ZERO, D3D11_BLEND_OP_ADD, 15}}};
    const D3D11_DEPTH_STENCILOP_DESC op = {D3D11_STENCIL_OP_KEEP, D3D11_STENCIL_OP_KEEP, D3D11_STENCIL_OP_KEEP, D3D11_COMPARISON_ALWAYS};
    D3D11_DEPTH_STENCIL_DESC depth = {TRUE, D3D11_DEPTH_WRITE_MASK_ALL, D3D11_COMPARISON_LESS, TRUE, 255, 255, op, op};
    D3D11_RASTERIZER_DESC raster = {D3D11_FILL_SOLID, D3D11_CULL_BACK, FALSE, 0, 0, 0, TRUE, FALSE, FALSE, FALSE};
    D3D11_SAMPLER_DESC sampler = {D3D11_FILTER_COMPARISON_ANISOTROPIC, D3D11_TEXTURE_ADDRESS_WRAP, D3D11_TEXTURE_ADDRESS_WRAP,
        D3D11_TEXTURE_ADDRESS_WRAP, 0, 4, D3D11_COMPARISON_LESS, {0}, 0, 1};
    HRESULT (*create)(const void *, void **);
    void *o = NULL;

    CHECK(begin());
    heard = fake.calls;
    create = create_blend;
    refused(create(NULL, &o), E_INVALIDARG, o, "blend", 0);
    WRONG(blend, RenderTarget[0].SrcBlend, 0);
    WRONG(blend, RenderTarget[0].SrcBlend, 12);
    WRONG(blend, RenderTarget[0].DestBlend, 20);
    WRONG(blend, RenderTarget[0].BlendOp, 6);
    WRONG(blend, RenderTarget[0].SrcBlendAlpha, D3D11_BLEND_SRC_COLOR);
    WRONG(blend, RenderTarget[0].DestBlendAlpha, D3D11_BLEND_INV_SRC1_COLOR);
    WRONG(blend, RenderTarget[0].BlendOpAlpha, 0);
    WRONG(blend, RenderTarget[0].RenderTargetWriteMask, 16);
    create = create_depth;
    refused(create(NULL, &o), E_INVALIDARG, o, "depth", 0);
    WRONG(depth, DepthWriteMask, 2);
    WRONG(depth, DepthFunc, 0);
    WRONG(depth, DepthFunc, 9);
    WRONG(depth, FrontFace.StencilFailOp, 0);
    WRONG(depth, FrontFace.StencilDepthFailOp, 9);
    WRONG(depth, BackFace.StencilPassOp, 9);
    WRONG(depth, BackFace.StencilFunc, 0);
    create = create_raster;
    refused(create(NULL, &o), E_INVALIDARG, o, "raster", 0);
    WRONG(raster, FillMode, 1);
    WRONG(raster, FillMode, 4);
    WRONG(raster, CullMode, 0);
    WRONG(raster, CullMode, 4);
    create = create_sampler;
    refused(create(NULL, &o), E_INVALIDARG, o, "sampler", 0);
    WRONG(sampler, Filter, 0x2);
    WRONG(sampler, Filter, 0x200);
    WRONG(sampler, AddressU, 0);
    WRONG(sampler, AddressV, 6);
    WRONG(sampler, AddressW, 6);
    WRONG(sampler, MipLODBias, 16.0f);
    WRONG(sampler, MipLODBias, -16.5f);
    WRONG(sampler, MaxAnisotropy, 0);
    WRONG(sampler, MaxAnisotropy, 17);
    WRONG(sampler, ComparisonFunc, 0);
    CHECK_EQ(create(&sampler, &o), S_OK); /* what is right is heard */
    CHECK_EQ(fake.calls, heard + 1);
    ID3D11SamplerState_Release((ID3D11SamplerState *)o);
    end();
}

TEST(tiles)
{
    enum { TILE = 65536 };
    const D3D11_TILED_RESOURCE_COORDINATE first = {0, 0, 0, 0}, fifth = {4, 0, 0, 0}, no_sub = {0, 0, 0, 1};
    const D3D11_TILE_REGION_SIZE one = {1, FALSE, 1, 1, 1}, five = {5, FALSE, 1, 1, 1}, none = {0, FALSE, 1, 1, 1}, box = {2, TRUE, 2, 2, 1};
    const UINT offsets[2] = {0, 9}, counts[2] = {1, 1}, flags[2] = {0, 7};
    static const uint8_t data[TILE];
    ID3D11DeviceContext2 *c;
    ID3D11Buffer *tiled, *pool, *plain, *fixed;

    fake_reset();
    fake.tiled = D3DWDDM1_3DDI_TILED_RESOURCES_TIER_1_SUPPORTED;
    CHECK_EQ(fake_device(&device, &context), S_OK);
    CHECK_EQ(ID3D11DeviceContext_QueryInterface(context, &IID_ID3D11DeviceContext2, (void **)&c), S_OK);
    tiled = make_buffer(device, 4 * TILE, D3D11_BIND_SHADER_RESOURCE, D3D11_USAGE_DEFAULT, 0, D3D11_RESOURCE_MISC_TILED, 0);
    pool = make_buffer(device, 2 * TILE, 0, D3D11_USAGE_DEFAULT, 0, D3D11_RESOURCE_MISC_TILE_POOL, 0);
    plain = make_buffer(device, 2 * TILE, D3D11_BIND_VERTEX_BUFFER, D3D11_USAGE_DEFAULT, 0, 0, 0);
    CHECK(tiled && pool && plain);
    RETURN_IF_FAILED();
    heard = fake.calls;
#define R(b) ((ID3D11Resource *)(b))
#define MAP(r, n, at, size, p, n_ranges, f, o, k, how) \
    refused(ID3D11DeviceContext2_UpdateTileMappings(c, R(r), n, at, size, p, n_ranges, f, o, k, how), E_INVALIDARG, NULL, "map", __LINE__)
    MAP(NULL, 1, &first, &one, pool, 1, NULL, offsets, counts, 0);
    MAP(plain, 1, &first, &one, pool, 1, NULL, offsets, counts, 0);         /* not tiled */
    MAP(tiled, 1, &first, &one, plain, 1, NULL, offsets, counts, 0);        /* no pool */
    MAP(tiled, 1, &first, &one, NULL, 1, NULL, offsets, counts, 0);
    MAP(tiled, 0, &first, &one, pool, 1, NULL, offsets, counts, 0);
    MAP(tiled, 1, &first, &one, pool, 0, NULL, offsets, counts, 0);
    MAP(tiled, 1, &fifth, &one, pool, 1, NULL, offsets, counts, 0);         /* no such tile */
    MAP(tiled, 1, &no_sub, &one, pool, 1, NULL, offsets, counts, 0);
    MAP(tiled, 1, &first, &five, pool, 1, NULL, offsets, counts, 0);
    MAP(tiled, 1, &first, &none, pool, 1, NULL, offsets, counts, 0);
    MAP(tiled, 1, &first, &one, pool, 2, NULL, offsets, counts, 0);         /* the second is beyond the pool, and one tile too many */
    MAP(tiled, 1, &first, &one, pool, 1, NULL, offsets + 1, counts, 0);
    MAP(tiled, 1, &first, &one, pool, 1, flags + 1, offsets, counts, 0);    /* no such kind of range */
    MAP(tiled, 1, &first, &one, pool, 1, NULL, offsets, counts, 8);         /* no such flag */
    refused(ID3D11DeviceContext2_CopyTileMappings(c, R(tiled), &fifth, R(tiled), &first, &one, 0), E_INVALIDARG, NULL, "copy mappings", 0);
    refused(ID3D11DeviceContext2_CopyTileMappings(c, R(tiled), &first, R(plain), &first, &one, 0), E_INVALIDARG, NULL, "copy mappings", 1);
    refused(ID3D11DeviceContext2_CopyTileMappings(c, R(tiled), &first, R(tiled), &first, &five, 0), E_INVALIDARG, NULL, "copy mappings", 2);
    refused(ID3D11DeviceContext2_ResizeTilePool(c, plain, TILE), E_INVALIDARG, NULL, "resize", 0);
    refused(ID3D11DeviceContext2_ResizeTilePool(c, pool, TILE + 1), E_INVALIDARG, NULL, "resize", 1);
#define DATA(call) (call, nothing(#call, __LINE__))
    DATA(ID3D11DeviceContext2_UpdateTiles(c, R(plain), &first, &one, data, 0));
    DATA(ID3D11DeviceContext2_UpdateTiles(c, R(tiled), &fifth, &one, data, 0));
    DATA(ID3D11DeviceContext2_UpdateTiles(c, R(tiled), &first, &box, data, 0)); /* four tiles, not two */
    DATA(ID3D11DeviceContext2_UpdateTiles(c, R(tiled), &first, &one, NULL, 0));
    DATA(ID3D11DeviceContext2_CopyTiles(c, R(tiled), &first, &one, plain, 0, 0)); /* neither way */
    DATA(ID3D11DeviceContext2_CopyTiles(c, R(tiled), &first, &one, plain, 0,
        D3D11_TILE_COPY_LINEAR_BUFFER_TO_SWIZZLED_TILED_RESOURCE | D3D11_TILE_COPY_SWIZZLED_TILED_RESOURCE_TO_LINEAR_BUFFER));
    DATA(ID3D11DeviceContext2_CopyTiles(c, R(tiled), &first, &one, plain, TILE + 4, D3D11_TILE_COPY_LINEAR_BUFFER_TO_SWIZZLED_TILED_RESOURCE));
    DATA(ID3D11DeviceContext2_CopyTiles(c, R(tiled), &first, &one, tiled, 0, D3D11_TILE_COPY_LINEAR_BUFFER_TO_SWIZZLED_TILED_RESOURCE));
    DATA(ID3D11DeviceContext2_TiledResourceBarrier(c, (ID3D11DeviceChild *)plain, NULL));
    /* Pools and tiled resources that may not be made. */
    fixed = make_buffer(device, TILE + 4, 0, D3D11_USAGE_DEFAULT, 0, D3D11_RESOURCE_MISC_TILE_POOL, 0);
    CHECK(fixed == NULL), nothing("pool", 0);
    fixed = make_buffer(device, TILE, D3D11_BIND_VERTEX_BUFFER, D3D11_USAGE_DEFAULT, 0, D3D11_RESOURCE_MISC_TILE_POOL, 0);
    CHECK(fixed == NULL), nothing("pool", 1);
    fixed = make_buffer(device, TILE, D3D11_BIND_VERTEX_BUFFER, D3D11_USAGE_DYNAMIC, D3D11_CPU_ACCESS_WRITE, D3D11_RESOURCE_MISC_TILED, 0);
    CHECK(fixed == NULL), nothing("tiled", 0);
    fixed = make_buffer(device, TILE, D3D11_BIND_VERTEX_BUFFER, D3D11_USAGE_DEFAULT, 0,
        D3D11_RESOURCE_MISC_TILED | D3D11_RESOURCE_MISC_SHARED, 0);
    CHECK(fixed == NULL), nothing("tiled", 1);
    CHECK_EQ(ID3D11DeviceContext2_UpdateTileMappings(c, R(tiled), 1, &first, &one, pool, 1, NULL, offsets, counts, 0), S_OK);
    CHECK_EQ(fake.calls, heard + 1);
    ID3D11Buffer_Release(tiled);
    ID3D11Buffer_Release(pool);
    ID3D11Buffer_Release(plain);
    ID3D11DeviceContext2_Release(c);
    end();
}

static const DXGI_SWAP_CHAIN_DESC good_chain = {
    .BufferDesc = {64, 48, {60, 1}, DXGI_FORMAT_R8G8B8A8_UNORM, 0, 0}, .SampleDesc = {1, 0}, .BufferUsage = DXGI_USAGE_RENDER_TARGET_OUTPUT,
    .BufferCount = 2, .OutputWindow = (HWND)&device, .Windowed = TRUE, .SwapEffect = DXGI_SWAP_EFFECT_FLIP_SEQUENTIAL,
};

#define NO_CHAIN(field, value, code) \
    do { \
        DXGI_SWAP_CHAIN_DESC d_ = good_chain; \
        IDXGISwapChain *s_ = NULL; \
        d_.field = value; \
        refused(IDXGIFactory_CreateSwapChain(factory, (IUnknown *)device, &d_, &s_), code, s_, #field, __LINE__); \
    } while (0)

TEST(swap_chains)
{
    IDXGIFactory *factory;
    IDXGISwapChain *chain = NULL;
    IDXGISwapChain3 *chain3;
    IDXGIOutput *target;
    ID3D11Texture2D *buffer;
    DXGI_SWAP_CHAIN_DESC d = good_chain;
    UINT i;

    CHECK(begin());
    CHECK_EQ(CreateDXGIFactory(&IID_IDXGIFactory, (void **)&factory), S_OK);
    heard = fake.calls;
    NO_CHAIN(OutputWindow, NULL, DXGI_ERROR_INVALID_CALL);
    NO_CHAIN(BufferCount, 0, DXGI_ERROR_INVALID_CALL);
    NO_CHAIN(BufferCount, 1, DXGI_ERROR_INVALID_CALL); /* the flip model has two at least */
    NO_CHAIN(BufferCount, 17, DXGI_ERROR_INVALID_CALL);
    NO_CHAIN(SampleDesc.Count, 4, DXGI_ERROR_INVALID_CALL); /* and one sample */
    NO_CHAIN(SwapEffect, 2, DXGI_ERROR_INVALID_CALL);
    NO_CHAIN(SwapEffect, 5, DXGI_ERROR_INVALID_CALL);
    NO_CHAIN(Flags, DXGI_SWAP_CHAIN_FLAG_FRAME_LATENCY_WAITABLE_OBJECT, DXGI_ERROR_INVALID_CALL); /* not offered */
    refused(IDXGIFactory_CreateSwapChain(factory, NULL, &d, &chain), DXGI_ERROR_INVALID_CALL, chain, "no device", 0);
    refused(IDXGIFactory_CreateSwapChain(factory, (IUnknown *)device, NULL, &chain), DXGI_ERROR_INVALID_CALL, chain, "no description", 0);
    CHECK_EQ(IDXGIFactory_CreateSwapChain(factory, (IUnknown *)device, &d, &chain), S_OK);
    RETURN_IF_FAILED();
    CHECK_EQ(IDXGISwapChain_QueryInterface(chain, &IID_IDXGISwapChain3, (void **)&chain3), S_OK);
    CHECK_EQ(IDXGISwapChain_GetBuffer(chain, 0, &IID_ID3D11Texture2D, (void **)&buffer), S_OK);
    CHECK_EQ(IDXGISwapChain_GetContainingOutput(chain, &target), S_OK);
    heard = fake.calls;
#define CALL(call) refused(call, DXGI_ERROR_INVALID_CALL, NULL, #call, __LINE__)
    CALL(IDXGISwapChain_Present(chain, 5, 0));
    CALL(IDXGISwapChain_Present(chain, 0, 0x80000000u));
    CALL(IDXGISwapChain_ResizeBuffers(chain, 2, 32, 32, 0, 0)); /* a buffer is held */
    CALL(IDXGISwapChain_ResizeTarget(chain, NULL));
    CALL(IDXGISwapChain_SetFullscreenState(chain, FALSE, target));
    CALL(IDXGISwapChain_GetBuffer(chain, 0, &IID_ID3D11Texture2D, NULL));
    CALL(IDXGISwapChain3_SetMaximumFrameLatency(chain3, 1)); /* of waitable chains only */
    CALL(IDXGISwapChain3_GetMaximumFrameLatency(chain3, &i));
    CHECK(IDXGISwapChain3_GetFrameLatencyWaitableObject(chain3) == NULL);
    refused(IDXGISwapChain3_SetSourceSize(chain3, 0, 1), E_INVALIDARG, NULL, "source size", 0);
    refused(IDXGISwapChain3_SetSourceSize(chain3, 65, 48), E_INVALIDARG, NULL, "source size", 1);
    CALL(IDXGISwapChain3_SetRotation(chain3, DXGI_MODE_ROTATION_ROTATE90));
    CALL(IDXGISwapChain3_SetColorSpace1(chain3, DXGI_COLOR_SPACE_RGB_FULL_G2084_NONE_P2020));
    ID3D11Texture2D_Release(buffer);
    CALL(IDXGISwapChain_ResizeBuffers(chain, 1, 32, 32, 0, 0));
    CALL(IDXGISwapChain_ResizeBuffers(chain, 17, 32, 32, 0, 0));
    CALL(IDXGISwapChain_ResizeBuffers(chain, 2, 32, 32, DXGI_FORMAT_BC1_UNORM, 0));
    CALL(IDXGISwapChain_ResizeBuffers(chain, 2, 32, 32, DXGI_FORMAT_R8G8B8A8_UNORM_SRGB, 0)); /* the flip model is linear */
    CHECK_EQ(IDXGISwapChain_GetDesc(chain, &d), S_OK);
    CHECK_EQ(d.BufferDesc.Width, 64); /* as it was */
    CHECK_EQ(IDXGISwapChain_Present(chain, 0, 0), S_OK);
    CHECK(fake.calls > heard);
    IDXGIOutput_Release(target);
    IDXGISwapChain3_Release(chain3);
    IDXGISwapChain_Release(chain);
    IDXGIFactory_Release(factory);
    end();
}

/* What can be shown (the rows "Display Scan-Out" of the format pages) can be a chain; the flip model has no sRGB buffers (win32 docs,
 * "For best performance, use DXGI flip model"). */
TEST(formats_of_swap_chains)
{
    static const struct { DXGI_FORMAT format; bool blt, flip; } rows[] = {
        {F(R8G8B8A8_UNORM), true, true}, {F(B8G8R8A8_UNORM), true, true}, {F(R10G10B10A2_UNORM), true, true},
        {F(R16G16B16A16_FLOAT), true, true}, {F(R8G8B8A8_UNORM_SRGB), true, false}, {F(B8G8R8A8_UNORM_SRGB), true, false},
        {F(B8G8R8X8_UNORM), false, false}, {F(R8G8B8A8_TYPELESS), false, false}, {F(R8G8B8A8_UINT), false, false},
        {F(R32G32B32A32_FLOAT), false, false}, {F(B5G6R5_UNORM), false, false}, {F(D24_UNORM_S8_UINT), false, false},
        {F(BC7_UNORM), false, false}, {F(NV12), false, false}, {F(UNKNOWN), false, false},
    };
    IDXGIFactory *factory;
    size_t i;
    int flip;

    CHECK(begin());
    CHECK_EQ(CreateDXGIFactory(&IID_IDXGIFactory, (void **)&factory), S_OK);
    for (i = 0; i < N_OF(rows); i++) {
        for (flip = 0; flip < 2; flip++) {
            DXGI_SWAP_CHAIN_DESC d = good_chain, got;
            IDXGISwapChain *chain = NULL;
            HRESULT hr;

            d.BufferDesc.Format = rows[i].format;
            d.SwapEffect = flip ? DXGI_SWAP_EFFECT_FLIP_SEQUENTIAL : DXGI_SWAP_EFFECT_DISCARD;
            heard = fake.calls;
            hr = IDXGIFactory_CreateSwapChain(factory, (IUnknown *)device, &d, &chain);
            if (SUCCEEDED(hr) != (flip ? rows[i].flip : rows[i].blt)) printf("# format %u, flip %d: 0x%08x\n", rows[i].format, flip, (unsigned)hr);
            CHECK_EQ(SUCCEEDED(hr), flip ? rows[i].flip : rows[i].blt);
            if (FAILED(hr)) {
                CHECK(hr == DXGI_ERROR_INVALID_CALL || hr == E_INVALIDARG);
                nothing("format", i);
                continue;
            }
            CHECK_EQ(fake.resource.Format, rows[i].format);
            CHECK_EQ(IDXGISwapChain_GetDesc(chain, &got), S_OK);
            CHECK_EQ(got.BufferDesc.Format, rows[i].format);
            IDXGISwapChain_Release(chain);
        }
    }
    IDXGIFactory_Release(factory);
    end();
}

/* nf-dxgi-idxgidevice1-setmaximumframelatency: 1 to 16, 0 is the default; the kernel keeps count. */
TEST(frame_latency)
{
    IDXGIDevice1 *dxgi;
    UINT n = 77;

    CHECK(begin());
    CHECK_EQ(ID3D11Device_QueryInterface(device, &IID_IDXGIDevice1, (void **)&dxgi), S_OK);
    CHECK_EQ(IDXGIDevice1_GetMaximumFrameLatency(dxgi, &n), S_OK);
    CHECK_EQ(n, 3);
    CHECK_EQ(IDXGIDevice1_SetMaximumFrameLatency(dxgi, 16), S_OK);
    CHECK_EQ(fake.queued_limit, 16);
    CHECK_EQ(IDXGIDevice1_SetMaximumFrameLatency(dxgi, 17), DXGI_ERROR_INVALID_CALL);
    CHECK_EQ(IDXGIDevice1_GetMaximumFrameLatency(dxgi, &n), S_OK);
    CHECK_EQ(n, 16);
    CHECK_EQ(IDXGIDevice1_SetMaximumFrameLatency(dxgi, 1), S_OK);
    CHECK_EQ(fake.queued_limit, 1);
    CHECK_EQ(IDXGIDevice1_SetMaximumFrameLatency(dxgi, 0), S_OK);
    CHECK_EQ(IDXGIDevice1_GetMaximumFrameLatency(dxgi, &n), S_OK);
    CHECK_EQ(n, 3);
    CHECK_EQ(fake.queued_limit, 3);
    CHECK_EQ(IDXGIDevice1_GetMaximumFrameLatency(dxgi, NULL), DXGI_ERROR_INVALID_CALL);
    IDXGIDevice1_Release(dxgi);
    end();
}

/* nf-dxgi-idxgiswapchain-getframestatistics: of the flip model and of full screen; nf-dxgi-idxgiswapchain-getlastpresentcount */
TEST(frame_statistics)
{
    IDXGIFactory *factory;
    int flip;

    CHECK(begin());
    CHECK_EQ(CreateDXGIFactory(&IID_IDXGIFactory, (void **)&factory), S_OK);
    for (flip = 0; flip < 2; flip++) {
        DXGI_SWAP_CHAIN_DESC d = good_chain;
        DXGI_FRAME_STATISTICS f;
        IDXGISwapChain *chain;
        UINT n = 77;

        d.SwapEffect = flip ? DXGI_SWAP_EFFECT_FLIP_SEQUENTIAL : DXGI_SWAP_EFFECT_DISCARD;
        CHECK_EQ(IDXGIFactory_CreateSwapChain(factory, (IUnknown *)device, &d, &chain), S_OK);
        RETURN_IF_FAILED();
        CHECK_EQ(IDXGISwapChain_GetLastPresentCount(chain, &n), S_OK);
        CHECK_EQ(n, 0);
        CHECK_EQ(IDXGISwapChain_Present(chain, 0, 0), S_OK);
        CHECK_EQ(IDXGISwapChain_Present(chain, 0, DXGI_PRESENT_TEST), S_OK); /* counts nowhere */
        CHECK_EQ(IDXGISwapChain_Present(chain, 5, 0), DXGI_ERROR_INVALID_CALL);
        CHECK_EQ(IDXGISwapChain_Present(chain, 1, 0), S_OK);
        CHECK_EQ(IDXGISwapChain_GetLastPresentCount(chain, &n), S_OK);
        CHECK_EQ(n, 2);
        CHECK_EQ(IDXGISwapChain_GetFrameStatistics(chain, &f), flip ? S_OK : DXGI_ERROR_FRAME_STATISTICS_DISJOINT);
        CHECK_EQ(f.PresentCount, flip ? 21 : 0);
        CHECK_EQ(f.PresentRefreshCount, flip ? 22 : 0);
        CHECK_EQ(f.SyncRefreshCount, flip ? 23 : 0);
        CHECK_EQ(f.SyncQPCTime.QuadPart, flip ? 24 : 0);
        CHECK_EQ(IDXGISwapChain_GetFrameStatistics(chain, NULL), E_INVALIDARG);
        CHECK_EQ(IDXGISwapChain_GetLastPresentCount(chain, NULL), E_INVALIDARG);
        IDXGISwapChain_Release(chain);
    }
    IDXGIFactory_Release(factory);
    end();
}

TAP_MAIN(RUN(unordered_access_views); RUN(render_target_views); RUN(depth_stencil_views); RUN(states); RUN(tiles); RUN(swap_chains);
    RUN(formats_of_swap_chains); RUN(frame_latency); RUN(frame_statistics))
