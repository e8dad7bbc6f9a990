/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The QEMU device from outside: configuration space, registers in every order and width, interrupts,
 * and a backend that is absent, slow, of the wrong version, refusing, silent or gone.
 */
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include "pvgpu_regs.h"
#include "qtest.h"
#include "tap.h"

#define REGS  0xe0000000ull
#define MSIX  0xe0010000ull
#define SHMEM 0xd0000000ull /* 64 MiB below 4 GiB, out of the way of the machine's RAM */
#define PATIENCE_MS 20000   /* for what QEMU does by itself */

static struct qtest q;
static char sock[64];

static uint32_t reg(uint32_t r) { return (uint32_t)qtest_read(&q, REGS + r, 4); }
static void set_reg(uint32_t r, uint32_t v) { qtest_write(&q, REGS + r, v, 4); }

static bool wait_reg(uint32_t r, uint32_t mask, uint32_t value)
{
    for (int i = 0; i < PATIENCE_MS / 10; i++) {
        if ((reg(r) & mask) == value) return true;
        usleep(10000);
    }
    return false;
}

static bool line(void) { return qtest_config_read(&q, 4) >> 16 & 8; } /* PCI status: interrupt */

static void place_bars(void)
{
    qtest_config_write(&q, 0x10, (uint32_t)REGS);
    qtest_config_write(&q, 0x18, (uint32_t)SHMEM);
    qtest_config_write(&q, 0x1c, 0);
    qtest_config_write(&q, 0x20, (uint32_t)MSIX);
    qtest_config_write(&q, 0x04, 0x6); /* memory, bus master */
}

static bool start(const char *props)
{
    char error[1024];
    if (!qtest_start(&q, props, error, sizeof error)) { printf("# %s\n", error); return false; }
    place_bars();
    return true;
}

static const char *with_backend(const char *more)
{
    static char props[256];
    snprintf(props, sizeof props, "shmem_size=64M,backend=%s%s", sock, more);
    return props;
}

/* Brings a fake backend to READY. */
static bool serve(struct fake_backend *b)
{
    struct pvgpu_message m;
    return fake_accept(b, PATIENCE_MS) && fake_send(b, PVGPU_MSG_WELCOME, 0, 1) && fake_receive(b, &m, PATIENCE_MS) &&
           m.type == PVGPU_MSG_HELLO && fake_send(b, PVGPU_MSG_READY, 0, 1) &&
           wait_reg(PVGPU_REG_STATUS, 3, PVGPU_STATUS_BACKEND | PVGPU_STATUS_READY);
}

static bool enable(struct fake_backend *b)
{
    struct pvgpu_message m;
    set_reg(PVGPU_REG_CONTROL, PVGPU_CONTROL_ENABLE);
    return fake_receive(b, &m, PATIENCE_MS) && m.type == PVGPU_MSG_ENABLE && fake_send(b, PVGPU_MSG_RUNNING, 0, 0) &&
           wait_reg(PVGPU_REG_STATUS, PVGPU_STATUS_RUNNING, PVGPU_STATUS_RUNNING);
}

TEST(identity)
{
    CHECK(start("shmem_size=64M,subsys-vendor-id=0x1043,subsys-id=0x8765"));
    RETURN_IF_FAILED();
    CHECK_EQ(qtest_config_read(&q, 0), 0x10f01af4);
    CHECK_EQ(qtest_config_read(&q, 8) >> 16, 0x0380);
    CHECK_EQ(qtest_config_read(&q, 0x2c), 0x87651043);
    CHECK_EQ(qtest_config_read(&q, 0x18) & 0xf, 0xc); /* 64-bit, prefetchable */
    CHECK_EQ(reg(PVGPU_REG_ID), 0x55475650);
    CHECK_EQ(reg(PVGPU_REG_ABI), PVGPU_ABI_VERSION);
    CHECK_EQ(reg(PVGPU_REG_SHMEM_LO), 64 << 20);
    CHECK_EQ(reg(PVGPU_REG_SHMEM_HI), 0);
    CHECK_EQ(reg(PVGPU_REG_N_SCANOUTS), 1);
    CHECK_EQ(reg(PVGPU_REG_ERROR), PVGPU_ERROR_NO_BACKEND);
    CHECK_EQ(reg(PVGPU_REG_STATUS), 0);
    qtest_stop(&q);
}

