/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Resources of every shape and every way to move data between them: copies of regions, updates with boxes and flags,
 * resolves, mip generation, clears of views, discards.
 */
#include "conf.h"
#include "shaders/plain_ps.h"

#define MAX_SUBRESOURCES 64
static uint8_t bytes[MAX_SUBRESOURCES][4096];
static D3D11_SUBRESOURCE_DATA init[MAX_SUBRESOURCES];

static UINT mip(UINT size, UINT level) { return size >> level ? size >> level : 1; }

/* Initial data that differs in every byte, for n subresources of a texture. */
static const D3D11_SUBRESOURCE_DATA *fill(DXGI_FORMAT f, UINT width, UINT height, UINT mips, UINT n, uint32_t seed)
{
    for (UINT i = 0; i < n; i++) {
        UINT w = mip(width, i % mips), h = mip(height, i % mips);
        conf_pattern(bytes[i], sizeof bytes[i], seed + i);
        init[i] = (D3D11_SUBRESOURCE_DATA){ bytes[i], conf_row_size(f, w), conf_row_size(f, w) * conf_rows(f, h) };
    }
    return init;
}

static ID3D11Texture2D *texture(struct conf *c, DXGI_FORMAT f, UINT w, UINT h, UINT mips, UINT slices, UINT bind, UINT misc, uint32_t seed)
{
    D3D11_TEXTURE2D_DESC d = { w, h, mips, slices, f, { 1, 0 }, D3D11_USAGE_DEFAULT, bind, 0, misc };
    return conf_texture2d(c, &d, seed ? fill(f, w, h, mips, mips * slices, seed) : NULL);
}

#define COPY(c, to, to_sub, x, y, z, from, from_sub, box) \
    ID3D11DeviceContext_CopySubresourceRegion((c)->ctx, (ID3D11Resource *)(to), to_sub, x, y, z, (ID3D11Resource *)(from), from_sub, box)

/* ---- shapes: initial data comes back, and a whole copy is the same ---- */

static void shape1d(struct conf *c)
{
    D3D11_TEXTURE1D_DESC d = { 13, 4, 3, DXGI_FORMAT_R16G16_UINT, D3D11_USAGE_DEFAULT, D3D11_BIND_SHADER_RESOURCE, 0, 0 };
    ID3D11Texture1D *a = conf_texture1d(c, &d, fill(d.Format, 13, 1, 4, 12, 1)), *b = conf_texture1d(c, &d, NULL);
    const D3D11_BOX box = { 3, 0, 0, 9, 1, 1 };
    conf_resource(c, a, "initial");
    ID3D11DeviceContext_CopyResource(c->ctx, (ID3D11Resource *)b, (ID3D11Resource *)a);
    COPY(c, b, 4, 5, 0, 0, a, 8, &box);
    conf_resource(c, b, "copied");
}

static void shape2d(struct conf *c)
{
    ID3D11Texture2D *a = texture(c, DXGI_FORMAT_R8G8B8A8_UNORM, 13, 7, 4, 3, D3D11_BIND_SHADER_RESOURCE, 0, 2);
    ID3D11Texture2D *b = texture(c, DXGI_FORMAT_R8G8B8A8_UNORM, 13, 7, 4, 3, D3D11_BIND_SHADER_RESOURCE, 0, 0);
    conf_resource(c, a, "initial");
    ID3D11DeviceContext_CopyResource(c->ctx, (ID3D11Resource *)b, (ID3D11Resource *)a);
    conf_resource(c, b, "copied");
}

static void shape3d(struct conf *c)
{
    D3D11_TEXTURE3D_DESC d = { 9, 5, 6, 3, DXGI_FORMAT_R8G8B8A8_UNORM, D3D11_USAGE_DEFAULT, D3D11_BIND_SHADER_RESOURCE, 0, 0 };
    ID3D11Texture3D *a = conf_texture3d(c, &d, fill(d.Format, 9, 5, 3, 3, 3)), *b = conf_texture3d(c, &d, NULL);
    ID3D11Texture2D *flat = texture(c, d.Format, 8, 8, 1, 1, D3D11_BIND_SHADER_RESOURCE, 0, 9);
    const D3D11_BOX box = { 2, 1, 1, 6, 4, 5 }, slab = { 1, 1, 3, 7, 5, 4 }, plane = { 0, 0, 0, 6, 4, 1 };
    conf_resource(c, a, "initial");
    ID3D11DeviceContext_CopyResource(c->ctx, (ID3D11Resource *)b, (ID3D11Resource *)a);
    COPY(c, b, 0, 4, 2, 2, a, 0, &box);
    conf_resource(c, b, "region");
    COPY(c, flat, 0, 2, 3, 0, a, 0, &slab); /* a slice of a volume to a texture of two dimensions, and back */
    conf_resource(c, flat, "slice");
    COPY(c, b, 0, 3, 1, 5, flat, 0, &plane);
    conf_subresource(c, b, 0, "slice put in");
}

