/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * deferred.c - deferred contexts and command lists (introduction-to-deferred-contexts.md,
 * supporting-command-lists.md). A deferred context is a struct pvu_context that records (record.h); nearly all entries of
 * its table are those of the immediate context, because a context-local handle begins with what they look
 * at: the object's id, and of a resource its description. Its own are those that make and close such handles
 * (local.c), maps, and none for what the page of excluded functions names.
 *
 * A command list is what was recorded. Its first execution copies it into the command buffer; from the second on the
 * host has it as an object of its own and an execution is one command.
 */
#include "entry.h"
#include "record.h"

#define REFUSE_SIZE ((SIZE_T)-1)
enum {
    HOST_LIST_MAX = 1 << 20,         /* bytes of a list that becomes an object on the host */
};
#define HOST_LISTS_MAX (64ull << 20) /* of all of them together: the host's limit is twice that */

struct deferred {
    struct pvu_context context; /* first: an HDEVICE is one */
    struct pvu_recorder recorder;
};

/* What a command list handle points to. */
struct pvu_list_object {
    struct pvu_recording out;
    uint32_t id;         /* on the host; 0: not there */
    uint32_t executions;
};

struct pvu_local_list { struct pvu_list_object *home; };

static struct pvu_list_object *list_of(D3D11DDI_HCOMMANDLIST h)
{
    return h.pDrvPrivate;
}

/* ---- handles ---- */

static const D3D11DDI_HANDLESIZE sizes[] = {
    { D3D10DDI_HT_RESOURCE, sizeof(struct pvu_resource) },
    { D3D10DDI_HT_SHADERRESOURCEVIEW, sizeof(struct pvu_view) },
    { D3D10DDI_HT_RENDERTARGETVIEW, sizeof(struct pvu_view) },
    { D3D10DDI_HT_DEPTHSTENCILVIEW, sizeof(struct pvu_view) },
    { D3D10DDI_HT_SHADER, sizeof(struct pvu_shader) },
    { D3D10DDI_HT_ELEMENTLAYOUT, sizeof(struct pvu_state) },
    { D3D10DDI_HT_BLENDSTATE, sizeof(struct pvu_state) },
    { D3D10DDI_HT_DEPTHSTENCILSTATE, sizeof(struct pvu_state) },
    { D3D10DDI_HT_RASTERIZERSTATE, sizeof(struct pvu_state) },
    { D3D10DDI_HT_SAMPLERSTATE, sizeof(struct pvu_state) },
    { D3D10DDI_HT_QUERY, sizeof(struct pvu_query) },
    { D3D11DDI_HT_COMMANDLIST, sizeof(struct pvu_local_list) },
    { D3D11DDI_HT_UNORDEREDACCESSVIEW, sizeof(struct pvu_view) },
};
enum { N_SIZES = sizeof sizes / sizeof sizes[0] };

/* Twice: how many, then what (using-context-local-ddi-handles.md). */
void APIENTRY pvu_check_deferred_context_handle_sizes(D3D10DDI_HDEVICE h, UINT *n, D3D11DDI_HANDLESIZE *out)
{
    (void)h;
    if (out) memcpy(out, sizes, (*n < N_SIZES ? *n : N_SIZES) * sizeof sizes[0]);
    if (!out || *n > N_SIZES) *n = N_SIZES;
}

SIZE_T APIENTRY pvu_calc_deferred_context_handle_size(D3D10DDI_HDEVICE h, D3D11DDI_HANDLETYPE type, void *object)
{
    (void)h, (void)object;
    for (unsigned i = 0; i < N_SIZES; i++)
        if (sizes[i].HandleType == type) return sizes[i].DriverPrivateSize;
    pvu_log("deferred contexts have no handles of type %d", (int)type);
    return REFUSE_SIZE;
}

/* ---- contexts ---- */

SIZE_T APIENTRY pvu_calc_deferred_context_size(D3D10DDI_HDEVICE h, const D3D11DDIARG_CALCPRIVATEDEFERREDCONTEXTSIZE *a)
{
    (void)h, (void)a;
    return sizeof(struct deferred);
}

static enum pvu_status start(struct pvu_device *d, const D3D11DDIARG_CREATEDEFERREDCONTEXT *a)
{
    struct deferred *o = a->hDrvContext.pDrvPrivate;
    o->context.core = a->p11UMCallbacks;
    o->context.rt_core = a->hRTCoreLayer;
    o->context.owner = pvu_os_self();
    enum pvu_status s = pvu_record_start(&o->context, d, &o->recorder);
    if (s == PVU_OK) pvu_tables_fill_deferred(d->level, a);
    return s;
}

