/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * ddi_base_user.h - user mode on Linux: the <windows.h> of Direct3D's headers, and what it lacks.
 */
#ifndef DDI_BASE_USER_H
#define DDI_BASE_USER_H

#include <windows.h>

typedef LONG NTSTATUS;
typedef uint8_t BOOLEAN;
typedef int32_t INT32;
typedef int64_t LONG64;
typedef uint64_t ULONG64;
typedef LARGE_INTEGER *PLARGE_INTEGER;
typedef const GUID *LPCGUID;
typedef ULONG *PULONG;
typedef BOOLEAN *PBOOLEAN;
typedef HANDLE *PHANDLE;
typedef SIZE_T *PSIZE_T;
typedef DWORD ACCESS_MASK;

typedef struct _RECTL {
    LONG left, top, right, bottom;
} RECTL;

struct _OBJECT_ATTRIBUTES;

typedef enum _DEVICE_POWER_STATE {
    PowerDeviceUnspecified = 0,
    PowerDeviceD0 = 1,
    PowerDeviceD1 = 2,
    PowerDeviceD2 = 3,
    PowerDeviceD3 = 4,
    PowerDeviceMaximum = 5,
} DEVICE_POWER_STATE;

#endif
