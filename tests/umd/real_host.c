/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * real_host.c - a plain core of one context: resources and heaps are the test runtime's allocations.
 */
#include "fake_host.h"
#include "pvb_renderer.h"
#include "real_host.h"

#include <stdarg.h>

struct pvb_context {
    void *data;
    struct { void *host; enum pvgpu_object_kind kind; uint32_t dimension; } objects[4096];
};

struct fake_list { size_t size; _Alignas(8) uint8_t bytes[]; };

static struct pvb_renderer *renderer;
static struct pvb_context context;
static struct fake *fake;
static struct { void *host; struct pvb_resource_info info; } resources[FAKE_ALLOCATIONS];

/* ---- what a core offers ---- */

void *pvb_object(struct pvb_context *c, uint32_t id)
{
    return id < 4096 ? c->objects[id].host : NULL;
}

enum pvgpu_object_kind pvb_object_kind(struct pvb_context *c, uint32_t id)
{
    return c->objects[id].kind;
}

uint32_t pvb_view_dimension(struct pvb_context *c, uint32_t id)
{
    return id < 4096 ? c->objects[id].dimension : 0;
}

void *pvb_resource(struct pvb_context *c, uint32_t id)
{
    return id > 5000 && id - 5000 < FAKE_ALLOCATIONS ? resources[id - 5000].host : NULL;
}

const struct pvb_resource_info *pvb_resource_info(struct pvb_context *c, uint32_t id)
{
    return &resources[id - 5000].info;
}

void *pvb_heap(struct pvb_context *c, uint32_t id, uint64_t offset, uint64_t len)
{
    struct fake_allocation *al = fake_find(fake, id);
    return al && offset <= al->desc.bytes && len <= al->desc.bytes - offset ? al->memory + offset : NULL;
}

void pvb_define(struct pvb_context *c, uint32_t id, enum pvgpu_object_kind kind, void *host)
{
    CHECK(id < 4096 && !c->objects[id].host);
    CHECK(host != NULL); /* nothing here may be refused */
    if (id >= 4096) return;
    c->objects[id].host = host;
    c->objects[id].kind = kind;
}

void *pvb_context_data(struct pvb_context *c)
{
    return c->data;
}

uint32_t pvb_context_id(const struct pvb_context *c)
{
    return 1;
}

void pvb_report_query(struct pvb_context *c, uint32_t heap, uint64_t offset, uint64_t seq, const void *data, size_t size)
{
    struct pvgpu_query_slot *slot = pvb_heap(c, heap, offset, sizeof *slot);
    if (!slot) return;
    memcpy(slot->data, data, size);
    __atomic_store_n(&slot->seq, seq, __ATOMIC_RELEASE);
}

void pvb_report_signal(struct pvb_context *c, uint32_t heap, uint64_t offset, uint64_t value)
{
    struct pvgpu_progress_slot *slot = pvb_heap(c, heap, offset, sizeof *slot);
    if (slot) __atomic_store_n(&slot->value, value, __ATOMIC_RELEASE);
}

void *pvb_report_memory(struct pvb_context *c, uint32_t heap, uint64_t offset, uint64_t len)
{
    return pvb_heap(c, heap, offset, len);
}

void pvb_log(int level, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    printf("# log %d: ", level);
    vprintf(format, args);
    printf("\n");
    va_end(args);
}

/* ---- behind the runtime ---- */

static void created(struct fake *k, struct fake_allocation *al)
{
    uint32_t i = al->desc.id - 5000;
    const struct pvk_alloc_private *d = &al->desc;
    if (d->kind != PVK_ALLOC_RESOURCE) return;
    resources[i].info = (struct pvb_resource_info){ d->id, d->dimension, d->format, d->usage, d->bind, d->misc, d->width,
                                                    d->height, d->depth, d->array, d->mips, d->samples, d->quality, d->stride };
    resources[i].host = pvb_renderer_d3d11.resource_create(renderer, &resources[i].info);
    CHECK(resources[i].host != NULL);
}

static void dropped(struct fake *k, struct fake_allocation *al)
{
    uint32_t i = al->desc.id - 5000;
    if (resources[i].host) pvb_renderer_d3d11.resource_destroy(renderer, resources[i].host);
    resources[i].host = NULL;
}

/* A core's command lists: bytes that are dispatched again. */
static void keep_list(const struct pvgpu_cmd_create_command_list *c)
{
    struct fake_list *list = malloc(sizeof *list + c->size);
    list->size = c->size;
    memcpy(list->bytes, pvb_heap(&context, c->heap, c->offset, c->size), c->size);
    pvb_define(&context, c->id, PVGPU_OBJ_COMMAND_LIST, list);
}

