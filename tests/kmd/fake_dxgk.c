/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * fake_dxgk.c - Windows' side: the callback table and the start and stop of one adapter.
 */
#include "fake.h"
#include "fake_vidpn.h"
#include "ddi.h"

#include "nt_sim.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct fake f;
void fake_host_init(void);

static bool may_fail(void)
{
    f.n_callbacks++;
    return f.fail_callback && f.n_callbacks == f.fail_callback;
}

static void violation(void *arg, const char *page, const char *text)
{
    printf("# violation: %s: %s\n", page, text);
    f.violations++;
}

static NTSTATUS DDI_CALL cb_get_device_information(HANDLE device, PDXGK_DEVICE_INFO info)
{
    static uint64_t memory[64];
    CM_RESOURCE_LIST *r = (void *)memory;
    CM_PARTIAL_RESOURCE_DESCRIPTOR *d = (void *)((char *)memory +
        offsetof(CM_RESOURCE_LIST, List[0].PartialResourceList.PartialDescriptors));

    if (may_fail()) return STATUS_UNSUCCESSFUL;
    memset(memory, 0, sizeof memory);
    r->Count = 1;
    r->List[0].PartialResourceList.Count = f.line_resource || f.one_message ? 4 : 5;
    d[0].Type = CmResourceTypeInterrupt;
    d[0].Flags = f.line_resource ? 0 : 2;
    d[1].Type = CmResourceTypeMemoryLarge; /* the largest comes before the registers */
    d[1].Flags = 0x200;
    d[1].u.Memory40.Start.QuadPart = (LONGLONG)FAKE_BAR2;
    d[1].u.Memory40.Length40 = (ULONG)(FAKE_SHMEM >> 8);
    d[2].Type = CmResourceTypeMemory; /* the MSI-X BAR, as large as BAR0 */
    d[2].u.Memory.Start.QuadPart = (LONGLONG)FAKE_BAR4;
    d[2].u.Memory.Length = PVGPU_REGS_SIZE;
    d[3].Type = CmResourceTypeMemory;
    d[3].u.Memory.Start.QuadPart = (LONGLONG)FAKE_BAR0;
    d[3].u.Memory.Length = PVGPU_REGS_SIZE;
    d[4] = d[0]; /* the second message */
    info->TranslatedResourceList = r;
    info->SystemMemorySize.QuadPart = 4ll << 30;
    return STATUS_SUCCESS;
}

static NTSTATUS DDI_CALL cb_map_memory(HANDLE device, PHYSICAL_ADDRESS pa, ULONG length, BOOLEAN io, BOOLEAN user,
                              MEMORY_CACHING_TYPE cache, PVOID *va)
{
    uint64_t at = (uint64_t)pa.QuadPart;
    static uint32_t msix[PVGPU_REGS_SIZE / 4];

    *va = NULL;
    if (may_fail() || io || user) return STATUS_INSUFFICIENT_RESOURCES;
    if (at == FAKE_BAR0) *va = f.bar0;
    else if (at == FAKE_BAR4) *va = msix;
    else if (at >= FAKE_BAR2 && at + length <= FAKE_BAR2 + FAKE_SHMEM) *va = f.bar2 + (at - FAKE_BAR2);
    else return STATUS_INVALID_PARAMETER;
    f.n_maps++;
    return STATUS_SUCCESS;
}

static NTSTATUS DDI_CALL cb_unmap_memory(HANDLE device, PVOID va) { f.n_maps--; return STATUS_SUCCESS; }

static BOOLEAN DDI_CALL cb_queue_dpc(HANDLE device)
{
    if (f.dpc_queued) return FALSE;
    f.dpc_queued = true;
    f.n_dpcs++;
    return TRUE;
}

static NTSTATUS DDI_CALL cb_synchronize_execution(HANDLE device, PKSYNCHRONIZE_ROUTINE routine, PVOID context, ULONG message,
                                         PBOOLEAN value)
{
    KIRQL old;
    if (KeGetCurrentIrql() > DISPATCH_LEVEL) nt_violation("dispmprt/nc-dispmprt-dxgkcb_synchronize_execution",
                                                          "above DISPATCH_LEVEL");
    if (!f.connected || (f.fail_sync && ++f.n_sync % f.fail_sync == 0)) return STATUS_UNSUCCESSFUL;
    old = nt_irql_enter(NT_DEVICE_LEVEL);
    *value = routine(context);
    nt_irql_leave(old);
    return STATUS_SUCCESS;
}

static void DDI_CALL cb_notify_interrupt(IN_CONST_HANDLE adapter, IN_CONST_PDXGKARGCB_NOTIFY_INTERRUPT_DATA n)
{
    if (KeGetCurrentIrql() != NT_DEVICE_LEVEL) nt_violation("d3dkmddi/nc-d3dkmddi-dxgkcb_notify_interrupt", "not at DIRQL");
    if (f.n_notes < FAKE_LOG) f.notes[f.n_notes++] = *n;
}

static void DDI_CALL cb_notify_dpc(IN_CONST_HANDLE adapter)
{
    if (KeGetCurrentIrql() != DISPATCH_LEVEL) nt_violation("d3dkmddi/nc-d3dkmddi-dxgkcb_notify_dpc", "not at DISPATCH_LEVEL");
    f.n_notify_dpc++;
}

