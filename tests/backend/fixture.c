/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include <stdio.h>
#include "fixture.h"

/* One memory for all fixtures: making and dropping that much for each would cost more than the tests. Its pages are
 * whole, so that a test may protect one. */
static uint8_t *memory_get(void)
{
    static uint8_t *mem;
    if (!mem) {
        mem = calloc(1, FIXTURE_SHMEM + PVGPU_PAGE);
        if (!mem) abort();
        mem += (PVGPU_PAGE - ((uintptr_t)mem & (PVGPU_PAGE - 1))) & (PVGPU_PAGE - 1);
    }
    return mem;
}

bool fixture_open(struct fixture *f, const struct pvb_renderer_ops *ops)
{
    struct pvb_renderer_params params = { 0 };
    char error[128];

    memset(f, 0, sizeof *f);
    if (!ops) ops = &pvb_renderer_null;
    f->mem = memory_get();
    f->packet = malloc(PVGPU_PACKET_MAX);
    guest_init(&f->guest, f->mem, FIXTURE_SHMEM);
    guest_reset(&f->guest);
    memset(f->guest.heap, 0, 128 << 10);
    f->renderer = ops->create(&params, &f->caps, error, sizeof error);
    f->caps.max_objects = PVGPU_MAX_OBJECTS;
    if (!f->renderer || !pvb_vm_init(&f->vm, ops, f->renderer, &f->caps, f->mem, f->guest.regions)) return false;
    pvb_consumer_init(&f->consumer, &f->vm, f->mem + f->guest.regions[PVGPU_REGION_SUBMIT].offset,
                      f->guest.regions[PVGPU_REGION_SUBMIT].size, f->packet);
    return true;
}

void fixture_close(struct fixture *f)
{
    const struct pvb_renderer_ops *ops = f->vm.ops ? f->vm.ops : &pvb_renderer_null;
    pvb_vm_fini(&f->vm);
    if (f->renderer) ops->destroy(f->renderer);
    guest_fini(&f->guest);
    free(f->packet);
    memset(f, 0, sizeof *f);
}

enum pvgpu_verdict fixture_run(struct fixture *f, uint32_t context, const void *commands, size_t size)
{
    size_t done;
    enum pvgpu_verdict v;
    f->vm.current = context ? f->vm.contexts[context] : NULL;
    if (f->vm.current) pvb_vm_switch(&f->vm, f->vm.current);
    v = pvgpu_run(commands, size, context ? PVGPU_CLASS_CONTEXT : PVGPU_CLASS_KERNEL, &pvb_dispatch, &f->vm, &done);
    f->vm.current = NULL;
    return v;
}

enum pvgpu_device_error fixture_consume(struct fixture *f)
{
    enum pvgpu_device_error e = PVGPU_ERROR_NONE;
    guest_send(&f->guest);
    while (pvb_consumer_step(&f->consumer, &e) == PVB_STEP_DONE) { }
    return e;
}

/* ---- the scene ---- */

static enum pvgpu_verdict resource(struct fixture *f, uint32_t id, struct pvb_resource_info i)
{
    enum pvgpu_verdict v = DO(f, 0, resource_create, RESOURCE_CREATE, id, i.dimension, i.format, 0, i.bind, i.misc, i.width,
                              i.height ? i.height : 1, i.depth ? i.depth : 1, i.array ? i.array : 1, i.mips ? i.mips : 1,
                              i.samples ? i.samples : 1, 0, i.stride);
    return v ? v : DO(f, 0, context_open, CONTEXT_OPEN, id == FOREIGN ? OTHER_CTX : CTX, id);
}

