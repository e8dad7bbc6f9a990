/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * objects.h - the device children that have no header of their own: states, shaders, input layouts,
 * queries, class linkage, device context state.
 */
#ifndef RT_OBJECTS_H
#define RT_OBJECTS_H

#include "device.h"

struct rt_state {
    struct rt_child child;
    enum rt_state_kind kind;
    struct rt_state *next; /* in the device's list of its kind */
    void *drv;
    union {
        D3D11_BLEND_DESC1 blend;
        D3D11_DEPTH_STENCIL_DESC depth_stencil;
        D3D11_RASTERIZER_DESC2 rasterizer;
        D3D11_SAMPLER_DESC sampler;
    } desc;
};

HRESULT rt_state_create_blend(struct rt_device *device, const D3D11_BLEND_DESC1 *desc, struct rt_state **out);
HRESULT rt_state_create_depth_stencil(struct rt_device *device, const D3D11_DEPTH_STENCIL_DESC *desc, struct rt_state **out);
HRESULT rt_state_create_rasterizer(struct rt_device *device, const D3D11_RASTERIZER_DESC2 *desc, struct rt_state **out);
HRESULT rt_state_create_sampler(struct rt_device *device, const D3D11_SAMPLER_DESC *desc, struct rt_state **out);

struct rt_shader {
    struct rt_child child;
    enum rt_stage stage;
    bool stream_output; /* made by CreateGeometryShaderWithStreamOutput */
    void *drv;
    struct rt_interfaces *interfaces; /* NULL: none (linkage.h) */
};

struct rt_so_declaration {
    const D3D11_SO_DECLARATION_ENTRY *entries;
    UINT n_entries;
    const UINT *strides;
    UINT n_strides, rasterized;
};

/* so: NULL but for CreateGeometryShaderWithStreamOutput. */
HRESULT rt_shader_create(struct rt_device *device, enum rt_stage stage, const void *bytecode, SIZE_T size,
    ID3D11ClassLinkage *linkage, const struct rt_so_declaration *so, bool has_so, bool want, struct rt_shader **out);

struct rt_layout {
    struct rt_child child;
    void *drv;
};

HRESULT rt_layout_create(struct rt_device *device, const D3D11_INPUT_ELEMENT_DESC *elements, UINT n, const void *bytecode,
    SIZE_T size, bool want, struct rt_layout **out);

struct rt_query {
    struct rt_child child; /* ID3D11Query1 or ID3D11Predicate: the same table */
    void *drv;
    D3D11_QUERY_DESC1 desc;
    bool begun; /* between Begin and End, on the immediate context */
    bool ended; /* End was called at least once */
};

HRESULT rt_query_create(struct rt_device *device, const D3D11_QUERY_DESC1 *desc, bool predicate, bool want, struct rt_query **out);
UINT rt_query_data_size(D3D11_QUERY query);


/* Releases a driver object: DDI destroy of a table (a member of rt_umd) inside a lock, then its private memory. */
#define RT_DESTROY_IN(table, device, entry, handle_type, memory) \
    do { \
        struct rt_call call_; \
        handle_type handle_ = {memory}; \
        rt_call_destroy_begin(&call_, device); \
        (device)->umd.table->entry((device)->umd.h, handle_); \
        rt_call_end(&call_); \
        rt_private_free(memory); \
    } while (0)
#define RT_DESTROY(device, entry, handle_type, memory) RT_DESTROY_IN(f, device, entry, handle_type, memory)
#define RT_DESTROY_VIDEO(device, entry, handle_type, memory) RT_DESTROY_IN(video, device, entry, handle_type, memory)

#endif
