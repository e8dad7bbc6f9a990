/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * pnp.c - what the rest of the system does to an adapter: sleep, removal without notice, the end of the machine, the
 * pointer. In Windows these come from the power manager, the bus driver, the bugcheck code and win32k.
 */
#include "dxgk_internal.h"

#include <unistd.h>

#ifndef DISPLAY_ADAPTER_HW_ID /* video.h (nc-dispmprt-dxgkddi_set_power_state) */
#define DISPLAY_ADAPTER_HW_ID 0xffffffffu
#endif

/* ---- power ---- */

struct quiet { struct dxgk_adapter *a; bool stopped; };

static bool is_quiet(void *arg)
{
    struct quiet *q = arg;
    uint32_t s;

    q->stopped = q->a->sched.stopped;
    if (q->stopped) return true;
    if (q->a->sched.last_completed != q->a->sched.last_submitted) return false;
    for (s = 0; s < q->a->n_sources; s++)
        if (q->a->sources[s].flip_pending) return false;
    return true;
}

/* Level 3: nobody in the driver, nothing on the GPU. A reset that is due goes first. */
static void quiesce(struct dxgk_adapter *a)
{
    struct quiet q = { a, false };

    for (;;) {
        pthread_rwlock_wrlock(&a->level);
        pthread_mutex_lock(&a->sched.class_lock);
        dxgk_sched_wait(a, is_quiet, &q, 0);
        if (!q.stopped) return;
        pthread_mutex_unlock(&a->sched.class_lock);
        pthread_rwlock_unlock(&a->level);
        usleep(1000);
    }
}

static void set_power(struct dxgk_adapter *a, ULONG uid, DEVICE_POWER_STATE state)
{
    (void)DXGK_CALL(a, SetPowerState, a->context, uid, state, state == PowerDeviceD0 ? PowerActionNone : PowerActionSleep);
}

static void sleep_now(struct dxgk_adapter *a)
{
    ULONG i;

    quiesce(a);
    dxgk_paging_sleep(a); /* all of video memory goes to system memory (threading-and-synchronization-third-level) */
    for (i = 0; i < a->n_children; i++) set_power(a, a->children[i].d.ChildUid, PowerDeviceD3);
    set_power(a, a->n_children + 77, PowerDeviceD3); /* one that is gone already: no reason to fail */
    set_power(a, DISPLAY_ADAPTER_HW_ID, PowerDeviceD3);
    KeFlushQueuedDpcs();
    __atomic_store_n(&a->asleep, true, __ATOMIC_RELEASE);
}

static void wake_now(struct dxgk_adapter *a)
{
    ULONG i;

    __atomic_store_n(&a->asleep, false, __ATOMIC_RELEASE);
    set_power(a, DISPLAY_ADAPTER_HW_ID, PowerDeviceD0);
    for (i = 0; i < a->n_children; i++) set_power(a, a->children[i].d.ChildUid, PowerDeviceD0);
    pthread_mutex_lock(&a->sched.lock);
    a->sched.progress_ns = dxgk_now_ns();
    pthread_mutex_unlock(&a->sched.lock);
    dxgk_paging_wake(a);
    if (!NT_SUCCESS(dxgk_display_wake(a))) dxgk_log("the display did not come back from sleep");
    pthread_mutex_unlock(&a->sched.class_lock);
    pthread_rwlock_unlock(&a->level);
    dxgk_sched_pump(a);
}

int dxgk_test_power(bool on)
{
    struct dxgk_adapter *a = dxgk_adapter();

    if (!a || a->asleep != on) return -1;
    if (on) wake_now(a);
    else sleep_now(a);
    return 0;
}

/* ---- removal without notice ---- */

int dxgk_test_surprise_removal(void)
{
    struct dxgk_adapter *a = dxgk_adapter();
    uint32_t process;

    if (!a) return -1;
    a->bus->ops->interrupts_disable(a->bus);
    __atomic_store_n(&a->gone, true, __ATOMIC_RELEASE); /* registers answer with all ones from here on */
    if (a->caps.SupportSurpriseRemovalInHibernation &&
        !NT_SUCCESS(DXGK_CALL(a, NotifySurpriseRemoval, a->context, DxgkRemovalPnPNotify)))
        nt_violation("dispmprt/nc-dispmprt-dxgkddi_notify_surprise_removal", "failed; the system would restart");
    dxgk_stop_the_world(a);
    for (process = 0; process < 64; process++) dxgk_devices_lose(process);
    KeFlushQueuedDpcs(); /* what the driver still has to report comes before its numbers are over */
    dxgk_irq_forget(a, a->sched.last_submitted);
    dxgk_sched_abort(a, 0, true);
    dxgk_start_the_world(a);
    return 0;
}

/* ---- the end of the machine ---- */

