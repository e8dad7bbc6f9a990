/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * resource_vtbl.h - the interfaces of resources.
 */
#ifndef RT_RESOURCE_VTBL_H
#define RT_RESOURCE_VTBL_H

#include "resource.h"

extern const ID3D11BufferVtbl rt_buffer_vtbl;
extern const ID3D11Texture1DVtbl rt_texture1d_vtbl;
extern const ID3D11Texture2D1Vtbl rt_texture2d_vtbl;
extern const ID3D11Texture3D1Vtbl rt_texture3d_vtbl;

/* Not block compressed. (resource_check.c) */
bool rt_format_encodes_srgb(const struct rt_format *f);

#endif
