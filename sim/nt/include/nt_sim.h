/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * nt_sim.h - what the miniature's own parts and the tests use of the kernel subset: violations,
 * strictness, the registries behind loading a driver, register windows. Drivers do not include it.
 */
#ifndef NT_SIM_H
#define NT_SIM_H

#include <stdbool.h>
#include "nt_ddk.h"

/* ---- violations ------------------------------------------------------------------------------ */

/* A rule of the documentation was broken. page names the Microsoft page (file name without .md). Prints and
 * aborts, unless a handler is set: then it is called and the offender goes on. Any IRQL, any thread. */
void nt_violation(const char *page, const char *format, ...) __attribute__((format(__printf__, 2, 3)));
typedef void nt_violation_fn(void *arg, const char *page, const char *text);
void nt_violation_handler(nt_violation_fn *fn, void *arg); /* NULL: abort again */
unsigned long nt_violation_count(void);

enum nt_strictness {
    NT_STRICT_IRQL = 1u << 0,       /* level of each service */
    NT_STRICT_LOCKS = 1u << 1,      /* recursion and order of spin locks */
    NT_STRICT_POOL = 1u << 2,       /* tags, guard bytes, double frees, leaks */
    NT_STRICT_PAGED_TOUCH = 1u << 3, /* paged pool is inaccessible at DISPATCH_LEVEL; two system calls per raise */
    NT_STRICT_DEFAULT = NT_STRICT_IRQL | NT_STRICT_LOCKS | NT_STRICT_POOL,
    NT_STRICT_ALL = 0xf
};
/* Default, or what PVGPU_SIM_STRICT says: comma-separated irql,locks,pool,paged,all,none. */
unsigned nt_strict(void);
void nt_strict_set(unsigned flags);

/* ---- pool ------------------------------------------------------------------------------------- */

struct nt_pool_stats { uint64_t blocks, bytes, allocations; };
struct nt_pool_stats nt_pool_stats(void);
/* Reports every live block as a violation (one per block, at most 16); returns their number. */
unsigned long nt_pool_leaks(void);
/* Frees every live block: after a test that left some on purpose. */
void nt_pool_forget(void);
/* The n-th allocation from now fails (1 is the next), once; 0 cancels. */
void nt_pool_fail_at(unsigned long n);
unsigned long nt_pool_fail_left(void); /* 0: it failed, or was not asked for */

/* ---- threads ---------------------------------------------------------------------------------- */

/* Runs fn at the level of a device interrupt, then restores the level. Only the interrupt thread and
 * SynchronizeExecution use it. */
KIRQL nt_irql_enter(KIRQL level);
void nt_irql_leave(KIRQL old);
/* A name for messages about the calling thread. Static string. */
void nt_thread_name(const char *name);
/* Timers that are set: of a driver that is unloaded there may be none. */
unsigned nt_timers_armed(void);
/* Delays take no time, and the performance counter runs ahead by what they would have taken. For tests of one thread. */
void nt_time_skip(bool on);
/* The performance counter runs this many times slower than the machine's clock, 1 at first; waits and timers are as long as
 * ever. A driver measures with it how long it has waited for the host, which is a process among others here: on a busy machine
 * its limits would be a matter of luck. The port driver's limits (TdrDelay, the watch over calls) grow alike. Any thread. */
void nt_clock_slow(unsigned times);
unsigned nt_clock_slowness(void);
/* The client process that the calling thread works for; 0 the system. */
void nt_process_set(uint32_t process);

/* How an event of user mode becomes an eventfd where handles are not numbers of eventfds. fn: the eventfd that stands
 * for the event, which stays the callee's, or -1; any thread at PASSIVE_LEVEL. */
typedef int nt_user_event_fn(HANDLE handle);
void nt_user_events(nt_user_event_fn *fn);

/* The program has 32-bit pointers: what is given to user mode lies below 4 GiB. Before anything starts. */
void nt_user_low(void);
/* Zeroed pages that user mode may see, NULL when there are none. flags: of mmap, besides what that needs. */
void *nt_user_pages(size_t size, int flags);
bool nt_user_is_low(void);

/* ---- drivers and devices -------------------------------------------------------------------------- */

typedef NTSTATUS nt_device_control_fn(void *arg, ULONG code, void *out, ULONG out_length);
/* A device that IoGetDeviceObjectPointer finds once its service is loaded. Names are ASCII. */
void nt_device_register(const char *service, const char *device, nt_device_control_fn *control, void *arg);
PDRIVER_OBJECT nt_driver_create(const char *name);
void nt_driver_destroy(PDRIVER_OBJECT driver);

/* ---- drivers that were built for Windows ---- */

/* A .sys file of Windows x64, mapped at an address that is another one each time. Refused, with a sentence in why, is all
 * that Windows 10 with memory integrity refuses: see image.c. */
struct nt_image;
struct nt_image *nt_image_load(const char *path, char *why, size_t size);
/* Calls its entry point, then takes INIT out of memory. PASSIVE_LEVEL. */
NTSTATUS nt_image_start(struct nt_image *image, PDRIVER_OBJECT driver, PUNICODE_STRING registry_path);
/* The file that an address of a loaded driver comes from; NULL: it is no driver's. */
const char *nt_image_file(const void *address);
void nt_image_unload(struct nt_image *image); /* NULL is fine; nt_driver_destroy does it for what was started */

/* ---- register windows -------------------------------------------------------------------------------- */

struct nt_mmio_ops {
    uint64_t (*read)(void *arg, uint64_t offset, unsigned width);
    void (*write)(void *arg, uint64_t offset, unsigned width, uint64_t value);
};
/* READ_REGISTER_ and WRITE_REGISTER_ of base..base+size go to ops. The addresses themselves are not accessible. NULL: no
 * memory. */
void *nt_mmio_map(uint64_t size, const struct nt_mmio_ops *ops, void *arg);
void nt_mmio_unmap(void *base);

#endif
