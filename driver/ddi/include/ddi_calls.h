/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * ddi_calls.h - the calling conventions. The drivers' own words: the WDK's headers do not have them.
 */
#ifndef DDI_CALLS_H
#define DDI_CALLS_H

/* DDI_CALL: how drivers and Windows call each other; DDI_KMT_CALL: how programs call the kernel. Away from Windows the
 * kernel side of the miniature has Microsoft's convention where that is another one than the host's, so that it can load
 * a driver that was built for Windows. */
#ifdef _WIN32
#define DDI_CALL __stdcall
#define DDI_KMT_CALL __stdcall
#elif defined(DDI_KERNEL) && defined(__x86_64__)
#define DDI_CALL __attribute__((ms_abi))
#define DDI_KMT_CALL
#else
#define DDI_CALL
#define DDI_KMT_CALL
#endif

#endif