TEST(bad_properties)
{
    static const struct { const char *props, *says; } t[] = {
        { "shmem_size=32M", "shmem_size" }, { "shmem_size=96M", "shmem_size" }, { "shmem_size=32G", "shmem_size" },
        { "shmem_size=64M,outputs=0", "outputs" }, { "shmem_size=64M,outputs=5", "outputs" },
        { "shmem_size=64M,adapter-name=0123456789012345678901234567890123456789012345678901234567890123", "adapter-name" },
        { "shmem_size=64M,vm-name=0123456789012345678901234567890123456789012345678901234567890123", "vm-name" },
        { "shmem_size=64M,backend=/tmp/0123456789/0123456789/0123456789/0123456789/0123456789/0123456789/0123456789/0123456789/"
          "0123456789/sock", "too long" },
        { "shmem_size=64M,backend=", "not a path" },
    };
    for (size_t i = 0; i < sizeof t / sizeof t[0]; i++) {
        char error[1024] = "";
        bool up = qtest_start(&q, t[i].props, error, sizeof error);
        CHECK(!up);
        if (up) { qtest_stop(&q); continue; }
        if (!strstr(error, t[i].says)) { CHECK(!"the message names the property"); printf("# %s: %s\n", t[i].props, error); }
        CHECK(strchr(error, '\n') && !strchr(error, '\n')[1]); /* one line */
    }
}

TEST(control_page)
{
    struct pvgpu_region r[PVGPU_REGION_COUNT];
    CHECK(start("shmem_size=64M,adapter-name=Some Card 9000"));
    RETURN_IF_FAILED();
    pvgpu_layout(64 << 20, r);
    CHECK_EQ(qtest_read(&q, SHMEM, 8), PVGPU_CONTROL_MAGIC);
    CHECK_EQ(qtest_read(&q, SHMEM + 8, 4), PVGPU_ABI_VERSION);
    CHECK_EQ(qtest_read(&q, SHMEM + 16, 8), 64 << 20);
    for (int i = 0; i < PVGPU_REGION_COUNT; i++) {
        uint64_t at = SHMEM + offsetof(struct pvgpu_control_page, regions) + 16u * (unsigned)i;
        CHECK_EQ(qtest_read(&q, at, 8), r[i].offset);
        CHECK_EQ(qtest_read(&q, at + 8, 8), r[i].size);
    }
    CHECK_EQ(qtest_read(&q, SHMEM + offsetof(struct pvgpu_control_page, adapter_name), 4), 0x656d6f53); /* "Some" */
    /* a reset writes it anew */
    qtest_write(&q, SHMEM, 0, 8);
    set_reg(PVGPU_REG_CONTROL, PVGPU_CONTROL_RESET);
    CHECK_EQ(qtest_read(&q, SHMEM, 8), PVGPU_CONTROL_MAGIC);
    CHECK_EQ(reg(PVGPU_REG_CONTROL), 0);
    qtest_stop(&q);
}

TEST(registers_in_any_width)
{
    static const unsigned widths[] = { 1, 2, 4, 8 };
    CHECK(start("shmem_size=64M"));
    RETURN_IF_FAILED();
    for (uint32_t at = 0; at < 0x80; at++)
        for (int w = 0; w < 4; w++) {
            if (widths[w] == 4 && at % 4 == 0) continue;
            qtest_write(&q, REGS + at, ~0ull, widths[w]);
            CHECK_EQ(qtest_read(&q, REGS + at, widths[w]), 0);
        }
    CHECK_EQ(reg(PVGPU_REG_CONTROL), 0);
    CHECK_EQ(reg(PVGPU_REG_IRQ_MASK), 0);
    /* read-only registers stay, unknown ones read zero */
    for (uint32_t at = 0; at < PVGPU_REGS_SIZE; at += 4) {
        uint32_t before = reg(at);
        if (at == PVGPU_REG_CONTROL || at == PVGPU_REG_ACCEPT_LO || at == PVGPU_REG_ACCEPT_HI || at == PVGPU_REG_IRQ_MASK) continue;
        set_reg(at, ~before);
        CHECK_EQ(reg(at), before);
    }
    set_reg(PVGPU_REG_IRQ_MASK, ~0u);
    CHECK_EQ(reg(PVGPU_REG_IRQ_MASK), PVGPU_IRQ_ALL);
    set_reg(PVGPU_REG_ACCEPT_LO, 0x12345678);
    set_reg(PVGPU_REG_ACCEPT_HI, 0x9abcdef0);
    CHECK_EQ(reg(PVGPU_REG_ACCEPT_LO), 0x12345678);
    CHECK_EQ(reg(PVGPU_REG_ACCEPT_HI), 0x9abcdef0);
    set_reg(PVGPU_REG_CONTROL, PVGPU_CONTROL_RESET);
    CHECK_EQ(reg(PVGPU_REG_ACCEPT_LO), 0);
    CHECK_EQ(reg(PVGPU_REG_IRQ_MASK), 0);
    CHECK(qtest_alive(&q));
    qtest_stop(&q);
}

