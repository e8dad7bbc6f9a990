/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * sync.c - synchronisation objects (mutex, semaphore, fence, CPU notification) and keyed mutexes. Signals and waits
 * stand in a context's queue; the scheduler carries them out when their turn comes.
 */
#include "dxgk_internal.h"

#include <time.h>

/* ---- under sched.lock ---- */

bool dxgk_sync_try_wait(struct dxgk_sync *s, uint64_t value)
{
    switch (s->type) {
    case D3DDDI_SYNCHRONIZATION_MUTEX:
        if (s->taken) return false;
        s->taken = true;
        return true;
    case D3DDDI_SEMAPHORE:
        if (!s->count) return false;
        s->count--;
        return true;
    case D3DDDI_FENCE:
        return s->value >= value;
    default:
        return true;
    }
}

void dxgk_sync_signal(struct dxgk_sync *s, uint64_t value)
{
    switch (s->type) {
    case D3DDDI_SYNCHRONIZATION_MUTEX:
        s->taken = false;
        break;
    case D3DDDI_SEMAPHORE:
        if (s->count < s->max) s->count++;
        break;
    case D3DDDI_FENCE:
        if (value > s->value) s->value = value;
        break;
    case D3DDDI_CPU_NOTIFICATION:
        if (s->event) KeSetEvent(s->event, 0, FALSE);
        break;
    default:
        break;
    }
}

void dxgk_sync_release(struct dxgk_sync *s)
{
    if (__atomic_sub_fetch(&s->references, 1, __ATOMIC_ACQ_REL)) return;
    if (s->event) ObfDereferenceObject(s->event);
    free(s);
}

/* ---- objects ---- */

static NTSTATUS sync_create(struct dxgk_client *c, D3DKMT_HANDLE device, const D3DDDI_SYNCHRONIZATIONOBJECTINFO2 *info,
                            struct dxgk_sync **out)
{
    struct dxgk_sync *s;
    PVOID event;
    NTSTATUS status;

    if (!dxgk_client_device(c, device)) return STATUS_INVALID_PARAMETER;
    if (info->Flags.NtSecuritySharing || info->Flags.CrossAdapter) return STATUS_NOT_SUPPORTED;
    if (!(s = calloc(1, sizeof *s))) return STATUS_NO_MEMORY;
    s->references = 1;
    s->type = info->Type;
    status = STATUS_SUCCESS;
    switch (info->Type) {
    case D3DDDI_SYNCHRONIZATION_MUTEX:
        s->taken = info->SynchronizationMutex.InitialState != FALSE;
        break;
    case D3DDDI_SEMAPHORE:
        s->max = info->Semaphore.MaxCount;
        s->count = info->Semaphore.InitialCount;
        if (!s->max || s->count > s->max) status = STATUS_INVALID_PARAMETER;
        break;
    case D3DDDI_FENCE:
        s->value = info->Fence.FenceValue;
        break;
    case D3DDDI_CPU_NOTIFICATION:
        status = ObReferenceObjectByHandle(info->CPUNotification.Event, EVENT_MODIFY_STATE, *ExEventObjectType, UserMode, &event,
                                           NULL);
        if (NT_SUCCESS(status)) s->event = event;
        else status = STATUS_INVALID_PARAMETER;
        break;
    default:
        status = STATUS_INVALID_PARAMETER;
        break;
    }
    if (NT_SUCCESS(status) && !dxgk_handle_create(&s->o, DXGK_SYNC, info->Flags.Shared ? 0 : c->id)) status = STATUS_NO_MEMORY;
    if (NT_SUCCESS(status)) *out = s;
    else dxgk_sync_release(s);
    return status;
}

NTSTATUS DDI_KMT_CALL D3DKMTCreateSynchronizationObject2(D3DKMT_CREATESYNCHRONIZATIONOBJECT2 *args)
{
    struct dxgk_client c;
    struct dxgk_sync *s;
    NTSTATUS status = args ? dxgk_client_enter(&c) : STATUS_INVALID_PARAMETER;

    if (!NT_SUCCESS(status)) return status;
    status = sync_create(&c, args->hDevice, &args->Info, &s);
    if (NT_SUCCESS(status)) {
        args->hSyncObject = s->o.handle;
        args->Info.SharedHandle = args->Info.Flags.Shared ? s->o.handle : 0;
    }
    dxgk_client_leave(&c);
    return status;
}

