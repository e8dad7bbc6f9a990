/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * ddi_d3dkmdt.h - video present networks, monitors, protected output.
 * Written by generate.py; change that, not this.
 */
#ifndef DDI_D3DKMDT_H
#define DDI_D3DKMDT_H

#include "ddi_base.h"
#include "ddi_d3dukmdt.h"
#include "ddi_d3dkmdt_constants.h"
#include "ddi_d3dkmdt_enums.h"
#include "ddi_d3dkmdt_types.h"
#include "ddi_d3dkmdt_opm.h"
#include "ddi_d3dkmdt_records.h"
#include "ddi_d3dkmdt_guids.h"

#endif
