/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * kmt_adapter.c - D3DKMT calls for adapters and displays.
 */
#include "dxgk_internal.h"

/* ---- finding the adapter ---- */

static NTSTATUS open_adapter(D3DKMT_HANDLE *h, LUID *luid)
{
    struct dxgk_client c;
    NTSTATUS status = dxgk_client_enter(&c);

    if (!NT_SUCCESS(status)) return status;
    *h = c.a->o.handle; /* one adapter, which every process names by the same handle */
    if (luid) *luid = c.a->luid;
    dxgk_client_leave(&c);
    return STATUS_SUCCESS;
}

NTSTATUS DDI_KMT_CALL D3DKMTEnumAdapters2(const D3DKMT_ENUMADAPTERS2 *args)
{
    D3DKMT_ENUMADAPTERS2 *out = (D3DKMT_ENUMADAPTERS2 *)(uintptr_t)args;
    struct dxgk_client c;
    NTSTATUS status;

    if (!args) return STATUS_INVALID_PARAMETER;
    status = dxgk_client_enter(&c);
    if (!NT_SUCCESS(status)) {
        out->NumAdapters = 0;
        return STATUS_SUCCESS; /* no adapter is no error */
    }
    if (out->pAdapters && !out->NumAdapters) status = STATUS_BUFFER_TOO_SMALL;
    else if (out->pAdapters) {
        out->pAdapters[0].hAdapter = c.a->o.handle;
        out->pAdapters[0].AdapterLuid = c.a->luid;
        out->pAdapters[0].NumOfSources = c.a->n_sources;
        out->pAdapters[0].bPresentMoveRegionsPreferred = FALSE;
    }
    out->NumAdapters = 1;
    dxgk_client_leave(&c);
    return status;
}

NTSTATUS DDI_KMT_CALL D3DKMTEnumAdapters(const D3DKMT_ENUMADAPTERS *args)
{
    D3DKMT_ENUMADAPTERS *out = (D3DKMT_ENUMADAPTERS *)(uintptr_t)args;
    D3DKMT_ENUMADAPTERS2 two;

    if (!args) return STATUS_INVALID_PARAMETER;
    two.NumAdapters = 16;
    two.pAdapters = out->Adapters;
    (void)D3DKMTEnumAdapters2(&two);
    out->NumAdapters = two.NumAdapters;
    return STATUS_SUCCESS;
}

NTSTATUS DDI_KMT_CALL D3DKMTOpenAdapterFromLuid(const D3DKMT_OPENADAPTERFROMLUID *args)
{
    D3DKMT_OPENADAPTERFROMLUID *out = (D3DKMT_OPENADAPTERFROMLUID *)(uintptr_t)args;
    LUID luid;
    NTSTATUS status;

    if (!args) return STATUS_INVALID_PARAMETER;
    status = open_adapter(&out->hAdapter, &luid);
    if (!NT_SUCCESS(status)) return status;
    if (luid.LowPart == out->AdapterLuid.LowPart && luid.HighPart == out->AdapterLuid.HighPart) return STATUS_SUCCESS;
    out->hAdapter = 0;
    return STATUS_INVALID_PARAMETER;
}

NTSTATUS DDI_KMT_CALL D3DKMTOpenAdapterFromHdc(D3DKMT_OPENADAPTERFROMHDC *args)
{
    if (!args) return STATUS_INVALID_PARAMETER;
    args->VidPnSourceId = 0;
    return open_adapter(&args->hAdapter, &args->AdapterLuid);
}

NTSTATUS DDI_KMT_CALL D3DKMTOpenAdapterFromGdiDisplayName(D3DKMT_OPENADAPTERFROMGDIDISPLAYNAME *args)
{
    static const char prefix[] = "\\\\.\\DISPLAY";
    unsigned i;

    if (!args) return STATUS_INVALID_PARAMETER;
    for (i = 0; prefix[i]; i++)
        if (args->DeviceName[i] != (uint8_t)prefix[i]) return STATUS_INVALID_PARAMETER;
    if (args->DeviceName[i] < '1' || args->DeviceName[i] > '9' || args->DeviceName[i + 1]) return STATUS_INVALID_PARAMETER;
    args->VidPnSourceId = args->DeviceName[i] - (uint32_t)'1';
    return open_adapter(&args->hAdapter, &args->AdapterLuid);
}

