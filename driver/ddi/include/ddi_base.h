/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * ddi_base.h - the base types under the driver interfaces' declarations.
 *
 * Windows: user mode takes <windows.h>, kernel mode (DDI_KERNEL) takes <ntddk.h>.
 * Elsewhere: user mode takes the <windows.h> that comes with Direct3D's headers for Linux, kernel mode is
 * self-contained (ddi_base_kernel.h). The types have the same names and sizes everywhere, but for WCHAR, which
 * has 32 bits on Linux: the records use DDI_WCHAR, which always has 16.
 */
#ifndef DDI_BASE_H
#define DDI_BASE_H

#include <stddef.h>
#include <stdint.h>

#include "ddi_calls.h"

#ifdef _WIN32
#ifdef DDI_KERNEL
#include "ddi_base_ntddk.h"
#else
#include <windows.h>
typedef LONG NTSTATUS;
struct _OBJECT_ATTRIBUTES;
#endif
typedef WCHAR DDI_WCHAR;
#else
#ifdef DDI_KERNEL
#include "ddi_base_kernel.h"
#else
#include "ddi_base_user.h"
#endif
typedef uint16_t DDI_WCHAR;
#endif

#ifndef APIENTRY
#define APIENTRY DDI_KMT_CALL
#endif
#ifndef STDMETHODCALLTYPE
#define STDMETHODCALLTYPE DDI_CALL
#endif

/* Microsoft's rules for bit-fields, for the records where System V's would differ. */
#if defined(__GNUC__) && !defined(_WIN32)
#define DDI_MS_BITS __attribute__((ms_struct))
#else
#define DDI_MS_BITS
#endif

#if defined(__GNUC__)
#define DDI_ALIGN_16 __attribute__((aligned(16)))
#else
#define DDI_ALIGN_16 __declspec(align(16))
#endif

/* Each file that uses a GUID gets a copy of its own: no definition to link. */
#if defined(__GNUC__)
#define DDI_UNUSED __attribute__((unused))
#else
#define DDI_UNUSED
#endif
#define DDI_GUID(name, l, w1, w2, b1, b2, b3, b4, b5, b6, b7, b8) \
    static const GUID DDI_UNUSED name = { l, w1, w2, { b1, b2, b3, b4, b5, b6, b7, b8 } };

#endif