static void shape_cube(struct conf *c)
{
    const UINT slices = c->level < D3D_FEATURE_LEVEL_10_1 ? 6 : 12, bind = D3D11_BIND_SHADER_RESOURCE, misc = D3D11_RESOURCE_MISC_TEXTURECUBE;
    ID3D11Texture2D *a = texture(c, DXGI_FORMAT_R8G8B8A8_UNORM, 8, 8, 2, slices, bind, misc, 4);
    ID3D11Texture2D *b = texture(c, DXGI_FORMAT_R8G8B8A8_UNORM, 8, 8, 2, slices, bind, misc, 0);
    const D3D11_BOX box = { 1, 2, 0, 5, 6, 1 };
    ID3D11DeviceContext_CopyResource(c->ctx, (ID3D11Resource *)b, (ID3D11Resource *)a);
    COPY(c, b, 2 * (slices - 5), 3, 0, 0, a, 2 * 3, &box);
    conf_resource(c, b, "cubes");
}

static void shape_compressed(struct conf *c)
{
    ID3D11Texture2D *a = texture(c, DXGI_FORMAT_BC1_UNORM, 20, 12, 5, 2, D3D11_BIND_SHADER_RESOURCE, 0, 5);
    ID3D11Texture2D *b = texture(c, DXGI_FORMAT_BC1_UNORM, 20, 12, 5, 2, D3D11_BIND_SHADER_RESOURCE, 0, 0);
    ID3D11Texture2D *words = texture(c, DXGI_FORMAT_R16G16B16A16_UINT, 5, 3, 1, 1, D3D11_BIND_SHADER_RESOURCE, 0, 6);
    const D3D11_BOX box = { 4, 4, 0, 12, 12, 1 };
    conf_resource(c, a, "initial");
    ID3D11DeviceContext_CopyResource(c->ctx, (ID3D11Resource *)b, (ID3D11Resource *)a);
    COPY(c, b, 0, 8, 0, 0, a, 5, &box);
    conf_resource(c, b, "region");
    if (c->level < D3D_FEATURE_LEVEL_10_1) return;
    COPY(c, b, 0, 0, 0, 0, words, 0, NULL); /* a texel of as many bytes for each block */
    conf_subresource(c, b, 0, "from words");
    COPY(c, words, 0, 0, 0, 0, a, 0, NULL);
    conf_resource(c, words, "to words");
}

/* Levels that end within a block come back, and parts of them that end with the level. */
static void mips_of_blocks(struct conf *c)
{
    ID3D11Texture2D *a = texture(c, DXGI_FORMAT_BC3_UNORM, 20, 12, 5, 1, D3D11_BIND_SHADER_RESOURCE, 0, 15);
    conf_resource(c, a, "levels");
}

static void corner_of_blocks(struct conf *c)
{
    const D3D11_TEXTURE2D_DESC d = { 20, 12, 2, 1, DXGI_FORMAT_BC3_UNORM, { 1, 0 }, D3D11_USAGE_STAGING, 0, D3D11_CPU_ACCESS_READ, 0 };
    ID3D11Texture2D *a = texture(c, DXGI_FORMAT_BC3_UNORM, 20, 12, 2, 1, D3D11_BIND_SHADER_RESOURCE, 0, 15);
    ID3D11Texture2D *staging = conf_texture2d(c, &d, NULL);
    const D3D11_BOX corner = { 8, 4, 0, 12, 8, 1 }; /* of 10 by 6 texels */
    D3D11_MAPPED_SUBRESOURCE m;
    conf_play(c);
    ID3D11DeviceContext_CopySubresourceRegion(c->now, (ID3D11Resource *)staging, 1, 8, 4, 0, (ID3D11Resource *)a, 1, &corner);
    conf_need(c, ID3D11DeviceContext_Map(c->now, (ID3D11Resource *)staging, 1, D3D11_MAP_READ, 0, &m), "Map");
    conf_bytes(c, (const uint8_t *)m.pData + m.RowPitch + 32, 16, 0, 1, "corner");
    /* Of three blocks a row; Wine's Direct3D leaves it out (differences.tsv), so that what it has says nothing. */
    conf_must(c, memcmp((const uint8_t *)m.pData + m.RowPitch + 32, bytes[1] + 3 * 16 + 2 * 16, 16) != 0, 0, "another block");
    ID3D11DeviceContext_Unmap(c->now, (ID3D11Resource *)staging, 1);
}

