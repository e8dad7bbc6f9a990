/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * kmt_lock.c - D3DKMTLock, D3DKMTUnlock, D3DKMTEscape.
 */
#include "dxgk_internal.h"

/*
 * The memory manager cannot render from an allocation of local video memory that is locked: it moves it to an aperture,
 * or fails pfnRenderCb with CANTRENDERLOCKEDALLOCATION where the allocation supports none (nc-d3dumddi-pfnd3dddi_lockcb;
 * docs/decisions/009). PVGPU_SIM_LOCKED=allow is the other reading.
 */
static int refuse = -1;

static bool refused_by_default(void)
{
    const char *env = getenv("PVGPU_SIM_LOCKED");

    if (env && *env && strcmp(env, "allow") && strcmp(env, "refuse"))
        dxgk_log("PVGPU_SIM_LOCKED: unknown word '%s'; known are refuse, allow", env);
    return !env || strcmp(env, "allow");
}

void dxgk_test_refuse_locked(bool yes) { __atomic_store_n(&refuse, yes, __ATOMIC_RELAXED); }

bool dxgk_locked_in_memory(struct dxgk_adapter *a, const struct dxgk_allocation *al)
{
    uint32_t id = __atomic_load_n(&al->segment, __ATOMIC_ACQUIRE);

    if (__atomic_load_n(&refuse, __ATOMIC_RELAXED) < 0) __atomic_store_n(&refuse, refused_by_default(), __ATOMIC_RELAXED);
    return __atomic_load_n(&refuse, __ATOMIC_RELAXED) && id && __atomic_load_n(&al->locks, __ATOMIC_ACQUIRE) &&
           !a->segments[id - 1].d.Flags.Aperture;
}

/* IgnoreSync and IgnoreReadSync are for what can be placed in an aperture segment (ns-d3dukmdt-_d3dddicb_lockflags). */
static bool may_ignore_sync(const struct dxgk_adapter *a, const struct dxgk_allocation *al)
{
    uint32_t i, sets = al->read_set | al->write_set;
    for (i = 0; i < a->n_segments; i++)
        if (sets >> i & 1 && a->segments[i].d.Flags.Aperture) return true;
    return false;
}

static bool not_busy(void *arg)
{
    struct dxgk_open *o = arg;
    return __atomic_load_n(&o->al->busy, __ATOMIC_ACQUIRE) == 0 || dxgk_device_over(o->device);
}

static NTSTATUS lock(struct dxgk_client *c, struct dxgk_device *d, struct dxgk_open *o, D3DKMT_LOCK *args)
{
    struct dxgk_allocation *al = o->al;
    NTSTATUS status;
    void *p = NULL;
    bool busy;

    if (!al->flags.CpuVisible) return STATUS_INVALID_PARAMETER;
    if (al->offered) return STATUS_INVALID_PARAMETER;
    if (args->Flags.ReadOnly && args->Flags.WriteOnly) return STATUS_INVALID_PARAMETER;
    if ((args->Flags.IgnoreSync || args->Flags.IgnoreReadSync) && !may_ignore_sync(c->a, al)) return STATUS_INVALID_PARAMETER;
    if (args->Flags.UseAlternateVA || args->Flags.AcquireAperture) return STATUS_NOT_SUPPORTED; /* no swizzling ranges */
    if (args->Flags.LockEntire ? args->NumPages || args->pPages : args->NumPages || args->pPages) return STATUS_NOT_SUPPORTED;

    /* Discard would take another instance where the driver allows renaming; it never does, so it waits. */
    pthread_mutex_lock(&c->a->sched.lock);
    busy = al->busy != 0;
    pthread_mutex_unlock(&c->a->sched.lock);
    if (busy && !args->Flags.IgnoreSync) {
        if (args->Flags.DonotWait) return STATUS_GRAPHICS_ALLOCATION_BUSY;
        __atomic_add_fetch(&d->busy, 1, __ATOMIC_ACQ_REL);
        __atomic_add_fetch(&o->locks, 1, __ATOMIC_RELAXED); /* keeps it open meanwhile */
        dxgk_client_pause(c);
        dxgk_sched_wait(c->a, not_busy, o, 0);
        dxgk_client_resume(c);
        __atomic_sub_fetch(&o->locks, 1, __ATOMIC_RELAXED);
        __atomic_sub_fetch(&d->busy, 1, __ATOMIC_ACQ_REL);
        dxgk_sched_wake(c->a);
        if (!NT_SUCCESS(status = dxgk_device_status(d))) return status;
        if (!dxgk_handle_get(args->hAllocation, DXGK_OPEN_ALLOCATION, c->id)) return STATUS_INVALID_PARAMETER;
    } else if (!busy) {
        dxgk_count(c->a, waits_polled);
    }
    pthread_mutex_lock(&c->a->sched.class_lock);
    status = dxgk_make_resident(c->a, al);
    if (NT_SUCCESS(status)) {
        p = dxgk_cpu_address(c->a, al);
        if (p) __atomic_add_fetch(&al->locks, 1, __ATOMIC_RELAXED);
        else status = STATUS_NOT_SUPPORTED;
    }
    pthread_mutex_unlock(&c->a->sched.class_lock);
    if (!NT_SUCCESS(status)) return status;
    __atomic_add_fetch(&o->locks, 1, __ATOMIC_RELAXED);
    args->pData = p;
    args->GpuVirtualAddress = 0;
    return STATUS_SUCCESS;
}

