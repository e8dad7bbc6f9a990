/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * kmd_display.c - modes, flips, vertical syncs, pointer and the last picture of the kernel driver.
 */
#include "desktop.h"

static void begin(void) { fake_init(); CHECK_EQ(fake_start(), STATUS_SUCCESS); }
static void end(void) { fake_stop(); fake_fini(); CHECK_CLEAN(); CHECK_EQ(vidpn_live(), 0); }

TEST(mode_set_and_vsync)
{
    struct client gdi;
    struct memory primary;
    const DXGKARGCB_NOTIFY_INTERRUPT_DATA *n;

    begin();
    light(&gdi, &primary);
    CHECK_EQ(f.last_scanout_resource[0], primary.id);
    CHECK(((struct pvgpu_cmd_mode_set *)(void *)&fake_last(PVGPU_OP_MODE_SET)->c)->width == 1280);
    CHECK_EQ(fake_count(0, PVGPU_OP_VBLANK_CONTROL) > 0, 1);
    fake_vblank(0);
    n = last_vsync();
    CHECK(n && n->CrtcVsync.VidPnTargetId == 0 && (uint64_t)n->CrtcVsync.PhysicalAddress.QuadPart == PVK_BASE_APERTURE);
    CHECK_EQ(f.ddi.DxgkDdiControlInterrupt(f.adapter, DXGK_INTERRUPT_DMA_COMPLETED, TRUE), STATUS_NOT_IMPLEMENTED);
    CHECK_EQ(f.ddi.DxgkDdiControlInterrupt(f.adapter, DXGK_INTERRUPT_CRTC_VSYNC, FALSE), STATUS_SUCCESS);
    f.n_notes = 0;
    fake_vblank(0);
    CHECK_EQ(f.n_notes, 0);
    {
        DXGKARG_GETSCANLINE g;
        memset(&g, 0xcc, sizeof g);
        g.VidPnTargetId = 0;
        CHECK_EQ(f.ddi.DxgkDdiGetScanLine(f.adapter, &g), STATUS_SUCCESS);
        CHECK(g.ScanLine < 720 && g.InVerticalBlank <= 1);
    }
    dark(&gdi, &primary);
    end();
}

/* The address in a vertical sync is the one that the host shows, not the one that was wished for. */
TEST(flips_by_mmio)
{
    struct client gdi;
    struct memory primary, back;
    struct pvk_alloc_private d = texture_desc(1280, 720, PVK_DESC_PRIMARY);

    begin();
    light(&gdi, &primary);
    CHECK(memory_make(&back, &gdi, &d));
    f.hold = true;
    set_address(0, &back, PVK_BASE_APERTURE + 0x800000, false);
    fake_dpc();
    fake_vblank(0);
    CHECK_EQ((uint64_t)last_vsync()->CrtcVsync.PhysicalAddress.QuadPart, PVK_BASE_APERTURE);
    f.hold = false;
    fake_pump(UINT32_MAX);
    fake_vblank(0);
    CHECK_EQ((uint64_t)last_vsync()->CrtcVsync.PhysicalAddress.QuadPart, PVK_BASE_APERTURE + 0x800000);
    CHECK_EQ(f.last_scanout_resource[0], back.id);
    /* two on their way: the answer to the first is not the second's */
    f.hold = true;
    set_address(0, &primary, PVK_BASE_APERTURE, false);
    fake_dpc();
    set_address(0, &back, PVK_BASE_APERTURE + 0x800000, false);
    fake_dpc();
    fake_pump(1);
    fake_vblank(0);
    CHECK_EQ((uint64_t)last_vsync()->CrtcVsync.PhysicalAddress.QuadPart, PVK_BASE_APERTURE);
    f.hold = false;
    fake_pump(UINT32_MAX);
    fake_vblank(0);
    CHECK_EQ((uint64_t)last_vsync()->CrtcVsync.PhysicalAddress.QuadPart, PVK_BASE_APERTURE + 0x800000);
    /* invisible: black, but the flip goes on under its address */
    visible(0, false);
    CHECK_EQ(f.last_scanout_resource[0], 0);
    set_address(0, &primary, PVK_BASE_APERTURE, false);
    fake_dpc();
    fake_vblank(0);
    CHECK_EQ(f.last_scanout_resource[0], 0);
    CHECK_EQ((uint64_t)last_vsync()->CrtcVsync.PhysicalAddress.QuadPart, PVK_BASE_APERTURE);
    visible(0, true);
    CHECK_EQ(f.last_scanout_resource[0], primary.id);
    for (int i = 0; i < 200; i++) { /* more than there are slots */
        set_address(0, i & 1 ? &primary : &back, PVK_BASE_APERTURE + (i & 1 ? 0u : 0x800000u), false);
        fake_dpc();
        fake_vblank(0);
        CHECK_EQ((uint64_t)last_vsync()->CrtcVsync.PhysicalAddress.QuadPart, PVK_BASE_APERTURE + (i & 1 ? 0u : 0x800000u));
    }
    memory_unmake(&back, &gdi);
    dark(&gdi, &primary);
    end();
}