/* All of a texture of blocks to one that has a texel for each (10.1), and back. */
static void blocks_and_texels(struct conf *c)
{
    conf_level(c, D3D_FEATURE_LEVEL_10_1);
    ID3D11Texture2D *blocks = texture(c, DXGI_FORMAT_BC1_UNORM, 20, 12, 1, 1, D3D11_BIND_SHADER_RESOURCE, 0, 16);
    ID3D11Texture2D *texels = texture(c, DXGI_FORMAT_R16G16B16A16_UINT, 5, 3, 1, 1, D3D11_BIND_SHADER_RESOURCE, 0, 17);
    ID3D11Texture2D *other = texture(c, DXGI_FORMAT_BC4_UNORM, 20, 12, 1, 1, D3D11_BIND_SHADER_RESOURCE, 0, 18);
    ID3D11DeviceContext_CopyResource(c->ctx, (ID3D11Resource *)texels, (ID3D11Resource *)blocks);
    conf_resource(c, texels, "texels");
    ID3D11DeviceContext_CopyResource(c->ctx, (ID3D11Resource *)other, (ID3D11Resource *)texels);
    conf_resource(c, other, "blocks");
}

/* ---- copies ---- */

static void copy_regions(struct conf *c)
{
    ID3D11Texture2D *a = texture(c, DXGI_FORMAT_R8G8B8A8_UNORM, 16, 16, 3, 2, D3D11_BIND_SHADER_RESOURCE, 0, 7);
    ID3D11Texture2D *b = texture(c, DXGI_FORMAT_R8G8B8A8_UNORM, 16, 16, 3, 2, D3D11_BIND_SHADER_RESOURCE, 0, 8);
    ID3D11Texture2D *cast = texture(c, DXGI_FORMAT_R8G8B8A8_UINT, 16, 16, 1, 1, D3D11_BIND_SHADER_RESOURCE, 0, 0);
    ID3D11Texture2D *one = texture(c, DXGI_FORMAT_R32_FLOAT, 16, 16, 1, 1, D3D11_BIND_SHADER_RESOURCE, 0, 11);
    const D3D11_BOX box = { 3, 5, 0, 11, 9, 1 }, empty = { 4, 4, 0, 4, 8, 1 }, corner = { 0, 0, 0, 4, 4, 1 };

    COPY(c, b, 0, 7, 12, 0, a, 0, &box);
    COPY(c, b, 1, 0, 0, 0, a, 4, NULL);
    COPY(c, b, 3, 12, 0, 0, a, 2, &corner);
    COPY(c, b, 0, 0, 0, 0, a, 0, &empty);
    conf_resource(c, b, "regions");
    COPY(c, a, 0, 0, 8, 0, a, 3, &box); /* between subresources of one texture */
    conf_subresource(c, a, 0, "of itself");
    COPY(c, cast, 0, 0, 0, 0, a, 0, NULL); /* within the family */
    conf_resource(c, cast, "to a cast format");
    ID3D11DeviceContext_CopyResource(c->ctx, (ID3D11Resource *)b, (ID3D11Resource *)cast); /* sizes differ: nothing happens */
    conf_subresource(c, b, 1, "a copy that is refused");
    conf_resource(c, one, "untouched");
}

