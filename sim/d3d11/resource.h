/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * resource.h - buffers and textures.
 */
#ifndef RT_RESOURCE_H
#define RT_RESOURCE_H

#include "device.h"

struct rt_resource_desc {
    D3D11_RESOURCE_DIMENSION dimension;
    DXGI_FORMAT format;
    D3D11_USAGE usage;
    UINT bind, cpu, misc;
    UINT width, height, depth, array, mips; /* width is bytes for a buffer */
    UINT samples, quality, stride;
    UINT layout; /* D3D11_TEXTURE_LAYOUT */
};

struct rt_resource {
    struct rt_child child;
    struct rt_iface dxgi_resource; /* IDXGIResource1 */
    struct rt_iface surface;       /* IDXGISurface2; textures of one subresource */
    struct rt_resource_desc desc;
    const struct rt_format *format; /* NULL for buffers */
    void *drv;
    UINT n_subresources;
    UINT priority;
    float min_lod;
    UINT packed_mips, packed_tiles; /* of a tiled resource (tiles.c); in each slice */
    bool gpu_written;     /* written by the GPU since its last use as an input was announced */
    bool shared;
    struct rt_object *chain; /* swap chain of a back buffer, not referenced */
    D3DKMT_HANDLE kmt_resource, kmt_global; /* of the resource that the kernel driver made, for shared ones */
    uint8_t *mapped;      /* per subresource: 0 or 1 + D3D11_MAP; immediate context */
};

struct rt_resource_extra {
    DXGI_DDI_PRIMARY_DESC *primary;
    UINT ddi_bind, ddi_misc; /* added to what the description gives */
    bool held; /* no reference for programs but one hold for the caller */
};

/* Checks and creates. data may be NULL. */
HRESULT rt_resource_create(struct rt_device *device, const struct rt_resource_desc *desc, const D3D11_SUBRESOURCE_DATA *data,
    const struct rt_resource_extra *extra, struct rt_resource **out);
/* The object without a driver resource behind it: one that will be opened. */
HRESULT rt_resource_alloc(struct rt_device *device, const struct rt_resource_desc *desc, struct rt_resource **out);
/* What CreateBuffer and CreateTexture answer without creating: S_OK is told as S_FALSE by the caller. */
HRESULT rt_resource_check(struct rt_device *device, struct rt_resource_desc *desc, const D3D11_SUBRESOURCE_DATA *data);

static inline struct rt_resource *rt_resource_from(void *iface)
{
    return iface; /* NULL stays NULL */
}

static inline void *rt_resource_drv(struct rt_resource *r)
{
    return r ? r->drv : NULL;
}

/* Size of a level of a resource, in texels (a buffer: bytes, 1, 1). */
void rt_resource_extent(const struct rt_resource *r, UINT sub, UINT *width, UINT *height, UINT *depth);
/* Bytes of a subresource stored without gaps, with its pitches. */
size_t rt_resource_sub_size(const struct rt_resource *r, UINT sub, UINT *row, UINT *slice);

extern const IDXGIResource1Vtbl rt_dxgi_resource_vtbl;
extern const IDXGISurface2Vtbl rt_dxgi_surface_vtbl;

#endif
