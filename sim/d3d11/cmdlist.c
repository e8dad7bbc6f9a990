/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * cmdlist.c - recording and replaying command lists.
 */
#include "cmdlist.h"
#include "deferred.h"
#include "tiles.h"

#include <stdlib.h>

#define MAX_WORDS 12

struct record {
    uint32_t op, size; /* of the whole, a multiple of 8 */
    uint32_t n_objects, data_size;
    UINT u[MAX_WORDS];
    /* struct rt_child *objects[n_objects], then data */
};

static struct rt_child **objects_of(struct record *r)
{
    return (struct rt_child **)(void *)(r + 1);
}

static void *data_of(struct record *r)
{
    return objects_of(r) + r->n_objects;
}

static struct rt_cmdlist *from(void *iface)
{
    return iface;
}

RT_CHILD_METHODS(list, ID3D11CommandList)

static UINT STDMETHODCALLTYPE list_GetContextFlags(ID3D11CommandList *iface)
{
    return from(iface)->flags;
}

static const ID3D11CommandListVtbl list_vtbl = {RT_CHILD_SLOTS(list), .GetContextFlags = list_GetContextFlags};

static const struct rt_iface_entry list_ifaces[] = {
    {&IID_ID3D11CommandList, 0}, {&IID_ID3D11DeviceChild, 0}, {&IID_IUnknown, 0}, {NULL, 0},
};

static void destroy_list(struct rt_object *object)
{
    struct rt_cmdlist *list = (struct rt_cmdlist *)object;
    size_t at;

    for (at = 0; at < list->size;) {
        struct record *r = (struct record *)(void *)(list->bytes + at);
        uint32_t i;

        for (i = 0; i < r->n_objects; i++)
            if (objects_of(r)[i])
                rt_child_unhold(objects_of(r)[i]);
        at += r->size;
    }
    rt_deferred_list_destroy(list);
    rt_object_fini(object);
    free(list->begun);
    free(list->bytes);
    free(list);
}

static const struct rt_class list_class = {"ID3D11CommandList", list_ifaces, rt_child_add_ref, destroy_list};

struct rt_cmdlist *rt_cmdlist_create(struct rt_device *device)
{
    struct rt_cmdlist *list = calloc(1, sizeof(*list));

    if (list)
        rt_child_init_held(&list->child, &list_vtbl, &list_class, device);
    return list;
}

/* Where a query stands among those that the list has begun; n_begun: it does not. */
static unsigned begun_at(const struct rt_cmdlist *list, const struct rt_query *query)
{
    unsigned i;

    for (i = 0; i < list->n_begun && list->begun[i] != query; i++)
        ;
    return i;
}

bool rt_cmdlist_begun(const struct rt_cmdlist *list, const struct rt_query *query)
{
    return begun_at(list, query) < list->n_begun;
}

void rt_cmdlist_note_query(struct rt_cmdlist *list, struct rt_query *query, bool begin)
{
    const unsigned i = begun_at(list, query);

    if (!begin) {
        if (i < list->n_begun)
            list->begun[i] = list->begun[--list->n_begun];
        return;
    }
    if (i < list->n_begun)
        return;
    if (list->n_begun == list->max_begun) {
        const unsigned max = list->max_begun ? 2 * list->max_begun : 16;
        struct rt_query **more = realloc(list->begun, max * sizeof(*more));

        if (!more) {
            list->failed = true;
            return;
        }
        list->begun = more;
        list->max_begun = max;
    }
    list->begun[list->n_begun++] = query;
}

static struct record *reserve(struct rt_cmdlist *list, size_t size)
{
    struct record *r;

    if (list->failed)
        return NULL;
    if (size > list->capacity - list->size) {
        size_t capacity = list->capacity ? list->capacity * 2 : 65536;
        uint8_t *bytes;

        while (capacity - list->size < size)
            capacity *= 2;
        bytes = size < UINT32_MAX ? realloc(list->bytes, capacity) : NULL;
        if (!bytes) {
            list->failed = true;
            return NULL;
        }
        list->bytes = bytes;
        list->capacity = capacity;
    }
    r = (struct record *)(void *)(list->bytes + list->size);
    list->size += size;
    return r;
}

