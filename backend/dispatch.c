/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * dispatch.c - the way of every command through the core, expanded from pvgpu_cmds.def: resolve the
 * handles that its fields name, apply its rules, skip it when it names an error object, then call
 * the core's handler or the renderer's. Nothing is allocated or locked here.
 */
#include <inttypes.h>
#include <string.h>
#include "core.h"
#include "os.h"

static struct pvgpu_ops rules, handlers; /* merged once from the files' parts */

static void dispatch_init(void)
{
#define FIRST(a, b, c, d, e, f, g) ((a) ? (a) : (b) ? (b) : (c) ? (c) : (d) ? (d) : (e) ? (e) : (f) ? (f) : (g))
#define CMD(n, N, code, cls, prose) \
    rules.n = FIRST(pvb_kernel_rules.n, pvb_create_rules.n, pvb_state_rules.n, pvb_work_rules.n, pvb_tile_rules.n, \
                    pvb_video_rules.n, pvb_decoder_rules.n); \
    handlers.n = FIRST(pvb_kernel_handlers.n, pvb_display_handlers.n, pvb_object_handlers.n, pvb_list_handlers.n, \
                       pvb_event_handlers.n, pvb_tile_handlers.n, NULL);
#define FIELD(n, k, f, a)
#define TAIL(n, e, c)
#define END(n)
#include "pvgpu_cmds.def"
#undef FIRST
}

/* ---- fields: only those that name an object do something ---- */

static inline enum pvgpu_verdict new_id(struct pvb_vm *vm, uint32_t id, enum pvgpu_object_kind kind)
{
    vm->defined = 0;
    if (kind == PVGPU_OBJ_CONTEXT) return id <= PVGPU_MAX_CONTEXTS && !vm->contexts[id] ? PVGPU_OK : PVGPU_E_HANDLE;
    return vm->current ? pvb_object_reserve(vm->current, id) : pvb_resource_reserve(vm, id);
}

#define field_ref(vm, v, a)    pvb_need(vm, v, (enum pvgpu_object_kind)(a))
#define field_optref(vm, v, a) ((v) ? pvb_need(vm, v, (enum pvgpu_object_kind)(a)) : PVGPU_OK)
#define field_newid(vm, v, a)  new_id(vm, v, (enum pvgpu_object_kind)(a))
#define field_u32(vm, v, a)     PVGPU_OK
#define field_i32(vm, v, a)     PVGPU_OK
#define field_u64(vm, v, a)     PVGPU_OK
#define field_f32(vm, v, a)     PVGPU_OK
#define field_flags(vm, v, a)   PVGPU_OK
#define field_enumv(vm, v, a)   PVGPU_OK
#define field_count(vm, v, a)   PVGPU_OK
#define field_max(vm, v, a)     PVGPU_OK
#define field_bool(vm, v, a)    PVGPU_OK
#define field_zero(vm, v, a)    PVGPU_OK
#define field_nonzero(vm, v, a) PVGPU_OK
#define field_format(vm, v, a)  PVGPU_OK

/* ---- before and after ---- */

static void trace_command(const struct pvb_vm *vm, const void *cmd)
{
    char text[256];
    pvgpu_print(cmd, text, sizeof text);
    pvb_trace_line(PVB_TRACE_DECODE, "context %" PRIu32 "%s %s", vm->current ? vm->current->id : 0,
                   vm->list_depth ? " (list)" : "", text);
}

/* Commands that may cost the host much by themselves look at the clock each time, the others now and then. */
#define CLOCK_EVERY 16u
#define costly(code) ((code) < 0x0200 || (code) >= PVGPU_OP_DISPATCH)

static inline bool out_of_time(struct pvb_vm *vm, bool costs)
{
    if (!vm->deadline_ns || (!costs && ++vm->cheap % CLOCK_EVERY)) return false;
    return pvb_now_ns() > vm->deadline_ns;
}

static inline void begin(struct pvb_vm *vm, uint32_t op, const void *cmd)
{
    vm->skip = vm->nothing = false;
    vm->stats.commands++;
    vm->stats.last_opcode = op;
    if (!PVB_LIKELY(pvb_trace_level[PVB_TRACE_DECODE] < 2)) trace_command(vm, cmd);
}

