/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * ddi_d3dkmthk.h - kernel graphics services for a runtime (D3DKMT).
 * Written by generate.py; change that, not this.
 */
#ifndef DDI_D3DKMTHK_H
#define DDI_D3DKMTHK_H

#include "ddi_base.h"
#include "ddi_d3dukmdt.h"
#include "ddi_d3dkmdt.h"
#include "ddi_d3dkmthk_constants.h"
#include "ddi_d3dkmthk_enums.h"
#include "ddi_d3dkmthk_types.h"
#include "ddi_d3dkmthk_functions.h"
#include "ddi_d3dkmthk_present.h"
#include "ddi_d3dkmthk_debug.h"
#include "ddi_d3dkmthk_records_1.h"
#include "ddi_d3dkmthk_records_2.h"
#include "ddi_d3dkmthk_entries.h"
#include "ddi_d3dkmthk_guids.h"

#endif
