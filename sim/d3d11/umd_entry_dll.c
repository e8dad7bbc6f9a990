/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * umd_entry_dll.c - the user-mode driver is the DLL that the adapter's registration names for Direct3D 11
 * (d3dkmthk KMTQAITYPE_UMDRIVERNAME). Loaded for every device and given back with it (traps U34).
 */
#include "umd_entry.h"

#include <stdlib.h>

/* Devices of one process share the module; Windows counts. The lock keeps the list of handles. */
static HMODULE modules[64];
static unsigned n_modules;

PFND3D10DDI_OPENADAPTER rt_umd_entry(D3DKMT_HANDLE kmt_adapter)
{
    D3DKMT_UMDFILENAMEINFO *info = calloc(1, sizeof(*info));
    D3DKMT_QUERYADAPTERINFO query = {
        .hAdapter = kmt_adapter, .Type = KMTQAITYPE_UMDRIVERNAME, .pPrivateDriverData = info, .PrivateDriverDataSize = sizeof(*info),
    };
    PFND3D10DDI_OPENADAPTER entry = NULL;
    HMODULE module = NULL;

    if (!info)
        return NULL;
    info->Version = KMTUMDVERSION_DX11;
    if (D3DKMTQueryAdapterInfo(&query) >= 0)
        module = LoadLibraryW((const WCHAR *)info->UmdFileName);
    free(info);
    if (!module)
        return NULL;
    entry = (PFND3D10DDI_OPENADAPTER)(void *)GetProcAddress(module, "OpenAdapter10_2");
    rt_global_enter();
    if (entry && n_modules < RT_COUNT(modules)) {
        modules[n_modules++] = module;
        module = NULL;
    }
    rt_global_leave();
    if (module)
        FreeLibrary(module);
    return module ? NULL : entry;
}

void rt_umd_entry_release(void)
{
    HMODULE module = NULL;

    rt_global_enter();
    if (n_modules)
        module = modules[--n_modules];
    rt_global_leave();
    if (module)
        FreeLibrary(module);
}
