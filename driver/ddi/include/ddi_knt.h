/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * ddi_knt.h - records of wdm.h that the kernel-mode interfaces name.
 * Written by generate.py; change that, not this.
 */
#ifndef DDI_KNT_H
#define DDI_KNT_H

#include "ddi_base.h"
#include "ddi_knt_enums.h"
#include "ddi_knt_types.h"
#include "ddi_knt_records.h"

#endif
