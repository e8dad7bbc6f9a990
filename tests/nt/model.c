/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * model.c - the register model by itself: what loopback and QEMU's device share. Registers in any order and
 * width, hostile values, messages out of order, resets at every moment.
 */
#include "pvgpu_model.h"
#include "tap.h"

#define SHMEM (64u << 20)

static struct {
    struct pvgpu_model m;
    uint8_t *shmem;
    struct pvgpu_message sent[64];
    unsigned n_sent, n_msix[2], n_doorbells;
    bool msix, line, send_fails;
} d;

static bool op_send(void *opaque, const struct pvgpu_message *m)
{
    if (d.send_fails) return false;
    d.sent[d.n_sent++ % 64] = *m;
    return true;
}

static void op_msix(void *opaque, uint32_t vector) { d.n_msix[vector]++; }
static void op_line(void *opaque, bool level) { d.line = level; }
static bool op_enabled(void *opaque) { return d.msix; }
static void op_doorbell(void *opaque) { d.n_doorbells++; }
static void *op_shmem(void *opaque) { return d.shmem; }

static const struct pvgpu_model_ops ops = { op_send, op_msix, op_line, op_enabled, op_doorbell, op_shmem };

static void fresh(bool msix)
{
    uint8_t *memory = d.shmem ? d.shmem : calloc(1, SHMEM);
    memset(&d, 0, sizeof d);
    d.shmem = memory;
    d.msix = msix;
    d.m.shmem_size = SHMEM;
    d.m.device_features = PVGPU_FEATURES_KNOWN;
    d.m.n_scanouts = 1;
    d.m.edid_size = 128;
    memset(d.m.edid, 0x5a, 128);
    strcpy(d.m.adapter_name, "A card");
    CHECK_EQ(pvgpu_model_init(&d.m, &ops, NULL), 0);
}

static uint32_t rd(uint32_t reg) { return (uint32_t)pvgpu_model_read(&d.m, reg, 4); }
static void wr(uint32_t reg, uint32_t value) { pvgpu_model_write(&d.m, reg, value, 4); }

static bool say(uint32_t type)
{
    struct pvgpu_message m;
    memset(&m, 0, sizeof m);
    m.magic = PVGPU_CHANNEL_MAGIC;
    m.type = type;
    m.abi_version = PVGPU_ABI_VERSION;
    m.features = PVGPU_FEATURES_KNOWN;
    if (type == PVGPU_MSG_DEVICE_ERROR) m.error = PVGPU_ERROR_HOST_DEVICE;
    return pvgpu_model_message(&d.m, &m);
}

static uint32_t last(void) { return d.n_sent ? d.sent[(d.n_sent - 1) % 64].type : 0; }

static void ready(void)
{
    pvgpu_model_connected(&d.m);
    CHECK(say(PVGPU_MSG_WELCOME));
    CHECK_EQ(last(), PVGPU_MSG_HELLO);
    CHECK_EQ(pvgpu_message_check(&d.sent[(d.n_sent - 1) % 64]), 0);
    CHECK(say(PVGPU_MSG_READY));
    CHECK_EQ(rd(PVGPU_REG_STATUS), PVGPU_STATUS_BACKEND | PVGPU_STATUS_READY);
}

static void running(void)
{
    ready();
    wr(PVGPU_REG_CONTROL, PVGPU_CONTROL_ENABLE);
    CHECK_EQ(last(), PVGPU_MSG_ENABLE);
    CHECK(!(rd(PVGPU_REG_STATUS) & PVGPU_STATUS_RUNNING));
    CHECK(say(PVGPU_MSG_RUNNING));
    CHECK(rd(PVGPU_REG_STATUS) & PVGPU_STATUS_RUNNING);
}

TEST(at_power_on)
{
    const struct pvgpu_control_page *page;

    fresh(true);
    page = (const void *)d.shmem;
    CHECK_EQ(rd(PVGPU_REG_ID), 0x55475650);
    CHECK_EQ(rd(PVGPU_REG_ABI), PVGPU_ABI_VERSION);
    CHECK_EQ(rd(PVGPU_REG_STATUS), 0);
    CHECK_EQ(rd(PVGPU_REG_ERROR), PVGPU_ERROR_NO_BACKEND);
    CHECK_EQ((uint64_t)rd(PVGPU_REG_SHMEM_HI) << 32 | rd(PVGPU_REG_SHMEM_LO), SHMEM);
    CHECK_EQ(page->magic, PVGPU_CONTROL_MAGIC);
    CHECK_EQ(page->n_regions, PVGPU_REGION_COUNT);
    CHECK(strcmp(page->adapter_name, "A card") == 0);
    CHECK_EQ(pvgpu_model_read(&d.m, PVGPU_EDID_OFFSET, 1), 0x5a);
    CHECK_EQ(pvgpu_model_read(&d.m, PVGPU_EDID_OFFSET + 3, 8), 0x5a5a5a5a5a5a5a5aull);
    CHECK_EQ(pvgpu_model_read(&d.m, PVGPU_EDID_OFFSET + 126, 4), 0x5a5a); /* what lies past it is 0 */
}