static void copy_buffers(struct conf *c)
{
    uint8_t data[256];
    ID3D11Buffer *a, *b, *s;
    const D3D11_BOX box = { 33, 0, 0, 101, 1, 1 }, tail = { 250, 0, 0, 256, 1, 1 };

    conf_pattern(data, sizeof data, 12);
    a = conf_buffer(c, 256, D3D11_USAGE_DEFAULT, D3D11_BIND_VERTEX_BUFFER, data);
    conf_pattern(data, sizeof data, 13);
    b = conf_buffer(c, 256, D3D11_USAGE_DEFAULT, D3D11_BIND_INDEX_BUFFER, data);
    s = conf_buffer(c, 256, D3D11_USAGE_STAGING, 0, NULL);
    COPY(c, b, 0, 7, 0, 0, a, 0, &box);
    COPY(c, b, 0, 200, 0, 0, a, 0, &tail);
    conf_resource(c, b, "regions");
    ID3D11DeviceContext_CopyResource(c->ctx, (ID3D11Resource *)s, (ID3D11Resource *)a);
    COPY(c, s, 0, 100, 0, 0, b, 0, &box);
    conf_resource(c, s, "to staging");
    if (c->ctx1 && c->eleven_1) { /* within a subresource, and the regions may overlap */
        const D3D11_BOX over = { 0, 0, 0, 100, 1, 1 };
        COPY(c, b, 0, 120, 0, 0, b, 0, &tail);
        conf_resource(c, b, "within");
        ID3D11DeviceContext1_CopySubresourceRegion1(c->ctx1, (ID3D11Resource *)b, 0, 30, 0, 0, (ID3D11Resource *)b, 0, &over, 0);
        ID3D11DeviceContext1_CopySubresourceRegion1(c->ctx1, (ID3D11Resource *)a, 0, 0, 0, 0, (ID3D11Resource *)b, 0, NULL,
                                                    D3D11_COPY_NO_OVERWRITE);
        conf_resource(c, b, "overlapping");
        conf_resource(c, a, "with a flag");
    }
}

static void staging_ways(struct conf *c)
{
    ID3D11Texture2D *a = texture(c, DXGI_FORMAT_R8G8_UNORM, 11, 6, 3, 2, D3D11_BIND_SHADER_RESOURCE, 0, 14);
    D3D11_TEXTURE2D_DESC d;
    ID3D11Texture2D *s, *s2;
    const D3D11_BOX box = { 2, 1, 0, 7, 5, 1 };
    D3D11_MAPPED_SUBRESOURCE m;

    ID3D11Texture2D_GetDesc(a, &d);
    d.Usage = D3D11_USAGE_STAGING;
    d.BindFlags = 0;
    d.CPUAccessFlags = D3D11_CPU_ACCESS_READ | D3D11_CPU_ACCESS_WRITE;
    s = conf_texture2d(c, &d, fill(d.Format, 11, 6, 3, 6, 15));
    s2 = conf_texture2d(c, &d, fill(d.Format, 11, 6, 3, 6, 16));
    COPY(c, s, 3, 4, 0, 0, a, 0, &box);
    conf_resource(c, s, "default to staging");
    COPY(c, s2, 0, 0, 2, 0, s, 3, &box);
    conf_resource(c, s2, "staging to staging");
    conf_need(c, ID3D11DeviceContext_Map(c->ctx, (ID3D11Resource *)s2, 1, D3D11_MAP_READ_WRITE, 0, &m), "Map");
    for (UINT y = 0; y < 3; y++)
        for (UINT x = 0; x < 10; x++) ((uint8_t *)m.pData)[y * m.RowPitch + x] ^= 0xff;
    ID3D11DeviceContext_Unmap(c->ctx, (ID3D11Resource *)s2, 1);
    ID3D11DeviceContext_CopyResource(c->ctx, (ID3D11Resource *)a, (ID3D11Resource *)s2);
    conf_resource(c, a, "staging to default");
}

/* ---- updates ---- */

