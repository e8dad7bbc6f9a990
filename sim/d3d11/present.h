/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * present.h - the way of a frame from DXGI through the driver to the kernel and back into callbacks.
 */
#ifndef RT_PRESENT_H
#define RT_PRESENT_H

#include "ddi.h"

struct rt_resource;

/* What pDXGIContext points to while the driver's Present runs. */
struct rt_present {
    struct rt_umd *umd;
    D3DKMT_PRESENT kmt; /* all but what the driver fills in */
    bool called;        /* pfnPresentCb came */
    NTSTATUS status;
};

/* Calls the driver's Present or Present1. */
HRESULT rt_present_run(struct rt_present *p, struct rt_resource *source, bool flip, UINT interval);
HRESULT rt_present_callback(struct rt_umd *umd, DXGIDDICB_PRESENT *arg);

/* The driver's SetDisplayMode on a primary; the callback must have come. */
HRESULT rt_present_set_mode(struct rt_umd *umd, struct rt_resource *primary);
HRESULT rt_present_note_mode(struct rt_umd *umd, HRESULT hr);

#endif
