/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * os_sys.c - kmd_os.h on Windows' own kernel, for pvgpu.sys.
 *
 * GCC has no __try. The one thing that needs it, touching user memory, is a copy loop in assembler between two
 * labels, with a scope table for __C_specific_handler (exception-handling-x64, "Language-specific handler"): a
 * fault between them goes on at the third label. Filter 1 is EXCEPTION_EXECUTE_HANDLER.
 */
#include "kmd_os.h"

#ifndef __x86_64__
#error "Windows loads 64-bit kernel drivers only"
#endif

/* Copies n bytes; 0, or 1 when a byte could not be touched. */
int pvk_guarded_copy(void *dst, const void *src, SIZE_T n);

__asm__(".text\n"
        ".globl pvk_guarded_copy\n"
        ".def pvk_guarded_copy; .scl 2; .type 32; .endef\n"
        ".seh_proc pvk_guarded_copy\n"
        "pvk_guarded_copy:\n"
        "    pushq %rdi\n"
        "    .seh_pushreg %rdi\n"
        "    pushq %rsi\n"
        "    .seh_pushreg %rsi\n"
        "    subq $8, %rsp\n"
        "    .seh_stackalloc 8\n"
        "    .seh_endprologue\n"
        "    movq %rcx, %rdi\n"
        "    movq %rdx, %rsi\n"
        "    movq %r8, %rcx\n"
        "1:  rep movsb\n"
        "2:  xorl %eax, %eax\n"
        "    jmp 4f\n"
        "3:  movl $1, %eax\n"
        "4:  addq $8, %rsp\n"
        "    popq %rsi\n"
        "    popq %rdi\n"
        "    ret\n"
        "    .seh_handler __C_specific_handler, @except\n"
        "    .seh_handlerdata\n"
        "    .long 1\n"
        "    .rva 1b, 2b\n"
        "    .long 1\n"
        "    .rva 3b\n"
        "    .text\n"
        "    .seh_endproc\n");

NTSTATUS pvk_copy_from_user(void *dst, const void *user, SIZE_T n)
{
    ULONG_PTR at = (ULONG_PTR)user;

    if (!n) return STATUS_SUCCESS;
    /* What ProbeForRead asks, without raising (nf-wdm-probeforread). */
    if (at + n < at || at + n > (ULONG_PTR)MmHighestUserAddress + 1) return STATUS_INVALID_USER_BUFFER;
    return pvk_guarded_copy(dst, user, n) ? STATUS_INVALID_USER_BUFFER : STATUS_SUCCESS;
}

/* A partial MDL of our own, so that the memory manager's stays as it gave it (nf-wdm-iobuildpartialmdl). */
NTSTATUS pvk_mdl_map(PMDL mdl, SIZE_T first_page, SIZE_T n_pages, struct pvk_mapping *m)
{
    SIZE_T pages = ADDRESS_AND_SIZE_TO_SPAN_PAGES(MmGetMdlVirtualAddress(mdl), MmGetMdlByteCount(mdl));
    char *base = (char *)mdl->StartVa + (first_page << PAGE_SHIFT);

    m->va = NULL;
    m->mdl = NULL;
    if (first_page > pages || !n_pages || n_pages > pages - first_page) return STATUS_INVALID_PARAMETER;
    m->mdl = IoAllocateMdl(base, (ULONG)(n_pages << PAGE_SHIFT), FALSE, FALSE, NULL);
    if (!m->mdl) return STATUS_INSUFFICIENT_RESOURCES;
    IoBuildPartialMdl(mdl, m->mdl, base, (ULONG)(n_pages << PAGE_SHIFT));
    m->va = MmMapLockedPagesSpecifyCache(m->mdl, KernelMode, MmCached, NULL, FALSE, NormalPagePriority);
    if (m->va) return STATUS_SUCCESS;
    IoFreeMdl(m->mdl);
    m->mdl = NULL;
    return STATUS_INSUFFICIENT_RESOURCES;
}

void pvk_mdl_unmap(struct pvk_mapping *m)
{
    if (m->va) MmUnmapLockedPages(m->va, m->mdl);
    if (m->mdl) IoFreeMdl(m->mdl);
    m->va = NULL;
    m->mdl = NULL;
}

void pvk_sleep_us(unsigned us)
{
    LARGE_INTEGER t;
    t.QuadPart = -(LONGLONG)us * 10;
    KeDelayExecutionThread(KernelMode, FALSE, &t);
}

uint64_t pvk_now_100ns(void)
{
    LARGE_INTEGER f, t = KeQueryPerformanceCounter(&f);
    return (uint64_t)t.QuadPart / (uint64_t)f.QuadPart * 10000000u +
           (uint64_t)t.QuadPart % (uint64_t)f.QuadPart * 10000000u / (uint64_t)f.QuadPart;
}

void *pvk_alloc_pool(SIZE_T size)
{
    void *p = ExAllocatePoolWithTag((POOL_TYPE)512 /* NonPagedPoolNx, Windows 8 */, size, PVK_POOL_TAG);
    if (p) RtlZeroMemory(p, size);
    return p;
}

void pvk_free_pool(void *p)
{
    if (p) ExFreePoolWithTag(p, PVK_POOL_TAG);
}
