/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * ddi_d3dkmddi.h - the kernel-mode display driver interface.
 * Written by generate.py; change that, not this.
 */
#ifndef DDI_D3DKMDDI_H
#define DDI_D3DKMDDI_H

#include "ddi_base.h"
#include "ddi_d3dukmdt.h"
#include "ddi_d3dkmdt.h"
#include "ddi_d3dkmddi_constants.h"
#include "ddi_d3dkmddi_enums.h"
#include "ddi_d3dkmddi_types.h"
#include "ddi_d3dkmddi_functions.h"
#include "ddi_d3dkmddi_vidpn.h"
#include "ddi_d3dkmddi_overlay.h"
#include "ddi_d3dkmddi_capabilities.h"
#include "ddi_d3dkmddi_callbacks.h"
#include "ddi_d3dkmddi_scheduling.h"
#include "ddi_d3dkmddi_records.h"
#include "ddi_d3dkmddi_guids.h"

#endif
