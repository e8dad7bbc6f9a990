/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * test_roundtrip.c - textures of every shape through the driver and the renderer and back: what was
 * given at creation, updated in boxes and copied through staging resources is what is read.
 */
#include "pvgpu_formats.h"
#include "real_host.h"

static struct fake k;

#define OPEN() do { if (!real_host_start(&k)) SKIP("no Direct3D on this machine"); CHECK(fake_open(&k)); } while (0)

static void done(void)
{
    CHECK_EQ(fake_take_error(&k), S_OK);
    fake_close(&k);
    real_host_forget();
}

static unsigned seed = 7;
static unsigned rnd(unsigned n)
{
    seed ^= seed << 13;
    seed ^= seed >> 17;
    seed ^= seed << 5; /* a long period: no two slices alike */
    return seed % n;
}

struct shape {
    D3D10DDIRESOURCE_TYPE type;
    DXGI_FORMAT format;
    UINT width, height, depth, array, mips;
};

/* Our own copy: one block of memory for each subresource, rows without gaps. */
struct model {
    struct shape s;
    UINT n;
    struct { UINT w, h, d, row, rows; uint8_t *bytes; } sub[64];
};

static UINT mip(UINT size, UINT level)
{
    return size >> level ? size >> level : 1;
}

static void make_model(struct model *m, const struct shape *s, bool random)
{
    m->s = *s;
    m->n = s->array * s->mips;
    for (UINT i = 0; i < m->n; i++) {
        UINT level = i % s->mips;
        m->sub[i].w = mip(s->width, level);
        m->sub[i].h = mip(s->height, level);
        m->sub[i].d = mip(s->depth, level);
        m->sub[i].row = (UINT)pvgpu_format_row_bytes((uint32_t)s->format, m->sub[i].w);
        m->sub[i].rows = pvgpu_format_rows_of((uint32_t)s->format, m->sub[i].h);
        size_t size = (size_t)m->sub[i].row * m->sub[i].rows * m->sub[i].d;
        m->sub[i].bytes = calloc(1, size);
        for (size_t b = 0; random && b < size; b++)
            m->sub[i].bytes[b] = (uint8_t)rnd(s->format == DXGI_FORMAT_R32G32B32A32_FLOAT ? 0x40 : 256);
    }
}

static void free_model(struct model *m)
{
    for (UINT i = 0; i < m->n; i++) free(m->sub[i].bytes);
}

static D3D10DDI_HRESOURCE create(const struct model *m, D3D10_DDI_RESOURCE_USAGE usage, bool data)
{
    D3D10DDI_MIPINFO mips[16];
    D3D10_DDIARG_SUBRESOURCE_UP init[64];
    for (UINT i = 0; i < m->s.mips; i++)
        mips[i] = (D3D10DDI_MIPINFO){ m->sub[i].w, m->sub[i].h, m->sub[i].d, m->sub[i].w, m->sub[i].h, m->sub[i].d };
    for (UINT i = 0; i < m->n; i++)
        init[i] = (D3D10_DDIARG_SUBRESOURCE_UP){ m->sub[i].bytes, m->sub[i].row, m->sub[i].row * m->sub[i].rows };
    D3D11DDIARG_CREATERESOURCE a = { .pMipInfoList = mips, .pInitialDataUP = data ? init : NULL, .ResourceDimension = m->s.type,
                                     .Usage = usage, .BindFlags = usage ? 0 : D3D10_DDI_BIND_SHADER_RESOURCE,
                                         .Format = m->s.format,
                                     .SampleDesc = { 1, 0 }, .MipLevels = m->s.mips, .ArraySize = m->s.array };
    return fake_resource(&k, &a);
}

/* Each subresource of a staging resource against the model. */
static unsigned differences(D3D10DDI_HRESOURCE staging, const struct model *m)
{
    unsigned wrong = 0;
    for (UINT i = 0; i < m->n; i++) {
        D3D10DDI_MAPPED_SUBRESOURCE p;
        k.f->pfnStagingResourceMap(k.device, staging, i, D3D10_DDI_MAP_READ, 0, &p);
        if (!p.pData) return 1000000;
        for (UINT z = 0; z < m->sub[i].d; z++)
            for (UINT y = 0; y < m->sub[i].rows; y++)
                wrong += memcmp((uint8_t *)p.pData + (size_t)z * p.DepthPitch + (size_t)y * p.RowPitch,
                                m->sub[i].bytes + ((size_t)z * m->sub[i].rows + y) * m->sub[i].row, m->sub[i].row) != 0;
        k.f->pfnStagingResourceUnmap(k.device, staging, i);
    }
    return wrong;
}

