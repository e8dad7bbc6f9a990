/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * nt.c - the kernel services, and each of their rules broken once on purpose.
 */
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <unistd.h>
#include "nt_sim.h"
#include "tap.h"

static char caught_page[64], caught_text[256];
static int n_caught;

static void catch(void *arg, const char *page, const char *text)
{
    n_caught++;
    snprintf(caught_page, sizeof caught_page, "%s", page);
    snprintf(caught_text, sizeof caught_text, "%s", text);
}

/* Runs what must be reported exactly once, under a page whose name holds part. */
#define BREAKS(part, ...) do { \
        n_caught = 0; caught_page[0] = 0; \
        nt_violation_handler(catch, NULL); \
        __VA_ARGS__; \
        nt_violation_handler(NULL, NULL); \
        CHECK_EQ(n_caught, 1); \
        if (!strstr(caught_page, part)) printf("# got '%s': %s\n", caught_page, caught_text); \
        CHECK(strstr(caught_page, part) != NULL); \
    } while (0)

static LARGE_INTEGER ms(int n) { LARGE_INTEGER t; t.QuadPart = -10000ll * n; return t; }

#define TAG 0x74736554u /* 'Test' */

TEST(irql)
{
    KIRQL old;
    CHECK_EQ(KeGetCurrentIrql(), PASSIVE_LEVEL);
    KeRaiseIrql(DISPATCH_LEVEL, &old);
    CHECK_EQ(old, PASSIVE_LEVEL);
    CHECK_EQ(KeGetCurrentIrql(), DISPATCH_LEVEL);
    BREAKS("keraiseirql", { KIRQL o; KeRaiseIrql(APC_LEVEL, &o); KeRaiseIrql(o, &o); });
    BREAKS("paged_code", PAGED_CODE());
    KeLowerIrql(PASSIVE_LEVEL);
    PAGED_CODE();
    BREAKS("kelowerirql", KeLowerIrql(DISPATCH_LEVEL));
    nt_irql_leave(PASSIVE_LEVEL);
}

static KSPIN_LOCK shared_lock;
static int shared_value;

static void *count_up(void *arg)
{
    int i;
    for (i = 0; i < 20000; i++) {
        KIRQL old;
        KeAcquireSpinLock(&shared_lock, &old);
        shared_value++;
        KeReleaseSpinLock(&shared_lock, old);
    }
    return NULL;
}

TEST(spin_locks)
{
    KSPIN_LOCK a, b, c;
    KIRQL old;
    pthread_t thread;

    KeInitializeSpinLock(&shared_lock);
    pthread_create(&thread, NULL, count_up, NULL);
    count_up(NULL);
    pthread_join(thread, NULL);
    CHECK_EQ(shared_value, 40000);

    KeInitializeSpinLock(&a);
    KeInitializeSpinLock(&b);
    KeInitializeSpinLock(&c);
    BREAKS("kereleasespinlock", KeReleaseSpinLock(&a, PASSIVE_LEVEL));
    BREAKS("keacquirespinlockatdpclevel", KeAcquireSpinLockAtDpcLevel(&a));
    KeRaiseIrql(DISPATCH_LEVEL, &old);
    KeReleaseSpinLockFromDpcLevel(&a);
    KeLowerIrql(old);
    KeInitializeSpinLock(&a);
    nt_strict_set(NT_STRICT_DEFAULT);
    KeAcquireSpinLock(&a, &old);
    CHECK_EQ(KeGetCurrentIrql(), DISPATCH_LEVEL);
    KeReleaseSpinLock(&a, old);
    CHECK_EQ(KeGetCurrentIrql(), PASSIVE_LEVEL);
}

TEST(spin_lock_order)
{
    KSPIN_LOCK a, b, c, d;
    KIRQL old;

    KeInitializeSpinLock(&a);
    KeInitializeSpinLock(&b);
    KeInitializeSpinLock(&c);
    KeInitializeSpinLock(&d);
    KeAcquireSpinLock(&a, &old);
    KeAcquireSpinLockAtDpcLevel(&b);
    KeReleaseSpinLockFromDpcLevel(&b);
    KeReleaseSpinLock(&a, old);
    KeAcquireSpinLock(&b, &old);
    KeAcquireSpinLockAtDpcLevel(&c);
    KeReleaseSpinLockFromDpcLevel(&c);
    KeReleaseSpinLock(&b, old);
    KeAcquireSpinLock(&c, &old);
    BREAKS("deadlocks", KeAcquireSpinLockAtDpcLevel(&a)); /* a, b, c and then a again: a circle of three */
    KeReleaseSpinLockFromDpcLevel(&a);
    BREAKS("kereleasespinlock", { KIRQL o; KeAcquireSpinLock(&d, &o); KeReleaseSpinLock(&d, PASSIVE_LEVEL); });
    KeRaiseIrql(DISPATCH_LEVEL, &old);
    BREAKS("kelowerirql", KeLowerIrql(PASSIVE_LEVEL));
    KeRaiseIrql(DISPATCH_LEVEL, &old);
    KeReleaseSpinLock(&c, PASSIVE_LEVEL);
}

