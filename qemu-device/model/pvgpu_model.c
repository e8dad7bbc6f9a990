/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "pvgpu_model.h"

static int channel_up(const struct pvgpu_model *m)
{
    return m->s.channel != PVGPU_CHANNEL_NONE;
}

static int channel_ready(const struct pvgpu_model *m)
{
    return m->s.channel >= PVGPU_CHANNEL_READY;
}

/* STATUS.RUNNING stays until the backend has stopped: until then it touches shared memory. */
static int channel_active(const struct pvgpu_model *m)
{
    return m->s.channel == PVGPU_CHANNEL_RUNNING || m->s.channel == PVGPU_CHANNEL_STOPPING;
}

static uint64_t features(const struct pvgpu_model *m)
{
    return channel_ready(m) ? m->config.features & m->s.host_features : 0;
}

/* ---- interrupts ---- */

static void line_update(struct pvgpu_model *m)
{
    uint32_t level = !m->s.msix && (m->s.irq_status & m->s.irq_mask);
    if (level == m->s.line) return;
    m->s.line = level;
    m->ops->set_line(m->arg, (int)level);
}

/* Every event sends a message, pending or not: the guest may have read STATUS just before. */
static void raise_device(struct pvgpu_model *m)
{
    m->s.irq_status |= PVGPU_IRQ_DEVICE;
    if (m->s.msix && (m->s.irq_mask & PVGPU_IRQ_DEVICE)) m->ops->notify(m->arg, PVGPU_MSIX_DEVICE);
    line_update(m);
}

void pvgpu_model_ring_interrupt(struct pvgpu_model *m)
{
    if (m->s.msix) {
        if (m->s.irq_mask & PVGPU_IRQ_RING) m->ops->notify(m->arg, PVGPU_MSIX_RING);
        return;
    }
    m->s.irq_status |= PVGPU_IRQ_RING;
    line_update(m);
}

static void mask_write(struct pvgpu_model *m, uint32_t value)
{
    uint32_t fresh = value & ~m->s.irq_mask & m->s.irq_status;
    m->s.irq_mask = value & PVGPU_IRQ_ALL;
    if (m->s.msix && (fresh & PVGPU_IRQ_DEVICE)) m->ops->notify(m->arg, PVGPU_MSIX_DEVICE);
    line_update(m);
}

void pvgpu_model_set_msix(struct pvgpu_model *m, int on)
{
    m->s.msix = on != 0;
    /* The ring bit is not kept with messages, so what was pending becomes one. */
    if (m->s.msix) {
        uint32_t pending = m->s.irq_status & m->s.irq_mask;
        m->s.irq_status &= ~PVGPU_IRQ_RING;
        if (pending & PVGPU_IRQ_RING) m->ops->notify(m->arg, PVGPU_MSIX_RING);
        if (pending & PVGPU_IRQ_DEVICE) m->ops->notify(m->arg, PVGPU_MSIX_DEVICE);
    }
    line_update(m);
}

/* ---- shared memory ---- */

static void clear_region(struct pvgpu_model *m, int kind, uint64_t size)
{
    m->ops->clear(m->arg, m->regions[kind].offset, size);
}

/* What "rings are zero" needs: headers and fences. */
static void clear_headers(struct pvgpu_model *m)
{
    clear_region(m, PVGPU_REGION_SUBMIT, PVGPU_PAGE);
    clear_region(m, PVGPU_REGION_EVENT, PVGPU_PAGE);
    clear_region(m, PVGPU_REGION_FENCE, m->regions[PVGPU_REGION_FENCE].size);
}

static void write_control_page(struct pvgpu_model *m)
{
    struct pvgpu_control_page page = {
        .magic = PVGPU_CONTROL_MAGIC, .abi_version = PVGPU_ABI_VERSION, .n_regions = PVGPU_REGION_COUNT,
        .shmem_size = m->config.shmem_size,
    };
    int i;

    for (i = 0; i < PVGPU_REGION_COUNT; i++) page.regions[i] = m->regions[i];
    m->ops->clear(m->arg, 0, PVGPU_PAGE);
    m->ops->store(m->arg, 0, &page, sizeof page);
}

/* ---- messages ---- */

