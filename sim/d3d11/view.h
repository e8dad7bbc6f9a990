/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * view.h - views of resources.
 */
#ifndef RT_VIEW_H
#define RT_VIEW_H

#include "resource.h"

enum rt_view_kind { RT_VIEW_SRV, RT_VIEW_RTV, RT_VIEW_DSV, RT_VIEW_UAV };

struct rt_view {
    struct rt_child child;
    enum rt_view_kind kind;
    struct rt_resource *resource; /* held */
    void *drv;
    union {
        D3D11_SHADER_RESOURCE_VIEW_DESC1 srv;
        D3D11_RENDER_TARGET_VIEW_DESC1 rtv;
        D3D11_DEPTH_STENCIL_VIEW_DESC dsv;
        D3D11_UNORDERED_ACCESS_VIEW_DESC1 uav;
    } desc;
    DXGI_FORMAT format;
    /* The subresources that it covers; for buffers everything is 0..1. */
    UINT mip, n_mips, slice, n_slices;
    unsigned planes;      /* 1 depth or colour, 2 stencil */
    unsigned write_planes; /* depth stencil views: those not read-only */
};

static inline struct rt_view *rt_view_from(void *iface)
{
    return iface;
}

static inline void *rt_view_drv(struct rt_view *v)
{
    return v ? v->drv : NULL;
}

static inline D3D11DDI_HANDLETYPE rt_view_handle_type(const struct rt_view *view)
{
    switch (view->kind) {
    case RT_VIEW_SRV:
        return D3D10DDI_HT_SHADERRESOURCEVIEW;
    case RT_VIEW_RTV:
        return D3D10DDI_HT_RENDERTARGETVIEW;
    case RT_VIEW_DSV:
        return D3D10DDI_HT_DEPTHSTENCILVIEW;
    case RT_VIEW_UAV:
        return D3D11DDI_HT_UNORDEREDACCESSVIEW;
    }
    return D3D10DDI_HT_RESOURCE;
}

/* Whether two views share a subresource and a plane of it. */
bool rt_view_overlaps(const struct rt_view *a, unsigned planes_a, const struct rt_view *b, unsigned planes_b);

HRESULT rt_view_create_srv(struct rt_device *device, struct rt_resource *resource, const D3D11_SHADER_RESOURCE_VIEW_DESC1 *desc,
    struct rt_view **out);
HRESULT rt_view_create_rtv(struct rt_device *device, struct rt_resource *resource, const D3D11_RENDER_TARGET_VIEW_DESC1 *desc,
    struct rt_view **out);
HRESULT rt_view_create_dsv(struct rt_device *device, struct rt_resource *resource, const D3D11_DEPTH_STENCIL_VIEW_DESC *desc,
    struct rt_view **out);
HRESULT rt_view_create_uav(struct rt_device *device, struct rt_resource *resource, const D3D11_UNORDERED_ACCESS_VIEW_DESC1 *desc,
    struct rt_view **out);

/* view_desc.c: complete a description (NULL or with zeros and -1) for a resource and check it. *v gets
 * format and range. Results are those of the CreateXView pages. */
HRESULT rt_view_desc_srv(struct rt_resource *r, const D3D11_SHADER_RESOURCE_VIEW_DESC1 *desc, struct rt_view *v);
HRESULT rt_view_desc_rtv(struct rt_resource *r, const D3D11_RENDER_TARGET_VIEW_DESC1 *desc, struct rt_view *v);
HRESULT rt_view_desc_dsv(struct rt_resource *r, const D3D11_DEPTH_STENCIL_VIEW_DESC *desc, struct rt_view *v);
HRESULT rt_view_desc_uav(struct rt_resource *r, const D3D11_UNORDERED_ACCESS_VIEW_DESC1 *desc, struct rt_view *v);

#endif
