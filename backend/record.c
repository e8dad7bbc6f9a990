/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "os.h"
#include "pvb_renderer.h"
#include "record.h"

struct pvb_record {
    FILE *file;
    bool failed; /* said once, then nothing more is written */
    struct pvb_record_header header;
};

static void put(struct pvb_record *r, const void *bytes, size_t size)
{
    if (r->failed || !size || fwrite(bytes, 1, size, r->file) == size) return;
    r->failed = true;
    pvb_log(0, "the record cannot be written: %s: it ends here", strerror(errno));
}

static void entry(struct pvb_record *r, uint32_t type, uint64_t where, const void *bytes, uint32_t size)
{
    static const char zeroes[8];
    struct pvb_record_entry e = { type, size, where };
    put(r, &e, sizeof e);
    put(r, bytes, size);
    put(r, zeroes, -size & 7u);
}

struct pvb_record *pvb_record_open(const char *path, char *error, size_t n)
{
    struct pvb_record *r = calloc(1, sizeof *r);
    if (r) r->file = fopen(path, "wb");
    if (!r || !r->file) {
        snprintf(error, n, "%s: cannot write: %s: give another --record", path, strerror(errno));
        free(r);
        return NULL;
    }
    r->header = (struct pvb_record_header){ PVB_RECORD_MAGIC, PVGPU_ABI_VERSION, sizeof r->header, 0, 0 };
    put(r, &r->header, sizeof r->header);
    return r;
}

void pvb_record_reset(struct pvb_record *r, uint64_t heap_size)
{
    if (heap_size > r->header.heap_size) r->header.heap_size = heap_size;
    entry(r, PVB_RECORD_RESET, pvb_now_ns(), NULL, 0);
}

void pvb_record_packet(struct pvb_record *r, const void *packet, uint32_t size, uint64_t now_ns)
{
    entry(r, PVB_RECORD_PACKET, now_ns, packet, size);
}

void pvb_record_memory(struct pvb_record *r, uint64_t offset, const void *bytes, uint64_t size)
{
    const uint32_t most = 1u << 30;
    while (size) {
        uint32_t part = size > most ? most : (uint32_t)size;
        entry(r, PVB_RECORD_MEMORY, offset, bytes, part);
        offset += part;
        bytes = (const char *)bytes + part;
        size -= part;
    }
}

void pvb_record_close(struct pvb_record *r)
{
    if (!r) return;
    if (!fseek(r->file, 0, SEEK_SET)) put(r, &r->header, sizeof r->header);
    if (fclose(r->file) && !r->failed) pvb_log(0, "the record cannot be written: %s", strerror(errno));
    free(r);
}
