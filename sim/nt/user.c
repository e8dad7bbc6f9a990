/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * user.c - guarded copies of user memory, register windows, memory descriptor lists.
 *
 * A fault inside a guarded copy ends the copy; a fault in the paged pool at DISPATCH_LEVEL is a
 * violation; every other fault goes on to whoever handled faults before.
 */
#include "nt_internal.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>

static struct sigaction earlier[2]; /* SIGSEGV, SIGBUS */

static void pass_on(int number, siginfo_t *info, void *context)
{
    const struct sigaction *a = &earlier[number == SIGBUS];

    if (a->sa_flags & SA_SIGINFO) {
        a->sa_sigaction(number, info, context);
    } else if (a->sa_handler != SIG_DFL && a->sa_handler != SIG_IGN) {
        a->sa_handler(number);
    } else {
        signal(number, SIG_DFL); /* the instruction runs again and ends the process as it should */
    }
}

static void on_fault(int number, siginfo_t *info, void *context)
{
    struct nt_thread *t = nt_self();

    if (t->recover) siglongjmp(*t->recover, 1);
    switch (nt_paged_fault(info->si_addr)) {
    case NT_FAULT_RETRY:
        return;
    case NT_FAULT_VIOLATION:
        nt_paged_give_up();
        nt_violation("kernel/when-should-code-and-data-be-pageable-", "paged pool at %p touched at IRQL %u", info->si_addr,
                     t->irql);
        return;
    case NT_FAULT_NOT_OURS:
        pass_on(number, info, context);
        return;
    }
}

static void install(void)
{
    /* On the alternate stack where a thread has one: what the fault is passed on to (Wine) expects that. */
    struct sigaction a = { .sa_sigaction = on_fault, .sa_flags = SA_SIGINFO | SA_NODEFER | SA_ONSTACK };
    sigemptyset(&a.sa_mask);
    sigaction(SIGSEGV, &a, &earlier[0]);
    sigaction(SIGBUS, &a, &earlier[1]);
}

void nt_faults_install(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, install);
}

/* Bad pointers are what this function is for: the signal handler catches them, not a sanitizer. */
__attribute__((noinline, no_sanitize("undefined")))
static NTSTATUS guarded_copy(void *dst, const void *src, SIZE_T n)
{
    struct nt_thread *t = nt_self();
    sigjmp_buf recover, *outer = t->recover;

    nt_irql_at_most(APC_LEVEL, "wdm/nf-wdm-probeforread", "access to user memory");
    nt_faults_install();
    if (sigsetjmp(recover, 0)) { /* SA_NODEFER: no signal mask to put back */
        t->recover = outer;
        return STATUS_ACCESS_VIOLATION;
    }
    t->recover = &recover;
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
    memcpy(dst, src, n);
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
    t->recover = outer;
    return STATUS_SUCCESS;
}

NTSTATUS nt_copy_from_user(void *dst, const void *user_src, SIZE_T n) { return guarded_copy(dst, user_src, n); }
NTSTATUS nt_copy_to_user(void *user_dst, const void *src, SIZE_T n) { return guarded_copy(user_dst, src, n); }

/* ---- register windows ---- */

#define MAX_WINDOWS 8

struct window {
    uint8_t *base;
    uint64_t size;
    const struct nt_mmio_ops *ops;
    void *arg;
};

static struct window windows[MAX_WINDOWS];
static pthread_mutex_t windows_lock = PTHREAD_MUTEX_INITIALIZER;

void *nt_mmio_map(uint64_t size, const struct nt_mmio_ops *ops, void *arg)
{
    void *base = mmap(NULL, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    int i;

    if (base == MAP_FAILED) return NULL;
    pthread_mutex_lock(&windows_lock);
    for (i = 0; i < MAX_WINDOWS && windows[i].base; i++) {}
    if (i < MAX_WINDOWS) {
        windows[i].size = size;
        windows[i].ops = ops;
        windows[i].arg = arg;
        __atomic_store_n(&windows[i].base, base, __ATOMIC_RELEASE);
    }
    pthread_mutex_unlock(&windows_lock);
    if (i < MAX_WINDOWS) return base;
    munmap(base, size);
    return NULL;
}

void nt_mmio_unmap(void *base)
{
    uint64_t size = 0;
    int i;

    pthread_mutex_lock(&windows_lock);
    for (i = 0; i < MAX_WINDOWS; i++) {
        if (windows[i].base != base) continue;
        size = windows[i].size;
        __atomic_store_n(&windows[i].base, NULL, __ATOMIC_RELEASE);
    }
    pthread_mutex_unlock(&windows_lock);
    if (size) munmap(base, size);
}

static struct window *window_of(const volatile void *address)
{
    const volatile uint8_t *a = address;
    int i;
    for (i = 0; i < MAX_WINDOWS; i++) {
        uint8_t *base = __atomic_load_n(&windows[i].base, __ATOMIC_ACQUIRE);
        if (base && a >= base && a < base + windows[i].size) return &windows[i];
    }
    return NULL;
}

static uint64_t window_read(struct window *w, const volatile void *address, unsigned width)
{
    return w->ops->read(w->arg, (uint64_t)((const volatile uint8_t *)address - w->base), width);
}

ULONG READ_REGISTER_ULONG(volatile ULONG *reg)
{
    struct window *w = window_of(reg);
    return w ? (ULONG)window_read(w, reg, 4) : *reg;
}

USHORT READ_REGISTER_USHORT(volatile USHORT *reg)
{
    struct window *w = window_of(reg);
    return w ? (USHORT)window_read(w, reg, 2) : *reg;
}

UCHAR READ_REGISTER_UCHAR(volatile UCHAR *reg)
{
    struct window *w = window_of(reg);
    return w ? (UCHAR)window_read(w, reg, 1) : *reg;
}

void WRITE_REGISTER_ULONG(volatile ULONG *reg, ULONG value)
{
    struct window *w = window_of(reg);
    if (w) w->ops->write(w->arg, (uint64_t)((volatile uint8_t *)reg - w->base), 4, value);
    else *reg = value;
}

/* ---- memory descriptor lists ---- */

PMDL IoAllocateMdl(PVOID address, ULONG length, BOOLEAN secondary, BOOLEAN charge_quota, PVOID irp)
{
    PMDL mdl;

    nt_irql_at_most(DISPATCH_LEVEL, "wdm/nf-wdm-ioallocatemdl", "IoAllocateMdl");
    mdl = calloc(1, sizeof *mdl);
    if (!mdl) return NULL;
    mdl->StartVa = (PVOID)((ULONG_PTR)address & ~(ULONG_PTR)(PAGE_SIZE - 1));
    mdl->ByteOffset = (ULONG)((ULONG_PTR)address & (PAGE_SIZE - 1));
    mdl->ByteCount = length;
    return mdl;
}

void IoFreeMdl(PMDL mdl) { free(mdl); }

void MmBuildMdlForNonPagedPool(PMDL mdl)
{
    mdl->MappedSystemVa = MmGetMdlVirtualAddress(mdl);
    mdl->MdlFlags |= MDL_SOURCE_IS_NONPAGED_POOL;
}

PVOID MmGetSystemAddressForMdlSafe(PMDL mdl, ULONG priority)
{
    if (mdl->MdlFlags & (MDL_MAPPED_TO_SYSTEM_VA | MDL_SOURCE_IS_NONPAGED_POOL)) return mdl->MappedSystemVa;
    mdl->MappedSystemVa = MmGetMdlVirtualAddress(mdl); /* one address space */
    mdl->MdlFlags |= MDL_MAPPED_TO_SYSTEM_VA;
    return mdl->MappedSystemVa;
}