NTSTATUS DDI_KMT_CALL D3DKMTCloseAdapter(const D3DKMT_CLOSEADAPTER *args)
{
    struct dxgk_client c;
    NTSTATUS status = args ? dxgk_client_enter(&c) : STATUS_INVALID_PARAMETER;

    if (!NT_SUCCESS(status)) return status;
    if (!dxgk_handle_get(args->hAdapter, DXGK_ADAPTER, c.id)) status = STATUS_INVALID_PARAMETER;
    dxgk_client_leave(&c);
    return status;
}

/* ---- queries ---- */

static NTSTATUS driver_private(struct dxgk_client *c, const D3DKMT_QUERYADAPTERINFO *args)
{
    DXGKARG_QUERYADAPTERINFO q = { .Type = DXGKQAITYPE_UMDRIVERPRIVATE };
    void *in = NULL;
    uint8_t *out;
    UINT size = args->PrivateDriverDataSize;
    NTSTATUS status = dxgk_copy_in(&in, args->pPrivateDriverData, size);

    if (!NT_SUCCESS(status)) return status;
    out = malloc(size + DXGK_GUARD_SIZE);
    if (!out) {
        free(in);
        return STATUS_NO_MEMORY;
    }
    if (size) memcpy(out, in, size);
    dxgk_guard_set(out + size);
    q.pInputData = in;
    q.InputDataSize = size;
    q.pOutputData = out;
    q.OutputDataSize = size;
    status = DXGK_CALL(c->a, QueryAdapterInfo, c->a->context, &q);
    dxgk_guard_check(out + size, "d3dkmddi/nc-d3dkmddi-dxgkddi_queryadapterinfo", "the output of UMDRIVERPRIVATE");
    if (NT_SUCCESS(status) && size) status = nt_copy_to_user(args->pPrivateDriverData, out, size);
    free(in);
    free(out);
    return status;
}

static void widen(DDI_WCHAR *to, size_t n, const char *from)
{
    size_t i;
    for (i = 0; i + 1 < n && from[i]; i++) to[i] = (uint8_t)from[i];
    to[i] = 0;
}

