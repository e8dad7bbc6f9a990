/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * lists.c - command lists: bytes that are copied and checked when the list is made, and dispatched
 * again at every execution. Handles are resolved at execution, since ids may have changed hands.
 */
#include <string.h>
#include "core.h"

/* Commands that may stand in a list: the blocks of state, work and memory. */
static bool op_allowed(uint32_t op) { return op >= 0x0200 && op < 0x0500; }

static enum pvgpu_verdict bytes_check(struct pvb_list *list)
{
    uint32_t at = 0;
    while (at < list->size) {
        const struct pvgpu_command *h = (const void *)((const char *)list->bytes + at);
        int index;
        enum pvgpu_verdict v = pvgpu_check(h, list->size - at, &index);
        if (v) return v;
        if (pvgpu_descs[index].cls != PVGPU_CLASS_CONTEXT || !op_allowed(h->op)) return PVGPU_E_CLASS;
        list->nests |= h->op == PVGPU_OP_EXECUTE_COMMAND_LIST;
        at += h->size;
    }
    return PVGPU_OK;
}

static enum pvgpu_verdict create_command_list(void *arg, const struct pvgpu_cmd_create_command_list *c, const void *tail)
{
    struct pvb_vm *vm = arg;
    struct pvb_context *x = vm->current;
    struct pvb_list *list;
    enum pvgpu_verdict v;

    if (c->size > PVB_CONTEXT_LIST_BYTES - x->list_bytes) return PVGPU_E_QUOTA;
    list = pvb_alloc(sizeof *list + c->size);
    if (!list) return PVGPU_E_QUOTA;
    list->size = c->size;
    memcpy(list->bytes, pvb_heap(x, c->heap, c->offset, c->size), c->size);
    v = bytes_check(list);
    if (v) {
        pvb_free(list);
        return v;
    }
    list->host = vm->ops->command_list_create(vm->renderer, list->bytes, list->size);
    if (!list->host) {
        pvb_free(list);
        pvb_define(x, c->id, PVGPU_OBJ_COMMAND_LIST, NULL);
        return PVGPU_OK;
    }
    x->list_bytes += c->size;
    pvb_define(x, c->id, PVGPU_OBJ_COMMAND_LIST, list);
    return PVGPU_OK;
}

static enum pvgpu_verdict execute_command_list(void *arg, const struct pvgpu_cmd_execute_command_list *c, const void *tail)
{
    struct pvb_vm *vm = arg;
    struct pvb_context *x = vm->current;
    const struct pvb_list *list = pvb_object_entry(x, c->list)->host;
    enum pvgpu_verdict v;
    size_t done;

    if (vm->stop && pvb_flag_get(vm->stop)) return PVGPU_OK; /* a small packet can ask for very much work */
    if (vm->list_depth && list->nests) return PVGPU_E_RULE;
    vm->list_depth++;
    vm->ops->list_begin(vm->renderer, x);
    v = pvgpu_run(list->bytes, list->size, PVGPU_CLASS_CONTEXT, &pvb_dispatch, vm, &done);
    vm->ops->list_end(vm->renderer, x);
    vm->list_depth--;
    return v;
}

const struct pvgpu_ops pvb_list_handlers = {
    .create_command_list = create_command_list, .execute_command_list = execute_command_list,
};