static KEVENT ping, pong;

static void NTAPI answer(PVOID context)
{
    int i;
    for (i = 0; i < 100; i++) {
        KeWaitForSingleObject(&ping, Executive, KernelMode, FALSE, NULL);
        KeSetEvent(&pong, 0, FALSE);
    }
    PsTerminateSystemThread(STATUS_SUCCESS);
}

TEST(events_and_threads)
{
    HANDLE handle;
    PVOID thread;
    LARGE_INTEGER t = ms(20), now = ms(0);
    uint64_t before;
    KIRQL old;
    int i;

    KeInitializeEvent(&ping, SynchronizationEvent, FALSE);
    KeInitializeEvent(&pong, SynchronizationEvent, FALSE);
    before = KeQueryInterruptTime();
    CHECK_EQ(KeWaitForSingleObject(&pong, Executive, KernelMode, FALSE, &t), STATUS_TIMEOUT);
    CHECK(KeQueryInterruptTime() - before >= 200000);
    CHECK_EQ(PsCreateSystemThread(&handle, 0, NULL, NULL, NULL, answer, NULL), STATUS_SUCCESS);
    CHECK_EQ(ObReferenceObjectByHandle(handle, SYNCHRONIZE, NULL, KernelMode, &thread, NULL), STATUS_SUCCESS);
    CHECK_EQ(ZwClose(handle), STATUS_SUCCESS);
    CHECK_EQ(ZwClose(handle), STATUS_INVALID_HANDLE);
    for (i = 0; i < 100; i++) {
        KeSetEvent(&ping, 0, FALSE);
        CHECK_EQ(KeWaitForSingleObject(&pong, Executive, KernelMode, FALSE, NULL), STATUS_SUCCESS);
    }
    CHECK_EQ(KeWaitForSingleObject(thread, Executive, KernelMode, FALSE, NULL), STATUS_SUCCESS);
    ObfDereferenceObject(thread);
    KeSetEvent(&pong, 0, FALSE); /* lets one wait through */
    CHECK_EQ(KeWaitForSingleObject(&pong, Executive, KernelMode, FALSE, &now), STATUS_SUCCESS);
    CHECK_EQ(KeWaitForSingleObject(&pong, Executive, KernelMode, FALSE, &now), STATUS_TIMEOUT);

    KeInitializeEvent(&ping, NotificationEvent, TRUE);
    CHECK_EQ(KeWaitForSingleObject(&ping, Executive, KernelMode, FALSE, NULL), STATUS_SUCCESS);
    CHECK_EQ(KeReadStateEvent(&ping), 1);
    CHECK_EQ(KeResetEvent(&ping), 1);
    KeRaiseIrql(DISPATCH_LEVEL, &old);
    CHECK_EQ(KeWaitForSingleObject(&ping, Executive, KernelMode, FALSE, &now), STATUS_TIMEOUT);
    BREAKS("kewaitforsingleobject", KeWaitForSingleObject(&ping, Executive, KernelMode, FALSE, &t));
    BREAKS("kedelayexecutionthread", KeDelayExecutionThread(KernelMode, FALSE, &now));
    KeLowerIrql(old);
    memset(&ping, 0xcc, sizeof ping);
    BREAKS("keinitializeevent", KeSetEvent(&ping, 0, FALSE));
    KeRaiseIrql(NT_DEVICE_LEVEL, &old);
    BREAKS("kesetevent", KeSetEvent(&pong, 0, FALSE));
    KeLowerIrql(old);
    BREAKS("kestallexecutionprocessor", KeStallExecutionProcessor(60));
}

static void *try_mutex(void *arg)
{
    LARGE_INTEGER now = ms(0);
    *(NTSTATUS *)arg = KeWaitForSingleObject(*((void **)arg + 1), Executive, KernelMode, FALSE, &now);
    return NULL;
}

