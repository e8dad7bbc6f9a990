/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * fake.c - the runtime's side: object memory, tables, kernel callbacks.
 */
#include "fake.h"
#include "fake_host.h"

#include <pthread.h>

HRESULT APIENTRY OpenAdapter10_2(D3D10DDIARG_OPENADAPTER *args);

enum { GUARD = 64, GUARD_BYTE = 0xa5, FILL = 0xcc };

struct fake_object {
    struct fake_object *next;
    size_t size;
    uint8_t bytes[]; /* guard, object, guard */
};

int fake_failures;

void fake_fail(const char *file, int line, const char *what, uint64_t a, uint64_t b)
{
    fake_failures++;
    printf("# %s:%d: %s (%llu, %llu)\n", file, line, what, (unsigned long long)a, (unsigned long long)b);
}

unsigned fake_memory_calls, fake_memory_fail_at;
long fake_memory_live;

/* The driver's own memory goes through here (linked with --wrap). */
void *__real_pvu_os_alloc(size_t size);
void *__wrap_pvu_os_alloc(size_t size);
void __real_pvu_os_free(void *p);
void __wrap_pvu_os_free(void *p);
void *__real_pvu_os_watch_alloc(size_t size);
void *__wrap_pvu_os_watch_alloc(size_t size);
void __real_pvu_os_watch_free(void *p, size_t size);
void __wrap_pvu_os_watch_free(void *p, size_t size);

static bool memory_fails(void)
{
    return __atomic_add_fetch(&fake_memory_calls, 1, __ATOMIC_RELAXED) == fake_memory_fail_at;
}

void *__wrap_pvu_os_alloc(size_t size)
{
    if (memory_fails()) return NULL;
    __atomic_add_fetch(&fake_memory_live, 1, __ATOMIC_RELAXED);
    return __real_pvu_os_alloc(size);
}

void __wrap_pvu_os_free(void *p)
{
    if (p) __atomic_sub_fetch(&fake_memory_live, 1, __ATOMIC_RELAXED);
    __real_pvu_os_free(p);
}

void *__wrap_pvu_os_watch_alloc(size_t size)
{
    if (memory_fails()) return NULL;
    __atomic_add_fetch(&fake_memory_live, 1, __ATOMIC_RELAXED);
    return __real_pvu_os_watch_alloc(size);
}

void __wrap_pvu_os_watch_free(void *p, size_t size)
{
    if (p) __atomic_sub_fetch(&fake_memory_live, 1, __ATOMIC_RELAXED);
    __real_pvu_os_watch_free(p, size);
}

/* ---- object memory ---- */

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

static void enter(void)
{
    pthread_mutex_lock(&mutex);
}

static void leave(void)
{
    pthread_mutex_unlock(&mutex);
}

void *fake_alloc(struct fake *k, SIZE_T size)
{
    struct fake_object *o = malloc(sizeof *o + size + 2 * GUARD);
    CHECK(size >= sizeof(void *) && size != (SIZE_T)-1);
    memset(o->bytes, GUARD_BYTE, size + 2 * GUARD);
    memset(o->bytes + GUARD, FILL, size);
    o->size = size;
    enter();
    o->next = k->objects;
    k->objects = o;
    leave();
    return o->bytes + GUARD;
}

bool fake_guards_ok(void *p)
{
    struct fake_object *o = (void *)((uint8_t *)p - GUARD - offsetof(struct fake_object, bytes));
    for (unsigned i = 0; i < GUARD; i++)
        if (o->bytes[i] != GUARD_BYTE || o->bytes[GUARD + o->size + i] != GUARD_BYTE) return false;
    return true;
}

void fake_free(struct fake *k, void *p)
{
    if (!p) return;
    CHECK(fake_guards_ok(p));
    enter();
    for (struct fake_object **link = &k->objects; *link; link = &(*link)->next) {
        struct fake_object *o = *link;
        if (o->bytes + GUARD != (uint8_t *)p) continue;
        *link = o->next;
        memset(o->bytes, 0xdd, o->size + 2 * GUARD);
        free(o);
        leave();
        return;
    }
    leave();
    CHECK(!"freed memory that was never given");
}

/* ---- callbacks ---- */

