/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * device.c - from an adapter's name to a device; the renderer's table of operations.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include "renderer.h"

static int factory_create(const struct pvb_d11_host *host, IDXGIFactory1 **factory, char *error, size_t n)
{
    HRESULT hr = host->create_factory(&IID_IDXGIFactory1, (void **)factory);
    if (SUCCEEDED(hr)) return 0;
    snprintf(error, n, "CreateDXGIFactory1 failed: 0x%08x%s", (unsigned)hr, pvb_d11_os_hint);
    return -1;
}

static bool contains(const char *text, const char *part)
{
    return !part || !*part || strstr(text, part);
}

/* The first adapter whose name contains the text; among equals a hardware one goes before software. */
static IDXGIAdapter1 *adapter_choose(IDXGIFactory1 *factory, const char *part)
{
    IDXGIAdapter1 *a, *software = NULL;

    for (UINT i = 0; SUCCEEDED(IDXGIFactory1_EnumAdapters1(factory, i, &a)); i++) {
        DXGI_ADAPTER_DESC1 desc;
        char name[128];
        if (FAILED(IDXGIAdapter1_GetDesc1(a, &desc))) { pvb_d11_release(a); continue; }
        pvb_d11_adapter_name(&desc, name, sizeof name);
        if (contains(name, part)) {
            if (!(desc.Flags & DXGI_ADAPTER_FLAG_SOFTWARE)) { pvb_d11_release(software); return a; }
            if (!software) { software = a; continue; }
        }
        pvb_d11_release(a);
    }
    return software;
}

static int list_adapters(const struct pvb_renderer_params *p, void (*line)(const char *text))
{
    struct pvb_d11_host host = { 0 };
    IDXGIFactory1 *factory;
    IDXGIAdapter1 *a;
    char text[512];

    if (!pvb_d11_os_load(&host, text, sizeof text) || factory_create(&host, &factory, text, sizeof text)) {
        pvb_log(0, "%s", text);
        return -ENOENT;
    }
    for (UINT i = 0; SUCCEEDED(IDXGIFactory1_EnumAdapters1(factory, i, &a)); i++) {
        DXGI_ADAPTER_DESC1 desc;
        char name[128];
        if (SUCCEEDED(IDXGIAdapter1_GetDesc1(a, &desc))) {
            pvb_d11_adapter_name(&desc, name, sizeof name);
            snprintf(text, sizeof text, "%s (%04x:%04x, %llu MiB)", name, (unsigned)desc.VendorId, (unsigned)desc.DeviceId,
                     (unsigned long long)(desc.DedicatedVideoMemory >> 20));
            line(text);
        }
        pvb_d11_release(a);
    }
    pvb_d11_release(factory);
    return 0;
}

static HRESULT device_create(struct pvb_renderer *r, IDXGIAdapter1 *adapter, bool debug)
{
    static const D3D_FEATURE_LEVEL levels[] = { D3D_FEATURE_LEVEL_11_1, D3D_FEATURE_LEVEL_11_0, D3D_FEATURE_LEVEL_10_1,
                                                D3D_FEATURE_LEVEL_10_0 };
    UINT flags = D3D11_CREATE_DEVICE_SINGLETHREADED | D3D11_CREATE_DEVICE_BGRA_SUPPORT;
    HRESULT hr;

    if (debug) flags |= D3D11_CREATE_DEVICE_DEBUG;
    hr = r->host.create_device((IDXGIAdapter *)adapter, D3D_DRIVER_TYPE_UNKNOWN, NULL, flags, levels,
                               sizeof levels / sizeof levels[0], D3D11_SDK_VERSION, &r->device, &r->level, &r->ctx);
    if (FAILED(hr) && debug) {
        pvb_log(1, "the host's Direct3D has no debug layer; going on without");
        return device_create(r, adapter, false);
    }
    return hr;
}

