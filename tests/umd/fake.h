/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * fake.h - a runtime and a host for the user-mode driver's tests. The runtime hands out object memory
 * of exactly the size asked for, between guards and filled with 0xcc, and tables likewise; its kernel
 * callbacks are backed by malloc. Each submitted buffer is checked byte by byte, handle by handle and
 * against its allocation list; the host keeps the contents of buffers, so that what a program maps
 * can be compared with what arrives.
 */
#ifndef FAKE_H
#define FAKE_H

#include <stdbool.h>
#include <stdint.h>

#include "ddi_umd.h"
#include "pvgpu_codec.h"
#include "pvgpu_umdkmd.h"
#include "tap.h"

#define FAKE_ALLOCATIONS 4096u
#define FAKE_OBJECTS 65536u

struct fake_allocation {
    struct pvk_alloc_private desc;
    uint8_t *memory;  /* heaps: what pfnLockCb gives; buffers: the host's contents */
    void *block;
    HANDLE resource;
    bool live, locked, mapped_once;
};

struct fake;

/* A renderer behind the host, for pixels (real_host.c). */
struct fake_renderer {
    void (*created)(struct fake *k, struct fake_allocation *al);
    void (*dropped)(struct fake *k, struct fake_allocation *al);
    void (*run)(struct fake *k, const void *commands, uint32_t size); /* until all of it is done, signals included */
};

/* One kind of callback that can be made to fail. */
enum fake_callback { FAKE_ALLOCATE, FAKE_LOCK, FAKE_RENDER, FAKE_CONTEXT, FAKE_ESCAPE, FAKE_PRESENT, FAKE_CALLBACKS };

struct fake {
    /* set before fake_open */
    UINT iface;               /* interface version, 0: WDDM 1.3 */
    UINT pipeline;            /* D3D11DDI_3DPIPELINELEVEL; 0: 10_0 */
    uint32_t cmd_size, list_size, patch_size; /* 0: 64 KiB, 1024, 256 */
    bool quick;               /* the host looks at nothing but the last signal: for timing */
    bool hold;                /* the host consumes nothing until fake_consume */
    bool refuses;             /* the host makes no shaders, and tile pools do not grow */
    bool mute;                /* it does not answer query_object */
    bool no_more_heaps;       /* pfnAllocateCb has no memory for any */
    bool forbid_locked;       /* pfnRenderCb refuses buffers that name locked memory */
    struct pvgpu_caps caps;
    const struct fake_renderer *renderer;
    HRESULT query_result;     /* of pfnQueryAdapterInfoCb */

    D3D10_2DDI_ADAPTERFUNCS adapter_funcs;
    D3D10DDI_HADAPTER adapter;
    D3D10DDI_HDEVICE device;
    D3DWDDM1_3DDI_DEVICEFUNCS *f;   /* the table, seen through the highest level's type */
    DXGI1_3_DDI_BASE_FUNCTIONS *dxgi;
    size_t table_size, dxgi_size;
    PFND3D10DDI_RETRIEVESUBOBJECT retrieve;

    /* what was reported with pfnSetErrorCb */
    HRESULT error;
    unsigned n_errors;
    unsigned amortized;

    /* kernel */
    struct fake_allocation allocation[FAKE_ALLOCATIONS];
    unsigned n_allocations; /* live */
    uint32_t last_allocation;
    unsigned calls[FAKE_CALLBACKS];
    HRESULT next_result[FAKE_CALLBACKS]; /* returned once instead of carrying the call out */
    unsigned n_calls, lost_at; /* all of them; from the one with number lost_at on (0: none) the device is removed */
    bool host_gone;           /* the kernel driver says that the device lives no more */
    uint64_t event;
    unsigned contexts;
    D3DDDICB_SETDISPLAYMODE display_mode;
    DXGIDDICB_PRESENT present;
    UINT priority;            /* of the last pfnSetPriorityCb */
    D3DDDI_RESIDENCYSTATUS residency; /* what pfnQueryResidencyCb says; 0: in shared memory */
    unsigned offered;         /* allocations that are offered now; reclaimed ones come back discarded */

    /* submissions */
    uint8_t *cmd;
    D3DDDI_ALLOCATIONLIST *list;
    D3DDDI_PATCHLOCATIONLIST *patch;
    char *text;               /* every command printed, a line each, since fake_text_reset */
    size_t text_size, text_len;
    unsigned renders, commands, bad; /* bad: commands that broke a rule; each is printed */
    unsigned ops[PVGPU_IX_COUNT];
    _Alignas(8) uint8_t last[PVGPU_IX_COUNT][1024]; /* the last command of each kind, its tail included as far as it fits */
    D3DDDI_ALLOCATIONLIST last_list[4096];
    unsigned last_n_list;
    uint8_t kinds[FAKE_OBJECTS]; /* of per-context ids, 0: free */
    uint32_t bound_vb, bound_index, bound_cb[PVGPU_STAGE_COUNT][14];

