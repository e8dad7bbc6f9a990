/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * monitor.c - what is known of monitors: EDID timings, and the monitor interface that drivers may query.
 */
#include "vidpn.h"

static void add(struct dxgk_mode *modes, uint32_t *n, uint32_t max, uint32_t width, uint32_t height, uint32_t mhz)
{
    uint32_t i;
    for (i = 0; i < *n; i++)
        if (modes[i].width == width && modes[i].height == height && modes[i].refresh_mhz / 1000 == mhz / 1000) return;
    if (*n < max) modes[(*n)++] = (struct dxgk_mode){ width, height, mhz };
}

/* E-EDID 1.4: detailed timings are 18 bytes at 54, 72, 90, 108; the first one is the preferred mode. */
uint32_t dxgk_edid_modes(const uint8_t *edid, uint32_t size, struct dxgk_mode *modes, uint32_t max)
{
    static const struct { uint16_t width, height; } usual[] = {
        { 3840, 2160 }, { 2560, 1440 }, { 1920, 1200 }, { 1920, 1080 }, { 1680, 1050 }, { 1600, 900 }, { 1366, 768 },
        { 1280, 1024 }, { 1280, 800 }, { 1280, 720 }, { 1024, 768 }, { 800, 600 }, { 640, 480 },
    };
    uint32_t n = 0, at;
    unsigned i;

    for (at = 54; size >= 128 && at + 18 <= 126; at += 18) {
        const uint8_t *t = edid + at;
        uint64_t clock = (uint64_t)(t[0] | t[1] << 8) * 10000u;
        uint32_t width = t[2] | (t[4] & 0xf0u) << 4, height = t[5] | (t[7] & 0xf0u) << 4;
        uint32_t total_w = width + (t[3] | (t[4] & 0x0fu) << 8), total_h = height + (t[6] | (t[7] & 0x0fu) << 8);
        if (clock && width && height)
            add(modes, &n, max, width, height, (uint32_t)(clock * 1000u / ((uint64_t)total_w * total_h)));
    }
    if (!n) add(modes, &n, max, 1024, 768, 60000); /* a monitor that says nothing */
    for (i = 0; i < sizeof usual / sizeof usual[0]; i++)
        if (usual[i].width <= modes[0].width && usual[i].height <= modes[0].height)
            add(modes, &n, max, usual[i].width, usual[i].height, 60000);
    return n;
}

void dxgk_signal_info(const struct dxgk_mode *m, D3DKMDT_VIDEO_SIGNAL_INFO *info)
{
    memset(info, 0, sizeof *info);
    info->VideoStandard = D3DKMDT_VSS_OTHER;
    info->TotalSize.cx = m->width + 160; /* reduced blanking */
    info->TotalSize.cy = m->height + 40;
    info->ActiveSize.cx = m->width;
    info->ActiveSize.cy = m->height;
    info->VSyncFreq.Numerator = m->refresh_mhz;
    info->VSyncFreq.Denominator = 1000;
    info->PixelRate = (SIZE_T)((uint64_t)info->TotalSize.cx * info->TotalSize.cy * m->refresh_mhz / 1000u);
    info->HSyncFreq.Numerator = (UINT)(info->PixelRate / info->TotalSize.cx);
    info->HSyncFreq.Denominator = 1;
    info->AdditionalSignalInfo.ScanLineOrdering = D3DDDI_VSSLO_PROGRESSIVE;
}

static NTSTATUS DDI_CALL acquire_modes(const D3DKMDT_ADAPTER adapter, const D3DDDI_VIDEO_PRESENT_TARGET_ID target,
                                       D3DKMDT_HMONITORSOURCEMODESET *set, const DXGK_MONITORSOURCEMODESET_INTERFACE **i)
{
    struct dxgk_adapter *a = dxgk_adapter();
    struct mode_set *s;
    ULONG c;
    uint32_t k;

    for (c = 0; c < a->n_children && a->children[c].d.ChildUid != target; c++) {}
    if (c == a->n_children) return STATUS_GRAPHICS_INVALID_VIDEO_PRESENT_TARGET;
    if (!a->children[c].connected) return STATUS_GRAPHICS_MONITOR_NOT_CONNECTED;
    if (!(s = mode_set_create(NULL, SET_MONITOR, target))) return STATUS_NO_MEMORY;
    for (k = 0; k < a->children[c].n_modes; k++) mode_set_add_signal(s, &a->children[c].modes[k], k == 0);
    s->assigned = true;
    *set = (D3DKMDT_HMONITORSOURCEMODESET)(void *)s;
    *i = &monitor_mode_interface;
    return STATUS_SUCCESS;
}

static NTSTATUS DDI_CALL release_modes(const D3DKMDT_ADAPTER adapter, const D3DKMDT_HMONITORSOURCEMODESET set)
{
    struct mode_set *s = mode_set_check(set, SET_MONITOR);
    if (!s) return STATUS_GRAPHICS_INVALID_MONITOR_SOURCEMODESET;
    mode_set_free(s);
    return STATUS_SUCCESS;
}

static NTSTATUS DDI_CALL no_ranges(const D3DKMDT_ADAPTER adapter, const D3DDDI_VIDEO_PRESENT_TARGET_ID target,
                                   D3DKMDT_HMONITORFREQUENCYRANGESET *set, const DXGK_MONITORFREQUENCYRANGESET_INTERFACE **i)
{
    return STATUS_NOT_SUPPORTED; /* no monitor of ours has a range descriptor */
}

static NTSTATUS DDI_CALL no_descriptors(const D3DKMDT_ADAPTER adapter, const D3DDDI_VIDEO_PRESENT_TARGET_ID target,
                                        D3DKMDT_HMONITORDESCRIPTORSET *set, const DXGK_MONITORDESCRIPTORSET_INTERFACE **i)
{
    return STATUS_NOT_SUPPORTED;
}

NTSTATUS dxgk_monitor_interface(const DXGK_MONITOR_INTERFACE **out)
{
    static const DXGK_MONITOR_INTERFACE table = {
        .Version = DXGK_MONITOR_INTERFACE_VERSION_V1, .pfnAcquireMonitorSourceModeSet = acquire_modes,
        .pfnReleaseMonitorSourceModeSet = release_modes, .pfnGetMonitorFrequencyRangeSet = no_ranges,
        .pfnGetMonitorDescriptorSet = no_descriptors,
    };
    *out = &table;
    return STATUS_SUCCESS;
}