/* Every offset, every width, many values: nothing but documented registers answers or changes. */
TEST(any_access)
{
    static const uint64_t values[] = { 0, 1, 2, 3, 0xff, 0xffffffff, 0xffffffffffffffffull, 0x8000000000000000ull };
    uint64_t offset;
    unsigned width, i;

    fresh(true);
    for (offset = 0; offset < PVGPU_REGS_SIZE + 16; offset++)
        for (width = 1; width <= 8; width *= 2) {
            bool edid = offset >= PVGPU_EDID_OFFSET && offset < PVGPU_EDID_OFFSET + PVGPU_EDID_MAX;
            uint64_t v = pvgpu_model_read(&d.m, offset, width);
            if (!edid && (width != 4 || offset % 4 || offset > PVGPU_REG_DOORBELL)) CHECK_EQ(v, 0);
            for (i = 0; i < sizeof values / sizeof values[0]; i++) pvgpu_model_write(&d.m, offset, values[i], width);
        }
    CHECK_EQ(rd(PVGPU_REG_ID), 0x55475650);
    CHECK(!(rd(PVGPU_REG_IRQ_MASK) & ~PVGPU_IRQ_ALL));
    CHECK_EQ(d.n_sent, 0); /* nobody is there to be told */
    CHECK_EQ(rd(PVGPU_REG_STATUS), 0);
}

TEST(start_and_stop)
{
    uint64_t *fence;
    struct pvgpu_region r[PVGPU_REGION_COUNT];

    fresh(true);
    pvgpu_layout(SHMEM, r);
    fence = (void *)(d.shmem + r[PVGPU_REGION_FENCE].offset);
    ready();
    *fence = 77;
    wr(PVGPU_REG_ACCEPT_LO, PVGPU_FEATURE_CURSOR);
    wr(PVGPU_REG_CONTROL, PVGPU_CONTROL_ENABLE);
    CHECK_EQ(d.sent[(d.n_sent - 1) % 64].features, PVGPU_FEATURE_CURSOR);
    CHECK_EQ(*fence, 0); /* fences start at zero */
    CHECK(say(PVGPU_MSG_RUNNING));
    wr(PVGPU_REG_DOORBELL, 1);
    CHECK_EQ(d.n_doorbells, 1);
    wr(PVGPU_REG_CONTROL, 0);
    CHECK_EQ(last(), PVGPU_MSG_DISABLE);
    CHECK(rd(PVGPU_REG_STATUS) & PVGPU_STATUS_RUNNING); /* until it has stopped */
    CHECK(say(PVGPU_MSG_STOPPED));
    CHECK(!(rd(PVGPU_REG_STATUS) & PVGPU_STATUS_RUNNING));
    /* Taken back before the answer: the guest's last word counts, and no message is sent twice. */
    wr(PVGPU_REG_CONTROL, PVGPU_CONTROL_ENABLE);
    wr(PVGPU_REG_CONTROL, 0);
    wr(PVGPU_REG_CONTROL, PVGPU_CONTROL_ENABLE);
    wr(PVGPU_REG_CONTROL, 0);
    (void)say(PVGPU_MSG_RUNNING);
    CHECK(say(PVGPU_MSG_STOPPED));
    CHECK(!(rd(PVGPU_REG_STATUS) & PVGPU_STATUS_RUNNING));
}

TEST(errors_and_epochs)
{
    uint32_t epoch;

    fresh(true);
    running();
    epoch = rd(PVGPU_REG_EPOCH);
    CHECK(say(PVGPU_MSG_DEVICE_ERROR));
    CHECK_EQ(rd(PVGPU_REG_ERROR), PVGPU_ERROR_HOST_DEVICE);
    CHECK(!(rd(PVGPU_REG_STATUS) & PVGPU_STATUS_RUNNING));
    wr(PVGPU_REG_CONTROL, 0);
    wr(PVGPU_REG_CONTROL, PVGPU_CONTROL_ENABLE);
    CHECK_EQ(last(), PVGPU_MSG_ENABLE);
    CHECK(say(PVGPU_MSG_RUNNING));
    pvgpu_model_disconnected(&d.m, false);
    CHECK_EQ(rd(PVGPU_REG_STATUS), 0);
    CHECK_EQ(rd(PVGPU_REG_ERROR), PVGPU_ERROR_BACKEND_LOST);
    wr(PVGPU_REG_CONTROL, 0);
    ready();
    CHECK_EQ(rd(PVGPU_REG_EPOCH), epoch + 1);
}

