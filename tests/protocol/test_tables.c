/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * test_tables.c - shared-memory layout, registers, channel messages, format table: what the prose in protocol/ promises.
 */
#include "tap.h"
#include "pvgpu_channel.h"
#include "pvgpu_codec.h"
#include "pvgpu_formats.h"
#include "pvgpu_regs.h"
#include "pvgpu_ring.h"

#ifdef HAVE_DXGI
#include <dxgiformat.h>
#endif

/* ---- layout ---- */

TEST(layout)
{
    for (uint64_t size = PVGPU_SHMEM_MIN; size <= PVGPU_SHMEM_MAX; size *= 2) {
        struct pvgpu_region r[PVGPU_REGION_COUNT] = { { 0, 0 } };
        uint64_t end = PVGPU_PAGE; /* the control page */

        CHECK_EQ(pvgpu_layout(size, r), 0);
        for (int i = 0; i < PVGPU_REGION_COUNT; i++) {
            CHECK_EQ(r[i].offset % PVGPU_PAGE, 0);
            CHECK_EQ(r[i].size % PVGPU_PAGE, 0);
            CHECK(r[i].size > 0);
            CHECK(r[i].offset >= end); /* in order, none over another */
            end = r[i].offset + r[i].size;
        }
        CHECK_EQ(end, size);
        CHECK_EQ(r[PVGPU_REGION_HEAP].offset % 65536, 0);
        CHECK(r[PVGPU_REGION_HEAP].size > size / 8 * 7);
        for (int i = PVGPU_REGION_SUBMIT; i <= PVGPU_REGION_EVENT; i++) {
            uint32_t data = pvgpu_ring_data_size(r[i].size);
            CHECK_EQ(data, r[i].size - PVGPU_PAGE); /* nothing is lost to rounding */
            CHECK_EQ(data & (data - 1), 0);
        }
        CHECK(pvgpu_ring_data_size(r[PVGPU_REGION_SUBMIT].size) >= 2 * PVGPU_PACKET_MAX);
        CHECK(r[PVGPU_REGION_CAPS].size >= sizeof(struct pvgpu_caps));
        CHECK(r[PVGPU_REGION_STATS].size >= sizeof(struct pvgpu_stats));
        CHECK(r[PVGPU_REGION_FENCE].size >= sizeof(struct pvgpu_fence_page));
    }
}

TEST(layout_refused)
{
    static const uint64_t sizes[] = {
        0, 1, 4096, PVGPU_SHMEM_MIN / 2, PVGPU_SHMEM_MIN - 1, PVGPU_SHMEM_MIN + 1, PVGPU_SHMEM_MIN + PVGPU_PAGE,
        PVGPU_SHMEM_MIN / 2 * 3, 3ull << 30, PVGPU_SHMEM_MAX - 1, PVGPU_SHMEM_MAX + 1, PVGPU_SHMEM_MAX * 2, 1ull << 63, ~0ull,
    };
    struct pvgpu_region r[PVGPU_REGION_COUNT];

    for (unsigned i = 0; i < sizeof sizes / sizeof *sizes; i++) CHECK_EQ(pvgpu_layout(sizes[i], r), -1);
}

/* ---- registers ---- */

TEST(registers)
{
    static const struct { uint32_t offset; const char *access; } regs[] = {
#define RO "RO"
#define WO "WO"
#define RW "RW"
#define W1C "W1C"
#define REG(name, offset, access, reset, prose) { offset, access },
#include "pvgpu_regs.def"
    };
    int n = sizeof regs / sizeof *regs;

    for (int i = 0; i < n; i++) {
        CHECK_EQ(regs[i].offset % 4, 0);
        CHECK(regs[i].offset + 4 <= PVGPU_EDID_OFFSET);
        if (i) CHECK(regs[i].offset > regs[i - 1].offset);
    }
    CHECK(PVGPU_EDID_OFFSET + PVGPU_EDID_MAX <= PVGPU_REGS_SIZE);
    CHECK_EQ(PVGPU_REG_FEATURES_HI - PVGPU_REG_FEATURES_LO, 4);
    CHECK_EQ(PVGPU_REG_ACCEPT_HI - PVGPU_REG_ACCEPT_LO, 4);
    CHECK_EQ(PVGPU_REG_SHMEM_HI - PVGPU_REG_SHMEM_LO, 4);
    CHECK_EQ(PVGPU_STATUS_BACKEND & PVGPU_STATUS_READY, 0);
    CHECK_EQ((PVGPU_STATUS_BACKEND | PVGPU_STATUS_READY) & PVGPU_STATUS_RUNNING, 0);
}

/* ---- channel ---- */