static bool fails(struct fake *k, enum fake_callback which, HRESULT *hr)
{
    k->calls[which]++;
    k->n_calls++;
    *hr = k->next_result[which];
    k->next_result[which] = S_OK;
    if (k->lost_at && k->n_calls >= k->lost_at) *hr = D3DDDIERR_DEVICEREMOVED;
    return *hr != S_OK;
}

static HRESULT DDI_CALL query_adapter(HANDLE h, const D3DDDICB_QUERYADAPTERINFO *a)
{
    struct fake *k = h;
    struct pvk_adapter_private *p = a->pPrivateDriverData;
    if (FAILED(k->query_result)) return k->query_result;
    CHECK_EQ(a->PrivateDriverDataSize, sizeof *p);
    p->version = PVK_PRIVATE_VERSION;
    p->size = sizeof *p;
    p->caps = k->caps;
    return S_OK;
}

static HRESULT allocate_inside(HANDLE h, D3DDDICB_ALLOCATE *a)
{
    struct fake *k = h;
    struct pvk_alloc_private *p = a->pAllocationInfo->pPrivateDriverData;
    HRESULT hr;
    if (fails(k, FAKE_ALLOCATE, &hr)) return hr;
    if (memory_fails()) return E_OUTOFMEMORY;
    if (k->no_more_heaps && p->kind == PVK_ALLOC_HEAP) return D3DDDIERR_OUTOFVIDEOMEMORY;
    CHECK_EQ(a->NumAllocations, 1);
    CHECK_EQ(a->pAllocationInfo->PrivateDriverDataSize, sizeof *p);
    CHECK_EQ(p->version, PVK_PRIVATE_VERSION);
    CHECK_EQ(p->size, sizeof *p);
    uint32_t i = k->last_allocation;
    do i = i % (FAKE_ALLOCATIONS - 1) + 1; while (k->allocation[i].live);
    k->last_allocation = i;
    struct fake_allocation *al = &k->allocation[i];
    memset(al, 0, sizeof *al);
    p->id = 5000 + i;
    al->live = true;
    al->desc = *p;
    al->resource = a->hResource;
    if (p->flags & PVK_DESC_SHARED) CHECK(a->hResource != NULL);
    CHECK_EQ(a->pAllocationInfo->Flags.Primary, (p->flags & PVK_DESC_PRIMARY) != 0);
    if (p->kind == PVK_ALLOC_HEAP) {
        CHECK_EQ(p->bytes % PVGPU_PAGE, 0);
        al->block = malloc(p->bytes + PVGPU_PAGE);
        al->memory = (uint8_t *)(((uintptr_t)al->block + PVGPU_PAGE - 1) & ~(uintptr_t)(PVGPU_PAGE - 1));
        memset(al->memory, 0xee, p->bytes);
    } else if (p->dimension == PVGPU_DIM_BUFFER) {
        al->block = al->memory = calloc(1, p->width);
    }
    a->pAllocationInfo->hAllocation = 0xc0000000u + i;
    a->hKMResource = a->hResource ? 0x40000000u + i : 0;
    k->n_allocations++;
    if (k->renderer) k->renderer->created(k, al);
    return S_OK;
}

/* Allocation, its end and locks are free-threaded (changes-from-direct3d-10.md). */
static HRESULT DDI_CALL allocate(HANDLE h, D3DDDICB_ALLOCATE *a)
{
    enter();
    HRESULT hr = allocate_inside(h, a);
    leave();
    return hr;
}

struct fake_allocation *fake_by_handle(struct fake *k, D3DKMT_HANDLE h)
{
    uint32_t i = h - 0xc0000000u;
    if (i == 0 || i >= FAKE_ALLOCATIONS || !k->allocation[i].live) {
        printf("# no allocation 0x%x\n", h);
        k->bad++;
        return NULL;
    }
    return &k->allocation[i];
}

static void drop(struct fake *k, struct fake_allocation *al)
{
    if (!al) return;
    CHECK(!al->locked);
    if (k->renderer) k->renderer->dropped(k, al);
    free(al->block);
    memset(al, 0, sizeof *al);
    k->n_allocations--;
}

