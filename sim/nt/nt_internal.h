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

/* user.c: the handler for faults; idempotent. */
void nt_faults_install(void);

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