/* The list of protocol/pvgpu_regs.def, in any order, against what it says of each register. */
TEST(registers_are_those_of_the_list)
{
    enum { RO, WO, RW, W1C };
    static const struct { const char *name; uint32_t at, access, reset; } list[] = {
#define REG(name, offset, access, reset, prose) { #name, offset, access, reset },
#include "pvgpu_regs.def"
    };
    enum { N = sizeof list / sizeof list[0] };
    uint32_t want[N], seed = 99;
    CHECK(start("shmem_size=64M"));
    RETURN_IF_FAILED();
    for (int reset = 0; reset < 3; reset++) {
        if (reset == 1) set_reg(PVGPU_REG_CONTROL, PVGPU_CONTROL_RESET);
        if (reset == 2) { qtest_reset(&q); place_bars(); }
        for (unsigned i = 0; i < N; i++) {
            uint32_t v = reg(list[i].at);
            if (reset == 0) want[i] = v;
            if (list[i].access != RO && v != list[i].reset) { printf("# %s\n", list[i].name); CHECK_EQ(v, list[i].reset); }
        }
        for (int k = 0; k < 2000; k++) {
            seed = seed * 1664525u + 1013904223u;
            unsigned i = (seed >> 8) % N;
            uint32_t v = seed ^ seed << 13, mask = list[i].at == PVGPU_REG_IRQ_MASK ? PVGPU_IRQ_ALL : ~0u;
            if (list[i].at == PVGPU_REG_CONTROL) v = mask = PVGPU_CONTROL_ENABLE & seed >> 20;
            if (seed >> 28 & 1) {
                set_reg(list[i].at, v);
                if (list[i].access == RW) want[i] = v & mask;
            }
            i = (seed >> 16) % N;
            if (reg(list[i].at) == want[i]) continue;
            printf("# %s after write %d\n", list[i].name, k);
            CHECK_EQ(reg(list[i].at), want[i]);
            return;
        }
        for (unsigned i = 0; i < N; i++)
            if (list[i].access != RO) want[i] = list[i].reset;
    }
    qtest_stop(&q);
}

TEST(hostile_writes)
{
    uint32_t seed = 12345;
    CHECK(start("shmem_size=64M"));
    RETURN_IF_FAILED();
    for (int i = 0; i < 3000; i++) {
        static const unsigned widths[] = { 1, 2, 4, 8 };
        seed = seed * 1664525u + 1013904223u;
        unsigned w = widths[(seed >> 4) & 3];
        uint32_t at = (seed >> 8) % (PVGPU_REGS_SIZE - 8);
        seed = seed * 1664525u + 1013904223u;
        qtest_write(&q, REGS + at, (uint64_t)seed << 32 | seed, w);
        (void)qtest_read(&q, REGS + at, w);
    }
    for (uint64_t at = 0; at < 0x40000; at += 4096) qtest_write(&q, SHMEM + at, ~0ull, 8);
    CHECK_EQ(reg(PVGPU_REG_ID), 0x55475650);
    CHECK(qtest_alive(&q));
    qtest_stop(&q);
}

TEST(edid)
{
    uint8_t sum = 0, e[256];
    CHECK(start("shmem_size=64M,xres=1600,yres=900"));
    RETURN_IF_FAILED();
    CHECK_EQ(reg(PVGPU_REG_EDID_SIZE), 256);
    for (int i = 0; i < 256; i++) e[i] = (uint8_t)qtest_read(&q, REGS + PVGPU_EDID_OFFSET + (unsigned)i, 1);
    CHECK_EQ(e[0], 0); CHECK_EQ(e[1], 0xff); CHECK_EQ(e[7], 0);
    for (int i = 0; i < 128; i++) sum = (uint8_t)(sum + e[i]);
    CHECK_EQ(sum, 0);
    CHECK_EQ(e[54 + 2] | (e[54 + 4] & 0xf0) << 4, 1600);
    CHECK_EQ(e[54 + 5] | (e[54 + 7] & 0xf0) << 4, 900);
    CHECK_EQ(qtest_read(&q, REGS + PVGPU_EDID_OFFSET + 1, 4), 0xffffffff);
    CHECK_EQ(qtest_read(&q, REGS + PVGPU_EDID_OFFSET + 256, 4), 0);
    qtest_stop(&q);
}

