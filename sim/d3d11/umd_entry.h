/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * umd_entry.h - where the user-mode driver comes from: linked in (umd_entry_linked.c), or the DLL that
 * the kernel driver's registration names (umd_entry_dll.c).
 */
#ifndef RT_UMD_ENTRY_H
#define RT_UMD_ENTRY_H

#include "ddi.h"

/* OpenAdapter10_2 of the adapter's driver, or NULL. Loads the DLL; rt_umd_entry_release gives it back. */
PFND3D10DDI_OPENADAPTER rt_umd_entry(D3DKMT_HANDLE kmt_adapter);
void rt_umd_entry_release(void);

#endif
