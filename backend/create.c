/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * create.c - handlers of create_* and destroy. The renderer makes the object; the core remembers
 * what later rules need to know of it.
 */
#include <inttypes.h>
#include "core.h"

/* Runs after the renderer's handler: an id that it left undefined becomes an error object, so that
 * the guest's next use of it is skipped and not illegal. NULL when the command was refused. */
static struct pvb_object_entry *finish(struct pvb_vm *vm, enum pvgpu_verdict v, uint32_t id, enum pvgpu_object_kind kind)
{
    if (v) return NULL;
    if (vm->defined != id) pvb_define(vm->current, id, kind, NULL);
    return pvb_object_entry(vm->current, id);
}

/* Texels of a view's mip, or elements and 1. */
static void remember_extent(struct pvb_vm *vm, struct pvb_object_entry *o, uint32_t resource, uint32_t dimension, uint32_t mip,
                            uint32_t count)
{
    const struct pvb_resource_info *i = &pvb_resource_entry(vm, resource)->info;
    o->type = (uint8_t)dimension;
    if (dimension == PVGPU_VIEW_BUFFER) {
        o->width = count;
        o->height = 1;
    } else {
        o->width = pvb_mip(i->width, mip);
        o->height = pvb_mip(i->height, mip);
    }
}

static enum pvgpu_verdict create_srv(void *arg, const struct pvgpu_cmd_create_srv *c, const void *tail)
{
    struct pvb_vm *vm = arg;
    enum pvgpu_verdict v = vm->commands->create_srv(vm->current, c, tail);
    struct pvb_object_entry *o = finish(vm, v, c->id, PVGPU_OBJ_SRV);
    if (!o) return v;
    remember_extent(vm, o, c->resource, c->dimension, c->first_mip, c->count);
    if (pvb_resource_entry(vm, c->resource)->info.misc & PVGPU_MISC_GENERATE_MIPS) o->flags = PVB_VIEW_MIPS;
    return v;
}

static enum pvgpu_verdict create_rtv(void *arg, const struct pvgpu_cmd_create_rtv *c, const void *tail)
{
    struct pvb_vm *vm = arg;
    enum pvgpu_verdict v = vm->commands->create_rtv(vm->current, c, tail);
    struct pvb_object_entry *o = finish(vm, v, c->id, PVGPU_OBJ_RTV);
    if (o) remember_extent(vm, o, c->resource, c->dimension, c->mip, c->count);
    return v;
}

static enum pvgpu_verdict create_dsv(void *arg, const struct pvgpu_cmd_create_dsv *c, const void *tail)
{
    struct pvb_vm *vm = arg;
    enum pvgpu_verdict v = vm->commands->create_dsv(vm->current, c, tail);
    struct pvb_object_entry *o = finish(vm, v, c->id, PVGPU_OBJ_DSV);
    if (o) remember_extent(vm, o, c->resource, c->dimension, c->mip, c->count);
    return v;
}

static enum pvgpu_verdict create_uav(void *arg, const struct pvgpu_cmd_create_uav *c, const void *tail)
{
    struct pvb_vm *vm = arg;
    enum pvgpu_verdict v = vm->commands->create_uav(vm->current, c, tail);
    struct pvb_object_entry *o = finish(vm, v, c->id, PVGPU_OBJ_UAV);
    if (!o) return v;
    remember_extent(vm, o, c->resource, c->dimension, c->mip, c->count);
    o->flags = (uint8_t)c->flags;
    return v;
}

static enum pvgpu_verdict create_shader(void *arg, const struct pvgpu_cmd_create_shader *c, const void *tail)
{
    struct pvb_vm *vm = arg;
    enum pvgpu_verdict v = vm->commands->create_shader(vm->current, c, tail);
    struct pvb_object_entry *o = finish(vm, v, c->id, PVGPU_OBJ_SHADER);
    if (o) o->type = (uint8_t)c->stage;
    return v;
}

static enum pvgpu_verdict link_shader(void *arg, const struct pvgpu_cmd_link_shader *c, const void *tail)
{
    struct pvb_vm *vm = arg;
    const uint8_t stage = pvb_object_entry(vm->current, c->shader)->type;
    enum pvgpu_verdict v = vm->commands->link_shader(vm->current, c, tail);
    struct pvb_object_entry *o = finish(vm, v, c->id, PVGPU_OBJ_SHADER);
    if (o) o->type = stage;
    return v;
}

static enum pvgpu_verdict create_query(void *arg, const struct pvgpu_cmd_create_query *c, const void *tail)
{
    struct pvb_vm *vm = arg;
    enum pvgpu_verdict v = vm->commands->create_query(vm->current, c, tail);
    struct pvb_object_entry *o = finish(vm, v, c->id, PVGPU_OBJ_QUERY);
    if (o) o->type = (uint8_t)c->type;
    return v;
}

static void remember_video(struct pvb_vm *vm, struct pvb_object_entry *o, uint32_t resource, uint32_t mip)
{
    remember_extent(vm, o, resource, PVGPU_VIEW_TEX2D, mip, 1);
    o->type = (uint8_t)pvb_resource_entry(vm, resource)->info.format;
}

/* A view of some textures needs a copy of them, which is the VM's memory like the texture itself. False: there is no room for it. */
static bool copy_fits(struct pvb_vm *vm, const struct pvb_resource_entry *e)
{
    if (!vm->host_limit) return true;
    if (pvb_resource_bytes(&e->info) <= vm->host_limit - vm->host_bytes) return true;
    pvb_log(PVB_WARNING, "a video view of resource %" PRIu32 " is an error object: the VM's share of host memory is used up", e->info.id);
    return false;
}

