/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * dxbc_tokens.h - inside of the library: one decoded instruction, and what a program declares.
 *
 * Bit positions are those of d3d11TokenizedProgramFormat.hpp's D3D10_SB_ and D3D11_SB_ masks.
 */
#ifndef DXBC_TOKENS_H
#define DXBC_TOKENS_H

#include <stdbool.h>
#include "pvb_dxbc.h"

#define DXBC_MAX_TOKENS   (1u << 20) /* of one program; our limit */
#define DXBC_MAX_OPERANDS 8u
#define DXBC_MAX_RELATIVE 8u         /* registers that index other registers, in one instruction */
#define DXBC_MAX_NESTING  64u        /* if, loop, switch */
#define DXBC_MAX_LABELS   64u
#define DXBC_MAX_CASES    1024u      /* of all open switches together; our limit */
#define DXBC_MAX_PHASES   256u       /* fork and join phases; our limit */
#define DXBC_MAX_PHASE_INSTANCES 128u /* one per scalar of the 32 patch constant registers */
#define DXBC_MAX_TEMPS    4096u
#define DXBC_REGISTERS    32u        /* of each input and output file */

/* Opcode token fields that only some opcodes give a meaning to. */
#define DXBC_SATURATE      0x00002000u
#define DXBC_TEST          0x00040000u
#define DXBC_PRECISE       0x00780000u
#define DXBC_RESINFO_TYPE  0x00001800u
#define DXBC_DIMENSION     0x0000f800u
#define DXBC_SAMPLE_COUNT  0x007f0000u
#define DXBC_CB_PATTERN    0x00000800u
#define DXBC_SAMPLER_MODE  0x00007800u
#define DXBC_INTERPOLATION 0x00007800u
#define DXBC_SIX_BITS      0x0001f800u
#define DXBC_TWO_BITS      0x00001800u
#define DXBC_THREE_BITS    0x00003800u
#define DXBC_GLOBAL_FLAGS  0x00fff800u
#define DXBC_COHERENT      0x00010000u
#define DXBC_COUNTER       0x00800000u
#define DXBC_SYNC          0x00007800u
#define DXBC_FLAG_DOUBLES           0x00001000u
#define DXBC_FLAG_EARLY_DEPTH       0x00002000u
#define DXBC_FLAG_RAW               0x00004000u
#define DXBC_FLAG_MIN_PRECISION     0x00010000u
#define DXBC_FLAG_DOUBLE_EXTENSIONS 0x00020000u
#define DXBC_FLAG_SHADER_EXTENSIONS 0x00040000u
#define DXBC_CONTROL(token) ((token) >> 11)

enum {
#define OP(number, name, operands, words, stages, model, controls) DXBC_OP_##name = number,
#define UNSUPPORTED(number, name) DXBC_OP_##name = number,
#include "opcodes.def"
    DXBC_OP_COUNT = 236
};

enum {
#define REG(number, name, indices, use, stages, special) DXBC_REG_##name = number,
#include "registers.def"
    DXBC_REG_COUNT = 41
};

struct dxbc_op_row {
    const char *name, *operands; /* name NULL: no such opcode; operands NULL and model 0: not carried */
    const char *stages;
    uint8_t words, model;
    uint32_t controls;
};

struct dxbc_reg_row {
    const char *name, *use, *stages;
    uint8_t indices, special;
};

extern const struct dxbc_op_row dxbc_ops[DXBC_OP_COUNT];
extern const struct dxbc_reg_row dxbc_regs[DXBC_REG_COUNT];

enum { DXBC_SELECT_MASK = 0, DXBC_SELECT_SWIZZLE = 1, DXBC_SELECT_ONE = 2 };

struct dxbc_index {
    int8_t relative;  /* place in the instruction's relative[], -1 none */
    uint32_t base;
};

struct dxbc_operand {
    uint32_t token;          /* index of its first token, from the instruction's start */
    uint8_t type, n_components, select, mask, swizzle[4]; /* n_components 0, 1 or 4 */
    uint8_t modifier, min_precision, n_indices;
    struct dxbc_index index[3];
    uint32_t immediate[4];
};

