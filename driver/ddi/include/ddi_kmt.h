/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * ddi_kmt.h - the kernel graphics services that a user-mode runtime calls (D3DKMT), user or kernel mode.
 * DDI_USE_WDK takes the WDK's own headers instead.
 */
#ifndef DDI_KMT_H
#define DDI_KMT_H

#ifdef DDI_USE_WDK
#include "ddi_calls.h"
#ifndef DDI_KERNEL
#include <windows.h>
#endif
#include <d3dkmthk.h>
#else
#include "ddi_base.h"
#include "ddi_status.h"
#include "ddi_d3dukmdt.h"
#include "ddi_d3dkmdt.h"
#include "ddi_d3dkmthk.h"
#endif

#endif
