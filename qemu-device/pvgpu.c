/*
 * pvgpu: a paravirtualized GPU that exists as shared memory
 *
 * The register model (pvgpu_model.c) decides what a read, a write, a reset and a message of the
 * backend mean; this file is the QEMU side of it: PCI function, MSI-X, memory, events, reconnection.
 * No command of the guest is decoded here. docs/specs: qemu-device/spec.md of the PVGPU project.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "qemu/osdep.h"
#include "qapi/error.h"
#include "qemu/error-report.h"
#include "qemu/event_notifier.h"
#include "qemu/main-loop.h"
#include "qemu/module.h"
#include "qemu/timer.h"
#include "qemu/units.h"
#include "hw/display/edid.h"
#include "hw/pci/msi.h"
#include "hw/pci/msix.h"
#include "hw/pci/pci_device.h"
#include "hw/qdev-properties.h"
#include "migration/blocker.h"
#include "migration/vmstate.h"
#include "qom/object.h"
#include "system/kvm.h"
#include "trace.h"

#undef FIELD /* hw/registerfields.h; the command table has a FIELD of its own */
#include "pvgpu_host.h"
#include "pvgpu_model.h"

#define TYPE_PVGPU "pvgpu"
OBJECT_DECLARE_SIMPLE_TYPE(PvgpuState, PVGPU)

#define PVGPU_RETRY_MS 250

struct PvgpuState {
    PCIDevice parent_obj;

    MemoryRegion bar_regs;
    MemoryRegion bar_shmem;
    struct pvgpu_model model;

    struct pvgpu_host_shmem shmem;
    EventNotifier doorbell;   /* guest to backend */
    EventNotifier ring_irq;   /* backend to guest */
    struct pvgpu_host_link link;
    QEMUTimer *retry;
    bool complained;          /* "no backend" was said once */
    bool have_msix;
    int ring_virq;            /* KVM route of vector 0, or -1 */
    Error *migration_blocker; /* while a backend is attached */

    /* properties */
    uint64_t shmem_size;
    char *backend;
    char *adapter_name;
    char *vm_name;
    uint8_t outputs;
    uint16_t subsys_vendor_id;
    uint16_t subsys_id;
    qemu_edid_info edid;
};

/* ---- what the model asks for ---- */

static bool pvgpu_op_send(void *opaque, const struct pvgpu_message *m)
{
    PvgpuState *s = opaque;
    pvgpu_host_handle handles[3] = {
        s->shmem.handle,
#ifdef _WIN32
        (pvgpu_host_handle)event_notifier_get_handle(&s->doorbell),
        (pvgpu_host_handle)event_notifier_get_handle(&s->ring_irq),
#else
        event_notifier_get_fd(&s->doorbell),
        event_notifier_get_fd(&s->ring_irq),
#endif
    };
    int err;

    trace_pvgpu_send(m->type);
    err = pvgpu_host_link_send(&s->link, m, m->type == PVGPU_MSG_HELLO ? handles : NULL);
    return err == 0;
}

static void pvgpu_op_msix(void *opaque, uint32_t vector)
{
    trace_pvgpu_interrupt(vector);
    msix_notify(PCI_DEVICE(opaque), vector);
}

static void pvgpu_op_line(void *opaque, bool level)
{
    trace_pvgpu_line(level);
    pci_set_irq(PCI_DEVICE(opaque), level);
}

static bool pvgpu_op_msix_enabled(void *opaque)
{
    return msix_enabled(PCI_DEVICE(opaque));
}

static void pvgpu_op_doorbell(void *opaque)
{
    PvgpuState *s = opaque;

    event_notifier_set(&s->doorbell);
}

static void *pvgpu_op_shmem(void *opaque)
{
    PvgpuState *s = opaque;

    return s->shmem.base;
}

static const struct pvgpu_model_ops pvgpu_ops = {
    .send = pvgpu_op_send,
    .msix = pvgpu_op_msix,
    .line = pvgpu_op_line,
    .msix_enabled = pvgpu_op_msix_enabled,
    .doorbell = pvgpu_op_doorbell,
    .shmem = pvgpu_op_shmem,
};

