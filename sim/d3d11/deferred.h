/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * deferred.h - deferred contexts and command lists of a driver that takes them itself
 * (D3D11DDICAPS_COMMANDLISTS_BUILD_2). Such a context is a device handle and a table of the driver's, and each object that
 * is used in it has a handle of its own there, from its first use in a list until the list is finished.
 * (display/introduction-to-deferred-contexts, using-context-local-ddi-handles, supporting-command-lists)
 *
 * One thread at a time is in a deferred context; creating, recycling and destroying lists is free-threaded.
 */
#ifndef RT_DEFERRED_H
#define RT_DEFERRED_H

#include "cmdlist.h"

/* ---- the device ---- */

/* Whether the driver's lists are used, and what it says of its handles' sizes. PVGPU_SIM_LISTS=emulate: they are not. */
HRESULT rt_device_take_lists(struct rt_device *device);
/* Right after an object was made: how large its handles in deferred contexts are. */
void rt_local_size(struct rt_child *object, D3D11DDI_HANDLETYPE type, void *drv);

/* ---- contexts ---- */

HRESULT rt_deferred_create(struct rt_device *device, struct rt_context *c);
/* What was recorded is abandoned; the context's state is released. */
void rt_deferred_destroy(struct rt_context *c);
/* pfnSetErrorCb of a deferred context. */
void rt_deferred_set_error(struct rt_context *c, HRESULT hr);

/* What happened to a query in the list being recorded; nothing on another context. */
void rt_deferred_note_query(struct rt_context *c, struct rt_query *query, bool begin);
bool rt_deferred_begun(struct rt_context *c, const struct rt_query *query);

/* Maps of a resource in the list being recorded: a byte a subresource. NULL: the resource has no handle, or no memory. */
enum { RT_LOCAL_MAP_OPEN = 1, RT_LOCAL_MAPPED = 2, RT_LOCAL_MAP_APPENDS = 4 };
uint8_t *rt_deferred_maps(struct rt_context *c, const struct rt_resource *r);
void rt_deferred_unmap_all(struct rt_context *c);

/* ---- lists ---- */

HRESULT rt_deferred_finish(struct rt_context *c, BOOL restore, ID3D11CommandList **out);
/* Whether a list may not run on c now: it uses a query that c has begun, or maps what is mapped there
 * (display/supporting-command-lists). */
bool rt_deferred_blocked(struct rt_context *c, const struct rt_cmdlist *list);
void rt_deferred_execute(struct rt_context *c, struct rt_cmdlist *list, BOOL restore);
void rt_deferred_list_destroy(struct rt_cmdlist *list);

#endif
