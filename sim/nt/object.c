/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * object.c - counted objects and handles, the registry of services and devices, and the request that
 * a driver sends to find the port driver's entry.
 */
#include "nt_internal.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct object {
    uint32_t magic;
    LONG references;
    POBJECT_TYPE type;
    void (*fini)(void *body);
};
#define OBJECT_MAGIC 0x004f424au

struct _OBJECT_TYPE { const char *name; };
static struct _OBJECT_TYPE event_type = { "Event" };
static POBJECT_TYPE event_type_pointer = &event_type;
POBJECT_TYPE *ExEventObjectType = &event_type_pointer;

static struct object *object_of(void *body) { return (struct object *)body - 1; }

void *nt_object_create(SIZE_T size, POBJECT_TYPE type, void (*fini)(void *body))
{
    struct object *o = calloc(1, sizeof *o + size);
    if (!o) return NULL;
    o->magic = OBJECT_MAGIC;
    o->references = 1;
    o->type = type;
    o->fini = fini;
    return o + 1;
}

POBJECT_TYPE nt_object_type(void *body) { return object_of(body)->type; }

static bool object_ok(void *body, const char *function)
{
    if (body && object_of(body)->magic == OBJECT_MAGIC && object_of(body)->references > 0) return true;
    nt_violation("wdm/nf-wdm-obdereferenceobject", "%s: %p is not an object, or is gone", function, body);
    return false;
}

void NTAPI ObfReferenceObject(PVOID body)
{
    if (object_ok(body, "ObReferenceObject")) __atomic_add_fetch(&object_of(body)->references, 1, __ATOMIC_RELAXED);
}

void NTAPI ObfDereferenceObject(PVOID body)
{
    struct object *o = object_of(body);

    nt_irql_at_most(DISPATCH_LEVEL, "wdm/nf-wdm-obdereferenceobject", "ObDereferenceObject");
    if (!object_ok(body, "ObDereferenceObject")) return;
    if (__atomic_sub_fetch(&o->references, 1, __ATOMIC_ACQ_REL)) return;
    if (o->fini) o->fini(body);
    o->magic = 0;
    free(o);
}

/* ---- handles of the system process ---- */

#define MAX_HANDLES 1024u
#define HANDLE_BASE 0x80000000u

static struct {
    pthread_mutex_t lock;
    void *body[MAX_HANDLES];
} handles = { .lock = PTHREAD_MUTEX_INITIALIZER };

HANDLE nt_handle_create(void *body)
{
    unsigned i;

    ObfReferenceObject(body);
    pthread_mutex_lock(&handles.lock);
    for (i = 0; i < MAX_HANDLES && handles.body[i]; i++) {}
    if (i < MAX_HANDLES) handles.body[i] = body;
    pthread_mutex_unlock(&handles.lock);
    if (i < MAX_HANDLES) return (HANDLE)(uintptr_t)(HANDLE_BASE + 4u * (i + 1));
    ObfDereferenceObject(body);
    return NULL;
}

static void **slot_of(HANDLE handle)
{
    uintptr_t v = (uintptr_t)handle;
    if (v < HANDLE_BASE + 4u || v > HANDLE_BASE + 4u * MAX_HANDLES || v % 4u) return NULL;
    return &handles.body[(v - HANDLE_BASE) / 4u - 1u];
}

static void *body_of_handle(HANDLE handle, bool take)
{
    void **slot = slot_of(handle), *body = NULL;
    if (!slot) return NULL;
    pthread_mutex_lock(&handles.lock);
    body = *slot;
    if (body && take) *slot = NULL;
    else if (body) ObfReferenceObject(body);
    pthread_mutex_unlock(&handles.lock);
    return body;
}

