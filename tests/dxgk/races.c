/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * races.c - one process makes something shared and lets it go, over and over, while another looks for it by its number.
 * ThreadSanitizer watches: what the second finds must be held while it looks, and complete. Two threads stand for the processes.
 */
#include <pthread.h>
#include <sched.h>
#include <sys/mman.h>
#include "ddi_kmd.h"
#include "ddi_kmt.h"
#include "dxgk.h"
#include "fake.h"
#include "nt_sim.h"
#include "tap.h"

#define ROUNDS 200u


/* A race ends the program in its case. */
const char *__tsan_default_options(void);
const char *__tsan_default_options(void) { return "halt_on_error=1"; }

static const char says[] = "what the runtime says";
static struct {
    D3DKMT_HANDLE adapter;
    D3DKMT_HANDLE share; /* the last that was made; atomic, as what follows */
    D3DKMT_HANDLE looking; /* what the other process is about to look for */
    bool over;
    unsigned found;      /* times that the other process saw it whole */
    void (*look)(D3DKMT_HANDLE device, D3DKMT_HANDLE share);
} both;
static unsigned violations;

static void on_violation(void *arg, const char *page, const char *text)
{
    (void)arg;
    __atomic_add_fetch(&violations, 1, __ATOMIC_RELAXED);
    printf("# %s: %s\n", page, text);
}

static D3DKMT_HANDLE device_open(void)
{
    D3DKMT_ENUMADAPTERS e;
    D3DKMT_CREATEDEVICE k = { 0 };

    memset(&e, 0, sizeof e);
    CHECK_EQ(D3DKMTEnumAdapters(&e), 0);
    k.hAdapter = e.Adapters[0].hAdapter;
    CHECK_EQ(D3DKMTCreateDevice(&k), 0);
    return k.hDevice;
}

static void device_close(D3DKMT_HANDLE device)
{
    D3DKMT_DESTROYDEVICE k = { device };
    CHECK_EQ(D3DKMTDestroyDevice(&k), 0);
}

#define GENERATION (1u << 18) /* handle.c: what tells a number apart from the same one used before */

/* Looks for what was made last, and for what may just be in the making: the numbers of the last two come again. */
static void *other_process(void *arg)
{
    uint32_t id = dxgk_process_create(), i;
    D3DKMT_HANDLE device, share = 0, before = 0;

    (void)arg;
    dxgk_process_use(id);
    device = device_open();
    while (!__atomic_load_n(&both.over, __ATOMIC_RELAXED)) {
        D3DKMT_HANDLE last = __atomic_load_n(&both.share, __ATOMIC_RELAXED);

        if (last != share) {
            before = share;
            share = last;
        }
        __atomic_store_n(&both.looking, share, __ATOMIC_RELAXED);
        if (share) both.look(device, share);
        else sched_yield();
        for (i = 1; before && i < 4; i++) {
            both.look(device, share + i * GENERATION);
            both.look(device, before + i * GENERATION);
        }
    }
    device_close(device);
    dxgk_process_use(0);
    dxgk_process_destroy(id);
    return NULL;
}

static void race(void (*make)(D3DKMT_HANDLE device), void (*look)(D3DKMT_HANDLE device, D3DKMT_HANDLE share))
{
    D3DKMT_HANDLE device;
    pthread_t t;
    unsigned i;

    memset(&both, 0, sizeof both);
    memset(&fake, 0, sizeof fake);
    violations = 0;
    fake.presents_wanted = 1;
    nt_violation_handler(on_violation, NULL);
    CHECK_EQ(dxgk_start("null:"), 0);
    device = device_open();
    both.look = look;
    CHECK_EQ(pthread_create(&t, NULL, other_process, NULL), 0);
    for (i = 0; i < ROUNDS || (i < 100 * ROUNDS && !__atomic_load_n(&both.found, __ATOMIC_RELAXED)); i++)
        make(device);
    __atomic_store_n(&both.over, true, __ATOMIC_RELAXED);
    pthread_join(t, NULL);
    CHECK(both.found > 0);
    device_close(device);
    dxgk_stop_all();
    nt_violation_handler(NULL, NULL);
    CHECK_EQ(violations, 0);
}