static enum pvgpu_verdict scene_resources(struct fixture *f)
{
    const uint32_t all = PVGPU_BIND_VERTEX | PVGPU_BIND_INDEX | PVGPU_BIND_STREAM | PVGPU_BIND_SHADER | PVGPU_BIND_UNORDERED;
    const uint32_t picture = PVGPU_BIND_SHADER | PVGPU_BIND_TARGET | PVGPU_BIND_UNORDERED,
        misc = PVGPU_MISC_RAW | PVGPU_MISC_INDIRECT;
    const struct pvb_resource_info list[] = {
        { .id = BUF, .dimension = PVGPU_DIM_BUFFER, .bind = all, .misc = misc, .width = 65536 },
        { .id = BUF_TWIN, .dimension = PVGPU_DIM_BUFFER, .bind = all, .misc = misc, .width = 65536 },
        { .id = CONST, .dimension = PVGPU_DIM_BUFFER, .bind = PVGPU_BIND_CONSTANT, .width = 4096 },
        { .id = TEX, .dimension = PVGPU_DIM_TEX2D, .format = 28, .bind = picture, .misc = PVGPU_MISC_GENERATE_MIPS, .width = 64,
          .height = 64, .mips = 7 },
        { .id = TEX_TWIN, .dimension = PVGPU_DIM_TEX2D, .format = 28, .bind = picture, .width = 64, .height = 64, .mips = 7 },
        { .id = DEPTH, .dimension = PVGPU_DIM_TEX2D, .format = 45, .bind = PVGPU_BIND_DEPTH, .width = 64, .height = 64 },
        { .id = MULTI, .dimension = PVGPU_DIM_TEX2D, .format = 28, .bind = PVGPU_BIND_TARGET, .width = 64, .height = 64,
          .samples = 4 },
        { .id = PLAIN, .dimension = PVGPU_DIM_TEX2D, .format = 28, .bind = picture, .width = 64, .height = 64 },
        { .id = STRUCTURED, .dimension = PVGPU_DIM_BUFFER, .bind = PVGPU_BIND_SHADER | PVGPU_BIND_UNORDERED,
          .misc = PVGPU_MISC_STRUCTURED,
          .width = 4096, .stride = 16 },
        { .id = BC, .dimension = PVGPU_DIM_TEX2D, .format = 71, .bind = PVGPU_BIND_SHADER, .width = 64, .height = 64, .mips = 7 },
        { .id = ARRAY, .dimension = PVGPU_DIM_TEX2D, .format = 28, .bind = picture, .misc = PVGPU_MISC_CUBE, .width = 32,
          .height = 32,
          .array = 12, .mips = 4 },
        { .id = VOLUME, .dimension = PVGPU_DIM_TEX3D, .format = 28, .bind = picture, .width = 16, .height = 16, .depth = 16,
          .mips = 3 },
        { .id = BAD, .dimension = PVGPU_DIM_TEX2D, .format = 28, .bind = picture, .width = 20000, .height = 64 },
        { .id = FOREIGN, .dimension = PVGPU_DIM_TEX2D, .format = 28, .bind = picture, .width = 64, .height = 64 },
        { .id = LINE, .dimension = PVGPU_DIM_TEX1D, .format = 28, .bind = picture, .width = 64 },
        { .id = TILES, .dimension = PVGPU_DIM_TEX2D, .format = 28, .bind = picture, .misc = PVGPU_MISC_TILED, .width = 512,
          .height = 512, .array = 2, .mips = 10 },
        { .id = PLANES, .dimension = PVGPU_DIM_TEX2D, .format = 103, .bind = picture, .width = 64, .height = 48 },
        { .id = BYTES, .dimension = PVGPU_DIM_TEX2D, .format = 61, .bind = picture, .width = 64, .height = 48 },
        { .id = DECODED, .dimension = PVGPU_DIM_TEX2D, .format = 103, .bind = PVGPU_BIND_DECODER, .width = 64, .height = 48, .array = 3 },
        { .id = POOL, .dimension = PVGPU_DIM_BUFFER, .misc = PVGPU_MISC_TILE_POOL, .width = 64 * PVGPU_TILE_BYTES },
    };
    enum pvgpu_verdict v = PVGPU_OK;
    for (size_t i = 0; i < sizeof list / sizeof list[0] && !v; i++) v = resource(f, list[i].id, list[i]);
    if (!v) v = DO(f, 0, heap_create, HEAP_CREATE, HEAP, 0, 1 << 20);
    if (!v) v = DO(f, 0, heap_place, HEAP_PLACE, HEAP, 1, 0);
    if (!v) v = DO(f, 0, heap_create, HEAP_CREATE, LOOSE, 0, 4096);
    if (!v) v = DO(f, 0, context_open, CONTEXT_OPEN, CTX, HEAP);
    if (!v) v = DO(f, 0, context_open, CONTEXT_OPEN, CTX, LOOSE);
    /* Openings that find no memory cost the context, not the device. */
    return !v && (f->vm.contexts[CTX]->lost || f->vm.contexts[OTHER_CTX]->lost) ? PVGPU_E_QUOTA : v;
}

