/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * cmdlist.h - what an emulated deferred context records. The driver sees nothing of it until the list is executed
 * on the immediate context, where every record calls the inner half of its method again. deferred.h has the lists of a
 * driver that takes them itself; both are an rt_cmdlist.
 */
#ifndef RT_CMDLIST_H
#define RT_CMDLIST_H

#include "context.h"

enum rt_op {
    RT_OP_SHADER, RT_OP_CBS, RT_OP_SRVS, RT_OP_SAMPLERS, RT_OP_CS_UAVS, RT_OP_LAYOUT, RT_OP_VBS, RT_OP_IB, RT_OP_TOPOLOGY,
    RT_OP_TARGETS, RT_OP_BLEND, RT_OP_DEPTH_STENCIL, RT_OP_RASTERIZER, RT_OP_VIEWPORTS, RT_OP_SCISSORS, RT_OP_SO, RT_OP_DRAW,
    RT_OP_CLEAR_RTV, RT_OP_CLEAR_DSV, RT_OP_CLEAR_UAV, RT_OP_CLEAR_VIEW, RT_OP_DISCARD, RT_OP_GENERATE_MIPS, RT_OP_COPY_RESOURCE,
    RT_OP_COPY_REGION, RT_OP_RESOLVE, RT_OP_UPDATE, RT_OP_COPY_COUNT, RT_OP_MIN_LOD, RT_OP_BEGIN, RT_OP_END, RT_OP_PREDICATION,
    RT_OP_MAP_WRITE, RT_OP_TILES, RT_OP_CLEAR_STATE, RT_OP_EXECUTE,
};

struct rt_cmdlist {
    struct rt_child child; /* ID3D11CommandList once finished */
    UINT flags;
    bool finished, failed; /* failed: no memory while recording */
    uint8_t *bytes;
    size_t size, capacity;
    struct rt_query **begun; /* queries that the records so far have begun and not ended; the records hold them */
    unsigned n_begun, max_begun;
    struct rt_list_memory *memory; /* deferred.c: the driver's list; bytes is unused then */
    struct rt_local *uses;
};

/* A list that a context records into; one hold. */
struct rt_cmdlist *rt_cmdlist_create(struct rt_device *device);

/* Appends a record: u words, held objects (NULLs allowed), bytes. */
void rt_record(struct rt_context *c, enum rt_op op, const UINT *u, unsigned n_u, struct rt_child *const *objects,
    unsigned n_objects, const void *data, size_t data_size);

/* What the list that is recorded has begun: what is open at FinishCommandList is ended by it. */
void rt_cmdlist_note_query(struct rt_cmdlist *list, struct rt_query *query, bool begin);
bool rt_cmdlist_begun(const struct rt_cmdlist *list, const struct rt_query *query);

/* Runs the records on a context. */
void rt_cmdlist_replay(struct rt_cmdlist *list, struct rt_context *c);

HRESULT rt_cmdlist_finish(struct rt_context *c, BOOL restore, ID3D11CommandList **out);
void rt_cmdlist_execute(struct rt_context *c, struct rt_cmdlist *list, BOOL restore);

#define RT_OBJ(object) ((object) ? &(object)->child : NULL)

#endif
