/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * pvb_dxbc.h - rebuilds DXBC containers from what a Windows driver is given: the token stream and
 * register-level signatures. A library of its own: no backend state, no graphics API.
 *
 * The tokens are untrusted. Parsing is strict: anything that the Shader Model 4.0 to 5.0 token
 * format (d3d10tokenizedprogramformat.h, d3d11TokenizedProgramFormat.h documentation) does not
 * allow is refused with a position and a reason. Any thread; allocates only the result.
 */
#ifndef PVB_DXBC_H
#define PVB_DXBC_H

#include <stdbool.h>
#include "pvgpu_abi.h"

enum pvb_dxbc_result {
    PVB_DXBC_OK = 0,
    PVB_DXBC_MALFORMED,  /* not a token stream; see error */
    PVB_DXBC_STAGE,      /* its program type is another stage than asked for */
    PVB_DXBC_UNSUPPORTED, /* legal, but a version or opcode that we do not carry */
    PVB_DXBC_MEMORY
};

struct pvb_dxbc_error {
    uint32_t token;   /* index of the offending token */
    char text[96];    /* why, for the log */
};

struct pvb_dxbc_shader {
    uint32_t stage;          /* enum pvgpu_stage; GS with so also takes VS and DS programs */
    const uint32_t *tokens;  /* version token first */
    uint32_t n_tokens;
    const struct pvgpu_signature *inputs, *outputs, *patch;
    uint32_t n_inputs, n_outputs, n_patch;
    /* Per input register, the component type that the bound input layout gives (a
     * D3D_REGISTER_COMPONENT_TYPE); 0 = take the signature's, or infer from the code. VS only. */
    uint8_t input_types[32];
    /* Per target, the component type of the bound render target's format, likewise. PS only. */
    uint8_t output_types[8];
};

/* Checks the token stream alone. */
enum pvb_dxbc_result pvb_dxbc_check(const uint32_t *tokens, uint32_t n_tokens, uint32_t stage, struct pvb_dxbc_error *error);

/* Whether a program has class linkage (*has): then it is none for the host before it is linked, and pvb_dxbc_check refuses it. Its
 * declarations and the shape of its function bodies are checked; *n_slots is the number of its interface slots. */
enum pvb_dxbc_result pvb_dxbc_interfaces(const uint32_t *tokens, uint32_t n_tokens, uint32_t stage, bool *has, uint32_t *n_slots,
                                         struct pvb_dxbc_error *error);

/* Makes the program that such a one is with the instances chosen (malloc, *n_linked tokens); one slot for each interface. Its
 * operands are as unchecked as before: pvb_dxbc_build looks at them. UNSUPPORTED: the slots are not those of the program, or what
 * comes out is too long. */
enum pvb_dxbc_result pvb_dxbc_link(const uint32_t *tokens, uint32_t n_tokens, uint32_t stage, const struct pvgpu_shader_slot *slots,
                                   uint32_t n_slots, uint32_t **linked, uint32_t *n_linked, struct pvb_dxbc_error *error);

/* Makes a container (malloc, *size bytes) with ISGN, OSGN, PCSG (hull and domain), SHEX or SHDR and the
 * checksum. Semantic names come from registers: "R" with the register number as semantic index (streams
 * above 0: "S1".."S3"), system values by their own names. */
enum pvb_dxbc_result pvb_dxbc_build(const struct pvb_dxbc_shader *s, void **container, size_t *size, struct pvb_dxbc_error *error);

/* A container with only an ISGN part for CreateInputLayout; semantic "R"/register; types from the formats. */
enum pvb_dxbc_result pvb_dxbc_layout_signature(const struct pvgpu_input_element *e, uint32_t n, void **container, size_t *size);

/* Component type (D3D_REGISTER_COMPONENT_TYPE: 1 uint, 2 sint, 3 float) that a vertex format delivers. */
uint32_t pvb_dxbc_format_type(uint32_t dxgi_format);

/* Infers for each VS input register which component type the code reads it as; 0 unknown. */
void pvb_dxbc_infer_inputs(const uint32_t *tokens, uint32_t n_tokens, uint8_t types[32]);

/* Likewise the component type of each target that a pixel shader writes: 0 it does not, 3 (float) where the code
 * says nothing. */
void pvb_dxbc_infer_outputs(const uint32_t *tokens, uint32_t n_tokens, uint8_t types[8]);

/* The D3D11_SRV_DIMENSION that the code declares for each resource slot, 0 where it declares none or a buffer. Returns one more
 * than the last slot with a texture. The tokens are ones that pvb_dxbc_check takes. */
uint32_t pvb_dxbc_textures(const uint32_t *tokens, uint32_t n_tokens, uint8_t dimensions[128]);

/* The DXBC container checksum (a variant of MD5) of container[20..size) into sum. */
void pvb_dxbc_checksum(const void *container, size_t size, uint8_t sum[16]);

#endif