/* Fills out (zeroed, 4 KiB) and returns its size, 0 when the class is not answered. */
static UINT answer(struct dxgk_adapter *a, KMTQUERYADAPTERINFOTYPE type, const void *in, UINT in_size, void *out)
{
    const char *name = getenv("PVGPU_ADAPTER_NAME"), *umd = getenv("PVGPU_UMD");
    uint32_t i;

    switch ((int)type) {
    case KMTQAITYPE_UMDRIVERNAME: { /* the driver's registration; the program that links a driver ignores it */
        D3DKMT_UMDFILENAMEINFO *f = out;
        memcpy(f, in, in_size < sizeof f->Version ? in_size : sizeof f->Version);
        if (f->Version < KMTUMDVERSION_DX10) return 0;
        /* UserModeDriverName or UserModeDriverNameWow (display/adding-user-mode-display-driver-names-to-the-registry). */
        widen(f->UmdFileName, 260, umd ? umd : nt_user_is_low() ? "pvgpu_umd32.dll" : "pvgpu_umd.dll");
        return sizeof *f;
    }
    case KMTQAITYPE_GETSEGMENTSIZE: {
        D3DKMT_SEGMENTSIZEINFO *s = out;
        for (i = 0; i < a->n_segments; i++) {
            if (a->segments[i].d.Flags.Aperture) s->SharedSystemMemorySize += a->segments[i].d.CommitLimit;
            else s->DedicatedVideoMemorySize += a->segments[i].d.CommitLimit;
        }
        return sizeof *s;
    }
    case KMTQAITYPE_FLIPQUEUEINFO: {
        D3DKMT_FLIPQUEUEINFO *f = out;
        f->MaxHardwareFlipQueueLength = a->caps.MaxQueuedFlipOnVSync;
        f->MaxSoftwareFlipQueueLength = DXGK_PRESENT_LIMIT;
        f->FlipFlags.FlipInterval = a->caps.FlipCaps.FlipInterval;
        return sizeof *f;
    }
    case KMTQAITYPE_ADAPTERADDRESS:
        ((D3DKMT_ADAPTERADDRESS *)out)->DeviceNumber = 4;
        return sizeof(D3DKMT_ADAPTERADDRESS);
    case KMTQAITYPE_ADAPTERREGISTRYINFO: {
        D3DKMT_ADAPTERREGISTRYINFO *r = out;
        widen(r->AdapterString, 260, name ? name : "PVGPU");
        widen(r->BiosString, 260, "PVGPU");
        widen(r->DacType, 260, "Internal");
        widen(r->ChipType, 260, "PVGPU");
        return sizeof *r;
    }
    case KMTQAITYPE_CURRENTDISPLAYMODE: {
        D3DKMT_CURRENTDISPLAYMODE *m = out;
        if (in_size < sizeof m->VidPnSourceId) return 0;
        memcpy(&m->VidPnSourceId, in, sizeof m->VidPnSourceId);
        if (m->VidPnSourceId >= a->n_sources || !a->sources[m->VidPnSourceId].active) return 0;
        dxgk_display_mode(&a->sources[m->VidPnSourceId].mode, &m->DisplayMode);
        return sizeof *m;
    }
    case KMTQAITYPE_DRIVERVERSION:
        *(D3DKMT_DRIVERVERSION *)out = KMT_DRIVERVERSION_WDDM_1_3;
        return sizeof(D3DKMT_DRIVERVERSION);
    case KMTQAITYPE_ADAPTERTYPE:
        ((D3DKMT_ADAPTERTYPE *)out)->RenderSupported = 1;
        ((D3DKMT_ADAPTERTYPE *)out)->DisplaySupported = a->n_sources != 0;
        return sizeof(D3DKMT_ADAPTERTYPE);
    case KMTQAITYPE_UMD_DRIVER_VERSION:
        /* 9.17.0.1: WDDM 1.3's first two parts */
        ((D3DKMT_UMD_DRIVER_VERSION *)out)->DriverVersion.QuadPart = 0x0009001100000001ll;
        return sizeof(D3DKMT_UMD_DRIVER_VERSION);
    case KMTQAITYPE_DIRECTFLIP_SUPPORT:
        ((D3DKMT_DIRECTFLIP_SUPPORT *)out)->Supported = a->caps.SupportDirectFlip;
        return sizeof(D3DKMT_DIRECTFLIP_SUPPORT);
    case KMTQAITYPE_MULTIPLANEOVERLAY_SUPPORT:
        return sizeof(D3DKMT_MULTIPLANEOVERLAY_SUPPORT); /* FALSE */
    case KMTQAITYPE_CHECKDRIVERUPDATESTATUS:
        return sizeof(BOOL); /* FALSE: no update is going on */
    default:
        return 0;
    }
}

NTSTATUS DDI_KMT_CALL D3DKMTQueryAdapterInfo(const D3DKMT_QUERYADAPTERINFO *args)
{
    struct dxgk_client c;
    uint64_t out[512] = { 0 };
    void *in = NULL;
    NTSTATUS status;
    UINT n;

    if (!args || args->PrivateDriverDataSize > 1u << 20) return STATUS_INVALID_PARAMETER;
    status = dxgk_client_enter(&c);
    if (!NT_SUCCESS(status)) return status;
    if (!dxgk_handle_get(args->hAdapter, DXGK_ADAPTER, c.id)) {
        status = STATUS_INVALID_PARAMETER;
    } else if (args->Type == KMTQAITYPE_UMDRIVERPRIVATE) {
        status = driver_private(&c, args);
    } else if (args->Type == KMTQAITYPE_ADAPTERGUID) {
        status = STATUS_NOT_SUPPORTED;
    } else {
        status = dxgk_copy_in(&in, args->pPrivateDriverData, args->PrivateDriverDataSize);
        n = NT_SUCCESS(status) ? answer(c.a, args->Type, in, args->PrivateDriverDataSize, out) : 0;
        if (NT_SUCCESS(status) && (!n || args->PrivateDriverDataSize < n)) status = STATUS_INVALID_PARAMETER;
        if (NT_SUCCESS(status)) status = nt_copy_to_user(args->pPrivateDriverData, out, n);
        free(in);
    }
    dxgk_client_leave(&c);
    return status;
}

