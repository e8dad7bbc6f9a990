/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * ddi_d3d10umddi.h - the Direct3D 10 and 11 driver interface.
 * Written by generate.py; change that, not this.
 */
#ifndef DDI_D3D10UMDDI_H
#define DDI_D3D10UMDDI_H

#include "ddi_base.h"
#include "ddi_d3dukmdt.h"
#include "ddi_d3dumddi.h"
#include "ddi_dxgiddi.h"
#include "ddi_tokens.h"
#include "ddi_d3d10umddi_constants.h"
#include "ddi_d3d10umddi_enums_1.h"
#include "ddi_d3d10umddi_enums_2.h"
#include "ddi_d3d10umddi_types.h"
#include "ddi_d3d10umddi_functions.h"
#include "ddi_d3d10umddi_handles.h"
#include "ddi_d3d10umddi_tables_1.h"
#include "ddi_d3d10umddi_tables_2.h"
#include "ddi_d3d10umddi_video.h"
#include "ddi_d3d10umddi_d3d10.h"
#include "ddi_d3d10umddi_d3d11.h"
#include "ddi_d3d10umddi_guids.h"

#endif
