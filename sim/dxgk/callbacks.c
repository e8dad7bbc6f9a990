/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * callbacks.c - DXGKRNL_INTERFACE: what the driver may ask of the port driver, but for interrupts (interrupt.c)
 * and VidPNs (vidpn.c). Each checks its level; what this machine lacks returns the documented error.
 */
#include "dxgk_internal.h"

#include <unistd.h>

#ifndef DISPLAY_ADAPTER_HW_ID
#define DISPLAY_ADAPTER_HW_ID 0xffffffffu
#endif
#define CM_SHARE_EXCLUSIVE 1
#define CM_SHARE_SHARED 3
#define CM_RESOURCE_MEMORY_LARGE_64_FLAG 0x0800
#define CM_RESOURCE_MEMORY_PREFETCHABLE_FLAG 0x0004
#define CM_RESOURCE_INTERRUPT_LATCHED_FLAG 0x0001
#define CM_RESOURCE_INTERRUPT_MESSAGE_FLAG 0x0002

struct dxgk_adapter *dxgk_adapter_of(HANDLE device_handle, const char *callback)
{
    struct dxgk_adapter *a = dxgk_adapter();
    if (a && device_handle == (HANDLE)a) return a;
    nt_violation("dispmprt/ns-dispmprt-_dxgkrnl_interface", "%s with a DeviceHandle that is not the adapter's", callback);
    return NULL;
}

static bool at_most(KIRQL irql, const char *page, const char *name)
{
    if (KeGetCurrentIrql() <= irql) {
        if (dxgk_ddi_current() != DXGK_DDI_InterruptRoutine) return true;
        nt_violation("dispmprt/nc-dispmprt-dxgkddi_interrupt_routine", "%s from InterruptRoutine", name);
        return false;
    }
    nt_violation(page, "%s at IRQL %u", name, KeGetCurrentIrql());
    return false;
}

/* ---- the device ---- */

/* A list that lives with the adapter: registers, shared memory, MSI-X table, interrupts; as PnP gives it, the
 * memory that is too long for 32 bits as MemoryLarge (traps.md L27). */
struct resources {
    ULONG count;
    INTERFACE_TYPE interface_type;
    ULONG bus;
    USHORT version, revision;
    ULONG n;
    CM_PARTIAL_RESOURCE_DESCRIPTOR d[8];
} __attribute__((packed, aligned(4)));

static struct resources resources;

static void fill_resources(struct dxgk_adapter *a)
{
    CM_PARTIAL_RESOURCE_DESCRIPTOR *d = resources.d;
    uint32_t i, messages = a->bus->n_messages;

    memset(&resources, 0, sizeof resources);
    resources.count = 1;
    resources.interface_type = PCIBus;
    resources.version = resources.revision = 1;
    d->Type = CmResourceTypeMemory;
    d->ShareDisposition = CM_SHARE_EXCLUSIVE;
    d->u.Memory.Start.QuadPart = DXGK_BAR0_ADDRESS;
    d->u.Memory.Length = (ULONG)a->bus->bar0_size;
    d++;
    d->ShareDisposition = CM_SHARE_EXCLUSIVE;
    if (a->bus->bar2_size <= 0xffffffffu) {
        d->Type = CmResourceTypeMemory;
        d->Flags = CM_RESOURCE_MEMORY_PREFETCHABLE_FLAG;
        d->u.Memory.Start.QuadPart = (LONGLONG)DXGK_BAR2_ADDRESS;
        d->u.Memory.Length = (ULONG)a->bus->bar2_size;
    } else {
        d->Type = CmResourceTypeMemoryLarge;
        d->Flags = CM_RESOURCE_MEMORY_PREFETCHABLE_FLAG | CM_RESOURCE_MEMORY_LARGE_64_FLAG;
        d->u.Memory64.Start.QuadPart = (LONGLONG)DXGK_BAR2_ADDRESS;
        d->u.Memory64.Length64 = (ULONG)(a->bus->bar2_size >> 32);
    }
    d++;
    d->Type = CmResourceTypeMemory;
    d->ShareDisposition = CM_SHARE_EXCLUSIVE;
    d->u.Memory.Start.QuadPart = DXGK_BAR4_ADDRESS;
    d->u.Memory.Length = 0x1000;
    d++;
    for (i = 0; i < (messages ? messages : 1); i++, d++) {
        d->Type = CmResourceTypeInterrupt;
        d->ShareDisposition = messages ? CM_SHARE_EXCLUSIVE : CM_SHARE_SHARED;
        d->Flags = messages ? CM_RESOURCE_INTERRUPT_LATCHED_FLAG | CM_RESOURCE_INTERRUPT_MESSAGE_FLAG : 0;
        d->u.Interrupt.Level = NT_DEVICE_LEVEL;
        d->u.Interrupt.Vector = 0x60 + i;
        d->u.Interrupt.Affinity = 1;
    }
    resources.n = (ULONG)(d - resources.d);
}

