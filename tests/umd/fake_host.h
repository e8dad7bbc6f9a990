/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * fake_host.h - between fake.c and fake_host.c.
 */
#ifndef FAKE_HOST_H
#define FAKE_HOST_H

#include "fake.h"

/* tap.h counts for each source file by itself; these count for the case, by way of fake_close. */
#undef CHECK
#undef CHECK_EQ
#define CHECK(cond) ((cond) ? (void)0 : fake_fail(__FILE__, __LINE__, #cond, 0, 0))
#define CHECK_EQ(a, b) \
    ((uint64_t)(a) == (uint64_t)(b) ? (void)0 : fake_fail(__FILE__, __LINE__, #a " == " #b, (uint64_t)(a), (uint64_t)(b)))
void fake_fail(const char *file, int line, const char *what, uint64_t a, uint64_t b);

struct fake_allocation *fake_by_handle(struct fake *k, D3DKMT_HANDLE h);
void fake_host_run(struct fake *k, const D3DDDICB_RENDER *a);
void fake_host_consume(struct fake *k);
bool fake_host_is_waited_for(struct fake *k);

#endif
