/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * window_win32.c - a window for each scanout that is on, with GDI. F11 toggles full screen; closing
 * the last window ends the backend. The picture keeps its shape when the window has another.
 */
#include <stdio.h>
#include <stdlib.h>
#include <windows.h>
#include "pvb_presenter.h"

struct window {
    HWND window;
    struct pvb_frame frame; /* pixels stay valid, see pvb_presenter.h */
    WINDOWPLACEMENT before; /* full screen: what to go back to */
    bool full;
};

struct pvb_presenter {
    struct window windows[PVGPU_MAX_SCANOUTS];
    char vm_name[64];
    bool closed;
};

static const char class_name[] = "pvgpu-backend";

static void full_toggle(struct window *w)
{
    MONITORINFO m = { .cbSize = sizeof m };
    LONG_PTR style = GetWindowLongPtrA(w->window, GWL_STYLE);
    if (w->full) {
        SetWindowLongPtrA(w->window, GWL_STYLE, style | WS_OVERLAPPEDWINDOW);
        SetWindowPlacement(w->window, &w->before);
    } else {
        w->before.length = sizeof w->before;
        if (!GetWindowPlacement(w->window, &w->before)
            || !GetMonitorInfoA(MonitorFromWindow(w->window, MONITOR_DEFAULTTONEAREST), &m)) return;
        SetWindowLongPtrA(w->window, GWL_STYLE, style & ~(LONG_PTR)WS_OVERLAPPEDWINDOW);
        SetWindowPos(w->window, HWND_TOP, m.rcMonitor.left, m.rcMonitor.top, m.rcMonitor.right - m.rcMonitor.left,
                     m.rcMonitor.bottom - m.rcMonitor.top, SWP_FRAMECHANGED);
    }
    w->full = !w->full;
}

/* The largest rectangle of the picture's shape in the window; bars are black. */
static void paint(const struct window *w, HDC dc)
{
    BITMAPINFO info = { .bmiHeader = { .biSize = sizeof info.bmiHeader, .biWidth = (LONG)w->frame.width,
                                       .biHeight = -(LONG)w->frame.height,
                                       .biPlanes = 1, .biBitCount = 32, .biCompression = BI_RGB } };
    RECT r;
    int width, height;
    GetClientRect(w->window, &r);
    if (!w->frame.width || !r.right || !r.bottom) return;
    width = r.right;
    height = MulDiv(r.right, (int)w->frame.height, (int)w->frame.width);
    if (height > r.bottom) {
        height = r.bottom;
        width = MulDiv(r.bottom, (int)w->frame.width, (int)w->frame.height);
    }
    if (width != r.right || height != r.bottom) FillRect(dc, &r, GetStockObject(BLACK_BRUSH));
    SetStretchBltMode(dc, HALFTONE);
    StretchDIBits(dc, (r.right - width) / 2, (r.bottom - height) / 2, width, height, 0, 0, (int)w->frame.width,
                  (int)w->frame.height,
                  w->frame.pixels, &info, DIB_RGB_COLORS, SRCCOPY);
}

static LRESULT CALLBACK window_message(HWND h, UINT message, WPARAM wp, LPARAM lp)
{
    struct pvb_presenter *p = (struct pvb_presenter *)GetWindowLongPtrA(h, GWLP_USERDATA);
    struct window *w = NULL;
    for (uint32_t i = 0; p && i < PVGPU_MAX_SCANOUTS; i++)
        if (p->windows[i].window == h) w = &p->windows[i];
    if (w && message == WM_PAINT) {
        PAINTSTRUCT ps;
        paint(w, BeginPaint(h, &ps));
        EndPaint(h, &ps);
        return 0;
    }
    if (w && message == WM_KEYDOWN && wp == VK_F11) {
        full_toggle(w);
        return 0;
    }
    if (w && message == WM_CLOSE) {
        w->window = NULL;
        p->closed = true;
        DestroyWindow(h);
        return 0;
    }
    return DefWindowProcA(h, message, wp, lp);
}

static struct pvb_presenter *window_open(const struct pvb_presenter_params *params, char *error, size_t n)
{
    WNDCLASSA class = { .lpfnWndProc = window_message, .hInstance = GetModuleHandleA(NULL),
                        .hCursor = LoadCursorA(NULL, (LPCSTR)IDC_ARROW),
                        .lpszClassName = class_name, .style = CS_HREDRAW | CS_VREDRAW };
    struct pvb_presenter *p = calloc(1, sizeof *p);
    if (!p || !RegisterClassA(&class)) {
        snprintf(error, n, "--present window: no window can be made here: use --present headless");
        free(p);
        return NULL;
    }
    return p;
}

