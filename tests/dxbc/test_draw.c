/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The host's Direct3D takes rebuilt containers wherever it takes the compiler's, and draws, streams
 * and computes the same bytes with them.
 */
#include "draw.h"
#include "tap.h"

static struct draw d;
static const char *no_device;
static struct draw_result results[2];

TEST(device)
{
    no_device = draw_init(&d);
    if (!no_device) return;
    if (getenv("PVGPU_DXVK_DIR")) CHECK(!"DXVK is there and makes no device"); /* the build names it */
    else if (!strcmp(no_device, "no d3d11.dll")) CHECK(!"Windows has always one");
    else SKIP(no_device);
}

TEST(creates_every_shader)
{
    uint32_t taken = 0;
    if (no_device) SKIP(no_device);
    for (int i = 0; i < GOLDEN_COUNT; i++) {
        struct strip s;
        void *data;
        size_t size;
        HRESULT original = E_FAIL, rebuilt = E_FAIL;
        CHECK(strip_container(golden[i].data, golden[i].size, &s));
        struct pvb_dxbc_shader x = strip_shader(&s, false);
        CHECK_EQ(pvb_dxbc_build(&x, &data, &size, NULL), PVB_DXBC_OK);
        RETURN_IF_FAILED();
        original = draw_create(&d, s.stage, golden[i].data, golden[i].size);
        rebuilt = draw_create(&d, s.stage, data, size);
        if (original != rebuilt) printf("# %s: 0x%08x, rebuilt 0x%08x\n", golden[i].name, (unsigned)original, (unsigned)rebuilt);
        CHECK(SUCCEEDED(original) == SUCCEEDED(rebuilt));
        taken += SUCCEEDED(rebuilt);
        free(data);
    }
    printf("# %u of %u shaders created\n", taken, (unsigned)GOLDEN_COUNT);
    CHECK(taken >= GOLDEN_COUNT / 2);
}

static const struct draw_so streams[] = {
    {0, 0, 0, 4, 0}, {0, 1, 2, 2, 0}, {0, 1, 0, 1, 0}, {1, 0, 0, 4, 1}, {2, 1, 0, 1, 2}, {2, 0, 0, 3, 2},
};
static const struct draw_so passed[] = {{0, 1, 0, 4, 0}, {0, 0, 0, 2, 0}};

#define G(name) GOLDEN_##name
#define NONE (-1)
enum { POINT_LIST = 1, TRIANGLES = 4, PATCH3 = 35, PATCH4 = 36 };

static const struct draw_case cases[] = {
    {"floats", DRAW_PICTURE, G(vs_color), NONE, NONE, NONE, G(ps_color), NONE, TRIANGLES, 3},
    {"integers", DRAW_PICTURE, G(vs_integers), NONE, NONE, NONE, G(ps_color), NONE, TRIANGLES, 3},
    {"no input", DRAW_PICTURE, G(vs_empty), NONE, NONE, NONE, G(ps_position), NONE, TRIANGLES, 3},
    {"shared register", DRAW_PICTURE, G(vs_inputs), NONE, NONE, NONE, G(ps_inputs), NONE, TRIANGLES, 3},
    {"clip distances", DRAW_PICTURE, G(vs_clip), NONE, NONE, NONE, G(ps_position), NONE, TRIANGLES, 3},
    {"control flow", DRAW_PICTURE, G(vs_empty), NONE, NONE, NONE, G(ps_flow), NONE, TRIANGLES, 3},
    {"model 4", DRAW_PICTURE, G(vs_color), NONE, NONE, NONE, G(ps_model4), NONE, TRIANGLES, 3, DRAW_TEXTURE_FLOAT},
    {"typed targets", DRAW_TARGETS, G(vs_empty), NONE, NONE, NONE, G(ps_targets), NONE, TRIANGLES, 3, DRAW_TEXTURE_UINT},
    {"views", DRAW_VIEWS, G(vs_color), NONE, NONE, NONE, G(ps_views), NONE, TRIANGLES, 3},
    {"triangle patch", DRAW_PICTURE, G(vs_patch), G(hs_tri), G(ds_tri), NONE, G(ps_color), NONE, PATCH3, 3},
    {"quad patch", DRAW_PICTURE, G(vs_patch), G(hs_quad), G(ds_quad), NONE, G(ps_color), NONE, PATCH4, 4},
    {"geometry", DRAW_PICTURE, G(vs_color), NONE, NONE, G(gs_points), G(ps_color), NONE, POINT_LIST, 4},
    {"streams", DRAW_STREAMS, G(vs_color), NONE, NONE, G(gs_streams), NONE, NONE, POINT_LIST, 4, 0, streams, 6},
    {"passed through", DRAW_STREAMS, G(vs_color), NONE, NONE, G(vs_color), NONE, NONE, POINT_LIST, 4, 0, passed, 2},
    {"compute", DRAW_DISPATCH, NONE, NONE, NONE, NONE, NONE, G(cs_arithmetic), 0, 0},
};

static const struct draw_case *c; /* the one that runs */

static void run_case(void)
{
    if (no_device) SKIP(no_device);
    const char *original = draw_run(&d, c, false, &results[0]);
    if (original) SKIP(original); /* this Direct3D cannot do it with the compiler's container either */
    const char *rebuilt = draw_run(&d, c, true, &results[1]);
    if (rebuilt) printf("# %s: %s\n", c->name, rebuilt);
    CHECK(!rebuilt);
    CHECK_EQ(results[0].size, results[1].size);
    CHECK(results[0].size > 0);
    uint32_t differ = 0, varied = 0;
    for (uint32_t i = 0; i < results[0].size; i++) {
        differ += results[0].data[i] != results[1].data[i];
        varied += results[0].data[i] != results[0].data[i % 4];
    }
    CHECK_EQ(differ, 0);
    CHECK(varied > 100); /* something was drawn */
}

static void run_cases(void)
{
    for (c = cases; c < cases + sizeof cases / sizeof *cases; c++) {
        char name[64];
        snprintf(name, sizeof name, "draws %s", c->name);
        tap_run(name, run_case);
    }
}

TAP_MAIN(RUN(device); RUN(creates_every_shader); run_cases(); draw_fini(&d))
