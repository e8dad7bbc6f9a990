/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * layout.c - input layouts: semantic names become vertex shader registers. (sdk-api CreateInputLayout,
 * D3D11_INPUT_ELEMENT_DESC)
 */
#include "d3d10_faces.h"
#include "deferred.h"
#include "objects.h"

#include <stdlib.h>
#include <strings.h>

#include "dxbc_parse.h"

#define MAX_ELEMENTS 32 /* D3D11_IA_VERTEX_INPUT_STRUCTURE_ELEMENT_COUNT */

RT_CHILD_METHODS(layout, ID3D11InputLayout)
static const ID3D11InputLayoutVtbl layout_vtbl = {RT_CHILD_SLOTS(layout)};

static const struct rt_iface_entry layout_ifaces[] = {
    {&IID_ID3D11InputLayout, 0}, {&IID_ID3D11DeviceChild, 0}, {&IID_IUnknown, 0}, RT_D3D10(IID_ID3D10InputLayout), RT_D3D10_CHILD,
    {NULL, 0},
};

static void destroy_layout(struct rt_object *object)
{
    struct rt_layout *l = (struct rt_layout *)object;
    struct rt_device *device = l->child.device;

    if (l->drv)
        RT_DESTROY(device, pfnDestroyElementLayout, D3D10DDI_HELEMENTLAYOUT, l->drv);
    rt_object_fini(object);
    free(l);
}

static const struct rt_class layout_class = {
    "ID3D11InputLayout", layout_ifaces, rt_child_add_ref, destroy_layout, &rt_d3d10_child_vtbl,
};

/* Vertex id, primitive id and instance id come from the input assembler itself. A shader of another stage may have inputs of these names without the value. */
static bool is_generated(const struct rt_signature_element *e)
{
    return !strcasecmp(e->semantic, "SV_VertexID") || !strcasecmp(e->semantic, "SV_InstanceID") ||
        e->system_value == D3D_NAME_VERTEX_ID || e->system_value == D3D_NAME_PRIMITIVE_ID ||
        e->system_value == D3D_NAME_INSTANCE_ID;
}

static int find_input(const struct rt_signature *s, const D3D11_INPUT_ELEMENT_DESC *e)
{
    uint32_t i;

    for (i = 0; i < s->count; i++) {
        if (s->elements[i].semantic_index == e->SemanticIndex && !is_generated(&s->elements[i]) &&
            !strcasecmp(s->elements[i].semantic, e->SemanticName))
            return (int)i;
    }
    return -1;
}

static bool element_ok(struct rt_device *device, const D3D11_INPUT_ELEMENT_DESC *e, const struct rt_format *f)
{
    const UINT slots = device->feature_level >= D3D_FEATURE_LEVEL_11_0 ? 32 : 16;

    if (!e->SemanticName || !f || !(rt_device_format_support(device, e->Format) & D3D11_FORMAT_SUPPORT_IA_VERTEX_BUFFER))
        return false;
    if (e->InputSlot >= slots)
        return false;
    if (e->InputSlotClass == D3D11_INPUT_PER_VERTEX_DATA)
        return e->InstanceDataStepRate == 0;
    return e->InputSlotClass == D3D11_INPUT_PER_INSTANCE_DATA;
}

struct matcher {
    D3D10DDIARG_INPUT_ELEMENT_DESC out[MAX_ELEMENTS];
    UINT n;
    UINT end[32];       /* next offset of each slot */
    int class_of[32];   /* -1: unused so far */
    bool seen[RT_MAX_SIGNATURE];
};

static HRESULT match(struct rt_device *device, const D3D11_INPUT_ELEMENT_DESC *elements, UINT n, const struct rt_signature *inputs,
    struct matcher *m)
{
    UINT i;