TEST(backend_life)
{
    struct fake_backend b;
    struct pvgpu_message m;
    uint64_t n = 0;

    CHECK(fake_listen(&b, sock));
    CHECK(start(with_backend(",vm-name=guest seven")));
    RETURN_IF_FAILED();
    CHECK(serve(&b));
    RETURN_IF_FAILED();
    CHECK_EQ(pvgpu_message_check(&b.hello), 0);
    CHECK(!strcmp(b.hello.vm_name, "guest seven"));
    CHECK_EQ(reg(PVGPU_REG_EPOCH), 1);
    CHECK_EQ(reg(PVGPU_REG_ERROR), 0);
    CHECK_EQ(reg(PVGPU_REG_FEATURES_LO), 1); /* what both have */

    /* the memory is the same on both sides */
    qtest_write(&q, SHMEM + (60 << 20), 0x1122334455667788ull, 8);
    CHECK_EQ(*(uint64_t *)(void *)(b.map + (60 << 20)), 0x1122334455667788ull);

    /* what the last run left in the rings is gone when the backend is enabled */
    qtest_write(&q, SHMEM + b.hello.regions[PVGPU_REGION_SUBMIT].offset, 0x777, 4);
    set_reg(PVGPU_REG_ACCEPT_LO, 0xffffffff);
    set_reg(PVGPU_REG_CONTROL, PVGPU_CONTROL_ENABLE);
    CHECK(fake_receive(&b, &m, PATIENCE_MS));
    CHECK_EQ(m.type, PVGPU_MSG_ENABLE);
    CHECK_EQ(m.features, 1);
    CHECK_EQ(*(uint32_t *)(void *)(b.map + b.hello.regions[PVGPU_REGION_SUBMIT].offset), 0);
    CHECK(fake_send(&b, PVGPU_MSG_RUNNING, 0, 0));
    CHECK(wait_reg(PVGPU_REG_STATUS, PVGPU_STATUS_RUNNING, PVGPU_STATUS_RUNNING));

    set_reg(PVGPU_REG_DOORBELL, 1);
    struct pollfd p = { .fd = b.doorbell, .events = POLLIN };
    CHECK(poll(&p, 1, 1000) == 1);
    CHECK(read(b.doorbell, &n, 8) == 8);

    /* a reset in the middle: the rings are left to the backend until it has stopped */
    *(uint32_t *)(void *)(b.map + b.hello.regions[PVGPU_REGION_SUBMIT].offset) = 0x55;
    set_reg(PVGPU_REG_CONTROL, PVGPU_CONTROL_RESET);
    CHECK(fake_receive(&b, &m, PATIENCE_MS));
    CHECK_EQ(m.type, PVGPU_MSG_DISABLE);
    CHECK_EQ(*(uint32_t *)(void *)(b.map + b.hello.regions[PVGPU_REGION_SUBMIT].offset), 0x55);
    CHECK(reg(PVGPU_REG_STATUS) & PVGPU_STATUS_RUNNING);
    CHECK(fake_send(&b, PVGPU_MSG_STOPPED, 0, 0));
    CHECK(wait_reg(PVGPU_REG_STATUS, PVGPU_STATUS_RUNNING, 0));
    CHECK_EQ(*(uint32_t *)(void *)(b.map + b.hello.regions[PVGPU_REGION_SUBMIT].offset), 0);

    /* enable and disable before the answer */
    set_reg(PVGPU_REG_CONTROL, PVGPU_CONTROL_ENABLE);
    set_reg(PVGPU_REG_CONTROL, 0);
    CHECK(fake_receive(&b, &m, PATIENCE_MS)); CHECK_EQ(m.type, PVGPU_MSG_ENABLE);
    CHECK(fake_receive(&b, &m, PATIENCE_MS)); CHECK_EQ(m.type, PVGPU_MSG_DISABLE);
    CHECK(fake_send(&b, PVGPU_MSG_RUNNING, 0, 0));
    CHECK(fake_send(&b, PVGPU_MSG_STOPPED, 0, 0));
    CHECK(enable(&b));

    /* it dies, and another takes over; the guest must notice before it may go on */
    fake_hang_up(&b);
    CHECK(wait_reg(PVGPU_REG_STATUS, 7, 0));
    CHECK_EQ(reg(PVGPU_REG_ERROR), PVGPU_ERROR_BACKEND_LOST);
    CHECK(serve(&b));
    CHECK_EQ(reg(PVGPU_REG_EPOCH), 2);
    CHECK_EQ(reg(PVGPU_REG_ERROR), PVGPU_ERROR_BACKEND_LOST);
    CHECK_EQ(reg(PVGPU_REG_STATUS) & PVGPU_STATUS_RUNNING, 0);
    set_reg(PVGPU_REG_CONTROL, 0);
    CHECK_EQ(reg(PVGPU_REG_ERROR), 0);
    CHECK(enable(&b));

    /* it gives up by itself */
    CHECK(fake_send(&b, PVGPU_MSG_DEVICE_ERROR, PVGPU_ERROR_GUEST, 0));
    CHECK(wait_reg(PVGPU_REG_STATUS, PVGPU_STATUS_RUNNING, 0));
    CHECK_EQ(reg(PVGPU_REG_ERROR), PVGPU_ERROR_GUEST);
    fake_close(&b);
    qtest_stop(&q);
}