static struct pvgpu_message message(uint32_t type)
{
    struct pvgpu_message m;

    memset(&m, 0, sizeof m);
    m.magic = PVGPU_CHANNEL_MAGIC;
    m.type = type;
    m.abi_version = PVGPU_ABI_VERSION;
    m.shmem_size = 256ull << 20;
    CHECK_EQ(pvgpu_layout(m.shmem_size, m.regions), 0);
    strcpy(m.vm_name, "a machine");
    return m;
}

TEST(message_types)
{
    for (uint32_t type = 1; type < PVGPU_MSG_COUNT; type++) {
        struct pvgpu_message m = message(type);
        CHECK_EQ(pvgpu_message_check(&m), PVGPU_ERROR_NONE);
        memset(m.vm_name, 'x', sizeof m.vm_name);
        CHECK_EQ(pvgpu_message_check(&m), PVGPU_ERROR_PROTOCOL);
        m.vm_name[sizeof m.vm_name - 1] = 0;
        CHECK_EQ(pvgpu_message_check(&m), PVGPU_ERROR_NONE);
        for (int bit = 0; bit < 32; bit++) {
            m = message(type);
            m.magic ^= 1u << bit;
            CHECK_EQ(pvgpu_message_check(&m), PVGPU_ERROR_PROTOCOL);
        }
    }
    static const uint32_t unknown[] = { 0, PVGPU_MSG_COUNT, PVGPU_MSG_COUNT + 1, 0x7fffffff, 0x80000000, ~0u };
    for (unsigned i = 0; i < sizeof unknown / sizeof *unknown; i++) {
        struct pvgpu_message m = message(unknown[i]);
        CHECK_EQ(pvgpu_message_check(&m), PVGPU_ERROR_PROTOCOL);
    }
}

TEST(hello)
{
    struct pvgpu_message m = message(PVGPU_MSG_HELLO);

    m.abi_version = PVGPU_ABI_VERSION + 1; /* another minor is no obstacle */
    CHECK_EQ(pvgpu_message_check(&m), PVGPU_ERROR_NONE);
    m.abi_version = PVGPU_ABI_VERSION + 0x10000;
    CHECK_EQ(pvgpu_message_check(&m), PVGPU_ERROR_VERSION);
    m.abi_version = 0;
    CHECK_EQ(pvgpu_message_check(&m), PVGPU_ERROR_VERSION);
    m = message(PVGPU_MSG_HELLO);
    m.shmem_size++;
    CHECK_EQ(pvgpu_message_check(&m), PVGPU_ERROR_REFUSED);
    m.shmem_size = 128ull << 20; /* a good size, but not the one that the regions are of */
    CHECK_EQ(pvgpu_message_check(&m), PVGPU_ERROR_PROTOCOL);
    for (int i = 0; i < PVGPU_REGION_COUNT; i++)
        for (int bit = 0; bit < 64; bit++) {
            m = message(PVGPU_MSG_HELLO);
            m.regions[i].offset ^= 1ull << bit;
            CHECK_EQ(pvgpu_message_check(&m), PVGPU_ERROR_PROTOCOL);
            m = message(PVGPU_MSG_HELLO);
            m.regions[i].size ^= 1ull << bit;
            CHECK_EQ(pvgpu_message_check(&m), PVGPU_ERROR_PROTOCOL);
        }
    for (uint64_t size = PVGPU_SHMEM_MIN; size <= PVGPU_SHMEM_MAX; size *= 2) {
        m = message(PVGPU_MSG_HELLO);
        m.shmem_size = size;
        CHECK_EQ(pvgpu_layout(size, m.regions), 0);
        CHECK_EQ(pvgpu_message_check(&m), PVGPU_ERROR_NONE);
    }
}

/* ---- formats ---- */