NTSTATUS DDI_KMT_CALL D3DKMTCreateSynchronizationObject(D3DKMT_CREATESYNCHRONIZATIONOBJECT *args)
{
    D3DKMT_CREATESYNCHRONIZATIONOBJECT2 two;
    NTSTATUS status;

    if (!args || (args->Info.Type != D3DDDI_SYNCHRONIZATION_MUTEX && args->Info.Type != D3DDDI_SEMAPHORE))
        return STATUS_INVALID_PARAMETER;
    memset(&two, 0, sizeof two);
    two.hDevice = args->hDevice;
    two.Info.Type = args->Info.Type;
    if (args->Info.Type == D3DDDI_SEMAPHORE) {
        two.Info.Semaphore.MaxCount = args->Info.Semaphore.MaxCount;
        two.Info.Semaphore.InitialCount = args->Info.Semaphore.InitialCount;
    } else {
        two.Info.SynchronizationMutex.InitialState = args->Info.SynchronizationMutex.InitialState;
    }
    status = D3DKMTCreateSynchronizationObject2(&two);
    if (NT_SUCCESS(status)) args->hSyncObject = two.hSyncObject;
    return status;
}

/* A shared object has one handle for all processes: opening it counts. */
NTSTATUS DDI_KMT_CALL D3DKMTOpenSynchronizationObject(D3DKMT_OPENSYNCHRONIZATIONOBJECT *args)
{
    struct dxgk_client c;
    struct dxgk_sync *s;
    NTSTATUS status = args ? dxgk_client_enter(&c) : STATUS_INVALID_PARAMETER;

    if (!NT_SUCCESS(status)) return status;
    s = dxgk_handle_get(args->hSharedHandle, DXGK_SYNC, c.id);
    if (!s || s->o.process) {
        status = STATUS_INVALID_PARAMETER;
    } else {
        __atomic_add_fetch(&s->references, 1, __ATOMIC_RELAXED);
        args->hSyncObject = s->o.handle;
    }
    dxgk_client_leave(&c);
    return status;
}

NTSTATUS DDI_KMT_CALL D3DKMTDestroySynchronizationObject(const D3DKMT_DESTROYSYNCHRONIZATIONOBJECT *args)
{
    struct dxgk_client c;
    struct dxgk_sync *s;
    NTSTATUS status = args ? dxgk_client_enter(&c) : STATUS_INVALID_PARAMETER;

    if (!NT_SUCCESS(status)) return status;
    s = dxgk_handle_get(args->hSyncObject, DXGK_SYNC, c.id);
    if (!s) {
        status = STATUS_INVALID_PARAMETER;
    } else {
        pthread_mutex_lock(&c.a->sched.lock);
        if (s->references == 1 || s->o.process) dxgk_handle_destroy(s->o.handle);
        dxgk_sync_release(s);
        pthread_mutex_unlock(&c.a->sched.lock);
    }
    dxgk_client_leave(&c);
    return status;
}

void dxgk_sync_close_all(uint32_t process)
{
    struct dxgk_object *o;
    while ((o = dxgk_handle_of(process, DXGK_SYNC)) != NULL) {
        dxgk_handle_destroy(o->handle);
        dxgk_sync_release((struct dxgk_sync *)o);
    }
    while ((o = dxgk_handle_of(process, DXGK_KEYED_MUTEX)) != NULL) {
        dxgk_handle_destroy(o->handle);
        free(o);
    }
}

/* ---- in a queue ---- */

static NTSTATUS queue_sync(D3DKMT_HANDLE context, UINT n, const D3DKMT_HANDLE *handles, uint64_t value,
                           enum dxgk_packet_kind kind, bool at_submission)
{
    struct dxgk_client c;
    struct dxgk_context *x;
    struct dxgk_packet *p = NULL;
    struct dxgk_sync *s[32];
    NTSTATUS status = dxgk_client_enter(&c);
    UINT i;