static void destroy(struct pvb_renderer *r)
{
    ULONG left;

    if (!r) return;
    if (r->ctx) {
        ID3D11DeviceContext_ClearState(r->ctx);
        pvb_d11_fifo_fini(r);
        pvb_d11_frames_fini(r);
        pvb_d11_staging_fini(r);
        pvb_d11_blit_fini(r);
        pvb_d11_stream_fini(r);
        pvb_d11_video_fini(r);
        pvb_d11_decoder_fini(r);
        ID3D11DeviceContext_Flush(r->ctx);
    }
    for (int i = 0; i < PVB_D11_EV_COUNT; i++) {
        static const char *const names[PVB_D11_EV_COUNT] = {
            "resources", "views", "state objects", "input layouts", "shaders", "shader variants", "queries", "updates", "reads",
            "blits", "frames", "resolves", "allocations", "tile mappings",
            "video objects and blits", "decoders and frames",
        };
        if (r->events_seen[i] > 1)
            pvb_log(1, "%s refused or failed: %llu in all", names[i], (unsigned long long)r->events_seen[i]);
    }
    pvb_d11_release(r->adapter3);
    pvb_d11_release(r->other_blend);
    pvb_d11_release(r->kernel_state);
    pvb_d11_release(r->ctx2);
    pvb_d11_release(r->device2);
    pvb_d11_release(r->ctx1);
    pvb_d11_release(r->ctx);
    pvb_d11_release(r->device1);
    left = r->device ? ID3D11Device_Release(r->device) : 0;
    /* Each object that is alive holds its device. */
    if (left && !r->lost) pvb_log(1, "the host's device is left with %lu references", (unsigned long)left);
    free(r);
}

static struct pvb_renderer *create(const struct pvb_renderer_params *p, struct pvgpu_caps *caps, char *error, size_t n)
{
    struct pvb_renderer *r = calloc(1, sizeof *r);
    IDXGIFactory1 *factory = NULL;
    IDXGIAdapter1 *adapter = NULL;
    HRESULT hr;

    if (!r) { snprintf(error, n, "out of memory"); return NULL; }
    if (!pvb_d11_os_load(&r->host, error, n) || factory_create(&r->host, &factory, error, n)) goto fail;
    adapter = adapter_choose(factory, p->adapter);
    if (!adapter) {
        snprintf(error, n, "no Direct3D adapter%s%s: see --list-adapters", p->adapter ? " has a name with " : "",
                 p->adapter ? p->adapter : "");
        goto fail;
    }
    hr = device_create(r, adapter, p->debug);
    if (FAILED(hr)) {
        snprintf(error, n, "D3D11CreateDevice failed: 0x%08x%s", (unsigned)hr, pvb_d11_os_hint);
        goto fail;
    }
    if (FAILED(ID3D11Device_QueryInterface(r->device, &IID_ID3D11Device1, (void **)&r->device1))
        || FAILED(ID3D11DeviceContext_QueryInterface(r->ctx, &IID_ID3D11DeviceContext1, (void **)&r->ctx1))) {
        snprintf(error, n, "the host's Direct3D lacks ID3D11Device1 (Windows 8 or DXVK is needed)");
        goto fail;
    }
    r->zero_fill = !r->host.zeroes || pvb_d11_os_flag("PVGPU_D3D11_ZERO");
    r->view_dimensions = !r->host.any_dimension || pvb_d11_os_flag("PVGPU_D3D11_VIEWS");
    r->blend_stays = r->host.blend_stays || pvb_d11_os_flag("PVGPU_D3D11_BLEND");
    r->fifo.head = r->fifo.tail = 1;
    if (FAILED(IDXGIAdapter1_QueryInterface(adapter, &IID_IDXGIAdapter3, (void **)&r->adapter3))) r->adapter3 = NULL;
    pvb_d11_caps(r, adapter, caps, p->no_decoding);
    r->clears_views = (r->options & PVGPU_OPT_CLEAR_VIEW) && !pvb_d11_os_flag("PVGPU_D3D11_CLEAR");
    if (!pvb_d11_states_init(r) || !pvb_d11_blit_init(r) || !pvb_d11_stream_init(r) || !pvb_d11_blend_init(r)) {
        snprintf(error, n, "the host's Direct3D refused the renderer's own state or shaders");
        goto fail;
    }
    pvb_d11_release(adapter);
    pvb_d11_release(factory);
    return r;
fail:
    pvb_d11_release(adapter);
    pvb_d11_release(factory);
    destroy(r);
    return NULL;
}

