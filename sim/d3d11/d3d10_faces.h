/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * d3d10_faces.h - the Direct3D 10.1 faces of device children (d3d10_faces.c): struct rt_child's second interface.
 */
#ifndef RT_D3D10_H
#define RT_D3D10_H

#include "com.h"

#include <d3d10_1.h>

/* An interface list's entry for the Direct3D 10 face of a child. */
#define RT_D3D10(iid) {&iid, offsetof(struct rt_child, d3d10)}
#define RT_D3D10_CHILD RT_D3D10(IID_ID3D10DeviceChild)

extern const ID3D10BufferVtbl rt_d3d10_buffer_vtbl;
extern const ID3D10Texture1DVtbl rt_d3d10_texture1d_vtbl;
extern const ID3D10Texture2DVtbl rt_d3d10_texture2d_vtbl;
extern const ID3D10Texture3DVtbl rt_d3d10_texture3d_vtbl;
extern const ID3D10ShaderResourceView1Vtbl rt_d3d10_srv_vtbl;
extern const ID3D10RenderTargetViewVtbl rt_d3d10_rtv_vtbl;
extern const ID3D10DepthStencilViewVtbl rt_d3d10_dsv_vtbl;
extern const ID3D10BlendState1Vtbl rt_d3d10_blend_vtbl;
extern const ID3D10DepthStencilStateVtbl rt_d3d10_depth_stencil_vtbl;
extern const ID3D10RasterizerStateVtbl rt_d3d10_rasterizer_vtbl;
extern const ID3D10SamplerStateVtbl rt_d3d10_sampler_vtbl;
extern const ID3D10QueryVtbl rt_d3d10_query_vtbl;
extern const ID3D10DeviceChildVtbl rt_d3d10_child_vtbl; /* shaders and input layouts: nothing of their own */

#endif
