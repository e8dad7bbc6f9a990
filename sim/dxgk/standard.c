/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * standard.c - standard allocations: the driver describes, the port driver creates (contract.md A.6, 5).
 */
#include "dxgk_internal.h"

static const char page[] = "d3dkmddi/ns-d3dkmddi-_dxgkarg_getstandardallocationdriverdata";

/* What is wanted; one of the four lies behind g. */
union description {
    D3DKMDT_SHAREDPRIMARYSURFACEDATA primary;
    D3DKMDT_SHADOWSURFACEDATA shadow;
    D3DKMDT_STAGINGSURFACEDATA staging;
    D3DKMDT_GDISURFACEDATA gdi;
};

/* Sizes, then data, then the allocation. k->info is the caller's and tells what the driver said. */
static NTSTATUS create(struct dxgk_creation *k, D3DKMDT_STANDARDALLOCATION_TYPE type, union description *d)
{
    DXGKARG_GETSTANDARDALLOCATIONDRIVERDATA g = { .StandardAllocationType = type };
    struct dxgk_adapter *a = k->d->adapter;
    union description before = *d;
    uint8_t *blob, *resource_blob;
    NTSTATUS status;

    g.pCreateSharedPrimarySurfaceData = &d->primary; /* all four share their place */
    status = DXGK_CALL(a, GetStandardAllocationDriverData, a->context, &g);
    if (!NT_SUCCESS(status)) return status;
    if (!g.AllocationPrivateDriverDataSize && !g.ResourcePrivateDriverDataSize) nt_violation(page, "both sizes are 0");
    if (memcmp(&before, d, sizeof before) != 0) nt_violation(page, "the description changed while sizes were asked for");
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
        k->info->pPrivateDriverData = blob;
        k->info->PrivateDriverDataSize = g.AllocationPrivateDriverDataSize;
        k->blob = resource_blob;
        k->blob_size = g.ResourcePrivateDriverDataSize;
        status = dxgk_create_allocations(k);
    }
    free(blob);
    free(resource_blob);
    return status;
}

NTSTATUS dxgk_create_standard_primary(struct dxgk_adapter *a, const D3DKMDT_SHAREDPRIMARYSURFACEDATA *want,
                                      struct dxgk_open **out)
{
    DXGK_ALLOCATIONINFO info = { 0 };
    struct dxgk_creation k = { .d = a->system_device, .n = 1, .info = &info, .primary = true, .source = want->VidPnSourceId,
                               .opens = out };
    union description d;
    NTSTATUS status;

    memset(&d, 0, sizeof d);
    d.primary = *want;
    status = create(&k, D3DKMDT_STANDARDALLOCATION_SHAREDPRIMARYSURFACE, &d);
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

/* ---- the other kinds ---- */

/* What the CPU draws into has a pitch that holds a row and an allocation that holds all rows (traps.md M17). */
static void check_surface(const char *kind, const DXGK_ALLOCATIONINFO *info, UINT width, UINT height, UINT pitch, bool cpu)
{
    if (!cpu) return;
    if (pitch < width * 4) nt_violation(page, "%s: the pitch is %u for %u pixels of 4 bytes", kind, pitch, width);
    if ((uint64_t)pitch * height > info->Size)
        nt_violation(page, "%s: %u rows of %u bytes in %zu", kind, height, pitch, (size_t)info->Size);
    if (!info->Flags.CpuVisible) nt_violation(page, "%s: the CPU cannot reach it", kind);
}

static NTSTATUS try_one(struct dxgk_adapter *a, D3DKMDT_STANDARDALLOCATION_TYPE type, D3DKMDT_GDISURFACETYPE gdi, UINT width)
{
    DXGK_ALLOCATIONINFO info = { 0 };
    struct dxgk_open *open = NULL;
    struct dxgk_creation k = { .d = a->gdi_device, .n = 1, .info = &info, .opens = &open };
    const UINT height = 48;
    union description d;
    NTSTATUS status;

    memset(&d, 0, sizeof d);
    if (type == D3DKMDT_STANDARDALLOCATION_SHADOWSURFACE) {
        d.shadow.Width = width;
        d.shadow.Height = height;
        d.shadow.Format = D3DDDIFMT_A8R8G8B8;
    } else if (type == D3DKMDT_STANDARDALLOCATION_STAGINGSURFACE) {
        d.staging.Width = width;
        d.staging.Height = height;
    } else {
        d.gdi.Width = width;
        d.gdi.Height = height;
        d.gdi.Format = D3DDDIFMT_A8R8G8B8;
        d.gdi.Type = gdi;
    }
    status = create(&k, type, &d);
    if (!NT_SUCCESS(status)) return status;
    if (type == D3DKMDT_STANDARDALLOCATION_SHADOWSURFACE)
        check_surface("a shadow surface", &info, width, height, d.shadow.Pitch, true);
    else if (type == D3DKMDT_STANDARDALLOCATION_STAGINGSURFACE)
        check_surface("a staging surface", &info, width, height, d.staging.Pitch, true);
    else
        check_surface("a GDI surface", &info, width, height, d.gdi.Pitch, gdi == D3DKMDT_GDISURFACE_STAGING_CPUVISIBLE);
    dxgk_close(open);
    return STATUS_SUCCESS;
}

NTSTATUS dxgk_try_standard(struct dxgk_adapter *a)
{
    static const UINT widths[] = { 1366, 853 }; /* no power of two divides them far */
    NTSTATUS status = STATUS_SUCCESS;
    unsigned i;

    for (i = 0; i < 2 && NT_SUCCESS(status); i++) {
        status = try_one(a, D3DKMDT_STANDARDALLOCATION_SHADOWSURFACE, D3DKMDT_GDISURFACE_INVALID, widths[i]);
        if (NT_SUCCESS(status))
            status = try_one(a, D3DKMDT_STANDARDALLOCATION_STAGINGSURFACE, D3DKMDT_GDISURFACE_INVALID, widths[i]);
        if (NT_SUCCESS(status)) status = try_one(a, D3DKMDT_STANDARDALLOCATION_GDISURFACE, D3DKMDT_GDISURFACE_TEXTURE, widths[i]);
        if (NT_SUCCESS(status))
            status = try_one(a, D3DKMDT_STANDARDALLOCATION_GDISURFACE, D3DKMDT_GDISURFACE_STAGING_CPUVISIBLE, widths[i]);
    }
    return status;
}