static NTSTATUS DDI_CALL get_device_information(HANDLE device, PDXGK_DEVICE_INFO info)
{
    static const uint16_t path[] =
        u"\\REGISTRY\\MACHINE\\SYSTEM\\ControlSet001\\Control\\Class\\{4d36e968-e325-11ce-bfc1-08002be10318}\\0000";
    struct dxgk_adapter *a = dxgk_adapter_of(device, "DxgkCbGetDeviceInformation");

    if (!a || !at_most(PASSIVE_LEVEL, "dispmprt/nc-dispmprt-dxgkcb_get_device_information", "DxgkCbGetDeviceInformation"))
        return STATUS_INVALID_PARAMETER;
    memset(info, 0, sizeof *info);
    fill_resources(a);
    info->MiniportDeviceContext = a->context;
    info->PhysicalDeviceObject = &a->pdo;
    RtlInitUnicodeString(&info->DeviceRegistryPath, path);
    info->TranslatedResourceList = (PCM_RESOURCE_LIST)(void *)&resources;
    info->SystemMemorySize.QuadPart = (LONGLONG)sysconf(_SC_PHYS_PAGES) * PAGE_SIZE;
    info->HighestPhysicalAddress.QuadPart = INT64_MAX;
    info->DockingState = DockStateUnsupported;
    return STATUS_SUCCESS;
}

static NTSTATUS DDI_CALL map_memory(HANDLE device, PHYSICAL_ADDRESS address, ULONG length, BOOLEAN io_space, BOOLEAN user,
                                    MEMORY_CACHING_TYPE cache, PVOID *va)
{
    static const char page[] = "dispmprt/nc-dispmprt-dxgkcb_map_memory";
    struct dxgk_adapter *a = dxgk_adapter_of(device, "DxgkCbMapMemory");
    uint64_t at = (uint64_t)address.QuadPart;

    if (!a || !at_most(PASSIVE_LEVEL, page, "DxgkCbMapMemory") || !length || io_space || user) return STATUS_INVALID_PARAMETER;
    if (at >= DXGK_BAR0_ADDRESS && at - DXGK_BAR0_ADDRESS < a->bus->bar0_size &&
        length <= a->bus->bar0_size - (at - DXGK_BAR0_ADDRESS)) {
        *va = (uint8_t *)a->regs + (at - DXGK_BAR0_ADDRESS);
    } else if (at >= DXGK_BAR2_ADDRESS && at - DXGK_BAR2_ADDRESS < a->bus->bar2_size &&
               length <= a->bus->bar2_size - (at - DXGK_BAR2_ADDRESS)) {
        *va = (uint8_t *)a->bus->bar2 + (at - DXGK_BAR2_ADDRESS);
    } else {
        nt_violation(page, "DxgkCbMapMemory of 0x%llx+0x%x, which is in no resource of the device", (unsigned long long)at,
                     length);
        return STATUS_INVALID_PARAMETER;
    }
    __atomic_add_fetch(&a->mappings, 1, __ATOMIC_RELAXED);
    return STATUS_SUCCESS;
}