    if (!NT_SUCCESS(status)) return status;
    x = dxgk_handle_get(context, DXGK_CONTEXT, c.id);
    if (!x || !n || n > 32) status = STATUS_INVALID_PARAMETER;
    for (i = 0; NT_SUCCESS(status) && i < n; i++)
        if (!(s[i] = dxgk_handle_get(handles[i], DXGK_SYNC, c.id))) status = STATUS_INVALID_PARAMETER;
    if (NT_SUCCESS(status)) status = dxgk_device_status(x->device);
    if (NT_SUCCESS(status) && at_submission) {
        pthread_mutex_lock(&c.a->sched.lock);
        for (i = 0; i < n; i++) dxgk_sync_signal(s[i], value);
        pthread_mutex_unlock(&c.a->sched.lock);
        dxgk_sched_pump(c.a);
    } else if (NT_SUCCESS(status)) {
        p = dxgk_client_packet(&c, x);
        if (!p) status = STATUS_DEVICE_REMOVED;
    }
    if (p) {
        p->kind = kind;
        p->value = value;
        p->n_sync = n;
        for (i = 0; i < n; i++) {
            p->sync[i] = s[i];
            __atomic_add_fetch(&s[i]->references, 1, __ATOMIC_RELAXED);
        }
        dxgk_packet_queue(p);
    }
    dxgk_client_leave(&c);
    return status;
}

NTSTATUS DDI_KMT_CALL D3DKMTWaitForSynchronizationObject(const D3DKMT_WAITFORSYNCHRONIZATIONOBJECT *args)
{
    if (!args) return STATUS_INVALID_PARAMETER;
    return queue_sync(args->hContext, args->ObjectCount, args->ObjectHandleArray, 0, DXGK_PACKET_WAIT, false);
}

NTSTATUS DDI_KMT_CALL D3DKMTWaitForSynchronizationObject2(const D3DKMT_WAITFORSYNCHRONIZATIONOBJECT2 *args)
{
    if (!args) return STATUS_INVALID_PARAMETER;
    return queue_sync(args->hContext, args->ObjectCount, args->ObjectHandleArray, args->Fence.FenceValue, DXGK_PACKET_WAIT,
                      false);
}

NTSTATUS DDI_KMT_CALL D3DKMTSignalSynchronizationObject(const D3DKMT_SIGNALSYNCHRONIZATIONOBJECT *args)
{
    if (!args) return STATUS_INVALID_PARAMETER;
    return queue_sync(args->hContext, args->ObjectCount, args->ObjectHandleArray, 0, DXGK_PACKET_SIGNAL,
                      args->Flags.SignalAtSubmission);
}

NTSTATUS DDI_KMT_CALL D3DKMTSignalSynchronizationObject2(const D3DKMT_SIGNALSYNCHRONIZATIONOBJECT2 *args)
{
    if (!args) return STATUS_INVALID_PARAMETER;
    if (args->Flags.EnqueueCpuEvent || args->BroadcastContextCount) return STATUS_NOT_SUPPORTED;
    return queue_sync(args->hContext, args->ObjectCount, args->ObjectHandleArray, args->Fence.FenceValue, DXGK_PACKET_SIGNAL,
                      args->Flags.SignalAtSubmission);
}

/* ---- keyed mutexes ---- */

struct keyed { LONG references; bool taken; uint64_t key, fence; uint32_t runtime_size; uint8_t runtime[256]; };
/* One opening. Its own handle in its process; the share is the first one's handle. */
struct keyed_open { struct dxgk_object o; struct keyed *k; };