static void send(struct pvgpu_model *m, uint32_t type, uint64_t feature_bits)
{
    struct pvgpu_message msg = { .magic = PVGPU_CHANNEL_MAGIC, .type = type, .abi_version = PVGPU_ABI_VERSION };
    int i;

    msg.features = feature_bits;
    if (type == PVGPU_MSG_HELLO) {
        msg.shmem_size = m->config.shmem_size;
        for (i = 0; i < PVGPU_REGION_COUNT; i++) msg.regions[i] = m->regions[i];
        __builtin_memcpy(msg.vm_name, m->config.vm_name, sizeof msg.vm_name);
        msg.vm_name[sizeof msg.vm_name - 1] = 0;
    }
    m->ops->send(m->arg, &msg);
}

/* Brings the backend towards what CONTROL says, as far as it can go without another message. */
static void pump(struct pvgpu_model *m)
{
    int want = (m->s.control & PVGPU_CONTROL_ENABLE) && !(m->s.control & PVGPU_CONTROL_RESET);

    if (!want && (m->s.channel == PVGPU_CHANNEL_ENABLING || m->s.channel == PVGPU_CHANNEL_RUNNING)) {
        m->s.channel = PVGPU_CHANNEL_STOPPING;
        send(m, PVGPU_MSG_DISABLE, 0);
    }
    if (m->s.channel == PVGPU_CHANNEL_STOPPING) return;
    if (m->s.control & PVGPU_CONTROL_RESET) {
        clear_region(m, PVGPU_REGION_SUBMIT, m->regions[PVGPU_REGION_SUBMIT].size);
        clear_region(m, PVGPU_REGION_EVENT, m->regions[PVGPU_REGION_EVENT].size);
        clear_headers(m);
        write_control_page(m);
        m->s.control = 0;
        m->s.irq_status = m->s.irq_mask = 0;
        m->s.accept = 0;
        if (channel_up(m)) m->s.error = PVGPU_ERROR_NONE;
        line_update(m);
    }
    if (want && m->s.channel == PVGPU_CHANNEL_READY) {
        clear_headers(m);
        m->s.channel = PVGPU_CHANNEL_ENABLING;
        send(m, PVGPU_MSG_ENABLE, m->s.accept);
    }
}

/* The backend is no longer there, or no longer runs; error says why. */
static void leave(struct pvgpu_model *m, uint32_t channel, uint32_t error)
{
    m->s.channel = channel;
    m->s.control &= ~PVGPU_CONTROL_ENABLE;
    if (error) m->s.error = error;
    pump(m);
    raise_device(m);
}

static void drop(struct pvgpu_model *m, uint32_t error)
{
    leave(m, PVGPU_CHANNEL_NONE, error);
    m->ops->disconnect(m->arg);
}

void pvgpu_model_connected(struct pvgpu_model *m)
{
    if (channel_up(m)) return;
    m->s.channel = PVGPU_CHANNEL_CONNECTED;
    m->s.epoch++;
    raise_device(m);
}

void pvgpu_model_disconnected(struct pvgpu_model *m, uint32_t error)
{
    if (!channel_up(m)) {
        /* What made us close the channel says more than that nobody is there now. */
        if (error && !m->s.error) m->s.error = error;
        return;
    }
    leave(m, PVGPU_CHANNEL_NONE, m->s.channel >= PVGPU_CHANNEL_ENABLING ? PVGPU_ERROR_BACKEND_LOST
                                                                          : m->s.error ? 0 : PVGPU_ERROR_NO_BACKEND);
}

/* An error that a backend names; numbers we do not know become fallback. */
static uint32_t named_error(uint32_t error, uint32_t fallback)
{
    return error > PVGPU_ERROR_NONE && error <= PVGPU_ERROR_HOST_DEVICE ? error : fallback;
}

