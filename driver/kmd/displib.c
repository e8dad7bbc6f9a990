/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * displib.c - reaching dxgkrnl. DxgkInitialize is no export of any module: the WDK links it statically. What it
 * does is a handful of documented kernel calls: load the DXGKrnl service, find its device, ask it for its
 * entry by an internal device control, call that. PASSIVE_LEVEL, from DriverEntry only.
 */
#include "kmd.h"
#include "ddi.h"

#define IOCTL_GET_ENTRY 0x230047u /* full WDDM, Windows 8 and later; METHOD_NEITHER: answered through the user buffer */
#define DEVICE_TRIES 10u

typedef NTSTATUS (NTAPI *dxgk_entry)(PDRIVER_OBJECT driver, PUNICODE_STRING registry_path, void *data);

static const uint16_t service_name[] = u"\\Registry\\Machine\\System\\CurrentControlSet\\Services\\DXGKrnl";
static const uint16_t device_name[] = u"\\Device\\DxgKrnl";

PVK_INIT static NTSTATUS ask_entry(PDEVICE_OBJECT device, dxgk_entry *entry)
{
    IO_STATUS_BLOCK iosb;
    NTSTATUS status;
    KEVENT done;
    PIRP irp;

    *entry = NULL;
    RtlZeroMemory(&iosb, sizeof iosb);
    KeInitializeEvent(&done, NotificationEvent, FALSE);
    irp = IoBuildDeviceIoControlRequest(IOCTL_GET_ENTRY, device, NULL, 0, entry, sizeof *entry, TRUE, &done, &iosb);
    if (!irp) return STATUS_INSUFFICIENT_RESOURCES;
    status = IofCallDriver(device, irp);
    if (status == STATUS_PENDING) {
        KeWaitForSingleObject(&done, Executive, KernelMode, FALSE, NULL);
        status = iosb.Status;
    }
    return NT_SUCCESS(status) && !*entry ? STATUS_INVALID_DEVICE_REQUEST : status;
}

PVK_INIT NTSTATUS pvk_dxgk_initialize(PDRIVER_OBJECT driver, PUNICODE_STRING registry_path, DRIVER_INITIALIZATION_DATA *data)
{
    UNICODE_STRING service, name;
    PFILE_OBJECT file = NULL;
    PDEVICE_OBJECT device = NULL;
    dxgk_entry entry;
    NTSTATUS status;
    bool loaded;

    if (!driver || !registry_path || !data) return STATUS_INVALID_PARAMETER;
    RtlInitUnicodeString(&service, service_name);
    RtlInitUnicodeString(&name, device_name);
    status = ZwLoadDriver(&service);
    loaded = NT_SUCCESS(status);
    if (!loaded && status != STATUS_IMAGE_ALREADY_LOADED) return status;
    /* A service that somebody else is just starting may not have its device yet. */
    for (unsigned i = 0; i < DEVICE_TRIES; i++) {
        status = IoGetDeviceObjectPointer(&name, FILE_ALL_ACCESS, &file, &device);
        if (NT_SUCCESS(status)) break;
        pvk_sleep_us(5000);
    }
    if (NT_SUCCESS(status)) {
        status = ask_entry(device, &entry);
        if (NT_SUCCESS(status)) status = entry(driver, registry_path, data);
        ObfDereferenceObject(file);
    }
    if (!NT_SUCCESS(status) && loaded) ZwUnloadDriver(&service);
    return status;
}
