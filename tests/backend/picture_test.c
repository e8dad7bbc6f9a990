/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * picture_test.c - the real process with the Direct3D renderer: what a context clears and draws over
 * with a pointer is what the picture file holds.
 */
#include <png.h>
#include <stdio.h>
#include <unistd.h>
#include "device.h"
#include "pvgpu_regs.h"
#include "tap.h"

static uint8_t pixels[64 * 48 * 4];

static int picture_read(const char *path)
{
    png_image image = { .version = PNG_IMAGE_VERSION };
    if (!png_image_begin_read_from_file(&image, path)) return -1;
    image.format = PNG_FORMAT_RGBA;
    if (image.width != 64 || image.height != 48) {
        png_image_free(&image);
        return -1;
    }
    return png_image_finish_read(&image, NULL, pixels, 64 * 4, NULL) ? 0 : -1;
}

static uint32_t pixel(int x, int y)
{
    const uint8_t *p = &pixels[(y * 64 + x) * 4];
    return (uint32_t)p[0] << 16 | (uint32_t)p[1] << 8 | p[2];
}

static void scene(struct guest *g)
{
    guest_begin(g, 0);
    GUEST_ADD(g, context_create, CONTEXT_CREATE, 1, 0);
    GUEST_ADD(g, resource_create, RESOURCE_CREATE, 1, PVGPU_DIM_TEX2D, 87, 0, PVGPU_BIND_TARGET | PVGPU_BIND_SHADER, 0, 64, 48, 1,
              1, 1, 1, 0, 0);
    GUEST_ADD(g, context_open, CONTEXT_OPEN, 1, 1);
    GUEST_ADD(g, heap_create, HEAP_CREATE, 2, 0, 65536);
    GUEST_ADD(g, heap_place, HEAP_PLACE, 2, 1, 4096);
    GUEST_ADD(g, mode_set, MODE_SET, 0, 64, 48, 60000);
    guest_send(g);
    guest_begin(g, 1);
    GUEST_ADD(g, create_rtv, CREATE_RTV, 1, 1, 87, PVGPU_VIEW_TEX2D, 0, 0, 1, 0);
    GUEST_ADD(g, clear_rtv, CLEAR_RTV, 1, 1.0f, 0.5f, 0.25f, 1.0f, 0);
    guest_send(g);
    for (int i = 0; i < 8 * 8; i++) ((uint32_t *)(void *)(g->heap + 4096))[i] = 0xff00ff00u;
    guest_begin(g, 0);
    GUEST_ADD(g, cursor_shape, CURSOR_SHAPE, 0, 2, 0, 8, 8, 32, 0, 0, 0);
    GUEST_ADD(g, cursor_move, CURSOR_MOVE, 0, 1, 10, 20);
    GUEST_ADD(g, scanout_set, SCANOUT_SET, 0, 1, PVGPU_PRESENT_IMMEDIATE, 0, 1, 2);
    guest_send(g);
}

TEST(what_is_cleared_is_what_is_kept)
{
    char present[128], path[160];
    const char *args[] = { "--renderer", "d3d11", "--present", present, "--frames", "1", NULL };
    struct backend b = { 0 };
    struct device d;
    strcpy(b.dir, "/tmp/pvgpu-test-XXXXXX");
    CHECK(mkdtemp(b.dir) != NULL);
    snprintf(b.socket, sizeof b.socket, "%s/socket", b.dir);
    snprintf(b.log, sizeof b.log, "%s/log", b.dir);
    snprintf(present, sizeof present, "png:%s", b.dir);
    if (backend_start(&b, args)) {
        printf("# %.300s\n", backend_log(&b));
        backend_forget(&b);
        SKIP("no Direct3D on this host");
    }
    CHECK_EQ(device_up(&d, &b), 0);
    scene(&d.guest);
    device_kick(&d);
    CHECK_EQ(backend_wait(&b), 0);
    snprintf(path, sizeof path, "%s/latest.png", b.dir);
    CHECK_EQ(picture_read(path), 0);
    CHECK_EQ(pixel(0, 0) & 0xff00ff, 0xff0040);
    CHECK(((pixel(0, 0) >> 8) & 0xff) - 0x7f <= 1);
    CHECK_EQ(pixel(63, 47), pixel(0, 0));
    CHECK_EQ(pixel(10, 20), 0x00ff00);
    CHECK_EQ(pixel(17, 27), 0x00ff00);
    CHECK_EQ(pixel(18, 28), pixel(0, 0));
    if (tap_failed_checks) printf("# %.2000s\n", backend_log(&b));
    unlink(path);
    snprintf(path, sizeof path, "%s/scanout0-000001.png", b.dir);
    CHECK_EQ(unlink(path), 0);
    device_down(&d);
    backend_forget(&b);
}

TAP_MAIN(RUN(what_is_cleared_is_what_is_kept))
