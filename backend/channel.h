/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * channel.h - the backend's side of pvgpu_channel.h: waits for a device, serves it until it goes, and
 * then waits for the next. Control thread.
 */
#ifndef PVB_CHANNEL_H
#define PVB_CHANNEL_H

#include "execute.h"

struct pvb_sink;

struct pvb_channel_config {
    struct pvb_server *server;
    struct pvb_execute *execute;
    struct pvb_sink *sink; /* pumped here */
    bool once;             /* return when the first device that said HELLO is gone */
};

/* Runs until a quit signal, the frame limit, a closed window, or once. */
void pvb_channel_run(const struct pvb_channel_config *config);

#define PVB_HELLO_TIMEOUT_NS (5ull * 1000000000u) /* a device that connects says HELLO within it */

#endif
