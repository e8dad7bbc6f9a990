/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * ddi_kdeps.h - ACPI and video port records that dispmprt.h names.
 * Written by generate.py; change that, not this.
 */
#ifndef DDI_KDEPS_H
#define DDI_KDEPS_H

#include "ddi_base.h"
#include "ddi_kdeps_constants.h"
#include "ddi_kdeps_types.h"
#include "ddi_kdeps_records.h"

#endif