/* Each message in each state, in every order of three: never a crash, never RUNNING without ENABLE. */
TEST(messages_out_of_order)
{
    uint32_t a, b, c, t;
    struct pvgpu_message junk;

    for (t = 0; t < 4; t++)
        for (a = 1; a < PVGPU_MSG_COUNT; a++)
            for (b = 1; b < PVGPU_MSG_COUNT; b++)
                for (c = 1; c < PVGPU_MSG_COUNT; c++) {
                    uint32_t order[3] = { a, b, c };
                    unsigned i;
                    CHECK_EQ(pvgpu_model_init(&d.m, &ops, NULL), 0);
                    pvgpu_model_connected(&d.m);
                    if (t >= 1) (void)say(PVGPU_MSG_WELCOME);
                    if (t >= 2) (void)say(PVGPU_MSG_READY);
                    if (t >= 3) wr(PVGPU_REG_CONTROL, PVGPU_CONTROL_ENABLE);
                    for (i = 0; i < 3; i++)
                        if (!say(order[i])) {
                            pvgpu_model_disconnected(&d.m, false);
                            CHECK_EQ(rd(PVGPU_REG_STATUS), 0);
                            CHECK(rd(PVGPU_REG_ERROR) != 0);
                            break;
                        }
                    if (t < 3) CHECK(!(rd(PVGPU_REG_STATUS) & PVGPU_STATUS_RUNNING));
                }
    memset(&junk, 0xff, sizeof junk);
    fresh(true);
    pvgpu_model_connected(&d.m);
    CHECK(!pvgpu_model_message(&d.m, &junk));
    CHECK_EQ(rd(PVGPU_REG_ERROR), PVGPU_ERROR_PROTOCOL);
}

TEST(resets)
{
    fresh(true);
    running();
    wr(PVGPU_REG_IRQ_MASK, PVGPU_IRQ_ALL);
    wr(PVGPU_REG_CONTROL, PVGPU_CONTROL_RESET);
    CHECK_EQ(last(), PVGPU_MSG_DISABLE);
    CHECK(say(PVGPU_MSG_STOPPED));
    CHECK_EQ(rd(PVGPU_REG_CONTROL), 0);
    CHECK_EQ(rd(PVGPU_REG_IRQ_MASK), 0);
    CHECK_EQ(rd(PVGPU_REG_STATUS), PVGPU_STATUS_BACKEND | PVGPU_STATUS_READY);
    wr(PVGPU_REG_CONTROL, PVGPU_CONTROL_ENABLE); /* and works again */
    CHECK_EQ(last(), PVGPU_MSG_ENABLE);
    pvgpu_model_reset(&d.m); /* the machine resets before the answer */
    (void)say(PVGPU_MSG_RUNNING);
    CHECK(say(PVGPU_MSG_STOPPED));
    CHECK(!(rd(PVGPU_REG_STATUS) & PVGPU_STATUS_RUNNING));
}

TEST(interrupts)
{
    fresh(true);
    pvgpu_model_connected(&d.m);
    CHECK(d.n_msix[PVGPU_MSIX_DEVICE] >= 1);
    pvgpu_model_ring_interrupt(&d.m);
    CHECK_EQ(d.n_msix[PVGPU_MSIX_RING], 1);
    CHECK(!(rd(PVGPU_REG_IRQ_STATUS) & PVGPU_IRQ_RING)); /* its message is enough */
    wr(PVGPU_REG_IRQ_STATUS, PVGPU_IRQ_ALL);
    CHECK_EQ(rd(PVGPU_REG_IRQ_STATUS), 0);

    fresh(false);
    pvgpu_model_ring_interrupt(&d.m);
    CHECK(!d.line); /* masked */
    wr(PVGPU_REG_IRQ_MASK, PVGPU_IRQ_RING);
    CHECK(d.line);
    wr(PVGPU_REG_IRQ_STATUS, PVGPU_IRQ_DEVICE);
    CHECK(d.line);
    wr(PVGPU_REG_IRQ_STATUS, PVGPU_IRQ_RING);
    CHECK(!d.line);
}

TEST(refused_configurations)
{
    fresh(true);
    d.m.shmem_size = SHMEM + 4096;
    CHECK(pvgpu_model_init(&d.m, &ops, NULL) != 0);
    d.m.shmem_size = SHMEM;
    d.m.n_scanouts = PVGPU_MAX_SCANOUTS + 1;
    CHECK(pvgpu_model_init(&d.m, &ops, NULL) != 0);
    d.m.n_scanouts = 1;
    d.m.edid_size = 100;
    CHECK(pvgpu_model_init(&d.m, &ops, NULL) != 0);
}

TAP_MAIN(RUN(at_power_on); RUN(any_access); RUN(start_and_stop); RUN(errors_and_epochs); RUN(messages_out_of_order);
         RUN(resets); RUN(interrupts); RUN(refused_configurations))
