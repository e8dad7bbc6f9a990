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
#include <ucontext.h>

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

    if (t->recover) {
        /* As it was where the fault happened. ThreadSanitizer blocks every signal around a handler whatever its flags say, and a
         * fault while SIGSEGV is blocked ends the process. */
        pthread_sigmask(SIG_SETMASK, &((const ucontext_t *)context)->uc_sigmask, NULL);
        siglongjmp(*t->recover, 1);
    }
    if (nt_image_emulate(context, info->si_addr)) return;
    switch (nt_paged_fault(info->si_addr)) {
    case NT_FAULT_RETRY:
        return;
    case NT_FAULT_VIOLATION:
        nt_paged_give_up();
        nt_violation("kernel/when-should-code-and-data-be-pageable-", "%s at %p touched at IRQL %u",
                     nt_image_at(info->si_addr) ? "pageable code" : "paged pool", info->si_addr, t->irql);
        return;
    case NT_FAULT_NOT_OURS:
        if (nt_image_exception(context, info->si_addr)) return;
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
    if (sigsetjmp(recover, 0)) { /* the handler puts the signal mask back */
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

bool nt_mmio_access(const volatile void *address, unsigned width, bool write, uint64_t *value)
{
    struct window *w = window_of(address);
    if (!w) return false;
    if (write) w->ops->write(w->arg, (uint64_t)((const volatile uint8_t *)address - w->base), width, *value);
    else *value = window_read(w, address, width);
    return true;
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

PMDL NTAPI IoAllocateMdl(PVOID address, ULONG length, BOOLEAN secondary, BOOLEAN charge_quota, PVOID irp)
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

void NTAPI IoFreeMdl(PMDL mdl)
{
    if (mdl->MdlFlags & MDL_PARTIAL && mdl->MdlFlags & MDL_MAPPED_TO_SYSTEM_VA)
        nt_violation("wdm/nf-wdm-iofreemdl", "partial MDL %p freed while it is mapped", (void *)mdl);
    free(mdl);
}

void NTAPI MmBuildMdlForNonPagedPool(PMDL mdl)
{
    mdl->MappedSystemVa = MmGetMdlVirtualAddress(mdl);
    mdl->MdlFlags |= MDL_SOURCE_IS_NONPAGED_POOL;
}

void NTAPI IoBuildPartialMdl(PMDL source, PMDL part, PVOID address, ULONG length)
{
    uint8_t *first = MmGetMdlVirtualAddress(source), *at = address;

    nt_irql_at_most(DISPATCH_LEVEL, "wdm/nf-wdm-iobuildpartialmdl", "IoBuildPartialMdl");
    if (!length && at >= first && at < first + source->ByteCount) length = (ULONG)(first + source->ByteCount - at);
    /* A page that the source begins or ends in counts whole: it is locked. */
    if (!length || at < (uint8_t *)source->StartVa ||
        at + length > (uint8_t *)(((uintptr_t)first + source->ByteCount + PAGE_SIZE - 1) & ~(uintptr_t)(PAGE_SIZE - 1))) {
        nt_violation("wdm/nf-wdm-iobuildpartialmdl", "the part is not a subset of the source");
        return;
    }
    part->StartVa = (PVOID)((ULONG_PTR)address & ~(ULONG_PTR)(PAGE_SIZE - 1));
    part->ByteOffset = (ULONG)((ULONG_PTR)address & (PAGE_SIZE - 1));
    part->ByteCount = length;
    part->MdlFlags = MDL_PARTIAL;
}

PVOID NTAPI MmMapLockedPagesSpecifyCache(PMDL mdl, KPROCESSOR_MODE mode, MEMORY_CACHING_TYPE cache, PVOID address,
                                         ULONG bug_check, ULONG priority)
{
    static const char page[] = "wdm/nf-wdm-mmmaplockedpagesspecifycache";

    nt_irql_at_most(DISPATCH_LEVEL, page, "MmMapLockedPagesSpecifyCache");
    if (mode != KernelMode || address) nt_violation(page, "only mappings for the kernel, at no chosen address");
    if (mdl->MdlFlags & MDL_MAPPED_TO_SYSTEM_VA) nt_violation(page, "MDL %p is mapped already", (void *)mdl);
    mdl->MappedSystemVa = MmGetMdlVirtualAddress(mdl); /* one address space */
    mdl->MdlFlags |= MDL_MAPPED_TO_SYSTEM_VA;
    return mdl->MappedSystemVa;
}

void NTAPI MmUnmapLockedPages(PVOID address, PMDL mdl)
{
    static const char page[] = "wdm/nf-wdm-mmunmaplockedpages";

    nt_irql_at_most(DISPATCH_LEVEL, page, "MmUnmapLockedPages");
    if (!(mdl->MdlFlags & MDL_MAPPED_TO_SYSTEM_VA) || mdl->MappedSystemVa != address)
        nt_violation(page, "MDL %p is not mapped at %p", (void *)mdl, address);
    mdl->MdlFlags &= (CSHORT)~MDL_MAPPED_TO_SYSTEM_VA;
}

PVOID NTAPI MmGetSystemAddressForMdlSafe(PMDL mdl, ULONG priority)
{
    if (mdl->MdlFlags & (MDL_MAPPED_TO_SYSTEM_VA | MDL_SOURCE_IS_NONPAGED_POOL)) return mdl->MappedSystemVa;
    mdl->MappedSystemVa = MmGetMdlVirtualAddress(mdl); /* one address space */
    mdl->MdlFlags |= MDL_MAPPED_TO_SYSTEM_VA;
    return mdl->MappedSystemVa;
}

/* ---- memory that user mode sees ---- */

static bool low;

void nt_user_low(void) { __atomic_store_n(&low, true, __ATOMIC_RELAXED); }
bool nt_user_is_low(void) { return __atomic_load_n(&low, __ATOMIC_RELAXED); }

void *nt_user_pages(size_t size, int flags)
{
    void *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | flags | (nt_user_is_low() ? MAP_32BIT : 0), -1, 0);

    return p == MAP_FAILED ? NULL : p;
}
