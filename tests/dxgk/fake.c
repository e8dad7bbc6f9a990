/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include <stdbool.h>
#include <stdio.h>
#include "fake.h"
#include "bus.h"
#include "dxgk.h"

#define BREAKS(rule_) (fake.rule == (rule_))
#define TAG 0x656b6146u
#define HEAP_OFFSET 0x100000u
#define HEAP_SIZE   0x2000000u

struct fake fake;

static struct {
    DXGKRNL_INTERFACE dxgk;
    void *regs, *leak;
    PHYSICAL_ADDRESS bar2, shown;
    bool vsync;
    UINT fence_to_notify;
    uint8_t *late;
    uint8_t edid[128];
    unsigned commits;
} d;

struct opened { struct allocation *al; };

/* ---- interrupts ---- */

static void notify_completed(UINT fence)
{
    DXGKARGCB_NOTIFY_INTERRUPT_DATA n;
    memset(&n, 0, sizeof n);
    n.InterruptType = DXGK_INTERRUPT_DMA_COMPLETED;
    n.DmaCompleted.SubmissionFenceId = fence;
    if (BREAKS(BREAK_NOTIFY_FENCE)) n.DmaCompleted.SubmissionFenceId += 5;
    if (BREAKS(BREAK_NOTIFY_BACK)) n.DmaCompleted.SubmissionFenceId -= 2;
    if (BREAKS(BREAK_NOTIFY_TYPE)) n.InterruptType = DXGK_INTERRUPT_DMA_FAULTED;
    fake.completed = fence;
    d.dxgk.DxgkCbNotifyInterrupt(d.dxgk.DeviceHandle, &n);
}

static void notify_vsync(void)
{
    DXGKARGCB_NOTIFY_INTERRUPT_DATA n;
    memset(&n, 0, sizeof n);
    n.InterruptType = DXGK_INTERRUPT_CRTC_VSYNC;
    n.CrtcVsync.VidPnTargetId = BREAKS(BREAK_VSYNC_TARGET) ? 77 : 3;
    n.CrtcVsync.PhysicalAddress = d.shown;
    if (BREAKS(BREAK_VSYNC_NULL)) n.CrtcVsync.PhysicalAddress.QuadPart = 0;
    d.dxgk.DxgkCbNotifyInterrupt(d.dxgk.DeviceHandle, &n);
}

static BOOLEAN DDI_CALL report(PVOID context)
{
    if (BREAKS(BREAK_DMA_AFTER_CRTC) && d.vsync) notify_vsync();
    if (fake.completed != fake.submitted || BREAKS(BREAK_NOTIFY_BACK)) notify_completed(fake.submitted);
    if (d.vsync && !BREAKS(BREAK_DMA_AFTER_CRTC)) notify_vsync();
    if (!BREAKS(BREAK_NO_DPC)) d.dxgk.DxgkCbQueueDpc(d.dxgk.DeviceHandle);
    return TRUE;
}

static BOOLEAN DDI_CALL interrupt_routine(IN_CONST_PVOID context, IN_ULONG message)
{
    if (BREAKS(BREAK_ISR_CALLS)) {
        DXGK_DEVICE_INFO info;
        d.dxgk.DxgkCbGetDeviceInformation(d.dxgk.DeviceHandle, &info);
    }
    if (message == 0 || BREAKS(BREAK_NOTIFY_MESSAGE)) report(NULL);
    return TRUE;
}

void fake_raise(void) { dxgk_test_interrupt(BREAKS(BREAK_NOTIFY_MESSAGE) ? 1 : 0); }

static void DDI_CALL dpc_routine(IN_CONST_PVOID context)
{
    DXGKARGCB_GETHANDLEDATA get;
    if (BREAKS(BREAK_HANDLE_DISPATCH)) {
        memset(&get, 0, sizeof get);
        get.Type = DXGK_HANDLE_ALLOCATION;
        d.dxgk.DxgkCbGetHandleData(&get);
    }
    if (!BREAKS(BREAK_NO_NOTIFY_DPC)) d.dxgk.DxgkCbNotifyDpc(d.dxgk.DeviceHandle);
}

/* ---- life ---- */

static NTSTATUS DDI_CALL add_device(IN_CONST_PDEVICE_OBJECT pdo, OUT_PPVOID context)
{
    *context = &d;
    return STATUS_SUCCESS;
}

static NTSTATUS DDI_CALL start_device(IN_CONST_PVOID context, IN_PDXGK_START_INFO info, IN_PDXGKRNL_INTERFACE dxgk,
                                      OUT_PULONG sources, OUT_PULONG children)
{
    DXGK_DEVICE_INFO device;
    PHYSICAL_ADDRESS bar0;
    CM_PARTIAL_RESOURCE_DESCRIPTOR *r;
    KIRQL old;

    memset(&d, 0, sizeof d);
    fake.submitted = fake.completed = 0;
    d.dxgk = *dxgk;
    if (d.dxgk.DxgkCbGetDeviceInformation(d.dxgk.DeviceHandle, &device) < 0) return STATUS_UNSUCCESSFUL;
    r = device.TranslatedResourceList->List[0].PartialResourceList.PartialDescriptors;
    bar0 = r[0].u.Memory.Start;
    d.bar2 = r[1].u.Memory.Start;
    if (BREAKS(BREAK_MAP_FOREIGN)) bar0.QuadPart = 0x1000;
    if (d.dxgk.DxgkCbMapMemory(d.dxgk.DeviceHandle, bar0, 4096, FALSE, FALSE, MmNonCached, &d.regs) < 0) d.regs = NULL;
    if (BREAKS(BREAK_POOL_LEFT)) d.leak = ExAllocatePoolWithTag(NonPagedPoolNx, 10, TAG);
    if (BREAKS(BREAK_IRQL_LEFT)) KeRaiseIrql(APC_LEVEL, &old);
    if (BREAKS(BREAK_INDICATE_IN_START)) {
        DXGK_CHILD_STATUS s = { .Type = StatusConnection, .ChildUid = 3 };
        d.dxgk.DxgkCbIndicateChildStatus(d.dxgk.DeviceHandle, &s);
    }
    bus_edid(d.edid, 1024, 768, 60);
    *sources = 2; /* one more than there are screens */
    *children = 1;
    return STATUS_SUCCESS;
}

