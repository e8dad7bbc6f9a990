/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * keyed.c - keyed mutexes: who has acquired one owns it until it releases it under a key, and the next owner names that key
 * (d3dkmthk D3DKMTAcquireKeyedMutex and siblings). One whose owner closes it without a release is abandoned for ever
 * (sdk-api nf-dxgi-idxgikeyedmutex-acquiresync: WAIT_ABANDONED).
 */
#include "dxgk_internal.h"

#include <string.h>

#define MAX_RUNTIME_DATA 256u

struct dxgk_keyed {
    LONG references; /* openings, NT handles, calls that wait */
    bool nt;         /* shared through NT handles only: no share */
    struct keyed_open *share;
    uint32_t runtime_size;
    uint8_t runtime[MAX_RUNTIME_DATA];
    /* under sched.lock */
    D3DKMT_HANDLE owner; /* opening that has acquired it; 0: nobody */
    bool abandoned;
    uint64_t key, fence;
};

/* One opening: a handle of its process. The share is one of no process and opens nothing. */
struct keyed_open { struct dxgk_object o; struct dxgk_keyed *k; };

void dxgk_keyed_reference(struct dxgk_keyed *k) { __atomic_add_fetch(&k->references, 1, __ATOMIC_RELAXED); }

void dxgk_keyed_release(struct dxgk_keyed *k)
{
    if (__atomic_sub_fetch(&k->references, 1, __ATOMIC_ACQ_REL)) return;
    if (k->share) {
        dxgk_handle_destroy(k->share->o.handle);
        free(k->share);
    }
    free(k);
}

static struct keyed_open *opening(struct dxgk_client *c, D3DKMT_HANDLE h)
{
    struct keyed_open *o = dxgk_handle_get(h, DXGK_KEYED_MUTEX, c->id);
    return o && o->o.process ? o : NULL;
}

struct dxgk_keyed *dxgk_keyed_of(struct dxgk_client *c, D3DKMT_HANDLE h)
{
    struct keyed_open *o = opening(c, h);
    return o && o->k->nt ? o->k : NULL;
}

NTSTATUS dxgk_keyed_open(struct dxgk_client *c, struct dxgk_keyed *k, D3DKMT_HANDLE *mutex)
{
    struct keyed_open *o = calloc(1, sizeof *o);

    if (!o || !dxgk_handle_create(&o->o, DXGK_KEYED_MUTEX, c->id)) {
        free(o);
        return STATUS_NO_MEMORY;
    }
    o->k = k;
    dxgk_keyed_reference(k);
    *mutex = o->o.handle;
    return STATUS_SUCCESS;
}

static void abandon(struct dxgk_adapter *a, struct dxgk_keyed *k, D3DKMT_HANDLE owner)
{
    pthread_mutex_lock(&a->sched.lock);
    if (k->owner == owner) {
        k->abandoned = true;
        pthread_cond_broadcast(&a->sched.progress);
    }
    pthread_mutex_unlock(&a->sched.lock);
}

static void close_opening(struct dxgk_adapter *a, struct keyed_open *o)
{
    D3DKMT_HANDLE h = o->o.handle;

    dxgk_handle_destroy(h);
    abandon(a, o->k, h);
    dxgk_keyed_release(o->k);
    free(o);
}

void dxgk_keyed_close(struct dxgk_client *c, D3DKMT_HANDLE h)
{
    struct keyed_open *o = opening(c, h);
    if (o) close_opening(c->a, o);
}

void dxgk_keyed_close_all(struct dxgk_client *c, uint32_t process)
{
    struct dxgk_object *o;
    while ((o = dxgk_handle_of(process, DXGK_KEYED_MUTEX)) != NULL) close_opening(c->a, (struct keyed_open *)o);
}

