/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * ddi_status.h - status codes that the driver interfaces name.
 * Written by generate.py; change that, not this.
 */
#ifndef DDI_STATUS_H
#define DDI_STATUS_H

#include "ddi_ntstatus.h"
#include "ddi_hresult.h"

#endif