static KTIMER left;

static NTSTATUS DDI_CALL stop_device(IN_CONST_PVOID context)
{
    LARGE_INTEGER late = { .QuadPart = -600000000 };
    KeInitializeTimer(&left);
    if (BREAKS(BREAK_TIMER_LEFT)) KeSetTimer(&left, late, NULL);
    if (d.regs && !BREAKS(BREAK_MAP_LEFT)) d.dxgk.DxgkCbUnmapMemory(d.dxgk.DeviceHandle, d.regs);
    return STATUS_SUCCESS;
}

void fake_cancel(void) { KeCancelTimer(&left); }

static NTSTATUS DDI_CALL remove_device(IN_CONST_PVOID context) { return STATUS_SUCCESS; }
static void DDI_CALL unload(void) {}
static void DDI_CALL reset_device(IN_CONST_PVOID context) {}
static NTSTATUS DDI_CALL dispatch_io(IN_CONST_PVOID c, IN_ULONG id, IN_PVIDEO_REQUEST_PACKET p) { return STATUS_NOT_SUPPORTED; }
static NTSTATUS DDI_CALL query_interface(IN_CONST_PVOID c, IN_PQUERY_INTERFACE q)
{
    return BREAKS(BREAK_QUERY_INTERFACE) ? STATUS_INVALID_PARAMETER : STATUS_NOT_SUPPORTED;
}

static NTSTATUS DDI_CALL set_power(IN_CONST_PVOID c, IN_ULONG uid, IN_DEVICE_POWER_STATE s, IN_POWER_ACTION a)
{
    if (BREAKS(BREAK_POWER_STATUS) && uid == 78) return STATUS_UNSUCCESSFUL; /* a monitor that was unplugged */
    return STATUS_SUCCESS;
}

static NTSTATUS DDI_CALL surprise(PVOID c, DXGK_SURPRISE_REMOVAL_TYPE type)
{
    return BREAKS(BREAK_SURPRISE_STATUS) ? STATUS_UNSUCCESSFUL : STATUS_SUCCESS;
}

static NTSTATUS DDI_CALL child_relations(const PVOID context, PDXGK_CHILD_DESCRIPTOR c, ULONG size)
{
    c[0].ChildDeviceType = TypeVideoOutput;
    c[0].ChildCapabilities.HpdAwareness = BREAKS(BREAK_INDICATE_IN_START) ? HpdAwarenessInterruptible
        : HpdAwarenessAlwaysConnected;
    c[0].ChildUid = 3;
    if (BREAKS(BREAK_CHILD_UID)) c[0].ChildDeviceType = TypeUninitialized;
    if (BREAKS(BREAK_CHILD_LAST)) c[1].ChildUid = 1;
    return STATUS_SUCCESS;
}

static NTSTATUS DDI_CALL child_status(IN_CONST_PVOID context, INOUT_PDXGK_CHILD_STATUS s, IN_BOOLEAN gentle)
{
    s->HotPlug.Connected = TRUE;
    return STATUS_SUCCESS;
}

static NTSTATUS DDI_CALL descriptor(IN_CONST_PVOID context, IN_ULONG uid, INOUT_PDXGK_DEVICE_DESCRIPTOR e)
{
    if (BREAKS(BREAK_DESCRIPTOR_STATUS)) return STATUS_UNSUCCESSFUL;
    if (e->DescriptorOffset >= 128) return STATUS_MONITOR_NO_MORE_DESCRIPTOR_DATA;
    memcpy(e->DescriptorBuffer, d.edid, 128);
    if (BREAKS(BREAK_DESCRIPTOR_OVERRUN)) ((uint8_t *)e->DescriptorBuffer)[128] = 0;
    return STATUS_SUCCESS;
}

static NTSTATUS DDI_CALL container_id(PVOID context, ULONG uid, PDXGK_CHILD_CONTAINER_ID id)
{
    if (BREAKS(BREAK_POST_LATE)) {
        DXGK_DISPLAY_INFORMATION info;
        d.dxgk.DxgkCbAcquirePostDisplayOwnership(d.dxgk.DeviceHandle, &info);
    }
    return STATUS_MONITOR_NO_DESCRIPTOR;
}

/* ---- capabilities ---- */

static NTSTATUS driver_caps(DXGK_DRIVERCAPS *c, UINT size)
{
    static int asked;

    if (size < sizeof *c) return STATUS_INVALID_PARAMETER;
    memset(c, 0, sizeof *c);
    c->HighestAcceptableAddress.QuadPart = -1;
    c->MaxAllocationListSlotId = 16;
    c->MaxQueuedFlipOnVSync = 1;
    c->MaxPointerWidth = c->MaxPointerHeight = 64;
    c->PointerCaps.Color = 1;
    c->FlipCaps.FlipOnVSyncMmIo = c->FlipCaps.FlipIndependent = 1;
    c->SchedulingCaps.MultiEngineAware = c->SchedulingCaps.PreemptionAware = 1;
    c->GpuEngineTopology.NbAsymetricProcessingNodes = BREAKS(BREAK_CAPS_NODES) ? 2 : 1;
    c->WDDMVersion = BREAKS(BREAK_CAPS_WDDM) ? DXGKDDI_WDDMv1_2 : DXGKDDI_WDDMv1_3;
    c->PreemptionCaps.GraphicsPreemptionGranularity = D3DKMDT_GRAPHICS_PREEMPTION_DMA_BUFFER_BOUNDARY;
    c->PreemptionCaps.ComputePreemptionGranularity = D3DKMDT_COMPUTE_PREEMPTION_DMA_BUFFER_BOUNDARY;
    c->SupportSurpriseRemovalInHibernation = TRUE;
    c->SupportNonVGA = c->SupportSmoothRotation = c->SupportPerEngineTDR = c->SupportDirectFlip = TRUE;
    if (BREAKS(BREAK_CAPS_CHANGE)) c->MaxPointerWidth = (UINT)++asked;
    if (BREAKS(BREAK_CAPS_OVERRUN)) ((uint8_t *)c)[size] = 1;
    return STATUS_SUCCESS;
}

