/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * shader.c - shaders, input layouts and stream output declarations.
 *
 * A guest's driver names shader registers, the host's Direct3D wants semantics. Containers that
 * pvb_dxbc makes name inputs and outputs by register, so an input layout is made against a signature
 * of its own elements and fits every vertex shader. What can differ is the component type: the host
 * may take a vertex attribute's type from the shader's signature, and a guest's signature may not say
 * it. So a vertex shader is built with the types that it declares or is seen to use, and once more
 * (a variant) for a layout that delivers others; pixel shaders likewise for the formats of the bound targets.
 * Which one is bound is decided at the next draw.
 */
#include <stdio.h>
#include <stdlib.h>
#include "renderer.h"

#define NAMED_MAX 64u

/* For the log: the shader's name in a bug report. */
static uint64_t hash_of(const uint32_t *tokens, uint32_t n)
{
    uint64_t h = 0xcbf29ce484222325u;
    for (uint32_t i = 0; i < n; i++) h = (h ^ tokens[i]) * 0x100000001b3u;
    return h;
}

static void refused(struct pvb_renderer *r, enum pvb_d11_event ev, const struct pvb_dxbc_shader *s, const char *why)
{
    static const char stages[PVGPU_STAGE_COUNT][3] = { "vs", "hs", "ds", "gs", "ps", "cs" };
    /* The application sees the creation fail, so shaders are named one by one, but not without end. */
    if (r->events_seen[ev]++ >= NAMED_MAX) return;
    pvb_log(1, "%s %016llx refused: %s", stages[s->stage], (unsigned long long)hash_of(s->tokens, s->n_tokens), why);
}

/* ---- stream output ---- */

/* What the container calls the output that covers a register's components. */
struct output_name {
    char name[32];
    uint32_t index, first; /* first: lowest component of the element */
};

