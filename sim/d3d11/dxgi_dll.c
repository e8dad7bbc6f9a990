/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * dxgi_dll.c - dxgi.dll has no code of its own: dxgi.def forwards to d3d11.dll.
 */
#include <windows.h>

BOOL WINAPI DllMain(HINSTANCE module, DWORD reason, void *reserved);
BOOL WINAPI DllMain(HINSTANCE module, DWORD reason, void *reserved)
{
    if (reason == DLL_PROCESS_ATTACH)
        DisableThreadLibraryCalls(module);
    return TRUE;
}
