/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * wow64.c - a 32-bit and a 64-bit program on one kernel: each enters pvgpu_kmt.so by its own table, with records in the layout of
 * its own Windows, and they share resources and keyed mutexes. The driver is that of tests/dxgk/fake.c.
 */
#include "ddi_kmd.h"
#include "ddi_kmt.h"

#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>
#include <wchar.h>

#include "dxgk.h"
#include "entries.h"
#include "fake.h"
#include "nt_sim.h"
#include "ntdll.h"
#include "tap.h"

/* Records of 32-bit Windows as such a program has them, out of d3dkmthk.h and d3dukmdt.h. A pointer is 4 bytes. */
typedef uint32_t ptr32;
struct create_device_32 { uint32_t adapter, flags, device; ptr32 commands; uint32_t n_commands; ptr32 list; uint32_t n_list; ptr32 patches;
                          uint32_t n_patches; };
struct allocation_info_32 { uint32_t allocation; ptr32 memory, private_data; uint32_t private_size, source, flags; uint64_t address;
                            ptr32 reserved[6]; };
struct create_allocation_32 { uint32_t device, resource, global; ptr32 runtime; uint32_t runtime_size; ptr32 private_data;
                              uint32_t private_size, n; ptr32 info; uint32_t flags; ptr32 handle; };
struct destroy_allocation_32 { uint32_t device, resource; ptr32 list; uint32_t n; };
struct query_resource_32 { uint32_t device, global; ptr32 runtime; uint32_t runtime_size, total, resource_size, n; };
struct query_nt_32 { uint32_t device; ptr32 handle, runtime; uint32_t runtime_size, total, resource_size, n; };
struct open_info_32 { uint32_t allocation; ptr32 private_data; uint32_t private_size; uint64_t address; ptr32 reserved[6]; };
struct open_nt_32 { uint32_t device; ptr32 handle; uint32_t n; ptr32 info; uint32_t runtime_size; ptr32 runtime; uint32_t resource_size;
                    ptr32 resource_data; uint32_t total_size; ptr32 total; uint32_t resource, mutex; ptr32 mutex_data;
                    uint32_t mutex_size, sync; };
struct create_keyed_32 { uint64_t value; uint32_t shared, mutex; ptr32 runtime; uint32_t runtime_size, flags; };
struct open_keyed_32 { uint32_t shared, mutex; ptr32 runtime; uint32_t runtime_size; };
struct acquire_32 { uint32_t mutex; uint64_t key; ptr32 timeout; uint64_t fence; ptr32 runtime; uint32_t runtime_size; };
struct release_32 { uint32_t mutex; uint64_t key, fence; ptr32 runtime; uint32_t runtime_size; };
struct string_32 { uint16_t size, room; ptr32 text; };
struct attributes_32 { uint32_t size; ptr32 root, name; uint32_t attributes; ptr32 security, quality; };
struct by_name_32 { uint32_t access; ptr32 attributes, handle; };

/* What a program of either size has; the union's halves never mix. All of it below 4 GiB. */
struct program {
    bool of_32;
    uint32_t process;
    D3DKMT_HANDLE device;
    char runtime[64], total[256], resource_data[64];
    uint16_t text[16];
    D3DKMT_HANDLE objects[3];
    struct allocation allocation;
    LARGE_INTEGER timeout;
    union {
        struct { struct allocation_info_32 info; struct open_info_32 open; struct string_32 string; struct attributes_32 attributes; } b32;
        struct { D3DDDI_ALLOCATIONINFO2 info; D3DDDI_OPENALLOCATIONINFO2 open; UNICODE_STRING string; OBJECT_ATTRIBUTES attributes; } b64;
    };
};

static struct program *programs; /* one of 32 bits, one of 64 */
static unsigned violations;
static const char says[] = "what the runtime says";

#define P32(p) ((ptr32)(uintptr_t)(p))

static NTSTATUS call(struct program *p, enum kmt_number number, void *record)
{
    dxgk_process_use(p->process);
    return (p->of_32 ? __wine_unix_call_wow64_funcs : __wine_unix_call_funcs)[number](record);
}

static void on_violation(void *arg, const char *page, const char *text)
{
    (void)arg;
    violations++;
    printf("# %s: %s\n", page, text);
}

static void open_device(struct program *p)
{
    D3DKMT_ENUMADAPTERS e;
    D3DKMT_CREATEDEVICE k64 = { 0 };
    struct create_device_32 k32 = { 0 };

    memset(&e, 0, sizeof e);
    CHECK_EQ(call(p, KMT_D3DKMTEnumAdapters, &e), 0);
    k64.hAdapter = k32.adapter = e.Adapters[0].hAdapter;
    CHECK_EQ(call(p, KMT_D3DKMTCreateDevice, p->of_32 ? (void *)&k32 : (void *)&k64), 0);
    p->device = p->of_32 ? k32.device : k64.hDevice;
}

