/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * sharing.c - what contexts and processes have in common: synchronisation objects, keyed mutexes, resources by NT handles.
 */
#include <pthread.h>
#include <unistd.h>
#include "user.h"

static D3DKMT_HANDLE make_sync(struct user *u, D3DDDI_SYNCHRONIZATIONOBJECT_TYPE type, uint64_t value)
{
    D3DKMT_CREATESYNCHRONIZATIONOBJECT2 k;
    memset(&k, 0, sizeof k);
    k.hDevice = u->device;
    k.Info.Type = type;
    k.Info.Fence.FenceValue = value;
    if (type == D3DDDI_SEMAPHORE) {
        k.Info.Semaphore.MaxCount = 4;
        k.Info.Semaphore.InitialCount = 0;
    }
    CHECK_EQ(D3DKMTCreateSynchronizationObject2(&k), 0);
    return k.hSyncObject;
}

TEST(synchronisation)
{
    struct user a, b;
    D3DKMT_WAITFORSYNCHRONIZATIONOBJECT2 w;
    D3DKMT_SIGNALSYNCHRONIZATIONOBJECT2 s;
    struct dxgk_counters n, m;

    CHECK(start(BREAK_NOTHING, ""));
    CHECK_EQ(user_open(&a), 0);
    CHECK_EQ(user_open(&b), 0);
    memset(&w, 0, sizeof w);
    memset(&s, 0, sizeof s);
    w.hContext = b.context;
    w.ObjectCount = s.ObjectCount = 1;
    w.ObjectHandleArray[0] = s.ObjectHandleArray[0] = make_sync(&a, D3DDDI_FENCE, 0);
    w.Fence.FenceValue = s.Fence.FenceValue = 3;
    CHECK_EQ(D3DKMTWaitForSynchronizationObject2(&w), 0);
    dxgk_counters(&n);
    CHECK_EQ(user_render(&b, 0), 0); /* stands behind the wait */
    usleep(20000);
    dxgk_counters(&m);
    CHECK_EQ(m.submissions, n.submissions);
    s.hContext = a.context;
    CHECK_EQ(user_render(&a, 0), 0);
    CHECK_EQ(D3DKMTSignalSynchronizationObject2(&s), 0);
    CHECK_EQ(user_idle(&b), 0);
    dxgk_counters(&m);
    CHECK_EQ(m.submissions, n.submissions + 2);
    /* A wait that nobody will end does not keep its context from going. */
    w.ObjectHandleArray[0] = make_sync(&a, D3DDDI_SEMAPHORE, 0);
    CHECK_EQ(D3DKMTWaitForSynchronizationObject2(&w), 0);
    user_close(&b);
    user_close(&a);
    finish();
    if (caught.n) printf("# %s\n", caught.last);
    CHECK_EQ(caught.n, 0);
}

static NTSTATUS sync_open(D3DKMT_HANDLE share, D3DKMT_HANDLE *h)
{
    D3DKMT_OPENSYNCHRONIZATIONOBJECT o = { .hSharedHandle = share };
    NTSTATUS status = D3DKMTOpenSynchronizationObject(&o);
    *h = o.hSyncObject;
    return status;
}

static NTSTATUS sync_destroy(D3DKMT_HANDLE h)
{
    D3DKMT_DESTROYSYNCHRONIZATIONOBJECT d = { .hSyncObject = h };
    return D3DKMTDestroySynchronizationObject(&d);
}

