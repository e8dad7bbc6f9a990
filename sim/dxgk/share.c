/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * share.c - resources shared through NT handles (d3dkmthk D3DKMTShareObjects, D3DKMTOpenNtHandleFromName,
 * D3DKMTQueryResourceInfoFromNtHandle, D3DKMTOpenResourceFromNtHandle).
 *
 * A HANDLE is the number of a file descriptor: one end of a socket pair that is good for nothing but being duplicated, passed
 * on and closed. The kernel keeps the other end. It knows its pair by the socket's cookie, which a program cannot change, and
 * it learns from its end hanging up that the last duplicate was closed. That is looked at in the calls that make, open and
 * destroy resources: a share that nobody has a handle of any more lives until the next of those.
 */
#include "dxgk_internal.h"

#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAX_NAME 260u /* MAX_PATH: nf-dxgi1_2-idxgiresource1-createsharedhandle */

struct share {
    LIST_ENTRY link;
    unsigned n_ends;
    struct dxgk_resource *resource; /* referenced, as is what follows */
    struct dxgk_keyed *keyed;       /* NULL: none, then no sync either */
    struct dxgk_sync *sync;
    uint32_t n_name;                /* characters; 0: no name */
    uint16_t name[MAX_NAME];
};

/* The kernel's end of one handle. */
struct end {
    LIST_ENTRY link;
    struct share *share;
    uint64_t cookie; /* of the program's end */
    int fd;
};

static struct {
    pthread_mutex_t lock;
    LIST_ENTRY shares, ends;
} all = { .lock = PTHREAD_MUTEX_INITIALIZER, .shares = { &all.shares, &all.shares }, .ends = { &all.ends, &all.ends } };

static bool cookie_of(int fd, uint64_t *cookie)
{
    socklen_t n = sizeof *cookie;
    return getsockopt(fd, SOL_SOCKET, SO_COOKIE, cookie, &n) == 0 && n == sizeof *cookie;
}

/* all.lock */
static NTSTATUS add_end(struct share *s, HANDLE *out)
{
    struct end *e = calloc(1, sizeof *e);
    int pair[2];

    if (!e || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0) {
        free(e);
        return STATUS_INSUFFICIENT_RESOURCES;
    }
    if (!cookie_of(pair[1], &e->cookie)) {
        close(pair[0]);
        close(pair[1]);
        free(e);
        return STATUS_INSUFFICIENT_RESOURCES;
    }
    e->share = s;
    e->fd = pair[0];
    s->n_ends++;
    InsertTailList(&all.ends, &e->link);
    *out = (HANDLE)(uintptr_t)(unsigned)pair[1];
    return STATUS_SUCCESS;
}

/* The caller has taken it off the list. */
static void share_free(struct share *s)
{
    if (s->resource) dxgk_resource_release(s->resource);
    if (s->keyed) dxgk_keyed_release(s->keyed);
    if (s->sync) dxgk_sync_release(s->sync);
    free(s);
}

void dxgk_share_reap(bool everything)
{
    LIST_ENTRY dead = { &dead, &dead }, *i, *next;

    pthread_mutex_lock(&all.lock);
    for (i = all.ends.Flink; i != &all.ends; i = next) {
        struct end *e = CONTAINING_RECORD(i, struct end, link);
        struct pollfd p = { .fd = e->fd };

        next = i->Flink;
        if (!everything && (poll(&p, 1, 0) != 1 || !(p.revents & POLLHUP))) continue;
        RemoveEntryList(&e->link);
        if (!--e->share->n_ends) {
            RemoveEntryList(&e->share->link);
            InsertTailList(&dead, &e->share->link);
        }
        close(e->fd);
        free(e);
    }
    pthread_mutex_unlock(&all.lock);
    while (!IsListEmpty(&dead)) {
        struct share *s = CONTAINING_RECORD(dead.Flink, struct share, link);
        RemoveEntryList(&s->link);
        share_free(s);
    }
}

/* all.lock. NULL: it is no end of ours. */
static const struct end *end_of(uint64_t cookie)
{
    LIST_ENTRY *i;

    for (i = all.ends.Flink; i != &all.ends; i = i->Flink) {
        const struct end *e = CONTAINING_RECORD(i, struct end, link);
        if (e->cookie == cookie) return e;
    }
    return NULL;
}

/* What a handle stands for, with a reference of the resource; NULL for what is no such handle. */
static struct dxgk_resource *resource_of(HANDLE handle, struct dxgk_keyed **keyed, struct dxgk_sync **sync)
{
    struct dxgk_resource *r = NULL;
    const struct end *e;
    uint64_t cookie;

    if (!cookie_of((int)(uintptr_t)handle, &cookie)) return NULL;
    pthread_mutex_lock(&all.lock);
    e = end_of(cookie);
    if (e) {
        r = e->share->resource;
        __atomic_add_fetch(&r->references, 1, __ATOMIC_RELAXED);
        if (keyed && (*keyed = e->share->keyed) != NULL) dxgk_keyed_reference(*keyed);
        if (sync && (*sync = e->share->sync) != NULL) dxgk_sync_reference(*sync);
    }
    pthread_mutex_unlock(&all.lock);
    return r;
}