void pvgpu_model_message(struct pvgpu_model *m, const struct pvgpu_message *msg)
{
    uint32_t state = m->s.channel;

    if (!channel_up(m)) return; /* was in flight when we closed */
    if (pvgpu_message_check(msg) != PVGPU_ERROR_NONE) {
        drop(m, PVGPU_ERROR_PROTOCOL);
        return;
    }
    switch (msg->type) {
    case PVGPU_MSG_WELCOME:
        if (state != PVGPU_CHANNEL_CONNECTED) break;
        if (msg->abi_version >> 16 != PVGPU_ABI_MAJOR) {
            drop(m, PVGPU_ERROR_VERSION);
            return;
        }
        m->s.channel = PVGPU_CHANNEL_HELLO;
        send(m, PVGPU_MSG_HELLO, m->config.features);
        return;
    case PVGPU_MSG_REFUSE:
        if (state != PVGPU_CHANNEL_CONNECTED && state != PVGPU_CHANNEL_HELLO) break;
        drop(m, named_error(msg->error, PVGPU_ERROR_REFUSED));
        return;
    case PVGPU_MSG_READY:
        if (state != PVGPU_CHANNEL_HELLO) break;
        m->s.channel = PVGPU_CHANNEL_READY;
        m->s.host_features = msg->features;
        /* Why we were not READY is over; why we left RUNNING is kept for the guest to read. */
        if (m->s.error != PVGPU_ERROR_BACKEND_LOST && m->s.error != PVGPU_ERROR_GUEST && m->s.error != PVGPU_ERROR_HOST_DEVICE)
            m->s.error = PVGPU_ERROR_NONE;
        raise_device(m);
        return;
    case PVGPU_MSG_RUNNING:
        if (state == PVGPU_CHANNEL_STOPPING) return; /* crossed our DISABLE */
        if (state != PVGPU_CHANNEL_ENABLING) break;
        m->s.channel = PVGPU_CHANNEL_RUNNING;
        raise_device(m);
        return;
    case PVGPU_MSG_STOPPED:
        if (state != PVGPU_CHANNEL_STOPPING) break;
        m->s.channel = PVGPU_CHANNEL_READY;
        pump(m);
        raise_device(m);
        return;
    case PVGPU_MSG_DEVICE_ERROR:
        /* It has stopped by itself and owes nothing but the answer to a DISABLE that crossed this. */
        if (state == PVGPU_CHANNEL_STOPPING) {
            m->s.error = named_error(msg->error, PVGPU_ERROR_HOST_DEVICE);
            return;
        }
        if (state != PVGPU_CHANNEL_ENABLING && state != PVGPU_CHANNEL_RUNNING) break;
        leave(m, PVGPU_CHANNEL_READY, named_error(msg->error, PVGPU_ERROR_HOST_DEVICE));
        return;
    }
    drop(m, PVGPU_ERROR_PROTOCOL);
}

/* ---- registers ---- */

static uint32_t status(const struct pvgpu_model *m)
{
    return (channel_up(m) ? PVGPU_STATUS_BACKEND : 0) | (channel_ready(m) ? PVGPU_STATUS_READY : 0) |
           (channel_active(m) ? PVGPU_STATUS_RUNNING : 0);
}

static uint64_t edid_read(const struct pvgpu_model *m, uint64_t at, unsigned width)
{
    uint64_t value = 0;
    unsigned i;

    for (i = 0; i < width; i++)
        if (at + i < m->config.edid_size) value |= (uint64_t)m->config.edid[at + i] << (8 * i);
    return value;
}

uint64_t pvgpu_model_read(const struct pvgpu_model *m, uint64_t offset, unsigned width)
{
    if (width == 0 || width > 8) return 0;
    if (offset >= PVGPU_EDID_OFFSET && offset < PVGPU_EDID_OFFSET + PVGPU_EDID_MAX)
        return edid_read(m, offset - PVGPU_EDID_OFFSET, width);
    if (width != 4 || offset % 4 || offset >= PVGPU_REGS_SIZE) return 0;
    switch (offset) {
    case PVGPU_REG_ID: return 0x55475650;
    case PVGPU_REG_ABI: return PVGPU_ABI_VERSION;
    case PVGPU_REG_STATUS: return status(m);
    case PVGPU_REG_CONTROL: return m->s.control;
    case PVGPU_REG_SHMEM_LO: return (uint32_t)m->config.shmem_size;
    case PVGPU_REG_SHMEM_HI: return m->config.shmem_size >> 32;
    case PVGPU_REG_FEATURES_LO: return (uint32_t)features(m);
    case PVGPU_REG_FEATURES_HI: return features(m) >> 32;
    case PVGPU_REG_ACCEPT_LO: return (uint32_t)m->s.accept;
    case PVGPU_REG_ACCEPT_HI: return m->s.accept >> 32;
    case PVGPU_REG_IRQ_STATUS: return m->s.irq_status;
    case PVGPU_REG_IRQ_MASK: return m->s.irq_mask;
    case PVGPU_REG_EPOCH: return m->s.epoch;
    case PVGPU_REG_ERROR: return m->s.error;
    case PVGPU_REG_N_SCANOUTS: return m->config.n_scanouts;
    case PVGPU_REG_EDID_SIZE: return m->config.edid_size;
    default: return 0;
    }
}

