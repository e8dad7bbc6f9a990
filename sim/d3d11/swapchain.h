/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * swapchain.h - the state of a swap chain, shared by its files.
 *
 * Windowed chains have no compositor to hand frames to: a present copies buffer 0 to the window's place on
 * the desktop (DXGI_DDI_PRESENT_FLAGS.Blt, the way of Windows without a redirected desktop). Full-screen
 * chains whose buffers are primaries flip. Chains whose buffers come in sequence rotate identities after every present, so
 * that buffer 0 is always the one to draw to (dxgiddi RotateResourceIdentitiesDXGI).
 */
#ifndef RT_SWAPCHAIN_H
#define RT_SWAPCHAIN_H

#include "dxgi_objects.h"

#define RT_MAX_BUFFERS DXGI_MAX_SWAP_CHAIN_BUFFERS

struct rt_swapchain {
    struct rt_object object; /* IDXGISwapChain4 */
    struct rt_dxgi_factory *factory; /* referenced */
    struct rt_device *device;        /* referenced */
    HWND window;
    DXGI_SWAP_CHAIN_DESC1 desc;
    DXGI_SWAP_CHAIN_FULLSCREEN_DESC fullscreen_desc;
    struct rt_resource *buffers[RT_MAX_BUFFERS]; /* held */
    UINT n_buffers;
    bool fullscreen;
    bool primaries;  /* the buffers can be flipped to */
    bool mode_set;   /* SetDisplayMode was done for these buffers */
    UINT source;     /* video present source */
    struct rt_dxgi_output *target; /* full screen: referenced */
    UINT present_count;
    UINT max_latency;
    DXGI_RGBA background;
    DXGI_MODE_ROTATION rotation;
    UINT source_width, source_height;
    DXGI_MATRIX_3X2_F matrix;
    DXGI_COLOR_SPACE_TYPE color_space;
};

static inline bool rt_chain_is_flip_model(const struct rt_swapchain *s)
{
    return s->desc.SwapEffect == DXGI_SWAP_EFFECT_FLIP_SEQUENTIAL || s->desc.SwapEffect == DXGI_SWAP_EFFECT_FLIP_DISCARD;
}

/* Flip model, and buffers that are presented in sequence; others are discarded after a present (ne-dxgi-dxgi_swap_effect). */
static inline bool rt_chain_rotates(const struct rt_swapchain *s)
{
    return rt_chain_is_flip_model(s) || s->desc.SwapEffect == DXGI_SWAP_EFFECT_SEQUENTIAL;
}

HRESULT rt_chain_create_buffers(struct rt_swapchain *s);
void rt_chain_destroy_buffers(struct rt_swapchain *s);
HRESULT rt_chain_enter_fullscreen(struct rt_swapchain *s, struct rt_dxgi_output *target);
void rt_chain_leave_fullscreen(struct rt_swapchain *s);
HRESULT rt_chain_present(struct rt_swapchain *s, UINT interval, UINT flags, const DXGI_PRESENT_PARAMETERS *parameters);
HRESULT rt_chain_statistics(struct rt_swapchain *s, DXGI_FRAME_STATISTICS *stats);

#endif
