/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * com.c - reference counts, interface queries, private data.
 */
#include "com.h"

#include <stdlib.h>

#include "device.h"

struct rt_private_item {
    struct rt_private_item *next;
    GUID guid;
    bool is_interface; /* data holds one IUnknown pointer, referenced */
    UINT size;
    unsigned char data[];
};

static void drop_interface(struct rt_private_item *item)
{
    IUnknown *unknown;

    if (!item->is_interface)
        return;
    memcpy(&unknown, item->data, sizeof(unknown));
    if (unknown)
        IUnknown_Release(unknown);
}

void rt_object_init(struct rt_object *object, const void *vtbl, const struct rt_class *cls)
{
    object->vtbl = vtbl;
    object->cls = cls;
    atomic_init(&object->refs, 1);
    object->items = NULL;
}

void rt_object_fini(struct rt_object *object)
{
    while (object->items) {
        struct rt_private_item *item = object->items;

        object->items = item->next;
        drop_interface(item);
        free(item);
    }
}

ULONG rt_object_add_ref(struct rt_object *object)
{
    return atomic_fetch_add_explicit(&object->refs, 1, memory_order_relaxed) + 1;
}

ULONG rt_object_release(struct rt_object *object)
{
    ULONG refs = atomic_fetch_sub_explicit(&object->refs, 1, memory_order_acq_rel) - 1;

    if (!refs)
        object->cls->destroy(object);
    return refs;
}

HRESULT rt_object_query(struct rt_object *object, const GUID *iid, void **out)
{
    const struct rt_iface_entry *entry;

    if (!out)
        return E_POINTER;
    for (entry = object->cls->ifaces; entry->iid; entry++) {
        if (!rt_guid_equal(entry->iid, iid))
            continue;
        *out = (char *)object + entry->offset;
        if (!*(const void **)*out) /* an interface that this object has not: its table is missing */
            break;
        object->cls->add_ref(object);
        return S_OK;
    }
    *out = NULL;
    return E_NOINTERFACE;
}

static struct rt_private_item **find_item(struct rt_object *object, const GUID *guid)
{
    struct rt_private_item **at = &object->items;

    while (*at && !rt_guid_equal(&(*at)->guid, guid))
        at = &(*at)->next;
    return at;
}

/* nf-d3d11-id3d11device-getprivatedata, nf-dxgi-idxgiobject-getprivatedata: DXGI_ERROR_MORE_DATA when
 * the buffer is too small, DXGI_ERROR_NOT_FOUND when nothing is stored; the size is told either way. */
HRESULT rt_object_get_private(struct rt_object *object, const GUID *guid, UINT *size, void *data)
{
    struct rt_private_item *item;
    HRESULT hr = S_OK;

    if (!guid || !size)
        return E_INVALIDARG;
    rt_global_enter();
    item = *find_item(object, guid);
    if (!item) {
        *size = 0;
        hr = DXGI_ERROR_NOT_FOUND;
    } else if (!data) {
        *size = item->size;
    } else if (*size < item->size) {
        *size = item->size;
        hr = DXGI_ERROR_MORE_DATA;
    } else {
        *size = item->size;
        memcpy(data, item->data, item->size);
        if (item->is_interface) {
            IUnknown *unknown;

            memcpy(&unknown, item->data, sizeof(unknown));
            if (unknown)
                IUnknown_AddRef(unknown);
        }
    }
    rt_global_leave();
    return hr;
}

static HRESULT store_item(struct rt_object *object, const GUID *guid, UINT size, const void *data, bool is_interface)
{
    struct rt_private_item *item, *old, **at;

    item = malloc(sizeof(*item) + size);
    if (!item)
        return E_OUTOFMEMORY;
    item->guid = *guid;
    item->is_interface = is_interface;
    item->size = size;
    memcpy(item->data, data, size);
    rt_global_enter();
    at = find_item(object, guid);
    old = *at;
    item->next = old ? old->next : NULL;
    *at = item;
    rt_global_leave();
    if (old) {
        drop_interface(old);
        free(old);
    }
    return S_OK;
}

HRESULT rt_object_set_private(struct rt_object *object, const GUID *guid, UINT size, const void *data)
{
    struct rt_private_item *old, **at;

    if (!guid)
        return E_INVALIDARG;
    if (data)
        return store_item(object, guid, size, data, false);

    /* No data takes the item away; taking away what is not there is S_FALSE. */
    rt_global_enter();
    at = find_item(object, guid);
    old = *at;
    if (old)
        *at = old->next;
    rt_global_leave();
    if (!old)
        return S_FALSE;
    drop_interface(old);
    free(old);
    return S_OK;
}

HRESULT rt_object_set_private_interface(struct rt_object *object, const GUID *guid, const IUnknown *data)
{
    IUnknown *unknown = (IUnknown *)data;
    HRESULT hr;

    if (!guid)
        return E_INVALIDARG;
    if (unknown)
        IUnknown_AddRef(unknown);
    hr = store_item(object, guid, sizeof(unknown), &unknown, true);
    if (FAILED(hr) && unknown)
        IUnknown_Release(unknown);
    return hr;
}

void rt_child_init_held(struct rt_child *child, const void *vtbl, const struct rt_class *cls, struct rt_device *device)
{
    rt_object_init(&child->object, vtbl, cls);
    atomic_init(&child->object.refs, 0);
    atomic_init(&child->holds, 1);
    child->device = device;
    child->d3d10 = (struct rt_iface){cls->d3d10, &child->object};
}

void rt_child_init(struct rt_child *child, const void *vtbl, const struct rt_class *cls, struct rt_device *device)
{
    rt_child_init_held(child, vtbl, cls, device);
    atomic_init(&child->object.refs, 1);
    rt_object_add_ref(&device->object);
}

ULONG rt_child_add_ref(struct rt_object *object)
{
    struct rt_child *child = (struct rt_child *)object;
    unsigned refs = atomic_fetch_add_explicit(&object->refs, 1, memory_order_relaxed) + 1;

    if (refs == 1) {
        rt_child_hold(child);
        rt_object_add_ref(&child->device->object);
    }
    return refs;
}

ULONG rt_child_release(struct rt_object *object)
{
    struct rt_child *child = (struct rt_child *)object;
    struct rt_device *device = child->device;
    unsigned refs = atomic_fetch_sub_explicit(&object->refs, 1, memory_order_acq_rel) - 1;

    if (!refs) {
        rt_child_unhold(child);
        rt_object_release(&device->object);
    }
    return refs;
}

void rt_child_unhold_last(struct rt_child *child)
{
    child->object.cls->destroy(&child->object);
}

void rt_child_get_device(struct rt_object *object, ID3D11Device **out)
{
    struct rt_device *device = ((struct rt_child *)object)->device;

    if (!out)
        return;
    rt_object_add_ref(&device->object);
    *out = (ID3D11Device *)device;
}