/* A box in texels, on block boundaries, inside subresource i. */
static D3D10_DDI_BOX box_in(const struct model *m, UINT i)
{
    const struct pvgpu_format_row *f = &pvgpu_format_rows[m->s.format];
    UINT bx = rnd((m->sub[i].w + f->block_width - 1) / f->block_width), by = rnd(m->sub[i].rows), bz = rnd(m->sub[i].d);
    UINT x = bx * f->block_width, y = by * f->block_height;
    UINT w = (1 + rnd((m->sub[i].w - x + f->block_width - 1) / f->block_width)) * f->block_width;
    UINT h = (1 + rnd(m->sub[i].rows - by)) * f->block_height, d = 1 + rnd(m->sub[i].d - bz);
    UINT right = x + w < m->sub[i].w ? x + w : m->sub[i].w, bottom = y + h < m->sub[i].h ? y + h : m->sub[i].h;
    return (D3D10_DDI_BOX){ (LONG)x, (LONG)y, (LONG)bz, (LONG)right, (LONG)bottom, (LONG)(bz + d) };
}

/* Writes the box of one model, from memory that begins at its first block, or copies it from another model. */
static void model_box(struct model *m, UINT i, const D3D10_DDI_BOX *b, const uint8_t *from, UINT row, UINT slice)
{
    const struct pvgpu_format_row *f = &pvgpu_format_rows[m->s.format];
    UINT x = (UINT)b->left / f->block_width * f->block_bytes;
    UINT n = (UINT)pvgpu_format_row_bytes((uint32_t)m->s.format, (UINT)(b->right - b->left));
    UINT y = (UINT)b->top / f->block_height, rows = pvgpu_format_rows_of((uint32_t)m->s.format, (UINT)(b->bottom - b->top));
    for (UINT dz = 0; dz < (UINT)(b->back - b->front); dz++)
        for (UINT dy = 0; dy < rows; dy++)
            memcpy(m->sub[i].bytes + (((size_t)b->front + dz) * m->sub[i].rows + y + dy) * m->sub[i].row + x,
                   from + (size_t)dz * slice + (size_t)dy * row, n);
}

static const struct shape shapes[] = {
    { D3D10DDIRESOURCE_TEXTURE1D, DXGI_FORMAT_R8G8B8A8_UNORM, 37, 1, 1, 3, 4 },
    { D3D10DDIRESOURCE_TEXTURE2D, DXGI_FORMAT_R8G8B8A8_UNORM, 64, 32, 1, 1, 1 },
    { D3D10DDIRESOURCE_TEXTURE2D, DXGI_FORMAT_R8_UNORM, 33, 17, 1, 4, 6 },
    { D3D10DDIRESOURCE_TEXTURE2D, DXGI_FORMAT_BC1_UNORM, 64, 64, 1, 2, 7 },
    { D3D10DDIRESOURCE_TEXTURE2D, DXGI_FORMAT_BC3_UNORM, 20, 12, 1, 1, 1 },
    { D3D10DDIRESOURCE_TEXTURE2D, DXGI_FORMAT_R32G32B32A32_FLOAT, 16, 16, 1, 1, 5 },
    { D3D10DDIRESOURCE_TEXTURE3D, DXGI_FORMAT_R8G8B8A8_UNORM, 20, 10, 7, 1, 3 },
    { D3D10DDIRESOURCE_TEXTURECUBE, DXGI_FORMAT_R8G8B8A8_UNORM, 16, 16, 1, 6, 3 },
    { D3D10DDIRESOURCE_TEXTURE2D, DXGI_FORMAT_R32_UINT, 1500, 1100, 1, 1, 1 }, /* in bands: more than one span holds */
    { D3D10DDIRESOURCE_TEXTURE3D, DXGI_FORMAT_R32_UINT, 128, 128, 70, 1, 1 },
};
enum { N_SHAPES = sizeof shapes / sizeof shapes[0] };

TEST(initial_data_comes_back)
{
    OPEN();
    for (unsigned i = 0; i < N_SHAPES; i++) {
        static struct model m;
        make_model(&m, &shapes[i], true);
        D3D10DDI_HRESOURCE t = create(&m, D3D10_DDI_USAGE_DEFAULT, true), s = create(&m, D3D10_DDI_USAGE_STAGING, false);
        k.f->pfnResourceCopy(k.device, s, t);
        CHECK_EQ(differences(s, &m), 0);
        fake_destroy_resource(&k, s);
        fake_destroy_resource(&k, t);
        free_model(&m);
    }
    done();
}

