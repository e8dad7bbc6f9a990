/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * objects.c - the tables: VM-wide resources and heap objects, contexts and what they have opened,
 * the objects of a context. Chunks are made when an id in them is first used and live as long as
 * the table, so that an entry's address never changes.
 */
#include <inttypes.h>
#include <string.h>
#include "core.h"

/* ---- resources and heap objects ---- */

enum pvgpu_verdict pvb_resource_reserve(struct pvb_vm *vm, uint32_t id)
{
    struct pvb_resource_entry **chunk;
    if (!id || id > PVGPU_MAX_RESOURCES) return PVGPU_E_HANDLE;
    chunk = &vm->resources[id >> PVB_CHUNK_BITS];
    if (!*chunk) *chunk = pvb_alloc(sizeof **chunk * PVB_CHUNK);
    if (!*chunk) return PVGPU_E_QUOTA;
    return (*chunk)[id & (PVB_CHUNK - 1)].kind ? PVGPU_E_HANDLE : PVGPU_OK;
}

void pvb_resource_drop(struct pvb_vm *vm, uint32_t id)
{
    struct pvb_resource_entry *e = pvb_resource_entry(vm, id);
    for (uint32_t i = 0; i < vm->n_live; i++) {
        uint16_t *chunk = vm->contexts[vm->live[i]]->opened[id >> PVB_CHUNK_BITS];
        if (chunk) chunk[id & (PVB_CHUNK - 1)] = 0;
    }
    if (e->kind == PVGPU_OBJ_RESOURCE) {
        pvb_display_forget(vm, id);
        if (e->host) vm->ops->resource_destroy(vm->renderer, e->host);
        pvb_free(e->tiling);
        vm->host_bytes -= e->bytes;
    }
    memset(e, 0, sizeof *e);
}

/* ---- objects of a context ---- */

enum pvgpu_verdict pvb_object_reserve(struct pvb_context *c, uint32_t id)
{
    struct pvb_object_entry **chunk;
    if (!id || id > c->vm->max_objects) return PVGPU_E_HANDLE;
    chunk = &c->objects[id >> PVB_CHUNK_BITS];
    if (!*chunk) *chunk = pvb_alloc(sizeof **chunk * PVB_CHUNK);
    if (!*chunk) return PVGPU_E_QUOTA;
    return (*chunk)[id & (PVB_CHUNK - 1)].kind ? PVGPU_E_HANDLE : PVGPU_OK;
}

void pvb_object_drop(struct pvb_context *c, struct pvb_object_entry *o)
{
    struct pvb_vm *vm = c->vm;
    if (o->kind == PVGPU_OBJ_COMMAND_LIST && o->host) {
        struct pvb_list *list = o->host;
        if (list->host) vm->ops->object_destroy(vm->renderer, PVGPU_OBJ_COMMAND_LIST, list->host);
        c->list_bytes -= list->size;
        pvb_free(list);
    } else if (o->host) {
        if (o->kind == PVGPU_OBJ_VIDEO_DECODER) vm->n_decoders--;
        vm->ops->object_destroy(vm->renderer, (enum pvgpu_object_kind)o->kind, o->host);
    }
    memset(o, 0, sizeof *o);
    c->n_objects--;
}

void pvb_define(struct pvb_context *c, uint32_t id, enum pvgpu_object_kind kind, void *host)
{
    struct pvb_object_entry *o = pvb_object_entry(c, id);
    if (!o || o->kind) { /* a renderer that defines what it was not asked for */
        pvb_log(PVB_ERROR, "renderer %s defines object %" PRIu32 " twice or unasked", c->vm->ops->name, id);
        return;
    }
    o->host = host;
    o->kind = (uint8_t)kind;
    o->error = !host;
    c->n_objects++;
    c->vm->defined = id;
}

/* ---- contexts ---- */