static NTSTATUS DDI_CALL unmap_memory(HANDLE device, PVOID va)
{
    struct dxgk_adapter *a = dxgk_adapter_of(device, "DxgkCbUnmapMemory");
    if (!a || !at_most(PASSIVE_LEVEL, "dispmprt/nc-dispmprt-dxgkcb_unmap_memory", "DxgkCbUnmapMemory"))
        return STATUS_INVALID_PARAMETER;
    if (__atomic_sub_fetch(&a->mappings, 1, __ATOMIC_RELAXED) < 0)
        nt_violation("dispmprt/nc-dispmprt-dxgkcb_unmap_memory", "DxgkCbUnmapMemory of %p, which is not mapped", va);
    return STATUS_SUCCESS;
}

static NTSTATUS device_space(struct dxgk_adapter *a, bool write, ULONG type, PVOID buffer, ULONG offset, ULONG length,
                             PULONG done)
{
    int err;
    *done = 0;
    if (type != DXGK_WHICHSPACE_CONFIG) return STATUS_NOT_SUPPORTED;
    err = write ? a->bus->ops->config_write(a->bus, offset, buffer, length)
                : a->bus->ops->config_read(a->bus, offset, buffer, length);
    if (err) return STATUS_INVALID_PARAMETER;
    *done = length;
    return STATUS_SUCCESS;
}

static NTSTATUS DDI_CALL read_device_space(HANDLE device, ULONG type, PVOID buffer, ULONG offset, ULONG length, PULONG done)
{
    struct dxgk_adapter *a = dxgk_adapter_of(device, "DxgkCbReadDeviceSpace");
    if (!a || !at_most(PASSIVE_LEVEL, "dispmprt/nc-dispmprt-dxgkcb_read_device_space", "DxgkCbReadDeviceSpace"))
        return STATUS_INVALID_PARAMETER;
    return device_space(a, false, type, buffer, offset, length, done);
}

static NTSTATUS DDI_CALL write_device_space(HANDLE device, ULONG type, PVOID buffer, ULONG offset, ULONG length, PULONG done)
{
    struct dxgk_adapter *a = dxgk_adapter_of(device, "DxgkCbWriteDeviceSpace");
    if (!a || !at_most(PASSIVE_LEVEL, "dispmprt/nc-dispmprt-dxgkcb_write_device_space", "DxgkCbWriteDeviceSpace"))
        return STATUS_INVALID_PARAMETER;
    return device_space(a, true, type, buffer, offset, length, done);
}

static NTSTATUS DDI_CALL is_device_present(HANDLE device, PPCI_DEVICE_PRESENCE_PARAMETERS parameters, PBOOLEAN present)
{
    struct dxgk_adapter *a = dxgk_adapter_of(device, "DxgkCbIsDevicePresent");
    uint16_t ids[2] = { 0, 0 };

    if (!a || !at_most(PASSIVE_LEVEL, "dispmprt/nc-dispmprt-dxgkcb_is_device_present", "DxgkCbIsDevicePresent"))
        return STATUS_INVALID_PARAMETER;
    (void)a->bus->ops->config_read(a->bus, 0, ids, sizeof ids);
    *present = parameters->VendorID == ids[0] && parameters->DeviceID == ids[1];
    return STATUS_SUCCESS;
}

static NTSTATUS DDI_CALL query_services(HANDLE device, DXGK_SERVICES type, PINTERFACE interface)
{
    (void)at_most(PASSIVE_LEVEL, "dispmprt/nc-dispmprt-dxgkcb_query_services", "DxgkCbQueryServices");
    return STATUS_NOT_SUPPORTED; /* no AGP bus, no debug report, no timed operation, no SPB here */
}

static NTSTATUS DDI_CALL eval_acpi_method(HANDLE device, ULONG uid, PACPI_EVAL_INPUT_BUFFER_COMPLEX in, ULONG in_size,
                                          PACPI_EVAL_OUTPUT_BUFFER out, ULONG out_size)
{
    (void)at_most(PASSIVE_LEVEL, "dispmprt/nc-dispmprt-dxgkcb_eval_acpi_method", "DxgkCbEvalAcpiMethod");
    return STATUS_NOT_SUPPORTED; /* the function has no ACPI name space object */
}

