/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * ddi_dispmprt.h - the display port driver interface.
 * Written by generate.py; change that, not this.
 */
#ifndef DDI_DISPMPRT_H
#define DDI_DISPMPRT_H

#include "ddi_base.h"
#include "ddi_d3dukmdt.h"
#include "ddi_d3dkmdt.h"
#include "ddi_d3dkmddi.h"
#include "ddi_kdeps.h"
#include "ddi_dispmprt_constants.h"
#include "ddi_dispmprt_enums.h"
#include "ddi_dispmprt_types.h"
#include "ddi_dispmprt_functions.h"
#include "ddi_dispmprt_records.h"
#include "ddi_dispmprt_entries.h"
#include "ddi_dispmprt_guids.h"

#endif
