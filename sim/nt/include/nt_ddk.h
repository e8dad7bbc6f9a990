/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * nt_ddk.h - the kernel services that the miniature offers to drivers, under the names and with the
 * signatures that wdm.h and ntddk.h give them (Microsoft: windows-driver-docs-ddi, wdm/ and ntddk/).
 * A driver built natively includes this where a Windows build includes <ntddk.h>.
 *
 * Stated IRQLs are the documented ones and are enforced: see nt_sim.h. Not here is what no driver of
 * ours uses; calling it is a compile error, never a silent success.
 */
#ifndef NT_DDK_H
#define NT_DDK_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifndef DDI_KERNEL
#define DDI_KERNEL 1
#endif
#include "ddi_base.h"
#include "ddi_status.h"

#ifdef __cplusplus
extern "C" {
#endif

#ifndef NTAPI
#define NTAPI DDI_CALL
#endif
#ifndef UNREFERENCED_PARAMETER
#define UNREFERENCED_PARAMETER(p) ((void)(p))
#endif
#ifndef CONTAINING_RECORD
#define CONTAINING_RECORD(address, type, field) ((type *)((char *)(address) - offsetof(type, field)))
#endif
#ifndef NT_ASSERT
void nt_assert_failed(const char *what, const char *file, int line);
#define NT_ASSERT(e) ((e) ? (void)0 : nt_assert_failed(#e, __FILE__, __LINE__))
#endif
#ifndef PAGE_SIZE
#define PAGE_SIZE 0x1000
#endif
#ifndef PAGE_SHIFT
#define PAGE_SHIFT 12
#endif

/* Codes that driver/ddi leaves out. */
#ifndef STATUS_WAIT_0
#define STATUS_WAIT_0 ((NTSTATUS)0x00000000)
#endif
#ifndef STATUS_OBJECT_TYPE_MISMATCH
#define STATUS_OBJECT_TYPE_MISMATCH ((NTSTATUS)0xC0000024)
#endif
#ifndef STATUS_INVALID_IMAGE_FORMAT
#define STATUS_INVALID_IMAGE_FORMAT ((NTSTATUS)0xC000007B)
#endif
#ifndef STATUS_PRIVILEGED_INSTRUCTION
#define STATUS_PRIVILEGED_INSTRUCTION ((NTSTATUS)0xC0000096)
#endif
#ifndef STATUS_MUTANT_NOT_OWNED
#define STATUS_MUTANT_NOT_OWNED ((NTSTATUS)0xC0000046)
#endif
/* ---- IRQL (x64 values) ------------------------------------------------------------------ */

typedef KIRQL *PKIRQL;
#define PASSIVE_LEVEL  0
#define APC_LEVEL      1
#define DISPATCH_LEVEL 2
#define CLOCK_LEVEL    13
#define HIGH_LEVEL     15
#define NT_DEVICE_LEVEL 8 /* where the miniature runs every device interrupt */

KIRQL NTAPI KeGetCurrentIrql(void);
void NTAPI KeRaiseIrql(KIRQL to, PKIRQL old);
void NTAPI KeLowerIrql(KIRQL to);
/* Marks code that may be paged: a violation at DISPATCH_LEVEL and above. */
void nt_paged_code(const char *function);
#define PAGED_CODE() nt_paged_code(__func__)

/* Objects that a driver has in memory of its own have the size that wdm.h gives them, since the driver may have been built
 * for Windows (image.c). */

/* ---- dispatcher objects ------------------------------------------------------------------- */

typedef enum _EVENT_TYPE { NotificationEvent, SynchronizationEvent } EVENT_TYPE;
typedef enum _TIMER_TYPE { NotificationTimer, SynchronizationTimer } TIMER_TYPE;
enum { KernelMode = 0, UserMode = 1 };

typedef struct _DISPATCHER_HEADER {
    UCHAR Type;        /* enum nt_object_type; 0: not initialised */
    UCHAR Synchronization;
    UCHAR Foreign;     /* the signal goes to nt_fd */
    UCHAR Reserved;
    LONG SignalState;
    union {
        LIST_ENTRY WaitListHead;
        int nt_fd;
    };
} DISPATCHER_HEADER;

typedef struct _KEVENT { DISPATCHER_HEADER Header; } KEVENT, *PKEVENT;
typedef struct _KMUTANT { DISPATCHER_HEADER Header; LIST_ENTRY MutantListEntry; void *OwnerThread; ULONG_PTR Reserved; } KMUTANT, *PKMUTANT, KMUTEX, *PKMUTEX;
typedef struct _KSEMAPHORE { DISPATCHER_HEADER Header; LONG Limit; } KSEMAPHORE, *PKSEMAPHORE;

void NTAPI KeInitializeEvent(PKEVENT event, EVENT_TYPE type, BOOLEAN state);
/* <= DISPATCH_LEVEL. wait must be FALSE. Returns the previous state. */
LONG NTAPI KeSetEvent(PKEVENT event, LONG increment, BOOLEAN wait);
void NTAPI KeClearEvent(PKEVENT event);
LONG NTAPI KeResetEvent(PKEVENT event);
LONG NTAPI KeReadStateEvent(PKEVENT event);
void NTAPI KeInitializeMutex(PKMUTEX mutex, ULONG level);
LONG NTAPI KeReleaseMutex(PKMUTEX mutex, BOOLEAN wait);
void NTAPI KeInitializeSemaphore(PKSEMAPHORE semaphore, LONG count, LONG limit);
LONG NTAPI KeReleaseSemaphore(PKSEMAPHORE semaphore, LONG increment, LONG adjustment, BOOLEAN wait);

/* timeout: 100 ns units, negative is relative, NULL waits for ever. <= APC_LEVEL; with a zero timeout
 * also at DISPATCH_LEVEL (nf-wdm-kewaitforsingleobject). STATUS_SUCCESS or STATUS_TIMEOUT. */
NTSTATUS NTAPI KeWaitForSingleObject(PVOID object, KWAIT_REASON reason, KPROCESSOR_MODE mode, BOOLEAN alertable,
                               PLARGE_INTEGER timeout);
NTSTATUS NTAPI KeDelayExecutionThread(KPROCESSOR_MODE mode, BOOLEAN alertable, PLARGE_INTEGER interval);
void NTAPI KeStallExecutionProcessor(ULONG microseconds);

/* ---- spin locks, fast mutexes ------------------------------------------------------------- */

typedef ULONG_PTR KSPIN_LOCK, *PKSPIN_LOCK;
void NTAPI KeInitializeSpinLock(PKSPIN_LOCK lock);
KIRQL NTAPI KeAcquireSpinLockRaiseToDpc(PKSPIN_LOCK lock);
#define KeAcquireSpinLock(lock, old) (*(old) = KeAcquireSpinLockRaiseToDpc(lock))
void NTAPI KeReleaseSpinLock(PKSPIN_LOCK lock, KIRQL old);
void NTAPI KeAcquireSpinLockAtDpcLevel(PKSPIN_LOCK lock);
void NTAPI KeReleaseSpinLockFromDpcLevel(PKSPIN_LOCK lock);

typedef struct _FAST_MUTEX { LONG Count; void *Owner; ULONG Contention; KEVENT Event; ULONG OldIrql; } FAST_MUTEX, *PFAST_MUTEX;
void NTAPI ExInitializeFastMutex(PFAST_MUTEX mutex);
void NTAPI ExAcquireFastMutex(PFAST_MUTEX mutex); /* < DISPATCH_LEVEL; raises to APC_LEVEL */
void NTAPI ExReleaseFastMutex(PFAST_MUTEX mutex);
BOOLEAN NTAPI ExTryToAcquireFastMutex(PFAST_MUTEX mutex);
void NTAPI KeEnterCriticalRegion(void);
void NTAPI KeLeaveCriticalRegion(void);

/* ---- deferred calls, timers, threads, work items --------------------------------------------- */

struct _KDPC;
typedef void (NTAPI KDEFERRED_ROUTINE)(struct _KDPC *dpc, PVOID context, PVOID argument1, PVOID argument2);
typedef KDEFERRED_ROUTINE *PKDEFERRED_ROUTINE;
typedef struct _KDPC {
    LIST_ENTRY DpcListEntry;
    PKDEFERRED_ROUTINE DeferredRoutine;
    PVOID DeferredContext, SystemArgument1, SystemArgument2;
    LONG Queued;
    PVOID Reserved;
} KDPC, *PKDPC;
void NTAPI KeInitializeDpc(PKDPC dpc, PKDEFERRED_ROUTINE routine, PVOID context);
BOOLEAN NTAPI KeInsertQueueDpc(PKDPC dpc, PVOID argument1, PVOID argument2);
BOOLEAN NTAPI KeRemoveQueueDpc(PKDPC dpc);
void NTAPI KeFlushQueuedDpcs(void); /* PASSIVE_LEVEL */

typedef struct _KTIMER {
    DISPATCHER_HEADER Header;
    LIST_ENTRY TimerListEntry;
    uint64_t DueTime; /* interrupt time, 100 ns units; 0: not set */
    LONG Period;      /* ms */
    PKDPC Dpc;
} KTIMER, *PKTIMER;
void NTAPI KeInitializeTimer(PKTIMER timer);
void NTAPI KeInitializeTimerEx(PKTIMER timer, TIMER_TYPE type);
BOOLEAN NTAPI KeSetTimer(PKTIMER timer, LARGE_INTEGER due, PKDPC dpc);
BOOLEAN NTAPI KeSetTimerEx(PKTIMER timer, LARGE_INTEGER due, LONG period, PKDPC dpc);
BOOLEAN NTAPI KeCancelTimer(PKTIMER timer);

typedef void (NTAPI KSTART_ROUTINE)(PVOID context);
typedef KSTART_ROUTINE *PKSTART_ROUTINE;
/* handle names the thread until ZwClose. The other arguments must be 0 or NULL. */
NTSTATUS NTAPI PsCreateSystemThread(PHANDLE handle, ULONG access, PVOID attributes, HANDLE process, PVOID client_id,
                              PKSTART_ROUTINE routine, PVOID context);
NTSTATUS NTAPI PsTerminateSystemThread(NTSTATUS status); /* only as the routine's last call */

typedef enum _WORK_QUEUE_TYPE { CriticalWorkQueue, DelayedWorkQueue, HyperCriticalWorkQueue } WORK_QUEUE_TYPE;
struct _DEVICE_OBJECT;
typedef struct _IO_WORKITEM *PIO_WORKITEM;
typedef void (NTAPI IO_WORKITEM_ROUTINE)(struct _DEVICE_OBJECT *device, PVOID context);
typedef IO_WORKITEM_ROUTINE *PIO_WORKITEM_ROUTINE;
PIO_WORKITEM NTAPI IoAllocateWorkItem(struct _DEVICE_OBJECT *device);
void NTAPI IoQueueWorkItem(PIO_WORKITEM item, PIO_WORKITEM_ROUTINE routine, WORK_QUEUE_TYPE queue, PVOID context);
void NTAPI IoFreeWorkItem(PIO_WORKITEM item);

/* ---- time ----------------------------------------------------------------------------------- */

LARGE_INTEGER NTAPI KeQueryPerformanceCounter(PLARGE_INTEGER frequency); /* any IRQL; 10 MHz, monotonic clock */
ULONGLONG NTAPI KeQueryInterruptTime(void);                              /* 100 ns units since start */
void NTAPI KeQuerySystemTime(PLARGE_INTEGER time);                       /* 100 ns units since 1601 */
void NTAPI KeQueryTickCount(PLARGE_INTEGER ticks);
ULONG NTAPI KeQueryTimeIncrement(void);

/* ---- pool ----------------------------------------------------------------------------------- */

typedef enum _POOL_TYPE { NonPagedPool = 0, NonPagedPoolExecute = 0, PagedPool = 1, NonPagedPoolNx = 512 } POOL_TYPE;
/* PagedPool <= APC_LEVEL, NonPagedPool <= DISPATCH_LEVEL. Contents are not zero. */
PVOID NTAPI ExAllocatePoolWithTag(POOL_TYPE type, SIZE_T size, ULONG tag);
void NTAPI ExFreePoolWithTag(PVOID p, ULONG tag);
void NTAPI ExFreePool(PVOID p);
#define POOL_FLAG_NON_PAGED     0x40ull
#define POOL_FLAG_PAGED         0x100ull
#define POOL_FLAG_UNINITIALIZED 0x2ull
PVOID NTAPI ExAllocatePool2(ULONGLONG flags, SIZE_T size, ULONG tag); /* zero-filled unless UNINITIALIZED */

/* ---- memory ----------------------------------------------------------------------------------- */

#define RtlZeroMemory(d, n)    memset((d), 0, (n))
#define RtlFillMemory(d, n, v) memset((d), (v), (n))
#define RtlCopyMemory(d, s, n) memcpy((d), (s), (n))
#define RtlMoveMemory(d, s, n) memmove((d), (s), (n))
#define RtlEqualMemory(a, b, n) (memcmp((a), (b), (n)) == 0)
SIZE_T NTAPI RtlCompareMemory(const void *a, const void *b, SIZE_T n);

#define MDL_MAPPED_TO_SYSTEM_VA     0x0001
#define MDL_PAGES_LOCKED            0x0002
#define MDL_SOURCE_IS_NONPAGED_POOL 0x0004
#define MDL_PARTIAL                 0x0010
#define MmGetMdlByteCount(m)  ((m)->ByteCount)
#define MmGetMdlByteOffset(m) ((m)->ByteOffset)
#define MmGetMdlVirtualAddress(m) ((PVOID)((char *)(m)->StartVa + (m)->ByteOffset))
enum { NormalPagePriority = 16, HighPagePriority = 32, MdlMappingNoExecute = 0x40000000 };
PMDL NTAPI IoAllocateMdl(PVOID address, ULONG length, BOOLEAN secondary, BOOLEAN charge_quota, PVOID irp);
void NTAPI IoFreeMdl(PMDL mdl);
void NTAPI MmBuildMdlForNonPagedPool(PMDL mdl);
PVOID NTAPI MmGetSystemAddressForMdlSafe(PMDL mdl, ULONG priority);
/* part describes length bytes from address of source (nf-wdm-iobuildpartialmdl); 0: to its end. <= DISPATCH_LEVEL. */
void NTAPI IoBuildPartialMdl(PMDL source, PMDL part, PVOID address, ULONG length);
PVOID NTAPI MmMapLockedPagesSpecifyCache(PMDL mdl, KPROCESSOR_MODE mode, MEMORY_CACHING_TYPE cache, PVOID address,
                                         ULONG bug_check, ULONG priority);
void NTAPI MmUnmapLockedPages(PVOID address, PMDL mdl);

/* Register access: goes to the device that owns the address (nt_sim.h), or to memory. */
ULONG READ_REGISTER_ULONG(volatile ULONG *reg);
void WRITE_REGISTER_ULONG(volatile ULONG *reg, ULONG value);
USHORT READ_REGISTER_USHORT(volatile USHORT *reg);
UCHAR READ_REGISTER_UCHAR(volatile UCHAR *reg);

/* What __try { ProbeForRead; copy } __except { status } does in a Windows build: copies n bytes of user
 * memory; STATUS_ACCESS_VIOLATION when any byte cannot be read (or written). <= APC_LEVEL. */
NTSTATUS nt_copy_from_user(void *dst, const void *user_src, SIZE_T n);
NTSTATUS nt_copy_to_user(void *user_dst, const void *src, SIZE_T n);

/* ---- strings, lists, interlocked --------------------------------------------------------------- */

void NTAPI RtlInitUnicodeString(PUNICODE_STRING dst, const uint16_t *src);
BOOLEAN NTAPI RtlEqualUnicodeString(const UNICODE_STRING *a, const UNICODE_STRING *b, BOOLEAN ignore_case);

static inline void InitializeListHead(PLIST_ENTRY h) { h->Flink = h->Blink = h; }
static inline BOOLEAN IsListEmpty(const LIST_ENTRY *h) { return h->Flink == h; }
static inline BOOLEAN RemoveEntryList(PLIST_ENTRY e)
{
    PLIST_ENTRY next = e->Flink, prev = e->Blink;
    prev->Flink = next;
    next->Blink = prev;
    return next == prev;
}
static inline PLIST_ENTRY RemoveHeadList(PLIST_ENTRY h) { PLIST_ENTRY e = h->Flink; RemoveEntryList(e); return e; }
static inline PLIST_ENTRY RemoveTailList(PLIST_ENTRY h) { PLIST_ENTRY e = h->Blink; RemoveEntryList(e); return e; }
static inline void InsertTailList(PLIST_ENTRY h, PLIST_ENTRY e)
{
    e->Flink = h;
    e->Blink = h->Blink;
    h->Blink->Flink = e;
    h->Blink = e;
}
static inline void InsertHeadList(PLIST_ENTRY h, PLIST_ENTRY e)
{
    e->Blink = h;
    e->Flink = h->Flink;
    h->Flink->Blink = e;
    h->Flink = e;
}

#define InterlockedIncrement(p)        __atomic_add_fetch((p), 1, __ATOMIC_SEQ_CST)
#define InterlockedDecrement(p)        __atomic_sub_fetch((p), 1, __ATOMIC_SEQ_CST)
#define InterlockedIncrement64(p)      __atomic_add_fetch((p), 1, __ATOMIC_SEQ_CST)
#define InterlockedExchange(p, v)      __atomic_exchange_n((p), (v), __ATOMIC_SEQ_CST)
#define InterlockedExchange64(p, v)    __atomic_exchange_n((p), (v), __ATOMIC_SEQ_CST)
#define InterlockedExchangePointer(p, v) __atomic_exchange_n((p), (v), __ATOMIC_SEQ_CST)
#define InterlockedExchangeAdd(p, v)   __atomic_fetch_add((p), (v), __ATOMIC_SEQ_CST)
#define InterlockedOr(p, v)            __atomic_fetch_or((p), (v), __ATOMIC_SEQ_CST)
#define InterlockedAnd(p, v)           __atomic_fetch_and((p), (v), __ATOMIC_SEQ_CST)
static inline LONG InterlockedCompareExchange(volatile LONG *p, LONG v, LONG expected)
{
    __atomic_compare_exchange_n(p, &expected, v, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
    return expected;
}
static inline LONGLONG InterlockedCompareExchange64(volatile LONGLONG *p, LONGLONG v, LONGLONG expected)
{
    __atomic_compare_exchange_n(p, &expected, v, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
    return expected;
}
#define KeMemoryBarrier() __atomic_thread_fence(__ATOMIC_SEQ_CST)
#ifndef YieldProcessor
#define YieldProcessor() __builtin_ia32_pause()
#endif

/* ---- objects, drivers, requests ------------------------------------------------------------------ */

typedef struct _OBJECT_TYPE *POBJECT_TYPE;
extern POBJECT_TYPE *ExEventObjectType;
#define EVENT_MODIFY_STATE 0x0002u
#ifndef SYNCHRONIZE
#define SYNCHRONIZE 0x00100000u
#endif
#define FILE_ALL_ACCESS 0x001f01ffu
#ifndef GENERIC_READ
#define GENERIC_READ  0x80000000u
#endif
#ifndef GENERIC_WRITE
#define GENERIC_WRITE 0x40000000u
#endif
/* With UserMode and *ExEventObjectType handle is an eventfd's number of the calling process; *object is a KEVENT whose
 * signal goes there. PASSIVE_LEVEL. STATUS_INVALID_HANDLE, STATUS_OBJECT_TYPE_MISMATCH. */
NTSTATUS NTAPI ObReferenceObjectByHandle(HANDLE handle, ULONG access, POBJECT_TYPE type, KPROCESSOR_MODE mode, PVOID *object,
                                   PVOID handle_information);
void NTAPI ObfReferenceObject(PVOID object);
void NTAPI ObfDereferenceObject(PVOID object); /* <= DISPATCH_LEVEL */
#define ObReferenceObject(o) ObfReferenceObject(o)
#define ObDereferenceObject(o) ObfDereferenceObject(o)
NTSTATUS NTAPI ZwClose(HANDLE handle);
NTSTATUS NTAPI ZwLoadDriver(PUNICODE_STRING service);
NTSTATUS NTAPI ZwUnloadDriver(PUNICODE_STRING service);
NTSTATUS NTAPI ZwWaitForSingleObject(HANDLE handle, BOOLEAN alertable, PLARGE_INTEGER timeout);
HANDLE NTAPI PsGetCurrentProcessId(void);
HANDLE NTAPI PsGetCurrentThreadId(void);

struct _DEVICE_OBJECT {
    USHORT Type, Size;
    LONG ReferenceCount;
    struct _DRIVER_OBJECT *DriverObject;
    PVOID DeviceExtension;
};
typedef struct _FILE_OBJECT { USHORT Type, Size; struct _DEVICE_OBJECT *DeviceObject; } FILE_OBJECT, *PFILE_OBJECT;
typedef NTSTATUS (NTAPI DRIVER_DISPATCH)(struct _DEVICE_OBJECT *device, struct _IRP *irp);
typedef NTSTATUS (NTAPI DRIVER_ADD_DEVICE)(struct _DRIVER_OBJECT *driver, struct _DEVICE_OBJECT *pdo);
typedef void (NTAPI DRIVER_UNLOAD)(struct _DRIVER_OBJECT *driver);
#define IRP_MJ_INTERNAL_DEVICE_CONTROL 0x0f
#define IRP_MJ_MAXIMUM_FUNCTION        0x1b
typedef struct _DRIVER_EXTENSION {
    struct _DRIVER_OBJECT *DriverObject;
    DRIVER_ADD_DEVICE *AddDevice;
    ULONG Count;
    UNICODE_STRING ServiceKeyName;
} DRIVER_EXTENSION, *PDRIVER_EXTENSION;
struct _DRIVER_OBJECT {
    SHORT Type, Size;
    struct _DEVICE_OBJECT *DeviceObject;
    ULONG Flags;
    PVOID DriverStart;
    ULONG DriverSize;
    PVOID DriverSection; /* the loaded file: struct nt_image */
    PDRIVER_EXTENSION DriverExtension;
    UNICODE_STRING DriverName;
    DRIVER_UNLOAD *DriverUnload;
    DRIVER_DISPATCH *MajorFunction[IRP_MJ_MAXIMUM_FUNCTION + 1];
};
struct _IRP {
    PVOID UserBuffer;
    PKEVENT UserEvent;
    PIO_STATUS_BLOCK UserIosb;
    IO_STATUS_BLOCK IoStatus;
    ULONG IoControlCode, OutputLength;
    BOOLEAN Internal;
};

NTSTATUS NTAPI IoGetDeviceObjectPointer(PUNICODE_STRING name, ULONG access, PFILE_OBJECT *file, PDEVICE_OBJECT *device);
PIRP NTAPI IoBuildDeviceIoControlRequest(ULONG code, PDEVICE_OBJECT device, PVOID in, ULONG in_length, PVOID out,
                                   ULONG out_length, BOOLEAN internal, PKEVENT event, PIO_STATUS_BLOCK iosb);
NTSTATUS NTAPI IofCallDriver(PDEVICE_OBJECT device, PIRP irp);
#define IoCallDriver(d, i) IofCallDriver((d), (i))
void NTAPI IofCompleteRequest(PIRP irp, CHAR boost);

typedef struct _OSVERSIONINFOW_NT {
    ULONG dwOSVersionInfoSize, dwMajorVersion, dwMinorVersion, dwBuildNumber, dwPlatformId;
    uint16_t szCSDVersion[128];
} RTL_OSVERSIONINFOW, *PRTL_OSVERSIONINFOW;
NTSTATUS NTAPI RtlGetVersion(PRTL_OSVERSIONINFOW version);

enum { DPFLTR_VIDEO_ID = 76, DPFLTR_IHVVIDEO_ID = 78 };
enum { DPFLTR_ERROR_LEVEL = 0, DPFLTR_WARNING_LEVEL, DPFLTR_TRACE_LEVEL, DPFLTR_INFO_LEVEL };
ULONG NTAPI DbgPrintEx(ULONG component, ULONG level, const char *format, ...) __attribute__((format(__printf__, 3, 4)));

#ifdef __cplusplus
}
#endif
#endif