static void *DDI_CALL cb_get_handle_data(IN_CONST_PDXGKARGCB_GETHANDLEDATA g)
{
    if (KeGetCurrentIrql() >= DISPATCH_LEVEL) nt_violation("d3dkmddi/nc-d3dkmddi-dxgkcb_gethandledata", "at DISPATCH_LEVEL");
    return g->hObject < FAKE_HANDLES ? f.handles[g->hObject] : NULL;
}

static NTSTATUS DDI_CALL cb_acquire_post(HANDLE device, PDXGK_DISPLAY_INFORMATION info) { memset(info, 0,
                                                                                        sizeof *info); return STATUS_SUCCESS; }

static NTSTATUS NTAPI dxgk_entry(PDRIVER_OBJECT driver, PUNICODE_STRING path, void *data)
{
    f.ddi = *(DRIVER_INITIALIZATION_DATA *)data;
    return STATUS_SUCCESS;
}

static NTSTATUS control(void *arg, ULONG code, void *out, ULONG out_length)
{
    if (code != 0x230047 || out_length != sizeof(void *)) return STATUS_INVALID_DEVICE_REQUEST;
    *(void **)out = (void *)dxgk_entry;
    return STATUS_SUCCESS;
}

static struct nt_image *image;

void fake_init(void)
{
    static uint16_t path[] = { 'p', 0 };
    const char *file = getenv("PVGPU_SYS"); /* the driver that was built for Windows, instead of the one linked in */
    UNICODE_STRING registry;
    NTSTATUS status;
    char why[128];

    memset(&f.ddi, 0, sizeof f.ddi);
    f.fail_callback = f.n_callbacks = 0;
    f.refuses = f.mute = false;
    f.room = 0;
    f.n_log = f.n_notes = f.n_dpcs = f.n_notify_dpc = 0;
    f.n_bad = 0;
    f.violations = 0;
    f.gone = false;
    f.fail_sync = 0;
    f.leave_at = 0;
    f.n_touched = 0;
    f.hold = f.one_message = f.line_resource = f.dpc_queued = f.gpu_slow = false;
    nt_violation_handler(violation, NULL);
    nt_device_register("\\Registry\\Machine\\System\\CurrentControlSet\\Services\\DXGKrnl", "\\Device\\DxgKrnl", control, NULL);
    fake_host_init();
    fake_host_arrives();
    RtlInitUnicodeString(&registry, path);
    if (file) {
        image = nt_image_load(file, why, sizeof why);
        if (!image) printf("Bail out! %s: %s\n", file, why);
        if (!image) exit(1);
        status = nt_image_start(image, &f.driver, &registry);
    } else {
        status = DriverEntry(&f.driver, &registry);
    }
    if (!NT_SUCCESS(status)) abort();
    f.dxgk = (DXGKRNL_INTERFACE){
        .Size = sizeof f.dxgk, .Version = 0x4002, .DeviceHandle = &f, .DxgkCbGetDeviceInformation = cb_get_device_information,
        .DxgkCbMapMemory = cb_map_memory, .DxgkCbUnmapMemory = cb_unmap_memory, .DxgkCbQueueDpc = cb_queue_dpc,
        .DxgkCbSynchronizeExecution = cb_synchronize_execution, .DxgkCbNotifyInterrupt = cb_notify_interrupt,
        .DxgkCbNotifyDpc = cb_notify_dpc, .DxgkCbGetHandleData = cb_get_handle_data,
        .DxgkCbQueryVidPnInterface = vidpn_query_interface, .DxgkCbAcquirePostDisplayOwnership = cb_acquire_post,
    };
}

void fake_fini(void)
{
    if (f.present) fake_host_leaves();
    f.ddi.DxgkDdiUnload();
    nt_image_unload(image);
    image = NULL;
}

NTSTATUS fake_start(void) { return fake_start_with(&f.dxgk); }

NTSTATUS fake_start_with(DXGKRNL_INTERFACE *dxgk)
{
    DXGK_START_INFO info = { .RequiredDmaQueueEntry = 16 };
    NTSTATUS status = f.ddi.DxgkDdiAddDevice(&f.pdo, &f.adapter);

    if (!NT_SUCCESS(status)) return status;
    f.connected = true;
    status = f.ddi.DxgkDdiStartDevice(f.adapter, &info, dxgk, &f.n_sources, &f.n_children);
    fake_dpc();
    return status;
}

void fake_remove(void)
{
    f.connected = false;
    f.dpc_queued = false;
    f.ddi.DxgkDdiRemoveDevice(f.adapter);
    f.adapter = NULL;
}

void fake_stop(void)
{
    f.ddi.DxgkDdiStopDevice(f.adapter);
    fake_remove();
}

void fake_dpc(void)
{
    KIRQL old;
    for (int i = 0; f.dpc_queued && i < 1000; i++) {
        f.dpc_queued = false;
        KeRaiseIrql(DISPATCH_LEVEL, &old);
        f.ddi.DxgkDdiDpcRoutine(f.adapter);
        KeLowerIrql(old);
    }
}

uint32_t fake_notes(uint32_t from, DXGK_INTERRUPT_TYPE type)
{
    uint32_t n = 0;
    for (uint32_t i = from; i < f.n_notes; i++) n += f.notes[i].InterruptType == type;
    return n;
}

D3DKMT_HANDLE fake_handle(HANDLE allocation)
{
    for (D3DKMT_HANDLE i = 1; i < FAKE_HANDLES; i++) {
        if (f.handles[i] && f.handles[i] != allocation) continue;
        f.handles[i] = allocation;
        return i;
    }
    return 0;
}