void rt_record(struct rt_context *c, enum rt_op op, const UINT *u, unsigned n_u, struct rt_child *const *objects,
    unsigned n_objects, const void *data, size_t data_size)
{
    size_t size = (sizeof(struct record) + n_objects * sizeof(*objects) + data_size + 7) & ~(size_t)7;
    struct record *r = reserve(c->list, size);
    unsigned i;

    if (!r)
        return;
    r->op = op;
    r->size = (uint32_t)size;
    r->n_objects = n_objects;
    r->data_size = (uint32_t)data_size;
    memset(r->u, 0, sizeof(r->u));
    for (i = 0; i < n_u; i++)
        r->u[i] = u[i];
    for (i = 0; i < n_objects; i++) {
        objects_of(r)[i] = objects[i];
        if (objects[i])
            rt_child_hold(objects[i]);
    }
    if (data_size)
        memcpy(data_of(r), data, data_size);
}

static void replay_targets(struct rt_context *c, struct record *r)
{
    struct rt_targets t = {
        .keep_rtvs = r->u[0], .keep_uavs = r->u[1], .n_rtvs = r->u[2], .uav_start = r->u[3], .n_uavs = r->u[4],
    };
    struct rt_child **o = objects_of(r);
    UINT i;

    t.dsv = (struct rt_view *)o[0];
    for (i = 0; i < t.n_rtvs; i++)
        t.rtvs[i] = (struct rt_view *)o[1 + i];
    for (i = 0; i < t.n_uavs; i++)
        t.uavs[i] = (struct rt_view *)o[1 + t.n_rtvs + i];
    memcpy(t.counts, data_of(r), t.n_uavs * sizeof(UINT));
    rt_ctx_set_targets(c, &t);
}

static void replay_cbs(struct rt_context *c, struct record *r)
{
    struct rt_constant_binding cbs[RT_CBS];
    const UINT *windows = data_of(r);
    UINT i;

    for (i = 0; i < r->u[2]; i++)
        cbs[i] = (struct rt_constant_binding){(struct rt_resource *)objects_of(r)[i], windows[2 * i], windows[2 * i + 1]};
    rt_ctx_set_cbs(c, r->u[0], r->u[1], r->u[2], cbs);
}

static void replay_vbs(struct rt_context *c, struct record *r)
{
    struct rt_vertex_binding vbs[RT_VBS];
    const UINT *v = data_of(r);
    UINT i;

    for (i = 0; i < r->u[1]; i++)
        vbs[i] = (struct rt_vertex_binding){(struct rt_resource *)objects_of(r)[i], v[2 * i], v[2 * i + 1]};
    rt_ctx_set_vbs(c, r->u[0], r->u[1], vbs);
}

static D3D11_BOX box_from(const UINT *u)
{
    return (D3D11_BOX){u[0], u[1], u[2], u[3], u[4], u[5]};
}

static void replay_copy_region(struct rt_context *c, struct record *r)
{
    struct rt_child **o = objects_of(r);
    D3D11_BOX box;
    const UINT *extra = data_of(r);

    if (extra[0])
        box = box_from(extra + 1);
    rt_ctx_copy_region(c, (struct rt_resource *)o[0], r->u[0], r->u[1], r->u[2], r->u[3], (struct rt_resource *)o[1], r->u[4],
        extra[0] ? &box : NULL, r->u[5], r->u[6]);
}

static void replay_update(struct rt_context *c, struct record *r)
{
    D3D11_BOX box = box_from(r->u + 5);

    rt_ctx_update(c, (struct rt_resource *)objects_of(r)[0], r->u[0], r->u[1] ? &box : NULL, data_of(r), r->u[2], r->u[3], r->u[4]);
}