TEST(mutexes)
{
    KMUTEX m;
    FAST_MUTEX f;
    KSEMAPHORE s;
    LARGE_INTEGER now = ms(0);
    void *arg[2] = { NULL, &m };
    pthread_t thread;

    KeInitializeMutex(&m, 0);
    CHECK_EQ(KeWaitForSingleObject(&m, Executive, KernelMode, FALSE, NULL), STATUS_SUCCESS);
    CHECK_EQ(KeWaitForSingleObject(&m, Executive, KernelMode, FALSE, NULL), STATUS_SUCCESS); /* recursive */
    pthread_create(&thread, NULL, try_mutex, arg);
    pthread_join(thread, NULL);
    CHECK_EQ(*(NTSTATUS *)arg, STATUS_TIMEOUT);
    KeReleaseMutex(&m, FALSE);
    KeReleaseMutex(&m, FALSE);
    BREAKS("kereleasemutex", KeReleaseMutex(&m, FALSE));
    pthread_create(&thread, NULL, try_mutex, arg);
    pthread_join(thread, NULL);
    CHECK_EQ(*(NTSTATUS *)arg, STATUS_SUCCESS);

    ExInitializeFastMutex(&f);
    ExAcquireFastMutex(&f);
    CHECK_EQ(KeGetCurrentIrql(), APC_LEVEL);
    CHECK(!ExTryToAcquireFastMutex(&f));
    ExReleaseFastMutex(&f);
    CHECK_EQ(KeGetCurrentIrql(), PASSIVE_LEVEL);
    BREAKS("exreleasefastmutex", ExReleaseFastMutex(&f));

    KeInitializeSemaphore(&s, 1, 2);
    CHECK_EQ(KeWaitForSingleObject(&s, Executive, KernelMode, FALSE, &now), STATUS_SUCCESS);
    CHECK_EQ(KeWaitForSingleObject(&s, Executive, KernelMode, FALSE, &now), STATUS_TIMEOUT);
    KeReleaseSemaphore(&s, 0, 2, FALSE);
    BREAKS("kereleasesemaphore", KeReleaseSemaphore(&s, 0, 1, FALSE));
    KeEnterCriticalRegion();
    KeLeaveCriticalRegion();
    BREAKS("keleavecriticalregion", KeLeaveCriticalRegion());
    KeEnterCriticalRegion();
}

static int dpc_runs, dpc_irql;

static void NTAPI dpc_routine(PKDPC dpc, PVOID context, PVOID a1, PVOID a2)
{
    dpc_runs++;
    dpc_irql = KeGetCurrentIrql();
    if (context) KeSetEvent(context, 0, FALSE);
}

static void NTAPI bad_dpc(PKDPC dpc, PVOID context, PVOID a1, PVOID a2)
{
    KIRQL old;
    KeRaiseIrql(NT_DEVICE_LEVEL, &old);
}

static void NTAPI work_routine(PDEVICE_OBJECT device, PVOID context) { KeSetEvent(context, 0, FALSE); }

TEST(deferred)
{
    KDPC dpc;
    KTIMER timer;
    KEVENT done;
    PIO_WORKITEM item;
    LARGE_INTEGER second = ms(1000);
    KIRQL old;

    KeInitializeDpc(&dpc, dpc_routine, NULL);
    KeRaiseIrql(NT_DEVICE_LEVEL, &old);
    CHECK(KeInsertQueueDpc(&dpc, NULL, NULL));
    CHECK(!KeInsertQueueDpc(&dpc, NULL, NULL)); /* already queued */
    CHECK_EQ(dpc_runs, 0);
    KeLowerIrql(old);
    CHECK_EQ(dpc_runs, 1);
    CHECK_EQ(dpc_irql, DISPATCH_LEVEL);
    KeRaiseIrql(DISPATCH_LEVEL, &old);
    KeInsertQueueDpc(&dpc, NULL, NULL);
    CHECK(KeRemoveQueueDpc(&dpc));
    KeLowerIrql(old);
    CHECK_EQ(dpc_runs, 1);
    KeInitializeDpc(&dpc, bad_dpc, NULL);
    BREAKS("kdeferred_routine", KeInsertQueueDpc(&dpc, NULL, NULL));

    KeInitializeEvent(&done, SynchronizationEvent, FALSE);
    KeInitializeDpc(&dpc, dpc_routine, &done);
    KeInitializeTimer(&timer);
    CHECK(!KeSetTimer(&timer, ms(5), &dpc));
    CHECK_EQ(KeWaitForSingleObject(&done, Executive, KernelMode, FALSE, &second), STATUS_SUCCESS);
    CHECK_EQ(KeWaitForSingleObject(&timer, Executive, KernelMode, FALSE, &second), STATUS_SUCCESS);
    CHECK(!KeCancelTimer(&timer));
    KeSetTimerEx(&timer, ms(1), 1, &dpc);
    CHECK_EQ(KeWaitForSingleObject(&done, Executive, KernelMode, FALSE, &second), STATUS_SUCCESS);
    CHECK_EQ(KeWaitForSingleObject(&done, Executive, KernelMode, FALSE, &second), STATUS_SUCCESS);
    CHECK(KeCancelTimer(&timer));
    KeFlushQueuedDpcs();

    item = IoAllocateWorkItem(NULL);
    KeInitializeEvent(&done, SynchronizationEvent, FALSE);
    IoQueueWorkItem(item, work_routine, DelayedWorkQueue, &done);
    CHECK_EQ(KeWaitForSingleObject(&done, Executive, KernelMode, FALSE, &second), STATUS_SUCCESS);
    IoFreeWorkItem(item);
}

