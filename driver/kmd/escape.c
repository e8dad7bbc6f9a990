/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * escape.c - what our user-mode driver and tools ask outside of Direct3D. The buffer is a kernel copy that
 * Windows made; sizes and versions are checked whole, unknown operations are refused.
 */
#include "kmd.h"
#include "ddi.h"

PVK_RESIDENT static PKEVENT event_swap(struct pvk_adapter *a, struct pvk_device *d, PKEVENT event)
{
    PKEVENT old;
    KIRQL irql;
    KeAcquireSpinLock(&a->table_lock, &irql);
    old = d->event;
    d->event = event;
    KeReleaseSpinLock(&a->table_lock, irql);
    return old;
}

PVK_PAGED static NTSTATUS set_event(struct pvk_adapter *a, struct pvk_device *d, const struct pvk_escape_event *e)
{
    PVOID object = NULL;
    PKEVENT old;

    if (!d) return STATUS_INVALID_PARAMETER;
    if (e->event) {
        /* In the caller's process, as the caller, and only an event (nf-wdm-obreferenceobjectbyhandle). */
        NTSTATUS status = ObReferenceObjectByHandle((HANDLE)(ULONG_PTR)e->event, EVENT_MODIFY_STATE, PVK_EVENT_TYPE,
                                                    UserMode, &object, NULL);
        if (!NT_SUCCESS(status)) return STATUS_INVALID_PARAMETER;
    }
    old = event_swap(a, d, object);
    if (old) ObfDereferenceObject(old);
    return STATUS_SUCCESS;
}

/* Sorts a copy; shell sort needs no recursion and no second buffer. */
PVK_PAGED void pvk_latency_percentiles(struct pvk_adapter *a, uint64_t *p50, uint64_t *p99)
{
    uint32_t n = a->latency_at < PVK_LATENCIES ? a->latency_at : PVK_LATENCIES;
    uint64_t *v = n ? pvk_alloc_pool(n * sizeof *v) : NULL;

    *p50 = *p99 = 0;
    if (!v) return;
    RtlCopyMemory(v, a->latencies, n * sizeof *v);
    for (uint32_t gap = n / 2; gap; gap /= 2) {
        for (uint32_t i = gap; i < n; i++) {
            uint64_t x = v[i];
            uint32_t j = i;
            for (; j >= gap && v[j - gap] > x; j -= gap) v[j] = v[j - gap];
            v[j] = x;
        }
    }
    *p50 = v[n / 2];
    *p99 = v[(uint64_t)n * 99 / 100];
    pvk_free_pool(v);
}

PVK_PAGED static NTSTATUS stats(struct pvk_adapter *a, struct pvk_escape_stats *s)
{
    s->doorbells = PVK_COUNTED(a->n_doorbells);
    s->interrupts = PVK_COUNTED(a->n_interrupts);
    s->submissions = PVK_COUNTED(a->n_submissions);
    s->presents = PVK_COUNTED(a->n_presents);
    s->presented = PVK_COUNTED(a->n_presented);
    pvk_latency_percentiles(a, &s->latency_p50_ns, &s->latency_p99_ns);
    RtlZeroMemory(&s->host, sizeof s->host);
    if (a->region[PVGPU_REGION_STATS]) RtlCopyMemory(&s->host, a->region[PVGPU_REGION_STATS], sizeof s->host);
    return STATUS_SUCCESS;
}

PVK_PAGED NTSTATUS DDI_CALL PvkDdiEscape(IN_CONST_HANDLE hAdapter, IN_CONST_PDXGKARG_ESCAPE pEscape)
{
    struct pvk_adapter *a = hAdapter;
    const DXGKARG_ESCAPE *p = pEscape;
    struct pvk_escape h;

    PAGED_CODE();
    if (!p->pPrivateDriverData || p->PrivateDriverDataSize < sizeof h) return STATUS_INVALID_PARAMETER;
    RtlCopyMemory(&h, p->pPrivateDriverData, sizeof h);
    if (h.version != PVK_PRIVATE_VERSION) return STATUS_GRAPHICS_DRIVER_MISMATCH;
    if (h.size != p->PrivateDriverDataSize || h.reserved) return STATUS_INVALID_PARAMETER;
    switch (h.op) {
    case PVK_ESCAPE_SET_EVENT:
        if (h.size != sizeof(struct pvk_escape_event)) return STATUS_INVALID_PARAMETER;
        return set_event(a, p->hDevice, p->pPrivateDriverData);
    case PVK_ESCAPE_STATS:
        if (h.size != sizeof(struct pvk_escape_stats)) return STATUS_INVALID_PARAMETER;
        return stats(a, p->pPrivateDriverData);
    case PVK_ESCAPE_ALIVE:
        if (h.size != sizeof(struct pvk_escape_alive) || !p->hDevice) return STATUS_INVALID_PARAMETER;
        ((struct pvk_escape_alive *)p->pPrivateDriverData)->alive = !pvk_device_is_lost(p->hDevice) && !pvk_get(&a->host_lost);
        return STATUS_SUCCESS;
    default:
        return STATUS_INVALID_PARAMETER;
    }
}