/* Only what the guest accepts is enabled: nothing, when it has not said. */
TEST(features_are_accepted)
{
    static const uint32_t rows[][2] = { { 0, 0 }, { 1, 1 }, { 0xfffffffe, 0 }, { 0xffffffff, 1 } };
    struct fake_backend b;
    struct pvgpu_message m;
    CHECK(fake_listen(&b, sock));
    CHECK(start(with_backend("")));
    RETURN_IF_FAILED();
    CHECK(serve(&b));
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        set_reg(PVGPU_REG_ACCEPT_LO, rows[i][0]);
        set_reg(PVGPU_REG_CONTROL, PVGPU_CONTROL_ENABLE);
        CHECK(fake_receive(&b, &m, PATIENCE_MS));
        CHECK_EQ(m.type, PVGPU_MSG_ENABLE);
        CHECK_EQ(m.features, rows[i][1]);
        set_reg(PVGPU_REG_CONTROL, 0);
        CHECK(fake_receive(&b, &m, PATIENCE_MS));
        CHECK_EQ(m.type, PVGPU_MSG_DISABLE);
        CHECK(fake_send(&b, PVGPU_MSG_STOPPED, 0, 0));
        CHECK(wait_reg(PVGPU_REG_STATUS, PVGPU_STATUS_RUNNING, 0));
    }
    fake_close(&b);
    qtest_stop(&q);
}

/* The machine is reset while the guest's GPU runs: the backend is stopped, and the guest begins anew. */
TEST(machine_reset)
{
    struct fake_backend b;
    struct pvgpu_message m;
    CHECK(fake_listen(&b, sock));
    CHECK(start(with_backend("")));
    RETURN_IF_FAILED();
    CHECK(serve(&b));
    set_reg(PVGPU_REG_IRQ_MASK, PVGPU_IRQ_ALL);
    CHECK(enable(&b));
    CHECK(line());
    qtest_reset(&q);
    CHECK(fake_receive(&b, &m, PATIENCE_MS));
    CHECK_EQ(m.type, PVGPU_MSG_DISABLE);
    place_bars();
    CHECK_EQ(reg(PVGPU_REG_CONTROL), 0);
    CHECK_EQ(reg(PVGPU_REG_IRQ_MASK), 0);
    CHECK(!line());
    CHECK_EQ(reg(PVGPU_REG_STATUS), PVGPU_STATUS_BACKEND | PVGPU_STATUS_READY | PVGPU_STATUS_RUNNING);
    CHECK(fake_send(&b, PVGPU_MSG_STOPPED, 0, 0));
    CHECK(wait_reg(PVGPU_REG_STATUS, ~0u, PVGPU_STATUS_BACKEND | PVGPU_STATUS_READY));
    CHECK_EQ(reg(PVGPU_REG_EPOCH), 1); /* the same connection */
    CHECK(enable(&b));
    fake_close(&b);
    qtest_stop(&q);
}

/* Whoever started QEMU reads once, in one line, what is wrong; the device goes on trying. */
TEST(messages_are_said_once)
{
    static const struct { uint32_t error; const char *says; } t[] = {
        { PVGPU_ERROR_REFUSED, "it serves another VM" }, { PVGPU_ERROR_VERSION, "another version of the protocol" },
        { PVGPU_ERROR_PROTOCOL, "no pvgpu-backend" },
    };
    unlink(sock);
    CHECK(start(with_backend("")));
    RETURN_IF_FAILED();
    usleep(700000); /* two more tries, which nothing tells */
    CHECK_EQ(qtest_said(&q, "no backend at '"), 1);
    CHECK_EQ(qtest_said(&q, "\n"), 1);
    qtest_stop(&q);
    for (size_t i = 0; i < sizeof t / sizeof t[0]; i++) {
        struct fake_backend b;
        CHECK(fake_listen(&b, sock));
        CHECK(start(with_backend("")));
        RETURN_IF_FAILED();
        for (int again = 0; again < 3; again++) { /* a backend that is busy with another VM does this */
            CHECK(fake_accept(&b, PATIENCE_MS));
            CHECK(fake_send(&b, PVGPU_MSG_REFUSE, t[i].error, 0));
            CHECK(wait_reg(PVGPU_REG_ERROR, ~0u, t[i].error));
            CHECK(wait_reg(PVGPU_REG_STATUS, ~0u, 0));
            fake_hang_up(&b);
        }
        CHECK_EQ(qtest_said(&q, t[i].says), 1);
        CHECK_EQ(qtest_said(&q, "\n"), 1);
        CHECK(serve(&b));
        fake_close(&b);
        qtest_stop(&q);
    }
}

