/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * resource_vtbl.c - ID3D11Buffer, ID3D11TextureND and their descriptions.
 */
#include "resource_vtbl.h"

static struct rt_resource *from(void *iface)
{
    return iface;
}

#define RESOURCE_METHODS(name, type) \
    RT_CHILD_METHODS(name, type) \
    static void STDMETHODCALLTYPE name##_GetType(type *iface, D3D11_RESOURCE_DIMENSION *dimension) \
    { \
        *dimension = from(iface)->desc.dimension; \
    } \
    static void STDMETHODCALLTYPE name##_SetEvictionPriority(type *iface, UINT priority) \
    { \
        from(iface)->priority = priority; \
    } \
    static UINT STDMETHODCALLTYPE name##_GetEvictionPriority(type *iface) \
    { \
        return from(iface)->priority; \
    }

#define RESOURCE_SLOTS(name) \
    RT_CHILD_SLOTS(name), .GetType = name##_GetType, .SetEvictionPriority = name##_SetEvictionPriority, \
    .GetEvictionPriority = name##_GetEvictionPriority

RESOURCE_METHODS(buffer, ID3D11Buffer)
RESOURCE_METHODS(texture1d, ID3D11Texture1D)
RESOURCE_METHODS(texture2d, ID3D11Texture2D1)
RESOURCE_METHODS(texture3d, ID3D11Texture3D1)

static void STDMETHODCALLTYPE buffer_GetDesc(ID3D11Buffer *iface, D3D11_BUFFER_DESC *desc)
{
    const struct rt_resource_desc *d = &from(iface)->desc;

    *desc = (D3D11_BUFFER_DESC){
        .ByteWidth = d->width, .Usage = d->usage, .BindFlags = d->bind, .CPUAccessFlags = d->cpu, .MiscFlags = d->misc,
        .StructureByteStride = d->stride,
    };
}

static void STDMETHODCALLTYPE texture1d_GetDesc(ID3D11Texture1D *iface, D3D11_TEXTURE1D_DESC *desc)
{
    const struct rt_resource_desc *d = &from(iface)->desc;

    *desc = (D3D11_TEXTURE1D_DESC){
        .Width = d->width, .MipLevels = d->mips, .ArraySize = d->array, .Format = d->format, .Usage = d->usage,
        .BindFlags = d->bind, .CPUAccessFlags = d->cpu, .MiscFlags = d->misc,
    };
}

static void STDMETHODCALLTYPE texture2d_GetDesc(ID3D11Texture2D1 *iface, D3D11_TEXTURE2D_DESC *desc)
{
    const struct rt_resource_desc *d = &from(iface)->desc;

    *desc = (D3D11_TEXTURE2D_DESC){
        .Width = d->width, .Height = d->height, .MipLevels = d->mips, .ArraySize = d->array, .Format = d->format,
        .SampleDesc = {d->samples, d->quality}, .Usage = d->usage, .BindFlags = d->bind, .CPUAccessFlags = d->cpu,
        .MiscFlags = d->misc,
    };
}

static void STDMETHODCALLTYPE texture2d_GetDesc1(ID3D11Texture2D1 *iface, D3D11_TEXTURE2D_DESC1 *desc)
{
    const struct rt_resource_desc *d = &from(iface)->desc;

    *desc = (D3D11_TEXTURE2D_DESC1){
        .Width = d->width, .Height = d->height, .MipLevels = d->mips, .ArraySize = d->array, .Format = d->format,
        .SampleDesc = {d->samples, d->quality}, .Usage = d->usage, .BindFlags = d->bind, .CPUAccessFlags = d->cpu,
        .MiscFlags = d->misc, .TextureLayout = d->layout,
    };
}

static void STDMETHODCALLTYPE texture3d_GetDesc(ID3D11Texture3D1 *iface, D3D11_TEXTURE3D_DESC *desc)
{
    const struct rt_resource_desc *d = &from(iface)->desc;

    *desc = (D3D11_TEXTURE3D_DESC){
        .Width = d->width, .Height = d->height, .Depth = d->depth, .MipLevels = d->mips, .Format = d->format, .Usage = d->usage,
        .BindFlags = d->bind, .CPUAccessFlags = d->cpu, .MiscFlags = d->misc,
    };
}

static void STDMETHODCALLTYPE texture3d_GetDesc1(ID3D11Texture3D1 *iface, D3D11_TEXTURE3D_DESC1 *desc)
{
    const struct rt_resource_desc *d = &from(iface)->desc;

    *desc = (D3D11_TEXTURE3D_DESC1){
        .Width = d->width, .Height = d->height, .Depth = d->depth, .MipLevels = d->mips, .Format = d->format, .Usage = d->usage,
        .BindFlags = d->bind, .CPUAccessFlags = d->cpu, .MiscFlags = d->misc, .TextureLayout = d->layout,
    };
}

const ID3D11BufferVtbl rt_buffer_vtbl = {RESOURCE_SLOTS(buffer), .GetDesc = buffer_GetDesc};
const ID3D11Texture1DVtbl rt_texture1d_vtbl = {RESOURCE_SLOTS(texture1d), .GetDesc = texture1d_GetDesc};
const ID3D11Texture2D1Vtbl rt_texture2d_vtbl = {
    RESOURCE_SLOTS(texture2d), .GetDesc = texture2d_GetDesc, .GetDesc1 = texture2d_GetDesc1,
};
const ID3D11Texture3D1Vtbl rt_texture3d_vtbl = {
    RESOURCE_SLOTS(texture3d), .GetDesc = texture3d_GetDesc, .GetDesc1 = texture3d_GetDesc1,
};