TEST(pool)
{
    struct nt_pool_stats before = nt_pool_stats();
    uint8_t *p;
    KIRQL old;
    int i;

    p = ExAllocatePoolWithTag(NonPagedPoolNx, 100, TAG);
    CHECK(p && p[0] == 0xcc && p[99] == 0xcc);
    CHECK_EQ(nt_pool_stats().blocks, before.blocks + 1);
    ExFreePoolWithTag(p, TAG);
    p = ExAllocatePoolWithTag(PagedPool, 3 * PAGE_SIZE + 1, TAG);
    CHECK_EQ((uintptr_t)p % PAGE_SIZE, 0);
    ExFreePool(p);
    p = ExAllocatePool2(POOL_FLAG_NON_PAGED, 8, TAG);
    CHECK(p && !memcmp(p, "\0\0\0\0\0\0\0\0", 8));
    BREAKS("exfreepoolwithtag", ExFreePoolWithTag(p, 0x1234));
    BREAKS("exfreepoolwithtag", ExFreePoolWithTag(p, TAG)); /* twice */
    BREAKS("exfreepoolwithtag", ExFreePool(NULL));
    p = ExAllocatePoolWithTag(NonPagedPoolNx, 7, TAG);
    p[7] = 0;
    BREAKS("exallocatepoolwithtag", ExFreePoolWithTag(p, TAG));
    p = ExAllocatePoolWithTag(NonPagedPoolNx, 7, TAG);
    ExFreePoolWithTag(p, TAG);
    p[3] = 0; /* seen when the block leaves the quarantine */
    BREAKS("exfreepoolwithtag", for (i = 0; i < 70; i++) ExFreePoolWithTag(ExAllocatePoolWithTag(NonPagedPoolNx, 7, TAG), TAG));
    BREAKS("exallocatepoolwithtag", ExFreePool(ExAllocatePoolWithTag(NonPagedPoolNx, 8, 0)));
    BREAKS("exallocatepoolwithtag", ExFreePool(ExAllocatePoolWithTag(NonPagedPoolNx, 0, TAG)));
    KeRaiseIrql(DISPATCH_LEVEL, &old);
    BREAKS("exallocatepoolwithtag", p = ExAllocatePoolWithTag(PagedPool, 8, TAG));
    BREAKS("exfreepoolwithtag", ExFreePoolWithTag(p, TAG));
    KeLowerIrql(old);
    nt_pool_fail_at(2);
    p = ExAllocatePoolWithTag(NonPagedPoolNx, 8, TAG);
    CHECK(p != NULL);
    CHECK(ExAllocatePoolWithTag(NonPagedPoolNx, 8, TAG) == NULL);
    BREAKS("exfreepoolwithtag", CHECK_EQ(nt_pool_leaks(), 1));
    ExFreePoolWithTag(p, TAG);
    CHECK_EQ(nt_pool_leaks(), 0);
}

static volatile uint8_t *paged_byte;
static volatile int paged_stop;

static void *touch_paged(void *arg)
{
    while (!paged_stop) (*paged_byte)++;
    return NULL;
}

