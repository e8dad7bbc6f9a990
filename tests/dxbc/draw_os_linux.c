/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include "draw.h"

PFN_D3D11_CREATE_DEVICE draw_os_load(const char **why)
{
    const char *folder = getenv("PVGPU_DXVK_DIR");
    char path[4096];
    /* DXVK asks a window library for monitors even when nothing is shown. */
    setenv("DXVK_WSI_DRIVER", "SDL3", 0);
    setenv("SDL_VIDEODRIVER", "offscreen", 0);
    setenv("SDL_VIDEO_DRIVER", "offscreen", 0);
    setenv("DXVK_LOG_LEVEL", "none", 0);
    snprintf(path, sizeof path, "%s%slibdxvk_dxgi.so.0", folder ? folder : "", folder ? "/" : "");
    void *library = dlopen(path, RTLD_NOW | RTLD_GLOBAL);
    snprintf(path, sizeof path, "%s%slibdxvk_d3d11.so.0", folder ? folder : "", folder ? "/" : "");
    if (library) library = dlopen(path, RTLD_NOW | RTLD_GLOBAL);
    void *symbol = library ? dlsym(library, "D3D11CreateDevice") : NULL;
    *why = symbol ? NULL : "no DXVK";
    return (PFN_D3D11_CREATE_DEVICE)symbol;
}
