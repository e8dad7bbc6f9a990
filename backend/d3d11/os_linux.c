/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include <dlfcn.h>
#include <fcntl.h>
#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include "renderer.h"

/* The window library that this DXVK was built for, which it tells nobody but must be told
 * (src/wsi/wsi_platform.cpp): the name of the library that it will load stands in it. */
static const char *window_library(void *dxgi)
{
    const char *driver = "SDL2";
    struct link_map *map;
    struct stat st;
    void *bytes;
    int fd;

    if (dlinfo(dxgi, RTLD_DI_LINKMAP, &map)) return driver;
    fd = open(map->l_name, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return driver;
    bytes = fstat(fd, &st) ? MAP_FAILED : mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (bytes != MAP_FAILED) {
        if (memmem(bytes, (size_t)st.st_size, "libSDL3.so.0", 12)) driver = "SDL3";
        munmap(bytes, (size_t)st.st_size);
    }
    close(fd);
    return driver;
}

/* DXVK asks a window library for the monitors even when nothing is shown. SDL's offscreen driver
 * answers without a display; a presenter that has a window has set these before. */
static void default_environment(void *dxgi)
{
    setenv("DXVK_WSI_DRIVER", window_library(dxgi), 0);
    setenv("SDL_VIDEODRIVER", "offscreen", 0);
    setenv("SDL_VIDEO_DRIVER", "offscreen", 0);
}

const char *const pvb_d11_os_hint = " (DXVK_LOG_LEVEL=info says more)";

static void *load(const char *soname)
{
    const char *folder = getenv("PVGPU_DXVK_DIR");
    char path[4096];
    void *library;

    if (folder && *folder) {
        snprintf(path, sizeof path, "%s/%s", folder, soname);
        library = dlopen(path, RTLD_NOW | RTLD_GLOBAL);
        if (library) return library;
    }
    return dlopen(soname, RTLD_NOW | RTLD_GLOBAL);
}

bool pvb_d11_os_load(struct pvb_d11_host *host, char *error, size_t n)
{
    void *dxgi, *d3d11;

    /* Read when it is loaded. Silent, since a guest can make it complain without end; ours is the log. */
    setenv("DXVK_LOG_LEVEL", "none", 0);
    setenv("DXVK_LOG_PATH", "none", 0);
    /* A file in the working folder that every shader of a guest would make longer; and the thread that compiles from it can
     * start DXVK's compilers again while a device stops them, which then wait for ever (src/dxvk/dxvk_pipemanager.cpp). */
    setenv("DXVK_STATE_CACHE", "0", 0);
    /* dxgi first: d3d11 needs it, and finds it by its soname when it is loaded already. */
    dxgi = load("libdxvk_dxgi.so.0");
    if (dxgi) default_environment(dxgi);
    d3d11 = dxgi ? load("libdxvk_d3d11.so.0") : NULL;
    if (!d3d11) {
        snprintf(error, n, "DXVK not found (%s): set PVGPU_DXVK_DIR to the folder of libdxvk_d3d11.so.0", dlerror());
        return false;
    }
    host->create_device = (pvb_d11_create_device)dlsym(d3d11, "D3D11CreateDevice");
    host->create_factory = (pvb_d11_create_factory)dlsym(dxgi, "CreateDXGIFactory1");
    if (!host->create_device || !host->create_factory) {
        snprintf(error, n, "libdxvk_d3d11.so.0 or libdxvk_dxgi.so.0 lacks its entry point: is it DXVK 2.x?");
        return false;
    }
    host->zeroes = true; /* DXVK initializes every resource (src/d3d11/d3d11_initializer.cpp) */
    host->keeps_strides = true;
    host->any_dimension = true; /* its views have one for each (src/d3d11/d3d11_view_srv.cpp, dxvk's image views) */
    return true;
}

uint64_t pvb_d11_os_now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

void pvb_d11_os_sleep_ns(uint64_t ns)
{
    struct timespec t = { (time_t)(ns / 1000000000u), (long)(ns % 1000000000u) };
    nanosleep(&t, NULL);
}

bool pvb_d11_os_flag(const char *name)
{
    const char *v = getenv(name);
    return v && *v && strcmp(v, "0");
}
