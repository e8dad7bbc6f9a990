/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * dxgi_adapter.c - IDXGIAdapter4. Everything that it tells comes from the kernel.
 */
#include "dxgi_objects.h"

#include <stdlib.h>

/* The experimental identity of the device, when the kernel cannot tell (docs: protocol/PROTOCOL.md). */
#define DEFAULT_VENDOR 0x1af4u
#define DEFAULT_DEVICE 0x10f0u
#define VENDOR_REVISION 1u

/* KMTQAITYPE_PHYSICALADAPTERDEVICEIDS, which later kernels answer (d3dkmthk D3DKMT_QUERY_DEVICE_IDS). */
#define QUERY_DEVICE_IDS ((KMTQUERYADAPTERINFOTYPE)31)

struct device_ids {
    UINT physical_adapter;
    UINT vendor, device, sub_vendor, subsystem, revision, bus_type;
};

static struct rt_dxgi_adapter *from(IDXGIAdapter4 *iface)
{
    return (struct rt_dxgi_adapter *)iface;
}

RT_DXGI_METHODS(adapter, IDXGIAdapter4)

static HRESULT STDMETHODCALLTYPE adapter_GetParent(IDXGIAdapter4 *iface, REFIID iid, void **out)
{
    return rt_object_query(&from(iface)->factory->object, iid, out);
}

static HRESULT STDMETHODCALLTYPE adapter_EnumOutputs(IDXGIAdapter4 *iface, UINT index, IDXGIOutput **out)
{
    D3DKMT_DISPLAYMODE mode;
    UINT source, seen = 0;

    if (!out)
        return DXGI_ERROR_INVALID_CALL;
    *out = NULL;
    /* Outputs are the sources that show something. */
    for (source = 0; source < from(iface)->n_sources; source++)
        if (rt_output_mode(from(iface), source, &mode) && seen++ == index)
            return rt_output_create(from(iface), source, (struct rt_dxgi_output **)out);
    return DXGI_ERROR_NOT_FOUND;
}