static bool up(void)
{
    unsigned i;

    violations = 0;
    memset(&fake, 0, sizeof fake);
    fake.presents_wanted = 1;
    nt_violation_handler(on_violation, NULL);
    if (!programs) programs = mmap(NULL, 65536, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
    CHECK(programs != MAP_FAILED);
    memset(programs, 0, 2 * sizeof *programs);
    nt_user_low();
    if (dxgk_start("null:") != 0) {
        CHECK(!"dxgk_start");
        return false;
    }
    for (i = 0; i < 2; i++) {
        programs[i].of_32 = i == 0;
        programs[i].process = dxgk_process_create();
        open_device(&programs[i]);
    }
    return true;
}

static void down(void)
{
    dxgk_process_use(0);
    dxgk_process_destroy(programs[0].process);
    dxgk_process_destroy(programs[1].process);
    dxgk_stop_all();
    nt_violation_handler(NULL, NULL);
    CHECK_EQ(violations, 0);
    CHECK_EQ(nt_pool_stats().blocks, 0);
}

/* ---- one function a call; the two halves say the same ---- */

struct made { D3DKMT_HANDLE resource, global, mutex, mutex_global, sync; };

static void make_resource(struct program *p, bool nt, struct made *m)
{
    D3DKMT_CREATEALLOCATION k64;
    struct create_allocation_32 k32 = { 0 };
    D3DKMT_CREATEALLOCATIONFLAGS flags;

    memset(&k64, 0, sizeof k64);
    memset(&flags, 0, sizeof flags);
    flags.CreateResource = flags.CreateShared = 1;
    flags.NtSecuritySharing = nt;
    p->allocation.size = 4096;
    strcpy(p->runtime, says);
    memset(&p->b64, 0, sizeof p->b64);
    if (p->of_32) {
        p->b32.info.private_data = P32(&p->allocation);
        p->b32.info.private_size = sizeof p->allocation;
        k32.device = p->device;
        k32.runtime = P32(p->runtime);
        k32.runtime_size = sizeof says;
        k32.n = 1;
        k32.info = P32(&p->b32.info);
        memcpy(&k32.flags, &flags, sizeof k32.flags);
        CHECK_EQ(call(p, KMT_D3DKMTCreateAllocation2, &k32), 0);
        CHECK(p->b32.info.allocation != 0);
        CHECK_EQ(k32.info, P32(&p->b32.info));
        m->resource = k32.resource;
        m->global = k32.global;
    } else {
        p->b64.info.pPrivateDriverData = &p->allocation;
        p->b64.info.PrivateDriverDataSize = sizeof p->allocation;
        k64.hDevice = p->device;
        k64.pPrivateRuntimeData = p->runtime;
        k64.PrivateRuntimeDataSize = sizeof says;
        k64.NumAllocations = 1;
        k64.pAllocationInfo2 = &p->b64.info;
        k64.Flags = flags;
        CHECK_EQ(call(p, KMT_D3DKMTCreateAllocation2, &k64), 0);
        m->resource = k64.hResource;
        m->global = k64.hGlobalShare;
    }
    CHECK(m->resource != 0);
    CHECK_EQ(m->global != 0, !nt);
}

static void destroy_resource(struct program *p, D3DKMT_HANDLE resource)
{
    D3DKMT_DESTROYALLOCATION k64 = { .hDevice = p->device, .hResource = resource };
    struct destroy_allocation_32 k32 = { .device = p->device, .resource = resource };

    CHECK_EQ(call(p, KMT_D3DKMTDestroyAllocation, p->of_32 ? (void *)&k32 : (void *)&k64), 0);
}

/* The first key is 2^40 + 1: both halves of the number count. */
#define FIRST 0x10000000001ull

static void make_mutex(struct program *p, bool nt, struct made *m)
{
    D3DKMT_CREATEKEYEDMUTEX2 k64;
    struct create_keyed_32 k32 = { .value = FIRST, .flags = nt };
    D3DKMT_CREATESYNCHRONIZATIONOBJECT2 y; /* of the same layout in both */

    memset(&k64, 0, sizeof k64);
    memset(&y, 0, sizeof y);
    k64.InitialValue = FIRST;
    k64.Flags.NtSecuritySharing = nt;
    CHECK_EQ(call(p, KMT_D3DKMTCreateKeyedMutex2, p->of_32 ? (void *)&k32 : (void *)&k64), 0);
    m->mutex = p->of_32 ? k32.mutex : k64.hKeyedMutex;
    m->mutex_global = p->of_32 ? k32.shared : k64.hSharedHandle;
    CHECK_EQ(m->mutex_global != 0, !nt);
    y.hDevice = p->device;
    y.Info.Type = D3DDDI_FENCE;
    y.Info.Flags.Shared = 1;
    y.Info.Flags.NtSecuritySharing = nt;
    CHECK_EQ(call(p, KMT_D3DKMTCreateSynchronizationObject2, &y), 0);
    m->sync = y.hSyncObject;
}

static void *attributes(struct program *p, const char *name)
{
    uint16_t n = (uint16_t)strlen(name);
    unsigned i;

    for (i = 0; i < n; i++) p->text[i] = (uint16_t)name[i];
    memset(&p->b64, 0, sizeof p->b64);
    if (p->of_32) {
        p->b32.string = (struct string_32){ 2 * n, 2 * n, P32(p->text) };
        p->b32.attributes.size = sizeof p->b32.attributes;
        p->b32.attributes.name = P32(&p->b32.string);
        return &p->b32.attributes;
    }
    p->b64.string = (UNICODE_STRING){ 2 * n, 2 * n, p->text };
    p->b64.attributes.Length = sizeof p->b64.attributes;
    p->b64.attributes.ObjectName = &p->b64.string;
    return &p->b64.attributes;
}

static void *share(struct program *p, const struct made *m, const char *name)
{
    struct kmt_share s = { .n = 3 };

    memcpy(p->objects, (D3DKMT_HANDLE[]){ m->resource, m->mutex, m->sync }, sizeof p->objects);
    s.objects = (uintptr_t)p->objects;
    s.attributes = (uintptr_t)attributes(p, name);
    CHECK_EQ(call(p, KMT_SHARE_OBJECTS, &s), 0);
    CHECK(s.handle && s.handle <= UINT32_MAX);
    return (void *)(uintptr_t)s.handle;
}

static NTSTATUS handle_of_name(struct program *p, const char *name, void **handle)
{
    void *a = attributes(p, name);
    D3DKMT_OPENNTHANDLEFROMNAME k64 = { .pObjAttrib = p->of_32 ? NULL : a };
    struct by_name_32 k32 = { .attributes = P32(a) };
    NTSTATUS status = call(p, KMT_OPEN_HANDLE_OF_NAME, p->of_32 ? (void *)&k32 : (void *)&k64);

    *handle = p->of_32 ? (void *)(uintptr_t)k32.handle : k64.hNtHandle;
    return status;
}

static void query(struct program *p, void *handle)
{
    D3DKMT_QUERYRESOURCEINFOFROMNTHANDLE k64 = { .hDevice = p->device, .hNtHandle = handle, .pPrivateRuntimeData = p->runtime,
                                                 .PrivateRuntimeDataSize = sizeof p->runtime };
    struct query_nt_32 k32 = { .device = p->device, .handle = P32(handle), .runtime = P32(p->runtime), .runtime_size = sizeof p->runtime };

    memset(p->runtime, 0, sizeof p->runtime);
    CHECK_EQ(call(p, KMT_D3DKMTQueryResourceInfoFromNtHandle, p->of_32 ? (void *)&k32 : (void *)&k64), 0);
    CHECK_EQ(p->of_32 ? k32.runtime_size : k64.PrivateRuntimeDataSize, sizeof says);
    CHECK_EQ(p->of_32 ? k32.total : k64.TotalPrivateDriverDataSize, sizeof p->allocation);
    CHECK_EQ(p->of_32 ? k32.n : k64.NumAllocations, 1);
    CHECK_EQ(strcmp(p->runtime, says), 0);
}

static NTSTATUS open_handle(struct program *p, void *handle, struct made *m)
{
    D3DKMT_OPENRESOURCEFROMNTHANDLE k64 = { .hDevice = p->device, .hNtHandle = handle, .NumAllocations = 1, .pOpenAllocationInfo2 = &p->b64.open,
        .PrivateRuntimeDataSize = sizeof p->runtime, .pPrivateRuntimeData = p->runtime,
        .ResourcePrivateDriverDataSize = sizeof p->resource_data, .pResourcePrivateDriverData = p->resource_data,
        .TotalPrivateDriverDataBufferSize = sizeof p->total, .pTotalPrivateDriverDataBuffer = p->total };
    struct open_nt_32 k32 = { .device = p->device, .handle = P32(handle), .n = 1, .info = P32(&p->b32.open),
        .runtime_size = sizeof p->runtime, .runtime = P32(p->runtime), .resource_size = sizeof p->resource_data,
        .resource_data = P32(p->resource_data), .total_size = sizeof p->total, .total = P32(p->total) };
    NTSTATUS status;
    uint32_t size;

    memset(&p->b64, 0, sizeof p->b64);
    memset(p->runtime, 0, sizeof p->runtime);
    memset(p->total, 0, sizeof p->total);
    memset(m, 0, sizeof *m);
    status = call(p, KMT_D3DKMTOpenResourceFromNtHandle, p->of_32 ? (void *)&k32 : (void *)&k64);
    if (status < 0) return status;
    *m = p->of_32 ? (struct made){ k32.resource, 0, k32.mutex, 0, k32.sync } : (struct made){ k64.hResource, 0, k64.hKeyedMutex, 0, k64.hSyncObject };
    CHECK(m->resource && m->mutex && m->sync);
    /* What the maker told the driver lies where the record of the allocation says. */
    CHECK(p->of_32 ? p->b32.open.allocation : p->b64.open.hAllocation);
    CHECK_EQ(p->of_32 ? p->b32.open.private_data : (uintptr_t)p->b64.open.pPrivateDriverData, (uintptr_t)p->total);
    CHECK_EQ(p->of_32 ? p->b32.open.private_size : p->b64.open.PrivateDriverDataSize, sizeof p->allocation);
    memcpy(&size, p->total, sizeof size);
    CHECK_EQ(size, 4096);
    CHECK_EQ(strcmp(p->runtime, says), 0);
    return status;
}

static D3DKMT_HANDLE open_mutex(struct program *p, D3DKMT_HANDLE global)
{
    D3DKMT_OPENKEYEDMUTEX2 k64 = { .hSharedHandle = global };
    struct open_keyed_32 k32 = { .shared = global };

    CHECK_EQ(call(p, KMT_D3DKMTOpenKeyedMutex2, p->of_32 ? (void *)&k32 : (void *)&k64), 0);
    return p->of_32 ? k32.mutex : k64.hKeyedMutex;
}

/* Waits a millisecond at most. */
static NTSTATUS acquire(struct program *p, D3DKMT_HANDLE mutex, uint64_t key, uint64_t *fence)
{
    D3DKMT_ACQUIREKEYEDMUTEX2 k64 = { .hKeyedMutex = mutex, .Key = key, .pTimeout = &p->timeout };
    struct acquire_32 k32 = { .mutex = mutex, .key = key, .timeout = P32(&p->timeout) };
    NTSTATUS status;

    p->timeout.QuadPart = -10000;
    status = call(p, KMT_D3DKMTAcquireKeyedMutex2, p->of_32 ? (void *)&k32 : (void *)&k64);
    *fence = p->of_32 ? k32.fence : k64.FenceValue;
    return status;
}

static NTSTATUS release(struct program *p, D3DKMT_HANDLE mutex, uint64_t key, uint64_t fence)
{
    D3DKMT_RELEASEKEYEDMUTEX2 k64 = { .hKeyedMutex = mutex, .Key = key, .FenceValue = fence };
    struct release_32 k32 = { .mutex = mutex, .key = key, .fence = fence };

    return call(p, KMT_D3DKMTReleaseKeyedMutex2, p->of_32 ? (void *)&k32 : (void *)&k64);
}

static bool is_shared(struct program *p, void *handle)
{
    struct kmt_handle h = { .handle = (uintptr_t)handle };

    CHECK_EQ(call(p, KMT_IS_SHARED, &h), 0);
    return h.shared;
}

/* ---- cases ---- */

/* Handles that the kernel gave out are told from others, whatever their number. */
static void known(struct program *p, void *handle)
{
    void *copy, *other;
    int fd, pair[2];

    CHECK(is_shared(p, handle));
    CHECK_EQ(wine_server_handle_to_fd(handle, 0, &fd, NULL), 0);
    CHECK_EQ(wine_server_fd_to_handle(fd, 0, 0, &copy), 0);
    close(fd);
    CHECK(copy != handle && is_shared(p, copy));
    CHECK_EQ(ntdll_close(copy), 0);
    CHECK(!is_shared(p, copy));
    CHECK_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), 0); /* what a handle is, but not the kernel's */
    CHECK_EQ(wine_server_fd_to_handle(pair[1], 0, 0, &other), 0);
    CHECK(!is_shared(p, other));
    CHECK_EQ(ntdll_close(other), 0);
    close(pair[0]);
    close(pair[1]);
}


