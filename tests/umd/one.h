/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * one.h - the one device that the cases of a program use, one after another. Header-only.
 */
#ifndef ONE_H
#define ONE_H

#include "fake.h"
#include "pvu.h"

static struct fake k;

/* The last command of a kind that came. */
#define LAST(name, NAME) ((const struct pvgpu_cmd_##name *)(const void *)k.last[PVGPU_IX_##NAME])

static inline void flush(void)
{
    k.f->pfnFlush(k.device, 0);
}

/* Nothing was reported, and nothing is left. */
static inline void finish(void)
{
    CHECK_EQ(fake_take_error(&k), S_OK);
    fake_close(&k);
}

#endif