static NTSTATUS create(struct dxgk_client *c, D3DKMT_CREATEKEYEDMUTEX2 *args)
{
    struct dxgk_keyed *k;
    NTSTATUS status = STATUS_SUCCESS;

    if (args->PrivateRuntimeDataSize > MAX_RUNTIME_DATA) return STATUS_INVALID_PARAMETER;
    k = calloc(1, sizeof *k);
    if (!k) return STATUS_NO_MEMORY;
    k->references = 1;
    k->key = args->InitialValue;
    k->runtime_size = args->PrivateRuntimeDataSize;
    k->nt = args->Flags.NtSecuritySharing;
    if (k->runtime_size) status = nt_copy_from_user(k->runtime, args->pPrivateRuntimeData, k->runtime_size);
    if (NT_SUCCESS(status) && !k->nt) {
        k->share = calloc(1, sizeof *k->share);
        if (k->share) k->share->k = k;
        if (!k->share || !dxgk_handle_create(&k->share->o, DXGK_KEYED_MUTEX, 0)) status = STATUS_NO_MEMORY;
    }
    if (NT_SUCCESS(status)) status = dxgk_keyed_open(c, k, &args->hKeyedMutex);
    if (NT_SUCCESS(status)) args->hSharedHandle = k->share ? k->share->o.handle : 0;
    dxgk_keyed_release(k);
    return status;
}

NTSTATUS DDI_KMT_CALL D3DKMTCreateKeyedMutex2(D3DKMT_CREATEKEYEDMUTEX2 *args)
{
    struct dxgk_client c;
    NTSTATUS status = args ? dxgk_client_enter(&c) : STATUS_INVALID_PARAMETER;

    if (!NT_SUCCESS(status)) return status;
    status = create(&c, args);
    dxgk_client_leave(&c);
    return status;
}

NTSTATUS DDI_KMT_CALL D3DKMTCreateKeyedMutex(D3DKMT_CREATEKEYEDMUTEX *args)
{
    D3DKMT_CREATEKEYEDMUTEX2 two;
    NTSTATUS status;

    if (!args) return STATUS_INVALID_PARAMETER;
    memset(&two, 0, sizeof two);
    two.InitialValue = args->InitialValue;
    status = D3DKMTCreateKeyedMutex2(&two);
    if (NT_SUCCESS(status)) {
        args->hSharedHandle = two.hSharedHandle;
        args->hKeyedMutex = two.hKeyedMutex;
    }
    return status;
}

static bool hold_share(const void *object)
{
    const struct keyed_open *s = object;
    return !s->o.process && dxgk_reference_alive(&s->k->references);
}

static NTSTATUS open_share(D3DKMT_HANDLE share, void *runtime, UINT size, D3DKMT_HANDLE *mutex)
{
    struct dxgk_client c;
    struct keyed_open *s;
    struct dxgk_keyed *k;
    NTSTATUS status = dxgk_client_enter(&c);

    if (!NT_SUCCESS(status)) return status;
    s = dxgk_handle_hold(share, DXGK_KEYED_MUTEX, c.id, hold_share);
    k = s ? s->k : NULL;
    status = k ? dxgk_keyed_open(&c, k, mutex) : STATUS_INVALID_PARAMETER;
    if (NT_SUCCESS(status) && runtime && size >= k->runtime_size) status = nt_copy_to_user(runtime, k->runtime, k->runtime_size);
    if (k) dxgk_keyed_release(k);
    dxgk_client_leave(&c);
    return status;
}

NTSTATUS DDI_KMT_CALL D3DKMTOpenKeyedMutex(D3DKMT_OPENKEYEDMUTEX *args)
{
    return args ? open_share(args->hSharedHandle, NULL, 0, &args->hKeyedMutex) : STATUS_INVALID_PARAMETER;
}

NTSTATUS DDI_KMT_CALL D3DKMTOpenKeyedMutex2(D3DKMT_OPENKEYEDMUTEX2 *args)
{
    return args ? open_share(args->hSharedHandle, args->pPrivateRuntimeData, args->PrivateRuntimeDataSize, &args->hKeyedMutex)
                : STATUS_INVALID_PARAMETER;
}

