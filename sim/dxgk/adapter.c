/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * adapter.c - the adapter's life: loading the driver, AddDevice, StartDevice, capabilities, segments, children, the system
 * device; and all of it backwards. The order follows contract.md A.2 and trace 1 of D.1.
 */
#include "dxgk_internal.h"

static struct dxgk_adapter *current;

struct dxgk_adapter *dxgk_adapter(void) { return __atomic_load_n(&current, __ATOMIC_ACQUIRE); }

/* ---- DxgkInitialize ---- */

#define IOCTL_INITIALIZE 0x230047u /* driver/ddi: how displib reaches dxgkrnl on Windows 8 and later */

static NTSTATUS NTAPI initialize(PDRIVER_OBJECT driver, PUNICODE_STRING path, DRIVER_INITIALIZATION_DATA *data)
{
    static const char page[] = "dispmprt/ns-dispmprt-_driver_initialization_data";
    struct dxgk_adapter *a = dxgk_adapter();
    const char *missing = NULL;

    if (!driver || !path || !data) return STATUS_INVALID_PARAMETER;
    if (data->Version != DXGKDDI_INTERFACE_VERSION_WDDM1_3) {
        nt_violation("dispmprt/nf-dispmprt-dxgkinitialize", "the driver registers version 0x%x; this port driver is WDDM 1.3",
                     data->Version);
        return STATUS_REVISION_MISMATCH;
    }
    a->driver = driver;
    a->ddi = *data;
    if (a->ddi.DxgkDdiDescribePageTable || a->ddi.DxgkDdiUpdatePageTable || a->ddi.DxgkDdiUpdatePageDirectory ||
        a->ddi.DxgkDdiMovePageDirectory || a->ddi.DxgkDdiSubmitRender || a->ddi.DxgkDdiCreateAllocation2 || a->ddi.Reserved ||
        a->ddi.DxgkDdiSetPowerPState)
        nt_violation(page, "a reserved entry is not NULL");
#define NEEDED(Name) if (!data->DxgkDdi##Name) missing = #Name
    NEEDED(AddDevice); NEEDED(StartDevice); NEEDED(StopDevice); NEEDED(RemoveDevice); NEEDED(Unload); NEEDED(DispatchIoRequest);
    NEEDED(InterruptRoutine); NEEDED(DpcRoutine); NEEDED(QueryChildRelations); NEEDED(QueryChildStatus);
    NEEDED(QueryDeviceDescriptor); NEEDED(SetPowerState); NEEDED(ResetDevice); NEEDED(QueryInterface);
    NEEDED(QueryAdapterInfo); NEEDED(CreateDevice); NEEDED(DestroyDevice); NEEDED(CreateContext); NEEDED(DestroyContext);
    NEEDED(CreateAllocation); NEEDED(DestroyAllocation); NEEDED(DescribeAllocation); NEEDED(GetStandardAllocationDriverData);
    NEEDED(OpenAllocation); NEEDED(CloseAllocation); NEEDED(Render); NEEDED(Present); NEEDED(Patch); NEEDED(SubmitCommand);
    NEEDED(PreemptCommand); NEEDED(BuildPagingBuffer); NEEDED(QueryCurrentFence); NEEDED(ResetFromTimeout);
    NEEDED(RestartFromTimeout); NEEDED(ResetEngine); NEEDED(QueryEngineStatus); NEEDED(QueryDependentEngineGroup);
    NEEDED(CollectDbgInfo); NEEDED(Escape); NEEDED(ControlInterrupt); NEEDED(GetScanLine); NEEDED(SetPointerPosition);
    NEEDED(SetPointerShape); NEEDED(IsSupportedVidPn); NEEDED(RecommendFunctionalVidPn); NEEDED(EnumVidPnCofuncModality);
    NEEDED(RecommendMonitorModes); NEEDED(CommitVidPn); NEEDED(SetVidPnSourceAddress); NEEDED(SetVidPnSourceVisibility);
    NEEDED(UpdateActiveVidPnPresentPath); NEEDED(GetNodeMetadata); NEEDED(GetChildContainerId);
#undef NEEDED
    if (missing) {
        nt_violation(page, "the driver has no DxgkDdi%s", missing);
        return STATUS_INVALID_PARAMETER;
    }
    return STATUS_SUCCESS;
}