/* ---- BAR0 ---- */

static uint64_t pvgpu_regs_read(void *opaque, hwaddr addr, unsigned size)
{
    PvgpuState *s = opaque;
    uint64_t value = pvgpu_model_read(&s->model, addr, size);

    trace_pvgpu_read(addr, size, value);
    return value;
}

static void pvgpu_regs_write(void *opaque, hwaddr addr, uint64_t value, unsigned size)
{
    PvgpuState *s = opaque;

    trace_pvgpu_write(addr, size, value);
    pvgpu_model_write(&s->model, addr, value, size);
}

static const MemoryRegionOps pvgpu_regs_ops = {
    .read = pvgpu_regs_read,
    .write = pvgpu_regs_write,
    .endianness = DEVICE_LITTLE_ENDIAN,
    .valid = { .min_access_size = 1, .max_access_size = 8, .unaligned = true },
    .impl = { .min_access_size = 1, .max_access_size = 8, .unaligned = true },
};

/* ---- the backend ---- */

static void pvgpu_unwatch(PvgpuState *s)
{
#ifdef _WIN32
    qemu_del_wait_object((HANDLE)s->link.handle, NULL, NULL);
#else
    qemu_set_fd_handler(s->link.handle, NULL, NULL, NULL);
#endif
}

static void pvgpu_retry_later(PvgpuState *s)
{
    timer_mod(s->retry, qemu_clock_get_ms(QEMU_CLOCK_REALTIME) + PVGPU_RETRY_MS);
}

static void pvgpu_disconnect(PvgpuState *s, const char *why)
{
    if (s->link.handle == PVGPU_HOST_NONE) {
        return;
    }
    trace_pvgpu_disconnected(why);
    pvgpu_unwatch(s);
    pvgpu_host_link_close(&s->link);
    pvgpu_model_disconnected(&s->model, false);
    migrate_del_blocker(&s->migration_blocker);
    pvgpu_retry_later(s);
}

/* Why a backend and this device do not come together, for whoever started QEMU. */
static const char *pvgpu_reason(uint32_t error)
{
    switch (error) {
    case PVGPU_ERROR_VERSION:
        return "it speaks another version of the protocol: build device and backend from one release";
    case PVGPU_ERROR_REFUSED:
        return "it serves another VM, and each needs a backend with a socket of its own (or its log says what it refused)";
    case PVGPU_ERROR_PROTOCOL:
        return "what listens there is no pvgpu-backend";
    default:
        return "it refused";
    }
}

static void pvgpu_readable(void *opaque)
{
    PvgpuState *s = opaque;
    struct pvgpu_message m;
    int n;

    while ((n = pvgpu_host_link_receive(&s->link, &m)) == 1) {
        trace_pvgpu_message(m.type);
        if (!pvgpu_model_message(&s->model, &m)) {
            if (!s->complained) {
                warn_report("pvgpu: the backend at '%s' cannot serve this VM (error %u): %s; trying again",
                            s->backend, s->model.error, pvgpu_reason(s->model.error));
                s->complained = true;
            }
            pvgpu_disconnect(s, "refused");
            return;
        }
        if (m.type == PVGPU_MSG_READY) {
            s->complained = false;
        }
    }
    if (n < 0) {
        pvgpu_disconnect(s, strerror(-n));
    }
}

static void pvgpu_connect(void *opaque)
{
    PvgpuState *s = opaque;
    int err = pvgpu_host_link_open(&s->link, s->backend);

    if (err) {
        if (!s->complained) {
            warn_report("pvgpu: no backend at '%s' (%s): the adapter stays off until one listens there "
                        "(pvgpu-backend --socket PATH)", s->backend, strerror(-err));
            s->complained = true;
        }
        pvgpu_model_disconnected(&s->model, true);
        pvgpu_retry_later(s);
        return;
    }
    trace_pvgpu_connected(s->backend);
    error_setg(&s->migration_blocker, "pvgpu: the state of an attached backend cannot be migrated");
    migrate_add_blocker(&s->migration_blocker, NULL);
    pvgpu_model_connected(&s->model);
#ifdef _WIN32
    qemu_add_wait_object((HANDLE)s->link.handle, pvgpu_readable, s);
#else
    qemu_set_fd_handler(s->link.handle, pvgpu_readable, NULL, s);
#endif
}