static NTSTATUS segments(DXGK_QUERYSEGMENTOUT3 *s)
{
    DXGK_SEGMENTDESCRIPTOR3 *g = s->pSegmentDescriptor;

    s->NbSegment = BREAKS(BREAK_SEGMENT_COUNT) && g ? 1 : 2;
    if (!g) return STATUS_SUCCESS;
    s->PagingBufferSegmentId = BREAKS(BREAK_PAGING_SEGMENT) ? 1 : 0;
    s->PagingBufferSize = 4096;
    s->PagingBufferPrivateDataSize = 64;
    g[0].BaseAddress.QuadPart = 0x10000000;
    g[0].Size = g[0].CommitLimit = HEAP_SIZE;
    g[0].Flags.CpuVisible = 1;
    g[0].CpuTranslatedAddress.QuadPart = d.bar2.QuadPart + HEAP_OFFSET;
    if (BREAKS(BREAK_SEGMENT_COHERENT)) g[0].Flags.CacheCoherent = 1;
    if (BREAKS(BREAK_SEGMENT_CPU)) g[0].CpuTranslatedAddress.QuadPart = 0x5000;
    g[1].BaseAddress.QuadPart = 0x80000000;
    g[1].Size = g[1].CommitLimit = 0x4000000;
    g[1].Flags.Aperture = 1;
    return STATUS_SUCCESS;
}

static NTSTATUS DDI_CALL query_adapter(IN_CONST_HANDLE h, IN_CONST_PDXGKARG_QUERYADAPTERINFO q)
{
    switch ((int)q->Type) {
    case DXGKQAITYPE_DRIVERCAPS: return driver_caps(q->pOutputData, q->OutputDataSize);
    case DXGKQAITYPE_QUERYSEGMENT3: return segments(q->pOutputData);
    default: return BREAKS(BREAK_ANSWER_NONSENSE) ? STATUS_SUCCESS : STATUS_NOT_SUPPORTED;
    }
}

static NTSTATUS DDI_CALL node_metadata(IN_CONST_HANDLE h, UINT node, OUT_PDXGKARG_GETNODEMETADATA m)
{
    if (!BREAKS(BREAK_NODE_NAME)) memset(m, 0, sizeof *m);
    m->EngineType = DXGK_ENGINE_TYPE_3D;
    return STATUS_SUCCESS;
}

/* ---- devices, contexts, allocations ---- */

static NTSTATUS DDI_CALL create_device(IN_CONST_HANDLE h, INOUT_PDXGKARG_CREATEDEVICE c)
{
    static int device;
    bool system = c->Flags.Value & 1; /* the pointer that user devices pass is even */
    if (!system && BREAKS(BREAK_DEVICE_STATUS)) return STATUS_UNSUCCESSFUL;
    c->hDevice = &device;
    return STATUS_SUCCESS;
}

static NTSTATUS DDI_CALL create_context(IN_CONST_HANDLE h, INOUT_PDXGKARG_CREATECONTEXT c)
{
    static int contexts[64];
    static unsigned n;
    c->hContext = &contexts[n++ % 64];
    c->ContextInfo.DmaBufferSize = 8192;
    c->ContextInfo.DmaBufferPrivateDataSize = 64;
    c->ContextInfo.DmaBufferSegmentSet = BREAKS(BREAK_CONTEXT_SEGMENT) ? 1 : 0;
    c->ContextInfo.AllocationListSize = c->Flags.GdiContext && !BREAKS(BREAK_GDI_LIST) ? 256 : 16;
    c->ContextInfo.PatchLocationListSize = 16;
    return STATUS_SUCCESS;
}

static NTSTATUS DDI_CALL destroy_object(IN_CONST_HANDLE h) { return STATUS_SUCCESS; }

static NTSTATUS DDI_CALL destroy_context(IN_CONST_HANDLE h)
{
    if (__atomic_load_n(&fake.patching, __ATOMIC_ACQUIRE) == h) fake.destroyed_early++;
    return STATUS_SUCCESS;
}

static void sleep_ms(unsigned ms)
{
    LARGE_INTEGER t = { .QuadPart = -10000ll * ms };
    if (ms) KeDelayExecutionThread(KernelMode, FALSE, &t);
}

static NTSTATUS DDI_CALL create_allocation(IN_CONST_HANDLE h, INOUT_PDXGKARG_CREATEALLOCATION c)
{
    UINT i;
    for (i = 0; i < c->NumAllocations; i++) {
        DXGK_ALLOCATIONINFO *a = &c->pAllocationInfo[i];
        struct allocation *al = ExAllocatePoolWithTag(NonPagedPoolNx, sizeof *al, TAG);
        memcpy(al, a->pPrivateDriverData, sizeof *al);
        a->hAllocation = al;
        a->Size = al->size;
        a->PreferredSegment.SegmentId0 = al->primary ? 2 : 1;
        a->SupportedReadSegmentSet = a->SupportedWriteSegmentSet = al->primary ? 2 : 1;
        a->AllocationPriority = 0x78000000;
        a->Flags.CpuVisible = !al->primary;
        if (al->primary) continue;
        if (BREAKS(BREAK_PREFERRED)) a->PreferredSegment.SegmentId1 = 2;
        if (BREAKS(BREAK_EVICTION)) a->EvictionSegmentSet = 1;
        if (BREAKS(BREAK_PRIORITY)) a->AllocationPriority = 0;
        if (BREAKS(BREAK_FLAGS)) a->Flags.DXGK_ALLOC_RESERVED16 = 1;
        if (BREAKS(BREAK_CACHED)) {
            a->Flags.CpuVisible = 0;
            a->Flags.Cached = 1;
        }
    }
    return STATUS_SUCCESS;
}

