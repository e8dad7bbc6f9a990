/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * draw.h - draws with the golden shaders, once from the compiler's containers and once from rebuilt
 * ones, and keeps everything that came out.
 */
#ifndef DRAW_H
#define DRAW_H

#define COBJMACROS
#define CINTERFACE
#include <d3d11.h>
#include <stdbool.h>
#include "golden.h"
#include "strip.h"

/* The host's Direct3D (draw_os_linux.c, draw_os_win32.c). NULL with a reason when there is none. */
PFN_D3D11_CREATE_DEVICE draw_os_load(const char **why);

enum draw_texture { DRAW_NO_TEXTURE, DRAW_TEXTURE_FLOAT, DRAW_TEXTURE_UINT };
enum draw_kind { DRAW_PICTURE, DRAW_TARGETS, DRAW_VIEWS, DRAW_STREAMS, DRAW_DISPATCH };

struct draw_so { uint8_t stream, reg, first, count, slot; };

struct draw_case {
    const char *name;
    enum draw_kind kind;
    int vs, hs, ds, gs, ps, cs; /* enum golden_id, -1 none; gs may be a vertex shader that is passed through */
    uint32_t topology, vertices;
    enum draw_texture texture;
    const struct draw_so *so;
    uint32_t n_so;
};

#define DRAW_SIZE 64u
#define DRAW_RESULT (DRAW_SIZE * DRAW_SIZE * 16u * 3u)

struct draw_result {
    uint32_t size;
    uint8_t data[DRAW_RESULT];
};

struct draw {
    ID3D11Device *device;
    ID3D11DeviceContext *context;
    ID3D11Buffer *vertices, *constants;
};

/* NULL: drawn; otherwise what failed. */
const char *draw_init(struct draw *d);
void draw_fini(struct draw *d);
const char *draw_run(struct draw *d, const struct draw_case *c, bool rebuilt, struct draw_result *r);

/* Creates one shader from a container and drops it. */
HRESULT draw_create(struct draw *d, uint32_t stage, const void *data, size_t size);

#endif