/* Says what was made and waits, not for ever, until the other is about to look for it: it goes in that moment. Relaxed: what is
 * said here must not be what puts the two in order. */
static void show(D3DKMT_HANDLE share)
{
    unsigned i;

    __atomic_store_n(&both.share, share, __ATOMIC_RELAXED);
    for (i = 0; i < 10000 && __atomic_load_n(&both.looking, __ATOMIC_RELAXED) != share; i++)
        if (i > 100) sched_yield();
}

static void found(void) { __atomic_add_fetch(&both.found, 1, __ATOMIC_RELAXED); }

/* ---- resources ---- */

static void make_resource(D3DKMT_HANDLE device)
{
    struct allocation a = { .size = 4096 };
    D3DDDI_ALLOCATIONINFO info;
    D3DKMT_CREATEALLOCATION k;
    D3DKMT_DESTROYALLOCATION d = { .hDevice = device };

    memset(&info, 0, sizeof info);
    memset(&k, 0, sizeof k);
    info.pPrivateDriverData = &a;
    info.PrivateDriverDataSize = sizeof a;
    k.hDevice = device;
    k.NumAllocations = 1;
    k.pAllocationInfo = &info;
    k.pPrivateRuntimeData = says;
    k.PrivateRuntimeDataSize = sizeof says;
    k.Flags.CreateResource = k.Flags.CreateShared = 1;
    CHECK_EQ(D3DKMTCreateAllocation(&k), 0);
    show(k.hGlobalShare);
    d.hResource = k.hResource;
    CHECK_EQ(D3DKMTDestroyAllocation(&d), 0);
}

static void ask_resource(D3DKMT_HANDLE device, D3DKMT_HANDLE share)
{
    char runtime[64];
    D3DKMT_QUERYRESOURCEINFO q;

    memset(&q, 0, sizeof q);
    q.hDevice = device;
    q.hGlobalShare = share;
    q.pPrivateRuntimeData = runtime;
    q.PrivateRuntimeDataSize = sizeof runtime;
    if (D3DKMTQueryResourceInfo(&q) < 0) return;
    CHECK_EQ(q.NumAllocations, 1);
    CHECK_EQ(strcmp(runtime, says), 0);
    found();
}

static void open_resource(D3DKMT_HANDLE device, D3DKMT_HANDLE share)
{
    D3DDDI_OPENALLOCATIONINFO info;
    D3DKMT_OPENRESOURCE o;
    D3DKMT_DESTROYALLOCATION d = { .hDevice = device };
    char total[256], resource[64];

    memset(&info, 0, sizeof info);
    memset(&o, 0, sizeof o);
    o.hDevice = device;
    o.hGlobalShare = share;
    o.NumAllocations = 1;
    o.pOpenAllocationInfo = &info;
    o.pTotalPrivateDriverDataBuffer = total;
    o.TotalPrivateDriverDataBufferSize = sizeof total;
    o.pResourcePrivateDriverData = resource;
    o.ResourcePrivateDriverDataSize = sizeof resource;
    if (D3DKMTOpenResource(&o) < 0) return;
    CHECK_EQ(o.NumAllocations, 1);
    d.hResource = o.hResource;
    CHECK_EQ(D3DKMTDestroyAllocation(&d), 0);
    found();
}

TEST(resources_asked_for) { race(make_resource, ask_resource); }
TEST(resources_opened) { race(make_resource, open_resource); }

/* ---- synchronisation objects and keyed mutexes ---- */

static void make_sync(D3DKMT_HANDLE device)
{
    D3DKMT_CREATESYNCHRONIZATIONOBJECT2 k;
    D3DKMT_DESTROYSYNCHRONIZATIONOBJECT d = { 0 };

    memset(&k, 0, sizeof k);
    k.hDevice = device;
    k.Info.Type = D3DDDI_FENCE;
    k.Info.Flags.Shared = 1;
    CHECK_EQ(D3DKMTCreateSynchronizationObject2(&k), 0);
    show(k.Info.SharedHandle);
    d.hSyncObject = k.hSyncObject;
    CHECK_EQ(D3DKMTDestroySynchronizationObject(&d), 0);
}