struct dxbc_instruction {
    uint32_t at, n_tokens;   /* first token, in tokens from the program's start, and length */
    const uint32_t *tokens;
    uint32_t opcode;
    const struct dxbc_op_row *row;
    uint32_t n_operands, n_results, n_relative;
    struct dxbc_operand operands[DXBC_MAX_OPERANDS], relative[DXBC_MAX_RELATIVE];
    const uint32_t *words;   /* after the operands; the payload of custom data */
    uint32_t n_words;
};

/* A program's kind of register file that signatures describe. */
enum dxbc_file { DXBC_FILE_IN, DXBC_FILE_PATCH, DXBC_FILE_OUT, DXBC_FILE_COUNT = DXBC_FILE_OUT + 4 };

struct dxbc_io {
    uint8_t mask;      /* declared components */
    uint8_t name[4];   /* D3D10_SB_NAME of each */
};

/* What the declarations of a checked program say. */
struct dxbc_program {
    uint32_t stage, model; /* model: 40, 41 or 50 */
    uint32_t n_tokens;     /* as the length token says */
    uint32_t global_flags;
    struct dxbc_io io[DXBC_FILE_COUNT][DXBC_REGISTERS]; /* OUT + stream */
    uint32_t patch_read;   /* bit per patch constant register that a join phase reads */
    uint64_t specials;     /* bit per D3D10_SB_OPERAND_TYPE without index that is declared */
    uint8_t streams;       /* bit per declared stream */
    bool control_point_phase;
    bool feedback; /* asks whether memory is mapped (tiled resources) */
    uint8_t resource_type[128]; /* D3D10_SB_RESOURCE_RETURN_TYPE, 0 not declared, 255 mixed, raw or structured */
    uint8_t view_type[64];
};

/* Sets error and returns result. error may be NULL. */
enum pvb_dxbc_result dxbc_fail(struct pvb_dxbc_error *error, enum pvb_dxbc_result result, uint32_t token,
                               const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(__printf__, 4, 5)))
#endif
    ;

/* Decodes the instruction at token at of the n; what it says is checked against the opcode's row and
 * nothing else. at < n. */
enum pvb_dxbc_result dxbc_decode(const uint32_t *tokens, uint32_t n, uint32_t at, struct dxbc_instruction *ins,
                                 struct pvb_dxbc_error *error);

/* Version and length; fills stage, model and n_tokens. */
enum pvb_dxbc_result dxbc_check_header(const uint32_t *tokens, uint32_t n, uint32_t stage, struct dxbc_program *p,
                                       struct pvb_dxbc_error *error);

/* Checks a whole program and collects its declarations. stage as for pvb_dxbc_shader. */
enum pvb_dxbc_result dxbc_check(const uint32_t *tokens, uint32_t n, uint32_t stage, struct dxbc_program *p,
                                struct pvb_dxbc_error *error);

/* Component types by use in the code: VS inputs, pixel shader outputs. 0 where the code says nothing.
 * The program must have passed dxbc_check. */
void dxbc_infer(const uint32_t *tokens, const struct dxbc_program *p, uint8_t inputs[DXBC_REGISTERS],
                uint8_t outputs[DXBC_REGISTERS]);

/* ---- signatures ---- */

#define DXBC_MAX_ENTRIES (DXBC_REGISTERS * 4u * 4u + 8u)

struct dxbc_entry {
    uint32_t stream, reg, name, type, min_precision; /* reg ~0: has no register */
    uint32_t semantic, semantic_index; /* enum dxbc_semantic */
    uint8_t mask, used; /* used: components that the code declares */
};

struct dxbc_signature {
    uint32_t n;
    struct dxbc_entry e[DXBC_MAX_ENTRIES];
};

extern const char *const dxbc_semantic_names[];

/* Fills the three signatures from what the caller gave and what the code declares. */
void dxbc_make_signatures(const struct pvb_dxbc_shader *s, const struct dxbc_program *p, struct dxbc_signature *in,
                          struct dxbc_signature *out, struct dxbc_signature *patch);

static inline bool dxbc_stage_in(const char *stages, uint32_t stage)
{
    for (; *stages; stages++)
        if (*stages == "VHDGPC"[stage]) return true;
    return false;
}

#endif