static HRESULT deallocate_inside(HANDLE h, const D3DDDICB_DEALLOCATE *a)
{
    struct fake *k = h;
    CHECK((a->hResource != NULL) != (a->HandleList != NULL)); /* M23 */
    if (!a->hResource) {
        for (UINT i = 0; i < a->NumAllocations; i++) drop(k, fake_by_handle(k, a->HandleList[i]));
        return S_OK;
    }
    for (unsigned i = 1; i < FAKE_ALLOCATIONS; i++)
        if (k->allocation[i].live && k->allocation[i].resource == a->hResource) drop(k, &k->allocation[i]);
    return S_OK;
}

static HRESULT DDI_CALL deallocate(HANDLE h, const D3DDDICB_DEALLOCATE *a)
{
    enter();
    HRESULT hr = deallocate_inside(h, a);
    leave();
    return hr;
}

static HRESULT lock_inside(HANDLE h, D3DDDICB_LOCK *a)
{
    struct fake *k = h;
    HRESULT hr;
    if (fails(k, FAKE_LOCK, &hr)) return hr;
    struct fake_allocation *al = fake_by_handle(k, a->hAllocation);
    if (!al) return E_INVALIDARG;
    CHECK_EQ(al->desc.kind, PVK_ALLOC_HEAP);
    CHECK(a->Flags.LockEntire && a->NumPages == 0 && a->pPages == NULL);
    CHECK(!al->locked);
    al->locked = true;
    a->pData = al->memory;
    return S_OK;
}

static HRESULT DDI_CALL lock(HANDLE h, D3DDDICB_LOCK *a)
{
    enter();
    HRESULT hr = lock_inside(h, a);
    leave();
    return hr;
}

static HRESULT DDI_CALL unlock(HANDLE h, const D3DDDICB_UNLOCK *a)
{
    struct fake *k = h;
    enter();
    for (UINT i = 0; i < a->NumAllocations; i++) {
        struct fake_allocation *al = fake_by_handle(k, a->phAllocations[i]);
        if (!al) continue;
        CHECK(al->locked);
        al->locked = false;
    }
    leave();
    return S_OK;
}

static HRESULT render_inside(HANDLE h, D3DDDICB_RENDER *a)
{
    struct fake *k = h;
    HRESULT hr;
    if (fails(k, FAKE_RENDER, &hr)) return hr;
    if (k->forbid_locked)
        for (UINT i = 0; i < a->NumAllocations; i++) {
            struct fake_allocation *al = fake_by_handle(k, k->list[i].hAllocation);
            if (al && al->locked) return D3DDDIERR_CANTRENDERLOCKEDALLOCATION;
        }
    CHECK(a->hContext == (HANDLE)k);
    CHECK(a->CommandLength > 0 && a->CommandLength <= k->cmd_size && a->CommandLength % 8 == 0);
    CHECK(a->NumAllocations <= k->list_size && a->NumPatchLocations <= k->patch_size);
    fake_host_run(k, a);
    if (k->quick) { /* the same again */
        a->pNewCommandBuffer = k->cmd;
        a->pNewAllocationList = k->list;
        a->pNewPatchLocationList = k->patch;
        a->NewCommandBufferSize = k->cmd_size;
        a->NewAllocationListSize = k->list_size;
        a->NewPatchLocationListSize = k->patch_size;
        return S_OK;
    }
    /* Another buffer and lists than before: the old ones are dxgkrnl's again, and scribbled over. */
    uint8_t *old_cmd = k->cmd;
    void *old_list = k->list, *old_patch = k->patch;
    if (a->Flags.ResizeAllocationList && a->NewAllocationListSize > k->list_size) k->list_size = a->NewAllocationListSize;
    k->cmd = malloc(k->cmd_size);
    k->list = malloc(k->list_size * sizeof *k->list);
    k->patch = malloc(k->patch_size * sizeof *k->patch);
    memset(k->cmd, FILL, k->cmd_size);
    memset(old_cmd, 0xdd, k->cmd_size);
    free(old_cmd);
    free(old_list);
    free(old_patch);
    a->pNewCommandBuffer = k->cmd;
    a->NewCommandBufferSize = k->cmd_size;
    a->pNewAllocationList = k->list;
    a->NewAllocationListSize = k->list_size;
    a->pNewPatchLocationList = k->patch;
    a->NewPatchLocationListSize = k->patch_size;
    return S_OK;
}