static NTSTATUS DDI_CALL destroy_allocation(IN_CONST_HANDLE h, IN_CONST_PDXGKARG_DESTROYALLOCATION c)
{
    UINT i;
    for (i = 0; i < c->NumAllocations; i++) ExFreePoolWithTag(c->pAllocationList[i], TAG);
    return STATUS_SUCCESS;
}

static NTSTATUS DDI_CALL describe(IN_CONST_HANDLE h, INOUT_PDXGKARG_DESCRIBEALLOCATION a)
{
    if (BREAKS(BREAK_DESCRIBE)) return STATUS_NOT_SUPPORTED;
    a->Width = 1024;
    a->Height = 768;
    a->Format = D3DDDIFMT_A8R8G8B8;
    return STATUS_SUCCESS;
}

static NTSTATUS DDI_CALL standard(IN_CONST_HANDLE h, INOUT_PDXGKARG_GETSTANDARDALLOCATIONDRIVERDATA s)
{
    struct allocation *al = s->pAllocationPrivateDriverData;
    const D3DKMDT_GDISURFACEDATA *g = s->pCreateGdiSurfaceData; /* width and height come first in all four */
    UINT pitch = g->Width * (BREAKS(BREAK_STANDARD_PITCH) ? 2 : 4);

    if (!al) {
        s->AllocationPrivateDriverDataSize = sizeof *al;
        if (BREAKS(BREAK_STANDARD_TOUCH)) s->pCreateSharedPrimarySurfaceData->Width = 1;
        return STATUS_SUCCESS;
    }
    memset(al, 0, sizeof *al);
    al->size = s->pCreateSharedPrimarySurfaceData->Width * s->pCreateSharedPrimarySurfaceData->Height * 4;
    al->primary = s->StandardAllocationType == D3DKMDT_STANDARDALLOCATION_SHAREDPRIMARYSURFACE;
    if (s->StandardAllocationType == D3DKMDT_STANDARDALLOCATION_SHADOWSURFACE) s->pCreateShadowSurfaceData->Pitch = pitch;
    if (s->StandardAllocationType == D3DKMDT_STANDARDALLOCATION_STAGINGSURFACE) s->pCreateStagingSurfaceData->Pitch = pitch;
    if (s->StandardAllocationType == D3DKMDT_STANDARDALLOCATION_GDISURFACE) s->pCreateGdiSurfaceData->Pitch = pitch;
    if (BREAKS(BREAK_STANDARD_OVERRUN)) ((uint8_t *)al)[sizeof *al + 3] = 1;
    return STATUS_SUCCESS;
}

static NTSTATUS DDI_CALL open_allocation(IN_CONST_HANDLE h, IN_CONST_PDXGKARG_OPENALLOCATION o)
{
    UINT i;
    for (i = 0; i < o->NumAllocations; i++) {
        DXGKARGCB_GETHANDLEDATA get;
        struct opened *k = ExAllocatePoolWithTag(NonPagedPoolNx, sizeof *k, TAG);
        memset(&get, 0, sizeof get);
        get.hObject = o->pOpenAllocation[i].hAllocation;
        get.Type = DXGK_HANDLE_ALLOCATION;
        k->al = d.dxgk.DxgkCbGetHandleData(&get);
        o->pOpenAllocation[i].hDeviceSpecificAllocation = k;
        if (BREAKS(BREAK_OPEN_WRITES) && !o->Flags.Create) ((uint8_t *)o->pOpenAllocation[i].pPrivateDriverData)[0] ^= 1;
        if (BREAKS(BREAK_OPEN_NULL) && !k->al->primary) {
            o->pOpenAllocation[i].hDeviceSpecificAllocation = NULL;
            ExFreePoolWithTag(k, TAG);
        }
    }
    return STATUS_SUCCESS;
}

static NTSTATUS DDI_CALL close_allocation(IN_CONST_HANDLE h, IN_CONST_PDXGKARG_CLOSEALLOCATION c)
{
    UINT i;
    for (i = 0; i < c->NumAllocations; i++)
        if (c->pOpenHandleList[i]) ExFreePoolWithTag(c->pOpenHandleList[i], TAG);
    return STATUS_SUCCESS;
}

/* ---- work ---- */

static NTSTATUS DDI_CALL render(IN_CONST_HANDLE h, INOUT_PDXGKARG_RENDER r)
{
    if (BREAKS(BREAK_RENDER_STATUS)) return STATUS_UNSUCCESSFUL;
    if (nt_copy_from_user(r->pDmaBuffer, r->pCommand, r->CommandLength) < 0) return STATUS_INVALID_USER_BUFFER;
    *(void **)r->pDmaBufferPrivateData = r->pDmaBuffer;
    if (BREAKS(BREAK_RENDER_OVERRUN)) ((uint8_t *)r->pDmaBuffer)[r->DmaSize + 1] = 0;
    r->pDmaBuffer = (uint8_t *)r->pDmaBuffer + (BREAKS(BREAK_RENDER_POINTER) ? r->DmaSize + 8 : r->CommandLength);
    if (r->AllocationListSize) {
        memset(r->pPatchLocationListOut, 0, sizeof *r->pPatchLocationListOut);
        if (BREAKS(BREAK_PATCH_INDEX)) r->pPatchLocationListOut->AllocationIndex = r->AllocationListSize;
        r->pPatchLocationListOut++;
    }
    return STATUS_SUCCESS;
}

static NTSTATUS DDI_CALL present(IN_CONST_HANDLE h, INOUT_PDXGKARG_PRESENT p)
{
    if (!p->pDmaBuffer) return STATUS_SUCCESS;
    memset(p->pDmaBuffer, 0, 16);
    p->pDmaBuffer = (uint8_t *)p->pDmaBuffer + 16;
    if (BREAKS(BREAK_PRESENT_FOREVER) ||
        ++p->MultipassOffset < fake.presents_wanted) return STATUS_GRAPHICS_INSUFFICIENT_DMA_BUFFER;
    return STATUS_SUCCESS;
}

