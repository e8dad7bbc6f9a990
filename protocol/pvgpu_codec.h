/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * pvgpu_codec.h - check, walk and print commands. All of it comes from pvgpu_cmds.def.
 * The caller passes memory that the guest can no longer change (copy, check, then use the copy).
 * No function allocates, blocks or keeps state; any thread, any IRQL.
 */
#ifndef PVGPU_CODEC_H
#define PVGPU_CODEC_H

#include "pvgpu_abi.h"

/* Why a command or packet was refused. The numbers travel in PVGPU_EVENT_CONTEXT_ERROR. */
enum pvgpu_verdict {
    PVGPU_OK = 0,
    PVGPU_E_TRUNCATED = 1, /* fewer bytes than a header */
    PVGPU_E_OPCODE    = 2, /* unknown opcode */
    PVGPU_E_SIZE      = 3, /* size field disagrees with the opcode, its tail or the packet */
    PVGPU_E_FIELD     = 4, /* a field breaks its kind's rule */
    PVGPU_E_CLASS     = 5, /* command not allowed in this packet or command list */
    PVGPU_E_HANDLE    = 6, /* handle not defined, of another kind, in use, or beyond the limit */
    PVGPU_E_RANGE     = 7, /* offset, size, slot or rectangle out of bounds */
    PVGPU_E_RULE      = 8, /* a rule between fields or objects is broken */
    PVGPU_E_QUOTA     = 9, /* the context's share of the host is used up */
    PVGPU_E_PACKET    = 10, /* packet header: type, flags, context, fence order */
    PVGPU_E_LOST      = 11, /* the host's Direct3D device was removed */
    PVGPU_VERDICT_COUNT
};
const char *pvgpu_verdict_name(enum pvgpu_verdict v); /* "?" when out of range */

struct pvgpu_field {
    const char *name;
    uint32_t arg;
    uint16_t offset;
    uint16_t kind; /* enum pvgpu_kind */
};

struct pvgpu_desc {
    const char *name;
    const char *prose;
    const struct pvgpu_field *fields;
    uint16_t n_fields;
    uint16_t op;
    uint16_t size;              /* bytes without tail */
    uint16_t cls;               /* PVGPU_CLASS_ */
    uint16_t tail_size;         /* bytes of one tail element, 0 without tail */
    uint16_t tail_count_offset; /* of the count field, whose arg is the most there may be */
};

extern const struct pvgpu_desc pvgpu_descs[PVGPU_IX_COUNT];

/* Row of an opcode, or -1. */
int pvgpu_index_of(uint32_t op);

/* Checks the command at cmd, of which avail bytes may be read. On PVGPU_OK *index is its row, and
 * every rule that its row states holds, the padding of an odd tail included. */
enum pvgpu_verdict pvgpu_check(const void *cmd, size_t avail, int *index) PVGPU_MUST_USE;

/* Handlers get a checked command; tail is its tail array, or NULL when the row has none. */
struct pvgpu_ops {
#define CMD(n, N, code, cls, prose) enum pvgpu_verdict (*n)(void *ctx, const struct pvgpu_cmd_##n *c, const void *tail);
#define FIELD(n, k, f, a)
#define TAIL(n, e, c)
#define END(n)
#include "pvgpu_cmds.def"
};

/* Checks and dispatches commands one after another; stops at the first that is refused.
 * cls: classes allowed, a mask of PVGPU_CLASS_. buf: 8-byte aligned. *done: bytes of the commands
 * that were carried out, so on failure the offset of the offender. */
enum pvgpu_verdict pvgpu_run(const void *buf, size_t len, uint32_t cls, const struct pvgpu_ops *ops, void *ctx,
                             size_t *done) PVGPU_MUST_USE;

/* Prints a checked command as one line without newline, cut at n bytes. Returns what snprintf would. */
int pvgpu_print(const void *cmd, char *out, size_t n);

/* Fills the header of a command struct that is followed by n tail elements. Returns the size in
 * bytes of the whole; the caller has zeroed the padding. */
#define PVGPU_CMD_INIT(c, N) ((c)->hdr.op = PVGPU_OP_##N, (c)->hdr.flags = 0, (c)->hdr.size = (uint32_t)sizeof *(c))
static inline uint32_t pvgpu_size_with_tail(uint32_t fixed, uint32_t elem, uint32_t n)
{
    return (fixed + elem * n + 7u) & ~7u;
}

#endif