TEST(paged_pool_touched)
{
    pthread_t thread;
    uint8_t *p;
    KIRQL old;
    int i;

    nt_strict_set(NT_STRICT_ALL);
    p = ExAllocatePoolWithTag(PagedPool, 64, TAG);
    CHECK(p != NULL);
    p[0] = 1;
    /* A thread below DISPATCH_LEVEL waits while another one is there, and goes on. */
    paged_byte = p + 1;
    pthread_create(&thread, NULL, touch_paged, NULL);
    for (i = 0; i < 200; i++) {
        KeRaiseIrql(DISPATCH_LEVEL, &old);
        KeStallExecutionProcessor(20);
        KeLowerIrql(old);
    }
    paged_stop = 1;
    pthread_join(thread, NULL);
    KeRaiseIrql(DISPATCH_LEVEL, &old);
    BREAKS("pageable", p[0] = 2);
    KeLowerIrql(old);
    CHECK_EQ(p[0], 2);
    ExFreePoolWithTag(p, TAG);
    nt_strict_set(NT_STRICT_DEFAULT);
}

TEST(user_memory)
{
    char buffer[8192];
    char *page = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    KIRQL old;

    mprotect(page + 4096, 4096, PROT_NONE);
    CHECK_EQ(nt_copy_from_user(buffer, page, 4096), STATUS_SUCCESS);
    CHECK_EQ(nt_copy_from_user(buffer, page, 4097), STATUS_ACCESS_VIOLATION);
    CHECK_EQ(nt_copy_from_user(buffer, NULL, 1), STATUS_ACCESS_VIOLATION);
    CHECK_EQ(nt_copy_to_user(page + 4090, buffer, 7), STATUS_ACCESS_VIOLATION);
    CHECK_EQ(nt_copy_to_user(page + 4090, buffer, 6), STATUS_SUCCESS);
    KeRaiseIrql(DISPATCH_LEVEL, &old);
    BREAKS("probeforread", nt_copy_from_user(buffer, page, 1));
    KeLowerIrql(old);
    munmap(page, 8192);
}

TEST(user_events)
{
    int fd = eventfd(0, EFD_NONBLOCK), pipes[2];
    uint64_t count = 0;
    PVOID event;
    LARGE_INTEGER t = ms(10);

    CHECK_EQ(ObReferenceObjectByHandle((HANDLE)(uintptr_t)fd, EVENT_MODIFY_STATE, *ExEventObjectType, UserMode, &event, NULL),
             STATUS_SUCCESS);
    KeSetEvent(event, 0, FALSE);
    CHECK_EQ(read(fd, &count, 8), 8);
    CHECK_EQ(count, 1);
    CHECK_EQ(KeWaitForSingleObject(event, Executive, KernelMode, FALSE, &t), STATUS_TIMEOUT);
    close(fd);
    KeSetEvent(event, 0, FALSE); /* our own reference */
    CHECK_EQ(KeWaitForSingleObject(event, Executive, KernelMode, FALSE, &t), STATUS_SUCCESS);
    ObfDereferenceObject(event);
    CHECK_EQ(pipe(pipes), 0);
    CHECK_EQ(ObReferenceObjectByHandle((HANDLE)(uintptr_t)pipes[1], EVENT_MODIFY_STATE, *ExEventObjectType, UserMode, &event,
                                       NULL),
             STATUS_OBJECT_TYPE_MISMATCH);
    CHECK_EQ(ObReferenceObjectByHandle((HANDLE)(uintptr_t)9999, EVENT_MODIFY_STATE, *ExEventObjectType, UserMode, &event, NULL),
             STATUS_INVALID_HANDLE);
    BREAKS("obreferenceobjectbyhandle",
           ObReferenceObjectByHandle((HANDLE)(uintptr_t)pipes[0], EVENT_MODIFY_STATE, NULL, UserMode, &event, NULL));
    close(pipes[0]);
    close(pipes[1]);
}

static uint64_t last_offset, last_value;
static uint64_t mmio_read(void *arg, uint64_t offset, unsigned width) { return 0x11223344u + offset + width; }
static void mmio_write(void *arg, uint64_t offset, unsigned width, uint64_t value) { last_offset = offset; last_value = value; }

TEST(registers)
{
    static const struct nt_mmio_ops ops = { mmio_read, mmio_write };
    ULONG *window = nt_mmio_map(4096, &ops, NULL), plain = 7;

    CHECK_EQ(READ_REGISTER_ULONG(window + 3), 0x11223344u + 12 + 4);
    CHECK_EQ(READ_REGISTER_UCHAR((UCHAR *)window + 1), (UCHAR)(0x44 + 1 + 1));
    WRITE_REGISTER_ULONG(window + 16, 99);
    CHECK_EQ(last_offset, 64);
    CHECK_EQ(last_value, 99);
    CHECK_EQ(READ_REGISTER_ULONG(&plain), 7);
    WRITE_REGISTER_ULONG(&plain, 8);
    CHECK_EQ(plain, 8);
    CHECK_EQ(nt_copy_from_user(&plain, window, 4), STATUS_ACCESS_VIOLATION);
    nt_mmio_unmap(window);
}

