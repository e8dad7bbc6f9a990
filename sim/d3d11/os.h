/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * os.h - what the runtime needs from the system it runs on (os_linux.c, os_win32.c).
 */
#ifndef RT_OS_H
#define RT_OS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct rt_lock; /* recursive */
struct rt_gdi;

struct rt_lock *rt_lock_create(void); /* NULL: out of memory */
void rt_lock_destroy(struct rt_lock *lock);
void rt_lock_enter(struct rt_lock *lock);
void rt_lock_leave(struct rt_lock *lock);

/* One lock of the whole process for what is rare: private data, adapter lists, state caches. */
void rt_global_enter(void);
void rt_global_leave(void);

uint64_t rt_now_ns(void); /* monotonic */
uint64_t rt_counter(void); /* QueryPerformanceCounter, or its like in nanoseconds */
void rt_sleep_ns(uint64_t ns);

/* Value of an environment variable or NULL; the result lives until the process ends. */
const char *rt_env(const char *name);

/* One line for a person, to standard error. */
void rt_log(const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(__printf__, 1, 2)))
#endif
    ;

/* Address and size, in pixels of the desktop, of a window's client area. False when the handle is
 * not one that the system knows: then the caller shows the picture at the desktop's corner. */
bool rt_window_rect(void *window, int32_t *left, int32_t *top, uint32_t *width, uint32_t *height);

/* A GDI device context on 32-bit pixels (B8G8R8A8), rows without gaps, the first one on top. NULL: no GDI here. */
struct rt_gdi *rt_gdi_create(uint32_t width, uint32_t height);
void *rt_gdi_dc(const struct rt_gdi *gdi); /* HDC */
void *rt_gdi_memory(const struct rt_gdi *gdi);
void rt_gdi_flush(struct rt_gdi *gdi); /* what was drawn is in the memory */
void rt_gdi_destroy(struct rt_gdi *gdi);

/* A handle of the system's, as CloseHandle; on Linux the number of a file descriptor. */
void rt_close_handle(void *handle);

/* UTF-16 of the platform's WCHAR (2 bytes on Windows, 4 on Linux) from ASCII; cuts to n. */
void rt_wide(wchar_t *to, size_t n, const char *from);

#endif