static NTSTATUS device_control(void *arg, ULONG code, void *out, ULONG size)
{
    if (code != IOCTL_INITIALIZE) return STATUS_INVALID_DEVICE_REQUEST;
    if (!out || size < sizeof(void *)) return STATUS_INVALID_PARAMETER;
    *(NTSTATUS (NTAPI **)(PDRIVER_OBJECT, PUNICODE_STRING, DRIVER_INITIALIZATION_DATA *))out = initialize;
    return STATUS_SUCCESS;
}

static NTSTATUS load_driver(struct dxgk_adapter *a)
{
    static const uint16_t path[] = u"\\REGISTRY\\MACHINE\\SYSTEM\\ControlSet001\\Services\\pvgpu";
    UNICODE_STRING registry;
    NTSTATUS status;

    nt_device_register("\\Registry\\Machine\\System\\CurrentControlSet\\Services\\DXGKrnl", "\\Device\\DxgKrnl", device_control,
                       a);
    a->driver = nt_driver_create("\\Driver\\pvgpu");
    if (!a->driver) return STATUS_NO_MEMORY;
    RtlInitUnicodeString(&registry, path);
    memset(&a->ddi, 0, sizeof a->ddi);
    status = dxgk_driver_entry(a->driver, &registry);
    if (NT_SUCCESS(status) && !a->ddi.Version)
        nt_violation("display/driverentry-of-display-miniport-driver", "DriverEntry succeeded without DxgkInitialize");
    return NT_SUCCESS(status) && !a->ddi.Version ? STATUS_UNSUCCESSFUL : status;
}

/* ---- capabilities ---- */

static NTSTATUS query(struct dxgk_adapter *a, DXGK_QUERYADAPTERINFOTYPE type, void *in, UINT in_size, void *out, UINT out_size)
{
    DXGKARG_QUERYADAPTERINFO q = { .Type = type, .pInputData = in, .InputDataSize = in_size, .pOutputData = out,
                                   .OutputDataSize = out_size };
    return DXGK_CALL(a, QueryAdapterInfo, a->context, &q);
}

static void need(bool holds, const char *page, const char *what)
{
    if (!holds) nt_violation(page, "DXGK_DRIVERCAPS: %s", what);
}