static NTSTATUS DDI_CALL patch(IN_CONST_HANDLE h, IN_CONST_PDXGKARG_PATCH p)
{
    __atomic_store_n(&fake.patching, p->hContext, __ATOMIC_RELEASE);
    while (__atomic_load_n(&fake.patch_hold, __ATOMIC_ACQUIRE)) sleep_ms(1);
    __atomic_store_n(&fake.patching, NULL, __ATOMIC_RELEASE);
    return BREAKS(BREAK_PATCH_STATUS) ? STATUS_INVALID_PARAMETER : STATUS_SUCCESS;
}

static KSPIN_LOCK locks[3];

static void lower_with_lock(void)
{
    KIRQL old;
    KeAcquireSpinLock(&locks[2], &old);
    KeLowerIrql(APC_LEVEL);
    KeRaiseIrql(DISPATCH_LEVEL, &old);
    KeReleaseSpinLockFromDpcLevel(&locks[2]);
}

static void take_locks(int first)
{
    KIRQL old, inner;
    KeAcquireSpinLock(&locks[first], &old);
    KeAcquireSpinLock(&locks[!first], &inner);
    KeReleaseSpinLock(&locks[!first], inner);
    KeReleaseSpinLock(&locks[first], old);
}

static void free_twice(void)
{
    void *p = ExAllocatePoolWithTag(NonPagedPoolNx, 8, TAG);
    ExFreePoolWithTag(p, TAG);
    ExFreePoolWithTag(p, TAG);
}

static NTSTATUS DDI_CALL submit(IN_CONST_HANDLE h, IN_CONST_PDXGKARG_SUBMITCOMMAND s)
{
    BOOLEAN done;
    LARGE_INTEGER t = { .QuadPart = -10 };

    if (BREAKS(BREAK_SUBMIT_WAIT)) KeDelayExecutionThread(KernelMode, FALSE, &t);
    if (BREAKS(BREAK_SUBMIT_PAGED_CODE)) PAGED_CODE();
    if (BREAKS(BREAK_LOCK_ORDER)) take_locks(fake.submitted & 1);
    if (BREAKS(BREAK_LOCK_KEPT)) lower_with_lock();
    if (BREAKS(BREAK_POOL_TAG)) ExFreePool(ExAllocatePoolWithTag(NonPagedPoolNx, 8, 0));
    if (BREAKS(BREAK_POOL_TWICE)) free_twice();
    if (BREAKS(BREAK_DMA_LATE) && s->pDmaBufferPrivateData) d.late = *(uint8_t **)s->pDmaBufferPrivateData;
    if (BREAKS(BREAK_SUBMIT_PAGED)) ExFreePool(ExAllocatePoolWithTag(PagedPool, 8, TAG));
    if (fake.n_order < sizeof fake.order / sizeof fake.order[0]) fake.order[fake.n_order++] = s->hContext;
    fake.submitted = s->SubmissionFenceId;
    __atomic_add_fetch(&fake.n_submitted, 1, __ATOMIC_RELEASE);
    if (d.late) d.late[8] ^= 0xff; /* the hardware is reading it */
    d.late = NULL;
    if (BREAKS(BREAK_NOTIFY_PASSIVE)) notify_completed(s->SubmissionFenceId);
    if (BREAKS(BREAK_NOTIFY_DPC_ELSEWHERE)) d.dxgk.DxgkCbNotifyDpc(d.dxgk.DeviceHandle);
    if (BREAKS(BREAK_SYNCHRONIZE_HIGH)) {
        KIRQL old;
        KeRaiseIrql(CLOCK_LEVEL, &old);
        d.dxgk.DxgkCbSynchronizeExecution(d.dxgk.DeviceHandle, report, NULL, 0, &done);
        KeLowerIrql(old);
    }
    if (!fake.hang && !fake.later) d.dxgk.DxgkCbSynchronizeExecution(d.dxgk.DeviceHandle, report, NULL, 0, &done);
    return STATUS_SUCCESS;
}

static struct { UINT id; } preempting;

static BOOLEAN DDI_CALL report_preempted(PVOID context)
{
    DXGKARGCB_NOTIFY_INTERRUPT_DATA n;
    memset(&n, 0, sizeof n);
    n.InterruptType = DXGK_INTERRUPT_DMA_PREEMPTED;
    n.DmaPreempted.PreemptionFenceId = preempting.id + (BREAKS(BREAK_PREEMPT_ID) ? 1 : 0);
    n.DmaPreempted.LastCompletedFenceId = fake.completed - (BREAKS(BREAK_PREEMPT_LAST) ? 1 : 0);
    d.dxgk.DxgkCbNotifyInterrupt(d.dxgk.DeviceHandle, &n);
    d.dxgk.DxgkCbQueueDpc(d.dxgk.DeviceHandle);
    return TRUE;
}

static NTSTATUS DDI_CALL preempt(IN_CONST_HANDLE h, IN_CONST_PDXGKARG_PREEMPTCOMMAND p)
{
    BOOLEAN done;
    preempting.id = p->PreemptionFenceId;
    if (fake.no_answer) return STATUS_SUCCESS;
    d.dxgk.DxgkCbSynchronizeExecution(d.dxgk.DeviceHandle, report_preempted, NULL, 0, &done);
    return STATUS_SUCCESS;
}

static NTSTATUS DDI_CALL paging(IN_CONST_HANDLE h, IN_PDXGKARG_BUILDPAGINGBUFFER b)
{
    if (BREAKS(BREAK_PAGING_BUSY) && b->Operation == DXGK_OPERATION_MAP_APERTURE_SEGMENT) return STATUS_GRAPHICS_ALLOCATION_BUSY;
    if (BREAKS(BREAK_PAGING_OVERRUN)) ((uint8_t *)b->pDmaBuffer)[b->DmaSize] = 0;
    memset(b->pDmaBuffer, 0, 8);
    b->pDmaBuffer = (uint8_t *)b->pDmaBuffer + 8;
    return STATUS_SUCCESS;
}

static NTSTATUS DDI_CALL current_fence(IN_CONST_HANDLE h, INOUT_PDXGKARG_QUERYCURRENTFENCE q)
{
    q->CurrentFence = fake.completed;
    return STATUS_SUCCESS;
}

