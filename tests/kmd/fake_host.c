/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * fake_host.c - the register model with a host behind it that copies, checks and books every packet.
 */
#include "fake.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

static void interrupt(uint32_t vector)
{
    KIRQL old;
    if (!f.connected) return;
    old = nt_irql_enter(NT_DEVICE_LEVEL);
    f.ddi.DxgkDdiInterruptRoutine(f.adapter, vector);
    nt_irql_leave(old);
}

static void bad(const char *what, uint64_t a, uint64_t b)
{
    if (!f.n_bad++) snprintf(f.bad, sizeof f.bad, "%s (%llu, %llu)", what, (unsigned long long)a, (unsigned long long)b);
}

/* ---- model ---- */

static bool op_send(void *opaque, const struct pvgpu_message *m)
{
    struct pvgpu_message r = { .magic = PVGPU_CHANNEL_MAGIC, .abi_version = PVGPU_ABI_VERSION };

    switch (m->type) {
    case PVGPU_MSG_HELLO:
        r.type = PVGPU_MSG_READY;
        r.features = PVGPU_FEATURES_KNOWN;
        break;
    case PVGPU_MSG_ENABLE: {
        struct pvgpu_region region[PVGPU_REGION_COUNT];
        (void)pvgpu_layout(FAKE_SHMEM, region);
        pvgpu_ring_attach(&f.ring, f.bar2 + region[PVGPU_REGION_SUBMIT].offset, region[PVGPU_REGION_SUBMIT].size);
        pvgpu_ring_attach(&f.events, f.bar2 + region[PVGPU_REGION_EVENT].offset, region[PVGPU_REGION_EVENT].size);
        f.fences = (void *)(f.bar2 + region[PVGPU_REGION_FENCE].offset);
        memset(f.objects, 0, sizeof f.objects);
        memset(f.contexts, 0, sizeof f.contexts);
        (void)pvgpu_ring_want_data(&f.ring);
        f.running = true;
        r.type = PVGPU_MSG_RUNNING;
        break;
    }
    case PVGPU_MSG_DISABLE:
        f.running = false;
        r.type = PVGPU_MSG_STOPPED;
        break;
    default:
        return false;
    }
    /* The model is in the middle of its own step: the answer comes when the guest looks again. */
    if (m->type == PVGPU_MSG_HELLO) return pvgpu_model_message(&f.model, &r);
    f.ring_attached = true;
    return true;
}

/* Delivers what op_send held back. */
static void settle(void)
{
    struct pvgpu_message r = { .magic = PVGPU_CHANNEL_MAGIC, .abi_version = PVGPU_ABI_VERSION };
    if (!f.ring_attached || !f.present) return;
    f.ring_attached = false;
    r.type = f.running ? PVGPU_MSG_RUNNING : PVGPU_MSG_STOPPED;
    pvgpu_model_message(&f.model, &r);
}

static void op_msix(void *opaque, uint32_t vector) { interrupt(f.one_message ? 0 : vector); }
static void op_line(void *opaque, bool level) { if (level) interrupt(0); }
static bool op_msix_enabled(void *opaque) { return f.msix; }
static void op_doorbell(void *opaque) { if (!f.hold) fake_pump(UINT32_MAX); }
static void *op_shmem(void *opaque) { return f.bar2; }

static const struct pvgpu_model_ops model_ops = { op_send, op_msix, op_line, op_msix_enabled, op_doorbell, op_shmem };

static void maybe_leave(void)
{
    if (f.leave_at && --f.leave_at == 0) fake_host_leaves();
}

static uint64_t bar0_read(void *arg, uint64_t offset, unsigned width)
{
    if (f.gone) {
        f.n_touched++;
        return ~0ull;
    }
    maybe_leave();
    settle();
    return pvgpu_model_read(&f.model, offset, width);
}

static void bar0_write(void *arg, uint64_t offset, unsigned width, uint64_t value)
{
    maybe_leave();
    if (f.gone) f.n_touched++;
    else pvgpu_model_write(&f.model, offset, value, width);
}

static const struct nt_mmio_ops bar0_ops = { bar0_read, bar0_write };

static void fill_caps(void)
{
    struct pvgpu_region region[PVGPU_REGION_COUNT];
    struct pvgpu_caps *c;
    (void)pvgpu_layout(FAKE_SHMEM, region);
    c = (void *)(f.bar2 + region[PVGPU_REGION_CAPS].offset);
    memset(c, 0, sizeof *c);
    c->size = sizeof *c;
    c->abi_version = PVGPU_ABI_VERSION;
    strcpy(c->name, "fake host");
    c->video_memory = 1ull << 30;
    c->shared_memory = 512ull << 20;
    c->max_objects = 1000;
    c->max_contexts = 64;
}

