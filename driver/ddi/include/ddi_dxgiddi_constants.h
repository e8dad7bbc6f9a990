/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * ddi_dxgiddi_constants.h - constants of the DXGI part of user-mode display drivers.
 * Written by generate.py; change that, not this.
 */
#ifndef DDI_DXGIDDI_CONSTANTS_H
#define DDI_DXGIDDI_CONSTANTS_H

#define _FACDXGI_DDI 2171
#define DXGI_DDI_PRIMARY_OPTIONAL 1
#define DXGI_DDI_PRIMARY_NONPREROTATED 2
#define DXGI_DDI_PRIMARY_STEREO 4
#define DXGI_DDI_PRIMARY_INDIRECT 8
#define DXGI_DDI_PRIMARY_DRIVER_FLAG_NO_SCANOUT 1
#define DXGI_DDI_MAX_MULTIPLANE_OVERLAY_ALLOCATIONS 16

#endif
