/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * kernel.c - handlers of class KERNEL that are about objects. What a resource may look like is decided
 * by user mode in the guest, so a description that Direct3D would refuse makes an error object and
 * not a device error: one guest process must not be able to stop the whole adapter.
 */
#include <inttypes.h>
#include "core.h"

static enum pvgpu_verdict context_create(void *arg, const struct pvgpu_cmd_context_create *c, const void *tail)
{
    PVB_TRACE(OBJECTS, 1, "context %" PRIu32 " made", c->id);
    return pvb_context_new(arg, c->id);
}

static enum pvgpu_verdict context_destroy(void *arg, const struct pvgpu_cmd_context_destroy *c, const void *tail)
{
    struct pvb_vm *vm = arg;
    PVB_TRACE(OBJECTS, 1, "context %" PRIu32 " dropped", c->id);
    pvb_context_drop(vm, vm->contexts[c->id]);
    return PVGPU_OK;
}

static unsigned log2_floor(uint32_t v) { return 31u - (unsigned)__builtin_clz(v); }

/* D3D11_RESOURCE_MISC_TILED: memory comes from a pool, so there is none to map or to fill at creation. */
static bool tiled_possible(const struct pvb_resource_info *i)
{
    return !(i->misc & PVGPU_MISC_TILED) || (i->usage == PVGPU_USAGE_DEFAULT && i->dimension != PVGPU_DIM_TEX1D);
}

static bool buffer_possible(const struct pvb_resource_info *i)
{
    const uint32_t constant = PVGPU_BIND_CONSTANT;
    if (i->width > 1u << 31 || i->height != 1 || i->depth != 1 || i->array != 1 || i->mips != 1 || i->samples != 1) return false;
    if (i->bind & (PVGPU_BIND_DEPTH | PVGPU_BIND_DECODER) || ((i->bind & constant) && i->bind != constant)) return false;
    if (i->misc & (PVGPU_MISC_GENERATE_MIPS | PVGPU_MISC_CUBE | PVGPU_MISC_CLAMP)) return false;
    if (i->misc & PVGPU_MISC_TILE_POOL)
        return i->misc == PVGPU_MISC_TILE_POOL && !i->bind && i->usage == PVGPU_USAGE_DEFAULT && i->width % PVGPU_TILE_BYTES == 0;
    if (!tiled_possible(i)) return false;
    if (i->misc & PVGPU_MISC_STRUCTURED)
        return !(i->misc & PVGPU_MISC_RAW) && i->stride && i->stride % 4 == 0 && i->stride <= 2048 && i->width % i->stride == 0;
    return !(i->misc & PVGPU_MISC_RAW) || i->width % 4 == 0;
}

/* "Format support for Direct3D 11.1 feature level hardware", DXGI_FORMAT_NV12: no mips, no cubes, one sample, no tiles. */
static bool planar_possible(const struct pvb_resource_info *i)
{
    const uint32_t views = PVGPU_BIND_SHADER | PVGPU_BIND_TARGET | PVGPU_BIND_UNORDERED | PVGPU_BIND_DECODER;
    return i->dimension == PVGPU_DIM_TEX2D && i->mips == 1 && i->samples == 1 && !(i->bind & ~views)
        && !(i->misc & (PVGPU_MISC_CUBE | PVGPU_MISC_TILED | PVGPU_MISC_GENERATE_MIPS)) && i->width % 2 == 0 && i->height % 2 == 0;
}

/* ne-d3d10umddi-d3d10_ddi_resource_bind_flag, D3D11_DDI_BIND_DECODER: a 2-D texture that is no render target. */
static bool decoded_possible(const struct pvb_resource_info *i)
{
    return !(i->bind & PVGPU_BIND_DECODER) || (i->dimension == PVGPU_DIM_TEX2D && i->samples == 1 && i->usage == PVGPU_USAGE_DEFAULT
        && !(i->bind & (PVGPU_BIND_TARGET | PVGPU_BIND_DEPTH)) && !(i->misc & (PVGPU_MISC_CUBE | PVGPU_MISC_TILED)));
}