static void title_set(struct pvb_presenter *p, uint32_t scanout)
{
    char text[128];
    if (!p->windows[scanout].window) return;
    if (scanout) snprintf(text, sizeof text, "%s (%u) - PVGPU", *p->vm_name ? p->vm_name : "no VM", scanout + 1);
    else snprintf(text, sizeof text, "%s - PVGPU", *p->vm_name ? p->vm_name : "no VM");
    SetWindowTextA(p->windows[scanout].window, text);
}

static void window_title(struct pvb_presenter *p, const char *vm_name)
{
    snprintf(p->vm_name, sizeof p->vm_name, "%s", vm_name);
    for (uint32_t i = 0; i < PVGPU_MAX_SCANOUTS; i++) title_set(p, i);
}

static void window_drop(struct window *w)
{
    HWND h = w->window;
    *w = (struct window){ 0 };
    if (h) DestroyWindow(h);
}

static void size_set(struct window *w, const struct pvb_frame *f)
{
    RECT r = { 0, 0, (LONG)f->width, (LONG)f->height };
    AdjustWindowRect(&r, WS_OVERLAPPEDWINDOW, FALSE);
    if (!w->full) SetWindowPos(w->window, NULL, 0, 0, r.right - r.left, r.bottom - r.top,
                               SWP_NOMOVE | SWP_NOZORDER | SWP_NOACTIVATE);
}

static void window_frame(struct pvb_presenter *p, const struct pvb_frame *f)
{
    struct window *w = &p->windows[f->scanout];
    bool sized = w->frame.width == f->width && w->frame.height == f->height;
    if (!f->width) {
        window_drop(w);
        return;
    }
    if (!w->window && !p->closed) {
        w->window = CreateWindowA(class_name, "PVGPU", WS_OVERLAPPEDWINDOW | WS_VISIBLE, CW_USEDEFAULT, CW_USEDEFAULT, 640, 480,
                                  NULL, NULL,
                                  GetModuleHandleA(NULL), NULL);
        if (!w->window) {
            pvb_log(0, "no window for scanout %u (Windows error %lu)", f->scanout, (unsigned long)GetLastError());
            return;
        }
        SetWindowLongPtrA(w->window, GWLP_USERDATA, (LONG_PTR)p);
        title_set(p, f->scanout);
        sized = false;
    }
    if (!w->window) return;
    w->frame = *f;
    if (!sized) size_set(w, f);
    InvalidateRect(w->window, NULL, FALSE);
    UpdateWindow(w->window);
}

static bool window_pump(struct pvb_presenter *p)
{
    MSG m;
    bool left = false;
    while (PeekMessageA(&m, NULL, 0, 0, PM_REMOVE)) {
        TranslateMessage(&m);
        DispatchMessageA(&m);
    }
    for (uint32_t i = 0; i < PVGPU_MAX_SCANOUTS; i++) left |= p->windows[i].window != NULL;
    return left || !p->closed;
}

static bool window_size(struct pvb_presenter *p, uint32_t scanout, uint32_t *width, uint32_t *height, uint32_t *refresh_mhz)
{
    HWND window = p->windows[scanout].window;
    DEVMODEA mode = { .dmSize = sizeof mode };
    RECT r;
    if (!window || IsIconic(window) || !GetClientRect(window, &r)) return false;
    *width = (uint32_t)r.right;
    *height = (uint32_t)r.bottom;
    /* 0 and 1 stand for the display's default rate ("DEVMODEA"). */
    *refresh_mhz = EnumDisplaySettingsA(NULL, ENUM_CURRENT_SETTINGS, &mode) && mode.dmDisplayFrequency > 1
        ? (uint32_t)mode.dmDisplayFrequency * 1000 : 0;
    return true;
}

static void window_close(struct pvb_presenter *p)
{
    for (uint32_t i = 0; i < PVGPU_MAX_SCANOUTS; i++) window_drop(&p->windows[i]);
    free(p);
}

const struct pvb_presenter_ops pvb_presenter_window = {
    .name = "window", .pump_ms = 10, .open = window_open, .title = window_title, .frame = window_frame, .pump = window_pump,
    .size = window_size, .close = window_close,
};