static void check_caps(const struct dxgk_adapter *a)
{
    static const char mandatory[] = "display/wddm-driver-and-feature-caps";
    static const char sched[] = "d3dkmddi/ns-d3dkmddi-_dxgk_vidschcaps";
    const DXGK_DRIVERCAPS *c = &a->caps;
    bool non_vga = a->ddi.DxgkDdiStopDeviceAndReleasePostDisplayOwnership && a->ddi.DxgkDdiSystemDisplayEnable &&
                   a->ddi.DxgkDdiSystemDisplayWrite;

    need(c->WDDMVersion == DXGKDDI_WDDMv1_3, mandatory, "WDDMVersion is not 1.3 (contract.md D.2, 1)");
    need(c->SupportNonVGA, mandatory, "SupportNonVGA is not set");
    need(!c->SupportNonVGA || non_vga, "display/plug-and-play--pnp--start-and-stop-cases",
         "SupportNonVGA without its three entries");
    need(c->SupportSmoothRotation, mandatory, "SupportSmoothRotation is not set");
    need(c->SupportPerEngineTDR, mandatory, "SupportPerEngineTDR is not set");
    need(c->SupportDirectFlip, mandatory, "SupportDirectFlip is not set");
    need(c->FlipCaps.FlipOnVSyncMmIo, mandatory, "FlipOnVSyncMmIo is not set");
    need(c->FlipCaps.FlipIndependent, "d3dkmddi/ns-d3dkmddi-_dxgk_flipcaps", "FlipIndependent is not set");
    need(c->SchedulingCaps.MultiEngineAware && c->SchedulingCaps.PreemptionAware, sched, "MultiEngineAware, PreemptionAware");
    need(!c->SchedulingCaps.NoDmaPatching, sched, "NoDmaPatching: our driver learns addresses from Patch");
    need(!c->SchedulingCaps.CancelCommandAware || a->ddi.DxgkDdiCancelCommand, sched, "CancelCommandAware without CancelCommand");
    need(c->PreemptionCaps.GraphicsPreemptionGranularity != 0 && c->PreemptionCaps.ComputePreemptionGranularity != 0,
         "display/gpu-preemption", "a preemption granularity is not defined");
    need(c->GpuEngineTopology.NbAsymetricProcessingNodes == 1, "d3dkmddi/ns-d3dkmddi-_dxgk_gpuenginetopology",
         "this port driver schedules one node");
    need(c->MemoryManagementCaps.PagingNode == 0, "d3dkmddi/ns-d3dkmddi-_dxgk_vidmmcaps", "PagingNode names no node");
    need(!c->PresentationCaps.SupportKernelModeCommandBuffer || a->ddi.DxgkDdiRenderKm,
         "d3dkmddi/ns-d3dkmddi-_dxgk_presentationcaps", "SupportKernelModeCommandBuffer without RenderKm");
    need(!c->SupportMultiPlaneOverlay && !c->SupportRuntimePowerManagement && !c->HybridDiscrete,
         "d3dkmddi/ns-d3dkmddi-_dxgk_drivercaps", "a feature that this port driver does not offer");
    need(c->HighestAcceptableAddress.QuadPart == -1 || c->HighestAcceptableAddress.QuadPart >= INT64_MAX >> 8,
         "d3dkmddi/ns-d3dkmddi-_dxgk_drivercaps", "HighestAcceptableAddress cuts system memory off");
    need(!a->bus->n_messages || c->InterruptMessageNumber < a->bus->n_messages, "d3dkmddi/ns-d3dkmddi-_dxgk_drivercaps",
         "InterruptMessageNumber is not one of the device's");
}

static NTSTATUS query_caps(struct dxgk_adapter *a)
{
    uint8_t twice[2][sizeof(DXGK_DRIVERCAPS) + DXGK_GUARD_SIZE];
    NTSTATUS status;
    int i;

    for (i = 0; i < 2; i++) { /* asked again, capabilities must be the same (traps.md L11) */
        memset(twice[i], 0, sizeof(DXGK_DRIVERCAPS));
        dxgk_guard_set(twice[i] + sizeof(DXGK_DRIVERCAPS));
        status = query(a, DXGKQAITYPE_DRIVERCAPS, NULL, 0, twice[i], sizeof(DXGK_DRIVERCAPS));
        dxgk_guard_check(twice[i] + sizeof(DXGK_DRIVERCAPS), "d3dkmddi/nc-d3dkmddi-dxgkddi_queryadapterinfo", "DXGK_DRIVERCAPS");
        if (!NT_SUCCESS(status)) return status;
    }
    if (memcmp(twice[0], twice[1], sizeof(DXGK_DRIVERCAPS)) != 0)
        nt_violation("d3dkmddi/nc-d3dkmddi-dxgkddi_queryadapterinfo", "DXGK_DRIVERCAPS differs between two queries");
    memcpy(&a->caps, twice[0], sizeof a->caps);
    check_caps(a);
    return STATUS_SUCCESS;
}

