/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * sync.c - synchronisation objects (mutex, semaphore, fence, CPU notification). Signals and waits stand in a context's queue;
 * the scheduler carries them out when their turn comes.
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

/* ---- openings: each process has handles of its own ---- */

/* The share is one of no process and opens nothing. */
struct sync_open { struct dxgk_object o; struct dxgk_sync *s; };

void dxgk_sync_reference(struct dxgk_sync *s) { __atomic_add_fetch(&s->references, 1, __ATOMIC_RELAXED); }

void dxgk_sync_release(struct dxgk_sync *s)
{
    if (__atomic_sub_fetch(&s->references, 1, __ATOMIC_ACQ_REL)) return;
    if (s->share) {
        dxgk_handle_destroy(s->share->o.handle);
        free(s->share);
    }
    if (s->event) ObfDereferenceObject(s->event);
    free(s);
}

static struct sync_open *opening(struct dxgk_client *c, D3DKMT_HANDLE h)
{
    struct sync_open *o = dxgk_handle_get(h, DXGK_SYNC, c->id);
    return o && o->o.process ? o : NULL;
}

struct dxgk_sync *dxgk_sync_of(struct dxgk_client *c, D3DKMT_HANDLE h)
{
    struct sync_open *o = opening(c, h);
    return o ? o->s : NULL;
}

NTSTATUS dxgk_sync_open(struct dxgk_client *c, struct dxgk_sync *s, D3DKMT_HANDLE *sync)
{
    struct sync_open *o = calloc(1, sizeof *o);

    if (!o || !dxgk_handle_create(&o->o, DXGK_SYNC, c->id)) {
        free(o);
        return STATUS_NO_MEMORY;
    }
    o->s = s;
    dxgk_sync_reference(s);
    *sync = o->o.handle;
    return STATUS_SUCCESS;
}

static void close_opening(struct sync_open *o)
{
    dxgk_handle_destroy(o->o.handle);
    dxgk_sync_release(o->s);
    free(o);
}

bool dxgk_sync_close(struct dxgk_client *c, D3DKMT_HANDLE h)
{
    struct sync_open *o = opening(c, h);

    if (o) close_opening(o);
    return o != NULL;
}

void dxgk_sync_close_all(uint32_t process)
{
    struct dxgk_object *o;
    while ((o = dxgk_handle_of(process, DXGK_SYNC)) != NULL) close_opening((struct sync_open *)o);
}

/* ---- objects ---- */

/* In *out, with a reference. */
static NTSTATUS sync_create(struct dxgk_client *c, D3DKMT_HANDLE device, const D3DDDI_SYNCHRONIZATIONOBJECTINFO2 *info,
                            struct dxgk_sync **out)
{
    struct dxgk_sync *s;
    PVOID event;
    NTSTATUS status;

    if (!dxgk_client_device(c, device)) return STATUS_INVALID_PARAMETER;
    if (info->Flags.CrossAdapter) return STATUS_NOT_SUPPORTED;
    /* ns-d3dukmdt-_d3dddi_synchronizationobject_flags: a way of sharing */
    if (info->Flags.NtSecuritySharing && !info->Flags.Shared) return STATUS_INVALID_PARAMETER;
    if (!(s = calloc(1, sizeof *s))) return STATUS_NO_MEMORY;
    s->references = 1;
    s->type = info->Type;
    s->nt = info->Flags.NtSecuritySharing;
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
    if (NT_SUCCESS(status) && info->Flags.Shared && !s->nt) {
        s->share = calloc(1, sizeof *s->share);
        if (s->share) s->share->s = s;
        if (!s->share || !dxgk_handle_create(&s->share->o, DXGK_SYNC, 0)) status = STATUS_NO_MEMORY;
    }
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
        status = dxgk_sync_open(&c, s, &args->hSyncObject);
        if (NT_SUCCESS(status)) args->Info.SharedHandle = s->share ? s->share->o.handle : 0;
        dxgk_sync_release(s);
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

static bool hold_share(const void *object)
{
    const struct sync_open *s = object;
    return !s->o.process && dxgk_reference_alive(&s->s->references);
}

NTSTATUS DDI_KMT_CALL D3DKMTOpenSynchronizationObject(D3DKMT_OPENSYNCHRONIZATIONOBJECT *args)
{
    struct dxgk_client c;
    struct sync_open *share;
    struct dxgk_sync *s;
    NTSTATUS status = args ? dxgk_client_enter(&c) : STATUS_INVALID_PARAMETER;

    if (!NT_SUCCESS(status)) return status;
    share = dxgk_handle_hold(args->hSharedHandle, DXGK_SYNC, c.id, hold_share);
    s = share ? share->s : NULL;
    status = s ? dxgk_sync_open(&c, s, &args->hSyncObject) : STATUS_INVALID_PARAMETER;
    if (s) dxgk_sync_release(s);
    dxgk_client_leave(&c);
    return status;
}

NTSTATUS DDI_KMT_CALL D3DKMTDestroySynchronizationObject(const D3DKMT_DESTROYSYNCHRONIZATIONOBJECT *args)
{
    struct dxgk_client c;
    NTSTATUS status = args ? dxgk_client_enter(&c) : STATUS_INVALID_PARAMETER;

    if (!NT_SUCCESS(status)) return status;
    if (!dxgk_sync_close(&c, args->hSyncObject)) status = STATUS_INVALID_PARAMETER;
    dxgk_client_leave(&c);
    return status;
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
    UINT i, found;

    if (!NT_SUCCESS(status)) return status;
    x = dxgk_handle_get(context, DXGK_CONTEXT, c.id);
    if (!x || !n || n > 32) status = STATUS_INVALID_PARAMETER;
    /* Held: waiting for a packet lets the process's lock go. */
    for (found = 0; NT_SUCCESS(status) && found < n; found++) {
        if (!(s[found] = dxgk_sync_of(&c, handles[found]))) {
            status = STATUS_INVALID_PARAMETER;
            break;
        }
        dxgk_sync_reference(s[found]);
    }
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
        memcpy(p->sync, s, n * sizeof *s);
        found = 0; /* the packet's references now */
        dxgk_packet_queue(p);
    }
    for (i = 0; i < found; i++) dxgk_sync_release(s[i]);
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