/* ---- interrupts: the backend's event becomes vector 0, in KVM where it can ---- */

static void pvgpu_ring_event(EventNotifier *n)
{
    PvgpuState *s = container_of(n, PvgpuState, ring_irq);

    if (event_notifier_test_and_clear(n)) {
        pvgpu_model_ring_interrupt(&s->model);
    }
}

static int pvgpu_vector_use(PCIDevice *dev, unsigned vector, MSIMessage msg)
{
    PvgpuState *s = PVGPU(dev);
    KVMRouteChange c;
    int ret;

    if (vector != PVGPU_MSIX_RING) {
        return 0;
    }
    c = kvm_irqchip_begin_route_changes(kvm_state);
    ret = kvm_irqchip_add_msi_route(&c, vector, dev);
    if (ret < 0) {
        return ret;
    }
    kvm_irqchip_commit_route_changes(&c);
    s->ring_virq = ret;
    event_notifier_set_handler(&s->ring_irq, NULL);
    ret = kvm_irqchip_add_irqfd_notifier_gsi(kvm_state, &s->ring_irq, NULL, s->ring_virq);
    if (ret < 0) {
        kvm_irqchip_release_virq(kvm_state, s->ring_virq);
        s->ring_virq = -1;
        event_notifier_set_handler(&s->ring_irq, pvgpu_ring_event);
    }
    return 0; /* without a route the main loop delivers it */
}

static void pvgpu_vector_release(PCIDevice *dev, unsigned vector)
{
    PvgpuState *s = PVGPU(dev);

    if (vector != PVGPU_MSIX_RING || s->ring_virq < 0) {
        return;
    }
    kvm_irqchip_remove_irqfd_notifier_gsi(kvm_state, &s->ring_irq, s->ring_virq);
    kvm_irqchip_release_virq(kvm_state, s->ring_virq);
    s->ring_virq = -1;
    event_notifier_set_handler(&s->ring_irq, pvgpu_ring_event);
}

static void pvgpu_config_write(PCIDevice *dev, uint32_t addr, uint32_t value, int len)
{
    PvgpuState *s = PVGPU(dev);
    bool was = msix_enabled(dev), is;

    pci_default_write_config(dev, addr, value, len);
    is = msix_enabled(dev);
    if (was == is) {
        return;
    }
    if (kvm_msi_via_irqfd_enabled()) {
        if (is) {
            msix_set_vector_notifiers(dev, pvgpu_vector_use, pvgpu_vector_release, NULL);
        } else {
            msix_unset_vector_notifiers(dev);
        }
    }
    pvgpu_model_msix_changed(&s->model);
}

/* ---- life ---- */

static void pvgpu_reset(DeviceState *dev)
{
    PvgpuState *s = PVGPU(dev);

    trace_pvgpu_reset();
    pvgpu_model_reset(&s->model);
}

static bool pvgpu_copy_name(char *dst, size_t size, const char *src, const char *what, Error **errp)
{
    if (src && strlen(src) >= size) {
        error_setg(errp, "pvgpu: %s is longer than %zu bytes", what, size - 1);
        return false;
    }
    memset(dst, 0, size);
    if (src) {
        memcpy(dst, src, strlen(src));
    }
    return true;
}

