/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * ddi_d3d10umddi.h - the Direct3D 10 and 11 user-mode display driver interface.
 * Written by generate.py; change that, not this.
 */
#ifndef DDI_D3D10UMDDI_H
#define DDI_D3D10UMDDI_H

#include "ddi_base.h"
#include "ddi_d3dukmdt.h"
#include "ddi_d3dumddi.h"
#include "ddi_dxgiddi.h"
#include "ddi_tokens.h"
#include "ddi_d3d10umddi_enums_1.h"
#include "ddi_d3d10umddi_enums_2.h"
#include "ddi_d3d10umddi_types_1.h"
#include "ddi_d3d10umddi_types_2.h"
#include "ddi_d3d10umddi_records_1.h"
#include "ddi_d3d10umddi_records_2.h"
#include "ddi_d3d10umddi_records_3.h"
#include "ddi_d3d10umddi_records_4.h"
#include "ddi_d3d10umddi_guids.h"


#endif
