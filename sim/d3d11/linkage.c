/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * linkage.c - class linkage. A linkage is a list of names that the shaders made with it brought along; an instance is a name
 * (gotten) or a place (created). What either means for a shader is looked up in the shader when it is bound ("Storing Variables
 * and Types for Shaders to Share").
 */
#include "linkage.h"

#include <stdlib.h>

#include "dxbc_parse.h"

#define MAX_NAMES 65536 /* nn-d3d11-id3d11classlinkage: up to 64K gotten instances; the overview: of types too */

struct name {
    struct name *next;
    UINT number, elements;
    char *type; /* instances: the class */
    char text[];
};

struct rt_linkage {
    struct rt_child child;
    struct name *types, *instances; /* newest first; guarded by lock */
    UINT n_types, n_instances;
    struct rt_lock *lock;
};

struct rt_instance {
    struct rt_child child;
    struct rt_linkage *linkage; /* held */
    D3D11_CLASS_INSTANCE_DESC desc;
    char *type, *name;          /* name NULL: created */
};

/* ---- the part of a shader ---- */

static UINT word(const struct rt_interfaces *i, size_t at)
{
    UINT w;

    memcpy(&w, (const char *)i->bytes + at, 4);
    return w;
}

static UINT half(const struct rt_interfaces *i, size_t at)
{
    uint16_t w;

    memcpy(&w, (const char *)i->bytes + at, 2);
    return w;
}

static bool span_ok(const struct rt_interfaces *i, size_t at, size_t count, size_t each)
{
    return at <= i->size && count <= (i->size - at) / each;
}

static const char *text_at(const struct rt_interfaces *i, size_t at)
{
    return at < i->size && memchr((const char *)i->bytes + at, 0, i->size - at) ? (const char *)i->bytes + at : NULL;
}

#define N_INSTANCES(i) word(i, 0)
#define N_TYPES(i) word(i, 4)
#define N_INTERFACES(i) word(i, 8)
#define INSTANCE(i, n) (word(i, 16) + 16 * (size_t)(n))
#define TYPE(i, n) (word(i, 20) + 12 * (size_t)(n))
#define INTERFACE(i, n) (word(i, 24) + 16 * (size_t)(n))
enum { HEAD = 36 };

static bool part_ok(const struct rt_interfaces *i)
{
    UINT n, slots = 0;

    if (i->size < HEAD || N_INSTANCES(i) > MAX_NAMES || N_TYPES(i) > MAX_NAMES || N_INTERFACES(i) > RT_MAX_SLOTS ||
        !span_ok(i, INSTANCE(i, 0), N_INSTANCES(i), 16) || !span_ok(i, TYPE(i, 0), N_TYPES(i), 12) ||
        !span_ok(i, INTERFACE(i, 0), N_INTERFACES(i), 16))
        return false;
    for (n = 0; n < N_INSTANCES(i); n++)
        if (!text_at(i, word(i, INSTANCE(i, n))) || half(i, INSTANCE(i, n) + 4) >= N_TYPES(i) || !half(i, INSTANCE(i, n) + 6))
            return false;
    for (n = 0; n < N_TYPES(i); n++)
        if (!text_at(i, word(i, TYPE(i, n))))
            return false;
    for (n = 0; n < N_INTERFACES(i); n++) {
        const size_t at = INTERFACE(i, n);

        if (word(i, at) > RT_MAX_SLOTS || !span_ok(i, word(i, at + 8), word(i, at + 4), 2) ||
            !span_ok(i, word(i, at + 12), word(i, at + 4), 4))
            return false;
        slots += word(i, at);
    }
    return slots == i->n_slots && slots <= RT_MAX_SLOTS;
}

static bool find_type(const struct rt_interfaces *i, const char *name, UINT *n)
{
    for (*n = 0; *n < N_TYPES(i); (*n)++)
        if (!strcmp(text_at(i, word(i, TYPE(i, *n))), name))
            return true;
    return false;
}

static bool find_instance(const struct rt_interfaces *i, const char *name, UINT *n)
{
    for (*n = 0; *n < N_INSTANCES(i); (*n)++)
        if (!strcmp(text_at(i, word(i, INSTANCE(i, *n))), name))
            return true;
    return false;
}

/* The function table that slot takes for a class; false: the interface does not take it. */
static bool find_table(const struct rt_interfaces *i, UINT slot, UINT type, UINT *table)
{
    UINT n, k;

    for (n = 0; n < N_INTERFACES(i); n++) {
        const size_t at = INTERFACE(i, n);

        if (slot >= word(i, at)) {
            slot -= word(i, at);
            continue;
        }
        for (k = 0; k < word(i, at + 4); k++)
            if (half(i, word(i, at + 8) + 2 * (size_t)k) == type) {
                *table = word(i, word(i, at + 12) + 4 * (size_t)k);
                return true;
            }
        return false;
    }
    return false;
}

/* ---- names ---- */

static char *copy_text(const char *text)
{
    char *copy = malloc(strlen(text) + 1);

    return copy ? strcpy(copy, text) : NULL;
}

static struct name *find_name(struct name *list, const char *text)
{
    for (; list; list = list->next)
        if (!strcmp(list->text, text))
            return list;
    return NULL;
}

/* Under the lock. */
static HRESULT note(struct name **list, UINT *n, const char *text, const char *type, UINT elements)
{
    struct name *name = find_name(*list, text);

    if (name) {
        if (elements > name->elements)
            name->elements = elements;
        return S_OK;
    }
    if (*n == MAX_NAMES)
        return E_OUTOFMEMORY;
    name = calloc(1, sizeof(*name) + strlen(text) + 1);
    if (!name || (type && !(name->type = copy_text(type)))) {
        free(name);
        return E_OUTOFMEMORY;
    }
    strcpy(name->text, text);
    name->elements = elements;
    name->number = (*n)++;
    name->next = *list;
    *list = name;
    return S_OK;
}

static void free_names(struct name *list)
{
    struct name *next;

    for (; list; list = next) {
        next = list->next;
        free(list->type);
        free(list);
    }
}

static HRESULT note_all(struct rt_linkage *l, const struct rt_interfaces *i)
{
    HRESULT hr = S_OK;
    UINT n;

    rt_lock_enter(l->lock);
    for (n = 0; n < N_TYPES(i) && SUCCEEDED(hr); n++)
        hr = note(&l->types, &l->n_types, text_at(i, word(i, TYPE(i, n))), NULL, 0);
    for (n = 0; n < N_INSTANCES(i) && SUCCEEDED(hr); n++) {
        const size_t at = INSTANCE(i, n);

        hr = note(&l->instances, &l->n_instances, text_at(i, word(i, at)), text_at(i, word(i, TYPE(i, half(i, at + 4)))), half(i, at + 6));
    }
    rt_lock_leave(l->lock);
    return hr;
}

HRESULT rt_interfaces_create(const struct rt_dxbc *dxbc, ID3D11ClassLinkage *linkage, struct rt_interfaces **out)
{
    struct rt_linkage *l = (struct rt_linkage *)linkage;
    struct rt_interfaces *i;
    HRESULT hr = E_OUTOFMEMORY;

    *out = NULL;
    if (!dxbc->interfaces)
        return S_OK;
    i = calloc(1, sizeof(*i));
    if (i && (i->bytes = malloc(dxbc->interfaces_size + 1)) != NULL) {
        memcpy(i->bytes, dxbc->interfaces, dxbc->interfaces_size);
        i->size = dxbc->interfaces_size;
        i->n_slots = i->size >= HEAD ? word(i, 12) : 0;
        hr = part_ok(i) ? S_OK : E_INVALIDARG;
        if (SUCCEEDED(hr) && l)
            hr = note_all(l, i);
    }
    if (FAILED(hr)) {
        rt_interfaces_destroy(i);
        return hr;
    }
    i->linkage = l;
    if (l)
        rt_child_hold(&l->child);
    *out = i;
    return S_OK;
}

void rt_interfaces_destroy(struct rt_interfaces *i)
{
    if (!i)
        return;
    if (i->linkage)
        rt_child_unhold(&i->linkage->child);
    free(i->bytes);
    free(i);
}

/* ---- ID3D11ClassInstance ---- */

static struct rt_instance *instance_from(void *iface)
{
    return iface;
}

RT_CHILD_METHODS(instance, ID3D11ClassInstance)

static void STDMETHODCALLTYPE instance_GetClassLinkage(ID3D11ClassInstance *iface, ID3D11ClassLinkage **out)
{
    struct rt_linkage *l = instance_from(iface)->linkage;

    rt_child_add_ref(&l->child.object);
    *out = (ID3D11ClassLinkage *)l;
}

static void STDMETHODCALLTYPE instance_GetDesc(ID3D11ClassInstance *iface, D3D11_CLASS_INSTANCE_DESC *desc)
{
    *desc = instance_from(iface)->desc;
}

/* *size: bytes of the buffer, and then of the name with its end. */
static void give_text(const char *text, LPSTR buffer, SIZE_T *size)
{
    const SIZE_T need = strlen(text) + 1;

    if (buffer && *size) {
        const SIZE_T n = need < *size ? need : *size;

        memcpy(buffer, text, n);
        buffer[n - 1] = 0;
    }
    *size = need;
}

/* Both names are valid only for instances that were gotten (nf-d3d11-id3d11classinstance-getinstancename, -gettypename). */
static void STDMETHODCALLTYPE instance_GetInstanceName(ID3D11ClassInstance *iface, LPSTR buffer, SIZE_T *size)
{
    const struct rt_instance *i = instance_from(iface);

    give_text(i->name ? i->name : "", buffer, size);
}

static void STDMETHODCALLTYPE instance_GetTypeName(ID3D11ClassInstance *iface, LPSTR buffer, SIZE_T *size)
{
    const struct rt_instance *i = instance_from(iface);

    give_text(i->name ? i->type : "", buffer, size);
}

static const ID3D11ClassInstanceVtbl instance_vtbl = {
    RT_CHILD_SLOTS(instance), .GetClassLinkage = instance_GetClassLinkage, .GetDesc = instance_GetDesc,
    .GetInstanceName = instance_GetInstanceName, .GetTypeName = instance_GetTypeName,
};

static const struct rt_iface_entry instance_ifaces[] = {
    {&IID_ID3D11ClassInstance, 0}, {&IID_ID3D11DeviceChild, 0}, {&IID_IUnknown, 0}, {NULL, 0},
};

static void destroy_instance(struct rt_object *object)
{
    struct rt_instance *i = (struct rt_instance *)object;

    rt_child_unhold(&i->linkage->child);
    rt_object_fini(object);
    free(i->type);
    free(i->name);
    free(i);
}

static const struct rt_class instance_class = {"ID3D11ClassInstance", instance_ifaces, rt_child_add_ref, destroy_instance};

static HRESULT create_instance(struct rt_linkage *l, const char *type, const char *name, const D3D11_CLASS_INSTANCE_DESC *desc,
    ID3D11ClassInstance **out)
{
    struct rt_instance *i = calloc(1, sizeof(*i));
    char *type_copy = copy_text(type), *name_copy = name ? copy_text(name) : NULL;

    if (!i || !type_copy || (name && !name_copy)) {
        free(i);
        free(type_copy);
        free(name_copy);
        return E_OUTOFMEMORY;
    }
    i->type = type_copy;
    i->name = name_copy;
    i->desc = *desc;
    i->linkage = l;
    rt_child_hold(&l->child);
    rt_child_init(&i->child, &instance_vtbl, &instance_class, l->child.device);
    *out = (ID3D11ClassInstance *)i;
    return S_OK;
}

/* ---- ID3D11ClassLinkage ---- */

static struct rt_linkage *linkage_from(void *iface)
{
    return iface;
}

RT_CHILD_METHODS(linkage, ID3D11ClassLinkage)

/* An instance is there once a shader made with the linkage has it and did not optimize it away. What describes it are the
 * defaults of ns-d3d11-d3d11_class_instance_desc, since it may lie elsewhere in every shader. */
static HRESULT STDMETHODCALLTYPE linkage_GetClassInstance(ID3D11ClassLinkage *iface, LPCSTR name, UINT index,
    ID3D11ClassInstance **out)
{
    const D3D11_CLASS_INSTANCE_DESC desc = {.InstanceIndex = index, .BaseTexture = 127, .BaseSampler = 15};
    struct rt_linkage *l = linkage_from(iface);
    const struct name *found;
    HRESULT hr = E_INVALIDARG;

    if (out)
        *out = NULL;
    if (!name || !out)
        return E_INVALIDARG;
    rt_lock_enter(l->lock);
    found = find_name(l->instances, name);
    if (found && index < found->elements)
        hr = create_instance(l, found->type, name, &desc, out);
    rt_lock_leave(l->lock);
    return hr;
}

/* Instances may be made before the shaders of their class (nf-d3d11-id3d11classlinkage-createclassinstance), so any name goes;
 * places do that a driver can be told of. */
static HRESULT STDMETHODCALLTYPE linkage_CreateClassInstance(ID3D11ClassLinkage *iface, LPCSTR type, UINT cb_offset,
    UINT vector_offset, UINT texture_offset, UINT sampler_offset, ID3D11ClassInstance **out)
{
    D3D11_CLASS_INSTANCE_DESC desc = {.ConstantBuffer = cb_offset, .BaseConstantBufferOffset = vector_offset,
        .BaseTexture = texture_offset, .BaseSampler = sampler_offset, .Created = TRUE};
    struct rt_linkage *l = linkage_from(iface);
    const struct name *found;

    if (out)
        *out = NULL;
    if (!type || !out || cb_offset >= D3D11_COMMONSHADER_CONSTANT_BUFFER_API_SLOT_COUNT ||
        vector_offset >= D3D11_REQ_CONSTANT_BUFFER_ELEMENT_COUNT || texture_offset >= D3D11_COMMONSHADER_INPUT_RESOURCE_SLOT_COUNT ||
        sampler_offset >= D3D11_COMMONSHADER_SAMPLER_SLOT_COUNT)
        return E_INVALIDARG;
    rt_lock_enter(l->lock);
    found = find_name(l->types, type);
    desc.TypeId = found ? found->number : 0;
    rt_lock_leave(l->lock);
    return create_instance(l, type, NULL, &desc, out);
}

static const ID3D11ClassLinkageVtbl linkage_vtbl = {
    RT_CHILD_SLOTS(linkage), .GetClassInstance = linkage_GetClassInstance, .CreateClassInstance = linkage_CreateClassInstance,
};

static const struct rt_iface_entry linkage_ifaces[] = {
    {&IID_ID3D11ClassLinkage, 0}, {&IID_ID3D11DeviceChild, 0}, {&IID_IUnknown, 0}, {NULL, 0},
};

static void destroy_linkage(struct rt_object *object)
{
    struct rt_linkage *l = (struct rt_linkage *)object;

    free_names(l->types);
    free_names(l->instances);
    rt_lock_destroy(l->lock);
    rt_object_fini(object);
    free(l);
}

static const struct rt_class linkage_class = {"ID3D11ClassLinkage", linkage_ifaces, rt_child_add_ref, destroy_linkage};

HRESULT rt_linkage_create(struct rt_device *device, ID3D11ClassLinkage **out)
{
    struct rt_linkage *l = calloc(1, sizeof(*l));

    if (!l || !(l->lock = rt_lock_create())) {
        free(l);
        return E_OUTOFMEMORY;
    }
    rt_child_init(&l->child, &linkage_vtbl, &linkage_class, device);
    *out = (ID3D11ClassLinkage *)l;
    return S_OK;
}

/* ---- binding ---- */

static void destroy_set(struct rt_object *object)
{
    struct rt_instance_set *set = (struct rt_instance_set *)object;
    UINT i;

    for (i = 0; i < set->n; i++)
        if (set->instances[i])
            rt_child_unhold(set->instances[i]);
    rt_object_fini(object);
    free(set);
}

static const struct rt_iface_entry no_ifaces[] = {{NULL, 0}};
static const struct rt_class set_class = {"class instances", no_ifaces, rt_child_add_ref, destroy_set};

struct rt_instance_set *rt_instances_create(struct rt_device *device, ID3D11ClassInstance *const *instances, UINT n)
{
    struct rt_instance_set *set;
    UINT i;

    if (!instances || !n || n > RT_MAX_INSTANCES)
        return NULL;
    set = calloc(1, sizeof(*set) + n * sizeof(set->instances[0]));
    if (!set)
        return NULL;
    set->n = n;
    for (i = 0; i < n; i++) {
        set->instances[i] = instances[i] ? &instance_from(instances[i])->child : NULL;
        if (set->instances[i])
            rt_child_hold(set->instances[i]);
    }
    rt_child_init_held(&set->child, NULL, &set_class, device);
    return set;
}

/* Where a gotten instance lies in this shader: an element of an array lies behind those before it. */
static bool place_gotten(const struct rt_interfaces *i, const struct rt_instance *instance, UINT *type, D3D11DDIARG_POINTERDATA *data)
{
    const UINT index = instance->desc.InstanceIndex;
    UINT n, texture, sampler;
    size_t at;

    if (!find_instance(i, instance->name, &n))
        return false;
    at = INSTANCE(i, n);
    *type = half(i, at + 4);
    if (index >= half(i, at + 6))
        return false;
    texture = half(i, at + 12);
    sampler = half(i, at + 14);
    *data = (D3D11DDIARG_POINTERDATA){
        .uCBID = half(i, at + 8), .uCBOffset = half(i, at + 10) + index * half(i, TYPE(i, *type) + 6),
        .uBaseTex = texture == 0xffff ? 127 : texture + index * half(i, TYPE(i, *type) + 8),
        .uBaseSamp = sampler == 0xffff ? 15 : sampler + index * half(i, TYPE(i, *type) + 10),
    };
    return true;
}

bool rt_instances_link(const struct rt_interfaces *i, const struct rt_instance_set *set, UINT *tables, D3D11DDIARG_POINTERDATA *data)
{
    UINT slot, type;

    if (!set || set->n != i->n_slots || !i->linkage)
        return false;
    for (slot = 0; slot < set->n; slot++) {
        const struct rt_instance *instance = (const struct rt_instance *)set->instances[slot];

        if (!instance || instance->linkage != i->linkage)
            return false;
        if (instance->name) {
            if (!place_gotten(i, instance, &type, &data[slot]))
                return false;
        } else {
            if (!find_type(i, instance->type, &type))
                return false;
            data[slot] = (D3D11DDIARG_POINTERDATA){.uCBID = instance->desc.ConstantBuffer,
                .uCBOffset = instance->desc.BaseConstantBufferOffset, .uBaseTex = instance->desc.BaseTexture,
                .uBaseSamp = instance->desc.BaseSampler};
        }
        if (!find_table(i, slot, type, &tables[slot]))
            return false;
    }
    return true;
}

void rt_instances_get(const struct rt_instance_set *set, ID3D11ClassInstance **out, UINT *n)
{
    const UINT room = n ? *n : 0, have = set ? set->n : 0;
    UINT i;

    for (i = 0; i < room && out; i++) {
        struct rt_child *instance = i < have ? set->instances[i] : NULL;

        if (instance)
            rt_child_add_ref(&instance->object);
        out[i] = (ID3D11ClassInstance *)instance;
    }
    if (n)
        *n = have;
}
