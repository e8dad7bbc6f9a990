/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * ddi_base_kernel.h - kernel mode away from Windows: the base types that the kernel-mode interfaces name, with
 * Windows' sizes. DEVICE_OBJECT, DRIVER_OBJECT, IRP and EPROCESS are only named: a display driver passes them on.
 * Not to be included together with <windows.h>.
 */
#ifndef DDI_BASE_KERNEL_H
#define DDI_BASE_KERNEL_H

#include <stddef.h>
#include <stdint.h>

typedef void VOID, *PVOID, *LPVOID;
typedef char CHAR, CCHAR, *PCHAR, *PSTR, *LPSTR;
typedef const char *PCSTR, *LPCSTR;
typedef unsigned char UCHAR, *PUCHAR;
typedef uint8_t BOOLEAN, *PBOOLEAN;
typedef int16_t SHORT, CSHORT;
typedef uint16_t USHORT, *PUSHORT;
typedef int32_t INT, LONG, *PLONG;
typedef uint32_t UINT, ULONG, *PULONG;
typedef int64_t LONGLONG, LONG64, *PLONGLONG;
typedef uint64_t ULONGLONG, ULONG64, *PULONGLONG;
typedef int8_t INT8;
typedef int16_t INT16;
typedef int32_t INT32;
typedef int64_t INT64;
typedef uint8_t UINT8, BYTE;
typedef uint16_t UINT16, WORD;
typedef uint32_t UINT32, DWORD;
typedef uint64_t UINT64;
typedef intptr_t LONG_PTR, INT_PTR;
typedef uintptr_t ULONG_PTR, UINT_PTR, KAFFINITY;
typedef size_t SIZE_T, *PSIZE_T;
typedef float FLOAT;
typedef INT BOOL;
typedef void *HANDLE, **PHANDLE;
typedef HANDLE HWND;
typedef HANDLE HDC;
typedef LONG NTSTATUS;
typedef LONG HRESULT;
typedef DWORD ACCESS_MASK;
typedef UCHAR KIRQL;
typedef CCHAR KPROCESSOR_MODE;

#ifndef TRUE
#define TRUE 1
#define FALSE 0
#endif
#ifndef CONST
#define CONST const
#endif
#ifndef NT_SUCCESS
#define NT_SUCCESS(status) ((NTSTATUS)(status) >= 0)
#endif

typedef struct _GUID {
    uint32_t Data1;
    uint16_t Data2;
    uint16_t Data3;
    uint8_t Data4[8];
} GUID;
typedef const GUID *LPCGUID;

typedef union _LARGE_INTEGER {
    struct {
        ULONG LowPart;
        LONG HighPart;
    };
    struct {
        ULONG LowPart;
        LONG HighPart;
    } u;
    LONGLONG QuadPart;
} LARGE_INTEGER, *PLARGE_INTEGER;
typedef LARGE_INTEGER PHYSICAL_ADDRESS, *PPHYSICAL_ADDRESS;

typedef struct _LUID {
    ULONG LowPart;
    LONG HighPart;
} LUID, *PLUID;

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

typedef struct _LIST_ENTRY {
    struct _LIST_ENTRY *Flink, *Blink;
} LIST_ENTRY, *PLIST_ENTRY;

typedef struct _UNICODE_STRING {
    USHORT Length; /* bytes */
    USHORT MaximumLength;
    uint16_t *Buffer;
} UNICODE_STRING, *PUNICODE_STRING;
typedef const UNICODE_STRING *PCUNICODE_STRING;

typedef struct _OBJECT_ATTRIBUTES {
    ULONG Length;
    HANDLE RootDirectory;
    PUNICODE_STRING ObjectName;
    ULONG Attributes;
    PVOID SecurityDescriptor;
    PVOID SecurityQualityOfService;
} OBJECT_ATTRIBUTES, *POBJECT_ATTRIBUTES;

typedef struct _IO_STATUS_BLOCK {
    union {
        NTSTATUS Status;
        PVOID Pointer;
    };
    ULONG_PTR Information;
} IO_STATUS_BLOCK, *PIO_STATUS_BLOCK;

typedef struct _DRIVER_OBJECT DRIVER_OBJECT, *PDRIVER_OBJECT;
typedef struct _DEVICE_OBJECT DEVICE_OBJECT, *PDEVICE_OBJECT;
typedef struct _IRP IRP, *PIRP;
struct _EPROCESS;

typedef BOOLEAN DDI_CALL KSYNCHRONIZE_ROUTINE(PVOID SynchronizeContext);
typedef KSYNCHRONIZE_ROUTINE *PKSYNCHRONIZE_ROUTINE;
typedef VOID (DDI_CALL *PINTERFACE_REFERENCE)(PVOID Context);
typedef VOID (DDI_CALL *PINTERFACE_DEREFERENCE)(PVOID Context);

typedef enum _KWAIT_REASON {
    Executive = 0,
} KWAIT_REASON;

typedef enum _INTERFACE_TYPE {
    InterfaceTypeUndefined = -1,
    PCIBus = 5,
} INTERFACE_TYPE;

/* ntdef.h, wdm.h: resource kinds and flags that a PCI function's resource list uses. */
enum {
    CmResourceTypeNull = 0,
    CmResourceTypePort = 1,
    CmResourceTypeInterrupt = 2,
    CmResourceTypeMemory = 3,
    CmResourceTypeMemoryLarge = 7,
};

#include "ddi_knt.h"

#endif
