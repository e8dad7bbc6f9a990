/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef PVB_OS_WIN32_H
#define PVB_OS_WIN32_H

#include <windows.h>
#include "os.h"

HANDLE pvb_quit_event(void); /* manual reset; set by console events, never reset */

static inline HANDLE pvb_as_handle(pvb_handle h) { return (HANDLE)h; }
int pvb_errno_of(DWORD error); /* negative */
/* "text (Windows error 5)" */
void pvb_error_text(char *out, size_t n, const char *text, DWORD error);

#endif