static NTSTATUS DDI_CALL reset_timeout(IN_CONST_HANDLE h)
{
    fake.completed = fake.submitted;
    fake.hang = false;
    return BREAKS(BREAK_RESET_STATUS) ? STATUS_UNSUCCESSFUL : STATUS_SUCCESS;
}

static NTSTATUS DDI_CALL restart_timeout(IN_CONST_HANDLE h) { return STATUS_SUCCESS; }

static NTSTATUS DDI_CALL reset_engine(IN_CONST_HANDLE h, DXGKARG_RESETENGINE *r)
{
    fake.hang = false;
    r->LastAbortedFenceId = BREAKS(BREAK_RESET_FENCE) ? fake.submitted + 9
                            : fake.abort_one ? fake.completed + 1 : fake.submitted;
    fake.completed = fake.submitted;
    return STATUS_SUCCESS;
}

static NTSTATUS DDI_CALL engine_status(IN_CONST_HANDLE h, DXGKARG_QUERYENGINESTATUS *q)
{
    q->EngineStatus.Responsive = 1;
    return STATUS_SUCCESS;
}

static NTSTATUS DDI_CALL engine_group(IN_CONST_HANDLE h, DXGKARG_QUERYDEPENDENTENGINEGROUP *q)
{
    q->DependentNodeOrdinalMask = BREAKS(BREAK_GROUP) ? 2 : 1;
    return STATUS_SUCCESS;
}

static NTSTATUS DDI_CALL debug_info(IN_CONST_HANDLE h, IN_CONST_PDXGKARG_COLLECTDBGINFO c) { return STATUS_SUCCESS; }
static NTSTATUS DDI_CALL escape(IN_CONST_HANDLE h, IN_CONST_PDXGKARG_ESCAPE e) { return STATUS_SUCCESS; }

/* ---- display ---- */

static NTSTATUS DDI_CALL control_interrupt(IN_CONST_HANDLE h, IN_CONST_DXGK_INTERRUPT_TYPE type, IN_BOOLEAN on)
{
    if (type != DXGK_INTERRUPT_CRTC_VSYNC) return BREAKS(BREAK_CONTROL_TYPE) ? STATUS_SUCCESS : STATUS_NOT_IMPLEMENTED;
    d.vsync = on;
    return STATUS_SUCCESS;
}

static NTSTATUS DDI_CALL scan_line(IN_CONST_HANDLE h, INOUT_PDXGKARG_GETSCANLINE g) { return STATUS_SUCCESS; }
static NTSTATUS DDI_CALL pointer_position(IN_CONST_HANDLE h, IN_CONST_PDXGKARG_SETPOINTERPOSITION p)
{
    return BREAKS(BREAK_POINTER_POSITION) && p->VidPnSourceId ? STATUS_NOT_SUPPORTED : STATUS_SUCCESS;
}

static NTSTATUS DDI_CALL pointer_shape(IN_CONST_HANDLE h, IN_CONST_PDXGKARG_SETPOINTERSHAPE p)
{
    LARGE_INTEGER t = { .QuadPart = -4000000 };
    if (BREAKS(BREAK_STUCK)) KeDelayExecutionThread(KernelMode, FALSE, &t);
    return BREAKS(BREAK_POINTER_SHAPE) ? STATUS_INVALID_PARAMETER : STATUS_SUCCESS;
}

static NTSTATUS DDI_CALL is_supported(IN_CONST_HANDLE h, INOUT_PDXGKARG_ISSUPPORTEDVIDPN s)
{
    s->IsVidPnSupported = !(BREAKS(BREAK_VIDPN_NULL_UNSUPPORTED) && !s->hDesiredVidPn);
    return BREAKS(BREAK_VIDPN_STATUS) ? STATUS_UNSUCCESSFUL : STATUS_SUCCESS;
}

static NTSTATUS DDI_CALL recommend(IN_CONST_HANDLE h, IN_CONST_PDXGKARG_RECOMMENDFUNCTIONALVIDPN_CONST r)
{
    return STATUS_GRAPHICS_NO_RECOMMENDED_FUNCTIONAL_VIDPN;
}

static void fill_source(D3DKMDT_VIDPN_SOURCE_MODE *m)
{
    D3DKMDT_GRAPHICS_RENDERING_FORMAT *g = &m->Format.Graphics;
    m->Type = D3DKMDT_RMT_GRAPHICS;
    g->PrimSurfSize.cx = g->VisibleRegionSize.cx = 1024;
    g->PrimSurfSize.cy = g->VisibleRegionSize.cy = 768;
    g->Stride = 4096;
    g->PixelFormat = D3DDDIFMT_A8R8G8B8;
    g->ColorBasis = D3DKMDT_CB_SRGB;
    g->PixelValueAccessMode = D3DKMDT_PVAM_DIRECT;
}

static void fill_target(D3DKMDT_VIDPN_TARGET_MODE *m)
{
    m->VideoSignalInfo.VideoStandard = D3DKMDT_VSS_OTHER;
    m->VideoSignalInfo.TotalSize.cx = m->VideoSignalInfo.ActiveSize.cx = 1024;
    m->VideoSignalInfo.TotalSize.cy = m->VideoSignalInfo.ActiveSize.cy = 768;
    m->VideoSignalInfo.VSyncFreq.Numerator = 60;
    m->VideoSignalInfo.VSyncFreq.Denominator = 1;
    m->VideoSignalInfo.PixelRate = 65000000;
    m->VideoSignalInfo.HSyncFreq.Numerator = 48000;
    m->VideoSignalInfo.HSyncFreq.Denominator = 1;
    m->VideoSignalInfo.AdditionalSignalInfo.ScanLineOrdering = D3DDDI_VSSLO_PROGRESSIVE;
    m->Preference = D3DKMDT_MP_PREFERRED;
}

