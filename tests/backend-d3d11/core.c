/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include <stdarg.h>
#include <stdalign.h>
#include "core.h"
#include "coverage.h"

#undef CHECK
#undef CHECK_EQ
#define CHECK(cond) ((cond) ? (void)0 : tc_fail(__FILE__, __LINE__, #cond))
#define CHECK_EQ(a, b) CHECK((uint64_t)(a) == (uint64_t)(b))

void (*tc_fail)(const char *file, int line, const char *what);
struct pvb_renderer *tc_renderer;
struct pvgpu_caps tc_caps;
char *tc_heap;
uint32_t tc_min_precision;
bool coverage_seen[PVGPU_IX_COUNT];
struct tc_frame tc_frames[64];
unsigned tc_n_frames;

static struct { void *host; struct pvb_resource_info info; } resources[TC_OBJECTS];
static uint32_t next_id, next_context;
static uint64_t progress;
static char last_log[256];

/* ---- what the core offers to renderers ---- */

void *pvb_object(struct pvb_context *c, uint32_t id)
{
    return id && id < TC_OBJECTS ? c->objects[id].host : NULL;
}

enum pvgpu_object_kind pvb_object_kind(struct pvb_context *c, uint32_t id) { return c->objects[id].kind; }

uint32_t pvb_view_dimension(struct pvb_context *c, uint32_t id)
{
    return id && id < TC_OBJECTS ? c->objects[id].dimension : 0;
}

void *pvb_resource(struct pvb_context *c, uint32_t id)
{
    return id && id < TC_OBJECTS ? resources[id].host : NULL;
}

const struct pvb_resource_info *pvb_resource_info(struct pvb_context *c, uint32_t id)
{
    return &resources[id].info;
}

void *pvb_heap(struct pvb_context *c, uint32_t id, uint64_t offset, uint64_t len)
{
    return id == TC_HEAP && offset <= TC_HEAP_SIZE && len <= TC_HEAP_SIZE - offset ? tc_heap + offset : NULL;
}

void pvb_define(struct pvb_context *c, uint32_t id, enum pvgpu_object_kind kind, void *host)
{
    CHECK(id < TC_OBJECTS && !c->objects[id].defined);
    c->objects[id].host = host;
    c->objects[id].kind = kind;
    c->objects[id].defined = true;
}

void *pvb_context_data(struct pvb_context *c) { return c->data; }
uint32_t pvb_context_id(const struct pvb_context *c) { return c->id; }

void pvb_report_query(struct pvb_context *c, uint32_t heap, uint64_t offset, uint64_t seq, const void *data, size_t size)
{
    struct pvgpu_query_slot *slot = pvb_heap(c, heap, offset, sizeof *slot);
    if (!slot) return;
    memcpy(slot->data, data, size);
    slot->seq = seq;
}

void pvb_report_signal(struct pvb_context *c, uint32_t heap, uint64_t offset, uint64_t value)
{
    struct pvgpu_progress_slot *slot = pvb_heap(c, heap, offset, sizeof *slot);
    if (slot) slot->value = value;
}

void *pvb_report_memory(struct pvb_context *c, uint32_t heap, uint64_t offset, uint64_t len)
{
    return pvb_heap(c, heap, offset, len);
}

void pvb_log(int level, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(last_log, sizeof last_log, format, args);
    va_end(args);
    printf("# log %d: %s\n", level, last_log);
}

/* ---- driving ---- */

struct pvb_context *tc_context(void)
{
    struct pvb_context *c = calloc(1, sizeof *c);
    c->id = ++next_context;
    c->data = pvb_renderer_d3d11.context_create(tc_renderer, c);
    CHECK(c->data != NULL);
    return c;
}

struct pvb_context *tc_start(void)
{
    static bool tried;
    struct pvb_renderer_params p = { 0 };
    struct pvb_context *c;
    char error[256] = "";

    if (!tried) {
        tried = true;
        tc_renderer = pvb_renderer_d3d11.create(&p, &tc_caps, error, sizeof error);
        if (!tc_renderer) printf("# %s\n", error);
        tc_heap = calloc(1, TC_HEAP_SIZE);
    }
    if (!tc_renderer) return NULL;
    memset(tc_heap, 0, TC_HEAP_SIZE);
    next_id = 0;
    progress = 0;
    tc_n_frames = 0;
    c = tc_context();
    pvb_renderer_d3d11.context_switch(tc_renderer, c);
    return c;
}

