/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * modes.c - what the screens can be set to: the EDID's preferred timing, then a list of usual sizes. Every mode
 * has a whole timing, since modes without frequencies were refused by newer systems (traps.md D2).
 */
#include "kmd.h"

/* 640x480, 800x600 and 1024x768 must be there (traps.md D8). */
static const struct { uint16_t width, height; } sizes[] = {
    { 1024, 768 },  { 640, 480 },   { 800, 600 },   { 1152, 864 },  { 1280, 720 },  { 1280, 768 },  { 1280, 800 },
    { 1280, 960 },  { 1280, 1024 }, { 1360, 768 },  { 1366, 768 },  { 1440, 900 },  { 1600, 900 },  { 1600, 1200 },
    { 1680, 1050 }, { 1920, 1080 }, { 1920, 1200 }, { 2560, 1080 }, { 2560, 1440 }, { 2560, 1600 }, { 3440, 1440 },
    { 3840, 2160 },
};
static const uint32_t rates[] = { 60, 120, 144 };

#define N_SIZES (sizeof sizes / sizeof sizes[0])
#define N_RATES (sizeof rates / sizeof rates[0])

/* The first detailed timing of the base block (EDID 1.4, 3.10.2): 10 kHz, active and blank each way. */
PVK_PAGED static bool preferred(const struct pvk_adapter *a, struct pvk_mode *m)
{
    const uint8_t *d = a->edid + 54;
    uint32_t h, v, h_blank, v_blank, clock = (d[0] | (uint32_t)d[1] << 8) * 10000u;

    if (a->edid_size < 128 || !clock) return false;
    h = d[2] | (d[4] & 0xf0u) << 4;
    h_blank = d[3] | (d[4] & 0x0fu) << 8;
    v = d[5] | (d[7] & 0xf0u) << 4;
    v_blank = d[6] | (d[7] & 0x0fu) << 8;
    if (h < 320 || v < 200) return false;
    m->width = (uint16_t)h;
    m->height = (uint16_t)v;
    m->h_total = h + h_blank;
    m->v_total = v + v_blank;
    m->pixel_rate = clock;
    m->refresh_mhz = (uint32_t)((uint64_t)clock * 1000 / ((uint64_t)m->h_total * m->v_total));
    return m->refresh_mhz != 0;
}

PVK_PAGED static void usual(struct pvk_mode *m, uint32_t width, uint32_t height, uint32_t rate)
{
    m->width = (uint16_t)width;
    m->height = (uint16_t)height;
    m->h_total = width + 160; /* reduced blanking */
    m->v_total = height + 45;
    m->refresh_mhz = rate * 1000;
    m->pixel_rate = m->h_total * m->v_total * rate;
}

PVK_PAGED bool pvk_mode_at(struct pvk_adapter *a, uint32_t i, struct pvk_mode *m)
{
    struct pvk_mode first;
    bool have = preferred(a, &first);

    if (have && i == 0) { *m = first; return true; }
    if (have) i--;
    for (uint32_t at = 0; at < N_SIZES * N_RATES; at++) {
        uint32_t width = sizes[at % N_SIZES].width, height = sizes[at % N_SIZES].height, rate = rates[at / N_SIZES];
        if (rate > 60 && (height < 720 || (uint64_t)width * height > 2560u * 1600u)) continue;
        if (have && first.width == width && first.height == height && (first.refresh_mhz + 500) / 1000 == rate) continue;
        if (i--) continue;
        usual(m, width, height, rate);
        return true;
    }
    return false;
}