static HRESULT DDI_CALL render(HANDLE h, D3DDDICB_RENDER *a)
{
    enter();
    HRESULT hr = render_inside(h, a);
    leave();
    return hr;
}

void fake_consume(struct fake *k)
{
    enter();
    fake_host_consume(k);
    leave();
}

bool fake_is_waited_for(struct fake *k)
{
    bool is;
    enter();
    is = fake_host_is_waited_for(k);
    leave();
    return is;
}

static HRESULT DDI_CALL escape(HANDLE h, const D3DDDICB_ESCAPE *a)
{
    struct fake *k = h;
    const struct pvk_escape *e = a->pPrivateDriverData;
    HRESULT hr;
    if (fails(k, FAKE_ESCAPE, &hr)) return hr;
    CHECK_EQ(e->version, PVK_PRIVATE_VERSION);
    CHECK_EQ(e->size, a->PrivateDriverDataSize);
    CHECK(!a->Flags.HardwareAccess);
    if (e->op == PVK_ESCAPE_ALIVE) ((struct pvk_escape_alive *)a->pPrivateDriverData)->alive = !k->host_gone;
    if (e->op == PVK_ESCAPE_SET_EVENT) k->event = ((const struct pvk_escape_event *)e)->event;
    return S_OK;
}

static HRESULT DDI_CALL create_context(HANDLE h, D3DDDICB_CREATECONTEXT *a)
{
    struct fake *k = h;
    HRESULT hr;
    if (fails(k, FAKE_CONTEXT, &hr)) return hr;
    k->contexts++;
    k->cmd = malloc(k->cmd_size);
    k->list = malloc(k->list_size * sizeof *k->list);
    k->patch = malloc(k->patch_size * sizeof *k->patch);
    a->hContext = k;
    a->pCommandBuffer = k->cmd;
    a->CommandBufferSize = k->cmd_size;
    a->pAllocationList = k->list;
    a->AllocationListSize = k->list_size;
    a->pPatchLocationList = k->patch;
    a->PatchLocationListSize = k->patch_size;
    return S_OK;
}

static HRESULT DDI_CALL destroy_context(HANDLE h, const D3DDDICB_DESTROYCONTEXT *a)
{
    struct fake *k = h;
    CHECK(a->hContext == (HANDLE)k);
    k->contexts--;
    return S_OK;
}

static HRESULT DDI_CALL set_display_mode(HANDLE h, D3DDDICB_SETDISPLAYMODE *a)
{
    ((struct fake *)h)->display_mode = *a;
    return S_OK;
}

static HRESULT DDI_CALL present(HANDLE h, DXGIDDICB_PRESENT *a)
{
    struct fake *k = h;
    HRESULT hr;
    if (fails(k, FAKE_PRESENT, &hr)) return hr;
    k->present = *a;
    return S_OK;
}

static HRESULT DDI_CALL set_priority(HANDLE h, D3DDDICB_SETPRIORITY *a)
{
    ((struct fake *)h)->priority = a->pPriorities[0];
    return fake_by_handle(h, a->HandleList[0]) ? S_OK : E_INVALIDARG;
}

static HRESULT DDI_CALL offer(HANDLE h, const D3DDDICB_OFFERALLOCATIONS *a)
{
    struct fake *k = h;
    struct fake_allocation *al = fake_by_handle(k, a->HandleList[0]);
    CHECK(al && !al->locked);
    k->offered++;
    return S_OK;
}

static HRESULT DDI_CALL reclaim(HANDLE h, const D3DDDICB_RECLAIMALLOCATIONS *a)
{
    struct fake *k = h;
    CHECK(fake_by_handle(k, a->HandleList[0]) != NULL);
    if (a->pDiscarded) a->pDiscarded[0] = TRUE;
    k->offered--;
    return S_OK;
}

static HRESULT DDI_CALL query_residency(HANDLE h, const D3DDDICB_QUERYRESIDENCY *a)
{
    struct fake *k = h;
    a->pResidencyStatus[0] = k->residency ? k->residency : D3DDDI_RESIDENCYSTATUS_RESIDENTINSHAREDMEMORY;
    return fake_by_handle(h, a->HandleList[0]) ? S_OK : E_INVALIDARG;
}