void APIENTRY pvu_create_deferred_context(D3D10DDI_HDEVICE h, const D3D11DDIARG_CREATEDEFERREDCONTEXT *a)
{
    struct pvu_device *d = pvu_device(h);
    memset(a->hDrvContext.pDrvPrivate, 0, offsetof(struct deferred, recorder.spill));
    pvu_fail(&d->context, start(d, a), PVU_ENTRY_CREATE);
}

/* The memory is the old context's, which its list or its abandoning has emptied. */
HRESULT APIENTRY pvu_recycle_create_deferred_context(D3D10DDI_HDEVICE h, const D3D11DDIARG_CREATEDEFERREDCONTEXT *a)
{
    return pvu_result(start(pvu_device(h), a));
}

static void drop(struct pvu_context *c)
{
    struct pvu_recording r;
    pvu_record_take(c, &r);
    pvu_lock(c->device);
    pvu_record_free(c->device, &r);
    pvu_unlock(c->device);
}

void APIENTRY pvu_abandon_command_list(D3D10DDI_HDEVICE h)
{
    struct pvu_context *c = pvu_context(h);
    drop(c);
    pvu_bound_reset(&c->bound);
    c->recorder->closed = true;
}

void pvu_destroy_deferred_context(struct pvu_context *c)
{
    drop(c);
}

/* ---- lists ---- */

SIZE_T APIENTRY pvu_calc_command_list_size(D3D10DDI_HDEVICE h, const D3D11DDIARG_CREATECOMMANDLIST *a)
{
    (void)h, (void)a;
    return sizeof(struct pvu_list_object);
}

/* The context's bindings are gone afterwards; its handles are closed one by one, then it is recycled or destroyed. */
static enum pvu_status make_list(const D3D11DDIARG_CREATECOMMANDLIST *a, struct pvu_list_object *l)
{
    struct pvu_context *c = pvu_context(a->hDeferredContext);
    memset(l, 0, sizeof *l);
    bool failed = c->recorder->failed;
    if (failed) drop(c);
    else pvu_record_take(c, &l->out);
    pvu_bound_reset(&c->bound);
    c->recorder->closed = true;
    return failed ? PVU_NO_MEMORY : PVU_OK;
}

void APIENTRY pvu_create_command_list(D3D10DDI_HDEVICE h, const D3D11DDIARG_CREATECOMMANDLIST *a, D3D11DDI_HCOMMANDLIST l,
                                      D3D11DDI_HRTCOMMANDLIST rt)
{
    (void)rt;
    pvu_fail(&pvu_device(h)->context, make_list(a, list_of(l)), PVU_ENTRY_CREATE);
}

HRESULT APIENTRY pvu_recycle_create_command_list(D3D10DDI_HDEVICE h, const D3D11DDIARG_CREATECOMMANDLIST *a,
                                                 D3D11DDI_HCOMMANDLIST l, D3D11DDI_HRTCOMMANDLIST rt)
{
    (void)h, (void)rt;
    return pvu_result(make_list(a, list_of(l)));
}

/* From any thread. */
void APIENTRY pvu_destroy_command_list(D3D10DDI_HDEVICE h, D3D11DDI_HCOMMANDLIST hl)
{
    struct pvu_list_object *l = list_of(hl);
    struct pvu_device *d = pvu_device(h);
    PVU_CREATION(c, h, false);
    pvu_lock(d);
    if (l->id && c) {
        d->list_bytes -= l->out.bytes;
        pvu_object_destroy(c, l->id);
    }
    pvu_record_free(d, &l->out);
    l->id = 0;
    pvu_unlock(d);
}

/* The memory that the handle points to stays for pvu_recycle_create_command_list; all that hangs on it goes now. */
void APIENTRY pvu_recycle_destroy_command_list(D3D10DDI_HDEVICE h, D3D11DDI_HCOMMANDLIST l)
{
    pvu_destroy_command_list(h, l);
}

/* On the deferred context's thread: the handle may come back. Nothing is kept for it. */
void APIENTRY pvu_recycle_command_list(D3D10DDI_HDEVICE h, D3D11DDI_HCOMMANDLIST l)
{
    (void)h, (void)l;
}

/* ---- executing ---- */

static void clear_state(struct pvu_context *c)
{
    struct pvgpu_cmd_clear_state *k = PVU_CMD(c, clear_state, CLEAR_STATE);
    k->pad0 = k->pad1 = 0;
}

