/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Reads resources back through staging copies and writes every byte that Direct3D defines.
 */
#include <stdarg.h>
#include "conf.h"
#include "pvgpu_formats.h"

#define ALL 0xffffffffu

static UINT mip(UINT size, UINT level) { return size >> level ? size >> level : 1; }

struct shape { DXGI_FORMAT format; UINT width, height, depth, mips, slices; };

/* A staging twin, and what one has to know to walk over it. */
static ID3D11Resource *staging_twin(struct conf *c, ID3D11Resource *r, struct shape *s)
{
    D3D11_RESOURCE_DIMENSION dimension;
    ID3D11Resource_GetType(r, &dimension);
    switch (dimension) {
    case D3D11_RESOURCE_DIMENSION_BUFFER: {
        D3D11_BUFFER_DESC d, n = { 0 };
        ID3D11Buffer_GetDesc((ID3D11Buffer *)r, &d);
        n.ByteWidth = d.ByteWidth;
        n.Usage = D3D11_USAGE_STAGING;
        n.CPUAccessFlags = D3D11_CPU_ACCESS_READ;
        *s = (struct shape){ DXGI_FORMAT_R8_UINT, d.ByteWidth, 1, 1, 1, 1 };
        return (ID3D11Resource *)conf_buffer_desc(c, &n, NULL);
    }
    case D3D11_RESOURCE_DIMENSION_TEXTURE1D: {
        D3D11_TEXTURE1D_DESC d;
        ID3D11Texture1D_GetDesc((ID3D11Texture1D *)r, &d);
        d.Usage = D3D11_USAGE_STAGING; d.BindFlags = 0; d.CPUAccessFlags = D3D11_CPU_ACCESS_READ; d.MiscFlags = 0;
        *s = (struct shape){ d.Format, d.Width, 1, 1, d.MipLevels, d.ArraySize };
        return (ID3D11Resource *)conf_texture1d(c, &d, NULL);
    }
    case D3D11_RESOURCE_DIMENSION_TEXTURE2D: {
        D3D11_TEXTURE2D_DESC d;
        ID3D11Texture2D_GetDesc((ID3D11Texture2D *)r, &d);
        d.Usage = D3D11_USAGE_STAGING; d.BindFlags = 0; d.CPUAccessFlags = D3D11_CPU_ACCESS_READ; d.MiscFlags = 0;
        *s = (struct shape){ d.Format, d.Width, d.Height, 1, d.MipLevels, d.ArraySize };
        return (ID3D11Resource *)conf_texture2d(c, &d, NULL);
    }
    case D3D11_RESOURCE_DIMENSION_TEXTURE3D: {
        D3D11_TEXTURE3D_DESC d;
        ID3D11Texture3D_GetDesc((ID3D11Texture3D *)r, &d);
        d.Usage = D3D11_USAGE_STAGING; d.BindFlags = 0; d.CPUAccessFlags = D3D11_CPU_ACCESS_READ; d.MiscFlags = 0;
        *s = (struct shape){ d.Format, d.Width, d.Height, d.Depth, d.MipLevels, 1 };
        return (ID3D11Resource *)conf_texture3d(c, &d, NULL);
    }
    default:
        conf_skip(c, "a resource of no known dimension");
    }
}

static void read_back(struct conf *c, void *resource, UINT only, const char *label)
{
    struct shape s;
    ID3D11Resource *twin = staging_twin(c, resource, &s);

    conf_play(c);
    ID3D11DeviceContext_CopyResource(c->now, twin, resource);
    for (UINT i = 0; i < s.mips * s.slices; i++) {
        UINT level = i % s.mips, rows = conf_rows(s.format, mip(s.height, level));
        D3D11_MAPPED_SUBRESOURCE m;
        HRESULT hr;
        if (only != ALL && only != i) continue;
        hr = ID3D11DeviceContext_Map(c->now, twin, i, D3D11_MAP_READ, 0, &m);
        if (FAILED(hr)) { conf_hr(c, hr, "%s: Map of subresource %u", label, i); continue; }
        for (UINT z = 0; z < mip(s.depth, level); z++) {
            char name[160];
            if (s.depth > 1) snprintf(name, sizeof name, "%s[%u] slice %u", label, i, z);
            else if (s.mips * s.slices > 1) snprintf(name, sizeof name, "%s[%u]", label, i);
            else snprintf(name, sizeof name, "%s", label);
            conf_bytes(c, (const uint8_t *)m.pData + (size_t)z * m.DepthPitch, conf_row_size(s.format, mip(s.width, level)), m.RowPitch,
                       rows, "%s", name);
        }
        ID3D11DeviceContext_Unmap(c->now, twin, i);
    }
    conf_drop(c, twin);
}