TEST(backend_comes_late)
{
    struct fake_backend b;
    unlink(sock);
    CHECK(start(with_backend("")));
    RETURN_IF_FAILED();
    CHECK_EQ(reg(PVGPU_REG_ERROR), PVGPU_ERROR_NO_BACKEND);
    set_reg(PVGPU_REG_CONTROL, PVGPU_CONTROL_ENABLE); /* nothing to enable: not an error */
    set_reg(PVGPU_REG_CONTROL, 0);
    CHECK(fake_listen(&b, sock));
    CHECK(serve(&b));
    CHECK(enable(&b));
    fake_close(&b);
    qtest_stop(&q);
}

TEST(backend_misbehaves)
{
    static const struct { uint32_t type, error, want; } t[] = {
        { PVGPU_MSG_RUNNING, 0, PVGPU_ERROR_PROTOCOL }, { PVGPU_MSG_STOPPED, 0, PVGPU_ERROR_PROTOCOL },
        { PVGPU_MSG_READY, 0, PVGPU_ERROR_PROTOCOL },   { PVGPU_MSG_HELLO, 0, PVGPU_ERROR_REFUSED },
        { PVGPU_MSG_REFUSE, PVGPU_ERROR_REFUSED, PVGPU_ERROR_REFUSED }, { 99, 0, PVGPU_ERROR_PROTOCOL },
    };
    for (size_t i = 0; i < sizeof t / sizeof t[0]; i++) {
        struct fake_backend b;
        char c;
        CHECK(fake_listen(&b, sock));
        CHECK(start(with_backend("")));
        RETURN_IF_FAILED();
        CHECK(fake_accept(&b, PATIENCE_MS));
        CHECK(fake_send(&b, t[i].type, t[i].error, 0));
        struct pollfd p = { .fd = b.fd, .events = POLLIN };
        CHECK(poll(&p, 1, 5000) == 1 && recv(b.fd, &c, 1, 0) <= 0); /* the device hangs up */
        CHECK_EQ(reg(PVGPU_REG_ERROR), t[i].want);
        CHECK_EQ(reg(PVGPU_REG_STATUS), 0);
        fake_hang_up(&b);
        CHECK(serve(&b)); /* and tries again */
        CHECK_EQ(reg(PVGPU_REG_ERROR), 0);
        fake_close(&b);
        qtest_stop(&q);
    }
}

TEST(wrong_version)
{
    struct fake_backend b;
    struct pvgpu_message m = { .magic = PVGPU_CHANNEL_MAGIC, .type = PVGPU_MSG_WELCOME, .abi_version = (PVGPU_ABI_MAJOR + 1) << 16 };
    CHECK(fake_listen(&b, sock));
    CHECK(start(with_backend("")));
    RETURN_IF_FAILED();
    CHECK(fake_accept(&b, PATIENCE_MS));
    CHECK(write(b.fd, &m, sizeof m) == sizeof m);
    CHECK(wait_reg(PVGPU_REG_ERROR, ~0u, PVGPU_ERROR_VERSION));
    fake_close(&b);
    qtest_stop(&q);
}

TEST(messages_in_pieces)
{
    struct fake_backend b;
    struct pvgpu_message m = { .magic = PVGPU_CHANNEL_MAGIC, .type = PVGPU_MSG_WELCOME, .abi_version = PVGPU_ABI_VERSION }, hello;
    CHECK(fake_listen(&b, sock));
    CHECK(start(with_backend("")));
    RETURN_IF_FAILED();
    CHECK(fake_accept(&b, PATIENCE_MS));
    for (size_t i = 0; i < sizeof m; i += 27) {
        CHECK(write(b.fd, (char *)&m + i, sizeof m - i < 27 ? sizeof m - i : 27) > 0);
        (void)reg(PVGPU_REG_STATUS);
    }
    CHECK(fake_receive(&b, &hello, PATIENCE_MS));
    CHECK_EQ(hello.type, PVGPU_MSG_HELLO);
    fake_close(&b);
    qtest_stop(&q);
}

TEST(line_interrupt)
{
    struct fake_backend b;
    uint64_t one = 1;
    CHECK(fake_listen(&b, sock));
    CHECK(start(with_backend("")));
    RETURN_IF_FAILED();
    CHECK(serve(&b));
    CHECK_EQ(reg(PVGPU_REG_IRQ_STATUS), PVGPU_IRQ_DEVICE);
    CHECK(!line()); /* masked */
    set_reg(PVGPU_REG_IRQ_STATUS, PVGPU_IRQ_ALL);
    set_reg(PVGPU_REG_IRQ_MASK, PVGPU_IRQ_ALL);
    CHECK(enable(&b));
    set_reg(PVGPU_REG_IRQ_STATUS, PVGPU_IRQ_ALL);
    CHECK(!line());
    CHECK(write(b.irq, &one, 8) == 8);
    CHECK(wait_reg(PVGPU_REG_IRQ_STATUS, PVGPU_IRQ_ALL, PVGPU_IRQ_RING));
    CHECK(line());
    set_reg(PVGPU_REG_IRQ_STATUS, PVGPU_IRQ_DEVICE);
    CHECK(line());
    set_reg(PVGPU_REG_IRQ_STATUS, PVGPU_IRQ_RING);
    CHECK(!line());
    fake_close(&b);
    qtest_stop(&q);
}