/* Runs a sample with its new id set. */
static enum pvgpu_verdict made(struct fixture *f, int index, uint32_t id)
{
    uint64_t cmd[128];
    size_t size = sample_command(index, cmd);
    memcpy((char *)cmd + pvgpu_descs[index].fields[0].offset, &id, sizeof id);
    return fixture_run(f, CTX, cmd, size);
}

static enum pvgpu_verdict scene_objects(struct fixture *f)
{
    /* A list with a draw, for create_command_list; one with an execute behind it. */
    struct pvgpu_cmd_draw draw = { { PVGPU_OP_DRAW, 0, sizeof draw }, 3, 0 };
    struct pvgpu_cmd_execute_command_list execute = { { PVGPU_OP_EXECUTE_COMMAND_LIST, 0, sizeof execute },
                                                      PVGPU_OBJ_COMMAND_LIST, 0 };
    enum pvgpu_verdict v = PVGPU_OK;
    memcpy(f->vm.heap, &draw, sizeof draw);
    memcpy(f->vm.heap + 64, &execute, sizeof execute);
    for (int i = PVGPU_IX_CREATE_SRV; i <= PVGPU_IX_CREATE_COMMAND_LIST && !v; i++) v = made(f, i, pvgpu_descs[i].fields[0].arg);
    for (int i = PVGPU_IX_CREATE_VIDEO_ENUM; i <= PVGPU_IX_CREATE_VIDEO_OUTPUT && !v; i++)
        v = made(f, i, pvgpu_descs[i].fields[0].arg);
    for (int i = PVGPU_IX_CREATE_VIDEO_DECODER; f->vm.decoders.n_profiles && i <= PVGPU_IX_CREATE_DECODER_OUTPUT && !v; i++)
        v = made(f, i, pvgpu_descs[i].fields[0].arg);
    if (!v) v = DO(f, CTX, create_srv, CREATE_SRV, BAD_SRV, BAD, 28, PVGPU_VIEW_TEX2D, 0, 1, 0, 1, 0, 0);
    if (!v) v = DO(f, CTX, create_srv, CREATE_SRV, PLAIN_SRV, PLAIN, 28, PVGPU_VIEW_TEX2D, 0, 1, 0, 1, 0, 0);
    if (!v) v = DO(f, CTX, create_uav, CREATE_UAV, COUNTER_UAV, STRUCTURED, 0, PVGPU_VIEW_BUFFER, 0, 0, 256, 4);
    if (!v) v = DO(f, CTX, create_uav, CREATE_UAV, RAW_UAV, BUF, 39, PVGPU_VIEW_BUFFER, 0, 0, 1024, 1);
    if (!v) v = DO(f, CTX, create_query, CREATE_QUERY, PREDICATE, 5, 0, 0);
    if (!v) v = DO(f, CTX, create_query, CREATE_QUERY, EVENT_QUERY, 0, 0, 0);
    if (!v) v = DO(f, CTX, create_shader, CREATE_SHADER, PIXEL_SHADER, PVGPU_STAGE_PS, HEAP, 64, 0, 0, 0, 0, 0);
    if (!v) v = DO(f, CTX, create_command_list, CREATE_COMMAND_LIST, NESTING_LIST, HEAP, 64, sizeof execute, 0);
    return v;
}