static void APIENTRY set_error(D3D10DDI_HRTCORELAYER h, HRESULT hr)
{
    struct fake *k = h.handle;
    CHECK(hr != S_OK); /* handling-errors.md: as critical as any other illegal code */
    if (!k->n_errors++) k->error = hr;
}

static void APIENTRY amortize(D3D10DDI_HRTCORELAYER h)
{
    ((struct fake *)h.handle)->amortized++;
}

HRESULT fake_take_error(struct fake *k)
{
    HRESULT hr = k->n_errors ? k->error : S_OK;
    k->n_errors = 0;
    k->error = S_OK;
    return hr;
}

/* ---- opening and closing ---- */

static const D3DDDI_ADAPTERCALLBACKS adapter_callbacks = { .pfnQueryAdapterInfoCb = query_adapter };
static const D3DDDI_DEVICECALLBACKS kernel_callbacks = {
    .pfnAllocateCb = allocate, .pfnDeallocateCb = deallocate, .pfnLockCb = lock, .pfnUnlockCb = unlock, .pfnRenderCb = render,
    .pfnEscapeCb = escape, .pfnCreateContextCb = create_context, .pfnDestroyContextCb = destroy_context,
    .pfnSetDisplayModeCb = set_display_mode, .pfnSetPriorityCb = set_priority, .pfnQueryResidencyCb = query_residency,
    .pfnOfferAllocationsCb = offer, .pfnReclaimAllocationsCb = reclaim,
};
static const D3D11DDI_CORELAYER_DEVICECALLBACKS core_callbacks = {
    .pfnSetErrorCb = set_error, .pfnPerformAmortizedProcessingCb = amortize,
};
static DXGI_DDI_BASE_CALLBACKS dxgi_callbacks = { .pfnPresentCb = present };

void fake_caps(struct pvgpu_caps *c)
{
    memset(c, 0, sizeof *c);
    c->size = sizeof *c;
    c->abi_version = PVGPU_ABI_VERSION;
    c->feature_level = 0xb100;
    c->options = PVGPU_OPT_LOGIC_OP | PVGPU_OPT_DOUBLES | PVGPU_OPT_SO_STREAMS;
    c->max_objects = FAKE_OBJECTS - 1;
    c->n_formats = PVGPU_FORMAT_LIMIT;
    c->formats[DXGI_FORMAT_R8G8B8A8_UNORM] = (struct pvgpu_format_caps){ .support = 0xffffffff, .support2 = 0xffffffff,
            .samples = 0x5 };
    c->formats[DXGI_FORMAT_R32_FLOAT] = (struct pvgpu_format_caps){ .support = 0x8203, .samples = 0x1 };
}

HRESULT fake_open_adapter(struct fake *k)
{
    D3D10DDIARG_OPENADAPTER a = { .hRTAdapter.handle = k, .Interface = D3DWDDM1_3_DDI_INTERFACE_VERSION,
                                  .pAdapterCallbacks = &adapter_callbacks, .pAdapterFuncs_2 = &k->adapter_funcs };
    if (!k->caps.size) fake_caps(&k->caps);
    HRESULT hr = OpenAdapter10_2(&a);
    k->adapter = a.hAdapter;
    return hr;
}