static void updates(struct conf *c)
{
    uint8_t data[2048];
    ID3D11Texture2D *t = texture(c, DXGI_FORMAT_R8G8B8A8_UNORM, 12, 9, 3, 2, D3D11_BIND_SHADER_RESOURCE, 0, 17);
    D3D11_TEXTURE3D_DESC d3 = { 6, 4, 4, 1, DXGI_FORMAT_R8G8_UNORM, D3D11_USAGE_DEFAULT, D3D11_BIND_SHADER_RESOURCE, 0, 0 };
    ID3D11Texture3D *v;
    ID3D11Buffer *b, *cb;
    const D3D11_BOX box = { 5, 2, 0, 11, 8, 1 }, part = { 17, 0, 0, 60, 1, 1 }, cube = { 1, 1, 1, 5, 3, 4 }, none = { 3, 3, 0, 3, 5, 1 };

    conf_pattern(data, sizeof data, 18);
    ID3D11DeviceContext_UpdateSubresource(c->ctx, (ID3D11Resource *)t, 0, &box, data, 37, 0);
    ID3D11DeviceContext_UpdateSubresource(c->ctx, (ID3D11Resource *)t, 4, NULL, data, 24, 0);
    ID3D11DeviceContext_UpdateSubresource(c->ctx, (ID3D11Resource *)t, 0, &none, data, 24, 0);
    conf_resource(c, t, "texture");
    v = conf_texture3d(c, &d3, fill(d3.Format, 6, 4, 1, 1, 19));
    ID3D11DeviceContext_UpdateSubresource(c->ctx, (ID3D11Resource *)v, 0, &cube, data, 11, 50);
    conf_resource(c, v, "volume");
    b = conf_buffer(c, 128, D3D11_USAGE_DEFAULT, D3D11_BIND_VERTEX_BUFFER, bytes[0]);
    ID3D11DeviceContext_UpdateSubresource(c->ctx, (ID3D11Resource *)b, 0, &part, data, 0, 0);
    conf_resource(c, b, "buffer");
    cb = conf_buffer(c, 64, D3D11_USAGE_DEFAULT, D3D11_BIND_CONSTANT_BUFFER, bytes[0]);
    ID3D11DeviceContext_UpdateSubresource(c->ctx, (ID3D11Resource *)cb, 0, NULL, data, 0, 0);
    conf_resource(c, cb, "constants");
    if (!c->ctx1) return;
    {
        const D3D11_BOX words = { 16, 0, 0, 48, 1, 1 };
        ID3D11DeviceContext1_UpdateSubresource1(c->ctx1, (ID3D11Resource *)cb, 0, &words, data + 100, 0, 0, 0);
        conf_resource(c, cb, "part of constants");
        ID3D11DeviceContext1_UpdateSubresource1(c->ctx1, (ID3D11Resource *)b, 0, &part, data + 200, 0, 0, D3D11_COPY_NO_OVERWRITE);
        conf_resource(c, b, "without overwriting");
        ID3D11DeviceContext1_UpdateSubresource1(c->ctx1, (ID3D11Resource *)b, 0, NULL, data + 300, 0, 0, D3D11_COPY_DISCARD);
        conf_resource(c, b, "discarding");
    }
}

/* Updates between draws are seen in their order. */
static void update_order(struct conf *c)
{
    static const float black[4] = { 0, 0, 0, 0 };
    struct conf_target t = conf_target(c, DXGI_FORMAT_R8G8B8A8_UNORM, 64, 1, black);
    float color[4] = { 0, 0, 0, 1 };
    ID3D11Buffer *cb = conf_buffer(c, 16, D3D11_USAGE_DEFAULT, D3D11_BIND_CONSTANT_BUFFER, color);

    conf_quad_setup(c, 0.5f);
    CONF_SHADER(c, CONF_PS, plain_ps);
    ID3D11DeviceContext_PSSetConstantBuffers(c->ctx, 0, 1, &cb);
    for (UINT i = 0; i < 64; i++) {
        color[0] = (float)i / 255;
        color[1] = (float)(255 - i) / 255;
        ID3D11DeviceContext_UpdateSubresource(c->ctx, (ID3D11Resource *)cb, 0, NULL, color, 0, 0);
        conf_viewport(c, (float)i, 0, 1, 1, 0, 1);
        ID3D11DeviceContext_Draw(c->ctx, 4, 0);
    }
    conf_resource(c, t.texture, "stripes");
}

/* ---- resolve, mips, clears, discard ---- */