enum pvgpu_verdict fixture_scene(struct fixture *f)
{
    enum pvgpu_verdict v = DO(f, 0, context_create, CONTEXT_CREATE, CTX, 0);
    if (!v) v = DO(f, 0, context_create, CONTEXT_CREATE, OTHER_CTX, 0);
    if (!v) v = scene_resources(f);
    if (!v) v = DO(f, 0, mode_set, MODE_SET, 0, 64, 64, 60000);
    return v ? v : scene_objects(f);
}

/* ---- samples ---- */

static void set(void *cmd, const struct pvgpu_desc *d, const char *name, uint64_t value)
{
    for (int i = 0; i < d->n_fields; i++)
        if (!strcmp(d->fields[i].name, name)) {
            memcpy((char *)cmd + d->fields[i].offset, &value, d->fields[i].kind == PVGPU_K_u64 ? 8 : 4);
            return;
        }
    printf("# no field %s in %s\n", name, d->name);
    abort();
}

static uint32_t default_ref(uint32_t kind, uint32_t cls)
{
    if (kind == PVGPU_OBJ_RESOURCE || (kind == PVGPU_OBJ_ANY && cls == PVGPU_CLASS_KERNEL)) return TEX;
    if (kind == PVGPU_OBJ_HEAP) return HEAP;
    if (kind == PVGPU_OBJ_CONTEXT) return CTX;
    return kind == PVGPU_OBJ_ANY ? PVGPU_OBJ_RTV : kind;
}

/* What a field gets when nothing says better. */
static uint64_t default_value(const struct pvgpu_field *f, uint32_t cls)
{
    switch ((enum pvgpu_kind)f->kind) {
    case PVGPU_K_ref: return default_ref(f->arg, cls);
    case PVGPU_K_newid: return FRESH;
    case PVGPU_K_nonzero: return 1;
    case PVGPU_K_format: return 28;
    default: return 0; /* legal for every other kind; optional handles too */
    }
}