static NTSTATUS DDI_CALL indicate_child_status(HANDLE device, PDXGK_CHILD_STATUS status)
{
    static const char page[] = "dispmprt/nc-dispmprt-dxgkcb_indicate_child_status";
    struct dxgk_adapter *a = dxgk_adapter_of(device, "DxgkCbIndicateChildStatus");
    ULONG i;

    if (!a || !at_most(DISPATCH_LEVEL, page, "DxgkCbIndicateChildStatus")) return STATUS_INVALID_PARAMETER;
    if (dxgk_ddi_current() == DXGK_DDI_StartDevice)
        nt_violation(page, "DxgkCbIndicateChildStatus inside StartDevice (traps.md L12)");
    for (i = 0; i < a->n_children && a->children[i].d.ChildUid != status->ChildUid; i++) {}
    if (i == a->n_children) return STATUS_INVALID_PARAMETER;
    if (status->Type == StatusConnection) {
        if (a->children[i].d.ChildCapabilities.HpdAwareness != HpdAwarenessInterruptible)
            nt_violation(page, "child 0x%x has no interruptible hot plug", status->ChildUid);
        a->children[i].connected = status->HotPlug.Connected;
    }
    return STATUS_SUCCESS;
}

static NTSTATUS DDI_CALL acquire_post_display(HANDLE device, PDXGK_DISPLAY_INFORMATION info)
{
    static const char page[] = "dispmprt/nc-dispmprt-dxgkcb_acquire_post_display_ownership";
    struct dxgk_adapter *a = dxgk_adapter_of(device, "DxgkCbAcquirePostDisplayOwnership");

    if (!a || !at_most(APC_LEVEL, page, "DxgkCbAcquirePostDisplayOwnership")) return STATUS_INVALID_PARAMETER;
    if (dxgk_ddi_current() != DXGK_DDI_StartDevice && dxgk_ddi_current() != DXGK_DDI_SetPowerState)
        nt_violation(page, "DxgkCbAcquirePostDisplayOwnership outside StartDevice and SetPowerState");
    memset(info, 0, sizeof *info); /* Width 0: the firmware shows nothing through this function */
    info->TargetId = 0xcccccccc;   /* not initialised, as the page says */
    if (dxgk_is_post_device()) {
        info->Width = 1024;
        info->Height = 768;
        info->Pitch = 4096;
        info->ColorFormat = D3DDDIFMT_X8R8G8B8;
        info->PhysicAddress.QuadPart = (LONGLONG)DXGK_BAR2_ADDRESS + (8 << 20);
    }
    return STATUS_SUCCESS;
}

static NTSTATUS DDI_CALL exclude_access(HANDLE device, ULONG attributes, DXGKDDI_PROTECTED_CALLBACK callback, PVOID context)
{
    struct dxgk_adapter *a = dxgk_adapter_of(device, "DxgkCbExcludeAdapterAccess");
    (void)at_most(PASSIVE_LEVEL, "dispmprt/nc-dispmprt-dxgkcb_exclude_adapter_access", "DxgkCbExcludeAdapterAccess");
    return a ? STATUS_NOT_SUPPORTED : STATUS_INVALID_PARAMETER;
}

static void DDI_CALL log_etw(const LPCGUID guid, UCHAR type, USHORT size, PVOID buffer)
{
    if (size > 256) nt_violation("dispmprt/nc-dispmprt-dxgkcb_log_etw_event", "DxgkCbLogEtwEvent of %u bytes, at most 256", size);
    /* The page of InterruptRoutine denies it there, this one's allows it: the stricter reading (contract.md D.2, 23). */
    if (dxgk_ddi_current() == DXGK_DDI_InterruptRoutine)
        nt_violation("dispmprt/nc-dispmprt-dxgkddi_interrupt_routine", "DxgkCbLogEtwEvent from InterruptRoutine");
}

/* ---- handles ---- */

