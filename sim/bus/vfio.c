/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * vfio.c - a real pvgpu function, through VFIO's type-1 IOMMU interface. The function must be bound to
 * vfio-pci (driver_override and drivers_probe). Linux documentation: driver-api/vfio.rst.
 */
#include "bus.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/pci_regs.h>
#include <linux/vfio.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "pvgpu_regs.h"

struct vfio {
    struct bus bus;
    int container, group, device;
    uint64_t bar0_offset, config_offset, config_size;
    volatile uint8_t *bar0; /* NULL: not mappable, through pread and pwrite */
    int events[PVGPU_MSIX_COUNT], quit_event;
    pthread_mutex_t handler_lock;
    bus_interrupt_fn *fn;
    void *fn_arg;
    pthread_t thread;
    bool started;
};

static void count(uint64_t *counter) { __atomic_add_fetch(counter, 1, __ATOMIC_RELAXED); }

/* ---- registers ---- */

static uint64_t vfio_read(struct bus *b, uint64_t offset, unsigned width)
{
    struct vfio *v = (struct vfio *)b;
    uint64_t value = 0;

    count(&b->counters.register_reads);
    if (offset > b->bar0_size || width > b->bar0_size - offset) return 0;
    if (!v->bar0) return pread(v->device, &value, width, (off_t)(v->bar0_offset + offset)) == (ssize_t)width ? value : 0;
    switch (width) {
    case 1: return v->bar0[offset];
    case 2: return *(volatile uint16_t *)(v->bar0 + offset);
    case 4: return *(volatile uint32_t *)(v->bar0 + offset);
    case 8: return *(volatile uint64_t *)(v->bar0 + offset);
    default: return 0;
    }
}

static void vfio_write(struct bus *b, uint64_t offset, unsigned width, uint64_t value)
{
    struct vfio *v = (struct vfio *)b;

    count(offset == PVGPU_REG_DOORBELL ? &b->counters.doorbells : &b->counters.register_writes);
    if (offset > b->bar0_size || width > b->bar0_size - offset) return;
    if (!v->bar0) {
        ssize_t n = pwrite(v->device, &value, width, (off_t)(v->bar0_offset + offset));
        (void)n; /* a write to a register has no answer */
        return;
    }
    switch (width) {
    case 1: v->bar0[offset] = (uint8_t)value; break;
    case 2: *(volatile uint16_t *)(v->bar0 + offset) = (uint16_t)value; break;
    case 4: *(volatile uint32_t *)(v->bar0 + offset) = (uint32_t)value; break;
    case 8: *(volatile uint64_t *)(v->bar0 + offset) = value; break;
    default: break;
    }
}

static int vfio_config_read(struct bus *b, uint32_t offset, void *data, uint32_t size)
{
    struct vfio *v = (struct vfio *)b;
    if (offset > v->config_size || size > v->config_size - offset) return -EINVAL;
    return pread(v->device, data, size, (off_t)(v->config_offset + offset)) == (ssize_t)size ? 0 : -EIO;
}

static int vfio_config_write(struct bus *b, uint32_t offset, const void *data, uint32_t size)
{
    struct vfio *v = (struct vfio *)b;
    if (offset > v->config_size || size > v->config_size - offset) return -EINVAL;
    return pwrite(v->device, data, size, (off_t)(v->config_offset + offset)) == (ssize_t)size ? 0 : -EIO;
}

/* ---- interrupts ---- */

static bool deliver(struct vfio *v, uint32_t message)
{
    bool ours = true;
    pthread_mutex_lock(&v->handler_lock);
    if (v->fn) {
        count(&v->bus.counters.interrupts[message]);
        ours = v->fn(v->fn_arg, message);
        if (!ours) count(&v->bus.counters.unclaimed);
    }
    pthread_mutex_unlock(&v->handler_lock);
    return ours;
}

/* VFIO masks a line when it delivers it; unmasking brings it back as long as it is up. */
static void unmask_line(struct vfio *v)
{
    struct vfio_irq_set set = {
        .argsz = sizeof set, .flags = VFIO_IRQ_SET_DATA_NONE | VFIO_IRQ_SET_ACTION_UNMASK,
        .index = VFIO_PCI_INTX_IRQ_INDEX, .start = 0, .count = 1,
    };
    ioctl(v->device, VFIO_DEVICE_SET_IRQS, &set);
}

static void *thread_main(void *arg)
{
    struct vfio *v = arg;
    struct pollfd p[3] = { { v->events[0], POLLIN, 0 }, { v->events[1], POLLIN, 0 }, { v->quit_event, POLLIN, 0 } };
    uint64_t n;
    uint32_t i;

    pthread_setname_np(pthread_self(), "bus-vfio");
    for (;;) {
        if (poll(p, 3, -1) < 0 && errno != EINTR) return NULL;
        if (p[2].revents) return NULL;
        for (i = 0; i < PVGPU_MSIX_COUNT; i++) {
            if (!(p[i].revents & POLLIN) || read(v->events[i], &n, sizeof n) != sizeof n) continue;
            deliver(v, i);
            if (!v->bus.n_messages) unmask_line(v);
        }
    }
}

