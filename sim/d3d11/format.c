/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * format.c - the table of formats. Source: win32 docs, dxgi_format and the format support tables of
 * feature level 11.1 (format-support-for-direct3d-11-1-feature-level-hardware).
 */
#include "format.h"

#define T2 (RT_FMT_TEX2D | RT_FMT_CUBE | RT_FMT_MIP | RT_FMT_LOCK)
#define TD (RT_FMT_TEX1D | T2)
#define TX (TD | RT_FMT_TEX3D)
#define TL (TX | RT_FMT_CAST | RT_FMT_TYPELESS)
#define VI (RT_FMT_BUFFER | RT_FMT_VERTEX | RT_FMT_LOAD)
#define CO (TX | RT_FMT_LOAD | RT_FMT_CAST) /* ordinary colour */
#define BCT (T2 | RT_FMT_TEX3D | RT_FMT_BLOCK | RT_FMT_CAST | RT_FMT_TYPELESS)
#define BC (T2 | RT_FMT_TEX3D | RT_FMT_LOAD | RT_FMT_BLOCK | RT_FMT_CAST)
#define DS (TD | RT_FMT_DEPTH | RT_FMT_CAST)
#define YV (RT_FMT_TEX2D | RT_FMT_VIDEO | RT_FMT_LOCK)
#define YU (YV | RT_FMT_LOAD | RT_FMT_UAV)
#define PL (RT_FMT_TEX2D | RT_FMT_PLANAR | RT_FMT_LOAD | RT_FMT_LOCK | RT_FMT_UAV)
#define U RT_FMT_UAV
#define R RT_FMT_RESOLVE
#define C RT_FMT_COMPARE
#define A RT_FMT_ATOMIC
#define SO RT_FMT_SO
#define IB RT_FMT_INDEX
#define DI RT_FMT_DISPLAY
#define B RT_FMT_BUFFER

