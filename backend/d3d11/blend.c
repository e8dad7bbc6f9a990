/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * blend.c - blend functions with a second source color on Wine's Direct3D. Where blending is off it leaves OpenGL the
 * functions of the last draw that blended (wined3d's ffp_gl.c, blend; seen with 10.0), and OpenGL refuses every draw to more
 * than one target while these want a second color, whether they are in use or not (OpenGL 4.6, 17.3.6.2, and
 * ARB_blend_func_extended; Mesa does). All guest contexts are one context of OpenGL's, so what one of them blended with would
 * keep another, of another process, from drawing. Hence a draw with other functions, into a texture of our own, whenever such
 * a blend state is no longer bound.
 */
#include "renderer.h"

static bool second_color(D3D11_BLEND b)
{
    return b >= D3D11_BLEND_SRC1_COLOR && b <= D3D11_BLEND_INV_SRC1_ALPHA;
}

/* Direct3D has the second color for the first target only. */
static bool two_sources(ID3D11BlendState *state)
{
    const D3D11_RENDER_TARGET_BLEND_DESC *t;
    D3D11_BLEND_DESC d;

    if (!state) return false;
    ID3D11BlendState_GetDesc(state, &d);
    t = &d.RenderTarget[0];
    return t->BlendEnable && (second_color(t->SrcBlend) || second_color(t->DestBlend) || second_color(t->SrcBlendAlpha)
                              || second_color(t->DestBlendAlpha));
}

bool pvb_d11_blend_init(struct pvb_renderer *r)
{
    const D3D11_TEXTURE2D_DESC texture = { 1, 1, 1, 1, DXGI_FORMAT_B8G8R8A8_UNORM, { 1, 0 }, D3D11_USAGE_DEFAULT,
                                           D3D11_BIND_RENDER_TARGET };
    const D3D11_BLEND_DESC one = { .RenderTarget[0] = { TRUE, D3D11_BLEND_ONE, D3D11_BLEND_ZERO, D3D11_BLEND_OP_ADD,
                                       D3D11_BLEND_ONE, D3D11_BLEND_ZERO, D3D11_BLEND_OP_ADD, D3D11_COLOR_WRITE_ENABLE_ALL } };
    const D3D11_VIEWPORT viewport = { 0, 0, 1, 1, 0, 1 };
    ID3DDeviceContextState *before = NULL;
    ID3D11Texture2D *target = NULL;
    ID3D11RenderTargetView *view = NULL;
    ID3D11BlendState *blend = NULL;
    bool ok;

    if (!r->blend_stays) return true;
    r->other_blend = pvb_d11_state_new(r);
    ok = r->other_blend && SUCCEEDED(ID3D11Device_CreateTexture2D(r->device, &texture, NULL, &target))
        && SUCCEEDED(ID3D11Device_CreateRenderTargetView(r->device, (ID3D11Resource *)target, NULL, &view))
        && SUCCEEDED(ID3D11Device_CreateBlendState(r->device, &one, &blend));
    if (ok) { /* these stay in it */
        ID3D11DeviceContext1_SwapDeviceContextState(r->ctx1, r->other_blend, &before);
        ID3D11DeviceContext_IASetPrimitiveTopology(r->ctx, D3D11_PRIMITIVE_TOPOLOGY_TRIANGLELIST);
        ID3D11DeviceContext_VSSetShader(r->ctx, r->blit.vs, NULL, 0);
        ID3D11DeviceContext_PSSetShader(r->ctx, r->blit.ps, NULL, 0);
        ID3D11DeviceContext_OMSetRenderTargets(r->ctx, 1, &view, NULL);
        ID3D11DeviceContext_OMSetBlendState(r->ctx, blend, NULL, ~0u);
        ID3D11DeviceContext_RSSetViewports(r->ctx, 1, &viewport);
        ID3D11DeviceContext1_SwapDeviceContextState(r->ctx1, before, NULL);
        pvb_d11_release(before);
    }
    pvb_d11_release(blend);
    pvb_d11_release(view);
    pvb_d11_release(target);
    return ok;
}

void pvb_d11_blend_end(struct pvb_d11_context *cx)
{
    struct pvb_renderer *r = cx->r;
    ID3DDeviceContextState *before = NULL;

    if (!cx->two_sources || r->current != cx) return;
    ID3D11DeviceContext1_SwapDeviceContextState(r->ctx1, r->other_blend, &before);
    ID3D11DeviceContext_Draw(r->ctx, 3, 0);
    ID3D11DeviceContext1_SwapDeviceContextState(r->ctx1, before, NULL);
    pvb_d11_release(before);
}

void pvb_d11_blend_bound(struct pvb_d11_context *cx, ID3D11BlendState *state)
{
    bool two = two_sources(state);

    if (!two) pvb_d11_blend_end(cx);
    cx->two_sources = two;
}
