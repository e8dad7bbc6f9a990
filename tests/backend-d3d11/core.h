/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * core.h - a plain core for tests of a renderer: arrays of objects, heaps from malloc. Commands are
 * sent as bytes through the codec, as the real core does. One renderer, made by the first tc_start.
 */
#ifndef TEST_CORE_H
#define TEST_CORE_H

#include "pvb_renderer.h"
#include "tap.h"

#define TC_OBJECTS 512u
#define TC_HEAP 1u          /* id of the heap object that every context has open */
#define TC_HEAP_SIZE (1u << 20)
#define TC_PROGRESS 0u      /* offsets in the heap: a progress slot, */
#define TC_QUERIES 4096u    /* query slots, */
#define TC_READ 65536u      /* where tc_read puts what it reads, */
#define TC_WRITE 524288u    /* and what tests upload */

struct pvb_context {
    uint32_t id;
    void *data;
    struct { void *host; enum pvgpu_object_kind kind; bool defined; uint32_t dimension; } objects[TC_OBJECTS];
};

extern struct pvb_renderer *tc_renderer;
extern struct pvgpu_caps tc_caps;
extern char *tc_heap;

/* A check that fails in core.c fails the case that runs: the harness counts per source file. */
extern void (*tc_fail)(const char *file, int line, const char *what);

/* NULL when this machine has no Direct3D: the case is to be skipped. */
struct pvb_context *tc_start(void);
struct pvb_context *tc_context(void);                /* one more */
void tc_context_drop(struct pvb_context *c);
void tc_stop(struct pvb_context *c);                 /* drops the context and every resource */
#define TC_START(c) tc_fail = tap_fail; struct pvb_context *c = tc_start(); if (!c) SKIP("no Direct3D on this machine")

uint32_t tc_resource(uint32_t dimension, uint32_t format, uint32_t width, uint32_t height, uint32_t bind);
uint32_t tc_resource_of(const struct pvb_resource_info *info); /* 0: refused */
void *tc_resource_host(uint32_t id);
void tc_resource_drop(uint32_t id);
uint32_t tc_id(void);                                /* a free object id */
void tc_destroy(struct pvb_context *c, uint32_t id);

enum pvgpu_verdict tc_try(struct pvb_context *c, void *cmd, size_t size, uint16_t op, const void *tail, size_t tail_size);
#define SEND_TAIL(c, n, N, tail, tail_size, ...) do { \
        struct pvgpu_cmd_##n k_ = { .hdr = { 0, 0, 0 }, __VA_ARGS__ }; \
        CHECK_EQ(tc_try(c, &k_, sizeof k_, PVGPU_OP_##N, tail, tail_size), PVGPU_OK); \
    } while (0)
#define SEND(c, n, N, ...) SEND_TAIL(c, n, N, NULL, 0, __VA_ARGS__)

/* Signals, flushes and polls until the GPU is done. */
void tc_finish(struct pvb_context *c);
/* Reads subresource 0..., finishes, and returns the pixels, row_pitch bytes apart. */
const void *tc_read(struct pvb_context *c, uint32_t resource, uint32_t subresource, uint32_t width, uint32_t height,
                    uint32_t row_pitch);
const void *tc_read_buffer(struct pvb_context *c, uint32_t resource, uint32_t offset, uint32_t size);
const struct pvgpu_query_slot *tc_query(uint32_t n);

/* Makes a shader from a DXBC container: its token stream and signatures as a Windows driver gets them. */
uint32_t tc_shader(struct pvb_context *c, uint32_t stage, const uint32_t *dxbc, uint32_t so_layout, bool typed);

/* What tc_shader says of each register. */
extern uint32_t tc_min_precision;

/* Drops the renderer. False: something of it is left. */
bool tc_finish_renderer(void);
#define TC_LAST_CASE \
    TEST(renderer_leaves_nothing) { if (!tc_renderer) SKIP("no Direct3D on this machine"); CHECK(tc_finish_renderer()); }

/* Frames that poll handed out. */
struct tc_frame { struct pvb_frame frame; uint32_t first_pixel, last_pixel; };
extern struct tc_frame tc_frames[64];
extern unsigned tc_n_frames;
int tc_poll(void);

#endif