/* Each process has openings of its own, and what they stand for goes with the last of them. */
TEST(shared_synchronisation)
{
    struct user u, v;
    D3DKMT_CREATESYNCHRONIZATIONOBJECT2 k;
    D3DKMT_WAITFORSYNCHRONIZATIONOBJECT2 w;
    D3DKMT_SIGNALSYNCHRONIZATIONOBJECT2 s;
    D3DKMT_HANDLE theirs, again;
    uint32_t other;

    CHECK(start(BREAK_NOTHING, ""));
    CHECK_EQ(user_open(&u), 0);
    memset(&k, 0, sizeof k);
    memset(&w, 0, sizeof w);
    memset(&s, 0, sizeof s);
    k.hDevice = u.device;
    k.Info.Type = D3DDDI_FENCE;
    k.Info.Flags.Shared = 1;
    CHECK_EQ(D3DKMTCreateSynchronizationObject2(&k), 0);
    CHECK(k.Info.SharedHandle && k.Info.SharedHandle != k.hSyncObject);
    CHECK_EQ(sync_destroy(k.Info.SharedHandle), STATUS_INVALID_PARAMETER); /* opens nothing */
    CHECK_EQ(sync_open(k.hSyncObject, &theirs), STATUS_INVALID_PARAMETER); /* is no share */

    other = dxgk_process_create();
    dxgk_process_use(other);
    CHECK_EQ(user_open(&v), 0);
    CHECK_EQ(sync_destroy(k.hSyncObject), STATUS_INVALID_PARAMETER); /* the first process's */
    CHECK_EQ(sync_open(k.Info.SharedHandle, &theirs), 0);
    CHECK_EQ(sync_open(k.Info.SharedHandle, &again), 0);
    CHECK(theirs != again && theirs != k.hSyncObject);
    CHECK_EQ(sync_destroy(again), 0);
    CHECK_EQ(sync_destroy(again), STATUS_INVALID_PARAMETER);
    w.hContext = v.context;
    w.ObjectCount = s.ObjectCount = 1;
    w.ObjectHandleArray[0] = theirs;
    w.Fence.FenceValue = s.Fence.FenceValue = 5;
    CHECK_EQ(D3DKMTWaitForSynchronizationObject2(&w), 0);
    CHECK_EQ(user_render(&v, 0), 0);
    CHECK_EQ(sync_destroy(theirs), 0); /* the wait in the queue keeps it */
    dxgk_process_use(1);
    s.hContext = u.context;
    s.ObjectHandleArray[0] = k.hSyncObject;
    CHECK_EQ(D3DKMTSignalSynchronizationObject2(&s), 0);
    dxgk_process_use(other);
    CHECK_EQ(user_idle(&v), 0);

    /* A process that ends closes its openings. */
    CHECK_EQ(sync_open(k.Info.SharedHandle, &theirs), 0);
    dxgk_process_use(1);
    CHECK_EQ(sync_destroy(k.hSyncObject), 0);
    CHECK_EQ(sync_open(k.Info.SharedHandle, &again), 0);
    CHECK_EQ(sync_destroy(again), 0);
    dxgk_process_destroy(other);
    CHECK_EQ(sync_open(k.Info.SharedHandle, &again), STATUS_INVALID_PARAMETER);
    user_close(&u);
    finish();
    if (caught.n) printf("# %s\n", caught.last);
    CHECK_EQ(caught.n, 0);
}

static D3DKMT_HANDLE keyed, keyed_share;
static volatile int keyed_order;

static void *second_owner(void *arg)
{
    D3DKMT_OPENKEYEDMUTEX o = { keyed_share, 0 };
    D3DKMT_ACQUIREKEYEDMUTEX q = { 0 };
    D3DKMT_RELEASEKEYEDMUTEX r = { 0 };

    CHECK_EQ(D3DKMTOpenKeyedMutex(&o), 0);
    q.hKeyedMutex = r.hKeyedMutex = o.hKeyedMutex;
    q.Key = 1;
    CHECK_EQ(D3DKMTAcquireKeyedMutex(&q), 0);
    CHECK_EQ(keyed_order, 1);
    keyed_order = 2;
    r.Key = 0;
    CHECK_EQ(D3DKMTReleaseKeyedMutex(&r), 0);
    return NULL;
}

TEST(keyed_mutex)
{
    struct user u;
    D3DKMT_CREATEKEYEDMUTEX k = { 0 };
    D3DKMT_ACQUIREKEYEDMUTEX q = { 0 };
    D3DKMT_RELEASEKEYEDMUTEX r = { 0 };
    LARGE_INTEGER soon = { .QuadPart = -100000 };
    pthread_t t;

    CHECK(start(BREAK_NOTHING, ""));
    CHECK_EQ(user_open(&u), 0);
    CHECK_EQ(D3DKMTCreateKeyedMutex(&k), 0);
    keyed = q.hKeyedMutex = r.hKeyedMutex = k.hKeyedMutex;
    keyed_share = k.hSharedHandle;
    CHECK_EQ(D3DKMTAcquireKeyedMutex(&q), 0);
    q.pTimeout = &soon;
    CHECK_EQ(D3DKMTAcquireKeyedMutex(&q), STATUS_TIMEOUT);
    keyed_order = 0;
    pthread_create(&t, NULL, second_owner, NULL);
    usleep(10000);
    keyed_order = 1;
    r.Key = 1;
    CHECK_EQ(D3DKMTReleaseKeyedMutex(&r), 0);
    q.pTimeout = NULL;
    CHECK_EQ(D3DKMTAcquireKeyedMutex(&q), 0); /* key 0 again: the second is done */
    CHECK_EQ(keyed_order, 2);
    pthread_join(t, NULL);
    user_close(&u);
    finish();
    CHECK_EQ(caught.n, 0);
}