void conf_resource(struct conf *c, void *resource, const char *label, ...)
{
    char text[128];
    va_list args;
    va_start(args, label);
    vsnprintf(text, sizeof text, label, args);
    va_end(args);
    read_back(c, resource, ALL, text);
}

void conf_subresource(struct conf *c, void *resource, UINT subresource, const char *label, ...)
{
    char text[128];
    va_list args;
    va_start(args, label);
    vsnprintf(text, sizeof text, label, args);
    va_end(args);
    read_back(c, resource, subresource, text);
}

uint32_t conf_pixel(struct conf *c, void *texture2d, UINT x, UINT y)
{
    struct shape s;
    ID3D11Resource *twin = staging_twin(c, texture2d, &s);
    D3D11_MAPPED_SUBRESOURCE m;
    uint32_t value;

    conf_play(c);
    ID3D11DeviceContext_CopyResource(c->now, twin, texture2d);
    conf_need(c, ID3D11DeviceContext_Map(c->now, twin, 0, D3D11_MAP_READ, 0, &m), "Map");
    memcpy(&value, (const uint8_t *)m.pData + (size_t)y * m.RowPitch + (size_t)x * conf_format_block(s.format), sizeof value);
    ID3D11DeviceContext_Unmap(c->now, twin, 0);
    conf_drop(c, twin);
    return value;
}

void conf_get(struct conf *c, ID3D11Buffer *b, void *data, UINT n)
{
    struct shape s;
    ID3D11Resource *twin = staging_twin(c, (ID3D11Resource *)b, &s);
    D3D11_MAPPED_SUBRESOURCE m;

    conf_play(c);
    ID3D11DeviceContext_CopyResource(c->now, twin, (ID3D11Resource *)b);
    conf_need(c, ID3D11DeviceContext_Map(c->now, twin, 0, D3D11_MAP_READ, 0, &m), "Map");
    memcpy(data, m.pData, n);
    ID3D11DeviceContext_Unmap(c->now, twin, 0);
    conf_drop(c, twin);
}

void conf_staging_planes(struct conf *c, ID3D11Texture2D *s, UINT sub, const char *label)
{
    D3D11_MAPPED_SUBRESOURCE m;
    D3D11_TEXTURE2D_DESC d;
    UINT row;

    ID3D11Texture2D_GetDesc(s, &d);
    row = d.Width * pvgpu_format_rows[d.Format].block_bytes;
    conf_play(c);
    conf_need(c, ID3D11DeviceContext_Map(c->now, (ID3D11Resource *)s, sub, D3D11_MAP_READ, 0, &m), "map for reading");
    conf_bytes(c, m.pData, row, m.RowPitch, d.Height, "%s, first plane", label);
    conf_bytes(c, (const uint8_t *)m.pData + (size_t)m.RowPitch * d.Height, row, m.RowPitch, d.Height / 2, "%s, second plane", label);
    ID3D11DeviceContext_Unmap(c->now, (ID3D11Resource *)s, sub);
}

void conf_planes(struct conf *c, ID3D11Texture2D *t, const char *label)
{
    D3D11_TEXTURE2D_DESC d;
    ID3D11Texture2D *s;

    ID3D11Texture2D_GetDesc(t, &d);
    d.Usage = D3D11_USAGE_STAGING;
    d.BindFlags = 0;
    d.CPUAccessFlags = D3D11_CPU_ACCESS_READ;
    s = conf_texture2d(c, &d, NULL);
    conf_play(c); /* DXVK's Map (2.6) does not wait for what a list copies into a planar staging texture */
    ID3D11DeviceContext_CopyResource(c->now, (ID3D11Resource *)s, (ID3D11Resource *)t);
    for (UINT i = 0; i < d.ArraySize; i++) conf_staging_planes(c, s, i, label);
    conf_drop(c, s);
}
