/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * exports.c - what a driver file may import, by module, as in the import libraries that it is linked with. What is not
 * here was not needed by a driver of ours: one line each.
 */
#include "nt_internal.h"

#include <strings.h>

/* The fault handler does its work (image_fault.c); nobody calls it. */
static int NTAPI c_specific_handler(void *record, void *frame, void *context, void *dispatcher)
{
    nt_violation("exception-handling-x64", "__C_specific_handler called");
    return 1;
}

static void *NTAPI ms_memcpy(void *d, const void *s, size_t n) { return memcpy(d, s, n); }
static void *NTAPI ms_memmove(void *d, const void *s, size_t n) { return memmove(d, s, n); }
static void *NTAPI ms_memset(void *d, int v, size_t n) { return memset(d, v, n); }
static int NTAPI ms_memcmp(const void *a, const void *b, size_t n) { return memcmp(a, b, n); }

static void *highest_user_address = (void *)0x7ffffffeffffull; /* of Windows x64 (nf-wdm-probeforread) */

#define CODE(name) { #name, (void *)(uintptr_t)name }

static const struct export { const char *name; void *address; } kernel[] = {
    CODE(DbgPrintEx), CODE(ExAcquireFastMutex), CODE(ExAllocatePool2), CODE(ExAllocatePoolWithTag), CODE(ExFreePool),
    CODE(ExFreePoolWithTag), CODE(ExReleaseFastMutex), CODE(ExTryToAcquireFastMutex), CODE(IoAllocateMdl),
    CODE(IoAllocateWorkItem), CODE(IoBuildDeviceIoControlRequest), CODE(IoBuildPartialMdl), CODE(IoFreeMdl),
    CODE(IoFreeWorkItem), CODE(IoGetDeviceObjectPointer), CODE(IoQueueWorkItem), CODE(IofCallDriver), CODE(IofCompleteRequest),
    CODE(KeAcquireSpinLockAtDpcLevel), CODE(KeAcquireSpinLockRaiseToDpc), CODE(KeCancelTimer), CODE(KeClearEvent),
    CODE(KeDelayExecutionThread), CODE(KeEnterCriticalRegion), CODE(KeFlushQueuedDpcs), CODE(KeInitializeDpc),
    CODE(KeInitializeEvent), CODE(KeInitializeMutex), CODE(KeInitializeSemaphore), CODE(KeInitializeTimer),
    CODE(KeInitializeTimerEx), CODE(KeInsertQueueDpc), CODE(KeLeaveCriticalRegion), CODE(KeReadStateEvent), CODE(KeReleaseMutex),
    CODE(KeReleaseSemaphore), CODE(KeReleaseSpinLock), CODE(KeReleaseSpinLockFromDpcLevel), CODE(KeRemoveQueueDpc),
    CODE(KeResetEvent), CODE(KeSetEvent), CODE(KeSetTimer), CODE(KeSetTimerEx), CODE(KeWaitForSingleObject),
    CODE(MmBuildMdlForNonPagedPool), CODE(MmMapLockedPagesSpecifyCache), CODE(MmUnmapLockedPages),
    CODE(ObReferenceObjectByHandle), CODE(ObfDereferenceObject), CODE(ObfReferenceObject), CODE(PsCreateSystemThread),
    CODE(PsGetCurrentProcessId), CODE(PsGetCurrentThreadId), CODE(PsTerminateSystemThread), CODE(RtlCompareMemory),
    CODE(RtlEqualUnicodeString), CODE(RtlGetVersion), CODE(RtlInitUnicodeString), CODE(ZwClose), CODE(ZwLoadDriver),
    CODE(ZwUnloadDriver), CODE(ZwWaitForSingleObject),
    { "memcpy", (void *)(uintptr_t)ms_memcpy }, { "memmove", (void *)(uintptr_t)ms_memmove },
    { "memset", (void *)(uintptr_t)ms_memset }, { "memcmp", (void *)(uintptr_t)ms_memcmp },
    { "__C_specific_handler", (void *)(uintptr_t)c_specific_handler }, { "MmHighestUserAddress", &highest_user_address },
};
static const struct export hal[] = { CODE(KeQueryPerformanceCounter), CODE(KeStallExecutionProcessor) };

static void *find(const struct export *e, size_t n, const char *name)
{
    for (; n; n--, e++)
        if (!strcmp(e->name, name)) return e->address;
    return NULL;
}

void *nt_export_find(const char *module, const char *name, bool *module_known)
{
    bool is_kernel = !strcasecmp(module, "ntoskrnl.exe"), is_hal = !strcasecmp(module, "hal.dll");

    *module_known = is_kernel || is_hal;
    if (is_hal) return find(hal, sizeof hal / sizeof hal[0], name);
    if (!is_kernel) return NULL;
    if (!strcmp(name, "ExEventObjectType")) return ExEventObjectType; /* the address of the kernel's POBJECT_TYPE */
    return find(kernel, sizeof kernel / sizeof kernel[0], name);
}
