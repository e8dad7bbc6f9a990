/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * fake.h - the smallest user-mode driver that the runtime accepts, and a kernel that has one adapter. The
 * driver remembers what it was told, and reports errors on demand.
 */
#ifndef TEST_RUNTIME_FAKE_H
#define TEST_RUNTIME_FAKE_H

#ifndef COBJMACROS
#define COBJMACROS
#endif
#ifndef CINTERFACE
#define CINTERFACE
#endif
#include <stdbool.h>
#include <string.h>

#include <d3d11_4.h>
#include <dxgi1_6.h>

#include <ddi_umd.h>
#include <ddi_kmt.h>

enum fake_kind {
    FAKE_RESOURCE, FAKE_SRV, FAKE_RTV, FAKE_DSV, FAKE_UAV, FAKE_LAYOUT, FAKE_BLEND, FAKE_DEPTH, FAKE_RASTERIZER, FAKE_SHADER,
    FAKE_SAMPLER, FAKE_QUERY, FAKE_KINDS,
};

#define FAKE_ENTRY_SIZE 48

/* What pfnRetrieveSubObject gives: there is none, an error, a table with a slot left alone, the table. */
enum fake_video { FAKE_VIDEO_NONE, FAKE_VIDEO_REFUSED, FAKE_VIDEO_HOLE, FAKE_VIDEO_WHOLE };

struct fake_state {
    /* What to answer. */
    UINT threading, pipelines, shader_caps;
    BOOL logic_op;
    UINT xr_bias;             /* CheckFormatSupport of format 89 */
    DXGI_FORMAT no_vertices;  /* CheckFormatSupport tells of no vertices of this one */
    bool leave_slot;          /* one slot of the table is not written */
    bool overrun;             /* CreateBlendState writes behind its private memory */
    HRESULT create_error;     /* reported by the next creation */
    HRESULT draw_error;       /* by the next Draw */
    HRESULT map_error;        /* by the next map */
    HRESULT data_error;       /* by the next QueryGetData */
    D3DKMT_DEVICEEXECUTION_STATE execution;
    HRESULT deferred_error;   /* by the next Draw of a deferred context */
    HRESULT list_error;       /* by the next CreateCommandList */
    HRESULT recycle_error;    /* answered by the next RecycleCreateDeferredContext */
    bool leave_deferred_slot;
    SIZE_T local_size;        /* of a deferred context's handles, instead of what was told */
    enum fake_video video;
    HRESULT video_result;     /* answered by the next creation or blit of the video table */
    NTSTATUS render_status;   /* of D3DKMTRender; 0: STATUS_NOT_SUPPORTED */
    UINT tiled;               /* D3DWDDM1_3DDI_TILED_RESOURCES_ flags that the capabilities tell */
    int lost_at;              /* the call with this number is the one that says that the device is removed */

    /* What was told. */
    int created[FAKE_KINDS], destroyed[FAKE_KINDS];
    int destroyed_bound;      /* what was destroyed while something below still named it */
    int devices, adapters;    /* open now */
    int version_queries, kmt_devices, flushes, draws, presents, callbacks, rotations, mode_sets, owner_sets;
    char last_map[FAKE_ENTRY_SIZE], last_unmap[FAKE_ENTRY_SIZE];
    void *srvs[6][128];       /* VS HS DS GS PS CS */
    void *cbs[6][14];
    void *shaders[6];
    void *rtvs[8], *dsv, *uavs[64], *cs_uavs[64];
    UINT n_rtvs, clear_rtvs, uav_start, n_uavs;
    void *vbs[32], *ib, *so[4];
    UINT first_constant[14], n_constants[14];
    bool windows;
    UINT topology;
    UINT32 tokens[4], n_tokens;
    UINT component_types;     /* OR of all that came */
    UINT n_inputs, inputs[32]; /* SystemValue << 16 | Register << 8 | Mask */
    D3D10DDIARG_INPUT_ELEMENT_DESC elements[32];
    UINT n_elements;
    D3D11DDIARG_CREATERESOURCE resource;
    UINT updates, update_flags;
    int copies, conversions, mips, clears, resolves, shares; /* resolves: pfnResolveSharedResource; shares: D3DKMTShareObjects */
    UINT n_objects;           /* of the last of those */
    D3DKMT_HANDLE mutex_owner; /* of the one keyed mutex */
    UINT64 mutex_key;
    int mutexes;              /* open now */
    uint8_t updated[64];
    D3DKMT_PRESENT kmt_present;
    UINT predicate_value;
    char order[16];           /* a letter for the first call of each kind that opens a device, in order: fake_first */
    UINT queued_limit;        /* the last of D3DKMTSetQueuedLimit */
    int begins, ends;         /* of queries, on the immediate context */
    char log[4096];           /* of command lists: fake_lists.c */
    int size_checks, bad_opens;
    int calls;                /* of entries that may say so; checks, sizes and what cleans up are none */
    int late;                 /* that came after it was said (nc-d3d10umddi-pfnd3d10ddi_resourcemap: only cleanup follows) */
    /* A letter for each that was made (E P I O), blitted (B), destroyed (e p i o); for ClearView of an input view, an output view or
     * another one (x y z), and for Discard (u v w). */
    char video_log[64];
    int video_sets, video_frames;
    UINT clear_rects;         /* of the last ClearView, and its second number */
    FLOAT clear_color;
};