static void control_write(struct pvgpu_model *m, uint32_t value)
{
    if (m->s.control & PVGPU_CONTROL_RESET) return; /* until it is done */
    if (value & PVGPU_CONTROL_RESET) {
        m->s.control = PVGPU_CONTROL_RESET;
    } else if (!(value & PVGPU_CONTROL_ENABLE)) {
        m->s.control = 0;
    } else if (!(m->s.control & PVGPU_CONTROL_ENABLE)) {
        if (!channel_ready(m)) return; /* reads back as 0; ERROR says why */
        if (m->s.accept & ~features(m)) {
            m->s.error = PVGPU_ERROR_GUEST;
            return;
        }
        m->s.control = PVGPU_CONTROL_ENABLE;
        m->s.error = PVGPU_ERROR_NONE;
    }
    pump(m);
}

void pvgpu_model_write(struct pvgpu_model *m, uint64_t offset, unsigned width, uint64_t value)
{
    uint32_t v = (uint32_t)value;

    if (width != 4 || offset % 4 || offset >= PVGPU_REGS_SIZE) return;
    switch (offset) {
    case PVGPU_REG_CONTROL:
        control_write(m, v);
        break;
    case PVGPU_REG_ACCEPT_LO:
        m->s.accept = (m->s.accept & ~0xffffffffull) | v;
        break;
    case PVGPU_REG_ACCEPT_HI:
        m->s.accept = (m->s.accept & 0xffffffffull) | (uint64_t)v << 32;
        break;
    case PVGPU_REG_IRQ_STATUS:
        m->s.irq_status &= ~v;
        line_update(m);
        break;
    case PVGPU_REG_IRQ_MASK:
        mask_write(m, v);
        break;
    case PVGPU_REG_DOORBELL:
        if (m->s.channel == PVGPU_CHANNEL_RUNNING) m->ops->kick(m->arg);
        break;
    default:
        break;
    }
}

/* ---- life ---- */

int pvgpu_model_init(struct pvgpu_model *m, const struct pvgpu_model_config *config, const struct pvgpu_model_ops *ops, void *arg)
{
    __builtin_memset(m, 0, sizeof *m);
    m->ops = ops;
    m->arg = arg;
    m->config = *config;
    if (pvgpu_layout(config->shmem_size, m->regions)) return -1;
    if (config->n_scanouts < 1 || config->n_scanouts > PVGPU_MAX_SCANOUTS) return -1;
    if (config->edid_size > PVGPU_EDID_MAX || config->edid_size % 128) return -1;
    if (config->features & ~PVGPU_FEATURES_KNOWN) return -1;
    m->s.error = PVGPU_ERROR_NO_BACKEND;
    write_control_page(m);
    return 0;
}

void pvgpu_model_reset(struct pvgpu_model *m)
{
    m->s.msix = 0;
    m->s.irq_mask = m->s.irq_status = 0;
    m->s.control = PVGPU_CONTROL_RESET;
    pump(m);
    line_update(m);
}

void pvgpu_model_loaded(struct pvgpu_model *m)
{
    int was_active = m->s.channel >= PVGPU_CHANNEL_ENABLING;

    m->s.channel = PVGPU_CHANNEL_NONE;
    m->s.line = 0;
    leave(m, PVGPU_CHANNEL_NONE, was_active ? PVGPU_ERROR_BACKEND_LOST : PVGPU_ERROR_NO_BACKEND);
}
