/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * kmd_os.h - where the driver meets the kernel under it: the miniature (os_nt.c) or Windows itself
 * (os_sys.c). Everything else in this folder is the same source in both.
 */
#ifndef PVK_KMD_OS_H
#define PVK_KMD_OS_H

#include <stddef.h>
#include <stdint.h>

#include "ddi_kmd.h"

#ifdef PVK_SYS /* the .sys: Windows' kernel */
#include <ntddk.h>
#ifndef DPFLTR_IHVVIDEO_ID
#define DPFLTR_IHVVIDEO_ID 78
#endif
#else
#include "nt_ddk.h"
#endif

/* *ExEventObjectType (nf-wdm-obreferenceobjectbyhandle). The kernel exports a POBJECT_TYPE, so that the import slot holds a
 * pointer to one. mingw-w64's header makes an imported variable of that pointer: one dereference too many. */
#ifdef PVK_SYS
extern POBJECT_TYPE *pvk_event_type_slot __asm__("__imp_ExEventObjectType");
#define PVK_EVENT_TYPE (*pvk_event_type_slot)
#else
#define PVK_EVENT_TYPE (*ExEventObjectType)
#endif

/* wdm.h (ns-wdm-_cm_partial_resource_descriptor). */
#ifndef CM_RESOURCE_INTERRUPT_MESSAGE
#define CM_RESOURCE_INTERRUPT_MESSAGE 0x0002
#endif
#ifndef CM_RESOURCE_MEMORY_LARGE_40
#define CM_RESOURCE_MEMORY_LARGE_40 0x0200
#define CM_RESOURCE_MEMORY_LARGE_48 0x0400
#define CM_RESOURCE_MEMORY_LARGE_64 0x0800
#endif

#ifndef DISPLAY_ADAPTER_HW_ID /* video.h (nc-dispmprt-dxgkddi_set_power_state) */
#define DISPLAY_ADAPTER_HW_ID 0xffffffffu
#endif

/* Code that Microsoft's pages call pageable, and code that only runs while the driver is loaded. What is
 * not marked stays in memory: everything that runs at DISPATCH_LEVEL or above. */
#define PVK_PAGED __attribute__((section("PAGE"), noinline))
#define PVK_INIT  __attribute__((section("INIT"), noinline))
/* What runs at DISPATCH_LEVEL on behalf of pageable code, above all with a spin lock: it must not be inlined there
 * (when-should-code-and-data-be-pageable-). tests/kmd/check_sections.py looks for spin locks in pageable code. */
#define PVK_RESIDENT __attribute__((noinline))

/* Copies n bytes of the caller's user memory. STATUS_INVALID_USER_BUFFER when any of them cannot be
 * read (or written). In the context of the process that owns the memory; <= APC_LEVEL. Nothing else in
 * the driver touches a user address. */
NTSTATUS pvk_copy_from_user(void *dst, const void *user, SIZE_T n);

/* Part of an MDL's pages as kernel addresses. PASSIVE_LEVEL. */
struct pvk_mapping { void *va; PMDL mdl; };
NTSTATUS pvk_mdl_map(PMDL mdl, SIZE_T first_page, SIZE_T n_pages, struct pvk_mapping *m);
void pvk_mdl_unmap(struct pvk_mapping *m);

/* Sleeps; PASSIVE_LEVEL. */
void pvk_sleep_us(unsigned us);
/* Monotonic, 100 ns units, any IRQL. */
uint64_t pvk_now_100ns(void);

#define PVK_POOL_TAG 0x6b765650u /* "PVvk" in a pool listing */
/* Zeroed non-paged memory, or NULL. <= DISPATCH_LEVEL. */
void *pvk_alloc_pool(SIZE_T size);
void pvk_free_pool(void *p); /* NULL is fine */

/* Levels are DPFLTR_ERROR_LEVEL ... DPFLTR_INFO_LEVEL. Never on the way of a frame (traps.md S27). */
#define pvk_log(level, ...) ((void)DbgPrintEx(DPFLTR_IHVVIDEO_ID, (level), "pvgpu: " __VA_ARGS__))
#define pvk_error(...) pvk_log(DPFLTR_ERROR_LEVEL, __VA_ARGS__)
#define pvk_info(...)  pvk_log(DPFLTR_INFO_LEVEL, __VA_ARGS__)

#endif
