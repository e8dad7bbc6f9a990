/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * ddi_d3dukmdt.h - what user mode and kernel mode share.
 * Written by generate.py; change that, not this.
 */
#ifndef DDI_D3DUKMDT_H
#define DDI_D3DUKMDT_H

#include "ddi_base.h"
#include "ddi_d3dukmdt_constants.h"
#include "ddi_d3dukmdt_enums.h"
#include "ddi_d3dukmdt_types.h"
#include "ddi_d3dukmdt_records.h"

#endif