static NTSTATUS check_segment(struct dxgk_adapter *a, struct dxgk_segment *s, uint32_t id)
{
    static const char page[] = "d3dkmddi/ns-d3dkmddi-_dxgk_segmentflags";
    uint64_t cpu = (uint64_t)s->d.CpuTranslatedAddress.QuadPart;

    if (!s->d.Size || s->d.Size % PAGE_SIZE) nt_violation(page, "segment %u: size 0x%zx", id, (size_t)s->d.Size);
    if (!s->d.Flags.Aperture && s->d.CommitLimit != s->d.Size)
        nt_violation("d3dkmddi/ns-d3dkmddi-_dxgk_segmentdescriptor3", "segment %u: CommitLimit is not Size", id);
    if (s->d.CommitLimit > s->d.Size) nt_violation(page, "segment %u: CommitLimit is beyond Size", id);
    if (s->d.Flags.CacheCoherent && !s->d.Flags.Aperture) nt_violation(page, "segment %u: CacheCoherent without Aperture", id);
    if (s->d.Flags.Agp || s->d.Flags.UseBanking) nt_violation(page, "segment %u: Agp or UseBanking", id);
    if (s->d.Flags.Reserved) nt_violation(page, "segment %u: reserved flags 0x%x", id, s->d.Flags.Value);
    if (s->d.Flags.CpuVisible && !s->d.Flags.Aperture) {
        if (cpu < DXGK_BAR2_ADDRESS || cpu - DXGK_BAR2_ADDRESS > a->bus->bar2_size ||
            s->d.Size > a->bus->bar2_size - (cpu - DXGK_BAR2_ADDRESS))
            nt_violation(page, "segment %u: its CPU address 0x%llx is in no BAR (traps.md M6)", id, (unsigned long long)cpu);
        else s->cpu = (uint8_t *)a->bus->bar2 + (cpu - DXGK_BAR2_ADDRESS);
    } else if (cpu) {
        nt_violation(page, "segment %u: CpuTranslatedAddress without CpuVisible", id);
    }
    return dxgk_segment_init(s) ? STATUS_SUCCESS : STATUS_NO_MEMORY;
}

static NTSTATUS query_segments(struct dxgk_adapter *a)
{
    static const char page[] = "display/initializing-use-of-memory-segments";
    DXGK_QUERYSEGMENTIN in = { 0 };
    DXGK_QUERYSEGMENTOUT3 out = { 0 };
    DXGK_SEGMENTDESCRIPTOR3 d[DXGK_MAX_SEGMENTS];
    NTSTATUS status;
    UINT i, n;

    status = query(a, DXGKQAITYPE_QUERYSEGMENT3, &in, sizeof in, &out, sizeof out);
    if (!NT_SUCCESS(status)) return status;
    n = out.NbSegment;
    if (!n || n > DXGK_MAX_SEGMENTS) {
        nt_violation(page, "the driver has %u segments", n);
        return STATUS_INVALID_PARAMETER;
    }
    memset(d, 0, sizeof d);
    memset(&out, 0, sizeof out);
    out.NbSegment = n;
    out.pSegmentDescriptor = d;
    status = query(a, DXGKQAITYPE_QUERYSEGMENT3, &in, sizeof in, &out, sizeof out);
    if (!NT_SUCCESS(status)) return status;
    if (out.NbSegment != n) nt_violation(page, "the driver has %u segments, and then %u", n, out.NbSegment);
    a->n_segments = n;
    for (i = 0; i < n; i++) {
        a->segments[i].d = d[i];
        status = check_segment(a, &a->segments[i], i + 1);
        if (!NT_SUCCESS(status)) return status;
    }
    if (out.PagingBufferSegmentId && (out.PagingBufferSegmentId > n || !d[out.PagingBufferSegmentId - 1].Flags.Aperture))
        nt_violation("d3dkmddi/ns-d3dkmddi-_dxgk_querysegmentout3", "PagingBufferSegmentId %u is no aperture (traps.md M1)",
                     out.PagingBufferSegmentId);
    if (!out.PagingBufferSize) nt_violation(page, "PagingBufferSize is 0");
    a->paging_segment = out.PagingBufferSegmentId;
    a->paging_size = out.PagingBufferSize;
    a->paging_private_size = out.PagingBufferPrivateDataSize;
    return dxgk_paging_init(a);
}