/* The host copies the list's commands out of upload memory. Not being able to is no error: the commands are copied. */
static void give_to_host(struct pvu_context *c, struct pvu_list_object *l)
{
    struct pvu_device *d = c->device;
    struct pvu_span span;
    if (l->id || l->out.bytes > HOST_LIST_MAX || d->list_bytes + l->out.bytes > HOST_LISTS_MAX) return;
    PVU_CREATION(owner, (D3D10DDI_HDEVICE){ .pDrvPrivate = c }, false); /* may submit, so before there is a span */
    if (!owner || !l->out.bytes || pvu_upload(c, l->out.bytes, 8, &span) != PVU_OK) return;
    l->id = pvu_id_alloc(d);
    if (!l->id) return;
    uint8_t *to = span.cpu;
    for (const struct pvu_block *b = l->out.first; b; b = b->next) {
        memcpy(to, b->cmd, b->used);
        to += b->used;
    }
    struct pvgpu_cmd_create_command_list *k = PVU_CMD(c, create_command_list, CREATE_COMMAND_LIST);
    k->id = l->id;
    k->heap = span.heap->id;
    k->offset = span.offset;
    k->size = (uint32_t)l->out.bytes;
    k->pad = 0;
    pvu_use_heap(c, span.heap, false);
    d->list_bytes += l->out.bytes;
}

/* The answers will carry these numbers. An answer to an earlier execution of the same list must not be taken for one to
 * this: it is waited for, and its number taken away. */
static void expect_answers(struct pvu_context *c, const struct pvu_list_object *l)
{
    for (uint32_t i = 0; i < l->out.n_ended && l->executions; i++) {
        const struct pvu_ended *e = &l->out.ended[i];
        if (!pvu_query_forget(c->device, e->query, e->seq)) {
            (void)pvu_wait_completed(c, pvu_want_completed(c));
            (void)pvu_query_forget(c->device, e->query, e->seq);
        }
    }
    for (uint32_t i = 0; i < l->out.n_ended; i++) pvu_query_expect(c, l->out.ended[i].query, l->out.ended[i].seq);
}

static uint32_t mentions(const struct pvu_recording *r, uint32_t *patches)
{
    uint32_t n = 0;
    *patches = 0;
    for (const struct pvu_block *b = r->first; b; b = b->next) n += b->n, *patches += b->n_patch;
    return n;
}

static void execute_on_host(struct pvu_context *c, struct pvu_list_object *l, uint32_t n)
{
    pvu_record_settle(c, &l->out);
    pvu_room(c, n);
    struct pvgpu_cmd_execute_command_list *k = PVU_CMD(c, execute_command_list, EXECUTE_COMMAND_LIST);
    k->list = l->id;
    k->pad = 0;
    pvu_record_mention_all(c, &l->out);
}

static void execute(struct pvu_context *c, struct pvu_list_object *l)
{
    uint32_t patches, n = mentions(&l->out, &patches);
    bool fits = n + 2 * PVU_LIST_MARGIN < c->list_size && patches < PVU_LIST_MARGIN; /* one buffer lists all of it */
    bool by_reference = !c->recorder && l->executions && fits && !pvu_record_stale(&l->out);
    if (!c->recorder) expect_answers(c, l);
    if (by_reference) give_to_host(c, l);
    if (by_reference && l->id) {
        execute_on_host(c, l, n);
    } else {
        clear_state(c);
        (void)pvu_record_append(c, &l->out); /* a recording that has no memory for it has said so */
        clear_state(c);
    }
    if (!c->recorder) l->executions++;
    pvu_bound_reset(&c->bound);
    pvu_amortize(c);
}

void APIENTRY pvu_command_list_execute(D3D10DDI_HDEVICE h, D3D11DDI_HCOMMANDLIST l)
{
    struct pvu_context *c = pvu_context(h);
    execute(c, c->recorder ? ((const struct pvu_local_list *)l.pDrvPrivate)->home : list_of(l));
}

/* ---- a list's handle in another deferred context ---- */

void APIENTRY pvu_local_command_list(D3D10DDI_HDEVICE h, const D3D11DDIARG_CREATECOMMANDLIST *a, D3D11DDI_HCOMMANDLIST l,
                                     D3D11DDI_HRTCOMMANDLIST rt)
{
    (void)h, (void)a;
    ((struct pvu_local_list *)l.pDrvPrivate)->home = rt.handle;
}

void APIENTRY pvu_local_destroy_command_list(D3D10DDI_HDEVICE h, D3D11DDI_HCOMMANDLIST l)
{
    (void)h, (void)l;
}