bool dxgk_is_shared_handle(int fd)
{
    uint64_t cookie;
    bool found;

    if (!cookie_of(fd, &cookie)) return false;
    pthread_mutex_lock(&all.lock);
    found = end_of(cookie) != NULL;
    pthread_mutex_unlock(&all.lock);
    return found;
}

/* ---- names ---- */

static NTSTATUS read_name(const OBJECT_ATTRIBUTES *user, uint16_t name[MAX_NAME], uint32_t *n)
{
    OBJECT_ATTRIBUTES a;
    UNICODE_STRING u;

    *n = 0;
    if (!user) return STATUS_SUCCESS;
    if (!NT_SUCCESS(nt_copy_from_user(&a, user, sizeof a))) return STATUS_INVALID_PARAMETER;
    if (!a.ObjectName) return STATUS_SUCCESS;
    if (!NT_SUCCESS(nt_copy_from_user(&u, a.ObjectName, sizeof u))) return STATUS_INVALID_PARAMETER;
    if (u.Length % 2 || u.Length / 2u > MAX_NAME) return STATUS_INVALID_PARAMETER;
    if (u.Length && !NT_SUCCESS(nt_copy_from_user(name, u.Buffer, u.Length))) return STATUS_INVALID_PARAMETER;
    *n = u.Length / 2u;
    return STATUS_SUCCESS;
}

/* all.lock */
static struct share *find_name(const uint16_t *name, uint32_t n)
{
    LIST_ENTRY *i;

    for (i = all.shares.Flink; i != &all.shares; i = i->Flink) {
        struct share *s = CONTAINING_RECORD(i, struct share, link);
        if (s->n_name == n && memcmp(s->name, name, n * sizeof *name) == 0) return s;
    }
    return NULL;
}

/* ---- entry points ---- */

/* nf-d3dkmthk-d3dkmtshareobjects names the combinations; a synchronisation object alone is no resource. */
static NTSTATUS collect(struct dxgk_client *c, const D3DKMT_HANDLE *h, UINT n, struct share *s)
{
    struct dxgk_open_resource *o = dxgk_handle_get(h[0], DXGK_OPEN_RESOURCE, c->id);
    struct dxgk_keyed *k = n == 3 ? dxgk_keyed_of(c, h[1]) : NULL;
    struct dxgk_sync *y = n == 3 ? dxgk_sync_of(c, h[2]) : NULL;

    if (!o || !o->resource->nt || (n == 3 && (!k || !y || !y->nt))) return STATUS_INVALID_PARAMETER;
    s->resource = o->resource;
    __atomic_add_fetch(&s->resource->references, 1, __ATOMIC_RELAXED);
    if ((s->keyed = k) != NULL) dxgk_keyed_reference(k);
    if ((s->sync = y) != NULL) dxgk_sync_reference(y);
    return STATUS_SUCCESS;
}

NTSTATUS DDI_KMT_CALL D3DKMTShareObjects(UINT n, const D3DKMT_HANDLE *objects, POBJECT_ATTRIBUTES attributes, DWORD access,
                                         HANDLE *handle)
{
    struct dxgk_client c;
    struct share *s;
    D3DKMT_HANDLE h[3];
    NTSTATUS status;

    (void)access;
    if ((n != 1 && n != 3) || !objects || !handle) return STATUS_INVALID_PARAMETER;
    status = dxgk_client_enter(&c);
    if (!NT_SUCCESS(status)) return status;
    dxgk_share_reap(false);
    s = calloc(1, sizeof *s);
    if (!s) status = STATUS_NO_MEMORY;
    if (NT_SUCCESS(status)) status = nt_copy_from_user(h, objects, n * sizeof *h);
    if (NT_SUCCESS(status)) status = read_name(attributes, s->name, &s->n_name);
    if (NT_SUCCESS(status)) status = collect(&c, h, n, s);
    if (NT_SUCCESS(status)) {
        pthread_mutex_lock(&all.lock);
        if (s->n_name && find_name(s->name, s->n_name)) status = STATUS_OBJECT_NAME_COLLISION;
        if (NT_SUCCESS(status)) status = add_end(s, handle);
        if (NT_SUCCESS(status)) InsertTailList(&all.shares, &s->link);
        pthread_mutex_unlock(&all.lock);
    }
    if (!NT_SUCCESS(status) && s) share_free(s);
    dxgk_client_leave(&c);
    return status;
}