void pvb_skipped(struct pvb_vm *vm, int index)
{
    vm->stats.skipped++;
    PVB_TRACE(OBJECTS, 2, "skipped %s: it names an error object", pvgpu_descs[index].name);
    if (vm->named_skips[index / 32] & 1u << index % 32) return;
    vm->named_skips[index / 32] |= 1u << index % 32;
    pvb_log(PVB_INFO, "%s skipped: it names an object that the host could not make (said once a command)",
            pvgpu_descs[index].name);
}

/* A command of a context that names an error object does nothing; what it would have made becomes
 * an error object too. */
static enum pvgpu_verdict skip(struct pvb_vm *vm, int index, const void *cmd)
{
    const struct pvgpu_field *f = &pvgpu_descs[index].fields[0];
    pvb_skipped(vm, index);
    if (f->kind == PVGPU_K_newid)
        pvb_define(vm->current, *(const uint32_t *)(const void *)((const char *)cmd + f->offset), (enum pvgpu_object_kind)f->arg,
                   NULL);
    return PVGPU_OK;
}

/* Their handlers know what to do with an error object. */
#define takes_errors(cls, code) ((cls) == PVGPU_CLASS_KERNEL || (code) == PVGPU_OP_DESTROY || (code) == PVGPU_OP_QUERY_END \
                                 || (code) == PVGPU_OP_QUERY_TILING || (code) == PVGPU_OP_QUERY_OBJECT)

