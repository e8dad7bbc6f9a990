/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * os_nt.c - kmd_os.h on the miniature's kernel services.
 */
#include "kmd_os.h"

NTSTATUS pvk_copy_from_user(void *dst, const void *user, SIZE_T n)
{
    if (!n) return STATUS_SUCCESS;
    return NT_SUCCESS(nt_copy_from_user(dst, user, n)) ? STATUS_SUCCESS : STATUS_INVALID_USER_BUFFER;
}

NTSTATUS pvk_mdl_map(PMDL mdl, SIZE_T first_page, SIZE_T n_pages, struct pvk_mapping *m)
{
    char *va;
    SIZE_T pages = ((SIZE_T)MmGetMdlByteCount(mdl) + MmGetMdlByteOffset(mdl) + PAGE_SIZE - 1) >> PAGE_SHIFT;

    m->mdl = NULL;
    m->va = NULL;
    if (first_page > pages || n_pages > pages - first_page) return STATUS_INVALID_PARAMETER;
    va = MmGetSystemAddressForMdlSafe(mdl, NormalPagePriority);
    if (!va) return STATUS_INSUFFICIENT_RESOURCES;
    /* The MDL's address is that of its first byte; pages count from the start of its first page. */
    m->va = va - MmGetMdlByteOffset(mdl) + (first_page << PAGE_SHIFT);
    return STATUS_SUCCESS;
}

void pvk_mdl_unmap(struct pvk_mapping *m) { m->va = NULL; }

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
    void *p = ExAllocatePoolWithTag(NonPagedPoolNx, size, PVK_POOL_TAG);
    if (p) RtlZeroMemory(p, size);
    return p;
}

void pvk_free_pool(void *p)
{
    if (p) ExFreePoolWithTag(p, PVK_POOL_TAG);
}