/* 1280x720 at 60 Hz; the rest of the block does not matter to the driver. */
static void fill_edid(uint8_t *e)
{
    static const uint8_t timing[] = { 0x01, 0x1d, 0x00, 0x72, 0x51, 0xd0, 0x1e, 0x20 };
    static const uint8_t header[] = { 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0 };
    memset(e, 0, 128);
    memcpy(e, header, sizeof header);
    memcpy(e + 54, timing, sizeof timing);
}

void fake_host_arrives(void)
{
    struct pvgpu_message w = { .magic = PVGPU_CHANNEL_MAGIC, .type = PVGPU_MSG_WELCOME, .abi_version = PVGPU_ABI_VERSION,
                               .features = PVGPU_FEATURES_KNOWN };
    f.present = true;
    f.hold = false;
    f.ring_attached = false;
    fill_caps();
    pvgpu_model_connected(&f.model);
    pvgpu_model_message(&f.model, &w);
}

void fake_host_leaves(void)
{
    f.present = f.running = f.ring_attached = false;
    pvgpu_model_disconnected(&f.model, false);
}

void fake_machine_reset(void)
{
    f.running = f.ring_attached = false;
    pvgpu_model_reset(&f.model);
    fill_caps();
}

void fake_taken_out(bool memory)
{
    struct pvgpu_region region[PVGPU_REGION_COUNT];
    (void)pvgpu_layout(FAKE_SHMEM, region);
    f.gone = true;
    f.running = false;
    if (memory) memset(f.bar2, 0xff, region[PVGPU_REGION_HEAP].offset);
}

