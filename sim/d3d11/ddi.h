/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * ddi.h - the user-mode driver behind a device: its tables, its level, and the calls whose shape
 * depends on the level.
 */
#ifndef RT_DDI_H
#define RT_DDI_H

#include "com.h"

#include <ddi_umd.h>
#include <ddi_kmt.h>

struct rt_resource;

/* Ascending; the tables of a higher level begin with those of a lower one, slot for slot. */
enum rt_level { RT_DDI_10_0, RT_DDI_10_1, RT_DDI_11_0, RT_DDI_11_1, RT_DDI_1_3, RT_DDI_LEVELS };

struct rt_umd_caps {
    UINT threading;     /* D3D11DDICAPS_FREETHREADED ... */
    UINT shader;        /* D3D11DDICAPS_SHADER_ */
    UINT pipelines;     /* 1 << D3D11DDI_3DPIPELINELEVEL */
    BOOL logic_op, debug_binary;
    UINT tiled;
    UINT min_precision_ps, min_precision_other;
    BOOL tile_based;
};

/* What hRTCoreLayer points to. */
struct rt_core {
    struct rt_device *device;
    struct rt_context *context; /* a deferred one; NULL: the immediate one */
};

/* Of a deferred context (deferred.c): device, level, core, h, f and um alone. */
struct rt_umd {
    struct rt_device *device;
    struct rt_core core;
    enum rt_level level;
    UINT interface_version, build;
    D3DKMT_HANDLE kmt_adapter, kmt_device;
    bool own_adapter; /* kmt_adapter is closed with the driver */

    D3D10DDI_HADAPTER adapter;
    D3D10_2DDI_ADAPTERFUNCS adapter_funcs;
    D3DDDI_ADAPTERCALLBACKS adapter_callbacks;
    struct rt_umd_caps caps;

    D3D10DDI_HDEVICE h;
    /* Seen through the highest level's type; the memory is exactly as large as the level's table. */
    D3DWDDM1_3DDI_DEVICEFUNCS *f;
    DXGI1_3_DDI_BASE_FUNCTIONS *dxgi;
    D3DDDI_DEVICECALLBACKS *kt;
    void *um; /* D3D10DDI_ or D3D11DDI_CORELAYER_DEVICECALLBACKS */
    DXGI_DDI_BASE_CALLBACKS *dxgi_callbacks;
    PFND3D10DDI_RETRIEVESUBOBJECT retrieve_sub_object;
    D3D11_1DDI_VIDEODEVICEFUNCS *video; /* NULL: none (video_device.c) */
    bool created;
};

/* Opens the driver of an adapter and learns versions and capabilities. */
HRESULT rt_umd_open(struct rt_umd *umd, struct rt_device *device, D3DKMT_HANDLE kmt_adapter);
/* KMD device, driver device. flags: D3D11DDI_CREATEDEVICE_FLAG_. Entries are callable after it. */
HRESULT rt_umd_create_device(struct rt_umd *umd, UINT flags);
void rt_umd_close(struct rt_umd *umd);
/* A table of the level's size, every slot holding a trap value; whether the driver has left one alone. */
D3DWDDM1_3DDI_DEVICEFUNCS *rt_umd_table(enum rt_level level);
bool rt_umd_table_filled(enum rt_level level, const D3DWDDM1_3DDI_DEVICEFUNCS *f);

/* kt_callbacks.c, core_callbacks.c */
void rt_kt_fill(struct rt_umd *umd);
void rt_core_fill(struct rt_umd *umd);
HRESULT rt_hresult_from_status(NTSTATUS status);

/* ---- calls whose shape depends on the level (ddi_call.c) ---- */

struct rt_signature;

