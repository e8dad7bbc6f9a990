/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * modes.c - what the screens can be set to: the EDID's preferred timing, then a list of usual sizes, then sizes that the
 * host's user gave a window. Every mode has a whole timing, since modes without frequencies were refused by newer systems
 * (traps.md D2). A new size is offered when Windows next asks for the monitor's modes: screens are always connected, so that
 * there is nothing to indicate (nc-dispmprt-dxgkcb_indicate_child_status), and the host scales its window meanwhile.
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

enum { BLANK_X = 160, BLANK_Y = 45 }; /* reduced blanking */

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
    m->h_total = width + BLANK_X;
    m->v_total = height + BLANK_Y;
    m->refresh_mhz = rate * 1000;
    m->pixel_rate = m->h_total * m->v_total * rate;
}

/* ---- wishes ---- */

static uint64_t wish_of(uint64_t width, uint64_t height, uint64_t mhz) { return width << 48 | height << 32 | mhz; }

void pvk_mode_wish(struct pvk_adapter *a, uint32_t scanout, uint64_t size, uint64_t refresh_mhz)
{
    uint64_t width = size >> 32, height = (uint32_t)size;

    /* A host may say anything. */
    if (scanout >= a->n_scanouts || width < 320 || height < 200 || width > 16384 || height > 16384) return;
    if (refresh_mhz < 24000 || refresh_mhz > 500000) refresh_mhz = 60000;
    if ((width + BLANK_X) * (height + BLANK_Y) * ((refresh_mhz + 500) / 1000) > UINT32_MAX) return; /* pixel_rate */
    pvgpu_store64(&a->new_wish[scanout], wish_of(width, height, (refresh_mhz + 500) / 1000 * 1000));
}

/* Whether a screen is set to it: then it stays in the list. */
static bool in_use(const struct pvk_adapter *a, uint64_t wish)
{
    for (uint32_t t = 0; t < a->n_scanouts; t++) {
        const struct pvk_target *k = &a->targets[t];
        if (k->active && k->width == wish >> 48 && k->height == (wish >> 32 & 0xffff)) return true;
    }
    return false;
}

void pvk_mode_wishes(struct pvk_adapter *a)
{
    for (uint32_t s = 0; s < a->n_scanouts; s++) {
        uint64_t wish = __atomic_exchange_n(&a->new_wish[s], 0, __ATOMIC_ACQ_REL);
        bool there = !wish;
        for (uint32_t i = 0; i < PVK_WISHES; i++) there |= a->wishes[i] == wish;
        for (uint32_t i = 0; i < PVK_WISHES && !there; i++) {
            uint64_t *place = &a->wishes[a->n_wishes++ % PVK_WISHES];
            if (*place && in_use(a, *place)) continue;
            pvgpu_store64(place, wish);
            there = true;
        }
    }
}

/* ---- the list ---- */

/* One of the usual sizes at a usual rate. */
PVK_PAGED static bool is_usual(uint32_t width, uint32_t height, uint32_t rate)
{
    for (uint32_t at = 0; at < N_SIZES * N_RATES; at++)
        if (sizes[at % N_SIZES].width == width && sizes[at % N_SIZES].height == height && rates[at / N_SIZES] == rate &&
            (rate <= 60 || (height >= 720 && (uint64_t)width * height <= 2560u * 1600u)))
            return true;
    return false;
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
    for (uint32_t at = 0; at < 2 * PVK_WISHES; at++) { /* each at 60 Hz, for source modes know no rates, and then faster */
        uint64_t wish = pvgpu_load64(&a->wishes[at / 2]);
        uint32_t width = (uint32_t)(wish >> 48), height = wish >> 32 & 0xffff, rate = (uint32_t)wish / 1000;
        if (at % 2 ? rate <= 60 : rate > 60) {
            if (at % 2) continue;
            rate = 60;
        }
        if (!wish || is_usual(width, height, rate)) continue;
        if (have && first.width == width && first.height == height && (first.refresh_mhz + 500) / 1000 == rate) continue;
        if (i--) continue;
        usual(m, width, height, rate);
        return true;
    }
    return false;
}
