/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * device.h - ID3D11Device over one driver device, and how every part of the runtime calls the driver.
 */
#ifndef RT_DEVICE_H
#define RT_DEVICE_H

#include "com.h"
#include "ddi.h"
#include "format.h"

struct rt_context;
struct rt_dxgi_adapter;

#define RT_MAX_FORMAT 192
#define RT_MAX_STATES 4096 /* unique state objects of one kind (d3d11 CreateBlendState ...) */

enum rt_state_kind { RT_STATE_BLEND, RT_STATE_DEPTH_STENCIL, RT_STATE_RASTERIZER, RT_STATE_SAMPLER, RT_STATE_KINDS };

struct rt_state;

struct rt_device {
    struct rt_object object; /* ID3D11Device5 */
    struct rt_iface multithread, dxgi;
    struct rt_iface video; /* ID3D11VideoDevice; no table without the driver's */
    struct rt_iface d3d10; /* ID3D10Device1; no table before a context state was made */
    struct rt_dxgi_adapter *adapter; /* referenced */
    struct rt_umd umd;
    D3D_FEATURE_LEVEL feature_level;
    UINT flags;          /* D3D11_CREATE_DEVICE_FLAG */
    bool closing;        /* inside destruction: no callback reaches the context */
    atomic_int removed;  /* HRESULT of the removal, S_OK while alive */
    struct rt_lock *lock;
    bool lock_needed;    /* the driver is not free-threaded, or the program asked */
    bool driver_lists;   /* deferred contexts are the driver's (deferred.c), not emulated (cmdlist.c) */
    D3D11DDI_HANDLESIZE *local_sizes; /* what the driver told of their handles */
    UINT n_local_sizes;
    BOOL multithread_protected;
    struct rt_context *immediate; /* held */
    UINT exception_mode;
    UINT max_latency;
    uint32_t ddi_format[RT_MAX_FORMAT]; /* the driver's answers of device creation */
    struct rt_state *states[RT_STATE_KINDS]; /* guarded by the global lock; entries are not held */
    unsigned n_states[RT_STATE_KINDS];
};

/* What a driver may report through pfnSetErrorCb in the entry that runs (display/handling-errors). */
enum rt_errors {
    RT_ERR_NONE,      /* nothing */
    RT_ERR_REMOVED,   /* device removed */
    RT_ERR_MEMORY,    /* out of memory, device removed */
    RT_ERR_RESOURCE,  /* and DXGI_DDI_ERR_UNSUPPORTED */
    RT_ERR_COUNTER,   /* and DXGI_DDI_ERR_NONEXCLUSIVE */
    RT_ERR_MAP,       /* device removed */
    RT_ERR_MAP_POLL,  /* and still drawing: the caller asked not to wait */
    RT_ERR_GET_DATA,  /* still drawing, device removed */
    RT_ERR_CHECK,     /* E_FAIL, E_INVALIDARG, unsupported: their pages say so */
    RT_ERR_TILES,     /* out of memory, E_INVALIDARG, device removed (pfnUpdateTileMappings, pfnResizeTilePool) */
};

/* One driver call whose result matters. Lives on the stack of the thread that makes it. */
struct rt_call {
    struct rt_device *device;
    enum rt_errors allowed;
    HRESULT hr;
    struct rt_call *outer;
};

/* Takes the device's lock if there is need; false (and nothing taken) when the device is removed. */
bool rt_call_begin(struct rt_call *call, struct rt_device *device, enum rt_errors allowed);
HRESULT rt_call_end(struct rt_call *call);
/* The same for destruction, which goes on after removal. */
void rt_call_destroy_begin(struct rt_call *call, struct rt_device *device);

/* The short form for entries that may only report removal. */
static inline bool rt_enter(struct rt_device *device)
{
    if (atomic_load_explicit(&device->removed, memory_order_relaxed))
        return false;
    if (device->lock_needed)
        rt_lock_enter(device->lock);
    return true;
}

static inline void rt_leave(struct rt_device *device)
{
    if (device->lock_needed)
        rt_lock_leave(device->lock);
}

static inline HRESULT rt_removed(struct rt_device *device)
{
    return atomic_load_explicit(&device->removed, memory_order_relaxed);
}

void rt_device_remove(struct rt_device *device, HRESULT reason);
/* The driver says that the device is gone: the kernel knows why. */
void rt_device_lost(struct rt_device *device);
/* rt_call_end for entries that return what they have to say (ns-dxgiddi-dxgi_ddi_base_functions): the program's code. */
HRESULT rt_call_end_dxgi(struct rt_call *call, HRESULT returned);
/* pfnSetErrorCb */
void rt_device_set_error(struct rt_device *device, HRESULT hr);

/* Memory for a driver's private data: exactly size bytes, with guard bytes behind them and filled
 * with 0xcc when PVGPU_SIM_CHECK is set. NULL also for SIZE_MAX, with which a driver refuses. */
void *rt_private_alloc(size_t size);
void rt_private_free(void *memory);

/* The driver's answer for a format (D3D10_DDI_FORMAT_SUPPORT_ bits), 0 when it is none. */
uint32_t rt_device_ddi_format(struct rt_device *device, DXGI_FORMAT format);
/* Typed unordered access views: video formats have them where the driver says so (ddi: its bits), others by the table. */
static inline bool rt_device_typed_uav(const struct rt_format *f, uint32_t ddi)
{
    return f->caps & RT_FMT_UAV && (!(f->caps & (RT_FMT_PLANAR | RT_FMT_VIDEO)) || ddi & D3D11_1DDI_FORMAT_SUPPORT_UAV_WRITES);
}
/* Compute shaders, raw and structured buffers: always on level 11_0, below it if the driver says so (win32 docs, "Compute shaders on
 * downlevel hardware"). */
static inline bool rt_device_computes(const struct rt_device *device)
{
    return device->feature_level >= D3D_FEATURE_LEVEL_11_0 ||
        (device->umd.caps.shader & D3D11DDICAPS_SHADER_COMPUTE_PLUS_RAW_AND_STRUCTURED_BUFFERS_IN_SHADER_4_X);
}
/* D3D11_FORMAT_SUPPORT and D3D11_FORMAT_SUPPORT2 bits that the device's feature level has (format_support.c). */
uint32_t rt_device_format_support(struct rt_device *device, DXGI_FORMAT format);
uint32_t rt_device_format_support2(struct rt_device *device, DXGI_FORMAT format);
uint32_t rt_device_quality_levels(struct rt_device *device, DXGI_FORMAT format, UINT samples, UINT flags);

/* ID3D11Multithread: a lock around every call, and around what a program does between Enter and Leave. */
void rt_device_enter_multithread(struct rt_device *device);
void rt_device_leave_multithread(struct rt_device *device);
BOOL rt_device_protect(struct rt_device *device, BOOL protect);

struct rt_device_params {
    struct rt_dxgi_adapter *adapter;
    UINT flags;
    const D3D_FEATURE_LEVEL *levels;
    UINT n_levels;
};

/* One reference for the caller. */
HRESULT rt_device_create(const struct rt_device_params *params, struct rt_device **out);
/* The class's destroy. */
void rt_device_destroy(struct rt_object *object);

extern const struct rt_class rt_device_class;
extern const ID3D11Device5Vtbl rt_device_vtbl;
extern const ID3D11MultithreadVtbl rt_device_multithread_vtbl;
extern const IDXGIDevice4Vtbl rt_dxgi_device_vtbl;

static inline struct rt_device *rt_device_from(void *iface)
{
    return iface;
}

#endif