SIZE_T rt_ddi_calc_resource(struct rt_umd *umd, const D3D11DDIARG_CREATERESOURCE *arg);
void rt_ddi_create_resource(struct rt_umd *umd, const D3D11DDIARG_CREATERESOURCE *arg, void *drv, void *rt);
SIZE_T rt_ddi_calc_srv(struct rt_umd *umd, const D3D11DDIARG_CREATESHADERRESOURCEVIEW *arg);
void rt_ddi_create_srv(struct rt_umd *umd, const D3D11DDIARG_CREATESHADERRESOURCEVIEW *arg, void *drv, void *rt);
SIZE_T rt_ddi_calc_dsv(struct rt_umd *umd, const D3D11DDIARG_CREATEDEPTHSTENCILVIEW *arg);
void rt_ddi_create_dsv(struct rt_umd *umd, const D3D11DDIARG_CREATEDEPTHSTENCILVIEW *arg, void *drv, void *rt);
SIZE_T rt_ddi_calc_blend(struct rt_umd *umd, const D3D11_BLEND_DESC1 *desc);
void rt_ddi_create_blend(struct rt_umd *umd, const D3D11_BLEND_DESC1 *desc, void *drv, void *rt);
SIZE_T rt_ddi_calc_rasterizer(struct rt_umd *umd, const D3D11_RASTERIZER_DESC2 *desc);
void rt_ddi_create_rasterizer(struct rt_umd *umd, const D3D11_RASTERIZER_DESC2 *desc, void *drv, void *rt);

enum rt_stage { RT_VS, RT_HS, RT_DS, RT_GS, RT_PS, RT_CS, RT_STAGES };

struct rt_shader_ddi {
    enum rt_stage stage;
    const uint32_t *tokens;
    const struct rt_signature *input, *output, *patch;
    bool stream_output;
    const D3D11DDIARG_STREAM_OUTPUT_DECLARATION_ENTRY *so;
    UINT n_so;
    const UINT *strides;
    UINT n_strides, rasterized;
};

/* Size of the private data, then creation; the caller brackets both with one rt_call. */
SIZE_T rt_ddi_calc_shader(struct rt_umd *umd, const struct rt_shader_ddi *s);
bool rt_ddi_create_shader(struct rt_umd *umd, const struct rt_shader_ddi *s, void *drv, void *rt); /* false: no memory */

void rt_ddi_set_shader(struct rt_umd *umd, enum rt_stage stage, void *drv);
/* From 11.0 on. */
void rt_ddi_set_shader_instances(struct rt_umd *umd, enum rt_stage stage, void *drv, UINT n, const UINT *tables,
    const D3D11DDIARG_POINTERDATA *data);
void rt_ddi_set_srvs(struct rt_umd *umd, enum rt_stage stage, UINT start, UINT n, const D3D10DDI_HSHADERRESOURCEVIEW *views);
void rt_ddi_set_samplers(struct rt_umd *umd, enum rt_stage stage, UINT start, UINT n, const D3D10DDI_HSAMPLER *samplers);
void rt_ddi_set_cbs(struct rt_umd *umd, enum rt_stage stage, UINT start, UINT n, const D3D10DDI_HRESOURCE *buffers,
    const UINT *first, const UINT *count);

struct rt_ddi_targets {
    D3D10DDI_HRENDERTARGETVIEW rtvs[8];
    UINT n_rtvs, clear_rtvs;
    D3D10DDI_HDEPTHSTENCILVIEW dsv;
    D3D11DDI_HUNORDEREDACCESSVIEW uavs[D3D11_1_UAV_SLOT_COUNT];
    UINT counts[D3D11_1_UAV_SLOT_COUNT];
    UINT uav_start, n_uavs, range_start, range_size;
};
void rt_ddi_set_targets(struct rt_umd *umd, const struct rt_ddi_targets *t);

void rt_ddi_update(struct rt_umd *umd, bool constant, void *resource, UINT sub, const D3D11_BOX *box, const void *data,
    UINT row, UINT depth, UINT flags);
void rt_ddi_copy_region(struct rt_umd *umd, bool convert, void *dst, UINT dst_sub, UINT x, UINT y, UINT z, void *src,
    UINT src_sub, const D3D11_BOX *box, UINT flags);
bool rt_ddi_flush(struct rt_umd *umd, UINT flags); /* false: nothing was there to flush */
UINT rt_ddi_quality_levels(struct rt_umd *umd, DXGI_FORMAT format, UINT samples, UINT flags);

#endif
