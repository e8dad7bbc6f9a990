/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * shader.c - shaders of all stages.
 */
#include "objects.h"
#include "d3d10_faces.h"
#include "deferred.h"
#include "linkage.h"

#include <stdlib.h>
#include <strings.h>

#include "dxbc_parse.h"

RT_CHILD_METHODS(vs, ID3D11VertexShader)
RT_CHILD_METHODS(hs, ID3D11HullShader)
RT_CHILD_METHODS(ds, ID3D11DomainShader)
RT_CHILD_METHODS(gs, ID3D11GeometryShader)
RT_CHILD_METHODS(ps, ID3D11PixelShader)
RT_CHILD_METHODS(cs, ID3D11ComputeShader)

static const ID3D11VertexShaderVtbl vs_vtbl = {RT_CHILD_SLOTS(vs)};
static const ID3D11HullShaderVtbl hs_vtbl = {RT_CHILD_SLOTS(hs)};
static const ID3D11DomainShaderVtbl ds_vtbl = {RT_CHILD_SLOTS(ds)};
static const ID3D11GeometryShaderVtbl gs_vtbl = {RT_CHILD_SLOTS(gs)};
static const ID3D11PixelShaderVtbl ps_vtbl = {RT_CHILD_SLOTS(ps)};
static const ID3D11ComputeShaderVtbl cs_vtbl = {RT_CHILD_SLOTS(cs)};

static const void *const vtbls[RT_STAGES] = {
    [RT_VS] = &vs_vtbl, [RT_HS] = &hs_vtbl, [RT_DS] = &ds_vtbl, [RT_GS] = &gs_vtbl, [RT_PS] = &ps_vtbl, [RT_CS] = &cs_vtbl,
};

static void destroy_shader(struct rt_object *object)
{
    struct rt_shader *s = (struct rt_shader *)object;
    struct rt_device *device = s->child.device;

    if (s->drv)
        RT_DESTROY(device, pfnDestroyShader, D3D10DDI_HSHADER, s->drv);
    rt_interfaces_destroy(s->interfaces);
    rt_object_fini(object);
    free(s);
}

#define SHADER_IFACES(name) {&IID_ID3D11##name, 0}, {&IID_ID3D11DeviceChild, 0}, {&IID_IUnknown, 0}
#define SHADER10_IFACES(name) {SHADER_IFACES(name), RT_D3D10(IID_ID3D10##name), RT_D3D10_CHILD, {NULL, 0}}
static const struct rt_iface_entry ifaces[RT_STAGES][6] = {
    [RT_VS] = SHADER10_IFACES(VertexShader), [RT_HS] = {SHADER_IFACES(HullShader), {NULL, 0}},
    [RT_DS] = {SHADER_IFACES(DomainShader), {NULL, 0}}, [RT_GS] = SHADER10_IFACES(GeometryShader),
    [RT_PS] = SHADER10_IFACES(PixelShader), [RT_CS] = {SHADER_IFACES(ComputeShader), {NULL, 0}},
};
#define SHADER_CLASS(stage, name) [stage] = {"ID3D11" name, ifaces[stage], rt_child_add_ref, destroy_shader, &rt_d3d10_child_vtbl}
static const struct rt_class classes[RT_STAGES] = {
    SHADER_CLASS(RT_VS, "VertexShader"), SHADER_CLASS(RT_HS, "HullShader"), SHADER_CLASS(RT_DS, "DomainShader"),
    SHADER_CLASS(RT_GS, "GeometryShader"), SHADER_CLASS(RT_PS, "PixelShader"), SHADER_CLASS(RT_CS, "ComputeShader"),
};

/* The version token's program types. */
enum { PROGRAM_PS, PROGRAM_VS, PROGRAM_GS, PROGRAM_HS, PROGRAM_DS, PROGRAM_CS };
static const uint32_t programs[RT_STAGES] = {
    [RT_VS] = PROGRAM_VS, [RT_HS] = PROGRAM_HS, [RT_DS] = PROGRAM_DS, [RT_GS] = PROGRAM_GS, [RT_PS] = PROGRAM_PS,
    [RT_CS] = PROGRAM_CS,
};

static bool model_ok(struct rt_device *device, const struct rt_dxbc *dxbc)
{
    const uint32_t model = dxbc->major * 10 + dxbc->minor;

    if (model == 40)
        return dxbc->program_type != PROGRAM_CS || (device->umd.caps.shader & 2);
    if (model == 41)
        return device->feature_level >= D3D_FEATURE_LEVEL_10_1;
    return model == 50 && device->feature_level >= D3D_FEATURE_LEVEL_11_0;
}

/* ---- stream output declarations ---- */

#define MAX_SO_ENTRIES (D3D11_SO_STREAM_COUNT * D3D11_SO_OUTPUT_COMPONENT_COUNT)