TEST(boxes_end_where_they_should)
{
    OPEN();
    for (unsigned i = 0; i < N_SHAPES; i++) {
        static struct model m, other;
        bool large = shapes[i].width * shapes[i].height * shapes[i].depth > 1 << 20;
        make_model(&m, &shapes[i], true);
        make_model(&other, &shapes[i], true);
        D3D10DDI_HRESOURCE t = create(&m, D3D10_DDI_USAGE_DEFAULT, true), s = create(&other, D3D10_DDI_USAGE_STAGING, true);
        D3D10DDI_HRESOURCE d = create(&other, D3D10_DDI_USAGE_DEFAULT, true);
        for (int step = 0; step < (large ? 4 : 12); step++) {
            UINT sub = rnd(m.n);
            D3D10_DDI_BOX b = box_in(&m, sub);
            UINT row = m.sub[sub].row + 16, slice = row * m.sub[sub].rows + 32;
            uint8_t *data = malloc((size_t)slice * m.sub[sub].d);
            for (size_t n = 0; n < (size_t)slice * m.sub[sub].d; n++) data[n] = (uint8_t)(n * 7 + (unsigned)step) & 0x3f;
            switch (rnd(3)) {
            case 0: /* from the program's memory */
                k.f->pfnResourceUpdateSubresourceUP(k.device, t, sub, &b, data, row, slice, 0);
                model_box(&m, sub, &b, data, row, slice);
                break;
            default: { /* the same box of a staging or of another resource */
                const struct pvgpu_format_row *f = &pvgpu_format_rows[m.s.format];
                size_t at = (((size_t)b.front * other.sub[sub].rows) + (UINT)b.top / f->block_height) * other.sub[sub].row +
                            (size_t)((UINT)b.left / f->block_width) * f->block_bytes;
                k.f->pfnResourceCopyRegion(k.device, t, sub, (UINT)b.left, (UINT)b.top, (UINT)b.front, rnd(2) ? s : d, sub, &b,
                                           0);
                model_box(&m, sub, &b, other.sub[sub].bytes + at, other.sub[sub].row, other.sub[sub].row * other.sub[sub].rows);
            }
            }
            free(data);
        }
        D3D10DDI_HRESOURCE back = create(&m, D3D10_DDI_USAGE_STAGING, false);
        for (UINT sub = 0; sub < m.n; sub++) k.f->pfnResourceCopyRegion(k.device, back, sub, 0, 0, 0, t, sub, NULL, 0);
        unsigned wrong = differences(back, &m);
        if (wrong) printf("# shape %u: %u rows differ\n", i, wrong);
        CHECK_EQ(wrong, 0);
        fake_destroy_resource(&k, back);
        fake_destroy_resource(&k, d);
        fake_destroy_resource(&k, s);
        fake_destroy_resource(&k, t);
        free_model(&other);
        free_model(&m);
    }
    done();
}

TEST(a_dynamic_texture)
{
    static const struct shape shape = { D3D10DDIRESOURCE_TEXTURE2D, DXGI_FORMAT_R8G8B8A8_UNORM, 33, 9, 1, 1, 1 };
    static struct model m;
    OPEN();
    make_model(&m, &shape, true);
    D3D10DDI_HRESOURCE t = fake_texture(&k, 33, 9, DXGI_FORMAT_R8G8B8A8_UNORM, D3D10_DDI_BIND_SHADER_RESOURCE,
                                        D3D10_DDI_USAGE_DYNAMIC,
                                        NULL, 0);
    D3D10DDI_HRESOURCE s = create(&m, D3D10_DDI_USAGE_STAGING, false);
    D3D10DDI_MAPPED_SUBRESOURCE p;
    k.f->pfnDynamicResourceMapDiscard(k.device, t, 0, D3D10_DDI_MAP_WRITE_DISCARD, 0, &p);
    for (UINT y = 0; y < 9; y++) memcpy((uint8_t *)p.pData + y * p.RowPitch, m.sub[0].bytes + y * m.sub[0].row, m.sub[0].row);
    k.f->pfnDynamicResourceUnmap(k.device, t, 0);
    k.f->pfnResourceCopy(k.device, s, t);
    CHECK_EQ(differences(s, &m), 0);
    fake_destroy_resource(&k, s);
    fake_destroy_resource(&k, t);
    free_model(&m);
    done();
}

TAP_MAIN(RUN(initial_data_comes_back); RUN(boxes_end_where_they_should); RUN(a_dynamic_texture))
