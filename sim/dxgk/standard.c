/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * standard.c - standard allocations: the driver describes, the port driver creates (contract.md A.6, 5).
 */
#include "dxgk_internal.h"

static const char page[] = "d3dkmddi/ns-d3dkmddi-_dxgkarg_getstandardallocationdriverdata";

NTSTATUS dxgk_create_standard_primary(struct dxgk_adapter *a, const D3DKMDT_SHAREDPRIMARYSURFACEDATA *want,
                                      struct dxgk_open **out)
{
    D3DKMDT_SHAREDPRIMARYSURFACEDATA data = *want, before;
    DXGKARG_GETSTANDARDALLOCATIONDRIVERDATA g = { .StandardAllocationType = D3DKMDT_STANDARDALLOCATION_SHAREDPRIMARYSURFACE };
    DXGK_ALLOCATIONINFO info = { 0 };
    struct dxgk_creation k = { .d = a->system_device, .n = 1, .info = &info, .primary = true, .source = want->VidPnSourceId };
    uint8_t *blob = NULL, *resource_blob = NULL;
    NTSTATUS status;

    memset(&data, 0, sizeof data);
    data = *want;
    memcpy(&before, &data, sizeof before);
    g.pCreateSharedPrimarySurfaceData = &data;
    status = DXGK_CALL(a, GetStandardAllocationDriverData, a->context, &g);
    if (!NT_SUCCESS(status)) return status;
    if (!g.AllocationPrivateDriverDataSize && !g.ResourcePrivateDriverDataSize) nt_violation(page, "both sizes are 0");
    if (memcmp(&before, &data, sizeof before) != 0) nt_violation(page, "the description changed while sizes were asked for");
    blob = malloc(g.AllocationPrivateDriverDataSize + DXGK_GUARD_SIZE);
    resource_blob = malloc(g.ResourcePrivateDriverDataSize + DXGK_GUARD_SIZE);
    if (!blob || !resource_blob) {
        free(blob);
        free(resource_blob);
        return STATUS_NO_MEMORY;
    }
    memset(blob, DXGK_POISON, g.AllocationPrivateDriverDataSize);
    memset(resource_blob, DXGK_POISON, g.ResourcePrivateDriverDataSize);
    dxgk_guard_set(blob + g.AllocationPrivateDriverDataSize);
    dxgk_guard_set(resource_blob + g.ResourcePrivateDriverDataSize);
    g.pAllocationPrivateDriverData = g.AllocationPrivateDriverDataSize ? blob : NULL;
    g.pResourcePrivateDriverData = g.ResourcePrivateDriverDataSize ? resource_blob : NULL;
    status = DXGK_CALL(a, GetStandardAllocationDriverData, a->context, &g);
    dxgk_guard_check(blob + g.AllocationPrivateDriverDataSize, page, "the allocation's private data");
    dxgk_guard_check(resource_blob + g.ResourcePrivateDriverDataSize, page, "the resource's private data");
    if (NT_SUCCESS(status)) {
        info.pPrivateDriverData = blob;
        info.PrivateDriverDataSize = g.AllocationPrivateDriverDataSize;
        k.blob = resource_blob;
        k.blob_size = g.ResourcePrivateDriverDataSize;
        k.opens = out;
        status = dxgk_create_allocations(&k);
    }
    free(blob);
    free(resource_blob);
    if (NT_SUCCESS(status)) {
        pthread_mutex_lock(&a->sched.class_lock);
        (*out)->al->system = true;
        status = dxgk_make_resident(a, (*out)->al);
        (*out)->al->pinned = NT_SUCCESS(status); /* the shared primary is pinned */
        pthread_mutex_unlock(&a->sched.class_lock);
        if (!NT_SUCCESS(status)) {
            dxgk_close(*out);
            *out = NULL;
        }
    }
    return status;
}

void dxgk_destroy_standard(struct dxgk_open *o) { dxgk_close(o); }
