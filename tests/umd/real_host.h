/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * real_host.h - the renderer d3d11 behind the test runtime.
 */
#ifndef REAL_HOST_H
#define REAL_HOST_H

#include "fake.h"

/* Sets k's renderer and capabilities. Once a process; false when this machine has no Direct3D. */
bool real_host_start(struct fake *k);
/* After the device was closed. */
void real_host_forget(void);

#endif