/* The shown picture is destroyed, with a flip to it still on its way (traps.md M25). */
TEST(destroy_what_is_shown)
{
    struct client gdi;
    struct memory primary, back;
    struct pvk_alloc_private d = texture_desc(1280, 720, PVK_DESC_PRIMARY);

    begin();
    light(&gdi, &primary);
    CHECK(memory_make(&back, &gdi, &d));
    set_address(0, &back, PVK_BASE_APERTURE + 0x800000, false);
    memory_unmake(&back, &gdi); /* before the DPC ran */
    fake_dpc();
    CHECK_EQ(f.last_scanout_resource[0], 0);
    fake_vblank(0);
    CHECK(last_vsync()->CrtcVsync.PhysicalAddress.QuadPart != 0);
    dark(&gdi, &primary);
    end();
}

/* ---- VidPn ---- */

static bool supported(struct vidpn *v)
{
    DXGKARG_ISSUPPORTEDVIDPN i = { .hDesiredVidPn = v ? vidpn_handle(v) : NULL, .IsVidPnSupported = 0xcc };
    CHECK_EQ(f.ddi.DxgkDdiIsSupportedVidPn(f.adapter, &i), STATUS_SUCCESS);
    return i.IsVidPnSupported;
}

TEST(vidpn_support)
{
    struct vidpn v;

    begin();
    CHECK(supported(NULL));
    vidpn_init(&v);
    CHECK(supported(&v));
    vidpn_path(&v, 0, 0);
    CHECK(supported(&v));
    vidpn_pin_source(&v, 0, 1024, 768, D3DDDIFMT_X8R8G8B8);
    CHECK(supported(&v));
    vidpn_pin_target(&v, 0, 800, 600);
    CHECK(!supported(&v)); /* no scaling */
    vidpn_fini(&v);
    vidpn_init(&v);
    vidpn_path(&v, 0, 1); /* clone of one source */
    vidpn_path(&v, 0, 0);
    vidpn_pin_target(&v, 0, 1024, 768);
    vidpn_pin_target(&v, 1, 1024, 768);
    CHECK(supported(&v));
    vidpn_fini(&v);
    vidpn_init(&v);
    vidpn_path(&v, 0, 0);
    vidpn_pin_source(&v, 0, 1234, 777, D3DDDIFMT_A8R8G8B8);
    CHECK(!supported(&v));
    vidpn_fini(&v);
    vidpn_init(&v);
    vidpn_path(&v, 5, 0);
    CHECK(!supported(&v));
    vidpn_fini(&v);
    end();
}