    /* with hold: signals and answers not yet given */
    struct { D3DKMT_HANDLE allocation; uint64_t offset, value; uint8_t data[PVGPU_QUERY_DATA]; bool query; } pending[4096];
    unsigned n_pending;
    /* with hold: memory that submitted commands read; it must not change before fake_consume */
    struct { uint32_t heap; uint64_t offset, size, sum; } spans[4096];
    unsigned n_spans;
    struct { uint8_t *bytes; uint32_t size; } lists[64]; /* command lists, by id; the core of a host keeps them */
    struct fake_object *objects;
};

/* Opens the adapter and creates a device. Returns false when either failed; then fake_close as well. */
bool fake_open(struct fake *k);
HRESULT fake_open_adapter(struct fake *k);
HRESULT fake_create_device(struct fake *k);
/* Destroys the device and checks that nothing is left: allocations, locks, contexts, event. Frees k's own. */
void fake_finish(struct fake *k);
/* Checks that failed inside these files; each is printed. fake_close makes them the case's. */
extern int fake_failures;
static inline void fake_close(struct fake *k)
{
    fake_finish(k);
    if (fake_failures) tap_fail(__FILE__, __LINE__, "the runtime or the host found something, see above");
    fake_failures = 0;
}
void fake_consume(struct fake *k); /* the host catches up; from any thread */
bool fake_is_waited_for(struct fake *k); /* the driver sleeps until the host has done what it holds; from any thread */
void fake_text_reset(struct fake *k);
HRESULT fake_take_error(struct fake *k); /* S_OK when none; clears it */

/* Object memory with guards. fake_free checks them. */
void *fake_alloc(struct fake *k, SIZE_T size);
void fake_free(struct fake *k, void *p);
bool fake_guards_ok(void *p);
void fake_caps(struct pvgpu_caps *c);

/* A deferred context: its table, its own core layer and its errors. */
struct fake_deferred {
    struct fake *k;
    D3DWDDM1_3DDI_DEVICEFUNCS *f;
    D3D10DDI_HDEVICE context;
    HRESULT error;
    unsigned n_errors, amortized;
};
bool fake_deferred_open(struct fake *k, struct fake_deferred *c);
void fake_deferred_close(struct fake_deferred *c);
/* FinishCommandList as the runtime does it: the list is made, then the context is recycled (or not). NULL: it failed. */
D3D11DDI_HCOMMANDLIST fake_finish_list(struct fake_deferred *c);
void fake_recycle(struct fake_deferred *c);
void fake_drop_list(struct fake *k, D3D11DDI_HCOMMANDLIST l);
void *fake_local(struct fake_deferred *c, D3D11DDI_HANDLETYPE type, const void *home); /* memory for a local handle */

/* Makes objects; on an error the memory is freed and pDrvPrivate is NULL. */
D3D10DDI_HRESOURCE fake_buffer(struct fake *k, UINT size, UINT bind, D3D10_DDI_RESOURCE_USAGE usage, const void *data);
D3D10DDI_HRESOURCE fake_texture(struct fake *k, UINT width, UINT height, DXGI_FORMAT format, UINT bind,
                                D3D10_DDI_RESOURCE_USAGE usage, const void *data, UINT pitch);
D3D10DDI_HRESOURCE fake_resource(struct fake *k, const D3D11DDIARG_CREATERESOURCE *a);
void fake_destroy_resource(struct fake *k, D3D10DDI_HRESOURCE r);
D3D10DDI_HRENDERTARGETVIEW fake_rtv(struct fake *k, D3D10DDI_HRESOURCE r, DXGI_FORMAT format);
D3D10DDI_HSHADERRESOURCEVIEW fake_srv(struct fake *k, D3D10DDI_HRESOURCE r, DXGI_FORMAT format);
D3D10DDI_HSHADER fake_shader(struct fake *k, bool pixel);
D3D10DDI_HSHADER fake_blit_shader(struct fake *k, bool pixel); /* the driver's own, as a program's */
D3D10DDI_HELEMENTLAYOUT fake_layout(struct fake *k);
D3D10DDI_HBLENDSTATE fake_blend(struct fake *k, UINT8 mask);

/* The host's contents of a buffer, by the driver's object. */
uint32_t fake_resource_id(D3D10DDI_HRESOURCE r);
uint8_t *fake_contents(struct fake *k, D3D10DDI_HRESOURCE r);
struct fake_allocation *fake_find(struct fake *k, uint32_t id);

/* Every allocation of the driver counts; the one with number n fails (0: none). Counted: memory of its
 * own and pfnAllocateCb. */
extern unsigned fake_memory_calls, fake_memory_fail_at;
extern long fake_memory_live;

#endif