/* a has it first, then b, then a; what each says of fences the other hears. */
static void in_turn(struct program *a, D3DKMT_HANDLE of_a, struct program *b, D3DKMT_HANDLE of_b)
{
    uint64_t fence = 0;

    CHECK_EQ(acquire(a, of_a, FIRST - 1, &fence), STATUS_TIMEOUT);
    CHECK_EQ(acquire(a, of_a, 1, &fence), STATUS_TIMEOUT); /* the lower half alone */
    CHECK_EQ(acquire(a, of_a, FIRST, &fence), 0);
    CHECK_EQ(acquire(b, of_b, FIRST, &fence), STATUS_TIMEOUT);
    CHECK(release(b, of_b, 7, 1) < 0);
    CHECK_EQ(release(a, of_a, 7, 0x200000003ull), 0);
    CHECK_EQ(acquire(b, of_b, 7, &fence), 0);
    CHECK_EQ(fence, 0x200000003ull);
    CHECK_EQ(release(b, of_b, FIRST, 0x300000004ull), 0);
    CHECK_EQ(acquire(a, of_a, FIRST, &fence), 0);
    CHECK_EQ(fence, 0x300000004ull);
}

static void by_nt_handle(struct program *a, struct program *b)
{
    struct made made, opened, named;
    void *handle, *copy, *nothing;
    uint64_t fence;

    make_resource(a, true, &made);
    make_mutex(a, true, &made);
    handle = share(a, &made, "a name");
    query(b, handle);
    known(a, handle);
    known(b, handle);
    CHECK(open_handle(b, (void *)(uintptr_t)4000, &opened) < 0);
    CHECK_EQ(open_handle(b, handle, &opened), 0);
    CHECK(opened.mutex != made.mutex && opened.resource != made.resource && opened.sync != made.sync);
    CHECK(handle_of_name(b, "another", &nothing) < 0);
    CHECK_EQ(handle_of_name(b, "a name", &copy), 0);
    CHECK(copy != handle && is_shared(a, copy));
    CHECK_EQ(open_handle(b, copy, &named), 0);
    in_turn(a, made.mutex, b, opened.mutex);
    /* The maker's end: its process goes while it owns the mutex; what the other has stays. */
    dxgk_process_use(0);
    dxgk_process_destroy(a->process);
    a->process = dxgk_process_create();
    CHECK_EQ(acquire(b, opened.mutex, FIRST, &fence), 0x80); /* STATUS_ABANDONED */
    destroy_resource(b, opened.resource);
    CHECK_EQ(ntdll_close(handle), 0);
    CHECK_EQ(open_handle(b, copy, &opened), 0);
    destroy_resource(b, opened.resource);
    destroy_resource(b, named.resource);
    CHECK_EQ(ntdll_close(copy), 0);
    CHECK(handle_of_name(b, "a name", &copy) < 0);
}

