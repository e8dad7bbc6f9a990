/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "draw.h"

PFN_D3D11_CREATE_DEVICE draw_os_load(const char **why)
{
    HMODULE library = LoadLibraryA("d3d11.dll");
    FARPROC symbol = library ? GetProcAddress(library, "D3D11CreateDevice") : NULL;
    *why = symbol ? NULL : "no d3d11.dll";
    return (PFN_D3D11_CREATE_DEVICE)(void (*)(void))symbol;
}
