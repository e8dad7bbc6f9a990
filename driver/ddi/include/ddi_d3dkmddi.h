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
#include "ddi_d3dkmddi_enums.h"
#include "ddi_d3dkmddi_types_1.h"
#include "ddi_d3dkmddi_types_2.h"
#include "ddi_d3dkmddi_records_1.h"
#include "ddi_d3dkmddi_records_2.h"
#include "ddi_d3dkmddi_records_3.h"
#include "ddi_d3dkmddi_records_4.h"
#include "ddi_d3dkmddi_guids.h"


#endif