/* Fields whose value must be another. Names of fields are the table's. */
static const struct { int index; const char *field; uint64_t value; } overrides[] = {
    { PVGPU_IX_RESOURCE_CREATE, "dimension", PVGPU_DIM_TEX2D },
    { PVGPU_IX_HEAP_CREATE, "size", 4096 },
    { PVGPU_IX_HEAP_PLACE, "placed", 1 },
    { PVGPU_IX_HEAP_PLACE, "offset", 4096 },
    { PVGPU_IX_MODE_SET, "width", 640 }, { PVGPU_IX_MODE_SET, "height", 480 }, { PVGPU_IX_MODE_SET, "refresh_mhz", 60000 },
    { PVGPU_IX_SCANOUT_SET, "resource", PLAIN },
    { PVGPU_IX_PRESENT_BLT, "src", TEX_TWIN },
    { PVGPU_IX_PRESENT_BLT, "dst_right", 64 }, { PVGPU_IX_PRESENT_BLT, "dst_bottom", 64 },
    { PVGPU_IX_PRESENT_BLT, "src_right", 64 }, { PVGPU_IX_PRESENT_BLT, "src_bottom", 64 },
    { PVGPU_IX_CURSOR_SHAPE, "width", 32 }, { PVGPU_IX_CURSOR_SHAPE, "height", 32 }, { PVGPU_IX_CURSOR_SHAPE, "pitch", 128 },
    { PVGPU_IX_CREATE_SRV, "dimension", PVGPU_VIEW_TEX2D }, { PVGPU_IX_CREATE_SRV, "mips", 1 },
    { PVGPU_IX_CREATE_RTV, "dimension", PVGPU_VIEW_TEX2D },
    { PVGPU_IX_CREATE_DSV, "dimension", PVGPU_VIEW_TEX2D }, { PVGPU_IX_CREATE_DSV, "resource", DEPTH },
    { PVGPU_IX_CREATE_DSV, "format", 45 },
    { PVGPU_IX_CREATE_UAV, "dimension", PVGPU_VIEW_TEX2D },
    { PVGPU_IX_CREATE_RASTERIZER, "fill", 3 }, { PVGPU_IX_CREATE_RASTERIZER, "cull", 1 },
    { PVGPU_IX_CREATE_SAMPLER, "address_u", 1 }, { PVGPU_IX_CREATE_SAMPLER, "address_v", 1 },
    { PVGPU_IX_CREATE_SAMPLER, "address_w", 1 },
    { PVGPU_IX_CREATE_SHADER, "code_size", 64 },
    { PVGPU_IX_CREATE_QUERY, "type", 1 },
    { PVGPU_IX_CREATE_COMMAND_LIST, "size", sizeof(struct pvgpu_cmd_draw) },
    { PVGPU_IX_SET_INDEX_BUFFER, "format", 57 }, { PVGPU_IX_SET_INDEX_BUFFER, "resource", BUF },
    { PVGPU_IX_SET_PREDICATION, "query", PREDICATE },
    { PVGPU_IX_DRAW_INDIRECT, "resource", BUF }, { PVGPU_IX_DISPATCH_INDIRECT, "resource", BUF },
    { PVGPU_IX_DISCARD, "resource", TEX },
    { PVGPU_IX_COPY_RESOURCE, "src", TEX_TWIN },
    { PVGPU_IX_COPY_REGION, "src", TEX_TWIN },
    { PVGPU_IX_RESOLVE, "dst", PLAIN }, { PVGPU_IX_RESOLVE, "src", MULTI },
    { PVGPU_IX_UPDATE_INLINE, "resource", CONST },
    { PVGPU_IX_UPDATE_BUFFER, "resource", BUF }, { PVGPU_IX_UPDATE_BUFFER, "size", 256 },
    { PVGPU_IX_UPDATE_TEXTURE, "right", 64 }, { PVGPU_IX_UPDATE_TEXTURE, "bottom", 64 }, { PVGPU_IX_UPDATE_TEXTURE, "back", 1 },
    { PVGPU_IX_UPDATE_TEXTURE, "row_pitch", 256 },
    { PVGPU_IX_READ_BUFFER, "resource", BUF }, { PVGPU_IX_READ_BUFFER, "size", 256 },
    { PVGPU_IX_READ_TEXTURE, "right", 64 }, { PVGPU_IX_READ_TEXTURE, "bottom", 64 }, { PVGPU_IX_READ_TEXTURE, "back", 1 },
    { PVGPU_IX_READ_TEXTURE, "row_pitch", 256 },
    { PVGPU_IX_UPDATE_TILE_MAPPINGS, "resource", TILES }, { PVGPU_IX_UPDATE_TILE_MAPPINGS, "pool", POOL },
    { PVGPU_IX_UPDATE_TILE_MAPPINGS, "n_regions", 1 },
    { PVGPU_IX_COPY_TILE_MAPPINGS, "dst", TILES }, { PVGPU_IX_COPY_TILE_MAPPINGS, "src", TILES },
    { PVGPU_IX_COPY_TILE_MAPPINGS, "n_tiles", 1 },
    { PVGPU_IX_COPY_TILES, "resource", TILES }, { PVGPU_IX_COPY_TILES, "buffer", BUF }, { PVGPU_IX_COPY_TILES, "n_tiles", 1 },
    { PVGPU_IX_COPY_TILES, "flags", 2 },
    { PVGPU_IX_UPDATE_TILES, "resource", TILES }, { PVGPU_IX_UPDATE_TILES, "n_tiles", 1 },
    { PVGPU_IX_RESIZE_TILE_POOL, "pool", POOL }, { PVGPU_IX_RESIZE_TILE_POOL, "n_tiles", 16 },
    { PVGPU_IX_QUERY_TILING, "resource", TILES },
    { PVGPU_IX_CREATE_VIDEO_OUTPUT, "count", 1 },
    { PVGPU_IX_CREATE_VIDEO_DECODER, "format", 103 }, { PVGPU_IX_CREATE_VIDEO_DECODER, "width", 64 },
    { PVGPU_IX_CREATE_VIDEO_DECODER, "height", 48 }, { PVGPU_IX_CREATE_DECODER_OUTPUT, "resource", DECODED },
    { PVGPU_IX_COPY_STRUCTURE_COUNT, "dst", BUF }, { PVGPU_IX_COPY_STRUCTURE_COUNT, "view", COUNTER_UAV },
};

