/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * view.c - views. The interface names a resource's dimension and ranges; the protocol (as
 * Direct3D 11) wants the exact view dimension, which follows from the resource: multisampled, an
 * array, a cube (U25).
 */
#include "entry.h"

/* Of a texture view that covers slices first..first+count. */
static uint32_t view_dimension(const struct pvu_resource *r, D3D10DDIRESOURCE_TYPE type)
{
    bool array = r->array > 1;
    switch (type) {
    case D3D10DDIRESOURCE_BUFFER:
    case D3D11DDIRESOURCE_BUFFEREX: return PVGPU_VIEW_BUFFER;
    case D3D10DDIRESOURCE_TEXTURE1D: return array ? PVGPU_VIEW_TEX1D_ARRAY : PVGPU_VIEW_TEX1D;
    case D3D10DDIRESOURCE_TEXTURE2D:
    case D3D10DDIRESOURCE_TEXTURECUBE:
        if (r->samples > 1) return array ? PVGPU_VIEW_TEX2DMS_ARRAY : PVGPU_VIEW_TEX2DMS;
        return array ? PVGPU_VIEW_TEX2D_ARRAY : PVGPU_VIEW_TEX2D;
    case D3D10DDIRESOURCE_TEXTURE3D: return PVGPU_VIEW_TEX3D;
    }
    return PVGPU_VIEW_NONE;
}

void pvu_view_define(struct pvu_context *c, struct pvu_view *v)
{
    uint32_t size = v->create.hdr.size;
    v->create.srv.resource = v->resource->id; /* the same place in all four */
    memcpy(pvu_reserve(c, size), &v->create, size);
    pvu_use(c, v->resource, false);
}

PVGPU_STATIC_ASSERT(offsetof(struct pvgpu_cmd_create_srv, resource) == offsetof(struct pvgpu_cmd_create_rtv, resource) &&
                        offsetof(struct pvgpu_cmd_create_srv, resource) == offsetof(struct pvgpu_cmd_create_dsv, resource) &&
                        offsetof(struct pvgpu_cmd_create_srv, resource) == offsetof(struct pvgpu_cmd_create_uav, resource),
                    "views name their resource at one place");

enum pvu_status pvu_view_add(struct pvu_context *c, struct pvu_view *v)
{
    struct pvu_resource *r = v->resource;
    v->id = pvu_id_alloc(c->device);
    if (!v->id) return PVU_NO_MEMORY;
    v->create.srv.id = v->id;
    v->next = r->views;
    v->link = &r->views;
    if (v->next) v->next->link = &v->next;
    r->views = v;
    pvu_view_define(c, v);
    return PVU_OK;
}

static void create(D3D10DDI_HDEVICE h, struct pvu_view *v)
{
    PVU_CREATION(c, h, true);
    if (c) pvu_fail(&c->device->context, pvu_view_add(c, v), PVU_ENTRY_CREATE);
}

static struct pvu_view *begin(void *memory, enum pvu_view_kind kind, D3D10DDI_HRESOURCE resource)
{
    struct pvu_view *v = memory;
    memset(v, 0, sizeof *v);
    v->kind = kind;
    v->resource = resource.pDrvPrivate;
    return v;
}

static void destroy(D3D10DDI_HDEVICE h, struct pvu_view *v)
{
    struct pvu_device *d = pvu_device(h);
    PVU_CREATION(c, h, false);
    if (pvu_owns(d)) pvu_bound_forget_view(&d->context, v);
    pvu_lock(d);
    pvu_view_remove(c, v);
    pvu_unlock(d);
}

void pvu_view_remove(struct pvu_context *c, struct pvu_view *v)
{
    *v->link = v->next;
    if (v->next) v->next->link = v->link;
    if (c) pvu_object_destroy(c, v->id);
}

void pvu_object_destroy(struct pvu_context *c, uint32_t id)
{
    struct pvgpu_cmd_destroy *k;
    if (!id || pvu_recording_failed(c)) return; /* what is not told the host keeps its id */
    k = PVU_CMD(c, destroy, DESTROY);
    k->id = id;
    k->pad = 0;
    pvu_id_free(c->device, id);
}

/* ---- shader resource views ---- */

SIZE_T APIENTRY pvu_calc_srv_size_10(D3D10DDI_HDEVICE h, const D3D10DDIARG_CREATESHADERRESOURCEVIEW *a)
{
    (void)h, (void)a;
    return sizeof(struct pvu_view);
}