/* The MSI-X messages write to ordinary guest memory here, which is all that a message is. */
TEST(msix)
{
    struct fake_backend b;
    uint64_t one = 1;
    uint32_t cap, at = 0x2000;
    bool came = false;

    CHECK(fake_listen(&b, sock));
    CHECK(start(with_backend("")));
    RETURN_IF_FAILED();
    for (cap = qtest_config_read(&q, 0x34) & 0xff; cap && (qtest_config_read(&q, cap) & 0xff) != 0x11;)
        cap = qtest_config_read(&q, cap) >> 8 & 0xff;
    CHECK(cap != 0);
    RETURN_IF_FAILED();
    CHECK_EQ(qtest_config_read(&q, cap) >> 16 & 0x7ff, PVGPU_MSIX_COUNT - 1);
    for (unsigned v = 0; v < PVGPU_MSIX_COUNT; v++) {
        qtest_write(&q, MSIX + 16 * v, at + 4 * v, 4);
        qtest_write(&q, MSIX + 16 * v + 4, 0, 4);
        qtest_write(&q, MSIX + 16 * v + 8, 0x100 + v, 4);
        qtest_write(&q, MSIX + 16 * v + 12, 0, 4);
        qtest_write(&q, at + 4 * v, 0, 4);
    }
    qtest_config_write(&q, cap, 0x80000000u | (qtest_config_read(&q, cap) & 0xffff));
    CHECK(serve(&b));
    CHECK_EQ(qtest_read(&q, at + 4, 4), 0x101); /* the connection was told */
    CHECK(enable(&b));
    CHECK_EQ(qtest_read(&q, at, 4), 0);
    CHECK(write(b.irq, &one, 8) == 8);
    for (int i = 0; i < PATIENCE_MS / 10 && !came; i++) { usleep(10000); came = qtest_read(&q, at, 4) == 0x100; }
    CHECK(came);
    CHECK(!line());
    fake_close(&b);
    qtest_stop(&q);
}

/* A masked vector's message waits in the pending bits and comes when the mask goes; so with the function's mask. */
TEST(msix_masks)
{
    struct fake_backend b;
    uint64_t one = 1;
    uint32_t cap, pba, at = 0x2000;

    CHECK(fake_listen(&b, sock));
    CHECK(start(with_backend("")));
    RETURN_IF_FAILED();
    for (cap = qtest_config_read(&q, 0x34) & 0xff; cap && (qtest_config_read(&q, cap) & 0xff) != 0x11;)
        cap = qtest_config_read(&q, cap) >> 8 & 0xff;
    CHECK(cap != 0);
    RETURN_IF_FAILED();
    CHECK_EQ(qtest_config_read(&q, cap + 4) & 7, 4); /* the table's BAR */
    CHECK_EQ(qtest_config_read(&q, cap + 8) & 7, 4);
    pba = qtest_config_read(&q, cap + 8) & ~7u;
    for (unsigned v = 0; v < PVGPU_MSIX_COUNT; v++) {
        qtest_write(&q, MSIX + 16 * v, at + 4 * v, 4);
        qtest_write(&q, MSIX + 16 * v + 4, 0, 4);
        qtest_write(&q, MSIX + 16 * v + 8, 0x100 + v, 4);
        qtest_write(&q, MSIX + 16 * v + 12, 1, 4); /* masked */
        qtest_write(&q, at + 4 * v, 0, 4);
    }
    qtest_config_write(&q, cap, 0x80000000u | (qtest_config_read(&q, cap) & 0xffff));
    CHECK(serve(&b));
    CHECK_EQ(qtest_read(&q, at + 4, 4), 0);
    CHECK_EQ(qtest_read(&q, MSIX + pba, 4), 2);
    CHECK(write(b.irq, &one, 8) == 8);
    for (int i = 0; i < PATIENCE_MS / 10 && qtest_read(&q, MSIX + pba, 4) != 3; i++) usleep(10000);
    CHECK_EQ(qtest_read(&q, MSIX + pba, 4), 3);
    CHECK_EQ(qtest_read(&q, at, 4), 0);
    qtest_write(&q, MSIX + 12, 0, 4);
    CHECK_EQ(qtest_read(&q, at, 4), 0x100);
    CHECK_EQ(qtest_read(&q, at + 4, 4), 0);
    CHECK_EQ(qtest_read(&q, MSIX + pba, 4), 2);
    /* the function's mask holds back what the vector's does not */
    qtest_config_write(&q, cap, 0xc0000000u | (qtest_config_read(&q, cap) & 0xffff));
    qtest_write(&q, MSIX + 16 + 12, 0, 4);
    CHECK_EQ(qtest_read(&q, at + 4, 4), 0);
    qtest_config_write(&q, cap, 0x80000000u | (qtest_config_read(&q, cap) & 0xffff));
    CHECK_EQ(qtest_read(&q, at + 4, 4), 0x101);
    CHECK_EQ(qtest_read(&q, MSIX + pba, 4), 0);
    CHECK(!line());
    fake_close(&b);
    qtest_stop(&q);
}