static NTSTATUS DDI_CALL cofunc(IN_CONST_HANDLE h, IN_CONST_PDXGKARG_ENUMVIDPNCOFUNCMODALITY_CONST e)
{
    const DXGK_VIDPN_INTERFACE *vi;
    const DXGK_VIDPNSOURCEMODESET_INTERFACE *si;
    const DXGK_VIDPNTARGETMODESET_INTERFACE *ti;
    const DXGK_VIDPNTOPOLOGY_INTERFACE *pi;
    D3DKMDT_HVIDPNTOPOLOGY topology;
    D3DKMDT_HVIDPNSOURCEMODESET source;
    D3DKMDT_HVIDPNTARGETMODESET target;
    D3DKMDT_VIDPN_SOURCE_MODE *sm;
    D3DKMDT_VIDPN_TARGET_MODE *tm;
    const D3DKMDT_VIDPN_PRESENT_PATH *path;
    D3DKMDT_VIDPN_PRESENT_PATH copy, *extra;
    D3DKMDT_HVIDPN v = e->hConstrainingVidPn;

    d.dxgk.DxgkCbQueryVidPnInterface(v, DXGK_VIDPN_INTERFACE_VERSION_V1, &vi);
    vi->pfnCreateNewSourceModeSet(v, 0, &source, &si);
    if (!BREAKS(BREAK_VIDPN_EMPTY_SET)) {
        si->pfnCreateNewModeInfo(source, &sm);
        fill_source(sm);
        si->pfnAddMode(source, sm);
    }
    vi->pfnAssignSourceModeSet(v, 0, source);
    if (BREAKS(BREAK_VIDPN_EDIT_ASSIGNED)) {
        si->pfnCreateNewModeInfo(source, &sm);
        si->pfnReleaseModeInfo(source, sm);
    }
    vi->pfnCreateNewTargetModeSet(v, 3, &target, &ti);
    ti->pfnCreateNewModeInfo(target, &tm);
    fill_target(tm);
    ti->pfnAddMode(target, tm);
    vi->pfnAssignTargetModeSet(v, 3, target);
    vi->pfnGetTopology(v, &topology, &pi);
    pi->pfnAcquireFirstPathInfo(topology, &path);
    copy = *path;
    pi->pfnReleasePathInfo(topology, path);
    if (BREAKS(BREAK_VIDPN_RELEASE_TWICE)) {
        pi->pfnReleasePathInfo(topology, path);
        pi->pfnAcquireFirstPathInfo(topology, &path);
    }
    copy.ContentTransformation.ScalingSupport.Identity = copy.ContentTransformation.RotationSupport.Identity = 1;
    pi->pfnUpdatePathSupportInfo(topology, &copy);
    if (BREAKS(BREAK_VIDPN_LEAK)) vi->pfnAcquireSourceModeSet(v, 0, &source, &si);
    if (BREAKS(BREAK_VIDPN_ADD_PATH)) {
        pi->pfnCreateNewPathInfo(topology, &extra);
        *extra = copy;
        if (pi->pfnAddPath(topology, extra) == STATUS_ACCESS_DENIED) return STATUS_UNSUCCESSFUL; /* and forgets it */
    }
    return STATUS_SUCCESS;
}

static NTSTATUS DDI_CALL monitor_modes(IN_CONST_HANDLE h,
                                       IN_CONST_PDXGKARG_RECOMMENDMONITORMODES_CONST r) { return STATUS_SUCCESS; }

static NTSTATUS DDI_CALL commit(IN_CONST_HANDLE h, IN_CONST_PDXGKARG_COMMITVIDPN_CONST c)
{
    d.commits++;
    return STATUS_SUCCESS;
}

static NTSTATUS DDI_CALL source_address(IN_CONST_HANDLE h, IN_CONST_PDXGKARG_SETVIDPNSOURCEADDRESS s)
{
    d.shown = s->PrimaryAddress;
    return STATUS_SUCCESS;
}

static NTSTATUS DDI_CALL visibility(IN_CONST_HANDLE h, IN_CONST_PDXGKARG_SETVIDPNSOURCEVISIBILITY v) { return STATUS_SUCCESS; }

static NTSTATUS DDI_CALL update_path(IN_CONST_HANDLE h, IN_CONST_PDXGKARG_UPDATEACTIVEVIDPNPRESENTPATH_CONST p)
{
    if (p->VidPnPresentPathInfo.VidPnTargetId == 3) return STATUS_SUCCESS;
    return BREAKS(BREAK_UPDATE_PATH) ? STATUS_SUCCESS : STATUS_GRAPHICS_PATH_NOT_IN_TOPOLOGY;
}

static NTSTATUS DDI_CALL release_post(PVOID c, D3DDDI_VIDEO_PRESENT_TARGET_ID t, PDXGK_DISPLAY_INFORMATION i)
{
    i->Width = 1024;
    i->Height = 768;
    i->Pitch = 4096;
    i->ColorFormat = BREAKS(BREAK_POST_FORMAT) ? D3DDDIFMT_R5G6B5 : D3DDDIFMT_X8R8G8B8;
    i->PhysicAddress = d.bar2;
    if (BREAKS(BREAK_POST_ADDRESS)) i->PhysicAddress.QuadPart = 0xfd000000;
    i->TargetId = t;
    (void)stop_device(c); /* StopDevice does not follow */
    fake.posts++;
    return STATUS_SUCCESS;
}

static NTSTATUS DDI_CALL system_enable(PVOID c, D3DDDI_VIDEO_PRESENT_TARGET_ID t, PDXGKARG_SYSTEM_DISPLAY_ENABLE_FLAGS f,
                                       UINT *w, UINT *h, D3DDDIFORMAT *format)
{
    if (BREAKS(BREAK_ENABLE_POOL)) ExFreePoolWithTag(ExAllocatePoolWithTag(NonPagedPoolNx, 16, TAG), TAG);
    *w = BREAKS(BREAK_ENABLE_SIZE) ? 320 : 1024;
    *h = 768;
    *format = D3DDDIFMT_X8R8G8B8;
    return STATUS_SUCCESS;
}

static void DDI_CALL system_write(PVOID c, PVOID s, UINT w, UINT h, UINT stride, UINT x, UINT y)
{
    static KSPIN_LOCK lock;
    KIRQL old;
    if (!BREAKS(BREAK_WRITE_LOCK)) return;
    KeAcquireSpinLock(&lock, &old);
    KeReleaseSpinLock(&lock, old);
}