static NTSTATUS keyed_create(uint64_t key, const void *runtime, UINT size, D3DKMT_HANDLE *mutex, D3DKMT_HANDLE *share)
{
    struct dxgk_client c;
    struct keyed *k;
    struct keyed_open *o;
    struct keyed_open *s;
    NTSTATUS status = dxgk_client_enter(&c);

    if (!NT_SUCCESS(status)) return status;
    k = calloc(1, sizeof *k);
    o = calloc(1, sizeof *o);
    s = calloc(1, sizeof *s);
    if (!k || !o || !s || size > sizeof k->runtime || !dxgk_handle_create(&o->o, DXGK_KEYED_MUTEX, c.id) ||
        !dxgk_handle_create(&s->o, DXGK_KEYED_MUTEX, 0)) {
        status = size > 256 ? STATUS_INVALID_PARAMETER : STATUS_NO_MEMORY;
        if (o) dxgk_handle_destroy(o->o.handle);
        free(k);
        free(o);
        free(s);
    } else {
        if (size) status = nt_copy_from_user(k->runtime, runtime, size);
        k->runtime_size = size;
        k->references = 2;
        k->key = key;
        o->k = s->k = k;
        *mutex = o->o.handle;
        *share = s->o.handle;
    }
    dxgk_client_leave(&c);
    return status;
}

NTSTATUS DDI_KMT_CALL D3DKMTCreateKeyedMutex(D3DKMT_CREATEKEYEDMUTEX *args)
{
    if (!args) return STATUS_INVALID_PARAMETER;
    return keyed_create(args->InitialValue, NULL, 0, &args->hKeyedMutex, &args->hSharedHandle);
}

NTSTATUS DDI_KMT_CALL D3DKMTCreateKeyedMutex2(D3DKMT_CREATEKEYEDMUTEX2 *args)
{
    if (!args) return STATUS_INVALID_PARAMETER;
    if (args->Flags.NtSecuritySharing) return STATUS_NOT_SUPPORTED;
    return keyed_create(args->InitialValue, args->pPrivateRuntimeData, args->PrivateRuntimeDataSize, &args->hKeyedMutex,
                        &args->hSharedHandle);
}

static NTSTATUS keyed_open(D3DKMT_HANDLE share, void *runtime, UINT size, D3DKMT_HANDLE *mutex)
{
    struct dxgk_client c;
    struct keyed_open *s, *o;
    NTSTATUS status = dxgk_client_enter(&c);

    if (!NT_SUCCESS(status)) return status;
    s = dxgk_handle_get(share, DXGK_KEYED_MUTEX, c.id);
    o = s && !s->o.process ? calloc(1, sizeof *o) : NULL;
    if (!o || !dxgk_handle_create(&o->o, DXGK_KEYED_MUTEX, c.id)) {
        status = s && !s->o.process ? STATUS_NO_MEMORY : STATUS_INVALID_PARAMETER;
        free(o);
    } else {
        o->k = s->k;
        __atomic_add_fetch(&o->k->references, 1, __ATOMIC_RELAXED);
        *mutex = o->o.handle;
        if (runtime && size >= o->k->runtime_size) status = nt_copy_to_user(runtime, o->k->runtime, o->k->runtime_size);
    }
    dxgk_client_leave(&c);
    return status;
}

NTSTATUS DDI_KMT_CALL D3DKMTOpenKeyedMutex(D3DKMT_OPENKEYEDMUTEX *args)
{
    return args ? keyed_open(args->hSharedHandle, NULL, 0, &args->hKeyedMutex) : STATUS_INVALID_PARAMETER;
}

NTSTATUS DDI_KMT_CALL D3DKMTOpenKeyedMutex2(D3DKMT_OPENKEYEDMUTEX2 *args)
{
    return args ? keyed_open(args->hSharedHandle, args->pPrivateRuntimeData, args->PrivateRuntimeDataSize, &args->hKeyedMutex)
                : STATUS_INVALID_PARAMETER;
}

NTSTATUS DDI_KMT_CALL D3DKMTDestroyKeyedMutex(const D3DKMT_DESTROYKEYEDMUTEX *args)
{
    struct dxgk_client c;
    struct keyed_open *o;
    NTSTATUS status = args ? dxgk_client_enter(&c) : STATUS_INVALID_PARAMETER;

    if (!NT_SUCCESS(status)) return status;
    o = dxgk_handle_get(args->hKeyedMutex, DXGK_KEYED_MUTEX, c.id);
    if (!o || !o->o.process) {
        status = STATUS_INVALID_PARAMETER;
    } else {
        dxgk_handle_destroy(o->o.handle);
        if (__atomic_sub_fetch(&o->k->references, 1, __ATOMIC_ACQ_REL) == 1) o->k->taken = true; /* only the share is left */
        free(o);
    }
    dxgk_client_leave(&c);
    return status;
}