static void object_destroy(struct pvb_renderer *r, enum pvgpu_object_kind kind, void *host)
{
    switch (kind) {
    case PVGPU_OBJ_SRV: case PVGPU_OBJ_RTV: case PVGPU_OBJ_DSV: case PVGPU_OBJ_UAV: case PVGPU_OBJ_BLEND:
    case PVGPU_OBJ_DEPTH_STENCIL: case PVGPU_OBJ_RASTERIZER: case PVGPU_OBJ_SAMPLER: case PVGPU_OBJ_VIDEO_ENUM:
    case PVGPU_OBJ_VIDEO_DECODER: case PVGPU_OBJ_DECODER_OUTPUT:
        pvb_d11_release(host);
        return;
    case PVGPU_OBJ_INPUT_LAYOUT:
        pvb_d11_layout_unref(host);
        return;
    case PVGPU_OBJ_SHADER:
        pvb_d11_shader_unref(host);
        return;
    case PVGPU_OBJ_QUERY: {
        struct pvb_d11_query *q = host;
        pvb_d11_query_orphan(r, q);
        pvb_d11_release(q->host);
        free(q);
        return;
    }
    case PVGPU_OBJ_VIDEO_PROCESSOR:
        pvb_d11_video_processor_destroy(host);
        return;
    case PVGPU_OBJ_VIDEO_INPUT: case PVGPU_OBJ_VIDEO_OUTPUT:
        pvb_d11_video_view_destroy(host);
        return;
    case PVGPU_OBJ_SO_LAYOUT: case PVGPU_OBJ_COMMAND_LIST:
        free(host);
        return;
    case PVGPU_OBJ_ANY: case PVGPU_OBJ_RESOURCE: case PVGPU_OBJ_HEAP: case PVGPU_OBJ_CONTEXT: case PVGPU_OBJ_COUNT:
        return; /* not made by pvb_define */
    }
}

static void *command_list_create(struct pvb_renderer *r, const void *bytes, size_t size)
{
    /* The core keeps the bytes and runs them through our handlers; nothing needs to be prepared. */
    struct pvb_d11_list *list = malloc(sizeof *list);
    if (list) list->size = size;
    return list;
}

/* The core's own commands of class CONTEXT. */
#define pvb_d11_cmd_destroy NULL
#define pvb_d11_cmd_create_command_list NULL
#define pvb_d11_cmd_execute_command_list NULL
#define pvb_d11_cmd_resize_tile_pool NULL
#define pvb_d11_cmd_query_tiling NULL
#define pvb_d11_cmd_query_object NULL
#define ROW_CONTEXT(n) pvb_d11_cmd_##n
#define ROW_KERNEL(n) NULL

static const struct pvgpu_ops commands = {
#define CMD(n, N, code, cls, prose) .n = ROW_##cls(n),
#define FIELD(n, k, f, a)
#define TAIL(n, e, c)
#define END(n)
#include "pvgpu_cmds.def"
};

const struct pvb_renderer_ops pvb_renderer_d3d11 = {
    .name = "d3d11",
    .list_adapters = list_adapters,
    .create = create,
    .destroy = destroy,
    .context_create = pvb_d11_context_create,
    .context_destroy = pvb_d11_context_destroy,
    .context_switch = pvb_d11_context_switch,
    .resource_create = pvb_d11_resource_create,
    .resource_destroy = pvb_d11_resource_destroy,
    .tiling = pvb_d11_tiling,
    .room = pvb_d11_room,
    .pool_resize = pvb_d11_pool_resize,
    .video_copies = pvb_d11_video_copies,
    .object_destroy = object_destroy,
    .command_list_create = command_list_create,
    .present_blt = pvb_d11_present_blt,
    .color_fill = pvb_d11_color_fill,
    .frame_start = pvb_d11_frame_start,
    .frame_done = pvb_d11_frame_done,
    .commands = &commands,
    .list_begin = pvb_d11_list_begin,
    .list_end = pvb_d11_list_end,
    .flush = pvb_d11_flush,
    .poll = pvb_d11_poll,
    .patience = pvb_d11_patience,
    .wait = pvb_d11_wait,
};
