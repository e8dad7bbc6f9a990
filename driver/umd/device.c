/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * device.c - creating and destroying a device with its one context, its control heap (progress and
 * query slots) and its event.
 */
#include "entry.h"
#include "os.h"
#include "record.h"

enum { CONTROL_SIZE = 4096 };

SIZE_T APIENTRY pvu_calc_device_size(D3D10DDI_HADAPTER adapter, const D3D10DDIARG_CALCPRIVATEDEVICESIZE *args)
{
    (void)adapter, (void)args;
    return sizeof(struct pvu_device);
}

/* Hands our event to the kernel driver, or (0) takes it away. Without one, waits poll. */
static void register_event(struct pvu_device *d, uint64_t event)
{
    struct pvk_escape_event e = { .header = { .version = PVK_PRIVATE_VERSION, .op = PVK_ESCAPE_SET_EVENT, .size = sizeof e },
                                  .event = event };
    D3DDDICB_ESCAPE k;
    memset(&k, 0, sizeof k);
    k.hDevice = d->rt.handle;
    k.pPrivateDriverData = &e;
    k.PrivateDriverDataSize = sizeof e;
    if (FAILED(d->kernel->pfnEscapeCb(d->adapter->rt.handle, &k))) pvu_log("no event from the kernel driver");
}

/* The first submission: a signal that names the control heap, which is locked. It tells whether
 * locked memory may be rendered from (heap.c), before anything could be lost. */
static enum pvu_status probe(struct pvu_device *d)
{
    (void)pvu_want_completed(&d->context);
    enum pvu_status s = pvu_flush(&d->context);
    d->context.amortize = false;
    return s;
}

static void destroy(struct pvu_device *d)
{
    struct pvu_context *c = &d->context;
    pvu_enter(c); /* and what other threads recorded */
    (void)pvu_flush(c);
    pvu_blit_fini(d);
    (void)pvu_flush(c);
    pvu_query_fini(d);
    pvu_upload_fini(d);
    pvu_thread_fini(d);
    pvu_record_fini(d);
    pvu_heap_destroy(d, &d->control);
    pvu_release_garbage(d);
    if (d->event) {
        register_event(d, 0);
        pvu_os_event_destroy(d->event);
    }
    if (d->kernel_context) {
        D3DDDICB_DESTROYCONTEXT k = { .hContext = d->kernel_context };
        d->kernel->pfnDestroyContextCb(d->rt.handle, &k);
    }
    pvu_os_free(d->free_ids);
    pvu_os_free(d->scratch);
    pvu_os_mutex_fini(&d->lock);
    memset(d, 0, sizeof *d);
}

static enum pvu_status set_up(struct pvu_device *d)
{
    D3DDDICB_CREATECONTEXT k;
    memset(&k, 0, sizeof k);
    /* Where the commands of a lost device go: a buffer and two lists (cmdbuf.c). */
    d->scratch = pvu_os_alloc(2 * PVU_CMD_MAX + 4 * PVU_LIST_MARGIN *
                              (sizeof(D3DDDI_ALLOCATIONLIST) + sizeof(D3DDDI_PATCHLOCATIONLIST)));
    if (!d->scratch) return PVU_NO_MEMORY;
    enum pvu_status s = pvu_status_of(d->kernel->pfnCreateContextCb(d->rt.handle, &k));
    if (s != PVU_OK) return s;
    d->kernel_context = k.hContext;
    s = pvu_cmd_init(&d->context, &k);
    if (s != PVU_OK) return s;
    s = pvu_heap_create(d, &d->control, CONTROL_SIZE);
    if (s != PVU_OK) return s;
    memset(d->control.cpu, 0, CONTROL_SIZE); /* a fresh allocation's contents are not promised */
    s = pvu_upload_init(d);
    if (s != PVU_OK) return s;
    d->event = pvu_os_event_create();
    if (d->event) register_event(d, d->event);
    return probe(d);
}