static int set_triggers(struct vfio *v, bool on)
{
    union { struct vfio_irq_set set; char bytes[sizeof(struct vfio_irq_set) + PVGPU_MSIX_COUNT * sizeof(int32_t)]; } u;
    uint32_t n = v->bus.n_messages ? v->bus.n_messages : 1, i;

    memset(&u, 0, sizeof u);
    u.set.index = v->bus.n_messages ? VFIO_PCI_MSIX_IRQ_INDEX : VFIO_PCI_INTX_IRQ_INDEX;
    u.set.flags = VFIO_IRQ_SET_ACTION_TRIGGER | (on ? VFIO_IRQ_SET_DATA_EVENTFD : VFIO_IRQ_SET_DATA_NONE);
    u.set.count = on ? n : 0;
    u.set.argsz = (uint32_t)(sizeof u.set + (on ? n * sizeof(int32_t) : 0));
    for (i = 0; on && i < n; i++) {
        int32_t fd = v->events[i];
        memcpy(u.set.data + i * sizeof fd, &fd, sizeof fd);
    }
    return ioctl(v->device, VFIO_DEVICE_SET_IRQS, &u.set) < 0 ? -errno : 0;
}

static int vfio_enable(struct bus *b, bus_interrupt_fn *fn, void *arg)
{
    struct vfio *v = (struct vfio *)b;
    int err;

    pthread_mutex_lock(&v->handler_lock);
    v->fn = fn;
    v->fn_arg = arg;
    pthread_mutex_unlock(&v->handler_lock);
    if (!v->started) {
        if (pthread_create(&v->thread, NULL, thread_main, v) != 0) return -EAGAIN;
        v->started = true;
    }
    err = set_triggers(v, true);
    if (err) {
        pthread_mutex_lock(&v->handler_lock);
        v->fn = NULL;
        pthread_mutex_unlock(&v->handler_lock);
    }
    return err;
}

static void vfio_disable(struct bus *b)
{
    struct vfio *v = (struct vfio *)b;

    set_triggers(v, false);
    pthread_mutex_lock(&v->handler_lock);
    v->fn = NULL;
    pthread_mutex_unlock(&v->handler_lock);
}

/* ---- open and close ---- */

static void vfio_close(struct bus *b)
{
    struct vfio *v = (struct vfio *)b;
    uint64_t one = 1;
    int i;

    if (v->started) {
        ssize_t n = write(v->quit_event, &one, sizeof one);
        (void)n; /* an eventfd that holds 0 takes 1 */
        pthread_join(v->thread, NULL);
    }
    if (v->bar0) munmap((void *)(uintptr_t)v->bar0, b->bar0_size);
    if (b->bar2) munmap(b->bar2, b->bar2_size);
    for (i = 0; i < (int)PVGPU_MSIX_COUNT; i++)
        if (v->events[i] >= 0) close(v->events[i]);
    if (v->quit_event >= 0) close(v->quit_event);
    if (v->device >= 0) close(v->device);
    if (v->group >= 0) close(v->group);
    if (v->container >= 0) close(v->container);
    pthread_mutex_destroy(&v->handler_lock);
    free(v);
}

static bool open_device(struct vfio *v, const char *bdf, char *error, size_t n)
{
    struct vfio_group_status status = { .argsz = sizeof status };
    char path[128], link[PATH_MAX], *number;
    ssize_t length;

    snprintf(path, sizeof path, "/sys/bus/pci/devices/%s/iommu_group", bdf);
    length = readlink(path, link, sizeof link - 1);
    if (length < 0) {
        snprintf(error, n, "vfio:%s: %s: %s; is there such a function, and is the IOMMU on (intel_iommu=on)?", bdf, path,
                 strerror(errno));
        return false;
    }
    link[length] = 0;
    number = strrchr(link, '/');
    snprintf(path, sizeof path, "/dev/vfio/%.32s", number ? number + 1 : link);
    v->container = open("/dev/vfio/vfio", O_RDWR | O_CLOEXEC);
    if (v->container < 0 || ioctl(v->container, VFIO_GET_API_VERSION) != VFIO_API_VERSION ||
        !ioctl(v->container, VFIO_CHECK_EXTENSION, VFIO_TYPE1_IOMMU)) {
        snprintf(error, n, "vfio:%s: /dev/vfio/vfio is missing or has no type-1 IOMMU; load vfio_iommu_type1", bdf);
        return false;
    }
    v->group = open(path, O_RDWR | O_CLOEXEC);
    if (v->group < 0) {
        snprintf(error, n, "vfio:%s: %s: %s; bind the function to vfio-pci", bdf, path, strerror(errno));
        return false;
    }
    if (ioctl(v->group, VFIO_GROUP_GET_STATUS, &status) < 0 || !(status.flags & VFIO_GROUP_FLAGS_VIABLE)) {
        snprintf(error, n, "vfio:%s: the IOMMU group is not viable; bind all its functions to vfio-pci", bdf);
        return false;
    }
    if (ioctl(v->group, VFIO_GROUP_SET_CONTAINER, &v->container) < 0 ||
        ioctl(v->container, VFIO_SET_IOMMU, VFIO_TYPE1_IOMMU) < 0 ||
        (v->device = ioctl(v->group, VFIO_GROUP_GET_DEVICE_FD, bdf)) < 0) {
        snprintf(error, n, "vfio:%s: %s", bdf, strerror(errno));
        return false;
    }
    return true;
}

