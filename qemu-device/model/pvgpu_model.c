/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "pvgpu_model.h"

static void zero(void *p, uint64_t n) { __builtin_memset(p, 0, (size_t)n); }

static void fill_message(struct pvgpu_model *m, struct pvgpu_message *msg, uint32_t type)
{
    zero(msg, sizeof *msg);
    msg->magic = PVGPU_CHANNEL_MAGIC;
    msg->type = type;
    msg->abi_version = PVGPU_ABI_VERSION;
    msg->features = m->device_features;
}

static bool send_simple(struct pvgpu_model *m, uint32_t type, uint64_t features)
{
    struct pvgpu_message msg;
    fill_message(m, &msg, type);
    msg.features = features;
    return m->ops->send(m->opaque, &msg);
}

/* ---- interrupts ---- */

static void update_line(struct pvgpu_model *m)
{
    bool level = !m->ops->msix_enabled(m->opaque) && (m->irq_status & m->irq_mask) != 0;
    if (level == m->line_level) return;
    m->line_level = level;
    m->ops->line(m->opaque, level);
}

static void raise(struct pvgpu_model *m, uint32_t bit, uint32_t vector)
{
    if (m->ops->msix_enabled(m->opaque)) {
        if (bit != PVGPU_IRQ_RING) m->irq_status |= bit;
        m->ops->msix(m->opaque, vector);
        return;
    }
    m->irq_status |= bit;
    update_line(m);
}

void pvgpu_model_ring_interrupt(struct pvgpu_model *m) { raise(m, PVGPU_IRQ_RING, PVGPU_MSIX_RING); }
void pvgpu_model_msix_changed(struct pvgpu_model *m) { update_line(m); }

static void device_changed(struct pvgpu_model *m) { raise(m, PVGPU_IRQ_DEVICE, PVGPU_MSIX_DEVICE); }

/* ---- shared memory ---- */

/* Does a backend look at the rings now, or may it any moment? */
static bool in_use(const struct pvgpu_model *m)
{
    return (m->status & PVGPU_STATUS_RUNNING) || m->enabling || m->stopping;
}

/* Rings and fences are zero whenever the backend is enabled; the heap is the guest's. */
static void clear_rings(struct pvgpu_model *m)
{
    struct pvgpu_region r[PVGPU_REGION_COUNT];
    char *base = m->ops->shmem(m->opaque);

    (void)pvgpu_layout(m->shmem_size, r); /* the size was checked by init */
    zero(base + r[PVGPU_REGION_SUBMIT].offset, PVGPU_PAGE);
    zero(base + r[PVGPU_REGION_EVENT].offset, PVGPU_PAGE);
    zero(base + r[PVGPU_REGION_FENCE].offset, PVGPU_PAGE);
}

static void write_control_page(struct pvgpu_model *m)
{
    struct pvgpu_control_page page;
    char *base = m->ops->shmem(m->opaque);

    zero(&page, sizeof page);
    page.magic = PVGPU_CONTROL_MAGIC;
    page.abi_version = PVGPU_ABI_VERSION;
    page.n_regions = PVGPU_REGION_COUNT;
    page.shmem_size = m->shmem_size;
    (void)pvgpu_layout(m->shmem_size, page.regions);
    __builtin_memcpy(page.adapter_name, m->adapter_name, sizeof page.adapter_name);
    zero(base, PVGPU_PAGE);
    __builtin_memcpy(base, &page, sizeof page);
}

/* ---- start and stop ---- */

/* The guest's wish and the backend's state decide; called after either changes. */
static void drive(struct pvgpu_model *m)
{
    if (!(m->status & PVGPU_STATUS_READY) || m->enabling || m->stopping) return;
    if ((m->control & PVGPU_CONTROL_ENABLE) && !(m->status & PVGPU_STATUS_RUNNING)) {
        if (m->error) return; /* an error holds until the guest clears ENABLE */
        clear_rings(m);
        m->enabling = send_simple(m, PVGPU_MSG_ENABLE, m->accept & m->device_features & m->backend_features);
    } else if (!(m->control & PVGPU_CONTROL_ENABLE) && (m->status & PVGPU_STATUS_RUNNING)) {
        m->stopping = send_simple(m, PVGPU_MSG_DISABLE, 0);
    }
}

