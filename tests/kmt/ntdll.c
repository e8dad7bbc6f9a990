/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * ntdll.c - the two functions of Wine's ntdll.so that sim/kmt/linux.c looks for, over a table of our own: a handle is a descriptor
 * that belongs to the table. Small numbers, multiples of four, as Windows' handles are.
 */
#include "ntdll.h"

#include <unistd.h>

#define MAX_HANDLES 64u
#define STATUS_INVALID_HANDLE ((int)0xc0000008)
#define STATUS_TOO_MANY_OPENED_FILES ((int)0xc000011f)

static int fds[MAX_HANDLES]; /* plus one; 0: free. One thread. */

static int *slot(void *handle)
{
    uintptr_t n = (uintptr_t)handle;
    return n % 4 == 0 && n / 4 - 1 < MAX_HANDLES && fds[n / 4 - 1] ? &fds[n / 4 - 1] : NULL;
}

int wine_server_fd_to_handle(int fd, unsigned access, unsigned attributes, void **handle)
{
    unsigned i;

    (void)access;
    (void)attributes;
    for (i = 0; i < MAX_HANDLES && fds[i]; i++) {}
    if (i == MAX_HANDLES) return STATUS_TOO_MANY_OPENED_FILES;
    fds[i] = dup(fd) + 1;
    *handle = (void *)(uintptr_t)(4 * (i + 1));
    return fds[i] ? 0 : STATUS_TOO_MANY_OPENED_FILES;
}

int wine_server_handle_to_fd(void *handle, unsigned access, int *fd, unsigned *options)
{
    int *s = slot(handle);

    (void)access;
    (void)options;
    *fd = s ? dup(*s - 1) : -1;
    return *fd < 0 ? STATUS_INVALID_HANDLE : 0;
}

int ntdll_close(void *handle)
{
    int *s = slot(handle);

    if (!s) return STATUS_INVALID_HANDLE;
    close(*s - 1);
    *s = 0;
    return 0;
}