TEST(format_rows)
{
    int times[PVGPU_FORMAT_LIMIT] = { 0 };

#define FORMAT(number, name, bytes, bw, bh, planes, family, kind) times[number]++;
#include "pvgpu_formats.def"
    for (uint32_t i = 0; i < PVGPU_FORMAT_LIMIT; i++) {
        const struct pvgpu_format_row *r = &pvgpu_format_rows[i], *parent;
        CHECK_EQ(times[i], (i >= 1 && i <= 115) || (i >= 130 && i <= 132));
        CHECK_EQ(pvgpu_format_known(i), times[i]);
        if (!times[i]) {
            CHECK(!strcmp(pvgpu_format_name(i), "UNKNOWN"));
            continue;
        }
        CHECK(!strcmp(pvgpu_format_name(i), r->name));
        CHECK(r->block_width && r->block_height && r->planes >= 1 && r->planes <= 3);
        CHECK(r->kind > PVGPU_FORMAT_UNKNOWN && r->kind <= PVGPU_FORMAT_PLANAR);
        CHECK(pvgpu_format_known(r->family));
        parent = &pvgpu_format_rows[r->family];
        CHECK_EQ(parent->family, r->family); /* one level of parents */
        CHECK_EQ(parent->block_bytes, r->block_bytes);
        CHECK_EQ(parent->block_width, r->block_width);
        CHECK_EQ(parent->block_height, r->block_height);
        CHECK_EQ(parent->planes, r->planes);
        if (r->family != i) CHECK_EQ(parent->kind, PVGPU_FORMAT_TYPELESS);
        if (r->kind == PVGPU_FORMAT_TYPELESS) CHECK_EQ(r->family, i);
        CHECK_EQ(strstr(r->name, "_SRGB") != 0, r->kind == PVGPU_FORMAT_SRGB);
        CHECK_EQ(!strncmp(r->name, "BC", 2), r->block_width == 4 && r->block_height == 4);
    }
    CHECK(!pvgpu_format_known(PVGPU_FORMAT_LIMIT));
    CHECK(!pvgpu_format_known(~0u));
    CHECK(!strcmp(pvgpu_format_name(~0u), "UNKNOWN"));
}

TEST(format_numbers)
{
#ifdef HAVE_DXGI
#undef FORMAT
#define DXGI_FORMAT_OPAQUE_420 DXGI_FORMAT_420_OPAQUE
#define FORMAT(number, name, bytes, bw, bh, planes, family, kind) CHECK_EQ(number, DXGI_FORMAT_##name);
#include "pvgpu_formats.def"
#else
    SKIP("no dxgiformat.h");
#endif
}

/* Sizes that Microsoft's documentation of the formats states. */
TEST(format_sizes)
{
    static const struct { uint8_t format, bytes, width, height; } known[] = {
        { 2, 16, 1, 1 },  /* R32G32B32A32_FLOAT */
        { 6, 12, 1, 1 },  /* R32G32B32_FLOAT */
        { 10, 8, 1, 1 },  /* R16G16B16A16_FLOAT */
        { 28, 4, 1, 1 },  /* R8G8B8A8_UNORM */
        { 45, 4, 1, 1 },  /* D24_UNORM_S8_UINT */
        { 20, 8, 1, 1 },  /* D32_FLOAT_S8X24_UINT */
        { 55, 2, 1, 1 },  /* D16_UNORM */
        { 61, 1, 1, 1 },  /* R8_UNORM */
        { 68, 4, 2, 1 },  /* R8G8_B8G8_UNORM: two texels in 32 bits */
        { 71, 8, 4, 4 },  /* BC1 */
        { 74, 16, 4, 4 }, /* BC2 */
        { 77, 16, 4, 4 }, /* BC3 */
        { 80, 8, 4, 4 },  /* BC4 */
        { 83, 16, 4, 4 }, /* BC5 */
        { 95, 16, 4, 4 }, /* BC6H */
        { 98, 16, 4, 4 }, /* BC7 */
        { 85, 2, 1, 1 },  /* B5G6R5_UNORM */
        { 87, 4, 1, 1 },  /* B8G8R8A8_UNORM */
        { 67, 4, 1, 1 },  /* R9G9B9E5_SHAREDEXP */
    };

    for (unsigned i = 0; i < sizeof known / sizeof *known; i++) {
        const struct pvgpu_format_row *r = &pvgpu_format_rows[known[i].format];
        CHECK_EQ(r->block_bytes, known[i].bytes);
        CHECK_EQ(r->block_width, known[i].width);
        CHECK_EQ(r->block_height, known[i].height);
    }
    CHECK_EQ(pvgpu_format_row_bytes(28, 17), 68);
    CHECK_EQ(pvgpu_format_row_bytes(71, 1), 8);
    CHECK_EQ(pvgpu_format_row_bytes(71, 17), 40);
    CHECK_EQ(pvgpu_format_rows_of(71, 5), 2);
    CHECK_EQ(pvgpu_format_rows_of(28, 5), 5);
    CHECK_EQ(pvgpu_format_row_bytes(68, 3), 8);
    CHECK_EQ(pvgpu_format_row_bytes(2, ~0u), 16ull * 0xffffffffu);
    CHECK_EQ(pvgpu_format_rows_of(71, ~0u), 0x40000000u);
}

TAP_MAIN(RUN(layout); RUN(layout_refused); RUN(registers); RUN(message_types); RUN(hello); RUN(format_rows);
         RUN(format_numbers); RUN(format_sizes))
