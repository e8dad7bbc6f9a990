/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * com.h - what every COM object of the runtime has in common.
 *
 * An object begins with its main interface (a table pointer). Further interfaces are struct rt_iface
 * members, which name the object that they belong to. A class says which interface identifiers lead
 * to which member, and how the object is counted and ended.
 *
 * Device children count twice (Direct3D's rule that a bound object lives on): refs is what programs
 * see; holds counts bindings, views, the device itself, and one for refs being above zero. A child
 * with refs above zero holds a reference of its device. Reaching refs 0 gives that up; reaching
 * holds 0 ends the object. A getter can raise refs from 0 again.
 */
#ifndef RT_COM_H
#define RT_COM_H

#ifndef COBJMACROS
#define COBJMACROS
#endif
#ifndef CINTERFACE
#define CINTERFACE
#endif
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <d3d11_4.h>
#include <dxgi1_6.h>

#include "os.h"

#ifndef D3D11_ERROR_TOO_MANY_UNIQUE_STATE_OBJECTS
#define D3D11_ERROR_TOO_MANY_UNIQUE_STATE_OBJECTS ((HRESULT)0x887c0001)
#endif

struct rt_object;
struct rt_device;

struct rt_iface_entry {
    const GUID *iid; /* NULL ends the list */
    size_t offset;   /* of the member whose address is the interface */
};

struct rt_class {
    const char *name;
    const struct rt_iface_entry *ifaces;
    ULONG (*add_ref)(struct rt_object *object);
    void (*destroy)(struct rt_object *object);
    const void *d3d10; /* table of a child's Direct3D 10 face (d3d10_faces.h), or NULL */
};

struct rt_private_item;

struct rt_object {
    const void *vtbl;
    const struct rt_class *cls;
    atomic_uint refs;
    struct rt_private_item *items; /* guarded by the global lock */
};

/* A further interface of an object. One whose table is NULL is not found by QueryInterface. */
struct rt_iface {
    const void *vtbl;
    struct rt_object *owner;
};

struct rt_child {
    struct rt_object object;
    atomic_uint holds;
    struct rt_device *device;
    struct rt_iface d3d10;
    size_t local_size; /* of a deferred context's handle of it, where the driver takes command lists */
};

#define RT_COUNT(array) (sizeof(array) / sizeof((array)[0]))

static inline bool rt_guid_equal(const GUID *a, const GUID *b)
{
    return !memcmp(a, b, sizeof(*a));
}

/* refs starts at 1. */
void rt_object_init(struct rt_object *object, const void *vtbl, const struct rt_class *cls);
/* Frees private data; the memory is the caller's. */
void rt_object_fini(struct rt_object *object);
ULONG rt_object_add_ref(struct rt_object *object); /* plain counting */
ULONG rt_object_release(struct rt_object *object); /* plain counting, calls cls->destroy at 0 */
HRESULT rt_object_query(struct rt_object *object, const GUID *iid, void **out);

/* Get/SetPrivateData as ID3D11DeviceChild and IDXGIObject document them. */
HRESULT rt_object_get_private(struct rt_object *object, const GUID *guid, UINT *size, void *data);
HRESULT rt_object_set_private(struct rt_object *object, const GUID *guid, UINT size, const void *data);
HRESULT rt_object_set_private_interface(struct rt_object *object, const GUID *guid, const IUnknown *data);

/* One reference for the caller; takes one of the device. */
void rt_child_init(struct rt_child *child, const void *vtbl, const struct rt_class *cls, struct rt_device *device);
/* No reference for programs, one hold for the caller. */
void rt_child_init_held(struct rt_child *child, const void *vtbl, const struct rt_class *cls, struct rt_device *device);
ULONG rt_child_add_ref(struct rt_object *object);
ULONG rt_child_release(struct rt_object *object);
void rt_child_get_device(struct rt_object *object, ID3D11Device **out);

static inline void rt_child_hold(struct rt_child *child)
{
    atomic_fetch_add_explicit(&child->holds, 1, memory_order_relaxed);
}

void rt_child_unhold_last(struct rt_child *child);

static inline void rt_child_unhold(struct rt_child *child)
{
    if (atomic_fetch_sub_explicit(&child->holds, 1, memory_order_acq_rel) == 1)
        rt_child_unhold_last(child);
}

/* The methods of IUnknown and ID3D11DeviceChild for one interface type whose objects begin with
 * struct rt_child. */
#define RT_CHILD_METHODS(name, type) \
    static HRESULT STDMETHODCALLTYPE name##_QueryInterface(type *iface, REFIID iid, void **out) \
    { \
        return rt_object_query((struct rt_object *)iface, iid, out); \
    } \
    static ULONG STDMETHODCALLTYPE name##_AddRef(type *iface) \
    { \
        return rt_child_add_ref((struct rt_object *)iface); \
    } \
    static ULONG STDMETHODCALLTYPE name##_Release(type *iface) \
    { \
        return rt_child_release((struct rt_object *)iface); \
    } \
    static void STDMETHODCALLTYPE name##_GetDevice(type *iface, ID3D11Device **device) \
    { \
        rt_child_get_device((struct rt_object *)iface, device); \
    } \
    static HRESULT STDMETHODCALLTYPE name##_GetPrivateData(type *iface, REFGUID guid, UINT *size, void *data) \
    { \
        return rt_object_get_private((struct rt_object *)iface, guid, size, data); \
    } \
    static HRESULT STDMETHODCALLTYPE name##_SetPrivateData(type *iface, REFGUID guid, UINT size, const void *data) \
    { \
        return rt_object_set_private((struct rt_object *)iface, guid, size, data); \
    } \
    static HRESULT STDMETHODCALLTYPE name##_SetPrivateDataInterface(type *iface, REFGUID guid, const IUnknown *data) \
    { \
        return rt_object_set_private_interface((struct rt_object *)iface, guid, data); \
    }

/* Their places in a table. */
#define RT_CHILD_SLOTS(name) \
    .QueryInterface = name##_QueryInterface, .AddRef = name##_AddRef, .Release = name##_Release, \
    .GetDevice = name##_GetDevice, .GetPrivateData = name##_GetPrivateData, .SetPrivateData = name##_SetPrivateData, \
    .SetPrivateDataInterface = name##_SetPrivateDataInterface

/* IUnknown and IDXGIObject (but GetParent) for an interface at the front of a plainly counted object. */
#define RT_DXGI_METHODS(name, type) \
    static HRESULT STDMETHODCALLTYPE name##_QueryInterface(type *iface, REFIID iid, void **out) \
    { \
        return rt_object_query((struct rt_object *)iface, iid, out); \
    } \
    static ULONG STDMETHODCALLTYPE name##_AddRef(type *iface) \
    { \
        return rt_object_add_ref((struct rt_object *)iface); \
    } \
    static ULONG STDMETHODCALLTYPE name##_Release(type *iface) \
    { \
        return rt_object_release((struct rt_object *)iface); \
    } \
    static HRESULT STDMETHODCALLTYPE name##_SetPrivateData(type *iface, REFGUID guid, UINT size, const void *data) \
    { \
        return rt_object_set_private((struct rt_object *)iface, guid, size, data); \
    } \
    static HRESULT STDMETHODCALLTYPE name##_SetPrivateDataInterface(type *iface, REFGUID guid, const IUnknown *data) \
    { \
        return rt_object_set_private_interface((struct rt_object *)iface, guid, data); \
    } \
    static HRESULT STDMETHODCALLTYPE name##_GetPrivateData(type *iface, REFGUID guid, UINT *size, void *data) \
    { \
        return rt_object_get_private((struct rt_object *)iface, guid, size, data); \
    }

#define RT_DXGI_SLOTS(name) \
    .QueryInterface = name##_QueryInterface, .AddRef = name##_AddRef, .Release = name##_Release, \
    .SetPrivateData = name##_SetPrivateData, .SetPrivateDataInterface = name##_SetPrivateDataInterface, \
    .GetPrivateData = name##_GetPrivateData, .GetParent = name##_GetParent

/* The same for a further interface of an object, whose class counts. */
#define RT_IFACE_UNKNOWN_METHODS(name, type) \
    static HRESULT STDMETHODCALLTYPE name##_QueryInterface(type *iface, REFIID iid, void **out) \
    { \
        return rt_object_query(((struct rt_iface *)iface)->owner, iid, out); \
    } \
    static ULONG STDMETHODCALLTYPE name##_AddRef(type *iface) \
    { \
        return ((struct rt_iface *)iface)->owner->cls->add_ref(((struct rt_iface *)iface)->owner); \
    } \
    static ULONG STDMETHODCALLTYPE name##_Release(type *iface) \
    { \
        return IUnknown_Release((IUnknown *)((struct rt_iface *)iface)->owner); \
    }

#define RT_IFACE_DXGI_METHODS(name, type) \
    RT_IFACE_UNKNOWN_METHODS(name, type) \
    static HRESULT STDMETHODCALLTYPE name##_SetPrivateData(type *iface, REFGUID guid, UINT size, const void *data) \
    { \
        return rt_object_set_private(((struct rt_iface *)iface)->owner, guid, size, data); \
    } \
    static HRESULT STDMETHODCALLTYPE name##_SetPrivateDataInterface(type *iface, REFGUID guid, const IUnknown *data) \
    { \
        return rt_object_set_private_interface(((struct rt_iface *)iface)->owner, guid, data); \
    } \
    static HRESULT STDMETHODCALLTYPE name##_GetPrivateData(type *iface, REFGUID guid, UINT *size, void *data) \
    { \
        return rt_object_get_private(((struct rt_iface *)iface)->owner, guid, size, data); \
    }

#endif