SIZE_T APIENTRY pvu_calc_srv_size_10_1(D3D10DDI_HDEVICE h, const D3D10_1DDIARG_CREATESHADERRESOURCEVIEW *a)
{
    (void)h, (void)a;
    return sizeof(struct pvu_view);
}

SIZE_T APIENTRY pvu_calc_srv_size_11(D3D10DDI_HDEVICE h, const D3D11DDIARG_CREATESHADERRESOURCEVIEW *a)
{
    (void)h, (void)a;
    return sizeof(struct pvu_view);
}

void APIENTRY pvu_create_srv_11(D3D10DDI_HDEVICE h, const D3D11DDIARG_CREATESHADERRESOURCEVIEW *a,
                                D3D10DDI_HSHADERRESOURCEVIEW view, D3D10DDI_HRTSHADERRESOURCEVIEW rt)
{
    struct pvu_view *v = begin(view.pDrvPrivate, PVU_VIEW_SRV, a->hDrvResource);
    struct pvgpu_cmd_create_srv *k = &v->create.srv;
    (void)rt;
    PVGPU_CMD_INIT(k, CREATE_SRV);
    k->format = (uint32_t)a->Format;
    k->dimension = view_dimension(v->resource, a->ResourceDimension);
    k->count = 1;
    k->mips = 1;
    switch ((int)a->ResourceDimension) {
    case D3D10DDIRESOURCE_BUFFER:
        k->first = a->Buffer.FirstElement;
        k->count = a->Buffer.NumElements;
        break;
    case D3D11DDIRESOURCE_BUFFEREX:
        k->first = a->BufferEx.FirstElement;
        k->count = a->BufferEx.NumElements;
        k->flags = a->BufferEx.Flags & D3D11_DDI_BUFFEREX_SRV_FLAG_RAW;
        break;
    case D3D10DDIRESOURCE_TEXTURE1D:
        k->first_mip = a->Tex1D.MostDetailedMip;
        k->mips = a->Tex1D.MipLevels;
        k->first = a->Tex1D.FirstArraySlice;
        k->count = a->Tex1D.ArraySize;
        break;
    case D3D10DDIRESOURCE_TEXTURE2D:
        k->first_mip = a->Tex2D.MostDetailedMip;
        k->mips = a->Tex2D.MipLevels;
        k->first = a->Tex2D.FirstArraySlice;
        k->count = a->Tex2D.ArraySize;
        break;
    case D3D10DDIRESOURCE_TEXTURE3D:
        k->first_mip = a->Tex3D.MostDetailedMip;
        k->mips = a->Tex3D.MipLevels;
        break;
    case D3D10DDIRESOURCE_TEXTURECUBE:
        k->first_mip = a->TexCube.MostDetailedMip;
        k->mips = a->TexCube.MipLevels;
        k->first = a->TexCube.First2DArrayFace;
        k->count = a->TexCube.NumCubes ? a->TexCube.NumCubes : 1;
        k->dimension = v->resource->array > 6 ? PVGPU_VIEW_CUBE_ARRAY : PVGPU_VIEW_CUBE;
        break;
    }
    create(h, v);
}

void APIENTRY pvu_create_srv_10_1(D3D10DDI_HDEVICE h, const D3D10_1DDIARG_CREATESHADERRESOURCEVIEW *a,
                                  D3D10DDI_HSHADERRESOURCEVIEW view, D3D10DDI_HRTSHADERRESOURCEVIEW rt)
{
    D3D11DDIARG_CREATESHADERRESOURCEVIEW b = { .hDrvResource = a->hDrvResource, .Format = a->Format,
                                               .ResourceDimension = a->ResourceDimension };
    memcpy(&b.Tex2D, &a->Tex2D, sizeof a->Tex2D); /* the largest member; 11 only adds BufferEx */
    pvu_create_srv_11(h, &b, view, rt);
}

void APIENTRY pvu_create_srv_10(D3D10DDI_HDEVICE h, const D3D10DDIARG_CREATESHADERRESOURCEVIEW *a,
                                D3D10DDI_HSHADERRESOURCEVIEW view, D3D10DDI_HRTSHADERRESOURCEVIEW rt)
{
    D3D11DDIARG_CREATESHADERRESOURCEVIEW b = { .hDrvResource = a->hDrvResource, .Format = a->Format,
                                               .ResourceDimension = a->ResourceDimension };
    memcpy(&b.Tex2D, &a->Tex2D, sizeof a->Tex2D);
    if (a->ResourceDimension == D3D10DDIRESOURCE_TEXTURECUBE) { /* 10.0 has no cube arrays, and no fields for them */
        b.TexCube.First2DArrayFace = 0;
        b.TexCube.NumCubes = 1;
    }
    pvu_create_srv_11(h, &b, view, rt);
}

