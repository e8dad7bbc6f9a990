/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * ddi_d3dumddi.h - user-mode display drivers: callbacks and Direct3D 9.
 * Written by generate.py; change that, not this.
 */
#ifndef DDI_D3DUMDDI_H
#define DDI_D3DUMDDI_H

#include "ddi_base.h"
#include "ddi_d3dukmdt.h"
#include "ddi_d3dumddi_constants.h"
#include "ddi_d3dumddi_enums_1.h"
#include "ddi_d3dumddi_enums_2.h"
#include "ddi_d3dumddi_types.h"
#include "ddi_d3dumddi_functions.h"
#include "ddi_d3dumddi_video_1.h"
#include "ddi_d3dumddi_video_2.h"
#include "ddi_d3dumddi_callbacks.h"
#include "ddi_d3dumddi_records_1.h"
#include "ddi_d3dumddi_records_2.h"
#include "ddi_d3dumddi_guids.h"

#endif
