/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * ntdll.h - what stands in for Wine's ntdll.so (wine: include/wine/server.h).
 */
#ifndef TEST_NTDLL_H
#define TEST_NTDLL_H

#include <stdint.h>
#include <stddef.h>

/* An NTSTATUS. The descriptor stays the caller's. */
int wine_server_fd_to_handle(int fd, unsigned access, unsigned attributes, void **handle);
/* A descriptor of the caller's. */
int wine_server_handle_to_fd(void *handle, unsigned access, int *fd, unsigned *options);
/* What CloseHandle does. */
int ntdll_close(void *handle);

#endif