static size_t table_size(UINT iface, size_t *dxgi)
{
    switch (iface) {
    case D3D10_0_DDI_INTERFACE_VERSION: *dxgi = sizeof(DXGI_DDI_BASE_FUNCTIONS); return sizeof(D3D10DDI_DEVICEFUNCS);
    case D3D10_0_7_DDI_INTERFACE_VERSION: *dxgi = sizeof(DXGI1_1_DDI_BASE_FUNCTIONS); return sizeof(D3D10DDI_DEVICEFUNCS);
    case D3D10_1_DDI_INTERFACE_VERSION: *dxgi = sizeof(DXGI_DDI_BASE_FUNCTIONS); return sizeof(D3D10_1DDI_DEVICEFUNCS);
    case D3D10_1_7_DDI_INTERFACE_VERSION: *dxgi = sizeof(DXGI1_1_DDI_BASE_FUNCTIONS); return sizeof(D3D10_1DDI_DEVICEFUNCS);
    case D3D11_0_DDI_INTERFACE_VERSION:
    case D3D11_0_7_DDI_INTERFACE_VERSION: *dxgi = sizeof(DXGI1_1_DDI_BASE_FUNCTIONS); return sizeof(D3D11DDI_DEVICEFUNCS);
    case D3D11_1_DDI_INTERFACE_VERSION: *dxgi = sizeof(DXGI1_2_DDI_BASE_FUNCTIONS); return sizeof(D3D11_1DDI_DEVICEFUNCS);
    default: *dxgi = sizeof(DXGI1_3_DDI_BASE_FUNCTIONS); return sizeof(D3DWDDM1_3DDI_DEVICEFUNCS);
    }
}

HRESULT fake_create_device(struct fake *k)
{
    if (!k->iface) k->iface = D3DWDDM1_3_DDI_INTERFACE_VERSION;
    if (!k->cmd_size) k->cmd_size = 64 << 10;
    if (!k->list_size) k->list_size = 1024;
    if (!k->patch_size) k->patch_size = 256;
    k->table_size = table_size(k->iface, &k->dxgi_size);
    D3D10DDIARG_CALCPRIVATEDEVICESIZE size = { .Interface = k->iface };
    D3D10DDIARG_CREATEDEVICE a = { .hRTDevice.handle = k, .Interface = k->iface,
                                   .Flags = k->pipeline << D3D11DDI_CREATEDEVICE_FLAG_3DPIPELINESUPPORT_SHIFT, .pKTCallbacks = &kernel_callbacks,
                                   .hRTCoreLayer.handle = k, .p11UMCallbacks = &core_callbacks,
                                   .ppfnRetrieveSubObject = &k->retrieve };
    k->f = fake_alloc(k, k->table_size);
    k->dxgi = fake_alloc(k, k->dxgi_size);
    a.pWDDM1_3DeviceFuncs = k->f;
    a.DXGIBaseDDI.pDXGIBaseCallbacks = &dxgi_callbacks;
    a.DXGIBaseDDI.pDXGIDDIBaseFunctions4 = k->dxgi;
    a.hDrvDevice.pDrvPrivate = fake_alloc(k, k->adapter_funcs.pfnCalcPrivateDeviceSize(k->adapter, &size));
    HRESULT hr = k->adapter_funcs.pfnCreateDevice(k->adapter, &a);
    if (SUCCEEDED(hr)) k->device = a.hDrvDevice;
    else fake_free(k, a.hDrvDevice.pDrvPrivate);
    return hr;
}

bool fake_open(struct fake *k)
{
    return SUCCEEDED(fake_open_adapter(k)) && SUCCEEDED(fake_create_device(k));
}

void fake_finish(struct fake *k)
{
    if (k->device.pDrvPrivate) {
        k->hold = false;
        k->f->pfnDestroyDevice(k->device);
        fake_free(k, k->device.pDrvPrivate);
    }
    if (k->f) fake_free(k, k->f);
    if (k->dxgi) fake_free(k, k->dxgi);
    if (k->adapter.pDrvPrivate) k->adapter_funcs.pfnCloseAdapter(k->adapter);
    CHECK_EQ(k->n_allocations, 0);
    CHECK_EQ(k->contexts, 0);
    if (!k->lost_at) CHECK_EQ(k->event, 0); /* else the kernel driver drops it with the device */
    CHECK_EQ(k->bad, 0);
    CHECK(k->objects == NULL);
    CHECK_EQ(fake_memory_live, 0);
    while (k->objects) {
        struct fake_object *next = k->objects->next;
        free(k->objects);
        k->objects = next;
    }
    for (unsigned i = 0; i < FAKE_ALLOCATIONS; i++) free(k->allocation[i].block);
    free(k->cmd);
    free(k->list);
    free(k->patch);
    free(k->text);
    for (unsigned i = 0; i < 64; i++) free(k->lists[i].bytes);
    memset(k, 0, sizeof *k);
    fake_memory_live = 0;
}
