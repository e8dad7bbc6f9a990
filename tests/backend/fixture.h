/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * fixture.h - a VM with the null renderer in this process, and a scene: one object of every kind,
 * known to context 1, so that a test can name any of them.
 */
#ifndef TEST_FIXTURE_H
#define TEST_FIXTURE_H

#include "consumer.h"
#include "guest.h"

#define FIXTURE_SHMEM (64ull << 20)

enum scene {
    CTX = 1, OTHER_CTX = 2,
    /* resources and heap objects */
    BUF = 1,      /* 64 KiB; vertex, index, stream, shader, unordered; raw, indirect */
    CONST = 2,    /* 4 KiB constants */
    TEX = 3,      /* 64x64, all mips, RGBA8; shader, target, unordered */
    TEX_TWIN = 4,
    DEPTH = 5,    /* 64x64 D24S8 */
    MULTI = 6,    /* 64x64 RGBA8, 4 samples */
    PLAIN = 7,    /* 64x64 RGBA8, one mip */
    HEAP = 8,     /* 1 MiB, placed at 0 */
    BUF_TWIN = 9,
    STRUCTURED = 10, /* 4 KiB of 16 byte structures */
    BC = 11,      /* 64x64 BC1, all mips */
    ARRAY = 12,   /* 32x32 RGBA8, 4 mips, 12 slices, cube */
    VOLUME = 13,  /* 16x16x16 RGBA8, 3 mips */
    BAD = 14,     /* error object */
    FOREIGN = 15, /* opened for the other context only */
    LOOSE = 16,   /* a heap object without a place */
    LINE = 17,    /* 64 texels of RGBA8, one-dimensional */
    TILES = 18,   /* 512x512 RGBA8, all mips, 2 slices, tiled */
    POOL = 19,    /* 64 tiles for it */
    PLANES = 20,  /* 64x48 NV12 */
    BYTES = 21,   /* 64x48 R8 */
    DECODED = 22, /* 64x48 NV12, 3 slices, for a decoder */
    /* objects of CTX: one of each kind, its id is the kind's number; and these */
    BAD_SRV = 50, COUNTER_UAV = 51, RAW_UAV = 52, PREDICATE = 53, PIXEL_SHADER = 54, EVENT_QUERY = 55, NESTING_LIST = 56,
    PLAIN_SRV = 57,
    FRESH = 900   /* nobody's */
};

struct fixture {
    uint8_t *mem;
    struct pvgpu_caps caps;
    struct pvb_renderer *renderer;
    struct pvb_vm vm;
    struct pvb_consumer consumer;
    struct guest guest;
    void *packet;
};

/* ops NULL: the null renderer. false when memory ran out on the way. */
bool fixture_open(struct fixture *f, const struct pvb_renderer_ops *ops);
void fixture_close(struct fixture *f);
enum pvgpu_verdict fixture_scene(struct fixture *f); /* what the first refused command said, or OK */

/* Runs one command (or several) as the kernel driver (context 0) or as a context, without a packet. */
enum pvgpu_verdict fixture_run(struct fixture *f, uint32_t context, const void *commands, size_t size);

/* Sends the guest's packet and consumes it: the device error. */
enum pvgpu_device_error fixture_consume(struct fixture *f);

#define DO(f, context, name, NAME, ...) __extension__ ({ \
    struct pvgpu_cmd_##name do_c = { { PVGPU_OP_##NAME, 0, sizeof do_c }, __VA_ARGS__ }; \
    fixture_run(f, context, &do_c, sizeof do_c); })

/* A minimal legal instance of a command over the scene, into out (8-byte aligned, 1 KiB): its size. */
size_t sample_command(int index, void *out);

#endif
