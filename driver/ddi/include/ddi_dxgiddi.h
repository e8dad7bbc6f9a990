/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * ddi_dxgiddi.h - the DXGI part of user-mode display drivers.
 * Written by generate.py; change that, not this.
 */
#ifndef DDI_DXGIDDI_H
#define DDI_DXGIDDI_H

#include "ddi_base.h"
#include "ddi_d3dukmdt.h"
#include "ddi_d3dumddi.h"
#include "ddi_dxgiddi_constants.h"
#include "ddi_dxgiddi_enums.h"
#include "ddi_dxgiddi_types.h"
#include "ddi_dxgiddi_functions.h"
#include "ddi_dxgiddi_records.h"

#endif