int dxgk_test_bugcheck(const void *pixels, uint32_t width, uint32_t height, uint32_t *screen_width, uint32_t *screen_height)
{
    static const char page[] = "dispmprt/nc-dispmprt-dxgkddi_system_display_enable";
    struct dxgk_adapter *a = dxgk_adapter();
    D3DDDIFORMAT format = D3DDDIFMT_UNKNOWN;
    DXGKARG_SYSTEM_DISPLAY_ENABLE_FLAGS flags = { 0 };
    UINT w = 0, h = 0;
    NTSTATUS status;
    KIRQL old;

    if (!a) return -1;
    /* Every other processor stands still: nothing is waited for and no lock is free for certain. */
    old = nt_irql_enter(HIGH_LEVEL);
    status = DXGK_CALL(a, SystemDisplayEnable, a->context, a->children[a->sources[0].target_index].d.ChildUid, &flags, &w, &h,
                       &format);
    if (NT_SUCCESS(status)) {
        if (w < 640 || h < 480) nt_violation(page, "the screen is %ux%u, at least 640x480 is asked for", w, h);
        if (format != D3DDDIFMT_R8G8B8 && format != D3DDDIFMT_X8R8G8B8 && format != D3DDDIFMT_A8R8G8B8)
            nt_violation(page, "the screen has format %u", (unsigned)format);
        DXGK_CALL_VOID(a, SystemDisplayWrite, a->context, (PVOID)(uintptr_t)pixels, width, height, width * 4, 0, 0);
    } else {
        DXGK_CALL_VOID(a, ResetDevice, a->context);
    }
    nt_irql_leave(old);
    *screen_width = w;
    *screen_height = h;
    return NT_SUCCESS(status) ? 0 : -1;
}

/* ---- the pointer ---- */

int dxgk_test_pointer_shape(uint32_t source, uint32_t width, uint32_t height, const void *argb, uint32_t pitch, bool masked)
{
    struct dxgk_adapter *a = dxgk_adapter();
    DXGKARG_SETPOINTERSHAPE s = { .Width = width, .Height = height, .Pitch = pitch, .VidPnSourceId = source, .pPixels = argb };
    NTSTATUS status = STATUS_NOT_SUPPORTED;

    if (!a) return -1;
    pthread_rwlock_rdlock(&a->level);
    pthread_mutex_lock(&a->pointer_lock); /* a class of its own */
    s.Flags.Color = !masked;
    s.Flags.MaskedColor = masked;
    /* Only what the driver offers, and never to a source that shows nothing (K/setpointershape). */
    if (source < a->n_sources && a->sources[source].active && width <= a->caps.MaxPointerWidth &&
        height <= a->caps.MaxPointerHeight && (masked ? a->caps.PointerCaps.MaskedColor : a->caps.PointerCaps.Color))
        status = DXGK_CALL(a, SetPointerShape, a->context, &s);
    pthread_mutex_unlock(&a->pointer_lock);
    pthread_rwlock_unlock(&a->level);
    return NT_SUCCESS(status) ? 0 : -1;
}

int dxgk_test_pointer_position(uint32_t source, int32_t x, int32_t y, bool visible)
{
    struct dxgk_adapter *a = dxgk_adapter();
    DXGKARG_SETPOINTERPOSITION p = { .VidPnSourceId = source, .X = x, .Y = y };
    NTSTATUS status;

    if (!a) return -1;
    p.Flags.Visible = visible;
    pthread_rwlock_rdlock(&a->level);
    pthread_mutex_lock(&a->pointer_lock);
    status = DXGK_CALL(a, SetPointerPosition, a->context, &p);
    if (!NT_SUCCESS(status) && source < a->n_sources && !a->sources[source].active)
        nt_violation("d3dkmddi/nc-d3dkmddi-dxgkddi_setpointerposition", "failed (0x%08x) for a source that shows nothing",
                     (unsigned)status);
    pthread_mutex_unlock(&a->pointer_lock);
    pthread_rwlock_unlock(&a->level);
    return NT_SUCCESS(status) ? 0 : -1;
}

/* ---- the boot display ---- */

static bool post_device;

void dxgk_test_post_device(bool yes) { post_device = yes; }
bool dxgk_is_post_device(void) { return post_device; }

bool dxgk_release_post(struct dxgk_adapter *a)
{
    static const char page[] = "dispmprt/nc-dispmprt-dxgkddi_stop_device_and_release_post_display_ownership";
    D3DDDI_VIDEO_PRESENT_TARGET_ID target = a->children[a->sources[0].target_index].d.ChildUid;
    DXGK_DISPLAY_INFORMATION info = { 0 };

    if (!post_device || !a->ddi.DxgkDdiStopDeviceAndReleasePostDisplayOwnership) return false;
    if (!NT_SUCCESS(DXGK_CALL(a, StopDeviceAndReleasePostDisplayOwnership, a->context, target, &info))) return false;
    if (info.Width || info.Height) { /* both 0: nothing is shown, which is allowed */
        if (info.ColorFormat != D3DDDIFMT_X8R8G8B8 && info.ColorFormat != D3DDDIFMT_A8R8G8B8)
            nt_violation(page, "the picture that is left has format %u, and 32 bits are asked for", (unsigned)info.ColorFormat);
        if (info.Pitch < info.Width * 4) nt_violation(page, "its pitch is %u for %u pixels", info.Pitch, info.Width);
        if ((uint64_t)info.PhysicAddress.QuadPart < DXGK_BAR2_ADDRESS ||
            (uint64_t)info.PhysicAddress.QuadPart - DXGK_BAR2_ADDRESS >= a->bus->bar2_size)
            nt_violation(page, "it lies at 0x%llx, in no BAR (traps.md L20)", (unsigned long long)info.PhysicAddress.QuadPart);
    }
    return true;
}