TEST(vidpn_cofunctional_modes)
{
    struct vidpn v;
    DXGKARG_ENUMVIDPNCOFUNCMODALITY e = { .EnumPivotType = D3DKMDT_EPT_NOPIVOT };

    begin();
    vidpn_init(&v);
    vidpn_path(&v, 0, 0);
    e.hConstrainingVidPn = vidpn_handle(&v);
    CHECK_EQ(f.ddi.DxgkDdiEnumVidPnCofuncModality(f.adapter, &e), STATUS_SUCCESS);
    CHECK(vidpn_source_modes(&v, 0) >= 40 && vidpn_source_modes(&v, 0) % 2 == 0);
    CHECK(vidpn_target_modes(&v, 0) >= 22);
    CHECK(vidpn_has_source(&v, 0, 640, 480, D3DDDIFMT_A8R8G8B8) && vidpn_has_source(&v, 0, 1024, 768, D3DDDIFMT_A8B8G8R8) &&
          vidpn_has_source(&v, 0, 3840, 2160, D3DDDIFMT_A8R8G8B8) && vidpn_has_source(&v, 0, 1280, 720, D3DDDIFMT_A8R8G8B8));
    CHECK(vidpn_paths_identity_only(&v));
    CHECK_EQ(vidpn_bad_timings(&v), 0);
    vidpn_pin_source(&v, 0, 1920, 1080, D3DDDIFMT_A8R8G8B8);
    CHECK_EQ(f.ddi.DxgkDdiEnumVidPnCofuncModality(f.adapter, &e), STATUS_SUCCESS);
    CHECK(vidpn_source_modes(&v, 0) == 1 && vidpn_target_modes(&v, 0) == 3); /* 60, 120, 144 Hz */
    vidpn_fini(&v);
    /* the pivot's set stays */
    vidpn_init(&v);
    vidpn_path(&v, 1, 1);
    e.hConstrainingVidPn = vidpn_handle(&v);
    e.EnumPivotType = D3DKMDT_EPT_VIDPNSOURCE;
    e.EnumPivot.VidPnSourceId = 1;
    CHECK_EQ(f.ddi.DxgkDdiEnumVidPnCofuncModality(f.adapter, &e), STATUS_SUCCESS);
    CHECK(vidpn_source_modes(&v, 1) == 0 && vidpn_target_modes(&v, 1) > 20);
    vidpn_fini(&v);
    end();
}

/* Each call of the interface fails once: nothing leaks (traps.md D3). */
static uint32_t modes_now(uint32_t width, uint32_t height, bool *listed)
{
    DXGKARG_ENUMVIDPNCOFUNCMODALITY e = { .EnumPivotType = D3DKMDT_EPT_NOPIVOT };
    struct vidpn v;
    uint32_t n;

    vidpn_init(&v);
    vidpn_path(&v, 0, 0);
    e.hConstrainingVidPn = vidpn_handle(&v);
    CHECK_EQ(f.ddi.DxgkDdiEnumVidPnCofuncModality(f.adapter, &e), STATUS_SUCCESS);
    n = vidpn_target_modes(&v, 0);
    *listed = vidpn_has_source(&v, 0, width, height, D3DDDIFMT_A8R8G8B8);
    vidpn_fini(&v);
    return n;
}

static void wish(uint32_t scanout, uint64_t width, uint64_t height, uint64_t mhz)
{
    fake_event(PVGPU_EVENT_MODE, scanout, width << 32 | height, mhz);
    fake_dpc();
}

/* A size that the host's user gave the window is a mode from then on, and stays one while a screen has it (traps.md D14). */
TEST(d14_wishes_of_the_host)
{
    const struct fake_command *c;
    uint32_t before, i;
    bool listed;

    begin();
    before = modes_now(1234, 777, &listed);
    CHECK(!listed);
    CHECK(commit(0, 0, 1234, 777) < 0);
    wish(0, 1234, 777, 75000);
    CHECK_EQ(modes_now(1234, 777, &listed), before + 2); /* at 60 Hz and at 75 */
    CHECK(listed);
    wish(0, 1234, 777, 75000); /* once is enough */
    wish(0, 1024, 768, 60000); /* there already */
    wish(0, 0, 777, 60000);    /* nonsense */
    wish(0, 1ull << 31, 777, 60000);
    wish(0, 100, 100, 60000);
    wish(99, 1111, 777, 60000);
    CHECK_EQ(modes_now(1111, 777, &listed), before + 2);
    CHECK(!listed);
    CHECK_EQ(commit(0, 0, 1234, 777), STATUS_SUCCESS);
    fake_dpc();
    c = fake_last(PVGPU_OP_MODE_SET);
    CHECK(c && ((const struct pvgpu_cmd_mode_set *)(const void *)&c->c)->width == 1234);
    for (i = 0; i < 9; i++) wish(0, 1300 + i, 701, i & 1 ? 0 : 60000); /* the last ones are kept, and the one in use */
    CHECK_EQ(modes_now(1234, 777, &listed), before + 5);
    CHECK(listed);
    (void)modes_now(1308, 701, &listed);
    CHECK(listed);
    (void)modes_now(1300, 701, &listed);
    CHECK(!listed);
    CHECK_EQ(commit(0, 0, 0, 0), STATUS_SUCCESS);
    end();
}