static NTSTATUS control(void *arg, ULONG code, void *out, ULONG n)
{
    if (code != 0x230047 || n != sizeof(void *)) return STATUS_INVALID_DEVICE_REQUEST;
    *(void **)out = arg;
    return STATUS_SUCCESS;
}

TEST(find_a_driver)
{
    static int marker;
    UNICODE_STRING service, device;
    PFILE_OBJECT file;
    PDEVICE_OBJECT object;
    KEVENT event;
    IO_STATUS_BLOCK iosb;
    void *answer_pointer = NULL;
    RTL_OSVERSIONINFOW version = { sizeof version };
    PIRP irp;

    nt_device_register("\\Registry\\Machine\\System\\CurrentControlSet\\Services\\Thing", "\\Device\\Thing", control, &marker);
    RtlInitUnicodeString(&service, u"\\Registry\\Machine\\System\\CurrentControlSet\\Services\\thing");
    RtlInitUnicodeString(&device, u"\\device\\THING");
    CHECK_EQ(IoGetDeviceObjectPointer(&device, FILE_ALL_ACCESS, &file, &object), STATUS_OBJECT_NAME_NOT_FOUND);
    CHECK_EQ(ZwLoadDriver(&service), STATUS_SUCCESS);
    CHECK_EQ(ZwLoadDriver(&service), STATUS_IMAGE_ALREADY_LOADED);
    CHECK_EQ(IoGetDeviceObjectPointer(&device, FILE_ALL_ACCESS, &file, &object), STATUS_SUCCESS);
    KeInitializeEvent(&event, NotificationEvent, FALSE);
    irp = IoBuildDeviceIoControlRequest(0x230047, object, NULL, 0, &answer_pointer, sizeof answer_pointer, TRUE, &event, &iosb);
    CHECK_EQ(IofCallDriver(object, irp), STATUS_SUCCESS);
    CHECK(answer_pointer == &marker);
    irp = IoBuildDeviceIoControlRequest(0x23003f, object, NULL, 0, &answer_pointer, sizeof answer_pointer, TRUE, &event, &iosb);
    CHECK_EQ(IofCallDriver(object, irp), STATUS_INVALID_DEVICE_REQUEST);
    CHECK_EQ(iosb.Status, STATUS_INVALID_DEVICE_REQUEST);
    ObfDereferenceObject(file);
    CHECK_EQ(ZwUnloadDriver(&service), STATUS_SUCCESS);
    CHECK_EQ(RtlGetVersion(&version), STATUS_SUCCESS);
    CHECK(version.dwMajorVersion >= 10);
}

static uint64_t counter(void)
{
    LARGE_INTEGER f, t = KeQueryPerformanceCounter(&f);
    return (uint64_t)t.QuadPart / ((uint64_t)f.QuadPart / 1000000u); /* us */
}

/* What limits are measured with runs slower, waits are as long as ever, and no change goes back. */
TEST(a_slow_clock)
{
    LARGE_INTEGER nap = { .QuadPart = -200000 }; /* 20 ms */
    uint64_t real = KeQueryInterruptTime(), at = counter(), passed;

    nt_clock_slow(1000);
    CHECK_EQ(nt_clock_slowness(), 1000);
    CHECK_EQ(KeDelayExecutionThread(KernelMode, FALSE, &nap), STATUS_SUCCESS);
    CHECK(counter() >= at);
    passed = counter() - at;
    real = (KeQueryInterruptTime() - real) / 10;
    CHECK(real >= 20000 && passed < real);
    nt_clock_slow(1);
    CHECK(counter() >= at + passed);
    at = counter();
    CHECK_EQ(KeDelayExecutionThread(KernelMode, FALSE, &nap), STATUS_SUCCESS);
    CHECK(counter() - at >= 20000);
}

TAP_MAIN(RUN(irql); RUN(spin_locks); RUN(spin_lock_order); RUN(events_and_threads); RUN(mutexes); RUN(deferred); RUN(pool);
         RUN(paged_pool_touched); RUN(user_memory); RUN(user_events); RUN(registers); RUN(find_a_driver); RUN(a_slow_clock))