static void pvgpu_realize(PCIDevice *dev, Error **errp)
{
    PvgpuState *s = PVGPU(dev);
    struct pvgpu_region regions[PVGPU_REGION_COUNT];
    int err;

    s->link = (struct pvgpu_host_link)PVGPU_HOST_LINK_CLOSED;
    s->ring_virq = -1;
    if (pvgpu_layout(s->shmem_size, regions)) {
        error_setg(errp, "pvgpu: shmem_size must be a power of two from 64M to 16G");
        return;
    }
    if (s->outputs < 1 || s->outputs > PVGPU_MAX_SCANOUTS) {
        error_setg(errp, "pvgpu: outputs must be 1 to %u", PVGPU_MAX_SCANOUTS);
        return;
    }
    if (!pvgpu_copy_name(s->model.adapter_name, sizeof(s->model.adapter_name), s->adapter_name, "adapter-name", errp) ||
        !pvgpu_copy_name(s->model.vm_name, sizeof(s->model.vm_name), s->vm_name, "vm-name", errp)) {
        return;
    }
    err = s->backend ? pvgpu_host_link_check(s->backend) : 0;
    if (err) {
        error_setg(errp, "pvgpu: backend '%s' %s", s->backend,
                   err == -ENAMETOOLONG ? "is too long for a socket's path" : "is not a path");
        return;
    }
    err = pvgpu_host_shmem_create(&s->shmem, s->shmem_size);
    if (err) {
        error_setg_errno(errp, -err, "pvgpu: cannot make %" PRIu64 " MiB of shared memory", s->shmem_size / MiB);
        return;
    }
    if (event_notifier_init(&s->doorbell, false) || event_notifier_init(&s->ring_irq, false)) {
        error_setg(errp, "pvgpu: cannot make events");
        pvgpu_host_shmem_destroy(&s->shmem);
        return;
    }

    s->model.shmem_size = s->shmem_size;
    s->model.device_features = PVGPU_FEATURES_KNOWN;
    s->model.n_scanouts = s->outputs;
    if (!s->edid.prefx) {
        s->edid.prefx = 1280;
        s->edid.prefy = 720;
    }
    s->edid.vendor = "PVG";
    s->edid.name = "PVGPU";
    s->model.edid_size = 256;
    qemu_edid_generate(s->model.edid, s->model.edid_size, &s->edid);
    pvgpu_model_init(&s->model, &pvgpu_ops, s);

    pci_set_byte(dev->config + PCI_INTERRUPT_PIN, 1);
    if (s->subsys_vendor_id) {
        pci_set_word(dev->config + PCI_SUBSYSTEM_VENDOR_ID, s->subsys_vendor_id);
        pci_set_word(dev->config + PCI_SUBSYSTEM_ID, s->subsys_id);
    }

    memory_region_init_io(&s->bar_regs, OBJECT(s), &pvgpu_regs_ops, s, "pvgpu.regs", PVGPU_REGS_SIZE);
    memory_region_add_eventfd(&s->bar_regs, PVGPU_REG_DOORBELL, 4, false, 0, &s->doorbell);
    pci_register_bar(dev, PVGPU_BAR_REGS, PCI_BASE_ADDRESS_SPACE_MEMORY, &s->bar_regs);

    memory_region_init_ram_ptr(&s->bar_shmem, OBJECT(s), "pvgpu.shmem", s->shmem.size, s->shmem.base);
    vmstate_register_ram(&s->bar_shmem, DEVICE(s)); /* memory that we bring does not migrate by itself */
    pci_register_bar(dev, PVGPU_BAR_SHMEM,
                     PCI_BASE_ADDRESS_SPACE_MEMORY | PCI_BASE_ADDRESS_MEM_TYPE_64 | PCI_BASE_ADDRESS_MEM_PREFETCH, &s->bar_shmem);

    if (msix_init_exclusive_bar(dev, PVGPU_MSIX_COUNT, PVGPU_BAR_MSIX, NULL) == 0) {
        s->have_msix = true;
        for (unsigned v = 0; v < PVGPU_MSIX_COUNT; v++) {
            msix_vector_use(dev, v);
        }
    }
    event_notifier_set_handler(&s->ring_irq, pvgpu_ring_event);

    s->retry = timer_new_ms(QEMU_CLOCK_REALTIME, pvgpu_connect, s);
    if (s->backend) {
        pvgpu_connect(s);
    }
}