enum pvgpu_verdict pvb_context_new(struct pvb_vm *vm, uint32_t id)
{
    struct pvb_context *c;
    if (!id || id > PVGPU_MAX_CONTEXTS || vm->contexts[id]) return PVGPU_E_HANDLE;
    c = pvb_alloc(sizeof *c);
    if (!c) return PVGPU_E_QUOTA;
    c->vm = vm;
    c->id = id;
    c->data = vm->ops->context_create(vm->renderer, c);
    if (!c->data) {
        pvb_free(c);
        return PVGPU_E_QUOTA;
    }
    vm->contexts[id] = c;
    vm->live[vm->n_live++] = id;
    return PVGPU_OK;
}

void pvb_context_drop(struct pvb_vm *vm, struct pvb_context *c)
{
    for (uint32_t k = 0; k < sizeof c->objects / sizeof c->objects[0]; k++) {
        for (uint32_t i = 0; c->objects[k] && c->n_objects && i < PVB_CHUNK; i++)
            if (c->objects[k][i].kind) pvb_object_drop(c, &c->objects[k][i]);
        pvb_free(c->objects[k]);
    }
    if (vm->switched == c) pvb_vm_switch(vm, NULL);
    vm->ops->context_destroy(vm->renderer, c, c->data);
    for (uint32_t k = 0; k < sizeof c->opened / sizeof c->opened[0]; k++) pvb_free(c->opened[k]);
    vm->contexts[c->id] = NULL;
    for (uint32_t i = 0; i < vm->n_live; i++)
        if (vm->live[i] == c->id) {
            vm->live[i] = vm->live[--vm->n_live];
            break;
        }
    pvb_free(c);
}

enum pvgpu_verdict pvb_context_open(struct pvb_context *c, uint32_t id)
{
    uint16_t **chunk = &c->opened[id >> PVB_CHUNK_BITS], *count;
    if (!*chunk) *chunk = pvb_alloc(sizeof **chunk * PVB_CHUNK);
    if (!*chunk) return PVGPU_E_QUOTA;
    count = &(*chunk)[id & (PVB_CHUNK - 1)];
    if (*count == UINT16_MAX) return PVGPU_E_QUOTA;
    ++*count;
    return PVGPU_OK;
}

enum pvgpu_verdict pvb_context_close(struct pvb_context *c, uint32_t id)
{
    if (!pvb_is_open(c, id)) return PVGPU_E_RULE;
    c->opened[id >> PVB_CHUNK_BITS][id & (PVB_CHUNK - 1)]--;
    return PVGPU_OK;
}

/* ---- what renderers see ---- */

void *pvb_object(struct pvb_context *c, uint32_t id)
{
    const struct pvb_object_entry *o = id ? pvb_object_entry(c, id) : NULL;
    return o ? o->host : NULL;
}

enum pvgpu_object_kind pvb_object_kind(struct pvb_context *c, uint32_t id)
{
    return (enum pvgpu_object_kind)pvb_object_entry(c, id)->kind;
}

uint32_t pvb_view_dimension(struct pvb_context *c, uint32_t id)
{
    const struct pvb_object_entry *o = id ? pvb_object_entry(c, id) : NULL;
    return o ? o->type : 0;
}

void *pvb_resource(struct pvb_context *c, uint32_t id)
{
    const struct pvb_resource_entry *e = id ? pvb_resource_entry(c->vm, id) : NULL;
    return e ? e->host : NULL;
}

const struct pvb_resource_info *pvb_resource_info(struct pvb_context *c, uint32_t id)
{
    const struct pvb_resource_entry *e = id ? pvb_resource_entry(c->vm, id) : NULL;
    return e && e->kind == PVGPU_OBJ_RESOURCE ? &e->info : NULL;
}

void *pvb_heap(struct pvb_context *c, uint32_t id, uint64_t offset, uint64_t len)
{
    const struct pvb_resource_entry *e = pvb_resource_entry(c->vm, id);
    (void)len;
    return c->vm->heap + e->heap.offset + offset;
}

void *pvb_context_data(struct pvb_context *c) { return c->data; }
uint32_t pvb_context_id(const struct pvb_context *c) { return c->id; }