void tc_destroy(struct pvb_context *c, uint32_t id)
{
    if (c->objects[id].host) pvb_renderer_d3d11.object_destroy(tc_renderer, c->objects[id].kind, c->objects[id].host);
    memset(&c->objects[id], 0, sizeof c->objects[id]);
}

void tc_context_drop(struct pvb_context *c)
{
    for (uint32_t i = 0; i < TC_OBJECTS; i++) tc_destroy(c, i);
    pvb_renderer_d3d11.context_destroy(tc_renderer, c, c->data);
    free(c);
}

void tc_resource_drop(uint32_t id)
{
    if (resources[id].host) pvb_renderer_d3d11.resource_destroy(tc_renderer, resources[id].host);
    memset(&resources[id], 0, sizeof resources[id]);
}

void tc_stop(struct pvb_context *c)
{
    tc_finish(c);
    tc_context_drop(c);
    for (uint32_t i = 0; i < TC_OBJECTS; i++) tc_resource_drop(i);
}

bool tc_finish_renderer(void)
{
    last_log[0] = 0;
    coverage_write();
    pvb_renderer_d3d11.destroy(tc_renderer);
    free(tc_heap);
    return !strstr(last_log, "references");
}

uint32_t tc_id(void) { return ++next_id; }

uint32_t tc_resource_of(const struct pvb_resource_info *info)
{
    uint32_t id = tc_id();
    resources[id].info = *info;
    resources[id].info.id = id;
    resources[id].host = pvb_renderer_d3d11.resource_create(tc_renderer, &resources[id].info);
    return resources[id].host ? id : 0;
}

uint32_t tc_resource(uint32_t dimension, uint32_t format, uint32_t width, uint32_t height, uint32_t bind)
{
    struct pvb_resource_info info = { .dimension = dimension, .format = format, .bind = bind, .width = width, .height = height,
                                      .depth = 1, .array = 1, .mips = 1, .samples = 1 };
    uint32_t id = tc_resource_of(&info);
    CHECK(id != 0);
    return id;
}

void *tc_resource_host(uint32_t id) { return resources[id].host; }

enum pvgpu_verdict tc_try(struct pvb_context *c, void *cmd, size_t size, uint16_t op, const void *tail, size_t tail_size)
{
    static _Alignas(8) char buffer[1 << 17];
    struct pvgpu_command *h = (void *)buffer;
    enum pvgpu_verdict v;
    size_t done, all = (size + tail_size + 7) & ~(size_t)7;

    if (all > sizeof buffer) return PVGPU_E_SIZE;
    memcpy(buffer, cmd, size);
    memset(buffer + size, 0, all - size);
    if (tail_size) memcpy(buffer + size, tail, tail_size);
    h->op = op;
    h->flags = 0;
    h->size = (uint32_t)all;
    v = pvgpu_run(buffer, all, PVGPU_CLASS_CONTEXT, pvb_renderer_d3d11.commands, c, &done);
    if (!v) coverage_note(pvgpu_index_of(op));
    if (!v && op == PVGPU_OP_CREATE_SRV) {
        const struct pvgpu_cmd_create_srv *k = cmd;
        c->objects[k->id].dimension = k->dimension;
    }
    return v;
}

static void got_frame(void *arg, const struct pvb_frame *f)
{
    struct tc_frame *t = &tc_frames[tc_n_frames++ % 64];
    t->frame = *f;
    memcpy(&t->first_pixel, f->pixels, 4);
    memcpy(&t->last_pixel, (const char *)f->pixels + (size_t)(f->height - 1) * f->pitch + (f->width - 1) * 4, 4);
    pvb_renderer_d3d11.frame_done(tc_renderer, f);
}

int tc_poll(void)
{
    return pvb_renderer_d3d11.poll(tc_renderer, got_frame, NULL);
}

