/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * umd_entry_linked.c - the user-mode driver is part of the same program.
 */
#include "umd_entry.h"

HRESULT APIENTRY OpenAdapter10_2(D3D10DDIARG_OPENADAPTER *arg);

PFND3D10DDI_OPENADAPTER rt_umd_entry(D3DKMT_HANDLE kmt_adapter)
{
    return OpenAdapter10_2;
}

void rt_umd_entry_release(void)
{
}