/* Who closes a keyed mutex that it owns leaves it to nobody. */
TEST(abandoned_mutex)
{
    struct user u;
    D3DKMT_CREATEKEYEDMUTEX k = { 0 };
    D3DKMT_OPENKEYEDMUTEX o = { 0 };
    D3DKMT_ACQUIREKEYEDMUTEX q = { 0 };
    D3DKMT_RELEASEKEYEDMUTEX r = { 0 };
    D3DKMT_DESTROYKEYEDMUTEX d = { 0 };
    LARGE_INTEGER now = { .QuadPart = 0 };

    CHECK(start(BREAK_NOTHING, ""));
    CHECK_EQ(user_open(&u), 0);
    CHECK_EQ(D3DKMTCreateKeyedMutex(&k), 0);
    CHECK(k.hKeyedMutex >> 30 == 2 && k.hSharedHandle >> 30 == 3); /* no number that a handle of the object manager has */
    o.hSharedHandle = k.hSharedHandle;
    CHECK_EQ(D3DKMTOpenKeyedMutex(&o), 0);
    q.pTimeout = &now;
    q.hKeyedMutex = k.hKeyedMutex;
    CHECK_EQ(D3DKMTAcquireKeyedMutex(&q), 0);
    r.hKeyedMutex = o.hKeyedMutex;
    CHECK_EQ(D3DKMTReleaseKeyedMutex(&r), STATUS_INVALID_PARAMETER); /* another one's */
    q.hKeyedMutex = o.hKeyedMutex;
    CHECK_EQ(D3DKMTAcquireKeyedMutex(&q), STATUS_TIMEOUT);
    d.hKeyedMutex = k.hKeyedMutex;
    CHECK_EQ(D3DKMTDestroyKeyedMutex(&d), 0);
    CHECK_EQ(D3DKMTAcquireKeyedMutex(&q), 0x80); /* STATUS_ABANDONED */
    CHECK_EQ(D3DKMTAcquireKeyedMutex(&q), 0x80);
    CHECK_EQ(D3DKMTReleaseKeyedMutex(&r), STATUS_INVALID_PARAMETER);
    d.hKeyedMutex = o.hKeyedMutex;
    CHECK_EQ(D3DKMTDestroyKeyedMutex(&d), 0);
    CHECK(D3DKMTOpenKeyedMutex(&o) < 0); /* nobody has it any more */
    user_close(&u);
    finish();
    CHECK_EQ(caught.n, 0);
}

static NTSTATUS user_share(struct user *u, bool nt, D3DKMT_CREATEALLOCATION *k)
{
    static struct allocation a;
    static D3DDDI_ALLOCATIONINFO info;
    static const char says[] = "what the runtime says";

    memset(&a, 0, sizeof a);
    memset(&info, 0, sizeof info);
    memset(k, 0, sizeof *k);
    a.size = 4096;
    info.pPrivateDriverData = &a;
    info.PrivateDriverDataSize = sizeof a;
    k->hDevice = u->device;
    k->NumAllocations = 1;
    k->pAllocationInfo = &info;
    k->pPrivateRuntimeData = says;
    k->PrivateRuntimeDataSize = sizeof says;
    k->Flags.CreateResource = k->Flags.CreateShared = 1;
    k->Flags.NtSecuritySharing = nt;
    return D3DKMTCreateAllocation(k);
}

static NTSTATUS user_open_nt(struct user *u, HANDLE h, D3DKMT_OPENRESOURCEFROMNTHANDLE *o)
{
    static D3DDDI_OPENALLOCATIONINFO2 info;
    static char runtime[64], total[256], resource[64];

    memset(o, 0, sizeof *o);
    memset(runtime, 0, sizeof runtime);
    o->hDevice = u->device;
    o->hNtHandle = h;
    o->NumAllocations = 1;
    o->pOpenAllocationInfo2 = &info;
    o->pPrivateRuntimeData = runtime;
    o->PrivateRuntimeDataSize = sizeof runtime;
    o->pTotalPrivateDriverDataBuffer = total;
    o->TotalPrivateDriverDataBufferSize = sizeof total;
    o->pResourcePrivateDriverData = resource;
    o->ResourcePrivateDriverDataSize = sizeof resource;
    return D3DKMTOpenResourceFromNtHandle(o);
}