    for (i = 0; i < RT_COUNT(m->class_of); i++)
        m->class_of[i] = -1;
    for (i = 0; i < n; i++) {
        const D3D11_INPUT_ELEMENT_DESC *e = &elements[i];
        const struct rt_format *f = rt_format_find(e->Format);
        UINT offset, align;
        int at;

        if (!element_ok(device, e, f))
            return E_INVALIDARG;
        if (m->class_of[e->InputSlot] >= 0 && m->class_of[e->InputSlot] != (int)e->InputSlotClass)
            return E_INVALIDARG;
        m->class_of[e->InputSlot] = (int)e->InputSlotClass;
        align = f->block_size < 4 ? f->block_size : 4;
        offset = e->AlignedByteOffset;
        if (offset == D3D11_APPEND_ALIGNED_ELEMENT)
            offset = (m->end[e->InputSlot] + align - 1) / align * align;
        else if (offset % align)
            return E_INVALIDARG;
        m->end[e->InputSlot] = offset + f->block_size;
        at = find_input(inputs, e);
        if (at < 0)
            continue; /* elements that the shader does not read are legal and stay here */
        if (m->seen[at])
            return E_INVALIDARG;
        m->seen[at] = true;
        m->out[m->n++] = (D3D10DDIARG_INPUT_ELEMENT_DESC){
            .InputSlot = e->InputSlot,
            .AlignedByteOffset = offset,
            .Format = e->Format,
            .InputSlotClass = e->InputSlotClass == D3D11_INPUT_PER_INSTANCE_DATA ? D3D10_DDI_INPUT_PER_INSTANCE_DATA :
                D3D10_DDI_INPUT_PER_VERTEX_DATA,
            .InstanceDataStepRate = e->InstanceDataStepRate,
            .InputRegister = inputs->elements[at].reg,
        };
    }
    for (i = 0; i < inputs->count; i++) {
        if (!m->seen[i] && !is_generated(&inputs->elements[i]))
            return E_INVALIDARG;
    }
    return S_OK;
}

static HRESULT create(struct rt_device *device, const struct matcher *m, struct rt_layout **out)
{
    D3D10DDIARG_CREATEELEMENTLAYOUT arg = {.pVertexElements = m->out, .NumElements = m->n};
    struct rt_umd *umd = &device->umd;
    struct rt_layout *l = calloc(1, sizeof(*l));
    struct rt_call call;
    HRESULT hr;

    if (!l)
        return E_OUTOFMEMORY;
    rt_child_init(&l->child, &layout_vtbl, &layout_class, device);
    if (!rt_call_begin(&call, device, RT_ERR_MEMORY)) {
        rt_child_release(&l->child.object);
        return DXGI_ERROR_DEVICE_REMOVED;
    }
    l->drv = rt_private_alloc(umd->f->pfnCalcPrivateElementLayoutSize(umd->h, &arg));
    if (l->drv)
        umd->f->pfnCreateElementLayout(umd->h, &arg, (D3D10DDI_HELEMENTLAYOUT){l->drv}, (D3D10DDI_HRTELEMENTLAYOUT){l});
    hr = rt_call_end(&call);
    if (!l->drv)
        hr = E_OUTOFMEMORY;
    if (FAILED(hr)) {
        rt_private_free(l->drv);
        l->drv = NULL;
        rt_child_release(&l->child.object);
        return hr;
    }
    rt_local_size(&l->child, D3D10DDI_HT_ELEMENTLAYOUT, l->drv);
    *out = l;
    return S_OK;
}

HRESULT rt_layout_create(struct rt_device *device, const D3D11_INPUT_ELEMENT_DESC *elements, UINT n, const void *bytecode,
    SIZE_T size, bool want, struct rt_layout **out)
{
    struct rt_dxbc *dxbc;
    struct matcher m;
    HRESULT hr;

    if (n > MAX_ELEMENTS || !elements)
        return E_INVALIDARG;
    dxbc = malloc(sizeof(*dxbc));
    if (!dxbc)
        return E_OUTOFMEMORY;
    memset(&m, 0, sizeof(m));
    hr = E_INVALIDARG;
    if (rt_dxbc_parse(bytecode, size, dxbc) && dxbc->has_input)
        hr = match(device, elements, n, &dxbc->input, &m);
    free(dxbc);
    if (FAILED(hr))
        return hr;
    if (!want)
        return S_FALSE;
    return rt_removed(device) ? DXGI_ERROR_DEVICE_REMOVED : create(device, &m, out);
}
