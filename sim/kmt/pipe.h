/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * pipe.h - inside each half: the transport "pipe" (kmt.h says what the halves tell each other).
 */
#ifndef KMT_PIPE_H
#define KMT_PIPE_H

#include <stdbool.h>

#include "kmt.h"

#ifdef _WIN32
#include <windows.h>

/* How the Linux half is called: enum kmt_number, its argument; the answer is an NTSTATUS. */
typedef LONG kmt_call_fn(unsigned number, void *args);

/* Makes the events, tells the Linux half of them and starts the thread that serves it. false: said why. */
bool kmt_pipe_start(kmt_call_fn *call);
/* Waits up to timeout_ms for requests and input, and serves what there is. By one thread at a time: the one that
 * kmt_pipe_start made, or the last thread of a process that ends. */
void kmt_pipe_serve(DWORD timeout_ms);
#else
/* Entries of the table of unix calls. */
int32_t kmt_pipe_attach(void *args);
int32_t kmt_pipe_take(void *args);
int32_t kmt_pipe_done(void *args);
int32_t kmt_pipe_input(void *args);
#endif

#endif