#define CMD(n, N, code, cls, prose) \
static enum pvgpu_verdict run_##n(void *arg, const struct pvgpu_cmd_##n *c, const void *tail) \
{ \
    enum { INDEX = PVGPU_IX_##N, TAKES_ERRORS = takes_errors(PVGPU_CLASS_##cls, PVGPU_OP_##N), COSTLY = costly(code) }; \
    struct pvb_vm *vm = arg; \
    enum pvgpu_verdict v = PVGPU_OK; \
    begin(vm, code, c); \
    if (PVGPU_CLASS_##cls == PVGPU_CLASS_CONTEXT && out_of_time(vm, COSTLY)) return PVGPU_E_QUOTA;
#define FIELD(n, k, f, a) if (!v) v = field_##k(vm, c->f, a);
#define TAIL(n, e, c)
#define END(n) \
    if (v) return v; \
    if (rules.n && (v = rules.n(vm, c, tail)) != PVGPU_OK) return v; \
    if (!TAKES_ERRORS && vm->skip) return skip(vm, INDEX, c); \
    if (!TAKES_ERRORS && vm->nothing) return PVGPU_OK; \
    return handlers.n ? handlers.n(vm, c, tail) : vm->commands->n(vm->current, c, tail); \
}
#include "pvgpu_cmds.def"

const struct pvgpu_ops pvb_dispatch = {
#define CMD(n, N, code, cls, prose) .n = run_##n,
#define FIELD(n, k, f, a)
#define TAIL(n, e, c)
#define END(n)
#include "pvgpu_cmds.def"
};

const char *pvb_renderer_missing(const struct pvb_renderer_ops *ops)
{
    dispatch_init();
    if (!ops->create || !ops->destroy || !ops->context_create || !ops->context_destroy || !ops->context_switch
        || !ops->resource_create || !ops->resource_destroy || !ops->object_destroy || !ops->command_list_create
        || !ops->tiling || !ops->pool_resize || !ops->video_copies || !ops->room || !ops->present_blt || !ops->color_fill
        || !ops->frame_start || !ops->frame_done || !ops->commands || !ops->list_begin || !ops->list_end || !ops->flush
        || !ops->poll || !ops->patience || !ops->wait || !ops->list_adapters)
        return "one of the renderer's own functions";
#define CMD(n, N, code, cls, prose) \
    if (!ops->commands->n && PVGPU_CLASS_##cls == PVGPU_CLASS_CONTEXT && code != PVGPU_OP_DESTROY \
        && code != PVGPU_OP_CREATE_COMMAND_LIST && code != PVGPU_OP_EXECUTE_COMMAND_LIST \
        && code != PVGPU_OP_RESIZE_TILE_POOL && code != PVGPU_OP_QUERY_TILING && code != PVGPU_OP_QUERY_OBJECT) return #n;
#define FIELD(n, k, f, a)
#define TAIL(n, e, c)
#define END(n)
#include "pvgpu_cmds.def"
    return NULL;
}

/* ---- packets ---- */

void pvb_context_lose(struct pvb_vm *vm, struct pvb_context *c, enum pvgpu_verdict v, uint32_t op, uint64_t offset)
{
    const char *name = pvgpu_index_of(op) >= 0 ? pvgpu_descs[pvgpu_index_of(op)].name : "?";

    if (c->lost) return;
    c->lost = true;
    vm->stats.context_errors++;
    pvb_log(PVB_WARNING, "context %" PRIu32 " lost: %s (0x%04" PRIx32 ") at byte %" PRIu64 " of its packet: %s", c->id, name, op,
            offset, pvgpu_verdict_name(v));
    pvb_event(vm, PVGPU_EVENT_CONTEXT_ERROR, c->id, (uint64_t)v << 32 | op, offset);
}

static void packet_lose(struct pvb_vm *vm, struct pvb_context *c, enum pvgpu_verdict v, const struct pvgpu_packet *p, size_t done)
{
    const struct pvgpu_command *h = (const void *)((const char *)p + sizeof *p + done);
    pvb_context_lose(vm, c, v, p->size - sizeof *p - done >= sizeof *h ? h->op : 0, sizeof *p + done);
}

static enum pvgpu_device_error packet_broken(const struct pvgpu_packet *p, const char *why)
{
    pvb_log(PVB_WARNING, "packet of type %u, context %" PRIu32 ", fence %" PRIu64 ": %s", p->type, p->context, p->fence, why);
    return PVGPU_ERROR_GUEST;
}

static enum pvgpu_device_error kernel_packet(struct pvb_vm *vm, const struct pvgpu_packet *p)
{
    size_t done = 0;
    enum pvgpu_verdict v;
    if (p->context) return packet_broken(p, "a kernel packet with a context");
    vm->current = NULL;
    vm->consumed_ns = pvb_now_ns();
    v = pvgpu_run(p + 1, p->size - sizeof *p, PVGPU_CLASS_KERNEL, &pvb_dispatch, vm, &done);
    if (!v) return PVGPU_ERROR_NONE;
    if (v == PVGPU_E_LOST) return PVGPU_ERROR_HOST_DEVICE;
    pvb_log(PVB_WARNING, "kernel packet refused at byte %" PRIu64 " (opcode 0x%04" PRIx64 "): %s", (uint64_t)(sizeof *p + done),
            vm->stats.last_opcode, pvgpu_verdict_name(v));
    return PVGPU_ERROR_GUEST;
}

static enum pvgpu_device_error context_packet(struct pvb_vm *vm, const struct pvgpu_packet *p)
{
    struct pvb_context *c = p->context <= PVGPU_MAX_CONTEXTS ? vm->contexts[p->context] : NULL;
    enum pvgpu_verdict v;
    size_t done = 0;
    if (!c) return packet_broken(p, "no such context");
    if (c->lost) return PVGPU_ERROR_NONE;
    vm->current = c;
    vm->deadline_ns = vm->packet_ns ? pvb_now_ns() + vm->packet_ns : 0;
    pvb_vm_switch(vm, c);
    v = pvgpu_run(p + 1, p->size - sizeof *p, PVGPU_CLASS_CONTEXT, &pvb_dispatch, vm, &done);
    vm->current = NULL;
    if (v == PVGPU_E_LOST) return PVGPU_ERROR_HOST_DEVICE;
    if (v == PVGPU_E_QUOTA && vm->deadline_ns && pvb_now_ns() > vm->deadline_ns)
        pvb_log(PVB_WARNING, "context %" PRIu32 ": a packet took longer than %" PRIu64 " ms", c->id, vm->packet_ns / 1000000);
    vm->deadline_ns = 0;
    if (v) packet_lose(vm, c, v, p, done);
    return PVGPU_ERROR_NONE;
}

enum pvgpu_device_error pvb_vm_packet(struct pvb_vm *vm, const struct pvgpu_packet *p)
{
    enum pvgpu_device_error e;
    if (p->flags || p->reserved || (p->fence && p->fence <= vm->last_fence)) return packet_broken(p, "flags, reserved or fence");
    vm->stats.packets++;
    vm->stats.bytes += p->size;
    vm->stats.last_packet = p->fence;
    if (p->type == PVGPU_PACKET_CONTEXT) e = context_packet(vm, p);
    else if (p->type == PVGPU_PACKET_KERNEL) e = kernel_packet(vm, p);
    else return packet_broken(p, "no such type");
    if (e) return e;
    if (p->fence) pvb_fence_reach(vm, p->fence);
    pvb_progress_flush(vm);
    pvb_events_flush(vm);
    if (vm->events.broken) return packet_broken(p, "the event ring's consumer index is impossible");
    if (vm->events.overflow) return packet_broken(p, "more events than the guest takes");
    return PVGPU_ERROR_NONE;
}

/* ---- the VM ---- */

bool pvb_vm_init(struct pvb_vm *vm, const struct pvb_renderer_ops *ops, struct pvb_renderer *r, const struct pvgpu_caps *caps,
                 uint8_t *mem, const struct pvgpu_region regions[PVGPU_REGION_COUNT])
{
    struct pvgpu_event *backlog;
    memset(vm, 0, sizeof *vm);
    dispatch_init();
    backlog = pvb_alloc(sizeof *backlog * PVB_EVENT_BACKLOG);
    if (!backlog) return false;
    vm->ops = ops;
    vm->commands = ops->commands;
    vm->renderer = r;
    vm->heap = mem + regions[PVGPU_REGION_HEAP].offset;
    vm->heap_size = regions[PVGPU_REGION_HEAP].size;
    vm->fence = (void *)(mem + regions[PVGPU_REGION_FENCE].offset);
    vm->shared_stats = (void *)(mem + regions[PVGPU_REGION_STATS].offset);
    vm->max_objects = caps->max_objects;
    vm->decoders = caps->decoders;
    vm->host_limit = caps->video_memory + caps->shared_memory;
    pvb_events_init(&vm->events, backlog, mem + regions[PVGPU_REGION_EVENT].offset, regions[PVGPU_REGION_EVENT].size);
    pvb_display_init(vm);
    return true;
}

/* Frames that the renderer still owes must not reach the next VM. */
static void frames_drain(struct pvb_vm *vm)
{
    for (int i = 0; i < 1000 && vm->ops->poll(vm->renderer, NULL, NULL) > 0; i++) vm->ops->wait(vm->renderer, 1000000);
}

void pvb_vm_fini(struct pvb_vm *vm)
{
    if (!vm->ops) return;
    vm->current = NULL;
    if (vm->switched) pvb_vm_switch(vm, NULL);
    while (vm->n_live) pvb_context_drop(vm, vm->contexts[vm->live[vm->n_live - 1]]);
    frames_drain(vm);
    for (uint32_t s = 0; s < PVGPU_MAX_SCANOUTS; s++) vm->scanouts[s].resource = 0;
    for (uint32_t k = 0; k < sizeof vm->resources / sizeof vm->resources[0]; k++) {
        for (uint32_t i = 0; vm->resources[k] && i < PVB_CHUNK; i++)
            if (vm->resources[k][i].kind) pvb_resource_drop(vm, k << PVB_CHUNK_BITS | i);
        pvb_free(vm->resources[k]);
        vm->resources[k] = NULL;
    }
    pvb_free(vm->events.backlog);
    vm->ops = NULL;
}

static int poll_renderer(struct pvb_vm *vm)
{
    pvb_display_give_back(vm);
    return vm->ops->poll(vm->renderer, pvb_display_frame, vm);
}

enum pvgpu_device_error pvb_vm_poll(struct pvb_vm *vm, uint64_t now_ns, int *pending)
{
    *pending = poll_renderer(vm);
    if (*pending < 0) return PVGPU_ERROR_HOST_DEVICE;
    pvb_display_tick(vm, now_ns);
    pvb_progress_flush(vm);
    pvb_events_flush(vm);
    return vm->events.broken ? PVGPU_ERROR_GUEST : PVGPU_ERROR_NONE;
}