/* ---- display ---- */

void dxgk_display_mode(const struct dxgk_mode *m, D3DKMT_DISPLAYMODE *out)
{
    memset(out, 0, sizeof *out);
    out->Width = m->width;
    out->Height = m->height;
    out->Format = D3DDDIFMT_A8R8G8B8;
    out->IntegerRefreshRate = (m->refresh_mhz + 500u) / 1000u;
    out->RefreshRate.Numerator = m->refresh_mhz;
    out->RefreshRate.Denominator = 1000;
    out->ScanLineOrdering = D3DDDI_VSSLO_PROGRESSIVE;
    out->DisplayOrientation = D3DDDI_ROTATION_IDENTITY;
    out->DisplayFixedOutput = 0 /* DMDFO_DEFAULT */;
    out->Flags.ValidatedAgainstMonitorCaps = 1;
}

NTSTATUS DDI_KMT_CALL D3DKMTGetDisplayModeList(D3DKMT_GETDISPLAYMODELIST *args)
{
    struct dxgk_client c;
    struct dxgk_mode modes[128];
    D3DKMT_DISPLAYMODE out;
    NTSTATUS status = args ? dxgk_client_enter(&c) : STATUS_INVALID_PARAMETER;
    uint32_t n, i;

    if (!NT_SUCCESS(status)) return status;
    if (!dxgk_handle_get(args->hAdapter, DXGK_ADAPTER, c.id) || args->VidPnSourceId >= c.a->n_sources) {
        status = STATUS_INVALID_PARAMETER;
    } else {
        n = dxgk_display_modes(c.a, args->VidPnSourceId, modes, sizeof modes / sizeof modes[0]);
        if (args->pModeList && args->ModeCount < n) status = STATUS_BUFFER_TOO_SMALL;
        for (i = 0; args->pModeList && NT_SUCCESS(status) && i < n; i++) {
            dxgk_display_mode(&modes[i], &out);
            status = nt_copy_to_user(args->pModeList + i, &out, sizeof out);
        }
        args->ModeCount = n;
    }
    dxgk_client_leave(&c);
    return status;
}

NTSTATUS DDI_KMT_CALL D3DKMTSetDisplayMode(const D3DKMT_SETDISPLAYMODE *args)
{
    struct dxgk_client c;
    struct dxgk_device *d;
    struct dxgk_open *o;
    DXGKARG_DESCRIBEALLOCATION describe = { 0 };
    struct dxgk_mode m;
    NTSTATUS status = args ? dxgk_client_enter(&c) : STATUS_INVALID_PARAMETER;

    if (!NT_SUCCESS(status)) return status;
    d = dxgk_client_device(&c, args->hDevice);
    o = d ? dxgk_handle_get(args->hPrimaryAllocation, DXGK_OPEN_ALLOCATION, c.id) : NULL;
    if (!o || o->device != d || !o->al->primary || !c.a->sources[o->al->source].active) status = STATUS_INVALID_PARAMETER;
    else if (c.a->sources[o->al->source].owner && c.a->sources[o->al->source].owner != d)
        status = STATUS_GRAPHICS_VIDPN_SOURCE_IN_USE;
    else if (args->DisplayOrientation > D3DDDI_ROTATION_IDENTITY) status = STATUS_NOT_SUPPORTED;
    if (NT_SUCCESS(status)) status = dxgk_device_status(d);
    if (NT_SUCCESS(status)) {
        describe.hAllocation = o->al->h_driver;
        status = DXGK_CALL(c.a, DescribeAllocation, c.a->context, &describe);
    }
    if (NT_SUCCESS(status)) {
        m.width = describe.Width;
        m.height = describe.Height;
        m.refresh_mhz = describe.RefreshRate.Denominator && describe.RefreshRate.Numerator
                            ? (uint32_t)((uint64_t)describe.RefreshRate.Numerator * 1000u / describe.RefreshRate.Denominator)
                            : c.a->sources[o->al->source].mode.refresh_mhz;
        pthread_rwlock_unlock(&c.a->level); /* level 2 */
        pthread_rwlock_wrlock(&c.a->level);
        /* The picture's format need not be the desktop's; what scan-out can read the driver's source modes say. */
        status = dxgk_display_set_mode(c.a, o->al->source, &m, describe.Format, o->al);
        if (status == STATUS_GRAPHICS_INVALID_VIDPN_TOPOLOGY && describe.Format != D3DDDIFMT_A8R8G8B8)
            status = dxgk_display_set_mode(c.a, o->al->source, &m, D3DDDIFMT_A8R8G8B8, o->al);
        pthread_rwlock_unlock(&c.a->level);
        pthread_rwlock_rdlock(&c.a->level);
        if (NT_SUCCESS(status)) c.a->sources[o->al->source].owner = d;
    }
    dxgk_client_leave(&c);
    return status;
}