void tc_finish(struct pvb_context *c)
{
    const volatile struct pvgpu_progress_slot *slot = (void *)(tc_heap + TC_PROGRESS);

    SEND(c, signal, SIGNAL, .heap = TC_HEAP, .when = PVGPU_SIGNAL_COMPLETED, .offset = TC_PROGRESS, .value = ++progress);
    pvb_renderer_d3d11.flush(tc_renderer);
    for (int i = 0; i < 100000 && slot->value != progress; i++) {
        if (tc_poll() < 0) { CHECK(!"device lost"); return; }
        pvb_renderer_d3d11.wait(tc_renderer, 1000000);
    }
    CHECK_EQ(slot->value, progress);
}

const void *tc_read(struct pvb_context *c, uint32_t resource, uint32_t subresource, uint32_t width, uint32_t height,
                    uint32_t row_pitch)
{
    memset(tc_heap + TC_READ, 0xcd, TC_WRITE - TC_READ);
    SEND(c, read_texture, READ_TEXTURE, .resource = resource, .subresource = subresource, .right = width, .bottom = height,
         .back = 1, .heap = TC_HEAP, .heap_offset = TC_READ, .row_pitch = row_pitch);
    tc_finish(c);
    return tc_heap + TC_READ;
}

const void *tc_read_buffer(struct pvb_context *c, uint32_t resource, uint32_t offset, uint32_t size)
{
    memset(tc_heap + TC_READ, 0xcd, TC_WRITE - TC_READ);
    SEND(c, read_buffer, READ_BUFFER, .resource = resource, .heap = TC_HEAP, .heap_offset = TC_READ, .offset = offset,
         .size = size);
    tc_finish(c);
    return tc_heap + TC_READ;
}

const struct pvgpu_query_slot *tc_query(uint32_t n)
{
    return (void *)(tc_heap + TC_QUERIES + n * sizeof(struct pvgpu_query_slot));
}

/* ---- shaders ---- */

/* One part of a container: ISGN, OSGN, PCSG, or OSG5 whose entries start with the stream. Direct3D
 * 11.0's drivers get no component types; typed false leaves them out. */
static uint32_t signature(const uint32_t *part, struct pvgpu_signature *out, bool typed)
{
    uint32_t n = part[2], streams = part[0] == 0x3547534f; /* OSG5 */

    for (uint32_t i = 0; i < n; i++) {
        const uint32_t *e = part + 4 + i * (6 + streams);
        uint32_t stream = streams ? *e++ : 0;
        out[i] = (struct pvgpu_signature){ .reg = e[4], .mask = e[5] & 0xff, .name = e[2] < 64 ? e[2] : 0,
                                           .type = typed ? e[3] : 0, .stream = stream, .min_precision = tc_min_precision };
    }
    return n;
}

uint32_t tc_shader(struct pvb_context *c, uint32_t stage, const uint32_t *dxbc, uint32_t so_layout, bool typed)
{
    static const uint32_t parts[3][2] = { { 0x4e475349 /* ISGN */ }, { 0x4e47534f /* OSGN */, 0x3547534f }, { 0x47534350 /* PCSG */ } };
    struct pvgpu_signature entries[192];
    uint32_t n[3] = { 0 }, at = 0, code_size = 0, id = tc_id();

    for (uint32_t pass = 0; pass < 3; pass++)
        for (uint32_t i = 0; i < dxbc[7]; i++) {
            const uint32_t *part = dxbc + dxbc[8 + i] / 4;
            if (part[0] == parts[pass][0] || (parts[pass][1] && part[0] == parts[pass][1]))
                at += n[pass] = signature(part, entries + at, typed);
            if (part[0] == 0x52444853 || part[0] == 0x58454853) { /* SHDR, SHEX */
                code_size = part[1];
                memcpy(tc_heap + TC_WRITE, part + 2, code_size);
            }
        }
    SEND_TAIL(c, create_shader, CREATE_SHADER, entries, at * sizeof entries[0], .id = id, .stage = stage, .heap = TC_HEAP,
              .code_size = code_size, .offset = TC_WRITE, .so_layout = so_layout, .n_inputs = n[0], .n_outputs = n[1],
              .n_signature = at);
    memset(tc_heap + TC_WRITE, 0xff, code_size); /* the guest may reuse the memory at once */
    CHECK(c->objects[id].host != NULL);
    return id;
}