/* ---- DriverEntry ---- */

static NTSTATUS NTAPI entry(PDRIVER_OBJECT driver, PUNICODE_STRING path)
{
    NTSTATUS (NTAPI *initialize)(PDRIVER_OBJECT, PUNICODE_STRING, DRIVER_INITIALIZATION_DATA *) = NULL;
    DRIVER_INITIALIZATION_DATA i;
    UNICODE_STRING service, name;
    PFILE_OBJECT file;
    PDEVICE_OBJECT device;
    IO_STATUS_BLOCK iosb;
    KEVENT event;
    NTSTATUS status;
    PIRP irp;

    memset(&i, 0, sizeof i);
    i.Version = BREAKS(BREAK_VERSION) ? 0x300e : DXGKDDI_INTERFACE_VERSION_WDDM1_3;
    i.DxgkDdiAddDevice = add_device;
    i.DxgkDdiStartDevice = start_device;
    i.DxgkDdiStopDevice = stop_device;
    i.DxgkDdiRemoveDevice = remove_device;
    i.DxgkDdiDispatchIoRequest = dispatch_io;
    i.DxgkDdiInterruptRoutine = interrupt_routine;
    i.DxgkDdiDpcRoutine = dpc_routine;
    i.DxgkDdiQueryChildRelations = child_relations;
    i.DxgkDdiQueryChildStatus = child_status;
    i.DxgkDdiQueryDeviceDescriptor = descriptor;
    i.DxgkDdiSetPowerState = set_power;
    i.DxgkDdiResetDevice = reset_device;
    i.DxgkDdiUnload = unload;
    i.DxgkDdiQueryInterface = query_interface;
    i.DxgkDdiQueryAdapterInfo = query_adapter;
    i.DxgkDdiCreateDevice = create_device;
    i.DxgkDdiCreateAllocation = create_allocation;
    i.DxgkDdiDestroyAllocation = destroy_allocation;
    i.DxgkDdiDescribeAllocation = describe;
    i.DxgkDdiGetStandardAllocationDriverData = standard;
    i.DxgkDdiPatch = patch;
    i.DxgkDdiSubmitCommand = submit;
    i.DxgkDdiPreemptCommand = preempt;
    i.DxgkDdiBuildPagingBuffer = paging;
    i.DxgkDdiSetPointerPosition = pointer_position;
    i.DxgkDdiSetPointerShape = pointer_shape;
    i.DxgkDdiResetFromTimeout = reset_timeout;
    i.DxgkDdiRestartFromTimeout = restart_timeout;
    i.DxgkDdiEscape = escape;
    i.DxgkDdiCollectDbgInfo = debug_info;
    i.DxgkDdiQueryCurrentFence = current_fence;
    i.DxgkDdiIsSupportedVidPn = is_supported;
    i.DxgkDdiRecommendFunctionalVidPn = recommend;
    i.DxgkDdiEnumVidPnCofuncModality = cofunc;
    i.DxgkDdiSetVidPnSourceAddress = source_address;
    i.DxgkDdiSetVidPnSourceVisibility = visibility;
    i.DxgkDdiCommitVidPn = commit;
    i.DxgkDdiUpdateActiveVidPnPresentPath = update_path;
    i.DxgkDdiRecommendMonitorModes = monitor_modes;
    i.DxgkDdiGetScanLine = scan_line;
    i.DxgkDdiControlInterrupt = control_interrupt;
    i.DxgkDdiDestroyDevice = destroy_object;
    i.DxgkDdiOpenAllocation = open_allocation;
    i.DxgkDdiCloseAllocation = close_allocation;
    i.DxgkDdiRender = BREAKS(BREAK_NO_RENDER) ? NULL : render;
    i.DxgkDdiPresent = present;
    i.DxgkDdiCreateContext = create_context;
    i.DxgkDdiDestroyContext = destroy_context;
    i.DxgkDdiQueryDependentEngineGroup = engine_group;
    i.DxgkDdiQueryEngineStatus = engine_status;
    i.DxgkDdiResetEngine = reset_engine;
    i.DxgkDdiStopDeviceAndReleasePostDisplayOwnership = release_post;
    i.DxgkDdiSystemDisplayEnable = system_enable;
    i.DxgkDdiSystemDisplayWrite = system_write;
    i.DxgkDdiGetChildContainerId = container_id;
    i.DxgkDdiGetNodeMetadata = node_metadata;
    i.DxgkDdiNotifySurpriseRemoval = surprise;
    if (BREAKS(BREAK_RESERVED_ENTRY)) i.DxgkDdiUpdatePageTable = (PVOID)entry;

    RtlInitUnicodeString(&service, u"\\Registry\\Machine\\System\\CurrentControlSet\\Services\\DXGKrnl");
    RtlInitUnicodeString(&name, u"\\Device\\DxgKrnl");
    status = ZwLoadDriver(&service);
    if (status < 0 && status != STATUS_IMAGE_ALREADY_LOADED) return status;
    status = IoGetDeviceObjectPointer(&name, FILE_ALL_ACCESS, &file, &device);
    if (status < 0) return status;
    KeInitializeEvent(&event, NotificationEvent, FALSE);
    irp = IoBuildDeviceIoControlRequest(0x230047, device, NULL, 0, &initialize, sizeof initialize, TRUE, &event, &iosb);
    status = IofCallDriver(device, irp);
    if (status >= 0) status = initialize(driver, path, &i);
    ObfDereferenceObject(file);
    return status;
}

extern NTSTATUS (NTAPI *const dxgk_driver_entry)(PDRIVER_OBJECT driver, PUNICODE_STRING path);
NTSTATUS (NTAPI *const dxgk_driver_entry)(PDRIVER_OBJECT driver, PUNICODE_STRING path) = entry;

extern void dxgk_driver_stats(FILE *f, D3DKMT_HANDLE adapter);
void dxgk_driver_stats(FILE *f, D3DKMT_HANDLE adapter) {}
