/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * fake_host.h - between fake.c and fake_host.c.
 */
#ifndef FAKE_HOST_H
#define FAKE_HOST_H

#include "fake.h"

struct fake_allocation *fake_by_handle(struct fake *k, D3DKMT_HANDLE h);
void fake_host_run(struct fake *k, const D3DDDICB_RENDER *a);

#endif