/* Unknown classes must be refused, not obeyed (traps.md L11). */
static void query_nonsense(struct dxgk_adapter *a)
{
    static const int kinds[] = { 3, 8, 9, 77 };
    uint8_t out[256];
    unsigned i;

    for (i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        memset(out, DXGK_POISON, sizeof out);
        if (NT_SUCCESS(query(a, (DXGK_QUERYADAPTERINFOTYPE)kinds[i], NULL, 0, out, sizeof out)))
            nt_violation("d3dkmddi/ne-d3dkmddi-_dxgk_queryadapterinfotype", "the driver answers the reserved class %d", kinds[i]);
    }
}

/* No other result lets the query go on to other drivers (nc-dispmprt-dxgkddi_query_interface). */
static void query_unknown_interface(struct dxgk_adapter *a)
{
    static const GUID nobody = { 0x11111111, 0x2222, 0x3333, { 1, 2, 3, 4, 5, 6, 7, 8 } };
    uint8_t out[64];
    QUERY_INTERFACE q = { .InterfaceType = &nobody, .Size = sizeof out, .Version = 1, .Interface = (void *)out };
    NTSTATUS status;

    memset(out, DXGK_POISON, sizeof out);
    status = DXGK_CALL(a, QueryInterface, a->context, &q);
    if (status != STATUS_NOT_SUPPORTED)
        nt_violation("dispmprt/nc-dispmprt-dxgkddi_query_interface", "0x%08x for an interface that nobody has", (unsigned)status);
}

/* ---- children ---- */

static NTSTATUS query_children(struct dxgk_adapter *a)
{
    static const char page[] = "dispmprt/nc-dispmprt-dxgkddi_query_child_relations";
    static const DXGK_CHILD_DESCRIPTOR zero;
    uint8_t memory[(DXGK_MAX_CHILDREN + 1) * sizeof(DXGK_CHILD_DESCRIPTOR) + DXGK_GUARD_SIZE];
    ULONG size = (a->n_children + 1) * (ULONG)sizeof(DXGK_CHILD_DESCRIPTOR), i, j;
    DXGK_CHILD_DESCRIPTOR d[DXGK_MAX_CHILDREN + 1];
    NTSTATUS status;

    memset(memory, 0, sizeof memory);
    dxgk_guard_set(memory + size);
    status = DXGK_CALL(a, QueryChildRelations, a->context, (DXGK_CHILD_DESCRIPTOR *)(void *)memory, size);
    if (!NT_SUCCESS(status)) return status;
    dxgk_guard_check(memory + size, page, "the array of children");
    memcpy(d, memory, size);
    if (memcmp(&d[a->n_children], &zero, sizeof zero) != 0) nt_violation(page, "the last descriptor is not zero");
    for (i = 0; i < a->n_children; i++) {
        if (d[i].ChildDeviceType == TypeUninitialized) nt_violation(page, "child %u is not filled", i);
        if (d[i].ChildDeviceType == TypeOther && d[i].ChildCapabilities.Type.Other.MustBeZero)
            nt_violation(page, "child %u is TypeOther and MustBeZero is not", i);
        if (d[i].ChildDeviceType == TypeVideoOutput &&
            d[i].ChildCapabilities.Type.VideoOutput.InterfaceTechnology == D3DKMDT_VOT_INTERNAL)
            nt_violation(page, "child %u is an internal panel of a function that is no VGA (traps.md L14)", i);
        for (j = 0; j < i; j++)
            if (d[j].ChildUid == d[i].ChildUid) nt_violation(page, "two children have the uid 0x%x", d[i].ChildUid);
        a->children[i].d = d[i];
    }
    return STATUS_SUCCESS;
}