NTSTATUS DDI_KMT_CALL D3DKMTSetVidPnSourceOwner(const D3DKMT_SETVIDPNSOURCEOWNER *args)
{
    struct dxgk_client c;
    struct dxgk_device *d;
    D3DKMT_VIDPNSOURCEOWNER_TYPE type;
    D3DDDI_VIDEO_PRESENT_SOURCE_ID id;
    NTSTATUS status = args ? dxgk_client_enter(&c) : STATUS_INVALID_PARAMETER;
    UINT i;

    if (!NT_SUCCESS(status)) return status;
    d = dxgk_client_device(&c, args->hDevice);
    if (!d) status = STATUS_INVALID_PARAMETER;
    if (NT_SUCCESS(status) && !args->VidPnSourceCount) dxgk_display_release(&c, d); /* gives up all */
    for (i = 0; NT_SUCCESS(status) && i < args->VidPnSourceCount; i++) {
        status = nt_copy_from_user(&type, args->pType + i, sizeof type);
        if (NT_SUCCESS(status)) status = nt_copy_from_user(&id, args->pVidPnSourceId + i, sizeof id);
        if (NT_SUCCESS(status) && id >= c.a->n_sources) status = STATUS_INVALID_PARAMETER;
        if (!NT_SUCCESS(status)) break;
        if (c.a->sources[id].owner && c.a->sources[id].owner != d) {
            status = STATUS_GRAPHICS_VIDPN_SOURCE_IN_USE;
        } else if (type == D3DKMT_VIDPNSOURCEOWNER_UNOWNED || type == D3DKMT_VIDPNSOURCEOWNER_SHARED) {
            if (c.a->sources[id].owner == d) {
                c.a->sources[id].owner = NULL;
                dxgk_display_restore_shared(&c, id);
            }
        } else if (type == D3DKMT_VIDPNSOURCEOWNER_EXCLUSIVE) {
            c.a->sources[id].owner = d;
        } else {
            status = STATUS_NOT_SUPPORTED; /* GDI emulation */
        }
    }
    dxgk_client_leave(&c);
    return status;
}

NTSTATUS DDI_KMT_CALL D3DKMTGetSharedPrimaryHandle(D3DKMT_GETSHAREDPRIMARYHANDLE *args)
{
    return args ? STATUS_NOT_SUPPORTED : STATUS_INVALID_PARAMETER; /* no GDI that would open it */
}

NTSTATUS DDI_KMT_CALL D3DKMTCheckOcclusion(const D3DKMT_CHECKOCCLUSION *args)
{
    return args ? STATUS_SUCCESS : STATUS_INVALID_PARAMETER; /* every window is in front */
}

struct vblank { struct dxgk_source *s; uint64_t from; struct dxgk_device *d; };

static bool vblank_came(void *arg)
{
    struct vblank *v = arg;
    return v->s->vblanks > v->from || (v->d && dxgk_device_over(v->d));
}

