/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * declared.c - shader resource views of the dimension that the shader declares. The driver interface has no word for whether a
 * view of one slice is an array (D3D11DDIARG_CREATESHADERRESOURCEVIEW), since hardware goes by the shader; the host's Direct3D
 * wants to be told, and wants the two to agree ("The Shader Resource View dimension declared in the shader code does not match
 * the view type bound"). The guest's driver can only tell by the resource. So where a stage's shader declares the other of such
 * a pair (one slice, or an array of one that begins at the first slice), a second view of that dimension is bound for it.
 * DXVK does not mind, and none of this is done there.
 */
#include <stdlib.h>
#include "renderer.h"

/* Under which a view keeps its second one, as private data. */
static const GUID second_guid = { 0x7d3e0c61, 0x52f4, 0x4a0b, { 0x9b, 0x1e, 0x30, 0xc8, 0x65, 0xd7, 0x11, 0xa2 } };

#define SLOTS 128u

struct pvb_d11_declared {
    ID3D11ShaderResourceView *views[PVGPU_STAGE_COUNT][SLOTS]; /* as the guest bound them, each a reference */
    uint8_t bound[PVGPU_STAGE_COUNT][SLOTS];                   /* D3D11_SRV_DIMENSION of what the host has there */
    struct pvb_d11_shader *shaders[PVGPU_STAGE_COUNT];         /* each a reference */
    uint8_t changed;                                           /* bit per stage */
};

bool pvb_d11_declared_init(struct pvb_d11_context *cx)
{
    if (!cx->r->view_dimensions) return true;
    cx->declared = calloc(1, sizeof *cx->declared);
    return cx->declared != NULL;
}

void pvb_d11_declared_reset(struct pvb_d11_context *cx)
{
    struct pvb_d11_declared *d = cx->declared;

    if (!d) return;
    for (uint32_t stage = 0; stage < PVGPU_STAGE_COUNT; stage++) {
        for (uint32_t i = 0; i < SLOTS; i++) pvb_d11_release(d->views[stage][i]);
        pvb_d11_shader_unref(d->shaders[stage]);
    }
    memset(d, 0, sizeof *d);
}

void pvb_d11_declared_fini(struct pvb_d11_context *cx)
{
    pvb_d11_declared_reset(cx);
    free(cx->declared);
    cx->declared = NULL;
}

/* Asks the host for nothing: the core knows a view's dimension, and only where the bound shader declares another one is
 * there something to do before the next draw. */
void pvb_d11_declared_views(struct pvb_d11_context *cx, uint32_t stage, uint32_t first, uint32_t n, ID3D11ShaderResourceView *const *views,
                            const uint8_t *dimensions)
{
    struct pvb_d11_declared *d = cx->declared;
    const struct pvb_d11_shader *s = d->shaders[stage];

    for (uint32_t i = 0; i < n; i++) {
        uint32_t slot = first + i;
        ID3D11ShaderResourceView **at = &d->views[stage][slot];
        if (*at != views[i]) {
            if (views[i]) ID3D11ShaderResourceView_AddRef(views[i]);
            pvb_d11_release(*at);
            *at = views[i];
        }
        d->bound[stage][slot] = dimensions[i];
        if (!s || !views[i] || slot >= s->n_slots || !s->dimensions[slot] || s->dimensions[slot] == dimensions[i]) continue;
        d->changed |= (uint8_t)(1u << stage);
        cx->dirty = true;
    }
}

void pvb_d11_declared_shader(struct pvb_d11_context *cx, uint32_t stage, struct pvb_d11_shader *s)
{
    struct pvb_d11_declared *d = cx->declared;

    if (s) s->refs++;
    pvb_d11_shader_unref(d->shaders[stage]);
    d->shaders[stage] = s;
    d->changed |= (uint8_t)(1u << stage);
    cx->dirty = true;
}

/* The description of the same texels with the other dimension of the pair; false where there is none. */
static bool convert(D3D11_SHADER_RESOURCE_VIEW_DESC *d, D3D11_SRV_DIMENSION want)
{
    const D3D11_SHADER_RESOURCE_VIEW_DESC from = *d;

    d->ViewDimension = want;
    switch (from.ViewDimension) {
    case D3D11_SRV_DIMENSION_TEXTURE1D:
        d->Texture1DArray = (D3D11_TEX1D_ARRAY_SRV){ from.Texture1D.MostDetailedMip, from.Texture1D.MipLevels, 0, 1 };
        return want == D3D11_SRV_DIMENSION_TEXTURE1DARRAY;
    case D3D11_SRV_DIMENSION_TEXTURE2D:
        d->Texture2DArray = (D3D11_TEX2D_ARRAY_SRV){ from.Texture2D.MostDetailedMip, from.Texture2D.MipLevels, 0, 1 };
        return want == D3D11_SRV_DIMENSION_TEXTURE2DARRAY;
    case D3D11_SRV_DIMENSION_TEXTURE2DMS:
        d->Texture2DMSArray = (D3D11_TEX2DMS_ARRAY_SRV){ 0, 1 };
        return want == D3D11_SRV_DIMENSION_TEXTURE2DMSARRAY;
    case D3D11_SRV_DIMENSION_TEXTURECUBE:
        d->TextureCubeArray = (D3D11_TEXCUBE_ARRAY_SRV){ from.TextureCube.MostDetailedMip, from.TextureCube.MipLevels, 0, 1 };
        return want == D3D11_SRV_DIMENSION_TEXTURECUBEARRAY;
    case D3D11_SRV_DIMENSION_TEXTURE1DARRAY:
        d->Texture1D = (D3D11_TEX1D_SRV){ from.Texture1DArray.MostDetailedMip, from.Texture1DArray.MipLevels };
        return want == D3D11_SRV_DIMENSION_TEXTURE1D && !from.Texture1DArray.FirstArraySlice && from.Texture1DArray.ArraySize == 1;
    case D3D11_SRV_DIMENSION_TEXTURE2DARRAY:
        d->Texture2D = (D3D11_TEX2D_SRV){ from.Texture2DArray.MostDetailedMip, from.Texture2DArray.MipLevels };
        return want == D3D11_SRV_DIMENSION_TEXTURE2D && !from.Texture2DArray.FirstArraySlice && from.Texture2DArray.ArraySize == 1;
    case D3D11_SRV_DIMENSION_TEXTURE2DMSARRAY:
        return want == D3D11_SRV_DIMENSION_TEXTURE2DMS && !from.Texture2DMSArray.FirstArraySlice && from.Texture2DMSArray.ArraySize == 1;
    case D3D11_SRV_DIMENSION_TEXTURECUBEARRAY:
        d->TextureCube = (D3D11_TEXCUBE_SRV){ from.TextureCubeArray.MostDetailedMip, from.TextureCubeArray.MipLevels };
        return want == D3D11_SRV_DIMENSION_TEXTURECUBE && !from.TextureCubeArray.First2DArrayFace && from.TextureCubeArray.NumCubes == 1;
    default:
        return false;
    }
}

/* A reference to the view of this dimension, or NULL. */
static ID3D11ShaderResourceView *view_as(struct pvb_renderer *r, ID3D11ShaderResourceView *view, D3D11_SRV_DIMENSION want)
{
    D3D11_SHADER_RESOURCE_VIEW_DESC d;
    ID3D11ShaderResourceView *second = NULL;
    ID3D11Resource *resource = NULL;
    UINT size = sizeof second;

    ID3D11ShaderResourceView_GetDesc(view, &d);
    if (d.ViewDimension == want) {
        ID3D11ShaderResourceView_AddRef(view);
        return view;
    }
    if (!convert(&d, want)) return NULL;
    /* The interface comes with a reference (ID3D11DeviceChild::GetPrivateData). Each view has one partner. */
    if (SUCCEEDED(ID3D11ShaderResourceView_GetPrivateData(view, &second_guid, &size, &second)) && second) return second;
    ID3D11ShaderResourceView_GetResource(view, &resource);
    if (FAILED(ID3D11Device_CreateShaderResourceView(r->device, resource, &d, &second))) {
        if (pvb_d11_first(r, PVB_D11_EV_VIEW)) pvb_log(1, "view as dimension %u refused, which a shader declares", (unsigned)want);
        second = NULL;
    } else {
        ID3D11ShaderResourceView_SetPrivateDataInterface(view, &second_guid, (IUnknown *)second);
    }
    pvb_d11_release(resource);
    return second;
}

static void set_one(ID3D11DeviceContext *ctx, uint32_t stage, uint32_t slot, ID3D11ShaderResourceView *view)
{
    switch ((enum pvgpu_stage)stage) {
#define STAGE(S) case PVGPU_STAGE_##S: ID3D11DeviceContext_##S##SetShaderResources(ctx, slot, 1, &view); break;
    STAGE(VS) STAGE(HS) STAGE(DS) STAGE(GS) STAGE(PS) STAGE(CS)
#undef STAGE
    case PVGPU_STAGE_COUNT: break;
    }
}

void pvb_d11_declared_resolve(struct pvb_d11_context *cx)
{
    struct pvb_d11_declared *d = cx->declared;

    for (uint32_t stage = 0; stage < PVGPU_STAGE_COUNT; stage++) {
        const struct pvb_d11_shader *s = d->shaders[stage];
        if (!(d->changed >> stage & 1u) || !s) continue;
        for (uint32_t i = 0; i < s->n_slots; i++) {
            ID3D11ShaderResourceView *view = d->views[stage][i], *as;
            uint8_t want = s->dimensions[i];
            if (!want || !view || d->bound[stage][i] == want) continue;
            as = view_as(cx->r, view, (D3D11_SRV_DIMENSION)want);
            if (!as) continue;
            set_one(cx->ctx, stage, i, as);
            pvb_d11_release(as);
            d->bound[stage][i] = want;
        }
    }
    d->changed = 0;
}