static void replay(struct rt_context *c, struct record *r)
{
    struct rt_child **o = objects_of(r);
    const UINT *u = r->u;
    void *data = data_of(r);
    float color[4];

    switch ((enum rt_op)r->op) {
    case RT_OP_SHADER:
        rt_ctx_set_shader(c, u[0], (struct rt_shader *)o[0], (struct rt_instance_set *)o[1]);
        break;
    case RT_OP_CBS:
        replay_cbs(c, r);
        break;
    case RT_OP_SRVS:
        rt_ctx_set_srvs(c, u[0], u[1], u[2], (struct rt_view **)o);
        break;
    case RT_OP_SAMPLERS:
        rt_ctx_set_samplers(c, u[0], u[1], u[2], (struct rt_state **)o);
        break;
    case RT_OP_CS_UAVS:
        rt_ctx_set_cs_uavs(c, u[0], u[1], (struct rt_view **)o, u[2] ? data : NULL);
        break;
    case RT_OP_LAYOUT:
        rt_ctx_set_layout(c, (struct rt_layout *)o[0]);
        break;
    case RT_OP_VBS:
        replay_vbs(c, r);
        break;
    case RT_OP_IB:
        rt_ctx_set_ib(c, (struct rt_resource *)o[0], u[0], u[1]);
        break;
    case RT_OP_TOPOLOGY:
        rt_ctx_set_topology(c, u[0]);
        break;
    case RT_OP_TARGETS:
        replay_targets(c, r);
        break;
    case RT_OP_BLEND:
        rt_ctx_set_blend(c, (struct rt_state *)o[0], data, u[0]);
        break;
    case RT_OP_DEPTH_STENCIL:
        rt_ctx_set_depth_stencil(c, (struct rt_state *)o[0], u[0]);
        break;
    case RT_OP_RASTERIZER:
        rt_ctx_set_rasterizer(c, (struct rt_state *)o[0]);
        break;
    case RT_OP_VIEWPORTS:
        rt_ctx_set_viewports(c, u[0], data);
        break;
    case RT_OP_SCISSORS:
        rt_ctx_set_scissors(c, u[0], data);
        break;
    case RT_OP_SO:
        rt_ctx_set_so(c, u[0], (struct rt_resource **)o, data);
        break;
    case RT_OP_DRAW:
        rt_ctx_draw(c, u[0], u + 1, (struct rt_resource *)o[0]);
        break;
    case RT_OP_CLEAR_RTV:
        memcpy(color, u, sizeof(color));
        rt_ctx_clear_rtv(c, (struct rt_view *)o[0], color);
        break;
    case RT_OP_CLEAR_DSV:
        memcpy(color, u + 2, sizeof(float));
        rt_ctx_clear_dsv(c, (struct rt_view *)o[0], u[0], color[0], (UINT8)u[1]);
        break;
    case RT_OP_CLEAR_UAV:
        rt_ctx_clear_uav(c, (struct rt_view *)o[0], u[0], u + 1);
        break;
    case RT_OP_CLEAR_VIEW:
        memcpy(color, u + 1, sizeof(color));
        rt_ctx_clear_view(c, o[0], color, u[0] ? data : NULL, u[0]);
        break;
    case RT_OP_DISCARD:
        rt_ctx_discard(c, (struct rt_resource *)o[0], o[1], u[0] ? data : NULL, u[0]);
        break;
    case RT_OP_GENERATE_MIPS:
        rt_ctx_generate_mips(c, (struct rt_view *)o[0]);
        break;
    case RT_OP_COPY_RESOURCE:
        rt_ctx_copy_resource(c, (struct rt_resource *)o[0], (struct rt_resource *)o[1], u[0]);
        break;
    case RT_OP_COPY_REGION:
        replay_copy_region(c, r);
        break;
    case RT_OP_RESOLVE:
        rt_ctx_resolve(c, (struct rt_resource *)o[0], u[0], (struct rt_resource *)o[1], u[1], u[2]);
        break;
    case RT_OP_UPDATE:
        replay_update(c, r);
        break;
    case RT_OP_COPY_COUNT:
        rt_ctx_copy_structure_count(c, (struct rt_resource *)o[0], u[0], (struct rt_view *)o[1]);
        break;
    case RT_OP_MIN_LOD:
        memcpy(color, u, sizeof(float));
        rt_ctx_set_min_lod(c, (struct rt_resource *)o[0], color[0]);
        break;
    case RT_OP_BEGIN:
        rt_ctx_begin(c, (struct rt_query *)o[0]);
        break;
    case RT_OP_END:
        rt_ctx_end(c, (struct rt_query *)o[0]);
        break;
    case RT_OP_PREDICATION:
        rt_ctx_set_predication(c, (struct rt_query *)o[0], (BOOL)u[0]);
        break;
    case RT_OP_MAP_WRITE:
        rt_ctx_map_write(c, (struct rt_resource *)o[0], u[0], u[1], data, r->data_size);
        break;
    case RT_OP_TILES:
        rt_ctx_tiles(c, data, r->data_size, o);
        break;
    case RT_OP_CLEAR_STATE:
        rt_ctx_clear_state(c);
        break;
    case RT_OP_EXECUTE:
        rt_cmdlist_execute(c, (struct rt_cmdlist *)o[0], (BOOL)u[0]);
        break;
    }
}