NTSTATUS DDI_KMT_CALL D3DKMTWaitForVerticalBlankEvent(const D3DKMT_WAITFORVERTICALBLANKEVENT *args)
{
    struct dxgk_client c;
    struct vblank v;
    NTSTATUS status = args ? dxgk_client_enter(&c) : STATUS_INVALID_PARAMETER;

    if (!NT_SUCCESS(status)) return status;
    v.d = args->hDevice ? dxgk_client_device(&c, args->hDevice) : NULL;
    if (!dxgk_handle_get(args->hAdapter, DXGK_ADAPTER, c.id) || (args->hDevice && !v.d) ||
        args->VidPnSourceId >= c.a->n_sources || !c.a->sources[args->VidPnSourceId].active)
        status = STATUS_INVALID_PARAMETER;
    if (NT_SUCCESS(status)) {
        dxgk_display_want_vsync(&c, args->VidPnSourceId);
        v.s = &c.a->sources[args->VidPnSourceId];
        pthread_mutex_lock(&c.a->sched.lock);
        v.from = v.s->vblanks;
        pthread_mutex_unlock(&c.a->sched.lock);
        if (v.d) __atomic_add_fetch(&v.d->busy, 1, __ATOMIC_ACQ_REL);
        dxgk_client_pause(&c);
        /* No display may send blanks while the host is away: after a second this call gives up. */
        if (!dxgk_sched_wait(c.a, vblank_came, &v, dxgk_now_ns() + 1000000000ull * nt_clock_slowness())) status = STATUS_TIMEOUT;
        dxgk_client_resume(&c);
        if (v.d) __atomic_sub_fetch(&v.d->busy, 1, __ATOMIC_ACQ_REL);
        dxgk_sched_wake(c.a);
    }
    dxgk_client_leave(&c);
    return status;
}

NTSTATUS DDI_KMT_CALL D3DKMTGetScanLine(D3DKMT_GETSCANLINE *args)
{
    struct dxgk_client c;
    DXGKARG_GETSCANLINE g = { 0 };
    NTSTATUS status = args ? dxgk_client_enter(&c) : STATUS_INVALID_PARAMETER;

    if (!NT_SUCCESS(status)) return status;
    if (!dxgk_handle_get(args->hAdapter, DXGK_ADAPTER, c.id) || args->VidPnSourceId >= c.a->n_sources ||
        !c.a->sources[args->VidPnSourceId].active) {
        status = STATUS_INVALID_PARAMETER;
    } else {
        g.VidPnTargetId = c.a->children[c.a->sources[args->VidPnSourceId].target_index].d.ChildUid;
        status = DXGK_CALL(c.a, GetScanLine, c.a->context, &g);
        args->InVerticalBlank = g.InVerticalBlank;
        args->ScanLine = g.ScanLine;
    }
    dxgk_client_leave(&c);
    return status;
}

NTSTATUS DDI_KMT_CALL D3DKMTSetQueuedLimit(const D3DKMT_SETQUEUEDLIMIT *args)
{
    D3DKMT_SETQUEUEDLIMIT *out = (D3DKMT_SETQUEUEDLIMIT *)(uintptr_t)args;
    struct dxgk_client c;
    struct dxgk_device *d;
    NTSTATUS status = args ? dxgk_client_enter(&c) : STATUS_INVALID_PARAMETER;

    if (!NT_SUCCESS(status)) return status;
    d = dxgk_client_device(&c, args->hDevice);
    if (!d) {
        status = STATUS_INVALID_PARAMETER;
    } else if (args->Type == D3DKMT_SET_QUEUEDLIMIT_PRESENT) {
        if (args->QueuedPresentLimit < 1 || args->QueuedPresentLimit > 16) status = STATUS_INVALID_PARAMETER;
        else d->queued_limit = args->QueuedPresentLimit;
    } else if (args->Type == D3DKMT_GET_QUEUEDLIMIT_PRESENT) {
        out->QueuedPresentLimit = d->queued_limit;
    } else {
        status = STATUS_NOT_SUPPORTED;
    }
    dxgk_client_leave(&c);
    return status;
}
