/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * record.h - commands that are written now and sent later: those of a deferred context, and those of creations
 * and destructions on a thread that does not own the immediate context. Both are a struct pvu_context with a
 * recorder: commands go to blocks in our memory, allocations are mentioned instead of listed, data goes to
 * upload memory of the recording's own. The immediate context takes a block over as it is: one copy of its bytes, and
 * a look at each mention.
 *
 * Threads: a recording belongs to one thread at a time. Blocks of creations are written and taken under the device's
 * lock (thread.c); a command list does not change once it is made.
 */
#ifndef PVU_RECORD_H
#define PVU_RECORD_H

#include "pvu.h"

/* An allocation that commands of a block name. */
struct pvu_mention {
    struct pvu_ref *ref; /* of a struct pvu_resource, or of a struct pvu_heap when patch is set */
    uint32_t id;         /* that the commands name; a resource may have changed its own since (rotation) */
    bool patch;
    bool staging;        /* heap of a staging resource */
    bool read_back;      /* and commands read into it */
    bool gone;           /* ref is what is left of a destroyed resource */
};

struct pvu_block {
    struct pvu_block *next;
    uint32_t used, n, capacity, n_patch; /* bytes; mentions */
    struct pvu_mention *mention;
    D3DDDI_ALLOCATIONLIST *list; /* as many: only WriteOperation counts */
    _Alignas(16) uint8_t cmd[];
};

/* A query that was ended: the answer carries seq. */
struct pvu_ended { struct pvu_query *query; uint64_t seq; };

struct pvu_recording {
    struct pvu_block *first, *last;
    uint64_t bytes;
    struct pvu_chunk **chunks; /* upload memory that the commands read; others may have them too */
    uint32_t n_chunks, chunks_size;
    struct pvu_ended *ended;
    uint32_t n_ended, ended_size;
};

#define PVU_SPILL (16u << 10)

struct pvu_recorder {
    struct pvu_recording out;
    struct pvu_chunk *chunk; /* the last of out.chunks, being filled */
    bool side;               /* creations; otherwise a deferred context */
    bool failed;             /* no memory: nothing of the recording will be sent */
    bool closed;             /* the list was made or abandoned: what follows only closes handles */
    _Alignas(16) uint8_t spill[PVU_SPILL]; /* where commands go after that */
};

/* Makes c an empty recording context. PVU_NO_MEMORY: no first block. */
enum pvu_status pvu_record_start(struct pvu_context *c, struct pvu_device *d, struct pvu_recorder *r);
/* Takes what was recorded out of c, which has to be started again. */
void pvu_record_take(struct pvu_context *c, struct pvu_recording *out);
void pvu_record_free(struct pvu_device *d, struct pvu_recording *r); /* under the device's lock */
/* Writes everything into c, immediate or recording. PVU_NO_MEMORY: a recording has no room for it. */
enum pvu_status pvu_record_append(struct pvu_context *c, const struct pvu_recording *r);
/* Whether identities of what it names were rotated since: its bytes cannot be used as they are. */
bool pvu_record_stale(const struct pvu_recording *r);
/* Waits for what the commands will read out of staging memory. */
void pvu_record_settle(struct pvu_context *c, const struct pvu_recording *r);
/* Everything that r mentions is used by the command just reserved, without r's commands. */
void pvu_record_mention_all(struct pvu_context *c, const struct pvu_recording *r);

/* What cmdbuf.h and upload.c do in a recording. */
void pvu_record_block(struct pvu_context *c);
void pvu_record_room(struct pvu_context *c, uint32_t n);
void pvu_record_use(struct pvu_context *c, struct pvu_ref *ref, bool write, bool patch);
void pvu_record_read_back(struct pvu_context *c, struct pvu_ref *heap); /* the last use of it */
enum pvu_status pvu_record_upload(struct pvu_context *c, uint64_t size, uint32_t align, struct pvu_span *span);
void pvu_record_ended(struct pvu_context *c, struct pvu_query *home, uint64_t seq);

/* Recorded commands go on naming a resource that is being destroyed by what is left of it. */
void pvu_record_bury(struct pvu_context *c, const struct pvu_ref *ref, struct pvu_ref *left);

/* Upload memory that no recording needs any more; used again once the host has read it. */
void pvu_record_trim(struct pvu_device *d);
void pvu_record_fini(struct pvu_device *d);

#endif
