/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * entries.h - the Linux half's functions by number: Wine looks for the first table when the Windows half has 64 bits, for the
 * second when it has 32 (wine: dlls/ntdll/unix/virtual.c). args: the record that enum kmt_number names.
 */
#ifndef KMT_ENTRIES_H
#define KMT_ENTRIES_H

#include <ddi_kmt.h>
#include <signal.h>

#include "kmt.h"

typedef NTSTATUS unix_fn(void *args);
extern unix_fn *const __wine_unix_call_funcs[];
extern unix_fn *const __wine_unix_call_wow64_funcs[];

#define KMT_CALL(name, qualifier, record) unix_fn kmt_entry_##name;
#include "kmt.def"
#undef KMT_CALL
unix_fn kmt_share_objects, kmt_open_handle_of_name;

/* What both tables end with: functions whose records are the same in 32 and 64 bits (kmt.h). */
unix_fn kmt_is_shared, kmt_next_event, kmt_pipe_attach, kmt_pipe_take, kmt_pipe_done, kmt_pipe_input, kmt_stop, kmt_stopped;
#define KMT_COMMON_FUNCTIONS \
    kmt_is_shared, kmt_next_event, kmt_pipe_attach, kmt_pipe_take, kmt_pipe_done, kmt_pipe_input, kmt_stop, kmt_stopped

/* Around what must not be cut off in the middle: a thread that is ended meanwhile ends behind it. */
void kmt_enter(sigset_t *before);
void kmt_leave(const sigset_t *before);

#endif