NTSTATUS DDI_KMT_CALL D3DKMTOpenNtHandleFromName(D3DKMT_OPENNTHANDLEFROMNAME *args)
{
    struct dxgk_client c;
    struct share *s;
    uint16_t name[MAX_NAME];
    uint32_t n;
    NTSTATUS status = args ? dxgk_client_enter(&c) : STATUS_INVALID_PARAMETER;

    if (!NT_SUCCESS(status)) return status;
    dxgk_share_reap(false);
    status = read_name(args->pObjAttrib, name, &n);
    if (NT_SUCCESS(status)) {
        pthread_mutex_lock(&all.lock);
        s = n ? find_name(name, n) : NULL;
        status = s ? add_end(s, &args->hNtHandle) : STATUS_OBJECT_NAME_NOT_FOUND;
        pthread_mutex_unlock(&all.lock);
    }
    dxgk_client_leave(&c);
    return status;
}

NTSTATUS DDI_KMT_CALL D3DKMTQueryResourceInfoFromNtHandle(D3DKMT_QUERYRESOURCEINFOFROMNTHANDLE *args)
{
    struct dxgk_client c;
    struct dxgk_resource *r;
    D3DKMT_QUERYRESOURCEINFO q;
    NTSTATUS status = args ? dxgk_client_enter(&c) : STATUS_INVALID_PARAMETER;

    if (!NT_SUCCESS(status)) return status;
    r = resource_of(args->hNtHandle, NULL, NULL);
    if (r) {
        memset(&q, 0, sizeof q);
        q.hDevice = args->hDevice;
        q.pPrivateRuntimeData = args->pPrivateRuntimeData;
        q.PrivateRuntimeDataSize = args->PrivateRuntimeDataSize;
        status = dxgk_resource_query(&c, r, &q);
        args->PrivateRuntimeDataSize = q.PrivateRuntimeDataSize;
        args->TotalPrivateDriverDataSize = q.TotalPrivateDriverDataSize;
        args->ResourcePrivateDriverDataSize = q.ResourcePrivateDriverDataSize;
        args->NumAllocations = q.NumAllocations;
        dxgk_resource_release(r);
    } else {
        status = STATUS_INVALID_PARAMETER;
    }
    dxgk_client_leave(&c);
    return status;
}

static NTSTATUS open_resource(struct dxgk_client *c, D3DKMT_OPENRESOURCEFROMNTHANDLE *args, struct dxgk_resource *r,
                              struct dxgk_keyed *k, struct dxgk_sync *y)
{
    D3DKMT_OPENRESOURCE o;
    NTSTATUS status = STATUS_SUCCESS;

    memset(&o, 0, sizeof o);
    o.hDevice = args->hDevice;
    o.NumAllocations = args->NumAllocations;
    o.pOpenAllocationInfo2 = args->pOpenAllocationInfo2;
    o.pPrivateRuntimeData = args->pPrivateRuntimeData;
    o.PrivateRuntimeDataSize = args->PrivateRuntimeDataSize;
    o.pResourcePrivateDriverData = args->pResourcePrivateDriverData;
    o.ResourcePrivateDriverDataSize = args->ResourcePrivateDriverDataSize;
    o.pTotalPrivateDriverDataBuffer = args->pTotalPrivateDriverDataBuffer;
    o.TotalPrivateDriverDataBufferSize = args->TotalPrivateDriverDataBufferSize;
    args->hKeyedMutex = args->hSyncObject = 0;
    if (k) status = dxgk_keyed_open(c, k, &args->hKeyedMutex);
    if (NT_SUCCESS(status) && y) status = dxgk_sync_open(c, y, &args->hSyncObject);
    if (NT_SUCCESS(status)) status = dxgk_resource_open(c, r, &o, true);
    if (!NT_SUCCESS(status)) {
        if (args->hKeyedMutex) dxgk_keyed_close(c, args->hKeyedMutex);
        if (args->hSyncObject) dxgk_sync_close(c, args->hSyncObject);
        args->hKeyedMutex = args->hSyncObject = 0;
        return status;
    }
    args->TotalPrivateDriverDataBufferSize = o.TotalPrivateDriverDataBufferSize;
    args->ResourcePrivateDriverDataSize = o.ResourcePrivateDriverDataSize;
    args->PrivateRuntimeDataSize = o.PrivateRuntimeDataSize;
    args->NumAllocations = o.NumAllocations;
    args->hResource = o.hResource;
    return status;
}

NTSTATUS DDI_KMT_CALL D3DKMTOpenResourceFromNtHandle(D3DKMT_OPENRESOURCEFROMNTHANDLE *args)
{
    struct dxgk_client c;
    struct dxgk_resource *r;
    struct dxgk_keyed *k = NULL;
    struct dxgk_sync *y = NULL;
    NTSTATUS status = args ? dxgk_client_enter(&c) : STATUS_INVALID_PARAMETER;

    if (!NT_SUCCESS(status)) return status;
    dxgk_share_reap(false);
    r = resource_of(args->hNtHandle, &k, &y);
    status = r ? open_resource(&c, args, r, k, y) : STATUS_INVALID_PARAMETER;
    if (r) dxgk_resource_release(r);
    if (k) dxgk_keyed_release(k);
    if (y) dxgk_sync_release(y);
    dxgk_client_leave(&c);
    return status;
}