static void *DDI_CALL get_handle_data(IN_CONST_PDXGKARGCB_GETHANDLEDATA get)
{
    static const char page[] = "d3dkmddi/nc-d3dkmddi-dxgkcb_gethandledata";
    struct dxgk_open *o;
    struct dxgk_open_resource *r;
    uint32_t process = (uint32_t)(uintptr_t)PsGetCurrentProcessId() / 4u;

    if (KeGetCurrentIrql() >= DISPATCH_LEVEL) {
        nt_violation(page, "DxgkCbGetHandleData at IRQL %u", KeGetCurrentIrql());
        return NULL;
    }
    if (get->Flags.DeviceSpecific && get->Type != DXGK_HANDLE_ALLOCATION)
        nt_violation(page, "DeviceSpecific with a handle type other than DXGK_HANDLE_ALLOCATION");
    if (get->Type == DXGK_HANDLE_ALLOCATION) {
        o = dxgk_handle_get(get->hObject, DXGK_OPEN_ALLOCATION, process);
        if (!o) return NULL;
        return get->Flags.DeviceSpecific ? o->h_specific : o->al->h_driver;
    }
    r = dxgk_handle_get(get->hObject, DXGK_OPEN_RESOURCE, process);
    return r ? r->resource->h_driver : NULL;
}

static D3DKMT_HANDLE DDI_CALL get_handle_parent(IN_D3DKMT_HANDLE h)
{
    struct dxgk_open *o = dxgk_handle_get(h, DXGK_OPEN_ALLOCATION, (uint32_t)(uintptr_t)PsGetCurrentProcessId() / 4u);
    if (KeGetCurrentIrql() >= DISPATCH_LEVEL)
        nt_violation("d3dkmddi/nc-d3dkmddi-dxgkcb_gethandleparent", "DxgkCbGetHandleParent at IRQL %u", KeGetCurrentIrql());
    return o && o->in ? o->in->o.handle : 0;
}

static D3DKMT_HANDLE DDI_CALL enum_handle_children(IN_CONST_PDXGKARGCB_ENUMHANDLECHILDREN e)
{
    struct dxgk_open_resource *r;
    if (KeGetCurrentIrql() != PASSIVE_LEVEL)
        nt_violation("d3dkmddi/nc-d3dkmddi-dxgkcb_enumhandlechildren", "DxgkCbEnumHandleChildren at IRQL %u", KeGetCurrentIrql());
    r = dxgk_handle_get(e->hObject, DXGK_OPEN_RESOURCE, (uint32_t)(uintptr_t)PsGetCurrentProcessId() / 4u);
    return r && e->Index < r->n ? r->opens[e->Index]->o.handle : 0;
}

static NTSTATUS DDI_CALL get_capture_address(INOUT_PDXGKARGCB_GETCAPTUREADDRESS get)
{
    return STATUS_NOT_SUPPORTED; /* no allocation is a capture buffer: the flag is refused at creation */
}

static NTSTATUS DDI_CALL create_context_allocation(INOUT_PDXGKARGCB_CREATECONTEXTALLOCATION args)
{
    (void)at_most(PASSIVE_LEVEL, "d3dkmddi/nc-d3dkmddi-dxgkcb_createcontextallocation", "DxgkCbCreateContextAllocation");
    return STATUS_NOT_SUPPORTED;
}

static NTSTATUS DDI_CALL destroy_context_allocation(IN_CONST_HANDLE adapter, IN_CONST_HANDLE allocation)
{
    return STATUS_INVALID_PARAMETER; /* none was made */
}

/* ---- VidPNs, monitors ---- */

static NTSTATUS DDI_CALL query_vidpn(IN_CONST_D3DKMDT_HVIDPN h, IN_CONST_DXGK_VIDPN_INTERFACE_VERSION version,
                                     DEREF_OUT_CONST_PPDXGK_VIDPN_INTERFACE out)
{
    if (!at_most(APC_LEVEL, "d3dkmddi/nc-d3dkmddi-dxgkcb_queryvidpninterface", "DxgkCbQueryVidPnInterface"))
        return STATUS_INVALID_PARAMETER;
    return dxgk_vidpn_interface(h, version, out);
}