/* A resource goes from one process to another by a handle that can be passed on and closed, a descriptor here. */
TEST(nt_handles)
{
    struct user u, v;
    D3DKMT_CREATEALLOCATION k;
    D3DKMT_CREATEKEYEDMUTEX2 m;
    D3DKMT_CREATESYNCHRONIZATIONOBJECT2 y;
    D3DKMT_OPENRESOURCEFROMNTHANDLE o;
    D3DKMT_QUERYRESOURCEINFOFROMNTHANDLE q;
    D3DKMT_OPENNTHANDLEFROMNAME by_name = { 0 };
    D3DKMT_DESTROYALLOCATION gone = { 0 };
    D3DKMT_HANDLE objects[3];
    UNICODE_STRING name = { 6, 6, (uint16_t[]){ 'a', 'b', 'c' } };
    OBJECT_ATTRIBUTES attributes = { .Length = sizeof attributes, .ObjectName = &name };
    HANDLE h = NULL, h2 = NULL;
    uint32_t other;
    int copy;

    CHECK(start(BREAK_NOTHING, ""));
    CHECK_EQ(user_open(&u), 0);
    CHECK_EQ(user_share(&u, false, &k), 0);
    CHECK(k.hGlobalShare != 0);
    objects[0] = k.hResource;
    CHECK_EQ(D3DKMTShareObjects(1, objects, NULL, 0, &h), STATUS_INVALID_PARAMETER); /* shared the other way */
    CHECK_EQ(user_share(&u, true, &k), 0);
    CHECK_EQ(k.hGlobalShare, 0);
    memset(&m, 0, sizeof m);
    m.Flags.NtSecuritySharing = 1;
    CHECK_EQ(D3DKMTCreateKeyedMutex2(&m), 0);
    CHECK_EQ(m.hSharedHandle, 0);
    memset(&y, 0, sizeof y);
    y.hDevice = u.device;
    y.Info.Type = D3DDDI_FENCE;
    y.Info.Flags.NtSecuritySharing = 1;
    CHECK_EQ(D3DKMTCreateSynchronizationObject2(&y), STATUS_INVALID_PARAMETER);
    y.Info.Flags.Shared = 1;
    CHECK_EQ(D3DKMTCreateSynchronizationObject2(&y), 0);
    objects[0] = k.hResource;
    objects[1] = m.hKeyedMutex;
    objects[2] = y.hSyncObject;
    CHECK_EQ(D3DKMTShareObjects(2, objects, NULL, 0, &h), STATUS_INVALID_PARAMETER); /* no such combination */
    CHECK_EQ(D3DKMTShareObjects(3, objects, &attributes, 0, &h), 0);
    CHECK_EQ(D3DKMTShareObjects(3, objects, &attributes, 0, &h2), STATUS_OBJECT_NAME_COLLISION);

    other = dxgk_process_create();
    dxgk_process_use(other);
    CHECK_EQ(user_open(&v), 0);
    memset(&q, 0, sizeof q);
    q.hDevice = v.device;
    q.hNtHandle = h;
    CHECK_EQ(D3DKMTQueryResourceInfoFromNtHandle(&q), 0);
    CHECK_EQ(q.NumAllocations, 1);
    CHECK_EQ(q.PrivateRuntimeDataSize, sizeof "what the runtime says");
    CHECK_EQ(user_open_nt(&v, (HANDLE)(uintptr_t)1, &o), STATUS_INVALID_PARAMETER); /* a descriptor, and no share */
    CHECK_EQ(user_open_nt(&v, h, &o), 0);
    CHECK(o.hResource && o.hKeyedMutex && o.hKeyedMutex != m.hKeyedMutex && o.hSyncObject && o.hSyncObject != y.hSyncObject);
    CHECK_EQ(strcmp(o.pPrivateRuntimeData, "what the runtime says"), 0);
    by_name.pObjAttrib = &attributes;
    CHECK_EQ(D3DKMTOpenNtHandleFromName(&by_name), 0);
    CHECK(by_name.hNtHandle != h);

    /* The maker lets it go: the handles keep it, and so does a duplicate; the last one closed is its end. */
    dxgk_process_use(1);
    gone.hDevice = u.device;
    gone.hResource = k.hResource;
    CHECK_EQ(D3DKMTDestroyAllocation(&gone), 0);
    dxgk_process_use(other);
    gone.hDevice = v.device;
    gone.hResource = o.hResource;
    CHECK_EQ(D3DKMTDestroyAllocation(&gone), 0);
    copy = dup((int)(uintptr_t)h);
    close((int)(uintptr_t)h);
    close((int)(uintptr_t)by_name.hNtHandle);
    CHECK_EQ(user_open_nt(&v, (HANDLE)(uintptr_t)(unsigned)copy, &o), 0);
    gone.hResource = o.hResource;
    CHECK_EQ(D3DKMTDestroyAllocation(&gone), 0);
    close(copy);
    CHECK_EQ(D3DKMTOpenNtHandleFromName(&by_name), STATUS_OBJECT_NAME_NOT_FOUND);
    user_close(&v);
    dxgk_process_use(1);
    dxgk_process_destroy(other);
    user_close(&u);
    finish();
    if (caught.n) printf("# %s\n", caught.last);
    CHECK_EQ(caught.n, 0);
}

TAP_MAIN(RUN(synchronisation); RUN(shared_synchronisation); RUN(keyed_mutex); RUN(abandoned_mutex); RUN(nt_handles))