void fake_host_init(void);
void fake_host_init(void)
{
    if (!f.bar2) {
        f.bar2 = mmap(NULL, FAKE_SHMEM, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        f.bar0 = nt_mmio_map(PVGPU_REGS_SIZE, &bar0_ops, NULL);
    }
    f.model = (struct pvgpu_model){ .shmem_size = FAKE_SHMEM, .device_features = PVGPU_FEATURES_KNOWN, .n_scanouts = 2,
                                    .edid_size = 128, .adapter_name = "Test card" };
    fill_edid(f.model.edid);
    f.msix = true;
    if (pvgpu_model_init(&f.model, &model_ops, NULL)) abort();
}

/* ---- consuming ---- */

static struct fake_object *object(uint32_t id, uint8_t kind)
{
    struct fake_object *o = &f.objects[id & ((1u << 17) - 1)];
    if (!id || !o->kind || (kind && o->kind != kind)) bad("an object is not there or of another kind", id, kind);
    return o;
}

static void make(uint32_t id, uint8_t kind, uint64_t size)
{
    struct fake_object *o = &f.objects[id & ((1u << 17) - 1)];
    if (!id || o->kind) bad("an object id is in use", id, o->kind);
    memset(o, 0, sizeof *o);
    o->kind = kind;
    o->size = size;
}

static void context(uint32_t id, bool there)
{
    if (id >= PVGPU_MAX_CONTEXTS || f.contexts[id] != there) bad(there ? "no such context" : "the context id is in use", id, 0);
}

static void in_context(uint32_t ctx, uint32_t id, uint8_t kind)
{
    if (ctx < 16 && object(id, kind)->opens[ctx] <= 0) bad("an object is not open in the context", ctx, id);
}

static void heap_use(uint32_t ctx, uint32_t id, uint64_t offset, uint64_t size)
{
    struct fake_object *o = object(id, PVGPU_OBJ_HEAP);
    in_context(ctx, id, PVGPU_OBJ_HEAP);
    if (!o->placed || offset > o->size || size > o->size - offset) bad("a heap object without a place, or too small", id, offset);
}

/* Events FLIP and PRESENTED follow at once: this host's GPU is fast. */
static void scanout_set(const struct pvgpu_cmd_scanout_set *c)
{
    if (c->resource) object(c->resource, PVGPU_OBJ_RESOURCE);
    f.last_scanout_resource[c->scanout] = c->resource;
    f.last_cookie[c->scanout] = c->cookie;
    fake_event(PVGPU_EVENT_FLIP, c->scanout, c->cookie, 0);
    fake_event(PVGPU_EVENT_PRESENTED, c->scanout, c->cookie, c->guest_time);
}

/* Writes the last signal's slot, and tells when the guest asked for it. */
void fake_gpu_done(void)
{
    struct pvgpu_region region[PVGPU_REGION_COUNT];
    struct pvgpu_progress_slot *s;
    uint64_t old;

    (void)pvgpu_layout(FAKE_SHMEM, region);
    s = (void *)(f.bar2 + region[PVGPU_REGION_HEAP].offset + f.objects[f.gpu_heap].offset + f.gpu_offset);
    old = s->value;
    pvgpu_store64(&s->value, f.gpu_value);
    pvgpu_fence();
    if (s->wake_at && old < s->wake_at && s->wake_at <= f.gpu_value) fake_event(PVGPU_EVENT_PROGRESS, f.gpu_context, 0, 0);
}

static void carry_out(uint32_t ctx, const void *cmd)
{
    const struct pvgpu_command *h = cmd;
    switch (h->op) {
    case PVGPU_OP_CONTEXT_CREATE: {
        const struct pvgpu_cmd_context_create *c = cmd;
        context(c->id, false);
        f.contexts[c->id] = true;
        return;
    }
    case PVGPU_OP_CONTEXT_DESTROY: {
        const struct pvgpu_cmd_context_destroy *c = cmd;
        context(c->id, true);
        f.contexts[c->id] = false;
        return;
    }
    case PVGPU_OP_RESOURCE_CREATE: {
        const struct pvgpu_cmd_resource_create *c = cmd;
        make(c->id, PVGPU_OBJ_RESOURCE, 0);
        return;
    }
    case PVGPU_OP_QUERY_RESOURCE: {
        const struct pvgpu_cmd_query_resource *c = cmd;
        const struct fake_object *o = object(c->heap, PVGPU_OBJ_HEAP);
        struct pvgpu_region region[PVGPU_REGION_COUNT];
        struct pvgpu_object_slot *slot;
        object(c->id, PVGPU_OBJ_RESOURCE);
        if (!o->placed || c->offset % 8 || c->offset > o->size - sizeof *slot) bad("no place for an answer", c->heap, c->offset);
        if (f.mute) return;
        (void)pvgpu_layout(FAKE_SHMEM, region);
        slot = (void *)(f.bar2 + region[PVGPU_REGION_HEAP].offset + o->offset + c->offset);
        *slot = (struct pvgpu_object_slot){ .seq = c->seq, .error = f.refuses, .room = f.room ? f.room : UINT64_MAX };
        return;
    }
    case PVGPU_OP_HEAP_CREATE: {
        const struct pvgpu_cmd_heap_create *c = cmd;
        make(c->id, PVGPU_OBJ_HEAP, c->size);
        return;
    }
    case PVGPU_OP_HEAP_PLACE: {
        const struct pvgpu_cmd_heap_place *c = cmd;
        struct fake_object *o = object(c->id, PVGPU_OBJ_HEAP);
        if (c->offset % PVGPU_PAGE) bad("a place that is not a page's", c->id, c->offset);
        o->placed = c->placed;
        o->offset = c->offset;
        return;
    }
    case PVGPU_OP_RESOURCE_DESTROY: {
        const struct pvgpu_cmd_resource_destroy *c = cmd;
        object(c->id, 0)->kind = 0;
        return;
    }
    case PVGPU_OP_CONTEXT_OPEN: {
        const struct pvgpu_cmd_context_open *c = cmd;
        context(c->context, true);
        if (c->context < 16) object(c->id, 0)->opens[c->context]++;
        return;
    }
    case PVGPU_OP_CONTEXT_CLOSE: {
        const struct pvgpu_cmd_context_close *c = cmd;
        context(c->context, true);
        if (c->context < 16 && object(c->id, 0)->opens[c->context]-- <= 0) bad("closed more often than opened", c->context,
                                                                               c->id);
        return;
    }
    case PVGPU_OP_SCANOUT_SET:
        scanout_set(cmd);
        return;
    case PVGPU_OP_PRESENT_BLT: {
        const struct pvgpu_cmd_present_blt *c = cmd;
        object(c->dst, PVGPU_OBJ_RESOURCE);
        object(c->src, PVGPU_OBJ_RESOURCE);
        return;
    }
    case PVGPU_OP_COLOR_FILL: {
        const struct pvgpu_cmd_color_fill *c = cmd;
        object(c->dst, PVGPU_OBJ_RESOURCE);
        return;
    }
    case PVGPU_OP_CURSOR_SHAPE: {
        const struct pvgpu_cmd_cursor_shape *c = cmd;
        object(c->heap, PVGPU_OBJ_HEAP);
        return;
    }
    case PVGPU_OP_UPDATE_TEXTURE: {
        const struct pvgpu_cmd_update_texture *c = cmd;
        in_context(ctx, c->resource, PVGPU_OBJ_RESOURCE);
        heap_use(ctx, c->heap, c->heap_offset, (uint64_t)c->row_pitch * (c->bottom - c->top - 1));
        return;
    }
    case PVGPU_OP_READ_TEXTURE: {
        const struct pvgpu_cmd_read_texture *c = cmd;
        in_context(ctx, c->resource, PVGPU_OBJ_RESOURCE);
        heap_use(ctx, c->heap, c->heap_offset, (uint64_t)c->row_pitch * (c->bottom - c->top - 1));
        return;
    }
    case PVGPU_OP_SIGNAL: {
        const struct pvgpu_cmd_signal *c = cmd;
        heap_use(ctx, c->heap, c->offset, 16);
        f.gpu_heap = c->heap;
        f.gpu_offset = c->offset;
        f.gpu_value = c->value;
        f.gpu_context = ctx;
        if (!f.gpu_slow) fake_gpu_done();
        return;
    }
    default:
        return;
    }
}

static void packet(const uint8_t *bytes, const struct pvgpu_packet *p)
{
    uint32_t at = sizeof *p, cls = p->type == PVGPU_PACKET_KERNEL ? PVGPU_CLASS_KERNEL : PVGPU_CLASS_CONTEXT;

    f.n_packets++;
    if (p->flags || p->reserved || (p->type != PVGPU_PACKET_KERNEL && p->type != PVGPU_PACKET_CONTEXT)) bad("packet header",
                                                                                                            p->type, p->flags);
    if (p->type == PVGPU_PACKET_KERNEL ? p->context != 0 : !f.contexts[p->context]) bad("packet context", p->type, p->context);
    while (at < p->size) {
        int index;
        enum pvgpu_verdict v = pvgpu_check(bytes + at, p->size - at, &index);
        const struct pvgpu_command *h = (const void *)(bytes + at);
        if (v) { /* a context's own fault is its own; ours is not */
            if (cls == PVGPU_CLASS_KERNEL) bad("a kernel command is malformed", v, h->op);
            fake_event(PVGPU_EVENT_CONTEXT_ERROR, p->context, (uint64_t)v << 32 | h->op, at);
            break;
        }
        if (!(pvgpu_descs[index].cls & cls)) bad("class", h->op, cls);
        if (f.n_log < FAKE_LOG) {
            struct fake_command *l = &f.log[f.n_log++];
            l->packet_type = p->type;
            l->context = p->context;
            l->fence = p->fence;
            memcpy(l->c.bytes, h, h->size < sizeof l->c.bytes ? h->size : sizeof l->c.bytes);
        }
        carry_out(p->context, h);
        at += h->size;
    }
}

static void fence(uint64_t value)
{
    uint64_t old = f.fences->consumed;
    if (value <= old) bad("fences go backwards", old, value);
    pvgpu_store64(&f.fences->consumed, value);
    pvgpu_fence();
    if (old < pvgpu_load64(&f.fences->wake_at) && pvgpu_load64(&f.fences->wake_at) <= value) pvgpu_model_ring_interrupt(&f.model);
}

void fake_pump(uint32_t n)
{
    static uint8_t buffer[PVGPU_PACKET_MAX] __attribute__((aligned(8)));
    static int depth;
    uint32_t avail = 0;

    if (depth || !f.running || !f.present) return;
    depth++;
    while (n-- && f.running) {
        struct pvgpu_packet p;
        enum pvgpu_ring_status s = pvgpu_ring_avail(&f.ring, &avail);
        if (s == PVGPU_RING_WAIT) {
            if (!pvgpu_ring_want_data(&f.ring)) break;
            continue;
        }
        if (s != PVGPU_RING_OK || avail < sizeof p) { bad("the submission ring is broken", s, avail); break; }
        pvgpu_ring_get(&f.ring, 0, &p, sizeof p);
        if (p.size < sizeof p || p.size % 8 || p.size > avail || p.size > sizeof buffer) { bad("packet size", p.size,
                                                                                               avail); break; }
        pvgpu_ring_get(&f.ring, 0, buffer, p.size);
        if (pvgpu_ring_consume(&f.ring, p.size)) pvgpu_model_ring_interrupt(&f.model);
        packet(buffer, &p);
        if (p.fence) fence(p.fence);
    }
    depth--;
}

void fake_event(uint32_t type, uint32_t subject, uint64_t a, uint64_t b)
{
    struct pvgpu_event e = { .type = type, .subject = subject, .a = a, .b = b };
    uint32_t space = 0;

    if (!f.running) return;
    if (pvgpu_ring_space(&f.events, &space) != PVGPU_RING_OK || space < sizeof e) { bad("event ring", space, 0); return; }
    pvgpu_ring_put(&f.events, 0, &e, sizeof e);
    if (pvgpu_ring_publish(&f.events, sizeof e)) pvgpu_model_ring_interrupt(&f.model);
}

void fake_vblank(uint32_t scanout)
{
    fake_event(PVGPU_EVENT_VBLANK, scanout, 0, 0);
    fake_dpc();
}

uint32_t fake_count(uint32_t from, uint32_t op)
{
    uint32_t n = 0;
    for (uint32_t i = from; i < f.n_log; i++) n += f.log[i].c.hdr.op == op;
    return n;
}

const struct fake_command *fake_last(uint32_t op)
{
    for (uint32_t i = f.n_log; i-- > 0;)
        if (f.log[i].c.hdr.op == op) return &f.log[i];
    return NULL;
}
