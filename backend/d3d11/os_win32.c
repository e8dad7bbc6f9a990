/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include <windows.h>
#include <stdio.h>
#include "renderer.h"

const char *const pvb_d11_os_hint = "";

/* From PVGPU_DXVK_DIR when that is set, otherwise from the system folder only: a d3d11.dll beside the
 * program may be one that a guest would use. */
static HMODULE load(const char *dll)
{
    char folder[MAX_PATH], path[MAX_PATH + 32];
    DWORD len = GetEnvironmentVariableA("PVGPU_DXVK_DIR", folder, sizeof folder);

    if (len && len < sizeof folder) {
        HMODULE m;
        snprintf(path, sizeof path, "%s\\%s", folder, dll);
        m = LoadLibraryExA(path, NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
        if (m) return m;
    }
    return LoadLibraryExA(dll, NULL, LOAD_LIBRARY_SEARCH_SYSTEM32);
}

bool pvb_d11_os_load(struct pvb_d11_host *host, char *error, size_t n)
{
    HMODULE dxgi = load("dxgi.dll"), d3d11 = dxgi ? load("d3d11.dll") : NULL;

    if (!d3d11) {
        snprintf(error, n, "d3d11.dll or dxgi.dll cannot be loaded (error %lu)", GetLastError());
        return false;
    }
    host->create_device = (pvb_d11_create_device)(void *)GetProcAddress(d3d11, "D3D11CreateDevice");
    host->create_factory = (pvb_d11_create_factory)(void *)GetProcAddress(dxgi, "CreateDXGIFactory1");
    if (!host->create_device || !host->create_factory) {
        snprintf(error, n, "d3d11.dll or dxgi.dll lacks its entry point");
        return false;
    }
    /* Windows promises zeroes between processes, not between the resources of one process, and two
     * guest processes are one process here. */
    host->zeroes = false;
    host->disables_viewports = true;
    host->floors_viewports = true; /* Wine's Direct3D does where its OpenGL has no fractional ones (seen with Mesa's llvmpipe) */
    /* Wine's, or Wine's for Windows: its d3d11.dll comes with this one. */
    host->blend_stays = host->needs_indices = host->no_bc4_volumes = GetModuleHandleA("wined3d.dll") != NULL;
    return true;
}

uint64_t pvb_d11_os_now_ns(void)
{
    static LARGE_INTEGER frequency;
    LARGE_INTEGER t;
    if (!frequency.QuadPart) QueryPerformanceFrequency(&frequency);
    QueryPerformanceCounter(&t);
    return (uint64_t)t.QuadPart / (uint64_t)frequency.QuadPart * 1000000000u
         + (uint64_t)t.QuadPart % (uint64_t)frequency.QuadPart * 1000000000u / (uint64_t)frequency.QuadPart;
}

/* A high-resolution waitable timer where Windows has one (10 1803), since Sleep counts in clock ticks. */
void pvb_d11_os_sleep_ns(uint64_t ns)
{
    static HANDLE timer;
    LARGE_INTEGER due;

    if (!timer) timer = CreateWaitableTimerExW(NULL, NULL, 2 /* CREATE_WAITABLE_TIMER_HIGH_RESOLUTION */, TIMER_ALL_ACCESS);
    if (!timer) timer = CreateWaitableTimerExW(NULL, NULL, 0, TIMER_ALL_ACCESS);
    due.QuadPart = -(LONGLONG)(ns / 100u) - 1;
    if (timer && SetWaitableTimer(timer, &due, 0, NULL, NULL, FALSE)) WaitForSingleObject(timer, INFINITE);
    else Sleep(1);
}

bool pvb_d11_os_flag(const char *name)
{
    char v[8];
    DWORD len = GetEnvironmentVariableA(name, v, sizeof v);
    return len && strcmp(v, "0");
}