static uint32_t word(const uint8_t *p)
{
    return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

/* Reads our own container: OSGN (name, index, value, type, register, mask), OSG5 (a stream before them) or
 * OSG1 (a stream before and a minimum precision after them). */
static bool output_find(const uint8_t *dxbc, size_t size, uint32_t stream, uint32_t reg, uint32_t component,
                        struct output_name *out)
{
    uint32_t n_parts = size >= 32 ? word(dxbc + 28) : 0;

    for (uint32_t i = 0; i < n_parts && 36u + 4u * i <= size; i++) {
        uint32_t at = word(dxbc + 32 + 4 * i), part_size, n, stride;
        const uint8_t *part;
        bool streams;
        if (at > size || size - at < 16 || memcmp(dxbc + at, "OSG", 3)) continue;
        streams = dxbc[at + 3] != 'N';
        part = dxbc + at + 8;
        part_size = word(dxbc + at + 4);
        if (part_size > size - at - 8 || part_size < 8) continue;
        n = word(part);
        stride = dxbc[at + 3] == '1' ? 32 : streams ? 28 : 24;
        for (uint32_t k = 0; k < n && (uint64_t)8 + (uint64_t)(k + 1) * stride <= part_size; k++) {
            const uint8_t *e = part + 8 + k * stride, *f = streams ? e + 4 : e;
            uint32_t name = word(f), mask = f[20];
            size_t len = 0;
            if ((streams ? word(e) : 0) != stream || word(f + 16) != reg || !(mask & 1u << component) || name >= part_size)
                continue;
            while (name + len < part_size && part[name + len] && len + 1 < sizeof out->name) {
                out->name[len] = (char)part[name + len];
                len++;
            }
            out->name[len] = 0;
            out->index = word(f + 4);
            for (out->first = 0; !(mask & 1u << out->first); out->first++);
            return true;
        }
    }
    return false;
}

static HRESULT gs_with_output(struct pvb_renderer *r, const void *dxbc, size_t size, const struct pvb_d11_so_layout *so,
                              ID3D11GeometryShader **gs)
{
    D3D11_SO_DECLARATION_ENTRY *entries = calloc(so->n_elements + 1, sizeof *entries);
    struct output_name *names = calloc(so->n_elements + 1, sizeof *names);
    UINT strides[4];
    uint32_t n_strides = pvb_d11_stream_strides(r, so, strides);
    HRESULT hr = E_OUTOFMEMORY;

    if (!entries || !names) goto out;
    hr = E_INVALIDARG;
    for (uint32_t i = 0; i < so->n_elements; i++) {
        const struct pvgpu_so_element *e = &so->elements[i];
        D3D11_SO_DECLARATION_ENTRY *d = &entries[i];
        d->Stream = e->stream;
        d->ComponentCount = (BYTE)e->n_components;
        d->OutputSlot = (BYTE)e->slot;
        if (e->gap) continue;
        if (e->first_component > 3 || e->n_components > 4 || e->slot > 3
            || !output_find(dxbc, size, e->stream, e->reg, e->first_component, &names[i])) goto out;
        d->SemanticName = names[i].name;
        d->SemanticIndex = names[i].index;
        d->StartComponent = (BYTE)(e->first_component - names[i].first);
    }
    /* Of nothing: Wine's Direct3D (10.0) refuses a pointer to no entries. */
    hr = ID3D11Device_CreateGeometryShaderWithStreamOutput(r->device, dxbc, size, so->n_elements ? entries : NULL, so->n_elements,
                                                           n_strides ? strides : NULL, n_strides, so->rasterized, NULL, gs);
out:
    free(entries);
    free(names);
    return hr;
}

enum pvgpu_verdict pvb_d11_cmd_create_so_layout(void *core, const struct pvgpu_cmd_create_so_layout *c, const void *tail)
{
    struct pvb_d11_so_layout *so = malloc(sizeof *so + c->n_elements * sizeof so->elements[0]);

    if (so) {
        so->rasterized = c->rasterized;
        so->strides[0] = c->stride0;
        so->strides[1] = c->stride1;
        so->strides[2] = c->stride2;
        so->strides[3] = c->stride3;
        so->n_strides = c->n_strides;
        so->n_elements = c->n_elements;
        memcpy(so->elements, tail, c->n_elements * sizeof so->elements[0]);
    }
    pvb_define(core, c->id, PVGPU_OBJ_SO_LAYOUT, so);
    return PVGPU_OK;
}

/* ---- shaders ---- */

static HRESULT host_shader(struct pvb_renderer *r, const struct pvb_dxbc_shader *s, const struct pvb_d11_so_layout *so,
                           const void *dxbc, size_t size, void **out)
{
    switch ((enum pvgpu_stage)s->stage) {
    case PVGPU_STAGE_VS: return ID3D11Device_CreateVertexShader(r->device, dxbc, size, NULL, (ID3D11VertexShader **)out);
    case PVGPU_STAGE_HS: return ID3D11Device_CreateHullShader(r->device, dxbc, size, NULL, (ID3D11HullShader **)out);
    case PVGPU_STAGE_DS: return ID3D11Device_CreateDomainShader(r->device, dxbc, size, NULL, (ID3D11DomainShader **)out);
    case PVGPU_STAGE_GS:
        return so ? gs_with_output(r, dxbc, size, so, (ID3D11GeometryShader **)out)
                  : ID3D11Device_CreateGeometryShader(r->device, dxbc, size, NULL, (ID3D11GeometryShader **)out);
    case PVGPU_STAGE_PS: return ID3D11Device_CreatePixelShader(r->device, dxbc, size, NULL, (ID3D11PixelShader **)out);
    case PVGPU_STAGE_CS: return ID3D11Device_CreateComputeShader(r->device, dxbc, size, NULL, (ID3D11ComputeShader **)out);
    case PVGPU_STAGE_COUNT: break;
    }
    return E_INVALIDARG;
}

/* NULL, with the reason logged, when the library or the host refuses. */
static void *build(struct pvb_renderer *r, enum pvb_d11_event ev, const struct pvb_dxbc_shader *s,
                   const struct pvb_d11_so_layout *so)
{
    struct pvb_dxbc_error error = { 0, "" };
    void *dxbc = NULL, *host = NULL;
    size_t size = 0;
    char why[160];
    HRESULT hr;

    if (pvb_dxbc_build(s, &dxbc, &size, &error) != PVB_DXBC_OK) {
        snprintf(why, sizeof why, "token %u: %s", error.token, error.text);
        refused(r, ev, s, why);
        return NULL;
    }
    hr = host_shader(r, s, so, dxbc, size, &host);
    free(dxbc);
    if (SUCCEEDED(hr)) return host;
    snprintf(why, sizeof why, "the host says 0x%08x", (unsigned)hr);
    refused(r, ev, s, why);
    return NULL;
}

/* What the first build of a vertex shader takes each input register as. */
static void declared_types(struct pvb_d11_shader *s)
{
    uint8_t used[PVB_D11_INPUTS];

    pvb_dxbc_infer_inputs(s->source.tokens, s->source.n_tokens, used);
    for (uint32_t i = 0; i < s->source.n_inputs; i++) {
        const struct pvgpu_signature *e = &s->source.inputs[i];
        if (e->reg >= PVB_D11_INPUTS || e->name) continue;
        s->types[e->reg] = (uint8_t)(e->type ? e->type : used[e->reg] ? used[e->reg] : 3 /* float */);
    }
}

/* The same of a pixel shader's targets. */
static void declared_targets(struct pvb_d11_shader *s)
{
    pvb_dxbc_infer_outputs(s->source.tokens, s->source.n_tokens, s->types);
    for (uint32_t i = 0; i < s->source.n_outputs; i++) {
        const struct pvgpu_signature *e = &s->source.outputs[i];
        if (e->reg < 8 && e->type && s->types[e->reg]) s->types[e->reg] = (uint8_t)e->type;
    }
}

/* One block: the record, its signature, its tokens, which nothing has looked at where they come from. NULL: no memory. */
static struct pvb_d11_shader *shader_alloc(const struct pvb_dxbc_shader *from)
{
    const uint32_t n_signature = from->n_inputs + from->n_outputs + from->n_patch;
    struct pvb_d11_shader *s = calloc(1, sizeof *s + n_signature * sizeof(struct pvgpu_signature) + (size_t)from->n_tokens * 4);
    struct pvgpu_signature *signature;
    uint32_t *tokens;

    if (!s) return NULL;
    signature = (struct pvgpu_signature *)(s + 1);
    tokens = (uint32_t *)(signature + n_signature);
    memcpy(signature, from->inputs, n_signature * sizeof *signature);
    memcpy(tokens, from->tokens, (size_t)from->n_tokens * 4);
    s->refs = 1;
    s->stage = from->stage;
    s->source = *from;
    s->source.tokens = tokens;
    s->source.inputs = signature;
    s->source.outputs = signature + from->n_inputs;
    s->source.patch = signature + from->n_inputs + from->n_outputs;
    return s;
}

/* The host's shader; NULL, and s is gone, when it is refused. */
static struct pvb_d11_shader *shader_finish(struct pvb_d11_context *cx, struct pvb_d11_shader *s, const struct pvb_d11_so_layout *so)
{
    s->any = build(cx->r, PVB_D11_EV_SHADER, &s->source, so);
    if (!s->any) {
        free(s);
        return NULL;
    }
    if (s->stage == PVGPU_STAGE_VS) declared_types(s);
    if (s->stage == PVGPU_STAGE_PS) declared_targets(s);
    if (cx->declared) s->n_slots = pvb_dxbc_textures(s->source.tokens, s->source.n_tokens, s->dimensions);
    return s;
}

/* One with interfaces is kept for link_shader. Its stream output declaration may be gone by then. */
static struct pvb_d11_shader *shader_keep(struct pvb_d11_context *cx, struct pvb_d11_shader *s, const struct pvb_d11_so_layout *so,
                                          enum pvb_dxbc_result r, const struct pvb_dxbc_error *error)
{
    size_t size = so ? sizeof *so + so->n_elements * sizeof so->elements[0] : 0;

    s->interfaces = true;
    s->so = so ? malloc(size) : NULL;
    if (so && s->so) memcpy(s->so, so, size);
    if (r == PVB_DXBC_OK && (!so || s->so)) return s;
    refused(cx->r, PVB_D11_EV_SHADER, &s->source, r ? error->text : "out of memory");
    free(s->so);
    free(s);
    return NULL;
}

enum pvgpu_verdict pvb_d11_cmd_create_shader(void *core, const struct pvgpu_cmd_create_shader *c, const void *tail)
{
    struct pvb_d11_context *cx = pvb_d11_context_of(core);
    const struct pvb_d11_so_layout *so = pvb_object(core, c->so_layout);
    const void *code = pvb_heap(core, c->heap, c->offset, c->code_size);
    struct pvb_dxbc_shader from = { .stage = c->stage, .tokens = code, .n_tokens = c->code_size / 4, .inputs = tail,
                                    .n_inputs = c->n_inputs, .n_outputs = c->n_outputs };
    struct pvb_dxbc_error error = { 0, "" };
    struct pvb_d11_shader *s;
    bool has = false;
    uint32_t n_slots;
    enum pvb_dxbc_result r;

    if (c->code_size % 4 || c->n_inputs + c->n_outputs > c->n_signature) return PVGPU_E_RULE;
    from.n_patch = c->n_signature - c->n_inputs - c->n_outputs;
    s = code ? shader_alloc(&from) : NULL;
    if (s) {
        r = pvb_dxbc_interfaces(s->source.tokens, s->source.n_tokens, s->stage, &has, &n_slots, &error);
        s = has ? shader_keep(cx, s, so, r, &error) : shader_finish(cx, s, so);
    }
    pvb_define(core, c->id, PVGPU_OBJ_SHADER, s);
    return PVGPU_OK;
}

enum pvgpu_verdict pvb_d11_cmd_link_shader(void *core, const struct pvgpu_cmd_link_shader *c, const void *tail)
{
    struct pvb_d11_context *cx = pvb_d11_context_of(core);
    const struct pvb_d11_shader *base = pvb_object(core, c->shader);
    struct pvb_dxbc_error error = { 0, "no interfaces" };
    struct pvb_d11_shader *s = NULL;
    struct pvb_dxbc_shader from;
    uint32_t *linked = NULL;

    if (base) {
        from = base->source;
        if (base->interfaces
            && pvb_dxbc_link(from.tokens, from.n_tokens, from.stage, tail, c->n_slots, &linked, &from.n_tokens, &error) == PVB_DXBC_OK) {
            from.tokens = linked;
            s = shader_alloc(&from);
            if (s) s = shader_finish(cx, s, base->so);
        } else {
            refused(cx->r, PVB_D11_EV_SHADER, &base->source, error.text);
        }
        free(linked);
    }
    pvb_define(core, c->id, PVGPU_OBJ_SHADER, s);
    return PVGPU_OK;
}

void pvb_d11_shader_unref(struct pvb_d11_shader *s)
{
    struct pvb_d11_variant *v, *next;

    if (!s || --s->refs) return;
    for (v = s->variants; v; v = next) {
        next = v->next;
        pvb_d11_release(v->host);
        free(v);
    }
    if (s->any) pvb_d11_release(s->any);
    free(s->so);
    free(s);
}

enum pvgpu_verdict pvb_d11_cmd_set_shader(void *core, const struct pvgpu_cmd_set_shader *c, const void *tail)
{
    struct pvb_d11_context *cx = pvb_d11_context_of(core);
    struct pvb_d11_shader *s = pvb_object(core, c->shader);

    if ((s && s->stage != c->stage) || c->stage >= PVGPU_STAGE_COUNT) return PVGPU_E_RULE;
    if (cx->declared) pvb_d11_declared_shader(cx, c->stage, s);
    switch ((enum pvgpu_stage)c->stage) {
    case PVGPU_STAGE_VS:
        if (s == cx->vs) return PVGPU_OK;
        if (s) s->refs++;
        pvb_d11_shader_unref(cx->vs);
        cx->vs = s;
        cx->dirty = true;
        return PVGPU_OK;
    case PVGPU_STAGE_PS:
        if (s == cx->ps) return PVGPU_OK;
        if (s) s->refs++;
        pvb_d11_shader_unref(cx->ps);
        cx->ps = s;
        cx->dirty = true;
        return PVGPU_OK;
    case PVGPU_STAGE_HS: ID3D11DeviceContext_HSSetShader(cx->ctx, s ? s->hs : NULL, NULL, 0); return PVGPU_OK;
    case PVGPU_STAGE_DS: ID3D11DeviceContext_DSSetShader(cx->ctx, s ? s->ds : NULL, NULL, 0); return PVGPU_OK;
    case PVGPU_STAGE_GS: ID3D11DeviceContext_GSSetShader(cx->ctx, s ? s->gs : NULL, NULL, 0); return PVGPU_OK;
    case PVGPU_STAGE_CS: ID3D11DeviceContext_CSSetShader(cx->ctx, s ? s->cs : NULL, NULL, 0); return PVGPU_OK;
    case PVGPU_STAGE_COUNT: break;
    }
    return PVGPU_E_FIELD;
}

/* ---- input layouts, and the vertex shader that goes with them ---- */

enum pvgpu_verdict pvb_d11_cmd_create_input_layout(void *core, const struct pvgpu_cmd_create_input_layout *c, const void *tail)
{
    struct pvb_d11_context *cx = pvb_d11_context_of(core);
    const struct pvgpu_input_element *e = tail;
    D3D11_INPUT_ELEMENT_DESC d[PVB_D11_INPUTS + 1] = { { 0 } };
    struct pvb_d11_layout *l = calloc(1, sizeof *l);
    void *dxbc = NULL;
    size_t size;
    HRESULT hr = E_OUTOFMEMORY;

    for (uint32_t i = 0; i < c->n_elements; i++) {
        if (e[i].reg >= PVB_D11_INPUTS || e[i].slot >= 32) { free(l); return PVGPU_E_RANGE; }
        d[i] = (D3D11_INPUT_ELEMENT_DESC){ "R", e[i].reg, (DXGI_FORMAT)e[i].format, e[i].slot, e[i].offset,
                                           e[i].instanced ? D3D11_INPUT_PER_INSTANCE_DATA : D3D11_INPUT_PER_VERTEX_DATA,
                                           e[i].instanced ? e[i].step : 0 };
        if (l) l->types[e[i].reg] = (uint8_t)pvb_dxbc_format_type(e[i].format);
    }
    if (l && pvb_dxbc_layout_signature(e, c->n_elements, &dxbc, &size) == PVB_DXBC_OK) {
        hr = ID3D11Device_CreateInputLayout(cx->r->device, d, c->n_elements, dxbc, size, &l->host);
        free(dxbc);
    }
    if (FAILED(hr)) {
        if (pvb_d11_first(cx->r, PVB_D11_EV_LAYOUT))
            pvb_log(1, "input layout of %u elements refused: 0x%08x", c->n_elements, (unsigned)hr);
        free(l);
        l = NULL;
    } else {
        l->refs = 1;
    }
    pvb_define(core, c->id, PVGPU_OBJ_INPUT_LAYOUT, l);
    return PVGPU_OK;
}

void pvb_d11_layout_unref(struct pvb_d11_layout *l)
{
    if (!l || --l->refs) return;
    pvb_d11_release(l->host);
    free(l);
}

enum pvgpu_verdict pvb_d11_cmd_set_input_layout(void *core, const struct pvgpu_cmd_set_input_layout *c, const void *tail)
{
    struct pvb_d11_context *cx = pvb_d11_context_of(core);
    struct pvb_d11_layout *l = pvb_object(core, c->layout);

    if (l == cx->layout) return PVGPU_OK;
    if (l) l->refs++;
    pvb_d11_layout_unref(cx->layout);
    cx->layout = l;
    cx->dirty = true;
    ID3D11DeviceContext_IASetInputLayout(cx->ctx, l ? l->host : NULL);
    return PVGPU_OK;
}

/* The shader with these component types where it has any; 0 leaves its own. */
static void *variant_for(struct pvb_renderer *r, struct pvb_d11_shader *s, const uint8_t *wanted, uint32_t n)
{
    uint8_t types[PVB_D11_INPUTS] = { 0 };
    struct pvb_d11_variant *v;
    struct pvb_dxbc_shader source;

    for (uint32_t i = 0; i < n; i++) types[i] = s->types[i] && wanted[i] ? wanted[i] : s->types[i];
    if (!memcmp(types, s->types, n)) return s->any;
    for (v = s->variants; v; v = v->next)
        if (!memcmp(v->types, types, sizeof types)) return v->host;
    v = calloc(1, sizeof *v);
    if (!v) return s->any;
    source = s->source;
    if (s->stage == PVGPU_STAGE_VS) memcpy(source.input_types, types, sizeof source.input_types);
    else memcpy(source.output_types, types, sizeof source.output_types);
    memcpy(v->types, types, sizeof types);
    v->host = build(r, PVB_D11_EV_VARIANT, &source, NULL);
    if (!v->host) { /* remembered, so that it is not tried at every draw */
        v->host = s->any;
        IUnknown_AddRef(s->any);
    }
    v->next = s->variants;
    s->variants = v;
    return v->host;
}

void pvb_d11_shaders_resolve(struct pvb_d11_context *cx)
{
    void *vs = NULL, *ps = NULL;

    if (cx->declared) pvb_d11_declared_resolve(cx);
    cx->dirty = false;
    if (cx->vs) vs = cx->layout ? variant_for(cx->r, cx->vs, cx->layout->types, PVB_D11_INPUTS) : cx->vs->any;
    if (cx->ps) ps = variant_for(cx->r, cx->ps, cx->target_types, 8);
    if (vs != cx->vs_bound) ID3D11DeviceContext_VSSetShader(cx->ctx, vs, NULL, 0);
    if (ps != cx->ps_bound) ID3D11DeviceContext_PSSetShader(cx->ctx, ps, NULL, 0);
    cx->vs_bound = vs;
    cx->ps_bound = ps;
}