static bool texture_possible(const struct pvb_resource_info *i)
{
    const struct pvgpu_format_row *f = &pvgpu_format_rows[i->format];
    const uint32_t buffers_only = PVGPU_BIND_VERTEX | PVGPU_BIND_INDEX | PVGPU_BIND_CONSTANT | PVGPU_BIND_STREAM;
    uint32_t longest = i->width > i->height ? i->width : i->height;
    bool cube = i->dimension == PVGPU_DIM_CUBE || (i->misc & PVGPU_MISC_CUBE);

    if (!i->format || !pvgpu_format_has_textures(i->format)) return false;
    if (i->bind & buffers_only) return false;
    if (pvgpu_format_is_planar(i->format) && !planar_possible(i)) return false;
    if (!decoded_possible(i)) return false;
    if (i->misc & (PVGPU_MISC_INDIRECT | PVGPU_MISC_RAW | PVGPU_MISC_STRUCTURED | PVGPU_MISC_TILE_POOL)) return false;
    if (!tiled_possible(i)) return false;
    if (i->dimension == PVGPU_DIM_TEX3D) {
        if (i->width > 2048 || i->height > 2048 || i->depth > 2048 || i->array != 1 || cube) return false;
        if (i->bind & PVGPU_BIND_DEPTH) return false;
        if (i->depth > longest) longest = i->depth;
    } else {
        if (i->width > 16384 || i->height > 16384 || i->depth != 1 || i->array > 2048) return false;
    }
    if (i->dimension == PVGPU_DIM_TEX1D && (i->height != 1 || cube)) return false;
    if (cube && (i->width != i->height || i->array % 6 || i->samples != 1)) return false;
    if (i->mips > log2_floor(longest) + 1) return false;
    if (i->samples != 1 && (i->dimension != PVGPU_DIM_TEX2D || i->mips != 1 || i->samples > 32
                            || (i->samples & (i->samples - 1))))
        return false;
    if ((i->misc & PVGPU_MISC_GENERATE_MIPS)
        && (i->bind & (PVGPU_BIND_SHADER | PVGPU_BIND_TARGET)) != (PVGPU_BIND_SHADER | PVGPU_BIND_TARGET))
        return false;
    /* "Block Compression": the top level must be made of whole blocks. */
    return i->width % f->block_width == 0 && i->height % f->block_height == 0;
}

bool pvb_resource_possible(const struct pvb_resource_info *i)
{
    if (i->dimension == PVGPU_DIM_NONE) return false;
    return i->dimension == PVGPU_DIM_BUFFER ? buffer_possible(i) : texture_possible(i);
}

uint64_t pvb_resource_bytes(const struct pvb_resource_info *i)
{
    return pvgpu_resource_bytes(i->dimension, i->misc, i->format, i->width, i->height, i->depth, i->array, i->mips, i->samples);
}

static enum pvgpu_verdict resource_create(void *arg, const struct pvgpu_cmd_resource_create *c, const void *tail)
{
    struct pvb_vm *vm = arg;
    struct pvb_resource_entry *e = pvb_resource_entry(vm, c->id);
    const char *why = NULL;

    e->info = (struct pvb_resource_info){
        .id = c->id, .dimension = c->dimension, .format = c->format, .usage = c->usage, .bind = c->bind, .misc = c->misc,
        .width = c->width, .height = c->height, .depth = c->depth, .array = c->array, .mips = c->mips,
        .samples = c->samples, .quality = c->quality, .stride = c->stride,
    };
    e->kind = PVGPU_OBJ_RESOURCE;
    e->host = NULL;
    e->tiling = NULL;
    e->bytes = 0;
    if (!pvb_resource_possible(&e->info)) {
        why = "Direct3D has no such resource";
    } else if (vm->host_limit && pvb_resource_bytes(&e->info) > vm->host_limit - vm->host_bytes) {
        why = "the VM's share of host memory is used up";
    } else {
        e->host = vm->ops->resource_create(vm->renderer, &e->info);
        if (e->host && (c->misc & PVGPU_MISC_TILED)) pvb_tiling_take(vm, e);
        if (e->host) e->bytes = pvb_resource_bytes(&e->info);
        else why = "the host refused it";
    }
    vm->host_bytes += e->bytes;
    e->error = !e->host;
    PVB_TRACE(OBJECTS, 1, "resource %" PRIu32 ": %" PRIu32 "x%" PRIu32 "x%" PRIu32 " %s", c->id, c->width, c->height, c->depth,
              pvgpu_format_name(c->format));
    if (why)
        pvb_log(PVB_WARNING, "resource %" PRIu32 " (dimension %" PRIu32 ", %s, %" PRIu32 "x%" PRIu32 "x%" PRIu32 ", %" PRIu32
                " slices, %" PRIu32 " mips, %" PRIu32 " samples) is an error object: %s", c->id, c->dimension,
                pvgpu_format_name(c->format), c->width, c->height, c->depth, c->array, c->mips, c->samples, why);
    return PVGPU_OK;
}