static void stop(struct pvgpu_model *m)
{
    m->control &= ~PVGPU_CONTROL_ENABLE;
    if (m->enabling) { /* STOPPED answers both */
        m->enabling = false;
        m->stopping = send_simple(m, PVGPU_MSG_DISABLE, 0);
    }
    drive(m);
}

int pvgpu_model_init(struct pvgpu_model *m, const struct pvgpu_model_ops *ops, void *opaque)
{
    struct pvgpu_region r[PVGPU_REGION_COUNT];
    if (pvgpu_layout(m->shmem_size, r) || m->n_scanouts < 1 || m->n_scanouts > PVGPU_MAX_SCANOUTS ||
        m->edid_size > PVGPU_EDID_MAX || m->edid_size % 128)
        return -1;
    m->ops = ops;
    m->opaque = opaque;
    m->status = m->control = m->irq_status = m->irq_mask = m->epoch = 0;
    m->error = PVGPU_ERROR_NO_BACKEND;
    m->accept = m->backend_features = 0;
    m->welcomed = m->enabling = m->stopping = m->line_level = false;
    clear_rings(m);
    write_control_page(m);
    return 0;
}

void pvgpu_model_reset(struct pvgpu_model *m)
{
    stop(m);
    m->irq_status = m->irq_mask = 0;
    m->accept = 0;
    if (m->status & PVGPU_STATUS_READY) m->error = PVGPU_ERROR_NONE;
    write_control_page(m);
    if (!in_use(m)) clear_rings(m); /* otherwise when it has stopped */
    update_line(m);
}

/* ---- BAR0 ---- */

static uint32_t read_register(const struct pvgpu_model *m, uint64_t offset)
{
    uint64_t features = m->device_features & m->backend_features;
    switch (offset) {
    case PVGPU_REG_ID:          return 0x55475650u;
    case PVGPU_REG_ABI:         return PVGPU_ABI_VERSION;
    case PVGPU_REG_STATUS:      return m->status;
    case PVGPU_REG_CONTROL:     return m->control;
    case PVGPU_REG_SHMEM_LO:    return (uint32_t)m->shmem_size;
    case PVGPU_REG_SHMEM_HI:    return (uint32_t)(m->shmem_size >> 32);
    case PVGPU_REG_FEATURES_LO: return (uint32_t)features;
    case PVGPU_REG_FEATURES_HI: return (uint32_t)(features >> 32);
    case PVGPU_REG_ACCEPT_LO:   return (uint32_t)m->accept;
    case PVGPU_REG_ACCEPT_HI:   return (uint32_t)(m->accept >> 32);
    case PVGPU_REG_IRQ_STATUS:  return m->irq_status;
    case PVGPU_REG_IRQ_MASK:    return m->irq_mask;
    case PVGPU_REG_EPOCH:       return m->epoch;
    case PVGPU_REG_ERROR:       return m->error;
    case PVGPU_REG_N_SCANOUTS:  return m->n_scanouts;
    case PVGPU_REG_EDID_SIZE:   return m->edid_size;
    default:                    return 0;
    }
}

uint64_t pvgpu_model_read(struct pvgpu_model *m, uint64_t offset, unsigned width)
{
    if (offset >= PVGPU_EDID_OFFSET && offset < PVGPU_EDID_OFFSET + PVGPU_EDID_MAX) {
        uint64_t v = 0, at = offset - PVGPU_EDID_OFFSET;
        for (unsigned i = 0; i < width && i < 8; i++)
            if (at + i < m->edid_size) v |= (uint64_t)m->edid[at + i] << (8 * i);
        return v;
    }
    return width == 4 && offset % 4 == 0 ? read_register(m, offset) : 0;
}

void pvgpu_model_write(struct pvgpu_model *m, uint64_t offset, uint64_t value, unsigned width)
{
    uint32_t v = (uint32_t)value;
    if (width != 4 || offset % 4) return;
    switch (offset) {
    case PVGPU_REG_CONTROL:
        if (v & PVGPU_CONTROL_RESET) { pvgpu_model_reset(m); return; }
        if (v & PVGPU_CONTROL_ENABLE) {
            m->control |= PVGPU_CONTROL_ENABLE;
            drive(m);
        } else {
            stop(m);
            if (m->status & PVGPU_STATUS_READY) m->error = PVGPU_ERROR_NONE;
        }
        return;
    case PVGPU_REG_ACCEPT_LO: m->accept = (m->accept & ~0xffffffffull) | v; return;
    case PVGPU_REG_ACCEPT_HI: m->accept = (m->accept & 0xffffffffull) | (uint64_t)v << 32; return;
    case PVGPU_REG_IRQ_STATUS: m->irq_status &= ~v; update_line(m); return;
    case PVGPU_REG_IRQ_MASK: m->irq_mask = v & PVGPU_IRQ_ALL; update_line(m); return;
    case PVGPU_REG_DOORBELL: m->ops->doorbell(m->opaque); return;
    default: return;
    }
}

