/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * context.c - one host context state per guest context, and one for the kernel driver's blits. They
 * are swapped (ID3D11DeviceContext1::SwapDeviceContextState) only when another one must be in force:
 * with one guest context, around a blit that draws.
 */
#include <stdlib.h>
#include <string.h>
#include "renderer.h"

ID3DDeviceContextState *pvb_d11_state_new(struct pvb_renderer *r)
{
    ID3DDeviceContextState *state = NULL;
    /* The flag must agree with the device's (CreateDeviceContextState documentation). */
    const UINT flags = D3D11_1_CREATE_DEVICE_CONTEXT_STATE_SINGLETHREADED;
    HRESULT hr = ID3D11Device1_CreateDeviceContextState(r->device1, flags, &r->level, 1, D3D11_SDK_VERSION, &IID_ID3D11Device1,
                                                        NULL, &state);
    return SUCCEEDED(hr) ? state : NULL;
}

void pvb_d11_state_force(struct pvb_renderer *r, struct pvb_d11_context *cx)
{
    ID3DDeviceContextState *state = cx ? cx->state : r->kernel_state, *before = NULL;

    if (r->in_force == state) return;
    if (r->current) pvb_d11_blend_end(r->current);
    ID3D11DeviceContext1_SwapDeviceContextState(r->ctx1, state, &before);
    pvb_d11_release(before);
    r->in_force = state;
    r->current = cx;
}

bool pvb_d11_states_init(struct pvb_renderer *r)
{
    r->kernel_state = pvb_d11_state_new(r);
    if (!r->kernel_state) return false;
    pvb_d11_state_force(r, NULL);
    return true;
}

void pvb_d11_predicate_pause(struct pvb_d11_context *cx)
{
    if (cx->predicate) ID3D11DeviceContext_SetPredication(cx->ctx, NULL, FALSE);
}

void pvb_d11_predicate_resume(struct pvb_d11_context *cx)
{
    if (cx->predicate) ID3D11DeviceContext_SetPredication(cx->ctx, cx->predicate, cx->predicate_value);
}

void pvb_d11_kernel_copy(struct pvb_renderer *r)
{
    if (r->current && r->current->predicate) pvb_d11_state_force(r, NULL);
}

void *pvb_d11_context_create(struct pvb_renderer *r, struct pvb_context *c)
{
    struct pvb_d11_context *cx = calloc(1, sizeof *cx);

    if (!cx) return NULL;
    cx->r = r;
    cx->ctx = r->ctx;
    cx->core = c;
    cx->state = pvb_d11_state_new(r);
    if (!cx->state) { free(cx); return NULL; }
    if (!pvb_d11_declared_init(cx)) { pvb_d11_release(cx->state); free(cx); return NULL; }
    return cx;
}

void pvb_d11_context_reset(struct pvb_d11_context *cx)
{
    pvb_d11_blend_end(cx);
    cx->two_sources = false;
    pvb_d11_shader_unref(cx->vs);
    pvb_d11_shader_unref(cx->ps);
    pvb_d11_layout_unref(cx->layout);
    cx->vs = cx->ps = NULL;
    cx->layout = NULL;
    cx->vs_bound = cx->ps_bound = NULL;
    cx->indices = false;
    memset(cx->target_types, 0, sizeof cx->target_types);
    pvb_d11_declared_reset(cx);
    cx->dirty = false;
    cx->predicate = NULL;
}

void pvb_d11_context_destroy(struct pvb_renderer *r, struct pvb_context *c, void *data)
{
    struct pvb_d11_context *cx = data;

    if (!cx) return;
    pvb_d11_pending_forget(r, c);
    pvb_d11_context_reset(cx);
    pvb_d11_declared_fini(cx);
    if (r->current == cx) pvb_d11_state_force(r, NULL);
    pvb_d11_release(cx->state);
    free(cx);
}

void pvb_d11_context_switch(struct pvb_renderer *r, struct pvb_context *c)
{
    /* Kernel commands: what needs the kernel's state takes it itself, most need none. */
    if (c) pvb_d11_state_force(r, pvb_d11_context_of(c));
}

void pvb_d11_list_begin(struct pvb_renderer *r, struct pvb_context *c)
{
    struct pvb_d11_context *cx = pvb_d11_context_of(c);
    ID3D11DeviceContext_ClearState(r->ctx);
    pvb_d11_context_reset(cx);
}

void pvb_d11_list_end(struct pvb_renderer *r, struct pvb_context *c)
{
    pvb_d11_list_begin(r, c);
}