static void open_sync(D3DKMT_HANDLE device, D3DKMT_HANDLE share)
{
    D3DKMT_OPENSYNCHRONIZATIONOBJECT o = { .hSharedHandle = share };
    D3DKMT_DESTROYSYNCHRONIZATIONOBJECT d = { 0 };

    (void)device;
    if (D3DKMTOpenSynchronizationObject(&o) < 0) return;
    d.hSyncObject = o.hSyncObject;
    CHECK_EQ(D3DKMTDestroySynchronizationObject(&d), 0);
    found();
}

static void make_keyed(D3DKMT_HANDLE device)
{
    D3DKMT_CREATEKEYEDMUTEX k = { 0 };
    D3DKMT_DESTROYKEYEDMUTEX d = { 0 };

    (void)device;
    CHECK_EQ(D3DKMTCreateKeyedMutex(&k), 0);
    show(k.hSharedHandle);
    d.hKeyedMutex = k.hKeyedMutex;
    CHECK_EQ(D3DKMTDestroyKeyedMutex(&d), 0);
}

static void open_keyed(D3DKMT_HANDLE device, D3DKMT_HANDLE share)
{
    D3DKMT_OPENKEYEDMUTEX o = { .hSharedHandle = share };
    D3DKMT_DESTROYKEYEDMUTEX d = { 0 };

    (void)device;
    if (D3DKMTOpenKeyedMutex(&o) < 0) return;
    d.hKeyedMutex = o.hKeyedMutex;
    CHECK_EQ(D3DKMTDestroyKeyedMutex(&d), 0);
    found();
}

/* The copy of what a program's pointer names is jumped out of at a fault, with ThreadSanitizer between it and the handler. */
static void *hole;

static void bad_pointer(D3DKMT_HANDLE device)
{
    D3DKMT_CREATEALLOCATION k = { .hDevice = device, .NumAllocations = 1 };
    k.pAllocationInfo = hole;
    CHECK(D3DKMTCreateAllocation(&k) < 0);
}

static void my_bad_pointer(D3DKMT_HANDLE device)
{
    bad_pointer(device);
    show(1);
}

static void other_bad_pointer(D3DKMT_HANDLE device, D3DKMT_HANDLE share)
{
    (void)share;
    bad_pointer(device);
    found();
}

TEST(synchronisation_objects) { race(make_sync, open_sync); }
TEST(keyed_mutexes) { race(make_keyed, open_keyed); }

/* ---- the start ---- */

#define PROGRAMS_THREADS 4u

static void *first_call(void *arg)
{
    pthread_barrier_wait(arg);
    device_close(device_open());
    return NULL;
}

/* A program's first calls, from several threads at once: they start the kernel, and none finds it half started. */
TEST(first_calls)
{
    pthread_t threads[PROGRAMS_THREADS];
    pthread_barrier_t together;
    unsigned i, round;

    memset(&fake, 0, sizeof fake);
    violations = 0;
    nt_violation_handler(on_violation, NULL);
    setenv("PVGPU_TRANSPORT", "null:", 1);
    CHECK_EQ(pthread_barrier_init(&together, NULL, PROGRAMS_THREADS), 0);
    for (round = 0; round < 20; round++) {
        for (i = 0; i < PROGRAMS_THREADS; i++)
            CHECK_EQ(pthread_create(&threads[i], NULL, first_call, &together), 0);
        for (i = 0; i < PROGRAMS_THREADS; i++) pthread_join(threads[i], NULL);
        dxgk_stop_all();
    }
    pthread_barrier_destroy(&together);
    unsetenv("PVGPU_TRANSPORT");
    nt_violation_handler(NULL, NULL);
    CHECK_EQ(violations, 0);
}

TEST(bad_pointers)
{
    hole = mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK(hole != MAP_FAILED);
    race(my_bad_pointer, other_bad_pointer);
    munmap(hole, 4096);
}

TAP_MAIN(RUN(resources_asked_for); RUN(resources_opened); RUN(synchronisation_objects); RUN(keyed_mutexes); RUN(first_calls); RUN(bad_pointers))