/* What the VM may still have, of which the host may have less. */
static uint64_t room(struct pvb_vm *vm)
{
    const uint64_t share = vm->host_limit ? vm->host_limit - vm->host_bytes : UINT64_MAX, host = vm->ops->room(vm->renderer);
    return share < host ? share : host;
}

static enum pvgpu_verdict query_resource(void *arg, const struct pvgpu_cmd_query_resource *c, const void *tail)
{
    struct pvb_vm *vm = arg;
    const struct pvb_resource_entry *heap = pvb_resource_entry(vm, c->heap);
    pvb_object_slot_write(vm->heap + heap->heap.offset + c->offset, c->seq, pvb_resource_entry(vm, c->id)->error, room(vm));
    return PVGPU_OK;
}

static enum pvgpu_verdict resource_destroy(void *arg, const struct pvgpu_cmd_resource_destroy *c, const void *tail)
{
    PVB_TRACE(OBJECTS, 1, "resource or heap %" PRIu32 " dropped", c->id);
    pvb_resource_drop(arg, c->id);
    return PVGPU_OK;
}

static enum pvgpu_verdict heap_create(void *arg, const struct pvgpu_cmd_heap_create *c, const void *tail)
{
    struct pvb_resource_entry *e = pvb_resource_entry(arg, c->id);
    e->kind = PVGPU_OBJ_HEAP;
    e->heap.size = c->size;
    e->heap.offset = 0;
    e->placed = false;
    PVB_TRACE(OBJECTS, 1, "heap %" PRIu32 ": %" PRIu64 " bytes", c->id, c->size);
    return PVGPU_OK;
}

static enum pvgpu_verdict heap_place(void *arg, const struct pvgpu_cmd_heap_place *c, const void *tail)
{
    struct pvb_resource_entry *e = pvb_resource_entry(arg, c->id);
    e->placed = c->placed != 0;
    e->heap.offset = c->offset;
    PVB_TRACE(OBJECTS, 2, "heap %" PRIu32 " placed %" PRIu32 " at %" PRIu64, c->id, c->placed, c->offset);
    return PVGPU_OK;
}

static enum pvgpu_verdict context_open(void *arg, const struct pvgpu_cmd_context_open *c, const void *tail)
{
    struct pvb_vm *vm = arg;
    enum pvgpu_verdict v = pvb_context_open(vm->contexts[c->context], c->id);
    /* How often a process opens something is its own doing, so the process pays and not the device. */
    if (v == PVGPU_E_QUOTA) pvb_context_lose(vm, vm->contexts[c->context], v, PVGPU_OP_CONTEXT_OPEN, 0);
    return v == PVGPU_E_QUOTA ? PVGPU_OK : v;
}

static enum pvgpu_verdict context_close(void *arg, const struct pvgpu_cmd_context_close *c, const void *tail)
{
    struct pvb_vm *vm = arg;
    if (!pvb_is_open(vm->contexts[c->context], c->id)) return PVGPU_OK; /* lost when it was opened: see the rule */
    return pvb_context_close(vm->contexts[c->context], c->id);
}

const struct pvgpu_ops pvb_kernel_handlers = {
    .context_create = context_create, .context_destroy = context_destroy, .resource_create = resource_create,
    .resource_destroy = resource_destroy, .heap_create = heap_create, .heap_place = heap_place,
    .context_open = context_open, .context_close = context_close, .query_resource = query_resource,
};