HRESULT APIENTRY pvu_create_device(D3D10DDI_HADAPTER adapter, D3D10DDIARG_CREATEDEVICE *args)
{
    struct pvu_device *d = args->hDrvDevice.pDrvPrivate;
    enum pvu_level level = pvu_level_of(args->Interface);
    struct pvu_adapter *a = adapter.pDrvPrivate;
    if (level == PVU_LEVEL_COUNT || !a->alive) {
        pvu_log("interface 0x%08x is not one of ours", args->Interface);
        return pvu_result(PVU_UNSUPPORTED);
    }
    memset(d, 0, sizeof *d);
    pvu_os_mutex_init(&d->lock);
    d->context.device = d;
    d->context.owner = pvu_os_self();
    d->adapter = a;
    d->level = level;
    /* Drivers below the 11.0 interface get no such bits, and are of level 10. */
    UINT pipeline = (args->Flags & D3D11DDI_CREATEDEVICE_FLAG_3DPIPELINESUPPORT_MASK) >> D3D11DDI_CREATEDEVICE_FLAG_3DPIPELINESUPPORT_SHIFT;
    d->whole_viewports = (pipeline == D3D11DDI_3DPIPELINELEVEL_10_0 || pipeline == D3D11DDI_3DPIPELINELEVEL_10_1) &&
                         (a->info.caps.options & PVGPU_OPT_FLOORED_VIEWPORTS);
    d->rt = args->hRTDevice;
    d->context.rt_core = args->hRTCoreLayer;
    d->kernel = args->pKTCallbacks;
    d->context.core = args->p11UMCallbacks;
    d->dxgi = args->DXGIBaseDDI.pDXGIBaseCallbacks;
    pvu_bound_reset(&d->context.bound);
    enum pvu_status s = set_up(d);
    if (s != PVU_OK) {
        d->removed = true;
        destroy(d);
        return pvu_result(s);
    }
    pvu_tables_fill(level, args->Interface, args);
    /* The runtimes that know video put a pointer here (from Windows 8 on). */
    if (level >= PVU_LEVEL_11_1 && args->ppfnRetrieveSubObject) *args->ppfnRetrieveSubObject = pvu_retrieve_sub_object;
    return pvu_result(PVU_OK);
}

void APIENTRY pvu_destroy_device(D3D10DDI_HDEVICE h)
{
    struct pvu_device *d = pvu_device(h);
    if (h.pDrvPrivate != d) { /* U16: a deferred context is an HDEVICE too */
        pvu_destroy_deferred_context(h.pDrvPrivate);
        return;
    }
    pvu_unsupported_report(d);
    destroy(d);
}

/* Notifications: the driver keeps no address of its table (U14). */
void APIENTRY pvu_relocate_10(D3D10DDI_HDEVICE h, D3D10DDI_DEVICEFUNCS *t) { (void)h, (void)t; }
void APIENTRY pvu_relocate_10_1(D3D10DDI_HDEVICE h, D3D10_1DDI_DEVICEFUNCS *t) { (void)h, (void)t; }
void APIENTRY pvu_relocate_11(D3D10DDI_HDEVICE h, D3D11DDI_DEVICEFUNCS *t) { (void)h, (void)t; }
void APIENTRY pvu_relocate_11_1(D3D10DDI_HDEVICE h, D3D11_1DDI_DEVICEFUNCS *t) { (void)h, (void)t; }
void APIENTRY pvu_relocate_1_3(D3D10DDI_HDEVICE h, D3DWDDM1_3DDI_DEVICEFUNCS *t) { (void)h, (void)t; }

/* Submits; also the moment for what was put off: deallocations, and memory to give back
 * (changes-from-direct3d-10.md, "Deferred Destruction and Flush D3D10"). */
static void flush(struct pvu_context *c, bool trim)
{
    (void)pvu_flush(c);
    if (trim) pvu_upload_trim(c->device);
    pvu_amortize(c);
}

void APIENTRY pvu_flush_entry_10(D3D10DDI_HDEVICE h)
{
    flush(pvu_context(h), false);
}

BOOL APIENTRY pvu_flush_entry_11_1(D3D10DDI_HDEVICE h, UINT flags)
{
    /* UNLESS_NO_COMMANDS asks for what we do anyway: an empty buffer is never submitted. */
    flush(pvu_context(h), (flags & D3DWDDM1_3DDI_TRIM_MEMORY) != 0);
    return !pvu_device(h)->removed;
}