TEST(vidpn_errors)
{
    DXGKARG_ENUMVIDPNCOFUNCMODALITY e = { .EnumPivotType = D3DKMDT_EPT_NOPIVOT };

    begin();
    for (int step = 1; step < 400; step++) {
        struct vidpn v;
        NTSTATUS status;
        vidpn_init(&v);
        vidpn_path(&v, 0, 0);
        e.hConstrainingVidPn = vidpn_handle(&v);
        v.fail_at = step;
        status = f.ddi.DxgkDdiEnumVidPnCofuncModality(f.adapter, &e);
        CHECK_EQ(vidpn_leaks(&v), 0);
        vidpn_fini(&v);
        CHECK_EQ(vidpn_live(), 0);
        if (NT_SUCCESS(status)) { CHECK(step > 60); break; }
    }
    end();
}

TEST(commit_is_all_or_nothing)
{
    begin();
    CHECK_EQ(commit(0, 0, 1280, 720), STATUS_SUCCESS);
    f.n_log = 0;
    CHECK_EQ(commit(0, 5, 1280, 720), STATUS_GRAPHICS_INVALID_VIDPN_TOPOLOGY);
    CHECK_EQ(f.n_log, 0);
    CHECK_EQ(commit(0, 0, 1280, 720), STATUS_SUCCESS); /* the same again: nothing to do */
    CHECK_EQ(fake_count(0, PVGPU_OP_MODE_SET), 0);
    CHECK_EQ(commit(0, 0, 0, 0), STATUS_SUCCESS); /* empty: dark */
    CHECK_EQ(((const struct pvgpu_cmd_mode_set *)(const void *)&fake_last(PVGPU_OP_MODE_SET)->c)->width, 0);
    end();
}

TEST(pointer)
{
    struct client gdi;
    struct memory primary;
    uint8_t mono[2 * 32 * 4];
    DXGKARG_SETPOINTERSHAPE s = { .Width = 32, .Height = 32, .Pitch = 4, .pPixels = mono, .XHot = 3, .YHot = 4 };
    DXGKARG_SETPOINTERPOSITION p = { .X = -5, .Y = 9 };
    struct pvk_adapter *a;
    uint64_t run;
    uint32_t *image;

    begin();
    a = f.adapter;
    CHECK_EQ(f.ddi.DxgkDdiSetPointerPosition(f.adapter, &p), STATUS_SUCCESS); /* no path: no effect */
    CHECK_EQ(fake_count(0, PVGPU_OP_CURSOR_MOVE), 0);
    light(&gdi, &primary);
    memset(mono, 0, sizeof mono);
    mono[0] = 0xa0;       /* AND 1010 0000 */
    mono[32 * 4] = 0xc0;  /* XOR 1100 0000 */
    s.Flags.Monochrome = 1;
    CHECK_EQ(f.ddi.DxgkDdiSetPointerShape(f.adapter, &s), STATUS_SUCCESS);
    {
        const struct pvgpu_cmd_cursor_shape *c = (const void *)&fake_last(PVGPU_OP_CURSOR_SHAPE)->c;
        CHECK(c->masked && c->width == 32 && c->pitch == 128 && c->hot_x == 3 && c->hot_y == 4);
        image = (uint32_t *)(void *)pvk_heap_at(a, c->offset, &run);
        CHECK(image[0] == 0xffffffffu && image[1] == 0x00ffffffu && image[2] == 0xff000000u && image[3] == 0);
    }
    p.Flags.Visible = 1;
    CHECK_EQ(f.ddi.DxgkDdiSetPointerPosition(f.adapter, &p), STATUS_SUCCESS);
    CHECK_EQ((uint32_t)((const struct pvgpu_cmd_cursor_move *)(const void *)&fake_last(PVGPU_OP_CURSOR_MOVE)->c)->x,
             (uint32_t)-5);
    s.Width = 257;
    CHECK_EQ(f.ddi.DxgkDdiSetPointerShape(f.adapter, &s), STATUS_NO_MEMORY);
    dark(&gdi, &primary);
    end();
}