void rt_cmdlist_replay(struct rt_cmdlist *list, struct rt_context *c)
{
    size_t at;

    for (at = 0; at < list->size;) {
        struct record *r = (struct record *)(void *)(list->bytes + at);

        replay(c, r);
        at += r->size;
    }
}

HRESULT rt_cmdlist_finish(struct rt_context *c, BOOL restore, ID3D11CommandList **out)
{
    struct rt_cmdlist *done = c->list, *next;

    if (rt_removed(c->child.device))
        return DXGI_ERROR_DEVICE_REMOVED;
    next = rt_cmdlist_create(c->child.device);
    if (!next)
        return E_OUTOFMEMORY;
    /* It "implicitly terminates query ranges" (display/supporting-command-lists). */
    while (done->n_begun)
        rt_ctx_end(c, done->begun[done->n_begun - 1]);
    c->list = next;
    /* The state is cleared whether or not it is to come back: a list starts from cleared state. */
    if (restore) {
        rt_ctx_record_all(c);
    } else {
        rt_ctx_state_release(&c->state);
        rt_ctx_state_defaults(&c->state);
    }
    if (done->failed) {
        rt_child_unhold(&done->child);
        return E_OUTOFMEMORY;
    }
    done->finished = true;
    if (out) {
        rt_child_add_ref(&done->child.object);
        *out = (ID3D11CommandList *)done;
    }
    rt_child_unhold(&done->child);
    return S_OK;
}

/* A list may not touch a query that the context has begun, nor map what is mapped there (display/supporting-command-lists). */
static bool blocked(struct rt_context *c, struct rt_cmdlist *list)
{
    size_t at;

    for (at = 0; at < list->size;) {
        struct record *r = (struct record *)(void *)(list->bytes + at);
        struct rt_child *o = r->n_objects ? objects_of(r)[0] : NULL;

        if ((r->op == RT_OP_BEGIN || r->op == RT_OP_END) && ((struct rt_query *)o)->begun)
            return true;
        if (r->op == RT_OP_MAP_WRITE && ((struct rt_resource *)o)->mapped[r->u[0]])
            return true;
        if (r->op == RT_OP_EXECUTE && blocked(c, (struct rt_cmdlist *)o))
            return true;
        at += r->size;
    }
    return false;
}

void rt_cmdlist_execute(struct rt_context *c, struct rt_cmdlist *list, BOOL restore)
{
    struct rt_ctx_state saved;

    /* nf-d3d11-id3d11devicecontext-executecommandlist: it is not executed, and the state is what it would be. */
    if (list->memory ? rt_deferred_blocked(c, list) : !c->list && blocked(c, list)) {
        if (!restore)
            rt_ctx_clear_state(c);
        return;
    }
    if (c->list) {
        struct rt_child *object = &list->child;
        UINT u = (UINT)restore;

        rt_record(c, RT_OP_EXECUTE, &u, 1, &object, 1, NULL, 0);
        if (!restore) {
            rt_ctx_state_release(&c->state);
            rt_ctx_state_defaults(&c->state);
        }
        return;
    }
    if (list->memory) {
        rt_deferred_execute(c, list, restore);
        return;
    }
    if (restore) {
        saved = c->state; /* with its holds */
        rt_ctx_state_defaults(&c->state);
        rt_ctx_emit_all(c);
    } else {
        rt_ctx_clear_state(c);
    }
    rt_cmdlist_replay(list, c);
    rt_ctx_clear_state(c);
    if (restore) {
        c->state = saved;
        rt_ctx_emit_all(c);
    }
}
