/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * record.h - the recorded command stream (--record FILE): every packet as consumed, and the heap
 * memory that its commands read. Execute thread.
 *
 * The file: struct pvb_record_header, then records, each a struct pvb_record_entry followed by size
 * bytes and zeroes up to a multiple of 8. Little-endian. A PACKET's bytes are a struct pvgpu_packet
 * and its commands. The MEMORY records that follow a packet, up to the next PACKET or RESET, lay down
 * what its commands read: a replay puts them into its heap region before it runs the packet. RESET
 * starts a new VM: its objects are gone.
 */
#ifndef PVB_RECORD_H
#define PVB_RECORD_H

#include <stddef.h>
#include <stdint.h>

#define PVB_RECORD_MAGIC 0x3143455255475650ull /* "PVGUREC1" as little-endian bytes */

struct pvb_record_header {
    uint64_t magic;
    uint32_t abi_version;
    uint32_t header_size; /* bytes of this struct: where the first record is */
    uint64_t heap_size;   /* bytes of the largest heap region recorded; 0 when the process was killed */
    uint64_t reserved;
};

enum pvb_record_type { PVB_RECORD_PACKET = 1, PVB_RECORD_MEMORY = 2, PVB_RECORD_RESET = 3 };

struct pvb_record_entry {
    uint32_t type;   /* enum pvb_record_type */
    uint32_t size;   /* bytes that follow, padding not counted */
    uint64_t where;  /* PACKET, RESET: host monotonic ns; MEMORY: offset in the heap region */
};

struct pvb_record;
struct pvb_record *pvb_record_open(const char *path, char *error, size_t n); /* NULL with a text */
void pvb_record_reset(struct pvb_record *r, uint64_t heap_size);
void pvb_record_packet(struct pvb_record *r, const void *packet, uint32_t size, uint64_t now_ns);
void pvb_record_memory(struct pvb_record *r, uint64_t offset, const void *bytes, uint64_t size);
void pvb_record_close(struct pvb_record *r); /* NULL is fine */

#endif