static void by_number(struct program *a, struct program *b)
{
    D3DKMT_QUERYRESOURCEINFO q64;
    struct query_resource_32 q32 = { 0 };
    struct made made;

    make_resource(a, false, &made);
    make_mutex(a, false, &made);
    memset(&q64, 0, sizeof q64);
    q64.hDevice = q32.device = b->device;
    q64.hGlobalShare = q32.global = made.global;
    q64.pPrivateRuntimeData = b->runtime;
    q32.runtime = P32(b->runtime);
    q64.PrivateRuntimeDataSize = q32.runtime_size = sizeof b->runtime;
    memset(b->runtime, 0, sizeof b->runtime);
    CHECK_EQ(call(b, KMT_D3DKMTQueryResourceInfo, b->of_32 ? (void *)&q32 : (void *)&q64), 0);
    CHECK_EQ(strcmp(b->runtime, says), 0);
    CHECK_EQ(b->of_32 ? q32.n : q64.NumAllocations, 1);
    in_turn(a, made.mutex, b, open_mutex(b, made.mutex_global));
    destroy_resource(a, made.resource);
}

TEST(a_64_bit_programs_handle) { if (up()) { by_nt_handle(&programs[1], &programs[0]); down(); } }
TEST(a_32_bit_programs_handle) { if (up()) { by_nt_handle(&programs[0], &programs[1]); down(); } }
TEST(a_64_bit_programs_number) { if (up()) { by_number(&programs[1], &programs[0]); down(); } }
TEST(a_32_bit_programs_number) { if (up()) { by_number(&programs[0], &programs[1]); down(); } }

TAP_MAIN(RUN(a_64_bit_programs_handle); RUN(a_32_bit_programs_handle); RUN(a_64_bit_programs_number); RUN(a_32_bit_programs_number))
