/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * No window system: in the guest the swap chain's pictures go to the adapter's own output, and any
 * window handle will do.
 */
#include "sample.h"

static int window;

HWND window_open(const char *title, uint32_t width, uint32_t height) { return (HWND)&window; }
bool window_poll(void) { return true; }
void window_close(void) { }