static void resolves(struct conf *c)
{
    static const DXGI_FORMAT formats[] = { DXGI_FORMAT_R8G8B8A8_UNORM, DXGI_FORMAT_R16G16B16A16_FLOAT, DXGI_FORMAT_R32_FLOAT,
        DXGI_FORMAT_B8G8R8A8_UNORM_SRGB, DXGI_FORMAT_R8G8B8A8_SNORM, DXGI_FORMAT_R10G10B10A2_UNORM };
    static const float a[4] = { 0.2f, 0.4f, 0.6f, 0.8f };
    for (UINT i = 0; i < N_OF(formats); i++) {
        D3D11_TEXTURE2D_DESC d = { 4, 4, 1, 2, formats[i], { 4, 0 }, D3D11_USAGE_DEFAULT, D3D11_BIND_RENDER_TARGET, 0, 0 };
        ID3D11Texture2D *ms = conf_texture2d(c, &d, NULL), *to = texture(c, formats[i], 8, 8, 2, 2, D3D11_BIND_SHADER_RESOURCE, 0, 20);
        ID3D11RenderTargetView *v = conf_rtv(c, ms, NULL);
        ID3D11DeviceContext_ClearRenderTargetView(c->ctx, v, a);
        ID3D11DeviceContext_ResolveSubresource(c->ctx, (ID3D11Resource *)to, 3, (ID3D11Resource *)ms, 1, formats[i]);
        conf_resource(c, to, "format %u", (unsigned)formats[i]);
    }
    { /* typeless on both sides, resolved as one of the family */
        D3D11_TEXTURE2D_DESC d = { 4, 4, 1, 1, DXGI_FORMAT_R8G8B8A8_TYPELESS, { 4, 0 }, D3D11_USAGE_DEFAULT, D3D11_BIND_RENDER_TARGET, 0, 0 };
        D3D11_RENDER_TARGET_VIEW_DESC v = { .Format = DXGI_FORMAT_R8G8B8A8_UNORM_SRGB, .ViewDimension = D3D11_RTV_DIMENSION_TEXTURE2DMS };
        ID3D11Texture2D *ms = conf_texture2d(c, &d, NULL);
        ID3D11Texture2D *to = texture(c, d.Format, 4, 4, 1, 1, D3D11_BIND_SHADER_RESOURCE, 0, 21);
        ID3D11DeviceContext_ClearRenderTargetView(c->ctx, conf_rtv(c, ms, &v), a);
        ID3D11DeviceContext_ResolveSubresource(c->ctx, (ID3D11Resource *)to, 0, (ID3D11Resource *)ms, 0, DXGI_FORMAT_R8G8B8A8_UNORM_SRGB);
        conf_resource(c, to, "typeless");
    }
}

static void generate_mips(struct conf *c)
{
    static const DXGI_FORMAT formats[] = { DXGI_FORMAT_R8G8B8A8_UNORM, DXGI_FORMAT_R8G8B8A8_UNORM_SRGB, DXGI_FORMAT_R16G16_FLOAT,
        DXGI_FORMAT_R8_UNORM };
    for (UINT i = 0; i < N_OF(formats); i++) {
        ID3D11Texture2D *t = texture(c, formats[i], 16, 12, 5, 2, D3D11_BIND_SHADER_RESOURCE | D3D11_BIND_RENDER_TARGET,
                                     D3D11_RESOURCE_MISC_GENERATE_MIPS, 0);
        D3D11_SHADER_RESOURCE_VIEW_DESC d = { .Format = formats[i], .ViewDimension = D3D11_SRV_DIMENSION_TEXTURE2DARRAY };
        uint8_t data[16 * 12 * 4];
        for (UINT slice = 0; slice < 2; slice++) {
            conf_pattern(data, sizeof data, 22 + slice);
            if (formats[i] == DXGI_FORMAT_R16G16_FLOAT) for (UINT k = 1; k < sizeof data; k += 2) data[k] &= 0xb3;
            ID3D11DeviceContext_UpdateSubresource(c->ctx, (ID3D11Resource *)t, slice * 5, NULL, data, conf_row_size(formats[i], 16), 0);
        }
        ID3D11DeviceContext_GenerateMips(c->ctx, conf_srv(c, t, NULL));
        conf_resource(c, t, "format %u", (unsigned)formats[i]);
        d.Texture2DArray.MostDetailedMip = 2;
        d.Texture2DArray.MipLevels = 2;
        d.Texture2DArray.FirstArraySlice = 1;
        d.Texture2DArray.ArraySize = 1;
        conf_pattern(data, sizeof data, 30);
        if (formats[i] == DXGI_FORMAT_R16G16_FLOAT) for (UINT k = 1; k < sizeof data; k += 2) data[k] &= 0xb3;
        ID3D11DeviceContext_UpdateSubresource(c->ctx, (ID3D11Resource *)t, 7, NULL, data, conf_row_size(formats[i], 4), 0);
        ID3D11DeviceContext_GenerateMips(c->ctx, conf_srv(c, t, &d));
        conf_resource(c, t, "format %u, of a part", (unsigned)formats[i]);
    }
}

