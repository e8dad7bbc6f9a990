/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * dxbc_check.h - inside of the checker: what it knows while it walks a program.
 */
#ifndef DXBC_CHECK_H
#define DXBC_CHECK_H

#include "dxbc_tokens.h"

#define DXBC_MAX_SHARED 1024u  /* thread group shared memory declarations; our limit */
#define DXBC_MAX_SHARED_BYTES 32768u
#define DXBC_MAX_ICB 4096u     /* four-component constants, also of a constant buffer */

enum dxbc_phase { DXBC_PHASE_NONE, DXBC_PHASE_DECLS, DXBC_PHASE_CONTROL_POINT, DXBC_PHASE_FORK, DXBC_PHASE_JOIN };
enum dxbc_memory { DXBC_UNDECLARED, DXBC_TYPED, DXBC_RAW, DXBC_STRUCTURED };

/* D3D10_SB_RESOURCE_DIMENSION, as a bit each. */
#define DXBC_DIM_BUFFER   (1u << 1)
#define DXBC_DIM_1D       (1u << 2 | 1u << 7)
#define DXBC_DIM_2D       (1u << 3 | 1u << 8)
#define DXBC_DIM_MS       (1u << 4 | 1u << 9)
#define DXBC_DIM_3D       (1u << 5)
#define DXBC_DIM_CUBE     (1u << 6 | 1u << 10)

/* Order of D3D10_SB_RESOURCE_RETURN_TYPE. */
enum { DXBC_RETURN_UNORM = 1, DXBC_RETURN_SNORM, DXBC_RETURN_SINT, DXBC_RETURN_UINT, DXBC_RETURN_FLOAT, DXBC_RETURN_MIXED };

struct dxbc_object {
    uint8_t memory;    /* enum dxbc_memory */
    uint8_t dimension; /* D3D10_SB_RESOURCE_DIMENSION, of typed ones */
    uint8_t type;      /* D3D10_SB_RESOURCE_RETURN_TYPE, of typed ones */
};

struct dxbc_block {
    uint8_t opcode;    /* if, loop or switch */
    bool other;        /* else or default was seen */
    bool started;      /* switch: a case or default was seen */
    uint16_t cases;    /* first of its cases in cases[] */
};

struct dxbc_checker {
    const uint32_t *tokens;
    struct dxbc_program *p;
    struct pvb_dxbc_error *error;
    const struct dxbc_instruction *ins;
    enum pvb_dxbc_result result; /* the first failure sticks */

    enum dxbc_phase phase;
    uint32_t n_phases;
    bool body;         /* an instruction that is no declaration was seen in this phase */
    bool returned;     /* ret outside of all blocks: only a label, a phase or the end may follow */
    bool anything;     /* any instruction at all */
    uint32_t n_temps, n_indexable;
    uint16_t indexable[DXBC_MAX_TEMPS]; /* elements, 0: not declared */
    uint16_t cb_size[16];
    uint32_t samplers;
    struct dxbc_object resources[128], views[64];
    uint8_t shared[DXBC_MAX_SHARED];    /* enum dxbc_memory */
    uint32_t shared_bytes, icb_size;
    uint32_t output_points;             /* bit per output control point register that a later phase reads */
    uint32_t indexed_files;             /* bit per register type that has an index range */
    uint32_t stream;                    /* that dcl_output belongs to */
    uint32_t seen;                      /* bit per DXBC_SEEN_ */
    uint32_t primitive_vertices;        /* GS: vertices of the input primitive; HS, DS: input control points */
    uint32_t domain;                    /* D3D11_SB_TESSELLATOR_DOMAIN */
    uint32_t output_vertices;           /* HS: output control points */

    uint32_t depth, n_cases;
    struct dxbc_block blocks[DXBC_MAX_NESTING];
    uint32_t cases[DXBC_MAX_CASES];
    uint32_t label;                     /* body being walked: 0 main, 1 + label otherwise */
    uint64_t defined, called, calls[DXBC_MAX_LABELS + 1];
};

enum {
    DXBC_SEEN_FLAGS = 1u << 0, DXBC_SEEN_GS_INPUT = 1u << 1, DXBC_SEEN_GS_OUTPUT = 1u << 2, DXBC_SEEN_GS_COUNT = 1u << 3,
    DXBC_SEEN_IN_POINTS = 1u << 4, DXBC_SEEN_OUT_POINTS = 1u << 5, DXBC_SEEN_DOMAIN = 1u << 6,
    DXBC_SEEN_PARTITIONING = 1u << 7, DXBC_SEEN_TESS_OUTPUT = 1u << 8, DXBC_SEEN_GROUP = 1u << 9,
    DXBC_SEEN_TEMPS = 1u << 10, DXBC_SEEN_INSTANCES = 1u << 11, DXBC_SEEN_MAX_FACTOR = 1u << 12
};

/* Records a failure at the instruction being walked. */
#define dxbc_refuse(k, ...) \
    ((k)->result == PVB_DXBC_OK ? (void)((k)->result = dxbc_fail((k)->error, PVB_DXBC_MALFORMED, (k)->ins->at, __VA_ARGS__)) \
                                : (void)0)

void dxbc_check_declaration(struct dxbc_checker *k);
void dxbc_check_custom_data(struct dxbc_checker *k);
/* Operands against the opcode's letters and against what is declared. */
void dxbc_check_operands(struct dxbc_checker *k);

#endif
