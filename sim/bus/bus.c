/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "bus.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct bus *bus_open(const char *transport, char *error, size_t n)
{
    static const struct bus_ops *const known[] = { &bus_loopback, &bus_pipe, &bus_vfio, &bus_null };
    unsigned i;

    if (!transport) transport = getenv("PVGPU_TRANSPORT");
    if (!transport || !*transport) {
        snprintf(error, n,
                 "PVGPU_TRANSPORT is not set; give it loopback:SOCKET (of a running pvgpu-backend) or vfio:0000:00:04.0");
        return NULL;
    }
    for (i = 0; i < sizeof known / sizeof known[0]; i++) {
        size_t length = strlen(known[i]->name);
        if (strncmp(transport, known[i]->name, length) == 0 && transport[length] == ':')
            return known[i]->open(transport + length + 1, error, n);
    }
    snprintf(error, n, "PVGPU_TRANSPORT '%s': unknown kind; loopback:, pipe: and vfio: are known", transport);
    return NULL;
}

void bus_close(struct bus *b)
{
    if (b) b->ops->close(b);
}

/* E-EDID 1.4: header, ids, a digital display without size, one detailed timing with reduced blanking, one name. */
void bus_edid(uint8_t edid[128], unsigned width, unsigned height, unsigned refresh_hz)
{
    static const uint8_t head[] = { 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0x40, 0xc7, 1, 0, 1, 0, 0, 0, 0xff, 34, 1, 4,
                                    0xa5, 0, 0, 120, 0x06 };
    unsigned h_blank = 160, v_blank = 40, i, sum = 0;
    uint64_t clock_10khz = ((uint64_t)(width + h_blank) * (height + v_blank) * refresh_hz + 5000u) / 10000u;
    uint8_t *t = edid + 54;

    if (clock_10khz > 0xffff) clock_10khz = 0xffff; /* the field's end: 655.35 MHz */
    memset(edid, 0, 128);
    memcpy(edid, head, sizeof head);
    memset(edid + 38, 1, 16); /* no standard timings */
    t[0] = (uint8_t)clock_10khz;
    t[1] = (uint8_t)(clock_10khz >> 8);
    t[2] = (uint8_t)width;
    t[3] = (uint8_t)h_blank;
    t[4] = (uint8_t)((width >> 8) << 4 | h_blank >> 8);
    t[5] = (uint8_t)height;
    t[6] = (uint8_t)v_blank;
    t[7] = (uint8_t)((height >> 8) << 4 | v_blank >> 8);
    t[8] = 48;   /* front porch and sync, pixels */
    t[9] = 32;
    t[10] = 3 << 4 | 5; /* lines */
    t[17] = 0x1a; /* separate sync, + horizontal, - vertical */
    memcpy(edid + 72, "\0\0\0\xfc\0PVGPU\n      ", 18);
    memcpy(edid + 90, "\0\0\0\x10\0", 5);
    memcpy(edid + 108, "\0\0\0\x10\0", 5);
    for (i = 0; i < 127; i++) sum += edid[i];
    edid[127] = (uint8_t)(256u - sum % 256u);
}
