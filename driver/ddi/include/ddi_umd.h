/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * ddi_umd.h - what a user-mode Direct3D 10/11 driver and the runtime say to each other. User mode only; may be
 * included beside <d3d11_4.h> and <dxgi1_6.h>. DDI_USE_WDK takes the WDK's own headers instead.
 */
#ifndef DDI_UMD_H
#define DDI_UMD_H

#ifdef DDI_KERNEL
#error "ddi_umd.h is for user mode"
#endif

#ifdef DDI_USE_WDK
#include "ddi_calls.h"
#define D3D_UMD_INTERFACE_VERSION 0x4002
#define D3D11DDI_MINOR_HEADER_VERSION 4
#include <windows.h>
#include <d3d10umddi.h>
#else
#include "ddi_base.h"
#include <dxgiformat.h>
#include <dxgicommon.h>
#include <dxgitype.h>
#include <d3dcommon.h>
#include <d3d9types.h>
#include "ddi_status.h"
#include "ddi_d3dukmdt.h"
#include "ddi_d3dumddi.h"
#include "ddi_dxgiddi.h"
#include "ddi_tokens.h"
#include "ddi_d3d10umddi.h"
#endif

#endif