#define F(name, family, bytes, w, h, comp, caps) \
    [DXGI_FORMAT_##name] = {DXGI_FORMAT_##name, DXGI_FORMAT_##family, bytes, w, h, RT_COMP_##comp, caps, #name},

static const struct rt_format formats[] = {
    F(R32G32B32A32_TYPELESS, R32G32B32A32_TYPELESS, 16, 1, 1, NONE, TL)
    F(R32G32B32A32_FLOAT, R32G32B32A32_TYPELESS, 16, 1, 1, FLOAT, CO | VI | SO | U | R)
    F(R32G32B32A32_UINT, R32G32B32A32_TYPELESS, 16, 1, 1, UINT, CO | VI | SO | U)
    F(R32G32B32A32_SINT, R32G32B32A32_TYPELESS, 16, 1, 1, SINT, CO | VI | SO | U)
    F(R32G32B32_TYPELESS, R32G32B32_TYPELESS, 12, 1, 1, NONE, TL)
    F(R32G32B32_FLOAT, R32G32B32_TYPELESS, 12, 1, 1, FLOAT, CO | VI | SO | R)
    F(R32G32B32_UINT, R32G32B32_TYPELESS, 12, 1, 1, UINT, CO | VI | SO)
    F(R32G32B32_SINT, R32G32B32_TYPELESS, 12, 1, 1, SINT, CO | VI | SO)
    F(R16G16B16A16_TYPELESS, R16G16B16A16_TYPELESS, 8, 1, 1, NONE, TL)
    F(R16G16B16A16_FLOAT, R16G16B16A16_TYPELESS, 8, 1, 1, FLOAT, CO | VI | U | R | DI)
    F(R16G16B16A16_UNORM, R16G16B16A16_TYPELESS, 8, 1, 1, UNORM, CO | VI | U | R)
    F(R16G16B16A16_UINT, R16G16B16A16_TYPELESS, 8, 1, 1, UINT, CO | VI | U)
    F(R16G16B16A16_SNORM, R16G16B16A16_TYPELESS, 8, 1, 1, SNORM, CO | VI | U | R)
    F(R16G16B16A16_SINT, R16G16B16A16_TYPELESS, 8, 1, 1, SINT, CO | VI | U)
    F(R32G32_TYPELESS, R32G32_TYPELESS, 8, 1, 1, NONE, TL)
    F(R32G32_FLOAT, R32G32_TYPELESS, 8, 1, 1, FLOAT, CO | VI | SO | U | R)
    F(R32G32_UINT, R32G32_TYPELESS, 8, 1, 1, UINT, CO | VI | SO | U)
    F(R32G32_SINT, R32G32_TYPELESS, 8, 1, 1, SINT, CO | VI | SO | U)
    F(R32G8X24_TYPELESS, R32G8X24_TYPELESS, 8, 1, 1, NONE, TD | RT_FMT_CAST | RT_FMT_TYPELESS)
    F(D32_FLOAT_S8X24_UINT, R32G8X24_TYPELESS, 8, 1, 1, DEPTH, DS)
    F(R32_FLOAT_X8X24_TYPELESS, R32G8X24_TYPELESS, 8, 1, 1, FLOAT, TD | RT_FMT_CAST | RT_FMT_LOAD | C)
    F(X32_TYPELESS_G8X24_UINT, R32G8X24_TYPELESS, 8, 1, 1, UINT, TD | RT_FMT_CAST | RT_FMT_LOAD)
    F(R10G10B10A2_TYPELESS, R10G10B10A2_TYPELESS, 4, 1, 1, NONE, TL)
    F(R10G10B10A2_UNORM, R10G10B10A2_TYPELESS, 4, 1, 1, UNORM, CO | VI | U | R | DI)
    F(R10G10B10A2_UINT, R10G10B10A2_TYPELESS, 4, 1, 1, UINT, CO | VI | U)
    F(R11G11B10_FLOAT, R11G11B10_FLOAT, 4, 1, 1, FLOAT, TX | VI | U | R)
    F(R8G8B8A8_TYPELESS, R8G8B8A8_TYPELESS, 4, 1, 1, NONE, TL)
    F(R8G8B8A8_UNORM, R8G8B8A8_TYPELESS, 4, 1, 1, UNORM, CO | VI | U | R | DI)
    F(R8G8B8A8_UNORM_SRGB, R8G8B8A8_TYPELESS, 4, 1, 1, UNORM, CO | R | DI)
    F(R8G8B8A8_UINT, R8G8B8A8_TYPELESS, 4, 1, 1, UINT, CO | VI | U)
    F(R8G8B8A8_SNORM, R8G8B8A8_TYPELESS, 4, 1, 1, SNORM, CO | VI | U | R)
    F(R8G8B8A8_SINT, R8G8B8A8_TYPELESS, 4, 1, 1, SINT, CO | VI | U)
    F(R16G16_TYPELESS, R16G16_TYPELESS, 4, 1, 1, NONE, TL)
    F(R16G16_FLOAT, R16G16_TYPELESS, 4, 1, 1, FLOAT, CO | VI | U | R)
    F(R16G16_UNORM, R16G16_TYPELESS, 4, 1, 1, UNORM, CO | VI | U | R)
    F(R16G16_UINT, R16G16_TYPELESS, 4, 1, 1, UINT, CO | VI | U)
    F(R16G16_SNORM, R16G16_TYPELESS, 4, 1, 1, SNORM, CO | VI | U | R)
    F(R16G16_SINT, R16G16_TYPELESS, 4, 1, 1, SINT, CO | VI | U)
    F(R32_TYPELESS, R32_TYPELESS, 4, 1, 1, NONE, TL)
    F(D32_FLOAT, R32_TYPELESS, 4, 1, 1, DEPTH, DS)
    F(R32_FLOAT, R32_TYPELESS, 4, 1, 1, FLOAT, CO | VI | SO | U | R | C)
    F(R32_UINT, R32_TYPELESS, 4, 1, 1, UINT, CO | VI | SO | IB | U | A)
    F(R32_SINT, R32_TYPELESS, 4, 1, 1, SINT, CO | VI | SO | U | A)
    F(R24G8_TYPELESS, R24G8_TYPELESS, 4, 1, 1, NONE, TD | RT_FMT_CAST | RT_FMT_TYPELESS)
    F(D24_UNORM_S8_UINT, R24G8_TYPELESS, 4, 1, 1, DEPTH, DS)
    F(R24_UNORM_X8_TYPELESS, R24G8_TYPELESS, 4, 1, 1, UNORM, TD | RT_FMT_CAST | RT_FMT_LOAD | C)
    F(X24_TYPELESS_G8_UINT, R24G8_TYPELESS, 4, 1, 1, UINT, TD | RT_FMT_CAST | RT_FMT_LOAD)
    F(R8G8_TYPELESS, R8G8_TYPELESS, 2, 1, 1, NONE, TL)
    F(R8G8_UNORM, R8G8_TYPELESS, 2, 1, 1, UNORM, CO | VI | U | R)
    F(R8G8_UINT, R8G8_TYPELESS, 2, 1, 1, UINT, CO | VI | U)
    F(R8G8_SNORM, R8G8_TYPELESS, 2, 1, 1, SNORM, CO | VI | U | R)
    F(R8G8_SINT, R8G8_TYPELESS, 2, 1, 1, SINT, CO | VI | U)
    F(R16_TYPELESS, R16_TYPELESS, 2, 1, 1, NONE, TL)
    F(R16_FLOAT, R16_TYPELESS, 2, 1, 1, FLOAT, CO | VI | U | R)
    F(D16_UNORM, R16_TYPELESS, 2, 1, 1, DEPTH, DS)
    F(R16_UNORM, R16_TYPELESS, 2, 1, 1, UNORM, CO | VI | U | R | C)
    F(R16_UINT, R16_TYPELESS, 2, 1, 1, UINT, CO | VI | IB | U)
    F(R16_SNORM, R16_TYPELESS, 2, 1, 1, SNORM, CO | VI | U | R)
    F(R16_SINT, R16_TYPELESS, 2, 1, 1, SINT, CO | VI | U)
    F(R8_TYPELESS, R8_TYPELESS, 1, 1, 1, NONE, TL)
    F(R8_UNORM, R8_TYPELESS, 1, 1, 1, UNORM, CO | VI | U | R)
    F(R8_UINT, R8_TYPELESS, 1, 1, 1, UINT, CO | VI | U)
    F(R8_SNORM, R8_TYPELESS, 1, 1, 1, SNORM, CO | VI | U | R)
    F(R8_SINT, R8_TYPELESS, 1, 1, 1, SINT, CO | VI | U)
    F(A8_UNORM, A8_UNORM, 1, 1, 1, UNORM, TX | RT_FMT_LOAD | U | R)
    F(R1_UNORM, R1_UNORM, 1, 8, 1, UNORM, 0)
    F(R9G9B9E5_SHAREDEXP, R9G9B9E5_SHAREDEXP, 4, 1, 1, FLOAT, TX | RT_FMT_LOAD)
    F(R8G8_B8G8_UNORM, R8G8_B8G8_UNORM, 4, 2, 1, UNORM, TX | RT_FMT_LOAD)
    F(G8R8_G8B8_UNORM, G8R8_G8B8_UNORM, 4, 2, 1, UNORM, TX | RT_FMT_LOAD)
    F(BC1_TYPELESS, BC1_TYPELESS, 8, 4, 4, NONE, BCT)
    F(BC1_UNORM, BC1_TYPELESS, 8, 4, 4, UNORM, BC)
    F(BC1_UNORM_SRGB, BC1_TYPELESS, 8, 4, 4, UNORM, BC)
    F(BC2_TYPELESS, BC2_TYPELESS, 16, 4, 4, NONE, BCT)
    F(BC2_UNORM, BC2_TYPELESS, 16, 4, 4, UNORM, BC)
    F(BC2_UNORM_SRGB, BC2_TYPELESS, 16, 4, 4, UNORM, BC)
    F(BC3_TYPELESS, BC3_TYPELESS, 16, 4, 4, NONE, BCT)
    F(BC3_UNORM, BC3_TYPELESS, 16, 4, 4, UNORM, BC)
    F(BC3_UNORM_SRGB, BC3_TYPELESS, 16, 4, 4, UNORM, BC)
    F(BC4_TYPELESS, BC4_TYPELESS, 8, 4, 4, NONE, BCT)
    F(BC4_UNORM, BC4_TYPELESS, 8, 4, 4, UNORM, BC)
    F(BC4_SNORM, BC4_TYPELESS, 8, 4, 4, SNORM, BC)
    F(BC5_TYPELESS, BC5_TYPELESS, 16, 4, 4, NONE, BCT)
    F(BC5_UNORM, BC5_TYPELESS, 16, 4, 4, UNORM, BC)
    F(BC5_SNORM, BC5_TYPELESS, 16, 4, 4, SNORM, BC)
    F(B5G6R5_UNORM, B5G6R5_UNORM, 2, 1, 1, UNORM, TX | B | RT_FMT_LOAD | RT_FMT_VERTEX | R)
    F(B5G5R5A1_UNORM, B5G5R5A1_UNORM, 2, 1, 1, UNORM, TX | B | RT_FMT_LOAD | RT_FMT_VERTEX | R)
    F(B8G8R8A8_UNORM, B8G8R8A8_TYPELESS, 4, 1, 1, UNORM, CO | VI | U | R | DI)
    F(B8G8R8X8_UNORM, B8G8R8X8_TYPELESS, 4, 1, 1, UNORM, CO | VI | R)
    F(R10G10B10_XR_BIAS_A2_UNORM, R10G10B10A2_TYPELESS, 4, 1, 1, UNORM, RT_FMT_TEX2D | DI | RT_FMT_CAST)
    F(B8G8R8A8_TYPELESS, B8G8R8A8_TYPELESS, 4, 1, 1, NONE, TL)
    F(B8G8R8A8_UNORM_SRGB, B8G8R8A8_TYPELESS, 4, 1, 1, UNORM, CO | R | DI)
    F(B8G8R8X8_TYPELESS, B8G8R8X8_TYPELESS, 4, 1, 1, NONE, TL)
    F(B8G8R8X8_UNORM_SRGB, B8G8R8X8_TYPELESS, 4, 1, 1, UNORM, CO | R)
    F(BC6H_TYPELESS, BC6H_TYPELESS, 16, 4, 4, NONE, BCT)
    F(BC6H_UF16, BC6H_TYPELESS, 16, 4, 4, FLOAT, BC)
    F(BC6H_SF16, BC6H_TYPELESS, 16, 4, 4, FLOAT, BC)
    F(BC7_TYPELESS, BC7_TYPELESS, 16, 4, 4, NONE, BCT)
    F(BC7_UNORM, BC7_TYPELESS, 16, 4, 4, UNORM, BC)
    F(BC7_UNORM_SRGB, BC7_TYPELESS, 16, 4, 4, UNORM, BC)
    F(AYUV, AYUV, 4, 1, 1, UNORM, YU)
    F(Y410, Y410, 4, 1, 1, UNORM, YV)
    F(Y416, Y416, 8, 1, 1, UNORM, YV)
    F(NV12, NV12, 1, 1, 1, UNORM, PL)
    F(P010, P010, 2, 1, 1, UNORM, PL)
    F(P016, P016, 2, 1, 1, UNORM, PL)
    F(420_OPAQUE, 420_OPAQUE, 1, 1, 1, UNORM, YV)
    F(YUY2, YUY2, 4, 2, 1, UNORM, YV)
    F(Y210, Y210, 8, 2, 1, UNORM, YV)
    F(Y216, Y216, 8, 2, 1, UNORM, YV)
    F(NV11, NV11, 1, 1, 1, UNORM, YV)
    F(AI44, AI44, 1, 1, 1, UNORM, YV)
    F(IA44, IA44, 1, 1, 1, UNORM, YV)
    F(P8, P8, 1, 1, 1, UNORM, YV)
    F(A8P8, A8P8, 2, 1, 1, UNORM, YV)
    F(B4G4R4A4_UNORM, B4G4R4A4_UNORM, 2, 1, 1, UNORM, TX | B | RT_FMT_LOAD | R)
};

const struct rt_format *rt_format_find(DXGI_FORMAT format)
{
    if ((unsigned)format >= RT_COUNT(formats) || !formats[format].name)
        return NULL;
    return &formats[format];
}

bool rt_format_view_ok(const struct rt_format *resource, const struct rt_format *view)
{
    if (view->caps & RT_FMT_TYPELESS)
        return false;
    if (resource->caps & (RT_FMT_PLANAR | RT_FMT_VIDEO))
        return rt_format_plane_of(resource, view) >= 0;
    if (resource->format == view->format)
        return true;
    return (resource->caps & RT_FMT_TYPELESS) && resource->family == view->family;
}

int rt_format_plane_of(const struct rt_format *resource, const struct rt_format *view)
{
    if (resource->format == DXGI_FORMAT_AYUV)
        return view->format == DXGI_FORMAT_R8G8B8A8_UNORM || view->format == DXGI_FORMAT_R8G8B8A8_UINT ? 0 : -1;
    if (!(resource->caps & RT_FMT_PLANAR))
        return -1;
    switch ((unsigned)view->format) {
    case DXGI_FORMAT_R8_UNORM:
    case DXGI_FORMAT_R8_UINT:
        return resource->block_size == 1 ? 0 : -1;
    case DXGI_FORMAT_R8G8_UNORM:
    case DXGI_FORMAT_R8G8_UINT:
        return resource->block_size == 1 ? 1 : -1;
    case DXGI_FORMAT_R16_UNORM:
    case DXGI_FORMAT_R16_UINT:
        return resource->block_size == 2 ? 0 : -1;
    case DXGI_FORMAT_R16G16_UNORM:
    case DXGI_FORMAT_R16G16_UINT:
        return resource->block_size == 2 ? 1 : -1;
    default:
        return -1;
    }
}

unsigned rt_format_planes(DXGI_FORMAT format)
{
    switch ((unsigned)format) {
    case DXGI_FORMAT_X32_TYPELESS_G8X24_UINT:
    case DXGI_FORMAT_X24_TYPELESS_G8_UINT:
        return 2;
    case DXGI_FORMAT_D32_FLOAT_S8X24_UINT:
    case DXGI_FORMAT_D24_UNORM_S8_UINT:
        return 3;
    default:
        return 1;
    }
}

DXGI_FORMAT rt_format_depth_of(DXGI_FORMAT format)
{
    const struct rt_format *f = rt_format_find(format);

    switch (f ? (unsigned)f->family : 0u) {
    case DXGI_FORMAT_R32G8X24_TYPELESS:
        return DXGI_FORMAT_D32_FLOAT_S8X24_UINT;
    case DXGI_FORMAT_R32_TYPELESS:
        return DXGI_FORMAT_D32_FLOAT;
    case DXGI_FORMAT_R24G8_TYPELESS:
        return DXGI_FORMAT_D24_UNORM_S8_UINT;
    case DXGI_FORMAT_R16_TYPELESS:
        return DXGI_FORMAT_D16_UNORM;
    default:
        return DXGI_FORMAT_UNKNOWN;
    }
}

uint32_t rt_format_row_size(const struct rt_format *f, uint32_t width)
{
    return (width + f->block_w - 1) / f->block_w * f->block_size;
}

uint32_t rt_format_rows(const struct rt_format *f, uint32_t height)
{
    return f->caps & RT_FMT_PLANAR ? height + height / 2 : (height + f->block_h - 1) / f->block_h;
}