struct acquire { struct keyed *k; uint64_t key; };

static bool may_acquire(void *arg)
{
    struct acquire *w = arg;
    if (w->k->taken || w->k->key != w->key) return false;
    w->k->taken = true;
    return true;
}

static NTSTATUS acquire(D3DKMT_HANDLE mutex, uint64_t key, const LARGE_INTEGER *timeout, uint64_t *fence)
{
    struct dxgk_client c;
    struct keyed_open *o;
    struct acquire w;
    uint64_t deadline = 0;
    NTSTATUS status = dxgk_client_enter(&c);

    if (!NT_SUCCESS(status)) return status;
    o = dxgk_handle_get(mutex, DXGK_KEYED_MUTEX, c.id);
    if (!o || !o->o.process) {
        dxgk_client_leave(&c);
        return STATUS_INVALID_PARAMETER;
    }
    /* Relative when negative, in 100 ns (KeWaitForSingleObject's form); NULL waits for ever. */
    if (timeout) deadline = dxgk_now_ns() + (timeout->QuadPart < 0 ? (uint64_t)-timeout->QuadPart * 100u : 0) + 1;
    w = (struct acquire){ o->k, key };
    dxgk_client_pause(&c);
    if (!dxgk_sched_wait(c.a, may_acquire, &w, deadline)) status = STATUS_TIMEOUT;
    dxgk_client_resume(&c);
    *fence = w.k->fence;
    dxgk_client_leave(&c);
    return status;
}

NTSTATUS DDI_KMT_CALL D3DKMTAcquireKeyedMutex(D3DKMT_ACQUIREKEYEDMUTEX *args)
{
    return args ? acquire(args->hKeyedMutex, args->Key, args->pTimeout, &args->FenceValue) : STATUS_INVALID_PARAMETER;
}

NTSTATUS DDI_KMT_CALL D3DKMTAcquireKeyedMutex2(D3DKMT_ACQUIREKEYEDMUTEX2 *args)
{
    return args ? acquire(args->hKeyedMutex, args->Key, args->pTimeout, &args->FenceValue) : STATUS_INVALID_PARAMETER;
}

static bool nothing_queued(void *arg) { return IsListEmpty(&((struct dxgk_adapter *)arg)->sched.ready); }

static NTSTATUS release(D3DKMT_HANDLE mutex, uint64_t key, uint64_t fence)
{
    struct dxgk_client c;
    struct keyed_open *o;
    NTSTATUS status = dxgk_client_enter(&c);

    if (!NT_SUCCESS(status)) return status;
    o = dxgk_handle_get(mutex, DXGK_KEYED_MUTEX, c.id);
    if (!o || !o->o.process || !o->k->taken) status = STATUS_INVALID_PARAMETER;
    if (NT_SUCCESS(status)) {
        /* What was rendered before reaches the hardware before what the next owner renders: one hardware queue, so it is
         * enough that nothing waits in a software queue. */
        dxgk_client_pause(&c);
        dxgk_sched_wait(c.a, nothing_queued, c.a, dxgk_now_ns() + 2000000000ull);
        dxgk_client_resume(&c);
        pthread_mutex_lock(&c.a->sched.lock);
        o->k->key = key;
        o->k->fence = fence;
        o->k->taken = false;
        pthread_cond_broadcast(&c.a->sched.progress);
        pthread_mutex_unlock(&c.a->sched.lock);
    }
    dxgk_client_leave(&c);
    return status;
}

NTSTATUS DDI_KMT_CALL D3DKMTReleaseKeyedMutex(D3DKMT_RELEASEKEYEDMUTEX *args)
{
    return args ? release(args->hKeyedMutex, args->Key, args->FenceValue) : STATUS_INVALID_PARAMETER;
}

NTSTATUS DDI_KMT_CALL D3DKMTReleaseKeyedMutex2(D3DKMT_RELEASEKEYEDMUTEX2 *args)
{
    return args ? release(args->hKeyedMutex, args->Key, args->FenceValue) : STATUS_INVALID_PARAMETER;
}