static void read_descriptor(struct dxgk_adapter *a, struct dxgk_child *c)
{
    static const char page[] = "dispmprt/nc-dispmprt-dxgkddi_query_device_descriptor";
    uint8_t block[128 + DXGK_GUARD_SIZE];
    DXGK_DEVICE_DESCRIPTOR d;
    NTSTATUS status;

    for (c->edid_size = 0; c->edid_size < sizeof c->edid; c->edid_size += 128) {
        int times = c->edid_size ? 1 : 2; /* the first block is asked for by two drivers */
        do {
            memset(block, DXGK_POISON, 128);
            dxgk_guard_set(block + 128);
            d = (DXGK_DEVICE_DESCRIPTOR){ c->edid_size, 128, block };
            status = DXGK_CALL(a, QueryDeviceDescriptor, a->context, c->d.ChildUid, &d);
            dxgk_guard_check(block + 128, page, "a descriptor block");
        } while (--times && NT_SUCCESS(status));
        if (!NT_SUCCESS(status)) break;
        memcpy(c->edid + c->edid_size, block, 128);
        if (c->edid_size == 0 && c->edid[126] == 0) {
            c->edid_size = 128;
            break;
        }
    }
    c->n_modes = dxgk_edid_modes(c->edid, c->edid_size, c->modes, sizeof c->modes / sizeof c->modes[0]);
}

static void look_at_children(struct dxgk_adapter *a)
{
    DXGK_CHILD_CONTAINER_ID container, before;
    ULONG i;

    for (i = 0; i < a->n_children; i++) {
        struct dxgk_child *c = &a->children[i];
        DXGK_CHILD_DEVICE_HPD_AWARENESS hpd = c->d.ChildCapabilities.HpdAwareness;

        c->connected = hpd == HpdAwarenessAlwaysConnected;
        if (hpd == HpdAwarenessInterruptible || hpd == HpdAwarenessPolled) {
            DXGK_CHILD_STATUS s = { .Type = StatusConnection, .ChildUid = c->d.ChildUid };
            if (NT_SUCCESS(DXGK_CALL(a, QueryChildStatus, a->context, &s, TRUE))) c->connected = s.HotPlug.Connected != FALSE;
        }
        if (c->connected) read_descriptor(a, c);
        memset(&container, 0x11 + (int)i, sizeof container);
        before = container;
        if (!NT_SUCCESS(DXGK_CALL(a, GetChildContainerId, a->context, c->d.ChildUid, &container)) &&
            memcmp(&before, &container, sizeof before) != 0)
            nt_violation("dispmprt/nc-dispmprt-dxgkddi_get_child_container_id", "failed, and wrote the structure");
    }
}

static void look_at_nodes(struct dxgk_adapter *a)
{
    DXGK_NODEMETADATA m;
    unsigned i;
    const uint8_t *p = (const uint8_t *)&m.FriendlyName;

    memset(&m, DXGK_POISON, sizeof m);
    if (!NT_SUCCESS(DXGK_CALL(a, GetNodeMetadata, a->context, 0, &m)))
        nt_violation("d3dkmddi/nc-d3dkmddi-dxgkddi_getnodemetadata", "failed for node 0");
    for (i = 0; i < sizeof m.FriendlyName; i++)
        if (p[i] == DXGK_POISON) {
            nt_violation("d3dkmddi/nc-d3dkmddi-dxgkddi_getnodemetadata", "FriendlyName was left as it was (traps.md L19)");
            break;
        }
}

/* ---- start and stop ---- */