NTSTATUS NTAPI ZwClose(HANDLE handle)
{
    void *body;
    nt_irql_at_most(PASSIVE_LEVEL, "wdm/nf-wdm-zwclose", "ZwClose");
    body = body_of_handle(handle, true);
    if (!body) return STATUS_INVALID_HANDLE;
    ObfDereferenceObject(body);
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI ZwWaitForSingleObject(HANDLE handle, BOOLEAN alertable, PLARGE_INTEGER timeout)
{
    void *body = body_of_handle(handle, false);
    NTSTATUS status;
    if (!body) return STATUS_INVALID_HANDLE;
    status = KeWaitForSingleObject(body, Executive, KernelMode, alertable, timeout);
    ObfDereferenceObject(body);
    return status;
}

static void close_user_event(void *body) { close(((KEVENT *)body)->Header.nt_fd); }

static nt_user_event_fn *user_event_fd; /* NULL: the handle is the number */

void nt_user_events(nt_user_event_fn *fn) { user_event_fd = fn; }

/* User mode's events are eventfds; anything else that a process may have under that number is refused. */
static NTSTATUS reference_user_event(HANDLE handle, PVOID *object)
{
    char path[64], target[64];
    ssize_t n;
    int fd;
    KEVENT *event;

    if (!user_event_fd && (uintptr_t)handle > INT32_MAX) return STATUS_INVALID_HANDLE;
    fd = fcntl(user_event_fd ? user_event_fd(handle) : (int)(uintptr_t)handle, F_DUPFD_CLOEXEC, 3);
    if (fd < 0) return STATUS_INVALID_HANDLE;
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    n = readlink(path, target, sizeof target - 1);
    target[n > 0 ? n : 0] = 0;
    if (strcmp(target, "anon_inode:[eventfd]") != 0) {
        close(fd);
        return STATUS_OBJECT_TYPE_MISMATCH;
    }
    event = nt_object_create(sizeof *event, &event_type, close_user_event);
    if (!event) {
        close(fd);
        return STATUS_INSUFFICIENT_RESOURCES;
    }
    nt_header_init(&event->Header, NT_EVENT, true, 0);
    event->Header.Foreign = 1;
    event->Header.nt_fd = fd;
    *object = event;
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI ObReferenceObjectByHandle(HANDLE handle, ULONG access, POBJECT_TYPE type, KPROCESSOR_MODE mode, PVOID *object,
                                   PVOID handle_information)
{
    void *body;

    nt_irql_at_most(PASSIVE_LEVEL, "wdm/nf-wdm-obreferenceobjectbyhandle", "ObReferenceObjectByHandle");
    *object = NULL;
    if (mode == UserMode) {
        if (type != &event_type) {
            nt_violation("wdm/nf-wdm-obreferenceobjectbyhandle", "a handle of user mode taken without a type to check");
            return STATUS_OBJECT_TYPE_MISMATCH;
        }
        return reference_user_event(handle, object);
    }
    body = body_of_handle(handle, false);
    if (!body) return STATUS_INVALID_HANDLE;
    if (type && nt_object_type(body) != type) {
        ObfDereferenceObject(body);
        return STATUS_OBJECT_TYPE_MISMATCH;
    }
    *object = body;
    return STATUS_SUCCESS;
}

/* ---- services and devices ---- */

#define MAX_DEVICES 4

static struct device {
    uint16_t service[128], name[64]; /* the WDK's strings are counted; these end with 0 */
    DEVICE_OBJECT object;
    nt_device_control_fn *control;
    void *arg;
    bool loaded;
} devices[MAX_DEVICES];
static int n_devices;
static pthread_mutex_t devices_lock = PTHREAD_MUTEX_INITIALIZER;

static void widen(uint16_t *to, size_t n, const char *from)
{
    size_t i;
    for (i = 0; i + 1 < n && from[i]; i++) to[i] = (uint16_t)from[i];
    to[i] = 0;
}

void nt_device_register(const char *service, const char *device, nt_device_control_fn *control, void *arg)
{
    struct device *d;
    uint16_t wide[64];
    int i;

    widen(wide, 64, device);
    pthread_mutex_lock(&devices_lock);
    for (i = 0; i < n_devices && memcmp(devices[i].name, wide, sizeof wide) != 0; i++) {}
    if (i < MAX_DEVICES) {
        d = &devices[i];
        if (i == n_devices) n_devices++;
        memset(d, 0, sizeof *d);
        widen(d->service, 128, service);
        widen(d->name, 64, device);
        d->control = control;
        d->arg = arg;
        d->object.DeviceExtension = d;
    }
    pthread_mutex_unlock(&devices_lock);
}

static struct device *find(PUNICODE_STRING text, bool by_service)
{
    UNICODE_STRING candidate;
    int i;
    for (i = 0; i < n_devices; i++) {
        RtlInitUnicodeString(&candidate, by_service ? devices[i].service : devices[i].name);
        if (RtlEqualUnicodeString(&candidate, text, TRUE)) return &devices[i];
    }
    return NULL;
}

NTSTATUS NTAPI ZwLoadDriver(PUNICODE_STRING service)
{
    struct device *d = find(service, true);
    bool was;

    nt_irql_at_most(PASSIVE_LEVEL, "wdm/nf-wdm-zwloaddriver", "ZwLoadDriver");
    if (!d) return STATUS_OBJECT_NAME_NOT_FOUND;
    was = d->loaded;
    d->loaded = true;
    return was ? STATUS_IMAGE_ALREADY_LOADED : STATUS_SUCCESS;
}

NTSTATUS NTAPI ZwUnloadDriver(PUNICODE_STRING service)
{
    struct device *d = find(service, true);
    if (!d) return STATUS_OBJECT_NAME_NOT_FOUND;
    d->loaded = false;
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI IoGetDeviceObjectPointer(PUNICODE_STRING name, ULONG access, PFILE_OBJECT *file, PDEVICE_OBJECT *device)
{
    struct device *d = find(name, false);

    nt_irql_at_most(PASSIVE_LEVEL, "wdm/nf-wdm-iogetdeviceobjectpointer", "IoGetDeviceObjectPointer");
    if (!d || !d->loaded) return STATUS_OBJECT_NAME_NOT_FOUND;
    *file = nt_object_create(sizeof **file, NULL, NULL);
    if (!*file) return STATUS_INSUFFICIENT_RESOURCES;
    (*file)->DeviceObject = &d->object;
    *device = &d->object;
    return STATUS_SUCCESS;
}

PIRP NTAPI IoBuildDeviceIoControlRequest(ULONG code, PDEVICE_OBJECT device, PVOID in, ULONG in_length, PVOID out,
                                   ULONG out_length, BOOLEAN internal, PKEVENT event, PIO_STATUS_BLOCK iosb)
{
    PIRP irp;

    nt_irql_at_most(PASSIVE_LEVEL, "wdm/nf-wdm-iobuilddeviceiocontrolrequest", "IoBuildDeviceIoControlRequest");
    irp = calloc(1, sizeof *irp);
    if (!irp) return NULL;
    irp->UserBuffer = out;
    irp->UserEvent = event;
    irp->UserIosb = iosb;
    irp->IoControlCode = code;
    irp->OutputLength = out_length;
    irp->Internal = internal;
    return irp;
}

/* The port driver answers in the call, so the caller's event is set when it looks. */
NTSTATUS NTAPI IofCallDriver(PDEVICE_OBJECT device, PIRP irp)
{
    struct device *d = device->DeviceExtension;
    NTSTATUS status = STATUS_INVALID_DEVICE_REQUEST;

    if (irp->Internal) status = d->control(d->arg, irp->IoControlCode, irp->UserBuffer, irp->OutputLength);
    irp->IoStatus.Status = status;
    if (irp->UserIosb) *irp->UserIosb = irp->IoStatus;
    if (irp->UserEvent) KeSetEvent(irp->UserEvent, 0, FALSE);
    free(irp);
    return status;
}

void NTAPI IofCompleteRequest(PIRP irp, CHAR boost)
{
    nt_violation("wdm/nf-wdm-iocompleterequest", "the miniature hands no request packet to a driver");
}

PDRIVER_OBJECT nt_driver_create(const char *name)
{
    struct driver { DRIVER_OBJECT object; DRIVER_EXTENSION extension; uint16_t name[64]; } *d = calloc(1, sizeof *d);
    if (!d) return NULL;
    d->object.Size = sizeof d->object;
    d->object.DriverExtension = &d->extension;
    d->extension.DriverObject = &d->object;
    widen(d->name, 64, name);
    RtlInitUnicodeString(&d->object.DriverName, d->name);
    return &d->object;
}

void nt_driver_destroy(PDRIVER_OBJECT driver)
{
    if (!driver) return;
    nt_image_unload(driver->DriverSection);
    free(driver);
}
