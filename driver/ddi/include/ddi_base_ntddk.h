/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * ddi_base_ntddk.h - kernel mode on Windows: <ntddk.h>, and the user-mode base types that the interfaces name.
 */
#ifndef DDI_BASE_NTDDK_H
#define DDI_BASE_NTDDK_H

#include <ntddk.h>

typedef unsigned int UINT;
typedef int BOOL;
typedef unsigned char BYTE;
typedef unsigned short WORD;
typedef unsigned long DWORD;
typedef float FLOAT;
typedef LONG HRESULT;
typedef HANDLE HWND;
typedef HANDLE HDC;
typedef void *LPVOID;

typedef struct tagRECT {
    LONG left, top, right, bottom;
} RECT;

typedef struct _RECTL {
    LONG left, top, right, bottom;
} RECTL;

typedef struct tagPOINT {
    LONG x, y;
} POINT;

typedef struct tagSIZE {
    LONG cx, cy;
} SIZE;

typedef struct tagPALETTEENTRY {
    BYTE peRed, peGreen, peBlue, peFlags;
} PALETTEENTRY;

#endif
