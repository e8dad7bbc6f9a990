/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * desktop.h - a lit screen for the tests: one primary, committed, visible, with vertical syncs. Header-only.
 */
#ifndef DESKTOP_H
#define DESKTOP_H

#include "client.h"
#include "fake_vidpn.h"

/* flags: 1 PathPowerTransition, 2 PathPoweredOff. */
static inline NTSTATUS commit_flags(uint32_t source, uint32_t target, uint32_t width, uint32_t height, uint32_t flags)
{
    struct vidpn v;
    DXGKARG_COMMITVIDPN c = { .AffectedVidPnSourceId = D3DDDI_ID_ALL };
    NTSTATUS status;

    c.Flags.PathPowerTransition = flags & 1;
    c.Flags.PathPoweredOff = flags >> 1;

    vidpn_init(&v);
    if (width) {
        vidpn_path(&v, source, target);
        vidpn_pin_source(&v, source, width, height, D3DDDIFMT_A8R8G8B8);
        vidpn_pin_target(&v, target, width, height);
    }
    c.hFunctionalVidPn = vidpn_handle(&v);
    status = f.ddi.DxgkDdiCommitVidPn(f.adapter, &c);
    vidpn_fini(&v);
    return status;
}

static inline NTSTATUS commit(uint32_t source, uint32_t target, uint32_t width, uint32_t height)
{
    return commit_flags(source, target, width, height, 0);
}

static inline void visible(uint32_t source, bool on)
{
    DXGKARG_SETVIDPNSOURCEVISIBILITY v = { source, on };
    CHECK_EQ(f.ddi.DxgkDdiSetVidPnSourceVisibility(f.adapter, &v), STATUS_SUCCESS);
}

static inline void set_address(uint32_t source, const struct memory *m, uint64_t address, bool mode)
{
    DXGKARG_SETVIDPNSOURCEADDRESS s = { .VidPnSourceId = source, .PrimarySegment = PVK_SEG_APERTURE,
                                        .hAllocation = m ? m->alloc : NULL };
    KIRQL old = 0;
    s.PrimaryAddress.QuadPart = (LONGLONG)address;
    s.Flags.ModeChange = mode;
    s.Flags.FlipOnNextVSync = !mode;
    if (!mode) old = nt_irql_enter(NT_DEVICE_LEVEL);
    CHECK_EQ(f.ddi.DxgkDdiSetVidPnSourceAddress(f.adapter, &s), STATUS_SUCCESS);
    if (!mode) nt_irql_leave(old);
}

/* A desktop: one primary on source 0, target 0. */
static inline void light(struct client *gdi, struct memory *primary)
{
    struct pvk_alloc_private d = texture_desc(1280, 720, PVK_DESC_PRIMARY);
    CHECK(client_open(gdi, false, true));
    CHECK(memory_make(primary, gdi, &d));
    CHECK_EQ(commit(0, 0, 1280, 720), STATUS_SUCCESS);
    set_address(0, primary, PVK_BASE_APERTURE, true);
    fake_dpc();
    visible(0, true);
    CHECK_EQ(f.ddi.DxgkDdiControlInterrupt(f.adapter, DXGK_INTERRUPT_CRTC_VSYNC, TRUE), STATUS_SUCCESS);
    fake_dpc();
}

static inline void dark(struct client *gdi, struct memory *primary)
{
    CHECK_EQ(commit(0, 0, 0, 0), STATUS_SUCCESS);
    memory_unmake(primary, gdi);
    client_close(gdi);
    fake_dpc();
}

static inline const DXGKARGCB_NOTIFY_INTERRUPT_DATA *last_vsync(void)
{
    for (uint32_t i = f.n_notes; i-- > 0;)
        if (f.notes[i].InterruptType == DXGK_INTERRUPT_CRTC_VSYNC) return &f.notes[i];
    return NULL;
}

#endif