static NTSTATUS start_device(struct dxgk_adapter *a)
{
    DXGK_START_INFO info = { .RequiredDmaQueueEntry = DXGK_QUEUE_DEPTH, .AdapterLuid = a->luid };
    ULONG sources = 0xcccccccc, children = 0xcccccccc;
    NTSTATUS status;

    status = DXGK_CALL(a, AddDevice, &a->pdo, &a->context);
    if (!NT_SUCCESS(status)) return status;
    if (!a->context) return STATUS_NOT_SUPPORTED; /* "not my function" */
    dxgk_callbacks_fill(a);
    status = dxgk_interrupts_connect(a); /* they may come from here on (traps.md L23) */
    if (!NT_SUCCESS(status)) return status;
    status = DXGK_CALL(a, StartDevice, a->context, &info, &a->dxgk, &sources, &children);
    if (!NT_SUCCESS(status)) return status;
    if (sources > DXGK_MAX_SOURCES || children > DXGK_MAX_CHILDREN) {
        nt_violation("dispmprt/nc-dispmprt-dxgkddi_start_device", "%u sources, %u children", sources, children);
        return STATUS_INVALID_PARAMETER;
    }
    a->n_sources = sources;
    a->n_children = children;
    return STATUS_SUCCESS;
}

static NTSTATUS bring_up(struct dxgk_adapter *a)
{
    D3DKMT_CREATECONTEXT args = { 0 };
    NTSTATUS status;

    if (!NT_SUCCESS(status = query_caps(a))) return status;
    query_nonsense(a);
    query_unknown_interface(a);
    if (!NT_SUCCESS(status = query_segments(a)) || !NT_SUCCESS(status = query_children(a))) return status;
    a->started = true;
    look_at_children(a);
    look_at_nodes(a);
    if (!NT_SUCCESS(status = dxgk_sched_start(a))) return status;
    if (!NT_SUCCESS(status = dxgk_device_create(a, 0, DXGK_OWNER_SYSTEM, &a->system_device))) return status;
    if (!NT_SUCCESS(status = dxgk_context_create(a->system_device, &args, DXGK_OWNER_SYSTEM, &a->system_context))) return status;
    if (!NT_SUCCESS(status = dxgk_device_create(a, 0, DXGK_OWNER_GDI, &a->gdi_device))) return status;
    if (!NT_SUCCESS(status = dxgk_context_create(a->gdi_device, &args, DXGK_OWNER_GDI, &a->gdi_context))) return status;
    if (!NT_SUCCESS(status = dxgk_tdr_start(a))) return status;
    if (!NT_SUCCESS(status = dxgk_display_boot(a))) return status;
    return dxgk_try_standard(a);
}

static uint64_t regs_read(void *adapter, uint64_t offset, unsigned width)
{
    struct dxgk_adapter *a = adapter;
    return __atomic_load_n(&a->gone, __ATOMIC_ACQUIRE) ? ~0ull : bus_read(a->bus, offset, width);
}

static void regs_write(void *adapter, uint64_t offset, unsigned width, uint64_t v)
{
    struct dxgk_adapter *a = adapter;
    if (!__atomic_load_n(&a->gone, __ATOMIC_ACQUIRE)) bus_write(a->bus, offset, width, v);
}

static void *adapter_regs(struct dxgk_adapter *a)
{
    static const struct nt_mmio_ops ops = { .read = regs_read, .write = regs_write };
    return nt_mmio_map((a->bus->bar0_size + PAGE_SIZE - 1) & ~(uint64_t)(PAGE_SIZE - 1), &ops, a);
}

struct dxgk_adapter *dxgk_adapter_start(const char *transport, char *error, size_t n)
{
    struct dxgk_adapter *a;
    pthread_rwlockattr_t attr;
    NTSTATUS status;
    const char *step = "DriverEntry";
    static uint32_t starts; /* under the lock of who starts and stops */
    int started = 0;