static HRESULT STDMETHODCALLTYPE adapter_GetDesc3(IDXGIAdapter4 *iface, DXGI_ADAPTER_DESC3 *desc)
{
    if (!desc)
        return E_INVALIDARG;
    *desc = from(iface)->desc;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE adapter_GetDesc2(IDXGIAdapter4 *iface, DXGI_ADAPTER_DESC2 *desc)
{
    if (!desc)
        return E_INVALIDARG;
    memcpy(desc, &from(iface)->desc, sizeof(*desc)); /* the same but for the flags' name */
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE adapter_GetDesc1(IDXGIAdapter4 *iface, DXGI_ADAPTER_DESC1 *desc)
{
    if (!desc)
        return E_INVALIDARG;
    memset(desc, 0, sizeof(*desc));
    memcpy(desc, &from(iface)->desc, offsetof(DXGI_ADAPTER_DESC1, Flags) + sizeof(desc->Flags));
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE adapter_GetDesc(IDXGIAdapter4 *iface, DXGI_ADAPTER_DESC *desc)
{
    if (!desc)
        return E_INVALIDARG;
    memset(desc, 0, sizeof(*desc));
    memcpy(desc, &from(iface)->desc, offsetof(DXGI_ADAPTER_DESC, AdapterLuid) + sizeof(desc->AdapterLuid));
    return S_OK;
}

/* nf-dxgi-idxgiadapter-checkinterfacesupport: for Direct3D 10 only; also the way to the driver's version. */
static HRESULT STDMETHODCALLTYPE adapter_CheckInterfaceSupport(IDXGIAdapter4 *iface, REFGUID guid, LARGE_INTEGER *version)
{
    static const GUID device10 = {0x9b7e4c0f, 0x342c, 0x4106, {0xa1, 0x9f, 0x4f, 0x27, 0x04, 0xf6, 0x89, 0xf0}};
    static const GUID device10_1 = {0x9b7e4c8f, 0x342c, 0x4106, {0xa1, 0x9f, 0x4f, 0x27, 0x04, 0xf6, 0x89, 0xf0}};

    if (version)
        version->QuadPart = 0;
    if (!rt_guid_equal(guid, &device10) && !rt_guid_equal(guid, &device10_1) && !rt_guid_equal(guid, &IID_IDXGIDevice))
        return DXGI_ERROR_UNSUPPORTED;
    if (version) {
        D3DKMT_HANDLE handle = rt_adapter_open(from(iface));
        LARGE_INTEGER found = {0};
        D3DKMT_QUERYADAPTERINFO query = {
            .hAdapter = handle, .Type = KMTQAITYPE_UMD_DRIVER_VERSION, .pPrivateDriverData = &found,
            .PrivateDriverDataSize = sizeof(found),
        };

        if (handle && D3DKMTQueryAdapterInfo(&query) >= 0)
            *version = found;
        rt_adapter_close(handle);
    }
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE adapter_QueryVideoMemoryInfo(IDXGIAdapter4 *iface, UINT node, DXGI_MEMORY_SEGMENT_GROUP group,
    DXGI_QUERY_VIDEO_MEMORY_INFO *info)
{
    const DXGI_ADAPTER_DESC3 *d = &from(iface)->desc;

    if (!info || node)
        return E_INVALIDARG;
    if (group != DXGI_MEMORY_SEGMENT_GROUP_LOCAL && group != DXGI_MEMORY_SEGMENT_GROUP_NON_LOCAL)
        return E_INVALIDARG;
    /* Budgets are a service of WDDM 2; before it everything there is may be used. */
    memset(info, 0, sizeof(*info));
    info->Budget = group == DXGI_MEMORY_SEGMENT_GROUP_LOCAL ? d->DedicatedVideoMemory : d->SharedSystemMemory;
    info->AvailableForReservation = info->Budget / 2;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE adapter_SetVideoMemoryReservation(IDXGIAdapter4 *iface, UINT node, DXGI_MEMORY_SEGMENT_GROUP group,
    UINT64 reservation)
{
    return node ? E_INVALIDARG : S_OK;
}

static HRESULT STDMETHODCALLTYPE adapter_RegisterHardwareContentProtectionTeardownStatusEvent(IDXGIAdapter4 *iface, HANDLE event,
    DWORD *cookie)
{
    return DXGI_ERROR_UNSUPPORTED;
}

static void STDMETHODCALLTYPE adapter_UnregisterHardwareContentProtectionTeardownStatus(IDXGIAdapter4 *iface, DWORD cookie)
{
}

static HRESULT STDMETHODCALLTYPE adapter_RegisterVideoMemoryBudgetChangeNotificationEvent(IDXGIAdapter4 *iface, HANDLE event,
    DWORD *cookie)
{
    return DXGI_ERROR_UNSUPPORTED;
}

static void STDMETHODCALLTYPE adapter_UnregisterVideoMemoryBudgetChangeNotification(IDXGIAdapter4 *iface, DWORD cookie)
{
}

#define SLOT(name) .name = adapter_##name

static const IDXGIAdapter4Vtbl adapter_vtbl = {
    RT_DXGI_SLOTS(adapter), SLOT(EnumOutputs), SLOT(GetDesc), SLOT(CheckInterfaceSupport), SLOT(GetDesc1), SLOT(GetDesc2),
    SLOT(RegisterHardwareContentProtectionTeardownStatusEvent), SLOT(UnregisterHardwareContentProtectionTeardownStatus),
    SLOT(QueryVideoMemoryInfo), SLOT(SetVideoMemoryReservation), SLOT(RegisterVideoMemoryBudgetChangeNotificationEvent),
    SLOT(UnregisterVideoMemoryBudgetChangeNotification), SLOT(GetDesc3),
};

static const struct rt_iface_entry adapter_ifaces[] = {
    {&IID_IDXGIAdapter, 0}, {&IID_IDXGIAdapter1, 0}, {&IID_IDXGIAdapter2, 0}, {&IID_IDXGIAdapter3, 0}, {&IID_IDXGIAdapter4, 0},
    {&IID_IDXGIObject, 0}, {&IID_IUnknown, 0}, {NULL, 0},
};

static void destroy_adapter(struct rt_object *object)
{
    struct rt_dxgi_adapter *adapter = (struct rt_dxgi_adapter *)object;

    rt_object_fini(object);
    rt_object_release(&adapter->factory->object);
    free(adapter);
}

static const struct rt_class adapter_class = {"IDXGIAdapter", adapter_ifaces, rt_object_add_ref, destroy_adapter};

struct rt_dxgi_adapter *rt_adapter_from(IUnknown *unknown)
{
    struct rt_object *object = (struct rt_object *)unknown;

    return object->vtbl == &adapter_vtbl ? (struct rt_dxgi_adapter *)object : NULL;
}

D3DKMT_HANDLE rt_adapter_open(const struct rt_dxgi_adapter *adapter)
{
    D3DKMT_OPENADAPTERFROMLUID open = {.AdapterLuid = adapter->luid};

    return D3DKMTOpenAdapterFromLuid(&open) < 0 ? 0 : open.hAdapter;
}

void rt_adapter_close(D3DKMT_HANDLE handle)
{
    D3DKMT_CLOSEADAPTER close = {.hAdapter = handle};

    if (handle)
        D3DKMTCloseAdapter(&close);
}

static bool query(D3DKMT_HANDLE handle, KMTQUERYADAPTERINFOTYPE type, void *data, UINT size)
{
    D3DKMT_QUERYADAPTERINFO q = {.hAdapter = handle, .Type = type, .pPrivateDriverData = data, .PrivateDriverDataSize = size};

    return D3DKMTQueryAdapterInfo(&q) >= 0;
}

/* A 32-bit program's SIZE_T cannot hold what a large adapter has: it is told as much as fits. */
static SIZE_T bytes(ULONGLONG n) { return n > SIZE_MAX ? SIZE_MAX : (SIZE_T)n; }

static void describe(struct rt_dxgi_adapter *adapter, D3DKMT_HANDLE handle)
{
    DXGI_ADAPTER_DESC3 *d = &adapter->desc;
    D3DKMT_ADAPTERREGISTRYINFO *names = calloc(1, sizeof(*names));
    D3DKMT_SEGMENTSIZEINFO sizes = {0};
    struct device_ids ids = {0};
    unsigned i;

    rt_wide(d->Description, RT_COUNT(d->Description), "PVGPU Graphics Adapter");
    if (names && query(handle, KMTQAITYPE_ADAPTERREGISTRYINFO, names, sizeof(*names)) && names->AdapterString[0]) {
        for (i = 0; i + 1 < RT_COUNT(d->Description) && names->AdapterString[i]; i++)
            d->Description[i] = names->AdapterString[i];
        d->Description[i] = 0;
    }
    free(names);
    d->VendorId = DEFAULT_VENDOR;
    d->DeviceId = DEFAULT_DEVICE;
    d->SubSysId = DEFAULT_DEVICE << 16 | DEFAULT_VENDOR;
    d->Revision = VENDOR_REVISION;
    if (query(handle, QUERY_DEVICE_IDS, &ids, sizeof(ids)) && ids.vendor) {
        d->VendorId = ids.vendor;
        d->DeviceId = ids.device;
        d->SubSysId = ids.subsystem << 16 | ids.sub_vendor;
        d->Revision = ids.revision;
    }
    if (query(handle, KMTQAITYPE_GETSEGMENTSIZE, &sizes, sizeof(sizes))) {
        d->DedicatedVideoMemory = bytes(sizes.DedicatedVideoMemorySize);
        d->DedicatedSystemMemory = bytes(sizes.DedicatedSystemMemorySize);
        d->SharedSystemMemory = bytes(sizes.SharedSystemMemorySize);
    }
    d->AdapterLuid = adapter->luid;
    d->GraphicsPreemptionGranularity = DXGI_GRAPHICS_PREEMPTION_DMA_BUFFER_BOUNDARY;
    d->ComputePreemptionGranularity = DXGI_COMPUTE_PREEMPTION_DMA_BUFFER_BOUNDARY;
}

HRESULT rt_adapter_create(struct rt_dxgi_factory *factory, UINT index, struct rt_dxgi_adapter **out)
{
    D3DKMT_ENUMADAPTERS enumeration = {.NumAdapters = RT_COUNT(enumeration.Adapters)};
    struct rt_dxgi_adapter *adapter;
    HRESULT hr = DXGI_ERROR_NOT_FOUND;
    ULONG i;

    if (D3DKMTEnumAdapters(&enumeration) < 0)
        return DXGI_ERROR_NOT_FOUND;
    if (index < enumeration.NumAdapters) {
        adapter = calloc(1, sizeof(*adapter));
        hr = adapter ? S_OK : E_OUTOFMEMORY;
        if (adapter) {
            rt_object_init(&adapter->object, &adapter_vtbl, &adapter_class);
            rt_object_add_ref(&factory->object);
            adapter->factory = factory;
            adapter->luid = enumeration.Adapters[index].AdapterLuid;
            adapter->n_sources = enumeration.Adapters[index].NumOfSources;
            describe(adapter, enumeration.Adapters[index].hAdapter);
            *out = adapter;
        }
    }
    for (i = 0; i < enumeration.NumAdapters; i++)
        rt_adapter_close(enumeration.Adapters[i].hAdapter);
    return hr;
}
