/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * null.c - a function without a device behind it: registers remember what was written, nothing answers. For tests of the
 * port driver with a driver of their own, which raises its interrupts with dxgk_test_interrupt.
 */
#include "bus.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define NULL_REGS   4096u
#define NULL_SHARED (64u << 20)

struct null_bus {
    struct bus bus;
    uint8_t regs[NULL_REGS];
};

static uint64_t null_read(struct bus *b, uint64_t offset, unsigned width)
{
    uint64_t value = 0;
    if (width <= 8 && offset <= NULL_REGS - width) memcpy(&value, ((struct null_bus *)b)->regs + offset, width);
    return value;
}

static void null_write(struct bus *b, uint64_t offset, unsigned width, uint64_t value)
{
    if (width <= 8 && offset <= NULL_REGS - width) memcpy(((struct null_bus *)b)->regs + offset, &value, width);
}

static int null_enable(struct bus *b, bus_interrupt_fn *fn, void *arg) { return 0; }
static void null_disable(struct bus *b) {}

static int null_config_read(struct bus *b, uint32_t offset, void *data, uint32_t size)
{
    if (offset > BUS_CONFIG_SIZE || size > BUS_CONFIG_SIZE - offset) return -EINVAL;
    memset(data, 0, size);
    return 0;
}

static int null_config_write(struct bus *b, uint32_t offset, const void *data, uint32_t size)
{
    return offset > BUS_CONFIG_SIZE || size > BUS_CONFIG_SIZE - offset ? -EINVAL : 0;
}

static void null_close(struct bus *b)
{
    munmap(b->bar2, b->bar2_size);
    free(b);
}

static struct bus *null_open(const char *where, char *error, size_t n)
{
    struct null_bus *b = calloc(1, sizeof *b);
    void *p = mmap(NULL, NULL_SHARED, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

    if (!b || p == MAP_FAILED) {
        if (p != MAP_FAILED) munmap(p, NULL_SHARED);
        free(b);
        snprintf(error, n, "null: no memory");
        return NULL;
    }
    b->bus.ops = &bus_null;
    b->bus.bar0_size = NULL_REGS;
    b->bus.bar2 = p;
    b->bus.bar2_size = NULL_SHARED;
    b->bus.n_messages = 2;
    return &b->bus;
}

const struct bus_ops bus_null = {
    .name = "null", .open = null_open, .close = null_close, .read = null_read, .write = null_write,
    .interrupts_enable = null_enable, .interrupts_disable = null_disable,
    .config_read = null_config_read, .config_write = null_config_write,
};