static bool region(struct vfio *v, uint32_t index, struct vfio_region_info *info)
{
    memset(info, 0, sizeof *info);
    info->argsz = sizeof *info;
    info->index = index;
    return ioctl(v->device, VFIO_DEVICE_GET_REGION_INFO, info) == 0 && info->size;
}

static bool map_regions(struct vfio *v, const char *bdf, char *error, size_t n)
{
    struct vfio_region_info info;
    uint16_t command;
    void *p;

    if (!region(v, VFIO_PCI_CONFIG_REGION_INDEX, &info)) goto missing;
    v->config_offset = info.offset;
    v->config_size = info.size;
    if (!region(v, VFIO_PCI_BAR0_REGION_INDEX + PVGPU_BAR_REGS, &info)) goto missing;
    v->bar0_offset = info.offset;
    v->bus.bar0_size = info.size;
    if (info.flags & VFIO_REGION_INFO_FLAG_MMAP) {
        p = mmap(NULL, info.size, PROT_READ | PROT_WRITE, MAP_SHARED, v->device, (off_t)info.offset);
        if (p != MAP_FAILED) v->bar0 = p;
    }
    if (!region(v, VFIO_PCI_BAR0_REGION_INDEX + PVGPU_BAR_SHMEM, &info)) goto missing;
    if (!(info.flags & VFIO_REGION_INFO_FLAG_MMAP)) goto missing;
    p = mmap(NULL, info.size, PROT_READ | PROT_WRITE, MAP_SHARED, v->device, (off_t)info.offset);
    if (p == MAP_FAILED) {
        snprintf(error, n, "vfio:%s: BAR2 of %llu bytes: %s", bdf, (unsigned long long)info.size, strerror(errno));
        return false;
    }
    v->bus.bar2 = p;
    v->bus.bar2_size = info.size;
    /* Messages are memory writes of the function: it must be a bus master. */
    if (vfio_config_read(&v->bus, PCI_COMMAND, &command, sizeof command)) goto missing;
    command |= PCI_COMMAND_MEMORY | PCI_COMMAND_MASTER;
    vfio_config_write(&v->bus, PCI_COMMAND, &command, sizeof command);
    return true;
missing:
    snprintf(error, n, "vfio:%s: a region is missing; is this a pvgpu function?", bdf);
    return false;
}

static struct bus *vfio_open(const char *where, char *error, size_t n)
{
    struct vfio_irq_info irq = { .argsz = sizeof irq, .index = VFIO_PCI_MSIX_IRQ_INDEX };
    struct vfio *v = calloc(1, sizeof *v);
    const char *comma = strchr(where, ',');
    char bdf[32];
    int i;

    if (!v) {
        snprintf(error, n, "vfio: no memory");
        return NULL;
    }
    v->bus.ops = &bus_vfio;
    v->container = v->group = v->device = v->quit_event = -1;
    for (i = 0; i < (int)PVGPU_MSIX_COUNT; i++) v->events[i] = -1;
    pthread_mutex_init(&v->handler_lock, NULL);
    snprintf(bdf, sizeof bdf, "%.*s", comma ? (int)(comma - where) : (int)strlen(where), where);
    if (comma && strcmp(comma, ",line") != 0) {
        snprintf(error, n, "PVGPU_TRANSPORT=vfio:%s: give vfio:0000:00:04.0 or vfio:0000:00:04.0,line", where);
        goto fail;
    }
    if (!open_device(v, bdf, error, n) || !map_regions(v, bdf, error, n)) goto fail;
    v->quit_event = eventfd(0, EFD_CLOEXEC);
    for (i = 0; i < (int)PVGPU_MSIX_COUNT; i++) v->events[i] = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (v->quit_event < 0 || v->events[PVGPU_MSIX_COUNT - 1] < 0) {
        snprintf(error, n, "vfio:%s: %s", bdf, strerror(errno));
        goto fail;
    }
    if (!comma && ioctl(v->device, VFIO_DEVICE_GET_IRQ_INFO, &irq) == 0 && irq.count >= PVGPU_MSIX_COUNT)
        v->bus.n_messages = PVGPU_MSIX_COUNT;
    return &v->bus;
fail:
    vfio_close(&v->bus);
    return NULL;
}

const struct bus_ops bus_vfio = {
    .name = "vfio", .open = vfio_open, .close = vfio_close, .read = vfio_read, .write = vfio_write,
    .interrupts_enable = vfio_enable, .interrupts_disable = vfio_disable,
    .config_read = vfio_config_read, .config_write = vfio_config_write,
};