static const char *migrate(const char *to)
{
    char command[160];
    snprintf(command, sizeof command, "{\"execute\": \"migrate\", \"arguments\": {\"uri\": \"file:%s\"}}", to);
    return qtest_monitor(&q, command);
}

static bool migrated(void)
{
    for (int i = 0; i < PATIENCE_MS / 20; i++) {
        const char *s = qtest_monitor(&q, "{\"execute\": \"query-migrate\"}");
        if (strstr(s, "\"completed\"")) return true;
        if (strstr(s, "\"failed\"")) { printf("# %s", s); return false; }
        usleep(20000);
    }
    return false;
}

/* With a backend there is state on the host that cannot move; without one there is none. */
TEST(migration)
{
    struct fake_backend b;
    char path[64], incoming[80];
    snprintf(path, sizeof path, "/tmp/pvgpu-state-%d", getpid());
    snprintf(incoming, sizeof incoming, "file:%s", path);
    CHECK(fake_listen(&b, sock));
    CHECK(start(with_backend("")));
    RETURN_IF_FAILED();
    CHECK(serve(&b));
    CHECK(strstr(migrate(path), "the state of an attached backend cannot be migrated") != NULL);
    CHECK(enable(&b)); /* and goes on as before */
    fake_close(&b);
    CHECK(wait_reg(PVGPU_REG_STATUS, ~0u, 0));
    set_reg(PVGPU_REG_CONTROL, 0);
    set_reg(PVGPU_REG_IRQ_MASK, PVGPU_IRQ_RING);
    set_reg(PVGPU_REG_ACCEPT_LO, 0x1234);
    set_reg(PVGPU_REG_ACCEPT_HI, 0x5678);
    qtest_write(&q, SHMEM + (60 << 20), 0x1122334455667788ull, 8);
    CHECK(!strncmp(migrate(path), "{\"return\"", 9));
    CHECK(migrated());
    qtest_stop(&q);
    RETURN_IF_FAILED();

    qtest_incoming = incoming;
    CHECK(qtest_start(&q, with_backend(""), (char[1024]){ 0 }, 1024));
    qtest_incoming = NULL;
    RETURN_IF_FAILED();
    CHECK(migrated());
    CHECK_EQ(reg(PVGPU_REG_IRQ_MASK), PVGPU_IRQ_RING); /* the BARs came along */
    CHECK_EQ(reg(PVGPU_REG_ACCEPT_LO), 0x1234);
    CHECK_EQ(reg(PVGPU_REG_ACCEPT_HI), 0x5678);
    CHECK_EQ(reg(PVGPU_REG_STATUS), 0);
    CHECK_EQ(qtest_read(&q, SHMEM + (60 << 20), 8), 0x1122334455667788ull);
    CHECK(fake_listen(&b, sock));
    CHECK(serve(&b));
    CHECK(enable(&b));
    fake_close(&b);
    qtest_stop(&q);
    unlink(path);
}

int main(void)
{
    setvbuf(stdout, 0, _IONBF, 0);
    if (!getenv("PVGPU_QEMU")) { printf("1..0 # SKIP PVGPU_QEMU does not name a QEMU with the device\n"); return 77; }
    snprintf(sock, sizeof sock, "/tmp/pvgpu-fake-%d", getpid());
    RUN(identity);
    RUN(bad_properties);
    RUN(control_page);
    RUN(registers_in_any_width);
    RUN(registers_are_those_of_the_list);
    RUN(hostile_writes);
    RUN(edid);
    RUN(backend_life);
    RUN(features_are_accepted);
    RUN(machine_reset);
    RUN(messages_are_said_once);
    RUN(backend_comes_late);
    RUN(backend_misbehaves);
    RUN(wrong_version);
    RUN(messages_in_pieces);
    RUN(line_interrupt);
    RUN(msix);
    RUN(msix_masks);
    RUN(migration);
    unlink(sock);
    return tap_finish();
}