static NTSTATUS DDI_CALL query_monitor(IN_CONST_HANDLE device, IN_CONST_DXGK_MONITOR_INTERFACE_VERSION version,
                                       DEREF_OUT_CONST_PPDXGK_MONITOR_INTERFACE out)
{
    if (!at_most(APC_LEVEL, "d3dkmddi/nc-d3dkmddi-dxgkcb_querymonitorinterface", "DxgkCbQueryMonitorInterface"))
        return STATUS_INVALID_PARAMETER;
    if (version != DXGK_MONITOR_INTERFACE_VERSION_V1) return STATUS_NOT_SUPPORTED;
    return dxgk_monitor_interface(out);
}

/* The run-time power framework's calls belong to SupportRuntimePowerManagement, which we refuse. */
static void refuse_power(const char *name)
{
    nt_violation("d3dkmddi/ns-d3dkmddi-_dxgk_drivercaps", "%s without SupportRuntimePowerManagement", name);
}

static void DDI_CALL power_active(IN_CONST_HANDLE h, UINT component) { refuse_power("SetPowerComponentActive"); }
static void DDI_CALL power_idle(IN_CONST_HANDLE h, UINT component) { refuse_power("SetPowerComponentIdle"); }
static void DDI_CALL power_latency(IN_CONST_HANDLE h, UINT c, ULONGLONG v) { refuse_power("SetPowerComponentLatency"); }
static void DDI_CALL power_residency(IN_CONST_HANDLE h, UINT c, ULONGLONG v) { refuse_power("SetPowerComponentResidency"); }
static void DDI_CALL power_f_done(IN_CONST_HANDLE h, UINT component) { refuse_power("CompleteFStateTransition"); }
static void DDI_CALL power_p_done(IN_CONST_HANDLE h, UINT c, UINT state) { refuse_power("CompletePStateTransition"); }

static NTSTATUS DDI_CALL power_control(IN_CONST_HANDLE h, LPCGUID code, PVOID in, SIZE_T in_size, PVOID out, SIZE_T out_size,
                                       PSIZE_T done)
{
    refuse_power("PowerRuntimeControlRequest");
    return STATUS_NOT_SUPPORTED;
}

void dxgk_callbacks_fill(struct dxgk_adapter *a)
{
    DXGKRNL_INTERFACE *d = &a->dxgk;

    d->Size = sizeof *d;
    d->Version = DXGKDDI_INTERFACE_VERSION_WDDM1_3;
    d->DeviceHandle = (HANDLE)a;
    d->DxgkCbEvalAcpiMethod = eval_acpi_method;
    d->DxgkCbGetDeviceInformation = get_device_information;
    d->DxgkCbIndicateChildStatus = indicate_child_status;
    d->DxgkCbMapMemory = map_memory;
    d->DxgkCbQueryServices = query_services;
    d->DxgkCbReadDeviceSpace = read_device_space;
    d->DxgkCbUnmapMemory = unmap_memory;
    d->DxgkCbWriteDeviceSpace = write_device_space;
    d->DxgkCbIsDevicePresent = is_device_present;
    d->DxgkCbGetHandleData = get_handle_data;
    d->DxgkCbGetHandleParent = get_handle_parent;
    d->DxgkCbEnumHandleChildren = enum_handle_children;
    d->DxgkCbQueryVidPnInterface = query_vidpn;
    d->DxgkCbQueryMonitorInterface = query_monitor;
    d->DxgkCbGetCaptureAddress = get_capture_address;
    d->DxgkCbLogEtwEvent = log_etw;
    d->DxgkCbExcludeAdapterAccess = exclude_access;
    d->DxgkCbCreateContextAllocation = create_context_allocation;
    d->DxgkCbDestroyContextAllocation = destroy_context_allocation;
    d->DxgkCbSetPowerComponentActive = power_active;
    d->DxgkCbSetPowerComponentIdle = power_idle;
    d->DxgkCbSetPowerComponentLatency = power_latency;
    d->DxgkCbSetPowerComponentResidency = power_residency;
    d->DxgkCbCompleteFStateTransition = power_f_done;
    d->DxgkCbCompletePStateTransition = power_p_done;
    d->DxgkCbPowerRuntimeControlRequest = power_control;
    d->DxgkCbAcquirePostDisplayOwnership = acquire_post_display;
}
