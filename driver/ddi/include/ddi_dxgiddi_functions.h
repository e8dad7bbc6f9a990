/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * ddi_dxgiddi_functions.h - function types of the DXGI part of user-mode display drivers.
 * Written by generate.py; change that, not this.
 */
#ifndef DDI_DXGIDDI_FUNCTIONS_H
#define DDI_DXGIDDI_FUNCTIONS_H

typedef HRESULT (DDI_CALL *PFNDDXGIDDI_PRESENTCB)(HANDLE hDevice, DXGIDDICB_PRESENT *);
typedef HRESULT (DDI_CALL *PFNDDXGIDDI_PRESENT_MULTIPLANE_OVERLAYCB)(HANDLE hDevice,
    const DXGIDDICB_PRESENT_MULTIPLANE_OVERLAY *);

#endif