static void pvgpu_exit(PCIDevice *dev)
{
    PvgpuState *s = PVGPU(dev);

    if (s->link.handle != PVGPU_HOST_NONE) {
        pvgpu_unwatch(s);
        pvgpu_host_link_close(&s->link);
        migrate_del_blocker(&s->migration_blocker);
    }
    timer_free(s->retry);
    if (s->have_msix) {
        msix_uninit_exclusive_bar(dev);
    }
    event_notifier_set_handler(&s->ring_irq, NULL);
    memory_region_del_eventfd(&s->bar_regs, PVGPU_REG_DOORBELL, 4, false, 0, &s->doorbell);
    vmstate_unregister_ram(&s->bar_shmem, DEVICE(s));
    event_notifier_cleanup(&s->doorbell);
    event_notifier_cleanup(&s->ring_irq);
}

static void pvgpu_finalize(Object *obj)
{
    /* The memory region may outlive exit until the last RCU reader has gone. */
    pvgpu_host_shmem_destroy(&PVGPU(obj)->shmem);
}

/* Without a backend the device is registers and memory, and those do migrate. */
static const VMStateDescription pvgpu_vmstate = {
    .name = "pvgpu",
    .version_id = 1,
    .minimum_version_id = 1,
    .fields = (const VMStateField[]) {
        VMSTATE_PCI_DEVICE(parent_obj, PvgpuState),
        VMSTATE_MSIX(parent_obj, PvgpuState),
        VMSTATE_UINT32(model.control, PvgpuState),
        VMSTATE_UINT32(model.irq_status, PvgpuState),
        VMSTATE_UINT32(model.irq_mask, PvgpuState),
        VMSTATE_UINT64(model.accept, PvgpuState),
        VMSTATE_BOOL(model.line_level, PvgpuState),
        VMSTATE_END_OF_LIST()
    },
};

static const Property pvgpu_properties[] = {
    DEFINE_PROP_SIZE("shmem_size", PvgpuState, shmem_size, 256 * MiB),
    DEFINE_PROP_STRING("backend", PvgpuState, backend),
    DEFINE_PROP_STRING("adapter-name", PvgpuState, adapter_name),
    DEFINE_PROP_STRING("vm-name", PvgpuState, vm_name),
    DEFINE_PROP_UINT8("outputs", PvgpuState, outputs, 1),
    DEFINE_PROP_UINT16("subsys-vendor-id", PvgpuState, subsys_vendor_id, 0),
    DEFINE_PROP_UINT16("subsys-id", PvgpuState, subsys_id, 0),
    DEFINE_EDID_PROPERTIES(PvgpuState, edid),
};

static void pvgpu_class_init(ObjectClass *klass, void *data)
{
    DeviceClass *dc = DEVICE_CLASS(klass);
    PCIDeviceClass *k = PCI_DEVICE_CLASS(klass);

    k->realize = pvgpu_realize;
    k->exit = pvgpu_exit;
    k->config_write = pvgpu_config_write;
    k->vendor_id = PVGPU_PCI_VENDOR;
    k->device_id = PVGPU_PCI_DEVICE;
    k->class_id = PCI_CLASS_DISPLAY_OTHER;
    dc->desc = "Paravirtualized GPU (pvgpu-backend replays Direct3D on the host)";
    dc->vmsd = &pvgpu_vmstate;
    device_class_set_props(dc, pvgpu_properties);
    device_class_set_legacy_reset(dc, pvgpu_reset);
    set_bit(DEVICE_CATEGORY_DISPLAY, dc->categories);
}

static const TypeInfo pvgpu_info = {
    .name = TYPE_PVGPU,
    .parent = TYPE_PCI_DEVICE,
    .instance_size = sizeof(PvgpuState),
    .instance_finalize = pvgpu_finalize,
    .class_init = pvgpu_class_init,
    .interfaces = (InterfaceInfo[]) {
        { INTERFACE_CONVENTIONAL_PCI_DEVICE },
        { },
    },
};

static void pvgpu_register_types(void)
{
    type_register_static(&pvgpu_info);
}

type_init(pvgpu_register_types)