/* The last picture: at the highest level, with every lock held by somebody who never comes back (traps.md D9). */
TEST(bugcheck_screen)
{
    static uint32_t image[64 * 48];
    struct client gdi;
    struct memory primary;
    struct pvk_adapter *a;
    UINT width = 0, height = 0;
    D3DDDIFORMAT format = D3DDDIFMT_UNKNOWN;
    const struct pvgpu_cmd_update_texture *u;
    uint64_t run;
    KIRQL old;

    begin();
    a = f.adapter;
    CHECK_EQ(f.ddi.DxgkDdiSystemDisplayEnable(a, 0, NULL, &width, &height, &format), STATUS_NOT_SUPPORTED);
    light(&gdi, &primary);
    for (unsigned i = 0; i < 64 * 48; i++) image[i] = i * 0x10305;
    KeAcquireSpinLock(&a->queue.lock, &old);
    {
        KIRQL high = nt_irql_enter(HIGH_LEVEL);
        CHECK_EQ(f.ddi.DxgkDdiSystemDisplayEnable(a, 0, NULL, &width, &height, &format), STATUS_SUCCESS);
        f.ddi.DxgkDdiSystemDisplayWrite(a, image, 64, 48, 256, 1280 - 32, 720 - 16);
        nt_irql_leave(high);
    }
    KeReleaseSpinLock(&a->queue.lock, old);
    CHECK(width == 1280 && height == 720 && format == D3DDDIFMT_X8R8G8B8);
    CHECK_EQ(f.last_scanout_resource[0], a->post_resource);
    u = (const void *)&fake_last(PVGPU_OP_UPDATE_TEXTURE)->c;
    CHECK(u->left == 1248 && u->right == 1280 && u->top == 704 && u->bottom == 720 && u->row_pitch == 128);
    CHECK_EQ(((uint32_t *)(void *)pvk_heap_at(a, PVK_OWN_STRIPE, &run))[33] & 0xffffff, image[65] & 0xffffff);
    /* 24 bits a pixel, larger than the screen, in several stripes */
    {
        static uint8_t big[2000 * 800 * 3];
        uint32_t from = f.n_log;
        memset(big, 0x55, sizeof big);
        f.ddi.DxgkDdiSystemDisplayWrite(a, big, 2000, 800, 6000, 0, 0);
        CHECK_EQ(fake_count(from, PVGPU_OP_UPDATE_TEXTURE), (720 + 50) / 51);
        u = (const void *)&fake_last(PVGPU_OP_UPDATE_TEXTURE)->c;
        CHECK(u->right == 1280 && u->bottom == 720);
        CHECK_EQ(((uint32_t *)(void *)pvk_heap_at(a, PVK_OWN_STRIPE, &run))[5], 0xff555555);
    }
    fake_dpc();
    dark(&gdi, &primary);
    end();
}

/* Committed while the monitor is off: black, but flips and blanks go on; and back when it is on (contract.md A.4, 6). */
TEST(monitor_off)
{
    struct client gdi;
    struct memory primary, back;
    struct pvk_alloc_private d = texture_desc(1280, 720, PVK_DESC_PRIMARY);

    begin();
    light(&gdi, &primary);
    CHECK(memory_make(&back, &gdi, &d));
    CHECK_EQ(commit_flags(0, 0, 1280, 720, 2), STATUS_SUCCESS);
    fake_dpc();
    CHECK_EQ(f.last_scanout_resource[0], 0);
    set_address(0, &back, PVK_BASE_APERTURE + 0x800000, false);
    fake_dpc();
    fake_vblank(0);
    CHECK_EQ((uint64_t)last_vsync()->CrtcVsync.PhysicalAddress.QuadPart, PVK_BASE_APERTURE + 0x800000);
    CHECK_EQ(f.last_scanout_resource[0], 0);
    CHECK_EQ(commit_flags(0, 0, 1280, 720, 0), STATUS_SUCCESS);
    fake_dpc();
    CHECK_EQ(f.last_scanout_resource[0], back.id);
    memory_unmake(&back, &gdi);
    dark(&gdi, &primary);
    end();
}

