/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * ddi_kmd.h - what a WDDM 1.3 kernel-mode display driver and the port driver say to each other. Kernel mode only.
 * DDI_USE_WDK takes the WDK's own headers instead.
 */
#ifndef DDI_KMD_H
#define DDI_KMD_H

#ifndef DDI_KERNEL
#define DDI_KERNEL 1
#endif

#ifdef DDI_USE_WDK
#include "ddi_calls.h"
#define DXGKDDI_INTERFACE_VERSION 0x4002
#include <ntddk.h>
#include <dispmprt.h>
#include <d3dkmddi.h>
#else
#include "ddi_base.h"
#include "ddi_status.h"
#include "ddi_d3dukmdt.h"
#include "ddi_d3dkmdt.h"
#include "ddi_d3dkmddi.h"
#include "ddi_dispmprt.h"
#endif

#endif