NTSTATUS DDI_KMT_CALL D3DKMTDestroyKeyedMutex(const D3DKMT_DESTROYKEYEDMUTEX *args)
{
    struct dxgk_client c;
    struct keyed_open *o;
    NTSTATUS status = args ? dxgk_client_enter(&c) : STATUS_INVALID_PARAMETER;

    if (!NT_SUCCESS(status)) return status;
    o = opening(&c, args->hKeyedMutex);
    if (o) close_opening(c.a, o);
    else status = STATUS_INVALID_PARAMETER;
    dxgk_client_leave(&c);
    return status;
}

struct acquire { struct dxgk_keyed *k; D3DKMT_HANDLE who; uint64_t key, fence; bool abandoned; };

static bool may_acquire(void *arg)
{
    struct acquire *w = arg;

    w->abandoned = w->k->abandoned;
    if (w->abandoned) return true;
    if (w->k->owner || w->k->key != w->key) return false;
    w->k->owner = w->who;
    w->fence = w->k->fence;
    return true;
}

static NTSTATUS acquire(D3DKMT_HANDLE mutex, uint64_t key, const LARGE_INTEGER *timeout, UINT64 *fence)
{
    struct dxgk_client c;
    struct keyed_open *o;
    struct acquire w;
    uint64_t deadline = 0;
    NTSTATUS status = dxgk_client_enter(&c);

    if (!NT_SUCCESS(status)) return status;
    o = opening(&c, mutex);
    if (!o) {
        dxgk_client_leave(&c);
        return STATUS_INVALID_PARAMETER;
    }
    /* Relative when negative, in 100 ns (KeWaitForSingleObject's form); NULL waits for ever. */
    if (timeout) deadline = dxgk_now_ns() + (timeout->QuadPart < 0 ? (uint64_t)-timeout->QuadPart * 100u : 0) + 1;
    w = (struct acquire){ .k = o->k, .who = mutex, .key = key };
    dxgk_keyed_reference(w.k);
    dxgk_client_pause(&c);
    if (!dxgk_sched_wait(c.a, may_acquire, &w, deadline)) status = STATUS_TIMEOUT;
    dxgk_client_resume(&c);
    if (NT_SUCCESS(status) && w.abandoned) status = STATUS_ABANDONED;
    if (!opening(&c, mutex)) { /* closed by another thread meanwhile */
        abandon(c.a, w.k, mutex);
        status = STATUS_INVALID_PARAMETER;
    }
    *fence = w.fence;
    dxgk_keyed_release(w.k);
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
    struct dxgk_keyed *k;
    NTSTATUS status = dxgk_client_enter(&c);

    if (!NT_SUCCESS(status)) return status;
    o = opening(&c, mutex);
    k = o ? o->k : NULL;
    if (!k || __atomic_load_n(&k->owner, __ATOMIC_RELAXED) != mutex) {
        dxgk_client_leave(&c);
        return STATUS_INVALID_PARAMETER;
    }
    dxgk_keyed_reference(k);
    /* What was rendered before reaches the hardware before what the next owner renders: one hardware queue, so it is
     * enough that nothing waits in a software queue. */
    dxgk_client_pause(&c);
    dxgk_sched_wait(c.a, nothing_queued, c.a, dxgk_now_ns() + 2000000000ull);
    dxgk_client_resume(&c);
    pthread_mutex_lock(&c.a->sched.lock);
    if (k->owner == mutex && !k->abandoned) {
        k->key = key;
        k->fence = fence;
        k->owner = 0;
        pthread_cond_broadcast(&c.a->sched.progress);
    } else {
        status = STATUS_INVALID_PARAMETER;
    }
    pthread_mutex_unlock(&c.a->sched.lock);
    dxgk_keyed_release(k);
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