/* needed: before the view was made. */
static void count_copy(struct pvb_vm *vm, struct pvb_resource_entry *e, bool needed)
{
    if (!needed || vm->ops->video_copies(vm->renderer, e->host)) return;
    e->bytes += pvb_resource_bytes(&e->info);
    vm->host_bytes += pvb_resource_bytes(&e->info);
}

#define CREATE_VIDEO_VIEW(name, KIND) \
static enum pvgpu_verdict create_##name(void *arg, const struct pvgpu_cmd_create_##name *c, const void *tail) \
{ \
    struct pvb_vm *vm = arg; \
    struct pvb_resource_entry *e = pvb_resource_entry(vm, c->resource); \
    const bool needed = vm->ops->video_copies(vm->renderer, e->host); \
    enum pvgpu_verdict v = !needed || copy_fits(vm, e) ? vm->commands->create_##name(vm->current, c, tail) : PVGPU_OK; \
    struct pvb_object_entry *o = finish(vm, v, c->id, PVGPU_OBJ_##KIND); \
    count_copy(vm, e, needed); \
    if (o) remember_video(vm, o, c->resource, c->mip); \
    return v; \
}
CREATE_VIDEO_VIEW(video_input, VIDEO_INPUT)
CREATE_VIDEO_VIEW(video_output, VIDEO_OUTPUT)
#undef CREATE_VIDEO_VIEW

static enum pvgpu_verdict create_video_decoder(void *arg, const struct pvgpu_cmd_create_video_decoder *c, const void *tail)
{
    struct pvb_vm *vm = arg;
    const bool room = vm->n_decoders < PVB_DECODERS;
    enum pvgpu_verdict v = room ? vm->commands->create_video_decoder(vm->current, c, tail) : PVGPU_OK;
    struct pvb_object_entry *o = finish(vm, v, c->id, PVGPU_OBJ_VIDEO_DECODER);
    if (!room) pvb_log(PVB_WARNING, "a decoder is an error object: the VM has %u of them", PVB_DECODERS);
    if (!o) return v;
    vm->n_decoders += o->host != NULL;
    o->type = (uint8_t)c->format;
    o->flags = (uint8_t)c->profile;
    o->width = c->width;
    o->height = c->height;
    return v;
}

static enum pvgpu_verdict create_decoder_output(void *arg, const struct pvgpu_cmd_create_decoder_output *c, const void *tail)
{
    struct pvb_vm *vm = arg;
    enum pvgpu_verdict v = vm->commands->create_decoder_output(vm->current, c, tail);
    struct pvb_object_entry *o = finish(vm, v, c->id, PVGPU_OBJ_DECODER_OUTPUT);
    if (!o) return v;
    remember_video(vm, o, c->resource, 0);
    o->flags = (uint8_t)c->profile;
    return v;
}

/* Kinds of which nothing is remembered. */
#define CREATE(name, KIND) \
static enum pvgpu_verdict create_##name(void *arg, const struct pvgpu_cmd_create_##name *c, const void *tail) \
{ \
    struct pvb_vm *vm = arg; \
    enum pvgpu_verdict v = vm->commands->create_##name(vm->current, c, tail); \
    (void)finish(vm, v, c->id, PVGPU_OBJ_##KIND); \
    return v; \
}
CREATE(blend, BLEND)
CREATE(depth_stencil, DEPTH_STENCIL)
CREATE(rasterizer, RASTERIZER)
CREATE(sampler, SAMPLER)
CREATE(input_layout, INPUT_LAYOUT)
CREATE(so_layout, SO_LAYOUT)
CREATE(video_enum, VIDEO_ENUM)
CREATE(video_processor, VIDEO_PROCESSOR)
#undef CREATE

static enum pvgpu_verdict destroy(void *arg, const struct pvgpu_cmd_destroy *c, const void *tail)
{
    struct pvb_vm *vm = arg;
    pvb_object_drop(vm->current, pvb_object_entry(vm->current, c->id));
    return PVGPU_OK;
}

static enum pvgpu_verdict query_object(void *arg, const struct pvgpu_cmd_query_object *c, const void *tail)
{
    struct pvb_vm *vm = arg;
    pvb_object_slot_write(pvb_heap(vm->current, c->heap, c->offset, sizeof(struct pvgpu_object_slot)), c->seq,
                          pvb_object_entry(vm->current, c->id)->error, 0);
    return PVGPU_OK;
}

const struct pvgpu_ops pvb_object_handlers = {
    .destroy = destroy, .query_object = query_object,
    .create_srv = create_srv, .create_rtv = create_rtv, .create_dsv = create_dsv, .create_uav = create_uav,
    .create_blend = create_blend, .create_depth_stencil = create_depth_stencil, .create_rasterizer = create_rasterizer,
    .create_sampler = create_sampler, .create_input_layout = create_input_layout, .create_so_layout = create_so_layout,
    .create_shader = create_shader, .link_shader = link_shader, .create_query = create_query,
    .create_video_enum = create_video_enum, .create_video_processor = create_video_processor,
    .create_video_input = create_video_input, .create_video_output = create_video_output,
    .create_video_decoder = create_video_decoder, .create_decoder_output = create_decoder_output,
};