void APIENTRY pvu_destroy_srv(D3D10DDI_HDEVICE h, D3D10DDI_HSHADERRESOURCEVIEW v)
{
    destroy(h, v.pDrvPrivate);
}

/* ---- render target views ---- */

SIZE_T APIENTRY pvu_calc_rtv_size(D3D10DDI_HDEVICE h, const D3D10DDIARG_CREATERENDERTARGETVIEW *a)
{
    (void)h, (void)a;
    return sizeof(struct pvu_view);
}

void APIENTRY pvu_create_rtv(D3D10DDI_HDEVICE h, const D3D10DDIARG_CREATERENDERTARGETVIEW *a, D3D10DDI_HRENDERTARGETVIEW view,
                             D3D10DDI_HRTRENDERTARGETVIEW rt)
{
    struct pvu_view *v = begin(view.pDrvPrivate, PVU_VIEW_RTV, a->hDrvResource);
    struct pvgpu_cmd_create_rtv *k = &v->create.rtv;
    (void)rt;
    PVGPU_CMD_INIT(k, CREATE_RTV);
    k->format = (uint32_t)a->Format;
    k->dimension = view_dimension(v->resource, a->ResourceDimension);
    k->count = 1;
    switch ((int)a->ResourceDimension) {
    case D3D10DDIRESOURCE_BUFFER:
        k->first = a->Buffer.FirstElement;
        k->count = a->Buffer.NumElements;
        break;
    case D3D10DDIRESOURCE_TEXTURE1D:
        k->mip = a->Tex1D.MipSlice;
        k->first = a->Tex1D.FirstArraySlice;
        k->count = a->Tex1D.ArraySize;
        break;
    case D3D10DDIRESOURCE_TEXTURE2D:
        k->mip = a->Tex2D.MipSlice;
        k->first = a->Tex2D.FirstArraySlice;
        k->count = a->Tex2D.ArraySize;
        break;
    case D3D10DDIRESOURCE_TEXTURE3D:
        k->mip = a->Tex3D.MipSlice;
        k->first = a->Tex3D.FirstW;
        k->count = a->Tex3D.WSize;
        break;
    case D3D10DDIRESOURCE_TEXTURECUBE:
        k->mip = a->TexCube.MipSlice;
        k->first = a->TexCube.FirstArraySlice;
        k->count = a->TexCube.ArraySize;
        break;
    }
    create(h, v);
}

void APIENTRY pvu_destroy_rtv(D3D10DDI_HDEVICE h, D3D10DDI_HRENDERTARGETVIEW v)
{
    destroy(h, v.pDrvPrivate);
}

/* ---- depth stencil views ---- */

SIZE_T APIENTRY pvu_calc_dsv_size_10(D3D10DDI_HDEVICE h, const D3D10DDIARG_CREATEDEPTHSTENCILVIEW *a)
{
    (void)h, (void)a;
    return sizeof(struct pvu_view);
}

SIZE_T APIENTRY pvu_calc_dsv_size_11(D3D10DDI_HDEVICE h, const D3D11DDIARG_CREATEDEPTHSTENCILVIEW *a)
{
    (void)h, (void)a;
    return sizeof(struct pvu_view);
}

