/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * pe_finish.c - what GNU ld cannot say about a kernel driver's sections (PE format, "Section Flags"), run on the
 * machine that builds: INIT is discardable, so that Windows gives its pages back after DriverEntry; what is neither
 * PAGE..., INIT, relocations nor resources is not to be paged. Then the checksum, which Windows verifies for every driver.
 *
 * usage: pe_finish LINKED FINISHED
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MEM_DISCARDABLE 0x02000000u
#define MEM_NOT_PAGED   0x08000000u
#define MEM_EXECUTE     0x20000000u
#define MEM_WRITE       0x80000000u

static uint32_t get(const uint8_t *p, unsigned n) { return n ? p[0] | get(p + 1, n - 1) << 8 : 0; }

static void put32(uint8_t *p, uint32_t v)
{
    for (unsigned i = 0; i < 4; i++) p[i] = (uint8_t)(v >> 8 * i);
}

static int fail(const char *what)
{
    fprintf(stderr, "pe_finish: %s\n", what);
    return 1;
}

/* Sum of 16-bit words with the carries added back, plus the length; the field itself counts as zero. */
static uint32_t checksum(const uint8_t *d, size_t size)
{
    uint32_t sum = 0;
    for (size_t i = 0; i < size; i += 2) {
        sum += d[i] | (i + 1 < size ? (uint32_t)d[i + 1] << 8 : 0);
        sum = (sum & 0xffff) + (sum >> 16);
    }
    return sum + (uint32_t)size;
}

static int finish(uint8_t *d, size_t size)
{
    size_t pe, table;
    unsigned n;

    if (size < 0x40 || memcmp(d, "MZ", 2)) return fail("not a PE file");
    pe = get(d + 0x3c, 4);
    if (pe + 24 + 96 > size || memcmp(d + pe, "PE\0", 4)) return fail("no PE header");
    n = get(d + pe + 6, 2);
    table = pe + 24 + get(d + pe + 20, 2);
    if (table + 40u * n > size) return fail("section table outside of the file");
    for (unsigned i = 0; i < n; i++) {
        uint8_t *s = d + table + 40u * i;
        uint32_t flags = get(s + 36, 4);

        if ((flags & MEM_EXECUTE) && (flags & MEM_WRITE)) return fail("a section is writable and executable");
        if (!memcmp(s, "INIT\0\0\0", 8)) flags |= MEM_DISCARDABLE;
        else if (memcmp(s, "PAGE", 4) && memcmp(s, ".reloc\0", 8) && memcmp(s, ".rsrc\0\0", 8)) flags |= MEM_NOT_PAGED;
        put32(s + 36, flags);
    }
    put32(d + pe + 88, 0);
    put32(d + pe + 88, checksum(d, size));
    return 0;
}

int main(int argc, char **argv)
{
    static uint8_t d[16 << 20];
    FILE *f;
    size_t size;

    if (argc != 3) return fail("usage: pe_finish LINKED FINISHED");
    f = fopen(argv[1], "rb");
    if (!f) return fail("cannot open the linked file");
    size = fread(d, 1, sizeof d, f);
    fclose(f);
    if (size == sizeof d) return fail("the linked file is too large");
    if (finish(d, size)) return 1;
    f = fopen(argv[2], "wb");
    if (!f) return fail("cannot write");
    if (fwrite(d, 1, size, f) != size || fclose(f)) return fail("cannot write");
    return 0;
}
