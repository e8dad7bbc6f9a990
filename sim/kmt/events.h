/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef KMT_EVENTS_H
#define KMT_EVENTS_H

#include <ddi_kmt.h>

/* An eventfd that stands for a Windows event: once it is written to, a thread of the program sets the event. It belongs to the
 * table and stays. -1: no room. Any thread. */
int kmt_event_fd(HANDLE handle);

#endif