NTSTATUS DDI_KMT_CALL D3DKMTLock(D3DKMT_LOCK *args)
{
    struct dxgk_client c;
    struct dxgk_device *d;
    struct dxgk_open *o;
    NTSTATUS status;

    if (!args) return STATUS_INVALID_PARAMETER;
    status = dxgk_client_enter(&c);
    if (!NT_SUCCESS(status)) return status;
    d = dxgk_client_device(&c, args->hDevice);
    o = d ? dxgk_handle_get(args->hAllocation, DXGK_OPEN_ALLOCATION, c.id) : NULL;
    if (!o || o->device != d) status = STATUS_INVALID_PARAMETER;
    if (NT_SUCCESS(status)) status = dxgk_device_status(d);
    if (NT_SUCCESS(status)) status = lock(&c, d, o, args);
    dxgk_client_leave(&c);
    return status;
}

NTSTATUS DDI_KMT_CALL D3DKMTUnlock(const D3DKMT_UNLOCK *args)
{
    struct dxgk_client c;
    struct dxgk_device *d;
    struct dxgk_open *o;
    D3DKMT_HANDLE h;
    NTSTATUS status;
    UINT i;

    if (!args) return STATUS_INVALID_PARAMETER;
    status = dxgk_client_enter(&c);
    if (!NT_SUCCESS(status)) return status;
    d = dxgk_client_device(&c, args->hDevice);
    if (!d || !args->NumAllocations || args->NumAllocations > 4096) status = STATUS_INVALID_PARAMETER;
    for (i = 0; NT_SUCCESS(status) && i < args->NumAllocations; i++) {
        status = nt_copy_from_user(&h, args->phAllocations + i, sizeof h);
        o = NT_SUCCESS(status) ? dxgk_handle_get(h, DXGK_OPEN_ALLOCATION, c.id) : NULL;
        if (!o || o->device != d || !o->locks) {
            status = STATUS_INVALID_PARAMETER; /* each unlock wants a lock (C/unlockcb) */
            break;
        }
        __atomic_sub_fetch(&o->al->locks, 1, __ATOMIC_RELEASE); /* may be paged out from now on */
        __atomic_sub_fetch(&o->locks, 1, __ATOMIC_RELAXED);
    }
    dxgk_client_leave(&c);
    return status;
}

/* ---- escapes ---- */

static NTSTATUS escape(struct dxgk_client *c, const D3DKMT_ESCAPE *args)
{
    DXGKARG_ESCAPE e = { .Flags = args->Flags, .PrivateDriverDataSize = args->PrivateDriverDataSize };
    struct dxgk_device *d = NULL;
    struct dxgk_context *x = NULL;
    void *data = NULL;
    NTSTATUS status;

    if (args->Type != D3DKMT_ESCAPE_DRIVERPRIVATE) return STATUS_NOT_SUPPORTED;
    if (args->Flags.Value & ~1u) return STATUS_INVALID_PARAMETER; /* the others never reach a driver */
    if (args->hDevice && !(d = dxgk_client_device(c, args->hDevice))) return STATUS_INVALID_PARAMETER;
    if (args->hContext && !(x = dxgk_handle_get(args->hContext, DXGK_CONTEXT, c->id))) return STATUS_INVALID_PARAMETER;
    if (!NT_SUCCESS(status = dxgk_copy_in(&data, args->pPrivateDriverData, args->PrivateDriverDataSize))) return status;
    e.hDevice = d ? d->h_driver : NULL;
    e.hContext = x ? x->h_driver : NULL;
    e.pPrivateDriverData = data;
    if (args->Flags.HardwareAccess) { /* level 2 (X/d3dddi_escapeflags) */
        pthread_rwlock_unlock(&c->a->level);
        pthread_rwlock_wrlock(&c->a->level);
    }
    status = DXGK_CALL(c->a, Escape, c->a->context, &e);
    if (args->Flags.HardwareAccess) {
        pthread_rwlock_unlock(&c->a->level);
        pthread_rwlock_rdlock(&c->a->level);
    }
    if (NT_SUCCESS(status) && data && !NT_SUCCESS(nt_copy_to_user(args->pPrivateDriverData, data, args->PrivateDriverDataSize)))
        status = STATUS_INVALID_PARAMETER;
    free(data);
    return status;
}

NTSTATUS DDI_KMT_CALL D3DKMTEscape(const D3DKMT_ESCAPE *args)
{
    struct dxgk_client c;
    NTSTATUS status;

    if (!args) return STATUS_INVALID_PARAMETER;
    status = dxgk_client_enter(&c);
    if (!NT_SUCCESS(status)) return status;
    status = dxgk_handle_get(args->hAdapter, DXGK_ADAPTER, c.id) ? escape(&c, args) : STATUS_INVALID_PARAMETER;
    dxgk_client_leave(&c);
    return status;
}
