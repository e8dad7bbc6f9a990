/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * nt_internal.h - what the files of sim/nt share.
 */
#ifndef NT_INTERNAL_H
#define NT_INTERNAL_H

#include <pthread.h>
#include <setjmp.h>
#include "nt_sim.h"

#define NT_MAX_HELD 16

struct nt_thread {
    KIRQL irql;
    bool in_dpc;
    int critical;           /* KeEnterCriticalRegion */
    uint32_t process;       /* nt_process_set */
    uint32_t id;            /* 1.. */
    const char *name;
    int n_held;             /* spin locks, oldest first */
    PKSPIN_LOCK held[NT_MAX_HELD];
    sigjmp_buf *recover;    /* a guarded copy is running */
    LIST_ENTRY dpcs;        /* queued at DISPATCH_LEVEL or above, run when the level drops */
    bool dpcs_ready;
};

struct nt_thread *nt_self(void);

/* Page name and "KeFoo at IRQL n" when the level is above max. */
bool nt_irql_at_most(KIRQL max, const char *page, const char *function);

/* pool.c: closes and opens the paged pool around DISPATCH_LEVEL; a fault of the calling thread inside it. */
void nt_paged_close(void);
void nt_paged_open(void);
enum nt_fault { NT_FAULT_NOT_OURS, NT_FAULT_RETRY, NT_FAULT_VIOLATION };
enum nt_fault nt_paged_fault(const void *address);
/* Makes the paged pool accessible for good, so that the offender can be reported. */
void nt_paged_give_up(void);

/* Part of a driver's image that may be paged: closed and opened with the paged pool. protection: mprotect's, when open. */
void nt_paged_range(void *base, SIZE_T size, int protection);
void nt_paged_range_forget(void *base);

/* user.c: the handler for faults; idempotent. */
void nt_faults_install(void);
/* The register window that address is in: reads or writes width bytes there. false: in none. */
bool nt_mmio_access(const volatile void *address, unsigned width, bool write, uint64_t *value);

/* lock.c: nobody holds the locks in that memory, and what was learned of their order is void. */
void nt_locks_forget(const void *base, SIZE_T size);

/* image_fault.c: a fault of a driver's image. true: it was an access to device registers or to CR8 that has been made; or
 * it lies in a guarded region. context, a ucontext_t, was changed so that the thread goes on there. */
bool nt_image_emulate(void *context, const void *address);
bool nt_image_exception(void *context, const void *address);
/* image.c: a section of a loaded image. */
#define NT_SCN_DISCARDABLE 0x02000000u
struct nt_section { char name[9]; uint32_t rva, size, flags; };
struct nt_image {
    uint8_t *base;
    uint32_t size, entry, exceptions, n_exceptions;
    struct nt_section sections[24];
    unsigned n_sections;
    bool discarded; /* the discardable sections are gone */
    char file[256];
};
struct nt_image *nt_image_at(const void *address);
const struct nt_section *nt_image_section(const struct nt_image *image, uint64_t rva);
/* exports.c: what a driver may import. NULL: nothing of that name in that module, *module_known says whether there is one. */
void *nt_export_find(const char *module, const char *name, bool *module_known);

/* thread.c */
void nt_dpcs_run(struct nt_thread *t);

/* wait.c */
enum nt_object_type { NT_EVENT = 1, NT_MUTANT, NT_SEMAPHORE, NT_TIMER, NT_THREAD };
#define NT_HEADER_MAGIC 0xa5
void nt_header_init(DISPATCHER_HEADER *h, enum nt_object_type type, bool synchronization, LONG state);
/* Signals a header of any type as a notification object (threads, timers). */
void nt_header_signal(DISPATCHER_HEADER *h);
uint64_t nt_monotonic_ns(void);
uint64_t nt_time_skipped_ns(void); /* wait.c */

/* object.c: counted objects; body is zeroed. fini runs when the last reference goes. */
void *nt_object_create(SIZE_T size, POBJECT_TYPE type, void (*fini)(void *body));
POBJECT_TYPE nt_object_type(void *body);
HANDLE nt_handle_create(void *body); /* takes a reference of its own; NULL: the table is full */

#endif