/* One element for the tails that have rules. */
static size_t sample_tail(int index, void *cmd)
{
    const struct pvgpu_desc *d = &pvgpu_descs[index];
    void *tail = (char *)cmd + d->size;
    uint32_t n = 1;
#define ONE(type, ...) *(type *)tail = (type){ __VA_ARGS__ }
    switch (index) {
    case PVGPU_IX_CREATE_BLEND: ONE(struct pvgpu_blend_target, .write_mask = 15); break;
    case PVGPU_IX_CREATE_INPUT_LAYOUT: ONE(struct pvgpu_input_element, 0, 0, 6, 0, 0, 0); break;
    case PVGPU_IX_CREATE_SO_LAYOUT: ONE(struct pvgpu_so_element, 0, 1, 0, 4, 0, 0); break;
    case PVGPU_IX_SET_VERTEX_BUFFERS: ONE(struct pvgpu_vertex_buffer, BUF, 16, 0, 0); break;
    case PVGPU_IX_SET_VIEWPORTS: ONE(struct pvgpu_viewport, 0, 0, 64, 64, 0, 1); break;
    case PVGPU_IX_SET_TARGETS:
        ONE(struct pvgpu_om_view, PVGPU_OBJ_RTV, 0);
        set(cmd, d, "n_rtv", 1);
        break;
    case PVGPU_IX_VIDEO_BLIT: ONE(struct pvgpu_video_stream, .enable = 1, .input = PVGPU_OBJ_VIDEO_INPUT); break;
    case PVGPU_IX_DECODE_FRAME: ONE(struct pvgpu_decoder_buffer, .type = 6, .heap = HEAP, .size = 100, .offset = 4096); break;
    case PVGPU_IX_SET_CONSTANT_BUFFERS: ONE(struct pvgpu_constant_buffer, CONST, 0, 0, 0); break;
    case PVGPU_IX_SET_SRVS: ONE(uint32_t, PVGPU_OBJ_SRV); break;
    case PVGPU_IX_SET_SAMPLERS: ONE(uint32_t, PVGPU_OBJ_SAMPLER); break;
    case PVGPU_IX_SET_CS_UAVS: ONE(struct pvgpu_om_view, PVGPU_OBJ_UAV, UINT32_MAX); break;
    case PVGPU_IX_SET_SO_TARGETS: ONE(struct pvgpu_so_target, BUF, 0); break;
    case PVGPU_IX_UPDATE_TILE_MAPPINGS: /* a region and a range of one tile */
        ((struct pvgpu_tile_region *)tail)[0] = ((struct pvgpu_tile_region *)tail)[1] = (struct pvgpu_tile_region){ .n_tiles = 1 };
        n = 2;
        break;
    case PVGPU_IX_UPDATE_INLINE: n = 16; break;
    default: n = 0; break;
    }
#undef ONE
    if (n) memcpy((char *)cmd + d->tail_count_offset, &n, sizeof n);
    return n * (size_t)d->tail_size;
}

size_t sample_command(int index, void *out)
{
    const struct pvgpu_desc *d = &pvgpu_descs[index];
    struct pvgpu_command *h = out;
    memset(out, 0, 1024);
    for (int i = 0; i < d->n_fields; i++) {
        uint64_t v = default_value(&d->fields[i], d->cls);
        memcpy((char *)out + d->fields[i].offset, &v, d->fields[i].kind == PVGPU_K_u64 ? 8 : 4);
    }
    for (size_t i = 0; i < sizeof overrides / sizeof overrides[0]; i++)
        if (overrides[i].index == index) set(out, d, overrides[i].field, overrides[i].value);
    if (index == PVGPU_IX_HEAP_PLACE) set(out, d, "id", HEAP);
    h->op = d->op;
    h->size = (uint32_t)((d->size + sample_tail(index, out) + 7) & ~(size_t)7);
    return h->size;
}