extern struct fake_state fake;

/* Everything back to a healthy level 11_1 driver. */
void fake_reset(void);
/* The core layer's callbacks, to call them as a driver would. */
extern const D3D11DDI_CORELAYER_DEVICECALLBACKS *fake_core;
extern D3D10DDI_HRTCORELAYER fake_core_handle;

/* Every entry that may say it begins with this; true: this one does. core: whose error it is. */
bool fake_lost(const D3D11DDI_CORELAYER_DEVICECALLBACKS *callbacks, D3D10DDI_HRTCORELAYER core);

/* fake_video.c */
HRESULT APIENTRY fake_retrieve(D3D10DDI_HDEVICE d, UINT32 id, SIZE_T in_size, void *in, SIZE_T out_size, void *out);
void APIENTRY fake_clear_view(D3D10DDI_HDEVICE d, D3D11DDI_HANDLETYPE type, void *view, const FLOAT color[4], const D3D10_DDI_RECT *rects,
    UINT n);
void APIENTRY fake_discard(D3D10DDI_HDEVICE d, D3D11DDI_HANDLETYPE type, void *view, const D3D10_DDI_RECT *rects, UINT n);

/* fake_lists.c */
void fake_lists_fill(D3DWDDM1_3DDI_DEVICEFUNCS *f);
void fake_deferred_refresh(void);

/* O OpenAdapter10_2, V GetSupportedVersions, C GetCaps, S CalcPrivateDeviceSize, K the kernel's device, D CreateDevice, F formats,
 * M samples, N counters */
void fake_first(char what);

/* pfnRenderCb, called as a driver would. */
HRESULT fake_render(void);

/* A device at the highest level asked for; context may be NULL. */
HRESULT fake_device(ID3D11Device **device, ID3D11DeviceContext **context);

static inline ULONG refs_of(void *unknown)
{
    IUnknown_AddRef((IUnknown *)unknown);
    return IUnknown_Release((IUnknown *)unknown);
}

static inline ID3D11Buffer *make_buffer(ID3D11Device *device, UINT size, UINT bind, D3D11_USAGE usage, UINT cpu, UINT misc, UINT stride)
{
    D3D11_BUFFER_DESC d = {size, usage, bind, cpu, misc, stride};
    ID3D11Buffer *b = NULL;

    return SUCCEEDED(ID3D11Device_CreateBuffer(device, &d, NULL, &b)) ? b : NULL;
}

static inline ID3D11Texture2D *make_texture(ID3D11Device *device, UINT size, DXGI_FORMAT format, UINT bind, UINT mips, UINT array)
{
    D3D11_TEXTURE2D_DESC d = {size, size, mips, array, format, {1, 0}, D3D11_USAGE_DEFAULT, bind, 0, 0};
    ID3D11Texture2D *t = NULL;

    return SUCCEEDED(ID3D11Device_CreateTexture2D(device, &d, NULL, &t)) ? t : NULL;
}

#endif