static const struct rt_signature_element *find_output(const struct rt_signature *s, const D3D11_SO_DECLARATION_ENTRY *e)
{
    uint32_t i;

    for (i = 0; i < s->count; i++) {
        if (s->elements[i].semantic_index == e->SemanticIndex && s->elements[i].stream == e->Stream &&
            !strcasecmp(s->elements[i].semantic, e->SemanticName))
            return &s->elements[i];
    }
    return NULL;
}

/* A skip of any length, in pieces of at most four components. */
static UINT put_gap(const D3D11_SO_DECLARATION_ENTRY *e, D3D11DDIARG_STREAM_OUTPUT_DECLARATION_ENTRY *out)
{
    UINT left = e->ComponentCount, n = 0;

    for (; left; n++) {
        UINT now = left < 4 ? left : 4;

        if (out)
            out[n] = (D3D11DDIARG_STREAM_OUTPUT_DECLARATION_ENTRY){e->Stream, e->OutputSlot, ~0u, (BYTE)((1u << now) - 1)};
        left -= now;
    }
    return n;
}

static UINT count_so(const struct rt_so_declaration *so)
{
    UINT i, n = 0;

    for (i = 0; i < so->n_entries; i++)
        n += so->entries[i].SemanticName ? 1 : put_gap(&so->entries[i], NULL);
    return n;
}

/* Semantics become registers. An entry without a name skips components of the buffer; the driver sees
 * it as register ~0 with as many components in the mask. *n: entries written. */
static HRESULT translate_so(struct rt_device *device, const struct rt_so_declaration *so, const struct rt_signature *output,
    D3D11DDIARG_STREAM_OUTPUT_DECLARATION_ENTRY *out, UINT *n)
{
    UINT used[D3D11_SO_BUFFER_SLOT_COUNT] = {0}, outputs[D3D11_SO_BUFFER_SLOT_COUNT] = {0}, gaps = 0, slots = 0, i;
    BYTE taken[RT_MAX_SIGNATURE] = {0}; /* components of each output that have their place */

    *n = 0;
    for (i = 0; i < so->n_entries; i++) {
        const D3D11_SO_DECLARATION_ENTRY *e = &so->entries[i];
        const struct rt_signature_element *s;
        unsigned low = 0, width = 0;
        BYTE mask;

        if (e->OutputSlot >= D3D11_SO_BUFFER_SLOT_COUNT || e->Stream >= D3D11_SO_STREAM_COUNT)
            return E_INVALIDARG;
        if (e->Stream && device->feature_level < D3D_FEATURE_LEVEL_11_0)
            return E_INVALIDARG;
        if (so->n_strides && e->OutputSlot >= so->n_strides)
            return E_INVALIDARG;
        used[e->OutputSlot] += e->ComponentCount * 4u;
        if (!e->SemanticName) {
            if (e->SemanticIndex || e->StartComponent || !e->ComponentCount)
                return E_INVALIDARG;
            *n += put_gap(e, &out[*n]);
            gaps++;
            continue;
        }
        if (!e->ComponentCount || e->ComponentCount > 4 || e->StartComponent > 3)
            return E_INVALIDARG;
        s = find_output(output, e);
        if (!s)
            return E_INVALIDARG;
        while (low < 4 && !(s->mask >> low & 1))
            low++;
        while (low + width < 4 && (s->mask >> (low + width) & 1))
            width++;
        if (e->StartComponent + e->ComponentCount > width)
            return E_INVALIDARG;
        mask = (BYTE)(((1u << e->ComponentCount) - 1) << (low + e->StartComponent));
        if (taken[s - output->elements] & mask)
            return E_INVALIDARG;
        taken[s - output->elements] |= mask;
        slots += !outputs[e->OutputSlot]++;
        out[(*n)++] = (D3D11DDIARG_STREAM_OUTPUT_DECLARATION_ENTRY){e->Stream, e->OutputSlot, s->reg, mask};
    }
    for (i = 0; i < RT_COUNT(used); i++) {
        if (used[i] && !outputs[i])
            return E_INVALIDARG; /* a buffer of gaps alone */
        /* Before level 11: one buffer with many outputs, or several with one output each and no gaps. */
        if (device->feature_level < D3D_FEATURE_LEVEL_11_0 && used[i] && (i || slots > 1) && (outputs[i] > 1 || gaps))
            return E_INVALIDARG;
    }
    for (i = 0; i < so->n_strides; i++) {
        /* Level 10 looks at the strides of buffers, too, that nothing goes to. */
        if (device->feature_level < D3D_FEATURE_LEVEL_11_0 && so->strides[i] % 4)
            return E_INVALIDARG;
        if (used[i] && (so->strides[i] % 4 || so->strides[i] > D3D11_SO_BUFFER_MAX_STRIDE_IN_BYTES || so->strides[i] < used[i]))
            return E_INVALIDARG;
    }
    return S_OK;
}