    if (!(a = calloc(1, sizeof *a))) {
        snprintf(error, n, "no memory");
        return NULL;
    }
    a->bus = bus_open(transport, error, n);
    if (!a->bus || !(a->regs = adapter_regs(a))) {
        bus_close(a->bus);
        free(a);
        return NULL;
    }
    a->luid = (LUID){ 0x1bad5 + 0x10 * starts++, 0 }; /* another one at each start (traps.md U40) */
    InitializeListHead(&a->allocations);
    pthread_rwlockattr_init(&attr); /* a mode change or a reset does not wait for ever behind busy clients */
    pthread_rwlockattr_setkind_np(&attr, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
    pthread_rwlock_init(&a->level, &attr);
    pthread_rwlockattr_destroy(&attr);
    pthread_mutex_init(&a->irq.lock, NULL);
    pthread_mutex_init(&a->dpc_lock, NULL);
    pthread_mutex_init(&a->pointer_lock, NULL);
    dxgk_sched_init(a);
    __atomic_store_n(&current, a, __ATOMIC_RELEASE);
    dxgk_handle_create(&a->o, DXGK_ADAPTER, 0);
    dxgk_watchdog_start();
    status = load_driver(a);
    if (NT_SUCCESS(status)) {
        step = "StartDevice";
        status = start_device(a);
    }
    if (NT_SUCCESS(status)) {
        started = 1;
        step = "bringing the adapter up";
        pthread_rwlock_wrlock(&a->level);
        status = bring_up(a);
        pthread_rwlock_unlock(&a->level);
    }
    if (NT_SUCCESS(status)) return a;
    snprintf(error, n, "%s failed with 0x%08x", step, (unsigned)status);
    if (!started) { /* a failed StartDevice is followed by RemoveDevice alone (traps.md L22) */
        if (a->context) dxgk_interrupts_disconnect(a);
        if (a->context) (void)DXGK_CALL(a, RemoveDevice, a->context);
        a->context = NULL;
    }
    dxgk_adapter_stop(a);
    return NULL;
}

static void destroy_system(struct dxgk_adapter *a)
{
    struct dxgk_client c = { .a = a };
    if (a->gdi_context) dxgk_context_destroy(&c, a->gdi_context);
    if (a->gdi_device) dxgk_device_destroy(&c, a->gdi_device);
    if (a->system_context) dxgk_context_destroy(&c, a->system_context);
    if (a->system_device) dxgk_device_destroy(&c, a->system_device);
}

void dxgk_adapter_stop(struct dxgk_adapter *a)
{
    unsigned long leaks;
    uint32_t i;

    if (a->context) {
        if (a->asleep) (void)dxgk_test_power(true); /* Windows stops no device that sleeps */
        if (a->started) dxgk_display_stop(a);
        destroy_system(a);
        dxgk_tdr_stop(a); /* not before: a GPU that hangs must not keep us */
        if (a->sched.worker_on) dxgk_sched_stop(a);
        if (!a->started || !dxgk_release_post(a)) (void)DXGK_CALL(a, StopDevice, a->context);
        dxgk_interrupts_disconnect(a);
        (void)DXGK_CALL(a, RemoveDevice, a->context);
        a->context = NULL;
        dxgk_counters_keep();
    }
    if (a->mappings) nt_violation("dispmprt/nc-dispmprt-dxgkcb_unmap_memory", "%d mappings left after StopDevice", a->mappings);
    if (a->ddi.DxgkDdiUnload) DXGK_CALL_VOID(a, Unload);
    KeFlushQueuedDpcs();
    if (nt_timers_armed())
        nt_violation("wdm/nf-wdm-kecanceltimer", "%u timers are set after the driver was unloaded (traps.md L24)", nt_timers_armed());
    if ((nt_strict() & NT_STRICT_POOL) && (leaks = nt_pool_leaks()) != 0)
        dxgk_log("the driver left %lu blocks of pool behind", leaks);
    dxgk_watchdog_stop();
    dxgk_paging_fini(a);
    for (i = 0; i < a->n_segments; i++) dxgk_segment_fini(&a->segments[i]);
    dxgk_sched_fini(a);
    dxgk_handle_destroy(a->o.handle);
    __atomic_store_n(&current, NULL, __ATOMIC_RELEASE);
    nt_mmio_unmap(a->regs);
    bus_close(a->bus);
    nt_driver_destroy(a->driver);
    free(a);
}
