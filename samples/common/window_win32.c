/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "sample.h"

static HWND window;
static bool closed;

static LRESULT CALLBACK on_message(HWND w, UINT m, WPARAM wp, LPARAM lp)
{
    if (m == WM_CLOSE) { closed = true; return 0; }
    return DefWindowProcA(w, m, wp, lp);
}

HWND window_open(const char *title, uint32_t width, uint32_t height)
{
    WNDCLASSA c = { .lpfnWndProc = on_message, .hInstance = GetModuleHandleA(NULL), .lpszClassName = "pvgpu-sample" };
    RECT r = { 0, 0, (LONG)width, (LONG)height };
    RegisterClassA(&c);
    AdjustWindowRect(&r, WS_OVERLAPPEDWINDOW, FALSE);
    window = CreateWindowA(c.lpszClassName, title, WS_OVERLAPPEDWINDOW | WS_VISIBLE, CW_USEDEFAULT, CW_USEDEFAULT,
                           r.right - r.left, r.bottom - r.top, NULL, NULL, c.hInstance, NULL);
    if (!window) fprintf(stderr, "%s: no window (error %lu)\n", sample_program.name, GetLastError());
    return window;
}

bool window_poll(void)
{
    MSG m;
    while (PeekMessageA(&m, NULL, 0, 0, PM_REMOVE)) DispatchMessageA(&m);
    return !closed;
}

void window_close(void)
{
    if (window) DestroyWindow(window);
}