/* ---- the backend ---- */

void pvgpu_model_connected(struct pvgpu_model *m)
{
    m->epoch++;
    m->status = PVGPU_STATUS_BACKEND;
    m->welcomed = m->enabling = m->stopping = false;
    m->backend_features = 0;
    device_changed(m);
}

bool pvgpu_model_message(struct pvgpu_model *m, const struct pvgpu_message *msg)
{
    struct pvgpu_message hello;
    uint32_t bad = pvgpu_message_check(msg);

    if (bad) { m->error = bad; return false; }
    switch ((enum pvgpu_message_type)msg->type) {
    case PVGPU_MSG_WELCOME:
        if (m->welcomed) break;
        if (msg->abi_version >> 16 != PVGPU_ABI_MAJOR) { m->error = PVGPU_ERROR_VERSION; return false; }
        m->welcomed = true;
        fill_message(m, &hello, PVGPU_MSG_HELLO);
        hello.shmem_size = m->shmem_size;
        (void)pvgpu_layout(m->shmem_size, hello.regions);
        __builtin_memcpy(hello.vm_name, m->vm_name, sizeof hello.vm_name);
        return m->ops->send(m->opaque, &hello);
    case PVGPU_MSG_REFUSE:
        m->error = msg->error ? msg->error : (uint32_t)PVGPU_ERROR_REFUSED;
        return false;
    case PVGPU_MSG_READY:
        if (!m->welcomed || (m->status & PVGPU_STATUS_READY)) break;
        m->backend_features = msg->features;
        m->status |= PVGPU_STATUS_READY;
        /* A guest that was running when the last backend died must notice before a new one starts. */
        m->error = (m->control & PVGPU_CONTROL_ENABLE) ? (uint32_t)PVGPU_ERROR_BACKEND_LOST : (uint32_t)PVGPU_ERROR_NONE;
        device_changed(m);
        drive(m);
        return true;
    case PVGPU_MSG_RUNNING:
        if (m->stopping) return true; /* ENABLE was taken back meanwhile */
        if (!m->enabling) break;
        m->enabling = false;
        m->status |= PVGPU_STATUS_RUNNING;
        device_changed(m);
        drive(m);
        return true;
    case PVGPU_MSG_STOPPED:
        if (!m->stopping) break;
        m->stopping = false;
        m->status &= ~PVGPU_STATUS_RUNNING;
        clear_rings(m);
        device_changed(m);
        drive(m);
        return true;
    case PVGPU_MSG_DEVICE_ERROR:
        if (!(m->status & PVGPU_STATUS_READY)) break;
        m->error = msg->error ? msg->error : (uint32_t)PVGPU_ERROR_PROTOCOL;
        m->status &= ~PVGPU_STATUS_RUNNING;
        m->enabling = false;
        device_changed(m);
        return true;
    case PVGPU_MSG_HELLO: case PVGPU_MSG_ENABLE: case PVGPU_MSG_DISABLE: case PVGPU_MSG_COUNT:
        break;
    }
    m->error = PVGPU_ERROR_PROTOCOL;
    return false;
}

void pvgpu_model_disconnected(struct pvgpu_model *m, bool no_backend)
{
    bool was_there = m->status & PVGPU_STATUS_BACKEND;
    bool was_running = (m->status & PVGPU_STATUS_RUNNING) || m->enabling;

    m->status = 0;
    m->welcomed = m->enabling = m->stopping = false;
    m->backend_features = 0;
    if (was_running) m->error = PVGPU_ERROR_BACKEND_LOST;
    else if (no_backend && !m->error) m->error = PVGPU_ERROR_NO_BACKEND;
    else if (was_there && !m->error) m->error = PVGPU_ERROR_NO_BACKEND;
    if (was_there) device_changed(m);
}
