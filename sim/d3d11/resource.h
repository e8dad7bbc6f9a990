/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * resource.h - buffers and textures.
 */
#ifndef RT_RESOURCE_H
#define RT_RESOURCE_H

#include "device.h"

/* Either makes a resource a shared one. */
#define RT_MISC_SHARING (D3D11_RESOURCE_MISC_SHARED | D3D11_RESOURCE_MISC_SHARED_KEYEDMUTEX)

struct rt_resource_desc {
    D3D11_RESOURCE_DIMENSION dimension;
    DXGI_FORMAT format;
    D3D11_USAGE usage;
    UINT bind, cpu, misc;
    UINT width, height, depth, array, mips; /* width is bytes for a buffer */
    UINT samples, quality, stride;
    UINT layout; /* D3D11_TEXTURE_LAYOUT */
};

/* Of a shared resource: what the kernel has for it besides the resource itself. */
struct rt_share {
    bool nt, opened, handed_out; /* NT handles only; opened and not made here; CreateSharedHandle gave its handle */
    bool acquired;               /* this opening owns the keyed mutex */
    D3DKMT_HANDLE mutex, global_mutex, sync; /* 0: none */
    UINT64 fence;
};

/* What the creator's runtime tells the openers' through the kernel, which may be one of the other word size. */
struct rt_shared_desc {
    struct rt_resource_desc desc;
    D3DKMT_HANDLE global_mutex;
};
_Static_assert(sizeof(struct rt_shared_desc) == 64, "the same in 32 and in 64 bits");

struct rt_resource {
    struct rt_child child;
    struct rt_iface dxgi_resource; /* IDXGIResource1 */
    struct rt_iface surface;       /* IDXGISurface2; textures of one subresource */
    struct rt_iface keyed_mutex;   /* IDXGIKeyedMutex; no table without one */
    struct rt_resource_desc desc;
    const struct rt_format *format; /* NULL for buffers */
    void *drv;
    UINT n_subresources;
    UINT priority;
    float min_lod;
    UINT packed_mips, packed_tiles; /* of a tiled resource (tiles.c); in each slice */
    bool gpu_written;     /* written by the GPU since its last use as an input was announced */
    bool shared;
    struct rt_share share;
    struct rt_object *chain; /* swap chain of a back buffer, not referenced */
    UINT chain_index;        /* number of a back buffer */
    bool chain_gdi;          /* GDI may draw on its chain's buffers */
    struct rt_gdi *gdi;      /* device context that GetDC gave */
    D3DKMT_HANDLE kmt_resource, kmt_global; /* of the resource that the kernel driver made, for shared ones */
    uint8_t *mapped;      /* per subresource: 0 or 1 + D3D11_MAP; immediate context */
};

struct rt_resource_extra {
    DXGI_DDI_PRIMARY_DESC *primary;
    UINT ddi_bind, ddi_misc; /* added to what the description gives */
    bool held; /* no reference for programs but one hold for the caller */
    D3D11_1DDI_VIDEO_DECODER_BUFFER_TYPE decoder_buffer; /* not 0: a decoder's buffer, whose description no program gave */
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

/* A kernel object's name as the kernel takes it: OBJECT_ATTRIBUTES (ntdef). */
struct rt_nt_name {
    struct {
        uint32_t size;
        void *root;
        void *name;
        uint32_t attributes;
        void *security, *quality;
    } o;
    struct {
        uint16_t size, capacity; /* bytes */
        uint16_t *text;
    } u;
    uint16_t text[260]; /* MAX_PATH */
};
/* False when it is too long. NULL is no name. */
bool rt_nt_name(struct rt_nt_name *out, const wchar_t *name);
static inline void *rt_nt_name_attributes(struct rt_nt_name *name)
{
    return name->o.name ? &name->o : NULL;
}

/* dxgi_resource.c: what sharing needs, before the driver makes the resource; the end of it. */
void rt_share_init(struct rt_resource *r);
HRESULT rt_share_create(struct rt_resource *r);
void rt_share_fini(struct rt_resource *r);
/* Partial work on a resource reaches the kernel (pfnResolveSharedResource). */
void rt_resource_resolve(struct rt_resource *r);

extern const IDXGIResource1Vtbl rt_dxgi_resource_vtbl;
extern const IDXGISurface2Vtbl rt_dxgi_surface_vtbl;

#endif