static void run_list(const struct fake_list *list)
{
    size_t done = 0;
    pvb_renderer_d3d11.list_begin(renderer, &context);
    CHECK_EQ(pvgpu_run(list->bytes, list->size, PVGPU_CLASS_CONTEXT, pvb_renderer_d3d11.commands, &context, &done), PVGPU_OK);
    pvb_renderer_d3d11.list_end(renderer, &context);
}

static void run(struct fake *k, const void *commands, uint32_t size)
{
    size_t done = 0, at = 0;
    while (at < size) { /* `destroy` and lists are the core's */
        const struct pvgpu_cmd_destroy *c = (const void *)((const uint8_t *)commands + at);
        if (c->hdr.op == PVGPU_OP_CREATE_COMMAND_LIST) {
            keep_list((const void *)c);
            at += c->hdr.size;
            continue;
        }
        if (c->hdr.op == PVGPU_OP_EXECUTE_COMMAND_LIST) {
            run_list(context.objects[((const struct pvgpu_cmd_execute_command_list *)(const void *)c)->list].host);
            at += c->hdr.size;
            continue;
        }
        if (c->hdr.op == PVGPU_OP_QUERY_OBJECT) { /* nothing here is refused: pvb_define looks */
            const struct pvgpu_cmd_query_object *q = (const void *)c;
            struct pvgpu_object_slot *slot = pvb_heap(&context, q->heap, q->offset, sizeof *slot);
            if (slot) *slot = (struct pvgpu_object_slot){ .seq = q->seq };
            at += c->hdr.size;
            continue;
        }
        if (c->hdr.op == PVGPU_OP_DESTROY && context.objects[c->id].kind == PVGPU_OBJ_COMMAND_LIST) {
            free(context.objects[c->id].host);
            context.objects[c->id].host = NULL;
            context.objects[c->id].kind = 0;
            at += c->hdr.size;
            continue;
        }
        if (c->hdr.op == PVGPU_OP_DESTROY) {
            pvb_renderer_d3d11.object_destroy(renderer, context.objects[c->id].kind, context.objects[c->id].host);
            context.objects[c->id].host = NULL;
        } else {
            CHECK_EQ(pvgpu_run(c, c->hdr.size, PVGPU_CLASS_CONTEXT, pvb_renderer_d3d11.commands, &context, &done), PVGPU_OK);
            if (c->hdr.op == PVGPU_OP_CREATE_SRV) {
                const struct pvgpu_cmd_create_srv *k = (const void *)c;
                if (k->id < 4096) context.objects[k->id].dimension = k->dimension;
            }
        }
        at += c->hdr.size;
    }
    pvb_renderer_d3d11.flush(renderer);
    for (int i = 0; i < 10000; i++) {
        int left = pvb_renderer_d3d11.poll(renderer, NULL, NULL);
        CHECK(left >= 0);
        if (left <= 0) return;
        pvb_renderer_d3d11.wait(renderer, 1000000);
    }
    CHECK(!"the renderer finishes");
}

bool real_host_start(struct fake *k)
{
    static const struct fake_renderer hooks = { created, dropped, run };
    static struct pvgpu_caps caps;
    struct pvb_renderer_params p = { 0 };
    char error[256] = "";
    fake = k;
    if (!renderer) {
        renderer = pvb_renderer_d3d11.create(&p, &caps, error, sizeof error);
        if (!renderer) {
            printf("# %s\n", error);
            return false;
        }
    }
    context.data = pvb_renderer_d3d11.context_create(renderer, &context);
    pvb_renderer_d3d11.context_switch(renderer, &context);
    k->caps = caps;
    k->caps.size = sizeof caps;
    k->caps.abi_version = PVGPU_ABI_VERSION;
    k->caps.max_objects = 4095;
    k->caps.n_formats = PVGPU_FORMAT_LIMIT;
    k->renderer = &hooks;
    return true;
}

void real_host_forget(void)
{
    for (unsigned i = 0; i < 4096; i++)
        if (context.objects[i].host)
            pvb_renderer_d3d11.object_destroy(renderer, context.objects[i].kind, context.objects[i].host);
    memset(context.objects, 0, sizeof context.objects);
    pvb_renderer_d3d11.context_destroy(renderer, &context, context.data);
}