static void clear_views(struct conf *c)
{
    /* Whole 255ths: renderers differ in how they round what lies between. */
    static const float color[4] = { 0.2f, 0.4f, 0.6f, 0.8f }, grey[4] = { 1.0f / 3, 1.0f / 3, 1.0f / 3, 1.0f / 3 };
    const D3D11_RECT rects[] = { { 1, 1, 4, 3 }, { 6, 2, 20, 7 }, { 3, 3, 3, 9 } }, over = { -2, 6, 2, 30 };
    D3D11_TEXTURE2D_DESC d = { 8, 8, 2, 3, DXGI_FORMAT_R8G8B8A8_UNORM, { 1, 0 }, D3D11_USAGE_DEFAULT,
                               D3D11_BIND_RENDER_TARGET | D3D11_BIND_UNORDERED_ACCESS, 0, 0 };
    D3D11_RENDER_TARGET_VIEW_DESC v = { .Format = d.Format, .ViewDimension = D3D11_RTV_DIMENSION_TEXTURE2DARRAY };
    ID3D11Texture2D *t, *depth;

    conf_level(c, D3D_FEATURE_LEVEL_11_0);
    t = conf_texture2d(c, &d, NULL);
    for (UINT m = 0; m < 2; m++) {
        v.Texture2DArray.MipSlice = m;
        v.Texture2DArray.FirstArraySlice = 0;
        v.Texture2DArray.ArraySize = 3;
        ID3D11DeviceContext_ClearRenderTargetView(c->ctx, conf_rtv(c, t, &v), grey);
    }
    v.Texture2DArray.MipSlice = 0;
    v.Texture2DArray.FirstArraySlice = 1;
    v.Texture2DArray.ArraySize = 2;
    ID3D11DeviceContext_ClearRenderTargetView(c->ctx, conf_rtv(c, t, &v), color);
    conf_resource(c, t, "a view of two slices");
    if (!c->ctx1 || !c->eleven_1) return;
    ID3D11DeviceContext1_ClearView(c->ctx1, (ID3D11View *)conf_rtv(c, t, &v), grey, rects, N_OF(rects));
    conf_resource(c, t, "rectangles");
    ID3D11DeviceContext1_ClearView(c->ctx1, (ID3D11View *)conf_uav(c, t, NULL), color, rects, 1);
    conf_resource(c, t, "unordered");
    ID3D11DeviceContext1_ClearView(c->ctx1, (ID3D11View *)conf_rtv(c, t, NULL), color, NULL, 0);
    conf_resource(c, t, "all of it");
    /* ID3D11DeviceContext1::ClearView: a rectangle counts within the view (DXVK keeps the width of one that begins before it) */
    ID3D11DeviceContext1_ClearView(c->ctx1, (ID3D11View *)conf_rtv(c, t, NULL), grey, &over, 1);
    conf_must(c, conf_pixel(c, t, 1, 6), 0x55555555, "inside of a rectangle that begins before the view");
    conf_must(c, conf_pixel(c, t, 2, 7), 0xcc996633, "beside it");
    conf_must(c, conf_pixel(c, t, 1, 5), 0xcc996633, "above it");
    depth = conf_plain2d(c, DXGI_FORMAT_D32_FLOAT, 8, 8, D3D11_BIND_DEPTH_STENCIL, NULL);
    ID3D11DeviceContext_ClearDepthStencilView(c->ctx, conf_dsv(c, depth, NULL), D3D11_CLEAR_DEPTH, 0.25f, 0);
    conf_resource(c, depth, "depth");
}