static NTSTATUS recommend(struct vidpn *v, const D3DDDI_VIDEO_PRESENT_TARGET_ID *order, ULONG n)
{
    DXGKARG_RECOMMENDFUNCTIONALVIDPN r = { .NumberOfVidPnTargets = n, .pVidPnTargetPrioritizationVector = order,
                                           .hRecommendedFunctionalVidPn = vidpn_handle(v) };
    return f.ddi.DxgkDdiRecommendFunctionalVidPn(f.adapter, &r);
}

/* What the driver recommends is whole: paths, sets, pins; it supports it and can commit it (contract.md A.4, 2). */
TEST(recommended_vidpn)
{
    static const D3DDDI_VIDEO_PRESENT_TARGET_ID order[] = { 1, 0, 9 };
    DXGKARG_COMMITVIDPN c = { .AffectedVidPnSourceId = D3DDDI_ID_ALL };
    DXGKARG_ISSUPPORTEDVIDPN s = { 0 };
    struct vidpn v;

    begin();
    vidpn_init(&v);
    CHECK_EQ(recommend(&v, order, 3), STATUS_SUCCESS);
    CHECK_EQ(v.n_paths, 2);
    CHECK(v.paths[0].VidPnSourceId == 0 && v.paths[0].VidPnTargetId == 1 && v.paths[1].VidPnTargetId == 0);
    CHECK(v.paths[0].ImportanceOrdinal == D3DKMDT_VPPI_PRIMARY && v.paths[1].ImportanceOrdinal == D3DKMDT_VPPI_SECONDARY);
    CHECK(v.source[0]->pinned == 0 && v.target[1]->pinned == 0 && v.source[1]->pinned == 0);
    CHECK_EQ(vidpn_leaks(&v), 0);
    CHECK_EQ(vidpn_bad_timings(&v), 0);
    s.hDesiredVidPn = c.hFunctionalVidPn = vidpn_handle(&v);
    CHECK_EQ(f.ddi.DxgkDdiIsSupportedVidPn(f.adapter, &s), STATUS_SUCCESS);
    CHECK_EQ(s.IsVidPnSupported, TRUE);
    CHECK_EQ(f.ddi.DxgkDdiCommitVidPn(f.adapter, &c), STATUS_SUCCESS);
    CHECK_EQ(fake_count(0, PVGPU_OP_MODE_SET), 2);
    vidpn_fini(&v);
    vidpn_init(&v);
    CHECK_EQ(recommend(&v, order + 2, 1), STATUS_GRAPHICS_NO_RECOMMENDED_FUNCTIONAL_VIDPN); /* no screen of ours */
    CHECK_EQ(v.n_paths, 0);
    vidpn_fini(&v);
    CHECK_EQ(commit(0, 0, 0, 0), STATUS_SUCCESS);
    end();
}

/* Any of Windows' calls may fail on the way; nothing is kept (traps.md D3). */
TEST(recommendations_fail_cleanly)
{
    static const D3DDDI_VIDEO_PRESENT_TARGET_ID order[] = { 0, 1 };
    int step;

    begin();
    for (step = 1; step < 100; step++) {
        struct vidpn v;
        NTSTATUS status;
        vidpn_init(&v);
        v.fail_at = step;
        status = recommend(&v, order, 2);
        CHECK(status == STATUS_SUCCESS || status == STATUS_NO_MEMORY || status == STATUS_GRAPHICS_NO_RECOMMENDED_FUNCTIONAL_VIDPN);
        CHECK_EQ(vidpn_leaks(&v), 0);
        vidpn_fini(&v);
        CHECK_EQ(vidpn_live(), 0);
        if (status == STATUS_SUCCESS) break;
    }
    CHECK(step > 15 && step < 100);
    end();
}

TAP_MAIN(RUN(mode_set_and_vsync); RUN(flips_by_mmio); RUN(destroy_what_is_shown); RUN(vidpn_support);
         RUN(vidpn_cofunctional_modes); RUN(d14_wishes_of_the_host); RUN(vidpn_errors); RUN(commit_is_all_or_nothing); RUN(pointer);
         RUN(bugcheck_screen); RUN(monitor_off); RUN(recommended_vidpn); RUN(recommendations_fail_cleanly))