static bool so_shape_ok(struct rt_device *device, const struct rt_so_declaration *so, const struct rt_dxbc *dxbc)
{
    if (so->n_entries > MAX_SO_ENTRIES || (so->n_entries && !so->entries) || so->n_strides > D3D11_SO_BUFFER_SLOT_COUNT ||
        (so->n_strides && !so->strides))
        return false;
    if (!so->n_entries && (so->entries || dxbc->program_type != PROGRAM_GS ||
            (so->n_strides && device->feature_level < D3D_FEATURE_LEVEL_11_0)))
        return false;
    if (so->rasterized != D3D11_SO_NO_RASTERIZED_STREAM && so->rasterized >= D3D11_SO_STREAM_COUNT)
        return false;
    /* Before level 11 there is one stream, and it is rasterized. */
    return device->feature_level >= D3D_FEATURE_LEVEL_11_0 || so->rasterized == 0;
}

/* ---- creation ---- */

static HRESULT call_driver(struct rt_shader *s, const struct rt_dxbc *dxbc, struct rt_shader_ddi *arg)
{
    struct rt_device *device = s->child.device;
    const size_t size = (size_t)dxbc->n_tokens * 4;
    struct rt_call call;
    uint32_t *tokens;
    HRESULT hr;

    /* Exactly the tokens, which are gone when the driver returns. */
    tokens = rt_private_alloc(size);
    if (!tokens)
        return E_OUTOFMEMORY;
    memcpy(tokens, dxbc->tokens, size);
    arg->tokens = tokens;
    arg->input = &dxbc->input;
    arg->output = &dxbc->output;
    arg->patch = &dxbc->patch;
    if (!rt_call_begin(&call, device, RT_ERR_MEMORY)) {
        rt_private_free(tokens);
        return DXGI_ERROR_DEVICE_REMOVED;
    }
    s->drv = rt_private_alloc(rt_ddi_calc_shader(&device->umd, arg));
    if (s->drv && !rt_ddi_create_shader(&device->umd, arg, s->drv, s)) {
        rt_private_free(s->drv);
        s->drv = NULL;
    }
    hr = rt_call_end(&call);
    rt_private_free(tokens);
    if (!s->drv)
        return E_OUTOFMEMORY;
    if (FAILED(hr)) {
        rt_private_free(s->drv);
        s->drv = NULL;
    }
    return hr;
}

static HRESULT create_parsed(struct rt_device *device, enum rt_stage stage, const struct rt_dxbc *dxbc, struct rt_shader_ddi *arg,
    ID3D11ClassLinkage *linkage, bool want, struct rt_shader **out)
{
    struct rt_interfaces *interfaces;
    struct rt_shader *s;
    HRESULT hr;

    hr = rt_interfaces_create(dxbc, want ? linkage : NULL, &interfaces);
    if (FAILED(hr) || !want || rt_removed(device)) {
        rt_interfaces_destroy(interfaces);
        return FAILED(hr) ? hr : !want ? S_FALSE : DXGI_ERROR_DEVICE_REMOVED;
    }
    s = calloc(1, sizeof(*s));
    if (!s) {
        rt_interfaces_destroy(interfaces);
        return E_OUTOFMEMORY;
    }
    s->stage = stage;
    s->interfaces = interfaces;
    s->stream_output = arg->stream_output;
    rt_child_init(&s->child, vtbls[stage], &classes[stage], device);
    hr = call_driver(s, dxbc, arg);
    if (FAILED(hr)) {
        rt_child_release(&s->child.object);
        return hr;
    }
    rt_local_size(&s->child, D3D10DDI_HT_SHADER, s->drv);
    *out = s;
    return S_OK;
}

HRESULT rt_shader_create(struct rt_device *device, enum rt_stage stage, const void *bytecode, SIZE_T size,
    ID3D11ClassLinkage *linkage, const struct rt_so_declaration *so, bool has_so, bool want, struct rt_shader **out)
{
    struct rt_dxbc *dxbc = malloc(sizeof(*dxbc));
    D3D11DDIARG_STREAM_OUTPUT_DECLARATION_ENTRY *entries = NULL;
    struct rt_shader_ddi arg = {.stage = stage};
    HRESULT hr = E_INVALIDARG;

    if (!dxbc)
        return E_OUTOFMEMORY;
    if (!rt_dxbc_parse(bytecode, size, dxbc) || !dxbc->tokens || !model_ok(device, dxbc))
        goto done;
    /* Stream output may also follow the vertex or domain shader. */
    if (dxbc->program_type != programs[stage] &&
        !(has_so && (dxbc->program_type == PROGRAM_VS || dxbc->program_type == PROGRAM_DS)))
        goto done;
    if (has_so) {
        if (!so_shape_ok(device, so, dxbc))
            goto done;
        entries = calloc(count_so(so) + 1, sizeof(*entries));
        if (!entries) {
            hr = E_OUTOFMEMORY;
            goto done;
        }
        hr = translate_so(device, so, &dxbc->output, entries, &arg.n_so);
        if (FAILED(hr))
            goto done;
        arg.stream_output = true;
        arg.so = entries;
        arg.strides = so->strides;
        arg.n_strides = so->n_strides;
        arg.rasterized = so->rasterized;
    }
    hr = create_parsed(device, stage, dxbc, &arg, linkage, want, out);
done:
    free(entries);
    free(dxbc);
    return hr;
}
