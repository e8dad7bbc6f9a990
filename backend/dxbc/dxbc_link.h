/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * dxbc_link.h - inside of the linker: what a program with interfaces declares, and where its parts lie.
 *
 * A function body is code behind `label fb#`; a table ft# names a body for each call site of an interface; an interface fp# is
 * one slot or an array of them, each of which takes one of the tables that the declaration lists. Slots are counted through all
 * interfaces: fp4[2] is slot 6. (Direct3D 11.3 Functional Specification, 7.19, 22.3.49 to 22.3.51, 22.7.19, 22.7.20.)
 */
#ifndef DXBC_LINK_H
#define DXBC_LINK_H

#include "dxbc_tokens.h"

#define DXBC_MAX_SLOTS  253u  /* D3D11_SHADER_MAX_INTERFACES */
#define DXBC_MAX_BODIES 4096u /* and tables; our limit: D3D11_SHADER_MAX_INTERFACE_CALL_SITES says how many can be of use */
#define DXBC_NO_TABLE   UINT32_MAX
#define DXBC_MAX_CONSTANTS 4096u /* of one constant buffer */
#define DXBC_MAX_FLOW   64u   /* tokens of a condition */

struct dxbc_interface {
    uint32_t first, n_slots, n_sites; /* slots first..first+n_slots-1 */
    bool indexed;                     /* by registers too */
    uint32_t n_tables;
    const uint32_t *tables;           /* into the program */
};

struct dxbc_table {
    bool declared;
    uint32_t n;
    const uint32_t *bodies; /* into the program; each is declared */
};

struct dxbc_span { uint32_t from, to; }; /* tokens from..to-1; from 0: not there */

/* What dxbc_find_interfaces finds. Everything points into the program. */
struct dxbc_interfaces {
    uint32_t stage, n_tokens, n_slots, n_interfaces;
    uint32_t main_end;                       /* token of the first label, or the program's end */
    uint64_t constant_buffers;               /* bit per declared register */
    uint64_t samplers;
    uint8_t resources[128];
    uint16_t constants[16];                  /* of each declared constant buffer */
    struct dxbc_interface interfaces[DXBC_MAX_SLOTS];
    uint8_t of_slot[DXBC_MAX_SLOTS];         /* interface of each slot */
    bool declared[DXBC_MAX_BODIES];
    struct dxbc_span bodies[DXBC_MAX_BODIES]; /* behind the label, up to the next label or the end */
    struct dxbc_table tables[DXBC_MAX_BODIES];
};

/* Whether the opcode declares a part of class linkage. */
bool dxbc_links(uint32_t opcode);
/* Decodes fcall: operands[0] is the interface, words[0] the call site. */
enum pvb_dxbc_result dxbc_decode_call(const uint32_t *tokens, uint32_t n, uint32_t at, struct dxbc_instruction *ins,
                                      struct pvb_dxbc_error *error);
/* Any instruction of such a program but a declaration of dxbc_links. */
enum pvb_dxbc_result dxbc_decode_any(const uint32_t *tokens, uint32_t n, uint32_t at, struct dxbc_instruction *ins,
                                     struct pvb_dxbc_error *error);
/* Collects and checks declarations, calls and the shape of all bodies. */
enum pvb_dxbc_result dxbc_find_interfaces(const uint32_t *tokens, uint32_t n_tokens, uint32_t stage, struct dxbc_interfaces *f,
                                          struct pvb_dxbc_error *error);

#endif