void APIENTRY pvu_create_dsv_11(D3D10DDI_HDEVICE h, const D3D11DDIARG_CREATEDEPTHSTENCILVIEW *a,
                                D3D10DDI_HDEPTHSTENCILVIEW view, D3D10DDI_HRTDEPTHSTENCILVIEW rt)
{
    struct pvu_view *v = begin(view.pDrvPrivate, PVU_VIEW_DSV, a->hDrvResource);
    struct pvgpu_cmd_create_dsv *k = &v->create.dsv;
    (void)rt;
    PVGPU_CMD_INIT(k, CREATE_DSV);
    k->format = (uint32_t)a->Format;
    k->dimension = view_dimension(v->resource, a->ResourceDimension);
    k->flags = a->Flags & D3D11_DDI_CREATE_DSV_FLAG_MASK;
    k->count = 1;
    switch ((int)a->ResourceDimension) {
    case D3D10DDIRESOURCE_TEXTURE1D:
        k->mip = a->Tex1D.MipSlice;
        k->first = a->Tex1D.FirstArraySlice;
        k->count = a->Tex1D.ArraySize;
        break;
    case D3D10DDIRESOURCE_TEXTURE2D:
        k->mip = a->Tex2D.MipSlice;
        k->first = a->Tex2D.FirstArraySlice;
        k->count = a->Tex2D.ArraySize;
        break;
    case D3D10DDIRESOURCE_TEXTURECUBE:
        k->mip = a->TexCube.MipSlice;
        k->first = a->TexCube.FirstArraySlice;
        k->count = a->TexCube.ArraySize;
        break;
    }
    create(h, v);
}

void APIENTRY pvu_create_dsv_10(D3D10DDI_HDEVICE h, const D3D10DDIARG_CREATEDEPTHSTENCILVIEW *a,
                                D3D10DDI_HDEPTHSTENCILVIEW view, D3D10DDI_HRTDEPTHSTENCILVIEW rt)
{
    D3D11DDIARG_CREATEDEPTHSTENCILVIEW b = { .hDrvResource = a->hDrvResource, .Format = a->Format,
                                             .ResourceDimension = a->ResourceDimension };
    memcpy(&b.Tex2D, &a->Tex2D, sizeof a->Tex2D);
    pvu_create_dsv_11(h, &b, view, rt);
}

void APIENTRY pvu_destroy_dsv(D3D10DDI_HDEVICE h, D3D10DDI_HDEPTHSTENCILVIEW v)
{
    destroy(h, v.pDrvPrivate);
}

/* ---- unordered access views ---- */

SIZE_T APIENTRY pvu_calc_uav_size(D3D10DDI_HDEVICE h, const D3D11DDIARG_CREATEUNORDEREDACCESSVIEW *a)
{
    (void)h, (void)a;
    return sizeof(struct pvu_view);
}

void APIENTRY pvu_create_uav(D3D10DDI_HDEVICE h, const D3D11DDIARG_CREATEUNORDEREDACCESSVIEW *a,
                             D3D11DDI_HUNORDEREDACCESSVIEW view, D3D11DDI_HRTUNORDEREDACCESSVIEW rt)
{
    struct pvu_view *v = begin(view.pDrvPrivate, PVU_VIEW_UAV, a->hDrvResource);
    struct pvgpu_cmd_create_uav *k = &v->create.uav;
    (void)rt;
    PVGPU_CMD_INIT(k, CREATE_UAV);
    k->format = (uint32_t)a->Format;
    k->dimension = view_dimension(v->resource, a->ResourceDimension);
    k->count = 1;
    switch ((int)a->ResourceDimension) {
    case D3D10DDIRESOURCE_BUFFER:
    case D3D11DDIRESOURCE_BUFFEREX:
        k->first = a->Buffer.FirstElement;
        k->count = a->Buffer.NumElements;
        k->flags = a->Buffer.Flags &
                   (D3D11_DDI_BUFFER_UAV_FLAG_RAW | D3D11_DDI_BUFFER_UAV_FLAG_APPEND | D3D11_DDI_BUFFER_UAV_FLAG_COUNTER);
        break;
    case D3D10DDIRESOURCE_TEXTURE1D:
        k->mip = a->Tex1D.MipSlice;
        k->first = a->Tex1D.FirstArraySlice;
        k->count = a->Tex1D.ArraySize;
        break;
    case D3D10DDIRESOURCE_TEXTURE2D:
    case D3D10DDIRESOURCE_TEXTURECUBE:
        k->mip = a->Tex2D.MipSlice;
        k->first = a->Tex2D.FirstArraySlice;
        k->count = a->Tex2D.ArraySize;
        break;
    case D3D10DDIRESOURCE_TEXTURE3D:
        k->mip = a->Tex3D.MipSlice;
        k->first = a->Tex3D.FirstW;
        k->count = a->Tex3D.WSize;
        break;
    }
    create(h, v);
}

void APIENTRY pvu_destroy_uav(D3D10DDI_HDEVICE h, D3D11DDI_HUNORDEREDACCESSVIEW v)
{
    destroy(h, v.pDrvPrivate);
}