static void clear_buffers(struct conf *c)
{
    static const UINT numbers[4] = { 0x11223344, 0x55667788, 0x99aabbcc, 0xddeeff00 };
    static const float values[4] = { 0.25f, 0.5f, 0.75f, 1 };
    static const DXGI_FORMAT formats[] = { DXGI_FORMAT_R32_UINT, DXGI_FORMAT_R8G8B8A8_UNORM, DXGI_FORMAT_R16G16_SINT, DXGI_FORMAT_R32G32B32A32_FLOAT };
    conf_level(c, D3D_FEATURE_LEVEL_11_0);
    for (UINT i = 0; i < N_OF(formats); i++) {
        D3D11_UNORDERED_ACCESS_VIEW_DESC v = { .Format = formats[i], .ViewDimension = D3D11_UAV_DIMENSION_BUFFER };
        UINT element = conf_format_block(formats[i]);
        ID3D11Buffer *b;
        ID3D11UnorderedAccessView *u;
        memset(bytes[0], 0x5a, 128);
        b = conf_buffer(c, 128, D3D11_USAGE_DEFAULT, D3D11_BIND_UNORDERED_ACCESS, bytes[0]);
        v.Buffer.FirstElement = 16 / element;
        v.Buffer.NumElements = 64 / element;
        u = conf_uav(c, b, &v);
        ID3D11DeviceContext_ClearUnorderedAccessViewUint(c->ctx, u, numbers);
        conf_resource(c, b, "numbers, format %u", (unsigned)formats[i]);
        if (formats[i] == DXGI_FORMAT_R32_UINT || formats[i] == DXGI_FORMAT_R16G16_SINT) continue;
        ID3D11DeviceContext_ClearUnorderedAccessViewFloat(c->ctx, u, values);
        conf_resource(c, b, "values, format %u", (unsigned)formats[i]);
    }
}

/* More than what goes to the host in one piece; parts of a depth texture cannot be updated. */
static void large_depth(struct conf *c)
{
    enum { SIDE = 1280 };
    static float values[SIDE * SIDE];
    const D3D11_TEXTURE2D_DESC d = { SIDE, SIDE, 1, 1, DXGI_FORMAT_D32_FLOAT, { 1, 0 }, D3D11_USAGE_DEFAULT, D3D11_BIND_DEPTH_STENCIL };
    const D3D11_SUBRESOURCE_DATA data = { values, SIDE * 4, 0 };
    ID3D11Texture2D *t;
    for (UINT i = 0; i < SIDE * SIDE; i++) values[i] = (float)(i % 4096) / 4096;
    t = conf_texture2d(c, &d, &data);
    for (UINT i = 0; i < SIDE; i += 319) conf_num(c, conf_pixel(c, t, i, i), "depth at %u", i);
}

static void discards(struct conf *c)
{
    static const float color[4] = { 1, 0, 1, 0 };
    const D3D11_RECT rect = { 0, 0, 4, 4 };
    struct conf_target t = conf_target(c, DXGI_FORMAT_R8G8B8A8_UNORM, 8, 8, color);
    ID3D11Buffer *b = conf_buffer(c, 64, D3D11_USAGE_DEFAULT, D3D11_BIND_VERTEX_BUFFER, bytes[0]);
    if (!c->ctx1) conf_skip(c, "no ID3D11DeviceContext1");
    ID3D11DeviceContext1_DiscardResource(c->ctx1, (ID3D11Resource *)b);
    ID3D11DeviceContext1_DiscardView1(c->ctx1, (ID3D11View *)t.view, &rect, 1);
    ID3D11DeviceContext1_DiscardView(c->ctx1, (ID3D11View *)t.view);
    ID3D11DeviceContext_UpdateSubresource(c->ctx, (ID3D11Resource *)b, 0, NULL, bytes[1], 0, 0); /* what is discarded is undefined */
    ID3D11DeviceContext_ClearRenderTargetView(c->ctx, t.view, color);
    conf_resource(c, b, "buffer after it");
    conf_resource(c, t.texture, "target after it");
}

static const struct conf_case cases[] = {
    { "1D textures", shape1d, 0 }, { "2D textures", shape2d, 0 }, { "3D textures", shape3d, 0 }, { "cubes", shape_cube, 0 },
    { "compressed textures", shape_compressed, 0 }, { "mips of blocks", mips_of_blocks, 0 },
    { "corner of blocks", corner_of_blocks, 0 }, { "blocks and texels", blocks_and_texels, 0 }, { "regions", copy_regions, 0 }, { "buffers", copy_buffers, 0 },
    { "staging", staging_ways, 0 }, { "updates", updates, 0 }, { "updates in order", update_order, 0 }, { "resolves", resolves, 0 },
    { "generated mips", generate_mips, 0 }, { "clears of views", clear_views, 0 }, { "clears of buffers", clear_buffers, 0 },
    { "discards", discards, 0 }, { "large depth textures", large_depth, 0 },
};
const struct conf_area area_copies = { "copies", cases, N_OF(cases), 0, NULL, NULL };
